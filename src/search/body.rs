//! A body that was read, as a query asks of it.

use crate::search::fold::fold;
use crate::search::fulltext::text::BodyText;
use crate::search::query::field::Question;

/// What a query can ask of a body that was read.
#[derive(Clone, Debug, Default)]
pub struct FoldedBody {
    text: String,
    links: bool,
    images: bool,
}

impl FoldedBody {
    /// Folds a text of which nothing else is known.
    pub fn text(text: &str) -> Self {
        Self { text: fold(text), ..Self::default() }
    }

    /// Folds a body.
    pub fn whole(body: &BodyText) -> Self {
        Self { text: fold(body.text.as_str()), links: body.links, images: body.images }
    }

    /// The answer to a question about a body.
    pub fn answer(&self, question: &Question) -> Option<bool> {
        match question {
            Question::Body(_) => Some(question.matches(&self.text)),
            Question::Links => Some(self.links),
            Question::Images => Some(self.images),
            _ => None,
        }
    }
}
