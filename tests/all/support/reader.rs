//! A reader without a terminal: the model, driven by keys. Its requests are answered at once.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use kanbao::app::article::Article;
use kanbao::app::effect::{
    Counted, LinesRequest, OrderRequest, ReadRequest, SearchRequest, StatisticsRequest, Subject,
};
use kanbao::app::{Alarm, App, Effect, Message, Options, Pictures, Preferences};
use kanbao::archive::load::{Event, Walked, load};
use kanbao::archive::post::{Post, PostId, PostKey, Problem, ProblemKind, Status};
use kanbao::archive::remedy::Remedy;
use kanbao::archive::site::Site;
use kanbao::archive::wrong::Wrong;
use kanbao::clean::CleanText;
use kanbao::config::keymap::Key;
use kanbao::reason::Reason;
use kanbao::search::find::Summary;
use kanbao::search::query::dates::Today;
use kanbao::search::query::matcher::Matcher;
use kanbao::search::related::{Relation, more_like, on_this_day};
use kanbao::search::statistics::Statistics;
use kanbao::state::State;
use kanbao::typeset::Anchor;

use super::texts::{FolderPosts, OneText, Texts, post};
pub(crate) use super::texts::{posts, posts_of};

/// A reader of posts whose texts come from `T`.
pub(crate) struct Reader<T = OneText> {
    pub app: App,
    /// The time in milliseconds since 1970.
    pub now: u64,
    /// Posts read so far.
    pub reads: usize,
    /// The alarm that was set last, and its delay.
    pub alarm: Option<(Duration, Alarm)>,
    texts: T,
}

/// 2033-05-18, in milliseconds since 1970.
const NOW: u64 = 2_000_000_000_000;

pub(crate) fn options() -> Options {
    Options {
        name: CleanText::line("archive"),
        now: NOW,
        state: State::new("here"),
        ..Options::default()
    }
}

impl Reader {
    pub(crate) fn empty(size: (u16, u16)) -> Self {
        Self::set(size, Preferences::default())
    }

    /// A reader with preferences.
    pub(crate) fn set(size: (u16, u16), preferences: Preferences) -> Self {
        let options = Options { pictures: Pictures::Set(true), size, preferences, ..options() };
        Self::start(options)
    }

    /// A reader that restores the last session of a state.
    pub(crate) fn of(state: State, posts: Vec<Post>, size: (u16, u16)) -> Self {
        let mut reader = Self::start(Options { state, restore: true, size, ..options() });
        reader.load(0, posts);
        reader
    }

    /// A reader with these themes, the first of them set.
    pub(crate) fn themed(themes: &[&str]) -> Self {
        let themes: Vec<CleanText> = themes.iter().map(|name| CleanText::line(name)).collect();
        let mut reader = Self::start(Options { theme: themes[0].clone(), themes, ..options() });
        reader.load(0, posts(3));
        reader
    }

    pub(crate) fn start(options: Options) -> Self {
        let (mut app, effects) = App::new(options);
        assert!(matches!(effects.as_slice(), [Effect::Load(0)]));
        app.update(Message::Loaded(0, Event::Site(Arc::new(Site::plain()))), NOW);
        Self::with_texts(app, NOW, OneText::default())
    }

    pub(crate) fn new(posts: Vec<Post>, size: (u16, u16)) -> Self {
        let mut reader = Self::empty(size);
        reader.load(0, posts);
        reader
    }

    /// Gives every post this body, as Markdown.
    pub(crate) fn with_body(mut self, body: &str) -> Self {
        self.texts.body = Some(body.to_owned());
        // The article is read again.
        let effects = self.update(Message::Speak(self.app.screen().locale()));
        self.answer(effects);
        self
    }

    /// Gives this body to every post that is read from now on.
    pub(crate) fn now_with(mut self, body: &str) -> Self {
        self.texts.body = Some(body.to_owned());
        self
    }

    /// Sets which posts tell the same story, by name, the oldest first.
    pub(crate) fn telling(mut self, stories: &[&[&str]]) -> Self {
        let key = |name: &&str| PostKey::new(format!("_posts/{name}.md").into_bytes());
        self.texts.stories = stories.iter().map(|names| names.iter().map(key).collect()).collect();
        self
    }

    /// Makes every post unreadable from now on.
    pub(crate) fn fail(&mut self, reason: Reason) {
        self.texts.failure = Some(reason);
    }
}

impl Reader<FolderPosts> {
    /// A reader of the posts of a folder.
    pub(crate) fn of_folder(texts: FolderPosts, options: Options) -> Self {
        let (source, dates) = (texts.source.clone(), texts.dates);
        let now = dates.clock.milliseconds();
        let (app, _) = App::new(Options { name: source.name(), now, ..options });
        let mut reader = Self::with_texts(app, now, texts);
        // Without threads, so that batches come in order.
        let events = Mutex::new(Vec::new());
        load(&source, dates, &|event| {
            events.lock().unwrap().push(event);
            true
        });
        for event in events.into_inner().unwrap() {
            let effects = reader.update(Message::Loaded(0, event));
            reader.answer(effects);
        }
        reader
    }
}

impl<T: Texts> Reader<T> {
    pub(crate) fn with_texts(app: App, now: u64, texts: T) -> Self {
        Self { app, now, reads: 0, alarm: None, texts }
    }

    /// Sends a message; returns the effects.
    pub(crate) fn update(&mut self, message: Message) -> Vec<Effect> {
        self.app.update(message, self.now)
    }

    /// Sends the alarm that was set last.
    pub(crate) fn ring(&mut self) {
        if let Some((_, alarm)) = self.alarm.take() {
            let effects = self.update(Message::Alarm(alarm));
            self.answer(effects);
        }
    }

    /// Ends the reader; returns the state for the next one.
    pub(crate) fn end(mut self) -> State {
        let effects = self.update(Message::Ending);
        assert_eq!(self.answer(effects), []);
        self.app.library().state().clone()
    }

    /// Sends everything that a load of `posts` sends.
    pub(crate) fn load(&mut self, generation: u64, posts: Vec<Post>) {
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

    pub(crate) fn add(&mut self, posts: Vec<Post>) {
        self.add_to(0, posts);
    }

    /// Sends a batch of the load of a generation.
    pub(crate) fn add_to(&mut self, generation: u64, posts: Vec<Post>) {
        self.update(Message::Loaded(generation, Event::Site(Arc::new(Site::plain()))));
        let effects = self.update(Message::Loaded(generation, Event::Batch(posts)));
        self.answer(effects);
    }

    pub(crate) fn add_draft(&mut self, name: &str) {
        self.add(vec![Post { status: Status::Draft, ..post(name, 1, 1) }]);
    }

    pub(crate) fn add_problem(&mut self, name: &str) {
        let wrong = Wrong::NotDate { key: CleanText::line("published") };
        let problem = Problem::new(3, ProblemKind::InvalidDate, wrong, Remedy::NotUsed);
        self.add(vec![Post { problems: vec![problem], ..post(name, 1, 1) }]);
    }

    pub(crate) fn offer(&mut self, folder: &str, posts: usize) {
        let offered = vec![(PostKey::new(folder.as_bytes()), posts)];
        self.update(Message::Loaded(0, Event::Walked(Walked { offered, ..Walked::default() })));
    }

    pub(crate) fn finish(&mut self) -> Vec<Effect> {
        self.update(Message::Loaded(0, Event::Done))
    }

    pub(crate) fn resize(&mut self, width: u16, height: u16) {
        let effects = self.update(Message::Resized(width, height));
        self.answer(effects);
    }

    /// Types keys, in the notation of key tables and separated by spaces; returns the effects that
    /// were not performed.
    pub(crate) fn press(&mut self, keys: &str) -> Vec<Effect> {
        let mut left = Vec::new();
        for key in keys.split_whitespace() {
            let effects = self.press_without_answers(key);
            left.extend(self.answer(effects));
        }
        left
    }

    /// Types one key; returns its effects, to be performed later.
    pub(crate) fn press_without_answers(&mut self, key: &str) -> Vec<Effect> {
        let key = Key::parse(key).unwrap_or_else(|| panic!("{key} is no key"));
        self.update(Message::Key(key))
    }

    /// Performs effects until no request is left; returns the effects that were not performed.
    pub(crate) fn answer(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        let mut left = Vec::new();
        for effect in effects {
            for message in self.messages(effect, &mut left) {
                let effects = self.update(message);
                left.extend(self.answer(effects));
            }
        }
        left
    }

    /// The messages that answer an effect, as the worker threads send them.
    fn messages(&mut self, effect: Effect, left: &mut Vec<Effect>) -> Vec<Message> {
        match effect {
            Effect::Read(request) => match self.texts.read(&request) {
                Ok(document) => {
                    self.reads += 1;
                    let (measure, locale) = (request.measure, request.locale);
                    let article = Article::new(request.subject, document, measure, locale);
                    vec![Message::Read(Box::new(article))]
                }
                Err(reason) => vec![Message::NotRead(request.subject.post, reason)],
            },
            Effect::Search(request) => self.hits(&request),
            Effect::Lines(request) => vec![Message::Lines(self.lines(&request))],
            Effect::Snippets(request) => {
                let snippets = self.texts.snippets(&self.app, &request);
                vec![Message::Snippets(request.number, snippets)]
            }
            Effect::Count(request) => {
                let counted = |one: &Counted| {
                    let mut found = self.texts.find(&request.scope, &one.matcher, None);
                    let is_left_out = |id: &PostId| request.left_out.contains(id.0 as usize);
                    found.retain(|id| one.has_muted || !is_left_out(id));
                    Message::Counted(
                        one.query.clone(),
                        found.iter().map(|id| id.0 as usize).collect(),
                    )
                };
                request.queries.iter().map(counted).collect()
            }
            Effect::Mute(request) => {
                let find = |matcher: &Arc<Matcher>| self.texts.find(&request.scope, matcher, None);
                let found = request.queries.iter().flat_map(find);
                let posts = found.map(|id| id.0 as usize).collect();
                vec![Message::Muted { number: request.number, posts, is_whole: true }]
            }
            Effect::Order(OrderRequest { scope, key }) => {
                let posts = self.texts.sorted(&scope, key);
                vec![Message::Ordered { version: scope.version, key, posts }]
            }
            Effect::Alarm(_, Alarm::CountViews) => vec![Message::Alarm(Alarm::CountViews)],
            Effect::Alarm(after, alarm) => {
                self.alarm = Some((after, alarm));
                Vec::new()
            }
            Effect::Duplicates(scope) => {
                let found = self.texts.duplicates(&scope);
                vec![Message::Duplicates(scope.version, Some(found))]
            }
            Effect::Statistics(request) => {
                let StatisticsRequest { number, scope, today, hidden, left_out } = request;
                let today = Today { date: today, site: Some(&scope.site) };
                let counted =
                    Statistics::of(&scope.archive, &scope.marks, hidden, &left_out, today);
                vec![Message::Statistics(number, Box::new(counted))]
            }
            // The model keeps the state itself, and there is no index.
            Effect::Save(_) | Effect::Index(_) => Vec::new(),
            effect => {
                left.push(effect);
                Vec::new()
            }
        }
    }

    /// The titles and lines at places of posts.
    fn lines(&self, request: &LinesRequest) -> Vec<(PostKey, Anchor, CleanText, CleanText)> {
        let archive = self.app.library().archive();
        let (measure, locale) = (request.measure, request.locale);
        let read = |(key, anchor): &(PostKey, Anchor)| {
            let post = archive.post(archive.find(key.as_bytes())?)?;
            let (subject, site) = (Subject::of(post, locale), request.site.clone());
            let read = ReadRequest { subject: subject.clone(), measure, locale, site };
            let document = self.texts.read(&read).ok()?;
            let line = Article::line_at(subject, document, *anchor, measure, locale);
            Some((key.clone(), *anchor, post.title().to_clean(), line))
        };
        request.places.iter().filter_map(read).collect()
    }

    /// The answers to a query: a message for each hit, and the end.
    fn hits(&self, request: &SearchRequest) -> Vec<Message> {
        let archive = &request.scope.archive;
        let hits = match &request.relation {
            Some(Relation::SameDay(day)) => on_this_day(archive, *day),
            Some(Relation::Alike(key)) => {
                let id = archive.find(key.as_bytes());
                id.map(|id| more_like(archive, id, &[], 50)).unwrap_or_default()
            }
            Some(Relation::SameStory(key)) => {
                let found = self.texts.duplicates(&request.scope);
                let id = archive.find(key.as_bytes());
                id.map(|id| found.story_of(id).iter().rev().copied().collect()).unwrap_or_default()
            }
            None => self.texts.find(&request.scope, &request.matcher, request.sort),
        };
        let ended = Summary { hits: hits.len(), all: true };
        let hits = hits.into_iter().map(|hit| (vec![hit], None));
        let number = request.number;
        hits.chain([(Vec::new(), Some(ended))])
            .map(|(hits, ended)| Message::Found { number, hits, ended })
            .collect()
    }

    pub(crate) fn selected(&self) -> String {
        self.app.listing().selected().map(|id| self.title_of(id)).unwrap_or_default()
    }

    pub(crate) fn title_of(&self, id: PostId) -> String {
        let post = self.app.library().archive().post(id);
        post.map(|post| post.title().to_string()).unwrap_or_default()
    }

    /// The title of the post in the article pane.
    pub(crate) fn reading(&self) -> Option<String> {
        let article = self.app.article().article()?;
        Some(self.app.library().archive().post(article.post)?.title().to_string())
    }

    /// The path of the post in the article pane.
    pub(crate) fn reading_key(&self) -> String {
        self.app
            .article()
            .article()
            .map(|article| article.key.to_clean().to_string())
            .unwrap_or_default()
    }

    pub(crate) fn listed(&self) -> usize {
        self.app.listing().posts().len()
    }

    pub(crate) fn notice(&self) -> String {
        let notice = self.app.notice();
        notice.map(|text| text.to_clean(self.app.screen().locale()).to_string()).unwrap_or_default()
    }

    /// The line at the top of the article pane.
    pub(crate) fn top_text(&self) -> String {
        let article = self.app.article().article().unwrap();
        article.page.plain(self.app.article().top()).to_string()
    }
}
