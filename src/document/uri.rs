//! Makes addresses valid URIs (RFC 3986) for other programs. Non-ASCII letters stay.

use url::{Position, Url};

use super::Document;
use super::escape::push_percent_encoded;
use crate::clean::CleanText;

/// The characters allowed in a URI besides letters, digits and percent-encoded bytes.
const PLAIN: &str = "-._~:/?@!$&'()*+,;=";

impl Document {
    /// Makes the targets of all links and images valid URIs. A link that cannot be one loses its
    /// target and keeps its text.
    pub fn make_uris(&mut self) {
        for link in &mut self.links {
            match uri(link.target.as_str()) {
                Some(target) => link.target = CleanText::line(&target),
                None if link.image => {}
                None => link.target = CleanText::default(),
            }
        }
    }
}

/// Makes an address a valid URI: percent-encodes invalid characters and stray `%`. Returns `None` for
/// a web address with an invalid host.
pub fn uri(address: &str) -> Option<String> {
    let is_web = ["http:", "https:"].iter().any(|scheme| {
        address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    if !is_web {
        return Some(encoded(address));
    }
    // As in browsers, this encodes letters and turns backslashes into slashes.
    let url = Url::parse(address).ok()?;
    let is_host = |c: char| c.is_ascii_alphanumeric() || "-._:[]".contains(c);
    let host = url.host_str().filter(|host| host.chars().all(is_host))?;
    let before = encoded(&url[..Position::BeforeHost]);
    let port = &url[Position::AfterHost..Position::BeforePath];
    Some(format!("{before}{host}{port}{}", encoded(&url[Position::BeforePath..])))
}

fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (text, fragment) = text.split_once('#').map_or((text, None), |(a, b)| (a, Some(b)));
    push_encoded(text, &mut out);
    if let Some(fragment) = fragment {
        out.push('#');
        push_encoded(fragment, &mut out);
    }
    out
}

fn push_encoded(text: &str, out: &mut String) {
    let is_kept = |c: char| match c {
        c if c.is_ascii() => c.is_ascii_alphanumeric() || PLAIN.contains(c),
        c => !c.is_whitespace() && !c.is_control(),
    };
    for (number, part) in text.split('%').enumerate() {
        let is_triple = part.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
        if number > 0 {
            out.push_str(if is_triple { "%" } else { "%25" });
        }
        push_percent_encoded(part.as_bytes(), is_kept, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_not_stand_in_a_uri_is_encoded() {
        for (address, expected) in [
            ("http://a.cn/b?c=d&e=f#g", "http://a.cn/b?c=d&e=f#g"),
            ("http://a.cn/]", "http://a.cn/%5D"),
            ("https://a.cn/?b=[c]|{d}^`\\", "https://a.cn/?b=%5Bc%5D%7C%7Bd%7D%5E%60%5C"),
            ("https://a.cn/#:~:text=%E4%BA,%E4%B", "https://a.cn/#:~:text=%E4%BA,%E4%25B"),
            ("http://a.cn/%zz%4", "http://a.cn/%25zz%254"),
            ("http://a.cn/b#c#d", "http://a.cn/b#c%23d"),
            ("http://a.cn\\甲 乙", "http://a.cn/%E7%94%B2%20%E4%B9%99"),
            ("http://[::1]:8080/[", "http://[::1]:8080/%5B"),
            ("HTTP://u%:p@A.cn", "http://u%25:p@a.cn/"),
            ("mailto:a[b]@c.cn", "mailto:a%5Bb%5D@c.cn"),
            ("../甲、乙 %20[1].html#丙\u{3000}%", "../甲、乙%20%20%5B1%5D.html#丙%E3%80%80%25"),
            ("#[1]", "#%5B1%5D"),
        ] {
            assert_eq!(uri(address).as_deref(), Some(expected), "{address}");
            assert_eq!(uri(expected).as_deref(), Some(expected), "twice");
        }
        for address in [
            "http://xn--[]%20-a/",
            "http://a b/",
            "https://a{b}.cn/",
            "http://甲，乙/",
            "http://",
            "http:",
        ] {
            assert_eq!(uri(address), None, "{address}");
        }
    }

    #[test]
    fn words_of_a_link_that_leads_nowhere_stay() {
        let body = "[甲](http://a{}b/) [*乙*](http://b.cn/[) ![丙](http://a{}b/c.png)";
        let mut document =
            super::super::parse(body, super::super::Syntax::Markdown, &super::super::NoContext);
        document.make_uris();
        let html = document.to_html();
        assert!(
            html.starts_with("<p>甲 <a href=\"http://b.cn/%5B\"><em>乙</em></a> <img "),
            "{html}"
        );
    }
}
