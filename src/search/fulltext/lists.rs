//! Reads the index: documents and posting lists of its segments.

use tantivy::index::InvertedIndexReader;
use tantivy::postings::{SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, TERMINATED, Term};

use crate::search::fulltext::Open;

/// The most trigrams of a needle to look up: the rarest.
const MOST_TRIGRAMS: usize = 12;
/// The most trigrams of a segment with a given prefix. A prefix with more is in so many posts that
/// reading them finds a screenful sooner.
const MOST_BEGINNINGS: usize = 30_000;

/// A document of the index.
pub(super) struct Entry {
    pub segment: usize,
    pub document: DocId,
    /// The index of its path in the given keys, if present.
    pub post: Option<usize>,
    pub stamp: u64,
}

/// Calls `each` for every document that is not deleted; `keys` must be sorted.
pub(super) fn for_each_entry<T>(
    open: &Open,
    keys: &[(&[u8], T)],
    mut each: impl FnMut(Entry),
) -> tantivy::Result<()> {
    for (segment, reader) in open.searcher.segment_readers().iter().enumerate() {
        let fast = reader.fast_fields();
        let (Some(column), stamps) = (fast.bytes("key")?, fast.u64("stamp")?) else { continue };
        // The names of a segment are sorted as well.
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
            each(Entry { segment, document, post, stamp });
        }
    }
    Ok(())
}

/// Passes the documents with a text shorter than a trigram to `found`: wherever it occurs, it is the
/// prefix of one. `false` if there are too many such trigrams.
pub(super) fn for_each_beginning(
    index: &InvertedIndexReader,
    text: &str,
    found: &mut dyn FnMut(DocId),
) -> tantivy::Result<bool> {
    let mut terms = index.terms().range().ge(text.as_bytes()).into_stream()?;
    let mut infos: Vec<TermInfo> = Vec::new();
    while terms.advance() && terms.key().starts_with(text.as_bytes()) {
        infos.push(terms.value().clone());
        if infos.len() > MOST_BEGINNINGS {
            return Ok(false);
        }
    }
    for info in infos {
        let mut list = index.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
        while list.doc() != TERMINATED {
            found(list.doc());
            list.advance();
        }
    }
    Ok(true)
}

/// Passes the documents with all trigrams, or the rarest of them, to `found`.
pub(super) fn for_each_with_all(
    index: &InvertedIndexReader,
    field: Field,
    trigrams: &[String],
    found: &mut dyn FnMut(DocId),
) -> tantivy::Result<()> {
    let mut lists = rarest(index, field, trigrams)?
        .into_iter()
        .map(|info| Ok(index.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?))
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

/// The rarest of some trigrams; none if one of them is missing.
fn rarest(
    index: &InvertedIndexReader,
    field: Field,
    trigrams: &[String],
) -> tantivy::Result<Vec<TermInfo>> {
    let mut infos = Vec::with_capacity(trigrams.len());
    for trigram in trigrams {
        match index.get_term_info(&Term::from_field_text(field, trigram))? {
            Some(info) => infos.push(info),
            None => return Ok(Vec::new()),
        }
    }
    infos.sort_by_key(|info| info.doc_freq);
    infos.truncate(MOST_TRIGRAMS);
    Ok(infos)
}
