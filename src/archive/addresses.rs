//! Warns of posts that share an address on their site (M25).

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::archive::post::{PostId, Problem, ProblemKind, Status};
use crate::archive::remedy::Remedy;
use crate::archive::{Archive, PostRef};

impl Archive {
    /// Warns of posts that share an address (M25). Call this after the load.
    pub fn note_shared_urls(&mut self) {
        self.problems.retain(|_, problems| {
            problems.retain(|problem| problem.kind != ProblemKind::SharedUrl);
            !problems.is_empty()
        });
        self.note_shared(|_| true);
    }

    /// Renews the warnings for these addresses after a change.
    pub(super) fn renew_shared_urls(&mut self, urls: &HashSet<u64>) {
        let had: Vec<PostId> =
            self.live().filter(|(_, row)| urls.contains(&row.url)).map(|(id, _)| id).collect();
        for id in had {
            let Some(problems) = self.problems.get_mut(&id) else { continue };
            problems.retain(|problem| problem.kind != ProblemKind::SharedUrl);
            if problems.is_empty() {
                self.problems.remove(&id);
            }
        }
        self.note_shared(|url| urls.contains(&url));
    }

    fn note_shared(&mut self, is_meant: impl Fn(u64) -> bool) {
        let mut urls: Vec<(u64, PostId)> = self
            .live()
            .filter(|(_, row)| row.url != 0 && row.status == Status::Shown && is_meant(row.url))
            .map(|(id, row)| (row.url, id))
            .collect();
        urls.sort_unstable();
        let mut shared: Vec<Vec<PostId>> = Vec::new();
        for group in urls.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
            let mut ids: Vec<PostId> = group.iter().map(|&(_, id)| id).collect();
            ids.sort_unstable_by_key(|&id| self.post(id).map(PostRef::key_bytes));
            shared.push(ids);
        }
        for ids in shared {
            let Some((&owner, others)) = ids.split_first() else { continue };
            let Some(owner) = self.post(owner).map(|post| post.key().to_clean()) else { continue };
            let wrong = format!("the post has the same address as {owner}");
            for &id in others {
                let problem = Problem::new(1, ProblemKind::SharedUrl, &wrong, Remedy::ThatOne);
                self.add_problems(id, vec![problem]);
            }
        }
    }
}

/// The hash of an address, never 0.
pub(super) fn hash(address: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    address.hash(&mut hasher);
    hasher.finish().max(1)
}
