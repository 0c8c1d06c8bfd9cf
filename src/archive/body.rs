//! Reads a post's file again and parses its body into a document, to open, print or check it.
//!
//! Bodies are not kept in memory, so problems of a body are found here, not by the load.

use std::fmt::Write;

use url::Url;

use crate::archive::date::{self, PostDate};
use crate::archive::front_matter::{ScalarKind, Value};
use crate::archive::post::{Post, PostKey, Problem, ProblemKind};
use crate::archive::resolve::{OpenedPost, PostFile};
use crate::archive::site::Site;
use crate::archive::source::Reader;
use crate::clean::CleanText;
use crate::conversion::Script;
use crate::document::{self, Context, Data, Dialect, Document, Flaw, Link};

/// A post with its body.
#[derive(Clone, Debug)]
pub struct Body {
    /// The post; its problems include those of the body.
    pub post: Post,
    /// The parsed body.
    pub document: Document,
    /// The summary: from the front matter, or the text before the excerpt separator (J19).
    pub excerpt: Option<CleanText>,
    /// The source's web address in the front matter.
    pub source: Option<CleanText>,
}

impl Body {
    /// Converts title, names, summary and text to a script; addresses stay.
    pub fn show_in(&mut self, script: Script) {
        self.document.show_in(script);
        let Post { title, categories, tags, .. } = &mut self.post;
        let names = categories.iter_mut().chain(tags);
        for words in [title].into_iter().chain(self.excerpt.as_mut()).chain(names) {
            *words = script.shown(words.as_clean());
        }
    }
}

/// Reads a post. `now` is in seconds since 1970. The error is the reason why there is no text.
pub fn read(reader: &Reader, key: &PostKey, site: &Site, now: i64) -> Result<Body, CleanText> {
    let contents = reader.read(key.as_bytes())?;
    let file = PostFile::new(key, &contents.bytes, site);
    let opened = file.opened()?;
    let mut post = file.post(now);
    let context = PostContext::new(&post, &opened, site);
    let document = document::parse(&opened.body, opened.syntax, &context);
    let cut = || excerpt_before_separator(&opened, site, &context);
    let excerpt = opened.excerpt.clone().or_else(cut);
    post.problems.extend(contents.problem);
    post.problems.extend(document.flaws.iter().map(|&flaw| problem(flaw, opened.body_line)));
    post.problems.sort_by_key(|problem| problem.line);
    Ok(Body { post, document, excerpt, source: opened.source })
}

/// The plain text of a post's body. The error is the reason why there is none.
pub fn text(reader: &Reader, key: &PostKey, site: &Site, now: i64) -> Result<CleanText, CleanText> {
    let contents = reader.read(key.as_bytes())?;
    let file = PostFile::new(key, &contents.bytes, site);
    Ok(text_of(&file.opened()?, &file.post(now), site))
}

/// A post and its text from its file, which is read once; `None` if that cannot be done, or the file
/// kept changing.
pub fn post_and_text(
    reader: &Reader,
    key: &PostKey,
    site: &Site,
    now: i64,
) -> Option<(Post, CleanText)> {
    let contents = reader.read(key.as_bytes()).ok()?;
    let file = PostFile::new(key, &contents.bytes, site);
    let mut post = file.post(now);
    let text = file.opened().map(|opened| text_of(&opened, &post, site)).unwrap_or_default();
    match contents.problem {
        Some(problem) if problem.kind == ProblemKind::Changed => return None,
        problem => post.problems.splice(..0, problem),
    };
    Some((post, text))
}

fn text_of(opened: &OpenedPost, post: &Post, site: &Site) -> CleanText {
    let context = PostContext::new(post, opened, site);
    document::parse(&opened.body, opened.syntax, &context).plain_text()
}

/// The text before the site's excerpt separator, or Hexo's and `WordPress`'s (J19).
fn excerpt_before_separator(
    opened: &OpenedPost,
    site: &Site,
    context: &dyn Context,
) -> Option<CleanText> {
    // Jekyll's default separator is an empty line: that is just the first block.
    let own = Some(site.excerpt_separator()).filter(|separator| !separator.trim().is_empty());
    let cuts = own.into_iter().chain(["<!-- more -->", "<!--more-->"]);
    let head = cuts.filter_map(|cut| opened.body.split_once(cut)).map(|(head, _)| head).next()?;
    let text = document::parse(head, opened.syntax, context).plain_text();
    Some(CleanText::line(text.as_str())).filter(|text| !text.is_empty())
}

fn problem(flaw: Flaw, line: u32) -> Problem {
    let (kind, wrong, done) = match flaw {
        Flaw::Nesting => (ProblemKind::NestingLimit, "elements are nested too deeply", "flattened"),
        Flaw::Time => (
            ProblemKind::TimeLimit,
            "the body is too large or takes too long to understand",
            "the rest shown as plain text",
        ),
        Flaw::Liquid => (
            ProblemKind::TimeLimit,
            "the body's Liquid takes too many steps",
            "values left out and loops ended early",
        ),
        Flaw::Controls => (
            ProblemKind::ControlCharacters,
            "the body holds terminal control characters",
            "removed",
        ),
        Flaw::Bidi => (
            ProblemKind::BidiControls,
            "the body holds bidirectional control characters",
            "removed",
        ),
    };
    Problem::new(line, kind, wrong, done)
}

/// The longest format of a date, in bytes.
const LONGEST_FORMAT: usize = 100;

/// The target of a link that names another post's file: relative to the post's own, from the root
/// (`/`), or from Zola's `content` (`@/`).
fn target_of_file(key: &PostKey, target: &str) -> Option<String> {
    let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
    let (_, extension) = path.rsplit_once('.')?;
    if !["md", "markdown", "mdx"].iter().any(|known| extension.eq_ignore_ascii_case(known)) {
        return None;
    }
    let from_root = path.strip_prefix("@/").or_else(|| path.strip_prefix('/'));
    let own = String::from_utf8_lossy(key.as_bytes()).replace('%', "%25");
    let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
    let start = if from_root.is_some() { "" } else { folder };
    let mut parts: Vec<&str> = start.split('/').filter(|part| !part.is_empty()).collect();
    for part in from_root.unwrap_or(path).split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(Link::to_post(&parts.join("/"), fragment))
}

/// Answers a body's questions about its post and its site.
struct PostContext<'a> {
    post: &'a Post,
    opened: &'a OpenedPost,
    site: &'a Site,
    /// The base of relative links: the post's address, or the site's.
    base: Option<Url>,
}

impl<'a> PostContext<'a> {
    fn new(post: &'a Post, opened: &'a OpenedPost, site: &'a Site) -> Self {
        let own = post.url.as_ref().and_then(|url| Url::parse(url.as_str()).ok());
        let base = own.or_else(|| Url::parse(site.address()?.as_str()).ok());
        Self { post, opened, site, base }
    }

    /// A value of Jekyll's `page`, as Jekyll prints it.
    fn page(&self, name: &str) -> Option<String> {
        match name {
            "title" => Some(self.post.title.to_string()),
            "date" => self.post.date.map(PostDate::jekyll),
            "path" => Some(self.post.key.to_clean().to_string()),
            "url" => {
                let root = self.site.address()?;
                self.post.url.as_ref()?.as_str().strip_prefix(root.as_str()).map(str::to_owned)
            }
            _ => {
                let value = self.opened.values.iter().find(|(known, _)| known == name);
                value.and_then(|(_, value)| value.as_scalar()).map(|value| value.text.to_string())
            }
        }
    }
}

/// A value of the config or the front matter for Liquid.
fn to_data(value: &Value) -> Data {
    match value {
        Value::Null => Data::Nil,
        Value::Scalar(scalar) => {
            let text = scalar.text.as_str();
            match scalar.kind {
                ScalarKind::Bool(is) => Data::Bool(is),
                ScalarKind::Number => text
                    .parse()
                    .map(Data::Int)
                    .or_else(|_| text.parse().map(Data::Float))
                    .unwrap_or_else(|_| Data::text(text)),
                ScalarKind::Text | ScalarKind::Date => Data::text(text),
            }
        }
        Value::List(items) => Data::List(items.iter().map(to_data).collect()),
        Value::Map(pairs) => Data::Map(
            pairs.iter().map(|(key, value)| (key.as_str().into(), to_data(value))).collect(),
        ),
    }
}

impl Context for PostContext<'_> {
    fn resolve(&self, target: &str) -> Option<String> {
        if let Some(host_and_path) = target.strip_prefix("//") {
            return Some(format!("https://{host_and_path}"));
        }
        if Url::parse(target).is_ok() {
            return None;
        }
        if let Some(post) = target_of_file(&self.post.key, target) {
            return Some(post);
        }
        self.base.as_ref()?.join(target).ok().map(Into::into)
    }

    fn dialect(&self) -> Dialect {
        self.site.dialect()
    }

    fn reads_liquid(&self) -> bool {
        self.opened.reads_liquid
    }

    fn value(&self, name: &str) -> Option<String> {
        match name.split_once('.')? {
            ("site", keys) => self.site.value(keys).map(|text| text.as_str().to_owned()),
            ("page", name) => self.page(name),
            _ => None,
        }
    }

    fn data(&self, keys: &[&str]) -> Option<Data> {
        match keys {
            ["site", "data", keys @ ..] => self.site.data(keys),
            ["site", keys @ ..] => self.site.setting(keys).map(to_data),
            ["page", name @ ("title" | "date" | "path" | "url")] => {
                self.page(name).map(|text| Data::text(&text))
            }
            ["page", name, keys @ ..] => {
                let (_, value) = self.opened.values.iter().find(|(known, _)| known == name)?;
                Some(keys.iter().fold(to_data(value), |whole, key| whole.get(key)))
            }
            _ => None,
        }
    }

    fn date(&self, date: &str, format: &str) -> Option<String> {
        let (date, _) = date::parse(date, self.site.zone()).ok()?;
        let mut text = String::new();
        // What is not a directive fails, and is not known.
        let is_short = format.len() <= LONGEST_FORMAT;
        is_short.then(|| write!(text, "{}", date.civil().strftime(format)).ok())??;
        Some(text)
    }

    fn post(&self, name: &str) -> Option<String> {
        self.site.named_post(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_body_can_ask() {
        // J20, J23, B23
        let config = "title: 样报\nurl: https://a.org\nbaseurl: /b\ntimezone: Asia/Shanghai";
        let (site, _) = Site::jekyll(Some(config.as_bytes()));
        let read = |fields: &str| {
            let text = format!("---\ntitle: 甲\nlang: zh\n{fields}\n---\n乙\n");
            let key = PostKey::new(*b"_posts/2020-01-02-x.md");
            let file = PostFile::new(&key, text.as_bytes(), &site);
            (file.post(0), file.opened().unwrap())
        };
        let (post, opened) = read("date: 2020-01-02 08:00:00 +0800");
        let context = PostContext::new(&post, &opened, &site);
        for (name, expected) in [
            ("site.title", Some("样报")),
            ("site.baseurl", Some("/b")),
            ("site.none", None),
            ("page.title", Some("甲")),
            ("page.date", Some("2020-01-02 08:00:00 +0800")),
            ("page.url", Some("/2020/01/02/x.html")),
            ("page.path", Some("_posts/2020-01-02-x.md")),
            ("page.lang", Some("zh")),
            ("page.none", None),
            ("title", None),
        ] {
            assert_eq!(context.value(name).as_deref(), expected, "{name}");
        }
        assert_eq!(context.post("2020-01-01-a").as_deref(), Some("_posts/2020-01-01-a"));
        assert!(context.reads_liquid());
        let (post, opened) = read("render_with_liquid: false");
        assert!(!PostContext::new(&post, &opened, &site).reads_liquid());
    }

    #[test]
    fn a_link_to_a_file_of_the_archive_leads_to_its_post() {
        // B32
        let key = PostKey::new("甲/a 1%.md".as_bytes());
        for (target, expected) in [
            ("b.md", Some("post:甲/b.md")),
            ("./b.md#c", Some("post:甲/b.md#c")),
            ("../乙/b%20c.markdown", Some("post:乙/b%20c.markdown")),
            ("/b.md", Some("post:b.md")),
            ("@/blog/b.md", Some("post:blog/b.md")),
            ("../../b.md", None),
            ("b.html", None),
            ("md", None),
        ] {
            assert_eq!(target_of_file(&key, target).as_deref(), expected, "{target}");
        }
    }
}
