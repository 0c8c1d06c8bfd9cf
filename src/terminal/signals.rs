//! Signals and hang-ups (S40-S42).
//!
//! One thread sends signals to the loop. Another waits for a hang-up of the terminal, so that the
//! process also ends while the key thread is paused or the loop is blocked in a write.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crossbeam_channel::Sender;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
use signal_hook::consts::{
    SIGABRT, SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2,
    SIGWINCH, SIGXCPU,
};
use signal_hook::iterator::Signals;
use signal_hook::low_level;

use crate::terminal::lending::Lending;
use crate::terminal::runtime::Input;
use crate::terminal::screen;

/// The handled signals. All but the last three would end the process with the terminal still raw.
const SIGNALS: [i32; 12] = [
    SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGABRT, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU, SIGTSTP,
    SIGCONT, SIGWINCH,
];
/// How long the loop may take to end.
const TIME_TO_END: Duration = Duration::from_secs(1);

/// The exit code of a process ended by `signal`.
pub(super) const fn exit_code(signal: i32) -> i32 {
    128 + signal
}

/// Whether `signal` asks the process to end.
pub(super) const fn ends(signal: i32) -> bool {
    !matches!(signal, SIGTSTP | SIGCONT | SIGWINCH)
}

/// Whether `signal` comes from keys, or asks us to take the screen again. While another program has
/// the terminal, it is for that program.
const fn is_of_terminal(signal: i32) -> bool {
    matches!(signal, SIGINT | SIGQUIT | SIGTSTP | SIGCONT)
}

/// Starts both threads; returns what they know about programs that have the terminal.
pub(super) fn watch(inputs: &Sender<Input>) -> std::io::Result<Arc<Lending>> {
    let lending = Arc::new(Lending::new(&SIGNALS)?);
    let mut signals = Signals::new(SIGNALS)?;
    let (sender, lent) = (inputs.clone(), Arc::clone(&lending));
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        let mut is_ending = false;
        for signal in &mut signals {
            let is_second = is_ending && ends(signal);
            // What is passed on to a program comes back to us, as we are in its group.
            if (is_second || is_of_terminal(signal)) && lent.covers(signal) {
                continue;
            }
            // A second signal exits at once, even if the loop hangs.
            if is_second {
                end(signal);
            }
            is_ending |= ends(signal);
            report(&sender, &lent, signal);
        }
    })?;
    let (sender, lent) = (inputs.clone(), Arc::clone(&lending));
    thread::Builder::new().name("hang-up".to_owned()).spawn(move || {
        if wait_for_hang_up() {
            report(&sender, &lent, SIGHUP);
        }
    })?;
    Ok(lending)
}

/// Sends a signal to the loop. If it should end, it has one second, in which a program that has the
/// terminal must end first.
fn report(inputs: &Sender<Input>, lending: &Lending, signal: i32) {
    if inputs.send(Input::Signal(signal)).is_err() && ends(signal) {
        end(signal);
    }
    if ends(signal) {
        lending.end_program(signal);
        thread::spawn(move || {
            thread::sleep(TIME_TO_END);
            end(signal);
        });
    }
}

/// Exits at once. Writes nothing: a terminal that accepts no more bytes would block forever.
fn end(signal: i32) -> ! {
    screen::restore_settings();
    low_level::exit(exit_code(signal))
}

/// Blocks until the terminal hangs up; returns whether it did.
fn wait_for_hang_up() -> bool {
    let tty = rustix::stdio::stdout();
    let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
    loop {
        let mut fds = [PollFd::new(&tty, PollFlags::empty())];
        match poll(&mut fds, None) {
            Ok(_) if fds.iter().any(|fd| fd.revents().intersects(gone)) => return true,
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(_) => return false,
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

/// Stops the process group, unless no shell could continue it; returns when it is continued. Not by
/// SIGTSTP, which we handle.
pub(super) fn stop_group() {
    if has_shell() {
        let _ = kill_current_process_group(Signal::STOP);
    }
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
