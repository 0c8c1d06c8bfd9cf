//! Writes the reading state without waiting for the disk.
//!
//! [`Writer::write`] passes records to the system at once, so that a mark is safe from a kill before
//! it is drawn. A thread does what may take long: it syncs the file a second after the last record,
//! compacts it, and polls the files of other instances. Events go to a callback, and only when
//! something changed.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded, unbounded};

use crate::reason::{FileError, Reason};
use crate::state::log::{self, Appender, NotSaved, Poller, Problem, Store, WORTH_COMPACTING};
use crate::state::own::WriteSpan;
use crate::state::record::{Kind, Op, Record};

/// Delay from the last record to the sync.
const SYNC_AFTER: Duration = Duration::from_secs(1);
/// How long a write waits for another process that holds the log's lock, normally for microseconds.
/// Until then the frame waits too.
const LONGEST_WAIT: Duration = Duration::from_millis(100);
/// How many times a caller that gives up tries to take the thread's lock, and by how much the pause
/// grows after each try.
const LOCK_TRIES: u32 = 5;
const LOCK_PAUSE: Duration = Duration::from_millis(5);
/// The shortest interval between two writes of a post's position.
const POSITION_EVERY: Duration = Duration::from_secs(5);

/// An event of the reading state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// Records of other instances or machines with their hosts, to pass to
    /// [`State::apply`](super::State::apply); some may be known already.
    Records(Vec<(Record, Box<str>)>),
    /// Records cannot be written; they are kept and retried at every poll and at exit.
    NotSaved(NotSaved),
    /// All unsaved records have been written.
    Saved,
    /// Another problem: a log cannot be read or synced, or has damaged records.
    Problem(Problem),
}

/// Writes records, and a handle to the thread.
#[derive(Debug)]
pub struct Writer {
    log: Arc<Log>,
    requests: Sender<Request>,
    done: Receiver<Result<(), NotSaved>>,
}

#[derive(Debug)]
enum Request {
    /// These bytes were written, and positions may be held.
    Written(Vec<WriteSpan>),
    Sync,
    Close,
}

impl Writer {
    /// Starts the thread, which first compacts the log if worthwhile and checks that it can be
    /// written. Polls the other logs every `poll_every`, never if `None`. `notify` is called from
    /// any thread.
    pub fn start(
        store: Store,
        poll_every: Option<Duration>,
        notify: impl Fn(News) + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let (requests, waiting) = unbounded();
        let (ended, done) = bounded(1);
        let appender = store.own.with_patience(LONGEST_WAIT);
        let path = appender.path();
        let own = Mutex::new(Own { appender, failure: None, held: HashMap::new() });
        let log = Arc::new(Log { path, own, notify: Box::new(notify) });
        let thread = Thread {
            log: Arc::clone(&log),
            others: store.others,
            poll_every,
            sync_at: None,
            poll_at: None,
            problems: Vec::new(),
        };
        thread::Builder::new().name("state".to_owned()).spawn(move || {
            // The receiver is gone if nobody waits for the end.
            let _ = ended.send(thread.run(&waiting));
        })?;
        Ok(Self { log, requests, done })
    }

    /// Writes records; does not wait for the disk. Positions are throttled to one every five seconds
    /// per post.
    pub fn write(&self, records: Vec<Record>) {
        if !records.is_empty() {
            self.request(Request::Written(self.log.append(records)));
        }
    }

    /// Writes what is held back and requests a sync, as before a suspend; does not wait for the disk.
    pub fn sync(&self) {
        self.request(Request::Written(self.log.append_held(None)));
        self.request(Request::Sync);
    }

    /// Writes the rest and starts to stop the thread; [`Closing`] waits for the disk.
    pub fn close(self) -> Closing {
        self.request(Request::Written(self.log.append_held(None)));
        self.request(Request::Close);
        Closing { done: self.done, log: self.log }
    }

    fn request(&self, request: Request) {
        // The thread lives as long as this handle.
        let _ = self.requests.send(request);
    }
}

/// A writer that is being closed.
#[derive(Debug)]
pub struct Closing {
    /// Receives once, when everything is on the disk or could not be written.
    pub done: Receiver<Result<(), NotSaved>>,
    log: Arc<Log>,
}

impl Closing {
    /// What is lost if the process ends now.
    pub fn give_up(self) -> Result<(), NotSaved> {
        // A thread that keeps the lock is writing.
        let unsaved = (0..LOCK_TRIES).find_map(|number| {
            thread::sleep(number * LOCK_PAUSE);
            self.log.own.try_lock().ok().map(|own| own.appender.unsaved())
        });
        match unsaved {
            Some(0) => Ok(()),
            unsaved => {
                let why = Reason::NotAnswering.at(&self.log.path);
                Err(NotSaved { records: unsaved.unwrap_or(0), why })
            }
        }
    }
}

/// This host's log, written by any thread.
struct Log {
    path: PathBuf,
    own: Mutex<Own>,
    notify: Box<dyn Fn(News) + Send + Sync>,
}

#[derive(Debug)]
struct Own {
    appender: Appender,
    /// The write failure reported last.
    failure: Option<FileError>,
    /// The posts whose position was just written.
    held: HashMap<Box<[u8]>, PendingPosition>,
}

impl Log {
    /// Appends records but positions that are held back, and those not written before; reports
    /// failures and their end.
    fn append(&self, records: Vec<Record>) -> Vec<WriteSpan> {
        let mut own = self.own();
        let records = own.hold_positions(records, Instant::now());
        let written = own.appender.append(records);
        self.report(&mut own, written).unwrap_or_default()
    }

    /// Appends held positions that are due at `now`, or all of them (`None`).
    fn append_held(&self, now: Option<Instant>) -> Vec<WriteSpan> {
        let mut own = self.own();
        let due = own.held.extract_if(|_, held| now.is_none_or(|now| held.until <= now));
        let due: Vec<Record> = due.filter_map(|(_, held)| held.newest).collect();
        if due.is_empty() {
            return Vec::new();
        }
        let written = own.appender.append(due);
        self.report(&mut own, written).unwrap_or_default()
    }

    /// Reports a failure, if it is a new one, or that there is none any more.
    fn report<T>(&self, own: &mut Own, result: Result<T, NotSaved>) -> Option<T> {
        match result {
            Ok(value) => {
                // A check may pass while records wait.
                if own.appender.unsaved() == 0 && own.failure.take().is_some() {
                    (self.notify)(News::Saved);
                }
                Some(value)
            }
            Err(not_saved) => {
                if own.failure.as_ref() != Some(&not_saved.why) {
                    own.failure = Some(not_saved.why.clone());
                    (self.notify)(News::NotSaved(not_saved));
                }
                None
            }
        }
    }

    fn own(&self) -> MutexGuard<'_, Own> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Own {
    /// Holds back positions of posts whose position was just written; returns the other records.
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
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Log").field("own", &self.own).finish_non_exhaustive()
    }
}

/// The throttle of a post whose position was just written.
#[derive(Debug)]
struct PendingPosition {
    /// When the next one may be written.
    until: Instant,
    /// The newest position since then.
    newest: Option<Record>,
}

struct Thread {
    log: Arc<Log>,
    others: Poller,
    poll_every: Option<Duration>,
    sync_at: Option<Instant>,
    poll_at: Option<Instant>,
    /// The problems reported last.
    problems: Vec<Problem>,
}

impl Thread {
    fn run(mut self, waiting: &Receiver<Request>) -> Result<(), NotSaved> {
        self.prepare();
        self.poll_at = self.next_poll();
        loop {
            let request = match self.next() {
                Some(next) => waiting.recv_deadline(next),
                None => waiting.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match request {
                Ok(Request::Written(spans)) => self.written(spans),
                Ok(Request::Sync) => self.sync(),
                Err(RecvTimeoutError::Timeout) => {}
                Ok(Request::Close) | Err(RecvTimeoutError::Disconnected) => {
                    let saved = self.log.own().appender.append(Vec::new());
                    self.sync();
                    return saved.map(drop);
                }
            }
            self.run_due_tasks(Instant::now());
        }
    }

    /// Compacts the log, and reports at once if it cannot be written.
    fn prepare(&mut self) {
        let is_writable = {
            let mut own = self.log.own();
            let checked = own.appender.check();
            self.log.report(&mut own, checked).is_some()
        };
        if is_writable && let Err(problem) = self.others.compact(&self.log.path, WORTH_COMPACTING) {
            (self.log.notify)(News::Problem(Problem::File(problem)));
        }
    }

    /// When the next task is due if no request arrives.
    fn next(&self) -> Option<Instant> {
        let held = self.log.own().held.values().map(|held| held.until).min();
        [self.sync_at, self.poll_at, held].into_iter().flatten().min()
    }

    fn run_due_tasks(&mut self, now: Instant) {
        let spans = self.log.append_held(Some(now));
        self.written(spans);
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

    fn written(&mut self, spans: Vec<WriteSpan>) {
        if !spans.is_empty() {
            let name = self.log.own().appender.name();
            for span in spans {
                self.others.skip(&name, span);
            }
            self.sync_at = Some(Instant::now() + SYNC_AFTER);
        }
    }

    fn sync(&mut self) {
        self.sync_at = None;
        if let Err(problem) = log::sync(&self.log.path) {
            self.report_problems(vec![Problem::File(problem)]);
        }
    }

    /// Polls the other logs, and tries again to write what could not be written.
    fn poll(&mut self) {
        let mut records = Vec::new();
        let name = self.log.own().appender.name();
        let report = self.others.poll(&name, &mut |record, host| {
            records.push((record, host.into()));
        });
        if !records.is_empty() {
            (self.log.notify)(News::Records(records));
        }
        self.log.own().appender.is_read_only |= report.is_own_newer;
        self.report_problems(report.problems());
        if self.log.own().failure.is_some() {
            let spans = self.retry();
            self.written(spans);
        }
    }

    /// Writes what could not be written.
    fn retry(&self) -> Vec<WriteSpan> {
        let mut own = self.log.own();
        let written = own.appender.check().and_then(|()| own.appender.append(Vec::new()));
        self.log.report(&mut own, written).unwrap_or_default()
    }

    /// Reports problems that were not reported the last time.
    fn report_problems(&mut self, problems: Vec<Problem>) {
        for problem in &problems {
            if !self.problems.contains(problem) {
                (self.log.notify)(News::Problem(problem.clone()));
            }
        }
        self.problems = problems;
    }
}

#[cfg(test)]
mod tests;
