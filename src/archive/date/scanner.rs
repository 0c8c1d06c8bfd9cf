//! Scans the parts of a date's text: numbers, words, times of day and zones.
//!
//! Each method consumes one part at the current offset, or nothing if the part is not there. No
//! allocation. Does not know in which order parts form a date.

use super::DateError;

/// A zone as written.
#[derive(Clone, Copy)]
pub(super) enum RawZone<'a> {
    /// No zone.
    None,
    /// Minutes east of UTC.
    Offset(i16),
    /// `CST`: China's or North America's time.
    China,
    /// An unknown abbreviation.
    Unknown(&'a str),
}

/// Abbreviations and their offsets in hours (R10).
const ZONES: [(&str, i16); 19] = [
    ("Z", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("UT", 0),
    ("WET", 0),
    ("CET", 1),
    ("CEST", 2),
    ("EET", 2),
    ("MSK", 3),
    ("HKT", 8),
    ("SGT", 8),
    ("JST", 9),
    ("KST", 9),
    ("EST", -5),
    ("EDT", -4),
    ("CDT", -5),
    ("MST", -7),
    ("PST", -8),
    ("PDT", -7),
];

/// A time of day.
pub(super) struct TimeOfDay {
    /// Hour, minute and second, clamped.
    pub time: (i8, i8, i8),
    pub has_seconds: bool,
    pub clamped: bool,
}

/// A date's text and an offset in it.
pub(super) struct Scanner<'a> {
    text: &'a str,
    /// The offset in bytes.
    pub at: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn eat(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    pub(super) fn eat_byte(&mut self, byte: Option<u8>) -> bool {
        let found = byte.is_some() && self.peek() == byte;
        self.at += usize::from(found);
        found
    }

    pub(super) fn skip_char(&mut self) {
        self.at += self.rest().chars().next().map_or(0, char::len_utf8);
    }

    pub(super) fn blanks(&mut self) {
        while self.eat(" ") || self.eat("\t") || self.eat("\u{3000}") {}
    }

    /// A number, saturating, and the count of its digits.
    pub(super) fn number(&mut self) -> Option<(u32, usize)> {
        let start = self.at;
        let mut value = 0u32;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            value = value.saturating_mul(10).saturating_add(u32::from(digit - b'0'));
            self.at += 1;
        }
        (self.at > start).then_some((value, self.at - start))
    }

    /// A number followed by one of the units, with optional blanks: `1 月`.
    pub(super) fn number_before(&mut self, units: &[&str]) -> Option<u32> {
        let start = self.at;
        self.blanks();
        let number = self.number();
        self.blanks();
        if number.is_some() && units.iter().any(|unit| self.eat(unit)) {
            return number.map(|(value, _)| value);
        }
        self.at = start;
        None
    }

    /// A run of ASCII letters.
    pub(super) fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let len = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        self.at += len;
        rest.get(..len).unwrap_or_default()
    }

    /// Skips the suffix of `5th`.
    pub(super) fn ordinal(&mut self) {
        let start = self.at;
        if !matches!(self.word(), "st" | "nd" | "rd" | "th") {
            self.at = start;
        }
    }

    /// A time of day: `4:00`, `04:00:00.123`, `104618` after a `T`, `10时46分05秒`, `下午3点`.
    pub(super) fn time_of_day(&mut self) -> Result<Option<TimeOfDay>, DateError> {
        let start = self.at;
        let mut afternoon = match () {
            () if self.eat("下午") || self.eat("晚上") => Some(true),
            () if self.eat("上午") || self.eat("凌晨") || self.eat("早上") => Some(false),
            () => None,
        };
        self.blanks();
        let Some((mut hour, digits)) = self.number() else {
            self.at = start;
            return Ok(None);
        };
        let (mut minute, second);
        if digits == 6 {
            (minute, second) = (hour / 100 % 100, Some(hour % 100));
            hour /= 10_000;
        } else if self.eat(":") {
            minute = self.number().ok_or(DateError::Time)?.0;
            second =
                if self.eat(":") { Some(self.number().ok_or(DateError::Time)?.0) } else { None };
        } else if self.eat("时") || self.eat("時") || self.eat("点") || self.eat("點") {
            minute = self.number_before(&["分"]).unwrap_or(0);
            second = self.number_before(&["秒"]);
        } else {
            self.at = start;
            return Ok(None);
        }
        let has_seconds = second.is_some();
        if has_seconds && (self.eat(".") || self.eat(",")) {
            self.number();
        }
        if afternoon.is_none() {
            afternoon = self.am_or_pm();
        }
        let mut second = second.unwrap_or(0);
        match afternoon {
            Some(true) if hour < 12 => hour += 12,
            Some(false) if hour == 12 => hour = 0,
            _ => {}
        }
        let clamped = second == 60 || (hour, minute, second) == (24, 0, 0);
        if hour == 24 && clamped {
            (hour, minute, second) = (23, 59, 59);
        }
        second -= u32::from(second == 60);
        if hour > 23 || minute > 59 || second > 59 {
            return Err(DateError::Time);
        }
        let time = (hour as i8, minute as i8, second as i8);
        Ok(Some(TimeOfDay { time, has_seconds, clamped }))
    }

    fn am_or_pm(&mut self) -> Option<bool> {
        let start = self.at;
        self.blanks();
        match self.word() {
            word if word.eq_ignore_ascii_case("pm") => Some(true),
            word if word.eq_ignore_ascii_case("am") => Some(false),
            _ => {
                self.at = start;
                None
            }
        }
    }

    /// A zone: an offset, an abbreviation, or both (`GMT+8`); no zone at the end of the text.
    pub(super) fn zone(&mut self) -> Result<RawZone<'a>, DateError> {
        self.blanks();
        if self.peek().is_none() {
            return Ok(RawZone::None);
        }
        let letters = self.word();
        let offset = self.offset()?;
        let zone = match (letters, offset) {
            ("" | "UTC" | "GMT" | "UT", Some(offset)) => RawZone::Offset(offset),
            ("", None) | (_, Some(_)) => return Err(DateError::Form),
            ("CST", None) => RawZone::China,
            (_, None) => match ZONES.iter().find(|(name, _)| letters.eq_ignore_ascii_case(name)) {
                Some((_, hours)) => RawZone::Offset(hours * 60),
                None if letters.len() <= 5 && letters.bytes().all(|b| b.is_ascii_uppercase()) => {
                    RawZone::Unknown(letters)
                }
                None => return Err(DateError::Form),
            },
        };
        self.comment();
        Ok(zone)
    }

    /// An offset in minutes, less than a day: `+08`, `+0800`, `+08:00`.
    fn offset(&mut self) -> Result<Option<i16>, DateError> {
        let sign = match self.peek() {
            Some(b'+') => 1,
            Some(b'-') => -1,
            _ => return Ok(None),
        };
        self.at += 1;
        let (hours, minutes) = match self.number() {
            Some((hours, 1 | 2)) if self.eat(":") => match self.number() {
                Some((minutes, 2)) => (hours, minutes),
                _ => return Err(DateError::Form),
            },
            Some((hours, 1 | 2)) => (hours, 0),
            Some((both, 3 | 4)) => (both / 100, both % 100),
            Some(_) => return Err(DateError::Offset),
            None => return Err(DateError::Form),
        };
        if hours > 23 || minutes > 59 {
            return Err(DateError::Offset);
        }
        Ok(Some(sign * (hours * 60 + minutes) as i16))
    }

    /// Skips a comment after the zone, as in mail: `+0800 (CST)`.
    fn comment(&mut self) {
        let start = self.at;
        self.blanks();
        if !(self.eat("(") && self.rest().ends_with(')')) {
            self.at = start;
            return;
        }
        self.at = self.text.len();
    }

    pub(super) fn end(&mut self) -> Result<(), DateError> {
        self.blanks();
        if self.peek().is_none() { Ok(()) } else { Err(DateError::Form) }
    }
}
