//! The files of a store on the disk: names, the write lock, the lists of segments.
//!
//! ```text
//! FOLDER/lock          locked by the writing process
//! FOLDER/MANIFEST      the segments of the store
//! FOLDER/NEXT          those of a store that is to replace it
//! FOLDER/NUMBER.seg    a segment
//! ```
//!
//! Segments never change, and a list is replaced by rename, so readers need no lock (S33, S39). A
//! store can be rebuilt, so anything in the way of its files is deleted. A store that serves all
//! accounts of a server is read-only for them: each account keeps newer posts in its own store.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

use crate::lock;
use crate::reason::Reason;
use crate::store::manifest::Manifest;

/// The ending of a segment's name.
const SEGMENT: &str = "seg";

/// The flags for opening a file that another account may have put there.
const NO_TRAPS: i32 = (OFlags::NONBLOCK.bits() | OFlags::NOFOLLOW.bits()) as i32;
/// The most bytes of a list; a longer one is damaged.
const LONGEST_LIST: u64 = 64 << 20;

/// The permission bits that let others write a file.
const WRITABLE_BY_OTHERS: u32 = 0o022;

/// The folder of a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    path: PathBuf,
    /// Whether other accounts may read it.
    is_shared: bool,
    /// The owners whose files are read; `None` for files of the user's own.
    trusted: Option<Vec<u32>>,
    /// Another account's store, to which this one adds what is newer.
    beneath: Option<Box<Folder>>,
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
        Self { path, is_shared: false, trusted: None, beneath: None }
    }

    /// A folder of a store that other accounts may read.
    pub fn shared(path: PathBuf) -> Self {
        Self { is_shared: true, ..Self::new(path) }
    }

    /// Adds to the store of another account, if there is one, which is read only. Its files must
    /// belong to root, this user or the owner of `archive`, and must not be writable by anyone
    /// else.
    #[must_use]
    pub fn over(self, path: PathBuf, archive: &Path) -> Self {
        if !path.is_dir() {
            return self;
        }
        let mut owners = vec![0, rustix::process::geteuid().as_raw()];
        owners.extend(archive.metadata().map(|meta| meta.uid()));
        let beneath = Self { trusted: Some(owners), ..Self::shared(path) };
        Self { beneath: Some(Box::new(beneath)), ..self }
    }

    /// The store of another account that this one adds to.
    pub fn beneath(&self) -> Option<&Self> {
        self.beneath.as_deref()
    }

    /// Whether this user can write it, and no untrusted user can.
    pub fn is_writable(&self) -> bool {
        let is_trusted = self.check_folder().is_ok();
        is_trusted && rustix::fs::access(&self.path, rustix::fs::Access::WRITE_OK).is_ok()
    }

    /// Fails if a file of another account is not to be trusted.
    fn check(&self, meta: &fs::Metadata) -> io::Result<()> {
        let Some(owners) = &self.trusted else { return Ok(()) };
        let why = if !owners.contains(&meta.uid()) {
            Reason::Foreign
        } else if meta.mode() & WRITABLE_BY_OTHERS != 0 {
            Reason::WritableByOthers
        } else {
            return Ok(());
        };
        Err(io::Error::new(ErrorKind::PermissionDenied, why))
    }

    /// Opens a regular file, if it is to be trusted. Another account may have put anything there: a
    /// pipe would block, and a link could lead anywhere.
    fn open(&self, path: &Path) -> io::Result<File> {
        let file = File::options().read(true).custom_flags(NO_TRAPS).open(path)?;
        let meta = file.metadata()?;
        if !meta.is_file() {
            return Err(io::Error::new(ErrorKind::InvalidInput, Reason::NotRegular));
        }
        self.check(&meta)?;
        Ok(file)
    }

    /// Fails if the folder is not to be trusted.
    pub(super) fn check_folder(&self) -> io::Result<()> {
        self.check(&fs::metadata(&self.path)?)
    }

    /// Opens a segment's file.
    pub(super) fn open_segment(&self, number: u64) -> io::Result<File> {
        self.open(&self.segment(number))
    }

    /// The rights of a file.
    fn mode(&self) -> u32 {
        if self.is_shared { 0o644 } else { 0o600 }
    }

    /// Sets the permissions of a new file, whatever the umask.
    fn give_rights(&self, file: &File) -> io::Result<()> {
        if self.is_shared {
            file.set_permissions(fs::Permissions::from_mode(self.mode()))?;
        }
        Ok(())
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Takes the write lock; `None` if another process holds it.
    pub(super) fn lock(&self) -> io::Result<Option<Lock>> {
        let is_new = !self.path.exists();
        let mode = if self.is_shared { 0o755 } else { 0o700 };
        fs::DirBuilder::new().recursive(true).mode(mode).create(&self.path)?;
        if is_new && self.is_shared {
            fs::set_permissions(&self.path, fs::Permissions::from_mode(mode))?;
        }
        // Opening the file is enough to take the lock, so only the owner may open it.
        let mut options = File::options();
        options.write(true).create(true).truncate(false).mode(0o600).custom_flags(NO_TRAPS);
        let file = options.open(self.path.join("lock"))?;
        // Without file locks, two writers may remove each other's segments, which readers notice.
        Ok(lock::take(&file)?.then_some(Lock { _file: file }))
    }

    fn list(&self, list: List) -> PathBuf {
        self.path.join(match list {
            List::Current => "MANIFEST",
            List::Next => "NEXT",
        })
    }

    /// Reads a list's bytes, up to a limit; `None` if there is none.
    pub(super) fn read(&self, list: List) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        let read = |file: File| file.take(LONGEST_LIST).read_to_end(&mut bytes);
        match self.open(&self.list(list)).and_then(read) {
            Ok(_) => Ok(Some(bytes)),
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
        let mut file = options.write(true).create_new(true).mode(self.mode()).open(&new)?;
        self.give_rights(&file)?;
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
        let mut options = File::options();
        let options = options.read(true).write(true).create_new(true).mode(self.mode());
        let file = options.open(self.segment(number))?;
        self.give_rights(&file)?;
        Ok(file)
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
        let free = usize::try_from(free).unwrap_or(usize::MAX);
        let megabytes = |bytes: usize| bytes.div_ceil(1_000_000);
        let (needed, free) = (megabytes(bytes), megabytes(free));
        Err(io::Error::new(ErrorKind::StorageFull, Reason::NoRoom { needed, free }))
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
