//! The syntax of Liquid and of Hugo's shortcodes: where a construct begins and ends, and its words.
//!
//! Every search stops at the next opening, a blank line or the end of the text, so an unclosed
//! construct swallows nothing and costs nothing. Knows nothing of the meaning of names.

use std::collections::HashMap;
use std::ops::Range;

use memchr::memmem;

use super::super::scan::is_blank_line;

/// The most words of a tag that are read.
const MOST_WORDS: usize = 16;

/// The kinds of constructs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `{% name words %}`.
    Tag,
    /// `{{ expression }}`.
    Value,
    /// `{{< name words >}}` or `{{% name words %}}`.
    Shortcode,
}

/// A construct in braces.
#[derive(Clone, Copy, Debug)]
pub(super) struct Construct<'a> {
    /// Its kind.
    pub kind: Kind,
    /// The content, without a `-` at either end and without spaces around it.
    pub inner: &'a str,
    /// Whether whitespace before it is removed.
    pub trims_before: bool,
    /// Whether whitespace after it is removed.
    pub trims_after: bool,
    /// Its first byte in the text.
    pub start: usize,
    /// The offset after its last byte.
    pub end: usize,
}

impl<'a> Construct<'a> {
    /// The construct that begins with the `{` at `start`, if it is complete.
    pub(super) fn at(text: &'a str, start: usize) -> Option<Self> {
        let rest = text.get(start..)?;
        let (kind, opening, closing) = match rest.as_bytes() {
            [b'{', b'%', ..] => (Kind::Tag, 2, "%}"),
            [b'{', b'{', b'<', ..] => (Kind::Shortcode, 3, ">}}"),
            [b'{', b'{', b'%', ..] => (Kind::Shortcode, 3, "%}}"),
            [b'{', b'{', ..] => (Kind::Value, 2, "}}"),
            _ => return None,
        };
        let inside = rest.get(opening..)?;
        let from = if kind == Kind::Value { literal_end(inside) } else { 0 };
        let len = from + find_end(inside.as_bytes().get(from..)?, kind, closing.as_bytes())?;
        let end = start + opening + len + closing.len();
        let (mut inner, mut trims_before, mut trims_after) = (inside.get(..len)?, false, false);
        if kind != Kind::Shortcode {
            if let Some(rest) = inner.strip_prefix('-') {
                (inner, trims_before) = (rest, true);
            }
            if let Some(rest) = inner.strip_suffix('-') {
                (inner, trims_after) = (rest, true);
            }
        }
        Some(Self { kind, inner: inner.trim(), trims_before, trims_after, start, end })
    }

    /// The name and the arguments of a call, as Zola's shortcodes are written: `name(a="b")`. Where a
    /// value may stand, a call without named arguments is an expression.
    pub(super) fn call(&self) -> Option<(&'a str, &'a str)> {
        let (name, rest) = self.inner.split_once('(')?;
        let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let may_call = match self.kind {
            Kind::Tag => true,
            Kind::Value => rest.contains('='),
            Kind::Shortcode => false,
        };
        let is_call = may_call && is_name && !name.is_empty();
        is_call.then(|| rest.strip_suffix(')')).flatten().map(|rest| (name, rest.trim()))
    }

    /// The text of an escaped shortcode, `{{</* name */>}}`.
    pub(super) fn escaped(&self, text: &str) -> Option<String> {
        let inside = self.inner.strip_prefix("/*")?.strip_suffix("*/")?;
        let (before, after) = text.get(self.start..self.end)?.split_once(self.inner)?;
        Some([before, inside, after].concat())
    }

    /// Its name, and the rest of its content.
    pub(super) fn name_and_rest(&self) -> (&'a str, &'a str) {
        let name = self.inner;
        let end = name.char_indices().find(|&(at, c)| {
            !(c.is_alphanumeric()
                || matches!(c, '_' | '-' | '.' | ':')
                || at == 0 && "/#".contains(c))
        });
        let (name, rest) =
            name.split_at_checked(end.map_or(name.len(), |(at, _)| at)).unwrap_or_default();
        (name, rest.trim())
    }
}

/// The length of the quoted text at the start of an expression, 0 if there is none; braces inside
/// it do not count.
fn literal_end(inside: &str) -> usize {
    let from = inside.len() - inside.trim_start_matches(['-', ' ', '\t']).len();
    let quoted = inside.get(from..).unwrap_or_default();
    let [quote @ (b'"' | b'\''), literal @ ..] = quoted.as_bytes() else { return 0 };
    match memchr::memchr2(*quote, b'\n', literal) {
        Some(len) if literal.get(len) == Some(quote) => from + len + 2,
        _ => 0,
    }
}

/// The offset of the closing braces, unless something else comes first.
fn find_end(bytes: &[u8], kind: Kind, closing: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr3(*closing.first()?, b'{', b'\n', bytes.get(at..)?)?;
        let here = bytes.get(at..)?;
        if here.starts_with(closing) {
            return Some(at);
        }
        // An include may have an argument `{{ a value }}`; no other construct contains braces.
        if here.starts_with(b"{%") || here.starts_with(b"{{") && kind != Kind::Tag {
            return None;
        }
        if here.starts_with(b"\n") && is_blank_line(here.get(1..)?) {
            return None;
        }
        at += 1;
    }
}

/// A word of a tag, with its name if written as `name=word`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word<'a> {
    /// The name; empty if it has none.
    pub name: &'a str,
    /// The word, without quotes.
    pub text: &'a str,
}

/// The words of a tag, up to [`MOST_WORDS`].
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut rest = text;
    while words.len() < MOST_WORDS {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | '=' | '"' | '\''));
        let (head, after) = rest.split_at_checked(end.unwrap_or(rest.len())).unwrap_or_default();
        let (name, value) = match after.strip_prefix('=') {
            Some(value) => (head, value),
            None if head.is_empty() => ("", after),
            None => {
                words.push(Word { name: "", text: head });
                rest = after;
                continue;
            }
        };
        let (text, after) = match value.chars().next() {
            None if name.is_empty() => break,
            None => ("", ""),
            Some(quote @ ('"' | '\'' | '`')) => {
                let inner = value.get(1..).unwrap_or_default();
                inner.split_once(quote).unwrap_or((inner, ""))
            }
            Some(_) => {
                let end = value.find(char::is_whitespace).unwrap_or(value.len());
                value.split_at_checked(end).unwrap_or_default()
            }
        };
        words.push(Word { name, text });
        rest = after;
    }
    words
}

/// The end tags of a text, by name.
///
/// The names are those of the opening tags: `note` for `{% endnote %}`, and `/note` for
/// `{{< /note >}}`.
pub(super) struct EndTags<'a>(HashMap<&'a str, Vec<Range<usize>>>);

impl<'a> EndTags<'a> {
    /// Finds the end tags of a text.
    pub(super) fn of(text: &'a str) -> Self {
        let mut ends: HashMap<&str, Vec<Range<usize>>> = HashMap::new();
        for opening in ["{%", "{{<", "{{%"] {
            for at in memmem::find_iter(text.as_bytes(), opening) {
                // `{{%` holds `{%`.
                let Some(found) = Construct::at(text, at) else { continue };
                let name = found.name_and_rest().0;
                let name = match found.kind {
                    Kind::Tag => name.strip_prefix("end"),
                    Kind::Shortcode => Some(name).filter(|name| name.starts_with('/')),
                    Kind::Value => None,
                };
                // `end` alone ends a shortcode of Zola.
                let is_end = |name: &&str| name.len() > 1 || found.inner == "end";
                if let Some(name) = name.filter(is_end) {
                    ends.entry(name).or_default().push(found.start..found.end);
                }
            }
        }
        // The two kinds of shortcodes were searched one after the other.
        for ends in ends.values_mut() {
            ends.sort_by_key(|end| end.start);
        }
        Self(ends)
    }

    /// The first end tag of a name from an offset on.
    pub(super) fn next(&self, name: &str, from: usize) -> Option<Range<usize>> {
        let ends = self.0.get(name)?;
        ends.get(ends.partition_point(|end| end.start < from)).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = Construct::at(text, 0).map(|found| {
            let dashes =
                [found.trims_before, found.trims_after].map(|trims| if trims { "-" } else { "" });
            let after = text.get(found.end..).unwrap_or_default();
            format!("{}{}{}|{after}", dashes[0], found.inner, dashes[1])
        });
        assert_eq!(found.unwrap_or_default(), expected, "{text:?}");
    }

    #[test]
    fn shapes() {
        check("{% if a %}b", "if a|b");
        check("{%- if a\n -%}b", "-if a-|b");
        check("{{ a | b }}}", "a | b|}");
        check("{{ \"{% raw %}\" }}b", "\"{% raw %}\"|b");
        check("{{ '}}' }}b", "'}}'|b");
        check("{{< a \"b\" >}}c", "a \"b\"|c");
        check("{{% /a %}}c", "/a|c");
        check("{% include a b=\"{{ c }}\" %}d", "include a b=\"{{ c }}\"|d");
    }

    #[test]
    fn unclosed_constructs_are_none() {
        for text in
            ["{% a", "{{ a", "{% a\n\n%}", "{% a {% b %}", "{{ a {{ b }}", "{{ 'a }", "{a}", "{"]
        {
            check(text, "");
        }
    }

    #[test]
    fn words_have_names_and_quotes() {
        for (text, expected) in [
            ("a b", "a b"),
            ("a.html p=\"v w\" q='x', r=y", "a.html p:v w q:x r:y"),
            ("\"a b\" lang:c", "a b lang:c"),
            ("a=", "a:"),
            ("a \"b", "a b"),
            ("中 “文”", "中 “文”"),
            ("", ""),
        ] {
            let found = words(text)
                .iter()
                .map(|word| {
                    if word.name.is_empty() {
                        word.text.to_owned()
                    } else {
                        format!("{}:{}", word.name, word.text)
                    }
                })
                .collect::<Vec<_>>()
                .join(" ");
            assert_eq!(found, expected, "{text:?}");
        }
    }
}
