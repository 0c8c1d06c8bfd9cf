//! When posts were read, packed: eight bytes for a post that was read, nothing for the others.

use std::sync::Arc;

use crate::archive::post::PostId;

/// Binary logarithm of the posts per page. While a search shares the pages, a change copies only
/// one.
const PAGE_BITS: u32 = 8;
/// Bits of an entry below the place in the page: more than a time of the reading state has.
const TIME_BITS: u32 = 64 - PAGE_BITS;
/// Entries that a full page grows by: doubling would waste more than it saves.
const GROWTH: usize = 4;

/// When posts were read, by id, in milliseconds since 1970.
#[derive(Clone, Debug, Default)]
pub(super) struct ReadTimes {
    /// By the upper bits of ids: entries with the lower bits above the time, sorted.
    pages: Vec<Option<Arc<Vec<u64>>>>,
}

impl ReadTimes {
    /// When a post was read.
    pub(super) fn get(&self, post: PostId) -> Option<u64> {
        let page = self.pages.get(page_of(post))?.as_ref()?;
        let at = page.binary_search_by_key(&place_of(post), |entry| entry >> TIME_BITS).ok()?;
        page.get(at).map(|entry| entry & time_mask())
    }

    /// Sets when a post was read; `None` if it is unread.
    pub(super) fn set(&mut self, post: PostId, time: Option<u64>) {
        if self.get(post) == time {
            return;
        }
        let at = page_of(post);
        if self.pages.len() <= at {
            self.pages.resize(at + 1, None);
        }
        let Some(page) = self.pages.get_mut(at) else { return };
        let page = Arc::make_mut(page.get_or_insert_default());
        let place = place_of(post);
        let known = page.binary_search_by_key(&place, |entry| entry >> TIME_BITS);
        let entry = time.map(|time| place << TIME_BITS | time.min(time_mask()));
        match (known, entry) {
            (Ok(at), Some(entry)) => {
                if let Some(known) = page.get_mut(at) {
                    *known = entry;
                }
            }
            (Ok(at), None) => drop(page.remove(at)),
            (Err(at), Some(entry)) => {
                if page.len() == page.capacity() {
                    page.reserve_exact(GROWTH);
                }
                page.insert(at, entry);
            }
            (Err(_), None) => {}
        }
    }

    /// The posts that were read, by id, with the time.
    pub(super) fn iter(&self) -> impl Iterator<Item = (PostId, u64)> {
        let pages = (0u32..).zip(&self.pages);
        pages.flat_map(|(number, page)| {
            page.iter().flat_map(|page| page.iter()).map(move |entry| {
                let place = (entry >> TIME_BITS) as u32;
                (PostId(number << PAGE_BITS | place), entry & time_mask())
            })
        })
    }
}

const fn time_mask() -> u64 {
    (1 << TIME_BITS) - 1
}

fn page_of(post: PostId) -> usize {
    (post.0 >> PAGE_BITS) as usize
}

fn place_of(post: PostId) -> u64 {
    u64::from(post.0 & ((1 << PAGE_BITS) - 1))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn they_are_a_map(changes: Vec<(u16, Option<u32>)>) {
            let (mut times, mut model) = (ReadTimes::default(), BTreeMap::new());
            for (post, time) in changes {
                // Close to each other, so that posts change again.
                let post = PostId(u32::from(post % 700));
                let time = time.map(|time| u64::from(time) << 20);
                let before = times.clone();
                times.set(post, time);
                match time {
                    Some(time) => drop(model.insert(post, time)),
                    None => drop(model.remove(&post)),
                }
                prop_assert_eq!(times.get(post), time);
                // A copy that a search has does not change.
                prop_assert!(before.iter().count().abs_diff(times.iter().count()) <= 1);
            }
            prop_assert_eq!(times.iter().collect::<Vec<_>>(), model.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_read_post_takes_eight_bytes() {
        let mut times = ReadTimes::default();
        let latest = (1 << 53) - 1;
        for id in (0..10_000).rev() {
            times.set(PostId(id), Some(latest));
        }
        assert_eq!(times.get(PostId(9_999)), Some(latest));
        let bytes: usize =
            times.pages.iter().flatten().map(|page| page.capacity() * size_of::<u64>()).sum();
        assert!(bytes <= 10_000 * 8 + times.pages.len() * GROWTH * 8, "{bytes}");
        let mut unread = ReadTimes::default();
        unread.set(PostId(1_000_000), None);
        assert!(unread.pages.is_empty());
    }
}
