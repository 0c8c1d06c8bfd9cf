//! The items that newsboat keeps in its `cache.db`, as posts, with what was read and flagged.

use std::collections::HashMap;
use std::path::Path;

use url::Url;

use crate::clean::CleanText;
use crate::config::fault::FeedFault;
use crate::feeds::config::{Feeds, folder_name};
use crate::feeds::folder::{FeedFolder, Folder};
use crate::feeds::item::{Enclosure, Item, is_web, of_text, plain};
use crate::feeds::post::{self, Moment, Origin};
use crate::feeds::sqlite::{Database, Value};

const COLUMNS: [&str; 13] = [
    "feedurl",
    "guid",
    "title",
    "author",
    "url",
    "pubDate",
    "content",
    "unread",
    "flags",
    "deleted",
    "enclosure_url",
    "enclosure_type",
    "content_mime_type",
];

/// What newsboat knows of an item that is a post now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The path of the post below the archive's root.
    pub path: String,
    /// Whether it was read.
    pub is_read: bool,
    /// Whether it was flagged.
    pub is_flagged: bool,
}

/// What an import did.
#[derive(Debug, Default)]
pub struct Imported {
    /// New posts.
    pub new: usize,
    /// Items whose posts were there.
    pub known: usize,
    /// Items that were deleted in newsboat, or are of no feed of the web.
    pub skipped: usize,
    /// The state of all posts.
    pub marks: Vec<Mark>,
}

/// Writes the items of a cache as posts. A post that is there stays as it is.
pub fn import(
    cache: &Path,
    folder: &Folder,
    feeds: &Feeds,
    moment: &Moment,
) -> Result<Imported, FeedFault> {
    let database = Database::open(cache)?;
    let mut titles: HashMap<String, CleanText> = HashMap::new();
    let mut take_title = |row: &[Value]| {
        if let [Value::Text(url), Value::Text(title)] = row {
            titles.insert(url.clone(), plain(title));
        }
        Ok(())
    };
    if !database.rows("rss_feed", &["rssurl", "title"], &mut take_title)? {
        return Err(FeedFault::NotNewsboat);
    }
    let mut folders: HashMap<String, (Origin, FeedFolder)> = HashMap::new();
    let mut done = Imported::default();
    database.rows("rss_item", &COLUMNS, &mut |row| {
        let Some((feed, item, is_read, is_flagged)) = item(row) else {
            done.skipped += 1;
            return Ok(());
        };
        let (origin, posts) = folders.entry(feed.to_string()).or_insert_with(|| {
            let origin = origin(&feed, feeds, titles.get(feed.as_str()));
            let name = feeds.feeds.iter().find(|own| own.url == feed).map(|own| own.folder.clone());
            let name = name.unwrap_or_else(|| folder_name(Some(&origin.title), &feed));
            (origin, folder.feed(feeds.folder.as_deref(), &name))
        });
        let ending = post::ending(&item);
        if posts.name(&ending).is_none() {
            let text = post::text(&item, origin, moment, None, &post::version(&item, true));
            let written = posts.write(&post::name(&item, moment), &ending, &text);
            written.map_err(|error| FeedFault::NotWritten { reason: (&error).into() })?;
            done.new += 1;
        } else {
            done.known += 1;
        }
        if let Some(name) = posts.name(&ending) {
            let path = posts.path_of(name);
            done.marks.push(Mark { path, is_read, is_flagged });
        }
        Ok(())
    })?;
    Ok(done)
}

/// The feed of posts: as configured, else as newsboat names it.
fn origin(url: &Url, feeds: &Feeds, title: Option<&CleanText>) -> Origin {
    let own = feeds.feeds.iter().find(|own| own.url == *url);
    let title = own.and_then(|own| own.title.as_ref()).or(title).cloned().unwrap_or_default();
    Origin {
        title,
        url: url.to_string(),
        categories: own.map(|own| own.categories.clone()).unwrap_or_default(),
        tags: own.map(|own| own.tags.clone()).unwrap_or_default(),
    }
}

/// A row's feed and item, and whether it was read and flagged; `None` if it is deleted.
fn item(row: &[Value]) -> Option<(Url, Item, bool, bool)> {
    let [feed, guid, title, author, url, date, content, unread, flags, deleted, file, kind, mime] =
        row
    else {
        return None;
    };
    if deleted.number() == Some(1) {
        return None;
    }
    let feed = Url::parse(feed.text()?).ok().filter(is_web)?;
    let link = url.text().and_then(|url| Url::parse(url).ok()).filter(is_web);
    let content = content.text().unwrap_or_default();
    let is_text = mime.text() == Some("text/plain");
    let name = |value: &Value| value.text().map(plain).filter(|text| !text.is_empty());
    let enclosure = file.text().and_then(|url| Url::parse(url).ok()).filter(is_web);
    let item = Item {
        guid: guid.text().map(str::trim).filter(|guid| !guid.is_empty()).map(str::to_owned),
        base: link.clone().or_else(|| Some(feed.clone())),
        link,
        title: name(title).unwrap_or_default(),
        body: if is_text { of_text(content) } else { content.to_owned() },
        published: date.number().filter(|seconds| *seconds > 0),
        authors: name(author).into_iter().collect(),
        enclosures: enclosure
            .map(|url| Enclosure { url, kind: name(kind), bytes: None })
            .into_iter()
            .collect(),
        ..Item::default()
    };
    let is_flagged = flags.text().is_some_and(|flags| !flags.is_empty());
    Some((feed, item, unread.number() == Some(0), is_flagged))
}
