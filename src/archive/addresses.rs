//! Index of posts by their address on the site, and warnings about shared addresses (M25).

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use hashbrown::HashTable;

use crate::archive::arena::Arena;
use crate::archive::post::{PostId, Problem, ProblemKind, Status};
use crate::archive::remedy::Remedy;
use crate::archive::wrong::Wrong;
use crate::archive::{Archive, PostRef, Row};

/// Post ids by address hash, at four bytes per post.
#[derive(Clone, Debug, Default)]
pub(super) struct AddressIndex {
    /// One post of each address.
    first: HashTable<PostId>,
    /// For each shared address, the remaining posts.
    others: HashMap<u64, Vec<PostId>>,
}

impl AddressIndex {
    /// Reserves space for `posts` more posts.
    pub(super) fn reserve(&mut self, posts: usize, rows: &Arena<Row>) {
        self.first.reserve(posts, |&id| rows.one(id.0).map_or(0, |row| row.url));
    }

    /// Adds a post whose row is already in `rows`. Ignores a post without an address.
    pub(super) fn insert(&mut self, id: PostId, rows: &Arena<Row>) {
        let address = |id: PostId| rows.one(id.0).map_or(0, |row| row.url);
        let own = address(id);
        if own == 0 {
            return;
        }
        if self.first.find(own, |&other| address(other) == own).is_some() {
            self.others.entry(own).or_default().push(id);
        } else {
            self.first.insert_unique(own, id, |&id| address(id));
        }
    }

    /// Removes a post. Call this while its row still has this address.
    fn remove(&mut self, id: PostId, address: u64) {
        let others = self.others.get_mut(&address);
        if let Ok(found) = self.first.find_entry(address, |&first| first == id) {
            match others.and_then(Vec::pop) {
                Some(other) => *found.into_mut() = other,
                None => drop(found.remove()),
            }
        } else if let Some(others) = others {
            others.retain(|&other| other != id);
        }
        if self.others.get(&address).is_some_and(Vec::is_empty) {
            self.others.remove(&address);
        }
    }

    /// Returns the posts with this address hash.
    fn of(&self, address: u64, rows: &Arena<Row>) -> impl Iterator<Item = PostId> {
        let is_it = |&id: &PostId| rows.one(id.0).is_some_and(|row| row.url == address);
        let first = self.first.find(address, is_it);
        first.into_iter().chain(self.others.get(&address).into_iter().flatten()).copied()
    }
}

impl Archive {
    /// Adds a warning to posts that share an address (M25). Call this after the load.
    pub fn note_shared_urls(&mut self) {
        let shared: HashSet<u64> = self.addresses.others.keys().copied().collect();
        self.renew_shared_urls(&shared);
    }

    /// Renews the warnings for these addresses after a change.
    pub(super) fn renew_shared_urls(&mut self, urls: &HashSet<u64>) {
        for &url in urls {
            let mut ids: Vec<PostId> = self.at_address_hash(url).collect();
            for id in &ids {
                let Some(problems) = self.problems.get_mut(id) else { continue };
                problems.retain(|problem| problem.kind != ProblemKind::SharedUrl);
                if problems.is_empty() {
                    self.problems.remove(id);
                }
            }
            ids.retain(|&id| self.row(id).is_some_and(|row| row.status == Status::Shown));
            ids.sort_unstable_by_key(|&id| self.post(id).map(PostRef::key_bytes));
            self.note_shared(&ids);
        }
    }

    /// Adds a warning to every post except the first. All `ids` share one address.
    fn note_shared(&mut self, ids: &[PostId]) {
        let Some((&owner, others)) = ids.split_first() else { return };
        let Some(owner) = self.post(owner).map(|post| post.key().to_clean()) else { return };
        let wrong = Wrong::SharedUrl { path: owner };
        for &id in others {
            let problem = Problem::new(1, ProblemKind::SharedUrl, wrong.clone(), Remedy::ThatOne);
            self.add_problems(id, vec![problem]);
        }
    }

    /// Returns the posts whose address has this hash.
    pub(super) fn at_address_hash(&self, url: u64) -> impl Iterator<Item = PostId> {
        self.addresses.of(url, &self.rows)
    }

    /// Removes a post from the address index and returns the hash of its address. Returns `None` if
    /// the post has no row.
    pub(super) fn forget_address(&mut self, id: PostId) -> Option<u64> {
        let url = self.row(id)?.url;
        self.addresses.remove(id, url);
        Some(url)
    }
}

/// The hash of an address, never 0.
pub(super) fn hash(address: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    address.hash(&mut hasher);
    hasher.finish().max(1)
}
