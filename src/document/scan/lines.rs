//! Facts about a line of Markdown, without its context.

use html5ever::LocalName;

use crate::document::elements::{Class, class};

/// The length of `blockquote`, the longest name of a block, and a margin so that a longer name is
/// no block.
const LONGEST_NAME: usize = 12;

/// The length of the run of a byte at the start.
pub(super) fn run(bytes: &[u8], of: u8) -> usize {
    bytes.iter().take_while(|&&byte| byte == of).count()
}

/// The first line, without its end.
pub(crate) fn first_line(text: &str) -> &str {
    memchr::memchr(b'\n', text.as_bytes()).and_then(|end| text.get(..end)).unwrap_or(text)
}

/// Whether the first line is blank; the end of the text is not.
pub(crate) fn is_blank_line(bytes: &[u8]) -> bool {
    let after = bytes.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
    after == Some(&b'\n')
}

/// The column of the first character that is neither a space nor a tab.
pub(crate) fn indent(line: &str) -> usize {
    let blanks = line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t'));
    blanks.fold(0, |column, byte| if byte == b'\t' { column / 4 * 4 + 4 } else { column + 1 })
}

/// The width of a list marker and the spaces after it.
pub(crate) fn list_marker(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let marker = match line.as_bytes().get(digits)? {
        b'-' | b'*' | b'+' if digits == 0 => 1,
        b'.' | b')' if (1..=9).contains(&digits) => digits + 1,
        _ => return None,
    };
    let blanks = indent(line.get(marker..)?);
    (blanks > 0).then(|| marker + if blanks > 4 { 1 } else { blanks })
}

/// Splits a line into its prefix of spaces, quotation and list marks, and the rest.
pub(crate) fn split_lead(line: &str) -> (&str, &str) {
    let mut rest = line;
    loop {
        let trimmed = rest.trim_start_matches([' ', '\t', '>']);
        if list_marker(trimmed).is_none() {
            let lead = line.len() - trimmed.len();
            return (line.get(..lead).unwrap_or_default(), trimmed);
        }
        let mark = trimmed.trim_start_matches(|c: char| c.is_ascii_digit());
        rest = mark.get(1..).unwrap_or_default();
    }
}

/// Whether a line begins a block of HTML.
pub(super) fn begins_html(line: &str) -> bool {
    line.starts_with("<!--") || is_block(tag_name(line).0)
}

/// The name of the tag at the start of a text, and whether it is an end tag; empty if there is
/// none.
pub(crate) fn tag_name(text: &str) -> (&str, bool) {
    let inside = text.strip_prefix('<').unwrap_or_default();
    let (inside, is_end) = match inside.strip_prefix('/') {
        Some(inside) => (inside, true),
        None => (inside, false),
    };
    let len = inside.bytes().take(LONGEST_NAME).take_while(u8::is_ascii_alphanumeric).count();
    (inside.get(..len).unwrap_or_default(), is_end)
}

/// Whether Markdown starts a block of HTML at this element, up to the next empty line.
pub(crate) fn is_block(name: &str) -> bool {
    !name.is_empty()
        && matches!(
            class(&LocalName::from(name.to_ascii_lowercase())),
            Some(
                Class::Block
                    | Class::Paragraph
                    | Class::Heading
                    | Class::Item
                    | Class::Table
                    | Class::Cell
                    | Class::Row
            )
        )
}
