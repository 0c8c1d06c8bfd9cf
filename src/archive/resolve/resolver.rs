//! Looks up a post's fields, its own and its site's defaults, and resolves title (R13), categories,
//! tags and authors (J9, J14-J16).
//!
//! Knows no syntax of front matter.

use super::terms::{Split, Terms};
use super::title;
use crate::archive::front_matter::{Field, Fields, Scalar, ScalarKind, Value};
use crate::archive::post::{PostKey, Problem, ProblemKind};
use crate::archive::remedy::Remedy;
use crate::archive::site::generator::Generator;
use crate::archive::site::placement::Placement;
use crate::archive::site::{Folders, Site};
use crate::archive::wrong::Wrong;
use crate::clean::CleanText;

/// A post while it is resolved.
pub(super) struct Resolver<'a> {
    /// The post's site.
    pub site: &'a Site,
    /// The parts of its path.
    pub place: Placement<'a>,
    /// The file's own fields.
    pub own: &'a Fields,
    /// The site's defaults for the post, highest precedence first.
    defaults: Vec<&'a Fields>,
    /// The problems so far.
    pub problems: Vec<Problem>,
}

impl<'a> Resolver<'a> {
    /// Starts with a post's key and its own fields.
    pub(super) fn new(key: &'a PostKey, site: &'a Site, own: &'a Fields) -> Self {
        let place = site.place(key.as_bytes());
        Self { site, place, own, defaults: site.defaults(&place), problems: Vec::new() }
    }

    /// Records a problem.
    pub(super) fn note(&mut self, line: u32, kind: ProblemKind, wrong: Wrong, done: Remedy) {
        self.problems.push(Problem::new(line, kind, wrong, done));
    }

    /// A field that is not null: the file's, or else the site's (J9).
    pub(super) fn get(&self, name: &str) -> Option<&'a Field> {
        non_null(self.own.get(name)).or_else(|| self.default(name))
    }

    fn default(&self, name: &str) -> Option<&'a Field> {
        self.defaults.iter().find_map(|fields| non_null(fields.get(name)))
    }

    /// A field with a scalar value.
    pub(super) fn scalar(&self, name: &str) -> Option<(&'a Field, &'a Scalar)> {
        let field = self.get(name)?;
        match &field.value {
            Value::Scalar(scalar) => Some((field, scalar)),
            _ => None,
        }
    }

    /// The fields that are not null, the file's before the site's (J9).
    pub(super) fn values(&self) -> Vec<(String, Value)> {
        let mut values: Vec<(String, Value)> = Vec::new();
        for field in
            std::iter::once(self.own).chain(self.defaults.iter().copied()).flat_map(Fields::iter)
        {
            let is_new = values.iter().all(|(name, _)| *name != field.name);
            if is_new && field.value != Value::Null {
                values.push((field.name.clone(), field.value.clone()));
            }
        }
        values
    }

    /// The text of the first field that is not empty and passes the test.
    pub(super) fn text(&self, names: &[&str], passes: fn(&str) -> bool) -> Option<CleanText> {
        let texts = names.iter().filter_map(|name| self.scalar(name));
        let mut texts = texts.map(|(_, scalar)| scalar.text.as_str().trim());
        texts.find(|text| !text.is_empty() && passes(text)).map(CleanText::line)
    }

    /// The title, and whether it was derived from the body or the name (R13).
    pub(super) fn title(&mut self, body: &str) -> (CleanText, bool) {
        if let Some(field) = self.get("title") {
            match &field.value {
                Value::Scalar(scalar) => {
                    if let Some(title) = title::from_field(scalar.text.as_str()) {
                        return (title, false);
                    }
                }
                _ => self.unexpected(field, |key| Wrong::NotText { key }, Remedy::OwnTitle),
            }
        }
        let syntax = self.site.syntax(&self.place);
        let title = title::from_body(body, syntax);
        (title.unwrap_or_else(|| title::from_names(self.place.slug(), self.place.name())), true)
    }

    /// Categories from the path, the defaults and the file, in this order (J14, J15).
    pub(super) fn categories(&mut self) -> Vec<CleanText> {
        let mut terms = Terms::default();
        // Only Jekyll and Hexo have this rule (J14); plain folders follow it.
        if self.site.generator().has_sections() || self.site.generator() == Generator::Plain {
            for folder in self.place.categories() {
                terms.push(folder.as_str());
            }
        }
        for field in [self.default("categories"), non_null(self.own.get("categories"))] {
            self.add(&mut terms, field, self.split());
        }
        self.add(&mut terms, self.get("category"), Split::Never);
        self.add_taxonomy(&mut terms, "categories");
        terms.into_unique()
    }

    /// The categories with that of the post's folders, if the user wants it; it is no part of a
    /// post's address.
    pub(super) fn with_folders(&self, own: Vec<CleanText>) -> Vec<CleanText> {
        let wants = match self.site.folders() {
            Folders::Auto => own.is_empty(),
            Folders::Always => true,
            Folders::Never => false,
        };
        if !wants {
            return own;
        }
        let mut terms = Terms::default();
        terms.push(&self.site.folder_category(&self.place));
        for name in &own {
            terms.push(name.as_str());
        }
        terms.into_unique()
    }

    /// `tag`, or else `tags` (J16).
    pub(super) fn tags(&mut self) -> Vec<CleanText> {
        let mut terms = Terms::default();
        let is_false = |field: &Field| matches!(&field.value, Value::Scalar(scalar) if scalar.kind == ScalarKind::Bool(false));
        match self.get("tag") {
            Some(tag) if !is_false(tag) => self.add(&mut terms, Some(tag), Split::Never),
            _ => self.add(&mut terms, self.get("tags"), self.split()),
        }
        self.add_taxonomy(&mut terms, "tags");
        terms.into_unique()
    }

    /// `author` and `authors`.
    pub(super) fn authors(&mut self) -> Vec<CleanText> {
        let mut terms = Terms::default();
        self.add(&mut terms, self.get("author"), Split::Never);
        self.add(&mut terms, self.get("authors"), Split::Commas);
        self.add_taxonomy(&mut terms, "authors");
        terms.into_unique()
    }

    /// How a text in `categories` or `tags` is split: Hugo and Zola take it as one term.
    fn split(&self) -> Split {
        match self.site.generator() {
            Generator::Hugo | Generator::Zola => Split::Commas,
            _ => Split::CommasOrSpaces,
        }
    }

    fn add(&mut self, terms: &mut Terms, field: Option<&Field>, split: Split) {
        if let Some(field) = field
            && !terms.add(&field.value, split)
        {
            self.unexpected(field, |key| Wrong::KeysAndValues { key }, Remedy::KeysTaken);
        }
    }

    /// Zola's `[taxonomies]`.
    fn add_taxonomy(&mut self, terms: &mut Terms, name: &str) {
        if let Some(Field { value: Value::Map(entries), .. }) = self.get("taxonomies")
            && let Some((_, value)) = entries.iter().find(|(key, _)| key == name)
        {
            terms.add(value, Split::CommasOrSpaces);
        }
    }

    /// Records a value of the wrong shape for its key.
    pub(super) fn unexpected(
        &mut self,
        field: &Field,
        wrong: fn(CleanText) -> Wrong,
        done: Remedy,
    ) {
        let wrong = wrong(CleanText::line(&field.name));
        self.note(field.line, ProblemKind::UnexpectedValue, wrong, done);
    }

    /// The problems in line order.
    pub(super) fn into_problems(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| problem.line);
        self.problems
    }
}

fn non_null(field: Option<&Field>) -> Option<&Field> {
    field.filter(|field| field.value != Value::Null)
}

/// Whether a text is one of some words, ignoring ASCII case.
pub(super) fn is_one_of(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{problems, read, strings};
    use crate::archive::post::{Post, Status};

    const PATH: &str = "_posts/2020-01-02-some-news.md";

    fn with(config: &str, path: &str, fields: &str) -> Post {
        read(config, path, &format!("---\n{fields}\n---\n第一句。第二句。\n"))
    }

    #[test]
    fn the_chain_of_titles_r13_m14() {
        let long = "长".repeat(10_000);
        for (text, title, derived) in [
            ("---\ntitle: a\n---\n# h\n", "a", false),
            ("---\ntitle: ' a<b>b</b>\tc '\n---\n# h\n", "ab c", false),
            ("---\ntitle: 2013\n---\n# h\n", "2013", false),
            (&format!("---\ntitle: {long}\n---\n"), &long, false),
            ("---\ntitle: ''\n---\n# h\n", "h", true),
            ("---\ntitle: '\u{3000}'\n---\ntext\n\n# h\n", "h", true),
            ("---\ntitle:\n---\n> 摘要。\n", "摘要。", true),
            ("第一句。第二句。", "第一句。", true),
            ("# h\n", "h", true),
            ("", "Some News", true),
        ] {
            let post = read("", PATH, text);
            assert_eq!(post.title.as_str(), title, "{text:?}");
            assert_eq!(post.title_derived, derived, "{text:?}");
        }
        assert_eq!(read("", "_posts/2020-01-02-.md", "").title.as_str(), "2020-01-02-.md");
    }

    #[test]
    fn odd_names_m21() {
        for (path, title) in [
            ("_posts/2020-01-02-a b#c%20.md", "A b#c%20"),
            ("_posts/2020-01-02-a\u{a0}b\u{200b}c.md", "A\u{a0}bc"),
            ("_posts/2020-01-02-\x1b[31mred\u{202e}.md", "Red"),
        ] {
            let post = read("", path, "");
            assert_eq!(post.title.as_str(), title, "{path:?}");
            assert_eq!(post.key.as_bytes(), path.as_bytes());
        }
        let long = format!("_posts/2020-01-02-{}.md", "x".repeat(236));
        assert_eq!(read("", &long, "").title.len(), 236);
    }

    #[test]
    fn categories_j14_j15_r14_j9() {
        let defaults = "defaults: [{scope: {path: ''}, values: {categories: d e}}]";
        for (config, path, fields, expected) in [
            ("", PATH, "categories: a b", &["a", "b"][..]),
            ("", PATH, "categories: 金融，股票", &["金融", "股票"]),
            ("", PATH, "categories: [a b, c]", &["a b", "c"]),
            ("", PATH, "category: a b", &["a b"]),
            ("", PATH, "category: a b\ncategories: c d", &["c", "d", "a b"]),
            ("", PATH, "category: [a, [b c]]", &["a", "b c"]),
            ("", PATH, "categories: [[a, b], [a, c]]", &["a", "b", "c"]),
            ("", PATH, "categories: 2013", &["2013"]),
            ("", PATH, "categories: [News, news, News]", &["News", "news"]),
            ("", PATH, "categories:", &[]),
            ("", "zh/news/_posts/sub/2020-01-02-x.md", "categories: a zh", &["zh", "news", "a"]),
            (defaults, "zh/_posts/2020-01-02-x.md", "categories: a d", &["zh", "d", "e", "a"]),
            (defaults, PATH, "categories:", &["d", "e"]),
            ("plain", "zh/x.md", "taxonomies: {categories: [a b]}", &["a b"]),
            ("plain", "docs/_posts/x.md", "categories: a", &["docs", "a"]),
            ("hugo", "docs/_posts/x.md", "categories: a", &["a"]),
        ] {
            let post = with(config, path, fields);
            assert_eq!(strings(&post.categories), expected, "{path} {fields}");
        }
    }

    #[test]
    fn hugo_and_zola_take_a_text_as_one_term() {
        // R14
        for (config, expected) in [("hugo", &["Big Data"][..]), ("plain", &["Big", "Data"])] {
            let post = with(config, "content/x.md", "tags: Big Data\ncategories: Big Data");
            assert_eq!(strings(&post.tags), expected, "{config}");
            assert_eq!(strings(&post.categories), expected, "{config}");
        }
    }

    #[test]
    fn tags_j16_r14_m17() {
        let defaults = "defaults: [{scope: {path: ''}, values: {tags: d}}]";
        for (config, fields, expected) in [
            ("", "tags: a b", &["a", "b"][..]),
            ("", "tags: a, b c", &["a", "b c"]),
            ("", "tags: '#a #b/c'", &["a", "b/c"]),
            ("", "tags: [a, [b, null], 1.5]", &["a", "b", "1.5"]),
            ("", "tag: a b\ntags: c", &["a b"]),
            ("", "tag:\ntags: c", &["c"]),
            ("", "tag: false\ntags: c", &["c"]),
            ("", "tags: 2013", &["2013"]),
            ("", "tags: false", &[]),
            ("", "taxonomies: {tags: [a, b]}", &["a", "b"]),
            (defaults, "tags: a", &["a"]),
            (defaults, "tags:", &["d"]),
        ] {
            let post = with(config, PATH, fields);
            assert_eq!(strings(&post.tags), expected, "{fields}");
            assert_eq!(problems(&post), [""; 0], "{fields}");
        }
        let post = with("", PATH, "tags: {a: 1}");
        assert_eq!(strings(&post.tags), ["a"]);
        assert_eq!(post.problems.len(), 1, "{:?}", problems(&post));
        assert_eq!(post.problems[0].line, 2);
    }

    #[test]
    fn authors_of_many_shapes() {
        for (fields, expected) in [
            ("author: Ann Lee", &["Ann Lee"][..]),
            ("authors: Ann Lee, 王五", &["Ann Lee", "王五"]),
            ("authors: [a, {name: b, url: c}]", &["a", "b"]),
            ("author: a\nauthors: [a, b]", &["a", "b"]),
            ("taxonomies: {authors: [a]}", &["a"]),
            ("author: 'A ([@a](https://a.example/)), <i>b</i>'", &["A (@a), b"]),
        ] {
            assert_eq!(strings(&with("plain", "x.md", fields).authors), expected, "{fields}");
        }
    }

    #[test]
    fn defaults_give_way_to_the_file_and_shorter_paths_to_longer_j9() {
        let config = "defaults:\n\
                      - {scope: {path: _posts/a}, values: {author: long, title: t}}\n\
                      - {scope: {path: ''}, values: {author: short, draft: true}}\n";
        let post = with(config, "_posts/a/2020-01-02-x.md", "title:");
        assert_eq!(strings(&post.authors), ["long"]);
        assert_eq!((post.title.as_str(), post.status), ("t", Status::Draft));
        let post = with(config, "_posts/2020-01-02-x.md", "draft: false");
        assert_eq!(strings(&post.authors), ["short"]);
        assert_eq!((post.title.as_str(), post.status), ("第一句。", Status::Shown));
    }
}
