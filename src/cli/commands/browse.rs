//! The reader: gathers everything it starts with and runs it.

use std::io::{self, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use super::export::page;
use crate::app::run::RunPost;
use crate::app::screen::layout::Pane;
use crate::app::text::Text;
use crate::app::{Options, Pictures, Preferences};
use crate::archive::body::Body;
use crate::archive::post::PostKey;
use crate::archive::source::Source;
use crate::archive::watch::Mode;
use crate::clean::CleanText;
use crate::cli::environment::{has_true_colour, is_colourless, is_utf8_locale};
use crate::cli::record::PostRecord;
use crate::cli::settings::{Configuration, theme_named, theme_names};
use crate::cli::why::Why;
use crate::cli::words::Said;
use crate::cli::{Failure, Invocation, PROBLEMS, Result, open, warn};
use crate::config::choice::{AmbiguousWidth, Background, Borders, Links, Output, Watch};
use crate::config::commands::Given;
use crate::config::locale::Locale;
use crate::config::problem::ConfigProblem;
use crate::config::settings::{Origin, Settings};
use crate::config::theme::{MONO, Theme};
use crate::config::{file, paths};
use crate::conversion::Script;
use crate::reason::{FileError, Reason};
use crate::state::State;
use crate::state::log::Store;
use crate::terminal::{self, Abilities, Outcome, Overrides, Start};
use crate::view::Look;

/// The sample that shows an English reader around; the newest one does so in Chinese.
const WELCOME: &str = "en/_posts/2024-12-31-welcome-to-kanbao.md";

pub(super) fn run(invocation: Invocation<'_>) -> Result<u8> {
    let term = usable_terminal()?;
    let source = open::source(invocation)?;
    let start = start(invocation, source, &term);
    terminal::catch_panics(paths::crash_log());
    let failed = |error: io::Error| {
        let reason = Reason::from(&error);
        Failure::of(&Said::Terminal { reason }, &Said::WithoutScreen)
    };
    let end = terminal::run(start).map_err(failed)?;
    let _ = io::stdout().flush();
    if let Some(not_saved) = &end.not_saved {
        warn(&Why::from(not_saved));
    }
    match exit_code(end.outcome.map_err(failed)?)? {
        0 if end.not_saved.is_some() => Ok(PROBLEMS),
        code => Ok(code),
    }
}

/// The value of `TERM`; fails if that terminal cannot show a screen.
fn usable_terminal() -> Result<String> {
    let term = std::env::var("TERM").unwrap_or_default();
    let value = match term.as_str() {
        "" => "none",
        "dumb" => "dumb",
        _ => return Ok(term),
    };
    Err(Failure::of(&Said::TerminalUnsuited { term: value }, &Said::WithoutScreen))
}

/// What a terminal of this name can do, as far as the settings allow it.
fn abilities(settings: &Settings, term: &str) -> Abilities {
    let abilities = Abilities::of_terminal(term, settings.output.value == Output::Plain);
    // A restricted reader opens no links, and neither does its terminal (S18).
    let links = settings.links.value == Links::Auto && !settings.restricted.value.is_on();
    Abilities { links: abilities.links && links, ..abilities }
}

/// The settings that replace probing.
fn overrides(settings: &Settings) -> Overrides {
    Overrides {
        ambiguous_wide: match settings.ambiguous_width.value {
            AmbiguousWidth::Auto => None,
            AmbiguousWidth::One => Some(false),
            AmbiguousWidth::Two => Some(true),
        },
        is_light: match settings.background.value {
            Background::Auto => None,
            Background::Dark => Some(false),
            Background::Light => Some(true),
        },
    }
}

/// Gathers everything the reader starts with, on a terminal of this name.
fn start(invocation: Invocation<'_>, source: Source, term: &str) -> Start {
    let config = invocation.config;
    let settings = &config.settings;
    let (theme, theme_problems) = config.theme();
    let (keymap, key_problems) = config.keymap();
    let problems = config.all_problems().chain(&key_problems).chain(&theme_problems);
    let faults: Vec<ConfigProblem> = problems.cloned().collect();
    let (store, state, state_problem) = state(invocation, &source);
    let (is_file, is_sample) = (source.is_one_post(), source == Source::Samples);
    let locale = Locale::of_user();
    let feeds = feeds(invocation, &source);
    let root_of_source = source.root().map(Path::to_owned);
    let choices_file = paths::choices();
    let options = Options {
        state,
        restore: !is_file,
        welcome: (is_sample && locale == Locale::English).then(|| PostKey::new(WELCOME.as_bytes())),
        root: source.root().map(|root| CleanText::lossy(root.as_os_str().as_bytes())),
        choices: choices_file
            .as_ref()
            .and_then(|path| file::read(path).ok().flatten())
            .unwrap_or_default(),
        theme: CleanText::line(settings.theme.value.as_str()),
        themes: theme_names(),
        name: source.name(),
        keymap,
        widths: invocation.measure.widths,
        level: invocation.measure.level,
        typography: invocation.measure.typography,
        script: if is_sample { script_of_samples(settings, locale) } else { settings.script.value },
        size: (80, 24),
        pictures: if settings.linear.value { Pictures::Never } else { pictures(settings, term) },
        now: invocation.dates.clock.milliseconds(),
        unsaved: store.as_ref().err().cloned(),
        notice: state_problem.or_else(|| notice(&source, &faults)),
        locale,
        preferences: Preferences {
            feeds: feeds.as_ref().map_or(0, |(_, feeds)| *feeds),
            faults,
            ..preferences(invocation)
        },
        settings: settings.clone(),
        focus: if is_file { Pane::Article } else { Pane::List },
    };
    Start {
        store,
        options,
        index: open::store_folder(&source).filter(|_| settings.index.value),
        source,
        dates: invocation.dates,
        overrides: overrides(settings),
        abilities: abilities(settings, term),
        look: Look {
            theme: suited(theme),
            ascii: match settings.borders.value {
                Borders::Auto => term == "linux" || !is_utf8_locale(),
                Borders::Unicode => false,
                Borders::Ascii => true,
            },
            ascii_marks: !is_utf8_locale(),
            true_colour: has_true_colour(),
        },
        mouse: settings.mouse.value,
        theme_named: |name, is_light| {
            let theme = theme_named(name, is_light).map(|(theme, _)| theme);
            suited(theme.unwrap_or_else(|| Theme::of_terminal(is_light)))
        },
        watch: watch(settings),
        export: export(config, root_of_source.as_deref()),
        fetch: feeds.map(|(arguments, _)| arguments),
        written,
        settings_file: config.file.clone(),
        choices_file,
    }
}

/// The command that exports an e-book of posts given by path, without the file to write.
fn export(config: &Configuration, root: Option<&Path>) -> Option<Vec<String>> {
    // What the list shows, hidden posts too.
    let program = super::this_program()?;
    let mut words = vec![program.as_str(), "export", "--format", "epub", "--all", "--paths", "-"];
    words.extend(["-a", root?.to_str()?]);
    if let Some(settings) = config.file.as_deref().filter(|file| file.exists()) {
        words.extend(["--config", settings.to_str()?]);
    }
    Some(words.into_iter().map(str::to_owned).collect())
}

/// A post as it is passed to one of the user's own commands.
fn written(body: &Body, given: Given, post: &RunPost) -> String {
    match given {
        Given::Markdown => page::markdown(body),
        Given::Json | Given::Posts => {
            let record = PostRecord::of_body(body).with_state(post, body.text());
            let object = serde_json::to_string(&record).unwrap_or_default();
            format!("{object}\n")
        }
        _ => format!("{}\n\n{}\n", body.post.title, body.text()),
    }
}

/// Returns the arguments that fetch the feeds of the open archive, and the number of feeds.
#[cfg(feature = "fetch")]
fn feeds(invocation: Invocation<'_>, source: &Source) -> Option<(Vec<String>, usize)> {
    let Source::Folder(root, _) = source else { return None };
    if invocation.config.settings.restricted.value.is_on() {
        return None;
    }
    super::fetch::for_reader(invocation, root)
}

#[cfg(not(feature = "fetch"))]
fn feeds(_: Invocation<'_>, _: &Source) -> Option<(Vec<String>, usize)> {
    None
}

/// The settings the model keeps.
fn preferences(invocation: Invocation<'_>) -> Preferences {
    let config = invocation.config;
    let settings = &config.settings;
    let mut preferences = Preferences {
        title: config.archive.name.clone(),
        labels: config.archive.categories.clone(),
        measure: invocation.measure.cells,
        layout: settings.layout.value,
        show_hidden: settings.show_hidden.value,
        linear: settings.linear.value,
        two_lines: settings.two_lines.value,
        // The index is a file, and a process builds it (S18). An existing one is used.
        index: settings.index.value && !settings.restricted.value.is_on(),
        views: config.views(),
        fold_duplicates: settings.fold_duplicates.value,
        mark_duplicates: settings.mark_duplicates.value,
        synonyms: settings.synonyms.value.words().to_vec(),
        own_commands: config.commands().to_vec(),
        mail: settings.mail.value,
        feeds: 0,
        restricted: settings.restricted.value.is_on(),
        is_colourless: is_colourless(),
        ..Preferences::default()
    };
    preferences.set_read_after(settings.read_after.value.get());
    preferences
}

/// The exit code of a session; fails if there was nothing to read.
fn exit_code(outcome: Outcome) -> Result<u8> {
    match outcome {
        Outcome::Quit => Ok(0),
        Outcome::Signal(code) => Ok(u8::try_from(code).unwrap_or(PROBLEMS)),
        Outcome::Nothing(why) => Err(Failure::of(&why, &Text::ArticlesAre)),
    }
}

/// The characters that samples are shown in: they are written in simplified ones.
fn script_of_samples(settings: &Settings, locale: Locale) -> Script {
    let is_chosen = settings.script.origin != Origin::Default;
    match locale {
        Locale::Traditional if !is_chosen => Script::TraditionalTw,
        _ => settings.script.value,
    }
}

/// A theme reduced to the colours this terminal can show.
fn suited(theme: Theme) -> Theme {
    let theme = if is_colourless() { Theme::built_in(MONO).unwrap_or(theme) } else { theme };
    match std::env::var("TERM").as_deref() {
        _ if has_true_colour() => theme,
        Ok("linux" | "vt100" | "vt220" | "ansi" | "cons25") => {
            theme.in_palette().in_sixteen_colours()
        }
        _ => theme.in_palette(),
    }
}

/// The log store or why there is none, the reading state, and the first problem with its logs.
fn state(
    invocation: Invocation<'_>,
    source: &Source,
) -> (std::result::Result<Store, FileError>, State, Option<Text>) {
    let Some(place) = open::state_place(invocation, source) else {
        let error = Reason::NoHome.at(Path::new("~/.local/state/kanbao"));
        return (Err(error), State::new(""), None);
    };
    let (store, state, report) = Store::open(place);
    (Ok(store), state, report.problems().into_iter().next().map(Text::from))
}

/// How to watch the archive for changes; `None` if not at all.
pub(super) fn watch(settings: &Settings) -> Option<Mode> {
    match settings.watch.value {
        Watch::Auto => Some(Mode::Auto),
        Watch::Poll => Some(Mode::Poll),
        Watch::Off => None,
    }
}

/// The first notice: a problem of the settings, else how to open one's own posts.
fn notice(source: &Source, faults: &[ConfigProblem]) -> Option<Text> {
    match faults {
        [first, others @ ..] => Some(Text::Settings(Box::new(first.clone()), others.len())),
        [] if *source == Source::Samples => Some(Text::Samples),
        [] => None,
    }
}

/// Whether to show pictures on a terminal of this name: by default if it is local and has colours.
#[cfg(feature = "images")]
fn pictures(settings: &Settings, term: &str) -> Pictures {
    use crate::config::choice::Images;
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_remote = is_set("SSH_CONNECTION") || is_set("SSH_TTY");
    match settings.images.value {
        Images::Auto => Pictures::Suited(!is_remote && !is_colourless() && term != "linux"),
        Images::On => Pictures::Set(true),
        Images::Off => Pictures::Set(false),
    }
}

/// This build has no decoders.
#[cfg(not(feature = "images"))]
fn pictures(_: &Settings, _: &str) -> Pictures {
    Pictures::Never
}
