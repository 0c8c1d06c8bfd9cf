//! The thread that reads the terminal's input, and a way to pause it while another program reads.
//!
//! crossterm's blocking read cannot be cancelled, so the thread polls the terminal itself and calls
//! crossterm only when there is input.

use std::io::{self, IsTerminal};
use std::os::fd::{AsFd, OwnedFd};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded};
use crossterm::event::{Event, MouseButton, MouseEventKind, poll as is_ready, read};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::{Mode, OFlags};
use rustix::pipe::{PipeFlags, pipe_with};

use crate::app::Message;
use crate::app::input::mouse::Mouse;
use crate::clean::CleanText;
use crate::terminal::keys;
use crate::terminal::late::LateAnswer;
use crate::terminal::runtime::Input;

/// The shortest timeout with which crossterm polls; input that is available returns at once.
const SHORTEST_POLL: Duration = Duration::from_millis(1);
/// How long to wait for the thread to pause; longer means that it is in the middle of a key.
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
}

struct InputThread {
    terminal: OwnedFd,
    wake: OwnedFd,
    released: Sender<()>,
    resume: Receiver<()>,
    inputs: Sender<Input>,
}

impl Keyboard {
    /// Starts the thread; it sends [`Input::Lost`] when the terminal can no longer be read.
    pub(super) fn start(inputs: Sender<Input>) -> io::Result<Self> {
        let (woken, wake) = pipe_with(PipeFlags::CLOEXEC | PipeFlags::NONBLOCK)?;
        let (released, has_released) = bounded(1);
        let (resume, resumed) = bounded(1);
        let thread =
            InputThread { terminal: terminal()?, wake: woken, released, resume: resumed, inputs };
        thread::Builder::new().name("keys".to_owned()).spawn(move || {
            if let Err(error) = thread.run() {
                // The loop may have ended already.
                let _ = thread.inputs.send(Input::Lost(error));
            }
        })?;
        Ok(Self { wake, released: has_released, resume })
    }

    /// Pauses the thread while `run` reads the terminal.
    pub(super) fn lend<T>(&self, run: impl FnOnce() -> T) -> T {
        let is_woken = rustix::io::write(&self.wake, &[0]).is_ok();
        if is_woken {
            // Fails if the thread has ended.
            let _ = self.released.recv_timeout(RELEASE_TIMEOUT);
        }
        let result = run();
        if is_woken {
            let _ = self.resume.send(());
        }
        result
    }
}

impl InputThread {
    fn run(&self) -> io::Result<()> {
        let mut late = LateAnswer::default();
        loop {
            let mut fds = [
                PollFd::new(&self.terminal, PollFlags::IN),
                PollFd::new(&self.wake, PollFlags::IN),
            ];
            match poll(&mut fds, None) {
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
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
            if terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            while is_ready(SHORTEST_POLL)? {
                let Some(message) = message(read()?) else { continue };
                for message in late.take(message) {
                    if self.inputs.send(Input::Message(message)).is_err() {
                        return Ok(());
                    }
                }
            }
        }
    }
}

/// The message for an event; `None` if it is ignored.
fn message(event: Event) -> Option<Message> {
    match event {
        Event::Key(event) => keys::key(event).map(Message::Key),
        Event::Paste(text) => Some(Message::Pasted(CleanText::body(&text))),
        Event::Mouse(event) => {
            let mouse = match event.kind {
                MouseEventKind::Down(MouseButton::Left) => Mouse::Press,
                MouseEventKind::Drag(MouseButton::Left) => Mouse::Drag,
                MouseEventKind::Up(MouseButton::Left) => Mouse::Release,
                MouseEventKind::ScrollDown => Mouse::Wheel { down: true },
                MouseEventKind::ScrollUp => Mouse::Wheel { down: false },
                _ => return None,
            };
            Some(Message::Mouse(mouse, event.column, event.row))
        }
        Event::Resize(width, height) => Some(Message::Resized(width, height)),
        _ => None,
    }
}

/// The terminal that crossterm reads: standard input, else the controlling terminal.
fn terminal() -> io::Result<OwnedFd> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return stdin.as_fd().try_clone_to_owned();
    }
    let flags = OFlags::RDONLY | OFlags::NOCTTY | OFlags::CLOEXEC;
    Ok(rustix::fs::open("/dev/tty", flags, Mode::empty())?)
}
