//! Signals and a terminal that goes away (S40-S42).
//!
//! Two threads: one turns signals into messages for the loop, the other waits for a hang-up of the
//! terminal itself, which crossterm does not notice: its reader would spin for ever.

use std::thread;
use std::time::Duration;

use crossbeam_channel::Sender;
use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
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
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT])?;
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

fn end(signal: i32) -> ! {
    if signal == SIGHUP {
        screen::restore_settings();
    } else {
        screen::leave();
    }
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
    let leads_session =
        rustix::process::getsid(None).is_ok_and(|session| session == rustix::process::getpid());
    let group = rustix::process::getpgrp();
    !leads_session
        && rustix::process::kill_process_group(group, rustix::process::Signal::TSTP).is_ok()
}
