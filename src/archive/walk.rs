//! Which files an archive has: the walk over its folders, newest names first.
//!
//! Opens folders, never files. What is entered and what counts as a post is for [`Site`].

use std::cmp::Ordering;
use std::ffi::{CStr, OsStr};
use std::mem::MaybeUninit;
use std::ops::Range;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use rustix::fd::OwnedFd;
use rustix::fs::{AtFlags, FileType, Mode, OFlags, RawDir};

use crate::archive::date;
use crate::archive::post::{PostKey, Problem, ProblemKind};
use crate::archive::site::placement::last_part;
use crate::archive::site::{Enter, FileKind, Site};
use crate::archive::source;

/// The deepest folder that is entered (S32).
const DEEPEST_FOLDER: usize = 32;
/// Bytes of directory entries read at a time.
const LISTING: usize = 64 * 1024;

/// What the walk found besides posts.
#[derive(Debug, Default, PartialEq)]
pub struct Walked {
    /// Files that will come as posts.
    pub candidates: usize,
    /// Folders that are left out by rule, with the reason (R2).
    pub excluded: Vec<(PostKey, &'static str)>,
    /// Folders beside `_posts` that hold files named like posts (R2) or are collections of the site
    /// (J22), with the number of such files.
    pub offered: Vec<(PostKey, usize)>,
    /// What is wrong with the config and the folders.
    pub problems: Vec<(PostKey, Problem)>,
}

/// The paths of the files to read, newest first as far as they are sorted.
///
/// All paths lie in one buffer: a million of them are walked before the first is read.
#[derive(Debug, Default)]
pub(super) struct Files {
    paths: Vec<u8>,
    files: Vec<Candidate>,
}

#[derive(Clone, Copy, Debug)]
struct Candidate {
    /// The day in the path as a number (20240131), 0 if there is none.
    day: u32,
    start: u32,
    len: u16,
    /// Where the file's own name begins in the path.
    name: u16,
}

impl Files {
    pub fn only(path: &Path) -> Self {
        let mut files = Self::default();
        files.push(path.file_name().map(OsStrExt::as_bytes).unwrap_or_default());
        files
    }

    pub fn samples(site: &Site) -> Self {
        let mut files = Self::default();
        for (path, _) in source::samples() {
            let path = path.as_os_str().as_bytes();
            let entered =
                path.iter().enumerate().filter(|&(_, &byte)| byte == b'/').all(|(end, _)| {
                    matches!(site.enters(path.get(..end).unwrap_or_default()), Enter::Yes)
                });
            if entered && matches!(site.file(path), FileKind::Candidate) {
                files.push(path);
            }
        }
        files
    }

    fn push(&mut self, path: &[u8]) {
        let (Ok(start), Ok(len)) = (u32::try_from(self.paths.len()), u16::try_from(path.len()))
        else {
            return;
        };
        let name = path.iter().rposition(|&byte| byte == b'/').map_or(0, |slash| slash + 1);
        let day =
            date::from_name(path.get(name..).unwrap_or_default()).or_else(|| date::in_path(path));
        let day = day.map_or(0, date::NameDate::sort_key);
        self.paths.extend_from_slice(path);
        self.files.push(Candidate { day, start, len, name: name as u16 });
    }

    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// The paths of some of the files.
    pub fn paths(&self, range: Range<usize>) -> impl Iterator<Item = &[u8]> {
        let files = self.files.get(range).unwrap_or_default();
        files.iter().map(|&file| path_in(&self.paths, file))
    }

    /// Sorts the newest `n` to the front; the rest stays unsorted.
    pub fn bring_newest_forward(&mut self, n: usize) {
        let paths = &self.paths;
        if n < self.files.len() {
            self.files.select_nth_unstable_by(n, |&a, &b| newest_first(paths, a, b));
        }
        let n = n.min(self.files.len());
        if let Some(newest) = self.files.get_mut(..n) {
            newest.sort_unstable_by(|&a, &b| newest_first(paths, a, b));
        }
    }

    pub fn sort_from(&mut self, start: usize) {
        let paths = &self.paths;
        if let Some(rest) = self.files.get_mut(start..) {
            rest.sort_unstable_by(|&a, &b| newest_first(paths, a, b));
        }
    }
}

fn path_in(paths: &[u8], file: Candidate) -> &[u8] {
    let start = file.start as usize;
    paths.get(start..start + usize::from(file.len)).unwrap_or_default()
}

/// By the day in the name, then by the name, both descending.
fn newest_first(paths: &[u8], a: Candidate, b: Candidate) -> Ordering {
    let name = |file: Candidate| path_in(paths, file).get(usize::from(file.name)..);
    b.day.cmp(&a.day).then_with(|| name(b).cmp(&name(a)))
}

/// One walk over a folder and all below it that may be entered.
pub(super) struct Walk<'a> {
    root: &'a Path,
    site: &'a Site,
    /// A site whose own posts are passed over: they are in the archive already.
    beside: Option<&'a Site>,
    /// The rules of a folder without a site, by which other files are told to look like posts.
    plain: Site,
    files: Files,
    walked: Walked,
    /// Folders still to be listed, with their depth.
    folders: Vec<(Vec<u8>, usize)>,
}

/// Is told of each folder of a walk, by its path from the root, before it is listed: what happens
/// in it from then on need not be seen by the walk.
pub(super) type OnFolder<'a> = &'a mut dyn FnMut(&[u8]);

impl<'a> Walk<'a> {
    pub fn new(root: &'a Path, site: &'a Site) -> Self {
        let (files, walked, folders) = (Files::default(), Walked::default(), Vec::new());
        Self { root, site, beside: None, plain: Site::plain(), files, walked, folders }
    }

    /// A walk by the rules of `plain`, a folder without a site, that passes over what is a post of
    /// `site`.
    pub fn beside(root: &'a Path, plain: &'a Site, site: &'a Site) -> Self {
        Self { beside: Some(site), ..Self::new(root, plain) }
    }

    /// Walks a folder of the root, which is empty for the root itself.
    pub fn run(mut self, start: Vec<u8>, on_folder: OnFolder<'_>) -> (Files, Walked) {
        self.folders.push((start, 0));
        let mut listing = vec![MaybeUninit::uninit(); LISTING];
        while let Some((folder, depth)) = self.folders.pop() {
            if depth > DEEPEST_FOLDER {
                let wrong = format!("the folder is more than {DEEPEST_FOLDER} levels deep");
                self.problem(&folder, &wrong);
                continue;
            }
            match self.list(&folder, depth, &mut listing, on_folder) {
                Ok(()) => {}
                // It has gone since it was listed, as if it had before.
                Err(rustix::io::Errno::NOENT) if depth > 0 => {}
                Err(error) => self.problem(
                    &folder,
                    &format!("the folder cannot be read: {}", source::reason(&error.into())),
                ),
            }
        }
        self.walked.excluded.sort();
        self.walked.offered = outermost(self.walked.offered);
        (self.files, self.walked)
    }

    fn problem(&mut self, folder: &[u8], wrong: &str) {
        let problem = Problem::new(1, ProblemKind::Folder, wrong, "not entered");
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
            path.truncate(base);
            path.extend_from_slice(name.to_bytes());
            let leads_to_folder = || kind_of(&fd, name, AtFlags::empty()) == FileType::Directory;
            let kind = match entry.file_type() {
                FileType::Unknown => kind_of(&fd, name, AtFlags::SYMLINK_NOFOLLOW),
                kind => kind,
            };
            match kind {
                FileType::Directory => self.add_folder(&path, depth + 1),
                FileType::Symlink if leads_to_folder() => self.exclude(&path, "a link to a folder"),
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
            Enter::Excluded(reason) => self.exclude(path, reason),
        }
    }

    fn exclude(&mut self, path: &[u8], reason: &'static str) {
        self.walked.excluded.push((PostKey::new(path), reason));
    }

    /// Adds a file if it is a candidate; returns whether it is.
    fn add_file(&mut self, path: &[u8]) -> bool {
        let is_candidate = self.site.file(path) == FileKind::Candidate;
        if is_candidate && self.beside.is_none_or(|site| site.file(path) == FileKind::NotAPost) {
            self.files.push(path);
        }
        is_candidate
    }

    /// Whether a file that is not a candidate looks like a post (R2) or is in a collection (J22).
    fn is_like_post(&self, path: &[u8]) -> bool {
        self.plain.file(path) == FileKind::Candidate
            && (date::from_name(last_part(path)).is_some() || self.site.in_collection(path))
    }
}

/// Leaves out folders that lie below another one; that one gets their numbers.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder that goes while the walk is under way is not there, and nothing is wrong with that.
    #[test]
    fn a_folder_that_goes_meanwhile_is_no_problem() {
        let root = tempfile::tempdir().unwrap();
        for folder in ["a", "b"] {
            std::fs::create_dir(root.path().join(folder)).unwrap();
            std::fs::write(root.path().join(folder).join("2024-01-01-x.md"), "text").unwrap();
        }
        let site = Site::plain();
        // The other one goes as soon as either is entered.
        let (files, walked) = Walk::new(root.path(), &site).run(Vec::new(), &mut |folder| {
            let other = match folder {
                b"a" => "b",
                b"b" => "a",
                _ => return,
            };
            std::fs::remove_dir_all(root.path().join(other)).unwrap();
        });
        assert_eq!((files.len(), walked.problems.len()), (1, 0));
        // The root itself is told of.
        let gone = root.path().join("none");
        let (_, walked) = Walk::new(&gone, &site).run(Vec::new(), &mut |_| {});
        assert_eq!(walked.problems.len(), 1);
    }
}
