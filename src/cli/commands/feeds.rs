//! `kanbao feeds`: lists, adds and imports feeds.

use std::io::{self, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueHint};
use url::Url;

use super::fetch;
use crate::app::text::Text;
use crate::archive::source::Source;
use crate::clean::CleanText;
use crate::cli::failure::complain;
use crate::cli::why::Why;
use crate::cli::words::{Said, said};
use crate::cli::{Failure, Invocation, PROBLEMS, Result, help, open, warn};
use crate::config::fault::FeedFault;
use crate::config::file::shown;
use crate::config::locale::Locale;
use crate::feeds::config::{Added, Feed, Feeds};
use crate::feeds::folder::Folder;
use crate::feeds::http::{Client, Limits, Request};
use crate::feeds::memory::{Known, Memory};
use crate::feeds::newsboat::{self, Imported, Mark};
use crate::feeds::proxy::Proxies;
use crate::feeds::{FILE, charset, import, item, page};
use crate::reason::Reason;
use crate::state::Change;
use crate::state::log::Store;
use crate::width::Widths;

/// How many changes of the reading state are written at a time.
const AT_A_TIME: usize = 10_000;

/// The most lines shown of a file without any feed.
const MOST_EXAMPLES: usize = 3;
/// The most cells of a line that is left out.
const LONGEST_LEFT_OUT: usize = 60;

const EXAMPLES: &[(&str, &str)] = &[
    ("kanbao feeds add https://news.example", "the feed that a page names"),
    ("kanbao feeds import subscriptions.opml", "those of another program"),
    ("kanbao feeds import ~/.newsboat/urls", "those of newsboat"),
    ("kanbao feeds import --newsboat-cache ~/.newsboat/cache.db", "newsboat's items"),
    ("kanbao feeds list", "what is fetched"),
];

#[derive(Args, Debug)]
#[command(after_help = help::examples(EXAMPLES), arg_required_else_help = false)]
pub(in crate::cli) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Print every feed: title, address, state
    List,
    /// Add a feed, or the one that a web page names
    Add {
        /// The address of a feed or of a page
        #[arg(value_hint = ValueHint::Url)]
        url: String,
    },
    /// Add the feeds of an OPML file or of newsboat's urls; write newsboat's items as posts
    #[command(arg_required_else_help = true)]
    Import {
        /// The file of feeds
        #[arg(value_hint = ValueHint::FilePath)]
        file: Option<PathBuf>,

        /// newsboat's cache.db: its items become posts, with what was read and flagged
        #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
        newsboat_cache: Option<PathBuf>,
    },
    /// Print the path of the file of feeds
    Path,
}

pub(super) fn run(arguments: &Arguments, invocation: Invocation<'_>) -> Result<u8> {
    let root = fetch::root(invocation)?;
    let mut file = fetch::file(invocation, &root)?;
    let changes = matches!(arguments.action, Action::Add { .. } | Action::Import { .. });
    if changes && invocation.config.settings.restricted.value.is_on() {
        return Err(Failure::restricted("feeds"));
    }
    // An archive named on the command line gets its own file.
    if changes && invocation.archive.is_some() {
        file = root.join(FILE);
    }
    match &arguments.action {
        Action::List => list(&file, &root),
        Action::Add { url } => add(&file, url),
        Action::Import { file: from, newsboat_cache } => {
            let mut code = 0;
            if let Some(from) = from {
                code = import_list(&file, from)?;
            }
            if let Some(cache) = newsboat_cache {
                // Only reads the feeds, which may be those beside `config.toml`.
                import_cache(invocation, &fetch::file(invocation, &root)?, &root, cache)?;
            }
            Ok(code)
        }
        Action::Path => {
            writeln!(io::stdout().lock(), "{}", CleanText::lossy(file.as_os_str().as_bytes()))?;
            Ok(0)
        }
    }
}

/// Reads the file of feeds and reports its problems.
fn read(file: &Path) -> Feeds {
    let (feeds, problems) = Feeds::read(file);
    for problem in &problems {
        warn(&problem.to_clean(Locale::of_user()));
    }
    feeds
}

fn list(file: &Path, root: &Path) -> Result<u8> {
    let feeds = read(file);
    let memory = Memory::load(&Folder::to_look(root)).map(|(memory, _)| memory).unwrap_or_default();
    let mut out = io::stdout().lock();
    for feed in &feeds.feeds {
        let known = memory.feeds.get(feed.url.as_str()).cloned().unwrap_or_default();
        let own = feed.title.as_ref().map(|title| title.as_str().to_owned());
        let title = own.unwrap_or_else(|| known.title.clone());
        let line = format!("{title}\t{}\t{}", feed.url, said(&state(&known)));
        writeln!(out, "{}", CleanText::line(&line.replace('\t', "  ")))?;
    }
    if feeds.feeds.is_empty() {
        let hint = said(&Said::NoFeedsHint);
        complain(&said(&Said::NoFeeds { file: shown(file) }), hint.as_str());
        return Ok(PROBLEMS);
    }
    Ok(0)
}

fn state(known: &Known) -> Said {
    match known {
        Known { gone: true, .. } => Said::FeedState { state: "gone" },
        Known { failures, .. } if *failures > 0 => Said::FeedFailed { times: *failures as usize },
        Known { asked: 0, .. } => Said::FeedState { state: "new" },
        Known { moved: Some(moved), .. } => Said::FeedMoved { to: CleanText::line(moved) },
        Known { items, .. } => Said::FeedItems { count: items.len() },
    }
}

/// Parses an address, with or without its scheme. A word without a dot or a port is not taken for a
/// host.
fn web_address(typed: &str) -> std::result::Result<Url, Why> {
    if typed.contains("://") {
        let url = Url::parse(typed).map_err(|error| Why::from(Reason::other(&error)))?;
        let is_web = matches!(url.scheme(), "http" | "https");
        return if is_web { Ok(url) } else { Err(FeedFault::NoWebAddress.into()) };
    }
    let url = Url::parse(&format!("https://{typed}")).ok();
    let is_host = |host: &str| host.contains(['.', ':']) || host == "localhost";
    let is_web = |url: &Url| url.port().is_some() || url.host_str().is_some_and(is_host);
    url.filter(is_web).ok_or_else(|| FeedFault::NoWebAddress.into())
}

fn add(file: &Path, address: &str) -> Result<u8> {
    let name = CleanText::line(address);
    let failed = |why: FeedFault| Failure::at(&name, why.into());
    let url = web_address(address).map_err(|why| Failure::at(&name, why))?;
    let answer = Client::new(Limits::default(), Proxies::of_environment()).get(Request::of(&url));
    let answer = answer.map_err(|error| failed(error.fault))?;
    let at = answer.url.unwrap_or_else(|| url.clone());
    let text = charset::decode(&answer.body.unwrap_or_default(), answer.charset.as_deref());
    let found = match item::parse(&text, &at) {
        Ok(channel) => vec![(answer.moved.unwrap_or(url), channel.title)],
        Err(why) => {
            let feeds = page::feeds_of(&text, &at);
            if feeds.is_empty() {
                let line = Said::At { name, why: why.into() };
                return Err(Failure::of(&line, &Said::NoFeedEither));
            }
            feeds
        }
    };
    let mut found = found.into_iter();
    let Some((url, title)) = found.next() else { return Ok(PROBLEMS) };
    let title = Some(title).filter(|title| !title.is_empty());
    let feed = Feed { title, ..Feed::of(url.clone()) };
    let added = Feeds::add(file, vec![feed]).map_err(|error| not_written(file, &error))?;
    let mut out = io::stdout().lock();
    let (url, file) = (CleanText::line(url.as_str()), shown(file));
    let there = added.new == 0;
    let line = if there { Said::FeedThere { url, file } } else { Said::FeedAdded { url, file } };
    writeln!(out, "{}", said(&line))?;
    for (other, title) in found {
        let url = CleanText::line(other.as_str());
        let title = CleanText::line(&title.to_string());
        writeln!(out, "{}", said(&Said::AlsoNamed { url, title }))?;
    }
    Ok(0)
}

fn not_written(file: &Path, error: &io::Error) -> Failure {
    let line = Said::At { name: shown(file), why: Why::of_system(error) };
    Failure::of(&line, &Said::NothingChanged)
}

fn import_list(file: &Path, from: &Path) -> Result<u8> {
    let failed = |why| Failure::at(&shown(from), why);
    let bytes = std::fs::read(from).map_err(|error| failed(Why::of_system(&error)))?;
    let list = import::list(&bytes).map_err(|why| failed(why.into()))?;
    let left_out = |(what, why): &(CleanText, FeedFault)| {
        let what = CleanText::line(&Widths::default().truncate(what.as_str(), LONGEST_LEFT_OUT));
        said(&Said::LeftOut { what, why: why.clone().into() })
    };
    let all = list.feeds.len();
    if all == 0 {
        // It may be any other file.
        let name = shown(from);
        let line = said(&Said::At { name, why: FeedFault::NoFeeds.into() });
        let examples: Vec<_> = list.skipped.iter().take(MOST_EXAMPLES).map(left_out).collect();
        let hint = CleanText::join(examples.iter().map(CleanText::as_clean), "\n");
        return Err(Failure::new(line.as_str(), hint.as_str()));
    }
    for skipped in &list.skipped {
        complain(&left_out(skipped), "");
    }
    let Added { new, filled } =
        Feeds::add(file, list.feeds).map_err(|error| not_written(file, &error))?;
    let line = Said::FeedsAdded { count: new, known: all - new, filled, file: shown(file) };
    writeln!(io::stdout().lock(), "{}", said(&line))?;
    Ok(if list.skipped.is_empty() { 0 } else { PROBLEMS })
}

fn import_cache(invocation: Invocation<'_>, file: &Path, root: &Path, cache: &Path) -> Result<()> {
    let feeds = read(file);
    let folder = Folder::open(root).map_err(|error| not_written(root, &error))?;
    let Some(folder) = folder else {
        return Err(Failure::only(&Said::FetchBusy));
    };
    let moment = fetch::moment(invocation);
    let imported = newsboat::import(cache, &folder, &feeds, &moment);
    let imported = imported.map_err(|error| Failure::at(&shown(cache), error.into()))?;
    folder.sync().map_err(|error| not_written(root, &error))?;
    let Imported { new, known, skipped, marks } = imported;
    mark(invocation, root, &marks)?;
    let read = marks.iter().filter(|mark| mark.is_read).count();
    let starred = marks.iter().filter(|mark| mark.is_flagged).count();
    let root = shown(root);
    let line = Said::CacheImported { new, known, skipped, read, starred, root };
    writeln!(io::stdout().lock(), "{}", said(&line))?;
    Ok(())
}

/// Takes over what was read and flagged; what is read or starred here stays so.
fn mark(invocation: Invocation<'_>, root: &Path, marks: &[Mark]) -> Result<()> {
    let source = Source::open(root).map_err(|error| Failure::only(&error))?;
    let Some(place) = open::state_place(invocation, &source) else { return Ok(()) };
    let (mut store, mut state, report) = Store::open(place);
    for problem in report.problems() {
        warn(&Text::from(problem));
    }
    let changes: Vec<Change> = marks
        .iter()
        .flat_map(|mark| {
            let key = mark.path.as_bytes();
            let read = (mark.is_read && !state.is_read(key)).then(|| Change::read(key, true));
            let star = (mark.is_flagged && !state.is_starred(key)).then(|| Change::star(key, true));
            [read, star]
        })
        .flatten()
        .collect();
    for some in changes.chunks(AT_A_TIME) {
        let step = state.change(some, invocation.dates.clock.milliseconds());
        let saved = store.append(step.records);
        saved.map_err(|not_saved| Failure::only(&Why::from(&not_saved)))?;
    }
    store.sync().map_err(|error| Failure::only(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_typed_with_or_without_a_scheme() {
        for (typed, expected) in [
            ("https://news.example/feed", Some("https://news.example/feed")),
            ("news.example/feed", Some("https://news.example/feed")),
            ("新闻.example", Some("https://xn--efvy88h.example/")),
            ("localhost", Some("https://localhost/")),
            ("nas:8080/feed", Some("https://nas:8080/feed")),
            ("http://nas/feed", Some("http://nas/feed")),
            ("notaurl", None),
            ("not a url", None),
            ("/etc/passwd", None),
            ("", None),
            ("javascript:alert(1)", None),
            ("ftp://news.example", None),
        ] {
            let found = web_address(typed).ok();
            assert_eq!(found.as_ref().map(Url::as_str), expected, "{typed}");
        }
    }
}
