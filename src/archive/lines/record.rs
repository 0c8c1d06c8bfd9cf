//! A line as the file of a post: its fields as front matter, and its text.

use serde_json::{Map, Value, json};

use crate::archive::date::PostDate;
use crate::archive::post::{Post, Problem, ProblemKind, Status};
use crate::archive::remedy::Remedy;
use crate::archive::wrong::Wrong;
use crate::clean::CleanText;
use crate::document::Syntax;

pub(super) const TITLES: [&str; 5] = ["title", "headline", "subject", "name", "heading"];
pub(super) const DATES: [&str; 14] = [
    "date",
    "published",
    "published_at",
    "publishedAt",
    "date_published",
    "publish_date",
    "pubDate",
    "pubdate",
    "datetime",
    "timestamp",
    "time",
    "created_at",
    "createdAt",
    "created",
];
const CATEGORIES: [&str; 3] = ["categories", "category", "section"];
const TAGS: [&str; 2] = ["tags", "keywords"];
const AUTHORS: [&str; 4] = ["authors", "author", "byline", "creator"];
const EXCERPTS: [&str; 4] = ["excerpt", "summary", "description", "abstract"];
const ADDRESSES: [&str; 4] = ["url", "canonical_url", "permalink", "link"];
const SOURCES: [&str; 4] = ["source", "source_url", "external_url", "original_url"];
const HTML: [&str; 3] = ["content_html", "html", "body_html"];
const MARKDOWN: [&str; 3] = ["markdown", "content_markdown", "md"];
const TEXTS: [&str; 7] =
    ["text", "content_text", "content", "body", "article", "fulltext", "full_text"];
/// A field that only this program's own export has.
const OWN: &str = "title_derived";

/// What a record says of a post that a document made of its text would lack.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    /// The syntax of the text.
    pub syntax: Syntax,
    /// The text, as it is exported again, if it has no marks.
    pub text: Option<CleanText>,
    /// The fields of a line that kanbao exported, used as they are.
    pub exported: Option<Exported>,
    /// Whether the title was made by this program.
    pub title_derived: bool,
}

/// The fields of an exported post. They were resolved before the export. Resolving them again would
/// change some, such as a title that contains `&lt;`.
#[derive(Clone, Debug)]
pub(crate) struct Exported {
    /// `None` if the line has none.
    pub title: Option<CleanText>,
    pub categories: Vec<CleanText>,
    pub tags: Vec<CleanText>,
    pub authors: Vec<CleanText>,
    pub excerpt: Option<CleanText>,
    pub url: Option<CleanText>,
    pub is_excluded: bool,
    /// The targets of the links that the text had.
    pub links: Vec<CleanText>,
}

impl Exported {
    fn of_fields(fields: &Map<String, Value>) -> Self {
        let line = |value: &Value| value.as_str().map(CleanText::line);
        let one = |name| fields.get(name).and_then(line).filter(|text| !text.is_empty());
        let all = |name| {
            let items = fields.get(name).and_then(Value::as_array);
            items.into_iter().flatten().filter_map(line).collect()
        };
        Self {
            title: one("title"),
            categories: all("categories"),
            tags: all("tags"),
            authors: all("authors"),
            excerpt: one("excerpt"),
            url: one("url"),
            is_excluded: fields.get("status").and_then(Value::as_str) == Some("excluded"),
            links: all("links"),
        }
    }

    /// Gives a post the fields that it was exported with.
    pub(in crate::archive) fn apply(&self, post: &mut Post) {
        if let Some(title) = &self.title {
            post.title.clone_from(title);
        }
        post.categories.clone_from(&self.categories);
        post.tags.clone_from(&self.tags);
        post.authors.clone_from(&self.authors);
        post.url.clone_from(&self.url);
        if self.is_excluded {
            post.status = Status::Excluded;
        }
    }
}

/// A line as the file of a post.
pub(in crate::archive) struct Record {
    /// The bytes of the file.
    pub bytes: Vec<u8>,
    pub given: Given,
    /// The line is no post.
    pub problem: Option<Problem>,
}

impl Record {
    /// Reads a line; `file` and `number` say which. One that is no post is shown as it is.
    pub(in crate::archive) fn of(line: &[u8], file: &[u8], number: u32) -> Self {
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        let wrong = match serde_json::from_slice::<Map<String, Value>>(line) {
            Ok(fields) => match of_fields(&fields) {
                Some(record) => return record,
                None => Wrong::LineWithoutPost { line: number as usize },
            },
            Err(error) => {
                let (line, column) = (number as usize, error.column().max(1));
                Wrong::LineNotObject { line, column }
            }
        };
        let place = format!("{}:{number}", CleanText::lossy(file));
        let problem = Problem::new(1, ProblemKind::InvalidFrontMatter, wrong, Remedy::AsWritten);
        let mut bytes = format!("{}\n\n", json!({"title": place})).into_bytes();
        bytes.extend_from_slice(line);
        let given =
            Given { syntax: Syntax::Plain, text: None, exported: None, title_derived: true };
        Self { bytes, given, problem: Some(problem) }
    }
}

/// The record of an object; `None` if it is no post.
fn of_fields(fields: &Map<String, Value>) -> Option<Record> {
    let first = |names: &[&str]| names.iter().find_map(|name| words(fields.get(*name)?));
    let title = first(&TITLES);
    let typed = [(&HTML[..], Syntax::Html), (&MARKDOWN, Syntax::Markdown)];
    let typed = typed.into_iter().find_map(|(names, syntax)| Some((first(names)?, syntax)));
    let is_own = fields.contains_key(OWN);
    let (text, syntax) = typed.filter(|_| !is_own).unwrap_or_else(|| {
        let text = first(&TEXTS).unwrap_or_default();
        let syntax = if is_own { Syntax::Plain } else { syntax_of(&text) };
        (text, syntax)
    });
    let excerpt = first(&EXCERPTS);
    if title.is_none() && text.trim().is_empty() && excerpt.is_none() {
        return None;
    }
    let mut front = Map::new();
    let date = DATES.iter().find_map(|name| date(fields.get(*name)?));
    for (name, value) in [
        ("title", title),
        ("date", date),
        ("canonical_url", first(&ADDRESSES)),
        ("source", first(&SOURCES)),
        ("excerpt", excerpt),
        ("lang", first(&["lang", "language"])),
    ] {
        front.extend(value.map(|value| (name.to_owned(), value.into())));
    }
    for (name, known) in [("categories", &CATEGORIES[..]), ("tags", &TAGS), ("authors", &AUTHORS)] {
        if let Some(names) = known.iter().find_map(|known| names_of(fields.get(*known)?)) {
            front.insert(name.to_owned(), names);
        }
    }
    let is_draft = fields.get("draft") == Some(&Value::Bool(true));
    match fields.get("status").and_then(Value::as_str) {
        Some("unpublished") => drop(front.insert("published".to_owned(), false.into())),
        Some("draft") => drop(front.insert("draft".to_owned(), true.into())),
        _ if is_draft => drop(front.insert("draft".to_owned(), true.into())),
        _ => {}
    }
    // Liquid was applied when the line was written.
    front.insert("render_with_liquid".to_owned(), false.into());
    let given = Given {
        syntax,
        text: (syntax == Syntax::Plain).then(|| CleanText::body(&text)),
        exported: is_own.then(|| Exported::of_fields(fields)),
        title_derived: fields.get(OWN) == Some(&Value::Bool(true)),
    };
    let bytes = format!("{}\n\n{text}", Value::Object(front)).into_bytes();
    Some(Record { bytes, given, problem: None })
}

/// A text that is not empty, or a number as one.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A date as text; a number counts seconds or milliseconds since 1970.
fn date(value: &Value) -> Option<String> {
    /// The first number that counts milliseconds: the year 5138 in seconds.
    const MILLISECONDS: i64 = 100_000_000_000;
    let Some(number) = value.as_i64().or_else(|| Some(value.as_f64()? as i64)) else {
        return words(value);
    };
    let seconds = if number.abs() >= MILLISECONDS { number / 1000 } else { number };
    Some(PostDate { seconds, offset_minutes: 0, has_time: true, has_zone: true }.rfc3339())
}

/// Names as a list: texts, numbers, or objects with a `name`.
fn names_of(value: &Value) -> Option<Value> {
    let name = |value: &Value| match value {
        Value::Object(fields) => words(fields.get("name")?),
        value => words(value),
    };
    Some(match value {
        Value::Array(items) => items.iter().filter_map(name).collect(),
        // The program splits it as it does in any post.
        Value::String(_) => value.clone(),
        value => vec![name(value)?].into(),
    })
}

/// The syntax of a text of unknown kind, by its marks.
fn syntax_of(text: &str) -> Syntax {
    let has = |signs: &[&str]| signs.iter().any(|sign| text.contains(sign));
    if has(&["</p>", "<p>", "<br", "</div>", "</a>", "</li>"]) {
        Syntax::Html
    } else if text.starts_with("# ") || has(&["\n# ", "\n## ", "](", "**", "\n- ", "\n```", "\n> "])
    {
        Syntax::Markdown
    } else {
        Syntax::Plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, front: &Value, text: &str, syntax: Syntax) {
        let record = Record::of(line.as_bytes(), b"x/p.jsonl", 7);
        let file = String::from_utf8(record.bytes).unwrap();
        let (head, body) = file.split_once("\n\n").unwrap();
        let mut head: Value = serde_json::from_str(head).unwrap();
        head.as_object_mut().unwrap().remove("render_with_liquid");
        assert_eq!((&head, body, record.given.syntax), (front, text, syntax), "{line}");
        assert!(record.problem.is_none());
    }

    #[test]
    fn fields_by_many_names() {
        check(
            r#"{"headline": "甲", "pubDate": 1714950000, "content_html": "<p>乙", "keywords": "丙,丁", "author": {"name": "戊"}, "text": "x"}"#,
            &json!({"title": "甲", "date": "2024-05-05T23:00:00Z", "tags": "丙,丁", "authors": ["戊"]}),
            "<p>乙",
            Syntax::Html,
        );
        check(
            r#"{"title": "甲", "createdAt": 1714950000123, "body": "a\n\n- b", "authors": [{"name": "丙"}, "丁"], "url": "https://a.org"}"#,
            &json!({"title": "甲", "date": "2024-05-05T23:00:00Z", "authors": ["丙", "丁"], "canonical_url": "https://a.org"}),
            "a\n\n- b",
            Syntax::Markdown,
        );
        check(r#"{"content": "甲\n乙"}"#, &json!({}), "甲\n乙", Syntax::Plain);
        check(
            r#"{"title": 5, "content": "<p>甲</p>"}"#,
            &json!({"title": "5"}),
            "<p>甲</p>",
            Syntax::Html,
        );
        // An export of this program is text, whatever it looks like.
        check(
            r#"{"title": "甲", "title_derived": false, "status": "draft", "text": "**乙**", "html": "x"}"#,
            &json!({"title": "甲", "draft": true}),
            "**乙**",
            Syntax::Plain,
        );
    }

    #[test]
    fn a_line_that_is_no_post_is_shown_as_it_is() {
        for (line, wrong) in [
            ("{\"title\": \"甲", "line 7 is not a JSON object (column 14)"),
            ("[1]", "line 7 is not a JSON object (column 1)"),
            ("{\"a\": 1}", "line 7 has neither a title nor a text"),
        ] {
            let record = Record::of(line.as_bytes(), b"x/p.jsonl", 7);
            let file = String::from_utf8(record.bytes).unwrap();
            assert_eq!(file, format!("{{\"title\":\"x/p.jsonl:7\"}}\n\n{line}"));
            let problem = record.problem.unwrap();
            assert!(problem.wrong.to_string() == wrong, "{}", problem.wrong);
        }
    }
}
