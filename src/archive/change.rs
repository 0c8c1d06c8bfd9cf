//! Changes an archive in place: added, changed and removed posts give the same archive as a load of
//! the same files.
//!
//! Ids stay valid: a changed post keeps its id, and a removed one leaves its row as a tombstone and
//! gets its id back if it returns.

use std::collections::HashSet;
use std::hash::BuildHasher;

use fixedbitset::FixedBitSet;
use hashbrown::{DefaultHashBuilder, HashTable};

use crate::archive::arena::Arena;
use crate::archive::post::{Post, PostId, PostKey, Problem, ProblemKind};
use crate::archive::{Archive, Row};

/// The posts affected by a change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Posts that did not exist before.
    pub new: Vec<PostId>,
    /// Posts with a new version.
    pub changed: Vec<PostId>,
    /// Posts that were removed. Their ids are invalid until they come back.
    pub removed: Vec<PostId>,
}

impl Changed {
    /// Whether nothing has changed.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// Keeps each post once, even if several versions of it arrived.
    fn deduplicate(&mut self) {
        for ids in [&mut self.new, &mut self.changed, &mut self.removed] {
            ids.sort_unstable();
            ids.dedup();
        }
        self.changed.retain(|id| self.new.binary_search(id).is_err());
    }
}

impl Archive {
    /// Adds or replaces posts by path and removes those with the paths `gone`. A path in both is
    /// kept; an unknown one is ignored.
    ///
    /// Call this after the load: it renews the warnings of shared addresses (M25).
    pub fn change(&mut self, posts: Vec<Post>, gone: &[PostKey]) -> Changed {
        let there: HashSet<&[u8]> = posts.iter().map(|post| post.key.as_bytes()).collect();
        let gone: Vec<&PostKey> =
            gone.iter().filter(|key| !there.contains(key.as_bytes())).collect();
        let mut changed = Changed::default();
        let mut urls = HashSet::new();
        for key in gone {
            if let Some(id) = self.find(key.as_bytes()) {
                urls.extend(self.count_out(id));
                changed.removed.push(id);
            }
        }
        for post in posts {
            let known = self.index.find(post.key.as_bytes(), &self.rows, &self.keys);
            let known = known.and_then(|id| Some((id, *self.row(id)?)));
            let id = match known {
                None => {
                    let id = self.add_one(post);
                    changed.new.push(id);
                    id
                }
                Some((id, old)) => {
                    if old.gone {
                        changed.new.push(id);
                    } else {
                        urls.extend(self.count_out(id));
                        changed.changed.push(id);
                    }
                    let (row, problems) = self.pack(post, Some(old));
                    if let Some(place) = self.rows.one_mut(id.0) {
                        *place = row;
                    }
                    self.count_in(id, row.status, problems);
                    id
                }
            };
            urls.extend(self.row(id).map(|row| row.url));
        }
        changed.deduplicate();
        self.put_in_order(&changed);
        self.renew_shared_urls(&urls);
        changed
    }

    /// Replaces the problems of folders.
    pub fn replace_folder_problems(&mut self, problems: Vec<(PostKey, Problem)>) {
        self.folder_problems.retain(|(_, problem)| problem.kind != ProblemKind::Folder);
        self.folder_problems.extend(problems);
    }

    /// Removes a post from all counts and from the address index, and returns the hash of its
    /// address. The row stays as a tombstone.
    fn count_out(&mut self, id: PostId) -> Option<u64> {
        let url = self.forget_address(id)?;
        let row = self.rows.one_mut(id.0)?;
        row.gone = true;
        let status = row.status;
        if let Some(count) = self.statuses.get_mut(status as usize) {
            *count -= 1;
        }
        self.problems.remove(&id);
        Some(url)
    }

    /// Moves the affected posts to their place in the order.
    fn put_in_order(&mut self, changed: &Changed) {
        let mut there: Vec<PostId> = changed.new.iter().chain(&changed.changed).copied().collect();
        there.sort_unstable_by(|&a, &b| self.compare(a, b));
        let mut order = std::mem::take(&mut self.order);
        let moved: FixedBitSet =
            changed.changed.iter().chain(&changed.removed).map(|id| id.0 as usize).collect();
        if !moved.is_clear() {
            order.retain(|id| !moved.contains(id.0 as usize));
        }
        self.merge(&mut order, &there);
        self.order = order;
    }
}

/// Ids by path, including removed posts. Four bytes a post: the paths are in the archive.
#[derive(Clone, Debug, Default)]
pub(super) struct PathIndex {
    ids: HashTable<PostId>,
    hasher: DefaultHashBuilder,
}

impl PathIndex {
    /// Reserves space for `posts` more posts.
    pub(super) fn reserve(&mut self, posts: usize, rows: &Arena<Row>, keys: &Arena<u8>) {
        let key = |id: PostId| rows.one(id.0).map_or(&[][..], |row| row.key_in(keys));
        self.ids.reserve(posts, |&id| self.hasher.hash_one(key(id)));
    }

    /// Adds a post.
    pub(super) fn insert(&mut self, id: PostId, rows: &Arena<Row>, keys: &Arena<u8>) {
        let key = |id: PostId| rows.one(id.0).map_or(&[][..], |row| row.key_in(keys));
        let hash = self.hasher.hash_one(key(id));
        self.ids.insert_unique(hash, id, |&id| self.hasher.hash_one(key(id)));
    }

    /// The post with a path.
    pub(super) fn find(&self, path: &[u8], rows: &Arena<Row>, keys: &Arena<u8>) -> Option<PostId> {
        let is_it = |id: PostId| rows.one(id.0).is_some_and(|row| row.key_in(keys) == path);
        self.ids.find(self.hasher.hash_one(path), |&id| is_it(id)).copied()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::archive::PostRef;
    use crate::archive::date::PostDate;
    use crate::archive::post::Status;
    use crate::archive::remedy::Remedy;
    use crate::archive::wrong::Wrong;
    use crate::clean::CleanText;
    use crate::search::facets::{Counts, Filter};
    use crate::search::marks::Marks;

    /// A file: its day, status, numbers of categories and tags, address, and whether it has a
    /// fault.
    type File = (Option<i64>, usize, u8, u8, u8, bool);

    fn post(key: u8, (day, status, category, tag, url, faulty): File) -> Post {
        let name = |kind: &str, n: u8| CleanText::line(&format!("{kind}{n}"));
        let date =
            |seconds| PostDate { seconds, offset_minutes: 0, has_time: true, has_zone: true };
        let fault = Problem::new(2, ProblemKind::InvalidDate, Wrong::NoSuchDate, Remedy::NotUsed);
        Post {
            key: PostKey::new(format!("_posts/{key}.md").into_bytes()),
            title: name("title", tag ^ url),
            title_derived: faulty,
            date: day.map(|day| date(day * 86_400)),
            categories: (0..category).map(|n| name("c/", n)).collect(),
            tags: (0..tag).map(|n| name("t", n)).collect(),
            authors: (0..url).map(|n| name("a", n)).collect(),
            url: (url > 0).then(|| name("https://a.org/", url)),
            status: Status::ALL.get(status).copied().unwrap_or_default(),
            problems: if faulty { vec![fault] } else { Vec::new() },
            version: day.map(|day| day.unsigned_abs() + 1),
        }
    }

    fn fresh(files: &BTreeMap<u8, File>) -> Archive {
        let mut archive = Archive::default();
        archive.add(files.iter().map(|(&key, &file)| post(key, file)).collect());
        archive.note_shared_urls();
        archive
    }

    /// Everything an archive shows.
    fn seen(archive: &Archive) -> Vec<String> {
        let posts = archive.newest_first().iter().map(|&id| {
            let post = archive.post(id).unwrap();
            assert_eq!(archive.find(post.key_bytes()), Some(id));
            let names = [
                post.categories().collect::<Vec<_>>(),
                post.tags().collect(),
                post.authors().collect(),
            ];
            format!(
                "{} {} {} {:?} {:?} {:?} {names:?} {:?}",
                post.key().to_clean(),
                post.title(),
                post.title_derived(),
                post.date(),
                post.year_month(),
                post.status(),
                post.problems()
            )
        });
        let mut seen: Vec<String> = posts.collect();
        seen.push(format!("{:?}", archive.problems()));
        let counts = Status::ALL.map(|status| archive.count(status));
        seen.push(format!("{} {counts:?} {}", archive.len(), archive.problem_count()));
        for url in 1..3 {
            let at = archive.at_address(&format!("https://a.org/{url}"));
            seen.push(format!("{:?}", at.and_then(|id| archive.post(id)).map(PostRef::key)));
        }
        for key in 0..8 {
            let named = archive.named(format!("_posts/{key}").as_bytes());
            seen.push(format!("{:?}", named.and_then(|id| archive.post(id)).map(PostRef::key)));
        }
        seen.push(format!(
            "{:?}",
            (1..3_u8)
                .map(|url| {
                    let named = archive.at_address(&format!("https://a.org/{url}"));
                    named.and_then(|id| archive.post(id)).map(PostRef::key)
                })
                .collect::<Vec<_>>()
        ));
        let mut counts = Counts::default();
        count(archive, archive.newest_first(), |marks, posts| counts.add(archive, marks, posts));
        seen.push(counted(archive, &counts));
        seen
    }

    /// Passes the marks and the posts that can be listed to `with`.
    fn count(archive: &Archive, posts: &[PostId], with: impl FnOnce(&Marks, &[PostId])) {
        let marks = Marks::default();
        with(&marks, &Filter::default().select(archive, &marks, posts));
    }

    fn counted(archive: &Archive, counts: &Counts) -> String {
        let tree = counts.tree(archive).into_iter().filter(|(_, count)| *count > 0);
        let mut tags: Vec<_> = archive
            .tags()
            .map(|(id, name)| (name, counts.tag(id)))
            .filter(|tag| tag.1 > 0)
            .collect();
        tags.sort_unstable();
        let months: Vec<_> = counts.all_months().collect();
        let rest = (counts.years(), months, counts.total(), counts.unread());
        format!("{:?} {tags:?} {rest:?}", tree.collect::<Vec<_>>())
    }

    fn file() -> impl Strategy<Value = File> {
        (proptest::option::of(0..3_i64), 0..6_usize, 0..3_u8, 0..3_u8, 0..3_u8, any::<bool>())
    }

    proptest! {
        /// S33, without a disk.
        #[test]
        fn an_archive_that_changes_is_one_that_is_loaded(
            first in proptest::collection::btree_map(0..8_u8, file(), 0..8),
            rounds in proptest::collection::vec(
                proptest::collection::vec((0..8_u8, proptest::option::of(file())), 1..6),
                1..6,
            ),
        ) {
            let mut files = first;
            let mut archive = fresh(&files);
            let mut counts = Counts::default();
            count(&archive, archive.newest_first(), |marks, all| counts.add(&archive, marks, all));
            for round in rounds {
                let ids: Vec<(PostId, PostKey)> = archive
                    .newest_first()
                    .iter()
                    .map(|&id| (id, archive.post(id).unwrap().key()))
                    .collect();
                let mut net: BTreeMap<u8, Option<File>> = BTreeMap::new();
                for (key, file) in round {
                    net.insert(key, file);
                }
                let gone: Vec<PostKey> = net.keys().map(|&key| post(key, (None, 0, 0, 0, 0, false)).key).collect();
                let posts = net.iter().filter_map(|(&key, file)| Some(post(key, (*file)?))).collect();
                let before = files.clone();
                for (&key, file) in &net {
                    match file {
                        Some(file) => drop(files.insert(key, *file)),
                        None => drop(files.remove(&key)),
                    }
                }
                let known: Vec<PostId> =
                    gone.iter().filter_map(|key| archive.find(key.as_bytes())).collect();
                count(&archive, &known, |marks, known| counts.remove(&archive, marks, known));
                let copy = archive.clone();
                let was = seen(&copy);
                let changed = archive.change(posts, &gone);
                prop_assert_eq!(seen(&copy), was, "a copy keeps what it had");
                let fresh = fresh(&files);
                prop_assert_eq!(seen(&archive), seen(&fresh));
                let put: Vec<PostId> = changed.new.iter().chain(&changed.changed).copied().collect();
                count(&archive, &put, |marks, put| counts.add(&archive, marks, put));
                let mut anew = Counts::default();
                count(&fresh, fresh.newest_first(), |marks, all| anew.add(&fresh, marks, all));
                prop_assert_eq!(counted(&archive, &counts), counted(&fresh, &anew));
                prop_assert_eq!(
                    before.len() + changed.new.len() - changed.removed.len(),
                    files.len()
                );
                for (id, key) in ids {
                    let found = archive.post(id).map(PostRef::key);
                    let is_there = archive.find(key.as_bytes()).is_some();
                    prop_assert_eq!(found, is_there.then_some(key), "an id names what it named");
                }
            }
        }
    }

    /// R12: a post is published at its date; one whose file is gone is not.
    #[test]
    fn future_posts_are_published_at_their_dates() {
        let future = Status::ALL.iter().position(|status| *status == Status::Future).unwrap();
        let on = |day| (Some(day), future, 0, 0, 0, false);
        let mut archive = fresh(&BTreeMap::from([(1, on(1)), (2, on(1)), (3, on(2))]));
        archive.change(Vec::new(), &[PostKey::new(*b"_posts/2.md")]);
        for (now, published, counts) in [
            (86_399, false, [2, 0]),
            (86_400, true, [1, 1]),
            (86_400, false, [1, 1]),
            (2 * 86_400, true, [0, 2]),
        ] {
            assert_eq!(archive.has_due(now), published, "{now}");
            assert_eq!(archive.publish(now), published, "{now}");
            let found = [Status::Future, Status::Shown].map(|status| archive.count(status));
            assert_eq!(found, counts, "{now}");
        }
    }

    #[test]
    fn changes_reuse_storage() {
        let mut archive = fresh(&BTreeMap::from([(1, (Some(1), 0, 2, 2, 1, false))]));
        let size = |archive: &Archive| {
            (archive.rows.len(), archive.keys.len(), archive.titles.len(), archive.lists.len())
        };
        let before = size(&archive);
        for round in 0..9 {
            archive.change(vec![post(1, (Some(round), 0, 2, 2, 1, round % 2 == 0))], &[]);
            archive.change(Vec::new(), &[PostKey::new(*b"_posts/1.md")]);
        }
        assert_eq!(size(&archive), before);
    }
}
