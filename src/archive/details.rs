//! Facts about a body that machine-readable lists show besides its text, as bytes for a store,
//! which compresses them: nearly all of them are addresses with common prefixes.

use crate::archive::body::Body;
use crate::archive::post::Problem;
use crate::archive::row::packed::push_text;
use crate::archive::row::{Rest, push_problem};
use crate::clean::{CleanStr, CleanText};
use crate::store::varint;

/// How a summary is kept: not at all, as a part of the text, or written out.
const NONE: usize = 0;
const PART: usize = 1;
const OTHER: usize = 2;
/// A flag added to these: the body has a text other than its document's.
const GIVEN: usize = 4;

/// The details of a body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// Whether the text is given separately and is not that of the document.
    pub is_text_given: bool,
    /// The post's own summary, else its first paragraph.
    pub summary: Option<CleanText>,
    /// The number of visible characters.
    pub chars: usize,
    /// The targets of the links, in order.
    pub links: Vec<CleanText>,
    /// The problems of the body alone.
    pub problems: Vec<Problem>,
}

impl Details {
    /// The details of a body.
    pub fn of(body: &Body) -> Self {
        Self {
            is_text_given: body.has_given_text(),
            summary: body.summary(),
            chars: body.text().visible_chars(),
            links: body.links(),
            problems: body.problems.clone(),
        }
    }

    /// Encodes them as bytes to store beside the text.
    pub fn to_bytes(&self, text: CleanStr<'_>) -> Vec<u8> {
        let mut bytes = Vec::new();
        let given = if self.is_text_given { GIVEN } else { 0 };
        let find = |summary: &CleanText| {
            memchr::memmem::find(text.as_str().as_bytes(), summary.as_str().as_bytes())
        };
        match self.summary.as_ref().map(|summary| (summary, find(summary))) {
            None => varint::push(&mut bytes, NONE | given),
            Some((summary, Some(at))) => {
                for number in [PART | given, at, summary.len()] {
                    varint::push(&mut bytes, number);
                }
            }
            Some((summary, None)) => {
                varint::push(&mut bytes, OTHER | given);
                push_text(&mut bytes, summary.as_str());
            }
        }
        varint::push(&mut bytes, self.chars);
        varint::push(&mut bytes, self.links.len());
        self.links.iter().for_each(|link| push_text(&mut bytes, link.as_str()));
        varint::push(&mut bytes, self.problems.len());
        self.problems.iter().for_each(|problem| push_problem(&mut bytes, problem));
        bytes
    }

    /// Decodes them; `None` if the bytes do not belong to this text.
    pub fn of_bytes(bytes: &[u8], text: &str) -> Option<Self> {
        let mut rest = Rest(bytes);
        let kind = rest.number()?;
        let is_text_given = kind & GIVEN != 0;
        let summary = match kind & !GIVEN {
            NONE => None,
            PART => {
                let (start, len) = (rest.number()?, rest.number()?);
                Some(CleanText::line(text.get(start..start.checked_add(len)?)?))
            }
            OTHER => Some(rest.text()?),
            _ => return None,
        };
        let (chars, links) = (rest.number()?, rest.texts()?);
        let problems = rest.problems()?;
        rest.0.is_empty().then_some(Self { is_text_given, summary, chars, links, problems })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::archive::post::ProblemKind;
    use crate::archive::remedy::Remedy;
    use crate::archive::wrong::Wrong;

    #[test]
    fn details_are_read_as_written() {
        let text = CleanText::body("甲乙。\n丙丁。");
        let problem = Problem::new(3, ProblemKind::TimeLimit, Wrong::NoText, Remedy::NotUsed);
        for (summary, links, problems) in [
            (None, vec![], vec![]),
            (Some("丙丁。"), vec!["https://a.org", "b.md"], vec![problem]),
            (Some("戊"), vec![""], vec![]),
        ] {
            let line = |text: &str| CleanText::line(text);
            let links = links.into_iter().map(line).collect();
            let (is_text_given, summary) = (summary.is_none(), summary.map(line));
            let own = Details { is_text_given, summary, chars: 300, links, problems };
            let bytes = own.to_bytes(text.as_clean());
            assert_eq!(Details::of_bytes(&bytes, text.as_str()), Some(own));
            for end in 0..bytes.len() {
                assert_eq!(Details::of_bytes(&bytes[..end], text.as_str()), None, "{end}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_tolerated(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            Details::of_bytes(&bytes, "甲乙");
        }
    }
}
