//! The mouse over the article's text: a press becomes a click when the button comes up, or a drag
//! when the mouse moves first. So text can be selected from anywhere, links and highlights included.

use std::ops::Range;

use crate::app::article::ArticlePane;
use crate::app::article::caret::Selection;
use crate::typeset::{Spot, words};

/// Clicks at one place count together if no more milliseconds are between them.
const TOGETHER: u64 = 400;

/// A line of the page, and a column counted from the left of the measure; `None` further left.
pub(in crate::app) type Cell = (usize, Option<usize>);

/// What the mouse does.
#[derive(Debug, Default)]
pub(super) struct Pointer {
    /// The button that is down.
    press: Option<Press>,
    /// When and at which byte of the text the last click was, and the number of clicks there.
    clicked: Option<(u64, usize, usize)>,
}

/// Where the button went down.
#[derive(Clone, Copy, Debug)]
struct Press {
    cell: Cell,
    /// The byte of the author's text there; `None` if there are pictures only.
    byte: Option<usize>,
    /// Whether the mouse has moved over other text since.
    has_moved: bool,
}

impl ArticlePane {
    /// The button goes down in a cell. The selection ends unless its own text is pressed.
    pub(in crate::app) fn press(&mut self, cell: Cell) {
        let Some(article) = &self.article else { return };
        let press = Press { cell, byte: article.byte_at(cell, false), has_moved: false };
        if !self.is_selected(cell) {
            self.end_selection();
        }
        self.marking.pointer.press = Some(press);
    }

    /// What is in a cell.
    pub(in crate::app) fn spot(&self, (line, column): Cell) -> Option<Spot> {
        self.article.as_ref()?.page.spot(line, column?)
    }

    /// Whether a cell shows selected text.
    pub(in crate::app) fn is_selected(&self, cell: Cell) -> bool {
        let (spot, selected) = (self.spot(cell), self.selected());
        spot.zip(selected).is_some_and(|(spot, selected)| selected.contains(&spot.place))
    }

    /// Whether the button is down over the text.
    pub(in crate::app) fn is_pressed(&self) -> bool {
        self.marking.pointer.press.is_some()
    }

    /// The mouse moves to a cell with the button down: selects from the press to here, both included.
    pub(in crate::app) fn drag_to(&mut self, cell: Cell) {
        let (Some(article), Some(press)) = (&self.article, &mut self.marking.pointer.press) else {
            return;
        };
        let is_below = cell.0 > press.cell.0;
        let head = article.byte_at(cell, is_below);
        press.has_moved |= head != press.byte;
        if let (true, Some(start), Some(head)) = (press.has_moved, press.byte, head) {
            self.marking.selection = Some(Selection::new(Some(start), head));
        }
    }

    /// The button comes up, or something covers the text: where it was a click, if it was one.
    pub(in crate::app) fn release(&mut self) -> Option<Cell> {
        let press = self.marking.pointer.press.take()?;
        (!press.has_moved).then_some(press.cell)
    }

    /// Whether a click on the text was so shortly before that another belongs to it.
    pub(in crate::app) fn was_clicked(&self, now: u64) -> bool {
        let last = self.marking.pointer.clicked;
        last.is_some_and(|(last, ..)| now.saturating_sub(last) <= TOGETHER)
    }

    /// Counts a click in a cell at a time in milliseconds. The second in a row selects the word, the
    /// third the sentence. Returns whether it was one of them.
    pub(in crate::app) fn click(&mut self, cell: Cell, now: u64) -> bool {
        let (Some(article), Some(spot)) = (&self.article, self.spot(cell)) else { return false };
        let Some(byte) = article.byte_near(cell.0, 0, |place| place == spot.place) else {
            return false;
        };
        let text = article.body.text().as_str();
        let before = self.marking.pointer.clicked.filter(|_| self.was_clicked(now));
        let count = before.filter(|(_, at, _)| *at == byte).map_or(1, |(.., count)| count + 1);
        let part: Option<Range<usize>> = match count {
            2 => Some(words::word(text, byte)),
            3 => Some(words::sentence(text, byte)),
            _ => None,
        };
        self.marking.pointer.clicked = Some((now, byte, count));
        if let Some(part) = &part {
            self.select_bytes(part);
        }
        part.is_some()
    }
}
