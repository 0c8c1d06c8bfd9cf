//! A terminal's answer about its background that comes when keys are read already, over a slow line:
//! the reader of keys takes it for keys. It is told from them and left out.

use crate::app::Message;
use crate::config::keymap::{Code, Key};
use crate::terminal::probe::{is_colour, may_be_colour};

/// What may be the beginning of such an answer.
#[derive(Debug, Default)]
pub(super) struct LateAnswer {
    /// What was read of it, as keys.
    held: Vec<Message>,
    /// Its characters behind `Escape ]`.
    body: Vec<u8>,
}

impl LateAnswer {
    /// Takes the next thing that was read, and gives what is no answer, in order.
    pub fn take(&mut self, message: Message) -> Vec<Message> {
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
        // A bell, or Escape and a backslash.
        if is_colour(&self.body) && (key == Key::control('g') || key == alt('\\')) {
            *self = Self::default();
            return Vec::new();
        }
        self.give_up(message)
    }

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
        // Anything else is what was typed.
        for keys in ["Alt-] j", "Alt-] 1 1 j", "j Alt-] 1 ^G", "Alt-] 1 1 ; r g b ; k"] {
            assert_eq!(left(keys).join(" "), keys);
        }
    }
}
