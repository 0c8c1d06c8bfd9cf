//! What of a text is in the index: its pairs of characters.
//!
//! A pair's position is kept modulo [`PHASES`]: enough to tell nearly all texts that have a needle
//! in them from those that only have its pairs, for a third of what whole positions take. The rest
//! is told by reading the text. An end mark follows the last character, so that every character
//! begins a pair, and one character is looked for as the beginning of pairs.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// How many positions are told apart.
pub const PHASES: usize = 8;
/// Follows a text's last character; cleaned text has none.
pub const END: char = '\0';

/// Makes pairs of a folded text, those of each phase together, as positions must not decrease.
#[derive(Clone, Debug, Default)]
pub(super) struct Pairs;

#[derive(Debug)]
pub(super) struct PairStream {
    chars: Vec<char>,
    phase: usize,
    at: usize,
    token: Token,
}

impl Tokenizer for Pairs {
    type TokenStream<'a> = PairStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PairStream {
        let mut chars: Vec<char> = Vec::with_capacity(text.len() / 2);
        chars.extend(text.chars());
        chars.push(END);
        PairStream { chars, phase: 0, at: 0, token: Token::default() }
    }
}

impl TokenStream for PairStream {
    fn advance(&mut self) -> bool {
        loop {
            if let (Some(&first), Some(&second)) =
                (self.chars.get(self.at), self.chars.get(self.at + 1))
            {
                self.token.text.clear();
                self.token.text.push(first);
                self.token.text.push(second);
                self.token.position = self.phase;
                self.at += PHASES;
                return true;
            }
            self.phase += 1;
            self.at = self.phase;
            if self.phase == PHASES {
                return false;
            }
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// The pairs of a needle, in order.
pub(super) fn pairs(needle: &str) -> Vec<String> {
    let next = needle.chars().skip(1);
    needle.chars().zip(next).map(|(first, second)| String::from_iter([first, second])).collect()
}

/// The phases in which a needle may begin, a bit each, given the positions of its pair number `at`.
pub(super) fn beginnings(positions: &[u32], at: usize) -> u8 {
    let begins = |&position: &u32| (position as usize + PHASES - at % PHASES) % PHASES;
    positions.iter().fold(0, |all, position| all | 1 << begins(position))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<(String, usize)> {
        let mut stream = Pairs.token_stream(text).peekable_tokens();
        stream.sort();
        stream
    }

    impl PairStream {
        fn peekable_tokens(mut self) -> Vec<(String, usize)> {
            let mut tokens = Vec::new();
            let mut last = 0;
            while self.advance() {
                assert!(self.token.position >= last, "positions must not decrease");
                last = self.token.position;
                tokens.push((self.token.text.clone(), self.token.position));
            }
            tokens
        }
    }

    #[test]
    fn every_character_begins_a_pair() {
        assert_eq!(tokens(""), []);
        assert_eq!(tokens("甲"), [("甲\0".to_owned(), 0)]);
        let text = "0123456789";
        let expected: Vec<(String, usize)> = (0..10)
            .map(|at| {
                (
                    format!("{at}{}", if at == 9 { "\0".to_owned() } else { (at + 1).to_string() }),
                    at % 8,
                )
            })
            .collect();
        assert_eq!(tokens(text), expected);
    }

    #[test]
    fn a_needle_begins_where_its_pairs_agree() {
        assert_eq!(pairs("甲乙丙"), ["甲乙", "乙丙"]);
        assert!(pairs("甲").is_empty());
        assert_eq!(beginnings(&[0, 3], 0), 0b1001);
        assert_eq!(beginnings(&[0, 3], 1), 0b1000_0100);
        assert_eq!(beginnings(&[0], 9), 0b1000_0000);
    }
}
