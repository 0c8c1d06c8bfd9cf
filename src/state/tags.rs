//! The user's own tags on posts.
//!
//! One record per post and tag: two machines may tag the same post at the same time, and a merge
//! keeps both tags. The key is the post's path, NUL, and the tag.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::state::record::Kind;
use crate::state::{Change, State};

/// The longest tag, in bytes.
pub const LONGEST_TAG: usize = 200;

/// The names of the parts of each post that has some: its tags, or the ids of its highlights.
pub(super) type Parts = HashMap<Box<[u8]>, BTreeSet<Box<str>>>;

/// The part of a record's key that is a post's path; for other kinds the whole key.
pub fn post_of(kind: Kind, key: &[u8]) -> &[u8] {
    if kind.is_of_part() { split(key).map_or(key, |(post, _)| post) } else { key }
}

/// Splits the key of a tag, or of another part of a post, into the post's path and the name.
pub fn split(key: &[u8]) -> Option<(&[u8], &str)> {
    let at = memchr::memchr(0, key)?;
    let tag = std::str::from_utf8(key.get(at + 1..)?).ok()?;
    Some((key.get(..at)?, tag))
}

/// The key of a post's tag, or of another part.
pub fn key(post: &[u8], tag: &str) -> Vec<u8> {
    [post, &[0], tag.as_bytes()].concat()
}

/// Splits typed tags at blanks and commas, also full-width ones, and drops the `#` before one. Tags
/// that are too long are dropped.
pub fn parse(typed: &str) -> Vec<&str> {
    let tags = typed.split(separates).map(|word| word.trim_start_matches(['#', '＃']));
    tags.filter(|tag| !tag.is_empty() && tag.len() <= LONGEST_TAG).collect()
}

/// A tag to add to posts, or to remove.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edit<'a> {
    /// The tag.
    pub tag: &'a str,
    /// Whether it is added.
    pub adds: bool,
}

/// Splits typed edits like [`parse`]: `-a` removes a tag, `+a` and `a` add one. The error is the
/// invalid word.
pub fn edits(typed: &str) -> Result<Vec<Edit<'_>>, &str> {
    let words = typed.split(separates).filter(|word| !word.is_empty());
    let edit = |word| edit(word).ok_or(word);
    words.map(edit).collect()
}

/// A tag that edits both add and remove.
pub fn contradiction<'a>(edits: &[Edit<'a>]) -> Option<&'a str> {
    let opposes = |a: &Edit<'_>, b: &Edit<'_>| a.tag == b.tag && a.adds != b.adds;
    let found = edits.iter().find(|edit| edits.iter().any(|other| opposes(edit, other)));
    found.map(|edit| edit.tag)
}

/// The last word of edits that are being typed: whether its sign, if any, adds; the tag so far; and
/// the text before the word.
pub fn last_word(typed: &str) -> (Option<bool>, &str, &str) {
    let word = typed.rsplit(separates).next().unwrap_or_default();
    let before = typed.strip_suffix(word).unwrap_or_default();
    let removed = word.strip_prefix(['-', '－', '−']);
    let added = word.strip_prefix(['+', '＋']);
    let sign = removed.map(|_| false).or_else(|| added.map(|_| true));
    let name = removed.or(added).unwrap_or(word);
    (sign, name.trim_start_matches(['#', '＃']), before)
}

/// Splits a word of [`edits`] into its sign and the tag; `None` if no tag is left, or it is too long.
pub fn edit(word: &str) -> Option<Edit<'_>> {
    let removed = word.strip_prefix(['-', '－', '−']);
    let name = removed.or_else(|| word.strip_prefix(['+', '＋'])).unwrap_or(word);
    match parse(name).as_slice() {
        // An option, or a mistake.
        [tag] if !tag.starts_with(['-', '+', '－', '＋', '−']) => {
            Some(Edit { tag, adds: removed.is_none() })
        }
        _ => None,
    }
}

/// Whether a character separates tags.
fn separates(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, ',' | '，' | '、')
}

impl Change {
    /// Tags a post, or removes the tag.
    pub fn tag(post: &[u8], tag: &str, tagged: bool) -> Self {
        let key = key(post, tag).into();
        Self { kind: Kind::Tag, key, value: tagged.then(Box::default) }
    }

    /// The path of the changed post; the whole key for kinds that belong to no post.
    pub fn post(&self) -> &[u8] {
        post_of(self.kind, &self.key)
    }
}

impl State {
    /// The user's tags on a post, sorted.
    pub fn tags(&self, post: &[u8]) -> impl Iterator<Item = &str> {
        self.tagged.get(post).into_iter().flatten().map(|tag| &**tag)
    }

    /// Whether any post is tagged.
    pub fn has_tags(&self) -> bool {
        !self.tagged.is_empty()
    }

    /// All tags with their numbers of posts, sorted.
    pub fn all_tags(&self) -> BTreeMap<&str, usize> {
        let mut all = BTreeMap::new();
        for tag in self.tagged.values().flatten() {
            *all.entry(&**tag).or_default() += 1;
        }
        all
    }
}

/// Takes a change of the record of a part: whether it is there.
pub(super) fn note_part(parts: &mut Parts, key: &[u8], is_there: bool) {
    let Some((post, name)) = split(key) else { return };
    if is_there {
        parts.entry(post.into()).or_default().insert(name.into());
    } else if let Some(names) = parts.get_mut(post) {
        names.remove(name);
        if names.is_empty() {
            parts.remove(post);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::State;

    fn tags<'a>(state: &'a State, post: &str) -> Vec<&'a str> {
        state.tags(post.as_bytes()).collect()
    }

    #[test]
    fn posts_are_tagged_and_untagged() {
        let mut state = State::new("h");
        let tag = |post: &str, tag: &str, on| Change::tag(post.as_bytes(), tag, on);
        let step = state.change(&[tag("a.md", "乙", true), tag("a.md", "甲", true)], 1);
        state.change(&[tag("b.md", "甲", true)], 2);
        assert_eq!((tags(&state, "a.md"), tags(&state, "c.md")), (vec!["乙", "甲"], vec![]));
        assert_eq!(state.all_tags().into_iter().collect::<Vec<_>>(), [("乙", 1), ("甲", 2)]);
        assert_eq!(state.change(&[tag("b.md", "甲", true)], 3).records, []);
        state.change(&step.undo, 4);
        assert_eq!((tags(&state, "a.md"), tags(&state, "b.md")), (vec![], vec!["甲"]));
        state.change(&[tag("b.md", "甲", false)], 5);
        assert!(!state.has_tags());
    }

    /// Two machines that tag offline: the merge keeps all, in any order and with duplicates.
    #[test]
    fn tags_of_two_machines_are_merged() {
        let step = |host: &str, now, changes: &[Change]| {
            let mut state = State::new(host);
            state.change(changes, now).records
        };
        let one = step("a", 1, &[Change::tag(b"p", "甲", true), Change::tag(b"p", "丙", true)]);
        let two = step("b", 2, &[Change::tag(b"p", "乙", true)]);
        let removed = step("b", 9, &[Change::tag(b"p", "乙", true), Change::tag(b"p", "丙", true)]);
        let mut gone = State::new("b");
        gone.change(&[Change::tag(b"p", "丙", true)], 10);
        let gone = gone.change(&[Change::tag(b"p", "丙", false)], 11).records;
        let all = [(&one, "a"), (&two, "b"), (&removed, "b"), (&gone, "b")];
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
            let mut state = State::new("c");
            for at in order.into_iter().chain(order) {
                let (records, host) = all[at];
                for record in records {
                    state.apply(record, host);
                }
            }
            assert_eq!(tags(&state, "p"), ["乙", "甲"], "{order:?}");
        }
    }

    #[test]
    fn typed_tags_are_split() {
        for (typed, expected) in [
            ("", vec![]),
            ("甲", vec!["甲"]),
            ("甲, #乙　丙、丁，a-b", vec!["甲", "乙", "丙", "丁", "a-b"]),
            ("# ＃甲\n", vec!["甲"]),
        ] {
            assert_eq!(parse(typed), expected, "{typed}");
        }
        assert_eq!(parse(&"x".repeat(LONGEST_TAG + 1)), Vec::<&str>::new());
    }

    #[test]
    fn typed_edits_are_split() {
        let check = |typed: &str, expected: Result<&str, &str>| {
            let shown = edits(typed).map(|edits| {
                let sign = |edit: &Edit<'_>| if edit.adds { '+' } else { '-' };
                let shown = edits.iter().map(|edit| format!("{}{}", sign(edit), edit.tag));
                shown.collect::<Vec<_>>().join(" ")
            });
            assert_eq!(shown, expected.map(str::to_owned), "{typed}");
        };
        check("", Ok(""));
        check("甲 -乙，＋#丙、－丁 a-b", Ok("+甲 -乙 +丙 -丁 +a-b"));
        check("甲 --乙", Err("--乙"));
        check("甲 + 乙", Err("+"));
        check("-#", Err("-#"));
        assert_eq!(last_word(""), (None, "", ""));
        assert_eq!(last_word("甲 -#乙"), (Some(false), "乙", "甲 "));
        assert_eq!(last_word("甲，＋"), (Some(true), "", "甲，"));
        let long = "x".repeat(LONGEST_TAG + 1);
        check(&long, Err(&long));
    }
}
