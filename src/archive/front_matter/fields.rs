//! Keys and values of front matter, independent of the format.
//!
//! Scalars keep their text as written (R6): `2013`, `1.10`, `yes` and `08` may be titles and tags,
//! not numbers and booleans. All text is clean. Knows neither how a format is parsed, nor what a
//! key means for a post.

use std::collections::HashMap;

use super::limits;
use crate::archive::post::{Problem, ProblemKind};
use crate::archive::remedy::Remedy;
use crate::archive::wrong::{Part, Wrong};
use crate::clean::{CleanText, Removed};

/// A value of front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `~`, `null` or empty.
    Null,
    /// A text, number, boolean or date.
    Scalar(Scalar),
    /// A list, possibly nested.
    List(Vec<Value>),
    /// Keys and values in file order; of duplicate keys, only the last (R7).
    Map(Vec<(String, Value)>),
}

/// A single value: its text as written and its type in the format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The text on one line, as written except for quotes and escapes (R6).
    pub text: CleanText,
    /// The type in the format.
    pub kind: ScalarKind,
}

/// The type of a scalar in its format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalarKind {
    /// Text, quoted or not.
    Text,
    /// A number.
    Number,
    /// A boolean; in YAML only `true` and `false` in three spellings (M18).
    Bool(bool),
    /// A TOML date in ISO format.
    Date,
}

impl Value {
    /// A text.
    pub fn text(text: CleanText) -> Self {
        Self::Scalar(Scalar { text, kind: ScalarKind::Text })
    }

    /// The scalar, if the value is one.
    pub fn as_scalar(&self) -> Option<&Scalar> {
        match self {
            Self::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }
}

/// A key, its line and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The key.
    pub name: String,
    /// The line of the key in the file, from 1.
    pub line: u32,
    /// The value.
    pub value: Value,
}

/// The known fields of a post, without duplicates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(pub(super) Vec<Field>);

impl Fields {
    /// The field with a name.
    pub fn get(&self, name: &str) -> Option<&Field> {
        self.0.iter().find(|field| field.name == name)
    }

    /// The fields in file order.
    pub fn iter(&self) -> impl Iterator<Item = &Field> {
        self.0.iter()
    }

    /// Replaces the field of the same name, or appends.
    pub fn insert(&mut self, field: Field) {
        match self.0.iter_mut().find(|old| old.name == field.name) {
            Some(old) => *old = field,
            None => self.0.push(field),
        }
    }

    /// Whether there is no field.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Which keys of a document to keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// The known keys of posts; other values are skipped without parsing (S20).
    Known,
    /// All keys, as in a site's config.
    All,
}

impl Keep {
    pub(super) fn keeps(self, name: &str) -> bool {
        match self {
            Self::Known => shape_of(name).is_some(),
            Self::All => name != "<<",
        }
    }
}

/// The expected shape of a known key's value (R8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyShape {
    /// Text for readers: a value in brackets is not a list (M3).
    Prose,
    /// A text.
    Text,
    /// A list, or a text that stands for one.
    List,
    /// Names of a post's groups; of a map, its keys (M17).
    Names,
    /// A map.
    Map,
}

/// The shape of a known key; `None` for other keys.
pub(super) fn shape_of(name: &str) -> Option<KeyShape> {
    Some(match name {
        "title" | "excerpt" | "description" | "summary" | "source" | "from" | "original" => {
            KeyShape::Prose
        }
        "date" | "publishDate" | "publishdate" | "pubDate" | "pubdate" | "pubDatetime"
        | "published" | "publishedAt" | "createTime" | "createdAt" | "created" | "updated"
        | "lastmod" | "expiryDate" | "expirydate" | "author" | "excerpt_separator"
        | "permalink" | "path" | "slug" | "layout" | "draft" | "status" | "link" | "url"
        | "source_url" | "original_url" | "external_url" | "canonical_url" | "lang"
        | "render_with_liquid" => KeyShape::Text,
        "authors" | "aliases" => KeyShape::List,
        "categories" | "category" | "tags" | "tag" => KeyShape::Names,
        "taxonomies" | "extra" => KeyShape::Map,
        _ => return None,
    })
}

/// Whether a key takes a list.
pub(super) fn takes_list(name: &str) -> bool {
    matches!(shape_of(name), Some(KeyShape::List | KeyShape::Names))
}

/// Collects the fields and problems of one document: cleans text, keeps the last of duplicate keys.
pub(super) struct Gatherer {
    pub keep: Keep,
    /// The line in the file of the document's first line, from 1.
    pub first_line: u32,
    fields: Vec<Field>,
    problems: Vec<Problem>,
    /// By name: the index of the field, and of the problem about its duplicates.
    places: HashMap<String, (usize, Option<usize>)>,
    removed: Removed,
}

impl Gatherer {
    pub(super) fn new(keep: Keep, first_line: u32) -> Self {
        Self {
            keep,
            first_line,
            fields: Vec::new(),
            problems: Vec::new(),
            places: HashMap::new(),
            removed: Removed::default(),
        }
    }

    /// What it reads: all keys of a config, or the known ones of a post.
    pub(super) fn part(&self) -> Part {
        if self.keep == Keep::All { Part::Config } else { Part::FrontMatter }
    }

    /// That the document is over the limit of its size.
    pub(super) fn too_large(&self) -> Wrong {
        Wrong::TooLarge { part: self.part(), most: limits::FRONT_MATTER_BYTES.div_ceil(1024) }
    }

    /// The line in the file of the document's line `index`, from 0.
    pub(super) fn line(&self, index: usize) -> u32 {
        self.first_line.saturating_add(index as u32)
    }

    /// Cleans a scalar's text and records what was removed.
    pub(super) fn clean(&mut self, text: &str) -> CleanText {
        let (text, removed) = CleanText::line_reporting(text.trim_end_matches('\n'));
        self.note_removed(removed);
        text
    }

    /// Removes control characters, which parsers reject (R16), from a document without moving its
    /// lines: line ends other than LF become spaces (S9).
    pub(super) fn clean_source(&mut self, text: &str) -> CleanText {
        const LINE_ENDS: [char; 6] = ['\r', '\x0b', '\x0c', '\u{85}', '\u{2028}', '\u{2029}'];
        let (text, removed) = if text.contains(LINE_ENDS) {
            CleanText::body_reporting(&text.replace(LINE_ENDS, " "))
        } else {
            CleanText::body_reporting(text)
        };
        self.note_removed(removed);
        text
    }

    /// Records what cleaning removed.
    pub(super) fn note_removed(&mut self, removed: Removed) {
        self.removed = self.removed.and(removed);
    }

    /// Adds a problem.
    pub(super) fn problem(&mut self, line: u32, kind: ProblemKind, wrong: Wrong, done: Remedy) {
        self.problems.push(Problem::new(line, kind, wrong, done));
    }

    /// Adds problems found elsewhere.
    pub(super) fn problems(&mut self, problems: Vec<Problem>) {
        self.problems.extend(problems);
    }

    /// Adds a field; replaces one of the same name, with a warning at the later line (M6).
    pub(super) fn field(&mut self, name: &str, line: u32, value: Value) {
        let value = self.names_of_map(name, line, value);
        let Some((place, problem)) = self.places.get_mut(name) else {
            self.places.insert(name.to_owned(), (self.fields.len(), None));
            self.fields.push(Field { name: name.to_owned(), line, value });
            return;
        };
        if let Some(field) = self.fields.get_mut(*place) {
            field.line = line;
            field.value = value;
        }
        if let Some(problem) = problem.and_then(|at| self.problems.get_mut(at)) {
            problem.line = line;
            return;
        }
        *problem = Some(self.problems.len());
        let wrong = Wrong::KeyTwice { key: CleanText::line(name) };
        self.problem(line, ProblemKind::DuplicateKey, wrong, Remedy::LastTaken);
    }

    /// Converts `tags: {a: 1}` to the tag `a` (M17).
    fn names_of_map(&mut self, name: &str, line: u32, value: Value) -> Value {
        match value {
            Value::Map(pairs) if shape_of(name) == Some(KeyShape::Names) => {
                let wrong = Wrong::KeysAndValues { key: CleanText::line(name) };
                self.problem(line, ProblemKind::UnexpectedValue, wrong, Remedy::KeysTaken);
                let names = pairs.iter().map(|(name, _)| Value::text(self.clean(name)));
                Value::List(names.collect())
            }
            value => value,
        }
    }

    pub(super) fn has_fields(&self) -> bool {
        !self.fields.is_empty()
    }

    /// The fields, and the problems in line order.
    pub(super) fn finish(mut self) -> (Vec<Field>, Vec<Problem>) {
        let line = self.first_line;
        if self.removed.controls {
            let wrong = Wrong::Controls { part: self.part() };
            self.problem(line, ProblemKind::ControlCharacters, wrong, Remedy::Removed);
        }
        if self.removed.bidi {
            let wrong = Wrong::Bidi { part: self.part() };
            self.problem(line, ProblemKind::BidiControls, wrong, Remedy::Removed);
        }
        self.problems.sort_by_key(|problem| problem.line);
        (self.fields, self.problems)
    }
}

/// Keeps the last of duplicate keys, in linear time.
pub(super) fn last_wins(pairs: Vec<(String, Value)>) -> Vec<(String, Value)> {
    let mut places: HashMap<String, usize> = HashMap::with_capacity(pairs.len());
    let mut kept: Vec<(String, Value)> = Vec::with_capacity(pairs.len());
    for (name, value) in pairs {
        if let Some(old) = places.get(&name).and_then(|at| kept.get_mut(*at)) {
            old.1 = value;
        } else {
            places.insert(name.clone(), kept.len());
            kept.push((name, value));
        }
    }
    kept
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Fields and problems as lines: `name=value`, then `line: problem`. `#` marks a number, `!` a
    /// boolean, `@` a date; `~` is null.
    pub(crate) fn show(fields: &[Field], problems: &[Problem]) -> String {
        let fields =
            fields.iter().map(|field| format!("{}={}", field.name, show_value(&field.value)));
        let problems = problems.iter().map(|problem| format!("{}: {problem}", problem.line));
        fields.chain(problems).collect::<Vec<_>>().join("\n")
    }

    fn show_value(value: &Value) -> String {
        match value {
            Value::Null => "~".to_owned(),
            Value::Scalar(Scalar { text, kind }) => match kind {
                ScalarKind::Text => text.to_string(),
                ScalarKind::Number => format!("#{text}"),
                ScalarKind::Bool(value) => format!("!{value}"),
                ScalarKind::Date => format!("@{text}"),
            },
            Value::List(items) => {
                let items: Vec<_> = items.iter().map(show_value).collect();
                format!("[{}]", items.join(", "))
            }
            Value::Map(pairs) => {
                let pairs =
                    pairs.iter().map(|(name, value)| format!("{name}: {}", show_value(value)));
                format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
            }
        }
    }

    fn text(text: &str) -> Value {
        Value::text(CleanText::line(text))
    }

    #[test]
    fn the_last_of_equal_keys_wins_with_one_warning() {
        // R7, M6
        let mut all = Gatherer::new(Keep::All, 1);
        for line in 1..=3 {
            all.field("title", line, text(&line.to_string()));
        }
        let (fields, problems) = all.finish();
        assert_eq!(fields, [Field { name: "title".into(), line: 3, value: text("3") }]);
        let found: Vec<_> = problems.iter().map(|p| (p.line, p.to_string())).collect();
        assert_eq!(
            found,
            [(3, "the key `title` appears twice; the last one was taken".to_owned())]
        );

        let pair = |name: &str, value: &str| (name.to_owned(), text(value));
        let nested = last_wins(vec![pair("a", "1"), pair("b", "2"), pair("a", "3")]);
        assert_eq!(nested, [pair("a", "3"), pair("b", "2")]);
    }

    #[test]
    fn insert_replaces() {
        let mut fields = Fields::default();
        for (name, value) in [("a", "1"), ("b", "2"), ("a", "3")] {
            fields.insert(Field { name: name.into(), line: 1, value: text(value) });
        }
        assert_eq!(fields.iter().count(), 2);
        assert_eq!(fields.get("a").map(|field| &field.value), Some(&text("3")));
        assert_eq!(fields.get("c"), None);
    }
}
