//! Sends frames to the terminal in as few bytes as possible: over SSH, bytes are time.
//!
//! Compares a frame with the one that the terminal shows. Lets the terminal scroll rows that moved,
//! then writes the cells that differ, without a cursor move where the cursor is already in place.
//! Knows nothing about the content.

mod abilities;
mod grid;
mod pen;
mod pictures;
mod row;
mod scroll;
mod stamp;
mod style;

use std::ops::Range;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use grid::Grid;
use hashbrown::DefaultHashBuilder;
use pen::Pen;
use pictures::Pictures;
use scroll::Scroll;
use stamp::Stamps;
use style::Colour;

use crate::app::screen::picture::PictureFile;
use crate::view::Link;

pub use abilities::{Abilities, Graphics};

/// From this many bytes a frame is a synchronized update: smaller ones arrive in one piece anyway.
const WORTH_SYNCHRONIZING: usize = 512;
const BEGIN_SYNCHRONIZED: &[u8] = b"\x1b[?2026h";
const END_SYNCHRONIZED: &[u8] = b"\x1b[?2026l";
/// Resets the scroll region and the colours, clears the screen, and hides the cursor.
const CLEAR: &[u8] = b"\x1b[?25l\x1b[r\x1b[m\x1b[H\x1b[2J";
/// Enables left and right margins (DECLRMM); the sequence that saves the cursor then sets them.
const USE_MARGINS: &[u8] = b"\x1b[?69h";
/// Disables the margins.
const LEAVE_MARGINS: &[u8] = b"\x1b[?69l";
const SHOW_CURSOR: &[u8] = b"\x1b[?25h";
const HIDE_CURSOR: &[u8] = b"\x1b[?25l";

/// A frame to show.
#[derive(Debug)]
pub struct Frame<'a> {
    /// The cells. Placeholders of pictures that cannot be shown yet become blanks.
    pub buffer: &'a mut Buffer,
    /// The links within them.
    pub links: &'a [Link],
    /// The files of all pictures whose placeholders are in this frame or may be soon.
    pub files: &'a [Arc<PictureFile>],
    /// The position of the cursor; `None` if it is hidden.
    pub cursor: Option<Position>,
}

/// The terminal as this program left it.
#[derive(Debug)]
pub struct Backend {
    abilities: Abilities,
    /// What the terminal shows; `None` if that is unknown.
    shown: Option<Grid>,
    pen: Pen,
    hasher: DefaultHashBuilder,
    pictures: Pictures,
    stamps: Stamps,
    cursor: Option<Position>,
}

impl Backend {
    /// A terminal that shows something unknown, with its cursor hidden.
    pub fn new(abilities: Abilities) -> Self {
        Self {
            abilities,
            shown: None,
            pen: Pen::default(),
            hasher: DefaultHashBuilder::default(),
            pictures: Pictures::default(),
            stamps: Stamps::default(),
            cursor: None,
        }
    }

    /// Makes the next frame write every cell, because another program may have written to the
    /// terminal or its abilities have changed.
    pub fn forget(&mut self, abilities: Abilities) {
        self.abilities = abilities;
        self.shown = None;
        self.stamps = Stamps::default();
        self.cursor = None;
    }

    /// Returns the bytes that make the terminal show a frame; empty if it already does.
    pub fn frame(&mut self, frame: Frame<'_>) -> Vec<u8> {
        let Frame { buffer, links, files, cursor } = frame;
        let size = (buffer.area.width, buffer.area.height);
        let shown = self.shown.take().filter(|shown| shown.size() == size);
        if shown.is_none() {
            // Some terminals delete pictures when the screen is cleared.
            let forgotten = self.pictures.keep_only(&[]);
            self.pen.send(forgotten.as_bytes());
        }
        if let Graphics::Placeholders(route) = self.abilities.graphics {
            self.pictures.prepare(buffer, files, route);
        }
        let covers_cells = self.abilities.graphics.cover_cells();
        let has_stamp = covers_cells && self.stamps.prepare(buffer, files);
        let mut next = Grid::new(buffer, links);
        let mut shown = shown.unwrap_or_else(|| {
            self.pen.send(CLEAR);
            self.pen.note_reset();
            Grid::blank(next.size())
        });
        next.number_links(&shown);
        let mut changed = next.changes(&shown);
        let scroll = (self.abilities.regions && !has_stamp)
            .then(|| {
                let search = scroll::Search { abilities: self.abilities, hasher: &self.hasher };
                search.find(&shown, &next, &changed)
            })
            .flatten();
        if let Some(scroll) = &scroll {
            shown.scroll(scroll);
            self.scroll(scroll, next.size().0);
            changed = next.changes(&shown);
        }
        for (y, _) in (0..).zip(changed).filter(|(_, changed)| *changed) {
            row::write(&mut self.pen, self.abilities, &shown, (&next, buffer), y);
        }
        self.pen.end_link();
        if covers_cells {
            self.stamps.begin((&next, buffer), &shown, files);
        }
        let deleted = self.pictures.keep_only(files);
        self.pen.send(deleted.as_bytes());
        self.place_cursor(cursor);
        self.shown = Some(next);
        let bytes = self.pen.take();
        if scroll.is_some() || !self.abilities.synchronizes || bytes.len() < WORTH_SYNCHRONIZING {
            return bytes;
        }
        // Not around a frame that scrolls: tmux would redraw the whole region.
        [BEGIN_SYNCHRONIZED, &bytes, END_SYNCHRONIZED].concat()
    }

    /// Whether a picture is still being sent; [`Self::piece`] returns its next part.
    pub fn is_sending(&self) -> bool {
        self.pictures.is_sending() || self.stamps.is_drawing()
    }

    /// Returns the next part of a picture, to be sent between two frames: one strip of a picture
    /// over cells, or about `most` bytes of a file. Also returns whether the file is now complete,
    /// so that the next frame can show it.
    pub fn piece(&mut self, most: usize) -> (Vec<u8>, bool) {
        if let Some(strip) = self.stamps.strip() {
            self.pen.move_to(strip.at.x, strip.at.y);
            self.pen.send(strip.bytes());
            self.pen.forget_place();
            if let Some(Position { x, y }) = self.cursor {
                self.pen.move_to(x, y);
            }
            return (self.pen.take(), false);
        }
        let (bytes, is_whole) = self.pictures.piece(most);
        (bytes.into_bytes(), is_whole)
    }

    /// Returns the bytes that delete all pictures, to be sent before the screen is left. They work
    /// even if the output before them was cut off.
    pub fn farewell(&self) -> Vec<u8> {
        self.pictures.farewell().into_bytes()
    }

    /// Scrolls a region of a terminal with this many columns.
    fn scroll(&mut self, scroll: &Scroll, columns: u16) {
        let has_margins = scroll.columns != (0..columns);
        // Terminals differ in the background of new rows, unless it is the default.
        self.pen.set_background(Colour::DEFAULT);
        if has_margins {
            let Range { start, end } = scroll.columns;
            self.pen.send(USE_MARGINS);
            self.pen.control(&format!("{};{end}s", start + 1));
        }
        self.pen.control(&format!("{};{}r", scroll.top + 1, scroll.bottom + 1));
        // Line feeds at the bottom and reverse ones at the top: some terminals lack SU and SD.
        let rows = scroll.up.unsigned_abs() as usize;
        let (edge, feed) =
            if scroll.up > 0 { (scroll.bottom, "\n") } else { (scroll.top, "\x1bM") };
        // Some put the cursor at the top of the region, others in the first cell.
        self.pen.forget_place();
        self.pen.move_to(scroll.columns.start, edge);
        self.pen.send(feed.repeat(rows).as_bytes());
        if has_margins {
            self.pen.send(LEAVE_MARGINS);
        }
        self.pen.control("r");
        self.pen.note_home();
    }

    fn place_cursor(&mut self, cursor: Option<Position>) {
        if let Some(Position { x, y }) = cursor {
            self.pen.move_to(x, y);
        }
        if cursor.is_some() != self.cursor.is_some() {
            self.pen.send(if cursor.is_some() { SHOW_CURSOR } else { HIDE_CURSOR });
        }
        self.cursor = cursor;
    }
}

#[cfg(test)]
mod tests;
