//! Parses tokens into a tree; errors have a column.

use std::ops::Range;

use crate::nearest::nearest;
use crate::search::query::dates::{Dates, When};
use crate::search::query::error::{ErrorKind, Fault, QueryError, column};
use crate::search::query::field::{Field, SORTS, Side, Sort, ValueKind, Word};
use crate::search::query::fullwidth::text_to_ascii;
use crate::search::query::lexer::{Kind, Token, lex};
use crate::search::query::near::MOST_BETWEEN;
use crate::search::query::{
    DEEPEST, MOST_CHARACTERS, MOST_PATTERNS, MOST_TERMS, Near, Node, Pattern, Place, Query, Term,
    Text, Value,
};

type Result<T> = std::result::Result<T, QueryError>;

pub(super) fn parse(text: &str) -> Result<(Query, Vec<Place>)> {
    if let Some((at, _)) = text.char_indices().nth(MOST_CHARACTERS) {
        let fault = Fault::with(ErrorKind::TooLong, MOST_CHARACTERS);
        return Err(QueryError::new(text, at, fault));
    }
    let tokens = lex(text);
    let mut parser =
        Parser { text, tokens: &tokens, depth: 0, patterns: 0, places: Vec::new(), sort: None };
    let root = parser.arms()?.unwrap_or(Node::All(Vec::new()));
    if let Some(token) = parser.tokens.first() {
        // Only a closing parenthesis ends the arms before the end.
        return Err(parser.fault(token, Fault::new(ErrorKind::Unopened)));
    }
    Ok((Query { root, sort: parser.sort }, parser.places))
}

struct Parser<'a> {
    text: &'a str,
    /// The remaining tokens.
    tokens: &'a [Token],
    /// The number of open parentheses.
    depth: usize,
    patterns: usize,
    places: Vec<Place>,
    sort: Option<Sort>,
}

impl<'a> Parser<'a> {
    fn fault(&self, token: &Token, fault: Fault) -> QueryError {
        QueryError::new(self.text, token.span.start, fault)
    }

    fn next(&mut self) -> Option<&'a Token> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    /// Terms separated by `OR`; `None` if the end or a `)` comes first.
    fn arms(&mut self) -> Result<Option<Node>> {
        let Some(first) = self.terms()? else {
            return match self.tokens.first() {
                Some(or) if matches!(or.kind, Kind::Or) => {
                    let fault = Fault::new(ErrorKind::NothingBeforeOr);
                    Err(self.fault(or, fault.suggesting(ErrorKind::QuoteIt, "")))
                }
                _ => Ok(None),
            };
        };
        let mut arms = vec![first];
        while let Some(or) = self.tokens.first().filter(|token| matches!(token.kind, Kind::Or)) {
            self.next();
            let missing =
                || Fault::new(ErrorKind::NothingAfterOr).suggesting(ErrorKind::QuoteIt, "");
            arms.push(self.terms()?.ok_or_else(|| self.fault(or, missing()))?);
        }
        Ok(Some(Node::any(arms)))
    }

    /// Terms up to an `OR`, a `)` or the end; `None` if there are none.
    fn terms(&mut self) -> Result<Option<Node>> {
        let mut nodes = Vec::new();
        while let Some(token) = self.tokens.first() {
            if matches!(token.kind, Kind::Or | Kind::Close) {
                break;
            }
            self.next();
            match &token.kind {
                Kind::And => {}
                Kind::Field(field) if is_sort(field) => self.sort(token)?,
                _ => nodes.push(self.negated(token)?),
            }
        }
        Ok((!nodes.is_empty()).then(|| Node::all(nodes)))
    }

    /// A term after any number of `-`, without spaces in between, or of `NOT`.
    fn negated(&mut self, first: &'a Token) -> Result<Node> {
        let mut negative = false;
        let mut token = first;
        while matches!(token.kind, Kind::Minus | Kind::Not) {
            let next = self.next().filter(|next| {
                (next.span.start == token.span.end || matches!(token.kind, Kind::Not))
                    && !matches!(next.kind, Kind::Or | Kind::And | Kind::Close)
            });
            let kind = match token.kind {
                Kind::Not => ErrorKind::NothingAfterNot,
                _ => ErrorKind::NothingAfterMinus,
            };
            let missing = || Fault::new(kind).suggesting(ErrorKind::QuoteIt, "");
            token = next.ok_or_else(|| self.fault(token, missing()))?;
            negative = !negative;
        }
        let node = self.term(token)?;
        Ok(if negative { node.negated() } else { node })
    }

    fn term(&mut self, token: &'a Token) -> Result<Node> {
        if matches!(token.kind, Kind::Open) {
            return self.group(token);
        }
        let (term, end) = match &token.kind {
            Kind::Field(field) => self.field(token, field)?,
            Kind::Misspelt(name, meant) => {
                let fault = Fault::with(ErrorKind::NoField, name);
                let meant = format_args!("{meant}:");
                return Err(self.fault(token, fault.suggesting(ErrorKind::DidYouMean, meant)));
            }
            Kind::Pattern(source, closed) => {
                (Term::Pattern(self.pattern(token, source, *closed)?), token.span.end)
            }
            _ => {
                let first = self.words(token, true)?;
                match self.tokens.first() {
                    Some(Token { kind: Kind::Near(most), .. }) => self.near(first, *most)?,
                    _ => (Term::Anywhere(first), token.span.end),
                }
            }
        };
        if self.places.len() == MOST_TERMS {
            let fault = Fault::with(ErrorKind::TooManyTerms, MOST_TERMS);
            return Err(self.fault(token, fault));
        }
        let start = token.span.start;
        self.places.push(Place { bytes: start..end, column: column(self.text, start) });
        Ok(Node::Term(term))
    }

    /// Two texts near each other, the first of which was read, and the byte offset of the end.
    fn near(&mut self, first: Text, most: u16) -> Result<(Term, usize)> {
        let Some(operator) = self.next() else { return Ok((Term::Anywhere(first), 0)) };
        if most > MOST_BETWEEN {
            let fault = Fault::with(ErrorKind::TooFar, MOST_BETWEEN);
            return Err(self.fault(operator, fault));
        }
        let is_text = |token: &&Token| matches!(token.kind, Kind::Word(_) | Kind::Phrase(..));
        let second = self.tokens.first().filter(is_text);
        let missing = || self.fault(operator, Fault::with(ErrorKind::NotBetween, most));
        let second = second.ok_or_else(missing)?;
        self.next();
        let words = self.words(second, false)?;
        let near = Near { first: first.text, second: words.text, most };
        Ok((Term::Near(near), second.span.end))
    }

    fn group(&mut self, open: &Token) -> Result<Node> {
        if self.depth == DEEPEST {
            return Err(self.fault(open, Fault::with(ErrorKind::TooDeep, DEEPEST)));
        }
        self.depth += 1;
        let node = self.arms()?;
        if self.next().is_none() {
            return Err(self.fault(open, Fault::new(ErrorKind::Unclosed)));
        }
        self.depth -= 1;
        node.ok_or_else(|| {
            let fault = Fault::new(ErrorKind::EmptyGroup);
            self.fault(open, fault.suggesting(ErrorKind::QuoteIt, ""))
        })
    }

    fn sort(&mut self, token: &'a Token) -> Result<()> {
        if self.depth > 0 {
            let fault = Fault::new(ErrorKind::SortInside);
            return Err(self.fault(token, fault));
        }
        let (text, value) = self.plain_value(token, "sort")?;
        let unknown = || one_of(&text, SORTS.iter().map(|word| word.name));
        let sort = Sort::named(&text.to_ascii_lowercase());
        let sort = sort.ok_or_else(|| self.fault(value, unknown()))?;
        self.sort = Some(sort);
        Ok(())
    }

    /// A field with its value, and the byte offset of its end.
    fn field(&mut self, token: &'a Token, field: &'static Field) -> Result<(Term, usize)> {
        let value = match field.takes {
            ValueKind::Title
            | ValueKind::Body
            | ValueKind::Text(_)
            | ValueKind::OwnTag
            | ValueKind::Highlight => {
                let value = self.value(token, field.name)?;
                if let Kind::Pattern(source, closed) = &value.kind {
                    let pattern = self.pattern(value, source, *closed)?;
                    let term = match field.takes {
                        ValueKind::Body => Term::Field(field, Value::Pattern(pattern)),
                        _ => Term::Pattern(pattern),
                    };
                    return Ok((term, value.span.end));
                }
                let has_readings = matches!(field.takes, ValueKind::Title | ValueKind::Body);
                (Value::Text(self.words(value, has_readings)?), value)
            }
            ValueKind::Dates(_) | ValueKind::Read => {
                let side =
                    if let ValueKind::Dates(side) = field.takes { side } else { Side::Within };
                let (text, value) = self.plain_value(token, field.name)?;
                let dates = dates(&text, side, field.name);
                (Value::Dates(dates.map_err(|fault| self.fault(value, fault))?), value)
            }
            ValueKind::Words(words) => {
                let (text, value) = self.plain_value(token, field.name)?;
                let word = words.iter().find(|word| word.name.eq_ignore_ascii_case(&text));
                let unknown = || one_of(&text, words.iter().map(|word: &Word<_>| word.name));
                let word = word.ok_or_else(|| self.fault(value, unknown()))?;
                (Value::Fact(word.means.clone()), value)
            }
            ValueKind::Sort(_) => {
                return {
                    let (order, _) = self.plain_value(token, field.name)?;
                    let order = order.trim_start_matches('-');
                    let fault = Fault::new(ErrorKind::SortNegated);
                    let meant = format_args!("sort:-{order}");
                    Err(self.fault(token, fault.suggesting(ErrorKind::DidYouMean, meant)))
                };
            }
        };
        Ok((Term::Field(field, value.0), value.1.span.end))
    }

    /// The token with a field's value.
    fn value(&mut self, field: &Token, name: &str) -> Result<&'a Token> {
        let missing = self.tokens.first().is_none_or(|token| {
            token.span.start != field.span.end || matches!(token.kind, Kind::Open | Kind::Close)
        });
        let fault = || Fault::with(ErrorKind::NoValue, name);
        let value = self.next().filter(|_| !missing);
        value.ok_or_else(|| QueryError::new(self.text, field.span.end, fault()))
    }

    /// A field's value as ASCII text.
    fn plain_value(&mut self, field: &Token, name: &str) -> Result<(String, &'a Token)> {
        let token = self.value(field, name)?;
        Ok((text_to_ascii(&self.words(token, false)?.text), token))
    }

    /// A word or phrase. `has_readings` says whether an unquoted one also matches by pinyin and
    /// synonyms.
    fn words(&self, token: &Token, has_readings: bool) -> Result<Text> {
        let (text, quoted) = match &token.kind {
            Kind::Word(text) => (text, false),
            Kind::Phrase(_, false) => {
                return Err(self.fault(token, Fault::new(ErrorKind::UnclosedQuote)));
            }
            Kind::Phrase(text, true) if text.trim().is_empty() => {
                return Err(self.fault(token, Fault::new(ErrorKind::EmptyQuote)));
            }
            Kind::Phrase(text, true) => (text, true),
            Kind::Near(most) => {
                return Err(self.fault(token, Fault::with(ErrorKind::NotBetween, most)));
            }
            _ => return Err(self.fault(token, Fault::new(ErrorKind::NoTerm))),
        };
        Ok(Text::new(text, quoted && has_readings))
    }

    fn pattern(&mut self, token: &Token, source: &str, closed: bool) -> Result<Pattern> {
        let span: &Range<usize> = &token.span;
        let touches =
            |next: &Token| next.span.start == span.end && !matches!(next.kind, Kind::Close);
        let wrong = if !closed {
            Some(ErrorKind::UnclosedPattern)
        } else if source.is_empty() {
            Some(ErrorKind::EmptyPattern)
        } else if self.tokens.first().is_some_and(touches) {
            Some(ErrorKind::NoBlank)
        } else {
            None
        };
        if let Some(wrong) = wrong {
            return Err(self.fault(token, Fault::new(wrong).suggesting(ErrorKind::QuoteIt, "")));
        }
        if self.patterns == MOST_PATTERNS {
            let fault = Fault::with(ErrorKind::TooManyPatterns, MOST_PATTERNS);
            return Err(self.fault(token, fault));
        }
        self.patterns += 1;
        // The pattern begins after its slash.
        Pattern::new(source).map_err(|wrong| {
            let fault = Fault::with(wrong.kind, wrong.detail);
            QueryError::new(self.text, span.start + 1 + wrong.at, fault)
        })
    }
}

fn is_sort(field: &Field) -> bool {
    matches!(field.takes, ValueKind::Sort(_))
}

fn dates(text: &str, side: Side, field: &str) -> std::result::Result<Dates, Fault> {
    match side {
        Side::Within => Dates::parse(text),
        Side::Since | Side::Before if text.contains("..") => {
            Err(Fault::with(ErrorKind::OneDate, field).suggesting(ErrorKind::RangeByDate, ""))
        }
        Side::Since | Side::Before => When::parse(text).map(Dates::At),
    }
}

fn one_of<'a>(typed: &str, known: impl Iterator<Item = &'a str> + Clone) -> Fault {
    let fault = Fault::with(ErrorKind::OneOf, known.clone().collect::<Vec<_>>().join(", "));
    match nearest(typed, known) {
        Some(name) => fault.suggesting(ErrorKind::DidYouMean, name),
        None => fault,
    }
}
