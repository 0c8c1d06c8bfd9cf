//! Overlays: help, problems, links, the outline or a picture, over the panes.

use ratatui::layout::{Position, Rect};

use crate::app::App;
use crate::app::screen::overlay::{Overlay, Row};
use crate::clean::{CleanStr, CleanText};
use crate::view::paint::Painter;
use crate::view::{Look, article, picture, status};

/// Draws an overlay and returns the position of the row under the cursor.
pub(super) fn draw(
    painter: &mut Painter<'_>,
    look: &Look,
    app: &App,
    overlay: &Overlay,
    area: Rect,
) -> Option<Position> {
    let theme = &look.theme;
    let head = Rect { x: area.x + 1, width: area.width.saturating_sub(2), height: 1, ..area };
    let title = overlay.title().to_clean(app.screen().locale());
    let used = painter.fitted(head.x, head.y, head.width, title.as_clean(), theme.accent);
    let room = usize::from(head.width.saturating_sub(used + 2));
    painter.right(head, status::overlay_hints(app, room).as_clean(), theme.dim);
    let rows = Rect { y: area.y + 1, height: area.height.saturating_sub(2), ..area };
    if let Some(shown) = overlay.viewer().and_then(|viewer| viewer.picture()) {
        picture::draw(painter, shown, look.true_colour, rows);
        return None;
    }
    let keys = key_cells(painter, overlay);
    let columns = app.screen().overlay_columns();
    let mut cursor = None;
    let width = area.width / columns as u16;
    for at in overlay.cursor().top..overlay.rows().len() {
        let Some(row) = overlay.rows().get(at) else { break };
        let Some((column, y)) = overlay.place(at, usize::from(rows.height), columns) else {
            continue;
        };
        let line =
            Rect { x: rows.x + width * column as u16, y: rows.y + y as u16, width, height: 1 };
        draw_row(painter, look, app, row, line, keys);
        if at == overlay.cursor().at && row.is_choice() {
            painter.select(line, theme.selection);
            cursor = Some(line.as_position());
        }
    }
    cursor
}

fn draw_row(
    painter: &mut Painter<'_>,
    look: &Look,
    app: &App,
    row: &Row,
    line: Rect,
    keys_cells: u16,
) {
    let theme = &look.theme;
    let (x, room) = (line.x + 1, line.width.saturating_sub(2));
    let whole = |painter: &mut Painter<'_>, text: CleanStr<'_>, style| {
        painter.fitted(x, line.y, room, text, style);
    };
    match row {
        Row::Blank => {}
        Row::Heading(name) => {
            whole(painter, name.to_clean(app.screen().locale()).as_clean(), theme.heading);
        }
        Row::Command { keys, command } => {
            let column = (keys_cells + 2).min(room / 2);
            let keys_room = column.saturating_sub(2);
            painter.fitted(x, line.y, keys_room, keys.as_clean(), theme.accent);
            let help = crate::app::text::Text::Command(*command).to_clean(app.screen().locale());
            painter.fitted(x + column, line.y, room - column, help.as_clean(), theme.text);
        }
        Row::Sign(mark, meaning) => {
            let text = meaning.to_clean(app.screen().locale());
            let mark = painter.glyph(*mark);
            whole(painter, CleanText::line(&format!("{mark}  {text}")).as_clean(), theme.text);
        }
        Row::Own { keys, help, .. } => {
            let column = (keys_cells + 2).min(room / 2);
            painter.fitted(x, line.y, column.saturating_sub(2), keys.as_clean(), theme.accent);
            painter.fitted(x + column, line.y, room - column, help.as_clean(), theme.text);
        }
        Row::Line(text) => whole(painter, text.as_clean(), theme.text),
        Row::Highlight { colour, facts, .. } => {
            let sign = painter.glyph('▌');
            painter.text(x, line.y, 1, sign.as_clean(), article::highlight(theme, *colour));
            painter.fitted(x + 2, line.y, room.saturating_sub(2), facts.as_clean(), theme.accent);
        }
        Row::Colour(colour) => {
            let text = crate::app::text::Text::Colour(colour.name());
            let text = text.to_clean(app.screen().locale());
            whole(painter, text.as_clean(), article::highlight(theme, *colour));
        }
        Row::Problem { place, .. } => whole(painter, place.as_clean(), theme.warning),
        Row::Detail(text) => {
            let is_line = matches!(app.screen().overlay(), Some(overlay) if overlay.has_places());
            let (indent, style) = if is_line { (3, theme.dim) } else { (2, theme.text) };
            let room = room.saturating_sub(indent);
            painter.fitted(x + indent, line.y, room, text.as_clean(), style);
        }
        Row::Place { letter, key, read, .. } => {
            let letter = CleanText::line(&letter.map(String::from).unwrap_or_default());
            painter.text(x, line.y, 1, letter.as_clean(), theme.accent);
            let title = read.as_ref().map_or_else(|| key.to_clean(), |(title, _)| title.clone());
            let title = app.screen().script().shown(title.as_clean());
            let room = room.saturating_sub(3);
            painter.fitted(x + 3, line.y, room, title.as_clean(), theme.text);
        }
        Row::Link { text, .. } | Row::Section { text, .. } => {
            whole(painter, text.as_clean(), theme.text);
        }
        Row::Note(text) => {
            whole(painter, text.to_clean(app.screen().locale()).as_clean(), theme.text);
        }
    }
}

/// The width of the widest keys, in cells.
fn key_cells(painter: &Painter<'_>, overlay: &Overlay) -> u16 {
    let cells = overlay.rows().iter().filter_map(|row| match row {
        Row::Command { keys, .. } | Row::Own { keys, .. } => {
            Some(painter.widths.cells(keys.as_str()) as u16)
        }
        _ => None,
    });
    cells.max().unwrap_or(0)
}
