//! The author's text of a page's body in one piece, and the mapping between its bytes and places.
//!
//! It does not depend on the measure, the script, the language of the reader, the title or the
//! user's note, because stored passages refer to it (T20).

use std::ops::Range;

use crate::clean::{CleanStr, CleanText};
use crate::document::Style;
use crate::typeset::Page;
use crate::typeset::line::{Anchor, Role};

/// The text of a body: its leaves, one a line, without stand-ins for pictures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BodyText {
    text: CleanText,
    /// In the order of the text.
    pieces: Vec<Piece>,
}

/// A part of the text that stands together on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    /// The first byte in the text.
    at: usize,
    /// Its length in bytes.
    len: usize,
    /// Where it stands on the page.
    place: Anchor,
}

impl Page {
    /// The text of the body, without the last `added` leaves, which are not the author's.
    pub fn body_text(&self, added: usize) -> BodyText {
        let mut body = BodyText::default();
        let own = self.leaves.len().saturating_sub(added);
        for (segmented, leaf) in self.leaves.iter().take(own).zip(0..) {
            let roles = segmented.leaf.roles;
            if roles.has(Role::Title) || roles.has(Role::Meta) {
                continue;
            }
            let text = &segmented.leaf.text;
            let mut is_first = true;
            let mut take = |bytes: Range<usize>| {
                if bytes.is_empty() {
                    return;
                }
                if std::mem::take(&mut is_first) && !body.text.is_empty() {
                    body.text.push(CleanStr::literal("\n"));
                }
                let place = Anchor { leaf, byte: bytes.start as u32 };
                body.pieces.push(Piece { at: body.text.len(), len: bytes.len(), place });
                body.text.push(text.text.as_clean().slice(bytes));
            };
            let mut from = 0;
            // Marks are sorted by start.
            for mark in &text.marks {
                if matches!(mark.style, Style::Image(_) | Style::Placeholder) {
                    take(from..mark.range.start.max(from));
                    from = from.max(mark.range.end);
                }
            }
            take(from..text.text.len().max(from));
        }
        body
    }
}

impl BodyText {
    /// The text.
    pub fn text(&self) -> CleanStr<'_> {
        self.text.as_clean()
    }

    /// The place of the byte of the text; of a line end between leaves, the end of the leaf above.
    pub fn place(&self, byte: usize) -> Anchor {
        let after = self.pieces.partition_point(|piece| piece.at <= byte);
        let piece = after.checked_sub(1).and_then(|at| self.pieces.get(at));
        piece.map_or_else(Anchor::default, |piece| {
            let offset = (byte - piece.at).min(piece.len);
            Anchor { byte: piece.place.byte + offset as u32, ..piece.place }
        })
    }

    /// The places of a range of the text.
    pub fn places(&self, bytes: &Range<usize>) -> Range<Anchor> {
        let start = self.place(bytes.start);
        let after = self.pieces.partition_point(|piece| piece.at < bytes.end);
        let piece = after.checked_sub(1).and_then(|at| self.pieces.get(at));
        let end = piece.map_or(start, |piece| {
            let offset = bytes.end.saturating_sub(piece.at).min(piece.len);
            Anchor { byte: piece.place.byte + offset as u32, ..piece.place }
        });
        start..end
    }

    /// The byte after a range of the text that ends at a place.
    pub fn end_byte(&self, end: Anchor) -> usize {
        let at = self.pieces.partition_point(|piece| piece.place < end);
        let Some(piece) = at.checked_sub(1).and_then(|at| self.pieces.get(at)) else { return 0 };
        if piece.place.leaf < end.leaf {
            return piece.at + piece.len;
        }
        piece.at + ((end.byte - piece.place.byte) as usize).min(piece.len)
    }

    /// The byte of a place, or of the first text after it; the end of the text if there is none.
    pub fn byte(&self, place: Anchor) -> usize {
        let end_of =
            |piece: &Piece| Anchor { byte: piece.place.byte + piece.len as u32, ..piece.place };
        let at = self.pieces.partition_point(|piece| end_of(piece) <= place);
        let Some(piece) = self.pieces.get(at) else { return self.text.len() };
        if place <= piece.place {
            return piece.at;
        }
        piece.at + (place.byte - piece.place.byte) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversion::Script;
    use crate::document::{NoContext, Syntax, Text, parse};
    use crate::typeset::{Header, Measure};

    const TEXT: &str = "# 头发\n\n乾隆的**头发**，![图](a.png)和[发展](https://example.org/)。\n\n\
        - 甲乙\n- 丙丁\n\n| 名 | 值 |\n|--|--|\n| 长的 | 一二 |\n\n    code()\n";

    fn page(measure: Measure) -> Page {
        let facts = Header {
            title: CleanText::line("标题"),
            meta: Text::plain(CleanText::line("财经")),
        };
        Page::new(Some(&facts), &parse(TEXT, Syntax::Markdown, &NoContext), measure)
    }

    // T20
    #[test]
    fn the_text_is_the_same_at_any_measure_and_in_any_script() {
        let own = page(Measure::new(60)).body_text(0);
        let expected = "头发\n乾隆的头发，和发展。\n甲乙\n丙丁\n名\n值\n长的\n一二\ncode()";
        assert_eq!(own.text().as_str(), expected);
        for script in [Script::Traditional, Script::TraditionalTw, Script::Simplified] {
            for cells in [10, 24] {
                let mut page = page(Measure { script, ..Measure::new(cells) });
                assert_eq!(page.body_text(0), own);
                page.refit(Measure::new(33));
                assert_eq!(page.body_text(0), own);
            }
        }
        let less = page(Measure::new(60)).body_text(1);
        assert_eq!(less.text().as_str(), expected.strip_suffix("\ncode()").unwrap());
    }

    #[test]
    fn every_byte_has_a_place_and_every_place_a_byte() {
        let page = page(Measure::new(20));
        let body = page.body_text(0);
        let text = body.text().as_str();
        for (byte, c) in text.char_indices().filter(|(_, c)| *c != '\n') {
            let place = body.place(byte);
            assert_eq!(body.byte(place), byte);
            let places = body.places(&(byte..byte + c.len_utf8()));
            assert_eq!(body.end_byte(places.end), byte + c.len_utf8());
            assert_eq!(page.text_of(&places).as_str(), c.to_string());
            let (line, _) = page.cells_of(&places);
            assert!(page.plain(line).as_str().contains(c), "{c} is on its line");
        }
        let quote = "发展。\n甲乙\n丙";
        let at = text.find(quote).unwrap();
        assert_eq!(page.text_of(&body.places(&(at..at + quote.len()))).as_str(), quote);
        assert_eq!(body.byte(Anchor::default()), 0, "the title");
        assert_eq!(body.byte(Anchor { leaf: 99, byte: 0 }), text.len());
        let empty = BodyText::default();
        assert_eq!((empty.byte(Anchor::default()), empty.place(5)), (0, Anchor::default()));
    }
}
