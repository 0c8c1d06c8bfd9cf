//! The search threads: one runs queries and, between them, the [`rest`]; one reads snippets of
//! hits; one maintains the store ([`indexing`](super::indexing)). A panic in one of them loses an
//! answer, not the program.

mod rest;

use std::cell::Cell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, unbounded};

use crate::app::Message;
use crate::app::effect::{IndexRequest, Scope, SearchRequest, SnippetRequest};
use crate::app::text::Text;
use crate::archive::post::{PostId, PostKey};
use crate::archive::site::Dates;
use crate::archive::source::{Reader, Source};
use crate::archive::stored::Generation;
use crate::clean::CleanText;
use crate::clock::Clock;
use crate::parallel;
use crate::search::find::{Finder, PATTERN_LIMIT, Request, Watch, has_pattern, snippet};
use crate::search::fulltext::lookup::Lookup;
use crate::search::fulltext::text::Bodies;
use crate::search::related::related;
use crate::search::titles::Titles;
use crate::store::Folder;
use crate::terminal::indexing::Indexer;
use crate::terminal::runtime::Input;
use crate::terminal::searching::rest::Rest;
pub(super) use crate::terminal::searching::rest::RestTask;
use crate::terminal::work::answer;

/// Maximum number of characters in a snippet.
const SNIPPET: usize = 160;
/// An archive of fewer posts needs no store: reading its files is as fast.
pub(super) const WORTH_INDEXING: usize = 100;
/// Interval between progress reports of a search.
const A_WHILE: Duration = Duration::from_millis(300);

/// The senders of requests to the search threads.
pub(super) struct Searchers {
    searches: Sender<Task>,
    snippets: Sender<SnippetRequest>,
    indexes: Option<Sender<IndexRequest>>,
    wanted: Arc<Wanted>,
    /// Set when the reader ends: the build stops and keeps its progress.
    ending: Arc<AtomicBool>,
}

/// A request to the search thread.
enum Task {
    Search(SearchRequest),
    Rest(RestTask),
}

/// The numbers of the queries whose answers are wanted.
#[derive(Default)]
struct Wanted(Mutex<Vec<u64>>);

impl Wanted {
    fn set(&self, numbers: &[u64]) {
        if let Ok(mut wanted) = self.0.lock() {
            *wanted = numbers.to_vec();
        }
    }

    fn is_superseded(&self, request: &SearchRequest) -> bool {
        self.0.lock().is_ok_and(|wanted| !wanted.contains(&request.number))
    }
}

impl Drop for Searchers {
    fn drop(&mut self) {
        self.ending.store(true, Ordering::Relaxed);
    }
}

impl Searchers {
    /// Starts the threads; `folder` is the folder of the store, `None` for no store.
    pub(super) fn start(
        source: &Arc<Source>,
        dates: Dates,
        folder: Option<Folder>,
        inputs: &Sender<Input>,
    ) -> io::Result<Self> {
        // Before the index thread lowers its priority.
        parallel::start();
        let (wanted, ending) = (Arc::<Wanted>::default(), Arc::<AtomicBool>::default());
        let (builds, is_damaged) = (Arc::<AtomicU64>::default(), Arc::<AtomicBool>::default());
        let spawn = |name: &str, work: Box<dyn FnOnce() + Send>| {
            thread::Builder::new().name(name.to_owned()).spawn(work).map(drop)
        };
        let (indexes, index_requests) = unbounded();
        let indexes = folder.is_some().then_some(indexes);
        let shared = Arc::<Mutex<Arc<Lookup>>>::default();
        let (searches, waiting) = unbounded();
        let worker = Searcher {
            source: Arc::clone(source),
            clock: dates.clock,
            folder: folder.clone(),
            wanted: Arc::clone(&wanted),
            builds: Arc::clone(&builds),
            is_damaged: Arc::clone(&is_damaged),
            indexes: indexes.clone(),
            shared: Arc::clone(&shared),
            inputs: inputs.clone(),
            version: None,
            titles: Titles::default(),
            lookup: Arc::default(),
        };
        spawn("search", Box::new(move || worker.run(&waiting)))?;
        let (snippets, waiting) = unbounded();
        let (reader, answers) = (Arc::clone(source), inputs.clone());
        spawn(
            "snippet",
            Box::new(move || {
                let read = |request: &SnippetRequest| {
                    read_snippets(&reader, dates.clock, &shared, request)
                };
                answer(&waiting, &answers, read, |request, _| {
                    Message::Snippets(request.number, Vec::new())
                });
            }),
        )?;
        if let Some(folder) = folder {
            let (source, inputs) = (Arc::clone(source), inputs.clone());
            let (clock, ending) = (dates.clock, Arc::clone(&ending));
            let worker = Indexer { source, clock, folder, builds, is_damaged, ending, inputs };
            spawn("index", Box::new(move || worker.run(&index_requests)))?;
        }
        Ok(Self { searches, snippets, indexes, wanted, ending })
    }

    /// Runs a query; supersedes older ones that are not wanted any more.
    pub(super) fn search(&self, request: SearchRequest) {
        self.wanted.set(&request.wanted);
        // The thread lives as long as this value does.
        let _ = self.searches.send(Task::Search(request));
    }

    /// Queues a task for when no search is waiting; supersedes older tasks of its kind.
    pub(super) fn rest(&self, task: RestTask) {
        let _ = self.searches.send(Task::Rest(task));
    }

    /// Reads snippets; supersedes requests that are still waiting.
    pub(super) fn snippets(&self, request: SnippetRequest) {
        let _ = self.snippets.send(request);
    }

    /// Brings the store up to date, if there is one.
    pub(super) fn index(&self, request: IndexRequest) {
        if let Some(indexes) = &self.indexes {
            let _ = indexes.send(request);
        }
    }
}

struct Searcher {
    source: Arc<Source>,
    clock: Clock,
    folder: Option<Folder>,
    wanted: Arc<Wanted>,
    /// The number of changes of the store so far.
    builds: Arc<AtomicU64>,
    /// Tells the index thread of damage.
    is_damaged: Arc<AtomicBool>,
    indexes: Option<Sender<IndexRequest>>,
    /// The newest look-up, for snippets.
    shared: Arc<Mutex<Arc<Lookup>>>,
    inputs: Sender<Input>,
    /// The versions of the archive and the store that `titles` and `lookup` were made from.
    version: Option<(u64, u64)>,
    titles: Titles,
    lookup: Arc<Lookup>,
}

impl Searcher {
    fn run(mut self, waiting: &Receiver<Task>) {
        let mut rest = Rest::default();
        loop {
            let task = if rest.is_empty() {
                match waiting.recv() {
                    Ok(task) => Some(task),
                    Err(_) => return,
                }
            } else {
                waiting.try_recv().ok()
            };
            match task {
                Some(Task::Search(request)) => self.search(&request),
                Some(Task::Rest(task)) => rest.put(task),
                None => rest.go_on(&mut self, waiting),
            }
        }
    }

    fn search(&mut self, request: &SearchRequest) {
        if self.wanted.is_superseded(request) {
            return;
        }
        let answer = AssertUnwindSafe(|| self.answer(request));
        if catch_unwind(answer).is_err() {
            // Titles and lookup may be incomplete: prepare them again.
            self.version = None;
            self.send_hits(request, Vec::new(), true);
        }
    }

    fn find<'a>(&'a self, scope: &'a Scope, reader: &'a Reader) -> Finder<'a> {
        let bodies = Bodies { reader, site: &scope.site, now: self.clock.now() };
        let (titles, lookup) = (&self.titles, &self.lookup);
        Finder { archive: &scope.archive, titles, lookup, bodies, marks: &scope.marks }
    }

    fn answer(&mut self, request: &SearchRequest) {
        let Ok(reader) = self.source.reader() else {
            return self.send_hits(request, Vec::new(), true);
        };
        self.prepare(&request.scope, &reader);
        let find = self.find(&request.scope, &reader);
        let start = Instant::now();
        let limit = has_pattern(&request.matcher).then(|| start + PATTERN_LIMIT);
        let is_late = || limit.is_some_and(|limit| Instant::now() >= limit);
        let is_superseded = || self.wanted.is_superseded(request);
        let cancelled = || is_superseded() || is_late();
        if let Some(relation) = &request.relation {
            let hits = related(find.archive, find.lookup, find.bodies, relation, &cancelled);
            if !cancelled() {
                self.send_hits(request, hits, true);
            }
            return;
        }
        let was_damaged = find.lookup.store().is_damaged();
        let query = Request { matcher: &request.matcher, sort: request.sort };
        let (told, last) = (Cell::new(start), Cell::new((0, 0)));
        let looked = |done: usize, all: usize| {
            last.set((done, all));
            // Most searches end before the user could read their progress.
            if told.get().elapsed() >= A_WHILE && done < all {
                told.set(Instant::now());
                self.send(Message::Looked(request.number, done * 100 / all.max(1)));
            }
        };
        let watch = Watch { cancelled: &cancelled, looked: &looked };
        let summary = find.run_watched(query, &watch, &mut |hits| {
            self.send_hits(request, hits.to_vec(), false);
            !is_superseded()
        });
        if !is_superseded() {
            if !summary.all {
                let (looked, all) = last.get();
                let seconds = PATTERN_LIMIT.as_secs() as usize;
                self.send(Message::Told(Text::SearchCut { seconds, looked, all }));
            }
            let (number, hits, ended) = (request.number, Vec::new(), Some(summary));
            self.send(Message::Found { number, hits, ended });
        }
        if !was_damaged && find.lookup.store().is_damaged() {
            self.mend(&request.scope);
        }
    }

    /// Requests the repair of a store in which a search found damage.
    fn mend(&self, scope: &Scope) {
        self.is_damaged.store(true, Ordering::Relaxed);
        if let Some(indexes) = &self.indexes {
            let (archive, site) = (Arc::clone(&scope.archive), Arc::clone(&scope.site));
            let _ = indexes.send(IndexRequest { version: scope.version, archive, site });
        }
    }

    /// Folds titles and opens the store, if the archive or the store has changed.
    fn prepare(&mut self, scope: &Scope, reader: &Reader) {
        let version = (scope.version, self.builds.load(Ordering::Relaxed));
        let is_other = self.version.is_none_or(|(archive, _)| archive != scope.version);
        if is_other {
            self.titles = Titles::default();
        }
        self.titles.update(&scope.archive);
        if self.version != Some(version) {
            self.lookup = Arc::new(self.look_up(scope, reader));
            if let Ok(mut shared) = self.shared.lock() {
                *shared = Arc::clone(&self.lookup);
            }
            self.version = Some(version);
        }
    }

    fn look_up(&self, scope: &Scope, reader: &Reader) -> Lookup {
        let Some(folder) = &self.folder else { return Lookup::none() };
        let store = Generation::of(reader, &scope.site).open(folder);
        if store.posts() == 0 {
            return Lookup::none();
        }
        Lookup::new(Arc::new(store), &scope.archive, reader)
    }

    /// Sends hits; `is_end` ends the answer, without claiming that it has all hits.
    fn send_hits(&self, request: &SearchRequest, hits: Vec<PostId>, is_end: bool) {
        let summary =
            is_end.then_some(crate::search::find::Summary { hits: hits.len(), all: false });
        self.send(Message::Found { number: request.number, hits, ended: summary });
    }

    fn send(&self, message: Message) {
        // The loop may have ended.
        let _ = self.inputs.send(Input::Message(message));
    }
}

fn read_snippets(
    source: &Source,
    clock: Clock,
    lookup: &Mutex<Arc<Lookup>>,
    request: &SnippetRequest,
) -> Message {
    let lookup = lookup.lock().map(|lookup| Arc::clone(&lookup)).unwrap_or_default();
    let reader = source.reader().ok();
    let read = |(id, key, title): &(PostId, PostKey, CleanText)| {
        let bodies = |reader| Bodies { reader, site: &request.site, now: clock.now() };
        let text = || reader.as_ref().map(|reader| bodies(reader).text(key)).unwrap_or_default();
        let found = (*id, title.as_str());
        (*id, snippet(&lookup, found, &request.matcher, SNIPPET, text))
    };
    Message::Snippets(request.number, request.posts.iter().map(read).collect())
}

#[cfg(test)]
mod tests;
