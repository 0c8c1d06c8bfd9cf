//! Repairs common faults of YAML, most often an unquoted title (R8, M1-M5).
//!
//! Each step returns a new text with the same number of lines and a warning for each changed line.
//! Does not check whether the result is valid.

use super::entries::{Entry, Syntax, entries, flow_items, item_of, trim, unquote};
use super::fields::{Gatherer, takes_list};
use super::{plain, yaml};
use crate::archive::post::{Problem, ProblemKind};
use crate::archive::remedy::Remedy;
use crate::archive::wrong::Wrong;
use crate::clean::CleanText;

const READ_AS_TEXT: Remedy = Remedy::AsText;

fn changed(line: u32, wrong: Wrong, done: Remedy) -> Problem {
    Problem::new(line, ProblemKind::InvalidFrontMatter, wrong, done)
}

/// Step 1: repairs indents and separators.
pub(super) fn lines(text: &str, out: &Gatherer) -> (String, Vec<Problem>) {
    let mut repaired = String::with_capacity(text.len() + 16);
    let mut problems = Vec::new();
    let mut unindented = false;
    for (index, line) in text.lines().enumerate() {
        let mut note = |wrong, done| problems.push(changed(out.line(index), wrong, done));
        let mut inner = line.trim_start_matches([' ', '\t']);
        let indent = line.get(..line.len() - inner.len()).unwrap_or_default();
        let key = key_of(inner, out);
        unindented |= indent.is_empty() && !inner.is_empty();
        if let Some((key, _)) = key
            && !unindented
            && !indent.is_empty()
        {
            note(Wrong::KeyIndented { key: CleanText::line(key) }, Remedy::AsKey);
        } else if indent.contains('\t') && !inner.is_empty() {
            // M5
            note(Wrong::TabIndent, Remedy::AsSpaces);
            repaired.push_str(&indent.replace('\t', "  "));
        } else {
            repaired.push_str(indent);
        }
        if let Some((key, separator)) = key
            && (indent.is_empty() || !unindented)
            && !(separator == ":" && has_blank_behind(inner, key))
        {
            let rest = inner.split_once(separator).map_or("", |(_, rest)| trim(rest));
            note(Wrong::NoColon { key: CleanText::line(key) }, Remedy::AsKey);
            repaired.push_str(key);
            repaired.push_str(": ");
            inner = rest;
        }
        repaired.push_str(inner);
        repaired.push('\n');
    }
    (repaired, problems)
}

/// The kept key at the start of a line, before a half- or full-width colon.
fn key_of<'a>(line: &'a str, out: &Gatherer) -> Option<(&'a str, &'static str)> {
    let at = line.find([':', '：'])?;
    let separator = if line.get(at..)?.starts_with(':') { ":" } else { "：" };
    let key = line.get(..at)?.trim_end_matches([' ', '\t']);
    let word = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    (word && !key.is_empty() && !key.starts_with('-') && out.keep.keeps(key))
        .then_some((key, separator))
}

fn has_blank_behind(line: &str, key: &str) -> bool {
    let rest = line.strip_prefix(key).map(trim).and_then(|rest| rest.strip_prefix(':'));
    let raw = line.split_once(':').map_or("", |(_, rest)| rest);
    rest.is_some() && (raw.is_empty() || raw.starts_with([' ', '\t']))
}

/// Steps 2 and 3: quotes values and items that do not parse alone.
pub(super) fn values(text: &str, out: &Gatherer) -> (String, Vec<Problem>) {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut problems = Vec::new();
    for entry in entries(text, Syntax::Yaml, out.keep) {
        if entry.value.is_empty() {
            if takes_list(entry.key) {
                quote_items(&entry, &mut lines, &mut problems, out);
            }
            continue;
        }
        let whole = lines
            .get(entry.index)
            .is_some_and(|line| plain::is_plain(entry.value) || yaml::parses_alone(line));
        if whole || !entry.below.is_empty() {
            continue;
        }
        let items = if takes_list(entry.key) { flow_items(entry.value) } else { None };
        let (value, done) = match items {
            Some(items) => {
                let items: Vec<String> = items.map(quote).collect();
                (format!("[{}]", items.join(", ")), Remedy::AsList)
            }
            None => (quote(entry.value), READ_AS_TEXT),
        };
        if let Some(line) = lines.get_mut(entry.index) {
            *line = format!("{}: {value}", entry.key);
        }
        let wrong = Wrong::ValueNotYaml { key: CleanText::line(entry.key) };
        problems.push(changed(out.line(entry.index), wrong, done));
    }
    let mut repaired = lines.join("\n");
    repaired.push('\n');
    (repaired, problems)
}

fn quote_items(
    entry: &Entry<'_>,
    lines: &mut [String],
    problems: &mut Vec<Problem>,
    out: &Gatherer,
) {
    for &(index, line) in &entry.below {
        let Some(item) = item_of(line) else { continue };
        let spaced = trim(line).strip_prefix('-').is_some_and(|rest| rest.starts_with([' ', '\t']));
        let fine = item.is_empty()
            || spaced && (plain::is_plain(item) || yaml::parses_alone(&format!("- {item}")));
        if fine {
            continue;
        }
        let indent: String = line.chars().take_while(|c| *c == ' ').collect();
        if let Some(line) = lines.get_mut(index) {
            *line = format!("{indent}- {}", quote(item));
        }
        let wrong = Wrong::ItemNotYaml { key: CleanText::line(entry.key) };
        problems.push(changed(out.line(index), wrong, READ_AS_TEXT));
    }
}

/// Quotes a value for YAML, after removing its author's quotes.
fn quote(value: &str) -> String {
    format!("'{}'", unquote(value).replace('\'', "''"))
}
