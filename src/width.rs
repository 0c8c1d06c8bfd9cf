//! Counts the terminal cells of a text. The only user of `unicode-width`.
//!
//! Wrapping, truncating and painting all use it, so they cannot disagree. Terminals differ over
//! ambiguous characters, variation selectors and joined emoji: [`Widths`] holds what this terminal
//! does (narrow and unjoined unless it was probed), and [`Widths::shown`] gives the form of a
//! grapheme whose width on the screen is the counted one.

use std::borrow::Cow;

use icu_properties::props::{EastAsianWidth, ExtendedPictographic};
use icu_properties::{
    CodePointMapData, CodePointMapDataBorrowed, CodePointSetData, CodePointSetDataBorrowed,
};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::script::is_east_asian;

const EAST_ASIAN_WIDTH: CodePointMapDataBorrowed<'static, EastAsianWidth> =
    CodePointMapData::<EastAsianWidth>::new();
const PICTOGRAPHIC: CodePointSetDataBorrowed<'static> =
    CodePointSetData::new::<ExtendedPictographic>();

const ZWJ: char = '\u{200d}';
const VS16: char = '\u{fe0f}';
const KEYCAP: char = '\u{20e3}';

/// The behaviour of the terminal where terminals differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Widths {
    /// East Asian Ambiguous characters (`“ … — ·`, Greek, Cyrillic) take two cells.
    pub ambiguous_wide: bool,
    /// Emoji with ZWJ or a skin tone are drawn as one glyph of two cells, not side by side.
    pub joined: bool,
    /// A text character with VS16 is drawn as an emoji of two cells; so are keycaps.
    pub emoji_selector: bool,
}

impl Widths {
    /// The cells of a text: the sum over its graphemes. Controls take none.
    pub fn cells(self, text: &str) -> usize {
        if text.is_ascii() {
            return text.bytes().filter(|byte| !byte.is_ascii_control()).count();
        }
        graphemes(text).map(|(_, grapheme)| self.grapheme(grapheme)).sum()
    }

    /// The cells of one grapheme cluster: 0, 1 or 2.
    pub fn grapheme(self, grapheme: &str) -> usize {
        let mut chars = grapheme.chars();
        match (chars.next(), chars.next()) {
            (None, _) => 0,
            (Some(c), None) => self.char(c),
            // A pair of regional indicators is one flag, two cells wide everywhere.
            (Some('\u{1f1e6}'..='\u{1f1ff}'), Some('\u{1f1e6}'..='\u{1f1ff}')) => 2,
            (Some(_), Some(VS16)) if self.is_widened(grapheme) => 2,
            // Otherwise the base is drawn with its marks: see `shown`.
            (Some(first), Some(_)) => {
                let mut widest = self.char(first);
                // Conjoining jamo and Indic clusters: some bases have no width of their own.
                if widest == 0 {
                    widest = grapheme.chars().map(|c| self.char(c)).max().unwrap_or(0);
                }
                widest.min(2)
            }
        }
    }

    /// The cells of one character; 0 for controls and characters that are never drawn.
    fn char(self, c: char) -> usize {
        if is_hidden(c) {
            return 0;
        }
        let narrow = c.width().unwrap_or(0);
        if self.ambiguous_wide
            && narrow == 1
            && EAST_ASIAN_WIDTH.get(c) == EastAsianWidth::Ambiguous
        {
            return 2;
        }
        narrow
    }

    /// The form of a grapheme to draw, exactly [`Widths::grapheme`] cells wide.
    ///
    /// Drops soft hyphens, zero-width spaces and variation selectors. A joined or skin-toned emoji
    /// becomes its first part, since most terminals draw the parts side by side; sequences that
    /// this terminal draws as one glyph stay whole.
    pub fn shown(self, grapheme: &str) -> Cow<'_, str> {
        let mut chars = grapheme.chars();
        if let (Some(c), None) = (chars.next(), chars.next()) {
            return if is_hidden(c) { Cow::Borrowed("") } else { Cow::Borrowed(grapheme) };
        }
        let widened = self.is_widened(grapheme);
        let whole = self.joined && is_emoji_sequence(grapheme, widened);
        let is_dropped = |c: char| is_hidden(c) && !((widened || whole) && self.keeps(c));
        let joined = grapheme.contains(ZWJ) && grapheme.chars().any(|c| self.char(c) == 2);
        if (whole || !joined && !grapheme.chars().any(is_skin_tone))
            && !grapheme.chars().any(is_dropped)
        {
            return Cow::Borrowed(grapheme);
        }
        let is_drawn = |part: &&str| part.chars().any(|c| self.char(c) > 0);
        let part = if joined && !whole { grapheme.split(ZWJ).find(is_drawn) } else { None };
        let mut shown = String::with_capacity(grapheme.len());
        let mut has_base = false;
        for c in part.unwrap_or(grapheme).chars() {
            if !is_dropped(c) && (whole || !has_base || !is_skin_tone(c)) {
                shown.push(c);
                has_base |= self.char(c) > 0;
            }
        }
        Cow::Owned(shown)
    }

    /// Whether a selector is kept in an emoji.
    fn keeps(self, c: char) -> bool {
        self.emoji_selector && c == VS16
    }

    /// Whether VS16 widens the grapheme's base from one cell to two. A digit becomes an emoji only
    /// as a keycap.
    fn is_widened(self, grapheme: &str) -> bool {
        let mut chars = grapheme.chars();
        let (Some(base), Some(VS16)) = (chars.next(), chars.next()) else { return false };
        self.emoji_selector
            && base.width() == Some(1)
            && (!base.is_ascii() || chars.next() == Some(KEYCAP))
            && grapheme
                .get(..base.len_utf8() + VS16.len_utf8())
                .is_some_and(|selected| selected.width() == 2)
    }

    /// Cuts `text` at a grapheme to at most `cells`, with `…` in place of the rest.
    pub fn truncate(self, text: &str, cells: usize) -> Cow<'_, str> {
        if self.cells(text) <= cells {
            return Cow::Borrowed(text);
        }
        let ellipsis = self.grapheme("…");
        let Some(room) = cells.checked_sub(ellipsis) else {
            return Cow::Borrowed("");
        };
        let head = text.get(..self.fitting(text, room)).unwrap_or_default();
        Cow::Owned(format!("{}…", head.trim_end()))
    }

    /// The length in bytes of the longest prefix of whole graphemes that takes at most `cells`.
    pub fn fitting(self, text: &str, cells: usize) -> usize {
        let mut used = 0;
        for (at, grapheme) in graphemes(text) {
            used += self.grapheme(grapheme);
            if used > cells {
                return at;
            }
        }
        text.len()
    }
}

/// The grapheme clusters of a text with their byte offsets (UAX #29).
pub fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.grapheme_indices(true)
}

/// Whether a character takes no cell and combines with the one before it.
pub fn is_zero_width(c: char) -> bool {
    c.width() == Some(0)
}

/// Whether all terminals draw a grapheme as wide as it is counted: one character that is no emoji,
/// and whose width no setting changes, unless `confirms_ambiguous`.
pub fn is_certain(grapheme: &str, confirms_ambiguous: bool) -> bool {
    if grapheme.is_ascii() {
        return true;
    }
    let mut chars = grapheme.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return false };
    // Most text, which needs no look-up.
    if matches!(c, '\u{4e00}'..='\u{9fff}') {
        return true;
    }
    !PICTOGRAPHIC.contains(c)
        && match EAST_ASIAN_WIDTH.get(c) {
            EastAsianWidth::Ambiguous => confirms_ambiguous,
            EastAsianWidth::Wide | EastAsianWidth::Fullwidth => is_east_asian(c),
            _ => c.width() == Some(1),
        }
}

/// Format characters and selectors that are never drawn (T15, S8). VS16 would widen the
/// glyphs of some terminals and not of others.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{180b}'..='\u{180e}' | '\u{fe00}'..=VS16 | '\u{e0100}'..='\u{e01ef}')
        || c.is_control()
}

fn is_skin_tone(c: char) -> bool {
    matches!(c, '\u{1f3fb}'..='\u{1f3ff}')
}

/// Whether a grapheme consists of emoji only and its first one takes two cells, by itself or by
/// VS16.
fn is_emoji_sequence(grapheme: &str, widened: bool) -> bool {
    let is_part = |c| PICTOGRAPHIC.contains(c) || is_skin_tone(c) || matches!(c, ZWJ | VS16);
    let first = grapheme.chars().next();
    first.is_some_and(|c| PICTOGRAPHIC.contains(c) && (widened || c.width() == Some(2)))
        && grapheme.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NARROW: Widths = Widths { ambiguous_wide: false, joined: false, emoji_selector: false };
    const WIDE: Widths = Widths { ambiguous_wide: true, ..NARROW };
    const JOINED: Widths = Widths { joined: true, ..NARROW };
    const SELECTOR: Widths = Widths { emoji_selector: true, ..NARROW };
    const BOTH: Widths = Widths { joined: true, emoji_selector: true, ..NARROW };

    #[test]
    fn cells_narrow_and_wide() {
        for (text, narrow, wide) in [
            ("", 0, 0),
            ("abc", 3, 3),
            ("中文", 4, 4),
            ("“十四五”", 8, 10),
            ("……——", 4, 8),
            ("αЖé", 3, 6),
            ("a\u{ad}b\u{200b}c", 3, 3),
            ("❤\u{fe0f}", 1, 1),
            ("👨\u{200d}👩\u{200d}👧", 2, 2),
            ("👍🏽", 2, 2),
            ("🇨🇳", 2, 2),
            ("e\u{301}", 1, 1),
            ("한국", 4, 4),
            ("，。", 4, 4),
            ("\n\t\r", 0, 0),
        ] {
            assert_eq!(NARROW.cells(text), narrow, "{text:?} narrow");
            assert_eq!(WIDE.cells(text), wide, "{text:?} wide");
        }
    }

    #[test]
    fn shown_forms_have_the_counted_width() {
        for (grapheme, shown) in [
            ("中", "中"),
            ("❤\u{fe0f}", "❤"),
            ("👨\u{200d}👩\u{200d}👧", "👨"),
            ("👍🏽", "👍"),
            ("🏽", "🏽"),
            ("e\u{301}", "e\u{301}"),
            ("\u{ad}", ""),
        ] {
            assert_eq!(NARROW.shown(grapheme), shown);
            assert_eq!(NARROW.cells(shown), NARROW.grapheme(grapheme));
        }
    }

    #[test]
    fn sequences_drawn_as_one_glyph_are_kept() {
        for (widths, grapheme, shown, cells) in [
            (JOINED, "🧑\u{200d}🌾", "🧑\u{200d}🌾", 2),
            (JOINED, "👩🏽", "👩🏽", 2),
            (JOINED, "❤\u{fe0f}", "❤", 1),
            (JOINED, "👩\u{200d}❤\u{fe0f}\u{200d}👨", "👩\u{200d}❤\u{200d}👨", 2),
            // The base takes one cell, so the shown form does too.
            (JOINED, "🏳\u{fe0f}\u{200d}🌈", "🏳", 1),
            (JOINED, "中\u{200d}", "中", 2),
            (SELECTOR, "🧑\u{200d}🌾", "🧑", 2),
            (SELECTOR, "❤\u{fe0f}", "❤\u{fe0f}", 2),
            (SELECTOR, "🏳\u{fe0f}\u{200d}🌈", "🏳\u{fe0f}", 2),
            (SELECTOR, "1\u{fe0f}\u{20e3}", "1\u{fe0f}\u{20e3}", 2),
            (SELECTOR, "1\u{fe0f}", "1", 1),
            (SELECTOR, "a\u{fe0f}", "a", 1),
            (SELECTOR, "中\u{fe0f}", "中", 2),
            (SELECTOR, "❤\u{fe0e}", "❤", 1),
            (BOTH, "🏳\u{fe0f}\u{200d}🌈", "🏳\u{fe0f}\u{200d}🌈", 2),
            (BOTH, "👩\u{200d}❤\u{fe0f}\u{200d}👨", "👩\u{200d}❤\u{fe0f}\u{200d}👨", 2),
            (WIDE, "👩🏽", "👩", 2),
        ] {
            assert_eq!(widths.shown(grapheme), shown, "{grapheme:?} by {widths:?}");
            assert_eq!(widths.cells(grapheme), cells, "{grapheme:?} by {widths:?}");
        }
    }

    /// Texts full of characters over which terminals differ.
    fn text() -> impl Strategy<Value = String> {
        let odd = "[a1#中“αé❤☀☝🏳😀🧑👩🌾🇨🇳🏻🏽\u{200d}\u{fe0e}\u{fe0f}\u{20e3}\u{301}\u{ad}\u{1100}\u{1161}]{0,8}";
        prop_oneof![odd, "\\PC{0,8}", any::<String>()]
    }

    proptest! {
        /// S8.
        #[test]
        fn shown_is_as_wide_as_counted(
            text in text(), ambiguous_wide: bool, joined: bool, emoji_selector: bool,
        ) {
            let widths = Widths { ambiguous_wide, joined, emoji_selector };
            for (_, grapheme) in graphemes(&text) {
                let shown = widths.shown(grapheme);
                prop_assert!(graphemes(&shown).count() <= 1, "{grapheme:?} {shown:?}");
                prop_assert_eq!(widths.cells(&shown), widths.grapheme(grapheme), "{:?}", grapheme);
                prop_assert_eq!(&widths.shown(&shown), &shown, "{:?}", grapheme);
            }
        }
    }

    #[test]
    fn truncates_at_graphemes() {
        assert_eq!(NARROW.truncate("工业和信息化部", 14), "工业和信息化部");
        assert_eq!(NARROW.truncate("工业和信息化部", 13), "工业和信息化…");
        assert_eq!(NARROW.truncate("工业和信息化部", 8), "工业和…");
        assert_eq!(WIDE.truncate("工业和信息化部", 8), "工业和…");
        assert_eq!(WIDE.truncate("工业", 1), "");
        assert_eq!(NARROW.truncate("工业", 0), "");
    }
}
