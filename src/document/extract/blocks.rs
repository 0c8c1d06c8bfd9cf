//! Markdown's blocks, line by line: paragraphs, headings, flat quotations and lists, and HTML up to
//! an empty line. An ambiguous line is declined.

use memchr::memmem;

use super::line::{Class, HEADINGS, begins_html, classify, is_text};
use super::spans;
use super::tag;
use super::walk::Walk;
use crate::clean::CleanStr;

/// From this many spaces on, an indent is code or belongs to a list.
const CODE_INDENT: usize = 4;

/// The block that is open at the end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Nothing,
    Paragraph,
    /// An item of a list, with the list's marker.
    Item(u8),
    /// A quotation, with or without an open paragraph.
    Quote {
        paragraph: bool,
    },
}

/// Reads blocks line by line.
pub(super) struct Blocks<'w, 'a> {
    walk: &'w mut Walk<'a>,
    state: State,
    /// Whether the last block was a list, which an indented line would continue.
    after_list: bool,
    /// Whether the last line of the open paragraph forced a break.
    breaks: bool,
}

impl<'w, 'a> Blocks<'w, 'a> {
    /// Starts with no block open.
    pub(super) fn new(walk: &'w mut Walk<'a>) -> Self {
        Self { walk, state: State::Nothing, after_list: false, breaks: false }
    }

    /// Reads a whole text.
    pub(super) fn read(mut self, text: CleanStr<'a>) -> Option<()> {
        let mut rest = text;
        while !rest.is_empty() {
            let end = memchr::memchr(b'\n', rest.as_str().as_bytes()).unwrap_or(rest.len());
            let len = self.line(rest, rest.slice(0..end))?;
            rest = rest.slice(len..rest.len());
        }
        self.close()
    }

    /// Reads a line, or the HTML that begins with it; returns the bytes read.
    fn line(&mut self, rest: CleanStr<'a>, line: CleanStr<'a>) -> Option<usize> {
        let content = trim_start(line);
        let indent = line.len() - content.len();
        let whole = (line.len() + 1).min(rest.len());
        if content.is_empty() {
            self.close()?;
            return Some(whole);
        }
        let of_list = self.after_list && self.state == State::Nothing && indent > 0;
        if of_list || indent >= CODE_INDENT {
            return None;
        }
        if begins_html(content.as_str(), self.state == State::Paragraph)? {
            if !matches!(self.state, State::Nothing | State::Paragraph) {
                return None;
            }
            self.close()?;
            self.after_list = false;
            return self.html(rest);
        }
        if content.as_str().contains('\t') {
            return None;
        }
        let class = classify(content.as_str())?;
        match (self.state, class) {
            (State::Paragraph, Class::Text) => self.next_line(content)?,
            (State::Nothing, Class::Text) => self.paragraph(content, State::Paragraph)?,
            (State::Quote { .. }, Class::Quote) if indent == 0 => self.quote(content)?,
            (State::Nothing | State::Paragraph, Class::Quote) => {
                self.close()?;
                self.quote(content)?;
            }
            (State::Nothing | State::Paragraph, Class::Heading(level)) => {
                self.close()?;
                self.heading(level, content)?;
            }
            (State::Nothing, Class::Rule) => {
                self.walk.implied("hr")?;
            }
            (state, Class::Item(mark, len)) if indent == 0 && may_follow(state, mark) => {
                self.item(mark, content.slice(len..content.len()))?;
            }
            _ => return None,
        }
        self.after_list = matches!(self.state, State::Item(_));
        Some(whole)
    }

    /// Reads HTML; returns its length.
    fn html(&mut self, rest: CleanStr<'a>) -> Option<usize> {
        let text = rest.as_str();
        let len = if trim_start(rest).as_str().starts_with("<!--") {
            let end = memmem::find(text.as_bytes(), b"-->")?;
            let line_end = memchr::memchr(b'\n', text.as_bytes().get(end..)?);
            line_end.map_or(text.len(), |line_end| end + line_end + 1)
        } else {
            tag::block_len(text)
        };
        let html = rest.slice(0..len);
        self.walk.html(html)?;
        Some(len)
    }

    /// Begins a paragraph with its first line.
    fn paragraph(&mut self, line: CleanStr<'a>, state: State) -> Option<()> {
        self.walk.implied("p")?;
        self.state = state;
        self.words(line)
    }

    /// Continues the open paragraph.
    fn next_line(&mut self, line: CleanStr<'a>) -> Option<()> {
        if self.breaks {
            self.walk.implied("br")?;
        } else {
            self.walk.text(CleanStr::literal("\n"))?;
        }
        self.words(line)
    }

    fn words(&mut self, line: CleanStr<'a>) -> Option<()> {
        let words = trim_end(line);
        self.breaks = line.len() - words.len() > 1;
        spans::line(self.walk, words)
    }

    fn heading(&mut self, level: usize, content: CleanStr<'a>) -> Option<()> {
        let name = HEADINGS.get(level)?;
        let words = trim_end(trim_start(content.slice(level + 1..content.len())));
        if words.is_empty() || words.as_str().ends_with('#') {
            return None;
        }
        self.walk.implied(name)?;
        spans::line(self.walk, words)?;
        self.walk.end(name)
    }

    fn item(&mut self, mark: u8, words: CleanStr<'a>) -> Option<()> {
        self.close()?;
        let text = words.as_str();
        let is_task = matches!(text.as_bytes(), [b'[', b' ' | b'x' | b'X', b']', ..]);
        if is_task || !is_text(text)? {
            return None;
        }
        self.paragraph(words, State::Item(mark))
    }

    fn quote(&mut self, content: CleanStr<'a>) -> Option<()> {
        let words = content.slice(1..content.len());
        let blank = usize::from(words.as_str().starts_with(' '));
        let words = words.slice(blank..words.len());
        let paragraph = self.state == State::Quote { paragraph: true };
        if trim_start(words).is_empty() {
            if paragraph {
                self.walk.end("p")?;
            }
            self.state = State::Quote { paragraph: false };
            return Some(());
        }
        match is_text(words.as_str())? {
            false => None,
            true if paragraph => self.next_line(words),
            true => self.paragraph(words, State::Quote { paragraph: true }),
        }
    }

    /// Closes the open block.
    fn close(&mut self) -> Option<()> {
        let state = std::mem::replace(&mut self.state, State::Nothing);
        match state {
            State::Nothing | State::Quote { paragraph: false } => Some(()),
            State::Paragraph | State::Item(_) | State::Quote { paragraph: true } => {
                self.walk.end("p")
            }
        }
    }
}

/// Whether an item with this marker belongs after the open block.
fn may_follow(state: State, mark: u8) -> bool {
    match state {
        State::Nothing => true,
        // In a paragraph, a number begins a list only if it is 1.
        State::Paragraph => b"-+*".contains(&mark),
        State::Item(open) => open == mark,
        State::Quote { .. } => false,
    }
}

fn trim_start(text: CleanStr<'_>) -> CleanStr<'_> {
    let blanks = text.len() - text.as_str().trim_start_matches(' ').len();
    text.slice(blanks..text.len())
}

fn trim_end(text: CleanStr<'_>) -> CleanStr<'_> {
    text.slice(0..text.as_str().trim_end_matches(' ').len())
}
