//! The library: the archive and the reading state, the clock, and how they change.

mod loading;
mod marks;
mod watching;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;

use crate::app::effect::{IndexRequest, Scope};
use crate::app::library::watching::Watching;
use crate::archive::Archive;
use crate::archive::post::{PostId, PostKey, Problem};
use crate::archive::site::Site;
use crate::reason::FileError;
use crate::search::marks::Marks;
use crate::search::query::dates::Today;
use crate::state::State;

pub use loading::Progress;
pub(in crate::app) use loading::Step;
pub(in crate::app) use marks::{MarkChange, Marking};
pub(in crate::app) use watching::Applied;

/// The posts and what the user did with them.
#[derive(Debug)]
pub struct Library {
    archive: Arc<Archive>,
    /// Counts the versions of the archive.
    version: u64,
    site: Option<Arc<Site>>,
    progress: Progress,
    /// The posts that a reload has sent so far. The old archive stays until all have come.
    incoming: Option<Archive>,
    /// Folders beside the site's that are read too.
    extra_folders: Vec<PostKey>,
    watching: Watching,
    state: State,
    marks: Marks,
    /// Why the latest changes of the state are not saved.
    unsaved: Option<FileError>,
    /// The time in milliseconds since 1970.
    now: u64,
    /// The day on the site's clock.
    today: Date,
    /// The times at which it is known to be that day, in seconds since 1970; up to midnight.
    day: Range<i64>,
    /// Posts dated after this are new, in seconds since 1970; `None` in the first session.
    new_since: Option<i64>,
    /// Whether the index lacks this version of the archive and was not requested.
    index_is_due: bool,
    indexing: Option<(usize, usize)>,
}

impl Library {
    pub(in crate::app) fn new(
        state: State,
        now: u64,
        new_since: Option<i64>,
        unsaved: Option<FileError>,
    ) -> Self {
        let mut library = Self {
            archive: Arc::default(),
            version: 0,
            site: None,
            progress: Progress::new(0),
            incoming: None,
            extra_folders: Vec::new(),
            watching: Watching::default(),
            state,
            marks: Marks::default(),
            unsaved,
            now,
            today: Date::default(),
            day: 0..0,
            new_since,
            index_is_due: false,
            indexing: None,
        };
        library.turn_day();
        library
    }

    /// Whether no earlier session of this archive is known.
    pub(in crate::app) fn is_first_session(&self) -> bool {
        self.new_since.is_none()
    }

    /// The posts.
    pub fn archive(&self) -> &Arc<Archive> {
        &self.archive
    }

    /// The progress of the load.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// The reading state.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The reading state by post.
    pub fn marks(&self) -> &Marks {
        &self.marks
    }

    /// Why the latest changes of the state are not saved.
    pub fn unsaved(&self) -> Option<&FileError> {
        self.unsaved.as_ref()
    }

    /// While the index is built: the posts in it, and the posts that will be.
    pub fn indexing(&self) -> Option<(usize, usize)> {
        self.indexing
    }

    /// The time in seconds since 1970.
    pub fn now(&self) -> i64 {
        seconds(self.now)
    }

    /// The time in milliseconds since 1970.
    pub(in crate::app) fn milliseconds(&self) -> u64 {
        self.now
    }

    /// The path of a post.
    pub fn key_of(&self, id: PostId) -> Option<PostKey> {
        Some(self.archive.post(id)?.key())
    }

    pub(in crate::app) fn version(&self) -> u64 {
        self.version
    }

    pub(in crate::app) fn site(&self) -> Option<&Arc<Site>> {
        self.site.as_ref()
    }

    /// The day on the site's clock.
    pub(in crate::app) fn today(&self) -> Date {
        self.today
    }

    /// The same, with the site's clock.
    pub(in crate::app) fn today_on_site(&self) -> Today<'_> {
        Today { date: self.today, site: self.site.as_deref() }
    }

    /// Sets the time, in milliseconds since 1970. Returns whether another day has begun.
    pub(in crate::app) fn set_now(&mut self, now: u64) -> bool {
        self.now = now;
        !self.day.contains(&self.now()) && self.turn_day()
    }

    /// Looks up the day. Returns whether it is another.
    fn turn_day(&mut self) -> bool {
        let (now, site) = (self.now(), self.any_site());
        let (today, seconds) = (site.today(now), site.until_midnight(now));
        self.day = now..now.saturating_add_unsigned(seconds);
        std::mem::replace(&mut self.today, today) != today
    }

    fn any_site(&self) -> Cow<'_, Site> {
        self.site.as_deref().map_or_else(|| Cow::Owned(Site::plain()), Cow::Borrowed)
    }

    /// When the day ends on the site's clock, in seconds since 1970.
    pub(in crate::app) fn midnight(&self) -> i64 {
        self.day.end
    }

    /// The time until a moment in seconds since 1970.
    pub(in crate::app) fn until(&self, moment: i64) -> Duration {
        Duration::from_secs(u64::try_from(moment - self.now()).unwrap_or_default())
    }

    /// Publishes future posts whose time has come. Returns whether there were any.
    pub(in crate::app) fn publish(&mut self) -> bool {
        let now = self.now();
        let is_any = self.archive.has_due(now);
        if is_any {
            Arc::make_mut(&mut self.archive).publish(now);
            self.version += 1;
        }
        is_any
    }

    /// The posts that a query runs on; `None` before the site is known.
    pub(in crate::app) fn scope(&self) -> Option<Scope> {
        let site = self.site.clone()?;
        let (archive, marks) = (Arc::clone(&self.archive), self.marks.clone());
        Some(Scope { archive, version: self.version, site, marks })
    }

    /// Records that the index does not cover this version of the archive.
    pub(in crate::app) fn index_is_due(&mut self) {
        self.index_is_due = true;
    }

    /// The request for the index, if it lacks this version of the archive.
    pub(in crate::app) fn index_request(&mut self) -> Option<IndexRequest> {
        let site = self.site.clone().filter(|_| self.index_is_due)?;
        self.index_is_due = false;
        Some(IndexRequest { archive: Arc::clone(&self.archive), site, version: self.version })
    }

    pub(in crate::app) fn set_indexing(&mut self, progress: Option<(usize, usize)>) {
        self.indexing = progress;
    }

    /// Adds problems that were found when a body was read.
    pub(in crate::app) fn add_problems(&mut self, id: PostId, problems: Vec<Problem>) {
        Arc::make_mut(&mut self.archive).add_problems(id, problems);
    }
}

fn seconds(milliseconds: u64) -> i64 {
    i64::try_from(milliseconds / 1000).unwrap_or(i64::MAX)
}
