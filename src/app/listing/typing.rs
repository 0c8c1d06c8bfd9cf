//! A query that is being typed: it counts among the conditions at once, and what was listed before
//! comes back if the user leaves it.

use crate::app::cursor::Cursor;
use crate::app::library::Library;
use crate::app::listing::Listing;
use crate::app::listing::conditions::{Condition, Conditions};
use crate::app::listing::query::Origin;
use crate::app::screen::layout::Pane;
use crate::app::text::Text;
use crate::archive::post::PostId;
use crate::clean::CleanText;
use crate::config::locale::Locale;
use crate::search::query::Query;
use crate::search::query::error::QueryError;
use crate::search::query::field::{Sort, SortKey};
use crate::search::related::Relation;

/// What was listed before a query is typed.
#[derive(Clone, Debug)]
pub(super) struct Before {
    pub conditions: Conditions,
    pub sort: Sort,
    post: Option<PostId>,
    cursor: Cursor,
    focus: Pane,
    origin: Origin,
    /// Whether the query looks in the whole archive.
    is_wide: bool,
}

impl Before {
    /// Drops references to posts by id after the archive was replaced.
    pub(super) fn forget_posts(&mut self) {
        self.post = None;
        self.conditions.forget_posts();
    }
}

impl Listing {
    /// Starts to type a search or a filter; `focus` is given back if it is left.
    pub(in crate::app) fn begin_query(&mut self, origin: Origin, focus: Pane) {
        let is_wide = match origin {
            Origin::Search => self
                .search()
                .is_some_and(|search| *search.origin() == Origin::Search && search.is_wide()),
            _ => false,
        };
        self.before = Some(Before {
            conditions: self.conditions.clone(),
            sort: self.list.sort,
            post: self.selected(),
            cursor: self.list.cursor,
            focus,
            origin,
            is_wide,
        });
    }

    /// Whether the query that is typed looks in the whole archive; `None` if there are no other
    /// conditions, or no search is typed.
    pub fn is_typed_wide(&self) -> Option<bool> {
        let before = self.before.as_ref().filter(|before| before.origin == Origin::Search)?;
        self.narrowing().next().map(|_| before.is_wide)
    }

    /// The conditions that the search being typed looks in, unless it is wide.
    fn narrowing(&self) -> impl Iterator<Item = &Condition> {
        self.before.iter().flat_map(|before| {
            let at = position_of(&before.conditions, &before.origin);
            before.conditions.without(at)
        })
    }

    /// The names of these conditions.
    pub fn narrowing_names(&self, locale: Locale) -> CleanText {
        self.names_of(self.narrowing(), locale)
    }

    /// The post that has the cursor, or had it before a query was typed.
    pub(in crate::app) fn place(&self) -> Option<PostId> {
        self.before.as_ref().map_or_else(|| self.selected(), |before| before.post)
    }

    /// Has the search look in the whole archive, or only in what the other conditions list.
    pub(in crate::app) fn toggle_wide(&mut self) {
        if let Some(before) = &mut self.before {
            before.is_wide = !before.is_wide;
        }
    }

    /// Lists the hits of what is typed so far, as far as it makes sense; returns what is wrong with it.
    pub(in crate::app) fn type_query(
        &mut self,
        library: &Library,
        text: &str,
    ) -> Result<(), QueryError> {
        let Some(before) = &self.before else { return Ok(()) };
        let (origin, is_wide, post) = (before.origin.clone(), before.is_wide, before.post);
        let (text, query, error) = Query::parse_so_far(text);
        let result = error.map_or(Ok(()), Err);
        if query.is_all() {
            self.untype_query(library);
            return result;
        }
        let at = position_of(&self.conditions, &origin);
        let stands = at.and_then(|at| self.conditions.active().get(at)?.query());
        if stands.is_some_and(|old| old.text().trim() == text.trim() && old.is_wide() == is_wide) {
            return result;
        }
        if stands.is_some_and(|old| old.is_wide() != is_wide) {
            self.untype_query(library);
        }
        // A filter keeps the place; a search starts from its first hit.
        self.keep = post.filter(|_| origin == Origin::Filter);
        let mut new = self.new_query(library, origin, &text, &query).wide(is_wide);
        new.back = post;
        self.put_query(new, query.sort);
        result
    }

    /// Lists what the other conditions leave.
    fn untype_query(&mut self, library: &Library) {
        let Some(before) = &self.before else { return };
        if let Some(at) = position_of(&self.conditions, &before.origin.clone()) {
            self.clear_at(library, at);
        }
    }

    /// Keeps the query that was typed.
    pub(in crate::app) fn end_query(&mut self) {
        self.before = None;
        self.list.touched = true;
    }

    /// Lists what was listed before the query was typed; the pane that had the focus.
    pub(in crate::app) fn leave_query(&mut self, library: &Library) -> Option<Pane> {
        let Before { conditions, sort, post, cursor, focus, .. } = self.before.take()?;
        let hidden = self.conditions.hidden;
        self.conditions = conditions;
        self.conditions.hidden = hidden;
        self.list.sort = sort;
        let mut number = self.queries;
        for query in self.conditions.queries_mut().filter(|query| !query.is_done()) {
            number += 1;
            query.run_again(number, false);
        }
        self.queries = number;
        self.select(library);
        self.list.cursor = cursor;
        let at = post.and_then(|post| self.position(library.archive(), post));
        self.list.cursor.keep_row(at.unwrap_or(cursor.at));
        Some(focus)
    }

    /// Lists the posts of a relation, under a name.
    pub(in crate::app) fn show_related(
        &mut self,
        library: &Library,
        relation: Relation,
        name: Text,
    ) {
        let is_ranked = relation.is_ranked();
        let by_relevance = Sort { key: SortKey::Relevance, reversed: false };
        let origin = Origin::Related(relation, name);
        let mut new = self.new_query(library, origin, "", &Query::ALL);
        new.back = self.selected();
        // The old list stays until the first posts arrive.
        self.put_query(new, is_ranked.then_some(by_relevance));
    }
}

/// The position of the query of an origin among the conditions that count.
fn position_of(conditions: &Conditions, origin: &Origin) -> Option<usize> {
    let is_it = |one: &Condition| one.query().is_some_and(|query| query.origin() == origin);
    conditions.active().iter().position(is_it)
}
