//! Queries: the grammar shared by `/`, `f`, saved views, `list -q`, `export -q` and `search`.
//!
//! ```text
//! query = arms                       an empty query matches every post
//! arms  = terms ("OR" terms)*
//! terms = (["-"] term)+              all must match, in any order
//! term  = "(" arms ")" | field:value | #tag | text ["NEAR/"number text] | /regex/
//! text  = "a phrase" | word
//! ```
//!
//! [`Query::parse`] parses a text into a tree, `Display` prints the tree, and [`Query::resolve`] makes
//! a [`Matcher`](matcher::Matcher) that tests posts. The fields are one table, [`field::FIELDS`].
//! Wherever the grammar expects an ASCII character, its full-width form works as well. Knows posts
//! only through [`matcher::Subject`], and neither where texts are looked up, nor the reading state,
//! nor how text is folded.

pub mod complete;
pub mod dates;
pub mod error;
pub mod field;
pub mod fullwidth;
mod lexer;
pub mod matcher;
pub mod near;
mod parser;
mod pattern;
pub mod posts;
mod print;
pub mod synonyms;
#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::search::query::dates::Dates;
use crate::search::query::error::{ErrorKind, QueryError};
use crate::search::query::field::{Fact, Field, Sort};

pub use near::Near;
pub use pattern::{Needs, Pattern};

/// The longest query in characters: a text pasted by mistake is rejected at once.
pub const MOST_CHARACTERS: usize = 4096;
/// The most terms of a query; each may be searched for in every post.
pub const MOST_TERMS: usize = 256;
/// The most `/regex/` terms of a query; each takes up to [`PATTERN_BYTES`].
pub const MOST_PATTERNS: usize = 8;
/// The deepest nesting of parentheses, and of groups in a `/regex/` (S27).
pub const DEEPEST: usize = 64;
/// The most memory per compiled `/regex/`, in bytes (S27).
pub const PATTERN_BYTES: usize = 1 << 20;
/// Number of shorter texts that are tried for one with an error.
const MOST_TRIES: usize = 8;

/// A parsed query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// The condition.
    pub root: Node,
    /// The sort order, if given.
    pub sort: Option<Sort>,
}

/// A node of a query, in normal form: no list directly in a list of the same kind, no list of one
/// node, no double negation. The constructors ensure that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// All must match; an empty list matches every post.
    All(Vec<Node>),
    /// At least one must match.
    Any(Vec<Node>),
    /// It must not match.
    Not(Box<Node>),
    /// A leaf.
    Term(Term),
}

/// A single condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// The title or the body contains the text.
    Anywhere(Text),
    /// The title or the body contains two texts near each other.
    Near(Near),
    /// The title matches.
    Pattern(Pattern),
    /// A field has the value, which is of a kind the field takes.
    Field(&'static Field, Value),
}

/// The value after a field's colon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Text as typed.
    Text(Text),
    /// A pattern for the text.
    Pattern(Pattern),
    /// A range of days.
    Dates(Dates),
    /// The meaning of one of the field's keywords.
    Fact(Fact),
}

/// Text to search for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text {
    /// The text, never blank.
    pub text: String,
    /// Whether to match literally, without pinyin and synonyms; set by quotes.
    pub exact: bool,
}

impl Text {
    fn new(text: &str, exact: bool) -> Self {
        Self { text: text.to_owned(), exact }
    }
}

/// The position of a term in the text of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its bytes, including field and quotes, without a leading `-`.
    pub bytes: Range<usize>,
    /// The column of its first character, from 1, in characters.
    pub column: usize,
}

impl Query {
    /// The query that matches every post, newest first.
    pub const ALL: Self = Self { root: Node::All(Vec::new()), sort: None };

    /// Parses a query in linear time; the error has the column.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        Self::parse_with_places(text).map(|(query, _)| query)
    }

    /// Parses a query that is still being typed. One with an error stands for the same text with the
    /// closing mark that it lacks, else for the terms before the error. Returns that text too.
    pub fn parse_so_far(text: &str) -> (String, Self, Option<QueryError>) {
        let error = match Self::parse(text) {
            Ok(query) => return (text.to_owned(), query, None),
            Err(error) => error,
        };
        let mark = match error.what.kind {
            ErrorKind::UnclosedQuote => Some('"'),
            ErrorKind::UnclosedPattern => Some('/'),
            ErrorKind::Unclosed => Some(')'),
            _ => None,
        };
        let closed = mark.map(|mark| format!("{text}{mark}"));
        let mut before = text.get(..error.at).unwrap_or_default();
        let shorter = std::iter::from_fn(|| {
            before = before.get(..before.rfind(char::is_whitespace)?)?.trim_end();
            Some(before.to_owned())
        });
        let parsed = closed
            .into_iter()
            .chain(shorter.take(MOST_TRIES))
            .find_map(|text| Some((Self::parse(&text).ok()?, text)));
        let (query, text) = parsed.unwrap_or((Self::ALL, String::new()));
        (text, query, Some(error))
    }

    /// Parses a query; also returns the position of each term, in tree order. `sort:` is not a term.
    pub fn parse_with_places(text: &str) -> Result<(Self, Vec<Place>), QueryError> {
        parser::parse(text)
    }

    /// Whether the query matches every post.
    pub fn is_all(&self) -> bool {
        matches!(&self.root, Node::All(nodes) if nodes.is_empty())
    }
}

impl Node {
    /// The conjunction of nodes.
    pub fn all(nodes: Vec<Self>) -> Self {
        let parts = |node| match node {
            Self::All(nodes) => nodes,
            node => vec![node],
        };
        only_one(nodes.into_iter().flat_map(parts).collect()).unwrap_or_else(Self::All)
    }

    /// The disjunction of nodes, of which there is at least one.
    pub fn any(nodes: Vec<Self>) -> Self {
        let parts = |node| match node {
            Self::Any(nodes) => nodes,
            node => vec![node],
        };
        only_one(nodes.into_iter().flat_map(parts).collect()).unwrap_or_else(Self::Any)
    }

    /// The negation.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Not(node) => *node,
            node => Self::Not(Box::new(node)),
        }
    }
}

/// The single node of a list, else the list.
fn only_one(nodes: Vec<Node>) -> Result<Node, Vec<Node>> {
    <[Node; 1]>::try_from(nodes).map(|[node]| node)
}
