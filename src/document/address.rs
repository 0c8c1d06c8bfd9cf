//! Finds web addresses in running text.
//!
//! Chinese has no spaces around an address. So an address ends at Chinese or full-width punctuation,
//! but keeps the Chinese letters in its path or in an international host name. Linear. Knows nothing
//! of documents.

use std::ops::Range;

use linkify::{LinkFinder, LinkKind};
use memchr::memmem;

use crate::script::{is_han, is_spaceless};

/// How addresses begin.
const BEGINNINGS: [&str; 4] = ["http://", "https://", "ftp://", "www."];

/// An address in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// The scheme that it lacks: `http://` or nothing.
    pub prefix: &'static str,
}

/// Whether a text may contain an address.
pub(super) fn may_be_in(text: &str) -> bool {
    let bytes = text.as_bytes();
    memmem::find(bytes, b"://").is_some() || memmem::find(bytes, b"www.").is_some()
}

/// The addresses of a text, in order.
pub(super) fn find(text: &str) -> Vec<Address> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]).url_must_have_scheme(true);
    let mut found: Vec<Address> = Vec::new();
    let mut at = 0;
    for piece in text.split_inclusive(ends_address) {
        let start = at;
        at += piece.len();
        let piece = piece.trim_end_matches(ends_address);
        let mut from = 0;
        // An address may begin right after a Chinese character.
        for next in starts(piece).into_iter().chain([piece.len()]) {
            let part = piece.get(from..next).unwrap_or_default();
            if let Some(address) = address(part, &finder) {
                let offset = start + from;
                let range = address.range.start + offset..address.range.end + offset;
                found.push(Address { range, ..address });
            }
            from = next;
        }
    }
    found
}

/// The offsets in a text where a `<wbr>` keeps what looks like an address from becoming one.
pub(super) fn seams(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let colons = memmem::find_iter(bytes, "://").map(|at| at + 1);
    let mut seams: Vec<usize> =
        colons.chain(memmem::find_iter(bytes, "www.").map(|at| at + 3)).collect();
    seams.sort_unstable();
    seams
}

/// Whether a character belongs to no address.
fn ends_address(c: char) -> bool {
    c.is_whitespace()
        || is_spaceless(c) && !c.is_alphanumeric()
        || matches!(c, '\u{a0}'..='\u{bf}' | '\u{2000}'..='\u{206f}' | '\u{ff01}'..='\u{ffef}')
}

/// The offsets at which addresses may begin in a text without spaces: at its start, and after
/// punctuation or a Chinese character.
fn starts(text: &str) -> Vec<usize> {
    let colons = memmem::find_iter(text.as_bytes(), "://").map(|at| {
        let before = text.get(..at).unwrap_or_default();
        at - before.bytes().rev().take(5).take_while(u8::is_ascii_alphabetic).count()
    });
    let hosts = memmem::find_iter(text.as_bytes(), "www.");
    let mut starts: Vec<usize> = colons.chain(hosts).collect();
    starts.sort_unstable();
    starts.dedup();
    starts.retain(|&at| {
        let last = text.get(..at).and_then(|before| before.chars().next_back());
        last.is_none_or(|last| !last.is_ascii_alphanumeric() && !"/=?&.@%#-_:".contains(last))
    });
    starts
}

/// The address in a text that contains one at most, at its start.
fn address(text: &str, finder: &LinkFinder) -> Option<Address> {
    let begins = |start: &&&str| {
        text.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start))
    };
    let beginning = BEGINNINGS.iter().find(begins)?;
    let host_at = if *beginning == "www." { 0 } else { beginning.len() };
    let end = host_end(text.get(host_at..)?) + host_at;
    let whole = text.get(..end)?;
    let host = whole.get(host_at..)?.split(['/', '?', '#', ':']).next()?;
    if !host.is_ascii() && host_at > 0 {
        // The finder knows no international hosts.
        let is_host = host.split('.').all(|label| label.starts_with(char::is_alphanumeric));
        let range = 0..whole
            .trim_end_matches([
                ',', '.', ';', ':', '!', '?', '\'', '"', ')', ']', '}', '*', '_', '~',
            ])
            .len();
        return (is_host && host.contains('.')).then_some(Address { range, prefix: "" });
    }
    if host_at > 0 {
        let link = finder.links(whole).next().filter(|link| link.start() == 0)?;
        return Some(Address { range: 0..link.end(), prefix: "" });
    }
    let link = finder.links(&format!("http://{whole}")).next()?.end() - "http://".len();
    let has_domain = whole.get(4..link)?.contains('.');
    has_domain.then_some(Address { range: 0..link, prefix: "http://" })
}

/// The length of an address whose ASCII host is followed by Chinese words: `a.cn查看`. The length of
/// the whole text if the host ends otherwise or is international.
fn host_end(text: &str) -> usize {
    let mut last = '.';
    let mut dots = 0;
    for (at, c) in text.char_indices() {
        if matches!(c, '/' | '?' | '#') {
            break;
        }
        if is_han(c) && last.is_ascii_alphanumeric() && dots > 0 {
            return at;
        }
        dots += usize::from(c == '.');
        last = c;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::find;

    /// The text with brackets around its addresses.
    #[track_caller]
    fn check(marked: &str) {
        let text = marked.replace(['[', ']'], "");
        let mut shown = text.clone();
        for address in find(&text).iter().rev() {
            shown.insert(address.range.end, ']');
            shown.insert(address.range.start, '[');
        }
        assert_eq!(shown, marked);
    }

    #[test]
    fn an_address_ends_at_chinese_punctuation() {
        // B6
        check("见[https://example.com/foo]，共5家");
        check("见[https://example.com/a/b.html]（2024-05-06）。");
        check("[http://a.cn/b]、[http://c.cn/d]；（[https://e.org]）");
        check("“[http://a.cn]”《[http://b.cn/c]》…[http://d.cn/]——");
        check("[http://a.cn/b]\u{3000}[http://c.cn]\u{a0}d");
        check("[http://a.cn/b].（[http://a.cn/(b)]）, ([http://a.cn/b])");
    }

    #[test]
    fn letters_of_a_path_and_of_a_host_belong_to_it() {
        check("[https://zh.example.org/wiki/道] 见");
        check("[https://例子.中国/] [https://www.例子.中国]。");
        check("[https://zh.example.org/wiki/%E9%81%93?题=一#二]");
        check("访问[http://a.cn]查看");
        check("访问[http://a.cn]查看[https://b.cn/c]");
    }

    #[test]
    fn addresses_without_a_scheme() {
        check("[www.x.org] 和[www.x.org/甲]，awww.x.org www. www.x");
        check("[https://www.x.org/] [ftp://a.org/c] foo://a.b a@www.x.org");
        check("[HTTP://A.CN/b]");
        check("[http://a.cn/?u=http://b.cn/c]");
    }

    #[test]
    fn floods_take_linear_time() {
        for piece in ["http://a.cn中", "http://a", "www.", "www.a.b中", "://", "http://a，", "a"]
        {
            let flood = piece.repeat(300_000 / piece.len());
            assert!(find(&flood).len() <= flood.len());
        }
    }
}
