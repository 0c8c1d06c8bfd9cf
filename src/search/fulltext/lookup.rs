//! Joins a store with an archive: which posts may contain a text, and their texts.

use std::cell::Cell;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use fixedbitset::FixedBitSet;

use crate::archive::Archive;
use crate::archive::details::Details;
use crate::archive::post::{Post, PostId};
use crate::archive::row::{self, Sketch};
use crate::archive::site::Site;
use crate::archive::source::Reader;
use crate::clean::CleanText;
use crate::parallel;
use crate::search::fulltext::beside::Beside;
use crate::search::fulltext::duplicates::Duplicates;
use crate::search::fulltext::version_of;
use crate::search::snippet::Snippet;
use crate::search::sought::Sought;
use crate::search::unfold::{unfold, unfold_at, unfold_start};
use crate::store::code::{Coded, Needle};
use crate::store::{Characters, Segment, Store};

/// No post.
const NONE: u32 = u32::MAX;
/// Runs of blocks that a thread reads at a time.
const AT_A_TIME: usize = 4;
/// The bytes before a match that are read for a snippet: its beginning is looked for in so many.
const BEFORE: usize = 512;
/// The bytes after a match that are read for each character of a snippet: a cluster can have many.
const PER_CHARACTER: usize = 64;

thread_local! {
    /// What a thread reads texts into.
    static BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// A store joined with the posts of an archive.
#[derive(Clone, Default)]
pub struct Lookup {
    store: Arc<Store>,
    /// By segment and post of it: the post id, or [`NONE`].
    posts: Vec<Vec<u32>>,
    /// By post id: the segment and the post's number in it.
    places: Vec<(u32, u32)>,
    known: FixedBitSet,
    parts: OnceLock<PartsOfAll>,
    pub(super) duplicates: OnceLock<Arc<Duplicates>>,
}

/// What bodies have, by post id.
#[derive(Clone, Debug, Default)]
pub struct PartsOfAll {
    /// The posts of which it is known.
    pub known: FixedBitSet,
    /// Those with links.
    pub links: FixedBitSet,
    /// Those with images.
    pub images: FixedBitSet,
}

/// A post as a store has it.
#[derive(Clone, Debug)]
pub struct StoredPost {
    /// The post without the problems of its body.
    pub post: Post,
    /// The plain text.
    pub text: CleanText,
    /// Facts about the body.
    pub details: Details,
}

/// A text of the store.
#[derive(Clone, Copy, Debug)]
pub struct StoredText<'a> {
    /// Folded.
    pub folded: Coded<'a>,
    /// What is stored beside it, compressed; empty unless requested.
    pub beside: &'a [u8],
}

impl fmt::Debug for Lookup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lookup").field("known", &self.known.count_ones(..)).finish_non_exhaustive()
    }
}

/// Neighbouring blocks with the posts that are wanted of them.
struct Run {
    segment: usize,
    blocks: Range<usize>,
    /// The index of each in what was asked for, and the post of the segment.
    posts: Vec<(usize, u32)>,
}

impl Lookup {
    /// A look-up without posts.
    pub fn none() -> Self {
        Self::default()
    }

    /// Joins a store with an archive. A post of another version in the store counts as unknown.
    pub fn new(store: Arc<Store>, archive: &Archive, reader: &Reader) -> Self {
        let version = |id: PostId| version_of(archive.post(id)?, reader);
        let end = archive.ids_end();
        let (mut known, mut places) = (FixedBitSet::with_capacity(end), vec![(NONE, NONE); end]);
        let mut posts = Vec::new();
        let mut join = Join::new(archive);
        for (segment, part) in store.segments().iter().enumerate() {
            let mut ids = vec![NONE; part.posts()];
            part.for_each_key(&mut |post, own, key| {
                let Some(id) = join.find(key).filter(|&id| version(id) == Some(own)) else {
                    return;
                };
                let at = id.0 as usize;
                let (Some(place), Some(entry)) = (places.get_mut(at), ids.get_mut(post as usize))
                else {
                    return;
                };
                if !known.put(at) {
                    *entry = id.0;
                    *place = (segment as u32, post);
                }
            });
            posts.push(ids);
        }
        Self { store, posts, places, known, parts: OnceLock::new(), duplicates: OnceLock::new() }
    }

    /// Whether the store knows a post.
    pub fn knows(&self, id: PostId) -> bool {
        self.known.contains(id.0 as usize)
    }

    /// The posts the store does not know, of ids below `all`.
    pub fn unknown(&self, all: usize) -> FixedBitSet {
        let mut known = self.known.clone();
        known.grow(all);
        known.toggle_range(..);
        known
    }

    /// The number of posts the store knows.
    pub fn known(&self) -> usize {
        self.known.count_ones(..)
    }

    /// The posts the store knows, by id.
    pub(super) fn known_ids(&self) -> impl Iterator<Item = PostId> {
        self.known.ones().map(|id| PostId(id as u32))
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Of the posts the store knows, those whose bodies may contain a folded text; by id. `None` if
    /// that cannot be told.
    pub fn candidates(&self, needle: &str) -> Option<FixedBitSet> {
        if needle.is_empty() {
            return None;
        }
        let characters = Characters::of(needle);
        let mut found = FixedBitSet::with_capacity(self.known.len());
        for (segment, ids) in self.store.segments().iter().zip(&self.posts) {
            for block in segment.blocks_with(&characters).ones() {
                let range = segment.posts_of(block);
                let own = ids.get(range.start as usize..range.end as usize).unwrap_or_default();
                own.iter().filter(|&&id| id != NONE).for_each(|&id| found.insert(id as usize));
            }
        }
        Some(found)
    }

    /// What the bodies of the posts in the store contain; read once.
    pub fn parts(&self) -> &PartsOfAll {
        self.parts.get_or_init(|| {
            let mut parts = PartsOfAll::default();
            for (segment, ids) in self.store.segments().iter().zip(&self.posts) {
                segment.for_each_row(&mut |post, entry| {
                    let id = ids.get(post as usize).copied().filter(|&id| id != NONE);
                    if let Some((id, own)) = id.zip(row::parts_of(entry.row)) {
                        let sets = [
                            (&mut parts.known, true),
                            (&mut parts.links, own.links),
                            (&mut parts.images, own.images),
                        ];
                        sets.into_iter()
                            .filter(|(_, has)| *has)
                            .for_each(|(set, _)| set.grow_and_insert(id as usize));
                    }
                    true
                });
            }
            parts
        })
    }

    /// Passes the sketch of each post in both the store and the archive to `each` until it returns
    /// `false`.
    pub(super) fn for_each_sketch(&self, each: &mut dyn FnMut(PostId, Sketch) -> bool) {
        let mut goes_on = true;
        for (segment, ids) in self.store.segments().iter().zip(&self.posts) {
            segment.for_each_row(&mut |post, entry| {
                let id = ids.get(post as usize).copied().filter(|&id| id != NONE);
                let sketch = || row::parts_of(entry.row).and_then(|parts| parts.sketch);
                if let Some((id, sketch)) = id.and_then(|id| Some((id, sketch()?))) {
                    goes_on = each(PostId(id), sketch);
                }
                goes_on
            });
            if !goes_on {
                return;
            }
        }
    }

    /// Passes the texts of posts to `decide`, with what is stored beside them if `with_beside`, on
    /// several threads if there are many. Returns its answers; `None` for posts that are damaged or
    /// not in the store. Stops when `cancelled`.
    pub fn map<R: Send>(
        &self,
        ids: &[PostId],
        with_beside: bool,
        decide: &(dyn Fn(usize, StoredText<'_>) -> R + Sync),
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Vec<Option<R>> {
        let read = |run: &Run| {
            let Some(segment) = self.segment(run.segment) else { return Vec::new() };
            // Fresh memory would take longer than reading.
            let (mut buffer, mut others) = (BUFFER.take(), Vec::new());
            let texts = segment.texts(run.blocks.clone(), &mut buffer);
            let others = with_beside.then(|| segment.unfolds(run.blocks.clone(), &mut others));
            let read = run.posts.iter().filter_map(|&(at, post)| {
                let beside = match &others {
                    Some(others) => others.get(post)?,
                    None => &[],
                };
                Some((at, StoredText { folded: texts.get(post)?, beside }))
            });
            let answers: Vec<(usize, R)> = read.map(|(at, text)| (at, decide(at, text))).collect();
            BUFFER.set(buffer);
            answers
        };
        let answers = parallel::map_by(&self.runs(ids), AT_A_TIME, read, |_| !cancelled());
        let mut all: Vec<Option<R>> = ids.iter().map(|_| None).collect();
        for (at, answer) in answers.into_iter().flatten() {
            if let Some(place) = all.get_mut(at) {
                *place = Some(answer);
            }
        }
        all
    }

    /// The blocks to read for some posts.
    fn runs(&self, ids: &[PostId]) -> Vec<Run> {
        let place = |(at, id): (usize, &PostId)| {
            let &(segment, post) = self.places.get(id.0 as usize).filter(|_| self.knows(*id))?;
            Some((segment, post, at))
        };
        let mut places: Vec<(u32, u32, usize)> = ids.iter().enumerate().filter_map(place).collect();
        places.sort_unstable();
        let mut runs: Vec<Run> = Vec::new();
        for of_segment in places.chunk_by(|a, b| a.0 == b.0) {
            let number = of_segment.first().map_or(0, |place| place.0 as usize);
            let Some(segment) = self.segment(number) else { continue };
            let mut blocks: Vec<usize> =
                of_segment.iter().map(|&(_, post, _)| segment.block_of(post)).collect();
            blocks.dedup();
            let mut rest = of_segment;
            for blocks in segment.runs(blocks) {
                let end = segment.posts_of(blocks.end.saturating_sub(1)).end;
                let own = rest.partition_point(|&(_, post, _)| post < end);
                let (own, others) = rest.split_at_checked(own).unwrap_or((rest, &[]));
                rest = others;
                let posts = own.iter().map(|&(_, post, at)| (at, post)).collect();
                runs.push(Run { segment: number, blocks, posts });
            }
        }
        runs
    }

    fn segment(&self, number: usize) -> Option<&Segment> {
        self.store.segments().get(number)
    }

    fn place(&self, id: PostId) -> Option<(&Segment, u32)> {
        let &(segment, post) = self.places.get(id.0 as usize).filter(|_| self.knows(id))?;
        Some((self.segment(segment as usize)?, post))
    }

    /// Returns the length of a post's coded text in bytes; `None` if the post is not in the store.
    pub fn length(&self, id: PostId) -> Option<usize> {
        let (segment, post) = self.place(id)?;
        Some(segment.len_of(post))
    }

    /// Returns the mean length of all coded texts in bytes; `None` if the store has no texts.
    pub fn mean_length(&self) -> Option<usize> {
        let segments = || self.store.segments().iter();
        let bytes: u64 = segments().map(Segment::text_len).sum();
        usize::try_from(bytes).ok()?.checked_div(segments().map(Segment::posts).sum())
    }

    /// The folded text of a post.
    pub fn folded(&self, id: PostId) -> Option<String> {
        let (segment, post) = self.place(id)?;
        segment.text(post)
    }

    /// The text of a post as it was before it was folded.
    pub fn text(&self, id: PostId) -> Option<CleanText> {
        let (segment, post) = self.place(id)?;
        let beside = segment.unfold(post)?;
        let text = unfold(&segment.text(post)?, Beside::of_bytes(&beside)?.stream())?;
        Some(CleanText::body(&text))
    }

    /// A post as the store has it. `now` is in seconds since 1970.
    pub fn post(&self, id: PostId, key: &[u8], site: &Site, now: i64) -> Option<StoredPost> {
        let (segment, at) = self.place(id)?;
        let beside = segment.unfold(at)?;
        let beside = Beside::of_bytes(&beside)?;
        let text = unfold(&segment.text(at)?, beside.stream())?;
        let details = Details::of_bytes(beside.details(), &text)?;
        let post = row::post_of(key, &segment.row(at)?, site, now)?;
        Some(StoredPost { post, text: CleanText::body(&text), details })
    }

    /// Returns an excerpt of a post's text around the first match; `None` if the post is not in the
    /// store.
    pub(in crate::search) fn snippet(
        &self,
        id: PostId,
        sought: &Sought,
        most: usize,
    ) -> Option<Snippet> {
        let (segment, post) = self.place(id)?;
        let (whole, beside) = (segment.coded(post)?, segment.unfold(post)?);
        let beside = Beside::of_bytes(&beside)?;
        let (whole, window) = (whole.as_coded(), BEFORE + most * PER_CHARACTER);
        let found = sought.needles().filter_map(|needle| whole.find(&Needle::new(needle), 0));
        let first = found.min_by_key(|found| found.start);
        let end = (!sought.needs_whole_text()).then(|| first.map_or(0, |first| first.end) + window);
        let part = end.map_or(whole, |end| whole.start(end));
        let folded = part.decode()?;
        let first = sought
            .needles()
            .filter_map(|needle| memchr::memmem::find(folded.as_bytes(), needle.as_bytes()))
            .min();
        let is_part = part.len() < whole.len();
        let unfold = if is_part { unfold_start } else { unfold_at };
        let (text, place) = unfold(&folded, beside.stream(), first.unwrap_or_default())?;
        let matches = sought.in_whole_text(&text).map(|range| range.start);
        let first = matches.chain(first.map(|_| place)).min();
        let place = first.unwrap_or_default();
        // Cleaning all of a long text would take longer than finding it.
        let near = |at: usize| (0..4).map(|n| at + n).find(|&at| text.is_char_boundary(at));
        let start = near(place.saturating_sub(BEFORE)).unwrap_or_default();
        let end = near(place.saturating_add(BEFORE + most * PER_CHARACTER))
            .filter(|&end| end < text.len());
        let window = CleanText::body(text.get(start..end.unwrap_or(text.len()))?);
        let first = first.map(|_| place - start);
        let is_cut = [start > 0, end.is_some() || is_part];
        Some(Snippet::of_part(window.as_clean(), first, sought, most, is_cut))
    }
}

/// Finds posts of an archive by path. Lookups in the archive's order are fast.
pub(super) struct Join<'a> {
    archive: &'a Archive,
    /// The index in the archive's order of the post after the last one found.
    next: usize,
    /// Number of lookups that found the next post in order.
    hits: usize,
    misses: usize,
}

impl<'a> Join<'a> {
    pub(super) fn new(archive: &'a Archive) -> Self {
        Self { archive, next: 0, hits: 0, misses: 0 }
    }

    pub(super) fn find(&mut self, key: &[u8]) -> Option<PostId> {
        let order = self.archive.newest_first();
        let next = order.get(self.next).and_then(|&id| self.archive.post(id));
        if let Some(next) = next.filter(|post| post.key_bytes() == key) {
            self.next += 1;
            self.hits += 1;
            return Some(next.id());
        }
        let found = self.archive.find(key)?;
        self.misses += 1;
        // Searching for the place in the order pays only if the next lookups continue from there.
        if self.misses <= self.hits / 8 + 64 {
            let place = order.partition_point(|&id| self.archive.compare(id, found).is_le());
            self.next = place;
        }
        Some(found)
    }
}
