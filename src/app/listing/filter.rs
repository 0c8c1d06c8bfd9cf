//! Filtering and sorting the list.

use crate::app::cursor::Cursor;
use crate::app::library::Library;
use crate::app::listing::{Listing, sorted};
use crate::app::text::Text;
use crate::archive::post::PostId;
use crate::clean::CleanText;
use crate::config::locale::Locale;
use crate::search::facets::{Counts, Facet, Filter};
use crate::search::query::field::Sort;

/// What the user has chosen to be listed, apart from a search in the list's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::app) struct Choice {
    facets: Vec<Facet>,
    query: Option<CleanText>,
    hidden: bool,
    sort: Sort,
}

impl Choice {
    /// Whether the list is not in the archive's order.
    pub(super) fn is_sorted(&self) -> bool {
        self.sort != Sort::default()
    }
}

/// The condition that left no post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Emptied {
    /// The position of the condition: the facets in the order of choice, then the query.
    condition: usize,
    /// How many posts the conditions before it left.
    posts: usize,
}

impl Listing {
    /// What is chosen to be listed.
    pub(in crate::app) fn choice(&self) -> Choice {
        Choice {
            facets: self.filter.facets.clone(),
            query: self.filter_query.as_ref().map(|query| query.text.clone()),
            hidden: self.filter.hidden,
            sort: self.lent.first().map_or(self.list.sort, |list| list.sort),
        }
    }

    /// Lists what was chosen before; `post` gets the cursor.
    pub(in crate::app) fn choose_again(
        &mut self,
        library: &Library,
        choice: Choice,
        post: Option<PostId>,
    ) {
        let Choice { facets, query, hidden, sort } = choice;
        self.drop_filter_query();
        (self.filter.facets, self.filter.hidden, self.list.sort) = (facets, hidden, sort);
        match query {
            // It was a query before.
            Some(query) => drop(self.filter_by(library, query.as_str())),
            None => self.select(library),
        }
        if let Some(at) = post.and_then(|id| self.position(library.archive(), id)) {
            self.list.cursor.at = at;
        }
        if let Some(query) = &mut self.filter_query {
            query.keep = post;
        }
    }

    /// Adds the facet under the facets' cursor to the filter or removes it; the row of everything
    /// removes all.
    pub(in crate::app) fn toggle_facet(&mut self, library: &Library) {
        match self.facets.selected() {
            Some(row) => self.filter.toggle(&row.facet),
            None => self.filter.facets.clear(),
        }
        self.select(library);
    }

    /// Shows or hides drafts and other hidden posts.
    pub(in crate::app) fn show_hidden(&mut self, library: &Library, hidden: bool) {
        self.filter.hidden = hidden;
        self.views.are_stale();
        self.select(library);
    }

    /// Whether the list is filtered.
    pub(in crate::app) fn is_filtered(&self) -> bool {
        !self.filter.facets.is_empty() || self.filter_query.is_some()
    }

    /// Removes all conditions.
    pub(in crate::app) fn clear_filter(&mut self, library: &Library) {
        self.filter.facets.clear();
        self.drop_filter_query();
        self.select(library);
    }

    /// Removes the last condition: the query, else the facet that was chosen last.
    pub(in crate::app) fn clear_last(&mut self, library: &Library) {
        if self.filter_query.is_some() {
            self.drop_filter_query();
        } else {
            self.filter.facets.pop();
        }
        self.select(library);
    }

    /// Lists, from the top, only posts with these facets, or hits of a query.
    pub(in crate::app) fn list_only(
        &mut self,
        library: &Library,
        facets: Vec<Facet>,
        query: Option<&str>,
    ) -> Result<(), crate::search::query::error::QueryError> {
        self.drop_filter_query();
        self.filter.facets = facets;
        self.list.cursor = Cursor::default();
        self.list.touched = true;
        self.list.posts.clear();
        if let Some(query) = query {
            self.filter_by(library, query)
        } else {
            self.select(library);
            Ok(())
        }
    }

    /// Lists and counts the posts that pass the filter.
    pub(in crate::app) fn select(&mut self, library: &Library) {
        let (archive, marks) = (library.archive(), library.marks());
        let all = Filter { hidden: self.filter.hidden, ..Filter::default() };
        let listable = all.select(archive, marks, archive.newest_first());
        let listed = self.filter.select(archive, marks, &listable);
        // All posts are counted once per version of the archive.
        let of = Some((library.version(), self.filter.hidden));
        if self.counts.of != of {
            self.counts.of = of;
            self.counts.all = Counts::default();
            self.counts.all.add(archive, marks, &listable);
        }
        self.counts.listed = if listed.len() == listable.len() {
            self.counts.all.clone()
        } else {
            let mut counts = Counts::default();
            counts.add(archive, marks, &listed);
            counts
        };
        self.emptied = if listed.is_empty() { self.find_emptied(library, listable) } else { None };
        let listed = sorted(archive, listed, *self.sort_of_list());
        if let Some(list) = self.lent.first_mut() {
            // The hits of a search have the list's place.
            let selected = list.posts.get(list.cursor.at).copied();
            let at = selected.and_then(|id| listed.iter().position(|other| *other == id));
            list.cursor.at = at.unwrap_or(list.cursor.at).min(listed.len().saturating_sub(1));
            list.posts = listed;
        } else {
            self.list.replace(archive, listed);
        }
        self.rebuild_facets(library);
    }

    /// Marks of all posts may have changed: counts them anew and lists what passes the filter.
    pub(in crate::app) fn recount(&mut self, library: &Library) {
        self.counts.of = None;
        self.select(library);
    }

    /// Finds the condition that left none of the posts that can be listed.
    fn find_emptied(&self, library: &Library, mut left: Vec<PostId>) -> Option<Emptied> {
        let hidden = self.filter.hidden;
        let facets = self.filter.facets.iter().cloned();
        let facets = facets.map(|facet| Filter { facets: vec![facet], hidden, hits: None });
        let query = self.filter_query.as_ref().map(|_| Filter {
            facets: Vec::new(),
            hidden,
            hits: self.filter.hits.clone(),
        });
        for (condition, filter) in facets.chain(query).enumerate() {
            let posts = left.len();
            left = filter.select(library.archive(), library.marks(), &left);
            if left.is_empty() {
                return (posts > 0).then_some(Emptied { condition, posts });
            }
        }
        None
    }

    /// Says which condition left no post.
    pub(in crate::app) fn emptied_text(&self, locale: Locale) -> Option<Text> {
        let Emptied { condition, posts } = *self.emptied.as_ref()?;
        let mut before = self.condition_names(locale);
        let by = before.get(condition)?.clone();
        before.truncate(condition);
        if before.is_empty() {
            before.push(Text::Everything.to_clean(locale));
        }
        let before = CleanText::join(before.iter().map(CleanText::as_clean), "  ");
        Some(Text::EmptiedBy { before, posts, by })
    }

    /// The conditions by name: the facets, then the query.
    fn condition_names(&self, locale: Locale) -> Vec<CleanText> {
        let facets = self.filter.facets.iter().map(|facet| self.facets.name(facet, locale));
        facets.chain(self.filter_query.as_ref().map(|query| query.text.clone())).collect()
    }

    /// The conditions in one line, for the top of the screen.
    pub(in crate::app) fn conditions(&self, locale: Locale) -> CleanText {
        CleanText::join(self.condition_names(locale).iter().map(CleanText::as_clean), "  ")
    }

    /// Sorts the list, or the hits that have its place; the cursor stays on its post.
    pub(in crate::app) fn sort_by(&mut self, library: &Library, sort: Sort) {
        if self.search.is_some() {
            self.sort_hits(library, sort);
            return;
        }
        if let Some(query) = &mut self.filter_query {
            // The query's order does not count any more.
            query.sort_before = None;
        }
        self.list.sort = sort;
        self.list.touched = true;
        self.select(library);
    }
}
