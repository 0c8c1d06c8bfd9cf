//! The grams of a text: what a filter says about a block.
//!
//! A gram is an n-gram of one to five characters, hashed to rows of a filter. A block that contains
//! a needle contains all of its grams, so a block that lacks a row of one of them lacks the needle.
//!
//! Single characters and pairs are grams. A gram that most blocks contain rules out few blocks, so
//! it is *common* and gets no rows. Where two common grams overlap, the gram that spans both, one
//! character longer, is used instead. What is common is learned from a sample of each segment,
//! because it depends on the language and the subject.

use fixedbitset::FixedBitSet;

/// The rows of a filter: the values that a gram is hashed to.
pub(super) const ROWS: usize = if cfg!(test) { 1 << 8 } else { 9 << 12 };
/// The characters of the longest grams, none of which is common.
const LONGEST: usize = 5;
/// Number of bits of a gram's name.
pub(super) const NAME_BITS: u32 = if cfg!(test) { 12 } else { 20 };
/// Number of blocks to learn from.
pub(super) const SAMPLE: usize = if cfg!(test) { 16 } else { 64 };
/// The hash that a gram's characters are mixed into. Not 0, which is the code of a character.
const SEED: u64 = 1 << 32;
/// The most rows to look at for a needle; more would hardly rule out more.
const MOST: usize = 64;

/// A gram of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gram {
    hash: u64,
    /// Its length in characters.
    len: usize,
    /// Whether most blocks contain it, so that its rows are not set. Filters are built without
    /// branching on it, because it cannot be predicted.
    pub(super) is_common: bool,
    /// Whether it has two rows, because a single one would be shared with too many others.
    has_two: bool,
}

/// Gives grams their names. It differs between segments, so that a rare gram that has the name of a
/// common one in one segment has another in most others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Naming {
    /// Where the bits of a name are in a hash.
    rotation: u32,
}

impl Naming {
    /// The naming of a segment with so many bytes of coded text.
    pub(super) const fn of(text_len: u32) -> Self {
        Self { rotation: text_len.wrapping_mul(0x9e37_79b1) >> 26 }
    }

    const fn name(self, hash: u64) -> u32 {
        hash.rotate_right(self.rotation) as u32 & ((1 << NAME_BITS) - 1)
    }
}

impl Gram {
    /// The rows of the gram.
    pub(super) fn rows(self) -> impl Iterator<Item = u16> {
        let row = |half: u32| ((u64::from(half) * ROWS as u64) >> u32::BITS) as u16;
        let halves = [(self.hash >> u32::BITS) as u32, self.hash as u32];
        halves.into_iter().map(row).take(1 + usize::from(self.has_two))
    }
}

/// Calls `each` with the grams of a text. Each character is its code as a
/// number; one-byte codes are below 256. `is_common` takes a gram's name; grams that share the name
/// of a common one count as common, too.
pub(super) fn for_each_gram(
    characters: impl Iterator<Item = u32>,
    naming: Naming,
    is_common: &impl Fn(u32) -> bool,
    each: &mut impl FnMut(Gram),
) {
    // The characters before, the newest first.
    let mut last = [0_u32; LONGEST - 1];
    // Bit `n` is set if the gram of `n` characters that ends at the previous character is common.
    // Every single character counts, because pairs always are grams.
    let mut before = 0_u32;
    for character in characters {
        let mut visit = |hash, len: usize, has_two| {
            let is_common = len < LONGEST && is_common(naming.name(hash));
            each(Gram { hash, len, is_common, has_two });
            u32::from(is_common) << len
        };
        let mut hash = mixed(SEED ^ u64::from(character));
        let mut highest = character;
        visit(hash, 1, false);
        let mut here = 1 << 1;
        for (len, own) in (2..).zip(last) {
            if (before & here) >> (len - 1) & 1 == 0 {
                break;
            }
            hash = mixed(hash ^ u64::from(own));
            highest = highest.max(own);
            here |= visit(hash, len, len == 2 || len == 3 && u8::try_from(highest).is_ok());
        }
        before = here;
        let [first, second, third, _] = last;
        last = [character, first, second, third];
    }
}

/// Learns the names of the common grams: those that at least half of the given blocks contain, of
/// which there are at most [`SAMPLE`].
pub(super) fn learn<C: Iterator<Item = u32>>(
    blocks: usize,
    naming: Naming,
    characters: &dyn Fn(usize) -> C,
) -> FixedBitSet {
    let mut common = FixedBitSet::with_capacity(1 << NAME_BITS);
    // Which longer grams exist depends on which shorter ones are common.
    for lengths in [1..=2, 3..=3, 4..=4] {
        let mut counts = vec![(0_u8, u8::MAX); 1 << NAME_BITS];
        for block in (0..blocks as u8).take(SAMPLE) {
            let is_common = |name: u32| common.contains(name as usize);
            for_each_gram(characters(block.into()), naming, &is_common, &mut |gram| {
                let entry = counts.get_mut(naming.name(gram.hash) as usize);
                if let Some((count, last)) = entry.filter(|_| lengths.contains(&gram.len))
                    && *last != block
                {
                    (*count, *last) = (*count + 1, block);
                }
            });
        }
        let is_most = |&(count, _): &(u8, u8)| usize::from(count) * 2 >= blocks.max(1);
        let names = counts.iter().enumerate().filter(|(_, entry)| is_most(entry));
        let names: Vec<usize> = names.map(|(name, _)| name).collect();
        common.extend(names);
    }
    common
}

/// The distinct rows of a needle.
pub(super) fn rows_of(
    needle: &[u32],
    naming: Naming,
    is_common: &impl Fn(u32) -> bool,
) -> Vec<u16> {
    let mut rows = Vec::new();
    let mut known = FixedBitSet::with_capacity(ROWS);
    for_each_gram(needle.iter().copied(), naming, is_common, &mut |gram| {
        for row in gram.rows().filter(|_| !gram.is_common) {
            if rows.len() < MOST && !known.put(row.into()) {
                rows.push(row);
            }
        }
    });
    rows
}

fn mixed(value: u64) -> u64 {
    let mixed = value.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ (mixed >> 32)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    const NAMING: Naming = Naming::of(4711);

    fn codes(text: &str) -> impl Iterator<Item = u32> {
        text.chars().map(u32::from)
    }

    /// The lengths of the grams of a text, and the number of rows of each.
    fn grams(text: &str, common: &BTreeSet<u32>) -> Vec<(usize, usize)> {
        let mut grams = Vec::new();
        for_each_gram(codes(text), NAMING, &|name| common.contains(&name), &mut |gram| {
            if !gram.is_common {
                grams.push((gram.len, gram.rows().count()));
            }
        });
        grams
    }

    /// The names of texts that are one gram each.
    fn names(texts: &[&str]) -> BTreeSet<u32> {
        let name_of = |text: &&str| {
            NAMING.name(
                codes(text)
                    .collect::<Vec<_>>()
                    .iter()
                    .rev()
                    .fold(SEED, |hash, &own| mixed(hash ^ u64::from(own))),
            )
        };
        texts.iter().map(name_of).collect()
    }

    #[test]
    fn grams_are_single_characters_and_pairs_until_they_are_common() {
        let none = BTreeSet::new();
        assert_eq!(grams("", &none), []);
        assert_eq!(grams("甲", &none), [(1, 1)]);
        assert_eq!(grams("甲乙丙", &none), [(1, 1), (1, 1), (2, 2), (1, 1), (2, 2)]);
        // A common character has no row; its pairs have.
        assert_eq!(grams("甲乙", &names(&["甲"])), [(1, 1), (2, 2)]);
        // One common pair joins nothing, two that overlap do.
        assert_eq!(grams("甲乙丙", &names(&["甲乙"])), [(1, 1), (1, 1), (1, 1), (2, 2)]);
        let two = names(&["甲", "乙", "丙", "甲乙", "乙丙"]);
        assert_eq!(grams("甲乙丙", &two), [(3, 1)]);
        assert_eq!(grams("甲乙甲乙丙", &two), [(2, 2), (3, 1)]);
        let ascii = names(&["a", "b", "c", "ab", "bc"]);
        assert_eq!(grams("abc", &ascii), [(3, 2)]);
        // The longest grams are never common.
        let every: Vec<String> = (1..=6)
            .flat_map(|len| {
                (0..=6 - len).map(move |at| "甲乙丙丁戊己".chars().skip(at).take(len).collect())
            })
            .collect();
        let every = names(&every.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(grams("甲乙丙丁戊己", &every), [(5, 1), (5, 1)]);
    }

    /// The commonest character has the code 0.
    #[test]
    fn characters_with_the_code_zero_make_grams() {
        let rows = |text: &[u32]| rows_of(text, NAMING, &|_| false);
        assert_eq!(rows(&[0]).len(), 1);
        assert_eq!(rows(&[9, 0]).len(), 4);
        assert_ne!(rows(&[9, 0])[2..], rows(&[0, 9])[2..]);
        assert_ne!(rows(&[9]), rows(&[0]));
    }

    #[test]
    fn segments_name_grams_differently() {
        let names: BTreeSet<u32> =
            (0..64).map(|len| Naming::of(len * 77_777).name(0x0123_4567_89ab_cdef)).collect();
        assert!(names.len() > 20, "{}", names.len());
    }

    #[test]
    fn what_half_of_the_blocks_contain_is_common() {
        let blocks = ["天地玄黄", "天地宇宙", "玄黄", "日月"];
        let common = learn(blocks.len(), NAMING, &|block| codes(blocks[block]));
        let common: BTreeSet<u32> = common.ones().map(|name| name as u32).collect();
        assert_eq!(common, names(&["天", "地", "玄", "黄", "天地", "玄黄"]));
        assert_eq!(learn(0, NAMING, &|_| codes("")).count_ones(..), 0);
    }

    #[test]
    fn a_needle_has_a_limited_number_of_distinct_rows() {
        let rows = |text: &str| rows_of(&codes(text).collect::<Vec<_>>(), NAMING, &|_| false).len();
        assert!((25..=30).contains(&rows(&"甲乙丙丁戊己庚辛壬癸".repeat(9))));
        assert_eq!(rows(&('\u{4e00}'..='\u{4fff}').collect::<String>()), MOST);
    }

    proptest! {
        #[test]
        fn a_part_has_no_row_that_the_whole_lacks(
            before in "[ab甲乙é ]{0,6}", part in "[ab甲乙é ]{1,9}|\\PC{1,3}", behind in "[ab甲乙é ]{0,6}",
            blocks in prop::collection::vec("[ab甲乙é ]{0,30}", 1..6),
        ) {
            let common = learn(blocks.len(), NAMING, &|block| codes(&blocks[block]));
            let is_common = |name: u32| common.contains(name as usize);
            let rows = |text: &str| rows_of(&codes(text).collect::<Vec<_>>(), NAMING, &is_common);
            let whole = rows(&format!("{before}{part}{behind}"));
            prop_assert!(rows(&part).into_iter().all(|row| whole.contains(&row)));
        }
    }
}
