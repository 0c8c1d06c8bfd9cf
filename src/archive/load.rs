//! Fills an archive: walks the folder, reads and parses the newest posts first, and sends batches.
//!
//! A file's name often carries its date, so the newest posts are known before any file is opened.
//! The first screenful is parsed and sent before the rest is even sorted; the rest is shared by a
//! few workers. Every file ends in exactly one state (R3); a fault of one post touches no other.

use std::ffi::{CStr, OsStr};
use std::mem::MaybeUninit;
use std::ops::Range;
use std::os::unix::ffi::OsStrExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rustix::fd::OwnedFd;
use rustix::fs::{AtFlags, FileType, Mode, OFlags, RawDir};

use crate::archive::Archive;
use crate::archive::date;
use crate::archive::post::{Post, PostKey, Problem, ProblemKind};
use crate::archive::resolve;
use crate::archive::site::{Enter, FileKind, Site};
use crate::archive::source::{self, Contents, Reader, Source};
use crate::clean::CleanText;

/// Posts that are parsed before anything else, enough for the tallest screen.
const FIRST: usize = 60;
/// Posts a worker takes at a time.
const BATCH: usize = 512;
/// The deepest folder that is entered (S32).
const DEEPEST_FOLDER: usize = 32;
/// Bytes of directory entries read at a time.
const LISTING: usize = 64 * 1024;
/// The most worker threads; more only help when the disk is cold.
const MOST_WORKERS: usize = 4;

/// What a load reports, in this order: the site, the count, batches, the end.
#[derive(Debug)]
pub enum Event {
    /// The site's config was read.
    Site(Arc<Site>),
    /// The folder was walked.
    Walked(Walked),
    /// Posts, newest first within the batch.
    Batch(Vec<Post>),
    /// All posts have been sent.
    Done,
    /// The folder cannot be read at all.
    Failed(CleanText),
}

/// What the walk found besides posts.
#[derive(Debug, Default)]
pub struct Walked {
    /// Files that will come as posts.
    pub candidates: usize,
    /// Folders that are left out by rule, with the reason (R2).
    pub excluded: Vec<(PostKey, &'static str)>,
    /// Folders beside `_posts` that hold files named like posts (R2), with their number.
    pub offered: Vec<(PostKey, usize)>,
    /// What is wrong with the config and the folders.
    pub problems: Vec<(PostKey, Problem)>,
}

/// Loads a source, calling `emit` for each event from several threads; stops when it says `false`.
///
/// `now` (seconds since 1970) is the time against which future posts are told.
pub fn load(source: &Source, now: i64, emit: &(dyn Fn(Event) -> bool + Sync)) {
    let reader = match source.reader() {
        Ok(reader) => reader,
        Err(error) => {
            emit(Event::Failed(source::reason(&error)));
            return;
        }
    };
    let (site, config_problems) = read_site(source, &reader);
    let site = Arc::new(site);
    if !emit(Event::Site(Arc::clone(&site))) {
        return;
    }
    let (files, mut walked) = match source {
        Source::Folder(root) => Walk::new(root, &site).run(Vec::new()),
        Source::File(path) => (Files::only(path), Walked::default()),
        Source::Samples => (Files::samples(&site), Walked::default()),
    };
    walked.problems.extend(config_problems);
    stream(&reader, &site, files, walked, now, emit);
}

/// Loads a folder in which the site keeps no posts but which holds files named like posts (R2),
/// by the site's own dates and names; otherwise like [`load`].
pub fn load_folder(
    source: &Source,
    folder: &PostKey,
    now: i64,
    emit: &(dyn Fn(Event) -> bool + Sync),
) {
    let (Some(root), Ok(reader)) = (source.root(), source.reader()) else {
        emit(Event::Done);
        return;
    };
    let (site, _) = read_site(source, &reader);
    let (files, walked) = Walk::new(root, &Site::plain()).run(folder.as_bytes().to_vec());
    stream(&reader, &site, files, walked, now, emit);
}

/// Sends what the walk found, the newest posts, and then the rest.
fn stream(
    reader: &Reader,
    site: &Site,
    mut files: Files,
    mut walked: Walked,
    now: i64,
    emit: &(dyn Fn(Event) -> bool + Sync),
) {
    walked.candidates = files.len();
    files.bring_newest_forward(FIRST);
    if !emit(Event::Walked(walked)) {
        return;
    }
    let first = FIRST.min(files.len());
    let job = Job { reader, site, files: &files, now };
    if first > 0 && !emit(Event::Batch(job.posts(0..first))) {
        return;
    }
    // The rest is sorted while the first screenful is drawn.
    files.sort_from(first);
    let job = Job { reader, site, files: &files, now };
    if job.run(first, emit) {
        emit(Event::Done);
    }
}

/// Loads a source to its end.
pub fn load_all(source: &Source, now: i64) -> Result<Loaded, CleanText> {
    let (sender, events) = crossbeam_channel::bounded(4);
    let mut loaded = Loaded {
        archive: Archive::default(),
        site: Arc::new(Site::plain()),
        walked: Walked::default(),
    };
    std::thread::scope(|scope| {
        scope.spawn(move || load(source, now, &|event| sender.send(event).is_ok()));
        for event in events {
            match event {
                Event::Site(site) => loaded.site = site,
                Event::Walked(walked) => loaded.walked = walked,
                Event::Batch(posts) => drop(loaded.archive.add(posts)),
                Event::Done => loaded.archive.note_shared_urls(),
                Event::Failed(reason) => return Err(reason),
            }
        }
        let problems = std::mem::take(&mut loaded.walked.problems);
        loaded.archive.add_folder_problems(problems);
        Ok(loaded)
    })
}

/// What [`load_all`] gives.
#[derive(Debug)]
pub struct Loaded {
    /// The posts.
    pub archive: Archive,
    /// The site's rules.
    pub site: Arc<Site>,
    /// What the walk found besides; its problems are in the archive.
    pub walked: Walked,
}

/// Reads the site's config, if the folder is a site (R2).
fn read_site(source: &Source, reader: &Reader) -> (Site, Vec<(PostKey, Problem)>) {
    const CONFIG: &[u8] = b"_config.yml";
    let is_site = match source {
        Source::Samples => true,
        Source::Folder(root) => root.join("_posts").is_dir() || root.join("_config.yml").exists(),
        Source::File(path) => path.with_file_name("_config.yml").exists(),
    };
    if !is_site {
        return (Site::plain(), Vec::new());
    }
    let config = reader.read(CONFIG).ok();
    let (site, problems) = Site::jekyll(config.as_ref().map(|contents| contents.bytes.as_slice()));
    let key = PostKey::new(CONFIG);
    (site, problems.into_iter().map(|problem| (key.clone(), problem)).collect())
}

/// The paths of the files to read, newest first as far as they are sorted.
///
/// All paths lie in one buffer: a million of them are walked before the first is read.
#[derive(Debug, Default)]
struct Files {
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
    fn only(path: &Path) -> Self {
        let mut files = Self::default();
        files.push(path.file_name().map(OsStrExt::as_bytes).unwrap_or_default());
        files
    }

    fn samples(site: &Site) -> Self {
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

    fn len(&self) -> usize {
        self.files.len()
    }

    fn path(&self, file: Candidate) -> &[u8] {
        path_in(&self.paths, file)
    }

    /// Sorts the newest `n` to the front; the rest stays unsorted.
    fn bring_newest_forward(&mut self, n: usize) {
        let paths = &self.paths;
        if n < self.files.len() {
            self.files.select_nth_unstable_by(n, |&a, &b| newest_first(paths, a, b));
        }
        let n = n.min(self.files.len());
        if let Some(newest) = self.files.get_mut(..n) {
            newest.sort_unstable_by(|&a, &b| newest_first(paths, a, b));
        }
    }

    fn sort_from(&mut self, start: usize) {
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
fn newest_first(paths: &[u8], a: Candidate, b: Candidate) -> std::cmp::Ordering {
    let name = |file: Candidate| path_in(paths, file).get(usize::from(file.name)..);
    b.day.cmp(&a.day).then_with(|| name(b).cmp(&name(a)))
}

/// One walk over a folder and all below it that may be entered.
struct Walk<'a> {
    root: &'a Path,
    site: &'a Site,
    files: Files,
    walked: Walked,
    /// Folders still to be listed, with their depth.
    folders: Vec<(Vec<u8>, usize)>,
}

impl<'a> Walk<'a> {
    fn new(root: &'a Path, site: &'a Site) -> Self {
        Self { root, site, files: Files::default(), walked: Walked::default(), folders: Vec::new() }
    }

    /// Walks a folder of the root, which is empty for the root itself.
    fn run(mut self, start: Vec<u8>) -> (Files, Walked) {
        self.folders.push((start, 0));
        let mut listing = vec![MaybeUninit::uninit(); LISTING];
        while let Some((folder, depth)) = self.folders.pop() {
            if depth > DEEPEST_FOLDER {
                let wrong = format!("the folder is more than {DEEPEST_FOLDER} levels deep");
                self.problem(&folder, &wrong);
            } else if let Err(error) = self.list(&folder, depth, &mut listing) {
                self.problem(
                    &folder,
                    &format!("the folder cannot be read: {}", source::reason(&error.into())),
                );
            }
        }
        self.walked.excluded.sort();
        self.walked.offered.sort();
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
    ) -> rustix::io::Result<()> {
        let path = self.root.join(OsStr::from_bytes(folder));
        let mut flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NONBLOCK;
        if depth > 0 {
            flags |= OFlags::NOFOLLOW;
        }
        let fd = rustix::fs::open(&path, flags, Mode::empty())?;
        let mut named_like_posts = 0;
        let mut entry_path = folder.to_vec();
        if !folder.is_empty() {
            entry_path.push(b'/');
        }
        let base = entry_path.len();
        let mut entries = RawDir::new(&fd, listing);
        while let Some(entry) = entries.next() {
            let entry = entry?;
            let name = entry.file_name().to_bytes();
            if matches!(name, b"." | b"..") {
                continue;
            }
            entry_path.truncate(base);
            entry_path.extend_from_slice(name);
            let kind = match entry.file_type() {
                FileType::Unknown => kind_of(&fd, entry.file_name(), AtFlags::SYMLINK_NOFOLLOW),
                kind => kind,
            };
            match kind {
                FileType::Directory => match self.site.enters(&entry_path) {
                    Enter::Yes => self.folders.push((entry_path.clone(), depth + 1)),
                    Enter::Excluded(reason) => {
                        self.walked.excluded.push((PostKey::new(entry_path.as_slice()), reason));
                    }
                },
                FileType::Symlink
                    if kind_of(&fd, entry.file_name(), AtFlags::empty()) == FileType::Directory =>
                {
                    let key = PostKey::new(entry_path.as_slice());
                    self.walked.excluded.push((key, "a link to a folder"));
                }
                _ => match self.site.file(&entry_path) {
                    FileKind::Candidate => self.files.push(&entry_path),
                    FileKind::NotAPost => {
                        named_like_posts += usize::from(date::from_name(name).is_some());
                    }
                },
            }
        }
        if named_like_posts > 0 && !folder.is_empty() {
            self.walked.offered.push((PostKey::new(folder), named_like_posts));
        }
        Ok(())
    }
}

fn kind_of(folder: &OwnedFd, name: &CStr, flags: AtFlags) -> FileType {
    match rustix::fs::statat(folder, name, flags) {
        Ok(stat) => FileType::from_raw_mode(stat.st_mode),
        Err(_) => FileType::Unknown,
    }
}

/// Reading and parsing of a list of files.
struct Job<'a> {
    reader: &'a Reader,
    site: &'a Site,
    files: &'a Files,
    now: i64,
}

impl Job<'_> {
    /// Reads all files from the one numbered `from` on; whether it came to the end.
    fn run(&self, from: usize, emit: &(dyn Fn(Event) -> bool + Sync)) -> bool {
        let next = AtomicUsize::new(from);
        let stopped = AtomicBool::new(false);
        let work = || {
            while !stopped.load(Ordering::Relaxed) {
                let start = next.fetch_add(BATCH, Ordering::Relaxed);
                if start >= self.files.len() {
                    break;
                }
                let posts = self.posts(start..(start + BATCH).min(self.files.len()));
                if !emit(Event::Batch(posts)) {
                    stopped.store(true, Ordering::Relaxed);
                }
            }
        };
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let workers =
            cores.clamp(2, MOST_WORKERS).min(self.files.len().saturating_sub(from).div_ceil(BATCH));
        std::thread::scope(|scope| {
            for _ in 0..workers {
                // Where a thread cannot be had, the others do its work.
                let _ =
                    std::thread::Builder::new().name("load".to_owned()).spawn_scoped(scope, work);
            }
        });
        if next.load(Ordering::Relaxed) < self.files.len() {
            work();
        }
        !stopped.load(Ordering::Relaxed)
    }

    fn posts(&self, range: Range<usize>) -> Vec<Post> {
        let mut contents = Contents::default();
        let files = self.files.files.get(range).unwrap_or_default();
        files.iter().map(|&file| self.post(self.files.path(file), &mut contents)).collect()
    }

    fn post(&self, path: &[u8], contents: &mut Contents) -> Post {
        let key = PostKey::new(path);
        if let Err(reason) = self.reader.read_into(path, contents) {
            return resolve::unreadable(key, self.site, reason.as_str());
        }
        // A fault of ours in one post must not end the load of the others (S43).
        let parse = || resolve::post(key.clone(), &contents.bytes, self.site, self.now);
        let mut post = match catch_unwind(AssertUnwindSafe(parse)) {
            Ok(post) => post,
            Err(_) => {
                resolve::unreadable(key, self.site, "a fault in kanbao itself while parsing it")
            }
        };
        if let Some(problem) = contents.problem.take() {
            post.problems.insert(0, problem);
        }
        post
    }
}
