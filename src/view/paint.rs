//! Writes text into cells; nothing else does.
//!
//! It accepts only clean text and measures by the same widths as the typesetter. A glyph that does
//! not fit completely is skipped. A glyph that the terminal draws wider than ratatui expects gets a
//! forced width, or its neighbour would be drawn over its right half.

use std::num::NonZeroU16;

use ratatui::buffer::{Buffer, CellDiffOption, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};

use crate::ascii;
use crate::clean::{CleanStr, CleanText};
use crate::width::Widths;

/// A buffer with the terminal's widths and capabilities.
pub(super) struct Painter<'a> {
    pub buffer: &'a mut Buffer,
    pub widths: Widths,
    /// Whether to draw ornaments in ASCII.
    pub ascii: bool,
    /// Whether to draw rules: for a screen reader they are noise.
    pub ruled: bool,
}

impl Painter<'_> {
    /// Draws one line of text in at most `room` cells and returns the cells used.
    pub(super) fn text(
        &mut self,
        x: u16,
        y: u16,
        room: u16,
        text: CleanStr<'_>,
        style: Style,
    ) -> u16 {
        let area = self.buffer.area;
        if y >= area.bottom() || y < area.top() {
            return 0;
        }
        let end = x.saturating_add(room).min(area.right());
        let mut at = x;
        for (_, grapheme) in text.graphemes() {
            let cells = self.widths.grapheme(grapheme.as_str()) as u16;
            if cells == 0 {
                continue;
            }
            if at + cells > end {
                break;
            }
            let shown = self.widths.shown(grapheme.as_str());
            for covered in at..at + cells {
                if let Some(cell) = self.buffer.cell_mut((covered, y)) {
                    cell.reset();
                    cell.set_style(style);
                }
            }
            if let Some(cell) = self.buffer.cell_mut((at, y)) {
                cell.set_symbol(&shown);
                if cell.cell_width() != cells
                    && let Some(width) = NonZeroU16::new(cells)
                {
                    cell.set_diff_option(CellDiffOption::ForcedWidth(width));
                }
            }
            at += cells;
        }
        at - x
    }

    /// Draws text, truncated with `…` if it is wider than `room`, and returns the cells used.
    pub(super) fn fitted(
        &mut self,
        x: u16,
        y: u16,
        room: u16,
        text: CleanStr<'_>,
        style: Style,
    ) -> u16 {
        let cut = CleanText::line(&self.widths.truncate(text.as_str(), usize::from(room)));
        self.text(x, y, room, cut.as_clean(), style)
    }

    /// Draws text that ends at the right edge of `area` and returns the cells used.
    pub(super) fn right(&mut self, area: Rect, text: CleanStr<'_>, style: Style) -> u16 {
        let cells = (self.widths.cells(text.as_str()) as u16).min(area.width);
        self.text(area.right() - cells, area.y, cells, text, style)
    }

    /// Applies a style to an area without changing its text.
    pub(super) fn restyle(&mut self, area: Rect, style: Style) {
        self.buffer.set_style(area.intersection(self.buffer.area), style);
    }

    /// Blanks an area, and any wide glyph that extends into it from the left.
    pub(super) fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        for position in area.positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.reset();
            }
        }
        let Some(left) = area.left().checked_sub(1) else { return };
        for y in area.top()..area.bottom() {
            if let Some(cell) = self.buffer.cell_mut((left, y))
                && cell.cell_width() > 1
            {
                let style = cell.style();
                cell.reset();
                cell.set_style(style);
            }
        }
    }

    /// Gives every cell without a colour the colours of running text, empty cells included.
    pub(super) fn colour_rest(&mut self, text: Style) {
        for cell in &mut self.buffer.content {
            cell.fg = text.fg.filter(|_| cell.fg == Color::Reset).unwrap_or(cell.fg);
            cell.bg = text.bg.filter(|_| cell.bg == Color::Reset).unwrap_or(cell.bg);
        }
    }

    /// Draws a vertical rule.
    pub(super) fn vertical(&mut self, area: Rect, style: Style) {
        if !self.ruled {
            return;
        }
        let glyph = CleanStr::literal(if self.is_plain() { "|" } else { "│" });
        for y in area.top()..area.bottom() {
            self.text(area.x, y, 1, glyph, style);
        }
    }

    /// Draws a horizontal rule.
    pub(super) fn horizontal(&mut self, area: Rect, style: Style) {
        if !self.ruled {
            return;
        }
        let glyph = CleanStr::literal(if self.is_plain() { "-" } else { "─" });
        for x in area.left()..area.right() {
            self.text(x, area.y, 1, glyph, style);
        }
    }

    /// The form of a sign or ornament for this terminal.
    pub(super) fn glyph(&self, glyph: char) -> CleanText {
        let shown = match glyph {
            '●' if self.is_plain() => '*',
            '★' | '▸' if self.is_plain() => '+',
            '¶' if self.is_plain() => 'n',
            '▾' if self.is_plain() => '-',
            glyph => glyph,
        };
        CleanText::line(&shown.to_string())
    }

    /// The marker of an item, with a checkbox that the terminal has.
    pub(super) fn marker(&self, marker: CleanStr<'_>) -> CleanText {
        let text = marker.as_str();
        if !self.is_plain() || !text.contains(['☑', '☐']) {
            return marker.to_clean();
        }
        CleanText::line(&ascii::checkbox(text))
    }

    /// Whether ornaments are ASCII: box glyphs would be two cells wide, or missing.
    pub(super) fn is_plain(&self) -> bool {
        self.ascii || self.widths.ambiguous_wide
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(text: &str, room: u16, ambiguous_wide: bool) -> (Vec<String>, u16) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        let widths = Widths { ambiguous_wide, ..Widths::default() };
        let mut painter = Painter { buffer: &mut buffer, widths, ascii: false, ruled: true };
        let used = painter.text(0, 0, room, CleanText::line(text).as_clean(), Style::new());
        (buffer.content.iter().map(|cell| cell.symbol().to_owned()).collect(), used)
    }

    #[test]
    fn checkboxes_are_ascii_where_glyphs_are_uncertain() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        let mut painter =
            Painter { buffer: &mut buffer, widths: Widths::default(), ascii: false, ruled: true };
        for (marker, plain) in
            [("- ☑ ", "[x] "), ("- ☐ ", "[ ] "), ("1. ☑ ", "1. x "), ("10. ", "10. ")]
        {
            for (ascii, expected) in [(false, marker), (true, plain)] {
                painter.ascii = ascii;
                assert_eq!(painter.marker(CleanText::line(marker).as_clean()).as_str(), expected);
            }
        }
    }

    #[test]
    fn no_half_glyph_at_the_edge() {
        assert_eq!(
            draw("a中文", 4, false),
            (["a", "中", " ", " ", " ", " ", " ", " "].map(String::from).into(), 3)
        );
        assert_eq!(draw("中文中文中文", 99, false).1, 8);
        assert_eq!(draw("中", 1, false).1, 0);
    }

    #[test]
    fn a_wide_quote_covers_two_cells() {
        let (cells, used) = draw("“十", 8, true);
        assert_eq!((cells[0].as_str(), cells[2].as_str(), used), ("“", "十", 4));
        let (cells, used) = draw("“十", 8, false);
        assert_eq!((cells[0].as_str(), cells[1].as_str(), used), ("“", "十", 3));
    }

    #[test]
    fn a_cleared_area_leaves_no_half_glyph() {
        for ambiguous_wide in [false, true] {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
            let widths = Widths { ambiguous_wide, ..Widths::default() };
            let mut painter = Painter { buffer: &mut buffer, widths, ascii: false, ruled: true };
            painter.text(0, 0, 8, CleanStr::literal("a中“文字"), Style::new());
            let wide = if ambiguous_wide { 4 } else { 5 };
            painter.clear(Rect::new(wide, 0, 2, 1));
            let row: String = (0..8)
                .map(|x| painter.buffer.cell((x, 0)).unwrap())
                .map(|cell| cell.symbol().to_owned())
                .collect();
            let expected = if ambiguous_wide { "a中      " } else { "a中 “    " };
            assert_eq!(row, expected, "{ambiguous_wide}");
        }
    }

    #[test]
    fn emoji_drawn_as_one_glyph_take_two_cells() {
        let widths = Widths { joined: true, emoji_selector: true, ..Widths::default() };
        let area = Rect::new(0, 0, 8, 1);
        let mut buffer = Buffer::empty(area);
        let mut painter = Painter { buffer: &mut buffer, widths, ascii: false, ruled: true };
        let text = CleanText::line("❤\u{fe0f}a🧑\u{200d}🌾b");
        assert_eq!(painter.text(0, 0, 8, text.as_clean(), Style::new()), 6);
        let widths = [0, 2, 3, 5].map(|x| buffer.cell((x, 0)).unwrap().cell_width());
        assert_eq!(widths, [2, 1, 2, 1]);
    }

    #[test]
    fn drawing_outside_the_buffer_is_harmless() {
        let mut buffer = Buffer::empty(Rect::ZERO);
        let mut painter =
            Painter { buffer: &mut buffer, widths: Widths::default(), ascii: false, ruled: true };
        assert_eq!(painter.text(3, 3, 9, CleanStr::literal("x"), Style::new()), 0);
        painter.clear(Rect::new(0, 0, 4, 4));
        painter.restyle(Rect::new(2, 2, 4, 4), Style::new());
    }
}
