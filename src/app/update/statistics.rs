//! The page of one's own reading, and the lists of what it counts.

use crate::app::App;
use crate::app::screen::layout::Pane;
use crate::app::screen::overlay::{Kind, Overlay, Row};
use crate::clean::CleanStr;
use crate::search::statistics::Statistics;

impl App {
    /// Shows what the user has read, in numbers.
    pub(super) fn show_statistics(&mut self) {
        let rows = self.statistics_rows();
        self.screen.show_overlay(Overlay::new(Kind::Statistics, rows));
    }

    pub(super) fn statistics_rows(&self) -> Vec<Row> {
        let today = self.library.today_on_site();
        let counted = Statistics::of(
            self.library.archive(),
            self.library.marks(),
            self.listing.shows_hidden(),
            today,
        );
        let facets = self.listing.facets();
        Overlay::statistics_rows(&counted, |path| {
            facets.category_label(path.as_str()).map_or_else(|| path.clone(), CleanStr::to_clean)
        })
    }

    /// Lists the posts that a row counts, and no others.
    pub(super) fn list_counted(&mut self, query: &str) {
        self.listing.list_alone(&self.library, query);
        self.screen.set_focus(Pane::List);
    }
}
