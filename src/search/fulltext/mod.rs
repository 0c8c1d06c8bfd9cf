//! The full-text index: which posts' bodies may contain a text.
//!
//! A [tantivy] index of trigrams (`grams`) with one document per post, keyed by path and file stamp.
//! It answers for all posts at once what a scan would answer one by one; posts it cannot decide or
//! does not know are read. It lives in the cache folder and may disappear at any time: a missing,
//! stale or damaged index is rebuilt ([`build`]), and until then posts are read
//! ([`find`](crate::search::find)).

pub mod build;
mod grams;
mod lists;
pub mod lookup;
pub mod place;
pub mod text;

use std::path::Path;

use tantivy::schema::{
    BytesOptions, FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{ReloadPolicy, Searcher};

use crate::archive::Archive;
use crate::archive::load;
use crate::archive::post::PostId;
use crate::archive::source::Reader;
use crate::clean::CleanText;
use crate::parallel;
use crate::search::fulltext::grams::Trigrams;
use crate::search::fulltext::place::Place;

/// The version of the format. Increment it with every change that affects hits: folding, plain text,
/// trigrams.
const VERSION: u32 = 3;
/// The tokenizer's name in the schema.
const TOKENIZER: &str = "runs";

/// The fields of a document.
#[derive(Clone, Copy, Debug)]
struct Fields {
    /// The folded text, as trigrams.
    text: Field,
    /// The bytes of the path.
    key: Field,
    /// The file's stamp when it was read.
    stamp: Field,
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let trigrams = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    let fields = Fields {
        text: schema.add_text_field("text", TextOptions::default().set_indexing_options(trigrams)),
        key: schema.add_bytes_field("key", BytesOptions::default().set_indexed().set_fast()),
        stamp: schema.add_u64_field("stamp", FAST),
    };
    (schema.build(), fields)
}

/// What an index depends on besides the posts; an index of another generation is stale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generation(String);

impl Generation {
    /// The generation of this program and of the archive's site config and data files, whose values
    /// are in the text of posts.
    pub fn of(reader: &Reader) -> Self {
        let rules = load::rules_version(reader);
        Self(format!("kanbao {VERSION} {rules:016x}"))
    }
}

/// The status of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// No index exists.
    Missing,
    /// Of another version or site config; will be rebuilt.
    Outdated,
    /// Unusable; will be rebuilt.
    Damaged(CleanText),
    /// Usable; some posts may be missing.
    Usable,
}

/// A snapshot of an archive's index.
pub struct Index {
    status: Status,
    bytes: u64,
    open: Option<Open>,
}

#[derive(Clone)]
struct Open {
    searcher: Searcher,
    fields: Fields,
}

impl Index {
    /// Opens an index; never fails, see [`Index::status`]. Verifies the checksums of all files, since
    /// damage could silently lose hits (S39).
    pub fn open(place: &Place, generation: &Generation) -> Self {
        let bytes = place.size();
        match open(&place.index(), generation, true) {
            Ok((index, fields)) => match searcher(&index) {
                Ok(searcher) => {
                    Self { status: Status::Usable, bytes, open: Some(Open { searcher, fields }) }
                }
                Err(error) => Self { status: damaged(&error), bytes, open: None },
            },
            Err(status) => Self { status, bytes, open: None },
        }
    }

    /// Its status.
    pub fn status(&self) -> &Status {
        &self.status
    }

    /// The size of its files in bytes.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The number of posts in it.
    pub fn posts(&self) -> usize {
        self.open.as_ref().map_or(0, |open| open.searcher.num_docs() as usize)
    }

    /// The number of its segments.
    pub fn parts(&self) -> usize {
        self.open.as_ref().map_or(0, |open| open.searcher.segment_readers().len())
    }

    /// Joins the index with an archive. `stamps` are the archive's file stamps by post id; a post with
    /// another stamp counts as unknown.
    pub fn look_up(&self, archive: &Archive, stamps: &[Option<u64>]) -> lookup::Lookup {
        lookup::Lookup::new(self.open.as_ref(), archive, stamps)
    }
}

/// The file stamps of an archive by post id.
pub fn stamps(archive: &Archive, reader: &Reader) -> Vec<Option<u64>> {
    let ids: Vec<PostId> = (0..ids_end(archive) as u32).map(PostId).collect();
    let stamp = |&id: &PostId| reader.fingerprint(archive.post(id)?.key_bytes());
    parallel::map(&ids, stamp, |_| true)
}

/// One past the greatest post id of an archive.
pub(super) fn ids_end(archive: &Archive) -> usize {
    archive.newest_first().iter().map(|id| id.0 as usize + 1).max().unwrap_or_default()
}

/// Opens an index; verifies all checksums if `whole`.
fn open(
    folder: &Path,
    generation: &Generation,
    whole: bool,
) -> Result<(tantivy::Index, Fields), Status> {
    if !folder.join("meta.json").exists() {
        let empty = folder.read_dir().map_or(true, |mut entries| entries.next().is_none());
        let lost = || Status::Damaged(CleanText::line("its list of files is lost"));
        return Err(if empty { Status::Missing } else { lost() });
    }
    // tantivy trusts its files and may panic on damaged ones.
    let open = || -> tantivy::Result<Result<(tantivy::Index, Fields), Status>> {
        let index = tantivy::Index::open_in_dir(folder)?;
        let (schema, fields) = schema();
        let payload = index.load_metas()?.payload;
        if index.schema() != schema || payload.as_deref() != Some(generation.0.as_str()) {
            return Ok(Err(Status::Outdated));
        }
        if whole && let Some(file) = index.validate_checksum()?.into_iter().next() {
            let line = format!("{}: wrong checksum", file.display());
            return Ok(Err(Status::Damaged(CleanText::line(&line))));
        }
        index.tokenizers().register(TOKENIZER, Trigrams);
        Ok(Ok((index, fields)))
    };
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(open)) {
        Ok(Ok(opened)) => opened,
        Ok(Err(error)) => Err(damaged(&error)),
        Err(_) => Err(Status::Damaged(CleanText::line("its files make no sense"))),
    }
}

fn searcher(index: &tantivy::Index) -> tantivy::Result<Searcher> {
    let builder = index.reader_builder().reload_policy(ReloadPolicy::Manual);
    let reader: tantivy::IndexReader = builder.doc_store_cache_num_blocks(0).try_into()?;
    Ok(reader.searcher())
}

fn damaged(error: &tantivy::TantivyError) -> Status {
    Status::Damaged(CleanText::line(&error.to_string()))
}
