//! The thread that keeps the store of texts up to date while the reader runs.
//!
//! It reads one post at a time and has a lower priority, so that the reader keeps a processor.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use crossbeam_channel::{Receiver, Sender};

use crate::app::Message;
use crate::app::effect::IndexRequest;
use crate::archive::source::Source;
use crate::clock::Clock;
use crate::search::fulltext::build::{self, Job, Manner, Outcome, Progress};
use crate::search::fulltext::text::Bodies;
use crate::store::Folder;
use crate::terminal::runtime::Input;
use crate::terminal::searching::WORTH_INDEXING;

/// The lowest priority.
#[cfg(target_os = "linux")]
const LESS_URGENT: i32 = 19;

/// The state of the index thread.
pub(super) struct Indexer {
    pub source: Arc<Source>,
    pub clock: Clock,
    pub folder: Folder,
    /// The number of changes of the store; a search opens it again when it changes.
    pub builds: Arc<AtomicU64>,
    /// Set by a search that found damage.
    pub is_damaged: Arc<AtomicBool>,
    /// Set when the reader ends: the build stops and keeps its progress.
    pub ending: Arc<AtomicBool>,
    pub inputs: Sender<Input>,
}

impl Indexer {
    /// Answers requests until their channel closes; a newer request supersedes waiting ones.
    pub(super) fn run(self, waiting: &Receiver<IndexRequest>) {
        // On Linux this is the thread's own priority; elsewhere it would be the process's.
        #[cfg(target_os = "linux")]
        let _ = rustix::process::nice(LESS_URGENT);
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
        let check = self.is_damaged.swap(false, Ordering::Relaxed);
        let manner = Manner { check, ..Manner::default() };
        let job = Job { folder: &self.folder, archive: &request.archive, bodies, manner };
        let parts = AtomicUsize::new(0);
        match build::run(job, &|at| self.progress(at, &parts), &self.ending) {
            Ok(Outcome::Done(_)) => {
                self.builds.fetch_add(1, Ordering::Relaxed);
                self.send(Message::Indexing(None));
            }
            Ok(_) => self.send(Message::Indexing(None)),
            Err(error) => {
                self.send(Message::NotIndexed(error.0));
            }
        }
    }

    fn progress(&self, at: Progress, parts: &AtomicUsize) {
        if parts.swap(at.parts, Ordering::Relaxed) < at.parts {
            self.builds.fetch_add(1, Ordering::Relaxed);
        }
        if at.done < at.all {
            self.send(Message::Indexing(Some((at.done, at.all))));
        }
    }

    fn send(&self, message: Message) {
        // The loop may have ended.
        let _ = self.inputs.send(Input::Message(message));
    }
}
