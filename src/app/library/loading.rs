//! Loading and reloading the archive.

use std::sync::Arc;

use crate::app::effect::Effect;
use crate::app::library::Library;
use crate::app::outbox::Outbox;
use crate::archive::exclusion::Exclusion;
use crate::archive::load::Event;
use crate::archive::post::{PostId, PostKey};
use crate::archive::watch::Changes;
use crate::archive::{Archive, PostRef};
use crate::reason::Reason;
use crate::search::marks::Marks;

/// The progress of a load.
#[derive(Debug)]
pub struct Progress {
    /// The number of the load; events of an earlier one are stale.
    generation: u64,
    /// The posts that will come.
    expected: usize,
    /// Loads that are running: the archive's own and folders beside it.
    outstanding: usize,
    /// Folders that are excluded by a rule, with it.
    pub(super) excluded: Vec<(PostKey, Exclusion)>,
    /// Folders of posts beside the site's that can be read too (R2), with their number of posts.
    pub(super) offered: Vec<(PostKey, usize)>,
}

impl Progress {
    pub(super) fn new(generation: u64) -> Self {
        Self { generation, expected: 0, outstanding: 1, excluded: Vec::new(), offered: Vec::new() }
    }

    /// The number of the load.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// The posts that will come.
    pub fn expected(&self) -> usize {
        self.expected
    }

    /// Whether all posts have come.
    pub fn is_done(&self) -> bool {
        self.outstanding == 0
    }

    /// Folders that are excluded by a rule, with it.
    pub fn excluded(&self) -> &[(PostKey, Exclusion)] {
        &self.excluded
    }

    /// Folders that can be read too, with their number of posts.
    pub fn offered(&self) -> &[(PostKey, usize)] {
        &self.offered
    }
}

/// What an event of the loader led to.
#[derive(Debug)]
pub(in crate::app) enum Step {
    /// Nothing that is shown.
    Nothing,
    /// These posts were added.
    Added(Vec<PostId>),
    /// Posts from the store are gone or have changed.
    Changed(Changes),
    /// All posts have come.
    Finished,
    /// All posts of a reload have come.
    Reloaded(Box<Archive>),
    /// The archive cannot be read; `is_first` unless another version of it is shown.
    Failed { reason: Reason, is_first: bool },
}

impl Library {
    /// Takes an event of the loader.
    pub(in crate::app) fn take_event(&mut self, generation: u64, event: Event) -> Step {
        if generation != self.progress.generation {
            return Step::Nothing;
        }
        match event {
            Event::Site(site) => {
                self.site = Some(site);
                self.turn_day();
            }
            Event::Walked(walked) => {
                self.expect(walked.candidates);
                self.progress.excluded.extend(walked.excluded);
                self.progress.offered.extend(walked.offered);
                self.drop_offers_taken();
                let archive = self.incoming.as_mut();
                archive
                    .unwrap_or_else(|| Arc::make_mut(&mut self.archive))
                    .add_walked(walked.problems, walked.lines);
            }
            Event::Batch(posts) => {
                if let Some(incoming) = &mut self.incoming {
                    drop(incoming.add(posts));
                } else {
                    let ids = Arc::make_mut(&mut self.archive).add(posts);
                    self.mark(&ids);
                    return Step::Added(ids);
                }
            }
            Event::Stored(posts) => self.expect(posts),
            Event::Changes(changes) => match &mut self.incoming {
                Some(incoming) => drop(incoming.change(changes.posts, &changes.gone)),
                None => return Step::Changed(changes),
            },
            Event::Done => return self.finish(),
            Event::Failed(reason) => {
                let is_first = self.incoming.take().is_none();
                if !is_first {
                    self.progress.outstanding = 0;
                }
                return Step::Failed { reason, is_first };
            }
        }
        Step::Nothing
    }

    /// Expects `posts` more posts and reserves room for them.
    fn expect(&mut self, posts: usize) {
        self.progress.expected += posts;
        match &mut self.incoming {
            Some(incoming) => incoming.reserve(posts),
            None => Arc::make_mut(&mut self.archive).reserve(posts),
        }
    }

    fn finish(&mut self) -> Step {
        self.progress.outstanding = self.progress.outstanding.saturating_sub(1);
        if self.progress.outstanding > 0 {
            return Step::Nothing;
        }
        if let Some(mut archive) = self.incoming.take() {
            archive.note_shared_urls();
            Step::Reloaded(Box::new(archive))
        } else {
            Arc::make_mut(&mut self.archive).note_shared_urls();
            Step::Finished
        }
    }

    /// Replaces the archive after a reload.
    pub(in crate::app) fn replace(&mut self, archive: Archive) {
        self.archive = Arc::new(archive);
        self.version += 1;
        self.marks = Marks::default();
        self.mark_all();
    }

    /// Copies the state and what is new to the marks of posts that have come.
    pub(super) fn mark(&mut self, posts: &[PostId]) {
        self.marks.refresh(&self.archive, posts, &self.state);
        if let Some(since) = self.new_since {
            self.marks.mark_new(&self.archive, posts, since);
        }
    }

    fn mark_all(&mut self) {
        let archive = Arc::clone(&self.archive);
        self.mark(archive.newest_first());
    }

    /// Transfers the state of vanished paths to the posts that replace them (S54). With `new`,
    /// checks only those posts and the paths that have vanished since the load. Returns whether it
    /// transferred any.
    pub(super) fn pass_on_state(&mut self, new: Option<&[PostId]>, out: &mut Outbox) -> bool {
        let archive = &self.archive;
        let key_of = |&id: &PostId| archive.post(id).map(PostRef::key_bytes);
        let vanished = self.watching.vanished().map(PostKey::as_bytes);
        let touched: Option<Vec<&[u8]>> =
            new.map(|new| new.iter().filter_map(key_of).chain(vanished).collect());
        let posts = archive.newest_first().iter().filter_map(key_of);
        let is_there = |key: &[u8]| archive.find(key).is_some();
        let step = self.state.follow_renames(posts, is_there, touched.as_deref(), self.now);
        let is_any = !step.records.is_empty();
        if is_any {
            out.order(Effect::Save(step.records));
        }
        is_any
    }

    /// Transfers the state of renamed posts after a load and updates the marks of all posts.
    /// Returns whether it transferred any.
    pub(in crate::app) fn follow_renames(&mut self, out: &mut Outbox) -> bool {
        let is_any = self.pass_on_state(None, out);
        if is_any {
            self.mark_all();
        }
        is_any
    }

    /// Reloads the archive. The current posts stay visible until all new ones have arrived.
    pub(in crate::app) fn reload(&mut self, out: &mut Outbox) {
        let generation = self.progress.generation + 1;
        self.progress = Progress::new(generation);
        self.progress.outstanding += self.extra_folders.len();
        self.incoming = Some(Archive::default());
        self.watching.start_over();
        out.order(Effect::Load(generation));
        for folder in &self.extra_folders {
            out.order(Effect::LoadFolder(generation, folder.clone()));
        }
    }

    /// Starts to read the folders on offer. Returns whether there are any.
    pub(in crate::app) fn add_folders(&mut self, out: &mut Outbox) -> bool {
        let folders = std::mem::take(&mut self.progress.offered);
        let generation = self.progress.generation;
        self.progress.outstanding += folders.len();
        for (folder, _) in &folders {
            out.order(Effect::LoadFolder(generation, folder.clone()));
            self.extra_folders.push(folder.clone());
        }
        !folders.is_empty()
    }

    /// Reloads the archive without the folders that were added. Returns whether there were any.
    pub(in crate::app) fn leave_folders(&mut self, out: &mut Outbox) -> bool {
        let were_added = !std::mem::take(&mut self.extra_folders).is_empty();
        if were_added {
            self.reload(out);
        }
        were_added
    }

    /// Folders that are read already are not on offer.
    pub(super) fn drop_offers_taken(&mut self) {
        self.progress.offered.retain(|(folder, _)| !self.extra_folders.contains(folder));
    }

    /// How many posts of the load have come.
    pub fn arrived(&self) -> usize {
        self.incoming.as_ref().unwrap_or(&self.archive).len()
    }
}
