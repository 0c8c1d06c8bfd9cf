//! Writes a segment: texts go to the disk immediately, everything else is kept until the end. The
//! filter is built last, from the texts read back, because it depends on what most blocks contain.

use std::io::{self, BufWriter, ErrorKind, Read, Seek, SeekFrom, Write};

use fixedbitset::FixedBitSet;

use crate::store::Entry;
use crate::store::code::{self, Coded};
use crate::store::grams::{ROWS, SAMPLE, for_each_gram, learn};
use crate::store::layout::{BLOCK, Block, Ends, HEADER, Header, stamp_bytes};

/// Rows of the filter that are built at a time.
const WORD: usize = u64::BITS as usize;
/// The most bytes of a section, so that offsets fit.
const MOST: usize = u32::MAX as usize;

/// A segment that is being written to `W`.
#[derive(Debug)]
pub(super) struct Writer<W: Read + Write + Seek> {
    out: BufWriter<W>,
    header: Header,
    unfold: Vec<u8>,
    rows: Vec<u8>,
    keys: Vec<u8>,
    stamps: Vec<u8>,
    ends: Vec<u8>,
    /// The blocks, and where their texts end.
    blocks: Vec<(Block, u32)>,
    /// The block that is being filled.
    block: Block,
    text_sum: crc32fast::Hasher,
    /// Number of bytes of the block's texts before encoding.
    block_len: usize,
    /// Buffer for the code of one text.
    code: Vec<u8>,
    /// Where the block begins in each section.
    starts: Ends,
}

impl<W: Read + Write + Seek> Writer<W> {
    pub(super) fn new(out: W) -> io::Result<Self> {
        let mut out = BufWriter::with_capacity(BLOCK * 4, out);
        // The real header is written last, so that an unfinished segment is never valid.
        out.write_all(&[0; HEADER])?;
        Ok(Self {
            out,
            header: Header::default(),
            unfold: Vec::new(),
            rows: Vec::new(),
            keys: Vec::new(),
            stamps: Vec::new(),
            ends: Vec::new(),
            blocks: Vec::new(),
            block: Block::default(),
            text_sum: crc32fast::Hasher::new(),
            block_len: 0,
            code: Vec::new(),
            starts: Ends::default(),
        })
    }

    /// Returns the number of bytes of coded text so far.
    pub(super) fn text_len(&self) -> usize {
        self.header.text as usize
    }

    /// Adds a post.
    pub(super) fn add(&mut self, entry: Entry<'_>) -> io::Result<()> {
        let Entry { key, stamp, row, text, unfold } = entry;
        self.code.clear();
        code::encode(text, &mut self.code);
        let text_end = self.header.text as usize + self.code.len();
        self.out.write_all(&self.code)?;
        self.text_sum.update(&self.code);
        self.block_len += text.len();
        self.unfold.extend_from_slice(unfold);
        self.rows.extend_from_slice(row);
        self.keys.extend_from_slice(key);
        let longest = text_end.max(self.unfold.len()).max(self.rows.len()).max(self.keys.len());
        if longest > MOST {
            return Err(io::Error::other("a segment cannot be larger than 4 GB"));
        }
        self.header.text = text_end as u32;
        self.header.posts += 1;
        let ends = self.ends();
        self.ends.extend_from_slice(&ends.to_bytes());
        self.stamps.extend_from_slice(&stamp_bytes(stamp, self.keys.len() as u32));
        if self.block_len >= BLOCK {
            self.end_block();
        }
        Ok(())
    }

    /// Where the sections end now.
    fn ends(&self) -> Ends {
        let [unfold, row] = [&self.unfold, &self.rows].map(|section| section.len() as u32);
        Ends { text: self.header.text, unfold, row }
    }

    fn end_block(&mut self) {
        let sum = |section: &[u8], start: u32| {
            crc32fast::hash(section.get(start as usize..).unwrap_or_default())
        };
        self.block.text = std::mem::take(&mut self.text_sum).finalize();
        self.block.unfold = sum(&self.unfold, self.starts.unfold);
        self.block.rows = sum(&self.rows, self.starts.row);
        self.blocks.push((self.block, self.header.text));
        self.header.blocks += 1;
        self.block_len = 0;
        self.starts = self.ends();
        self.block = Block { first: self.header.posts, ..Block::default() };
    }

    /// Writes what is left, and the header.
    pub(super) fn finish(mut self) -> io::Result<Header> {
        if self.block.first < self.header.posts {
            self.end_block();
        }
        let [unfold, rows, keys] =
            [&self.unfold, &self.rows, &self.keys].map(|section| section.len() as u32);
        let sum_of = |parts: [&[u8]; 2]| {
            let mut sum = crc32fast::Hasher::new();
            for part in parts {
                sum.update(part);
            }
            sum.finalize()
        };
        self.out.write_all(&self.unfold)?;
        self.out.write_all(&self.rows)?;
        self.header = Header { unfold, rows, keys, ..self.header };
        self.write_filter()?;
        let blocks: Vec<u8> = self.blocks.iter().flat_map(|(block, _)| block.to_bytes()).collect();
        self.header.tables_sum = sum_of([&self.ends, &blocks]);
        self.header.keys_sum = sum_of([&self.stamps, &self.keys]);
        for part in [&self.ends, &blocks, &self.stamps, &self.keys] {
            self.out.write_all(part)?;
        }
        self.out.seek(SeekFrom::Start(0))?;
        self.out.write_all(&self.header.to_bytes())?;
        self.out.flush()?;
        Ok(self.header)
    }

    /// Reads the texts of a block back.
    fn texts(&mut self, number: usize) -> io::Result<Vec<u8>> {
        let end_of = |number: usize| self.blocks.get(number).map_or(0, |(_, end)| *end);
        let start = number.checked_sub(1).map_or(0, end_of);
        let mut texts = vec![0; end_of(number).saturating_sub(start) as usize];
        let sum = self.blocks.get(number).map(|(block, _)| block.text);
        self.out.seek(SeekFrom::Start(HEADER as u64 + u64::from(start)))?;
        self.out.get_mut().read_exact(&mut texts)?;
        if sum != Some(crc32fast::hash(&texts)) {
            return Err(ErrorKind::InvalidData.into());
        }
        Ok(texts)
    }

    /// Learns the names of the common grams, and returns them with the rows of each block's other
    /// grams, as bits.
    fn filters(&mut self) -> io::Result<(FixedBitSet, Vec<Vec<u64>>)> {
        let blocks = self.blocks.len();
        let sample = (0..blocks).step_by(blocks.div_ceil(SAMPLE)).map(|number| self.texts(number));
        let sample = sample.collect::<io::Result<Vec<_>>>()?;
        let text = |number: usize| sample.get(number).map_or(&[][..], Vec::as_slice);
        let naming = self.header.naming();
        let common = learn(sample.len(), naming, &|number| Coded::of(text(number)).characters());
        drop(sample);
        let filters = (0..blocks).map(|number| {
            let mut bits = vec![0_u64; ROWS / WORD];
            let is_common = |name: u32| common.contains(name as usize);
            let texts = self.texts(number)?;
            for_each_gram(Coded::of(&texts).characters(), naming, &is_common, &mut |gram| {
                for row in gram.rows().map(usize::from) {
                    if let Some(word) = bits.get_mut(row / WORD) {
                        *word |= u64::from(!gram.is_common) << (row % WORD);
                    }
                }
            });
            Ok(bits)
        });
        let filters = filters.collect::<io::Result<Vec<_>>>()?;
        Ok((common, filters))
    }

    /// Writes the names of the common grams, and the filter.
    fn write_filter(&mut self) -> io::Result<()> {
        let width = self.header.filter_width();
        if width == 0 {
            return Ok(());
        }
        let (common, filters) = self.filters()?;
        self.out.seek(SeekFrom::Start(self.header.filter_at()))?;
        self.header.common = common.count_ones(..) as u32;
        let names: Vec<u8> = common.ones().flat_map(|name| (name as u32).to_le_bytes()).collect();
        self.write_checked(&names)?;
        let mut rows = vec![0_u8; width * WORD];
        for at in 0..ROWS / WORD {
            rows.fill(0);
            for (number, bits) in filters.iter().enumerate() {
                let mut word = bits.get(at).copied().unwrap_or_default();
                while word != 0 {
                    let place = word.trailing_zeros() as usize * width + number / 8;
                    if let Some(byte) = rows.get_mut(place) {
                        *byte |= 1 << (number % 8);
                    }
                    word &= word - 1;
                }
            }
            rows.chunks_exact(width).try_for_each(|row| self.write_checked(row))?;
        }
        Ok(())
    }

    /// Writes bytes and their checksum.
    fn write_checked(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.out.write_all(&crc32fast::hash(bytes).to_le_bytes())
    }
}
