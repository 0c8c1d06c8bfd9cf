//! Feeds of a local server become posts.

mod answers;
mod connections;
mod hostile;
mod newsboat;
mod program;
mod server;
mod updates;

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use jiff::tz::TimeZone;
use kanbao::config::locale::Locale;
use kanbao::config::messages::Speak;
use kanbao::feeds::config::Feeds;
use kanbao::feeds::http::{Client, Limits};
use kanbao::feeds::post::Moment;
use kanbao::feeds::proxy::Proxies;
use kanbao::feeds::run::{Counts, Job, Outcome, Report, run};
use tempfile::TempDir;

use server::{Reply, Server, gzip, ok, reply};

/// 2024-05-09 20:00 in China.
const NOW: i64 = 1_715_256_000;

/// An archive that feeds are written to.
struct Archive {
    folder: TempDir,
    now: i64,
    limits: Limits,
    all: bool,
}

impl Archive {
    fn new() -> Self {
        // Far more than a local server needs, unless a test wants to see the limit.
        let time = Duration::from_secs(100);
        let limits = Limits { time, connect: time, bytes: 20_000_000 };
        Self { folder: tempfile::tempdir().unwrap(), now: NOW, limits, all: false }
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Fetches the feeds of this text of feeds.toml.
    fn fetch(&self, toml: &str) -> Report {
        self.try_fetch(toml, false).unwrap().unwrap()
    }

    fn try_fetch(&self, toml: &str, is_dry: bool) -> io::Result<Option<Report>> {
        let (feeds, problems) = Feeds::parse(Path::new("feeds.toml"), toml);
        assert!(problems.is_empty(), "{problems:?}");
        let moment = Moment { now: self.now, zone: TimeZone::UTC };
        let client = Client::new(self.limits, Proxies::default());
        let job = Job {
            feeds: &feeds,
            root: self.root(),
            moment: &moment,
            client: &client,
            is_dry,
            all: self.all,
        };
        run(&job, &|_, _| {})
    }

    /// Fetches one feed at a server's path `/feed`.
    fn fetch_from(&self, server: &Server) -> Outcome {
        let report = self.fetch(&one(server));
        report.feeds.into_iter().next().unwrap().outcome
    }

    /// The posts, by name.
    fn posts(&self) -> Vec<PathBuf> {
        let mut posts = Vec::new();
        for feed in fs::read_dir(self.root().join("_posts")).into_iter().flatten().flatten() {
            let files = fs::read_dir(feed.path()).unwrap().map(|file| file.unwrap().path());
            posts.extend(files.filter(|file| file.is_file()));
        }
        posts.sort();
        posts
    }

    /// The text of the only post.
    fn text(&self) -> String {
        let posts = self.posts();
        assert_eq!(posts.len(), 1, "{posts:?}");
        fs::read_to_string(&posts[0]).unwrap()
    }
}

/// A feeds.toml with one feed at a server.
fn one(server: &Server) -> String {
    format!("[[feed]]\nurl = '{}'\ntitle = 'News'\n", server.url("/feed"))
}

/// A feed with these items.
fn rss(items: &str) -> String {
    format!(
        "<?xml version='1.0'?><rss version='2.0'><channel><title>N</title>{items}</channel></rss>"
    )
}

fn item(guid: &str, title: &str, text: &str) -> String {
    format!(
        "<item><guid>{guid}</guid><title>{title}</title><link>https://news.example/{guid}</link>\
         <description><![CDATA[{text}]]></description><pubDate>Wed, 08 May 2024 10:00:00 GMT</pubDate></item>"
    )
}

fn new(new: usize) -> Outcome {
    Outcome::Fetched(Counts { new, ..Counts::default() })
}

fn changed(changed: usize) -> Outcome {
    Outcome::Fetched(Counts { changed, ..Counts::default() })
}

/// Checks that a fetch fails for a reason that begins like this.
fn fails(outcome: &Outcome, expected: &str) {
    match outcome {
        Outcome::Failed(why) => {
            let why = why.to_clean(Locale::English);
            assert!(why.as_str().starts_with(expected), "{why}: {expected}");
        }
        outcome => panic!("{outcome:?}: {expected}"),
    }
}
