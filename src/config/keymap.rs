//! Keys to commands: a pure look-up of key sequences on an immutable context.
//!
//! A [`Key`] is this program's own word for a key press; the terminal's events are turned into it
//! at the edge. Keys typed through a Chinese input method are folded first, so that `ｊ` and `？` do
//! what `j` and `?` do.

use std::fmt;

use crate::command::{Command, Context};

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
    /// Which key.
    pub code: Code,
    /// With Control held.
    pub control: bool,
    /// With Alt held.
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

    /// The key that a full-width or Chinese-punctuation character is typed with.
    #[must_use]
    pub fn folded(self) -> Self {
        match self.code {
            Code::Char(c) => Self { code: Code::Char(fold(c)), ..self },
            _ => self,
        }
    }

    /// Reads a key as key tables write it: `j`, `G`, `^D`, `Alt-x`, `Enter`, `PgDn`, `F1`.
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

const NAMES: [(Code, &str); 15] = [
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

/// Full-width forms and Chinese punctuation to the key that types them.
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

/// What a sequence of keys means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// A command.
    Matched(Command),
    /// The beginning of one or more sequences.
    Pending,
    /// Nothing.
    NotFound,
}

/// Keys and what they do, by context; the pane's own bindings win over the global ones.
#[derive(Clone, Debug)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

/// One row of a keymap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Where it holds.
    pub context: Context,
    /// The keys, one after another.
    pub keys: Vec<Key>,
    /// What they do.
    pub command: Command,
}

/// The default keys, in the manner of vim; sequences are written with blanks between keys.
const VIM: &[(Context, &str, Command)] = {
    use Command as C;
    use Context::{Article, Facets, Global, List};
    &[
        (Global, "j", C::Down),
        (Global, "k", C::Up),
        (Global, "Down", C::Down),
        (Global, "Up", C::Up),
        (Global, "^N", C::Down),
        (Global, "^P", C::Up),
        (Global, "^D", C::HalfPageDown),
        (Global, "^U", C::HalfPageUp),
        (Article, "d", C::HalfPageDown),
        (Article, "u", C::HalfPageUp),
        (Global, "^F", C::PageDown),
        (Global, "^B", C::PageUp),
        (Global, "PgDn", C::PageDown),
        (Global, "PgUp", C::PageUp),
        (Article, "Space", C::PageDown),
        (Article, "b", C::PageUp),
        (Global, "g g", C::Top),
        (Global, "G", C::Bottom),
        (Global, "Home", C::Top),
        (Global, "End", C::Bottom),
        (Global, "%", C::Percent),
        (Global, "Tab", C::FocusNext),
        (Global, "S-Tab", C::FocusPrevious),
        (Global, "g 1", C::FocusFacets),
        (Global, "g 2", C::FocusList),
        (Global, "g 3", C::FocusArticle),
        (Global, "Alt-1", C::FocusFacets),
        (Global, "Alt-2", C::FocusList),
        (Global, "Alt-3", C::FocusArticle),
        (Global, "Enter", C::Enter),
        (Global, "l", C::Enter),
        (Global, "Right", C::Enter),
        (Global, "Esc", C::Back),
        (Global, "h", C::Back),
        (Global, "Left", C::Back),
        (Global, "J", C::NextPost),
        (Global, "K", C::PreviousPost),
        (Global, "^E", C::ScrollDown),
        (Global, "^Y", C::ScrollUp),
        (Article, "] ]", C::NextHeading),
        (Article, "[ [", C::PreviousHeading),
        (Global, "g l", C::Links),
        (Global, "g x", C::OpenSource),
        (Article, "o", C::OpenSource),
        (Global, "g O", C::Outline),
        (Global, "^O", C::JumpBack),
        (Global, "Alt-Left", C::JumpBack),
        (Global, "Alt-Right", C::JumpForward),
        (Facets, "Space", C::ToggleFacet),
        (Facets, "h", C::Fold),
        (Facets, "Left", C::Fold),
        (Facets, "l", C::Unfold),
        (Facets, "Right", C::Unfold),
        (List, "Space", C::PageDown),
        (Global, "F", C::ClearFilter),
        (Global, "g a", C::AddFolders),
        (Global, "g h", C::ToggleHidden),
        (Global, "g p", C::Problems),
        (Global, "z", C::Zoom),
        (Global, "+", C::Wider),
        (Global, "=", C::Wider),
        (Global, "-", C::Narrower),
        (Global, "g w", C::AmbiguousWidth),
        (Global, "^R", C::Reload),
        (Global, "^L", C::Redraw),
        (Global, "^Z", C::Suspend),
        (Global, "?", C::Help),
        (Global, "F1", C::Help),
        (Global, "q", C::BackOrQuit),
        (Global, "Q", C::Quit),
        (Global, "^C", C::Quit),
    ]
};

impl Default for Keymap {
    fn default() -> Self {
        let bindings = VIM
            .iter()
            .map(|&(context, keys, command)| Binding {
                context,
                keys: keys.split(' ').filter_map(Key::parse).collect(),
                command,
            })
            .collect();
        Self { bindings }
    }
}

impl Keymap {
    /// What `keys` mean in a pane.
    pub fn look_up(&self, context: Context, keys: &[Key]) -> Lookup {
        let mut pending = false;
        let mut global = None;
        for binding in &self.bindings {
            let own = binding.context == context;
            if !(own || binding.context == Context::Global) {
                continue;
            }
            if binding.keys == keys {
                if own && context != Context::Global {
                    return Lookup::Matched(binding.command);
                }
                global.get_or_insert(binding.command);
            } else if binding.keys.starts_with(keys) {
                pending = true;
            }
        }
        match global {
            Some(command) => Lookup::Matched(command),
            None if pending => Lookup::Pending,
            None => Lookup::NotFound,
        }
    }

    /// Every row.
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// The keys of a command as they are shown, most usual first, separated by blanks.
    pub fn keys_of(&self, command: Command) -> String {
        let mut keys: Vec<String> = Vec::new();
        for binding in self.bindings.iter().filter(|binding| binding.command == command) {
            let shown: String = binding.keys.iter().map(Key::to_string).collect();
            if !keys.contains(&shown) {
                keys.push(shown);
            }
        }
        keys.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<Key> {
        text.split(' ').filter_map(Key::parse).collect()
    }

    #[test]
    fn keys_print_as_they_are_read() {
        for text in
            ["j", "G", "^D", "Alt-1", "Enter", "PgDn", "F1", "Space", "S-Tab", "?", "^", "+"]
        {
            assert_eq!(Key::parse(text).map(|key| key.to_string()).as_deref(), Some(text));
        }
        assert_eq!(Key::parse("Nonsense"), None);
    }

    #[test]
    fn the_table_is_read_whole() {
        let keymap = Keymap::default();
        assert_eq!(keymap.bindings.len(), VIM.len());
        for (binding, (_, keys, _)) in keymap.bindings.iter().zip(VIM) {
            assert_eq!(binding.keys.len(), keys.split(' ').count(), "{keys}");
        }
    }

    #[test]
    fn no_binding_is_shadowed() {
        let bindings = Keymap::default().bindings;
        for (i, a) in bindings.iter().enumerate() {
            for b in &bindings[i + 1..] {
                let meet = a.context == b.context
                    || a.context == Context::Global && a.keys.len() < b.keys.len()
                    || b.context == Context::Global && b.keys.len() < a.keys.len();
                let hidden = a.keys.starts_with(&b.keys) || b.keys.starts_with(&a.keys);
                assert!(!(meet && hidden), "{a:?} and {b:?}");
            }
        }
    }

    #[test]
    fn every_command_has_a_key() {
        let keymap = Keymap::default();
        for &command in Command::ALL {
            assert!(!keymap.keys_of(command).is_empty(), "{command}");
        }
    }

    #[test]
    fn looks_up_by_context() {
        let keymap = Keymap::default();
        let check = |context, text: &str, expected| {
            assert_eq!(keymap.look_up(context, &keys(text)), expected, "{context:?} {text}");
        };
        check(Context::List, "j", Lookup::Matched(Command::Down));
        check(Context::List, "g", Lookup::Pending);
        check(Context::List, "g g", Lookup::Matched(Command::Top));
        check(Context::List, "g y", Lookup::NotFound);
        check(Context::Facets, "h", Lookup::Matched(Command::Fold));
        check(Context::List, "h", Lookup::Matched(Command::Back));
        check(Context::Facets, "d", Lookup::NotFound);
        check(Context::Article, "] ]", Lookup::Matched(Command::NextHeading));
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
