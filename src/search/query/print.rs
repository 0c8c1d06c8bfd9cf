//! Prints a query: ASCII syntax, minimal quotes and parentheses. Parsing the text gives the same query.

use std::fmt::{self, Display, Formatter, Write};

use crate::search::query::fullwidth::to_ascii;
use crate::search::query::lexer::{begins_no_word, ends_word, field_prefix, operator};
use crate::search::query::{Near, Node, Query, Term, Text, Value};

impl Display for Query {
    /// The query as one could type it; not cleaned.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)?;
        let Some(sort) = self.sort else { return Ok(()) };
        f.write_str(if self.is_all() { "" } else { " " })?;
        write!(f, "sort:{}", sort.name())
    }
}

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(nodes) => join(f, nodes, " ", |node| matches!(node, Self::Any(_))),
            Self::Any(nodes) => join(f, nodes, " OR ", |_| false),
            Self::Not(node) => {
                f.write_char('-')?;
                group(f, node, matches!(**node, Self::All(_) | Self::Any(_)))
            }
            Self::Term(term) => term.fmt(f),
        }
    }
}

fn join(
    f: &mut Formatter<'_>,
    nodes: &[Node],
    between: &str,
    grouped: impl Fn(&Node) -> bool,
) -> fmt::Result {
    for (at, node) in nodes.iter().enumerate() {
        f.write_str(if at == 0 { "" } else { between })?;
        group(f, node, grouped(node))?;
    }
    Ok(())
}

fn group(f: &mut Formatter<'_>, node: &Node, grouped: bool) -> fmt::Result {
    if grouped { write!(f, "({node})") } else { node.fmt(f) }
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anywhere(text) => write_text(f, text, is_word(&text.text)),
            Self::Near(Near { first, second, most }) => {
                let shown = |text: &str| {
                    if is_word(text) { text.to_owned() } else { quoted(text) }
                };
                write!(f, "{} NEAR/{most} {}", shown(first), shown(second))
            }
            Self::Pattern(pattern) => write!(f, "/{}/", pattern.source()),
            Self::Field(field, value) => {
                write!(f, "{}:", field.name)?;
                match value {
                    Value::Text(text) => {
                        let slash = text.text.starts_with('/');
                        let pattern = slash && field.takes_pattern();
                        write_text(f, text, is_value(&text.text) && !pattern)
                    }
                    Value::Pattern(pattern) => write!(f, "/{}/", pattern.source()),
                    Value::Dates(dates) => dates.fmt(f),
                    Value::Fact(fact) => f.write_str(field.word(fact).unwrap_or_default()),
                }
            }
        }
    }
}

/// Whether a value needs no quotes after a colon.
pub(super) fn is_value(text: &str) -> bool {
    !text.is_empty() && !text.contains(ends_word)
}

/// Whether a term needs no quotes.
pub(super) fn is_word(text: &str) -> bool {
    is_value(text)
        && !text.starts_with(begins_no_word)
        && field_prefix(text).is_none()
        && operator(text).is_none()
}

fn write_text(f: &mut Formatter<'_>, text: &Text, bare: bool) -> fmt::Result {
    if bare && !text.exact { f.write_str(&text.text) } else { f.write_str(&quoted(&text.text)) }
}

/// Quotes text, escaping quotes and backslashes with a backslash.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        if c == '\\' || to_ascii(c) == '"' {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    quoted
}
