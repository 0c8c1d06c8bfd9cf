//! Removes the code of MDX from Markdown, before anything else reads it: comments, modules, and
//! expressions in the attributes of tags. A line of tags of components becomes a paragraph, so that
//! what is between them is Markdown.
//!
//! Linear and never fails; an incomplete construct is shown as typed, and code is left alone. Knows
//! nothing of documents. Rule: B33.

mod components;
mod modules;
mod tags;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashSet;

use memchr::memmem;

use super::scan::{LONGEST_LEAD, Rewrite, Scan, first_line, indent};
use components::words;
use modules::begins_statement;
use tags::Tag;

/// The most tags without an end that are looked at.
const MOST_OPEN_TAGS: usize = 256;
/// The most paragraphs that are read as statements of a module.
const MOST_MODULES: usize = 64;
/// The longest caption that is read as Markdown, in bytes.
const LONGEST_CAPTION: usize = 2048;
/// The column from which a line is code.
const CODE_INDENT: usize = 4;
/// Elements whose content authors write in Markdown, although HTML blocks contain none.
const CAPTIONS: [(&str, &str); 2] =
    [("<summary>", "</summary>"), ("<figcaption>", "</figcaption>")];

/// Whether a text may contain something to rewrite.
fn is_in(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_tag = |at: usize| {
        let next = bytes.get(at + 1);
        let rest = || text.get(at..).unwrap_or_default();
        next.is_some_and(u8::is_ascii_uppercase)
            || matches!(next, Some(b's' | b'f'))
                && CAPTIONS.iter().any(|(start, _)| rest().starts_with(start))
    };
    memchr::memchr_iter(b'<', bytes).any(is_tag)
        || ["{/*", "={", "{...", "\nimport ", "\nexport "]
            .iter()
            .any(|sign| memmem::find(bytes, sign.as_bytes()).is_some())
        || begins_statement(text)
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
        is_module: false,
        modules: 0,
        used: OnceCell::new(),
        comments_end: true,
        open_tags: 0,
        components: 0,
        indent: Indent::default(),
    };
    pass.run();
    Cow::Owned(pass.rewrite.out)
}

struct Pass<'a> {
    text: &'a str,
    scan: Scan<'a>,
    rewrite: Rewrite<'a>,
    /// Whether a statement of a module was found.
    is_module: bool,
    /// The number of paragraphs that begin like statements so far.
    modules: usize,
    /// The words after a `<` or a `{`; collected when first needed.
    used: OnceCell<HashSet<&'a str>>,
    /// Whether a later comment may end.
    comments_end: bool,
    /// The number of tags without an end so far.
    open_tags: usize,
    /// The number of open components.
    components: usize,
    indent: Indent,
}

/// The indent of the lines inside a component, where Markdown would take them for code.
#[derive(Clone, Copy, Default)]
struct Indent {
    /// The column of the text around the component.
    base: usize,
    /// The blanks to remove after it.
    extra: usize,
}

impl<'a> Pass<'a> {
    fn run(&mut self) {
        while !self.rewrite.is_full() {
            self.unindent();
            if let Some(end) = self.scan.code() {
                self.code(end);
                continue;
            }
            let Some(byte) = self.scan.byte() else { break };
            let begins_line = self.scan.at() == self.scan.line().start;
            let understood = begins_line && (self.module() || self.components())
                || self.scan.last() != Some(b'\\')
                    && match byte {
                        b'{' if self.scan.is_text() => self.comment(),
                        b'<' if self.scan.is_text() => self.caption() || self.tag(),
                        _ => false,
                    };
            if !understood {
                self.scan.step_word();
            }
        }
        self.rewrite.copy_to(self.text.len());
    }

    /// Replaces the next `len` bytes.
    fn replace(&mut self, len: usize, with: &str) -> bool {
        self.rewrite.copy_to(self.scan.at());
        self.rewrite.out.push_str(with);
        self.rewrite.copied = self.scan.at() + len;
        self.scan.jump(self.rewrite.copied);
        true
    }

    /// Removes the indent from a line inside a component.
    fn unindent(&mut self) {
        if self.indent.extra == 0 || !self.scan.before_line().0 {
            return;
        }
        let line = self.scan.rest_of_line();
        let len = self.indent.len_in(line);
        if len > 0 && len < line.len() {
            self.replace(len, "");
        }
    }

    /// Passes code that ends at `end`; inside a component without its indent.
    fn code(&mut self, end: usize) {
        let at = self.scan.at();
        if self.indent.extra > 0 {
            let code = self.text.get(at..end).unwrap_or_default();
            self.rewrite.copy_to(at);
            for (number, line) in code.split_inclusive('\n').enumerate() {
                let len = if number == 0 { 0 } else { self.indent.len_in(line) };
                self.rewrite.out.push_str(line.get(len..).unwrap_or_default());
            }
            self.rewrite.copied = end;
        }
        self.scan.jump(end);
    }

    /// Handles `{/* .. */}`.
    fn comment(&mut self) -> bool {
        let rest = self.scan.rest();
        // `{{/* .. */}}` is not a comment in MDX.
        let is_braced = self.scan.last() == Some(b'{');
        if !self.comments_end || is_braced || !rest.starts_with("{/*") {
            return false;
        }
        let end = memmem::find(rest.as_bytes(), b"*/}");
        self.comments_end = end.is_some();
        end.is_some_and(|end| self.replace(end + 3, ""))
    }

    /// Handles a line of tags of components.
    fn components(&mut self) -> bool {
        if self.scan.line().html {
            return false;
        }
        let rest = self.scan.rest();
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let base = self.scan.line().item.unwrap_or(0);
        let column = indent(first_line(rest)).min(base + CODE_INDENT - 1);
        // The blanks are repeated before each part of a tag.
        if column > LONGEST_LEAD {
            return false;
        }
        let lead = " ".repeat(column);
        let paragraph = format!("\n\n{lead}");
        let (mut at, mut html, mut open) = (blanks, String::new(), self.components);
        loop {
            let next = rest.get(at..).unwrap_or_default().trim_start_matches([' ', '\t']);
            if next.starts_with('\n') || next.is_empty() {
                break;
            }
            at = rest.len() - next.len();
            let Some(tag) = self.read_tag(next).filter(|tag| tag.is_component) else {
                return false;
            };
            html.push_str(tag.html.as_deref().or(next.get(..tag.len)).unwrap_or_default());
            let words = words(&tag, &paragraph);
            if !words.is_empty() {
                html.push_str(&paragraph);
                html.push_str(&words);
            }
            at += tag.len;
            open =
                if tag.ends { open.saturating_sub(1) } else { open + usize::from(!tag.is_empty) };
        }
        if html.is_empty() {
            return false;
        }
        self.components = open;
        self.replace(at, &format!("\n{lead}{html}\n"));
        let inside = self.scan.rest().lines().find(|line| !line.trim().is_empty());
        let inside = inside.map_or(0, indent);
        let extra = if open > 0 && inside >= base + CODE_INDENT { inside - base } else { 0 };
        self.indent = Indent { base, extra };
        true
    }

    /// Handles a tag with expressions or with words of its own.
    fn tag(&mut self) -> bool {
        let rest = self.scan.rest();
        let Some(tag) = self.read_tag(rest) else { return false };
        let words = words(&tag, " ");
        if tag.html.is_none() && words.is_empty() {
            return false;
        }
        let html = tag.html.as_deref().or(rest.get(..tag.len)).unwrap_or_default();
        self.replace(tag.len, &format!("{html}{words}"))
    }

    /// The tag at the start of a text.
    fn read_tag(&mut self, text: &'a str) -> Option<Tag<'a>> {
        if self.open_tags >= MOST_OPEN_TAGS || !Tag::may_begin(text) {
            return None;
        }
        let tag = Tag::of(text);
        self.open_tags += usize::from(tag.is_none());
        tag
    }

    /// Handles a caption with Markdown in it.
    fn caption(&mut self) -> bool {
        let rest = self.scan.rest();
        let Some((start, end)) = CAPTIONS.iter().find(|(start, _)| rest.starts_with(start)) else {
            return false;
        };
        let near = super::split_near(rest, LONGEST_CAPTION).0;
        let Some((words, _)) = near.get(start.len()..).and_then(|near| near.split_once(end)) else {
            return false;
        };
        let words = words.trim();
        if !words.contains(['*', '_', '`', '[']) || words.contains("\n\n") {
            return false;
        }
        let before = self.scan.before_in_line();
        let blanks = before.bytes().take(LONGEST_LEAD + 1).take_while(|byte| b" \t".contains(byte));
        let lead = before.get(..blanks.count()).unwrap_or_default();
        if lead.len() > LONGEST_LEAD {
            return false;
        }
        let words: Vec<&str> = words.lines().map(str::trim).collect();
        let words = words.join(&format!("\n{lead}"));
        let len = near.find(end).unwrap_or(near.len());
        self.replace(len, &format!("{start}\n\n{lead}{words}\n\n{lead}"))
    }
}

impl Indent {
    /// The bytes to remove from a line.
    fn len_in(self, line: &str) -> usize {
        let blanks = line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let tab = usize::from(line.starts_with('\t'));
        if tab > 0 { tab } else { blanks.saturating_sub(self.base).min(self.extra) }
    }
}
