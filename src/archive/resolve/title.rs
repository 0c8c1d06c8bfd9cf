//! Makes titles from a field, a body or a file name (R13, J13).
//!
//! Does not know the precedence of these sources.

use std::borrow::Cow;

use crate::clean::CleanText;
use crate::document::{self, Syntax};
use crate::width::{self, Widths};

/// The maximum width of a title made from a sentence, in cells (R13).
const SENTENCE_CELLS: usize = 40;
/// The bytes of a page in which its `<title>` is looked for.
const LONGEST_HEAD: usize = 64 * 1024;
/// The longest tag in a title, in bytes.
const LONGEST_TAG: usize = 1024;

/// The title in a field: one line with HTML tags and entities resolved; `None` if nothing is
/// visible (M14).
pub(super) fn from_field(text: &str) -> Option<CleanText> {
    let title = document::inline_text(&only_tags(text.trim()));
    let line = title.as_str().trim();
    if line.chars().all(is_blank) {
        None
    } else if line.len() < title.len() || line.contains(['\n', '\t']) {
        Some(CleanText::line(line))
    } else {
        Some(title)
    }
}

/// The first heading of a body, else its summary or first sentence, truncated to 40 cells.
pub(super) fn from_body(body: &str, syntax: Syntax) -> Option<CleanText> {
    if body.is_empty() {
        return None;
    }
    let lead = document::lead(body, syntax);
    let is_seen = |text: &CleanText| !text.as_str().chars().all(is_blank);
    if let Some(heading) = lead.heading.filter(is_seen) {
        return Some(CleanText::line(heading.as_str().trim()));
    }
    if syntax == Syntax::Html
        && let Some(title) = html_title(body).and_then(from_field)
    {
        return Some(title);
    }
    let summary = lead.summary.filter(is_seen)?;
    Some(CleanText::line(&Widths::default().truncate(summary.as_str().trim(), SENTENCE_CELLS)))
}

/// The text of a page's `<title>`, which stands near its start.
fn html_title(body: &str) -> Option<&str> {
    let head = body.as_bytes().get(..body.len().min(LONGEST_HEAD))?;
    let is_at = |at: usize, name: &str| {
        head.get(at..at + name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()))
    };
    let mut tags = memchr::memchr_iter(b'<', head);
    let start = tags.find(|&at| {
        let after = head.get(at + 6);
        is_at(at, "<title") && after.is_some_and(|&byte| byte == b'>' || byte.is_ascii_whitespace())
    })?;
    let start = start + memchr::memchr(b'>', head.get(start..)?)? + 1;
    let end = tags.find(|&at| at >= start && is_at(at, "</title"))?;
    body.get(start..end)
}

/// A text in which each `<` that begins no tag, as in `a<b 和 c>d`, is a character reference.
fn only_tags(text: &str) -> Cow<'_, str> {
    if !text.contains('<') {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        kept.push_str(before);
        kept.push_str(if begins_tag(after) { "<" } else { "&lt;" });
        rest = after;
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

/// Whether a text after a `<` is a tag: a name, then nothing or attributes with values.
fn begins_tag(text: &str) -> bool {
    let inner = text.get(..text.len().min(LONGEST_TAG)).unwrap_or(text).split(['<', '>']).next();
    let inner = inner.unwrap_or_default();
    let is_closed = text.get(inner.len()..).is_some_and(|rest| rest.starts_with('>'));
    let name = inner.strip_prefix('/').unwrap_or(inner).trim_end_matches('/').trim_end();
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    let (name, attributes) = name.split_at_checked(end).unwrap_or_default();
    let has_values = attributes.starts_with(char::is_whitespace) && attributes.contains('=');
    is_closed
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && (attributes.is_empty() || has_values)
}

/// A title from a slug as Jekyll makes it, `my-first-iOS` -> `My First Ios` (J13); else the file
/// name; else `untitled`.
pub(super) fn from_names(slug: &[u8], name: &[u8]) -> CleanText {
    let slug = CleanText::lossy(slug);
    let mut title = String::with_capacity(slug.len());
    for word in slug.as_str().split('-').filter(|word| !word.is_empty()) {
        if !title.is_empty() {
            title.push(' ');
        }
        let mut letters = word.chars();
        title.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        title.extend(letters.flat_map(char::to_lowercase));
    }
    let title = CleanText::line(title.trim());
    if !title.as_str().chars().all(is_blank) {
        return title;
    }
    let name = CleanText::lossy(name);
    if name.as_str().chars().all(is_blank) { CleanText::line("untitled") } else { name }
}

/// Whether a character is invisible. The fillers of Hangul and the blank of Braille have a width.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{feff}' | '\u{115f}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}')
        || width::is_zero_width(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_r13_m14() {
        for (text, title) in [
            ("央行：今日开展“逆回购”操作", Some("央行：今日开展“逆回购”操作")),
            ("  a  ", Some("a")),
            ("\u{3000}a\u{3000}", Some("a")),
            ("a\nb\t c", Some("a b c")),
            ("<b>A</b> &amp; B", Some("A & B")),
            ("精度满足<1%", Some("精度满足<1%")),
            ("比较 a<b 和 c>d", Some("比较 a<b 和 c>d")),
            ("a<b and c>d, <i>x</i> & <a href=\"y\">z</a>", Some("a<b and c>d, x & z")),
            ("Vec<T>", Some("Vec<T>")),
            ("a < b <br/>c</p>", Some("a < b c")),
            ("a\x1b[31mb", Some("ab")),
            ("2013", Some("2013")),
            ("", None),
            (" \u{3000}\n", None),
            ("\u{200b}\u{feff}", None),
            ("\u{3164}\u{115f}\u{1160}\u{ffa0}\u{2800}", None),
            ("\u{2062}\u{fff9}\u{1d173}", None),
        ] {
            assert_eq!(from_field(text).as_ref().map(CleanText::as_str), title, "{text:?}");
        }
        let long = "长".repeat(10_000);
        assert_eq!(from_field(&long).unwrap().as_str(), long);
    }

    #[test]
    fn bodies_r13() {
        let check = |body: &str, title: Option<&str>| {
            let found = from_body(body, Syntax::Markdown);
            assert_eq!(found.as_ref().map(CleanText::as_str), title, "{body:?}");
        };
        check("text\n\n# A heading\n", Some("A heading"));
        check("> 摘要。\n\n<p>正文。</p>\n", Some("摘要。"));
        check("第一句。第二句。", Some("第一句。"));
        check(&"长".repeat(40), Some(&format!("{}…", "长".repeat(19))));
        check("", None);
        check(" \n\u{3000}\n", None);
    }

    #[test]
    fn pages() {
        let check = |body: &str, title: &str| {
            let found = from_body(body, Syntax::Html);
            assert_eq!(found.as_ref().map(CleanText::as_str), Some(title), "{body:?}");
        };
        check("<html><head><TITLE lang=zh>甲 &amp; 乙</TITLE></head><p>丙。</p>", "甲 & 乙");
        check("<title>甲</title><h1>乙</h1>", "乙");
        check("<title></title><p>丙。</p>", "丙。");
        check("<titles>甲</titles><p>丙。</p>", "甲");
        check("<title>甲</p>", "甲");
    }

    #[test]
    fn names_j13() {
        for (slug, title) in [
            ("my-first-post", "My First Post"),
            ("iOS", "Ios"),
            ("a--b-", "A B"),
            ("élan-VITAL", "Élan Vital"),
            ("金融-消息", "金融 消息"),
            ("202112082206672930", "202112082206672930"),
            ("a%20b#c", "A%20b#c"),
            ("", "n.md"),
            ("---", "n.md"),
            ("\u{200b}", "n.md"),
            ("a\x1b[2Jb\u{202e}c", "Abc"),
        ] {
            assert_eq!(from_names(slug.as_bytes(), b"n.md").as_str(), title, "{slug:?}");
        }
        assert_eq!(from_names(b"\xff\xd6\xd0", b"n").as_str(), "\u{fffd}\u{fffd}\u{fffd}");
        assert_eq!(from_names(b"", b"\x01").as_str(), "untitled");
    }
}
