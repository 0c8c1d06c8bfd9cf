//! The threads that perform what the model requests for: loading and reading.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use crossbeam_channel::{Receiver, Sender, unbounded};

use crate::app::Message;
use crate::app::article::Article;
use crate::app::effect::{PictureRequest, ReadRequest};
use crate::app::screen::picture::NoPicture;
use crate::archive::body;
use crate::archive::load::{self, Emit, Event};
use crate::archive::post::PostKey;
use crate::archive::site::Dates;
use crate::archive::source::Source;
use crate::archive::watch::{Mode, Pace, Watch};
use crate::clean::CleanText;
use crate::search::fulltext::place::Place;
use crate::terminal::runtime::Input;
use crate::terminal::searching::Searchers;

/// Names of threads in which a panic spoils one post and not the program.
pub const EXPENDABLE: [&str; 7] =
    ["load", "read", "picture", "watch", "search", "snippet", "index"];

/// The means of performing requests.
pub(super) struct Workers {
    source: Arc<Source>,
    dates: Dates,
    loads: Sender<(u64, Event)>,
    requests: Sender<ReadRequest>,
    pictures: Sender<PictureRequest>,
    /// What finds.
    pub searchers: Searchers,
    /// What watches the archive, unless that is not wished for.
    watch: Option<Arc<Watch>>,
    /// The generation of the newest load.
    current: Arc<AtomicU64>,
}

impl Workers {
    pub fn new(
        source: Source,
        dates: Dates,
        inputs: Sender<Input>,
        loads: Sender<(u64, Event)>,
        watch: Option<Mode>,
        index: Option<Place>,
    ) -> io::Result<Self> {
        // Without a thread for it, or anything that changes, one reads all the same.
        let watch = watch.filter(|_| source.root().is_some());
        let watch = watch.and_then(|mode| start_watch(&source, dates, mode, inputs.clone()).ok());
        let source = Arc::new(source);
        let searchers = Searchers::start(&source, dates, index, &inputs)?;
        let (requests, waiting) = unbounded();
        let (reader_source, answers) = (Arc::clone(&source), inputs.clone());
        thread::Builder::new().name("read".to_owned()).spawn(move || {
            answer(
                &waiting,
                &answers,
                |request| read_one(&reader_source, request, dates.clock.now()),
                failed,
            );
        })?;
        let (pictures, waiting) = unbounded();
        let picture_source = Arc::clone(&source);
        thread::Builder::new().name("picture".to_owned()).spawn(move || {
            answer(&waiting, &inputs, |request| read_picture(&picture_source, request), no_picture);
        })?;
        let current = Arc::default();
        Ok(Self { source, dates, loads, requests, pictures, searchers, watch, current })
    }

    /// Begins to load the archive.
    pub fn load(&self, generation: u64) {
        let watch = self.watch.clone();
        self.spawn(generation, move |source, dates, emit| match watch {
            Some(watch) => watch.load(generation, None, source, dates, emit),
            None => load::load(source, dates, emit),
        });
    }

    /// Begins to load a folder of posts beside the site's own.
    pub fn load_folder(&self, generation: u64, folder: PostKey) {
        let watch = self.watch.clone();
        self.spawn(generation, move |source, dates, emit| match watch {
            Some(watch) => watch.load(generation, Some(&folder), source, dates, emit),
            None => load::load_folder(source, &folder, dates, emit),
        });
    }

    /// Reads a post; requests that are still waiting are void.
    pub fn read(&self, request: ReadRequest) {
        // The thread lives as long as this value does.
        let _ = self.requests.send(request);
    }

    /// Reads a picture; requests that are still waiting are void.
    pub fn read_picture(&self, request: PictureRequest) {
        let _ = self.pictures.send(request);
    }

    /// Runs a load on a thread of its own. It stops when a newer one begins; a fault of ours in it
    /// is told as a failure.
    fn spawn(&self, generation: u64, job: impl FnOnce(&Source, Dates, Emit<'_>) + Send + 'static) {
        self.current.store(generation, Ordering::SeqCst);
        let (source, loads, dates) = (Arc::clone(&self.source), self.loads.clone(), self.dates);
        let current = Arc::clone(&self.current);
        let failed = self.loads.clone();
        let work = move || {
            let emit = |event| {
                current.load(Ordering::SeqCst) == generation
                    && loads.send((generation, event)).is_ok()
            };
            let job = AssertUnwindSafe(|| job(&source, dates, &emit));
            if catch_unwind(job).is_err() {
                emit(Event::Failed(CleanText::line("a fault in kanbao itself")));
            }
        };
        if thread::Builder::new().name("load".to_owned()).spawn(work).is_err() {
            let reason = CleanText::line("no thread to load it can be had");
            let _ = failed.try_send((generation, Event::Failed(reason)));
        }
    }
}

/// Watches an archive, and tells the model what happens to its files.
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

/// Performs requests as they come, always the newest. A fault of ours in one must not end the others
/// (S43): it is told as `failed` says.
fn answer<W>(
    waiting: &Receiver<W>,
    inputs: &Sender<Input>,
    perform: impl Fn(&W) -> Message,
    failed: fn(&W, CleanText) -> Message,
) {
    while let Ok(mut request) = waiting.recv() {
        while let Ok(newer) = waiting.try_recv() {
            request = newer;
        }
        let message = catch_unwind(AssertUnwindSafe(|| perform(&request)))
            .unwrap_or_else(|_| failed(&request, CleanText::line("a fault in kanbao itself")));
        if inputs.send(Input::Message(message)).is_err() {
            return;
        }
    }
}

fn failed(request: &ReadRequest, reason: CleanText) -> Message {
    Message::NotRead(request.subject.post, reason)
}

fn no_picture(request: &PictureRequest, reason: CleanText) -> Message {
    Message::Picture(request.clone(), Err(NoPicture::Unshown(reason)))
}

#[cfg(feature = "images")]
fn read_picture(source: &Source, request: &PictureRequest) -> Message {
    Message::Picture(request.clone(), crate::terminal::picture::read(source, request))
}

/// Without decoders every picture is opened outside.
#[cfg(not(feature = "images"))]
fn read_picture(_source: &Source, request: &PictureRequest) -> Message {
    Message::Picture(request.clone(), Err(NoPicture::Missing))
}

fn read_one(source: &Source, request: &ReadRequest, now: i64) -> Message {
    let body = match source.reader() {
        // The root is opened each time: the folder may have been replaced.
        Ok(reader) => body::read(&reader, &request.subject.key, &request.site, now),
        Err(error) => Err(CleanText::line(&error.to_string())),
    };
    match body {
        Ok(body) => {
            let subject = request.subject.clone();
            let mut article = Article::new(subject, body.document, request.measure, request.locale);
            article.problems = body.post.problems;
            article.named_source = body.source;
            Message::Read(Box::new(article))
        }
        Err(reason) => Message::NotRead(request.subject.post, reason),
    }
}

#[cfg(test)]
mod tests;
