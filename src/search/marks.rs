//! Marks as flags by post id, so that lists, filters and counts of 100,000 posts need no hash table.
//!
//! A cache of the reading state, which is keyed by path: call [`Marks::refresh`] after changing it.

use crate::archive::post::PostId;
use crate::archive::{Archive, PostRef};
use crate::search::query::field::{Mark, Question};
use crate::search::query::posts::Answers;
use crate::state::State;

/// The marks of all posts of an archive.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// By post id, one bit per mark.
    flags: Vec<u8>,
}

impl Answers for Marks {
    fn is_marked(&self, post: PostRef<'_>, mark: Mark) -> bool {
        self.has(post.id(), mark)
    }

    fn answer(&self, _post: PostRef<'_>, _number: usize, _question: &Question) -> Option<bool> {
        None
    }
}

const fn bit(mark: Mark) -> u8 {
    match mark {
        Mark::Read => 1,
        Mark::Starred => 2,
        Mark::New => 4,
        Mark::Note => 8,
    }
}

impl Marks {
    /// No marks.
    pub const fn none() -> Self {
        Self { flags: Vec::new() }
    }

    /// Whether a post has a mark.
    pub fn has(&self, post: PostId, mark: Mark) -> bool {
        self.flags.get(post.0 as usize).is_some_and(|flags| flags & bit(mark) != 0)
    }

    /// The number of `posts` with a mark.
    pub fn count(&self, posts: &[PostId], mark: Mark) -> usize {
        posts.iter().filter(|&&post| self.has(post, mark)).count()
    }

    /// Updates posts from the state. [`Mark::New`] is not part of the state and stays.
    pub fn refresh(&mut self, archive: &Archive, posts: &[PostId], state: &State) {
        for post in posts.iter().filter_map(|&id| archive.post(id)) {
            self.refresh_one(post, state);
        }
    }

    fn refresh_one(&mut self, post: PostRef<'_>, state: &State) {
        let key = post.key_bytes();
        self.set(post.id(), Mark::Read, state.is_read(key));
        self.set(post.id(), Mark::Starred, state.is_starred(key));
        self.set(post.id(), Mark::Note, state.note(key).is_some());
    }

    /// Marks the posts dated after `since` (seconds since 1970) as new, the others as not new.
    pub fn mark_new(&mut self, archive: &Archive, posts: &[PostId], since: i64) {
        for post in posts.iter().filter_map(|&id| archive.post(id)) {
            let is_new = post.date().is_some_and(|date| date.seconds > since);
            self.set(post.id(), Mark::New, is_new);
        }
    }

    /// Sets or clears a mark.
    pub fn set(&mut self, post: PostId, mark: Mark, on: bool) {
        let at = post.0 as usize;
        if self.flags.len() <= at {
            self.flags.resize(at + 1, 0);
        }
        if let Some(flags) = self.flags.get_mut(at) {
            *flags = if on { *flags | bit(mark) } else { *flags & !bit(mark) };
        }
    }
}
