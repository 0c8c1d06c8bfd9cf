//! Walks a YAML document twice: first for the shapes of its values, then for their texts.
//!
//! The parser's own types lose the written text (`1.10` becomes 1.1), reject duplicate keys and
//! expand aliases without bound. Reading the shape first and then each scalar as a text keeps
//! everything (R6, R7). Both walks have a budget (S20).

use std::cell::Cell;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

use crate::archive::front_matter::fields::{Gatherer, Keep, Scalar, ScalarKind, Value, last_wins};
use crate::archive::front_matter::limits;
use crate::clean::{CleanText, Removed};

/// Why a document cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Invalid YAML, at a line from 0 and a column from 1, if known.
    Syntax(Option<(usize, usize)>),
    /// Over the limit of nesting or expansion.
    Limit,
    /// Valid, but a list.
    List,
    /// Valid, but a scalar.
    Text,
}

/// The content of a document.
#[derive(Debug)]
pub(super) enum Node {
    Nothing,
    /// The pairs to keep in file order, with duplicate keys.
    Map(Vec<(String, Value)>),
    List,
    Text,
}

/// Reads a document that has been checked for size and cleaned.
pub(super) fn read(text: &str, out: &mut Gatherer) -> Result<Node, Fault> {
    let mut lines = text.lines().map(str::trim_start);
    if lines.all(|line| line.is_empty() || line.starts_with('#')) {
        return Ok(Node::Nothing);
    }
    let budget = Budget::default();
    let fault = |error: serde_yaml::Error| match error.location() {
        _ if budget.spent.get() => Fault::Limit,
        Some(at) => Fault::Syntax(Some(within(text, at.line().saturating_sub(1), at.column()))),
        None => Fault::Syntax(None),
    };
    let document = || serde_yaml::Deserializer::from_str(text);
    let seed = ShapeSeed { budget: &budget, keep: out.keep, depth: 0 };
    let shape = seed.deserialize(document()).map_err(fault)?;
    let node = match &shape {
        Shape::Null => Node::Nothing,
        Shape::List(_) => Node::List,
        Shape::Bool(_) | Shape::Number | Shape::Text => Node::Text,
        Shape::Map(entries) => {
            let visitor = PairsVisitor { entries, budget: &budget };
            Node::Map(document().deserialize_map(visitor).map_err(fault)?)
        }
    };
    out.note_removed(budget.removed.get());
    Ok(node)
}

/// A line from 0 and a column from 1 within the text: the parser counts its end as one more line.
fn within(text: &str, line: usize, column: usize) -> (usize, usize) {
    let last = text.lines().count().saturating_sub(1);
    if line <= last {
        return (line, column);
    }
    (last, 1 + text.lines().last().map_or(0, |line| line.chars().count()))
}

/// Whether a text is a valid document.
pub(super) fn is_valid(text: &str) -> bool {
    serde::Deserialize::deserialize(serde_yaml::Deserializer::from_str(text))
        .is_ok_and(|_: IgnoredAny| true)
}

#[derive(Default)]
struct Budget {
    nodes: Cell<usize>,
    bytes: Cell<usize>,
    spent: Cell<bool>,
    removed: Cell<Removed>,
}

impl Budget {
    fn spend<E: Error>(&self, counter: &Cell<usize>, amount: usize, most: usize) -> Result<(), E> {
        counter.set(counter.get().saturating_add(amount));
        if counter.get() <= most {
            return Ok(());
        }
        self.spent.set(true);
        Err(E::custom("over a limit"))
    }

    fn node<E: Error>(&self) -> Result<(), E> {
        self.spend(&self.nodes, 1, limits::NODES)
    }

    fn text<E: Error>(&self, text: &str) -> Result<(), E> {
        self.spend(&self.bytes, text.len(), limits::TEXT_BYTES)
    }

    fn level<E: Error>(&self, depth: usize) -> Result<(), E> {
        let depth = Cell::new(depth);
        self.spend(&depth, 1, limits::NESTING)
    }

    fn clean(&self, text: &str) -> CleanText {
        let (text, removed) = CleanText::line_reporting(text.trim_end_matches('\n'));
        self.removed.set(self.removed.get().and(removed));
        text
    }
}

/// The first walk's result: types without texts.
enum Shape {
    Null,
    Bool(bool),
    Number,
    Text,
    List(Vec<Shape>),
    /// The values in order; `None` for a pair to skip.
    Map(Vec<Option<Shape>>),
}

#[derive(Clone, Copy)]
struct ShapeSeed<'b> {
    budget: &'b Budget,
    keep: Keep,
    depth: usize,
}

impl ShapeSeed<'_> {
    fn below<E: Error>(self) -> Result<Self, E> {
        self.budget.level(self.depth)?;
        Ok(Self { keep: Keep::All, depth: self.depth + 1, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for ShapeSeed<'_> {
    type Value = Shape;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Shape, D::Error> {
        self.budget.node()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ShapeSeed<'_> {
    type Value = Shape;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Shape, E> {
        Ok(Shape::Null)
    }

    fn visit_none<E>(self) -> Result<Shape, E> {
        Ok(Shape::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Shape, E> {
        Ok(Shape::Bool(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Shape, E> {
        Ok(Shape::Number)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Shape, E> {
        Ok(Shape::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Shape, E> {
        Ok(Shape::Number)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Shape, E> {
        Ok(Shape::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Shape, E> {
        Ok(Shape::Number)
    }

    fn visit_str<E>(self, _: &str) -> Result<Shape, E> {
        Ok(Shape::Text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Shape, A::Error> {
        let below = self.below()?;
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(below)? {
            items.push(item);
        }
        Ok(Shape::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Shape, A::Error> {
        let below = self.below()?;
        let mut entries = Vec::new();
        while let Some(kept) = map.next_key_seed(KeySeed(self))? {
            entries.push(if kept {
                Some(map.next_value_seed(below)?)
            } else {
                map.next_value::<IgnoredAny>()?;
                None
            });
        }
        Ok(Shape::Map(entries))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Shape, A::Error> {
        let (_, value) = tagged.variant::<IgnoredAny>()?;
        value.newtype_variant_seed(self.below()?)
    }
}

/// Decides whether to keep a key's value; keys that are lists or maps are skipped.
struct KeySeed<'b>(ShapeSeed<'b>);

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        self.0.budget.node()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for KeySeed<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(self.0.keep == Keep::All)
    }

    fn visit_none<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_bool<E>(self, _: bool) -> Result<bool, E> {
        Ok(self.0.keep == Keep::All)
    }

    fn visit_i64<E>(self, _: i64) -> Result<bool, E> {
        Ok(self.0.keep == Keep::All)
    }

    fn visit_i128<E>(self, _: i128) -> Result<bool, E> {
        Ok(self.0.keep == Keep::All)
    }

    fn visit_u64<E>(self, _: u64) -> Result<bool, E> {
        Ok(self.0.keep == Keep::All)
    }

    fn visit_u128<E>(self, _: u128) -> Result<bool, E> {
        Ok(self.0.keep == Keep::All)
    }

    fn visit_f64<E>(self, _: f64) -> Result<bool, E> {
        Ok(self.0.keep == Keep::All)
    }

    fn visit_str<E>(self, name: &str) -> Result<bool, E> {
        Ok(self.0.keep.keeps(name))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<bool, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {
            self.0.budget.node()?;
        }
        Ok(false)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
            self.0.budget.node()?;
        }
        Ok(false)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<bool, A::Error> {
        let (_, value) = tagged.variant::<IgnoredAny>()?;
        value.newtype_variant_seed(self)
    }
}

/// Reads the value with a known shape: the second walk.
struct ValueSeed<'s, 'b> {
    shape: &'s Shape,
    budget: &'b Budget,
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let budget = self.budget;
        let kind = match self.shape {
            Shape::Null => {
                deserializer.deserialize_ignored_any(IgnoredAny)?;
                return Ok(Value::Null);
            }
            Shape::List(items) => {
                return deserializer.deserialize_seq(ListVisitor { items, budget });
            }
            Shape::Map(entries) => {
                let pairs = deserializer.deserialize_map(PairsVisitor { entries, budget })?;
                return Ok(Value::Map(last_wins(pairs)));
            }
            Shape::Bool(value) => ScalarKind::Bool(*value),
            Shape::Number => ScalarKind::Number,
            Shape::Text => ScalarKind::Text,
        };
        let text = TextSeed(budget).deserialize(deserializer)?;
        Ok(Value::Scalar(Scalar { text, kind }))
    }
}

struct ListVisitor<'s, 'b> {
    items: &'s [Shape],
    budget: &'b Budget,
}

impl<'de> Visitor<'de> for ListVisitor<'_, '_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut items = Vec::with_capacity(self.items.len());
        for shape in self.items {
            items.extend(list.next_element_seed(ValueSeed { shape, budget: self.budget })?);
        }
        Ok(Value::List(items))
    }
}

struct PairsVisitor<'s, 'b> {
    entries: &'s [Option<Shape>],
    budget: &'b Budget,
}

impl<'de> Visitor<'de> for PairsVisitor<'_, '_> {
    type Value = Vec<(String, Value)>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("keys and values")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let budget = self.budget;
        let mut pairs = Vec::new();
        for entry in self.entries {
            let Some(shape) = entry else {
                map.next_entry::<IgnoredAny, IgnoredAny>()?;
                continue;
            };
            let Some(name) = map.next_key_seed(TextSeed(budget))? else { break };
            let value = map.next_value_seed(ValueSeed { shape, budget })?;
            pairs.push((name.as_str().to_owned(), value));
        }
        Ok(pairs)
    }
}

/// Reads a scalar's text as written, whatever its type (R6), and cleans it.
struct TextSeed<'b>(&'b Budget);

impl<'de> DeserializeSeed<'de> for TextSeed<'_> {
    type Value = CleanText;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<CleanText, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for TextSeed<'_> {
    type Value = CleanText;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<CleanText, E> {
        self.0.text(text)?;
        Ok(self.0.clean(text))
    }
}
