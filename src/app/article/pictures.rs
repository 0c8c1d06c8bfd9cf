//! The pictures in the text: which are requested, and which have come.

use crate::app::article::Article;
use crate::app::effect::PictureRequest;
use crate::app::screen::picture::{NoPicture, Picture};

/// How many pictures are kept at least: scrolling back shows them at once.
const FEWEST: usize = 32;

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

    /// The request for the next picture that is in view or soon will be; one at a time, so that a
    /// user who scrolls fast waits for few.
    pub(super) fn request(
        &mut self,
        article: &Article,
        top: usize,
        height: usize,
    ) -> Option<PictureRequest> {
        if article.pictures.is_empty() || self.awaits() {
            return None;
        }
        let near = top..(top + 2 * height).min(article.page.len());
        let most = FEWEST.max(near.len());
        let mut wanted = near.filter_map(|line| {
            let row = article.page.picture_row(line)?;
            let path = article.pictures.get(&row.link)?.clone();
            let target = article.links.get(row.link)?.target.clone();
            Some(PictureRequest { path, target, room: row.cells })
        });
        let is_known = |request: &PictureRequest| self.0.iter().any(|(known, _)| known == request);
        let request = wanted.find(|request| !is_known(request))?;
        if self.0.len() >= most {
            self.0.remove(0);
        }
        self.0.push((request.clone(), State::Awaited));
        Some(request)
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
