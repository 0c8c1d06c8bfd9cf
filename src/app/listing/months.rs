//! Moving and counting by months and days.

use jiff::civil::Date;

use crate::app::listing::Listing;
use crate::archive::post::PostId;
use crate::archive::{Archive, PostRef};
use crate::search::query::field::Sort;

impl Listing {
    /// The row where the next month of the list starts, or the month before, `count` times; `None`
    /// if there is none.
    pub(in crate::app) fn month_row(
        &self,
        archive: &Archive,
        count: usize,
        forward: bool,
    ) -> Option<usize> {
        let posts = &self.list.posts;
        let month = |at: usize| Some(archive.post(*posts.get(at)?)?.year_month());
        let next = |at: usize| {
            let own = month(at);
            if forward {
                return (at..posts.len()).find(|&other| month(other) != own);
            }
            // To the first post of the month before.
            let last = (0..at).rev().find(|&other| month(other) != own)?;
            let before = (0..last).rev().find(|&other| month(other) != month(last));
            Some(before.map_or(0, |before| before + 1))
        };
        let at = self.list.cursor.at;
        let mut row = at;
        for _ in 0..count {
            match next(row) {
                Some(next) => row = next,
                None => break,
            }
        }
        (row != at).then_some(row)
    }

    /// The row of the newest post that is not after a day; of the newest if there is no day.
    pub(in crate::app) fn row_of_day(
        &self,
        archive: &Archive,
        last: Option<Date>,
    ) -> Option<usize> {
        let date = |id: &PostId| {
            let date = archive.post(*id).and_then(PostRef::date)?;
            last.is_none_or(|last| date.civil().date() <= last).then_some(date.seconds)
        };
        let mut rows = self.list.posts.iter().map(date).enumerate();
        if self.list.order == Sort::default() {
            return rows.position(|(_, date)| date.is_some());
        }
        let (row, _) = rows.filter(|(_, date)| date.is_some()).max_by_key(|(_, date)| *date)?;
        Some(row)
    }
}
