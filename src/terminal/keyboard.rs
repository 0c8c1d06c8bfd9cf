//! The thread that reads the terminal's input, and a way to pause it while another program reads.

use std::io::{self, IsTerminal};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::pipe::{PipeFlags, pipe_with};

use crate::terminal::input::{Answer, Event, Parser};
use crate::terminal::runtime::Input;

/// How long to wait for the thread to pause; if it takes longer, it has ended.
const RELEASE_TIMEOUT: Duration = Duration::from_millis(200);

/// The thread that reads the terminal.
#[derive(Debug)]
pub(super) struct Keyboard {
    /// A byte in this pipe pauses the thread until `resume`.
    wake: OwnedFd,
    /// Receives when the thread has paused.
    released: Receiver<()>,
    /// Lets the thread read again.
    resume: Sender<()>,
    /// Shared, so that no sequence is cut when another reads the terminal.
    parser: Arc<Mutex<Parser>>,
}

struct InputThread {
    terminal: OwnedFd,
    wake: OwnedFd,
    released: Sender<()>,
    resume: Receiver<()>,
    inputs: Sender<Input>,
    parser: Arc<Mutex<Parser>>,
}

impl Keyboard {
    /// Starts the thread with a parser that may have read the start of a sequence. The thread sends
    /// [`Input::Lost`] when the terminal can no longer be read.
    pub(super) fn start(inputs: Sender<Input>, parser: Parser) -> io::Result<Self> {
        let (woken, wake) = pipe_with(PipeFlags::CLOEXEC | PipeFlags::NONBLOCK)?;
        let (released, has_released) = bounded(1);
        let (resume, resumed) = bounded(1);
        let parser = Arc::new(Mutex::new(parser));
        let thread = InputThread {
            terminal: terminal()?,
            wake: woken,
            released,
            resume: resumed,
            inputs,
            parser: Arc::clone(&parser),
        };
        thread::Builder::new().name("keys".to_owned()).spawn(move || {
            if let Err(error) = thread.run() {
                // The loop may have ended already.
                let _ = thread.inputs.send(Input::Lost(error));
            }
        })?;
        Ok(Self { wake, released: has_released, resume, parser })
    }

    /// Pauses the thread while `run` reads the terminal; `run` gets the parser, which may be within
    /// a sequence.
    pub(super) fn lend<T>(&self, run: impl FnOnce(&mut Parser) -> T) -> T {
        let is_woken = rustix::io::write(&self.wake, &[0]).is_ok();
        if is_woken {
            // Fails if the thread has ended.
            let _ = self.released.recv_timeout(RELEASE_TIMEOUT);
        }
        let result = run(&mut locked(&self.parser));
        if is_woken {
            let _ = self.resume.send(());
        }
        result
    }
}

impl InputThread {
    fn run(&self) -> io::Result<()> {
        let mut bytes = [0; 4096];
        loop {
            let mut fds = [
                PollFd::new(&self.terminal, PollFlags::IN),
                PollFd::new(&self.wake, PollFlags::IN),
            ];
            let timeout =
                locked(&self.parser).timeout().and_then(|timeout| Timespec::try_from(timeout).ok());
            match poll(&mut fds, timeout.as_ref()) {
                Ok(0) => {
                    let events = locked(&self.parser).time_out();
                    if !self.send(events) {
                        return Ok(());
                    }
                    continue;
                }
                Ok(_) => {}
                Err(rustix::io::Errno::INTR) => continue,
                Err(error) => return Err(error.into()),
            }
            let [terminal, wake] = fds.map(|fd| fd.revents());
            if wake.contains(PollFlags::IN) {
                let _ = rustix::io::read(&self.wake, &mut [0; 8]);
                if self.released.send(()).is_err() || self.resume.recv().is_err() {
                    return Ok(());
                }
                continue;
            }
            if wake.contains(PollFlags::HUP) {
                return Ok(());
            }
            let n = match rustix::io::read(&self.terminal, &mut bytes) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(n) => n,
                Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => continue,
                Err(error) => return Err(error.into()),
            };
            if terminal.intersects(PollFlags::ERR | PollFlags::NVAL) {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let events = locked(&self.parser).feed(bytes.get(..n).unwrap_or_default());
            if !self.send(events) {
                return Ok(());
            }
        }
    }

    /// Sends messages to the loop; returns whether it still runs.
    fn send(&self, events: Vec<Event>) -> bool {
        events.into_iter().all(|event| match event {
            Event::Message(message) => self.inputs.send(Input::Message(message)).is_ok(),
            Event::Answer(Answer::Ready) => self.inputs.send(Input::Ready).is_ok(),
            Event::Answer(Answer::Graphics(draws)) => {
                self.inputs.send(Input::Graphics { draws }).is_ok()
            }
            // The answer to a probe that has timed out.
            Event::Answer(_) => true,
        })
    }
}

fn locked(parser: &Mutex<Parser>) -> MutexGuard<'_, Parser> {
    parser.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The terminal to read: standard input, else the controlling terminal.
fn terminal() -> io::Result<OwnedFd> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return stdin.as_fd().try_clone_to_owned();
    }
    let flags = OFlags::RDONLY | OFlags::NOCTTY | OFlags::CLOEXEC;
    Ok(rustix::fs::open("/dev/tty", flags, Mode::empty())?)
}
