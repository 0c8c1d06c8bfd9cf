//! A buffer that random steps draw into.

use std::num::NonZeroU16;
use std::sync::Arc;

use proptest::prelude::*;
use ratatui::buffer::{Buffer, CellDiffOption, CellWidth};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};

use super::graphics;
use crate::app::screen::picture::PictureFile;
use crate::clean::CleanText;
use crate::view::Link;
use crate::view::placeholder::{self, Placeholder};
use crate::width::{Widths, graphemes};

/// A change of the drawn buffer.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Text(u16, u16, Vec<&'static str>, Style),
    Restyle(Rect, Style),
    Clear(Rect),
    /// Moves rows within an area up or down, as an article does.
    Move(Rect, i8),
    Resize(u16, u16),
    Cursor(Option<(u16, u16)>),
    Link(u16, u16, u16, u8),
    /// Draws the placeholders of a picture.
    Picture(u16, u16, usize),
    /// Sets the pictures of the article.
    Files(Vec<usize>),
    /// Sends about this many bytes of a picture.
    Piece(usize),
    /// Another program wrote to the terminal.
    Repaint,
    Frame,
}

pub(super) const TEXTS: &[&str] = &[
    "a",
    "bc",
    " ",
    "   ",
    "          ",
    "甲",
    "乙丙",
    "，",
    "。",
    "“甲”",
    "—",
    "…",
    "α",
    "·",
    "🙂",
    "👩",
    "e\u{301}",
    "é",
    "カ",
    "한",
    "│",
    "───",
    "●",
    "１",
    "ｶ",
    "𠀀",
];

pub(super) fn text() -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop::sample::select(TEXTS), 1..12)
}

pub(super) fn style() -> impl Strategy<Value = Style> {
    const COLOURS: &[Color] =
        &[Color::Reset, Color::Red, Color::DarkGray, Color::Indexed(99), Color::Rgb(1, 2, 3)];
    const STYLES: &[Modifier] =
        &[Modifier::BOLD, Modifier::UNDERLINED, Modifier::REVERSED, Modifier::ITALIC];
    let styled = (
        prop::sample::select(COLOURS).no_shrink(),
        prop::sample::select(COLOURS).no_shrink(),
        prop::sample::subsequence(STYLES, 0..3),
    );
    let styled = styled.prop_map(|(foreground, background, styles)| {
        let all = styles.into_iter().fold(Modifier::empty(), |all, style| all | style);
        Style::new().fg(foreground).bg(background).add_modifier(all)
    });
    prop_oneof![4 => Just(Style::new()), 1 => styled]
}

pub(super) fn area() -> impl Strategy<Value = Rect> {
    let whole = (0..30u16, 1..30u16).prop_map(|(y, height)| Rect::new(0, y, 1000, height));
    let part = (0..70u16, 0..30u16, 1..70u16, 1..30u16);
    prop_oneof![2 => whole, 1 => part.prop_map(|(x, y, width, height)| Rect::new(x, y, width, height))]
}

pub(super) fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => (0..70u16, 0..30u16, text(), style()).prop_map(|(x, y, text, style)| Step::Text(x, y, text, style)),
        2 => (area(), style()).prop_map(|(area, style)| Step::Restyle(area, style)),
        2 => area().prop_map(Step::Clear),
        6 => (area(), -5..6i8).prop_map(|(area, up)| Step::Move(area, up)),
        1 => (2..70u16, 2..30u16).prop_map(|(columns, rows)| Step::Resize(columns, rows)),
        1 => prop::option::of((0..70u16, 0..30u16)).prop_map(Step::Cursor),
        1 => (0..70u16, 0..30u16, 1..9u16, 0..3u8).prop_map(|(x, y, width, link)| Step::Link(x, y, width, link)),
        3 => (0..60u16, 0..20u16, 0..3usize).prop_map(|(x, y, file)| Step::Picture(x, y, file)),
        1 => prop::sample::subsequence(vec![0, 1, 2], 1..=3).prop_map(Step::Files),
        8 => (100..9000usize).prop_map(Step::Piece),
        1 => Just(Step::Repaint),
        8 => Just(Step::Frame),
    ]
}

/// The drawn state.
#[derive(Clone)]
pub(super) struct Drawn {
    pub(super) buffer: Buffer,
    pub(super) links: Vec<Link>,
    pub(super) cursor: Option<Position>,
    pub(super) widths: Widths,
    pub(super) files: Vec<Arc<PictureFile>>,
    /// All pictures that an article can have.
    pub(super) all: Vec<Arc<PictureFile>>,
}

impl Drawn {
    pub(super) fn new(columns: u16, rows: u16, widths: Widths) -> Self {
        let buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        let (all, links) = (graphics::files(), Vec::new());
        Self { buffer, links, cursor: None, widths, files: all.clone(), all }
    }

    /// The same with all pictures in sixels.
    pub(super) fn in_sixels(self) -> Self {
        let all = graphics::sixels();
        Self { files: all.clone(), all, ..self }
    }

    pub(super) fn apply(&mut self, step: &Step) {
        let area = self.buffer.area;
        match step {
            Step::Text(x, y, texts, style) => {
                let mut x = *x;
                for grapheme in texts.iter().flat_map(|text| graphemes(text)).map(|(_, text)| text)
                {
                    x += self.glyph(x, *y, grapheme, *style);
                }
            }
            Step::Restyle(part, style) => self.buffer.set_style(part.intersection(area), *style),
            Step::Clear(part) => {
                for position in part.intersection(area).positions() {
                    self.buffer[position].reset();
                }
            }
            Step::Move(part, up) => {
                let part = part.intersection(area);
                let old = self.buffer.clone();
                for position in part.positions() {
                    let y = i32::from(position.y) + i32::from(*up);
                    let is_inside = (i32::from(part.top())..i32::from(part.bottom())).contains(&y);
                    if is_inside {
                        self.buffer[position] = old[(position.x, y as u16)].clone();
                    } else {
                        self.buffer[position].reset();
                    }
                }
            }
            Step::Resize(columns, rows) => {
                self.buffer.resize(Rect::new(0, 0, *columns, *rows));
                self.cursor = None;
                self.links.clear();
            }
            Step::Cursor(cursor) => {
                let inside = |(x, y): &(u16, u16)| *x < area.width && *y < area.height;
                self.cursor = cursor.filter(inside).map(Position::from);
            }
            Step::Link(x, y, width, link) => {
                let address = CleanText::line(&format!("https://{link}.example/"));
                let area = Rect::new(*x, *y, *width, 1);
                self.links.push(Link { area, address, id: u32::from(*link) });
            }
            Step::Picture(x, y, file) => self.picture(*x, *y, *file),
            Step::Files(wanted) => {
                self.files = wanted.iter().map(|at| Arc::clone(&self.all[*at])).collect();
            }
            Step::Piece(_) | Step::Repaint | Step::Frame => {}
        }
    }

    /// Whether each cell of a picture is drawn exactly once, and no wide glyph covers it.
    pub(super) fn has_whole(&self, file: &PictureFile) -> bool {
        let area = self.buffer.area;
        let text = |row, column| Placeholder { id: file.id, row, column }.text();
        let is_part = |place: &Position| placeholder::id(&self.buffer[*place]) == Some(file.id);
        let first = area.positions().find(is_part);
        first.is_some_and(|first| {
            let whole = Rect::new(first.x, first.y, file.cells.0, file.cells.1);
            let is_right = |place: Position| {
                let symbol = self.buffer[place].symbol().to_owned();
                is_part(&place) && Some(symbol) == text(place.y - first.y, place.x - first.x)
            };
            let is_covered = |y| first.x > 0 && self.buffer[(first.x - 1, y)].cell_width() > 1;
            area.intersection(whole) == whole
                && area.positions().filter(is_part).count() == whole.area() as usize
                && whole.positions().all(is_right)
                && !whole.rows().any(|row| is_covered(row.y))
        })
    }

    fn picture(&mut self, x: u16, y: u16, file: usize) {
        let file = Arc::clone(&self.all[file]);
        let place = Rect::new(x, y, file.cells.0, file.cells.1).intersection(self.buffer.area);
        for position in place.positions() {
            let (row, column) = (position.y - y, position.x - x);
            let placeholder = Placeholder { id: file.id, row, column };
            let cell = &mut self.buffer[position];
            cell.reset();
            cell.set_symbol(&placeholder.text().unwrap()).set_fg(placeholder.colour());
        }
    }

    /// Draws a glyph as the view does.
    fn glyph(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        let cells = self.widths.grapheme(text) as u16;
        let area = self.buffer.area;
        if x + cells > area.width || y >= area.height {
            return 0;
        }
        for x in x..x + cells {
            self.buffer[(x, y)].reset();
            self.buffer[(x, y)].set_style(style);
        }
        let cell = &mut self.buffer[(x, y)];
        cell.set_symbol(text);
        cell.set_diff_option(CellDiffOption::ForcedWidth(NonZeroU16::new(cells).unwrap()));
        cells
    }
}
