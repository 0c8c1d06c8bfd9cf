//! The fields of a line that name its post.

use std::fmt::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::hash;
use super::record::{DATES, TITLES};

/// Fields that stand for a post, the best first.
const IDS: [&str; 6] = ["slug", "id", "guid", "_id", "url", "link"];
/// The longest name made of an id, in characters.
const LONGEST_NAME: usize = 80;
/// The longest path that a line may name, in bytes.
const LONGEST_PATH: usize = 1024;

/// The texts of the fields that name a post.
#[derive(Debug, Default)]
pub(super) struct Head(Vec<(&'static str, String)>);

impl Head {
    /// Reads a line; without any field if it is no object.
    pub(super) fn of(line: &[u8]) -> Self {
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        serde_json::from_slice(line).unwrap_or_default()
    }

    fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map(|(_, text)| text.trim()).filter(|text| !text.is_empty())
    }

    fn any(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.get(name))
    }

    /// The path of the post, in `folder` if the line names none; `line` is the hash of the line.
    pub(super) fn path(&self, folder: &[u8], line: u64) -> Vec<u8> {
        let bytes = self.get("path_bytes").and_then(|bytes| STANDARD.decode(bytes).ok());
        let own = bytes.or_else(|| Some(self.get("path")?.as_bytes().to_vec()));
        if let Some(path) = own.and_then(|path| below_root(&path)) {
            return path;
        }
        let name = self.any(&IDS).map(name_of).filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| {
            let (title, date) = (self.any(&TITLES), self.any(&DATES));
            let number = match (title, date) {
                (None, None) => line,
                (title, date) => hash(format!("{title:?} {date:?}").as_bytes()),
            };
            format!("{number:016x}")
        });
        if folder.is_empty() {
            return name.into_bytes();
        }
        [folder, b"/", name.as_bytes()].concat()
    }

    /// The day as `yyyymmdd`, 0 if it is not known: only to read the newest first.
    pub(super) fn day(&self) -> u32 {
        let text = self.any(&DATES).unwrap_or_default();
        let mut digits =
            text.bytes().filter(u8::is_ascii_digit).map(|digit| u32::from(digit - b'0'));
        let is_day = text.as_bytes().get(4).is_some_and(|byte| !byte.is_ascii_digit());
        let day = digits.by_ref().take(8).fold(0, |day, digit| day * 10 + digit);
        if is_day && day > 10_000_000 { day } else { 0 }
    }
}

/// A path without parts that lead out of the root; `None` if nothing is left.
fn below_root(path: &[u8]) -> Option<Vec<u8>> {
    let parts =
        path.split(|&byte| byte == b'/').filter(|part| !matches!(*part, b"" | b"." | b".."));
    let path = parts.collect::<Vec<_>>().join(&b'/');
    (!path.is_empty() && path.len() <= LONGEST_PATH && !path.contains(&0)).then_some(path)
}

/// A file name made of an id.
fn name_of(id: &str) -> String {
    let mut name = String::new();
    for c in id.chars().take(LONGEST_NAME) {
        if c.is_alphanumeric() || matches!(c, '.' | '_') {
            name.push(c);
        } else if !name.ends_with('-') {
            name.push('-');
        }
    }
    let mut name = name.trim_matches(['-', '.']).to_owned();
    if id.chars().nth(LONGEST_NAME).is_some() && !name.is_empty() {
        // Long ids often begin alike. A name that depends on the place of the line would give marks
        // to another post.
        let _ = write!(name, "-{:08x}", hash(id.as_bytes()) as u32);
    }
    name
}

impl<'de> Deserialize<'de> for Head {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Pairs)
    }
}

struct Pairs;

impl<'de> Visitor<'de> for Pairs {
    type Value = Head;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Head, A::Error> {
        let mut head = Head::default();
        while let Some(name) = map.next_key::<String>()? {
            let known = ["path", "path_bytes"].into_iter().chain(IDS).chain(TITLES).chain(DATES);
            match known.into_iter().find(|known| *known == name) {
                Some(known) => {
                    head.0.extend(map.next_value::<Words>()?.0.map(|text| (known, text)));
                }
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(head)
    }
}

/// A text or a number; nothing for other values.
struct Words(Option<String>);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Word)
    }
}

struct Word;

impl<'de> Visitor<'de> for Word {
    type Value = Words;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Words, E> {
        Ok(Words(Some(text.to_owned())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Words, E> {
        Ok(Words(Some(number.to_string())))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Words, E> {
        Ok(Words(Some(number.to_string())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Words, E> {
        Ok(Words(Some(number.to_string())))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Words, E> {
        Ok(Words(None))
    }

    fn visit_unit<E>(self) -> Result<Words, E> {
        Ok(Words(None))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Words, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Words(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Words, A::Error> {
        while pairs.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Words(None))
    }
}
