//! The threads that load the archive and read posts and pictures for the model.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use crossbeam_channel::{Receiver, Sender, unbounded};

use crate::app::Message;
use crate::app::article::Article;
use crate::app::effect::{Effect, LinesRequest, PictureRequest, ReadRequest, Subject};
use crate::app::screen::picture::NoPicture;
use crate::archive::body;
use crate::archive::load::{self, Emit, Event, Options};
use crate::archive::post::PostKey;
use crate::archive::site::Dates;
use crate::archive::source::Source;
use crate::archive::stored::Stored;
use crate::archive::watch::{Mode, Pace, Watch};
use crate::clean::CleanText;
use crate::document::Link;
use crate::reason::Reason;
use crate::store::Folder;
use crate::terminal::runtime::Input;
use crate::terminal::searching::{RestTask, Searchers};
use crate::typeset::Anchor;

/// The names of threads in which a panic costs one answer, not the program.
pub(super) const EXPENDABLE: [&str; 9] =
    ["load", "read", "lines", "picture", "watch", "search", "snippet", "index", "run-input"];

/// The senders of requests to the worker threads.
pub(super) struct Workers {
    source: Arc<Source>,
    dates: Dates,
    loads: Sender<(u64, Event)>,
    requests: Sender<ReadRequest>,
    pictures: Sender<PictureRequest>,
    lines: Sender<LinesRequest>,
    /// The search threads.
    searchers: Searchers,
    /// The watcher of the archive; `None` if changes are not watched.
    watch: Option<Arc<Watch>>,
    /// The generation of the newest load.
    current: Arc<AtomicU64>,
    /// The folder of the store, until a load has begun from it.
    store: Mutex<Option<Folder>>,
}

impl Workers {
    /// Starts the threads. Answers go to `inputs`, events of a load with its generation to `loads`.
    pub(super) fn new(
        source: Source,
        dates: Dates,
        inputs: Sender<Input>,
        loads: Sender<(u64, Event)>,
        watch: Option<Mode>,
        index: Option<Folder>,
    ) -> io::Result<Self> {
        // The samples never change. If the watcher does not start, the reader works without it.
        let watch = watch.filter(|_| source.root().is_some());
        let watch = watch.and_then(|mode| start_watch(&source, dates, mode, inputs.clone()).ok());
        let source = Arc::new(source);
        let searchers = Searchers::start(&source, dates, index.clone(), &inputs)?;
        let (requests, waiting) = unbounded();
        let (reader_source, answers) = (Arc::clone(&source), inputs.clone());
        thread::Builder::new().name("read".to_owned()).spawn(move || {
            answer(
                &waiting,
                &answers,
                |request| read_one(&reader_source, request, dates.clock.now()),
                not_read,
            );
        })?;
        let (lines, waiting) = unbounded();
        let (lines_source, answers) = (Arc::clone(&source), inputs.clone());
        thread::Builder::new().name("lines".to_owned()).spawn(move || {
            let read = |request: &LinesRequest| {
                let now = dates.clock.now();
                Message::Lines(read_lines(&lines_source, request, now))
            };
            answer(&waiting, &answers, read, |_, _| Message::Lines(Vec::new()));
        })?;
        let (pictures, waiting) = unbounded();
        let picture_source = Arc::clone(&source);
        thread::Builder::new().name("picture".to_owned()).spawn(move || {
            answer(&waiting, &inputs, |request| read_picture(&picture_source, request), no_picture);
        })?;
        let (current, store) = (Arc::default(), Mutex::new(index));
        Ok(Self {
            source,
            dates,
            loads,
            requests,
            pictures,
            lines,
            searchers,
            watch,
            current,
            store,
        })
    }

    /// Passes a request for data to its thread; returns any other effect. The answers are messages.
    pub(super) fn perform(&self, effect: Effect) -> Option<Effect> {
        match effect {
            Effect::Load(generation) => self.load(generation),
            Effect::LoadFolder(generation, folder) => self.load_folder(generation, folder),
            Effect::Read(request) => self.read(request),
            Effect::ReadPicture(request) => self.read_picture(request),
            Effect::Lines(request) => {
                let _ = self.lines.send(request);
            }
            Effect::Search(request) => self.searchers.search(request),
            Effect::Count(request) => self.searchers.rest(RestTask::Count(request)),
            Effect::Order(request) => self.searchers.rest(RestTask::Order(request)),
            Effect::Mute(request) => self.searchers.rest(RestTask::Mute(request)),
            Effect::Duplicates(scope) => self.searchers.rest(RestTask::Duplicates(scope)),
            Effect::Statistics(request) => self.searchers.rest(RestTask::Statistics(request)),
            Effect::Snippets(request) => self.searchers.snippets(request),
            Effect::Index(request) => self.searchers.index(request),
            other => return Some(other),
        }
        None
    }

    /// Starts to load the archive; stops an older load. The first load starts from the store; later
    /// ones read the files.
    fn load(&self, generation: u64) {
        let store = self.store.lock().ok().and_then(|mut store| store.take());
        self.spawn(generation, move |load| {
            let stored = store.map(Stored::new);
            load.run(None, stored.as_ref());
        });
    }

    /// Starts to load a folder of posts beside the site's own (R2).
    fn load_folder(&self, generation: u64, folder: PostKey) {
        self.spawn(generation, move |load| load.run(Some(&folder), None));
    }

    /// Reads a post; supersedes requests that are still waiting.
    fn read(&self, request: ReadRequest) {
        // The thread lives as long as this value does.
        let _ = self.requests.send(request);
    }

    /// Reads a picture; supersedes requests that are still waiting.
    fn read_picture(&self, request: PictureRequest) {
        let _ = self.pictures.send(request);
    }

    /// Runs a load on its own thread. It stops when a load of another generation starts; a panic is
    /// reported as a failed load.
    fn spawn(&self, generation: u64, job: impl FnOnce(&Load<'_>) + Send + 'static) {
        self.current.store(generation, Ordering::SeqCst);
        let (source, loads, dates) = (Arc::clone(&self.source), self.loads.clone(), self.dates);
        let (current, watch) = (Arc::clone(&self.current), self.watch.clone());
        let failed = self.loads.clone();
        let work = move || {
            let emit = |event| {
                current.load(Ordering::SeqCst) == generation
                    && loads.send((generation, event)).is_ok()
            };
            let load =
                Load { source: &source, dates, watch: watch.as_deref(), generation, emit: &emit };
            let job = AssertUnwindSafe(|| job(&load));
            if catch_unwind(job).is_err() {
                emit(Event::Failed(Reason::OwnFault));
            }
        };
        if let Err(error) = thread::Builder::new().name("load".to_owned()).spawn(work) {
            let _ = failed.try_send((generation, Event::Failed(error.into())));
        }
    }
}

/// A load of the archive, or of a folder beside it.
struct Load<'a> {
    source: &'a Source,
    dates: Dates,
    watch: Option<&'a Watch>,
    generation: u64,
    emit: Emit<'a>,
}

impl Load<'_> {
    fn run(&self, folder: Option<&PostKey>, stored: Option<&Stored>) {
        let options = Options { folder, stored, ..self.dates.into() };
        match self.watch {
            Some(watch) => watch.load(self.generation, self.source, options, self.emit),
            None => load::load(self.source, options, self.emit),
        }
    }
}

/// Starts a watcher that reports changes of the archive's files to the model.
fn start_watch(
    source: &Source,
    dates: Dates,
    mode: Mode,
    inputs: Sender<Input>,
) -> io::Result<Arc<Watch>> {
    let report = move |generation, report| {
        inputs.send(Input::Message(Message::Changed(generation, report))).is_ok()
    };
    Watch::start(source.clone(), dates.clock, mode, Pace::default(), report).map(Arc::new)
}

/// Answers requests until their channel closes, always the newest one waiting. A panic must not end
/// the thread (S43); then `failed` makes the answer.
pub(super) fn answer<W>(
    waiting: &Receiver<W>,
    inputs: &Sender<Input>,
    perform: impl Fn(&W) -> Message,
    failed: fn(&W, Reason) -> Message,
) {
    while let Ok(mut request) = waiting.recv() {
        while let Ok(newer) = waiting.try_recv() {
            request = newer;
        }
        let message = catch_unwind(AssertUnwindSafe(|| perform(&request)))
            .unwrap_or_else(|_| failed(&request, Reason::OwnFault));
        if inputs.send(Input::Message(message)).is_err() {
            return;
        }
    }
}

fn not_read(request: &ReadRequest, reason: Reason) -> Message {
    Message::NotRead(request.subject.post, reason)
}

fn no_picture(request: &PictureRequest, reason: Reason) -> Message {
    Message::Picture(request.clone(), Err(NoPicture::Unshown(reason)))
}

#[cfg(feature = "images")]
fn read_picture(source: &Source, request: &PictureRequest) -> Message {
    Message::Picture(request.clone(), crate::terminal::picture::read(source, request))
}

/// Finds the files of the pictures that the measure has room for.
#[cfg(feature = "images")]
fn find_pictures(
    source: &Source,
    request: &ReadRequest,
    page: Option<&str>,
    links: &mut [Link],
) -> Vec<(usize, PostKey)> {
    if request.measure.picture_rows == 0 {
        return Vec::new();
    }
    crate::terminal::picture::find(source, &request.site, &request.subject.key, page, links)
}

/// Finds none, because there are no decoders.
#[cfg(not(feature = "images"))]
fn find_pictures(
    _: &Source,
    _: &ReadRequest,
    _: Option<&str>,
    _: &mut [Link],
) -> Vec<(usize, PostKey)> {
    Vec::new()
}

/// Without decoders, every picture is opened outside the reader.
#[cfg(not(feature = "images"))]
fn read_picture(_source: &Source, request: &PictureRequest) -> Message {
    Message::Picture(request.clone(), Err(NoPicture::Missing))
}

/// Returns the titles of posts and the lines at places in them; skips posts that cannot be read.
fn read_lines(
    source: &Source,
    request: &LinesRequest,
    now: i64,
) -> Vec<(PostKey, Anchor, CleanText, CleanText)> {
    let Ok(reader) = source.reader() else { return Vec::new() };
    let read = |(key, anchor): &(PostKey, Anchor)| {
        let read = || body::read(&reader, key, &request.site, now).ok();
        let body = catch_unwind(AssertUnwindSafe(read)).ok().flatten()?;
        let (title, measure, locale) = (body.post.title, request.measure, request.locale);
        let subject = Subject::bare(key.clone(), title.clone(), body.post.title_derived);
        let line = Article::line_at(subject, body.document, *anchor, measure, locale);
        Some((key.clone(), *anchor, title, line))
    };
    request.places.iter().filter_map(read).collect()
}

fn read_one(source: &Source, request: &ReadRequest, now: i64) -> Message {
    let body = match source.reader() {
        // The root is opened each time: the folder may have been replaced.
        Ok(reader) => body::read(&reader, &request.subject.key, &request.site, now),
        Err(error) => Err(error.into()),
    };
    match body {
        Ok(body) => {
            let subject = request.subject.clone();
            let mut document = body.document;
            let page = body.post.url.as_ref().map(CleanText::as_str);
            let pictures = find_pictures(source, request, page, &mut document.links);
            let mut article = Article::new(subject, document, request.measure, request.locale);
            article.pictures = pictures.into_iter().collect();
            article.problems = body.post.problems;
            article.named_source = body.source;
            Message::Read(Box::new(article))
        }
        Err(reason) => Message::NotRead(request.subject.post, reason),
    }
}

#[cfg(test)]
mod tests;
