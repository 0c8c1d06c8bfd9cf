//! Narrowing the list by a query, which stays beside the facets. It is answered as a search is.

use fixedbitset::FixedBitSet;

use crate::app::effect::Purpose;
use crate::app::{App, Effect};
use crate::archive::post::PostId;
use crate::clean::CleanText;
use crate::search::find::Summary;
use crate::search::query::Query;
use crate::search::query::field::Sort;

/// A query by which the list is narrowed.
#[derive(Clone, Debug)]
pub struct Narrowing {
    /// The query as typed.
    pub text: CleanText,
    number: u64,
    is_done: bool,
    /// What has come of a query that is asked again, until all has.
    again: Option<FixedBitSet>,
    /// The post to have the cursor when it comes.
    pub(super) keep: Option<PostId>,
    /// By what the list was sorted before the query said so.
    sort_before: Option<Sort>,
}

impl App {
    /// Narrows the list by a query; says what is wrong with it.
    pub(super) fn filter_by(&mut self, text: &str) -> Result<Vec<Effect>, ()> {
        if text.trim().is_empty() {
            self.stop_narrowing();
            return Ok(self.refilter());
        }
        match Query::parse(text) {
            Ok(query) => Ok(self.narrow_by(text, &query)),
            Err(error) => {
                self.tell_fault(error);
                Err(())
            }
        }
    }

    fn narrow_by(&mut self, text: &str, query: &Query) -> Vec<Effect> {
        self.stop_narrowing();
        let matcher = self.resolved(query);
        self.searches += 1;
        let number = self.searches;
        let sort_before = query.sort.map(|sort| std::mem::replace(self.sort_of_list(), sort));
        self.narrowing = Some(Narrowing {
            text: CleanText::line(text),
            number,
            is_done: false,
            again: None,
            keep: None,
            sort_before,
        });
        self.filter.hits = Some(FixedBitSet::new());
        let mut effects = self.refilter();
        effects.extend(self.wish_search(Purpose::Filter, number, matcher, query.sort, None));
        effects
    }

    /// Narrows the list by no query any more.
    pub(super) fn stop_narrowing(&mut self) {
        self.filter.hits = None;
        if let Some(sort) = self.narrowing.take().and_then(|narrowing| narrowing.sort_before) {
            *self.sort_of_list() = sort;
        }
    }

    /// By what the list is sorted, though it be lent to a search.
    fn sort_of_list(&mut self) -> &mut Sort {
        match self.before.first_mut() {
            Some(list) => &mut list.sort,
            None => &mut self.list.sort,
        }
    }

    /// The list has been sorted otherwise than the query says.
    pub(super) fn keep_sort(&mut self) {
        if let Some(narrowing) = &mut self.narrowing {
            narrowing.sort_before = None;
        }
    }

    /// Asks the query again that narrows the list. What it found stays until all has come, unless
    /// posts have other ids now.
    pub(super) fn narrow_again(&mut self, ids_are_others: bool) -> Vec<Effect> {
        let text = self.narrowing.as_ref().map(|narrowing| narrowing.text.clone());
        let query = text.and_then(|text| Query::parse(text.as_str()).ok());
        let (Some(query), selected) = (query, self.selected()) else { return Vec::new() };
        let matcher = self.resolved(&query);
        self.searches += 1;
        let number = self.searches;
        if let Some(narrowing) = &mut self.narrowing {
            (narrowing.number, narrowing.is_done) = (number, false);
            narrowing.again = Some(FixedBitSet::new());
            narrowing.keep = selected.filter(|_| ids_are_others);
        }
        let mut effects = Vec::new();
        if ids_are_others {
            self.filter.hits = Some(FixedBitSet::new());
            if let Some(narrowing) = &mut self.narrowing {
                narrowing.again = None;
            }
            effects = self.refilter();
        }
        effects.extend(self.wish_search(Purpose::Filter, number, matcher, query.sort, None));
        effects
    }

    pub(super) fn found_in_filter(
        &mut self,
        number: u64,
        hits: &[PostId],
        ended: Option<Summary>,
    ) -> Vec<Effect> {
        let is_asked = |narrowing: &&mut Narrowing| narrowing.number == number;
        let Some(narrowing) = self.narrowing.as_mut().filter(is_asked) else {
            return Vec::new();
        };
        narrowing.is_done = ended.is_some();
        let known = match &mut narrowing.again {
            Some(again) => again,
            None => self.filter.hits.get_or_insert_with(FixedBitSet::new),
        };
        for hit in hits {
            known.grow_and_insert(hit.0 as usize);
        }
        if narrowing.again.is_some() {
            if !narrowing.is_done {
                return Vec::new();
            }
            self.filter.hits = narrowing.again.take();
        }
        let keep = narrowing.keep;
        self.select_posts();
        let at = keep.and_then(|id| self.list.position(&self.archive, id));
        if let Some(at) = at.filter(|_| self.before.is_empty()) {
            self.list.cursor.at = at;
            self.keep_no_longer();
        }
        if ended.is_some() {
            self.keep_no_longer();
        }
        self.settle();
        self.preview()
    }

    fn keep_no_longer(&mut self) {
        if let Some(narrowing) = &mut self.narrowing {
            narrowing.keep = None;
        }
    }

    /// Whether the query that narrows the list is still being answered.
    pub fn is_narrowing(&self) -> bool {
        self.narrowing.as_ref().is_some_and(|narrowing| !narrowing.is_done)
    }
}
