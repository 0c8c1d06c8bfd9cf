//! Values that Liquid reads: those of a site's data files, its config and a post's front matter.
//!
//! Copies are cheap, since lists, maps and texts are shared. Knows neither files nor expressions.

use std::cmp::Ordering;
use std::sync::Arc;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// Known to be nothing.
    Nil,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// A text, not cleaned.
    Text(Arc<str>),
    /// A text that is known only in part; the rest is shown in it as it can be. It can be printed, but
    /// nothing else is known of it.
    Partial(Arc<str>),
    /// A list.
    List(Arc<[Data]>),
    /// Keys, without duplicates, and values.
    Map(Arc<[(Arc<str>, Data)]>),
}

impl Data {
    /// A text.
    pub fn text(text: &str) -> Self {
        Self::Text(Arc::from(text))
    }

    /// Whether a condition takes it for true: all but nothing and `false`.
    pub(super) fn is_true(&self) -> bool {
        !matches!(self, Self::Nil | Self::Bool(false))
    }

    /// Whether it is a text, a list or a map without content; `None` if that is not known.
    pub(super) fn is_empty(&self) -> Option<bool> {
        let is_any = matches!(self, Self::Text(_) | Self::List(_) | Self::Map(_));
        Some(self.len()? == 0 && is_any)
    }

    /// Whether it is nothing, `false`, empty or only spaces; `None` if that is not known.
    pub(super) fn is_blank(&self) -> Option<bool> {
        match self {
            Self::Text(text) => Some(text.trim().is_empty()),
            other => Some(other.is_empty()? || !other.is_true()),
        }
    }

    /// The number of characters, items or keys; 0 for other values, `None` if it is not known.
    pub(super) fn len(&self) -> Option<usize> {
        Some(match self {
            Self::Text(text) => text.chars().count(),
            Self::List(items) => items.len(),
            Self::Map(pairs) => pairs.len(),
            Self::Partial(_) => return None,
            _ => 0,
        })
    }

    /// The steps that it takes to look through it once.
    pub(super) fn cost(&self) -> usize {
        match self {
            Self::Text(text) | Self::Partial(text) => 1 + text.len() / 16,
            Self::List(items) => 1 + items.len(),
            Self::Map(pairs) => 1 + pairs.len(),
            _ => 1,
        }
    }

    /// The part under a key: a map's value, a list's item by number, `first`, `last` or `size`.
    #[must_use]
    pub fn get(&self, key: &str) -> Self {
        let found = match self {
            Self::Map(pairs) => {
                pairs.iter().find(|(name, _)| **name == *key).map(|(_, value)| value.clone())
            }
            Self::List(items) => match key {
                "first" => items.first().cloned(),
                "last" => items.last().cloned(),
                key => key.parse().ok().and_then(|at: i64| {
                    let from_end = at.unsigned_abs() as usize;
                    let at = if at < 0 { items.len().checked_sub(from_end)? } else { from_end };
                    items.get(at).cloned()
                }),
            },
            _ => None,
        };
        let has_size = matches!(self, Self::Text(_) | Self::List(_) | Self::Map(_));
        let size = || self.len().filter(|_| key == "size" && has_size);
        found.or_else(|| Some(Self::Int(size()? as i64))).unwrap_or(Self::Nil)
    }

    /// Whether it is a map with a key.
    pub(super) fn has(&self, key: &str) -> bool {
        matches!(self, Self::Map(pairs) if pairs.iter().any(|(name, _)| **name == *key))
    }

    /// The text that Liquid prints; `None` if it is not known, or for a map, which it prints in Ruby's
    /// notation.
    pub(super) fn print(&self) -> Option<String> {
        Some(match self {
            Self::Nil => String::new(),
            Self::Bool(value) => value.to_string(),
            Self::Int(number) => number.to_string(),
            Self::Float(number) => format!("{number:?}"),
            Self::Text(text) => text.to_string(),
            Self::List(items) => {
                items.iter().map(Self::print_item).collect::<Option<Vec<_>>>()?.concat()
            }
            Self::Map(_) | Self::Partial(_) => return None,
        })
    }

    /// Like [`Data::print`], with the known part of a text.
    pub(super) fn show(&self) -> Option<String> {
        if let Self::Partial(text) = self { Some(text.to_string()) } else { self.print() }
    }

    /// The text of an item of a list; `None` for a list or a map.
    pub(super) fn print_item(&self) -> Option<String> {
        if matches!(self, Self::List(_)) { None } else { self.print() }
    }

    /// The order of two numbers or two texts; `None` of other values.
    pub(super) fn order(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Text(one), Self::Text(two)) => Some(one.cmp(two)),
            (Self::Int(one), Self::Int(two)) => Some(one.cmp(two)),
            _ => self.number()?.partial_cmp(&other.number()?),
        }
    }

    /// Whether two values are equal; a whole number equals the same number with a fraction of 0.
    /// `None` for lists and maps, which may be large, and if it is not known.
    pub(super) fn equals(&self, other: &Self) -> Option<bool> {
        match (self, other) {
            (Self::Partial(_), _)
            | (_, Self::Partial(_))
            | (Self::List(_) | Self::Map(_), Self::List(_) | Self::Map(_)) => None,
            (Self::Int(_) | Self::Float(_), Self::Int(_) | Self::Float(_)) => {
                Some(self.order(other) == Some(Ordering::Equal))
            }
            _ => Some(self == other),
        }
    }

    fn number(&self) -> Option<f64> {
        match self {
            Self::Int(number) => Some(*number as f64),
            Self::Float(number) => Some(*number),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts() {
        let list = Data::List(Arc::from([Data::Int(1), Data::text("二"), Data::Nil]));
        let map = Data::Map(Arc::from([(Arc::from("a"), list.clone())]));
        for (whole, key, expected) in [
            (&list, "first", Data::Int(1)),
            (&list, "last", Data::Nil),
            (&list, "1", Data::text("二")),
            (&list, "-3", Data::Int(1)),
            (&list, "-4", Data::Nil),
            (&list, "9", Data::Nil),
            (&list, "size", Data::Int(3)),
            (&map, "a", list.clone()),
            (&map, "b", Data::Nil),
            (&map, "size", Data::Int(1)),
            (&Data::text("二三"), "size", Data::Int(2)),
            (&Data::Nil, "size", Data::Nil),
        ] {
            assert_eq!(whole.get(key), expected, "{whole:?} {key}");
        }
    }

    #[test]
    fn prints_and_orders() {
        let list = Data::List(Arc::from([Data::Int(1), Data::Float(2.0), Data::Bool(true)]));
        assert_eq!(list.print().as_deref(), Some("12.0true"));
        assert_eq!(Data::List(Arc::from([list])).print(), None);
        assert_eq!(Data::Int(1).equals(&Data::Float(1.0)), Some(true));
        assert_eq!(Data::Int(1).equals(&Data::text("1")), Some(false));
        assert_eq!(Data::Int(1).order(&Data::text("1")), None);
    }
}
