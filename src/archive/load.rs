//! Loads an archive: walks the folder, then reads, parses and sends posts in batches, newest first.
//!
//! File names often carry a date, so the newest posts are known before any file is opened. The
//! first screenful is sent before the rest is even sorted; workers share the rest. Every file ends
//! in exactly one state (R3), and a fault in one post affects no other.
//!
//! A load can begin from a store: then its posts are sent at once, and of the files that are found
//! only those are read that are new or of another version. So it ends with the same archive.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use crate::archive::Archive;
use crate::archive::data::DataFiles;
use crate::archive::post::{Post, PostKey, Problem, Status};
use crate::archive::resolve::{self, PostFile};
use crate::archive::site::generator::{self, Generator, Recognised};
use crate::archive::site::{Dates, Site};
use crate::archive::source::{Contents, Reader, Source};
use crate::archive::stamp::Stamp;
use crate::archive::stored::{Generation, Stored};
use crate::archive::versions::Versions;
use crate::archive::walk::{Files, Known, OnFolder, Walk};
use crate::archive::watch::Changes;
use crate::archive::workers::{Begin, give_way, in_batches, pause};
use crate::clock::Clock;
use crate::hash::fnv1a;
use crate::reason::Reason;

pub use crate::archive::walk::Walked;

/// Posts to parse first: enough for the tallest screen.
const FIRST: usize = 60;
/// Changed posts sent at a time: each time the whole list is sorted again.
const CHANGES: usize = 4096;

/// Callback for a load's events, called from several threads; returns `false` to stop the load.
pub type Emit<'a> = &'a (dyn Fn(Event) -> bool + Sync);

/// What a load reports. Without a store in this order: site, walk, batches, end.
#[derive(Debug)]
pub enum Event {
    /// The site's config was read.
    Site(Arc<Site>),
    /// So many posts come from the store.
    Stored(usize),
    /// The folder was walked.
    Walked(Walked),
    /// Posts that did not come before, newest first within the batch.
    Batch(Vec<Post>),
    /// Posts that came from the store are gone or have changed.
    Changes(Changes),
    /// All posts have been sent.
    Done,
    /// The folder cannot be read at all.
    Failed(Reason),
}

/// What to load, and how.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// The clock and the settings for dates.
    pub dates: Dates,
    /// Extra folder to load instead of the site, by the site's rules for dates and names. The site
    /// keeps no posts there, but the files are named like posts (R2).
    pub folder: Option<&'a PostKey>,
    /// The store to begin from.
    pub stored: Option<&'a Stored>,
}

impl From<Dates> for Options<'_> {
    fn from(dates: Dates) -> Self {
        Self { dates, folder: None, stored: None }
    }
}

/// Loads a source and calls `emit` for each event.
pub fn load<'a>(source: &Source, options: impl Into<Options<'a>>, emit: Emit<'_>) {
    run(source, options.into(), None, emit);
}

/// Loads like [`load`]; also tells `observer` what it looks at.
pub(super) fn run(
    source: &Source,
    options: Options<'_>,
    observer: Option<Observer<'_>>,
    emit: Emit<'_>,
) {
    let dates = options.dates;
    let reader = match source.reader() {
        Ok(reader) => reader,
        Err(error) => {
            let failed = Event::Failed(error.into());
            emit(if options.folder.is_some() { Event::Done } else { failed });
            return;
        }
    };
    let (site, config_problems) = read_site(source, &reader, dates);
    let site = Arc::new(site);
    if options.folder.is_none() && !emit(Event::Site(Arc::clone(&site))) {
        return;
    }
    let read = observer.map(|_| Mutex::default());
    let job = Job { read, ..Job::new(source, &reader, &site, dates.clock) };
    let walk = || {
        walk(source, &site, options.folder, &mut |folder| {
            observer.inspect(|observer| (observer.on_folder)(folder));
        })
    };
    let (sent, (mut files, mut walked), stamps) = match options.stored {
        None => (Versions::default(), walk(), Vec::new()),
        Some(stored) => {
            let (sent, found) = std::thread::scope(|scope| {
                let mut walking = None;
                let found = || {
                    if observer.is_some() {
                        give_way();
                    }
                    let found = walk();
                    let has_posts = stored.store().is_some_and(|store| store.posts() > 0);
                    let stamps = if has_posts { job.stamps(&found.0) } else { Vec::new() };
                    (found, stamps)
                };
                let mut start = || {
                    let thread = std::thread::Builder::new().name("load".to_owned());
                    walking = thread.spawn_scoped(scope, found).ok();
                };
                // Subscribing to a folder of a million files blocks all path lookups for 0.1 s, so
                // an observed walk starts only after the newest posts were sent.
                if observer.is_none() {
                    start();
                }
                let mut on_open = || {
                    if observer.is_some() {
                        give_way();
                        start();
                    }
                };
                let sent = job.send_stored(stored, &mut on_open, emit);
                (sent, walking.and_then(|walking| walking.join().ok()))
            });
            let Some(sent) = sent else { return };
            let (found, stamps) = found.unwrap_or_else(|| (walk(), Vec::new()));
            (sent, found, stamps)
        }
    };
    let known = files.take_known(&stamps, |path| sent.number(path));
    if options.folder.is_none() {
        walked.problems.extend(config_problems);
    }
    if let Some(sent) = job.stream(files, walked, (sent, known), emit) {
        if let Some(observer) = observer {
            (observer.on_versions)(job.versions(sent));
        }
        emit(Event::Done);
    }
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
        walked.problems.extend(files.add_lines(source));
    }
    (files, walked)
}

/// Loads a whole source and waits for the end.
pub fn load_all<'a>(source: &Source, options: impl Into<Options<'a>>) -> Result<Loaded, Reason> {
    let loaded = Loaded {
        archive: Archive::default(),
        site: Arc::new(Site::plain()),
        walked: Walked::default(),
    };
    let result = Mutex::new(Ok(loaded));
    // Not on a thread of its own: posts that one thread makes and another drops cost twice the time.
    load(source, options, &|event| {
        let mut result = result.lock().unwrap_or_else(PoisonError::into_inner);
        let Ok(loaded) = &mut *result else { return false };
        match event {
            Event::Site(site) => loaded.site = site,
            Event::Stored(posts) => loaded.archive.reserve(posts),
            Event::Walked(walked) => loaded.walked = walked,
            Event::Batch(posts) => drop(loaded.archive.add(posts)),
            Event::Changes(changes) => {
                loaded.archive.change(changes.posts, &changes.gone);
            }
            Event::Done => loaded.archive.note_shared_urls(),
            Event::Failed(reason) => *result = Err(reason),
        }
        true
    });
    let mut loaded = result.into_inner().unwrap_or_else(PoisonError::into_inner)?;
    let problems = std::mem::take(&mut loaded.walked.problems);
    loaded.archive.add_walked(problems, loaded.walked.lines.clone());
    Ok(loaded)
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
        Source::File(..) if generator::Root::has_file(reader, generator::JEKYLL) => jekyll,
        Source::File(..) => Recognised::default(),
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

/// Callbacks that report which files and folders a load visits.
#[derive(Clone, Copy)]
pub(super) struct Observer<'a> {
    /// Called with each folder before it is listed.
    pub on_folder: &'a (dyn Fn(&[u8]) + Sync),
    /// Called once, before [`Event::Done`], with the versions of the files the load read or
    /// compared.
    pub on_versions: &'a (dyn Fn(Versions) + Sync),
}

/// Reads and parses a list of files.
pub(super) struct Job<'a> {
    reader: &'a Reader,
    site: &'a Site,
    now: i64,
    /// Whether the user named this one file.
    is_single_file: bool,
    /// Versions of the files read so far; `None` if there is no observer.
    read: Option<Mutex<Versions>>,
}

impl<'a> Job<'a> {
    /// Creates a job that records no versions. Reads `clock` once, here.
    pub(super) fn new(source: &Source, reader: &'a Reader, site: &'a Site, clock: Clock) -> Self {
        let is_single_file = source.is_one_post();
        let now = clock.now();
        Self { reader, site, now, is_single_file, read: None }
    }

    /// Sends the posts of a store and returns their versions, or `None` if `emit` stopped the load.
    /// Calls `on_open` after sending [`Event::Stored`], which an empty store does not send.
    fn send_stored(
        &self,
        stored: &Stored,
        on_open: &mut dyn FnMut(),
        emit: Emit<'_>,
    ) -> Option<Versions> {
        let generation = Generation::of(self.reader, self.site);
        let mut expect = |posts| {
            let goes_on = emit(Event::Stored(posts));
            on_open();
            goes_on
        };
        stored.send(&generation, self.site, self.now, &mut expect, &mut |posts| {
            emit(Event::Batch(posts))
        })
    }

    /// The versions of files that were found, in their order.
    fn stamps(&self, files: &Files) -> Vec<Option<Stamp>> {
        let parts = Mutex::new(Vec::new());
        let look = |range: Range<usize>| {
            let paths = files.paths(range.clone()).inspect(|_| pause());
            (range.start, paths.map(|path| self.reader.stamp(path)).collect::<Vec<_>>())
        };
        in_batches(0..files.len(), Begin::Few, self.read.is_some(), &look, &|part| {
            parts.lock().unwrap_or_else(PoisonError::into_inner).push(part);
            true
        });
        let mut parts = parts.into_inner().unwrap_or_else(PoisonError::into_inner);
        parts.sort_unstable_by_key(|(start, _)| *start);
        parts.into_iter().flat_map(|(_, stamps)| stamps).collect()
    }

    /// Sends the result of the walk, then the newest new posts, the other new posts, and the
    /// changes to posts that were sent from the store, of which `known` were found. Returns the
    /// versions of the stored posts, or `None` if `emit` stopped the load.
    fn stream(
        &self,
        mut files: Files,
        mut walked: Walked,
        (mut sent, known): (Versions, Vec<Known>),
        emit: Emit<'_>,
    ) -> Option<Versions> {
        walked.candidates = files.len();
        walked.lines = self.reader.lines();
        files.bring_newest_forward(FIRST, self.site);
        if !emit(Event::Walked(walked)) {
            return None;
        }
        let first = FIRST.min(files.len());
        if first > 0 && !emit(Event::Batch(self.posts(&files, 0..first))) {
            return None;
        }
        let gone = sent.missing(known.iter().map(|known| known.number));
        let mut gone: Vec<PostKey> = gone.map(|(path, _)| PostKey::new(path)).collect();
        if !gone.is_empty()
            && !emit(Event::Changes(Changes { gone: gone.clone(), ..Changes::default() }))
        {
            return None;
        }
        // The reader draws the first screenful meanwhile.
        files.sort_from(first);
        let read = |range| self.posts(&files, range);
        let pass_on = |posts| emit(Event::Batch(posts));
        if !in_batches(first..files.len(), Begin::All, self.read.is_some(), &read, &pass_on) {
            return None;
        }
        let mut doubtful = Vec::new();
        for Known { number, stamp } in known {
            match stamp.filter(|stamp| sent.stamp(number).is_some_and(|sent| stamp.is(sent))) {
                Some(stamp) => sent.set(number, stamp),
                None => doubtful.push(number),
            }
        }
        let others = Mutex::new((Changes::default(), Vec::new()));
        let compare =
            |range: Range<usize>| self.changes(doubtful.get(range).unwrap_or_default(), &sent);
        let collect = |(changes, seen): (Changes, Vec<_>)| {
            let mut others = others.lock().unwrap_or_else(PoisonError::into_inner);
            let (waiting, all_seen) = &mut *others;
            all_seen.extend(seen);
            waiting.posts.extend(changes.posts);
            waiting.gone.extend(changes.gone);
            waiting.posts.len() < CHANGES || emit(Event::Changes(std::mem::take(waiting)))
        };
        if !in_batches(0..doubtful.len(), Begin::All, self.read.is_some(), &compare, &collect) {
            return None;
        }
        let (waiting, seen) = others.into_inner().unwrap_or_else(PoisonError::into_inner);
        for (number, stamp) in seen {
            match stamp {
                Some(stamp) => sent.set(number, stamp),
                None => gone.push(PostKey::new(sent.path(number))),
            }
        }
        for key in &gone {
            sent.remove(key.as_bytes());
        }
        (waiting.is_empty() || emit(Event::Changes(waiting))).then_some(sent)
    }

    /// Returns the versions of all files: the stored ones and the ones read in this load.
    fn versions(self, sent: Versions) -> Versions {
        let read = self.read.unwrap_or_default();
        let read = read.into_inner().unwrap_or_else(PoisonError::into_inner);
        if sent.len() == 0 {
            return read;
        }
        let mut all = sent;
        read.iter().for_each(|(path, stamp)| all.insert(path, stamp));
        all
    }

    fn posts(&self, files: &Files, range: Range<usize>) -> Vec<Post> {
        let mut contents = Contents::default();
        let mut stamps = Vec::with_capacity(range.len());
        let post = |path| {
            let post = self.post(path, &mut contents);
            stamps.push(contents.stamp);
            post
        };
        let posts = files.paths(range.clone()).map(post).collect();
        self.record(files.paths(range).zip(stamps));
        posts
    }

    /// Compares files, given by their numbers in `sent`, with the versions sent from the store.
    /// Returns the changes, and the current versions of the unchanged files; `None` marks a file
    /// deleted since the walk.
    fn changes(&self, files: &[u32], sent: &Versions) -> (Changes, Vec<(u32, Option<Stamp>)>) {
        let mut contents = Contents::default();
        let mut seen = Vec::with_capacity(files.len());
        let mut read = Vec::new();
        let mut changes = Changes::default();
        for &number in files {
            let path = sent.path(number);
            pause();
            match self.reader.stamp(path) {
                Some(stamp) if sent.stamp(number).is_some_and(|known| stamp.is(known)) => {
                    seen.push((number, Some(stamp)));
                }
                Some(_) => {
                    changes.posts.push(self.post(path, &mut contents));
                    read.push((path, contents.stamp));
                }
                None => {
                    changes.gone.push(PostKey::new(path));
                    seen.push((number, None));
                }
            }
        }
        self.record(read.into_iter());
        (changes, seen)
    }

    /// Records the versions of files that were read; `None` for an unreadable one.
    fn record<'b>(&self, files: impl Iterator<Item = (&'b [u8], Option<Stamp>)>) {
        let Some(read) = &self.read else { return };
        let mut read = read.lock().unwrap_or_else(PoisonError::into_inner);
        files.for_each(|(path, stamp)| read.insert(path, stamp.unwrap_or_default()));
    }

    /// Reads a post into a reused buffer.
    pub(super) fn post(&self, path: &[u8], contents: &mut Contents) -> Post {
        pause();
        let key = PostKey::new(path);
        if let Err(reason) = self.reader.read_into(path, contents) {
            return resolve::unreadable(&key, self.site, &reason);
        }
        // A panic in one post must not end the load of the others (S43).
        let parse = || PostFile::of(&key, contents, self.site).post(self.now);
        let mut post = match catch_unwind(AssertUnwindSafe(parse)) {
            Ok(post) => post,
            Err(_) => resolve::unreadable(&key, self.site, &Reason::OwnFault),
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
