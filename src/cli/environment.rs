//! The terminal, as the system and environment variables describe it: its width, its colours and
//! its encoding.

use std::borrow::Cow;
use std::io::{self, IsTerminal};

use crate::ascii;

/// The width in cells if standard output is a terminal.
pub(super) fn columns() -> Option<usize> {
    columns_of(&io::stdout())
}

/// The width in cells if a stream is a terminal.
pub(super) fn columns_of(stream: &impl IsTerminal) -> Option<usize> {
    let size = stream.is_terminal().then(crossterm::terminal::size)?;
    size.ok().map(|(columns, _)| columns.into())
}

/// Whether `COLORTERM` announces 24-bit colours.
pub(super) fn has_true_colour() -> bool {
    let value = std::env::var("COLORTERM").unwrap_or_default();
    matches!(value.as_str(), "truecolor" | "24bit")
}

/// Whether `NO_COLOR` turns colours off.
pub(super) fn is_colourless() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// The variables that set the locale, highest precedence first.
pub(super) const LOCALE: [&str; 3] = ["LC_ALL", "LC_CTYPE", "LANG"];

/// Whether the locale's encoding is UTF-8.
pub(super) fn is_utf8_locale() -> bool {
    let value = LOCALE
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .unwrap_or_default()
        .to_ascii_lowercase();
    value.contains("utf-8") || value.contains("utf8")
}

/// A printed line for people, without the marks that the locale's encoding lacks.
pub(super) fn in_locale(line: &str) -> Cow<'_, str> {
    if is_utf8_locale() { Cow::Borrowed(line) } else { ascii::line(line) }
}
