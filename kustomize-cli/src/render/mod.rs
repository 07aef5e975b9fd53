//! Messages on standard error, in the form that was asked for.

mod github;
mod human;
pub(crate) mod json;
mod message;
mod options;
pub(crate) mod sarif;
mod stages;

pub(crate) use message::{Level, Message, clean};
pub(crate) use options::MessageArgs;

use kustomize_core::build::{Observer, Trace};
use kustomize_core::diagnostic::Diagnostic;
use kustomize_core::source::Sources;
use options::{Format, Settings};
#[cfg(any(feature = "helm", feature = "remote"))]
use std::io::IsTerminal as _;
use std::io::Write as _;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

static SETTINGS: OnceLock<Settings> = OnceLock::new();
/// True once something was said.
static SAID: AtomicBool = AtomicBool::new(false);
/// True when what was said last had several lines.
static LONG: AtomicBool = AtomicBool::new(false);
/// Messages that are printed together at the end.
static KEPT: Mutex<Vec<Message>> = Mutex::new(Vec::new());

/// States, once and before anything is said, how messages are printed.
pub(crate) fn configure(args: &MessageArgs) {
    let _ = SETTINGS.set(Settings::new(args));
}

fn settings() -> &'static Settings {
    SETTINGS.get_or_init(|| Settings::new(&MessageArgs::default()))
}

/// Prints a message without a place and gives the exit code of a refusal.
pub(crate) fn plain_error(message: &str) -> ExitCode {
    say(Message::plain(Level::Error, message));
    ExitCode::FAILURE
}

/// Prints a remark.
pub(crate) fn note(message: &str) {
    say(Message::plain(Level::Note, message));
}

/// Prints a warning without a place.
pub(crate) fn warning(message: &str) {
    say(Message::plain(Level::Warning, message));
}

/// Prints a diagnostic.
pub(crate) fn diagnostic(diagnostic: &Diagnostic, sources: &Sources) {
    say(Message::new(diagnostic, sources));
}

/// Prints diagnostics, and how many there were when there is more than one refusal.
pub(crate) fn diagnostics<'d>(list: impl IntoIterator<Item = &'d Diagnostic>, sources: &Sources) {
    messages(list.into_iter().map(|one| Message::new(one, sources)));
}

/// Prints messages, and how many there were when there is more than one refusal.
pub(crate) fn messages(list: impl IntoIterator<Item = Message>) {
    let mut errors = 0;
    for message in list {
        errors += usize::from(message.level == Level::Error);
        say(message);
    }
    if errors > 1 && settings().format == Format::Human {
        print(&format!("\n{errors} errors\n"));
    }
}

/// Messages as they are printed for people where there is no terminal.
pub(crate) fn plain_text(list: impl IntoIterator<Item = Message>) -> String {
    let settings = Settings::plain();
    let (mut out, mut errors, mut after_long) = (String::new(), 0, false);
    for message in list {
        errors += usize::from(message.level == Level::Error);
        let text = human::render(&message, &settings);
        let is_long = text.trim_end().contains('\n');
        if !out.is_empty() && (is_long || after_long) {
            out.push('\n');
        }
        after_long = is_long;
        out.push_str(&text);
    }
    if errors > 1 {
        out.push_str(&format!("\n{errors} errors\n"));
    }
    out
}

fn say(message: Message) {
    // What ends with the program is not its user's fault.
    crate::interrupt::settle();
    let settings = settings();
    if settings.quiet && message.level != Level::Error {
        return;
    }
    match settings.format {
        Format::Human => {
            // A blank line keeps what belongs together together.
            let text = human::render(&message, settings);
            let is_long = text.trim_end().contains('\n');
            let after_long = LONG.swap(is_long, Ordering::Relaxed);
            let space = if SAID.swap(true, Ordering::Relaxed) && (is_long || after_long) { "\n" } else { "" };
            print(&format!("{space}{text}"));
        }
        Format::Short => print(&format!("{}\n", message.short())),
        Format::Json => print(&format!("{}\n", json::object(&message))),
        Format::Github => print(&format!("{}\n", github::command(&message))),
        Format::Sarif => KEPT.lock().unwrap_or_else(PoisonError::into_inner).push(message),
    }
}

/// Prints what was kept to be printed together.
pub(crate) fn finish() {
    if settings().format == Format::Sarif {
        let kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        print(&sarif::log(&kept));
    }
}

/// Prints to standard error as it is; used for what is no message, such as times.
pub(crate) fn print(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// True when only refusals are told.
pub(crate) fn is_quiet() -> bool {
    settings().quiet
}

/// Whom a build tells its stages: with `--verbose` they are printed with their times.
pub(crate) fn stages() -> Option<Arc<dyn Observer>> {
    static STAGES: OnceLock<Arc<stages::Stages>> = OnceLock::new();
    settings().verbose.then(|| STAGES.get_or_init(Arc::default).clone() as Arc<dyn Observer>)
}

/// The same, as a build takes it.
pub(crate) fn trace() -> Trace {
    stages().map_or_else(Trace::default, Trace::to)
}

#[cfg(any(feature = "helm", feature = "remote"))]
/// True when somebody sits there who may want to know what takes so long.
pub(crate) fn shows_progress() -> bool {
    let settings = settings();
    std::io::stderr().is_terminal() && !settings.quiet && settings.format == Format::Human
}

#[cfg(any(feature = "helm", feature = "remote"))]
/// Tells what is being waited for.
pub(crate) fn progress(what: &str) {
    print(&format!("waiting: {}\n", message::clean(what)));
}
