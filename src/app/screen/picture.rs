//! A picture of the archive over the panes: what is wished for and what came of it, in cells.
//!
//! Only files below the archive's root are looked at, never the network. A picture that is not
//! there is opened like any other link.

use crate::app::screen::overlay::{Overlay, Row};
use crate::app::text::Text;
use crate::app::{App, Effect};
use crate::archive::post::PostKey;
use crate::clean::CleanText;
use crate::document::Link;

/// Red, green and blue; `None` where the picture is transparent.
pub type Dot = Option<[u8; 3]>;

/// A picture with two dots, one above the other, a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// Cells of a row.
    pub width: u16,
    /// The cells row by row: the upper dot and the lower.
    pub cells: Vec<[Dot; 2]>,
}

/// Which picture to read, and for which room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureWish {
    /// The file's path from the archive's root.
    pub path: PostKey,
    /// The address as the article has it.
    pub target: CleanText,
    /// The columns and rows it may take.
    pub room: (u16, u16),
}

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoPicture {
    /// The archive has no such file.
    Missing,
    /// The file cannot be shown, and why.
    Unshown(CleanText),
}

/// What an overlay shows in place of rows.
#[derive(Debug)]
pub struct Viewer {
    /// What is shown.
    pub wish: PictureWish,
    /// The picture, once it was read.
    pub picture: Option<Picture>,
}

impl App {
    /// Shows the picture that a link of the article leads to; `None` if it leads out of the
    /// archive or pictures are not shown.
    pub(in crate::app) fn look_at(&mut self, link: &Link) -> Option<Vec<Effect>> {
        if !self.pictures || !link.image {
            return None;
        }
        let article = self.article.article.as_ref()?;
        let path = self.site.as_ref()?.file_at(link.target.as_str(), &article.key)?;
        let room = self.picture_room();
        let wish = PictureWish { path, target: link.target.clone(), room };
        let rows = vec![Row::Note(Text::Loading)];
        let mut overlay = Overlay::new(Text::Plain(wish.path.to_clean()), rows);
        overlay.viewer = Some(Viewer { wish: wish.clone(), picture: None });
        self.overlay = Some(overlay);
        Some(vec![Effect::ReadPicture(wish)])
    }

    /// Takes what came of a wish, if it is still the one at hand.
    pub(in crate::app) fn show_picture(
        &mut self,
        wish: &PictureWish,
        result: Result<Picture, NoPicture>,
    ) -> Vec<Effect> {
        let viewer = self.overlay.as_mut().and_then(|overlay| overlay.viewer.as_mut());
        let Some(viewer) = viewer.filter(|viewer| viewer.wish == *wish) else { return Vec::new() };
        match result {
            Ok(picture) => viewer.picture = Some(picture),
            Err(NoPicture::Missing) => {
                self.overlay = None;
                return self.open(&wish.target);
            }
            Err(NoPicture::Unshown(reason)) => {
                self.overlay = None;
                self.notice = Some(Text::PictureFailed { path: wish.path.to_clean(), reason });
            }
        }
        Vec::new()
    }

    /// Reads the picture at hand anew if the screen has another size.
    pub(in crate::app) fn resize_picture(&mut self) -> Option<Effect> {
        let room = self.picture_room();
        let viewer = self.overlay.as_mut()?.viewer.as_mut()?;
        if viewer.wish.room == room {
            return None;
        }
        viewer.wish.room = room;
        viewer.picture = None;
        Some(Effect::ReadPicture(viewer.wish.clone()))
    }

    /// The screen without its first and last row.
    fn picture_room(&self) -> (u16, u16) {
        (self.size.0, self.size.1.saturating_sub(2))
    }
}
