//! Translates reasons that the modules below give in English into the user's language.
//!
//! They give them as text, because logs and problems of posts keep them. This table has the known
//! texts; others (such as a library's own words) stay as they are.

use std::io;

use crate::archive::watch::Limit;
use crate::clean::CleanText;
use crate::config::fault::{FeedFault, Reason};
use crate::config::locale::{Argument, Locale};
use crate::config::messages::{Speak, Spoken, messages};
use crate::search::fulltext::build::BuildError;
use crate::state::log::NotSaved;
use crate::terminal::Obstacle;

/// A reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// An English text.
    Text(CleanText),
    /// Error of a system call.
    System(Reason),
    /// A cause with its own type.
    Cause(Cause),
    /// Error of a feed.
    #[cfg_attr(not(feature = "fetch"), allow(dead_code, reason = "there are no feeds"))]
    Feed(FeedFault),
}

impl Why {
    /// Creates a reason from an English text and cleans it.
    pub(super) fn of(reason: &impl ToString) -> Self {
        Self::Text(CleanText::line(&reason.to_string()))
    }

    /// Creates a reason from a failed system call, without the error number.
    pub(super) fn of_system(error: &io::Error) -> Self {
        Self::System(error.into())
    }
}

messages! {
    /// Causes with their own types.
    pub(super) enum Cause {
        NotSaved { why: Box<Why> } = "why-not-saved";
        RecordsNotSaved { records: usize, why: Box<Why> } = "why-records-not-saved";
        IndexNotWritten { why: Box<Why> } = "why-index-not-written";
        SystemSilent = "why-system-silent";
        TooLow { name: &'static str } = "why-too-low";
        NoOutput = "why-no-output";
        NoInput = "why-no-input";
        NoTerm = "why-no-term";
        Term { term: &'static str } = "why-term";
        TerminalSilent = "why-terminal-silent";
        TerminalSenseless = "why-terminal-senseless";
    }
}

impl From<&NotSaved> for Why {
    fn from(NotSaved { records, why }: &NotSaved) -> Self {
        let (records, why) = (*records, Box::new(Self::Text(why.clone())));
        Self::Cause(match records {
            0 => Cause::NotSaved { why },
            records => Cause::RecordsNotSaved { records, why },
        })
    }
}

impl From<BuildError> for Why {
    fn from(BuildError(why): BuildError) -> Self {
        Self::Cause(Cause::IndexNotWritten { why: Box::new(Self::Text(why)) })
    }
}

impl From<Limit> for Why {
    fn from(limit: Limit) -> Self {
        Self::Cause(match limit {
            Limit::Unknown => Cause::SystemSilent,
            limit => Cause::TooLow { name: limit.sysctl() },
        })
    }
}

impl From<Obstacle> for Why {
    fn from(obstacle: Obstacle) -> Self {
        Self::Cause(match obstacle {
            Obstacle::Output => Cause::NoOutput,
            Obstacle::Input => Cause::NoInput,
            Obstacle::NoTerm => Cause::NoTerm,
            Obstacle::Term(term) => Cause::Term { term },
            Obstacle::Silent => Cause::TerminalSilent,
            Obstacle::Senseless => Cause::TerminalSenseless,
        })
    }
}

impl From<FeedFault> for Why {
    fn from(fault: FeedFault) -> Self {
        Self::Feed(fault)
    }
}

impl Speak for Why {
    fn speak(&self, locale: Locale) -> Spoken {
        match self {
            Self::Text(text) => {
                let text = in_language(text.as_str(), locale).unwrap_or_else(|| text.clone());
                Spoken::Text(text)
            }
            Self::System(reason) => reason.speak(locale),
            Self::Cause(cause) => cause.speak(locale),
            Self::Feed(fault) => fault.speak(locale),
        }
    }
}

/// Names of the values of a text, in order.
const VALUES: [&str; 2] = ["one", "two"];

/// English texts, with `{}` for values, and their keys.
const TABLE: &[(&str, &str)] = &[
    ("it does not exist", "reason-missing"),
    ("permission denied", "reason-denied"),
    ("No space left on device", "reason-full"),
    ("Read-only file system", "reason-read-only"),
    ("neither a folder nor a file", "why-neither"),
    ("a link that leads out of the archive", "why-leads-out"),
    ("it lies in the archive", "why-in-archive"),
    ("its list of segments is lost", "why-segments-lost"),
    ("its list of segments is damaged", "why-segments-damaged"),
    ("reading state: {} records skipped that are damaged", "why-records-damaged"),
    (
        "reading state: {} records skipped that are of a later version of kanbao",
        "why-records-later",
    ),
    ("not a valid record: {}", "why-no-record"),
    ("it names no tag", "why-no-tag"),
    ("each log names its archive itself", "why-own-archive"),
    ("the kind {} is unknown", "why-kind"),
    ("it has no path or name", "why-no-path"),
    ("the value is longer than 64 KiB", "why-value-too-long"),
    ("impossible time", "why-impossible-time"),
];

/// A known text in a language; its values may be known texts, too.
fn in_language(text: &str, locale: Locale) -> Option<CleanText> {
    let (key, values) =
        TABLE.iter().find_map(|(english, key)| Some((*key, values(text, english)?)))?;
    let values: Vec<CleanText> = values
        .into_iter()
        .map(|value| in_language(value, locale).unwrap_or_else(|| CleanText::line(value)))
        .collect();
    let arguments = VALUES.iter().zip(&values);
    let arguments: Vec<(&str, Argument<'_>)> =
        arguments.map(|(name, value)| (*name, Argument::from(value))).collect();
    Some(locale.format(key, &arguments))
}

/// The values of a text that is like a row of the table.
fn values<'a>(text: &'a str, english: &str) -> Option<Vec<&'a str>> {
    let mut pieces = english.split("{}");
    let mut rest = text.strip_prefix(pieces.next()?)?;
    let mut values = Vec::new();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let is_last = pieces.peek().is_none();
        let (value, after) = match (piece, is_last) {
            ("", true) => (rest, ""),
            (piece, true) => (rest.strip_suffix(piece)?, ""),
            (piece, false) => rest.split_once(piece)?,
        };
        values.push(value);
        rest = after;
    }
    rest.is_empty().then_some(values)
}

/// The keys of the table and their arguments.
#[cfg(test)]
pub(super) fn keys() -> std::collections::BTreeMap<String, std::collections::BTreeSet<String>> {
    let own = TABLE.iter().filter(|(_, key)| key.starts_with("why-"));
    let row = |(english, key): &(&str, &str)| {
        let values = english.matches("{}").count();
        let names = VALUES.iter().take(values).map(|name| (*name).to_owned()).collect();
        ((*key).to_owned(), names)
    };
    own.map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, locale: Locale) -> String {
        Why::of(&text).to_clean(locale).to_string()
    }

    #[test]
    fn known_reasons_are_said_in_every_language() {
        let check = |text: &str, expected: [&str; 3]| {
            assert_eq!(Locale::ALL.map(|locale| said(text, locale)), expected);
        };
        check("it does not exist", ["it does not exist", "不存在", "不存在"]);
        let cause = Why::from(BuildError(CleanText::line("permission denied")));
        assert_eq!(
            Locale::ALL.map(|locale| cause.to_clean(locale).to_string()),
            [
                "the index cannot be written: permission denied",
                "无法写入索引：没有权限",
                "索引無法寫入：沒有權限",
            ]
        );
        check("words of a library", ["words of a library"; 3]);
    }

    /// A row is a text of the program, and its English message is the same.
    #[test]
    fn english_is_as_it_was() {
        for (english, key) in TABLE.iter().filter(|(_, key)| key.starts_with("why-")) {
            let mut text = (*english).to_owned();
            for value in ["甲", "乙"] {
                text = text.replacen("{}", value, 1);
            }
            assert_eq!(said(&text, Locale::English), text, "{key}");
            assert_ne!(said(&text, Locale::Simplified), text, "{key}");
            assert_ne!(said(&text, Locale::Traditional), text, "{key}");
        }
    }
}
