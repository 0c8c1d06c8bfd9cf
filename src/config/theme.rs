//! Themes: styles by role, read from TOML. A theme is a plain value and can be replaced at any
//! time.
//!
//! ```toml
//! text = { fg = "#d7dae0", bg = "#1c1f24" }   # the background of the whole screen
//! link = { fg = "cyan", underline = true }    # one of the terminal's 16 colours, or 0 to 255
//! ```
//!
//! Roles a theme does not set look as in the theme `default`, which uses the terminal's own
//! colours.

use ratatui::style::{Color, Modifier, Style};

use crate::clean::CleanText;
use crate::config::fault::{Allowed, Fault};
use crate::config::problem::{ConfigProblem, MOST, quoted, unknown};
use crate::config::tree::{self, Entry, Raw};

macro_rules! roles {
    ($($field:ident = $name:literal, $help:literal;)+) => {
        /// A style for each role.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Theme { $(#[doc = $help] pub $field: Style,)+ }

        /// The roles' names in theme files.
        pub const ROLES: &[&str] = &[$($name,)+];

        /// The descriptions of [`ROLES`].
        pub const MEANINGS: &[&str] = &[$($help,)+];

        impl Theme {
            /// A theme without any style.
            const PLAIN: Self = Self { $($field: Style::new(),)+ };

            /// The style of a role.
            pub fn role_mut(&mut self, name: &str) -> Option<&mut Style> {
                match name {
                    $($name => Some(&mut self.$field),)+
                    _ => None,
                }
            }

            /// The styles in the order of [`ROLES`].
            pub fn styles(&self) -> [Style; ROLES.len()] {
                [$(self.$field,)+]
            }
        }
    };
}

roles! {
    text = "text", "Running text.";
    dim = "dim", "Less important text: facts, hints, numbers.";
    accent = "accent", "The one accent: the focused pane's heading, the name of the program.";
    heading = "heading", "Titles, and headings of the first level.";
    subheading = "subheading", "Headings of the second level.";
    minor_heading = "minor-heading", "Headings of lower levels.";
    emphasis = "emphasis", "Emphasis. Italics are for Latin letters only.";
    link = "link", "Links.";
    code = "code", "Code.";
    code_block = "code-block", "The background of blocks of code.";
    code_keyword = "code-keyword", "Keywords of code.";
    code_name = "code-name", "Names of functions, types, tags and keys in code.";
    code_string = "code-string", "Strings in code.";
    code_constant = "code-constant", "Numbers and other fixed values in code.";
    code_comment = "code-comment", "Comments in code.";
    quote = "quote", "Quotations.";
    hit = "hit", "Passages marked by their author, and search hits.";
    highlight_yellow = "highlight-yellow", "Your highlights in the first colour.";
    highlight_green = "highlight-green", "Your highlights in the second colour.";
    highlight_blue = "highlight-blue", "Your highlights in the third colour.";
    highlight_red = "highlight-red", "Your highlights in the fourth colour.";
    warning = "warning", "Problems.";
    selection = "selection", "The selected row of the focused pane.";
    selection_dim = "selection-dim", "The selected row of another pane.";
}

/// The built-in themes by name.
pub const BUILT_IN: &[(&str, &str)] = &[
    (DEFAULT, OF_TERMINAL[0]),
    ("light", include_str!("../../themes/light.toml")),
    ("dark", include_str!("../../themes/dark.toml")),
    ("solarized-light", include_str!("../../themes/solarized-light.toml")),
    ("solarized-dark", include_str!("../../themes/solarized-dark.toml")),
    ("high-contrast", include_str!("../../themes/high-contrast.toml")),
    (MONO, include_str!("../../themes/mono.toml")),
];

/// The theme with the terminal's own colours.
pub const DEFAULT: &str = "default";

/// The theme without colours, for `NO_COLOR`: bold, underlined and reversed text.
pub const MONO: &str = "mono";

/// The terminal's 16 colours by name, in numeric order.
pub const COLOURS: [(&str, Color); 16] = [
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("white", Color::Gray),
    ("bright-black", Color::DarkGray),
    ("bright-red", Color::LightRed),
    ("bright-green", Color::LightGreen),
    ("bright-yellow", Color::LightYellow),
    ("bright-blue", Color::LightBlue),
    ("bright-magenta", Color::LightMagenta),
    ("bright-cyan", Color::LightCyan),
    ("bright-white", Color::White),
];

/// The boolean parts of a style.
pub const MODIFIERS: [(&str, Modifier); 5] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reversed", Modifier::REVERSED),
];

/// The theme with the terminal's own colours, for a dark and for a light background.
const OF_TERMINAL: [&str; 2] =
    [include_str!("../../themes/default.toml"), include_str!("../../themes/default-light.toml")];

impl Default for Theme {
    fn default() -> Self {
        Self::of_terminal(false)
    }
}

impl Theme {
    /// The theme `default`: the terminal's own colours, for a light or a dark background.
    pub fn of_terminal(is_light: bool) -> Self {
        let [dark, light] = OF_TERMINAL;
        let text = if is_light { light } else { dark };
        Self::PLAIN.with(&CleanText::line(DEFAULT), text).0
    }

    /// A built-in theme; `default` is the one for a dark background.
    pub fn built_in(name: &str) -> Option<Self> {
        let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
        Some(Self::default().with(&CleanText::line(name), text).0)
    }

    /// Applies a theme file; returns its problems as well. A role in the file replaces the whole
    /// role; bad parts are skipped.
    #[must_use]
    pub fn with(mut self, source: &CleanText, text: &str) -> (Self, Vec<ConfigProblem>) {
        let (entries, mut problems) = tree::parse(source, text);
        for Entry { key, value, place } in entries {
            let mut report = |place, what: Fault| {
                if problems.len() < MOST {
                    problems.push(ConfigProblem::at(source, place, what));
                }
            };
            let Some(role) = self.role_mut(&key) else {
                report(place, unknown("role", &key, ROLES.iter().copied()));
                continue;
            };
            let Raw::Table(parts) = value else {
                report(place, Fault::RoleIsTable { found: value.found() });
                continue;
            };
            *role = Style::new();
            for Entry { key, value, place } in parts {
                match part(*role, &key, &value) {
                    Ok(style) => *role = style,
                    Err(what) => report(place, what),
                }
            }
        }
        (self, problems)
    }

    /// Selects rows by reversing them, for terminals with sixteen colours only.
    #[must_use]
    pub fn in_sixteen_colours(mut self) -> Self {
        let is_grey = |style: &Style| matches!(style.bg, Some(Color::Indexed(_)));
        if is_grey(&self.selection) {
            self.selection = Style::new().add_modifier(Modifier::REVERSED);
        }
        if is_grey(&self.selection_dim) {
            self.selection_dim = Style::new().add_modifier(Modifier::BOLD);
        }
        self
    }

    /// Removes the page's background from all roles. The page fills the remaining cells at the end,
    /// and a span with its background would leave a hole in a selected row or a code block.
    #[must_use]
    pub fn on_page(mut self) -> Self {
        let page = self.text.bg;
        for role in ROLES {
            if let Some(style) = self.role_mut(role) {
                style.bg = style.bg.filter(|_| style.bg != page);
            }
        }
        self
    }

    /// Maps all colours to the 256-colour palette, for terminals without true colour.
    #[must_use]
    pub fn in_palette(mut self) -> Self {
        for role in ROLES {
            if let Some(style) = self.role_mut(role) {
                style.fg = style.fg.map(in_palette);
                style.bg = style.bg.map(in_palette);
            }
        }
        self
    }
}

/// Adds one part to a style.
fn part(style: Style, key: &str, value: &Raw) -> Result<Style, Fault> {
    if let Some((_, modifier)) = MODIFIERS.iter().find(|(name, _)| *name == key) {
        return match value {
            Raw::Bool(true) => Ok(style.add_modifier(*modifier)),
            Raw::Bool(false) => Ok(style),
            _ => {
                let (allowed, found) = (Box::new(Allowed::Truth), value.found());
                Err(Fault::MustBe { name: quoted(key), allowed, found })
            }
        };
    }
    match key {
        "fg" => Ok(style.fg(colour(value)?)),
        "bg" => Ok(style.bg(colour(value)?)),
        _ => {
            let names = MODIFIERS.iter().map(|(name, _)| *name);
            Err(unknown("part", key, ["fg", "bg"].into_iter().chain(names)))
        }
    }
}

fn colour(value: &Raw) -> Result<Color, Fault> {
    let found = value.found();
    match value {
        Raw::Number(number) => match u8::try_from(*number) {
            Ok(number) => Ok(Color::Indexed(number)),
            Err(_) => Err(Fault::ColourNumber { found }),
        },
        Raw::Text(text) => match text.strip_prefix('#') {
            Some(digits) => match u32::from_str_radix(digits, 16) {
                Ok(rgb) if digits.len() == 6 && !digits.starts_with('+') => {
                    let [_, r, g, b] = rgb.to_be_bytes();
                    Ok(Color::Rgb(r, g, b))
                }
                _ => Err(Fault::ColourDigits { found }),
            },
            None => match COLOURS.iter().find(|(name, _)| name == text) {
                Some((_, colour)) => Ok(*colour),
                None => Err(unknown("colour", text, COLOURS.iter().map(|(name, _)| *name))),
            },
        },
        _ => Err(Fault::Colour { found }),
    }
}

/// The nearest colour of the 256-colour palette: from its 6×6×6 cube or its 24 greys.
pub fn in_palette(colour: Color) -> Color {
    let Color::Rgb(r, g, b) = colour else { return colour };
    let away = |shown: [u8; 3]| -> u32 {
        shown.into_iter().zip([r, g, b]).map(|(x, y)| u32::from(x.abs_diff(y)).pow(2)).sum()
    };
    // The steps are 0, 95, 135, 175, 215, 255.
    let step = |value: u8| match value {
        0..48 => 0,
        48..115 => 1,
        _ => (value - 35) / 40,
    };
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    let steps = [r, g, b].map(step);
    let mean = (u16::from(r) + u16::from(g) + u16::from(b)) / 3;
    let grey = (mean.saturating_sub(3) / 10).min(23) as u8;
    if away([8 + 10 * grey; 3]) < away(steps.map(level)) {
        Color::Indexed(232 + grey)
    } else {
        let [r, g, b] = steps;
        Color::Indexed(16 + 36 * r + 6 * g + b)
    }
}

#[cfg(test)]
mod tests;
