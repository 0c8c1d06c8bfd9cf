//! The order of the list.

use fixedbitset::FixedBitSet;

use crate::app::library::Library;
use crate::app::listing::Listing;
use crate::app::listing::query::QueryCondition;
use crate::archive::PostRef;
use crate::archive::post::PostId;
use crate::search::query::field::{Sort, SortKey};

impl Listing {
    /// Posts that are newest first, in the order of the list.
    pub(super) fn in_order(&self, library: &Library, mut posts: Vec<PostId>) -> Vec<PostId> {
        let Sort { key, reversed } = self.list.sort;
        match key {
            SortKey::Date => {}
            SortKey::Title => {
                let archive = library.archive();
                posts.sort_by_key(|id| archive.post(*id).map(PostRef::title));
            }
            SortKey::Relevance => posts = self.by_relevance(posts),
        }
        if reversed {
            posts.reverse();
        }
        posts
    }

    /// Posts in the order of the last query that sent its hits by relevance.
    fn by_relevance(&self, posts: Vec<PostId>) -> Vec<PostId> {
        let is_ranked = |query: &&QueryCondition| {
            query.is_relation() || query.sort.is_some_and(|sort| sort.key == SortKey::Relevance)
        };
        let Some(query) = self.conditions.queries().rfind(is_ranked) else { return posts };
        let mut left: FixedBitSet = posts.iter().map(|id| id.0 as usize).collect();
        let ranked = query.order().iter().filter(|id| left.contains(id.0 as usize));
        let mut sorted: Vec<PostId> = ranked.copied().collect();
        for id in &sorted {
            left.set(id.0 as usize, false);
        }
        sorted.extend(posts.into_iter().filter(|id| left.contains(id.0 as usize)));
        sorted
    }

    /// Sorts the list; the cursor stays on its post.
    pub(in crate::app) fn sort_by(&mut self, library: &Library, sort: Sort) {
        // The order of a query does not count any more.
        for query in self.conditions.queries_mut() {
            query.sort_before = None;
        }
        self.list.sort = sort;
        self.list.touched = true;
        let mut number = self.queries;
        let is_ranked =
            |query: &QueryCondition| query.sort.is_some_and(|sort| sort.key == SortKey::Relevance);
        let needs_ranks = sort.key == SortKey::Relevance;
        for query in self.conditions.queries_mut() {
            if needs_ranks && !query.is_relation() && !is_ranked(query) {
                number += 1;
                query.run_again(number, false);
            }
        }
        self.queries = number;
        self.select(library);
    }
}
