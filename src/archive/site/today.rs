//! Today's date in a site's time zone.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use super::Site;
use crate::archive::date::{self, PostDate};

/// 26 hours in seconds.
const DAY_AND_MORE: i64 = 26 * 60 * 60;

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

    /// Returns the start of a day on the site's clock, in seconds since 1970.
    pub fn beginning_of(&self, day: Date) -> i64 {
        let utc = date::seconds_of_day(day);
        // No time zone is more than 26 hours away from UTC.
        self.first_on(day, utc - DAY_AND_MORE, utc + DAY_AND_MORE)
    }

    /// Seconds from `now` until the day ends on the site's clock.
    pub fn until_midnight(&self, now: i64) -> u64 {
        // A day has 25 hours when clocks are set back.
        let end = now.saturating_add(DAY_AND_MORE);
        let tomorrow = self.today(now).saturating_add(Span::new().days(1));
        self.first_on(tomorrow, now, end).abs_diff(now)
    }

    /// Returns the first second after `before`, and at most `after`, that falls on `day` or later.
    fn first_on(&self, day: Date, mut before: i64, mut after: i64) -> i64 {
        while after.saturating_sub(before) > 1 {
            let middle = before.midpoint(after);
            if self.today(middle) < day { before = middle } else { after = middle }
        }
        after
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_midnight_on_the_sites_clock() {
        let (site, _) = Site::jekyll(Some(b"timezone: Europe/Berlin"));
        for (now, hours) in [
            ("2024-06-01T22:00:00Z", 24),
            ("2024-06-02T21:00:00Z", 1),
            // Clocks are set forward, and back.
            ("2024-03-30T23:00:00Z", 23),
            ("2024-10-26T22:00:00Z", 25),
        ] {
            let instant: Timestamp = now.parse().unwrap();
            assert_eq!(site.until_midnight(instant.as_second()), hours * 60 * 60, "{now}");
        }
    }

    #[test]
    fn a_day_begins_at_midnight_on_the_sites_clock() {
        for (zone, day, expected) in [
            ("Asia/Shanghai", Date::constant(2024, 3, 1), "2024-02-29T16:00:00Z"),
            ("Pacific/Kiritimati", Date::constant(2024, 3, 1), "2024-02-29T10:00:00Z"),
            ("Pacific/Pago_Pago", Date::constant(2024, 3, 1), "2024-03-01T11:00:00Z"),
            // The day after clocks were set forward.
            ("Europe/Berlin", Date::constant(2024, 4, 1), "2024-03-31T22:00:00Z"),
        ] {
            let (site, _) = Site::jekyll(Some(format!("timezone: {zone}").as_bytes()));
            let expected: Timestamp = expected.parse().unwrap();
            assert_eq!(site.beginning_of(day), expected.as_second(), "{zone}");
        }
    }
}
