//! Placeholder cells, in whose place the terminal draws parts of a picture.
//!
//! kitty's graphics protocol calls them Unicode placeholders: a private-use character with two
//! combining marks for the row and the column, in a colour that encodes the picture's number. They
//! move, are covered and are cut off like any text.

use ratatui::buffer::Cell;
use ratatui::style::Color;

/// The base character of all placeholders.
const CHARACTER: char = '\u{10eeee}';
/// The combining marks for the numbers from 0 on: pairs of the first and last mark of a run. They
/// are the marks of Unicode 6.0 that stand above a letter and never compose with one.
const MARKS: [u32; 172] = [
    0x305, 0x305, 0x30d, 0x30e, 0x310, 0x310, 0x312, 0x312, 0x33d, 0x33f, 0x346, 0x346, 0x34a,
    0x34c, 0x350, 0x352, 0x357, 0x357, 0x35b, 0x35b, 0x363, 0x36f, 0x483, 0x487, 0x592, 0x595,
    0x597, 0x599, 0x59c, 0x5a1, 0x5a8, 0x5a9, 0x5ab, 0x5ac, 0x5af, 0x5af, 0x5c4, 0x5c4, 0x610,
    0x617, 0x657, 0x65b, 0x65d, 0x65e, 0x6d6, 0x6dc, 0x6df, 0x6e2, 0x6e4, 0x6e4, 0x6e7, 0x6e8,
    0x6eb, 0x6ec, 0x730, 0x730, 0x732, 0x733, 0x735, 0x736, 0x73a, 0x73a, 0x73d, 0x73d, 0x73f,
    0x741, 0x743, 0x743, 0x745, 0x745, 0x747, 0x747, 0x749, 0x74a, 0x7eb, 0x7f1, 0x7f3, 0x7f3,
    0x816, 0x819, 0x81b, 0x823, 0x825, 0x827, 0x829, 0x82d, 0x951, 0x951, 0x953, 0x954, 0xf82,
    0xf83, 0xf86, 0xf87, 0x135d, 0x135f, 0x17dd, 0x17dd, 0x193a, 0x193a, 0x1a17, 0x1a17, 0x1a75,
    0x1a7c, 0x1b6b, 0x1b6b, 0x1b6d, 0x1b73, 0x1cd0, 0x1cd2, 0x1cda, 0x1cdb, 0x1ce0, 0x1ce0, 0x1dc0,
    0x1dc1, 0x1dc3, 0x1dc9, 0x1dcb, 0x1dcc, 0x1dd1, 0x1de6, 0x1dfe, 0x1dfe, 0x20d0, 0x20d1, 0x20d4,
    0x20d7, 0x20db, 0x20dc, 0x20e1, 0x20e1, 0x20e7, 0x20e7, 0x20e9, 0x20e9, 0x20f0, 0x20f0, 0x2cef,
    0x2cf1, 0x2de0, 0x2dff, 0xa66f, 0xa66f, 0xa67c, 0xa67d, 0xa6f0, 0xa6f1, 0xa8e0, 0xa8f1, 0xaab0,
    0xaab0, 0xaab2, 0xaab3, 0xaab7, 0xaab8, 0xaabe, 0xaabf, 0xaac1, 0xaac1, 0xfe20, 0xfe26,
    0x10a0f, 0x10a0f, 0x10a38, 0x10a38, 0x1d185, 0x1d189, 0x1d1aa, 0x1d1ad, 0x1d242, 0x1d244,
];

/// A cell of a picture.
#[derive(Clone, Copy, Debug)]
pub struct Placeholder {
    /// The number of the picture's file.
    pub id: u32,
    /// The row within the picture.
    pub row: u16,
    /// The column within the picture.
    pub column: u16,
}

impl Placeholder {
    /// Returns the text of the cell; `None` if the row or the column has no mark.
    pub(crate) fn text(self) -> Option<String> {
        Some([CHARACTER, mark(self.row)?, mark(self.column)?].iter().collect())
    }

    /// Returns the foreground colour, which encodes the picture's number.
    pub(crate) fn colour(self) -> Color {
        let [_, red, green, blue] = self.id.to_be_bytes();
        Color::Rgb(red, green, blue)
    }
}

/// Returns the number of the picture that a cell belongs to: `Some(0)` if its colour encodes none,
/// `None` if the cell is not a placeholder.
pub fn id(cell: &Cell) -> Option<u32> {
    let is_one = is_placeholder(cell.symbol());
    is_one.then_some(match cell.fg {
        Color::Rgb(red, green, blue) => u32::from_be_bytes([0, red, green, blue]),
        _ => 0,
    })
}

/// Whether a cell's text is a placeholder.
pub fn is_placeholder(text: &str) -> bool {
    text.starts_with(CHARACTER)
}

fn mark(number: u16) -> Option<char> {
    let mut left = u32::from(number);
    for run in MARKS.chunks_exact(2) {
        let [first, last] = *run else { return None };
        match last - first {
            more if left <= more => return char::from_u32(first + left),
            more => left -= more + 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::LONGEST_SIDE;
    use unicode_normalization::UnicodeNormalization;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn numbers_are_marks() {
        for (number, expected) in [
            (0, Some('\u{305}')),
            (1, Some('\u{30d}')),
            (2, Some('\u{30e}')),
            (5, Some('\u{33d}')),
            (296, Some('\u{1d244}')),
            (297, None),
            (u16::MAX, None),
        ] {
            assert_eq!(mark(number), expected, "{number}");
        }
        let all: Vec<char> = (0..LONGEST_SIDE).filter_map(mark).collect();
        assert_eq!(all.len(), usize::from(LONGEST_SIDE));
        assert!(all.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn a_placeholder_takes_one_cell_and_stays_as_it_is() {
        for number in 0..LONGEST_SIDE {
            let placeholder = Placeholder { id: 0x12_34_56, row: number, column: number / 2 };
            let text = placeholder.text().unwrap();
            assert_eq!(text.nfc().collect::<String>(), text);
            assert_eq!(text.width(), 1);
            let mut cell = Cell::default();
            cell.set_symbol(&text).set_fg(placeholder.colour());
            assert_eq!(id(&cell), Some(0x12_34_56));
            assert_eq!(id(cell.set_fg(Color::Red)), Some(0));
            assert_eq!(id(cell.set_symbol("a")), None);
        }
    }
}
