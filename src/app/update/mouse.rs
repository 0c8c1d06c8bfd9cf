//! The mouse: the wheel moves the rows under it, a click goes to a row, a facet or a link, and the
//! lines between panes can be dragged. Dragging in the article selects text.

use ratatui::layout::{Position, Rect};

use crate::app::App;
use crate::app::article::Cell;
use crate::app::input::mouse::Mouse;
use crate::app::screen::layout::Pane;
use crate::command::Command;
use crate::typeset::Anchor;

/// Rows or lines that a step of the wheel moves.
const WHEEL: isize = 3;

impl App {
    /// Takes a mouse event in a cell.
    pub(super) fn mouse(&mut self, mouse: Mouse, at: Position) {
        match mouse {
            // Something may have opened while the button was down.
            Mouse::Release => self.release(),
            _ if self.input.is_typing() => {}
            Mouse::Wheel { down } => {
                self.outbox.hush();
                self.wheel(if down { WHEEL } else { -WHEEL }, at);
            }
            Mouse::Press => {
                self.outbox.hush();
                self.press(at);
            }
            Mouse::Drag if self.listing.is_dragging_on_axis() => self.drag_on_axis(at),
            Mouse::Drag if self.article.is_pressed() => self.drag_in_article(at),
            Mouse::Drag => self.screen.drag_divider(at),
        }
    }

    /// Handles the release of the button.
    fn release(&mut self) {
        self.screen.release_divider();
        if self.listing.end_drag_on_axis() {
            self.choose_on_axis();
        }
        if let Some(cell) = self.article.release() {
            self.click_in_article(cell);
        }
    }

    /// Cancels a drag if something covers the panes or the focus has moved.
    pub(super) fn forget_button(&mut self) {
        let is_covered = self.input.is_typing() || self.screen.overlay().is_some();
        if is_covered {
            self.screen.release_divider();
            self.listing.end_drag_on_axis();
        }
        if is_covered || self.screen.focus() != Pane::Article {
            self.article.release();
        }
    }

    fn wheel(&mut self, by: isize, at: Position) {
        if let Some(overlay) = self.screen.overlay_mut() {
            return overlay.scroll(by);
        }
        // The pane under the pointer scrolls. The wheel selects no post, so none counts as read.
        match self.screen.pane_at(at) {
            Some((Pane::Facets, area)) => {
                self.listing.facets_mut().scroll(by, area.height.into());
            }
            Some((Pane::List, area)) => self.listing.scroll(by, area.height.into()),
            Some((Pane::Article, _)) if self.screen.focus() == Pane::Article => {
                self.scroll_article(by);
            }
            Some((Pane::Article, area)) => self.article.scroll_preview(by, area.height.into()),
            None => {}
        }
    }

    fn press(&mut self, at: Position) {
        // The terminal may not have reported the last release.
        self.listing.end_drag_on_axis();
        self.article.release();
        self.screen.release_divider();
        if self.screen.overlay().is_some() {
            // The second click of a double click on a highlight is not meant for the menu that the
            // first one opened.
            if self.article.was_clicked(self.library.milliseconds()) {
                return;
            }
            return self.press_in_overlay(at);
        }
        if self.screen.grab_divider(at)
            || self.press_chip(at)
            || self.press_name(at)
            || self.press_axis(at)
        {
            return;
        }
        let Some((pane, area)) = self.screen.pane_at(at) else { return };
        if pane != Pane::Facets && self.screen.layout().is_some_and(|layout| layout.facets_over) {
            // The panes behind the facets are dimmed. A click there only closes the facets.
            return self.screen.set_focus(Pane::List);
        }
        let had_focus = self.screen.focus() == pane;
        self.screen.set_focus(pane);
        let row = usize::from(at.y - area.y);
        match pane {
            Pane::List => self.press_in_list(row, had_focus),
            Pane::Facets => self.press_in_facets(row, at.x - area.x),
            Pane::Article => {
                let column = at.x.checked_sub(self.page_left(area)).map(usize::from);
                self.article.press((self.article.top() + row, column));
            }
        }
    }

    /// Handles a click on the archive's name: returns to the list if it is hidden, otherwise removes
    /// all conditions. Returns whether the click was there.
    fn press_name(&mut self, at: Position) -> bool {
        let Some(layout) = self.screen.layout() else { return false };
        let half = Rect { width: layout.top.width / 2, ..layout.top };
        let is_name = half.contains(at);
        if is_name && layout.list.is_none() {
            self.screen.set_focus(Pane::List);
        } else if is_name && self.listing.is_filtered() {
            self.run(Command::ClearFilter, None);
        }
        is_name
    }

    fn press_in_list(&mut self, row: usize, had_focus: bool) {
        let cursor = self.listing.cursor();
        let row = cursor.top + row / usize::from(self.listing.row_height());
        if had_focus && row == cursor.at {
            self.enter();
        } else if row < self.listing.posts().len() {
            self.listing.go_to_row(row);
        }
    }

    fn press_in_facets(&mut self, row: usize, column: u16) {
        let facets = self.listing.facets_mut();
        let row = facets.cursor().top + row;
        if !facets.is_choice(row) {
            return;
        }
        facets.go_to(row);
        // The sign of a branch stands before its name.
        let branch = facets.selected().filter(|row| usize::from(column) <= 2 + row.depth * 2);
        match branch.and_then(|row| row.open) {
            Some(true) => self.run(Command::Fold, None),
            Some(false) => self.run(Command::Unfold, None),
            None => self.toggle_row(),
        }
    }

    /// Takes a click on a link, on a highlight, or on what is selected; several select text.
    fn click_in_article(&mut self, cell: Cell) {
        if self.article.click(cell, self.library.milliseconds()) {
            return;
        }
        if self.article.is_selected(cell) {
            return self.show_text_menu();
        }
        let (Some(article), Some(spot)) = (self.article.article(), self.article.spot(cell)) else {
            return;
        };
        if let Some(link) = spot.link.and_then(|link| article.links.get(link).cloned()) {
            return self.follow(&link);
        }
        let after = Anchor { byte: spot.place.byte + 1, ..spot.place };
        let here = article.highlights_at(&(spot.place..after));
        let known = here.first().and_then(|placed| placed.place.as_ref());
        if let Some((place, _)) = known {
            let bytes = article.body.byte(place.start)..article.body.end_byte(place.end);
            self.article.select_bytes(&bytes);
            self.show_text_menu();
        }
    }

    /// Selects text as far as the mouse; beyond the edges of the pane the text scrolls.
    fn drag_in_article(&mut self, at: Position) {
        let layout = self.screen.layout();
        let Some(area) = layout.and_then(|layout| layout.pane(Pane::Article)) else { return };
        if at.y < area.y {
            self.scroll_article(-1);
        } else if at.y >= area.bottom() {
            self.scroll_article(1);
        }
        let row = at.y.clamp(area.y, area.bottom().saturating_sub(1)) - area.y;
        let line = self.article.top() + usize::from(row);
        let column = at.x.checked_sub(self.page_left(area)).map(usize::from);
        self.article.drag_to((line, column));
    }

    fn press_in_overlay(&mut self, at: Position) {
        let row = self.screen.overlay_row_at(at);
        if let Some((row, overlay)) = row.zip(self.screen.overlay_mut()) {
            overlay.go_to(row);
            self.run(Command::Enter, None);
        }
    }

    /// The column where the article's measure starts.
    pub fn page_left(&self, area: Rect) -> u16 {
        if self.screen.is_linear() {
            return area.x;
        }
        let measure = self.article.article().map_or(0, |one| one.page.measure().cells);
        area.x + (area.width - (measure as u16).min(area.width)) / 2
    }
}
