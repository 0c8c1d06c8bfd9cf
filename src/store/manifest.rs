//! The list of a store's segments: what makes files a store.
//!
//! ```text
//! kanbao store 1
//! generation kanbao 3 0123456789abcdef
//! segment 7 67108864 1234abcd 12       number, bytes, checksum of the header, dead posts
//! sum 89abcdef                         the checksum of the lines before
//! ```

use std::fmt::Write;

/// The first line; another one is that of another version.
const FIRST: &str = "kanbao store 1";

/// The segments of a store, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    /// What the store depends on besides the posts; one line.
    pub generation: String,
    pub segments: Vec<Listed>,
}

/// A segment in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    /// The number in the file's name.
    pub number: u64,
    /// The bytes of the file.
    pub len: u64,
    /// The checksum of its header, which has those of everything else.
    pub sum: u32,
    /// The posts that were gone or changed after the last build.
    pub dead: u32,
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
        for Listed { number, len, sum, dead } in &self.segments {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "segment {number} {len} {sum:08x} {dead}");
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
        let mut lines = listed.lines().skip(1);
        let generation = lines.next().and_then(|line| line.strip_prefix("generation "));
        let generation = generation.ok_or(damaged)?.to_owned();
        let segments = lines.map(Listed::of_line).collect::<Option<_>>().ok_or(damaged)?;
        Ok(Self { generation, segments })
    }
}

impl Listed {
    fn of_line(line: &str) -> Option<Self> {
        let mut words = line.strip_prefix("segment ")?.split(' ');
        Some(Self {
            number: words.next()?.parse().ok()?,
            len: words.next()?.parse().ok()?,
            sum: u32::from_str_radix(words.next()?, 16).ok()?,
            dead: words.next()?.parse().ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Manifest {
        let listed = |number| Listed { number, len: 77 * number, sum: 0xab, dead: 3 };
        Manifest { generation: "kanbao 3 x".to_owned(), segments: vec![listed(1), listed(9)] }
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
        let newer = text.replace("store 1", "store 2");
        assert_eq!(Manifest::of_text(newer.as_bytes()), Err(NoManifest::OtherVersion));
    }
}
