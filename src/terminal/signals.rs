//! Signals and hang-ups (S40-S42).
//!
//! One thread sends signals to the loop. Another waits for a hang-up of the terminal, which
//! crossterm does not notice: its reader would spin forever.

use std::thread;
use std::time::Duration;

use crossbeam_channel::Sender;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level;

use crate::terminal::runtime::Input;
use crate::terminal::screen;

/// The exit code of a process ended by `signal`.
pub(super) const fn exit_code(signal: i32) -> i32 {
    128 + signal
}

/// Starts both threads.
pub(super) fn watch(inputs: &Sender<Input>) -> std::io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH])?;
    let sender = inputs.clone();
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        let mut ending = false;
        for signal in &mut signals {
            let is_end = matches!(signal, SIGTERM | SIGINT | SIGHUP);
            // A second signal exits at once, even if the loop hangs.
            if is_end && ending || sender.send(Input::Signal(signal)).is_err() {
                end(signal);
            }
            if is_end && !ending {
                ending = true;
                // The loop has one second to end.
                thread::spawn(move || {
                    thread::sleep(Duration::from_secs(1));
                    end(signal);
                });
            }
        }
    })?;
    thread::Builder::new().name("hang-up".to_owned()).spawn(wait_for_hang_up)?;
    Ok(())
}

/// Exits at once. Writes nothing: a terminal that accepts no more bytes would block forever.
fn end(signal: i32) -> ! {
    screen::restore_settings();
    low_level::exit(exit_code(signal))
}

/// Blocks until the terminal hangs up, then exits.
fn wait_for_hang_up() {
    let tty = rustix::stdio::stdout();
    loop {
        let mut fds = [PollFd::new(&tty, PollFlags::empty())];
        match poll(&mut fds, None) {
            Ok(_)
                if fds.iter().any(|fd| {
                    fd.revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL)
                }) =>
            {
                end(SIGHUP);
            }
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(_) => return,
        }
    }
}

/// Stops the process as SIGTSTP does by default; returns when it is continued.
pub(super) fn stop() {
    let _ = low_level::emulate_default_handler(SIGTSTP);
}

/// Sends SIGTSTP to the process group, as a terminal in cooked mode does at `^Z`, unless no shell
/// could continue it. Returns whether it was sent.
pub(super) fn suspend_group() -> bool {
    has_shell() && kill_current_process_group(Signal::TSTP).is_ok()
}

/// Whether an ancestor in this session belongs to another process group: a shell with job control.
/// An orphaned group would never be continued.
///
/// Reads `/proc`, because a parent outside our PID namespace (in a container) has the number 0,
/// which rustix refuses. Without `/proc`: whether the session's leader is in another group.
fn has_shell() -> bool {
    let Some(own) = Process::read("self") else {
        return getsid(None).is_ok_and(|session| session != getpgrp());
    };
    let mut parent = own.parent;
    while let Some(process) = Process::read(&parent.to_string()) {
        if process.session != own.session {
            return false;
        }
        if process.group != own.group {
            return true;
        }
        parent = process.parent;
    }
    false
}

/// The parent, group and session of a process, as process ids.
struct Process {
    parent: u32,
    group: u32,
    session: u32,
}

impl Process {
    /// Parses the fields of `/proc/ID/stat` after the name in parentheses; `None` without one.
    fn read(id: &str) -> Option<Self> {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        let (_, fields) = stat.rsplit_once(") ")?;
        let mut numbers = fields.split(' ').skip(1).map_while(|field| field.parse().ok());
        Some(Self { parent: numbers.next()?, group: numbers.next()?, session: numbers.next()? })
    }
}
