//! Which version of a file was read, told without reading it again.

use std::hash::{DefaultHasher, Hash, Hasher};

use rustix::fs::Stat;

use crate::clock::Clock;

/// Seconds in which a file that was changed can change again without a trace: clocks of disks tick
/// as slowly as that.
const TICK: u64 = 2;

/// A version of a file: its size, its times and its number on the disk.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stamp {
    /// A hash; 0 of a version that may have a successor of the same size and times.
    version: u64,
    /// A hash by which the file is known under another name. The number alone would not do: it is
    /// given to the next new file as soon as a file is gone.
    pub identity: u64,
}

impl Stamp {
    /// The version of a file as it is now.
    pub fn of(stat: &Stat) -> Self {
        Self::at(stat, Clock::System.now())
    }

    /// The version of a file that was looked at then, in seconds since 1970.
    fn at(stat: &Stat, now: i64) -> Self {
        let mut hasher = DefaultHasher::new();
        (stat.st_ino, stat.st_size, stat.st_mtime, stat.st_mtime_nsec).hash(&mut hasher);
        let identity = hasher.finish();
        (stat.st_ctime, stat.st_ctime_nsec, stat.st_mode).hash(&mut hasher);
        // The change of the file's own record is told by the kernel, its other time by anyone.
        let is_young = |time: i64| time.abs_diff(now) <= TICK;
        let is_sure = !is_young(stat.st_mtime) && !is_young(stat.st_ctime);
        Self { version: if is_sure { hasher.finish().max(1) } else { 0 }, identity }
    }

    /// Whether this is certainly the same version.
    pub fn is(self, other: Self) -> bool {
        self.version != 0 && self.version == other.version
    }
}

/// A number that changes when a file does, the same in every process; `None` of one so young that it
/// may change without a trace.
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

/// FNV-1a with 64 bits: the same hash for ever.
pub(crate) fn fnv1a(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
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
