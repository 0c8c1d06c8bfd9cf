//! Splits front matter into lines with a key and the lines below them, without a grammar.
//!
//! Repair and salvage (R8) and the line numbers of fields need the keys of text that is not valid
//! in its format. Never fails; does not know what a key means.

use std::borrow::Cow;

use super::fields::Keep;

/// How a line separates key and value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    Yaml,
    Toml,
    Json,
}

/// A key at the start of a line.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    /// The index of the line, from 0.
    pub index: usize,
    pub key: &'a str,
    /// The trimmed text after the separator.
    pub value: &'a str,
    /// The following lines that are indented or list items, without blank and comment lines, and
    /// their indices.
    pub below: Vec<(usize, &'a str)>,
}

/// The entries whose keys are kept, in order.
pub(super) fn entries(text: &str, syntax: Syntax, keep: Keep) -> Vec<Entry<'_>> {
    let mut found: Vec<Entry<'_>> = Vec::new();
    // Whether an indented line belongs to the last entry.
    let mut open = false;
    for (index, line) in text.lines().enumerate() {
        // Keys of JSON are indented.
        let line = if syntax == Syntax::Json { line.trim_start() } else { line };
        let inner = line.trim();
        if inner.is_empty() || inner.starts_with('#') {
            continue;
        }
        if syntax != Syntax::Json && line.starts_with([' ', '\t', '-']) {
            if let Some(entry) = found.last_mut().filter(|_| open) {
                entry.below.push((index, line));
            }
            continue;
        }
        let entry = kept_entry(index, line, syntax, keep);
        open = entry.is_some();
        found.extend(entry);
    }
    found
}

fn kept_entry(index: usize, line: &str, syntax: Syntax, keep: Keep) -> Option<Entry<'_>> {
    let (key, value) = split_key(line, syntax)?;
    let spaced = value.is_empty() || value.starts_with([' ', '\t']);
    let kept = match keep {
        Keep::Known => keep.keeps(key),
        Keep::All => spaced && !key.contains(char::is_whitespace) && keep.keeps(key),
    };
    kept.then(|| Entry { index, key, value: trim(value), below: Vec::new() })
}

/// Splits a line at its first separator into the key, without quotes, and the raw rest.
pub(super) fn split_key(line: &str, syntax: Syntax) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(if syntax == Syntax::Toml { '=' } else { ':' })?;
    let key = trim(key);
    let key = inside(key, '"').or_else(|| inside(key, '\'')).unwrap_or(key);
    (!key.is_empty()).then_some((key, value))
}

/// Trims spaces and tabs; ideographic spaces are text.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

/// The text inside quotes, if they are its first and last character.
pub(super) fn inside(text: &str, quote: char) -> Option<&str> {
    text.strip_prefix(quote)?.strip_suffix(quote)
}

/// Removes the outer quotes of a value. Resolves only `\"` and `\\` inside double quotes, so that
/// `"C:\dir"` is what its author saw (M1).
pub(super) fn unquote(value: &str) -> Cow<'_, str> {
    if let Some(inner) = inside(value, '\'') {
        return Cow::Borrowed(inner);
    }
    let Some(inner) = inside(value, '"') else { return Cow::Borrowed(value) };
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.chars().peekable();
    while let Some(c) = chars.next() {
        let escaped = chars.next_if(|next| c == '\\' && matches!(next, '"' | '\\'));
        out.push(escaped.unwrap_or(c));
    }
    Cow::Owned(out)
}

/// Removes a comment, which begins at ` #` (J8).
pub(super) fn without_comment(value: &str) -> &str {
    let comment = value
        .match_indices('#')
        .find(|(at, _)| value.get(..*at).is_some_and(|head| head.ends_with([' ', '\t'])));
    comment.map_or(value, |(at, _)| trim(value.get(..at).unwrap_or(value)))
}

/// The text of a list item: the trimmed rest of the line after `-`.
pub(super) fn item_of(line: &str) -> Option<&str> {
    trim(line).strip_prefix('-').map(trim)
}

/// The raw items of `[a, b]`, or of `[a, b` without the bracket.
pub(super) fn flow_items(value: &str) -> Option<impl Iterator<Item = &str>> {
    let inner = value.strip_prefix('[')?;
    let inner = trim(inner).strip_suffix(']').unwrap_or(inner);
    Some(inner.split(',').map(trim).filter(|item| !item.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_what_is_below() {
        let text = "title: a\nno key\n  lost\ntags:\n- b\n  - c\n\n# x\n  d\n\"date\" : e";
        let found = entries(text, Syntax::Yaml, Keep::Known);
        let found: Vec<_> = found
            .iter()
            .map(|entry| (entry.index, entry.key, entry.value, entry.below.len()))
            .collect();
        assert_eq!(found, [(0, "title", "a", 0), (3, "tags", "", 3), (9, "date", "e", 0)]);
    }

    #[test]
    fn outer_quotes_go_and_other_backslashes_stay() {
        // M1, R8
        for (value, expected) in [
            (r#""a "b" c""#, r#"a "b" c"#),
            (r#""C:\dir""#, r"C:\dir"),
            (r#""a \"b\" \\ c""#, r#"a "b" \ c"#),
            ("'it''s'", "it''s"),
            (r#"""#, r#"""#),
            (r#""a" b"#, r#""a" b"#),
            ("a", "a"),
        ] {
            assert_eq!(unquote(value), expected, "{value}");
        }
    }

    #[test]
    fn comments_begin_behind_a_blank() {
        // J8
        for (value, expected) in
            [("Part #1", "Part"), ("C#", "C#"), ("#a", "#a"), ("a#b # c # d", "a#b")]
        {
            assert_eq!(without_comment(value), expected);
        }
    }
}
