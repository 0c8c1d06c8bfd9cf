//! What is known of each feed between two runs: validators for conditional requests, when to ask
//! again, where it has moved, and which items it had.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde::{Deserialize, Serialize};

use crate::clean::CleanText;
use crate::config::fault::FeedFault;
use crate::feeds::folder::{self, Folder};
use crate::replace::{Rights, replace};

/// The name of the file.
const FILE: &str = "feeds.json";

/// What is known of all feeds, by the address that `feeds.toml` has.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub struct Memory {
    /// The feeds.
    #[serde(default)]
    pub feeds: BTreeMap<String, Known>,
}

/// What is known of a feed.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(default)]
pub struct Known {
    /// The validator `ETag` of the last answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// The validator `Last-Modified`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// When it was last requested, in seconds since 1970.
    pub asked: i64,
    /// Not to be requested before, in seconds since 1970.
    pub wait: i64,
    /// Its new address after a permanent redirect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved: Option<String>,
    /// Whether it is permanently gone.
    pub gone: bool,
    /// Its title.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// How often it failed since it last succeeded.
    pub failures: u32,
    /// The endings of the files of its present items.
    pub items: BTreeSet<String>,
}

impl Memory {
    /// Reads the file of an archive. A file that cannot be parsed is set aside with a warning,
    /// because posts are found again by their names.
    pub fn load(folder: &Folder) -> io::Result<(Self, Option<FeedFault>)> {
        let path = folder.own(FILE);
        let Some(bytes) = folder::read(&path)? else { return Ok((Self::default(), None)) };
        match serde_json::from_slice(&bytes) {
            Ok(memory) => Ok((memory, None)),
            Err(error) => {
                let aside = folder::put_aside(&path)?;
                let warning = FeedFault::BegunAnew {
                    file: FILE,
                    detail: CleanText::line(&error.to_string()),
                    aside: CleanText::lossy(aside.as_os_str().as_encoded_bytes()),
                };
                Ok((Self::default(), Some(warning)))
            }
        }
    }

    /// Writes the file, after the posts are on the disk.
    pub fn save(&self, folder: &Folder) -> io::Result<()> {
        folder.sync()?;
        let text = serde_json::to_string_pretty(self)?;
        replace(&folder.own(FILE), text.as_bytes(), Rights::Usual)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_back_and_damage_is_put_aside() {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::open(root.path()).unwrap().unwrap();
        let known = Known { etag: Some("\"a\"".to_owned()), failures: 2, ..Known::default() };
        let memory = Memory { feeds: BTreeMap::from([("https://a.example/".to_owned(), known)]) };
        memory.save(&folder).unwrap();
        assert_eq!(Memory::load(&folder).unwrap(), (memory, None));
        std::fs::write(folder.own(FILE), "{\"feeds\": [").unwrap();
        let (memory, warning) = Memory::load(&folder).unwrap();
        assert!(memory.feeds.is_empty() && warning.is_some());
        assert!(folder.own("feeds.json.bad").exists());
        std::fs::write(folder.own(FILE), "{\"later\": 1}").unwrap();
        assert_eq!(Memory::load(&folder).unwrap(), (Memory::default(), None));
    }
}
