//! What the reader starts with.

use std::collections::HashMap;
use std::time::Duration;

use crate::app::pane::Pane;
use crate::app::text::Text;
use crate::archive::post::PostKey;
use crate::clean::CleanText;
use crate::config::choice::{Arrangement, LineBreak, Taste};
use crate::config::commands::OwnCommand;
use crate::config::keymap::Keymap;
use crate::config::locale::Locale;
use crate::config::problem::ConfigProblem;
use crate::config::settings::{MEASURE, Settings};
use crate::conversion::Script;
use crate::reason::FileError;
use crate::search::views::View;
use crate::state::State;
use crate::typeset::Typography;
use crate::typeset::breaks::Level;
use crate::width::Widths;

/// Settings of the reader that a user or an archive can change.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "independent settings")]
pub struct Preferences {
    /// What is wrong with the settings, for the list of problems.
    pub faults: Vec<ConfigProblem>,
    /// The archive's own title; takes precedence over all other names.
    pub title: Option<CleanText>,
    /// Labels of categories, by path.
    pub labels: HashMap<String, CleanText>,
    /// The article's measure, in cells.
    pub measure: usize,
    /// How the panes share the screen.
    pub layout: Arrangement,
    /// Whether drafts and other hidden posts are listed.
    pub show_hidden: bool,
    /// The archive's own views.
    pub views: Vec<View>,
    /// The user's own commands.
    pub own_commands: Vec<OwnCommand>,
    /// Whether posts with the same text are folded into one row of the list.
    pub fold_duplicates: bool,
    /// Whether reading a post marks others with the same text as read.
    pub mark_duplicates: bool,
    /// Words that mean the same in searches, by group.
    pub synonyms: Vec<Vec<String>>,
    /// Whether a row of the list has a second line, for categories and tags.
    pub two_lines: bool,
    /// Whether the screen is laid out for a screen reader: one pane at a time, plain lines.
    pub linear: bool,
    /// Whether an index of the texts is built.
    pub index: bool,
    /// How long an article is in view beside the list before it counts as read; `None` for never.
    pub read_after: Option<Duration>,
    /// Whether addresses of mail are opened too.
    pub mail: bool,
    /// How many feeds can be fetched into the archive.
    pub feeds: usize,
    /// Restricted mode: no other program is started, only the reading state is written (S18).
    pub restricted: bool,
    /// Whether `NO_COLOR` overrules the theme.
    pub is_colourless: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            faults: Vec::new(),
            title: None,
            labels: HashMap::new(),
            measure: MEASURE.into(),
            layout: Arrangement::default(),
            show_hidden: false,
            views: Vec::new(),
            fold_duplicates: true,
            mark_duplicates: true,
            synonyms: Vec::new(),
            own_commands: Vec::new(),
            two_lines: false,
            linear: false,
            index: true,
            read_after: Some(Duration::from_secs(2)),
            mail: false,
            feeds: 0,
            restricted: false,
            is_colourless: false,
        }
    }
}

/// Whether pictures of the archive are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pictures {
    /// They cannot be.
    #[default]
    Never,
    /// As the settings say.
    Set(bool),
    /// As the user chose last, else as suits the terminal.
    Suited(bool),
}

impl Preferences {
    /// Sets after how many seconds in view an article counts as read; 0 for never.
    pub fn set_read_after(&mut self, seconds: u16) {
        let after = Some(u64::from(seconds)).filter(|seconds| *seconds > 0);
        self.read_after = after.map(Duration::from_secs);
    }
}

/// How strictly lines are broken, by the setting.
pub const fn level(setting: LineBreak) -> Level {
    match setting {
        LineBreak::Strict => Level::Strict,
        LineBreak::Basic => Level::Basic,
        LineBreak::None => Level::None,
    }
}

/// How articles are set, by the setting.
pub fn typography(tastes: &[Taste]) -> Typography {
    let has = |taste| tastes.contains(&taste);
    Typography {
        hanging: has(Taste::Hanging),
        indent: has(Taste::Indent),
        spacing: has(Taste::Spacing),
        optimal: has(Taste::Optimal),
    }
}

/// Everything that the reader starts with.
#[derive(Clone, Debug)]
pub struct Options {
    /// The archive's name until its site's title is known.
    pub name: CleanText,
    /// The keys.
    pub keymap: Keymap,
    /// How wide the terminal draws characters.
    pub widths: Widths,
    /// How strictly lines are broken.
    pub level: Level,
    /// How articles are set.
    pub typography: Typography,
    /// The characters that text is shown in.
    pub script: Script,
    /// The terminal's columns and rows.
    pub size: (u16, u16),
    /// The time at the start, in milliseconds since 1970.
    pub now: u64,
    /// Why the reading state cannot be saved; `None` if it can.
    pub unsaved: Option<FileError>,
    /// The first notice.
    pub notice: Option<Text>,
    /// The language of the reader.
    pub locale: Locale,
    /// Whether pictures of the archive are shown.
    pub pictures: Pictures,
    /// Settings.
    pub preferences: Preferences,
    /// All settings, to be shown and changed by `:set`.
    pub settings: Settings,
    /// The reading state so far.
    pub state: State,
    /// Whether the reader starts where the last session ended.
    pub restore: bool,
    /// The post to start at if no session has ended yet; the newest if there is none.
    pub welcome: Option<PostKey>,
    /// The folder of the archive, if it is one.
    pub root: Option<CleanText>,
    /// What the user picked from lists in earlier sessions, as JSON.
    pub choices: String,
    /// The name of the theme.
    pub theme: CleanText,
    /// The names of all themes.
    pub themes: Vec<CleanText>,
    /// The pane that has the focus first.
    pub focus: Pane,
}

impl Default for Options {
    /// An archive without a name, on a terminal of 80 by 24 cells, in 1970.
    fn default() -> Self {
        Self {
            name: CleanText::default(),
            keymap: Keymap::default(),
            widths: Widths::default(),
            level: Level::Strict,
            typography: Typography::default(),
            script: Script::Original,
            size: (80, 24),
            now: 0,
            unsaved: None,
            notice: None,
            locale: Locale::default(),
            pictures: Pictures::Never,
            preferences: Preferences::default(),
            settings: Settings::default(),
            state: State::new(""),
            restore: false,
            welcome: None,
            root: None,
            choices: String::new(),
            theme: CleanText::default(),
            themes: Vec::new(),
            focus: Pane::List,
        }
    }
}
