//! Restores text that YAML drops without an error (R6, M3).
//!
//! `title: !a b` is the text `b` with a tag, `title: #a` is null with a comment, and `title: [快讯]`
//! is a list, but their authors meant the text. Compares parsed values with their lines and
//! restores the text as written, with a warning.

use std::collections::HashSet;

use super::entries::{Entry, item_of, trim, without_comment};
use super::fields::{Gatherer, KeyShape, Value, shape_of, takes_list};
use super::plain;
use crate::archive::post::ProblemKind;
use crate::archive::remedy::Remedy;
use crate::archive::wrong::Wrong;
use crate::clean::CleanText;

/// The names that a document uses as aliases, after a `*`.
pub(super) struct Anchors<'a>(HashSet<&'a str>);

impl<'a> Anchors<'a> {
    pub(super) fn used_in(text: &'a str) -> Self {
        Self(text.split('*').skip(1).map(name_at).collect())
    }

    /// The text of a value that YAML takes for a tag, an unused anchor or a comment.
    fn text_of(&self, value: &'a str) -> Option<&'a str> {
        let lost = match value.split_at_checked(1)? {
            ("!", rest) => !rest.starts_with('!'),
            ("&", rest) => !self.0.contains(name_at(rest)),
            ("#", rest) => {
                return (!rest.is_empty() && !rest.starts_with([' ', '\t', '#'])).then_some(value);
            }
            _ => false,
        };
        lost.then(|| without_comment(value))
    }
}

/// The name of an anchor or alias at the start of a text.
fn name_at(text: &str) -> &str {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, ',' | '[' | ']' | '{' | '}'));
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// The value of a known key, with lost text restored.
pub(super) fn restore<'a>(
    name: &str,
    value: Value,
    entry: &Entry<'a>,
    anchors: &Anchors<'a>,
    out: &mut Gatherer,
) -> Value {
    let Some(shape) = shape_of(name) else { return value };
    if !entry.below.is_empty() {
        return if takes_list(name) && entry.value.is_empty() {
            restore_items(name, value, entry, anchors, out)
        } else {
            value
        };
    }
    let bracketed = shape == KeyShape::Prose && matches!(value, Value::List(_) | Value::Map(_));
    let text =
        if bracketed { Some(without_comment(entry.value)) } else { anchors.text_of(entry.value) };
    text.map_or(value, |text| lost(name, text, entry.index, out))
}

/// Restores items below a key: `- #a`, `- !b`, and `-a`, which YAML joins into one text.
fn restore_items<'a>(
    name: &str,
    value: Value,
    entry: &Entry<'a>,
    anchors: &Anchors<'a>,
    out: &mut Gatherer,
) -> Value {
    let items = entry.below.iter().map(|(index, line)| Some((*index, item_of(line)?)));
    let Some(items) = items.collect::<Option<Vec<_>>>() else { return value };
    match value {
        Value::List(values) if values.len() == items.len() => {
            let pairs = values.into_iter().zip(items);
            let restored = pairs.map(|(value, (index, item))| match anchors.text_of(item) {
                Some(text) => lost(name, text, index, out),
                None => value,
            });
            Value::List(restored.collect())
        }
        Value::Scalar(_) => {
            let wrong = Wrong::NoSpaceAfterDash { key: CleanText::line(name) };
            let line = out.line(entry.index);
            out.problem(line, ProblemKind::InvalidFrontMatter, wrong, Remedy::AsList);
            let items = items.iter().map(|(_, item)| plain::unquoted(out.clean(trim(item))));
            Value::List(items.collect())
        }
        value => value,
    }
}

fn lost(name: &str, text: &str, index: usize, out: &mut Gatherer) -> Value {
    let wrong = Wrong::NotYamlText { key: CleanText::line(name) };
    let line = out.line(index);
    out.problem(line, ProblemKind::InvalidFrontMatter, wrong, Remedy::AsText);
    Value::text(out.clean(text))
}
