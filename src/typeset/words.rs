//! Where words and sentences begin and end, for moving in a text.
//!
//! Words by `icu_segmenter` with its dictionary of Chinese and Japanese, sentences by UAX #29. Both
//! look at a bounded part of the text around a place, so a key costs the same in any article.

use std::ops::Range;
use std::sync::LazyLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

static SEGMENTER: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

/// How many bytes back to look for the start of a grapheme: a long run of flags would otherwise be
/// read from its start. A multiple of a flag's eight bytes, so that no flag is split.
const MOST_BEFORE: usize = 4096;
/// Limit in characters for looking for words on either side of a place.
const MOST_OF_CLAUSE: usize = 300;
/// The same for sentences.
const MOST_OF_SENTENCE: usize = 2000;

/// The byte range of the line that holds a place.
pub fn line(text: &str, at: usize) -> Range<usize> {
    let before = text.get(..at).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let after = text.get(at..).unwrap_or_default();
    start..after.find('\n').map_or(text.len(), |end| at + end)
}

/// The byte range of the grapheme that holds a place; empty at the end.
pub fn grapheme(text: &str, at: usize) -> Range<usize> {
    let from = near_before(text, at);
    let Some(near) = text.get(from..).filter(|_| text.is_char_boundary(at)) else { return at..at };
    // A style or a hit may begin inside a grapheme.
    let mut cursor = GraphemeCursor::new(at - from, near.len(), true);
    let start = match cursor.is_boundary(near, 0) {
        Ok(false) => cursor.prev_boundary(near, 0).ok().flatten().map_or(at, |start| from + start),
        _ => at,
    };
    let rest = text.get(start..).unwrap_or_default();
    start..start + rest.graphemes(true).next().map_or(0, str::len)
}

/// The first byte of the last grapheme in a byte range; the start of an empty range.
pub fn last_grapheme(text: &str, range: Range<usize>) -> usize {
    let from = near_before(text, range.end).max(range.start);
    let own = text.get(from..range.end).unwrap_or_default();
    own.grapheme_indices(true).next_back().map_or(range.start, |(at, _)| from + at)
}

/// A place before another from which its grapheme is found.
fn near_before(text: &str, at: usize) -> usize {
    let from = at.saturating_sub(MOST_BEFORE);
    (from..at).find(|from| text.is_char_boundary(*from)).unwrap_or(at)
}

/// The byte range of the word at a place, or of the one character there that belongs to none.
pub fn word(text: &str, at: usize) -> Range<usize> {
    let found = words(text, at).into_iter().find(|word| word.contains(&at));
    found.unwrap_or_else(|| grapheme(text, at))
}

/// The word after the one at a place; `None` if there is none.
pub fn next_word(text: &str, at: usize) -> Option<Range<usize>> {
    let here = word(text, at);
    let mut from = here.end;
    loop {
        let rest = text.get(from..)?;
        let (ahead, _) = rest.char_indices().find(|(_, c)| is_of_word(*c))?;
        let found = word(text, from + ahead);
        // A character that is no word after all, such as a combining one.
        if found.start >= from {
            return Some(found);
        }
        from = found.end;
    }
}

/// The word before the one at a place; `None` if there is none.
pub fn word_before(text: &str, at: usize) -> Option<Range<usize>> {
    let here = word(text, at);
    if here.start < at && words(text, at).contains(&here) {
        return Some(here);
    }
    let before = text.get(..here.start)?;
    let (last, _) = before.char_indices().rev().find(|(_, c)| is_of_word(*c))?;
    Some(word(text, last))
}

/// The byte range of the sentence at a place, without blanks at its end.
pub fn sentence(text: &str, at: usize) -> Range<usize> {
    let line = line(text, at);
    let part = around(text, at, MOST_OF_SENTENCE, &|c| c == '\n');
    let part = part.start.max(line.start)..part.end.min(line.end);
    let own = text.get(part.clone()).unwrap_or_default();
    let found = own.split_sentence_bound_indices().find_map(|(from, sentence)| {
        let range = part.start + from..part.start + from + sentence.len();
        let trimmed = range.start..range.start + sentence.trim_end().len();
        range.contains(&at).then_some(trimmed)
    });
    found.filter(|range| !range.is_empty()).unwrap_or(at..at)
}

/// The words of the clause around a place: none of them goes over its ends.
fn words(text: &str, at: usize) -> Vec<Range<usize>> {
    let part = around(text, at, MOST_OF_CLAUSE, &ends_clause);
    let own = text.get(part.clone()).unwrap_or_default();
    let mut words = Vec::new();
    let mut from = 0;
    for (to, kind) in SEGMENTER.segment_str(own).iter_with_word_type() {
        if kind.is_word_like() && to > from {
            words.push(part.start + from..part.start + to);
        }
        from = to;
    }
    words
}

/// The part of a text around a place up to characters that end it, which it does not hold.
fn around(text: &str, at: usize, most: usize, ends: &dyn Fn(char) -> bool) -> Range<usize> {
    let before = text.get(..at).unwrap_or_default().char_indices().rev().take(most);
    let start = before.take_while(|(_, c)| !ends(*c)).last().map_or(at, |(from, _)| from);
    let after = text.get(at..).unwrap_or_default().char_indices().take(most);
    let inside = after.take_while(|(_, c)| !ends(*c)).last();
    start..inside.map_or(at, |(from, c)| at + from + c.len_utf8())
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric()
}

/// Whether no word extends across this character: whitespace or Chinese punctuation.
fn ends_clause(c: char) -> bool {
    let is_mark = matches!(c,
        '\u{2010}'..='\u{2018}' | '\u{201a}'..='\u{2026}' | '\u{3000}'..='\u{3004}'
        | '\u{3008}'..='\u{301f}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}');
    c.is_whitespace() || is_mark
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn part(text: &str, range: Range<usize>) -> &str {
        text.get(range).unwrap()
    }

    #[test]
    fn words_of_chinese_and_latin() {
        let check = |text: &str, expected: &[&str]| {
            let mut found = Vec::new();
            let first = word(text, 0);
            let mut next =
                Some(first).filter(|word| part(text, word.clone()).chars().any(is_of_word));
            next = next.or_else(|| next_word(text, 0));
            while let Some(word) = next {
                found.push(part(text, word.clone()));
                next = next_word(text, word.start);
            }
            assert_eq!(found, expected, "{text}");
            // The same words backwards.
            let mut back = Vec::new();
            let mut before = word_before(text, text.len());
            while let Some(word) = before {
                back.insert(0, part(text, word.clone()));
                before = word_before(text, word.start);
            }
            assert_eq!(back, expected, "{text} backwards");
        };
        check("今天天气很好，我们出去走走。", &["今天", "天气", "很好", "我们", "出去", "走走"]);
        check("央行宣布降准。", &["央行", "宣布", "降", "准"]);
        check("用Rust 1.88写的程序", &["用", "Rust", "1.88", "写的", "程序"]);
        check("it's a well-known fact", &["it's", "a", "well", "known", "fact"]);
        check("  （甲）\n\n乙 ", &["甲", "乙"]);
        check("，。", &[]);
        check("", &[]);
    }

    #[test]
    fn sentences_end_with_their_closing_marks() {
        let text = "他说：“走吧。”我们走了！Then it rained. It stopped\n下一行";
        let check = |at: &str, expected: &str| {
            let at = text.find(at).unwrap();
            assert_eq!(part(text, sentence(text, at)), expected);
        };
        check("说", "他说：“走吧。”");
        check("们", "我们走了！");
        check("rained", "Then it rained.");
        check("stopped", "It stopped");
        check("下", "下一行");
        assert_eq!(sentence(text, text.len()), text.len()..text.len());
    }

    #[test]
    fn lines_and_graphemes() {
        let text = "甲👨‍👩‍👧\n乙";
        assert_eq!(line(text, 3), 0..text.len() - 4);
        assert_eq!(line(text, text.len()), text.len() - 3..text.len());
        assert_eq!(grapheme(text, text.len()).len(), 0);
        for inside in [3, 7, 10, 14, 17] {
            assert_eq!(grapheme(text, inside), 3..text.len() - 4, "{inside}");
        }
        let check = |text: &str, range: Range<usize>, expected: usize| {
            assert_eq!(last_grapheme(text, range.clone()), expected, "{text} {range:?}");
        };
        check("甲e\u{301}", 0..6, 3);
        check("甲❤\u{fe0f}", 0..9, 3);
        check("甲👨‍👩‍👧\n乙", 0..21, 3);
        check("甲乙", 0..3, 0);
        check("甲乙", 3..3, 3);
        check("", 0..0, 0);
        // Regional indicators pair up from the start of a run, so count from there.
        for count in [1, 600, 5000] {
            let flags = "🇨🇳".repeat(count);
            check(&flags, 0..flags.len(), flags.len() - 8);
            assert_eq!(grapheme(&flags, flags.len() - 8), flags.len() - 8..flags.len());
        }
    }

    #[test]
    fn one_word_that_never_ends_is_cut() {
        let text = "好".repeat(100_000);
        let middle = text.len() / 2 / 3 * 3;
        assert!(word(&text, middle).contains(&middle));
        let text = "a".repeat(1_000_000);
        assert_eq!(word(&text, 500_000).len(), 2 * MOST_OF_CLAUSE);
        assert_eq!(next_word(&text, 500_000), None, "there is no other word");
    }

    proptest! {
        #[test]
        fn any_text_has_an_end(text: String) {
            for (at, _) in text.char_indices() {
                let here = word(&text, at);
                prop_assert!(here.contains(&at) && text.get(here).is_some());
                prop_assert!(text.get(sentence(&text, at)).is_some());
                if let Some(next) = next_word(&text, at) {
                    prop_assert!(next.start > at && text.get(next).is_some());
                }
                if let Some(before) = word_before(&text, at) {
                    prop_assert!(before.start < at && text.get(before).is_some());
                }
            }
        }
    }
}
