//! The files of feeds in an archive: where they are, one writer at a time, whole or not at all.
//!
//! ```text
//! ARCHIVE/POSTS/FEED/YYYY-MM-DD-slug-hash.md     a post; found again by its hash
//! ARCHIVE/POSTS/FEED/.versions/NAME.N.md         what it was before its feed changed it
//! ARCHIVE/.kanbao/lock                           locked by the writing process
//! ARCHIVE/.kanbao/feeds.json                     what is known of each feed
//! ```

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use rustix::fs::syncfs;

use crate::archive::load;
use crate::archive::site::generator::{Generator, Recognised};
use crate::archive::source::Source;
use crate::feeds::post;
use crate::lock;
use crate::replace::{Rights, replace_unsynced};

/// Folder of posts in a Jekyll site.
const JEKYLL: &str = "_posts";
/// Folder of the feeds' posts in an archive with other texts.
const FEEDS: &str = "feeds";
/// Folder of files that are not posts.
const OWN: &str = ".kanbao";
/// The folder of old versions, beside the posts.
const VERSIONS: &str = ".versions";
/// The most old versions of a post: some feeds change their items each hour.
const MOST_VERSIONS: usize = 10;
/// How much of a file is read for its version; the front matter is shorter.
const HEAD: u64 = 64 * 1024;

/// The folder that feeds are written to, locked.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    /// Lock file, locked while it is open; `None` if nothing will be written.
    lock: Option<File>,
    /// Folder of the posts if none is configured.
    posts: String,
}

/// What was done with an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// A new file.
    New,
    /// A changed file, with the old one kept.
    Changed,
    /// Nothing: the file is there.
    Same,
    /// Nothing: the file was there once, and the user removed it.
    Removed,
}

impl Folder {
    /// The archive at `root`, which is created. `None` if another process writes to it.
    pub fn open(root: &Path) -> io::Result<Option<Self>> {
        let own = root.join(OWN);
        fs::create_dir_all(&own)?;
        let mut options = File::options();
        let file = options.write(true).create(true).truncate(false).open(own.join("lock"))?;
        // Without locks two writers do no harm either: files are replaced as a whole.
        if !lock::take(&file)? {
            return Ok(None);
        }
        Ok(Some(Self { root: root.to_owned(), lock: Some(file), posts: usual_posts(root) }))
    }

    /// Opens the archive at `root` without writing to it. It need not exist.
    pub fn to_look(root: &Path) -> Self {
        Self { root: root.to_owned(), lock: None, posts: usual_posts(root) }
    }

    /// Returns the path of a file that is not a post.
    pub fn own(&self, name: &str) -> PathBuf {
        self.root.join(OWN).join(name)
    }

    /// Opens a feed's folder `name` below `posts`, the configured folder. Without one, uses the
    /// default folder of the archive.
    pub fn feed(&self, posts: Option<&str>, name: &str) -> FeedFolder {
        let within = format!("{}/{name}", posts.unwrap_or(&self.posts));
        let path = self.root.join(&within);
        let mut files = HashMap::new();
        for entry in fs::read_dir(&path).into_iter().flatten().flatten() {
            let Ok(name) = entry.file_name().into_string() else { continue };
            if let Some((_, end)) = name.rsplit_once('-')
                && !name.starts_with('.')
            {
                files.insert(format!("-{end}"), name);
            }
        }
        FeedFolder { path, within, files, can_write: self.lock.is_some() }
    }

    /// Waits until all that was written is on the disk.
    pub fn sync(&self) -> io::Result<()> {
        Ok(syncfs(File::open(&self.root)?)?)
    }
}

/// Returns the default folder for the feeds' posts: one that is read along with the other posts of
/// the archive.
fn usual_posts(root: &Path) -> String {
    let source = Source::open(root).ok();
    let reader = source.as_ref().and_then(|source| Some((source, source.reader().ok()?)));
    let Recognised { generator, roots, .. } =
        reader.map(|(source, reader)| load::recognise(source, &reader)).unwrap_or_default();
    match generator {
        Generator::Jekyll => JEKYLL.to_owned(),
        Generator::Hexo => format!("source/{JEKYLL}"),
        // An empty folder can still become any kind of site. Next to other texts, `_posts` would
        // hide them.
        Generator::Plain if !has_texts(root) => JEKYLL.to_owned(),
        _ => roots.first().map_or_else(|| FEEDS.to_owned(), |texts| format!("{texts}/{FEEDS}")),
    }
}

/// Returns whether a folder contains anything besides `feeds.toml` and hidden files.
fn has_texts(root: &Path) -> bool {
    let names = fs::read_dir(root).into_iter().flatten().flatten().map(|entry| entry.file_name());
    names.into_iter().any(|name| !name.as_encoded_bytes().starts_with(b".") && name != super::FILE)
}

/// The folder of one feed's posts.
#[derive(Debug)]
pub struct FeedFolder {
    path: PathBuf,
    /// The same path, relative to the archive.
    within: String,
    /// File names by their endings.
    files: HashMap<String, String>,
    can_write: bool,
}

impl FeedFolder {
    /// The name of the file with an ending.
    pub fn name(&self, ending: &str) -> Option<&str> {
        self.files.get(ending).map(String::as_str)
    }

    /// Returns the path of a file in the folder, relative to the archive.
    pub fn path_of(&self, name: &str) -> String {
        format!("{}/{name}", self.within)
    }

    /// What would be done with an item of this version.
    pub fn look(&self, ending: &str, version: &str, was_known: bool) -> Written {
        let Some(name) = self.files.get(ending) else {
            return if was_known { Written::Removed } else { Written::New };
        };
        let head = head(&self.path.join(name)).unwrap_or_default();
        let is_same = post::version_in(&String::from_utf8_lossy(&head)) == Some(version);
        if is_same { Written::Same } else { Written::Changed }
    }

    /// Writes a new post, or a new version of one. A folder that only looks writes nothing.
    pub fn write(&mut self, name: &str, ending: &str, text: &str) -> io::Result<()> {
        if !self.can_write {
            return Ok(());
        }
        let known = self.files.get(ending).cloned();
        let name = known.as_deref().unwrap_or(name);
        if known.is_some() {
            self.keep(name)?;
        }
        replace_unsynced(&self.path.join(name), text.as_bytes(), Rights::Usual)?;
        self.files.insert(ending.to_owned(), name.to_owned());
        Ok(())
    }

    /// Keeps the present version of a file.
    fn keep(&self, name: &str) -> io::Result<()> {
        let versions = self.path.join(VERSIONS);
        fs::create_dir_all(&versions)?;
        let stem = name.strip_suffix(".md").unwrap_or(name);
        let path = |number: usize| versions.join(format!("{stem}.{number}.md"));
        let free = (1..=MOST_VERSIONS).find(|&number| !path(number).exists());
        let number = free.unwrap_or(MOST_VERSIONS);
        if free.is_none() {
            // The first version stays; of the others the oldest goes.
            for number in 2..MOST_VERSIONS {
                fs::rename(path(number + 1), path(number))?;
            }
        }
        match fs::copy(self.path.join(name), path(number)) {
            // The user has removed it meanwhile.
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    File::open(path)?.take(HEAD).read_to_end(&mut head)?;
    Ok(head)
}

/// Reads a file; `None` if there is none.
pub fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Keeps a file that cannot be read aside.
pub fn put_aside(path: &Path) -> io::Result<PathBuf> {
    let mut name = path.as_os_str().to_owned();
    name.push(".bad");
    let aside = PathBuf::from(name);
    fs::rename(path, &aside)?;
    Ok(aside)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(version: &str) -> String {
        format!("---\nfeed-version: \"{version}\"\n---\n")
    }

    #[test]
    fn a_post_is_found_by_its_ending_and_old_versions_are_kept() {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::open(root.path()).unwrap().unwrap();
        let mut feed = folder.feed(None, "a");
        assert_eq!(feed.look("-1.md", "0", false), Written::New);
        assert_eq!(feed.look("-1.md", "0", true), Written::Removed);
        feed.write("2024-01-01-x-1.md", "-1.md", &text("0")).unwrap();
        for version in 1..15 {
            let mut feed = folder.feed(None, "a");
            assert_eq!(feed.look("-1.md", &(version - 1).to_string(), true), Written::Same);
            assert_eq!(feed.look("-1.md", &version.to_string(), true), Written::Changed);
            feed.write("2024-02-02-renamed-1.md", "-1.md", &text(&version.to_string())).unwrap();
        }
        let path = root.path().join("_posts/a");
        assert_eq!(fs::read_to_string(path.join("2024-01-01-x-1.md")).unwrap(), text("14"));
        let old = |number: usize| {
            fs::read_to_string(path.join(format!(".versions/2024-01-01-x-1.{number}.md"))).unwrap()
        };
        assert_eq!((old(1), old(2), old(10)), (text("0"), text("5"), text("13")));
        assert_eq!(fs::read_dir(path).unwrap().count(), 2, "nothing else is left");
    }

    #[test]
    fn posts_of_feeds_are_read_beside_the_others() {
        let check = |paths: &[&str], expected: &str| {
            let root = tempfile::tempdir().unwrap();
            for path in paths {
                let path = root.path().join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, "").unwrap();
            }
            let folder = Folder::open(root.path()).unwrap().unwrap();
            let mut feed = folder.feed(None, "a");
            assert_eq!(feed.path_of("b.md"), format!("{expected}/a/b.md"), "{paths:?}");
            // Writing a post does not change the folder.
            feed.write("2024-01-01-x-1.md", "-1.md", "x").unwrap();
            assert_eq!(Folder::to_look(root.path()).posts, expected, "{paths:?}");
        };
        check(&[], "_posts");
        check(&["feeds.toml", ".gitignore"], "_posts");
        check(&["_config.yml"], "_posts");
        check(&["_posts/a.md", "b.md"], "_posts");
        check(&["a.md", "feeds.toml"], "feeds");
        check(&["notes/a.md"], "feeds");
        check(&["_config.yml", "source/_posts/a.md"], "source/_posts");
        check(&["hugo.toml", "content/a.md"], "content/feeds");
        check(&["hugo.toml"], "feeds");
    }

    #[test]
    fn one_process_writes_at_a_time() {
        let root = tempfile::tempdir().unwrap();
        let first = Folder::open(root.path()).unwrap();
        assert!(first.is_some());
        assert!(Folder::open(root.path()).unwrap().is_none());
        drop(first);
        assert!(Folder::open(root.path()).unwrap().is_some());
    }

    #[test]
    fn a_look_writes_nothing() {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::to_look(&root.path().join("new"));
        folder.feed(Some("_posts"), "a").write("x-1.md", "-1.md", "x").unwrap();
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
    }
}
