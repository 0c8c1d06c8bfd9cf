//! Where folded text stands in the text that it was folded from.

use std::ops::Range;

use crate::search::query::narrow::fold;

/// Where `needle` stands in `text`, whatever the case and width of letters: byte ranges of `text`
/// that do not overlap, in order. Nothing for an empty needle.
pub fn ranges(text: &str, needle: &str) -> Vec<Range<usize>> {
    let needle = fold(needle);
    if needle.is_empty() {
        return Vec::new();
    }
    // The byte of `text` that each byte of the folded text comes from, and the end.
    let mut folded = String::with_capacity(text.len());
    let mut origins: Vec<usize> = Vec::with_capacity(text.len() + 1);
    let mut bytes = [0; 4];
    for (at, c) in text.char_indices() {
        folded.push_str(&fold(c.encode_utf8(&mut bytes)));
        origins.resize(folded.len(), at);
    }
    origins.push(text.len());
    let origin = |at: usize| origins.get(at).copied().unwrap_or(text.len());
    let found = folded.match_indices(&needle);
    found.map(|(at, hit)| origin(at)..origin(at + hit.len())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_are_places_of_the_text_itself() {
        let check = |text: &str, needle: &str, expected: &[&str]| {
            let found: Vec<&str> =
                ranges(text, needle).into_iter().filter_map(|range| text.get(range)).collect();
            assert_eq!(found, expected, "{needle:?} in {text:?}");
        };
        check("新闻的新闻", "新闻", &["新闻", "新闻"]);
        check("在ＷＩＮＤ和Wind里", "wind", &["ＷＩＮＤ", "Wind"]);
        check("İstanbul", "istanbul", &[]);
        check("aaa", "aa", &["aa"]);
        check("甲", "", &[]);
        check("", "甲", &[]);
    }
}
