//! Builds inline text: characters with collapsed whitespace, and the styles over them.
//!
//! Whitespace collapses as in HTML, with the rule of CSS that Chinese needs: a line break in the
//! source vanishes between two characters of scripts that put no spaces between words. A style
//! starts at its first visible character, so `<a> x </a>` neither starts nor ends with a space, and
//! a style without visible characters leaves no space, no mark and no link.
//!
//! Knows nothing of elements or blocks.

use std::mem;
use std::ops::Range;

use super::{Document, Flaw, Link, Mark, Style, Text};
use crate::clean::{self, CleanText};
use crate::script::is_spaceless;
use crate::width;

/// What a stretch of text is, until the span ends.
#[derive(Clone, Debug)]
pub(super) enum Span {
    /// Styled text.
    Style(Style),
    /// A link or image; it gets its index at its first character.
    Link {
        /// The address.
        target: CleanText,
        /// Whether the target is an image.
        image: bool,
    },
    /// Text between two strings.
    Between(&'static str, &'static str),
}

/// Whitespace that is not written yet, since it may turn out to be at an end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// There is none.
    #[default]
    None,
    /// Whitespace within a line.
    Space,
    /// Whitespace with a line end of the source.
    LineEnd,
    /// A forced line break.
    Break,
}

impl Gap {
    /// The text written for the gap between two characters. A line end vanishes between Chinese
    /// ones, but not between two links, which would look like one.
    pub(super) fn between(self, last: char, next: char, links: bool) -> &'static str {
        match self {
            Self::None => "",
            Self::Break => "\n",
            Self::LineEnd if !links && joins(last, next) => "",
            Self::Space | Self::LineEnd => " ",
        }
    }
}

#[derive(Debug)]
struct Open {
    span: Span,
    /// The index of the link, once it has one.
    link: Option<usize>,
    /// The index of the mark, while it is being written.
    mark: Option<usize>,
}

/// A text being built.
#[derive(Debug, Default)]
pub(super) struct Inline {
    text: String,
    marks: Vec<Mark>,
    open: Vec<Open>,
    /// The number of open spans that have started in this text.
    begun: usize,
    gap: Gap,
    /// Where the last link ended.
    link_end: Option<usize>,
    /// The number of links before this text.
    links_before: usize,
    /// Named places, each with the byte offset of the text after it.
    anchors: Vec<(usize, CleanText)>,
}

impl Inline {
    /// Whether nothing has been written since the last [`Inline::take`].
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether the text ends in a forced line break with nothing after it.
    pub(super) fn ends_in_break(&self) -> bool {
        self.gap == Gap::Break
    }

    /// Whether a link or code is open, where addresses are not linked.
    pub(super) fn is_verbatim(&self) -> bool {
        self.open
            .iter()
            .any(|open| matches!(open.span, Span::Link { .. } | Span::Style(Style::Code)))
    }

    /// Whether the innermost open span has a style.
    pub(super) fn is_directly_in(&self, style: Style) -> bool {
        self.open.last().is_some_and(|open| matches!(open.span, Span::Style(own) if own == style))
    }

    /// Begins a span; [`Inline::end`] ends spans in reverse order. A link inside a link is ignored.
    pub(super) fn begin(&mut self, span: Span) {
        let is_link = |span: &Span| matches!(span, Span::Link { image: false, .. });
        let is_in_link = is_link(&span) && self.open.iter().any(|open| is_link(&open.span));
        let span = if is_in_link { Span::Between("", "") } else { span };
        self.open.push(Open { span, link: None, mark: None });
    }

    /// Ends the span that began last.
    pub(super) fn end(&mut self) {
        if self.begun == self.open.len() {
            self.finish_last();
        }
        self.open.pop();
    }

    /// Names this position: the next character, or the last one if the text ends here.
    pub(super) fn anchor(&mut self, name: CleanText) {
        // The name may have had only characters that are not kept.
        if !name.is_empty() {
            self.anchors.push((self.text.len(), name));
        }
    }

    /// Forces a line break.
    pub(super) fn push_break(&mut self) {
        self.gap = Gap::Break;
    }

    /// Separates the text before and after by a space.
    pub(super) fn push_space(&mut self) {
        self.gap = self.gap.max(Gap::Space);
    }

    /// Writes text; removes unsafe characters first, so that the whitespace around them collapses.
    pub(super) fn push(&mut self, text: &str, document: &mut Document) {
        let (text, removed) = clean::piece(text);
        document.report(Flaw::Controls, removed.controls);
        document.report(Flaw::Bidi, removed.bidi);
        let mut rest = text.as_ref();
        while !rest.is_empty() {
            let (word, gap, after) = split_word(rest);
            self.push_word(word, document);
            self.gap = self.gap.max(gap);
            rest = after;
        }
    }

    fn push_word(&mut self, word: &str, document: &mut Document) {
        let Some(first) = word.chars().next() else { return };
        self.fill_gap(first);
        self.begin_pending(document);
        self.text.push_str(word);
    }

    fn fill_gap(&mut self, next: char) {
        let gap = mem::take(&mut self.gap);
        let Some(last) = self.text.chars().next_back() else { return };
        let links = self.link_end == Some(self.text.len())
            && self.open.iter().skip(self.begun).any(|o| matches!(o.span, Span::Link { .. }));
        self.text.push_str(gap.between(last, next, links));
    }

    /// Starts the pending spans, which have waited for their first character.
    fn begin_pending(&mut self, document: &mut Document) {
        if self.text.is_empty() {
            self.links_before = document.links.len();
        }
        for open in self.open.iter_mut().skip(self.begun) {
            let here = self.text.len();
            let begins = |mark: &Mark| mark.range.start == here && mark.style == Style::Verbatim;
            let style = match &open.span {
                // There is nothing that it annotates.
                Span::Style(Style::Annotation) if self.marks.last().is_some_and(begins) => continue,
                Span::Between(before, _) => {
                    self.text.push_str(before);
                    continue;
                }
                Span::Style(style) => *style,
                Span::Link { target, image } => {
                    let link = *open.link.get_or_insert_with(|| {
                        let target = target.clone();
                        document.links.push(Link { target, image: *image, dots: None });
                        document.links.len() - 1
                    });
                    if *image { Style::Image(link) } else { Style::Link(link) }
                }
            };
            open.mark = Some(self.marks.len());
            self.marks.push(Mark { range: self.text.len()..self.text.len(), style });
        }
        self.begun = self.open.len();
    }

    /// Ends the last span that has started in this text.
    fn finish_last(&mut self) {
        let Some(begun) = self.begun.checked_sub(1) else { return };
        self.begun = begun;
        let Some(open) = self.open.get_mut(begun) else { return };
        if let Span::Between(_, after) = open.span {
            self.text.push_str(after);
        }
        if let Some(mark) = open.mark.take().and_then(|at| self.marks.get_mut(at)) {
            mark.range.end = self.text.len();
        }
        if let Span::Link { image: false, .. } = open.span {
            self.link_end = Some(self.text.len());
        }
    }

    /// Takes the text so far, cleaned; `None` if none of it is visible.
    ///
    /// Open spans continue in the next text.
    pub(super) fn take(&mut self, document: &mut Document) -> Option<Text> {
        self.gap = Gap::None;
        if self.text.is_empty() {
            return None;
        }
        while self.begun > 0 {
            self.finish_last();
        }
        self.link_end = None;
        let raw = mem::take(&mut self.text);
        let mut marks = mem::take(&mut self.marks);
        let text = CleanText::body(&raw);
        if is_invisible(text.as_str()) {
            self.forget_links(document);
            self.anchors.iter_mut().for_each(|(at, _)| *at = 0);
            return None;
        }
        marks.extend(self.anchors.drain(..).map(|(at, name)| {
            document.anchors.push(name);
            Mark { range: at..raw.len(), style: Style::Anchor(document.anchors.len() - 1) }
        }));
        if text.len() != raw.len() {
            move_marks(&raw, text.as_str(), &mut marks);
        }
        place_anchors(text.as_str(), &mut marks);
        marks.retain(|mark| !mark.range.is_empty());
        Some(Text { text, marks })
    }

    /// Takes back the indexes of links that turned out to be invisible.
    fn forget_links(&mut self, document: &mut Document) {
        document.links.truncate(self.links_before);
        for open in &mut self.open {
            if open.link.is_some_and(|link| link >= self.links_before) {
                open.link = None;
            }
        }
    }
}

impl Text {
    /// Appends another text after a space.
    pub(super) fn append(&mut self, other: Self) {
        if !self.is_empty() && !other.is_empty() {
            self.text.push_space();
        }
        let shift = self.text.len();
        self.text.push(other.text.as_clean());
        self.marks.extend(other.marks.into_iter().map(|mark| Mark {
            range: mark.range.start + shift..mark.range.end + shift,
            style: mark.style,
        }));
    }
}

/// Puts the mark of each anchor over one character, and sorts all marks. An anchor inside a link
/// moves to the start of the link.
fn place_anchors(text: &str, marks: &mut [Mark]) {
    let is_anchor = |mark: &Mark| matches!(mark.style, Style::Anchor(_));
    if !marks.iter().any(is_anchor) {
        return;
    }
    // Links do not nest.
    let is_link = |mark: &&Mark| matches!(mark.style, Style::Link(_));
    let links: Vec<Range<usize>> = marks.iter().filter(is_link).map(|m| m.range.clone()).collect();
    let last = text.char_indices().next_back().map_or(0, |(at, _)| at);
    for mark in marks.iter_mut().filter(|mark| is_anchor(mark)) {
        let from = text.get(mark.range.start..).unwrap_or_default();
        let blank = from.len() - from.trim_start_matches([' ', '\n']).len();
        let mut start = (mark.range.start + blank).min(last);
        let link = links.partition_point(|link| link.end <= start);
        if let Some(link) = links.get(link).filter(|link| link.contains(&start)) {
            start = link.start;
        }
        let len = text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        mark.range = start..start + len;
    }
    marks.sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end)));
}

/// Moves marks over `raw` to the positions of their characters in `cleaned`, where some are
/// missing.
fn move_marks(raw: &str, cleaned: &str, marks: &mut [Mark]) {
    // The new offset of every byte of the old text.
    let mut moved = vec![0; raw.len() + 1];
    let mut kept = cleaned.char_indices().peekable();
    let mut to = 0;
    for (from, c) in raw.char_indices() {
        if let Some(slot) = moved.get_mut(from) {
            *slot = to;
        }
        if kept.next_if(|&(_, k)| k == c || k == '\n' && is_line_end(c)).is_some() {
            to = kept.peek().map_or(cleaned.len(), |&(at, _)| at);
        }
    }
    if let Some(slot) = moved.last_mut() {
        *slot = cleaned.len();
    }
    let new = |at: usize| moved.get(at).copied().unwrap_or(cleaned.len());
    for Mark { range, .. } in marks {
        *range = Range { start: new(range.start), end: new(range.end) };
    }
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\r' | '\x0b' | '\x0c' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Splits a cleaned text into its first word (may be empty), the whitespace after it, and the rest.
/// Whitespace is that of HTML: no-break and ideographic spaces are ordinary characters. The only
/// line end of a cleaned text is LF.
pub(super) fn split_word(text: &str) -> (&str, Gap, &str) {
    let end = memchr::memchr3(b' ', b'\n', b'\t', text.as_bytes()).unwrap_or(text.len());
    let (word, after) = text.split_at(end);
    let rest = after.trim_start_matches([' ', '\n', '\t']);
    let blank = after.get(..after.len() - rest.len()).unwrap_or_default();
    let gap = match blank {
        "" => Gap::None,
        _ if blank.contains('\n') => Gap::LineEnd,
        _ => Gap::Space,
    };
    (word, gap, rest)
}

/// Whether no character of a text is visible.
pub(super) fn is_invisible(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || width::is_zero_width(c))
}

/// Whether a line end vanishes between two characters.
fn joins(last: char, next: char) -> bool {
    is_spaceless(last) && (is_spaceless(next) || is_shared(next))
        || is_shared(last) && is_spaceless(next)
}

/// Punctuation that Chinese shares with scripts that put spaces between words.
fn is_shared(c: char) -> bool {
    matches!(c, '\u{2014}' | '\u{2018}'..='\u{201d}' | '\u{2026}' | '\u{b7}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes the text in pieces: tags begin and end spans.
    #[track_caller]
    fn check(pieces: &[&str], expected: &str) {
        let (mut inline, mut document) = (Inline::default(), Document::default());
        for piece in pieces {
            match *piece {
                "<b>" => inline.begin(Span::Style(Style::Strong)),
                "<q>" => inline.begin(Span::Between("“", "”")),
                "<a>" => {
                    inline.begin(Span::Link { target: CleanText::line("x"), image: false });
                }
                "</>" => inline.end(),
                "<br>" => inline.push_break(),
                text => inline.push(text, &mut document),
            }
        }
        let text = inline.take(&mut document).unwrap_or_default();
        assert_eq!(format!("{:?} {:?}", text.text, spans(&text)), expected, "{pieces:?}");
    }

    fn spans(text: &Text) -> Vec<String> {
        text.marks
            .iter()
            .map(|mark| {
                format!("{:?}={}", mark.style, text.text.as_clean().slice(mark.range.clone()))
            })
            .collect()
    }

    #[test]
    fn blanks_collapse() {
        check(&["  a \t b\r\n c  "], r#""a b c" []"#);
        check(&["a", " ", " b"], r#""a b" []"#);
        check(
            &["\u{3000}\u{3000}甲 \u{a0}乙"],
            "\"\u{3000}\u{3000}甲 \u{a0}乙\" []".escape_nbsp().as_str(),
        );
        check(&[" \u{a0} "], r#""" []"#);
        check(&["a", "<br>", " b", "<br>", " "], r#""a\nb" []"#);
    }

    trait EscapeNbsp {
        fn escape_nbsp(&self) -> String;
    }

    impl EscapeNbsp for str {
        /// Escapes the two unusual spaces as `Debug` does.
        fn escape_nbsp(&self) -> String {
            self.replace('\u{3000}', "\\u{3000}").replace('\u{a0}', "\\u{a0}")
        }
    }

    #[test]
    fn line_ends_vanish_between_chinese_characters() {
        check(&["中\n文"], r#""中文" []"#);
        check(&["他说：\n  “好”\n。"], r#""他说：“好”。" []"#);
        check(&["中 文"], r#""中 文" []"#);
        check(&["中\nabc\n文"], r#""中 abc 文" []"#);
        check(&["한\n국"], r#""한 국" []"#);
        check(
            &["<a>", "甲", "</>", "\n", "<a>", "乙", "</>"],
            r#""甲 乙" ["Link(0)=甲", "Link(1)=乙"]"#,
        );
    }

    #[test]
    fn spans_hold_no_blanks_at_their_ends() {
        check(&["a", "<b>", " b ", "</>", "c"], r#""a b c" ["Strong=b"]"#);
        check(&["a", "<b>", "", "</>", "b"], r#""ab" []"#);
        check(&["a", "<b>", " ", "</>", "b"], r#""a b" []"#);
        check(&["<q>", "a", "<q>", "</>", "</>"], r#""“a”" []"#);
        check(&["<a>", "<b>", "x", "</>", "y", "</>"], r#""xy" ["Link(0)=xy", "Strong=x"]"#);
    }

    #[test]
    fn removal_moves_marks() {
        check(&["a\x08", "<b>", "中\u{202e}x", "</>", "\x1b[1mz"], r#""a中xz" ["Strong=中x"]"#);
        check(&["a", "<b>", "\x08", "</>"], r#""a" []"#);
        check(&["\u{2028}\x08", "<b>", "b", "</>"], r#""b" ["Strong=b"]"#);
        check(&["\x08 a \x08 ", "<b>", "\x08 b c \x08", "</>"], r#""a b c" ["Strong=b c"]"#);
        check(&["\x1b", "[31m"], r#""[31m" []"#);
    }
}
