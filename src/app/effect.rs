//! What the model asks the world for; performed by the runtime.

use std::sync::Arc;
use std::time::Duration;

use crate::app::article::Subject;
use crate::app::screen::picture::PictureWish;
use crate::app::text::Text;
use crate::archive::Archive;
use crate::archive::post::{PostId, PostKey};
use crate::archive::site::Site;
use crate::clean::CleanText;
use crate::config::locale::Locale;
use crate::search::marks::Marks;
use crate::search::query::field::Sort;
use crate::search::query::matcher::Matcher;
use crate::search::related::Relation;
use crate::state::record::Record;
use crate::typeset::Measure;

/// A wish of the model.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Load the archive from its start; reports carry this generation.
    Load(u64),
    /// Load a folder beside the posts too (R2), in the same generation.
    LoadFolder(u64, PostKey),
    /// Read, understand and typeset a post; a newer wish makes older ones void.
    Read(ReadWish),
    /// Read a picture of the archive; a newer wish makes older ones void.
    ReadPicture(PictureWish),
    /// Open an address outside of the reader.
    Open(CleanText),
    /// Find what a query asks for, telling of hits as they are found.
    Search(SearchWish),
    /// Count the posts that queries find, when nothing else is to be found.
    Count(CountWish),
    /// Read pieces of the texts of hits.
    Snippets(SnippetWish),
    /// Bring the index up to date.
    Index(IndexWish),
    /// Copy text through the terminal.
    Copy(CleanText),
    /// Have a person's editor open a post's file.
    Edit(PostKey),
    /// Have a person's pager show text.
    Page(CleanText),
    /// Draw in the colours of a theme.
    Theme(CleanText),
    /// Keep records of the reading state.
    Save(Vec<Record>),
    /// Tell when a time has passed; a newer one of the same kind makes older ones void.
    Alarm(Duration, Alarm),
    /// Ask the terminal anew how it draws things.
    Probe,
    /// Draw every cell again.
    Redraw,
    /// Stop the process as `^Z` does.
    Suspend,
    /// End; with a line for standard error and exit code 2 if there is one.
    Quit(Option<Text>),
}

/// What a time is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// The article has been in view for so long that it counts as read; with the number of the view.
    Seen(u64),
    /// A sequence of keys has not been ended for so long that what may follow is shown; with its
    /// number.
    Keys(u64),
    /// The posts or their marks have changed, so that those of views are to be counted.
    Views,
}

impl Alarm {
    /// Whether two are of one kind, of which only the newer counts.
    pub fn is_like(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }
}

/// Which post to read, and for what measure.
#[derive(Clone, Debug)]
pub struct ReadWish {
    /// The post, and what stands around its text.
    pub subject: Subject,
    /// The measure to typeset for.
    pub measure: Measure,
    /// The language of what is said beside the text.
    pub locale: Locale,
    /// The site's rules, by which the file is understood.
    pub site: Arc<Site>,
}

impl PartialEq for ReadWish {
    fn eq(&self, other: &Self) -> bool {
        let of = |wish: &Self| (wish.subject.clone(), wish.measure, wish.locale);
        of(self) == of(other)
    }
}

/// What the hits of a query are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// They are shown in the list's place.
    Search,
    /// The list is narrowed to them.
    Filter,
}

/// The posts as they are now, in which is searched.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The posts.
    pub archive: Arc<Archive>,
    /// Which state of the archive that is: of another one, titles and index are looked at anew.
    pub version: u64,
    /// The site's rules, by which files are understood.
    pub site: Arc<Site>,
    /// What was done with the posts.
    pub marks: Marks,
}

/// What is to be found; a newer one of the same purpose makes older ones void.
#[derive(Clone, Debug)]
pub struct SearchWish {
    /// What the hits are for.
    pub purpose: Purpose,
    /// Its number, by which answers are known.
    pub number: u64,
    /// The posts.
    pub scope: Scope,
    /// The query.
    pub matcher: Arc<Matcher>,
    /// The order; newest first if there is none.
    pub sort: Option<Sort>,
    /// How the posts belong to another, if that is asked and no query.
    pub relation: Option<Relation>,
}

impl PartialEq for SearchWish {
    fn eq(&self, other: &Self) -> bool {
        (self.purpose, self.number) == (other.purpose, other.number)
    }
}

/// Of which queries the hits are to be counted; a newer one makes older ones void.
#[derive(Clone, Debug)]
pub struct CountWish {
    /// The posts.
    pub scope: Scope,
    /// The queries, as typed and resolved.
    pub queries: Vec<(CleanText, Arc<Matcher>)>,
}

impl PartialEq for CountWish {
    fn eq(&self, other: &Self) -> bool {
        let texts = |wish: &Self| -> Vec<CleanText> {
            wish.queries.iter().map(|(text, _)| text.clone()).collect()
        };
        (self.scope.version, texts(self)) == (other.scope.version, texts(other))
    }
}

/// Which hits are to be shown with a piece of their text.
#[derive(Clone, Debug)]
pub struct SnippetWish {
    /// The number of the search.
    pub number: u64,
    /// The posts.
    pub posts: Vec<(PostId, PostKey)>,
    /// The site's rules.
    pub site: Arc<Site>,
    /// What was looked for.
    pub matcher: Arc<Matcher>,
}

impl PartialEq for SnippetWish {
    fn eq(&self, other: &Self) -> bool {
        (self.number, &self.posts) == (other.number, &other.posts)
    }
}

/// Which state of the archive is to be in the index.
#[derive(Clone, Debug)]
pub struct IndexWish {
    /// The posts.
    pub archive: Arc<Archive>,
    /// The site's rules.
    pub site: Arc<Site>,
    /// Which state of the archive it is.
    pub version: u64,
}

impl PartialEq for IndexWish {
    fn eq(&self, other: &Self) -> bool {
        self.version == other.version
    }
}
