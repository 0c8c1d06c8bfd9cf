//! Parses the words and numbers of a date in every form of R10.
//!
//! One pass, no allocation. A text that begins with a number is a numeric date, one that begins
//! with a word is a date in words (RFC 2822, `Jan 5, 2020`, output of `date`). Knows no time zones
//! and no calendar: the caller checks the ranges.

use super::DateError;
use super::scanner::{RawZone, Scanner};

/// A date as written, not checked.
pub(super) struct RawDate<'a> {
    pub year: u32,
    pub month: u32,
    pub day: u32,
    /// Hour, minute and second; hour 24 and second 60 are clamped.
    pub time: Option<(i8, i8, i8)>,
    pub clamped: bool,
    pub zone: RawZone<'a>,
    /// Whether it is a timestamp in YAML: `Y-M-D` and a time with seconds (J11).
    pub yaml_timestamp: bool,
}

/// Parses a date of any form.
pub(super) fn read(text: &str) -> Result<RawDate<'_>, DateError> {
    let text = text.trim();
    let mut scan = Scanner::new(text);
    match scan.peek() {
        None => Err(DateError::Empty),
        Some(b'0'..=b'9') => numeric(&mut scan),
        Some(b'+' | b'-') => Err(DateError::NoDay),
        Some(_) => in_words(&mut scan, None),
    }
}

/// Parses `2021-12-08 ...`, `2013/7/13`, `20200105`, `2022年1月6日`; `6 Jan 2022` continues in words.
fn numeric<'a>(scan: &mut Scanner<'a>) -> Result<RawDate<'a>, DateError> {
    let (first, digits) = scan.number().ok_or(DateError::Form)?;
    if digits == 8 {
        let day = (first / 10_000, first / 100 % 100, first % 100);
        return rest_of_numeric(scan, day, false);
    }
    let separator = scan.peek();
    let (month, day) = match separator {
        Some(b'-' | b'/' | b'.') => {
            scan.at += 1;
            let month = scan.number();
            let same = scan.eat_byte(separator);
            match (month, same, scan.number()) {
                (Some((month, ..=2)), true, Some((day, ..=2))) => (month, day),
                _ => return Err(DateError::Form),
            }
        }
        Some(b':') => return Err(DateError::NoDay),
        _ => {
            scan.blanks();
            if !scan.eat("年") {
                return in_words(scan, Some((first, digits)));
            }
            let month = scan.number_before(&["月"]);
            let day = scan.number_before(&["日", "号", "號"]);
            let (Some(month), Some(day)) = (month, day) else { return Err(DateError::Form) };
            scan.blanks();
            if scan.eat("星期") || scan.eat("周") || scan.eat("週") {
                scan.skip_char();
            }
            (month, day)
        }
    };
    let first = match digits {
        // J12
        2 => first + if first < 69 { 2000 } else { 1900 },
        3.. if digits != 4 => return Err(DateError::Year),
        _ => first,
    };
    rest_of_numeric(scan, (first, month, day), separator == Some(b'-') && digits == 4)
}

fn rest_of_numeric<'a>(
    scan: &mut Scanner<'a>,
    (year, month, day): (u32, u32, u32),
    dashes: bool,
) -> Result<RawDate<'a>, DateError> {
    let after_date = scan.at;
    match scan.peek() {
        Some(b'T' | b't') => scan.at += 1,
        _ => scan.blanks(),
    }
    let time = scan.time_of_day()?;
    if time.is_none() {
        scan.at = after_date;
    }
    let zone = if time.is_some() { scan.zone()? } else { RawZone::None };
    scan.end()?;
    Ok(RawDate {
        year,
        month,
        day,
        time: time.as_ref().map(|time| time.time),
        clamped: time.as_ref().is_some_and(|time| time.clamped),
        zone,
        yaml_timestamp: dashes && time.is_some_and(|time| time.has_seconds),
    })
}

/// Parses a date in words: month, day, year, time and zone in any order.
fn in_words<'a>(
    scan: &mut Scanner<'a>,
    first: Option<(u32, usize)>,
) -> Result<RawDate<'a>, DateError> {
    let (mut year, mut month, mut day, mut time, mut zone) = (None, None, None, None, None);
    let mut weekday = false;
    if let Some((number, digits)) = first {
        scan.ordinal();
        if digits > 2 {
            return Err(DateError::Form);
        }
        day = Some(number);
    }
    loop {
        scan.blanks();
        if scan.eat(",") {
            continue;
        }
        let start = scan.at;
        match scan.peek() {
            None => break,
            Some(b'0'..=b'9') => {
                let (number, digits) = scan.number().ok_or(DateError::Form)?;
                if scan.peek() == Some(b':') {
                    scan.at = start;
                    set_once(&mut time, scan.time_of_day()?.ok_or(DateError::Form)?)?;
                } else if digits <= 2 {
                    scan.ordinal();
                    set_once(&mut day, number)?;
                } else {
                    set_once(&mut year, number)?;
                }
            }
            Some(b'+' | b'-') => set_once(&mut zone, scan.zone()?)?,
            Some(_) => {
                let word = scan.word();
                if let Some(found) = month_of(word) {
                    set_once(&mut month, found)?;
                } else if is_weekday(word) && !weekday {
                    weekday = true;
                } else if time.is_some() && !word.is_empty() {
                    scan.at = start;
                    set_once(&mut zone, scan.zone()?)?;
                } else {
                    return Err(DateError::Form);
                }
            }
        }
    }
    let (Some(month), Some(day), Some(year)) = (month, day, year) else {
        let nothing = month.is_none() && day.is_none() && year.is_none();
        return Err(if nothing { DateError::NoDay } else { DateError::Form });
    };
    Ok(RawDate {
        year,
        month,
        day,
        time: time.as_ref().map(|time| time.time),
        clamped: time.as_ref().is_some_and(|time| time.clamped),
        zone: zone.unwrap_or(RawZone::None),
        yaml_timestamp: false,
    })
}

/// Sets a part of the date; fails if it is already set.
fn set_once<T>(part: &mut Option<T>, value: T) -> Result<(), DateError> {
    match part.replace(value) {
        None => Ok(()),
        Some(_) => Err(DateError::Form),
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Whether a word is a name or its abbreviation with at least three letters (`Sept`, `Tues`).
fn abbreviates(word: &str, name: &str) -> bool {
    word.len() >= 3 && name.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

fn month_of(word: &str) -> Option<u32> {
    (1..).zip(MONTHS).find(|(_, name)| abbreviates(word, name)).map(|(number, _)| number)
}

fn is_weekday(word: &str) -> bool {
    WEEKDAYS.iter().any(|name| abbreviates(word, name))
}
