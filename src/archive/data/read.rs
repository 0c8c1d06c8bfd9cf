//! The formats of data files.

use std::cell::Cell;
use std::fmt;
use std::sync::Arc;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::archive::front_matter::yaml;
use crate::document::Data;

/// The most values in a file, after the expansion of aliases. So many bytes of text count as one.
const BYTES_PER_VALUE: usize = 16;
const MOST_VALUES: usize = 500_000;
/// The most levels of nesting.
const DEEPEST: usize = 64;

/// A format of data files.
pub(super) struct Format {
    /// The extension of its files.
    pub extension: &'static str,
    read: fn(&str) -> Option<Data>,
}

/// The formats, in the order in which their files are looked for.
pub(super) const FORMATS: [Format; 5] = [
    Format { extension: "yml", read: yaml },
    Format { extension: "yaml", read: yaml },
    Format { extension: "json", read: json },
    Format { extension: "csv", read: |text| table(text, b',') },
    Format { extension: "tsv", read: |text| table(text, b'\t') },
];

impl Format {
    /// The data in a file; `None` if it is broken or over a limit.
    pub(super) fn read(&self, bytes: &[u8]) -> Option<Data> {
        let text = std::str::from_utf8(bytes).ok()?;
        (self.read)(text.strip_prefix('\u{feff}').unwrap_or(text))
    }
}

fn yaml(text: &str) -> Option<Data> {
    let left = Cell::new(MOST_VALUES);
    yaml::read_with(text, Seed { left: &left, depth: 0 })
}

fn json(text: &str) -> Option<Data> {
    let left = Cell::new(MOST_VALUES);
    let mut parser = serde_json::Deserializer::from_str(text);
    Seed { left: &left, depth: 0 }.deserialize(&mut parser).ok()
}

/// A table whose first line names the columns: a list of rows.
fn table(text: &str, separator: u8) -> Option<Data> {
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.delimiter(separator).flexible(true).from_reader(text.as_bytes());
    let names: Vec<Arc<str>> = reader.headers().ok()?.iter().map(Arc::from).collect();
    let mut left = MOST_VALUES;
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row.ok()?;
        left = left.checked_sub(1 + row.len())?;
        let pairs = names.iter().zip(&row);
        let pairs = pairs.map(|(name, text)| (name.clone(), Data::text(text))).collect();
        rows.push(Data::Map(pairs));
    }
    Some(Data::List(rows.into()))
}

/// Reads a value within the limits.
#[derive(Clone, Copy)]
struct Seed<'b> {
    left: &'b Cell<usize>,
    depth: usize,
}

impl Seed<'_> {
    fn charge<E: Error>(self, values: usize) -> Result<(), E> {
        let left = self.left.get().checked_sub(values);
        self.left.set(left.ok_or_else(|| E::custom("too large"))?);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Data;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Data, D::Error> {
        if self.depth > DEEPEST {
            return Err(D::Error::custom("nested too deeply"));
        }
        self.charge(1)?;
        deserializer.deserialize_any(Self { depth: self.depth + 1, ..self })
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Data;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Data, E> {
        Ok(Data::Nil)
    }

    fn visit_none<E>(self) -> Result<Data, E> {
        Ok(Data::Nil)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Data, E> {
        Ok(Data::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Data, E> {
        Ok(Data::Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Data, E> {
        Ok(i64::try_from(value).map_or(Data::Float(value as f64), Data::Int))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Data, E> {
        Ok(Data::Float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Data, E> {
        self.charge(value.len() / BYTES_PER_VALUE)?;
        Ok(Data::text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Data, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element_seed(self)? {
            items.push(item);
        }
        Ok(Data::List(items.into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Data, A::Error> {
        let mut pairs: Vec<(Arc<str>, Data)> = Vec::new();
        while let Some(key) = access.next_key_seed(self)? {
            let value = access.next_value_seed(self)?;
            // Liquid cannot look up other keys.
            let key = match key {
                Data::Text(key) => key,
                Data::Int(key) => key.to_string().into(),
                _ => continue,
            };
            pairs.push((key, value));
        }
        Ok(Data::Map(pairs.into()))
    }
}
