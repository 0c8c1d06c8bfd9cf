//! The command table: every command by name, where it applies, and what it does in a few words.
//!
//! Keymap, help, README's key table and tests all read this table. A command is data; what it
//! changes is decided in `app::update`. Knows no keys and no screens.

use std::fmt;
use std::str::FromStr;

/// Where a command means something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// Everywhere.
    Global,
    /// In the facets.
    Facets,
    /// In the list.
    List,
    /// In the article.
    Article,
}

/// What a person wants to do; help is grouped by this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// Moving within a pane.
    Move,
    /// Reading articles.
    Read,
    /// Choosing what is listed.
    Choose,
    /// Arranging the screen.
    Arrange,
    /// The program itself.
    Program,
}

impl Purpose {
    /// Every purpose in the order of the help.
    pub const ALL: [Self; 5] = [Self::Move, Self::Read, Self::Choose, Self::Arrange, Self::Program];

    /// The heading in the help.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Move => "Moving",
            Self::Read => "Reading",
            Self::Choose => "Choosing what is listed",
            Self::Arrange => "Arranging the screen",
            Self::Program => "The program",
        }
    }
}

macro_rules! commands {
    ($($variant:ident = $name:literal, $context:ident, $purpose:ident, $help:literal;)+) => {
        /// A thing that the reader can be told to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Command { $(#[doc = $help] $variant,)+ }

        impl Command {
            /// Every command, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name used in key tables; kebab-case, stable.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// Where it applies.
            pub const fn context(self) -> Context {
                match self { $(Self::$variant => Context::$context,)+ }
            }

            /// What it is for.
            pub const fn purpose(self) -> Purpose {
                match self { $(Self::$variant => Purpose::$purpose,)+ }
            }

            /// What it does, in a few words.
            pub const fn help(self) -> &'static str {
                match self { $(Self::$variant => $help,)+ }
            }
        }
    };
}

commands! {
    Down = "down", Global, Move, "next line or row";
    Up = "up", Global, Move, "previous line or row";
    HalfPageDown = "half-page-down", Global, Move, "half a page down";
    HalfPageUp = "half-page-up", Global, Move, "half a page up";
    PageDown = "page-down", Global, Move, "a page down";
    PageUp = "page-up", Global, Move, "a page up";
    Top = "top", Global, Move, "to the top, or to row N after a count";
    Bottom = "bottom", Global, Move, "to the end, or to row N after a count";
    Percent = "percent", Global, Move, "to N percent, after a count";
    FocusNext = "focus-next", Global, Move, "to the next pane";
    FocusPrevious = "focus-previous", Global, Move, "to the previous pane";
    FocusFacets = "focus-facets", Global, Move, "to the facets";
    FocusList = "focus-list", Global, Move, "to the list";
    FocusArticle = "focus-article", Global, Move, "to the article";
    Enter = "enter", Global, Read, "into: read the post, or list this category alone";
    Back = "back", Global, Read, "out: back to the pane before";
    NextPost = "next-post", Global, Read, "next post in the list, from anywhere";
    PreviousPost = "previous-post", Global, Read, "previous post in the list, from anywhere";
    ScrollDown = "scroll-down", Global, Read, "scroll the article down, from anywhere";
    ScrollUp = "scroll-up", Global, Read, "scroll the article up, from anywhere";
    NextHeading = "next-heading", Article, Read, "next heading";
    PreviousHeading = "previous-heading", Article, Read, "previous heading";
    Links = "links", Global, Read, "list of the article's links; Enter opens one";
    OpenSource = "open-source", Global, Read, "open where the article comes from";
    Outline = "outline", Global, Read, "outline of the article's headings";
    JumpBack = "jump-back", Global, Read, "back to where one was before a jump";
    JumpForward = "jump-forward", Global, Read, "forward again";
    ToggleFacet = "toggle-facet", Facets, Choose, "add this to the filter or take it away";
    Fold = "fold", Facets, Choose, "fold the branch, then out";
    Unfold = "unfold", Facets, Choose, "unfold the branch, then into the list";
    ClearFilter = "clear-filter", Global, Choose, "list everything again";
    AddFolders = "add-folders", Global, Choose, "read the folders of posts beside the site too";
    ToggleHidden = "toggle-hidden", Global, Choose, "show or hide drafts and other hidden posts";
    Problems = "problems", Global, Choose, "everything that is wrong in the archive";
    Zoom = "zoom", Global, Arrange, "this pane alone, and back";
    Wider = "wider", Global, Arrange, "a wider measure for the article";
    Narrower = "narrower", Global, Arrange, "a narrower measure for the article";
    AmbiguousWidth = "ambiguous-width", Global, Arrange, "take “ ” … — for one cell or two";
    Reload = "reload", Global, Program, "read the archive again";
    Redraw = "redraw", Global, Program, "draw the screen again";
    Suspend = "suspend", Global, Program, "suspend; fg comes back";
    Help = "help", Global, Program, "this help";
    BackOrQuit = "back-or-quit", Global, Program, "back, and from the list quit";
    Quit = "quit", Global, Program, "quit";
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
            assert!(!command.help().is_empty());
        }
        assert_eq!("no-such".parse::<Command>(), Err(()));
    }
}
