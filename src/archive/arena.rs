//! Arena of copy-on-write parts. Cloning it copies one pointer per part, and a later change copies
//! only the parts it touches, so an archive can change cheaply while a search holds a clone.

use std::ops::Range;
use std::sync::Arc;

/// Size of a part in bytes.
const PART: usize = 1 << 20;

/// Values added in runs. A run is contiguous: it never spans two parts.
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
    /// Values per part. A longer run gets its own part.
    const VALUES: usize = PART / size_of::<T>();

    /// Adds a run of values and returns the index of the first. Runs of one value get consecutive
    /// indexes.
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

    /// Returns a run or a slice of one; empty if the range is out of bounds.
    pub(super) fn get(&self, run: Range<usize>) -> &[T] {
        let (part, start) = (run.start / Self::VALUES, run.start % Self::VALUES);
        let part = self.parts.get(part).map(|part| part.as_slice());
        part.and_then(|part| part.get(start..start + run.len())).unwrap_or_default()
    }

    /// Returns the value at an index.
    pub(super) fn one(&self, at: u32) -> Option<&T> {
        self.parts.get(at as usize / Self::VALUES)?.get(at as usize % Self::VALUES)
    }

    /// Returns the value at an index for modification. Copies its part if a clone shares it.
    pub(super) fn one_mut(&mut self, at: u32) -> Option<&mut T> {
        let part = self.parts.get_mut(at as usize / Self::VALUES)?;
        Arc::make_mut(part).get_mut(at as usize % Self::VALUES)
    }

    /// Iterates over all values.
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

    /// Runs stay contiguous however they fill the parts, and a clone keeps its values.
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
