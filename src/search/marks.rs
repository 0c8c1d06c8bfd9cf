//! Marks as flags by post id, so that lists, filters and counts of 100,000 posts need no hash table.
//!
//! A cache of the reading state, which is keyed by path: call [`Marks::refresh`] after changing it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::archive::post::PostId;
use crate::archive::{Archive, PostRef};
use crate::clean::CleanText;
use crate::search::fold::fold;
use crate::search::query::field::{Mark, Question};
use crate::search::query::posts::Answers;
use crate::search::read_times::ReadTimes;
use crate::state::State;

/// The marks of all posts of an archive.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// By post id, one bit per mark.
    flags: Vec<u8>,
    /// When posts were read.
    read: ReadTimes,
    /// The user's tags, with their posts.
    tags: Arc<BTreeMap<Box<str>, OwnTag>>,
    /// The texts of the user's highlights and of the notes on them, folded, by post.
    highlights: Arc<BTreeMap<PostId, Vec<String>>>,
}

/// A tag of the user's.
#[derive(Clone, Debug)]
struct OwnTag {
    /// Its name, folded.
    folded: String,
    posts: BTreeSet<PostId>,
}

impl Answers for Marks {
    fn is_marked(&self, post: PostRef<'_>, mark: Mark) -> bool {
        self.has(post.id(), mark)
    }

    fn read_at(&self, post: PostRef<'_>) -> Option<u64> {
        self.read.get(post.id())
    }

    fn has_own_tag(&self, post: PostRef<'_>, tag: &str) -> bool {
        self.is_tagged(post.id(), tag)
    }

    fn has_highlight(&self, post: PostRef<'_>, text: &str) -> bool {
        self.is_highlighted(post.id(), text)
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
        Mark::Highlight => 32,
    }
}

/// Set if a post has a tag of the user's.
const TAGGED: u8 = 16;

impl Marks {
    /// No marks.
    pub fn none() -> Self {
        Self::default()
    }

    /// Whether the user gave a post a tag, whose name is folded.
    pub fn is_tagged(&self, post: PostId, tag: &str) -> bool {
        self.tags.values().any(|own| own.folded == tag && own.posts.contains(&post))
    }

    /// Whether the user gave a post just this tag.
    pub fn has_tag(&self, post: PostId, tag: &str) -> bool {
        self.tags.get(tag).is_some_and(|own| own.posts.contains(&post))
    }

    /// Whether one of the user's highlights of a post, or the note on it, has a folded text.
    pub fn is_highlighted(&self, post: PostId, text: &str) -> bool {
        let own = self.highlights.get(&post).into_iter().flatten();
        own.into_iter().any(|own| own.contains(text))
    }

    /// The user's tags on a post, sorted.
    pub fn tags_of(&self, post: PostId) -> impl Iterator<Item = CleanText> {
        let is_tagged = self.has_flag(post, TAGGED);
        let of_post =
            self.tags.iter().filter(move |(_, own)| is_tagged && own.posts.contains(&post));
        of_post.map(|(tag, _)| CleanText::line(tag))
    }

    /// The user's tags with the number of their posts.
    pub fn tags(&self) -> impl Iterator<Item = (CleanText, usize)> {
        self.tags.iter().map(|(tag, own)| (CleanText::line(tag), own.posts.len()))
    }

    /// When a post was marked as read, in milliseconds since 1970; `None` if it is unread.
    pub fn time_read(&self, post: PostId) -> Option<u64> {
        self.read.get(post)
    }

    /// The posts that are read, by id, with the time.
    pub fn history(&self) -> impl Iterator<Item = (PostId, u64)> {
        self.read.iter()
    }

    /// Whether a post has a mark.
    pub fn has(&self, post: PostId, mark: Mark) -> bool {
        self.has_flag(post, bit(mark))
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
        let read = state.time_read(key);
        self.set(post.id(), Mark::Read, read.is_some());
        self.read.set(post.id(), read);
        self.set(post.id(), Mark::Starred, state.is_starred(key));
        self.set(post.id(), Mark::Note, state.note(key).is_some());
        let is_highlighted = state.has_highlights(key);
        if is_highlighted || self.has(post.id(), Mark::Highlight) {
            self.refresh_highlights(post, state);
            self.set(post.id(), Mark::Highlight, is_highlighted);
        }
        let is_tagged = state.has_tags() && state.tags(key).next().is_some();
        // Most posts have no tag, now or before.
        if is_tagged || self.has_flag(post.id(), TAGGED) {
            self.refresh_tags(post.id(), &state.tags(key).collect::<Vec<_>>());
            self.set_flag(post.id(), TAGGED, is_tagged);
        }
    }

    fn refresh_highlights(&mut self, post: PostRef<'_>, state: &State) {
        let highlights = state.highlights(post.key_bytes()).into_iter();
        let texts = highlights.flat_map(|one| {
            let quote = fold(&one.passage.exact);
            [quote].into_iter().chain(one.note.map(|note| fold(&note)))
        });
        let texts: Vec<String> = texts.collect();
        if self.highlights.get(&post.id()).map_or(&[][..], Vec::as_slice) == texts {
            return;
        }
        let all = Arc::make_mut(&mut self.highlights);
        if texts.is_empty() {
            all.remove(&post.id());
        } else {
            all.insert(post.id(), texts);
        }
    }

    fn refresh_tags(&mut self, post: PostId, wanted: &[&str]) {
        let is_wanted = |tag: &str| wanted.contains(&tag);
        let superfluous =
            self.tags.iter().any(|(tag, own)| own.posts.contains(&post) && !is_wanted(tag));
        let missing = |tag: &&str| self.tags.get(*tag).is_none_or(|own| !own.posts.contains(&post));
        if !superfluous && !wanted.iter().any(missing) {
            return;
        }
        let tags = Arc::make_mut(&mut self.tags);
        tags.retain(|tag, own| {
            if !is_wanted(tag) {
                own.posts.remove(&post);
            }
            !own.posts.is_empty()
        });
        for tag in wanted {
            let new = || OwnTag { folded: fold(tag), posts: BTreeSet::new() };
            tags.entry((*tag).into()).or_insert_with(new).posts.insert(post);
        }
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
        self.set_flag(post, bit(mark), on);
    }

    fn has_flag(&self, post: PostId, flag: u8) -> bool {
        self.flags.get(post.0 as usize).is_some_and(|flags| flags & flag != 0)
    }

    fn set_flag(&mut self, post: PostId, flag: u8, on: bool) {
        let at = post.0 as usize;
        if self.flags.len() <= at {
            self.flags.resize(at + 1, 0);
        }
        if let Some(flags) = self.flags.get_mut(at) {
            *flags = if on { *flags | flag } else { *flags & !flag };
        }
    }
}
