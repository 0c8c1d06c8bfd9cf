//! Tasks outside the reader, such as the user's own commands: their input and their results.

use std::sync::Arc;

use crate::archive::post::PostKey;
use crate::archive::site::Site;
use crate::clean::CleanText;
use crate::config::commands::OwnCommand;
use crate::reason::Reason;

/// A task that runs outside the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// One of the user's own commands, by name.
    Own(CleanText),
    /// Writing an e-book, under this name.
    Book(CleanText),
    /// Fetching the archive's feeds.
    Feeds,
}

impl Task {
    /// The name to show.
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
    /// The posts passed to it.
    pub posts: Vec<RunPost>,
    /// The text passed to it instead of posts.
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
    Failed(Reason),
}
