//! `kanbao list`: the posts of an archive, one a line or one an object.

use std::cmp::Ordering;
use std::io::{self, BufWriter, Write};

use clap::{Args, ValueEnum};

use crate::archive::PostRef;
use crate::archive::body;
use crate::archive::load::Loaded;
use crate::archive::post::{Post, PostId};
use crate::archive::source::Reader;
use crate::clean::CleanStr;
use crate::cli::record::Record;
use crate::cli::{Failure, Format, Result, Wanted, open, parallel};

/// Posts read and written at a time where their bodies are needed.
const AT_A_TIME: usize = 1024;

#[derive(Args, Debug, Default)]
pub(super) struct Arguments {
    /// The order: newest or oldest first, or by title
    #[arg(long, value_enum, default_value_t, allow_hyphen_values = true)]
    sort: Sort,

    /// The most posts to list
    #[arg(short, value_name = "N")]
    n: Option<usize>,

    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// Drafts, unpublished and excluded posts too
    #[arg(long)]
    all: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Sort {
    /// Newest first
    #[default]
    Date,
    /// Oldest first
    #[value(name = "-date")]
    OldestFirst,
    /// By title
    Title,
    /// By title, backwards
    #[value(name = "-title")]
    TitleBackwards,
}

pub(super) fn run(arguments: &Arguments, wanted: Wanted<'_>) -> Result<u8> {
    let (source, loaded) = open::load(wanted)?;
    let archive = &loaded.archive;
    let mut ids: Vec<PostId> = archive
        .newest_first()
        .iter()
        .copied()
        .filter(|&id| {
            arguments.all || archive.post(id).is_some_and(|post| !post.status().is_hidden())
        })
        .collect();
    let title = |id: PostId| archive.post(id).map(PostRef::title);
    let by_title = |a: &PostId, b: &PostId| -> Ordering { title(*a).cmp(&title(*b)) };
    match arguments.sort {
        Sort::Date => {}
        Sort::OldestFirst => ids.reverse(),
        Sort::Title => ids.sort_by(by_title),
        Sort::TitleBackwards => ids.sort_by(|a, b| by_title(b, a)),
    }
    ids.truncate(arguments.n.unwrap_or(usize::MAX));
    let mut out = BufWriter::new(io::stdout().lock());
    match arguments.format {
        Format::Plain => plain(&mut out, &loaded, &ids)?,
        Format::Tsv => tsv(&mut out, &loaded, &ids)?,
        Format::Json | Format::Jsonl => {
            let reader = source
                .reader()
                .map_err(|error| Failure::told(&format!("{}: {error}", source.name()), ""))?;
            json(&mut out, &loaded, &ids, &reader, wanted.dates.now, arguments.format)?;
        }
    }
    out.flush()?;
    Ok(0)
}

fn plain(out: &mut impl Write, loaded: &Loaded, ids: &[PostId]) -> io::Result<()> {
    for post in ids.iter().filter_map(|&id| loaded.archive.post(id)) {
        let date = post
            .date()
            .map_or_else(|| " ".repeat(10), |date| date.civil().strftime("%Y-%m-%d").to_string());
        writeln!(out, "{date}  {}  {}", post.title(), post.key().to_clean())?;
    }
    Ok(())
}

fn tsv(out: &mut impl Write, loaded: &Loaded, ids: &[PostId]) -> io::Result<()> {
    writeln!(out, "path\tdate\ttitle\tcategories\ttags\tstatus")?;
    for post in ids.iter().filter_map(|&id| loaded.archive.post(id)) {
        let date = post.date().map_or_else(String::new, crate::archive::date::PostDate::rfc3339);
        let join = |names: &mut dyn Iterator<Item = CleanStr<'_>>| -> String {
            names.map(|name| name.as_str().to_owned()).collect::<Vec<_>>().join("|")
        };
        let (categories, tags) = (join(&mut post.categories()), join(&mut post.tags()));
        let (path, title, status) = (post.key().to_clean(), post.title(), post.status().name());
        writeln!(out, "{path}\t{date}\t{title}\t{categories}\t{tags}\t{status}")?;
    }
    Ok(())
}

fn json(
    out: &mut impl Write,
    loaded: &Loaded,
    ids: &[PostId],
    reader: &Reader,
    now: i64,
    format: Format,
) -> io::Result<()> {
    let mut first = true;
    if format == Format::Json {
        write!(out, "[")?;
    }
    for ids in ids.chunks(AT_A_TIME) {
        let records = parallel::map(ids, |&id| record(loaded, id, reader, now, false), |_| true);
        for record in records.into_iter().flatten() {
            match (format, std::mem::take(&mut first)) {
                (Format::Json, true) => writeln!(out)?,
                (Format::Json, false) => writeln!(out, ",")?,
                _ => {}
            }
            serde_json::to_writer(&mut *out, &record)?;
            if format == Format::Jsonl {
                writeln!(out)?;
            }
        }
    }
    if format == Format::Json {
        writeln!(out, "\n]")?;
    }
    Ok(())
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
