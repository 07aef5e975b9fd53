//! A folder to work in, with its own temporary folder and its own git.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub(crate) struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        let place = Place { folder: tempfile::tempdir().unwrap() };
        for folder in ["tmp", "bin", "here"] {
            std::fs::create_dir(place.path(folder)).unwrap();
        }
        // Notes what it is asked for, then does it.
        let script = format!(
            "#!/bin/sh\necho \"$@\" >> '{}'\nexec {} \"$@\"\n",
            place.path("git.log").display(),
            git()
        );
        place.write("bin/git", &script);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let executable = std::fs::Permissions::from_mode(0o755);
            std::fs::set_permissions(place.path("bin/git"), executable).unwrap();
        }
        place
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    pub(crate) fn write(&self, below: &str, text: &str) {
        let path = self.path(below);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Makes a bare repository `NAME.git` of one commit and gives its address.
    pub(crate) fn repository(&self, name: &str, files: &[(&str, &str)]) -> String {
        for (path, text) in files {
            self.write(&format!("{name}/{path}"), text);
        }
        self.commit(name)
    }

    /// Commits what is in the folder `NAME` and makes the bare repository `NAME.git` of it.
    pub(crate) fn commit(&self, name: &str) -> String {
        let folder = self.path(name);
        let run = |args: &[&str]| {
            let out = Command::new(git()).args(args).current_dir(&folder).output().unwrap();
            assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
        };
        run(&["init", "-q", "-b", "main"]);
        run(&["add", "-A"]);
        run(&["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "one"]);
        run(&["tag", "v1"]);
        let bare = self.path(&format!("{name}.git"));
        run(&["clone", "-q", "--bare", ".", bare.to_str().unwrap()]);
        format!("file://{}", bare.display())
    }

    /// Runs the program in the folder `here`.
    pub(crate) fn kz(&self, args: &[&str]) -> Output {
        self.kz_with(args, &[])
    }

    pub(crate) fn kz_with(&self, args: &[&str], env: &[(&str, &str)]) -> Output {
        let mut path = self.path("bin").into_os_string();
        path.push(":");
        path.push(std::env::var_os("PATH").unwrap());
        let mut command = Command::new(env!("CARGO_BIN_EXE_kz"));
        for proxy in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
            command.env_remove(proxy);
        }
        command.args(args).current_dir(self.path("here")).env("PATH", path).env("TMPDIR", self.path("tmp"));
        let out = command.envs(env.iter().copied()).output().unwrap();
        let left: Vec<_> = std::fs::read_dir(self.path("tmp")).unwrap().collect();
        assert!(left.is_empty(), "left behind: {left:?}");
        out
    }

    /// Builds `here` with this kustomization.
    pub(crate) fn build(&self, kustomization: &str) -> Output {
        self.write("here/kustomization.yaml", kustomization);
        self.kz(&["build"])
    }

    /// The files below a folder, by their paths.
    pub(crate) fn files(&self, folder: &str) -> BTreeMap<String, String> {
        let root = self.path(folder);
        let entries = walkdir::WalkDir::new(&root).into_iter().map(|entry| entry.unwrap());
        let files = entries.filter(|entry| entry.file_type().is_file());
        let named = |entry: walkdir::DirEntry| {
            let path = entry.path().strip_prefix(&root).unwrap().display().to_string();
            (path, std::fs::read_to_string(entry.path()).unwrap())
        };
        files.map(named).collect()
    }

    /// The runs of git that fetched something.
    pub(crate) fn fetches(&self) -> Vec<String> {
        let log = std::fs::read_to_string(self.path("git.log")).unwrap_or_default();
        log.lines().filter(|line| line.contains(" fetch ")).map(str::to_owned).collect()
    }
}

fn git() -> String {
    let path = std::env::var_os("PATH").unwrap();
    let git = std::env::split_paths(&path).map(|p| p.join("git")).find(|p| p.is_file());
    git.unwrap_or_else(|| Path::new("git").to_path_buf()).display().to_string()
}

pub(crate) fn stdout(out: &Output) -> String {
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).into_owned()
}

/// The message of a refusal.
pub(crate) fn refusal(out: &Output) -> String {
    assert_eq!(out.status.code(), Some(1), "{out:?}");
    assert!(out.stdout.is_empty(), "{out:?}");
    String::from_utf8_lossy(&out.stderr).into_owned()
}

pub(crate) fn config_map(name: &str) -> String {
    format!("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\n")
}
