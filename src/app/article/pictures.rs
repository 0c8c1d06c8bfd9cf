//! The pictures in the text: which are requested, and which have come.

use std::sync::Arc;

use crate::app::article::Article;
use crate::app::effect::{PictureRequest, Technique};
use crate::app::screen::picture::{NoPicture, Picture, PictureFile};

/// How many pictures are kept at least: scrolling back shows them at once.
const FEWEST: usize = 32;
/// The most bytes of the files that are kept, besides those near the lines in view.
const MOST_BYTES: usize = 16 << 20;

/// What is known about a picture that was requested.
#[derive(Debug)]
enum State {
    Awaited,
    Shown(Picture),
    /// Its file cannot be decoded; its label says what it was.
    Failed,
}

/// The pictures of an article, the last requested last.
#[derive(Debug, Default)]
pub struct Pictures(Vec<(PictureRequest, State)>);

impl Pictures {
    /// A picture of an article that takes so many columns and rows of cells.
    pub fn get(&self, article: &Article, link: usize, cells: (u16, u16)) -> Option<&Picture> {
        let path = article.pictures.get(&link)?;
        self.0.iter().find_map(|(request, state)| match state {
            State::Shown(picture) if request.path == *path && request.room == cells => {
                Some(picture)
            }
            _ => None,
        })
    }

    /// The files of all pictures that are kept.
    pub fn files(&self) -> impl Iterator<Item = &Arc<PictureFile>> {
        self.0.iter().filter_map(|(_, state)| file(state))
    }

    /// The request for the next picture that is in view or soon will be; one at a time, so that a
    /// user who scrolls fast waits for few.
    pub(super) fn request(
        &mut self,
        article: &Article,
        top: usize,
        height: usize,
        technique: Technique,
    ) -> Option<PictureRequest> {
        if article.pictures.is_empty() || self.awaits() {
            return None;
        }
        let near = top..(top + 2 * height).min(article.page.len());
        let wanted = |line| {
            let row = article.page.picture_row(line)?;
            let path = article.pictures.get(&row.link)?.clone();
            let target = article.links.get(row.link)?.target.clone();
            Some(PictureRequest { path, target, room: row.cells, technique })
        };
        let mut wanted: Vec<PictureRequest> = near.filter_map(wanted).collect();
        wanted.dedup();
        let is_new = |request: &&PictureRequest| !self.0.iter().any(|(known, _)| known == *request);
        let request = wanted.iter().find(is_new)?.clone();
        self.make_room(&wanted);
        self.0.push((request.clone(), State::Awaited));
        Some(request)
    }

    /// Drops what was requested first and is not wanted, until one more has room.
    fn make_room(&mut self, wanted: &[PictureRequest]) {
        let mut bytes: usize = self.files().map(|file| file.bytes()).sum();
        let mut kept = self.0.len();
        self.0.retain(|(request, state)| {
            let has_room = kept < FEWEST && bytes < MOST_BYTES;
            if has_room || wanted.contains(request) {
                return true;
            }
            kept -= 1;
            bytes -= file(state).map_or(0, |file| file.bytes());
            false
        });
    }

    fn awaits(&self) -> bool {
        self.0.iter().any(|(_, state)| matches!(state, State::Awaited))
    }

    /// Takes an answer, if it is to one of these requests.
    pub(super) fn take(&mut self, request: &PictureRequest, result: &Result<Picture, NoPicture>) {
        let mut known = self.0.iter_mut();
        let awaited =
            known.find(|(known, state)| known == request && matches!(state, State::Awaited));
        if let Some((_, state)) = awaited {
            *state = match result {
                Ok(picture) => State::Shown(picture.clone()),
                Err(_) => State::Failed,
            };
        }
    }
}

fn file(state: &State) -> Option<&Arc<PictureFile>> {
    match state {
        State::Shown(picture) => picture.file(),
        State::Awaited | State::Failed => None,
    }
}
