//! Prints screens as text: the characters without the hidden cells of wide glyphs, then the styles,
//! one letter per cell.

use std::panic::catch_unwind;
use std::thread;

use kanbao::app::App;
use kanbao::view::{self, Look};
use kanbao::width::Widths;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

pub(super) fn draw(app: &App, look: &Look) -> Buffer {
    let (width, height) = app.screen().size();
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    view::draw(app, look, &mut buffer);
    buffer
}

/// The characters of a screen, and below them the styles, one letter per cell.
pub(super) fn print(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        let mut hidden = 0;
        for x in 0..buffer.area.width {
            if hidden > 0 {
                hidden -= 1;
                continue;
            }
            let symbol = buffer[(x, y)].symbol();
            hidden = Widths::default().cells(symbol).saturating_sub(1);
            line.push_str(symbol);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out.push_str("--- styles ---\n");
    for y in 0..buffer.area.height {
        let line: String = (0..buffer.area.width).map(|x| letter(buffer, x, y)).collect();
        out.push_str(line.trim_end_matches('.'));
        out.push('\n');
    }
    out
}

/// Compares a screen with its snapshot.
#[track_caller]
pub(super) fn check(name: &str, shown: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, shown);
    });
}

/// Compares several screens with their snapshots. Prints every difference; the test fails when this is
/// dropped, so that the first difference does not hide the others.
#[derive(Default)]
pub(super) struct Screens {
    different: Vec<String>,
}

impl Screens {
    #[track_caller]
    pub(super) fn check(&mut self, name: &str, shown: &str) {
        if catch_unwind(|| check(name, shown)).is_err() {
            self.different.push(name.to_owned());
        }
    }
}

impl Drop for Screens {
    fn drop(&mut self) {
        let is_failing = thread::panicking();
        assert!(is_failing || self.different.is_empty(), "different: {:?}", self.different);
    }
}

fn letter(buffer: &Buffer, x: u16, y: u16) -> char {
    let cell = &buffer[(x, y)];
    let has = |modifier| cell.modifier.contains(modifier);
    match () {
        () if has(Modifier::REVERSED) => 'R',
        () if cell.bg != Color::Reset => 'H',
        () if cell.fg == Color::Cyan && has(Modifier::BOLD) => 'A',
        () if cell.fg == Color::Cyan => 'L',
        () if cell.fg == Color::Green && has(Modifier::DIM) => 'c',
        () if cell.fg == Color::Green => 'C',
        () if cell.fg == Color::Yellow => 'W',
        () if cell.fg == Color::Magenta => 'K',
        () if cell.fg == Color::LightBlue => 'N',
        () if has(Modifier::UNDERLINED) => 'U',
        () if has(Modifier::BOLD) => 'B',
        () if has(Modifier::ITALIC) => 'I',
        () if has(Modifier::DIM) => 'd',
        () => '.',
    }
}
