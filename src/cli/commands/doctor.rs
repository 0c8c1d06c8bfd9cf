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
use crate::archive::source::Source;
use crate::archive::stored::Generation;
use crate::archive::watch::{Outlook, outlook};
use crate::clean::CleanText;
use crate::cli::environment::{LOCALE, is_colourless, is_utf8_locale};
use crate::cli::open::{ChosenBy, store_folder};
use crate::cli::why::Why;
use crate::cli::words::{Said, listed, said};
use crate::cli::{Invocation, Result, help};
use crate::config::locale::Locale;
use crate::config::paths;
use crate::config::settings::Origin;
use crate::store::Status;
use crate::terminal::{self, Graphics, Measurement, Obstacle, Route};
use crate::width::Widths;

/// The longest time spent counting posts.
const PATIENCE: Duration = Duration::from_secs(2);
/// Width of the column of names, in cells.
const NAMES: usize = 14;

const EXAMPLES: &[(&str, &str)] = &[
    ("kanbao doctor", "everything, in this terminal"),
    ("kanbao doctor -a ~/news", "with this archive"),
];

#[derive(Args, Debug)]
#[command(after_help = help::examples(EXAMPLES))]
pub(in crate::cli) struct Arguments {}

pub(super) fn run(invocation: Invocation<'_>) -> Result<u8> {
    // The terminal first: it is probed on a screen of its own.
    let restricted = invocation.config.settings.restricted.value.is_on();
    let measured = terminal::measure(restricted);
    let mut out = io::stdout().lock();
    let mut line = |name, value: &str| {
        let (name, value) = (said(&Said::DoctorName { name }), CleanText::line(value));
        let blanks = NAMES.saturating_sub(Widths::default().cells(name.as_str()));
        writeln!(out, "{name}{:blanks$}  {value}", "")
    };
    line("kanbao", env!("CARGO_PKG_VERSION"))?;
    line("system", &format!("{} {}", env::consts::OS, env::consts::ARCH))?;
    line("terminal", &variables(&["TERM", "COLORTERM", "TERM_PROGRAM"]))?;
    line("inside", &inside())?;
    line("size", &size())?;
    line("input", &word(or(io::stdin().is_terminal(), "terminal", "no-terminal")))?;
    line("output", &word(or(io::stdout().is_terminal(), "terminal", "no-terminal")))?;
    let utf8 = word(or(is_utf8_locale(), "utf8", "no-utf8"));
    line("locale", &of(&variables(&LOCALE), &utf8))?;
    line("colours", &word(colours()))?;
    let pictures = pictures(measured.as_ref().ok().and_then(|measured| measured.as_ref().ok()));
    for (name, value) in widths(measured) {
        line(name, &value)?;
    }
    line("pictures", &word(pictures))?;
    match paths::folders() {
        Some(folders) => {
            for (name, path) in
                [("config", folders.config), ("state", folders.state), ("cache", folders.cache)]
            {
                let shown = shown(&path).to_string();
                line(name, &if path.is_dir() { shown } else { noted(&shown, &word("missing")) })?;
            }
        }
        None => line("folders", &word("no-home"))?,
    }
    line("archive", &archive(invocation))?;
    line("index", &index(invocation))?;
    line("watcher", &watcher(invocation))?;
    let config = invocation.config;
    let changed = config.settings.entries();
    for (row, value, origin) in changed.iter().filter(|(.., origin)| **origin != Origin::Default) {
        let set = format!("{} = {value}", row.name);
        line("set", &noted(&set, &origin.to_string()))?;
    }
    let (keys, theme) = (config.keymap().1, config.theme().1);
    let ignored = paths::ignored();
    let of_files = config.all_problems().chain(&keys).chain(&theme);
    for problem in ignored.iter().chain(of_files) {
        line("problem", problem.to_clean(Locale::of_user()).as_str())?;
    }
    Ok(0)
}

/// Returns the width of ambiguous characters in the terminal, as names and values.
fn widths(
    measured: io::Result<std::result::Result<Measurement, Obstacle>>,
) -> Vec<(&'static str, String)> {
    let measured = match measured {
        Ok(Ok(measured)) => measured,
        Ok(Err(reason)) => return vec![("widths", not_measured(reason.into()))],
        Err(error) => return vec![("widths", not_measured(Why::of_system(&error)))],
    };
    let cells = |n: u16| said(&Said::Cells { count: n.into() });
    let trip = measured.round_trip.as_secs_f64() * 1000.0;
    let time = CleanText::line(&format!("{trip:.1}"));
    let widths = measured.widths();
    let joined = Said::DoctorJoined {
        joined: cells(measured.joined),
        toned: cells(measured.toned),
        shown: CleanText::line(&word(or(widths.joined, "whole", "first"))),
    };
    let selected = word(or(widths.emoji_selector, "honoured", "ignored"));
    let background = match measured.is_light() {
        Some(true) => "light",
        Some(false) => "dark",
        None => "unknown",
    };
    vec![
        ("widths", said(&Said::DoctorMeasured { time }).to_string()),
        ("quotes", cells(measured.quotes).to_string()),
        ("greek", cells(measured.greek).to_string()),
        ("joined", said(&joined).to_string()),
        ("vs16", of(cells(measured.selected).as_str(), &selected)),
        ("behind", word(background)),
    ]
}

/// Returns the word for how the reader shows pictures.
fn pictures(measured: Option<&Measurement>) -> &'static str {
    if !cfg!(feature = "images") {
        return "as-links";
    }
    match measured.map(|measured| measured.graphics).unwrap_or_default() {
        Graphics::None => "half-blocks",
        Graphics::Placeholders(Route::Direct) => "graphics",
        Graphics::Placeholders(Route::ThroughTmux) => "graphics-through-tmux",
        Graphics::Inline => "inline",
        Graphics::Sixels => "sixels",
    }
}

fn not_measured(why: Why) -> String {
    said(&Said::DoctorNotMeasured { why }).to_string()
}

/// One of the words of the message, in the user's language.
fn word(word: &'static str) -> String {
    said(&Said::DoctorWord { word }).to_string()
}

/// A thing with a note in parentheses.
fn noted(what: &str, note: &str) -> String {
    let [what, note] = [what, note].map(CleanText::line);
    said(&Said::DoctorNoted { what, note }).to_string()
}

/// A thing, and after a colon what is known of it.
fn of(what: &str, fact: &str) -> String {
    let [what, fact] = [what, fact].map(CleanText::line);
    said(&Said::DoctorOf { what, fact }).to_string()
}

/// One of two words.
fn or<'a>(is: bool, yes: &'a str, no: &'a str) -> &'a str {
    if is { yes } else { no }
}

fn shown(path: &Path) -> CleanText {
    CleanText::lossy(path.as_os_str().as_bytes())
}

/// Environment variables with their values.
fn variables(names: &[&'static str]) -> String {
    let all = names.iter().map(|&name| match env::var_os(name) {
        Some(value) if value.is_empty() => said(&Said::DoctorEmpty { name }),
        Some(value) => CleanText::line(&format!("{name}={}", CleanText::lossy(value.as_bytes()))),
        None => said(&Said::DoctorNotSet { name }),
    });
    listed(&all.collect::<Vec<_>>()).to_string()
}

/// The layers between the reader and the user's own terminal.
fn inside() -> String {
    let layers = [("tmux", "TMUX"), ("screen", "STY"), ("SSH", "SSH_CONNECTION")];
    let found = layers.iter().filter(|(_, name)| env::var_os(name).is_some_and(|v| !v.is_empty()));
    let found: Vec<CleanText> = found.map(|(layer, _)| CleanText::line(layer)).collect();
    if found.is_empty() { word("neither") } else { listed(&found).to_string() }
}

fn size() -> String {
    match rustix::termios::tcgetwinsize(rustix::stdio::stdout()) {
        Ok(size) => {
            let (columns, rows) = (size.ws_col.into(), size.ws_row.into());
            said(&Said::DoctorSize { columns, rows }).to_string()
        }
        Err(_) => word("unknown"),
    }
}

/// The number of colours that the environment promises.
fn colours() -> &'static str {
    let value = |name| env::var(name).unwrap_or_default();
    let (term, colours) = (value("TERM"), value("COLORTERM"));
    match () {
        () if is_colourless() => "no-colour",
        () if matches!(term.as_str(), "" | "dumb") => "none",
        () if matches!(colours.as_str(), "truecolor" | "24bit") || term.ends_with("-direct") => {
            "all-colours"
        }
        () if term.contains("256color") => "c256",
        () => "c16",
    }
}

/// The archive the reader would open, how it was chosen, and its number of posts.
fn archive(invocation: Invocation<'_>) -> String {
    let (path, chosen_by) = invocation.archive_path();
    let why = match chosen_by {
        ChosenBy::Argument => word("by-argument"),
        ChosenBy::Setting => {
            let origin = invocation.config.settings.archive.origin.to_string();
            said(&Said::DoctorSetBy { origin: CleanText::line(&origin) }).to_string()
        }
        ChosenBy::CurrentFolder => word("by-folder"),
        ChosenBy::Fetched => word("by-fetch"),
        ChosenBy::Default => word("by-none"),
    };
    let (name, source) = match path {
        None => (word("samples"), Ok(Source::Samples)),
        Some(path) => {
            let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
            (shown(&whole).to_string(), Source::open(path))
        }
    };
    match source {
        Ok(source) => of(&noted(&name, &why), &count(&source, invocation.dates)),
        Err(error) => of(&noted(&name, &why), said(&error.reason).as_str()),
    }
}

/// The state of the archive's index, from which the reader starts.
fn index(invocation: Invocation<'_>) -> String {
    if !invocation.config.settings.index.value {
        return word("off");
    }
    let path = invocation.archive_path().0;
    let source = path.and_then(|path| Source::open(path).ok());
    let opened = source.and_then(|source| {
        let (folder, reader) = (store_folder(&source)?, source.reader().ok()?);
        let site = load::site(&source, &reader, invocation.dates);
        Some(Generation::of(&reader, &site).open(&folder))
    });
    let Some(store) = opened else { return word("needless") };
    let state = match store.status() {
        Status::Missing => word("none-yet"),
        Status::Outdated => word("outdated"),
        Status::Damaged(damage) => said(&Said::DoctorMended { why: damage.into() }).to_string(),
        Status::Usable if store.count_damaged() > 0 || store.is_damaged() => {
            said(&Said::DoctorMendedLater { posts: store.count_damaged() }).to_string()
        }
        Status::Usable if !store.is_finished() => {
            said(&Said::IndexState { state: "unfinished" }).to_string()
        }
        Status::Usable => said(&Said::Posts { count: store.posts() }).to_string(),
    };
    match store.refused() {
        Some(why) => {
            let refused = said(&Said::IndexRefused { why: why.clone() });
            listed(&[CleanText::line(&state), refused]).to_string()
        }
        None => state,
    }
}

/// How the reader would watch the archive.
fn watcher(invocation: Invocation<'_>) -> String {
    let Some(mode) = watch(&invocation.config.settings) else { return word("off") };
    let source = match invocation.archive_path().0 {
        Some(path) => Source::open(path).ok(),
        None => Some(Source::Samples),
    };
    let polling = |why| said(&Said::DoctorPolls { why }).to_string();
    match source.map_or(Outlook::Never, |source| outlook(&source, invocation.dates, mode)) {
        Outlook::Told(folders) => said(&Said::DoctorTold { folders }).to_string(),
        Outlook::Wished => polling(CleanText::line(&word("wished"))),
        Outlook::Network(name) => {
            let name = CleanText::line(name);
            polling(said(&Said::DoctorNetwork { name }))
        }
        Outlook::Limited(limit) => polling(said(&Why::from(limit))),
        Outlook::Never => word("unwatched"),
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
    if let Ok(Some(reason)) = failure.into_inner() {
        return said(&reason).to_string();
    }
    let posts = said(&Said::Posts { count: posts });
    let is_all = done.into_inner();
    let posts = if is_all { posts } else { said(&Said::DoctorMore { posts }) };
    posts.to_string()
}
