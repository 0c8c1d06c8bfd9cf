//! Queries: the one grammar of `/`, `f`, saved views, `list -q`, `export -q` and `search`.
//!
//! ```text
//! query = arms                       nothing at all is every post
//! arms  = terms ("OR" terms)*
//! terms = (["-"] term)+              all of them, in any order
//! term  = "(" arms ")" | field:value | #tag | "a phrase" | /regex/ | word
//! ```
//!
//! [`Query::parse`] makes a tree of a text, its `Display` a text of the tree, and
//! [`Query::resolve`] a [`Matcher`](matcher::Matcher) that can be asked of each post. The fields are
//! one table, [`field::FIELDS`]. Full-width forms count as their ASCII twins wherever the grammar
//! looks for these. Knows of posts only what [`matcher::Subject`] says; where texts are looked up,
//! what is read or starred and how text is folded is not known here.

pub mod complete;
pub mod dates;
pub mod error;
pub mod field;
pub mod fullwidth;
mod lexer;
pub mod matcher;
mod parser;
pub mod posts;
mod print;
#[cfg(test)]
mod tests;

use std::hash::{Hash, Hasher};
use std::ops::Range;

use regex::{Regex, RegexBuilder};

use crate::search::query::dates::Dates;
use crate::search::query::error::QueryError;
use crate::search::query::field::{Fact, Field, Sort};

/// The most characters of a query: one that was pasted by mistake is refused at once.
pub const MOST_CHARACTERS: usize = 4096;
/// The most terms of a query; each may be looked for in every post.
pub const MOST_TERMS: usize = 256;
/// The most `/regex/` terms of a query; each takes up to [`PATTERN_BYTES`].
pub const MOST_PATTERNS: usize = 8;
/// The deepest nesting of parentheses, and of groups within a `/regex/` (S27).
pub const DEEPEST: usize = 64;
/// The most memory of one compiled `/regex/`, in bytes (S27).
pub const PATTERN_BYTES: usize = 1 << 20;

/// What somebody asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// Which posts.
    pub root: Node,
    /// In which order, if it says so.
    pub sort: Option<Sort>,
}

/// A part of a query, in normal form: no list in a list of its own kind, no list of one, no
/// negation of a negation. The constructors see to that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// All must hold; the empty list is the query for every post.
    All(Vec<Node>),
    /// One must hold.
    Any(Vec<Node>),
    /// It must not hold.
    Not(Box<Node>),
    /// A single condition.
    Term(Term),
}

/// A single condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// The title or the body has the text.
    Anywhere(Text),
    /// The title fits.
    Pattern(Pattern),
    /// A field has the value; only values that the field takes.
    Field(&'static Field, Value),
}

/// What stands behind a field's colon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Text, as typed.
    Text(Text),
    /// Days.
    Dates(Dates),
    /// What one of the field's own words means.
    Fact(Fact),
}

/// Text that is looked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text {
    /// The text, never blank.
    pub text: String,
    /// Whether the very letters are meant and no pinyin; said by quotes.
    pub exact: bool,
}

impl Text {
    /// Makes text of what was typed. Quotes mean something only where there are letters that could
    /// be pinyin: those that have a case, which Han do not.
    fn new(text: &str, quoted: bool) -> Self {
        let cased = |c: char| c.is_lowercase() || c.is_uppercase();
        Self { text: text.to_owned(), exact: quoted && text.chars().any(cased) }
    }
}

/// A regular expression over titles as they are written, whatever the case of their letters.
#[derive(Clone, Debug)]
pub struct Pattern {
    source: String,
    regex: Regex,
}

impl Pattern {
    /// Compiles what stands between the slashes; the error says in a few words what is wrong.
    fn new(source: &str) -> Result<Self, String> {
        let mut builder = RegexBuilder::new(source);
        builder.case_insensitive(true).size_limit(PATTERN_BYTES).nest_limit(DEEPEST as u32);
        match builder.build() {
            Ok(regex) => Ok(Self { source: source.to_owned(), regex }),
            Err(regex::Error::CompiledTooBig(_)) => Err("it grows too large".to_owned()),
            Err(error) => {
                // The text quotes the pattern over several lines; the reason is the last one.
                let text = error.to_string();
                let reason = text.lines().last().unwrap_or_default();
                Err(reason.strip_prefix("error: ").unwrap_or(reason).to_owned())
            }
        }
    }

    /// What stands between the slashes.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether a title fits.
    pub fn fits(&self, title: &str) -> bool {
        self.regex.is_match(title)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Eq for Pattern {}

impl Hash for Pattern {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.source.hash(state);
    }
}

/// Where a term stands in the text of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its bytes, with its field and quotes and without a `-` before it.
    pub bytes: Range<usize>,
    /// The column of its first character, from 1, in characters.
    pub column: usize,
}

impl Query {
    /// The query for every post, newest first.
    pub const ALL: Self = Self { root: Node::All(Vec::new()), sort: None };

    /// Reads a query. ValueKind time linear in the text; the error names the column.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        Self::parse_with_places(text).map(|(query, _)| query)
    }

    /// Reads a query, and says where each of its terms stands, in the order in which the tree has
    /// them; `sort:` is no term.
    pub fn parse_with_places(text: &str) -> Result<(Self, Vec<Place>), QueryError> {
        parser::parse(text)
    }

    /// Whether nothing is asked.
    pub fn is_all(&self) -> bool {
        matches!(&self.root, Node::All(nodes) if nodes.is_empty())
    }
}

impl Node {
    /// All of the nodes.
    pub fn all(nodes: Vec<Self>) -> Self {
        let parts = |node| match node {
            Self::All(nodes) => nodes,
            node => vec![node],
        };
        only_one(nodes.into_iter().flat_map(parts).collect()).unwrap_or_else(Self::All)
    }

    /// One of the nodes, of which there are some.
    pub fn any(nodes: Vec<Self>) -> Self {
        let parts = |node| match node {
            Self::Any(nodes) => nodes,
            node => vec![node],
        };
        only_one(nodes.into_iter().flat_map(parts).collect()).unwrap_or_else(Self::Any)
    }

    /// The opposite.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Not(node) => *node,
            node => Self::Not(Box::new(node)),
        }
    }
}

/// The node of a list of one, else the list.
fn only_one(nodes: Vec<Node>) -> Result<Node, Vec<Node>> {
    <[Node; 1]>::try_from(nodes).map(|[node]| node)
}
