//! Narrowing the list by a query, which stays beside the facets. It is answered as a search is.

use fixedbitset::FixedBitSet;

use crate::app::searching::Purpose;
use crate::app::{App, Effect};
use crate::archive::post::PostId;
use crate::clean::CleanText;
use crate::search::find::Ended;
use crate::search::query::Query;

/// A query by which the list is narrowed.
#[derive(Clone, Debug)]
pub struct Narrowing {
    /// The query as typed.
    pub text: CleanText,
    number: u64,
    is_done: bool,
}

impl App {
    /// Narrows the list by a query; says what is wrong with it.
    pub(super) fn filter_by(&mut self, text: &str) -> Result<Vec<Effect>, ()> {
        if text.trim().is_empty() {
            self.narrowing = None;
            return Ok(self.refilter());
        }
        match Query::parse(text) {
            Ok(_) => Ok(self.narrow_by(text)),
            Err(error) => {
                self.tell_fault(error);
                Err(())
            }
        }
    }

    pub(super) fn narrow_by(&mut self, text: &str) -> Vec<Effect> {
        let Ok(query) = Query::parse(text) else { return Vec::new() };
        let matcher = self.resolved(&query);
        self.searches += 1;
        let number = self.searches;
        let text = CleanText::line(text);
        self.narrowing = Some(Narrowing { text, number, is_done: false });
        self.filter.hits = Some(FixedBitSet::new());
        if let Some(sort) = query.sort {
            self.list.sort = sort;
        }
        let mut effects = self.refilter();
        effects.extend(self.wish_search(Purpose::Filter, number, matcher, query.sort, None));
        effects
    }

    pub(super) fn found_in_filter(
        &mut self,
        number: u64,
        hits: &[PostId],
        ended: Option<Ended>,
    ) -> Vec<Effect> {
        let is_asked = |narrowing: &&mut Narrowing| narrowing.number == number;
        let Some(narrowing) = self.narrowing.as_mut().filter(is_asked) else {
            return Vec::new();
        };
        narrowing.is_done = ended.is_some();
        let known = self.filter.hits.get_or_insert_with(FixedBitSet::new);
        for hit in hits {
            known.grow_and_insert(hit.0 as usize);
        }
        self.refilter()
    }

    /// Whether the query that narrows the list is still being answered.
    pub fn is_narrowing(&self) -> bool {
        self.narrowing.as_ref().is_some_and(|narrowing| !narrowing.is_done)
    }
}
