//! Reads a segment: its tables, the blocks that a filter does not rule out, and their texts.
//!
//! Everything is verified against its checksum. A damaged filter row rules nothing out; a damaged
//! block yields `None`, so that its posts are read from their files. The file never changes and
//! stays readable after it is unlinked.

use std::fs::File;
use std::io;
use std::ops::{Range, RangeInclusive};
use std::os::unix::fs::FileExt;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use fixedbitset::FixedBitSet;

use crate::store::code::{Coded, CodedText};
use crate::store::grams::{ROWS, rows_of};
use crate::store::layout::{self, Block, Ends, HEADER, Header, SUM};
use crate::store::{Characters, Entry};

/// Limit in bytes of coded text for one read. A larger block is read whole.
const READ: usize = 256 * 1024;

/// The states of a block's text: it is verified once per process.
const UNREAD: u8 = 0;
const WHOLE: u8 = 1;
const DAMAGED: u8 = 2;

/// An open segment.
#[derive(Debug)]
pub struct Segment {
    file: File,
    header: Header,
    ends: Vec<Ends>,
    blocks: Vec<Block>,
    /// The state of each block's text.
    checked: Vec<AtomicU8>,
    /// The names of the common grams; `None` if they are damaged.
    common: OnceLock<Option<Vec<u32>>>,
    is_damaged: AtomicBool,
    dead: FixedBitSet,
}

/// A section with something of each post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
    Text,
    Unfold,
    Rows,
}

impl Segment {
    /// Opens a segment, some of whose posts are dead; an error of kind `InvalidData` means damage.
    pub(super) fn open(file: File, dead: &[RangeInclusive<u32>]) -> io::Result<Self> {
        let damaged = || io::Error::from(io::ErrorKind::InvalidData);
        let mut bytes = [0; HEADER];
        file.read_exact_at(&mut bytes, 0).map_err(|_| damaged())?;
        let header = Header::of_bytes(&bytes).ok_or_else(damaged)?;
        if file.metadata()?.len() != header.file_len() {
            return Err(damaged());
        }
        let mut bytes = vec![0; header.tables_len()];
        file.read_exact_at(&mut bytes, header.tables_at())?;
        let (ends, blocks) = layout::tables(&header, &bytes).ok_or_else(damaged)?;
        let checked = blocks.iter().map(|_| AtomicU8::new(UNREAD)).collect();
        let mut is_dead = FixedBitSet::with_capacity(ends.len());
        for range in dead {
            let end = range.end().saturating_add(1).min(header.posts) as usize;
            is_dead.insert_range((*range.start() as usize).min(end)..end);
        }
        let is_damaged = AtomicBool::new(false);
        let common = OnceLock::new();
        Ok(Self { file, header, ends, blocks, checked, common, is_damaged, dead: is_dead })
    }

    /// Whether a post was gone or had changed after the last build.
    pub fn is_dead(&self, post: u32) -> bool {
        self.dead.contains(post as usize)
    }

    /// The number of posts that are not dead.
    pub fn live(&self) -> usize {
        self.ends.len() - self.dead()
    }

    /// The number of dead posts.
    pub(super) fn dead(&self) -> usize {
        self.dead.count_ones(..)
    }

    /// The number of posts.
    pub fn posts(&self) -> usize {
        self.ends.len()
    }

    /// The number of blocks.
    pub fn blocks(&self) -> usize {
        self.blocks.len()
    }

    /// Returns the number of bytes of coded text.
    pub fn text_len(&self) -> u64 {
        self.header.text.into()
    }

    /// The bytes of the file.
    pub fn file_len(&self) -> u64 {
        self.header.file_len()
    }

    /// The checksum of the header, which has those of everything else.
    pub(super) fn sum(&self) -> u32 {
        self.header.sum()
    }

    /// Whether something that was read so far is damaged.
    pub fn is_damaged(&self) -> bool {
        self.is_damaged.load(Ordering::Relaxed)
    }

    /// Passes the number, stamp and key of each post to `each`, in order. Returns `false` if they
    /// are damaged.
    pub fn for_each_key(&self, each: &mut dyn FnMut(u32, u64, &[u8])) -> bool {
        let mut bytes = vec![0; self.header.stamps_len() + self.header.keys as usize];
        let read = self.file.read_exact_at(&mut bytes, self.header.keys_at());
        let keys = read.ok().and_then(|()| layout::keys(&self.header, &bytes));
        let Some(keys) = keys else { return self.damage() };
        for (post, (stamp, key)) in (0..).zip(keys) {
            each(post, stamp, key);
        }
        true
    }

    /// The blocks that may hold a needle.
    pub fn blocks_with(&self, needle: &Characters) -> FixedBitSet {
        let mut possible = FixedBitSet::with_capacity(self.blocks.len());
        let width = self.header.filter_width();
        let Some(common) = self.common() else {
            possible.insert_range(..);
            return possible;
        };
        let (mut all, mut bytes) = (vec![u8::MAX; width], vec![0; width + SUM]);
        for row in
            rows_of(&needle.0, self.header.naming(), &|name| common.binary_search(&name).is_ok())
        {
            let at = self.header.filter_rows_at() + u64::from(row) * bytes.len() as u64;
            let read = self.file.read_exact_at(&mut bytes, at).ok();
            let Some(bits) = read.and_then(|()| layout::checked(&bytes)) else {
                // A row that is not known says nothing.
                self.damage();
                continue;
            };
            all.iter_mut().zip(bits).for_each(|(all, bits)| *all &= bits);
        }
        let has =
            |block: &usize| all.get(block / 8).is_some_and(|byte| byte >> (block % 8) & 1 == 1);
        possible.extend((0..self.blocks.len()).filter(has));
        possible
    }

    /// The names of the common grams, read once; `None` if there is no filter, or if they are
    /// damaged, so that the filter is of no use.
    fn common(&self) -> Option<&[u32]> {
        let read = || {
            let mut bytes = vec![0; self.header.common_len() + SUM];
            let read = self.file.read_exact_at(&mut bytes, self.header.filter_at()).ok();
            let names = read.and_then(|()| layout::names(&bytes));
            if names.is_none() {
                self.damage();
            }
            names
        };
        match self.header.filter_width() {
            0 => None,
            _ => self.common.get_or_init(read).as_deref(),
        }
    }

    /// The posts of a block.
    pub fn posts_of(&self, block: usize) -> Range<u32> {
        let first = |block: usize| self.blocks.get(block).map(|block| block.first);
        let posts = self.ends.len() as u32;
        first(block).unwrap_or(posts)..first(block + 1).unwrap_or(posts)
    }

    /// The block of a post.
    pub fn block_of(&self, post: u32) -> usize {
        self.blocks.partition_point(|block| block.first <= post).saturating_sub(1)
    }

    /// Groups neighbouring blocks, given in order, into runs that are read at once.
    pub fn runs(&self, blocks: impl IntoIterator<Item = usize>) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for block in blocks {
            let len = |run: &Range<usize>| self.range(Section::Text, &(run.start..block + 1)).len();
            match runs.last_mut() {
                Some(run) if run.end == block && len(run) <= READ => run.end += 1,
                _ => runs.push(block..block + 1),
            }
        }
        runs
    }

    /// Reads the texts of a run of blocks into a reusable buffer.
    pub fn texts<'a>(&'a self, run: Range<usize>, buffer: &'a mut Vec<u8>) -> Texts<'a> {
        Texts(self.section(Section::Text, run, buffer))
    }

    /// Reads the unfold streams of a run of blocks, like [`Segment::texts`].
    pub fn unfolds<'a>(&'a self, run: Range<usize>, buffer: &'a mut Vec<u8>) -> Parts<'a> {
        self.section(Section::Unfold, run, buffer)
    }

    /// Returns the folded text of a post; `None` if it is damaged.
    pub fn text(&self, post: u32) -> Option<String> {
        self.coded(post)?.as_coded().decode()
    }

    /// Returns the coded text of a post; `None` if it is damaged.
    pub fn coded(&self, post: u32) -> Option<CodedText> {
        self.one(Section::Text, post).map(CodedText::of)
    }

    /// Returns the length of a post's coded text in bytes.
    pub fn len_of(&self, post: u32) -> usize {
        let [start, end] = [post, post + 1].map(|post| self.start_of(Section::Text, post));
        end.saturating_sub(start)
    }

    /// The stream that turns a post's folded text into its own; `None` if it is damaged.
    pub fn unfold(&self, post: u32) -> Option<Vec<u8>> {
        self.one(Section::Unfold, post)
    }

    /// The row of a post; `None` if it is damaged.
    pub fn row(&self, post: u32) -> Option<Vec<u8>> {
        self.one(Section::Rows, post)
    }

    /// Passes each post that is not dead, by number and without its text, to `each`, in order,
    /// until `each` returns `false`. Skips damaged posts. Returns whether it reached the end.
    pub fn for_each_row(&self, each: &mut dyn FnMut(u32, Entry<'_>) -> bool) -> bool {
        let mut buffer = Vec::new();
        let rows = self.section(Section::Rows, 0..self.blocks.len(), &mut buffer);
        let mut goes_on = true;
        self.for_each_key(&mut |post, stamp, key| {
            if let Some(row) = rows.get(post).filter(|_| goes_on && !self.is_dead(post)) {
                goes_on = each(post, Entry { key, stamp, row, text: "", unfold: &[] });
            }
        });
        goes_on
    }

    /// Reads and checks all of it; the posts of which something is damaged.
    pub fn damaged_posts(&self) -> FixedBitSet {
        let mut damaged = FixedBitSet::with_capacity(self.ends.len());
        self.check_filter();
        if !self.for_each_key(&mut |_, _, _| {}) {
            damaged.insert_range(..);
            return damaged;
        }
        let mut buffer = Vec::new();
        for block in 0..self.blocks.len() {
            for section in [Section::Text, Section::Unfold, Section::Rows] {
                let part = self.section(section, block..block + 1, &mut buffer);
                let posts = self.posts_of(block).filter(|&post| part.get(post).is_none());
                posts.for_each(|post| damaged.insert(post as usize));
            }
        }
        damaged
    }

    fn check_filter(&self) {
        let width = self.header.filter_width();
        if width == 0 {
            return;
        }
        let mut bytes = vec![0; (width + SUM) * ROWS];
        let is_read = self.file.read_exact_at(&mut bytes, self.header.filter_rows_at()).is_ok();
        let is_whole = |row: &[u8]| layout::checked(row).is_some();
        if self.common().is_none() || !is_read || !bytes.chunks_exact(width + SUM).all(is_whole) {
            self.damage();
        }
    }

    /// Passes the posts of `wanted` to `each`, as they were added.
    pub(super) fn for_each_entry(
        &self,
        wanted: &FixedBitSet,
        each: &mut dyn FnMut(Entry<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut keys: Vec<(u64, Vec<u8>)> = Vec::new();
        self.for_each_key(&mut |_, stamp, key| keys.push((stamp, key.to_vec())));
        let mut buffers = [Vec::new(), Vec::new(), Vec::new()];
        for block in 0..self.blocks.len() {
            let [text, unfold, rows] = &mut buffers;
            let run = block..block + 1;
            let texts = self.texts(run.clone(), text);
            let streams = self.section(Section::Unfold, run.clone(), unfold);
            let rows = self.section(Section::Rows, run, rows);
            for post in self.posts_of(block).filter(|&post| wanted.contains(post as usize)) {
                let text = texts.get(post).and_then(Coded::decode);
                let (Some(text), Some(unfold), Some(row)) =
                    (&text, streams.get(post), rows.get(post))
                else {
                    continue;
                };
                let Some((stamp, key)) = keys.get(post as usize) else { continue };
                each(Entry { key, stamp: *stamp, row, text, unfold })?;
            }
        }
        Ok(())
    }

    fn one(&self, section: Section, post: u32) -> Option<Vec<u8>> {
        let block = self.block_of(post);
        let mut buffer = Vec::new();
        let part = self.section(section, block..block + 1, &mut buffer);
        part.get(post).map(<[u8]>::to_vec)
    }

    /// Reads a section's part of a run of blocks.
    fn section<'a>(
        &'a self,
        section: Section,
        run: Range<usize>,
        buffer: &'a mut Vec<u8>,
    ) -> Parts<'a> {
        let range = self.range(section, &run);
        if buffer.len() < range.len() {
            buffer.resize(range.len(), 0);
        }
        let base = match section {
            Section::Text => HEADER as u64,
            Section::Unfold => self.header.unfold_at(),
            Section::Rows => self.header.rows_at(),
        };
        let place = buffer.get_mut(..range.len()).unwrap_or_default();
        let is_read = self.file.read_exact_at(place, base + range.start as u64).is_ok();
        let bytes: &[u8] = place;
        let mut damaged = Vec::new();
        for block in run {
            let own = self.range(section, &(block..block + 1));
            let own = own.start - range.start..own.end.saturating_sub(range.start);
            if !(is_read && self.is_whole(section, block, bytes.get(own))) {
                self.damage();
                damaged.push(self.posts_of(block));
            }
        }
        Parts { segment: self, section, start: range.start, bytes, damaged }
    }

    /// Whether the bytes of a block are those that were written.
    fn is_whole(&self, section: Section, block: usize, bytes: Option<&[u8]>) -> bool {
        let (Some(bytes), Some(sums)) = (bytes, self.blocks.get(block)) else { return false };
        let sum = match section {
            Section::Text => sums.text,
            Section::Unfold => sums.unfold,
            Section::Rows => sums.rows,
        };
        let checked = self.checked.get(block).filter(|_| section == Section::Text);
        match checked.map(|checked| checked.load(Ordering::Relaxed)) {
            Some(WHOLE) => return true,
            Some(DAMAGED) => return false,
            _ => {}
        }
        let is_whole = crc32fast::hash(bytes) == sum;
        if let Some(checked) = checked {
            checked.store(if is_whole { WHOLE } else { DAMAGED }, Ordering::Relaxed);
        }
        is_whole
    }

    /// Where a section's part of a run of blocks is, from the section's start.
    fn range(&self, section: Section, run: &Range<usize>) -> Range<usize> {
        let start = |block: usize| self.start_of(section, self.posts_of(block).start);
        let (start, end) = (start(run.start), start(run.end));
        start..end.max(start)
    }

    /// Where a post begins in a section.
    fn start_of(&self, section: Section, post: u32) -> usize {
        let last = post.checked_sub(1).and_then(|last| self.ends.get(last as usize));
        last.map_or(0, |ends| match section {
            Section::Text => ends.text,
            Section::Unfold => ends.unfold,
            Section::Rows => ends.row,
        }) as usize
    }

    /// Notes damage; `false`.
    fn damage(&self) -> bool {
        self.is_damaged.store(true, Ordering::Relaxed);
        false
    }
}

/// Texts of a run of blocks, by post.
#[derive(Debug)]
pub struct Texts<'a>(Parts<'a>);

impl Texts<'_> {
    /// Returns a post's text; `None` if it is damaged or its block was not read.
    pub fn get(&self, post: u32) -> Option<Coded<'_>> {
        self.0.get(post).map(Coded::of)
    }
}

/// Parts of a section in a run of blocks, by post.
#[derive(Debug)]
pub struct Parts<'a> {
    segment: &'a Segment,
    section: Section,
    /// Where `bytes` begins in the section.
    start: usize,
    bytes: &'a [u8],
    damaged: Vec<Range<u32>>,
}

impl Parts<'_> {
    /// Returns a post's part; `None` if it is damaged or its block was not read.
    pub fn get(&self, post: u32) -> Option<&[u8]> {
        if self.damaged.iter().any(|posts| posts.contains(&post)) {
            return None;
        }
        let at = |post| self.segment.start_of(self.section, post).checked_sub(self.start);
        self.bytes.get(at(post)?..at(post + 1)?)
    }
}
