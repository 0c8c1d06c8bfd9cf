//! Translates reasons that the modules below give in English into the user's language.
//!
//! They give them as text, because logs and problems of posts keep them. This table has the known
//! texts; others (such as a library's own words) stay as they are.

use std::io;

use crate::clean::CleanText;
use crate::config::locale::{Argument, Locale};
use crate::config::messages::{Speak, Spoken};

/// A reason, in English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Why(CleanText);

impl Why {
    /// A reason; it is cleaned.
    pub(super) fn of(reason: &impl ToString) -> Self {
        Self(CleanText::line(&reason.to_string()))
    }

    /// What a failed system call says, without its number.
    pub(super) fn of_system(error: &io::Error) -> Self {
        Self(crate::archive::source::reason(error))
    }
}

impl Speak for Why {
    fn speak(&self, locale: Locale) -> Spoken {
        Spoken::Text(in_language(self.0.as_str(), locale).unwrap_or_else(|| self.0.clone()))
    }
}

/// The names of the values of a text, in their order.
const VALUES: [&str; 3] = ["one", "two", "three"];

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
    ("the index cannot be written: {}", "why-index-not-written"),
    ("reading state: {} records skipped that are damaged", "why-records-damaged"),
    (
        "reading state: {} records skipped that are of a later version of kanbao",
        "why-records-later",
    ),
    ("not saved: {}", "why-not-saved"),
    ("{} not saved: {}", "why-records-not-saved"),
    ("it is no record: {}", "why-no-record"),
    ("it names no tag", "why-no-tag"),
    ("each log names its archive itself", "why-own-archive"),
    ("the kind {} is unknown", "why-kind"),
    ("it has no path or name", "why-no-path"),
    ("the value is longer than 64 KiB", "why-value-too-long"),
    ("impossible time", "why-impossible-time"),
    ("the system does not tell of changes", "why-system-silent"),
    ("{} is too low", "why-too-low"),
    ("the terminal does not answer", "why-terminal-silent"),
    ("the terminal's answers make no sense", "why-terminal-senseless"),
    ("standard output is not a terminal", "why-no-terminal"),
    ("404: there is no such page", "why-404"),
    ("410: gone for good; it is not asked again", "why-410-again"),
    ("410: gone for good", "why-410"),
    ("{}: the server asks to wait {} seconds", "why-wait-seconds"),
    ("{}: the server asks to wait {} minutes", "why-wait-minutes"),
    ("{}: the server asks to wait {} hours", "why-wait-hours"),
    ("the answer is larger than {} MB", "why-answer-too-large"),
    ("no whole answer within {} seconds", "why-answer-too-slow"),
    ("more than {} redirects", "why-redirects"),
    ("redirected, but not to a web address: {}", "why-bad-redirect"),
    ("its certificate is not trusted: no known authority has signed it", "why-untrusted"),
    ("its certificate has expired, or is not valid yet", "why-expired"),
    ("its certificate is that of another host", "why-another-host"),
    ("no secure connection: {}", "why-insecure"),
    ("the certificates of SSL_CERT_FILE or SSL_CERT_DIR cannot be read: {}", "why-no-roots"),
    ("{} is not the address of a proxy", "why-bad-proxy"),
    ("through the proxy of {}: {}", "why-by-proxy"),
    ("the answer is empty", "why-answer-empty"),
    ("it is a web page, not a feed", "why-web-page"),
    ("it is not a feed: {}", "why-no-feed"),
    ("it is not OPML", "why-no-opml"),
    ("it is not OPML: {}", "why-no-opml-but"),
    ("its folders are nested too deeply", "why-nested"),
    ("not a web address", "why-no-web-address"),
    ("it is not a web address (http or https)", "why-not-http"),
    ("it runs a program for its address", "why-runs-program"),
    ("it is made by a program", "why-made-by-program"),
    ("it is changed by a program", "why-changed-by-program"),
    ("a query; kanbao has views for that (gs in the reader)", "why-query"),
    ("there are no feeds in it", "why-no-feeds"),
    ("its posts cannot be written: {}", "why-posts-not-written"),
    ("an error in kanbao itself", "why-own-error"),
    ("it is not an SQLite database", "why-no-sqlite"),
    ("its text is not UTF-8", "why-not-utf8"),
    ("it is damaged", "why-damaged"),
    (
        "changes to it are still in {}: close the program that uses it, or start and end it once",
        "why-unfinished",
    ),
    ("{}: {}; begun anew, the old file is {}", "why-begun-anew"),
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
        check(
            "the index cannot be written: permission denied",
            [
                "the index cannot be written: permission denied",
                "无法写入索引：没有权限",
                "索引無法寫入：沒有權限",
            ],
        );
        check(
            "503: the server asks to wait 5 minutes",
            [
                "503: the server asks to wait 5 minutes",
                "503：服务器要求等待 5 分钟",
                "503：伺服器要求等待 5 分鐘",
            ],
        );
        check("words of a library", ["words of a library"; 3]);
    }

    /// A row is a text of the program, and its English message is the same.
    #[test]
    fn english_is_as_it_was() {
        for (english, key) in TABLE.iter().filter(|(_, key)| key.starts_with("why-")) {
            let mut text = (*english).to_owned();
            for value in ["甲", "乙", "丙"] {
                text = text.replacen("{}", value, 1);
            }
            assert_eq!(said(&text, Locale::English), text, "{key}");
            assert_ne!(said(&text, Locale::Simplified), text, "{key}");
            assert_ne!(said(&text, Locale::Traditional), text, "{key}");
        }
    }
}
