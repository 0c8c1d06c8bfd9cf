//! Addresses that may be opened outside the reader (S12, S14). Posts come from strangers, and the
//! address goes to another program.

use url::Url;
use url::quirks::domain_to_unicode;

use crate::clean::CleanText;
use crate::document::uri;
use crate::script::is_han;

/// An address that a browser or a mail program may get: parsed and serialised again, with nothing in
/// it that a program or a shell could take for something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    text: CleanText,
    misleading: Option<CleanText>,
}

impl Address {
    /// Parses an address of the web, or of mail if `mail` is set; `None` if it may not be opened.
    pub(super) fn parse(text: &str, mail: bool) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let misleading = match url.scheme() {
            "http" | "https" => misleading_host(&url, text),
            "mailto" if mail && url.path().contains('@') => None,
            _ => return None,
        };
        // `url` leaves brackets and a `%` that encodes nothing; a URI may have the quote.
        let text = uri(url.as_str())?.replace('\'', "%27");
        let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic());
        is_plain.then(|| Self { text: CleanText::line(&text), misleading })
    }

    /// The address, in ASCII, without blanks and quotes.
    pub(super) fn text(&self) -> &CleanText {
        &self.text
    }

    /// The host that the address really leads to, if a reader may mistake it (S14).
    pub(super) fn misleading_host(&self) -> Option<&CleanText> {
        self.misleading.as_ref()
    }
}

/// The host as it is looked up, if user-info stands before it, or if it has other letters than ASCII
/// and Han or is not written as it reads. Letters of other scripts can look like Latin ones.
fn misleading_host(url: &Url, text: &str) -> Option<CleanText> {
    let host = url.host_str()?;
    let has_user = !url.username().is_empty() || url.password().is_some();
    let name = domain_to_unicode(host);
    let is_clear =
        name == host || name.chars().all(|c| c.is_ascii() || is_han(c)) && text.contains(&name);
    (has_user || !is_clear).then(|| CleanText::line(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>, misleading: Option<&str>) {
        let address = Address::parse(text, false);
        assert_eq!(address.as_ref().map(|address| address.text().as_str()), expected, "{text}");
        let host = address.as_ref().and_then(Address::misleading_host);
        assert_eq!(host.map(CleanText::as_str), misleading, "{text}");
    }

    /// S12.
    #[test]
    fn web_addresses_are_serialised_again() {
        for (text, expected) in [
            ("https://example.org", "https://example.org/"),
            ("HTTPS://Example.ORG:443/A?b=c#d", "https://example.org/A?b=c#d"),
            (
                "http://example.org/新闻?q=甲 乙",
                "http://example.org/%E6%96%B0%E9%97%BB?q=%E7%94%B2%20%E4%B9%99",
            ),
            (
                "https://example.org/it's/\"a\"`b`<c>",
                "https://example.org/it%27s/%22a%22%60b%60%3Cc%3E",
            ),
            ("https://example.org/?it's", "https://example.org/?it%27s"),
            ("https://example.org/\u{202e}a", "https://example.org/%E2%80%AEa"),
            ("http://[::1]:8080/x", "http://[::1]:8080/x"),
            ("http://0x7f.1/", "http://127.0.0.1/"),
            ("https:example.org", "https://example.org/"),
        ] {
            check(text, Some(expected), None);
        }
    }

    /// S12.
    #[test]
    fn other_addresses_are_refused() {
        for text in [
            "",
            "-option",
            "--new-window",
            "example.org",
            "/a/b",
            "//example.org",
            "http://",
            "https:///",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://example.org/",
            "gopher://example.org",
            "vbscript:x",
            "mailto:a@example.org",
            "tel:1",
            "ssh://a@b",
            "http://a b/",
            "http://a\"b/",
            "http://exa%00mple.org/",
        ] {
            check(text, None, None);
        }
        assert!(Address::parse("mailto:a@example.org?subject=x", true).is_some());
        assert_eq!(Address::parse("mailto:-x", true), None);
    }

    /// S14.
    #[test]
    fn a_host_that_may_be_mistaken_is_named() {
        let encoded = |label: &str| format!("https://{label}/");
        check(
            "https://bank.example@evil.example/",
            Some("https://bank.example@evil.example/"),
            Some("evil.example"),
        );
        check("https://a:b@c.example/", Some("https://a:b@c.example/"), Some("c.example"));
        // A Cyrillic letter among Latin ones; punycode as it was written.
        check(
            "https://аpple.example/",
            Some(&encoded("xn--pple-43d.example")),
            Some("xn--pple-43d.example"),
        );
        check(
            "https://xn--fiq228c.example/",
            Some(&encoded("xn--fiq228c.example")),
            Some("xn--fiq228c.example"),
        );
        // The same, written as an escape; kana that looks like a slash.
        check(
            "https://%D0%B0pple.example/",
            Some(&encoded("xn--pple-43d.example")),
            Some("xn--pple-43d.example"),
        );
        let host = "xn--example-z04f.com";
        check("https://exampleノ.com/", Some(&encoded(host)), Some(host));
        // A Chinese name says what it is.
        check("https://中文.example/", Some(&encoded("xn--fiq228c.example")), None);
        check("https://中文abc.example/", Some(&encoded("xn--abc-u68do18h.example")), None);
    }
}
