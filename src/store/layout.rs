//! The layout of a segment's file, shared by its writer and its reader.
//!
//! ```text
//! header   64 bytes: magic, version, counts, lengths, checksums of the tables and of itself
//! text     the texts of all posts, newest first, in the code of `code.rs`
//! unfold   the unfold streams of all posts
//! rows     the rows of all posts
//! filter   the names of the common grams, a checksum; for each of 36,864 rows: a bit for each
//!          block, a checksum; absent for few blocks
//! tables   for each post the ends of its text, stream and row; for each block its first post and
//!          the checksums of its texts, streams and rows
//! keys     for each post its stamp and the end of its key; the keys
//! ```
//!
//! Numbers are little-endian. A block contains the texts of whole posts, about 44 KB before
//! encoding.

use crate::store::grams::{self, Naming, ROWS};

/// The bytes of the header.
pub(super) const HEADER: usize = 64;
/// Minimum number of bytes of text per block before encoding. The last block may be smaller.
pub(super) const BLOCK: usize = if cfg!(test) { 64 } else { 44 * 1024 };
/// The bytes of a checksum.
pub(super) const SUM: usize = 4;

const MAGIC: [u8; 8] = *b"kanbao s";
/// The version of the layout and of the code.
const VERSION: u32 = 5;
/// Fewer blocks are read faster than a filter of them.
const WORTH_FILTERING: usize = 8;
/// The bytes of a post and of a block in the tables, and of a post before the keys.
const POST: usize = 12;
const OF_BLOCK: usize = 16;
const STAMP: usize = 12;
/// The bytes of the name of a common gram.
const NAME: usize = 4;

/// The counts and lengths of a segment, and its checksums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Header {
    pub posts: u32,
    pub blocks: u32,
    /// The bytes of each section without a fixed size.
    pub text: u32,
    pub unfold: u32,
    pub rows: u32,
    pub keys: u32,
    /// The number of common grams.
    pub common: u32,
    /// The checksum of the tables.
    pub tables_sum: u32,
    /// The checksum of the section of keys.
    pub keys_sum: u32,
}

/// The ends of a post's text, stream and row within their sections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ends {
    pub text: u32,
    pub unfold: u32,
    pub row: u32,
}

/// A block's first post, and the checksums of its texts, streams and rows.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Block {
    pub first: u32,
    pub text: u32,
    pub unfold: u32,
    pub rows: u32,
}

impl Header {
    /// The bytes of a filter row without its checksum; 0 if there is no filter.
    pub(super) fn filter_width(&self) -> usize {
        let blocks = self.blocks as usize;
        if blocks < WORTH_FILTERING { 0 } else { blocks.div_ceil(8) }
    }

    /// The bytes of the names of the common grams without their checksum.
    pub(super) fn common_len(&self) -> usize {
        self.common as usize * NAME
    }

    /// How the grams of the segment are named.
    pub(super) const fn naming(&self) -> Naming {
        Naming::of(self.text)
    }

    /// Where the section of streams begins.
    pub(super) fn unfold_at(&self) -> u64 {
        HEADER as u64 + u64::from(self.text)
    }

    pub(super) fn rows_at(&self) -> u64 {
        self.unfold_at() + u64::from(self.unfold)
    }

    /// Where the section of the filter begins, with the common grams.
    pub(super) fn filter_at(&self) -> u64 {
        self.rows_at() + u64::from(self.rows)
    }

    /// Where the rows of the filter begin.
    pub(super) fn filter_rows_at(&self) -> u64 {
        self.filter_at() + (self.common_len() + SUM) as u64
    }

    pub(super) fn tables_at(&self) -> u64 {
        match self.filter_width() {
            0 => self.filter_at(),
            width => self.filter_rows_at() + (ROWS * (width + SUM)) as u64,
        }
    }

    pub(super) fn tables_len(&self) -> usize {
        self.posts as usize * POST + self.blocks as usize * OF_BLOCK
    }

    pub(super) fn keys_at(&self) -> u64 {
        self.tables_at() + self.tables_len() as u64
    }

    /// The bytes of the stamps and ends before the keys.
    pub(super) fn stamps_len(&self) -> usize {
        self.posts as usize * STAMP
    }

    /// The bytes of the whole file.
    pub(super) fn file_len(&self) -> u64 {
        self.keys_at() + self.stamps_len() as u64 + u64::from(self.keys)
    }

    /// The checksum of the header itself.
    pub(super) fn sum(&self) -> u32 {
        let bytes = self.to_bytes();
        bytes.last_chunk().copied().map_or(0, u32::from_le_bytes)
    }

    pub(super) fn to_bytes(self) -> [u8; HEADER] {
        let numbers = [
            VERSION,
            self.posts,
            self.blocks,
            self.text,
            self.unfold,
            self.rows,
            self.keys,
            self.common,
            self.tables_sum,
            self.keys_sum,
        ];
        let mut bytes = [0; HEADER];
        let fields = MAGIC.into_iter().chain(numbers.into_iter().flat_map(u32::to_le_bytes));
        for (place, byte) in bytes.iter_mut().zip(fields) {
            *place = byte;
        }
        let (own, sum) = bytes.split_at_mut(HEADER - SUM);
        sum.copy_from_slice(&crc32fast::hash(own).to_le_bytes());
        bytes
    }

    /// `None` if it is damaged, or of another version.
    pub(super) fn of_bytes(bytes: &[u8; HEADER]) -> Option<Self> {
        let (own, sum) = bytes.split_at(HEADER - SUM);
        let (magic, rest) = own.split_at(MAGIC.len());
        if crc32fast::hash(own) != Numbers(sum).next()? || magic != MAGIC {
            return None;
        }
        let mut numbers = Numbers(rest);
        if numbers.next()? != VERSION {
            return None;
        }
        let header = Self {
            posts: numbers.next()?,
            blocks: numbers.next()?,
            text: numbers.next()?,
            unfold: numbers.next()?,
            rows: numbers.next()?,
            keys: numbers.next()?,
            common: numbers.next()?,
            tables_sum: numbers.next()?,
            keys_sum: numbers.next()?,
        };
        // A file of another account may claim any number.
        (header.common <= 1 << grams::NAME_BITS).then_some(header)
    }
}

impl Ends {
    pub(super) fn to_bytes(self) -> [u8; POST] {
        joined([self.text, self.unfold, self.row])
    }

    /// Whether no section ends earlier in the other.
    fn is_before(&self, other: &Self) -> bool {
        self.text <= other.text && self.unfold <= other.unfold && self.row <= other.row
    }

    fn of(numbers: &mut Numbers<'_>) -> Option<Self> {
        Some(Self { text: numbers.next()?, unfold: numbers.next()?, row: numbers.next()? })
    }
}

impl Block {
    pub(super) fn to_bytes(self) -> [u8; OF_BLOCK] {
        joined([self.first, self.text, self.unfold, self.rows])
    }

    fn of(numbers: &mut Numbers<'_>) -> Option<Self> {
        let mut next = || numbers.next();
        Some(Self { first: next()?, text: next()?, unfold: next()?, rows: next()? })
    }
}

/// Reads the tables; `None` if they contradict each other or the header.
pub(super) fn tables(header: &Header, bytes: &[u8]) -> Option<(Vec<Ends>, Vec<Block>)> {
    if bytes.len() != header.tables_len() || crc32fast::hash(bytes) != header.tables_sum {
        return None;
    }
    let mut numbers = Numbers(bytes);
    let posts = (0..header.posts).map(|_| Ends::of(&mut numbers)).collect::<Option<Vec<_>>>()?;
    let blocks = (0..header.blocks).map(|_| Block::of(&mut numbers)).collect::<Option<Vec<_>>>()?;
    let whole = Ends { text: header.text, unfold: header.unfold, row: header.rows };
    let is_sorted =
        posts.is_sorted_by(Ends::is_before) && blocks.is_sorted_by_key(|block| block.first);
    let last = posts.last().copied().unwrap_or_default();
    let has_all = last == whole && blocks.last().is_none_or(|block| block.first < header.posts);
    let begins = blocks.first().map_or(header.posts == 0, |block| block.first == 0);
    (is_sorted && has_all && begins).then_some((posts, blocks))
}

/// Reads the stamp and the key of each post.
pub(super) fn keys<'a>(
    header: &Header,
    bytes: &'a [u8],
) -> Option<impl Iterator<Item = (u64, &'a [u8])>> {
    if crc32fast::hash(bytes) != header.keys_sum {
        return None;
    }
    let (stamps, keys) = bytes.split_at_checked(header.stamps_len())?;
    let mut start = 0;
    Some(stamps.chunks_exact(STAMP).map_while(move |bytes| {
        let mut numbers = Numbers(bytes);
        let stamp = u64::from(numbers.next()?) | u64::from(numbers.next()?) << 32;
        let end = numbers.next()? as usize;
        let key = keys.get(start..end)?;
        start = end;
        Some((stamp, key))
    }))
}

/// The bytes of a post before the keys: its stamp, and the end of its key.
pub(super) fn stamp_bytes(stamp: u64, key_end: u32) -> [u8; STAMP] {
    joined([stamp as u32, (stamp >> 32) as u32, key_end])
}

fn joined<const NUMBERS: usize, const BYTES: usize>(numbers: [u32; NUMBERS]) -> [u8; BYTES] {
    let mut bytes = [0; BYTES];
    for (place, byte) in bytes.iter_mut().zip(numbers.into_iter().flat_map(u32::to_le_bytes)) {
        *place = byte;
    }
    bytes
}

/// Reads numbers one by one.
struct Numbers<'a>(&'a [u8]);

impl Numbers<'_> {
    fn next(&mut self) -> Option<u32> {
        let (first, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*first))
    }
}

/// The bytes before their checksum, at their end; `None` if it is wrong. Filter rows and the names
/// of the common grams have one each.
pub(super) fn checked(bytes: &[u8]) -> Option<&[u8]> {
    let (own, sum) = bytes.split_last_chunk()?;
    (crc32fast::hash(own) == u32::from_le_bytes(*sum)).then_some(own)
}

/// Reads the names of the common grams, in ascending order; `None` if they are damaged.
pub(super) fn names(bytes: &[u8]) -> Option<Vec<u32>> {
    let names = checked(bytes)?.chunks_exact(NAME);
    let names: Vec<u32> = names.filter_map(|name| Numbers(name).next()).collect();
    names.is_sorted().then_some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Its names would be read into memory at the first search.
    #[test]
    fn a_segment_cannot_claim_more_common_grams_than_there_are_names() {
        let most = 1 << grams::NAME_BITS;
        let header = |common| Header { posts: 9, blocks: 9, common, ..Header::default() };
        for (common, is_read) in [(0, true), (most, true), (most + 1, false), (u32::MAX, false)] {
            let own = header(common);
            assert_eq!(Header::of_bytes(&own.to_bytes()), is_read.then_some(own), "{common}");
        }
    }

    #[test]
    fn names_out_of_order_are_damaged() {
        let bytes = |names: &[u32]| {
            let names: Vec<u8> = names.iter().flat_map(|name| name.to_le_bytes()).collect();
            [names.as_slice(), &crc32fast::hash(&names).to_le_bytes()].concat()
        };
        assert_eq!(names(&bytes(&[1, 5, 9])), Some(vec![1, 5, 9]));
        assert_eq!(names(&bytes(&[1, 9, 5])), None);
        assert_eq!(names(&bytes(&[1, 5])[1..]), None);
    }
}
