//! `kanbao fetch`: fetches the feeds that are due and writes their new items as posts.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::tz::TimeZone;

use crate::clean::CleanText;
use crate::cli::open;
use crate::cli::progress::ProgressBar;
use crate::cli::why::Why;
use crate::cli::words::{Said, said};
use crate::cli::{Failure, Invocation, PROBLEMS, Result, help, warn};
use crate::config::file::shown;
use crate::config::locale::Locale;
use crate::feeds;
use crate::feeds::config::{self, Feeds};
use crate::feeds::http::{Client, Limits};
use crate::feeds::post::Moment;
use crate::feeds::proxy::Proxies;
use crate::feeds::run::{self, Counts, Done, Job, Outcome, Report};

const EXAMPLES: &[(&str, &str)] = &[
    ("kanbao fetch", "fetch the feeds that are due"),
    ("kanbao fetch -a ~/news --all", "also those that are not"),
    ("kanbao fetch --dry-run", "what would be written"),
    ("kanbao fetch --quiet", "for cron: print failures only"),
];

#[derive(Args, Debug)]
#[command(after_help = help::examples(EXAMPLES))]
#[allow(clippy::struct_excessive_bools, reason = "independent options")]
pub(in crate::cli) struct Arguments {
    /// Fetch and parse, but write nothing
    #[arg(long)]
    dry_run: bool,

    /// Also fetch feeds that are not due or are gone
    #[arg(long)]
    all: bool,

    /// Print the numbers of new and changed posts and of failed feeds, and failures
    #[arg(long)]
    numbers: bool,

    /// Print failures only
    #[arg(short, long)]
    quiet: bool,
}

pub(super) fn run(arguments: &Arguments, invocation: Invocation<'_>) -> Result<u8> {
    if invocation.config.settings.restricted.value.is_on() {
        return Err(Failure::restricted("fetch"));
    }
    let root = root(invocation)?;
    let feeds = feeds(invocation, &root)?;
    let moment = moment(invocation);
    let client = Client::new(Limits::default(), Proxies::of_environment());
    let job = Job {
        feeds: &feeds,
        root: &root,
        moment: &moment,
        client: &client,
        is_dry: arguments.dry_run,
        all: arguments.all,
    };
    let bar = ProgressBar::of("feeds");
    let done = run::run(&job, &|done, all| bar.show(done, all));
    bar.end();
    let failed = |error: io::Error| Failure::at(&shown(&root), Why::of_system(&error));
    let Some(report) = done.map_err(failed)? else {
        warn(&Said::FetchBusy);
        return Ok(PROBLEMS);
    };
    print_failures(&report);
    if arguments.numbers {
        let Counts { new, changed, .. } = report.counts();
        writeln!(io::stdout().lock(), "{new} {changed} {}", report.failures().count())?;
    } else if !arguments.quiet {
        print(&report, arguments, &root)?;
    }
    Ok(if report.failures().next().is_some() { PROBLEMS } else { 0 })
}

/// Prints the failures first: the reader shows the first line.
fn print_failures(report: &Report) {
    for (done, why) in report.failures() {
        warn(&Said::At { name: address(done), why: why.clone().into() });
    }
    for warning in &report.warnings {
        warn(warning);
    }
}

fn print(report: &Report, arguments: &Arguments, root: &Path) -> Result<()> {
    let mut out = io::stdout().lock();
    for done in &report.feeds {
        if let Some(moved) = &done.moved {
            let to = CleanText::line(moved.as_str());
            writeln!(out, "{}", said(&Said::HasMoved { url: address(done), to }))?;
        }
        if let Outcome::Fetched(Counts { incomplete, cut, .. }) = done.outcome {
            if incomplete > 0 {
                let line = Said::Incomplete { url: address(done), posts: incomplete };
                writeln!(out, "{}", said(&line))?;
            }
            if cut > 0 {
                writeln!(out, "{}", said(&Said::Cut { url: address(done), posts: cut }))?;
            }
        }
    }
    let Counts { new, changed, .. } = report.counts();
    let skipped = report.feeds.iter().filter(|done| done.outcome == Outcome::NotDue).count();
    let asked = report.feeds.len() - skipped;
    let root = shown(root);
    let line = said(&if arguments.dry_run {
        Said::WouldFetch { new, changed, root, feeds: asked }
    } else {
        Said::Fetched { new, changed, root, feeds: asked }
    });
    let line = if skipped > 0 { said(&Said::NotDue { line, feeds: skipped }) } else { line };
    writeln!(out, "{line}")?;
    Ok(())
}

/// The address of a feed without its user name and password.
fn address(done: &Done) -> CleanText {
    let mut url = done.url.clone();
    // Only addresses that cannot have either refuse this.
    let _ = url.set_username("").and_then(|()| url.set_password(None));
    CleanText::line(url.as_str())
}

/// Returns the archive that posts are written to: the named or configured one, the current folder
/// if it has its own feeds, or else a folder for fetched posts. It need not exist.
pub(super) fn root(invocation: Invocation<'_>) -> Result<PathBuf> {
    let current = Path::new(".");
    let path = match open::named_path(invocation.archive, &invocation.config.settings) {
        Some((path, _)) => path,
        None if current.join(feeds::FILE).exists() => current.to_owned(),
        None => open::news_folder().ok_or_else(no_home)?,
    };
    if path.exists() && !path.is_dir() {
        return Err(Failure::only(&Said::NoFolder { path: shown(&path) }));
    }
    Ok(path)
}

fn no_home() -> Failure {
    Failure::of(&Said::NoHomeForPosts, &Said::NameAnArchive)
}

/// The file of the feeds of an archive.
pub(super) fn file(invocation: Invocation<'_>, root: &Path) -> Result<PathBuf> {
    let settings = invocation.config.file.as_deref().and_then(Path::parent);
    config::path(root, settings).ok_or_else(no_home)
}

/// The feeds of an archive, of which there is at least one.
fn feeds(invocation: Invocation<'_>, root: &Path) -> Result<Feeds> {
    let file = file(invocation, root)?;
    let (feeds, problems) = Feeds::read(&file);
    for problem in &problems {
        warn(&problem.to_clean(Locale::of_user()));
    }
    if feeds.feeds.is_empty() {
        return Err(Failure::of(&Said::NoFeeds { file: shown(&file) }, &Said::NoFeedsHint));
    }
    Ok(feeds)
}

/// Returns the command that fetches the feeds of the archive in the reader, and the number of
/// feeds. Returns `None` if there are no feeds or a path is not UTF-8. Feeds next to the settings
/// belong to the archive that `kanbao fetch` writes to by default.
pub(super) fn for_reader(invocation: Invocation<'_>, shown: &Path) -> Option<(Vec<String>, usize)> {
    let is_own = shown.join(feeds::FILE).exists();
    let usual = || root(Invocation { archive: None, ..invocation }).ok();
    if !is_own && usual()?.canonicalize().ok()? != shown.canonicalize().ok()? {
        return None;
    }
    let feeds = Feeds::read(&file(invocation, shown).ok()?).0.feeds.len();
    let program = super::this_program()?;
    let mut arguments = vec![program.as_str(), "fetch", "--numbers", "-a", shown.to_str()?];
    if let Some(settings) = invocation.config.file.as_ref().filter(|file| file.exists()) {
        arguments.extend(["--config", settings.to_str()?]);
    }
    (feeds > 0).then(|| (arguments.into_iter().map(str::to_owned).collect(), feeds))
}

/// The present, in the user's zone.
pub(super) fn moment(invocation: Invocation<'_>) -> Moment {
    Moment { now: invocation.dates.clock.now(), zone: TimeZone::system() }
}
