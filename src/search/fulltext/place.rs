//! The files of one archive's index: location, write lock and replacement.
//!
//! ```text
//! FOLDER/index   the index
//! FOLDER/next    its replacement while it is built
//! FOLDER/lock    locked by the writing process
//! ```
//!
//! Everything can be rebuilt, so obstacles are removed. Other processes may have the index open, so it
//! is replaced by rename and changed in place only by tantivy (S33, S39).

use std::fs::{self, File};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};

use crate::archive::stamp::fnv1a;

/// The folder of one archive's index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    folder: PathBuf,
}

/// The write lock; released on drop.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Place {
    /// A place in a folder of its own, which need not exist.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The place for the archive in `root`, below a folder for all indexes. Keyed by path, since two
    /// copies of an archive may differ.
    pub fn of_archive(indexes: &Path, root: &Path) -> Self {
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        Self::new(indexes.join(format!("{:016x}", fnv1a(root.as_os_str().as_bytes()))))
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The index.
    pub(super) fn index(&self) -> PathBuf {
        self.folder.join("index")
    }

    /// Its replacement.
    pub(super) fn next(&self) -> PathBuf {
        self.folder.join("next")
    }

    /// Takes the write lock; `None` if another process holds it.
    pub(super) fn lock(&self) -> io::Result<Option<Lock>> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
        let file = File::options()
            .write(true)
            .create(true)
            .truncate(false)
            .open(self.folder.join("lock"))?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Some(Lock { _file: file })),
            Err(rustix::io::Errno::WOULDBLOCK) => Ok(None),
            // Without file locks, tantivy's own lock file still keeps two writers apart.
            Err(rustix::io::Errno::NOLCK | rustix::io::Errno::OPNOTSUPP) => {
                Ok(Some(Lock { _file: file }))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Replaces the index.
    pub(super) fn replace(&self, _lock: &Lock) -> io::Result<()> {
        let old = self.folder.join("old");
        remove(&old)?;
        match fs::rename(self.index(), &old) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        fs::rename(self.next(), self.index())?;
        remove(&old)
    }

    /// Fails if the disk has less than so many bytes for the index.
    pub(super) fn check_space(&self, bytes: usize) -> io::Result<()> {
        let disk = rustix::fs::statvfs(&self.folder)?;
        let free = disk.f_bavail.saturating_mul(disk.f_frsize);
        if free >= bytes as u64 {
            return Ok(());
        }
        let megabytes = |bytes: u64| bytes.div_ceil(1_000_000);
        let (needed, free) = (megabytes(bytes as u64), megabytes(free));
        let why = format!("it may need {needed} MB, and the disk has {free} MB left");
        Err(io::Error::new(io::ErrorKind::StorageFull, why))
    }

    /// The size of the index's files in bytes.
    pub(super) fn size(&self) -> u64 {
        let Ok(entries) = fs::read_dir(self.index()) else { return 0 };
        let sizes = entries.flatten().filter_map(|entry| entry.metadata().ok());
        sizes.map(|meta| meta.len()).sum()
    }

    /// Removes everything; `false` if another process is writing.
    pub fn clear(&self) -> io::Result<bool> {
        if !self.folder.exists() {
            return Ok(true);
        }
        let Some(lock) = self.lock()? else { return Ok(false) };
        for folder in [self.index(), self.next(), self.folder.join("old")] {
            lock.remove(&folder)?;
        }
        // Keep the lock file: a process waiting on it would not see a new file of that name.
        Ok(true)
    }
}

impl Lock {
    /// Removes an unusable index; it need not exist.
    #[expect(clippy::unused_self, reason = "removing requires the lock")]
    pub(super) fn remove(&self, index: &Path) -> io::Result<()> {
        remove(index)
    }
}

/// Removes a folder or a file; it need not exist.
fn remove(path: &Path) -> io::Result<()> {
    let removed = match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Makes a folder for an index.
pub(super) fn make(folder: &Path) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}
