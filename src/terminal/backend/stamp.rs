//! Pictures in sixels, which are drawn over their cells.
//!
//! The cells of such a picture are placeholders in the frames, and blanks on the terminal. Once they
//! are there, the picture is drawn over them strip by strip, between the frames, so that no key waits
//! for it. What is written over it later erases it there. So it is drawn again when its cells, whole,
//! were anything else before.

use std::sync::Arc;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::Color;

use crate::app::screen::picture::{Data, PictureFile};
use crate::terminal::backend::grid::Grid;
use crate::view::placeholder::{self, Placeholder};

/// The pictures on the screen.
#[derive(Debug, Default)]
pub(super) struct Stamps {
    /// The pictures that are to be drawn, their first cells and next strips.
    drawing: Vec<(Arc<PictureFile>, Position, usize)>,
    /// Whether the last frame had a picture.
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
    /// Its bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        strips(&self.file)
            .and_then(|(_, strips)| strips.get(self.number))
            .map_or(&[], Vec::as_slice)
    }
}

impl Stamps {
    /// Blanks placeholders of no picture in sixels; whether there are pictures, in this frame or the
    /// last: rows then cannot be scrolled, since terminals differ over what happens to pictures.
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

    /// Begins to draw a picture if all its cells are there and some of them were not before, and stops
    /// if some are not there.
    pub(super) fn begin(&mut self, next: &Grid, shown: &Grid, files: &[Arc<PictureFile>]) {
        let is_there = |drawn: &Arc<PictureFile>| files.iter().any(|file| file.id == drawn.id);
        self.drawing.retain(|(drawn, ..)| self.is_shown && is_there(drawn));
        for file in files.iter().filter(|file| self.is_shown && strips(file).is_some()) {
            let found = cells(file, next, shown);
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

    /// The next strip.
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

/// The cells of a picture in a frame.
enum Cells {
    /// Some are not there.
    Missing,
    /// All are as they were.
    Same,
    /// Some were something else; with the first.
    New(Position),
}

fn cells(file: &PictureFile, next: &Grid, shown: &Grid) -> Cells {
    let id = file.id;
    let is_part = |place: &Position| next.cell(*place).and_then(placeholder::id) == Some(id);
    let Some(first) = next.places().find(is_part) else { return Cells::Missing };
    if next.is_within_glyph(first.x, first.y..first.y + file.cells.1) {
        return Cells::Missing;
    }
    let mut is_new = false;
    for row in 0..file.cells.1 {
        for column in 0..file.cells.0 {
            let place = Position { x: first.x + column, y: first.y + row };
            let text = Placeholder { id, row, column }.text();
            let cell = next.cell(place).filter(|cell| placeholder::id(cell) == Some(id));
            if cell.is_none() || cell.map(Cell::symbol) != text.as_deref() {
                return Cells::Missing;
            }
            is_new |= cell != shown.cell(place);
        }
    }
    if is_new { Cells::New(first) } else { Cells::Same }
}

fn strips(file: &PictureFile) -> Option<(u16, &[Vec<u8>])> {
    match &file.data {
        Data::Png(_) => None,
        Data::Sixels(rows, strips) => Some((*rows, strips)),
    }
}
