//! The program's own marks in ASCII, for terminals and outputs without UTF-8. Each takes one cell, as
//! the mark that it stands for does.

use std::borrow::Cow;

/// What stands for a mark; `None` for any other text.
pub fn mark(mark: &str) -> Option<&'static str> {
    Some(match mark {
        "·" | "—" => "-",
        "…" => "~",
        "’" => "'",
        "↩" | "↑" => "^",
        "×" | "☑" => "x",
        "☐" => "o",
        "\u{a0}" => " ",
        _ => return None,
    })
}

/// The marker of an item of a list without a glyph for its checkbox.
pub fn checkbox(marker: &str) -> String {
    let marker = marker.replace("- ☑", "[x]").replace("- ☐", "[ ]");
    marker.replace('☑', "x").replace('☐', "o")
}

/// A line with all marks in ASCII.
pub fn line(line: &str) -> Cow<'_, str> {
    if line.is_ascii() {
        return Cow::Borrowed(line);
    }
    let mut plain = String::with_capacity(line.len());
    for c in checkbox(line).chars() {
        match mark(c.encode_utf8(&mut [0; 4])) {
            Some(mark) => plain.push_str(mark),
            None => plain.push(c),
        }
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_lines() {
        for (text, expected) in [
            ("a · b", "a - b"),
            ("一…\u{a0}↩", "一~ ^"),
            ("  - ☑ a", "  [x] a"),
            ("- ☐ a", "[ ] a"),
            ("1. ☐ a", "1. o a"),
            ("one’s", "one's"),
            ("“引”", "“引”"),
        ] {
            assert_eq!(line(text), expected);
        }
    }
}
