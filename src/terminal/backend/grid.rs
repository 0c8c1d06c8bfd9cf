//! A screen full of glyphs.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash, Hasher};
use std::ops::Range;

use hashbrown::DefaultHashBuilder;
use ratatui::buffer::{Buffer, Cell, CellDiffOption, CellWidth};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier};

use crate::clean::CleanText;
use crate::hash::fnv1a;
use crate::terminal::backend::scroll::Scroll;
use crate::view::Link;

/// The colours and the style of a glyph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Face {
    pub foreground: Color,
    pub background: Color,
    pub style: Modifier,
    /// The number of its link, from 1; 0 for none.
    pub link: u16,
}

/// A glyph, or the right half of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Glyph<'a> {
    /// The character with its marks; empty for the right half of the glyph before.
    pub text: &'a str,
    pub face: Face,
    /// Width in cells; 0 for a right half.
    pub cells: u16,
}

/// Styles that can be seen on a blank.
const VISIBLE: Modifier =
    Modifier::REVERSED.union(Modifier::UNDERLINED).union(Modifier::CROSSED_OUT);

impl Face {
    /// Whether a blank in this face looks like one in the other.
    pub(super) fn is_same_blank(&self, other: &Self) -> bool {
        self.as_blank() == other.as_blank()
    }

    /// The face without what cannot be seen on a blank.
    pub(super) fn as_blank(self) -> Self {
        let style = self.style & VISIBLE;
        // The colour of the line, and in reverse that of the cell.
        let foreground = if style.is_empty() { Color::Reset } else { self.foreground };
        Self { foreground, style, ..self }
    }

    /// The background, if that is all a blank in this face shows, so that erasing can draw it.
    pub(super) fn erased(&self) -> Option<Color> {
        (self.as_blank() == Self { background: self.background, ..Self::default() })
            .then_some(self.background)
    }
}

impl Glyph<'_> {
    pub(super) fn is_blank(&self) -> bool {
        self.text == " "
    }
}

/// What the search for moved rows needs to know about a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Digest {
    /// Equal for equal rows.
    pub hash: u64,
    /// Equal for rows that differ at most in the last column, which has the scrollbar.
    pub before_last: u64,
    /// About how many bytes writing the row takes.
    pub bytes: i64,
}

/// The cells of a screen, and the links in them.
#[derive(Debug)]
pub(super) struct Grid {
    buffer: Buffer,
    /// Every cell with its link, in numbers.
    codes: Vec<Code>,
    /// The addresses and ids of links, by their number.
    links: BTreeMap<u16, (CleanText, u32)>,
    /// The digests of rows, as far as they were needed.
    digests: Vec<Option<Digest>>,
}

impl Grid {
    pub(super) fn blank((columns, rows): (u16, u16)) -> Self {
        Self::new(Buffer::empty(Rect::new(0, 0, columns, rows)), &[])
    }

    pub(super) fn new(buffer: Buffer, links: &[Link]) -> Self {
        let area = buffer.area;
        let digests = vec![None; area.height.into()];
        let codes = buffer.content.iter().map(Code::of).collect();
        let mut grid = Self { buffer, codes, links: BTreeMap::new(), digests };
        let mut numbers = HashMap::new();
        for link in links {
            let next = numbers.len() + 1;
            let number = *numbers.entry((&link.address, link.id)).or_insert(next);
            // More links than cells have no place.
            let Ok(number) = u16::try_from(number) else { break };
            grid.links.entry(number).or_insert_with(|| (link.address.clone(), link.id));
            for position in link.area.intersection(area).positions() {
                let at = grid.at(position.y) + usize::from(position.x);
                if let Some(code) = grid.codes.get_mut(at) {
                    code.link = number;
                }
            }
        }
        grid
    }

    /// Columns and rows.
    pub(super) fn size(&self) -> (u16, u16) {
        (self.buffer.area.width, self.buffer.area.height)
    }

    fn at(&self, row: u16) -> usize {
        usize::from(row) * usize::from(self.buffer.area.width)
    }

    /// The cells of a row.
    fn row(&self, y: u16) -> &[Cell] {
        self.buffer.content.get(self.at(y)..self.at(y + 1)).unwrap_or_default()
    }

    /// The cells of a row in numbers.
    fn codes(&self, y: u16) -> &[Code] {
        self.codes.get(self.at(y)..self.at(y + 1)).unwrap_or_default()
    }

    /// The rows that differ from those of another grid of the same size, whose links have the same
    /// numbers.
    pub(super) fn changes(&self, other: &Self) -> Vec<bool> {
        (0..self.size().1).map(|y| self.codes(y) != other.codes(y)).collect()
    }

    /// Returns the cell at a position; `None` outside the grid.
    pub(super) fn cell(&self, place: Position) -> Option<&Cell> {
        self.buffer.cell(place)
    }

    /// Returns the positions of all cells, row by row.
    pub(super) fn places(&self) -> impl Iterator<Item = Position> {
        self.buffer.area.positions()
    }

    /// Takes the digests of unchanged rows from another grid.
    pub(super) fn take_digests(&mut self, other: &Self, changed: &[bool]) {
        for ((digest, known), changed) in self.digests.iter_mut().zip(&other.digests).zip(changed) {
            if !changed {
                *digest = *known;
            }
        }
    }

    /// The digests of all rows.
    pub(super) fn digests(&mut self, hasher: &DefaultHashBuilder) -> Vec<Digest> {
        let whole = 0..self.size().0;
        let rows = (0..).zip(&self.digests);
        let digests: Vec<Digest> = rows
            .map(|(y, known)| known.unwrap_or_else(|| self.digest(y, &whole, hasher)))
            .collect();
        self.digests = digests.iter().copied().map(Some).collect();
        digests
    }

    /// Returns the digests of all rows, restricted to these columns.
    pub(super) fn digests_within(
        &self,
        columns: &Range<u16>,
        hasher: &DefaultHashBuilder,
    ) -> Vec<Digest> {
        (0..self.size().1).map(|y| self.digest(y, columns, hasher)).collect()
    }

    fn digest(&self, y: u16, columns: &Range<u16>, hasher: &DefaultHashBuilder) -> Digest {
        let columns = usize::from(columns.start)..usize::from(columns.end);
        let codes = self.codes(y).get(columns).unwrap_or_default();
        let bytes = codes.iter().map(Code::bytes).sum();
        let (codes, last) = codes.split_at(codes.len().saturating_sub(1));
        let before_last = hasher.hash_one(codes);
        Digest { hash: hasher.hash_one((before_last, last)), before_last, bytes }
    }

    /// The first column in which a row differs from that of another grid, and the one after the
    /// last; `None` if they are equal.
    pub(super) fn changed_columns(&self, other: &Self, y: u16) -> Option<(u16, u16)> {
        let pairs = self.codes(y).iter().zip(other.codes(y));
        let first = pairs.clone().position(|(new, old)| new != old)?;
        let last = pairs.clone().rposition(|(new, old)| new != old)?;
        Some((first as u16, last as u16 + 1))
    }

    /// Whether a glyph in any of these rows straddles a column's left edge.
    pub(super) fn is_within_glyph(&self, x: u16, mut rows: Range<u16>) -> bool {
        let Some(before) = x.checked_sub(1).filter(|_| x < self.size().0) else { return false };
        rows.any(|y| self.row(y).get(usize::from(before)).is_some_and(|cell| width_of(cell) > 1))
    }

    /// The address and the id of a link.
    pub(super) fn link(&self, number: u16) -> Option<(&CleanText, u32)> {
        self.links.get(&number).map(|(address, id)| (address, *id))
    }

    /// Gives each link the number that it has in another grid, or a free one, so that cells of both
    /// grids can be compared.
    pub(super) fn number_links(&mut self, other: &Self) {
        if self.links == other.links || self.links.is_empty() {
            return;
        }
        let known: HashMap<_, u16> = other.links.iter().map(|(at, link)| (link, *at)).collect();
        let mut free = (1..=u16::MAX).filter(|number| !other.links.contains_key(number));
        let mut links = BTreeMap::new();
        let mut numbers = HashMap::from([(0, 0)]);
        for (old, link) in &self.links {
            let number = known.get(link).copied().or_else(|| free.next()).unwrap_or_default();
            numbers.insert(*old, number);
            links.insert(number, link.clone());
        }
        for code in &mut self.codes {
            code.link = numbers.get(&code.link).copied().unwrap_or_default();
        }
        self.links = links;
    }

    /// The glyphs of a row, one for each column.
    pub(super) fn glyphs(&self, y: u16) -> Vec<Glyph<'_>> {
        let (row, codes) = (self.row(y), self.codes(y));
        let mut glyphs = Vec::with_capacity(row.len());
        while let Some((cell, code)) = row.get(glyphs.len()).zip(codes.get(glyphs.len())) {
            let face = Face {
                foreground: cell.fg,
                background: cell.bg,
                style: cell.modifier,
                link: code.link,
            };
            let left = row.len() - glyphs.len();
            let cells = usize::from(width_of(cell));
            // A glyph without a width, or without room, would move what follows. A control
            // character here has slipped through cleaning.
            let is_odd = cells == 0
                || cells > left
                || !is_han(cell) && cell.symbol().contains(char::is_control);
            if cell.symbol() == " " || is_odd {
                glyphs.push(Glyph { text: " ", face: face.as_blank(), cells: 1 });
                continue;
            }
            glyphs.push(Glyph { text: cell.symbol(), face, cells: cells as u16 });
            glyphs.extend((1..cells).map(|_| Glyph { text: "", face, cells: 0 }));
        }
        glyphs
    }

    /// Moves rows as the terminal does.
    pub(super) fn scroll(&mut self, scroll: &Scroll) {
        let width = self.size().0;
        move_rows(&mut self.buffer.content, width, scroll, &Cell::EMPTY);
        move_rows(&mut self.codes, width, scroll, &Code::of(&Cell::EMPTY));
        let region = usize::from(scroll.top)..usize::from(scroll.bottom) + 1;
        if scroll.columns == (0..width) {
            let one = Scroll { columns: 0..1, ..scroll.clone() };
            move_rows(&mut self.digests, 1, &one, &None);
        } else {
            self.digests.get_mut(region).unwrap_or_default().fill(None);
        }
    }
}

/// A cell in numbers, which are compared and hashed many times sooner than the cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Code {
    /// Up to seven bytes of text and their number; the hash of a longer text, above them all.
    text: u64,
    foreground: u32,
    background: u32,
    style: u16,
    /// The width that the text is drawn with whatever it is; 0 if there is none.
    forced: u16,
    /// The number of the link, from 1; 0 for none.
    link: u16,
}

impl Code {
    /// The first of the numbers of longer texts.
    const LONG: u64 = 1 << 63;

    fn of(cell: &Cell) -> Self {
        let forced = match cell.diff_option {
            CellDiffOption::ForcedWidth(cells) => cells.get(),
            _ => 0,
        };
        Self {
            text: Self::text_of(cell.symbol().as_bytes()),
            foreground: number_of(cell.fg),
            background: number_of(cell.bg),
            style: cell.modifier.bits(),
            forced,
            link: 0,
        }
    }

    fn text_of(text: &[u8]) -> u64 {
        // Almost all are ASCII or Han.
        match *text {
            [a] => 1 << 56 | u64::from(a),
            [a, b, c] => 3 << 56 | u64::from(u32::from_be_bytes([0, a, b, c])),
            _ if text.len() > 7 => fnv1a(text) | Self::LONG,
            _ => {
                let bytes = text.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
                (text.len() as u64) << 56 | bytes
            }
        }
    }

    /// About how many bytes writing the cell takes; a blank takes none.
    fn bytes(&self) -> i64 {
        let is_blank = self.text == 1 << 56 | 0x20;
        let len = if self.text >= Self::LONG { 12 } else { self.text >> 56 };
        if is_blank { 0 } else { len as i64 }
    }
}

impl Hash for Code {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { text, foreground, background, style, forced, link } = *self;
        let [style, forced, link] = [style, forced, link].map(u64::from);
        state.write_u64(text);
        state.write_u64(u64::from(foreground) << 32 | u64::from(background));
        state.write_u64(style << 32 | forced << 16 | link);
    }
}

/// A number for a colour.
fn number_of(colour: Color) -> u32 {
    match colour {
        Color::Reset => 0,
        Color::Black => 1,
        Color::Red => 2,
        Color::Green => 3,
        Color::Yellow => 4,
        Color::Blue => 5,
        Color::Magenta => 6,
        Color::Cyan => 7,
        Color::Gray => 8,
        Color::DarkGray => 9,
        Color::LightRed => 10,
        Color::LightGreen => 11,
        Color::LightYellow => 12,
        Color::LightBlue => 13,
        Color::LightMagenta => 14,
        Color::LightCyan => 15,
        Color::White => 16,
        Color::Indexed(number) => 0x100 | u32::from(number),
        Color::Rgb(red, green, blue) => u32::from_be_bytes([1, red, green, blue]),
    }
}

/// How many cells a cell's text takes. Han needs no look-up.
fn width_of(cell: &Cell) -> u16 {
    let is_forced = matches!(cell.diff_option, CellDiffOption::ForcedWidth(_));
    if is_han(cell) && !is_forced { 2 } else { cell.cell_width() }
}

/// Whether a cell's text is one character of U+4E00 to U+9FFF.
fn is_han(cell: &Cell) -> bool {
    matches!(cell.symbol().as_bytes(), [0xe4, 0xb8..=0xbf, _] | [0xe5..=0xe9, _, _])
}

/// Moves the items of a region, in rows of `width` items, and fills the freed rows with `blank`.
fn move_rows<T: Clone>(items: &mut [T], width: u16, scroll: &Scroll, blank: &T) {
    let (top, end) = (usize::from(scroll.top), usize::from(scroll.bottom) + 1);
    let columns = usize::from(scroll.columns.start)..usize::from(scroll.columns.end);
    let start_of = |row: usize| row * usize::from(width);
    let by = (scroll.up.unsigned_abs() as usize).min(end - top);
    // Scrolling down is scrolling up with the rows in reverse order.
    let row_of = |row: usize| if scroll.up > 0 { row } else { top + end - 1 - row };
    for row in top..end {
        let (to, from) = (start_of(row_of(row)), row + by);
        if from < end {
            let from = start_of(row_of(from));
            for x in columns.clone() {
                items.swap(to + x, from + x);
            }
        } else if let Some(row) = items.get_mut(to + columns.start..to + columns.end) {
            row.fill(blank.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_differ_have_different_codes() {
        let texts = [
            "",
            " ",
            "a",
            "b",
            "é",
            "ab",
            "一",
            "二",
            "a一",
            "e\u{301}",
            "🙂",
            "👨\u{200d}👩",
            "👨\u{200d}👦",
        ];
        let colours = [
            Color::Reset,
            Color::Black,
            Color::White,
            Color::Indexed(0),
            Color::Indexed(16),
            Color::Rgb(0, 0, 0),
            Color::Rgb(0, 1, 0),
        ];
        let mut cells = Vec::new();
        for text in texts {
            for (fg, bg) in colours.iter().flat_map(|fg| colours.map(|bg| (*fg, bg))) {
                for modifier in [Modifier::empty(), Modifier::BOLD, Modifier::REVERSED] {
                    let mut cell = Cell::default();
                    cell.set_symbol(text).set_fg(fg).set_bg(bg);
                    cell.modifier = modifier;
                    cells.push(cell);
                }
            }
        }
        let codes: Vec<Code> = cells.iter().map(Code::of).collect();
        for (at, code) in codes.iter().enumerate() {
            assert_eq!(codes.iter().position(|other| other == code), Some(at), "{:?}", cells[at]);
        }
        let bytes = |text: &'static str| Code::of(&Cell::new(text)).bytes();
        assert_eq!([" ", "a", "é", "一"].map(bytes), [0, 1, 2, 3]);
    }

    #[test]
    fn han_is_as_wide_as_ratatui_says() {
        for c in '\u{4d00}'..='\u{a100}' {
            let mut cell = Cell::default();
            cell.set_char(c);
            assert_eq!(width_of(&cell), cell.cell_width(), "{c}");
        }
    }
}
