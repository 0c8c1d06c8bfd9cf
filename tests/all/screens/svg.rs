//! A screen as SVG: each glyph is placed at its cell, so that a browser's fonts cannot shift columns.

use std::fmt::Write;

use kanbao::width::Widths;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// Width and height of a cell in pixels.
const CELL: (u16, u16) = (9, 20);
const MARGIN: u16 = 12;
const BACKGROUND: &str = "#1c1f24";
const FOREGROUND: &str = "#d7dae0";

pub(super) fn render(buffer: &Buffer) -> String {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let (width, height) = (columns * CELL.0 + 2 * MARGIN, rows * CELL.1 + 2 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{BACKGROUND}\"/>\n\
         <g font-family=\"Sarasa Mono SC, Noto Sans Mono CJK SC, Source Han Mono, monospace\" font-size=\"15\" xml:space=\"preserve\">\n"
    );
    for y in 0..rows {
        row(&mut svg, buffer, y);
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// The glyphs of a row; glyphs of one style share a `text` element, each with its own position.
fn row(svg: &mut String, buffer: &Buffer, y: u16) {
    let top = MARGIN + y * CELL.1;
    let mut texts: Vec<(String, Vec<String>, String)> = Vec::new();
    let mut x = 0;
    while x < buffer.area.width {
        let cell = &buffer[(x, y)];
        let cells = Widths::default().cells(cell.symbol()).max(1) as u16;
        let left = MARGIN + x * CELL.0;
        let reversed = cell.modifier.contains(Modifier::REVERSED);
        if let Some(fill) = if reversed { Some(FOREGROUND) } else { colour(cell.bg) } {
            let width = cells * CELL.0;
            let height = CELL.1;
            let _ = writeln!(
                svg,
                "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"/>"
            );
        }
        x += cells;
        let symbol = cell.symbol();
        if symbol.trim().is_empty() {
            continue;
        }
        let look = look(cell);
        let escaped = symbol.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        match texts.last_mut() {
            Some((last, lefts, text)) if *last == look => {
                lefts.push(left.to_string());
                text.push_str(&escaped);
            }
            _ => texts.push((look, vec![left.to_string()], escaped)),
        }
    }
    for (look, lefts, text) in texts {
        let _ =
            writeln!(svg, "<text x=\"{}\" y=\"{}\"{look}>{text}</text>", lefts.join(" "), top + 15);
    }
}

fn look(cell: &Cell) -> String {
    let has = |modifier| cell.modifier.contains(modifier);
    let reversed = has(Modifier::REVERSED);
    let fill = if reversed { BACKGROUND } else { colour(cell.fg).unwrap_or(FOREGROUND) };
    let mut look = format!(" fill=\"{fill}\"");
    for (modifier, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::DIM, " opacity=\"0.6\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
    ] {
        if has(modifier) {
            look.push_str(attribute);
        }
    }
    look
}

fn colour(colour: Color) -> Option<&'static str> {
    match colour {
        Color::Cyan => Some("#56b6c2"),
        Color::Green => Some("#98c379"),
        Color::Yellow => Some("#e5c07b"),
        Color::Black => Some("#1c1f24"),
        _ => None,
    }
}
