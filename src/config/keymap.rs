//! Maps key sequences to commands, by context.
//!
//! A keymap is a preset from `keys/` below the user's `keys.toml`; [`Keymap::lay`] reads both.

use crate::clean::CleanText;
use crate::command::{Command, Context};
use crate::config::choice::Preset;
pub use crate::config::key::{Code, Key};

/// The result of looking up a key sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// The sequence is bound to a command.
    Matched(Command),
    /// It is bound to the user's own command with this number.
    Own(usize),
    /// The sequence is a prefix of others.
    Pending,
    /// The sequence is not bound.
    NotFound,
}

/// Key bindings by context; a pane's bindings override global ones.
#[derive(Clone, Debug)]
pub struct Keymap {
    pub(super) bindings: Vec<Binding>,
    /// The keys of the user's own commands, which apply in every pane, with their numbers.
    pub(super) own: Vec<(Vec<Key>, usize)>,
}

/// One key binding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Where it applies.
    pub context: Context,
    /// The key sequence.
    pub keys: Vec<Key>,
    /// The command.
    pub command: Command,
}

impl Preset {
    /// The preset's file.
    const fn file(self) -> &'static str {
        match self {
            Self::Vim => include_str!("../../keys/vim.toml"),
            Self::Less => include_str!("../../keys/less.toml"),
            Self::Emacs => include_str!("../../keys/emacs.toml"),
            Self::Newsboat => include_str!("../../keys/newsboat.toml"),
            Self::Arrows => include_str!("../../keys/arrows.toml"),
        }
    }
}

impl Default for Keymap {
    fn default() -> Self {
        Self::preset(Preset::default())
    }
}

impl Keymap {
    /// The bindings of a preset, on top of those common to all presets.
    pub fn preset(preset: Preset) -> Self {
        let mut keymap = Self { bindings: Vec::new(), own: Vec::new() };
        for file in [include_str!("../../keys/common.toml"), preset.file()] {
            keymap.lay(&CleanText::default(), file);
        }
        keymap
    }

    /// Looks up a key sequence in a context.
    pub fn look_up(&self, context: Context, keys: &[Key]) -> Lookup {
        let mut pending = false;
        let mut global = None;
        for (own, at) in &self.own {
            if own == keys {
                return Lookup::Own(*at);
            }
            pending |= own.starts_with(keys);
        }
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

    /// The possible continuations of a prefix: the remaining keys and their commands.
    pub fn following(&self, context: Context, keys: &[Key]) -> Vec<(CleanText, Command)> {
        let holds =
            |binding: &&Binding| binding.context == context || binding.context == Context::Global;
        let bindings = self.bindings.iter().filter(holds);
        let rest = bindings.filter_map(|binding| {
            let rest = binding.keys.strip_prefix(keys).filter(|rest| !rest.is_empty())?;
            let shown: String = rest.iter().map(Key::to_string).collect();
            Some((CleanText::line(&shown), binding.command))
        });
        rest.collect()
    }

    /// The keys of the user's own command with a number; empty if it has none.
    pub fn keys_of_own(&self, at: usize) -> String {
        let own = self.own.iter().find(|(_, own)| *own == at);
        own.map(|(keys, _)| keys.iter().map(Key::to_string).collect()).unwrap_or_default()
    }

    /// All bindings.
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// The keys of a command for display, preferred first, separated by spaces.
    pub fn keys_of(&self, command: Command) -> String {
        self.keys_where(command, |_| true)
    }

    /// The keys that run a command in a context, where others may have taken some of its keys;
    /// displayed as by [`Self::keys_of`].
    pub fn keys_in(&self, context: Context, command: Command) -> String {
        self.keys_where(command, |binding| {
            self.look_up(context, &binding.keys) == Lookup::Matched(command)
        })
    }

    fn keys_where(&self, command: Command, is_wanted: impl Fn(&Binding) -> bool) -> String {
        let mut keys: Vec<String> = Vec::new();
        let bound = self.bindings.iter().filter(|binding| binding.command == command);
        for binding in bound.filter(|binding| is_wanted(binding)) {
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
    use crate::command::Takes;
    use crate::config::choice::Choice;
    use crate::config::keys::hide;

    fn keys(text: &str) -> Vec<Key> {
        text.split(' ').filter_map(Key::parse).collect()
    }

    fn presets() -> impl Iterator<Item = (Preset, Keymap)> {
        Preset::ALL.iter().map(|&(preset, ..)| (preset, Keymap::preset(preset)))
    }

    /// [`Keymap::lay`] skips unknown names and sequences that hide others.
    #[test]
    fn presets_have_no_problems() {
        for &(preset, ..) in Preset::ALL {
            let mut keymap = Keymap { bindings: Vec::new(), own: Vec::new() };
            for file in [include_str!("../../keys/common.toml"), preset.file()] {
                assert_eq!(keymap.lay(&CleanText::line(preset.word()), file), []);
            }
        }
    }

    #[test]
    fn no_binding_is_shadowed() {
        for (preset, keymap) in presets() {
            for (i, a) in keymap.bindings.iter().enumerate() {
                for b in &keymap.bindings[i + 1..] {
                    let is_twice = a.context == b.context && a.keys == b.keys;
                    assert!(!is_twice && !hide(a, b), "{preset:?}: {a:?} and {b:?}");
                }
            }
        }
    }

    #[test]
    fn keys_that_a_context_takes_are_not_shown_in_it() {
        let keymap = Keymap::default();
        assert!(keymap.keys_of(Command::Back).starts_with("h "));
        assert_eq!(keymap.keys_in(Context::Selection, Command::Back), "");
        assert_eq!(keymap.keys_in(Context::Selection, Command::Clear), "Esc");
        assert!(keymap.keys_in(Context::Selection, Command::Highlight).starts_with('h'));
        assert_eq!(keymap.keys_in(Context::List, Command::Highlight), "");
    }

    #[test]
    fn every_preset_works_with_the_keys_of_any_keyboard() {
        use Command as C;
        for (preset, keymap) in presets() {
            let check = |context, text: &str, expected: Command| {
                let found = keymap.look_up(context, &keys(text));
                assert_eq!(found, Lookup::Matched(expected), "{preset:?} {context:?} {text}");
            };
            for context in [Context::List, Context::Article, Context::Facets] {
                check(context, "Down", C::Down);
                check(context, "Up", C::Up);
                check(context, "PgDn", C::PageDown);
                check(context, "PgUp", C::PageUp);
                check(context, "Home", C::Top);
                check(context, "End", C::Bottom);
                check(context, "Enter", C::Enter);
                check(context, "Esc", C::Clear);
                check(context, "F1", C::Help);
                check(context, "^C", C::Quit);
            }
            check(Context::List, "Right", C::Enter);
            check(Context::Article, "Left", C::Back);
            check(Context::Facets, "Right", C::Unfold);
        }
    }

    /// A command without a key is run from the help, which lists all commands, or by name.
    #[test]
    fn every_command_can_be_run() {
        // Commands with an argument are typed; probing again is rare.
        let by_name = |command: Command| {
            command == Command::Probe
                || !matches!(command.takes(), Takes::Count | Takes::Letter | Takes::Line)
        };
        for (preset, keymap) in presets() {
            // There are too few arrows and function keys for all commands.
            for &command in Command::ALL.iter().filter(|_| preset != Preset::Arrows) {
                let has_key = !keymap.keys_of(command).is_empty();
                assert!(has_key || by_name(command), "{preset:?}: {command}");
            }
            for way in [Command::Help, Command::CommandLine] {
                assert!(!keymap.keys_of(way).is_empty(), "{preset:?}: {way}");
            }
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
        // In a selection, keys that begin longer sequences elsewhere are complete.
        check(Context::Selection, "y", Lookup::Matched(Command::CopyText));
        check(Context::Selection, "g", Lookup::Pending);
        check(Context::Selection, "g g", Lookup::Matched(Command::Top));
    }
}
