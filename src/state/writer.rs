//! The thread that owns the logs, so that no key press waits for the disk.
//!
//! Records arrive through a channel and are written at once; the file is synced a second after the
//! last one. Other instances' files are polled at an interval. Events go to a callback, and only
//! when something changed.

use std::collections::HashMap;
use std::io;
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded, unbounded};

use crate::clean::CleanText;
use crate::state::log::{NotSaved, Store, WORTH_COMPACTING};
use crate::state::record::{Kind, Op, Record};

/// Delay from the last record to the sync.
const SYNC_AFTER: Duration = Duration::from_secs(1);
/// The shortest interval between two writes of a post's position.
const POSITION_EVERY: Duration = Duration::from_secs(5);
/// The longest wait for the disk at exit (S40).
const LONGEST_CLOSE: Duration = Duration::from_secs(1);

/// An event from the thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// Records of other instances or machines with their hosts, to pass to
    /// [`State::apply`](super::State::apply); some may be known already.
    Records(Vec<(Record, Box<str>)>),
    /// Records cannot be written; they are kept and retried with the next write and at exit.
    NotSaved(NotSaved),
    /// All unsaved records have been written.
    Saved,
    /// Another problem: a log cannot be read or synced, or has damaged records.
    Problem(CleanText),
}

/// A handle to the writer thread.
#[derive(Debug)]
pub struct Writer {
    requests: Sender<Request>,
    done: Receiver<Result<(), NotSaved>>,
}

#[derive(Debug)]
enum Request {
    Write(Vec<Record>),
    Sync,
    Close,
}

impl Writer {
    /// Starts the thread, which first compacts the log if worthwhile. Polls the other logs every
    /// `poll_every`, never if `None`. The thread calls `notify`.
    pub fn start(
        store: Store,
        poll_every: Option<Duration>,
        notify: impl FnMut(News) + Send + 'static,
    ) -> io::Result<Self> {
        let (requests, waiting) = unbounded();
        let (ended, done) = bounded(1);
        let thread = Thread {
            store,
            poll_every,
            notify: Box::new(notify),
            sync_at: None,
            poll_at: None,
            held: HashMap::new(),
            failure: None,
            problems: Vec::new(),
        };
        thread::Builder::new().name("state".to_owned()).spawn(move || {
            // The receiver is gone if closing timed out.
            let _ = ended.send(thread.run(&waiting));
        })?;
        Ok(Self { requests, done })
    }

    /// Queues records; returns at once. Positions are throttled to one every five seconds per post.
    pub fn write(&self, records: Vec<Record>) {
        if !records.is_empty() {
            // The thread lives as long as this handle.
            let _ = self.requests.send(Request::Write(records));
        }
    }

    /// Requests that everything is written and synced now, as before a suspend; returns at once.
    pub fn sync(&self) {
        let _ = self.requests.send(Request::Sync);
    }

    /// Writes the rest and stops the thread; waits at most a second. The error reports the loss.
    pub fn close(self) -> Result<(), NotSaved> {
        let _ = self.requests.send(Request::Close);
        self.done.recv_timeout(LONGEST_CLOSE).unwrap_or_else(|_| {
            let records = self.requests.len();
            Err(NotSaved { records, why: CleanText::line("the disk does not answer") })
        })
    }
}

/// The throttle of a post whose position was just written.
struct PendingPosition {
    /// When the next one may be written.
    until: Instant,
    /// The newest position since then.
    newest: Option<Record>,
}

struct Thread {
    store: Store,
    poll_every: Option<Duration>,
    notify: Box<dyn FnMut(News) + Send>,
    sync_at: Option<Instant>,
    poll_at: Option<Instant>,
    held: HashMap<Box<[u8]>, PendingPosition>,
    /// The write failure reported last.
    failure: Option<CleanText>,
    /// The problems reported last.
    problems: Vec<CleanText>,
}

impl Thread {
    fn run(mut self, waiting: &Receiver<Request>) -> Result<(), NotSaved> {
        if let Err(problem) = self.store.compact(WORTH_COMPACTING) {
            (self.notify)(News::Problem(problem));
        }
        self.poll_at = self.next_poll();
        loop {
            let request = match self.next() {
                Some(next) => waiting.recv_deadline(next),
                None => waiting.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match request {
                Ok(Request::Write(records)) => {
                    let now = Instant::now();
                    let records = self.hold_positions(records, now);
                    self.write(records);
                    self.sync_at = Some(now + SYNC_AFTER);
                }
                Ok(Request::Sync) => {
                    self.write_held(None);
                    self.sync();
                }
                Err(RecvTimeoutError::Timeout) => {}
                Ok(Request::Close) | Err(RecvTimeoutError::Disconnected) => {
                    self.write_held(None);
                    let saved = self.store.append(Vec::new());
                    self.sync();
                    return saved;
                }
            }
            self.run_due_tasks(Instant::now());
        }
    }

    /// When the next task is due if no request arrives.
    fn next(&self) -> Option<Instant> {
        let held = self.held.values().map(|held| held.until).min();
        [self.sync_at, self.poll_at, held].into_iter().flatten().min()
    }

    fn run_due_tasks(&mut self, now: Instant) {
        self.write_held(Some(now));
        if self.sync_at.is_some_and(|at| at <= now) {
            self.sync();
        }
        if self.poll_at.is_some_and(|at| at <= now) {
            self.poll();
            self.poll_at = self.next_poll();
        }
    }

    fn next_poll(&self) -> Option<Instant> {
        Some(Instant::now() + self.poll_every?)
    }

    /// Holds back positions of posts whose position was just written.
    fn hold_positions(&mut self, mut records: Vec<Record>, now: Instant) -> Vec<Record> {
        records.retain(|record| {
            if record.op != Op::Set(Kind::Position) {
                return true;
            }
            if let Some(held) = self.held.get_mut(&record.key) {
                held.newest = Some(record.clone());
                return false;
            }
            let held = PendingPosition { until: now + POSITION_EVERY, newest: None };
            self.held.insert(record.key.clone(), held);
            true
        });
        records
    }

    /// Writes held positions that are due at `now`, or all of them (`None`).
    fn write_held(&mut self, now: Option<Instant>) {
        let due = self.held.extract_if(|_, held| now.is_none_or(|now| held.until <= now));
        let due: Vec<Record> = due.filter_map(|(_, held)| held.newest).collect();
        if !due.is_empty() {
            self.write(due);
            self.sync_at = Some(Instant::now() + SYNC_AFTER);
        }
    }

    fn write(&mut self, records: Vec<Record>) {
        match self.store.append(records) {
            Ok(()) if self.failure.take().is_some() => (self.notify)(News::Saved),
            Ok(()) => {}
            Err(not_saved) => {
                if self.failure.as_ref() != Some(&not_saved.why) {
                    self.failure = Some(not_saved.why.clone());
                    (self.notify)(News::NotSaved(not_saved));
                }
            }
        }
    }

    fn sync(&mut self) {
        self.sync_at = None;
        if let Err(problem) = self.store.sync() {
            self.report_problems(vec![problem]);
        }
    }

    /// Polls the other logs.
    fn poll(&mut self) {
        let mut records = Vec::new();
        let report = self.store.poll_others(&mut |record, host| {
            records.push((record, host.into()));
        });
        if !records.is_empty() {
            (self.notify)(News::Records(records));
        }
        self.report_problems(report.lines());
    }

    /// Reports problems that were not reported the last time.
    fn report_problems(&mut self, problems: Vec<CleanText>) {
        for problem in &problems {
            if !self.problems.contains(problem) {
                (self.notify)(News::Problem(problem.clone()));
            }
        }
        self.problems = problems;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::log::{Location, Report};
    use crate::state::{Change, State, Step};
    use std::path::Path;

    fn open(folder: &Path) -> (Store, State, Report) {
        let (host, archive) = ("h".to_owned(), "test".to_owned());
        Store::open(Location { folder: folder.to_owned(), host, archive })
    }

    fn start(store: Store, poll_every: Option<Duration>) -> (Writer, Receiver<News>) {
        let (sender, news) = unbounded();
        let writer = Writer::start(store, poll_every, move |news| {
            let _ = sender.send(news);
        });
        (writer.unwrap(), news)
    }

    fn read(state: &mut State, post: &str) -> Step {
        state.change(&[Change::read(post.as_bytes(), true)], 1)
    }

    /// A timeout; the awaited event comes at once.
    const LONG: Duration = Duration::from_secs(20);

    #[test]
    fn everything_is_written_after_close() {
        let folder = tempfile::tempdir().unwrap();
        let (store, mut state, _) = open(folder.path());
        let (writer, news) = start(store, None);
        writer.write(read(&mut state, "a").records);
        let position = |n: u32| Change::new(Kind::Position, b"a", Some(&n.to_string())).unwrap();
        for n in 0..100 {
            writer.write(state.change(&[position(n)], 2).records);
        }
        assert_eq!(writer.close(), Ok(()));
        assert_eq!(news.try_iter().count(), 0, "no event");
        let (_, read, _) = open(folder.path());
        assert_eq!(read.records(), state.records(), "the last position too");
        let log = std::fs::read_to_string(folder.path().join("h.log")).unwrap();
        assert_eq!(log.matches("\tposition\t").count(), 2, "the first and the last");
    }

    /// S52.
    #[test]
    fn marks_of_another_instance_arrive() {
        let folder = tempfile::tempdir().unwrap();
        let (one, mut state, _) = open(folder.path());
        let (two, mut other, _) = open(folder.path());
        let (one, _) = start(one, None);
        let (_two, news) = start(two, Some(Duration::from_millis(1)));
        one.write(read(&mut state, "a").records);
        while !other.is_read(b"a") {
            let News::Records(records) = news.recv_timeout(LONG).unwrap() else { panic!() };
            for (record, host) in records {
                assert_eq!(&*host, "h");
                other.apply(&record, &host);
            }
        }
        assert_eq!(one.close(), Ok(()));
        assert_eq!(other.records(), state.records(), "the name of the archive too");
    }

    /// S49: reported once, kept, and written as soon as possible.
    #[test]
    fn a_failed_write_is_reported_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let blocked = folder.path().join("state");
        std::fs::write(&blocked, "a file").unwrap();
        let (store, mut state, report) = open(&blocked);
        assert_eq!(report.problems.len(), 1, "{report:?}");
        let (writer, news) = start(store, None);
        writer.write(read(&mut state, "a").records);
        let News::NotSaved(not_saved) = news.recv_timeout(LONG).unwrap() else { panic!() };
        assert_eq!(not_saved.records, 1);
        assert!(not_saved.why.as_str().starts_with(blocked.to_str().unwrap()), "{not_saved}");
        writer.write(read(&mut state, "b").records);
        std::fs::remove_file(&blocked).unwrap();
        writer.write(read(&mut state, "c").records);
        assert_eq!(news.recv_timeout(LONG), Ok(News::Saved));
        assert_eq!(writer.close(), Ok(()));
        assert_eq!(open(&blocked).1.all(Kind::Read).len(), 3);
    }

    #[test]
    fn close_reports_lost_records() {
        let folder = tempfile::tempdir().unwrap();
        let blocked = folder.path().join("state");
        std::fs::write(&blocked, "a file").unwrap();
        let (store, mut state, _) = open(&blocked);
        let (writer, _) = start(store, None);
        writer.write(read(&mut state, "a").records);
        assert_eq!(writer.close().unwrap_err().records, 1);
    }
}
