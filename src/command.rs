//! The command table: the name of every command, where it applies and what it is for.
//!
//! The keymap, the help, README's key tables and tests all read this table. A command is data:
//! `app::update` decides what it changes, and its help text is in `locales/` as `command-NAME`.
//! Knows no keys, no languages and no screens.

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
    /// The article.
    Article,
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
    /// Choosing which posts are listed.
    Choose,
    /// Arranging the screen.
    Arrange,
    /// The program itself.
    Program,
}

impl Purpose {
    /// Every purpose, in the order of the help.
    pub const ALL: [Self; 6] =
        [Self::Move, Self::Read, Self::Mark, Self::Choose, Self::Arrange, Self::Program];

    /// The name of its heading in `locales/`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Move => "move",
            Self::Read => "read",
            Self::Mark => "mark",
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
    ToggleRead = "toggle-read", Global, Mark;
    ReadAll = "read-all", Global, Mark;
    ToggleStar = "toggle-star", Global, Mark;
    Note = "note", Global, Mark;
    Select = "select", List, Mark;
    SelectRange = "select-range", Global, Mark;
    SetMark = "set-mark", Global, Mark;
    GoToMark = "go-to-mark", Global, Mark;
    Undo = "undo", Global, Mark;
    ToggleFacet = "toggle-facet", Facets, Choose;
    Fold = "fold", Facets, Choose;
    Unfold = "unfold", Facets, Choose;
    Search = "search", Global, Choose;
    Filter = "filter", Global, Choose;
    SaveView = "save-view", Global, Choose;
    DeleteView = "delete-view", Facets, Choose;
    RenameView = "rename-view", Facets, Choose;
    UpdateView = "update-view", Facets, Choose;
    GoToTitle = "go-to-title", Global, Choose;
    MoreLike = "more-like", Global, Choose;
    OnThisDay = "on-this-day", Global, Choose;
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
}

impl Command {
    /// The argument it takes, if any; run without one, most ask.
    pub const fn takes(self) -> Option<Takes> {
        match self {
            Self::Theme => Some(Takes::Theme),
            Self::Layout => Some(Takes::Layout),
            Self::Language => Some(Takes::Language),
            Self::Sort => Some(Takes::Sort),
            Self::Script => Some(Takes::Script),
            _ => None,
        }
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
}
