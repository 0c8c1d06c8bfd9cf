//! Changes of the archive's files while the reader runs.

use std::collections::HashSet;
use std::sync::Arc;

use fixedbitset::FixedBitSet;

use crate::app::library::Library;
use crate::app::outbox::Outbox;
use crate::archive::PostRef;
use crate::archive::change::Changed;
use crate::archive::post::{PostId, PostKey};
use crate::archive::watch::{Changes, Report};
use crate::search::query::field::Mark;

/// The state of watching for changes.
#[derive(Debug, Default)]
pub(super) struct Watching {
    /// Posts that arrived while the reader ran and that the user has not visited.
    fresh: HashSet<PostId>,
    /// Reports that arrived during a load. They wait, because later events of the load may be
    /// older.
    waiting: Vec<Report>,
    /// Paths of posts that have vanished since the load.
    vanished: HashSet<PostKey>,
}

impl Watching {
    /// Starts over at a reload, which sees all changes so far.
    pub(super) fn start_over(&mut self) {
        *self = Self::default();
    }

    /// Paths of posts that have vanished since the load.
    pub(super) fn vanished(&self) -> impl Iterator<Item = &PostKey> {
        self.vanished.iter()
    }
}

/// The changes that were applied to the archive.
#[derive(Debug)]
pub(in crate::app) struct Applied {
    /// The ids.
    pub ids: Changed,
    /// Paths that vanished.
    pub gone: Vec<PostKey>,
    /// Posts that were only moved: old and new path.
    pub moved: Vec<(PostKey, PostKey)>,
    /// Paths of new and changed posts.
    pub written: HashSet<PostKey>,
}

impl Applied {
    /// The path that a post was moved to.
    pub(crate) fn moved_to(&self, key: &PostKey) -> Option<&PostKey> {
        self.moved.iter().find(|(from, _)| from == key).map(|(_, to)| to)
    }
}

impl Library {
    /// Number of posts that arrived while the reader ran and that the user has not visited.
    pub fn news(&self) -> usize {
        self.watching.fresh.len()
    }

    /// Forgets all new posts, because the user has seen them.
    pub(in crate::app) fn clear_news(&mut self) {
        self.watching.fresh.clear();
    }

    /// Removes posts from the new ones, because muted views contain them.
    pub(in crate::app) fn forget_news_of(&mut self, posts: &FixedBitSet) {
        self.watching.fresh.retain(|post| !posts.contains(post.0 as usize));
    }

    /// Returns a report if it can be applied now. Drops a report of an earlier load, because the
    /// later load sees the change itself. Keeps a report that arrives during a load until its end.
    pub(in crate::app) fn accept(&mut self, generation: u64, report: Report) -> Option<Report> {
        if generation != self.progress.generation() {
            return None;
        }
        if self.progress.is_done() {
            return Some(report);
        }
        self.watching.waiting.push(report);
        None
    }

    /// Returns the reports that waited for the end of the load.
    pub(in crate::app) fn take_waiting(&mut self) -> Vec<Report> {
        std::mem::take(&mut self.watching.waiting)
    }

    /// Applies changes to the archive; `hidden` if hidden posts are listed. Ids stay valid.
    pub(in crate::app) fn apply(
        &mut self,
        changes: Changes,
        hidden: bool,
        out: &mut Outbox,
    ) -> Applied {
        let Changes { posts, gone, moved, walked } = changes;
        let written = posts.iter().map(|post| post.key.clone()).collect();
        let archive = Arc::make_mut(&mut self.archive);
        let ids = archive.change(posts, &gone);
        self.version += 1;
        if let Some(walked) = walked {
            archive.replace_folder_problems(walked.problems);
            self.progress.excluded = walked.excluded;
            self.progress.offered = walked.offered;
            self.drop_offers_taken();
        }
        let applied = Applied { ids, gone, moved, written };
        if self.progress.is_done() {
            self.count_news(&applied, hidden);
            self.watching.vanished.extend(applied.gone.iter().cloned());
            self.mark_changed(&applied.ids, out);
        } else {
            // What has changed since the store was written is no news.
            self.mark(&applied.ids.changed);
        }
        applied
    }

    /// Counts new posts; a post that was only moved is not new.
    fn count_news(&mut self, applied: &Applied, hidden: bool) {
        for id in &applied.ids.removed {
            self.watching.fresh.remove(id);
        }
        let moved: HashSet<&PostKey> = applied.moved.iter().map(|(_, to)| to).collect();
        let is_news = |post: &PostRef<'_>| {
            (hidden || !post.status().is_hidden()) && !moved.contains(&post.key())
        };
        let new = applied.ids.new.iter().filter_map(|&id| self.archive.post(id));
        self.watching.fresh.extend(new.filter(is_news).map(PostRef::id));
    }

    /// Updates the marks of new and changed posts, including state that they inherit from vanished
    /// paths (S54).
    fn mark_changed(&mut self, ids: &Changed, out: &mut Outbox) {
        // The old path of a move may have vanished in an earlier report.
        let is_passed_on = !ids.new.is_empty() && self.pass_on_state(Some(&ids.new), out);
        let changed: Vec<PostId> = if is_passed_on {
            self.archive.newest_first().to_vec()
        } else {
            ids.new.iter().chain(&ids.changed).copied().collect()
        };
        self.marks.refresh(&self.archive, &changed, &self.state);
        for &id in &ids.new {
            self.marks.set(id, Mark::New, self.watching.fresh.contains(&id));
        }
    }
}
