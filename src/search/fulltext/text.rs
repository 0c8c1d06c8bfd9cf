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

/// A body as a query can ask of it.
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
    /// Reads a body's text; that of one that cannot be read is empty.
    pub fn text(self, key: &PostKey) -> CleanText {
        guarded(|| body::text(self.reader, key, self.site, self.now).ok())
    }

    /// A body's text, of the bytes of its file.
    pub fn text_of(self, key: &PostKey, file: &[u8]) -> CleanText {
        guarded(|| body::text_of(key, file, self.site, self.now).ok())
    }

    /// Reads a body with what is in it beside text, which takes ten times as long.
    pub fn whole(self, key: &PostKey) -> BodyText {
        guarded(|| {
            let document = body::read(self.reader, key, self.site, self.now).ok()?.document;
            Some(BodyText {
                text: document.plain_text(),
                links: document.links.iter().any(|link| !link.image),
                images: document.links.iter().any(|link| link.image),
            })
        })
    }
}

/// A fault of ours in one post must not end the work on the others (S27).
fn guarded<T: Default>(read: impl FnOnce() -> Option<T>) -> T {
    catch_unwind(AssertUnwindSafe(read)).ok().flatten().unwrap_or_default()
}
