//! The configuration of a run. Its layers, lowest precedence first: the defaults, the user's
//! `config.toml`, the archive's `.kanbao.toml`, the environment, `--set`, and the other arguments.

use std::io;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::app::text::Text;
use crate::clean::CleanText;
use crate::cli::arguments::Arguments;
use crate::cli::open::{self, ChosenBy};
use crate::cli::words::Said;
use crate::cli::{Failure, Result};
use crate::config::archive::{self, ArchiveConfig, FILE};
use crate::config::choice::{Background, Choice};
use crate::config::commands::{self, OwnCommand};
use crate::config::fault::Fault;
use crate::config::file;
use crate::config::keymap::Keymap;
use crate::config::layers::Layer;
use crate::config::locale::Locale;
use crate::config::messages::InEach;
use crate::config::paths;
use crate::config::problem::{ConfigProblem, quoted, unknown};
use crate::config::settings::{By, Origin, Setting, Settings};
use crate::config::theme::{BUILT_IN, DEFAULT, Theme};
use crate::search::query::Query;
use crate::search::views::View;

/// The settings and their problems.
pub(super) struct Configuration {
    pub settings: Settings,
    /// The archive's path, `None` for the samples, and how it was chosen.
    pub archive_path: (Option<PathBuf>, ChosenBy),
    /// The archive's own name, labels and views.
    pub archive: ArchiveConfig,
    /// Problems of the user's settings.
    pub problems: Vec<ConfigProblem>,
    /// Problems of the archive's own file.
    pub archive_problems: Vec<ConfigProblem>,
    /// The user's own commands.
    commands: Vec<OwnCommand>,
    /// The user's file, which may not exist; `None` without a home folder.
    pub file: Option<PathBuf>,
    /// The archive's file, which may not exist; `None` for the samples.
    pub archive_file: Option<PathBuf>,
}

/// Whether a failure to look at a file leaves open whether it exists.
fn is_hidden(why: &io::Error) -> bool {
    !matches!(why.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

impl Configuration {
    /// Reads all layers. Only mistakes on the command line are failures.
    pub(super) fn load(arguments: &Arguments) -> Result<Self> {
        let is_named = arguments.config.is_some();
        let file = arguments.config.clone();
        let file = file.or_else(|| Some(paths::folders()?.config.join("config.toml")));
        let mut commands = Vec::new();
        let (own, mut problems) = match file.as_deref().map(|path| (path, file::read(path))) {
            Some((path, Ok(Some(text)))) => {
                let (layer, mut problems) = Layer::of_file(path, &text, By::User);
                let (own, faults) = commands::of_file(path, &text);
                problems.extend(faults);
                commands = own;
                (layer, problems)
            }
            Some((path, Ok(None))) if is_named => {
                return Err(Failure::only(&Said::NoSuchFile { name: file::shown(path) }));
            }
            Some((_, Err(problem))) if is_named => {
                return Err(Failure::only(&problem.to_clean(Locale::of_user())));
            }
            Some((path, Err(problem))) => {
                let exists = path.symlink_metadata().map_or_else(|why| is_hidden(&why), |_| true);
                let layer = if exists { Layer::of_unreadable_file(path) } else { Layer::default() };
                (layer, vec![problem])
            }
            Some((_, Ok(None))) | None => (Layer::default(), Vec::new()),
        };
        let environment = Layer::of_environment(|name| {
            std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
        });
        let set = Layer::of_arguments(&arguments.set)
            .map_err(|fault| Failure::of(&Said::Set { fault }, &Said::SetHint))?;
        let options = arguments.layer();
        let above = [&environment, &set, &options];
        // The archive's own layer may not choose the archive, so it is not applied yet.
        let mut settings = Settings::default();
        for layer in std::iter::once(&own).chain(above) {
            problems.extend(layer.lay_over(&mut settings));
        }
        let archive_path = open::archive_path(arguments.archive(), &settings);
        let archive_file = archive_path.0.as_deref().map(|path| root(path).join(FILE));
        let (archive, mut archive_problems) = match archive_file.as_deref().and_then(Path::parent) {
            Some(root) => ArchiveConfig::of_root(root),
            None => <(ArchiveConfig, Vec<ConfigProblem>)>::default(),
        };
        let mut settings = Settings::default();
        for layer in [&own, &archive.settings].into_iter().chain(above) {
            let misfits = layer.lay_over(&mut settings);
            if std::ptr::eq(layer, &raw const archive.settings) {
                archive_problems.extend(misfits);
            }
        }
        if let Some(path) = archive_file.as_deref() {
            archive_problems.extend(archive.views.iter().filter_map(|view| bad_query(path, view)));
        }
        archive_problems.sort_by_key(|problem| problem.place);
        Ok(Self {
            settings,
            archive_path,
            archive,
            problems,
            archive_problems,
            commands,
            file,
            archive_file,
        })
    }

    /// All problems of the settings, the user's own first.
    pub(super) fn all_problems(&self) -> impl Iterator<Item = &ConfigProblem> {
        self.problems.iter().chain(&self.archive_problems)
    }

    /// Returns the views of the archive.
    pub(super) fn views(&self) -> Vec<View> {
        let views = self.archive.views.iter();
        views.map(|one| View::new(one.name.as_str(), &one.query).muted(one.is_muted)).collect()
    }

    /// The user's own commands.
    pub(super) fn commands(&self) -> &[OwnCommand] {
        &self.commands
    }

    /// The preset's keys overridden by the user's `keys.toml`, and the problems of that file.
    pub(super) fn keymap(&self) -> (Keymap, Vec<ConfigProblem>) {
        let mut keymap = Keymap::preset(self.settings.preset.value);
        let mut problems = match keys_file().map(|path| (file::read(&path), path)) {
            Some((Ok(Some(text)), path)) => keymap.lay(&file::shown(&path), &text),
            Some((Err(problem), _)) => vec![problem],
            Some((Ok(None), _)) | None => Vec::new(),
        };
        if let Some(path) = &self.file {
            problems.extend(keymap.lay_own(&file::shown(path), &self.commands));
        }
        (keymap, problems)
    }

    /// The configured theme and its problems.
    pub(super) fn theme(&self) -> (Theme, Vec<ConfigProblem>) {
        let Setting { value: name, origin } = &self.settings.theme;
        let is_light = self.settings.background.value == Background::Light;
        let missing = || (Theme::of_terminal(is_light), vec![no_theme(name.as_str(), origin)]);
        theme_named(name.as_str(), is_light).unwrap_or_else(missing)
    }
}

/// The theme with this name and its problems, from the user's folder or built in; `None` if there
/// is none. Roles it does not set are readable on a light or dark background.
pub(super) fn theme_named(name: &str, is_light: bool) -> Option<(Theme, Vec<ConfigProblem>)> {
    let path = themes_folder().map(|folder| folder.join(format!("{name}.toml")));
    let base = || Theme::of_terminal(is_light);
    match path.as_deref().map(|path| (path, file::read(path))) {
        Some((path, Ok(Some(text)))) => Some(base().with(&file::shown(path), &text)),
        Some((_, Err(problem))) => Some((base(), vec![problem])),
        Some((_, Ok(None))) | None if name == DEFAULT => Some((base(), Vec::new())),
        Some((_, Ok(None))) | None => Some((Theme::built_in(name)?, Vec::new())),
    }
}

/// The names of all themes, the built-in ones first.
pub(super) fn theme_names() -> Vec<CleanText> {
    let mut names: Vec<CleanText> =
        BUILT_IN.iter().map(|(name, _)| CleanText::line(name)).collect();
    let entries = themes_folder().and_then(|folder| std::fs::read_dir(folder).ok());
    let own = entries.into_iter().flatten().flatten().map(|entry| entry.path());
    let own = own.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    let own = own.filter_map(|path| Some(CleanText::line(path.file_stem()?.to_str()?)));
    let mut own: Vec<CleanText> = own.filter(|name| !names.contains(name)).collect();
    own.sort();
    names.extend(own);
    names
}

/// The user's key table, which may not exist.
pub(super) fn keys_file() -> Option<PathBuf> {
    Some(paths::folders()?.config.join("keys.toml"))
}

/// The folder of the user's own themes, which may not exist.
pub(super) fn themes_folder() -> Option<PathBuf> {
    Some(paths::folders()?.config.join("themes"))
}

/// The problem of an unknown theme name.
fn no_theme(name: &str, origin: &Origin) -> ConfigProblem {
    let known = BUILT_IN.iter().map(|(name, _)| *name);
    origin.problem(unknown("theme", name, known))
}

/// The folder of an archive: itself, or the parent of a post file.
fn root(archive: &Path) -> PathBuf {
    if archive.is_dir() {
        return archive.to_owned();
    }
    match archive.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// The problem of a view's query, if it has one.
fn bad_query(path: &Path, view: &archive::View) -> Option<ConfigProblem> {
    let error = Query::parse(&view.query).err()?;
    let fault = Text::Fault(error);
    let detail = Box::new(InEach(Locale::ALL.map(|locale| fault.to_clean(locale))));
    let what = Fault::ViewQuery { name: quoted(view.name.as_str()), detail };
    Some(ConfigProblem::at(&file::shown(path), view.place, what))
}

/// Accepts the words of a setting on the command line.
pub(super) fn choice_parser<T: Choice>() -> impl TypedValueParser<Value = T> {
    let words = T::ALL.iter().map(|(_, word, help)| PossibleValue::new(*word).help(*help));
    PossibleValuesParser::new(words)
        .try_map(|word| T::named(&word).ok_or_else(|| format!("{word} is not known")))
}
