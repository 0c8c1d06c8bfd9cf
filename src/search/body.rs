//! A post's body, folded to answer questions of a query.

use crate::search::fold::fold;
use crate::search::fulltext::text::BodyText;
use crate::search::query::field::Question;

/// A folded body with the facts a query can ask about.
#[derive(Clone, Debug, Default)]
pub struct FoldedBody {
    text: String,
    links: bool,
    images: bool,
}

impl FoldedBody {
    /// Folds a text; links and images are unknown and count as none.
    pub fn text(text: &str) -> Self {
        Self { text: fold(text), ..Self::default() }
    }

    /// Folds a whole body.
    pub fn whole(body: &BodyText) -> Self {
        Self { text: fold(body.text.as_str()), links: body.links, images: body.images }
    }

    /// Answers a question about the body; `None` for other questions.
    pub fn answer(&self, question: &Question) -> Option<bool> {
        match question {
            Question::Body(_) => Some(question.matches(&self.text)),
            Question::Links => Some(self.links),
            Question::Images => Some(self.images),
            _ => None,
        }
    }
}
