//! An item's HTML as the body of a Markdown file that every program reads alike: kanbao, Jekyll with
//! Liquid and kramdown, and what knows `CommonMark`.
//!
//! `ammonia` removes scripts and other active content, closes open elements, and resolves URLs.
//! Markdown ends a block of HTML at an empty line and takes an indented line for code, and Liquid acts
//! on `{{` and `{%`: none of these is left, by means that HTML does not see.

use std::fmt::Write;

use ammonia::{Builder, UrlRelative};
use url::Url;

use crate::feeds::item::{Item, escaped};

/// Elements beside those that `ammonia` knows to be harmless.
const MORE: [&str; 5] = ["audio", "iframe", "picture", "source", "video"];
/// Beyond so many open elements, the tags are left out: parsers are slow in deep trees.
const DEEPEST: usize = 256;

/// The body of an item's post, as one block of HTML with a line end; `full` replaces the item's own
/// HTML. The attached files are its last lines.
pub fn markdown(item: &Item, full: Option<&str>) -> String {
    let html = full.unwrap_or(&item.body);
    let mut html = safe(html, item.base.as_ref());
    if item.is_cut && full.is_none() {
        html.push_str("\n<p>…</p>");
    }
    if !item.enclosures.is_empty() {
        html.push_str("\n<ul>");
        for enclosure in &item.enclosures {
            let url = escaped(enclosure.url.as_str());
            let kind = enclosure.kind.as_ref().map(|kind| format!(" ({})", escaped(kind.as_str())));
            let kind = kind.unwrap_or_default();
            // Writing to a string cannot fail.
            let _ = write!(html, "\n<li><a href=\"{url}\">{url}</a>{kind}</li>");
        }
        html.push_str("\n</ul>");
    }
    let block = one_block(&html);
    let block = block.trim();
    if block.is_empty() { String::new() } else { format!("<div>\n{block}\n</div>\n") }
}

/// HTML without active content, with absolute URLs.
fn safe(html: &str, base: Option<&Url>) -> String {
    let flat;
    let html = if depth(html) > DEEPEST {
        flat = without_tags(html);
        &flat
    } else {
        html
    };
    let mut builder = Builder::default();
    builder.add_tags(MORE).link_rel(None);
    builder.add_tag_attributes("iframe", ["src"]);
    for tag in ["audio", "video", "source"] {
        builder.add_tag_attributes(tag, ["src", "type", "poster"]);
    }
    // The language of code.
    builder.add_tag_attributes("code", ["class"]).add_tag_attributes("pre", ["class"]);
    let relative = base.cloned().map_or(UrlRelative::PassThrough, UrlRelative::RewriteWithBase);
    builder.url_relative(relative).clean(html).to_string()
}

/// An upper bound of how deep elements are nested: tags that do not close count.
pub(super) fn depth(html: &str) -> usize {
    let bytes = html.as_bytes();
    let (mut open, mut deepest) = (0_usize, 0);
    for at in memchr::memchr_iter(b'<', bytes) {
        match bytes.get(at + 1..).unwrap_or_default() {
            [b'/', ..] => open = open.saturating_sub(1),
            [b'a'..=b'z' | b'A'..=b'Z', ..]
                if !is_void(bytes.get(at + 1..).unwrap_or_default()) =>
            {
                open += 1;
                deepest = deepest.max(open);
            }
            _ => {}
        }
    }
    deepest
}

/// Whether a tag's name is of an element that is never closed, or seldom.
fn is_void(tag: &[u8]) -> bool {
    let name: Vec<u8> =
        tag.iter().take(8).take_while(|byte| byte.is_ascii_alphanumeric()).copied().collect();
    let name = name.to_ascii_lowercase();
    let names: [&[u8]; 14] = [
        b"br", b"img", b"hr", b"input", b"source", b"wbr", b"p", b"li", b"td", b"tr", b"th", b"dt",
        b"dd", b"col",
    ];
    names.contains(&name.as_slice())
}

/// The text between tags.
fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    for (number, part) in html.split('<').enumerate() {
        let outside =
            if number == 0 { part } else { part.split_once('>').map_or(part, |(_, rest)| rest) };
        text.push_str(outside);
        if !outside.is_empty() {
            text.push(' ');
        }
    }
    text
}

/// Serialised HTML without empty and indented lines, and without what Liquid knows.
fn one_block(html: &str) -> String {
    let mut block = Block::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        block.text(text);
        let end = tag_end(tag);
        let (tag, after) = tag.split_at(end);
        block.tag(tag);
        rest = after;
    }
    block.text(rest);
    without_liquid(&block.out)
}

/// The bytes of the tag that a text begins with: quoted attributes may hold `>`.
fn tag_end(tag: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in tag.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    tag.len()
}

#[derive(Default)]
struct Block {
    out: String,
    /// How many `<pre>` are open.
    pre: usize,
    /// Whether the last line of `out` is empty or blank.
    is_blank: bool,
}

impl Block {
    fn tag(&mut self, tag: &str) {
        let is = |name: &str| {
            tag.strip_prefix(name).is_some_and(|rest| rest.starts_with(['>', ' ', '\n']))
        };
        if is("<pre") {
            self.pre += 1;
        } else if is("</pre") {
            self.pre = self.pre.saturating_sub(1);
        }
        self.out.push_str(&tag.replace(['\n', '\r'], " "));
        self.is_blank = false;
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\r' => {}
                // An empty line in preformatted text.
                '\n' if self.pre > 0 && self.is_blank => self.out.push_str("&#10;"),
                '\n' if self.is_blank => {}
                '\n' => {
                    self.out.push('\n');
                    self.is_blank = true;
                }
                // Lines may be indented in preformatted text only.
                ' ' | '\t' if self.is_blank && self.pre == 0 => {}
                ' ' | '\t' => self.out.push(c),
                c => {
                    self.out.push(c);
                    self.is_blank = false;
                }
            }
        }
    }
}

/// What Liquid would act on, as HTML has it too.
fn without_liquid(html: &str) -> String {
    if !html.contains("{{") && !html.contains("{%") {
        return html.to_owned();
    }
    let mut out = String::with_capacity(html.len() + 64);
    let mut chars = html.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('{', Some('{' | '%')) => out.push_str("&#123;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        let base = Some(Url::parse("https://news.example/a/b").unwrap());
        let item = Item { body: html.to_owned(), base, ..Item::default() };
        let written = markdown(&item, None);
        assert_eq!(written, format!("<div>\n{expected}\n</div>\n"), "{html}");
        assert!(written.lines().all(|line| !line.trim().is_empty()), "{html}");
    }

    #[test]
    fn markdown_sees_one_block() {
        check("<p>a</p>\n\n    <p>b</p>\n \n", "<p>a</p>\n<p>b</p>");
        check("a <b>b</b>\n\n# c", "a <b>b</b>\n# c");
        check("<pre>a\n\n  b\n \n\nc</pre>", "<pre>a\n&#10;  b\n &#10;&#10;c</pre>");
        check(
            "<pre><code class=\"language-rust\">a\n\nb</code></pre>\n\n  x",
            "<pre><code class=\"language-rust\">a\n&#10;b</code></pre>\nx",
        );
        check(
            "<img alt=\"a\n\nb\" src=\"c.png\">",
            "<img alt=\"a  b\" src=\"https://news.example/a/c.png\">",
        );
        assert_eq!(markdown(&Item::default(), None), "");
    }

    #[test]
    fn liquid_finds_nothing() {
        check(
            "{{ a }} {% b %} {{{% endraw %}",
            "&#123;{ a }} &#123;% b %} &#123;&#123;&#123;% endraw %}",
        );
        check(
            "<a title=\"{{x}}\" href=\"/c\">d</a>",
            "<a title=\"&#123;{x}}\" href=\"https://news.example/c\">d</a>",
        );
        check("a { b } {c", "a { b } {c");
    }

    #[test]
    fn what_acts_is_left_out_and_what_is_open_is_closed() {
        check("a<script>alert(1)</script><style>b</style><p onclick=\"x()\">c", "a<p>c</p>");
        check("<a href=\"javascript:x()\">a</a>", "<a>a</a>");
        check("</div></div>a<!-- b -->", "a");
        check(
            "<iframe src=\"https://video.example/1\"></iframe>",
            "<iframe src=\"https://video.example/1\"></iframe>",
        );
    }

    #[test]
    fn deep_trees_are_flattened() {
        for tag in ["<b>", "<div>", "<a href=x><i>", "<table>", "<font color=red>"] {
            let html = tag.repeat(200_000) + "text";
            let item = Item { body: html, ..Item::default() };
            let written = markdown(&item, None);
            assert!(written.contains("text") && written.len() < 1_000, "{tag}: {}", written.len());
        }
        let long = "<p>a <b>b</b><br>".repeat(50_000);
        assert!(markdown(&Item { body: long, ..Item::default() }, None).len() > 1_000_000);
    }
}
