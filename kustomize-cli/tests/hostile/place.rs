//! A folder to work in, with its own temporary folder.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub(crate) const MAP: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n";
pub(crate) const COMPONENT: &str = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n";

pub(crate) struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    /// A folder with these files.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let place = Place { folder: tempfile::tempdir().unwrap() };
        std::fs::create_dir(place.path("tmp")).unwrap();
        files.iter().for_each(|(name, text)| place.write(name, text));
        place
    }

    /// A kustomization of this text beside a ConfigMap.
    pub(crate) fn of(kustomization: &str) -> Self {
        Place::new(&[("kustomization.yaml", kustomization), ("a.yaml", MAP)])
    }

    pub(crate) fn path(&self, below: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(below)
    }

    pub(crate) fn write(&self, below: impl AsRef<Path>, text: &str) {
        let path = self.path(below);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        if text.starts_with("#!") {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
        }
    }

    /// A call of the program in this folder.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kz"));
        command.args(args).current_dir(self.folder.path()).env("TMPDIR", self.path("tmp"));
        command
    }

    /// Runs the program; nothing may be left in the temporary folder.
    pub(crate) fn kz(&self, args: &[&str]) -> Output {
        let out = self.command(args).output().unwrap();
        self.check_nothing_left();
        out
    }

    pub(crate) fn check_nothing_left(&self) {
        let left: Vec<_> = std::fs::read_dir(self.path("tmp")).unwrap().collect();
        assert!(left.is_empty(), "left behind: {left:?}");
    }

    /// The message of a build that is refused, on one line.
    pub(crate) fn refused(&self, args: &[&str]) -> String {
        refusal(&self.kz(&[&["build", "--message-format", "short"], args].concat()))
    }
}

/// The message of a refusal.
pub(crate) fn refusal(out: &Output) -> String {
    let message = String::from_utf8(out.stderr.clone()).unwrap();
    assert_eq!(out.status.code(), Some(1), "{message}");
    assert!(out.stdout.is_empty(), "{message}");
    message
}

pub(crate) fn succeeds(out: &Output) -> String {
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout.clone()).unwrap()
}
