//! Ranks names by how well they match the input.

use crate::search::fold::fold;
use crate::search::pinyin::{Class, Classes, Pattern};

/// The rank of a name that matches by pinyin only.
const READ_SO: u32 = 5;

/// The rank of a name, smaller is better; `None` if it does not match. 0: equal; 1: prefix; 2: prefix of
/// a word; 3: substring; 4: subsequence. An empty text matches every name.
pub fn rank(name: &str, text: &str) -> Option<u32> {
    let (name, text) = (fold(name), fold(text.trim()));
    if name == text {
        return Some(0);
    }
    match name.find(&text) {
        Some(0) => return Some(1),
        Some(_) => {
            let mut parts = name.split(|c: char| !c.is_alphanumeric());
            let begins = parts.any(|part| part.starts_with(&text));
            return Some(if begins { 2 } else { 3 });
        }
        None => {}
    }
    let mut rest = name.chars();
    text.chars().all(|wanted| rest.any(|c| c == wanted)).then_some(4)
}

/// The things whose names match a text, with their ranks, best first; a stable sort. Han names also
/// match by pinyin or its initials, after all others.
pub fn ranked<T>(things: Vec<T>, name: impl Fn(&T) -> String, text: &str) -> Vec<(u32, T)> {
    let mut classes = Classes::default();
    let names: Vec<String> = things.iter().map(name).collect();
    let rows: Vec<Vec<Class>> =
        names.iter().map(|name| fold(name).chars().map(|c| classes.of(c)).collect()).collect();
    let pattern = Pattern::new(&fold(text.trim()), &classes);
    let is_read_so = |row: &[Class]| pattern.as_ref().is_some_and(|pattern| pattern.is_in(row));
    let mut found: Vec<(u32, T)> = things
        .into_iter()
        .zip(names.iter().zip(&rows))
        .filter_map(|(thing, (name, row))| {
            let rank = rank(name, text).or_else(|| is_read_so(row).then_some(READ_SO));
            Some((rank?, thing))
        })
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_han_are_found_by_their_reading() {
        let check = |text: &str, expected: &[&str]| {
            let names = vec!["半导体", "人工智能", "通信", "bdt"];
            let found = ranked(names, |name| (*name).to_owned(), text);
            let found: Vec<&str> = found.into_iter().map(|(_, name)| name).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("bdt", &["bdt", "半导体"]);
        check("rengong", &["人工智能"]);
        check("tongx", &["通信"]);
        check("导", &["半导体"]);
        check("zzz", &[]);
    }

    #[test]
    fn better_matches_come_first() {
        let mut names = ["go-to-tag", "tag", "stage", "tags", "two at gate", "top"];
        names.sort_by_key(|name| rank(name, "Tag").unwrap_or(9));
        assert_eq!(names, ["tag", "tags", "go-to-tag", "stage", "two at gate", "top"]);
        assert_eq!(
            (rank("top", "tag"), rank("半导体", "导"), rank("a", "")),
            (None, Some(3), Some(1))
        );
    }
}
