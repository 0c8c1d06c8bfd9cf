//! A post's body, folded to answer questions of a query.

use memchr::memmem::Finder;

use crate::search::query::field::Question;

/// What answers a question about a body.
#[derive(Debug)]
pub(super) enum BodyQuestion {
    /// Whether it has a text.
    Text(Box<Finder<'static>>),
    Links,
    Images,
}

/// A folded body with the facts a query can ask about.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Body<'a> {
    /// The folded text.
    pub text: &'a [u8],
    pub links: bool,
    pub images: bool,
}

impl BodyQuestion {
    /// `None` if the question is not about a body.
    pub(super) fn of(question: &Question) -> Option<Self> {
        match question {
            Question::Body(text) => Some(Self::Text(Box::new(Finder::new(text).into_owned()))),
            Question::Links => Some(Self::Links),
            Question::Images => Some(Self::Images),
            _ => None,
        }
    }

    /// Whether the document must be read, not just its text.
    pub(super) fn needs_document(&self) -> bool {
        matches!(self, Self::Links | Self::Images)
    }

    pub(super) fn answer(&self, body: Body<'_>) -> bool {
        match self {
            Self::Text(finder) => finder.find(body.text).is_some(),
            Self::Links => body.links,
            Self::Images => body.images,
        }
    }
}
