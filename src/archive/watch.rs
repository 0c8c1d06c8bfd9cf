//! Reports new, changed and deleted posts while an archive is open (S33-S37).
//!
//! Runs in its own thread. File system notifications are debounced (S34) and say which paths to
//! scan; where there are none (network disks, watch limits) the thread polls the whole archive.
//! Changed files are read before they are reported. Knows neither the screen nor the receiver.
//!
//! Nothing is scanned during a load, because the load reports the versions of the files. A load
//! that starts with the posts of a store subscribes to each folder before listing it: later changes
//! are reported, and no file needs a second look. After any other load, a full scan finds the
//! changes made in the meantime.

mod dirty;
mod disk;
mod rules;
mod scan;
mod system;
mod watcher;

use std::collections::HashSet;
use std::ffi::OsStr;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Sender, unbounded};

use crate::archive::load::{self, Emit, Event, Observer, Options, Walked};
use crate::archive::post::PostKey;
use crate::archive::site::{Dates, Site};
use crate::archive::source::Source;
use crate::archive::versions::Versions;
use crate::clock::Clock;
use crate::reason::Reason;
use rules::Rules;
use scan::update_besides;
use system::{Notice, System};
use watcher::Watcher;

pub use scan::Changes;
pub use system::Limit;

/// Limit of files the load may read for its subscriptions to be kept. The system reports every file
/// that is opened, so beyond this number a full scan after the load is cheaper.
const MOST_READ: usize = 1000;

/// How to detect changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// By notifications where they work, else by polling.
    Auto,
    /// By polling.
    Poll,
}

/// The timing of scans.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Debounce: scan after this long without a notification (S34).
    pub quiet: Duration,
    /// Scan at the latest this long after the first notification.
    pub longest: Duration,
    /// The interval of polling, and of checks that the root still exists.
    pub poll: Duration,
    /// The interval of checks while the root is missing (S37).
    pub lost: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            quiet: Duration::from_millis(300),
            longest: Duration::from_secs(1),
            poll: Duration::from_secs(30),
            lost: Duration::from_secs(2),
        }
    }
}

/// What a [`Watch`] reports.
#[derive(Debug)]
pub enum Report {
    /// Posts have changed.
    Changes(Changes),
    /// The site's rules changed: everything must be reloaded. Nothing more is reported until then.
    Rules,
    /// The folder is missing, for this reason; the thread waits for it.
    Lost(Reason),
    /// The folder is back.
    Back,
    /// From now on the archive is polled, for this reason. Reported once.
    Polling(Limit),
}

/// A thread that watches an archive; it stops when this is dropped.
#[derive(Debug)]
pub struct Watch {
    signals: Sender<Signal>,
    mode: Mode,
    /// Whether a load has begun.
    has_loaded: AtomicBool,
}

/// A message to the thread.
#[derive(Debug)]
enum Signal {
    /// A load begins, of everything or of an extra folder; with the rules before it.
    Loading(u64, Option<PostKey>, Rules),
    /// Versions of the files that the load of this generation read or compared.
    Versions(u64, Versions),
    /// The site that the load found.
    Site(u64, Arc<Site>),
    /// What the load's walk found.
    Walked(u64, Walked),
    /// The load's walk has subscribed to the folders that it listed.
    Attached(u64, Attached),
    /// The load has finished or failed.
    LoadEnded(u64, Result<(), ()>),
    /// A file system notification.
    System(Notice),
    Stop,
}

impl Watch {
    /// Starts the thread. `report` takes the generation of the load that a report refers to; the
    /// thread stops when it returns `false`.
    pub fn start(
        source: Source,
        clock: Clock,
        mode: Mode,
        pace: Pace,
        report: impl Fn(u64, Report) -> bool + Send + 'static,
    ) -> io::Result<Self> {
        let (signals, receiver) = unbounded();
        let watcher =
            Watcher::new(source, clock, mode, pace, (signals.clone(), receiver), Box::new(report));
        thread::Builder::new().name("watch".to_owned()).spawn(move || watcher.run())?;
        Ok(Self { signals, mode, has_loaded: AtomicBool::new(false) })
    }

    /// Loads as [`load::load`] does, and watches what was loaded. A load with a newer generation
    /// replaces all known versions.
    pub fn load(&self, generation: u64, source: &Source, options: Options<'_>, emit: Emit<'_>) {
        let send = |signal| drop(self.signals.send(signal));
        send(Signal::Loading(generation, options.folder.cloned(), Rules::of(source)));
        let on_versions = |files| send(Signal::Versions(generation, files));
        // Before a later load, the old subscriptions would count towards the limit too.
        let is_first = !self.has_loaded.swap(true, Ordering::Relaxed) && options.folder.is_none();
        let attached = Mutex::new(None::<Attached>);
        let lock = || attached.lock().unwrap_or_else(PoisonError::into_inner);
        let on_folder = |folder: &[u8]| {
            if let Some(attached) = lock().as_mut() {
                attached.add(source, folder);
            }
        };
        let tap = |event| {
            match &event {
                Event::Site(site) => send(Signal::Site(generation, Arc::clone(site))),
                // The walk starts after this event, so subscribe now.
                Event::Stored(_) if is_first => {
                    *lock() = Some(Attached::begin(source, self.mode, &self.signals));
                }
                Event::Walked(walked) => {
                    let mut besides = Walked::default();
                    update_besides(&mut besides, walked);
                    send(Signal::Walked(generation, besides));
                    let attached = lock().take();
                    let is_worth_it = walked.candidates <= MOST_READ;
                    if let Some(attached) = attached.filter(|_| is_worth_it) {
                        send(Signal::Attached(generation, attached));
                    }
                }
                _ => {}
            }
            let end = match &event {
                Event::Done => Some(Ok(())),
                Event::Failed(_) => Some(Err(())),
                _ => None,
            };
            // The receiver gets the end first, so that it precedes any change.
            let goes_on = emit(event);
            if let Some(end) = end {
                send(Signal::LoadEnded(generation, end));
            }
            goes_on
        };
        let observer = Observer { on_folder: &on_folder, on_versions: &on_versions };
        load::run(source, options, Some(observer), &tap);
    }
}

/// Subscriptions to the folders of an archive.
#[derive(Debug)]
struct Attached {
    /// The device and the inode of the root.
    root: Option<(u64, u64)>,
    /// The folders.
    folders: HashSet<Vec<u8>>,
    /// `None` if the archive is to be polled.
    system: Result<Option<System>, Limit>,
}

impl Attached {
    /// No subscriptions yet.
    fn begin(source: &Source, mode: Mode, signals: &Sender<Signal>) -> Self {
        let root = source.reader().ok().and_then(|reader| reader.identity());
        let system = match must_poll(source, mode) {
            Some(_) => Ok(None),
            None => System::new(signals.clone(), Signal::System).map(Some),
        };
        Self { root, folders: HashSet::new(), system }
    }

    /// Subscribes to a folder.
    fn add(&mut self, source: &Source, folder: &[u8]) {
        self.folders.insert(folder.to_vec());
        if let Ok(Some(system)) = &mut self.system
            && let Err(limit) = system.watch(&path_of(source, folder))
        {
            self.system = Err(limit);
        }
    }
}

/// The path of a folder of a source.
fn path_of(source: &Source, folder: &[u8]) -> PathBuf {
    let root = source.root().unwrap_or(Path::new(""));
    // Joining an empty path would append a `/`.
    if folder.is_empty() { root.to_owned() } else { root.join(OsStr::from_bytes(folder)) }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.signals.send(Signal::Stop);
    }
}

/// How changes of an archive would be detected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outlook {
    /// By notifications, from this many folders.
    Told(usize),
    /// By polling, because the user asked for it.
    Wished,
    /// By polling, because the folder is on this network file system.
    Network(&'static str),
    /// By polling, because notifications are not available.
    Limited(Limit),
    /// Not at all: the samples never change, and an unreadable folder is not watched.
    Never,
}

/// Finds out how changes of an archive would be detected, by trying.
pub fn outlook(source: &Source, dates: Dates, mode: Mode) -> Outlook {
    let (Ok(reader), Some(root)) = (source.reader(), source.root()) else { return Outlook::Never };
    if let Some(polling) = must_poll(source, mode) {
        return polling;
    }
    let (signals, _) = unbounded();
    let mut system = match System::new(signals, |notice| notice) {
        Ok(system) => system,
        Err(limit) => return Outlook::Limited(limit),
    };
    let (site, _) = load::read_site(source, &reader, dates);
    let (mut folders, mut reached) = (0, None);
    load::walk(source, &site, None, &mut |folder| {
        if reached.is_none() {
            reached = system.watch(&root.join(OsStr::from_bytes(folder))).err();
            folders += 1;
        }
    });
    reached.map_or(Outlook::Told(folders), Outlook::Limited)
}

/// The reason why an archive must be polled, if it is known from the start.
fn must_poll(source: &Source, mode: Mode) -> Option<Outlook> {
    match mode {
        Mode::Poll => Some(Outlook::Wished),
        Mode::Auto => disk::network(source.root()?).map(Outlook::Network),
    }
}
