//! Writes inline text as Markdown: styles as marks where these are sure to be read as such, else as
//! HTML.

use std::fmt::Write;
use std::ops::Range;

use super::super::address;
use super::super::escape::push_reference;
use super::super::{Document, Mark, Style, Text};
use super::super::{image, kramdown, to_html};

/// The most marks of a text for which Markdown's marks are used: each is compared with all others.
const MOST_MARKS: usize = 256;

/// Where a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// On lines of its own.
    Paragraph,
    /// On one line.
    Line,
    /// In a cell of a table.
    Cell,
}

/// Writes a text as Markdown.
pub(super) fn write(document: &Document, text: &Text, place: Place) -> String {
    let mut writer = Writer { document, text, place, out: String::new(), open: Vec::new() };
    let mut at = 0;
    let mut next = 0;
    while let Some(mark) = text.marks.get(next) {
        writer.advance_to(&mut at, mark.range.start);
        let above = next.checked_sub(1).and_then(|above| text.marks.get(above));
        if above.is_none_or(|above| above.range.start < mark.range.start) {
            writer.names(text.marks.get(next..).unwrap_or_default());
        }
        let inner = text.marks.get(next + 1..).unwrap_or_default();
        let inside = inner.iter().take_while(|inner| inner.range.start < mark.range.end).count();
        let inner = inner.get(..inside).unwrap_or_default();
        next += 1;
        if writer.begin(mark, inner, &mut at) {
            next += inside;
        }
    }
    writer.advance_to(&mut at, text.text.len());
    if place == Place::Line && writer.out.ends_with('#') {
        // A `#` at the end of a heading is not text.
        writer.out.insert(writer.out.len() - 1, '\\');
    }
    writer.out
}

/// A fence of backticks, at least `least` long, longer than any run in the text.
pub(super) fn fence(text: &str, least: usize) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(least.max(longest + 1))
}

struct Writer<'a> {
    document: &'a Document,
    text: &'a Text,
    place: Place,
    out: String,
    /// The open marks: where each ends, and the text to write there.
    open: Vec<(usize, String)>,
}

impl Writer<'_> {
    fn advance_to(&mut self, at: &mut usize, to: usize) {
        while let Some((end, closing)) = self.open.pop_if(|(end, _)| *end <= to) {
            self.plain(*at..end);
            *at = end.max(*at);
            self.out.push_str(&closing);
        }
        self.plain(*at..to);
        *at = to.max(*at);
    }

    /// Begins a mark; `true` if it was written whole, with the marks inside.
    fn begin(&mut self, mark: &Mark, inner: &[Mark], at: &mut usize) -> bool {
        let range = mark.range.clone();
        let (open, close) = match mark.style {
            Style::Verbatim if inner.iter().any(|inner| inner.style == Style::Annotation) => {
                return self.html(mark, inner, at);
            }
            Style::Anchor(_) | Style::Placeholder | Style::Verbatim | Style::Annotation => {
                return false;
            }
            Style::Strong if self.may_be_marked(&range, inner) => ("**".into(), "**".into()),
            Style::Emphasis if self.may_be_marked(&range, inner) => ("*".into(), "*".into()),
            Style::Deleted if self.may_be_marked(&range, inner) => ("~~".into(), "~~".into()),
            Style::Code => match self.code(&range, inner) {
                Some(code) => {
                    self.out.push_str(&code);
                    *at = range.end;
                    return true;
                }
                None => return self.html(mark, inner, at),
            },
            Style::Link(index) => match self.target(index) {
                Some(target) if self.is_autolink(&range, inner, &target) => {
                    let _ = write!(self.out, "<{target}>");
                    *at = range.end;
                    return true;
                }
                Some(target) => ("[".into(), format!("]({target})")),
                None => return self.html(mark, inner, at),
            },
            Style::Image(index) => {
                let words = self.text.text.as_clean().slice(range.clone());
                let (Some(name), Some(target)) = (image::name_in_label(words), self.target(index))
                else {
                    return self.html(mark, inner, at);
                };
                self.out.push_str("![");
                let name = name.to_clean();
                self.escaped(name.as_str());
                let _ = write!(self.out, "]({target})");
                *at = range.end;
                return true;
            }
            _ => return self.html(mark, inner, at),
        };
        let open: String = open;
        self.out.push_str(&open);
        self.open.push((range.end, close));
        false
    }

    fn is_in_link(&self) -> bool {
        self.open.iter().any(|(_, closing)| closing.starts_with("]("))
    }

    /// Writes the anchors at the position of the first of `marks`; before all else, since links
    /// cannot contain them.
    fn names(&mut self, marks: &[Mark]) {
        let place = marks.first().map(|mark| mark.range.start);
        for mark in marks.iter().take_while(|mark| Some(mark.range.start) == place) {
            if let Style::Anchor(index) = mark.style
                && let Some(name) = self.document.anchors.get(index)
            {
                self.out.push_str(&to_html::anchor(name));
            }
        }
    }

    /// Writes a mark with everything inside as HTML.
    fn html(&mut self, mark: &Mark, inner: &[Mark], at: &mut usize) -> bool {
        let mut marks = vec![mark.clone()];
        // The anchors at this position are written already.
        let is_written = |inner: &&Mark| {
            matches!(inner.style, Style::Anchor(_)) && inner.range.start == mark.range.start
        };
        marks.extend(inner.iter().filter(|inner| !is_written(inner)).cloned());
        let html = to_html::inline(self.document, self.text, mark.range.clone(), &marks);
        for c in html.chars() {
            match c {
                // Characters that Markdown would read inside an element.
                '*' | '_' | '`' | '[' | ']' | '\\' | '~' | '|' | '$' => {
                    push_reference(c, &mut self.out);
                }
                c => self.out.push(c),
            }
        }
        *at = mark.range.end;
        true
    }

    /// Whether `*` and the like around a range are sure to be read as marks: next to letters
    /// inside, and not next to other marks.
    fn may_be_marked(&self, range: &Range<usize>, inner: &[Mark]) -> bool {
        let text = self.text.text.as_str().get(range.clone()).unwrap_or_default();
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let beside = |mark: &Mark| {
            mark.range != *range && (mark.range.start == range.start || mark.range.end == range.end)
        };
        let touches = |mark: &Mark| mark.range.end == range.start || mark.range.start == range.end;
        let same = self.text.marks.iter().filter(|mark| mark.range == *range).count();
        self.text.marks.len() <= MOST_MARKS
            && is_word(text.chars().next())
            && is_word(text.chars().next_back())
            && same == 1
            && !inner.iter().any(beside)
            && !self.text.marks.iter().any(|mark| touches(mark) || beside(mark))
    }

    fn code(&self, range: &Range<usize>, inner: &[Mark]) -> Option<String> {
        let text = self.text.text.as_str().get(range.clone())?;
        let is_plain =
            inner.is_empty() && !text.contains(['\n', '|', '{']) && self.place != Place::Cell;
        if !is_plain {
            return None;
        }
        let fence = fence(text, 1);
        let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
        Some(format!("{fence}{pad}{text}{pad}{fence}"))
    }

    /// The target of a link, if Markdown can express it.
    fn target(&self, index: usize) -> Option<String> {
        let target = self.document.links.get(index)?.target.as_str();
        let fits = |c: char| {
            c.is_alphanumeric()
                || !c.is_ascii() && !c.is_whitespace()
                || "-._~:/?#@!$&'+,;=%".contains(c)
        };
        (!target.is_empty() && target.chars().all(fits)).then(|| target.replace('&', "&amp;"))
    }

    /// Whether a link shows its own address and nothing else.
    fn is_autolink(&self, range: &Range<usize>, inner: &[Mark], target: &str) -> bool {
        let shown = self.text.text.as_clean().slice(range.clone());
        inner.is_empty()
            && shown.as_str() == target
            && target.is_ascii()
            && !target.contains('&')
            && ["http://", "https://"].iter().any(|scheme| target.starts_with(scheme))
    }

    fn plain(&mut self, range: Range<usize>) {
        if range.start >= range.end {
            return;
        }
        let text = self.text.text.as_clean().slice(range.clone()).to_clean();
        if self.is_in_link() {
            return self.escaped(text.as_str());
        }
        let mut from = 0;
        for seam in address::seams(text.as_str()) {
            self.escaped(text.as_str().get(from..seam).unwrap_or_default());
            self.out.push_str("<wbr>");
            from = seam;
        }
        self.escaped(text.as_str().get(from..).unwrap_or_default());
        let marks = &self.text.marks;
        let next = marks.partition_point(|mark| mark.range.start < range.end);
        let is_marked_next = marks.get(next).is_some_and(|mark| mark.range.start == range.end);
        if is_marked_next && self.out.ends_with('!') {
            // Otherwise a link after it would become an image.
            self.out.pop();
            self.out.push_str("\\!");
        }
    }

    fn escaped(&mut self, text: &str) {
        let last_dollar = text.rfind('$');
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|(_, next)| *next);
            match c {
                '\n' if self.place == Place::Paragraph => self.out.push_str("\\\n"),
                '\n' => self.out.push_str("<br>"),
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '|' => self.push_escaped(c),
                // A formula may be between two.
                '$' if last_dollar.is_some_and(|last| at < last) => self.push_escaped(c),
                '&' if next.is_some_and(|next| next == '#' || next.is_ascii_alphanumeric()) => {
                    self.out.push_str("&amp;");
                }
                '{' if next.is_none_or(|next| "{%:#/".contains(next))
                    || self.begins_attributes(text.get(at + 1..).unwrap_or_default()) =>
                {
                    push_reference(c, &mut self.out);
                }
                '=' if self.begins_highlight(text.get(at..).unwrap_or_default()) => {
                    self.push_escaped(c);
                }
                '#' | '>' | '=' | ':' if self.begins_line() => self.push_escaped(c),
                '+' if self.begins_line() && ends_mark(next) => self.push_escaped(c),
                '-' if self.begins_line() && (ends_mark(next) || next == Some('-')) => {
                    self.push_escaped(c);
                }
                '.' | ')' if self.is_after_number() && ends_mark(next) => self.push_escaped(c),
                c => self.out.push(c),
            }
        }
    }

    /// Whether an attribute list follows after a brace.
    fn begins_attributes(&self, after: &str) -> bool {
        let inside = after.split_once('}').map(|(inside, _)| inside);
        self.out.ends_with(['*', '_', '`', '~', ')', ']', '>', '='])
            && inside.is_some_and(kramdown::is_attributes)
    }

    /// Whether `==` begins here that may open or close highlighted text.
    fn begins_highlight(&self, text: &str) -> bool {
        let after = text.strip_prefix("==").unwrap_or(" ");
        !after.starts_with([' ', '=']) && !self.out.ends_with('=')
    }

    fn push_escaped(&mut self, c: char) {
        self.out.push('\\');
        self.out.push(c);
    }

    /// Whether a block could begin here.
    fn begins_line(&self) -> bool {
        self.place == Place::Paragraph && (self.out.is_empty() || self.out.ends_with('\n'))
    }

    /// Whether the line so far is a number.
    fn is_after_number(&self) -> bool {
        if self.place != Place::Paragraph {
            return false;
        }
        let line = self.out.rsplit('\n').next().unwrap_or_default();
        !line.is_empty() && line.len() <= 9 && line.bytes().all(|byte| byte.is_ascii_digit())
    }
}

/// Whether a mark that begins a block would end before this character.
fn ends_mark(next: Option<char>) -> bool {
    next.is_none_or(|next| matches!(next, ' ' | '\n'))
}
