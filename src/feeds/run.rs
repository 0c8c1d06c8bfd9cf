//! Fetches all feeds that are due, and writes what is new into an archive.

use std::collections::BTreeSet;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};

use url::Url;

use crate::config::fault::FeedFault;
use crate::feeds::charset;
use crate::feeds::config::{Feed, Feeds};
use crate::feeds::folder::{FeedFolder, Folder, Written};
use crate::feeds::http::{Answer, Client, HttpError, Request};
use crate::feeds::item::{self, Item};
use crate::feeds::memory::{Known, Memory};
use crate::feeds::page;
use crate::feeds::post::{self, Moment, Origin};
use crate::feeds::workers;
use crate::reason::Reason;

/// The most pages that are fetched for the full content of one feed's items in a run.
const MOST_PAGES: usize = 50;

/// What is to be fetched, and how.
#[derive(Debug)]
pub struct Job<'a> {
    /// The feeds.
    pub feeds: &'a Feeds,
    /// The root of the archive.
    pub root: &'a Path,
    /// The time.
    pub moment: &'a Moment,
    /// Makes the requests.
    pub client: &'a Client,
    /// Write nothing.
    pub is_dry: bool,
    /// Also fetch the feeds that are not due.
    pub all: bool,
}

/// What came of one feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Its items were looked at.
    Fetched(Counts),
    /// The server says that nothing has changed.
    Unchanged,
    /// It was not asked: its interval is not over, the server asked to wait, or it is gone.
    NotDue,
    /// Why it failed.
    Failed(FeedFault),
}

/// Counts of items by outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New posts.
    pub new: usize,
    /// Posts whose text changed.
    pub changed: usize,
    /// Items without the full content that was wanted.
    pub incomplete: usize,
    /// Items that were too long, and were cut.
    pub cut: usize,
}

/// A feed after a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Its configured address.
    pub url: Url,
    /// What came of it.
    pub outcome: Outcome,
    /// Where it has permanently moved, if that is new.
    pub moved: Option<Url>,
}

/// What a run did.
#[derive(Debug, Default)]
pub struct Report {
    /// Each feed, in the order of the file.
    pub feeds: Vec<Done>,
    /// Warnings that do not belong to a feed.
    pub warnings: Vec<FeedFault>,
}

impl Report {
    /// The sum of all feeds.
    pub fn counts(&self) -> Counts {
        let mut sum = Counts::default();
        for done in &self.feeds {
            if let Outcome::Fetched(counts) = &done.outcome {
                sum.new += counts.new;
                sum.changed += counts.changed;
                sum.incomplete += counts.incomplete;
                sum.cut += counts.cut;
            }
        }
        sum
    }

    /// The feeds that failed, with the reason.
    pub fn failures(&self) -> impl Iterator<Item = (&Done, &FeedFault)> {
        self.feeds.iter().filter_map(|done| match &done.outcome {
            Outcome::Failed(why) => Some((done, why)),
            _ => None,
        })
    }
}

/// Fetches the feeds. `progress` gets the number of finished feeds and of all feeds. Returns `None`
/// if another process writes to the archive. Posts already written stay, whatever happens later.
pub fn run(job: &Job<'_>, progress: &(dyn Fn(usize, usize) + Sync)) -> io::Result<Option<Report>> {
    let folder = if job.is_dry {
        Folder::to_look(job.root)
    } else {
        match Folder::open(job.root)? {
            Some(folder) => folder,
            None => return Ok(None),
        }
    };
    let (mut memory, warning) = if job.is_dry {
        (Memory::load(&folder).map(|(memory, _)| memory).unwrap_or_default(), None)
    } else {
        Memory::load(&folder)?
    };
    let feeds = &job.feeds.feeds;
    let hosts: Vec<String> =
        feeds.iter().map(|feed| feed.url.host_str().unwrap_or_default().to_owned()).collect();
    let known: Vec<Known> = feeds
        .iter()
        .map(|feed| memory.feeds.get(feed.url.as_str()).cloned().unwrap_or_default())
        .collect();
    let results: Vec<Mutex<Option<(Known, Done)>>> =
        feeds.iter().map(|_| Mutex::new(None)).collect();
    let count = AtomicUsize::new(0);
    progress(0, feeds.len());
    workers::run(&hosts, &|at| {
        let (Some(feed), Some(known), Some(result)) =
            (feeds.get(at), known.get(at), results.get(at))
        else {
            return;
        };
        let done = catch_unwind(AssertUnwindSafe(|| fetch(job, &folder, feed, known.clone())));
        // A fault in the program costs this feed only.
        let done = done.unwrap_or_else(|_| {
            (known.clone(), failed(feed, FeedFault::Failed { reason: Reason::OwnFault }))
        });
        *result.lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
        progress(count.fetch_add(1, Ordering::Relaxed) + 1, feeds.len());
    });
    let mut report = Report { feeds: Vec::new(), warnings: warning.into_iter().collect() };
    for result in results {
        let Some((known, done)) = result.into_inner().unwrap_or_else(PoisonError::into_inner)
        else {
            continue;
        };
        memory.feeds.insert(done.url.to_string(), known);
        report.feeds.push(done);
    }
    if !job.is_dry {
        memory.save(&folder)?;
    }
    Ok(Some(report))
}

fn failed(feed: &Feed, why: FeedFault) -> Done {
    Done { url: feed.url.clone(), outcome: Outcome::Failed(why), moved: None }
}

/// Whether a feed is to be asked now.
fn is_due(feed: &Feed, known: &Known, now: i64) -> bool {
    // A timer is not exact: a run a little early must not make every second one idle.
    let interval = feed.interval - feed.interval / 20;
    // A clock that was set back must not make a feed wait.
    let is_over = known.asked > now || known.asked.saturating_add(interval) <= now;
    !known.gone && known.wait <= now && is_over
}

fn fetch(job: &Job<'_>, folder: &Folder, feed: &Feed, mut known: Known) -> (Known, Done) {
    let now = job.moment.now;
    if !job.all && !is_due(feed, &known, now) {
        return (known, Done { url: feed.url.clone(), outcome: Outcome::NotDue, moved: None });
    }
    known.asked = now;
    let answer = match ask(job, feed, &known) {
        Ok(answer) => answer,
        Err(error) => {
            known.failures += 1;
            // Where it has moved it may be gone again.
            known.moved = None;
            let HttpError { fault, wait } = error;
            if let Some(seconds) = wait {
                known.wait = now.saturating_add(seconds);
            }
            if fault == FeedFault::Gone {
                known.gone = true;
                return (known, failed(feed, FeedFault::GoneForGood));
            }
            return (known, failed(feed, fault));
        }
    };
    known.gone = false;
    known.wait = 0;
    let before = known.moved.clone();
    if let Some(moved) = &answer.moved {
        known.moved = Some(moved.to_string());
    }
    let moved = answer.moved.clone().filter(|moved| before.as_deref() != Some(moved.as_str()));
    let outcome = match take(job, folder, feed, &mut known, &answer) {
        Ok(outcome) => {
            known.failures = 0;
            outcome
        }
        Err(why) => {
            known.failures += 1;
            Outcome::Failed(why)
        }
    };
    (known, Done { url: feed.url.clone(), outcome, moved })
}

fn ask(job: &Job<'_>, feed: &Feed, known: &Known) -> Result<Answer, HttpError> {
    let moved = known.moved.as_deref().and_then(|moved| Url::parse(moved).ok());
    job.client.get(Request {
        url: moved.as_ref().unwrap_or(&feed.url),
        user_agent: feed.user_agent.as_deref(),
        etag: known.etag.as_deref(),
        modified: known.modified.as_deref(),
    })
}

/// Writes the items of an answer.
fn take(
    job: &Job<'_>,
    folder: &Folder,
    feed: &Feed,
    known: &mut Known,
    answer: &Answer,
) -> Result<Outcome, FeedFault> {
    let Some(body) = &answer.body else { return Ok(Outcome::Unchanged) };
    let text = charset::decode(body, answer.charset.as_deref());
    let url = answer.url.as_ref().unwrap_or(&feed.url);
    let channel = item::parse(&text, url)?;
    if !channel.title.is_empty() {
        channel.title.as_str().clone_into(&mut known.title);
    }
    let origin = Origin {
        title: feed.title.clone().unwrap_or(channel.title),
        url: feed.url.to_string(),
        categories: feed.categories.clone(),
        tags: feed.tags.clone(),
    };
    let mut writer = Writer {
        job,
        feed,
        origin: &origin,
        posts: folder.feed(job.feeds.folder.as_deref(), &feed.folder),
        counts: Counts::default(),
        pages: 0,
    };
    let mut items = BTreeSet::new();
    for item in &channel.items {
        let ending = post::ending(item);
        if items.insert(ending.clone()) {
            let was_known = known.items.contains(&ending);
            let written = writer.item(item, &ending, was_known);
            written.map_err(|error| FeedFault::NotWritten { reason: (&error).into() })?;
        }
    }
    known.items = items;
    // Only if nothing is left to do: otherwise the next run must see the feed again.
    let is_whole = writer.counts.incomplete == 0;
    known.etag = answer.etag.clone().filter(|_| is_whole);
    known.modified = answer.modified.clone().filter(|_| is_whole);
    Ok(Outcome::Fetched(writer.counts))
}

struct Writer<'a> {
    job: &'a Job<'a>,
    feed: &'a Feed,
    origin: &'a Origin,
    posts: FeedFolder,
    counts: Counts,
    /// The pages that were asked for.
    pages: usize,
}

impl Writer<'_> {
    fn item(&mut self, item: &Item, ending: &str, was_known: bool) -> io::Result<()> {
        let version = post::version(item, true);
        let look = self.posts.look(ending, &version, was_known);
        if matches!(look, Written::Same | Written::Removed) {
            return Ok(());
        }
        let full = self.full_content(item);
        let is_whole = self.feed.full_content.is_none() || item.link.is_none() || full.is_some();
        self.counts.incomplete += usize::from(!is_whole);
        let version = post::version(item, is_whole);
        if !is_whole && self.posts.look(ending, &version, was_known) == Written::Same {
            return Ok(());
        }
        let moment = self.job.moment;
        let text = post::text(item, self.origin, moment, full.as_deref(), &version);
        self.posts.write(&post::name(item, moment), ending, &text)?;
        self.counts.cut += usize::from(item.is_cut);
        match look {
            Written::New => self.counts.new += 1,
            _ => self.counts.changed += 1,
        }
        Ok(())
    }

    /// The text on the item's own page, by the feed's rule.
    fn full_content(&mut self, item: &Item) -> Option<String> {
        let (selector, link) = (self.feed.full_content.as_deref()?, item.link.as_ref()?);
        if self.pages >= MOST_PAGES || self.job.is_dry {
            return None;
        }
        self.pages += 1;
        let request = Request { user_agent: self.feed.user_agent.as_deref(), ..Request::of(link) };
        let answer = self.job.client.get(request).ok()?;
        let page = charset::decode(&answer.body?, answer.charset.as_deref());
        page::content(&page, selector)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_is_due_after_its_interval_and_its_wait() {
        let check = |interval, known: Known, expected| {
            let feed = Feed { interval, ..Feed::of(Url::parse("https://a.example/").unwrap()) };
            assert_eq!(is_due(&feed, &known, 10_000), expected, "{interval} {known:?}");
        };
        let asked = |asked| Known { asked, ..Known::default() };
        check(0, Known::default(), true);
        check(3600, asked(5_000), true);
        check(3600, asked(6_500), true);
        check(3600, asked(6_600), false);
        check(3600, asked(20_000), true);
        check(0, Known { wait: 10_001, ..Known::default() }, false);
        check(0, Known { wait: 10_000, ..Known::default() }, true);
        check(0, Known { gone: true, ..Known::default() }, false);
    }
}
