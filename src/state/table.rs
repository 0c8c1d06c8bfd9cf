//! The current values of one kind, packed: the winning write of each key.
//!
//! Ten years of reading are a hundred thousand keys, so keys share one arena and a slot has 24
//! bytes. Keys are never removed: a removed value is a tombstone, because an older record may still
//! arrive from another machine.

use std::hash::{BuildHasher, RandomState};

use hashbrown::HashTable;

use crate::state::record::{Stamp, Write};

/// No value: a tombstone.
const NONE: u32 = u32::MAX;
/// The empty value, shared by all read marks.
const EMPTY: u32 = u32::MAX - 1;

/// The values of one kind by key.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    entries: Vec<Slot>,
    keys: Vec<u8>,
    values: Vec<Box<str>>,
    index: HashTable<u32>,
    hasher: RandomState,
}

/// The winning write of a key, packed.
#[derive(Clone, Debug)]
struct Slot {
    ms: u64,
    seq: u32,
    key: u32,
    /// Index into `values`, or [`NONE`] or [`EMPTY`].
    value: u32,
    key_len: u16,
    host: u16,
}

/// A key with its winning write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    pub key: &'a [u8],
    pub stamp: Stamp,
    pub host: u16,
    pub value: Option<&'a str>,
}

impl<'a> Entry<'a> {
    /// The winning write.
    pub(super) fn write(self) -> Write<'a> {
        Write { stamp: self.stamp, value: self.value }
    }
}

impl Table {
    /// Looks up a key.
    pub(super) fn get(&self, key: &[u8]) -> Option<Entry<'_>> {
        self.position(key).and_then(|at| self.found(at))
    }

    /// All keys in insertion order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Entry<'_>> {
        (0..self.entries.len() as u32).filter_map(|at| self.found(at))
    }

    /// Sets the winning write of a key. Keys over 64 KiB, or beyond 4 GiB in total, are dropped.
    pub(super) fn put(&mut self, key: &[u8], Write { stamp, value }: Write<'_>, host: u16) {
        let at = self.position(key).or_else(|| self.add(key));
        let Some(entry) = at.and_then(|at| self.entries.get_mut(at as usize)) else { return };
        (entry.ms, entry.seq, entry.host) = (stamp.ms, stamp.seq, host);
        let old = self.values.get_mut(entry.value as usize);
        match (value, old) {
            // Reuse the slot: a key with a text usually gets more of them.
            (Some(value), Some(old)) => *old = value.into(),
            (None, Some(old)) => {
                *old = Box::default();
                entry.value = NONE;
            }
            (None, None) => entry.value = NONE,
            (Some(""), None) => entry.value = EMPTY,
            (Some(value), None) => {
                entry.value = self.values.len() as u32;
                self.values.push(value.into());
            }
        }
    }

    fn position(&self, key: &[u8]) -> Option<u32> {
        let same = |at: &u32| self.found(*at).is_some_and(|found| found.key == key);
        self.index.find(self.hasher.hash_one(key), same).copied()
    }

    fn add(&mut self, key: &[u8]) -> Option<u32> {
        let start = u32::try_from(self.keys.len()).ok()?;
        let key_len = u16::try_from(key.len()).ok()?;
        let at = u32::try_from(self.entries.len()).ok()?;
        self.keys.extend_from_slice(key);
        self.entries.push(Slot { ms: 0, seq: 0, key: start, value: NONE, key_len, host: 0 });
        let Self { entries, keys, index, hasher, .. } = self;
        let hash = |at: &u32| hasher.hash_one(key_of(entries, keys, *at).unwrap_or_default());
        index.insert_unique(hasher.hash_one(key), at, hash);
        Some(at)
    }

    fn found(&self, at: u32) -> Option<Entry<'_>> {
        let entry = self.entries.get(at as usize)?;
        Some(Entry {
            key: key_of(&self.entries, &self.keys, at)?,
            stamp: Stamp { ms: entry.ms, seq: entry.seq },
            host: entry.host,
            value: match entry.value {
                NONE => None,
                EMPTY => Some(""),
                value => self.values.get(value as usize).map(|value| &**value),
            },
        })
    }
}

fn key_of<'a>(entries: &[Slot], keys: &'a [u8], at: u32) -> Option<&'a [u8]> {
    let entry = entries.get(at as usize)?;
    let start = entry.key as usize;
    keys.get(start..start + usize::from(entry.key_len))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A read mark.
    const FLAG: Write<'_> = Write { stamp: Stamp { ms: 0, seq: 0 }, value: Some("") };

    #[test]
    fn the_last_value_put_counts() {
        let mut table = Table::default();
        let stamp = |ms| Stamp { ms, seq: 1 };
        let values =
            [None, Some(""), Some("甲"), Some(""), Some("乙"), None, Some("丙"), None, Some("")];
        for (ms, value) in values.into_iter().enumerate() {
            table.put(b"a", Write { stamp: stamp(ms as u64), value }, 7);
            table.put(b"b", Write { stamp: stamp(0), value: Some("b") }, 0);
            let expected = Entry { key: b"a", stamp: stamp(ms as u64), host: 7, value };
            assert_eq!(table.get(b"a"), Some(expected));
            assert_eq!(table.get(b"b").unwrap().value, Some("b"));
        }
        assert_eq!(table.get(b""), None);
        assert_eq!(table.iter().map(|found| found.key).collect::<Vec<_>>(), [b"a", b"b"]);
    }

    #[test]
    fn many_keys_are_found_and_cheap() {
        let mut table = Table::default();
        let key = |n: u32| format!("_posts/2024/2024-03-28-{n}.md");
        for n in 0..10_000 {
            table.put(key(n).as_bytes(), FLAG, 0);
        }
        for n in 0..10_000 {
            assert_eq!(table.get(key(n).as_bytes()).unwrap().value, Some(""));
        }
        assert_eq!(table.get(key(10_000).as_bytes()), None);
        assert!(table.values.is_empty(), "flags share one value");
        assert_eq!(size_of::<Slot>(), 24);
    }

    #[test]
    fn a_key_longer_than_any_path_is_dropped() {
        let mut table = Table::default();
        table.put(&vec![b'x'; 70_000], FLAG, 0);
        assert_eq!(table.iter().count(), 0);
    }
}
