//! Two texts that stand near each other: `a NEAR/10 b`.

use memchr::memmem::Finder;

use crate::search::query::fullwidth::text_to_ascii;

/// The most characters between two texts that are near each other.
pub const MOST_BETWEEN: u16 = 1000;
/// The most bytes of a character.
const LONGEST: usize = 4;

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
    /// Whether a folded text has both, if they are folded too. Takes linear time.
    pub fn is_in(&self, text: &[u8]) -> bool {
        let (first, second) = (Finder::new(&self.first), Finder::new(&self.second));
        self.follows(text, &first, &second) || self.follows(text, &second, &first)
    }

    /// Whether the second follows the first anywhere with at most `most` characters between them.
    fn follows(&self, text: &[u8], first: &Finder<'_>, second: &Finder<'_>) -> bool {
        let from = |at: usize| text.get(at..).unwrap_or_default();
        let (mut start, mut next) = (0, None::<usize>);
        while let Some(at) = first.find(from(start)) {
            let end = start + at + first.needle().len();
            if next.is_none_or(|next| next < end) {
                let Some(at) = second.find(from(end)) else { return false };
                next = Some(end + at);
            }
            let between = next.and_then(|next| text.get(end..next)).unwrap_or_default();
            if self.is_short(between) {
                return true;
            }
            // The next one may begin within this one.
            start += at + 1;
        }
        false
    }

    fn is_short(&self, between: &[u8]) -> bool {
        let most = usize::from(self.most);
        let begins = |byte: &&u8| **byte & 0xc0 != 0x80;
        between.len() <= most * LONGEST && between.iter().filter(begins).count() <= most
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
            assert_eq!(near(first, most, second).is_in(text.as_bytes()), is_in, "{first} {second}");
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
            prop_assert_eq!(near.is_in(text.as_bytes()), scan(&near, &text));
        }
    }
}
