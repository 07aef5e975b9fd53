//! Runs functions as processes of the machine.

use super::{FunctionCall, FunctionOutput, FunctionRunner};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};

/// Runs functions with the programs of the machine: executables, and `docker` or, where that is not
/// installed, `podman`.
#[derive(Clone, Debug)]
pub struct SystemFunctions {
    /// How many bytes a program may write.
    pub output_limit: u64,
}

impl Default for SystemFunctions {
    fn default() -> Self {
        SystemFunctions { output_limit: 1 << 30 }
    }
}

impl FunctionRunner for SystemFunctions {
    fn run(&self, call: &FunctionCall, input: &[u8]) -> Result<FunctionOutput, String> {
        let config = call.config_file.as_deref().map(config_file).transpose().map_err(|e| e.to_string())?;
        let start = |program: &str| {
            let mut command = command(program, &call.dir);
            command.args(config.iter().map(|file| file.path())).args(&call.args);
            command.envs(call.env.iter().map(|(key, value)| (key, value)));
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
            command.spawn()
        };
        let started = match (start(&call.program), &call.or_program) {
            (Err(e), Some(other)) if e.kind() == ErrorKind::NotFound => start(other),
            (started, _) => started,
        };
        let mut process = Running(started.map_err(|e| format!("{}: {e}", call.program))?);
        let stdout = process.exchange(input, self.output_limit)?;
        let status = process.0.wait().map_err(|e| e.to_string())?;
        Ok(FunctionOutput { stdout, failure: failure(status) })
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

/// A process that does not outlive this value.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // For a process that has ended both do nothing.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Running {
    /// Gives the process its input while its output is read.
    fn exchange(&mut self, input: &[u8], limit: u64) -> Result<Vec<u8>, String> {
        let (stdin, stdout) = (self.0.stdin.take(), self.0.stdout.take());
        let mut output = Vec::new();
        std::thread::scope(|scope| {
            // A process may end, or close its input, without having read all of it.
            let writer = scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input)));
            let read = match stdout {
                Some(stdout) => stdout.take(limit.saturating_add(1)).read_to_end(&mut output),
                None => Ok(0),
            };
            let too_long = output.len() as u64 > limit;
            if too_long || read.is_err() {
                let _ = self.0.kill();
            }
            let written = writer.join().ok().flatten().unwrap_or(Ok(()));
            match (read, written) {
                (Err(e), _) => Err(e.to_string()),
                _ if too_long => Err(format!("it has written more than {limit} bytes")),
                (_, Err(e)) if e.kind() != ErrorKind::BrokenPipe => Err(e.to_string()),
                _ => Ok(()),
            }
        })?;
        Ok(output)
    }
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

    fn call(program: &str, args: &[&str]) -> FunctionCall {
        FunctionCall {
            program: program.to_owned(),
            or_program: None,
            args: args.iter().map(|a| (*a).to_owned()).collect(),
            env: vec![("GREETING".to_owned(), "hello".to_owned())],
            dir: std::env::temp_dir(),
            config_file: None,
        }
    }

    fn run(script: &str, input: &[u8], limit: u64) -> Result<FunctionOutput, String> {
        SystemFunctions { output_limit: limit }.run(&call("sh", &["-c", script]), input)
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
        assert_eq!(error, "it has written more than 65536 bytes");
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
