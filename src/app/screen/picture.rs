//! A picture of the archive over the panes.
//!
//! Only files below the archive's root are read, never the network. A picture that the archive
//! does not have is opened like any other link.

use crate::app::effect::PictureRequest;
use crate::archive::post::PostKey;
use crate::clean::CleanText;

/// Red, green and blue; `None` where the picture is transparent.
pub type Dot = Option<[u8; 3]>;

/// A picture with two dots per cell, one above the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// Cells of a row.
    pub width: u16,
    /// The cells row by row: the upper dot and the lower.
    pub cells: Vec<[Dot; 2]>,
}

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoPicture {
    /// The archive has no such file.
    Missing,
    /// The file cannot be shown, and why.
    Unshown(CleanText),
}

/// The picture that an overlay shows instead of rows.
#[derive(Debug)]
pub struct Viewer {
    path: PostKey,
    target: CleanText,
    /// The room that the picture was requested for.
    room: Option<(u16, u16)>,
    picture: Option<Picture>,
}

impl Viewer {
    /// A viewer of a file below the archive's root; `target` is its address in the article.
    pub(in crate::app) fn new(path: PostKey, target: CleanText) -> Self {
        Self { path, target, room: None, picture: None }
    }

    /// The file, below the archive's root.
    pub(super) fn path(&self) -> &PostKey {
        &self.path
    }

    /// The picture, once it was read.
    pub fn picture(&self) -> Option<&Picture> {
        self.picture.as_ref()
    }

    /// The request for the picture, unless it was requested for this room.
    pub(in crate::app) fn request(&mut self, room: (u16, u16)) -> Option<PictureRequest> {
        if self.room == Some(room) {
            return None;
        }
        self.room = Some(room);
        self.picture = None;
        Some(PictureRequest { path: self.path.clone(), target: self.target.clone(), room })
    }

    /// Whether an answer is to the last request.
    pub(in crate::app) fn awaits(&self, request: &PictureRequest) -> bool {
        (&self.path, self.room) == (&request.path, Some(request.room))
    }

    pub(in crate::app) fn show(&mut self, picture: Picture) {
        self.picture = Some(picture);
    }
}
