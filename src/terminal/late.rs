//! Drops a late answer to the background query: over a slow line it may arrive after the probe's
//! timeout, and crossterm parses it as keys.

use crate::app::Message;
use crate::config::keymap::{Code, Key};
use crate::terminal::probe::{is_colour, may_be_colour};

/// Holds keys back while they may be the start of such an answer.
#[derive(Debug, Default)]
pub(super) struct LateAnswer {
    /// The keys held back.
    held: Vec<Message>,
    /// Their characters after `Escape ]`.
    body: Vec<u8>,
}

impl LateAnswer {
    /// Takes the next message and returns those that are not part of an answer, in order.
    pub(super) fn take(&mut self, message: Message) -> Vec<Message> {
        let Message::Key(key) = message else { return self.give_up(message) };
        let byte = match key {
            Key { code: Code::Char(c), control: false, alt: false } => u8::try_from(c).ok(),
            _ => None,
        };
        if self.held.is_empty() {
            if key == alt(']') {
                self.held.push(message);
                return Vec::new();
            }
            return vec![message];
        }
        if byte.is_some_and(|byte| may_be_colour(&self.body, byte)) {
            self.body.extend(byte);
            self.held.push(message);
            return Vec::new();
        }
        // The terminators: BEL, or Escape and a backslash.
        if is_colour(&self.body) && (key == Key::control('g') || key == alt('\\')) {
            *self = Self::default();
            return Vec::new();
        }
        self.give_up(message)
    }

    /// The keys were not an answer: releases them, then `message`.
    fn give_up(&mut self, message: Message) -> Vec<Message> {
        self.body.clear();
        let mut all = std::mem::take(&mut self.held);
        all.push(message);
        all
    }
}

const fn alt(c: char) -> Key {
    Key { code: Code::Char(c), control: false, alt: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(keys: &str) -> Vec<String> {
        let mut late = LateAnswer::default();
        let mut left = Vec::new();
        for key in keys.split(' ') {
            for message in late.take(Message::Key(Key::parse(key).expect(key))) {
                let Message::Key(key) = message else { continue };
                left.push(key.to_string());
            }
        }
        left
    }

    #[test]
    fn an_answer_is_no_key() {
        let answer = "Alt-] 1 1 ; r g b : 1 c 1 c / 1 f 1 f / 2 4 2 4";
        assert_eq!(left(&format!("j {answer} ^G k")), ["j", "k"]);
        assert_eq!(left(&format!("{answer} Alt-\\ k")), ["k"]);
        // What was no answer is forgotten when one comes.
        assert_eq!(left(&format!("Alt-] 1 1 j {answer} ^G k")), ["Alt-]", "1", "1", "j", "k"]);
        // Anything else is what was typed.
        for keys in ["Alt-] j", "Alt-] 1 1 j", "j Alt-] 1 ^G", "Alt-] 1 1 ; r g b ; k"] {
            assert_eq!(left(keys).join(" "), keys);
        }
    }
}
