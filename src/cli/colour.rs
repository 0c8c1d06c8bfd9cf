//! Whether what is printed has colours, and which: on a terminal only, unless the environment says
//! otherwise. All sequences are made here, around text that holds none.

use std::env;
use std::fmt::Display;
use std::io::{self, IsTerminal};

use crate::cli::environment::is_colourless;

/// How parts of a line are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Paint {
    /// Whether they are.
    is_on: bool,
}

impl Paint {
    /// As standard output and the environment want it: `NO_COLOR` goes before `CLICOLOR_FORCE`, that
    /// before `CLICOLOR=0`, and all before what standard output is.
    pub fn of_output() -> Self {
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

    pub fn is_on(self) -> bool {
        self.is_on
    }

    /// What is beside the matter.
    pub fn dim(self, text: impl Display) -> String {
        self.with("2", text)
    }

    /// Where something is.
    pub fn place(self, text: impl Display) -> String {
        self.with("36", text)
    }

    fn with(self, code: &str, text: impl Display) -> String {
        if self.is_on { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_string() }
    }
}
