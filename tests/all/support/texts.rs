//! Posts and texts for a reader without a terminal: invented ones, or those of a folder.

use std::path::Path;
use std::sync::Arc;

use kanbao::app::App;
use kanbao::app::effect::{ReadRequest, Scope, SnippetRequest};
use kanbao::archive::date::PostDate;
use kanbao::archive::post::{Post, PostId, PostKey, Status};
use kanbao::archive::site::Dates;
use kanbao::archive::source::{Reader as Files, Source};
use kanbao::archive::{PostRef, body};
use kanbao::clean::CleanText;
use kanbao::document::{self, Document, NoContext, Syntax};
use kanbao::reason::Reason;
use kanbao::search::find::{Finder, Request};
use kanbao::search::fold::fold;
use kanbao::search::fulltext::duplicates::Duplicates;
use kanbao::search::fulltext::lookup::Lookup;
use kanbao::search::fulltext::text::Bodies;
use kanbao::search::marks::Marks;
use kanbao::search::query::field::{Mark, Question, Sort, SortKey};
use kanbao::search::query::matcher::Matcher;
use kanbao::search::query::posts::{Answers, Posts};
use kanbao::search::snippet::Snippet;
use kanbao::search::titles::Titles;

use super::program::SAMPLES;

/// What the worker threads read from files.
pub(crate) trait Texts {
    /// The document of a post, or why it cannot be read.
    fn read(&self, request: &ReadRequest) -> Result<Document, Reason>;

    /// The posts that a query finds, in order.
    fn find(&self, scope: &Scope, matcher: &Matcher, sort: Option<Sort>) -> Vec<PostId>;

    /// All posts in an order; without files, all texts are empty.
    fn sorted(&self, scope: &Scope, key: SortKey) -> Vec<PostId> {
        FolderPosts::samples(Dates::at(0)).sorted(scope, key)
    }

    /// Returns the posts that tell the same story; none by default.
    fn duplicates(&self, _: &Scope) -> Arc<Duplicates> {
        Arc::default()
    }

    /// Snippets of hits; none if no test looks at them.
    fn snippets(&self, app: &App, request: &SnippetRequest) -> Vec<(PostId, Snippet)>;
}

/// `n` posts `p0 ..`, the last the newest, one a day from 2024-01-01 on.
pub(crate) fn posts(n: usize) -> Vec<Post> {
    posts_of("p", n, 0)
}

/// `n` posts, of which the first is `day` days after 2024-01-01.
pub(crate) fn posts_of(prefix: &str, n: usize, day: usize) -> Vec<Post> {
    let digits = n.saturating_sub(1).to_string().len();
    (0..n).map(|i| post(&format!("{prefix}{i:0digits$}"), i, day + i)).collect()
}

/// A post in the category `a` if `i` is even, else `b`; every third has the tag `x`.
pub(crate) fn post(name: &str, i: usize, day: usize) -> Post {
    let seconds = 1_704_067_200 + day as i64 * 86_400;
    let tags = if i.is_multiple_of(3) { vec![CleanText::line("x")] } else { Vec::new() };
    Post {
        key: PostKey::new(format!("_posts/{name}.md").into_bytes()),
        title: CleanText::line(name),
        title_derived: false,
        date: Some(PostDate { seconds, offset_minutes: 0, has_time: true, has_zone: true }),
        categories: vec![CleanText::line(if i.is_multiple_of(2) { "a" } else { "b" })],
        tags,
        authors: Vec::new(),
        url: None,
        status: Status::Shown,
        problems: Vec::new(),
        version: None,
    }
}

/// A paragraph of the default text.
const PARAGRAPH: &str =
    "今天天气很好，我们出去走走吧。江边的风从早吹到晚，岸上的人都说“再坐一会儿”。";

/// One text for all posts.
#[derive(Default)]
pub(crate) struct OneText {
    /// The text as Markdown; without one, the default text is shown but not searched.
    pub body: Option<String>,
    /// Why posts cannot be read, if they cannot.
    pub failure: Option<Reason>,
    /// The posts that tell the same story. All posts share the text, so a test has to name them.
    pub stories: Vec<Vec<PostKey>>,
}

impl Texts for OneText {
    fn read(&self, _: &ReadRequest) -> Result<Document, Reason> {
        if let Some(reason) = &self.failure {
            return Err(reason.clone());
        }
        let part = PARAGRAPH.repeat(12);
        let long = format!("{part}\n\n## 第一节\n\n{part}\n\n## 第二节\n\n{part}");
        Ok(document::parse(self.body.as_ref().unwrap_or(&long), Syntax::Markdown, &NoContext))
    }

    fn find(&self, scope: &Scope, matcher: &Matcher, sort: Option<Sort>) -> Vec<PostId> {
        let posts = Posts::new(&scope.archive, matcher);
        let text = fold(self.body.as_deref().unwrap_or_default());
        let answers = OfOneText { text: &text, marks: &scope.marks };
        let all = scope.archive.newest_first().iter().filter_map(|&id| scope.archive.post(id));
        let found = all.filter(|post| posts.matches(*post, &answers) == Some(true));
        let mut found: Vec<_> = found.map(PostRef::id).collect();
        if sort.is_some_and(|sort| sort.reversed) {
            found.reverse();
        }
        found
    }

    fn duplicates(&self, scope: &Scope) -> Arc<Duplicates> {
        let found = |keys: &Vec<PostKey>| {
            keys.iter().filter_map(|key| scope.archive.find(key.as_bytes())).collect()
        };
        Arc::new(Duplicates::new(self.stories.iter().map(found).collect()))
    }

    fn snippets(&self, _: &App, _: &SnippetRequest) -> Vec<(PostId, Snippet)> {
        Vec::new()
    }
}

/// Answers a query's questions about posts that share one text.
struct OfOneText<'a> {
    text: &'a str,
    marks: &'a Marks,
}

impl Answers for OfOneText<'_> {
    fn read_at(&self, post: PostRef<'_>) -> Option<u64> {
        self.marks.time_read(post.id())
    }

    fn is_marked(&self, post: PostRef<'_>, mark: Mark) -> bool {
        self.marks.has(post.id(), mark)
    }

    fn has_own_tag(&self, post: PostRef<'_>, tag: &str) -> bool {
        self.marks.is_tagged(post.id(), tag)
    }

    fn has_highlight(&self, post: PostRef<'_>, text: &str) -> bool {
        self.marks.is_highlighted(post.id(), text)
    }

    fn answer(&self, _: PostRef<'_>, _: usize, question: &Question) -> Option<bool> {
        match question {
            Question::Body(_) => Some(question.matches(self.text)),
            _ => None,
        }
    }
}

/// The posts of a folder, searched without an index.
pub(crate) struct FolderPosts {
    pub source: Source,
    files: Files,
    pub dates: Dates,
}

impl FolderPosts {
    /// The sample posts as they lie in the repository.
    pub(crate) fn samples(dates: Dates) -> Self {
        Self::open(Path::new(SAMPLES), dates)
    }

    pub(crate) fn open(folder: &Path, dates: Dates) -> Self {
        let source = Source::open(folder).unwrap();
        let files = source.reader().unwrap();
        Self { source, files, dates }
    }

    fn with_finder<T>(&self, scope: &Scope, run: impl FnOnce(Finder<'_>) -> T) -> T {
        let now = self.dates.clock.now();
        let bodies = Bodies { reader: &self.files, site: &scope.site, now };
        let (titles, lookup) = (Titles::new(&scope.archive), Lookup::none());
        let (archive, marks) = (&*scope.archive, &scope.marks);
        run(Finder { archive, titles: &titles, lookup: &lookup, bodies, marks })
    }
}

impl Texts for FolderPosts {
    fn read(&self, request: &ReadRequest) -> Result<Document, Reason> {
        let now = self.dates.clock.now();
        body::read(&self.files, &request.subject.key, &request.site, now).map(|read| read.document)
    }

    fn find(&self, scope: &Scope, matcher: &Matcher, sort: Option<Sort>) -> Vec<PostId> {
        let mut found = Vec::new();
        self.with_finder(scope, |finder| {
            finder.run(Request { matcher, sort }, &|| false, &mut |hits| {
                found.extend_from_slice(hits);
                true
            })
        });
        found
    }

    fn sorted(&self, scope: &Scope, key: SortKey) -> Vec<PostId> {
        let all = scope.archive.newest_first().to_vec();
        self.with_finder(scope, |finder| finder.sorted(key, all, &|| false)).unwrap_or_default()
    }

    fn duplicates(&self, scope: &Scope) -> Arc<Duplicates> {
        self.with_finder(scope, |find| {
            let found = find.lookup.duplicates(find.archive, find.bodies, &|| false);
            found.cloned().unwrap_or_default()
        })
    }

    fn snippets(&self, app: &App, request: &SnippetRequest) -> Vec<(PostId, Snippet)> {
        let (archive, marks) = (app.library().archive().clone(), app.library().marks().clone());
        let scope = Scope { archive, version: 0, site: request.site.clone(), marks };
        self.with_finder(&scope, |finder| {
            let posts = request.posts.iter();
            posts.map(|(id, ..)| (*id, finder.snippet(*id, &request.matcher, 160))).collect()
        })
    }
}
