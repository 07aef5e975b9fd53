//! Processes and their groups.

use super::leftovers::{self, Leftovers};
use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// How much a program may write and how long it may take.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProgramLimits {
    /// Bytes of its output.
    pub output_bytes: u64,
    /// From its start to its end.
    pub time: Duration,
}

impl Default for ProgramLimits {
    fn default() -> Self {
        ProgramLimits { output_bytes: 1 << 30, time: Duration::from_secs(600) }
    }
}

impl ProgramLimits {
    fn too_long(&self) -> String {
        format!(
            "it has written more than {} bytes; a higher limit is set with --limit program-output=…",
            self.output_bytes
        )
    }

    fn too_slow(&self) -> String {
        format!("it took longer than {:?}; a longer time is set with --limit program-time=…", self.time)
    }
}

/// What a program has left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: ExitStatus,
    pub(crate) stdout: Vec<u8>,
    /// Empty when its messages were not caught.
    pub(crate) stderr: Vec<u8>,
}

/// Runs a command to its end; pipes are made by the caller and served here.
///
/// # Errors
/// When it cannot be started, as the error of the system; else a message: it writes too much, takes too
/// long, or keeps its output open.
pub(crate) fn run(
    command: &mut Command,
    input: &[u8],
    limits: &ProgramLimits,
    leftovers: &Leftovers,
) -> io::Result<Result<Ran, String>> {
    let mut group = Group::start(command, leftovers, true)?;
    Ok(group.exchange(input, limits).and_then(|(stdout, stderr)| {
        let status = group.finish().map_err(|e| e.to_string())?;
        Ok(Ran { status, stdout, stderr })
    }))
}

/// A process and, where it has a group of its own, all that it starts. Nothing of it outlives this value.
pub(crate) struct Group {
    child: Child,
    own: bool,
    done: bool,
    leftovers: Leftovers,
}

impl Group {
    /// Starts a process, in a group of its own if that is wanted and there are groups.
    pub(crate) fn start(command: &mut Command, leftovers: &Leftovers, own: bool) -> io::Result<Self> {
        let own = own && cfg!(unix);
        #[cfg(unix)]
        if own {
            std::os::unix::process::CommandExt::process_group(command, 0);
        }
        let child = leftovers.start(command, own)?;
        Ok(Group { child, own, done: false, leftovers: leftovers.clone() })
    }

    /// Gives the process its input while its output is read, and waits for its end.
    fn exchange(&mut self, input: &[u8], limits: &ProgramLimits) -> Result<(Vec<u8>, Vec<u8>), String> {
        let deadline = Instant::now() + limits.time;
        // These threads end with the pipes. One that outlasts its process, because something that it has
        // started holds the pipe, must not be waited for.
        let written = self.child.stdin.take().map(|mut stdin| {
            let input = input.to_vec();
            in_background(move || stdin.write_all(&input))
        });
        let most = limits.output_bytes;
        let stdout = self.child.stdout.take().map(|pipe| in_background(move || read(pipe, most)));
        let stderr = self.child.stderr.take().map(|pipe| in_background(move || read(pipe, most)));
        let [stdout, stderr] = [stdout, stderr].map(|reader| match reader {
            Some(reader) => wait_for(&reader, deadline, limits),
            None => Ok(Vec::new()),
        });
        let (stdout, stderr) = (stdout?, stderr?);
        if [&stdout, &stderr].iter().any(|read| read.len() as u64 > most) {
            return Err(limits.too_long());
        }
        let mut pause = Duration::from_micros(50);
        while !self.has_ended().map_err(|e| e.to_string())? {
            if Instant::now() >= deadline {
                return Err(limits.too_slow());
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(20));
        }
        match written.map(|written| wait_for(&written, deadline, limits)) {
            // A process may end, or close its input, without having read all of it.
            Some(Err(Failed::Io(e))) if e.kind() != io::ErrorKind::BrokenPipe => Err(e.to_string()),
            _ => Ok((stdout, stderr)),
        }
    }

    /// True when the process has ended. It stays known to the system until [`Self::finish`], so that the
    /// number of its group means nothing else.
    #[cfg(unix)]
    pub(crate) fn has_ended(&mut self) -> io::Result<bool> {
        use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
        let Some(pid) = Pid::from_raw(self.child.id().cast_signed()) else { return Ok(true) };
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
        Ok(waitid(WaitId::Pid(pid), options)?.is_some())
    }

    #[cfg(not(unix))]
    pub(crate) fn has_ended(&mut self) -> io::Result<bool> {
        Ok(self.child.try_wait()?.is_some())
    }

    /// Ends what a process that has ended has left running, and gives its status.
    pub(crate) fn finish(&mut self) -> io::Result<ExitStatus> {
        if self.own {
            leftovers::signal(self.child.id(), true, false);
        }
        self.done = true;
        self.leftovers.forget(self.child.id());
        self.child.wait()
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if self.done {
            return;
        }
        let id = self.child.id();
        leftovers::signal(id, self.own, true);
        let deadline = Instant::now() + leftovers::GRACE;
        while matches!(self.has_ended(), Ok(false)) && cfg!(unix) && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(5));
        }
        let _ = self.child.kill();
        let _ = self.finish();
    }
}

enum Failed {
    Io(io::Error),
    Slow(String),
}

impl From<Failed> for String {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Io(e) => e.to_string(),
            Failed::Slow(why) => why,
        }
    }
}

fn in_background<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Receiver<T> {
    let (send, receive) = channel();
    // Where no thread can be started the channel is closed, which whoever waits is told.
    let _ = std::thread::Builder::new().spawn(move || send.send(work()));
    receive
}

fn wait_for<T>(
    work: &Receiver<io::Result<T>>,
    deadline: Instant,
    limits: &ProgramLimits,
) -> Result<T, Failed> {
    match work.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        Ok(result) => result.map_err(Failed::Io),
        Err(RecvTimeoutError::Timeout) => Err(Failed::Slow(limits.too_slow())),
        Err(RecvTimeoutError::Disconnected) => Err(Failed::Slow("no thread could be started".to_owned())),
    }
}

/// What a pipe gives, one byte more than the most at most.
fn read(pipe: impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    pipe.take(most.saturating_add(1)).read_to_end(&mut content)?;
    Ok(content)
}
