//! The rows of a store: posts whose files need not be read.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::archive::post::Post;
use crate::archive::row;
use crate::archive::site::Site;
use crate::store::Store;

/// The rows of a store by path.
#[derive(Debug, Default)]
pub struct Rows {
    rows: HashMap<Box<[u8]>, Row>,
}

#[derive(Debug)]
struct Row {
    stamp: u64,
    bytes: Vec<u8>,
    /// Whether the file was found to be of this version.
    is_fresh: AtomicBool,
}

impl Rows {
    /// Reads all rows of a store.
    pub fn of(store: &Store) -> Self {
        let mut rows: HashMap<Box<[u8]>, Row> = HashMap::with_capacity(store.posts());
        // The newest segments come first, and the newest version of a post counts.
        for segment in store.segments() {
            let mut keys: Vec<(u64, Box<[u8]>)> = Vec::with_capacity(segment.posts());
            segment.for_each_key(&mut |_, stamp, key| keys.push((stamp, key.into())));
            segment.for_each_row(&mut |post, bytes| {
                let Some((stamp, key)) = keys.get_mut(post as usize).map(std::mem::take) else {
                    return;
                };
                rows.entry(key).or_insert_with(|| Row {
                    stamp,
                    bytes: bytes.to_vec(),
                    is_fresh: AtomicBool::new(false),
                });
            });
        }
        Self { rows }
    }

    /// The post of a file of this version, if it is known.
    pub fn post(&self, key: &[u8], stamp: u64, site: &Site, now: i64) -> Option<Post> {
        let row = self.rows.get(key).filter(|row| row.stamp == stamp)?;
        let post = row::post_of(key, &row.bytes, site, now)?;
        row.is_fresh.store(true, Ordering::Relaxed);
        Some(post)
    }

    /// The version of a file that a post was made of.
    pub fn stamp(&self, key: &[u8]) -> Option<u64> {
        let row = self.rows.get(key).filter(|row| row.is_fresh.load(Ordering::Relaxed))?;
        Some(row.stamp)
    }
}
