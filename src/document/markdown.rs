//! Markdown to HTML text.
//!
//! Posts mix Markdown and HTML freely. So there is one walk, over HTML: HTML in Markdown passes
//! unchanged, and everything else becomes the elements that mean it. Knows Markdown's events and
//! nothing of documents.

mod emphasis;
mod flanking;
mod info;

use std::collections::HashMap;
use std::fmt::Write;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::Dialect;
use emphasis::{Emphasis, HIGHLIGHT};
use info::Info;

/// Converts Markdown to HTML, which is at most a few times as long.
pub(super) fn to_html(markdown: &str, dialect: Dialect) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_FOOTNOTES;
    let mut writer =
        Writer { html: String::with_capacity(markdown.len() * 5 / 4), ..Writer::default() };
    let parser = Parser::new_ext(markdown, options).into_offset_iter();
    for event in Emphasis::new(markdown, parser, dialect) {
        writer.event(event);
    }
    writer.finish()
}

#[derive(Default)]
struct Writer {
    html: String,
    /// The alignments of the open table's columns, and the column of its next cell.
    alignments: Vec<Alignment>,
    column: usize,
    heading_row: bool,
    in_term: bool,
    /// Whether an address in angle brackets is open.
    in_autolink: bool,
    /// The number of open images; their content is their `alt`.
    images: usize,
    notes: Footnotes,
}

/// The footnotes: numbered in order of reference, written at the end.
#[derive(Default)]
struct Footnotes {
    /// The labels in the order of their numbers, from 1, and whether each is referenced.
    labels: Vec<(String, bool)>,
    /// The number of each label.
    numbers: HashMap<String, usize>,
    /// The content of the defined notes, by label.
    content: HashMap<String, String>,
    /// The open definition: its label, and the HTML before it.
    open: Option<(String, String)>,
}

impl Footnotes {
    /// The number of a label; a new label gets the next one.
    fn number(&mut self, label: &str) -> usize {
        if let Some(&number) = self.numbers.get(label) {
            return number;
        }
        self.labels.push((label.to_owned(), false));
        self.numbers.insert(label.to_owned(), self.labels.len());
        self.labels.len()
    }

    /// The number of a referenced label, and whether this is its first reference.
    fn reference(&mut self, label: &str) -> (usize, bool) {
        let number = self.number(label);
        let known = self.labels.get_mut(number - 1);
        let is_first = known.is_some_and(|(_, known)| !std::mem::replace(known, true));
        (number, is_first)
    }
}

impl Writer {
    /// The HTML, with the footnotes at its end.
    fn finish(mut self) -> String {
        if self.notes.content.is_empty() {
            return self.html;
        }
        let mut notes = std::mem::take(&mut self.notes);
        self.html.push_str("<hr><ol>");
        for (number, (label, is_known)) in (1..).zip(&notes.labels) {
            let Some(content) = notes.content.remove(label) else { continue };
            // The link back goes into the last paragraph, if there is one.
            let text = content.strip_suffix("</p>");
            let (text, end) = text.map_or((content.as_str(), ""), |text| (text, "</p>"));
            // Writing to a string cannot fail.
            let _ = write!(self.html, "<li id=\"fn:{number}\">{text}");
            if *is_known {
                let _ = write!(self.html, " <a href=\"#fnref:{number}\">↩</a>");
            }
            let _ = write!(self.html, "{end}</li>");
        }
        self.html.push_str("</ol>");
        self.html
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) => self.text(&text),
            Event::Code(code) if self.images > 0 => self.text(&code),
            Event::Code(code) => {
                self.html.push_str("<code>");
                self.text(&code);
                self.html.push_str("</code>");
            }
            // Each line above a definition is a term.
            Event::SoftBreak if self.in_term => self.html.push_str("</dt><dt>"),
            Event::SoftBreak => self.html.push('\n'),
            Event::Start(Tag::Image { dest_url, .. }) => self.start_image(&dest_url),
            Event::End(TagEnd::Image) => self.end_image(),
            // Inside an image only text counts.
            _ if self.images > 0 => {}
            Event::Html(html) | Event::InlineHtml(html) => self.html.push_str(&html),
            Event::HardBreak => self.html.push_str("<br>"),
            Event::Rule => self.html.push_str("<hr>"),
            Event::TaskListMarker(true) => self.html.push_str("<input type=checkbox checked>"),
            Event::TaskListMarker(false) => self.html.push_str("<input type=checkbox>"),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::FootnoteReference(label) => {
                let (number, is_first) = self.notes.reference(&label);
                let id = if is_first { format!(" id=\"fnref:{number}\"") } else { String::new() };
                let _ = write!(self.html, "<a{id} href=\"#fn:{number}\">[{number}]</a>");
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        self.in_term |= tag == Tag::DefinitionListTitle;
        match tag {
            Tag::Link { link_type, dest_url, .. } => {
                self.in_autolink = link_type == LinkType::Autolink;
                self.html.push_str("<a href=\"");
                if link_type == LinkType::Email {
                    self.html.push_str("mailto:");
                }
                self.text(&dest_url);
                self.html.push_str("\">");
            }
            Tag::CodeBlock(kind) => {
                let info = if let CodeBlockKind::Fenced(info) = &kind { info } else { "" };
                self.code_block(&Info::of(info));
            }
            Tag::List(Some(start)) => {
                // Writing to a string cannot fail.
                let _ = write!(self.html, "<ol start={start}>");
            }
            Tag::Table(alignments) => {
                self.alignments = alignments;
                self.html.push_str("<table>");
            }
            Tag::TableHead | Tag::TableRow => {
                self.column = 0;
                self.heading_row = tag == Tag::TableHead;
                self.html.push_str("<tr>");
            }
            Tag::TableCell => {
                self.html.push_str(if self.heading_row { "<th" } else { "<td" });
                self.html.push_str(match self.alignments.get(self.column) {
                    Some(Alignment::Left) => " align=left>",
                    Some(Alignment::Center) => " align=center>",
                    Some(Alignment::Right) => " align=right>",
                    Some(Alignment::None) | None => ">",
                });
                self.column += 1;
            }
            Tag::FootnoteDefinition(label) => {
                // Unreferenced notes are shown too.
                self.notes.number(&label);
                self.notes.open = Some((label.into_string(), std::mem::take(&mut self.html)));
            }
            tag => self.element("<", tag.to_end()),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        self.in_term &= tag != TagEnd::DefinitionListTitle;
        self.in_autolink &= tag != TagEnd::Link;
        match tag {
            TagEnd::CodeBlock => self.html.push_str("</code></pre>"),
            TagEnd::TableCell => {
                self.html.push_str(if self.heading_row { "</th>" } else { "</td>" });
            }
            TagEnd::FootnoteDefinition => {
                if let Some((label, before)) = self.notes.open.take() {
                    let content = std::mem::replace(&mut self.html, before);
                    self.notes.content.entry(label).or_default().push_str(&content);
                }
            }
            tag => self.element("</", tag),
        }
    }

    /// Writes the title of a code block, and its start tag.
    fn code_block(&mut self, info: &Info<'_>) {
        if !info.title.is_empty() {
            self.html.push_str("<p>");
            self.text(info.title);
            if let Some(source) = info.source {
                self.html.push_str(" <a href=\"");
                self.text(source);
                self.html.push_str("\">");
                self.text(source);
                self.html.push_str("</a>");
            }
            self.html.push_str("</p>");
        }
        self.html.push_str("<pre><code");
        if !info.language.is_empty() {
            self.html.push_str(" class=\"language-");
            self.text(info.language);
            self.html.push('"');
        }
        self.html.push('>');
    }

    /// Writes the start or end tag of an element without attributes.
    fn element(&mut self, opening: &str, tag: TagEnd) {
        let name = match tag {
            TagEnd::Paragraph => "p",
            TagEnd::Heading(level) => {
                let _ = write!(self.html, "{opening}{level}>");
                return;
            }
            TagEnd::BlockQuote(_) => "blockquote",
            TagEnd::List(true) => "ol",
            TagEnd::List(false) => "ul",
            TagEnd::Item => "li",
            TagEnd::DefinitionList => "dl",
            TagEnd::DefinitionListTitle => "dt",
            TagEnd::DefinitionListDefinition => "dd",
            TagEnd::Table => "table",
            TagEnd::TableHead | TagEnd::TableRow => "tr",
            TagEnd::TableCell => "td",
            TagEnd::Emphasis => "em",
            TagEnd::Strong => "strong",
            TagEnd::Strikethrough => "del",
            TagEnd::Superscript => "sup",
            TagEnd::Link => "a",
            HIGHLIGHT => "mark",
            TagEnd::CodeBlock => "pre",
            TagEnd::HtmlBlock
            | TagEnd::Image
            | TagEnd::FootnoteDefinition
            | TagEnd::MetadataBlock(_) => return,
        };
        self.html.push_str(opening);
        self.html.push_str(name);
        self.html.push('>');
    }

    fn start_image(&mut self, target: &str) {
        self.images += 1;
        if self.images == 1 {
            self.html.push_str("<img src=\"");
            self.text(target);
            self.html.push_str("\" alt=\"");
        }
    }

    fn end_image(&mut self) {
        self.images -= 1;
        if self.images == 0 {
            self.html.push_str("\">");
        }
    }

    /// Writes text, or the text of an attribute.
    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find(['&', '<', '"']) {
            let (plain, special) = rest.split_at(at);
            self.html.push_str(plain);
            self.html.push_str(match special.as_bytes().first() {
                // In an address in angle brackets, references are decoded.
                Some(b'&') if self.in_autolink && is_reference(special) => "&",
                Some(b'&') => "&amp;",
                Some(b'<') => "&lt;",
                _ => "&quot;",
            });
            rest = special.get(1..).unwrap_or_default();
        }
        self.html.push_str(rest);
    }
}

/// Whether a text begins with a reference to a character that ends as it should.
fn is_reference(text: &str) -> bool {
    let inside = text.strip_prefix('&').unwrap_or_default();
    let len = inside
        .bytes()
        .take(32)
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
        .count();
    len > 0 && inside.as_bytes().get(len) == Some(&b';')
}

#[cfg(test)]
mod tests {
    use super::{Dialect, to_html};

    #[track_caller]
    fn check(markdown: &str, expected: &str) {
        assert_eq!(to_html(markdown, Dialect::CommonMark), expected, "{markdown:?}");
    }

    #[test]
    fn events_become_elements() {
        check("# a\n\nb **c** *d*", "<h1>a</h1><p>b <strong>c</strong> <em>d</em></p>");
        check("3. a\n4. b", "<ol start=3><li>a</li><li>b</li></ol>");
        check("- [x] a", "<ul><li><input type=checkbox checked>a</li></ul>");
        check("```rust,x\na<b\n```", "<pre><code class=\"language-rust\">a&lt;b\n</code></pre>");
        check(
            "|a|b|\n|:-|-:|\n|c|d|",
            "<table><tr><th align=left>a</th><th align=right>b</th></tr><tr><td align=left>c</td><td align=right>d</td></tr></table>",
        );
        check("a  \nb", "<p>a<br>b</p>");
        check("a\n: b", "<dl><dt>a</dt><dd>b</dd></dl>");
        check("a\nb\n: c", "<dl><dt>a</dt><dt>b</dt><dd>c</dd></dl>");
    }

    #[test]
    fn text_is_escaped_once() {
        check("a &lt; b &amp;lt; &foo; \"c\"", "<p>a &lt; b &amp;lt; &amp;foo; &quot;c&quot;</p>");
        check("<b>&lt;</b>", "<p><b>&lt;</b></p>");
    }

    #[test]
    fn links_and_images() {
        check("[a](b \"t\")", "<p><a href=\"b\">a</a></p>");
        check("<http://x.y/>", "<p><a href=\"http://x.y/\">http://x.y/</a></p>");
        check(
            "<http://x.y/?a=1&amp;b=2&c>",
            "<p><a href=\"http://x.y/?a=1&amp;b=2&amp;c\">http://x.y/?a=1&amp;b=2&amp;c</a></p>",
        );
        check("<a@b.c>", "<p><a href=\"mailto:a@b.c\">a@b.c</a></p>");
        check("![a *b* ![c](d)](e?f&g)", "<p><img src=\"e?f&amp;g\" alt=\"a b c\"></p>");
        check("[[页]]", "<p><a href=\"post:页\">页</a></p>");
        check("[[/a/页#一 二|b]]", "<p><a href=\"post:a/页#一 二\">b</a></p>");
        check("[[#x|b]] [[../a|c]]", "<p><a href=\"#x\">b</a> <a href=\"../a\">c</a></p>");
        check("[[http://x.y/|b]]", "<p><a href=\"http://x.y/\">b</a></p>");
        check("![[a.png]]", "<p><img src=\"a.png\" alt=\"a.png\"></p>");
        check("![[页#一]]", "<p><a href=\"post:页#一\">页#一</a></p>");
    }

    #[test]
    fn footnotes_are_numbered_and_stand_at_the_end() {
        check(
            "a[^b] c[^a] d[^b]\n\n[^a]: A\n\n[^b]: B\n\n    C\n\ne",
            concat!(
                "<p>a<a id=\"fnref:1\" href=\"#fn:1\">[1]</a> c<a id=\"fnref:2\" href=\"#fn:2\">[2]</a>",
                " d<a href=\"#fn:1\">[1]</a></p><p>e</p><hr><ol>",
                "<li id=\"fn:1\"><p>B</p><p>C <a href=\"#fnref:1\">↩</a></p></li>",
                "<li id=\"fn:2\"><p>A <a href=\"#fnref:2\">↩</a></p></li></ol>",
            ),
        );
        check("[^x]: 无人引用\n", "<hr><ol><li id=\"fn:1\"><p>无人引用</p></li></ol>");
        check("a[^x]", "<p>a[^x]</p>");
    }

    #[test]
    fn a_single_tilde_is_a_range() {
        check("增5~10%，降1~2%", "<p>增5~10%，降1~2%</p>");
        check("~~a~~", "<p><del>a</del></p>");
    }

    #[test]
    fn code_has_a_title() {
        check(
            "```js title=\"a<b\"\nc\n```",
            "<p>a&lt;b</p><pre><code class=\"language-js\">c\n</code></pre>",
        );
        check(
            "```js 题 http://a.cn\nc\n```",
            "<p>题 <a href=\"http://a.cn\">http://a.cn</a></p><pre><code class=\"language-js\">c\n</code></pre>",
        );
    }
}
