//! The reader's model and its one way to change: [`App::update`].
//!
//! A message goes in, the model changes, effects come out. Nothing here touches the disk, the
//! terminal or a clock, so every behaviour is tested by sending messages and looking at the model.

pub mod article;
pub mod cursor;
pub mod effect;
pub mod input;
pub mod library;
pub mod listing;
mod message;
pub mod screen;
pub mod session;
pub mod text;
mod undo;
mod update;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;

pub use article::copy::{Hint, Hints};
pub use effect::{Alarm, Effect, ReadWish};
pub use library::loading::Progress;
pub use library::marking::Awaited;
pub use listing::list::ListPane;
pub use message::Message;

use crate::app::article::ArticlePane;
use crate::app::input::note::Note;
use crate::app::input::prompt::{History, Prompt};
use crate::app::library::watching::Watching;
use crate::app::listing::facets::FacetPane;
use crate::app::listing::filter_query::Narrowing;
use crate::app::listing::search::Searching;
use crate::app::screen::layout::{Layout, Pane, Shares};
use crate::app::screen::overlay::Overlay;
use crate::app::session::Session;
use crate::app::text::Text;
use crate::archive::Archive;
use crate::archive::post::{PostId, PostKey};
use crate::archive::site::{Dates, Site};
use crate::clean::CleanText;
use crate::config::choice::Arrangement;
use crate::config::keymap::{Key, Keymap};
use crate::config::locale::Locale;
use crate::config::settings::MEASURE;
use crate::search::facets::{Counts, Filter};
use crate::search::marks::Marks;
use crate::state::State;
use crate::typeset::breaks::Level;
use crate::typeset::{Measure, Typography};
use crate::width::Widths;

/// How the reader begins, as far as a person or the archive may say.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "settings that depend on nothing")]
pub struct Preferences {
    /// What the archive calls itself, before all other names.
    pub title: Option<CleanText>,
    /// What categories are called, by their paths.
    pub labels: HashMap<String, CleanText>,
    /// The article's measure, in cells.
    pub measure: usize,
    /// How the panes share the screen.
    pub layout: Arrangement,
    /// Whether drafts and other hidden posts are listed.
    pub show_hidden: bool,
    /// The archive's own views: name and query.
    pub views: Vec<(CleanText, CleanText)>,
    /// Whether a row of the list has a second line, for names.
    pub two_lines: bool,
    /// Whether the screen is to be read aloud: one pane at a time, plain lines.
    pub linear: bool,
    /// Whether an index of the texts is built.
    pub index: bool,
    /// How long an article is in view beside the list before it counts as read; never if `None`.
    pub read_after: Option<Duration>,
    /// Whether no other program may be started and nothing but reading state written (S18).
    pub restricted: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            title: None,
            labels: HashMap::new(),
            measure: MEASURE.into(),
            layout: Arrangement::default(),
            show_hidden: false,
            views: Vec::new(),
            two_lines: false,
            linear: false,
            index: true,
            read_after: Some(Duration::from_secs(2)),
            restricted: false,
        }
    }
}

/// What the reader is started with.
#[derive(Clone, Debug)]
pub struct Options {
    /// What is opened, as the top line names it until the site says its title.
    pub name: CleanText,
    /// The keys.
    pub keymap: Keymap,
    /// What the terminal does with uncertain characters.
    pub widths: Widths,
    /// How strictly lines are broken.
    pub level: Level,
    /// How articles are set.
    pub typography: Typography,
    /// The terminal's columns and rows.
    pub size: (u16, u16),
    /// The present, by which posts dated in the future are marked, and how dates are read.
    pub dates: Dates,
    /// What to say at the start.
    pub notice: Option<Text>,
    /// The language that the reader speaks.
    pub locale: Locale,
    /// Whether pictures of the archive are shown.
    pub pictures: bool,
    /// What was set.
    pub preferences: Preferences,
    /// What was read, starred and noted before.
    pub state: State,
    /// Whether the reader begins where the last session ended.
    pub restore: bool,
    /// The folder of the archive, if it is one.
    pub root: Option<CleanText>,
    /// The theme by name, and the names of all there are.
    pub theme: CleanText,
    /// The names of all themes.
    pub themes: Vec<CleanText>,
    /// The pane to begin in: the article where one post was named.
    pub focus: Pane,
}

impl Default for Options {
    /// An archive without a name, on a terminal of the usual size, in 1970.
    fn default() -> Self {
        Self {
            name: CleanText::default(),
            keymap: Keymap::default(),
            widths: Widths::default(),
            level: Level::Strict,
            typography: Typography::default(),
            size: (80, 24),
            dates: Dates::at(0),
            notice: None,
            locale: Locale::default(),
            pictures: false,
            preferences: Preferences::default(),
            state: State::new(""),
            restore: false,
            root: None,
            theme: CleanText::default(),
            themes: Vec::new(),
            focus: Pane::List,
        }
    }
}

/// The whole state of the reader.
#[derive(Debug)]
pub struct App {
    /// The posts.
    pub archive: Arc<Archive>,
    /// What narrows the list.
    pub filter: Filter,
    /// The list pane.
    pub list: ListPane,
    /// The facet pane.
    pub facets: FacetPane,
    /// The article pane.
    pub article: ArticlePane,
    /// What lies over the panes.
    pub overlay: Option<Overlay>,
    /// The pane that keys go to.
    pub focus: Pane,
    /// Whether the focused pane has the screen to itself.
    pub zoom: bool,
    /// How far the load has come.
    pub progress: Progress,
    /// The last thing to tell, until the next key.
    pub notice: Option<Text>,
    /// Keys of a sequence that is not complete.
    pub pending: Vec<Key>,
    /// The count typed before a command.
    pub count: Option<usize>,
    /// What the next key is for, if it is no command.
    pub awaited: Option<Awaited>,
    /// Letters beside the links in view, while one is being chosen.
    pub hints: Option<Hints>,
    /// The line that is being typed.
    pub prompt: Option<Prompt>,
    /// The search that is shown in the list's place.
    pub search: Option<Searching>,
    /// The query by which the list is narrowed.
    pub narrowing: Option<Narrowing>,
    /// How far the index is that is being built: posts in it, and posts to be in it.
    pub indexing: Option<(usize, usize)>,
    /// The note that is being written.
    pub note: Option<Note>,
    /// The name of the theme.
    pub theme: CleanText,
    /// What is read, starred and noted.
    pub state: State,
    /// The same by post.
    pub marks: Marks,
    /// Why the last changes of the state are not saved.
    pub unsaved: Option<CleanText>,
    /// Which of the chosen facets left nothing, if nothing is listed.
    pub emptied: Option<Text>,
    /// The time in milliseconds since 1970, as of the message that is taken in; set before it is.
    pub clock: u64,
    /// The keys.
    pub keymap: Keymap,
    /// What the terminal does with uncertain characters.
    pub widths: Widths,
    /// The language that the reader speaks.
    pub locale: Locale,
    /// Seconds since 1970.
    pub now: i64,
    /// The day by the site's clock.
    today: Date,
    /// Whether pictures of the archive are shown.
    pub pictures: bool,
    /// What is known of changes on the disk.
    pub watching: Watching,
    name: CleanText,
    preferences: Preferences,
    site: Option<Arc<Site>>,
    size: (u16, u16),
    /// The article's measure as wished for, in cells.
    measure: usize,
    level: Level,
    typography: Typography,
    counts: Totals,
    /// What has come of the archive as it is read again; until all has, the old one is shown.
    incoming: Option<Archive>,
    /// Where one was before jumps, and where one came back from.
    jumps: article::links::Jumps,
    /// Folders of posts beside the site's that are read too.
    added: Vec<PostKey>,
    /// The folder of the archive, if it is one.
    root: Option<CleanText>,
    /// The names of all themes.
    themes: Vec<CleanText>,
    /// Lines that were typed before.
    history: History,
    /// What was in the list before each search in its place: first the list itself.
    before: Vec<listing::search::Before>,
    /// How many queries were asked.
    searches: u64,
    /// How many states of the archive there were.
    version: u64,
    titles: listing::views::KnownTitles,
    counted: listing::views::CountedViews,
    /// How the panes share the screen.
    shares: Shares,
    /// The line between panes that is being dragged.
    dragged: Option<input::mouse::Divider>,
    /// What can be undone, the last at the end.
    done: Vec<undo::Done>,
    /// Posts dated after this are new, in seconds since 1970.
    new_since: Option<i64>,
    /// Where the last session ended, until one is there: the post, and whether it was being read.
    restoring: Option<(PostKey, bool)>,
    /// How many articles have been in view, and the last that was opened, to be marked as read.
    views: u64,
    opened: u64,
    /// How many sequences of keys were begun, and whether what may follow the last is shown.
    sequence: u64,
    shows_keys: bool,
}

/// Counts over all posts that can be listed, and over those that are.
#[derive(Debug, Default)]
struct Totals {
    all: Counts,
    /// The state of the archive that all are of, and whether hidden posts are among them.
    of: Option<(u64, bool)>,
    listed: Counts,
}

impl App {
    /// A reader with nothing loaded yet, and its first wishes.
    pub fn new(options: Options) -> (Self, Vec<Effect>) {
        let session = options.state.session().map(Session::parse).unwrap_or_default();
        let restored = if options.restore { session.clone() } else { Session::default() };
        let app = Self {
            archive: Arc::default(),
            filter: Filter {
                hidden: options.preferences.show_hidden,
                facets: restored.facets(),
                hits: None,
            },
            list: ListPane::default(),
            facets: FacetPane::labelled(options.preferences.labels.clone()),
            article: ArticlePane::default(),
            overlay: None,
            focus: options.focus,
            zoom: false,
            progress: Progress::new(0),
            notice: options.notice,
            pending: Vec::new(),
            count: None,
            awaited: None,
            hints: None,
            prompt: None,
            search: None,
            narrowing: None,
            indexing: None,
            before: Vec::new(),
            searches: 0,
            version: 0,
            titles: listing::views::KnownTitles::default(),
            counted: listing::views::CountedViews::default(),
            note: None,
            theme: options.theme,
            themes: options.themes,
            root: options.root,
            history: History::default(),
            shares: restored.shares(),
            dragged: None,
            state: options.state,
            marks: Marks::default(),
            unsaved: None,
            emptied: None,
            clock: options.dates.clock.now().unsigned_abs().saturating_mul(1000),
            keymap: options.keymap,
            widths: options.widths,
            locale: options.locale,
            now: options.dates.clock.now(),
            today: Site::plain().today(options.dates.clock.now()),
            pictures: options.pictures,
            watching: Watching::default(),
            name: options.name,
            site: None,
            size: options.size,
            measure: restored.measure().unwrap_or(options.preferences.measure),
            preferences: options.preferences,
            level: options.level,
            typography: options.typography,
            counts: Totals::default(),
            incoming: None,
            jumps: article::links::Jumps::default(),
            added: Vec::new(),
            done: Vec::new(),
            new_since: session.newest(),
            restoring: restored.place(),
            views: 0,
            opened: 0,
            sequence: 0,
            shows_keys: false,
        };
        let effects = vec![Effect::Load(app.progress.generation)];
        (app, effects)
    }

    /// The archive's name: its own, the site's title, or the folder's name.
    pub fn name(&self) -> CleanText {
        if let Some(title) = &self.preferences.title {
            return title.clone();
        }
        let title = self.site.as_ref().and_then(|site| site.title());
        title.map_or_else(|| self.name.clone(), crate::clean::CleanStr::to_clean)
    }

    /// The areas of the screen; `None` if it is too small to read.
    pub fn layout(&self) -> Option<Layout> {
        let arrangement =
            if self.is_linear() { Arrangement::Single } else { self.preferences.layout };
        Layout::new(self.size, arrangement, self.shares, self.focus, self.zoom)
    }

    /// Whether the screen is to be read aloud: one pane at a time, plain lines.
    pub fn is_linear(&self) -> bool {
        self.preferences.linear
    }

    /// Columns of rows that what lies over the panes has.
    pub fn overlay_columns(&self) -> usize {
        match &self.overlay {
            Some(overlay) if !self.is_linear() => overlay.columns(self.size.0),
            _ => 1,
        }
    }

    /// The terminal's columns and rows.
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    /// The measure for which articles are typeset on this screen.
    pub fn measure(&self) -> Measure {
        let pane = self.layout().and_then(|layout| layout.article);
        // Without an article pane the next one will have the width of the screen.
        let width = pane.map_or(self.size.0, |pane| pane.width);
        let cells = self.measure.min(usize::from(width.saturating_sub(2))).max(1);
        Measure { cells, widths: self.widths, level: self.level, typography: self.typography }
    }

    /// Posts that are listed unless read already.
    pub fn unread(&self) -> usize {
        self.counts.listed.unread()
    }

    /// Posts that are listed unless facets narrow the list.
    pub fn listable(&self) -> usize {
        self.counts.all.total()
    }

    /// The post under the list's cursor.
    pub fn selected(&self) -> Option<PostId> {
        self.list.selected()
    }

    /// Whether no other program may be started and nothing but reading state written (S18).
    pub fn is_restricted(&self) -> bool {
        self.preferences.restricted
    }

    /// Lines that a row of the list takes: hits have a piece of their text below them.
    pub fn row_height(&self) -> u16 {
        if self.search.is_some() || self.preferences.two_lines { 2 } else { 1 }
    }

    /// Rows of the list that are in view.
    fn list_rows(&self) -> usize {
        self.height(Pane::List) / usize::from(self.row_height())
    }

    /// Rows that a pane shows; 0 if it is not shown.
    fn height(&self, pane: Pane) -> usize {
        let area = self.layout().and_then(|layout| layout.pane(pane));
        area.map_or(0, |area| usize::from(area.height))
    }
}
