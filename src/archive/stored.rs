//! The posts that a store knows: a load begins with them, before any file is looked at.

use std::cmp::Reverse;
use std::sync::{Arc, OnceLock};

use crate::archive::load;
use crate::archive::post::Post;
use crate::archive::row;
use crate::archive::site::{FileKind, Site};
use crate::archive::source::Reader;
use crate::archive::stamp::Stamp;
use crate::archive::versions::Versions;
use crate::archive::workers::pause;
use crate::store::{Entry, Folder, Segment, Store};

/// Version of the stored data. Increment it with every change of rows, details, plain text, folding
/// or unfolding.
const VERSION: u32 = 17;

/// Posts passed on at a time.
const BATCH: usize = 512;

/// What a store depends on besides the posts; a store of another generation is stale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generation(String);

impl Generation {
    /// The generation of this program and the site's rules: the values of its config and data files
    /// are in the text of posts, and its zone is in their dates.
    pub fn of(reader: &Reader, site: &Site) -> Self {
        let (rules, kind) = (load::rules_version(reader, site), site.generator());
        let dates = if site.takes_naive_dates_as_utc() { "utc" } else { "local" };
        let folders = site.folders();
        Self(format!("kanbao {VERSION} {kind:?} {folders:?} {dates} {rules:016x}"))
    }

    /// Opens the store of this generation; never fails, see [`Store::status`].
    pub fn open(&self, folder: &Folder) -> Store {
        Store::open(folder, &self.0)
    }

    /// The generation as one line.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The posts of a store, for one load.
#[derive(Debug)]
pub struct Stored {
    folder: Folder,
    store: OnceLock<Arc<Store>>,
}

impl Stored {
    /// The posts of the store in a folder.
    pub fn new(folder: Folder) -> Self {
        Self { folder, store: OnceLock::new() }
    }

    /// The store, if a load has opened it.
    pub fn store(&self) -> Option<&Arc<Store>> {
        self.store.get()
    }

    /// Passes the posts of the store to `send`, the newest first as far as that is known; returns
    /// their versions, or `None` if `send` returned `false`. `expect` gets their number beforehand.
    pub(super) fn send(
        &self,
        generation: &Generation,
        site: &Site,
        now: i64,
        expect: &mut dyn FnMut(usize) -> bool,
        send: &mut dyn FnMut(Vec<Post>) -> bool,
    ) -> Option<Versions> {
        let mut sender = Sender { site, now, sent: Versions::default(), posts: Vec::new(), send };
        if let Some(first) = Store::first(&self.folder, generation.as_str()) {
            sender.take(&first);
            // The reader draws them while the store is opened.
            if !sender.flush() {
                return None;
            }
        }
        let store = Arc::clone(self.store.get_or_init(|| Arc::new(generation.open(&self.folder))));
        sender.sent.reserve(store.posts());
        if store.posts() > 0 && !expect(store.posts()) {
            return None;
        }
        let newest = |segment: &Segment| {
            let post = (0..segment.posts() as u32).find(|&post| !segment.is_dead(post))?;
            row::post_of(b"", &segment.row(post)?, site, now)?.date.map(|date| date.seconds)
        };
        // Of a post in two stores the own one is newer.
        let (own, beneath) = (store.segments(), store.segments_beneath());
        let own = own.get(..own.len() - beneath.len()).unwrap_or_default();
        let mut segments: Vec<(bool, &Segment)> = own.iter().map(|own| (false, own)).collect();
        segments.extend(beneath.iter().map(|other| (true, other)));
        segments.sort_by_cached_key(|(is_other, segment)| (*is_other, Reverse(newest(segment))));
        let goes_on =
            segments.into_iter().all(|(_, segment)| sender.take(segment)) && sender.flush();
        goes_on.then_some(sender.sent)
    }
}

/// Whether a path stays below the archive's root and is no longer than the walk allows. A store of
/// another account may contain any path.
fn stays_below(path: &[u8]) -> bool {
    u16::try_from(path.len()).is_ok()
        && path.split(|byte| *byte == b'/').all(|part| !matches!(part, b"" | b"." | b".."))
}

/// Makes posts of rows.
struct Sender<'a> {
    site: &'a Site,
    now: i64,
    sent: Versions,
    posts: Vec<Post>,
    send: &'a mut dyn FnMut(Vec<Post>) -> bool,
}

impl Sender<'_> {
    /// Passes on the posts of a segment that were not passed on before; returns `false` to stop.
    /// Skips a row that is not a post, so that its file is read.
    fn take(&mut self, segment: &Segment) -> bool {
        segment.for_each_row(&mut |_, Entry { key, stamp, row, .. }| {
            pause();
            // Posts of extra folders do not belong to the site. In a source with one post per line,
            // any name is allowed.
            let is_own = self.site.reads_lines() || self.site.file(key) == FileKind::Candidate;
            if !is_own || !stays_below(key) {
                return true;
            }
            let Some(mut post) = row::post_of(key, row, self.site, self.now) else { return true };
            if self.sent.add(key, Stamp::stored(stamp)).is_err() {
                return true;
            }
            post.version = Some(stamp);
            self.posts.push(post);
            self.posts.len() < BATCH || self.flush()
        })
    }

    fn flush(&mut self) -> bool {
        self.posts.is_empty() || (self.send)(std::mem::take(&mut self.posts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_below_the_root() {
        for (path, stays) in [
            (&b"a.md"[..], true),
            (b"_posts/a/..b.md", true),
            (b"../a.md", false),
            (b"a/../../b.md", false),
            (b"/etc/passwd", false),
            (b"a//b.md", false),
            (b"./a.md", false),
            (b"", false),
        ] {
            assert_eq!(stays_below(path), stays, "{}", String::from_utf8_lossy(path));
        }
        for (len, stays) in [(65_535, true), (65_536, false)] {
            assert_eq!(stays_below(&vec![b'a'; len]), stays, "{len}");
        }
    }
}
