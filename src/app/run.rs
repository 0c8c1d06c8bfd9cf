//! The input and the results of the user's own commands.

use std::sync::Arc;

use crate::archive::post::PostKey;
use crate::archive::site::Site;
use crate::clean::CleanText;
use crate::config::commands::OwnCommand;

/// What runs outside the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// One of the user's commands, with this name.
    Own(CleanText),
    /// Writing an e-book; the name says which.
    Book(CleanText),
    /// Fetching the archive's feeds.
    Feeds,
}

impl Task {
    /// Its name.
    pub fn name(&self) -> CleanText {
        match self {
            Self::Own(name) | Self::Book(name) => name.clone(),
            Self::Feeds => CleanText::line("kanbao fetch"),
        }
    }
}

/// A command to run; the runtime answers once.
#[derive(Clone, Debug)]
pub struct RunRequest {
    /// The number of the run.
    pub number: u64,
    /// The command.
    pub command: OwnCommand,
    /// The posts that it is about.
    pub posts: Vec<RunPost>,
    /// The words that it is given instead of posts.
    pub words: Option<CleanText>,
    /// The site's rules for parsing files.
    pub site: Arc<Site>,
}

impl PartialEq for RunRequest {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

/// A post, and its reading state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunPost {
    /// Its path.
    pub key: PostKey,
    /// Whether it is read.
    pub is_read: bool,
    /// Whether it is starred.
    pub is_starred: bool,
    /// The user's own tags on it.
    pub own_tags: Vec<CleanText>,
}

/// The result of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// The number of the run.
    pub number: u64,
    /// Its output, up to the limit.
    pub output: CleanText,
    /// How it ended.
    pub end: RunEnd,
}

/// How a command ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunEnd {
    /// It succeeded.
    Well,
    /// It wrote too much and was stopped.
    Flooded,
    /// It took too long and was stopped.
    TimedOut,
    /// The user ended it.
    Cancelled,
    /// It could not be started, or failed, and why.
    Failed(CleanText),
}
