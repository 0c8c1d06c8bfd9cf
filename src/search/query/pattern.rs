//! Regular expressions in queries, and the literal texts that a match requires.
//!
//! Matching takes linear time, and the compiled size is bounded, so no pattern can explode. The
//! texts that a match requires come from the pattern's literals, so a store can rule out most posts
//! without reading them.

use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use regex::{Regex, RegexBuilder};
use regex_syntax::ast::ErrorKind as AstError;
use regex_syntax::hir::{ErrorKind as HirError, Hir, HirKind};
use regex_syntax::{Error, ParserBuilder};

use crate::script::is_bmp_ideograph;
use crate::search::query::error::ErrorKind;
use crate::search::query::{DEEPEST, PATTERN_BYTES};

/// The most required texts recorded for a pattern.
const MOST_NEEDED: usize = 32;

/// A regular expression for unfolded text, ignoring case.
#[derive(Clone, Debug)]
pub struct Pattern {
    source: String,
    /// Shared, because a clone of its own would match with caches of its own.
    regex: Arc<Regex>,
    needs: Needs,
}

/// What a text must contain if a pattern matches it. The texts are parts that folding changes in
/// every context alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Needs {
    /// This text.
    Text(String),
    /// All of these; none for an empty list.
    All(Vec<Needs>),
    /// At least one of these.
    Any(Vec<Needs>),
}

impl Pattern {
    /// Compiles the source between the slashes.
    pub(super) fn new(source: &str) -> Result<Self, BadPattern> {
        let mut builder = RegexBuilder::new(source);
        builder.case_insensitive(true).size_limit(PATTERN_BYTES).nest_limit(DEEPEST as u32);
        let needs = Needs::of(source)?;
        // What parses and does not compile is too large.
        let too_large =
            |_| BadPattern { at: 0, kind: ErrorKind::PatternTooLarge, detail: String::new() };
        let regex = builder.build().map_err(too_large)?;
        Ok(Self { source: source.to_owned(), regex: Arc::new(regex), needs })
    }

    /// The source between the slashes.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether a text matches.
    pub fn fits(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    /// The bytes of all matches in a text, without empty ones.
    pub fn find_all(&self, text: &str) -> impl Iterator<Item = Range<usize>> {
        self.regex.find_iter(text).map(|found| found.range()).filter(|range| !range.is_empty())
    }

    /// What a text that matches contains.
    pub fn needs(&self) -> &Needs {
        &self.needs
    }
}

/// Why a pattern is not used.
#[derive(Debug)]
pub(super) struct BadPattern {
    /// The byte offset in the source.
    pub at: usize,
    pub kind: ErrorKind,
    /// The part that is wrong, or the limit.
    pub detail: String,
}

impl BadPattern {
    fn of(source: &str, error: &Error) -> Self {
        let (kind, span) = match error {
            Error::Parse(error) => (of_syntax(error.kind()), error.span()),
            Error::Translate(error) => (of_meaning(error.kind()), error.span()),
            _ => return Self { at: 0, kind: ErrorKind::BadPattern, detail: source.to_owned() },
        };
        let at = span.start.offset;
        // An empty span stands before the wrong character.
        let rest = source.get(at..).unwrap_or_default();
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let part = rest.get(..(span.end.offset - at).max(first));
        let detail = match kind {
            ErrorKind::TooDeep => DEEPEST.to_string(),
            _ => part.unwrap_or(source).to_owned(),
        };
        Self { at, kind, detail }
    }
}

fn of_syntax(kind: &AstError) -> ErrorKind {
    use AstError as E;
    match kind {
        E::GroupUnclosed => ErrorKind::Unclosed,
        E::GroupUnopened => ErrorKind::Unopened,
        E::NestLimitExceeded(_) => ErrorKind::TooDeep,
        E::ClassUnclosed => ErrorKind::UnclosedClass,
        E::ClassRangeInvalid | E::ClassRangeLiteral => ErrorKind::BadClassRange,
        E::ClassEscapeInvalid
        | E::EscapeHexEmpty
        | E::EscapeHexInvalid
        | E::EscapeHexInvalidDigit
        | E::EscapeUnexpectedEof
        | E::EscapeUnrecognized
        | E::SpecialWordBoundaryUnclosed
        | E::SpecialWordBoundaryUnrecognized
        | E::SpecialWordOrRepetitionUnexpectedEof => ErrorKind::BadEscape,
        E::RepetitionMissing => ErrorKind::NothingToRepeat,
        E::DecimalEmpty
        | E::DecimalInvalid
        | E::RepetitionCountInvalid
        | E::RepetitionCountDecimalEmpty
        | E::RepetitionCountUnclosed => ErrorKind::BadCount,
        E::FlagDanglingNegation
        | E::FlagDuplicate { .. }
        | E::FlagRepeatedNegation { .. }
        | E::FlagUnexpectedEof
        | E::FlagUnrecognized => ErrorKind::BadFlag,
        E::GroupNameDuplicate { .. }
        | E::GroupNameEmpty
        | E::GroupNameInvalid
        | E::GroupNameUnexpectedEof => ErrorKind::BadGroupName,
        E::UnsupportedBackreference | E::UnsupportedLookAround => ErrorKind::NoLookAround,
        E::UnicodeClassInvalid => ErrorKind::NoSuchClass,
        _ => ErrorKind::BadPattern,
    }
}

fn of_meaning(kind: &HirError) -> ErrorKind {
    match kind {
        HirError::UnicodePropertyNotFound
        | HirError::UnicodePropertyValueNotFound
        | HirError::UnicodePerlClassNotFound => ErrorKind::NoSuchClass,
        _ => ErrorKind::BadPattern,
    }
}

impl Needs {
    /// Nothing.
    const NOTHING: Self = Self::All(Vec::new());

    fn of(source: &str) -> Result<Self, BadPattern> {
        // Case is left alone: a letter would become a class of its forms.
        let parsed = ParserBuilder::new().nest_limit(DEEPEST as u32).build().parse(source);
        let hir = parsed.map_err(|error| BadPattern::of(source, &error))?;
        Ok(Self::of_part(&hir, &mut { MOST_NEEDED }))
    }

    /// What a part of a pattern needs; `left` is how many texts more may be named.
    fn of_part(hir: &Hir, left: &mut usize) -> Self {
        match hir.kind() {
            HirKind::Literal(literal) => {
                let text = std::str::from_utf8(&literal.0).unwrap_or_default();
                let parts = stable_parts(text);
                let taken = parts.len().min(*left);
                *left -= taken;
                Self::all(parts.into_iter().take(taken).map(Self::Text).collect())
            }
            HirKind::Repetition(repetition) if repetition.min > 0 => {
                Self::of_part(&repetition.sub, left)
            }
            HirKind::Capture(capture) => Self::of_part(&capture.sub, left),
            HirKind::Concat(parts) => {
                Self::all(parts.iter().map(|part| Self::of_part(part, left)).collect())
            }
            HirKind::Alternation(parts) => {
                let parts: Vec<Self> = parts.iter().map(|part| Self::of_part(part, left)).collect();
                if parts.contains(&Self::NOTHING) { Self::NOTHING } else { Self::Any(parts) }
            }
            _ => Self::NOTHING,
        }
    }

    fn all(parts: Vec<Self>) -> Self {
        let mut parts: Vec<Self> =
            parts.into_iter().filter(|part| *part != Self::NOTHING).collect();
        if parts.len() == 1 { parts.remove(0) } else { Self::All(parts) }
    }

    /// Whether they are met, if `has` says whether a text is there.
    pub fn are_met(&self, has: &mut dyn FnMut(&str) -> bool) -> bool {
        match self {
            Self::Text(text) => has(text),
            Self::All(parts) => parts.iter().all(|part| part.are_met(has)),
            Self::Any(parts) => parts.iter().any(|part| part.are_met(has)),
        }
    }
}

/// The parts of a literal that fold the same way in every text that contains it: runs of Han and
/// ASCII characters. Other characters can be written in several ways. A combining mark can follow
/// the last ASCII character and change it.
fn stable_parts(literal: &str) -> Vec<String> {
    let is_stable = |c: char| c.is_ascii() || is_bmp_ideograph(c);
    let runs = literal.split(|c| !is_stable(c));
    let runs = runs.map(|run| run.strip_suffix(|c: char| c.is_ascii()).unwrap_or(run));
    runs.filter(|run| !run.is_empty()).map(str::to_owned).collect()
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::fold::fold;

    fn shown(needs: &Needs) -> String {
        let join = |parts: &[Needs], by: &str| -> String {
            let parts: Vec<String> = parts.iter().map(shown).collect();
            format!("({})", parts.join(by))
        };
        match needs {
            Needs::Text(text) => text.clone(),
            Needs::All(parts) => join(parts, " "),
            Needs::Any(parts) => join(parts, "|"),
        }
    }

    #[test]
    fn what_a_match_needs() {
        for (source, expected) in [
            ("芯片", "芯片"),
            ("芯片.{0,9}出口", "(芯片 出口)"),
            ("(芯片|半导体)出口?", "((芯片|半导体) 出)"),
            ("[0-9]+月[0-9]+日", "(月 日)"),
            ("GPT-?[45]", "GP"),
            ("第(一|二|.)章", "(第 章)"),
            ("(甲|)", "()"),
            ("甲*", "()"),
            ("(?:甲乙){2,}", "甲乙"),
            ("甲é乙a", "(甲 乙)"),
            ("^$", "()"),
            ("\\d", "()"),
        ] {
            assert_eq!(shown(Pattern::new(source).unwrap().needs()), expected, "{source}");
        }
        let many: Vec<String> = (0..99).map(|n| format!("甲{n}乙")).collect();
        assert_eq!(shown(Pattern::new(&many.join("|")).unwrap().needs()), "()");
    }

    #[test]
    fn no_pattern_explodes() {
        for source in ["(\\w{1,99}){1,99}", "a{999}{999}", "((a{9}){99}){99}"] {
            assert_eq!(
                Pattern::new(source).unwrap_err().kind,
                ErrorKind::PatternTooLarge,
                "{source}"
            );
        }
        // Exponential in a backtracking engine.
        let text = "a".repeat(100_000) + "!";
        for source in ["^(a|aa)+$", "(a*)*b", "(a?){50}a{50}$"] {
            assert!(!Pattern::new(source).unwrap().fits(&text), "{source}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        /// A match is never ruled out by a folded text.
        #[test]
        fn needs_are_met_where_it_matches(
            source in "([甲臺台aksKé①.]|\\?|\\(甲\\|臺a\\)|\\[甲乙\\]|a\\+|k\\*){1,6}",
            text in "([甲乙臺台aksKſ\u{212a}é\u{301}\u{200b}\u{fe0f}①１]){0,9}",
        ) {
            if let Ok(pattern) = Pattern::new(&source)
                && pattern.fits(&text)
            {
                let folded = fold(&text);
                let met = pattern.needs().are_met(&mut |part| folded.contains(&fold(part)));
                prop_assert!(met, "{} in {}", source, text);
            }
        }
    }
}
