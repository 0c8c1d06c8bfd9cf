//! Configuration problems: what is wrong, and in which line of a file, variable or argument.
//!
//! A problem never stops the program: the bad part is skipped and reported (S53). Quoted text is
//! cleaned here, so that a config cannot send escape sequences to the terminal.

use crate::clean::CleanText;
use crate::config::fault::Fault;
use crate::config::locale::Locale;
use crate::config::messages::Speak as _;
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
    pub what: Box<Fault>,
}

impl ConfigProblem {
    /// A problem at a position in a file.
    pub fn at(source: &CleanText, place: Place, what: Fault) -> Self {
        Self { source: source.clone(), place: Some(place), what: Box::new(what) }
    }

    /// A problem of a whole file, a variable or an argument.
    pub fn of(source: &CleanText, what: Fault) -> Self {
        Self { source: source.clone(), place: None, what: Box::new(what) }
    }

    /// The problem in one short line: the file name without folders, and no column.
    pub fn brief(&self, locale: Locale) -> CleanText {
        let name = self.source.as_str().rsplit('/').next().unwrap_or_default();
        let line = self.place.map(|place| format!(":{}", place.line)).unwrap_or_default();
        let colon = if locale == Locale::English { ": " } else { "：" };
        CleanText::line(&format!("{name}{line}{colon}{}", self.what.to_clean(locale)))
    }

    /// `path:line:column`.
    pub fn location(&self) -> CleanText {
        let at = |Place { line, column }| format!(":{line}:{column}");
        let place = self.place.map(at).unwrap_or_default();
        CleanText::line(&format!("{}{place}", self.source))
    }

    /// `path:line:column: what`.
    pub fn to_clean(&self, locale: Locale) -> CleanText {
        CleanText::line(&format!("{}: {}", self.location(), self.what.to_clean(locale)))
    }
}

/// Quotes text from a file: in backquotes, shortened and cleaned.
pub fn quoted(text: &str) -> CleanText {
    let mut chars = text.chars();
    let short: String = chars.by_ref().take(LONGEST_QUOTE).collect();
    let rest = if chars.next().is_some() { "…" } else { "" };
    CleanText::line(&format!("`{short}{rest}`"))
}

/// The fault of an unknown name, with the nearest known one as a suggestion. `kind` is one that the
/// message knows: `key`, `table`, `command`, `role`, `part`, `colour` or `theme`.
pub fn unknown<'a>(
    kind: &'static str,
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Fault {
    match nearest(name, known) {
        Some(known) => Fault::UnknownNear { kind, name: quoted(name), nearest: quoted(known) },
        None => Fault::Unknown { kind, name: quoted(name) },
    }
}
