//! The watching thread: decides when to scan and what to report.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};

use crate::archive::load::Walked;
use crate::archive::site::Site;
use crate::archive::source::{Reader, Source};
use crate::archive::versions::Versions;
use crate::archive::watch::dirty::Dirty;
use crate::archive::watch::rules::Rules;
use crate::archive::watch::scan::{Changes, Scanner};
use crate::archive::watch::system::{Limit, System};
use crate::archive::watch::{Attached, Mode, Pace, Report, Signal, must_poll, path_of};
use crate::clock::Clock;
use crate::reason::Reason;

/// A poll may take at most 1/10 of the time: slow disks are polled less often.
const SHARE: u32 = 10;

/// How changes are detected.
enum State {
    /// Not set up yet.
    Detached,
    /// By notifications.
    Notified(System),
    /// By polling.
    Polling,
    /// Not at all: the root is missing.
    Lost,
}

/// Callback with the generation and a report; returns `false` to stop the thread.
type OnReport = Box<dyn Fn(u64, Report) -> bool + Send>;

pub(super) struct Watcher {
    mode: Mode,
    pace: Pace,
    signals: Receiver<Signal>,
    /// For the notification thread.
    sender: Sender<Signal>,
    report: OnReport,
    scanner: Scanner,
    /// The generation of the newest load; `None` before the first.
    generation: Option<u64>,
    /// Its loads that have not ended.
    loading: usize,
    /// The versions that they read.
    loaded: Versions,
    /// Whether those are all files, not only an extra folder's.
    is_full_load: bool,
    /// What its walk has subscribed to.
    attached: Option<Attached>,
    /// The rules of the newest load, once it began.
    rules: Option<Rules>,
    /// The root's device and inode when it was last seen.
    root: Option<(u64, u64)>,
    state: State,
    /// Whether polling was reported already.
    polling_reported: bool,
    dirty: Dirty,
    /// When to scan without a notification.
    next_scan: Instant,
}

/// The receiver of reports is gone.
pub(super) struct Closed;

impl Watcher {
    /// Creates a watcher that waits for the first load.
    pub(super) fn new(
        source: Source,
        clock: Clock,
        mode: Mode,
        pace: Pace,
        (sender, signals): (Sender<Signal>, Receiver<Signal>),
        report: OnReport,
    ) -> Self {
        Self {
            mode,
            pace,
            signals,
            sender,
            report,
            scanner: Scanner::new(source, Arc::new(Site::plain()), clock),
            generation: None,
            loading: 0,
            loaded: Versions::default(),
            is_full_load: true,
            attached: None,
            rules: None,
            root: None,
            state: State::Detached,
            polling_reported: false,
            dirty: Dirty::default(),
            next_scan: Instant::now(),
        }
    }

    /// Watches until the receiver is gone.
    pub(super) fn run(mut self) {
        loop {
            let signal = match self.deadline() {
                Some(deadline) => self.signals.recv_deadline(deadline),
                None => self.signals.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            let going_on = match signal {
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(signal) => self.handle(signal),
                Err(RecvTimeoutError::Timeout) => self.scan(),
            };
            if going_on.is_err() {
                return;
            }
        }
    }

    /// When to scan next; `None` during a load.
    fn deadline(&self) -> Option<Instant> {
        if self.loading > 0 || self.rules.is_none() {
            return None;
        }
        let due = self.dirty.due_at(self.pace).filter(|_| !matches!(self.state, State::Lost));
        Some(due.map_or(self.next_scan, |due| due.min(self.next_scan)))
    }

    fn handle(&mut self, signal: Signal) -> Result<(), Closed> {
        match signal {
            Signal::Loading(generation, folder, rules) => {
                if self.generation != Some(generation) {
                    (self.generation, self.loading, self.rules) = (Some(generation), 0, None);
                    (self.loaded, self.is_full_load) = (Versions::default(), true);
                    self.attached = None;
                    self.scanner.folders.clear();
                    self.scanner.walked = Walked::default();
                }
                self.loading += 1;
                match folder {
                    Some(folder) => self.scanner.folders.push(folder),
                    None => self.rules = Some(rules),
                }
            }
            Signal::Versions(generation, files) if self.generation == Some(generation) => {
                if self.loaded.len() == 0 {
                    self.loaded = files;
                } else {
                    files.iter().for_each(|(path, stamp)| self.loaded.insert(path, stamp));
                }
            }
            Signal::Site(generation, site) if self.generation == Some(generation) => {
                self.scanner.site = site;
            }
            Signal::Walked(generation, walked) if self.generation == Some(generation) => {
                self.scanner.walked.excluded.extend(walked.excluded);
                self.scanner.walked.offered.extend(walked.offered);
                self.scanner.walked.problems.extend(walked.problems);
            }
            Signal::Attached(generation, attached) if self.generation == Some(generation) => {
                self.attached = Some(attached);
            }
            Signal::LoadEnded(generation, end) if self.generation == Some(generation) => {
                return self.finish_load(end);
            }
            Signal::System(notice) => self.dirty.add(notice),
            Signal::Versions(..)
            | Signal::Site(..)
            | Signal::Walked(..)
            | Signal::Attached(..)
            | Signal::LoadEnded(..)
            | Signal::Stop => {}
        }
        Ok(())
    }

    /// A load ended: its versions are the known ones now, unless it failed.
    fn finish_load(&mut self, end: Result<(), ()>) -> Result<(), Closed> {
        self.loading = self.loading.saturating_sub(1);
        if self.loading > 0 || self.rules.is_none() {
            return Ok(());
        }
        let loaded = std::mem::take(&mut self.loaded);
        match end {
            Ok(()) if self.is_full_load => self.scanner.versions = loaded,
            Ok(()) => {
                let scanned = &mut self.scanner.versions;
                loaded.iter().for_each(|(path, stamp)| scanned.insert(path, stamp));
            }
            Err(()) => {}
        }
        self.is_full_load = false;
        // Extra folders are not subscribed to.
        let is_whole = end.is_ok() && self.scanner.folders.is_empty();
        let Some(attached) = self.attached.take().filter(|_| is_whole) else {
            self.state = State::Detached;
            self.dirty.clear();
            return self.scan();
        };
        self.root = attached.root;
        self.scanner.enter(attached.folders);
        self.state = State::Polling;
        match attached.system {
            Ok(Some(system)) => {
                self.state = State::Notified(system);
                return self.scan();
            }
            Ok(None) => {}
            Err(limit) => self.report_polling(limit)?,
        }
        self.next_scan = Instant::now() + self.pace.poll;
        Ok(())
    }

    /// Scans the changed paths, or everything, and reports the result.
    fn scan(&mut self) -> Result<(), Closed> {
        let begun = Instant::now();
        let reader = match self.scanner.source.reader() {
            Ok(reader) => reader,
            Err(error) => return self.report_lost(error.into()),
        };
        let is_known = reader.identity() == self.root;
        let is_lost = matches!(self.state, State::Lost);
        // An empty folder in the root's place is an unmounted mount point (S37).
        let is_first = self.root.is_none();
        if !is_first && (!is_known || is_lost) && !self.scanner.finds_any(&reader) {
            return self.report_lost(Reason::NoPosts);
        }
        if is_lost {
            self.send(Report::Back)?;
        }
        if !is_known || is_lost || matches!(self.state, State::Detached) {
            self.root = reader.identity();
            self.attach()?;
            self.dirty.mark_everything();
        }
        if self.rules.as_ref() != Some(&Rules::of(&self.scanner.source)) {
            if !self.scanner.is_same_root(&reader) {
                self.rescan_soon();
                return Ok(());
            }
            // No scans until a load begins, under the new rules.
            self.rules = None;
            return self.send(Report::Rules);
        }
        let root = self.scanner.source.root().unwrap_or(Path::new(""));
        let changes = match self.dirty.take(root) {
            Some(_) if matches!(self.state, State::Polling) => None,
            Some(paths) => self.scanner.scan_paths(&reader, paths.iter().map(Vec::as_slice)),
            None => None,
        };
        let changes = match changes {
            Some(changes) => Some(changes),
            None => self.scan_everything(&reader)?,
        };
        let Some(changes) = changes else {
            self.rescan_soon();
            return Ok(());
        };
        self.next_scan = Instant::now() + self.pace.poll.max(begun.elapsed() * SHARE);
        if changes.is_empty() { Ok(()) } else { self.send(Report::Changes(changes)) }
    }

    fn scan_everything(&mut self, reader: &Reader) -> Result<Option<Changes>, Closed> {
        let source = self.scanner.source.clone();
        let mut limit = None;
        let state = &mut self.state;
        let changes = self.scanner.scan_all(reader, &mut |folder| {
            let State::Notified(system) = &mut *state else { return };
            if let Err(reached) = system.watch(&path_of(&source, folder)) {
                limit = Some(reached);
                *state = State::Polling;
            }
        });
        if let Some(limit) = limit {
            self.report_polling(limit)?;
        }
        if self.dirty.is_flooded() && matches!(self.state, State::Notified(_)) {
            self.state = State::Polling;
            self.report_polling(Limit::Queue)?;
        }
        Ok(changes)
    }

    /// Schedules a full scan: the root was replaced during this one.
    fn rescan_soon(&mut self) {
        self.state = State::Detached;
        self.next_scan = Instant::now() + self.pace.lost;
    }

    /// Subscribes to notifications if possible.
    fn attach(&mut self) -> Result<(), Closed> {
        // Drops the old watches first: they count towards the limit.
        self.state = State::Polling;
        if self.polling_reported || must_poll(&self.scanner.source, self.mode).is_some() {
            return Ok(());
        }
        match System::new(self.sender.clone(), Signal::System) {
            Ok(system) => self.state = State::Notified(system),
            Err(limit) => return self.report_polling(limit),
        }
        Ok(())
    }

    fn report_polling(&mut self, limit: Limit) -> Result<(), Closed> {
        if std::mem::replace(&mut self.polling_reported, true) {
            return Ok(());
        }
        self.send(Report::Polling(limit))
    }

    /// Reports that the root is missing; the known versions stay.
    fn report_lost(&mut self, reason: Reason) -> Result<(), Closed> {
        self.next_scan = Instant::now() + self.pace.lost;
        self.dirty.clear();
        if matches!(std::mem::replace(&mut self.state, State::Lost), State::Lost) {
            return Ok(());
        }
        self.send(Report::Lost(reason))
    }

    fn send(&self, report: Report) -> Result<(), Closed> {
        if (self.report)(self.generation.unwrap_or_default(), report) {
            Ok(())
        } else {
            Err(Closed)
        }
    }
}
