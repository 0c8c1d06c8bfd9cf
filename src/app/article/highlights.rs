//! The highlights of an article: where they are now, and in which colours.

use std::cmp::Reverse;
use std::ops::Range;

use crate::app::article::Article;
use crate::app::text::Text;
use crate::clean::{CleanStr, CleanText};
use crate::config::locale::Locale;
use crate::state::highlights::{Colour, Highlight};
use crate::state::passage::{Anchorer, FoundBy};
use crate::typeset::{Anchor, BodyText, Remark};

/// The most characters of a highlight before the ellipsis in a remark on it, and after it.
const LONGEST_END: usize = 20;

/// A highlight and where its text is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The highlight.
    pub highlight: Highlight,
    /// Its place, and how it was found; `None` if its text is gone.
    pub place: Option<(Range<Anchor>, FoundBy)>,
}

impl Placed {
    /// Its place, if its text is there.
    pub(super) fn range(&self) -> Option<&Range<Anchor>> {
        self.place.as_ref().map(|(range, _)| range)
    }

    /// Whether it shares text with a place.
    pub(super) fn meets(&self, place: &Range<Anchor>) -> bool {
        self.range().is_some_and(|own| own.start < place.end && place.start < own.end)
    }
}

/// Finds the highlights in a text.
pub(super) fn place(highlights: Vec<Highlight>, body: &BodyText) -> Vec<Placed> {
    if highlights.is_empty() {
        return Vec::new();
    }
    let anchorer = Anchorer::new(body.text().as_str());
    let find = |highlight: Highlight| {
        let found = anchorer.find(&highlight.passage);
        Placed { highlight, place: found.map(|(bytes, by)| (body.places(&bytes), by)) }
    };
    highlights.into_iter().map(find).collect()
}

/// The places in order and without overlaps, and their colours. Where two highlights overlap, the
/// later one in the text is seen, as far as it goes.
pub(super) fn coloured(placed: &[Placed]) -> (Vec<Range<Anchor>>, Vec<Colour>) {
    let found = placed.iter().filter_map(|one| Some((one.range()?.clone(), one.highlight.colour)));
    let mut found: Vec<(Range<Anchor>, Colour)> = found.collect();
    found.sort_by_key(|(place, _)| (place.start, place.end));
    let mut shown: Vec<(Range<Anchor>, Colour)> = Vec::with_capacity(found.len());
    // Those that lie under later ones, the innermost last.
    let mut under: Vec<(Anchor, Colour)> = Vec::new();
    let mut at = Anchor::default();
    let mut show = |place: Range<Anchor>, colour| {
        if place.start < place.end {
            shown.push((place, colour));
        }
    };
    for (place, colour) in found {
        while let Some((end, colour)) = under.pop_if(|(end, _)| *end <= place.start) {
            show(at..end, colour);
            at = at.max(end);
        }
        if let Some((_, colour)) = under.last() {
            show(at..place.start, *colour);
        }
        at = place.start;
        // What ends within the new one is not seen again.
        under.retain(|(end, _)| *end > place.end);
        under.push((place.end, colour));
    }
    while let Some((end, colour)) = under.pop() {
        show(at..end, colour);
        at = at.max(end);
    }
    shown.into_iter().unzip()
}

impl Article {
    /// The highlights that share text with a place, the one that is seen there first.
    pub(in crate::app) fn highlights_at(&self, place: &Range<Anchor>) -> Vec<&Placed> {
        at(&self.highlights, place)
    }
}

/// The highlights that share text with a place, from the one drawn last to the one drawn first.
fn at<'a>(placed: &'a [Placed], place: &Range<Anchor>) -> Vec<&'a Placed> {
    // Of two over the same text, the later one is drawn last.
    let mut found: Vec<&Placed> = placed.iter().rev().filter(|one| one.meets(place)).collect();
    found.sort_by_key(|one| Reverse(one.range().map(|own| (own.start, own.end))));
    found
}

/// Returns remarks that name both ends of highlights, for readers who cannot see the colours.
pub(super) fn in_words(placed: &[Placed], locale: Locale) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (one, range) in placed.iter().filter_map(|one| Some((one, one.range()?))) {
        let name = Text::Colour(one.highlight.colour.name()).to_clean(locale);
        let (begins, ends) = (range.start.leaf, range.end.leaf);
        let mut say = |leaf, is_below, text: Text| {
            remarks.push(Remark { leaf, is_below, text: text.to_clean(locale) });
        };
        let quote = both_ends(&one.highlight);
        say(begins, false, Text::HighlightHere { name: name.clone(), quote });
        // After several paragraphs, a listener no longer remembers where the highlight ends.
        if ends > begins {
            say(ends, true, Text::HighlightEnds { name });
        }
    }
    remarks
}

/// Returns the start of a text as one line of at most `most` characters.
pub(in crate::app) fn preview(text: &str, most: usize) -> CleanText {
    let whole = in_one_line(text);
    if whole.as_clean().graphemes().nth(most).is_none() {
        return whole;
    }
    let end = whole.as_clean().graphemes().nth(most.saturating_sub(1)).map_or(0, |(at, _)| at);
    let mut head = whole.as_clean().slice(0..end).to_clean();
    head.push(CleanStr::literal("…"));
    head
}

/// Returns both ends of the highlighted text in one line, or all of it if it is short.
fn both_ends(highlight: &Highlight) -> CleanText {
    let whole = in_one_line(&highlight.passage.exact);
    let starts: Vec<usize> = whole.as_clean().graphemes().map(|(at, _)| at).collect();
    let last = starts.len().checked_sub(LONGEST_END).and_then(|at| starts.get(at));
    let Some(&last) = last.filter(|_| starts.len() > 2 * LONGEST_END) else { return whole };
    let mut text = preview(&highlight.passage.exact, LONGEST_END + 1);
    text.push(whole.as_clean().slice(last..whole.len()));
    text
}

fn in_one_line(text: &str) -> CleanText {
    let words: Vec<&str> = text.split_whitespace().collect();
    CleanText::line(&words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::passage::Passage;
    use proptest::prelude::*;

    fn placed(ranges: &[(u32, u32)]) -> Vec<Placed> {
        let colours = Colour::ALL.into_iter().cycle();
        let one = |(&(from, to), colour)| {
            let place = |byte| Anchor { leaf: 0, byte };
            let passage = Passage::default();
            let (id, note, made) = (Box::default(), None, 0);
            let highlight = Highlight { id, passage, colour, note, made };
            Placed { highlight, place: Some((place(from)..place(to), FoundBy::Quote)) }
        };
        ranges.iter().zip(colours).map(one).collect()
    }

    fn check(ranges: &[(u32, u32)], expected: &str) {
        let (places, colours) = coloured(&placed(ranges));
        let shown: Vec<String> = places
            .iter()
            .zip(colours)
            .map(|(place, colour)| {
                let name = colour.name().chars().next().unwrap();
                format!("{}-{}{name}", place.start.byte, place.end.byte)
            })
            .collect();
        assert_eq!(shown.join(" "), expected, "{ranges:?}");
    }

    #[test]
    fn overlapping_highlights_are_seen_side_by_side() {
        check(&[], "");
        check(&[(0, 3), (5, 9)], "0-3y 5-9g");
        check(&[(0, 5), (3, 9)], "0-3y 3-9g");
        check(&[(0, 9), (3, 5)], "0-3y 3-5g 5-9y");
        check(&[(0, 9), (3, 9)], "0-3y 3-9g");
        check(&[(0, 9), (2, 5), (3, 4)], "0-2y 2-3g 3-4b 4-5g 5-9y");
        check(&[(0, 5), (0, 9)], "0-9g");
        check(&[(0, 4), (2, 8), (6, 9)], "0-2y 2-6g 6-9b");
    }

    #[test]
    fn a_highlight_is_quoted_with_both_ends() {
        let check = |exact: &str, head: &str, expected: &str| {
            let [Placed { mut highlight, .. }] = placed(&[(0, 1)]).try_into().unwrap();
            highlight.passage.exact = exact.into();
            assert_eq!(preview(&highlight.passage.exact, 21).as_str(), head);
            assert_eq!(both_ends(&highlight).as_str(), expected);
        };
        check("甲乙", "甲乙", "甲乙");
        check("甲\n\n乙", "甲 乙", "甲 乙");
        let (a, b) = ("甲".repeat(20), "乙".repeat(20));
        check(&format!("{a}{b}"), &format!("{a}…"), &format!("{a}{b}"));
        check(&format!("{a}丙{b}"), &format!("{a}…"), &format!("{a}…{b}"));
        // Graphemes are whole.
        let (a, b) = ("👨‍👩‍👧".repeat(20), "e\u{301}".repeat(20));
        check(&format!("{a}丙{b}"), &format!("{a}…"), &format!("{a}…{b}"));
    }

    proptest! {
        #[test]
        fn what_is_shown_is_in_order_and_covers_all(
            ranges in prop::collection::vec((0..40u32, 1..20u32), 0..12)
        ) {
            let ranges: Vec<(u32, u32)> = ranges.iter().map(|&(at, len)| (at, at + len)).collect();
            let placed = placed(&ranges);
            let (places, colours) = coloured(&placed);
            prop_assert!(places.iter().all(|place| place.start < place.end));
            prop_assert!(places.windows(2).all(|pair| pair[0].end <= pair[1].start));
            for byte in 0..70 {
                let place = Anchor { leaf: 0, byte };
                let is_marked = ranges.iter().any(|&(from, to)| (from..to).contains(&byte));
                let shown = places.iter().position(|range| range.contains(&place));
                prop_assert_eq!(shown.is_some(), is_marked);
                // What is taken is what is seen.
                let after = Anchor { byte: byte + 1, ..place };
                let taken = at(&placed, &(place..after));
                let taken = taken.first().map(|one| one.highlight.colour);
                prop_assert_eq!(taken, shown.map(|shown| colours[shown]));
            }
        }
    }
}
