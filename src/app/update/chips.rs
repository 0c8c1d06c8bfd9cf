//! The line of conditions: each is a chip that a click removes, then the order of the list and what
//! is going on.

use ratatui::layout::{Position, Rect};

use crate::app::App;
use crate::app::chips::{Chip, Piece};
use crate::app::text::Text;
use crate::clean::CleanText;
use crate::command::Command;
use crate::config::locale::Locale;
use crate::width::Widths;

/// The most cells of a chip's name beside others that have no room.
const NAME: usize = 28;
/// What stands between chips.
const GAP: &str = " · ";
/// The sign behind a name that a click removes.
const CROSS: &str = " ×";

/// The name of a condition in at most `most` cells. Of a title in it, only the title is cut: the
/// words around it say what the condition is.
fn short_name(name: &Text, most: usize, locale: Locale, widths: Widths) -> CleanText {
    let of_title = |title: CleanText| match name {
        Text::LikePost { .. } => Text::LikePost { title }.to_clean(locale),
        _ => Text::VersionsOf { title }.to_clean(locale),
    };
    let whole = name.to_clean(locale);
    match name {
        Text::LikePost { title } | Text::VersionsOf { title }
            if widths.cells(whole.as_str()) > most =>
        {
            let around = widths.cells(of_title(CleanText::default()).as_str());
            let room = most.saturating_sub(around);
            of_title(title.as_clean().shortened(room, widths)).as_clean().shortened(most, widths)
        }
        _ => whole.as_clean().shortened(most, widths),
    }
}

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
                let name = short_name(&chip.name, most, locale, widths);
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

    /// Takes a click on the line of conditions. Returns whether it was on a piece of it.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_that_is_cut_still_says_what_it_is() {
        let (locale, widths) = (Locale::Simplified, Widths::default());
        let title = CleanText::line("据霍尼韦尔公司的公告");
        for most in [24, 16] {
            let name = Text::LikePost { title: title.clone() };
            let name = short_name(&name, most, locale, widths);
            assert!(name.as_str().starts_with("与《据") && name.as_str().ends_with("…》相似"));
            assert!(widths.cells(name.as_str()) <= most, "{name}");
        }
        let name = Text::Plain(title);
        assert_eq!(short_name(&name, 9, locale, widths).as_str(), "据霍尼韦…");
        assert_eq!(short_name(&name, 40, locale, widths).as_str(), "据霍尼韦尔公司的公告");
    }
}
