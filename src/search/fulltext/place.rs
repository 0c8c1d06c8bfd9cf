//! The files of one archive's index: where they are, who may write, what replaces what.
//!
//! ```text
//! FOLDER/index   the index
//! FOLDER/next    one that is being built to replace it
//! FOLDER/lock    locked by the one process that writes
//! ```
//!
//! All of it can be made again, so whatever is in the way is removed. An index that others may have
//! open is replaced by rename, never changed in place but by its own rules (S33, S39).

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

/// The right to write; given back when dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Place {
    /// A place in a folder of its own, which need not exist.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The place for the archive in `root`, in a folder for all indexes: archives are told apart by
    /// where they are, since two copies of one need not be the same.
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

    /// The one that will replace it.
    pub(super) fn next(&self) -> PathBuf {
        self.folder.join("next")
    }

    /// Takes the right to write; `None` if another process has it.
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
            // Without locks the index's own file still keeps two writers apart.
            Err(rustix::io::Errno::NOLCK | rustix::io::Errno::OPNOTSUPP) => {
                Ok(Some(Lock { _file: file }))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Puts the next index in the place of the present one.
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

    /// The bytes of the index's files.
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
        // The lock stays: who waits for another file of that name would not see this one.
        Ok(true)
    }
}

impl Lock {
    /// Removes an index that cannot be used; it need not exist.
    #[expect(clippy::unused_self, reason = "only who writes may remove")]
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
