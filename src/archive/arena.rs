//! Many values in shared parts, so that a copy of an archive is cheap while a search has the other:
//! it takes a pointer for each part, and a change afterwards copies only the parts that it touches.

use std::ops::Range;
use std::sync::Arc;

/// The size of a part in bytes.
const PART: usize = 1 << 20;

/// Values that are added in runs; each run stays in one piece, in one part.
#[derive(Clone, Debug)]
pub(super) struct Arena<T> {
    parts: Vec<Arc<Vec<T>>>,
}

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Self { parts: Vec::new() }
    }
}

impl<T: Copy> Arena<T> {
    /// Values in a part; a longer run has a part of its own.
    const VALUES: usize = PART / size_of::<T>();

    /// Adds a run of values; returns the index of its first. Runs of one have consecutive indexes.
    pub(super) fn add(&mut self, run: &[T]) -> u32 {
        let fits = |part: &Arc<Vec<T>>| part.len() + run.len() <= Self::VALUES;
        if !self.parts.last().is_some_and(fits) {
            self.parts.push(Arc::default());
        }
        let before = (self.parts.len() - 1) * Self::VALUES;
        let Some(part) = self.parts.last_mut() else { return 0 };
        let start = before + part.len();
        Arc::make_mut(part).extend_from_slice(run);
        start as u32
    }

    /// The values of a run, or of a part of it.
    pub(super) fn get(&self, run: Range<usize>) -> &[T] {
        let (part, start) = (run.start / Self::VALUES, run.start % Self::VALUES);
        let part = self.parts.get(part).map(|part| part.as_slice());
        part.and_then(|part| part.get(start..start + run.len())).unwrap_or_default()
    }

    /// One value.
    pub(super) fn one(&self, at: u32) -> Option<&T> {
        self.parts.get(at as usize / Self::VALUES)?.get(at as usize % Self::VALUES)
    }

    /// One value, to change it.
    pub(super) fn one_mut(&mut self, at: u32) -> Option<&mut T> {
        let part = self.parts.get_mut(at as usize / Self::VALUES)?;
        Arc::make_mut(part).get_mut(at as usize % Self::VALUES)
    }

    /// All values.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.parts.iter().flat_map(|part| part.iter())
    }

    /// The number of values.
    pub(super) fn len(&self) -> usize {
        self.parts.iter().map(|part| part.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs stay in one piece, however they fill the parts, and a copy keeps what it had.
    #[test]
    fn runs_are_found_again() {
        let mut arena = Arena::default();
        let values = Arena::<u32>::VALUES;
        let lengths = [3, values - 3, values - 1, 2, 0, values + 5, 1, 7];
        let mut runs = Vec::new();
        for (n, length) in lengths.into_iter().enumerate() {
            let run: Vec<u32> = (0..length as u32).map(|value| value ^ n as u32).collect();
            runs.push((arena.add(&run) as usize, run));
        }
        let is_whole = |arena: &Arena<u32>| {
            runs.iter().all(|(start, run)| arena.get(*start..start + run.len()) == run)
        };
        assert!(is_whole(&arena));
        assert_eq!((arena.len(), arena.iter().count()), (lengths.iter().sum(), arena.len()));
        let copy = arena.clone();
        let (changed, _) = runs[7];
        *arena.one_mut(changed as u32).unwrap() = 99;
        assert!(is_whole(&copy) && !is_whole(&arena));
        assert_eq!(arena.one(changed as u32), Some(&99));
        let shared = arena.parts.iter().zip(&copy.parts).filter(|(a, b)| Arc::ptr_eq(a, b));
        assert_eq!(shared.count(), arena.parts.len() - 1);
        assert_eq!((arena.get(0..values * 9), arena.one(u32::MAX)), (&[][..], None));
    }

    #[test]
    fn single_values_are_numbered() {
        let mut arena = Arena::default();
        for n in 0..3 * Arena::<[u64; 11]>::VALUES as u64 {
            assert_eq!(u64::from(arena.add(&[[n; 11]])), n);
        }
        assert_eq!(
            arena.one(2 * Arena::<[u64; 11]>::VALUES as u32).unwrap()[0],
            2 * Arena::<[u64; 11]>::VALUES as u64
        );
    }
}
