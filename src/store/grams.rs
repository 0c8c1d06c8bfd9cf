//! The grams of a text: what a filter says about a block.
//!
//! A gram is a character, a pair of characters, or three ASCII characters, hashed to rows of a
//! filter. Whatever contains a needle has all of the needle's grams, so a block that lacks a row of
//! one of them lacks the needle. Pairs with a character beyond ASCII, and ASCII triples, have two
//! rows, because a single one would be shared with too many others.

use fixedbitset::FixedBitSet;

/// The rows of a filter: the values that a gram is hashed to.
pub(super) const ROWS: usize = if cfg!(test) { 1 << 8 } else { 1 << 15 };
/// The most rows to look at for a needle; more would hardly rule out more.
const MOST: usize = 64;
/// The place of a character in a gram's value, in bits.
const CHAR: u32 = 21;

/// Calls `each` with the rows of all grams of a text.
pub(super) fn for_each_row(text: &str, each: &mut impl FnMut(u16)) {
    let (mut before, mut last) = (None::<char>, None::<char>);
    for c in text.chars() {
        let own = u64::from(c);
        each(hash(own).0);
        if let Some(last) = last {
            let pair = u64::from(last) << CHAR | own;
            let is_ascii = last.is_ascii() && c.is_ascii();
            let (first, second) = hash(pair);
            each(first);
            if !is_ascii {
                each(second);
            } else if let Some(before) = before.filter(char::is_ascii) {
                let (first, second) = hash(u64::from(before) << (2 * CHAR) | pair);
                each(first);
                each(second);
            }
        }
        (before, last) = (last, Some(c));
    }
}

/// The distinct rows of a needle.
pub(super) fn rows_of(needle: &str) -> Vec<u16> {
    let mut rows = Vec::new();
    let mut known = FixedBitSet::with_capacity(ROWS);
    for_each_row(needle, &mut |row| {
        if rows.len() < MOST && !known.put(row.into()) {
            rows.push(row);
        }
    });
    rows
}

/// Two rows for a gram's value.
fn hash(value: u64) -> (u16, u16) {
    let mixed = value.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let row = |shift: u32| (mixed >> shift) as u16 & (ROWS - 1) as u16;
    (row(49), row(34))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(text: &str) -> Vec<u16> {
        let mut rows = Vec::new();
        for_each_row(text, &mut |row| rows.push(row));
        rows
    }

    #[test]
    fn grams_of_few_characters() {
        for (text, count) in [
            ("", 0),
            ("a", 1),
            ("甲", 1),
            ("ab", 3),
            ("甲乙", 4),
            ("a甲", 4),
            ("abc", 7),
            ("ab甲", 6),
        ] {
            assert_eq!(rows(text).len(), count, "{text}");
        }
        let again = rows_of(&"甲乙丙丁戊己庚辛壬癸".repeat(9));
        assert!((30..=40).contains(&again.len()), "{}", again.len());
        let long: String = ('\u{4e00}'..='\u{4fff}').collect();
        assert_eq!(rows_of(&long).len(), MOST);
    }

    proptest! {
        #[test]
        fn a_part_has_no_row_that_the_whole_lacks(
            before in "[ab甲乙é ]{0,4}", part in "[ab甲乙é ]{1,5}|\\PC{1,3}", behind in "[ab甲乙é ]{0,4}",
        ) {
            let whole = rows(&format!("{before}{part}{behind}"));
            prop_assert!(rows_of(&part).into_iter().all(|row| whole.contains(&row)));
        }
    }
}
