//! Fills an archive: walks the folder, reads and parses the newest posts first, and sends batches.
//!
//! A file's name often carries its date, so the newest posts are known before any file is opened.
//! The first screenful is parsed and sent before the rest is even sorted; the rest is shared by a
//! few workers. Every file ends in exactly one state (R3); a fault of one post touches no other.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::archive::Archive;
use crate::archive::post::{Post, PostKey, Problem, Status};
use crate::archive::resolve::{self, PostFile};
use crate::archive::site::{Dates, Site};
use crate::archive::source::{self, Contents, Reader, Source};
use crate::archive::stamp::Stamp;
use crate::archive::walk::{Files, OnFolder, Walk};
use crate::clean::CleanText;
use crate::clock::Clock;

pub use crate::archive::walk::Walked;

/// Posts that are parsed before anything else, enough for the tallest screen.
const FIRST: usize = 60;
/// Posts a worker takes at a time.
const BATCH: usize = 512;
/// Worker threads. A warm disk needs no more than there are cores; a cold one answers many
/// questions at once as fast as one.
const WORKERS: usize = 16;

/// Takes a load's reports, from several threads; says whether more are wanted.
pub type Emit<'a> = &'a (dyn Fn(Event) -> bool + Sync);

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

/// Loads a source, calling `emit` for each event from several threads; stops when it says `false`.
pub fn load(source: &Source, dates: Dates, emit: Emit<'_>) {
    run(source, dates, None, emit);
}

/// Loads like [`load`], and tells which versions of the files were read, if anyone wants to know.
pub(super) fn run(source: &Source, dates: Dates, on_versions: OnVersions<'_>, emit: Emit<'_>) {
    let reader = match source.reader() {
        Ok(reader) => reader,
        Err(error) => {
            emit(Event::Failed(source::reason(&error)));
            return;
        }
    };
    let (site, config_problems) = read_site(source, &reader, dates);
    let site = Arc::new(site);
    if !emit(Event::Site(Arc::clone(&site))) {
        return;
    }
    let (files, mut walked) = walk(source, &site, None, &mut |_| {});
    walked.problems.extend(config_problems);
    stream(
        &Job { on_versions, ..Job::new(source, &reader, &site, dates.clock) },
        files,
        walked,
        emit,
    );
}

/// Finds the files of a source, or of a folder beside its posts.
pub(super) fn walk(
    source: &Source,
    site: &Site,
    beside: Option<&PostKey>,
    on_folder: OnFolder<'_>,
) -> (Files, Walked) {
    match (source, beside) {
        (Source::Folder(root), None) => Walk::new(root, site).run(Vec::new(), on_folder),
        (Source::Folder(root), Some(folder)) => {
            let plain = Site::plain();
            Walk::beside(root, &plain, site).run(folder.as_bytes().to_vec(), on_folder)
        }
        (Source::File(path), _) => {
            on_folder(b"");
            (Files::only(path), Walked::default())
        }
        (Source::Samples, _) => (Files::samples(site), Walked::default()),
    }
}

/// Loads a folder in which the site keeps no posts but which holds files named like posts (R2),
/// by the site's own dates and names; otherwise like [`load`].
pub fn load_folder(source: &Source, folder: &PostKey, dates: Dates, emit: Emit<'_>) {
    run_folder(source, folder, dates, None, emit);
}

/// Loads like [`load_folder`], and tells which versions of the files were read.
pub(super) fn run_folder(
    source: &Source,
    folder: &PostKey,
    dates: Dates,
    on_versions: OnVersions<'_>,
    emit: Emit<'_>,
) {
    let Ok(reader) = source.reader() else {
        emit(Event::Done);
        return;
    };
    let (site, _) = read_site(source, &reader, dates);
    let (files, walked) = walk(source, &site, Some(folder), &mut |_| {});
    stream(
        &Job { on_versions, ..Job::new(source, &reader, &site, dates.clock) },
        files,
        walked,
        emit,
    );
}

/// Sends what the walk found, the newest posts, and then the rest.
fn stream(job: &Job<'_>, mut files: Files, mut walked: Walked, emit: Emit<'_>) {
    walked.candidates = files.len();
    files.bring_newest_forward(FIRST);
    if !emit(Event::Walked(walked)) {
        return;
    }
    let first = FIRST.min(files.len());
    if first > 0 && !emit(Event::Batch(job.posts(&files, 0..first))) {
        return;
    }
    // The rest is sorted while the first screenful is drawn.
    files.sort_from(first);
    if job.run(&files, first, emit) {
        emit(Event::Done);
    }
}

/// Loads a source to its end.
pub fn load_all(source: &Source, dates: Dates) -> Result<Loaded, CleanText> {
    let (sender, events) = crossbeam_channel::bounded(4);
    let mut loaded = Loaded {
        archive: Archive::default(),
        site: Arc::new(Site::plain()),
        walked: Walked::default(),
    };
    std::thread::scope(|scope| {
        scope.spawn(move || load(source, dates, &|event| sender.send(event).is_ok()));
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

/// The file of the site's config.
pub(super) const CONFIG: &[u8] = b"_config.yml";

/// Whether the folder is a site (R2).
pub(super) fn is_site(source: &Source) -> bool {
    match source {
        Source::Samples => true,
        Source::Folder(root) => root.join("_posts").is_dir() || root.join("_config.yml").exists(),
        Source::File(path) => path.with_file_name("_config.yml").exists(),
    }
}

/// Reads the site's config, if the folder is a site.
pub(super) fn read_site(
    source: &Source,
    reader: &Reader,
    dates: Dates,
) -> (Site, Vec<(PostKey, Problem)>) {
    if !is_site(source) {
        return (Site::plain().with(dates), Vec::new());
    }
    let config = reader.read(CONFIG).ok();
    let (site, problems) = Site::jekyll(config.as_ref().map(|contents| contents.bytes.as_slice()));
    let key = PostKey::new(CONFIG);
    (site.with(dates), problems.into_iter().map(|problem| (key.clone(), problem)).collect())
}

/// Is told which versions of files were read, some at a time, by several threads; that of a file
/// which could not be read is none.
pub(super) type OnVersions<'a> = Option<&'a (dyn Fn(Vec<(PostKey, Option<Stamp>)>) + Sync)>;

/// Reading and parsing of a list of files.
pub(super) struct Job<'a> {
    reader: &'a Reader,
    site: &'a Site,
    now: i64,
    /// Whether the user named this one file.
    is_single_file: bool,
    on_versions: OnVersions<'a>,
}

impl<'a> Job<'a> {
    /// A job of which nobody wants to know versions.
    pub fn new(source: &Source, reader: &'a Reader, site: &'a Site, clock: Clock) -> Self {
        let is_single_file = matches!(source, Source::File(_));
        Self { reader, site, now: clock.now(), is_single_file, on_versions: None }
    }

    /// Reads all files from the one numbered `from` on; whether it came to the end.
    fn run(&self, files: &Files, from: usize, emit: Emit<'_>) -> bool {
        let next = AtomicUsize::new(from);
        let stopped = AtomicBool::new(false);
        let work = || {
            while !stopped.load(Ordering::Relaxed) {
                let start = next.fetch_add(BATCH, Ordering::Relaxed);
                if start >= files.len() {
                    break;
                }
                let posts = self.posts(files, start..(start + BATCH).min(files.len()));
                if !emit(Event::Batch(posts)) {
                    stopped.store(true, Ordering::Relaxed);
                }
            }
        };
        let rest = files.len().saturating_sub(from);
        let workers = WORKERS.min(rest.div_ceil(BATCH));
        std::thread::scope(|scope| {
            for _ in 0..workers {
                // Where a thread cannot be had, the others do its work.
                let _ =
                    std::thread::Builder::new().name("load".to_owned()).spawn_scoped(scope, work);
            }
        });
        if next.load(Ordering::Relaxed) < files.len() {
            work();
        }
        !stopped.load(Ordering::Relaxed)
    }

    fn posts(&self, files: &Files, range: Range<usize>) -> Vec<Post> {
        let mut contents = Contents::default();
        let mut stamps = Vec::new();
        let post = |path| {
            let post = self.post(path, &mut contents);
            if self.on_versions.is_some() {
                stamps.push((post.key.clone(), contents.stamp));
            }
            post
        };
        let posts = files.paths(range).map(post).collect();
        if let Some(on_versions) = self.on_versions {
            on_versions(stamps);
        }
        posts
    }

    /// Reads a post, with a buffer that is used again.
    pub fn post(&self, path: &[u8], contents: &mut Contents) -> Post {
        let key = PostKey::new(path);
        if let Err(reason) = self.reader.read_into(path, contents) {
            return resolve::unreadable(key, self.site, reason.as_str());
        }
        // A fault of ours in one post must not end the load of the others (S43).
        let parse = || PostFile::new(&key, &contents.bytes, self.site).post(self.now);
        let mut post = match catch_unwind(AssertUnwindSafe(parse)) {
            Ok(post) => post,
            Err(_) => {
                resolve::unreadable(key, self.site, "a fault in kanbao itself while parsing it")
            }
        };
        // Who names a file wants to read it, draft or not.
        if self.is_single_file && post.status.is_hidden() {
            post.status = Status::Shown;
        }
        if let Some(problem) = contents.problem.take() {
            post.problems.insert(0, problem);
        }
        post
    }
}
