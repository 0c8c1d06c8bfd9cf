//! The text of a post's body, as the index and the search see it: the one place that says so.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::archive::body;
use crate::archive::post::PostKey;
use crate::archive::site::Site;
use crate::archive::source::Reader;
use crate::clean::CleanText;

/// What bodies are read with.
#[derive(Clone, Copy, Debug)]
pub struct Bodies<'a> {
    /// Reads the files.
    pub reader: &'a Reader,
    /// The site's rules.
    pub site: &'a Site,
    /// Seconds since 1970.
    pub now: i64,
}

/// A body's text and what is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BodyText {
    /// The plain text.
    pub text: CleanText,
    /// Whether there are links.
    pub links: bool,
    /// Whether there are images.
    pub images: bool,
}

impl Bodies<'_> {
    /// Reads a body; one that cannot be read is empty. A fault of ours in one post must not end the
    /// work on the others (S27).
    pub fn read(self, key: &PostKey) -> BodyText {
        let read = || self.extract(key);
        catch_unwind(AssertUnwindSafe(read)).ok().flatten().unwrap_or_default()
    }

    /// Reads a body's text alone, which is quicker; that of one that cannot be read is empty.
    pub fn text(self, key: &PostKey) -> CleanText {
        let read = || body::text(self.reader, key, self.site, self.now).ok();
        catch_unwind(AssertUnwindSafe(read)).ok().flatten().unwrap_or_default()
    }

    fn extract(self, key: &PostKey) -> Option<BodyText> {
        let document = body::read(self.reader, key, self.site, self.now).ok()?.document;
        Some(BodyText {
            text: document.plain_text(),
            links: document.links.iter().any(|link| !link.image),
            images: document.links.iter().any(|link| link.image),
        })
    }
}
