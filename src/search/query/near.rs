//! Two texts that stand near each other: `a NEAR/10 b`.

use std::ops::Range;

use crate::search::fold::Folded;
use crate::search::query::fullwidth::text_to_ascii;
use crate::store::code::{Coded, CodedText, Needle};

/// Limit of characters between two texts that count as near each other.
pub const MOST_BETWEEN: u16 = 1000;

/// Two texts, in either order, with a limited number of characters between them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Near {
    /// One text.
    pub first: String,
    /// The other.
    pub second: String,
    /// The most characters between them.
    pub most: u16,
}

impl Near {
    /// Returns whether a folded text contains both texts near each other. Both must be folded too.
    /// Takes linear time.
    pub fn is_in(&self, text: Coded<'_>) -> bool {
        let [first, second] = [&self.first, &self.second].map(|part| Needle::new(part));
        self.follows(text, &first, &second) || self.follows(text, &second, &first)
    }

    /// Same as [`Near::is_in`] for text that is not coded.
    pub fn is_in_text(&self, text: &str) -> bool {
        let has_both = text.contains(&self.first) && text.contains(&self.second);
        has_both && self.is_in(CodedText::new(text).as_coded())
    }

    /// The byte ranges of both texts in a text that is not folded, where they are near each other.
    pub fn find_all(&self, text: &str) -> Vec<Range<usize>> {
        let folded = Folded::new(text);
        let [first, second] =
            [&self.first, &self.second].map(|part| folded.find_all(&[part.as_str()]));
        let is_near = |between: Range<usize>| {
            let between = text.get(between).map_or(0, |between| between.chars().count());
            between <= usize::from(self.most)
        };
        let has_other = |one: &Range<usize>, others: &[Range<usize>]| {
            let behind = others.partition_point(|other| other.start < one.end);
            let before = others.iter().rfind(|other| other.end <= one.start);
            others.get(behind).is_some_and(|other| is_near(one.end..other.start))
                || before.is_some_and(|other| is_near(other.end..one.start))
        };
        let near = |these: &[Range<usize>], others: &[Range<usize>]| -> Vec<Range<usize>> {
            these.iter().filter(|one| has_other(one, others)).cloned().collect()
        };
        [near(&first, &second), near(&second, &first)].concat()
    }

    /// Returns whether `second` follows `first` anywhere with at most `most` characters between
    /// them.
    fn follows(&self, text: Coded<'_>, first: &Needle, second: &Needle) -> bool {
        let (mut start, mut next) = (0, None::<usize>);
        while let Some(found) = text.find(first, start) {
            let is_behind = |next: &usize| *next >= found.end;
            let find = || Some(text.find(second, found.end)?.start);
            let Some(behind) = next.filter(is_behind).or_else(find) else { return false };
            if text.is_within(found.end, behind, self.most.into()) {
                return true;
            }
            next = Some(behind);
            // Matches may overlap.
            start = found.start + 1;
        }
        false
    }
}

/// The number of the operator `NEAR/10`; `None` for any other word.
pub(super) fn operator(word: &str) -> Option<u16> {
    let word = text_to_ascii(word);
    let number = word.strip_prefix("NEAR/")?;
    number.bytes().all(|byte| byte.is_ascii_digit()).then(|| number.parse().ok())?
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_texts_near_each_other_are_found() {
        let near = |most| Near { first: "甲".to_owned(), second: "乙b".to_owned(), most };
        let text = "甲一二三乙B四甲五六七八九十甲";
        let found = |most| {
            near(most)
                .find_all(text)
                .iter()
                .filter_map(|range| text.get(range.clone()))
                .collect::<String>()
        };
        assert_eq!(found(0), "");
        assert_eq!(found(1), "甲乙B");
        assert_eq!(found(3), "甲甲乙B");
        assert_eq!(found(9), "甲甲甲乙B");
    }

    /// Tries every pair of places.
    fn scan(near: &Near, text: &str) -> bool {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        let (text, first, second) = (chars(text), chars(&near.first), chars(&near.second));
        let places = |part: &[char]| -> Vec<(usize, usize)> {
            let windows = text.windows(part.len()).enumerate();
            windows.filter(|(_, own)| *own == part).map(|(at, own)| (at, at + own.len())).collect()
        };
        places(&first).iter().any(|one| {
            places(&second).iter().any(|other| {
                let between = [other.0.checked_sub(one.1), one.0.checked_sub(other.1)];
                between.into_iter().flatten().any(|between| between <= usize::from(near.most))
            })
        })
    }

    fn near(first: &str, most: u16, second: &str) -> Near {
        Near { first: first.to_owned(), second: second.to_owned(), most }
    }

    #[test]
    fn distance_counts_characters_in_between() {
        for (first, most, second, is_in) in [
            ("甲", 2, "丁", true),
            ("丁", 2, "甲", true),
            ("甲", 1, "丁", false),
            ("甲", 0, "乙", true),
            ("甲乙", 9, "乙丙", false),
            ("甲", 9, "甲", true),
            ("丁", 9, "丁", false),
            ("无", 9, "丁", false),
        ] {
            let text = "甲乙丙丁，，，甲";
            assert_eq!(near(first, most, second).is_in_text(text), is_in, "{first} {second}");
        }
    }

    #[test]
    fn only_the_operator_is_one() {
        for (word, expected) in [
            ("NEAR/10", Some(10)),
            ("ＮＥＡＲ／５", Some(5)),
            ("near/10", None),
            ("NEAR", None),
            ("NEAR/", None),
            ("NEAR/+5", None),
            ("NEAR/99999", None),
        ] {
            assert_eq!(operator(word), expected, "{word}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn what_is_near_is_what_a_scan_finds(
            text in "[a甲乙é]{0,24}", first in "[a甲乙]{1,3}", second in "[a甲乙]{1,3}", most in 0..6_u16,
        ) {
            let near = near(&first, most, &second);
            prop_assert_eq!(near.is_in(CodedText::new(&text).as_coded()), scan(&near, &text));
        }
    }
}
