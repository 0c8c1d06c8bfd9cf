//! A passage of a text that is found again after the text was edited.
//!
//! A passage is its quote with the text around it (a `TextQuoteSelector` of the W3C's Web Annotation)
//! and its position (a `TextPositionSelector`). [`Anchorer`] looks at the position first, then for
//! the quote with most of its context, then for the text between the two contexts, in case the
//! quote itself was edited. Pure and linear in the text.

use std::collections::HashMap;
use std::ops::Range;

use memchr::memmem;
use serde::{Deserialize, Serialize};

/// The characters before and after a quote that are kept.
const CONTEXT: usize = 32;
/// The longest quote, in bytes.
pub const LONGEST_QUOTE: usize = 16 * 1024;
/// A quote is accepted elsewhere only if it and its context agree in at least this many characters,
/// because a single word occurs in many places.
const ENOUGH: usize = 12;
/// The byte offset of every character at a multiple of this is kept.
const STEP: usize = 256;
/// The characters of a context next to the quote, between which an edited quote is looked for.
const NEXT_TO: usize = 8;
/// The most places of a context that are compared with a quote which was edited.
const MOST_PLACES: usize = 8;

/// A quote, its context and its position.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Passage {
    /// The quote.
    pub exact: String,
    /// The text before it, at most 32 characters.
    #[serde(default)]
    pub prefix: String,
    /// The text after it, at most 32 characters.
    #[serde(default)]
    pub suffix: String,
    /// Where it began, in characters from the start of the text.
    #[serde(default)]
    pub start: usize,
    /// Where it ended, in the same unit.
    #[serde(default)]
    pub end: usize,
}

/// How a passage was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundBy {
    /// It is where it was.
    Position,
    /// The quote is elsewhere.
    Quote,
    /// The quote was edited: this is between its contexts.
    Context,
}

impl FoundBy {
    /// The stable name in exports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Position => "position",
            Self::Quote => "quote",
            Self::Context => "context",
        }
    }
}

impl Passage {
    /// The passage over a byte range of a text, without blanks at its ends. `None` if nothing is left,
    /// if the range is not one of whole characters, or if it is longer than [`LONGEST_QUOTE`].
    pub fn of(text: &str, bytes: Range<usize>) -> Option<Self> {
        let (before, quote, after) =
            (text.get(..bytes.start)?, text.get(bytes.clone())?, text.get(bytes.end..)?);
        let exact = quote.trim();
        if exact.is_empty() || exact.len() > LONGEST_QUOTE {
            return None;
        }
        let blank_before = quote.len() - quote.trim_start().len();
        let blank_after = quote.len() - quote.trim_end().len();
        let start = before.chars().count() + quote.get(..blank_before)?.chars().count();
        let before = text.get(..before.len() + blank_before)?;
        let after = text.get(text.len() - after.len() - blank_after..)?;
        let from = before.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at);
        Some(Self {
            prefix: before.get(from..)?.to_owned(),
            suffix: after.chars().take(CONTEXT).collect(),
            exact: exact.to_owned(),
            start,
            end: start + exact.chars().count(),
        })
    }

    /// Whether it is valid; a record can come from anywhere.
    pub(super) fn is_sound(&self) -> bool {
        let is_context = |text: &str| text.chars().nth(CONTEXT).is_none();
        !self.exact.trim().is_empty()
            && self.exact.len() <= LONGEST_QUOTE
            && is_context(&self.prefix)
            && is_context(&self.suffix)
    }

    /// The characters of the context that agree with the text around a byte range.
    fn agreement(&self, text: &str, bytes: &Range<usize>) -> usize {
        let before = text.get(..bytes.start).unwrap_or_default().chars().rev();
        let after = text.get(bytes.end..).unwrap_or_default().chars();
        let same = |pair: &(char, char)| pair.0 == pair.1;
        self.prefix.chars().rev().zip(before).take_while(same).count()
            + self.suffix.chars().zip(after).take_while(same).count()
    }

    /// The characters of the whole context.
    fn context(&self) -> usize {
        self.prefix.chars().count() + self.suffix.chars().count()
    }
}

/// Finds passages in one text.
#[derive(Debug)]
pub struct Anchorer<'a> {
    text: &'a str,
    /// The byte of every 256th character.
    bytes: Vec<usize>,
}

impl<'a> Anchorer<'a> {
    /// Prepares a text.
    pub fn new(text: &'a str) -> Self {
        let bytes = text.char_indices().step_by(STEP).map(|(at, _)| at).collect();
        Self { text, bytes }
    }

    /// The byte of a character; the end of the text if it has fewer.
    fn byte(&self, character: usize) -> usize {
        let Some(&from) = self.bytes.get(character / STEP) else { return self.text.len() };
        let rest = self.text.get(from..).unwrap_or_default();
        rest.char_indices().nth(character % STEP).map_or(self.text.len(), |(at, _)| from + at)
    }

    /// The bytes of a passage, and how they were found; `None` if its text is gone.
    pub fn find(&self, passage: &Passage) -> Option<(Range<usize>, FoundBy)> {
        if passage.exact.is_empty() {
            return None;
        }
        let start = self.byte(passage.start);
        let there = start..start + passage.exact.len();
        let is_there = self.text.get(there.clone()) == Some(passage.exact.as_str());
        if is_there && passage.agreement(self.text, &there) == passage.context() {
            return Some((there, FoundBy::Position));
        }
        let there = Some(there).filter(|_| is_there);
        if let Some(found) = self.quote(passage, start, there.clone()) {
            let by =
                if Some(&found) == there.as_ref() { FoundBy::Position } else { FoundBy::Quote };
            return Some((found, by));
        }
        self.between(passage, start).map(|found| (found, FoundBy::Context))
    }

    /// The place of the quote with most of its context; of several, the nearest to where it was.
    fn quote(
        &self,
        passage: &Passage,
        start: usize,
        there: Option<Range<usize>>,
    ) -> Option<Range<usize>> {
        let (quote, text) = (passage.exact.as_bytes(), self.text.as_bytes());
        let places = memmem::find_iter(text, quote).map(|at| at..at + quote.len());
        let rated = places.chain(there).map(|place| {
            let agreement = passage.agreement(self.text, &place);
            (agreement, std::cmp::Reverse(place.start.abs_diff(start)), place)
        });
        let (agreement, _, place) = rated.max_by_key(|(agreement, far, _)| (*agreement, *far))?;
        let own = passage.exact.chars().take(ENOUGH).count();
        let wanted = ENOUGH.min(own + passage.context());
        (own + agreement >= wanted).then_some(place)
    }

    /// The text between the contexts of a quote, if it is similar to the quote.
    fn between(&self, passage: &Passage, start: usize) -> Option<Range<usize>> {
        let Passage { exact, prefix, suffix, .. } = passage;
        let from = prefix.char_indices().rev().nth(NEXT_TO - 1).map_or(0, |(at, _)| at);
        let prefix = prefix.get(from..).unwrap_or_default();
        let to = suffix.char_indices().nth(NEXT_TO).map_or(suffix.len(), |(at, _)| at);
        let suffix = suffix.get(..to).unwrap_or_default();
        let longest = 2 * exact.len() + 4 * CONTEXT;
        let text = self.text.as_bytes();
        let mut places: Vec<usize> = if prefix.is_empty() {
            vec![0]
        } else {
            memmem::find_iter(text, prefix.as_bytes()).map(|at| at + prefix.len()).collect()
        };
        places.sort_unstable_by_key(|place| place.abs_diff(start));
        places.truncate(MOST_PLACES);
        let known = pairs(exact);
        let rated = places.into_iter().filter_map(|from| {
            let window = text.get(from..text.len().min(from + longest + suffix.len()))?;
            let len = if suffix.is_empty() {
                Some(window.len()).filter(|_| from + longest >= text.len())
            } else {
                memmem::find(window, suffix.as_bytes())
            };
            let found = from..from + len?;
            // A window may end within a character; its parts do not.
            let likeness = likeness(&known, &pairs(self.text.get(found.clone())?));
            Some((likeness, found))
        });
        let (likeness, found) = rated.max_by_key(|(likeness, _)| *likeness)?;
        (likeness >= 50 && !found.is_empty()).then_some(found)
    }
}

/// How often each pair of characters is in a text, with its ends as characters.
fn pairs(text: &str) -> HashMap<(char, char), usize> {
    let mut pairs = HashMap::new();
    let mut last = '\0';
    for c in text.chars().chain(['\0']) {
        *pairs.entry((last, c)).or_default() += 1;
        last = c;
    }
    pairs
}

/// How many pairs two texts share, in percent of all.
fn likeness(a: &HashMap<(char, char), usize>, b: &HashMap<(char, char), usize>) -> usize {
    let shared: usize = a.iter().map(|(pair, n)| b.get(pair).map_or(0, |m| (*n).min(*m))).sum();
    let all: usize = a.values().chain(b.values()).sum();
    200 * shared / all.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "春天来了，河边的柳树发了芽。孩子们在草地上放风筝，老人坐在长椅上看书。\n\
        下午下了一场小雨，路面很快就干了。傍晚的时候，天边出现了一道彩虹。";

    fn passage(text: &str, quote: &str) -> Passage {
        let at = text.find(quote).unwrap();
        Passage::of(text, at..at + quote.len()).unwrap()
    }

    /// Finds a quote of [`TEXT`] in another version of it.
    fn check(quote: &str, edited: &str, expected: Option<(&str, FoundBy)>) {
        let found = Anchorer::new(edited).find(&passage(TEXT, quote));
        let found = found.map(|(bytes, by)| (edited.get(bytes).unwrap(), by));
        assert_eq!(found, expected, "{quote} in {edited}");
    }

    #[test]
    fn a_passage_is_a_quote_with_context_and_position() {
        let found = passage("甲乙 丙丁 戊", " 丙丁 ");
        let expected = Passage {
            exact: "丙丁".into(),
            prefix: "甲乙 ".into(),
            suffix: " 戊".into(),
            start: 3,
            end: 5,
        };
        assert_eq!(found, expected);
        let long = "字".repeat(100);
        let found = Passage::of(&long, 150..153).unwrap();
        assert_eq!((found.prefix.chars().count(), found.suffix.chars().count()), (32, 32));
        assert_eq!(Passage::of("甲 \n 乙", 3..6), None, "blanks");
        assert_eq!(Passage::of("甲乙", 1..3), None, "half a character");
        assert_eq!(Passage::of("甲乙", 0..9), None);
        let long = "x".repeat(LONGEST_QUOTE + 1);
        assert_eq!(Passage::of(&long, 0..long.len()), None);
        assert!(Passage::of(&long, 1..long.len()).is_some());
    }

    #[test]
    fn a_passage_survives_edits_around_it() {
        let quote = "老人坐在长椅上看书";
        check(quote, TEXT, Some((quote, FoundBy::Position)));
        let moved = format!("新写的一段开头。\n{TEXT}");
        check(quote, &moved, Some((quote, FoundBy::Quote)));
        check(quote, &TEXT.replace("放风筝", "踢足球"), Some((quote, FoundBy::Position)));
        check(quote, &TEXT.replace("河边的", ""), Some((quote, FoundBy::Quote)));
        // Nothing around it is as it was.
        check(quote, "有人说，老人坐在长椅上看书！", None);
        let long = "孩子们在草地上放风筝，老人坐在长椅上看书";
        check(long, &format!("有人说，{long}！"), Some((long, FoundBy::Quote)));
    }

    #[test]
    fn an_edited_quote_is_what_stands_between_its_contexts() {
        let edited = TEXT.replace("老人坐在长椅上看书", "老人们坐在长椅上读书");
        check("老人坐在长椅上看书", &edited, Some(("老人们坐在长椅上读书", FoundBy::Context)));
        // At the ends of the text.
        let edited = TEXT.replace("春天来了", "春天终于来了");
        check("春天来了，河边", &edited, Some(("春天终于来了，河边", FoundBy::Context)));
        let edited = TEXT.replace("一道彩虹", "两道彩虹");
        check("出现了一道彩虹。", &edited, Some(("出现了两道彩虹。", FoundBy::Context)));
        // Another sentence in its place.
        let other = TEXT.replace("老人坐在长椅上看书", "远处传来钟声");
        check("老人坐在长椅上看书", &other, None);
    }

    #[test]
    fn a_deleted_passage_is_gone() {
        let quote = "下午下了一场小雨，路面很快就干了。";
        check(quote, &TEXT.replace(quote, ""), None);
        check(quote, "", None);
        // A word of a deleted sentence is not the same word elsewhere.
        let text = "今天的天气很好。我们明天再看天气怎么样吧。";
        let word = passage(text, "天气");
        let edited = "我们明天再看天气怎么样吧。";
        assert_eq!(Anchorer::new(edited).find(&word), None);
    }

    #[test]
    fn of_several_places_that_with_the_context_counts_then_the_nearest() {
        let text = "甲说：好。乙说：好。丙说：好。";
        let second = text.match_indices('好').nth(1).unwrap().0;
        let good = Passage::of(text, second..second + 3).unwrap();
        let edited = format!("从前。{text}");
        let found = Anchorer::new(&edited).find(&good).unwrap();
        assert_eq!(found, (second + 9..second + 12, FoundBy::Quote));
        let line = "同样的一行文字写在这里。\n";
        let text = line.repeat(9);
        let passage = Passage::of(&text, line.len() * 4..line.len() * 5).unwrap();
        let found = Anchorer::new(&text).find(&passage).unwrap();
        assert_eq!(found.0.start, line.len() * 4);
        let shorter = format!("首{text}");
        let found = Anchorer::new(&shorter).find(&passage).unwrap();
        assert_eq!(found.0.start, line.len() * 4 + 3);
    }

    /// Texts with few characters, so that quotes stand in many places.
    fn text() -> impl Strategy<Value = String> {
        prop::collection::vec(prop::sample::select(vec!["甲", "乙", "a", "，", "\n", "🙂"]), 0..600)
            .prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn what_is_marked_is_found_where_it_is(text in text(), from: prop::sample::Index, to: prop::sample::Index) {
            let mut ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            ends.push(text.len());
            let (a, b) = (*from.get(&ends), *to.get(&ends));
            let bytes = a.min(b)..a.max(b);
            let Some(passage) = Passage::of(&text, bytes.clone()) else { return Ok(()) };
            prop_assert!(passage.is_sound());
            let (found, by) = Anchorer::new(&text).find(&passage).unwrap();
            prop_assert_eq!(text.get(found.clone()).unwrap(), text.get(bytes.clone()).unwrap().trim());
            prop_assert!(bytes.start <= found.start && found.end <= bytes.end);
            prop_assert_eq!(by, FoundBy::Position);
        }

        /// Text that is inserted or removed beyond the context moves a passage and loses none.
        #[test]
        fn edits_elsewhere_lose_nothing(text in text(), new in text(), at: prop::sample::Index, edit: prop::sample::Index, cut in 0..40usize) {
            let chars: Vec<char> = text.chars().collect();
            let quote: String = "标记的这一句话没有第二处，也没有改过".to_owned();
            let (at, edit) = (at.index(chars.len() + 1), edit.index(chars.len() + 1));
            let whole = |text: &[char]| -> String { text.iter().collect() };
            let (before, after) = (whole(&chars[..at]), whole(&chars[at..]));
            let old = format!("{before}{quote}{after}");
            let marked = Passage::of(&old, before.len()..before.len() + quote.len()).unwrap();
            let mut edited: Vec<char> = old.chars().collect();
            let edit = if edit < at { edit } else { edit + quote.chars().count() };
            let end = (edit + cut).min(edited.len()).min(if edit < at { at } else { usize::MAX });
            edited.splice(edit..end, new.chars());
            let edited = whole(&edited);
            let (found, _) = Anchorer::new(&edited).find(&marked).unwrap();
            prop_assert_eq!(edited.get(found).unwrap(), quote);
        }

        #[test]
        fn any_passage_in_any_text_is_harmless(text: String, exact: String, prefix: String, suffix: String, start: usize) {
            let passage = Passage { exact, prefix, suffix, start, end: 0 };
            if let Some((found, _)) = Anchorer::new(&text).find(&passage) {
                prop_assert!(text.get(found).is_some());
            }
        }
    }
}
