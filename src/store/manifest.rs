//! The list of a store's segments: what makes files a store.
//!
//! ```text
//! kanbao store 5
//! generation kanbao 3 0123456789abcdef
//! first 9 4096 1234abcd -              number, bytes, checksum of the header, dead posts
//! segment 7 67108864 1234abcd 3,8-11
//! sum 89abcdef                         the checksum of the lines before
//! ```

use std::fmt::Write;
use std::ops::RangeInclusive;

/// The first line; another one is that of another version.
const FIRST: &str = "kanbao store 5";

/// The segments of a store, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    /// What the store depends on besides the posts; one line.
    pub generation: String,
    /// A segment that repeats the rows of the newest posts.
    pub first: Option<Listed>,
    pub segments: Vec<Listed>,
}

/// A segment in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    /// The number in the file's name.
    pub number: u64,
    /// The bytes of the file.
    pub len: u64,
    /// The checksum of its header, which has those of everything else.
    pub sum: u32,
    /// Posts that had been deleted or changed as of the last build, in ascending order. Kept as
    /// ranges, because a short list from another account may name four billion posts.
    pub dead: Vec<RangeInclusive<u32>>,
}

/// Why there is no list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoManifest {
    OtherVersion,
    Damaged,
}

impl Manifest {
    pub(super) fn to_text(&self) -> String {
        let mut text = format!("{FIRST}\ngeneration {}\n", self.generation);
        let first = self.first.iter().map(|listed| ("first", listed));
        for (kind, listed) in first.chain(self.segments.iter().map(|listed| ("segment", listed))) {
            let Listed { number, len, sum, dead } = listed;
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{kind} {number} {len} {sum:08x} {}", text_of(dead));
        }
        let sum = crc32fast::hash(text.as_bytes());
        let _ = writeln!(text, "sum {sum:08x}");
        text
    }

    pub(super) fn of_text(text: &[u8]) -> Result<Self, NoManifest> {
        let damaged = NoManifest::Damaged;
        let text = std::str::from_utf8(text).map_err(|_| damaged)?;
        let rest = text.strip_prefix("kanbao store ").ok_or(damaged)?;
        let version = rest.split('\n').next().ok_or(damaged)?;
        let own = text.split('\n').next().ok_or(damaged)?;
        if own != FIRST && version.parse::<u32>().is_ok() {
            return Err(NoManifest::OtherVersion);
        }
        let (listed, sum) = text.rsplit_once("sum ").ok_or(damaged)?;
        if sum != format!("{:08x}\n", crc32fast::hash(listed.as_bytes())) {
            return Err(damaged);
        }
        let mut lines = listed.lines().skip(1).peekable();
        let generation = lines.next().and_then(|line| line.strip_prefix("generation "));
        let generation = generation.ok_or(damaged)?.to_owned();
        let first = lines.next_if(|line| line.starts_with("first "));
        let first = first.map(|line| Listed::of_line("first ", line).ok_or(damaged)).transpose()?;
        let segments = lines.map(|line| Listed::of_line("segment ", line)).collect::<Option<_>>();
        Ok(Self { generation, first, segments: segments.ok_or(damaged)? })
    }
}

impl Listed {
    fn of_line(kind: &str, line: &str) -> Option<Self> {
        let mut words = line.strip_prefix(kind)?.split(' ');
        Some(Self {
            number: words.next()?.parse().ok()?,
            len: words.next()?.parse().ok()?,
            sum: u32::from_str_radix(words.next()?, 16).ok()?,
            dead: of_text(words.next()?)?,
        })
    }
}

/// The ranges of numbers that are in order.
pub(super) fn ranges(numbers: &[u32]) -> Vec<RangeInclusive<u32>> {
    let runs = numbers.chunk_by(|a, b| a.checked_add(1) == Some(*b));
    runs.filter_map(|run| Some(*run.first()?..=*run.last()?)).collect()
}

/// Ranges as `3,8-11`; `-` if there are none.
fn text_of(ranges: &[RangeInclusive<u32>]) -> String {
    let text = |range: &RangeInclusive<u32>| match (range.start(), range.end()) {
        (first, last) if first == last => first.to_string(),
        (first, last) => format!("{first}-{last}"),
    };
    let texts: Vec<String> = ranges.iter().map(text).collect();
    if texts.is_empty() { "-".to_owned() } else { texts.join(",") }
}

fn of_text(text: &str) -> Option<Vec<RangeInclusive<u32>>> {
    if text == "-" {
        return Some(Vec::new());
    }
    let range = |part: &str| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        Some(first.parse().ok()?..=last.parse().ok()?)
    };
    text.split(',').map(range).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Manifest {
        let listed = |number, dead: &[u32]| Listed {
            number,
            len: 77 * number,
            sum: 0xab,
            dead: ranges(dead),
        };
        let segments = vec![listed(1, &[0, 3, 4, 5, 7]), listed(9, &[2])];
        let first = Some(listed(10, &[]));
        Manifest { generation: "kanbao 3 x".to_owned(), first, segments }
    }

    #[test]
    fn a_list_is_read_as_written_and_any_damage_is_noticed() {
        let text = sample().to_text();
        assert_eq!(Manifest::of_text(text.as_bytes()), Ok(sample()));
        for at in 0..text.len() {
            for bit in 0..8 {
                let mut bytes = text.clone().into_bytes();
                bytes[at] ^= 1 << bit;
                assert!(Manifest::of_text(&bytes).is_err(), "{at} {bit}");
            }
            assert_eq!(Manifest::of_text(&text.as_bytes()[..at]), Err(NoManifest::Damaged), "{at}");
        }
        assert!(text.contains("\nfirst 10 770 000000ab -\nsegment 1 77 000000ab 0,3-5,7\n"));
        let none = Manifest { first: None, ..sample() };
        assert_eq!(Manifest::of_text(none.to_text().as_bytes()), Ok(none));
        let newer = text.replace("store 5", "store 6");
        assert_eq!(Manifest::of_text(newer.as_bytes()), Err(NoManifest::OtherVersion));
    }
}
