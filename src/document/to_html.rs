//! Writes a document as HTML, with only the elements that mean its blocks and styles.
//!
//! Parsed as HTML, it gives the same document, except that placeholders become text. A nested block
//! is on the line of its outer block. Knows nothing of pages and files.

use std::fmt::Write;
use std::ops::Range;

use super::address;
use super::escape::push_reference;
use super::image;
use super::{Alignment, Block, Document, Item, Mark, Number, Style, Table, Text};
use crate::clean::{CleanStr, CleanText};

impl Document {
    /// The body as HTML, each top-level block on a line.
    pub fn to_html(&self) -> String {
        let mut writer = Writer { document: self, out: String::new() };
        for block in &self.blocks {
            writer.block(block);
            writer.out.push('\n');
        }
        writer.out
    }

    /// A block of this document as HTML.
    pub(super) fn block_to_html(&self, block: &Block) -> String {
        let mut writer = Writer { document: self, out: String::new() };
        writer.block(block);
        writer.out
    }
}

struct Writer<'a> {
    document: &'a Document,
    out: String,
}

impl Writer<'_> {
    /// Recursion is bounded by [`super::DEEPEST`].
    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(text) => self.element("p", text),
            Block::Footer(text) => {
                self.out.push_str("<footer>");
                self.element("p", text);
                self.out.push_str("</footer>");
            }
            Block::Heading { level, text } => self.element(&format!("h{level}"), text),
            Block::Quote(blocks) => {
                self.out.push_str("<blockquote>");
                self.blocks(blocks);
                self.out.push_str("</blockquote>");
            }
            Block::List { start, items } => self.list(*start, items),
            Block::Code { language, text } => {
                self.out.push_str("<pre><code");
                if let Some(language) = language {
                    self.attribute("class", &format!("language-{language}"));
                }
                self.out.push('>');
                escape(text.as_clean(), &mut self.out);
                self.out.push_str("</code></pre>");
            }
            Block::Rule => self.out.push_str("<hr>"),
            Block::Table(table) => self.table(table),
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn list(&mut self, start: Option<i64>, items: &[Item]) {
        // Writing to a string cannot fail.
        let _ = match start {
            None => write!(self.out, "<ul>"),
            Some(1) => write!(self.out, "<ol>"),
            Some(start) => write!(self.out, "<ol start=\"{start}\">"),
        };
        // The number of an item without one of its own, and the one after the item before, which is
        // another where the list counted backwards.
        let (mut plain, mut next) = (start, start);
        for item in items {
            self.out.push_str("<li");
            if let Some(Number { value, numerals }) = item.number {
                let _ = write!(self.out, " value=\"{value}\" type=\"{}\"", numerals.name());
            } else if let Some(value) = plain.filter(|_| plain != next) {
                let _ = write!(self.out, " value=\"{value}\"");
            }
            let value = item.number.map(|number| number.value).or(plain);
            next = value.map(|value| value.saturating_add(1));
            plain = plain.map(|plain| plain.saturating_add(1));
            self.out.push_str(match item.checked {
                None => ">",
                Some(true) => "><input type=\"checkbox\" checked disabled>",
                Some(false) => "><input type=\"checkbox\" disabled>",
            });
            self.blocks(&item.blocks);
            self.out.push_str("</li>");
        }
        self.out.push_str(if start.is_some() { "</ol>" } else { "</ul>" });
    }

    fn table(&mut self, table: &Table) {
        self.out.push_str("<table>");
        if !table.caption.is_empty() {
            self.element("caption", &table.caption);
        }
        if !table.header.is_empty() {
            self.row("th", &table.header, &table.alignments);
        }
        if table.header.is_empty() && table.alignments.len() == 1 {
            // Otherwise it would be read as a means of layout.
            self.row("th", &[], &table.alignments);
        }
        for row in &table.rows {
            self.row("td", row, &table.alignments);
        }
        if table.header.is_empty() && table.rows.is_empty() {
            // A table with nothing but a caption still needs its columns.
            self.row("td", &[], &table.alignments);
        }
        self.out.push_str("</table>");
    }

    fn row(&mut self, name: &str, cells: &[Text], alignments: &[Alignment]) {
        self.out.push_str("<tr>");
        for (column, alignment) in alignments.iter().enumerate() {
            let _ = write!(self.out, "<{name}");
            match alignment {
                Alignment::None => {}
                Alignment::Left => self.attribute("align", "left"),
                Alignment::Center => self.attribute("align", "center"),
                Alignment::Right => self.attribute("align", "right"),
            }
            self.out.push('>');
            if let Some(cell) = cells.get(column) {
                self.text(cell);
            }
            let _ = write!(self.out, "</{name}>");
        }
        self.out.push_str("</tr>");
    }

    fn element(&mut self, name: &str, text: &Text) {
        let _ = write!(self.out, "<{name}>");
        self.text(text);
        let _ = write!(self.out, "</{name}>");
    }

    fn attribute(&mut self, name: &str, value: &str) {
        let _ = write!(self.out, " {name}=\"");
        escape(CleanText::line(value).as_clean(), &mut self.out);
        self.out.push('"');
    }

    fn text(&mut self, text: &Text) {
        self.out.push_str(&inline(self.document, text, 0..text.text.len(), &text.marks));
    }
}

/// A byte range of a text as HTML, with the marks inside it.
pub(super) fn inline(
    document: &Document,
    text: &Text,
    range: Range<usize>,
    marks: &[Mark],
) -> String {
    let annotations = marks.iter().filter(|mark| mark.style == Style::Annotation);
    let annotations = annotations.map(|mark| mark.range.clone()).collect();
    let mut inline = Inline { document, text, annotations, out: String::new(), open: Vec::new() };
    inline.write(range, marks);
    inline.out
}

/// The elements of ruby and of its annotation.
const RUBY: &str = "ruby";
const ANNOTATION: &str = "rt";

struct Inline<'a> {
    document: &'a Document,
    text: &'a Text,
    /// The annotations of ruby, in order.
    annotations: Vec<Range<usize>>,
    out: String,
    /// The open marks: the end, the element's name, and whether addresses inside stay text.
    open: Vec<(usize, &'static str, bool)>,
}

impl Inline<'_> {
    fn write(&mut self, range: Range<usize>, marks: &[Mark]) {
        let mut at = range.start;
        for together in marks.chunk_by(|a, b| a.range.start == b.range.start) {
            let start = together.first().map_or(at, |mark| mark.range.start);
            self.advance_to(&mut at, start);
            // Anchors first: an `a` cannot be inside another.
            for mark in together {
                if let Style::Anchor(index) = mark.style {
                    self.name(index);
                }
            }
            for mark in together.iter().filter(|mark| !matches!(mark.style, Style::Anchor(_))) {
                if at < mark.range.end {
                    at = self.begin(mark, at);
                }
            }
        }
        self.advance_to(&mut at, range.end);
    }

    /// Writes the text up to an offset, and the end tags on the way.
    fn advance_to(&mut self, at: &mut usize, to: usize) {
        while let Some(&(end, name, _)) = self.open.last().filter(|(end, ..)| *end <= to) {
            self.plain(*at, end);
            *at = end.max(*at);
            let _ = write!(self.out, "</{name}>");
            if name == ANNOTATION {
                self.out.push_str("<rp>)</rp>");
                *at += 1;
            }
            self.open.pop();
        }
        self.plain(*at, to);
        *at = to.max(*at);
    }

    fn plain(&mut self, from: usize, to: usize) {
        if from >= to {
            return;
        }
        let text = self.text.text.as_clean().slice(from..to);
        if self.open.iter().any(|(.., verbatim)| *verbatim) {
            return escape_text(text, &mut self.out);
        }
        let mut from = 0;
        for seam in address::seams(text.as_str()) {
            escape_text(text.slice(from..seam), &mut self.out);
            self.out.push_str("<wbr>");
            from = seam;
        }
        escape_text(text.slice(from..text.len()), &mut self.out);
    }

    fn name(&mut self, index: usize) {
        if let Some(name) = self.document.anchors.get(index) {
            self.out.push_str(&anchor(name));
        }
    }

    /// Begins an element; returns the offset where the text continues.
    fn begin(&mut self, mark: &Mark, at: usize) -> usize {
        let name = match mark.style {
            Style::Strong => "strong",
            Style::Emphasis => "em",
            Style::Code => "code",
            Style::Deleted => "del",
            Style::Inserted => "ins",
            Style::Highlight => "mark",
            Style::Verbatim => {
                if let Some(end) = self.annotated_until(&mark.range) {
                    self.out.push_str("<ruby>");
                    self.open.push((end, RUBY, false));
                }
                return at;
            }
            Style::Annotation if self.open.last().is_some_and(|(_, name, _)| *name == RUBY) => {
                // Its parentheses are the fallback.
                self.out.push_str("<rp>(</rp><rt>");
                self.open.push((mark.range.end - 1, ANNOTATION, false));
                return at + 1;
            }
            Style::Placeholder | Style::Annotation | Style::Anchor(_) | Style::Token(_) => {
                return at;
            }
            Style::Link(index) if !self.leads(index) => return at,
            Style::Link(_) => "a",
            Style::Image(index) => return self.image(mark, index, at),
        };
        let _ = write!(self.out, "<{name}");
        if let Style::Link(index) = mark.style
            && let Some(link) = self.document.links.get(index)
        {
            self.out.push_str(" href=\"");
            escape(link.target.as_clean(), &mut self.out);
            self.out.push('"');
        }
        self.out.push('>');
        self.open.push((mark.range.end, name, matches!(name, "a" | "code")));
        at
    }

    /// The end of the last annotation in a range: ruby must not continue after it.
    fn annotated_until(&self, range: &Range<usize>) -> Option<usize> {
        let after = self.annotations.partition_point(|own| own.start < range.end);
        let last = self.annotations.get(after.checked_sub(1)?)?;
        (last.start >= range.start).then_some(last.end)
    }

    fn leads(&self, index: usize) -> bool {
        self.document.links.get(index).is_some_and(|link| !link.target.is_empty())
    }

    fn image(&mut self, mark: &Mark, index: usize, at: usize) -> usize {
        let text = self.text.text.as_clean().slice(mark.range.clone());
        let (Some(name), Some(link)) = (image::name_in_label(text), self.document.links.get(index))
        else {
            return at;
        };
        self.out.push_str("<img src=\"");
        escape(link.target.as_clean(), &mut self.out);
        self.out.push_str("\" alt=\"");
        escape(name, &mut self.out);
        self.out.push_str("\">");
        mark.range.end
    }
}

/// An anchor.
pub(super) fn anchor(name: &CleanText) -> String {
    let mut html = String::from("<a id=\"");
    escape(name.as_clean(), &mut html);
    html.push_str("\"></a>");
    html
}

/// Writes text for the content of an element, with its line breaks.
fn escape_text(text: CleanStr<'_>, out: &mut String) {
    for (number, line) in text.as_str().split('\n').enumerate() {
        if number > 0 {
            out.push_str("<br>");
        }
        push_escaped(line, out);
    }
}

/// Escapes text for HTML, in elements and in attributes.
pub fn escape_html(text: CleanStr<'_>) -> String {
    let mut out = String::with_capacity(text.len());
    escape(text, &mut out);
    out
}

/// Escapes text for an attribute or for preformatted text.
fn escape(text: CleanStr<'_>, out: &mut String) {
    push_escaped(text.as_str(), out);
}

fn push_escaped(text: &str, out: &mut String) {
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // In Markdown it would escape a tag after it.
            '\\' => push_reference(c, out),
            // Liquid and kramdown.
            '{' if chars.peek().is_some_and(|next| "{%:#<".contains(*next)) => {
                push_reference(c, out);
            }
            c => out.push(c),
        }
    }
}
