//! The program in a terminal: it starts, draws, resizes, quits, and restores the terminal on every
//! way out. The terminal is a pty and a VT emulator. Tests wait for conditions, not for times.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod emulator;
mod fetching;
mod hazards;
mod lending;
mod losses;
mod monkey;
mod output;
mod own;
#[cfg(feature = "images")]
mod pictures;
mod posts;
mod probe;
mod programs;
mod reading;
mod sequences;
mod threads;
mod tmux;
mod watching;
mod ways_out;

#[path = "../all/support/events.rs"]
mod events;
#[path = "../hostile/mod.rs"]
#[allow(dead_code, reason = "only the other tests look at outcomes")]
mod hostile;
#[path = "../all/fetching/server.rs"]
#[allow(dead_code, reason = "the other tests ask for more")]
mod server;
#[path = "../all/support/skip.rs"]
mod skip;
#[path = "../all/support/wait.rs"]
mod wait;
