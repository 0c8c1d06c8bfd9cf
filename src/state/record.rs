//! The log format: one record per line, a change to the reading state with its stamp.
//!
//! A record also starts with a line feed, so that a torn record before it damages only itself. The
//! CRC covers the rest of the line. Pure: no files, no merging.

use std::fmt::Write as _;

use crate::state::tags::post_of;

/// The record version this program reads and writes.
const VERSION: &str = "v1";
/// The longest write, in bytes, that instances may append concurrently.
pub const SHORT: usize = 4096;
/// The longest value, in bytes.
pub const LONGEST_VALUE: usize = 64 * 1024;
/// The latest time in milliseconds since 1970: the largest integer JSON represents exactly.
const LATEST: u64 = (1 << 53) - 1;

/// The kind of a record's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A post was read; the value is empty.
    Read,
    /// A post is starred; the value is empty.
    Star,
    /// The user's note on a post.
    Note,
    /// The position in a post: an opaque anchor.
    Position,
    /// The user's tag on a post: the key is the post's path, NUL and the tag; the value is empty.
    Tag,
    /// A highlight: the key is the post's path, NUL and an id; the value is a passage in JSON.
    Highlight,
    /// The colour of a highlight, with the same key.
    HighlightColour,
    /// The note on a highlight, with the same key.
    HighlightNote,
    /// A mark: the key is a letter, the value a post and an anchor.
    Mark,
    /// A saved view: the key is its name, the value its query.
    View,
    /// Whether a view is muted: the key is its name, the value `yes` or `no`.
    Mute,
    /// The last session: opaque; the key is empty.
    Session,
    /// The archive of the log, for human readers; the key is empty.
    Archive,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 13] = [
        Self::Read,
        Self::Star,
        Self::Note,
        Self::Position,
        Self::Tag,
        Self::Highlight,
        Self::HighlightColour,
        Self::HighlightNote,
        Self::Mark,
        Self::View,
        Self::Mute,
        Self::Session,
        Self::Archive,
    ];

    /// The stable name in logs and exports; the prefix `un` removes the value.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Star => "star",
            Self::Note => "note",
            Self::Position => "position",
            Self::Tag => "tag",
            Self::Highlight => "highlight",
            Self::HighlightColour => "highlight-colour",
            Self::HighlightNote => "highlight-note",
            Self::Mark => "mark",
            Self::View => "view",
            Self::Mute => "mute",
            Self::Session => "session",
            Self::Archive => "archive",
        }
    }

    /// The kind with a stable name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether the key is a post's path.
    pub const fn is_of_post(self) -> bool {
        matches!(self, Self::Read | Self::Star | Self::Note | Self::Position)
    }

    /// Whether the key is a post's path, NUL and the name of a part: a tag, or a highlight's id.
    pub const fn is_of_part(self) -> bool {
        let of_highlight =
            matches!(self, Self::Highlight | Self::HighlightColour | Self::HighlightNote);
        of_highlight || matches!(self, Self::Tag)
    }
}

/// The operation of a record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Op {
    /// Sets the value of a key.
    Set(Kind),
    /// Removes the value of a key.
    Unset(Kind),
    /// An operation of a later version; kept as is.
    Other(Box<str>),
}

impl Op {
    /// The operation with a name in the log.
    pub fn of_name(name: &str) -> Self {
        if let Some(kind) = Kind::of_name(name) {
            return Self::Set(kind);
        }
        match name.strip_prefix("un").and_then(Kind::of_name) {
            Some(kind) => Self::Unset(kind),
            None => Self::Other(name.into()),
        }
    }
}

/// When a record was made. Orders records, before value and host.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// Milliseconds since 1970.
    pub ms: u64,
    /// Sequence number within the millisecond.
    pub seq: u32,
}

impl Stamp {
    /// The stamp of an action at `now` (milliseconds since 1970) after `self`: later than `self`
    /// even if the clock was set back.
    #[must_use]
    pub fn next(self, now: u64) -> Self {
        let ms = now.max(self.ms.saturating_add(1));
        if ms <= LATEST { Self { ms, seq: 0 } } else { self.next_in_batch() }
    }

    /// The stamp of the next record in the same step.
    #[must_use]
    pub fn next_in_batch(self) -> Self {
        Self { seq: self.seq.saturating_add(1), ..self }
    }

    /// Whether a record may have this time.
    pub const fn is_possible(self) -> bool {
        self.ms <= LATEST
    }
}

/// One change to the reading state.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Record {
    /// When the record was made.
    pub stamp: Stamp,
    /// The operation.
    pub op: Op,
    /// The key, in bytes: for most kinds a post's path (R4).
    pub key: Box<[u8]>,
    /// The value; empty if the record removes it.
    pub value: Box<str>,
}

/// A write to a key. The greatest write wins, which is the merge rule: the later stamp, on a tie a
/// value over a removal, then the greater value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Write<'a> {
    pub stamp: Stamp,
    /// `None` removes the value.
    pub value: Option<&'a str>,
}

/// A parsed line of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Nothing, as between two records.
    Empty,
    /// A valid record.
    Record(Record),
    /// A valid record of a later version of the format.
    Newer,
    /// A truncated or damaged record (S51).
    Bad,
}

impl Line {
    /// Parses a line without its line feed.
    pub fn parse(line: &[u8]) -> Self {
        if line.is_empty() {
            return Self::Empty;
        }
        let Some((crc, rest)) = split(line) else { return Self::Bad };
        if crc != checksum(rest).as_bytes() {
            return Self::Bad;
        }
        let Some((version, fields)) = split(rest) else { return Self::Bad };
        if version != VERSION.as_bytes() {
            let number = version.strip_prefix(b"v").and_then(number);
            return if number.is_some_and(|number| number > 1) { Self::Newer } else { Self::Bad };
        }
        record(fields).map_or(Self::Bad, Self::Record)
    }
}

fn record(fields: &[u8]) -> Option<Record> {
    let mut fields = fields.split(|&byte| byte == b'\t');
    let ms = number(fields.next()?)?;
    let seq = u32::try_from(number(fields.next()?)?).ok()?;
    let op = text(unescape(fields.next()?)?)?;
    let key = unescape(fields.next()?)?.into_boxed_slice();
    let value = text(unescape(fields.next()?)?)?;
    let stamp = Stamp { ms, seq };
    let is_whole = fields.next().is_none() && stamp.is_possible() && !op.is_empty();
    is_whole.then(|| Record { stamp, op: Op::of_name(&op), key, value: value.into() })
}

impl Record {
    /// The key's kind and the write; `None` for an unknown operation.
    pub(super) fn write(&self) -> Option<(Kind, Write<'_>)> {
        let (kind, value) = match self.op {
            Op::Set(kind) => (kind, Some(&*self.value)),
            Op::Unset(kind) => (kind, None),
            Op::Other(_) => return None,
        };
        Some((kind, Write { stamp: self.stamp, value }))
    }

    /// The path of the post that the record is about; the whole key if it is about none.
    pub fn post(&self) -> &[u8] {
        match self.op {
            Op::Set(kind) | Op::Unset(kind) => post_of(kind, &self.key),
            Op::Other(_) => &self.key,
        }
    }

    /// Appends the encoded record to `out`: line feed, record, line feed.
    pub fn encode(&self, out: &mut Vec<u8>) {
        let (un, name) = match &self.op {
            Op::Set(kind) => ("", kind.name()),
            Op::Unset(kind) => ("un", kind.name()),
            Op::Other(name) => ("", &**name),
        };
        let mut rest = format!("{VERSION}\t{}\t{}\t{un}", self.stamp.ms, self.stamp.seq);
        escape(name.as_bytes(), &mut rest);
        rest.push('\t');
        escape(&self.key, &mut rest);
        rest.push('\t');
        escape(self.value.as_bytes(), &mut rest);
        for part in ["\n", &checksum(rest.as_bytes()), "\t", &rest, "\n"] {
            out.extend_from_slice(part.as_bytes());
        }
    }
}

/// Splits at the first tab.
fn split(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = line.iter().position(|&byte| byte == b'\t')?;
    Some((line.get(..at)?, line.get(at + 1..)?))
}

fn checksum(bytes: &[u8]) -> String {
    format!("{:08x}", crc32fast::hash(bytes))
}

fn number(digits: &[u8]) -> Option<u64> {
    let all = digits.iter().all(u8::is_ascii_digit);
    std::str::from_utf8(digits).ok().filter(|_| all)?.parse().ok()
}

fn text(bytes: Vec<u8>) -> Option<String> {
    String::from_utf8(bytes).ok()
}

/// Appends the bytes of one field: backslashes, ASCII controls and bytes that are not UTF-8 become
/// `\xNN`. All controls, not only tabs and line feeds, so that tools copy the log unchanged and a
/// terminal can show it safely.
pub fn escape(bytes: &[u8], out: &mut String) {
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            if c == '\\' || c.is_ascii_control() {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\x{:02x}", u32::from(c));
            } else {
                out.push(c);
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
}

/// Decodes a field; `None` if an escape is malformed.
pub fn unescape(field: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(field.len());
    let mut rest = field;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        bytes.extend_from_slice(rest.get(..at)?);
        let digits = rest.get(at + 1..at + 4)?.strip_prefix(b"x")?;
        let digits = std::str::from_utf8(digits).ok().filter(|text| !text.starts_with('+'))?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = rest.get(at + 4..)?;
    }
    bytes.extend_from_slice(rest);
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn encoded(record: &Record) -> String {
        let mut out = Vec::new();
        record.encode(&mut out);
        String::from_utf8(out).unwrap()
    }

    fn with_crc(rest: &str) -> String {
        format!("{}\t{rest}", checksum(rest.as_bytes()))
    }

    fn record(op: Op, key: &[u8], value: &str) -> Record {
        Record {
            stamp: Stamp { ms: 1_700_000_000_123, seq: 4 },
            op,
            key: key.into(),
            value: value.into(),
        }
    }

    /// The format must never change: it holds people's data.
    #[test]
    fn records_have_one_form() {
        let check = |record: Record, text: &str| {
            let expected = format!("\n{}\n", with_crc(text));
            assert_eq!(encoded(&record), expected);
            assert_eq!(Line::parse(expected.trim_matches('\n').as_bytes()), Line::Record(record));
        };
        let time = "v1\t1700000000123\t4";
        check(record(Op::Set(Kind::Read), b"a.md", ""), &format!("{time}\tread\ta.md\t"));
        check(
            record(Op::Unset(Kind::Star), "报.md".as_bytes(), ""),
            &format!("{time}\tunstar\t报.md\t"),
        );
        check(
            record(Op::Set(Kind::Note), b"\xff\t\\", "甲\n\u{1b}乙"),
            &format!("{time}\tnote\t\\xff\\x09\\x5c\t甲\\x0a\\x1b乙"),
        );
        check(record(Op::Other("pin".into()), b"a", "1"), &format!("{time}\tpin\ta\t1"));
        assert_eq!(
            encoded(&record(Op::Set(Kind::Read), b"a.md", "")),
            "\n599261e4\tv1\t1700000000123\t4\tread\ta.md\t\n"
        );
    }

    #[test]
    fn lines_that_are_not_records_are_distinguished() {
        let check = |line: &str, expected: Line| {
            assert_eq!(Line::parse(line.as_bytes()), expected, "{line}");
        };
        check("", Line::Empty);
        check("x", Line::Bad);
        check("00000000\tv1\t1\t0\tread\ta\t", Line::Bad);
        check(&with_crc("v2\twhatever"), Line::Newer);
        check(&with_crc("v17\t"), Line::Newer);
        check(&with_crc("v0\t1\t0\tread\ta\t"), Line::Bad);
        check(&with_crc("v1\t1\t0\tread\ta"), Line::Bad);
        check(&with_crc("v1\t1\t0\tread\ta\t\tmore"), Line::Bad);
        check(&with_crc("v1\t1\t0\t\ta\t"), Line::Bad);
        check(&with_crc("v1\t-1\t0\tread\ta\t"), Line::Bad);
        check(&with_crc("v1\t9007199254740992\t0\tread\ta\t"), Line::Bad);
        for key in ["\\", "\\x", "\\x4", "\\xzz", "\\n00", "\\x+1"] {
            check(&with_crc(&format!("v1\t1\t0\tread\t{key}\t")), Line::Bad);
        }
    }

    #[test]
    fn a_later_stamp_is_later_whatever_the_clock_says() {
        let stamp = |ms, seq| Stamp { ms, seq };
        assert_eq!(stamp(5, 3).next(100), stamp(100, 0));
        assert_eq!(stamp(100, 3).next(5), stamp(101, 0));
        assert_eq!(stamp(LATEST, 3).next(5), stamp(LATEST, 4));
        assert_eq!(stamp(5, 3).next_in_batch(), stamp(5, 4));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn what_is_written_is_read(key: Vec<u8>, value: String, ms in 0..=LATEST, seq: u32) {
            let op = Op::Set(Kind::Note);
            let record = Record { stamp: Stamp { ms, seq }, op, key: key.into(), value: value.into() };
            let text = encoded(&record);
            let line = text.trim_matches('\n');
            prop_assert!(!line.contains(|c: char| c.is_ascii_control() && c != '\t'));
            prop_assert_eq!(Line::parse(line.as_bytes()), Line::Record(record));
        }

        #[test]
        fn any_bytes_are_a_line(line: Vec<u8>) {
            let parsed = Line::parse(&line);
            prop_assert!(!matches!(parsed, Line::Record(_)), "by chance: {line:?}");
        }
    }
}
