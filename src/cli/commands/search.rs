//! `kanbao search`: hits in titles and texts, each with a piece of its text.

use std::io::{self, BufWriter, Write};

use clap::Args;
use serde::Serialize;

use super::{list, state};
use crate::archive::post::PostId;
use crate::clean::CleanText;
use crate::cli::colour::Paint;
use crate::cli::failure::Failure;
use crate::cli::listing::{Format, Listing};
use crate::cli::record::Record;
use crate::cli::select::{self, Known, Selection};
use crate::cli::{Invocation, PROBLEMS, Result, help, open};
use crate::parallel;
use crate::search::find::{Find, Wish};
use crate::search::query::field::Sort;
use crate::search::query::matcher::Matcher;

/// The most characters of a hit's text.
const SNIPPET: usize = 80;
/// Hits that are written at a time.
const AT_A_TIME: usize = 256;

const EXAMPLES: &[(&str, &str)] = &[
    ("kanbao search 降准", "hits in titles and texts, newest first"),
    ("kanbao search '芯片 OR 半导体' -n 20", "the newest twenty of either"),
    ("kanbao search 'gxb after:2024'", "工信部 by its initials, since 2024"),
    ("kanbao search '\"数据 中心\"' --format jsonl", "objects, each with a piece of its text"),
];

#[derive(Args, Debug)]
#[command(
    after_help = help::examples(EXAMPLES),
    after_long_help = help::examples_and(EXAMPLES, &select::grammar()),
)]
pub(in crate::cli) struct Arguments {
    /// What is looked for in the whole archive; --help tells the grammar
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    query: String,

    /// The most hits
    #[arg(short, value_name = "N", help_heading = help::POSTS)]
    n: Option<usize>,

    /// The order, whatever the query says of it; newest first if neither says anything
    #[arg(
        long,
        value_name = "KEY",
        value_parser = list::sorts(),
        allow_hyphen_values = true,
        help_heading = help::OUTPUT
    )]
    sort: Option<Sort>,

    /// The form of the hits
    #[arg(long, value_enum, default_value_t, help_heading = help::OUTPUT)]
    format: Format,

    /// In drafts, unpublished and excluded posts too
    #[arg(long, help_heading = help::POSTS)]
    all: bool,
}

/// A hit as scripts see it.
#[derive(Serialize)]
struct Object {
    #[serde(flatten)]
    post: Record,
    snippet: CleanText,
}

pub(super) fn run(arguments: &Arguments, invocation: Invocation<'_>) -> Result<u8> {
    let mut query = select::query(&arguments.query)?;
    if query.is_all() {
        let hint = "kanbao list lists every post.";
        return Err(Failure::new("query: nothing to look for", hint));
    }
    query.sort = arguments.sort.or(query.sort);
    let (source, loaded) = open::load(invocation)?;
    let reader = open::reader(&source)?;
    let now = invocation.dates.now;
    let marks = state::marks(invocation, &source, &loaded.archive);
    let all = arguments.all;
    let selection = Selection { loaded: &loaded, reader: &reader, now, all, marks: &marks };
    let matcher = selection.resolve(&query);
    let known = Known::of(selection, &matcher);
    let find = known.find(selection);
    let wish = Wish { matcher: &matcher, sort: query.sort };
    let mut names = list::NAMES.to_vec();
    names.push("snippet");
    let out = BufWriter::new(io::stdout().lock());
    let mut hits = Hits {
        listing: Listing::begin(out, arguments.format, &names)?,
        is_object: matches!(arguments.format, Format::Json | Format::Jsonl),
        paint: Paint::of_output(),
        selection,
        find: &find,
        matcher: &matcher,
    };
    let (mut left, mut outcome) = (arguments.n.unwrap_or(usize::MAX), Ok(()));
    if left > 0 {
        find.run(wish, &|| false, &mut |ids| {
            let ids = ids.get(..left.min(ids.len())).unwrap_or_default();
            left -= ids.len();
            outcome = hits.write(ids);
            left > 0 && outcome.is_ok()
        });
    }
    outcome?;
    let written = hits.listing.written();
    hits.listing.end()?;
    Ok(if written == 0 { PROBLEMS } else { 0 })
}

/// Hits that are being written.
struct Hits<'a, W> {
    listing: Listing<W>,
    is_object: bool,
    paint: Paint,
    selection: Selection<'a>,
    find: &'a Find<'a>,
    matcher: &'a Matcher,
}

impl<W: Write> Hits<'_, W> {
    /// Writes hits, and sees to it that they are seen before the next are looked for.
    fn write(&mut self, ids: &[PostId]) -> io::Result<()> {
        let selection = self.selection;
        let (find, matcher, paint, is_object) =
            (self.find, self.matcher, self.paint, self.is_object);
        for some in ids.chunks(AT_A_TIME) {
            let hit = |&id: &PostId| {
                let snippet = find.snippet(id, matcher, SNIPPET).text;
                let post = selection.loaded.archive.post(id)?;
                let record = || list::record(selection, id, false);
                Some((post, snippet, is_object.then(record).flatten()))
            };
            let hits = parallel::map_by(some, 2, hit, |_| true);
            for (post, snippet, record) in hits.into_iter().flatten() {
                if let Some(post) = record {
                    self.listing.write_object(&Object { post, snippet })?;
                    continue;
                }
                let plain = || {
                    if snippet.is_empty() {
                        list::plain(post, paint)
                    } else {
                        format!("{}\n    {snippet}", list::plain(post, paint))
                    }
                };
                let fields = || {
                    let mut fields = list::fields(post);
                    fields.push(snippet.to_string());
                    fields
                };
                self.listing.write(plain, fields, || ())?;
            }
        }
        self.listing.flush()
    }
}
