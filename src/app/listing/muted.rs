//! The posts of muted views, which the list and all counts leave out.
//!
//! A worker finds them whenever the archive or marks change. Queries that need only metadata and
//! marks run on new posts at once, so that a muted post does not appear and vanish again.

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

/// With more muted views than this, new posts wait for the worker.
const MOST_AT_ONCE: usize = 100;
/// Limit on tags and categories in the archive per new post; beyond it, new posts wait for the
/// worker.
const NAMES_PER_POST: usize = 16;

/// The muted views and their posts.
#[derive(Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each says one thing of the posts")]
pub(super) struct Muted {
    views: Vec<View>,
    /// The posts, by id, as far as they are known.
    posts: Arc<FixedBitSet>,
    /// Incremented with every change of `posts`.
    version: u64,
    /// Whether the posts are listed anyway.
    are_shown: bool,
    /// The number of the last request.
    requests: u64,
    /// Whether the posts must be found again.
    is_due: bool,
    /// Whether a query depends on marks.
    depends_on_marks: bool,
    /// Whether marks have changed since the posts were found.
    has_other_marks: bool,
    /// The post under the cursor when marks changed, which stays listed.
    spared: Option<PostId>,
    /// The last version of the archive that `mute_all_new` checked.
    of: u64,
}

impl Muted {
    pub(super) fn has(&self, post: PostId) -> bool {
        self.posts.contains(post.0 as usize)
    }

    pub(super) fn posts(&self) -> Arc<FixedBitSet> {
        Arc::clone(&self.posts)
    }

    /// Records that marks have changed, because queries of muted views may depend on them.
    pub(super) fn marks_have_changed(&mut self) {
        self.has_other_marks = self.depends_on_marks;
    }

    /// Forgets the posts, because their ids have changed.
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
    /// Number of posts of muted views that meet the conditions.
    pub fn muted(&self) -> usize {
        self.counts.muted_here
    }

    /// Whether any view is muted.
    pub fn has_muted_views(&self) -> bool {
        !self.muted.views.is_empty()
    }

    /// Whether the list leaves out the posts of muted views. It lists them if the user asks for
    /// them or has chosen a muted view.
    pub fn is_muting(&self) -> bool {
        let is_chosen = |view: &View| self.has_view(&view.name);
        !self.muted.are_shown && !self.muted.views.iter().any(is_chosen)
    }

    /// Whether a post is left out because a muted view contains it.
    pub(in crate::app) fn leaves_out(&self, post: PostId) -> bool {
        self.muted.has(post) && self.is_muting()
    }

    /// The posts that muted views match, by id, as far as they are known.
    pub(in crate::app) fn muted_posts(&self) -> Arc<FixedBitSet> {
        self.muted.posts()
    }

    /// The posts that are left out, by id.
    pub(in crate::app) fn left_out(&self) -> Arc<FixedBitSet> {
        if self.is_muting() { self.muted.posts() } else { Arc::default() }
    }

    /// Returns the version of the posts that are left out; `None` if muted posts are listed.
    pub(super) fn muting_version(&self) -> (u64, bool) {
        (self.muted.version, self.is_muting())
    }

    /// Lists the posts of muted views, or leaves them out.
    pub(in crate::app) fn show_muted(&mut self, library: &Library, are_shown: bool) {
        self.muted.are_shown = are_shown;
        self.views.are_stale();
        self.select(library);
    }

    /// Updates the muted views and schedules a search for their posts.
    pub(in crate::app) fn read_muted(&mut self, library: &Library) {
        let views = self.views(library).into_iter().filter(|view| view.is_muted).collect();
        if self.muted.views != views {
            self.muted.views = views;
            self.muted.spared = None;
            let mut queries = self.muting(library).into_iter();
            self.muted.depends_on_marks = queries.any(|query| query.depends_on_marks());
        }
        self.muted.is_due = true;
    }

    /// Schedules another search for muted posts if marks have changed. The post under the cursor
    /// stays listed.
    pub(in crate::app) fn mute_again(&mut self) {
        if std::mem::take(&mut self.muted.has_other_marks) && !self.muted.is_due {
            self.muted.is_due = true;
            self.muted.spared = self.selected().filter(|post| !self.muted.has(*post));
        }
    }

    /// Returns the queries of the muted views. They also find hidden posts, even if those are not
    /// listed.
    fn muting(&self, library: &Library) -> Vec<Arc<Matcher>> {
        let views = self.muted.views.iter();
        let queries = views.filter_map(|view| Query::parse(view.query.as_str()).ok());
        let resolved = queries.map(|query| self.resolve(library, &query));
        resolved.map(|matcher| Arc::new(Matcher::clone(&matcher).with_hidden(true))).collect()
    }

    /// Mutes new posts for which metadata and marks decide without the text. If a few posts arrive
    /// in an archive with many tags and categories, they wait for the worker instead.
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

    /// Does the same as [`Self::mute_new`] for all posts, once per version of the archive.
    pub(super) fn mute_all_new(&mut self, library: &Library) {
        if std::mem::replace(&mut self.muted.of, library.version()) != library.version() {
            self.mute_new(library, library.archive().newest_first());
        }
    }

    /// Returns the request for the posts of muted views, if they must be found again.
    pub(super) fn mute_request(&mut self, library: &Library) -> Option<MuteRequest> {
        if !self.muted.is_due || !library.progress().is_done() {
            return None;
        }
        let scope = library.scope()?;
        self.muted.is_due = false;
        self.muted.has_other_marks = false;
        self.muted.requests += 1;
        if self.muted.views.is_empty() {
            self.take_muted(library, self.muted.requests, FixedBitSet::new(), true);
            return None;
        }
        let queries = self.muting(library);
        Some(MuteRequest { number: self.muted.requests, scope, queries })
    }

    /// Stores the posts of muted views and returns whether they answer the last request. If they
    /// are incomplete, the known posts stay.
    pub(in crate::app) fn take_muted(
        &mut self,
        library: &Library,
        number: u64,
        mut posts: FixedBitSet,
        is_whole: bool,
    ) -> bool {
        if number != self.muted.requests {
            return false;
        }
        if !is_whole {
            posts.union_with(&self.muted.posts);
        }
        if let Some(spared) = self.muted.spared {
            posts.grow(spared.0 as usize + 1);
            posts.set(spared.0 as usize, false);
        }
        if posts.ones().eq(self.muted.posts.ones()) {
            return true;
        }
        self.muted.posts = Arc::new(posts);
        self.muted.version += 1;
        self.views.are_stale();
        self.select_in_place(library, self.present());
        if !self.list.touched {
            self.list.cursor = Cursor::default();
        }
        true
    }

    /// Splits posts into those to list and those of muted views. While muted posts are listed, they
    /// are in both.
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
