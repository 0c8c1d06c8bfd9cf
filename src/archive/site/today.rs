//! Today's date in a site's time zone.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Site;
use crate::archive::date::{self, PostDate};

impl Site {
    /// Today in the site's zone, or in this machine's if the site has none: the day under which a
    /// post dated now would be listed. `now` is in seconds since 1970.
    pub fn today(&self, now: i64) -> Date {
        let instant = Timestamp::from_second(now).unwrap_or(Timestamp::UNIX_EPOCH);
        let offset_minutes = (TimeZone::system().to_offset(instant).seconds() / 60) as i16;
        let here = PostDate { seconds: now, offset_minutes, has_time: true, has_zone: true };
        let shown = date::parse(&here.jekyll(), self.zone()).map_or(here, |(date, _)| date);
        shown.civil().date()
    }

    /// Seconds from `now` until the day ends on the site's clock.
    pub fn until_midnight(&self, now: i64) -> u64 {
        let today = self.today(now);
        // A day has 25 hours when clocks are set back.
        let (mut before, mut after) = (now, now.saturating_add(26 * 60 * 60));
        while after.saturating_sub(before) > 1 {
            let middle = before.midpoint(after);
            if self.today(middle) == today { before = middle } else { after = middle }
        }
        after.abs_diff(now)
    }
}
