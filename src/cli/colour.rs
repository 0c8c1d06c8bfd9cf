//! Colours of printed lists: on a terminal only, unless the environment says otherwise. Adds escape
//! sequences around text that contains none.

use std::env;
use std::fmt::Display;
use std::io::{self, IsTerminal};

use crate::cli::environment::is_colourless;

/// Paints parts of a line, or returns them plain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Paint {
    is_on: bool,
}

impl Paint {
    /// Follows the environment and standard output: `NO_COLOR` takes precedence over
    /// `CLICOLOR_FORCE`, that over `CLICOLOR=0`, and all over whether output is a terminal.
    pub(super) fn of_output() -> Self {
        let value = |name| env::var(name).unwrap_or_default();
        let is_on = !is_colourless()
            && match (value("CLICOLOR_FORCE").as_str(), value("CLICOLOR").as_str()) {
                ("" | "0", "0") => false,
                ("" | "0", _) => {
                    io::stdout().is_terminal() && !matches!(value("TERM").as_str(), "" | "dumb")
                }
                _ => true,
            };
        Self { is_on }
    }

    pub(super) fn is_on(self) -> bool {
        self.is_on
    }

    /// Secondary text.
    pub(super) fn dim(self, text: impl Display) -> String {
        self.with("2", text)
    }

    /// A file and line.
    pub(super) fn place(self, text: impl Display) -> String {
        self.with("36", text)
    }

    fn with(self, code: &str, text: impl Display) -> String {
        if self.is_on { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_string() }
    }
}
