//! Titles: the name of their site at the end, and headings that repeat them.

use crate::clean::CleanText;
use crate::document::{Block, Document};
use crate::search::fold::fold;

/// What separates a title from the name of its site.
pub(in crate::app) const SEPARATORS: [&str; 8] =
    [" - ", " – ", " — ", " | ", " · ", "｜", "_", "|"];

/// The title to show above a text, without repetition: a first heading that repeats it is removed,
/// and a title that was made from the first sentence is not shown.
pub(in crate::app) fn above(
    document: &mut Document,
    title: CleanText,
    is_derived: bool,
) -> CleanText {
    if let Some(Block::Heading { text, .. }) = document.blocks.first()
        && repeats(text.text.as_str(), title.as_str())
    {
        document.blocks.remove(0);
        return title;
    }
    let begun = title.as_str().strip_suffix('…').map(str::trim_end).filter(|_| is_derived);
    let is_begun =
        begun.is_some_and(|begun| document.plain_text().as_str().trim_start().starts_with(begun));
    if is_begun { CleanText::default() } else { title }
}

/// Whether a heading has the words of a title, with or without the name of its site; punctuation may
/// differ.
fn repeats(heading: &str, title: &str) -> bool {
    let words = |text: &str| fold(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let own = words(heading);
    if own.is_empty() {
        return heading.trim() == title.trim();
    }
    let before = |separator: &str| {
        title.rsplit_once(separator).is_some_and(|(own_part, _)| words(own_part) == own)
    };
    words(title) == own || SEPARATORS.iter().any(|separator| before(separator))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_repeats_a_title() {
        let check = |heading: &str, title: &str, expected: bool| {
            assert_eq!(repeats(heading, title), expected, "{heading} / {title}");
        };
        check("江边", "江边", true);
        check(" 江边的“灯”！", "江边的「灯」", true);
        check("ＡＩ 与 Rust", "AI与rust", true);
        check("江边", "江边 - 某网", true);
        check("江边 - 灯", "江边 - 灯 | 某网", true);
        check("江边", "江边_某网_首页", false);
        check("江边 - 某网", "江边", false);
        check("江边", "江边的灯", false);
        check("江", "江边", false);
        check("某网", "江边 - 某网", false);
        check("——", "——", true);
        check("——", "……", false);
        check("", "江边", false);
    }
}
