//! The list, and everything that decides which posts are in it and in which order.

pub mod facets;
mod filter;
mod filter_query;
mod list;
mod months;
pub mod search;
mod views;

use fixedbitset::FixedBitSet;

use crate::app::cursor::Cursor;
use crate::app::library::{Library, MarkChange};
use crate::app::listing::facets::{FacetPane, Row};
use crate::app::listing::filter_query::FilterQuery;
use crate::app::listing::list::ListPane;
use crate::app::listing::search::{Lent, Search};
use crate::app::listing::views::Views;
use crate::app::options::Preferences;
use crate::archive::post::{PostId, PostKey};
use crate::archive::{Archive, PostRef};
use crate::search::facets::{Counts, Facet, Filter};
use crate::search::marks::Marks;
use crate::search::query::field::{Sort, SortKey};

pub(in crate::app) use filter::Choice;
use filter::Emptied;

/// From this many names on, facets are counted only when all posts have come.
const MANY_NAMES: usize = 3000;
/// Up to this many posts are looked for in the list one by one.
const FEW: usize = 16;

/// The list and the facets, and the conditions that posts must meet.
#[derive(Debug)]
pub struct Listing {
    list: ListPane,
    facets: FacetPane,
    filter: Filter,
    filter_query: Option<FilterQuery>,
    /// The search whose hits have taken the list's place.
    search: Option<Search>,
    /// What each search took the place of: first the list itself.
    lent: Vec<Lent>,
    /// The number of the last query.
    queries: u64,
    counts: Totals,
    /// Why nothing is listed.
    emptied: Option<Emptied>,
    views: Views,
    has_two_lines: bool,
}

/// Counts of the posts that can be listed, and of those that are.
#[derive(Debug, Default)]
struct Totals {
    all: Counts,
    /// The version of the archive that `all` is of, and whether it includes hidden posts.
    of: Option<(u64, bool)>,
    listed: Counts,
}

/// What the view reads.
impl Listing {
    pub(in crate::app) fn new(preferences: &Preferences, facets: Vec<Facet>) -> Self {
        Self {
            list: ListPane::default(),
            facets: FacetPane::labelled(preferences.labels.clone()),
            filter: Filter { hidden: preferences.show_hidden, facets, hits: None },
            filter_query: None,
            search: None,
            lent: Vec::new(),
            queries: 0,
            counts: Totals::default(),
            emptied: None,
            views: Views::new(preferences.views.clone()),
            has_two_lines: preferences.two_lines,
        }
    }

    /// The posts in the list.
    pub fn posts(&self) -> &[PostId] {
        &self.list.posts
    }

    /// The list's cursor.
    pub fn cursor(&self) -> Cursor {
        self.list.cursor
    }

    /// The order of the list.
    pub fn sort(&self) -> Sort {
        self.list.sort
    }

    /// The post under the cursor.
    pub fn selected(&self) -> Option<PostId> {
        self.list.selected()
    }

    /// Whether a post is selected for the next command.
    pub fn is_chosen(&self, post: PostId) -> bool {
        self.list.chosen.contains(&post)
    }

    /// The facet pane.
    pub fn facets(&self) -> &FacetPane {
        &self.facets
    }

    /// The facets that filter the list.
    pub fn chosen_facets(&self) -> &[Facet] {
        &self.filter.facets
    }

    /// Whether drafts and other hidden posts are listed.
    pub fn shows_hidden(&self) -> bool {
        self.filter.hidden
    }

    /// The search whose hits have taken the list's place.
    pub fn search(&self) -> Option<&Search> {
        self.search.as_ref()
    }

    /// The unread posts in the list.
    pub fn unread(&self) -> usize {
        self.counts.listed.unread()
    }

    /// The posts in the list when nothing filters it.
    pub fn listable(&self) -> usize {
        self.counts.all.total()
    }

    /// Counts of the posts that can be listed.
    pub(in crate::app) fn all_counts(&self) -> &Counts {
        &self.counts.all
    }

    /// Counts of the posts that are listed.
    pub(in crate::app) fn listed_counts(&self) -> &Counts {
        &self.counts.listed
    }

    /// The lines of a row: hits have a snippet below them.
    pub fn row_height(&self) -> u16 {
        if self.search.is_some() || self.has_two_lines { 2 } else { 1 }
    }
}

/// The cursor.
impl Listing {
    /// Brings the cursors into view; heights are in lines, 0 for a pane that is not shown.
    pub(in crate::app) fn settle(&mut self, list: usize, facets: usize) {
        // A pane that is not shown keeps its place.
        if list > 0 {
            let rows = (list / usize::from(self.row_height())).max(1);
            self.list.cursor.follow(self.list.posts.len(), rows);
        }
        if facets > 0 {
            self.facets.settle(facets);
        }
    }

    /// Moves the cursor by rows; whether it moved.
    pub(in crate::app) fn step(&mut self, by: isize) -> bool {
        let before = self.list.cursor.at;
        self.list.cursor.step(by, self.list.posts.len());
        self.list.touched = true;
        self.list.cursor.at != before
    }

    /// Moves the cursor to a row, or to the last if there are fewer.
    pub(in crate::app) fn go_to_row(&mut self, row: usize) {
        self.list.cursor.at = row.min(self.list.posts.len().saturating_sub(1));
        self.list.touched = true;
    }

    /// Moves the cursor to a post; whether that is listed.
    pub(in crate::app) fn go_to_post(&mut self, archive: &Archive, id: PostId) -> bool {
        let position = self.position(archive, id);
        if let Some(at) = position {
            self.go_to_row(at);
        }
        position.is_some()
    }

    /// Moves the cursor to a row and keeps it where it is on the screen.
    pub(in crate::app) fn keep_row(&mut self, at: usize) {
        self.list.cursor.keep_row(at);
        self.list.touched = true;
    }

    /// The row of a post.
    pub(in crate::app) fn position(&self, archive: &Archive, id: PostId) -> Option<usize> {
        self.list.position(archive, id)
    }

    /// Whether the user has moved the cursor.
    pub(in crate::app) fn is_touched(&self) -> bool {
        self.list.touched
    }

    /// The next row after the cursor whose post is unread, or the `count`th before it.
    pub(in crate::app) fn unread_row(
        &self,
        marks: &Marks,
        count: usize,
        forward: bool,
    ) -> Option<usize> {
        let is_unread =
            |at: &usize| self.list.posts.get(*at).is_some_and(|id| is_unread(marks, *id));
        let (at, skip) = (self.list.cursor.at, count.saturating_sub(1));
        if forward {
            (at + 1..self.list.posts.len()).filter(is_unread).nth(skip)
        } else {
            (0..at).rev().filter(is_unread).nth(skip)
        }
    }

    /// The unread posts in the list, in its order.
    pub(in crate::app) fn unread_posts(&self, marks: &Marks) -> Vec<PostId> {
        self.list.posts.iter().copied().filter(|id| is_unread(marks, *id)).collect()
    }

    /// The selected posts in the order of the list, which are selected no longer; `None` if none
    /// were.
    pub(in crate::app) fn take_chosen(&mut self) -> Option<Vec<PostId>> {
        let chosen = std::mem::take(&mut self.list.chosen);
        let posts = self.list.posts.iter().copied().filter(|id| chosen.contains(id));
        (!chosen.is_empty()).then(|| posts.collect())
    }

    /// Selects the post under the cursor or takes it back, and moves on; how many are selected.
    pub(in crate::app) fn toggle_chosen(&mut self) -> Option<usize> {
        let id = self.selected()?;
        if !self.list.chosen.remove(&id) {
            self.list.chosen.insert(id);
        }
        self.step(1);
        Some(self.list.chosen.len())
    }

    /// Selects nothing; whether anything was selected.
    pub(in crate::app) fn clear_chosen(&mut self) -> bool {
        !std::mem::take(&mut self.list.chosen).is_empty()
    }
}

fn is_unread(marks: &Marks, id: PostId) -> bool {
    !marks.has(id, crate::search::query::field::Mark::Read)
}

/// Posts that come, change and go.
impl Listing {
    /// Lists and counts posts that have come, if they pass the filter.
    pub(in crate::app) fn add(&mut self, library: &Library, ids: &[PostId]) {
        let (archive, marks) = (library.archive(), library.marks());
        let all = Filter { hidden: self.filter.hidden, ..Filter::default() };
        let listable = all.select(archive, marks, ids);
        self.counts.all.add(archive, marks, &listable);
        let listed = self.filter.select(archive, marks, &listable);
        self.counts.listed.add(archive, marks, &listed);
        match self.lent.first_mut() {
            Some(list) => archive.merge(&mut list.posts, &listed),
            None => self.list.merge(archive, &listed),
        }
        // Sorting thousands of names after each batch would cost more than loading them.
        let names = archive.categories().len() + archive.tags().len();
        if names < MANY_NAMES || self.facets.rows().is_empty() {
            self.rebuild_facets(library);
        }
    }

    /// Drops what names posts by their ids in an archive that was replaced.
    pub(in crate::app) fn forget_posts(&mut self) {
        (self.search, self.filter.hits) = (None, None);
        self.lent.clear();
        self.list.posts.clear();
        self.list.chosen.clear();
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

    /// Lists the posts after changes in the archive. The cursor goes to the post that `selected` has
    /// become, else to its neighbour, and stays where it is on the screen.
    pub(in crate::app) fn follow_changes(
        &mut self,
        library: &Library,
        removed: &[PostId],
        selected: Option<PostId>,
    ) {
        self.list.chosen.retain(|id| !removed.contains(id));
        if self.search.is_some() {
            // Hits stay until the search has run again.
            self.select(library);
            return;
        }
        let before = std::mem::take(&mut self.list.posts);
        let cursor = self.list.cursor;
        self.select(library);
        let archive = library.archive();
        let at = selected.and_then(|id| self.position(archive, id));
        let at = at.or_else(|| self.next_to(archive, &before, cursor.at)).unwrap_or(0);
        self.list.cursor = cursor;
        self.keep_row(at);
    }

    /// The row of the post that was next to a row: below it, else above.
    fn next_to(&self, archive: &Archive, before: &[PostId], row: usize) -> Option<usize> {
        let (above, below) = before.split_at_checked(row)?;
        let mut near = below.iter().chain(above.iter().rev());
        near.find_map(|&id| self.position(archive, archive.post(id)?.id()))
    }

    /// Counts marks that changed.
    pub(in crate::app) fn count_marks(&mut self, library: &Library, changes: &[MarkChange]) {
        let archive = library.archive();
        let listed: Option<FixedBitSet> = (changes.len() > FEW).then(|| {
            let list = self.lent.first().map_or(&self.list.posts, |list| &list.posts);
            list.iter().map(|id| id.0 as usize).collect()
        });
        for &MarkChange { post, mark, on } in changes {
            let is_listed = match &listed {
                Some(listed) => listed.contains(post.0 as usize),
                None => self.is_in_list(archive, post),
            };
            let is_hidden = archive.post(post).is_none_or(|post| post.status().is_hidden());
            if self.filter.hidden || !is_hidden {
                self.counts.all.adjust(mark, on);
            }
            if is_listed {
                self.counts.listed.adjust(mark, on);
            }
        }
        self.facets.recount(&self.counts.listed);
        self.views.are_stale();
    }

    /// Whether a post is in the list, even if a search has taken its place.
    fn is_in_list(&self, archive: &Archive, id: PostId) -> bool {
        match self.lent.first() {
            None => self.position(archive, id).is_some(),
            Some(list) if list.sort == Sort::default() => {
                list.posts.binary_search_by(|&other| archive.compare(other, id)).is_ok()
            }
            Some(list) => list.posts.contains(&id),
        }
    }

    /// All posts have come: sorts the list, if it is not in the archive's order.
    pub(in crate::app) fn finish(&mut self, library: &Library) {
        if self.choice().is_sorted() { self.select(library) } else { self.rebuild_facets(library) }
    }

    pub(super) fn rebuild_facets(&mut self, library: &Library) {
        let views = self.view_rows(library);
        let counts = &self.counts;
        self.facets.rebuild(library.archive(), &self.filter, &counts.all, &counts.listed, views);
    }
}

/// The facet pane.
impl Listing {
    pub(in crate::app) fn facets_mut(&mut self) -> &mut FacetPane {
        &mut self.facets
    }

    /// Opens or closes the branch under the facets' cursor; whether there was one to change.
    pub(in crate::app) fn set_open(&mut self, library: &Library, open: bool) -> bool {
        let is_changed = self.facets.set_open(open);
        if is_changed {
            self.rebuild_facets(library);
        }
        is_changed
    }

    /// The view's query, or the facet, of the row under the facets' cursor; neither on the row of
    /// everything.
    pub(in crate::app) fn row_condition(&self) -> (Vec<Facet>, Option<String>) {
        match self.facets.row() {
            Some(Row::View { query, .. }) => (Vec::new(), Some(query.to_string())),
            Some(Row::Facet(row)) => (vec![row.facet.clone()], None),
            _ => (Vec::new(), None),
        }
    }
}

/// Posts in the order of the archive, sorted.
fn sorted(archive: &Archive, mut posts: Vec<PostId>, sort: Sort) -> Vec<PostId> {
    if sort.key == SortKey::Title {
        posts.sort_by_key(|id| archive.post(*id).map(PostRef::title));
    }
    if sort.reversed {
        posts.reverse();
    }
    posts
}
