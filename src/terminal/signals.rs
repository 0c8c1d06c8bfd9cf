//! Signals and a terminal that goes away (S40-S42).
//!
//! Two threads: one turns signals into messages for the loop, the other waits for a hang-up of the
//! terminal itself, which crossterm does not notice: its reader would spin for ever.

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

/// The exit code of a process that was told to end by `signal`.
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
            // A second signal ends at once, whatever the loop is doing.
            if is_end && ending || sender.send(Input::Signal(signal)).is_err() {
                end(signal);
            }
            if is_end && !ending {
                ending = true;
                // The loop has a second; if it hangs, this ends it.
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

/// Ends at once. Writes nothing: a terminal that takes no more bytes would hold the process for ever.
fn end(signal: i32) -> ! {
    screen::restore_settings();
    low_level::exit(exit_code(signal))
}

/// Blocks until the terminal is gone, and ends the process.
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

/// Stops the process as the default of SIGTSTP does; comes back when it is continued.
pub(super) fn stop() {
    let _ = low_level::emulate_default_handler(SIGTSTP);
}

/// Sends SIGTSTP to the whole process group, as a terminal in cooked mode does at `^Z`; not if
/// there is no shell that could continue it. Whether it was sent.
pub(super) fn suspend_group() -> bool {
    has_shell() && kill_current_process_group(Signal::TSTP).is_ok()
}

/// Whether a process of another group of this session started us: a shell with job control. A group
/// without one (an orphaned one) would never be continued.
///
/// From `/proc`, where a process outside of our namespace (that of a container) has the number 0,
/// which rustix refuses. Without `/proc`: whether the leader of the session is of another group.
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

/// Where a process stands, in process numbers.
struct Process {
    parent: u32,
    group: u32,
    session: u32,
}

impl Process {
    /// From the fields of `/proc/ID/stat` after the name in parentheses; `None` if there is none.
    fn read(id: &str) -> Option<Self> {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        let (_, fields) = stat.rsplit_once(") ")?;
        let mut numbers = fields.split(' ').skip(1).map_while(|field| field.parse().ok());
        Some(Self { parent: numbers.next()?, group: numbers.next()?, session: numbers.next()? })
    }
}
