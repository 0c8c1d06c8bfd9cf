//! Key presses: counts, sequences, and what the keymap makes of them.

use std::time::Duration;

use crate::app::screen::layout::Pane;
use crate::app::text::Text;
use crate::app::{Alarm, App, Effect};
use crate::clean::CleanText;
use crate::command::{Command, Context};
use crate::config::keymap::{Code, Key, Lookup};

/// The largest count that is taken in.
const LARGEST_COUNT: usize = 9_999_999;
/// How long a sequence of keys may rest before what may follow is shown.
const PAUSE: Duration = Duration::from_secs(1);

impl App {
    pub(in crate::app) fn key(&mut self, key: Key) -> Vec<Effect> {
        if self.note.is_some() {
            return self.key_in_note(key);
        }
        if self.prompt.is_some() {
            let effects = self.key_in_prompt(key);
            self.settle();
            return effects;
        }
        let key = key.folded();
        self.notice = None;
        self.shows_keys = false;
        if self.hints.is_some() {
            let letter = match key {
                Key { code: Code::Char(c), control: false, alt: false } => Some(c),
                _ => None,
            };
            return self.key_in_hints(letter);
        }
        if let Some(awaited) = self.awaited.take() {
            let effects = self.letter(awaited, key);
            self.settle();
            return effects;
        }
        if let Some(digit) = self.digit(key) {
            let count = self.count.unwrap_or(0).saturating_mul(10).saturating_add(digit);
            self.count = Some(count.min(LARGEST_COUNT));
            return Vec::new();
        }
        let unfinished = !self.pending.is_empty() || self.count.is_some();
        if key.code == Code::Escape && unfinished {
            self.pending.clear();
            self.count = None;
            return Vec::new();
        }
        self.pending.push(key);
        match self.keymap.look_up(self.context(), &self.pending) {
            Lookup::Matched(command) => {
                self.pending.clear();
                let count = self.count.take();
                self.run(command, count)
            }
            Lookup::Pending => {
                self.sequence += 1;
                vec![Effect::Alarm(PAUSE, Alarm::Keys(self.sequence))]
            }
            Lookup::NotFound if is_han(&self.pending) => {
                self.pending.clear();
                self.count = None;
                let keys = self.first_key_of(Command::Find);
                self.notice = Some(Text::PressToSearch { keys });
                Vec::new()
            }
            Lookup::NotFound => {
                let keys: String = self.pending.drain(..).map(|key| key.to_string()).collect();
                self.count = None;
                let help = self.keymap.keys_of(Command::Help);
                let help = help.split(' ').next().unwrap_or_default();
                let (keys, help) = (CleanText::line(&keys), CleanText::line(help));
                self.notice = Some(Text::NoSuchKeys { keys, help });
                Vec::new()
            }
        }
    }

    /// A digit of a count; 0 begins none.
    fn digit(&self, key: Key) -> Option<usize> {
        let Key { code: Code::Char(c), control: false, alt: false } = key else { return None };
        let digit = c.to_digit(10)? as usize;
        let begins = digit != 0 || self.count.is_some();
        (self.pending.is_empty() && begins).then_some(digit)
    }

    /// What may follow the keys typed so far, once they have rested for a while.
    pub fn following_keys(&self) -> Vec<(CleanText, Command)> {
        if !self.shows_keys {
            return Vec::new();
        }
        self.keymap.following(self.context(), &self.pending)
    }

    /// Where the next key goes.
    pub(in crate::app) fn context(&self) -> Context {
        if self.overlay.is_some() {
            return Context::Global;
        }
        match self.focus {
            Pane::Facets => Context::Facets,
            Pane::List => Context::List,
            Pane::Article => Context::Article,
        }
    }
}

/// Whether the last key is what an input method writes, and no command's.
fn is_han(keys: &[Key]) -> bool {
    matches!(keys.last(), Some(Key { code: Code::Char(c), .. }) if *c >= '\u{2e80}')
}
