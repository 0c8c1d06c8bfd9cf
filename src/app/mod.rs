//! The reader's model and its one way to change: [`App::update`].
//!
//! A message and the time go in, the model changes, effects come out. Nothing here reads the disk,
//! the terminal or a clock, so every behaviour is tested by sending messages and looking at the
//! model. The state is kept in rooms; each changes only itself, and `update` alone sees several.

mod address;
pub mod article;
pub mod chips;
mod choices;
pub mod cursor;
pub mod effect;
pub mod input;
pub mod library;
pub mod listing;
mod message;
pub mod options;
mod outbox;
mod pane;
pub mod run;
pub mod screen;
pub mod session;
pub mod text;
mod title;
mod undo;
mod update;

pub use effect::{Alarm, Effect};
pub use message::Message;
pub use options::{Options, Pictures, Preferences};

use crate::app::article::ArticlePane;
use crate::app::choices::Chosen;
use crate::app::input::Input;
use crate::app::library::Library;
use crate::app::listing::Listing;
use crate::app::outbox::Outbox;
use crate::app::run::Task;
use crate::app::screen::Screen;
use crate::app::screen::layout::Pane;
use crate::app::session::Session;
use crate::app::text::Text;
use crate::app::undo::UndoLog;
use crate::app::update::statistics::Counting;
use crate::archive::post::{PostId, PostKey};
use crate::clean::{CleanStr, CleanText};
use crate::command::{Command, Context};
use crate::config::choice::Choice;
use crate::config::settings::Settings;

/// The whole state of the reader.
#[derive(Debug)]
pub struct App {
    input: Input,
    library: Library,
    listing: Listing,
    article: ArticlePane,
    screen: Screen,
    outbox: Outbox,
    undo: UndoLog,
    preferences: Preferences,
    /// All settings, as `:set` shows them.
    settings: Settings,
    chosen: Chosen,
    /// The archive's name until its site's title is known.
    name: CleanText,
    /// The folder of the archive, if it is one.
    root: Option<CleanText>,
    /// The post where the last session ended, until it arrives, and whether its article had the
    /// focus.
    restoring: Option<(PostKey, bool)>,
    alarms: Alarms,
    counting: Counting,
}

/// The alarms that were set last, by what they are for.
#[derive(Debug, Default)]
struct Alarms {
    /// The number of the article to be marked as read.
    mark_read: u64,
    /// The number of the key sequence.
    key_hints: u64,
    /// The post whose preview waits for the list to rest, and whether it rests.
    preview: Option<(PostId, bool)>,
    /// When the alarm comes, in seconds since 1970.
    midnight: Option<i64>,
}

impl App {
    /// A reader with nothing loaded yet, and its first effects.
    pub fn new(options: Options) -> (Self, Vec<Effect>) {
        let session = options.state.session().map(Session::parse).unwrap_or_default();
        let new_since = session.newest;
        let chosen = Chosen::new(
            &options.choices,
            options.theme.clone(),
            options.preferences.layout.word(),
            options.locale.tag(),
        );
        let restored = if options.restore { session } else { Session::default() };
        let mut app = Self {
            screen: Screen::new(&options, &restored),
            listing: Listing::new(&options.preferences, restored.conditions()),
            library: Library::new(options.state, options.now, new_since, options.unsaved),
            input: Input::new(options.keymap),
            article: ArticlePane::default(),
            outbox: Outbox::new(options.notice),
            undo: UndoLog::default(),
            preferences: options.preferences,
            settings: options.settings,
            chosen,
            name: options.name,
            root: options.root,
            restoring: restored.place().or(options.welcome.map(|key| (key, false))),
            alarms: Alarms::default(),
            counting: Counting::default(),
        };
        app.listing.read_muted(&app.library);
        app.apply_choices();
        let mut effects = vec![Effect::Load(app.library.progress().generation())];
        effects.extend(app.outbox.take_orders());
        (app, effects)
    }

    /// What is typed.
    pub fn input(&self) -> &Input {
        &self.input
    }

    /// The archive and the reading state.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// The list and the facets.
    pub fn listing(&self) -> &Listing {
        &self.listing
    }

    /// The article pane.
    pub fn article(&self) -> &ArticlePane {
        &self.article
    }

    /// The screen.
    pub fn screen(&self) -> &Screen {
        &self.screen
    }

    /// The notice in the status line, until the next key.
    pub fn notice(&self) -> Option<&Text> {
        self.outbox.notice()
    }

    /// Returns the notice for the bottom line. While the reading state is not saved, no other notice
    /// hides that (S50).
    pub fn status_notice(&self) -> Option<CleanText> {
        let locale = self.screen.locale();
        let notice = self.notice().map(|notice| notice.to_clean(locale));
        let Some(error) = self.library.unsaved() else { return notice };
        Some(match notice {
            Some(notice) => {
                let unsaved = Text::Unsaved.to_clean(locale);
                CleanText::join([unsaved.as_clean(), notice.as_clean()], " · ")
            }
            None => Text::NotSaved { reason: error.reason.clone() }.to_clean(locale),
        })
    }

    /// Returns the notice for a range that is being selected: its number of posts, and the keys
    /// that end it. Returns `None` without a range.
    pub fn selecting_range(&self) -> Option<Text> {
        let (posts, others) = self.listing.range_count()?;
        let [end, cancel] =
            [Command::SelectRange, Command::Clear].map(|one| self.input.first_key_of(one));
        Some(Text::SelectingRange { posts, others, end, cancel })
    }

    /// The name of the running task: a command, an e-book or a fetch.
    pub fn running(&self) -> Option<CleanText> {
        self.outbox.running().map(Task::name)
    }

    /// The archive's name: its own, the site's title, or the folder's name.
    pub fn name(&self) -> CleanText {
        if let Some(title) = &self.preferences.title {
            return title.clone();
        }
        let title = self.library.site().and_then(|site| site.title());
        title.map_or_else(|| self.name.clone(), CleanStr::to_clean)
    }

    /// Whether no other program may be started and only the reading state be written (S18).
    pub fn is_restricted(&self) -> bool {
        self.preferences.restricted
    }

    /// Where the next key goes.
    pub fn context(&self) -> Context {
        if let Some(overlay) = self.screen.overlay() {
            return overlay.kind().context();
        }
        match self.screen.focus() {
            Pane::Article if self.article.is_selecting() => Context::Selection,
            Pane::Facets => Context::Facets,
            Pane::List => Context::List,
            Pane::Article => Context::Article,
        }
    }

    /// The keys that may follow those typed so far, once they have paused.
    pub fn following_keys(&self) -> Vec<(CleanText, Command)> {
        self.input.following_keys(self.context())
    }

    /// The conditions of the list, in one line.
    pub fn conditions(&self) -> CleanText {
        self.listing.conditions_line(self.screen.locale())
    }

    /// Says which condition left no post, if nothing is listed.
    pub fn emptied(&self) -> Option<Text> {
        self.listing.emptied_text(self.screen.locale())
    }
}
