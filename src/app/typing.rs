//! Key presses: counts, sequences, and what the keymap makes of them.

use crate::app::layout::Pane;
use crate::app::text::Text;
use crate::app::{App, Effect};
use crate::clean::CleanText;
use crate::command::{Command, Context};
use crate::config::keymap::{Code, Key, Lookup};

/// The largest count that is taken in.
const LARGEST_COUNT: usize = 9_999_999;

impl App {
    pub(super) fn key(&mut self, key: Key) -> Vec<Effect> {
        let key = key.folded();
        self.notice = None;
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
            Lookup::Pending => Vec::new(),
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

    /// Where the next key goes.
    fn context(&self) -> Context {
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
