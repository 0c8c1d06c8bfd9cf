//! The line of conditions: each is a chip that a click removes, then the order of the list and what
//! is going on.

use ratatui::layout::{Position, Rect};

use crate::app::App;
use crate::app::chips::{Chip, Piece};
use crate::app::text::Text;
use crate::clean::{CleanStr, CleanText};
use crate::command::Command;

/// The most cells of a chip's name.
const NAME: usize = 28;
/// What stands between chips.
const GAP: &str = " · ";
/// The sign behind a name that a click removes.
const CROSS: &str = " ×";

impl App {
    /// The pieces of the line of conditions, from left to right; none without a line.
    pub fn chips(&self) -> Vec<Chip> {
        let Some(line) = self.screen.layout().and_then(|layout| layout.chips) else {
            return Vec::new();
        };
        let (locale, widths) = (self.screen.locale(), self.screen.widths());
        let conditions = self.listing.chips(locale);
        let mut pieces: Vec<(Piece, CleanText)> = Vec::new();
        for (at, chip) in conditions.iter().enumerate() {
            let name = shortened(chip.name.to_clean(locale).as_clean(), |text| widths.cells(text));
            let text = CleanText::line(&format!("{name}{CROSS}"));
            let piece = if chip.is_search { Piece::Search(at) } else { Piece::Condition(at) };
            pieces.push((piece, text));
        }
        let mut end: Vec<(Piece, CleanText)> = Vec::new();
        if self.listing.is_sorted() {
            let sort = self.listing.sort();
            let arrow = if sort.reversed { " ↑" } else { "" };
            let order = Text::Sort(sort.name()).to_clean(locale);
            end.push((Piece::Order, CleanText::line(&format!("{order}{arrow}"))));
        }
        if self.listing.is_searching() {
            end.push((Piece::Status, Text::StillSearching.to_clean(locale)));
        } else if self.listing.is_sorting() {
            end.push((Piece::Status, Text::StillSorting.to_clean(locale)));
        }
        let cells = |text: &CleanText| widths.cells(text.as_str());
        let gap = widths.cells(GAP);
        let taken: usize = end.iter().map(|(_, text)| cells(text) + gap).sum();
        let room = usize::from(line.width.saturating_sub(2));
        let fits = fitting(&pieces, room.saturating_sub(taken), &|text| cells(text) + gap);
        let left_out = pieces.len() - fits;
        pieces.truncate(fits);
        if left_out > 0 {
            pieces.push((Piece::More, CleanText::line(&format!("+{left_out}"))));
        }
        let (mut x, right) = (usize::from(line.x) + 1, usize::from(line.right()));
        let mut placed = Vec::new();
        for (piece, text) in pieces.into_iter().chain(end) {
            let width = cells(&text).min(right.saturating_sub(x));
            let area = Rect { x: x as u16, width: width as u16, ..line };
            x += width + gap;
            if width > 0 && x <= right + gap {
                placed.push(Chip { piece, area, text });
            }
        }
        placed
    }

    /// Takes a click on the line of conditions; whether it was on a piece of it.
    pub(in crate::app) fn press_chip(&mut self, at: Position) -> bool {
        let chip = self.chips().into_iter().find(|chip| chip.area.contains(at));
        match chip.map(|chip| chip.piece) {
            Some(Piece::Condition(at) | Piece::Search(at)) => self.remove_condition(at),
            Some(Piece::Order) => self.run(Command::Sort, None),
            Some(Piece::More | Piece::Status) => {}
            None => return false,
        }
        true
    }
}

/// How many pieces fit, and a hint at the others.
fn fitting(
    pieces: &[(Piece, CleanText)],
    room: usize,
    cells: &dyn Fn(&CleanText) -> usize,
) -> usize {
    const HINT: usize = 4;
    let whole: usize = pieces.iter().map(|(_, text)| cells(text)).sum();
    if whole <= room {
        return pieces.len();
    }
    let mut used = HINT;
    pieces
        .iter()
        .take_while(|(_, text)| {
            used += cells(text);
            used <= room
        })
        .count()
}

/// A name in at most [`NAME`] cells.
fn shortened(name: CleanStr<'_>, cells: impl Fn(&str) -> usize) -> CleanText {
    if cells(name.as_str()) <= NAME {
        return name.to_clean();
    }
    let (mut used, mut end) = (1, 0);
    for (at, grapheme) in name.graphemes() {
        used += cells(grapheme.as_str());
        if used > NAME {
            break;
        }
        end = at + grapheme.len();
    }
    CleanText::line(&format!("{}…", name.slice(0..end)))
}
