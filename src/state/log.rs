//! The logs of one archive in one folder: one file a host, appended to and never cut.
//!
//! Every `*.log` in the folder is read, sync programs' conflict copies too; only this host's is
//! written. Many processes may append to it at once: each record is one `write` under a shared
//! lock, and whoever compacts the file holds the lock alone. Since a compacted file is another
//! file, a writer looks after taking the lock whether its file is still the one of that name:
//! without that, a third of the records would be lost. Calls wait for the disk, so they are made on
//! a thread of their own ([`writer`](super::writer)).

use std::collections::{HashMap, VecDeque};
use std::ffi::{OsStr, OsString};
use std::fs::{self, DirBuilder, File};
use std::io::{self, Seek, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, Mode, OFlags, flock};
use rustix::io::{Errno, retry_on_intr};

use crate::clean::CleanText;
use crate::state::State;
use crate::state::compact;
use crate::state::record::{Kind, Line, Op, Record, SHORT, Stamp};
use crate::state::tail::{Inode, Tail};

/// Bytes after which a write of many records ends.
const LARGEST_WRITE: usize = 1024 * 1024;
/// How often a file that was replaced is opened again.
const MOST_TRIES: usize = 100;
/// Dead bytes from which on a log is worth compacting.
pub const WORTH_COMPACTING: u64 = 1024 * 1024;

/// Where an archive's state is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The folder of the archive's logs; made when something is written.
    pub folder: PathBuf,
    /// This host, as a file name (see [`identity::host`](super::identity::host)).
    pub host: String,
    /// What the archive is called, for people who look into the log.
    pub archive: String,
}

/// What was found while reading logs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Records that are cut or damaged, and were skipped (S51).
    pub bad: usize,
    /// Records of a later version of kanbao, which were skipped.
    pub newer: usize,
    /// Files that cannot be read: `path: why`.
    pub problems: Vec<CleanText>,
}

/// Records that are kept in memory as they cannot be written (S49).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{records} not saved: {why}")]
pub struct NotSaved {
    /// How many there are.
    pub records: usize,
    /// `path: why`.
    pub why: CleanText,
}

/// The logs of one archive.
#[derive(Debug)]
pub struct Store {
    place: Place,
    /// This host's file, once something was written.
    own: Option<File>,
    tails: HashMap<OsString, Tail>,
    unsaved: VecDeque<Record>,
    /// Whether the file system knows locks; where it does not, each process has a file of its own.
    locks: bool,
    /// This host's log has records of a later version: it is left as it is (S51).
    read_only: bool,
    /// Something was written that may not be on the disk.
    unsynced: bool,
}

impl Store {
    /// Reads all logs of a place. Writes nothing, and never fails: what cannot be read is told.
    pub fn open(place: Place) -> (Self, State, Report) {
        let mut state = State::new(&place.host);
        let mut store = Self {
            place,
            own: None,
            tails: HashMap::new(),
            unsaved: VecDeque::new(),
            locks: true,
            read_only: false,
            unsynced: false,
        };
        let report = store.poll_others(&mut |record, host| {
            state.apply(&record, host);
        });
        (store, state, report)
    }

    /// Reads what has come to any log since the last time, and gives each record with its host to
    /// `take`: those of other machines, and of other instances on this one. Some come twice.
    pub fn poll_others(&mut self, take: &mut dyn FnMut(Record, &str)) -> Report {
        let mut report = Report::default();
        let names = match logs(&self.place.folder) {
            Ok(names) => names,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => {
                report.problems.push(told(&self.place.folder, &error));
                return report;
            }
        };
        self.tails.retain(|name, _| names.contains(name));
        let own = self.name();
        for name in names {
            let path = self.place.folder.join(&name);
            let host = Path::new(&name).file_stem().unwrap_or_default().to_string_lossy();
            let newer = report.newer;
            let mut line = |line: &[u8]| match Line::parse(line) {
                Line::Empty => {}
                Line::Record(record) => take(record, &host),
                Line::Newer => report.newer += 1,
                Line::Bad => report.bad += 1,
            };
            match Tail::read(self.tails.get(&name).copied(), &path, &mut line) {
                Ok(tail) => {
                    self.read_only |= report.newer > newer && name == *own;
                    self.tails.insert(name, tail);
                }
                // It was there a moment ago.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => report.problems.push(told(&path, &error)),
            }
        }
        report
    }

    /// Appends records to this host's log, those first that could not be written before (S49). A
    /// step of many is written in few writes.
    pub fn append(&mut self, records: Vec<Record>) -> Result<(), NotSaved> {
        self.unsaved.extend(records);
        let mut bytes = Vec::new();
        while !self.unsaved.is_empty() {
            bytes.clear();
            let mut count = 0;
            for record in &self.unsaved {
                record.encode(&mut bytes);
                count += 1;
                if bytes.len() >= LARGEST_WRITE {
                    break;
                }
            }
            if let Err(error) = self.write(&bytes) {
                let why = told(&self.path(), &error);
                return Err(NotSaved { records: self.unsaved.len(), why });
            }
            self.unsaved.drain(..count);
        }
        Ok(())
    }

    /// How many records wait to be written.
    pub fn unsaved(&self) -> usize {
        self.unsaved.len()
    }

    /// Waits until all that was written is on the disk.
    pub fn sync(&mut self) -> Result<(), CleanText> {
        let Some(own) = self.own.as_ref().filter(|_| self.unsynced) else { return Ok(()) };
        own.sync_data().map_err(|error| told(&self.path(), &error))?;
        self.unsynced = false;
        Ok(())
    }

    /// Leaves out of this host's log what is dead, if that is more than `least` bytes and more than
    /// what is live; says whether it did. Another instance that writes or compacts goes first.
    pub fn compact(&mut self, least: u64) -> Result<bool, CleanText> {
        let path = self.path();
        let failed = |error: io::Error| told(&path, &error);
        if self.read_only || !fs::metadata(&path).is_ok_and(|meta| meta.len() > least) {
            return Ok(false);
        }
        let own = open_own(&path).map_err(failed)?;
        if self.locks && flock(&own, FlockOperation::NonBlockingLockExclusive).is_err() {
            return Ok(false);
        }
        if !is_named(&own, &path).map_err(failed)? {
            return Ok(false);
        }
        let Some(compacted) = compact::compact(&path, least).map_err(failed)? else {
            return Ok(false);
        };
        let name = self.name();
        // What was read of the old file need not be read again in the new one.
        if let Some(tail) = self.tails.get_mut(&name).filter(|tail| tail.offset == compacted.old) {
            *tail = compacted.tail;
        }
        self.own = None;
        self.unsynced = false;
        Ok(true)
    }

    /// This host's log.
    pub fn path(&self) -> PathBuf {
        self.place.folder.join(self.name())
    }

    fn name(&self) -> OsString {
        let host = &self.place.host;
        let pid = std::process::id();
        if self.locks { format!("{host}.log") } else { format!("{host}-{pid}.log") }.into()
    }

    /// Writes whole records with one `write`.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        for _ in 0..MOST_TRIES {
            if self.read_only {
                return Err(io::Error::other("a later version of kanbao has written to it"));
            }
            let path = self.path();
            let own = match self.own.take() {
                Some(own) => own,
                None => create_own(&path)?,
            };
            if self.locks {
                // A long write may be torn by another one.
                let alone = bytes.len() > SHORT;
                let lock =
                    if alone { FlockOperation::LockExclusive } else { FlockOperation::LockShared };
                match retry_on_intr(|| flock(&own, lock)) {
                    Ok(()) => {}
                    Err(Errno::NOLCK | Errno::NOTSUP | Errno::NOSYS) => {
                        self.locks = false;
                        continue;
                    }
                    Err(error) => return Err(error.into()),
                }
            }
            if !is_named(&own, &path)? {
                continue;
            }
            let written = self.write_to(&own, bytes);
            if self.locks {
                // If this fails, closing the file unlocks it.
                retry_on_intr(|| flock(&own, FlockOperation::Unlock))?;
            }
            self.own = Some(own);
            self.unsynced |= written.is_ok();
            return written;
        }
        Err(io::Error::other("it is replaced all the time"))
    }

    /// Writes to the file, which is locked; the first record names the archive.
    fn write_to(&mut self, mut own: &File, bytes: &[u8]) -> io::Result<()> {
        let is_new = own.metadata()?.len() == 0;
        let with_name;
        let bytes = if is_new {
            with_name = [self.name_of_archive(), bytes.to_vec()].concat();
            &with_name
        } else {
            bytes
        };
        let n = loop {
            match own.write(bytes) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                written => break written?,
            }
        };
        if n < bytes.len() {
            return Err(io::Error::new(io::ErrorKind::StorageFull, "no space for the record"));
        }
        // What we wrote need not be read again, if nobody else has written before it.
        let end = own.stream_position()?;
        let start = end - n as u64;
        let name = self.name();
        if is_new && start == 0 {
            let inode = Inode::of(&own.metadata()?);
            self.tails.insert(name, Tail { inode, offset: end, size: end });
        } else if let Some(tail) = self.tails.get_mut(&name).filter(|tail| tail.offset == start) {
            (tail.offset, tail.size) = (end, end);
        }
        Ok(())
    }

    fn name_of_archive(&self) -> Vec<u8> {
        let (op, value) = (Op::Set(Kind::Archive), self.place.archive.as_str().into());
        let mut bytes = Vec::new();
        Record { stamp: Stamp::default(), op, key: Box::default(), value }.encode(&mut bytes);
        bytes
    }
}

/// The names of the logs in a folder, in order.
fn logs(folder: &Path) -> io::Result<Vec<OsString>> {
    let names = folder.read_dir()?.map(|entry| Ok(entry?.file_name()));
    let mut names: Vec<OsString> = names.collect::<io::Result<_>>()?;
    names.retain(|name| Path::new(name).extension() == Some(OsStr::new("log")));
    names.sort_unstable();
    Ok(names)
}

/// Opens a log for appending, and makes it and its folder if need be.
fn create_own(path: &Path) -> io::Result<File> {
    match open_own(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if let Some(folder) = path.parent() {
                DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
            }
            let flags = APPENDING | OFlags::CREATE;
            let own = rustix::fs::open(path, flags, Mode::RUSR | Mode::WUSR)?;
            // Some file systems cannot, and need not.
            let _ = path.parent().map(sync_folder);
            Ok(own.into())
        }
        opened => opened,
    }
}

const APPENDING: OFlags = OFlags::WRONLY
    .union(OFlags::APPEND)
    .union(OFlags::CLOEXEC)
    .union(OFlags::NONBLOCK)
    .union(OFlags::NOCTTY);

fn open_own(path: &Path) -> io::Result<File> {
    Ok(rustix::fs::open(path, APPENDING, Mode::empty())?.into())
}

/// Whether an open file is still the one of that name.
fn is_named(file: &File, path: &Path) -> io::Result<bool> {
    match fs::metadata(path) {
        Ok(named) => Ok(Inode::of(&file.metadata()?) == Inode::of(&named)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Waits until the names in a folder are on the disk.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// `path: why`, without the system's number of the error.
fn told(path: &Path, error: &io::Error) -> CleanText {
    let why = error.to_string();
    let why = why.split(" (os error").next().unwrap_or(&why);
    let path = CleanText::lossy(path.as_os_str().as_bytes());
    CleanText::line(&format!("{path}: {why}"))
}
