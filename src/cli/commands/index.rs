//! `kanbao index`: builds, inspects or removes the full-text index of an archive.

use std::io::{self, IsTerminal, Write};
use std::os::unix::ffi::OsStrExt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::Args;

use crate::archive::source::Source;
use crate::clean::CleanText;
use crate::cli::failure::{Failure, complain};
use crate::cli::open::OpenArchive;
use crate::cli::{Invocation, PROBLEMS, Result, help, open};
use crate::config::locale::grouped;
use crate::search::fulltext::build::{self, Job, Outcome, Progress};
use crate::search::fulltext::place::Place;
use crate::search::fulltext::{self, Generation, Index, Status};

/// The niceness of a build for the reader.
const LESS_URGENT: i32 = 19;
/// The shortest time between progress updates.
const A_WHILE: Duration = Duration::from_millis(100);

const EXAMPLES: &[(&str, &str)] = &[
    ("kanbao index -a ~/news", "index new and changed posts"),
    ("kanbao index -a ~/news --status", "whether it exists and is up to date"),
    ("kanbao index -a ~/news --rebuild", "build a new one beside the old one"),
];

#[derive(Args, Debug)]
#[command(after_help = help::examples(EXAMPLES))]
#[allow(clippy::struct_excessive_bools, reason = "options that exclude one another")]
pub(in crate::cli) struct Arguments {
    /// Build the index from scratch
    #[arg(long, conflicts_with_all = ["status", "clear"])]
    rebuild: bool,

    /// Print whether there is an index, its size, and how many posts it covers
    #[arg(long, conflicts_with = "clear")]
    status: bool,

    /// Remove the index
    #[arg(long)]
    clear: bool,

    /// For the reader: at low priority, printing a line for each step
    #[arg(long, hide = true, conflicts_with_all = ["rebuild", "status", "clear"])]
    behind_reader: bool,
}

pub(super) fn run(arguments: &Arguments, invocation: Invocation<'_>) -> Result<u8> {
    if arguments.behind_reader {
        step_back();
    }
    if invocation.config.settings.restricted.value.is_on() && !arguments.status {
        return Err(Failure::restricted("index"));
    }
    let source = open::source(invocation)?;
    let Some(place) = open::index_place(&source) else {
        return Err(match source {
            Source::Samples => Failure::new("the sample posts are few and need no index", ""),
            _ => Failure::new("the index: there is no home folder", "Set HOME or XDG_CACHE_HOME."),
        });
    };
    if arguments.clear {
        return clear(&place);
    }
    let opened = OpenArchive::load(source, invocation.dates)?;
    let (archive, reader) = (opened.posts(), &opened.reader);
    if arguments.status {
        let index = Index::open(&place, &Generation::of(reader));
        let known = index.look_up(archive, &fulltext::stamps(archive, reader)).known();
        return status(&place, &index, known, build::wanted(archive));
    }
    let job = Job {
        place: &place,
        archive,
        bodies: opened.bodies(),
        anew: arguments.rebuild,
        most: usize::MAX,
    };
    let line = ProgressLine::default();
    // Set when the reader, which reads the output, has ended.
    let is_left = AtomicBool::new(false);
    let report = |progress: Progress| {
        if !arguments.behind_reader {
            line.show(progress);
        } else if writeln!(io::stdout(), "{} {}", progress.done, progress.all).is_err() {
            is_left.store(true, Ordering::Relaxed);
        }
    };
    let outcome = build::run(job, &report, &is_left);
    line.end();
    if arguments.behind_reader {
        return Ok(if matches!(outcome, Ok(Outcome::Done(_))) { 0 } else { PROBLEMS });
    }
    let failed = |error: build::BuildError| Failure::new(&error.to_string(), "");
    match outcome.map_err(failed)? {
        Outcome::Done(report) => {
            if let Some(Status::Damaged(why)) = &report.replaced {
                complain(&CleanText::line(&format!("the index was damaged: {why}")), "");
            }
            let mut out = io::stdout().lock();
            let (added, removed) = (grouped(report.added), grouped(report.removed));
            let size = megabytes(Index::open(&place, &Generation::of(reader)).bytes());
            writeln!(out, "{added} posts added, {removed} removed; {size}")?;
            Ok(0)
        }
        Outcome::Cancelled | Outcome::Busy | Outcome::TooMany => {
            complain(&CleanText::line("another process is building this index"), "");
            Ok(PROBLEMS)
        }
    }
}

/// Lowers the priority and leaves one processor to the reader; threads started later inherit both.
fn step_back() {
    // If this fails, the reader only gets slower.
    let _ = rustix::process::nice(LESS_URGENT);
    #[cfg(target_os = "linux")]
    if let Ok(mut own) = rustix::thread::sched_getaffinity(None)
        && own.count() > 1
        && let Some(first) = (0..rustix::thread::CpuSet::MAX_CPU).find(|&cpu| own.is_set(cpu))
    {
        own.unset(first);
        let _ = rustix::thread::sched_setaffinity(None, &own);
    }
}

fn clear(place: &Place) -> Result<u8> {
    let failed = |error: io::Error| {
        let folder = CleanText::lossy(place.folder().as_os_str().as_bytes());
        Failure::new(&format!("{folder}: {error}"), "")
    };
    if place.clear().map_err(failed)? {
        return Ok(0);
    }
    complain(&CleanText::line("another process is building this index"), "");
    Ok(PROBLEMS)
}

fn status(place: &Place, index: &Index, known: usize, all: usize) -> Result<u8> {
    let mut out = io::stdout().lock();
    let folder = CleanText::lossy(place.folder().as_os_str().as_bytes());
    let (state, is_usable) = match index.status() {
        Status::Missing => ("missing".to_owned(), false),
        Status::Outdated => ("outdated: for another version or site config".to_owned(), false),
        Status::Damaged(why) => (format!("damaged: {why}"), false),
        Status::Usable if known == all => ("up to date".to_owned(), true),
        Status::Usable => ("some posts are new or have changed".to_owned(), false),
    };
    writeln!(out, "folder  {folder}")?;
    writeln!(out, "state   {state}")?;
    writeln!(out, "posts   {} of {}", grouped(known), grouped(all))?;
    writeln!(out, "size    {}, {} parts", megabytes(index.bytes()), index.parts())?;
    Ok(if is_usable { 0 } else { PROBLEMS })
}

fn megabytes(bytes: u64) -> String {
    format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10)
}

/// The progress of a build, on standard error if that is a terminal.
#[derive(Default)]
struct ProgressLine {
    last: Mutex<Option<Instant>>,
}

impl ProgressLine {
    fn show(&self, Progress { done, all }: Progress) {
        let mut err = io::stderr().lock();
        let Ok(mut last) = self.last.lock() else { return };
        let is_soon = last.is_some_and(|last| last.elapsed() < A_WHILE) && done < all;
        if is_soon || !err.is_terminal() {
            return;
        }
        *last = Some(Instant::now());
        let percent = (done * 100).checked_div(all).unwrap_or(100);
        let _ = write!(err, "\r{} of {} posts, {percent} %\x1b[K", grouped(done), grouped(all));
        let _ = err.flush();
    }

    /// Clears the line.
    fn end(&self) {
        if self.last.lock().is_ok_and(|last| last.is_some()) {
            let _ = write!(io::stderr().lock(), "\r\x1b[K");
        }
    }
}
