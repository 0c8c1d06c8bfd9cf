//! The text of a feed (RSS, Atom, JSON) as items. The only user of `feed_rs`.

use feed_rs::model::{Entry, Link, MediaObject, Text};
use feed_rs::parser::Builder;
use scraper::Html;
use url::Url;

use crate::clean::CleanText;
use crate::config::fault::FeedFault;
use crate::feeds::hash;

/// The most items taken from one feed; the first ones are the newest in nearly all feeds.
const MOST_ITEMS: usize = 10_000;
/// The longest title, name or tag, in characters.
const LONGEST_NAME: usize = 500;
/// The most authors, tags or enclosures of an item.
const MOST_NAMES: usize = 50;
/// The longest body, in bytes: a post's file may have 8 MiB.
pub const LONGEST_BODY: usize = 4 * 1024 * 1024;

/// A feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Channel {
    /// Its title; may be empty.
    pub title: CleanText,
    /// Its items, in its order.
    pub items: Vec<Item>,
}

/// An item of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// Its own identifier.
    pub guid: Option<String>,
    /// The address of its page.
    pub link: Option<Url>,
    /// Its title; may be empty.
    pub title: CleanText,
    /// Its HTML, as the feed has it.
    pub body: String,
    /// Whether the body was longer than [`LONGEST_BODY`].
    pub is_cut: bool,
    /// What relative addresses in the body start from.
    pub base: Option<Url>,
    /// When it was published, in seconds since 1970.
    pub published: Option<i64>,
    /// Its authors.
    pub authors: Vec<CleanText>,
    /// Its tags.
    pub tags: Vec<CleanText>,
    /// Its attached files.
    pub enclosures: Vec<Enclosure>,
}

/// A file that is attached to an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosure {
    /// Its address.
    pub url: Url,
    /// Its MIME type.
    pub kind: Option<CleanText>,
    /// Its size in bytes.
    pub bytes: Option<u64>,
}

impl Item {
    /// What identifies the item within its feed: its guid, else its link, else its text.
    pub fn identity(&self) -> u64 {
        match (&self.guid, &self.link) {
            (Some(guid), _) => hash(&[guid]),
            (None, Some(link)) => hash(&[link.as_str()]),
            (None, None) => hash(&[self.title.as_str(), &self.body]),
        }
    }

    /// The hash of what is worth an update: not of dates, tags or the link, which some feeds change
    /// each time.
    pub fn version(&self) -> u64 {
        let enclosures = self.enclosures.iter().map(|enclosure| enclosure.url.as_str());
        let parts: Vec<&str> =
            [self.title.as_str(), self.body.as_str()].into_iter().chain(enclosures).collect();
        hash(&parts)
    }
}

/// Parses a feed from `url`. The error tells why the text is not a feed.
pub fn parse(text: &str, url: &Url) -> Result<Channel, FeedFault> {
    let text = without_declaration(text);
    let parser = Builder::new()
        .base_uri(Some(url.as_str()))
        .id_generator(|_, _, _| String::new())
        .sanitize_content(false)
        .build();
    let feed = parser.parse(text.as_bytes()).map_err(|error| not_a_feed(text, &error))?;
    let title = feed.title.as_ref().map(|title| plain(&title.content)).unwrap_or_default();
    let items = feed.entries.into_iter().take(MOST_ITEMS);
    Ok(Channel { title, items: items.map(|entry| item(&entry, url)).collect() })
}

/// The text is decoded: what it says of its encoding is no longer true.
fn without_declaration(text: &str) -> &str {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let rest = text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    rest.map_or(text, |(_, rest)| rest)
}

fn not_a_feed(text: &str, error: &feed_rs::parser::ParseFeedError) -> FeedFault {
    let head: String = text.chars().take(500).collect::<String>().to_ascii_lowercase();
    if text.trim().is_empty() {
        FeedFault::Empty
    } else if head.contains("<html") || head.contains("<!doctype html") {
        FeedFault::WebPage
    } else {
        FeedFault::NoFeed { detail: CleanText::line(&error.to_string()) }
    }
}

fn item(entry: &Entry, url: &Url) -> Item {
    let link = entry.links.iter().find(|link| is_page(link));
    let link = link.and_then(|link| web(&link.href, url));
    let base = entry.content.as_ref().and_then(|content| content.src.as_ref());
    let base = base.and_then(|src| web(&src.href, url));
    let guid = Some(entry.id.trim().to_owned()).filter(|guid| !guid.is_empty());
    let (body, is_cut) = cut(body(entry));
    let names = entry.authors.iter().filter_map(|author| author.name.as_deref());
    Item {
        guid,
        base: base.or_else(|| link.clone()).or_else(|| Some(url.clone())),
        title: entry.title.as_ref().map(|title| plain(&title.content)).unwrap_or_default(),
        body,
        is_cut,
        published: entry.published.or(entry.updated).map(|time| time.timestamp()),
        authors: texts(names),
        tags: texts(
            entry.categories.iter().map(|tag| tag.label.as_ref().unwrap_or(&tag.term).as_str()),
        ),
        enclosures: enclosures(&entry.links, &entry.media, url),
        link,
    }
}

/// Whether a link leads to the item's page.
fn is_page(link: &Link) -> bool {
    let is_own = link.rel.as_deref().is_none_or(|rel| rel == "alternate");
    is_own && link.target.is_none() && link.length.is_none()
}

/// The body: the content, else the summary. Plain text becomes HTML.
fn body(entry: &Entry) -> String {
    let content = entry.content.as_ref();
    let own = content.and_then(|content| Some((content.body.as_ref()?, &content.content_type)));
    let summary = || entry.summary.as_ref().map(|text: &Text| (&text.content, &text.content_type));
    let media = || {
        let described = entry.media.iter().find_map(|media| media.description.as_ref());
        described.map(|text| (&text.content, &text.content_type))
    };
    let found = own.filter(|(body, _)| !body.trim().is_empty()).or_else(summary).or_else(media);
    let Some((body, kind)) = found else { return String::new() };
    let is_text = kind.subty().as_str() == "plain" && !looks_like_html(body);
    if is_text { of_text(body) } else { body.clone() }
}

/// Many feeds have HTML where they may have text only.
fn looks_like_html(text: &str) -> bool {
    let tags = ["<p", "<br", "<div", "<a ", "<img", "<ul", "<h", "<b>", "<i>", "<em", "<strong"];
    tags.iter().any(|tag| text.contains(tag)) && text.contains('>')
}

/// Text as HTML: blank lines part paragraphs, other line ends stay.
pub(super) fn of_text(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 8);
    for paragraph in text.replace("\r\n", "\n").split("\n\n").filter(|part| !part.trim().is_empty())
    {
        html.push_str("<p>");
        html.push_str(&escaped(paragraph.trim()).replace('\n', "<br>\n"));
        html.push_str("</p>\n");
    }
    html
}

/// Text for HTML, outside tags and in quoted attributes.
pub(super) fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;")
}

/// The body up to the longest, and whether there was more.
fn cut(mut body: String) -> (String, bool) {
    let is_cut = body.len() > LONGEST_BODY;
    body.truncate(floor(&body, LONGEST_BODY));
    (body, is_cut)
}

/// The last offset up to `most` at which a text may be cut.
pub(super) fn floor(text: &str, most: usize) -> usize {
    let most = most.min(text.len());
    (0..=most).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The words of a title, in which feeds have text, HTML or HTML in text.
pub(super) fn plain(title: &str) -> CleanText {
    let short: String = title.chars().take(8 * LONGEST_NAME).collect();
    let is_plain = !short.contains(['<', '&']);
    let text =
        if is_plain { short } else { Html::parse_fragment(&short).root_element().text().collect() };
    name(&text)
}

fn name(text: &str) -> CleanText {
    let words: Vec<&str> = text.split_whitespace().collect();
    let short: String = words.join(" ").chars().take(LONGEST_NAME).collect();
    CleanText::line(&short)
}

/// Names without empty ones and duplicates.
fn texts<'a>(names: impl Iterator<Item = &'a str>) -> Vec<CleanText> {
    let mut texts: Vec<CleanText> = Vec::new();
    for text in names.take(MOST_NAMES).map(plain) {
        if !text.is_empty() && !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

fn enclosures(links: &[Link], media: &[MediaObject], base: &Url) -> Vec<Enclosure> {
    // JSON feeds have no `rel`, but sizes and types.
    let is_file = |link: &&Link| {
        let of_json = link.rel.is_none() && (link.length.is_some() || link.media_type.is_some());
        link.rel.as_deref() == Some("enclosure") || of_json
    };
    let linked = links.iter().filter(is_file).filter_map(|link| {
        let kind = link.media_type.as_deref().map(name);
        Some(Enclosure { url: web(&link.href, base)?, kind, bytes: link.length })
    });
    let attached = media.iter().flat_map(|media| &media.content).filter_map(|content| {
        let url = content.url.clone().filter(is_web)?;
        let kind = content.content_type.as_ref().map(|kind| name(kind.as_ref()));
        Some(Enclosure { url, kind, bytes: content.size })
    });
    let mut enclosures: Vec<Enclosure> = Vec::new();
    for enclosure in linked.chain(attached).take(MOST_NAMES) {
        if enclosures.iter().all(|known| known.url != enclosure.url) {
            enclosures.push(enclosure);
        }
    }
    enclosures
}

/// An address of the web, which may be relative.
pub(super) fn web(address: &str, base: &Url) -> Option<Url> {
    base.join(address.trim()).ok().filter(is_web)
}

/// Whether an address is of the web: no other is fetched or written.
pub(super) fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::messages::Speak as _;

    fn parsed(text: &str) -> Channel {
        parse(text, &Url::parse("https://news.example/feed").unwrap()).unwrap()
    }

    fn rss(items: &str) -> Channel {
        let head =
            "<?xml version='1.0' encoding='gbk'?><rss version='2.0'><channel><title>早报</title>";
        parsed(&format!("\n{head}{items}</channel></rss>"))
    }

    #[test]
    fn rss_items() {
        let channel = rss(
            "<item><title>A &amp;amp; <![CDATA[<b>B</b>]]></title><guid isPermaLink='false'> 1 </guid>\
             <link>/a</link><description>short</description><author>王五</author>\
             <category>股市</category><category>股市</category>\
             <pubDate>Thu, 09 May 2024 20:00:00 +0800</pubDate>\
             <enclosure url='https://news.example/a.mp3' length='12' type='audio/mpeg'/></item>\
             <item><link>https://news.example/b</link></item><item><description>x</description></item>",
        );
        assert_eq!(channel.title.as_str(), "早报");
        let [first, second, third] = channel.items.as_slice() else { panic!("{channel:?}") };
        assert_eq!((first.guid.as_deref(), first.title.as_str()), (Some("1"), "A & B"));
        assert_eq!(first.link.as_ref().unwrap().as_str(), "https://news.example/a");
        assert_eq!((first.body.as_str(), first.published), ("short", Some(1_715_256_000)));
        assert_eq!((first.tags.len(), first.authors.len()), (1, 1));
        assert_eq!(first.enclosures[0].kind.as_ref().unwrap().as_str(), "audio/mpeg");
        assert_eq!(first.identity(), hash(&["1"]));
        assert_eq!(second.identity(), hash(&["https://news.example/b"]));
        assert_eq!(third.identity(), hash(&["", "x"]));
    }

    #[test]
    fn an_update_is_a_change_of_text() {
        let version =
            |rest: &str| rss(&format!("<item><title>a</title>{rest}</item>")).items[0].version();
        assert_eq!(
            version("<guid>1</guid><link>/a?x=1</link>"),
            version("<guid>1</guid><link>/a?x=2</link>")
        );
        assert_ne!(
            version("<description>b</description>"),
            version("<description>c</description>")
        );
    }

    #[test]
    fn atom_and_json_items() {
        let atom = parsed(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry><id>tag:1</id><title type='html'>\
             a &amp;lt; b</title><updated>2024-05-09T12:00:00Z</updated><link href='https://news.example/1'/>\
             <link rel='enclosure' href='https://news.example/1.pdf' type='application/pdf' length='9'/>\
             <content type='text'>x &lt; y\n\nz</content></entry></feed>",
        );
        let item = &atom.items[0];
        assert_eq!(
            (item.title.as_str(), item.body.as_str()),
            ("a < b", "<p>x &lt; y</p>\n<p>z</p>\n")
        );
        assert_eq!((item.enclosures.len(), item.published), (1, Some(1_715_256_000)));
        let json = parsed(
            r#"{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","url":"https://news.example/1",
            "content_text":"a\nb","attachments":[{"url":"https://news.example/a.mp3","mime_type":"audio/mpeg"}]}]}"#,
        );
        let item = &json.items[0];
        assert_eq!((item.body.as_str(), item.enclosures.len()), ("<p>a<br>\nb</p>\n", 1));
        assert_eq!(item.link.as_ref().unwrap().as_str(), "https://news.example/1");
    }

    #[test]
    fn what_is_no_feed_says_what_it_is() {
        let check = |text: &str, expected: &str| {
            let why = parse(text, &Url::parse("https://news.example/").unwrap()).unwrap_err();
            let why = why.to_clean(crate::config::locale::Locale::English);
            assert!(why.as_str().starts_with(expected), "{text}: {why}");
        };
        check(" \n", "the answer is empty");
        check("<!DOCTYPE html><html></html>", "it is a web page");
        check("<rss version='2.0'><channel><item>", "it is not a feed: ");
        check("{\"a\": 1}", "it is not a feed: ");
        check("PK\u{3}\u{4}", "it is not a feed: ");
    }

    #[test]
    fn entities_of_a_document_are_not_expanded() {
        let bomb =
            "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>";
        let text = format!(
            "{bomb}<rss version='2.0'><channel><title>t</title><item><title>&b;</title></item></channel></rss>"
        );
        assert_eq!(parsed(&text).items[0].title.as_str(), "&b;");
    }
}
