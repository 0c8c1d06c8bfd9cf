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
    Message { line: CleanText, hint: CleanText },
    /// Standard output can no longer be written; a closed pipe is no fault (S47).
    Output(io::Error),
}

/// What a subcommand comes to: an exit code, most often.
pub(super) type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    pub fn new(line: &str, hint: &str) -> Self {
        Self::Message { line: CleanText::line(line), hint: CleanText::body(hint) }
    }

    /// Something that a restricted program does not do (S18); `what` names it.
    pub fn restricted(what: &str) -> Self {
        Self::new(
            &format!("{what}: this kanbao is restricted"),
            "It starts no other programs, and writes nothing but reading state.",
        )
    }

    /// Tells of it and gives the exit code.
    pub fn into_exit_code(self) -> ExitCode {
        match self {
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            failure => {
                failure.report();
                ExitCode::from(UNUSABLE)
            }
        }
    }

    /// Tells of it on standard error.
    pub fn report(&self) {
        match self {
            Self::Output(error) => {
                complain(&CleanText::line(&format!("standard output: {error}")), "");
            }
            Self::Message { line, hint } => complain(line, hint.as_str()),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Has panics told like all other faults: their messages may quote a post (S43). The exit code is
/// Rust's own, 101.
pub(super) fn report_panics() {
    std::panic::set_hook(Box::new(|info| {
        let line = CleanText::line(&format!("a fault in the program: {info}"));
        complain(&line, "Please report it, with what kanbao doctor tells.");
    }));
}

/// Tells of a fault on standard error; nothing can be done if that fails too.
pub(super) fn complain(line: &CleanText, hint: &str) {
    let mut err = io::stderr().lock();
    let _ = writeln!(err, "kanbao: {line}");
    for hint in hint.lines() {
        let _ = writeln!(err, "  {hint}");
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    const CHILD: &str = "KANBAO_TEST_PANIC";

    #[test]
    fn a_panic_is_told_like_other_faults() {
        if std::env::var_os(CHILD).is_some() {
            report_panics();
            panic!("told \u{1b}[31mto");
        }
        let mut child = Command::new(std::env::current_exe().unwrap());
        let name = "cli::failure::tests::a_panic_is_told_like_other_faults";
        let output = child.args(["--exact", name, "--nocapture"]).env(CHILD, "1").output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(
            err.contains("kanbao: a fault in the program: ") && err.contains("told to"),
            "{err}"
        );
        assert!(!err.contains("\u{1b}[31m"), "{err}");
        assert_eq!(output.status.code(), Some(101));
    }
}
