//! The thread that watches: when to look, and what to tell.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};

use crate::archive::load::Walked;
use crate::archive::site::Site;
use crate::archive::source::{self, Reader, Source};
use crate::archive::watch::dirty::Dirty;
use crate::archive::watch::look::{Changes, Look, Seen};
use crate::archive::watch::rules::Rules;
use crate::archive::watch::system::{Limit, System};
use crate::archive::watch::{Hint, Mode, Pace, Report, polls};
use crate::clean::CleanText;
use crate::clock::Clock;

/// A poll may take this share of the time: a slow disk has longer pauses.
const SHARE: u32 = 10;

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
}

/// Nobody listens any more.
pub(super) struct Over;

impl Watcher {
    /// A watcher that waits for the first load.
    pub fn new(
        source: Source,
        clock: Clock,
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
            look: Look::new(source, Arc::new(Site::plain()), clock),
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
        let told = self.dirty.ripe_at(self.pace).filter(|_| !matches!(self.state, State::Lost));
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
            Hint::System(notice) => self.dirty.note(notice),
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
        self.dirty.clear();
        self.look()
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
            self.dirty.everywhere();
        }
        if self.rules.as_ref() != Some(&Rules::of(&self.look.source)) {
            if !self.look.is_at(&reader) {
                self.look_again();
                return Ok(());
            }
            // Until a load begins, which is under other rules.
            self.rules = None;
            return self.tell(Report::Rules);
        }
        let root = self.look.source.root().unwrap_or(Path::new(""));
        let changes = match self.dirty.take(root) {
            Some(_) if matches!(self.state, State::Polling) => None,
            Some(paths) => self.look.at(&reader, paths.iter().map(Vec::as_slice)),
            None => None,
        };
        let changes = match changes {
            Some(changes) => Some(changes),
            None => self.look_everywhere(&reader)?,
        };
        let Some(changes) = changes else {
            self.look_again();
            return Ok(());
        };
        self.next = Instant::now() + self.pace.poll.max(begun.elapsed() * SHARE);
        if changes.is_empty() { Ok(()) } else { self.tell(Report::Changes(changes)) }
    }

    fn look_everywhere(&mut self, reader: &Reader) -> Result<Option<Changes>, Over> {
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
        if self.dirty.is_flooded() && matches!(self.state, State::Told(_)) {
            self.state = State::Polling;
            self.polls(Limit::Queue)?;
        }
        Ok(changes)
    }

    /// Looks at everything again in a moment: the root was not what it had been.
    fn look_again(&mut self) {
        self.state = State::Detached;
        self.next = Instant::now() + self.pace.lost;
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
        self.dirty.clear();
        if matches!(std::mem::replace(&mut self.state, State::Lost), State::Lost) {
            return Ok(());
        }
        self.tell(Report::Lost(reason))
    }

    fn tell(&self, report: Report) -> Result<(), Over> {
        if (self.report)(self.generation.unwrap_or_default(), report) { Ok(()) } else { Err(Over) }
    }
}
