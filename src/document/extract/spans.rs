//! Markdown's inlines on one line: links, images, strong text, code, addresses and HTML. Declines a
//! construct that does not end on its line, and every ambiguous mark.

use memchr::memmem;

use super::walk::Walk;
use crate::clean::CleanStr;
use crate::script::is_han;

/// The longest strong text that begins or ends with a punctuation mark, in bytes; in longer text
/// kramdown's rule does not find the end.
const LONGEST_STRONG: usize = 1000;
/// The longest line that is searched for constructs beside strong text, in bytes.
const LONGEST_LINE: usize = 8192;
/// Punctuation next to which strong text may begin and end.
const MARKS: &str = "，。：；！？、（）《》“”…—";

/// The result of reading at one position.
enum Step {
    /// This many bytes are text.
    Text(usize),
    /// This many bytes are a construct, already written.
    Written(usize),
}

/// Reads a line without trailing spaces; `tagged` tells whether there was a `<` since the last
/// empty line.
pub(super) fn line<'a>(walk: &mut Walk<'a>, line: CleanStr<'a>, tagged: bool) -> Option<()> {
    let text = line.as_str();
    let (mut from, mut at) = (0, 0);
    while let Some(found) = text.as_bytes().get(at..)?.iter().position(|&byte| is_special(byte)) {
        at += found;
        let is_plain = matches!(text.as_bytes().get(at..), Some([b'~' | b'_' | b'!' | b'[', ..]));
        if !is_plain {
            walk.text(line.slice(from..at))?;
            from = at;
        }
        match special(walk, line, from, at, tagged)? {
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
fn special<'a>(
    walk: &mut Walk<'a>,
    line: CleanStr<'a>,
    from: usize,
    at: usize,
    tagged: bool,
) -> Option<Step> {
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
        [b'*', ..] => strong(walk, line, at, tagged).map(Step::Written),
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

/// Writes the strong text that begins at `at`; returns its length.
///
/// kramdown and `CommonMark` agree on `**` beside words. Beside punctuation only one of them reads
/// it as strong, and which pairs they form is clear only if there is one pair, and nothing near it
/// that kramdown's pass may take for a tag or a link target.
fn strong<'a>(walk: &mut Walk<'a>, line: CleanStr<'a>, at: usize, tagged: bool) -> Option<usize> {
    let text = line.as_str();
    let rest = text.get(at..)?.strip_prefix("**")?;
    let (inner, after) = rest.split_once("**")?;
    if after.starts_with('*') || inner.bytes().any(|byte| is_special(byte) && byte != b'&') {
        return None;
    }
    let pairs = memmem::find_iter(text.as_bytes(), b"**").take(3).count();
    let (first, last) = (inner.chars().next()?, inner.chars().next_back()?);
    let all_words = is_word(first) && is_word(last);
    let before = text.get(..at)?.chars().next_back();
    let is_apart = || !tagged && text.len() <= LONGEST_LINE && !text.contains("](");
    let is_clear = if all_words {
        pairs == 2 || is_apart()
    } else {
        let next = after.chars().next();
        let is_mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
        let beside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let of_kramdown = is_mark(first) && beside(before) || is_mark(last) && beside(next);
        let ends = |inner: char, outer: Option<char>| {
            let apart =
                |c: char| c.is_whitespace() || c.is_ascii_punctuation() || MARKS.contains(c);
            is_word(inner) || is_mark(inner) && outer.is_none_or(apart)
        };
        let seen = !first.is_whitespace() && !last.is_whitespace();
        let is_whole = pairs == 2 && inner.len() <= LONGEST_STRONG && seen;
        is_whole && if of_kramdown { is_apart() } else { ends(first, before) && ends(last, next) }
    };
    if !is_clear {
        return None;
    }
    let end = at + 2 + inner.len();
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
