//! `kanbao index`: builds, inspects or removes the full-text index of an archive.

use std::io::{self, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use clap::Args;

use crate::archive::source::Source;
use crate::archive::stored::Generation;
use crate::clean::CleanText;
use crate::cli::failure::Failure;
use crate::cli::open::{self, OpenArchive, Use};
use crate::cli::progress::ProgressBar;
use crate::cli::why::Why;
use crate::cli::words::{Said, listed, said};
use crate::cli::{Invocation, PROBLEMS, Result, complain, help, warn};
use crate::search::fulltext;
use crate::search::fulltext::build::{self, Job, Manner, Outcome, Progress};
use crate::search::fulltext::lookup::Lookup;
use crate::store::{Folder, Segment, Status, Store};
use crate::width::Widths;

/// The cells of the names in the report.
const NAMES: usize = 6;

const EXAMPLES: &[(&str, &str)] = &[
    ("kanbao index -a ~/news", "index new and changed posts"),
    ("kanbao index -a ~/news --status", "whether it exists and is up to date"),
    ("kanbao index -a ~/news --rebuild", "build a new one beside the old one"),
    ("sudo kanbao index -a /srv/news --into /srv/news/.kanbao/store", "one for all accounts"),
];

#[derive(Args, Debug)]
#[command(after_help = help::examples(EXAMPLES))]
pub(in crate::cli) struct Arguments {
    /// Build the index from scratch
    #[arg(long, conflicts_with_all = ["status", "clear"])]
    rebuild: bool,

    /// Print whether there is an index, its size and age, how many posts it covers, and any damage
    #[arg(long, conflicts_with = "clear")]
    status: bool,

    /// Remove the index
    #[arg(long)]
    clear: bool,

    /// Use an index in DIR that all accounts may read; readers find it in ARCHIVE/.kanbao/store and
    /// /var/cache/kanbao/ID
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, invocation: Invocation<'_>) -> Result<u8> {
    if invocation.config.settings.restricted.value.is_on() && !arguments.status {
        return Err(Failure::restricted("index"));
    }
    let source = open::source(invocation)?;
    let into = arguments.into.clone().map(Folder::shared);
    let folder = match &source {
        Source::Folder(..) => into.or_else(|| open::folder_to_build(&source)),
        _ => None,
    };
    let Some(folder) = folder else {
        return Err(match source {
            Source::Samples => Failure::only(&Said::IndexOfSamples),
            Source::File(..) => Failure::of(&Said::IndexOfFile, &Said::IndexOfFileHint),
            Source::Folder(..) => Failure::of(&Said::IndexNoFolder, &Said::IndexNoFolderHint),
        });
    };
    if arguments.clear {
        return clear(&folder);
    }
    // The posts of the old index are not read again, even if it is to be replaced.
    let opened = OpenArchive::load(source, invocation.dates, Use::Store)?;
    let generation = Generation::of(&opened.reader, &opened.loaded.site);
    if arguments.status {
        return status(&folder, &opened, &Arc::new(generation.open(&folder)));
    }
    let manner = Manner { anew: arguments.rebuild, check: true, share: true };
    let (archive, bodies) = (opened.posts(), opened.bodies());
    let job = Job { folder: &folder, archive, bodies, manner };
    let bar = ProgressBar::of("posts");
    let outcome =
        build::run(job, &|Progress { done, all, .. }| bar.show(done, all), &AtomicBool::new(false));
    bar.end();
    let failed = |error: build::BuildError| Failure::only(&Why::from(error));
    match outcome.map_err(failed)? {
        Outcome::Done(report) => {
            if let Some(Status::Damaged(damage)) = &report.replaced {
                warn(&Said::IndexWasDamaged { why: damage.into() });
            }
            let mut out = io::stdout().lock();
            let size = shown_size(generation.open(&folder).bytes());
            let (added, removed) = (report.added, report.removed);
            writeln!(out, "{}", said(&Said::IndexDone { added, removed, size }))?;
            if report.changing > 0 {
                warn(&Said::IndexChanging { posts: report.changing });
            }
            if let Source::Folder(root, _) = &opened.source {
                say_if_not_found(arguments.into.as_deref(), root);
            }
            Ok(0)
        }
        Outcome::Cancelled | Outcome::Busy => {
            warn(&Said::IndexBusy);
            Ok(PROBLEMS)
        }
    }
}

/// Says where readers look for an index, if that is not where it was built.
fn say_if_not_found(into: Option<&Path>, root: &Path) {
    let Some(into) = into.and_then(|into| into.canonicalize().ok()) else { return };
    let places = fulltext::shared_folders(root);
    if places.iter().any(|place| place.canonicalize().is_ok_and(|place| place == into)) {
        return;
    }
    let [first, second] = places.map(|path| CleanText::lossy(path.as_os_str().as_bytes()));
    let hint = said(&Said::IndexNotFoundHint { first, second });
    complain(&said(&Said::IndexNotFound), hint.as_str());
}

fn clear(folder: &Folder) -> Result<u8> {
    let failed = |error: io::Error| {
        let folder = CleanText::lossy(folder.path().as_os_str().as_bytes());
        Failure::at(&folder, Why::of_system(&error))
    };
    if folder.clear().map_err(failed)? {
        return Ok(0);
    }
    warn(&Said::IndexBusy);
    Ok(PROBLEMS)
}

fn status(folder: &Folder, opened: &OpenArchive, store: &Arc<Store>) -> Result<u8> {
    let known = Lookup::new(Arc::clone(store), opened.posts(), &opened.reader).known();
    let all = build::wanted(opened.posts());
    let mut out = io::stdout().lock();
    let damaged = store.count_damaged();
    let is = |state| Said::IndexState { state };
    let (state, is_usable) = match store.status() {
        Status::Missing => (is("missing"), false),
        Status::Outdated => (is("outdated"), false),
        Status::Damaged(damage) => (Said::IndexDamaged { why: damage.into() }, false),
        Status::Usable if store.is_damaged() => (Said::IndexDamagedPosts { posts: damaged }, false),
        Status::Usable if known == all => (is("current"), true),
        Status::Usable if !store.is_finished() => (is("unfinished"), false),
        Status::Usable => (is("behind"), false),
    };
    let mut line = |name, value: &CleanText| {
        let name = said(&Said::IndexName { name });
        let blanks = NAMES.saturating_sub(Widths::default().cells(name.as_str()));
        writeln!(out, "{name}{:blanks$}  {value}", "")
    };
    line("folder", &CleanText::lossy(folder.path().as_os_str().as_bytes()))?;
    if let Some(shared) = folder.beneath() {
        let path = CleanText::lossy(shared.path().as_os_str().as_bytes());
        let posts = store.segments_beneath().iter().map(Segment::live).sum();
        let shared = match store.refused() {
            Some(why) => said(&Said::IndexRefused { why: why.clone() }),
            None => listed(&[path, said(&Said::Posts { count: posts })]),
        };
        line("shared", &shared)?;
    }
    line("state", &said(&state))?;
    line("posts", &said(&Said::IndexOf { known, all }))?;
    let (size, segments) = (shown_size(store.bytes()), store.segments().len());
    line("size", &said(&Said::IndexSize { size, segments }))?;
    if let Some(age) = store.written().and_then(|written| written.elapsed().ok()) {
        line("age", &said(&rounded(age)))?;
    }
    Ok(if is_usable { 0 } else { PROBLEMS })
}

/// A time in its largest unit.
fn rounded(time: Duration) -> Said {
    let seconds = time.as_secs();
    let units = [("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)];
    let (name, unit) = *units.iter().find(|(_, unit)| seconds >= *unit).unwrap_or(&units[3]);
    Said::Age { count: (seconds / unit) as usize, unit: name }
}

fn shown_size(bytes: u64) -> CleanText {
    CleanText::line(&match bytes {
        0..1_000_000 => format!("{} KB", bytes.div_ceil(1000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    })
}
