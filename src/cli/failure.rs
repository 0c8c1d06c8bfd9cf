//! How a command fails: told on standard error as `kanbao: what: why`, with a hint on lines of its
//! own.

use std::io::{self, Write};
use std::process::ExitCode;

use crate::clean::CleanText;
use crate::cli::UNUSABLE;

/// How a subcommand failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// What and why, and a hint.
    Told { line: CleanText, hint: CleanText },
    /// Standard output can no longer be written; a closed pipe is no fault (S47).
    Output(io::Error),
}

/// What a subcommand comes to: an exit code, most often.
pub(super) type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    pub fn told(line: &str, hint: &str) -> Self {
        Self::Told { line: CleanText::line(line), hint: CleanText::body(hint) }
    }

    /// Something that a restricted program does not do (S18); `what` names it.
    pub fn restricted(what: &str) -> Self {
        Self::told(
            &format!("{what}: this kanbao is restricted"),
            "It starts no other programs, and writes nothing but reading state.",
        )
    }

    /// Tells of it and gives the exit code.
    pub fn end(self) -> ExitCode {
        match self {
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                return ExitCode::SUCCESS;
            }
            Self::Output(error) => {
                complain(&CleanText::line(&format!("standard output: {error}")), "");
            }
            Self::Told { line, hint } => complain(&line, hint.as_str()),
        }
        ExitCode::from(UNUSABLE)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Tells of a fault on standard error; nothing can be done if that fails too.
pub(super) fn complain(line: &CleanText, hint: &str) {
    let mut err = io::stderr().lock();
    let _ = writeln!(err, "kanbao: {line}");
    for hint in hint.lines() {
        let _ = writeln!(err, "  {hint}");
    }
}
