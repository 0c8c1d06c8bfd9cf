//! The order of the list.
//!
//! A worker computes orders by texts and names as a list of all posts, once per version of the
//! archive. Until an order arrives, the list keeps its old one.

use fixedbitset::FixedBitSet;

use crate::app::effect::OrderRequest;
use crate::app::library::Library;
use crate::app::listing::Listing;
use crate::app::listing::query::QueryCondition;
use crate::archive::post::PostId;
use crate::search::query::field::{Sort, SortKey};

/// The orders of all posts that a worker has made.
#[derive(Debug, Default)]
pub(super) struct Orders {
    known: Vec<Known>,
    /// The key and the version of the last request.
    requested: Option<(SortKey, u64)>,
}

/// All posts in an order.
#[derive(Debug)]
struct Known {
    key: SortKey,
    version: u64,
    posts: Vec<PostId>,
}

impl Orders {
    fn of(&self, key: SortKey) -> Option<&Known> {
        self.known.iter().find(|known| known.key == key)
    }

    /// Whether posts can be put in an order now.
    fn has(&self, key: SortKey) -> bool {
        !key.is_slow() || self.of(key).is_some()
    }

    /// Forgets all orders, since posts have other ids now.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }
}

/// Puts the `posts` that are in `order` first, in that order, then the others in theirs.
fn in_order_of(order: &[PostId], posts: &[PostId]) -> Vec<PostId> {
    let mut left: FixedBitSet = posts.iter().map(|id| id.0 as usize).collect();
    let mut sorted: Vec<PostId> =
        order.iter().filter(|id| left.contains(id.0 as usize)).copied().collect();
    if sorted.len() < posts.len() {
        for id in &sorted {
            left.set(id.0 as usize, false);
        }
        sorted.extend(posts.iter().filter(|id| left.contains(id.0 as usize)));
    }
    sorted
}

impl Listing {
    /// Posts that are newest first, in the order of the list.
    pub(super) fn in_order(&mut self, library: &Library, posts: Vec<PostId>) -> Vec<PostId> {
        if self.orders.has(self.list.sort.key) {
            self.list.order = self.list.sort;
        } else if !self.orders.has(self.list.order.key) {
            self.list.order = Sort::default();
        }
        let Sort { key, reversed } = self.list.order;
        let mut posts = match key {
            SortKey::Date => posts,
            SortKey::Relevance => self.by_relevance(posts),
            SortKey::Unread | SortKey::Read | SortKey::Starred => {
                key.by_marks(library.marks(), &posts).unwrap_or(posts)
            }
            SortKey::Title | SortKey::Author | SortKey::Length => match self.orders.of(key) {
                Some(known) => in_order_of(&known.posts, &posts),
                None => posts,
            },
        };
        if reversed {
            posts.reverse();
        }
        posts
    }

    /// Posts in the order of the last query that sent its hits by relevance.
    fn by_relevance(&self, posts: Vec<PostId>) -> Vec<PostId> {
        match self.conditions.queries().rfind(|query| match query.relation() {
            Some(relation) => relation.is_ranked(),
            None => query.is_ranked(),
        }) {
            Some(query) => in_order_of(query.order(), &posts),
            None => posts,
        }
    }

    /// Whether the list is being put in another order.
    pub(in crate::app) fn is_sorting(&self) -> bool {
        self.list.order != self.list.sort
    }

    /// Whether a search is among the conditions, so that hits have a relevance.
    pub(in crate::app) fn can_rank(&self) -> bool {
        self.conditions.queries().any(QueryCondition::has_relevance)
    }

    /// Sorts the list; the cursor stays on its post, unless the best hits are to come first.
    pub(in crate::app) fn sort_by(&mut self, library: &Library, sort: Sort) {
        let before = std::mem::replace(&mut self.list.sort, sort);
        // The order of a query does not count any more.
        for query in self.conditions.queries_mut() {
            query.sort_before = None;
        }
        self.list.touched = true;
        if sort.key == SortKey::Relevance {
            self.rank_hits(before);
        }
        self.select(library);
    }

    /// Runs queries again whose hits have no order by relevance. Without the last of them, the list
    /// is again as it was before.
    fn rank_hits(&mut self, before: Sort) {
        let mut number = self.queries;
        for query in self.conditions.queries_mut().filter(|query| query.has_relevance()) {
            if !query.is_relation() && !query.is_ranked() {
                number += 1;
                query.run_again(number, false);
                query.starts_list = true;
            }
        }
        if let Some(last) = self.conditions.queries_mut().filter(|one| one.has_relevance()).last() {
            last.sort_before = Some(before).filter(|before| before.key != SortKey::Relevance);
            last.is_sorted_by_hand = true;
        }
        self.queries = number;
    }

    /// The request for the order of the list, unless it is known for this version of the archive.
    pub(super) fn order_request(&mut self, library: &Library) -> Option<OrderRequest> {
        let (key, version) = (self.list.sort.key, library.version());
        let has_all = || library.progress().is_done();
        let is_known = || self.orders.of(key).is_some_and(|known| known.version == version);
        if !key.is_slow() || self.orders.requested == Some((key, version)) || !has_all() {
            return None;
        }
        if is_known() {
            return None;
        }
        let scope = library.scope()?;
        self.orders.requested = Some((key, version));
        Some(OrderRequest { scope, key })
    }

    /// Takes an order of all posts of a version of the archive.
    pub(in crate::app) fn ordered(
        &mut self,
        library: &Library,
        version: u64,
        key: SortKey,
        posts: Vec<PostId>,
    ) {
        if self.orders.requested == Some((key, version)) {
            self.orders.requested = None;
        }
        // After a reload the ids are others.
        if version != library.version() {
            return;
        }
        self.orders.known.retain(|known| known.key != key);
        self.orders.known.push(Known { key, version, posts });
        if self.list.sort.key == key {
            self.select(library);
        }
    }
}
