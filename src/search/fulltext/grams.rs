//! The index terms of a text: its trigrams and its single characters.
//!
//! Needles of one and three characters are terms, needles of two are prefixes of trigrams: up to
//! three characters the index is exact. For a longer needle a post must have all its trigrams; nearly
//! all such posts contain the needle, and reading decides. Padding after the last character makes
//! every character start a trigram.

use std::collections::HashSet;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Characters per trigram.
pub(super) const LENGTH: usize = 3;
/// The padding; clean text does not contain it.
pub(super) const END: char = '\0';

/// Splits a folded text into trigrams and single characters.
#[derive(Clone, Debug, Default)]
pub(super) struct Trigrams;

#[derive(Debug)]
pub(super) struct TrigramStream<'a> {
    rest: std::str::Chars<'a>,
    trigram: [char; LENGTH],
    is_begun: bool,
    /// Whether the trigram's first character is the next term.
    is_single_next: bool,
    /// The single characters emitted so far.
    singles: HashSet<char>,
    token: Token,
}

impl Tokenizer for Trigrams {
    type TokenStream<'a> = TrigramStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> TrigramStream<'a> {
        let mut rest = text.chars();
        let trigram = std::array::from_fn(|_| rest.next().unwrap_or(END));
        let singles = HashSet::with_capacity(512);
        let (is_begun, is_single_next) = (false, false);
        TrigramStream { rest, trigram, is_begun, is_single_next, singles, token: Token::default() }
    }
}

impl TokenStream for TrigramStream<'_> {
    fn advance(&mut self) -> bool {
        let first = self.trigram.first().copied();
        if std::mem::take(&mut self.is_single_next)
            && let Some(single) = first.filter(|&c| self.singles.insert(c))
        {
            self.token.text.clear();
            self.token.text.push(single);
            return true;
        }
        if std::mem::replace(&mut self.is_begun, true) {
            self.trigram.rotate_left(1);
            if let Some(last) = self.trigram.last_mut() {
                *last = self.rest.next().unwrap_or(END);
            }
        }
        self.token.text.clear();
        self.token.text.extend(self.trigram);
        self.token.position = 0;
        self.is_single_next = true;
        self.trigram.first() != Some(&END)
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// The trigrams of a needle, in order; none if it is shorter.
pub(super) fn trigrams(needle: &str) -> Vec<String> {
    let chars: Vec<char> = needle.chars().collect();
    chars.windows(LENGTH).map(String::from_iter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<String> {
        let mut tokenizer = Trigrams;
        let mut stream = tokenizer.token_stream(text);
        let mut tokens = Vec::new();
        while stream.advance() {
            tokens.push(stream.token().text.clone());
        }
        tokens
    }

    #[test]
    fn every_character_starts_a_trigram_and_is_a_term_once() {
        assert_eq!(tokens(""), [""; 0]);
        assert_eq!(tokens("甲"), ["甲\0\0", "甲"]);
        assert_eq!(tokens("甲乙"), ["甲乙\0", "甲", "乙\0\0", "乙"]);
        assert_eq!(tokens("甲乙a甲"), ["甲乙a", "甲", "乙a甲", "乙", "a甲\0", "a", "甲\0\0"],);
    }

    #[test]
    fn a_needle_has_trigrams() {
        assert!(trigrams("").is_empty() && trigrams("甲乙").is_empty());
        assert_eq!(trigrams("甲乙丙"), ["甲乙丙"]);
        assert_eq!(trigrams("甲乙丙丁"), ["甲乙丙", "乙丙丁"]);
    }
}
