//! The pictures in the text: which were requested, and which have arrived.

use std::sync::Arc;

use crate::app::article::Article;
use crate::app::effect::{PictureRequest, Technique};
use crate::app::screen::picture::{NoPicture, Picture, PictureFile};

/// Limit on cached pictures, which scrolling back shows at once. Pictures near the visible lines
/// are kept regardless.
const MOST_KEPT: usize = 32;
/// Limit in bytes for cached picture files. Files near the visible lines are kept regardless.
const MOST_BYTES: usize = 16 << 20;

/// The state of a requested picture.
#[derive(Debug)]
enum State {
    Awaited,
    Shown(Picture),
    /// Its file cannot be decoded; its label says what it was.
    Failed,
}

/// The pictures of an article, in the order of their requests.
#[derive(Debug, Default)]
pub struct Pictures(Vec<(PictureRequest, State)>);

impl Pictures {
    /// Returns the picture of a link that was requested with room for `cells` columns and rows.
    /// Returns `None` until it arrives.
    pub fn get(&self, article: &Article, link: usize, cells: (u16, u16)) -> Option<&Picture> {
        let path = article.pictures.get(&link)?;
        self.0.iter().find_map(|(request, state)| match state {
            State::Shown(picture) if request.path == *path && request.room == cells => {
                Some(picture)
            }
            _ => None,
        })
    }

    /// The files of all cached pictures.
    pub fn files(&self) -> impl Iterator<Item = &Arc<PictureFile>> {
        self.0.iter().filter_map(|(_, state)| file(state))
    }

    /// Requests the next picture that is visible or soon will be. Only one request is pending at a
    /// time, so that fast scrolling does not queue pictures that are already out of view.
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

    /// Drops the oldest pictures that are not `wanted` until there is room for one more.
    fn make_room(&mut self, wanted: &[PictureRequest]) {
        let mut bytes: usize = self.files().map(|file| file.bytes()).sum();
        let mut kept = self.0.len();
        self.0.retain(|(request, state)| {
            let has_room = kept < MOST_KEPT && bytes < MOST_BYTES;
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

    /// Stores an answer, if it belongs to one of these requests.
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
