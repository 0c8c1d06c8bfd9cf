//! The axis of time on the screen.

use ratatui::layout::{Position, Rect};

use crate::app::App;
use crate::app::listing::axis::Month;
use crate::app::screen::layout::Pane;
use crate::app::text::Text;

impl App {
    /// Returns the area of the axis: above the panes if there is room, else its row among the
    /// facets.
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
            height: 1,
        })
    }

    /// Filters the list by the months chosen on the axis. If they have no posts, shows a notice and
    /// returns `false`.
    pub(super) fn choose_on_axis(&mut self) -> bool {
        let empty = self.listing.choose_on_axis(&self.library);
        if let Some(facet) = &empty {
            self.outbox.say(Text::NoPostOfTime { months: facet.label() });
        }
        empty.is_none()
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
        if let Some(months) = self.months_at(Position { x, y: area.y }) {
            self.listing.drag_on_axis(months);
        }
    }

    /// The months in a cell of the axis.
    pub(in crate::app) fn months_at(&self, at: Position) -> Option<(Month, Month)> {
        let area = self.axis_area().filter(|area| area.contains(at))?;
        self.listing.axis_months(area.width.into(), usize::from(at.x - area.x))
    }
}
