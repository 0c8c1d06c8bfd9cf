//! The line of conditions.

use crate::app::App;
use crate::app::chips::Piece;
use crate::clean::CleanStr;
use crate::config::theme::Theme;
use crate::view::paint::Painter;

pub(super) fn draw(painter: &mut Painter<'_>, theme: &Theme, app: &App) {
    let chips = app.chips();
    for (at, chip) in chips.iter().enumerate() {
        let style = match chip.piece {
            Piece::Search(_) => theme.hit,
            Piece::Condition(_) => theme.accent,
            Piece::More | Piece::Order | Piece::Status => theme.dim,
        };
        let area = chip.area;
        painter.text(area.x, area.y, area.width, chip.text.as_clean(), style);
        if at + 1 < chips.len() {
            painter.text(area.right(), area.y, 3, CleanStr::literal(" · "), theme.dim);
        }
    }
}
