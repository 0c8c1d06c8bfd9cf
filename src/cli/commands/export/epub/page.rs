//! A post as a page of a book: XHTML that leads nowhere outside of the book but to the web.

use std::collections::HashSet;
use std::fmt::Write;

use super::super::page::facts;
use crate::archive::body::Body;
use crate::clean::CleanText;
use crate::cli::words::said;
use crate::conversion::Script;
use crate::document::{escape_html, percent_decoded};
use crate::reason::Reason;
use crate::script::is_han;

/// Elements without an end tag.
const VOID: [&str; 5] = ["br", "hr", "img", "input", "wbr"];

/// What a page needs of the book.
pub(super) trait Parts {
    /// The name in the book of the picture with an address, as far as it is in the archive.
    fn picture(&mut self, address: &str) -> Option<String>;

    /// Whether a file with this name is a page of the book.
    fn is_page(&self, name: &str) -> bool;
}

/// A post's title and text in HTML, before it is made a page.
pub(super) struct Draft {
    title: String,
    facts: String,
    html: String,
}

impl Draft {
    pub(super) fn of(body: &Body) -> Self {
        let title = escaped(&shown_title(&body.post.title));
        Self { title, facts: facts(body), html: body.document.to_html() }
    }

    /// The page of a post that cannot be read.
    pub(super) fn unreadable(title: &CleanText, reason: &Reason) -> Self {
        let html = format!("<p>{}</p>\n", escape_html(said(reason).as_clean()));
        Self { title: escaped(&shown_title(title)), facts: String::new(), html }
    }

    /// The whole page.
    pub(super) fn page(&self, script: Script, parts: &mut impl Parts) -> String {
        let language = language(&self.html, script);
        let mut out = head(&self.title, language);
        // Writing to a string cannot fail.
        let _ = writeln!(out, "<body>\n<h1>{}</h1>", self.title);
        if !self.facts.is_empty() {
            let _ = writeln!(out, "<p class=\"facts\">{}</p>", xml(&self.facts));
        }
        let _ = write!(out, "{}</body>\n</html>\n", xhtml(&xml(&self.html), parts));
        out
    }
}

/// The beginning of a page up to its body.
pub(super) fn head(title: &str, language: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" \
         xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"{language}\" xml:lang=\"{language}\">\n\
         <head><title>{title}</title>\
         <link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/></head>\n"
    )
}

/// A title that a list of contents can show.
pub(super) fn shown_title(title: &CleanText) -> CleanText {
    if title.as_str().trim().is_empty() { CleanText::line("—") } else { title.clone() }
}

/// The language of a text.
pub(super) fn language(text: &str, script: Script) -> &'static str {
    match script {
        _ if !text.chars().any(is_han) => "en",
        Script::Original => "zh",
        Script::Simplified => "zh-Hans",
        Script::Traditional => "zh-Hant",
        Script::TraditionalTw => "zh-Hant-TW",
        Script::TraditionalHk => "zh-Hant-HK",
    }
}

pub(super) fn escaped(text: &CleanText) -> String {
    xml(&escape_html(text.as_clean()))
}

/// Removes the characters that XML does not allow.
fn xml(text: &str) -> String {
    let is_xml = |c: &char| {
        matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}')
            || *c >= '\u{10000}'
    };
    text.chars().filter(is_xml).collect()
}

/// Our own HTML as XHTML. In it, `<` and `>` are only at the edges of tags.
fn xhtml(html: &str, parts: &mut impl Parts) -> String {
    let names = names_of_places(html);
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut seen: HashSet<&str> = HashSet::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        rest = after;
        let name = tag.split(' ').next().unwrap_or_default();
        let value = |attribute: &str| value(tag, attribute);
        // Writing to a string cannot fail.
        let _ = match name {
            "img" => {
                let (address, words) = (value("src"), value("alt").unwrap_or_default());
                match address.and_then(|address| parts.picture(&unescaped(address))) {
                    Some(file) => write!(out, "<img src=\"{file}\" alt=\"{words}\"/>"),
                    None => write!(out, "[{words}]"),
                }
            }
            "a" => match (value("href"), value("id")) {
                (Some(target), _) if leads(&unescaped(target), &names, parts) => {
                    write!(out, "<a href=\"{target}\">")
                }
                // The first place of a name is meant.
                (None, Some(id)) if is_name(id) && seen.insert(id) => {
                    write!(out, "<a id=\"{id}\">")
                }
                _ => write!(out, "<a>"),
            },
            "input" if tag.contains(" checked") => write!(out, "☑ "),
            "input" => write!(out, "☐ "),
            "li" => match value("value") {
                Some(number) => write!(out, "<li value=\"{number}\">"),
                None => write!(out, "<li>"),
            },
            "td" | "th" => match value("align") {
                Some(side) => write!(out, "<{name} style=\"text-align:{side}\">"),
                None => write!(out, "<{name}>"),
            },
            _ if VOID.contains(&name) => write!(out, "<{tag}/>"),
            _ => write!(out, "<{tag}>"),
        };
    }
    out.push_str(rest);
    out
}

/// Whether a link can be kept.
fn leads(target: &str, names: &HashSet<&str>, parts: &impl Parts) -> bool {
    if let Some(name) = target.strip_prefix('#') {
        return names.contains(percent_decoded(name).as_str());
    }
    let is_outside =
        ["http://", "https://", "mailto:"].iter().any(|start| target.starts_with(start));
    is_outside || parts.is_page(target)
}

/// The names that links within the page can lead to.
fn names_of_places(html: &str) -> HashSet<&str> {
    let names = html.split("<a id=\"").skip(1).filter_map(|rest| rest.split('"').next());
    names.filter(|name| is_name(name)).collect()
}

/// Whether a name of a place needs no escaping.
fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || "&<>\"'%".contains(c))
}

/// The value of an attribute, as it is written.
fn value<'a>(tag: &'a str, attribute: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {attribute}=\""))?;
    rest.split('"').next()
}

/// The value of an attribute, as it is meant.
fn unescaped(value: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#92;", "\\"), ("&#123;", "{")];
    let plain = pairs.iter().fold(value.to_owned(), |text, (from, to)| text.replace(from, to));
    plain.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Nothing;

    impl Parts for Nothing {
        fn picture(&mut self, address: &str) -> Option<String> {
            (address == "/a&b.png").then(|| "images/0.png".to_owned())
        }

        fn is_page(&self, name: &str) -> bool {
            name == "p1.xhtml"
        }
    }

    #[test]
    fn our_html_becomes_xml() {
        for (html, expected) in [
            ("<p>a<br>b<wbr>c</p><hr>", "<p>a<br/>b<wbr/>c</p><hr/>"),
            (
                "<img src=\"/a&amp;b.png\" alt=\"x &gt; y\">",
                "<img src=\"images/0.png\" alt=\"x &gt; y\"/>",
            ),
            ("<img src=\"https://a.org/b.png\" alt=\"甲\">", "[甲]"),
            ("<a href=\"p1.xhtml\">x</a>", "<a href=\"p1.xhtml\">x</a>"),
            ("<a href=\"../b.html\">x</a>", "<a>x</a>"),
            ("<a href=\"javascript:x\">x</a>", "<a>x</a>"),
            ("<a href=\"#b\">x</a><a id=\"b\"></a>", "<a href=\"#b\">x</a><a id=\"b\"></a>"),
            (
                "<a id=\"b\"></a><a id=\"b\"></a><a href=\"#c\">x</a>",
                "<a id=\"b\"></a><a></a><a>x</a>",
            ),
            (
                "<ul><li><input type=\"checkbox\" checked disabled><p>a</p></li></ul>",
                "<ul><li>☑ <p>a</p></li></ul>",
            ),
            ("<li value=\"3\" type=\"a\">x</li>", "<li value=\"3\">x</li>"),
            ("<td align=\"right\">1</td>", "<td style=\"text-align:right\">1</td>"),
            ("<p>1 &lt; 2</p>", "<p>1 &lt; 2</p>"),
        ] {
            assert_eq!(xhtml(html, &mut Nothing), expected, "{html}");
        }
        assert_eq!(xml("a\u{fffe}b\u{ffff}"), "ab");
    }
}
