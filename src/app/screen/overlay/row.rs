//! The rows of overlays.

use crate::app::text::Text;
use crate::archive::post::PostKey;
use crate::clean::CleanText;
use crate::command::Command;
use crate::config::locale::Locale;
use crate::document::Link;
use crate::state::highlights::Colour;
use crate::typeset::Anchor;

/// A row of an overlay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// The title of a group of rows.
    Heading(Text),
    /// A blank row.
    Blank,
    /// A command with its keys; Enter runs it.
    Command {
        /// The keys.
        keys: CleanText,
        /// The command.
        command: Command,
    },
    /// A problem; Enter goes to the post.
    Problem {
        /// The post's path; none of a file of settings.
        key: Option<PostKey>,
        /// `path:line`.
        place: CleanText,
        /// The problem and how it was handled.
        text: Text,
    },
    /// A link of the article; Enter opens it.
    Link {
        /// Its number, text and target.
        text: CleanText,
        /// The target.
        target: Link,
    },
    /// A heading of the article; Enter goes there.
    Section {
        /// Its words, indented by its level.
        text: CleanText,
        /// Its place in the article.
        anchor: Anchor,
    },
    /// A place in a post; Enter goes there.
    Place {
        /// The letter of the mark there, if it is one.
        letter: Option<char>,
        /// The post's path.
        key: PostKey,
        /// The place in its text.
        anchor: Anchor,
        /// The post's title and the line there, once they are read.
        read: Option<(CleanText, CleanText)>,
    },
    /// A highlight; Enter goes there.
    Highlight {
        /// The post's path.
        key: PostKey,
        /// Its id.
        id: Box<str>,
        /// Its colour.
        colour: Colour,
        /// The title of its post.
        title: CleanText,
        /// The date and more facts.
        facts: CleanText,
        /// What is highlighted, and the note on it.
        text: CleanText,
    },
    /// A colour for what is selected; Enter highlights it.
    Colour {
        /// The keys.
        keys: CleanText,
        /// The colour.
        colour: Colour,
    },
    /// A number of posts; Enter lists them.
    Count {
        /// What is counted.
        name: Text,
        /// The number.
        posts: usize,
        /// The greatest number that it is compared with, by a bar.
        of: Option<usize>,
        /// The query that finds the posts.
        query: Box<str>,
    },
    /// A sign in the list and its meaning.
    Sign(char, Text),
    /// A line of plain text.
    Note(Text),
    /// A line of the text of the problem or highlight above, wrapped.
    Detail(CleanText),
    /// A command of the user's; Enter runs it.
    Own {
        /// The keys.
        keys: CleanText,
        /// What it is for.
        help: CleanText,
        /// Its number.
        at: usize,
    },
    /// A line of a text.
    Line {
        /// Its words.
        text: CleanText,
        /// Where it begins in the text.
        anchor: Anchor,
    },
}

impl Row {
    /// Whether the cursor can be on the row.
    pub fn is_choice(&self) -> bool {
        matches!(
            self,
            Self::Command { .. }
                | Self::Problem { .. }
                | Self::Link { .. }
                | Self::Section { .. }
                | Self::Place { .. }
                | Self::Highlight { .. }
                | Self::Colour { .. }
                | Self::Count { .. }
                | Self::Sign(..)
                | Self::Note(_)
                | Self::Own { .. }
                | Self::Line { .. }
        )
    }

    /// Whether Enter does anything on it.
    pub(in crate::app) fn leads_on(&self) -> bool {
        let is_dead_end = matches!(
            self,
            Self::Sign(..)
                | Self::Note(_)
                | Self::Line { .. }
                | Self::Count { posts: 0, .. }
                | Self::Problem { key: None, .. }
        );
        !is_dead_end && self.is_choice()
    }

    /// The keys that it begins with.
    pub(super) fn keys(&self) -> Option<&CleanText> {
        match self {
            Self::Command { keys, .. } | Self::Own { keys, .. } | Self::Colour { keys, .. } => {
                Some(keys)
            }
            _ => None,
        }
    }

    /// Whether both are of the same thing, which may have changed.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Highlight { key, id, .. }, Self::Highlight { key: post, id: own, .. }) => {
                (key, id) == (post, own)
            }
            (Self::Place { .. }, Self::Place { .. }) => self.place() == other.place(),
            _ => self == other,
        }
    }

    /// Its letter, post and place, if it is a place.
    pub(super) fn place(&self) -> Option<(Option<char>, &PostKey, Anchor)> {
        match self {
            Self::Place { letter, key, anchor, .. } => Some((*letter, key, *anchor)),
            _ => None,
        }
    }

    /// The post that it is about.
    pub(in crate::app) fn post(&self) -> Option<&PostKey> {
        match self {
            Self::Problem { key, .. } => key.as_ref(),
            Self::Place { key, .. } | Self::Highlight { key, .. } => Some(key),
            _ => None,
        }
    }

    /// The text that a filter matches.
    pub(super) fn words(&self, locale: Locale) -> CleanText {
        let pieces = match self {
            Self::Blank => Vec::new(),
            Self::Heading(text) | Self::Note(text) | Self::Sign(_, text) => {
                vec![text.to_clean(locale)]
            }
            Self::Command { keys, command } => vec![
                keys.clone(),
                CleanText::line(command.name()),
                Text::Command(*command).to_clean(locale),
            ],
            Self::Problem { place, text, .. } => vec![place.clone(), text.to_clean(locale)],
            Self::Link { text, .. }
            | Self::Section { text, .. }
            | Self::Detail(text)
            | Self::Line { text, .. } => vec![text.clone()],
            Self::Own { keys, help, .. } => vec![keys.clone(), help.clone()],
            Self::Place { key, read, .. } => match read {
                Some((title, line)) => vec![title.clone(), line.clone()],
                None => vec![key.to_clean()],
            },
            Self::Highlight { title, facts, text, .. } => {
                vec![title.clone(), facts.clone(), text.clone()]
            }
            Self::Count { name, posts, .. } => {
                vec![name.to_clean(locale), CleanText::line(&posts.to_string())]
            }
            Self::Colour { keys, colour } => {
                vec![keys.clone(), Text::Colour(colour.name()).to_clean(locale)]
            }
        };
        CleanText::join(pieces.iter().map(CleanText::as_clean), " ")
    }
}
