//! Collects categories, tags and authors from values of many shapes (J15, J16, R14).
//!
//! Knows the shapes, not which field a value comes from.

use std::collections::HashSet;

use crate::archive::front_matter::{ScalarKind, Value};
use crate::clean::CleanText;
use crate::document::{self, NoContext, Syntax};

/// How to split a plain text; items of a list are never split (J15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Split {
    /// Not at all: `category: a b` is one category.
    Never,
    /// At commas of any script.
    Commas,
    /// At commas of any script, or at spaces if there is no comma (R14).
    CommasOrSpaces,
}

/// Terms in the order of their first use.
#[derive(Clone, Debug, Default)]
pub(super) struct Terms(Vec<CleanText>);

impl Terms {
    /// Adds a term without surrounding blanks and a leading `#`; drops an empty one (R14).
    pub(super) fn push(&mut self, term: &str) {
        let term = term.trim();
        let term = term.strip_prefix('#').unwrap_or(term).trim_start();
        if !term.is_empty() {
            let term = if term.contains("](") || term.contains("</") {
                // Some authors are links.
                let document = document::parse(term, Syntax::Markdown, &NoContext);
                CleanText::line(document.plain_text().as_str().trim())
            } else if term.contains('&') && term.contains(';') {
                // Pages would show the characters that the references mean.
                document::inline_text(&term.replace('<', "&lt;"))
            } else {
                CleanText::line(term)
            };
            if !term.is_empty() {
                self.0.push(term);
            }
        }
    }

    /// Adds the terms of a value: flattens lists, takes a map's `name` or else its keys (M17).
    /// Returns `false` if it took the keys of a map.
    pub(super) fn add(&mut self, value: &Value, split: Split) -> bool {
        match value {
            Value::Scalar(scalar) if scalar.kind == ScalarKind::Bool(false) => {}
            Value::Scalar(scalar) => self.add_text(scalar.text.as_str(), split),
            _ => return self.add_nested(value),
        }
        true
    }

    fn add_nested(&mut self, value: &Value) -> bool {
        let mut is_plain = true;
        let mut open = vec![value];
        while let Some(value) = open.pop() {
            match value {
                Value::Null => {}
                Value::Scalar(scalar) => self.push(scalar.text.as_str()),
                Value::List(items) => open.extend(items.iter().rev()),
                Value::Map(entries) => {
                    if let Some((_, name)) = entries.iter().find(|(key, _)| key == "name") {
                        open.push(name);
                    } else {
                        is_plain = false;
                        for (key, _) in entries {
                            self.push(key);
                        }
                    }
                }
            }
        }
        is_plain
    }

    fn add_text(&mut self, text: &str, split: Split) {
        const COMMAS: [char; 3] = [',', '，', '、'];
        match split {
            Split::Never => self.push(text),
            Split::CommasOrSpaces if !text.contains(COMMAS) => {
                text.split_ascii_whitespace().for_each(|term| self.push(term));
            }
            Split::Commas | Split::CommasOrSpaces => {
                text.split(COMMAS).for_each(|term| self.push(term));
            }
        }
    }

    /// The terms without duplicates; `News` and `news` differ (J15).
    pub(super) fn into_unique(self) -> Vec<CleanText> {
        let mut terms = self.0;
        if terms.len() > 1 {
            let mut seen = HashSet::with_capacity(terms.len());
            let is_first: Vec<bool> = terms.iter().map(|term| seen.insert(term.as_str())).collect();
            let mut is_first = is_first.into_iter();
            terms.retain(|_| is_first.next().unwrap_or(true));
        }
        terms
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::front_matter::Scalar;

    fn text(text: &str) -> Value {
        Value::Scalar(Scalar { text: CleanText::line(text), kind: ScalarKind::Text })
    }

    fn list(items: &[Value]) -> Value {
        Value::List(items.to_vec())
    }

    fn check(value: &Value, split: Split, expected: &[&str]) {
        let mut terms = Terms::default();
        let is_plain = terms.add(value, split);
        let found = terms.into_unique();
        assert_eq!(found.iter().map(CleanText::as_str).collect::<Vec<_>>(), expected, "{value:?}");
        assert_eq!(is_plain, !format!("{value:?}").contains("Map"), "{value:?}");
    }

    #[test]
    fn texts_j15_j16_r14() {
        check(&text("a b  c"), Split::CommasOrSpaces, &["a", "b", "c"]);
        check(&text("a b, c"), Split::CommasOrSpaces, &["a b", "c"]);
        check(&text("财经，股票、 基金"), Split::CommasOrSpaces, &["财经", "股票", "基金"]);
        check(&text("a　b"), Split::CommasOrSpaces, &["a　b"]);
        check(&text("a b"), Split::Never, &["a b"]);
        check(&text("a, b"), Split::Never, &["a, b"]);
        check(&text("Ann Lee, 王五"), Split::Commas, &["Ann Lee", "王五"]);
        check(&text("#a ##b # nested/c"), Split::CommasOrSpaces, &["a", "#b", "nested/c"]);
        check(&text("News news News"), Split::CommasOrSpaces, &["News", "news"]);
        check(&text("A &#38; B, C&amp;D &x"), Split::Commas, &["A & B", "C&D &x"]);
        check(&text("&lt;b>&quot;<i>"), Split::Never, &["<b>\"<i>"]);
        check(&text(" , ，"), Split::CommasOrSpaces, &[]);
        check(&text(""), Split::Never, &[]);
    }

    #[test]
    fn lists_and_maps_m17() {
        let nested =
            list(&[text("a b"), Value::Null, list(&[text("c, d"), text("a b")]), text("e")]);
        check(&nested, Split::CommasOrSpaces, &["a b", "c, d", "e"]);
        let map = Value::Map(vec![("a".to_owned(), text("1")), ("b c".to_owned(), Value::Null)]);
        check(&map, Split::CommasOrSpaces, &["a", "b c"]);
        check(&list(&[map, text("z")]), Split::Never, &["a", "b c", "z"]);
        let ann = Value::Map(vec![("name".to_owned(), text("Ann Lee"))]);
        let mut terms = Terms::default();
        assert!(terms.add(&list(&[ann, text("王五")]), Split::Commas));
        assert_eq!(terms.into_unique().len(), 2);
        check(&Value::Null, Split::Commas, &[]);
        let no = Scalar { text: CleanText::line("false"), kind: ScalarKind::Bool(false) };
        check(&Value::Scalar(no.clone()), Split::Commas, &[]);
        check(&list(&[Value::Scalar(no)]), Split::Commas, &["false"]);
        let year = Scalar { text: CleanText::line("2013"), kind: ScalarKind::Number };
        check(&Value::Scalar(year), Split::CommasOrSpaces, &["2013"]);
    }
}
