//! What lies over the panes of a screen.

use ratatui::layout::Position;

use crate::app::screen::Screen;
use crate::app::screen::overlay::{Overlay, Row};
use crate::typeset::Measure;

impl Screen {
    /// What lies over the panes.
    pub fn overlay(&self) -> Option<&Overlay> {
        self.overlay.as_ref()
    }

    /// How many columns of rows the overlay has.
    pub fn overlay_columns(&self) -> usize {
        match &self.overlay {
            Some(overlay) if !self.is_linear => overlay.columns(self.size.0),
            _ => 1,
        }
    }

    /// The lines of an overlay: the screen without its first and last row.
    pub(in crate::app) fn overlay_height(&self) -> usize {
        usize::from(self.size.1).saturating_sub(2)
    }

    pub(in crate::app) fn show_overlay(&mut self, overlay: Overlay) {
        self.overlay = Some(overlay);
    }

    pub(in crate::app) fn close_overlay(&mut self) {
        self.overlay = None;
    }

    pub(in crate::app) fn overlay_mut(&mut self) -> Option<&mut Overlay> {
        self.overlay.as_mut()
    }

    /// Shows only the rows of the overlay that contain words.
    pub(in crate::app) fn filter_overlay(&mut self, words: &str) {
        let (measure, locale) = (self.overlay_measure(), self.locale);
        if let Some(overlay) = &mut self.overlay {
            overlay.filter_rows(words, measure, locale);
        }
    }

    /// Shows other rows in the overlay.
    pub(in crate::app) fn replace_rows(&mut self, rows: Vec<Row>) {
        let (measure, locale) = (self.overlay_measure(), self.locale);
        if let Some(overlay) = &mut self.overlay {
            overlay.replace_rows(rows, measure, locale);
        }
    }

    /// The measure of texts in an overlay: a column of it without margins and indent.
    fn overlay_measure(&self) -> Measure {
        let width = usize::from(self.size.0) / self.overlay_columns();
        let cells = width.saturating_sub(4).max(1);
        Measure { cells, ..self.measure() }
    }

    /// Lays out the overlay and brings its cursor into view.
    pub(in crate::app) fn settle(&mut self) {
        let in_view = self.overlay_height() * self.overlay_columns();
        let (measure, locale) = (self.overlay_measure(), self.locale);
        if let Some(overlay) = &mut self.overlay {
            overlay.fit(measure, locale);
            overlay.follow(in_view);
        }
    }

    /// The row of the overlay in a cell, if the cursor may stand on it.
    pub(in crate::app) fn overlay_row_at(&self, at: Position) -> Option<usize> {
        let overlay = self.overlay.as_ref()?;
        let columns = self.overlay_columns();
        let column = usize::from(at.x) * columns / usize::from(self.size.0).max(1);
        let line = usize::from(at.y).checked_sub(1)?;
        overlay.row_at(column, line, self.overlay_height(), columns)
    }
}
