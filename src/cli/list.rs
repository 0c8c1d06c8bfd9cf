//! `kanbao list`: the posts of an archive, one a line or one an object.

use std::io::{self, BufWriter, Write};

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::archive::PostRef;
use crate::archive::body;
use crate::archive::load::Loaded;
use crate::archive::post::{Post, PostId};
use crate::archive::source::Reader;
use crate::clean::CleanStr;
use crate::cli::record::Record;
use crate::cli::select::{self, Selection};
use crate::cli::{Format, PROBLEMS, Result, Wanted, open, parallel};
use crate::search::query::field::{SORTS, Sort};

/// Posts read and written at a time where their bodies are needed.
const AT_A_TIME: usize = 1024;

#[derive(Args, Debug, Default)]
#[command(after_long_help = select::grammar())]
pub(super) struct Arguments {
    /// Only posts that a query finds; --help tells its grammar
    #[arg(short, long, value_name = "QUERY", allow_hyphen_values = true)]
    query: Option<String>,

    /// The order, whatever the query says of it; newest first if neither says anything
    #[arg(long, value_name = "KEY", value_parser = sorts(), allow_hyphen_values = true)]
    sort: Option<Sort>,

    /// The most posts to list
    #[arg(short, value_name = "N")]
    n: Option<usize>,

    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// Drafts, unpublished and excluded posts too
    #[arg(long)]
    all: bool,
}

/// The words of the grammar's own `sort:`.
pub(super) fn sorts() -> impl TypedValueParser<Value = Sort> {
    let words = SORTS.iter().map(|word| PossibleValue::new(word.name).help(word.help));
    PossibleValuesParser::new(words)
        .try_map(|word| Sort::named(&word).ok_or_else(|| format!("{word} is no order")))
}

pub(super) fn run(arguments: &Arguments, wanted: Wanted<'_>) -> Result<u8> {
    let mut query = select::query(arguments.query.as_deref().unwrap_or_default())?;
    query.sort = arguments.sort.or(query.sort);
    let (source, loaded) = open::load(wanted)?;
    let reader = open::reader(&source)?;
    let now = wanted.dates.now;
    let selection = Selection { loaded: &loaded, reader: &reader, now, all: arguments.all };
    let mut listing = Listing {
        out: BufWriter::new(io::stdout().lock()),
        format: arguments.format,
        loaded: &loaded,
        reader: &reader,
        now,
        written: 0,
    };
    listing.begin()?;
    let most = arguments.n.unwrap_or(usize::MAX);
    selection.for_each_batch(&query, most, &mut |ids| listing.write(ids))?;
    listing.end()?;
    let nothing_found = listing.written == 0 && !query.is_all();
    Ok(if nothing_found { PROBLEMS } else { 0 })
}

/// A list that is being written.
struct Listing<'a, W> {
    out: W,
    format: Format,
    loaded: &'a Loaded,
    reader: &'a Reader,
    now: i64,
    written: usize,
}

impl<W: Write> Listing<'_, W> {
    fn begin(&mut self) -> io::Result<()> {
        match self.format {
            Format::Tsv => writeln!(self.out, "path\tdate\ttitle\tcategories\ttags\tstatus"),
            Format::Json => write!(self.out, "["),
            Format::Plain | Format::Jsonl => Ok(()),
        }
    }

    /// Writes posts, and sees to it that they are seen before the next are looked for.
    fn write(&mut self, ids: &[PostId]) -> io::Result<()> {
        let loaded = self.loaded;
        match self.format {
            Format::Plain | Format::Tsv => {
                for post in ids.iter().filter_map(|&id| loaded.archive.post(id)) {
                    let line = if self.format == Format::Tsv { tsv(post) } else { plain(post) };
                    writeln!(self.out, "{line}")?;
                }
                self.written += ids.len();
            }
            Format::Json | Format::Jsonl => {
                for ids in ids.chunks(AT_A_TIME) {
                    for record in records(loaded, ids, self.reader, self.now) {
                        self.write_record(&record)?;
                    }
                }
            }
        }
        self.out.flush()
    }

    fn write_record(&mut self, record: &Record) -> io::Result<()> {
        if self.format == Format::Json {
            writeln!(self.out, "{}", if self.written == 0 { "" } else { "," })?;
        }
        serde_json::to_writer(&mut self.out, record)?;
        if self.format == Format::Jsonl {
            writeln!(self.out)?;
        }
        self.written += 1;
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        if self.format == Format::Json {
            writeln!(self.out, "\n]")?;
        }
        self.out.flush()
    }
}

pub(super) fn plain(post: PostRef<'_>) -> String {
    let date = post
        .date()
        .map_or_else(|| " ".repeat(10), |date| date.civil().strftime("%Y-%m-%d").to_string());
    format!("{date}  {}  {}", post.title(), post.key().to_clean())
}

pub(super) fn tsv(post: PostRef<'_>) -> String {
    let date = post.date().map_or_else(String::new, crate::archive::date::PostDate::rfc3339);
    let join = |names: &mut dyn Iterator<Item = CleanStr<'_>>| -> String {
        names.map(|name| name.as_str().to_owned()).collect::<Vec<_>>().join("|")
    };
    let (categories, tags) = (join(&mut post.categories()), join(&mut post.tags()));
    let (path, title, status) = (post.key().to_clean(), post.title(), post.status().name());
    format!("{path}\t{date}\t{title}\t{categories}\t{tags}\t{status}")
}

/// Reads posts with their bodies and gives them in their order.
fn records(loaded: &Loaded, ids: &[PostId], reader: &Reader, now: i64) -> Vec<Record> {
    let records = parallel::map(ids, |&id| record(loaded, id, reader, now, false), |_| true);
    records.into_iter().flatten().collect()
}

/// The object of a post, its body read, with its text or without.
pub(super) fn record(
    loaded: &Loaded,
    id: PostId,
    reader: &Reader,
    now: i64,
    with_text: bool,
) -> Option<Record> {
    let known = loaded.archive.post(id)?;
    let with_all_problems = |post: &mut Post| {
        // Those that only the whole archive knows, a shared address, are in it already.
        let others =
            known.problems().iter().filter(|problem| !post.problems.contains(problem)).cloned();
        let others: Vec<_> = others.collect();
        post.problems.extend(others);
        post.problems.sort_by_key(|problem| problem.line);
    };
    Some(match body::read(reader, &known.key(), &loaded.site, now) {
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
    })
}
