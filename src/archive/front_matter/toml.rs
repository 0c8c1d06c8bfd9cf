//! Parses TOML front matter (Hugo, Zola).
//!
//! The parser limits its own depth (S22) and keeps numbers as written and the offset of each key.
//! Invalid TOML is salvaged line by line (R8). Knows no fences.

use ::toml::de::{DeTable, DeValue};

use super::entries::Syntax;
use super::fields::{Gatherer, Scalar, ScalarKind, Value};
use super::salvage;
use crate::archive::post::ProblemKind;
use crate::archive::remedy::Remedy;
use crate::archive::wrong::Wrong;

/// Parses a TOML document that is not over the size limit.
pub(super) fn read(text: &str, out: &mut Gatherer) {
    let text = out.clean_source(text);
    let text = text.as_str();
    let table = match DeTable::parse(text) {
        Ok(table) => table.into_inner(),
        Err(error) => {
            let (index, column) = place(text, error.span().map_or(0, |span| span.start));
            let wrong = Wrong::InvalidToml { part: out.part(), column };
            let line = out.line(index);
            out.problem(line, ProblemKind::InvalidFrontMatter, wrong, Remedy::LineByLine);
            salvage::read(text, Syntax::Toml, out);
            return;
        }
    };
    let mut kept: Vec<_> =
        table.into_iter().filter(|(name, _)| out.keep.keeps(name.get_ref())).collect();
    kept.sort_by_key(|(name, _)| name.span().start);
    for (name, value) in kept {
        let line = out.line(place(text, name.span().start).0);
        let value = value_of(value.into_inner(), out);
        out.field(name.get_ref(), line, value);
    }
}

/// The line of a byte offset, from 0, and its column in characters, from 1.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count(), line.chars().count() + 1)
}

fn value_of(value: DeValue<'_>, out: &mut Gatherer) -> Value {
    let (text, kind) = match value {
        DeValue::String(text) => (text.into_owned(), ScalarKind::Text),
        DeValue::Integer(number) => (number.to_string(), ScalarKind::Number),
        DeValue::Float(number) => (number.to_string(), ScalarKind::Number),
        DeValue::Boolean(value) => (value.to_string(), ScalarKind::Bool(value)),
        DeValue::Datetime(date) => (date.to_string(), ScalarKind::Date),
        DeValue::Array(items) => {
            let items = items.into_iter().map(|item| value_of(item.into_inner(), out));
            return Value::List(items.collect());
        }
        DeValue::Table(table) => {
            let pair = |name: &str, value, out: &mut Gatherer| {
                (out.clean(name).as_str().to_owned(), value_of(value, out))
            };
            let pairs = table.into_iter();
            let pairs = pairs.map(|(name, value)| pair(name.get_ref(), value.into_inner(), out));
            return Value::Map(pairs.collect());
        }
    };
    Value::Scalar(Scalar { text: out.clean(&text), kind })
}
