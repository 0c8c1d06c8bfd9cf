//! Parses dates in the names of files and folders.
//!
//! Called for every name before any file is opened, so that the newest posts can be read first.
//! Works on bytes, since names need not be UTF-8, and does not allocate.

use jiff::civil::Date;

use super::{PostDate, Zone};

/// A calendar day found in a name or a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameDate {
    /// The year, 1-9999.
    pub year: i16,
    /// The month, 1-12.
    pub month: i8,
    /// The day, 1-31, valid for the month.
    pub day: i8,
    /// The offset of the rest, after the date and its separator, in bytes.
    pub rest: usize,
    /// The length of the name before a date at its end, without the separator; 0 if the date is at the
    /// start.
    pub head: usize,
    /// Whether the name begins as Jekyll requires: `YY..YYYY-M-D-` (J3).
    pub strict: bool,
}

impl NameDate {
    /// The day as the number `yyyymmdd`.
    pub fn sort_key(self) -> u32 {
        let (year, month, day) = (self.year as u32, self.month as u32, self.day as u32);
        year * 10_000 + month * 100 + day
    }

    /// Local midnight of the day (J11); `None` if it is out of the zone's range.
    pub fn to_date(self, zone: &Zone) -> Option<PostDate> {
        let midnight = Date::new(self.year, self.month, self.day).ok()?.at(0, 0, 0, 0);
        zone.date_of_local(midnight, false)
    }
}

/// The date at the start of a file or folder name, or else at its end (R9).
///
/// At the start: `Y-M-D` or `YYYYMMDD`, also after a `-`; `YYYY.M.D`, `YYYY_M_D` and `YYYY年M月D日`; each
/// also in brackets. A `T` and a time of day may follow. Two-digit years are accepted only in Jekyll's
/// form `YY-M-D-` (J3, J12). At the end, before an extension: the same with four digits for the year.
pub fn from_name(name: &[u8]) -> Option<NameDate> {
    // Nearly all names begin with a digit.
    let brackets = BRACKETS.iter().filter(|_| !name.first().is_some_and(u8::is_ascii_digit));
    for (opening, closing) in brackets {
        if let Some(inner) = name.strip_prefix(opening.as_bytes()) {
            let date = at_start(inner, Some(closing.as_bytes()))?;
            return Some(NameDate { rest: date.rest + opening.len(), strict: false, ..date });
        }
    }
    at_start(name, None).or_else(|| at_end(name))
}

/// Brackets around a date.
const BRACKETS: [(&str, &str); 4] = [("[", "]"), ("【", "】"), ("(", ")"), ("（", "）")];
/// The years of dates that might be other numbers.
const LIKELY_YEARS: std::ops::RangeInclusive<i16> = 1900..=2099;

fn at_start(name: &[u8], closing: Option<&[u8]>) -> Option<NameDate> {
    let start = usize::from(name.first() == Some(&b'-'));
    let (year, digits) = number(name, start, 8)?;
    if digits == 8 {
        let compact = day(year / 10_000, year / 100 % 100, year % 100)?;
        // Other eight-digit numbers are more often ids than days.
        if !LIKELY_YEARS.contains(&compact.year) {
            return None;
        }
        let end = start + 8;
        let rest = match closing {
            Some(closing) => after(name, end, closing)?,
            None => end + usize::from(matches!(name.get(end), Some(b'-' | b'_' | b' '))),
        };
        return Some(NameDate { rest, ..compact });
    }
    let [to_month, to_day] = match name.get(start + digits)? {
        b'-' => ["-", "-"],
        b'.' if digits == 4 => [".", "."],
        b'_' if digits == 4 => ["_", "_"],
        _ if digits == 4 => ["年", "月"],
        _ => return None,
    };
    let (month, month_end) = number_behind(name, start + digits, to_month.as_bytes())?;
    let (day_number, day_end) = number_behind(name, month_end, to_day.as_bytes())?;
    let is_loose = to_month != "-";
    let end = if to_month == "年" {
        after(name, day_end, "日".as_bytes()).or_else(|| after(name, day_end, "号".as_bytes()))?
    } else {
        day_end
    };
    let separator = name.get(end);
    let strict = start == 0 && closing.is_none() && !is_loose && separator == Some(&b'-');
    let year = match digits {
        4 => year,
        2 if strict => year + if year < 69 { 2000 } else { 1900 },
        _ => return None,
    };
    let date = day(year, month, day_number)?;
    if is_loose && !LIKELY_YEARS.contains(&date.year) {
        return None;
    }
    let rest = match (closing, separator) {
        (Some(closing), _) => after(name, end, closing)?,
        // A version, such as 2024.1.2.3.
        (_, Some(b'.')) if to_month == "." && name.get(end + 1).is_some_and(u8::is_ascii_digit) => {
            return None;
        }
        (_, Some(b'-' | b' ' | b'_')) => end + 1,
        // A folder's name, or a file's without a slug, or a slug of other letters.
        (_, None | Some(b'.')) => end,
        (_, Some(byte)) if !byte.is_ascii() => end,
        (_, Some(b'T')) => after_time(name, end + 1)?,
        _ if to_month == "年" => end,
        _ => return None,
    };
    Some(NameDate { rest, strict, ..date })
}

/// The date at the end of a name, with its separator before it and an extension or a bracket after.
fn at_end(name: &[u8]) -> Option<NameDate> {
    let dot = name.iter().rposition(|&byte| byte == b'.').filter(|&dot| {
        // Not the dot of a date.
        name.get(dot + 1).is_some_and(u8::is_ascii_alphabetic)
    });
    let stem = name.get(..dot.unwrap_or(name.len()))?;
    let bracketed = BRACKETS
        .iter()
        .find_map(|(opening, closing)| Some((stem.strip_suffix(closing.as_bytes())?, *opening)));
    let (stem, opening) = bracketed.unwrap_or((stem, ""));
    // The lengths of `YYYY年M月D日`, of `YYYY-M-D` and of `YYYYMMDD`.
    [17, 16, 15, 10, 9, 8].into_iter().find_map(|len| {
        let (head, text) = stem.split_at_checked(stem.len().checked_sub(len)?)?;
        let date = at_start(text, None).filter(|date| date.rest == len)?;
        let head = head.strip_suffix(opening.as_bytes())?;
        let before = *head.last()?;
        let is_apart = matches!(before, b'-' | b'_' | b' ')
            || !before.is_ascii()
            || !text.is_ascii() && !before.is_ascii_digit();
        let is_likely = LIKELY_YEARS.contains(&date.year);
        let is_date = is_likely && (is_apart || !opening.is_empty());
        is_date.then_some(NameDate { rest: 0, strict: false, head: head.len(), ..date })
    })
}

/// The offset after a text at an offset.
fn after(name: &[u8], at: usize, text: &[u8]) -> Option<usize> {
    name.get(at..)?.starts_with(text).then_some(at + text.len())
}

/// The offset after a time of day and a separator: hours, minutes and perhaps seconds, with or without
/// a sign between them.
fn after_time(name: &[u8], at: usize) -> Option<usize> {
    let part = |at: usize, most: u32| {
        let (value, digits) = number(name, at, 2)?;
        (digits == 2 && value <= most).then_some(at + 2)
    };
    let hour_end = part(at, 23)?;
    let sign = usize::from(matches!(name.get(hour_end), Some(b'-' | b'_' | b'.' | b':')));
    let between = name.get(hour_end..hour_end + sign)?;
    let minute_end = part(hour_end + sign, 59)?;
    let second_end = after(name, minute_end, between).and_then(|at| part(at, 60));
    let end = second_end.unwrap_or(minute_end);
    let end = end + usize::from(name.get(end) == Some(&b'Z'));
    match name.get(end) {
        None | Some(b'.') => Some(end),
        Some(b'-' | b'_' | b' ') => Some(end + 1),
        Some(byte) => (!byte.is_ascii()).then_some(end),
    }
}

/// The first day `YYYY/MM/DD` among the components of a path (R9).
pub fn in_path(path: &[u8]) -> Option<NameDate> {
    let mut start = 0;
    loop {
        if let Some(found) = path_day(path, start) {
            return Some(found);
        }
        start += memchr::memchr(b'/', path.get(start..)?)? + 1;
    }
}

fn path_day(path: &[u8], start: usize) -> Option<NameDate> {
    let part = |at: usize, most: usize| {
        let (value, digits) = number(path, at, most)?;
        let end = at + digits;
        matches!(path.get(end), None | Some(b'/')).then_some((value, digits, end))
    };
    let (year, 4, year_end) = part(start, 4)? else { return None };
    let (month, _, month_end) = part(year_end + 1, 2)?;
    let (day_number, _, day_end) = part(month_end + 1, 2)?;
    let rest = path.len().min(day_end + 1);
    Some(NameDate { rest, ..day(year, month, day_number)? })
}

/// A valid day of the calendar.
fn day(year: u32, month: u32, day: u32) -> Option<NameDate> {
    let (year, month, day) = (year as i16, month as i8, day as i8);
    if year < 1 {
        return None;
    }
    Date::new(year, month, day).ok()?;
    Some(NameDate { year, month, day, rest: 0, head: 0, strict: false })
}

/// The number of one or two digits after a separator, and the offset after it.
fn number_behind(name: &[u8], at: usize, separator: &[u8]) -> Option<(u32, usize)> {
    let at = after(name, at, separator)?;
    let (value, digits) = number(name, at, 2)?;
    let longer = name.get(at + digits).is_some_and(u8::is_ascii_digit);
    (!longer).then_some((value, at + digits))
}

/// The number at an offset, of up to `most` digits, and the count of its digits.
fn number(name: &[u8], at: usize, most: usize) -> Option<(u32, usize)> {
    let mut value = 0;
    let mut digits = 0;
    for byte in name.get(at..)?.iter().take(most).take_while(|byte| byte.is_ascii_digit()) {
        value = value * 10 + u32::from(byte - b'0');
        digits += 1;
    }
    (digits > 0).then_some((value, digits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_of_files_and_folders() {
        // R9, J3, J12: the day, the rest, and whether Jekyll would accept the name.
        for (name, expected) in [
            ("2021-12-08-202112082206954012.md", Some((20_211_208, "202112082206954012.md", true))),
            ("2020-2-5-x.md", Some((20_200_205, "x.md", true))),
            ("2020-01-05-.md", Some((20_200_105, ".md", true))),
            ("20-01-05-x.md", Some((20_200_105, "x.md", true))),
            ("68-1-5-x.md", Some((20_680_105, "x.md", true))),
            ("69-1-5-x.md", Some((19_690_105, "x.md", true))),
            ("20-01-05 x.md", None),
            ("200-01-05-x.md", None),
            ("2020-01-05 标题.md", Some((20_200_105, "标题.md", false))),
            ("2020-01-05_x.md", Some((20_200_105, "x.md", false))),
            ("2020-01-05.md", Some((20_200_105, ".md", false))),
            ("2020-01-05", Some((20_200_105, "", false))),
            ("20200101 Title.md", Some((20_200_101, "Title.md", false))),
            ("-202205262391921712.md", Some((20_220_526, "2391921712.md", false))),
            ("20220526.md", Some((20_220_526, ".md", false))),
            ("12345678-x.md", None),
            ("10000101-x.md", None),
            ("2020-22-01-x.md", None),
            ("2021-02-30-x.md", None),
            ("0000-01-01-x.md", None),
            ("2020-001-01-x.md", None),
            ("2020-01-01x.md", None),
            ("2020-01-011.md", None),
            ("2024-05-08丙.md", Some((20_240_508, "丙.md", false))),
            ("2024.05.09 丁.md", Some((20_240_509, "丁.md", false))),
            ("2024.5.9.md", Some((20_240_509, ".md", false))),
            ("2024.5.9.1.md", None),
            ("0024.5.9 x.md", None),
            ("2024年5月10日 乙.md", Some((20_240_510, "乙.md", false))),
            ("2024年5月10日乙.md", Some((20_240_510, "乙.md", false))),
            ("2024年5月10号.md", Some((20_240_510, ".md", false))),
            ("2024年5月.md", None),
            ("[2016-08-28] 甲.md", Some((20_160_828, " 甲.md", false))),
            ("【20160828】甲.md", Some((20_160_828, "甲.md", false))),
            ("（2016年8月28日）甲.md", Some((20_160_828, "甲.md", false))),
            ("[2016-08-28 甲.md", None),
            ("2024_05_12_x.md", Some((20_240_512, "x.md", false))),
            ("2024_05_12_.md", Some((20_240_512, ".md", false))),
            ("2017-05-12T1246_x", Some((20_170_512, "x", false))),
            ("2017-05-12T124600", Some((20_170_512, "", false))),
            ("2017-05-12T124600题", Some((20_170_512, "题", false))),
            ("2017-05-12T12-46-00 题.md", Some((20_170_512, "题.md", false))),
            ("2017-05-12T12:46Z.md", Some((20_170_512, ".md", false))),
            ("2017-05-12T12-46-5 x.md", Some((20_170_512, "5 x.md", false))),
            ("2017-05-12T24-00-00 题.md", None),
            ("2017-05-12T12-x.md", None),
            ("2017-05-12Tx", None),
            ("template.md", None),
            ("", None),
            ("-", None),
        ] {
            let found = from_name(name.as_bytes());
            let found =
                found.map(|date| (date.sort_key(), name.get(date.rest..).unwrap(), date.strict));
            assert_eq!(found, expected, "{name:?}");
        }
    }

    #[test]
    fn days_at_the_end_of_names() {
        // R9
        for (name, expected) in [
            ("标题-2024-05-17.md", Some((20_240_517, "标题-"))),
            ("标题 2024.5.17.md", Some((20_240_517, "标题 "))),
            ("标题2024-05-17", Some((20_240_517, "标题"))),
            ("标题（2024-05-17）.md", Some((20_240_517, "标题"))),
            ("标题 2024年5月7日.md", Some((20_240_507, "标题 "))),
            ("标题2024年05月17日", Some((20_240_517, "标题"))),
            ("标题 (2024年5月17日).md", Some((20_240_517, "标题 "))),
            ("标题【2024年12月17号】.md", Some((20_241_217, "标题"))),
            ("x2024年5月17日.md", Some((20_240_517, "x"))),
            ("12024年5月17日.md", None),
            ("标题2024年5月.md", None),
            ("x_20240517.md", Some((20_240_517, "x_"))),
            ("x2024-05-17.md", None),
            ("第2-2024-05-17.md", Some((20_240_517, "第2-"))),
            ("x-2024-05-17-2.md", None),
            ("x-12024-05-17.md", None),
            ("x-1024-05-17.md", None),
            ("x-2024-13-17.md", None),
            ("2-2024-05-17.md", Some((20_240_517, "2-"))),
            ("hexo-2-7-8.md", None),
        ] {
            let found = from_name(name.as_bytes());
            let found = found.map(|date| (date.sort_key(), name.get(..date.head).unwrap()));
            assert_eq!(found, expected, "{name:?}");
        }
    }

    #[test]
    fn days_in_paths() {
        // R9
        for (path, expected) in [
            ("/2020/03/26/title/", Some((20_200_326, "title/"))),
            ("2020/03/26/title", Some((20_200_326, "title"))),
            ("news/2020/3/6", Some((20_200_306, ""))),
            ("a/2020/2020/01/02/x.md", Some((20_200_102, "x.md"))),
            ("/2020/13/26/x", None),
            ("/2020/03/26x/", None),
            ("/2020/03/", None),
            ("/02020/03/26/", None),
            ("", None),
        ] {
            let found = in_path(path.as_bytes());
            let found = found.map(|date| (date.sort_key(), path.get(date.rest..).unwrap()));
            assert_eq!(found, expected, "{path:?}");
        }
    }

    #[test]
    fn a_day_begins_at_local_midnight() {
        // J11
        let day = from_name(b"2020-01-05-x.md").unwrap();
        let zone = Zone::named("Asia/Shanghai").unwrap();
        assert_eq!(day.to_date(&zone).unwrap().rfc3339(), "2020-01-05T00:00:00+08:00");
        assert!(!day.to_date(&zone).unwrap().has_time);
        assert_eq!(day.to_date(&Zone::AS_WRITTEN).unwrap().rfc3339(), "2020-01-05T00:00:00Z");
    }

    proptest! {
        #[test]
        fn any_name_is_read(
            bytes in proptest::collection::vec(any::<u8>(), 0..40),
            near in "-?[0-9]{1,8}[-/][0-9]{1,3}[-/ ][0-9]{1,3}.{0,3}",
        ) {
            for name in [bytes.as_slice(), near.as_bytes()] {
                for date in [from_name(name), in_path(name)].into_iter().flatten() {
                    prop_assert!(date.rest <= name.len() && date.head < name.len().max(1));
                    prop_assert!(date.to_date(&Zone::AS_WRITTEN).is_some());
                }
            }
        }
    }
}
