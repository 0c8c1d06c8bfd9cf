//! Reads a post's file again and parses its body into a document, to open, print or check it.
//!
//! Bodies are not kept in memory, so problems of a body are found here, not by the load.

use std::cell::OnceCell;
use std::collections::HashMap;

use url::Url;

use crate::archive::data;
use crate::archive::date::{self, PostDate};
use crate::archive::details::Details;
use crate::archive::front_matter::{ScalarKind, Value};
use crate::archive::lines::record::{Exported, Given};
use crate::archive::post::{Post, PostKey, Problem, ProblemKind};
use crate::archive::remedy::Remedy;
use crate::archive::resolve::{OpenedPost, PostFile};
use crate::archive::row::Parts;
use crate::archive::site::Site;
use crate::archive::site::placement::Section;
use crate::archive::source::{Contents, Reader};
use crate::archive::wrong::{Part, Wrong};
use crate::clean::CleanText;
use crate::conversion::Script;
use crate::document::{self, Block, Context, Data, Dialect, Document, Flaw, Link};
use crate::reason::Reason;

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
    /// The problems of the body alone.
    pub problems: Vec<Problem>,
    /// What the line of a file of lines says besides.
    given: Option<Given>,
}

impl Body {
    /// The excerpt, else the first paragraph, quoted or not, as one line. For an exported post, the
    /// exported excerpt.
    pub fn summary(&self) -> Option<CleanText> {
        let first = || first_text(&self.document).filter(|_| self.exported().is_none());
        self.excerpt.clone().or_else(first)
    }

    fn exported(&self) -> Option<&Exported> {
        self.given.as_ref()?.exported.as_ref()
    }

    /// What queries ask about it.
    pub fn parts(&self) -> Parts {
        let has = |image| self.document.links.iter().any(|link| link.image == image);
        let has_given = self.exported().is_some_and(|exported| !exported.links.is_empty());
        Parts { links: has(false) || has_given, images: has(true), sketch: None }
    }

    /// The plain text; for a post in a file of lines, the text in its object if it has one.
    pub fn text(&self) -> CleanText {
        let given = self.given.as_ref().and_then(|given| given.text.clone());
        given.unwrap_or_else(|| self.document.plain_text())
    }

    /// Whether the object of a post in a file of lines has a plain text besides the body.
    pub fn has_given_text(&self) -> bool {
        self.given.as_ref().is_some_and(|given| given.text.is_some())
    }

    /// The targets of the links, in order; of an exported text those that it had.
    pub fn links(&self) -> Vec<CleanText> {
        match self.exported() {
            Some(exported) => exported.links.clone(),
            None => self.document.links.iter().map(|link| link.target.clone()).collect(),
        }
    }

    /// Converts title, names, summary and text to a script; addresses stay.
    pub fn show_in(&mut self, script: Script) {
        self.document.show_in(script);
        if let Some(text) = self.given.as_mut().and_then(|given| given.text.as_mut()) {
            *text = script.shown(text.as_clean());
        }
        let Post { title, categories, tags, .. } = &mut self.post;
        let names = categories.iter_mut().chain(tags);
        for words in [title].into_iter().chain(self.excerpt.as_mut()).chain(names) {
            *words = script.shown(words.as_clean());
        }
    }
}

/// Reads a post. `now` is in seconds since 1970. The error is the reason why there is no text.
pub fn read(reader: &Reader, key: &PostKey, site: &Site, now: i64) -> Result<Body, Reason> {
    let contents = reader.read(key.as_bytes())?;
    let file = PostFile::of(key, &contents, site);
    let opened = file.opened()?;
    let mut body = parse(&opened, file.post(now), &contents, site);
    let Body { post, problems, .. } = &mut body;
    post.problems.extend(contents.problem);
    post.problems.extend(problems.iter().cloned());
    post.problems.sort_by_key(|problem| problem.line);
    Ok(body)
}

/// The plain text of a post's body. The error is the reason why there is none.
pub fn text(reader: &Reader, key: &PostKey, site: &Site, now: i64) -> Result<CleanText, Reason> {
    let contents = reader.read(key.as_bytes())?;
    let file = PostFile::of(key, &contents, site);
    let (opened, post) = (file.opened()?, file.post(now));
    let context = PostContext::new(&post, &opened, site);
    Ok(document::parse(&opened.body, opened.syntax, &context).plain_text())
}

/// What a store keeps of a post.
#[derive(Clone, Debug)]
pub struct ForStore {
    /// The post without the problems of its body.
    pub post: Post,
    /// The plain text; empty if it cannot be opened.
    pub text: CleanText,
    /// Facts about the body; `None` if it cannot be opened.
    pub details: Option<Details>,
    /// Whether it has links and images.
    pub parts: Parts,
}

/// A post with its body for a store, from its file, which is read once; `None` if that cannot be
/// done, or the file kept changing.
pub fn for_store(reader: &Reader, key: &PostKey, site: &Site, now: i64) -> Option<ForStore> {
    let (post, body) = with_file(reader, key, site, now, |file, contents, post| {
        file.opened().ok().map(|opened| parse(&opened, post.clone(), contents, site))
    })?;
    let text = body.as_ref().map(|body| body.document.plain_text()).unwrap_or_default();
    let parts = body.as_ref().map(Body::parts).unwrap_or_default();
    Some(ForStore { post, text, details: body.as_ref().map(Details::of), parts })
}

/// A post without its body, like [`for_store`].
pub fn post(reader: &Reader, key: &PostKey, site: &Site, now: i64) -> Option<Post> {
    Some(with_file(reader, key, site, now, |_, _, _| ())?.0)
}

fn with_file<T>(
    reader: &Reader,
    key: &PostKey,
    site: &Site,
    now: i64,
    read: impl FnOnce(&PostFile<'_>, &Contents, &Post) -> T,
) -> Option<(Post, T)> {
    let contents = reader.read(key.as_bytes()).ok()?;
    let file = PostFile::of(key, &contents, site);
    let mut post = file.post(now);
    let read = read(&file, &contents, &post);
    match contents.problem {
        Some(problem) if problem.kind == ProblemKind::Changed => return None,
        problem => post.problems.splice(..0, problem),
    };
    Some((post, read))
}

fn parse(opened: &OpenedPost, post: Post, contents: &Contents, site: &Site) -> Body {
    let context = PostContext::new(&post, opened, site);
    let document = document::parse(&opened.body, opened.syntax, &context);
    let cut = || excerpt_before_separator(opened, site, &context);
    let excerpt = match contents.given.as_ref().and_then(|given| given.exported.as_ref()) {
        Some(exported) => exported.excerpt.clone(),
        None => opened.excerpt.clone().or_else(cut),
    };
    let problems = document.flaws.iter().map(|&flaw| problem(flaw, opened.body_line)).collect();
    let (source, given) = (opened.source.clone(), contents.given.clone());
    Body { post, document, excerpt, source, problems, given }
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

/// The first paragraph, quoted or not, as one line.
fn first_text(document: &Document) -> Option<CleanText> {
    let mut blocks: &[Block] = &document.blocks;
    loop {
        match blocks.first()? {
            Block::Paragraph(text) if !text.is_empty() => {
                return Some(CleanText::line(text.text.as_str()));
            }
            Block::Quote(inner) if !inner.is_empty() => blocks = inner,
            _ => blocks = blocks.get(1..)?,
        }
    }
}

fn problem(flaw: Flaw, line: u32) -> Problem {
    let (kind, wrong, done) = match flaw {
        Flaw::Nesting => (ProblemKind::NestingLimit, Wrong::NestedTooDeeply, Remedy::Flattened),
        Flaw::Time => (ProblemKind::TimeLimit, Wrong::ParsesTooLong, Remedy::RestPlain),
        Flaw::Liquid => (ProblemKind::TimeLimit, Wrong::LiquidTooLong, Remedy::EndedEarly),
        Flaw::Controls => {
            let wrong = Wrong::Controls { part: Part::Body };
            (ProblemKind::ControlCharacters, wrong, Remedy::Removed)
        }
        Flaw::Bidi => {
            (ProblemKind::BidiControls, Wrong::Bidi { part: Part::Body }, Remedy::Removed)
        }
    };
    Problem::new(line, kind, wrong, done)
}

/// The longest format of a date, in bytes.
const LONGEST_FORMAT: usize = 100;

/// Words that are true or false for Jekyll unless they are quoted, as YAML once had it.
const BOOLEANS: [&str; 4] = ["yes", "no", "on", "off"];

/// What Jekyll, or a plugin that many sites have, gives to `page`.
const OF_JEKYLL: [&str; 21] = [
    "categories",
    "collection",
    "content",
    "dir",
    "draft",
    "excerpt",
    "ext",
    "first",
    "id",
    "lang",
    "last",
    "last_modified_at",
    "layout",
    "name",
    "next",
    "output",
    "previous",
    "relative_path",
    "size",
    "slug",
    "tags",
];

/// Answers a body's questions about its post and its site.
struct PostContext<'a> {
    post: &'a Post,
    opened: &'a OpenedPost,
    site: &'a Site,
    /// The base of relative links: the post's address, or the site's.
    base: Option<Url>,
    /// The values of `page`, made when Liquid first asks for one.
    values: OnceCell<HashMap<String, Option<Data>>>,
}

impl<'a> PostContext<'a> {
    fn new(post: &'a Post, opened: &'a OpenedPost, site: &'a Site) -> Self {
        let own = post.url.as_ref().and_then(|url| Url::parse(url.as_str()).ok());
        let base = own.or_else(|| Url::parse(site.address()?.as_str()).ok());
        Self { post, opened, site, base, values: OnceCell::new() }
    }

    /// Whether `page` certainly has no value of a name that [`Self::page`] has none for.
    fn lacks(&self, name: &str) -> bool {
        let is_post = self.site.place(self.post.key.as_bytes()).section != Section::Folder;
        let is_whole = self.opened.has_all_values && self.site.knows_defaults();
        is_whole && is_post && !OF_JEKYLL.contains(&name)
    }

    /// The values of Jekyll's `page` by name; `None` = not known.
    fn page(&self) -> HashMap<String, Option<Data>> {
        let own = self.opened.values.iter();
        // Whether a word is quoted is not known.
        let is_clear = |value: &Value| {
            let text = value.as_scalar().filter(|scalar| scalar.kind == ScalarKind::Text);
            text.is_none_or(|scalar| !BOOLEANS.contains(&&*scalar.text.as_str().to_lowercase()))
        };
        let own =
            own.map(|(name, value)| (name.clone(), is_clear(value).then(|| data::of_value(value))));
        let mut page: HashMap<String, Option<Data>> = own.collect();
        let url = || {
            let root = self.site.address()?;
            self.post.url.as_ref()?.as_str().strip_prefix(root.as_str()).map(str::to_owned)
        };
        for (name, text) in [
            ("title", Some(self.post.title.to_string())),
            ("date", self.post.date.map(PostDate::jekyll)),
            ("path", Some(self.post.key.to_clean().to_string())),
            ("url", url()),
        ] {
            page.insert(name.to_owned(), text.map(|text| Data::text(&text)));
        }
        page
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
        if let Some(post) = self.site.post_at(target, &self.post.key) {
            let fragment = target.split_once('#').map_or("", |(_, fragment)| fragment);
            return Some(Link::to_post(post.as_bytes(), fragment));
        }
        self.base.as_ref()?.join(target).ok().map(Into::into)
    }

    fn dialect(&self) -> Dialect {
        self.site.dialect()
    }

    fn reads_liquid(&self) -> bool {
        self.opened.reads_liquid
    }

    fn data<'k>(&self, keys: &'k [&'k str]) -> Option<(Data, &'k [&'k str])> {
        match keys {
            ["site", "data", keys @ ..] => self.site.data(keys),
            ["site", name, keys @ ..] => Some((self.site.setting(name)?, keys)),
            ["page", name, keys @ ..] => {
                let page = self.values.get_or_init(|| self.page());
                let missing = || self.lacks(name).then_some(Data::Nil);
                Some((page.get(*name).cloned().unwrap_or_else(missing)?, keys))
            }
            _ => None,
        }
    }

    fn date(&self, date: &str, format: &str) -> Option<String> {
        // For Liquid a number is a count of seconds.
        let is_number = date.bytes().all(|byte| byte.is_ascii_digit());
        if is_number || format.len() > LONGEST_FORMAT {
            return None;
        }
        let zone = self.site.zone();
        date::parse(date, zone).ok()?.0.strftime(format, zone)
    }

    fn post(&self, name: &str) -> Option<String> {
        self.site.named_post(name, &self.post.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::load;
    use crate::archive::site::Dates;
    use crate::archive::source::Source;

    #[test]
    fn what_a_body_can_ask() {
        // J20, J23, B23
        let config = "title: 样报\nurl: https://a.org\nbaseurl: /b\ntimezone: Asia/Shanghai";
        let (site, _) = Site::jekyll(Some(config.as_bytes()));
        let read = |fields: &str| {
            let text = format!("---\ntitle: 甲\nlang: zh\ntags: [乙, 丙]\n{fields}\n---\n乙\n");
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
            ("page.tags.1", Some("丙")),
            ("title", None),
        ] {
            let keys: Vec<&str> = name.split('.').collect();
            let found = context
                .data(&keys)
                .map(|(value, rest)| rest.iter().fold(value, |value, key| value.get(key)));
            assert_eq!(found, expected.map(Data::text), "{name}");
        }
        let date = |date: &str, format| context.date(date, format);
        assert_eq!(date("2020-01-02 08:00:00 +0800", "%s %Z").as_deref(), Some("1577923200 CST"));
        assert_eq!(date("20200102", "%Y"), None);
        assert_eq!(date("now", "%Y"), None);
        assert_eq!(context.post("2020-01-01-a").as_deref(), Some("_posts/2020-01-01-a"));
        assert!(context.reads_liquid());
        let (post, opened) = read("render_with_liquid: false");
        assert!(!PostContext::new(&post, &opened, &site).reads_liquid());
    }

    #[test]
    fn what_is_known_of_a_page() {
        // B23
        let defaults = "defaults: [{scope: {path: ''}, values: {mood: 好, flag: true}}]";
        let check = |config: &str, path: &str, fields: &str, name: &str, expected: Option<Data>| {
            let (site, _) = Site::jekyll(Some(config.as_bytes()));
            let text = format!("---\n{fields}\n---\n{{{{ page.x }}}}\n");
            let key = PostKey::new(path.as_bytes());
            let file = PostFile::new(&key, text.as_bytes(), &site);
            let (post, opened) = (file.post(0), file.opened().unwrap());
            let context = PostContext::new(&post, &opened, &site);
            let found = context.data(&["page", name]).map(|(value, _)| value);
            assert_eq!(found, expected, "{config} {fields} {name}");
        };
        let path = "_posts/2020-01-02-x.md";
        for (fields, name, expected) in [
            ("flag: false", "flag", Some(Data::Bool(false))),
            ("flag: 1.5", "flag", Some(Data::Float(1.5))),
            ("flag: [a, 1]", "flag", Some(Data::List([Data::text("a"), Data::Int(1)].into()))),
            ("flag:", "flag", Some(Data::Nil)),
            ("flag: Off", "flag", None),
            ("flag: none", "flag", Some(Data::text("none"))),
            ("flag:", "mood", Some(Data::Nil)),
            // Jekyll gives these, or may.
            ("flag:", "excerpt", None),
            ("flag:", "layout", None),
            ("layout: a", "layout", Some(Data::text("a"))),
            // What is not read just as it stands may have other fields.
            ("flag: no: b", "flag", None),
            ("flag: no: b", "mood", None),
            ("a: &a {mood: 1}\n<<: *a", "mood", None),
        ] {
            check("title: a", path, fields, name, expected);
        }
        check(defaults, path, "flag: false", "mood", Some(Data::text("好")));
        check(defaults, path, "flag: false", "flag", Some(Data::Bool(false)));
        check(defaults, path, "flag:", "flag", Some(Data::Bool(true)));
        check(defaults, path, "flag:", "none", Some(Data::Nil));
        check("defaults: [1]", path, "flag:", "none", None);
        check("a: [", path, "flag:", "none", None);
        check("title: a", "_films/x.md", "flag:", "none", None);
    }

    #[test]
    fn missing_data_is_nil() {
        let check = |config: &str, keys: &[&str], expected: Option<Data>| {
            let root = tempfile::tempdir().unwrap();
            std::fs::create_dir_all(root.path().join("_data")).unwrap();
            std::fs::write(root.path().join("_data/a.yml"), "b: 1").unwrap();
            std::fs::write(root.path().join("_config.yml"), config).unwrap();
            let source = Source::open(root.path()).unwrap();
            let site = load::site(&source, &source.reader().unwrap(), Dates::at(0));
            let found = site.data(keys);
            let found = found.map(|(value, rest)| rest.iter().fold(value, |all, key| all.get(key)));
            assert_eq!(found, expected, "{config} {keys:?}");
        };
        check("title: a", &["none"], Some(Data::Nil));
        check("theme: minima", &["none", "b"], Some(Data::Nil));
        check("title: a", &["a", "b"], Some(Data::Int(1)));
        check("title: a", &["a", "c"], Some(Data::Nil));
        check("theme: other", &["none"], None);
        check("remote_theme: a/b", &["none"], None);
    }
}
