//! The axis of time: a bar for each column of months, and the years below.

use ratatui::layout::Rect;

use crate::app::App;
use crate::app::listing::axis::{Column, year_and_month};
use crate::clean::{CleanStr, CleanText};
use crate::config::theme::Theme;
use crate::view::paint::Painter;

const BARS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const DIGITS: [&str; 9] = [" ", "1", "2", "3", "4", "5", "6", "7", "8"];

/// Draws the axis above the panes.
pub(super) fn draw(painter: &mut Painter<'_>, theme: &Theme, app: &App, area: Rect) {
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let columns = bars(painter, theme, app, inner);
    years(painter, theme, &columns, Rect { y: inner.y + 1, height: 1, ..inner });
}

/// Draws the bars in one row; the columns with the cells where they start.
pub(super) fn bars(
    painter: &mut Painter<'_>,
    theme: &Theme,
    app: &App,
    area: Rect,
) -> Vec<(u16, Column)> {
    let width = usize::from(area.width);
    let Some((_, cells)) = app.listing().axis_scale(width) else { return Vec::new() };
    let columns = app.listing().axis_columns(app.library(), width);
    let glyphs = if painter.is_plain() { DIGITS } else { BARS };
    let most = columns.iter().map(|column| column.posts).max().unwrap_or(0).max(1);
    let columns: Vec<(u16, Column)> = (area.x..area.right()).step_by(cells).zip(columns).collect();
    for &(x, column) in &columns {
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
    columns
}

/// Draws each year where it starts, as far as there is room.
fn years(painter: &mut Painter<'_>, theme: &Theme, columns: &[(u16, Column)], area: Rect) {
    let mut free = area.x;
    for &(x, column) in columns {
        let (year, month) = year_and_month(column.months.1);
        let months = column.months.1 - column.months.0 + 1;
        let starts = i32::from(month) <= months || x == area.x;
        let label = CleanText::line(&year.to_string());
        if starts && x >= free && x + 4 <= area.right() {
            painter.text(x, area.y, 4, label.as_clean(), theme.dim);
            free = x + 5;
        }
    }
}
