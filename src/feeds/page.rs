//! Web pages: the feeds that a page names, and the part of a page that is an item's text.

use scraper::{Html, Selector};
use url::Url;

use crate::clean::CleanText;
use crate::feeds::body::depth;
use crate::feeds::item::{floor, plain, web};

/// The longest page that is looked at, in bytes.
const LONGEST: usize = 8 * 1024 * 1024;
/// Pages whose elements are nested deeper are not parsed: that takes too long.
const DEEPEST: usize = 4096;
/// The most feeds taken from a page.
const MOST_FEEDS: usize = 20;

/// The feeds that a page at `url` names in its head, with their titles.
pub fn feeds_of(html: &str, url: &Url) -> Vec<(Url, CleanText)> {
    let (Some(page), Ok(links)) = (parsed(html), Selector::parse("link[rel][type][href]")) else {
        return Vec::new();
    };
    let mut feeds: Vec<(Url, CleanText)> = Vec::new();
    for link in page.select(&links) {
        let value = |name: &str| link.value().attr(name).unwrap_or_default();
        let kind = value("type").to_ascii_lowercase();
        let is_feed =
            ["rss+xml", "atom+xml", "feed+json", "rdf+xml"].iter().any(|end| kind.ends_with(end));
        let is_alternate =
            value("rel").split_ascii_whitespace().any(|rel| rel.eq_ignore_ascii_case("alternate"));
        let found = web(value("href"), url).filter(|_| is_feed && is_alternate);
        if let Some(found) = found
            && feeds.iter().all(|(known, _)| *known != found)
        {
            feeds.push((found, plain(value("title"))));
        }
    }
    feeds.truncate(MOST_FEEDS);
    feeds
}

/// The HTML of the elements that a selector finds, without those within others; `None` if there is none
/// with text in it.
pub fn content(html: &str, selector: &str) -> Option<String> {
    let selector = Selector::parse(selector).ok()?;
    let page = parsed(html)?;
    let mut content = String::new();
    let mut has_text = false;
    for element in page.select(&selector) {
        let is_within = element.ancestors().filter_map(scraper::ElementRef::wrap);
        if !is_within.into_iter().any(|above| selector.matches(&above)) {
            has_text |= element.text().any(|text| !text.trim().is_empty());
            content.push_str(&element.html());
            content.push('\n');
        }
    }
    has_text.then_some(content)
}

fn parsed(html: &str) -> Option<Html> {
    let html = html.get(..floor(html, LONGEST)).unwrap_or(html);
    (depth(html) <= DEEPEST).then(|| Html::parse_document(html))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_found_in_the_head() {
        let html = "<head><link rel='alternate' type='application/rss+xml' href='/feed' title='早报 &amp; x'>\
            <link rel='stylesheet' type='text/css' href='a.css'><LINK REL='Alternate home' TYPE='application/atom+xml' HREF='b'>\
            <link rel='alternate' type='application/rss+xml' href='/feed'><link rel='alternate' type='application/rss+xml' href='file:///x'>";
        let found = feeds_of(html, &Url::parse("https://a.example/x/").unwrap());
        let found: Vec<_> =
            found.iter().map(|(url, title)| (url.as_str(), title.as_str())).collect();
        assert_eq!(found, [("https://a.example/feed", "早报 & x"), ("https://a.example/x/b", "")]);
    }

    #[test]
    fn content_is_what_the_selector_finds() {
        let check = |html: &str, expected: Option<&str>| {
            assert_eq!(content(html, "article, .text").as_deref(), expected, "{html}");
        };
        check(
            "<nav>x</nav><article><p>a</p><p class=text>b</p></article>",
            Some("<article><p>a</p><p class=\"text\">b</p></article>\n"),
        );
        check("<article> </article>", None);
        check("<p>a", None);
        check(&("<b>".repeat(100_000) + "<article>a"), None);
    }
}
