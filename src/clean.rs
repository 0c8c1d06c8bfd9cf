//! The only maker of [`CleanText`]: text that cannot control the terminal.
//!
//! Posts come from strangers. Escape sequences, C1 controls, bidirectional overrides and floods of
//! zero-width characters occur in bodies, titles, tags, file names and error messages, and parsers
//! (YAML `"\e"`, HTML `&#27;`) make new ones. So text is cleaned once, after its last decoding
//! step, and everything that is drawn, printed, copied or logged has a type that only this module
//! can make. Rules: R16, S1-S3, S6, S7, S9, S10.
//!
//! Knows nothing of posts, documents or screens.

mod sequence;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::width::{self, Widths};

/// The longest run of zero-width code points that is kept (S7).
const MOST_ZERO_WIDTH: usize = 8;

/// Owned text that is safe to draw, print, copy and log.
///
/// Contains no control characters but LF and TAB, and those only if made by [`CleanText::body`].
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CleanText(String);

/// A borrowed piece of [`CleanText`]; any piece of clean text is clean.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CleanStr<'a>(&'a str);

/// Which kinds of characters cleaning removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Removed {
    /// Escape sequences, or C0 and C1 controls other than NUL.
    pub controls: bool,
    /// Bidirectional controls (S6).
    pub bidi: bool,
    /// NUL characters (R15).
    pub nul: bool,
}

impl Removed {
    /// Combines two reports.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            controls: self.controls || other.controls,
            bidi: self.bidi || other.bidi,
            nul: self.nul || other.nul,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Body,
    Line,
}

impl CleanText {
    /// Cleans text of several lines: line ends become LF, TAB stays (wrapping expands it).
    pub fn body(text: &str) -> Self {
        Self(clean(text, Kind::Body, &mut Removed::default()).into_owned())
    }

    /// Cleans like [`CleanText::body`] and reports what was removed.
    pub fn body_reporting(text: &str) -> (Self, Removed) {
        let mut removed = Removed::default();
        let text = clean(text, Kind::Body, &mut removed).into_owned();
        (Self(text), removed)
    }

    /// Cleans one line: each run of line ends and tabs becomes one space (S9).
    pub fn line(text: &str) -> Self {
        Self(clean(text, Kind::Line, &mut Removed::default()).into_owned())
    }

    /// Cleans like [`CleanText::line`] and reports what was removed.
    pub fn line_reporting(text: &str) -> (Self, Removed) {
        let mut removed = Removed::default();
        let text = clean(text, Kind::Line, &mut removed).into_owned();
        (Self(text), removed)
    }

    /// Cleans bytes that should be UTF-8 (a path, an error message) as one line; invalid ones
    /// become U+FFFD.
    pub fn lossy(bytes: &[u8]) -> Self {
        Self::line(&String::from_utf8_lossy(bytes))
    }

    /// Empty text with room for `bytes` bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    /// Joins pieces with a separator.
    pub fn join<'a>(pieces: impl IntoIterator<Item = CleanStr<'a>>, separator: &str) -> Self {
        let pieces: Vec<&str> = pieces.into_iter().map(CleanStr::as_str).collect();
        Self::body(&pieces.join(separator))
    }

    /// Borrows the whole text.
    pub fn as_clean(&self) -> CleanStr<'_> {
        CleanStr(&self.0)
    }

    /// Borrows the whole text as a plain `str`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Appends clean text.
    pub fn push(&mut self, piece: CleanStr<'_>) {
        self.0.push_str(piece.0);
    }

    /// Appends one space.
    pub fn push_space(&mut self) {
        self.0.push(' ');
    }

    /// Shortens the text to `len` bytes; does nothing unless `len` is a character boundary before
    /// the end.
    pub fn truncate(&mut self, len: usize) {
        if len < self.0.len() && self.0.is_char_boundary(len) {
            self.0.truncate(len);
        }
    }

    /// The length in bytes.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The number of characters that are not whitespace.
    pub fn visible_chars(&self) -> usize {
        self.0.chars().filter(|c| !c.is_whitespace()).count()
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> CleanStr<'a> {
    /// Text from this program's own source code; the only other kind is cleaned text.
    pub const fn literal(text: &'static str) -> CleanStr<'static> {
        CleanStr(text)
    }

    /// The text as a plain `str`.
    pub fn as_str(self) -> &'a str {
        self.0
    }

    /// A part of the text by byte range; empty if the range splits a character or is out of bounds.
    #[must_use]
    pub fn slice(self, range: std::ops::Range<usize>) -> Self {
        CleanStr(self.0.get(range).unwrap_or_default())
    }

    /// The text without whitespace (ideographic spaces included) at both ends.
    #[must_use]
    pub fn trim(self) -> Self {
        CleanStr(self.0.trim())
    }

    /// The lines of the text, without their ends.
    pub fn lines(self) -> impl Iterator<Item = CleanStr<'a>> {
        self.0.split('\n').map(CleanStr)
    }

    /// Truncates the text to a number of cells; `…` marks the cut.
    pub fn shortened(self, most: usize, widths: Widths) -> CleanText {
        if widths.cells(self.as_str()) <= most {
            return self.to_clean();
        }
        let (mut used, mut end) = (widths.cells("…"), 0);
        for (at, grapheme) in self.graphemes() {
            used += widths.cells(grapheme.as_str());
            if used > most {
                break;
            }
            end = at + grapheme.len();
        }
        CleanText::line(&format!("{}…", self.slice(0..end)))
    }

    /// The grapheme clusters of the text with their byte offsets (UAX #29).
    pub fn graphemes(self) -> impl Iterator<Item = (usize, CleanStr<'a>)> {
        width::graphemes(self.0).map(|(at, grapheme)| (at, CleanStr(grapheme)))
    }

    /// An owned copy.
    pub fn to_clean(self) -> CleanText {
        CleanText(self.0.to_owned())
    }

    /// The length in bytes.
    pub fn len(self) -> usize {
        self.0.len()
    }

    /// Whether the text is empty.
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

impl From<CleanStr<'_>> for CleanText {
    fn from(text: CleanStr<'_>) -> Self {
        text.to_clean()
    }
}

impl fmt::Display for CleanText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for CleanText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for CleanStr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Debug for CleanStr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.0, f)
    }
}

impl serde::Serialize for CleanText {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Arena of clean texts in a few allocations. A [`Span`] addresses each text.
///
/// An archive holds a title for up to a million posts; a `String` for each would cost more than the
/// text. A clone shares the parts until one of the two adds to them.
#[derive(Clone, Debug, Default)]
pub struct CleanArena(Vec<Arc<String>>);

/// Size of an arena's part in bytes. A longer text gets its own part.
const PART: usize = 1 << 20;

/// The position of a text in a [`CleanArena`], in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    start: u32,
    len: u32,
}

impl CleanArena {
    /// Stores a copy of `text`. Past 4 GiB of text, an entry is stored as empty.
    pub fn add(&mut self, text: CleanStr<'_>) -> Span {
        let fits = |part: &Arc<String>| part.len() + text.len() <= PART;
        if !self.0.last().is_some_and(fits) {
            self.0.push(Arc::default());
        }
        let before = (self.0.len() - 1) * PART;
        let Some(part) = self.0.last_mut() else { return Span::default() };
        let (Ok(start), Ok(len)) = (u32::try_from(before + part.len()), u32::try_from(text.len()))
        else {
            return Span::default();
        };
        Arc::make_mut(part).push_str(text.0);
        Span { start, len }
    }

    /// The text of an entry.
    pub fn get(&self, span: Span) -> CleanStr<'_> {
        let (part, start) = (span.start as usize / PART, span.start as usize % PART);
        let part = self.0.get(part).map_or("", |part| part.as_str());
        CleanStr(part).slice(start..start + span.len as usize)
    }

    /// The length of all texts in bytes.
    pub fn len(&self) -> usize {
        self.0.iter().map(|part| part.len()).sum()
    }

    /// Whether the arena is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Cleans a part of a body like [`CleanText::body`] and reports what was removed; for callers that
/// collapse whitespace before the whole is cleaned.
pub fn piece(text: &str) -> (Cow<'_, str>, Removed) {
    let mut removed = Removed::default();
    let text = clean(text, Kind::Body, &mut removed);
    (text, removed)
}

fn clean<'a>(text: &'a str, kind: Kind, removed: &mut Removed) -> Cow<'a, str> {
    match first_suspect(text.as_bytes(), kind) {
        None => Cow::Borrowed(text),
        Some(first) => Cow::Owned(Cleaner::new(text, first, kind, removed).run()),
    }
}

/// The offset of the first character that the slow path has to check.
///
/// Skips printable ASCII, general punctuation and the East Asian blocks. All other characters, most
/// of them harmless, take the slow path.
fn first_suspect(bytes: &[u8], kind: Kind) -> Option<usize> {
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let next = |n: usize| bytes.get(at + n).copied().unwrap_or(0);
        at += match byte {
            0x20..=0x7e => 1,
            b'\n' | b'\t' if kind == Kind::Body => 1,
            // General punctuation: U+2010..2027, the dashes, quotes and the ellipsis.
            0xe2 if next(1) == 0x80 && matches!(next(2), 0x90..=0xa7) => 3,
            // U+2100..2CBF: letter-like symbols, arrows, box drawing, enclosed characters.
            0xe2 if matches!(next(1), 0x84..=0xb2) => 3,
            // U+3000..3FFF except the combining marks U+302A..302F, U+3099, U+309A.
            0xe3 if !(next(1) == 0x80 && next(2) >= 0xaa
                || next(1) == 0x82 && matches!(next(2), 0x99 | 0x9a)) =>
            {
                3
            }
            0xe4..=0xe9 => 3,
            // Full-width forms U+FF01..FF65.
            0xef if next(1) == 0xbc || next(1) == 0xbd && next(2) <= 0xa5 => 3,
            _ => return Some(at),
        };
    }
    None
}

/// The slow path: copies the text character by character, without what must not be in it.
struct Cleaner<'a, 'r> {
    rest: &'a str,
    out: String,
    kind: Kind,
    removed: &'r mut Removed,
    /// Zero-width code points since the last character with a width.
    zero_width: usize,
    /// Whether tag characters may follow: only directly after U+1F3F4 (S7).
    flag_tags: bool,
    /// Whether a line end has just become a space, so spaces after it are dropped.
    gap: bool,
}

impl<'a, 'r> Cleaner<'a, 'r> {
    fn new(text: &'a str, first: usize, kind: Kind, removed: &'r mut Removed) -> Self {
        let (head, rest) = text.split_at(first);
        let mut out = String::with_capacity(text.len());
        out.push_str(head);
        Self { rest, out, kind, removed, zero_width: 0, flag_tags: false, gap: false }
    }

    fn run(mut self) -> String {
        while let Some(c) = self.rest.chars().next() {
            let after = self.rest.get(c.len_utf8()..).unwrap_or_default();
            if c == '\x1b' {
                self.removed.controls = true;
                self.rest = after.get(sequence::sequence_len(after.as_bytes())..).unwrap_or(after);
                continue;
            }
            self.rest = after;
            self.take(c);
        }
        self.out
    }

    fn take(&mut self, c: char) {
        if self.gap && c == ' ' {
            return;
        }
        match c {
            '\r' if self.rest.starts_with('\n') => {}
            '\n' | '\r' | '\x0b' | '\x0c' | '\u{85}' | '\u{2028}' | '\u{2029}' => self.line_end(),
            '\t' if self.kind == Kind::Line => self.line_end(),
            '\t' => self.out.push('\t'),
            '\0' => self.removed.nul = true,
            c if c.is_control() => self.removed.controls = true,
            c if is_bidi_control(c) => self.removed.bidi = true,
            '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {}
            c if is_invisible_format(c) => {}
            '\u{200b}' if self.kind == Kind::Line => {}
            '\u{e0000}'..='\u{e007f}' if !self.flag_tags => {}
            c if width::is_zero_width(c) => {
                self.zero_width += 1;
                if self.zero_width <= MOST_ZERO_WIDTH {
                    self.out.push(c);
                }
            }
            c => {
                self.zero_width = 0;
                self.flag_tags = c == '\u{1f3f4}';
                self.gap = false;
                self.out.push(c);
            }
        }
    }

    fn line_end(&mut self) {
        self.zero_width = 0;
        match self.kind {
            Kind::Body => self.out.push('\n'),
            Kind::Line => {
                self.out.truncate(self.out.trim_end_matches(' ').len());
                self.out.push(' ');
                self.gap = true;
            }
        }
    }
}

/// Whether a line keeps a character; of many zero-width characters in a row, it keeps the first.
pub fn is_kept(c: char) -> bool {
    let mut buffer = [0; 4];
    let text = c.encode_utf8(&mut buffer);
    clean(text, Kind::Line, &mut Removed::default()) == *text
}

/// Whether a character is an invisible control of the text direction (S6).
fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character is an invisible format character that means nothing in a terminal: invisible
/// operators, deprecated format characters, interlinear annotation, and the controls of musical and
/// shorthand notation.
fn is_invisible_format(c: char) -> bool {
    matches!(c, '\u{34f}' | '\u{180e}' | '\u{2061}'..='\u{2064}' | '\u{206a}'..='\u{206f}')
        || matches!(c, '\u{fff9}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}')
        || matches!(c, '\u{1d173}'..='\u{1d17a}')
}
