//! Runs functions as processes of the machine.

use super::{FunctionCall, FunctionOutput, FunctionRunner};
use crate::process::{self, Leftovers, ProgramLimits};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

/// Runs functions with the programs of the machine: executables, and `docker` or, where that is not
/// installed, `podman`.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct SystemFunctions {
    /// How much a program may write, and how long it may take.
    pub limits: ProgramLimits,
    /// What is to be ended and removed when the program that builds is interrupted.
    pub leftovers: Leftovers,
}

/// The variables that a program gets that is to have no others: what programs need to find and show
/// anything at all.
const PLAIN: [&str; 11] =
    ["PATH", "HOME", "USER", "TMPDIR", "TEMP", "TMP", "LANG", "LC_ALL", "TZ", "SYSTEMROOT", "USERPROFILE"];

impl SystemFunctions {
    fn command(&self, program: &str, call: &FunctionCall, config: Option<&Path>) -> Command {
        let mut command = command(program, &call.dir);
        if call.clean_env {
            command.env_clear();
            command.envs(PLAIN.iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
            command.envs(call.hand_on.iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
        }
        command.args(config).args(&call.args);
        command.envs(call.env.iter().map(|(key, value)| (key, value)));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        command
    }
}

impl FunctionRunner for SystemFunctions {
    fn run(&self, call: &FunctionCall, input: &[u8]) -> Result<FunctionOutput, String> {
        let config = call.config_file.as_deref().map(config_file).transpose().map_err(|e| e.to_string())?;
        let config = config.as_ref().map(tempfile::NamedTempFile::path);
        config.iter().for_each(|path| self.leftovers.add(*path));
        let run = |program: &str| {
            process::run(&mut self.command(program, call, config), input, &self.limits, &self.leftovers)
        };
        let ran = match (run(&call.program), &call.or_program) {
            (Err(e), Some(other)) if e.kind() == ErrorKind::NotFound => run(other),
            (ran, _) => ran,
        };
        config.iter().for_each(|path| self.leftovers.remove(path));
        let ran = ran.map_err(|e| format!("{}: {e}", call.program))??;
        Ok(FunctionOutput { stdout: ran.stdout, failure: failure(ran.status) })
    }

    fn plugin(&self, relative: &Path) -> Result<PathBuf, String> {
        let home = plugin_home()
            .ok_or("there is no folder of plugins; KUSTOMIZE_PLUGIN_HOME may name one".to_owned())?;
        let path = home.join(relative);
        let metadata = std::fs::metadata(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        if is_executable(&metadata) { Ok(path) } else { Err(format!("{} is not executable", path.display())) }
    }

    #[cfg(unix)]
    fn current_user(&self) -> Result<String, String> {
        let (user, group) = (rustix::process::getuid(), rustix::process::getgid());
        Ok(format!("{}:{}", user.as_raw(), group.as_raw()))
    }

    #[cfg(not(unix))]
    fn current_user(&self) -> Result<String, String> {
        Err("users have no numbers on this system".to_owned())
    }
}

/// A command with its program as the caller wrote it: with a slash in it, counted from `dir`.
fn command(program: &str, dir: &Path) -> Command {
    let mut command = match program.contains('/') {
        true => Command::new(dir.join(program)),
        false => Command::new(program),
    };
    #[cfg(unix)]
    std::os::unix::process::CommandExt::arg0(&mut command, program);
    command.current_dir(dir);
    command
}

fn config_file(content: &str) -> std::io::Result<tempfile::NamedTempFile> {
    let mut file = tempfile::Builder::new().prefix("kust-plugin-config-").tempfile()?;
    file.write_all(content.as_bytes())?;
    file.flush()?;
    Ok(file)
}

fn failure(status: ExitStatus) -> Option<String> {
    if status.success() {
        return None;
    }
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return Some(format!("signal {signal}"));
    }
    Some(status.code().map_or_else(|| status.to_string(), |code| format!("exit status {code}")))
}

/// The first folder of plugins that exists.
fn plugin_home() -> Option<PathBuf> {
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = variable("HOME");
    let places = [
        variable("KUSTOMIZE_PLUGIN_HOME"),
        variable("XDG_CONFIG_HOME").map(|config| config.join("kustomize/plugin")),
        home.as_ref().map(|home| home.join(".config/kustomize/plugin")),
        home.map(|home| home.join("kustomize/plugin")),
    ];
    places.into_iter().flatten().find(|place| place.exists())
}

#[cfg(unix)]
fn is_executable(metadata: &std::fs::Metadata) -> bool {
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o111 != 0
}

#[cfg(not(unix))]
fn is_executable(_: &std::fs::Metadata) -> bool {
    true
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::time::Duration;

    fn call(program: &str, args: &[&str]) -> FunctionCall {
        FunctionCall {
            program: program.to_owned(),
            or_program: None,
            args: args.iter().map(|a| (*a).to_owned()).collect(),
            env: vec![("GREETING".to_owned(), "hello".to_owned())],
            dir: std::env::temp_dir(),
            ..FunctionCall::default()
        }
    }

    fn run(script: &str, input: &[u8], limit: u64) -> Result<FunctionOutput, String> {
        let mut functions = SystemFunctions::default();
        functions.limits.output_bytes = limit;
        functions.limits.time = Duration::from_secs(5);
        functions.run(&call("sh", &["-c", script]), input)
    }

    /// True for a process that is there and stays there.
    fn is_running(pid: &str) -> bool {
        let is_there = || {
            let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.trim())).unwrap_or_default();
            stat.rsplit_once(')').is_some_and(|(_, state)| !state.trim_start().starts_with('Z'))
        };
        // The system takes a moment to end what it was told to.
        (0..200).all(|_| {
            std::thread::sleep(Duration::from_millis(10));
            is_there()
        })
    }

    #[test]
    fn programs_get_input_and_give_output() {
        let large = vec![b'x'; 3 << 20];
        let output = run("cat", &large, 1 << 30).unwrap();
        assert!(output.stdout == large && output.failure.is_none());
        let output = run("echo $GREETING; exit 3", &large, 100).unwrap();
        assert_eq!(
            (output.stdout.as_slice(), output.failure.as_deref()),
            (&b"hello\n"[..], Some("exit status 3"))
        );
        let killed = run("kill -9 $$", b"", 100).unwrap();
        assert_eq!(killed.failure.as_deref(), Some("signal 9"));
    }

    #[test]
    fn a_program_that_writes_without_end_is_ended() {
        let error = run("yes", b"", 1 << 16).unwrap_err();
        assert!(error.starts_with("it has written more than 65536 bytes"), "{error}");
    }

    #[test]
    fn a_program_that_hangs_is_ended_with_what_it_has_started() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pid");
        let script = format!("trap '' TERM; sleep 300 & echo $! > {}; wait; wait; sleep 300", file.display());
        let mut functions = SystemFunctions::default();
        functions.limits.time = Duration::from_millis(500);
        let error = functions.run(&call("sh", &["-c", &script]), b"").unwrap_err();
        assert!(error.starts_with("it took longer than 500ms"), "{error}");
        assert!(!is_running(&std::fs::read_to_string(&file).unwrap()));
    }

    #[test]
    fn what_a_program_leaves_running_is_ended() {
        let output = run("sleep 300 >/dev/null & echo $!", b"", 100).unwrap();
        assert!(!is_running(&String::from_utf8(output.stdout).unwrap()));
        // Its output is read to the end even when it is a child that writes it.
        assert_eq!(run("(sleep 0.2; echo late) & echo first", b"", 100).unwrap().stdout, b"first\nlate\n");
    }

    #[test]
    fn a_program_with_a_clean_environment_gets_what_it_is_given() {
        let mut call =
            call("sh", &["-c", "env | cut -d= -f1 | grep -v -e ^PWD$ -e ^_$ -e ^SHLVL$ -e ^OLDPWD$"]);
        call.clean_env = true;
        call.hand_on = vec!["CARGO_PKG_NAME".to_owned()];
        let output = SystemFunctions::default().run(&call, b"").unwrap().stdout;
        let output = String::from_utf8(output).unwrap();
        let known = |name: &&str| !PLAIN.contains(name);
        let others: Vec<&str> = output.lines().filter(known).collect();
        assert!(others.iter().all(|name| ["GREETING", "CARGO_PKG_NAME"].contains(name)), "{others:?}");
        assert!(others.contains(&"GREETING"));
    }

    #[test]
    fn another_program_is_taken_for_one_that_is_not_installed() {
        let mut call = call("kz-test-no-such-program", &["out"]);
        assert!(SystemFunctions::default().run(&call, b"").is_err());
        call.or_program = Some("echo".to_owned());
        assert_eq!(SystemFunctions::default().run(&call, b"").unwrap().stdout, b"out\n");
    }

    #[test]
    fn the_configuration_is_in_a_file_while_the_program_runs() {
        let mut call = call("sh", &[]);
        call.config_file = Some("echo from the file $GREETING\n".to_owned());
        assert_eq!(SystemFunctions::default().run(&call, b"").unwrap().stdout, b"from the file hello\n");
    }
}
