//! HTML that Markdown must not read: preformatted text with empty lines, and kramdown's
//! `{::nomarkdown}`.

use super::super::escape::push_reference;

/// Writes HTML so that Markdown changes nothing in it, wherever it stands; an empty line becomes
/// `blank`, because Markdown would end HTML there.
pub(super) fn verbatim(html: &str, blank: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 4);
    let mut in_tag = false;
    for (number, line) in html.split('\n').enumerate() {
        if number > 0 && line.trim().is_empty() {
            out.push_str(blank);
            continue;
        }
        if number > 0 {
            out.push('\n');
        }
        let mut begins_line = number > 0;
        let mut chars = line.chars().peekable();
        while let Some(c) = chars.next() {
            let next = chars.peek().copied().unwrap_or(' ');
            if c == '<' && (next.is_ascii_alphabetic() || matches!(next, '/' | '!')) {
                in_tag = true;
            }
            let is_mark = "*_`[]\\~${}|".contains(c)
                || begins_line
                    && c != '<'
                    && c != '&'
                    && (c.is_ascii_punctuation() || c.is_ascii_digit());
            if is_mark && !in_tag {
                push_reference(c, &mut out);
            } else {
                out.push(c);
            }
            in_tag &= c != '>';
            begins_line &= c == ' ' || c == '\t';
        }
    }
    out
}

/// A line without the marks of this many quotes, each with a blank after it.
pub(super) fn unquoted(mut line: &str, quotes: usize) -> &str {
    for _ in 0..quotes {
        let Some(rest) = line.trim_start_matches(' ').strip_prefix('>') else { break };
        line = rest.strip_prefix(' ').unwrap_or(rest);
    }
    line
}

/// Whether a text has an empty line.
pub(super) fn has_blank_line(text: &str) -> bool {
    let mut lines = text.split('\n').skip(1).peekable();
    while let Some(line) = lines.next() {
        if line.trim().is_empty() && lines.peek().is_some() {
            return true;
        }
    }
    false
}
