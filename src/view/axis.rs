//! The axis of time: a bar for each column of months, and the years below.

use ratatui::layout::Rect;

use crate::app::App;
use crate::app::listing::axis::{Column, Month, year_and_month};
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
    let cells: Vec<_> = columns.iter().map(|&(x, column)| (x, column.months)).collect();
    for (x, year) in labels(&cells, area) {
        let label = CleanText::line(&year.to_string());
        painter.text(x, area.y, LABEL, label.as_clean(), theme.dim);
    }
}

/// The cells of a year's label.
const LABEL: u16 = 4;

/// Returns the years whose labels fit, with the cells where the labels start. The first year goes
/// before the others. A label stands where its year starts, or further right within its year if
/// the label before it takes that room.
fn labels(columns: &[(u16, (Month, Month))], area: Rect) -> Vec<(u16, i16)> {
    let starts = columns.iter().filter_map(|&(x, (from, to))| {
        let (year, month) = year_and_month(to);
        (x == area.x || i32::from(month) <= to - from + 1).then_some((x, year))
    });
    let starts: Vec<(u16, i16)> = starts.collect();
    let ends = starts.iter().skip(1).map(|&(x, _)| x).chain([area.right()]);
    let (mut labels, mut free) = (Vec::new(), area.x);
    for (&(start, year), end) in starts.iter().zip(ends) {
        let x = start.max(free);
        let end = if x == start { area.right() } else { end };
        if x + LABEL <= end {
            labels.push((x, year));
            free = x + LABEL + 1;
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_with_room_have_labels() {
        // The first and the last month, months in a column, cells of a column, cells of the axis.
        let check = |from: (i32, i32), to: (i32, i32), scale: (i32, u16), width, expected: &[_]| {
            let month = |(year, month): (i32, i32)| year * 12 + month - 1;
            let (first, last) = (month(from), month(to));
            let starts = (first..=last).step_by(scale.0 as usize);
            let columns: Vec<(u16, (Month, Month))> = (1..)
                .step_by(scale.1.into())
                .zip(starts.map(|from| (from, (from + scale.0 - 1).min(last))))
                .collect();
            let found = labels(&columns, Rect { x: 1, y: 0, width, height: 1 });
            assert_eq!(found, expected, "{from:?} {to:?} {scale:?}");
        };
        check((2023, 3), (2024, 12), (1, 3), 118, &[(1, 2023), (31, 2024)]);
        // A first year of one or two months has a label, and so does the next year.
        check((2022, 12), (2024, 12), (1, 3), 118, &[(1, 2022), (6, 2023), (40, 2024)]);
        check((2022, 11), (2024, 2), (1, 1), 118, &[(1, 2022), (6, 2023), (15, 2024)]);
        check((2022, 11), (2022, 12), (1, 3), 118, &[(1, 2022)]);
        check((2022, 12), (2023, 1), (1, 3), 118, &[(1, 2022), (6, 2023)]);
        // An axis with room for only one label.
        check((2022, 12), (2023, 1), (1, 3), 6, &[(1, 2022)]);
        check((2022, 12), (2023, 3), (1, 1), 4, &[(1, 2022)]);
        check((2022, 12), (2022, 12), (1, 3), 3, &[]);
        // Years that are narrower than a label: as many as fit.
        check((2020, 1), (2023, 12), (4, 1), 12, &[(1, 2020), (7, 2022)]);
        let years = [(1, 2019), (6, 2020), (15, 2021), (27, 2022), (39, 2023)];
        check((2019, 11), (2023, 12), (1, 1), 50, &years);
    }
}
