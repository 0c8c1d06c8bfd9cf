//! Saved views: named queries of the archive and of the user.
//!
//! Worker threads find the posts of each, a moment after the posts or their marks have changed.

use std::collections::HashMap;

use fixedbitset::FixedBitSet;

use crate::app::effect::{CountRequest, Counted};
use crate::app::library::Library;
use crate::app::listing::Listing;
use crate::app::listing::facets::Row;
use crate::app::listing::query::{Origin, QueryCondition};
use crate::archive::post::PostId;
use crate::clean::CleanText;
use crate::search::query::Query;
use crate::search::views::{self, View};

/// The archive's views, and the counts of all views.
#[derive(Debug, Default)]
pub(super) struct Views {
    of_archive: Vec<View>,
    /// Posts found by each query, by id, as far as known.
    hits: HashMap<CleanText, FixedBitSet>,
    /// Whether posts or marks have changed since the count.
    is_stale: bool,
}

impl Views {
    pub(super) fn new(of_archive: Vec<View>) -> Self {
        Self { of_archive, ..Self::default() }
    }

    /// Forgets the hits, because post ids have changed.
    pub(super) fn forget(&mut self) {
        self.hits.clear();
        self.is_stale = true;
    }

    /// Schedules another count of the posts.
    pub(super) fn are_stale(&mut self) {
        self.is_stale = true;
    }
}

impl Listing {
    /// The archive's views and the user's own.
    pub fn views(&self, library: &Library) -> Vec<View> {
        views::all(&self.views.of_archive, library.state())
    }

    /// The conditions as a query, to be saved as a view; empty if there are none.
    pub(in crate::app) fn conditions_as_query(&self) -> String {
        self.conditions.as_query(self.list.sort)
    }

    /// Renames a view among the conditions.
    pub(in crate::app) fn rename_view(&mut self, name: &CleanText, to: &CleanText) {
        for query in self.conditions.queries_mut() {
            if *query.origin() == Origin::View(name.clone()) {
                query.set_origin(Origin::View(to.clone()));
            }
        }
    }

    /// Updates facets, counts and muted posts after the views have changed.
    pub(in crate::app) fn views_have_changed(&mut self, library: &Library) {
        self.views.are_stale();
        self.read_muted(library);
        self.rebuild_facets(library);
    }

    /// Schedules another count of the views' posts.
    pub(in crate::app) fn views_are_stale(&mut self) {
        self.views.are_stale();
    }

    /// The views as rows of the facet pane.
    pub(super) fn view_rows(&self, library: &Library) -> Vec<Row> {
        let views = self.views(library);
        let within = if views.is_empty() { None } else { self.listed_without_views(library) };
        let row = |View { name, query, is_muted }: View| {
            let chosen = self.has_view(&name);
            let hits = self.views.hits.get(&query);
            let count = hits.map(|hits| count(hits, within.as_ref().filter(|_| !is_muted)));
            Row::View { name, query, count, chosen, is_muted }
        };
        views.into_iter().map(row).collect()
    }

    /// Returns the posts that are listed, or would be without a view, by id; `None` if nothing else
    /// filters the list.
    fn listed_without_views(&self, library: &Library) -> Option<FixedBitSet> {
        let others = self.conditions.without_views();
        if others.facets.is_empty() && others.hits.is_empty() {
            return None;
        }
        let index = |id: PostId| id.0 as usize;
        if self.conditions.queries().any(QueryCondition::is_view) {
            let posts = others.select(library.archive(), library.marks(), &self.counts.listable);
            return Some(posts.into_iter().map(index).collect());
        }
        let listed = self.list.posts.iter().copied().chain(self.stories.away());
        Some(listed.map(index).collect())
    }

    /// Returns whether the caller must set an alarm to count the views' posts, and assumes it does.
    pub(in crate::app) fn take_stale_views(&mut self, library: &Library) -> bool {
        std::mem::take(&mut self.views.is_stale) && !self.views(library).is_empty()
    }

    /// Returns the request to count the views' posts.
    pub(in crate::app) fn count_request(&self, library: &Library) -> Option<CountRequest> {
        let scope = library.scope()?;
        let left_out = self.left_out();
        let resolved = |view: View| {
            let query = Query::parse(view.query.as_str()).ok()?;
            let matcher = self.resolve(library, &query);
            Some(Counted { query: view.query, matcher, has_muted: view.is_muted })
        };
        let queries = self.views(library).into_iter().filter_map(resolved).collect();
        Some(CountRequest { scope, queries, left_out })
    }

    /// Stores the posts that a view's query finds.
    pub(in crate::app) fn counted(
        &mut self,
        library: &Library,
        query: CleanText,
        hits: FixedBitSet,
    ) {
        self.views.hits.insert(query, hits);
        let rows = self.view_rows(library);
        self.facets.set_views(rows);
    }
}

/// The number of hits of a view among the posts that it would filter.
fn count(hits: &FixedBitSet, within: Option<&FixedBitSet>) -> usize {
    within.map_or_else(|| hits.count_ones(..), |within| hits.intersection_count(within))
}
