//! Parses JSON front matter (Hugo, Eleventy, `VitePress`).
//!
//! Uses a JSON parser, since YAML does not support surrogate escapes. Invalid JSON is salvaged line
//! by line (R8). Knows no fences.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::entries::{Syntax, entries};
use super::fields::{Gatherer, Scalar, ScalarKind, Value, last_wins};
use super::{limits, salvage};
use crate::archive::post::ProblemKind;
use crate::archive::remedy::Remedy;
use crate::archive::wrong::Wrong;

/// The length of the JSON object at the start of a text, in bytes.
pub(super) fn object_len(text: &str) -> Option<usize> {
    // Rejects Liquid tags and YAML's braces without a parser.
    let inner = text.strip_prefix('{')?.trim_start();
    if !inner.starts_with(['"', '}']) {
        return None;
    }
    let mut values = serde_json::Deserializer::from_str(salvage::head(text)).into_iter();
    values.next()?.ok().map(|_: IgnoredAny| values.byte_offset())
}

/// Parses a JSON document that is not over the size limit.
pub(super) fn read(text: &str, out: &mut Gatherer) {
    let text = out.clean_source(text);
    let text = text.as_str();
    let mut parser = serde_json::Deserializer::from_str(text);
    let gatherer = RefCell::new(out);
    let pairs = PairsSeed { out: &gatherer, depth: 0 }.deserialize(&mut parser);
    let pairs = pairs.and_then(|pairs| parser.end().map(|()| pairs));
    let out = gatherer.into_inner();
    match pairs {
        Ok(pairs) => {
            let entries = entries(text, Syntax::Json, out.keep);
            for (name, value) in pairs {
                let entry = entries.iter().rev().find(|entry| entry.key == name);
                let line = out.line(entry.map_or(0, |entry| entry.index));
                out.field(&name, line, value);
            }
        }
        Err(error) => {
            let line = out.line(error.line().saturating_sub(1));
            let column = error.column();
            let wrong = Wrong::InvalidJson { part: out.part(), column };
            out.problem(line, ProblemKind::InvalidFrontMatter, wrong, Remedy::LineByLine);
            salvage::read(text, Syntax::Json, out);
        }
    }
}

type Out<'s, 'g> = &'s RefCell<&'g mut Gatherer>;

/// Reads the pairs of an object; of the outermost one, only those to keep.
struct PairsSeed<'s, 'g> {
    out: Out<'s, 'g>,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for PairsSeed<'_, '_> {
    type Value = Vec<(String, Value)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for PairsSeed<'_, '_> {
    type Value = Vec<(String, Value)>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            if self.depth == 0 && !self.out.borrow().keep.keeps(&name) {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let value = map.next_value_seed(ValueSeed { out: self.out, depth: self.depth + 1 })?;
            pairs.push((self.out.borrow_mut().clean(&name).as_str().to_owned(), value));
        }
        Ok(pairs)
    }
}

#[derive(Clone, Copy)]
struct ValueSeed<'s, 'g> {
    out: Out<'s, 'g>,
    depth: usize,
}

impl ValueSeed<'_, '_> {
    fn scalar(self, text: &str, kind: ScalarKind) -> Value {
        Value::Scalar(Scalar { text: self.out.borrow_mut().clean(text), kind })
    }

    fn check_depth<E: Error>(self) -> Result<(), E> {
        if self.depth > limits::NESTING {
            return Err(E::custom("nested too deeply"));
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_, '_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(self.scalar(if value { "true" } else { "false" }, ScalarKind::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(self.scalar(&value.to_string(), ScalarKind::Number))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(self.scalar(&value.to_string(), ScalarKind::Number))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(self.scalar(&value.to_string(), ScalarKind::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(self.scalar(text, ScalarKind::Text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        self.check_depth()?;
        let below = Self { depth: self.depth + 1, ..self };
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(below)? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
        self.check_depth()?;
        let pairs = PairsSeed { out: self.out, depth: self.depth }.visit_map(map)?;
        Ok(Value::Map(last_wins(pairs)))
    }
}
