//! Dates in queries: days, weeks, months and years, absolute or relative to today.
//!
//! A date is a period of whole days in the list's time zone. The caller passes "today" when it
//! resolves a query.

use std::fmt;

use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Span, ToSpan};

use crate::archive::date::seconds_of_day;
use crate::archive::site::Site;
use crate::search::fold::fold;
use crate::search::query::error::{ErrorKind, Fault};
use crate::search::query::fullwidth::text_to_ascii;

/// The day on the list's clock, and that clock.
#[derive(Clone, Copy, Debug)]
pub struct Today<'a> {
    /// The day.
    pub date: Date,
    /// The site whose clock it is; `None` for UTC.
    pub site: Option<&'a Site>,
}

impl From<Date> for Today<'_> {
    fn from(date: Date) -> Self {
        Self { date, site: None }
    }
}

impl Today<'_> {
    /// When a day begins on the clock, in seconds since 1970.
    pub(in crate::search) fn beginning_of(self, day: Date) -> i64 {
        self.site.map_or_else(|| seconds_of_day(day), |site| site.beginning_of(day))
    }
}

/// A value of `date:` or `read:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dates {
    /// `2022-01`: within the period; `7d`: from that day to today.
    At(When),
    /// `2022..2023`: from the first day of one period to the last day of the other. Either end, but
    /// not both, may be open.
    Between(Option<When>, Option<When>),
}

/// A period of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// `2022`
    Year(i16),
    /// `2022-01`
    Month(i16, i8),
    /// `2022-W05`, an ISO 8601 week.
    Week(i16, i8),
    /// `2022-01-05`
    Day(Date),
    /// `7d`, `2w`, `3m`, `1y`: the day that long ago.
    Ago(u16, Unit),
    /// `today`, `week`, `month`, `year`: the current one; weeks start on Monday.
    This(Unit),
    /// `yesterday`, `last-week`, `last-month`, `last-year`: the one before the current one.
    Last(Unit),
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A day.
    Day,
    /// Seven days.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

/// Keywords for dates.
pub const WORDS: [(&str, When); 8] = [
    ("today", When::This(Unit::Day)),
    ("yesterday", When::Last(Unit::Day)),
    ("week", When::This(Unit::Week)),
    ("month", When::This(Unit::Month)),
    ("year", When::This(Unit::Year)),
    ("last-week", When::Last(Unit::Week)),
    ("last-month", When::Last(Unit::Month)),
    ("last-year", When::Last(Unit::Year)),
];

/// The same in other words, folded; English ones with `-` for each blank.
const OTHER_WORDS: [(&str, When); 20] = [
    ("this-week", When::This(Unit::Week)),
    ("this-month", When::This(Unit::Month)),
    ("this-year", When::This(Unit::Year)),
    ("今天", When::This(Unit::Day)),
    ("今日", When::This(Unit::Day)),
    ("昨天", When::Last(Unit::Day)),
    ("昨日", When::Last(Unit::Day)),
    ("前天", When::Ago(2, Unit::Day)),
    ("本周", When::This(Unit::Week)),
    ("这周", When::This(Unit::Week)),
    ("这星期", When::This(Unit::Week)),
    ("上周", When::Last(Unit::Week)),
    ("上星期", When::Last(Unit::Week)),
    ("本月", When::This(Unit::Month)),
    ("这个月", When::This(Unit::Month)),
    ("上月", When::Last(Unit::Month)),
    ("上个月", When::Last(Unit::Month)),
    ("今年", When::This(Unit::Year)),
    ("去年", When::Last(Unit::Year)),
    ("上年", When::Last(Unit::Year)),
];

const UNITS: [(char, Unit); 4] =
    [('d', Unit::Day), ('w', Unit::Week), ('m', Unit::Month), ('y', Unit::Year)];

impl Dates {
    /// Parses a date or a range as typed.
    pub fn read(text: &str) -> Option<Self> {
        let text = text_to_ascii(text.trim()).to_ascii_lowercase().replace(' ', "-");
        Self::parse(&text).ok()
    }

    /// Parses ASCII text.
    pub(super) fn parse(text: &str) -> Result<Self, Fault> {
        let Some((from, to)) = text.split_once("..") else {
            return When::parse(text).map(Self::At);
        };
        let end = |text: &str| Some(text).filter(|text| !text.is_empty()).map(When::parse);
        let (from, to) = (end(from).transpose()?, end(to).transpose()?);
        match (from, to) {
            (None, None) => Err(Fault::new(ErrorKind::EmptyRange)),
            (Some(from), Some(to)) if from.begins_after(to) => {
                Err(Fault::new(ErrorKind::BackwardRange))
            }
            _ => Ok(Self::Between(from, to)),
        }
    }

    /// The first and the last day; `None` is an open end.
    pub fn days(self, today: Date) -> (Option<Date>, Option<Date>) {
        match self {
            Self::At(When::Ago(count, unit)) => {
                (Some(When::Ago(count, unit).days(today).0), Some(today))
            }
            Self::At(when) => {
                let (first, last) = when.days(today);
                (Some(first), Some(last))
            }
            Self::Between(from, to) => {
                (from.map(|from| from.days(today).0), to.map(|to| to.days(today).1))
            }
        }
    }
}

impl When {
    /// Parses ASCII text.
    pub(super) fn parse(text: &str) -> Result<Self, Fault> {
        let text = text.to_ascii_lowercase();
        let folded = fold(&text);
        let mut words = WORDS.iter().chain(&OTHER_WORDS);
        if let Some((_, when)) = words.find(|(word, _)| *word == folded) {
            return Ok(*when);
        }
        if let Some((count, unit)) =
            UNITS.iter().find_map(|&(letter, unit)| Some((text.strip_suffix(letter)?, unit)))
        {
            let count = number(count, 1..=4).ok_or_else(|| Fault::new(ErrorKind::NoDate))?;
            return Ok(Self::Ago(count, unit));
        }
        Self::absolute(&text)
    }

    /// Years have four digits; the separator is `-`, `/`, `.`, `年月日` or nothing.
    fn absolute(text: &str) -> Result<Self, Fault> {
        let no_date = || Fault::new(ErrorKind::NoDate);
        let chinese = text.replace(['年', '月'], "-");
        let text = chinese.strip_suffix('日').unwrap_or(&chinese);
        let text = if text == chinese { text.strip_suffix('-').unwrap_or(text) } else { text };
        let compact = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
        let parts: Vec<&str> = if compact {
            [0..4, 4..6, 6..8].into_iter().filter_map(|range| text.get(range)).collect()
        } else {
            text.split(['-', '/', '.']).collect()
        };
        let year = parts.first().and_then(|year| number(year, 4..=4)).ok_or_else(no_date)?;
        let year = year as i16;
        if year == 0 {
            return Err(Fault::new(ErrorKind::NoYearZero));
        }
        match parts.get(1..).unwrap_or_default() {
            [] => Ok(Self::Year(year)),
            [week] if week.starts_with('w') => {
                let week = week.strip_prefix('w').and_then(|week| number(week, 1..=2));
                let week = week.ok_or_else(no_date)? as i8;
                let missing =
                    || Fault::with(ErrorKind::NotInCalendar, format_args!("{year:04}-W{week:02}"));
                monday(year, week).map(|_| Self::Week(year, week)).ok_or_else(missing)
            }
            [month] => month_of(month).map(|month| Self::Month(year, month)),
            [month, day] => {
                let month = month_of(month)?;
                let day = number(day, 1..=2).ok_or_else(no_date)? as i8;
                let missing = |_| {
                    Fault::with(
                        ErrorKind::NotInCalendar,
                        format_args!("{year:04}-{month:02}-{day:02}"),
                    )
                };
                Date::new(year, month, day).map(Self::Day).map_err(missing)
            }
            _ => Err(no_date()),
        }
    }

    /// Whether both are absolute and the other ends before this one begins.
    fn begins_after(self, other: Self) -> bool {
        let fixed = |when| !matches!(when, Self::Ago(..) | Self::This(_) | Self::Last(_));
        // Absolute dates do not depend on today.
        let (first, last) = (self.days(Date::ZERO).0, other.days(Date::ZERO).1);
        fixed(self) && fixed(other) && first > last
    }

    /// The first and the last day, clamped to the calendar.
    pub fn days(self, today: Date) -> (Date, Date) {
        let month = |first: Date| (first, first.last_of_month());
        match self {
            Self::Year(year) => {
                let first = Date::new(year, 1, 1).unwrap_or(Date::MIN);
                (first, first.last_of_year())
            }
            Self::Month(year, number) => month(Date::new(year, number, 1).unwrap_or(Date::MIN)),
            Self::Week(year, week) => {
                let first = monday(year, week).unwrap_or(Date::MIN);
                (first, first.saturating_add(6.days()))
            }
            Self::Day(day) => (day, day),
            Self::Ago(count, unit) => {
                let count = i64::from(count);
                let span = match unit {
                    Unit::Day => Span::new().try_days(count),
                    Unit::Week => Span::new().try_weeks(count),
                    Unit::Month => Span::new().try_months(count),
                    Unit::Year => Span::new().try_years(count),
                };
                let day = span.map_or(Date::MIN, |span| today.saturating_sub(span));
                (day, day)
            }
            Self::This(Unit::Day) => (today, today),
            Self::This(Unit::Week) => {
                let since = i64::from(today.weekday().to_monday_zero_offset());
                let first = today.saturating_sub(since.days());
                (first, first.saturating_add(6.days()))
            }
            Self::This(Unit::Month) => month(today.first_of_month()),
            Self::This(Unit::Year) => (today.first_of_year(), today.last_of_year()),
            Self::Last(unit) => {
                let (first, _) = Self::This(unit).days(today);
                Self::This(unit).days(first.saturating_sub(1.day()))
            }
        }
    }
}

/// Parses a number with a given count of digits.
fn number(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<u16> {
    let is_number = digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

fn month_of(text: &str) -> Result<i8, Fault> {
    let month = number(text, 1..=2).ok_or_else(|| Fault::new(ErrorKind::NoDate))?;
    let missing = || Fault::with(ErrorKind::NoMonth, month);
    i8::try_from(month).ok().filter(|month| (1..=12).contains(month)).ok_or_else(missing)
}

fn monday(year: i16, week: i8) -> Option<Date> {
    ISOWeekDate::new(year, week, Weekday::Monday).ok().map(Date::from)
}

impl fmt::Display for Dates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = match self {
            Self::At(when) => return when.fmt(f),
            Self::Between(from, to) => (from, to),
        };
        from.iter().try_for_each(|when| when.fmt(f))?;
        f.write_str("..")?;
        to.iter().try_for_each(|when| when.fmt(f))
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Week(year, week) => write!(f, "{year:04}-W{week:02}"),
            Self::Day(day) => day.fmt(f),
            Self::Ago(count, unit) => {
                let letter = UNITS.iter().find(|(_, known)| known == unit);
                write!(f, "{count}{}", letter.map_or('d', |&(letter, _)| letter))
            }
            Self::This(_) | Self::Last(_) => {
                let word = WORDS.iter().find(|(_, known)| known == self);
                f.write_str(word.map_or("today", |&(word, _)| word))
            }
        }
    }
}
