//! The kinds of overlays, and what differs between them.

use crate::app::screen::picture::Viewer;
use crate::app::text::Text;
use crate::clean::CleanText;
use crate::command::{Command, Context};

/// What an overlay shows.
#[derive(Debug)]
pub enum Kind {
    /// All commands with their keys.
    Help,
    /// All problems of the archive.
    Problems,
    /// The links of the article.
    Links,
    /// The headings of the article.
    Outline,
    /// The user's marks, and the places where jumps started.
    Places,
    /// All highlights.
    Highlights,
    /// What the user has read, in numbers.
    Statistics,
    /// What can be done with the selected text.
    TextMenu,
    /// What a command of the user's wrote.
    Output {
        /// The command's name.
        name: CleanText,
        /// The text, whole.
        text: CleanText,
    },
    /// A picture instead of rows.
    Picture(Viewer),
}

impl Kind {
    pub(super) fn title(&self) -> Text {
        match self {
            Self::Help => Text::Help,
            Self::Problems => Text::Problems,
            Self::Links => Text::Links,
            Self::Outline => Text::Outline,
            Self::Places => Text::Places,
            Self::Highlights => Text::Highlights,
            Self::Statistics => Text::Statistics,
            Self::TextMenu => Text::TextMenu,
            Self::Output { name, .. } => Text::Plain(name.clone()),
            Self::Picture(viewer) => Text::Plain(viewer.title()),
        }
    }

    /// Where its keys are looked up: those of the article page and filter here, too.
    pub(in crate::app) fn context(&self) -> Context {
        match self {
            Self::Highlights | Self::TextMenu => Context::Selection,
            _ => Context::Article,
        }
    }

    /// Whether rows have a text below them.
    pub(super) fn has_details(&self) -> bool {
        let has_texts = matches!(self, Self::Problems | Self::Places | Self::Highlights);
        has_texts || matches!(self, Self::Help | Self::TextMenu)
    }

    /// The command that opens it; the same closes it.
    pub(in crate::app) fn opener(&self) -> Option<Command> {
        match self {
            Self::Help => Some(Command::Help),
            Self::Problems => Some(Command::Problems),
            Self::Links => Some(Command::Links),
            Self::Outline => Some(Command::Outline),
            Self::Places => Some(Command::Places),
            Self::Highlights => Some(Command::Highlights),
            Self::Statistics => Some(Command::Statistics),
            Self::TextMenu | Self::Output { .. } | Self::Picture(_) => None,
        }
    }

    /// What a command in one of its rows does.
    pub fn help_of(&self, command: Command) -> Text {
        match (self, command) {
            (Self::TextMenu, Command::Note) => Text::NoteOnText,
            _ => Text::Command(command),
        }
    }

    /// What can be done in it, the most important first. The first leaves it.
    pub(super) fn hints(&self) -> &'static [(Command, Text)] {
        use Command as C;
        match self {
            Self::Help => &[
                (C::Clear, Text::HintClose),
                (C::Enter, Text::HintRun),
                (C::Find, Text::HintFilter),
                (C::Down, Text::HintDown),
                (C::PageDown, Text::HintPage),
            ],
            Self::Problems => &[
                (C::Clear, Text::HintClose),
                (C::Enter, Text::HintGo),
                (C::Edit, Text::HintEdit),
                (C::Find, Text::HintFilter),
                (C::Down, Text::HintDown),
                (C::PageDown, Text::HintPage),
            ],
            Self::Links => &[
                (C::Clear, Text::HintClose),
                (C::Enter, Text::HintOpen),
                (C::CopyLink, Text::HintCopy),
                (C::Find, Text::HintFilter),
                (C::Down, Text::HintDown),
            ],
            Self::Outline => &[
                (C::Clear, Text::HintClose),
                (C::Enter, Text::HintGo),
                (C::Find, Text::HintFilter),
                (C::Down, Text::HintDown),
            ],
            Self::Places => &[
                (C::Clear, Text::HintClose),
                (C::Enter, Text::HintGo),
                (C::DeleteMark, Text::HintRemove),
                (C::Find, Text::HintFilter),
                (C::Down, Text::HintDown),
            ],
            Self::Highlights => &[
                (C::Clear, Text::HintClose),
                (C::Enter, Text::HintGo),
                (C::Highlight, Text::HintColour),
                (C::Note, Text::HintNote),
                (C::CopyText, Text::HintCopy),
                (C::Unhighlight, Text::HintRemove),
                (C::Search, Text::HintFilter),
            ],
            Self::Statistics => &[
                (C::Clear, Text::HintClose),
                (C::Enter, Text::HintListed),
                (C::Find, Text::HintFilter),
                (C::Down, Text::HintDown),
                (C::PageDown, Text::HintPage),
            ],
            Self::TextMenu => {
                &[(C::Clear, Text::HintClose), (C::Enter, Text::HintRun), (C::Down, Text::HintDown)]
            }
            Self::Output { .. } => &[
                (C::Clear, Text::HintClose),
                (C::PageDown, Text::HintPage),
                (C::CopyArticle, Text::HintCopy),
                (C::Find, Text::HintFilter),
            ],
            Self::Picture(_) => &[(C::Clear, Text::HintClose)],
        }
    }
}
