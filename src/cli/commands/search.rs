//! `kanbao search`: hits in titles and texts, each with a snippet of its text.

use std::io::{self, BufWriter, Write};
use std::thread;

use clap::Args;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::list;
use crate::archive::post::PostId;
use crate::clean::CleanText;
use crate::cli::colour::Paint;
use crate::cli::failure::Failure;
use crate::cli::listing::{Format, Listing};
use crate::cli::record::PostRecord;
use crate::cli::select::{ListArgs, MutedArgs, ScopeArgs, Selection};
use crate::cli::words::Said;
use crate::cli::{Invocation, Result, help, query};
use crate::conversion::Script;
use crate::parallel;
use crate::search::find::Finder;
use crate::search::unfold;

/// The most characters of a snippet.
const SNIPPET: usize = 80;
/// Hits read and written at a time.
const AT_A_TIME: usize = 256;

const EXAMPLES: &[(&str, &str)] = &[
    ("kanbao search 降准", "hits in titles and texts, newest first"),
    ("kanbao search '芯片 OR 半导体' -n 20", "the newest twenty with either"),
    ("kanbao search 'gxb after:2024'", "工信部 by its initials, since 2024"),
    ("kanbao search '\"数据 中心\"' --format jsonl", "objects, each with a snippet"),
];

#[derive(Args, Debug)]
#[command(
    after_help = help::examples(EXAMPLES),
    after_long_help = help::examples_and(EXAMPLES, &query::grammar()),
)]
pub(in crate::cli) struct Arguments {
    /// The query, over the whole archive; see Queries in --help
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    query: String,

    #[command(flatten)]
    scope: ScopeArgs,

    #[command(flatten)]
    muted: MutedArgs,

    #[command(flatten)]
    output: ListArgs,
}

/// A hit in the JSON formats.
#[derive(Serialize)]
struct HitRecord {
    #[serde(flatten)]
    post: PostRecord,
    snippet: CleanText,
}

pub(super) fn run(arguments: &Arguments, invocation: Invocation<'_>) -> Result<u8> {
    let query = query::parse(&arguments.query)?;
    if query.is_all() {
        return Err(Failure::of(&Said::QueryEmpty, &Said::QueryEmptyHint));
    }
    // What a search needs besides the archive is made while that is loaded; without the thread, later.
    let prepare = || {
        TimeZone::system();
        unfold::prepare();
    };
    let _ = thread::Builder::new().name("tables".to_owned()).spawn(prepare);
    let ListArgs { sort, format, .. } = arguments.output;
    let selection = Selection::open(invocation, &query, &arguments.scope, sort)?;
    let selection = selection.without_muted(&arguments.muted);
    let mut names = list::NAMES.to_vec();
    names.push("snippet");
    let out = BufWriter::new(io::stdout().lock());
    let mut hits = HitList {
        listing: Listing::begin(out, format, &names)?,
        is_object: matches!(format, Format::Json | Format::Jsonl),
        paint: Paint::of_output(),
        script: list::script(invocation, format),
        selection: &selection,
    };
    selection.for_each_batch(arguments.output.most(), &mut |find, ids| hits.write(find, ids))?;
    let written = hits.listing.written();
    hits.listing.end()?;
    Ok(selection.exit_code(written))
}

/// Writes a list of hits.
struct HitList<'a, W> {
    listing: Listing<W>,
    is_object: bool,
    paint: Paint,
    script: Script,
    selection: &'a Selection,
}

impl<W: Write> HitList<'_, W> {
    /// Writes hits and flushes them before the search continues.
    fn write(&mut self, find: &Finder<'_>, ids: &[PostId]) -> io::Result<()> {
        let Self { selection, paint, is_object, script, .. } = *self;
        let Selection { archive, matcher, .. } = selection;
        for some in ids.chunks(AT_A_TIME) {
            let hit = |&id: &PostId| {
                let snippet = find.snippet(id, matcher, SNIPPET).text;
                let snippet = script.shown(snippet.as_clean());
                let post = archive.posts().post(id)?;
                let record = || PostRecord::read(selection, find.lookup, id, false);
                Some((post, snippet, is_object.then(record).flatten()))
            };
            let hits = parallel::map_by(some, 2, hit, |_| true);
            for (post, snippet, record) in hits.into_iter().flatten() {
                if let Some(post) = record {
                    let post = post.shown_in(script);
                    self.listing.write_object(&HitRecord { post, snippet })?;
                    continue;
                }
                let plain = || {
                    if snippet.is_empty() {
                        list::plain(post, paint, script)
                    } else {
                        format!("{}\n    {snippet}", list::plain(post, paint, script))
                    }
                };
                let fields = || {
                    let mut fields = list::fields(post, script);
                    fields.push(snippet.to_string());
                    fields
                };
                self.listing.write(plain, fields, || ())?;
            }
        }
        self.listing.flush()
    }
}
