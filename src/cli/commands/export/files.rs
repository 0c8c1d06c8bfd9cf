//! Paths of exported posts, and links between them.

use std::collections::{HashMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Component, Path, PathBuf};

use super::Format;
use crate::archive::body::Body;
use crate::archive::post::{PostId, PostKey};
use crate::archive::site::{Site, extensions};
use crate::archive::{Archive, Lookup};
use crate::clean::{self, CleanText};
use crate::document::{Link, push_percent_encoded};

/// The page that links to all others.
pub(super) const INDEX: &str = "index.html";
/// The file with the objects of all posts.
pub(super) const OBJECTS: &str = "posts.jsonl";
/// The longest file name, in bytes, with room for a number that makes it unique.
const LONGEST: usize = 240;

/// The path of each exported post.
pub(crate) struct Files {
    paths: HashMap<PostId, PathBuf>,
    /// All posts, by what links call them.
    lookup: Lookup,
}

impl Files {
    /// Assigns each post a unique path below the target folder, similar to its own below the root.
    pub(crate) fn assign(archive: &Archive, ids: &[PostId], format: Format) -> Self {
        let mut taken: HashSet<PathBuf> = HashSet::from([PathBuf::from(INDEX)]);
        let mut paths = HashMap::with_capacity(ids.len());
        for &id in ids {
            let Some(post) = archive.post(id) else { continue };
            let own = Path::new(OsStr::from_bytes(post.key_bytes()));
            // No path leads out of the folder.
            let inside = own.components().filter_map(|part| match part {
                Component::Normal(name) => Some(safe_name(name)),
                _ => None,
            });
            let inside: PathBuf = inside.collect();
            let mut number = 1;
            let path = loop {
                let path = inside.with_file_name(file_name(&inside, format, number));
                if taken.insert(path.clone()) {
                    break path;
                }
                number += 1;
            };
            paths.insert(id, path);
        }
        Self { paths, lookup: archive.lookup() }
    }

    /// The path of a post below the target folder.
    pub(crate) fn path(&self, id: PostId) -> Option<&Path> {
        self.paths.get(&id).map(PathBuf::as_path)
    }

    /// The number of folders a post is nested in.
    fn depth(&self, id: PostId) -> usize {
        self.path(id).map_or(0, |path| path.components().count().saturating_sub(1))
    }

    /// The address of the index relative to a post's page.
    pub(crate) fn index(&self, id: PostId) -> String {
        "../".repeat(self.depth(id)) + INDEX
    }

    /// The address of a post relative to a page nested in `depth` folders.
    pub(crate) fn address(&self, id: PostId, depth: usize) -> Option<String> {
        let mut address = "../".repeat(depth);
        let is_kept = |c: char| c.is_ascii_alphanumeric() || "-._~/".contains(c);
        push_percent_encoded(self.path(id)?.as_os_str().as_bytes(), is_kept, &mut address);
        Some(address)
    }

    /// The post that a link in `article` leads to.
    pub(crate) fn post_of(&self, site: &Site, link: &Link, article: &PostKey) -> Option<PostId> {
        self.lookup.meant(site, link, article).filter(|_| !link.image)
    }

    /// Rewrites a post's links to other posts into links to their exported files.
    pub(crate) fn relink(&self, site: &Site, id: PostId, body: &mut Body) {
        let depth = self.depth(id);
        for link in &mut body.document.links {
            let to = self.post_of(site, link, &body.post.key);
            let Some(address) = to.and_then(|to| self.address(to, depth)) else {
                link.make_relative(depth);
                continue;
            };
            let fragment = link.target.as_str().split_once('#').map(|(_, name)| name);
            let fragment = fragment.map(|name| format!("#{name}")).unwrap_or_default();
            link.target = CleanText::line(&format!("{address}{fragment}"));
        }
    }
}

/// A file name that controls no terminal: what cleaning could change is percent-encoded. Other
/// programs may print file names unescaped. The name is cut to [`LONGEST`] bytes.
fn safe_name(name: &OsStr) -> OsString {
    let mut safe = String::new();
    push_percent_encoded(name.as_bytes(), clean::is_kept, &mut safe);
    while safe.len() > LONGEST {
        safe.pop();
    }
    safe.into()
}

fn file_name(path: &Path, format: Format, number: usize) -> OsString {
    let extension = path.extension().unwrap_or_default().as_bytes();
    let (goes, new) = match format {
        Format::Markdown => (extensions::is_one_of(extension, &extensions::MARKDOWN), "md"),
        Format::Html | Format::Jsonl | Format::Epub => (extensions::is_posts(extension), "html"),
    };
    let name = if goes { path.file_stem() } else { path.file_name() };
    let mut name = name.unwrap_or_default().as_bytes().to_vec();
    if number > 1 {
        name.extend_from_slice(format!("-{number}").as_bytes());
    }
    name.extend_from_slice(format!(".{new}").as_bytes());
    OsString::from_vec(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_control_no_terminal() {
        let check = |name: &[u8], expected: &str| {
            assert_eq!(safe_name(OsStr::from_bytes(name)), expected, "{name:?}");
        };
        check("2020-甲 乙%20.md".as_bytes(), "2020-甲 乙%20.md");
        check(b"a\x1b[31mb\x07\n.md", "a%1B[31mb%07%0A.md");
        check("a\u{202e}b\u{9b}\u{200b}".as_bytes(), "a%E2%80%AEb%C2%9B%E2%80%8B");
        check(b"\xd6\xd0.md", "%D6%D0.md");
        check(b"a\xcc\x81.md", "a\u{301}.md");
        // A folder; a name is cut between characters.
        check("长".repeat(85).as_bytes(), &"长".repeat(80));
        check(&[0x1b; 200], &"%1B".repeat(80));
    }

    #[test]
    fn names_of_files() {
        for (path, markdown, html) in [
            ("_posts/2020-01-01-甲.md", "2020-01-01-甲.md", "2020-01-01-甲.html"),
            ("a.html", "a.html.md", "a.html"),
            ("a", "a.md", "a.html"),
            ("b.markdown", "b.md", "b.html"),
            ("c.d", "c.d.md", "c.d.html"),
        ] {
            let name = |format| file_name(Path::new(path), format, 1);
            assert_eq!(
                (name(Format::Markdown), name(Format::Html)),
                (markdown.into(), html.into())
            );
        }
        assert_eq!(file_name(Path::new("a.md"), Format::Html, 2), "a-2.html");
    }
}
