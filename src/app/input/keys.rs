//! Keys: counts, sequences, and the commands they mean.

use crate::app::input::Input;
use crate::app::text::Text;
use crate::clean::CleanText;
use crate::command::{Command, Context};
use crate::config::keymap::{Code, Key, Lookup};
use crate::script;

/// The largest count.
pub(in crate::app) const LARGEST_COUNT: usize = 9_999_999;

/// What a key led to.
#[derive(Debug)]
pub(in crate::app) enum Pressed {
    /// A command is complete, with the count before it.
    Command(Command, Option<usize>),
    /// The keys of the user's own command with this number.
    Own(usize),
    /// No command has these keys.
    Unknown(Text),
    /// A count or a sequence has started, goes on, or was dropped.
    Unfinished,
}

impl Input {
    /// Takes a key that is for a command in a context.
    pub(in crate::app) fn press(&mut self, key: Key, context: Context) -> Pressed {
        if let Some(digit) = self.digit(key) {
            let count = self.count.unwrap_or(0).saturating_mul(10).saturating_add(digit);
            self.count = Some(count.min(LARGEST_COUNT));
            return Pressed::Unfinished;
        }
        let is_unfinished = !self.pending.is_empty() || self.count.is_some();
        if key.code == Code::Escape && is_unfinished {
            self.pending.clear();
            self.count = None;
            return Pressed::Unfinished;
        }
        self.pending.push(key);
        match self.keymap.look_up(context, &self.pending) {
            Lookup::Matched(command) => {
                self.pending.clear();
                Pressed::Command(command, self.count.take())
            }
            Lookup::Own(at) => {
                self.pending.clear();
                self.count = None;
                Pressed::Own(at)
            }
            Lookup::Pending => {
                self.sequence += 1;
                Pressed::Unfinished
            }
            Lookup::NotFound => {
                self.count = None;
                let keys = std::mem::take(&mut self.pending);
                Pressed::Unknown(self.unknown(&keys))
            }
        }
    }

    /// What to say of keys that no command has.
    fn unknown(&self, keys: &[Key]) -> Text {
        // Han come from an input method: the user may mean to search for them.
        let last = keys.last().and_then(|key| plain_char(*key));
        if last.is_some_and(script::is_east_asian) {
            return Text::PressToSearch { keys: self.first_key_of(Command::Find) };
        }
        let keys: String = keys.iter().map(Key::to_string).collect();
        Text::NoSuchKeys { keys: CleanText::line(&keys), help: self.first_key_of(Command::Help) }
    }

    /// A digit of a count; a count does not start with 0.
    fn digit(&self, key: Key) -> Option<usize> {
        let digit = plain_char(key)?.to_digit(10)? as usize;
        let begins = digit != 0 || self.count.is_some();
        (self.pending.is_empty() && begins).then_some(digit)
    }

    /// The number of the current sequence, if one is not complete.
    pub(in crate::app) fn sequence(&self) -> Option<u64> {
        (!self.pending.is_empty()).then_some(self.sequence)
    }

    /// Shows the keys that may follow, or hides them.
    pub(in crate::app) fn show_hints(&mut self, shown: bool) {
        self.shows_hints = shown;
    }

    /// The keys that may follow a sequence and their commands, once it has paused.
    pub fn following_keys(&self, context: Context) -> Vec<(CleanText, Command)> {
        if !self.shows_hints {
            return Vec::new();
        }
        self.keymap.following(context, &self.pending)
    }
}

/// The character of a key that is pressed alone.
pub(in crate::app) fn plain_char(key: Key) -> Option<char> {
    match key {
        Key { code: Code::Char(c), control: false, alt: false } => Some(c),
        _ => None,
    }
}
