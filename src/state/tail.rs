//! Reads the lines appended to a log file since the last poll.
//!
//! A poll without news costs one `stat`. Reads regular files only, never blocks, and buffers at most
//! [`CHUNK`] bytes.

use std::fs::{self, File, Metadata};
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::Path;

use rustix::fs::{Mode, OFlags};

/// Bytes per read. A longer line is damaged: no record is that long.
const CHUNK: usize = 1024 * 1024;

/// The identity of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Inode {
    dev: u64,
    ino: u64,
}

impl Inode {
    pub(super) fn of(meta: &Metadata) -> Self {
        Self { dev: meta.dev(), ino: meta.ino() }
    }
}

/// How far a log file has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tail {
    pub inode: Inode,
    /// Byte offset after the last complete line read.
    pub offset: u64,
    /// The file's size in bytes at the last poll.
    pub size: u64,
}

impl Tail {
    /// Passes each complete line added since `last` to `take`, without its line feed. If the file was
    /// replaced or truncated, starts over.
    pub(super) fn read(
        last: Option<Self>,
        path: &Path,
        take: &mut dyn FnMut(&[u8]),
    ) -> io::Result<Self> {
        let looked = fs::metadata(path)?;
        if let Some(last) = last
            && last.inode == Inode::of(&looked)
            && last.size == looked.len()
        {
            return Ok(last);
        }
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
        let file = File::from(rustix::fs::open(path, flags, Mode::empty())?);
        let meta = file.metadata()?;
        if !meta.is_file() {
            return Err(io::Error::other("not a regular file"));
        }
        let (inode, size) = (Inode::of(&meta), meta.len());
        let read = last.filter(|last| last.inode == inode && last.offset <= size);
        let mut tail = Self { inode, offset: read.map_or(0, |last| last.offset), size };
        let mut buffer = vec![0; CHUNK.min((size - tail.offset) as usize + 1)];
        loop {
            let n = fill(&file, &mut buffer, tail.offset)?;
            let bytes = buffer.get(..n).unwrap_or_default();
            let whole = match bytes.iter().rposition(|&byte| byte == b'\n') {
                Some(at) => at + 1,
                // No record is that long.
                None if n == CHUNK => n,
                None => return Ok(tail),
            };
            let lines = bytes.get(..whole).unwrap_or_default();
            lines
                .strip_suffix(b"\n")
                .unwrap_or(lines)
                .split(|&byte| byte == b'\n')
                .for_each(&mut *take);
            tail.offset += whole as u64;
            tail.size = tail.size.max(tail.offset);
        }
    }
}

/// Reads until the buffer is full or the file ends; returns the number of bytes.
fn fill(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read_at(rest, offset + filled as u64) {
            Ok(0) => break,
            Ok(n) => filled += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
