//! Finds the tokens of code blocks: keywords, names, strings.
//!
//! Runs only when a block is typeset, never while an archive is loaded, and within limits of size
//! and time: a language's regular expressions may backtrack without end. Past a limit there are no
//! tokens; the text itself never changes. Knows meanings only, no colours.

#[cfg(feature = "code-colours")]
mod syntax;

use std::time::Duration;

use super::Mark;
use crate::clean::CleanText;

/// The longest code block that is tokenized, in bytes.
const LONGEST: usize = 64 << 10;
/// The time for all code of a document; the line that exceeds it is finished.
const BUDGET: Duration = Duration::from_millis(250);

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Token {
    /// A keyword.
    Keyword,
    /// The name of a function, a type, a tag or a key.
    Name,
    /// A string literal.
    String,
    /// A number, an escape sequence or another constant.
    Constant,
    /// A comment.
    Comment,
}

/// Tokenizes a document's code blocks one after another, with one time budget for all.
#[derive(Clone, Copy, Debug)]
pub struct Tokenizer {
    /// The rest of the time budget.
    left: Duration,
}

impl Default for Tokenizer {
    fn default() -> Self {
        Self { left: BUDGET }
    }
}

impl Tokenizer {
    /// The tokens of a code block as sorted marks that do not overlap; none if the language is
    /// unknown, after a line of more than 512 bytes, or after the time budget.
    pub fn marks(&mut self, language: Option<&CleanText>, code: &CleanText) -> Vec<Mark> {
        match language {
            Some(language) if code.len() <= LONGEST && !self.left.is_zero() => {
                syntax::marks(language.as_str(), code.as_str(), &mut self.left)
            }
            _ => Vec::new(),
        }
    }
}

/// Stands in for the feature: knows no languages.
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
