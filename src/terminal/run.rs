//! Runs the user's own commands: without a shell, in a process group of their own, with limits on
//! time and output. One at a time; it ends with the reader.

use std::io::{self, Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded};
use rustix::io::retry_on_intr;
pub(super) use rustix::process::Signal;
use rustix::process::{Pid, WaitId, WaitIdOptions, kill_process_group, waitid};

use crate::app::Message;
use crate::app::run::{Ran, RunEnd, RunPost, RunRequest};
use crate::archive::body::{self, Body};
use crate::archive::source::Source;
use crate::clean::CleanText;
use crate::clock::Clock;
use crate::config::commands::{Given, Output};
use crate::reason::Reason;
use crate::terminal::runtime::Input;

/// The most bytes of output that are kept; a command that writes more is ended.
const MOST_OUTPUT: usize = 1 << 20;
/// The most bytes of standard error that are kept.
const MOST_ERRORS: usize = 4096;
/// How long to wait for the rest of the output of a command that has ended: a program that it left
/// behind may hold the pipe.
const GRACE: Duration = Duration::from_millis(300);

/// Formats a post as input for a command.
pub type Written = fn(&Body, Given, &RunPost) -> String;

/// Runs commands.
pub(super) struct Runner {
    source: Arc<Source>,
    clock: Clock,
    written: Written,
    inputs: Sender<Input>,
    /// The command that was started last.
    last: Arc<Group>,
}

/// The process group of a command.
#[derive(Debug)]
struct Group {
    progress: Mutex<Progress>,
    /// What ends it: a program that may be stubborn is killed.
    ends_by: Signal,
}

#[derive(Debug, Default)]
struct Progress {
    /// The group, until its leader is reaped; after that, its number can be reused.
    pid: Option<Pid>,
    /// Why it was ended, if it was.
    ended: Option<RunEnd>,
}

impl Group {
    fn lock(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the group, or keeps it from starting.
    fn end(&self, why: RunEnd) {
        let mut progress = self.lock();
        progress.ended.get_or_insert(why);
        if let Some(pid) = progress.pid {
            let _ = kill_process_group(pid, self.ends_by);
        }
    }
}

impl Runner {
    pub(super) fn new(
        source: Source,
        clock: Clock,
        written: Written,
        inputs: Sender<Input>,
    ) -> Self {
        let last = Arc::new(Group { progress: Mutex::default(), ends_by: Signal::KILL });
        Self { source: Arc::new(source), clock, written, inputs, last }
    }

    /// Starts a command; the answer is a message. To end it, it is sent a signal.
    pub(super) fn start(&mut self, request: RunRequest, ends_by: Signal) {
        self.last = Arc::new(Group { progress: Mutex::default(), ends_by });
        let (group, inputs) = (Arc::clone(&self.last), self.inputs.clone());
        let feed =
            Feed { source: Arc::clone(&self.source), now: self.clock.now(), written: self.written };
        let number = request.number;
        let work = move || {
            let ran = run(request, feed, &group);
            // The loop may have ended.
            let _ = inputs.send(Input::Message(Message::Ran(ran)));
        };
        if let Err(error) = thread::Builder::new().name("run".to_owned()).spawn(work) {
            let end = RunEnd::Failed(error.into());
            let ran = Ran { number, output: CleanText::default(), end };
            let _ = self.inputs.send(Input::Message(Message::Ran(ran)));
        }
    }

    /// Ends the command that runs.
    pub(super) fn cancel(&self) {
        self.last.end(RunEnd::Cancelled);
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        self.cancel();
    }
}

/// Runs a command to its end.
fn run(request: RunRequest, feed: Feed, group: &Arc<Group>) -> Ran {
    let (number, limit) = (request.number, request.command.limit);
    let ran = |output, end| Ran { number, output, end };
    let mut child = match spawn(&request, group) {
        Ok(Some(child)) => child,
        Ok(None) => return ran(CleanText::default(), RunEnd::Cancelled),
        Err(error) => {
            return ran(CleanText::default(), RunEnd::Failed(error.into()));
        }
    };
    let most = if request.command.output == Output::Ignore { None } else { Some(MOST_OUTPUT) };
    let flooded = Arc::clone(group);
    let (output, read) = keep(child.stdout.take(), most.unwrap_or(0), move || {
        if most.is_some() {
            flooded.end(RunEnd::Flooded);
        }
    });
    let (errors, read_errors) = keep(child.stderr.take(), MOST_ERRORS, || {});
    if let Some(input) = child.stdin.take() {
        spawn_thread("run-input", move || feed.write(&request, input));
    }
    let exited = exit_of(&child);
    if exited.recv_timeout(limit) == Err(crossbeam_channel::RecvTimeoutError::Timeout) {
        group.end(RunEnd::TimedOut);
        let _ = exited.recv();
    }
    let status = reap(&mut child, group);
    for read in [read, read_errors] {
        let _ = read.recv_timeout(GRACE);
    }
    let output = CleanText::body(&String::from_utf8_lossy(&taken(&output)));
    let errors = taken(&errors);
    let end = group.lock().ended.clone().unwrap_or_else(|| end_of(status, &errors));
    ran(output, end)
}

/// Starts the program; `None` if it was cancelled before.
fn spawn(request: &RunRequest, group: &Group) -> io::Result<Option<Child>> {
    let mut words = request.command.run.iter();
    let mut command = Command::new(words.next().map(String::as_str).unwrap_or_default());
    command.args(words).stdout(Stdio::piped()).stderr(Stdio::piped());
    let is_given = request.command.given != Given::Nothing;
    command.stdin(if is_given { Stdio::piped() } else { Stdio::null() });
    // In the background of the terminal, so that it cannot take the keys.
    command.process_group(0);
    let mut progress = group.lock();
    if progress.ended.is_some() {
        return Ok(None);
    }
    let child = command.spawn()?;
    progress.pid = pid_of(&child);
    Ok(Some(child))
}

pub(super) fn pid_of(child: &Child) -> Option<Pid> {
    i32::try_from(child.id()).ok().and_then(Pid::from_raw)
}

/// Signals the end of a process without reaping it, so that its number is not reused.
fn exit_of(child: &Child) -> Receiver<()> {
    let (exits, exited) = bounded(1);
    let pid = pid_of(child);
    spawn_thread("run-wait", move || {
        let wait = |pid| {
            let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
            let _ = retry_on_intr(|| waitid(WaitId::Pid(pid), options));
        };
        pid.map(wait);
        let _ = exits.send(());
    });
    exited
}

fn reap(child: &mut Child, group: &Group) -> io::Result<ExitStatus> {
    group.lock().pid = None;
    child.wait()
}

fn end_of(status: io::Result<ExitStatus>, errors: &[u8]) -> RunEnd {
    let status = match status {
        Ok(status) if status.success() => return RunEnd::Well,
        Ok(status) => match status.code().map(usize::try_from) {
            Some(Ok(code)) => Reason::ExitStatus { code },
            _ => Reason::other(&status),
        },
        Err(error) => error.into(),
    };
    let errors = CleanText::body(&String::from_utf8_lossy(errors));
    let said = errors.as_clean().lines().find(|line| !line.trim().is_empty());
    RunEnd::Failed(said.map_or(status, |line| {
        let line = line.as_str().trim();
        // Of this program itself, whose name says nothing.
        Reason::other(&line.strip_prefix("kanbao: ").unwrap_or(line))
    }))
}

/// What was read so far.
type Kept = Arc<Mutex<Vec<u8>>>;

/// Reads a pipe to its end in a thread and keeps its first bytes. Calls `flooded` once if there are
/// more. The receiver gets a message at the end.
fn keep(
    pipe: Option<impl Read + Send + 'static>,
    most: usize,
    flooded: impl FnOnce() + Send + 'static,
) -> (Kept, Receiver<()>) {
    let kept = Kept::default();
    let (ends, ended) = bounded(1);
    let own = Arc::clone(&kept);
    spawn_thread("run-output", move || {
        let Some(mut pipe) = pipe else { return };
        let mut flooded = Some(flooded);
        let mut some = [0; 8192];
        loop {
            let n = match pipe.read(&mut some) {
                Ok(0) => break,
                Ok(n) => n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => break,
            };
            let mut kept = own.lock().unwrap_or_else(PoisonError::into_inner);
            let room = most - kept.len().min(most);
            kept.extend_from_slice(some.get(..n.min(room)).unwrap_or_default());
            if n > room
                && let Some(flooded) = flooded.take()
            {
                drop(kept);
                flooded();
            }
        }
        let _ = ends.send(());
    });
    (kept, ended)
}

fn taken(kept: &Kept) -> Vec<u8> {
    std::mem::take(&mut kept.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Without a thread, its channel closes at once.
fn spawn_thread(name: &str, work: impl FnOnce() + Send + 'static) {
    let _ = thread::Builder::new().name(name.to_owned()).spawn(work);
}

/// What commands are given.
struct Feed {
    source: Arc<Source>,
    /// In seconds since 1970.
    now: i64,
    written: Written,
}

impl Feed {
    /// Writes the input of a command, post by post. Fails if it stops reading.
    fn write(&self, request: &RunRequest, mut input: ChildStdin) {
        if let Some(words) = &request.words {
            let _ = writeln!(input, "{words}");
            return;
        }
        let reader = self.source.reader();
        for post in &request.posts {
            let result = match (request.command.given, &reader) {
                (Given::Path, _) => input.write_all(&[self.path(post).as_slice(), b"\n"].concat()),
                (given, Ok(reader)) => {
                    let body = body::read(reader, &post.key, &request.site, self.now);
                    let text = body.map(|body| (self.written)(&body, given, post));
                    input.write_all(text.unwrap_or_default().as_bytes())
                }
                (_, Err(_)) => return,
            };
            if result.is_err() {
                return;
            }
        }
    }

    /// The absolute path of a post's file; a sample post has only a name.
    fn path(&self, post: &RunPost) -> Vec<u8> {
        match self.source.file_of(&post.key) {
            Some((path, _)) => path.into_os_string().into_encoded_bytes(),
            None => post.key.as_bytes().to_vec(),
        }
    }
}
