//! The logs of one archive: a folder with one append-only file per host.
//!
//! Reads every `*.log` in the folder, including conflict copies made by sync programs; writes only
//! this host's (see `own`). Records that cannot be written are kept and retried. Calls block on the
//! disk, so [`writer`](super::writer) runs them on its own thread.

use std::collections::{HashMap, VecDeque};
use std::ffi::{OsStr, OsString};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use crate::clean::CleanText;
use crate::state::State;
use crate::state::own::{OwnLog, WriteSpan};
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
    /// Unreadable files: `path: reason`.
    pub problems: Vec<CleanText>,
}

impl Report {
    /// One line per problem.
    pub fn lines(self) -> Vec<CleanText> {
        let mut lines = self.problems;
        for (count, what) in [(self.bad, "damaged"), (self.newer, "of a later version of kanbao")] {
            if count > 0 {
                let line =
                    format!("records of the reading state that are {what}, left out: {count}");
                lines.push(CleanText::line(&line));
            }
        }
        lines
    }
}

/// Records kept in memory because they cannot be written (S49).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{records} not saved: {why}")]
pub struct NotSaved {
    /// How many.
    pub records: usize,
    /// `path: reason`.
    pub why: CleanText,
}

/// The logs of one archive.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    own: OwnLog,
    tails: HashMap<OsString, Tail>,
    unsaved: VecDeque<Record>,
    /// Whether this host's log has records of a later version and must not be changed (S51).
    read_only: bool,
}

impl Store {
    /// Reads all logs. Writes nothing and never fails: unreadable files are reported.
    pub fn open(place: Location) -> (Self, State, Report) {
        let mut state = State::new(&place.host);
        let mut store = Self {
            folder: place.folder.clone(),
            own: OwnLog::new(place),
            tails: HashMap::new(),
            unsaved: VecDeque::new(),
            read_only: false,
        };
        let report = store.poll_others(&mut |record, host| {
            state.apply(&record, host);
        });
        (store, state, report)
    }

    /// Passes each record added to any log since the last poll to `take`, with its host: from other
    /// machines and from other instances on this one. Some come twice.
    pub fn poll_others(&mut self, take: &mut dyn FnMut(Record, &str)) -> Report {
        let mut report = Report::default();
        let names = match logs(&self.folder) {
            Ok(names) => names,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => {
                report.problems.push(describe(&self.folder, &error));
                return report;
            }
        };
        self.tails.retain(|name, _| names.contains(name));
        let own = self.own.name();
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
                    self.read_only |= report.newer > newer && name == *own;
                    self.tails.insert(name, tail);
                }
                // Removed since the folder was listed.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => report.problems.push(describe(&path, &error)),
            }
        }
        report
    }

    /// Appends records to this host's log, after those that could not be written before (S49). A
    /// large step takes few writes.
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
                let why = describe(&self.path(), &error);
                return Err(NotSaved { records: self.unsaved.len(), why });
            }
            self.unsaved.drain(..count);
        }
        Ok(())
    }

    /// The number of records not yet written.
    pub fn unsaved(&self) -> usize {
        self.unsaved.len()
    }

    /// Waits until everything written is on the disk.
    pub fn sync(&mut self) -> Result<(), CleanText> {
        self.own.sync().map_err(|error| describe(&self.path(), &error))
    }

    /// Compacts this host's log if more than `least` bytes and more than half of it are superseded;
    /// returns whether it did. Yields to another instance that is writing or compacting.
    pub fn compact(&mut self, least: u64) -> Result<bool, CleanText> {
        if self.read_only {
            return Ok(false);
        }
        let compacted = self.own.compact(least).map_err(|error| describe(&self.path(), &error))?;
        let Some(compacted) = compacted else { return Ok(false) };
        // The new file holds nothing that was not read already.
        let tail = self.tails.get_mut(OsStr::new(&self.own.name()));
        if let Some(tail) = tail.filter(|tail| tail.offset == compacted.old) {
            *tail = compacted.tail;
        }
        Ok(true)
    }

    /// This host's log.
    pub fn path(&self) -> PathBuf {
        self.own.path()
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.read_only {
            return Err(io::Error::other("a later version of kanbao has written to it"));
        }
        let WriteSpan { inode, start, end } = self.own.write(bytes)?;
        // Do not read our own write again, unless another process wrote before it.
        let name = OsString::from(self.own.name());
        let unread = Tail { inode, offset: 0, size: 0 };
        let tail = self.tails.entry(name).or_insert(unread);
        if (tail.inode, tail.offset) == (inode, start) {
            (tail.offset, tail.size) = (end, end);
        }
        Ok(())
    }
}

/// The names of the logs in a folder, sorted.
fn logs(folder: &Path) -> io::Result<Vec<OsString>> {
    let names = folder.read_dir()?.map(|entry| Ok(entry?.file_name()));
    let mut names: Vec<OsString> = names.collect::<io::Result<_>>()?;
    names.retain(|name| Path::new(name).extension() == Some(OsStr::new("log")));
    names.sort_unstable();
    Ok(names)
}

/// `path: reason`, without the OS error number.
fn describe(path: &Path, error: &io::Error) -> CleanText {
    let why = error.to_string();
    let why = why.split(" (os error").next().unwrap_or(&why);
    let path = CleanText::lossy(path.as_os_str().as_bytes());
    CleanText::line(&format!("{path}: {why}"))
}
