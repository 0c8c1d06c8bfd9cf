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
/// Bytes that show whether a file is the one read before: most records are shorter.
const ENDING: usize = 128;

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

/// A checksum of the last bytes read. A file that replaced the log may have the inode of an older
/// one, which was freed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ending {
    len: usize,
    crc: u32,
}

impl Ending {
    /// The ending of a file that was read up to the end of `bytes`.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let bytes = bytes.get(bytes.len().saturating_sub(ENDING)..).unwrap_or_default();
        Self { len: bytes.len(), crc: crc32fast::hash(bytes) }
    }

    fn is_before(self, offset: u64, file: &File) -> io::Result<bool> {
        let Some(start) = offset.checked_sub(self.len as u64) else { return Ok(false) };
        let mut bytes = vec![0; self.len];
        Ok(fill(file, &mut bytes, start)? == self.len && Self::of(&bytes) == self)
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
    /// The bytes before the offset.
    pub ending: Ending,
    /// When the file was modified, in seconds and nanoseconds, at the last poll; `None` if unknown.
    pub modified: Option<(i64, i64)>,
}

impl Tail {
    /// Nothing read yet.
    pub(super) fn start(inode: Inode) -> Self {
        Self { inode, offset: 0, size: 0, ending: Ending::of(&[]), modified: None }
    }

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
            && last.modified == Some(modified(&looked))
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
        let mut tail = match last.filter(|last| last.inode == inode && last.offset <= size) {
            Some(last) if last.ending.is_before(last.offset, &file)? => last,
            _ => Self::start(inode),
        };
        (tail.size, tail.modified) = (size, Some(modified(&meta)));
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
            tail.ending = Ending::of(bytes.get(..whole).unwrap_or_default());
            tail.size = tail.size.max(tail.offset);
        }
    }
}

fn modified(meta: &Metadata) -> (i64, i64) {
    (meta.mtime(), meta.mtime_nsec())
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, SystemTime};

    /// The inode of a log that was replaced is free for a file that replaces it later.
    #[test]
    fn another_file_with_the_same_inode_is_read_from_its_start() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("h.log");
        let mut tail = None;
        let mut check = |text: &str, seconds: u64, expected: &[&str]| {
            // Keeps the inode.
            fs::write(&path, text).unwrap();
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
            let mut lines = Vec::new();
            let read = Tail::read(tail, &path, &mut |line| {
                lines.push(String::from_utf8(line.to_vec()).unwrap());
            });
            assert_eq!(lines, expected, "{text:?}");
            tail = Some(read.unwrap());
        };
        check("a\nb\n", 1, &["a", "b"]);
        check("a\nb\n", 1, &[]);
        check("a\nb\nc\n", 2, &["c"]);
        check("a\nb\nc\nd", 3, &[]);
        check("x\ny\nz\nd", 4, &["x", "y", "z"]);
        check("x\ny\nz\nde\n", 5, &["de"]);
        check("1\n2\n3\n4\n5\n6\n7\n", 6, &["1", "2", "3", "4", "5", "6", "7"]);
        check("1\n", 7, &["1"]);
        let long = "x".repeat(1000);
        check(&format!("{long}\n"), 8, &[&long]);
        check(&format!("{long}\ny\n"), 9, &["y"]);
    }
}
