//! What a terminal can do, by its name and its answers.

use crate::terminal::tmux::Route;

/// What the terminal can do beyond moving the cursor, erasing to the end of a line, and colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "independent abilities")]
pub struct Abilities {
    /// Scrolls a region of rows (DECSTBM).
    pub regions: bool,
    /// Scrolls between left and right margins (DECLRMM), as it answered.
    pub margins: bool,
    /// Erases characters in place (ECH).
    pub erases: bool,
    /// Erased cells and new rows get the background of the pen.
    pub fills: bool,
    /// Knows synchronized updates (mode 2026), or ignores them.
    pub synchronizes: bool,
    /// Opens links (OSC 8), or ignores them.
    pub links: bool,
    /// Draws ambiguous characters as wide as they are counted.
    pub confirms_ambiguous: bool,
    /// How it draws pictures.
    pub graphics: Graphics,
}

/// How a terminal draws pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Graphics {
    /// It draws none: pictures are half blocks.
    #[default]
    None,
    /// In place of placeholder characters (kitty's graphics protocol). The files take this way.
    Placeholders(Route),
    /// As image files, over their cells (iTerm2's inline images).
    Inline,
    /// As sixels, over their cells.
    Sixels,
}

impl Graphics {
    /// Whether pictures are drawn over blank cells, and forgotten by the terminal once these change.
    pub(super) fn cover_cells(self) -> bool {
        matches!(self, Self::Inline | Self::Sixels)
    }
}

/// Beginnings of the names of terminals that fill erased cells with the pen's background.
const FILLS: &[&str] = &[
    "alacritty",
    "contour",
    "foot",
    "ghostty",
    "gnome",
    "iterm",
    "konsole",
    "linux",
    "mintty",
    "mlterm",
    "rxvt",
    "st-",
    "tmux",
    "vte",
    "wezterm",
    "xterm",
];

impl Abilities {
    /// By the value of `TERM`. A `plain` terminal scrolls no regions and erases no characters.
    pub fn of_terminal(name: &str, plain: bool) -> Self {
        let is_dumb = matches!(name, "" | "dumb");
        // screen has no ECH; what it runs in may have a background of its own.
        let is_screen = name.starts_with("screen");
        Self {
            regions: !plain && !is_dumb,
            margins: false,
            erases: !plain && !is_dumb && !is_screen,
            fills: !plain && FILLS.iter().any(|known| name.starts_with(known)),
            synchronizes: !is_dumb && name != "linux",
            links: !is_dumb && name != "linux",
            confirms_ambiguous: false,
            graphics: Graphics::None,
        }
    }
}
