//! An item as a post: the name of its file, and its text. Pure.

use std::fmt::Write;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::archive::date::PostDate;
use crate::clean::CleanText;
use crate::feeds::body;
use crate::feeds::item::Item;

/// The longest slug, in bytes: a name has at most 255, and Chinese takes three for a character.
const LONGEST_SLUG: usize = 90;
/// How far ahead of the clock a date may be, in seconds: sites hide posts of the future.
const MOST_AHEAD: i64 = 24 * 60 * 60;
/// The field that tells whether an item has changed since it was written.
const VERSION: &str = "feed-version";

/// A feed, as far as its posts name it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Its title.
    pub title: CleanText,
    /// Its address.
    pub url: String,
    /// The categories of its posts, from the outermost.
    pub categories: Vec<CleanText>,
    /// The tags of its posts, beside their own.
    pub tags: Vec<CleanText>,
}

/// When and where posts are written.
#[derive(Clone, Debug)]
pub struct Moment {
    /// The time, in seconds since 1970.
    pub now: i64,
    /// The zone of the dates.
    pub zone: TimeZone,
}

/// The end of the names of an item's files, by which they are found again: `-a1b2c3d4e5f6.md`.
pub fn ending(item: &Item) -> String {
    let short = item.identity() & 0xffff_ffff_ffff;
    format!("-{short:012x}.md")
}

/// The name of a new file: `YYYY-MM-DD-slug-hash.md`.
pub fn name(item: &Item, moment: &Moment) -> String {
    let date = date(item, moment).civil().strftime("%Y-%m-%d");
    format!("{date}-{}{}", slug(item.title.as_str(), "post"), ending(item))
}

/// The version of an item as its file states it. That of an item without its full content says so,
/// so that the next run tries again.
pub fn version(item: &Item, is_whole: bool) -> String {
    format!("{:016x}{}", item.version(), if is_whole { "" } else { "-incomplete" })
}

/// The version that a file states in its front matter, if it is a post written here.
pub fn version_in(head: &str) -> Option<&str> {
    let mut fields = head.strip_prefix("---\n")?.lines().take_while(|line| *line != "---");
    let value = fields.find_map(|line| line.strip_prefix(VERSION)?.strip_prefix(": "))?;
    Some(value.trim_matches('"'))
}

/// The text of an item's file. `full` replaces the item's own HTML; `version` is that of [`version`].
pub fn text(
    item: &Item,
    origin: &Origin,
    moment: &Moment,
    full: Option<&str>,
    version: &str,
) -> String {
    let mut text = String::from("---\nlayout: post\n");
    let mut field = |name: &str, value: &str| {
        if !value.is_empty() {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{name}: {value}");
        }
    };
    let title =
        if item.title.is_empty() { fallback_title(item, origin) } else { item.title.clone() };
    // First, so that the beginning of a file has it, however many authors and tags follow.
    field(VERSION, &quoted(version));
    field("title", &quoted(title.as_str()));
    field("date", &date(item, moment).jekyll());
    field("author", &list(&item.authors));
    field("categories", &list(&origin.categories));
    let mut tags = origin.tags.clone();
    tags.extend(item.tags.iter().filter(|tag| !origin.tags.contains(tag)).cloned());
    field("tags", &list(&tags));
    let quoted_or_none = |text: Option<&str>| text.map(quoted).unwrap_or_default();
    field("link", &quoted_or_none(item.link.as_ref().map(url::Url::as_str)));
    field("source", &quoted(origin.title.as_str()));
    field("feed", &quoted(&origin.url));
    field("guid", &quoted_or_none(item.guid.as_deref()));
    text.push_str("---\n\n");
    text.push_str(&body::markdown(item, full));
    text
}

/// Micro-posts have no title: the first words, else the feed's title.
fn fallback_title(item: &Item, origin: &Origin) -> CleanText {
    let words = super::item::plain(&item.body);
    let short: String = words.as_str().chars().take(60).collect();
    if short.is_empty() { origin.title.clone() } else { CleanText::line(&short) }
}

/// The item's date in the zone; the present if it has none, or an impossible one.
fn date(item: &Item, moment: &Moment) -> PostDate {
    let is_possible = |seconds: &i64| *seconds <= moment.now.saturating_add(MOST_AHEAD);
    let at = |seconds: i64| {
        let offset = Timestamp::from_second(seconds).map(|time| moment.zone.to_offset(time));
        let offset_minutes = offset.map_or(0, |offset| (offset.seconds() / 60) as i16);
        PostDate { seconds, offset_minutes, has_time: true, has_zone: true }
    };
    let own = item.published.filter(is_possible).map(at).filter(|date| date.year_month().0 >= 1000);
    own.unwrap_or_else(|| at(moment.now))
}

/// Letters and digits of any script in lower case, and hyphens between them: safe in every file system,
/// address and program. `otherwise` if nothing is left.
pub fn slug(text: &str, otherwise: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if slug.len() + c.len_utf8() > LONGEST_SLUG {
            break;
        }
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { otherwise.to_owned() } else { slug.to_owned() }
}

/// Text as a quoted YAML scalar on one line: JSON, where what YAML takes for a line end is escaped.
fn quoted(text: &str) -> String {
    let clean = CleanText::line(text);
    if clean.is_empty() {
        return String::new();
    }
    let json = serde_json::to_string(clean.as_str()).unwrap_or_default();
    json.replace('\u{85}', "\\u0085").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

fn list(texts: &[CleanText]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quoted(text.as_str())).collect();
    if texts.is_empty() { String::new() } else { format!("[{}]", texts.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_yaml::Value;
    use url::Url;

    fn moment() -> Moment {
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        Moment { now: 1_715_256_000, zone }
    }

    fn titled(title: &str) -> Item {
        Item { guid: Some("1".to_owned()), title: CleanText::line(title), ..Item::default() }
    }

    #[test]
    fn names() {
        let check = |title: &str, published, expected: &str| {
            let item = Item { published, ..titled(title) };
            let name = name(&item, &moment());
            assert_eq!(name.rsplit_once('-').unwrap().0, expected);
            assert!(name.ends_with(&ending(&item)) && name.len() < 200, "{name}");
        };
        check("早报：今天的头条!", Some(1_715_255_999), "2024-05-09-早报-今天的头条");
        check("../../etc/passwd", Some(0), "1970-01-01-etc-passwd");
        check(".hidden\u{202e}\u{1b}[31m", None, "2024-05-09-hidden");
        check("A  B--c?", Some(1_715_200_000), "2024-05-09-a-b-c");
        check("…", Some(i64::MAX), "2024-05-09-post");
        check("", Some(i64::MIN), "2024-05-09-post");
        check(&"长".repeat(500), None, &format!("2024-05-09-{}", "长".repeat(30)));
    }

    #[test]
    fn the_front_matter_reads_back() {
        let title = "a: \"b\" 'c' # [d] \\ {{ e }} \u{2028}- f\n---\n<!-- ";
        let item = Item {
            link: Some(Url::parse("https://news.example/1?a=\"b\"").unwrap()),
            authors: vec![CleanText::line("王五, 李四")],
            tags: vec![CleanText::line("股市: 今天"), CleanText::line("x, y")],
            body: "<p>正文</p>".to_owned(),
            published: Some(1_715_256_000),
            ..titled(title)
        };
        let origin = Origin {
            title: CleanText::line("早报"),
            url: "https://news.example/feed".to_owned(),
            categories: vec![CleanText::line("国际"), CleanText::line("欧洲")],
            tags: vec![CleanText::line("x, y")],
        };
        let version = version(&item, true);
        let text = text(&item, &origin, &moment(), None, &version);
        assert_eq!(version_in(&text), Some(version.as_str()));
        let fields: Value = serde_yaml::from_str(text.split("---\n").nth(1).unwrap()).unwrap();
        let clean = "a: \"b\" 'c' # [d] \\ {{ e }} - f --- <!-- ";
        assert_eq!(fields["title"], Value::from(clean));
        assert_eq!(fields["date"], Value::from("2024-05-09 20:00:00 +0800"));
        assert_eq!(fields["categories"], Value::from(vec!["国际", "欧洲"]));
        assert_eq!(fields["author"], Value::from(vec!["王五, 李四"]));
        assert_eq!(fields["tags"], Value::from(vec!["x, y", "股市: 今天"]));
        assert_eq!(fields["link"], Value::from("https://news.example/1?a=%22b%22"));
        assert!(text.ends_with("---\n\n<div>\n<p>正文</p>\n</div>\n"), "{text}");
    }

    #[test]
    fn versions_are_read_from_posts_only() {
        assert_eq!(version_in("---\ntitle: a\nfeed-version: \"0f\"\n---\n"), Some("0f"));
        assert_eq!(version_in("feed-version: \"0f\""), None);
        assert_eq!(version_in("---\ntitle: a\n---\n"), None);
    }

    #[test]
    fn posts_without_a_title_have_their_first_words() {
        let item = Item { body: "<p>一二三 &amp; 四</p>".to_owned(), ..Item::default() };
        let text = text(&item, &Origin::default(), &moment(), None, "");
        assert!(text.contains("title: \"一二三 & 四\"\n"), "{text}");
    }
}
