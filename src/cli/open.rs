//! Opens what a command works on: the archive, its reading state and its store.

use std::ffi::OsStr;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::session;
use crate::app::text::Text;
use crate::archive::Archive;
use crate::archive::body::{self, Body};
use crate::archive::load::{self, Loaded, Options};
use crate::archive::post::PostKey;
use crate::archive::site::generator::Generator;
use crate::archive::site::{Dates, Site, extensions};
use crate::archive::source::{Reader, Source, in_the_form_on_the_disk};
use crate::archive::stored::Stored;
use crate::clean::CleanText;
use crate::cli::why::Why;
use crate::cli::words::Said;
use crate::cli::{Failure, Invocation, Result};
use crate::config::settings::{Origin, Setting, Settings};
use crate::config::{file, paths};
use crate::reason::{FileError, Reason};
use crate::search::fulltext;
use crate::search::fulltext::lookup::Lookup;
use crate::search::fulltext::text::Bodies;
use crate::search::marks::Marks;
use crate::state::State;
use crate::state::identity::{self, Identity};
use crate::state::log;
use crate::store::Folder;

/// The most directory entries examined to decide whether a folder is an archive.
const MOST_EXAMINED: usize = 200;

/// The extensions of files that are no posts of a folder and are read if the user names one.
const ALSO_READ: [&str; 8] = ["mdown", "xhtml", "textile", "org", "jsonl", "ndjson", "json", "csv"];

/// How the archive was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChosenBy {
    /// Named on the command line.
    Argument,
    /// Set by `$KANBAO_ARCHIVE`, a config file or `--set`.
    Setting,
    /// The current folder looks like an archive.
    CurrentFolder,
    /// The folder that `kanbao fetch` writes to exists.
    Fetched,
    /// None of these: the sample posts.
    Default,
}

/// The path of the archive that is named on the command line or set.
pub(super) fn named_path(
    argument: Option<&Path>,
    settings: &Settings,
) -> Option<(PathBuf, ChosenBy)> {
    if let Some(path) = argument {
        return Some((path.to_owned(), ChosenBy::Argument));
    }
    let Setting { value, origin } = &settings.archive;
    let folder = match origin {
        Origin::File(file, _) => file.parent().unwrap_or(Path::new("")),
        _ => Path::new(""),
    };
    value.as_ref().map(|path| (paths::expanded(path, folder), ChosenBy::Setting))
}

/// The archive's path, `None` for the samples. The argument takes precedence over the setting, the
/// setting over the current folder, that over fetched posts, and those over the samples. Looks into
/// the current folder, so it is done once in a run.
pub(super) fn archive_path(
    argument: Option<&Path>,
    settings: &Settings,
) -> (Option<PathBuf>, ChosenBy) {
    if let Some((path, chosen_by)) = named_path(argument, settings) {
        return (Some(path), chosen_by);
    }
    if is_archive(Path::new(".")) {
        return (Some(".".into()), ChosenBy::CurrentFolder);
    }
    if let Some(news) = news_folder().filter(|news| news.is_dir()) {
        return (Some(news), ChosenBy::Fetched);
    }
    (None, ChosenBy::Default)
}

/// The archive of fetched posts, if no other is named; it need not exist.
pub(super) fn news_folder() -> Option<PathBuf> {
    Some(paths::folders()?.data.join("news"))
}

/// Opens the invocation's archive without reading any posts.
pub(super) fn source(invocation: Invocation<'_>) -> Result<Source> {
    let settings = &invocation.config.settings;
    let (path, chosen_by) = invocation.archive_path();
    let Some(path) = path.map(Path::to_owned).map(in_the_form_on_the_disk) else {
        return Ok(Source::Samples);
    };
    let source = Source::open(&path).map_err(|FileError { path, reason }| {
        let hint = match chosen_by {
            ChosenBy::Setting => {
                let origin = CleanText::line(&settings.archive.origin.to_string());
                Text::SetBy { origin }
            }
            _ => Text::NameAFolder,
        };
        match reason {
            Reason::Missing => Failure::of(&Text::Missing { path }, &hint),
            reason => Failure::of(&Said::At { name: path, why: reason.into() }, &hint),
        }
    })?;
    match &source {
        Source::File(file, _) if !is_post(file) => {
            let path = file::shown(&path);
            Err(Failure::of(&Text::NotAnArticle { path }, &Text::ArticlesAre))
        }
        _ => Ok(source),
    }
}

/// Whether a file that the user names is an article: by its extension, else by how it begins.
fn is_post(file: &Path) -> bool {
    let extension = file.extension().map(OsStr::as_bytes).unwrap_or_default();
    let is_known = extensions::is_posts(extension) || extensions::is_one_of(extension, &ALSO_READ);
    is_known || begins_with_fence(file) || {
        let head = head(file).unwrap_or_default();
        head.starts_with("# ") || head.starts_with('<')
    }
}

/// A fully loaded archive with access to its files.
pub(super) struct OpenArchive {
    pub source: Source,
    pub reader: Reader,
    pub loaded: Loaded,
    /// Seconds since 1970.
    pub now: i64,
    /// The store that the posts were taken from.
    stored: Option<Stored>,
}

/// Whether to use the store of an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// What is in it is not read from the files.
    Store,
    /// All files are read.
    Files,
}

impl OpenArchive {
    /// Loads the invocation's archive.
    pub(super) fn open(invocation: Invocation<'_>, using: Use) -> Result<Self> {
        let settings = &invocation.config.settings;
        let using = if settings.index.value { using } else { Use::Files };
        Self::load(source(invocation)?, invocation.dates, using)
    }

    /// Loads all posts of a source; fails if there are none.
    pub(super) fn load(source: Source, dates: Dates, using: Use) -> Result<Self> {
        let failed = |why| Failure::at(&source.name(), why);
        let reader = source.reader().map_err(|error| failed(Why::of_system(&error)))?;
        let now = dates.clock.now();
        let folder = store_folder(&source).filter(|_| using == Use::Store);
        let stored = folder.map(Stored::new);
        let options = Options { stored: stored.as_ref(), ..dates.into() };
        let loaded = load::load_all(&source, options);
        let loaded = loaded.map_err(|reason| failed(reason.into()))?;
        if loaded.archive.is_empty() {
            return Err(no_posts(&source.name(), &loaded));
        }
        Ok(Self { source, reader, loaded, now, stored })
    }

    /// The texts of the posts that were taken from the store.
    pub(super) fn lookup(&self) -> Lookup {
        let of = |stored: &Stored| {
            let store = Arc::clone(stored.store()?);
            Some(Lookup::new(store, self.posts(), &self.reader))
        };
        self.stored.as_ref().and_then(of).unwrap_or_default()
    }

    /// The posts.
    pub(super) fn posts(&self) -> &Archive {
        &self.loaded.archive
    }

    /// Reads a post with its body; fails with the reason why it has no text.
    pub(super) fn body(&self, key: &PostKey) -> std::result::Result<Body, Reason> {
        body::read(&self.reader, key, &self.loaded.site, self.now)
    }

    /// Access to bodies for searching and indexing.
    pub(super) fn bodies(&self) -> Bodies<'_> {
        Bodies { reader: &self.reader, site: &self.loaded.site, now: self.now }
    }

    /// Returns the reading state; an empty one if there is no home folder.
    pub(super) fn state(&self, invocation: Invocation<'_>) -> State {
        let place = state_place(invocation, &self.source);
        place.map_or_else(|| State::new(""), |place| log::Store::open(place).1)
    }

    /// Returns the flags of the reading state by post.
    pub(super) fn marks(&self, state: &State) -> Marks {
        let (mut marks, archive) = (Marks::default(), self.posts());
        marks.refresh(archive, archive.newest_first(), state);
        if let Some(since) = state.session().and_then(session::newest) {
            marks.mark_new(archive, archive.newest_first(), since);
        }
        marks
    }
}

/// The failure of a command that needs the reading state.
pub(super) fn no_home() -> Failure {
    Failure::of(&Said::NoStateFolder, &Said::NoStateFolderHint)
}

/// Where an archive's reading state is stored; `None` without a home folder.
pub(super) fn state_place(invocation: Invocation<'_>, source: &Source) -> Option<log::Location> {
    let folders = paths::folders()?;
    let site_config = source.reader().ok().and_then(|reader| reader.read(b"_config.yml").ok());
    let (site, _) = Site::jekyll(site_config.as_ref().map(|contents| contents.bytes.as_slice()));
    let url = site.address().map(|address| address.as_str().to_owned());
    let id = invocation.config.archive.id.as_deref();
    let Identity { id, name, .. } = identity::of_archive(source.root(), id, url.as_deref());
    Some(log::Location {
        folder: folders.state.join(id),
        host: identity::host(),
        archive: name.as_str().to_owned(),
    })
}

/// Returns where to build an archive's store: in the store for all accounts if this user may write
/// to it, otherwise in the user's own.
pub(super) fn folder_to_build(source: &Source) -> Option<Folder> {
    let own = store_folder(source)?;
    let shared = own.beneath().filter(|shared| shared.is_writable());
    Some(shared.map(|shared| Folder::shared(shared.path().to_owned())).unwrap_or(own))
}

/// Where an archive's store is; `None` for the samples, for one file, and without a home folder.
pub(super) fn store_folder(source: &Source) -> Option<Folder> {
    let Source::Folder(root, _) = source else { return None };
    Some(fulltext::folder_of(&paths::folders()?.cache.join("index"), root))
}

fn no_posts(name: &CleanText, loaded: &Loaded) -> Failure {
    let name = name.clone();
    match loaded.walked.offered.first() {
        Some((folder, posts)) => {
            let (folder, posts) = (folder.to_clean(), *posts);
            Failure::of(&Text::ArchiveEmptyBut { name, posts, folder }, &Text::NameThatFolder)
        }
        None => Failure::of(&Text::ArchiveEmpty { name }, &Text::ArticlesAre),
    }
}

/// Whether a folder looks like an archive: it is that of a generator, or holds a file with front
/// matter.
fn is_archive(folder: &Path) -> bool {
    let source = Source::folder(folder);
    let generator = source.reader().map(|reader| load::recognise(&source, &reader).generator);
    let is_site = generator.is_ok_and(|generator| generator != Generator::Plain);
    if is_site || folder.join(".kanbao.toml").exists() {
        return true;
    }
    let Ok(entries) = folder.read_dir() else { return false };
    entries.flatten().take(MOST_EXAMINED).any(|entry| {
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
    let begins = |text: String| {
        text.starts_with("---\n") || text.starts_with("---\r") || text.starts_with("+++")
    };
    head(path).is_some_and(begins)
}

/// The first characters of a file, without what comes before its text.
fn head(path: &Path) -> Option<String> {
    let mut head = Vec::new();
    std::fs::File::open(path).and_then(|file| file.take(256).read_to_end(&mut head)).ok()?;
    let text = String::from_utf8_lossy(&head);
    Some(text.trim_start_matches(['\u{feff}', '\n', '\r', ' ']).to_owned())
}
