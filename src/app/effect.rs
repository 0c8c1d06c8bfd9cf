//! What the model asks of the runtime: orders, and requests that the runtime answers with data.

use std::sync::Arc;
use std::time::Duration;

use fixedbitset::FixedBitSet;
use jiff::civil::Date;

use crate::app::run::RunRequest;
use crate::app::text::Text;
use crate::archive::Archive;
use crate::archive::post::{PostId, PostKey};
use crate::archive::site::Site;
use crate::clean::CleanText;
use crate::config::locale::Locale;
use crate::search::marks::Marks;
use crate::search::query::field::{Sort, SortKey};
use crate::search::query::matcher::Matcher;
use crate::search::related::Relation;
use crate::state::highlights::Highlight;
use crate::state::record::Record;
use crate::typeset::{Anchor, HALF_BLOCKS, Measure};

/// Something for the runtime to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Load the archive from the start; its events carry this generation.
    Load(u64),
    /// Also load a folder beside the posts (R2), in the same generation.
    LoadFolder(u64, PostKey),
    /// Read, parse and typeset a post; supersedes earlier requests.
    Read(ReadRequest),
    /// Read a picture of the archive; supersedes earlier requests.
    ReadPicture(PictureRequest),
    /// Open an address outside the reader.
    Open(CleanText),
    /// Run a query and report hits as they are found.
    Search(SearchRequest),
    /// Count the hits of queries when no search is running.
    Count(CountRequest),
    /// Find the posts of muted views.
    Mute(MuteRequest),
    /// Find the posts that tell the same story.
    Duplicates(Scope),
    /// Count the posts that were read.
    Statistics(StatisticsRequest),
    /// Put all posts in an order when no search is running.
    Order(OrderRequest),
    /// Read snippets of hits.
    Snippets(SnippetRequest),
    /// Read the lines at some places; supersedes earlier requests.
    Lines(LinesRequest),
    /// Bring the index up to date.
    Index(IndexRequest),
    /// Copy text through the terminal.
    Copy(CleanText),
    /// Open a post's file in the user's editor.
    Edit(PostKey),
    /// Run one of the user's commands; the result arrives as a message.
    Run(Box<RunRequest>),
    /// Fetch the archive's feeds; the result arrives as for a command.
    Fetch(Box<RunRequest>),
    /// Write an e-book of the request's posts to the file that its command names; the result
    /// arrives as for a command.
    WriteBook(Box<RunRequest>),
    /// Cancel the running command.
    CancelRun,
    /// Show text in the user's pager.
    Page(CleanText),
    /// Draw in the colours of a theme.
    Theme(CleanText),
    /// Write a setting, by its dotted name and as TOML, into the user's file.
    KeepSetting(&'static str, CleanText),
    /// Store what the user picked from lists, as JSON, for later sessions in every archive.
    KeepChoices(String),
    /// Append records to the reading state.
    Save(Vec<Record>),
    /// Send an alarm after a delay; supersedes a pending alarm of the same kind.
    Alarm(Duration, Alarm),
    /// Probe the terminal again.
    Probe,
    /// Draw every cell again.
    Redraw,
    /// Suspend the process as `^Z` does.
    Suspend,
    /// End; with a line for standard error and exit code 2 if there is one.
    Quit(Option<Text>),
}

/// Why the model is woken up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// The article of this number has been in view long enough to count as read.
    MarkRead(u64),
    /// The key sequence of this number has paused: show what may follow.
    KeyHints(u64),
    /// Posts or marks have changed: count the posts of the views again.
    CountViews,
    /// The list rests at this post, whose preview waits for that.
    Preview(PostId),
    /// The day may have changed.
    Midnight,
}

impl Alarm {
    /// Whether two alarms are of one kind, so that the later supersedes the earlier.
    pub fn is_like(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }
}

/// A fact about a post, below its title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its text.
    pub text: CleanText,
    /// Whether the post says it, in its own script: a category, a tag or an author.
    pub is_of_post: bool,
}

impl Fact {
    /// A fact in the reader's own words.
    pub fn own(text: CleanText) -> Self {
        Self { text, is_of_post: false }
    }
}

/// The post of an article, and what is shown around its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The post's id.
    pub post: PostId,
    /// The post's path.
    pub key: PostKey,
    /// The title above the body.
    pub title: CleanText,
    /// Whether the title was made of the text or the file's name.
    pub title_derived: bool,
    /// Date, categories, tags and authors; the length is added when the body is read.
    pub facts: Vec<Fact>,
    /// A line below the facts: what is wrong with the post.
    pub remark: Option<CleanText>,
    /// The user's own tags, shown with the facts.
    pub own_tags: Vec<CleanText>,
    /// The user's note, shown below the text.
    pub note: Option<CleanText>,
    /// The user's highlights.
    pub highlights: Vec<Highlight>,
}

/// A post to read, and the measure to typeset it for.
#[derive(Clone, Debug)]
pub struct ReadRequest {
    /// The post.
    pub subject: Subject,
    /// The measure.
    pub measure: Measure,
    /// The language of the words around the text.
    pub locale: Locale,
    /// The site's rules for parsing the file.
    pub site: Arc<Site>,
}

impl PartialEq for ReadRequest {
    fn eq(&self, other: &Self) -> bool {
        (&self.subject, self.measure, self.locale) == (&other.subject, other.measure, other.locale)
    }
}

/// How pictures are drawn on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Technique {
    /// Each cell is a half block: two pixels, one above the other.
    #[default]
    HalfBlocks,
    /// The terminal receives the picture's file and draws it in place of placeholder cells.
    Placeholders {
        /// Width and height of a cell in pixels.
        cell: (u16, u16),
    },
    /// The terminal receives an enlarged picture as image files (iTerm2's inline images). Pictures
    /// in the text stay half blocks, because every scroll would send them again.
    Inline {
        /// Width and height of a cell in pixels.
        cell: (u16, u16),
    },
    /// The terminal receives the pixels of an enlarged picture, as with inline images.
    Sixels {
        /// Width and height of a cell in pixels.
        cell: (u16, u16),
    },
}

impl Technique {
    /// Returns the width and height of a cell in pixels.
    pub fn cell(self) -> (u16, u16) {
        match self {
            Self::HalfBlocks => HALF_BLOCKS,
            Self::Placeholders { cell } | Self::Inline { cell } | Self::Sixels { cell } => cell,
        }
    }

    /// Returns the technique for pictures in the text.
    #[must_use]
    pub fn in_text(self) -> Self {
        match self {
            Self::Inline { .. } | Self::Sixels { .. } => Self::HalfBlocks,
            other => other,
        }
    }
}

/// A picture to read, and its maximum size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureRequest {
    /// The file's path from the archive's root.
    pub path: PostKey,
    /// The address as written in the article.
    pub target: CleanText,
    /// Maximum size in columns and rows.
    pub room: (u16, u16),
    /// How to draw the picture.
    pub technique: Technique,
}

/// The posts that a query runs on.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The posts.
    pub archive: Arc<Archive>,
    /// The version of the archive: titles and index are prepared once per version.
    pub version: u64,
    /// The site's rules for parsing files.
    pub site: Arc<Site>,
    /// The reading state by post.
    pub marks: Marks,
}

impl PartialEq for Scope {
    fn eq(&self, other: &Self) -> bool {
        self.version == other.version
    }
}

/// A query to run; supersedes earlier requests that are no longer wanted.
#[derive(Clone, Debug)]
pub struct SearchRequest {
    /// The number that answers carry.
    pub number: u64,
    /// The numbers of all queries whose answers are wanted.
    pub wanted: Vec<u64>,
    /// The posts.
    pub scope: Scope,
    /// The query.
    pub matcher: Arc<Matcher>,
    /// The order; newest first if `None`.
    pub sort: Option<Sort>,
    /// Find the posts related to one, instead of running the query.
    pub relation: Option<Relation>,
}

impl PartialEq for SearchRequest {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

/// Queries whose hits to count; supersedes earlier requests.
#[derive(Clone, Debug)]
pub struct CountRequest {
    /// The posts.
    pub scope: Scope,
    /// The queries.
    pub queries: Vec<Counted>,
    /// The posts of muted views, by id, which do not count.
    pub left_out: Arc<FixedBitSet>,
}

/// A query whose hits to count.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The query as typed.
    pub query: CleanText,
    /// The resolved query.
    pub matcher: Arc<Matcher>,
    /// Whether muted posts count too, because the query is that of a muted view.
    pub has_muted: bool,
}

impl PartialEq for CountRequest {
    fn eq(&self, other: &Self) -> bool {
        let texts = |request: &Self| -> Vec<CleanText> {
            request.queries.iter().map(|one| one.query.clone()).collect()
        };
        (self.scope.version, texts(self)) == (other.scope.version, texts(other))
    }
}

/// A request for the posts of muted views; supersedes earlier requests.
#[derive(Clone, Debug)]
pub struct MuteRequest {
    /// The number that the answer carries.
    pub number: u64,
    /// The posts.
    pub scope: Scope,
    /// The queries.
    pub queries: Vec<Arc<Matcher>>,
}

impl PartialEq for MuteRequest {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

/// A request to count the posts that were read; supersedes earlier requests.
#[derive(Clone, Debug, PartialEq)]
pub struct StatisticsRequest {
    /// The number that the answer carries.
    pub number: u64,
    /// The posts.
    pub scope: Scope,
    /// Today on the site's clock.
    pub today: Date,
    /// Whether hidden posts count.
    pub hidden: bool,
    /// The posts of muted views, by id, which do not count.
    pub left_out: Arc<FixedBitSet>,
}

/// A request for an order of all posts that is slow to compute; supersedes earlier requests.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderRequest {
    /// The posts.
    pub scope: Scope,
    /// What to sort by.
    pub key: SortKey,
}

/// Hits to read snippets of.
#[derive(Clone, Debug)]
pub struct SnippetRequest {
    /// The number of the search.
    pub number: u64,
    /// The posts and their titles.
    pub posts: Vec<(PostId, PostKey, CleanText)>,
    /// The site's rules for parsing files.
    pub site: Arc<Site>,
    /// The query of the search.
    pub matcher: Arc<Matcher>,
}

impl PartialEq for SnippetRequest {
    fn eq(&self, other: &Self) -> bool {
        (self.number, &self.posts) == (other.number, &other.posts)
    }
}

/// Places in posts, to read the titles and the lines there.
#[derive(Clone, Debug)]
pub struct LinesRequest {
    /// The places.
    pub places: Vec<(PostKey, Anchor)>,
    /// The measure that the lines are cut by.
    pub measure: Measure,
    /// The language of the words around the text.
    pub locale: Locale,
    /// The site's rules for parsing the files.
    pub site: Arc<Site>,
}

impl PartialEq for LinesRequest {
    fn eq(&self, other: &Self) -> bool {
        self.places == other.places
    }
}

/// The version of the archive that the index is to hold.
#[derive(Clone, Debug)]
pub struct IndexRequest {
    /// The posts.
    pub archive: Arc<Archive>,
    /// The site's rules for parsing files.
    pub site: Arc<Site>,
    /// The version of the archive.
    pub version: u64,
}

impl PartialEq for IndexRequest {
    fn eq(&self, other: &Self) -> bool {
        self.version == other.version
    }
}
