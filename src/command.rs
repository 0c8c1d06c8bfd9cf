//! The command table: the name of every command, where it applies and what it is for.
//!
//! The keymap, the help, the documented key tables and tests all read this table. A command is
//! data: `app::update` decides what it changes, and its help text is in `locales/` as
//! `command-NAME`. Knows no keys, no languages and no screens.

use std::fmt;
use std::str::FromStr;

/// The pane in which a command applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// Every pane.
    Global,
    /// The facets.
    Facets,
    /// The list.
    List,
    /// The article, and the lists over the panes, which page and filter by the same keys.
    Article,
    /// Text of the article that is being selected, its menu, and the list of highlights. Its keys
    /// take precedence over longer ones that work in every pane.
    Selection,
}

/// The user's goal; the help groups commands by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// Moving within a pane.
    Move,
    /// Reading articles.
    Read,
    /// Marking posts and places.
    Mark,
    /// Working on selected text, and on the list of highlights.
    Select,
    /// Choosing which posts are listed.
    Choose,
    /// Arranging the screen.
    Arrange,
    /// The program itself.
    Program,
}

impl Purpose {
    /// Every purpose, in the order of the help.
    pub const ALL: [Self; 7] = [
        Self::Move,
        Self::Read,
        Self::Mark,
        Self::Select,
        Self::Choose,
        Self::Arrange,
        Self::Program,
    ];

    /// The name of its heading in `locales/`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Move => "move",
            Self::Read => "read",
            Self::Mark => "mark",
            Self::Select => "select",
            Self::Choose => "choose",
            Self::Arrange => "arrange",
            Self::Program => "program",
        }
    }
}

macro_rules! commands {
    ($($variant:ident = $name:literal, $context:ident, $purpose:ident;)+) => {
        /// An action of the reader that keys and the command line can run.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Command { $(#[doc = concat!("`", $name, "`.")] $variant,)+ }

        impl Command {
    /// Whether it makes sense while the screen is too small for the panes.
    pub const fn may_be_blind(self) -> bool {
        matches!(self, Self::Quit | Self::BackOrQuit | Self::Suspend)
    }

            /// Every command, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name used in key tables; kebab-case, stable.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The pane in which it applies.
            pub const fn context(self) -> Context {
                match self { $(Self::$variant => Context::$context,)+ }
            }

            /// The group of the help it belongs to.
            pub const fn purpose(self) -> Purpose {
                match self { $(Self::$variant => Purpose::$purpose,)+ }
            }
        }
    };
}

commands! {
    Down = "down", Global, Move;
    Up = "up", Global, Move;
    HalfPageDown = "half-page-down", Global, Move;
    HalfPageUp = "half-page-up", Global, Move;
    PageDown = "page-down", Global, Move;
    PageUp = "page-up", Global, Move;
    Top = "top", Global, Move;
    Bottom = "bottom", Global, Move;
    Percent = "percent", Global, Move;
    FocusNext = "focus-next", Global, Move;
    FocusPrevious = "focus-previous", Global, Move;
    FocusFacets = "focus-facets", Global, Move;
    FocusList = "focus-list", Global, Move;
    FocusArticle = "focus-article", Global, Move;
    Enter = "enter", Global, Read;
    Back = "back", Global, Read;
    Clear = "clear", Global, Choose;
    NextPost = "next-post", Global, Read;
    PreviousPost = "previous-post", Global, Read;
    ScrollDown = "scroll-down", Global, Read;
    ScrollUp = "scroll-up", Global, Read;
    NextUnread = "next-unread", Global, Read;
    PreviousUnread = "previous-unread", Global, Read;
    NextHeading = "next-heading", Global, Read;
    PreviousHeading = "previous-heading", Global, Read;
    Find = "find", Global, Read;
    NextHit = "next-hit", Global, Read;
    PreviousHit = "previous-hit", Global, Read;
    Links = "links", Global, Read;
    LinkHints = "link-hints", Global, Read;
    OpenSource = "open-source", Global, Read;
    Outline = "outline", Global, Read;
    JumpBack = "jump-back", Global, Read;
    JumpForward = "jump-forward", Global, Read;
    CopyTitle = "copy-title", Global, Read;
    CopyUrl = "copy-url", Global, Read;
    CopyArticle = "copy-article", Global, Read;
    CopyPath = "copy-path", Global, Read;
    CopyLink = "copy-link", Global, Read;
    Edit = "edit", Global, Read;
    Pager = "pager", Global, Read;
    Export = "export", Global, Read;
    RandomPost = "random-post", Global, Read;
    ToggleRead = "toggle-read", Global, Mark;
    ReadAll = "read-all", Global, Mark;
    ToggleStar = "toggle-star", Global, Mark;
    Note = "note", Global, Mark;
    Tag = "tag", Global, Mark;
    SelectText = "select-text", Article, Mark;
    Highlight = "highlight", Selection, Select;
    Unhighlight = "unhighlight", Selection, Select;
    CopyText = "copy-text", Selection, Select;
    Highlights = "highlights", Global, Mark;
    CharLeft = "char-left", Selection, Select;
    CharRight = "char-right", Selection, Select;
    WordLeft = "word-left", Selection, Select;
    WordRight = "word-right", Selection, Select;
    WordEnd = "word-end", Selection, Select;
    LineStart = "line-start", Selection, Select;
    LineEnd = "line-end", Selection, Select;
    SwapEnds = "swap-ends", Selection, Select;
    SelectSentence = "select-sentence", Selection, Select;
    SelectParagraph = "select-paragraph", Selection, Select;
    Select = "select", List, Mark;
    SelectRange = "select-range", Global, Mark;
    SetMark = "set-mark", Global, Mark;
    GoToMark = "go-to-mark", Global, Mark;
    Places = "places", Global, Mark;
    DeleteMark = "delete-mark", Global, Mark;
    Undo = "undo", Global, Mark;
    Statistics = "statistics", Global, Mark;
    ToggleFacet = "toggle-facet", Facets, Choose;
    Fold = "fold", Facets, Choose;
    Unfold = "unfold", Facets, Choose;
    Search = "search", Global, Choose;
    Filter = "filter", Global, Choose;
    SaveView = "save-view", Global, Choose;
    DeleteView = "delete-view", Facets, Choose;
    RenameView = "rename-view", Facets, Choose;
    UpdateView = "update-view", Facets, Choose;
    MuteView = "mute-view", Facets, Choose;
    GoToTitle = "go-to-title", Global, Choose;
    MoreLike = "more-like", Global, Choose;
    OnThisDay = "on-this-day", Global, Choose;
    Versions = "versions", Global, Choose;
    GoToCategory = "go-to-category", Global, Choose;
    GoToTag = "go-to-tag", Global, Choose;
    GoToDate = "go-to-date", Global, Choose;
    NextMonth = "next-month", Global, Choose;
    PreviousMonth = "previous-month", Global, Choose;
    Sort = "sort", Global, Choose;
    Reverse = "reverse", Global, Choose;
    ClearFilter = "clear-filter", Global, Choose;
    ClearLast = "clear-last", Global, Choose;
    AddFolders = "add-folders", Global, Choose;
    ToggleHidden = "toggle-hidden", Global, Choose;
    ToggleMuted = "toggle-muted", Global, Choose;
    ToggleDuplicates = "toggle-duplicates", Global, Choose;
    Problems = "problems", Global, Choose;
    Zoom = "zoom", Global, Arrange;
    Wider = "wider", Global, Arrange;
    Narrower = "narrower", Global, Arrange;
    MoreList = "more-list", Global, Arrange;
    LessList = "less-list", Global, Arrange;
    Layout = "layout", Global, Arrange;
    Theme = "theme", Global, Arrange;
    Language = "language", Global, Arrange;
    TogglePictures = "toggle-pictures", Global, Arrange;
    Script = "script", Global, Arrange;
    Set = "set", Global, Arrange;
    AmbiguousWidth = "ambiguous-width", Global, Arrange;
    Probe = "probe", Global, Program;
    Reload = "reload", Global, Program;
    Redraw = "redraw", Global, Program;
    Suspend = "suspend", Global, Program;
    CommandLine = "command-line", Global, Program;
    Help = "help", Global, Program;
    BackOrQuit = "back-or-quit", Global, Program;
    Quit = "quit", Global, Program;
}

/// The kind of argument a command takes on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Nothing, or how often.
    Count,
    /// A theme's name.
    Theme,
    /// A layout of the panes.
    Layout,
    /// A language tag.
    Language,
    /// A sort order.
    Sort,
    /// Simplified or traditional characters; without one, the next script is taken.
    Script,
    /// A setting, with its value or without.
    Setting,
    /// The letter of a mark.
    Letter,
    /// What the command asks for in a prompt: words, a query, a name or a date.
    Line,
}

/// Other names by which people know commands, from vim and other readers.
const ALIASES: &[(&str, Command)] = &[
    ("?", Command::Help),
    ("cat", Command::GoToCategory),
    ("category", Command::GoToCategory),
    ("close", Command::BackOrQuit),
    ("colorscheme", Command::Theme),
    ("copy", Command::CopyArticle),
    ("date", Command::GoToDate),
    ("delmarks", Command::DeleteMark),
    ("duplicates", Command::ToggleDuplicates),
    ("epub", Command::Export),
    ("exit", Command::Quit),
    ("goto", Command::GoToDate),
    ("h", Command::Help),
    ("hidden", Command::ToggleHidden),
    ("jumps", Command::Places),
    ("lang", Command::Language),
    ("like", Command::MoreLike),
    ("mark", Command::SetMark),
    ("marks", Command::Places),
    ("mute", Command::MuteView),
    ("muted", Command::ToggleMuted),
    ("next", Command::NextPost),
    ("order", Command::Sort),
    ("prev", Command::PreviousPost),
    ("q", Command::Quit),
    ("q!", Command::Quit),
    ("qa", Command::Quit),
    ("random", Command::RandomPost),
    ("read", Command::ToggleRead),
    ("reload!", Command::Reload),
    ("se", Command::Set),
    ("star", Command::ToggleStar),
    ("stats", Command::Statistics),
    ("title", Command::GoToTitle),
    ("today", Command::OnThisDay),
    ("toc", Command::Outline),
    ("unread", Command::NextUnread),
    ("view", Command::SaveView),
    ("w", Command::SaveView),
    ("wq", Command::Quit),
    ("x", Command::Quit),
    ("yank", Command::CopyArticle),
];

/// The shortest beginning of a name that runs a command; shorter ones are slips.
const SHORTEST_BEGINNING: usize = 2;

impl Command {
    /// The argument it takes; run without one, it asks.
    pub const fn takes(self) -> Takes {
        match self {
            Self::Theme => Takes::Theme,
            Self::Layout => Takes::Layout,
            Self::Language => Takes::Language,
            Self::Sort => Takes::Sort,
            Self::Script => Takes::Script,
            Self::Set => Takes::Setting,
            Self::SetMark | Self::GoToMark | Self::DeleteMark => Takes::Letter,
            Self::Find
            | Self::Search
            | Self::Filter
            | Self::SaveView
            | Self::RenameView
            | Self::GoToTitle
            | Self::GoToCategory
            | Self::GoToTag
            | Self::GoToDate
            | Self::Export
            | Self::Tag => Takes::Line,
            _ => Takes::Count,
        }
    }

    /// The command with this name or alias, else the only one whose name or alias begins with it.
    pub fn called(name: &str) -> Option<Self> {
        let whole = Self::starting_with(name).find(|(known, _)| *known == name);
        let only = || {
            let (_, first) =
                Self::starting_with(name).next().filter(|_| name.len() >= SHORTEST_BEGINNING)?;
            Self::starting_with(name).all(|(_, command)| command == first).then_some(first)
        };
        whole.map(|(_, command)| command).or_else(only)
    }

    /// The names and aliases that begin with a text, and their commands.
    pub fn starting_with(text: &str) -> impl Iterator<Item = (&'static str, Self)> {
        let names = Self::ALL.iter().map(|command| (command.name(), *command));
        names.chain(ALIASES.iter().copied()).filter(move |(name, _)| name.starts_with(text))
    }

    /// The names and aliases of all commands.
    pub fn all_names() -> impl Iterator<Item = &'static str> {
        Self::starting_with("").map(|(name, _)| name)
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Command {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.iter().copied().find(|command| command.name() == name).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_found() {
        for &command in Command::ALL {
            assert_eq!(command.name().parse(), Ok(command));
        }
        assert_eq!("no-such".parse::<Command>(), Err(()));
    }

    #[test]
    fn aliases_hide_no_command_and_stand_once() {
        for (at, (alias, _)) in ALIASES.iter().enumerate() {
            assert_eq!(alias.parse::<Command>(), Err(()), "{alias} is a command");
            assert!(ALIASES.iter().skip(at + 1).all(|(other, _)| other != alias), "{alias}");
        }
    }

    #[test]
    fn commands_are_called_by_name_alias_or_beginning() {
        let check = |name: &str, expected| assert_eq!(Command::called(name), expected, "{name}");
        check("star", Some(Command::ToggleStar));
        check("date", Some(Command::GoToDate));
        check("q", Some(Command::Quit));
        check("set", Some(Command::Set));
        check("bot", Some(Command::Bottom));
        check("go-to-da", Some(Command::GoToDate));
        check("stati", Some(Command::Statistics));
        // `star` begins with it as well.
        check("sta", None);
        // Several begin so, one letter is a slip, and letters in between do not count.
        check("go", None);
        check("b", None);
        check("", None);
        check("toggst", None);
        check("set-mark x", None);
    }
}
