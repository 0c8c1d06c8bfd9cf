//! Finds posts by what links call them: a path, a part of it, or an address on the site (J20, M25).

mod linked;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use memchr::memmem;

use crate::archive::post::PostId;
use crate::archive::post_name::PostName;
use crate::archive::{Archive, Row, addresses};
use crate::forms::composed;

/// A way to name a post.
#[derive(Clone, Copy, Hash)]
enum By {
    Path,
    /// The path without its extension.
    PathBeforeExtension,
    /// The file name without its extension, in any folder.
    Name,
    /// The same in its folders, ignoring `_posts` and `_drafts`.
    NameInFolders,
}

/// The posts of an archive by what links call them, for many questions at once. Names are compared
/// in composed form.
#[derive(Debug, Default)]
pub struct Lookup {
    /// By the hash of a way and the name.
    names: HashMap<u64, PostId>,
    /// By the hash of an address.
    addresses: HashMap<u64, PostId>,
}

impl Lookup {
    /// The post with a path, with or without its extension; else the newest one with the same
    /// name, ignoring its date, and the same folders, ignoring `_posts` (J20).
    pub fn named(&self, path: &[u8]) -> Option<PostId> {
        let path = composed(path);
        let name = PostName::in_link(&path);
        let by_name = || match (name.stem, name.own_folders().next()) {
            (b"", _) => None,
            (stem, None) => self.names.get(&hash(By::Name, &[], stem)),
            (stem, Some(_)) => {
                let folders: Vec<&[u8]> = name.own_folders().collect();
                self.names.get(&hash(By::NameInFolders, &folders, stem))
            }
        };
        let by_path = |way| self.names.get(&hash(way, &[], &path));
        by_path(By::Path).or_else(|| by_path(By::PathBeforeExtension)).or_else(by_name).copied()
    }

    /// The post at an address; the first by path if several share it (M25).
    pub fn at_address(&self, address: &str) -> Option<PostId> {
        self.addresses.get(&addresses::hash(address)).copied()
    }

    /// Adds a post; of those with the same name the first that was added is found.
    fn add(&mut self, id: PostId, path: &[u8]) {
        let path = composed(path);
        let name = PostName::of(&path);
        let folders: Vec<&[u8]> = name.own_folders().collect();
        let mut insert = |way, folders: &[&[u8]], text: &[u8]| {
            self.names.entry(hash(way, folders, text)).or_insert(id);
        };
        insert(By::Path, &[], &path);
        insert(By::PathBeforeExtension, &[], name.path_before_extension());
        for stem in [name.stem, name.stem_after_date()] {
            insert(By::Name, &[], stem);
            insert(By::NameInFolders, &folders, stem);
        }
        // A folder with an `index` file is a bundle, and its name is the post's.
        if let Some((bundle, above)) = folders.split_last().filter(|_| name.stem == b"index") {
            insert(By::PathBeforeExtension, &[], name.folder());
            insert(By::Name, &[], bundle);
            insert(By::NameInFolders, above, bundle);
        }
    }
}

fn hash(way: By, folders: &[&[u8]], name: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    (way, folders, name).hash(&mut hasher);
    hasher.finish()
}

impl Archive {
    /// All posts by what links call them. Takes time in proportion to the archive.
    pub fn lookup(&self) -> Lookup {
        let mut lookup = self.lookup_of(|_| true);
        for (id, row) in self.live().filter(|(_, row)| row.url != 0) {
            let first = lookup.addresses.entry(row.url).or_insert(id);
            if self.row(*first).is_some_and(|first| self.key_bytes(row) < self.key_bytes(first)) {
                *first = id;
            }
        }
        lookup
    }

    /// Like [`Lookup::named`], for one question.
    pub fn named(&self, path: &[u8]) -> Option<PostId> {
        self.lookup_like(PostName::in_link(path).stem).named(path)
    }

    /// The names of the posts whose paths contain a name.
    pub(super) fn lookup_like(&self, name: &[u8]) -> Lookup {
        let name = composed(name);
        let finder = memmem::Finder::new(&name);
        let is_like = |key: &[u8]| {
            finder.find(key).is_some() || !name.is_ascii() && finder.find(&composed(key)).is_some()
        };
        self.lookup_of(|row| is_like(self.key_bytes(row)))
    }

    /// Like [`Lookup::at_address`], for one question.
    pub fn at_address(&self, address: &str) -> Option<PostId> {
        let found = self.at_address_hash(addresses::hash(address));
        found.min_by_key(|&id| self.row(id).map(|row| self.key_bytes(row)))
    }

    /// The names of some posts, the newest first.
    fn lookup_of(&self, is_meant: impl Fn(&Row) -> bool) -> Lookup {
        let mut lookup = Lookup::default();
        for &id in &self.order {
            if let Some(row) = self.row(id).filter(|row| is_meant(row)) {
                lookup.add(id, self.key_bytes(row));
            }
        }
        lookup
    }
}

#[cfg(test)]
mod tests {
    use crate::archive::Archive;
    use crate::archive::post::{PostId, PostKey};
    use crate::archive::resolve::PostFile;
    use crate::archive::site::Site;

    fn archive(paths: &[&str]) -> Archive {
        let (site, _) = Site::jekyll(Some(b"url: https://a.org"));
        let post = |path: &&str| {
            let key = PostKey::new(path.as_bytes());
            PostFile::new(&key, b"text", &site).post(0)
        };
        let mut archive = Archive::default();
        archive.add(paths.iter().map(post).collect());
        archive
    }

    #[test]
    fn one_question_has_the_answer_of_many() {
        // J20, M25
        let archive = archive(&[
            "_posts/2020-01-01-a.md",
            "_posts/2020-01-02-a.md",
            "zh/_posts/2020-01-03-a.md",
            "_posts/b.c.md",
            "_posts/\u{e9}.md",
            "_posts/e\u{301}1.md",
            "blog/a1.md",
            "_posts/.md",
        ]);
        let lookup = archive.lookup();
        let path = |id: Option<PostId>| {
            let post = id.and_then(|id| archive.post(id));
            post.map_or_else(|| "none".to_owned(), |post| post.key().to_clean().to_string())
        };
        for (name, expected) in [
            ("_posts/2020-01-01-a.md", "_posts/2020-01-01-a.md"),
            ("_posts/2020-01-01-a", "_posts/2020-01-01-a.md"),
            ("2020-01-01-a", "_posts/2020-01-01-a.md"),
            ("a", "zh/_posts/2020-01-03-a.md"),
            ("_posts/a", "zh/_posts/2020-01-03-a.md"),
            ("_posts/zh/a.html", "zh/_posts/2020-01-03-a.md"),
            ("_posts/b.c", "_posts/b.c.md"),
            ("_posts/e\u{301}.md", "_posts/\u{e9}.md"),
            ("\u{e9}1", "_posts/e\u{301}1.md"),
            ("_posts/\u{e9}1.md", "_posts/e\u{301}1.md"),
            ("_posts/b.c.html", "_posts/b.c.md"),
            // A file of another kind.
            ("_posts/2020-01-01-a.png", "none"),
            ("a.png", "none"),
            // The end of a path is no name.
            ("1.md", "none"),
            ("log/a1.md", "none"),
            ("x/blog/a1.md", "none"),
            ("en/a", "none"),
            ("", "none"),
            ("_posts/", "none"),
        ] {
            assert_eq!(path(lookup.named(name.as_bytes())), expected, "{name}");
            assert_eq!(path(archive.named(name.as_bytes())), expected, "{name}");
        }
        for (address, expected) in [
            ("https://a.org/2020/01/01/a.html", "_posts/2020-01-01-a.md"),
            ("https://a.org/2020/01/01/b.html", "none"),
        ] {
            assert_eq!(path(lookup.at_address(address)), expected, "{address}");
            assert_eq!(path(archive.at_address(address)), expected, "{address}");
        }
    }
}
