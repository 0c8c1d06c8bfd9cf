//! Searches whose hits take the list's place, as the user types.
//!
//! The list is lent to a search and put back when the search is left. Worker threads run the query
//! and send hits; answers to a query that is no longer current are dropped.

use std::collections::HashMap;
use std::sync::Arc;

use crate::app::cursor::Cursor;
use crate::app::effect::{Effect, SearchRequest, SearchTarget, SnippetRequest};
use crate::app::library::Library;
use crate::app::listing::{Listing, sorted};
use crate::app::outbox::Outbox;
use crate::app::screen::layout::Pane;
use crate::app::text::Text;
use crate::archive::post::PostId;
use crate::clean::CleanText;
use crate::search::find::{Summary, needles};
use crate::search::fold::fold;
use crate::search::query::Query;
use crate::search::query::error::QueryError;
use crate::search::query::field::Sort;
use crate::search::query::matcher::Matcher;
use crate::search::related::Relation;
use crate::search::snippet::Snippet;

/// A search whose hits have taken the list's place.
#[derive(Clone, Debug)]
pub struct Search {
    /// The query as typed.
    text: String,
    /// The relation to a post and its name, if the hits are no hits of a query.
    relation: Option<(Relation, Text)>,
    matcher: Arc<Matcher>,
    sort: Option<Sort>,
    snippets: HashMap<PostId, Snippet>,
    number: u64,
    is_requested: bool,
    is_done: bool,
    /// Whether the list shows hits of this query, not those of the one before.
    is_shown: bool,
    /// The hits of a search that runs again; the old hits stay until all have come.
    refreshed: Option<Vec<PostId>>,
    /// The posts whose snippets were requested last.
    requested_snippets: Vec<PostId>,
}

impl Search {
    /// What is shown, in words.
    pub fn name(&self) -> Text {
        match &self.relation {
            Some((_, name)) => name.clone(),
            None => Text::Searching { words: CleanText::line(&self.text) },
        }
    }

    /// The query as typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the hits are no hits of a query, but posts related to one.
    pub fn is_relation(&self) -> bool {
        self.relation.is_some()
    }

    /// Whether all hits have come.
    pub fn is_done(&self) -> bool {
        self.is_done
    }

    /// The query, resolved.
    pub fn matcher(&self) -> &Matcher {
        &self.matcher
    }

    /// The snippet of a hit, once it was read.
    pub fn snippet(&self, id: PostId) -> Option<&Snippet> {
        self.snippets.get(&id)
    }

    /// The first text that the query looks for in bodies and titles.
    pub(in crate::app) fn first_needle(&self) -> Option<String> {
        needles(&self.matcher).first().map(|needle| (*needle).to_owned())
    }

    /// Runs the search from the start; the present hits stay until the first ones come.
    fn restart(&mut self, number: u64) {
        (self.number, self.is_requested, self.is_done, self.is_shown) =
            (number, false, false, false);
        self.refreshed = None;
    }
}

/// What a search took the place of.
#[derive(Clone, Debug)]
pub(super) struct Lent {
    /// The search of which these are the hits; `None` for the list itself.
    search: Option<Search>,
    pub posts: Vec<PostId>,
    pub cursor: Cursor,
    pub sort: Sort,
    focus: Pane,
}

/// Starting and leaving.
impl Listing {
    /// Lends the list to a search that is typed, unless it is lent; `focus` is restored at the end.
    pub(in crate::app) fn begin_search(&mut self, focus: Pane) {
        if self.lent.is_empty() {
            self.lend(focus);
        }
    }

    fn lend(&mut self, focus: Pane) {
        self.lent.push(Lent {
            search: self.search.clone(),
            posts: self.list.posts.clone(),
            cursor: self.list.cursor,
            sort: self.list.sort,
            focus,
        });
    }

    /// Searches for what is typed so far; for nothing, the list is shown.
    pub(in crate::app) fn search_for(
        &mut self,
        library: &Library,
        text: &str,
    ) -> Result<(), QueryError> {
        if text.trim().is_empty() {
            self.put_back(library);
            return Ok(());
        }
        let query = Query::parse(text)?;
        if !query.is_all() {
            self.set_search(library, text, &query, None);
        }
        Ok(())
    }

    /// Shows the posts related to one, under a name.
    pub(in crate::app) fn show_related(
        &mut self,
        library: &Library,
        relation: Relation,
        name: Text,
        focus: Pane,
    ) {
        self.lend(focus);
        self.set_search(library, "", &Query::ALL, Some((relation, name)));
    }

    fn set_search(
        &mut self,
        library: &Library,
        text: &str,
        query: &Query,
        relation: Option<(Relation, Text)>,
    ) {
        let (matcher, number) = (self.resolve(library, query), self.next_query());
        // The old snippets are shown until the first hits come.
        let snippets = self.search.take().map(|old| old.snippets).unwrap_or_default();
        self.search = Some(Search {
            text: text.to_owned(),
            relation,
            matcher,
            sort: query.sort,
            snippets,
            number,
            is_requested: false,
            is_done: false,
            is_shown: false,
            refreshed: None,
            requested_snippets: Vec::new(),
        });
        self.list.sort = query.sort.unwrap_or_default();
    }

    /// Puts back what the search took the place of, but stays in the search.
    fn put_back(&mut self, library: &Library) {
        self.search = None;
        if let Some(Lent { search, posts, cursor, sort, .. }) = self.lent.last() {
            self.search.clone_from(search);
            self.list.posts.clone_from(posts);
            (self.list.cursor, self.list.sort) = (*cursor, *sort);
        }
        if self.search.is_some() {
            // Hits may have vanished meanwhile.
            self.list.posts.retain(|id| library.archive().post(*id).is_some());
        }
    }

    /// Leaves the search; the pane that had the focus before.
    pub(in crate::app) fn leave_search(&mut self, library: &Library) -> Option<Pane> {
        self.put_back(library);
        let focus = self.lent.pop().map(|lent| lent.focus);
        let number = self.next_query();
        if let Some(search) = self.search.as_mut().filter(|search| !search.is_done) {
            search.restart(number);
        }
        focus
    }

    /// Leaves all searches, so that the list has its own place; the pane that had the focus before,
    /// if there was a search.
    pub(in crate::app) fn leave_searches(&mut self, library: &Library) -> Option<Pane> {
        self.search.as_ref()?;
        self.lent.truncate(1);
        self.leave_search(library)
    }

    /// Sorts the hits. A query runs again, since it sends them in order.
    pub(super) fn sort_hits(&mut self, library: &Library, sort: Sort) {
        let Some(search) = &self.search else { return };
        if search.relation.is_some() {
            let archive = library.archive();
            let mut posts = std::mem::take(&mut self.list.posts);
            posts.sort_by(|a, b| archive.compare(*a, *b));
            self.list.sort = sort;
            self.list.posts = sorted(archive, posts, sort);
            return;
        }
        let text = search.text.clone();
        if let Ok(query) = Query::parse(&text) {
            self.set_search(library, &text, &Query { sort: Some(sort), ..query }, None);
        }
    }
}

/// Running queries.
impl Listing {
    pub(super) fn next_query(&mut self) -> u64 {
        self.queries += 1;
        self.queries
    }

    pub(super) fn resolve(&self, library: &Library, query: &Query) -> Arc<Matcher> {
        Arc::new(query.resolve(library.today(), fold).with_hidden(self.filter.hidden))
    }

    /// Runs the search and the filter's query again after the archive or the day has changed. Hits
    /// stay until all new ones have come, unless posts have other ids now.
    pub(in crate::app) fn refresh_hits(&mut self, library: &Library, ids_have_changed: bool) {
        self.views.are_stale();
        let query = self.search.as_ref().and_then(|search| Query::parse(&search.text).ok());
        let matcher = query.map(|query| self.resolve(library, &query));
        let (number, sort) = (self.next_query(), self.list.sort);
        if let Some(search) = &mut self.search {
            if let Some(matcher) = matcher.filter(|_| search.relation.is_none()) {
                search.matcher = matcher;
            }
            search.sort = Some(sort).filter(|sort| *sort != Sort::default());
            (search.number, search.is_requested, search.is_done) = (number, false, false);
            search.refreshed = search.is_shown.then(Vec::new);
        }
        self.refresh_filter_query(library, ids_have_changed);
    }

    /// Requests the hits of queries and the snippets of the `rows` hits in view, unless that was
    /// done.
    pub(in crate::app) fn request(&mut self, library: &Library, rows: usize, out: &mut Outbox) {
        let search = self.search_request(library).map(Effect::Search);
        let filter = self.filter_request(library).map(Effect::Search);
        let snippets = self.snippet_request(library, rows).map(Effect::Snippets);
        for request in [search, filter, snippets].into_iter().flatten() {
            out.order(request);
        }
    }

    fn search_request(&mut self, library: &Library) -> Option<SearchRequest> {
        let search = self.search.as_mut().filter(|search| !search.is_requested)?;
        let scope = library.scope()?;
        search.is_requested = true;
        Some(SearchRequest {
            target: SearchTarget::List,
            number: search.number,
            scope,
            matcher: Arc::clone(&search.matcher),
            sort: search.sort,
            relation: search.relation.as_ref().map(|(relation, _)| *relation),
        })
    }

    fn snippet_request(&mut self, library: &Library, rows: usize) -> Option<SnippetRequest> {
        let site = library.site()?;
        let search = self.search.as_mut().filter(|search| search.is_shown)?;
        let in_view = self.list.posts.iter().skip(self.list.cursor.top).take(rows);
        let missing: Vec<PostId> =
            in_view.filter(|id| !search.snippets.contains_key(id)).copied().collect();
        if missing.is_empty() || missing == search.requested_snippets {
            return None;
        }
        let with_key = |&id: &PostId| Some((id, library.key_of(id)?));
        let posts = missing.iter().filter_map(with_key).collect();
        search.requested_snippets = missing;
        Some(SnippetRequest {
            number: search.number,
            posts,
            site: Arc::clone(site),
            matcher: Arc::clone(&search.matcher),
        })
    }

    /// Takes hits of a query. Gives the relation of a search that found nothing.
    pub(in crate::app) fn found(
        &mut self,
        library: &Library,
        target: SearchTarget,
        number: u64,
        hits: &[PostId],
        ended: Option<Summary>,
    ) -> Option<Relation> {
        match target {
            SearchTarget::List => self.search_found(number, hits, ended.is_some()),
            SearchTarget::Filter => {
                self.filter_found(library, number, hits, ended.is_some());
                None
            }
        }
    }

    fn search_found(&mut self, number: u64, hits: &[PostId], is_last: bool) -> Option<Relation> {
        let search = self.search.as_mut().filter(|search| search.number == number)?;
        search.is_done = is_last;
        if let Some(refreshed) = &mut search.refreshed {
            refreshed.extend_from_slice(hits);
            if is_last {
                let hits = search.refreshed.take().unwrap_or_default();
                self.take_refreshed(hits);
            }
            return None;
        }
        if !std::mem::replace(&mut search.is_shown, true) {
            search.snippets.clear();
            self.list.posts.clear();
            self.list.chosen.clear();
            self.list.cursor = Cursor::default();
        }
        self.list.posts.extend_from_slice(hits);
        let relation = search.relation.as_ref().map(|(relation, _)| *relation);
        relation.filter(|_| is_last && self.list.posts.is_empty())
    }

    /// Replaces the hits; the cursor stays on its post, else on its row.
    fn take_refreshed(&mut self, hits: Vec<PostId>) {
        let selected = self.selected();
        let same = selected.and_then(|id| hits.iter().position(|hit| *hit == id));
        let at = same.unwrap_or(self.list.cursor.at).min(hits.len().saturating_sub(1));
        self.list.posts = hits;
        self.list.cursor.keep_row(at);
        if let Some(search) = &mut self.search {
            // Texts may have changed.
            search.snippets.clear();
            search.requested_snippets.clear();
        }
    }

    /// Takes snippets of hits of the search of a number.
    pub(in crate::app) fn take_snippets(&mut self, number: u64, snippets: Vec<(PostId, Snippet)>) {
        if let Some(search) = self.search.as_mut().filter(|search| search.number == number) {
            search.snippets.extend(snippets);
        }
    }
}
