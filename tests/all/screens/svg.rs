//! Screens as SVG pictures that look the same in every browser: each glyph is held in its cells,
//! and lines and blocks are drawn as shapes, so no font can overlap or tear them.

use std::fmt::Write;

use kanbao::config::theme::COLOURS;
use kanbao::width::Widths;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// Width and height of a cell in pixels.
const CELL: (u16, u16) = (9, 20);
/// The distance from the top of a cell to the line on which letters stand.
const BASELINE: u16 = 15;
const MARGIN: u16 = 12;
/// How long each screen of an animation is shown, in seconds.
const SHOWN: f32 = 1.2;
/// How long the last one is shown.
const LAST_SHOWN: f32 = 3.6;

const BACKGROUND: &str = "#1c1f24";
const FOREGROUND: &str = "#d7dae0";
/// The sixteen colours of a terminal.
const PALETTE: [&str; 16] = [
    "#1c1f24", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#d7dae0",
    "#6b7280", "#ef8a92", "#b5d99c", "#f0d399", "#8cc4f5", "#d7a0e8", "#83d0da", "#ffffff",
];

/// A picture of one screen, or an animation of several of the same size.
pub(super) fn render(screens: &[Buffer]) -> String {
    let area = screens[0].area;
    let (width, height) = (area.width * CELL.0 + 2 * MARGIN, area.height * CELL.1 + 2 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n"
    );
    if screens.len() > 1 {
        svg.push_str(&animation(screens.len()));
    }
    let _ = write!(
        svg,
        "<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{BACKGROUND}\"/>\n\
         <g font-family=\"'Noto Sans Mono CJK SC', 'Sarasa Mono SC', 'Source Han Mono SC', 'PingFang SC', 'Microsoft YaHei', monospace\" \
         font-size=\"15\" fill=\"{FOREGROUND}\">\n"
    );
    for (at, screen) in screens.iter().enumerate() {
        if screens.len() > 1 {
            let _ = writeln!(svg, "<g class=\"s\" style=\"animation-name:s{at}\">");
        }
        for y in 0..area.height {
            row(&mut svg, screen, y);
        }
        if screens.len() > 1 {
            svg.push_str("</g>\n");
        }
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// Shows one screen after another, for ever.
fn animation(screens: usize) -> String {
    let whole = SHOWN * (screens - 1) as f32 + LAST_SHOWN;
    let mut style = format!(
        "<style>.s{{visibility:hidden;animation-duration:{whole:.1}s;animation-iteration-count:infinite;animation-timing-function:step-end}}"
    );
    for at in 0..screens {
        let from = 100.0 * SHOWN * at as f32 / whole;
        let to = if at + 1 == screens { 100.0 } else { 100.0 * SHOWN * (at + 1) as f32 / whole };
        let before = if at > 0 { "0%{visibility:hidden}" } else { "" };
        let after =
            if at + 1 < screens { format!("{to:.2}%{{visibility:hidden}}") } else { String::new() };
        let _ =
            write!(style, "@keyframes s{at}{{{before}{from:.2}%{{visibility:visible}}{after}}}");
    }
    style + "</style>\n"
}

/// The backgrounds, shapes and glyphs of a row; glyphs of one look and width share an element.
fn row(svg: &mut String, buffer: &Buffer, y: u16) {
    let top = MARGIN + y * CELL.1;
    let mut texts: Vec<(String, Vec<String>, String)> = Vec::new();
    let mut x = 0;
    while x < buffer.area.width {
        let cell = &buffer[(x, y)];
        let cells = Widths::default().cells(cell.symbol()).max(1) as u16;
        let (left, width) = (MARGIN + x * CELL.0, cells * CELL.0);
        x += cells;
        let (ink, paper) = colours(cell);
        if let Some(fill) = paper {
            rect(svg, (left, top, width, CELL.1), &fill, "");
        }
        let faint = if cell.modifier.contains(Modifier::DIM) { " opacity=\"0.6\"" } else { "" };
        for (modifier, height) in
            [(Modifier::UNDERLINED, BASELINE + 3), (Modifier::CROSSED_OUT, 10)]
        {
            if cell.modifier.contains(modifier) {
                rect(svg, (left, top + height, width, 1), &ink, faint);
            }
        }
        let symbol = cell.symbol();
        if symbol.trim().is_empty() || shape(svg, symbol, (left, top), &ink, faint) {
            continue;
        }
        let mut look = format!(" fill=\"{ink}\"{faint}");
        for (modifier, attribute) in [
            (Modifier::BOLD, " font-weight=\"bold\""),
            (Modifier::ITALIC, " font-style=\"italic\""),
        ] {
            if cell.modifier.contains(modifier) {
                look.push_str(attribute);
            }
        }
        let escaped = symbol.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        if needs_holding(symbol, cells) {
            let _ = writeln!(
                svg,
                "<text x=\"{left}\" y=\"{}\" textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\" font-family=\"{NARROW}\"{look}>{escaped}</text>",
                top + BASELINE
            );
            continue;
        }
        match texts.last_mut() {
            Some((last, lefts, text)) if *last == look => {
                lefts.push(left.to_string());
                text.push_str(&escaped);
            }
            _ => texts.push((look, vec![left.to_string()], escaped)),
        }
    }
    for (look, lefts, text) in texts {
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\"{look}>{text}</text>",
            lefts.join(" "),
            top + BASELINE
        );
    }
}

/// The fonts of symbols in one cell that Chinese fonts draw in two.
const NARROW: &str = "'DejaVu Sans Mono', Menlo, Consolas, monospace";

/// Whether a font may draw a symbol wider than its cells: Chinese ones take two cells for many
/// marks that a terminal draws in one.
fn needs_holding(symbol: &str, cells: u16) -> bool {
    cells == 1 && !symbol.is_ascii()
}

fn rect(svg: &mut String, (x, y, width, height): (u16, u16, u16, u16), fill: &str, more: &str) {
    let _ = writeln!(
        svg,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"{more}/>"
    );
}

/// Draws a line or block as a shape; whether the symbol is one.
fn shape(svg: &mut String, symbol: &str, (x, y): (u16, u16), ink: &str, faint: &str) -> bool {
    let (width, height) = CELL;
    let (middle, centre) = (x + width / 2, y + height / 2);
    // Whether lines go up, down, left and right from the centre.
    let arms = match symbol {
        "│" => [true, true, false, false],
        "─" => [false, false, true, true],
        "┌" | "╭" => [false, true, false, true],
        "┐" | "╮" => [false, true, true, false],
        "└" | "╰" => [true, false, false, true],
        "┘" | "╯" => [true, false, true, false],
        "├" => [true, true, false, true],
        "┤" => [true, true, true, false],
        "┬" => [false, true, true, true],
        "┴" => [true, false, true, true],
        "┼" => [true; 4],
        _ => {
            let block = match symbol {
                "▌" => (x, y, width / 2, height),
                "▐" => (middle, y, width - width / 2, height),
                "▀" => (x, y, width, height / 2),
                _ => {
                    let eighths = "▁▂▃▄▅▆▇█".chars().position(|c| symbol.starts_with(c));
                    let Some(eighths) = eighths else { return false };
                    let filled = height * (eighths as u16 + 1) / 8;
                    (x, y + height - filled, width, filled)
                }
            };
            rect(svg, block, ink, faint);
            return true;
        }
    };
    let [up, down, left, right] = arms;
    if up || down {
        let from = if up { y } else { centre };
        let to = if down { y + height } else { centre };
        rect(svg, (middle, from, 1, to - from), ink, faint);
    }
    if left || right {
        let from = if left { x } else { middle };
        let to = if right { x + width } else { middle };
        rect(svg, (from, centre, to - from, 1), ink, faint);
    }
    true
}

/// The colour of a cell's glyph, and that behind it if it is not the picture's.
fn colours(cell: &Cell) -> (String, Option<String>) {
    let (ink, paper) = (colour(cell.fg), colour(cell.bg));
    if cell.modifier.contains(Modifier::REVERSED) {
        let behind = ink.unwrap_or_else(|| FOREGROUND.to_owned());
        return (paper.unwrap_or_else(|| BACKGROUND.to_owned()), Some(behind));
    }
    (ink.unwrap_or_else(|| FOREGROUND.to_owned()), paper)
}

/// A colour as written in SVG; `None` for the terminal's own.
fn colour(colour: Color) -> Option<String> {
    if let Some(at) = COLOURS.iter().position(|(_, named)| *named == colour) {
        return Some(PALETTE[at].to_owned());
    }
    match colour {
        Color::Rgb(r, g, b) => Some(format!("#{r:02x}{g:02x}{b:02x}")),
        Color::Indexed(at @ ..=15) => Some(PALETTE[usize::from(at)].to_owned()),
        Color::Indexed(at @ 16..=231) => {
            let level = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
            let (r, g, b) = ((at - 16) / 36, (at - 16) / 6 % 6, (at - 16) % 6);
            Some(format!("#{:02x}{:02x}{:02x}", level(r), level(g), level(b)))
        }
        Color::Indexed(at) => {
            let grey = 8 + 10 * (at - 232);
            Some(format!("#{grey:02x}{grey:02x}{grey:02x}"))
        }
        _ => None,
    }
}
