//! The facet pane: one row per facet, with its count.

use ratatui::layout::Rect;

use crate::app::App;
use crate::app::listing::facets::Row;
use crate::app::screen::layout::Pane;
use crate::app::text::Text;
use crate::clean::{CleanStr, CleanText};
use crate::config::locale::grouped;
use crate::config::theme::Theme;
use crate::view::paint::Painter;

pub(super) fn draw(painter: &mut Painter<'_>, theme: &Theme, app: &App, area: Rect) {
    let focused = app.screen().focus() == Pane::Facets;
    let cursor = app.listing().facets().cursor();
    let rows =
        app.listing().facets().rows().iter().enumerate().skip(cursor.top).take(area.height.into());
    for (y, (at, row)) in (area.y..).zip(rows) {
        let line = Rect { y, height: 1, ..area };
        draw_row(painter, theme, app, row, line);
        if at == cursor.at {
            painter.restyle(line, if focused { theme.selection } else { theme.selection_dim });
        }
    }
}

fn draw_row(painter: &mut Painter<'_>, theme: &Theme, app: &App, row: &Row, line: Rect) {
    let locale = app.screen().locale();
    let (mark, indent) = (' ', 0);
    let row = match row {
        Row::Blank => return,
        Row::Heading(name) => {
            let focused = app.screen().focus() == Pane::Facets;
            let style = if focused { theme.accent } else { theme.heading };
            let name = name.to_clean(locale);
            let room = line.width.saturating_sub(1);
            painter.text(line.x + 1, line.y, room, name.as_clean(), style);
            return;
        }
        Row::Months => return months(painter, theme, app, line),
        Row::All { count } => {
            let chosen = app.listing().conditions().is_empty();
            let label = Text::Everything.to_clean(locale);
            Entry { mark, indent, label, count: Some(*count), chosen }
        }
        &Row::View { ref name, count, chosen, .. } => {
            Entry { mark, indent, label: name.clone(), count, chosen }
        }
        Row::Facet(row) => Entry {
            mark: match row.open {
                None => ' ',
                Some(true) => '▾',
                Some(false) => '▸',
            },
            indent: row.depth as u16 * 2,
            label: row.shown(locale, app.screen().script()),
            count: Some(row.count),
            chosen: row.chosen,
        },
    };
    entry(painter, theme, line, &row);
}

/// Draws the posts of each month as bars; the month of the post under the cursor is accented.
fn months(painter: &mut Painter<'_>, theme: &Theme, app: &App, line: Rect) {
    const BARS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
    const DIGITS: [&str; 9] = [" ", "1", "2", "3", "4", "5", "6", "7", "8"];
    let Some((year, months, own)) = app.listing().histogram(app.library().archive()) else {
        return;
    };
    let year = CleanText::line(&year.to_string());
    let room = line.right().saturating_sub(line.x + 3);
    let used = painter.text(line.x + 3, line.y, room, year.as_clean(), theme.dim);
    let first = line.x + 3 + used + 1;
    let glyphs = if painter.is_plain() { DIGITS } else { BARS };
    let most = months.iter().copied().max().unwrap_or(0).max(1);
    for (x, (at, &count)) in (first..line.right()).zip(months.iter().enumerate()) {
        // Rounded up: a single post is visible.
        let height = (count * 8).div_ceil(most);
        let bar = CleanStr::literal(glyphs.get(height).copied().unwrap_or(" "));
        let style = if at == own { theme.accent } else { theme.dim };
        painter.text(x, line.y, 1, bar, style);
    }
}

/// A row with a label and a count.
struct Entry {
    mark: char,
    indent: u16,
    label: CleanText,
    count: Option<usize>,
    chosen: bool,
}

/// Draws a label at the left and its count at the right, with a gap between them.
fn entry(painter: &mut Painter<'_>, theme: &Theme, line: Rect, entry: &Entry) {
    let inner = Rect { x: line.x + 1, width: line.width.saturating_sub(2), ..line };
    let style = match (entry.chosen, entry.count) {
        (true, _) => theme.accent,
        (false, Some(0)) => theme.dim,
        (false, _) => theme.text,
    };
    let count = CleanText::line(&entry.count.map(grouped).unwrap_or_default());
    let taken = painter.right(inner, count.as_clean(), theme.dim);
    let mut mark = painter.glyph(entry.mark);
    mark.push_space();
    let room = inner.width.saturating_sub(taken + 1);
    let indent = entry.indent.min(room / 2);
    let x = inner.x + indent;
    let used = painter.text(x, line.y, room - indent, mark.as_clean(), theme.dim);
    painter.fitted(
        x + used,
        line.y,
        (room - indent).saturating_sub(used),
        entry.label.as_clean(),
        style,
    );
}
