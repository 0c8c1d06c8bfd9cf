//! Versions of files: detects changes without reading.

use std::hash::{DefaultHasher, Hash, Hasher};

use rustix::fs::Stat;

use crate::clock::Clock;
use crate::hash::fnv1a;

/// Seconds in which a file can change twice without another timestamp: some file systems' clocks
/// are this coarse.
const TICK: u64 = 2;

/// A version of a file: a hash of its size, times, mode and inode.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stamp {
    /// 0 if another version may have the same size and times.
    version: u64,
    /// A hash that survives a rename. Not the inode alone: the next new file may reuse it.
    pub identity: u64,
}

impl Stamp {
    /// The version of a file, seen now.
    pub(super) fn of(stat: &Stat) -> Self {
        Self::at(stat, Clock::System.now())
    }

    /// The version of a file, seen at `now` in seconds since 1970.
    fn at(stat: &Stat, now: i64) -> Self {
        let mut hasher = DefaultHasher::new();
        (stat.st_ino, stat.st_size, stat.st_mtime, stat.st_mtime_nsec).hash(&mut hasher);
        let identity = hasher.finish();
        (stat.st_ctime, stat.st_ctime_nsec, stat.st_mode).hash(&mut hasher);
        // Only the kernel sets the inode's change time; anyone can set the other.
        let is_young = |time: i64| time.abs_diff(now) <= TICK;
        let is_sure = !is_young(stat.st_mtime) && !is_young(stat.st_ctime);
        Self { version: if is_sure { hasher.finish().max(1) } else { 0 }, identity }
    }

    /// The version of a part of a file, by the hash of its content.
    pub(super) fn of_content(hash: u64) -> Self {
        Self { version: hash.max(1), identity: hash }
    }

    /// Whether this is certainly the same version as another.
    pub(super) fn is(self, other: Self) -> bool {
        self.version != 0 && self.version == other.version
    }
}

/// A number that changes with the file, the same in every process; `None` if the file is so young
/// that it may change undetected.
pub(super) fn fingerprint(stat: &Stat) -> Option<u64> {
    if stat.st_mtime.abs_diff(Clock::System.now()) <= TICK {
        return None;
    }
    let size = stat.st_size.to_le_bytes();
    let times = [stat.st_mtime, stat.st_ctime].map(i64::to_le_bytes);
    #[allow(clippy::unnecessary_cast, reason = "they are signed on other systems")]
    let parts = [stat.st_mtime_nsec, stat.st_ctime_nsec].map(|part| (part as u64).to_le_bytes());
    let numbers = [stat.st_ino.to_le_bytes(), size, times[0], times[1], parts[0], parts[1]];
    Some(fnv1a(numbers.as_flattened()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_young_file_may_change_without_a_trace() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let stat = rustix::fs::stat(file.path()).unwrap();
        for (age, is_known) in [(0, false), (1, false), (2, false), (3, true), (-9, true)] {
            let seen = Stamp::at(&stat, stat.st_ctime + age);
            assert_eq!(seen.is(Stamp::at(&stat, stat.st_ctime + 100)), is_known, "{age} s");
        }
        assert!(!Stamp::default().is(Stamp::default()));
    }

    #[test]
    fn every_change_is_another_version() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let stat = rustix::fs::stat(file.path()).unwrap();
        let later = stat.st_ctime + 100;
        let changes: [fn(&mut Stat); 5] = [
            |stat| stat.st_size += 1,
            |stat| stat.st_mtime_nsec ^= 1,
            |stat| stat.st_ctime -= 1,
            |stat| stat.st_ino += 1,
            |stat| stat.st_mode ^= 0o400,
        ];
        for change in changes {
            let mut other = stat;
            change(&mut other);
            assert!(!Stamp::at(&other, later).is(Stamp::at(&stat, later)), "{other:?}");
        }
    }
}
