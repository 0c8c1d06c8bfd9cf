//! The line of conditions: each is a chip that a click removes, then the order of the list and what
//! is going on.

use ratatui::layout::{Position, Rect};

use crate::app::App;
use crate::app::chips::{Chip, Piece};
use crate::app::text::Text;
use crate::clean::CleanText;
use crate::command::Command;

/// The most cells of a chip's name beside others that have no room.
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
        let gap = widths.cells(GAP);
        let cells = |text: &CleanText| widths.cells(text.as_str());
        let room = usize::from(line.width.saturating_sub(2));
        let taken: usize = end.iter().map(|(_, text)| cells(text) + gap).sum();
        let mut pieces = self.pieces_in(room.saturating_sub(taken));
        if pieces.is_empty() && !self.listing.chips(locale).is_empty() {
            // The condition that `Backspace` removes counts more than the order.
            end.clear();
            pieces = self.pieces_in(room);
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

    /// The conditions that fit into `room` cells. The last one is shown even if it must be cut, since
    /// `Backspace` removes it; those before it without room are counted.
    fn pieces_in(&self, room: usize) -> Vec<(Piece, CleanText)> {
        let (locale, widths) = (self.screen.locale(), self.screen.widths());
        let cells = |text: &str| widths.cells(text);
        let conditions = self.listing.chips(locale);
        let named = |most: usize| -> Vec<(Piece, CleanText)> {
            let pieces = conditions.iter().enumerate().map(|(at, chip)| {
                let name = chip.name.to_clean(locale).as_clean().shortened(most, widths);
                let text = CleanText::line(&format!("{name}{CROSS}"));
                (if chip.is_search { Piece::Search(at) } else { Piece::Condition(at) }, text)
            });
            pieces.collect()
        };
        let gap = cells(GAP);
        let width = |pieces: &[(Piece, CleanText)]| -> usize {
            pieces.iter().map(|(_, text)| cells(text.as_str()) + gap).sum()
        };
        let whole = [usize::MAX, NAME].into_iter().map(named).find(|all| width(all) <= room + gap);
        if let Some(whole) = whole {
            return whole;
        }
        // A number of hidden conditions before the others.
        let left = room.saturating_sub("+1".len() + gap);
        let mut pieces = named(NAME);
        let first = (1..pieces.len())
            .find(|first| width(pieces.get(*first..).unwrap_or_default()) <= left + gap);
        let (first, most) = match first {
            Some(first) => (first, NAME),
            None => (pieces.len().saturating_sub(1), left.saturating_sub(cells(CROSS))),
        };
        if most == 0 {
            return Vec::new();
        }
        if most < NAME {
            pieces = named(most);
        }
        let hidden = CleanText::line(&format!("+{first}"));
        let hidden = (first > 0).then_some((Piece::More, hidden));
        hidden.into_iter().chain(pieces.into_iter().skip(first)).collect()
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
