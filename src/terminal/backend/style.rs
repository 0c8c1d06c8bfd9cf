//! Colours and styles as sequences (SGR, ECMA-48 8.3.117).

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
        codes.push(to.foreground.code(30));
    }
    if from.background != to.background {
        codes.push(to.background.code(40));
    }
    codes.join(";")
}

/// A colour as a number, which is compared and hashed faster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Colour(u32);

impl Colour {
    /// That of the terminal.
    pub(super) const DEFAULT: Self = Self(0);
    /// The first of the numbered colours, and the first of those by red, green and blue.
    const INDEXED: u32 = 0x100;
    const RGB: u32 = 0x100_0000;

    pub(super) fn number(self) -> u32 {
        self.0
    }

    /// The code of the colour; `base` is 30 for the foreground, 40 for the background.
    fn code(self, base: u32) -> String {
        let Self(number) = self;
        match number {
            0 => (base + 9).to_string(),
            1..=8 => (base + number - 1).to_string(),
            9..Self::INDEXED => (base + 60 + number - 9).to_string(),
            Self::INDEXED..Self::RGB => format!("{};5;{}", base + 8, number - Self::INDEXED),
            Self::RGB.. => {
                let [_, red, green, blue] = number.to_be_bytes();
                format!("{};2;{red};{green};{blue}", base + 8)
            }
        }
    }
}

impl From<Color> for Colour {
    fn from(colour: Color) -> Self {
        Self(match colour {
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
            Color::Indexed(number) => Self::INDEXED + u32::from(number),
            Color::Rgb(red, green, blue) => Self::RGB | u32::from_be_bytes([0, red, green, blue]),
        })
    }
}
