//! Builds an archive's index and keeps it up to date.
//!
//! Reads posts newest first on all cores and indexes them on one thread. Commits every few thousand
//! posts, so that an interrupted build continues from the last commit. Reads only changed files and
//! deletes removed posts.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use tantivy::indexer::{LogMergePolicy, NoMergePolicy};
use tantivy::{IndexWriter, TantivyDocument, TantivyError, Term};

use crate::archive::Archive;
use crate::archive::post::{PostId, Status as PostStatus};
use crate::archive::source::reason;
use crate::clean::CleanText;
use crate::parallel;
use crate::search::fold::fold;
use crate::search::fulltext::grams::Trigrams;
use crate::search::fulltext::lists::{Entry, for_each_entry};
use crate::search::fulltext::place::{self, Lock, Place};
use crate::search::fulltext::text::Bodies;
use crate::search::fulltext::{
    Fields, Generation, Open, Status, TOKENIZER, ids_end, open, schema, searcher, stamps,
};

/// The writer's memory budget in bytes.
const BUDGET: usize = 32 * 1024 * 1024;
/// Posts per commit; also bounds the texts waiting to be indexed.
const A_COMMIT: usize = 2048;
/// Posts per batch.
const AT_A_TIME: usize = 256;
/// The most bytes on the disk per byte of text, while the index is built.
const SIZE_PER_TEXT: usize = 3;
/// Segments of similar size to merge into one.
const MERGED: usize = 6;
/// The share of deleted documents at which a segment is rewritten.
const DELETED: f32 = 0.25;

/// What to index and where.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// The location of the index.
    pub place: &'a Place,
    /// The archive with all posts.
    pub archive: &'a Archive,
    /// Reads their bodies.
    pub bodies: Bodies<'a>,
    /// Whether to rebuild even a usable index.
    pub anew: bool,
    /// The most posts to read; if more are missing, the build does nothing.
    pub most: usize,
}

/// The progress of a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Posts in the index.
    pub done: usize,
    /// Posts that will be in it.
    pub all: usize,
}

/// The outcome of a build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The index is up to date.
    Done(Report),
    /// Cancelled; committed posts stay.
    Cancelled,
    /// Another process is writing the index.
    Busy,
    /// More posts are missing than [`Job::most`].
    TooMany,
}

/// What a build changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Posts read and added.
    pub added: usize,
    /// Documents deleted.
    pub removed: usize,
    /// Why the previous index was unusable.
    pub replaced: Option<Status>,
}

/// The index cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the index cannot be written: {0}")]
pub struct BuildError(CleanText);

impl From<io::Error> for BuildError {
    fn from(error: io::Error) -> Self {
        Self(reason(&error))
    }
}

impl From<TantivyError> for BuildError {
    fn from(error: TantivyError) -> Self {
        Self(CleanText::line(&error.to_string()))
    }
}

/// Brings the index of an archive up to date, reporting progress from time to time. One process at a
/// time.
pub fn run(
    job: Job<'_>,
    report_progress: &(dyn Fn(Progress) + Sync),
    cancel: &AtomicBool,
) -> Result<Outcome, BuildError> {
    let Some(lock) = job.place.lock()? else { return Ok(Outcome::Busy) };
    let generation = Generation::of(job.bodies.reader);
    let (index, next) = (job.place.index(), job.place.next());
    let mut report = Report::default();
    let usable = match open(&index, &generation, true) {
        Ok(_) => true,
        Err(status) => {
            report.replaced = Some(status).filter(|status| *status != Status::Missing);
            false
        }
    };
    // Keep a usable index until it is replaced; an interrupted build next to it continues.
    let beside = usable && job.anew;
    if !beside {
        // What a killed process left.
        lock.remove(&next)?;
    }
    let folder = if beside { next } else { index };
    if !usable {
        lock.remove(&folder)?;
    }
    let update = |report| {
        let mut build = Build::new(job, &folder, &generation, &lock)?;
        let ended = build.update(report_progress, cancel, report)?;
        build.close(ended.is_none())?;
        Ok(ended)
    };
    let ended = update(&mut report).inspect_err(|_: &BuildError| {
        // A disk that is full must not stay full. An index that was usable before still is.
        if beside || !usable {
            let _ = lock.remove(&folder);
        }
    })?;
    if let Some(outcome) = ended {
        return Ok(outcome);
    }
    if beside {
        job.place.replace(&lock)?;
    }
    Ok(Outcome::Done(report))
}

/// The number of posts an index should have: all readable ones.
pub fn wanted(archive: &Archive) -> usize {
    archive.len() - archive.count(PostStatus::Unreadable)
}

struct Build<'a> {
    job: Job<'a>,
    fields: Fields,
    open: Open,
    writer: IndexWriter,
    generation: &'a Generation,
}

impl<'a> Build<'a> {
    fn new(
        job: Job<'a>,
        folder: &std::path::Path,
        generation: &'a Generation,
        lock: &Lock,
    ) -> Result<Self, BuildError> {
        let opened = open(folder, generation, true).ok();
        let is_new = opened.is_none();
        let (index, fields) = if let Some(opened) = opened {
            opened
        } else {
            lock.remove(folder)?;
            place::make(folder)?;
            let (schema, fields) = schema();
            let index = tantivy::Index::create_in_dir(folder, schema)?;
            index.tokenizers().register(TOKENIZER, Trigrams);
            (index, fields)
        };
        let writer: IndexWriter = index.writer_with_num_threads(1, BUDGET)?;
        let mut policy = LogMergePolicy::default();
        policy.set_min_num_segments(MERGED);
        policy.set_del_docs_ratio_before_merge(DELETED);
        writer.set_merge_policy(Box::new(policy));
        let open = Open { searcher: searcher(&index)?, fields };
        let mut build = Self { job, fields, open, writer, generation };
        if is_new {
            build.commit()?;
        }
        Ok(build)
    }

    /// Adds new posts and deletes removed ones; `Some` if it stopped early.
    fn update(
        &mut self,
        report_progress: &(dyn Fn(Progress) + Sync),
        cancel: &AtomicBool,
        report: &mut Report,
    ) -> Result<Option<Outcome>, BuildError> {
        let archive = self.job.archive;
        let stamps = stamps(archive, self.job.bodies.reader);
        let mut wanted: Vec<(&[u8], PostId)> = archive
            .newest_first()
            .iter()
            .filter_map(|&id| archive.post(id))
            .filter(|post| post.status() != PostStatus::Unreadable)
            .map(|post| (post.key_bytes(), post.id()))
            .collect();
        wanted.sort_unstable();
        let stamp_of = |id: PostId| stamps.get(id.0 as usize).copied().flatten();
        let mut has = vec![false; ids_end(archive)];
        let mut stale: Vec<(usize, tantivy::DocId)> = Vec::new();
        for_each_entry(&self.open, &wanted, |entry: Entry| {
            let id = entry.post.and_then(|at| wanted.get(at)).map(|(_, id)| *id);
            let fresh = id.filter(|&id| stamp_of(id) == Some(entry.stamp));
            match fresh.and_then(|id| has.get_mut(id.0 as usize)) {
                Some(has) if !*has => *has = true,
                _ => stale.push((entry.segment, entry.document)),
            }
        })?;
        report.removed = self.remove(&stale, &mut has, &wanted)?;
        let missing = |id: &&PostId| {
            let listed =
                archive.post(**id).is_some_and(|post| post.status() != PostStatus::Unreadable);
            listed && has.get(id.0 as usize) == Some(&false)
        };
        let missing: Vec<PostId> = archive.newest_first().iter().filter(missing).copied().collect();
        if missing.len() > self.job.most {
            return Ok(Some(Outcome::TooMany));
        }
        let known = wanted.len() - missing.len();
        let mut done = 0;
        for some in missing.chunks(AT_A_TIME) {
            let progress = Progress { done: known + done, all: wanted.len() };
            report_progress(progress);
            let read = parallel::map_by(
                some,
                8,
                |&id| {
                    // The stamp is older than the text: a change in between is found next time.
                    let text = self.job.bodies.text(&archive.post(id)?.key());
                    Some((id, fold(text.as_str())))
                },
                |_| !cancel.load(Ordering::Relaxed),
            );
            if cancel.load(Ordering::Relaxed) {
                return Ok(Some(Outcome::Cancelled));
            }
            if done == 0 {
                let bytes: usize = read.iter().flatten().map(|(_, text)| text.len()).sum();
                let expected = (bytes / some.len()).saturating_mul(missing.len());
                self.job.place.check_space(expected.saturating_mul(SIZE_PER_TEXT))?;
            }
            for (id, text) in read.into_iter().flatten() {
                let stamp = stamp_of(id).unwrap_or_default();
                self.add(id, &text, stamp)?;
            }
            done += some.len();
            report.added += some.len();
            if done % A_COMMIT == 0 {
                self.commit()?;
            }
        }
        self.commit()?;
        report_progress(Progress { done: wanted.len(), all: wanted.len() });
        Ok(None)
    }

    /// Deletes documents by path. Duplicates of a path exist only after a fault; their post is read
    /// again.
    fn remove(
        &mut self,
        stale: &[(usize, tantivy::DocId)],
        has: &mut [bool],
        wanted: &[(&[u8], PostId)],
    ) -> Result<usize, BuildError> {
        let mut name = Vec::new();
        for &(segment, document) in stale {
            let Some(reader) = self.open.searcher.segment_readers().get(segment) else { continue };
            let Some(names) = reader.fast_fields().bytes("key")? else { continue };
            name.clear();
            if let Some(ord) = names.term_ords(document).next() {
                names.ord_to_bytes(ord, &mut name)?;
            }
            self.writer.delete_term(Term::from_field_bytes(self.fields.key, &name));
            let at = wanted.binary_search_by(|(key, _)| (*key).cmp(name.as_slice())).ok();
            let id = at.and_then(|at| wanted.get(at)).map(|(_, id)| id.0 as usize);
            if let Some(has) = id.and_then(|id| has.get_mut(id)) {
                *has = false;
            }
        }
        Ok(stale.len())
    }

    fn add(&self, id: PostId, text: &str, stamp: u64) -> Result<(), BuildError> {
        let Some(post) = self.job.archive.post(id) else { return Ok(()) };
        let mut document = TantivyDocument::default();
        document.add_text(self.fields.text, text);
        document.add_bytes(self.fields.key, post.key_bytes());
        document.add_u64(self.fields.stamp, stamp);
        self.writer.add_document(document)?;
        Ok(())
    }

    fn commit(&mut self) -> Result<(), BuildError> {
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&self.generation.0);
        commit.commit()?;
        Ok(())
    }

    /// Closes the writer; finishes running merges unless the build stopped early.
    fn close(self, is_done: bool) -> Result<(), BuildError> {
        if is_done {
            self.writer.wait_merging_threads()?;
        } else {
            self.writer.set_merge_policy(Box::new(NoMergePolicy));
        }
        Ok(())
    }
}
