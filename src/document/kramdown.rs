//! Removes the extensions of kramdown and other generators from Markdown or rewrites them in
//! `CommonMark`, before it is parsed: attribute lists, extensions, abbreviations, formulas, tables,
//! callouts and containers, targets with blanks, `\\` at the end of a line, `markdown="1"` on HTML.
//!
//! Linear and never fails; an incomplete construct is shown as typed, and code is left alone. Knows
//! nothing of documents. Rules: B15-B20, B28-B31.

mod blocks;
mod braces;
mod embeds;
mod html;
mod spans;
mod tables;
mod targets;
#[cfg(test)]
mod tests;
mod verbatim;

use std::borrow::Cow;
use std::collections::HashSet;

use memchr::memmem;

use super::liquid::push_text;
use super::scan::{LONGEST_LEAD, Rewrite, Scan, is_block, list_marker, split_lead, tag_name};
use super::{DEEPEST, Dialect};
use blocks::Container;
pub(super) use braces::is_attributes;
use braces::{anchor, may_begin};
use html::{Html, SEARCH};
use tables::Table;
use verbatim::{has_blank_line, unquoted, verbatim};

/// The longest attribute list, extension or tag that is recognized, in bytes.
const LONGEST_MARK: usize = 1024;
/// Parts of constructs that are found anywhere in a text.
const SIGNS: [&str; 15] = [
    "markdown=",
    "*[",
    "<pre",
    "<PRE",
    "[!",
    "] [",
    "]\n[",
    "]][",
    "@[",
    "@include",
    "\n<<<",
    "[toc]",
    "[TOC]",
    "toc}",
    "<<< ",
];
/// The most abbreviations of a text, and the longest one in bytes; each is looked for at every
/// word.
const MOST_ABBREVIATIONS: usize = 64;
const LONGEST_ABBREVIATION: usize = 64;

/// Whether a Markdown text may contain a construct that is rewritten.
fn is_in(text: &str, dialect: Dialect) -> bool {
    let bytes = text.as_bytes();
    let next = |at: usize| bytes.get(at + 1).copied().unwrap_or(b' ');
    let is_list = |at: usize| {
        let inside = bytes.get(at + 1..).unwrap_or_default().iter().take(LONGEST_MARK);
        matches!(next(at), b':' | b'#')
            || dialect == Dialect::CommonMark
                && may_begin(next(at))
                && inside
                    .take_while(|byte| !b"}\n".contains(byte))
                    .any(|byte| b"#.=".contains(byte))
    };
    let marks = memchr::memchr3_iter(b'{', b'\\', b'$', bytes).any(|at| {
        matches!((bytes.get(at), next(at)), (Some(b'\\'), b'\\' | b'('))
            || bytes.get(at) == Some(&b'{') && is_list(at)
            || bytes.get(at) == Some(&b'$') && !matches!(next(at), b'0'..=b'9' | b' ' | b'\n')
    });
    let begins_line = |at: usize| {
        let lead = bytes.get(..at).unwrap_or_default().iter().rev().take(LONGEST_LEAD);
        let mut lead = lead.skip_while(|byte| b" \t>-*+.)0123456789".contains(byte));
        lead.next().is_none_or(|&byte| byte == b'\n')
    };
    let target = |at: usize| {
        let inside = bytes.get(at + 2..).unwrap_or_default().iter().take(LONGEST_MARK);
        inside.take_while(|byte| !b")\n".contains(byte)).any(|byte| b" \t".contains(byte))
    };
    marks
        || SIGNS.iter().any(|word| memmem::find(bytes, word.as_bytes()).is_some())
        || memchr::memchr3_iter(b':', b'|', b'^', bytes)
            .any(|at| begins_line(at) || bytes.get(at) == Some(&b'|') && next(at) == b'-')
        || memmem::find_iter(bytes, "](").any(target)
        || dialect == Dialect::Kramdown && html::is_in(text)
}

/// Rewrites a Markdown text; borrows it if there is nothing to rewrite.
pub(super) fn plain(text: &str, dialect: Dialect) -> Cow<'_, str> {
    if !is_in(text, dialect) {
        return Cow::Borrowed(text);
    }
    let mut pass = Pass {
        text,
        dialect,
        scan: Scan::new(text, true),
        rewrite: Rewrite::new(text),
        abbreviations: abbreviations(text),
        elements: Vec::new(),
        last_item: None,
        last_line: Nameable::No,
        no_math_before: 0,
        no_dollar_before: 0,
        no_table_before: 0,
        list_end: 0,
        quotes: 0,
        containers: Vec::new(),
        html: None,
        search_left: SEARCH * text.len(),
        table: None,
        references: None,
        unended: HashSet::new(),
        defined: 0,
    };
    pass.run();
    Cow::Owned(pass.rewrite.out)
}

struct Pass<'a> {
    text: &'a str,
    dialect: Dialect,
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
    /// The offsets before which no formula ends, between two dollars and between one.
    no_math_before: usize,
    no_dollar_before: usize,
    /// The offset before which no table begins.
    no_table_before: usize,
    /// The end of the last attribute list of a span.
    list_end: usize,
    /// The depth of quotation of the last line.
    quotes: usize,
    /// The open containers (`:::`).
    containers: Vec<Container>,
    /// The element of HTML that the scan is in.
    html: Option<Html>,
    /// The bytes that may still be searched for end tags.
    search_left: usize,
    table: Option<Table>,
    /// The names of the references that the text defines; collected when first needed.
    references: Option<HashSet<String>>,
    /// The names and forms of extensions (inline or a block) that do not end any more.
    unended: HashSet<(String, bool)>,
    /// The number of abbreviation definitions so far.
    defined: usize,
}

/// Where a name from an attribute list below a line goes.
#[derive(Clone, Copy, Default)]
enum Nameable {
    /// Nowhere: the line is not text, or a name would change its meaning.
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
        while !self.rewrite.is_full() {
            self.end_html();
            self.unindent();
            let code = self.scan.code();
            if self.begins_html(code) && self.html_line() {
                continue;
            }
            if let Some(end) = code {
                if !self.preformatted(end) && !self.table_code(end) {
                    self.scan.jump(end);
                }
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
                        b'$' => self.math("$$", "$$") || self.dollar(),
                        b'(' if self.scan.last() == Some(b']') && self.is_markdown() => {
                            self.target()
                        }
                        b']' if self.is_markdown() => self.reference(),
                        b'[' if self.is_markdown() => self.brackets_in_text(),
                        b'@' if self.is_markdown() => self.embed(),
                        _ => self.abbreviation(),
                    };
            if understood {
                continue;
            }
            // An abbreviation may begin within a word of Han characters.
            if self.abbreviations.is_empty() {
                self.scan.step_word();
            } else {
                self.scan.step();
            }
        }
        self.rewrite.copy_to(self.text.len());
    }

    /// Whether the line is Markdown, and not HTML whose text stays as it is.
    fn is_markdown(&self) -> bool {
        !self.scan.line().html || !self.elements.is_empty()
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

    /// Handles a `pre` that ends at `end`: an empty line in it would end the HTML around it.
    fn preformatted(&mut self, end: usize) -> bool {
        let at = self.scan.at();
        let Some(html) = self.text.get(at..end) else { return false };
        if !html.get(..4).is_some_and(|tag| tag.eq_ignore_ascii_case("<pre")) {
            return false;
        }
        let quotes = split_lead(self.scan.before_in_line()).0.matches('>').count();
        if quotes == 0 {
            return has_blank_line(html) && self.replace(end - at, &verbatim(html, "&#10;"));
        }
        // Without the marks of the quotes, in a single line.
        let lines = html
            .split('\n')
            .enumerate()
            .map(|(number, line)| if number == 0 { line } else { unquoted(line, quotes) });
        let lines: Vec<String> = lines.map(|line| verbatim(line, "")).collect();
        lines.len() > 1 && self.replace(end - at, &lines.join("&#10;"))
    }

    /// Handles the start of a line; `true` if the line was replaced, except its end.
    fn line(&mut self) -> bool {
        let line = self.scan.rest_of_line();
        if !self.is_markdown() {
            return self.attribute_line(line.trim()).is_some() && self.replace(line.len(), "")
                || self.container_in_html(line)
                || self.scan.line().ends_comment && self.include(line);
        }
        if self.table_line(line) || self.table.is_none() && self.whole_line(line) {
            return true;
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
        let Some(list) = self.attribute_line(body) else {
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
            && list.split_whitespace().any(|word| matches!(word, "toc" | "footnotes"))
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
        scan.step_word();
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

/// Whether only `fill` follows on the line.
fn ends_line(after: &str, fill: &[u8]) -> bool {
    matches!(after.bytes().find(|byte| !fill.contains(byte)), None | Some(b'\n'))
}
