//! `kanbao list`: the posts of an archive, one a line or one an object.

use std::io::{self, BufWriter, Write};

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::state;
use crate::archive::PostRef;
use crate::archive::body;
use crate::archive::post::{Post, PostId};
use crate::clean::CleanStr;
use crate::cli::colour::Paint;
use crate::cli::listing::{Format, Listing};
use crate::cli::record::Record;
use crate::cli::select::{self, Selection};
use crate::cli::{Invocation, PROBLEMS, Result, help, open};
use crate::parallel;
use crate::search::query::field::{Mark, SORTS, Sort};

/// Posts read and written at a time where their bodies are needed.
const AT_A_TIME: usize = 1024;

const EXAMPLES: &[(&str, &str)] = &[
    ("kanbao list -a ~/news -n 20", "the newest twenty"),
    ("kanbao list -q '降准 OR 利率 -tag:股市 after:7d'", "what a query finds"),
    ("kanbao list -q 'cat:国际' --sort title --format tsv", "fields for cut and awk"),
    ("kanbao list --all --format jsonl | jq -r .url", "an object a line"),
];

#[derive(Args, Debug, Default)]
#[command(
    after_help = help::examples(EXAMPLES),
    after_long_help = help::examples_and(EXAMPLES, &select::grammar()),
)]
pub(in crate::cli) struct Arguments {
    /// Only posts that a query finds; --help tells its grammar
    #[arg(
        short,
        long,
        value_name = "QUERY",
        allow_hyphen_values = true,
        help_heading = help::POSTS
    )]
    query: Option<String>,

    /// The order, whatever the query says of it; newest first if neither says anything
    #[arg(
        long,
        value_name = "KEY",
        value_parser = sorts(),
        allow_hyphen_values = true,
        help_heading = help::OUTPUT
    )]
    sort: Option<Sort>,

    /// The most posts to list
    #[arg(short, value_name = "N", help_heading = help::POSTS)]
    n: Option<usize>,

    /// The form of the list
    #[arg(long, value_enum, default_value_t, help_heading = help::OUTPUT)]
    format: Format,

    /// Drafts, unpublished and excluded posts too
    #[arg(long, help_heading = help::POSTS)]
    all: bool,
}

/// The words of the grammar's own `sort:`.
pub(super) fn sorts() -> impl TypedValueParser<Value = Sort> {
    let words = SORTS.iter().map(|word| PossibleValue::new(word.name).help(word.help));
    PossibleValuesParser::new(words)
        .try_map(|word| Sort::named(&word).ok_or_else(|| format!("{word} is no order")))
}

pub(super) fn run(arguments: &Arguments, invocation: Invocation<'_>) -> Result<u8> {
    let mut query = select::query(arguments.query.as_deref().unwrap_or_default())?;
    query.sort = arguments.sort.or(query.sort);
    let (source, loaded) = open::load(invocation)?;
    let reader = open::reader(&source)?;
    let now = invocation.dates.now;
    let marks = state::marks(invocation, &source, &loaded.archive);
    let all = arguments.all;
    let selection = Selection { loaded: &loaded, reader: &reader, now, all, marks: &marks };
    let mut posts = Posts {
        listing: Listing::begin(BufWriter::new(io::stdout().lock()), arguments.format, NAMES)?,
        format: arguments.format,
        paint: Paint::of_output(),
        selection,
    };
    let most = arguments.n.unwrap_or(usize::MAX);
    selection.for_each_batch(&query, most, &mut |ids| posts.write(ids))?;
    let nothing_found = posts.listing.written() == 0 && !query.is_all();
    posts.listing.end()?;
    Ok(if nothing_found { PROBLEMS } else { 0 })
}

/// A list of posts that is being written.
struct Posts<'a, W> {
    listing: Listing<W>,
    format: Format,
    paint: Paint,
    selection: Selection<'a>,
}

impl<W: Write> Posts<'_, W> {
    /// Writes posts, and sees to it that they are seen before the next are looked for.
    fn write(&mut self, ids: &[PostId]) -> io::Result<()> {
        let (selection, paint) = (self.selection, self.paint);
        if matches!(self.format, Format::Json | Format::Jsonl) {
            for ids in ids.chunks(AT_A_TIME) {
                for record in records(selection, ids) {
                    self.listing.write_object(&record)?;
                }
            }
        } else {
            for post in ids.iter().filter_map(|&id| selection.loaded.archive.post(id)) {
                self.listing.write(|| plain(post, paint), || fields(post), || ())?;
            }
        }
        self.listing.flush()
    }
}

pub(super) fn plain(post: PostRef<'_>, paint: Paint) -> String {
    let date = post
        .date()
        .map_or_else(|| " ".repeat(10), |date| date.civil().strftime("%Y-%m-%d").to_string());
    format!("{}  {}  {}", paint.dim(date), post.title(), paint.dim(post.key().to_clean()))
}

/// The fields of a line of tab-separated ones.
pub(super) const NAMES: &[&str] = &["path", "date", "title", "categories", "tags", "status"];

pub(super) fn fields(post: PostRef<'_>) -> Vec<String> {
    let join = |names: &mut dyn Iterator<Item = CleanStr<'_>>| -> String {
        names.map(|name| name.as_str().to_owned()).collect::<Vec<_>>().join("|")
    };
    vec![
        post.key().to_clean().to_string(),
        post.date().map_or_else(String::new, crate::archive::date::PostDate::rfc3339),
        post.title().as_str().to_owned(),
        join(&mut post.categories()),
        join(&mut post.tags()),
        post.status().name().to_owned(),
    ]
}

/// Reads posts with their bodies and gives them in their order.
fn records(selection: Selection<'_>, ids: &[PostId]) -> Vec<Record> {
    let records = parallel::map(ids, |&id| record(selection, id, false), |_| true);
    records.into_iter().flatten().collect()
}

/// The object of a post, its body read, with its text or without.
pub(super) fn record(selection: Selection<'_>, id: PostId, with_text: bool) -> Option<Record> {
    let Selection { loaded, reader, now, marks, .. } = selection;
    let known = loaded.archive.post(id)?;
    let with_all_problems = |post: &mut Post| {
        // Those that only the whole archive knows, a shared address, are in it already.
        let others =
            known.problems().iter().filter(|problem| !post.problems.contains(problem)).cloned();
        let others: Vec<_> = others.collect();
        post.problems.extend(others);
        post.problems.sort_by_key(|problem| problem.line);
    };
    let mut record = match body::read(reader, &known.key(), &loaded.site, now) {
        Ok(mut body) => {
            with_all_problems(&mut body.post);
            let mut record = Record::of_body(&body);
            record.text = with_text.then(|| body.document.plain_text());
            record
        }
        Err(reason) => {
            let mut post =
                crate::archive::resolve::unreadable(known.key(), &loaded.site, reason.as_str());
            post.problems.clear();
            with_all_problems(&mut post);
            Record::of_post(&post)
        }
    };
    record.read = marks.has(id, Mark::Read);
    record.starred = marks.has(id, Mark::Starred);
    Some(record)
}
