//! Stories: posts with the same or nearly the same text, folded into one row of the list.
//!
//! The row shows the post under the cursor if it belongs to the story, else the first in list
//! order. A worker finds the stories; the list only looks posts up in them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::app::effect::Scope;
use crate::app::library::Library;
use crate::app::listing::Listing;
use crate::archive::post::PostId;
use crate::search::fulltext::duplicates::Duplicates;
use crate::search::query::field::Question;
use crate::search::related::Relation;

/// The stories of the archive, and how they are listed.
#[derive(Debug, Default)]
pub(super) struct Stories {
    known: Arc<Duplicates>,
    /// Whether to fold stories, if the conditions allow it.
    are_folded: bool,
    /// Whether stories must be found even if they are not folded.
    are_marked: bool,
    /// Whether the list is folded now.
    is_active: bool,
    request: Request,
    /// By story: the post that has the row, and the number of posts folded into it.
    rows: HashMap<u32, (PostId, usize)>,
    /// The posts that meet the conditions but have no row.
    away: HashSet<PostId>,
}

/// The state of the last request, with the version of the archive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Request {
    #[default]
    None,
    Sent(u64),
    /// The worker answered that it needs an index.
    NeedsIndex(u64),
}

impl Request {
    fn is_for(self, version: u64) -> bool {
        self == Self::Sent(version) || self == Self::NeedsIndex(version)
    }
}

impl Stories {
    pub(super) fn new(are_folded: bool, are_marked: bool) -> Self {
        Self { are_folded, are_marked, ..Self::default() }
    }

    /// Whether a listed post has no row of its own.
    pub(super) fn is_away(&self, post: PostId) -> bool {
        self.away.contains(&post)
    }

    /// The listed posts that have no row of their own.
    pub(super) fn away(&self) -> impl Iterator<Item = PostId> {
        self.away.iter().copied()
    }

    /// Forgets the stories, because post ids have changed.
    pub(super) fn forget(&mut self) {
        self.known = Arc::default();
        self.request = Request::None;
        self.rows.clear();
        self.away.clear();
    }

    /// Folds posts in list order and returns those that get a row. `held` gets the row of its
    /// story.
    pub(super) fn fold(
        &mut self,
        mut posts: Vec<PostId>,
        held: Option<PostId>,
        is_active: bool,
    ) -> Vec<PostId> {
        self.rows.clear();
        self.away.clear();
        self.is_active = is_active && self.are_folded && !self.known.stories().is_empty();
        if !self.is_active {
            return posts;
        }
        let of_held = held.and_then(|post| Some((self.known.number_of(post)?, post)));
        if let Some((story, post)) = of_held.filter(|(_, post)| posts.contains(post)) {
            self.rows.insert(story, (post, 0));
        }
        posts.retain(|post| self.gets_row(*post));
        posts
    }

    /// Folds posts that are added to the list and returns those that get a row.
    pub(super) fn fold_more(&mut self, mut posts: Vec<PostId>) -> Vec<PostId> {
        if self.is_active {
            posts.retain(|post| self.gets_row(*post));
        }
        posts
    }

    /// Adds a listed post to its story. Returns whether the post gets a row.
    fn gets_row(&mut self, post: PostId) -> bool {
        let Some(story) = self.known.number_of(post) else { return true };
        let (first, others) = self.rows.entry(story).or_insert((post, 0));
        let is_first = *first == post;
        if !is_first && self.away.insert(post) {
            *others += 1;
        }
        is_first
    }
}

impl Listing {
    /// Number of other posts folded into the row of a post.
    pub fn versions_below(&self, post: PostId) -> usize {
        let story = self.stories.known.number_of(post).and_then(|one| self.stories.rows.get(&one));
        story.filter(|(first, _)| *first == post).map_or(0, |(_, others)| *others)
    }

    /// Number of listed posts, with or without a row.
    pub fn listed(&self) -> usize {
        self.posts().len() + self.stories.away.len()
    }

    /// Returns the posts with the same or nearly the same text as a post, itself included, oldest
    /// first; none if there is no other.
    pub(in crate::app) fn story_of(&self, post: PostId) -> &[PostId] {
        self.stories.known.story_of(post)
    }

    /// Whether stories are folded where the conditions allow it.
    pub fn folds(&self) -> bool {
        self.stories.are_folded
    }

    /// Folds stories into one row each, or gives each post a row.
    pub(in crate::app) fn set_folding(&mut self, library: &Library, are_folded: bool) {
        self.stories.are_folded = are_folded;
        self.select_in_place(library, self.present());
    }

    /// Sets whether stories must be found even if they are not folded.
    pub(in crate::app) fn set_marking(&mut self, are_marked: bool) {
        self.stories.are_marked = are_marked;
    }

    /// Whether stories may be folded: not if a query asks for versions or duplicates.
    pub(super) fn may_fold(&self) -> bool {
        let is_about_them = |query: &super::query::QueryCondition| {
            let of_story = matches!(query.relation(), Some(Relation::SameStory(_)));
            of_story || query.matcher().questions().contains(&Question::Duplicate)
        };
        !self.conditions.queries().any(is_about_them)
    }

    /// Gives a listed post the row of its story, if it has none.
    pub(in crate::app) fn give_row(&mut self, library: &Library, post: PostId) {
        if self.stories.is_away(post) {
            self.select_in_place(library, Some(post));
        }
    }

    /// Allows another request if the last one needed an index.
    pub(in crate::app) fn index_has_changed(&mut self) {
        if matches!(self.stories.request, Request::NeedsIndex(_)) {
            self.stories.request = Request::None;
        }
    }

    /// Returns the request for the stories of this version of the archive, unless it was sent
    /// already or nothing needs them.
    pub(super) fn duplicates_request(&mut self, library: &Library) -> Option<Scope> {
        let stories = &mut self.stories;
        let version = library.version();
        let is_wanted = stories.are_folded || stories.are_marked;
        let has_posts = library.progress().is_done() && !library.archive().is_empty();
        if !is_wanted || !has_posts || stories.request.is_for(version) {
            return None;
        }
        let scope = library.scope()?;
        stories.request = Request::Sent(version);
        Some(scope)
    }

    /// Stores the stories of a version of the archive; `found` is `None` if the worker needs an
    /// index. The cursor stays on its post.
    pub(in crate::app) fn take_duplicates(
        &mut self,
        library: &Library,
        version: u64,
        found: Option<Arc<Duplicates>>,
    ) {
        if self.stories.request != Request::Sent(version) || version != library.version() {
            return;
        }
        let Some(found) = found else {
            self.stories.request = Request::NeedsIndex(version);
            return;
        };
        if found.stories() != self.stories.known.stories() {
            self.stories.known = found;
            self.select_in_place(library, self.present());
        }
    }
}
