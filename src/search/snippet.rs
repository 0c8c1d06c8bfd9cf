//! Snippets: an excerpt around the first match, for a list.

use std::ops::Range;

use crate::clean::{CleanStr, CleanText};
use crate::script::is_han;
use crate::search::sought::Sought;

/// The most characters before the first match.
const BEFORE: usize = 16;
/// The most bytes to search for them; a grapheme can have many.
const BEFORE_BYTES: usize = 512;

/// An excerpt of a text, in one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The text, with `…` where it was cut.
    pub text: CleanText,
    /// The byte ranges of the matches in `text`, in order.
    pub matches: Vec<Range<usize>>,
}

impl Snippet {
    /// Cuts an excerpt of at most `most` characters: around the first match, else from the
    /// start.
    pub fn new(text: CleanStr<'_>, sought: &Sought, most: usize) -> Self {
        let first = sought.find_all(text.as_str()).into_iter().next();
        Self::of_part(text, first.map(|first| first.start), sought, most, [false; 2])
    }

    /// Like [`Snippet::new`], of a part of a text, where the byte at which the first match begins is
    /// known; `is_cut` says whether there is more text before and behind the part.
    pub fn of_part(
        text: CleanStr<'_>,
        first: Option<usize>,
        sought: &Sought,
        most: usize,
        is_cut: [bool; 2],
    ) -> Self {
        let start = first.map_or(0, |first| beginning(text, first));
        let rest = text.slice(start..text.len());
        let end = rest.graphemes().nth(most).map_or(text.len(), |(at, _)| start + at);
        let (before, behind) = (mark(is_cut[0] || start > 0), mark(is_cut[1] || end < text.len()));
        let piece = text.slice(start..end).trim();
        let text = CleanText::line(&format!("{before}{piece}{behind}"));
        let matches = sought.find_in_excerpt(text.as_str());
        Self { text, matches }
    }

    /// Whether the excerpt may begin in a title: cheap, and wrong only by saying so too often.
    pub(super) fn may_show(&self, title: &str) -> bool {
        let title: String = visible(title.trim_end_matches('…')).collect();
        let begins: String = visible(self.text.as_str().trim_start_matches('…')).take(2).collect();
        let first = begins.chars().next();
        title.contains(&begins) || first.is_some_and(|first| title.ends_with(first))
    }

    /// Like [`Snippet::new`], of what follows the title; `None` unless the text begins with it.
    pub(super) fn below_title(
        text: CleanStr<'_>,
        title: &str,
        sought: &Sought,
        most: usize,
    ) -> Option<Self> {
        let start = after_title(text.as_str(), title)?;
        let rest = text.slice(start..text.len()).trim();
        let first = sought.find_all(rest.as_str()).into_iter().next();
        let is_cut = [title.ends_with('…'), false];
        let below = Self::of_part(rest, first.map(|first| first.start), sought, most, is_cut);
        Some(below).filter(|_| !rest.as_str().is_empty())
    }
}

/// The letters and digits of a text: headings often differ from titles in spaces and punctuation.
fn visible(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric())
}

/// From this many letters, of which Han counts as two, a title with a blank after it is no coincidence.
const LONG_TITLE: usize = 10;

/// Where a text goes on after the title that it begins with, if it does: a whole title ends a line
/// or a sentence, a long one is followed by a blank, one that was cut ends anywhere.
fn after_title(text: &str, title: &str) -> Option<usize> {
    let is_cut = title.ends_with('…');
    let mut rest = text.char_indices().filter(|(_, c)| c.is_alphanumeric());
    let mut end = 0;
    for wanted in visible(title.trim_end_matches('…')) {
        let (at, c) = rest.next()?;
        if c != wanted {
            return None;
        }
        end = at + c.len_utf8();
    }
    let closing = |c: char| "”’」』）)》】]\"'".contains(c);
    let rest = text.get(end..)?.trim_start_matches(closing);
    let after = rest.trim_start_matches(['。', '！', '？', '.', '!', '?']);
    let is_whole = after.is_empty() || after.starts_with('\n') || after.len() < rest.len();
    let is_sentence = title.ends_with(['。', '！', '？', '.', '!', '?'])
        || after.starts_with(char::is_whitespace)
            && visible(title).map(|c| 1 + usize::from(is_han(c))).sum::<usize>() >= LONG_TITLE;
    (end > 0 && (is_cut || is_whole || is_sentence)).then_some(text.len() - after.len())
}

fn mark(is_cut: bool) -> &'static str {
    if is_cut { "…" } else { "" }
}

/// The start of the excerpt for a match at byte `at`: some characters before it, in its line.
fn beginning(text: CleanStr<'_>, at: usize) -> usize {
    let whole = text.as_str();
    let mut from = at.saturating_sub(BEFORE_BYTES);
    while !whole.is_char_boundary(from) {
        from += 1;
    }
    let near = text.slice(from..at);
    if let Some(end) = near.as_str().rfind('\n') {
        from += end + 1;
    }
    let starts: Vec<usize> = text.slice(from..at).graphemes().map(|(start, _)| start).collect();
    let skipped = starts.len().saturating_sub(BEFORE);
    starts.get(skipped).map_or(at, |start| from + start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::fold::fold;

    #[test]
    fn shows_the_first_match_and_marks_all() {
        let long = "前".repeat(40) + "臺灣的數據" + &"后".repeat(40);
        for (text, needle, most, expected) in [
            ("一二三四", "三", 10, "一二[三]四"),
            ("一二三四", "无", 3, "一二三…"),
            ("一\n二三\n\n四三", "三", 10, "…二[三] 四[三]"),
            (long.as_str(), "台湾", 20, &format!("…{}[臺灣]的數…", "前".repeat(16))),
            ("ＡＩ与ai", "Ai", 10, "[ＡＩ]与[ai]"),
            ("", "三", 10, ""),
        ] {
            let text = CleanText::body(text);
            let sought = Sought::text(fold(needle));
            let snippet = Snippet::new(text.as_clean(), &sought, most);
            let mut shown = snippet.text.to_string();
            for range in snippet.matches.iter().rev() {
                shown.insert(range.end, ']');
                shown.insert(range.start, '[');
            }
            assert_eq!(shown, expected, "{text} {needle}");
        }
    }
    #[test]
    fn the_title_is_not_repeated() {
        let check = |title: &str, text: &str, needle: &str, expected: &str| {
            let sought = Sought::text(fold(needle));
            let text = CleanText::body(text);
            let snippet = Snippet::new(text.as_clean(), &sought, 12);
            let below = Snippet::below_title(text.as_clean(), title, &sought, 12);
            let shown = below.filter(|_| snippet.may_show(title)).unwrap_or(snippet);
            assert_eq!(shown.text.as_str(), expected, "{title} {text} {needle}");
        };
        // The heading is the title; the match is in it, in both, below it, or nowhere.
        check("江边天气", "江边天气\n\n今日无雨。", "天气", "今日无雨。");
        check("江边天气", "江边天气\n\n今日天气晴。", "天气", "今日天气晴。");
        check("江边天气", "江边天气\n\n今日无雨。", "今日", "…今日无雨。");
        check("江边天气", "江边天气\n\n今日无雨。", "无此", "今日无雨。");
        check("江边 天气", "江边天气\n今日无雨。", "天气", "今日无雨。");
        check("甲", "甲\n今日无雨。", "甲", "今日无雨。");
        check("江边天气：今日无雨", "江边天气 今日无雨\n明天有雨。", "天气", "明天有雨。");
        check("他说：“今日无雨”", "他说“今日无雨”\n明天有雨。", "今日", "明天有雨。");
        // The excerpt would begin inside a long title.
        let long = "前".repeat(30) + "天气";
        check(&long, &format!("{long}\n今日无雨。"), "天气", "今日无雨。");
        // A title made of the first sentence, whole or cut.
        check("江边天气", "江边天气。今日无雨。", "天气", "今日无雨。");
        check("江边天气。", "江边天气。今日无雨。", "天气", "今日无雨。");
        check("江边天气…", "江边天气今日无雨。", "天气", "…今日无雨。");
        check(
            "江边今天的天气怎样",
            "江边今天的天气怎样 甲乙\n今日无雨。",
            "天气",
            "甲乙 今日无雨。",
        );
        check("江边", "江边 今日无雨。", "江边", "江边 今日无雨。");
        check("江边的天气", "江边的天气 甲乙\n今日无雨。", "江", "甲乙 今日无雨。");
        check("江边", "江边 甲乙\n今日无雨。", "江", "江边 甲乙 今日无雨。");
        check("River", "River banks are wet.", "river", "River banks…");
        // What is not a title, or all that there is.
        check("江边", "江边天气今日无雨。", "天气", "江边天气今日无雨。");
        check("江边", "江边，今日无雨。", "江边", "江边，今日无雨。");
        check("江边天气", "江边天气", "天气", "江边天气");
        check("", "江边天气", "天气", "江边天气");
    }
}
