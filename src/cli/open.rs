//! Which archive a command is about.

use std::io::Read;
use std::path::{Path, PathBuf};

use crate::archive::load::{self, Loaded};
use crate::archive::source::{OpenError, Reader, Source};
use crate::clean::CleanText;
use crate::cli::{Failure, Invocation, Result};
use crate::config::paths;
use crate::config::settings::{Origin, Setting, Settings};

/// Files looked at to tell whether a folder holds posts.
const LOOKED_AT: usize = 200;

/// Why an archive is the one that is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChosenBy {
    /// It was named on the command line.
    Argument,
    /// It is set: by `$KANBAO_ARCHIVE`, in a file, with `--set`.
    Setting,
    /// The current folder looks like one.
    CurrentFolder,
    /// There is no other.
    Default,
}

/// The archive's path, `None` for the samples, and why it is this one: the one that is named, else
/// the one that is set, else the current folder if it is an archive, else the sample posts.
pub(super) fn archive_path(
    named: Option<&Path>,
    settings: &Settings,
) -> (Option<PathBuf>, ChosenBy) {
    if let Some(path) = named {
        return (Some(path.to_owned()), ChosenBy::Argument);
    }
    let Setting { value, origin } = &settings.archive;
    if let Some(path) = value {
        let folder = match origin {
            Origin::File(file, _) => file.parent().unwrap_or(Path::new("")),
            _ => Path::new(""),
        };
        return (Some(paths::expanded(path, folder)), ChosenBy::Setting);
    }
    if is_archive(Path::new(".")) {
        return (Some(".".into()), ChosenBy::CurrentFolder);
    }
    (None, ChosenBy::Default)
}

/// The archive of [`choice`], opened.
pub(super) fn source(invocation: Invocation<'_>) -> Result<Source> {
    let settings = &invocation.config.settings;
    let (path, chosen_by) = archive_path(invocation.archive, settings);
    let Some(path) = path else { return Ok(Source::Samples) };
    Source::open(&path).map_err(|OpenError { path, reason }| {
        let hint = match chosen_by {
            ChosenBy::Setting => format!("It is the archive set by {}.", settings.archive.origin),
            _ => "Name a folder of posts, or a post file.".to_owned(),
        };
        Failure::new(&format!("{path}: {reason}"), &hint)
    })
}

/// Loads the archive to its end; one without any posts is unusable.
pub(super) fn load(invocation: Invocation<'_>) -> Result<(Source, Loaded)> {
    let source = source(invocation)?;
    let loaded = load::load_all(&source, invocation.dates)
        .map_err(|reason| Failure::new(&format!("{}: {reason}", source.name()), ""))?;
    if loaded.archive.is_empty() {
        return Err(nothing_in(&source.name(), &loaded));
    }
    Ok((source, loaded))
}

/// What reads the archive's posts again.
pub(super) fn reader(source: &Source) -> Result<Reader> {
    source.reader().map_err(|error| Failure::new(&format!("{}: {error}", source.name()), ""))
}

fn nothing_in(name: &CleanText, loaded: &Loaded) -> Failure {
    let line = format!("{name}: there are no posts in it");
    match loaded.walked.offered.first() {
        Some((folder, posts)) => Failure::new(
            &format!("{line}, but {posts} files named like posts in {}", folder.to_clean()),
            "Name that folder to read it.",
        ),
        None => Failure::new(&line, "Posts are files such as .md and .html, in any folder below."),
    }
}

/// Whether a folder is an archive by the look of it: a site's config, or a file with front matter
/// directly in it.
fn is_archive(folder: &Path) -> bool {
    let marks = ["_config.yml", "_posts", ".kanbao.toml"];
    if marks.iter().any(|mark| folder.join(mark).exists()) {
        return true;
    }
    let Ok(entries) = folder.read_dir() else { return false };
    entries.flatten().take(LOOKED_AT).any(|entry| {
        let path = entry.path();
        let is_post = path.extension().is_some_and(|extension| {
            ["md", "markdown", "html", "txt"]
                .iter()
                .any(|known| extension.eq_ignore_ascii_case(known))
        });
        is_post && entry.file_type().is_ok_and(|kind| kind.is_file()) && begins_with_fence(&path)
    })
}

fn begins_with_fence(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(256).read_to_end(&mut head));
    let text = String::from_utf8_lossy(&head);
    let text = text.trim_start_matches(['\u{feff}', '\n', '\r', ' ']);
    read.is_ok()
        && (text.starts_with("---\n") || text.starts_with("---\r") || text.starts_with("+++"))
}
