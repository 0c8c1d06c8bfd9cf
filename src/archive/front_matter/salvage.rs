//! Salvages front matter line by line, without a grammar (R8): the last resort.
//!
//! For text that is over a limit, or invalid even after repair. Takes known keys at the start of a
//! line with their values and skips everything else. One pass; cannot fail. Does not warn: the
//! caller knows the reason.

use super::entries::without_comment;
use super::entries::{Entry, Syntax, entries, flow_items, inside, item_of, trim, unquote};
use super::fields::{Gatherer, Keep, KeyShape, Value, shape_of, takes_list};
use super::{limits, plain};

/// The start of a text, up to the size limit of front matter.
pub(super) fn head(text: &str) -> &str {
    let cut = |back| text.get(..limits::FRONT_MATTER_BYTES - back);
    if text.len() <= limits::FRONT_MATTER_BYTES {
        return text;
    }
    (0..4).find_map(cut).unwrap_or_default()
}

/// Reads the keys to keep; of duplicates, the last.
pub(super) fn read(text: &str, syntax: Syntax, out: &mut Gatherer) {
    for entry in entries(head(text), syntax, out.keep) {
        let value = value_of(&entry, syntax, out);
        out.field(entry.key, out.line(entry.index), value);
    }
}

fn value_of(entry: &Entry<'_>, syntax: Syntax, out: &mut Gatherer) -> Value {
    let value = match syntax {
        Syntax::Json => trim(entry.value.strip_suffix(',').unwrap_or(entry.value)),
        Syntax::Yaml | Syntax::Toml => entry.value,
    };
    let list_wanted = takes_list(entry.key)
        || out.keep == Keep::All && shape_of(entry.key) != Some(KeyShape::Prose);
    if list_wanted && let Some(items) = flow_items(without_comment(value)) {
        return Value::List(items.map(|item| scalar(item, out)).collect());
    }
    if !value.is_empty() && !is_block_sign(value) {
        return scalar(value, out);
    }
    let items = entry.below.iter().filter_map(|(_, line)| item_of(line));
    let items: Vec<Value> = items.map(|item| scalar(item, out)).collect();
    if !items.is_empty() {
        return Value::List(items);
    }
    let lines: Vec<&str> = entry.below.iter().map(|(_, line)| trim(line)).collect();
    if lines.is_empty() { Value::Null } else { Value::text(out.clean(&lines.join(" "))) }
}

/// Whether a value is the header of a block scalar: `>` or `|`, with its indicators.
fn is_block_sign(value: &str) -> bool {
    value
        .strip_prefix(['>', '|'])
        .is_some_and(|rest| rest.bytes().all(|byte| matches!(byte, b'+' | b'-' | b'0'..=b'9')))
}

fn scalar(value: &str, out: &mut Gatherer) -> Value {
    let bare = without_comment(value);
    for value in [value, bare] {
        if inside(value, '"').is_some() || inside(value, '\'').is_some() {
            return Value::text(out.clean(&unquote(value)));
        }
    }
    plain::unquoted(out.clean(bare))
}
