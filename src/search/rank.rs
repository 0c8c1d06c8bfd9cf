//! How well a name fits what was typed of it.

use crate::search::fold::fold;
use crate::search::pinyin::{Class, Classes, Pattern};

/// The rank of a name that is only read like the text.
const READ_SO: u32 = 5;

/// How well a name fits; the least is the best, `None` is not at all. First the name itself, then
/// names that begin so, then those with a part that begins so, then those that hold it anywhere, then
/// those that hold its characters in this order. An empty text fits every name.
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

/// The things whose names fit a text, each with its rank, the best first and otherwise in their order.
/// Names in Han fit by how they are read too, after all others: by pinyin, or by its initials.
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
    fn the_nearer_the_better() {
        let mut names = ["go-to-tag", "tag", "stage", "tags", "two at gate", "top"];
        names.sort_by_key(|name| rank(name, "Tag").unwrap_or(9));
        assert_eq!(names, ["tag", "tags", "go-to-tag", "stage", "two at gate", "top"]);
        assert_eq!(
            (rank("top", "tag"), rank("半导体", "导"), rank("a", "")),
            (None, Some(3), Some(1))
        );
    }
}
