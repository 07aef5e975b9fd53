//! Saying what a build waits for when that takes longer than a second.
#![cfg(any(feature = "helm", feature = "remote"))]

use crate::render;
use kustomize_core::build::Observer;
#[cfg(feature = "helm")]
use kustomize_core::generate::helm::{Helm, HelmError};
#[cfg(feature = "remote")]
use kustomize_core::load::{Remote, RemoteError, RepoSpec};
#[cfg(feature = "helm")]
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// After this time a wait is told.
const PATIENCE: Duration = Duration::from_secs(1);

/// What fetches or renders, telling of long waits on a terminal, and of all of them as stages of the
/// build.
pub(crate) struct Told<T> {
    inner: T,
    stages: Option<Arc<dyn Observer>>,
}

impl<T> Told<T> {
    pub(crate) fn new(inner: T) -> Self {
        Told { inner, stages: render::stages() }
    }

    fn wait<R>(&self, what: &str, work: impl FnOnce(&T) -> R) -> R {
        if let Some(stages) = &self.stages {
            stages.enter(what);
        }
        let result = if render::shows_progress() {
            told_after(PATIENCE, || render::progress(what), || work(&self.inner))
        } else {
            work(&self.inner)
        };
        if let Some(stages) = &self.stages {
            stages.leave();
        }
        result
    }
}

/// Does the work, and calls `tell` if it is not done after this time.
fn told_after<R>(patience: Duration, tell: impl FnOnce() + Send, work: impl FnOnce() -> R) -> R {
    let (done, wait) = channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            if wait.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
                tell();
            }
        });
        let result = work();
        drop(done);
        result
    })
}

#[cfg(feature = "remote")]
impl<T: Remote> Remote for Told<T> {
    fn check_out(&self, spec: &RepoSpec) -> Result<PathBuf, RemoteError> {
        self.wait(&format!("fetch {}", without_secrets(&spec.clone_url())), |inner| inner.check_out(spec))
    }

    fn get(&self, url: &str) -> Result<Vec<u8>, RemoteError> {
        self.wait(&format!("fetch {}", without_secrets(url)), |inner| inner.get(url))
    }
}

#[cfg(feature = "remote")]
/// An address without the user and password that it may hold, and without what follows a `?`.
fn without_secrets(url: &str) -> String {
    let url = url.split('?').next().unwrap_or(url);
    match url.split_once("://") {
        Some((scheme, rest)) => {
            let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            format!("{scheme}://{}{path}", host.rsplit('@').next().unwrap_or(host))
        }
        None => url.to_owned(),
    }
}

#[cfg(feature = "helm")]
impl<T: Helm> Helm for Told<T> {
    fn folder(&self) -> std::io::Result<PathBuf> {
        self.inner.folder()
    }

    fn write(&self, path: &Path, content: &[u8]) -> std::io::Result<()> {
        self.inner.write(path, content)
    }

    fn run(&self, args: &[String], env: &[(&str, String)]) -> Result<Vec<u8>, HelmError> {
        let what = format!("helm {}", described(args));
        self.wait(what.trim_end(), |inner| inner.run(args, env))
    }
}

/// The verb of helm, and the chart without the path to it.
#[cfg(feature = "helm")]
fn described(args: &[String]) -> String {
    let verb = args.first().map_or("", String::as_str);
    let has_value = |arg: &String| matches!(arg.as_str(), "--untardir" | "--repo" | "--version");
    let plain = args.windows(2).filter_map(|pair| match pair {
        [before, arg] if !arg.starts_with('-') && !has_value(before) => Some(arg.as_str()),
        _ => None,
    });
    let chart = match verb {
        "template" => args.get(2).map(String::as_str),
        _ => plain.into_iter().next(),
    };
    let chart = chart.unwrap_or("");
    format!("{verb} {}", chart.rsplit(['/', '\\']).next().unwrap_or(chart))
}

#[cfg(test)]
mod tests {
    #[cfg(feature = "helm")]
    use super::described;
    use super::{told_after, without_secrets};
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    #[test]
    fn only_long_waits_are_told() {
        for (patience, work, told) in [(5, 200, true), (10_000, 0, false)] {
            let said = AtomicBool::new(false);
            let work = || std::thread::sleep(Duration::from_millis(work));
            told_after(Duration::from_millis(patience), || said.store(true, Ordering::Relaxed), work);
            assert_eq!(said.into_inner(), told);
        }
    }

    #[test]
    fn secrets_are_not_shown() {
        for (url, shown) in [
            ("https://me:token@example.com/a.yaml?key=1", "https://example.com/a.yaml"),
            ("https://example.com/a@b.yaml", "https://example.com/a@b.yaml"),
        ] {
            assert_eq!(without_secrets(url), shown);
        }
    }

    #[test]
    #[cfg(feature = "helm")]
    fn charts_are_named() {
        for (args, shown) in [
            ("pull --untar --untardir /a/charts --repo https://example.com web --version 1", "pull web"),
            ("pull --untar --untardir /a oci://example.com/charts/web", "pull web"),
            ("template my-release /a/charts/web -f /b", "template web"),
            ("version --client", "version "),
        ] {
            let args: Vec<String> = args.split(' ').map(str::to_owned).collect();
            assert_eq!(described(&args), shown);
        }
    }
}
