//! Makes the store of an archive, and keeps it up to date.
//!
//! Reads posts newest first and adds them. Each few seconds a segment is complete, so that searches
//! use it and an interrupted build continues from there. Reads only changed files; leaves out posts
//! that are gone.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use fixedbitset::FixedBitSet;

use crate::archive::Archive;
use crate::archive::body::ForStore;
use crate::archive::post::{PostId, PostKey, Status as PostStatus};
use crate::archive::row::{self, Parts};
use crate::archive::stored::Generation;
use crate::parallel;
use crate::reason::Reason;
use crate::search::fulltext::beside::Beside;
use crate::search::fulltext::duplicates::sketch_of;
use crate::search::fulltext::lookup::Join;
use crate::search::fulltext::text::Bodies;
use crate::search::fulltext::version_of;
use crate::search::unfold::fold_with_stream;
use crate::store::{Entry, Folder, Status, Store, Update};

/// The newest posts, which a list begins with: enough for the tallest screen.
const FIRST: usize = 128;
/// Posts read at a time; also bounds the texts in memory.
const AT_A_TIME: usize = 256;
/// Free space required before building a store, in eighths of the text size. Stores of Chinese text
/// need less than seven eighths; the encoding does not shrink other text.
const EIGHTHS: usize = 10;

/// What to build and where.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// The folder of the store.
    pub folder: &'a Folder,
    /// The archive with all posts.
    pub archive: &'a Archive,
    /// Reads their bodies.
    pub bodies: Bodies<'a>,
    /// How thorough and how fast to be.
    pub manner: Manner,
}

/// How to build.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// Whether to make a new store even beside a usable one.
    pub anew: bool,
    /// Whether to read all of the old one, so that damage is mended.
    pub check: bool,
    /// Whether to use all cores, not just this thread.
    pub share: bool,
}

/// The progress of a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Posts in the store.
    pub done: usize,
    /// Posts that will be in it.
    pub all: usize,
    /// Segments that were completed so far: searches can use them.
    pub parts: usize,
}

/// The outcome of a build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The store is up to date.
    Done(Report),
    /// Cancelled; what was added stays.
    Cancelled,
    /// Another process is writing the store.
    Busy,
}

/// What a build changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Posts read and added.
    pub added: usize,
    /// Posts left out.
    pub removed: usize,
    /// Posts not added because their files have just changed, or are gone.
    pub changing: usize,
    /// Why the previous store, or a part of it, was unusable.
    pub replaced: Option<Status>,
}

/// Error for a store that cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the index cannot be written: {0}")]
pub struct BuildError(
    /// The reason.
    pub Reason,
);

impl From<io::Error> for BuildError {
    fn from(error: io::Error) -> Self {
        Self(error.into())
    }
}

/// Updates the store of an archive and reports progress from time to time. Only one process can do
/// so at a time.
pub fn run(
    job: Job<'_>,
    report_progress: &(dyn Fn(Progress) + Sync),
    cancel: &AtomicBool,
) -> Result<Outcome, BuildError> {
    let generation = Generation::of(job.bodies.reader, job.bodies.site);
    let begun = Update::begin(job.folder, generation.as_str(), job.manner.anew)?;
    let Some(update) = begun else { return Ok(Outcome::Busy) };
    let mut build = Build { job, generation, report_progress, cancel, update };
    let ended = build.run();
    if ended.is_err() {
        build.update.abandon();
    }
    Ok(ended?)
}

/// The number of posts a store should have: all readable ones.
pub fn wanted(archive: &Archive) -> usize {
    archive.len() - archive.count(PostStatus::Unreadable)
}

struct Build<'a> {
    job: Job<'a>,
    generation: Generation,
    report_progress: &'a (dyn Fn(Progress) + Sync),
    cancel: &'a AtomicBool,
    update: Update,
}

/// A post that was read.
struct Ready {
    id: PostId,
    stamp: u64,
    row: Vec<u8>,
    text: String,
    unfold: Vec<u8>,
}

/// One of the newest posts.
struct First {
    key: PostKey,
    stamp: u64,
    row: Vec<u8>,
}

impl First {
    fn entry(&self) -> Entry<'_> {
        let (key, row) = (self.key.as_bytes(), self.row.as_slice());
        Entry { key, stamp: self.stamp, row, text: "", unfold: &[] }
    }
}

impl Build<'_> {
    fn run(&mut self) -> io::Result<Outcome> {
        let archive = self.job.archive;
        let reader = self.job.bodies.reader;
        let version = |id: PostId| version_of(archive.post(id)?, reader);
        let mut report = Report { replaced: self.update.replaced().cloned(), ..Report::default() };
        let (live, has) = self.live(&version);
        // A file without a stamp may change without a trace; it is read at every search.
        let is_missing = |id: &&PostId| {
            let post = archive.post(**id);
            let is_readable = post.is_some_and(|post| post.status() != PostStatus::Unreadable);
            is_readable && !has.contains(id.0 as usize)
        };
        let ids = archive.newest_first().iter().filter(is_missing);
        let (missing, changing): (Vec<PostId>, Vec<PostId>) =
            ids.partition(|id| version(**id).is_some());
        let (mut done, mut parts) = (0, 0);
        let all = wanted(archive);
        let known = all.saturating_sub(missing.len());
        for some in missing.chunks(AT_A_TIME) {
            (self.report_progress)(Progress { done: known + done, all, parts });
            let read = self.read(some);
            if self.cancel.load(Ordering::Relaxed) {
                self.update.commit()?;
                return Ok(Outcome::Cancelled);
            }
            if done == 0 {
                let bytes: usize = read.iter().map(|ready| ready.text.len()).sum();
                let expected = (bytes / some.len()).saturating_mul(missing.len());
                self.job.folder.check_space(expected.saturating_mul(EIGHTHS) / 8)?;
            }
            report.added += read.len();
            for Ready { id, stamp, row, text, unfold } in &read {
                let Some(post) = archive.post(*id) else { continue };
                let (key, stamp) = (post.key_bytes(), *stamp);
                let is_complete = self.update.add(Entry { key, stamp, row, text, unfold })?;
                parts += usize::from(is_complete);
            }
            done += some.len();
        }
        let is_same = report.added == 0 && self.update.has_first();
        let first = if is_same { None } else { Some(self.first()) };
        let first: Option<Vec<Entry<'_>>> =
            first.as_ref().map(|first| first.iter().map(First::entry).collect());
        report.changing = changing.len() + missing.len() - report.added;
        report.removed = self.update.finish(live, first.as_deref())?;
        (self.report_progress)(Progress { done: all, all, parts: parts + 1 });
        Ok(Outcome::Done(report))
    }

    /// The posts of each segment that are up to date, and those of all segments, by id. Posts in
    /// another account's store need not be in this one.
    fn live(&self, version: &dyn Fn(PostId) -> Option<u64>) -> (Vec<FixedBitSet>, FixedBitSet) {
        let mut has = self.has_beneath(version);
        let damaged = if self.job.manner.check { self.update.damaged_posts() } else { Vec::new() };
        let mut join = Join::new(self.job.archive);
        let segments = self.update.segments().enumerate();
        let live = segments.map(|(number, segment)| {
            let mut live = FixedBitSet::with_capacity(segment.posts());
            segment.for_each_key(&mut |post, stamp, key| {
                let post = post as usize;
                let is_whole = !damaged.get(number).is_some_and(|posts| posts.contains(post));
                let id = join.find(key).filter(|&id| is_whole && version(id) == Some(stamp));
                if id.is_some_and(|id| !has.put(id.0 as usize)) {
                    live.insert(post);
                }
            });
            live
        });
        (live.collect(), has)
    }

    /// The posts that are up to date in another account's store, by id.
    fn has_beneath(&self, version: &dyn Fn(PostId) -> Option<u64>) -> FixedBitSet {
        let mut has = FixedBitSet::with_capacity(self.job.archive.ids_end());
        if self.job.folder.beneath().is_none() {
            return has;
        }
        let store = Store::open(self.job.folder, self.generation.as_str());
        let mut join = Join::new(self.job.archive);
        for segment in store.segments_beneath() {
            let damaged = self.job.manner.check.then(|| segment.damaged_posts());
            segment.for_each_key(&mut |post, stamp, key| {
                let is_whole = damaged.as_ref().is_none_or(|some| !some.contains(post as usize));
                let id = join.find(key).filter(|&id| is_whole && version(id) == Some(stamp));
                if let Some(id) = id {
                    has.insert(id.0 as usize);
                }
            });
        }
        has
    }

    /// The newest posts that a list shows.
    fn first(&self) -> Vec<First> {
        let archive = self.job.archive;
        let posts = archive.newest_first().iter().filter_map(|&id| archive.post(id));
        let posts = posts.filter(|post| !post.status().is_hidden()).take(FIRST);
        let first = posts.filter_map(|post| {
            let key = post.key();
            let post = self.job.bodies.post(&key)?;
            let (stamp, row) = (post.version?, row::row_of(&post, None));
            Some(First { key, stamp, row })
        });
        first.collect()
    }

    fn read(&self, ids: &[PostId]) -> Vec<Ready> {
        let read = |&id: &PostId| {
            let post = self.job.archive.post(id)?;
            let Ok(read) = self.job.bodies.for_store(&post.key()) else {
                // A post that panics when read is stored without text, so that it is not tried
                // again.
                let stamp = version_of(post, self.job.bodies.reader)?;
                let (row, text) = (Vec::new(), String::new());
                return Some(Ready { id, stamp, row, text, unfold: Beside::to_bytes(None, &[]) });
            };
            let ForStore { post, text, details, parts } = read?;
            // A file that changed just now may change again without a new version.
            let stamp = post.version?;
            let details = details.map(|details| details.to_bytes(text.as_clean()));
            let (text, stream) = fold_with_stream(text.as_str());
            let row = row::row_of(&post, Some(Parts { sketch: sketch_of(&text), ..parts }));
            let unfold = Beside::to_bytes(details, &stream);
            Some(Ready { id, stamp, row, text, unfold })
        };
        if self.job.manner.share {
            let go_on = |_| !self.cancel.load(Ordering::Relaxed);
            parallel::map_by(ids, 8, read, go_on).into_iter().flatten().collect()
        } else {
            let go_on = |_: &&PostId| !self.cancel.load(Ordering::Relaxed);
            ids.iter().take_while(go_on).filter_map(read).collect()
        }
    }
}
