//! Folding: normalizes text so that equal folded texts are equal to a query.
//!
//! Folds case, full and half width (NFKC), curly quotes, and traditional to simplified characters, and
//! drops characters that are never drawn.
//! Each character is folded on its own, with combining marks, independent of context. So the folded
//! form of a substring is a substring of the folded text, and a search in folded text misses
//! nothing. For the same reason phrases are not converted.

use std::ops::Range;
use std::sync::OnceLock;

use memchr::memmem;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::script::is_bmp_ideograph;

/// Makes two texts that are the same to a query equal.
pub type Fold = fn(&str) -> String;

/// Characters per page of the table.
const PAGE: usize = 256;

/// The folded form of each character of the basic plane, if that is one such character in any context;
/// else 0. Pages are built on first use: a text needs few.
static PAGES: [OnceLock<Box<[u16; PAGE]>>; PAGE] = [const { OnceLock::new() }; PAGE];

/// Folds a text.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// Appends a folded text.
pub fn fold_into(text: &str, folded: &mut String) {
    if text.is_ascii() {
        let start = folded.len();
        folded.push_str(text);
        if let Some(new) = folded.get_mut(start..) {
            new.make_ascii_lowercase();
        }
        return;
    }
    pieces(text, folded, &mut |_, _, _| {});
}

/// A folded text that maps its parts back to the original.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    text: String,
    /// The length of the original, in bytes.
    len: usize,
    /// The pieces whose length changes, in order.
    shifts: Vec<Shift>,
}

/// A piece that maps back only as a whole.
#[derive(Clone, Debug)]
struct Shift {
    folded: Range<usize>,
    original: Range<usize>,
}

impl Folded {
    /// Folds a text.
    pub fn new(text: &str) -> Self {
        let mut folded = Self { len: text.len(), ..Self::default() };
        let shifts = &mut folded.shifts;
        pieces(text, &mut folded.text, &mut |original, folded, one| {
            if !one || original.len() != folded.len() {
                shifts.push(Shift { folded, original });
            }
        });
        folded
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The bytes of the original for a range of the folded text; a character that folds to several
    /// counts as a whole.
    pub fn original(&self, part: &Range<usize>) -> Range<usize> {
        let start = self.at(part.start, true);
        start..self.at(part.end, false).max(start)
    }

    /// Maps an offset in the folded text to the original; inside a shifted piece, to its start or end.
    fn at(&self, folded: usize, before: bool) -> usize {
        if !before && folded == self.text.len() {
            return self.len;
        }
        let at = self.shifts.partition_point(|shift| shift.folded.start < folded);
        let Some(last) = at.checked_sub(1).and_then(|at| self.shifts.get(at)) else {
            return folded;
        };
        if folded < last.folded.end {
            return if before { last.original.start } else { last.original.end };
        }
        (last.original.end + (folded - last.folded.end)).min(self.len)
    }

    /// The byte ranges of a folded needle in the original, in order, without overlaps.
    pub fn find(&self, needle: &str) -> Vec<Range<usize>> {
        self.find_all(&[needle])
    }

    /// The byte ranges of several folded needles in the original, in order; overlapping ones are
    /// merged.
    pub fn find_all<'a>(
        &self,
        needles: impl IntoIterator<Item = &'a &'a str>,
    ) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        for needle in needles.into_iter().filter(|needle| !needle.is_empty()) {
            let hits = memmem::find_iter(self.text.as_bytes(), needle.as_bytes());
            found.extend(hits.map(|at| self.original(&(at..at + needle.len()))));
        }
        joined(found)
    }
}

/// Ranges in order, overlapping ones merged.
pub fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    ranges.dedup_by(|next, last| {
        let overlaps = next.start < last.end;
        if overlaps {
            last.end = last.end.max(next.end);
        }
        overlaps
    });
    ranges
}

/// Appends the folded text. Calls `each` per piece with its bytes in `text`, its bytes in `folded`, and
/// whether it is one character folded to one.
pub(super) fn pieces(
    text: &str,
    folded: &mut String,
    each: &mut dyn FnMut(Range<usize>, Range<usize>, bool),
) {
    let mut chars = text.char_indices().map(|(at, c)| (at, c, twin(c))).peekable();
    // A combining mark changes the character before it; such marks have no twin.
    let joined =
        |&(_, c, twin): &(usize, char, Option<char>)| twin.is_none() && (joins(c) || is_undrawn(c));
    while let Some((start, c, twin)) = chars.next() {
        let at = folded.len();
        let next = chars.peek();
        match twin {
            Some(twin) if next.is_none_or(|next| !joined(next)) => {
                folded.push(twin);
                each(start..start + c.len_utf8(), at..folded.len(), true);
            }
            _ => {
                while chars.next_if(joined).is_some() {}
                let end = chars.peek().map_or(text.len(), |&(end, ..)| end);
                fold_cluster(text.get(start..end).unwrap_or_default(), folded);
                each(start..end, at..folded.len(), false);
            }
        }
    }
}

/// The folded form of a character, if it is one character in any context.
pub fn twin(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(c.to_ascii_lowercase());
    }
    let code = u32::from(c) as usize;
    let page = PAGES.get(code / PAGE)?.get_or_init(|| Box::new(page(code / PAGE)));
    let twin = page.get(code % PAGE).copied().unwrap_or_default();
    char::from_u32(twin.into()).filter(|&twin| twin != '\0')
}

fn page(number: usize) -> [u16; PAGE] {
    let char_at = |at: usize| char::from_u32((number * PAGE + at) as u32);
    let ideographs = (0..PAGE).filter_map(char_at).filter(|&c| is_bmp_ideograph(c));
    let mut simplified = simplified_alone(ideographs).into_iter();
    std::array::from_fn(|at| {
        let mut twin = || {
            let c = char_at(at)?;
            if is_bmp_ideograph(c) {
                return u16::try_from(u32::from(simplified.next()?)).ok();
            }
            if joins(c) {
                return None;
            }
            let mut folded = String::new();
            fold_cluster(c.encode_utf8(&mut [0; 4]), &mut folded);
            let mut chars = folded.chars();
            let twin = chars.next().filter(|_| chars.next().is_none())?;
            u16::try_from(u32::from(twin)).ok()
        };
        twin().unwrap_or_default()
    })
}

/// Whether a character may combine with the one before it.
fn joins(c: char) -> bool {
    let first = std::iter::once(c).nfkd().next().unwrap_or(c);
    canonical_combining_class(first) != 0
        || is_nfc_quick(std::iter::once(first)) == IsNormalized::Maybe
}

/// Whether a character is never drawn: soft hyphens, spaces without width, joiners, selectors.
fn is_undrawn(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{180b}'..='\u{180e}')
        || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Folds a character with its combining marks.
fn fold_cluster(cluster: &str, folded: &mut String) {
    let drawn = cluster.chars().filter(|&c| !is_undrawn(c));
    // Normalize again: j with a caron composes, J does not.
    let lower: String = drawn.nfkc().flat_map(char::to_lowercase).collect();
    folded.extend(lower.nfkc().flat_map(char::to_lowercase).map(twin_of_quote).map(simplified));
}

fn twin_of_quote(c: char) -> char {
    match c {
        '“' | '”' | '„' | '‟' => '"',
        '‘' | '’' | '‚' | '‛' => '\'',
        _ => c,
    }
}

/// The simplified form of a single character.
fn simplified(c: char) -> char {
    if !is_bmp_ideograph(c) {
        return c;
    }
    simplified_alone([c]).first().copied().unwrap_or(c)
}

/// The simplified forms of ideographs, each as if it stood alone.
fn simplified_alone(ideographs: impl IntoIterator<Item = char>) -> Vec<char> {
    // Their neighbours decide how some are converted, and a digit decides nothing.
    let apart: String = ideographs.into_iter().flat_map(|c| [c, '0']).collect();
    fast2s::convert(&apart).chars().step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn equivalent_texts_are_equal() {
        for (text, folded) in [
            ("Wind", "wind"),
            ("ＡＩ：５Ｇ！", "ai:5g!"),
            ("“甲”‘乙’", "\"甲\"'乙'"),
            ("Ä É", "ä é"),
            ("e\u{301}", "é"),
            ("ｶﾞ", "ガ"),
            ("甲　乙…", "甲 乙..."),
            ("①㎡", "1m2"),
            ("臺灣經濟發展", "台湾经济发展"),
            ("計劃裡的數據", "计划里的数据"),
            ("Straße İ", "straße i\u{307}"),
            ("J\u{30c}", "ǰ"),
            ("한글", "한글"),
            ("\u{feff}\u{200b}甲\u{200b}乙\u{2060}丙\u{ad}", "甲乙丙"),
            ("a\u{ad}b\u{200c}c\u{200d}d", "abcd"),
            ("葛\u{e0100}☎\u{fe0f}x", "葛☎x"),
            ("e\u{200d}\u{301}", "é"),
            ("👨\u{200d}👩", "👨👩"),
            ("\u{200b}", ""),
            ("", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn parts_are_found_in_the_original() {
        let text = "前①臺灣ＡＩ芯片…é后 e\u{301}x";
        let parts = |needle: &str| -> Vec<&str> {
            let ranges = Folded::new(text).find(&fold(needle));
            ranges.into_iter().filter_map(|range| text.get(range)).collect()
        };
        assert_eq!(parts("台湾"), ["臺灣"]);
        assert_eq!(parts("ai芯"), ["ＡＩ芯"]);
        assert_eq!(parts("1台"), ["①臺"]);
        // A part of a folded character maps to the whole character.
        assert_eq!(parts(".é"), ["…é"]);
        assert_eq!(parts(".."), ["…"]);
        assert_eq!(parts("é"), ["é", "e\u{301}"]);
        assert_eq!(parts("x"), ["x"]);
        assert_eq!(parts("无"), [""; 0]);
        let undrawn = "前\u{200b}甲\u{200b}乙\u{fe0f}丙";
        let ranges = Folded::new(undrawn).find("甲乙");
        let found: Vec<&str> = ranges.into_iter().filter_map(|range| undrawn.get(range)).collect();
        assert_eq!(found, ["甲\u{200b}乙\u{fe0f}"]);
        let both = Folded::new("甲乙丙丁").find_all(&["甲乙", "乙丙", "", "丁"]);
        assert_eq!(both, [0..9, 9..12]);
    }

    proptest! {
        #[test]
        fn folding_is_whole_and_maps_back(text in "([a-zA-Z0-9 ]|[一-龥]|[臺灣經濟…①ＡＩﾞｶ각é\u{301}\u{327}İßǅ“’\u{200b}\u{200d}\u{fe0f}\u{ad}]|\\PC){0,24}") {
            let folded = Folded::new(&text);
            prop_assert_eq!(folded.as_str(), &fold(&text));
            // Folding is idempotent.
            prop_assert_eq!(fold(folded.as_str()), folded.as_str());
            // It equals NFKC of the whole text, in lower case and simplified.
            let drawn = text.chars().filter(|&c| !is_undrawn(c));
            let lower: String = drawn.nfkc().flat_map(char::to_lowercase).collect();
            let whole: String =
                lower.nfkc().flat_map(char::to_lowercase).map(twin_of_quote).map(simplified).collect();
            prop_assert_eq!(folded.as_str(), &whole);
            let mut last = 0;
            for (at, c) in folded.as_str().char_indices() {
                let range = folded.original(&(at..at + c.len_utf8()));
                prop_assert!(text.get(range.clone()).is_some_and(|part| !part.is_empty()));
                prop_assert!(fold(text.get(range.clone()).unwrap_or_default()).contains(c));
                prop_assert!(range.start >= last);
                last = range.start;
            }
            let whole = folded.original(&(0..folded.as_str().len()));
            prop_assert!(whole.end == text.len());
            let missed = text.get(..whole.start).unwrap_or_default();
            prop_assert!(missed.chars().all(is_undrawn));
        }

        #[test]
        fn a_folded_substring_is_a_substring(
            before in "[一-龥a-zA-ZＡ臺…]{0,6}",
            part in "[一-龥a-zA-ZＡ臺…]{1,6}",
            behind in "[一-龥a-zA-ZＡ臺…]{0,6}",
        ) {
            let text = format!("{before}{part}{behind}");
            prop_assert!(fold(&text).contains(&fold(&part)));
            prop_assert!(!Folded::new(&text).find(&fold(&part)).is_empty());
        }
    }
}
