//! The table of settings. Each row defines a typed field of [`Settings`], its parsing and checks,
//! its entry in `kanbao config default`, and its text in the manual page.
//!
//! A row is added together with its implementation: every setting has an effect.

use std::fmt::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use crate::clean::CleanText;
use crate::config::choice::{
    AmbiguousWidth, Arrangement, Background, Borders, FolderCategories, LineBreak, Links, Output,
    Preset, Taste, Watch,
};
use crate::config::fault::{Allowed, Fault};
use crate::config::file::shown;
use crate::config::groups::Groups;
use crate::config::locale::Locale;
use crate::config::messages::{Speak as _, messages};
use crate::config::problem::{ConfigProblem, Place};
use crate::config::tree::Raw;
use crate::config::value::{Bounded, Name, Restriction, Value};
use crate::conversion::Script;

/// The default measure in cells: 38 Han characters.
pub const MEASURE: u16 = 76;

/// The source of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The built-in default.
    Default,
    /// A line of a file.
    File(Arc<PathBuf>, Place),
    /// An environment variable.
    Variable(&'static str),
    /// `--set`.
    Set,
    /// A command-line argument.
    Argument(&'static str),
}

impl Origin {
    /// A problem with a value of this origin.
    pub fn problem(&self, what: Fault) -> ConfigProblem {
        match self {
            Self::File(path, place) => ConfigProblem::at(&shown(path), *place, what),
            origin => ConfigProblem::of(&CleanText::line(&origin.to_string()), what),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path, place) => write!(f, "{}:{}", shown(path), place.line),
            Self::Variable(name) | Self::Argument(name) => f.write_str(name),
            Self::Set => f.write_str("--set"),
        }
    }
}

/// A value with its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Its origin.
    pub origin: Origin,
}

/// Who may change a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Only the user: an archive may come from a stranger.
    User,
    /// The archive's `.kanbao.toml` as well: harmless settings only.
    Archive,
}

/// A row of the table.
#[derive(Debug)]
pub struct Row {
    /// The dotted name: `reading.measure`.
    pub name: &'static str,
    /// What the setting does, in one sentence.
    pub help: &'static str,
    /// Who may change it.
    pub by: By,
    /// The environment variable that sets it.
    pub variable: Option<&'static str>,
    /// The default, as TOML.
    pub default: fn() -> String,
    /// The allowed values, to follow "must be".
    pub allowed: fn() -> Allowed,
    /// The allowed words, if there are only a few.
    pub words: fn() -> Vec<&'static str>,
}

impl Row {
    /// The allowed values, for the manual and the files that it prints.
    pub fn allowed_in_english(&self) -> CleanText {
        (self.allowed)().to_clean(Locale::English)
    }

    /// The table of the setting (empty at the top level) and its key there.
    pub fn table_and_key(&self) -> (&'static str, &'static str) {
        self.name.rsplit_once('.').unwrap_or(("", self.name))
    }

    /// The key of its text in languages other than English.
    fn key(&self) -> String {
        format!("setting-{}", self.name.replace('.', "-"))
    }

    /// The row with a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        ROWS.iter().find(|row| row.name == name)
    }

    /// The row with a name, or with a key that no other table has: `theme` for `screen.theme`.
    pub fn called(name: &str) -> Option<&'static Self> {
        let mut with_key = ROWS.iter().filter(|row| row.table_and_key().1 == name);
        let only = with_key.next().filter(|_| with_key.next().is_none());
        Self::named(name).or(only)
    }
}

macro_rules! settings {
    ($($(#[cfg($condition:meta)])?
       $name:literal $field:ident: $type:ty = $default:expr, $by:ident, $variable:expr, $help:literal;)+) => {
        /// Every setting with its value.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Settings {
            $($(#[cfg($condition)])? #[doc = $help] pub $field: Setting<$type>,)+
        }

        /// Every setting, in the order of `config.toml`.
        pub const ROWS: &[Row] = &[$($(#[cfg($condition)])? Row {
            name: $name,
            help: $help,
            by: By::$by,
            variable: $variable,
            default: || <$type as Value>::print(&$default),
            allowed: <$type as Value>::allowed,
            words: <$type as Value>::words,
        },)+];

        impl Default for Settings {
            fn default() -> Self {
                Self {
                    $($(#[cfg($condition)])?
                    $field: Setting { value: $default, origin: Origin::Default },)+
                }
            }
        }

        impl Settings {
            /// Replaces a value. Returns `false` and changes nothing if the value does not fit or
            /// the name is unknown.
            pub fn set(&mut self, name: &str, raw: &Raw, origin: Origin) -> bool {
                match name {
                    $($(#[cfg($condition)])? $name => {
                        let Some(value) = <$type as Value>::read(raw) else { return false };
                        self.$field = Setting { value, origin };
                    })+
                    _ => return false,
                }
                true
            }

            /// Each row with its value as TOML and its origin.
            pub fn entries(&self) -> Vec<(&'static Row, String, &Origin)> {
                let values = [$($(#[cfg($condition)])? (self.$field.value.print(), &self.$field.origin),)+];
                ROWS.iter().zip(values).map(|(row, (value, origin))| (row, value, origin)).collect()
            }
        }
    };
}

settings! {
    "archive" archive: Option<PathBuf> = None, User, Some("KANBAO_ARCHIVE"),
        "The archive to open when none is given; a relative path starts at the folder of the file that sets it.";
    "restricted" restricted: Restriction = Restriction::default(), User, Some("KANBAO_RESTRICTED"),
        "Whether to start no other program and write nothing but reading state; no later layer lifts it.";
    "reading.measure" measure: Bounded<20, 200> = Bounded::clamped(MEASURE), Archive, None,
        "The longest line of an article, in cells.";
    "reading.line-break" line_break: LineBreak = LineBreak::Strict, Archive, None,
        "How strictly to follow the rules of Chinese and Japanese line breaking.";
    "reading.typography" typography: Vec<Taste> = Vec::new(), Archive, None,
        "Optional typography of articles.";
    "reading.script" script: Script = Script::Original, User, None,
        "The characters that Chinese text is shown in; copying gives the original.";
    "reading.mark-read-after" read_after: Bounded<0, 3600> = Bounded::clamped(2), User, None,
        "Seconds after which an article beside the list counts as read; 0: only when it is opened.";
    "reading.mark-duplicates" mark_duplicates: bool = true, User, None,
        "Whether reading a post marks the others with the same text, or nearly so, as read.";
    "reading.mail" mail: bool = false, User, None,
        "Whether links to mail addresses open the desktop's mail program.";
    #[cfg(feature = "images")]
    "reading.images" images: crate::config::choice::Images = crate::config::choice::Images::Auto, User, None,
        "Whether the reader shows pictures of the archive; auto: not over SSH.";
    "posts.show-hidden" show_hidden: bool = false, User, None,
        "Whether the reader starts with drafts and other hidden posts in the list.";
    "posts.fold-duplicates" fold_duplicates: bool = true, User, None,
        "Whether the reader shows posts with the same text, or nearly so, in one row of the list.";
    "posts.hide-future" hide_future: bool = false, Archive, None,
        "Whether to hide posts dated in the future.";
    "posts.naive-utc" naive_utc: bool = false, Archive, None,
        "Whether a time without a zone is UTC, as in Jekyll, instead of the site's time.";
    "posts.folders-as-categories" folders: FolderCategories = FolderCategories::Auto, Archive, None,
        "Whether the folders of a post are its category.";
    "posts.watch" watch: Watch = Watch::Auto, User, None,
        "How the reader detects changed files; auto: polls every half minute where the system sends no notifications.";
    "posts.index" index: bool = true, User, None,
        "Whether to keep a full-text index in the cache folder, for fast searches.";
    "posts.synonyms" synonyms: Groups = Groups::NONE, Archive, None,
        "Words that mean the same: a search for one finds the others too, unless it stands between quotes.";
    "screen.two-lines" two_lines: bool = false, User, None,
        "Whether rows of the list have a second line with categories and tags.";
    "screen.linear" linear: bool = false, User, None,
        "Whether to suit a screen reader: one pane at a time, plain lines without rules, words for marks, the cursor on the selected row.";
    "screen.layout" layout: Arrangement = Arrangement::Automatic, User, Some("KANBAO_LAYOUT"),
        "How the panes share the screen.";
    "screen.theme" theme: Name = Name::literal("default"), User, Some("KANBAO_THEME"),
        "The colours: default, light, dark, solarized-light, solarized-dark, high-contrast, mono, or a file in the folder themes.";
    "screen.background" background: Background = Background::Auto, User, None,
        "The terminal's background, for the theme default, which uses the terminal's own colours.";
    "screen.borders" borders: Borders = Borders::Auto, User, None,
        "The glyphs of rules and other ornaments.";
    "screen.mouse" mouse: bool = true, User, None,
        "Whether the reader uses the mouse; if not, the terminal selects text with it.";
    "screen.links" links: Links = Links::Auto, User, None,
        "Whether links to the web can be opened with the mouse, as the terminal does it (OSC 8).";
    "screen.output" output: Output = Output::Auto, User, None,
        "What is sent to the terminal. Plain output helps where a terminal scrolls wrongly.";
    "screen.ambiguous-width" ambiguous_width: AmbiguousWidth = AmbiguousWidth::Auto, User, Some("KANBAO_AMBIGUOUS_WIDTH"),
        "The width in cells of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe.";
    "keys.preset" preset: Preset = Preset::Vim, User, None,
        "The preset of keys; keys.toml changes single ones.";
}

messages! {
    /// A comment of `kanbao config default`, besides those of the table.
    pub enum Comment {
        Head = "comment-head";
        MustBe { allowed: Allowed } = "comment-must-be";
        Variable { name: CleanText } = "comment-variable";
        ByArchive = "comment-by-archive";
    }
}

/// A complete `config.toml` with all defaults, explained in a language and commented out.
pub fn default_file(locale: Locale) -> String {
    let texts = locale.reference();
    let help = |row: &Row| {
        let own = texts.as_ref().and_then(|texts| texts.text(&[&row.key()]));
        own.unwrap_or_else(|| CleanText::line(row.help))
    };
    let comment = |comment: Comment| format!("# {}\n", comment.to_clean(locale));
    let mut text = comment(Comment::Head);
    let mut table = "";
    for row in ROWS {
        let (own, key) = row.table_and_key();
        if own != table {
            let _ = writeln!(text, "\n[{own}]");
            table = own;
        }
        let _ = writeln!(text, "\n# {}", help(row));
        text += &comment(Comment::MustBe { allowed: (row.allowed)() });
        if let Some(variable) = row.variable {
            text += &comment(Comment::Variable { name: CleanText::line(variable) });
        }
        if row.by == By::Archive {
            text += &comment(Comment::ByArchive);
        }
        let _ = writeln!(text, "#{key} = {}", (row.default)());
    }
    text
}

/// Prints settings as TOML that parses back, with their origins as comments if `with_origin`.
pub fn printed(settings: &Settings, with_origin: bool) -> CleanText {
    let mut text = String::new();
    let mut table = "";
    for (row, value, origin) in settings.entries() {
        let (own, key) = row.table_and_key();
        if own != table {
            let _ = writeln!(text, "\n[{own}]");
            table = own;
        }
        let line = format!("{key} = {value}");
        let _ = if with_origin {
            writeln!(text, "{line:<36}  # {origin}")
        } else {
            writeln!(text, "{line}")
        };
    }
    CleanText::body(&text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::layers::Layer;
    use crate::config::messages::texts::found_in;

    fn read(text: &str) -> (Settings, Vec<String>) {
        let mut settings = Settings::default();
        let (layer, mut problems) = Layer::of_file(&PathBuf::from("config.toml"), text, By::User);
        problems.extend(layer.lay_over(&mut settings));
        (
            settings,
            problems.iter().map(|problem| problem.brief(Locale::English).to_string()).collect(),
        )
    }

    /// The values without origins.
    fn values(settings: &Settings) -> Vec<String> {
        settings
            .entries()
            .into_iter()
            .map(|(row, value, _)| format!("{} = {value}", row.name))
            .collect()
    }

    #[test]
    fn the_table_is_in_the_order_of_a_file() {
        let mut tables: Vec<&str> = ROWS.iter().map(|row| row.table_and_key().0).collect();
        assert_eq!(tables.first(), Some(&""));
        tables.dedup();
        let with_repeats = tables.len();
        tables.sort_unstable();
        tables.dedup();
        assert_eq!(tables.len(), with_repeats, "a table stands twice");
        for (at, row) in ROWS.iter().enumerate() {
            assert!(row.help.ends_with('.') && !row.help.contains('\n'), "{}", row.name);
            assert!(ROWS.iter().skip(at + 1).all(|other| other.name != row.name), "{}", row.name);
        }
    }

    #[test]
    fn the_default_file_is_the_defaults() {
        for locale in Locale::ALL {
            let text = default_file(locale);
            let (settings, problems) = read(&text);
            assert_eq!((settings, problems.as_slice()), (Settings::default(), [].as_slice()));
            let lines = text.lines().map(|line| match line.strip_prefix('#') {
                Some(setting) if !setting.starts_with(' ') => setting,
                _ => line,
            });
            let uncommented = lines.collect::<Vec<_>>().join("\n");
            let (settings, problems) = read(&uncommented);
            assert_eq!(problems, [""; 0]);
            assert_eq!(values(&settings), values(&Settings::default()));
            let from_file = |(_, _, origin): &(_, _, &Origin)| matches!(origin, Origin::File(..));
            assert!(settings.entries().iter().all(from_file), "{uncommented}");
        }
    }

    #[test]
    fn every_setting_is_explained_in_every_language() {
        for locale in Locale::ALL.into_iter().filter(|locale| *locale != Locale::English) {
            let mut keys = found_in(locale, locale.reference_source().unwrap());
            keys.retain(|key, _| key.starts_with("setting-"));
            for row in ROWS {
                assert!(keys.remove(&row.key()).is_some(), "{locale:?}: {}", row.name);
            }
            // A build without some features lacks settings.
            if cfg!(feature = "images") {
                assert!(keys.is_empty(), "{locale:?}: {keys:?}");
            }
        }
    }

    #[test]
    fn printed_settings_are_read_back() {
        let changed = "archive = '/a\\u202e\"b'\n[reading]\nmeasure = 60\ntypography = ['indent']\n[screen]\nambiguous-width = 2\n";
        let (settings, problems) = read(changed);
        assert_eq!(problems, [""; 0]);
        for with_origin in [false, true] {
            let (again, problems) = read(printed(&settings, with_origin).as_str());
            assert_eq!(problems, [""; 0]);
            assert_eq!(values(&again), values(&settings));
        }
        assert!(printed(&settings, true).as_str().contains("# config.toml:3\n"));
    }
}
