//! What is wrong with a query, in words that help to mend it.

use std::fmt;

use crate::clean::CleanText;

/// Why a text is no query. Its `Display` is `column 3: expected …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// The byte at which the fault is.
    pub at: usize,
    /// The column of that byte, from 1, in characters.
    pub column: usize,
    /// What is wrong or was expected, without the column.
    pub what: CleanText,
    /// How it may be mended: the nearest field, or what else to type.
    pub suggestion: Option<CleanText>,
}

impl QueryError {
    /// Notes a fault at a byte of `text`; what is quoted of the text is cleaned.
    pub(super) fn new(text: &str, at: usize, fault: &Fault) -> Self {
        Self {
            at,
            column: column(text, at),
            what: CleanText::line(&fault.what),
            suggestion: fault.suggestion.as_deref().map(CleanText::line),
        }
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "column {}: {}", self.column, self.what)
    }
}

impl std::error::Error for QueryError {}

/// The column of a byte, from 1, in characters.
pub(super) fn column(text: &str, at: usize) -> usize {
    text.char_indices().take_while(|&(start, _)| start < at).count() + 1
}

/// What is wrong with a part of a query, before it is known where that part stands.
#[derive(Debug)]
pub(super) struct Fault {
    what: String,
    suggestion: Option<String>,
}

impl Fault {
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), suggestion: None }
    }

    pub fn suggesting(self, suggestion: impl Into<String>) -> Self {
        Self { suggestion: Some(suggestion.into()), ..self }
    }
}
