//! The thread that watches: when to look, and what to tell.

use std::collections::{HashSet, VecDeque};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};

use crate::archive::load::{self, Walked};
use crate::archive::site::{Dates, Site};
use crate::archive::source::{self, Reader, Source};
use crate::archive::watch::look::{Changes, Look, Seen};
use crate::archive::watch::system::{Limit, Notice, System};
use crate::archive::watch::{Hint, Mode, Pace, Report, polls};
use crate::clean::CleanText;

/// Paths that are looked at one by one; if there are more, everything is.
const MANY: usize = 10_000;
/// Overflows in a minute after which the system is not listened to any more.
const OVERFLOWS: usize = 3;
/// A poll may take this share of the time: a slow disk has longer pauses.
const SHARE: u32 = 10;

/// What the site's rules are told from: whether it is one, and the text of its config.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rules {
    is_site: bool,
    config: Option<Vec<u8>>,
}

impl Rules {
    /// The rules as they are on the disk.
    pub fn of(source: &Source) -> Self {
        let config = source.reader().ok().and_then(|reader| reader.read(load::CONFIG).ok());
        Self { is_site: load::is_site(source), config: config.map(|contents| contents.bytes) }
    }
}

/// How changes come to be known.
enum State {
    /// Not yet.
    Detached,
    /// The system tells.
    Told(System),
    /// By looking.
    Polling,
    /// The root is not there.
    Lost,
}

/// Where to look.
#[derive(Default)]
struct Dirty {
    everywhere: bool,
    paths: HashSet<PathBuf>,
    /// When the first and the last of it came.
    since: Option<(Instant, Instant)>,
}

/// Takes reports with the generation they are about; whether more are wanted.
type Tell = Box<dyn Fn(u64, Report) -> bool + Send>;

pub(super) struct Watcher {
    mode: Mode,
    pace: Pace,
    heard: Receiver<Hint>,
    /// For the system's own thread.
    hints: Sender<Hint>,
    report: Tell,
    look: Look,
    /// The newest load; none before the first.
    generation: Option<u64>,
    /// Loads of it that have not ended.
    loading: usize,
    /// What they have read.
    incoming: Seen,
    /// Whether that is everything, and not a folder more.
    is_whole: bool,
    /// The rules of that load, once it has begun.
    rules: Option<Rules>,
    /// The root as it was last seen.
    root: Option<(u64, u64)>,
    state: State,
    /// Whether it was told that the system does not tell.
    told: bool,
    dirty: Dirty,
    /// When to look without being told.
    next: Instant,
    overflows: VecDeque<Instant>,
}

/// Nobody listens any more.
pub(super) struct Over;

impl Watcher {
    /// A watcher that waits for the first load.
    pub fn new(
        source: Source,
        dates: Dates,
        mode: Mode,
        pace: Pace,
        (hints, heard): (Sender<Hint>, Receiver<Hint>),
        report: Tell,
    ) -> Self {
        Self {
            mode,
            pace,
            heard,
            hints,
            report,
            look: Look::new(source, Arc::new(Site::plain()), dates),
            generation: None,
            loading: 0,
            incoming: Seen::default(),
            is_whole: true,
            rules: None,
            root: None,
            state: State::Detached,
            told: false,
            dirty: Dirty::default(),
            next: Instant::now(),
            overflows: VecDeque::new(),
        }
    }

    /// Watches until nobody listens any more.
    pub fn run(mut self) {
        loop {
            let hint = match self.deadline() {
                Some(deadline) => self.heard.recv_deadline(deadline),
                None => self.heard.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            let going_on = match hint {
                Ok(Hint::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(hint) => self.take_in(hint),
                Err(RecvTimeoutError::Timeout) => self.look(),
            };
            if going_on.is_err() {
                return;
            }
        }
    }

    /// When to look; not while posts are loaded.
    fn deadline(&self) -> Option<Instant> {
        if self.loading > 0 || self.rules.is_none() {
            return None;
        }
        let told = self.dirty.since.filter(|_| !matches!(self.state, State::Lost));
        let told =
            told.map(|(first, last)| (last + self.pace.quiet).min(first + self.pace.longest));
        Some(told.map_or(self.next, |told| told.min(self.next)))
    }

    fn take_in(&mut self, hint: Hint) -> Result<(), Over> {
        match hint {
            Hint::Loading(generation, folder, rules) => {
                if self.generation != Some(generation) {
                    (self.generation, self.loading, self.rules) = (Some(generation), 0, None);
                    (self.incoming, self.is_whole) = (Seen::default(), true);
                    self.look.folders.clear();
                    self.look.walked = Walked::default();
                }
                self.loading += 1;
                match folder {
                    Some(folder) => self.look.folders.push(folder),
                    None => self.rules = Some(rules),
                }
            }
            Hint::Noted(generation, files) if self.generation == Some(generation) => {
                let files = files.into_iter();
                self.incoming.extend(
                    files.map(|(key, stamp)| (key.into_bytes(), stamp.unwrap_or_default())),
                );
            }
            Hint::Site(generation, site) if self.generation == Some(generation) => {
                self.look.site = site;
            }
            Hint::Walked(generation, walked) if self.generation == Some(generation) => {
                self.look.walked.excluded.extend(walked.excluded);
                self.look.walked.offered.extend(walked.offered);
                self.look.walked.problems.extend(walked.problems);
            }
            Hint::Ended(generation, end) if self.generation == Some(generation) => {
                return self.ended(end);
            }
            Hint::System(notice) => self.note(notice),
            Hint::Noted(..) | Hint::Site(..) | Hint::Walked(..) | Hint::Ended(..) | Hint::Stop => {}
        }
        Ok(())
    }

    /// A load has ended: what it read is what is known, unless it failed and nothing was replaced.
    fn ended(&mut self, end: Result<(), ()>) -> Result<(), Over> {
        self.loading = self.loading.saturating_sub(1);
        if self.loading > 0 || self.rules.is_none() {
            return Ok(());
        }
        let incoming = std::mem::take(&mut self.incoming);
        match end {
            Ok(()) if self.is_whole => self.look.seen = incoming,
            Ok(()) => self.look.seen.extend(incoming),
            Err(()) => {}
        }
        self.is_whole = false;
        self.state = State::Detached;
        self.dirty = Dirty::default();
        self.look()
    }

    fn note(&mut self, notice: Notice) {
        let now = Instant::now();
        match notice {
            Notice::At(paths) => self.dirty.paths.extend(paths),
            Notice::Everywhere => {
                self.dirty.everywhere = true;
                self.overflows.push_back(now);
            }
        }
        self.dirty.everywhere |= self.dirty.paths.len() > MANY;
        if self.dirty.everywhere {
            self.dirty.paths = HashSet::new();
        }
        let first = self.dirty.since.map_or(now, |(first, _)| first);
        self.dirty.since = Some((first, now));
    }

    /// Looks where there is something to see, and tells of it.
    fn look(&mut self) -> Result<(), Over> {
        let begun = Instant::now();
        let reader = match self.look.source.reader() {
            Ok(reader) => reader,
            Err(error) => return self.lose(source::reason(&error)),
        };
        let is_known = reader.identity() == self.root;
        let is_lost = matches!(self.state, State::Lost);
        // An empty folder where there was another is a place at which nothing is mounted (S37).
        let is_first = self.root.is_none();
        if !is_first && (!is_known || is_lost) && !self.look.finds_any(&reader) {
            return self.lose(CleanText::line("there are no posts in it"));
        }
        if is_lost {
            self.tell(Report::Back)?;
        }
        if !is_known || is_lost || matches!(self.state, State::Detached) {
            self.root = reader.identity();
            self.attach()?;
            self.dirty.everywhere = true;
        }
        if self.rules.as_ref() != Some(&Rules::of(&self.look.source)) {
            // Until a load begins, which is under other rules.
            self.rules = None;
            return self.tell(Report::Rules);
        }
        let dirty = std::mem::take(&mut self.dirty);
        let changes = match (&self.state, dirty.everywhere) {
            (State::Polling, _) | (_, true) => None,
            _ if dirty.paths.is_empty() => Some(Changes::default()),
            _ => {
                let root = self.look.source.root().map(Path::to_owned).unwrap_or_default();
                let below = |path: &PathBuf| {
                    path.strip_prefix(&root).ok().map(|path| path.as_os_str().as_bytes().to_vec())
                };
                let paths: Vec<Vec<u8>> = dirty.paths.iter().filter_map(below).collect();
                self.look.at(&reader, paths.iter().map(Vec::as_slice))
            }
        };
        let changes = match changes {
            Some(changes) => changes,
            None => self.look_everywhere(&reader)?,
        };
        self.next = Instant::now() + self.pace.poll.max(begun.elapsed() * SHARE);
        if changes.is_empty() { Ok(()) } else { self.tell(Report::Changes(changes)) }
    }

    fn look_everywhere(&mut self, reader: &Reader) -> Result<Changes, Over> {
        let root = self.look.source.root().map(Path::to_owned).unwrap_or_default();
        let mut limit = None;
        let state = &mut self.state;
        let changes = self.look.at_all(reader, &mut |folder| {
            let State::Told(system) = &mut *state else { return };
            // The folder's own name, without a `/` behind it.
            let path =
                if folder.is_empty() { root.clone() } else { root.join(OsStr::from_bytes(folder)) };
            if let Err(reached) = system.watch(&path) {
                limit = Some(reached);
                *state = State::Polling;
            }
        });
        if let Some(limit) = limit {
            self.polls(limit)?;
        }
        let now = Instant::now();
        let is_old = |then: &Instant| now.duration_since(*then) > Duration::from_secs(60);
        while self.overflows.front().is_some_and(is_old) {
            self.overflows.pop_front();
        }
        if self.overflows.len() >= OVERFLOWS && matches!(self.state, State::Told(_)) {
            self.state = State::Polling;
            self.polls(Limit::Queue)?;
        }
        Ok(changes)
    }

    /// Asks the system to tell, where it can be had.
    fn attach(&mut self) -> Result<(), Over> {
        // Its watches go first: they count.
        self.state = State::Polling;
        if self.told || polls(&self.look.source, self.mode).is_some() {
            return Ok(());
        }
        match System::new(self.hints.clone(), Hint::System) {
            Ok(system) => self.state = State::Told(system),
            Err(limit) => return self.polls(limit),
        }
        Ok(())
    }

    fn polls(&mut self, limit: Limit) -> Result<(), Over> {
        if std::mem::replace(&mut self.told, true) {
            return Ok(());
        }
        self.tell(Report::Polling(limit))
    }

    /// The root is not there: what was read stays known.
    fn lose(&mut self, reason: CleanText) -> Result<(), Over> {
        self.next = Instant::now() + self.pace.lost;
        self.dirty = Dirty::default();
        if matches!(std::mem::replace(&mut self.state, State::Lost), State::Lost) {
            return Ok(());
        }
        self.tell(Report::Lost(reason))
    }

    fn tell(&self, report: Report) -> Result<(), Over> {
        if (self.report)(self.generation.unwrap_or_default(), report) { Ok(()) } else { Err(Over) }
    }
}
