//! Lists of feeds of other programs: OPML, and newsboat's file `urls`. The only user of
//! `quick_xml`.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use url::Url;

use crate::clean::CleanText;
use crate::config::fault::FeedFault;
use crate::feeds::charset;
use crate::feeds::config::Feed;
use crate::feeds::item::{is_web, plain};

/// The deepest folders of an OPML file.
const DEEPEST: usize = 64;

/// The feeds of a list.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// The feeds.
    pub feeds: Vec<Feed>,
    /// What was left out: the line or address, and why.
    pub skipped: Vec<(CleanText, FeedFault)>,
}

/// Reads a list of either kind.
pub fn list(bytes: &[u8]) -> Result<Import, FeedFault> {
    let text = charset::decode(bytes, None);
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if text.starts_with('<') { opml(text) } else { Ok(urls(text)) }
}

/// Reads OPML. Its folders become categories.
fn opml(text: &str) -> Result<Import, FeedFault> {
    let mut import = Import::default();
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    // The categories of the open outlines.
    let mut open: Vec<Option<CleanText>> = Vec::new();
    let mut is_opml = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) if is_outline(&tag) => {
                let folder = outline(&tag, &open, &mut import);
                open.push(folder);
                if open.len() > DEEPEST {
                    return Err(FeedFault::Nested);
                }
            }
            Ok(Event::Empty(tag)) if is_outline(&tag) => {
                outline(&tag, &open, &mut import);
            }
            Ok(Event::Start(tag)) => is_opml |= tag.name().as_ref().eq_ignore_ascii_case("opml"),
            Ok(Event::End(tag)) if tag.name().as_ref().eq_ignore_ascii_case("outline") => {
                open.pop();
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                return Err(FeedFault::BadOpml { detail: CleanText::line(&error.to_string()) });
            }
        }
    }
    if is_opml { Ok(import) } else { Err(FeedFault::NoOpml) }
}

fn is_outline(tag: &BytesStart<'_>) -> bool {
    tag.name().as_ref().eq_ignore_ascii_case("outline")
}

/// Takes an outline's feed, or returns the name of its folder.
fn outline(
    tag: &BytesStart<'_>,
    open: &[Option<CleanText>],
    import: &mut Import,
) -> Option<CleanText> {
    let attribute = |name: &str| {
        let mut attributes = tag.attributes();
        let mut all = attributes.with_checks(false).flatten();
        let own = all.find(|own| own.key.as_ref().eq_ignore_ascii_case(name))?;
        // Many files have a bare `&` in addresses.
        let raw = own.value;
        Some(quick_xml::escape::unescape(&raw).map_or_else(|_| raw.to_string(), Cow::into_owned))
    };
    let name = attribute("title").or_else(|| attribute("text")).map(|text| plain(&text));
    let name = name.filter(|name| !name.is_empty());
    let Some(address) = attribute("xmlUrl") else { return name };
    match Url::parse(address.trim()).ok().filter(is_web) {
        Some(url) => import.feeds.push(Feed {
            title: name,
            categories: open.iter().flatten().cloned().collect(),
            ..Feed::of(url)
        }),
        None => import.skipped.push((CleanText::line(&address), FeedFault::NoWebAddress)),
    }
    None
}

/// Reads newsboat's `urls`: an address and its tags in each line; `~` before a title.
fn urls(text: &str) -> Import {
    let mut import = Import::default();
    for line in text.lines() {
        let words = words(line);
        let Some((address, tags)) = words.split_first() else { continue };
        let why = match address.split_once(':').map(|(scheme, _)| scheme) {
            _ if line.contains('`') => Some(FeedFault::RunsProgram),
            Some("exec") => Some(FeedFault::MadeByProgram),
            Some("filter") => Some(FeedFault::ChangedByProgram),
            Some("query") => Some(FeedFault::OfQuery),
            _ => None,
        };
        let url = Url::parse(address).ok().filter(is_web);
        let url = match (url, why) {
            (Some(url), None) => url,
            (_, why) => {
                let why = why.unwrap_or(FeedFault::NoWebAddress);
                import.skipped.push((CleanText::line(line), why));
                continue;
            }
        };
        let title = tags.iter().find_map(|tag| tag.strip_prefix('~'));
        // `!` hides a feed from newsboat's list of feeds, of which there is none here.
        let tags = tags.iter().filter(|tag| !tag.starts_with('~') && *tag != "!");
        import.feeds.push(Feed {
            title: title.map(plain).filter(|title| !title.is_empty()),
            tags: tags.map(|tag| plain(tag)).filter(|tag| !tag.is_empty()).collect(),
            ..Feed::of(url)
        });
    }
    import
}

/// The words of a line: parted by blanks, or in double quotes with `\` before a quote; `#` begins a
/// comment.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut chars = line.chars().peekable();
    loop {
        while chars.next_if(|c| c.is_whitespace()).is_some() {}
        let Some(&first) = chars.peek() else { return words };
        let mut word = String::new();
        match first {
            '#' => return words,
            '"' => {
                chars.next();
                while let Some(c) = chars.next().filter(|c| *c != '"') {
                    word.push(if c == '\\' { chars.next().unwrap_or(c) } else { c });
                }
            }
            _ => {
                while let Some(c) = chars.next_if(|c| !c.is_whitespace()) {
                    word.push(c);
                }
            }
        }
        words.push(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks feeds as `address|title|categories|tags`, and how many were left out.
    fn check(text: &str, expected: &[&str], skipped: &[FeedFault]) {
        let import = list(text.as_bytes()).unwrap();
        let join =
            |texts: &[CleanText]| texts.iter().map(CleanText::as_str).collect::<Vec<_>>().join("/");
        let shown: Vec<String> = import
            .feeds
            .iter()
            .map(|feed| {
                let title = feed.title.as_ref().map_or("", CleanText::as_str);
                format!("{}|{title}|{}|{}", feed.url, join(&feed.categories), join(&feed.tags))
            })
            .collect();
        assert_eq!(shown, expected, "{text}");
        let left: Vec<FeedFault> = import.skipped.into_iter().map(|(_, why)| why).collect();
        assert_eq!(left, skipped, "{text}");
    }

    #[test]
    fn opml_folders_are_categories() {
        check(
            "<?xml version='1.0' encoding='UTF-8'?><opml version='2.0'><head><title>x</title></head><body>\
             <outline text='国际'><outline title='A' text='欧洲'><outline text='a' type='rss' xmlUrl='https://a.example/f?x=1&amp;y=2'/>\
             </outline><outline xmlurl='https://b.example/?x=1&y=2' text='B &amp; b'></outline></outline>\
             <outline text='c' xmlUrl='https://c.example/'/><outline xmlUrl='file:///x'/><outline text='empty'/></body></opml>",
            &[
                "https://a.example/f?x=1&y=2|a|国际/A|",
                "https://b.example/?x=1&y=2|B & b|国际|",
                "https://c.example/|c||",
            ],
            &[FeedFault::NoWebAddress],
        );
        check("<opml><body></body></opml>", &[], &[]);
        let (gbk, _, _) = encoding_rs::GBK.encode(
            "<?xml version='1.0' encoding='gbk'?><opml><outline text='早报' xmlUrl='https://a.example/'/></opml>",
        );
        assert_eq!(list(&gbk).unwrap().feeds[0].title.as_ref().unwrap().as_str(), "早报");
        for bad in ["<html></html>", "<opml><outline a=", &"<outline>".repeat(100)] {
            assert!(list(bad.as_bytes()).is_err(), "{bad}");
        }
    }

    #[test]
    fn newsboat_urls() {
        check(
            "# mine\n\nhttps://a.example/feed \"~早报 x\" news \"two words\" !  # why\nhttp://b.example/\n\
             \"query:Unread:unread = \\\"yes\\\"\" tag\nexec:~/bin/x.sh\nfilter:sed:https://c.example/\n\
             https://d.example/`date +%F`\nfile:///x\n  \"https://e.example/\" \"a \\\"b\\\"\"\nword",
            &[
                "https://a.example/feed|早报 x||news/two words",
                "http://b.example/|||",
                "https://e.example/|||a \"b\"",
            ],
            &[
                FeedFault::OfQuery,
                FeedFault::MadeByProgram,
                FeedFault::ChangedByProgram,
                FeedFault::RunsProgram,
                FeedFault::NoWebAddress,
                FeedFault::NoWebAddress,
            ],
        );
        check("", &[], &[]);
    }
}
