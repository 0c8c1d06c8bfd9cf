//! The list, and everything that decides which posts are in it and in which order.

pub mod axis;
mod changes;
mod columns;
pub mod conditions;
pub mod facets;
mod list;
mod months;
mod muted;
mod names;
mod order;
pub mod query;
mod running;
mod select;
mod stories;
mod tally;
mod typing;
mod views;

use crate::app::cursor::Cursor;
use crate::app::library::Library;
use crate::app::listing::axis::AxisPlace;
use crate::app::listing::columns::Suffixes;
use crate::app::listing::conditions::{Chosen, Conditions};
use crate::app::listing::facets::{FacetPane, Row};
use crate::app::listing::list::ListPane;
use crate::app::listing::muted::Muted;
use crate::app::listing::names::Emptied;
use crate::app::listing::order::Orders;
use crate::app::listing::query::{Origin, QueryCondition};
use crate::app::listing::stories::Stories;
use crate::app::listing::tally::Totals;
use crate::app::listing::typing::Before;
use crate::app::listing::views::Views;
use crate::app::options::Preferences;
use crate::archive::Archive;
use crate::archive::post::PostId;
use crate::search::facets::{Counts, Kind};
use crate::search::fold::fold;
use crate::search::marks::Marks;
use crate::search::query::field::Sort;
use crate::search::query::synonyms::Synonyms;

pub(in crate::app) use select::Choice;

/// The list and the facets, and the conditions that posts must meet.
#[derive(Debug)]
pub struct Listing {
    list: ListPane,
    orders: Orders,
    suffixes: Suffixes,
    facets: FacetPane,
    conditions: Conditions,
    /// Conditions of the last session, until queries can be resolved.
    restored: Vec<Chosen>,
    /// What was listed before the query that is being typed.
    before: Option<Before>,
    /// The number of the last query.
    queries: u64,
    counts: Totals,
    /// Why nothing is listed.
    emptied: Option<Emptied>,
    /// The post that gets the cursor when it is listed.
    keep: Option<PostId>,
    views: Views,
    muted: Muted,
    stories: Stories,
    axis: AxisPlace,
    has_two_lines: bool,
    synonyms: Synonyms,
}

/// What the view reads.
impl Listing {
    pub(in crate::app) fn new(preferences: &Preferences, restored: Vec<Chosen>) -> Self {
        let mut conditions = Conditions::default();
        conditions.hidden = preferences.show_hidden;
        let is_facet = |chosen: &Chosen| matches!(chosen, Chosen::Facet(_));
        let is_simple = restored.iter().all(is_facet);
        if is_simple {
            for chosen in &restored {
                if let Chosen::Facet(facet) = chosen {
                    conditions.add(facet);
                }
            }
        }
        Self {
            list: ListPane::default(),
            orders: Orders::default(),
            suffixes: Suffixes::default(),
            facets: FacetPane::labelled(preferences.labels.clone()),
            conditions,
            restored: if is_simple { Vec::new() } else { restored },
            before: None,
            queries: 0,
            counts: Totals::default(),
            emptied: None,
            keep: None,
            views: Views::new(preferences.views.clone()),
            muted: Muted::default(),
            stories: Stories::new(preferences.fold_duplicates, preferences.mark_duplicates),
            axis: AxisPlace::default(),
            has_two_lines: preferences.two_lines,
            synonyms: Synonyms::new(&preferences.synonyms, fold),
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

    /// Whether the order is not the archive's.
    pub fn is_sorted(&self) -> bool {
        self.list.sort != Sort::default()
    }

    /// The post under the cursor.
    pub fn selected(&self) -> Option<PostId> {
        self.list.selected()
    }

    /// Whether the post of a row is selected for the next command.
    pub fn is_chosen(&self, row: usize) -> bool {
        self.list.is_chosen(row)
    }

    /// The facet pane.
    pub fn facets(&self) -> &FacetPane {
        &self.facets
    }

    /// The conditions of the list.
    pub fn conditions(&self) -> &Conditions {
        &self.conditions
    }

    /// The conditions without their hits.
    pub(in crate::app) fn chosen_conditions(&self) -> Vec<Chosen> {
        self.conditions.chosen()
    }

    /// Sets the synonyms for later queries.
    pub(in crate::app) fn set_synonyms(&mut self, groups: &[Vec<String>]) {
        self.synonyms = Synonyms::new(groups, fold);
    }

    /// Whether drafts and other hidden posts are listed.
    pub fn shows_hidden(&self) -> bool {
        self.conditions.hidden
    }

    /// The search among the conditions.
    pub fn search(&self) -> Option<&QueryCondition> {
        self.conditions.search()
    }

    /// The text of the query of an origin among the conditions.
    pub(in crate::app) fn text_of(&self, origin: &Origin) -> Option<String> {
        let query = self.conditions.queries().find(|query| query.origin() == origin)?;
        Some(query.text().to_owned())
    }

    /// Whether a query of the conditions is still running.
    pub fn is_searching(&self) -> bool {
        self.conditions.queries().any(|query| !query.is_done())
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

    /// Counts of the posts that would be listed with another facet of a kind.
    pub(in crate::app) fn counts_with(&self, kind: Kind) -> &Counts {
        self.counts.with(kind)
    }

    /// Gives rows a second line, or takes it away.
    pub(in crate::app) fn set_two_lines(&mut self, has_two_lines: bool) {
        self.has_two_lines = has_two_lines;
    }

    /// The lines of a row: hits have a snippet below them.
    pub fn row_height(&self) -> u16 {
        let shows_hits = self.search().is_some_and(QueryCondition::shows_hits);
        if shows_hits || self.has_two_lines { 2 } else { 1 }
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

    /// Moves the cursor by rows. Returns whether it moved.
    pub(in crate::app) fn step(&mut self, by: isize) -> bool {
        let before = self.list.cursor.at;
        self.keep = None;
        self.list.cursor.step(by, self.list.posts.len());
        self.note_move(before)
    }

    /// Records that the user moved the cursor from row `before`. Returns whether the row changed.
    fn note_move(&mut self, before: usize) -> bool {
        self.list.touched = true;
        let has_moved = self.list.cursor.at != before;
        if has_moved {
            self.list.met = self.list.selected();
        }
        has_moved
    }

    /// Scrolls the list by rows; the cursor stays on its post. `height` is in lines.
    pub(in crate::app) fn scroll(&mut self, by: isize, height: usize) {
        let rows = (height / usize::from(self.row_height())).max(1);
        self.list.cursor.scroll(by, self.list.posts.len(), rows);
    }

    /// Moves the cursor to a row, or to the last if there are fewer.
    pub(in crate::app) fn go_to_row(&mut self, row: usize) {
        let before = self.list.cursor.at;
        self.keep = None;
        self.list.cursor.go_to(row.min(self.list.posts.len().saturating_sub(1)));
        self.note_move(before);
    }

    /// Puts the cursor on the first row, as if the user had not moved it.
    pub(in crate::app) fn go_to_top(&mut self) {
        self.list.cursor = Cursor::default();
        self.list.touched = false;
        self.list.met = None;
    }

    /// Moves the cursor to a post. Returns whether the post is listed.
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

    /// Whether the user moved the cursor to its current post.
    pub(in crate::app) fn has_met(&self) -> bool {
        self.list.met.is_some() && self.list.met == self.list.selected()
    }

    /// Sets the post that the user moved the cursor to.
    pub(in crate::app) fn meet(&mut self, post: Option<PostId>) {
        self.list.met = post;
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

    /// Returns the unread posts in the list; posts without a row come last.
    pub(in crate::app) fn unread_posts(&self, marks: &Marks) -> Vec<PostId> {
        self.with_or_without_row().filter(|id| is_unread(marks, *id)).collect()
    }

    /// Returns the listed posts in list order, then those without a row of their own.
    fn with_or_without_row(&self) -> impl Iterator<Item = PostId> {
        let mut away: Vec<PostId> = self.stories.away().collect();
        away.sort_unstable();
        self.list.posts.iter().copied().chain(away)
    }

    /// Returns the selected posts in list order and clears the selection. Returns `None` if no
    /// listed post is selected.
    pub(in crate::app) fn take_chosen(&mut self) -> Option<Vec<PostId>> {
        self.list.end_range();
        let posts = self.chosen_and_listed();
        if posts.is_empty() {
            return None;
        }
        self.list.chosen.clear();
        Some(posts)
    }

    fn chosen_and_listed(&self) -> Vec<PostId> {
        let chosen = &self.list.chosen;
        self.with_or_without_row().filter(|id| chosen.contains(id)).collect()
    }

    /// Returns the selected posts in list order, else all listed ones.
    pub(in crate::app) fn chosen_or_all(&self) -> Vec<PostId> {
        let chosen = self.chosen_and_listed();
        if chosen.is_empty() { self.with_or_without_row().collect() } else { chosen }
    }

    /// Ends a range that is being selected; its posts stay selected.
    pub(in crate::app) fn end_range(&mut self) {
        self.list.end_range();
    }

    /// How many posts are selected, without a range that has not ended.
    pub(in crate::app) fn chosen_count(&self) -> usize {
        self.list.chosen.len()
    }

    /// The selected posts, in any order, else the one under the cursor; at most `most`.
    pub(in crate::app) fn chosen_or_present(&self, most: usize) -> Vec<PostId> {
        if self.list.chosen.is_empty() {
            return self.selected().into_iter().collect();
        }
        self.list.chosen.iter().copied().take(most).collect()
    }

    /// Selects or deselects the post under the cursor and moves to the next row. Returns the number
    /// of selected posts, or `None` if the list is empty.
    pub(in crate::app) fn toggle_chosen(&mut self) -> Option<usize> {
        let id = self.selected()?;
        self.list.end_range();
        if !self.list.chosen.remove(&id) {
            self.list.chosen.insert(id);
        }
        self.step(1);
        Some(self.list.chosen.len())
    }

    /// Starts a range of selected posts at the cursor, which then follows the cursor. The second
    /// call ends the range and returns the number of selected posts; the first returns `None`.
    pub(in crate::app) fn select_range(&mut self) -> Option<usize> {
        let id = self.selected()?;
        if self.list.end_range() {
            return Some(self.list.chosen.len());
        }
        self.list.anchor = Some((id, self.list.cursor.at));
        None
    }

    /// Returns the number of posts in the range that is being selected, and the number of posts
    /// selected before, which the range may contain. Returns `None` without a range.
    pub(in crate::app) fn range_count(&self) -> Option<(usize, usize)> {
        Some((self.list.range()?.count(), self.list.chosen.len()))
    }

    /// Clears the selection. Returns whether anything was selected.
    pub(in crate::app) fn clear_chosen(&mut self) -> bool {
        let had_range = self.list.anchor.take().is_some();
        !std::mem::take(&mut self.list.chosen).is_empty() || had_range
    }
}

fn is_unread(marks: &Marks, id: PostId) -> bool {
    !marks.has(id, crate::search::query::field::Mark::Read)
}

/// The facet pane.
impl Listing {
    pub(in crate::app) fn facets_mut(&mut self) -> &mut FacetPane {
        &mut self.facets
    }

    /// Opens or closes the branch under the facets' cursor. Returns whether there was one to
    /// change.
    pub(in crate::app) fn set_open(&mut self, library: &Library, open: bool) -> bool {
        let is_changed = self.facets.set_open(open);
        if is_changed {
            self.rebuild_facets(library);
        }
        is_changed
    }

    /// The row under the facets' cursor.
    pub fn facet_row(&self) -> Option<&Row> {
        self.facets.row()
    }
}
