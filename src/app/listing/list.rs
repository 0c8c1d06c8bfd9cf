//! The list pane: posts, a cursor among them, and a selection.

use std::collections::HashSet;

use crate::app::cursor::Cursor;
use crate::archive::Archive;
use crate::archive::post::PostId;
use crate::search::query::field::Sort;

/// The pane's state.
#[derive(Debug, Default)]
pub(super) struct ListPane {
    /// The posts in their order.
    pub posts: Vec<PostId>,
    /// The order.
    pub sort: Sort,
    /// The cursor.
    pub cursor: Cursor,
    /// Posts that are selected for the next command.
    pub chosen: HashSet<PostId>,
    /// Where a range of posts to select starts.
    pub anchor: Option<PostId>,
    /// Whether the user has moved the cursor; until then it stays on the first post.
    pub touched: bool,
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
    }

    /// Merges more posts in, which are newest first; the cursor and the rows in view stay on their
    /// posts.
    pub(super) fn merge(&mut self, archive: &Archive, new: &[PostId]) {
        let selected = self.selected().filter(|_| self.touched);
        if self.sort == Sort::default() {
            archive.merge(&mut self.posts, new);
        } else {
            // Sorted when all have come.
            self.posts.extend(new);
        }
        if let Some(at) = selected.and_then(|post| self.position(archive, post)) {
            self.cursor.keep_row(at);
        }
    }

    /// The row of a post.
    pub(super) fn position(&self, archive: &Archive, post: PostId) -> Option<usize> {
        if self.sort == Sort::default() {
            return self.posts.binary_search_by(|&other| archive.compare(other, post)).ok();
        }
        self.posts.iter().position(|&other| other == post)
    }
}
