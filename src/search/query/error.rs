//! Errors in queries, with suggestions.

use std::fmt;

use crate::clean::CleanText;

macro_rules! remarks {
    ($($variant:ident = $name:literal: $text:literal;)+) => {
        /// The kind of an error or suggestion.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ErrorKind {
            $(#[doc = $text] $variant,)+
        }

        impl ErrorKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The key in `locales/`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// The English text, with `{}` for the detail.
            const fn text(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }
    };
}

remarks! {
    TooLong = "too-long": "the query is longer than {} characters";
    TooManyTerms = "too-many-terms": "the query has more than {} terms";
    TooManyPatterns = "too-many-patterns": "the query has more than {} /regex/";
    TooDeep = "too-deep": "parentheses are nested deeper than {}";
    Unopened = "unopened": "this ) has no matching (";
    Unclosed = "unclosed": "this ( is never closed";
    UnclosedQuote = "unclosed-quote": "this quotation is never closed";
    UnclosedPattern = "unclosed-pattern": "this /regex/ is never closed";
    EmptyGroup = "empty-group": "expected a term between the parentheses";
    EmptyQuote = "empty-quote": "expected words between the quotes";
    EmptyPattern = "empty-pattern": "expected a pattern between the slashes";
    NoBlank = "no-blank": "expected a space after /regex/";
    BadPattern = "bad-pattern": "invalid /regex/: {}";
    PatternTooLarge = "pattern-too-large": "the /regex/ grows too large";
    UnclosedClass = "unclosed-class": "this [ is never closed";
    BadClassRange = "bad-class-range": "{} is not a range of characters";
    NoSuchClass = "no-such-class": "there is no character class {}";
    BadEscape = "bad-escape": "invalid escape {}; \\\\ is a backslash";
    NothingToRepeat = "nothing-to-repeat": "there is nothing before {} to repeat";
    BadCount = "bad-count": "{} is not a number of repetitions";
    BadFlag = "bad-flag": "{} is not a flag of a /regex/";
    BadGroupName = "bad-group-name": "{} cannot be the name of a group";
    NoLookAround = "no-look-around": "a /regex/ cannot look around or refer back: {}";
    NoTerm = "no-term": "expected a term";
    NotBetween = "not-between": "NEAR/{} stands between two words or phrases";
    TooFar = "too-far": "NEAR/ takes at most {} characters";
    NothingBeforeOr = "nothing-before-or": "expected a term before OR";
    NothingAfterOr = "nothing-after-or": "expected a term after OR";
    NothingAfterMinus = "nothing-after-minus": "expected a term right after -";
    NothingAfterNot = "nothing-after-not": "expected a term after NOT";
    SortInside = "sort-inside": "sort: belongs outside of the parentheses";
    SortNegated = "sort-negated": "sort: cannot be negated";
    NoField = "no-field": "there is no field {}:";
    NoValue = "no-value": "expected a value right after {}:";
    OneOf = "one-of": "expected {}";
    OneDate = "one-date": "{}: takes one date";
    NoDate = "no-date": "expected a date: 2022, 2022-01, 2022-01-05, 2022-W05, 7d, 2w, 3m, 1y, \
        today, yesterday, week, last-week, month, last-month, year or last-year";
    NoYearZero = "no-year-zero": "years begin with 0001";
    NoMonth = "no-month": "there is no month {}";
    NotInCalendar = "not-in-calendar": "the calendar has no {}";
    EmptyRange = "empty-range": "expected a date before or after ..";
    BackwardRange = "backward-range": "the range ends before it begins";
    QuoteIt = "quote-it": "in quotes it is searched for literally";
    DidYouMean = "did-you-mean": "did you mean {}?";
    RangeByDate = "range-by-date": "date: takes a range";
}

/// An error message or suggestion. `Display` is English; `locales/` has other languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The kind.
    pub kind: ErrorKind,
    /// A number, a name or a list of names; may be empty.
    pub detail: CleanText,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.kind.text().replacen("{}", self.detail.as_str(), 1))
    }
}

/// A syntax error. `Display` is `column 3: expected …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// The byte offset of the error.
    pub at: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// What is wrong or expected, without the column.
    pub what: Remark,
    /// A suggestion, such as the nearest field.
    pub suggestion: Option<Remark>,
}

impl QueryError {
    /// An error at a byte offset of `text`.
    pub(super) fn new(text: &str, at: usize, fault: Fault) -> Self {
        let Fault { what, suggestion } = fault;
        Self { at, column: column(text, at), what, suggestion }
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "column {}: {}", self.column, self.what)
    }
}

impl std::error::Error for QueryError {}

/// The column of a byte offset, from 1, in characters.
pub(super) fn column(text: &str, at: usize) -> usize {
    text.char_indices().take_while(|&(start, _)| start < at).count() + 1
}

/// An error without a position.
#[derive(Debug)]
pub(super) struct Fault {
    what: Remark,
    suggestion: Option<Remark>,
}

impl Fault {
    pub(super) fn new(kind: ErrorKind) -> Self {
        Self::with(kind, "")
    }

    /// With a detail, which is cleaned: it may quote the query.
    pub(super) fn with(kind: ErrorKind, detail: impl fmt::Display) -> Self {
        Self { what: remark(kind, detail), suggestion: None }
    }

    pub(super) fn suggesting(self, kind: ErrorKind, detail: impl fmt::Display) -> Self {
        Self { suggestion: Some(remark(kind, detail)), ..self }
    }
}

fn remark(kind: ErrorKind, detail: impl fmt::Display) -> Remark {
    Remark { kind, detail: CleanText::line(&detail.to_string()) }
}
