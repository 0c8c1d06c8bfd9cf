//! Tags of JSX, whose attributes may be expressions in braces.

use super::super::escape::push_reference;
use super::super::scan::is_blank_line;
use super::super::split_near;

/// The longest tag, in bytes.
const LONGEST_TAG: usize = 4096;

/// A tag of JSX or HTML.
pub(super) struct Tag<'a> {
    /// Its length in bytes.
    pub len: usize,
    /// Whether it is an end tag.
    pub ends: bool,
    /// Whether it has no content.
    pub is_empty: bool,
    /// Whether its name is that of a component: it begins with a capital letter.
    pub is_component: bool,
    /// The tag without expressions, on one line; `None` if it has none.
    pub html: Option<String>,
    /// The name.
    pub name: &'a str,
    /// The attributes with a known value.
    attributes: Vec<(&'a str, &'a str)>,
}

impl<'a> Tag<'a> {
    /// Whether a text begins like a tag.
    pub(super) fn may_begin(text: &str) -> bool {
        matches!(text.as_bytes(), [b'<', b'/', next, ..] | [b'<', next, ..] if next.is_ascii_alphabetic())
    }

    /// The tag that a text begins with; `None` if it does not end.
    pub(super) fn of(text: &'a str) -> Option<Self> {
        let near = split_near(text, LONGEST_TAG).0;
        let bytes = near.as_bytes();
        let ends = bytes.get(1) == Some(&b'/');
        let name = near.get(1 + usize::from(ends)..)?;
        let is_component = name.starts_with(|c: char| c.is_ascii_uppercase());
        let name = name.get(..name.find(|c: char| !is_name_char(c))?)?;
        let (mut html, mut copied, mut at) = (String::new(), 0, 1);
        let mut attributes = Vec::new();
        loop {
            match *bytes.get(at)? {
                b'>' => break,
                b'\n' if is_blank_line(bytes.get(at + 1..)?) => return None,
                quote @ (b'"' | b'\'') => {
                    let len = memchr::memchr(quote, bytes.get(at + 1..)?)?;
                    let before = near.get(..at)?.trim_end_matches('=');
                    let start = before.rfind(|c| !is_name_char(c)).map_or(0, |end| end + 1);
                    attributes.push((before.get(start..)?, near.get(at + 1..=at + len)?));
                    at += 1 + len;
                }
                b'{' => {
                    let expression = braced(near.get(at..)?)?;
                    html.push_str(near.get(copied..at)?);
                    if is_liquid(expression) {
                        return None;
                    }
                    if html.ends_with('=') {
                        push_value(expression, &mut html);
                    } else if !expression.starts_with("...") && !expression.starts_with("/*") {
                        return None;
                    }
                    at += expression.len() + 1;
                    copied = at + 1;
                }
                // Words in angle brackets are not a tag.
                byte if !byte.is_ascii() || b"<,;!?".contains(&byte) => return None,
                _ => {}
            }
            at += 1;
        }
        let len = at + 1;
        let is_empty = bytes.get(at - 1) == Some(&b'/');
        if copied > 0 {
            html.push_str(near.get(copied..len)?);
        }
        let html = (copied > 0).then(|| html.replace('\n', " "));
        Some(Self { len, ends, is_empty, is_component, html, name, attributes })
    }

    /// The value of the first of some attributes that has one.
    pub(super) fn attribute(&self, names: &[&str]) -> Option<&'a str> {
        names.iter().find_map(|name| {
            let found = self.attributes.iter().find(|(other, _)| other == name);
            found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
        })
    }
}

fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':')
}

/// The text between the braces at the start; braces in quotes do not count.
fn braced(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, 0);
    loop {
        match *bytes.get(at)? {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return text.get(1..at);
                }
            }
            quote @ (b'"' | b'\'' | b'`') => {
                at += 1 + memchr::memchr(quote, bytes.get(at + 1..)?)?;
            }
            _ => {}
        }
        at += 1;
    }
}

/// Whether what is in braces is a tag or a value of Liquid, and no object of JSX: `{a: 1}`.
fn is_liquid(expression: &str) -> bool {
    expression.starts_with('%')
        || expression.starts_with('{') && (!expression.contains(':') || expression.contains('|'))
}

/// Writes the value of an attribute after its name and `=`. If the value is not known, removes the
/// name again.
fn push_value(expression: &str, html: &mut String) {
    let Some(value) = literal(expression.trim()) else {
        let name = html.rfind(|c: char| c.is_ascii_whitespace()).map_or(html.len(), |at| at + 1);
        html.truncate(name);
        return;
    };
    html.push('"');
    for c in value.chars() {
        if c == '"' { push_reference(c, html) } else { html.push(c) }
    }
    html.push('"');
}

/// The value of an expression that is a text, a number, or a call with only a text, as in
/// `require("./a.png").default`.
fn literal(expression: &str) -> Option<&str> {
    let quoted = |text: &str| {
        let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
        let (inside, after) = text.get(1..)?.split_once(quote)?;
        (!inside.contains("${")).then_some((inside.len(), after.len()))
    };
    let is_name = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "_$.".contains(c));
    if is_name(expression) && expression.starts_with(|c: char| c.is_ascii_digit()) {
        return Some(expression);
    }
    if let Some((len, 0)) = quoted(expression) {
        return expression.get(1..=len);
    }
    let (name, argument) = expression.split_once('(')?;
    let (len, after) = quoted(argument.trim_start())?;
    let argument = argument.trim_start();
    let after = argument.get(argument.len() - after..)?.trim_start().strip_prefix(')')?;
    (is_name(name) && is_name(after)).then(|| argument.get(1..=len)).flatten()
}
