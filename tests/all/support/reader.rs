//! A reader without a terminal: the model, fed with keys as a person types them; posts are made up
//! here and read at once.

use std::sync::Arc;
use std::time::Duration;

use kanbao::app::article::Article;
use kanbao::app::effect::{Scope, SearchRequest};
use kanbao::app::{Alarm, App, Effect, Message, Options, Preferences};
use kanbao::archive::PostRef;
use kanbao::archive::date::PostDate;
use kanbao::archive::load::{Event, Walked};
use kanbao::archive::post::{Post, PostId, PostKey, Problem, ProblemKind, Status};
use kanbao::archive::site::Site;
use kanbao::clean::CleanText;
use kanbao::config::keymap::Key;
use kanbao::document::{self, Document, NoContext, Syntax};
use kanbao::search::find::Summary;
use kanbao::search::fold::fold;
use kanbao::search::marks::Marks;
use kanbao::search::query::field::{Mark, Question};
use kanbao::search::query::matcher::Matcher;
use kanbao::search::query::posts::{Answers, Posts};
use kanbao::search::related::{Relation, more_like, on_this_day};
use kanbao::state::State;

/// The one body that all posts have, as a query sees it.
struct Body<'a> {
    text: &'a str,
    marks: &'a Marks,
}

impl Answers for Body<'_> {
    fn is_marked(&self, post: PostRef<'_>, mark: Mark) -> bool {
        self.marks.has(post.id(), mark)
    }

    fn answer(&self, _: PostRef<'_>, _: usize, question: &Question) -> Option<bool> {
        match question {
            Question::Body(_) => Some(question.matches(self.text)),
            _ => None,
        }
    }
}

pub struct Reader {
    pub app: App,
    /// The time in milliseconds since 1970.
    pub now: u64,
    /// Posts read so far.
    pub reads: usize,
    /// What is waited for, and for how long.
    pub alarm: Option<(Duration, Alarm)>,
    failure: Option<CleanText>,
    body: Option<String>,
}

/// 2033-05-18, in milliseconds since 1970.
const NOW: u64 = 2_000_000_000_000;

pub fn options() -> Options {
    Options {
        name: CleanText::line("archive"),
        now: NOW,
        state: State::new("here"),
        ..Options::default()
    }
}

/// `n` posts `p0 ..`, the last the newest, one a day from 2024-01-01 on.
pub fn posts(n: usize) -> Vec<Post> {
    posts_of("p", n, 0)
}

/// `n` posts of which the first is `day` days after 2024-01-01.
pub fn posts_of(prefix: &str, n: usize, day: usize) -> Vec<Post> {
    let digits = n.saturating_sub(1).to_string().len();
    (0..n).map(|i| post(&format!("{prefix}{i:0digits$}"), i, day + i)).collect()
}

fn post(name: &str, i: usize, day: usize) -> Post {
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
    }
}

/// The body that posts have unless another is given.
const BODY: &str = "今天天气很好，我们出去走走吧。江边的风从早吹到晚，岸上的人都说“再坐一会儿”。";

impl Reader {
    pub fn empty(size: (u16, u16)) -> Self {
        Self::set(size, Preferences::default())
    }

    /// A reader that begins as it is set.
    pub fn set(size: (u16, u16), preferences: Preferences) -> Self {
        let options = Options { pictures: true, size, preferences, ..options() };
        Self::start(options)
    }

    /// A reader of a state, that begins where its last session ended.
    pub fn of(state: State, posts: Vec<Post>, size: (u16, u16)) -> Self {
        let mut reader = Self::start(Options { state, restore: true, size, ..options() });
        reader.load(0, posts);
        reader
    }

    /// A reader with these themes, of which the first is set.
    pub fn themed(themes: &[&str]) -> Self {
        let themes: Vec<CleanText> = themes.iter().map(|name| CleanText::line(name)).collect();
        let mut reader = Self::start(Options { theme: themes[0].clone(), themes, ..options() });
        reader.load(0, posts(3));
        reader
    }

    pub fn start(options: Options) -> Self {
        let (mut app, effects) = App::new(options);
        assert!(matches!(effects.as_slice(), [Effect::Load(0)]));
        app.update(Message::Loaded(0, Event::Site(Arc::new(Site::plain()))), NOW);
        Self { app, now: NOW, reads: 0, alarm: None, failure: None, body: None }
    }

    /// Sends a message; the effects.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        self.app.update(message, self.now)
    }

    /// The alarm that was set last comes.
    pub fn ring(&mut self) {
        if let Some((_, alarm)) = self.alarm.take() {
            let effects = self.update(Message::Alarm(alarm));
            self.answer(effects);
        }
    }

    /// Ends the reader; what it leaves for the next.
    pub fn end(mut self) -> State {
        let effects = self.update(Message::Ending);
        assert_eq!(self.answer(effects), []);
        self.app.library().state().clone()
    }

    pub fn new(posts: Vec<Post>, size: (u16, u16)) -> Self {
        let mut reader = Self::empty(size);
        reader.load(0, posts);
        reader
    }

    /// Gives every post this body, as Markdown.
    pub fn with_body(mut self, body: &str) -> Self {
        self.body = Some(body.to_owned());
        // Has the article read again.
        let effects = self.update(Message::Speak(self.app.screen().locale()));
        self.answer(effects);
        self
    }

    /// From now on every post has this body, when it is read.
    pub fn now_with(mut self, body: &str) -> Self {
        self.body = Some(body.to_owned());
        self
    }

    /// Everything a load of `posts` sends.
    pub fn load(&mut self, generation: u64, posts: Vec<Post>) {
        let candidates = posts.len();
        for event in [
            Event::Site(Arc::new(Site::plain())),
            Event::Walked(Walked { candidates, ..Walked::default() }),
            Event::Batch(posts),
            Event::Done,
        ] {
            let effects = self.update(Message::Loaded(generation, event));
            self.answer(effects);
        }
    }

    pub fn add(&mut self, posts: Vec<Post>) {
        self.add_to(0, posts);
    }

    /// A batch of the load of a generation.
    pub fn add_to(&mut self, generation: u64, posts: Vec<Post>) {
        self.update(Message::Loaded(generation, Event::Site(Arc::new(Site::plain()))));
        let effects = self.update(Message::Loaded(generation, Event::Batch(posts)));
        self.answer(effects);
    }

    pub fn add_draft(&mut self, name: &str) {
        self.add(vec![Post { status: Status::Draft, ..post(name, 1, 1) }]);
    }

    pub fn add_problem(&mut self, name: &str) {
        let problem =
            Problem::new(3, ProblemKind::InvalidDate, "date `soon` is no date", "not used");
        self.add(vec![Post { problems: vec![problem], ..post(name, 1, 1) }]);
    }

    pub fn offer(&mut self, folder: &str, posts: usize) {
        let offered = vec![(PostKey::new(folder.as_bytes()), posts)];
        self.update(Message::Loaded(0, Event::Walked(Walked { offered, ..Walked::default() })));
    }

    pub fn finish(&mut self) -> Vec<Effect> {
        self.update(Message::Loaded(0, Event::Done))
    }

    /// From now on no post can be read.
    pub fn fail(&mut self, reason: &str) {
        self.failure = Some(CleanText::line(reason));
    }

    pub fn resize(&mut self, width: u16, height: u16) {
        let effects = self.update(Message::Resized(width, height));
        self.answer(effects);
    }

    /// Types keys, written as key tables write them and separated by blanks, and gives the effects
    /// that are left after posts were read.
    pub fn press(&mut self, keys: &str) -> Vec<Effect> {
        let mut left = Vec::new();
        for key in keys.split_whitespace() {
            let effects = self.press_without_answers(key);
            left.extend(self.answer(effects));
        }
        left
    }

    /// Types one key and leaves the effects to be answered later.
    pub fn press_without_answers(&mut self, key: &str) -> Vec<Effect> {
        let key = Key::parse(key).unwrap_or_else(|| panic!("{key} is no key"));
        self.update(Message::Key(key))
    }

    /// Reads the posts that are wished for; gives the other effects.
    pub fn answer(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        let mut left = Vec::new();
        for effect in effects {
            let wish = match effect {
                Effect::Read(wish) => wish,
                // Kept by the state at hand too.
                Effect::Save(_) | Effect::Index(_) | Effect::Snippets(_) => continue,
                Effect::Search(wish) => {
                    let effects = self.answer_search(&wish);
                    left.extend(self.answer(effects));
                    continue;
                }
                Effect::Alarm(_, Alarm::CountViews) => {
                    let effects = self.update(Message::Alarm(Alarm::CountViews));
                    left.extend(self.answer(effects));
                    continue;
                }
                Effect::Count(wish) => {
                    for (query, matcher) in wish.queries {
                        let count = self.found(&wish.scope, &matcher).len();
                        let effects = self.update(Message::Counted(query, count));
                        left.extend(self.answer(effects));
                    }
                    continue;
                }
                Effect::Alarm(after, alarm) => {
                    self.alarm = Some((after, alarm));
                    continue;
                }
                effect => {
                    left.push(effect);
                    continue;
                }
            };
            let message = if let Some(reason) = &self.failure {
                Message::NotRead(wish.subject.post, reason.clone())
            } else {
                self.reads += 1;
                let document = self.document();
                let article = Article::new(wish.subject, document, wish.measure, wish.locale);
                Message::Read(Box::new(article))
            };
            let effects = self.update(message);
            left.extend(self.answer(effects));
        }
        left
    }

    /// Answers a query as the threads do, a hit a message.
    fn answer_search(&mut self, wish: &SearchRequest) -> Vec<Effect> {
        if let Some(relation) = wish.relation {
            let hits = match relation {
                Relation::SameDay(day) => on_this_day(&wish.scope.archive, day),
                Relation::Alike(id) => more_like(&wish.scope.archive, id, &[], 50),
            };
            let ended = Some(Summary { hits: hits.len(), all: true });
            return self.update(Message::Found {
                target: wish.target,
                number: wish.number,
                hits,
                ended,
            });
        }
        let mut hits = self.found(&wish.scope, &wish.matcher);
        if wish.sort.is_some_and(|sort| sort.reversed) {
            hits.reverse();
        }
        let ended = Summary { hits: hits.len(), all: true };
        let hits = hits.into_iter().map(|hit| (vec![hit], None));
        let answers: Vec<_> = hits.chain([(Vec::new(), Some(ended))]).collect();
        let mut effects = Vec::new();
        for (hits, ended) in answers {
            let message = Message::Found { target: wish.target, number: wish.number, hits, ended };
            effects.extend(self.update(message));
        }
        effects
    }

    /// The posts that a query finds.
    fn found(&self, scope: &Scope, matcher: &Matcher) -> Vec<PostId> {
        let posts = Posts::new(&scope.archive, matcher);
        let body = fold(self.body.as_deref().unwrap_or_default());
        let known = Body { text: &body, marks: &scope.marks };
        let all = scope.archive.newest_first().iter().filter_map(|&id| scope.archive.post(id));
        all.filter(|post| posts.matches(*post, &known) == Some(true)).map(PostRef::id).collect()
    }

    fn document(&self) -> Document {
        let long = format!(
            "{}\n\n## 第一节\n\n{}\n\n## 第二节\n\n{}",
            BODY.repeat(12),
            BODY.repeat(12),
            BODY.repeat(12)
        );
        document::parse(self.body.as_ref().unwrap_or(&long), Syntax::Markdown, &NoContext)
    }

    pub fn selected(&self) -> String {
        self.app.listing().selected().map(|id| self.title_of(id)).unwrap_or_default()
    }

    pub fn title_of(&self, id: PostId) -> String {
        let post = self.app.library().archive().post(id);
        post.map(|post| post.title().to_string()).unwrap_or_default()
    }

    /// The title of the post in the article pane.
    pub fn reading(&self) -> Option<String> {
        let article = self.app.article().article()?;
        Some(self.app.library().archive().post(article.post)?.title().to_string())
    }

    /// The path of the post in the article pane.
    pub fn reading_key(&self) -> String {
        self.app
            .article()
            .article()
            .map(|article| article.key.to_clean().to_string())
            .unwrap_or_default()
    }

    pub fn listed(&self) -> usize {
        self.app.listing().posts().len()
    }

    pub fn notice(&self) -> String {
        let notice = self.app.notice();
        notice.map(|text| text.to_clean(self.app.screen().locale()).to_string()).unwrap_or_default()
    }

    /// The line at the top of the article pane.
    pub fn top_text(&self) -> String {
        let article = self.app.article().article().unwrap();
        article.page.plain(self.app.article().top()).to_string()
    }
}
