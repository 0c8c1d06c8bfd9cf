//! The logs of one archive: a folder with one append-only file per host.
//!
//! Reads every `*.log` in the folder, including conflict copies made by sync programs; writes only
//! this host's (see `own`). Records that cannot be written are kept and retried. Appending does not wait
//! for the disk; syncing, compaction and polling run on the thread of [`writer`](super::writer).

use std::collections::{HashMap, VecDeque};
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::reason::{FileError, Reason};
use crate::state::State;
use crate::state::compact;
use crate::state::own::{self, OwnLog, WriteSpan};
use crate::state::record::{Line, Record};
use crate::state::tail::Tail;

/// The most bytes per write, rounded up to a record.
const LARGEST_WRITE: usize = 1024 * 1024;
/// Superseded bytes that make a log worth compacting.
pub const WORTH_COMPACTING: u64 = 1024 * 1024;

/// Where the state of an archive is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The folder of the archive's logs; created by the first write.
    pub folder: PathBuf,
    /// This host, as a file name (see [`identity::host`](super::identity::host)).
    pub host: String,
    /// The archive's name, for people who read the log.
    pub archive: String,
}

/// Problems found while reading logs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Skipped records that are truncated or damaged (S51).
    pub bad: usize,
    /// Skipped records of a later version of kanbao.
    pub newer: usize,
    /// Unreadable files.
    pub unreadable: Vec<FileError>,
    /// Whether this host's log has records of a later version.
    pub is_own_newer: bool,
}

impl Report {
    /// Its problems, one by one.
    pub fn problems(self) -> Vec<Problem> {
        let mut problems: Vec<Problem> = self.unreadable.into_iter().map(Problem::File).collect();
        problems.extend((self.bad > 0).then_some(Problem::Damaged(self.bad)));
        problems.extend((self.newer > 0).then_some(Problem::Newer(self.newer)));
        problems
    }
}

/// A problem with the logs of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A file cannot be read or synced.
    File(FileError),
    /// This many records were skipped that are damaged.
    Damaged(usize),
    /// This many records were skipped that are of a later version of kanbao.
    Newer(usize),
}

/// Records kept in memory because they cannot be written (S49).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{records} records are not saved: {why}")]
pub struct NotSaved {
    /// How many; 0 if unknown.
    pub records: usize,
    /// The log that cannot be written, and why.
    pub why: FileError,
}

/// The logs of one archive.
#[derive(Debug)]
pub struct Store {
    pub(super) own: Appender,
    pub(super) others: Poller,
}

impl Store {
    /// Reads all logs. Writes nothing and never fails: unreadable files are reported.
    pub fn open(place: Location) -> (Self, State, Report) {
        let mut state = State::new(&place.host);
        let others = Poller { folder: place.folder.clone(), tails: HashMap::new() };
        let own =
            Appender { own: OwnLog::new(place), unsaved: VecDeque::new(), is_read_only: false };
        let mut store = Self { own, others };
        let report = store.poll_others(&mut |record, host| {
            state.apply(&record, host);
        });
        (store, state, report)
    }

    /// Passes each record added to any log since the last poll to `take`, with its host: from other
    /// machines and from other instances on this one. Some come twice.
    pub fn poll_others(&mut self, take: &mut dyn FnMut(Record, &str)) -> Report {
        let report = self.others.poll(&self.own.own.name(), take);
        self.own.is_read_only |= report.is_own_newer;
        report
    }

    /// Appends records to this host's log, after those that could not be written before (S49).
    pub fn append(&mut self, records: Vec<Record>) -> Result<(), NotSaved> {
        for span in self.own.append(records)? {
            self.others.skip(&self.own.own.name(), span);
        }
        Ok(())
    }

    /// The number of records not yet written.
    pub fn unsaved(&self) -> usize {
        self.own.unsaved()
    }

    /// Waits until everything written is on the disk.
    pub fn sync(&mut self) -> Result<(), FileError> {
        sync(&self.path())
    }

    /// Compacts this host's log if more than `least` bytes and more than half of it are superseded;
    /// returns whether it did. Yields to another instance that is compacting.
    pub fn compact(&mut self, least: u64) -> Result<bool, FileError> {
        if self.own.is_read_only {
            return Ok(false);
        }
        self.others.compact(&self.path(), least)
    }

    /// This host's log.
    pub fn path(&self) -> PathBuf {
        self.own.path()
    }
}

/// Writes this host's log.
#[derive(Debug)]
pub(super) struct Appender {
    own: OwnLog,
    unsaved: VecDeque<Record>,
    /// Whether this host's log has records of a later version and must not be changed (S51).
    pub(super) is_read_only: bool,
}

impl Appender {
    /// Waits at most so long for another process; without this, without a limit.
    pub(super) fn with_patience(self, longest: Duration) -> Self {
        Self { own: self.own.with_patience(longest), ..self }
    }

    /// Appends records, after those that could not be written before (S49). A large step takes few
    /// writes. Does not wait for the disk; returns what was written.
    pub(super) fn append(&mut self, records: Vec<Record>) -> Result<Vec<WriteSpan>, NotSaved> {
        self.unsaved.extend(records);
        let mut spans = Vec::new();
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
            match self.write(&bytes) {
                Ok(span) => spans.push(span),
                Err(reason) => return Err(self.not_saved(reason)),
            }
            self.unsaved.drain(..count);
        }
        Ok(spans)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<WriteSpan, Reason> {
        self.check_version()?;
        Ok(self.own.write(bytes)?)
    }

    /// Checks, without writing, that records could be written.
    pub(super) fn check(&self) -> Result<(), NotSaved> {
        let checked = self.check_version().and_then(|()| Ok(self.own.check()?));
        checked.map_err(|reason| self.not_saved(reason))
    }

    fn check_version(&self) -> Result<(), Reason> {
        if self.is_read_only { Err(Reason::NewerVersion) } else { Ok(()) }
    }

    pub(super) fn not_saved(&self, reason: Reason) -> NotSaved {
        NotSaved { records: self.unsaved.len(), why: reason.at(&self.path()) }
    }

    /// The number of records not yet written.
    pub(super) fn unsaved(&self) -> usize {
        self.unsaved.len()
    }

    /// The file's name.
    pub(super) fn name(&self) -> String {
        self.own.name()
    }

    /// The file's path.
    pub(super) fn path(&self) -> PathBuf {
        self.own.path()
    }
}

/// Reads what is appended to any log of the folder.
#[derive(Debug)]
pub(super) struct Poller {
    folder: PathBuf,
    tails: HashMap<OsString, Tail>,
}

impl Poller {
    /// Passes each record added since the last poll to `take`, with its host; `own` is the name of
    /// this host's log.
    pub(super) fn poll(&mut self, own: &str, take: &mut dyn FnMut(Record, &str)) -> Report {
        let mut report = Report::default();
        let names = match logs(&self.folder) {
            Ok(names) => names,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => {
                report.unreadable.push(Reason::from(error).at(&self.folder));
                return report;
            }
        };
        self.tails.retain(|name, _| names.contains(name));
        for name in names {
            let path = self.folder.join(&name);
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
                    report.is_own_newer |= report.newer > newer && name == *own;
                    self.tails.insert(name, tail);
                }
                // Removed since the folder was listed.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => report.unreadable.push(Reason::from(error).at(&path)),
            }
        }
        report
    }

    /// Skips an own write in `name`, unless another process wrote before it.
    pub(super) fn skip(&mut self, name: &str, span: WriteSpan) {
        let tail = self.tails.entry(name.into()).or_insert(Tail::start(span.inode));
        if (tail.inode, tail.offset) == (span.inode, span.start) {
            (tail.offset, tail.size, tail.ending) = (span.end, span.end, span.ending);
        }
    }

    /// Compacts the log at `path`; returns whether it did.
    pub(super) fn compact(&mut self, path: &Path, least: u64) -> Result<bool, FileError> {
        let compacted =
            compact::compact(path, least).map_err(|error| Reason::from(error).at(path))?;
        let Some(compacted) = compacted else { return Ok(false) };
        // The new file holds nothing that was not read already.
        let tail = path.file_name().and_then(|name| self.tails.get_mut(name));
        if let Some(tail) = tail.filter(|tail| tail.offset == compacted.old) {
            *tail = compacted.tail;
        }
        Ok(true)
    }
}

/// Waits until the log at `path` is on the disk.
pub(super) fn sync(path: &Path) -> Result<(), FileError> {
    own::sync(path).map_err(|error| Reason::from(error).at(path))
}

/// The names of the logs in a folder, sorted.
fn logs(folder: &Path) -> io::Result<Vec<OsString>> {
    let names = folder.read_dir()?.map(|entry| Ok(entry?.file_name()));
    let mut names: Vec<OsString> = names.collect::<io::Result<_>>()?;
    names.retain(|name| Path::new(name).extension() == Some(OsStr::new("log")));
    names.sort_unstable();
    Ok(names)
}
