//! What happens when the program is asked to end: processes are ended and temporary files removed.

use kustomize_core::process::Leftovers;
use std::sync::OnceLock;
#[cfg(unix)]
use std::sync::atomic::{AtomicBool, Ordering};

static LEFTOVERS: OnceLock<Leftovers> = OnceLock::new();
/// True once the program was asked to end.
#[cfg(unix)]
static ENDING: AtomicBool = AtomicBool::new(false);

/// What must not be left behind. Signals are looked out for as soon as there is anything.
pub(crate) fn leftovers() -> &'static Leftovers {
    LEFTOVERS.get_or_init(|| Leftovers::with_first(look_out))
}

/// Ends as the signal would have ended the program, once nothing is left behind.
#[cfg(unix)]
fn look_out(leftovers: Leftovers) {
    use signal_hook::consts::signal::{SIGHUP, SIGINT, SIGTERM};
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM]) else { return };
    let wait = move || {
        for signal in signals.forever() {
            ENDING.store(true, Ordering::Release);
            leftovers.end();
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    };
    let _ = std::thread::Builder::new().spawn(wait);
}

#[cfg(not(unix))]
fn look_out(_: Leftovers) {}

/// Waits for the end, where the program was asked to end.
pub(crate) fn settle() {
    #[cfg(unix)]
    while ENDING.load(Ordering::Acquire) {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}
