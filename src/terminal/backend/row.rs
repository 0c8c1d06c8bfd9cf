//! Writes the difference between two rows.

use std::ops::Range;

use ratatui::buffer::{Buffer, Cell};

use crate::terminal::backend::abilities::{Abilities, Graphics};
use crate::terminal::backend::grid::{Glyph, Grid};
use crate::terminal::backend::pen::Pen;
use crate::terminal::backend::style::Colour;
use crate::view::placeholder::is_placeholder;
use crate::width;

/// From this many blanks erasing them and moving over them is shorter than writing them.
const WORTH_ERASING: usize = 9;

/// Writes the changes that turn a row of the terminal into that of the next frame.
pub(super) fn write(
    pen: &mut Pen,
    abilities: Abilities,
    shown: &Grid,
    (next, buffer): (&Grid, &Buffer),
    y: u16,
) {
    let (old, new) = (shown.row(y), next.row(y));
    let start = usize::from(y) * new.len();
    let cells = buffer.content.get(start..start + new.len()).unwrap_or_default();
    let writer = Writer { abilities, next, y, old, new, cells };
    writer.write(pen);
}

struct Writer<'a> {
    abilities: Abilities,
    next: &'a Grid,
    y: u16,
    old: &'a [Glyph],
    new: &'a [Glyph],
    /// The cells of the new row, for their texts.
    cells: &'a [Cell],
}

impl Writer<'_> {
    fn write(&self, pen: &mut Pen) {
        let tail = self.blank_tail();
        let mut at = 0;
        // A terminal that draws a glyph too wide covers the next.
        let mut may_be_covered = false;
        while at < tail.start {
            let Some(glyph) = self.new.get(at) else { break };
            let cells = usize::from(glyph.cells.max(1));
            if !std::mem::take(&mut may_be_covered) && !self.differs(at..at + cells) {
                at += cells;
                continue;
            }
            if self.is_under_picture(at) {
                self.go(pen, at);
                pen.glyph(&Glyph::blank(glyph.face.as_blank()), " ", self.next, true);
                at += 1;
                continue;
            }
            let blanks = self.blanks(at, tail.start);
            if blanks.len() >= WORTH_ERASING && self.may_erase(glyph) && self.abilities.erases {
                self.go(pen, at);
                pen.set_background(glyph.face.background);
                pen.control(&format!("{}X", blanks.len()));
                at = blanks.end;
                continue;
            }
            self.go(pen, at);
            may_be_covered = !self.glyph(pen, at, glyph);
            at += cells;
        }
        self.erase_tail(pen, tail);
    }

    /// Whether the terminal must change any of these columns.
    fn differs(&self, columns: Range<usize>) -> bool {
        self.old.get(columns.clone()) != self.new.get(columns)
    }

    /// Writes a glyph; returns whether all terminals draw it in the same cells.
    fn glyph(&self, pen: &mut Pen, at: usize, glyph: &Glyph) -> bool {
        let is_certain = self.is_certain(at);
        // A terminal may draw it narrower and leave what was in the second cell.
        let second = self.old.get(at + 1);
        if !is_certain && glyph.cells > 1 && second.is_some_and(|second| !second.is_blank()) {
            for _ in 0..glyph.cells {
                pen.glyph(&Glyph::blank(glyph.face), " ", self.next, true);
            }
            pen.move_to(at as u16, self.y);
        }
        pen.glyph(glyph, self.text(at), self.next, is_certain);
        is_certain
    }

    /// The text of the glyph in a column; empty for a right half.
    fn text(&self, at: usize) -> &str {
        self.new.get(at).zip(self.cells.get(at)).map_or("", |(glyph, cell)| glyph.text_in(cell))
    }

    fn is_certain(&self, at: usize) -> bool {
        let text = self.text(at);
        width::is_certain(text, self.abilities.confirms_ambiguous)
            || matches!(self.abilities.graphics, Graphics::Placeholders(_)) && is_placeholder(text)
    }

    /// Whether a picture is drawn over this column. Its cell is written as a blank, and never
    /// rewritten just to move the cursor.
    fn is_under_picture(&self, at: usize) -> bool {
        self.abilities.graphics.cover_cells() && is_placeholder(self.text(at))
    }

    /// Moves to a column; rewrites the glyphs before it if that is shorter.
    fn go(&self, pen: &mut Pen, to: usize) {
        let way = pen.way_to(to as u16, self.y).len();
        if way == 0 {
            return;
        }
        let (from, before) = match pen.column_in(self.y) {
            Some(column) if usize::from(column) < to => (usize::from(column), 0),
            _ => (0, pen.way_to(0, self.y).len()),
        };
        let between = self.new.get(from..to).unwrap_or_default();
        let is_whole = between.first().is_none_or(|glyph| glyph.cells > 0)
            && self.new.get(to).is_none_or(|glyph| glyph.cells > 0);
        // Only what the terminal shows already, or has been written before.
        let mut bytes = before;
        let is_shorter = |(at, glyph): (usize, &Glyph)| {
            bytes += self.text(at).len();
            let is_same_face = if glyph.is_blank() {
                pen.face().is_same_blank(&glyph.face)
            } else {
                *pen.face() == glyph.face && self.is_certain(at) && !self.is_under_picture(at)
            };
            bytes <= way && is_same_face
        };
        if is_whole && before <= way && (from..).zip(between).all(is_shorter) {
            pen.move_to(from as u16, self.y);
            for (at, glyph) in (from..).zip(between).filter(|(_, glyph)| glyph.cells > 0) {
                pen.glyph(glyph, self.text(at), self.next, true);
            }
        } else {
            pen.move_to(to as u16, self.y);
        }
    }

    /// The blanks of one face from a column on. They end where a glyph of the old row begins: where
    /// erasing cuts one in half, tmux gives the half before it the wrong background as soon as the
    /// other is overwritten.
    fn blanks(&self, from: usize, end: usize) -> Range<usize> {
        let row = self.new.get(from..end).unwrap_or_default();
        let first = row.first();
        let same = row.iter().take_while(|glyph| {
            glyph.is_blank() && first.is_some_and(|first| first.face == glyph.face)
        });
        let end = from + same.count();
        let is_half = |at: &usize| self.old.get(*at).is_some_and(|glyph| glyph.cells == 0);
        let halves = (from..=end).rev().take_while(is_half).count();
        from..end.saturating_sub(halves).max(from)
    }

    /// Whether erasing draws a blank.
    fn may_erase(&self, blank: &Glyph) -> bool {
        blank
            .face
            .erased()
            .is_some_and(|background| self.abilities.fills || background == Colour::DEFAULT)
    }

    /// The columns up to the end of the row that erasing can draw, if that changes any.
    fn blank_tail(&self) -> Range<usize> {
        let end = self.new.len();
        let none = end..end;
        let Some(last) = self.new.last().filter(|last| last.is_blank() && self.may_erase(last))
        else {
            return none;
        };
        let blanks = self.new.iter().rev().take_while(|glyph| *glyph == last).count();
        let start = end - blanks;
        let Some(first) = (start..end).find(|at| self.differs(*at..at + 1)) else { return none };
        let last_change = (first..end).rfind(|at| self.differs(*at..at + 1)).unwrap_or(first);
        // A few blanks are shorter.
        if last_change - first < 3 && last_change + 1 < end { none } else { first..end }
    }

    fn erase_tail(&self, pen: &mut Pen, tail: Range<usize>) {
        let Some(blank) = self.new.get(tail.start).filter(|_| !tail.is_empty()) else { return };
        self.go(pen, tail.start);
        pen.set_background(blank.face.background);
        pen.control("K");
    }
}
