//! Braces: kramdown's attribute lists (`{: .class}`) and extensions (`{::comment}`), names of headings
//! (`{#id}`), and the attribute lists of goldmark and markdown-it (`{.class #id key="value"}`).

use memchr::memmem;

use super::super::scan::{LONGEST_LEAD, first_line, split_lead};
use super::super::{Dialect, split_near};
use super::verbatim::verbatim;
use super::{LONGEST_MARK, Nameable, Pass, ends_line};

impl<'a> Pass<'a> {
    /// Handles what begins with `{` here.
    pub(super) fn braces(&mut self) -> bool {
        let rest = self.scan.rest();
        let Some(inside) = self.braced() else { return false };
        let len = inside.len() + 2;
        if let Some(name) = inside.strip_prefix("::") {
            return self.extension(name, len);
        }
        let after = rest.get(len..).unwrap_or_default();
        if let Some(list) = self.attributes(inside) {
            // Python-Markdown has the colon there, kramdown has not.
            let may_end = !inside.starts_with(':') || self.dialect == Dialect::CommonMark;
            let ends_heading = may_end && ends_line(after, b"# \t\r") && self.is_heading(after);
            // Formulas and code have such braces: `\sum_{i=1}`.
            let is_pair = !inside.starts_with(':') && !inside.contains(['.', '#', '"', '\'']);
            let after_link = self.scan.before_in_line().ends_with([')', ']']);
            let is_list = ends_heading || self.takes_list(after) && (!is_pair || after_link);
            if ends_heading {
                return self.name_heading(len, &anchor(list));
            }
            if is_list {
                let last = self.scan.last();
                let meets = rest.as_bytes().get(len).copied().filter(|next| b"*_~`".contains(next));
                // Delimiters on both sides would become one.
                let between = if meets.is_some() && meets == last { "<!-- -->" } else { "" };
                self.replace(len, &format!("{}{between}", anchor(list)));
                self.list_end = self.scan.at();
            }
            return is_list;
        }
        let Some(id) = inside.strip_prefix('#') else { return false };
        let is_id = id.starts_with(|c: char| c.is_alphabetic())
            && id.chars().all(|c| c.is_alphanumeric() || "-_:.".contains(c));
        is_id
            && ends_line(after, b"# \t\r")
            && self.is_heading(after)
            && self.name_heading(len, &anchor_tag(id))
    }

    /// The attribute list between braces: with a colon in kramdown; without one elsewhere, where
    /// each of its parts says what it is.
    pub(super) fn attributes<'t>(&self, inside: &'t str) -> Option<&'t str> {
        match inside.strip_prefix(':') {
            Some(list) => Some(list).filter(|list| is_attribute_list(list, true)),
            None => Some(inside)
                .filter(|list| self.dialect == Dialect::CommonMark && is_attributes(list)),
        }
    }

    /// The attribute list that is a line of its own.
    pub(super) fn attribute_line<'t>(&self, line: &'t str) -> Option<&'t str> {
        self.attributes(line.strip_prefix('{')?.strip_suffix('}')?)
    }

    /// Whether an attribute list may stand here: directly after emphasis, code, a link, an element
    /// or another list, or before the words of an item, a term or a definition.
    fn takes_list(&self, after: &str) -> bool {
        let before = self.scan.before_in_line();
        let after_span =
            before.ends_with(['*', '_', '~', '`', ')', ']', '>']) || before.ends_with("==");
        let (_, lead) = split_lead(before);
        let begins_words = matches!(lead.trim(), "" | ":") && after.starts_with(' ');
        after_span || begins_words || self.list_end == self.scan.at() && self.list_end > 0
    }

    /// Replaces the name of a heading, which is `len` bytes long, by an anchor before its words.
    fn name_heading(&mut self, len: usize, anchor: &str) -> bool {
        let Nameable::Heading(words) = self.last_line else { return self.replace(len, anchor) };
        self.rewrite.copy_to(self.scan.at());
        self.rewrite.out.insert_str(words, anchor);
        self.replace(len, "")
    }

    /// Whether the line is a heading; `after` is the rest of it and the lines below.
    fn is_heading(&self, after: &str) -> bool {
        if self.scan.before_in_line().trim_start_matches([' ', '>']).starts_with('#') {
            return true;
        }
        let near = split_near(after, 2 * LONGEST_MARK).0;
        let next = first_line(near.get(first_line(near).len() + 1..).unwrap_or_default()).trim();
        !next.is_empty() && ['=', '-'].iter().any(|&mark| next.chars().all(|c| c == mark))
    }

    /// The text between the `{` here and its `}`, on one line.
    fn braced(&self) -> Option<&'a str> {
        let bytes = self.scan.rest().as_bytes();
        if !bytes.get(1).copied().is_some_and(may_begin) {
            return None;
        }
        let near = bytes.get(1..bytes.len().min(LONGEST_MARK))?;
        let end = memchr::memchr2(b'}', b'\n', near)?;
        self.scan.rest().get(1..=end).filter(|_| near.get(end) == Some(&b'}'))
    }

    /// Handles `{::name options}`, which is `len` bytes long.
    fn extension(&mut self, inside: &str, len: usize) -> bool {
        let (inside, closed) = match inside.strip_suffix('/') {
            Some(inside) => (inside, true),
            None => (inside, false),
        };
        match inside.split_whitespace().next() {
            Some("options" | "comment" | "nomarkdown") if closed => self.replace(len, ""),
            Some(name @ ("comment" | "nomarkdown")) => {
                let Some((content, end)) = self.extension_end(name, len) else { return false };
                // Other formats than HTML are for other readers.
                let is_html =
                    name == "nomarkdown" && (!inside.contains("type=") || inside.contains("html"));
                let html = if is_html { verbatim(content, "") } else { String::new() };
                self.replace(end, &html)
            }
            _ => false,
        }
    }

    /// The content of an extension whose opening is `len` bytes long, and the length of it all. If
    /// the opening has a line of its own, so has the end, and extensions nest.
    fn extension_end(&mut self, name: &str, len: usize) -> Option<(&'a str, usize)> {
        let inside = self.scan.rest().get(len..)?;
        let is_block = self.scan.before_in_line().trim().is_empty() && ends_line(inside, b" \t\r");
        if self.unended.contains(&(name.to_owned(), is_block)) {
            return None;
        }
        let bytes = inside.as_bytes();
        let mut depth = 1_usize;
        for at in memmem::find_iter(bytes, "{:") {
            let rest = inside.get(at + 2..).unwrap_or_default();
            let lead = bytes.get(at.saturating_sub(LONGEST_LEAD)..at).unwrap_or_default();
            let is_indent = |byte: &&u8| matches!(byte, b' ' | b'\t');
            let begins_line = lead.iter().rev().find(|byte| !is_indent(byte)) == Some(&b'\n');
            if is_block && !begins_line {
                continue;
            }
            let opens = rest.strip_prefix(':').is_some_and(|rest| rest.starts_with(name));
            if is_block && opens && !first_line(rest).trim_end().ends_with("/}") {
                depth += 1;
                continue;
            }
            let Some(after) = rest.strip_prefix('/') else { continue };
            let named = after.strip_prefix(name).unwrap_or(after);
            if named.starts_with('}') {
                depth -= 1;
                if depth == 0 {
                    let end = at + 3 + (after.len() - named.len()) + 1;
                    return Some((inside.get(..at)?, len + end));
                }
            }
        }
        self.unended.insert((name.to_owned(), is_block));
        None
    }
}

/// Whether a byte after a brace may begin something that is known.
pub(super) fn may_begin(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || b":#. ".contains(&byte)
}

/// Whether a text in braces is an attribute list without a colon.
pub(in crate::document) fn is_attributes(list: &str) -> bool {
    is_attribute_list(list, false)
}

/// Whether a line is an attribute list of kramdown.
pub(super) fn is_attribute_line(line: &str) -> bool {
    let list = line.strip_prefix("{:").and_then(|list| list.strip_suffix('}'));
    list.is_some_and(|list| is_attribute_list(list, true))
}

/// Whether a text is the content of an attribute list: classes, names, `name="value"`, and words
/// that refer to another list if `has_references`.
fn is_attribute_list(list: &str, has_references: bool) -> bool {
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_alphabetic())
            && name.chars().all(|c| c.is_alphanumeric() || "-_:.".contains(c))
    };
    let mut rest = list.trim();
    if rest.is_empty() || rest.len() > LONGEST_MARK {
        return false;
    }
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let (word, after) = rest.split_at_checked(end).unwrap_or_default();
        rest = if let Some(value) = after.strip_prefix('=') {
            let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
                let bare = value.find(char::is_whitespace).unwrap_or(value.len());
                let (value, after) = value.split_at_checked(bare).unwrap_or_default();
                // Code in braces has more signs: `{a=b+c;}`.
                let is_value = |byte: u8| {
                    has_references && byte.is_ascii()
                        || byte.is_ascii_alphanumeric()
                        || b"-_.%#/:".contains(&byte)
                };
                if value.is_empty() || !is_name(word) || !value.bytes().all(is_value) {
                    return false;
                }
                rest = after.trim_start();
                continue;
            };
            let Some((_, after)) = value.get(1..).and_then(|value| value.split_once(quote)) else {
                return false;
            };
            if !is_name(word) {
                return false;
            }
            after.trim_start()
        } else {
            let name = word.trim_start_matches(['.', '#']);
            let marks = word.len() - name.len();
            // `.a#b.c` is three, and a class may begin with a hyphen.
            let mut names = name.split(['.', '#']).map(|name| name.trim_start_matches('-'));
            if !names.all(is_name) || marks > 1 || marks == 0 && !has_references {
                return false;
            }
            after.trim_start()
        };
    }
    true
}

/// The anchor for the `#id` of an attribute list; empty if there is none.
pub(super) fn anchor(list: &str) -> String {
    let id = list.split_whitespace().find_map(|word| word.strip_prefix('#'));
    id.map(anchor_tag).unwrap_or_default()
}

/// An anchor as HTML.
fn anchor_tag(id: &str) -> String {
    format!("<a id=\"{id}\"></a>")
}
