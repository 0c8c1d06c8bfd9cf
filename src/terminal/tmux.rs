//! tmux around the reader: whether it passes sequences on to the terminal around it, and how.

use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use crossbeam_channel::bounded;

/// How long to wait for tmux, which answers in milliseconds unless the machine is busy.
const TIMEOUT: Duration = Duration::from_secs(1);
/// What tmux is asked: whether it passes sequences on, and what the terminal around it is.
const QUESTION: &str =
    "#{allow-passthrough}|#{client_termname}|#{client_termfeatures}|#{client_termtype}";

/// The way of sequences to the terminal that obeys them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// There is nothing between.
    Direct,
    /// tmux passes them on as they are.
    ThroughTmux,
}

impl Route {
    /// Returns sequences in the form that this way needs.
    pub(in crate::terminal) fn wrap(self, sequences: String) -> String {
        match self {
            Self::ThroughTmux if !sequences.is_empty() => {
                format!("\x1bPtmux;{}\x1b\\", sequences.replace('\x1b', "\x1b\x1b"))
            }
            _ => sequences,
        }
    }
}

/// Asks tmux whether it passes sequences on to a terminal that draws pictures in place of
/// placeholders. Starts a program, and waits at most [`TIMEOUT`].
pub(super) fn passes_pictures_on() -> bool {
    let (sender, answer) = bounded(1);
    let ask = move || {
        let mut tmux = Command::new("tmux");
        tmux.args(["display-message", "-p", QUESTION]).stdin(Stdio::null()).stderr(Stdio::null());
        // Nobody waits any more if it took too long.
        let _ = sender.send(tmux.output());
    };
    let is_asked = thread::Builder::new().name("tmux".to_owned()).spawn(ask).is_ok();
    let answer = is_asked.then(|| answer.recv_timeout(TIMEOUT).ok()?.ok()).flatten();
    answer.is_some_and(|output| allows(&String::from_utf8_lossy(&output.stdout)))
}

/// Whether an answer to [`QUESTION`] allows pictures. A version without the option answers nothing
/// for it. Placeholders need the colours as they are: they name the picture.
fn allows(answer: &str) -> bool {
    let mut parts = answer.trim_end().splitn(4, '|');
    let mut part = || parts.next().unwrap_or_default();
    let (allowed, name, features, version) = (part(), part(), part(), part());
    let is_known = ["xterm-kitty", "xterm-ghostty"].contains(&name)
        || ["kitty", "ghostty"].iter().any(|known| version.starts_with(known));
    !matches!(allowed, "" | "0" | "off") && features.split(',').any(|one| one == "RGB") && is_known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tmux_allows_pictures() {
        for (answer, expected) in [
            ("1|xterm-kitty|256,RGB,title|kitty(0.35.2)\n", true),
            ("on|xterm-ghostty|RGB|\n", true),
            ("all|xterm-256color|RGB|ghostty 1.1.3\n", true),
            ("1|xterm-256color|RGB|kitty(0.35.2)|\n", true),
            ("0|xterm-kitty|RGB|kitty(0.35.2)\n", false),
            ("off|xterm-kitty|RGB|kitty(0.35.2)\n", false),
            ("|xterm-kitty|RGB|kitty(0.35.2)\n", false),
            // Without all colours, and another terminal.
            ("on|xterm-kitty|256,title|kitty(0.35.2)\n", false),
            ("on|xterm-256color|RGB|WezTerm 20240203\n", false),
            ("on|xterm-256color|RGB|", false),
            ("no server running\n", false),
            ("", false),
        ] {
            assert_eq!(allows(answer), expected, "{answer}");
        }
    }

    #[test]
    fn tmux_gets_sequences_as_one() {
        let sequences = || "\x1b_Ga=q\x1b\\".to_owned();
        assert_eq!(Route::Direct.wrap(sequences()), sequences());
        let wrapped = "\x1bPtmux;\x1b\x1b_Ga=q\x1b\x1b\\\x1b\\";
        assert_eq!(Route::ThroughTmux.wrap(sequences()), wrapped);
        assert_eq!(Route::ThroughTmux.wrap(String::new()), "");
    }
}
