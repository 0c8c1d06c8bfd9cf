//! A post's body, folded to answer questions of a query.

use std::borrow::Cow;

use fixedbitset::FixedBitSet;

use crate::archive::row::Parts;
use crate::search::fold::fold;
use crate::search::fulltext::beside::Beside;
use crate::search::query::field::Question;
use crate::search::query::{Near, Needs, Pattern};
use crate::search::unfold::unfold;
use crate::store::code::{Coded, Needle};

/// A question about a body, prepared for matching.
#[derive(Debug)]
pub(super) enum BodyQuestion {
    /// Whether it has a text.
    Text(Box<Needle>),
    /// Whether it has two texts near each other.
    Near(Near),
    /// Whether it matches a pattern.
    Pattern(Pattern),
    Links,
    Images,
}

/// The parts of a body that a query needs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Body<'a> {
    /// The folded text in the encoding of the store.
    pub folded: Coded<'a>,
    pub original: Original<'a>,
    /// `None` if they were not read.
    pub parts: Option<Parts>,
}

/// The text before it was folded.
#[derive(Clone, Copy, Debug)]
pub(super) enum Original<'a> {
    Text(&'a str),
    /// What the store has beside the folded text, which unfolds it.
    Beside(&'a [u8]),
}

impl<'a> Body<'a> {
    /// The text before it was folded; `None` if what unfolds it is damaged.
    fn original(&self) -> Option<Cow<'a, str>> {
        match self.original {
            Original::Text(text) => Some(Cow::Borrowed(text)),
            Original::Beside(bytes) => {
                let folded = self.folded.decode()?;
                Some(Cow::Owned(unfold(&folded, Beside::of_bytes(bytes)?.stream())?))
            }
        }
    }
}

impl BodyQuestion {
    /// `None` if the question is not about a body.
    pub(super) fn of(question: &Question) -> Option<Self> {
        match question {
            Question::Body(text) => Some(Self::Text(Box::new(Needle::new(text)))),
            Question::BodyNear(near) => Some(Self::Near(near.clone())),
            Question::BodyPattern(pattern) => Some(Self::Pattern(pattern.clone())),
            Question::Links => Some(Self::Links),
            Question::Images => Some(Self::Images),
            _ => None,
        }
    }

    /// Whether the document must be read, not just its text.
    pub(super) fn needs_document(&self) -> bool {
        matches!(self, Self::Links | Self::Images)
    }

    /// Whether the text is needed as it was before folding.
    pub(super) fn needs_original(&self) -> bool {
        matches!(self, Self::Pattern(_))
    }

    /// The answer; `None` if the parts of the body that are loaded do not suffice.
    pub(super) fn answer(&self, body: Body<'_>) -> Option<bool> {
        match self {
            Self::Text(needle) => Some(body.folded.has(needle)),
            Self::Near(near) => Some(near.is_in(body.folded)),
            Self::Pattern(pattern) => {
                let mut has = |text: &str| body.folded.has(&Needle::new(&fold(text)));
                // The text is unfolded only if it contains what a match needs.
                Some(pattern.needs().are_met(&mut has) && pattern.fits(&body.original()?))
            }
            Self::Links => body.parts.map(|parts| parts.links),
            Self::Images => body.parts.map(|parts| parts.images),
        }
    }
}

/// What [`Needs`] leave of sets of posts, of which `with` gives those that may have a folded text;
/// `None` means all.
pub(super) fn posts_meeting(
    needs: &Needs,
    with: &dyn Fn(&str) -> Option<FixedBitSet>,
) -> Option<FixedBitSet> {
    match needs {
        Needs::Text(text) => with(&fold(text)),
        Needs::All(parts) => {
            parts.iter().filter_map(|part| posts_meeting(part, with)).reduce(|mut all, some| {
                all.intersect_with(&some);
                all
            })
        }
        Needs::Any(parts) => {
            let mut any = FixedBitSet::new();
            for part in parts {
                any.union_with(&posts_meeting(part, with)?);
            }
            Some(any)
        }
    }
}
