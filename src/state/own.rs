//! Writes this host's log: whole records, appended by several processes concurrently.
//!
//! Each write is one call under a shared lock, held for microseconds. Compaction takes the lock
//! exclusively and replaces the file, so a writer that has the lock checks that the path still names
//! its file. Without that check a third of the records would be lost.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Seek, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use rustix::fs::{Access, FlockOperation, Mode, OFlags, access, flock};
use rustix::io::{Errno, retry_on_intr};

use crate::lock;
use crate::state::compact::sync_folder;
use crate::state::log::Location;
use crate::state::record::{Kind, Op, Record, SHORT, Stamp};
use crate::state::tail::{Ending, Inode};

/// Delay between two tries to take a lock.
const LOCK_RETRY: Duration = Duration::from_millis(1);
/// How often to reopen a file that was replaced.
const MOST_TRIES: usize = 100;

/// This host's log.
#[derive(Debug)]
pub(super) struct OwnLog {
    place: Location,
    /// Opened by the first write.
    file: Option<File>,
    /// The longest wait for another process that holds the lock; `None` for no limit.
    patience: Option<Duration>,
    /// Whether the file system supports locks; if not, each process writes its own file.
    locks: bool,
}

/// The byte range of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WriteSpan {
    pub inode: Inode,
    pub start: u64,
    pub end: u64,
    pub ending: Ending,
}

impl OwnLog {
    /// Touches no file until the first write.
    pub(super) fn new(place: Location) -> Self {
        Self { place, file: None, patience: None, locks: true }
    }

    /// Waits at most so long for another process that holds the lock.
    pub(super) fn with_patience(self, longest: Duration) -> Self {
        Self { patience: Some(longest), ..self }
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
        match wait_for_lock(file, lock, self.patience) {
            Ok(()) => Ok(true),
            Err(Errno::WOULDBLOCK) => Err(io::Error::other("another process keeps it locked")),
            Err(error) if lock::is_missing(error) => {
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
        Ok(WriteSpan { inode, start: end - n as u64, end, ending: Ending::of(bytes) })
    }

    /// Checks, without writing, that the log can be written.
    pub(super) fn check(&self) -> io::Result<()> {
        let path = self.path();
        match open(&path) {
            Ok(_) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                // The first write creates the file and its folders.
                let folder = path.ancestors().skip(1).find(|folder| folder.exists());
                Ok(access(folder.unwrap_or(Path::new(".")), Access::WRITE_OK | Access::EXEC_OK)?)
            }
            Err(error) => Err(error),
        }
    }

    fn name_of_archive(&self) -> Vec<u8> {
        let (op, value) = (Op::Set(Kind::Archive), self.place.archive.as_str().into());
        let mut bytes = Vec::new();
        Record { stamp: Stamp::default(), op, key: Box::default(), value }.encode(&mut bytes);
        bytes
    }
}

/// For reading too: NFS refuses a shared lock on a file that is open for writing only.
const APPENDING: OFlags = OFlags::RDWR
    .union(OFlags::APPEND)
    .union(OFlags::CLOEXEC)
    .union(OFlags::NONBLOCK)
    .union(OFlags::NOCTTY);

/// Takes or releases a lock; `WOULDBLOCK` if it is not free within `patience`.
fn wait_for_lock(
    file: &File,
    lock: FlockOperation,
    patience: Option<Duration>,
) -> rustix::io::Result<()> {
    let now = match lock {
        FlockOperation::LockShared => FlockOperation::NonBlockingLockShared,
        FlockOperation::LockExclusive => FlockOperation::NonBlockingLockExclusive,
        lock => lock,
    };
    let Some(patience) = patience else { return retry_on_intr(|| flock(file, lock)) };
    let deadline = Instant::now() + patience;
    loop {
        match retry_on_intr(|| flock(file, now)) {
            Err(Errno::WOULDBLOCK) if Instant::now() < deadline => thread::sleep(LOCK_RETRY),
            result => return result,
        }
    }
}

/// Waits until the log at `path` is on the disk. Opens the file anew, so that no writer waits
/// meanwhile: a file that was compacted since is on the disk already.
pub(super) fn sync(path: &Path) -> io::Result<()> {
    match open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        opened => {
            opened?.sync_data()?;
            // The name, if it is new. Some file systems cannot sync folders, and need not.
            let _ = path.parent().map(sync_folder);
            Ok(())
        }
    }
}

/// Opens a log for appending.
fn open(path: &Path) -> io::Result<File> {
    let file = File::from(rustix::fs::open(path, APPENDING, Mode::empty())?);
    if file.metadata()?.is_file() { Ok(file) } else { Err(Errno::NXIO.into()) }
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
            Ok(file.into())
        }
        opened => opened,
    }
}

/// The identity of an open file; `None` if the path names another file by now.
pub(super) fn named(file: &File, path: &Path) -> io::Result<Option<Inode>> {
    let inode = Inode::of(&file.metadata()?);
    match fs::metadata(path) {
        Ok(named) => Ok((Inode::of(&named) == inode).then_some(inode)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
