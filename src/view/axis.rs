//! The axis of time: a bar for each column of months, and the years below.

use ratatui::layout::Rect;

use crate::app::App;
use crate::clean::{CleanStr, CleanText};
use crate::config::theme::Theme;
use crate::view::paint::Painter;

const BARS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const DIGITS: [&str; 9] = [" ", "1", "2", "3", "4", "5", "6", "7", "8"];

/// Draws the axis: its bars, and the years in the row below if the area has one.
pub(super) fn draw(painter: &mut Painter<'_>, theme: &Theme, app: &App, area: Rect) {
    bars(painter, theme, app, area);
    if area.height < 2 {
        return;
    }
    for (cell, year) in app.listing().axis_years(area.width.into()) {
        let (x, label) = (area.x + cell as u16, CleanText::line(&year.to_string()));
        painter.text(x, area.y + 1, area.right() - x, label.as_clean(), theme.dim);
    }
}

fn bars(painter: &mut Painter<'_>, theme: &Theme, app: &App, area: Rect) {
    let width = usize::from(area.width);
    let Some((_, cells)) = app.listing().axis_scale(width) else { return };
    let columns = app.listing().axis_columns(app.library(), width);
    let glyphs = if painter.is_plain() { DIGITS } else { BARS };
    let most = columns.iter().map(|column| column.posts).max().unwrap_or(0).max(1);
    for (x, column) in (area.x..area.right()).step_by(cells).zip(columns) {
        // Rounded up: a single post is visible.
        let height = (column.posts * 8).div_ceil(most);
        let bar = CleanStr::literal(glyphs.get(height).copied().unwrap_or(" "));
        let style = if column.is_chosen || column.is_of_post { theme.accent } else { theme.dim };
        let cell = Rect { x, width: cells as u16, height: 1, ..area }.intersection(area);
        for x in cell.x..cell.right() {
            painter.text(x, cell.y, 1, bar, style);
        }
        if column.is_at_cursor {
            painter.restyle(cell, theme.selection);
        }
    }
}
