//! The posts of muted views: they are left out of the list and of all counts.
//!
//! A worker finds them whenever the archive or marks have changed. What metadata and marks decide is
//! known at once, so that posts that come are not shown first and taken away again.

use std::sync::Arc;

use fixedbitset::FixedBitSet;

use crate::app::cursor::Cursor;
use crate::app::effect::MuteRequest;
use crate::app::library::Library;
use crate::app::listing::Listing;
use crate::archive::post::PostId;
use crate::search::query::Query;
use crate::search::query::matcher::Matcher;
use crate::search::query::posts::Posts;
use crate::search::views::View;

/// The most muted views whose posts are known at once.
const MOST_AT_ONCE: usize = 100;
/// How many names are compared for each new post, at most.
const NAMES_PER_POST: usize = 16;

/// The muted views and their posts.
#[derive(Debug, Default)]
pub(super) struct Muted {
    views: Vec<View>,
    /// The posts, by id, as far as they are known.
    posts: Arc<FixedBitSet>,
    /// Counts the sets of posts.
    version: u64,
    /// Whether the posts are listed nevertheless.
    are_shown: bool,
    /// The number of the last request.
    requests: u64,
    /// Whether the posts are to be found again.
    is_due: bool,
    /// Whether marks have changed since they were found.
    has_other_marks: bool,
    /// The post that stays listed: the user was at it when marks changed.
    spared: Option<PostId>,
    /// The version of the archive whose posts were looked at.
    of: u64,
}

impl Muted {
    pub(super) fn has(&self, post: PostId) -> bool {
        self.posts.contains(post.0 as usize)
    }

    pub(super) fn posts(&self) -> Arc<FixedBitSet> {
        Arc::clone(&self.posts)
    }

    /// Marks have changed, on which queries of muted views may depend.
    pub(super) fn marks_have_changed(&mut self) {
        self.has_other_marks = !self.views.is_empty();
    }

    /// Posts have other ids now.
    pub(super) fn forget(&mut self) {
        self.posts = Arc::default();
        self.version += 1;
        self.requests += 1;
        self.is_due = true;
        self.spared = None;
    }

    fn insert(&mut self, posts: impl Iterator<Item = PostId>) {
        let is_new = |post: &PostId| !self.has(*post) && self.spared != Some(*post);
        let mut posts = posts.filter(is_new).peekable();
        if posts.peek().is_some() {
            let mut all = FixedBitSet::clone(&self.posts);
            posts.for_each(|post| all.grow_and_insert(post.0 as usize));
            self.posts = Arc::new(all);
            self.version += 1;
        }
    }
}

impl Listing {
    /// How many posts of muted views meet the conditions.
    pub fn muted(&self) -> usize {
        self.counts.muted_here
    }

    /// Whether any view is muted.
    pub fn has_muted_views(&self) -> bool {
        !self.muted.views.is_empty()
    }

    /// Whether the posts of muted views are left out: not if the user wants to see them, or has chosen
    /// a muted view.
    pub fn is_muting(&self) -> bool {
        let is_chosen = |view: &View| self.has_view(&view.name);
        !self.muted.are_shown && !self.muted.views.iter().any(is_chosen)
    }

    /// Whether a post is left out because a muted view has it.
    pub(in crate::app) fn leaves_out(&self, post: PostId) -> bool {
        self.muted.has(post) && self.is_muting()
    }

    /// The posts that are left out, by id.
    pub(in crate::app) fn left_out(&self) -> Arc<FixedBitSet> {
        if self.is_muting() { self.muted.posts() } else { Arc::default() }
    }

    /// What the counts of all posts depend on.
    pub(super) fn muting_version(&self) -> Option<u64> {
        self.is_muting().then_some(self.muted.version)
    }

    /// Lists the posts of muted views, or leaves them out.
    pub(in crate::app) fn show_muted(&mut self, library: &Library, are_shown: bool) {
        self.muted.are_shown = are_shown;
        self.views.are_stale();
        self.select(library);
    }

    /// Takes over which views are muted, and has their posts found.
    pub(in crate::app) fn read_muted(&mut self, library: &Library) {
        let views = self.views(library).into_iter().filter(|view| view.is_muted).collect();
        if self.muted.views != views {
            self.muted.views = views;
            self.muted.spared = None;
        }
        self.muted.is_due = true;
    }

    /// Has the posts found again if marks have changed; the user's post stays listed.
    pub(in crate::app) fn mute_again(&mut self) {
        if std::mem::take(&mut self.muted.has_other_marks) && !self.muted.is_due {
            self.muted.is_due = true;
            self.muted.spared = self.selected().filter(|post| !self.muted.has(*post));
        }
    }

    /// The queries of the muted views. Hidden posts are among what they find, whether or not such are
    /// listed.
    fn muting(&self, library: &Library) -> Vec<Arc<Matcher>> {
        let views = self.muted.views.iter();
        let queries = views.filter_map(|view| Query::parse(view.query.as_str()).ok());
        let resolved = queries.map(|query| self.resolve(library, &query));
        resolved.map(|matcher| Arc::new(Matcher::clone(&matcher).with_hidden(true))).collect()
    }

    /// Notes of posts that have come whether a muted view has them, as far as that needs no text. Posts
    /// that come a few at a time into an archive of many names wait for the worker.
    pub(super) fn mute_new(&mut self, library: &Library, ids: &[PostId]) {
        let (archive, marks) = (library.archive(), library.marks());
        let names = || archive.tags().count() + archive.categories().count();
        let has_few = |views: usize| views <= MOST_AT_ONCE && names() <= NAMES_PER_POST * ids.len();
        if self.muted.views.is_empty() || !has_few(self.muted.views.len()) {
            return;
        }
        let mut found = Vec::new();
        for matcher in self.muting(library) {
            let posts = Posts::new(archive, &matcher);
            let is_one = |id: &PostId| {
                archive.post(*id).is_some_and(|post| posts.matches(post, marks) == Some(true))
            };
            found.extend(ids.iter().copied().filter(is_one));
        }
        self.muted.insert(found.into_iter());
    }

    /// The same for all posts of a version of the archive, once.
    pub(super) fn mute_all_new(&mut self, library: &Library) {
        if std::mem::replace(&mut self.muted.of, library.version()) != library.version() {
            self.mute_new(library, library.archive().newest_first());
        }
    }

    /// The request for the posts of muted views, if they are not known.
    pub(super) fn mute_request(&mut self, library: &Library) -> Option<MuteRequest> {
        if !self.muted.is_due || !library.progress().is_done() {
            return None;
        }
        let scope = library.scope()?;
        self.muted.is_due = false;
        self.muted.has_other_marks = false;
        self.muted.requests += 1;
        if self.muted.views.is_empty() {
            self.take_muted(library, self.muted.requests, FixedBitSet::new());
            return None;
        }
        let queries = self.muting(library);
        Some(MuteRequest { number: self.muted.requests, scope, queries })
    }

    /// Takes the posts of muted views, if they answer the last request.
    pub(in crate::app) fn take_muted(
        &mut self,
        library: &Library,
        number: u64,
        mut posts: FixedBitSet,
    ) {
        if number != self.muted.requests {
            return;
        }
        if let Some(spared) = self.muted.spared {
            posts.grow(spared.0 as usize + 1);
            posts.set(spared.0 as usize, false);
        }
        if posts.ones().eq(self.muted.posts.ones()) {
            return;
        }
        self.muted.posts = Arc::new(posts);
        self.muted.version += 1;
        self.views.are_stale();
        self.select_in_place(library, self.present());
        if !self.list.touched {
            self.list.cursor = Cursor::default();
        }
    }

    /// Posts without those that are left out, and those of them that muted views have.
    pub(super) fn split_muted(&self, posts: Vec<PostId>) -> (Vec<PostId>, Vec<PostId>) {
        if self.muted.views.is_empty() {
            return (posts, Vec::new());
        }
        let muted = posts.iter().copied().filter(|post| self.muted.has(*post)).collect();
        let is_left = |post: &PostId| !self.muted.has(*post);
        let left =
            if self.is_muting() { posts.into_iter().filter(is_left).collect() } else { posts };
        (left, muted)
    }
}
