//! The text of HTML that is too large to be parsed: without tags, each block on a line of its own.

use html5ever::{LocalName, local_name};

use super::super::elements::{Class, class};
use super::LONGEST_NAME;

/// The longest character reference that is decoded, in bytes.
const LONGEST_REFERENCE: usize = 10;

/// The text of HTML in which every `<` that is text is escaped. Linear.
pub(in crate::document) fn text_of(html: &str) -> String {
    let mut text = String::with_capacity(html.len() / 2);
    let mut rest = html;
    while let Some(at) = memchr::memchr2(b'<', b'&', rest.as_bytes()) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        text.push_str(before);
        let tag = || from.strip_prefix('<')?.split_once('>');
        if let Some((tag, after)) = tag() {
            separate(tag, &mut text);
            rest = after;
        } else if let Some((c, after)) = reference(from) {
            text.push(c);
            rest = after;
        } else {
            text.extend(from.chars().next());
            rest = from.get(1..).unwrap_or_default();
        }
    }
    text.push_str(rest);
    text
}

/// Ends a line where a tag begins or ends a block.
fn separate(tag: &str, text: &mut String) {
    let name = tag.strip_prefix('/').unwrap_or(tag);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    let name = name.get(..end.min(LONGEST_NAME)).unwrap_or_default().to_ascii_lowercase();
    let name = LocalName::from(name);
    let end = match class(&name) {
        Some(Class::Paragraph | Class::Heading | Class::Table) => "\n\n",
        Some(Class::Block | Class::Item | Class::Row) => "\n",
        Some(Class::Cell) => "  ",
        _ if name == local_name!("br") => "\n",
        _ => return,
    };
    if end.starts_with('\n') {
        text.truncate(text.trim_end_matches(' ').len());
    }
    if !text.is_empty() && !text.ends_with('\n') && !text.ends_with(end) {
        text.push_str(end);
    }
}

/// The character of a reference, and the text after it.
fn reference(text: &str) -> Option<(char, &str)> {
    let inside = text.strip_prefix('&')?;
    // No farther: there may be millions of `&` and no `;`.
    let end = inside.bytes().take(LONGEST_REFERENCE + 1).position(|byte| byte == b';')?;
    let (name, rest) = (inside.get(..end)?, inside.get(end + 1..)?);
    let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => digits.parse().ok(),
    });
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => char::from_u32(number?)?,
    };
    Some((c, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_lines() {
        for (html, text) in [
            ("<tr><td>1</td><td>2</td></tr>\n<tr><td>3</td></tr></table>", "1  2\n\n3\n"),
            ("a <b>b</b><br>c&lt;d&amp;&#x7532;&#20057; &x; & e", "a b\nc<d&甲乙 &x; & e"),
            ("<P CLASS=a>a</P><h2>b</h2><ul><li>c<li>d", "a\n\nb\n\nc\nd"),
            ("class=x>a<!-- b -->c", "class=x>ac"),
            ("a<", "a<"),
        ] {
            assert_eq!(text_of(html), text, "{html}");
        }
    }
}
