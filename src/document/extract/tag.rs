//! Tags and comments that HTML and Markdown read alike: names in lower case, a value directly after
//! its `=`, nothing unusual between attributes.

use memchr::memmem;

/// The most attributes of a tag.
const MOST_ATTRIBUTES: usize = 32;

/// A start tag.
pub(super) struct Start<'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether it ends in `/>`.
    pub closed: bool,
    /// Its length in bytes.
    pub len: usize,
}

/// A cursor over the bytes of a tag.
struct Bytes<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Bytes<'a> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take_while(&mut self, is: fn(u8) -> bool) -> &'a str {
        let from = self.at;
        while self.byte().is_some_and(is) {
            self.at += 1;
        }
        self.text.get(from..self.at).unwrap_or_default()
    }
}

/// Reads the start tag at the start of a text, and its attributes as written. Of attributes with
/// the same name, the first counts.
pub(super) fn start<'a>(
    text: &'a str,
    attributes: &mut Vec<(&'a str, &'a str)>,
) -> Option<Start<'a>> {
    attributes.clear();
    let mut bytes = Bytes { text, at: 1 };
    let name = name(&mut bytes)?;
    loop {
        let blanks = bytes.take_while(is_blank);
        match bytes.byte()? {
            b'>' => return Some(Start { name, closed: false, len: bytes.at + 1 }),
            b'/' => {
                let ends = text.as_bytes().get(bytes.at + 1) == Some(&b'>');
                return ends.then_some(Start { name, closed: true, len: bytes.at + 2 });
            }
            _ if blanks.is_empty() || attributes.len() >= MOST_ATTRIBUTES => return None,
            _ => {}
        }
        let attribute = attribute(&mut bytes)?;
        if attributes.iter().all(|(known, _)| *known != attribute.0) {
            attributes.push(attribute);
        }
    }
}

fn name<'a>(bytes: &mut Bytes<'a>) -> Option<&'a str> {
    let name = bytes.take_while(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    name.starts_with(|c: char| c.is_ascii_lowercase()).then_some(name)
}

fn attribute<'a>(bytes: &mut Bytes<'a>) -> Option<(&'a str, &'a str)> {
    let name =
        bytes.take_while(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        return None;
    }
    match bytes.byte()? {
        b'=' => bytes.at += 1,
        b' ' | b'\n' | b'\t' | b'/' | b'>' => return Some((name, "")),
        _ => return None,
    }
    let value = if let Some(quote @ (b'"' | b'\'')) = bytes.byte() {
        let from = bytes.at + 1;
        let len = memchr::memchr(quote, bytes.text.as_bytes().get(from..)?)?;
        bytes.at = from + len + 1;
        bytes.text.get(from..from + len)?
    } else {
        let value = bytes.take_while(|byte| !is_blank(byte) && !b"\"'=<>`".contains(&byte));
        let ends = matches!(bytes.byte()?, b' ' | b'\n' | b'\t' | b'>');
        Some(value).filter(|value| ends && !value.is_empty())?
    };
    Some((name, value))
}

/// Reads the end tag at the start of a text: its name and length.
pub(super) fn end(text: &str) -> Option<(&str, usize)> {
    let mut bytes = Bytes { text, at: 2 };
    let name = name(&mut bytes)?;
    bytes.take_while(is_blank);
    (bytes.byte() == Some(b'>')).then_some((name, bytes.at + 1))
}

/// The length of the comment at the start of a text.
pub(super) fn comment(text: &str) -> Option<usize> {
    let inside = text.strip_prefix("<!--")?;
    let end = memmem::find(inside.as_bytes(), b"-->")?;
    let content = inside.get(..end)?;
    let odd = content.starts_with('>')
        || content.starts_with("->")
        || content.contains("--!")
        // `--->` directly after the opening.
        || content == "-";
    (!odd).then_some(end + 7)
}

/// The length of a block of HTML in Markdown: up to the first empty line.
pub(super) fn block_len(text: &str) -> usize {
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let end = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        let line = rest.get(..end).unwrap_or_default();
        if line.trim_start_matches([' ', '\t']).is_empty() {
            return at;
        }
        at = (at + end + 1).min(text.len());
    }
    at
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t')
}
