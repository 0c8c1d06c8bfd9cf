//! A fast parser for the plainest YAML: `key: value` and simple lists.
//!
//! Nearly all posts contain nothing else, and the YAML parser takes ten times as long. Declines
//! everything whose meaning in YAML is not obvious, valid or not; a property test checks that the
//! full parser agrees on all that it accepts. Must not repair, warn or guess.

use super::entries::trim;
use super::fields::{Field, Keep, KeyShape, Scalar, ScalarKind, Value, shape_of};
use crate::clean::{CleanText, Removed};

/// Above these limits it declines: they are far below those that the full parser checks.
const MOST_LINES: usize = 500;
const MOST_OPENERS: usize = 32;
const LONGEST_KEY: usize = 100;

/// Parses a document of plain lines; `None` if any line is not plain.
pub(super) fn read(text: &str, first_line: u32, keep: Keep) -> Option<Vec<Field>> {
    let mut fields: Vec<Field> = Vec::with_capacity(8);
    let mut openers = 0;
    let mut list = List { open: false, kept: false, indent: 0, items: Vec::new() };
    for (index, line) in text.split('\n').enumerate() {
        if index >= MOST_LINES {
            return None;
        }
        if line.is_empty() {
            continue;
        }
        openers += line.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count();
        if openers > MOST_OPENERS {
            return None;
        }
        if line.starts_with([' ', '-']) {
            list.add(line)?;
            continue;
        }
        list.close(&mut fields);
        let (name, value) = key_of(line)?;
        let kept = keep.keeps(name);
        let value = if value.is_empty() {
            list.open = true;
            list.kept = kept;
            Value::Null
        } else {
            value_of(name, value)?
        };
        if kept {
            if fields.iter().any(|field| field.name == name) {
                return None;
            }
            let line = first_line.saturating_add(index as u32);
            fields.push(Field { name: name.to_owned(), line, value });
        }
    }
    list.close(&mut fields);
    Some(fields)
}

/// The list below a key without a value.
struct List {
    open: bool,
    kept: bool,
    indent: usize,
    items: Vec<Value>,
}

impl List {
    fn add(&mut self, line: &str) -> Option<()> {
        let item = line.trim_start_matches(' ');
        let indent = line.len() - item.len();
        if !self.open || !self.items.is_empty() && indent != self.indent {
            return None;
        }
        self.indent = indent;
        self.items.push(scalar(item.strip_prefix("- ")?, Style::Block)?);
        Some(())
    }

    fn close(&mut self, fields: &mut [Field]) {
        let items = std::mem::take(&mut self.items);
        if !items.is_empty()
            && self.kept
            && let Some(field) = fields.last_mut()
        {
            field.value = Value::List(items);
        }
        self.open = false;
    }
}

fn key_of(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let mut bytes = key.bytes();
    let word = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if !word || key.len() > LONGEST_KEY || !(value.is_empty() || value.starts_with(' ')) {
        return None;
    }
    Some((key, value.trim_matches(' ')))
}

fn value_of(name: &str, value: &str) -> Option<Value> {
    // The full parser restores a title in brackets (M3).
    let Some(inner) = value.strip_prefix('[').filter(|_| shape_of(name) != Some(KeyShape::Prose))
    else {
        return scalar(value, Style::Block);
    };
    let items = inner.strip_suffix(']')?.split(',').map(|item| scalar(item, Style::Flow));
    Some(Value::List(items.collect::<Option<_>>()?))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Block,
    /// Inside brackets, where more characters are special.
    Flow,
}

/// Whether a value on one line is plain.
pub(super) fn is_plain(value: &str) -> bool {
    scalar(value, Style::Block).is_some()
}

fn scalar(value: &str, style: Style) -> Option<Value> {
    let value = value.trim_matches(' ');
    if value.contains('\t') {
        return None;
    }
    let (&first, rest) = value.as_bytes().split_first()?;
    if matches!(first, b'"' | b'\'') {
        let inner = value.get(1..value.len() - 1)?;
        let closed = rest.last() == Some(&first);
        if !closed || inner.bytes().any(|byte| byte == first || byte == b'\\') {
            return None;
        }
        return Some(Value::text(unchanged(inner)?));
    }
    let flow = style == Style::Flow;
    if b"-?:,[]{}#&*!|>%@`=<".contains(&first)
        || flow && value.bytes().any(|byte| b",[]{}:#?\"'".contains(&byte))
        || rest.windows(2).any(|pair| matches!(pair, b": " | b" #"))
        || rest.last() == Some(&b':')
    {
        return None;
    }
    unchanged(value).map(unquoted)
}

/// The text as clean text; `None` if cleaning would change it, which the full parser reports.
fn unchanged(text: &str) -> Option<CleanText> {
    let (cleaned, removed) = CleanText::line_reporting(text);
    (removed == Removed::default() && cleaned.as_str() == text).then_some(cleaned)
}

/// The value of a cleaned, unquoted YAML scalar.
pub(super) fn unquoted(text: CleanText) -> Value {
    let kind = kind_of(trim(text.as_str()));
    kind.map_or(Value::Null, |kind| Value::Scalar(Scalar { text, kind }))
}

/// The type of an unquoted scalar; `None` = null.
fn kind_of(text: &str) -> Option<ScalarKind> {
    Some(match text {
        "" | "~" | "null" | "Null" | "NULL" => return None,
        "true" | "True" | "TRUE" => ScalarKind::Bool(true),
        "false" | "False" | "FALSE" => ScalarKind::Bool(false),
        _ if is_number(text) => ScalarKind::Number,
        _ => ScalarKind::Text,
    })
}

/// Whether a text is a number in YAML's core schema, as the parser implements it.
fn is_number(text: &str) -> bool {
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return false;
    }
    let (sign, digits) = match text.strip_prefix(['+', '-']) {
        Some(digits) => (text.chars().next(), digits),
        None => (None, text),
    };
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        let Some(rest) = digits.strip_prefix(prefix) else { continue };
        let most = if sign == Some('-') { 1 << 127 } else { u128::MAX };
        let value = u128::from_str_radix(rest, radix);
        return !rest.starts_with(['+', '-']) && value.is_ok_and(|value| value <= most);
    }
    // A leading zero makes it a text: `08`.
    if digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    match digits {
        ".inf" | ".Inf" | ".INF" => true,
        ".nan" | ".NaN" | ".NAN" => sign.is_none(),
        _ => !digits.starts_with(['+', '-']) && digits.parse::<f64>().is_ok_and(f64::is_finite),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::front_matter::fields::tests::show;
    use crate::archive::front_matter::yaml;
    use proptest::prelude::*;

    #[test]
    fn plain_documents_are_accepted() {
        for (text, expected) in [
            ("", ""),
            (
                "layout: post\ntitle: \"标题(00388.HK)：1%\"\ndate: 2021-12-08 13:42:20 +0800\ntags: 新闻\n",
                "title=标题(00388.HK)：1%\ndate=2021-12-08 13:42:20 +0800\ntags=新闻\nlayout=post",
            ),
            ("tags:\n- a\n- 'b c'\n\ndraft: true", "tags=[a, b c]\ndraft=!true"),
            ("tags:\n  - 2013\n  - ~\ntitle:", "tags=[#2013, ~]\ntitle=~"),
            ("tags: [a, \"b\", 08]\nunknown: x", "tags=[a, b, 08]"),
        ] {
            let mut fields = read(text, 1, Keep::Known).unwrap();
            let order = ["title", "date", "tags", "draft", "layout"];
            if text.starts_with("tags") {
                assert_eq!(show(&fields, &[]), expected, "{text}");
            } else {
                fields.sort_by_key(|field| order.iter().position(|name| *name == field.name));
                assert_eq!(show(&fields, &[]), expected, "{text}");
            }
        }
    }

    #[test]
    fn all_else_is_declined() {
        for text in [
            "title: a: b",
            "title: a #b",
            "title: #a",
            "title: @a",
            "title: [a]",
            "title: \"a\\n\"",
            "title: \"a\" b",
            "title: 'it''s'",
            "title: a\n  b",
            "title: a\ntitle: b",
            "title: a:",
            "title:a",
            "title：a",
            " title: a",
            "- a",
            "a",
            "title: a\tb",
            "title: a\u{85}b",
            "title: a\u{202e}b",
            "tags:\n- a\n  - b",
            "tags: [a, b",
            "tags: [a, [b]]",
            "tags: [a,]",
            "tags:\n- a: b",
            "tags:\n-a",
            "tags: x\n- a",
            "title: |\n  a",
            "# comment",
            "title: \"",
        ] {
            assert_eq!(read(text, 1, Keep::Known), None, "{text:?}");
        }
    }

    /// Lines that are just plain, or just not.
    fn line() -> impl Strategy<Value = String> {
        let key = prop_oneof![
            Just("title"),
            Just("tags"),
            Just("date"),
            Just("author"),
            Just("x_y"),
            Just("y"),
            Just("null"),
            Just("1"),
            Just("extra"),
            Just(" slug"),
            Just("lang "),
        ];
        let value = prop_oneof![
            "[ -~]{0,8}",
            "[a-c:#,'\"\\[\\]{}&*!|>%@`~?=<. \t\\\\-]{0,7}",
            "[0-9.+xobe_-]{1,6}",
            "[\u{4e00}-\u{4e09}：“”\u{3000} ]{0,5}",
            "(true|False|null|~|\\.inf|-\\.inf|\\+\\.inf|\\.nan|-\\.nan|NaN|0x1F|-0x1|0o7|1e3|1_0|--1|\\+-1)",
            "\"[a-c :#'\\\\]{0,4}\"",
            "'[a-c :#\"]{0,4}'",
            "\\[[a-c ,:#'\"-]{0,6}\\]",
            "\\PC{0,4}",
        ];
        let gap = prop_oneof![4 => Just(": "), 1 => Just(":"), 1 => Just(":  "), 1 => Just("：")];
        prop_oneof![
            6 => (key, gap, value.clone()).prop_map(|(key, gap, value)| format!("{key}{gap}{value}")),
            2 => ("[ ]{0,2}- ?", value).prop_map(|(dash, value)| format!("{dash}{value}")),
            1 => prop_oneof![Just("tags:".to_owned()), Just("date: ".to_owned()), Just(String::new())],
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn the_full_reader_agrees(lines in proptest::collection::vec(line(), 1..4)) {
            let text = lines.join("\n");
            for keep in [Keep::Known, Keep::All] {
                if let Some(fields) = read(&text, 3, keep) {
                    prop_assert_eq!((fields, Vec::new()), yaml::read_any(&text, 3, keep));
                }
            }
        }
    }
}
