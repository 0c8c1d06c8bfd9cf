//! Lines that kramdown and other generators give a meaning of their own: colons, containers,
//! callouts, the end of a block, hand-indented HTML.

use memchr::memmem;

use super::super::Dialect;
use super::super::scan::{indent, list_marker, split_lead, tag_name};
use super::{LONGEST_MARK, Pass};

/// The indent from which a line after an empty one is code in `CommonMark`.
const CODE_INDENT: usize = 4;
/// The containers that are shown like callouts.
const CALLOUTS: [&str; 8] =
    ["note", "tip", "info", "warning", "danger", "caution", "important", "success"];
/// Elements of HTML whose end tag is never left out.
const CLOSED: [&str; 14] = [
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "div",
    "dl",
    "figure",
    "footer",
    "header",
    "ol",
    "section",
    "table",
    "ul",
];

/// An open element of HTML.
pub(super) struct OpenHtml {
    /// Its place in [`CLOSED`].
    which: usize,
    /// The indent of its line.
    indent: usize,
}

/// An open `:::`.
pub(super) struct Container {
    is_callout: bool,
}

impl<'a> Pass<'a> {
    /// Handles a line that means something as a whole; `true` if it was replaced.
    pub(super) fn whole_line(&mut self, line: &'a str) -> bool {
        let (lead, body) = split_lead(line);
        let quotes = lead.bytes().filter(|&byte| byte == b'>').count();
        let begins_quote = quotes > std::mem::replace(&mut self.quotes, quotes);
        let words = body.trim_end();
        let is_plain = list_marker(lead.trim_start_matches([' ', '\t', '>'])).is_none();
        match words.as_bytes() {
            [b'^'] if self.dialect == Dialect::Kramdown && quotes == 0 && is_plain => {
                // Ends a list, too.
                self.replace(line.len(), "\n<!-- -->\n")
            }
            [b'[', b'!', ..] if begins_quote && is_plain => self.callout(line, lead, words),
            [b':', b':', b':', ..] if is_plain && self.container(line, lead, words) => true,
            // A definition has a blank after its colon.
            [b':', next, ..] if !matches!(next, b' ' | b'\t') => {
                if self.scan.is_text() {
                    self.rewrite.copy_to(self.scan.at() + lead.len());
                    self.rewrite.out.push('\\');
                } else if quotes == 0 {
                    // An attribute of a tag: on the line before it is none either.
                    self.rewrite.copy_to(self.scan.at());
                    if self.rewrite.out.ends_with('\n') {
                        self.rewrite.out.pop();
                        self.rewrite.out.push(' ');
                    }
                }
                false
            }
            _ => false,
        }
    }

    /// Handles the first line of a callout: `> [!WARNING] Title`.
    fn callout(&mut self, line: &str, lead: &str, words: &str) -> bool {
        let Some((kind, title)) = words.strip_prefix("[!").and_then(|rest| rest.split_once(']'))
        else {
            return false;
        };
        if !is_name(kind) || title.starts_with(['(', '[', ':']) {
            return false;
        }
        let title = title.trim_start_matches(['+', '-']).trim();
        let html = format!("{lead}{}\n{}", title_html(kind, title), lead.trim_end());
        self.replace(line.len(), &html)
    }

    /// Handles the first or last line of a container: `::: tip Title`, `:::`.
    fn container(&mut self, line: &str, lead: &str, words: &str) -> bool {
        let inside = words.trim_matches(':').trim();
        if inside.is_empty() {
            let Some(container) = self.containers.pop() else { return false };
            let end = if container.is_callout { "</blockquote>\n" } else { "" };
            return self.replace(line.len(), &format!("{lead}{end}{lead}"));
        }
        let inside = inside.trim_start_matches(['{', '.', ' ']);
        let len = inside.find(|c: char| !is_name_char(c)).unwrap_or(inside.len());
        let (name, title) = inside.split_at_checked(len).unwrap_or_default();
        if !is_name(name) || self.containers.len() >= super::DEEPEST {
            return false;
        }
        let title = title.trim();
        // `:::tip[Title]`, `:::tip{title="Title"}`, `::: {.tip title="Title"}`
        let title = title.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(title);
        let title = if title.ends_with('}') {
            let value = title.split_once("title=\"").and_then(|(_, value)| value.split_once('"'));
            value.map_or("", |(value, _)| value)
        } else {
            title
        };
        let is_callout = CALLOUTS.iter().any(|known| known.eq_ignore_ascii_case(name));
        self.containers.push(Container { is_callout });
        let html = match (is_callout, title) {
            (true, _) => {
                format!("{lead}<blockquote>\n{lead}\n{lead}{}\n{lead}", title_html(name, title))
            }
            (false, "") => lead.to_owned(),
            (false, _) => format!("{lead}\n{lead}{}\n{lead}", title_html("", title)),
        };
        self.replace(line.len(), &html)
    }

    /// Keeps track of the open elements of HTML.
    pub(super) fn track_html(&mut self, rest: &str) {
        let (name, is_end) = tag_name(rest);
        let Some(which) = CLOSED.iter().position(|known| known.eq_ignore_ascii_case(name)) else {
            return;
        };
        if is_end {
            if let Some(at) = self.open_html.iter().rposition(|open| open.which == which) {
                self.open_html.truncate(at);
            }
            return;
        }
        let text = self.text;
        let last_end = self.last_ends.get_mut(which);
        let ends = last_end.is_some_and(|end| {
            let end = end.get_or_insert_with(|| {
                let tag = format!("</{}", CLOSED.get(which).unwrap_or(&""));
                memmem::rfind(text.as_bytes(), tag.as_bytes()).unwrap_or(0)
            });
            *end > self.scan.at()
        });
        if ends && self.open_html.len() < super::DEEPEST {
            let indent = indent(self.scan.before_in_line());
            self.open_html.push(OpenHtml { which, indent });
        }
    }

    /// Takes the indent from a line after an empty one in an element of HTML, where `CommonMark`
    /// would take it for code and kramdown does not; `true` if it did.
    pub(super) fn unindent(&mut self) -> bool {
        let (true, true) = self.scan.before_line() else { return false };
        if self.dialect != Dialect::Kramdown || !self.elements.is_empty() {
            return false;
        }
        let Some(open) = self.open_html.last() else { return false };
        let line = self.scan.rest_of_line();
        let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
        if indent(line) < open.indent + CODE_INDENT || blank == line.len() || blank > LONGEST_MARK {
            return false;
        }
        let outer = " ".repeat(open.indent);
        self.rewrite.copy_to(self.scan.at());
        self.rewrite.out.push_str(&outer);
        self.rewrite.copied = self.scan.at() + blank;
        self.scan.jump(self.rewrite.copied);
        true
    }
}

/// The number of elements that are tracked.
pub(super) const TRACKED: usize = CLOSED.len();

fn title_html(kind: &str, title: &str) -> String {
    let kind = kind.to_ascii_uppercase();
    let blank = if kind.is_empty() || title.is_empty() { "" } else { " " };
    format!("<strong>{kind}{blank}{title}</strong>")
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.len() <= 32 && text.chars().all(is_name_char)
}

fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_')
}
