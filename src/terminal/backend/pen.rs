//! The cursor and the colours of the terminal, and the bytes that change them.

use std::io::Write;

use crate::terminal::backend::grid::{Face, Glyph, Grid};
use crate::terminal::backend::style::{self, Colour};

/// The most line feeds instead of a move.
const MOST_FEEDS: u16 = 4;

/// Ends a link (OSC 8).
const END_LINK: &[u8] = b"\x1b]8;;\x1b\\";

/// Where the cursor is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Unknown,
    /// In a row; the column is not known.
    Row(u16),
    At(u16, u16),
}

/// Writes to the terminal and keeps track of its cursor and colours.
#[derive(Debug, Default)]
pub(super) struct Pen {
    bytes: Vec<u8>,
    place: Place,
    face: Face,
}

impl Pen {
    /// Takes the bytes written so far.
    pub(super) fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }

    /// Adds bytes that change neither cursor nor colours.
    pub(super) fn send(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Adds a control sequence: what follows CSI.
    pub(super) fn control(&mut self, text: &str) {
        self.send(b"\x1b[");
        self.send(text.as_bytes());
    }

    /// The terminal has the default colours, and the cursor is in the first cell.
    pub(super) fn note_reset(&mut self) {
        self.face = Face::default();
        self.note_home();
    }

    /// The cursor is in the first cell.
    pub(super) fn note_home(&mut self) {
        self.place = Place::At(0, 0);
    }

    /// The cursor may be anywhere.
    pub(super) fn forget_place(&mut self) {
        self.place = Place::Unknown;
    }

    /// The column of the cursor, if it is known to be in a row.
    pub(super) fn column_in(&self, row: u16) -> Option<u16> {
        match self.place {
            Place::At(x, y) if y == row => Some(x),
            _ => None,
        }
    }

    pub(super) fn face(&self) -> &Face {
        &self.face
    }

    /// Moves the cursor in the cheapest way.
    pub(super) fn move_to(&mut self, x: u16, y: u16) {
        let way = self.way_to(x, y);
        way.write(&mut self.bytes);
        self.place = Place::At(x, y);
    }

    /// The cheapest way to a cell.
    pub(super) fn way_to(&self, x: u16, y: u16) -> Way {
        let row = match self.place {
            Place::At(from, row) if row == y && from == x => return Way::default(),
            Place::At(_, row) | Place::Row(row) => Some(row),
            Place::Unknown => None,
        };
        let mut best = Way { feeds: 0, step: Step::To(x, y) };
        let mut consider = |feeds, step| {
            let way = Way { feeds, step };
            if way.len() < best.len() {
                best = way;
            }
        };
        // Line feeds within the screen scroll nothing.
        if let Some(feeds) = row.and_then(|row| y.checked_sub(row)).filter(|n| *n <= MOST_FEEDS) {
            consider(feeds, Step::Return(x));
            if let Place::At(from, _) = self.place {
                consider(
                    feeds,
                    if x < from { Step::Left(from - x) } else { Step::Right(x - from) },
                );
            }
        }
        if row == Some(y) {
            consider(0, Step::Column(x));
        }
        best
    }

    /// Writes a glyph with its text. `is_certain` if all terminals agree about its width.
    pub(super) fn glyph(&mut self, glyph: &Glyph, text: &str, grid: &Grid, is_certain: bool) {
        if glyph.is_blank() {
            self.set_blank_face(&glyph.face, grid);
        } else {
            self.set_face(&glyph.face, grid);
        }
        self.send(text.as_bytes());
        let columns = grid.size().0;
        self.place = match self.place {
            // After the last column terminals differ, and a glyph that is wider than it should be
            // may have gone to the next row.
            Place::At(x, y) if is_certain && x + glyph.cells < columns => {
                Place::At(x + glyph.cells, y)
            }
            Place::At(x, y) if is_certain || x + glyph.cells + 2 < columns => Place::Row(y),
            _ => Place::Unknown,
        };
    }

    /// Sets the face for a glyph that can be seen.
    pub(super) fn set_face(&mut self, face: &Face, grid: &Grid) {
        if self.face == *face {
            return;
        }
        let change = style::change(&self.face, face);
        self.send(change.as_bytes());
        if self.face.link != face.link {
            match grid.link(face.link) {
                None => self.send(END_LINK),
                Some((address, id)) => {
                    self.send(format!("\x1b]8;id={id};{address}\x1b\\").as_bytes());
                }
            }
        }
        self.face = *face;
    }

    /// Sets the face for a blank, of which less can be seen.
    fn set_blank_face(&mut self, face: &Face, grid: &Grid) {
        if !self.face.is_same_blank(face) {
            self.set_face(face, grid);
        }
    }

    /// Ends the link that is being written.
    pub(super) fn end_link(&mut self) {
        if self.face.link != 0 {
            self.send(END_LINK);
            self.face.link = 0;
        }
    }

    /// Sets the background for erasing and for new rows, without a style that can be seen.
    pub(super) fn set_background(&mut self, background: Colour) {
        let face = Face { background, ..Face::default() };
        if !self.face.is_same_blank(&face) {
            self.end_link();
            let change = style::change(&self.face, &face);
            self.send(change.as_bytes());
            self.face = face;
        }
    }
}

/// A way from one cell to another.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Way {
    /// How many rows down.
    feeds: u16,
    step: Step,
}

/// The part of a way that is not a line feed.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// To a cell, wherever the cursor is.
    To(u16, u16),
    /// To a column of the row.
    Column(u16),
    /// To the first column, then right.
    Return(u16),
    Left(u16),
    Right(u16),
}

impl Default for Step {
    fn default() -> Self {
        Self::Right(0)
    }
}

impl Way {
    /// How many bytes it takes.
    pub(super) fn len(self) -> usize {
        let step = match self.step {
            Step::To(0, 0) => 3,
            Step::To(0, y) => 3 + digits(y + 1),
            Step::To(x, y) => 4 + digits(y + 1) + digits(x + 1),
            Step::Column(x) => 3 + digits(x + 1),
            Step::Return(x) => 1 + right(x),
            Step::Left(columns) => usize::from(columns).min(3 + digits(columns)),
            Step::Right(columns) => right(columns),
        };
        usize::from(self.feeds) + step
    }

    fn write(self, bytes: &mut Vec<u8>) {
        if matches!(self.step, Step::Return(_)) {
            bytes.push(b'\r');
        }
        bytes.extend((0..self.feeds).map(|_| b'\n'));
        // Writing to a vector cannot fail.
        let _ = match self.step {
            Step::To(0, 0) => write!(bytes, "\x1b[H"),
            Step::To(0, y) => write!(bytes, "\x1b[{}H", y + 1),
            Step::To(x, y) => write!(bytes, "\x1b[{};{}H", y + 1, x + 1),
            Step::Column(x) => write!(bytes, "\x1b[{}G", x + 1),
            Step::Left(columns) if usize::from(columns) <= 3 + digits(columns) => {
                bytes.extend((0..columns).map(|_| b'\x08'));
                Ok(())
            }
            Step::Left(columns) => write!(bytes, "\x1b[{columns}D"),
            Step::Return(0) | Step::Right(0) => Ok(()),
            Step::Return(1) | Step::Right(1) => write!(bytes, "\x1b[C"),
            Step::Return(columns) | Step::Right(columns) => write!(bytes, "\x1b[{columns}C"),
        };
    }
}

/// The bytes of a move to the right.
fn right(columns: u16) -> usize {
    match columns {
        0 => 0,
        1 => 3,
        n => 3 + digits(n),
    }
}

/// The decimal digits of a number.
fn digits(number: u16) -> usize {
    number.checked_ilog10().unwrap_or(0) as usize + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_is_as_long_as_it_says() {
        for feeds in [0, 3] {
            for n in [0, 1, 2, 3, 4, 5, 9, 10, 99, 100, 998] {
                let steps = [
                    Step::To(n, 0),
                    Step::To(0, n),
                    Step::To(n, n),
                    Step::Column(n),
                    Step::Return(n),
                    Step::Left(n),
                    Step::Right(n),
                ];
                for way in steps.map(|step| Way { feeds, step }) {
                    let mut bytes = Vec::new();
                    way.write(&mut bytes);
                    assert_eq!(bytes.len(), way.len(), "{way:?}");
                }
            }
        }
    }
}
