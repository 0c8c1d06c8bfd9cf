//! Key presses, independent of the terminal library.
//!
//! Keys typed through a Chinese input method are folded, so that `ｊ` and `？` act as `j` and `?`.

use std::fmt;

/// A key without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Code {
    Char(char),
    Enter,
    Escape,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    PageUp,
    PageDown,
    Function(u8),
}

/// A key press.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The key itself.
    pub code: Code,
    /// Whether Control is held.
    pub control: bool,
    /// Whether Alt is held.
    pub alt: bool,
}

impl Key {
    /// A key without modifiers.
    pub const fn plain(code: Code) -> Self {
        Self { code, control: false, alt: false }
    }

    /// A character with Control.
    pub const fn control(c: char) -> Self {
        Self { code: Code::Char(c), control: true, alt: false }
    }

    /// The ASCII key that types a full-width form or Chinese punctuation mark.
    #[must_use]
    pub fn folded(self) -> Self {
        match self.code {
            Code::Char(c) => Self { code: Code::Char(fold(c)), ..self },
            _ => self,
        }
    }

    /// Parses a key as in key tables: `j`, `G`, `^D`, `Alt-x`, `Enter`, `PgDn`, `F1`.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(rest) = text.strip_prefix("Alt-") {
            return Self::parse(rest).map(|key| Self { alt: true, ..key });
        }
        if let Some(rest) = text.strip_prefix('^') {
            let mut chars = rest.chars();
            if let (Some(c), None) = (chars.next(), chars.next()) {
                return Some(Self::control(c.to_ascii_lowercase()));
            }
        }
        let mut chars = text.chars();
        if let (Some(c), None) = (chars.next(), chars.next()) {
            return Some(Self::plain(Code::Char(c)));
        }
        if let Some(&(code, _)) = NAMES.iter().find(|(_, name)| *name == text) {
            return Some(Self::plain(code));
        }
        let number = text.strip_prefix('F')?.parse().ok()?;
        Some(Self::plain(Code::Function(number)))
    }
}

/// Named keys.
pub const NAMES: [(Code, &str); 15] = [
    (Code::Char(' '), "Space"),
    (Code::Enter, "Enter"),
    (Code::Escape, "Esc"),
    (Code::Tab, "Tab"),
    (Code::BackTab, "S-Tab"),
    (Code::Backspace, "Backspace"),
    (Code::Delete, "Del"),
    (Code::Left, "Left"),
    (Code::Right, "Right"),
    (Code::Up, "Up"),
    (Code::Down, "Down"),
    (Code::Home, "Home"),
    (Code::End, "End"),
    (Code::PageUp, "PgUp"),
    (Code::PageDown, "PgDn"),
];

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.alt {
            f.write_str("Alt-")?;
        }
        if let Some((_, name)) = NAMES.iter().find(|(code, _)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            Code::Char(c) if self.control => write!(f, "^{}", c.to_ascii_uppercase()),
            Code::Char(c) => write!(f, "{c}"),
            Code::Function(n) => write!(f, "F{n}"),
            _ => Ok(()),
        }
    }
}

/// Maps full-width forms and Chinese punctuation to the key that types them.
fn fold(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        '。' => '.',
        '、' => '/',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '《' => '<',
        '》' => '>',
        '【' | '「' => '[',
        '】' | '」' => ']',
        '￥' => '$',
        '…' => '^',
        '—' => '_',
        '·' => '`',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_print_as_they_parse() {
        for text in
            ["j", "G", "^D", "Alt-1", "Enter", "PgDn", "F1", "Space", "S-Tab", "?", "^", "+"]
        {
            assert_eq!(Key::parse(text).map(|key| key.to_string()).as_deref(), Some(text));
        }
        assert_eq!(Key::parse("Nonsense"), None);
    }

    #[test]
    fn folds_what_an_input_method_types() {
        for (typed, meant) in [
            ('ｊ', 'j'),
            ('？', '?'),
            ('、', '/'),
            ('：', ':'),
            ('【', '['),
            ('“', '"'),
            ('中', '中'),
        ] {
            assert_eq!(Key::plain(Code::Char(typed)).folded(), Key::plain(Code::Char(meant)));
        }
    }
}
