//! Markdown's inlines on one line: links, images, strong text, code, addresses and HTML. Declines a
//! construct that does not end on its line, and every ambiguous mark.

use super::super::markdown::strong_flanks;
use super::walk::Walk;
use crate::clean::CleanStr;
use crate::script::is_han;

/// The result of reading at one position.
enum Step {
    /// This many bytes are text.
    Text(usize),
    /// This many bytes are a construct, already written.
    Written(usize),
}

/// Reads a line without trailing spaces.
pub(super) fn line<'a>(walk: &mut Walk<'a>, line: CleanStr<'a>) -> Option<()> {
    let text = line.as_str();
    let (mut from, mut at) = (0, 0);
    while let Some(found) = text.as_bytes().get(at..)?.iter().position(|&byte| is_special(byte)) {
        at += found;
        let is_plain = matches!(text.as_bytes().get(at..), Some([b'~' | b'_' | b'!' | b'[', ..]));
        if !is_plain {
            walk.text(line.slice(from..at))?;
            from = at;
        }
        match special(walk, line, from, at)? {
            Step::Text(len) => at += len,
            Step::Written(len) => {
                at += len;
                from = at;
            }
        }
    }
    walk.text(line.slice(from..line.len()))
}

fn is_special(byte: u8) -> bool {
    matches!(byte, b'*' | b'_' | b'~' | b'!' | b'[' | b'<' | b'&' | b'\\' | b'`')
}

/// Reads the construct at `at`; everything before `from` is written already.
fn special<'a>(walk: &mut Walk<'a>, line: CleanStr<'a>, from: usize, at: usize) -> Option<Step> {
    let text = line.as_str();
    let rest = text.get(at..)?;
    let before = text.get(..at)?.chars().next_back();
    match rest.as_bytes() {
        [b'~', b'~', ..] => None,
        [b'_', ..] => {
            let after = rest.chars().nth(1);
            let in_word = before.is_some_and(is_word) && after.is_some_and(is_word);
            in_word.then_some(Step::Text(1))
        }
        [b'!', b'[', ..] => {
            let (alt, after) = label(rest.get(2..)?)?;
            let (source, len) = target(after)?;
            walk.text(line.slice(from..at))?;
            walk.implied_image(source, alt)?;
            Some(Step::Written(2 + alt.len() + 1 + len))
        }
        [b'~' | b'!', ..] => Some(Step::Text(1)),
        [b'[', ..] => {
            let (words, after) = label(rest.get(1..)?)?;
            let len = words.len() + 2;
            match after.as_bytes() {
                [b'(', ..] => {
                    let (target, target_len) = target(after)?;
                    walk.text(line.slice(from..at))?;
                    walk.implied_link(target, line.slice(at + 1..at + len - 1))?;
                    Some(Step::Written(len + target_len))
                }
                [b'[' | b':', ..] => None,
                _ if words.starts_with('^') => None,
                _ => Some(Step::Text(len)),
            }
        }
        [b'*', ..] => strong(walk, line, at).map(Step::Written),
        [b'`', ..] => {
            let len = memchr::memchr(b'`', rest.as_bytes().get(1..)?)?;
            let code = line.slice(at + 1..at + 1 + len);
            let blank = code.as_str().starts_with(' ') || code.as_str().ends_with(' ');
            if code.is_empty() || blank || rest.as_bytes().get(len + 2) == Some(&b'`') {
                return None;
            }
            walk.text(code)?;
            Some(Step::Written(len + 2))
        }
        [b'<', ..] => {
            if let Some(address) = autolink(rest) {
                let shown = line.slice(at + 1..at + 1 + address.len());
                walk.implied_link(address, shown)?;
                return Some(Step::Written(address.len() + 2));
            }
            walk.special(line.slice(at..line.len())).map(Step::Written)
        }
        [b'&', ..] => walk.special(line.slice(at..line.len())).map(Step::Written),
        _ => None,
    }
}

/// The address between `<` and `>` at the start of a text.
pub(super) fn autolink(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('<')?;
    if !inside.starts_with("http://") && !inside.starts_with("https://") {
        return None;
    }
    let end = memchr::memchr(b'>', inside.as_bytes())?;
    let address = inside.get(..end)?;
    (address.bytes().all(|byte| byte > b' ' && !b"<\"'`*\\{".contains(&byte))).then_some(address)
}

/// The label before a `]`, without markup, and the text after the `]`.
fn label(text: &str) -> Option<(&str, &str)> {
    let (words, after) = text.split_once(']')?;
    (!words.bytes().any(is_special)).then_some((words, after))
}

/// The target in parentheses at the start of a text, and its length with them.
fn target(text: &str) -> Option<(&str, usize)> {
    let (target, _) = text.strip_prefix('(')?.split_once(')')?;
    let is_plain = !target.is_empty()
        && target.bytes().all(|byte| byte > b' ' && !b"<>(\"'`*\\{".contains(&byte));
    is_plain.then_some((target, target.len() + 2))
}

/// Writes the strong text that begins at `at`; returns its length. What opens or closes nothing
/// could pair with a delimiter further on, so it is declined.
fn strong<'a>(walk: &mut Walk<'a>, line: CleanStr<'a>, at: usize) -> Option<usize> {
    let text = line.as_str();
    let rest = text.get(at..)?.strip_prefix("**")?;
    let (inner, after) = rest.split_once("**")?;
    if inner.is_empty()
        || after.starts_with('*')
        || inner.bytes().any(|byte| is_special(byte) && byte != b'&')
    {
        return None;
    }
    let end = at + 2 + inner.len();
    let (opens, _) = strong_flanks(text.get(..at)?, rest);
    let (_, closes) = strong_flanks(text.get(..end)?, after);
    if !(opens && closes) {
        return None;
    }
    let mut from = at + 2;
    while let Some(found) = memchr::memchr(b'&', text.as_bytes().get(from..end)?) {
        walk.text(line.slice(from..from + found))?;
        from += found;
        from += walk.special(line.slice(from..end))?;
    }
    walk.text(line.slice(from..end))?;
    Some(inner.len() + 4)
}

/// Whether every parser takes the character for part of a word.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || is_han(c)
}
