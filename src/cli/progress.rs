//! A progress bar on standard error, if that is a terminal.

use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::cli::words::{Said, said};

/// The cells of a full bar.
const BAR: usize = 30;
/// The shortest time between updates.
const A_WHILE: Duration = Duration::from_millis(100);

/// The progress of a job.
pub(super) struct ProgressBar {
    /// What is counted: `posts` or `feeds`.
    things: &'static str,
    last: Mutex<Option<Instant>>,
}

impl ProgressBar {
    /// A bar that is not shown yet.
    pub(super) fn of(things: &'static str) -> Self {
        Self { things, last: Mutex::default() }
    }

    /// Shows that `done` things of `all` are done.
    pub(super) fn show(&self, done: usize, all: usize) {
        let mut err = io::stderr().lock();
        let Ok(mut last) = self.last.lock() else { return };
        let is_soon = last.is_some_and(|last| last.elapsed() < A_WHILE) && done < all;
        if is_soon || !err.is_terminal() {
            return;
        }
        *last = Some(Instant::now());
        let share = |of: usize| (done * of).checked_div(all).unwrap_or(of);
        let (full, percent) = ("#".repeat(share(BAR)), share(100));
        let _ = write!(
            err,
            "\r[{full:-<BAR$}] {percent:>3} %, {}\x1b[K",
            said(&Said::Done { done, all, things: self.things })
        );
        let _ = err.flush();
    }

    /// Clears the line.
    pub(super) fn end(&self) {
        if self.last.lock().is_ok_and(|mut last| last.take().is_some()) {
            let _ = write!(io::stderr().lock(), "\r\x1b[K");
        }
    }
}
