//! Failures of a command, printed on standard error as `kanbao: what: why` with a hint on lines of
//! its own.

use std::io::{self, Write};
use std::process::ExitCode;

use crate::clean::CleanText;
use crate::cli::UNUSABLE;
use crate::cli::environment::{columns_of, in_locale};
use crate::cli::translation::wrapped;
use crate::cli::why::Why;
use crate::cli::words::{Said, said};
use crate::config::messages::Speak;
use crate::reason::Reason;

/// Why a command failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// A message and a hint, which may be empty or have several lines.
    Message { line: CleanText, hint: CleanText },
    /// Writing to standard output failed; a closed pipe is not an error (S47).
    Output(io::Error),
}

/// The result of a command or one of its steps.
pub(super) type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    /// A failure with a message and a hint, which are cleaned.
    pub(super) fn new(line: &str, hint: &str) -> Self {
        Self::Message { line: CleanText::line(line), hint: CleanText::body(hint) }
    }

    /// A failure with a message and a hint in the user's language.
    pub(super) fn of(line: &impl Speak, hint: &impl Speak) -> Self {
        Self::Message { line: said(line), hint: said(hint) }
    }

    /// A failure with a message in the user's language.
    pub(super) fn only(line: &impl Speak) -> Self {
        Self::Message { line: said(line), hint: CleanText::default() }
    }

    /// The failure of something with a name, such as a path.
    pub(super) fn at(name: &CleanText, why: Why) -> Self {
        Self::only(&Said::At { name: name.clone(), why })
    }

    /// The refusal of an action, `what`, in a restricted program (S18).
    pub(super) fn restricted(what: &'static str) -> Self {
        Self::of(&Said::Restricted { what }, &Said::RestrictedHint)
    }

    /// Reports the failure and returns its exit code.
    pub(super) fn into_exit_code(self) -> ExitCode {
        match self {
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            failure => {
                failure.report();
                ExitCode::from(UNUSABLE)
            }
        }
    }

    /// Prints the failure on standard error.
    pub(super) fn report(&self) {
        match self {
            Self::Output(error) => {
                complain(&said(&Said::Output { reason: Reason::from(error) }), "");
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

/// Makes panics print like failures, cleaned, since their messages may quote a post (S43). The exit
/// code stays Rust's own, 101.
pub(super) fn report_panics() {
    std::panic::set_hook(Box::new(|info| {
        let line = CleanText::line(&format!("a fault in the program: {info}"));
        complain(&line, "Please report it, with the output of kanbao doctor.");
    }));
}

/// Prints a problem in the user's language on standard error.
pub(super) fn warn(line: &impl Speak) {
    complain(&said(line), "");
}

/// Prints a problem on standard error, broken by the rules where that is a terminal; ignores write
/// errors.
pub(super) fn complain(line: &CleanText, hint: &str) {
    let mut err = io::stderr().lock();
    let columns = columns_of(&err).unwrap_or(usize::MAX);
    let mut print = |line: String| {
        let _ = writeln!(err, "{}", in_locale(&wrapped(&line, columns)));
    };
    print(format!("kanbao: {line}"));
    for hint in hint.lines() {
        print(format!("  {hint}"));
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    const CHILD: &str = "KANBAO_TEST_PANIC";

    #[test]
    fn a_panic_is_reported_like_a_failure() {
        if std::env::var_os(CHILD).is_some() {
            report_panics();
            panic!("told \u{1b}[31mto");
        }
        let mut child = Command::new(std::env::current_exe().unwrap());
        let name = "cli::failure::tests::a_panic_is_reported_like_a_failure";
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
