//! Character references that HTML and Markdown read alike.

use std::borrow::Cow;

use crate::clean::CleanStr;

/// The names in common use; all others are declined.
const NAMED: [(&str, char); 24] = [
    ("amp", '&'),
    ("apos", '\''),
    ("bull", '•'),
    ("copy", '©'),
    ("deg", '°'),
    ("emsp", '\u{2003}'),
    ("ensp", '\u{2002}'),
    ("euro", '€'),
    ("gt", '>'),
    ("hellip", '…'),
    ("ldquo", '“'),
    ("lsquo", '‘'),
    ("lt", '<'),
    ("mdash", '—'),
    ("middot", '·'),
    ("nbsp", '\u{a0}'),
    ("ndash", '–'),
    ("permil", '‰'),
    ("quot", '"'),
    ("rdquo", '”'),
    ("reg", '®'),
    ("rsquo", '’'),
    ("times", '×'),
    ("yen", '¥'),
];
/// The most digits of a number.
const MOST_DIGITS: usize = 6;

/// The character that an `&` at the start of a text stands for, and the length of its reference; or
/// `&` itself where nothing could take it for a reference.
pub(super) fn character(text: &str) -> Option<(char, usize)> {
    let rest = text.get(1..)?;
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric();
    if let Some(number) = rest.strip_prefix('#') {
        let (radix, digits) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (16, digits),
            None => (10, number),
        };
        let len = digits.bytes().take_while(is_name).count();
        let number_len = number.len() - digits.len() + len;
        let digits = digits.get(..len).filter(|digits| digits.len() <= MOST_DIGITS)?;
        let c = char::from_u32(u32::from_str_radix(digits, radix).ok()?)?;
        let is_plain = c > ' ' && CleanStr::unchanged(c.encode_utf8(&mut [0; 4])).is_some();
        let ends = number.as_bytes().get(number_len) == Some(&b';');
        return (is_plain && ends).then_some((c, number_len + 3));
    }
    let len = rest.bytes().take_while(is_name).count();
    let name = rest.get(..len)?;
    if rest.as_bytes().get(len) == Some(&b';') && len > 0 {
        let &(_, c) = NAMED.iter().find(|(known, _)| *known == name)?;
        return Some((c, len + 2));
    }
    // `Q&A`: without `;`, HTML has two references of two letters, and none of one.
    let is_no_name = len < 2 || len == 2 && !["lt", "gt"].contains(&&*name.to_ascii_lowercase());
    is_no_name.then_some(('&', 1))
}

/// Resolves the references of a text; `None` if one is unclear.
pub(super) fn resolved(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('&') {
        return Some(Cow::Borrowed(text));
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, reference) = rest.split_at(at);
        let (c, len) = character(reference)?;
        out.push_str(before);
        out.push(c);
        rest = reference.get(len..)?;
    }
    out.push_str(rest);
    Some(Cow::Owned(out))
}

#[cfg(test)]
mod tests {
    use super::super::super::{NoContext, Syntax, parse};
    use super::*;

    #[test]
    fn names_are_those_of_html() {
        for (name, c) in NAMED {
            let text = format!("a&{name};b");
            for syntax in [Syntax::Html, Syntax::Markdown] {
                let document = parse(&text, syntax, &NoContext);
                assert_eq!(document.plain_text().as_str(), format!("a{c}b"), "{name}");
            }
        }
    }

    #[test]
    fn clear_references_are_resolved() {
        for (text, expected) in [
            ("a &amp; b", Some("a & b")),
            ("Q&A, R&, &am", Some("Q&A, R&, &am")),
            ("&#65;&#x4e2d;&#XFF0C;", Some("A中，")),
            ("& &= &&lt;", Some("& &= &<")),
            ("&LT", None),
            ("&amp", None),
            ("&copy=1", None),
            ("&foo;", None),
            ("&A;", None),
            ("&#65", None),
            ("&#0;", None),
            ("&#32;", None),
            ("&#27;", None),
            ("&#x202e;", None),
            ("&#150;", None),
            ("&#;", None),
            ("&#x;", None),
            ("&#+1;", None),
            ("&#xd800;", None),
            ("&#1234567;", None),
        ] {
            assert_eq!(resolved(text).as_deref(), expected, "{text}");
        }
    }
}
