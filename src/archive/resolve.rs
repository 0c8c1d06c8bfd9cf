//! Turns a file's bytes into a [`Post`].
//!
//! Title, date, categories, tags and visibility each have a chain of sources (R9, R12-R14, J9,
//! J12-J16). A faulty source becomes a problem of the post, and the next one is tried. Never fails
//! or touches the disk; knows no syntax of front matter and no markup.

mod dating;
mod hexo;
mod publication;
mod resolver;
mod terms;
mod title;

use crate::archive::decode;
use crate::archive::front_matter::{self, Fields, FrontMatter, ScalarKind, Value};
use crate::archive::lines::record::Given;
use crate::archive::post::{Post, PostKey, Problem, ProblemKind};
use crate::archive::remedy::Remedy;
use crate::archive::site::Site;
use crate::archive::source::Contents;
use crate::archive::stamp::Stamp;
use crate::archive::wrong::Wrong;
use crate::clean::CleanText;
use crate::document::Syntax;
use crate::reason::Reason;
use resolver::Resolver;

/// A post's body and what is needed to show it.
#[derive(Clone, Debug)]
pub struct OpenedPost {
    /// The decoded body, not cleaned; empty if it has no text (M16).
    pub body: String,
    /// The line in the file where the body begins, from 1.
    pub body_line: u32,
    /// The body's syntax (J4).
    pub syntax: Syntax,
    /// Whether to interpret Liquid in the body (J23).
    pub reads_liquid: bool,
    /// The values of the front matter and the site's defaults that are not null, by name (J9).
    pub values: Vec<(String, Value)>,
    /// Whether these are all; otherwise some of unknown names are missing. Only if the body may ask for
    /// them.
    pub has_all_values: bool,
    /// The `source`, `link` or `url` of the front matter, if it is a web address.
    pub source: Option<CleanText>,
    /// The `excerpt`, `description` or `summary` of the front matter (J19).
    pub excerpt: Option<CleanText>,
}

/// A post's file, decoded and its front matter parsed once for all uses.
pub struct PostFile<'a> {
    key: &'a PostKey,
    site: &'a Site,
    /// What a line says of its post besides the bytes.
    given: Option<&'a Given>,
    /// The version of the file, if it is known.
    version: Option<u64>,
    /// `Err` if the file cannot be read or is not text (R15).
    matter: Result<FrontMatter<'a>, Problem>,
}

impl<'a> PostFile<'a> {
    /// Decodes a file's bytes and parses its front matter.
    pub fn new(key: &'a PostKey, bytes: &'a [u8], site: &'a Site) -> Self {
        let matter = decode::decode(bytes, site.encoding()).map(|decoded| {
            let mut matter = front_matter::read(decoded.text);
            matter.problems.splice(..0, decoded.problems);
            if key.as_bytes().ends_with(b".mdx") {
                matter.skip_modules();
            }
            matter
        });
        Self { key, site, given: None, version: None, matter }
    }

    /// The file of a post as it was read.
    pub fn of(key: &'a PostKey, contents: &'a Contents, site: &'a Site) -> Self {
        let version = contents.stamp.and_then(Stamp::version);
        let given = contents.given.as_ref();
        Self { given, version, ..Self::new(key, &contents.bytes, site) }
    }

    /// The post without its body; never fails (R3). `now`, in seconds since 1970, decides which
    /// posts are in the future.
    pub fn post(&self, now: i64) -> Post {
        let no_fields = Fields::default();
        let (fields, body, format, problems) = match &self.matter {
            Ok(file) => (&file.fields, file.body(), Some(file.format), file.problems.clone()),
            Err(problem) => (&no_fields, "", None, vec![problem.clone()]),
        };
        let mut resolver = Resolver::new(self.key, self.site, fields);
        resolver.problems = problems;
        let (title, is_derived) = resolver.title(body);
        let title_derived = is_derived || self.given.is_some_and(|given| given.title_derived);
        let date = resolver.date();
        let own = resolver.categories();
        let tags = resolver.tags();
        let authors = resolver.authors();
        let status = resolver.status(format, date, now);
        let cited = || resolver.text(&["canonical_url"], is_web_address);
        let url = resolver.url(&own, status);
        let url = url.or_else(|| cited().filter(|_| self.site.address().is_none()));
        let categories = resolver.with_folders(own);
        let (key, problems) = (self.key.clone(), resolver.into_problems());
        let mut post = Post {
            key,
            title,
            title_derived,
            date,
            categories,
            tags,
            authors,
            url,
            status,
            problems,
            version: self.version,
        };
        if let Some(exported) = self.given.and_then(|given| given.exported.as_ref()) {
            exported.apply(&mut post);
        }
        post
    }

    /// The body and what is needed to show it. Fails if the file is not text (R15).
    pub fn opened(&self) -> Result<OpenedPost, Reason> {
        let matter = self.matter.as_ref().map_err(|_| Reason::NotText)?;
        let resolver = Resolver::new(self.key, self.site, &matter.fields);
        let liquid = resolver.scalar("render_with_liquid");
        let given = self.given.map(|given| given.syntax);
        let asks = matter.body().contains("page");
        let all = if asks { matter.all_fields() } else { None };
        let values = Resolver::new(self.key, self.site, all.as_ref().unwrap_or(&matter.fields));
        Ok(OpenedPost {
            body: matter.body().to_owned(),
            body_line: matter.body_line,
            syntax: given.unwrap_or_else(|| self.site.syntax(&resolver.place)),
            reads_liquid: liquid.is_none_or(|(_, scalar)| scalar.kind != ScalarKind::Bool(false)),
            values: values.values(),
            has_all_values: all.is_some(),
            source: resolver.text(&SOURCES, is_web_address),
            excerpt: resolver.text(&["excerpt", "description", "summary"], |_| true),
        })
    }
}

/// Fields with the web address that a post was taken from.
const SOURCES: [&str; 8] =
    ["source", "source_url", "from", "original", "original_url", "external_url", "link", "url"];

/// The post for a file that could not be read: only its path is known.
pub fn unreadable(key: &PostKey, site: &Site, reason: &Reason) -> Post {
    let wrong = Wrong::Unreadable { reason: reason.clone() };
    let problem = Problem::new(1, ProblemKind::Unreadable, wrong, Remedy::WithoutText);
    PostFile { key, site, given: None, version: None, matter: Err(problem) }.post(i64::MAX)
}

fn is_web_address(text: &str) -> bool {
    let begins = |scheme: &str| {
        text.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme))
    };
    begins("http://") || begins("https://")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::post::Status;
    use crate::archive::site::generator::{self, Recognised};
    use proptest::prelude::*;

    pub(super) const NOW: i64 = 1_640_000_000;
    pub(super) const SITE: &str = "url: https://a.org\ntimezone: Asia/Shanghai";

    /// Reads a post of a Jekyll site with this config, or of a plain folder if it is `plain`.
    pub(super) fn read(config: &str, path: &str, text: &str) -> Post {
        post(&PostKey::new(path.as_bytes()), text.as_bytes(), &site(config))
    }

    pub(super) fn post(key: &PostKey, bytes: &[u8], site: &Site) -> Post {
        PostFile::new(key, bytes, site).post(NOW)
    }

    fn open(key: &PostKey, bytes: &[u8], site: &Site) -> Result<OpenedPost, Reason> {
        PostFile::new(key, bytes, site).opened()
    }

    pub(super) fn site(config: &str) -> Site {
        match config {
            "plain" => Site::plain(),
            "hugo" => {
                let generator = generator::Generator::Hugo;
                Site::of(&Recognised { generator, ..Recognised::default() }, None).0
            }
            config => Site::jekyll(Some(config.as_bytes())).0,
        }
    }

    pub(super) fn strings(terms: &[CleanText]) -> Vec<&str> {
        terms.iter().map(CleanText::as_str).collect()
    }

    /// The problems as `line: what was wrong; what was done`.
    pub(super) fn problems(post: &Post) -> Vec<String> {
        post.problems.iter().map(|problem| format!("{}: {problem}", problem.line)).collect()
    }

    #[test]
    fn module_code_of_mdx_is_no_text() {
        let check = |name: &str, body: &str, expected: &str, line: u32| {
            let text = format!("---\ntags: a\n---\n{body}");
            let opened = open(&PostKey::new(name.as_bytes()), text.as_bytes(), &site("plain"));
            let opened = opened.unwrap();
            assert_eq!((opened.body.as_str(), opened.body_line), (expected, line), "{body:?}");
        };
        let code = "import A from 'a'\nimport B from 'b'\n\nexport const c = {\n  d: 1,\n}\n\n";
        check("a.mdx", &format!("{code}# 题\n\n文"), "# 题\n\n文", 11);
        check("a.mdx", &format!("\n{code}文"), "文", 12);
        check("a.mdx", "import A from 'a'", "", 4);
        check("a.mdx", "文\n\nimport A", "文\n\nimport A", 4);
        check("a.mdx", "important", "important", 4);
        check("a.md", &format!("{code}文"), &format!("{code}文"), 4);
        let post = read("plain", "a.mdx", &format!("{code}# 题\n\n文"));
        assert_eq!(post.title.as_str(), "题");
    }

    #[test]
    fn a_post_of_the_usual_shape() {
        let text = "---\nlayout: post\ntitle: \"央行：今日“逆回购”操作\"\n\
                    date: 2021-12-08 22:33:12 +0800\ncategories: Wind\ntags: Wind新闻\n---\n\
                    正文一段。\n\n<http://a.org/x>\n";
        let path = "_posts/2021-12-08-202112082206672930.md";
        let post = read(SITE, path, text);
        assert_eq!(post.key.as_bytes(), path.as_bytes());
        assert_eq!(post.title.as_str(), "央行：今日“逆回购”操作");
        assert!(!post.title_derived);
        assert_eq!(post.date.unwrap().rfc3339(), "2021-12-08T22:33:12+08:00");
        assert_eq!(strings(&post.categories), ["Wind"]);
        assert_eq!(strings(&post.tags), ["Wind新闻"]);
        let url = "https://a.org/wind/2021/12/08/202112082206672930.html";
        assert_eq!(post.url.as_ref().unwrap().as_str(), url);
        assert_eq!(post.status, Status::Shown);
        assert_eq!(problems(&post), [""; 0]);

        let opened = open(&post.key, text.as_bytes(), &site(SITE)).unwrap();
        assert_eq!(opened.body, "正文一段。\n\n<http://a.org/x>\n");
        assert_eq!((opened.body_line, opened.syntax), (8, Syntax::Markdown));
        assert_eq!((opened.source, opened.excerpt), (None, None));
    }

    #[test]
    fn no_text_m16() {
        for text in ["", "\n \n", "---\n", "+++\n+++\n", "---\ntitle: \n---\n\u{3000}\n"] {
            let post = read(SITE, "_posts/2020-01-01-some-news.md", text);
            assert_eq!(post.title.as_str(), "Some News", "{text:?}");
            assert_eq!(post.status, Status::Shown, "{text:?}");
            assert!(post.problems.iter().any(|p| p.kind == ProblemKind::NoText), "{text:?}");
            let opened = open(&post.key, text.as_bytes(), &site(SITE)).unwrap();
            assert_eq!(opened.body, "", "{text:?}");
        }
    }

    #[test]
    fn sources_and_excerpts_of_opened_posts() {
        for (fields, source, excerpt) in [
            ("source: 新华社\nlink: ' HTTPS://b.org/x '", Some("HTTPS://b.org/x"), None),
            ("url: http://b.org", Some("http://b.org"), None),
            ("source: ftp://b.org", None, None),
            ("source: 新华社\nfrom: https://b.org/y", Some("https://b.org/y"), None),
            ("summary: c\ndescription: b\nexcerpt: a", None, Some("a")),
            ("summary: c\ndescription: ''", None, Some("c")),
        ] {
            let text = format!("---\n{fields}\n---\nbody\n");
            let key = PostKey::new(*b"x.html");
            let opened = open(&key, text.as_bytes(), &Site::plain()).unwrap();
            assert_eq!(opened.source.as_ref().map(CleanText::as_str), source, "{fields}");
            assert_eq!(opened.excerpt.as_ref().map(CleanText::as_str), excerpt, "{fields}");
            assert_eq!(opened.syntax, Syntax::Html);
        }
    }

    #[test]
    fn unreadable_posts_are_known_by_their_path() {
        let key = PostKey::new(*b"zh/_posts/2020-01-02-some-news.md");
        let post = unreadable(&key, &site(SITE), &Reason::Denied);
        assert_eq!(post.status, Status::Unreadable);
        assert_eq!(post.title.as_str(), "Some News");
        assert!(post.title_derived && post.url.is_none());
        assert_eq!(post.date.unwrap().rfc3339(), "2020-01-02T00:00:00+08:00");
        assert_eq!(strings(&post.categories), ["zh"]);
        assert_eq!(
            problems(&post),
            ["1: the file cannot be read: permission denied; listed without its text"]
        );

        let binary = b"\xff\xfe\x00\x01\x00\x00\xff\xd8\xff\x00".repeat(20);
        let binary = [&b"\x89PNG\x00"[..], &binary].concat();
        let found = PostFile::new(&key, &binary, &site(SITE)).post(NOW);
        assert_eq!(found.status, Status::Unreadable);
        assert!(open(&key, &binary, &site(SITE)).is_err());
        let hidden = unreadable(&PostKey::new(*b"_posts/.x"), &site(SITE), &Reason::Denied);
        assert_eq!(hidden.status, Status::Excluded);
    }

    #[test]
    fn problems_are_in_the_order_of_lines() {
        let post = read("", "_posts/x.md", "---\ntags: {b: 1}\ndraft: yes\ndate: tuesday\n---\n");
        let lines: Vec<u32> = post.problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [1, 1, 2, 3, 4], "{:?}", problems(&post));
    }

    #[test]
    fn real_posts_are_shown_with_title_date_category_and_tag() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/real-posts/");
        let Ok(config) = std::fs::read(format!("{folder}site/_config.yml")) else {
            println!("skipped: there are no real posts here");
            return;
        };
        let (site, problems) = Site::jekyll(Some(&config));
        assert_eq!(problems, []);
        for file in std::fs::read_dir(format!("{folder}_posts")).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            let bytes = std::fs::read(&path).unwrap();
            let key = PostKey::new(format!("_posts/{name}").as_bytes());
            let post = post(&key, &bytes, &site);
            assert_eq!(post.status, Status::Shown, "{name}");
            assert!(post.date.is_some_and(|date| date.has_zone), "{name}");
            assert_eq!((post.categories.len(), post.tags.len()), (1, 1), "{name}");
            let is_odd = name.starts_with('-');
            assert_eq!((post.title_derived, post.url.is_none()), (is_odd, is_odd), "{name}");
            // Known faults of this archive: a file without a date, empty lines before the fence.
            let is_known = |kind| {
                matches!(
                    kind,
                    ProblemKind::FileName
                        | ProblemKind::InvalidDate
                        | ProblemKind::BeforeFrontMatter
                )
            };
            assert!(post.problems.iter().all(|problem| is_known(problem.kind)), "{post:?}");
        }
    }

    proptest! {
        #[test]
        fn any_file_of_any_name_is_a_post(
            config in prop_oneof![
                Just("plain".to_owned()),
                "[a-z]{1,9}: [ -~]{0,20}",
                "(exclude|include|defaults|permalink): [\\[{*?a-z/:]{0,9}",
            ],
            path in prop_oneof![
                proptest::collection::vec(1..255_u8, 0..40),
                "(_posts/|_drafts/|a/){0,3}[0-9]{0,4}-?[0-9]{0,2}-?[0-9]{0,2}-?.{0,5}(.md)?"
                    .prop_map(String::into_bytes),
            ],
            bytes in prop_oneof![
                proptest::collection::vec(any::<u8>(), 0..200),
                "(---\n)?((title|date|tags|categories|published|draft|path): ?[^\n]{0,12}\n){0,5}(---\n)?.{0,20}"
                    .prop_map(String::into_bytes),
            ],
        ) {
            let site = site(&config);
            let key = PostKey::new(path.clone());
            site.enters(&path);
            site.file(&path);
            let post = post(&key, &bytes, &site);
            prop_assert!(!post.title.as_str().trim().is_empty());
            prop_assert!(!post.title.as_str().contains('\n'));
            prop_assert_eq!(&post.key, &key);
            prop_assert_eq!(open(&key, &bytes, &site).is_err(), {
                post.problems.iter().any(|problem| problem.kind == ProblemKind::Unreadable)
                    || post.status == Status::Excluded && decode::decode(&bytes, site.encoding()).is_err()
            });
            prop_assert!(!unreadable(&key, &site, &Reason::Missing).title.is_empty());
        }
    }
}
