//! The stages of a build with their times, for `--verbose`.

use kustomize_core::build::Observer;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Measures stages and prints them when the outermost one ends.
#[derive(Default)]
pub(crate) struct Stages(Mutex<Record>);

#[derive(Default)]
struct Record {
    /// The places of the stages that have not ended, with when they began.
    open: Vec<(usize, Instant)>,
    /// Depth, name and time.
    lines: Vec<(usize, String, Duration)>,
}

impl Observer for Stages {
    fn enter(&self, stage: &str) {
        let mut record = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let depth = record.open.len();
        let at = record.lines.len();
        record.lines.push((depth, stage.to_owned(), Duration::ZERO));
        record.open.push((at, Instant::now()));
    }

    fn leave(&self) {
        let mut record = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((at, began)) = record.open.pop() else { return };
        if let Some(line) = record.lines.get_mut(at) {
            line.2 = began.elapsed();
        }
        if record.open.is_empty() {
            let lines = std::mem::take(&mut record.lines);
            super::print(&lines.iter().map(line).collect::<String>());
        }
    }
}

fn line((depth, stage, time): &(usize, String, Duration)) -> String {
    let stage = super::message::clean(stage);
    format!("{:>9.3} ms  {:indent$}{stage}\n", time.as_secs_f64() * 1000.0, "", indent = depth * 2)
}
