//! `kanbao export`: writes the posts of an archive as files for other programs.
//!
//! Writes into a temporary file or folder beside the target and renames it when complete, so that
//! an interrupted export leaves nothing half done.

mod epub;
mod files;
pub(super) mod page;

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::{Args, ValueEnum, ValueHint};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::archive::Archive;
use crate::archive::lines::is_of_lines;
use crate::archive::post::PostId;
use crate::archive::source::Source;
use crate::clean::CleanText;
use crate::cli::failure::Failure;
use crate::cli::progress::ProgressBar;
use crate::cli::record::PostRecord;
use crate::cli::select::{Selection, SelectionArgs};
use crate::cli::why::{Cause, Why};
use crate::cli::words::{Said, said};
use crate::cli::{Invocation, PROBLEMS, Result, help, warn};
use crate::conversion::Script;
use crate::parallel;
use crate::reason::Reason;
use epub::Chapters;
use files::Files;

/// The most unreadable posts reported one by one.
const MOST_REPORTED: usize = 10;
/// Posts read in parallel before their objects are written to `posts.jsonl`.
const AT_A_TIME: usize = 4096;

const EXAMPLES: &[(&str, &str)] = &[
    ("kanbao export -a ~/news --format html ~/pages", "pages for any browser"),
    ("kanbao export --format markdown -q 'after:1y' ~/year", "a year's posts as Markdown"),
    ("kanbao export --format epub -q 'is:starred' ~/best.epub", "an e-book of starred posts"),
    ("kanbao export --format jsonl --all ~/all.jsonl", "all posts, even hidden ones, as objects"),
];

#[derive(Args, Debug)]
#[command(after_help = help::examples(EXAMPLES))]
pub(in crate::cli) struct Arguments {
    /// The folder to write, new or empty; the new file of an e-book, or of objects if it ends in
    /// .jsonl
    #[arg(value_name = "TARGET", value_hint = ValueHint::AnyPath)]
    target: PathBuf,

    /// One file per post with front matter, one page per post with an index, objects, or a book
    #[arg(long, value_enum, help_heading = help::OUTPUT)]
    format: Format,

    /// What the chapters of an e-book are
    #[arg(long, value_enum, default_value_t, value_name = "WHAT", help_heading = help::OUTPUT)]
    chapters: Chapters,

    /// Only the posts whose paths are in a file, one a line, in this order; `-` is standard input
    #[arg(
        long,
        value_name = "FILE",
        value_hint = ValueHint::FilePath,
        conflicts_with = "query",
        help_heading = help::POSTS
    )]
    paths: Option<PathBuf>,

    #[command(flatten)]
    choose: SelectionArgs,
}

/// The formats of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Markdown with YAML front matter
    Markdown,
    /// HTML pages, and index.html
    Html,
    /// One object per line, with the body as text; in a folder it is posts.jsonl
    Jsonl,
    /// An EPUB 3 book with the archive's pictures
    Epub,
}

pub(super) fn run(arguments: &Arguments, invocation: Invocation<'_>) -> Result<u8> {
    if invocation.config.settings.restricted.value.is_on() {
        return Err(Failure::restricted("export"));
    }
    let (target, format) = (&arguments.target, arguments.format);
    let selection = arguments.choose.open(invocation, None)?;
    let shown = CleanText::lossy(target.as_os_str().as_bytes());
    check_target(target, &selection.archive.source, format)
        .map_err(|why| Failure::of(&Said::At { name: shown.clone(), why }, &Said::FolderHint))?;
    let mut ids: Vec<PostId> = Vec::new();
    if let Some(paths) = &arguments.paths {
        ids = named_in(paths, &selection)?;
    } else {
        selection.for_each_batch(usize::MAX, &mut |_, found| {
            ids.extend(found);
            Ok(())
        })?;
    }
    let is_nothing = arguments.paths.is_some() && ids.is_empty();
    let code = if is_nothing { PROBLEMS } else { selection.exit_code(ids.len()) };
    if code != 0 {
        warn(&match () {
            () if is_nothing => Said::NoPostGiven,
            () if selection.is_cut() => Said::PostsMissing,
            () => Said::QueryFindsNone,
        });
        return Ok(code);
    }
    let export = Export {
        files: Files::assign(selection.archive.posts(), &ids, format),
        selection,
        script: invocation.script_of_data(),
        chapters: arguments.chapters,
        progress: Progress::new(ids.len()),
    };
    match export.write_target(&ids, format, target) {
        Ok(unreadable) => {
            report(&unreadable, ids.len(), &shown)?;
            Ok(if unreadable.is_empty() { 0 } else { PROBLEMS })
        }
        Err(error) => {
            let line = Said::At { name: shown, why: Why::of_system(&error) };
            let failure = Failure::of(&line, &Said::NothingWritten);
            let Some(code) = export.progress.ended_by() else { return Err(failure) };
            failure.report();
            Ok(code)
        }
    }
}

/// The posts whose paths are listed in a file, relative to the archive's root or absolute; each
/// once. Reports paths without a post.
fn named_in(file: &Path, selection: &Selection) -> Result<Vec<PostId>> {
    let mut text = Vec::new();
    if file == Path::new("-") {
        io::stdin().lock().read_to_end(&mut text)?;
    } else {
        let shown = CleanText::lossy(file.as_os_str().as_bytes());
        text = fs::read(file).map_err(|error| Failure::at(&shown, Why::of_system(&error)))?;
    }
    let (archive, posts) = (&selection.archive, selection.archive.posts());
    let root = archive.source.root().and_then(|root| root.canonicalize().ok());
    let root = root.map(|root| [root.as_os_str().as_bytes(), b"/"].concat()).unwrap_or_default();
    let (mut ids, mut known, mut lost) = (Vec::new(), HashSet::new(), Vec::new());
    for line in text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let inside = line.strip_prefix(root.as_slice()).unwrap_or(line);
        match posts.find(inside) {
            Some(id) if known.insert(id) => ids.push(id),
            Some(_) => {}
            None => lost.push(CleanText::lossy(line)),
        }
    }
    for path in lost.iter().take(MOST_REPORTED) {
        warn(&Said::LostPath { path: path.clone() });
    }
    if lost.len() > MOST_REPORTED {
        warn(&Said::MoreLost { count: lost.len() - MOST_REPORTED });
    }
    Ok(ids)
}

/// Reports how many of `all` posts were written, and which could not be read.
fn report(unreadable: &Unreadable, all: usize, folder: &CleanText) -> io::Result<()> {
    for (path, reason) in unreadable.iter().take(MOST_REPORTED) {
        warn(&Said::At { name: CleanText::line(&path.to_string()), why: reason.clone().into() });
    }
    let (posts, folder) = (all - unreadable.len(), folder.clone());
    writeln!(io::stderr(), "{}", said(&Said::Written { posts, folder }))?;
    if unreadable.len() > MOST_REPORTED {
        warn(&Said::MoreUnreadable { count: unreadable.len() - MOST_REPORTED });
    }
    Ok(())
}

impl Format {
    /// Whether a target is written as one file.
    fn is_one_file(self, target: &Path) -> bool {
        match self {
            Self::Epub => true,
            Self::Jsonl => is_of_lines(target.as_os_str().as_bytes()),
            Self::Markdown | Self::Html => false,
        }
    }
}

/// Fails with the reason why a target may not be written.
fn check_target(target: &Path, source: &Source, format: Format) -> std::result::Result<(), Why> {
    let refused = |why| Err(Why::Cause(Cause::ExportFolder { why }));
    match fs::read_dir(target) {
        _ if format.is_one_file(target) && target.symlink_metadata().is_ok() => {
            return refused("file");
        }
        Ok(mut entries) => {
            if entries.next().is_some() {
                return refused("full");
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(Why::of_system(&error)),
    }
    let parent = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let parent = parent.canonicalize().map_err(|error| Why::of_system(&error))?;
    let is_inside = matches!(source, Source::Folder(..)) && source.holds(&parent);
    if is_inside { refused("inside") } else { Ok(()) }
}

/// The temporary file or folder for an export into `target`.
fn beside(target: &Path) -> PathBuf {
    let mut name = target.components().as_path().as_os_str().to_owned();
    name.push(format!(".part-{}", std::process::id()));
    name.into()
}

struct Export {
    selection: Selection,
    files: Files,
    script: Script,
    chapters: Chapters,
    progress: Progress,
}

/// The path of each post that could not be read, and the reason.
type Unreadable = Vec<(CleanText, Reason)>;

impl Export {
    /// Writes beside the target and renames it when complete; removes it after an error.
    fn write_target(
        &self,
        ids: &[PostId],
        format: Format,
        target: &Path,
    ) -> io::Result<Unreadable> {
        let unfinished = beside(target);
        let is_one_file = format.is_one_file(target);
        let written = match format {
            _ if !is_one_file => self.write_folder(ids, format, &unfinished),
            Format::Epub => epub::write(self, ids, &unfinished, self.chapters),
            _ => self.write_objects(ids, &unfinished),
        };
        let written = written.and_then(|unreadable| {
            fs::rename(&unfinished, target)?;
            Ok(unreadable)
        });
        self.progress.bar.end();
        if written.is_err() {
            let remove = if is_one_file { fs::remove_file } else { fs::remove_dir_all };
            let _ = remove(&unfinished);
        }
        written
    }

    fn write_folder(
        &self,
        ids: &[PostId],
        format: Format,
        folder: &Path,
    ) -> io::Result<Unreadable> {
        fs::create_dir(folder)?;
        if format == Format::Jsonl {
            return self.write_objects(ids, &folder.join(files::OBJECTS));
        }
        let written = parallel::map(
            ids,
            |&id| self.write_post(id, format, folder),
            |done| self.progress.show(done),
        );
        self.progress.check()?;
        let mut failed = Vec::new();
        for result in written {
            failed.extend(result?);
        }
        if format == Format::Html {
            let index = page::index(self.posts(), ids, &self.files, self.script);
            fs::write(folder.join(files::INDEX), index)?;
        }
        Ok(failed)
    }

    /// Writes one post; returns its path and the reason if it cannot be read.
    fn write_post(
        &self,
        id: PostId,
        format: Format,
        folder: &Path,
    ) -> io::Result<Option<(CleanText, Reason)>> {
        let (Some(post), Some(path)) = (self.posts().post(id), self.files.path(id)) else {
            return Ok(None);
        };
        let mut body = match self.selection.archive.body(&post.key()) {
            Ok(body) => body,
            Err(reason) => return Ok(Some((post.key().to_clean(), reason))),
        };
        self.files.relink(&self.selection.archive.loaded.site, id, &mut body);
        body.show_in(self.script);
        let text = match format {
            Format::Markdown => page::markdown(&body),
            Format::Html | Format::Jsonl | Format::Epub => {
                body.document.make_uris();
                page::html(&body, Some(&self.files.index(id)))
            }
        };
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut file = File::options().write(true).create_new(true).open(path)?;
        file.write_all(text.as_bytes())?;
        Ok(None)
    }

    fn write_objects(&self, ids: &[PostId], file: &Path) -> io::Result<Unreadable> {
        let lookup = self.selection.archive.lookup();
        let mut out = BufWriter::new(File::create_new(file)?);
        for (ids, done) in ids.chunks(AT_A_TIME).zip((0..).step_by(AT_A_TIME)) {
            let records = parallel::map(
                ids,
                |&id| {
                    let record = PostRecord::read(&self.selection, &lookup, id, true)?;
                    Some(record.shown_in(self.script))
                },
                |part| self.progress.show(done + part),
            );
            self.progress.check()?;
            for record in records.into_iter().flatten() {
                serde_json::to_writer(&mut out, &record)?;
                writeln!(out)?;
            }
        }
        out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        // The object of an unreadable post says so in its status.
        Ok(Vec::new())
    }

    fn posts(&self) -> &Archive {
        self.selection.archive.posts()
    }
}

/// Shows the progress and notices signals.
struct Progress {
    all: usize,
    bar: ProgressBar,
    /// The signal received, or 0.
    signal: Arc<AtomicUsize>,
}

impl Progress {
    fn new(all: usize) -> Self {
        let signal = Arc::new(AtomicUsize::new(0));
        for number in [SIGINT, SIGTERM, SIGHUP] {
            // If this fails, the signal ends the process and the unfinished folder stays.
            let value = number.unsigned_abs() as usize;
            let _ = signal_hook::flag::register_usize(number, Arc::clone(&signal), value);
        }
        Self { all, bar: ProgressBar::of("posts"), signal }
    }

    /// Shows how many posts are done; `false` if a signal was received.
    fn show(&self, done: usize) -> bool {
        self.bar.show(done, self.all);
        self.ended_by().is_none()
    }

    fn check(&self) -> io::Result<()> {
        if self.ended_by().is_some() {
            return Err(io::Error::new(io::ErrorKind::Interrupted, "interrupted"));
        }
        Ok(())
    }

    /// The exit code for the signal received, as in shells: 128 and its number.
    fn ended_by(&self) -> Option<u8> {
        match self.signal.load(Ordering::Relaxed) {
            0 => None,
            signal => u8::try_from(128 + signal).ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_ends_the_work() {
        let progress = Progress::new(10);
        assert!(progress.show(1) && progress.check().is_ok());
        signal_hook::low_level::raise(SIGHUP).unwrap();
        assert!(!progress.show(2));
        assert_eq!(progress.ended_by(), Some(129));
        assert_eq!(progress.check().unwrap_err().kind(), io::ErrorKind::Interrupted);
    }
}
