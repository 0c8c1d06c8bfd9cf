//! The axis of time on the screen.

use ratatui::layout::{Position, Rect};

use crate::app::App;
use crate::app::screen::layout::Pane;
use crate::app::text::Text;
use crate::search::facets::Facet;

impl App {
    /// Returns the area of the axis, its bars and the years below: above the panes if there is room,
    /// else among the facets, where the row below the axis is blank.
    pub fn axis_area(&self) -> Option<Rect> {
        let layout = self.screen.layout()?;
        if let Some(area) = layout.axis {
            return Some(Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area });
        }
        let pane = layout.pane(Pane::Facets)?;
        let facets = self.listing.facets();
        let row = facets.axis_row()?.checked_sub(facets.cursor().top)?;
        let is_in_view = row < usize::from(pane.height);
        is_in_view.then(|| Rect {
            x: pane.x + 3,
            y: pane.y + row as u16,
            width: pane.width.saturating_sub(4),
            height: 2.min(pane.height - row as u16),
        })
    }

    /// Filters the list by the months chosen on the axis. If they have no posts, shows a notice and
    /// returns `false`.
    pub(super) fn choose_on_axis(&mut self) -> bool {
        let empty = self.listing.choose_on_axis(&self.library);
        self.say_empty(empty.as_ref())
    }

    /// Shows a notice about a time without posts. Returns whether there is none.
    fn say_empty(&mut self, empty: Option<&Facet>) -> bool {
        if let Some(facet) = empty {
            self.outbox.say(Text::NoPostOfTime { months: facet.label() });
        }
        empty.is_none()
    }

    /// Handles a press on the axis: on the label of a year it filters by the year, elsewhere it
    /// starts a range of months. Returns whether the press was on the axis.
    pub(super) fn press_axis(&mut self, at: Position) -> bool {
        let Some(area) = self.axis_area().filter(|area| area.contains(at)) else { return false };
        let (width, cell) = (area.width.into(), (at.x - area.x).into());
        let year = self.listing.axis_year_at(width, cell).filter(|_| at.y > area.y);
        if let Some(year) = year {
            let empty = self.listing.choose_year(&self.library, year);
            self.say_empty(empty.as_ref());
        } else if let Some(months) = self.listing.axis_months(width, cell) {
            self.listing.start_drag_on_axis(months);
        }
        true
    }

    /// Does the same for a key: if the months have no posts, the focus stays on the axis.
    pub(super) fn list_months(&mut self) {
        if !self.choose_on_axis() {
            self.screen.set_focus(Pane::Facets);
        }
    }

    /// Extends the range of months to the nearest cell of the axis.
    pub(super) fn drag_on_axis(&mut self, at: Position) {
        let Some(area) = self.axis_area().filter(|area| !area.is_empty()) else { return };
        let x = at.x.clamp(area.x, area.right() - 1);
        let cell = (x - area.x).into();
        if let Some(months) = self.listing.axis_months(area.width.into(), cell) {
            self.listing.drag_on_axis(months);
        }
    }
}
