//! Emulates a terminal with left and right margins, which the other emulators lack, following the
//! DEC VT510 reference. It knows only the sequences that the backend sends.

use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

use super::emulator::{Emulator, Seen, named, seen};
use crate::terminal::backend::grid::Face;
use crate::terminal::backend::style::Colour;
use crate::view::placeholder::Placeholder;
use crate::width::{Widths, graphemes};

/// Each style, its code, and the code that ends it.
const STYLES: [(u16, u16, Modifier); 5] = [
    (1, 22, Modifier::BOLD),
    (2, 22, Modifier::DIM),
    (3, 23, Modifier::ITALIC),
    (4, 24, Modifier::UNDERLINED),
    (7, 27, Modifier::REVERSED),
];

pub(super) struct Margins {
    columns: u16,
    rows: u16,
    cells: Vec<(String, Face)>,
    /// The cursor; in the column after the last one, the next glyph wraps.
    at: (u16, u16),
    is_hidden: bool,
    face: Face,
    may_set: bool,
    left_right: (u16, u16),
    top_bottom: (u16, u16),
}

impl Margins {
    pub(super) fn new(columns: u16, rows: u16) -> Self {
        let blank = (" ".to_owned(), Face::default());
        Self {
            columns,
            rows,
            cells: vec![blank; usize::from(columns) * usize::from(rows)],
            at: (0, 0),
            is_hidden: false,
            face: Face::default(),
            may_set: false,
            left_right: (0, columns - 1),
            top_bottom: (0, rows - 1),
        }
    }

    fn cell_mut(&mut self, x: u16, y: u16) -> &mut (String, Face) {
        assert!(x < self.columns && y < self.rows, "{x},{y} is outside");
        &mut self.cells[usize::from(y) * usize::from(self.columns) + usize::from(x)]
    }

    fn erase(&mut self, columns: std::ops::Range<u16>, y: u16) {
        let face = Face { background: self.face.background, ..Face::default() };
        for x in columns {
            self.put(x, y, " ", face);
        }
    }

    /// Writes a cell; blanks the other half of a wide glyph that it covers in part.
    fn put(&mut self, x: u16, y: u16, text: &str, face: Face) {
        if x > 0 && self.cell_mut(x, y).0.is_empty() && !text.is_empty() {
            self.cell_mut(x - 1, y).0 = " ".to_owned();
        }
        if x + 1 < self.columns && self.cell_mut(x + 1, y).0.is_empty() {
            self.cell_mut(x + 1, y).0 = " ".to_owned();
        }
        *self.cell_mut(x, y) = (text.to_owned(), face);
    }

    fn print(&mut self, text: &str) {
        let cells = Widths::default().grapheme(text) as u16;
        if self.at.0 + cells > self.columns {
            self.at.0 = 0;
            self.feed();
        }
        let (x, y) = self.at;
        self.put(x, y, text, self.face);
        if cells == 2 {
            self.put(x + 1, y, "", self.face);
        }
        self.at.0 += cells;
    }

    /// Scrolls the region by a row, if the cursor is between the margins.
    fn scroll(&mut self, up: bool) {
        let ((left, right), (top, bottom)) = (self.left_right, self.top_bottom);
        if !(left..=right).contains(&self.at.0) {
            return;
        }
        let mut rows: Vec<u16> = (top..=bottom).collect();
        if !up {
            rows.reverse();
        }
        for pair in rows.windows(2) {
            for x in left..=right {
                let cell = self.cell_mut(x, pair[1]).clone();
                *self.cell_mut(x, pair[0]) = cell;
            }
        }
        let last = *rows.last().unwrap();
        for x in left..=right {
            *self.cell_mut(x, last) = (" ".to_owned(), Face::default());
        }
    }

    /// Draws rows of a picture as its placeholders. Leaves the cursor elsewhere, as a terminal may.
    fn sixels(&mut self, id: u32, first: u16, rows: u16) {
        let (x, y) = self.at;
        for (row, column) in (0..rows).flat_map(|row| (0..6).map(move |column| (row, column))) {
            // The terminal was resized, and the program does not know it yet.
            if x + column >= self.columns || y + row >= self.rows {
                continue;
            }
            let part = Placeholder { id, row: first + row, column };
            let cell = self.cell_mut(x + column, y + row);
            assert_eq!(cell.0, " ", "a picture over text");
            cell.0 = part.text().unwrap();
            cell.1.foreground = part.colour().into();
        }
        self.at = (0, self.rows - 1);
    }

    fn feed(&mut self) {
        if self.at.1 == self.top_bottom.1 {
            self.scroll(true);
        } else {
            self.at.1 = (self.at.1 + 1).min(self.rows - 1);
        }
    }

    fn control(&mut self, parameters: &str, last: char) {
        let numbers: Vec<u16> =
            parameters.trim_start_matches('?').split(';').map(|n| n.parse().unwrap_or(0)).collect();
        let at = |index: usize| numbers.get(index).copied().unwrap_or(0);
        let one = at(0).max(1);
        let (x, y) = self.at;
        match (parameters.starts_with('?'), last) {
            (true, 'h' | 'l') => {
                let is_set = last == 'h';
                match at(0) {
                    25 => self.is_hidden = !is_set,
                    69 => {
                        self.may_set = is_set;
                        self.left_right = (0, self.columns - 1);
                    }
                    2026 => {}
                    mode => panic!("mode {mode}"),
                }
            }
            (false, 's') => {
                assert!(self.may_set, "the cursor is saved");
                self.left_right = (at(0) - 1, at(1) - 1);
                self.at = (0, 0);
            }
            (false, 'r') => {
                let bottom = if at(1) == 0 { self.rows } else { at(1) };
                self.top_bottom = (one - 1, bottom - 1);
                self.at = (0, 0);
            }
            (false, 'H') => self.at = (at(1).max(1) - 1, one - 1),
            (false, 'G') => self.at.0 = one - 1,
            (false, 'C') => self.at.0 = (x + one).min(self.columns - 1),
            (false, 'D') => self.at.0 = x.min(self.columns - 1).saturating_sub(one),
            (false, 'K') => self.erase(x.min(self.columns - 1)..self.columns, y),
            (false, 'X') => self.erase(x..(x + one).min(self.columns), y),
            (false, 'J') => (0..self.rows).for_each(|y| self.erase(0..self.columns, y)),
            (false, 'm') => self.style(&numbers),
            _ => panic!("CSI {parameters} {last}"),
        }
    }

    fn style(&mut self, numbers: &[u16]) {
        let mut numbers = numbers.iter().copied();
        let colour = |numbers: &mut dyn Iterator<Item = u16>| {
            let mut next = || numbers.next().unwrap() as u8;
            let colour = match next() {
                5 => named(next()),
                _ => Color::Rgb(next(), next(), next()),
            };
            Colour::from(colour)
        };
        while let Some(number) = numbers.next() {
            match number {
                0 => self.face = Face::default(),
                30..=37 => self.face.foreground = named(number as u8 - 30).into(),
                90..=97 => self.face.foreground = named(number as u8 - 82).into(),
                40..=47 => self.face.background = named(number as u8 - 40).into(),
                100..=107 => self.face.background = named(number as u8 - 92).into(),
                38 => self.face.foreground = colour(&mut numbers),
                48 => self.face.background = colour(&mut numbers),
                39 => self.face.foreground = Colour::DEFAULT,
                49 => self.face.background = Colour::DEFAULT,
                _ => {
                    for (set, reset, style) in STYLES {
                        if number == set {
                            self.face.style |= style;
                        } else if number == reset {
                            self.face.style -= style;
                        }
                    }
                }
            }
        }
    }
}

impl Emulator for Margins {
    fn process(&mut self, bytes: &[u8]) {
        let mut rest = std::str::from_utf8(bytes).unwrap();
        while let Some(first) = rest.chars().next() {
            if let Some(sequence) = rest.strip_prefix("\x1b[") {
                let end = sequence.find(|c: char| c.is_ascii_alphabetic()).unwrap();
                let (parameters, last) = sequence.split_at(end);
                self.control(parameters, last.chars().next().unwrap());
                rest = last.split_at(1).1;
            } else if let Some(after) =
                rest.strip_prefix("\x1b]").or_else(|| rest.strip_prefix("\x1b_"))
            {
                rest = after.split_once("\x1b\\").unwrap().1;
            } else if let Some(after) = rest.strip_prefix("\x1bP") {
                let (strip, after) = after.split_once("\x1b\\").unwrap();
                let numbers: Vec<u32> = strip.split(';').map(|n| n.parse().unwrap()).collect();
                self.sixels(numbers[0], numbers[1] as u16, numbers[2] as u16);
                rest = after;
            } else if let Some(after) = rest.strip_prefix("\x1bM") {
                if self.at.1 == self.top_bottom.0 {
                    self.scroll(false);
                } else {
                    self.at.1 = self.at.1.saturating_sub(1);
                }
                rest = after;
            } else if first.is_control() {
                match first {
                    '\n' => self.feed(),
                    '\r' => self.at.0 = 0,
                    '\x08' => self.at.0 = self.at.0.saturating_sub(1),
                    _ => panic!("{first:?}"),
                }
                rest = rest.split_at(1).1;
            } else {
                let text = rest.split(char::is_control).next().unwrap();
                for (_, grapheme) in graphemes(text) {
                    self.print(grapheme);
                }
                rest = rest.split_at(text.len()).1;
            }
        }
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        if (columns, rows) == (self.columns, self.rows) {
            return;
        }
        let Self { is_hidden, face, .. } = *self;
        *self = Self { is_hidden, face, ..Self::new(columns, rows) };
    }

    fn cell(&self, x: u16, y: u16) -> Seen {
        let (text, face) = &self.cells[usize::from(y * self.columns + x)];
        seen(text, *face, None)
    }

    fn cursor(&self) -> Option<Position> {
        let (x, y) = self.at;
        (!self.is_hidden).then_some(Position { x, y })
    }
}
