//! What the list shows: the posts that meet all of its conditions.
//!
//! A condition is a facet or a query, and a search is one of the queries. A wide condition searches
//! the whole archive: those before it are suspended until it is removed, so that removing it
//! restores them.

use crate::app::listing::query::{Origin, QueryCondition};
use crate::app::text::Text;
use crate::archive::Archive;
use crate::archive::post::PostId;
use crate::clean::CleanText;
use crate::search::facets::{self, Facet, Filter, Kind};
use crate::search::marks::Marks;
use crate::search::query::field::Sort;
use crate::search::query::{Node, Query};

/// A condition that listed posts meet.
#[derive(Clone, Debug)]
pub enum Condition {
    /// They have a property.
    Facet(Facet),
    /// They are hits of a query.
    Query(Box<QueryCondition>),
}

/// A condition without its hits: what is kept to choose it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// A facet.
    Facet(Facet),
    /// A query as typed, and whether it is wide.
    Query(Origin, String, bool),
}

impl Condition {
    pub(super) fn chosen(&self) -> Chosen {
        match self {
            Self::Facet(facet) => Chosen::Facet(facet.clone()),
            Self::Query(query) => {
                Chosen::Query(query.origin().clone(), query.text().to_owned(), query.is_wide())
            }
        }
    }

    /// Whether it lists the same posts as a condition that was chosen before.
    pub(super) fn is_same_as(&self, chosen: &Chosen) -> bool {
        match (self, chosen) {
            (Self::Facet(own), Chosen::Facet(other)) => own == other,
            (Self::Query(query), Chosen::Query(origin, text, is_wide)) => {
                let is_relation = query.is_relation() || matches!(origin, Origin::Related(..));
                let is_same = query.text() == text && query.is_wide() == *is_wide;
                is_same && (!is_relation || query.origin() == origin)
            }
            _ => false,
        }
    }

    /// Changes what its query comes from: a search can become a view.
    pub(super) fn set_origin(&mut self, chosen: Chosen) {
        if let (Self::Query(query), Chosen::Query(origin, ..)) = (self, chosen) {
            query.set_origin(origin);
        }
    }

    /// Whether those before it do not count. A query counts only when it has hits to show.
    fn is_start(&self) -> bool {
        matches!(self, Self::Query(query) if query.is_wide() && query.counts())
    }

    pub(super) fn query(&self) -> Option<&QueryCondition> {
        match self {
            Self::Query(query) => Some(query),
            Self::Facet(_) => None,
        }
    }

    fn query_mut(&mut self) -> Option<&mut QueryCondition> {
        match self {
            Self::Query(query) => Some(query),
            Self::Facet(_) => None,
        }
    }
}

/// The conditions, the last chosen at the end.
#[derive(Clone, Debug, Default)]
pub struct Conditions {
    all: Vec<Condition>,
    /// Whether drafts and other hidden posts are listed.
    pub hidden: bool,
}

/// What the conditions are.
impl Conditions {
    /// The position of the first condition that counts.
    fn start(&self) -> usize {
        self.all.iter().rposition(Condition::is_start).unwrap_or(0)
    }

    /// The conditions that count.
    pub fn active(&self) -> &[Condition] {
        self.all.get(self.start()..).unwrap_or_default()
    }

    /// The conditions that would be active without the one at a position among the active ones.
    pub(super) fn without(&self, at: Option<usize>) -> impl Iterator<Item = &Condition> {
        let left_out = at.map(|at| self.start() + at);
        let others = self.all.iter().enumerate().filter(move |(at, _)| Some(*at) != left_out);
        // Without a start, the conditions before it count again.
        let start = others.clone().rfind(|(_, one)| one.is_start()).map_or(0, |(at, _)| at);
        others.skip_while(move |(at, _)| *at < start).map(|(_, one)| one)
    }

    /// All of them without their hits.
    pub(super) fn chosen(&self) -> Vec<Chosen> {
        self.all.iter().map(Condition::chosen).collect()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The facets that count.
    pub(super) fn facets(&self) -> impl Iterator<Item = &Facet> {
        self.active().iter().filter_map(|condition| match condition {
            Condition::Facet(facet) => Some(facet),
            Condition::Query(_) => None,
        })
    }

    /// The queries that count.
    pub(super) fn queries(&self) -> impl DoubleEndedIterator<Item = &QueryCondition> {
        self.active().iter().filter_map(Condition::query)
    }

    /// The query whose hits are shown with snippets: the last search, otherwise the last query or
    /// view with words.
    pub(super) fn search(&self) -> Option<&QueryCondition> {
        let search = self.queries().rfind(|query| query.origin().shows_hits());
        search.or_else(|| self.queries().rfind(|query| query.has_relevance()))
    }

    /// The filter of all conditions that count.
    pub(super) fn filter(&self) -> Filter<'_> {
        self.filter_of(self.active())
    }

    /// The filter of some conditions.
    pub(super) fn filter_of<'c>(&self, conditions: &'c [Condition]) -> Filter<'c> {
        let mut filter = Filter { hidden: self.hidden, ..Filter::default() };
        for condition in conditions {
            match condition {
                Condition::Facet(facet) => filter.facets.push(facet.clone()),
                Condition::Query(query) if query.counts() => filter.hits.push(query.hits()),
                Condition::Query(_) => {}
            }
        }
        filter
    }

    /// Whether a facet of a kind counts.
    pub(super) fn has(&self, kind: Kind) -> bool {
        self.facets().any(|facet| facet.kind() == kind)
    }

    /// Whether a post meets the conditions until it changes: no mark and no query decides.
    pub(super) fn are_lasting(&self) -> bool {
        self.queries().next().is_none() && !self.has(Kind::Mark) && !self.has(Kind::OwnTag)
    }

    /// The filter of all conditions that count but the facets of a kind.
    pub(super) fn without_kind(&self, kind: Kind) -> Filter<'_> {
        let mut filter = self.filter();
        filter.facets.retain(|facet| facet.kind() != kind);
        filter
    }

    /// The filter of all conditions that count but views.
    pub(super) fn without_views(&self) -> Filter<'_> {
        let others = self.queries().filter(|query| query.counts() && !query.is_view());
        Filter { hits: others.map(QueryCondition::hits).collect(), ..self.filter() }
    }

    /// The posts of `ids` that meet the conditions, in the same order.
    pub(super) fn select(&self, archive: &Archive, marks: &Marks, ids: &[PostId]) -> Vec<PostId> {
        self.filter().select(archive, marks, ids)
    }

    /// The conditions as one query in an order; empty if no query says them.
    pub(super) fn as_query(&self, sort: Sort) -> String {
        let chosen: Vec<&Facet> = self.facets().collect();
        let node = |condition: &Condition| match condition {
            Condition::Facet(facet) => facets::node_among(facet, &chosen),
            Condition::Query(query) => Some(query.as_query()?.root),
        };
        let nodes: Vec<Node> = self.active().iter().filter_map(node).collect();
        if nodes.is_empty() {
            return String::new();
        }
        let sort = Some(sort).filter(|sort| *sort != Sort::default());
        Query { root: Node::all(nodes), sort }.to_string()
    }
}

/// Changes.
impl Conditions {
    pub(super) fn queries_mut(&mut self) -> impl Iterator<Item = &mut QueryCondition> {
        self.all.iter_mut().filter_map(Condition::query_mut)
    }

    pub(super) fn search_mut(&mut self) -> Option<&mut QueryCondition> {
        let number = self.search()?.number;
        self.queries_mut().find(|query| query.number == number)
    }

    /// Adds a facet unless it counts already; it replaces those that it makes superfluous.
    pub(super) fn add(&mut self, facet: &Facet) {
        if !self.facets().any(|chosen| chosen == facet) {
            self.replace_where(|chosen| facet.refines(chosen), facet);
        }
    }

    /// Adds a facet unless it counts already. If most posts have one of its kind, it replaces those
    /// of its kind.
    pub(super) fn choose(&mut self, facet: &Facet) {
        if !Kind::SINGLE.contains(&facet.kind()) {
            self.add(facet);
        } else if !self.facets().any(|chosen| chosen == facet) {
            self.replace_where(|chosen| chosen.kind() == facet.kind(), facet);
        }
    }

    fn replace_where(&mut self, is_replaced: impl Fn(&Facet) -> bool, facet: &Facet) {
        let mut kept = self.all.split_off(self.start());
        kept.retain(|one| !matches!(one, Condition::Facet(chosen) if is_replaced(chosen)));
        self.all.append(&mut kept);
        self.all.push(Condition::Facet(facet.clone()));
    }

    /// Adds a facet, or removes it if it counts.
    pub(super) fn toggle(&mut self, facet: &Facet) {
        let is_it = |one: &Condition| matches!(one, Condition::Facet(chosen) if chosen == facet);
        match self.active().iter().position(is_it) {
            Some(at) => drop(self.remove(at)),
            None => self.add(facet),
        }
    }

    /// Adds a query. It takes the place of the one that counts and comes from the same.
    pub(super) fn set_query(&mut self, query: QueryCondition) -> Option<QueryCondition> {
        let start = self.start();
        // A wide condition is a start of its own, also before it counts.
        let is_replaced = |one: &Condition| {
            one.query().is_some_and(|other| {
                other.origin().is_replaced_by(query.origin())
                    && (other.is_wide() || !query.is_wide())
            })
        };
        let place = self.active().iter().position(is_replaced).map(|at| start + at);
        let query = Box::new(query);
        let Some(old) = place.and_then(|at| self.all.get_mut(at)) else {
            self.all.push(Condition::Query(query));
            return None;
        };
        match std::mem::replace(old, Condition::Query(query)) {
            Condition::Query(old) => Some(*old),
            Condition::Facet(_) => None,
        }
    }

    /// Removes a condition, by its position among those that count.
    pub(super) fn remove(&mut self, at: usize) -> Option<Condition> {
        let at = self.start() + at;
        (at < self.all.len()).then(|| self.all.remove(at))
    }

    /// Removes the query with this number.
    pub(super) fn remove_query(&mut self, number: u64) -> Option<Condition> {
        let is_it = |one: &Condition| one.query().is_some_and(|query| query.number == number);
        let at = self.all.iter().position(is_it)?;
        Some(self.all.remove(at))
    }

    /// Removes the last condition.
    pub(super) fn pop(&mut self) -> Option<Condition> {
        self.all.pop()
    }

    /// Forgets the hits of queries, since posts have other ids now.
    pub(super) fn forget_posts(&mut self) {
        for query in self.queries_mut() {
            query.run_again(0, true);
        }
    }

    /// Removes all conditions.
    pub(super) fn take(&mut self) -> Vec<Condition> {
        std::mem::take(&mut self.all)
    }

    pub(super) fn push(&mut self, condition: Condition) {
        self.all.push(condition);
    }
}

/// A condition as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// The name.
    pub name: Text,
    /// Whether it is a search: its words stand out.
    pub is_search: bool,
}

impl Chip {
    pub(super) fn plain(name: CleanText) -> Self {
        Self { name: Text::Plain(name), is_search: false }
    }
}
