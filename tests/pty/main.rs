//! The program in a terminal: starts, draws, resizes, quits, and gives the terminal back on every
//! way out. A pty and a VT emulator stand for the terminal; conditions are awaited, not times.
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
mod output;
mod posts;
mod probe;
mod programs;
mod reading;
mod threads;
mod watching;
mod ways_out;

#[path = "../all/support/skip.rs"]
mod skip;
#[path = "../all/support/wait.rs"]
mod wait;
