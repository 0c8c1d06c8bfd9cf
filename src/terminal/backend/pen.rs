//! The cursor and the colours of the terminal, and the bytes that change them.

use ratatui::style::Color;

use crate::terminal::backend::grid::{Face, Glyph, Grid};
use crate::terminal::backend::style;

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
        let bytes = self.way_to(x, y);
        self.send(bytes.as_bytes());
        self.place = Place::At(x, y);
    }

    /// The bytes of a move.
    pub(super) fn way_to(&self, x: u16, y: u16) -> String {
        let row = match self.place {
            Place::At(from, row) if row == y && from == x => return String::new(),
            Place::At(_, row) | Place::Row(row) => Some(row),
            Place::Unknown => None,
        };
        let mut best = match (x, y) {
            (0, 0) => "\x1b[H".to_owned(),
            (0, y) => format!("\x1b[{}H", y + 1),
            (x, y) => format!("\x1b[{};{}H", y + 1, x + 1),
        };
        let mut consider = |way: String| {
            if way.len() < best.len() {
                best = way;
            }
        };
        // Line feeds within the screen scroll nothing.
        if let Some(feeds) = row.and_then(|row| y.checked_sub(row)).filter(|n| *n <= MOST_FEEDS) {
            let down = "\n".repeat(feeds.into());
            consider(format!("\r{down}{}", right(x)));
            if let Place::At(from, _) = self.place {
                if x >= from {
                    consider(format!("{down}{}", right(x - from)));
                } else {
                    consider(format!("{down}{}", "\x08".repeat(usize::from(from - x))));
                    consider(format!("{down}\x1b[{}D", from - x));
                }
            }
        }
        if row == Some(y) {
            consider(format!("\x1b[{}G", x + 1));
        }
        best
    }

    /// Writes a glyph. `is_certain` if all terminals agree about its width.
    pub(super) fn glyph(&mut self, glyph: &Glyph<'_>, grid: &Grid, is_certain: bool) {
        if glyph.is_blank() {
            self.set_blank_face(&glyph.face, grid);
        } else {
            self.set_face(&glyph.face, grid);
        }
        self.send(glyph.text.as_bytes());
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
    pub(super) fn set_background(&mut self, background: Color) {
        let face = Face { background, ..Face::default() };
        if !self.face.is_same_blank(&face) {
            self.end_link();
            let change = style::change(&self.face, &face);
            self.send(change.as_bytes());
            self.face = face;
        }
    }
}

/// Moves right.
fn right(columns: u16) -> String {
    match columns {
        0 => String::new(),
        1 => "\x1b[C".to_owned(),
        n => format!("\x1b[{n}C"),
    }
}
