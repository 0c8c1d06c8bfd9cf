//! `kanbao doctor`: the reader's environment, in lines to paste into a bug report.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use clap::Args;

use super::browse::watch;
use crate::archive::load::{self, Event};
use crate::archive::site::Dates;
use crate::archive::source::{OpenError, Source};
use crate::archive::stored::Generation;
use crate::archive::watch::{Outlook, outlook};
use crate::clean::CleanText;
use crate::cli::environment::{LOCALE, is_colourless, is_utf8_locale};
use crate::cli::open::{ChosenBy, store_folder};
use crate::cli::{Invocation, Result, help};
use crate::config::locale::grouped;
use crate::config::paths;
use crate::config::settings::Origin;
use crate::store::Status;
use crate::terminal::{self, Measurement};

/// The longest time spent counting posts.
const PATIENCE: Duration = Duration::from_secs(2);
/// Width of the column of names, in cells.
const NAMES: usize = 10;

const EXAMPLES: &[(&str, &str)] = &[
    ("kanbao doctor", "everything, in this terminal"),
    ("kanbao doctor -a ~/news", "with this archive"),
];

#[derive(Args, Debug)]
#[command(after_help = help::examples(EXAMPLES))]
pub(in crate::cli) struct Arguments {}

pub(super) fn run(invocation: Invocation<'_>) -> Result<u8> {
    // The terminal first: it is probed on a screen of its own.
    let measured = terminal::measure();
    let mut out = io::stdout().lock();
    let mut line = |name: &str, value: &str| {
        let value = CleanText::line(value);
        writeln!(out, "{name:NAMES$}  {value}")
    };
    line("kanbao", env!("CARGO_PKG_VERSION"))?;
    line("system", &format!("{} {}", env::consts::OS, env::consts::ARCH))?;
    line("terminal", &variables(&["TERM", "COLORTERM", "TERM_PROGRAM"]))?;
    line("inside", &inside())?;
    line("size", &size())?;
    line("input", or(io::stdin().is_terminal(), "a terminal", "not a terminal"))?;
    line("output", or(io::stdout().is_terminal(), "a terminal", "not a terminal"))?;
    let utf8 = or(is_utf8_locale(), "UTF-8", "not UTF-8");
    line("locale", &format!("{}: {utf8}", variables(&LOCALE)))?;
    line("colours", colours())?;
    for (name, value) in widths(measured) {
        line(name, &value)?;
    }
    match paths::folders() {
        Some(folders) => {
            for (name, path) in
                [("config", folders.config), ("state", folders.state), ("cache", folders.cache)]
            {
                let missing = or(path.is_dir(), "", " (missing)");
                line(name, &format!("{}{missing}", shown(&path)))?;
            }
        }
        None => line("folders", "none: there is no home folder")?,
    }
    line("archive", &archive(invocation))?;
    line("index", &index(invocation))?;
    line("watcher", &watcher(invocation))?;
    let config = invocation.config;
    let changed = config.settings.entries();
    for (row, value, origin) in changed.iter().filter(|(.., origin)| **origin != Origin::Default) {
        line("set", &format!("{} = {value} ({origin})", row.name))?;
    }
    let (keys, theme) = (config.keymap().1, config.theme().1);
    let ignored = paths::ignored();
    let of_files = config.all_problems().chain(&keys).chain(&theme);
    for problem in ignored.iter().chain(of_files) {
        line("problem", &problem.to_string())?;
    }
    Ok(0)
}

/// How wide the terminal draws ambiguous characters, as names and values.
fn widths(
    measured: io::Result<std::result::Result<Measurement, &str>>,
) -> Vec<(&'static str, String)> {
    let measured = match measured {
        Ok(Ok(measured)) => measured,
        Ok(Err(reason)) => return vec![("widths", format!("not measured: {reason}"))],
        Err(error) => return vec![("widths", format!("not measured: {error}"))],
    };
    let cells = |n: u16| if n == 1 { "1 cell".to_owned() } else { format!("{n} cells") };
    let trip = measured.round_trip.as_secs_f64() * 1000.0;
    let widths = measured.widths();
    let joined = format!(
        "{}, with a skin tone {}: {}",
        cells(measured.joined),
        cells(measured.toned),
        or(widths.joined, "shown whole", "the first emoji is shown")
    );
    let selected = or(widths.emoji_selector, "honoured", "ignored");
    let background = match measured.is_light() {
        Some(true) => "light",
        Some(false) => "dark",
        None => "unknown",
    };
    vec![
        ("widths", format!("measured in {trip:.1} ms")),
        ("  quotes", cells(measured.quotes)),
        ("  Greek", cells(measured.greek)),
        ("  joined", joined),
        ("  VS16", format!("{}: {selected}", cells(measured.selected))),
        ("behind", background.to_owned()),
    ]
}

/// One of two words.
fn or<'a>(is: bool, yes: &'a str, no: &'a str) -> &'a str {
    if is { yes } else { no }
}

fn shown(path: &Path) -> CleanText {
    CleanText::lossy(path.as_os_str().as_bytes())
}

/// Environment variables with their values.
fn variables(names: &[&str]) -> String {
    let all = names.iter().map(|name| match env::var_os(name) {
        Some(value) if value.is_empty() => format!("{name} is empty"),
        Some(value) => format!("{name}={}", CleanText::lossy(value.as_bytes())),
        None => format!("{name} is not set"),
    });
    all.collect::<Vec<_>>().join(", ")
}

/// The layers between the reader and the user's own terminal.
fn inside() -> String {
    let layers = [("tmux", "TMUX"), ("screen", "STY"), ("SSH", "SSH_CONNECTION")];
    let found = layers.iter().filter(|(_, name)| env::var_os(name).is_some_and(|v| !v.is_empty()));
    let found: Vec<&str> = found.map(|(layer, _)| *layer).collect();
    if found.is_empty() { "neither tmux, screen nor SSH".to_owned() } else { found.join(", ") }
}

fn size() -> String {
    match rustix::termios::tcgetwinsize(rustix::stdio::stdout()) {
        Ok(size) => format!("{} columns, {} rows", size.ws_col, size.ws_row),
        Err(_) => "unknown".to_owned(),
    }
}

/// The number of colours that the environment promises.
fn colours() -> &'static str {
    let value = |name| env::var(name).unwrap_or_default();
    let (term, colours) = (value("TERM"), value("COLORTERM"));
    match () {
        () if is_colourless() => "none (NO_COLOR is set)",
        () if matches!(term.as_str(), "" | "dumb") => "none",
        () if matches!(colours.as_str(), "truecolor" | "24bit") || term.ends_with("-direct") => {
            "true"
        }
        () if term.contains("256color") => "256",
        () => "16",
    }
}

/// The archive the reader would open, how it was chosen, and its number of posts.
fn archive(invocation: Invocation<'_>) -> String {
    let (path, chosen_by) = invocation.archive_path();
    let why = match chosen_by {
        ChosenBy::Argument => "named as an argument".to_owned(),
        ChosenBy::Setting => format!("set by {}", invocation.config.settings.archive.origin),
        ChosenBy::CurrentFolder => "the current folder, which looks like one".to_owned(),
        ChosenBy::Fetched => "the posts of kanbao fetch".to_owned(),
        ChosenBy::Default => {
            "none is named, and the current folder does not look like one".to_owned()
        }
    };
    let (name, source) = match path {
        None => ("the sample posts".to_owned(), Ok(Source::Samples)),
        Some(path) => {
            let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
            (shown(&whole).to_string(), Source::open(path))
        }
    };
    match source {
        Ok(source) => format!("{name} ({why}): {}", count(&source, invocation.dates)),
        Err(OpenError { reason, .. }) => format!("{name} ({why}): {reason}"),
    }
}

/// The state of the archive's index, from which the reader starts.
fn index(invocation: Invocation<'_>) -> String {
    if !invocation.config.settings.index.value {
        return "off (set)".to_owned();
    }
    let path = invocation.archive_path().0;
    let source = path.and_then(|path| Source::open(path).ok());
    let opened = source.and_then(|source| {
        let (folder, reader) = (store_folder(&source)?, source.reader().ok()?);
        let site = load::site(&source, &reader, invocation.dates);
        Some(Generation::of(&reader, &site).open(&folder))
    });
    let Some(store) = opened else { return "none: the archive needs none".to_owned() };
    let state = match store.status() {
        Status::Missing => "none yet".to_owned(),
        Status::Outdated => "outdated; the reader makes a new one".to_owned(),
        Status::Damaged(why) => format!("damaged: {why}; the reader mends it"),
        Status::Usable if store.count_damaged() > 0 || store.is_damaged() => {
            let posts = grouped(store.count_damaged());
            format!("damaged: {posts} posts; a search that meets them has them mended")
        }
        Status::Usable => format!("{} posts", grouped(store.posts())),
    };
    match store.refused() {
        Some(why) => format!("{state}; not used: {why}"),
        None => state,
    }
}

/// How the reader would watch the archive.
fn watcher(invocation: Invocation<'_>) -> String {
    let Some(mode) = watch(&invocation.config.settings) else { return "off (set)".to_owned() };
    let source = match invocation.archive_path().0 {
        Some(path) => Source::open(path).ok(),
        None => Some(Source::Samples),
    };
    let polling = |why: &str| format!("polls every 30 s ({why})");
    match source.map_or(Outlook::Never, |source| outlook(&source, invocation.dates, mode)) {
        Outlook::Told(1) => "the system reports changes in 1 folder".to_owned(),
        Outlook::Told(folders) => {
            format!("the system reports changes in {} folders", grouped(folders))
        }
        Outlook::Wished => polling("set"),
        Outlook::Network(name) => polling(&format!("the folder is on {name}")),
        Outlook::Limited(limit) => polling(&limit.to_string()),
        Outlook::Never => "none: there is nothing to watch".to_owned(),
    }
}

/// Counts the posts, at most for [`PATIENCE`].
fn count(source: &Source, dates: Dates) -> String {
    let deadline = Instant::now() + PATIENCE;
    let (posts, done) = (AtomicUsize::new(0), AtomicBool::new(false));
    let failure = std::sync::Mutex::new(None);
    load::load(source, dates, &|event| {
        match event {
            Event::Batch(batch) => {
                posts.fetch_add(batch.len(), Ordering::Relaxed);
            }
            Event::Done => done.store(true, Ordering::Relaxed),
            Event::Failed(reason) => {
                if let Ok(mut failure) = failure.lock() {
                    *failure = Some(reason);
                }
            }
            _ => {}
        }
        Instant::now() < deadline
    });
    let posts = posts.into_inner();
    match failure.into_inner() {
        Ok(Some(reason)) => reason.to_string(),
        _ => format!(
            "{}{} {}",
            or(done.into_inner(), "", "more than "),
            grouped(posts),
            or(posts == 1, "post", "posts")
        ),
    }
}
