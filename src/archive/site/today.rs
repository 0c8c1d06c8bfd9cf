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

    /// When a day begins on the site's clock, in seconds since 1970.
    pub fn beginning_of(&self, day: Date) -> i64 {
        let utc = Date::constant(1970, 1, 1).duration_until(day).as_secs();
        // No clock is more than 26 hours away from UTC.
        let most = 26 * 60 * 60;
        let (mut before, mut after) = (utc - most, utc + most);
        while after - before > 1 {
            let middle = before.midpoint(after);
            if self.today(middle) < day { before = middle } else { after = middle }
        }
        after
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
