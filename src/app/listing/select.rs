//! Selecting the posts that meet the conditions, and counting them.

use crate::app::cursor::Cursor;
use crate::app::library::Library;
use crate::app::listing::Listing;
use crate::app::listing::conditions::{Chosen, Condition};
use crate::app::listing::query::{Origin, QueryCondition};
use crate::app::listing::tally::{Tally, Version};
use crate::archive::Archive;
use crate::archive::post::PostId;
use crate::clean::CleanText;
use crate::search::facets::{Counts, Facet, Filter, Kind};
use crate::search::query::Query;
use crate::search::query::error::QueryError;
use crate::search::query::field::Sort;

/// During a load, the facets are updated whenever the posts have grown by one in this many.
const PART: usize = 8;

/// What the user has chosen to be listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::app) struct Choice {
    conditions: Vec<Chosen>,
    hidden: bool,
    sort: Sort,
}

/// Choosing.
impl Listing {
    /// What is chosen to be listed; while a query is typed, what was before.
    pub(in crate::app) fn choice(&self) -> Choice {
        let (conditions, sort) = match &self.before {
            Some(before) => (&before.conditions, before.sort),
            None => (&self.conditions, self.list.sort),
        };
        Choice { conditions: conditions.chosen(), hidden: self.conditions.hidden, sort }
    }

    /// Lists what was chosen before; `post` gets the cursor.
    pub(in crate::app) fn choose_again(
        &mut self,
        library: &Library,
        choice: Choice,
        post: Option<PostId>,
    ) {
        self.before = None;
        self.set_conditions(library, choice.conditions);
        (self.conditions.hidden, self.list.sort) = (choice.hidden, choice.sort);
        self.keep = post;
        self.select(library);
    }

    /// Sets conditions; those that are known keep their hits.
    fn set_conditions(&mut self, library: &Library, chosen: Vec<Chosen>) {
        let mut known = self.conditions.take();
        for one in chosen {
            let at = known.iter().position(|other| other.is_same_as(&one));
            let condition = match (at, one) {
                (Some(at), one) => {
                    let mut condition = known.swap_remove(at);
                    condition.set_origin(one);
                    Some(condition)
                }
                (None, Chosen::Facet(facet)) => Some(Condition::Facet(facet)),
                (None, Chosen::Query(origin, text, is_wide)) => {
                    // It was a query before.
                    let query = match origin {
                        Origin::Related(..) => Ok(Query::ALL),
                        _ => Query::parse(&text),
                    };
                    query.ok().map(|query| {
                        let new = self.new_query(library, origin, &text, &query).wide(is_wide);
                        Condition::Query(Box::new(new))
                    })
                }
            };
            if let Some(condition) = condition {
                self.conditions.push(condition);
            }
        }
    }

    /// Sets the conditions of the last session, which have queries.
    pub(super) fn restore_conditions(&mut self, library: &Library) {
        let restored = std::mem::take(&mut self.restored);
        if !restored.is_empty() && self.conditions.is_empty() {
            self.keep = self.selected();
            self.set_conditions(library, restored);
            self.select(library);
        }
    }

    /// Adds a facet to the conditions, in the place of those of its kind if most posts have one; the
    /// list starts from its top.
    pub(in crate::app) fn choose_facet(&mut self, library: &Library, facet: &Facet) {
        if self.conditions.facets().any(|chosen| chosen == facet) {
            // Marks have changed since it was chosen.
            return self.select(library);
        }
        self.conditions.choose(facet);
        self.select_from_top(library);
    }

    fn select_from_top(&mut self, library: &Library) {
        self.list.touched = true;
        self.select(library);
        self.list.cursor = Cursor::default();
    }

    /// Adds a facet, or removes it.
    pub(in crate::app) fn toggle_facet(&mut self, library: &Library, facet: &Facet) {
        self.conditions.toggle(facet);
        self.select(library);
    }

    /// Adds a saved view to the conditions, in the place of another.
    pub(in crate::app) fn add_view(
        &mut self,
        library: &Library,
        name: &CleanText,
        text: &str,
    ) -> Result<(), QueryError> {
        let query = Query::parse(text)?;
        if !self.has_view(name) {
            self.add_query(library, Origin::View(name.clone()), text, &query);
            self.list.cursor = Cursor::default();
        }
        Ok(())
    }

    /// Replaces the current conditions by a view of the same posts.
    pub(in crate::app) fn name_conditions(
        &mut self,
        library: &Library,
        name: &CleanText,
        text: &str,
    ) {
        if self.conditions.queries().any(QueryCondition::is_relation) {
            // No query can express a relation.
            return;
        }
        let sort_before = self.conditions.queries().find_map(|query| query.sort_before);
        self.set_conditions(
            library,
            vec![Chosen::Query(Origin::View(name.clone()), text.to_owned(), false)],
        );
        let (listed, away) = (self.list.posts.iter().copied(), self.stories.away());
        let listed: Vec<PostId> = listed.chain(away).collect();
        for query in self.conditions.queries_mut() {
            query.sort_before = sort_before;
            if !query.is_shown() {
                query.show_posts(&listed);
            }
        }
        self.keep = self.present();
        self.select(library);
    }

    /// Whether a view is among the conditions.
    pub(super) fn has_view(&self, name: &CleanText) -> bool {
        self.position_of_view(name).is_some()
    }

    pub(in crate::app) fn position_of_view(&self, name: &CleanText) -> Option<usize> {
        let is_it = |one: &Condition| match one {
            Condition::Query(query) => *query.origin() == Origin::View(name.clone()),
            Condition::Facet(_) => false,
        };
        self.conditions.active().iter().position(is_it)
    }

    /// Lists what a query finds in the whole archive, from the top.
    pub(in crate::app) fn list_alone(&mut self, library: &Library, text: &str) {
        let Ok(query) = Query::parse(text) else { return };
        let new = self.new_query(library, Origin::Filter, text, &query).wide(true);
        self.put_query(new, query.sort);
        self.select_from_top(library);
    }

    /// Adds a query that is complete.
    pub(super) fn add_query(
        &mut self,
        library: &Library,
        origin: Origin,
        text: &str,
        query: &Query,
    ) {
        let new = self.new_query(library, origin, text, query);
        self.put_query(new, query.sort);
        self.select(library);
    }

    /// Puts a query among the conditions; the hits of the one that it replaces stay until its own
    /// come. With an order of its own the list is in that while it counts.
    pub(super) fn put_query(&mut self, new: QueryCondition, sort: Option<Sort>) {
        let number = new.number;
        let old = self.conditions.set_query(new);
        let by_hand = old.as_ref().is_some_and(|old| old.is_sorted_by_hand) && sort.is_none();
        let mut before = old.as_ref().and_then(|old| old.sort_before);
        if let Some(before) = before.filter(|_| !by_hand) {
            self.list.sort = before;
        }
        if !by_hand {
            before = sort.map(|sort| std::mem::replace(&mut self.list.sort, sort));
        }
        let mut queries = self.conditions.queries_mut();
        if let Some(new) = queries.find(|query| query.number == number) {
            (new.sort_before, new.is_sorted_by_hand) = (before, by_hand);
            if let Some(old) = old {
                new.show_hits_of(old);
            }
        }
    }

    /// Shows or hides drafts and other hidden posts.
    pub(in crate::app) fn show_hidden(&mut self, library: &Library, hidden: bool) {
        self.conditions.hidden = hidden;
        self.views.are_stale();
        self.refresh_hits(library, false);
        self.select(library);
    }

    /// Whether the list has conditions.
    pub(in crate::app) fn is_filtered(&self) -> bool {
        !self.conditions.is_empty()
    }

    /// Removes all conditions.
    pub(in crate::app) fn clear_conditions(&mut self, library: &Library) {
        for condition in self.conditions.take().into_iter().rev() {
            self.end_condition(&condition);
        }
        self.select(library);
    }

    /// Removes the last condition.
    pub(in crate::app) fn clear_last(&mut self, library: &Library) {
        if let Some(condition) = self.conditions.pop() {
            self.end_condition(&condition);
        }
        self.select(library);
    }

    /// Removes the condition at a position among those that count.
    pub(in crate::app) fn clear_at(&mut self, library: &Library, at: usize) {
        if let Some(condition) = self.conditions.remove(at) {
            self.end_condition(&condition);
        }
        self.select(library);
    }

    /// Takes back the order that a query has set.
    pub(super) fn end_condition(&mut self, condition: &Condition) {
        if let Some(sort) = condition.query().and_then(|query| query.sort_before) {
            self.list.sort = sort;
        }
        let goes_back = |query: &&QueryCondition| {
            self.list.posts.is_empty() || matches!(query.origin(), Origin::Related(..))
        };
        let back = condition.query().filter(goes_back).and_then(|query| query.back);
        if self.keep.is_none() {
            self.keep = back;
        }
    }
}

/// Selecting and counting.
impl Listing {
    /// Lists and counts the posts that meet the conditions.
    pub(in crate::app) fn select(&mut self, library: &Library) {
        self.select_holding(library, self.present());
    }

    /// Returns the post that will get the cursor, else the one under it.
    pub(super) fn present(&self) -> Option<PostId> {
        self.keep.or_else(|| self.list.selected())
    }

    /// Does the same as [`Self::select`]; `held` gets the row of its story.
    pub(super) fn select_holding(&mut self, library: &Library, held: Option<PostId>) {
        let (archive, marks) = (library.archive(), library.marks());
        self.count_all(library);
        let listable = &self.counts.listable;
        let listed = self.conditions.select(archive, marks, listable);
        self.counts.muted_here = self.conditions.select(archive, marks, &self.counts.muted).len();
        let counts_of = |posts: &[PostId]| {
            if posts.len() == listable.len() {
                return self.counts.all.clone();
            }
            let mut counts = Counts::default();
            counts.add(archive, marks, posts);
            counts
        };
        let chosen = Kind::SINGLE.into_iter().filter(|kind| self.conditions.has(*kind));
        let others = chosen.map(|kind| {
            let posts = self.conditions.without_kind(kind).select(archive, marks, listable);
            (kind, counts_of(&posts))
        });
        let others = others.collect();
        self.counts.listed = counts_of(&listed);
        self.counts.others = others;
        self.emptied = if listed.is_empty() { self.find_emptied(library) } else { None };
        self.suffixes.of_listed(archive, &listed);
        let listed = self.in_order(library, listed);
        let listed = self.stories.fold(listed, held, self.may_fold());
        self.list.replace(archive, listed);
        self.move_to_kept(archive);
        self.rebuild_facets(library);
    }

    /// Counts all posts that can be listed, once per version of the archive.
    fn count_all(&mut self, library: &Library) {
        let hidden = self.conditions.hidden;
        let (archive, marks) = (library.archive(), library.marks());
        self.mute_all_new(library);
        let of = Some(self.current(library));
        if self.counts.of == of {
            return;
        }
        let all = Filter { hidden, ..Filter::default() };
        let listable = all.select(archive, marks, archive.newest_first());
        let (listable, muted) = self.split_muted(listable);
        self.counts.of = of;
        self.counts.muted = muted;
        self.counts.all = Counts::default();
        self.counts.all.add(archive, marks, &listable);
        self.suffixes.of_all(archive, &listable);
        self.counts.listable = listable;
    }

    /// Returns the version that up-to-date counts have.
    pub(super) fn current(&self, library: &Library) -> Version {
        (library.version(), self.conditions.hidden, self.muting_version())
    }

    /// Moves the cursor to the post in `keep`, if it is listed.
    pub(super) fn move_to_kept(&mut self, archive: &Archive) {
        let Some(at) = self.keep.and_then(|id| self.position(archive, id)) else { return };
        self.list.cursor.go_to(at);
        // More hits may arrive above it.
        if !self.is_searching() {
            self.keep = None;
        }
    }

    /// Counts posts that have arrived, and lists those that meet the conditions.
    pub(in crate::app) fn add(&mut self, library: &Library, ids: &[PostId]) {
        let (archive, marks) = (library.archive(), library.marks());
        if archive.len() == ids.len() {
            self.counts.of = Some(self.current(library));
        }
        self.mute_new(library, ids);
        let all = Filter { hidden: self.conditions.hidden, ..Filter::default() };
        let (listable, muted) = self.split_muted(all.select(archive, marks, ids));
        self.counts.muted_here += self.conditions.select(archive, marks, &muted).len();
        archive.merge(&mut self.counts.muted, &muted);
        self.counts.all.add(archive, marks, &listable);
        archive.merge(&mut self.counts.listable, &listable);
        let listed = self.conditions.select(archive, marks, &listable);
        self.counts.listed.add(archive, marks, &listed);
        self.count_others(library, &listable);
        self.list.merge(archive, &self.stories.fold_more(listed));
        // Doing this after each batch of a million posts would cost more than loading them.
        let described = self.counts.described;
        if self.counts.listable.len().saturating_sub(described) >= described / PART {
            self.describe(library);
        }
    }

    /// Updates what is computed from all posts besides the list: title suffixes and facets.
    pub(super) fn describe(&mut self, library: &Library) {
        self.suffixes.of_all(library.archive(), &self.counts.listable);
        self.counts.described = self.counts.listable.len();
        self.rebuild_facets(library);
    }

    /// Counts more posts for the kinds with a chosen facet.
    pub(super) fn count_others(&mut self, library: &Library, ids: &[PostId]) {
        let (archive, marks) = (library.archive(), library.marks());
        for (kind, counts) in &mut self.counts.others {
            let posts = self.conditions.without_kind(*kind).select(archive, marks, ids);
            counts.add(archive, marks, &posts);
        }
    }

    /// Marks of all posts may have changed: counts them anew and lists what meets the conditions.
    pub(in crate::app) fn recount(&mut self, library: &Library) {
        self.counts.of = None;
        self.select(library);
    }

    pub(super) fn rebuild_facets(&mut self, library: &Library) {
        self.counts.in_facets = self.list.posts.len();
        let views = self.view_rows(library);
        let chosen: Vec<&Facet> = self.conditions.facets().collect();
        let tally = Tally {
            archive: library.archive(),
            counts: &self.counts,
            chosen: &chosen,
            has_axis: self.has_axis(),
        };
        self.facets.rebuild(&tally, views);
    }
}
