//! The query that filters the list beside the facets. Worker threads run it like a search.

use std::sync::Arc;

use fixedbitset::FixedBitSet;

use crate::app::effect::{SearchRequest, SearchTarget};
use crate::app::library::Library;
use crate::app::listing::Listing;
use crate::archive::post::PostId;
use crate::clean::CleanText;
use crate::search::query::Query;
use crate::search::query::error::QueryError;
use crate::search::query::field::Sort;
use crate::search::query::matcher::Matcher;

/// The query and its state.
#[derive(Clone, Debug)]
pub(super) struct FilterQuery {
    /// The query as typed.
    pub text: CleanText,
    matcher: Arc<Matcher>,
    sort: Option<Sort>,
    number: u64,
    is_requested: bool,
    is_done: bool,
    /// The hits of a query that runs again; the old hits stay until all have come.
    refreshed: Option<FixedBitSet>,
    /// The post that gets the cursor when it is found.
    pub keep: Option<PostId>,
    /// The order of the list before the query set another.
    pub sort_before: Option<Sort>,
}

impl Listing {
    /// The query that filters the list, as typed.
    pub fn filter_query(&self) -> Option<&CleanText> {
        self.filter_query.as_ref().map(|query| &query.text)
    }

    /// Whether the query that filters the list is still running.
    pub fn is_filtering(&self) -> bool {
        self.filter_query.as_ref().is_some_and(|query| !query.is_done)
    }

    /// Filters the list by a query; an empty one removes the present one.
    pub(in crate::app) fn filter_by(
        &mut self,
        library: &Library,
        text: &str,
    ) -> Result<(), QueryError> {
        if text.trim().is_empty() {
            self.drop_filter_query();
        } else {
            let query = Query::parse(text)?;
            self.set_filter_query(library, text, &query);
        }
        self.select(library);
        Ok(())
    }

    fn set_filter_query(&mut self, library: &Library, text: &str, query: &Query) {
        self.drop_filter_query();
        let sort_before = query.sort.map(|sort| std::mem::replace(self.sort_of_list(), sort));
        self.filter_query = Some(FilterQuery {
            text: CleanText::line(text),
            matcher: self.resolve(library, query),
            sort: query.sort,
            number: self.next_query(),
            is_requested: false,
            is_done: false,
            refreshed: None,
            keep: None,
            sort_before,
        });
        self.filter.hits = Some(FixedBitSet::new());
    }

    /// Removes the query; the list must be selected anew.
    pub(super) fn drop_filter_query(&mut self) {
        self.filter.hits = None;
        if let Some(sort) = self.filter_query.take().and_then(|query| query.sort_before) {
            *self.sort_of_list() = sort;
        }
    }

    /// The order of the list, even if a search has taken its place.
    pub(super) fn sort_of_list(&mut self) -> &mut Sort {
        match self.lent.first_mut() {
            Some(list) => &mut list.sort,
            None => &mut self.list.sort,
        }
    }

    /// Runs the query again. The old hits stay until all new ones have come, unless posts have other
    /// ids now.
    pub(super) fn refresh_filter_query(&mut self, library: &Library, ids_have_changed: bool) {
        let Some(text) = self.filter_query() else { return };
        let Ok(query) = Query::parse(text.as_str()) else { return };
        let (matcher, number) = (self.resolve(library, &query), self.next_query());
        let selected = self.selected();
        if let Some(own) = &mut self.filter_query {
            own.matcher = matcher;
            (own.number, own.is_requested, own.is_done) = (number, false, false);
            own.refreshed = (!ids_have_changed).then(FixedBitSet::new);
            own.keep = selected.filter(|_| ids_have_changed);
        }
        if ids_have_changed {
            self.filter.hits = Some(FixedBitSet::new());
            self.select(library);
        }
    }

    /// The request to run the query, unless it was made.
    pub(super) fn filter_request(&mut self, library: &Library) -> Option<SearchRequest> {
        let query = self.filter_query.as_mut().filter(|query| !query.is_requested)?;
        let scope = library.scope()?;
        query.is_requested = true;
        Some(SearchRequest {
            target: SearchTarget::Filter,
            number: query.number,
            scope,
            matcher: Arc::clone(&query.matcher),
            sort: query.sort,
            relation: None,
        })
    }

    /// Takes hits of the query of a number; `is_last` with the last of them.
    pub(super) fn filter_found(
        &mut self,
        library: &Library,
        number: u64,
        hits: &[PostId],
        is_last: bool,
    ) {
        let Some(query) = self.filter_query.as_mut().filter(|query| query.number == number) else {
            return;
        };
        query.is_done = is_last;
        let known = match &mut query.refreshed {
            Some(refreshed) => refreshed,
            None => self.filter.hits.get_or_insert_with(FixedBitSet::new),
        };
        for hit in hits {
            known.grow_and_insert(hit.0 as usize);
        }
        if query.refreshed.is_some() {
            if !is_last {
                return;
            }
            self.filter.hits = query.refreshed.take();
        }
        let keep = query.keep;
        self.select(library);
        let at = keep.and_then(|id| self.position(library.archive(), id));
        let is_kept = at.filter(|_| self.lent.is_empty()).map(|at| self.list.cursor.at = at);
        if let Some(query) = self.filter_query.as_mut().filter(|_| is_last || is_kept.is_some()) {
            query.keep = None;
        }
    }
}
