//! Lines that kramdown and other generators give a meaning of their own: colons, containers, tabs,
//! callouts, the table of contents, the end of a block.

use super::super::Dialect;
use super::super::scan::{first_line, list_marker, split_lead};
use super::Pass;
use super::spans::begins_block;

/// The containers that are shown like callouts.
const CALLOUTS: [&str; 8] =
    ["note", "tip", "info", "warning", "danger", "caution", "important", "success"];
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
            [b'[', b'!', ..] if begins_quote => self.callout(line, lead, words),
            [b'[' | b'$', ..] => self.contents(line, words),
            [b'<', b'<', ..] => self.include(line),
            [b'@', b't', b'a', b'b', ..] if is_plain && !self.containers.is_empty() => {
                self.tab(line, lead, words)
            }
            [b':', b':', b':', ..] if is_plain && self.container(line, lead, words) => true,
            // A definition has a space after its colon.
            [b':', next, ..] if !matches!(next, b' ' | b'\t') => {
                if self.scan.is_text() {
                    self.rewrite.copy_to(self.scan.at() + lead.len());
                    self.rewrite.out.push('\\');
                } else if quotes == 0 {
                    // It is an attribute of a tag; joined with the line before, it begins no
                    // definition.
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
        // The quote may begin in an item.
        let next: String = lead.chars().map(|c| if c == '>' { c } else { ' ' }).collect();
        let html = format!("{lead}{}\n{}", title_html(kind, title), next.trim_end());
        self.replace(line.len(), &html)
    }

    /// Handles a line that stands for the table of contents.
    fn contents(&mut self, line: &str, words: &str) -> bool {
        let is_contents =
            ["[toc]", "[[toc]]", "${toc}"].iter().any(|c| c.eq_ignore_ascii_case(words));
        let next = first_line(self.scan.rest().get(line.len() + 1..).unwrap_or_default());
        is_contents
            && self.scan.line().after_blank
            && (next.trim().is_empty() || begins_block(next))
            && !self.is_reference("toc")
            && self.replace(line.len(), "")
    }

    /// Handles the line before the content of a tab: `@tab npm`, `@tab:active yarn#b`.
    fn tab(&mut self, line: &str, lead: &str, words: &str) -> bool {
        let rest = words.trim_start_matches("@tab");
        let rest = rest.strip_prefix(":active").unwrap_or(rest);
        if !rest.starts_with(' ') {
            return false;
        }
        let label = rest.split('#').next().unwrap_or_default().trim();
        let html = if label.is_empty() { String::new() } else { title_html("", label) };
        self.replace(line.len(), &format!("{lead}\n{lead}{html}\n{lead}"))
    }

    /// Handles the last line of a container directly after HTML, which has no end of its own.
    pub(super) fn container_in_html(&mut self, line: &str) -> bool {
        let (lead, words) = split_lead(line);
        let words = words.trim_end();
        if self.containers.is_empty() || words.len() < 3 || words.bytes().any(|byte| byte != b':') {
            return false;
        }
        self.rewrite.copy_to(self.scan.at());
        self.rewrite.out.push_str(lead.trim_end());
        self.rewrite.out.push('\n');
        self.scan.leave_html();
        self.container(line, lead, words)
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
        // `::: code-tabs#shell`: a name for scripts.
        let id = title.find(char::is_whitespace).unwrap_or(title.len());
        let title =
            if title.starts_with('#') { title.get(id..).unwrap_or_default() } else { title };
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
}

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
