//! Store of texts in the cache folder. Searches take milliseconds and miss no match.
//!
//! For each post, under its path and its file's stamp, a store keeps three things: a row of bytes
//! that only the archive understands, the folded text in a compact [code], and the stream that
//! unfolds it. They are in immutable [segments](Segment) with about 48 MB of coded text, each with
//! a filter that tells which blocks cannot contain a needle (`grams`). A list names the segments
//! (`manifest`); it is replaced by rename. One process writes ([`Update`]), any number read
//! ([`Store`]).
//!
//! The text decides: filters only rule out. Everything has a checksum and is checked when it is
//! read. What is damaged counts as possible, or as not in the store, so that it is read from the
//! post's file. Knows nothing of posts, queries and folding.

pub mod code;
mod folder;
mod grams;
mod layout;
mod manifest;
mod segment;
#[cfg(test)]
mod tests;
mod update;
pub mod varint;
mod writer;

use std::io::{self, ErrorKind};
use std::time::SystemTime;

use crate::reason::{FileError, Reason};
use code::CodedText;
use folder::List;
use manifest::{Listed, Manifest, NoManifest};

pub use folder::Folder;
pub use segment::{Parts, Segment, Texts};
pub use update::Update;

/// Openings of a store whose segments are replaced meanwhile.
const TRIES: usize = 5;

/// A post of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Names the post.
    pub key: &'a [u8],
    /// Names a version of its file.
    pub stamp: u64,
    /// What the archive knows of it.
    pub row: &'a [u8],
    /// Its folded text.
    pub text: &'a str,
    /// Turns the folded text into the original.
    pub unfold: &'a [u8],
}

/// The status of a store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// There is none.
    #[default]
    Missing,
    /// Of another version or generation; will be replaced.
    Outdated,
    /// Some or all of it is unusable; will be replaced.
    Damaged(Damage),
    /// Usable; some posts may be missing.
    Usable,
}

/// What is wrong with a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Damage {
    /// There are segments, but no list of them.
    ListLost,
    /// The list of segments is damaged.
    ListDamaged,
    /// The list of segments cannot be read.
    ListUnreadable(Reason),
    /// The segment of this number is gone.
    SegmentLost(u64),
    /// The segment of this number is damaged.
    SegmentDamaged(u64),
    /// The segment of this number cannot be read.
    SegmentUnreadable(u64, Reason),
}

/// A snapshot of a store.
#[derive(Debug, Default)]
pub struct Store {
    status: Status,
    /// Its own, and then those of the store beneath it.
    segments: Vec<Segment>,
    /// The number of its own segments.
    own: usize,
    /// Whether an update has ended, not only begun.
    is_finished: bool,
    written: Option<SystemTime>,
    /// Why the store beneath it is not used.
    refused: Option<FileError>,
}

/// The characters of a needle, encoded once for the filters of all segments.
#[derive(Clone, Debug)]
pub struct Characters(Vec<u32>);

impl Characters {
    /// The characters of a folded text.
    pub fn of(needle: &str) -> Self {
        Self(CodedText::new(needle).as_coded().characters().collect())
    }
}

impl Store {
    /// Opens a store. Never fails; see [`Store::status`]. `generation` is one line that identifies
    /// what the store depends on besides the posts.
    pub fn open(folder: &Folder, generation: &str) -> Self {
        let mut store = match open(folder, List::Current, generation) {
            Ok(opened) => Self {
                status: opened.damage.map_or(Status::Usable, Status::Damaged),
                own: opened.segments.len(),
                // The end of an update lists the newest posts.
                is_finished: opened.first.is_some(),
                segments: opened.segments.into_iter().map(|(_, segment)| segment).collect(),
                written: folder.written(),
                refused: None,
            },
            Err(status) => Self { status, ..Self::default() },
        };
        if let Some(beneath) = folder.beneath() {
            store.add_beneath(beneath, generation);
        }
        store
    }

    /// Adds the store of another account, unless it is not to be trusted.
    fn add_beneath(&mut self, folder: &Folder, generation: &str) {
        let checked = folder.check_folder().and_then(|()| folder.read(List::Current));
        if let Err(error) = checked {
            self.refused = Some(Reason::from(error).at(folder.path()));
            return;
        }
        let Ok(opened) = open(folder, List::Current, generation) else { return };
        self.segments.extend(opened.segments.into_iter().map(|(_, segment)| segment));
        self.is_finished |= opened.first.is_some();
        if matches!(self.status, Status::Missing | Status::Outdated) {
            self.status = Status::Usable;
            self.written = folder.written();
        }
    }

    /// Returns the newest posts as a segment without texts, so that a list can begin before the
    /// store is open; `None` if there is none of this generation.
    pub fn first(folder: &Folder, generation: &str) -> Option<Segment> {
        let first_of = |folder: &Folder| {
            folder.check_folder().ok()?;
            let manifest = Manifest::of_text(&folder.read(List::Current).ok()??).ok()?;
            let first = manifest.first.filter(|_| manifest.generation == generation)?;
            open_segment(folder, &first).ok()
        };
        first_of(folder).or_else(|| first_of(folder.beneath()?))
    }

    /// Its status.
    pub fn status(&self) -> &Status {
        &self.status
    }

    /// Whether an update has reached its end since the store was made.
    pub fn is_finished(&self) -> bool {
        self.is_finished
    }

    /// Why the store of another account is not used, if there is one.
    pub fn refused(&self) -> Option<&FileError> {
        self.refused.as_ref()
    }

    /// The segments of another account's store.
    pub fn segments_beneath(&self) -> &[Segment] {
        self.segments.get(self.own..).unwrap_or_default()
    }

    /// The segments, the newest first.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The number of posts in it, without those that were gone or had changed after the last build.
    pub fn posts(&self) -> usize {
        self.segments.iter().map(Segment::live).sum()
    }

    /// The size of its files in bytes.
    pub fn bytes(&self) -> u64 {
        self.segments.iter().map(Segment::file_len).sum()
    }

    /// When it was last changed.
    pub fn written(&self) -> Option<SystemTime> {
        self.written
    }

    /// Whether something that was read so far is damaged.
    pub fn is_damaged(&self) -> bool {
        matches!(self.status, Status::Damaged(_)) || self.segments.iter().any(Segment::is_damaged)
    }

    /// Reads all of it; the number of posts of which something is damaged.
    pub fn count_damaged(&self) -> usize {
        self.segments.iter().map(|segment| segment.damaged_posts().count_ones(..)).sum()
    }
}

/// An opened list.
#[derive(Debug, Default)]
struct Opened {
    /// The segments that can be used, the newest first.
    segments: Vec<(Listed, Segment)>,
    /// The one that repeats the newest posts; it may be unusable.
    first: Option<Listed>,
    /// What is wrong with the others.
    damage: Option<Damage>,
}

fn open(folder: &Folder, list: List, generation: &str) -> Result<Opened, Status> {
    let unreadable = |error: io::Error| Status::Damaged(Damage::ListUnreadable(error.into()));
    let mut opened = Opened::default();
    for _ in 0..TRIES {
        let text = folder.read(list).map_err(unreadable)?;
        let Some(text) = text else {
            let has_lost_it = list == List::Current && !folder.numbers().is_empty();
            let status = has_lost_it.then_some(Status::Damaged(Damage::ListLost));
            return Err(status.unwrap_or(Status::Missing));
        };
        let manifest = Manifest::of_text(&text).map_err(|error| match error {
            NoManifest::OtherVersion => Status::Outdated,
            NoManifest::Damaged => Status::Damaged(Damage::ListDamaged),
        })?;
        if manifest.generation != generation {
            return Err(Status::Outdated);
        }
        let mut is_gone = false;
        opened = Opened { first: manifest.first, ..Opened::default() };
        for listed in manifest.segments.into_iter().rev() {
            match open_segment(folder, &listed) {
                Ok(segment) => opened.segments.push((listed, segment)),
                Err(error) => {
                    is_gone |= error.kind() == ErrorKind::NotFound;
                    opened.damage = Some(match error.kind() {
                        ErrorKind::InvalidData => Damage::SegmentDamaged(listed.number),
                        ErrorKind::NotFound => Damage::SegmentLost(listed.number),
                        _ => Damage::SegmentUnreadable(listed.number, error.into()),
                    });
                }
            }
        }
        // A writer may have replaced it since the list was read.
        if !is_gone {
            break;
        }
    }
    Ok(opened)
}

fn open_segment(folder: &Folder, listed: &Listed) -> io::Result<Segment> {
    let segment = Segment::open(folder.open_segment(listed.number)?, &listed.dead)?;
    if segment.file_len() != listed.len || segment.sum() != listed.sum {
        return Err(ErrorKind::InvalidData.into());
    }
    Ok(segment)
}
