//! Draws a picture as half blocks, or as placeholders if the terminal draws the picture itself.

use ratatui::layout::Rect;
use ratatui::style::{Color, Style};

use crate::app::screen::picture::{Blocks, Dot, Picture};
use crate::clean::CleanStr;
use crate::config::theme::in_palette;
use crate::view::paint::Painter;
use crate::view::placeholder::Placeholder;

/// Draws a picture. If half blocks are two cells wide or missing, a cell has one colour.
pub(super) fn draw(painter: &mut Painter<'_>, picture: &Picture, true_colour: bool, area: Rect) {
    let (columns, rows) = picture.cells();
    let x = area.x + area.width.saturating_sub(columns) / 2;
    let y = area.y + area.height.saturating_sub(rows) / 2;
    for (y, row) in (y..area.bottom()).zip(0..rows) {
        draw_row(
            painter,
            picture,
            row,
            true_colour,
            Rect { x, y, width: area.right() - x, height: 1 },
        );
    }
}

/// Draws a row of a picture.
pub(super) fn draw_row(
    painter: &mut Painter<'_>,
    picture: &Picture,
    row: u16,
    true_colour: bool,
    area: Rect,
) {
    match picture {
        Picture::Blocks(blocks) => draw_blocks(painter, blocks, row, true_colour, area),
        Picture::File(file) => {
            for (x, column) in (area.x..area.right()).zip(0..file.cells.0) {
                painter.placeholder(x, area.y, Placeholder { id: file.id, row, column });
            }
        }
    }
}

fn draw_blocks(
    painter: &mut Painter<'_>,
    blocks: &Blocks,
    row: u16,
    true_colour: bool,
    area: Rect,
) {
    let colour = |[r, g, b]: [u8; 3]| {
        let colour = Color::Rgb(r, g, b);
        if true_colour { colour } else { in_palette(colour) }
    };
    let width = usize::from(blocks.width).max(1);
    let cells = blocks.cells.chunks(width).nth(row.into()).unwrap_or_default();
    for (column, &[upper, lower]) in (area.x..area.right()).zip(cells) {
        let style = Style::new();
        let (glyph, style) = match (upper, lower) {
            _ if painter.is_plain() => match mean(upper, lower) {
                Some(dot) => (" ", style.bg(colour(dot))),
                None => continue,
            },
            (Some(upper), Some(lower)) => ("▀", style.fg(colour(upper)).bg(colour(lower))),
            (Some(upper), None) => ("▀", style.fg(colour(upper))),
            (None, Some(lower)) => ("▄", style.fg(colour(lower))),
            (None, None) => continue,
        };
        painter.text(column, area.y, 1, CleanStr::literal(glyph), style);
    }
}

/// The mean colour of two dots.
fn mean(upper: Dot, lower: Dot) -> Dot {
    let (Some(upper), Some(lower)) = (upper, lower) else { return upper.or(lower) };
    let mut mean = upper;
    for (a, b) in mean.iter_mut().zip(lower) {
        *a = a.midpoint(b);
    }
    Some(mean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::width::Widths;
    use ratatui::buffer::Buffer;

    const RED: Dot = Some([255, 0, 0]);
    const BLACK: Dot = Some([0, 0, 0]);

    fn check(ambiguous_wide: bool, width: u16, cells: &[[Dot; 2]], expected: &str) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 2));
        let widths = Widths { ambiguous_wide, ..Widths::default() };
        let mut painter = Painter { buffer: &mut buffer, widths, ascii: false, ruled: true };
        let picture = Picture::Blocks(Blocks { width, cells: cells.to_vec() });
        draw(&mut painter, &picture, false, Rect::new(0, 0, 4, 2));
        let colour = |colour| match colour {
            Color::Indexed(n) => n.to_string(),
            _ => "-".to_owned(),
        };
        let shown = |cell: &ratatui::buffer::Cell| {
            format!("{}{}/{}", cell.symbol(), colour(cell.fg), colour(cell.bg))
        };
        let all: Vec<String> = buffer.content.iter().map(shown).collect();
        assert_eq!(all.join(","), expected);
    }

    #[test]
    fn two_dots_a_cell() {
        check(
            false,
            2,
            &[[RED, BLACK], [RED, None], [None, RED], [None, None]],
            " -/-,▀196/16,▀196/-, -/-, -/-,▄196/-, -/-, -/-",
        );
        // A half block would be two cells wide.
        check(
            true,
            2,
            &[[RED, BLACK], [None, RED], [None, None], [BLACK, BLACK]],
            " -/-, -/88, -/196, -/-, -/-, -/-, -/16, -/-",
        );
        // No more than there is room for.
        check(
            false,
            5,
            &[[RED, RED]; 5],
            "▀196/196,▀196/196,▀196/196,▀196/196, -/-, -/-, -/-, -/-",
        );
        check(false, 0, &[], " -/-, -/-, -/-, -/-, -/-, -/-, -/-, -/-");
    }
}
