//! Splits a query into tokens. Never fails: errors are the parser's job.

use std::ops::Range;

use crate::nearest::nearest;
use crate::search::query::field::{FIELDS, Field};
use crate::search::query::fullwidth::{text_to_ascii, to_ascii};
use crate::search::query::near;

/// A token of a query.
#[derive(Debug)]
pub(super) struct Token {
    pub kind: Kind,
    /// Its bytes in the text, including quotes, slashes and colon.
    pub span: Range<usize>,
}

#[derive(Debug)]
pub(super) enum Kind {
    Open,
    Close,
    Or,
    /// `AND` between two terms, which means the same without it.
    And,
    /// `NOT` before a term; unlike after `-`, a space may follow.
    Not,
    /// `NEAR/10`.
    Near(u16),
    Minus,
    /// The field named before a colon, or by `#`. The next token is its value if it follows
    /// directly.
    Field(&'static Field),
    /// A name before a colon that is nearly a field's, and that field's name.
    Misspelt(String, &'static str),
    Word(String),
    /// The text between quotes, and whether it is closed.
    Phrase(String, bool),
    /// The source between slashes, and whether it is closed.
    Pattern(String, bool),
}

/// The fewest letters by which a field is recognised whose name was cut short.
const SHORTEST_BEGINNING: usize = 3;

/// Whether a character cannot be in a word.
pub(super) fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(to_ascii(c), '(' | ')' | '"')
}

/// Whether a word starting with the character must be quoted.
pub(super) fn begins_no_word(c: char) -> bool {
    matches!(to_ascii(c), '-' | '#') || c == '/' || ends_word(c)
}

/// Returns the field named at the start of a word, even if it is misspelt, and the length in bytes
/// of its name with the colon. Other names are words, so that `10:30`, `快讯：`, `https://a.org` and
/// `a::b` are not fields.
pub(super) fn field_prefix(word: &str) -> Option<(Kind, usize)> {
    let (at, colon) = word.char_indices().find(|&(_, c)| to_ascii(c) == ':')?;
    let name = word.get(..at)?.chars().map(|c| to_ascii(c).to_ascii_lowercase());
    let name: String = name.collect();
    let end = at + colon.len_utf8();
    if let Some(field) = Field::named(&name) {
        return Some((Kind::Field(field), end));
    }
    let is_value = word.get(end..).is_some_and(|rest| !rest.starts_with([':', '/', '：', '／']));
    let letters = name.chars().all(|c| c.is_ascii_alphabetic());
    // Skip short names and aliases: a short name is within edit distance of a short alias such as
    // `c` whatever the user meant.
    let is_meant = |alias: &&str| alias.len().min(name.len()) >= SHORTEST_BEGINNING;
    let aliases = || FIELDS.iter().flat_map(|field| field.aliases).copied().filter(is_meant);
    let names = || FIELDS.iter().map(|field| field.name).chain(aliases());
    let begun =
        || names().find(|known| name.len() >= SHORTEST_BEGINNING && known.starts_with(&name));
    let meant = begun().or_else(|| nearest(&name, names())).filter(|_| is_value && letters)?;
    Some((Kind::Misspelt(name, meant), end))
}

/// The operator that a word in capitals is.
pub(super) fn operator(word: &str) -> Option<Kind> {
    match text_to_ascii(word).as_str() {
        "OR" => Some(Kind::Or),
        "AND" => Some(Kind::And),
        "NOT" => Some(Kind::Not),
        _ => near::operator(word).map(Kind::Near),
    }
}

pub(super) fn lex(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { text, at: 0, tokens: Vec::new() };
    while lexer.next().is_some() {}
    lexer.tokens
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Adds a token of `len` bytes.
    fn push(&mut self, kind: Kind, len: usize) {
        let span = self.at..self.at + len;
        self.at = span.end;
        self.tokens.push(Token { kind, span });
    }

    /// The field whose value is the next token.
    fn value_of(&self) -> Option<&'static Field> {
        let last = self.tokens.last().filter(|token| token.span.end == self.at)?;
        if let Kind::Field(field) = last.kind { Some(field) } else { None }
    }

    /// Whether an operator stands beside something else. `NOT` alone, and `AND` at the start, are
    /// searched for as if they were in quotes.
    fn joins(&self, operator: &Kind, word: &str) -> bool {
        let is_last = || self.rest().get(word.len()..).is_none_or(|rest| rest.trim().is_empty());
        match operator {
            Kind::Not => !self.tokens.is_empty() || !is_last(),
            Kind::And => !self.tokens.is_empty(),
            _ => true,
        }
    }

    fn next(&mut self) -> Option<()> {
        self.at = self.text.len() - self.rest().trim_start().len();
        let rest = self.rest();
        let first = rest.chars().next()?;
        let len = first.len_utf8();
        let field = self.value_of();
        let may_be_pattern = field.is_none_or(Field::takes_pattern);
        match to_ascii(first) {
            '(' => self.push(Kind::Open, len),
            ')' => self.push(Kind::Close, len),
            '"' => {
                let (text, end, closed) = phrase(rest, first);
                self.push(Kind::Phrase(text, closed), end);
            }
            '/' if first == '/' && may_be_pattern => {
                let (source, end, closed) = pattern(rest);
                self.push(Kind::Pattern(source, closed), end);
            }
            '-' if field.is_none() => self.push(Kind::Minus, len),
            '#' if field.is_none()
                && let Some(tag) = Field::named("#") =>
            {
                self.push(Kind::Field(tag), len);
            }
            _ => {
                let word = rest.split(ends_word).next().unwrap_or_default();
                let is_value = field.is_some();
                if let Some((kind, end)) = field_prefix(word).filter(|_| !is_value) {
                    self.push(kind, end);
                } else {
                    let kind = match operator(word).filter(|_| !is_value) {
                        Some(kind) if self.joins(&kind, word) => kind,
                        Some(_) => Kind::Phrase(word.to_owned(), true),
                        None => Kind::Word(word.to_owned()),
                    };
                    self.push(kind, word.len());
                }
            }
        }
        Some(())
    }
}

/// The text of a phrase, its length in bytes with quotes, and whether it is closed: by the match of
/// its opening quote or, if there is none, by any quote, as input methods mix them up.
fn phrase(text: &str, opening: char) -> (String, usize, bool) {
    let curly = matches!(opening, '“' | '”');
    let own =
        |c| if curly { c == '”' } else { to_ascii(c) == '"' && !matches!(c, '“' | '”') };
    let from = opening.len_utf8();
    let found =
        unescaped(text, from, own).or_else(|| unescaped(text, from, |c| to_ascii(c) == '"'));
    let (inner, end) = match found {
        Some((at, closing)) => (text.get(from..at), at + closing.len_utf8()),
        None => (text.get(from..), text.len()),
    };
    (without_escapes(inner.unwrap_or_default()), end, found.is_some())
}

/// The source of a pattern, its length in bytes with slashes, and whether it is closed.
fn pattern(text: &str) -> (String, usize, bool) {
    let found = unescaped(text, 1, |c| c == '/');
    let end = found.map_or(text.len(), |(at, _)| at);
    let source = text.get(1..end).unwrap_or_default();
    (source.to_owned(), found.map_or(end, |_| end + 1), found.is_some())
}

/// The first `wanted` character at or after a byte that is not escaped by a backslash.
fn unescaped(text: &str, from: usize, wanted: impl Fn(char) -> bool) -> Option<(usize, char)> {
    let mut chars = text.get(from..)?.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if wanted(c) {
            return Some((from + at, c));
        }
    }
    None
}

/// Removes the backslashes before quotes and backslashes.
fn without_escapes(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let escaped = chars.next_if(|&next| c == '\\' && (next == '\\' || to_ascii(next) == '"'));
        plain.push(escaped.unwrap_or(c));
    }
    plain
}
