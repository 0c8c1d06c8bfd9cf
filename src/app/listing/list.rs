//! The list pane: the posts that pass the filter, newest first unless they are sorted otherwise.

use std::collections::HashSet;

use crate::app::cursor::Cursor;
use crate::archive::Archive;
use crate::archive::post::PostId;
use crate::search::query::field::Sort;

/// The pane's model.
#[derive(Debug, Default)]
pub struct ListPane {
    /// The posts listed.
    pub posts: Vec<PostId>,
    /// By what they are sorted.
    pub sort: Sort,
    /// Cursor and scroll place.
    pub cursor: Cursor,
    /// Posts that the next command is about, if there are any.
    pub chosen: HashSet<PostId>,
    /// Whether the cursor was ever moved; until then it stays on the newest post.
    pub touched: bool,
}

impl ListPane {
    /// The post under the cursor.
    pub fn selected(&self) -> Option<PostId> {
        self.posts.get(self.cursor.at).copied()
    }

    /// Takes other posts; the cursor stays on its post if that is among them.
    pub fn replace(&mut self, archive: &Archive, posts: Vec<PostId>) {
        let selected = self.selected();
        self.posts = posts;
        match selected.and_then(|post| self.position(archive, post)) {
            Some(at) => self.cursor.at = at,
            None => self.cursor = Cursor::default(),
        }
    }

    /// Takes more posts, in order; the cursor and the rows in view stay on their posts.
    pub fn merge(&mut self, archive: &Archive, new: &[PostId]) {
        let selected = self.selected().filter(|_| self.touched);
        if self.sort == Sort::default() {
            archive.merge(&mut self.posts, new);
        } else {
            // Sorted when all have come.
            self.posts.extend(new);
        }
        if let Some(at) = selected.and_then(|post| self.position(archive, post)) {
            self.cursor.top += at.saturating_sub(self.cursor.at);
            self.cursor.at = at;
        }
    }

    /// The row of a post.
    pub fn position(&self, archive: &Archive, post: PostId) -> Option<usize> {
        if self.sort == Sort::default() {
            return self.posts.binary_search_by(|&other| archive.compare(other, post)).ok();
        }
        self.posts.iter().position(|&other| other == post)
    }
}
