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
use crate::archive::site::generator::{self, Generator, Recognised, Root};
use crate::archive::site::{Dates, Site};
use crate::archive::source::{self, Contents, Reader, Source};
use crate::archive::stamp::Stamp;
use crate::archive::stored::{Generation, Stored};
use crate::archive::versions::Versions;
use crate::archive::walk::{Files, OnFolder, Walk};
use crate::archive::watch::Changes;
use crate::archive::workers::in_batches;
use crate::clean::CleanText;
use crate::clock::Clock;
use crate::hash::fnv1a;

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
    Failed(CleanText),
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
            let failed = Event::Failed(source::reason(&error));
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
    let (sent, (files, mut walked)) = match options.stored {
        None => (Versions::default(), walk()),
        Some(stored) => {
            let (sent, found) = std::thread::scope(|scope| {
                let mut walking = None;
                // Subscribing to a folder of a million files blocks all path lookups for 0.1 s, so
                // start only after the newest posts were sent.
                let mut start = || {
                    let thread = std::thread::Builder::new().name("load".to_owned());
                    walking = thread.spawn_scoped(scope, walk).ok();
                };
                let sent = job.send_stored(stored, &mut start, emit);
                (sent, walking.and_then(|walking| walking.join().ok()))
            });
            let Some(sent) = sent else { return };
            (sent, found.unwrap_or_else(walk))
        }
    };
    if options.folder.is_none() {
        walked.problems.extend(config_problems);
    }
    if let Some(sent) = job.stream(files, walked, sent, emit) {
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
        walked.problems.extend(files.add_lines(source, site));
    }
    (files, walked)
}

/// Loads a whole source and waits for the end.
pub fn load_all<'a>(source: &Source, options: impl Into<Options<'a>>) -> Result<Loaded, CleanText> {
    let options = options.into();
    let (sender, events) = crossbeam_channel::bounded(4);
    let mut loaded = Loaded {
        archive: Archive::default(),
        site: Arc::new(Site::plain()),
        walked: Walked::default(),
    };
    std::thread::scope(|scope| {
        scope.spawn(move || load(source, options, &|event| sender.send(event).is_ok()));
        for event in events {
            match event {
                Event::Site(site) => loaded.site = site,
                Event::Stored(_) => {}
                Event::Walked(walked) => loaded.walked = walked,
                Event::Batch(posts) => drop(loaded.archive.add(posts)),
                Event::Changes(changes) => {
                    loaded.archive.change(changes.posts, &changes.gone);
                }
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

    /// Sends the result of the walk, then the newest new posts, the other new posts, and the
    /// changes to posts that were sent from the store. Returns the versions of the stored posts, or
    /// `None` if `emit` stopped the load.
    fn stream(
        &self,
        mut files: Files,
        mut walked: Walked,
        mut sent: Versions,
        emit: Emit<'_>,
    ) -> Option<Versions> {
        let known = files.take_known(|path| sent.number(path));
        walked.candidates = files.len();
        files.bring_newest_forward(FIRST);
        if !emit(Event::Walked(walked)) {
            return None;
        }
        let first = FIRST.min(files.len());
        if first > 0 && !emit(Event::Batch(self.posts(&files, 0..first))) {
            return None;
        }
        let gone = sent.missing(known.iter().copied());
        let mut gone: Vec<PostKey> = gone.map(|(path, _)| PostKey::new(path)).collect();
        if !gone.is_empty()
            && !emit(Event::Changes(Changes { gone: gone.clone(), ..Changes::default() }))
        {
            return None;
        }
        // The reader draws the first screenful meanwhile.
        files.sort_from(first);
        let read = |range| emit(Event::Batch(self.posts(&files, range)));
        if !in_batches(first..files.len(), self.read.is_some(), &read) {
            return None;
        }
        let others = Mutex::new((Changes::default(), Vec::new()));
        let compare = |range: Range<usize>| {
            let (changes, seen) = self.changes(known.get(range).unwrap_or_default(), &sent);
            let mut others = others.lock().unwrap_or_else(PoisonError::into_inner);
            let (waiting, all_seen) = &mut *others;
            all_seen.extend(seen);
            waiting.posts.extend(changes.posts);
            waiting.gone.extend(changes.gone);
            waiting.posts.len() < CHANGES || emit(Event::Changes(std::mem::take(waiting)))
        };
        if !in_batches(0..known.len(), self.read.is_some(), &compare) {
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
