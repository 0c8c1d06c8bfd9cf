//! The facet pane: one row per facet, with its count.

use ratatui::layout::Rect;

use crate::app::App;
use crate::app::listing::facets::Row;
use crate::app::screen::layout::Pane;
use crate::app::text::Text;
use crate::clean::CleanText;
use crate::config::locale::grouped;
use crate::config::theme::Theme;
use crate::view::axis;
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
            painter.select(line, if focused { theme.selection } else { theme.selection_dim });
        }
    }
}

fn draw_row(painter: &mut Painter<'_>, theme: &Theme, app: &App, row: &Row, line: Rect) {
    let locale = app.screen().locale();
    let (mark, indent) = (' ', 0);
    let row = match row {
        Row::Blank => return,
        &Row::Section(section, is_open) => {
            let focused = app.screen().focus() == Pane::Facets;
            let style = if focused { theme.accent } else { theme.heading };
            let name = section.title().to_clean(locale);
            let room = line.width.saturating_sub(1);
            let used = painter.text(line.x + 1, line.y, room, name.as_clean(), style);
            if !is_open {
                let x = line.x + 2 + used;
                let room = line.right().saturating_sub(x);
                let mark = painter.glyph('▸');
                painter.text(x, line.y, room, mark.as_clean(), theme.dim);
            }
            return;
        }
        Row::Axis => return axis_row(painter, theme, app, line),
        &Row::More(_, rows) => {
            let text = if rows == 0 { Text::FewerRows } else { Text::MoreRows { count: rows } };
            let text = text.to_clean(locale);
            let room = line.width.saturating_sub(4);
            painter.fitted(line.x + 3, line.y, room, text.as_clean(), theme.dim);
            return;
        }
        &Row::All { listed, all } => {
            let chosen = app.listing().conditions().is_empty();
            let label = Text::Everything.to_clean(locale);
            let count = if listed == all {
                grouped(all)
            } else {
                format!("{} / {}", grouped(listed), grouped(all))
            };
            Entry { mark, indent, label, count, chosen }
        }
        &Row::View { ref name, count, chosen, is_muted, .. } => {
            let count = count.map(grouped).unwrap_or_default();
            let mark = if is_muted { '-' } else { mark };
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
            count: grouped(row.count),
            chosen: row.chosen,
        },
    };
    entry(painter, theme, line, &row);
}

/// Draws the axis of time, or what is chosen on it if it is drawn above the panes.
fn axis_row(painter: &mut Painter<'_>, theme: &Theme, app: &App, line: Rect) {
    let is_above = app.screen().layout().is_some_and(|layout| layout.axis.is_some());
    if !is_above {
        if let Some(area) = app.axis_area() {
            axis::draw(painter, theme, app, area);
        }
        return;
    }
    let Some((facet, count)) = app.listing().axis_facet() else { return };
    let label = Text::TimeAxis { months: facet.label() }.to_clean(app.screen().locale());
    let row = Entry { mark: ' ', indent: 0, label, count: grouped(count), chosen: false };
    entry(painter, theme, line, &row);
}

/// A row with a label and a count.
struct Entry {
    mark: char,
    indent: u16,
    label: CleanText,
    count: String,
    chosen: bool,
}

/// Draws a label at the left and its count at the right, with a gap between them.
fn entry(painter: &mut Painter<'_>, theme: &Theme, line: Rect, entry: &Entry) {
    let inner = Rect { x: line.x + 1, width: line.width.saturating_sub(2), ..line };
    let style = if entry.chosen { theme.accent } else { theme.text };
    let count = CleanText::line(&entry.count);
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
