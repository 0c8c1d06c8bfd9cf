//! `kanbao search`: hits in titles and texts, each with a piece of its text.

use std::io::{self, BufWriter, Write};

use clap::Args;
use serde::Serialize;

use crate::archive::PostRef;
use crate::archive::post::PostId;
use crate::clean::CleanText;
use crate::cli::record::Record;
use crate::cli::select::{self, Known, Selection};
use crate::cli::{Failure, Format, PROBLEMS, Result, Wanted, list, open, parallel};
use crate::search::find::Wish;
use crate::search::query::field::Sort;
use crate::search::snippet::Snippet;

/// The most characters of a hit's text.
const SNIPPET: usize = 80;
/// Hits that are written at a time.
const AT_A_TIME: usize = 256;

const EXAMPLES: &str = "Examples:\n  \
    kanbao search 降准                          hits in titles and texts, newest first\n  \
    kanbao search '芯片 OR 半导体' -n 20         the newest twenty of either\n  \
    kanbao search 'gxb after:2024'              工信部 by its initials, since 2024\n  \
    kanbao search '\"数据 中心\"' --format jsonl   objects, with the piece of text as `snippet`\n\n\
    Exits with 1 if nothing is found. `kanbao index` makes it fast for large archives.";

#[derive(Args, Debug)]
#[command(after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{}", select::grammar()))]
pub(super) struct Arguments {
    /// What is looked for in the whole archive; --help tells the grammar
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    query: String,

    /// The most hits
    #[arg(short, value_name = "N")]
    n: Option<usize>,

    /// The order, whatever the query says of it; newest first if neither says anything
    #[arg(long, value_name = "KEY", value_parser = list::sorts(), allow_hyphen_values = true)]
    sort: Option<Sort>,

    /// The form of the hits
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// In drafts, unpublished and excluded posts too
    #[arg(long)]
    all: bool,
}

/// A hit as scripts see it.
#[derive(Serialize)]
struct Object {
    #[serde(flatten)]
    post: Record,
    snippet: CleanText,
}

pub(super) fn run(arguments: &Arguments, wanted: Wanted<'_>) -> Result<u8> {
    let mut query = select::query(&arguments.query)?;
    if query.is_all() {
        let hint = "kanbao list lists every post.";
        return Err(Failure::told("query: nothing to look for", hint));
    }
    query.sort = arguments.sort.or(query.sort);
    let (source, loaded) = open::load(wanted)?;
    let reader = open::reader(&source)?;
    let now = wanted.dates.now;
    let selection = Selection { loaded: &loaded, reader: &reader, now, all: arguments.all };
    let matcher = selection.resolve(&query);
    let known = Known::of(selection, &matcher);
    let find = known.find(selection);
    let wish = Wish { matcher: &matcher, sort: query.sort, filter: None };
    let mut out = BufWriter::new(io::stdout().lock());
    begin(&mut out, arguments.format)?;
    let (mut left, mut written) = (arguments.n.unwrap_or(usize::MAX), 0);
    let mut outcome = Ok(());
    if left > 0 {
        find.run(wish, &|| false, &mut |ids| {
            let ids = ids.get(..left.min(ids.len())).unwrap_or_default();
            left -= ids.len();
            for some in ids.chunks(AT_A_TIME) {
                let hit = |&id: &PostId| {
                    let snippet = find.snippet(id, &matcher, SNIPPET);
                    let post = loaded.archive.post(id)?;
                    let is_object = matches!(arguments.format, Format::Json | Format::Jsonl);
                    let record = || list::record(&loaded, id, &reader, now, false);
                    Some((post, snippet, is_object.then(record).flatten()))
                };
                for (post, snippet, record) in
                    parallel::map_by(some, 2, hit, |_| true).into_iter().flatten()
                {
                    outcome = write(&mut out, arguments.format, written, post, snippet, record);
                    written += 1;
                    if outcome.is_err() {
                        return false;
                    }
                }
            }
            outcome = out.flush();
            left > 0 && outcome.is_ok()
        });
    }
    outcome?;
    if arguments.format == Format::Json {
        writeln!(out, "\n]")?;
    }
    out.flush()?;
    Ok(if written == 0 { PROBLEMS } else { 0 })
}

fn begin(out: &mut impl Write, format: Format) -> io::Result<()> {
    match format {
        Format::Tsv => writeln!(out, "path\tdate\ttitle\tcategories\ttags\tstatus\tsnippet"),
        Format::Json => write!(out, "["),
        Format::Plain | Format::Jsonl => Ok(()),
    }
}

fn write(
    out: &mut impl Write,
    format: Format,
    written: usize,
    post: PostRef<'_>,
    snippet: Snippet,
    record: Option<Record>,
) -> io::Result<()> {
    let snippet = snippet.text;
    match (format, record) {
        (Format::Plain, _) => {
            writeln!(out, "{}", list::plain(post))?;
            if snippet.is_empty() { Ok(()) } else { writeln!(out, "    {snippet}") }
        }
        (Format::Tsv, _) => writeln!(out, "{}\t{snippet}", list::tsv(post)),
        (_, None) => Ok(()),
        (Format::Json | Format::Jsonl, Some(post)) => {
            if format == Format::Json {
                writeln!(out, "{}", if written == 0 { "" } else { "," })?;
            }
            serde_json::to_writer(&mut *out, &Object { post, snippet })?;
            if format == Format::Jsonl { writeln!(out) } else { Ok(()) }
        }
    }
}
