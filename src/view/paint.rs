//! Writes text into cells; nothing else does.
//!
//! It accepts only clean text and measures by the same widths as the typesetter. A glyph that does
//! not fit completely is skipped. A glyph that the terminal draws wider than ratatui expects gets a
//! forced width, or its neighbour would be drawn over its right half.

use std::num::NonZeroU16;
use std::ops::Range;

use ratatui::buffer::{Buffer, CellDiffOption, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use crate::ascii;
use crate::clean::{CleanStr, CleanText};
use crate::script;
use crate::view::placeholder::Placeholder;
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
        // Slanted Han is no Chinese typography, nor are slanted figures between upright Han.
        let is_upright = style.add_modifier.contains(Modifier::ITALIC)
            && text.as_str().chars().any(script::is_east_asian);
        let style = if is_upright { style.remove_modifier(Modifier::ITALIC) } else { style };
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

    /// Draws a placeholder for one cell of a picture; nothing if the cell has no text.
    pub(super) fn placeholder(&mut self, x: u16, y: u16, placeholder: Placeholder) {
        if let Some(text) = placeholder.text()
            && let Some(cell) = self.buffer.cell_mut((x, y))
        {
            cell.reset();
            cell.set_symbol(&text).set_fg(placeholder.colour());
        }
    }

    /// Applies a style to an area without changing its text.
    pub(super) fn restyle(&mut self, area: Rect, style: Style) {
        self.buffer.set_style(area.intersection(self.buffer.area), style);
    }

    /// Shows that a row is selected: every span takes the colours of the selection, none stays dim,
    /// and marked words stay marked.
    pub(super) fn select(&mut self, area: Rect, selection: Style) {
        let area = area.intersection(self.buffer.area);
        let reverses = selection.add_modifier.contains(Modifier::REVERSED);
        for position in area.positions() {
            let Some(cell) = self.buffer.cell_mut(position) else { continue };
            cell.modifier.remove(Modifier::DIM);
            if cell.bg != Color::Reset || reverses && cell.modifier.contains(Modifier::REVERSED) {
                let was_reversed = cell.modifier.contains(Modifier::REVERSED);
                cell.modifier.set(Modifier::REVERSED, reverses && !was_reversed);
                continue;
            }
            cell.set_style(selection);
        }
    }

    /// Dims an area behind an overlay.
    pub(super) fn fade(&mut self, area: Rect, dim: Style) {
        let area = area.intersection(self.buffer.area);
        for position in area.positions() {
            let Some(cell) = self.buffer.cell_mut(position) else { continue };
            (cell.fg, cell.bg, cell.modifier) = (Color::Reset, Color::Reset, Modifier::empty());
            cell.set_style(dim);
        }
    }

    /// Gives an area a background where it has none.
    pub(super) fn back(&mut self, area: Rect, style: Style) {
        let Some(bg) = style.bg else { return };
        let area = area.intersection(self.buffer.area);
        for position in area.positions() {
            if let Some(cell) = self.buffer.cell_mut(position)
                && cell.bg == Color::Reset
            {
                cell.bg = bg;
            }
        }
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

    /// Writes ASCII text before the cell at `x`: moves what follows it in the row to the right if
    /// enough cells at the end are free, else what precedes it to the left, else covers it. Returns
    /// by how many cells it moved what precedes it.
    pub(super) fn insert(&mut self, row: Rect, x: u16, text: CleanStr<'_>, style: Style) -> u16 {
        let row = row.intersection(self.buffer.area);
        let cells = text.len() as u16;
        if x + cells > row.right() || x < row.x {
            return 0;
        }
        let (ends, starts) = (row.right() - cells..row.right(), row.x..row.x + cells);
        if self.is_free(row, ends) {
            for to in (x + cells..row.right()).rev() {
                self.copy_cell(to - cells, to, row.y);
            }
            self.text(x, row.y, cells, text, style);
            return 0;
        }
        if x >= row.x + cells && self.is_free(row, starts) {
            for to in row.x..x - cells {
                self.copy_cell(to + cells, to, row.y);
            }
            self.text(x - cells, row.y, cells, text, style);
            return cells;
        }
        self.clear(Rect { x, width: cells, ..row });
        self.text(x, row.y, cells, text, style);
        0
    }

    /// Whether no glyph covers any of these columns of a row.
    fn is_free(&self, row: Rect, columns: Range<u16>) -> bool {
        // A wide glyph before them may reach into them.
        let from = columns.start.saturating_sub(1).max(row.x);
        (from..columns.end).all(|x| {
            self.buffer.cell((x, row.y)).is_none_or(|cell| {
                cell.symbol() == " " || x + cell.cell_width().max(1) <= columns.start
            })
        })
    }

    fn copy_cell(&mut self, from: u16, to: u16, y: u16) {
        if let Some(cell) = self.buffer.cell((from, y)).cloned()
            && let Some(place) = self.buffer.cell_mut((to, y))
        {
            *place = cell;
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
        self.rule(area, ["│", "|"], style);
    }

    /// Draws a horizontal rule.
    pub(super) fn horizontal(&mut self, area: Rect, style: Style) {
        self.rule(area, ["─", "-"], style);
    }

    /// Fills an area with a glyph, or its form in ASCII.
    pub(super) fn rule(&mut self, area: Rect, glyphs: [&'static str; 2], style: Style) {
        if !self.ruled {
            return;
        }
        let [glyph, plain] = glyphs;
        let glyph = CleanStr::literal(if self.is_plain() { plain } else { glyph });
        for position in area.positions() {
            self.text(position.x, position.y, 1, glyph, style);
        }
    }

    /// Joins rules where they meet; `glyph` has the arms that it needs there.
    pub(super) fn join(&mut self, x: u16, y: u16, glyph: &'static str, style: Style) {
        self.rule(Rect { x, y, width: 1, height: 1 }, [glyph, "+"], style);
    }

    /// The form of a sign or ornament for this terminal.
    pub(super) fn glyph(&self, glyph: char) -> CleanText {
        let shown = match glyph {
            '●' if self.is_plain() => '*',
            '★' | '▸' if self.is_plain() => '+',
            '¶' if self.is_plain() => 'n',
            '▌' if self.is_plain() => '|',
            '▾' if self.is_plain() => '-',
            '↳' if self.is_plain() => '\\',
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
    fn han_is_never_slanted() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        let mut painter =
            Painter { buffer: &mut buffer, widths: Widths::default(), ascii: false, ruled: true };
        let style = Style::new().add_modifier(Modifier::ITALIC | Modifier::BOLD);
        painter.text(0, 0, 4, CleanText::line("a中b").as_clean(), style);
        painter.text(4, 0, 4, CleanText::line("2か").as_clean(), style);
        painter.text(7, 0, 1, CleanText::line("b").as_clean(), style);
        let slanted = [0, 1, 3, 4, 5, 7].map(|x| buffer.cell((x, 0)).unwrap().modifier);
        let (upright, italic) = (Modifier::BOLD, Modifier::BOLD | Modifier::ITALIC);
        assert_eq!(slanted, [upright, upright, upright, upright, upright, italic]);
    }

    #[test]
    fn a_selected_row_is_one_bar_in_which_hits_stay_marked() {
        let check = |selection: Style, hit: Style, expected: [Style; 3]| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 3, 1));
            let mut painter = Painter {
                buffer: &mut buffer,
                widths: Widths::default(),
                ascii: false,
                ruled: true,
            };
            let dim = Style::new().fg(Color::Cyan).add_modifier(Modifier::DIM);
            painter.text(0, 0, 1, CleanStr::literal("a"), dim);
            painter.text(1, 0, 1, CleanStr::literal("b"), hit);
            painter.select(Rect::new(0, 0, 3, 1), selection);
            let cells = [0, 1, 2].map(|x| buffer.cell((x, 0)).unwrap().clone());
            for (cell, style) in cells.iter().zip(expected) {
                let colours = (style.fg.unwrap_or_default(), style.bg.unwrap_or_default());
                assert_eq!(((cell.fg, cell.bg), cell.modifier), (colours, style.add_modifier));
            }
        };
        let bar = Style::new().fg(Color::White).bg(Color::Blue);
        let hit = Style::new().fg(Color::Black).bg(Color::Yellow);
        check(bar, hit, [bar, hit, bar]);
        let reversed = Style::new().add_modifier(Modifier::REVERSED);
        let dot = reversed.fg(Color::Cyan);
        check(reversed, reversed, [dot, Style::new(), reversed]);
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
    fn inserted_text_hides_nothing_where_a_row_has_free_cells() {
        let check = |text: &str, x: u16, expected: &str, moved: u16| {
            let row = Rect::new(1, 0, 8, 1);
            let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 1));
            let widths = Widths::default();
            let mut painter = Painter { buffer: &mut buffer, widths, ascii: false, ruled: true };
            painter.text(0, 0, 10, CleanText::line(text).as_clean(), Style::new());
            assert_eq!(painter.insert(row, x, CleanStr::literal("s"), Style::new()), moved);
            let mut found = String::new();
            let mut x = 0;
            while let Some(cell) = painter.buffer.cell((x, 0)) {
                found.push_str(cell.symbol());
                x += cell.cell_width().max(1);
            }
            assert_eq!(found, expected);
        };
        check("  中文字", 4, "  中s文字 ", 0);
        check("  中文ab", 4, "  中s文ab ", 0);
        // No cell is free at the right, or a wide glyph reaches into it.
        check("  中文abc|", 4, " 中s文abc|", 1);
        check("  a文文文", 3, " as文文文 ", 1);
        check("   文文文", 5, "  文s文文 ", 1);
        check("  中文abc|", 2, " s中文abc|", 1);
        // No cell is free at either side.
        check("|中文abcd|", 3, "|中s abcd|", 0);
        check("|中文abcd|", 8, "|中文abcs|", 0);
        check("|中文abcd|", 0, "|中文abcd|", 0);
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
