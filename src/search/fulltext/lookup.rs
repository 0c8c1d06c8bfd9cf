//! Joins an index with an archive: which posts may contain a text.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use fixedbitset::FixedBitSet;
use tantivy::{DocId, SegmentReader, Term};

use crate::archive::Archive;
use crate::archive::post::PostId;
use crate::search::fulltext::grams::{END, trigrams};
use crate::search::fulltext::lists::{
    Entry, for_each_beginning, for_each_entry, for_each_with_all,
};
use crate::search::fulltext::{Fields, Open, ids_end};

/// No post.
const NONE: u32 = u32::MAX;
/// The most keywords of a text for finding similar ones.
const MOST_KEYWORDS: usize = 24;

/// An index joined with the posts of an archive.
#[derive(Default)]
pub struct Lookup {
    open: Option<Open>,
    /// By segment and document: the post id, or [`NONE`].
    posts: Vec<Vec<u32>>,
    known: FixedBitSet,
}

impl fmt::Debug for Lookup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lookup").field("known", &self.known.count_ones(..)).finish_non_exhaustive()
    }
}

/// [`Lookup::similar`] without an index, for posts with their folded texts.
pub fn similar_of(text: &str, others: &[(PostId, String)]) -> Vec<(PostId, f64)> {
    let own = trigram_counts(text);
    let mut posts: HashMap<&str, Vec<PostId>> = HashMap::new();
    for (id, other) in others {
        let theirs: HashSet<String> = trigrams(other).into_iter().collect();
        for trigram in own.keys().filter(|trigram| theirs.contains(*trigram)) {
            posts.entry(trigram).or_default().push(*id);
        }
    }
    let frequencies = posts.iter().map(|(trigram, posts)| (*trigram, posts.len() as u32)).collect();
    let rare = keywords(&own, &frequencies, others.len());
    shares(&rare, |trigram| posts.get(trigram).into_iter().flatten().copied())
}

/// The frequency of each trigram of a folded text; without those that are not all alphanumeric.
fn trigram_counts(text: &str) -> HashMap<String, usize> {
    let mut own = HashMap::new();
    for trigram in
        trigrams(text).into_iter().filter(|trigram| trigram.chars().all(char::is_alphanumeric))
    {
        *own.entry(trigram).or_default() += 1;
    }
    own
}

/// The most significant trigrams of a text with their weights: those that few of `posts` posts have.
fn keywords(
    own: &HashMap<String, usize>,
    frequencies: &HashMap<&str, u32>,
    posts: usize,
) -> Vec<(f64, String)> {
    let known = posts.max(1) as f64;
    let weight = |(trigram, &frequency): (&&str, &u32)| {
        let rare = (known / f64::from(frequency)).ln();
        let often = own.get(*trigram).map_or(0.0, |&count| (count as f64).sqrt());
        ((2..).contains(&frequency) && rare > 1.0).then(|| (rare * often, (*trigram).to_owned()))
    };
    let mut rare: Vec<(f64, String)> = frequencies.iter().filter_map(weight).collect();
    rare.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    rare.truncate(MOST_KEYWORDS);
    rare
}

/// Each post's share of the total weight.
fn shares<I: Iterator<Item = PostId>>(
    rare: &[(f64, String)],
    posts_with: impl Fn(&str) -> I,
) -> Vec<(PostId, f64)> {
    let whole: f64 = rare.iter().map(|(weight, _)| weight).sum();
    let mut scores: HashMap<PostId, f64> = HashMap::new();
    for (weight, trigram) in rare {
        for post in posts_with(trigram) {
            *scores.entry(post).or_default() += weight / whole;
        }
    }
    scores.into_iter().collect()
}

/// The posts that may contain a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidates {
    /// Of the posts the index knows, those that may contain the text; by id.
    pub posts: FixedBitSet,
    /// Whether all of them do.
    pub exact: bool,
}

impl Lookup {
    /// A look-up without posts.
    pub fn none() -> Self {
        Self::default()
    }

    pub(super) fn new(open: Option<&Open>, archive: &Archive, stamps: &[Option<u64>]) -> Self {
        let Some(open) = open else { return Self::none() };
        let posts = open.searcher.segment_readers().iter();
        let mut lookup = Self {
            posts: posts.map(|segment| vec![NONE; segment.max_doc() as usize]).collect(),
            known: FixedBitSet::with_capacity(ids_end(archive)),
            open: Some(open.clone()),
        };
        let mut keys: Vec<(&[u8], PostId)> = archive
            .newest_first()
            .iter()
            .filter_map(|&id| Some((archive.post(id)?.key_bytes(), id)))
            .collect();
        keys.sort_unstable();
        let each = |entry: Entry| {
            let id = entry.post.and_then(|at| keys.get(at)).map(|(_, id)| *id);
            let Some(id) = id.map(|id| id.0 as usize) else { return };
            let stamp = stamps.get(id).copied().flatten();
            let post = lookup
                .posts
                .get_mut(entry.segment)
                .and_then(|segment| segment.get_mut(entry.document as usize));
            if let (Some(post), true) = (post, stamp == Some(entry.stamp)) {
                *post = id as u32;
                lookup.known.insert(id);
            }
        };
        let entries = || for_each_entry(open, &keys, each);
        match catch_unwind(AssertUnwindSafe(entries)) {
            Ok(Ok(())) => lookup,
            _ => Self::none(),
        }
    }

    /// Whether the index knows a post.
    pub fn knows(&self, id: PostId) -> bool {
        self.known.contains(id.0 as usize)
    }

    /// The posts the index does not know, of ids below `all`.
    pub fn unknown(&self, all: usize) -> FixedBitSet {
        let mut known = self.known.clone();
        known.grow(all);
        known.toggle_range(..);
        known
    }

    /// The number of posts the index knows.
    pub fn known(&self) -> usize {
        self.known.count_ones(..)
    }

    /// The posts whose bodies may contain a folded text; `None` if the index cannot tell.
    pub fn candidates(&self, needle: &str) -> Option<Candidates> {
        let mut posts = FixedBitSet::with_capacity(self.known.len());
        let trigrams = trigrams(needle);
        let mut is_known = !needle.is_empty();
        self.in_all_segments(|fields, segment, of_document| {
            let index = segment.inverted_index(fields.text)?;
            let mut found = |document: DocId| {
                let post = of_document.get(document as usize).filter(|&&post| post != NONE);
                if let Some(&post) = post {
                    posts.insert(post as usize);
                }
            };
            if needle.chars().nth(1).is_none() {
                let single = [needle.to_owned()];
                return for_each_with_all(&index, fields.text, &single, &mut found);
            }
            if trigrams.is_empty() {
                is_known = is_known && for_each_beginning(&index, needle, &mut found)?;
                return Ok(());
            }
            for_each_with_all(&index, fields.text, &trigrams, &mut found)
        })?;
        let exact = trigrams.len() <= 1 && !needle.contains(END);
        is_known.then_some(Candidates { posts, exact })
    }

    /// Posts that share rare trigrams with a folded text, with their weighted share from 0 to 1, in no
    /// order.
    pub fn similar(&self, text: &str) -> Vec<(PostId, f64)> {
        let own = trigram_counts(text);
        let mut frequencies: HashMap<&str, u32> = HashMap::new();
        let counted = self.in_all_segments(|fields, segment, _| {
            let index = segment.inverted_index(fields.text)?;
            for trigram in own.keys() {
                let frequency = index.doc_freq(&Term::from_field_text(fields.text, trigram))?;
                *frequencies.entry(trigram).or_default() += frequency;
            }
            Ok(())
        });
        if counted.is_none() {
            return Vec::new();
        }
        let rare = keywords(&own, &frequencies, self.known());
        shares(&rare, |trigram| {
            let possible = self.candidates(trigram).into_iter();
            possible
                .flat_map(|some| some.posts.ones().map(|id| PostId(id as u32)).collect::<Vec<_>>())
        })
    }

    /// Calls `work` for each segment with the posts of its documents. `None` without an index or if it
    /// cannot be read; tantivy may panic on a damaged one.
    fn in_all_segments(
        &self,
        mut work: impl FnMut(Fields, &SegmentReader, &[u32]) -> tantivy::Result<()>,
    ) -> Option<()> {
        let open = self.open.as_ref()?;
        let segments = open.searcher.segment_readers().iter().zip(&self.posts);
        let all = || {
            segments.into_iter().try_for_each(|(segment, posts)| work(open.fields, segment, posts))
        };
        catch_unwind(AssertUnwindSafe(all)).ok()?.ok()
    }
}
