//! A screen full of glyphs.

use std::collections::{BTreeMap, HashMap};

use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

use crate::clean::CleanText;
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
    /// How many cells it takes; 0 for a right half.
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
    fn as_blank(self) -> Self {
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

/// The cells of a screen, and the links in them.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    columns: u16,
    rows: u16,
    cells: Vec<(Cell, u16)>,
    /// The addresses and ids of links, by their number, from 1.
    links: BTreeMap<u16, (CleanText, u32)>,
}

impl Grid {
    pub(super) fn blank((columns, rows): (u16, u16)) -> Self {
        let cells = vec![(Cell::EMPTY, 0); usize::from(columns) * usize::from(rows)];
        Self { columns, rows, cells, links: BTreeMap::new() }
    }

    pub(super) fn new(buffer: &Buffer, links: &[Link]) -> Self {
        let Rect { width, height, .. } = buffer.area;
        let cells = buffer.content.iter().map(|cell| (cell.clone(), 0)).collect();
        let mut grid = Self { columns: width, rows: height, cells, links: BTreeMap::new() };
        let mut numbers = HashMap::new();
        for link in links {
            let next = numbers.len() + 1;
            let number = *numbers.entry((&link.address, link.id)).or_insert(next);
            // More links than cells have no place.
            let Ok(number) = u16::try_from(number) else { break };
            grid.links.entry(number).or_insert_with(|| (link.address.clone(), link.id));
            for position in link.area.intersection(buffer.area).positions() {
                let at = grid.at(position.y) + usize::from(position.x);
                if let Some((_, of)) = grid.cells.get_mut(at) {
                    *of = number;
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

    /// The cells of a row with the numbers of their links.
    pub(super) fn row(&self, y: u16) -> &[(Cell, u16)] {
        let start = self.at(y);
        self.cells.get(start..start + usize::from(self.columns)).unwrap_or_default()
    }

    /// The address and the id of a link.
    pub(super) fn link(&self, number: u16) -> Option<(&CleanText, u32)> {
        self.links.get(&number).map(|(address, id)| (address, *id))
    }

    /// Numbers links that another grid has as it does, and others by free numbers: so cells of both
    /// can be compared.
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
        for (_, link) in &mut self.cells {
            *link = numbers.get(link).copied().unwrap_or_default();
        }
        self.links = links;
    }

    /// The glyphs of a row, one for each column.
    pub(super) fn glyphs(&self, y: u16) -> Vec<Glyph<'_>> {
        let row = self.row(y);
        let mut glyphs = Vec::with_capacity(row.len());
        while let Some((cell, link)) = row.get(glyphs.len()) {
            let face = Face {
                foreground: cell.fg,
                background: cell.bg,
                style: cell.modifier,
                link: *link,
            };
            let left = row.len() - glyphs.len();
            let cells = usize::from(cell.cell_width());
            // A glyph without a width, or without room, would move what follows. A control character
            // here was missed by cleaning.
            let is_odd = cells == 0 || cells > left || cell.symbol().contains(char::is_control);
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
    pub(super) fn scroll(&mut self, scroll: Scroll) {
        let region = self.at(scroll.top)..self.at(scroll.bottom + 1);
        let moved = scroll.up.unsigned_abs() as usize * usize::from(self.columns);
        let Some(cells) = self.cells.get_mut(region).filter(|cells| moved <= cells.len()) else {
            return;
        };
        let new = if scroll.up > 0 {
            cells.rotate_left(moved);
            cells.len() - moved..cells.len()
        } else {
            cells.rotate_right(moved);
            0..moved
        };
        if let Some(new) = cells.get_mut(new) {
            new.fill((Cell::EMPTY, 0));
        }
    }
}
