//! Removes kramdown's extensions from Markdown or rewrites them in `CommonMark`, before it is
//! parsed: attribute lists, extensions, abbreviations, formulas, `\\` at the end of a line, and
//! `markdown="1"` on HTML.
//!
//! Linear and never fails; an incomplete construct is shown as typed, and code is left alone. Knows
//! nothing of documents. Rules: B15-B20.

mod spans;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use memchr::memmem;

use super::DEEPEST;
use super::liquid::push_text;
use super::scan::{Rewrite, Scan, first_line, is_block, list_marker, tag_name};

/// The longest attribute list, extension or tag that is recognized, in bytes.
const LONGEST_MARK: usize = 1024;
/// The most abbreviations of a text, and the longest one in bytes; each is looked for at every
/// word.
const MOST_ABBREVIATIONS: usize = 64;
const LONGEST_ABBREVIATION: usize = 64;

/// Whether a Markdown text may contain a construct of kramdown.
pub(super) fn is_in(text: &str) -> bool {
    let bytes = text.as_bytes();
    let next = |at: usize| bytes.get(at + 1).copied().unwrap_or(0);
    let marks = memchr::memchr3_iter(b'{', b'\\', b'$', bytes).any(|at| {
        matches!(
            (bytes.get(at), next(at)),
            (Some(b'{'), b':' | b'#') | (Some(b'\\'), b'\\' | b'(') | (Some(b'$'), b'$')
        )
    });
    marks || memmem::find(bytes, b"markdown=").is_some() || memmem::find(bytes, b"*[").is_some()
}

/// Rewrites a Markdown text; borrows it if there is nothing to rewrite.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !is_in(text) {
        return Cow::Borrowed(text);
    }
    let mut pass = Pass {
        text,
        scan: Scan::new(text, true),
        rewrite: Rewrite::new(text),
        abbreviations: abbreviations(text),
        elements: Vec::new(),
        last_item: None,
        last_line: Nameable::No,
        nomarkdown: 0,
        no_math_before: 0,
        comments_end: true,
        defined: 0,
    };
    pass.run();
    Cow::Owned(pass.rewrite.out)
}

struct Pass<'a> {
    text: &'a str,
    scan: Scan<'a>,
    rewrite: Rewrite<'a>,
    /// The abbreviations not yet used.
    abbreviations: Vec<Abbreviation<'a>>,
    /// The open elements with `markdown="1"`, each with its nesting depth among elements of its
    /// name.
    elements: Vec<(&'a str, usize)>,
    /// The start of the last line in `out`, if it is a list item.
    last_item: Option<usize>,
    /// Whether and where the last line can get a name.
    last_line: Nameable,
    /// The number of open `{::nomarkdown}`.
    nomarkdown: usize,
    /// The offset before which no formula ends.
    no_math_before: usize,
    /// Whether a later `{::comment}` may end.
    comments_end: bool,
    /// The number of abbreviation definitions so far.
    defined: usize,
}

/// Where a name from an attribute list below a line goes.
#[derive(Clone, Copy, Default)]
enum Nameable {
    /// Nowhere: the line is no text, or a name would change its meaning.
    #[default]
    No,
    /// Before the words of a heading, which begin at this offset in `out`.
    Heading(usize),
    /// At the end of running text.
    Text,
}

#[derive(Clone, Copy)]
struct Abbreviation<'a> {
    term: &'a str,
    meaning: &'a str,
}

impl<'a> Pass<'a> {
    fn run(&mut self) {
        loop {
            if let Some(end) = self.scan.code() {
                self.scan.jump(end);
                continue;
            }
            let Some(byte) = self.scan.byte() else { break };
            let begins_line = self.scan.at() == self.scan.line().start;
            let understood = begins_line && self.line()
                || self.scan.is_text()
                    && match byte {
                        b'{' => self.braces(),
                        b'<' => self.tag(),
                        b'\\' => self.hard_break(),
                        b'$' => self.math("$$", "$$"),
                        _ => self.abbreviation(),
                    };
            if !understood {
                self.scan.step();
            }
        }
        self.rewrite.copy_to(self.text.len());
    }

    /// Replaces the next `len` bytes.
    fn replace(&mut self, len: usize, with: &str) -> bool {
        let end = self.scan.at() + len;
        self.rewrite.copy_to(self.scan.at());
        self.rewrite.out.push_str(with);
        self.rewrite.copied = end;
        self.scan.jump(end);
        true
    }

    /// Handles the start of a line; `true` if the line was replaced, except its end.
    fn line(&mut self) -> bool {
        let line = self.scan.rest_of_line();
        if self.scan.line().html && self.elements.is_empty() {
            return false;
        }
        let last_item = self.last_item.take();
        let last_line = std::mem::take(&mut self.last_line);
        let body = line.trim_start_matches([' ', '>', '\t']).trim_end();
        let lead = line.len() - line.trim_start_matches([' ', '>', '\t']).len();
        if list_marker(body).is_some() {
            self.rewrite.copy_to(self.scan.at());
            self.last_item = Some(self.rewrite.out.len());
            return false;
        }
        if self.defined < MOST_ABBREVIATIONS && abbreviation_in(line).is_some() {
            self.defined += 1;
            return self.replace(line.len(), "");
        }
        let list = body.strip_prefix("{:").and_then(|list| list.strip_suffix('}'));
        let Some(list) = list.filter(|list| is_attribute_list(list)) else {
            self.last_line = self.nameable(body, lead);
            return false;
        };
        self.rewrite.copy_to(self.scan.at() + lead);
        match last_line {
            Nameable::Heading(at) => self.rewrite.out.insert_str(at, &anchor(list)),
            Nameable::Text => self.rewrite.out.push_str(&anchor(list)),
            Nameable::No => {}
        }
        // An item that stands for the table of contents.
        if let Some(item) = last_item
            && list.split_whitespace().any(|word| word == "toc")
        {
            self.rewrite.out.truncate(item);
        }
        self.rewrite.copied = self.scan.at() + line.len();
        self.scan.jump(self.rewrite.copied);
        true
    }

    /// How a line can get a name, if its words begin after `lead` bytes.
    fn nameable(&mut self, words: &str, lead: usize) -> Nameable {
        let marks = words.len() - words.trim_start_matches('#').len();
        let title = words.get(marks..).unwrap_or_default();
        if (1..=6).contains(&marks) && title.starts_with(' ') {
            self.rewrite.copy_to(self.scan.at() + lead + marks + 1);
            return Nameable::Heading(self.rewrite.out.len());
        }
        let is_text = words.starts_with(|c: char| c.is_alphanumeric() || "*_[“《".contains(c));
        if is_text && !words.contains('|') { Nameable::Text } else { Nameable::No }
    }

    fn braces(&mut self) -> bool {
        let rest = self.scan.rest();
        let Some(inside) = self.braced() else { return false };
        let len = inside.len() + 2;
        if let Some(name) = inside.strip_prefix("::") {
            return self.extension(name, len);
        }
        if inside.starts_with(":/") {
            let closes = self.nomarkdown > 0 && matches!(inside, ":/" | ":/nomarkdown");
            self.nomarkdown -= usize::from(closes);
            return closes && self.replace(len, "");
        }
        if let Some(list) = inside.strip_prefix(':') {
            // Directly after emphasis, code, a link or an element.
            let after_span = self.scan.last().is_some_and(|last| b"*_`)]>".contains(&last));
            let is_list = after_span && is_attribute_list(list);
            return is_list && self.replace(len, &anchor(list));
        }
        let Some(id) = inside.strip_prefix('#') else { return false };
        let after = rest.get(len..).unwrap_or_default();
        let is_id = id.starts_with(|c: char| c.is_alphabetic())
            && id.chars().all(|c| c.is_alphanumeric() || "-_:.".contains(c));
        is_id
            && ends_line(after, b"# \t\r")
            && self.is_heading(after)
            && self.replace(len, &anchor_tag(id))
    }

    /// Whether the line is a heading; `after` is the rest of it and the lines below.
    fn is_heading(&self, after: &str) -> bool {
        if self.scan.before_in_line().trim_start_matches([' ', '>']).starts_with('#') {
            return true;
        }
        let next = first_line(after.get(first_line(after).len() + 1..).unwrap_or_default()).trim();
        !next.is_empty() && ['=', '-'].iter().any(|&mark| next.chars().all(|c| c == mark))
    }

    /// The text between the `{` here and its `}`, on one line.
    fn braced(&self) -> Option<&'a str> {
        let bytes = self.scan.rest().as_bytes();
        if !matches!(bytes.get(1), Some(b':' | b'#')) {
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
            Some("comment") => {
                let end = self.comment_end(len);
                end.is_some_and(|end| self.replace(end, ""))
            }
            Some("nomarkdown") => {
                self.nomarkdown += 1;
                self.replace(len, "")
            }
            _ => false,
        }
    }

    /// The length of a comment whose opening is `len` bytes long.
    fn comment_end(&mut self, len: usize) -> Option<usize> {
        if !self.comments_end {
            return None;
        }
        let rest = self.scan.rest().as_bytes().get(len..)?;
        let end = memmem::find_iter(rest, "{:/").find_map(|at| {
            let closes =
                |mark: &&str| rest.get(at..).is_some_and(|r| r.starts_with(mark.as_bytes()));
            ["{:/}", "{:/comment}"].iter().find(|mark| closes(mark)).map(|mark| at + mark.len())
        });
        self.comments_end = end.is_some();
        end.map(|end| len + end)
    }

    /// Handles a tag of an element with `markdown="1"`, or one of the same name inside it.
    fn tag(&mut self) -> bool {
        let rest = self.scan.rest();
        let (name, is_end) = tag_name(rest);
        if name.is_empty() {
            return false;
        }
        if let Some((open, count)) = self.elements.last_mut()
            && open.eq_ignore_ascii_case(name)
        {
            *count = if is_end { *count - 1 } else { *count + 1 };
            if *count == 0 {
                self.elements.pop();
                let lead = self.lead();
                self.rewrite.copy_to(self.scan.at());
                self.rewrite.out.push_str("\n\n");
                self.rewrite.out.push_str(lead);
                return false;
            }
        }
        let near = rest.as_bytes().get(..rest.len().min(LONGEST_MARK)).unwrap_or_default();
        if is_end || self.elements.len() >= DEEPEST || !is_block(name) {
            return false;
        }
        let Some(end) = memchr::memchr(b'>', near) else { return false };
        let tag = rest.get(..=end).unwrap_or_default();
        let Some((_, value)) = tag.split_once("markdown=") else { return false };
        let value = value.trim_start_matches(['"', '\'']);
        if !["1", "block", "span"].iter().any(|on| value.starts_with(on)) {
            return false;
        }
        if let Some((_, count)) =
            self.elements.last_mut().filter(|(open, _)| open.eq_ignore_ascii_case(name))
        {
            // Counted above as nested, but it is an element of its own.
            *count -= 1;
        }
        self.elements.push((name, 1));
        let lead = self.lead();
        self.rewrite.copy_to(self.scan.at() + tag.len());
        self.rewrite.out.push_str("\n\n");
        self.rewrite.out.push_str(lead);
        self.scan.jump(self.rewrite.copied);
        true
    }

    /// The spaces at the start of the line, if there are only a few.
    fn lead(&self) -> &'a str {
        let before = self.scan.before_in_line();
        let head = before.get(..before.len().min(16)).unwrap_or_default();
        let blanks = head.len() - head.trim_start_matches(' ').len();
        head.get(..blanks).unwrap_or_default()
    }

    /// Expands the first use of an abbreviation.
    fn abbreviation(&mut self) -> bool {
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if self.abbreviations.is_empty() || self.scan.last().is_some_and(is_word) {
            return false;
        }
        let rest = self.scan.rest();
        let in_brackets = self.scan.last() == Some(b'[');
        let used = self.abbreviations.iter().position(|known| {
            rest.strip_prefix(known.term).is_some_and(|after| {
                let next = after.bytes().next();
                // `[HTML]` may be the label of a link.
                !(next.is_some_and(is_word) || in_brackets && next == Some(b']'))
            })
        });
        let Some(used) = used else { return false };
        let Abbreviation { term, meaning } = self.abbreviations.swap_remove(used);
        let mut expanded = format!("{term} (");
        push_text(meaning, &mut expanded);
        expanded.push(')');
        self.replace(term.len(), &expanded)
    }
}

/// The abbreviations that a text defines.
fn abbreviations(text: &str) -> Vec<Abbreviation<'_>> {
    let mut known: Vec<Abbreviation<'_>> = Vec::new();
    if memmem::find(text.as_bytes(), b"*[").is_none() {
        return known;
    }
    let mut scan = Scan::new(text, true);
    while known.len() < MOST_ABBREVIATIONS {
        if let Some(end) = scan.code() {
            scan.jump(end);
            continue;
        }
        if scan.byte().is_none() {
            break;
        }
        if scan.at() == scan.line().start
            && let Some(found) = abbreviation_in(scan.rest_of_line())
            && !found.meaning.is_empty()
            && known.iter().all(|other| other.term != found.term)
        {
            known.push(found);
        }
        scan.step();
    }
    known
}

/// The abbreviation defined by a line: `*[HTML]: Hyper Text`.
fn abbreviation_in(line: &str) -> Option<Abbreviation<'_>> {
    let indent = line.bytes().take(4).take_while(|&byte| byte == b' ').count();
    let (term, meaning) = line.get(indent..)?.strip_prefix("*[")?.split_once("]:")?;
    let fits = !term.is_empty() && term.len() <= LONGEST_ABBREVIATION && indent < 4;
    fits.then(|| Abbreviation { term, meaning: meaning.trim() })
}

/// Whether a text is the content of `{: }`: classes, names, `name="value"`.
fn is_attribute_list(list: &str) -> bool {
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
                return false;
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
            if !is_name(name) || word.len() - name.len() > 1 {
                return false;
            }
            after.trim_start()
        };
    }
    true
}

/// The anchor for the `#id` of an attribute list; empty if there is none.
fn anchor(list: &str) -> String {
    let id = list.split_whitespace().find_map(|word| word.strip_prefix('#'));
    id.map(anchor_tag).unwrap_or_default()
}

/// An anchor as HTML.
fn anchor_tag(id: &str) -> String {
    format!("<a id=\"{id}\"></a>")
}

/// Whether only `fill` follows on the line.
fn ends_line(after: &str, fill: &[u8]) -> bool {
    matches!(after.bytes().find(|byte| !fill.contains(byte)), None | Some(b'\n'))
}
