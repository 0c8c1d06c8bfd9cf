//! Versions of files: detects changes without reading.

use rustix::fs::Stat;

use crate::clock::Clock;
use crate::hash::fnv1a;

/// Seconds in which a file can change twice without another timestamp: some file systems' clocks
/// are this coarse.
const TICK: u64 = 2;

/// A version of a file: a hash of its size, times, mode and inode, the same in every process.
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
        #[allow(clippy::unnecessary_cast, reason = "their types differ between systems")]
        let bytes = [
            stat.st_ino as u64,
            stat.st_size as u64,
            stat.st_mtime as u64,
            stat.st_mtime_nsec as u64,
            stat.st_ctime as u64,
            stat.st_ctime_nsec as u64,
            u64::from(stat.st_mode),
        ]
        .map(u64::to_le_bytes);
        let identity = fnv1a(bytes.get(..4).unwrap_or_default().as_flattened());
        let is_young = |time: i64| time.abs_diff(now) <= TICK;
        // Anyone can set the mtime, but only the kernel sets the ctime. A ctime with a fraction
        // comes from a clock that is fine enough.
        let is_coarse = stat.st_ctime_nsec == 0;
        let is_sure = !(is_young(stat.st_mtime) || is_coarse && is_young(stat.st_ctime));
        Self { version: if is_sure { fnv1a(bytes.as_flattened()).max(1) } else { 0 }, identity }
    }

    /// A version that a store knows.
    pub(super) fn stored(version: u64) -> Self {
        Self { version, identity: 0 }
    }

    /// A number for the version; `None` if the file may change without another one.
    pub(super) fn version(self) -> Option<u64> {
        (self.version != 0).then_some(self.version)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_young_file_may_change_without_a_trace() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let stat = rustix::fs::stat(file.path()).unwrap();
        let with = |nanoseconds| {
            let mut stat = stat;
            stat.st_mtime -= 1000;
            stat.st_ctime_nsec = nanoseconds;
            stat
        };
        for (stat, ages) in [(stat, 3), (with(0), 3), (with(1), 0)] {
            for age in -3..9_i64 {
                let seen = Stamp::at(&stat, stat.st_ctime + age);
                let is_known = age.abs() >= ages;
                assert_eq!(seen.is(Stamp::at(&stat, stat.st_ctime + 100)), is_known, "{age} s");
                assert_eq!(seen.version().is_some(), is_known);
            }
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
