//! A picture of the archive over the panes.
//!
//! Only files below the archive's root are read, never the network. A picture that the archive
//! does not have is opened like any other link.

use std::sync::Arc;

use crate::app::effect::{PictureRequest, Technique};
use crate::app::options::Pictures;
use crate::archive::post::PostKey;
use crate::clean::CleanText;
use crate::reason::Reason;

/// Whether pictures of the archive are shown, and how.
#[derive(Debug)]
pub(super) struct Showing {
    /// The setting at the start of the program.
    set: Pictures,
    /// The user's choice, if any.
    chosen: Option<bool>,
    pub(super) technique: Technique,
}

impl Showing {
    pub(super) fn new(set: Pictures, restored: Option<bool>) -> Self {
        let chosen = restored.filter(|_| matches!(set, Pictures::Suited(_)));
        Self { set, chosen, technique: Technique::default() }
    }

    /// Whether pictures are shown.
    pub(super) fn is_on(&self) -> bool {
        match self.set {
            Pictures::Never => false,
            Pictures::Set(shown) | Pictures::Suited(shown) => self.chosen.unwrap_or(shown),
        }
    }

    /// Shows or hides pictures. Returns whether they are shown now; `None` if they cannot be shown.
    pub(super) fn toggle(&mut self) -> Option<bool> {
        if self.set == Pictures::Never {
            return None;
        }
        self.chosen = Some(!self.is_on());
        self.chosen
    }

    /// Returns the user's choice to keep, if the settings leave it open.
    pub(super) fn to_keep(&self) -> Option<bool> {
        self.chosen.filter(|_| matches!(self.set, Pictures::Suited(_)))
    }
}

/// A picture that is ready to draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picture {
    /// Drawn as half blocks.
    Blocks(Blocks),
    /// Drawn by the terminal.
    File(Arc<PictureFile>),
}

/// A pixel as red, green and blue; `None` where the picture is transparent.
pub type Dot = Option<[u8; 3]>;

/// A picture with two pixels per cell, one above the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blocks {
    /// Width in cells.
    pub width: u16,
    /// The upper and lower pixel of each cell, row by row.
    pub cells: Vec<[Dot; 2]>,
}

/// A picture for a terminal that draws pictures.
#[derive(Debug, PartialEq, Eq)]
pub struct PictureFile {
    /// Unique number of the file, from 1 to 2^24 - 1.
    pub id: u32,
    /// Size in columns and rows.
    pub cells: (u16, u16),
    /// The data to send to the terminal.
    pub data: Data,
}

/// A picture in a format for terminals.
#[derive(Debug, PartialEq, Eq)]
pub enum Data {
    /// A PNG file.
    Png(Vec<u8>),
    /// The rows of cells in a strip, and the sequence that draws each strip: sixels or an inline
    /// image. The last strip may have fewer rows.
    Strips(u16, Vec<Vec<u8>>),
}

impl PictureFile {
    /// Size in bytes.
    pub fn bytes(&self) -> usize {
        match &self.data {
            Data::Png(png) => png.len(),
            Data::Strips(_, strips) => strips.iter().map(Vec::len).sum(),
        }
    }
}

impl Picture {
    /// Size in columns and rows.
    pub fn cells(&self) -> (u16, u16) {
        match self {
            Self::Blocks(Blocks { width, cells }) => {
                (*width, cells.len().div_ceil(usize::from(*width).max(1)) as u16)
            }
            Self::File(file) => file.cells,
        }
    }

    /// The file that the terminal draws; `None` for half blocks.
    pub fn file(&self) -> Option<&Arc<PictureFile>> {
        match self {
            Self::Blocks(_) => None,
            Self::File(file) => Some(file),
        }
    }
}

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoPicture {
    /// The archive has no such file.
    Missing,
    /// The file cannot be shown, and why.
    Unshown(Reason),
}

/// The picture that an overlay shows instead of rows.
#[derive(Debug)]
pub struct Viewer {
    path: PostKey,
    target: CleanText,
    /// Its label in the article.
    label: CleanText,
    /// The row of the list of links that it was opened from.
    row: Option<usize>,
    /// Maximum size and technique of the last request.
    requested: Option<((u16, u16), Technique)>,
    picture: Option<Picture>,
}

impl Viewer {
    /// A viewer of a file below the archive's root; `target` is its address in the article, and
    /// `label` its label there.
    pub(in crate::app) fn new(path: PostKey, target: CleanText, label: CleanText) -> Self {
        Self { path, target, label, row: None, requested: None, picture: None }
    }

    /// What it is called: its label, else the path of the file.
    pub(super) fn title(&self) -> CleanText {
        if self.label.is_empty() { self.path.to_clean() } else { self.label.clone() }
    }

    /// The row of the list of links that it was opened from.
    pub(in crate::app) fn row(&self) -> Option<usize> {
        self.row
    }

    pub(in crate::app) fn set_row(&mut self, row: Option<usize>) {
        self.row = row;
    }

    /// The picture, once it has been read.
    pub fn picture(&self) -> Option<&Picture> {
        self.picture.as_ref()
    }

    /// Returns the request for the picture, unless the last one had the same size and technique.
    pub(in crate::app) fn request(
        &mut self,
        room: (u16, u16),
        technique: Technique,
    ) -> Option<PictureRequest> {
        if self.requested == Some((room, technique)) {
            return None;
        }
        self.requested = Some((room, technique));
        self.picture = None;
        let (path, target) = (self.path.clone(), self.target.clone());
        Some(PictureRequest { path, target, room, technique })
    }

    /// Whether an answer belongs to the last request.
    pub(in crate::app) fn awaits(&self, request: &PictureRequest) -> bool {
        (&self.path, self.requested) == (&request.path, Some((request.room, request.technique)))
    }

    pub(in crate::app) fn show(&mut self, picture: Picture) {
        self.picture = Some(picture);
    }
}
