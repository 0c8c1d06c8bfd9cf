//! Changes a store: adds posts, leaves out those that are gone, and joins small segments.
//!
//! Every segment that is complete is listed at once, so that an interrupted update is continued by
//! the next one and searches use what is there.

use std::fs::File;
use std::io;

use fixedbitset::FixedBitSet;

use crate::store::folder::{Folder, List, Lock};
use crate::store::layout::Header;
use crate::store::manifest::{Listed, Manifest, ranges};
use crate::store::segment::Segment;
use crate::store::writer::Writer;
use crate::store::{Entry, Opened, Status, open, open_segment};

/// Number of bytes of coded text at which a segment is complete: a few seconds of work.
const SEGMENT: usize = if cfg!(test) { 3072 } else { 48 * 1024 * 1024 };
/// A segment with at least this many bytes of coded text is not merged with others.
const LARGE: u64 = SEGMENT as u64 / 2;
/// Number of segments of one size class to merge, and the size ratio between successive classes.
const JOINED: u64 = 6;
/// Number of bytes of coded text in the smallest size class.
const SMALL: u64 = SEGMENT as u64 / 256;
/// A segment is rewritten once one in `DEAD` of its posts is dead.
const DEAD: usize = 4;
/// What earlier versions of the program kept in the folder.
const OLD: [&str; 3] = ["index", "next", "old"];

/// A store that is being changed.
#[derive(Debug)]
pub struct Update {
    folder: Folder,
    lock: Lock,
    list: List,
    /// Whether there was nothing usable before.
    is_new: bool,
    replaced: Option<Status>,
    manifest: Manifest,
    /// What was listed before.
    before: Manifest,
    /// The segments of the current list, while the next is written.
    spared: Vec<u64>,
    /// The segments that were there, the newest first.
    old: Vec<(Listed, Segment)>,
    writing: Option<(u64, Writer<File>)>,
}

impl Update {
    /// Begins to change a store; `None` if another process does. `anew` makes a new one beside a
    /// usable one, which it replaces at the end; if that was begun before, it is continued.
    pub fn begin(folder: &Folder, generation: &str, anew: bool) -> io::Result<Option<Self>> {
        let Some(lock) = folder.lock()? else { return Ok(None) };
        folder.remove_others(&OLD, &lock)?;
        let current = open(folder, List::Current, generation);
        let list = if anew && current.is_ok() { List::Next } else { List::Current };
        if list == List::Current {
            // What a killed process left.
            folder.remove_list(List::Next, &lock)?;
        }
        let numbers = |opened: &Opened| {
            let segments = opened.segments.iter().map(|(own, _)| own);
            segments.chain(&opened.first).map(|own| own.number).collect()
        };
        let spared = current.as_ref().map(numbers).unwrap_or_default();
        let (opened, status, spared) = match list {
            List::Next => (open(folder, list, generation), None, spared),
            List::Current => {
                let status = current.as_ref().err().cloned();
                (current, status, Vec::new())
            }
        };
        let is_new = opened.is_err();
        let Opened { segments, first, damage } = opened.unwrap_or_default();
        let replaced = status.filter(|status| *status != Status::Missing);
        let manifest = Manifest {
            generation: generation.to_owned(),
            first,
            segments: segments.iter().rev().map(|(listed, _)| listed.clone()).collect(),
        };
        Ok(Some(Self {
            folder: folder.clone(),
            lock,
            list,
            is_new,
            replaced: replaced.or(damage.map(Status::Damaged)),
            before: manifest.clone(),
            manifest,
            spared,
            old: segments,
            writing: None,
        }))
    }

    /// Why what was there could not be used.
    pub fn replaced(&self) -> Option<&Status> {
        self.replaced.as_ref()
    }

    /// Whether the newest posts that were there can be read.
    pub fn has_first(&self) -> bool {
        let opened = self.before.first.as_ref().map(|first| open_segment(&self.folder, first));
        opened.is_some_and(|segment| segment.is_ok_and(|first| first.damaged_posts().is_clear()))
    }

    /// The segments that were there, the newest first.
    pub fn segments(&self) -> impl Iterator<Item = &Segment> {
        self.old.iter().map(|(_, segment)| segment)
    }

    /// Reads all that was there; the damaged posts of each segment.
    pub fn damaged_posts(&self) -> Vec<FixedBitSet> {
        self.segments().map(Segment::damaged_posts).collect()
    }

    /// Adds a post; returns whether that completed a segment, which can be read from now on.
    pub fn add(&mut self, entry: Entry<'_>) -> io::Result<bool> {
        let is_complete = self.write(entry)?;
        if is_complete {
            self.folder.write(self.list, &self.manifest, &self.lock)?;
        }
        Ok(is_complete)
    }

    fn write(&mut self, entry: Entry<'_>) -> io::Result<bool> {
        let mut writing = match self.writing.take() {
            Some(writing) => writing,
            None => self.new_segment()?,
        };
        let added = writing.1.add(entry);
        let is_complete = writing.1.text_len() >= SEGMENT;
        self.writing = Some(writing);
        added?;
        if is_complete {
            self.complete()?;
        }
        Ok(is_complete)
    }

    fn new_segment(&self) -> io::Result<(u64, Writer<File>)> {
        // A list without segments: if this is interrupted, nothing is lost.
        if self.is_new && self.manifest.segments.is_empty() {
            self.folder.write(self.list, &self.manifest, &self.lock)?;
        }
        let listed = self.manifest.segments.iter().chain(&self.manifest.first);
        let listed = listed.map(|listed| listed.number);
        let number =
            self.folder.numbers().into_iter().chain(listed).max().map_or(1, |last| last + 1);
        Ok((number, Writer::new(self.folder.create(number, &self.lock)?)?))
    }

    /// Completes and lists the posts added so far.
    pub fn commit(&mut self) -> io::Result<()> {
        self.complete()?;
        self.folder.write(self.list, &self.manifest, &self.lock)
    }

    /// Completes the segment that is being written.
    fn complete(&mut self) -> io::Result<()> {
        if let Some((number, writer)) = self.writing.take() {
            self.manifest.segments.push(listed(number, writer)?);
        }
        Ok(())
    }

    /// Ends the update. `live` says of each segment that was there which of its posts are still
    /// wanted; the others are dropped once they are a quarter, or earlier. `first` are the newest
    /// posts, without their texts; `None` keeps those that were there. Returns how many more posts
    /// are not wanted than before.
    pub fn finish(
        &mut self,
        live: Vec<FixedBitSet>,
        first: Option<&[Entry<'_>]>,
    ) -> io::Result<usize> {
        self.complete()?;
        let mut removed = 0;
        let mut parts = Vec::new();
        for ((listed, segment), live) in std::mem::take(&mut self.old).into_iter().zip(live) {
            let dead: Vec<u32> =
                (0..segment.posts() as u32).filter(|&post| !live.contains(post as usize)).collect();
            removed += dead.len().saturating_sub(segment.dead());
            let listed = Listed { dead: ranges(&dead), ..listed };
            parts.push(Part { listed, segment, live });
        }
        for listed in &self.manifest.segments {
            if parts.iter().all(|part| part.listed.number != listed.number) {
                let segment = Segment::open(self.folder.open_segment(listed.number)?, &[])?;
                let mut live = FixedBitSet::with_capacity(segment.posts());
                live.insert_range(..);
                parts.push(Part { listed: listed.clone(), segment, live });
            }
        }
        // The newest first, as within a segment.
        parts.sort_by_key(|part| std::cmp::Reverse(part.listed.number));
        self.join(&parts)?;
        if let Some(first) = first {
            self.manifest.first = None;
            let (number, mut writer) = self.new_segment()?;
            first.iter().try_for_each(|&entry| writer.add(entry))?;
            self.manifest.first = Some(listed(number, writer)?);
        }
        self.folder.write(self.list, &self.manifest, &self.lock)?;
        if self.list == List::Next {
            self.folder.replace(&self.lock)?;
            self.spared.clear();
        }
        // What cannot be removed now is removed by the next update. An error would undo this one.
        let _ = self.sweep();
        Ok(removed)
    }

    /// Writes the segments again that have too many dead posts or damage, or are many of a size.
    fn join(&mut self, parts: &[Part]) -> io::Result<()> {
        let is_one_of_many = |part: &Part| {
            let alike = parts.iter().filter(|other| other.size() == part.size()).count() as u64;
            part.size().is_some() && alike >= JOINED
        };
        let (again, kept): (Vec<&Part>, Vec<&Part>) =
            parts.iter().partition(|part| part.is_poor() || is_one_of_many(part));
        self.manifest.segments = kept.iter().rev().map(|part| part.listed.clone()).collect();
        for part in again {
            part.segment.for_each_entry(&part.live, &mut |entry| self.write(entry).map(drop))?;
        }
        self.complete()
    }

    /// Removes the segments that no list names.
    fn sweep(&self) -> io::Result<()> {
        let named = || self.manifest.segments.iter().chain(&self.manifest.first);
        let is_named = |number| named().any(|own| own.number == number);
        let is_spared = |number| is_named(number) || self.spared.contains(&number);
        self.folder.sweep(&is_spared, &self.lock)
    }

    /// Removes what an update that failed has written: a disk that is full must not stay full. What
    /// was usable before still is.
    pub fn abandon(mut self) {
        self.writing = None;
        self.manifest = std::mem::take(&mut self.before);
        let restored = if self.is_new {
            self.folder.remove_list(self.list, &self.lock)
        } else {
            self.folder.write(self.list, &self.manifest, &self.lock)
        };
        if restored.is_ok() {
            let _ = self.sweep();
        }
    }
}

/// Completes a segment.
fn listed(number: u64, writer: Writer<File>) -> io::Result<Listed> {
    let header: Header = writer.finish()?;
    Ok(Listed { number, len: header.file_len(), sum: header.sum(), dead: Vec::new() })
}

/// A segment at the end of an update.
#[derive(Debug)]
struct Part {
    listed: Listed,
    segment: Segment,
    /// The posts that are wanted.
    live: FixedBitSet,
}

impl Part {
    /// Whether it is to be written again, or left out, whatever the others are.
    fn is_poor(&self) -> bool {
        let posts = self.segment.posts();
        let dead = posts - self.live.count_ones(..);
        self.segment.is_damaged() || dead * DEAD >= posts.max(1)
    }

    /// The class of its size; `None` if it is large.
    fn size(&self) -> Option<u32> {
        let len = self.segment.text_len();
        (len < LARGE).then(|| (len / SMALL).max(1).ilog(JOINED))
    }
}
