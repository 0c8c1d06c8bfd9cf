//! Two emulators of terminals, behind one interface.

use std::num::NonZeroU16;

use alacritty_terminal::Term;
use alacritty_terminal::event::VoidListener;
use alacritty_terminal::grid::Dimensions;
use alacritty_terminal::index::{Column, Line};
use alacritty_terminal::term::cell::Flags;
use alacritty_terminal::term::{Config, TermMode};
use alacritty_terminal::vte::ansi::{self, NamedColor, Processor};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

use crate::config::theme::COLOURS;
use crate::terminal::backend::grid::Face;
use crate::terminal::backend::style::Colour;

/// A cell as it is seen: its text, its face, and the address of its link.
pub(super) type Seen = (String, Face, Option<String>);

/// Leaves out what cannot be seen.
pub(super) fn seen(text: &str, face: Face, link: Option<String>) -> Seen {
    let is_blank = text.trim().is_empty();
    let text = if is_blank { " " } else { text }.to_owned();
    let style = if is_blank {
        face.style & (Modifier::REVERSED | Modifier::UNDERLINED)
    } else {
        face.style
    };
    let is_hidden = is_blank && style.is_empty();
    let foreground = if is_hidden { Colour::DEFAULT } else { face.foreground };
    (text, Face { foreground, style, link: 0, ..face }, link)
}

pub(super) fn named(index: u8) -> Color {
    COLOURS.get(usize::from(index)).map_or(Color::Indexed(index), |(_, colour)| *colour)
}

pub(super) fn styles(pairs: &[(bool, Modifier)]) -> Modifier {
    pairs
        .iter()
        .filter(|(is_set, _)| *is_set)
        .fold(Modifier::empty(), |all, (_, style)| all | *style)
}

pub(super) trait Emulator {
    fn process(&mut self, bytes: &[u8]);
    fn resize(&mut self, columns: u16, rows: u16);
    fn cell(&self, x: u16, y: u16) -> Seen;
    fn cursor(&self) -> Option<Position>;
}

impl Emulator for vt100::Parser {
    fn process(&mut self, bytes: &[u8]) {
        self.process(bytes);
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        let size = |n| NonZeroU16::new(n).unwrap();
        self.screen_mut().set_size(size(rows), size(columns));
    }

    fn cell(&self, x: u16, y: u16) -> Seen {
        let cell = self.screen().cell(y, x).unwrap();
        let colour = |colour| match colour {
            vt100::Color::Default => Color::Reset,
            vt100::Color::Idx(index) => named(index),
            vt100::Color::Rgb(red, green, blue) => Color::Rgb(red, green, blue),
        };
        let style = styles(&[
            (cell.bold(), Modifier::BOLD),
            (cell.dim(), Modifier::DIM),
            (cell.italic(), Modifier::ITALIC),
            (cell.underline(), Modifier::UNDERLINED),
            (cell.inverse(), Modifier::REVERSED),
        ]);
        let [foreground, background] =
            [cell.fgcolor(), cell.bgcolor()].map(|drawn| colour(drawn).into());
        seen(cell.contents(), Face { foreground, background, style, link: 0 }, None)
    }

    fn cursor(&self) -> Option<Position> {
        let (y, x) = self.screen().cursor_position();
        (!self.screen().hide_cursor()).then_some(Position { x, y })
    }
}

pub(super) struct Alacritty {
    term: Term<VoidListener>,
    parser: Processor,
}

pub(super) struct Size(u16, u16);

impl Dimensions for Size {
    fn total_lines(&self) -> usize {
        self.1.into()
    }

    fn screen_lines(&self) -> usize {
        self.1.into()
    }

    fn columns(&self) -> usize {
        self.0.into()
    }
}

impl Alacritty {
    pub(super) fn new(columns: u16, rows: u16) -> Self {
        let term = Term::new(Config::default(), &Size(columns, rows), VoidListener);
        Self { term, parser: Processor::new() }
    }
}

impl Emulator for Alacritty {
    fn process(&mut self, bytes: &[u8]) {
        self.parser.advance(&mut self.term, bytes);
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        self.term.resize(Size(columns, rows));
    }

    fn cell(&self, x: u16, y: u16) -> Seen {
        let cell = &self.term.grid()[Line(y.into())][Column(x.into())];
        let colour = |colour| match colour {
            ansi::Color::Named(NamedColor::Foreground | NamedColor::Background) => Color::Reset,
            ansi::Color::Named(name) => named(name as u8),
            ansi::Color::Indexed(index) => named(index),
            ansi::Color::Spec(rgb) => Color::Rgb(rgb.r, rgb.g, rgb.b),
        };
        let style = styles(&[
            (cell.flags.contains(Flags::BOLD), Modifier::BOLD),
            (cell.flags.contains(Flags::DIM), Modifier::DIM),
            (cell.flags.contains(Flags::ITALIC), Modifier::ITALIC),
            (cell.flags.contains(Flags::UNDERLINE), Modifier::UNDERLINED),
            (cell.flags.contains(Flags::INVERSE), Modifier::REVERSED),
        ]);
        let marks = cell.zerowidth().unwrap_or_default();
        let text: String = std::iter::once(cell.c).chain(marks.iter().copied()).collect();
        let link = cell.hyperlink().map(|link| link.uri().to_owned());
        let [foreground, background] = [cell.fg, cell.bg].map(|drawn| colour(drawn).into());
        seen(&text, Face { foreground, background, style, link: 0 }, link)
    }

    fn cursor(&self) -> Option<Position> {
        let point = self.term.grid().cursor.point;
        let is_shown = self.term.mode().contains(TermMode::SHOW_CURSOR);
        is_shown.then_some(Position { x: point.column.0 as u16, y: point.line.0 as u16 })
    }
}
