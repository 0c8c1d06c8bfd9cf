//! Reads an archive's files from a folder, one file, or the sample posts in the program.
//!
//! Opens only regular files below the root, without blocking (S31, S32), reads them whole up to a
//! limit (S35), and detects changes during the read (S33).

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use rustix::buffer::spare_capacity;
use rustix::fs::{AtFlags, FileType, Mode, OFlags};

use crate::archive::lines::record::{Given, Record};
use crate::archive::lines::{self, Index, Lines};
use crate::archive::post::{PostKey, Problem, ProblemKind};
use crate::archive::remedy::Remedy;
use crate::archive::site::Site;
use crate::archive::stamp::Stamp;
use crate::archive::wrong::Wrong;
use crate::clean::CleanText;
use crate::forms::forms_of_name;
use crate::reason::{FileError, Reason};

/// The largest number of bytes to read of one file (S35).
pub const LARGEST_FILE: usize = 8 * 1024 * 1024 + 64 * 1024;

static SAMPLES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/sample-posts");

/// What can be opened as an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A folder, and its files of lines.
    Folder(PathBuf, Lines),
    /// One post file, or one of lines.
    File(PathBuf, Lines),
    /// The sample posts built into the program.
    Samples,
}

impl Source {
    /// Checks that a path is a folder that can be listed or a regular file that can be opened.
    pub fn open(path: &Path) -> Result<Self, FileError> {
        let failed = |error: io::Error| Reason::from(error).at(path);
        let meta = std::fs::metadata(path).map_err(failed)?;
        if meta.is_dir() {
            std::fs::read_dir(path).map_err(failed)?;
            Ok(Self::folder(path))
        } else if meta.is_file() {
            File::open(path).map_err(failed)?;
            // A link that the user named may lead anywhere.
            let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
            Ok(Self::File(path, Lines::default()))
        } else {
            Err(Reason::Neither.at(path))
        }
    }

    /// A folder.
    pub fn folder(path: &Path) -> Self {
        Self::Folder(path.to_owned(), Lines::default())
    }

    /// Whether the file at a path has one post per line.
    pub(super) fn holds_lines(&self, site: &Site, path: &[u8]) -> bool {
        (matches!(self, Self::File(..)) || site.reads_lines()) && lines::is_of_lines(path)
    }

    /// Whether it is one file with one post.
    pub fn is_one_post(&self) -> bool {
        matches!(self, Self::File(path, _) if !lines::is_of_lines(path.as_os_str().as_bytes()))
    }

    /// The folder that post paths are relative to; `None` for the samples.
    pub fn root(&self) -> Option<&Path> {
        match self {
            Self::Folder(path, _) => Some(path),
            Self::File(path, _) => Some(match path.parent() {
                Some(parent) if !parent.as_os_str().is_empty() => parent,
                _ => Path::new("."),
            }),
            Self::Samples => None,
        }
    }

    /// Whether a file lies below the root.
    pub fn holds(&self, file: &Path) -> bool {
        let (Some(root), Ok(file)) = (self.root(), file.canonicalize()) else { return false };
        root.canonicalize().is_ok_and(|root| file.starts_with(root))
    }

    /// The first of some paths from the root at which the archive has a regular file, in the form that
    /// its name has on the disk. A link to it leads nowhere else.
    pub fn first_file(&self, paths: &[PostKey]) -> Option<PostKey> {
        let root = self.root()?;
        paths.iter().find_map(|path| {
            let whole = root.join(OsStr::from_bytes(path.as_bytes()));
            let whole = in_the_form_on_the_disk(whole);
            let own = whole.strip_prefix(root).ok()?;
            let is_own = whole.is_file() && self.holds(&whole);
            is_own.then(|| PostKey::new(own.as_os_str().as_bytes()))
        })
    }

    /// The absolute path of the file that holds a post, and the number of its line in a file of
    /// lines; `None` for the samples.
    pub fn file_of(&self, key: &PostKey) -> Option<(PathBuf, Option<u32>)> {
        let (Self::Folder(_, lines) | Self::File(_, lines)) = self else { return None };
        let (file, line) = match lines.place_of(key) {
            Some((file, line)) => (file, Some(line)),
            None => (key.clone(), None),
        };
        let path = self.root()?.join(OsStr::from_bytes(file.as_bytes()));
        Some((path.canonicalize().unwrap_or(path), line))
    }

    /// The last component of the path, for the status line.
    pub fn name(&self) -> CleanText {
        let path = match self {
            Self::Folder(path, _) | Self::File(path, _) => path,
            Self::Samples => return CleanText::line("sample posts"),
        };
        let whole = path.canonicalize().unwrap_or_else(|_| path.clone());
        CleanText::lossy(whole.file_name().unwrap_or(path.as_os_str()).as_bytes())
    }

    /// Opens the root for reading many files.
    pub fn reader(&self) -> io::Result<Reader> {
        let (Some(root), Self::Folder(_, lines) | Self::File(_, lines)) = (self.root(), self)
        else {
            return Ok(Reader(Root::Samples));
        };
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let fd = rustix::fs::open(root, flags, Mode::empty())?;
        Ok(Reader(Root::Folder { fd, path: root.to_owned(), lines: lines.clone() }))
    }

    /// Finds the posts in files of lines, by their paths from the root, after a walk; `is_taken` says
    /// whether a file has a path. Reads all of them again if one has changed.
    pub(super) fn index_lines(
        &self,
        files: &[Vec<u8>],
        is_taken: &dyn Fn(&[u8]) -> bool,
    ) -> (Arc<Index>, Vec<(PostKey, Problem)>) {
        let is_alone = matches!(self, Self::File(..));
        let (Self::Folder(_, lines) | Self::File(_, lines), Ok(reader)) = (self, self.reader())
        else {
            return (Arc::default(), Vec::new());
        };
        let known = lines.index().unwrap_or_default();
        let stamp = |path: &[u8]| reader.stamp_of_file(path);
        let is_current = known.is_of(files, stamp);
        // A new file may have the path of a line.
        if is_current && !known.posts().any(|(key, _)| is_taken(key)) {
            let problems = known.problems().to_vec();
            return (known, problems);
        }
        let index = Index::build(files, is_alone, |path| reader.open_lines(path), stamp, is_taken);
        let index = lines.set(index);
        let problems = index.problems().to_vec();
        (index, problems)
    }
}

/// The path, or the one that exists of its composed and decomposed forms.
pub fn in_the_form_on_the_disk(path: PathBuf) -> PathBuf {
    if path.exists() {
        return path;
    }
    let forms = path.to_str().map(forms_of_name).into_iter().flatten().map(PathBuf::from);
    forms.into_iter().find(|form| form.exists()).unwrap_or(path)
}

/// The sample posts, by path.
pub(super) fn samples() -> Vec<(&'static Path, &'static [u8])> {
    let mut files = Vec::new();
    let mut folders = vec![&SAMPLES];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        files.extend(folder.files().map(|file| (file.path(), file.contents())));
    }
    files
}

/// Reads the files of one archive.
#[derive(Debug)]
pub struct Reader(Root);

#[derive(Debug)]
enum Root {
    Folder { fd: OwnedFd, path: PathBuf, lines: Lines },
    Samples,
}

/// A file's bytes, with a problem of reading them.
#[derive(Debug, Default)]
pub struct Contents {
    /// The bytes, at most [`LARGEST_FILE`].
    pub bytes: Vec<u8>,
    /// The file is over the limit, or kept changing.
    pub problem: Option<Problem>,
    /// The version that was read; `None` if the file kept changing.
    pub(super) stamp: Option<Stamp>,
    /// What a line says of its post besides the bytes.
    pub(super) given: Option<Given>,
}

impl Reader {
    /// The folder; `None` for the samples.
    pub fn root(&self) -> Option<&Path> {
        match &self.0 {
            Root::Folder { path, .. } => Some(path),
            Root::Samples => None,
        }
    }

    /// A number that changes with the file, the same in every process; follows links. `None` if the
    /// file is missing, a sample, or so young that it may change undetected.
    pub fn fingerprint(&self, key: &[u8]) -> Option<u64> {
        self.stamp(key)?.version()
    }

    /// Reads a file by its path relative to the root. Never blocks on a FIFO or a device.
    pub fn read(&self, key: &[u8]) -> Result<Contents, Reason> {
        let mut contents = Contents::default();
        self.read_into(key, &mut contents)?;
        Ok(contents)
    }

    /// Reads like [`Reader::read`] into a reused buffer.
    pub fn read_into(&self, key: &[u8], contents: &mut Contents) -> Result<(), Reason> {
        contents.bytes.clear();
        contents.problem = None;
        contents.stamp = None;
        contents.given = None;
        if let Some(read) = self.read_line(key, contents) {
            return read;
        }
        let (fd, root) = match &self.0 {
            Root::Folder { fd, path, .. } => (fd, path),
            Root::Samples => {
                let name = Path::new(OsStr::from_bytes(key));
                let file = SAMPLES.get_file(name).ok_or(Reason::Missing)?;
                contents.bytes.extend_from_slice(file.contents());
                return Ok(());
            }
        };
        for last_try in [false, true] {
            contents.bytes.clear();
            let file = open_regular(fd, root, key)?;
            let before = rustix::fs::fstat(&file)?;
            let size = usize::try_from(before.st_size).unwrap_or(0);
            let wanted = size.min(LARGEST_FILE);
            contents.bytes.reserve(wanted + 1);
            // One byte more than the size detects a file that has grown, with a single call for one
            // that has not.
            while contents.bytes.len() <= wanted {
                let n = rustix::io::read(&file, spare_capacity(&mut contents.bytes))?;
                if n == 0 || contents.bytes.len() == wanted {
                    break;
                }
            }
            contents.bytes.truncate(whole_characters(&contents.bytes, LARGEST_FILE));
            let after = rustix::fs::fstat(&file)?;
            let same = (before.st_size, before.st_mtime, before.st_mtime_nsec)
                == (after.st_size, after.st_mtime, after.st_mtime_nsec);
            if size > LARGEST_FILE {
                let wrong = Wrong::FileSize { bytes: size };
                let done = Remedy::FirstBytes(LARGEST_FILE as u64);
                contents.problem = Some(Problem::new(1, ProblemKind::BodyLimit, wrong, done));
            }
            if same {
                contents.stamp = Some(Stamp::of(&after));
                return Ok(());
            }
            if last_try {
                let problem =
                    Problem::new(1, ProblemKind::Changed, Wrong::Changed, Remedy::ShownAsRead);
                contents.problem = Some(problem);
            }
        }
        Ok(())
    }
}

impl Reader {
    /// Where the posts in files of lines are; empty for the sample posts.
    pub(super) fn lines(&self) -> Lines {
        match &self.0 {
            Root::Folder { lines, .. } => lines.clone(),
            Root::Samples => Lines::default(),
        }
    }

    /// Reads the line that holds a post as if it were that post's file; `None` if no line has the
    /// path.
    fn read_line(&self, key: &[u8], contents: &mut Contents) -> Option<Result<(), Reason>> {
        let Root::Folder { lines, .. } = &self.0 else { return None };
        let mut index = lines.index()?;
        for last_try in [false, true] {
            let place = index.place(key)?;
            match self.bytes_at(place.file, place.offset, place.len) {
                Ok(line) if lines::hash(&line) == place.hash => {
                    let record = Record::of(&line, place.file, place.number);
                    contents.bytes = record.bytes;
                    contents.problem = record.problem;
                    contents.stamp = Some(Stamp::of_content(place.hash));
                    contents.given = Some(record.given);
                    return Some(Ok(()));
                }
                Err(reason) if last_try => return Some(Err(reason)),
                // The line was moved, or cut off with the end of the file.
                _ => {}
            }
            // The file has changed since.
            if !last_try {
                let (files, is_alone) = (index.files(), index.is_alone());
                let open = |path: &[u8]| self.open_lines(path);
                let is_known = |key: &[u8]| index.is_taken(key);
                let stamp = |path: &[u8]| self.stamp_of_file(path);
                let new = || Index::build(&files, is_alone, open, stamp, &is_known);
                index = lines.renew(&index, new);
            }
        }
        Some(Err(Reason::LineChanged))
    }

    fn bytes_at(&self, file: &[u8], offset: u64, len: usize) -> Result<Vec<u8>, Reason> {
        let (file, _) = self.open_lines(file)?;
        let mut line = vec![0; len];
        file.read_exact_at(&mut line, offset)?;
        Ok(line)
    }

    /// Opens a file of lines.
    fn open_lines(&self, path: &[u8]) -> Result<(File, Stamp), Reason> {
        let Root::Folder { fd, path: root, .. } = &self.0 else {
            return Err(Reason::Missing);
        };
        let file = open_regular(fd, root, path)?;
        let stat = rustix::fs::fstat(&file)?;
        Ok((File::from(file), Stamp::of(&stat)))
    }

    /// The version of a post: of its file, or of its line.
    pub(super) fn stamp(&self, key: &[u8]) -> Option<Stamp> {
        if let Root::Folder { lines, .. } = &self.0
            && let Some(index) = lines.index()
            && let Some(place) = index.place(key)
        {
            return Some(Stamp::of_content(place.hash));
        }
        self.stamp_of_file(key)
    }

    /// The version on the disk of a file, by its path relative to the root; a link's is its
    /// target's, if that exists. `None` if the file is missing or a folder.
    fn stamp_of_file(&self, key: &[u8]) -> Option<Stamp> {
        let Root::Folder { fd, .. } = &self.0 else { return None };
        let path = OsStr::from_bytes(key);
        let stat = rustix::fs::statat(fd, path, AtFlags::empty())
            .or_else(|_| rustix::fs::statat(fd, path, AtFlags::SYMLINK_NOFOLLOW));
        let is_folder = |mode| FileType::from_raw_mode(mode) == FileType::Directory;
        stat.ok().filter(|stat| !is_folder(stat.st_mode)).map(|stat| Stamp::of(&stat))
    }

    /// Whether the path is a folder, not a link to one.
    pub(super) fn is_folder(&self, key: &[u8]) -> bool {
        let Root::Folder { fd, .. } = &self.0 else { return false };
        let path = OsStr::from_bytes(key);
        rustix::fs::statat(fd, path, AtFlags::SYMLINK_NOFOLLOW)
            .is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::Directory)
    }

    /// Whether the path is a folder or a link to one.
    pub(super) fn leads_to_folder(&self, key: &[u8]) -> bool {
        let Root::Folder { fd, .. } = &self.0 else { return false };
        let path = OsStr::from_bytes(key);
        rustix::fs::statat(fd, path, AtFlags::empty())
            .is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::Directory)
    }

    /// The paths of the files in a folder and those below it, down to `depth` levels, in order, and
    /// whether these are certainly all. Links are not followed. Of more than `most` files and folders
    /// some are missing.
    pub(super) fn files_in(&self, folder: &str, depth: usize, most: usize) -> (Vec<Vec<u8>>, bool) {
        let Root::Folder { path: root, .. } = &self.0 else { return (Vec::new(), false) };
        let mut path = root.clone();
        let mut are_all = true;
        let is_inside = folder.split('/').all(|part| {
            path.push(part);
            let found = std::fs::symlink_metadata(&path);
            are_all &= match &found {
                Ok(metadata) => metadata.is_dir(),
                Err(error) => error.kind() == io::ErrorKind::NotFound,
            };
            found.is_ok_and(|metadata| metadata.is_dir())
        });
        let mut files = Vec::new();
        let mut open =
            if is_inside { vec![(folder.as_bytes().to_vec(), depth)] } else { Vec::new() };
        let mut left = most;
        while let Some((folder, depth)) = open.pop() {
            let entries = std::fs::read_dir(root.join(OsStr::from_bytes(&folder)));
            are_all &= entries.is_ok();
            for entry in entries.into_iter().flatten().filter_map(Result::ok) {
                let Some(fewer) = left.checked_sub(1) else {
                    are_all = false;
                    break;
                };
                left = fewer;
                let below = [&*folder, b"/", entry.file_name().as_bytes()].concat();
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() && depth > 1 => open.push((below, depth - 1)),
                    Ok(kind) if kind.is_file() => files.push(below),
                    _ => are_all = false,
                }
            }
        }
        files.sort_unstable();
        (files, are_all)
    }

    /// The root's device and inode, to detect another folder in its place (S37).
    pub(super) fn identity(&self) -> Option<(u64, u64)> {
        let Root::Folder { fd, .. } = &self.0 else { return None };
        rustix::fs::fstat(fd).ok().map(|stat| (stat.st_dev, stat.st_ino))
    }
}

/// The length of at most `most` bytes that does not split a UTF-8 character.
fn whole_characters(bytes: &[u8], most: usize) -> usize {
    if bytes.len() <= most {
        return bytes.len();
    }
    let is_boundary = |&at: &usize| bytes.get(at).is_none_or(|byte| byte & 0xc0 != 0x80);
    (most.saturating_sub(3)..=most).rev().find(is_boundary).unwrap_or(most)
}

/// Opens a regular file below the root, or a link to one (S31, S32).
fn open_regular(root: &OwnedFd, root_path: &Path, key: &[u8]) -> Result<OwnedFd, Reason> {
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
    let path = OsStr::from_bytes(key);
    let fd = match rustix::fs::openat(root, path, flags | OFlags::NOFOLLOW, Mode::empty()) {
        Ok(fd) => fd,
        Err(rustix::io::Errno::LOOP) => {
            let target = root_path.join(path).canonicalize()?;
            let root_path = root_path.canonicalize()?;
            if !target.starts_with(root_path) {
                return Err(Reason::LeadsOut);
            }
            rustix::fs::open(target, flags, Mode::empty())?
        }
        Err(error) => return Err(error.into()),
    };
    let kind = rustix::fs::fstat(&fd).map(|stat| FileType::from_raw_mode(stat.st_mode));
    match kind? {
        FileType::RegularFile => Ok(fd),
        FileType::Directory => Err(Reason::IsFolder),
        _ => Err(Reason::NotRegular),
    }
}
