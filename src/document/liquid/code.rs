//! Code between tags, without what is only there for Liquid or for the layout.

use std::borrow::Cow;

use memchr::memmem;

use super::construct::{Construct, Kind};
use crate::document::scan::first_line;

/// Removes the tags that only protect code from Liquid, and puts in the values that `value` knows of
/// outside of them.
pub(super) fn without_raw(
    code: &str,
    mut value: impl FnMut(&str) -> Option<String>,
) -> Cow<'_, str> {
    let mut kept = String::new();
    let mut copied = 0;
    let mut is_raw = false;
    let last_end = memmem::rfind(code.as_bytes(), b"endraw").unwrap_or(0);
    for at in memchr::memchr_iter(b'{', code.as_bytes()) {
        if at < copied {
            continue;
        }
        let Some(found) = Construct::at(code, at) else { continue };
        let before = code.get(copied..at).unwrap_or_default();
        if found.kind == Kind::Shortcode
            && let Some(written) = found.escaped(code)
        {
            kept.push_str(before);
            kept.push_str(&written);
            copied = found.end;
            continue;
        }
        if found.kind == Kind::Value && !is_raw {
            if let Some(value) = value(found.inner) {
                kept.push_str(before);
                kept.push_str(&value);
                copied = found.end;
            }
            continue;
        }
        // Between the tags of a pair, and without an end, another one is text.
        let wanted = if is_raw { "endraw" } else { "raw" };
        let is_open = !is_raw && last_end < found.end;
        if found.kind != Kind::Tag || found.inner != wanted || is_open {
            continue;
        }
        is_raw = !is_raw;
        let line = before.rfind('\n').and_then(|end| before.get(end + 1..));
        let after = || first_line(code.get(found.end..).unwrap_or_default());
        let is_alone = |line: &&str| line.trim().is_empty() && after().trim().is_empty();
        if let Some(line) = line.filter(is_alone) {
            // The tag is removed with its line.
            kept.push_str(before.strip_suffix(line).unwrap_or(before));
            copied = (found.end + after().len() + 1).min(code.len());
        } else {
            kept.push_str(before);
            copied = found.end;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(code);
    }
    kept.push_str(code.get(copied..).unwrap_or_default());
    Cow::Owned(kept)
}

/// The code between two tags: without the rest of the first tag's line, and without the prefix of
/// that line (an indent, quotation marks) on the others.
pub(super) fn code_in(lead: &str, code: &str) -> String {
    let code = match code.split_once('\n') {
        Some((first, rest)) if first.trim().is_empty() => rest,
        _ => code,
    };
    let is_lead = lead.chars().all(|c| matches!(c, ' ' | '\t' | '>'));
    let lead = if is_lead { lead } else { "" };
    let mut kept = String::with_capacity(code.len());
    for line in code.split_inclusive('\n') {
        let rest = line.strip_prefix(lead).or_else(|| line.strip_prefix(lead.trim_end()));
        let rest = rest.unwrap_or(line);
        let blanks = lead.len().saturating_sub(line.len() - rest.len());
        let indent = rest.bytes().take(blanks).take_while(|&byte| byte == b' ').count();
        kept.push_str(rest.get(indent..).unwrap_or_default());
    }
    kept
}
