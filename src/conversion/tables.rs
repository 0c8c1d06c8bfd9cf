//! The tables of `OpenCC`: what replaces a character, alone and in a phrase.
//!
//! Only replacements that move no place are used (T19): as many characters, each of as many bytes.

use std::ops::Range;
use std::sync::OnceLock;

use fixedbitset::FixedBitSet;
use hashbrown::HashMap;
use memchr::{memchr, memchr_iter};
use zhhz::data::dict_text;

/// One step of a conversion; its index is made when it is first needed.
pub(super) struct Table {
    /// The names of the dictionaries.
    phrases: &'static str,
    characters: &'static str,
    index: OnceLock<Index>,
}

impl Table {
    pub(super) const fn new(phrases: &'static str, characters: &'static str) -> Self {
        Self { phrases, characters, index: OnceLock::new() }
    }

    /// A text with its phrases replaced, the longest first, and its other characters; `None` if
    /// nothing is replaced.
    pub(super) fn convert(&self, text: &str) -> Option<String> {
        let index = self.index();
        // What comes before `copied` is in `converted`.
        let (mut converted, mut copied) = (String::with_capacity(text.len()), 0);
        let mut chars = text.chars();
        loop {
            let rest = chars.as_str();
            let Some(c) = chars.next() else { break };
            let Some(becomes) = index.characters.get(c) else { continue };
            let next = chars.clone().next();
            let mut own = [0; 4];
            let (len, replacement) =
                if let Some(phrase) = next.and_then(|next| index.phrase([c, next], rest)) {
                    (phrase.len(), phrase.replacement(index.phrases))
                } else if becomes != c {
                    (c.len_utf8(), &*becomes.encode_utf8(&mut own))
                } else {
                    continue;
                };
            let at = text.len() - rest.len();
            converted.push_str(text.get(copied..at)?);
            converted.push_str(replacement);
            copied = at + len;
            chars = text.get(copied..)?.chars();
        }
        converted.push_str(text.get(copied..)?);
        (copied > 0).then_some(converted)
    }

    /// Whether a character is replaced outside of phrases.
    pub(super) fn changes(&self, c: char) -> bool {
        self.index().characters.get(c).is_some_and(|becomes| becomes != c)
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(dictionary(self.phrases), dictionary(self.characters)))
    }
}

/// The text of a dictionary: sorted lines of a key, a tab, and replacements with spaces between.
fn dictionary(name: &str) -> &'static str {
    dict_text(name).unwrap_or_default()
}

/// Finds the entries of two dictionaries.
struct Index {
    /// The text of the phrases, and where they are.
    phrases: &'static str,
    entries: Vec<Entry>,
    /// The entries of the phrases that begin with these two characters.
    ranges: HashMap<[char; 2], Range<u32>>,
    pairs: Pairs,
    characters: Characters,
}

impl Index {
    fn new(phrases: &'static str, characters: &'static str) -> Self {
        let lines = memchr_iter(b'\n', phrases.as_bytes()).count();
        let mut index = Self {
            phrases,
            entries: Vec::with_capacity(lines),
            // Two thirds of the phrases begin like no other.
            ranges: HashMap::with_capacity(lines),
            pairs: Pairs::new(lines),
            characters: Characters::default(),
        };
        for entry in entries(characters) {
            let c = entry.key(characters).chars().next();
            if let Some(becomes) = c.and_then(|c| index.characters.at(c)) {
                *becomes = entry.replacement(characters).chars().next();
            }
        }
        for entry in entries(phrases) {
            let at = index.entries.len() as u32;
            let mut key = entry.key(phrases).chars();
            let (Some(c), Some(next)) = (key.next(), key.next()) else { continue };
            index.pairs.insert([c, next]);
            index.characters.at(c).map(|becomes| becomes.get_or_insert(c));
            index.ranges.entry([c, next]).or_insert(at..at).end = at + 1;
            index.entries.push(entry);
        }
        index
    }

    /// The longest phrase at the start of a text that begins with these characters.
    fn phrase(&self, pair: [char; 2], text: &str) -> Option<&Entry> {
        if !self.pairs.may_contain(pair) {
            return None;
        }
        let range = self.ranges.get(&pair)?;
        let entries = self.entries.get(range.start as usize..range.end as usize)?;
        // A longer one comes after its beginning.
        entries.iter().rev().find(|entry| text.starts_with(entry.key(self.phrases)))
    }
}

/// The hashes of the pairs that phrases begin with. Most pairs of a text are not among them, and
/// these bits stay in the processor's cache.
struct Pairs(FixedBitSet);

impl Pairs {
    fn new(most: usize) -> Self {
        Self(FixedBitSet::with_capacity((most * 8).next_power_of_two()))
    }

    fn insert(&mut self, pair: [char; 2]) {
        self.0.insert(self.hash(pair));
    }

    fn may_contain(&self, pair: [char; 2]) -> bool {
        self.0.contains(self.hash(pair))
    }

    fn hash(&self, [c, next]: [char; 2]) -> usize {
        let mixed = (c as u32).wrapping_mul(0x9e37_79b1) ^ (next as u32).wrapping_mul(0x85eb_ca6b);
        // The high bits depend on all others.
        (mixed >> 8) as usize & (self.0.len() - 1)
    }
}

/// What replaces characters outside of phrases, by pages of characters; those that only begin
/// phrases replace themselves.
#[derive(Default)]
struct Characters {
    /// The characters that are replaced. Most of a text are not, and these bits stay in the
    /// processor's cache.
    known: FixedBitSet,
    pages: Vec<Option<Box<[Option<char>; PAGE]>>>,
}

/// Characters per page.
const PAGE: usize = 256;

impl Characters {
    fn get(&self, c: char) -> Option<char> {
        if !self.known.contains(c as usize) {
            return None;
        }
        *self.pages.get(c as usize / PAGE)?.as_ref()?.get(c as usize % PAGE)?
    }

    fn at(&mut self, c: char) -> Option<&mut Option<char>> {
        self.known.grow_and_insert(c as usize);
        let number = c as usize / PAGE;
        if self.pages.len() <= number {
            self.pages.resize_with(number + 1, || None);
        }
        let page = self.pages.get_mut(number)?.get_or_insert_with(|| Box::new([None; PAGE]));
        page.get_mut(c as usize % PAGE)
    }
}

/// The place of an entry in the text of its dictionary.
#[derive(Clone, Copy)]
struct Entry {
    start: u32,
    /// The length of the key, and of the replacement.
    len: u32,
}

impl Entry {
    fn len(self) -> usize {
        self.len as usize
    }

    fn key(self, dictionary: &str) -> &str {
        let start = self.start as usize;
        dictionary.get(start..start + self.len()).unwrap_or_default()
    }

    fn replacement(self, dictionary: &str) -> &str {
        let start = self.start as usize + self.len() + 1;
        dictionary.get(start..start + self.len()).unwrap_or_default()
    }
}

/// The entries of a dictionary that move no place, with the first of several replacements.
fn entries(dictionary: &str) -> impl Iterator<Item = Entry> {
    let ends = memchr_iter(b'\n', dictionary.as_bytes());
    let lines = ends.scan(0, |start, end| Some((std::mem::replace(start, end + 1), end)));
    lines.filter_map(|(start, end)| {
        let line = dictionary.as_bytes().get(start..end)?;
        let len = memchr(b'\t', line).filter(|_| !line.starts_with(b"#"))?;
        let replacements = line.get(len + 1..)?;
        let replacement = memchr(b' ', replacements).unwrap_or(replacements.len());
        (replacement == len).then_some(Entry { start: start as u32, len: len as u32 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::is_han;

    const DICTIONARIES: [(&str, bool); 10] = [
        ("STPhrases", true),
        ("STCharacters", false),
        ("TSPhrases", true),
        ("TSCharacters", false),
        ("TWVariantsPhrases", true),
        ("TWVariants", false),
        ("TWVariantsRevPhrases", true),
        ("TWVariantsRev", false),
        ("HKVariantsPhrases", true),
        ("HKVariants", false),
    ];

    #[test]
    fn the_dictionaries_are_as_the_index_expects() {
        for (name, are_phrases) in DICTIONARIES {
            let entries = dictionary(name).lines().filter(|line| !line.starts_with('#'));
            let keys = entries.filter_map(|line| Some(line.split_once('\t')?.0));
            let keys: Vec<&str> = keys.collect();
            assert!(!keys.is_empty(), "{name} is missing");
            assert!(keys.is_sorted(), "{name} is not sorted");
            for key in keys {
                assert_eq!(key.chars().count() > 1, are_phrases, "{name}: {key}");
            }
        }
    }

    // T19
    #[test]
    fn no_entry_moves_a_place() {
        for (name, _) in DICTIONARIES {
            let text = dictionary(name);
            for entry in entries(text) {
                let (key, replacement) = (entry.key(text), entry.replacement(text));
                assert_eq!(key.chars().count(), replacement.chars().count(), "{name}: {key}");
                for (c, other) in key.chars().zip(replacement.chars()) {
                    let fits = is_han(c) && is_han(other) && c.len_utf8() == other.len_utf8();
                    assert!(c == other || fits, "{name}: {key}");
                }
            }
        }
    }
}
