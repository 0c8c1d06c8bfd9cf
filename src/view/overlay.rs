//! What lies over the panes: help, problems, links, a picture.

use ratatui::layout::Rect;

use crate::app::overlay::{Overlay, Row};
use crate::clean::CleanStr;
use crate::view::paint::Painter;
use crate::view::{Look, picture};

/// Cells of the column of keys, where there is room.
const KEYS: u16 = 30;

pub(super) fn draw(painter: &mut Painter<'_>, look: &Look, overlay: &Overlay, area: Rect) {
    let theme = &look.theme;
    painter.text(area.x + 1, area.y, area.width, overlay.title.as_clean(), theme.accent);
    let hint = CleanStr::literal("Enter go · Esc close ");
    painter.right(Rect { height: 1, ..area }, hint, theme.dim);
    let rows = Rect { y: area.y + 1, height: area.height.saturating_sub(2), ..area };
    if let Some(shown) = overlay.viewer.as_ref().and_then(|viewer| viewer.picture.as_ref()) {
        picture::draw(painter, shown, look.true_colour, rows);
        return;
    }
    let visible = overlay.rows.iter().enumerate().skip(overlay.cursor.top).take(rows.height.into());
    for (y, (at, row)) in (rows.y..).zip(visible) {
        let line = Rect { y, height: 1, ..rows };
        let room = line.width.saturating_sub(2);
        match row {
            Row::Blank => {}
            Row::Heading(name) => {
                painter.text(line.x + 1, y, room, *name, theme.heading);
            }
            Row::Command { keys, command } => {
                let column = KEYS.min(room / 2);
                painter.fitted(
                    line.x + 1,
                    y,
                    column.saturating_sub(2),
                    keys.as_clean(),
                    theme.accent,
                );
                let help = CleanStr::literal(command.help());
                painter.fitted(line.x + 1 + column, y, room - column, help, theme.text);
            }
            Row::Problem { text, .. }
            | Row::Link { text, .. }
            | Row::Place { text, .. }
            | Row::Note(text) => {
                painter.fitted(line.x + 1, y, room, text.as_clean(), theme.text);
            }
        }
        if at == overlay.cursor.at && row.is_choice() {
            painter.restyle(line, theme.selection);
        }
    }
}
