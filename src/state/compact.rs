//! Compaction: drops superseded records from a log, keeping the winner of each key and kind.
//!
//! The new file is complete and synced before it replaces the old one, which is kept as `.prev`. The
//! slow part runs without the log's lock, so that no writer waits for the disk: records appended
//! meanwhile are copied, and the file is replaced under the lock once none is missing.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};
use rustix::io::{Errno, retry_on_intr};

use crate::lock;
use crate::state::own::named;
use crate::state::record::{Kind, Line, Record, Write};
use crate::state::tail::{Ending, Inode, Tail};

/// The most damaged logs to keep.
const MOST_DAMAGED: usize = 1000;
/// How often to copy records that were appended meanwhile before giving up.
const MOST_ROUNDS: usize = 10;

/// The result of compacting a log.
#[derive(Debug)]
pub(super) struct Compaction {
    /// Size of the old file in bytes.
    pub old: u64,
    /// The new file, as if already read to its end.
    pub tail: Tail,
}

/// Compacts the log at `path` if more than `least` bytes and more than half of it are superseded.
/// Changes nothing on failure, if the log has records of a later version, if another process
/// compacts it, or if the file system supports no locks.
pub(super) fn compact(path: &Path, least: u64) -> io::Result<Option<Compaction>> {
    match fs::symlink_metadata(path) {
        // Someone set up a symlink: replacing it by a file would break that.
        Ok(meta) if !meta.is_file() || meta.len() <= least => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        looked => looked?,
    };
    // For writing too: NFS refuses an exclusive lock on a file that is open for reading only.
    let log = match File::options().read(true).write(true).open(path) {
        // A log that cannot be written does not grow either.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Ok(None),
        opened => opened?,
    };
    // Between records: the lock is held by no writer.
    let Some(length) = locked(&log, path, Ok)? else { return Ok(None) };
    let bytes = read(&log, 0, length)?;
    let Some(LiveLines { lines, is_damaged }) = LiveLines::of(&bytes) else { return Ok(None) };
    let new = lines.iter().flat_map(|line| [b"\n", *line, b"\n"]).collect::<Vec<_>>().concat();
    let dead = bytes.len().saturating_sub(new.len());
    if dead as u64 <= least || dead <= new.len() {
        return Ok(None);
    }
    let beside = |ending: &str| -> PathBuf {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        name.into()
    };
    let Some(mut replacement) = Replacement::create(beside(".new"))? else { return Ok(None) };
    replacement.append(&new)?;
    let mut copied = length;
    for _ in 0..MOST_ROUNDS {
        let replaced = locked(&log, path, |length| {
            if length > copied {
                return Ok(Err(length));
            }
            if is_damaged {
                keep_damaged(path, &beside)?;
            }
            replacement.replace(path, &beside(".prev")).map(Ok)
        })?;
        match replaced {
            Some(Ok(tail)) => {
                // Some file systems cannot sync folders, and need not.
                let _ = path.parent().map(sync_folder);
                return Ok(Some(Compaction { old: copied, tail }));
            }
            Some(Err(length)) => {
                replacement.append(&read(&log, copied, length)?)?;
                copied = length;
            }
            None => return Ok(None),
        }
    }
    Ok(None)
}

/// Calls `work` with the log's length in bytes while no process writes to it. `None` if the path
/// names another file by now, or if there are no locks.
fn locked<T>(
    log: &File,
    path: &Path,
    work: impl FnOnce(u64) -> io::Result<T>,
) -> io::Result<Option<T>> {
    match retry_on_intr(|| flock(log, FlockOperation::LockExclusive)) {
        Ok(()) => {}
        Err(error) if lock::is_missing(error) => return Ok(None),
        Err(error) => return Err(error.into()),
    }
    let result = match named(log, path) {
        Ok(Some(_)) => log.metadata().and_then(|meta| work(meta.len())).map(Some),
        Ok(None) => Ok(None),
        Err(error) => Err(error),
    };
    flock(log, FlockOperation::Unlock)?;
    result
}

/// The bytes of the log from `start` to `end`.
fn read(log: &File, start: u64, end: u64) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; end.saturating_sub(start) as usize];
    log.read_exact_at(&mut bytes, start)?;
    Ok(bytes)
}

/// The file that will replace the log; removed if it does not.
struct Replacement {
    file: File,
    path: PathBuf,
    ending: Ending,
    is_done: bool,
}

impl Replacement {
    /// `None` if another process is writing it.
    fn create(path: PathBuf) -> io::Result<Option<Self>> {
        let file =
            File::options().write(true).create(true).truncate(false).mode(0o600).open(&path)?;
        let is_ours = flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok();
        // Another process may have just renamed this file to the log.
        if !is_ours || named(&file, &path)?.is_none() {
            return Ok(None);
        }
        // What a killed process left.
        file.set_len(0)?;
        Ok(Some(Self { file, path, ending: Ending::of(&[]), is_done: false }))
    }

    /// Appends bytes and waits until they are on the disk.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.ending = Ending::of(bytes);
        self.file.sync_all()
    }

    /// Takes the log's place; the log becomes `previous`.
    fn replace(&mut self, log: &Path, previous: &Path) -> io::Result<Tail> {
        match fs::remove_file(previous) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        // Not a rename, so that the log never disappears.
        link_or_copy(log, previous)?;
        fs::rename(&self.path, log)?;
        self.is_done = true;
        let meta = self.file.metadata()?;
        let (offset, size, ending) = (meta.len(), meta.len(), self.ending);
        Ok(Tail { offset, size, ending, ..Tail::start(Inode::of(&meta)) })
    }
}

impl Drop for Replacement {
    fn drop(&mut self) {
        if !self.is_done {
            // The next compaction truncates it.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Syncs a folder, so that new names in it survive a crash.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Gives a file a second name, or copies it if the file system has no hard links, as FAT. Fails if
/// the name is taken.
fn link_or_copy(from: &Path, to: &Path) -> io::Result<()> {
    let linked = fs::hard_link(from, to);
    let error = linked.as_ref().err().and_then(io::Error::raw_os_error);
    match error.map(Errno::from_raw_os_error) {
        Some(Errno::PERM | Errno::NOTSUP | Errno::NOSYS | Errno::MLINK) => copy(from, to),
        _ => linked,
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut copy = File::options().write(true).create_new(true).mode(0o600).open(to)?;
    let copied = io::copy(&mut File::open(from)?, &mut copy).and_then(|_| copy.sync_all());
    copied.inspect_err(|_| drop(fs::remove_file(to)))
}

/// Keeps a copy of a damaged log as `.bad-N` (S51).
fn keep_damaged(path: &Path, beside: &dyn Fn(&str) -> PathBuf) -> io::Result<()> {
    for n in 1..=MOST_DAMAGED {
        match link_or_copy(path, &beside(&format!(".bad-{n}"))) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            linked => return linked,
        }
    }
    Err(io::Error::other("too many damaged logs are kept beside it"))
}

/// The lines of a log that survive compaction.
struct LiveLines<'a> {
    /// In log order, without line feeds.
    lines: Vec<&'a [u8]>,
    is_damaged: bool,
}

impl<'a> LiveLines<'a> {
    /// `None` if the log has records of a later version.
    fn of(bytes: &'a [u8]) -> Option<Self> {
        // Bytes after the last line feed are a torn record.
        let mut is_damaged = bytes.last().is_some_and(|&byte| byte != b'\n');
        let mut records: Vec<(&[u8], Record)> = Vec::new();
        for line in bytes.split(|&byte| byte == b'\n') {
            match Line::parse(line) {
                Line::Empty => {}
                Line::Newer => return None,
                Line::Bad => is_damaged = true,
                Line::Record(record) => records.push((line, record)),
            }
        }
        // On a tie the first record stays.
        let mut winners: HashMap<(Kind, &[u8]), (Write<'_>, usize)> = HashMap::new();
        for (at, (_, record)) in records.iter().enumerate() {
            let Some((kind, write)) = record.write() else { continue };
            let winner = winners.entry((kind, &record.key)).or_insert((write, at));
            if write > winner.0 {
                *winner = (write, at);
            }
        }
        let is_live = |(at, (_, record)): &(usize, &(&[u8], Record))| {
            record.write().is_none_or(|(kind, _)| {
                winners.get(&(kind, &*record.key)).is_some_and(|winner| winner.1 == *at)
            })
        };
        let lines = records.iter().enumerate().filter(is_live).map(|(_, (line, _))| *line);
        Some(Self { lines: lines.collect(), is_damaged })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::State;
    use crate::state::record::{Op, Stamp};
    use crate::state::tests::records;
    use proptest::prelude::*;

    fn text(records: &[(&str, u64, &str, &str)]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for &(op, ms, key, value) in records {
            let (stamp, op) = (Stamp { ms, seq: 0 }, Op::of_name(op));
            Record { stamp, op, key: key.as_bytes().into(), value: value.into() }
                .encode(&mut bytes);
        }
        bytes
    }

    fn check(log: &[u8], expected: Option<(&[u8], bool)>) {
        let live = LiveLines::of(log).map(|live| {
            let lines = live.lines.iter().flat_map(|line| [b"\n", *line, b"\n"]);
            (lines.collect::<Vec<_>>().concat(), live.is_damaged)
        });
        assert_eq!(live, expected.map(|(bytes, damaged)| (bytes.to_vec(), damaged)));
    }

    #[test]
    fn the_last_record_of_each_key_and_kind_is_live() {
        let dead = [("read", 1, "a", ""), ("star", 2, "a", ""), ("read", 3, "b", "")];
        let live = [
            ("archive", 0, "", "x"),
            ("unread", 4, "a", ""),
            ("pin", 1, "a", ""),
            ("pin", 1, "a", ""),
        ];
        // Older records that came later, from an import.
        let late = [("star", 1, "a", ""), ("read", 2, "b", "")];
        let log = text(&[&live[..1], &dead, &live[1..], &late].concat());
        let expected = text(&[&live[..1], &dead[1..], &live[1..]].concat());
        check(&log, Some((&expected, false)));
        check(b"", Some((b"", false)));
    }

    #[test]
    fn a_copy_takes_no_name_that_is_in_use() {
        let folder = tempfile::tempdir().unwrap();
        let [from, to] = ["log", "log.prev"].map(|name| folder.path().join(name));
        fs::write(&from, "甲").unwrap();
        for give in [copy, link_or_copy] {
            give(&from, &to).unwrap();
            assert_eq!(fs::read_to_string(&to).unwrap(), "甲");
            assert_eq!(give(&from, &to).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
            fs::remove_file(&to).unwrap();
        }
    }

    #[test]
    fn damage_is_detected_and_later_versions_are_left_alone() {
        let good = text(&[("read", 1, "a", "")]);
        check(&[&good, b"\nrubbish\n".as_slice()].concat(), Some((&good, true)));
        let torn = good.get(..good.len() - 1).unwrap();
        check(&[&good, torn].concat(), Some((&good, true)));
        let rest = "v2\tx";
        let newer = format!("\n{:08x}\t{rest}\n", crc32fast::hash(rest.as_bytes()));
        check(&[&good, newer.as_bytes()].concat(), None);
    }
    /// The state of one host's log.
    fn state<'a>(lines: impl Iterator<Item = &'a [u8]>) -> State {
        let mut state = State::new("h");
        for line in lines {
            if let Line::Record(record) = Line::parse(line) {
                state.apply(&record, "h");
            }
        }
        state
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        /// With tied stamps, and removals that tie with values.
        #[test]
        fn a_compacted_log_has_the_state_of_the_log(records in records()) {
            let mut log = Vec::new();
            for (record, _) in &records {
                record.encode(&mut log);
            }
            let whole = state(log.split(|&byte| byte == b'\n'));
            let live = LiveLines::of(&log).unwrap().lines;
            for compacted in [state(live.iter().copied()), state(live.iter().rev().copied())] {
                prop_assert_eq!(compacted.records(), whole.records());
                prop_assert_eq!(compacted.newest, whole.newest);
            }
            let others = records.iter().filter(|(record, _)| record.write().is_none()).count();
            let keys = whole.records().iter().filter(|(record, _)| record.write().is_some()).count();
            prop_assert_eq!(live.len(), keys + others, "nothing superseded is left");
        }
    }
}
