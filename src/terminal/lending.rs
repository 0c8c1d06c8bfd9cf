//! The terminal while another program has it: the user's editor or pager (S55).
//!
//! The program stays in our process group, so the terminal sends its signals to both. What the user
//! types (`^C`, `^\`, `^Z`) is meant for the program. If it stops, we stop too, so that the shell
//! gets the terminal. A signal that ends us is passed on to it.

use std::io;
use std::process::{Child, Command, ExitStatus};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustix::io::retry_on_intr;
use rustix::process::{
    Pid, Signal, WaitId, WaitIdOptions, getpgid, getpgrp, getpid, kill_process, kill_process_group,
    waitid,
};
use signal_hook::consts::SIGHUP;
use signal_hook::flag;

use crate::terminal::run::pid_of;
use crate::terminal::signals;

/// What the loop and the threads that receive signals know about the program.
#[derive(Debug)]
pub(super) struct Lending {
    state: Mutex<State>,
    /// For each signal, whether it came after the last program. The signal's handler sets it: the
    /// thread that reports signals may run only when the program is gone.
    came_after: Vec<(i32, Arc<AtomicBool>)>,
}

#[derive(Debug, Default)]
struct State {
    /// Whether a program has the terminal, or is about to get it.
    is_lent: bool,
    /// The program, until it is reaped; after that, its number can be reused.
    program: Option<Pid>,
    /// What ends the program because we end.
    ended_by: Option<Signal>,
}

impl Lending {
    /// Call this before the signals are reported: handlers run in the order of registration.
    pub(super) fn new(reported: &[i32]) -> io::Result<Self> {
        let register = |signal: &i32| {
            let came = Arc::new(AtomicBool::new(false));
            flag::register(*signal, Arc::clone(&came))?;
            Ok((*signal, came))
        };
        let came_after = reported.iter().map(register).collect::<io::Result<_>>()?;
        Ok(Self { state: Mutex::default(), came_after })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on, signals are a program's.
    pub(super) fn begin(&self) {
        self.lock().is_lent = true;
    }

    /// From now on, signals are ours again.
    pub(super) fn end(&self) {
        let mut state = self.lock();
        for (_, came) in &self.came_after {
            came.store(false, Ordering::SeqCst);
        }
        state.is_lent = false;
    }

    /// Whether a reported signal came while a program had the terminal.
    pub(super) fn covers(&self, signal: i32) -> bool {
        let state = self.lock();
        let came_after = |(other, came): &(i32, Arc<AtomicBool>)| {
            *other == signal && came.load(Ordering::SeqCst)
        };
        state.is_lent || !self.came_after.iter().any(came_after)
    }

    /// Ends the program, or keeps it from starting, because a signal ends us. A program may use
    /// other signals than these two for something else.
    pub(super) fn end_program(&self, signal: i32) {
        let mut state = self.lock();
        if state.ended_by.is_some() {
            return;
        }
        let signal = if signal == SIGHUP { Signal::HUP } else { Signal::TERM };
        state.ended_by = Some(signal);
        if let Some(program) = state.program {
            send(program, signal);
        }
    }

    /// Runs a program to its end; `started` may take its input.
    pub(super) fn run(
        &self,
        command: &mut Command,
        started: impl FnOnce(&mut Child),
    ) -> io::Result<ExitStatus> {
        if self.lock().ended_by.is_some() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        // Without the lock, because a slow disk must not delay what is done about signals.
        let mut child = command.spawn()?;
        let program = pid_of(&child);
        let mut state = self.lock();
        state.program = program;
        if let (Some(program), Some(signal)) = (program, state.ended_by) {
            send(program, signal);
        }
        drop(state);
        started(&mut child);
        if let Some(program) = program {
            wait_for_end(program);
        }
        self.lock().program = None;
        child.wait()
    }
}

/// Sends a signal to a program and to those that it started, which a script does not pass it on to.
///
/// If we do not lead our group, a script that started us may be in it: then to the program only.
fn send(program: Pid, signal: Signal) {
    let (group, own) = (getpgid(Some(program)), getpgrp());
    // Fails if the program has ended.
    let _ = match group {
        Ok(group) if group != own || own == getpid() => kill_process_group(group, signal),
        _ => kill_process(program, signal),
    };
}

/// Waits until a program has ended, without reaping it. Stops and continues together with it.
fn wait_for_end(program: Pid) {
    let status = |options| {
        let options = options | WaitIdOptions::NOWAIT;
        retry_on_intr(|| waitid(WaitId::Pid(program), options)).ok().flatten()
    };
    let has_stopped = |options| status(options).is_some_and(|status| status.stopped());
    while has_stopped(WaitIdOptions::EXITED | WaitIdOptions::STOPPED) {
        // If something stopped the whole group, we come here only after it was continued.
        if has_stopped(WaitIdOptions::STOPPED | WaitIdOptions::NOHANG) {
            signals::stop_group();
            // Without a shell we did not stop, and a shell may continue only us.
            send(program, Signal::CONT);
        }
    }
}
