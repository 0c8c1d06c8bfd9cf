//! Writes this host's log: whole records, appended by several processes concurrently.
//!
//! Each write is one call under a shared lock; compaction takes the lock exclusively. Compaction
//! replaces the file, so after taking the lock a writer checks that the path still names its file.
//! Without that check a third of the records would be lost.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Seek, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, Mode, OFlags, flock};
use rustix::io::{Errno, retry_on_intr};

use crate::state::compact::{self, Compaction, sync_folder};
use crate::state::log::Location;
use crate::state::record::{Kind, Op, Record, SHORT, Stamp};
use crate::state::tail::Inode;

/// How often to reopen a file that was replaced.
const MOST_TRIES: usize = 100;

/// This host's log.
#[derive(Debug)]
pub(super) struct OwnLog {
    place: Location,
    /// Opened by the first write.
    file: Option<File>,
    /// Whether the file system supports locks; if not, each process writes its own file.
    locks: bool,
    /// Whether written bytes may not be on the disk yet.
    unsynced: bool,
}

/// The byte range of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WriteSpan {
    pub inode: Inode,
    pub start: u64,
    pub end: u64,
}

impl OwnLog {
    /// Touches no file until the first write.
    pub(super) fn new(place: Location) -> Self {
        Self { place, file: None, locks: true, unsynced: false }
    }

    /// The file's name.
    pub(super) fn name(&self) -> String {
        let host = &self.place.host;
        let id = std::process::id();
        if self.locks { format!("{host}.log") } else { format!("{host}-{id}.log") }
    }

    /// The file's path.
    pub(super) fn path(&self) -> PathBuf {
        self.place.folder.join(self.name())
    }

    /// Writes whole records with one system call.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<WriteSpan> {
        for _ in 0..MOST_TRIES {
            let path = self.path();
            let file = match self.file.take() {
                Some(file) => file,
                None => create(&path)?,
            };
            // A concurrent write may tear a long one.
            let alone = bytes.len() > SHORT;
            let lock =
                if alone { FlockOperation::LockExclusive } else { FlockOperation::LockShared };
            if !self.lock(&file, lock)? {
                continue;
            }
            let Some(inode) = named(&file, &path)? else { continue };
            let written = self.write_to(&file, inode, bytes);
            self.lock(&file, FlockOperation::Unlock)?;
            self.file = Some(file);
            self.unsynced |= written.is_ok();
            return written;
        }
        Err(io::Error::other("it is replaced all the time"))
    }

    /// Takes or releases a lock. `false`: locks are not supported, and from now on another file is
    /// used.
    fn lock(&mut self, file: &File, lock: FlockOperation) -> io::Result<bool> {
        if !self.locks {
            return Ok(true);
        }
        match retry_on_intr(|| flock(file, lock)) {
            Ok(()) => Ok(true),
            Err(Errno::NOLCK | Errno::NOTSUP | Errno::NOSYS) => {
                self.locks = false;
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Appends to the locked file; in a new file the first record names the archive.
    fn write_to(&self, mut file: &File, inode: Inode, bytes: &[u8]) -> io::Result<WriteSpan> {
        let with_name;
        let bytes = if file.metadata()?.len() == 0 {
            with_name = [self.name_of_archive(), bytes.to_vec()].concat();
            &with_name
        } else {
            bytes
        };
        let n = loop {
            match file.write(bytes) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                written => break written?,
            }
        };
        if n < bytes.len() {
            return Err(io::Error::new(io::ErrorKind::StorageFull, "no space for the record"));
        }
        let end = file.stream_position()?;
        Ok(WriteSpan { inode, start: end - n as u64, end })
    }

    fn name_of_archive(&self) -> Vec<u8> {
        let (op, value) = (Op::Set(Kind::Archive), self.place.archive.as_str().into());
        let mut bytes = Vec::new();
        Record { stamp: Stamp::default(), op, key: Box::default(), value }.encode(&mut bytes);
        bytes
    }

    /// Waits until everything written is on the disk.
    pub(super) fn sync(&mut self) -> io::Result<()> {
        if let Some(file) = self.file.as_ref().filter(|_| self.unsynced) {
            file.sync_data()?;
        }
        self.unsynced = false;
        Ok(())
    }

    /// Compacts the file if more than `least` bytes are superseded and no other process uses it.
    pub(super) fn compact(&mut self, least: u64) -> io::Result<Option<Compaction>> {
        let path = self.path();
        if !fs::metadata(&path).is_ok_and(|meta| meta.len() > least) {
            return Ok(None);
        }
        let file = open(&path)?;
        let is_free = !self.locks || flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok();
        if !is_free || named(&file, &path)?.is_none() {
            return Ok(None);
        }
        let compacted = compact::compact(&path, least)?;
        if compacted.is_some() {
            self.file = None;
            self.unsynced = false;
        }
        Ok(compacted)
    }
}

const APPENDING: OFlags = OFlags::WRONLY
    .union(OFlags::APPEND)
    .union(OFlags::CLOEXEC)
    .union(OFlags::NONBLOCK)
    .union(OFlags::NOCTTY);

/// Opens a log for appending.
fn open(path: &Path) -> io::Result<File> {
    Ok(rustix::fs::open(path, APPENDING, Mode::empty())?.into())
}

/// Opens a log for appending; creates it and its folder if needed (S50).
fn create(path: &Path) -> io::Result<File> {
    match open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if let Some(folder) = path.parent() {
                DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
            }
            let flags = APPENDING | OFlags::CREATE;
            let file = rustix::fs::open(path, flags, Mode::RUSR | Mode::WUSR)?;
            // Some file systems cannot sync folders, and need not.
            let _ = path.parent().map(sync_folder);
            Ok(file.into())
        }
        opened => opened,
    }
}

/// The identity of an open file; `None` if the path names another file by now.
fn named(file: &File, path: &Path) -> io::Result<Option<Inode>> {
    let inode = Inode::of(&file.metadata()?);
    match fs::metadata(path) {
        Ok(named) => Ok((Inode::of(&named) == inode).then_some(inode)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
