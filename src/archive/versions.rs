//! The versions of files by path, packed: a million take some 80 MB.

use std::hash::BuildHasher;

use fixedbitset::FixedBitSet;
use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};

use crate::archive::stamp::Stamp;

/// The version of each file that was read, by path.
#[derive(Clone, Debug, Default)]
pub(super) struct Versions {
    /// The bytes of all paths.
    paths: Vec<u8>,
    files: Vec<File>,
    /// The numbers of the files that are known, by path.
    numbers: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

#[derive(Clone, Copy, Debug)]
struct File {
    start: u32,
    len: u16,
    stamp: Stamp,
}

impl Versions {
    /// The number of files.
    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Makes room for more files, so that adding them does not move the others.
    pub(super) fn reserve(&mut self, files: usize) {
        let (all, hasher) = (&self.files, &self.hasher);
        let hash = |&number: &u32| hasher.hash_one(path_of(&self.paths, all, number));
        self.numbers.reserve(files, hash);
        self.files.reserve(files);
    }

    /// The version of a file.
    pub(super) fn get(&self, path: &[u8]) -> Option<Stamp> {
        self.stamp(self.number(path)?)
    }

    /// Returns the number of a file, for [`Versions::path`] and similar. It is valid until a file
    /// is removed.
    pub(super) fn number(&self, path: &[u8]) -> Option<u32> {
        let is_it = |&number: &u32| path_of(&self.paths, &self.files, number) == path;
        self.numbers.find(self.hasher.hash_one(path), is_it).copied()
    }

    /// Returns the path of a numbered file.
    pub(super) fn path(&self, number: u32) -> &[u8] {
        path_of(&self.paths, &self.files, number)
    }

    /// Returns the version of a numbered file.
    pub(super) fn stamp(&self, number: u32) -> Option<Stamp> {
        self.files.get(number as usize).map(|file| file.stamp)
    }

    /// Replaces the version of a numbered file.
    pub(super) fn set(&mut self, number: u32, stamp: Stamp) {
        if let Some(file) = self.files.get_mut(number as usize) {
            file.stamp = stamp;
        }
    }

    /// Adds a file, or replaces its version.
    pub(super) fn insert(&mut self, path: &[u8], stamp: Stamp) {
        if let Err(number) = self.add(path, stamp) {
            self.set(number, stamp);
        }
    }

    /// Adds a file. Returns the file's number as an error if the path is already known.
    pub(super) fn add(&mut self, path: &[u8], stamp: Stamp) -> Result<(), u32> {
        let (Ok(start), Ok(len)) = (u32::try_from(self.paths.len()), u16::try_from(path.len()))
        else {
            // The walk never yields such a file.
            return Ok(());
        };
        let (paths, files, hasher) = (&self.paths, &self.files, &self.hasher);
        let is_it = |&number: &u32| path_of(paths, files, number) == path;
        let hash = |&number: &u32| hasher.hash_one(path_of(paths, files, number));
        match self.numbers.entry(hasher.hash_one(path), is_it, hash) {
            Entry::Occupied(known) => return Err(*known.get()),
            Entry::Vacant(place) => place.insert(files.len() as u32),
        };
        self.paths.extend_from_slice(path);
        self.files.push(File { start, len, stamp });
        Ok(())
    }

    /// Removes a file; its version.
    pub(super) fn remove(&mut self, path: &[u8]) -> Option<Stamp> {
        let (paths, files) = (&self.paths, &self.files);
        let is_it = |&number: &u32| path_of(paths, files, number) == path;
        let found = self.numbers.find_entry(self.hasher.hash_one(path), is_it).ok()?;
        let (number, _) = found.remove();
        let stamp = self.files.get(number as usize).map(|file| file.stamp);
        // What is removed keeps its room until it is the larger part.
        if self.files.len() > 2 * self.numbers.len() + 64 {
            let mut packed = Self::default();
            packed.reserve(self.len());
            self.iter().for_each(|(path, stamp)| packed.insert(path, stamp));
            *self = packed;
        }
        stamp
    }

    /// All files, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&[u8], Stamp)> {
        self.numbers.iter().filter_map(|&number| Some((self.path(number), self.stamp(number)?)))
    }

    /// Returns the files whose numbers are not in `found`, in no particular order.
    pub(super) fn missing(
        &self,
        found: impl Iterator<Item = u32>,
    ) -> impl Iterator<Item = (&[u8], Stamp)> {
        let mut is_found = FixedBitSet::with_capacity(self.files.len());
        found.for_each(|number| is_found.insert(number as usize));
        let missing =
            self.numbers.iter().filter(move |&&number| !is_found.contains(number as usize));
        missing.filter_map(|&number| Some((self.path(number), self.stamp(number)?)))
    }
}

fn path_of<'a>(paths: &'a [u8], files: &[File], number: u32) -> &'a [u8] {
    let file = files.get(number as usize);
    let range = file.map(|file| file.start as usize..file.start as usize + usize::from(file.len));
    range.and_then(|range| paths.get(range)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn versions_are_a_map(steps in prop::collection::vec(("[ab]{0,3}", prop::option::of(1..9_u64)), 0..400)) {
            let (mut versions, mut map) = (Versions::default(), BTreeMap::new());
            for (path, version) in steps {
                let path = path.into_bytes();
                if let Some(version) = version {
                    versions.insert(&path, Stamp::stored(version));
                    map.insert(path, version);
                } else {
                    let removed = versions.remove(&path).and_then(Stamp::version);
                    prop_assert_eq!(removed, map.remove(&path));
                }
                prop_assert_eq!(versions.len(), map.len());
            }
            let of = |(path, stamp): (&[u8], Stamp)| (path.to_vec(), stamp.version().unwrap());
            prop_assert_eq!(versions.iter().map(of).collect::<BTreeMap<_, _>>(), map.clone());
            for (path, version) in &map {
                prop_assert_eq!(versions.get(path).and_then(Stamp::version), Some(*version));
            }
            let some: Vec<&[u8]> = map.keys().step_by(2).map(Vec::as_slice).collect();
            let missing = versions.missing(some.iter().filter_map(|path| versions.number(path))).map(of).collect::<BTreeMap<_, _>>();
            let expected = map.iter().filter(|(path, _)| !some.contains(&path.as_slice()));
            prop_assert_eq!(missing, expected.map(|(path, version)| (path.clone(), *version)).collect());
        }
    }

    #[test]
    fn removed_paths_leave_no_room() {
        let mut versions = Versions::default();
        for n in 0..10_000_u32 {
            versions.insert(&n.to_le_bytes(), Stamp::stored(1));
            versions.remove(&n.to_le_bytes());
        }
        assert!(versions.files.len() <= 64 && versions.len() == 0);
    }
}
