//! Running the queries of the conditions, and taking their hits.

use std::sync::Arc;

use crate::app::cursor::Cursor;
use crate::app::effect::{Effect, SearchRequest, SnippetRequest};
use crate::app::library::Library;
use crate::app::listing::Listing;
use crate::app::listing::query::{Arrived, Origin, QueryCondition};
use crate::app::outbox::Outbox;
use crate::archive::post::PostId;
use crate::search::find::Summary;
use crate::search::fold::fold;
use crate::search::query::Query;
use crate::search::query::field::{Sort, SortKey};
use crate::search::query::matcher::Matcher;
use crate::search::related::Relation;
use crate::search::snippet::Snippet;

impl Listing {
    pub(super) fn next_query(&mut self) -> u64 {
        self.queries += 1;
        self.queries
    }

    pub(super) fn resolve(&self, library: &Library, query: &Query) -> Arc<Matcher> {
        let query = self.synonyms.expand(query);
        Arc::new(query.resolve(library.today_on_site(), fold).with_hidden(self.conditions.hidden))
    }

    /// A query that has not run yet.
    pub(super) fn new_query(
        &mut self,
        library: &Library,
        origin: Origin,
        text: &str,
        query: &Query,
    ) -> QueryCondition {
        let (matcher, number) = (self.resolve(library, query), self.next_query());
        QueryCondition::new(origin, text, matcher, number).also(&self.synonyms.added(query))
    }

    /// Runs all queries again after the archive or the date has changed. Old hits stay until all
    /// new ones have arrived, unless post ids have changed.
    pub(in crate::app) fn refresh_hits(&mut self, library: &Library, ids_have_changed: bool) {
        self.restore_conditions(library);
        self.views.are_stale();
        self.read_muted(library);
        if ids_have_changed {
            self.keep = self.selected();
        }
        let (today, hidden) = (library.today_on_site(), self.conditions.hidden);
        let mut number = self.queries;
        let before = self.before.as_mut().map(|before| &mut before.conditions);
        for conditions in [Some(&mut self.conditions), before].into_iter().flatten() {
            for query in conditions.queries_mut() {
                number += 1;
                if let Some(parsed) = query.as_query() {
                    query.set_also(&self.synonyms.added(&parsed));
                    let parsed = self.synonyms.expand(&parsed);
                    query.matcher = Arc::new(parsed.resolve(today, fold).with_hidden(hidden));
                }
                query.run_again(number, ids_have_changed);
            }
        }
        self.queries = number;
        if ids_have_changed {
            self.select(library);
        }
    }

    /// Sends the requests that are due: for hits, muted posts, stories, an order, and snippets of
    /// the `rows` hits in view.
    pub(in crate::app) fn request(&mut self, library: &Library, rows: usize, out: &mut Outbox) {
        for request in self.search_requests(library) {
            out.order(Effect::Search(request));
        }
        if let Some(request) = self.mute_request(library) {
            out.order(Effect::Mute(request));
        }
        if let Some(scope) = self.duplicates_request(library) {
            out.order(Effect::Duplicates(scope));
        }
        if let Some(request) = self.order_request(library) {
            out.order(Effect::Order(request));
        }
        if let Some(request) = self.snippet_request(library, rows) {
            out.order(Effect::Snippets(request));
        }
    }

    fn search_requests(&mut self, library: &Library) -> Vec<SearchRequest> {
        if !self.conditions.queries_mut().any(|query| query.is_waiting()) {
            return Vec::new();
        }
        let Some(scope) = library.scope() else { return Vec::new() };
        let list_sort = self.list.sort;
        let wanted: Vec<u64> = self.conditions.queries_mut().map(|query| query.number).collect();
        let queries = self.conditions.queries_mut().filter(|query| query.is_waiting());
        let request = |query: &mut QueryCondition| {
            query.set_requested();
            query.sort = list_sort.of_hits();
            SearchRequest {
                number: query.number,
                wanted: wanted.clone(),
                scope: scope.clone(),
                matcher: Arc::clone(&query.matcher),
                sort: query.sort,
                relation: query.relation().cloned(),
            }
        };
        queries.map(request).collect()
    }

    fn snippet_request(&mut self, library: &Library, rows: usize) -> Option<SnippetRequest> {
        let site = library.site()?;
        let posts = &self.list.posts;
        let search = self.conditions.search_mut().filter(|search| search.is_shown())?;
        let in_view = posts.iter().skip(self.list.cursor.top).take(rows);
        let missing: Vec<PostId> =
            in_view.filter(|id| !search.snippets.contains_key(id)).copied().collect();
        if missing.is_empty() || missing == search.requested_snippets {
            return None;
        }
        let titled = |&id: &PostId| {
            let post = library.archive().post(id)?;
            Some((id, post.key(), post.title().to_clean()))
        };
        let posts = missing.iter().filter_map(titled).collect();
        search.requested_snippets = missing;
        Some(SnippetRequest {
            number: search.number,
            posts,
            site: Arc::clone(site),
            matcher: Arc::clone(&search.matcher),
        })
    }

    /// Records the percentage of the archive that the query with this number has searched.
    pub(in crate::app) fn looked(&mut self, number: u64, percent: usize) {
        let mut queries = self.conditions.queries_mut();
        if let Some(query) = queries.find(|query| query.number == number) {
            query.set_looked(percent);
        }
    }

    /// The percentage of the archive that the slowest running query has searched, if it is slow.
    pub fn percent_looked(&self) -> Option<usize> {
        self.conditions.queries().filter_map(QueryCondition::looked).min()
    }

    /// Takes hits of the query of a number; `ended` comes with the last. Removes and returns a
    /// relation that no post has.
    pub(in crate::app) fn found(
        &mut self,
        library: &Library,
        number: u64,
        hits: &[PostId],
        ended: Option<Summary>,
    ) -> Option<Relation> {
        let query = self.conditions.queries_mut().find(|query| query.number == number)?;
        let (is_last, is_new) = (ended.is_some(), !query.is_shown());
        let arrived = query.take_hits(hits, is_last);
        let relation = query.relation().filter(|_| is_last && query.order().is_empty()).cloned();
        if relation.is_some() {
            if let Some(condition) = self.conditions.remove_query(number) {
                self.end_condition(&condition);
                self.select(library);
            }
            return relation;
        }
        let is_filter = *query.origin() == Origin::Filter;
        let starts_again = is_last && std::mem::take(&mut query.starts_list);
        let starts_list = is_new && !is_filter || starts_again;
        // Hits of a query that does not count now are shown when it counts again.
        let is_active = self.conditions.queries().any(|query| query.number == number);
        match arrived {
            _ if !is_active => {}
            Arrived::Nothing => {}
            Arrived::Others => {
                self.select(library);
                if starts_list && self.keep.is_none() {
                    self.list.cursor = Cursor::default();
                }
            }
            Arrived::More => self.add_hits(library, hits, is_last),
        }
        if is_last && !self.is_searching() {
            self.keep = None;
        }
        None
    }

    /// Lists and counts more hits that meet the other conditions.
    fn add_hits(&mut self, library: &Library, hits: &[PostId], is_last: bool) {
        let (archive, marks) = (library.archive(), library.marks());
        let (hits, muted) = self.split_muted(hits.to_vec());
        self.counts.muted_here += self.conditions.select(archive, marks, &muted).len();
        let new = self.conditions.select(archive, marks, &hits);
        self.counts.listed.add(archive, marks, &new);
        self.count_others(library, &hits);
        if !new.is_empty() {
            self.emptied = None;
        }
        self.list.merge(archive, &self.stories.fold_more(new));
        self.move_to_kept(archive);
        let is_sorted = self.list.order.of_hits().is_some() && !self.list.posts.is_empty();
        if is_last && !is_sorted {
            self.select(library);
        } else if is_last || self.list.posts.len() >= 2 * self.counts.in_facets {
            // Otherwise every answer would sort all names of the archive.
            self.rebuild_facets(library);
        }
    }

    /// Takes snippets of hits of the search of a number.
    pub(in crate::app) fn take_snippets(&mut self, number: u64, snippets: Vec<(PostId, Snippet)>) {
        let mut queries = self.conditions.queries_mut();
        if let Some(search) = queries.find(|query| query.number == number) {
            search.snippets.extend(snippets);
        }
    }
}

impl Sort {
    /// The order in which hits can be sent, if any.
    fn of_hits(self) -> Option<Self> {
        match self.key {
            SortKey::Date => Some(self),
            // The list reverses them.
            SortKey::Relevance => Some(Self { reversed: false, ..self }),
            _ => None,
        }
    }
}
