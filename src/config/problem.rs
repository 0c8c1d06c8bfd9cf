//! Configuration problems: what is wrong, and in which line of a file, variable or argument.
//!
//! A problem never stops the program: the bad part is skipped and reported (S53). Quoted text is
//! cleaned here, so that a config cannot send escape sequences to the terminal.

use std::fmt;

use crate::clean::CleanText;
use crate::nearest::nearest;

/// The most problems reported per file.
pub const MOST: usize = 100;
/// The longest quotation, in characters.
const LONGEST_QUOTE: usize = 40;

/// A position in a text: line and column from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

/// A configuration problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigProblem {
    /// The file's path, the variable or the argument.
    pub source: CleanText,
    /// The position in the file.
    pub place: Option<Place>,
    /// What is wrong, with a suggestion if there is one.
    pub what: CleanText,
}

impl ConfigProblem {
    /// A problem at a position in a file.
    pub fn at(source: &CleanText, place: Place, what: &str) -> Self {
        Self { source: source.clone(), place: Some(place), what: CleanText::line(what) }
    }

    /// A problem of a whole file, a variable or an argument.
    pub fn of(source: &CleanText, what: &str) -> Self {
        Self { source: source.clone(), place: None, what: CleanText::line(what) }
    }

    /// The problem in one short line: the file name without folders, and no column.
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

/// Quotes text from a file: in backquotes and shortened.
pub(super) fn quoted(text: &str) -> String {
    let mut chars = text.chars();
    let short: String = chars.by_ref().take(LONGEST_QUOTE).collect();
    let rest = if chars.next().is_some() { "…" } else { "" };
    format!("`{short}{rest}`")
}

/// The message for an unknown name, with the nearest known one as a suggestion.
pub fn unknown<'a>(kind: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let suggestion = match nearest(name, known) {
        Some(known) => format!("; did you mean `{known}`?"),
        None => String::new(),
    };
    format!("unknown {kind} {}{suggestion}", quoted(name))
}
