//! Classifies a line of Markdown by its beginning.

use super::spans;
use super::tag;
use super::walk::Walk;

/// The elements of headings, by level.
pub(super) const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// The kind of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Running text.
    Text,
    /// A heading; the index of its element in [`HEADINGS`].
    Heading(usize),
    /// A line of a quotation.
    Quote,
    /// An item: its marker, and the length of the marker with the space after it.
    Item(u8, usize),
    /// A thematic break.
    Rule,
}

/// Whether the content of a quotation or an item is running text.
pub(super) fn is_text(words: &str) -> Option<bool> {
    Some(!words.starts_with(' ') && !begins_html(words, false)? && classify(words)? == Class::Text)
}

/// Classifies a line that is no HTML and does not begin with a space.
pub(super) fn classify(content: &str) -> Option<Class> {
    let trimmed = content.trim_end_matches(' ');
    // Rules, underlines of headings, the second line of a table, an item without text.
    if trimmed.bytes().all(|byte| b"-=_*+:| ".contains(&byte)) {
        let is_rule = trimmed.len() > 2 && trimmed.bytes().all(|byte| byte == b'-');
        return is_rule.then_some(Class::Rule);
    }
    let after = |len: usize| trimmed.as_bytes().get(len).copied();
    let item = |mark, len| match (after(len), after(len + 1)) {
        (Some(b' '), Some(b' ')) | (None, _) => None,
        (Some(b' '), Some(_)) => Some(Class::Item(mark, len + 1)),
        _ => Some(Class::Text),
    };
    match after(0)? {
        b'>' => Some(Class::Quote),
        b'#' => {
            let level = content.bytes().take_while(|&byte| byte == b'#').count();
            match after(level) {
                Some(b' ') if level <= HEADINGS.len() => Some(Class::Heading(level - 1)),
                None => None,
                _ => Some(Class::Text),
            }
        }
        mark @ (b'-' | b'+' | b'*') => item(mark, 1),
        b'0'..=b'9' => {
            let digits = content.bytes().take_while(u8::is_ascii_digit).count();
            match after(digits) {
                Some(mark @ (b'.' | b')')) => item(mark, digits + 1),
                _ => Some(Class::Text),
            }
        }
        // Definitions and fences.
        b':' => None,
        b'~' | b'`' if after(1) == after(0) => None,
        _ => Some(Class::Text),
    }
}

/// Whether a line begins a block of HTML, which lasts to an empty line, or a comment.
pub(super) fn begins_html(content: &str, in_paragraph: bool) -> Option<bool> {
    match content.as_bytes() {
        [b'<', b'!', b'-', b'-', ..] => Some(true),
        [b'<', b'!' | b'?', ..] => None,
        [b'<', b'/' | b'a'..=b'z' | b'A'..=b'Z', ..] => {
            if spans::autolink(content).is_some() {
                return Some(false);
            }
            if Walk::begins_block(content)? {
                return Some(true);
            }
            // A tag alone on its line is HTML too, unless it continues a paragraph.
            let len = tag::start(content, &mut Vec::new()).map(|tag| tag.len);
            let len = len.or_else(|| tag::end(content).map(|(_, len)| len))?;
            let alone = content.get(len..)?.trim_start_matches([' ', '\t']).is_empty();
            (in_paragraph || !alone).then_some(false)
        }
        _ => Some(false),
    }
}
