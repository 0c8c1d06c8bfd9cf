//! The thread that reads the terminal, and the right to read it, which a program that we start needs
//! while it has the screen.
//!
//! crossterm's blocking read cannot be called off, so the thread waits for the terminal itself and
//! lets crossterm read only what is there.

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

/// The shortest time for which crossterm looks at all; what is there is there at once.
const SHORTEST_POLL: Duration = Duration::from_millis(1);
/// How long the thread may take to let go: it has half a key in hand if it takes longer.
const RELEASE_TIMEOUT: Duration = Duration::from_millis(200);

/// The thread that reads the terminal.
#[derive(Debug)]
pub(super) struct Keyboard {
    /// Wakes the thread, which then waits for one of `release`.
    wake: OwnedFd,
    /// The thread has let go of the terminal.
    released: Receiver<()>,
    /// The thread may read again.
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
    /// Starts the thread, which reads for as long as the terminal can be read.
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

    /// Runs what needs the terminal's input for itself.
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

/// What an event means to the reader.
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

/// The terminal that crossterm reads: standard input, else the terminal of the process.
fn terminal() -> io::Result<OwnedFd> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return stdin.as_fd().try_clone_to_owned();
    }
    let flags = OFlags::RDONLY | OFlags::NOCTTY | OFlags::CLOEXEC;
    Ok(rustix::fs::open("/dev/tty", flags, Mode::empty())?)
}
