//! The page of reading statistics, which a worker counts, and the lists of the counted posts.

use crate::app::App;
use crate::app::effect::StatisticsRequest;
use crate::app::screen::layout::Pane;
use crate::app::screen::overlay::{Kind, Overlay, Row};
use crate::app::text::Text;
use crate::clean::CleanStr;
use crate::search::statistics::Statistics;

/// The state of counting for the page.
#[derive(Debug, Default)]
pub(in crate::app) struct Counting {
    /// The number of the last request.
    requests: u64,
    /// Whether the numbers must be counted again.
    is_due: bool,
}

impl App {
    /// Opens the page of reading statistics, which shows the numbers once a worker has counted
    /// them.
    pub(super) fn show_statistics(&mut self) {
        let rows = vec![Row::Heading(Text::PostsRead), Row::Note(Text::StillCounting)];
        self.screen.show_overlay(Overlay::new(Kind::Statistics, rows));
        self.counting.is_due = true;
    }

    /// Schedules another count for the page; the old numbers stay until it arrives.
    pub(super) fn refresh_statistics(&mut self) {
        self.counting.is_due = true;
    }

    /// Returns the request for the numbers, if the page is open and they must be counted.
    pub(super) fn statistics_request(&mut self) -> Option<StatisticsRequest> {
        if !self.counting.is_due || !self.shows_statistics() {
            return None;
        }
        let scope = self.library.scope()?;
        self.counting.is_due = false;
        self.counting.requests += 1;
        Some(StatisticsRequest {
            number: self.counting.requests,
            scope,
            today: self.library.today(),
            hidden: self.listing.shows_hidden(),
            left_out: self.listing.left_out(),
        })
    }

    /// Shows the numbers, if they answer the last request and the page is still open.
    pub(super) fn take_statistics(&mut self, number: u64, counted: &Statistics) {
        if number == self.counting.requests && self.shows_statistics() {
            let facets = self.listing.facets();
            let rows = Overlay::statistics_rows(counted, |path| {
                let label = facets.category_label(path.as_str());
                label.map_or_else(|| path.clone(), CleanStr::to_clean)
            });
            self.screen.replace_rows(rows);
        }
    }

    fn shows_statistics(&self) -> bool {
        self.screen.overlay().is_some_and(|one| matches!(one.kind(), Kind::Statistics))
    }

    /// Lists only the posts that a row counts.
    pub(super) fn list_counted(&mut self, query: &str) {
        self.listing.list_alone(&self.library, query);
        self.screen.set_focus(Pane::List);
    }
}
