//! The editor for notes.

use ratatui::layout::{Position, Rect};

use crate::app::App;
use crate::app::input::note::Note;
use crate::app::text::Text;
use crate::clean::{CleanStr, CleanText};
use crate::config::theme::Theme;
use crate::view::paint::Painter;
use crate::view::prompt;

/// Draws the note over the whole screen and returns the cursor's position.
pub(super) fn draw(
    painter: &mut Painter<'_>,
    theme: &Theme,
    app: &App,
    note: &Note,
    area: Rect,
) -> Option<Position> {
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let title = Text::NoteTitle { title: note.title().clone() }.to_clean(app.screen().locale());
    painter.fitted(inner.x, inner.y, inner.width, title.as_clean(), theme.accent);
    let rows = Rect { y: area.y + 2, height: area.height.saturating_sub(3), ..inner };
    let top = (note.at() + 1).saturating_sub(rows.height.into());
    let lines = note.lines().iter().enumerate().skip(top).take(rows.height.into());
    let mut cursor = None;
    for (y, (at, line)) in (rows.y..).zip(lines) {
        let row = Rect { y, height: 1, ..rows };
        if at == note.at() {
            cursor = Some(prompt::input(painter, theme, row, line));
        } else {
            let text = CleanText::line(line.value());
            painter.fitted(row.x, y, row.width, text.as_clean(), theme.text);
        }
    }
    let hint = |keys: &'static str, what: Text| {
        let mut hint = CleanStr::literal(keys).to_clean();
        hint.push_space();
        hint.push(what.to_clean(app.screen().locale()).as_clean());
        hint
    };
    let hints = [
        hint("Esc", Text::HintKeep),
        hint("^C", if note.is_changed() { Text::HintPutAside } else { Text::HintClose }),
    ];
    let hints = CleanText::join(hints.iter().map(CleanText::as_clean), " · ");
    let line = area.bottom().saturating_sub(1);
    painter.fitted(inner.x, line, inner.width, hints.as_clean(), theme.dim);
    cursor
}
