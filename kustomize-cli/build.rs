//! How `kz` is linked on Linux with the GNU C library.
//!
//! A run of `kz` is often shorter than what the dynamic linker does before it: a relocatable program
//! of this size has 12,000 addresses to be mended, on pages that are thereby copied, at each start. It
//! is linked to a fixed address instead, and with the unwinder inside.

use std::env;
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
}

/// True when the compiler that links has the unwinder as an archive.
fn has_static_unwinder() -> bool {
    let found = Command::new("cc").arg("-print-file-name=libgcc_eh.a").output();
    found.is_ok_and(|found| Path::new(String::from_utf8_lossy(&found.stdout).trim()).is_absolute())
}
