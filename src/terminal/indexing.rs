//! The thread that keeps the full-text index up to date while the reader runs.
//!
//! If many posts are missing, a `kanbao index` process adds them: it runs at a lower priority, and
//! its memory is freed when it ends. This thread adds the rest.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crossbeam_channel::{Receiver, Sender};

use crate::app::Message;
use crate::app::effect::IndexRequest;
use crate::archive::source::Source;
use crate::clean::CleanText;
use crate::clock::Clock;
use crate::search::fulltext::build::{self, Job, Outcome, Progress};
use crate::search::fulltext::place::Place;
use crate::search::fulltext::text::Bodies;
use crate::terminal::programs;
use crate::terminal::runtime::Input;
use crate::terminal::searching::WORTH_INDEXING;

/// If more posts than this are missing from the index, a separate process adds them.
const MANY: usize = 1000;

/// The state of the index thread.
pub(super) struct Indexer {
    pub source: Arc<Source>,
    pub clock: Clock,
    pub place: Place,
    /// The number of index builds; a search reopens the index when it changes.
    pub builds: Arc<AtomicU64>,
    /// Set when the reader ends: the build stops and keeps its progress.
    pub ending: Arc<AtomicBool>,
    pub inputs: Sender<Input>,
}

impl Indexer {
    /// Answers requests until their channel closes; a newer request supersedes waiting ones.
    pub(super) fn run(self, waiting: &Receiver<IndexRequest>) {
        while let Ok(mut request) = waiting.recv() {
            while let Ok(newer) = waiting.try_recv() {
                request = newer;
            }
            if request.archive.len() < WORTH_INDEXING {
                continue;
            }
            let build = AssertUnwindSafe(|| self.build(&request));
            if catch_unwind(build).is_err() {
                self.send(Message::Indexing(None));
            }
        }
    }

    fn build(&self, request: &IndexRequest) {
        let Ok(reader) = self.source.reader() else { return };
        let bodies = Bodies { reader: &reader, site: &request.site, now: self.clock.now() };
        let most = if self.source.root().is_some() { MANY } else { usize::MAX };
        let job = Job { place: &self.place, archive: &request.archive, bodies, anew: false, most };
        let run = |job| build::run(job, &|at| self.progress(at), &self.ending);
        let mut outcome = run(job);
        if let (Ok(Outcome::TooMany), Some(root)) = (&outcome, self.source.root()) {
            // If the process does not start, or fails, this thread adds every post.
            let _ = programs::index(root, &|at| self.progress(at));
            outcome = run(Job { most: usize::MAX, ..job });
        }
        match outcome {
            Ok(Outcome::Done(_)) => {
                self.builds.fetch_add(1, Ordering::Relaxed);
                self.send(Message::Indexing(None));
            }
            Ok(_) => self.send(Message::Indexing(None)),
            Err(error) => {
                self.send(Message::NotIndexed(CleanText::line(&error.to_string())));
            }
        }
    }

    fn progress(&self, at: Progress) {
        if at.done < at.all {
            self.send(Message::Indexing(Some((at.done, at.all))));
        }
    }

    fn send(&self, message: Message) {
        // The loop may have ended.
        let _ = self.inputs.send(Input::Message(message));
    }
}
