//! Parses TOML into entries with positions, recovering from syntax errors.
//!
//! A syntax error discards its line, or the whole table if it is in the header; parsing continues
//! after it. Knows no settings.

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use crate::clean::CleanText;
use crate::config::fault::{Fault, Found};
use crate::config::locale::Locale;
use crate::config::messages::InEach;
use crate::config::problem::{ConfigProblem, MOST, Place, quoted};

/// The deepest nesting read; settings need two levels.
const DEEPEST: usize = 8;

/// A value as written, before it has a type.
#[derive(Clone, Debug, PartialEq)]
pub enum Raw {
    /// A string.
    Text(String),
    /// An integer.
    Number(i64),
    /// A boolean.
    Bool(bool),
    /// A list.
    List(Vec<Raw>),
    /// A table.
    Table(Vec<Entry>),
    /// Anything no setting can be: a date, a float, tables nested too deeply.
    Other(String),
    /// Text of any type, from a variable or an argument.
    Untyped(String),
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key, without quotes.
    pub key: String,
    /// Its value.
    pub value: Raw,
    /// Position of the key.
    pub place: Place,
}

impl Raw {
    /// The list that untyped text is if it begins with `[`, as in a file; `None` if it is faulty or no
    /// list.
    pub(super) fn list_in(text: &str) -> Option<Self> {
        let (mut entries, problems) = parse(&CleanText::default(), &format!("list = {text}"));
        let value = entries.pop().map(|entry| entry.value);
        value.filter(|value| {
            problems.is_empty() && entries.is_empty() && matches!(value, Self::List(_))
        })
    }

    /// The value for a message.
    pub fn found(&self) -> Found {
        let value = match self {
            Self::Text(text) | Self::Untyped(text) | Self::Other(text) => quoted(text),
            Self::Number(number) => quoted(&number.to_string()),
            Self::Bool(truth) => quoted(&truth.to_string()),
            Self::List(_) => return Found::List,
            Self::Table(_) => return Found::Table,
        };
        Found::Value { value }
    }
}

/// Parses a text into its entries in order, and its syntax errors.
pub fn parse(source: &CleanText, text: &str) -> (Vec<Entry>, Vec<ConfigProblem>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let places = Places::of(text);
    let mut faulty: Vec<u32> = Vec::new();
    let mut problems = Vec::new();
    for error in errors {
        let place = places.at(error.span().map_or(0, |span| span.start));
        // One error per line; the others follow from it.
        if faulty.last() == Some(&place.line) {
            continue;
        }
        faulty.push(place.line);
        if problems.len() < MOST {
            problems.push(ConfigProblem::at(source, place, not_toml(&error, text)));
        }
    }
    faulty.sort_unstable();
    let faulty = with_what_follows(&faulty, text);
    (entries(table.get_ref(), &places, &faulty, 0), problems)
}

/// A syntax error. English quotes the parser; other languages name the kind of error and its place.
fn not_toml(error: &Error, text: &str) -> Fault {
    let span = error.span().unwrap_or_default();
    let (before, after) = text.split_at_checked(span.start).unwrap_or((text, ""));
    let rest = after.lines().next().unwrap_or_default().trim();
    let own = text.get(span).unwrap_or_default();
    let message = error.message();
    let (kind, about) = if rest.is_empty() || rest.starts_with('#') {
        ("unfinished", before.trim_end().lines().last().unwrap_or_default().trim())
    } else if message == "duplicate key" {
        ("twice", own)
    } else if message.starts_with("string values must be quoted") {
        ("unquoted", own)
    } else {
        ("other", rest)
    };
    let detail = Locale::ALL.map(|locale| match locale {
        Locale::English => CleanText::line(message),
        Locale::Simplified | Locale::Traditional => quoted(about),
    });
    Fault::NotToml { kind, detail: Box::new(InEach(detail)) }
}

/// The faulty lines, and all lines below a faulty header: their table is unknown.
fn with_what_follows(faulty: &[u32], text: &str) -> Vec<u32> {
    let mut below_a_fault = false;
    let mut lines = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let is_faulty = faulty.binary_search(&number).is_ok();
        if line.trim_start().starts_with('[') {
            below_a_fault = is_faulty;
        }
        if is_faulty || below_a_fault {
            lines.push(number);
        }
    }
    lines
}

fn entries(table: &DeTable<'_>, places: &Places, faulty: &[u32], depth: usize) -> Vec<Entry> {
    let mut sorted: Vec<_> = table.iter().collect();
    sorted.sort_by_key(|(key, _)| key.span().start);
    let entry = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
        let place = places.at(key.span().start);
        let key: &std::borrow::Cow<'_, str> = key.get_ref();
        let value = raw(value.get_ref(), places, faulty, depth + 1);
        let is_faulty = faulty.binary_search(&place.line).is_ok();
        let has_whole_parts = matches!(&value, Raw::Table(below) if !below.is_empty());
        (!is_faulty || has_whole_parts).then(|| Entry { key: key.to_string(), value, place })
    };
    sorted.into_iter().filter_map(entry).collect()
}

fn raw(value: &DeValue<'_>, places: &Places, faulty: &[u32], depth: usize) -> Raw {
    match value {
        DeValue::String(text) => Raw::Text(text.to_string()),
        DeValue::Boolean(truth) => Raw::Bool(*truth),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| Raw::Other(number.to_string()), Raw::Number),
        DeValue::Float(number) => Raw::Other(number.to_string()),
        DeValue::Datetime(date) => Raw::Other(date.to_string()),
        _ if depth > DEEPEST => Raw::Other("…".to_owned()),
        DeValue::Array(values) => {
            Raw::List(values.iter().map(|v| raw(v.get_ref(), places, faulty, depth + 1)).collect())
        }
        DeValue::Table(table) => Raw::Table(entries(table, places, faulty, depth)),
    }
}

/// The position of each byte of a text, computed once.
struct Places(Vec<Place>);

impl Places {
    fn of(text: &str) -> Self {
        let mut place = Place { line: 1, column: 1 };
        let mut places = Vec::with_capacity(text.len() + 1);
        for c in text.chars() {
            places.extend(std::iter::repeat_n(place, c.len_utf8()));
            place = match c {
                '\n' => Place { line: place.line + 1, column: 1 },
                _ => Place { column: place.column + 1, ..place },
            };
        }
        places.push(place);
        Self(places)
    }

    fn at(&self, byte: usize) -> Place {
        let last = self.0.last().copied().unwrap_or(Place { line: 1, column: 1 });
        self.0.get(byte).copied().unwrap_or(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::messages::Speak as _;

    /// Compares entries as `line:column key = value`, and problems as `line:column`.
    fn check(text: &str, expected: &[&str], faults: &[&str]) {
        let (entries, problems) = parse(&CleanText::line("f"), text);
        let mut shown = Vec::new();
        flatten("", &entries, &mut shown);
        assert_eq!(shown, expected, "{text}");
        let found: Vec<String> = problems
            .iter()
            .filter_map(|problem| problem.place)
            .map(|place| format!("{}:{}", place.line, place.column))
            .collect();
        assert_eq!(found, faults, "{text}: {problems:?}");
    }

    fn flatten(before: &str, entries: &[Entry], shown: &mut Vec<String>) {
        for Entry { key, value, place } in entries {
            match value {
                Raw::Table(below) => flatten(&format!("{before}{key}."), below, shown),
                value => {
                    let Place { line, column } = place;
                    let value = value.found().to_clean(Locale::English);
                    shown.push(format!("{line}:{column} {before}{key} = {value}"));
                }
            }
        }
    }

    #[test]
    fn entries_have_positions() {
        check("", &[], &[]);
        check("a = 1\n[b]\nc = 'x'\n", &["1:1 a = `1`", "3:1 b.c = `x`"], &[]);
        check("b.c = true\nb.d = 0x10", &["1:3 b.c = `true`", "2:3 b.d = `16`"], &[]);
        check("中 = 1", &[], &["1:1"]);
        check("\"中\".b = [1]", &["1:5 中.b = a list"], &[]);
        check("a = 2020-01-01\nb = 1.5", &["1:1 a = `2020-01-01`", "2:1 b = `1.5`"], &[]);
        check("a = 99999999999999999999", &["1:1 a = `99999999999999999999`"], &[]);
        check("\u{feff}a = 1", &["1:2 a = `1`"], &[]);
    }

    #[test]
    fn a_syntax_error_discards_its_line() {
        check("a = \nb = 2\n", &["2:1 b = `2`"], &["1:5"]);
        check(
            "[a]\nx = 1\n[reading\ny = 60\n[b]\nc = 1",
            &["2:1 a.x = `1`", "6:1 b.c = `1`"],
            &["3:9"],
        );
        check("a = 1\na = 2\nb = 3", &["1:1 a = `1`", "3:1 b = `3`"], &["2:1"]);
        check("a = 'x\nb = 2", &["2:1 b = `2`"], &["1:7"]);
    }

    #[test]
    fn hostile_nesting_is_cut_off() {
        for text in [
            format!("a = {}1{}", "[".repeat(100_000), "]".repeat(100_000)),
            format!("{}a = 1", "a.".repeat(100_000)),
            "a = {".repeat(100_000),
        ] {
            let (_, problems) = parse(&CleanText::line("f"), &text);
            assert!(!problems.is_empty());
        }
    }

    /// Fails if the parser rewords an error that we tell apart by its message.
    #[test]
    fn syntax_errors_need_no_english() {
        let check = |text: &str, english: &str, chinese: &str| {
            let (_, problems) = parse(&CleanText::line("f"), text);
            let what = problems.first().map(|problem| &problem.what).unwrap();
            let said = [Locale::English, Locale::Simplified].map(|locale| what.to_clean(locale));
            assert_eq!(said[0].as_str(), format!("not valid TOML: {english}"), "{text}");
            assert_eq!(said[1].as_str(), chinese, "{text}");
        };
        check("[a\n", "unclosed table, expected `]`", "`[a` 没有写完");
        check("a = \"x\nb = 1\n", "invalid basic string, expected `\"`", "`a = \"x` 没有写完");
        let unquoted = "string values must be quoted, expected literal string";
        check("a = # 1\n", unquoted, "`a =` 没有写完");
        check("a = yes\n", unquoted, "文字要写在引号里：`yes`");
        check("a = “甲”\n", unquoted, "文字要写在引号里：`“甲”`");
        check("a = 1\na = 2\n", "duplicate key", "键 `a` 重复");
        let key = "unquoted keys cannot be empty, expected letters, numbers, `-`, `_`";
        check("  = 60\n", key, "从 `= 60` 起不是有效的 TOML");
        let more = "unexpected key or value, expected newline, `#`";
        let long = format!("文字要写在引号里：`{}…`", "甲".repeat(40));
        check(&format!("a = {}\n", "甲".repeat(50)), unquoted, &long);
        check("a = 'b' \u{202e}x\n", more, "从 `x` 起不是有效的 TOML");
    }
}
