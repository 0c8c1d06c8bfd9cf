//! What the words of a code block are: keywords, names, strings.
//!
//! Found only when a block is typeset, never while an archive is loaded, and within a size and a
//! time: the expressions of a language may backtrack without end. What is not looked at has no
//! tokens, and the text itself is never touched. Knows meaning only; how it looks is for others.

#[cfg(feature = "code-colours")]
mod syntax;

use std::time::Duration;

use super::Mark;
use crate::clean::CleanText;

/// The longest code that is looked at, in bytes.
const LONGEST: usize = 64 << 10;
/// The time for all the code of a document. One more line may be begun within it.
const BUDGET: Duration = Duration::from_millis(250);

/// What a piece of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Token {
    /// A word that the language has for itself.
    Keyword,
    /// The name of a function, a type, a tag or a key.
    Name,
    /// A text within the code.
    String,
    /// A number, an escape or another fixed value.
    Constant,
    /// What is written for people.
    Comment,
}

/// Finds the tokens of a document's code blocks, one after another, in a time for all of them.
#[derive(Clone, Copy, Debug)]
pub struct Tokenizer {
    /// What is left of the time.
    left: Duration,
}

impl Default for Tokenizer {
    fn default() -> Self {
        Self { left: BUDGET }
    }
}

impl Tokenizer {
    /// The tokens of a code block as marks in order, of which none overlap; none if its language is
    /// not known, and none after a line of more than 512 bytes or after the time.
    pub fn marks(&mut self, language: Option<&CleanText>, code: &CleanText) -> Vec<Mark> {
        match language {
            Some(language) if code.len() <= LONGEST && !self.left.is_zero() => {
                syntax::marks(language.as_str(), code.as_str(), &mut self.left)
            }
            _ => Vec::new(),
        }
    }
}

/// The program is built without languages.
#[cfg(not(feature = "code-colours"))]
mod syntax {
    pub(super) fn marks(
        _language: &str,
        _code: &str,
        _left: &mut std::time::Duration,
    ) -> Vec<super::Mark> {
        Vec::new()
    }
}
