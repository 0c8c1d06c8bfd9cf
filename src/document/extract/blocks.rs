//! Markdown's blocks, line by line: paragraphs, headings, flat quotations and lists, and HTML up
//! to an empty line. A line that may mean anything else is declined.

use memchr::memmem;

use super::spans;
use super::tag;
use super::walk::Walk;
use crate::clean::CleanStr;

const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
/// From here on, in blanks, an indent is code or belongs to a list.
const CODE_INDENT: usize = 4;

/// What is open at the end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Nothing,
    Paragraph,
    /// An item of a list, with what marks its items.
    Item(u8),
    /// A quotation, in it a paragraph or not.
    Quote {
        paragraph: bool,
    },
}

/// What a line is by its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Text,
    /// A heading of a level from 0, with so many bytes of marks.
    Heading(usize),
    Quote,
    /// An item, with what marks it, which is so many bytes long.
    Item(u8, usize),
    Rule,
}

/// The walk over the lines.
pub struct Blocks<'w, 'a> {
    walk: &'w mut Walk<'a>,
    /// Whether there is a `**` anywhere.
    strong: bool,
    state: State,
    /// Whether the last block was a list, to which an indented line would belong.
    after_list: bool,
    /// Whether the last line of the open paragraph forced a break.
    breaks: bool,
}

impl<'w, 'a> Blocks<'w, 'a> {
    /// Begins.
    pub fn new(walk: &'w mut Walk<'a>, strong: bool) -> Self {
        Self { walk, strong, state: State::Nothing, after_list: false, breaks: false }
    }

    /// Reads a text.
    pub fn read(mut self, text: CleanStr<'a>) -> Option<()> {
        let mut rest = text;
        while !rest.is_empty() {
            let end = memchr::memchr(b'\n', rest.as_str().as_bytes()).unwrap_or(rest.len());
            let len = self.line(rest, rest.slice(0..end))?;
            rest = rest.slice(len..rest.len());
        }
        self.close()
    }

    /// Reads a line, or the HTML that begins with it; gives how much was read.
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
            (State::Item(open), Class::Item(mark, len)) if open == mark && indent == 0 => {
                self.item(mark, content.slice(len..content.len()))?;
            }
            (State::Nothing, Class::Item(mark, len)) if indent == 0 => {
                self.item(mark, content.slice(len..content.len()))?;
            }
            // A number would begin a list only if it is 1.
            (State::Paragraph, Class::Item(mark @ (b'-' | b'+' | b'*'), len)) if indent == 0 => {
                self.item(mark, content.slice(len..content.len()))?;
            }
            _ => return None,
        }
        self.after_list = matches!(self.state, State::Item(_));
        Some(whole)
    }

    /// Reads HTML; gives its length.
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
        // Kramdown's strong text is looked for in HTML too.
        if self.strong && memmem::find(html.as_str().as_bytes(), b"**").is_some() {
            return None;
        }
        self.walk.html(html)?;
        Some(len)
    }

    /// Begins a paragraph with its first line.
    fn paragraph(&mut self, line: CleanStr<'a>, state: State) -> Option<()> {
        self.walk.implied("p")?;
        self.state = state;
        self.words(line)
    }

    /// Goes on with the open paragraph.
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
        if !is_text(words.as_str())? {
            return None;
        }
        if paragraph {
            self.next_line(words)
        } else {
            self.paragraph(words, State::Quote { paragraph: true })
        }
    }

    /// Closes what is open.
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

/// Whether what stands in a quotation or an item is running text.
fn is_text(words: &str) -> Option<bool> {
    Some(!words.starts_with(' ') && !begins_html(words, false)? && classify(words)? == Class::Text)
}

/// What a line is that is no HTML and begins with no blank.
fn classify(content: &str) -> Option<Class> {
    let trimmed = content.trim_end_matches(' ');
    // Rules, underlines of headings, the second line of a table, an item without text.
    if trimmed.bytes().all(|byte| b"-=_*+:| ".contains(&byte)) {
        let is_rule = trimmed.len() > 2 && trimmed.bytes().all(|byte| byte == b'-');
        return is_rule.then_some(Class::Rule);
    }
    let after = |len: usize| trimmed.as_bytes().get(len).copied();
    let item = |mark, len| match (after(len), after(len + 1)) {
        (Some(b' '), Some(b' ')) | (None, _) => None,
        (Some(b' '), Some(_)) => Some(Class::Item(mark, len + 1)),
        _ => Some(Class::Text),
    };
    match after(0)? {
        b'>' => Some(Class::Quote),
        b'#' => {
            let level = content.bytes().take_while(|&byte| byte == b'#').count();
            match after(level) {
                Some(b' ') if level <= HEADINGS.len() => Some(Class::Heading(level - 1)),
                None => None,
                _ => Some(Class::Text),
            }
        }
        mark @ (b'-' | b'+' | b'*') => item(mark, 1),
        b'0'..=b'9' => {
            let digits = content.bytes().take_while(u8::is_ascii_digit).count();
            match after(digits) {
                Some(mark @ (b'.' | b')')) => item(mark, digits + 1),
                _ => Some(Class::Text),
            }
        }
        // Definitions and fences.
        b':' => None,
        b'~' | b'`' if after(1) == after(0) => None,
        _ => Some(Class::Text),
    }
}

/// Whether a line begins HTML up to an empty line, or in a comment up to its end.
fn begins_html(content: &str, in_paragraph: bool) -> Option<bool> {
    match content.as_bytes() {
        [b'<', b'!', b'-', b'-', ..] => Some(true),
        [b'<', b'!' | b'?', ..] => None,
        [b'<', b'/' | b'a'..=b'z' | b'A'..=b'Z', ..] => {
            if spans::autolink(content).is_some() {
                return Some(false);
            }
            if Walk::begins_block(content)? {
                return Some(true);
            }
            // A tag alone on its line is HTML too, if it does not go on with a paragraph.
            let len = tag::start(content, &mut Vec::new()).map(|tag| tag.len);
            let len = len.or_else(|| tag::end(content).map(|(_, len)| len))?;
            let alone = content.get(len..)?.trim_start_matches([' ', '\t']).is_empty();
            (in_paragraph || !alone).then_some(false)
        }
        _ => Some(false),
    }
}

fn trim_start(text: CleanStr<'_>) -> CleanStr<'_> {
    let blanks = text.len() - text.as_str().trim_start_matches(' ').len();
    text.slice(blanks..text.len())
}

fn trim_end(text: CleanStr<'_>) -> CleanStr<'_> {
    text.slice(0..text.as_str().trim_end_matches(' ').len())
}
