//! Cells: how many terminal columns a text takes. The only user of `unicode-width`.
//!
//! Wrapping, truncating and painting all ask here, so they cannot disagree. What a terminal really
//! does with ambiguous characters, variation selectors and joined emoji differs; [`Widths`] holds
//! the answers (narrow and unjoined unless something better is known), and [`Widths::shown`] gives
//! the form of a grapheme that is wide exactly as counted.

use std::borrow::Cow;

use icu_properties::props::EastAsianWidth;
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

const EAST_ASIAN_WIDTH: CodePointMapDataBorrowed<'static, EastAsianWidth> =
    CodePointMapData::<EastAsianWidth>::new();

const ZWJ: char = '\u{200d}';
const VS16: char = '\u{fe0f}';

/// What the terminal does where terminals differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Widths {
    /// East Asian Ambiguous characters (`“ … — ·`, Greek, Cyrillic) take two cells.
    pub ambiguous_wide: bool,
}

impl Widths {
    /// The cells of a text, summed by grapheme. Controls take none.
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
            // Of all else the base is drawn, with its marks: see `shown`.
            (Some(first), Some(_)) => {
                let mut widest = self.char(first);
                // Conjoining jamo, Indic clusters: some bases are themselves of no width.
                if widest == 0 {
                    widest = grapheme.chars().map(|c| self.char(c)).max().unwrap_or(0);
                }
                widest.min(2)
            }
        }
    }

    /// The cells of one character; 0 for controls and for what is never drawn.
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

    /// The form of a grapheme that goes to the screen, as wide as [`Widths::grapheme`] says.
    ///
    /// Soft hyphens, zero-width spaces and variation selectors vanish; a joined or skin-toned
    /// emoji becomes its first one, since most terminals draw the parts side by side.
    pub fn shown(self, grapheme: &str) -> Cow<'_, str> {
        let mut chars = grapheme.chars();
        if let (Some(c), None) = (chars.next(), chars.next()) {
            return if is_hidden(c) { Cow::Borrowed("") } else { Cow::Borrowed(grapheme) };
        }
        let joined = grapheme.contains(ZWJ) && grapheme.chars().any(|c| self.char(c) == 2);
        let is_dropped = |c: char| is_hidden(c) || is_skin_tone(c) || c == ZWJ;
        if !joined && !grapheme.chars().any(is_dropped) {
            return Cow::Borrowed(grapheme);
        }
        let parts = if joined { grapheme.split(ZWJ).next().unwrap_or_default() } else { grapheme };
        let mut shown = String::with_capacity(parts.len());
        for (i, c) in parts.chars().enumerate() {
            if !is_hidden(c) && (i == 0 || !is_skin_tone(c)) {
                shown.push(c);
            }
        }
        Cow::Owned(shown)
    }

    /// Cuts `text` to at most `cells`, at a grapheme, with `…` in place of what was cut.
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

    /// The length in bytes of the longest run of whole graphemes that takes at most `cells`.
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

/// Whether a character takes no cell and joins the one before it.
pub fn is_zero_width(c: char) -> bool {
    c.width() == Some(0)
}

/// Format characters and selectors that never reach the screen (T15 and section 5 of the
/// typesetting rules). VS16 would widen some terminals' glyphs and not others'.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{180b}'..='\u{180e}' | '\u{fe00}'..=VS16 | '\u{e0100}'..='\u{e01ef}')
        || c.is_control()
}

fn is_skin_tone(c: char) -> bool {
    matches!(c, '\u{1f3fb}'..='\u{1f3ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const NARROW: Widths = Widths { ambiguous_wide: false };
    const WIDE: Widths = Widths { ambiguous_wide: true };

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
    fn what_is_shown_is_as_wide_as_counted() {
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
    fn truncates_at_graphemes() {
        assert_eq!(NARROW.truncate("工业和信息化部", 14), "工业和信息化部");
        assert_eq!(NARROW.truncate("工业和信息化部", 13), "工业和信息化…");
        assert_eq!(NARROW.truncate("工业和信息化部", 8), "工业和…");
        assert_eq!(WIDE.truncate("工业和信息化部", 8), "工业和…");
        assert_eq!(WIDE.truncate("工业", 1), "");
        assert_eq!(NARROW.truncate("工业", 0), "");
    }
}
