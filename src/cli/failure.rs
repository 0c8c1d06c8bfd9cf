//! Failures of a command, printed on standard error as `kanbao: what: why` with a hint on lines of
//! its own.

use std::io::{self, Write};
use std::process::ExitCode;

use crate::app::text::Text;
use crate::clean::CleanText;
use crate::cli::UNUSABLE;
use crate::cli::environment::in_locale;
use crate::config::locale::Locale;

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
    pub(super) fn of(line: &Text, hint: &Text) -> Self {
        let locale = Locale::of_user();
        let hint = CleanText::body(hint.to_clean(locale).as_str());
        Self::Message { line: line.to_clean(locale), hint }
    }

    /// The refusal of an action, `what`, in a restricted program (S18).
    pub(super) fn restricted(what: &str) -> Self {
        Self::new(
            &format!("{what}: this kanbao is restricted"),
            "It starts no other programs and writes only reading state.",
        )
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

/// Makes panics print like failures, cleaned, since their messages may quote a post (S43). The exit
/// code stays Rust's own, 101.
pub(super) fn report_panics() {
    std::panic::set_hook(Box::new(|info| {
        let line = CleanText::line(&format!("a fault in the program: {info}"));
        complain(&line, "Please report it, with the output of kanbao doctor.");
    }));
}

/// Prints a problem on standard error; ignores write errors.
pub(super) fn complain(line: &CleanText, hint: &str) {
    let mut err = io::stderr().lock();
    let _ = writeln!(err, "kanbao: {}", in_locale(line.as_str()));
    for hint in hint.lines() {
        let _ = writeln!(err, "  {}", in_locale(hint));
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
