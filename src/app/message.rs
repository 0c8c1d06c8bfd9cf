//! What can happen to the reader.

use std::sync::Arc;

use fixedbitset::FixedBitSet;

use crate::app::article::Article;
use crate::app::effect::{Alarm, PictureRequest, Technique};
use crate::app::input::mouse::Mouse;
use crate::app::run::Ran;
use crate::app::screen::picture::{NoPicture, Picture};
use crate::app::text::Text;
use crate::archive::load;
use crate::archive::post::{PostId, PostKey};
use crate::archive::watch;
use crate::clean::CleanText;
use crate::config::keymap::Key;
use crate::config::locale::Locale;
use crate::reason::Reason;
use crate::search::find::Summary;
use crate::search::fulltext::duplicates::Duplicates;
use crate::search::query::field::SortKey;
use crate::search::snippet::Snippet;
use crate::search::statistics::Statistics;
use crate::state::writer::News;
use crate::typeset::Anchor;
use crate::width::Widths;

/// An event, as the model sees it.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// A mouse event in a cell: column and row.
    Mouse(Mouse, u16, u16),
    /// Text was pasted; it never counts as keys (S10).
    Pasted(CleanText),
    /// The terminal has a new size in columns and rows.
    Resized(u16, u16),
    /// The process goes on after it was suspended.
    Resumed,
    /// The probe measured how wide the terminal draws characters.
    Measured(Widths),
    /// The technique for drawing pictures on this terminal.
    Technique(Technique),
    /// Whether the line to the terminal is too slow to preview every post on the way.
    Line {
        /// Whether it is.
        is_slow: bool,
    },
    /// Switch to another language.
    Speak(Locale),
    /// The runtime reports the outcome of an order.
    Told(Text),
    /// The loader of this generation reports; earlier generations are stale.
    Loaded(u64, load::Event),
    /// The watcher reports changes to the files that this generation loaded.
    Changed(u64, watch::Report),
    /// A post was read.
    Read(Box<Article>),
    /// A post could not be read, and why.
    NotRead(PostId, Reason),
    /// Hits of a query.
    Found {
        /// The number of the request.
        number: u64,
        /// The hits since the last answer, in order.
        hits: Vec<PostId>,
        /// Set with the last answer.
        ended: Option<Summary>,
    },
    /// Percentage of the archive that the query of this number has searched.
    Looked(u64, usize),
    /// Snippets of hits of the search of this number.
    Snippets(u64, Vec<(PostId, Snippet)>),
    /// The titles of posts and the lines at places in them; posts that cannot be read are missing.
    Lines(Vec<(PostKey, Anchor, CleanText, CleanText)>),
    /// The number of posts that a view's query finds.
    Counted(CleanText, FixedBitSet),
    /// The posts that the queries of muted views match.
    Muted {
        /// Number of the request.
        number: u64,
        /// The posts, by id.
        posts: FixedBitSet,
        /// Whether all queries ended in time.
        is_whole: bool,
    },
    /// The stories of a version of the archive; `None` if they need an index, because the worker
    /// would have to read too many texts.
    Duplicates(u64, Option<Arc<Duplicates>>),
    /// Counts of the posts that were read: the answer to the request of this number.
    Statistics(u64, Box<Statistics>),
    /// All posts of a version of the archive, in the order of a key.
    Ordered {
        /// The version.
        version: u64,
        /// The key.
        key: SortKey,
        /// The posts.
        posts: Vec<PostId>,
    },
    /// Number of posts in the index and in the archive; `None` when the index is done.
    Indexing(Option<(usize, usize)>),
    /// The index cannot be built, and why.
    NotIndexed(Reason),
    /// A report of the writer of the reading state.
    State(News),
    /// An alarm that was set.
    Alarm(Alarm),
    /// The result of one of the user's commands.
    Ran(Ran),
    /// The reader is about to end, or to lend the terminal to a program: save the session.
    Ending,
    /// A picture was read, or why it was not.
    Picture(PictureRequest, Result<Picture, NoPicture>),
}

impl Message {
    /// Whether the user did this, so that what it changes in the list can be undone.
    pub(in crate::app) fn is_input(&self) -> bool {
        matches!(self, Self::Key(_) | Self::Mouse(..))
    }
}
