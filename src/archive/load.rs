//! Loads an archive: walks the folder, then reads, parses and sends posts in batches, newest first.
//!
//! File names often carry a date, so the newest posts are known before any file is opened. The
//! first screenful is sent before the rest is even sorted; workers share the rest. Every file ends
//! in exactly one state (R3), and a fault in one post affects no other.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::archive::Archive;
use crate::archive::data::DataFiles;
use crate::archive::post::{Post, PostKey, Problem, Status};
use crate::archive::resolve::{self, PostFile};
use crate::archive::site::generator::{self, Generator, Recognised, Root};
use crate::archive::site::{Dates, Site};
use crate::archive::source::{self, Contents, Reader, Source};
use crate::archive::stamp::Stamp;
use crate::archive::walk::{Files, OnFolder, Walk};
use crate::clean::CleanText;
use crate::clock::Clock;
use crate::hash::fnv1a;

pub use crate::archive::walk::Walked;

/// Posts to parse first: enough for the tallest screen.
const FIRST: usize = 60;
/// Posts a worker takes at a time.
const BATCH: usize = 512;
/// Worker threads: more than cores, since a cold disk serves many requests at once as fast as one.
const WORKERS: usize = 16;

/// Callback for a load's events, called from several threads; returns `false` to stop the load.
pub type Emit<'a> = &'a (dyn Fn(Event) -> bool + Sync);

/// What a load reports, in this order: site, walk, batches, end.
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

/// Loads a source and calls `emit` for each event.
pub fn load(source: &Source, dates: Dates, emit: Emit<'_>) {
    run(source, dates, None, emit);
}

/// Loads like [`load`]; also reports the versions of the files.
pub(super) fn run(source: &Source, dates: Dates, on_versions: OnVersions<'_>, emit: Emit<'_>) {
    run_but(source, dates, on_versions, None, emit);
}

fn run_but(
    source: &Source,
    dates: Dates,
    on_versions: OnVersions<'_>,
    known: Option<Known<'_>>,
    emit: Emit<'_>,
) {
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
        &Job { on_versions, known, ..Job::new(source, &reader, &site, dates.clock) },
        files,
        walked,
        emit,
    );
}

/// Finds the files of a source, or of an extra folder.
pub(super) fn walk(
    source: &Source,
    site: &Site,
    beside: Option<&PostKey>,
    on_folder: OnFolder<'_>,
) -> (Files, Walked) {
    let (mut files, mut walked) = match (source, beside) {
        (Source::Folder(root, _), None) => Walk::new(root, site).run(Vec::new(), on_folder),
        (Source::Folder(root, _), Some(folder)) => {
            let plain = Site::plain();
            Walk::beside(root, &plain, site).run(folder.as_bytes().to_vec(), on_folder)
        }
        (Source::File(path, _), _) => {
            on_folder(b"");
            (Files::only(path), Walked::default())
        }
        (Source::Samples, _) => (Files::samples(site), Walked::default()),
    };
    if beside.is_none() {
        walked.problems.extend(files.add_lines(source, site));
    }
    (files, walked)
}

/// Loads an extra folder, where the site keeps no posts but files are named like posts (R2), by the
/// site's rules for dates and names; otherwise like [`load`].
pub fn load_folder(source: &Source, folder: &PostKey, dates: Dates, emit: Emit<'_>) {
    run_folder(source, folder, dates, None, emit);
}

/// Loads like [`load_folder`]; also reports the versions of the files.
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

/// Sends the walk's result, the newest posts, then the rest.
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
    // The reader draws the first screenful meanwhile.
    files.sort_from(first);
    if job.run(&files, first, emit) {
        emit(Event::Done);
    }
}

/// The post of a file, by its path and the [fingerprint](Reader::fingerprint) of its version, if that
/// is known without reading it.
pub type Known<'a> = &'a (dyn Fn(&[u8], u64, &Site) -> Option<Post> + Sync);

/// Loads a whole source and waits for the end.
pub fn load_all(source: &Source, dates: Dates) -> Result<Loaded, CleanText> {
    load_all_but(source, dates, None)
}

/// Loads like [`load_all`] and reads only the files of posts that are not known.
pub fn load_all_but(
    source: &Source,
    dates: Dates,
    known: Option<Known<'_>>,
) -> Result<Loaded, CleanText> {
    let (sender, events) = crossbeam_channel::bounded(4);
    let mut loaded = Loaded {
        archive: Archive::default(),
        site: Arc::new(Site::plain()),
        walked: Walked::default(),
    };
    std::thread::scope(|scope| {
        scope.spawn(move || {
            run_but(source, dates, None, known, &|event| sender.send(event).is_ok());
        });
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

/// The result of [`load_all`].
#[derive(Debug)]
pub struct Loaded {
    /// The posts.
    pub archive: Archive,
    /// The site's rules.
    pub site: Arc<Site>,
    /// What the walk found besides posts; its problems are moved to the archive.
    pub walked: Walked,
}

/// A number that changes with all that the text of posts depends on besides their files: the site's
/// config and its data files. The same in every process.
pub fn rules_version(reader: &Reader, site: &Site) -> u64 {
    let config = |path: &str| reader.read(path.as_bytes()).map_or(0, |config| fnv1a(&config.bytes));
    let configs = generator::configs().map(config);
    let data = DataFiles::fingerprint(reader, &site.data_folder());
    let numbers: Vec<[u8; 8]> = configs.chain([data]).map(u64::to_le_bytes).collect();
    fnv1a(numbers.as_flattened())
}

/// Recognises the generator of a source (R2).
pub fn recognise(source: &Source, reader: &Reader) -> Recognised {
    let (generator, config) = (Generator::Jekyll, Some(generator::JEKYLL));
    let jekyll = Recognised { generator, config, ..Recognised::default() };
    match source {
        Source::Samples => jekyll,
        Source::Folder(..) => generator::recognise(reader),
        Source::File(..) if reader.has_file(generator::JEKYLL) => jekyll,
        Source::File(..) => Recognised::default(),
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

/// The site's rules, without their problems.
pub fn site(source: &Source, reader: &Reader, dates: Dates) -> Site {
    read_site(source, reader, dates).0
}

/// Reads the config of a source's generator.
pub(super) fn read_site(
    source: &Source,
    reader: &Reader,
    dates: Dates,
) -> (Site, Vec<(PostKey, Problem)>) {
    let recognised = recognise(source, reader);
    let config = recognised.config.and_then(|path| reader.read(path.as_bytes()).ok());
    let (site, problems) =
        Site::of(&recognised, config.as_ref().map(|contents| contents.bytes.as_slice()));
    let of_file = |path: Option<&str>, problems: Vec<Problem>| {
        let key = PostKey::new(path.unwrap_or_default().as_bytes());
        problems.into_iter().map(move |problem| (key.clone(), problem))
    };
    let mut problems: Vec<_> = of_file(recognised.config, problems).collect();
    let languages = recognised
        .languages
        .and_then(|path| Some((path, reader.read(path.as_bytes()).ok()?.bytes)));
    let site = match languages {
        Some((path, bytes)) => {
            let (site, wrong) = site.with_languages(path, &bytes);
            problems.extend(of_file(Some(path), wrong));
            site
        }
        None => site,
    };
    let data = DataFiles::new(source, &site.data_folder());
    (site.with_data(data).with(dates), problems)
}

/// Callback with batches of (path, version), called from several threads; `None` = unreadable.
pub(super) type OnVersions<'a> = Option<&'a (dyn Fn(Vec<(PostKey, Option<Stamp>)>) + Sync)>;

/// Reads and parses a list of files.
pub(super) struct Job<'a> {
    reader: &'a Reader,
    site: &'a Site,
    now: i64,
    /// Whether the user named this one file.
    is_single_file: bool,
    on_versions: OnVersions<'a>,
    known: Option<Known<'a>>,
}

impl<'a> Job<'a> {
    /// A job without callbacks. Takes the present from `clock` once, now.
    pub(super) fn new(source: &Source, reader: &'a Reader, site: &'a Site, clock: Clock) -> Self {
        let is_single_file = source.is_one_post();
        let now = clock.now();
        Self { reader, site, now, is_single_file, on_versions: None, known: None }
    }

    /// Reads all files from index `from` on; returns whether it reached the end.
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
                // If a thread cannot be started, the others do its work.
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

    /// Reads a post into a reused buffer.
    pub(super) fn post(&self, path: &[u8], contents: &mut Contents) -> Post {
        let unread = || self.known?(path, self.reader.fingerprint(path)?, self.site);
        if let Some(post) = unread() {
            return post;
        }
        let key = PostKey::new(path);
        if let Err(reason) = self.reader.read_into(path, contents) {
            return resolve::unreadable(&key, self.site, reason.as_str());
        }
        // A panic in one post must not end the load of the others (S43).
        let parse = || PostFile::of(&key, contents, self.site).post(self.now);
        let mut post = match catch_unwind(AssertUnwindSafe(parse)) {
            Ok(post) => post,
            Err(_) => {
                resolve::unreadable(&key, self.site, "a fault in kanbao itself while parsing it")
            }
        };
        // Someone who names a file wants to read it, draft or not.
        if self.is_single_file && post.status.is_hidden() {
            post.status = Status::Shown;
        }
        if let Some(problem) = contents.problem.take() {
            post.problems.insert(0, problem);
        }
        post
    }
}
