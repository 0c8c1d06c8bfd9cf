//! What was wrong with a post and what was done about it, in the user's language.
//!
//! The archive says both in English, for scripts and logs. Other languages name the kind of fault, quote
//! the value, and say what was done by this table.

use crate::clean::CleanText;
use crate::config::locale::{Argument, Locale};

/// What is done about faults, in the archive's words, and the keys of the messages.
pub(super) const TABLE: &[(&str, &str)] = &[
    ("not used", "done-not-used"),
    ("removed", "done-removed"),
    ("they were dropped", "done-removed"),
    ("the mark was dropped", "done-removed"),
    ("left out", "done-left-out"),
    ("it was left out", "done-left-out"),
    ("read line by line", "done-line-by-line"),
    ("read as text", "done-as-text"),
    ("read as a list", "done-as-list"),
    ("front matter read anyway", "done-read-anyway"),
    ("the last one was taken", "done-last-taken"),
    ("the keys were taken", "done-keys-taken"),
    ("flattened", "done-flattened"),
    ("shown empty", "done-shown-empty"),
    ("shown as read", "done-shown-as-read"),
    ("not shown", "done-not-shown"),
    ("not entered", "done-not-entered"),
    ("listed without its text", "done-without-text"),
    ("the rest shown as plain text", "done-rest-plain"),
    ("links to it open that one", "done-that-one"),
    ("shown as plain text; Jekyll leaves it out", "done-plain-text"),
    ("values left out and loops ended early", "done-ended-early"),
    ("not hidden by it, though that may be meant", "done-not-hidden"),
    ("taken as the site's language suggests", "done-by-language"),
    ("taken as a time without a zone", "done-without-zone"),
    ("taken as the last second before", "done-last-second"),
    ("shown; Jekyll leaves it out", "done-jekyll"),
    ("shown as it is written", "done-as-written"),
    ("read up to the first blank line", "done-to-blank-line"),
    ("read as a key", "done-as-key"),
    ("read as two spaces", "done-as-spaces"),
    ("its posts are missing", "done-posts-missing"),
    ("shown", "done-shown"),
    ("its keys taken", "done-keys-taken"),
    ("another was looked for", "done-another"),
    ("all of it is body", "done-all-body"),
];

/// What is wrong and what was done, in a language.
pub(super) fn detail(wrong: &CleanText, done: &CleanText, locale: Locale) -> CleanText {
    if locale == Locale::English {
        return CleanText::line(&format!("{wrong}; {done}"));
    }
    let known = TABLE.iter().find(|(english, _)| *english == done.as_str());
    let with_value = || {
        let text = done.as_str();
        let first = text.strip_prefix("only the first ");
        let (key, name, value) = match first.and_then(|rest| rest.strip_suffix(" are read")) {
            Some(bytes) => ("done-first-bytes", "bytes", bytes),
            None => ("done-decoded", "encoding", text.strip_prefix("decoded as ")?),
        };
        Some(locale.format(key, &[(name, Argument::Text(value))]))
    };
    let done = match known {
        Some((_, key)) => locale.format(key, &[]),
        None => with_value().unwrap_or_else(|| done.clone()),
    };
    let values: Vec<&str> = wrong.as_str().split('`').skip(1).step_by(2).collect();
    let values = values.join("、");
    let separator = if values.is_empty() { "" } else { "，" };
    CleanText::line(&format!("{values}{separator}{done}"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_fault_is_told_without_english() {
        let check = |wrong: &str, done: &str, expected: [&str; 3]| {
            let (wrong, done) = (CleanText::line(wrong), CleanText::line(done));
            let said = Locale::ALL.map(|locale| detail(&wrong, &done, locale).to_string());
            assert_eq!(said, expected);
        };
        check(
            "date `soon` is no date",
            "not used",
            ["date `soon` is no date; not used", "soon，未采用", "soon，未採用"],
        );
        check(
            "the text is not UTF-8",
            "decoded as GB18030",
            ["the text is not UTF-8; decoded as GB18030", "按 GB18030 解码", "以 GB18030 解碼"],
        );
        check(
            "the file has 9 bytes",
            "only the first 8 are read",
            ["the file has 9 bytes; only the first 8 are read", "只读前 8 字节", "只讀前 8 位元組"],
        );
    }

    /// Every row is something that the archive says, so that no row is forgotten when it changes.
    #[test]
    fn the_table_has_the_words_of_the_archive() {
        let mut sources = String::new();
        let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if !path.ends_with("app/text/done.rs") {
                    sources.push_str(&std::fs::read_to_string(path).unwrap());
                }
            }
        }
        for (english, _) in TABLE {
            assert!(sources.contains(&format!("\"{english}\"")), "{english}");
        }
        let known: BTreeSet<&str> = TABLE.iter().map(|(english, _)| *english).collect();
        assert_eq!(known.len(), TABLE.len());
    }
}
