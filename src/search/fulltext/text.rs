//! Reads the text of bodies, the same way for the store and for searches.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::archive::body::{self, ForStore};
use crate::archive::post::{Post, PostKey};
use crate::archive::row::Parts;
use crate::archive::site::Site;
use crate::archive::source::Reader;
use crate::clean::CleanText;

/// Reads bodies.
#[derive(Clone, Copy, Debug)]
pub struct Bodies<'a> {
    /// The reader of files.
    pub reader: &'a Reader,
    /// The site's rules.
    pub site: &'a Site,
    /// Seconds since 1970.
    pub now: i64,
}

/// A body with the facts a query can ask about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BodyText {
    /// The plain text.
    pub text: CleanText,
    /// What the body has.
    pub parts: Parts,
}

impl Bodies<'_> {
    /// Reads a body's text; empty if it cannot be read.
    pub fn text(self, key: &PostKey) -> CleanText {
        guarded(|| body::text(self.reader, key, self.site, self.now).ok())
    }

    /// Reads a post without its text, as a store has it; `None` if that cannot be done.
    pub(super) fn post(self, key: &PostKey) -> Option<Post> {
        let read = || body::post(self.reader, key, self.site, self.now);
        catch_unwind(AssertUnwindSafe(read)).ok().flatten()
    }

    /// Reads a post and its body, for a store; `None` if it cannot be read, an error if that panics.
    pub(super) fn for_store(self, key: &PostKey) -> Result<Option<ForStore>, ()> {
        let read = || body::for_store(self.reader, key, self.site, self.now);
        catch_unwind(AssertUnwindSafe(read)).map_err(drop)
    }

    /// Reads a body's text, and whether it has links and images.
    pub fn whole(self, key: &PostKey) -> BodyText {
        guarded(|| {
            let body = body::read(self.reader, key, self.site, self.now).ok()?;
            Some(BodyText { text: body.document.plain_text(), parts: body.parts() })
        })
    }
}

/// Catches panics: a bug triggered by one post must not stop the others (S27).
fn guarded<T: Default>(read: impl FnOnce() -> Option<T>) -> T {
    catch_unwind(AssertUnwindSafe(read)).ok().flatten().unwrap_or_default()
}
