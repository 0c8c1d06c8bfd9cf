//! Updates the list and its counts when posts arrive, change or vanish, and when marks change.

use std::collections::HashSet;

use fixedbitset::FixedBitSet;

use crate::app::library::{Library, MarkChange, Marking};
use crate::app::listing::Listing;
use crate::archive::post::{PostId, PostKey};
use crate::archive::watch::Changes;
use crate::archive::{Archive, Changed};
use crate::search::facets::{Counts, Filter};
use crate::search::query::field::Sort;

/// Up to this many posts are looked up in the list one by one.
const FEW: usize = 16;
/// Up to this many changed posts are removed and added again; more rebuild the whole list.
const FEW_CHANGES: usize = 1000;

/// What was listed before the archive changed.
#[derive(Debug)]
pub(in crate::app) enum BeforeChanges {
    /// The changing posts were removed. Holds the unchanged post next to the cursor.
    Removed(Option<PostId>),
    /// All posts must be selected again. Holds the posts that were listed.
    Listed(Vec<PostId>),
}

/// Posts that arrive, change or vanish.
impl Listing {
    /// Drops everything that refers to posts by id, because the archive was replaced.
    pub(in crate::app) fn forget_posts(&mut self) {
        if let Some(before) = &mut self.before {
            before.forget_posts();
        }
        self.conditions.forget_posts();
        self.keep = None;
        self.orders.forget();
        self.muted.forget();
        self.stories.forget();
        self.views.forget();
        self.list.posts.clear();
        self.list.met = None;
        self.clear_chosen();
    }

    /// Lists the posts of a new archive. The cursor goes to the post of `key`, else it stays on its
    /// row.
    pub(in crate::app) fn select_again(&mut self, library: &Library, key: Option<PostKey>) {
        let cursor = self.list.cursor;
        self.select(library);
        let id = key.and_then(|key| library.archive().find(key.as_bytes()));
        let at = id.and_then(|id| self.position(library.archive(), id)).unwrap_or(cursor.at);
        self.list.cursor = cursor;
        self.list.cursor.keep_row(at.min(self.list.posts.len().saturating_sub(1)));
    }

    /// Prepares the list for changes that the archive has not applied yet.
    pub(in crate::app) fn before_changes(
        &mut self,
        library: &Library,
        changes: &Changes,
    ) -> BeforeChanges {
        let archive = library.archive();
        let keys = changes.posts.iter().map(|post| &post.key).chain(&changes.gone);
        let ids: HashSet<PostId> = keys.filter_map(|key| archive.find(key.as_bytes())).collect();
        let rows = &self.list.posts;
        let (above, below) = rows.split_at(self.list.cursor.at.min(rows.len()));
        let mut near = below.iter().chain(above.iter().rev());
        let neighbour = near.find(|id| !ids.contains(id)).copied();
        let mut ids: Vec<PostId> = ids.into_iter().collect();
        ids.sort_unstable();
        match self.remove_few(library, &ids) {
            Some(()) => BeforeChanges::Removed(neighbour),
            None => BeforeChanges::Listed(std::mem::take(&mut self.list.posts)),
        }
    }

    /// Lists new and changed posts. The cursor goes to `selected`, the new id of its post, else to
    /// a neighbour, and keeps its place on the screen.
    pub(in crate::app) fn follow_changes(
        &mut self,
        library: &Library,
        before: BeforeChanges,
        changed: &Changed,
        selected: Option<PostId>,
    ) {
        self.list.chosen.retain(|id| !changed.removed.contains(id));
        let (archive, cursor) = (library.archive(), self.list.cursor);
        let neighbour = match before {
            BeforeChanges::Removed(neighbour) => {
                let mut ids: Vec<PostId> =
                    changed.new.iter().chain(&changed.changed).copied().collect();
                ids.sort_unstable_by(|&a, &b| archive.compare(a, b));
                self.add_few(library, &ids);
                neighbour.and_then(|id| self.position(archive, id))
            }
            BeforeChanges::Listed(before) => {
                self.select_holding(library, selected);
                self.next_to(archive, &before, cursor.at)
            }
        };
        let at = selected.and_then(|id| self.position(archive, id));
        let at = at.or(neighbour).unwrap_or(0);
        self.list.cursor = cursor;
        self.keep_row(at);
    }

    /// Selects all posts again. The cursor goes to `post`, else to a neighbour, and keeps its place
    /// on the screen.
    pub(super) fn select_in_place(&mut self, library: &Library, post: Option<PostId>) {
        let (cursor, before) = (self.list.cursor, self.list.posts.clone());
        self.select_holding(library, post);
        let archive = library.archive();
        let at = post.and_then(|id| self.position(archive, id));
        let at = at.or_else(|| self.next_to(archive, &before, cursor.at)).unwrap_or(0);
        self.list.cursor = cursor;
        self.list.cursor.keep_row(at);
    }

    /// Removes posts that are about to change or vanish from the list and its counts. Returns
    /// `None` and removes nothing if all posts must be selected again afterwards.
    fn remove_few(&mut self, library: &Library, ids: &[PostId]) -> Option<()> {
        let is_plain = self.list.sort == Sort::default()
            && self.list.order == Sort::default()
            && (self.counts.others.is_empty() || self.conditions.are_lasting())
            && !self.has_muted_views()
            && ids.iter().all(|id| self.story_of(*id).is_empty());
        if ids.len() > FEW_CHANGES || !is_plain || self.counts.of != Some(self.current(library)) {
            return None;
        }
        let (archive, marks) = (library.archive(), library.marks());
        let all = Filter { hidden: self.conditions.hidden, ..Filter::default() };
        self.counts.all.remove(archive, marks, &all.select(archive, marks, ids));
        // Check the rows instead of the conditions: a post read a moment ago may still be listed
        // under `unread`.
        let is_listed = |id: &PostId| self.position(archive, *id).is_some();
        let listed: Vec<PostId> = ids.iter().copied().filter(is_listed).collect();
        self.counts.listed.remove(archive, marks, &listed);
        for (kind, counts) in &mut self.counts.others {
            let posts = self.conditions.without_kind(*kind).select(archive, marks, ids);
            counts.remove(archive, marks, &posts);
        }
        let removed: FixedBitSet = ids.iter().map(|id| id.0 as usize).collect();
        for posts in [&mut self.counts.listable, &mut self.list.posts] {
            posts.retain(|id| !removed.contains(id.0 as usize));
        }
        Some(())
    }

    /// Adds posts that are new or were removed with [`Listing::remove_few`].
    fn add_few(&mut self, library: &Library, ids: &[PostId]) {
        self.counts.of = Some(self.current(library));
        self.add(library, ids);
        if self.list.posts.is_empty() {
            return self.select(library);
        }
        self.rebuild_facets(library);
    }

    /// Finds the post that was at or below a row, else above it, and returns its current row.
    /// Returns `None` if no post is still listed.
    fn next_to(&self, archive: &Archive, before: &[PostId], row: usize) -> Option<usize> {
        let (above, below) = before.split_at_checked(row)?;
        let mut near = below.iter().chain(above.iter().rev());
        near.find_map(|&id| self.position(archive, archive.post(id)?.id()))
    }

    /// Updates the counts for marks that changed.
    pub(in crate::app) fn count_marks(&mut self, library: &Library, changes: &[MarkChange]) {
        let archive = library.archive();
        let listed: Option<FixedBitSet> =
            (changes.len() > FEW).then(|| self.list.posts.iter().map(|id| id.0 as usize).collect());
        let adjust = |counts: &mut Counts, of: &Marking, on| match of {
            Marking::Mark(mark) => counts.adjust(*mark, on),
            Marking::OwnTag(tag) => counts.adjust_own_tag(tag, on),
        };
        for &MarkChange { post, ref of, on } in changes {
            let is_listed = match &listed {
                Some(listed) => listed.contains(post.0 as usize),
                None => self.position(archive, post).is_some(),
            } || self.stories.is_away(post);
            let is_hidden = archive.post(post).is_none_or(|post| post.status().is_hidden());
            if (self.conditions.hidden || !is_hidden) && !self.leaves_out(post) {
                adjust(&mut self.counts.all, of, on);
            }
            if is_listed {
                adjust(&mut self.counts.listed, of, on);
            }
        }
        let has_own_tags = changes.iter().any(|change| matches!(change.of, Marking::OwnTag(_)));
        if has_own_tags || !self.facets.recount(&self.counts.listed) {
            self.rebuild_facets(library);
        }
        self.views.are_stale();
        self.muted.marks_have_changed();
    }

    /// Sorts the list after the last post has arrived, unless it has the archive's order.
    pub(in crate::app) fn finish(&mut self, library: &Library) {
        if self.list.sort == Sort::default() {
            self.describe(library);
        } else {
            self.select(library);
        }
    }
}
