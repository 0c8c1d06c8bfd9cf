//! Character encoding of stored texts. Chinese needs two thirds of its UTF-8 bytes, and a byte
//! search still finds exactly the matches of a text search.
//!
//! Folded text contains neither capital letters nor control characters, so the code reuses their
//! bytes and the bytes from 0x80 on. 66 of these are *trails*; all other bytes *begin* a character:
//!
//! ```text
//! 1 byte    ASCII of folded text, as itself; the 44 commonest other characters
//! 2 bytes   4,356 codes: the common characters of GB 2312, its symbols and letters, Latin-1
//! 3 bytes   all other Han characters from U+4E00 to U+9FFF
//! 4 bytes   everything else, capital letters and control characters too
//! ```
//!
//! As in UTF-8, the first byte of a character determines the number of trails, and no byte can both
//! begin a character and be a trail. The code of a needle therefore occurs in the code of a text
//! exactly where the needle occurs in the text.

use std::ops::Range;
use std::sync::LazyLock;

use encoding_rs::GBK;
use memchr::memmem::Finder;

/// First trail, and the number of trails.
const TRAIL: u8 = 0x80;
const TRAILS: u32 = 66;
/// Number of bytes that begin characters of two, three and four bytes.
const LEADS: [usize; 3] = [66, 5, 4];
/// Start and length of the Han range. Its characters have three bytes unless they have a short
/// code.
const HAN: u32 = 0x4e00;
const HANS: u32 = 0x5200;
/// Characters with one-byte codes: the most frequent in Chinese news, most frequent first.
const COMMON: &str =
    "的。是在一人有中这不了国和个为、以们他会年大可对到上能用来要我时行于者如发自家多出公地就";

/// A coded text. Lengths and offsets are in bytes of the code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coded<'a>(&'a [u8]);

/// An owned coded text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodedText(Vec<u8>);

/// A text to look for in coded texts.
#[derive(Clone, Debug)]
pub struct Needle(Finder<'static>);

impl CodedText {
    /// Encodes a text.
    pub fn new(text: &str) -> Self {
        let mut bytes = Vec::with_capacity(text.len());
        encode(text, &mut bytes);
        Self(bytes)
    }

    /// Wraps bytes read from a store.
    pub(super) const fn of(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Borrows the coded text.
    pub fn as_coded(&self) -> Coded<'_> {
        Coded(&self.0)
    }
}

impl Needle {
    /// Encodes a needle. Create it once and use it for many texts.
    pub fn new(text: &str) -> Self {
        Self(Finder::new(&CodedText::new(text).0).into_owned())
    }
}

impl<'a> Coded<'a> {
    /// Wraps bytes read from a store.
    pub(super) const fn of(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Whether the text is empty.
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// Length of the code in bytes.
    pub fn len(self) -> usize {
        self.0.len()
    }

    /// Returns the bytes of the code.
    pub fn as_bytes(self) -> &'a [u8] {
        self.0
    }

    /// Returns the characters that begin in the first `len` bytes, including all bytes of the last
    /// one.
    #[must_use]
    pub fn start(self, len: usize) -> Self {
        let rest = self.0.get(len..).unwrap_or_default().iter();
        let end = len.saturating_add(rest.take_while(|byte| is_trail(**byte)).count());
        self.0.get(..end).map_or(self, Self)
    }

    /// Returns each character's code as a number; one-byte codes are below 256.
    pub(super) fn characters(self) -> impl Iterator<Item = u32> {
        let mut bytes = self.0.iter().map(|byte| u32::from(*byte)).peekable();
        std::iter::from_fn(move || {
            let mut code = bytes.next()?;
            while let Some(trail) = bytes.next_if(|&byte| is_trail(byte as u8)) {
                code = code << 8 | trail;
            }
            Some(code)
        })
    }

    /// Returns whether the text contains a needle.
    pub fn has(self, needle: &Needle) -> bool {
        needle.0.find(self.0).is_some()
    }

    /// Counts the occurrences of a needle without overlaps.
    pub fn count(self, needle: &Needle) -> usize {
        needle.0.find_iter(self.0).count()
    }

    /// Returns the first occurrence of a needle at or after offset `from`.
    pub fn find(self, needle: &Needle, from: usize) -> Option<Range<usize>> {
        let start = from + needle.0.find(self.0.get(from..)?)?;
        Some(start..start + needle.0.needle().len())
    }

    /// Returns whether at most `most` characters lie between two offsets.
    pub fn is_within(self, start: usize, end: usize, most: usize) -> bool {
        let between = self.0.get(start..end).unwrap_or_default();
        let begins = |byte: &&u8| !is_trail(**byte);
        between.len() <= most.saturating_mul(4) && between.iter().filter(begins).count() <= most
    }

    /// Returns the decoded text; `None` if the bytes are not a valid code.
    pub fn decode(self) -> Option<String> {
        let table = &*TABLE;
        let mut text = Vec::with_capacity(self.0.len() * 2);
        let mut out = Pieces::new(&mut text);
        let digit_at =
            |at: usize| self.0.get(at).map_or(TRAILS, |byte| byte.wrapping_sub(TRAIL).into());
        let mut at = 0;
        while let Some(&byte) = self.0.get(at) {
            let Start { trails, first } = (*table.starts.get(usize::from(byte))?)?;
            let mut value = u32::from(first);
            // One code path for one and two bytes, because the CPU cannot predict a branch on the
            // length.
            let decoded = if trails <= 1 {
                let digit = u32::from(trails) * digit_at(at + 1);
                value += digit;
                table.shorts.get(value as usize).copied().filter(|_| digit < TRAILS)?
            } else {
                for place in 1..=usize::from(trails) {
                    let digit = Some(digit_at(at + place)).filter(|&n| n < TRAILS)?;
                    value = value.checked_mul(TRAILS)?.checked_add(digit)?;
                }
                Piece::of(char::from_u32(if trails == 2 { HAN + value } else { value })?)
            };
            out.push(decoded);
            at += 1 + usize::from(trails);
        }
        out.flush();
        String::from_utf8(text).ok()
    }
}

/// Appends the code of a text.
pub(super) fn encode(text: &str, code: &mut Vec<u8>) {
    let table = &*TABLE;
    let mut out = Pieces::new(code);
    for value in text.chars().map(u32::from) {
        let short = table.codes.get(value as usize).filter(|&&code| code != NONE);
        out.push(match (short, value.checked_sub(HAN).filter(|&han| han < HANS)) {
            (Some(&[lead, trail]), _) => {
                Piece { bytes: [lead, trail, 0, 0], len: 1 + u8::from(trail > 0) }
            }
            (None, Some(han)) => long(&table.hans, han, 2),
            (None, None) => long(&table.others, value, 3),
        });
    }
    out.flush();
}

/// Returns the code of a number with `trails` trails, which are its last base-66 digits.
fn long(leads: &[u8], value: u32, trails: u32) -> Piece {
    let lead = leads.get((value / TRAILS.pow(trails)) as usize);
    let mut bytes = [lead.copied().unwrap_or_default(), 0, 0, 0];
    for (byte, place) in bytes.iter_mut().skip(1).zip((0..trails).rev()) {
        *byte = TRAIL + (value / TRAILS.pow(place) % TRAILS) as u8;
    }
    Piece { bytes, len: trails as u8 + 1 }
}

/// Returns whether a byte is the code of its own ASCII character.
fn is_itself(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b' '..=b'@' | b'['..=b'~')
}

fn is_trail(byte: u8) -> bool {
    u32::from(byte.wrapping_sub(TRAIL)) < TRAILS
}

/// Bytes of a character, in UTF-8 or in the code.
#[derive(Clone, Copy, Debug)]
struct Piece {
    bytes: [u8; 4],
    len: u8,
}

impl Piece {
    fn of(c: char) -> Self {
        let mut bytes = [0; 4];
        let len = c.encode_utf8(&mut bytes).len() as u8;
        Self { bytes, len }
    }
}

/// Collects pieces in a buffer. Copying all four bytes of each piece is twice as fast as copying
/// only the used ones.
#[derive(Debug)]
struct Pieces<'a> {
    to: &'a mut Vec<u8>,
    buffer: [u8; 256],
    len: usize,
}

impl<'a> Pieces<'a> {
    fn new(to: &'a mut Vec<u8>) -> Self {
        Self { to, buffer: [0; 256], len: 0 }
    }

    fn push(&mut self, piece: Piece) {
        if self.len + piece.bytes.len() > self.buffer.len() {
            self.flush();
        }
        if let Some(place) = self.buffer.get_mut(self.len..self.len + piece.bytes.len()) {
            place.copy_from_slice(&piece.bytes);
        }
        self.len += usize::from(piece.len);
    }

    fn flush(&mut self) {
        self.to.extend_from_slice(self.buffer.get(..self.len).unwrap_or_default());
        self.len = 0;
    }
}

/// Placeholder for characters without a short code: 0xff only begins codes of four bytes.
const NONE: [u8; 2] = [u8::MAX; 2];

/// The kind of code that a byte begins.
#[derive(Clone, Copy, Debug)]
struct Start {
    /// Number of trails that follow.
    trails: u8,
    /// With at most one trail, the index in [`Table::shorts`] of the byte's first or only
    /// character. With more trails, the first base-66 digit.
    first: u16,
}

#[derive(Debug)]
struct Table {
    /// By byte; `None` for trails.
    starts: [Option<Start>; 256],
    /// Characters with one-byte codes, then characters with two-byte codes.
    shorts: Vec<Piece>,
    /// By character: a one-byte code followed by 0, or a two-byte code; [`NONE`] for all others.
    codes: Vec<[u8; 2]>,
    hans: Vec<u8>,
    others: Vec<u8>,
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::new);

impl Table {
    fn new() -> Self {
        let own = (0..=u8::MAX).filter(|&byte| is_itself(byte));
        let mut free = (0..=u8::MAX).filter(|&byte| !is_itself(byte) && !is_trail(byte));
        let singles = own.map(|byte| (char::from(byte), byte));
        let singles: Vec<(char, u8)> = singles.chain(COMMON.chars().zip(free.by_ref())).collect();
        let [of_pairs, hans, others] =
            LEADS.map(|count| free.by_ref().take(count).collect::<Vec<u8>>());
        let mut table = Self {
            starts: [None; 256],
            shorts: Vec::new(),
            codes: vec![NONE; 1 << 16],
            hans,
            others,
        };
        for (place, &(c, byte)) in (0..).zip(&singles) {
            table.start(byte, Start { trails: 0, first: place });
            table.short(c, [byte, 0]);
        }
        let first = |row: u16| singles.len() as u16 + row * TRAILS as u16;
        for (row, &lead) in (0..).zip(&of_pairs) {
            table.start(lead, Start { trails: 1, first: first(row) });
        }
        for (leads, trails) in [(table.hans.clone(), 2), (table.others.clone(), 3)] {
            for (first, lead) in (0..).zip(leads) {
                table.start(lead, Start { trails, first });
            }
        }
        let trails = || (0..=u8::MAX).filter(|&byte| is_trail(byte));
        let places = of_pairs.iter().flat_map(|&lead| trails().map(move |trail| [lead, trail]));
        let is_left = |c: &char| !c.is_ascii() && !COMMON.contains(*c);
        for (c, code) in usual().into_iter().filter(is_left).zip(places) {
            table.short(c, code);
        }
        table
    }

    fn start(&mut self, byte: u8, start: Start) {
        if let Some(place) = self.starts.get_mut(usize::from(byte)) {
            *place = Some(start);
        }
    }

    fn short(&mut self, c: char, code: [u8; 2]) {
        self.shorts.push(Piece::of(c));
        if let Some(place) = self.codes.get_mut(c as usize) {
            *place = code;
        }
    }
}

/// Returns the characters with two-byte codes: GB 2312 without its rare characters, and Latin-1.
fn usual() -> Vec<char> {
    let rows = (0xb0..=0xd7_u8).chain([0xa1]).chain(0xa4..=0xa9);
    let bytes: Vec<u8> =
        rows.flat_map(|row| (0xa1..=0xfe_u8).flat_map(move |cell| [row, cell])).collect();
    let (text, _) = GBK.decode_without_bom_handling(&bytes);
    let is_private = |c: char| ('\u{e000}'..='\u{f8ff}').contains(&c);
    let mut usual: Vec<char> =
        text.chars().filter(|&c| c != '\u{fffd}' && !is_private(c)).collect();
    let others = ('\u{a0}'..='\u{ff}').filter(|c| !usual.contains(c)).collect::<Vec<char>>();
    usual.extend(others);
    usual
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::hash::fnv1a;

    fn code(text: &str) -> Vec<u8> {
        CodedText::new(text).0
    }

    /// Generates texts that mix common and rare characters of all code lengths.
    fn texts() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "[a-z0-9 ,.\n\t]{1,4}",
            "[的。是在一人有中这不]{1,4}",
            "[一-龥]",
            "[甲乙丙]{1,3}",
            "[é·—《》あア龘㐀ωЖ]",
            "[A-Z\u{0}-\u{1f}\u{7f}\u{80}-\u{ff}]",
            "[\u{fffd}\u{ffff}\u{10000}\u{20000}\u{10ffff}😀]",
            "\\PC",
        ];
        prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    #[test]
    fn common_characters_have_short_codes() {
        for (texts, len) in [
            ("az09 \n\t~[`@的。就", 1),
            ("齐啊座《—·“éÿ\u{a0}あンаω", 2),
            ("龘亍齄讠\u{9fff}", 3),
            ("AZ\0\r\u{7f}㐀😀\u{ffff}\u{10ffff}한", 4),
        ] {
            for c in texts.chars() {
                assert_eq!(code(&c.to_string()).len(), len, "{c:?}");
            }
        }
        assert_eq!(COMMON.chars().count(), 44);
    }

    /// Existing stores depend on the table. A change needs a new version of the layout.
    #[test]
    fn the_code_never_changes() {
        let table = &*TABLE;
        let used: usize = [&table.hans, &table.others].map(Vec::len).into_iter().sum();
        assert_eq!((used, table.hans[0], table.others[3]), (9, 0xf7, 0xff));
        let bytes: Vec<u8> = table.shorts.iter().flat_map(|short| short.bytes).collect();
        assert_eq!((table.shorts.len(), fnv1a(&bytes)), (4453, 260_049_361_193_208_143));
        assert_eq!(
            code("的 新闻, 2024年A"),
            [0, 32, 226, 169, 223, 183, 44, 32, 50, 48, 50, 52, 22, 252, 128, 128, 193]
        );
    }

    #[test]
    fn every_character_has_a_code_of_its_own() {
        for c in '\0'..=char::MAX {
            let mut bytes = [0; 4];
            let text = &*c.encode_utf8(&mut bytes);
            let code = code(text);
            let begins = code.iter().map(|&byte| !is_trail(byte));
            assert!(begins.eq((0..code.len()).map(|at| at == 0)), "{c:?}");
            assert_eq!(Coded(&code).decode().as_deref(), Some(text));
        }
    }

    #[test]
    fn what_is_no_code_has_no_text() {
        let usual = code("新");
        for bytes in [
            &usual[..1],
            &usual[1..],
            &[usual[0], b'a'],
            &[0xff; 4],
            &[0xff, 0xc1, 0xc1, 0xc1],
            &[0x80; 256],
        ] {
            assert_eq!(Coded(bytes).decode(), None, "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn needles_are_found_where_they_are(text in texts(), other in texts(), start in 0..60_usize, len in 0..9_usize) {
            let part: String = text.chars().skip(start).take(len).collect();
            let coded = CodedText::new(&text);
            prop_assert_eq!(coded.as_coded().decode(), Some(text.clone()));
            for needle in [part, other] {
                let own = Needle::new(&needle);
                let expected: Vec<usize> =
                    text.match_indices(&needle).map(|(at, _)| code(text.get(..at).unwrap()).len()).collect();
                if !needle.is_empty() {
                    let found: Vec<usize> = own.0.find_iter(&coded.0).collect();
                    prop_assert_eq!(&found, &expected);
                    prop_assert_eq!(coded.as_coded().count(&own), expected.len());
                }
                prop_assert_eq!(coded.as_coded().characters().count(), text.chars().count());
                let first = coded.as_coded().find(&own, 0);
                prop_assert_eq!(first.map(|first| first.start), expected.first().copied());
                prop_assert_eq!(coded.as_coded().has(&own), text.contains(&needle));
            }
        }

        #[test]
        fn distances_count_characters(before in texts(), between in texts(), most in 0..40_usize) {
            let start = code(&before).len();
            let whole = CodedText::new(&format!("{before}{between}"));
            let coded = whole.as_coded();
            prop_assert_eq!(coded.is_within(start, coded.len(), most), between.chars().count() <= most);
        }

        #[test]
        fn any_bytes_are_tolerated(bytes in prop::collection::vec(any::<u8>(), 0..40), text in texts(), cut in 0..60_usize) {
            if let Some(text) = Coded(&bytes).decode() {
                prop_assert!(text.chars().count() <= bytes.len());
            }
            let whole = code(&text);
            let cut = cut.min(whole.len());
            let begun = Coded(&whole).start(cut).decode().unwrap();
            prop_assert!(text.starts_with(&begun) && code(&begun).len() >= cut && code(&begun).len() < cut + 4);
            let part = Coded(&whole[..cut]).decode();
            prop_assert!(part.is_none_or(|part| text.starts_with(&part)));
        }
    }
}
