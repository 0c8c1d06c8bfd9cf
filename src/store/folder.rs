//! The files of a store on the disk: names, the write lock, the lists of segments.
//!
//! ```text
//! FOLDER/lock          locked by the writing process
//! FOLDER/MANIFEST      the segments of the store
//! FOLDER/NEXT          those of a store that is to replace it
//! FOLDER/NUMBER.seg    a segment
//! ```
//!
//! Segments never change, and a list is replaced by rename, so that readers need no lock (S33, S39).
//! A store can be rebuilt, so whatever is in the way of its files is deleted.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};

use crate::store::manifest::Manifest;

/// The ending of a segment's name.
const SEGMENT: &str = "seg";

/// The folder of a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    path: PathBuf,
}

/// The two lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    Current,
    Next,
}

/// The write lock; released on drop.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Folder {
    /// A folder of a store's own, which need not exist.
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Takes the write lock; `None` if another process holds it.
    pub(super) fn lock(&self) -> io::Result<Option<Lock>> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.path)?;
        let mut options = File::options();
        let file = options.write(true).create(true).truncate(false).open(self.path.join("lock"))?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Some(Lock { _file: file })),
            Err(rustix::io::Errno::WOULDBLOCK) => Ok(None),
            // Without file locks two writers may remove each other's segments, which readers notice.
            Err(rustix::io::Errno::NOLCK | rustix::io::Errno::OPNOTSUPP) => {
                Ok(Some(Lock { _file: file }))
            }
            Err(error) => Err(error.into()),
        }
    }

    fn list(&self, list: List) -> PathBuf {
        self.path.join(match list {
            List::Current => "MANIFEST",
            List::Next => "NEXT",
        })
    }

    /// Reads a list's bytes; `None` if there is none.
    pub(super) fn read(&self, list: List) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.list(list)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// When the current list was written.
    pub(super) fn written(&self) -> Option<std::time::SystemTime> {
        self.list(List::Current).metadata().and_then(|meta| meta.modified()).ok()
    }

    /// Replaces a list.
    pub(super) fn write(&self, list: List, manifest: &Manifest, _lock: &Lock) -> io::Result<()> {
        let new = self.path.join("new");
        remove(&new)?;
        let mut options = File::options();
        let mut file = options.write(true).create_new(true).mode(0o600).open(&new)?;
        file.write_all(manifest.to_text().as_bytes())?;
        let target = self.list(list);
        if target.is_dir() {
            remove(&target)?;
        }
        fs::rename(new, target)
    }

    /// Makes the next list the current one.
    pub(super) fn replace(&self, _lock: &Lock) -> io::Result<()> {
        fs::rename(self.list(List::Next), self.list(List::Current))
    }

    pub(super) fn remove_list(&self, list: List, _lock: &Lock) -> io::Result<()> {
        remove(&self.list(list))
    }

    /// The path of a segment.
    pub(super) fn segment(&self, number: u64) -> PathBuf {
        self.path.join(format!("{number}.{SEGMENT}"))
    }

    /// The numbers of all segments' files.
    pub(super) fn numbers(&self) -> Vec<u64> {
        let entries = fs::read_dir(&self.path).into_iter().flatten().flatten();
        let number = |entry: fs::DirEntry| {
            let name = entry.file_name().into_string().ok()?;
            let (number, ending) = name.split_once('.')?;
            number.parse().ok().filter(|_| ending == SEGMENT)
        };
        entries.filter_map(number).collect()
    }

    /// Makes the file of a new segment.
    pub(super) fn create(&self, number: u64, _lock: &Lock) -> io::Result<File> {
        File::options().write(true).create_new(true).mode(0o600).open(self.segment(number))
    }

    /// Removes all segments but those whose numbers are spared.
    pub(super) fn sweep(&self, is_spared: &dyn Fn(u64) -> bool, _lock: &Lock) -> io::Result<()> {
        let others = self.numbers().into_iter().filter(|&number| !is_spared(number));
        others.into_iter().try_for_each(|number| remove(&self.segment(number)))
    }

    /// Removes what another version of the program left under these names.
    pub(super) fn remove_others(&self, names: &[&str], _lock: &Lock) -> io::Result<()> {
        names.iter().try_for_each(|name| remove(&self.path.join(name)))
    }

    /// Fails if the disk has less than so many bytes left.
    pub fn check_space(&self, bytes: usize) -> io::Result<()> {
        let disk = rustix::fs::statvfs(&self.path)?;
        let free = disk.f_bavail.saturating_mul(disk.f_frsize);
        if free >= bytes as u64 {
            return Ok(());
        }
        let megabytes = |bytes: u64| bytes.div_ceil(1_000_000);
        let (needed, free) = (megabytes(bytes as u64), megabytes(free));
        let why = format!("it may need {needed} MB, and the disk has {free} MB left");
        Err(io::Error::new(ErrorKind::StorageFull, why))
    }

    /// Removes the store; `false` if another process is writing it.
    pub fn clear(&self) -> io::Result<bool> {
        if !self.path.exists() {
            return Ok(true);
        }
        // The lock file stays: a process that waits for it would not see a new file of that name.
        let Some(lock) = self.lock()? else { return Ok(false) };
        self.remove_list(List::Current, &lock)?;
        self.remove_list(List::Next, &lock)?;
        self.sweep(&|_| false, &lock)?;
        Ok(true)
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
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
