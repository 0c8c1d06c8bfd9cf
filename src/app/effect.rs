//! What the model asks the world for; performed by the runtime.

use std::sync::Arc;

use crate::app::picture::PictureWish;
use crate::app::text::Text;
use crate::archive::post::{PostId, PostKey};
use crate::archive::site::Site;
use crate::clean::CleanText;
use crate::config::locale::Locale;
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
    /// Draw every cell again.
    Redraw,
    /// Stop the process as `^Z` does.
    Suspend,
    /// End; with a line for standard error and exit code 2 if there is one.
    Quit(Option<Text>),
}

/// Which post to read, and for what measure.
#[derive(Clone, Debug)]
pub struct ReadWish {
    /// The post's place in the archive.
    pub post: PostId,
    /// The post's path.
    pub key: PostKey,
    /// The title to stand above the body.
    pub title: CleanText,
    /// Date, categories and tags, to which the length is added.
    pub facts: Vec<CleanText>,
    /// The measure to typeset for.
    pub measure: Measure,
    /// The language of what is said beside the text.
    pub locale: Locale,
    /// The site's rules, by which the file is understood.
    pub site: Arc<Site>,
}

impl PartialEq for ReadWish {
    fn eq(&self, other: &Self) -> bool {
        let of = |wish: &Self| (wish.post, wish.measure, wish.locale);
        of(self) == of(other) && self.key == other.key
    }
}
