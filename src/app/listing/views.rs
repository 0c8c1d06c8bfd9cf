//! Saved views: queries under a name, the archive's own and the user's.
//!
//! Worker threads count the posts of each, a moment after the posts or their marks have changed.

use std::collections::HashMap;

use crate::app::effect::CountRequest;
use crate::app::library::Library;
use crate::app::listing::Listing;
use crate::app::listing::facets::Row;
use crate::clean::CleanText;
use crate::search::query::Query;
use crate::state::record::Kind;

/// The archive's views and the counts of all.
#[derive(Debug, Default)]
pub(super) struct Views {
    /// Name and query.
    of_archive: Vec<(CleanText, CleanText)>,
    /// Posts by query, as far as they were counted.
    counts: HashMap<CleanText, usize>,
    /// Whether posts or marks have changed since the count.
    is_stale: bool,
}

impl Views {
    pub(super) fn new(of_archive: Vec<(CleanText, CleanText)>) -> Self {
        Self { of_archive, ..Self::default() }
    }

    /// Has the posts counted again in a moment.
    pub(super) fn are_stale(&mut self) {
        self.is_stale = true;
    }
}

impl Listing {
    /// The views by name and query: the archive's, then the user's own, which replace those of the
    /// same name.
    pub fn views(&self, library: &Library) -> Vec<(CleanText, CleanText)> {
        let mut views = self.views.of_archive.clone();
        for (name, query) in library.state().all(Kind::View) {
            let name = CleanText::line(&String::from_utf8_lossy(name));
            views.retain(|(known, _)| *known != name);
            views.push((name, CleanText::line(query)));
        }
        views
    }

    /// The conditions as a query, to be saved as a view; empty if there are none.
    pub(in crate::app) fn conditions_as_query(&self) -> String {
        self.conditions.as_query(self.list.sort)
    }

    /// A view has another name.
    pub(in crate::app) fn rename_view(&mut self, name: &CleanText, to: &CleanText) {
        for query in self.conditions.queries_mut() {
            query.rename_view(name, to);
        }
    }

    /// The views have changed.
    pub(in crate::app) fn views_have_changed(&mut self, library: &Library) {
        self.views.are_stale();
        self.rebuild_facets(library);
    }

    /// Posts of views must be counted again in a moment.
    pub(in crate::app) fn views_are_stale(&mut self) {
        self.views.are_stale();
    }

    /// The views as rows of the facet pane.
    pub(super) fn view_rows(&self, library: &Library) -> Vec<Row> {
        let row = |(name, query): (CleanText, CleanText)| {
            let chosen = self.has_view(&name);
            let count = self.views.counts.get(&query).copied();
            Row::View { name, query, count, chosen }
        };
        self.views(library).into_iter().map(row).collect()
    }

    /// Whether an alarm must be set to count the posts of the views; it is taken as set.
    pub(in crate::app) fn take_stale_views(&mut self, library: &Library) -> bool {
        std::mem::take(&mut self.views.is_stale) && !self.views(library).is_empty()
    }

    /// The request to count the posts of the views.
    pub(in crate::app) fn count_request(&self, library: &Library) -> Option<CountRequest> {
        let scope = library.scope()?;
        let resolved = |(_, text): (CleanText, CleanText)| {
            let query = Query::parse(text.as_str()).ok()?;
            Some((text, self.resolve(library, &query)))
        };
        let queries = self.views(library).into_iter().filter_map(resolved).collect();
        Some(CountRequest { scope, queries })
    }

    /// Takes the number of posts that a view's query finds.
    pub(in crate::app) fn counted(&mut self, query: CleanText, count: usize) {
        self.facets.set_view_count(&query, count);
        self.views.counts.insert(query, count);
    }
}
