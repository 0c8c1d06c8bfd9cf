//! Walks an archive's folders and collects the paths of its files, newest names first.
//!
//! Opens folders, never files. [`Site`] decides which folders to enter and which files are posts.

use std::cell::LazyCell;
use std::cmp::Ordering;
use std::collections::HashSet;
use std::ffi::{CStr, OsStr};
use std::mem::MaybeUninit;
use std::ops::Range;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use rustix::fd::OwnedFd;
use rustix::fs::{AtFlags, FileType, Mode, OFlags, RawDir};

use crate::archive::date;
use crate::archive::exclusion::Exclusion;
use crate::archive::lines::{Lines, is_of_lines};
use crate::archive::post::{PostKey, Problem, ProblemKind};
use crate::archive::remedy::Remedy;
use crate::archive::site::generator::Root;
use crate::archive::site::placement::last_part;
use crate::archive::site::{Enter, FileKind, Site};
use crate::archive::source::{self, Reader, Source};
use crate::archive::stamp::Stamp;
use crate::archive::workers::pause;
use crate::archive::wrong::Wrong;

/// The depth of the deepest folder to enter (S32).
const DEEPEST_FOLDER: usize = 32;
/// The size of the buffer for directory entries, in bytes.
const LISTING: usize = 64 * 1024;

/// What a walk found besides posts.
#[derive(Debug, Default, PartialEq)]
pub struct Walked {
    /// The number of files that will become posts.
    pub candidates: usize,
    /// Folders excluded by a rule, with the rule (R2).
    pub excluded: Vec<(PostKey, Exclusion)>,
    /// Folders outside `_posts` with files named like posts (R2) or with a collection (J22), and
    /// the number of such files: the user may add them.
    pub offered: Vec<(PostKey, usize)>,
    /// Problems of the config and the folders.
    pub problems: Vec<(PostKey, Problem)>,
    /// Where the posts in files of lines are.
    pub lines: Lines,
}

/// The paths of the files to read, sorted in part: newest first.
///
/// All paths share one buffer: a million are collected before the first file is read.
#[derive(Debug, Default)]
pub(super) struct Files {
    paths: Vec<u8>,
    candidates: Vec<Candidate>,
    /// The paths of files with a post on each line.
    lines: Vec<Vec<u8>>,
}

#[derive(Clone, Copy, Debug)]
struct Candidate {
    /// The day in the path as `yyyymmdd`, 0 if there is none; `None` until it is needed.
    day: Option<u32>,
    start: u32,
    len: u16,
    /// The offset of the file name in the path.
    name: u16,
}

/// A file that a store knows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    /// Its number in the store's versions.
    pub number: u32,
    /// Its version on the disk; `None` if it is gone, or was not looked up.
    pub stamp: Option<Stamp>,
}

impl Files {
    pub(super) fn only(path: &Path) -> Self {
        let mut files = Self::default();
        let name = path.file_name().map(OsStrExt::as_bytes).unwrap_or_default();
        if is_of_lines(name) {
            files.lines.push(name.to_vec());
        } else {
            files.push(name, None);
        }
        files
    }

    /// Adds the posts in the files of lines that were found; returns the problems of those files.
    pub(super) fn add_lines(&mut self, source: &Source) -> Vec<(PostKey, Problem)> {
        let mut lines = std::mem::take(&mut self.lines);
        lines.sort_unstable();
        let (index, problems) = {
            // Most archives have no such file and need no set of all paths.
            let own = LazyCell::new(|| self.paths(0..self.len()).collect::<HashSet<&[u8]>>());
            source.index_lines(&lines, &|key| own.contains(key))
        };
        for (path, day) in index.posts() {
            self.push(path, Some(day).filter(|day| *day != 0));
        }
        problems
    }

    pub(super) fn samples(site: &Site) -> Self {
        let mut files = Self::default();
        for (path, _) in source::samples() {
            let path = path.as_os_str().as_bytes();
            let entered =
                path.iter().enumerate().filter(|&(_, &byte)| byte == b'/').all(|(end, _)| {
                    matches!(site.enters(path.get(..end).unwrap_or_default()), Enter::Yes)
                });
            if entered && matches!(site.file(path), FileKind::Candidate) {
                files.push(path, None);
            }
        }
        files
    }

    fn push(&mut self, path: &[u8], day: Option<u32>) {
        let (Ok(start), Ok(len)) = (u32::try_from(self.paths.len()), u16::try_from(path.len()))
        else {
            return;
        };
        let name = path.iter().rposition(|&byte| byte == b'/').map_or(0, |slash| slash + 1);
        self.paths.extend_from_slice(path);
        self.candidates.push(Candidate { day, start, len, name: name as u16 });
    }

    pub(super) fn len(&self) -> usize {
        self.candidates.len()
    }

    /// The paths of a range of files.
    pub(super) fn paths(&self, range: Range<usize>) -> impl Iterator<Item = &[u8]> {
        let files = self.candidates.get(range).unwrap_or_default();
        files.iter().map(|&file| path_in(&self.paths, file))
    }

    /// Removes the files that a store knows by the number that `find` returns; `stamps` are the
    /// versions of the first files.
    pub(super) fn take_known(
        &mut self,
        stamps: &[Option<Stamp>],
        find: impl Fn(&[u8]) -> Option<u32>,
    ) -> Vec<Known> {
        let (paths, mut known) = (&self.paths, Vec::new());
        let mut stamps = stamps.iter().copied();
        self.candidates.retain(|file| {
            let stamp = stamps.next().flatten();
            let number = find(path_in(paths, *file));
            known.extend(number.map(|number| Known { number, stamp }));
            number.is_none()
        });
        if self.candidates.is_empty() {
            *self = Self::default();
        }
        known
    }

    /// Moves the newest `n` by the site's rules to the front and sorts them; the rest stays unsorted.
    pub(super) fn bring_newest_forward(&mut self, n: usize, site: &Site) {
        let paths = &self.paths;
        for file in &mut self.candidates {
            let date = || site.place(path_in(paths, *file)).date();
            file.day = file.day.or_else(|| Some(date().map_or(0, date::NameDate::sort_key)));
        }
        if n < self.candidates.len() {
            self.candidates.select_nth_unstable_by(n, |&a, &b| newest_first(paths, a, b));
        }
        let n = n.min(self.candidates.len());
        if let Some(newest) = self.candidates.get_mut(..n) {
            newest.sort_unstable_by(|&a, &b| newest_first(paths, a, b));
        }
    }

    pub(super) fn sort_from(&mut self, start: usize) {
        let paths = &self.paths;
        if let Some(rest) = self.candidates.get_mut(start..) {
            rest.sort_unstable_by(|&a, &b| newest_first(paths, a, b));
        }
    }
}

fn path_in(paths: &[u8], file: Candidate) -> &[u8] {
    let start = file.start as usize;
    paths.get(start..start + usize::from(file.len)).unwrap_or_default()
}

/// Orders by the day in the name, then by the name, both descending.
fn newest_first(paths: &[u8], a: Candidate, b: Candidate) -> Ordering {
    let name = |file: Candidate| path_in(paths, file).get(usize::from(file.name)..);
    b.day.cmp(&a.day).then_with(|| name(b).cmp(&name(a)))
}

/// A walk over a folder and its subfolders.
pub(super) struct Walk<'a> {
    root: &'a Path,
    site: &'a Site,
    /// A site whose own posts are skipped: they are in the archive already.
    beside: Option<&'a Site>,
    /// The rules of a plain folder, to recognize other files that look like posts.
    plain: Site,
    files: Files,
    walked: Walked,
    /// Folders to list, with their depth.
    folders: Vec<(Vec<u8>, usize)>,
}

/// Callback with the path of each folder, relative to the root, before it is listed: a watch set
/// then misses nothing.
pub(super) type OnFolder<'a> = &'a mut dyn FnMut(&[u8]);

impl<'a> Walk<'a> {
    pub(super) fn new(root: &'a Path, site: &'a Site) -> Self {
        let (files, walked, folders) = (Files::default(), Walked::default(), Vec::new());
        Self { root, site, beside: None, plain: Site::plain(), files, walked, folders }
    }

    /// A walk by the rules of the plain folder `plain` that skips the posts of `site`.
    pub(super) fn beside(root: &'a Path, plain: &'a Site, site: &'a Site) -> Self {
        Self { beside: Some(site), ..Self::new(root, plain) }
    }

    /// Walks a folder, given relative to the root; empty for the root itself.
    pub(super) fn run(mut self, start: Vec<u8>, on_folder: OnFolder<'_>) -> (Files, Walked) {
        self.folders.push((start, 0));
        let mut listing = vec![MaybeUninit::uninit(); LISTING];
        while let Some((folder, depth)) = self.folders.pop() {
            if depth > DEEPEST_FOLDER {
                self.problem(&folder, Wrong::FolderTooDeep { most: DEEPEST_FOLDER });
                continue;
            }
            match self.list(&folder, depth, &mut listing, on_folder) {
                Ok(()) => {}
                // Deleted since its parent was listed.
                Err(rustix::io::Errno::NOENT) if depth > 0 => {}
                Err(error) => {
                    self.problem(&folder, Wrong::FolderUnreadable { reason: error.into() });
                }
            }
        }
        self.walked.excluded.sort();
        self.walked.offered = outermost(self.walked.offered);
        (self.files, self.walked)
    }

    fn problem(&mut self, folder: &[u8], wrong: Wrong) {
        let problem = Problem::new(1, ProblemKind::Folder, wrong, Remedy::NotEntered);
        self.walked.problems.push((PostKey::new(folder), problem));
    }

    fn list(
        &mut self,
        folder: &[u8],
        depth: usize,
        listing: &mut [MaybeUninit<u8>],
        on_folder: OnFolder<'_>,
    ) -> rustix::io::Result<()> {
        let path = self.root.join(OsStr::from_bytes(folder));
        let mut flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NONBLOCK;
        if depth > 0 {
            flags |= OFlags::NOFOLLOW;
        }
        let fd = rustix::fs::open(&path, flags, Mode::empty())?;
        on_folder(folder);
        let mut like_posts = 0;
        let mut path = folder.to_vec();
        if !folder.is_empty() {
            path.push(b'/');
        }
        let base = path.len();
        let mut entries = RawDir::new(&fd, listing);
        while let Some(entry) = entries.next() {
            let entry = entry?;
            let name = entry.file_name();
            if matches!(name.to_bytes(), b"." | b"..") {
                continue;
            }
            pause();
            path.truncate(base);
            path.extend_from_slice(name.to_bytes());
            let leads_to_folder = || kind_of(&fd, name, AtFlags::empty()) == FileType::Directory;
            let kind = match entry.file_type() {
                FileType::Unknown => kind_of(&fd, name, AtFlags::SYMLINK_NOFOLLOW),
                kind => kind,
            };
            match kind {
                FileType::Directory => self.add_folder(&path, depth + 1),
                FileType::Symlink if leads_to_folder() => self.exclude(&path, Exclusion::Link),
                _ => like_posts += usize::from(!self.add_file(&path) && self.is_like_post(&path)),
            }
        }
        if like_posts > 0 && !folder.is_empty() {
            self.walked.offered.push((PostKey::new(folder), like_posts));
        }
        Ok(())
    }

    fn add_folder(&mut self, path: &[u8], depth: usize) {
        match self.site.enters(path) {
            Enter::Yes => self.folders.push((path.to_vec(), depth)),
            Enter::Excluded(rule) => self.exclude(path, rule),
        }
    }

    fn exclude(&mut self, path: &[u8], rule: Exclusion) {
        self.walked.excluded.push((PostKey::new(path), rule));
    }

    /// Adds a file if it is a candidate; returns whether it is.
    fn add_file(&mut self, path: &[u8]) -> bool {
        if self.beside.is_none() && self.site.reads_lines() && is_of_lines(path) {
            self.files.lines.push(path.to_vec());
            return true;
        }
        let is_candidate = self.site.file(path) == FileKind::Candidate;
        if is_candidate && self.beside.is_none_or(|site| site.file(path) == FileKind::NotAPost) {
            self.files.push(path, None);
        }
        is_candidate
    }

    /// Whether a file that is not a candidate looks like a post (R2) or is in a collection (J22).
    fn is_like_post(&self, path: &[u8]) -> bool {
        self.plain.file(path) == FileKind::Candidate
            && (date::from_name(last_part(path)).is_some() || self.site.in_collection(path))
    }
}

/// Merges folders into the outermost folder of the list that contains them, adding their counts.
fn outermost(mut folders: Vec<(PostKey, usize)>) -> Vec<(PostKey, usize)> {
    folders.sort();
    let mut outer: Vec<(PostKey, usize)> = Vec::with_capacity(folders.len());
    for (folder, posts) in folders {
        let is_below = |above: &PostKey| {
            let rest = folder.as_bytes().strip_prefix(above.as_bytes());
            rest.is_some_and(|rest| rest.starts_with(b"/"))
        };
        match outer.iter_mut().find(|(above, _)| is_below(above)) {
            Some((_, sum)) => *sum += posts,
            None => outer.push((folder, posts)),
        }
    }
    outer
}

fn kind_of(folder: &OwnedFd, name: &CStr, flags: AtFlags) -> FileType {
    match rustix::fs::statat(folder, name, flags) {
        Ok(stat) => FileType::from_raw_mode(stat.st_mode),
        Err(_) => FileType::Unknown,
    }
}

impl Root for Reader {
    fn has_folder(&self, path: &str) -> bool {
        self.leads_to_folder(path.as_bytes())
    }

    fn has_file(&self, path: &str) -> bool {
        self.stamp(path.as_bytes()).is_some()
    }

    fn text(&self, path: &str) -> Option<String> {
        let contents = self.read(path.as_bytes()).ok()?;
        Some(String::from_utf8_lossy(&contents.bytes).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_are_found_by_their_folders_too() {
        // R9
        let mut files = Files::default();
        for path in ["2020-01-01-a.md", "x/2020-01-03-b/index.md", "2020/01/02/c.md", "d.md"] {
            files.push(path.as_bytes(), None);
        }
        files.bring_newest_forward(10, &Site::plain());
        let order: Vec<&[u8]> = files.paths(0..4).collect();
        let expected = ["x/2020-01-03-b/index.md", "2020/01/02/c.md", "2020-01-01-a.md", "d.md"];
        assert_eq!(order, expected.map(str::as_bytes));
    }

    /// A folder that is deleted during the walk is not a problem.
    #[test]
    fn a_folder_that_goes_meanwhile_is_no_problem() {
        let root = tempfile::tempdir().unwrap();
        for folder in ["a", "b"] {
            std::fs::create_dir(root.path().join(folder)).unwrap();
            std::fs::write(root.path().join(folder).join("2024-01-01-x.md"), "text").unwrap();
        }
        let site = Site::plain();
        // Entering either folder deletes the other.
        let (files, walked) = Walk::new(root.path(), &site).run(Vec::new(), &mut |folder| {
            let other = match folder {
                b"a" => "b",
                b"b" => "a",
                _ => return,
            };
            std::fs::remove_dir_all(root.path().join(other)).unwrap();
        });
        assert_eq!((files.len(), walked.problems.len()), (1, 0));
        // A missing root is a problem.
        let gone = root.path().join("none");
        let (_, walked) = Walk::new(&gone, &site).run(Vec::new(), &mut |_| {});
        assert_eq!(walked.problems.len(), 1);
    }
}
