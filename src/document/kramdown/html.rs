//! HTML in kramdown, which reads it differently from `CommonMark`: an element is HTML up to its end
//! tag, and Markdown begins right after it; a tag of running text begins no HTML.

use memchr::memmem;

use super::super::Dialect;
use super::super::scan::{first_line, indent, is_block, tag_name};
use super::spans::begins_block;
use super::{LONGEST_MARK, Pass};

/// The indent from which a line after an empty one is code in `CommonMark`.
const CODE_INDENT: usize = 4;
/// The bytes that may be searched for end tags, per byte of the text.
pub(super) const SEARCH: usize = 8;
/// Elements that begin HTML like blocks, and contain none.
const OTHERS: [&str; 4] = ["form", "fieldset", "iframe", "hr"];
/// The one of them without an end tag.
const VOID: &str = "hr";

/// An element of HTML from its start tag at the start of a line to its end tag.
pub(super) struct Html {
    /// The offset after the end tag.
    end: usize,
    /// The indent of its first line.
    indent: usize,
}

/// Whether a text may contain HTML that kramdown reads differently: an indented line after an empty
/// one, Markdown on the line of an end tag or below it.
pub(super) fn is_in(text: &str) -> bool {
    let mut after_html = false;
    text.lines().any(|line| {
        let body = line.trim_start_matches(' ');
        let is_html = body.starts_with('<');
        let differs = after_html && !is_html && !body.is_empty()
            || is_html && !line.trim_end().ends_with('>');
        after_html = is_html;
        differs
    }) || memchr::memchr(b'<', text.as_bytes()).is_some()
        && memmem::find(text.as_bytes(), b"\n\n   ").is_some()
}

impl Pass<'_> {
    /// Whether HTML may begin here: at the start of a line, and not in code.
    pub(super) fn begins_html(&self, code: Option<usize>) -> bool {
        let rest = self.scan.rest();
        self.scan.at() == self.scan.line().start
            && (code.is_none() || rest.starts_with("<pre") || rest.starts_with("<PRE"))
    }

    /// Handles the start of a line of HTML in kramdown; `true` if it was replaced.
    pub(super) fn html_line(&mut self) -> bool {
        let line = self.scan.rest_of_line();
        let blank = line.len() - line.trim_start_matches(' ').len();
        let body = line.get(blank..).unwrap_or_default();
        let (name, is_end) = tag_name(body);
        if self.dialect != Dialect::Kramdown || name.is_empty() || self.html.is_some() {
            return false;
        }
        let begins_html = |other: &&str| other.eq_ignore_ascii_case(name);
        if !is_block(name) && !OTHERS.iter().any(begins_html) {
            return self.scan.line().after_blank && self.join_tag(line);
        }
        let start = self.scan.at() + blank;
        if !is_end && let Some(end) = self.element_end(start, name) {
            self.html = Some(Html { end, indent: indent(line) });
        }
        false
    }

    /// Joins a line of only a tag of running text with the next one: `CommonMark` would take both
    /// for HTML.
    fn join_tag(&mut self, line: &str) -> bool {
        let after_name =
            line.trim_start_matches([' ', '<', '/']).trim_start_matches(char::is_alphanumeric);
        let is_tag = after_name.starts_with([' ', '/', '>'])
            && line.trim_end().ends_with('>')
            && line.matches('<').count() == 1;
        let next = self.scan.rest().get(line.len() + 1..).map(first_line).unwrap_or_default();
        if !is_tag || next.trim().is_empty() {
            return false;
        }
        let is_text = !begins_block(next);
        self.rewrite.copy_to(self.scan.at() + line.len());
        if is_text {
            self.rewrite.out.push(' ');
            self.rewrite.copied += 1;
        } else {
            self.rewrite.out.push('\n');
        }
        self.scan.jump(self.scan.at() + line.len());
        is_text
    }

    /// The offset after the end tag of the element of this name that starts at `start`; `None` if
    /// it is not closed, or contains Markdown.
    fn element_end(&mut self, start: usize, name: &str) -> Option<usize> {
        let rest = self.text.get(start..)?;
        let bytes = rest.as_bytes();
        let is_void = VOID.eq_ignore_ascii_case(name);
        let mut depth = 0_usize;
        for at in memchr::memchr_iter(b'<', bytes.get(..bytes.len().min(self.search_left))?) {
            let tag = rest.get(at..)?;
            let (other, is_end) = tag_name(tag);
            if !other.eq_ignore_ascii_case(name) {
                continue;
            }
            depth = if is_end { depth.checked_sub(1)? } else { depth + 1 };
            if depth == 0 || is_void {
                self.search_left -= at;
                let end = at + memchr::memchr(b'>', tag.as_bytes())? + 1;
                let is_html = memmem::find(bytes.get(..end)?, b"markdown=").is_none();
                return is_html.then_some(start + end);
            }
        }
        self.search_left = self.search_left.saturating_sub(bytes.len());
        None
    }

    /// Begins Markdown after an element of HTML that ends here.
    pub(super) fn end_html(&mut self) {
        let at = self.scan.at();
        if self.html.take_if(|html| html.end <= at).is_none_or(|html| html.end < at) {
            return;
        }
        let rest = self.scan.rest();
        let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let after = rest.get(blank..).unwrap_or_default();
        let next = after.strip_prefix('\n').unwrap_or(after);
        // More HTML, an empty line or the end.
        if next.trim_start_matches([' ', '\t']).starts_with(['<', '\n']) || next.is_empty() {
            return;
        }
        let lead = self.lead();
        self.rewrite.copy_to(at);
        self.rewrite.out.push('\n');
        if next.len() == after.len() {
            self.rewrite.out.push('\n');
            self.rewrite.out.push_str(lead);
            self.rewrite.copied += blank;
        }
        self.scan.leave_html();
    }

    /// Takes the indent from a line after an empty one in an element of HTML, where `CommonMark`
    /// would take it for code; `true` if it did.
    pub(super) fn unindent(&mut self) -> bool {
        let (true, true) = self.scan.before_line() else { return false };
        let Some(outer) = self.html.as_ref().map(|html| html.indent) else { return false };
        let line = self.scan.rest_of_line();
        let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
        if indent(line) < outer + CODE_INDENT || blank == line.len() || blank > LONGEST_MARK {
            return false;
        }
        self.rewrite.copy_to(self.scan.at());
        self.rewrite.out.push_str(&" ".repeat(outer));
        self.rewrite.copied = self.scan.at() + blank;
        self.scan.jump(self.rewrite.copied);
        true
    }
}
