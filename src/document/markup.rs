//! Tells tags from text that only looks like tags.
//!
//! `精度满足<1%`, `Vec<T>` and `<>` are text in a news post, but a browser takes `<T>` for an element
//! and drops it. Names that HTML does not have count as elements only if they look like XML: closed
//! somewhere, self-closing, or with a `:` or `-`. A browser also drops the text after an unclosed
//! tag, comment or script, but a reader must see all text (M19). So before the tokenizer runs, a
//! `<` becomes `&lt;` unless it begins a complete comment, or a complete tag of an HTML element.
//!
//! Knows nothing of the meaning of elements.

mod foreign;
pub(super) mod unparsed;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use html5ever::LocalName;
use memchr::memmem;

use super::elements::{Class, class};

/// The longest name of an element that is looked up, in bytes.
const LONGEST_NAME: usize = 40;
/// The most unclosed tags that are looked at; each look may read the whole text.
const MOST_OPEN_TAGS: usize = 16;

/// Escapes every `<` of `html` that is text; borrows it if there is none. Linear.
pub(super) fn escape_text(html: &str) -> Cow<'_, str> {
    let mut scan = Scan::new(html);
    let mut escaped = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', html.as_bytes().get(at..).unwrap_or_default()) {
        let tag = at + found;
        let (end, replacement) = match scan.look(tag) {
            Token::Markup { end } => {
                at = end;
                continue;
            }
            Token::Text => (tag + 1, Cow::Borrowed("&lt;")),
            Token::Replaced { end, text } => (end, Cow::Owned(text)),
        };
        escaped.push_str(html.get(copied..tag).unwrap_or_default());
        escaped.push_str(&replacement);
        (copied, at) = (end, end);
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    escaped.push_str(html.get(copied..).unwrap_or_default());
    Cow::Owned(escaped)
}

/// What a `<` begins; `end` is the offset after it.
enum Token {
    /// Nothing: it is text.
    Text,
    /// A tag or comment, or a whole element whose content is raw text.
    Markup { end: usize },
    /// A start tag that would swallow the text after it, since its end tag is missing; or a drawing
    /// or formula, of which the text stays.
    Replaced { end: usize, text: String },
}

struct Scan<'a> {
    html: &'a str,
    /// The last end tag of each name; built when first needed.
    last_ends: Option<HashMap<String, usize>>,
    /// Names that HTML does not have, but that count as elements because they are closed.
    unknown: HashSet<String>,
    /// Whether a later comment may end.
    comments_end: bool,
    open_tags: usize,
}

impl<'a> Scan<'a> {
    fn new(html: &'a str) -> Self {
        Self { html, last_ends: None, unknown: HashSet::new(), comments_end: true, open_tags: 0 }
    }

    fn bytes_from(&self, at: usize) -> &'a [u8] {
        self.html.as_bytes().get(at..).unwrap_or_default()
    }

    fn look(&mut self, at: usize) -> Token {
        match self.bytes_from(at + 1) {
            [b'!', b'-', b'-', ..] => self.comment(at),
            [b'!', b'[' | b'a'..=b'z' | b'A'..=b'Z', ..]
            | [b'?', b'a'..=b'z' | b'A'..=b'Z', ..] => markup(self.tag_end(at)),
            [b'/', b'a'..=b'z' | b'A'..=b'Z', ..] => self.end_tag(at),
            [b'a'..=b'z' | b'A'..=b'Z', ..] => self.start_tag(at),
            _ => Token::Text,
        }
    }

    fn comment(&mut self, at: usize) -> Token {
        if !self.comments_end {
            return Token::Text;
        }
        // `<!-->` is a complete comment, so the search includes the hyphens of the opening.
        let end = memmem::find(self.bytes_from(at + 2), b"-->").map(|found| at + 2 + found + 3);
        self.comments_end = end.is_some();
        markup(end)
    }

    fn end_tag(&mut self, at: usize) -> Token {
        let Some(name) = name(self.bytes_from(at + 2)) else { return Token::Text };
        if !self.unknown.contains(&name) && class(&LocalName::from(name)).is_none() {
            return Token::Text;
        }
        markup(self.tag_end(at))
    }

    fn start_tag(&mut self, at: usize) -> Token {
        let Some(name) = name(self.bytes_from(at + 1)) else { return Token::Text };
        let class = class(&LocalName::from(name.as_str()));
        let Some(end) = self.tag_end(at) else { return Token::Text };
        if matches!(name.as_str(), "svg" | "math") && self.ends_after(&name, at) {
            return self.foreign(&name, at, end);
        }
        match class {
            None if name.contains(['-', ':'])
                || self.bytes_from(end - 2).starts_with(b"/")
                || self.ends_after(&name, at) =>
            {
                self.unknown.insert(name);
                Token::Markup { end }
            }
            None => Token::Text,
            Some(Class::Hidden | Class::Raw) if !self.ends_after(&name, at) => {
                Token::Replaced { end, text: String::new() }
            }
            Some(Class::Raw) => Token::Markup { end: self.raw_end(&name, end).unwrap_or(end) },
            Some(_) => Token::Markup { end },
        }
    }

    /// A drawing or formula, whose start tag ends at `content`.
    fn foreign(&self, name: &str, at: usize, content: usize) -> Token {
        let start = self.raw_end(name, content).unwrap_or(content);
        let end = tag_len(self.bytes_from(start)).map_or(start, |len| start + len);
        let tag = self.html.get(at..content).unwrap_or_default();
        let is_hidden = ["aria-hidden=\"true\"", "display:none", "display: none", " hidden"];
        let whole = self.html.get(at..start).unwrap_or_default();
        let text = match name {
            "math" => foreign::formula(whole),
            _ if is_hidden.iter().any(|mark| tag.contains(mark)) => String::new(),
            _ => foreign::labels(whole),
        };
        Token::Replaced { end, text }
    }

    /// Whether an end tag of this name comes later.
    fn ends_after(&mut self, name: &str, at: usize) -> bool {
        let html = self.html;
        let last_ends = self.last_ends.get_or_insert_with(|| last_ends(html));
        last_ends.get(name).is_some_and(|&end| end > at)
    }

    /// The end of the content of a raw element, whose end tag is after `from`.
    fn raw_end(&self, tag: &str, from: usize) -> Option<usize> {
        let bytes = self.bytes_from(from);
        memmem::find_iter(bytes, "</")
            .find(|&end| {
                let found = bytes.get(end + 2..).and_then(name);
                found.is_some_and(|found| found == tag)
            })
            .map(|end| from + end)
    }

    /// The offset after the `>` of the tag at `at`; a `>` in a quoted value does not count.
    fn tag_end(&mut self, at: usize) -> Option<usize> {
        if self.open_tags > MOST_OPEN_TAGS {
            return None;
        }
        let end = tag_len(self.bytes_from(at)).map(|len| at + len);
        self.open_tags += usize::from(end.is_none());
        end
    }
}

fn markup(end: Option<usize>) -> Token {
    end.map_or(Token::Text, |end| Token::Markup { end })
}

/// The length of the tag at the start of `bytes`; `None` if it has no end.
fn tag_len(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    // Quotes count only where a value may begin.
    let mut value = false;
    loop {
        at += 1;
        match bytes.get(at)? {
            b'>' => return Some(at + 1),
            b'=' => value = true,
            quote @ (b'"' | b'\'') if value => {
                at += 1 + memchr::memchr(*quote, bytes.get(at + 1..)?)?;
                value = false;
            }
            b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' => {}
            _ => value = false,
        }
    }
}

/// The lower-case name at the start of a tag; `None` if it is not a name or has no end.
fn name(bytes: &[u8]) -> Option<String> {
    let ends = |byte: &u8| matches!(byte, b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r' | b'\x0c');
    let len = bytes.iter().take(LONGEST_NAME).position(ends)?;
    let name = bytes.get(..len)?;
    // `<http://..>` is an address.
    let is_name = name.first()?.is_ascii_alphabetic()
        && name.last() != Some(&b':')
        && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte));
    is_name.then(|| String::from_utf8_lossy(name).to_ascii_lowercase())
}

fn last_ends(html: &str) -> HashMap<String, usize> {
    let bytes = html.as_bytes();
    memmem::find_iter(bytes, "</")
        .filter_map(|at| Some((name(bytes.get(at + 2..)?)?, at)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::escape_text;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(escape_text(html), expected, "{html:?}");
    }

    #[test]
    fn elements_and_comments_are_markup() {
        for html in [
            "",
            "<p>a</p>",
            "<P CLASS=x>a</P>",
            "<br/><br />",
            "<a href='x>y'>z</a>",
            "<p title=don't>a</p>",
            "<!-- <T> --><!DOCTYPE html><!-->",
            "<?xml:namespace prefix = o /><o:p></o:p><![endif]>",
            "<my-element x=1>a",
            "<company>a</company>",
            "<script>if (a<b) { x = '<T>' }</script>",
            "<STYLE>a</Style>",
        ] {
            check(html, html);
        }
    }

    #[test]
    fn other_angle_brackets_are_text() {
        check("精度满足<1%", "精度满足&lt;1%");
        check("Vec<T>, a<b>b</b>", "Vec&lt;T>, a<b>b</b>");
        check("<>", "&lt;>");
        check("a < b", "a &lt; b");
        check("</T> </ p>", "&lt;/T> &lt;/ p>");
        check("<通知>", "&lt;通知>");
        check("<!x", "&lt;!x");
        check("<! x> <? x>", "&lt;! x> &lt;? x>");
        check("<http://x.y/>", "&lt;http://x.y/>");
    }

    #[test]
    fn unclosed_markup_swallows_nothing() {
        // M19
        check("a<p", "a&lt;p");
        check("a<p class=\"x", "a&lt;p class=\"x");
        check("a<a href=\"x>b</p>", "a&lt;a href=\"x>b</p>");
        check("a<!-- b", "a&lt;!-- b");
        check("a<script>b", "ab");
        check("<style>a<p>b</p>", "a<p>b</p>");
        check("<svg><path d='x'/>a", "<path d='x'/>a");
        check("</script>a<title>b", "</script>ab");
    }

    #[test]
    fn unclosed_tags_take_linear_time() {
        for piece in
            ["<a \"", "<!--", "<x", "</x ", "<script>", "<a b='", "<T>", "<?x", "<p a=\"'\""]
        {
            let flood = piece.repeat(100_000);
            let escaped = escape_text(&flood);
            assert!(!escaped.contains("<script"));
        }
    }
}
