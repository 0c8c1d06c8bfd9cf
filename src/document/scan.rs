//! Scans a body's source and knows which parts of it are code, HTML or addresses.
//!
//! The passes before Markdown (Liquid, kramdown's extensions) must leave code alone and must not
//! write elements into link targets. This is not a Markdown parser: it reads each byte about once,
//! tracks a few facts about the line, and is right for what people write; where it errs, text is
//! shown as typed. It does not know what the passes look for, except that nothing begins inside a
//! word ([`Scan::step_word`]).

mod lines;
mod rewrite;

use memchr::memmem;

use lines::{begins_html, run};

pub(super) use lines::{
    first_line, indent, is_blank_line, is_block, list_marker, split_lead, tag_name,
};
pub(super) use rewrite::Rewrite;

/// The most blanks before the first word of a line that a pass looks at, in bytes.
pub(super) const LONGEST_LEAD: usize = 64;
/// The longest run of backticks that begins a code span.
const LONGEST_RUN: usize = 16;
/// Elements whose content is code: the beginnings of their start and end tags.
const CODE_ELEMENTS: [(&str, &str); 2] = [("<pre", "</pre"), ("<code", "</code")];

/// The facts known about the current line.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Line {
    /// Its first byte.
    pub start: usize,
    /// Whether it belongs to a block of HTML, where an empty line would start Markdown again.
    pub html: bool,
    /// The column of the text in the list item that the line may belong to.
    pub item: Option<usize>,
    /// Whether it follows a blank line or the start of the text.
    pub after_blank: bool,
    /// Whether it ends a comment that began no other HTML: the next line is Markdown.
    pub ends_comment: bool,
}

/// The syntactic context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Text,
    /// In a tag, between attributes.
    Tag,
    /// In a tag, after a `=`.
    Equals,
    /// In the value of an attribute, from `start`.
    Value {
        quote: Option<u8>,
        start: usize,
    },
    /// In the target of a Markdown link, from `start`.
    Target {
        start: usize,
    },
}

/// The scan. At each byte the caller asks for [`Scan::code`], then looks at the byte and moves on
/// with [`Scan::step`], or with [`Scan::jump`] past a construct.
#[derive(Clone)]
pub(super) struct Scan<'a> {
    text: &'a str,
    markdown: bool,
    at: usize,
    line: Line,
    /// Whether the line at `at` has not been examined yet.
    new_line: bool,
    blank: bool,
    place: Place,
    /// For each length of a run of backticks, the offset before which none closes a span.
    no_span_before: [usize; LONGEST_RUN + 1],
    /// The last end tag of each code element; searched for when first needed.
    last_code_ends: [Option<usize>; CODE_ELEMENTS.len()],
}

impl<'a> Scan<'a> {
    /// Starts at the beginning of a text, Markdown or HTML.
    pub(super) fn new(text: &'a str, markdown: bool) -> Self {
        Self {
            text,
            markdown,
            at: 0,
            line: Line { html: !markdown, ..Line::default() },
            new_line: true,
            blank: true,
            place: Place::Text,
            no_span_before: [0; LONGEST_RUN + 1],
            last_code_ends: [None; CODE_ELEMENTS.len()],
        }
    }

    /// Whether a line begins here that [`Scan::code`] has not seen, and whether it follows a blank
    /// line.
    pub(super) fn before_line(&self) -> (bool, bool) {
        (self.new_line, self.blank)
    }

    /// The current offset.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The current line; at the start of a line, valid only after [`Scan::code`] was called.
    pub(super) fn line(&self) -> Line {
        self.line
    }

    /// The current byte; `None` at the end.
    pub(super) fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The previous byte.
    pub(super) fn last(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at.checked_sub(1)?).copied()
    }

    /// The text from the current offset.
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn rest_bytes(&self) -> impl Iterator<Item = u8> {
        self.text.as_bytes().get(self.at..).unwrap_or_default().iter().copied()
    }

    /// The rest of the line, without its end.
    pub(super) fn rest_of_line(&self) -> &'a str {
        first_line(self.rest())
    }

    /// The line before the current offset.
    pub(super) fn before_in_line(&self) -> &'a str {
        self.text.get(self.line.start..self.at).unwrap_or_default()
    }

    /// Whether this is running text: neither in a tag nor in a link target.
    pub(super) fn is_text(&self) -> bool {
        self.place == Place::Text
    }

    /// Whether this is inside a tag.
    pub(super) fn is_tag(&self) -> bool {
        matches!(self.place, Place::Tag | Place::Equals | Place::Value { .. })
    }

    /// The start of the attribute value or link target that the scan is in.
    pub(super) fn address(&self) -> Option<usize> {
        match self.place {
            Place::Text | Place::Tag => None,
            Place::Equals => Some(self.at),
            Place::Value { start, .. } | Place::Target { start } => Some(start),
        }
    }

    /// The end of the code that begins here, if any does.
    pub(super) fn code(&mut self) -> Option<usize> {
        if self.new_line {
            self.new_line = false;
            self.begin_line();
            if self.markdown
                && let Some(end) = self.fence().or_else(|| self.indented())
            {
                return Some(end);
            }
        }
        match self.byte()? {
            b'`' if self.markdown && self.is_text() => self.span(),
            b'<' if self.is_text() => self.element(),
            _ => None,
        }
    }

    /// Moves on by a byte, or past a run of backticks that begins no code.
    pub(super) fn step(&mut self) {
        let Some(byte) = self.byte() else { return };
        if byte == b'`' {
            self.at += run(self.rest().as_bytes(), b'`');
            return;
        }
        self.place = self.place_after(byte);
        self.at += 1;
        if byte == b'\n' {
            self.new_line = true;
        }
    }

    /// Moves on by a byte; from within a word, to its end. All non-ASCII bytes are part of a word.
    pub(super) fn step_word(&mut self) {
        let is_of_word = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
        let begins_word = self.byte().is_some_and(is_of_word);
        self.step();
        if begins_word {
            self.at += self.rest_bytes().take_while(|byte| is_of_word(*byte)).count();
        }
    }

    /// Moves past a construct that does not belong to the syntax around it.
    pub(super) fn jump(&mut self, to: usize) {
        let passed = self.text.get(self.at..to).unwrap_or_default();
        if self.place == Place::Equals {
            self.place = Place::Value { quote: None, start: self.at };
        }
        if let Some(end) = memchr::memrchr(b'\n', passed.as_bytes()) {
            self.line.start = self.at + end + 1;
            self.new_line = self.line.start == to;
            self.blank = false;
        }
        self.at = to;
    }

    /// Takes the rest of the line for Markdown, although the line begins HTML.
    pub(super) fn leave_html(&mut self) {
        self.line.html = !self.markdown;
    }

    fn place_after(&self, byte: u8) -> Place {
        let next = self.text.as_bytes().get(self.at + 1).copied().unwrap_or(0);
        let start = self.at + 1;
        match self.place {
            Place::Text => match byte {
                b'<' if next.is_ascii_alphabetic() => Place::Tag,
                b'(' if self.markdown && self.last() == Some(b']') => Place::Target { start },
                // `[x]: target`, a link definition.
                b':' if self.markdown && self.last() == Some(b']') && self.defines_link() => {
                    Place::Target { start }
                }
                _ => Place::Text,
            },
            Place::Tag | Place::Equals | Place::Value { quote: None, .. } if byte == b'>' => {
                Place::Text
            }
            Place::Tag if byte == b'=' => Place::Equals,
            Place::Equals if matches!(byte, b'"' | b'\'') => {
                Place::Value { quote: Some(byte), start }
            }
            Place::Equals if !byte.is_ascii_whitespace() => {
                Place::Value { quote: None, start: self.at }
            }
            Place::Value { quote: Some(quote), .. } if byte == quote => Place::Tag,
            Place::Value { quote: None, .. } if byte.is_ascii_whitespace() => Place::Tag,
            Place::Target { start: first } => match byte {
                b' ' | b'\t' | b'<' if first == self.at => Place::Target { start },
                b' ' | b'\t' | b')' | b'\n' => Place::Text,
                _ => self.place,
            },
            place => place,
        }
    }

    fn defines_link(&self) -> bool {
        let before = self.before_in_line();
        let indent = before.bytes().take(4).take_while(|&byte| byte == b' ').count();
        let before = before.get(indent..).unwrap_or_default();
        before.starts_with('[') && !before.starts_with("[^")
    }

    fn begin_line(&mut self) {
        self.line.start = self.at;
        self.line.after_blank = self.blank;
        let line = self.rest_of_line();
        self.blank = line.trim().is_empty();
        self.line.html &= !std::mem::take(&mut self.line.ends_comment) || !self.markdown;
        if self.blank {
            self.line.html = !self.markdown;
            // No tag continues past a blank line, so it was text.
            self.place = Place::Text;
            return;
        }
        let indent = indent(line);
        if let Some(marker) = list_marker(line.trim_start()) {
            if indent < self.line.item.map_or(0, |item| item) + 4 {
                self.line.item = Some(indent + marker);
            }
        } else if self.line.after_blank && indent == 0 {
            self.line.item = None;
        }
        // Tags in indented code are text.
        let is_code =
            self.line.after_blank && !self.line.html && indent >= self.line.item.unwrap_or(0) + 4;
        let line = line.trim_start();
        self.line.ends_comment =
            !is_code && !self.line.html && line.starts_with("<!--") && line.contains("-->");
        self.line.html |= !is_code && begins_html(line);
    }

    /// The end of the fenced code that begins on this line.
    fn fence(&self) -> Option<usize> {
        let line = self.rest_of_line();
        let (lead, body) = split_lead(line);
        let mark = *body.as_bytes().first().filter(|mark| matches!(mark, b'`' | b'~'))?;
        let length = run(body.as_bytes(), mark);
        let info = body.get(length..)?;
        if length < 3 || mark == b'`' && info.contains('`') {
            return None;
        }
        let quoted = lead.contains('>');
        let mut end = self.at + line.len() + 1;
        while let Some(line) = self.text.get(end..).filter(|rest| !rest.is_empty()).map(first_line)
        {
            let (lead, body) = split_lead(line);
            if quoted && !lead.contains('>') {
                return Some(end);
            }
            end += line.len() + 1;
            let closing = run(body.as_bytes(), mark);
            if closing >= length && body.get(closing..).is_some_and(|rest| rest.trim().is_empty()) {
                break;
            }
        }
        Some(end.min(self.text.len()))
    }

    /// The end of this line and those after it, if they are indented code.
    fn indented(&mut self) -> Option<usize> {
        let line = self.rest_of_line();
        if !self.line.after_blank
            || self.line.html
            || self.blank
            || indent(line) < self.line.item.unwrap_or(0) + 4
            || list_marker(line.trim_start()).is_some() && self.line.item.is_some()
        {
            return None;
        }
        let mut end = self.at;
        while let Some(line) = self.text.get(end..).filter(|rest| !rest.is_empty()).map(first_line)
        {
            if line.trim().is_empty() || indent(line) < self.line.item.unwrap_or(0) + 4 {
                break;
            }
            end += line.len() + 1;
        }
        Some(end.min(self.text.len()))
    }

    /// The end of the code span that begins here.
    fn span(&mut self) -> Option<usize> {
        let length = run(self.rest().as_bytes(), b'`');
        let escaped = self.last() == Some(b'\\');
        let no_span_before = self.no_span_before.get_mut(length)?;
        if escaped || self.at < *no_span_before {
            return None;
        }
        let bytes = self.text.as_bytes();
        let mut at = self.at + length;
        while let Some(found) = memchr::memchr2(b'`', b'\n', bytes.get(at..)?) {
            at += found;
            let ticks = run(bytes.get(at..)?, b'`');
            if ticks == 0 && is_blank_line(bytes.get(at + 1..)?) {
                break;
            }
            at += ticks.max(1);
            if ticks == length {
                return Some(at);
            }
        }
        *no_span_before = at;
        None
    }

    /// The start of the end tag of the code element that begins here.
    fn element(&mut self) -> Option<usize> {
        let bytes = self.rest().as_bytes();
        let begins = |start: &str| {
            let found = bytes.get(..start.len());
            found.is_some_and(|found| found.eq_ignore_ascii_case(start.as_bytes()))
                && bytes.get(start.len()).is_some_and(|byte| b" >\t\r\n".contains(byte))
        };
        let which = CODE_ELEMENTS.iter().position(|(start, _)| begins(start))?;
        let (_, end) = CODE_ELEMENTS.get(which)?;
        let last = self.last_code_ends.get_mut(which)?;
        let is_end = |text: &[u8], at: usize| {
            let found = text.get(at..at + end.len());
            found.is_some_and(|found| found.eq_ignore_ascii_case(end.as_bytes()))
        };
        let last = *last.get_or_insert_with(|| {
            let text = self.text.as_bytes();
            memmem::rfind_iter(text, "</").find(|&at| is_end(text, at)).unwrap_or(0)
        });
        // An element that is not closed may contain Markdown; only closed ones are left alone.
        if last <= self.at {
            return None;
        }
        let first = memmem::find_iter(bytes, "</").find(|&at| is_end(bytes, at))?;
        Some(self.at + first)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The text with code in `«»` and addresses in upper case.
    fn shown(text: &str, markdown: bool) -> String {
        let mut scan = Scan::new(text, markdown);
        let mut out = String::new();
        while scan.byte().is_some() {
            let at = scan.at();
            if let Some(end) = scan.code() {
                out.extend(["«", text.get(at..end).unwrap(), "»"]);
                scan.jump(end);
                continue;
            }
            let address = scan.address().is_some_and(|start| start <= at);
            scan.step();
            let piece = String::from_utf8_lossy(&text.as_bytes()[at..scan.at()]);
            out += &if address && scan.address().is_some() {
                piece.to_uppercase()
            } else {
                piece.to_string()
            };
        }
        out
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(shown(text, true), expected, "{text:?}");
    }

    #[test]
    fn code_is_found() {
        check("a `b` ``c`d`` e", "a «`b`» «``c`d``» e");
        check("a `b\n\nc` d", "a `b\n\nc` d");
        check("a \\`b` c", "a \\`b` c");
        check("a\n```x\nb\n```\nc", "a\n«```x\nb\n```\n»c");
        check("~~~~\n~~~\n~~~~ \nc", "«~~~~\n~~~\n~~~~ \n»c");
        check("- ```\n  b\n  ```\nc", "«- ```\n  b\n  ```\n»c");
        check("> ```\n> b\nc", "«> ```\n> b\n»c");
        check("```a`b", "```a`b");
        check("a\n\n    b\n    c\nd", "a\n\n«    b\n    c\n»d");
        check("a\n\n    <!-- b -->\n    <c>\n\nd", "a\n\n«    <!-- b -->\n    <c>\n»\nd");
        check("a\n    b", "a\n    b");
        check("- a\n\n    b\n\n      c", "- a\n\n    b\n\n«      c»");
        check("<pre>`</pre>`a`", "«<pre>`»</pre>«`a`»");
        check("<pre>a", "<pre>a");
        check("<PRE>`</PRE>`a`", "«<PRE>`»</PRE>«`a`»");
        check("<Code>`</code></b>`a`", "«<Code>`»</code></b>«`a`»");
    }

    #[test]
    fn addresses_are_found() {
        check("[a](b c) d", "[a](B c) d");
        check("[a]: b c\n[d]: <e>", "[a]: B c\n[d]: <E>");
        check("[^a]: b", "[^a]: b");
        check("<a href=\"b>c\" d=e>f", "<a href=\"B>C\" d=E>f");
        check("a<b c=\"d\n\ne", "a<b c=\"D\n\ne");
        assert_eq!(shown("[a](b) `c`", false), "[a](b) `c`");
    }

    proptest! {
        /// A pass that looks for nothing inside words sees the same either way.
        #[test]
        fn words_are_passed_as_their_bytes_are(
            text in "([a-z1甲é ]{0,3}|<b a=\"c d\">|<p a=b|\\]\\(a b\\)|\\]: a |`a`|```|\n|\n    |- |>|<!--|-->|<pre>){0,24}",
            markdown in any::<bool>(),
        ) {
            let (mut words, mut bytes) = (Scan::new(&text, markdown), Scan::new(&text, markdown));
            while words.byte().is_some() {
                let code = words.code();
                prop_assert_eq!(code, bytes.code());
                if let Some(end) = code {
                    words.jump(end);
                    bytes.jump(end);
                    continue;
                }
                words.step_word();
                bytes.step();
                while bytes.at() < words.at() {
                    prop_assert_eq!(bytes.code(), None);
                    bytes.step();
                }
                let state = |scan: &Scan<'_>| (scan.at, scan.place, scan.new_line, scan.blank, scan.line.start);
                prop_assert_eq!(state(&words), state(&bytes));
            }
        }
    }
}
