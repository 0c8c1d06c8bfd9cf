//! An index and an archive put together: which posts of the archive may have a text in them.

use std::collections::HashMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use fixedbitset::FixedBitSet;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use crate::archive::Archive;
use crate::archive::post::PostId;
use crate::search::fulltext::grams::{END, beginnings, pairs};
use crate::search::fulltext::{Fields, Open, ids_end};

/// Stands for no post, or no document.
const NONE: u32 = u32::MAX;
/// The most pairs of a needle that are looked up; the rarest ones.
const MOST_PAIRS: usize = 12;
/// The pairs of a text by which others like it are known.
const TELLING_PAIRS: usize = 24;

/// An index with the posts of an archive.
#[derive(Default)]
pub struct Lookup {
    open: Option<Open>,
    /// The post of each document of each part.
    posts: Vec<Vec<u32>>,
    /// The part and document of each post.
    places: Vec<(u32, DocId)>,
    known: FixedBitSet,
}

impl fmt::Debug for Lookup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lookup").field("known", &self.known.count_ones(..)).finish_non_exhaustive()
    }
}

/// What the index says of a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Possible {
    /// The posts of which the answer may be yes, of those that the index knows; by id.
    pub posts: FixedBitSet,
    /// Whether it then is yes.
    pub exact: bool,
}

/// A document that is in the index.
pub(super) struct Entry {
    pub part: usize,
    pub document: DocId,
    /// The post's number in the list of keys that was given, if it is there.
    pub post: Option<usize>,
    pub stamp: u64,
}

impl Lookup {
    /// A look-up that knows no post.
    pub fn none() -> Self {
        Self::default()
    }

    pub(super) fn new(open: Option<&Open>, archive: &Archive, stamps: &[Option<u64>]) -> Self {
        let Some(open) = open else { return Self::none() };
        let posts = open.searcher.segment_readers().iter();
        let mut lookup = Self {
            posts: posts.map(|part| vec![NONE; part.max_doc() as usize]).collect(),
            places: vec![(NONE, NONE); ids_end(archive)],
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
            let place = lookup.places.get_mut(id);
            let post = lookup
                .posts
                .get_mut(entry.part)
                .and_then(|part| part.get_mut(entry.document as usize));
            if let (Some(place), Some(post), true) = (place, post, stamp == Some(entry.stamp)) {
                *place = (entry.part as u32, entry.document);
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

    /// Whether the index knows what is in a post.
    pub fn knows(&self, id: PostId) -> bool {
        self.known.contains(id.0 as usize)
    }

    /// The posts it does not know, of so many.
    pub fn unknown(&self, all: usize) -> FixedBitSet {
        let mut known = self.known.clone();
        known.grow(all);
        known.toggle_range(..);
        known
    }

    /// How many posts it knows.
    pub fn known(&self) -> usize {
        self.known.count_ones(..)
    }

    /// The posts in whose bodies a folded text may be; `None` if the index cannot say.
    pub fn possible(&self, needle: &str) -> Option<Possible> {
        let mut posts = FixedBitSet::with_capacity(self.places.len());
        let pairs = pairs(needle);
        let is_end = needle.contains(END);
        self.in_all_parts(|fields, part, of_document| {
            let index = part.inverted_index(fields.text)?;
            let mut found = |document: DocId| {
                if let Some(&post) =
                    of_document.get(document as usize).filter(|&&post| post != NONE)
                {
                    posts.insert(post as usize);
                }
            };
            match pairs.as_slice() {
                [] => for_each_beginning(&index, needle, &mut found),
                pairs => for_each_with_all(&index, fields.text, pairs, &mut found),
            }
        })?;
        Some(Possible { posts, exact: pairs.len() <= 1 && !is_end && !needle.is_empty() })
    }

    /// The posts with links or images.
    pub fn having(&self, what: &str) -> Option<Possible> {
        let mut posts = FixedBitSet::with_capacity(self.places.len());
        self.in_all_parts(|fields, part, of_document| {
            let index = part.inverted_index(fields.has)?;
            let term = Term::from_field_text(fields.has, what);
            let Some(mut list) = index.read_postings(&term, IndexRecordOption::Basic)? else {
                return Ok(());
            };
            while list.doc() != TERMINATED {
                let post = of_document.get(list.doc() as usize).filter(|&&post| post != NONE);
                if let Some(&post) = post {
                    posts.insert(post as usize);
                }
                list.advance();
            }
            Ok(())
        })?;
        Some(Possible { posts, exact: true })
    }

    /// Takes those of some posts out of `possible` in which the pairs of a needle do not stand one
    /// behind the other; `false` if the index cannot say.
    pub fn refine(&self, needle: &str, ids: &[PostId], possible: &mut FixedBitSet) -> bool {
        let pairs = pairs(needle);
        let mut wanted: Vec<(u32, DocId, PostId)> = ids
            .iter()
            .filter(|id| possible.contains(id.0 as usize))
            .filter_map(|&id| self.places.get(id.0 as usize).map(|&(part, at)| (part, at, id)))
            .filter(|&(part, _, _)| part != NONE)
            .collect();
        wanted.sort_unstable();
        let mut number = 0_u32;
        let refined = self.in_all_parts(|fields, part, _| {
            let from = wanted.partition_point(|&(part, _, _)| part < number);
            let to = wanted.partition_point(|&(part, _, _)| part <= number);
            number += 1;
            let Some(wanted) = wanted.get(from..to).filter(|wanted| !wanted.is_empty()) else {
                return Ok(());
            };
            let index = part.inverted_index(fields.text)?;
            let mut lists = rarest(&index, fields.text, &pairs)?
                .into_iter()
                .map(|(at, info)| {
                    let option = IndexRecordOption::WithFreqsAndPositions;
                    Ok((at, index.read_postings_from_terminfo(&info, option)?))
                })
                .collect::<tantivy::Result<Vec<(usize, SegmentPostings)>>>()?;
            let mut positions = Vec::new();
            for &(_, document, id) in wanted {
                let mut begins = u8::MAX;
                for (at, list) in &mut lists {
                    let there = list.doc() <= document && list.seek(document) == document;
                    if there {
                        list.positions(&mut positions);
                        begins &= beginnings(&positions, *at);
                    }
                    if !there || begins == 0 {
                        possible.set(id.0 as usize, false);
                        break;
                    }
                }
            }
            Ok(())
        });
        refined.is_some()
    }

    /// Posts with the rare pairs of a folded text, and which share of these they have, weighted by
    /// how rare they are; in no order.
    pub fn similar(&self, text: &str) -> Vec<(PostId, f64)> {
        let mut own: HashMap<String, usize> = HashMap::new();
        // Pairs with a blank or a mark in them tell of no matter.
        for pair in pairs(text).into_iter().filter(|pair| pair.chars().all(char::is_alphanumeric)) {
            *own.entry(pair).or_default() += 1;
        }
        let mut frequencies: HashMap<&str, u32> = HashMap::new();
        let counted = self.in_all_parts(|fields, part, _| {
            let index = part.inverted_index(fields.text)?;
            for pair in own.keys() {
                let frequency = index.doc_freq(&Term::from_field_text(fields.text, pair))?;
                *frequencies.entry(pair).or_default() += frequency;
            }
            Ok(())
        });
        let known = self.known().max(1) as f64;
        let weight = |(pair, &frequency): (&&str, &u32)| {
            let rare = (known / f64::from(frequency)).ln();
            let often = own.get(*pair).map_or(0.0, |&count| (count as f64).sqrt());
            ((2..).contains(&frequency) && rare > 1.0).then(|| (rare * often, (*pair).to_owned()))
        };
        let mut rare: Vec<(f64, String)> = frequencies.iter().filter_map(weight).collect();
        if counted.is_none() || rare.is_empty() {
            return Vec::new();
        }
        rare.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        rare.truncate(TELLING_PAIRS);
        let whole: f64 = rare.iter().map(|(weight, _)| weight).sum();
        let mut scores: HashMap<PostId, f64> = HashMap::new();
        for (weight, pair) in &rare {
            for post in self.possible(pair).iter().flat_map(|possible| possible.posts.ones()) {
                *scores.entry(PostId(post as u32)).or_default() += weight / whole;
            }
        }
        scores.into_iter().collect()
    }

    /// Does something with each part, its documents' posts beside it. `None` if there is no index or
    /// it cannot be read; a damaged one may make the library panic.
    fn in_all_parts(
        &self,
        mut work: impl FnMut(Fields, &SegmentReader, &[u32]) -> tantivy::Result<()>,
    ) -> Option<()> {
        let open = self.open.as_ref()?;
        let parts = open.searcher.segment_readers().iter().zip(&self.posts);
        let all = || parts.into_iter().try_for_each(|(part, posts)| work(open.fields, part, posts));
        catch_unwind(AssertUnwindSafe(all)).ok()?.ok()
    }
}

/// Tells of each document of an index that is not deleted; `keys` are in order.
pub(super) fn for_each_entry<T>(
    open: &Open,
    keys: &[(&[u8], T)],
    mut each: impl FnMut(Entry),
) -> tantivy::Result<()> {
    for (part, reader) in open.searcher.segment_readers().iter().enumerate() {
        let fast = reader.fast_fields();
        let (Some(column), stamps) = (fast.bytes("key")?, fast.u64("stamp")?) else { continue };
        // The names of a part are in order too.
        let mut posts = Vec::with_capacity(column.num_terms());
        let mut names = column.dictionary().stream()?;
        let mut at = 0;
        while names.advance() {
            let name = names.key();
            at += keys.get(at..).unwrap_or_default().partition_point(|(key, _)| *key < name);
            posts.push(keys.get(at).filter(|(key, _)| *key == name).map(|_| at));
        }
        for document in reader.doc_ids_alive() {
            let name = column.term_ords(document).next();
            let post = name.and_then(|name| posts.get(name as usize).copied()).flatten();
            let stamp = stamps.first(document).unwrap_or_default();
            each(Entry { part, document, post, stamp });
        }
    }
    Ok(())
}

/// Tells of the documents that have a character, which begins a pair wherever it stands.
fn for_each_beginning(
    index: &InvertedIndexReader,
    character: &str,
    found: &mut dyn FnMut(DocId),
) -> tantivy::Result<()> {
    let mut terms = index.terms().range().ge(character.as_bytes()).into_stream()?;
    while terms.advance() && terms.key().starts_with(character.as_bytes()) {
        let mut list =
            index.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
        while list.doc() != TERMINATED {
            found(list.doc());
            list.advance();
        }
    }
    Ok(())
}

/// Tells of the documents that have all of the pairs, or the rarest of them.
fn for_each_with_all(
    index: &InvertedIndexReader,
    field: Field,
    pairs: &[String],
    found: &mut dyn FnMut(DocId),
) -> tantivy::Result<()> {
    let mut lists = rarest(index, field, pairs)?
        .into_iter()
        .map(|(_, info)| Ok(index.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?))
        .collect::<tantivy::Result<Vec<SegmentPostings>>>()?;
    let Some((first, others)) = lists.split_first_mut() else { return Ok(()) };
    let mut document = first.doc();
    'documents: while document != TERMINATED {
        for list in others.iter_mut() {
            let next = if list.doc() < document { list.seek(document) } else { list.doc() };
            if next != document {
                document = if next == TERMINATED { TERMINATED } else { first.seek(next) };
                continue 'documents;
            }
        }
        found(document);
        document = first.advance();
    }
    Ok(())
}

/// The rarest of some pairs, each with its number; none if one of them is not there at all.
fn rarest(
    index: &InvertedIndexReader,
    field: Field,
    pairs: &[String],
) -> tantivy::Result<Vec<(usize, TermInfo)>> {
    let mut infos = Vec::with_capacity(pairs.len());
    for (at, pair) in pairs.iter().enumerate() {
        match index.get_term_info(&Term::from_field_text(field, pair))? {
            Some(info) => infos.push((at, info)),
            None => return Ok(Vec::new()),
        }
    }
    infos.sort_by_key(|(at, info)| (info.doc_freq, *at));
    infos.truncate(MOST_PAIRS);
    Ok(infos)
}
