//! `kanbao check`: everything that is wrong in an archive, bodies included.

use std::io::{self, BufWriter, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::{Args, ValueEnum};

use crate::app::article::grouped;
use crate::archive::Archive;
use crate::archive::body;
use crate::archive::load::Loaded;
use crate::archive::post::{PostId, PostKey, Problem, Status};
use crate::archive::source::Reader;
use crate::cli::record::ProblemRecord;
use crate::cli::{Failure, PROBLEMS, Result, Wanted, open};

/// Posts a worker takes at a time.
const AT_A_TIME: usize = 64;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Exit with 1 for warnings too, not only for unreadable posts
    #[arg(long)]
    strict: bool,

    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// path:line: what was wrong; what was done
    #[default]
    Plain,
    /// One object a line
    Jsonl,
}

pub(super) fn run(arguments: &Arguments, wanted: Wanted<'_>) -> Result<u8> {
    let (source, mut loaded) = open::load(wanted)?;
    let reader = source
        .reader()
        .map_err(|error| Failure::told(&format!("{}: {error}", source.name()), ""))?;
    for (id, problems) in problems_of_bodies(&loaded, &reader, wanted.dates.now) {
        loaded.archive.add_problems(id, problems);
    }
    let archive = &loaded.archive;
    let problems = archive.problems();
    let mut out = BufWriter::new(io::stdout().lock());
    for (key, problem) in &problems {
        match arguments.format {
            Format::Plain => writeln!(out, "{}:{}: {problem}", key.to_clean(), problem.line)?,
            Format::Jsonl => {
                serde_json::to_writer(&mut out, &ProblemRecord::with_path(problem, key))
                    .map_err(io::Error::from)?;
                writeln!(out)?;
            }
        }
    }
    if arguments.format == Format::Plain {
        writeln!(out, "{}", summary(archive, &problems, loaded.walked.excluded.len()))?;
    }
    out.flush()?;
    let failed = archive.count(Status::Unreadable) > 0 || arguments.strict && !problems.is_empty();
    Ok(if failed { PROBLEMS } else { 0 })
}

/// The four states, and how many messages there are.
fn summary(archive: &Archive, problems: &[(PostKey, &Problem)], excluded_folders: usize) -> String {
    let with = archive.newest_first().iter().filter_map(|&id| archive.post(id));
    let with =
        with.filter(|post| post.status() == Status::Shown && !post.problems().is_empty()).count();
    let mut parts = vec![counted(archive.len(), "file")];
    for status in Status::ALL {
        let count = archive.count(status);
        if status == Status::Shown || count > 0 {
            parts.push(format!("{} {}", grouped(count), status.name()));
        }
        if status == Status::Shown && with > 0 {
            parts.push(format!("{} of them with warnings", grouped(with)));
        }
    }
    if excluded_folders > 0 {
        parts.push(format!("{} left out", counted(excluded_folders, "folder")));
    }
    parts.push(counted(problems.len(), "message"));
    parts.join(", ")
}

/// Reads every body on all cores and gives what is wrong with it.
fn problems_of_bodies(loaded: &Loaded, reader: &Reader, now: i64) -> Vec<(PostId, Vec<Problem>)> {
    let ids = loaded.archive.newest_first();
    let next = AtomicUsize::new(0);
    let found = Mutex::new(Vec::new());
    let work = || loop {
        let start = next.fetch_add(AT_A_TIME, Ordering::Relaxed);
        let Some(ids) =
            ids.get(start..ids.len().min(start + AT_A_TIME)).filter(|ids| !ids.is_empty())
        else {
            break;
        };
        for &id in ids {
            let Some(post) = loaded.archive.post(id).filter(|post| post.status() == Status::Shown)
            else {
                continue;
            };
            if let Ok(body) = body::read(reader, &post.key(), &loaded.site, now)
                && !body.post.problems.is_empty()
                && let Ok(mut found) = found.lock()
            {
                found.push((id, body.post.problems));
            }
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(work);
        }
    });
    found.into_inner().unwrap_or_default()
}

/// A number with its noun.
fn counted(n: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(n), if n == 1 { "" } else { "s" })
}
