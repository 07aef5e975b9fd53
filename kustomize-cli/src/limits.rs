//! `--limit NAME=VALUE`.

use crate::render;
use kustomize_core::Limits;
#[cfg(feature = "remote")]
use kustomize_core::load::RemoteLimits;
#[cfg(any(feature = "functions", feature = "helm"))]
use kustomize_core::process::ProgramLimits;
use std::time::Duration;

/// Bounds on what a build reads, fetches and runs.
#[derive(clap::Args, Clone, Debug, Default)]
pub(crate) struct LimitArgs {
    /// Set a limit; can be repeated. The limits are depth, nodes, file-size, resources, kustomizations, bases,
    /// fetch-size, fetch-time, repository-size, repository-time, program-output and program-time; a value is a
    /// number, a size as 512M, a time as 90s or 10m, or none
    #[arg(long = "limit", value_name = "NAME=VALUE", value_parser = limit)]
    limits: Vec<Limit>,
}

#[derive(Clone, Debug)]
struct Limit {
    name: &'static str,
    /// A number, bytes, or milliseconds.
    value: u64,
}

const NUMBERS: [&str; 5] = ["depth", "nodes", "resources", "kustomizations", "bases"];
const SIZES: [&str; 4] = ["file-size", "fetch-size", "repository-size", "program-output"];
const TIMES: [&str; 3] = ["fetch-time", "repository-time", "program-time"];
/// The longest time there is, a year.
const LONGEST: u64 = 365 * 24 * 60 * 60 * 1000;

fn limit(text: &str) -> Result<Limit, String> {
    let (name, value) = text.split_once('=').ok_or("it is written NAME=VALUE")?;
    let find = |names: &[&'static str]| names.iter().find(|known| **known == name).copied();
    let parse = |units: &[(&str, u64)]| -> Result<u64, String> {
        if value == "none" {
            return Ok(u64::MAX);
        }
        let digits = value.len() - value.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, unit) = value.split_at(digits);
        let number: u64 = number.parse().map_err(|_| format!("\"{value}\" is not a number"))?;
        let unit = units.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit));
        let (_, factor) = unit.ok_or_else(|| {
            let known: Vec<&str> =
                units.iter().map(|(name, _)| *name).filter(|name| !name.is_empty()).collect();
            match known.is_empty() {
                true => format!("\"{value}\" is not a number"),
                false => format!("\"{value}\" has no unit of {}", known.join(", ")),
            }
        })?;
        Ok(number.saturating_mul(*factor))
    };
    if let Some(name) = find(&NUMBERS) {
        return Ok(Limit { name, value: parse(&[("", 1)])? });
    }
    if let Some(name) = find(&SIZES) {
        let value = parse(&[("", 1), ("K", 1 << 10), ("M", 1 << 20), ("G", 1 << 30), ("T", 1 << 40)])?;
        return Ok(Limit { name, value });
    }
    if let Some(name) = find(&TIMES) {
        let units = [("", 1000), ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)];
        return Ok(Limit { name, value: parse(&units)?.min(LONGEST) });
    }
    let known: Vec<&str> = NUMBERS.iter().chain(&SIZES).chain(&TIMES).copied().collect();
    Err(format!("there is no limit \"{name}\"; there are {}", known.join(", ")))
}

impl LimitArgs {
    /// The last value of a limit.
    fn value(&self, name: &str) -> Option<u64> {
        self.limits.iter().rev().find(|limit| limit.name == name).map(|limit| limit.value)
    }

    fn number(&self, name: &str, into: &mut usize) {
        if let Some(value) = self.value(name) {
            *into = usize::try_from(value).unwrap_or(usize::MAX);
        }
    }

    fn size(&self, name: &str, into: &mut u64) {
        *into = self.value(name).unwrap_or(*into);
    }

    fn time(&self, name: &str, into: &mut Duration) {
        *into = self.value(name).map_or(*into, Duration::from_millis);
    }

    pub(crate) fn input(&self) -> Limits {
        let mut limits = Limits::default();
        self.number("depth", &mut limits.depth);
        self.number("nodes", &mut limits.nodes);
        self.size("file-size", &mut limits.file_bytes);
        self.number("resources", &mut limits.resources);
        self.number("kustomizations", &mut limits.kustomizations);
        self.number("bases", &mut limits.bases);
        limits
    }

    #[cfg(feature = "remote")]
    pub(crate) fn remote(&self) -> RemoteLimits {
        let mut limits = RemoteLimits::default();
        self.size("fetch-size", &mut limits.file_bytes);
        self.time("fetch-time", &mut limits.file_time);
        self.size("repository-size", &mut limits.repository_bytes);
        self.time("repository-time", &mut limits.repository_time);
        limits
    }

    #[cfg(any(feature = "functions", feature = "helm"))]
    pub(crate) fn programs(&self) -> ProgramLimits {
        let mut limits = ProgramLimits::default();
        self.size("program-output", &mut limits.output_bytes);
        self.time("program-time", &mut limits.time);
        limits
    }

    /// Runs something with a stack that is enough for these limits.
    pub(crate) fn with_stack<T: Send>(&self, run: impl FnOnce() -> T + Send) -> T {
        let Some(stack) = self.stack() else { return run() };
        std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().stack_size(stack);
            match thread.spawn_scoped(scope, run) {
                Ok(thread) => match thread.join() {
                    Ok(done) => done,
                    Err(panic) => std::panic::resume_unwind(panic),
                },
                Err(e) => {
                    render::plain_error(&format!("there is no stack for limits as high as these: {e}"));
                    std::process::exit(1)
                }
            }
        })
    }

    /// The stack that these limits need, where that is more than the main thread has.
    fn stack(&self) -> Option<usize> {
        let (usual, limits) = (Limits::default(), self.input());
        let levels = limits.depth.saturating_mul(STACK_OF_LEVEL);
        let bases = limits.bases.saturating_mul(STACK_OF_BASE);
        let needed = levels.saturating_add(bases).clamp(64 << 20, MOST_STACK);
        (limits.depth > usual.depth || limits.bases > usual.bases).then_some(needed)
    }
}

const STACK_OF_LEVEL: usize = 8 << 10;
const STACK_OF_BASE: usize = 16 << 10;
const MOST_STACK: usize = 8 << 30;

#[cfg(test)]
mod tests {
    use super::limit;

    #[test]
    fn values_have_units() {
        for (text, value) in [
            ("depth=10", Some(10)),
            ("depth=none", Some(u64::MAX)),
            ("depth=10M", None),
            ("file-size=2k", Some(2048)),
            ("file-size=1G", Some(1 << 30)),
            ("file-size=", None),
            ("file-size=99999999999999999999", None),
            ("file-size=99999999999999999T", Some(u64::MAX)),
            ("fetch-time=90", Some(90_000)),
            ("fetch-time=10m", Some(600_000)),
            ("fetch-time=5x", None),
            ("height=5", None),
            ("depth", None),
        ] {
            assert_eq!(limit(text).ok().map(|limit| limit.value), value, "{text}");
        }
    }
}
