//! The paths to scan and when: debounces notifications (S34).

use std::collections::{HashSet, VecDeque};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::archive::watch::Pace;
use crate::archive::watch::system::Notice;

/// Above this number of paths, everything is scanned.
const MOST_PATHS: usize = 10_000;
/// Overflows in a minute that make notifications useless.
const OVERFLOWS: usize = 3;

/// Paths that were notified since the last scan.
#[derive(Debug, Default)]
pub(super) struct Dirty {
    is_everywhere: bool,
    paths: HashSet<PathBuf>,
    /// The time of the first and the last notification.
    since: Option<(Instant, Instant)>,
    /// The overflows of the last minute.
    overflows: VecDeque<Instant>,
}

impl Dirty {
    /// Adds a notification.
    pub(super) fn add(&mut self, notice: Notice) {
        self.add_at(notice, Instant::now());
    }

    fn add_at(&mut self, notice: Notice, now: Instant) {
        match notice {
            Notice::At(paths) => self.paths.extend(paths),
            Notice::Everywhere => {
                let is_old = |then: &Instant| now.duration_since(*then) > Duration::from_secs(60);
                while self.overflows.front().is_some_and(is_old) {
                    self.overflows.pop_front();
                }
                self.overflows.push_back(now);
                self.mark_everything();
            }
        }
        if self.is_everywhere || self.paths.len() > MOST_PATHS {
            self.mark_everything();
        }
        let first = self.since.map_or(now, |(first, _)| first);
        self.since = Some((first, now));
    }

    /// Requests a full scan.
    pub(super) fn mark_everything(&mut self) {
        self.is_everywhere = true;
        self.paths = HashSet::new();
    }

    /// When to scan: after the quiet time, or at the latest after the longest wait (S34).
    pub(super) fn due_at(&self, pace: Pace) -> Option<Instant> {
        self.since.map(|(first, last)| (last + pace.quiet).min(first + pace.longest))
    }

    /// Takes the paths below a root, relative to it; `None` = scan everything.
    pub(super) fn take(&mut self, root: &Path) -> Option<Vec<Vec<u8>>> {
        let below = |path: &PathBuf| {
            path.strip_prefix(root).ok().map(|path| path.as_os_str().as_bytes().to_vec())
        };
        let paths = self.paths.iter().filter_map(below).collect();
        let is_everywhere = self.is_everywhere;
        self.clear();
        (!is_everywhere).then_some(paths)
    }

    /// Whether the queue overflowed too often.
    pub(super) fn is_flooded(&self) -> bool {
        self.overflows.len() >= OVERFLOWS
    }

    /// Forgets all notifications.
    pub(super) fn clear(&mut self) {
        (self.is_everywhere, self.paths, self.since) = (false, HashSet::new(), None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: Pace = Pace {
        quiet: Duration::from_millis(300),
        longest: Duration::from_secs(1),
        poll: Duration::from_secs(30),
        lost: Duration::from_secs(2),
    };

    fn at(path: &str) -> Notice {
        Notice::At(vec![PathBuf::from(path)])
    }

    #[test]
    fn one_looks_after_a_moment_of_quiet_s34() {
        let start = Instant::now();
        let after = |ms| start + Duration::from_millis(ms);
        for (notes, due) in [
            (&[0][..], 300),
            (&[0, 200], 500),
            (&[0, 200, 400], 700),
            // A steady writer cannot delay the scan for ever.
            (&[0, 200, 400, 600, 800], 1000),
        ] {
            let mut dirty = Dirty::default();
            assert_eq!(dirty.due_at(PACE), None);
            for &ms in notes {
                dirty.add_at(at("r/a"), after(ms));
            }
            assert_eq!(dirty.due_at(PACE), Some(after(due)), "{notes:?}");
            assert_eq!(dirty.take(Path::new("r")), Some(vec![b"a".to_vec()]));
            assert_eq!(dirty.due_at(PACE), None);
        }
    }

    #[test]
    fn many_paths_and_overflows_are_everywhere() {
        let start = Instant::now();
        let mut dirty = Dirty::default();
        for n in 0..=MOST_PATHS {
            dirty.add_at(at(&format!("r/{n}")), start);
        }
        assert_eq!(dirty.take(Path::new("r")), None);
        assert_eq!(dirty.take(Path::new("r")), Some(Vec::new()));
        for (second, is_flooded) in
            [(0, false), (50, false), (70, false), (100, true), (300, false)]
        {
            dirty.add_at(Notice::Everywhere, start + Duration::from_secs(second));
            dirty.add_at(at("r/a"), start + Duration::from_secs(second));
            assert_eq!(dirty.is_flooded(), is_flooded, "{second} s");
            assert_eq!(dirty.take(Path::new("r")), None);
        }
    }

    #[test]
    fn the_root_may_be_named_in_any_way() {
        for (root, path, expected) in [
            (".", "./_posts/a.md", &b"_posts/a.md"[..]),
            ("a/../b", "a/../b/c", b"c"),
            ("/a/", "/a/b", b"b"),
            ("/a", "/a", b""),
        ] {
            let mut dirty = Dirty::default();
            dirty.add(at(path));
            assert_eq!(dirty.take(Path::new(root)), Some(vec![expected.to_vec()]), "{root}");
        }
    }
}
