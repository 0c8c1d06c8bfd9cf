//! New, changed and deleted posts while an archive is open (S33-S37).
//!
//! A thread of its own. The system tells where something happened, and after a moment of quiet (S34)
//! the thread looks there; where the system does not tell (network disks, watches that are short) it
//! looks everywhere now and then. What it finds it has read before it tells. Knows no screen and not
//! who listens.
//!
//! While posts are loaded nothing is looked for. The load tells which versions of the files it read;
//! the first look, at everything, is when it is done: what has changed meanwhile is found, and the
//! system need not tell of files that the load only opens.

mod dirty;
mod disk;
mod rules;
mod scan;
mod system;
mod watcher;

use std::ffi::OsStr;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Sender, unbounded};

use crate::archive::load::{self, Emit, Event, Walked};
use crate::archive::post::PostKey;
use crate::archive::site::{Dates, Site};
use crate::archive::source::Source;
use crate::archive::stamp::Stamp;
use crate::clean::CleanText;
use crate::clock::Clock;
use rules::Rules;
use scan::update_besides;
use system::{Notice, System};
use watcher::Watcher;

pub use scan::Changes;
pub use system::Limit;

/// How changes are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The system tells, where it does.
    Auto,
    /// By looking now and then.
    Poll,
}

/// When is looked.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// After so long without a change that the system tells of (S34).
    pub quiet: Duration,
    /// So long after such a change at the latest, however many follow.
    pub longest: Duration,
    /// So often where the system does not tell; and whether the root is still there.
    pub poll: Duration,
    /// So often while the root is not there (S37).
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

/// What is told of an archive.
#[derive(Debug)]
pub enum Report {
    /// Posts have changed.
    Changes(Changes),
    /// The site's rules have changed: everything is to be loaded again. Until that begins nothing
    /// more is told.
    Rules,
    /// The folder is not there any more, for this reason; it is waited for.
    Lost(CleanText),
    /// The folder is there again.
    Back,
    /// From now on changes are found by looking now and then, for this reason. Told once.
    Polling(Limit),
}

/// A thread that watches an archive; it ends with this value.
#[derive(Debug)]
pub struct Watch {
    signals: Sender<Signal>,
}

/// What the thread hears.
#[derive(Debug)]
enum Signal {
    /// A load begins: of all, or of a folder beside the posts. The rules are those before it.
    Loading(u64, Option<PostKey>, Rules),
    /// Files were read by the load of a generation.
    Versions(u64, Vec<(PostKey, Option<Stamp>)>),
    /// What else the load has found out.
    Site(u64, Arc<Site>),
    Walked(u64, Walked),
    /// The load is done, or has failed.
    LoadEnded(u64, Result<(), ()>),
    /// The system tells.
    System(Notice),
    Stop,
}

impl Watch {
    /// Begins to watch. Reports carry the generation of the load that they are about; when `report`
    /// says that nobody listens any more, the thread ends.
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
        Ok(Self { signals })
    }

    /// Loads the archive, or a folder beside its posts, as [`load::load`] does, and watches what was
    /// loaded. A load of the archive in a newer generation replaces all that was known.
    pub fn load(
        &self,
        generation: u64,
        folder: Option<&PostKey>,
        source: &Source,
        dates: Dates,
        emit: Emit<'_>,
    ) {
        let send = |signal| drop(self.signals.send(signal));
        send(Signal::Loading(generation, folder.cloned(), Rules::of(source)));
        let on_versions = |files| send(Signal::Versions(generation, files));
        let tap = |event| {
            match &event {
                Event::Site(site) => send(Signal::Site(generation, Arc::clone(site))),
                Event::Walked(walked) => {
                    let mut besides = Walked::default();
                    update_besides(&mut besides, walked);
                    send(Signal::Walked(generation, besides));
                }
                Event::Batch(_) | Event::Done | Event::Failed(_) => {}
            }
            let end = match &event {
                Event::Done => Some(Ok(())),
                Event::Failed(_) => Some(Err(())),
                _ => None,
            };
            // The end is told to the listener first, so that it comes before any change.
            let goes_on = emit(event);
            if let Some(end) = end {
                send(Signal::LoadEnded(generation, end));
            }
            goes_on
        };
        match folder {
            None => load::run(source, dates, Some(&on_versions), &tap),
            Some(folder) => load::run_folder(source, folder, dates, Some(&on_versions), &tap),
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.signals.send(Signal::Stop);
    }
}

/// How changes of an archive would be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outlook {
    /// The system tells of so many folders.
    Told(usize),
    /// By polling, because it is wished.
    Wished,
    /// By polling, because the folder lies on a network's disk of this name.
    Network(&'static str),
    /// By polling, because the system does not tell.
    Limited(Limit),
    /// Not at all: samples do not change, and what cannot be read is not watched.
    Never,
}

/// Tries how changes of an archive would be found.
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

/// Whether it is clear from the start that an archive is polled.
fn must_poll(source: &Source, mode: Mode) -> Option<Outlook> {
    match mode {
        Mode::Poll => Some(Outlook::Wished),
        Mode::Auto => disk::network(source.root()?).map(Outlook::Network),
    }
}
