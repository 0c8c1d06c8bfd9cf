//! What can happen to the reader.

use crate::app::Alarm;
use crate::app::article::Article;
use crate::app::effect::Purpose;
use crate::app::mouse::Mouse;
use crate::app::picture::{NoPicture, Picture, PictureWish};
use crate::archive::load;
use crate::archive::post::PostId;
use crate::archive::watch;
use crate::clean::CleanText;
use crate::config::keymap::Key;
use crate::config::locale::Locale;
use crate::search::find::Summary;
use crate::search::snippet::Snippet;
use crate::state::writer::News;
use crate::width::Widths;

/// An event, as the model sees it.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// The mouse did something in a cell: column and row.
    Mouse(Mouse, u16, u16),
    /// Text was pasted; it is never taken for keys (S10).
    Pasted(CleanText),
    /// The terminal has a new size in columns and rows.
    Resized(u16, u16),
    /// The terminal was seen to draw things this wide.
    Measured(Widths),
    /// Another language is to be spoken.
    Speak(Locale),
    /// The loader of the given generation reports; older generations are stale.
    Loaded(u64, load::Event),
    /// Something is told of the archive's files, as the load of a generation left them.
    Changed(u64, watch::Report),
    /// A post was read.
    Read(Box<Article>),
    /// A post could not be read.
    NotRead(PostId, CleanText),
    /// Hits were found for the query of a number, and perhaps all of them.
    Found(Purpose, u64, Vec<PostId>, Option<Summary>),
    /// Pieces of the texts of hits of the search of a number.
    Snippets(u64, Vec<(PostId, Snippet)>),
    /// So many posts are found by the query of a view.
    Counted(CleanText, usize),
    /// The index holds so many posts of so many; all is done if it is not being built.
    Indexing(Option<(usize, usize)>),
    /// The index cannot be built.
    NotIndexed(CleanText),
    /// The keeper of the reading state has something to tell.
    State(News),
    /// A time that was asked for has come.
    Alarm(Alarm),
    /// The reader is about to end.
    Ending,
    /// A picture was read, or could not be.
    Picture(PictureWish, Result<Picture, NoPicture>),
}
