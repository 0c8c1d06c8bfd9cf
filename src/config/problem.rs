//! What is wrong with something a person set, and where: a line of a file, a variable, an argument.
//!
//! A problem never stops the program: what is wrong is left out, and told (S53). What is quoted of
//! the file is cleaned here, so that a config cannot talk to the terminal either.

use std::fmt;

use crate::clean::CleanText;
use crate::nearest::nearest;

/// The most problems told of one file.
pub const MOST: usize = 100;
/// The most characters quoted of what was written.
const LONGEST_QUOTE: usize = 40;

/// A place in a text: line and column from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

/// One fault of what was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigProblem {
    /// The path of the file, the variable, or the argument.
    pub source: CleanText,
    /// Where in the file.
    pub place: Option<Place>,
    /// What is wrong, and what may have been meant.
    pub what: CleanText,
}

impl ConfigProblem {
    /// Notes a fault at a place of a file.
    pub fn at(source: &CleanText, place: Place, what: &str) -> Self {
        Self { source: source.clone(), place: Some(place), what: CleanText::line(what) }
    }

    /// Notes a fault of a whole file, a variable or an argument.
    pub fn of(source: &CleanText, what: &str) -> Self {
        Self { source: source.clone(), place: None, what: CleanText::line(what) }
    }

    /// The problem in one short line: the file's name without its folders, and no column.
    pub fn brief(&self) -> CleanText {
        let name = self.source.as_str().rsplit('/').next().unwrap_or_default();
        let line = self.place.map(|place| format!(":{}", place.line)).unwrap_or_default();
        CleanText::line(&format!("{name}{line}: {}", self.what))
    }
}

impl fmt::Display for ConfigProblem {
    /// `path:line:column: what`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.source)?;
        if let Some(Place { line, column }) = self.place {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.what)
    }
}

/// What is quoted of a file: between backquotes, and short.
pub(super) fn quoted(text: &str) -> String {
    let mut chars = text.chars();
    let short: String = chars.by_ref().take(LONGEST_QUOTE).collect();
    let rest = if chars.next().is_some() { "…" } else { "" };
    format!("`{short}{rest}`")
}

/// The words for an unknown name, with the known one that may have been meant.
pub fn unknown<'a>(kind: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let suggestion = match nearest(name, known) {
        Some(known) => format!("; did you mean `{known}`?"),
        None => String::new(),
    };
    format!("unknown {kind} {}{suggestion}", quoted(name))
}
