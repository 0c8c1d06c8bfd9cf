//! A post's body, read again when it is opened, printed or checked: file to document.
//!
//! Bodies are not kept in memory. What is wrong with a body is found here, not while loading.

use url::Url;

use crate::archive::post::{Post, PostKey, Problem, ProblemKind};
use crate::archive::resolve;
use crate::archive::site::Site;
use crate::archive::source::Reader;
use crate::clean::CleanText;
use crate::document::{self, Document, Flaw};

/// A post with its body.
#[derive(Clone, Debug)]
pub struct Body {
    /// What is known without the body.
    pub post: Post,
    /// The body, understood.
    pub document: Document,
    /// The front matter's own summary.
    pub excerpt: Option<CleanText>,
    /// Where the text comes from, if the front matter says so.
    pub source: Option<CleanText>,
}

/// Reads a post; its problems are those of the front matter and of the body. Fails with the reason
/// why there is no text.
pub fn read(reader: &Reader, key: &PostKey, site: &Site, now: i64) -> Result<Body, CleanText> {
    let contents = reader.read(key.as_bytes())?;
    let mut post = resolve::post(key.clone(), &contents.bytes, site, now);
    let opened = resolve::open(key, &contents.bytes, site).map_err(|problem| problem.wrong)?;
    let context = Addresses::new(&post, site);
    let document = document::parse(&opened.body, opened.syntax, &context);
    post.problems.extend(contents.problem);
    post.problems.extend(document.flaws.iter().map(|&flaw| problem(flaw, opened.body_line)));
    post.problems.sort_by_key(|problem| problem.line);
    let excerpt = opened.excerpt.or_else(|| before_cut(&opened.body, opened.syntax, site));
    Ok(Body { post, document, excerpt, source: opened.source })
}

/// The text before the site's own excerpt separator, or before Hexo's and `WordPress`'s (J19).
fn before_cut(body: &str, syntax: document::Syntax, site: &Site) -> Option<CleanText> {
    // Jekyll's usual separator, an empty line, ends the first block, which needs no cut.
    let own = Some(site.excerpt_separator()).filter(|separator| !separator.trim().is_empty());
    let cuts = own.into_iter().chain(["<!-- more -->", "<!--more-->"]);
    let head = cuts.filter_map(|cut| body.split_once(cut)).map(|(head, _)| head).next()?;
    let text = document::parse(head, syntax, &document::NoContext).plain_text();
    Some(CleanText::line(text.as_str())).filter(|text| !text.is_empty())
}

fn problem(flaw: Flaw, line: u32) -> Problem {
    let (kind, wrong, done) = match flaw {
        Flaw::Nesting => (ProblemKind::NestingLimit, "elements are nested too deeply", "flattened"),
        Flaw::Time => (
            ProblemKind::TimeLimit,
            "the body takes too long to understand",
            "the rest shown as plain text",
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

/// Resolves links against the post's own address, or the site's.
struct Addresses {
    base: Option<Url>,
}

impl Addresses {
    fn new(post: &Post, site: &Site) -> Self {
        let own = post.url.as_ref().and_then(|url| Url::parse(url.as_str()).ok());
        let base = own.or_else(|| Url::parse(site.address()?.as_str()).ok());
        Self { base }
    }
}

impl document::Context for Addresses {
    fn resolve(&self, target: &str) -> Option<String> {
        if let Some(host_and_path) = target.strip_prefix("//") {
            return Some(format!("https://{host_and_path}"));
        }
        if Url::parse(target).is_ok() {
            return None;
        }
        self.base.as_ref()?.join(target).ok().map(Into::into)
    }
}
