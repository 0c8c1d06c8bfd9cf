//! Front matter defaults: fields that a site's config sets for all posts below a path (J9).
//!
//! Knows which posts a scope covers and the precedence of scopes, not what a field means.

use super::glob;
use super::placement::{Placement, Section};
use crate::archive::front_matter::{Field, Fields, Value};

/// The defaults of a site.
#[derive(Clone, Debug, Default)]
pub(super) struct Defaults {
    /// Highest precedence first.
    scopes: Vec<Scope>,
}

#[derive(Clone, Debug)]
struct Scope {
    path: String,
    kind: Option<String>,
    values: Fields,
}

impl Defaults {
    /// Reads the value of `defaults`, a list of `{scope: {path, type}, values: {..}}`; also returns
    /// the number of items of another shape.
    pub(super) fn read(value: &Value, collections_dir: &str) -> (Self, usize) {
        let items = match value {
            Value::List(items) => items.as_slice(),
            Value::Null => &[],
            Value::Scalar(_) | Value::Map(_) => return (Self::default(), 1),
        };
        let mut scopes: Vec<Scope> =
            items.iter().filter_map(|item| Scope::read(item, collections_dir)).collect();
        let skipped = items.len() - scopes.len();
        // Precedence: the longer path, then a type, then the later item.
        scopes.reverse();
        scopes.sort_by_key(|scope| std::cmp::Reverse((scope.path.len(), scope.kind.is_some())));
        (Self { scopes }, skipped)
    }

    /// The fields for a post, highest precedence first.
    pub(super) fn of<'a>(&'a self, place: &Placement<'_>) -> Vec<&'a Fields> {
        self.scopes.iter().filter(|scope| scope.applies(place)).map(|scope| &scope.values).collect()
    }
}

impl Scope {
    fn read(item: &Value, collections_dir: &str) -> Option<Self> {
        let Value::Map(values) = get(item, "values")? else { return None };
        let mut fields = Fields::default();
        for (name, value) in values {
            // A line of the config would be taken for one of the post.
            fields.insert(Field { name: name.clone(), line: 1, value: value.clone() });
        }
        let scope = |key| match get(item, "scope").and_then(|scope| get(scope, key)) {
            Some(Value::Scalar(scalar)) => Some(scalar.text.to_string()),
            _ => None,
        };
        let path = scope("path").unwrap_or_default();
        let path = path.trim_start_matches('/');
        let inner = path.strip_prefix(collections_dir).and_then(|path| path.strip_prefix('/'));
        let path = inner.unwrap_or(path).to_owned();
        (path.len() <= glob::LONGEST).then(|| Self { path, kind: scope("type"), values: fields })
    }

    fn applies(&self, place: &Placement<'_>) -> bool {
        let kind_applies = match self.kind.as_deref() {
            // Jekyll's code treats drafts as posts; its manual gives them their own type.
            None | Some("posts") => true,
            Some("drafts") => place.section == Section::Drafts,
            Some(_) => false,
        };
        let path = self.path.as_bytes();
        kind_applies
            && if self.path.contains('*') {
                glob::matches_above(path, place.inner)
            } else {
                place.inner.starts_with(path)
            }
    }
}

fn get<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    match value {
        Value::Map(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::front_matter::{Scalar, ScalarKind};
    use crate::clean::CleanText;

    fn text(text: &str) -> Value {
        Value::Scalar(Scalar { text: CleanText::line(text), kind: ScalarKind::Text })
    }

    fn map(entries: &[(&str, Value)]) -> Value {
        Value::Map(entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
    }

    /// Defaults with these paths and types, each with its index as its only value.
    fn defaults(scopes: &[(&str, &str)]) -> Defaults {
        let items = scopes.iter().enumerate().map(|(i, (path, kind))| {
            let kind = if kind.is_empty() { Value::Null } else { text(kind) };
            let scope = map(&[("path", text(path)), ("type", kind)]);
            map(&[("scope", scope), ("values", map(&[("n", text(&i.to_string()))]))])
        });
        let (defaults, skipped) = Defaults::read(&Value::List(items.collect()), "col");
        assert_eq!(skipped, 0);
        defaults
    }

    fn check(scopes: &[(&str, &str)], path: &str, expected: &[&str]) {
        let defaults = defaults(scopes);
        let found = defaults.of(&Placement::of(path.as_bytes(), b""));
        let found = found.iter().map(|fields| match &fields.get("n").unwrap().value {
            Value::Scalar(scalar) => scalar.text.as_str(),
            _ => "",
        });
        assert_eq!(found.collect::<Vec<_>>(), expected, "{scopes:?} of {path}");
    }

    #[test]
    fn scopes_apply_and_the_longer_path_wins_j9() {
        check(&[("", ""), ("_posts", "")], "_posts/x.md", &["1", "0"]);
        check(&[("_posts", ""), ("", "posts")], "_posts/x.md", &["0", "1"]);
        check(&[("", ""), ("", "posts")], "_posts/x.md", &["1", "0"]);
        check(&[("", "posts"), ("", "")], "_posts/x.md", &["0", "1"]);
        check(&[("", ""), ("", "")], "_posts/x.md", &["1", "0"]);
        check(&[("zh", ""), ("en", "")], "zh/_posts/x.md", &["0"]);
        check(&[("zh/_po", "")], "zh/_posts/x.md", &["0"]);
        check(&[("/zh", ""), ("col/zh", "")], "zh/_posts/x.md", &["1", "0"]);
        check(&[("*/_posts", ""), ("**/a", "")], "zh/_posts/x.md", &["0"]);
        check(&[("", "pages"), ("", "drafts")], "_posts/x.md", &[]);
        check(&[("", "posts"), ("", "drafts")], "_drafts/x.md", &["1", "0"]);
    }

    #[test]
    fn other_shapes_are_counted() {
        let no_values = map(&[("scope", map(&[]))]);
        let no_scope = map(&[("values", map(&[]))]);
        for (value, skipped) in [
            (Value::Null, 0),
            (text("x"), 1),
            (map(&[]), 1),
            (Value::List(vec![text("x"), no_values, no_scope]), 2),
        ] {
            assert_eq!(Defaults::read(&value, "").1, skipped, "{value:?}");
        }
    }
}
