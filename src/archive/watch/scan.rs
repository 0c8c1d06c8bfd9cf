//! Scans the disk for files that are new, changed or gone since they were read, and reads them.
//!
//! The version of each file that was read is known by path, so only changed files are read again.
//! Notifications are only hints: each scan compares the files themselves.

use std::collections::{HashMap, HashSet};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::Arc;

use crate::archive::lines::Index;
use crate::archive::load::{self, Job, Walked};
use crate::archive::post::{Post, PostKey, Problem, ProblemKind, Status};
use crate::archive::site::{Enter, FileKind, Site};
use crate::archive::source::{Contents, Reader, Source};
use crate::archive::stamp::Stamp;
use crate::archive::versions::Versions;
use crate::archive::walk::OnFolder;
use crate::clock::Clock;

/// The result of a scan.
#[derive(Debug, Default)]
pub struct Changes {
    /// New and changed posts.
    pub posts: Vec<Post>,
    /// The paths of deleted posts.
    pub gone: Vec<PostKey>,
    /// The new posts that were moved: old path (also in `gone`) and new path. A file moved over a
    /// known post is not among them: identity is the path (R4).
    pub moved: Vec<(PostKey, PostKey)>,
    /// What the walk found besides posts, if that changed.
    pub walked: Option<Walked>,
}

impl Changes {
    /// Whether nothing has changed.
    pub fn is_empty(&self) -> bool {
        self.posts.is_empty() && self.gone.is_empty() && self.walked.is_none()
    }
}

/// Compares an archive's files with the versions that were read.
pub(super) struct Scanner {
    pub source: Source,
    pub site: Arc<Site>,
    pub clock: Clock,
    /// Extra folders that are read too (R2).
    pub folders: Vec<PostKey>,
    pub versions: Versions,
    /// What the last walk found besides posts; of its problems, only those of folders.
    pub walked: Walked,
    /// The folders that the last walk entered.
    entered: HashSet<Vec<u8>>,
    /// Where lines were at the last walk.
    lines: Option<Arc<Index>>,
    /// The extra folders that it entered.
    beside: HashSet<Vec<u8>>,
    /// Every folder ever entered: a notification about one may come late.
    known_folders: HashSet<Vec<u8>>,
}

impl Scanner {
    /// A scanner that knows no file yet.
    pub(super) fn new(source: Source, site: Arc<Site>, clock: Clock) -> Self {
        Self {
            source,
            site,
            clock,
            folders: Vec::new(),
            versions: Versions::default(),
            walked: Walked::default(),
            entered: HashSet::new(),
            lines: None,
            beside: HashSet::new(),
            known_folders: HashSet::new(),
        }
    }

    /// Sets the folders of posts.
    pub(super) fn enter(&mut self, folders: HashSet<Vec<u8>>) {
        self.known_folders.extend(folders.iter().cloned());
        self.entered = folders;
    }

    /// Whether the source has any post.
    pub(super) fn finds_any(&self, reader: &Reader) -> bool {
        match &self.source {
            Source::File(path, _) => reader.stamp(name_of(path)).is_some(),
            source => load::walk(source, &self.site, None, &mut |_| {}).0.len() > 0,
        }
    }

    /// Whether the reader's root is still the folder at the source's path.
    pub(super) fn is_same_root(&self, reader: &Reader) -> bool {
        let now = self.source.reader().ok();
        now.and_then(|now| now.identity()) == reader.identity()
    }

    /// Compares every file; `None`, with nothing taken for gone, if the root vanished meanwhile.
    /// Calls `on_folder` with each folder before listing it.
    pub(super) fn scan_all(&mut self, reader: &Reader, on_folder: OnFolder<'_>) -> Option<Changes> {
        let lines = self.lines.take().or_else(|| reader.lines().index());
        let mut folders = HashSet::new();
        let mut enter = |folder: &[u8]| {
            folders.insert(folder.to_vec());
            on_folder(folder);
        };
        let (files, mut walked) = load::walk(&self.source, &self.site, None, &mut enter);
        let posts = std::mem::take(&mut folders);
        let mut lists = vec![files];
        for folder in &self.folders {
            let mut enter = |folder: &[u8]| {
                folders.insert(folder.to_vec());
                on_folder(folder);
            };
            let (files, beside) = load::walk(&self.source, &self.site, Some(folder), &mut enter);
            lists.push(files);
            walked.excluded.extend(beside.excluded);
            walked.offered.extend(beside.offered);
            walked.problems.extend(beside.problems);
        }
        // The walk opens paths, the reader uses the root that it opened before.
        if !self.is_same_root(reader) {
            return None;
        }
        self.enter(posts);
        self.known_folders.extend(folders.iter().cloned());
        self.beside = folders;
        let paths = || lists.iter().flat_map(|files| files.paths(0..files.len()));
        let mut diff = Diff::default();
        let found = paths().filter_map(|path| self.versions.number(path));
        let gone = self.versions.missing(found);
        diff.gone.extend(gone.map(|(path, stamp)| (path.into(), stamp)));
        for path in paths() {
            self.compare(path, reader.stamp(path), &mut diff);
        }
        let mut changes = self.read(reader, diff);
        self.lines = reader.lines().index();
        if let Some((old, new)) = lines.as_ref().zip(self.lines.as_ref()) {
            changes.moved.extend(old.edited(&changes.gone, new));
        }
        if update_besides(&mut self.walked, &walked) {
            walked.candidates = self.versions.len();
            changes.walked = Some(walked);
        }
        Some(changes)
    }

    /// Compares the files with these paths. Returns `None` if one is a folder or a file with many
    /// posts, which requires a full scan.
    pub(super) fn scan_paths<'a>(
        &mut self,
        reader: &Reader,
        paths: impl IntoIterator<Item = &'a [u8]>,
    ) -> Option<Changes> {
        let paths: Vec<&[u8]> = paths.into_iter().collect();
        let is_walked = |path: &[u8]| {
            self.known_folders.contains(path)
                || self.source.holds_lines(&self.site, path)
                || reader.is_folder(path) && self.site.enters(path) == Enter::Yes
        };
        if paths.iter().any(|path| is_walked(path)) {
            return None;
        }
        let mut diff = Diff::default();
        for path in paths {
            let stamp = reader.stamp(path).filter(|_| self.is_loaded(path));
            self.compare(path, stamp, &mut diff);
        }
        Some(self.read(reader, diff))
    }

    /// Compares the version on the disk of a file with the one that was read.
    fn compare(&self, path: &[u8], stamp: Option<Stamp>, diff: &mut Diff) {
        match (self.versions.get(path), stamp) {
            (Some(old), Some(stamp)) if old.is(stamp) => {}
            (known, Some(stamp)) => diff.unread.push((path.into(), stamp, known.is_none())),
            (Some(old), None) => diff.gone.push((path.into(), old)),
            (None, None) => {}
        }
    }

    /// Whether a load would read this file.
    fn is_loaded(&self, path: &[u8]) -> bool {
        let end = path.iter().rposition(|&byte| byte == b'/').unwrap_or(0);
        let folder = path.get(..end).unwrap_or_default();
        let is_post = self.site.file(path) == FileKind::Candidate;
        match &self.source {
            Source::File(only, _) => path == name_of(only),
            _ if self.entered.contains(folder) && is_post => true,
            _ => {
                let is_listed = Site::plain().file(path) == FileKind::Candidate;
                self.beside.contains(folder) && is_listed && !is_post
            }
        }
    }

    /// Reads the new and changed files, and pairs moved ones.
    fn read(&mut self, reader: &Reader, diff: Diff) -> Changes {
        let site = Arc::clone(&self.site);
        let job = Job::new(&self.source, reader, &site, self.clock);
        let mut contents = Contents::default();
        let mut changes = Changes::default();
        let mut added = HashMap::new();
        let mut gone = diff.gone;
        for (path, stamp, is_new) in diff.unread {
            let post = job.post(&path, &mut contents);
            // A file that vanished just now is gone, not unreadable (S33).
            if post.status == Status::Unreadable && reader.stamp(&path).is_none() {
                if !is_new {
                    gone.push((path, Stamp::default()));
                }
                continue;
            }
            if is_new {
                added.insert(stamp.identity, post.key.clone());
            }
            changes.posts.push(post);
            self.versions.insert(&path, contents.stamp.unwrap_or(stamp));
        }
        for (path, stamp) in gone {
            self.versions.remove(&path);
            let key = PostKey::new(path);
            if let Some(new) = added.remove(&stamp.identity) {
                changes.moved.push((key.clone(), new));
            }
            changes.gone.push(key);
        }
        changes
    }
}

/// The difference between the disk and the known versions.
#[derive(Default)]
struct Diff {
    /// Files to read: path, version on the disk, whether the path is new.
    unread: Vec<(Box<[u8]>, Stamp, bool)>,
    /// Paths that no longer exist, with the last known version.
    gone: Vec<(Box<[u8]>, Stamp)>,
}

/// Replaces what a walk found besides posts; returns whether it differs.
pub(super) fn update_besides(known: &mut Walked, walked: &Walked) -> bool {
    let is_of_folder = |(_, problem): &&(PostKey, Problem)| problem.kind == ProblemKind::Folder;
    let new = Walked {
        candidates: 0,
        excluded: walked.excluded.clone(),
        offered: walked.offered.clone(),
        problems: walked.problems.iter().filter(is_of_folder).cloned().collect(),
        lines: walked.lines.clone(),
    };
    std::mem::replace(known, new) != *known
}

fn name_of(path: &Path) -> &[u8] {
    path.file_name().map(OsStrExt::as_bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;
    use crate::archive::site::Dates;

    /// Loads a folder and scans it right after.
    fn after_load(folder: &str) -> (Scanner, Reader, Changes) {
        let source = Source::open(Path::new(folder)).unwrap();
        let dates = Dates::at(2_000_000_000);
        let reader = source.reader().unwrap();
        let (site, _) = load::read_site(&source, &reader, dates);
        let mut scanner = Scanner::new(source.clone(), Arc::new(site), dates.clock);
        let seen = Mutex::new(Versions::default());
        let note = |versions| *seen.lock().unwrap() = versions;
        let besides = Mutex::new(Walked::default());
        let observer = load::Observer { on_folder: &|_| {}, on_versions: &note };
        load::run(&source, dates.into(), Some(observer), &|event| {
            if let load::Event::Walked(walked) = event {
                update_besides(&mut besides.lock().unwrap(), &walked);
            }
            true
        });
        scanner.walked = besides.into_inner().unwrap();
        assert!(!scanner.walked.offered.is_empty());
        scanner.versions = seen.into_inner().unwrap();
        let changes = scanner.scan_all(&reader, &mut |_| {}).unwrap();
        (scanner, reader, changes)
    }

    /// The repository's files are old enough for their versions to be trusted.
    #[test]
    fn nothing_is_read_where_nothing_has_changed() {
        let (mut scanner, reader, changes) =
            after_load(concat!(env!("CARGO_MANIFEST_DIR"), "/sample-posts"));
        assert!(changes.is_empty(), "{changes:?}");
        assert!(scanner.versions.len() > 9);
        let paths: Vec<Vec<u8>> = scanner.versions.iter().map(|(path, _)| path.to_vec()).collect();
        let changes = scanner.scan_paths(&reader, paths.iter().map(Vec::as_slice)).unwrap();
        assert!(changes.is_empty(), "{changes:?}");
        // A file read in another version is read again, a missing one is gone.
        scanner.versions.insert(&paths[0], Stamp::default());
        scanner.versions.insert(b"_posts/none.md", Stamp::default());
        scanner.versions.remove(&paths[1]);
        let changes = scanner.scan_all(&reader, &mut |_| {}).unwrap();
        assert_eq!((changes.posts.len(), changes.gone.len()), (2, 1));
        // A folder, even a former one, needs a full scan.
        assert!(scanner.scan_paths(&reader, [&b"_posts"[..]]).is_none());
        // Other files are ignored.
        let others =
            [&b"_config.yml"[..], b"README.md", b"assets", b"none/x.md", b"_posts/none.md"];
        assert!(scanner.scan_paths(&reader, others).unwrap().is_empty());
    }

    /// A post's identity is its path (R4): an overwritten post keeps its own marks (S54).
    #[test]
    fn a_file_moved_over_a_known_one_is_not_a_move() {
        let root = tempfile::tempdir().unwrap();
        let path = |name: &str| root.path().join(name);
        for name in ["a.md", "b.md"] {
            std::fs::write(path(name), name).unwrap();
        }
        let source = Source::open(root.path()).unwrap();
        let reader = source.reader().unwrap();
        let mut scanner = Scanner::new(source, Arc::new(Site::plain()), Clock::Fixed(0));
        assert_eq!(scanner.scan_all(&reader, &mut |_| {}).unwrap().posts.len(), 2);
        let [a, b, c] = ["a.md", "b.md", "c.md"].map(|name| PostKey::new(name.as_bytes()));
        for (from, to, moved) in [(&a, &b, None), (&b, &c, Some((b.clone(), c.clone())))] {
            let name = |key: &PostKey| path(key.to_clean().as_str());
            std::fs::rename(name(from), name(to)).unwrap();
            let changes = scanner.scan_all(&reader, &mut |_| {}).unwrap();
            assert_eq!(changes.gone.iter().collect::<Vec<_>>(), [from]);
            assert_eq!(changes.posts.iter().map(|post| &post.key).collect::<Vec<_>>(), [to]);
            assert_eq!(changes.moved, Vec::from_iter(moved));
        }
    }

    /// Lines are posts: only those that changed are read again.
    #[test]
    fn a_file_of_lines_is_compared_line_by_line() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("a.jsonl");
        let lines =
            ["a", "b", "c"].map(|name| format!("{{\"path\": \"{name}.md\", \"text\": \"x\"}}\n"));
        let source = Source::open(root.path()).unwrap();
        let reader = source.reader().unwrap();
        let mut scanner = Scanner::new(source, Arc::new(Site::plain()), Clock::Fixed(0));
        for (text, read, gone) in [
            (lines[..2].concat(), &["a.md", "b.md"][..], &[][..]),
            (lines.concat(), &["c.md"], &[]),
            (lines[1..].concat(), &[], &["a.md"]),
            (lines[1..].concat().replacen('x', "y", 1), &["b.md"], &[]),
        ] {
            std::fs::write(&path, &text).unwrap();
            assert!(scanner.scan_paths(&reader, [&b"a.jsonl"[..]]).is_none());
            let changes = scanner.scan_all(&reader, &mut |_| {}).unwrap();
            let mut found: Vec<String> =
                changes.posts.iter().map(|post| post.key.to_clean().to_string()).collect();
            found.sort();
            assert_eq!(found, read, "{text}");
            let lost: Vec<String> =
                changes.gone.iter().map(|key| key.to_clean().to_string()).collect();
            assert_eq!(lost, gone, "{text}");
        }
    }

    #[test]
    fn a_line_that_is_repaired_is_the_same_post() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("a.jsonl");
        let source = Source::open(root.path()).unwrap();
        let reader = source.reader().unwrap();
        let mut scanner = Scanner::new(source, Arc::new(Site::plain()), Clock::Fixed(0));
        let mut changed = |text: &str| {
            std::fs::write(&path, text).unwrap();
            let moved = scanner.scan_all(&reader, &mut |_| {}).unwrap().moved;
            moved.iter().map(|(_, new)| new.to_clean().to_string()).collect::<Vec<_>>()
        };
        assert_eq!(changed("{\"id\": \"x\", \"text\": \"x\"}\n{\"text\": \"y\n"), [""; 0]);
        let repaired = "{\"id\": \"x\", \"text\": \"x\"}\n{\"id\": \"y\", \"text\": \"y\"}\n";
        assert_eq!(changed(repaired), ["a/y"]);
        // Another id is another post.
        assert_eq!(changed(&repaired.replace("\"y\"", "\"z\"")), [""; 0]);
    }

    /// A post dated tomorrow is no longer in the future when it is read after midnight (R12).
    #[test]
    fn the_present_is_that_of_the_scan() {
        static NOW: AtomicI64 = AtomicI64::new(0);
        let dates = Dates { clock: Clock::Settable(&NOW), hide_future: true, ..Dates::at(0) };
        let root = tempfile::tempdir().unwrap();
        let write = |text| std::fs::write(root.path().join("1970-01-02-a.md"), text).unwrap();
        write("text");
        let source = Source::open(root.path()).unwrap();
        let reader = source.reader().unwrap();
        let site = Arc::new(Site::plain().with(dates));
        let mut scanner = Scanner::new(source.clone(), site, dates.clock);
        for (seconds, status) in [(86_399, Status::Future), (86_400, Status::Shown)] {
            NOW.store(seconds, Ordering::Relaxed);
            write("another text");
            let changes = scanner.scan_all(&reader, &mut |_| {}).unwrap();
            let statuses: Vec<Status> = changes.posts.iter().map(|post| post.status).collect();
            assert_eq!(statuses, [status]);
            let loaded = load::load_all(&source, dates).unwrap();
            assert_eq!(loaded.archive.count(status), 1);
        }
    }
}
