//! The list pane: posts, a cursor among them, and a selection.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use crate::app::cursor::Cursor;
use crate::archive::Archive;
use crate::archive::post::PostId;
use crate::search::query::field::Sort;

/// The pane's state.
#[derive(Debug, Default)]
pub(super) struct ListPane {
    /// The posts in their order.
    pub posts: Vec<PostId>,
    /// The order that was chosen.
    pub sort: Sort,
    /// The order that the posts are in until they are sorted by `sort`.
    pub order: Sort,
    /// The cursor.
    pub cursor: Cursor,
    /// Posts that are selected for the next command, one by one or by ranges that have ended.
    pub chosen: HashSet<PostId>,
    /// Where a range that ends at the cursor starts: the post, and its row.
    pub anchor: Option<(PostId, usize)>,
    /// Whether the user has moved the cursor; until then it stays on the first post.
    pub touched: bool,
    /// The post that the user last moved the cursor to. Moves that follow from changed conditions
    /// do not count.
    pub met: Option<PostId>,
}

impl ListPane {
    /// The post under the cursor.
    pub(super) fn selected(&self) -> Option<PostId> {
        self.posts.get(self.cursor.at).copied()
    }

    /// Replaces the posts; the cursor stays on its post if that is among them.
    pub(super) fn replace(&mut self, archive: &Archive, posts: Vec<PostId>) {
        let selected = self.selected();
        self.posts = posts;
        match selected.and_then(|post| self.position(archive, post)) {
            Some(at) => self.cursor.at = at,
            None => self.cursor = Cursor::default(),
        }
        self.find_anchor(archive);
    }

    /// Merges more posts in, which are newest first; the cursor and the rows in view stay on their
    /// posts.
    pub(super) fn merge(&mut self, archive: &Archive, new: &[PostId]) {
        let selected = self.selected().filter(|_| self.touched);
        if self.order == Sort::default() {
            archive.merge(&mut self.posts, new);
        } else {
            // Sorted when all have come.
            self.posts.extend(new);
        }
        if let Some(at) = selected.and_then(|post| self.position(archive, post)) {
            self.cursor.keep_row(at);
        }
        self.find_anchor(archive);
    }

    /// Finds the row where the range starts after rows have changed; drops a range whose post is
    /// gone.
    fn find_anchor(&mut self, archive: &Archive) {
        self.anchor = self.anchor.and_then(|(id, _)| Some((id, self.position(archive, id)?)));
    }

    /// The rows of the range that is being selected.
    pub(super) fn range(&self) -> Option<RangeInclusive<usize>> {
        let (_, from) = self.anchor?;
        Some(from.min(self.cursor.at)..=from.max(self.cursor.at))
    }

    /// Whether the post of a row is selected.
    pub(super) fn is_chosen(&self, row: usize) -> bool {
        let is_chosen = self.posts.get(row).is_some_and(|id| self.chosen.contains(id));
        is_chosen || self.range().is_some_and(|range| range.contains(&row))
    }

    /// Ends the range; its posts stay selected. Returns whether there was one.
    pub(super) fn end_range(&mut self) -> bool {
        let range = self.range();
        self.anchor = None;
        let posts = range.clone().and_then(|range| self.posts.get(range)).unwrap_or_default();
        self.chosen.extend(posts);
        range.is_some()
    }

    /// The row of a post.
    pub(super) fn position(&self, archive: &Archive, post: PostId) -> Option<usize> {
        if self.order == Sort::default() {
            return self.posts.binary_search_by(|&other| archive.compare(other, post)).ok();
        }
        self.posts.iter().position(|&other| other == post)
    }
}
