//! One story once: posts with the same text, or nearly so, are folded into one row of the list.
//!
//! The row is that of the first of them in the order of the list, or of the post under the cursor. A
//! worker finds the stories; the list only looks posts up in them.

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
    /// Whether they are folded, if the conditions allow it.
    are_folded: bool,
    /// Whether they are needed for more than folding.
    are_marked: bool,
    /// Whether the list is folded now.
    is_active: bool,
    request: Request,
    /// By story: the post with a row, and how many others it stands for.
    rows: HashMap<u32, (PostId, usize)>,
    /// The posts that meet the conditions and have no row.
    away: HashSet<PostId>,
}

/// The last request, with the version of the archive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Request {
    #[default]
    None,
    Sent(u64),
    /// The answer was that an index is needed.
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

    /// Whether a post is listed without a row of its own.
    pub(super) fn is_away(&self, post: PostId) -> bool {
        self.away.contains(&post)
    }

    /// The posts that are listed without a row.
    pub(super) fn away(&self) -> impl Iterator<Item = PostId> {
        self.away.iter().copied()
    }

    /// Posts have other ids now.
    pub(super) fn forget(&mut self) {
        self.known = Arc::default();
        self.request = Request::None;
        self.rows.clear();
        self.away.clear();
    }

    /// Folds the posts of a list, in its order; `held` gets the row of its story.
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

    /// The posts of those that come to the list that get rows.
    pub(super) fn fold_more(&mut self, mut posts: Vec<PostId>) -> Vec<PostId> {
        if self.is_active {
            posts.retain(|post| self.gets_row(*post));
        }
        posts
    }

    /// Whether a post that is listed gets a row of its own.
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
    /// How many other versions of its story the row of a post stands for.
    pub fn versions_below(&self, post: PostId) -> usize {
        let story = self.stories.known.number_of(post).and_then(|one| self.stories.rows.get(&one));
        story.filter(|(first, _)| *first == post).map_or(0, |(_, others)| *others)
    }

    /// How many posts are listed, with or without a row.
    pub fn listed(&self) -> usize {
        self.posts().len() + self.stories.away.len()
    }

    /// The posts with the same text as a post or nearly so, itself included, the oldest first; none if
    /// there is no other.
    pub(in crate::app) fn story_of(&self, post: PostId) -> &[PostId] {
        self.stories.known.story_of(post)
    }

    /// Whether stories are folded wherever that is possible.
    pub fn folds(&self) -> bool {
        self.stories.are_folded
    }

    /// Folds stories into one row each, or gives each post a row.
    pub(in crate::app) fn set_folding(&mut self, library: &Library, are_folded: bool) {
        self.stories.are_folded = are_folded;
        self.select_in_place(library, self.present());
    }

    /// Has stories found, though they may not be folded.
    pub(in crate::app) fn set_marking(&mut self, are_marked: bool) {
        self.stories.are_marked = are_marked;
    }

    /// Whether stories may be folded: not where the user looks for versions.
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

    /// Stories that needed an index can be found now.
    pub(in crate::app) fn index_has_changed(&mut self) {
        if matches!(self.stories.request, Request::NeedsIndex(_)) {
            self.stories.request = Request::None;
        }
    }

    /// The request for the stories of this version of the archive, unless that was made.
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

    /// Takes the stories of a version of the archive; `None` if they could not be found without an
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
