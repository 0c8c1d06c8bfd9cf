//! A screen full of glyphs.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash, Hasher};
use std::ops::Range;

use hashbrown::DefaultHashBuilder;
use ratatui::buffer::{Buffer, Cell, CellDiffOption, CellWidth};
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

use crate::clean::CleanText;
use crate::hash::fnv1a;
use crate::terminal::backend::scroll::Scroll;
use crate::terminal::backend::style::Colour;
use crate::view::Link;

/// The colours and the style of a glyph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Face {
    pub foreground: Colour,
    pub background: Colour,
    pub style: Modifier,
    /// The number of its link, from 1; 0 for none.
    pub link: u16,
}

/// A glyph, or the right half of one. It consists of numbers, which are compared and hashed much
/// faster than the cells of a buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Glyph {
    /// Up to seven bytes of text and their number; the hash of a longer text, above them all.
    text: u64,
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
        let foreground = if style.is_empty() { Colour::DEFAULT } else { self.foreground };
        Self { foreground, style, ..self }
    }

    /// The background, if that is all a blank in this face shows, so that erasing can draw it.
    pub(super) fn erased(&self) -> Option<Colour> {
        (self.as_blank() == Self { background: self.background, ..Self::default() })
            .then_some(self.background)
    }
}

impl Glyph {
    /// The text of a blank.
    const SPACE: u64 = 1 << 56 | 0x20;
    /// The first of the numbers of longer texts.
    const LONG: u64 = 1 << 63;

    /// The glyph of a cell, with `left` cells up to the end of the row.
    fn of(cell: &Cell, left: usize) -> Self {
        let face = Face {
            foreground: cell.fg.into(),
            background: cell.bg.into(),
            style: cell.modifier,
            link: 0,
        };
        let text = cell.symbol();
        let is_forced = matches!(cell.diff_option, CellDiffOption::ForcedWidth(_));
        // Almost all are ASCII or Han, which need no look-up.
        let cells = match text.as_bytes() {
            b" " => return Self::blank(face.as_blank()),
            [b'!'..=b'~'] if !is_forced => 1,
            [0xe4, 0xb8..=0xbf, _] | [0xe5..=0xe9, _, _] if !is_forced => 2,
            // A control character here has slipped through cleaning.
            _ if text.is_empty() || text.contains(char::is_control) => 0,
            _ => cell.cell_width(),
        };
        // A glyph without a width, or without room, would move what follows.
        if cells == 0 || usize::from(cells) > left {
            return Self::blank(face.as_blank());
        }
        Self { text: number_of(text.as_bytes()), face, cells }
    }

    pub(super) fn blank(face: Face) -> Self {
        Self { text: Self::SPACE, face, cells: 1 }
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text == Self::SPACE
    }

    /// The character with its marks, from the cell of the glyph; empty for a right half.
    pub(super) fn text_in<'a>(&self, cell: &'a Cell) -> &'a str {
        match self.text {
            Self::SPACE => " ",
            0 => "",
            _ => cell.symbol(),
        }
    }

    /// About how many bytes writing the glyph takes; a blank takes none.
    fn bytes(&self) -> i64 {
        match self.text {
            Self::SPACE => 0,
            Self::LONG.. => 12,
            short => (short >> 56) as i64,
        }
    }
}

impl Hash for Glyph {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { text, face, .. } = *self;
        let [foreground, background] = [face.foreground, face.background].map(Colour::number);
        let colours = u64::from(foreground) << 32 | u64::from(background);
        // Colours leave no room for the rest; multiplying by an odd number spreads it over all bits.
        let rest = u64::from(face.style.bits()) << 16 | u64::from(face.link);
        let face = colours ^ rest.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        // One number, because the hasher is slower with several.
        state.write_u128(u128::from(face) << 64 | u128::from(text));
    }
}

/// What the search for moved rows needs to know about a row.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Digest {
    /// Equal for equal rows.
    pub hash: u64,
    /// Equal for rows that differ at most in the last column, which has the scrollbar.
    pub before_last: u64,
    /// About how many bytes writing the row takes.
    pub bytes: i64,
}

/// The glyphs of a screen, and the links in them.
#[derive(Debug)]
pub(super) struct Grid {
    columns: u16,
    rows: u16,
    /// One for each cell, row by row.
    glyphs: Vec<Glyph>,
    /// The addresses and ids of links, by their number.
    links: BTreeMap<u16, (CleanText, u32)>,
}

impl Grid {
    pub(super) fn blank((columns, rows): (u16, u16)) -> Self {
        Self::new(&Buffer::empty(Rect::new(0, 0, columns, rows)), &[])
    }

    pub(super) fn new(buffer: &Buffer, links: &[Link]) -> Self {
        let Rect { width: columns, height: rows, .. } = buffer.area;
        let mut glyphs = Vec::with_capacity(buffer.content.len());
        for row in buffer.content.chunks(usize::from(columns).max(1)) {
            push_row(&mut glyphs, row);
        }
        let mut grid = Self { columns, rows, glyphs, links: BTreeMap::new() };
        let mut numbers = HashMap::new();
        for link in links {
            let next = numbers.len() + 1;
            let number = *numbers.entry((&link.address, link.id)).or_insert(next);
            // More links than cells have no place.
            let Ok(number) = u16::try_from(number) else { break };
            grid.links.entry(number).or_insert_with(|| (link.address.clone(), link.id));
            for position in link.area.intersection(buffer.area).positions() {
                let at = grid.at(position.y) + usize::from(position.x);
                if let Some(glyph) = grid.glyphs.get_mut(at) {
                    glyph.face.link = number;
                }
            }
        }
        grid
    }

    /// Columns and rows.
    pub(super) fn size(&self) -> (u16, u16) {
        (self.columns, self.rows)
    }

    fn at(&self, row: u16) -> usize {
        usize::from(row) * usize::from(self.columns)
    }

    /// The glyphs of a row, one for each column.
    pub(super) fn row(&self, y: u16) -> &[Glyph] {
        self.glyphs.get(self.at(y)..self.at(y + 1)).unwrap_or_default()
    }

    /// The rows that differ from those of another grid of the same size, whose links have the same
    /// numbers.
    pub(super) fn changes(&self, other: &Self) -> Vec<bool> {
        (0..self.rows).map(|y| self.row(y) != other.row(y)).collect()
    }

    /// Returns the glyph at a position; `None` outside the grid.
    pub(super) fn glyph(&self, Position { x, y }: Position) -> Option<&Glyph> {
        self.row(y).get(usize::from(x))
    }

    /// The digest of a row, restricted to these columns.
    pub(super) fn digest(
        &self,
        y: u16,
        columns: &Range<u16>,
        hasher: &DefaultHashBuilder,
    ) -> Digest {
        let columns = usize::from(columns.start)..usize::from(columns.end);
        let mut digest = Digest::default();
        let mut state = hasher.build_hasher();
        for glyph in self.row(y).get(columns).unwrap_or_default() {
            digest.bytes += glyph.bytes();
            digest.before_last = digest.hash;
            glyph.hash(&mut state);
            digest.hash = state.finish();
        }
        digest
    }

    /// The first column in which a row differs from that of another grid, and the one after the
    /// last; `None` if they are equal.
    pub(super) fn changed_columns(&self, other: &Self, y: u16) -> Option<(u16, u16)> {
        let pairs = self.row(y).iter().zip(other.row(y));
        let first = pairs.clone().position(|(new, old)| new != old)?;
        let last = pairs.clone().rposition(|(new, old)| new != old)?;
        Some((first as u16, last as u16 + 1))
    }

    /// Whether a glyph in any of these rows straddles a column's left edge.
    pub(super) fn is_within_glyph(&self, x: u16, mut rows: Range<u16>) -> bool {
        rows.any(|y| self.glyph(Position { x, y }).is_some_and(|glyph| glyph.cells == 0))
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
        for Glyph { face, .. } in &mut self.glyphs {
            face.link = numbers.get(&face.link).copied().unwrap_or_default();
        }
        self.links = links;
    }

    /// Moves rows as the terminal does: within a region, whose freed rows become blank.
    pub(super) fn scroll(&mut self, scroll: &Scroll) {
        let (top, end) = (scroll.top, scroll.bottom + 1);
        let by = (scroll.up.unsigned_abs() as u16).min(end - top);
        // Scrolling down is scrolling up with the rows in reverse order.
        let row_of = |row: u16| if scroll.up > 0 { row } else { top + end - 1 - row };
        let [left, right] = [scroll.columns.start, scroll.columns.end].map(usize::from);
        for row in top..end {
            let to = self.at(row_of(row));
            if row + by < end {
                let from = self.at(row_of(row + by));
                self.glyphs.copy_within(from + left..from + right, to + left);
            } else if let Some(freed) = self.glyphs.get_mut(to + left..to + right) {
                freed.fill(Glyph::blank(Face::default()));
            }
        }
    }
}

/// Adds the glyphs of a row.
fn push_row(glyphs: &mut Vec<Glyph>, mut row: &[Cell]) {
    while let Some(cell) = row.first() {
        let glyph = Glyph::of(cell, row.len());
        glyphs.push(glyph);
        for _ in 1..glyph.cells {
            glyphs.push(Glyph { text: 0, cells: 0, ..glyph });
        }
        row = row.get(usize::from(glyph.cells)..).unwrap_or_default();
    }
}

/// A number for a text.
fn number_of(text: &[u8]) -> u64 {
    // Almost all are ASCII or Han.
    match *text {
        [a] => 1 << 56 | u64::from(a),
        [a, b, c] => 3 << 56 | u64::from(u32::from_be_bytes([0, a, b, c])),
        _ if text.len() > 7 => fnv1a(text) | Glyph::LONG,
        _ => {
            let bytes = text.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
            (text.len() as u64) << 56 | bytes
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Color;

    #[test]
    fn cells_that_differ_are_different_glyphs() {
        let texts = [
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
        let glyphs: Vec<Glyph> = cells.iter().map(|cell| Glyph::of(cell, 10)).collect();
        for (at, glyph) in glyphs.iter().enumerate() {
            assert_eq!(glyphs.iter().position(|other| other == glyph), Some(at), "{:?}", cells[at]);
        }
        let bytes = |text: &'static str| Glyph::of(&Cell::new(text), 2).bytes();
        assert_eq!([" ", "a", "é", "一"].map(bytes), [0, 1, 2, 3]);
    }

    #[test]
    fn han_is_as_wide_as_ratatui_says() {
        for c in '\u{4d00}'..='\u{a100}' {
            let mut cell = Cell::default();
            cell.set_char(c);
            assert_eq!(Glyph::of(&cell, 2).cells, cell.cell_width(), "{c}");
        }
    }
}
