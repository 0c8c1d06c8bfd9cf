//! Parses dates of posts in all accepted forms, and places them in a time zone.
//!
//! A date comes from front matter typed by a person, or from a file name. `forms` parses words and
//! numbers, [`Zone`] is the site's rule for times without a zone, and [`PostDate`] is an instant
//! with the offset it is shown in. Calendar and zone arithmetic is jiff's. Does not know which
//! field or file a text came from.

mod forms;
mod name;
mod scanner;
mod strftime;

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use crate::archive::row::packed::packed;
use crate::clean::CleanText;
use forms::RawDate;
use scanner::RawZone;

pub use name::{NameDate, from_name, in_path};

/// When a post was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostDate {
    /// The instant, in seconds since 1970-01-01T00:00:00Z; posts are sorted by it (R11).
    pub seconds: i64,
    /// The offset in which the date is shown, in minutes east of UTC.
    pub offset_minutes: i16,
    /// Whether the post gave a time of day.
    pub has_time: bool,
    /// Whether the post or the site gave a zone; if not, the date is as written and the offset 0.
    pub has_zone: bool,
}

impl PostDate {
    /// The local date and time as shown; clamped to the range of the calendar.
    pub fn civil(self) -> DateTime {
        let shown = self.seconds.saturating_add(i64::from(self.offset_minutes) * 60);
        Timestamp::from_second(shown).map_or_else(
            |_| if shown < 0 { DateTime::MIN } else { DateTime::MAX },
            |instant| Offset::UTC.to_datetime(instant),
        )
    }

    /// The date in RFC 3339 format, to the second, with `Z` if the offset is 0 or unknown.
    pub fn rfc3339(self) -> String {
        let clock = self.civil().strftime("%Y-%m-%dT%H:%M:%S");
        if self.offset_minutes == 0 {
            return format!("{clock}Z");
        }
        format!("{clock}{}", self.offset(":"))
    }

    /// The date as Jekyll prints it: `2020-01-02 08:00:00 +0800`, without a time or zone that was
    /// not given.
    pub fn jekyll(self) -> String {
        let civil = self.civil();
        if !self.has_time {
            return civil.strftime("%Y-%m-%d").to_string();
        }
        let clock = civil.strftime("%Y-%m-%d %H:%M:%S");
        if !self.has_zone {
            return clock.to_string();
        }
        format!("{clock} {}", self.offset(""))
    }

    fn offset(self, separator: &str) -> String {
        let sign = if self.offset_minutes < 0 { '-' } else { '+' };
        let minutes = self.offset_minutes.unsigned_abs();
        format!("{sign}{:02}{separator}{:02}", minutes / 60, minutes % 60)
    }

    /// The year and month (1-12) as shown.
    pub fn year_month(self) -> (i16, i8) {
        let civil = self.civil();
        (civil.year(), civil.month())
    }
}

/// A site's rule for dates: the time zone of times without one, in which all dates are shown (R11).
#[derive(Clone, Debug)]
pub struct Zone {
    /// Whether the site is Chinese, so that `CST` means China's time (R10).
    pub chinese: bool,
    /// Whether `YYYY-MM-DD HH:MM:SS` without a zone is UTC, as in Jekyll (J11).
    pub naive_utc: bool,
    site: Option<SiteZone>,
}

#[derive(Clone, Debug)]
struct SiteZone {
    zone: TimeZone,
    /// The instant (in seconds) of the zone's last transition and the offset (in minutes) since
    /// then: most dates of a site in Asia/Shanghai need no look-up at all.
    settled: Option<(i64, i16)>,
}

/// A local time this many seconds after a zone's last transition is certainly after it.
const SETTLED_MARGIN: i64 = 48 * 3600;

impl Default for Zone {
    fn default() -> Self {
        Self::AS_WRITTEN
    }
}

impl Zone {
    /// No zone: times and offsets are shown as the author wrote them (R11).
    pub const AS_WRITTEN: Self = Self { chinese: false, naive_utc: false, site: None };

    /// The zone with an IANA name, e.g. `Asia/Shanghai`; `None` if it does not exist.
    pub fn named(name: &str) -> Option<Self> {
        let zone = TimeZone::get(name).ok()?;
        let chinese = matches!(
            zone.iana_name().unwrap_or(name),
            "Asia/Shanghai"
                | "Asia/Chongqing"
                | "Asia/Chungking"
                | "Asia/Harbin"
                | "Asia/Urumqi"
                | "Asia/Kashgar"
                | "Asia/Hong_Kong"
                | "Hongkong"
                | "Asia/Macau"
                | "Asia/Macao"
                | "Asia/Taipei"
                | "PRC"
                | "ROC"
        );
        let settled = settled_offset(&zone);
        Some(Self { chinese, naive_utc: false, site: Some(SiteZone { zone, settled }) })
    }

    /// The offset at an instant, in minutes; `None` without a zone.
    fn offset_at(&self, seconds: i64) -> Option<i16> {
        let site = self.site.as_ref()?;
        if let Some((since, offset)) = site.settled
            && seconds >= since
        {
            return Some(offset);
        }
        let instant = Timestamp::from_second(seconds).ok()?;
        Some(minutes(site.zone.to_offset(instant)))
    }

    /// The date of a local time; a time in a gap moves past it.
    fn date_of_local(&self, clock: DateTime, has_time: bool) -> Option<PostDate> {
        let local = seconds_of(clock);
        let Some(site) = &self.site else {
            return Some(PostDate { seconds: local, offset_minutes: 0, has_time, has_zone: false });
        };
        let offset_minutes = match site.settled {
            Some((since, offset)) if local >= since + SETTLED_MARGIN => offset,
            _ => {
                let instant = site.zone.to_ambiguous_timestamp(clock).compatible().ok()?;
                minutes(site.zone.to_offset(instant))
            }
        };
        let seconds = local - i64::from(offset_minutes) * 60;
        Some(PostDate { seconds, offset_minutes, has_time, has_zone: true })
    }

    /// The date of a time at a known offset, shown in the site's zone, or else at that offset.
    fn date_at_offset(&self, clock: DateTime, offset: i16, has_time: bool) -> PostDate {
        let seconds = seconds_of(clock) - i64::from(offset) * 60;
        let offset_minutes = self.offset_at(seconds).unwrap_or(offset);
        PostDate { seconds, offset_minutes, has_time, has_zone: true }
    }
}

/// The instant and offset of a zone's last transition, if no more will follow.
fn settled_offset(zone: &TimeZone) -> Option<(i64, i16)> {
    if let Ok(fixed) = zone.to_fixed_offset() {
        return Some((i64::MIN / 2, minutes(fixed)));
    }
    // Daylight saving rules repeat for ever, so they show up in the year 2100.
    let ahead = Timestamp::from_second(4_102_444_800).ok()?;
    if zone.following(ahead).next().is_some() {
        return None;
    }
    let last = zone.preceding(ahead).next()?;
    Some((last.timestamp().as_second(), minutes(last.offset())))
}

/// An offset in whole minutes. The seconds of local mean times before 1930 are dropped from the
/// instant, too, so that the time is shown as written.
fn minutes(offset: Offset) -> i16 {
    (offset.seconds() / 60) as i16
}

/// Returns a local time in seconds since 1970, taking it as UTC.
fn seconds_of(clock: DateTime) -> i64 {
    let time: SignedDuration = jiff::civil::Time::midnight().duration_until(clock.time());
    seconds_of_day(clock.date()) + time.as_secs()
}

/// Returns the start of a day in seconds since 1970, taking the day as UTC.
pub fn seconds_of_day(day: Date) -> i64 {
    Date::constant(1970, 1, 1).duration_until(day).as_secs()
}

packed! {
    /// A doubt about a date that was parsed (R10). The time of an unknown zone is taken as one without
    /// a zone; a clamped one was 24:00 or had a second 60.
    pub enum DateWarning {
        1 AmbiguousZone { zone: CleanText } = "the time zone {zone} has several meanings";
        2 UnknownZone { zone: CleanText } = "the time zone {zone} is unknown";
        3 Clamped = "the time is past the end of the day or minute";
    }
}

packed! {
    /// Why a text is not a date; `Display` does not quote the text.
    pub enum DateError {
        1 Empty = "it is empty";
        2 NoDay = "it has no day";
        3 Form = "unrecognised format";
        4 Year = "the year is outside 1-9999";
        5 Month { month: usize } = "there is no month {month}";
        6 Day { day: usize } = "the month has no day {day}";
        7 Time = "there is no such time of day";
        8 Offset = "there is no such UTC offset";
    }
}

/// Parses a date in any form of R10, with the site's rule for times without a zone (R11, J11).
pub fn parse(text: &str, zone: &Zone) -> Result<(PostDate, Option<DateWarning>), DateError> {
    let written = forms::read(text)?;
    let clock = clock_of(&written)?;
    let has_time = written.time.is_some();
    let clamped = written.clamped.then_some(DateWarning::Clamped);
    let local = |warning| match zone.date_of_local(clock, has_time) {
        Some(date) => Ok((date, warning)),
        None => Err(DateError::Year),
    };
    match written.zone {
        RawZone::Offset(offset) => Ok((zone.date_at_offset(clock, offset, has_time), clamped)),
        RawZone::China => {
            let offset = if zone.chinese { 8 * 60 } else { -6 * 60 };
            let warning = DateWarning::AmbiguousZone { zone: CleanText::line("CST") };
            Ok((zone.date_at_offset(clock, offset, has_time), Some(warning)))
        }
        RawZone::Unknown(name) => {
            local(Some(DateWarning::UnknownZone { zone: CleanText::line(name) }))
        }
        RawZone::None if zone.naive_utc && written.yaml_timestamp => {
            Ok((zone.date_at_offset(clock, 0, has_time), clamped))
        }
        RawZone::None => local(clamped),
    }
}

fn clock_of(written: &RawDate<'_>) -> Result<DateTime, DateError> {
    let year = i16::try_from(written.year).ok().filter(|year| (1..=9999).contains(year));
    let year = year.ok_or(DateError::Year)?;
    let month = i8::try_from(written.month).ok().filter(|month| (1..=12).contains(month));
    let month = month.ok_or(DateError::Month { month: written.month as usize })?;
    let day = i8::try_from(written.day).ok();
    let date = day.and_then(|day| Date::new(year, month, day).ok());
    let date = date.ok_or(DateError::Day { day: written.day as usize })?;
    let (hour, minute, second) = written.time.unwrap_or((0, 0, 0));
    let time = jiff::civil::Time::new(hour, minute, second, 0).map_err(|_| DateError::Time)?;
    Ok(date.to_datetime(time))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shanghai() -> Zone {
        Zone::named("Asia/Shanghai").unwrap()
    }

    /// Parses each text and compares the date in RFC 3339, or the error's text.
    fn check(zone: &Zone, table: &[(&str, &str)]) {
        for (text, expected) in table {
            let found = match parse(text, zone) {
                Ok((date, None)) => date.rfc3339(),
                Ok((date, Some(warning))) => format!("{} ({warning})", date.rfc3339()),
                Err(error) => error.to_string(),
            };
            assert_eq!(found, *expected, "{text:?}");
        }
    }

    #[test]
    fn forms_of_r10_as_written() {
        check(
            &Zone::AS_WRITTEN,
            &[
                ("2021-12-08 13:42:20 +0800", "2021-12-08T13:42:20+08:00"),
                ("2021-12-08 13:42:20", "2021-12-08T13:42:20Z"),
                ("2021-12-08T13:42:20Z", "2021-12-08T13:42:20Z"),
                ("2021-12-08t13:42:20.123456+08", "2021-12-08T13:42:20+08:00"),
                ("2021-12-08 13:42:20,5 -05:30", "2021-12-08T13:42:20-05:30"),
                ("2021-12-08 13:42", "2021-12-08T13:42:00Z"),
                ("2021-12-08 4:00:00 +0000", "2021-12-08T04:00:00Z"),
                ("2021-2-5", "2021-02-05T00:00:00Z"),
                ("  2021-02-05\t", "2021-02-05T00:00:00Z"),
                ("2013/7/13 20:46:25", "2013-07-13T20:46:25Z"),
                ("2013.7.13", "2013-07-13T00:00:00Z"),
                ("20-01-10", "2020-01-10T00:00:00Z"),
                ("70-1-5 08:00", "1970-01-05T08:00:00Z"),
                ("20200105", "2020-01-05T00:00:00Z"),
                ("20200105T104618Z", "2020-01-05T10:46:18Z"),
                ("2022年1月6日", "2022-01-06T00:00:00Z"),
                ("2022年1月6日 10:46", "2022-01-06T10:46:00Z"),
                ("2022 年 1 月 6 日 星期四 10时46分05秒", "2022-01-06T10:46:05Z"),
                ("2022年1月6日上午9点", "2022-01-06T09:00:00Z"),
                ("2022年1月6日 下午3点30分", "2022-01-06T15:30:00Z"),
                ("Thu, 06 Jan 2022 10:46:18 +0800", "2022-01-06T10:46:18+08:00"),
                ("6 Jan 2022 10:46:18 GMT", "2022-01-06T10:46:18Z"),
                ("Thu, 6 Jan 2022 10:46:18 +0800 (CST)", "2022-01-06T10:46:18+08:00"),
                ("Jan 5, 2020", "2020-01-05T00:00:00Z"),
                ("January 5th 2020 3:04 pm", "2020-01-05T15:04:00Z"),
                ("Sun Jan  5 10:00:00 PST 2020", "2020-01-05T10:00:00-08:00"),
                ("Sun Jan 05 2020 10:00:00 GMT+0800", "2020-01-05T10:00:00+08:00"),
                ("2020-01-05 10:00 UTC+8", "2020-01-05T10:00:00+08:00"),
                ("2020-01-05 12:05 AM", "2020-01-05T00:05:00Z"),
            ],
        );
    }

    #[test]
    fn clamps_and_unclear_zones_of_r10() {
        let clamped = "the time is past the end of the day or minute";
        check(
            &Zone::AS_WRITTEN,
            &[
                ("2021-12-08 24:00", &format!("2021-12-08T23:59:59Z ({clamped})")),
                ("2021-12-08 12:00:60", &format!("2021-12-08T12:00:59Z ({clamped})")),
                (
                    "2021-12-08 10:00 CST",
                    "2021-12-08T10:00:00-06:00 (the time zone CST has several meanings)",
                ),
                ("2021-12-08 10:00 XYZ", "2021-12-08T10:00:00Z (the time zone XYZ is unknown)"),
            ],
        );
        check(
            &shanghai(),
            &[(
                "2021-12-08 10:00 CST",
                "2021-12-08T10:00:00+08:00 (the time zone CST has several meanings)",
            )],
        );
    }

    #[test]
    fn what_is_no_date_is_an_error_that_says_why() {
        // M12, S38
        check(
            &shanghai(),
            &[
                ("", "it is empty"),
                (" \t", "it is empty"),
                (" +0800", "it has no day"),
                ("tuesday", "it has no day"),
                ("10:00", "it has no day"),
                ("Last Modified", "unrecognised format"),
                ("git Created", "unrecognised format"),
                ("2020-22-01", "there is no month 22"),
                ("2021-02-30", "the month has no day 30"),
                ("2021-02-29", "the month has no day 29"),
                ("0-01-01", "the year is outside 1-9999"),
                ("0000-01-01", "the year is outside 1-9999"),
                ("10000-01-01", "the year is outside 1-9999"),
                ("99999-01-01 10:00:00 +9999", "the year is outside 1-9999"),
                ("2020-01-01 10:00:00 +9999", "there is no such UTC offset"),
                ("2020-01-01 25:00", "there is no such time of day"),
                ("2020-01-01 24:30", "there is no such time of day"),
                ("2020-01-01 10:60", "there is no such time of day"),
                ("2020-01", "unrecognised format"),
                ("2020-01-01-02", "unrecognised format"),
                ("2020-01-01 and more", "unrecognised format"),
                ("99999999999999999999-1-1", "the year is outside 1-9999"),
            ],
        );
    }

    #[test]
    fn times_without_zone_are_the_sites_r11() {
        check(
            &shanghai(),
            &[
                ("2021-12-08 13:10:15", "2021-12-08T13:10:15+08:00"),
                ("2021-12-08", "2021-12-08T00:00:00+08:00"),
                // Shown in the site's zone, not at the written offset.
                ("2021-12-08 23:10:15 +0000", "2021-12-09T07:10:15+08:00"),
                // Daylight saving time in 1986-1991, and local mean time.
                ("1990-07-01 12:00", "1990-07-01T12:00:00+09:00"),
                ("1900-01-01", "1900-01-01T00:00:00+08:05"),
            ],
        );
        check(
            &Zone::named("America/New_York").unwrap(),
            &[
                ("2021-07-01 12:00", "2021-07-01T12:00:00-04:00"),
                ("2021-12-01 12:00", "2021-12-01T12:00:00-05:00"),
            ],
        );
        assert!(Zone::named("Asia/Atlantis").is_none());
        let (date, _) = parse("2021-12-08", &Zone::default()).unwrap();
        assert!(!date.has_zone && !date.has_time);
        let (date, _) = parse("2021-12-08 00:00", &shanghai()).unwrap();
        assert!(date.has_zone && date.has_time);
    }

    #[test]
    fn jekylls_naive_dates_are_utc_j11() {
        let mut jekyll = shanghai();
        jekyll.naive_utc = true;
        check(
            &jekyll,
            &[
                ("2021-12-08 13:10:15", "2021-12-08T21:10:15+08:00"),
                ("2020-01-10", "2020-01-10T00:00:00+08:00"),
                ("2020-04-09 23:22", "2020-04-09T23:22:00+08:00"),
                ("2013/7/13 20:46:25", "2013-07-13T20:46:25+08:00"),
                ("Jan 5, 2020", "2020-01-05T00:00:00+08:00"),
                ("2021-12-08 13:10:15 +0800", "2021-12-08T13:10:15+08:00"),
            ],
        );
    }

    #[test]
    fn a_date_out_of_range_is_shown_as_the_nearest() {
        let date =
            |seconds| PostDate { seconds, offset_minutes: -1, has_time: true, has_zone: true };
        assert_eq!(date(i64::MAX).civil(), DateTime::MAX);
        assert_eq!(date(i64::MIN).civil(), DateTime::MIN);
        assert_eq!(date(0).year_month(), (1969, 12));
    }

    proptest! {
        #[test]
        fn any_text_is_a_date_or_an_error(text in "\\PC{0,40}", near in "[0-9年月日时:./+ TZ-]{0,30}") {
            for zone in [Zone::AS_WRITTEN, shanghai()] {
                for text in [&text, &near] {
                    if let Ok((date, _)) = parse(text, &zone) {
                        prop_assert!(!date.rfc3339().is_empty());
                    }
                }
            }
        }

        #[test]
        fn the_clock_shown_is_the_clock_written(
            year in 1800i16..=2200, month in 1i8..=12, day in 1i8..=28,
            hour in 4i8..=23, minute in 0i8..=59,
        ) {
            // Hours before 4 may be in a gap.
            let clock = jiff::civil::date(year, month, day).at(hour, minute, 0, 0);
            let text = clock.strftime("%Y-%m-%d %H:%M").to_string();
            for zone in [Zone::AS_WRITTEN, shanghai(), Zone::named("Europe/Berlin").unwrap()] {
                prop_assert_eq!(parse(&text, &zone).unwrap().0.civil(), clock);
            }
        }
    }
}
