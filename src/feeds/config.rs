//! `feeds.toml`: the feeds, and how each is fetched and filed.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::io;
use std::path::{Path, PathBuf};

use scraper::Selector;
use url::Url;

use super::FILE;
use crate::clean::CleanText;
use crate::config::edit::with_missing_rows;
use crate::config::fault::{Allowed, Fault};
use crate::config::file;
use crate::config::locale::Locale;
use crate::config::messages::Speak as _;
use crate::config::problem::{ConfigProblem, Place, quoted, unknown};
use crate::config::tree::{self, Entry, Raw};
use crate::feeds::hash;
use crate::feeds::item::is_web;
use crate::feeds::post::slug;
use crate::replace::{Rights, replace};

/// The keys of the whole file.
const KEYS: [&str; 3] = ["folder", "interval", "feed"];
/// The keys of a feed.
const FEED_KEYS: [&str; 7] =
    ["url", "title", "category", "tags", "user-agent", "interval", "full-content"];
/// The most feeds.
const MOST_FEEDS: usize = 10_000;
/// The longest interval, in seconds: a year.
const LONGEST_INTERVAL: i64 = 366 * 24 * 60 * 60;

/// What is fetched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feeds {
    /// The feeds in the order of the file; no address comes twice.
    pub feeds: Vec<Feed>,
    /// Folder of the posts, relative to the archive; `None` to choose it by the kind of archive.
    pub folder: Option<String>,
}

/// A feed as configured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Its address.
    pub url: Url,
    /// Its title, instead of its own.
    pub title: Option<CleanText>,
    /// The categories of its posts, from the outermost.
    pub categories: Vec<CleanText>,
    /// The tags of its posts.
    pub tags: Vec<CleanText>,
    /// The `User-Agent` sent with requests.
    pub user_agent: Option<String>,
    /// The least time between two requests, in seconds.
    pub interval: i64,
    /// The CSS selector of an item's text on its own page.
    pub full_content: Option<String>,
    /// The name of its folder.
    pub folder: String,
}

impl Feed {
    /// A feed without more than an address.
    pub fn of(url: Url) -> Self {
        Self {
            url,
            title: None,
            categories: Vec::new(),
            tags: Vec::new(),
            user_agent: None,
            interval: 0,
            full_content: None,
            folder: String::new(),
        }
    }

    /// The feed as a table of the file.
    fn to_toml(&self) -> String {
        let mut table = format!("[[feed]]\nurl = {}\n", toml_text(self.url.as_str()));
        let title = self.title.as_ref().map(|title| ("title", toml_text(title.as_str())));
        for (key, value) in title.into_iter().chain(self.filing()) {
            // Writing to a string cannot fail.
            let _ = writeln!(table, "{key} = {value}");
        }
        table
    }

    /// The rows of the file that say how its posts are filed.
    fn filing(&self) -> Vec<(&'static str, String)> {
        let mut rows = Vec::new();
        if !self.categories.is_empty() {
            let names: Vec<&str> = self.categories.iter().map(CleanText::as_str).collect();
            rows.push(("category", toml_text(&names.join("/"))));
        }
        if !self.tags.is_empty() {
            let tags: Vec<String> = self.tags.iter().map(|tag| toml_text(tag.as_str())).collect();
            rows.push(("tags", format!("[{}]", tags.join(", "))));
        }
        rows
    }
}

/// The result of adding feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    /// Feeds that were not known.
    pub new: usize,
    /// Known feeds that got a missing category or tags.
    pub filled: usize,
}

impl Feeds {
    /// Reads a file; without one there are no feeds.
    pub fn read(path: &Path) -> (Self, Vec<ConfigProblem>) {
        match file::read(path) {
            Ok(Some(text)) => Self::parse(path, &text),
            Ok(None) => (Self::default(), Vec::new()),
            Err(problem) => (Self::default(), vec![problem]),
        }
    }

    /// Parses the text of the file. What is wrong is left out and reported.
    pub fn parse(path: &Path, text: &str) -> (Self, Vec<ConfigProblem>) {
        let source = file::shown(path);
        let (entries, mut problems) = tree::parse(&source, text);
        let mut report = |place, what| problems.push(ConfigProblem::at(&source, place, what));
        let mut feeds = Self::default();
        let (mut interval, mut tables) = (0, Vec::new());
        for Entry { key, value, place } in entries {
            match (key.as_str(), value) {
                ("folder", Raw::Text(folder)) if is_below(&folder) => feeds.folder = Some(folder),
                ("folder", value) => {
                    report(place, must_be("folder", Allowed::FolderWithin, &value));
                }
                ("interval", value) => match seconds(&value) {
                    Some(seconds) => interval = seconds,
                    None => report(place, must_be("interval", Allowed::Interval, &value)),
                },
                ("feed", Raw::List(list)) => {
                    tables = list.into_iter().map(|own| (own, place)).collect();
                }
                ("feed", value) => report(place, must_be("feed", Allowed::Feeds, &value)),
                (key, _) => report(place, unknown("key", key, KEYS)),
            }
        }
        for (table, place) in tables.into_iter().take(MOST_FEEDS) {
            let Raw::Table(rows) = table else {
                report(place, must_be("feed", Allowed::Feeds, &table));
                continue;
            };
            let place = rows.first().map_or(place, |row| row.place);
            match feed(rows, interval, &mut report) {
                Some(feed) if feeds.feeds.iter().any(|known| known.url == feed.url) => {
                    let url = CleanText::line(feed.url.as_str());
                    report(place, Fault::FeedTwice { url });
                }
                Some(feed) => feeds.feeds.push(feed),
                None => report(place, Fault::FeedWithoutUrl),
            }
        }
        name_folders(&mut feeds.feeds);
        (feeds, problems)
    }

    /// Appends feeds to a file and creates it if necessary. Known feeds get a missing category and
    /// missing tags, but no title: it names the folder of their posts, which would be fetched again.
    /// Nothing else in the file changes.
    pub fn add(path: &Path, new: Vec<Feed>) -> io::Result<Added> {
        let refused = |problem: ConfigProblem| {
            io::Error::other(problem.what.to_clean(Locale::English).to_string())
        };
        let old = file::read(path).map_err(refused)?.unwrap_or_default();
        let (feeds, _) = Self::parse(path, &old);
        let known: HashSet<&Url> = feeds.feeds.iter().map(|feed| &feed.url).collect();
        let mut all: HashMap<Url, Feed> = HashMap::new();
        let mut tables = String::new();
        let mut count = 0;
        for feed in new {
            if !known.contains(&feed.url) && !all.contains_key(&feed.url) {
                let _ = write!(tables, "\n{}", feed.to_toml());
                count += 1;
            }
            all.entry(feed.url.clone()).or_insert(feed);
        }
        let filing = |url: &str| {
            let feed = Url::parse(url.trim()).ok().and_then(|url| all.get(&url));
            feed.map(Feed::filing).unwrap_or_default()
        };
        // A file with a fault gets new feeds at its end all the same.
        let (mut text, filled) = with_missing_rows(&old, "feed", "url", filing).unwrap_or((old, 0));
        if count > 0 {
            match text.as_str() {
                "" => drop(tables.remove(0)),
                text if text.ends_with('\n') => {}
                _ => text.push('\n'),
            }
            text.push_str(&tables);
        }
        if text.len() as u64 > file::LARGEST {
            return Err(io::Error::other("it would be larger than 1 MiB"));
        }
        if count + filled > 0 {
            replace(path, text.as_bytes(), Rights::Usual)?;
        }
        Ok(Added { new: count, filled })
    }
}

/// A text as TOML writes it.
fn toml_text(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn must_be(name: &str, allowed: Allowed, found: &Raw) -> Fault {
    Fault::MustBe { name: quoted(name), allowed: Box::new(allowed), found: found.found() }
}

/// A feed's table; `None` without a usable address.
fn feed(rows: Vec<Entry>, interval: i64, report: &mut impl FnMut(Place, Fault)) -> Option<Feed> {
    let address = rows.iter().find_map(|row| match &row.value {
        Raw::Text(url) if row.key == "url" => Some(url.trim()),
        _ => None,
    });
    let url = Url::parse(address?).ok().filter(is_web)?;
    let mut feed = Feed { interval, ..Feed::of(url) };
    for Entry { key, value, place } in rows {
        match (key.as_str(), value) {
            ("url", _) => {}
            ("title", Raw::Text(text)) => feed.title = some(CleanText::line(text.trim())),
            ("category", Raw::Text(text)) => {
                let parts = text.split('/').map(|part| CleanText::line(part.trim()));
                feed.categories = parts.filter(|part| !part.is_empty()).collect();
            }
            ("tags", Raw::List(list)) => feed.tags = list.iter().filter_map(tag).collect(),
            ("user-agent", Raw::Text(text)) if is_header(&text) => feed.user_agent = Some(text),
            ("interval", value) => match seconds(&value) {
                Some(seconds) => feed.interval = seconds,
                None => report(place, must_be("interval", Allowed::Interval, &value)),
            },
            ("full-content", Raw::Text(text)) if Selector::parse(&text).is_ok() => {
                feed.full_content = Some(text);
            }
            ("full-content", value) => {
                report(place, must_be("full-content", Allowed::Selector, &value));
            }
            (key @ ("title" | "category" | "user-agent"), value) => {
                report(place, must_be(key, Allowed::Text, &value));
            }
            ("tags", value) => report(place, must_be("tags", Allowed::Texts, &value)),
            (key, _) => report(place, unknown("key", key, FEED_KEYS)),
        }
    }
    Some(feed)
}

fn some(text: CleanText) -> Option<CleanText> {
    Some(text).filter(|text| !text.is_empty())
}

fn tag(value: &Raw) -> Option<CleanText> {
    let Raw::Text(text) = value else { return None };
    some(CleanText::line(text.trim()))
}

/// Whether a text may be the value of a header.
fn is_header(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c == ' ' || c.is_ascii_graphic())
}

/// Whether a path stays within the archive, and is no folder of kanbao's own.
fn is_below(folder: &str) -> bool {
    let is_normal = |part| matches!(part, std::path::Component::Normal(_));
    let path = Path::new(folder);
    !folder.is_empty() && path.components().all(is_normal) && !folder.starts_with('.')
}

/// The seconds of `30m`, `6h` or `1d`.
fn seconds(value: &Raw) -> Option<i64> {
    let Raw::Text(text) = value else { return None };
    let text = text.trim();
    let unit = match text.chars().last()? {
        'm' => 60,
        'h' => 60 * 60,
        'd' => 24 * 60 * 60,
        _ => return None,
    };
    let number: i64 = text.trim_end_matches(char::is_alphabetic).trim().parse().ok()?;
    number.checked_mul(unit).filter(|seconds| (0..=LONGEST_INTERVAL).contains(seconds))
}

/// Gives each feed a folder of its own, by its title, else by its address.
pub(super) fn name_folders(feeds: &mut [Feed]) {
    let mut taken = HashSet::new();
    for feed in feeds {
        let mut name = folder_name(feed.title.as_ref(), &feed.url);
        if !taken.insert(name.clone()) {
            name = format!("{name}-{:08x}", hash(&[feed.url.as_str()]) & 0xffff_ffff);
            taken.insert(name.clone());
        }
        feed.folder = name;
    }
}

/// The name of a feed's folder.
pub(super) fn folder_name(title: Option<&CleanText>, url: &Url) -> String {
    let address = format!("{}{}", url.host_str().unwrap_or_default(), url.path());
    slug(title.map_or(address.as_str(), CleanText::as_str), &slug(&address, "feed"))
}

/// Where the feeds of an archive are: its own file if it has one, else that beside the settings.
pub fn path(archive: &Path, settings: Option<&Path>) -> Option<PathBuf> {
    let own = archive.join(FILE);
    if own.exists() {
        return Some(own);
    }
    settings.map(|settings| settings.join(FILE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) -> Feeds {
        let (feeds, problems) = Feeds::parse(Path::new("/x/feeds.toml"), text);
        let problems: Vec<String> =
            problems.iter().map(|problem| problem.brief(Locale::English).to_string()).collect();
        assert_eq!(problems, expected, "{text}");
        feeds
    }

    const WHOLE: &str = "folder = 'source/_posts'\ninterval = '30m'\n[[feed]]\nurl = 'https://a.example/feed'\n\
        title = '早报'\ncategory = '国际/欧洲'\ntags = ['a', 'b c']\nuser-agent = 'x/1'\ninterval = '1d'\n\
        full-content = 'article .text'\n[[feed]]\nurl = 'https://b.example/'\n";

    #[test]
    fn every_key_is_read() {
        let feeds = check(WHOLE, &[]);
        assert_eq!(feeds.folder.as_deref(), Some("source/_posts"));
        let [first, second] = feeds.feeds.as_slice() else { panic!("{feeds:?}") };
        let texts = |texts: &[CleanText]| {
            texts.iter().map(|text| text.as_str().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!((first.title.as_ref().unwrap().as_str(), first.interval), ("早报", 86_400));
        assert_eq!(
            (texts(&first.categories), texts(&first.tags).len()),
            (vec!["国际".into(), "欧洲".into()], 2)
        );
        assert_eq!(first.full_content.as_deref(), Some("article .text"));
        assert_eq!((first.folder.as_str(), second.folder.as_str()), ("早报", "b-example"));
        assert_eq!((second.interval, second.user_agent.as_deref()), (1800, None));
    }

    #[test]
    fn bad_values_are_left_out_alone() {
        let feeds = check(
            "foldr = 1\nfolder = '../x'\n[[feed]]\nurl = 'file:///etc/passwd'\n[[feed]]\nurl = 'https://a.example'\n\
             titel = 'x'\ninterval = 5\nfull-content = '>>'\nuser-agent = \"a\\nb\"\n[[feed]]\nurl = 'https://a.example/'\n",
            &[
                "feeds.toml:1: unknown key `foldr`; did you mean `folder`?",
                "feeds.toml:2: `folder` must be a folder within the archive, not `../x`",
                "feeds.toml:4: a feed without a `url` of the web (http or https)",
                "feeds.toml:7: unknown key `titel`; did you mean `title`?",
                "feeds.toml:8: `interval` must be a time such as \"30m\", \"6h\" or \"1d\", not `5`",
                "feeds.toml:9: `full-content` must be a CSS selector such as \"article\", not `>>`",
                "feeds.toml:10: `user-agent` must be a string, not `a b`",
                "feeds.toml:12: https://a.example/: this feed is there already",
            ],
        );
        assert_eq!(feeds.feeds.len(), 1);
    }

    #[test]
    fn folders_are_unique_and_stay() {
        let feeds = check(
            "[[feed]]\nurl = 'https://a.example/1'\ntitle = 'News'\n[[feed]]\nurl = 'https://b.example/2'\ntitle = 'news!'\n",
            &[],
        );
        assert_eq!(feeds.feeds[0].folder, "news");
        assert!(feeds.feeds[1].folder.starts_with("news-"), "{}", feeds.feeds[1].folder);
    }

    #[test]
    fn feeds_are_added_below_what_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/feeds.toml");
        let feed = |address: &str| Feed {
            title: Some(CleanText::line("a \"b\" 'c' \\ # [x]")),
            categories: vec![CleanText::line("国际"), CleanText::line("欧洲")],
            tags: vec![CleanText::line("x, 'y'")],
            ..Feed::of(Url::parse(address).unwrap())
        };
        let add =
            |address: &str| Feeds::add(&path, vec![feed(address), feed(address)]).unwrap().new;
        assert_eq!((add("https://a.example/"), add("https://a.example/")), (1, 0));
        let old = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("# my own\n{old}# the end")).unwrap();
        assert_eq!(add("https://b.example/"), 1);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(
            text.starts_with("# my own\n[[feed]]") && text.contains("# the end\n\n[[feed]]"),
            "{text}"
        );
        let feeds = check(&text, &[]).feeds;
        let own = Feed { folder: feeds[1].folder.clone(), ..feed("https://b.example/") };
        assert_eq!(feeds[1], own);
        // Feeds that are there get what they lack, but stay in their folder.
        std::fs::write(&path, "[[feed]]\nurl = 'https://a.example' # own\ntags = []\n# the end\n")
            .unwrap();
        let added = Feeds::add(&path, vec![feed("https://a.example/")]).unwrap();
        assert_eq!(added, Added { new: 0, filled: 1 });
        assert_eq!(
            std::fs::read_to_string(&path).unwrap(),
            "[[feed]]\nurl = 'https://a.example' # own\ntags = []\ncategory = \"国际/欧洲\"\n# the end\n"
        );
    }
}
