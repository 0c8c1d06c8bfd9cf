//! Colours by role. The default theme uses the terminal's own sixteen colours and background.

use ratatui::style::{Color, Modifier, Style};

/// A style for each thing that looks different on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Running text.
    pub text: Style,
    /// What is less important: facts, hints, numbers.
    pub dim: Style,
    /// The one accent: the focused pane's heading, the name of the program.
    pub accent: Style,
    /// Titles and headings.
    pub heading: Style,
    /// Links.
    pub link: Style,
    /// Code.
    pub code: Style,
    /// Keywords of code.
    pub code_keyword: Style,
    /// Names of functions, types, tags and keys in code.
    pub code_name: Style,
    /// Texts in code.
    pub code_string: Style,
    /// Numbers and other fixed values in code.
    pub code_constant: Style,
    /// Comments in code.
    pub code_comment: Style,
    /// Quotations.
    pub quote: Style,
    /// Marked passages and search hits.
    pub hit: Style,
    /// Things that went wrong.
    pub warning: Style,
    /// The selected row of the focused pane.
    pub selection: Style,
    /// The selected row of another pane.
    pub selection_dim: Style,
}

impl Default for Theme {
    fn default() -> Self {
        let plain = Style::new();
        Self {
            text: plain,
            dim: plain.add_modifier(Modifier::DIM),
            accent: plain.fg(Color::Cyan).add_modifier(Modifier::BOLD),
            heading: plain.add_modifier(Modifier::BOLD),
            link: plain.fg(Color::Cyan),
            code: plain.fg(Color::Green),
            code_keyword: plain.fg(Color::Magenta),
            code_name: plain.fg(Color::LightBlue),
            code_string: plain.fg(Color::Yellow),
            code_constant: plain.fg(Color::Cyan),
            code_comment: plain.add_modifier(Modifier::DIM),
            quote: plain.add_modifier(Modifier::ITALIC),
            hit: plain.fg(Color::Black).bg(Color::Yellow),
            warning: plain.fg(Color::Yellow),
            selection: plain.add_modifier(Modifier::REVERSED),
            selection_dim: plain.add_modifier(Modifier::UNDERLINED),
        }
    }
}

impl Theme {
    /// The theme for `NO_COLOR`: weight and reversal, but no colour.
    #[must_use]
    pub fn without_colour(self) -> Self {
        let strip = |style: Style| Style { fg: None, bg: None, ..style };
        Self {
            text: strip(self.text),
            dim: strip(self.dim),
            accent: strip(self.accent),
            heading: strip(self.heading),
            link: strip(self.link).add_modifier(Modifier::UNDERLINED),
            code: strip(self.code),
            code_keyword: strip(self.code_keyword),
            code_name: strip(self.code_name),
            code_string: strip(self.code_string),
            code_constant: strip(self.code_constant),
            code_comment: strip(self.code_comment),
            quote: strip(self.quote),
            hit: strip(self.hit).add_modifier(Modifier::REVERSED),
            warning: strip(self.warning).add_modifier(Modifier::BOLD),
            selection: strip(self.selection),
            selection_dim: strip(self.selection_dim),
        }
    }
}
