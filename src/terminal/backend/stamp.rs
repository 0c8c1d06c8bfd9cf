//! Pictures in sixels or as inline images, drawn over their cells.
//!
//! The cells of such a picture are placeholders in the frames and blanks on the terminal. Once all
//! of them are in place, the picture is drawn over them strip by strip, between frames, so that no
//! key waits for it. Writing to a cell later erases the picture there. So it is drawn again as soon
//! as all its cells are in place and any of them was different in the frame before.

use std::sync::Arc;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::Color;

use crate::app::screen::picture::{Data, PictureFile};
use crate::terminal::backend::grid::Grid;
use crate::view::placeholder::{self, Placeholder};

/// The pictures over cells of the screen.
#[derive(Debug, Default)]
pub(super) struct Stamps {
    /// Pictures left to draw, each with its first cell and next strip.
    drawing: Vec<(Arc<PictureFile>, Position, usize)>,
    /// Whether the last frame contained a picture.
    is_shown: bool,
}

/// A strip of a picture, and the cell where it begins.
#[derive(Debug)]
pub(super) struct Strip {
    pub file: Arc<PictureFile>,
    pub at: Position,
    pub number: usize,
}

impl Strip {
    /// Returns the strip's bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        strips(&self.file)
            .and_then(|(_, strips)| strips.get(self.number))
            .map_or(&[], Vec::as_slice)
    }
}

impl Stamps {
    /// Blanks placeholders that belong to no such picture. Returns whether this frame or the last
    /// one contains a picture: rows must not scroll then, because terminals differ in what happens
    /// to pictures.
    pub(super) fn prepare(&mut self, buffer: &mut Buffer, files: &[Arc<PictureFile>]) -> bool {
        let was_shown = std::mem::take(&mut self.is_shown);
        for cell in &mut buffer.content {
            let Some(id) = placeholder::id(cell) else { continue };
            if files.iter().any(|file| file.id == id && strips(file).is_some()) {
                self.is_shown = true;
            } else {
                cell.set_symbol(" ").set_fg(Color::Reset);
            }
        }
        was_shown || self.is_shown
    }

    /// Starts to draw each picture whose cells are all in place, if any of them has changed; stops
    /// drawing a picture whose cells are not all in place.
    pub(super) fn begin(
        &mut self,
        (next, buffer): (&Grid, &Buffer),
        shown: &Grid,
        files: &[Arc<PictureFile>],
    ) {
        let is_there = |drawn: &Arc<PictureFile>| files.iter().any(|file| file.id == drawn.id);
        self.drawing.retain(|(drawn, ..)| self.is_shown && is_there(drawn));
        for file in files.iter().filter(|file| self.is_shown && strips(file).is_some()) {
            let found = cells(file, (next, buffer), shown);
            if matches!(found, Cells::Same) {
                continue;
            }
            self.drawing.retain(|(drawn, ..)| drawn.id != file.id);
            if let Cells::New(at) = found {
                self.drawing.push((Arc::clone(file), at, 0));
            }
        }
    }

    /// Whether a picture is being drawn.
    pub(super) fn is_drawing(&self) -> bool {
        !self.drawing.is_empty()
    }

    /// Returns the next strip to draw; `None` if there is none.
    pub(super) fn strip(&mut self) -> Option<Strip> {
        let (file, at, number) = self.drawing.first_mut()?;
        let (rows, all) = strips(file)?;
        let y = at.y + u16::try_from(*number).ok()? * rows;
        let strip = Strip { file: Arc::clone(file), at: Position { x: at.x, y }, number: *number };
        *number += 1;
        if *number >= all.len() {
            self.drawing.remove(0);
        }
        Some(strip)
    }
}

/// The state of a picture's cells in a frame.
enum Cells {
    /// Not all of them are in place.
    Missing,
    /// All are in place and unchanged.
    Same,
    /// All are in place, and some have changed; contains the position of the first cell.
    New(Position),
}

fn cells(file: &PictureFile, (next, buffer): (&Grid, &Buffer), shown: &Grid) -> Cells {
    let id = file.id;
    let is_part = |place: &Position| buffer.cell(*place).and_then(placeholder::id) == Some(id);
    let Some(first) = buffer.area.positions().find(is_part) else { return Cells::Missing };
    if next.is_within_glyph(first.x, first.y..first.y + file.cells.1) {
        return Cells::Missing;
    }
    let mut is_new = false;
    for row in 0..file.cells.1 {
        for column in 0..file.cells.0 {
            let place = Position { x: first.x + column, y: first.y + row };
            let text = Placeholder { id, row, column }.text();
            let cell = buffer.cell(place).filter(|cell| placeholder::id(cell) == Some(id));
            if cell.is_none() || cell.map(Cell::symbol) != text.as_deref() {
                return Cells::Missing;
            }
            is_new |= next.glyph(place) != shown.glyph(place);
        }
    }
    if is_new { Cells::New(first) } else { Cells::Same }
}

fn strips(file: &PictureFile) -> Option<(u16, &[Vec<u8>])> {
    match &file.data {
        Data::Png(_) => None,
        Data::Strips(rows, strips) => Some((*rows, strips)),
    }
}
