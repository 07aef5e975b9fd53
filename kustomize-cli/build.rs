//! How `kz` is linked on Linux with the GNU C library.
//!
//! A run of `kz` is often shorter than what the dynamic linker does before it: a relocatable program
//! of this size has 12,000 addresses to be mended, on pages that are thereby copied, at each start. It
//! is linked to a fixed address instead, and with the unwinder inside.
//!
//! The kernel maps sixteen pages around each one that is executed. What builds execute is a seventh of the
//! program; where the linker can put functions in an order that it is given, these are next to each other, and a
//! build needs half of the memory and fewer faults. `tests/link_order.rs` records them. Their names contain what
//! the compiler's version is, so that another compiler links as if nothing were recorded.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    let native = env::var("HOST") == env::var("TARGET");
    if !native || !is("CARGO_CFG_TARGET_OS", "linux") || !is("CARGO_CFG_TARGET_ENV", "gnu") {
        return;
    }
    println!("cargo:rustc-link-arg-bins=-no-pie");
    if has_static_unwinder() {
        println!("cargo:rustc-link-lib=dylib=gcc_eh");
    }
    println!("cargo:rerun-if-changed={ORDER}");
    if is("PROFILE", "release") {
        let order = env::current_dir().map(|folder| folder.join(ORDER));
        let args = order.ok().map(|order| order_args(&order)).filter(|args| can_link_with(args));
        args.into_iter().flatten().for_each(|arg| println!("cargo:rustc-link-arg-bins={arg}"));
        // Asked for by those who record that order.
        println!("cargo:rerun-if-env-changed={MAP}");
        if let Ok(map) = env::var(MAP) {
            println!("cargo:rustc-link-arg-bins=-Wl,-Map={map}");
        }
    }
}

/// Names the file for a list of all functions and their places.
const MAP: &str = "KZ_LINK_MAP";

/// The functions that builds execute.
const ORDER: &str = "link-order.txt";

/// Asks the linker for an order of functions, of which it may not know all.
fn order_args(order: &Path) -> [String; 2] {
    [format!("-Wl,--symbol-ordering-file={}", order.display()), "-Wl,--no-warn-symbol-ordering".to_owned()]
}

/// True when the linker that is going to be used knows these arguments.
fn can_link_with(args: &[String]) -> bool {
    let (Some(rustc), Some(out)) = (env::var_os("RUSTC"), env::var_os("OUT_DIR")) else { return false };
    let out = Path::new(&out);
    let program = out.join("links.rs");
    if fs::write(&program, "fn main() {}\n").is_err() {
        return false;
    }
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    let linker = env::var("RUSTC_LINKER").map(|linker| format!("-Clinker={linker}"));
    let result = Command::new(rustc)
        .args(flags.split('\u{1f}').filter(|flag| !flag.is_empty()))
        .args(linker)
        .args(args.iter().map(|arg| format!("-Clink-arg={arg}")))
        .arg("--out-dir")
        .arg(out)
        .arg(program)
        .output();
    result.is_ok_and(|result| result.status.success())
}

/// True when the compiler that links has the unwinder as an archive.
fn has_static_unwinder() -> bool {
    let found = Command::new("cc").arg("-print-file-name=libgcc_eh.a").output();
    found.is_ok_and(|found| Path::new(String::from_utf8_lossy(&found.stdout).trim()).is_absolute())
}
