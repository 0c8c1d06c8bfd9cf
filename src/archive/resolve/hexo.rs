//! The values of Hexo's own placeholders in addresses.

use super::resolver::Resolver;
use crate::archive::front_matter::Value;
use crate::archive::site::permalink;
use crate::clean::CleanStr;

impl Resolver<'_> {
    /// The title: the path below `_posts`, without a date that the names have.
    pub(super) fn hexo_title(&self) -> String {
        let (folders, stem) = self.place.title_path();
        let stem = if self.site.has_dated_names() { self.place.slug() } else { stem };
        let (folders, stem) = (String::from_utf8_lossy(folders), String::from_utf8_lossy(stem));
        if folders.is_empty() { stem.into_owned() } else { format!("{folders}/{stem}") }
    }

    /// The last of the post's categories with those above it. Each name is below the one before it,
    /// unless a list holds lists: then each of these is a category of its own.
    pub(super) fn hexo_category(&self) -> String {
        let field = self.get("categories").or_else(|| self.get("category"));
        let names = match field.map(|field| &field.value) {
            Some(Value::List(items)) if items.iter().any(|item| matches!(item, Value::List(_))) => {
                items.iter().map(texts).rfind(|texts| !texts.is_empty()).unwrap_or_default()
            }
            value => value.map(texts).unwrap_or_default(),
        };
        if names.is_empty() {
            let default = self.site.value("default_category");
            return default.map_or("uncategorized", CleanStr::as_str).to_owned();
        }
        let slugs = names.into_iter().map(|name| {
            let mapped = self.site.value(&format!("category_map.{name}"));
            permalink::hexo_slug(mapped.map_or(name, CleanStr::as_str))
        });
        slugs.collect::<Vec<_>>().join("/")
    }
}

/// The text of a value, or of each item of a list, that is not empty.
fn texts(value: &Value) -> Vec<&str> {
    let items = if let Value::List(items) = value { items } else { std::slice::from_ref(value) };
    let texts = items.iter().filter_map(|item| Some(item.as_scalar()?.text.as_str().trim()));
    texts.filter(|text| !text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::PostFile;
    use crate::archive::post::PostKey;
    use crate::archive::site::Site;
    use crate::archive::site::generator::{Generator, Recognised};

    #[test]
    fn categories_of_addresses() {
        let config = "url: https://a.org\npermalink: :category/:title.html\n\
                      category_map: {地图: map}\n";
        let check = |config: &str, fields: &str, expected: &str| {
            let hexo = Recognised { generator: Generator::Hexo, ..Recognised::default() };
            let (site, _) = Site::of(&hexo, Some(config.as_bytes()));
            let text = format!("---\n{fields}\n---\n文\n");
            let key = PostKey::new(*b"source/_posts/x.md");
            let url = PostFile::new(&key, text.as_bytes(), &site).post(0).url.unwrap();
            let path = url.as_str().strip_prefix("https://a.org").unwrap();
            assert_eq!(path, format!("{expected}/x.html"), "{fields}");
        };
        for (fields, expected) in [
            ("categories: a", "/a"),
            ("category: a", "/a"),
            ("categories: a b", "/a-b"),
            ("categories: [a, b]", "/a/b"),
            ("categories: [[a], [b]]", "/b"),
            ("categories: [[a, d], [b, c]]", "/b/c"),
            ("categories: [[b, c], a]", "/a"),
            ("categories: [[a], []]", "/a"),
            ("categories: [A.b (c), 地图]", "/A-b-c/map"),
            ("categories: 「甲」", "/%E3%80%8C%E7%94%B2%E3%80%8D"),
            ("categories: []", "/uncategorized"),
            ("", "/uncategorized"),
        ] {
            check(config, fields, expected);
        }
        check(&format!("{config}default_category: none"), "", "/none");
    }
}
