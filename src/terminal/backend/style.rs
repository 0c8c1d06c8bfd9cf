//! Colours and styles as sequences (SGR, ECMA-48 8.3.117).

use std::fmt::Write;

use ratatui::style::{Color, Modifier};

use crate::terminal::backend::grid::Face;

/// Each style, its code, and the code that ends it; 22 ends two.
const STYLES: &[(Modifier, u8, u8)] = &[
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// The shortest sequence from one face to another; empty if they look the same. Links are not part
/// of it.
pub(super) fn change(from: &Face, to: &Face) -> String {
    let plain = Face { link: 0, ..Face::default() };
    let to = Face { link: 0, ..*to };
    let from = Face { link: 0, ..*from };
    if from == to {
        return String::new();
    }
    let relative = codes(&from, &to);
    let absolute = if to == plain { String::new() } else { format!("0;{}", codes(&plain, &to)) };
    let shorter = if absolute.len() < relative.len() { absolute } else { relative };
    format!("\x1b[{shorter}m")
}

/// The codes for the differences.
fn codes(from: &Face, to: &Face) -> String {
    let mut codes = Vec::new();
    let mut kept = from.style;
    for (style, _, end) in STYLES {
        if kept.contains(*style) && !to.style.contains(*style) {
            codes.push(end.to_string());
            for (other, _, same_end) in STYLES {
                if same_end == end {
                    kept -= *other;
                }
            }
        }
    }
    for (style, code, _) in STYLES {
        if to.style.contains(*style) && !kept.contains(*style) {
            codes.push(code.to_string());
        }
    }
    if from.foreground != to.foreground {
        codes.push(colour(to.foreground, 30));
    }
    if from.background != to.background {
        codes.push(colour(to.background, 40));
    }
    codes.join(";")
}

/// A colour; `base` is 30 for the foreground, 40 for the background.
fn colour(colour: Color, base: u8) -> String {
    let mut code = String::new();
    // Writing to a string cannot fail.
    let _ = match colour {
        Color::Reset => write!(code, "{}", base + 9),
        Color::Black => write!(code, "{base}"),
        Color::Red => write!(code, "{}", base + 1),
        Color::Green => write!(code, "{}", base + 2),
        Color::Yellow => write!(code, "{}", base + 3),
        Color::Blue => write!(code, "{}", base + 4),
        Color::Magenta => write!(code, "{}", base + 5),
        Color::Cyan => write!(code, "{}", base + 6),
        Color::Gray => write!(code, "{}", base + 7),
        Color::DarkGray => write!(code, "{}", base + 60),
        Color::LightRed => write!(code, "{}", base + 61),
        Color::LightGreen => write!(code, "{}", base + 62),
        Color::LightYellow => write!(code, "{}", base + 63),
        Color::LightBlue => write!(code, "{}", base + 64),
        Color::LightMagenta => write!(code, "{}", base + 65),
        Color::LightCyan => write!(code, "{}", base + 66),
        Color::White => write!(code, "{}", base + 67),
        Color::Indexed(index) => write!(code, "{};5;{index}", base + 8),
        Color::Rgb(red, green, blue) => write!(code, "{};2;{red};{green};{blue}", base + 8),
    };
    code
}
