//! A reader on the sample posts.

use std::path::Path;
use std::sync::Arc;

use kanbao::app::article::Article;
use kanbao::app::effect::{CountRequest, Scope};
use kanbao::app::{Alarm, App, Effect, Message, Options, Preferences};
use kanbao::archive::body;
use kanbao::archive::load;
use kanbao::archive::site::{Dates, Site};
use kanbao::archive::source::{Reader as Files, Source};
use kanbao::config::keymap::Key;
use kanbao::config::locale::Locale;
use kanbao::search::find::{Finder, Request};
use kanbao::search::fulltext::lookup::Lookup;
use kanbao::search::fulltext::text::Bodies;
use kanbao::search::titles::Titles;
use kanbao::view::Look;
use kanbao::width::Widths;
use ratatui::buffer::Buffer;

use super::print::draw;

/// 2024-06-15: some of the samples are dated after it and carry the mark of the future.
pub const NOW: Dates = Dates::at(1_718_409_600);

fn now() -> u64 {
    NOW.clock.milliseconds()
}

/// A reader on the sample posts as they lie in the repository.
pub struct Sample {
    pub app: App,
    files: Files,
    /// Whether what may follow a sequence is waited for.
    pub waits: bool,
}

impl Sample {
    pub fn new(size: (u16, u16), widths: Widths) -> Self {
        Self::speaking(Locale::English, size, widths)
    }

    pub fn speaking(locale: Locale, size: (u16, u16), widths: Widths) -> Self {
        Self::begun(Options { locale, size, widths, ..Options::default() })
    }

    /// To be read aloud.
    pub fn linear(locale: Locale, size: (u16, u16)) -> Self {
        let preferences = Preferences { linear: true, ..Preferences::default() };
        Self::begun(Options { locale, size, preferences, ..Options::default() })
    }

    fn begun(options: Options) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-posts");
        let source = Source::open(&folder).unwrap();
        let files = source.reader().unwrap();
        let options = Options { name: source.name(), now: now(), ..options };
        let (app, _) = App::new(options);
        let mut sample = Self { app, files, waits: false };
        // One thread, so that batches come in order.
        let events = std::sync::Mutex::new(Vec::new());
        load::load(&source, NOW, &|event| {
            events.lock().unwrap().push(event);
            true
        });
        for event in events.into_inner().unwrap() {
            let effects = sample.app.update(Message::Loaded(0, event), now());
            sample.answer(effects);
        }
        sample
    }

    pub fn press(mut self, keys: &str) -> Self {
        for key in keys.split_whitespace() {
            let effects = self.app.update(Message::Key(Key::parse(key).unwrap()), now());
            self.answer(effects);
        }
        self
    }

    fn answer(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let message = match effect {
                Effect::Read(wish) => {
                    let body =
                        body::read(&self.files, &wish.subject.key, &wish.site, NOW.clock.now());
                    let document = body.unwrap().document;
                    let article = Article::new(wish.subject, document, wish.measure, wish.locale);
                    Message::Read(Box::new(article))
                }
                Effect::Search(wish) => {
                    let (mut hits, asked) =
                        (Vec::new(), Request { matcher: &wish.matcher, sort: wish.sort });
                    let ended = self.find(&wish.scope, |find| {
                        find.run(asked, &|| false, &mut |some| {
                            hits.extend_from_slice(some);
                            true
                        })
                    });
                    Message::Found {
                        target: wish.target,
                        number: wish.number,
                        hits,
                        ended: Some(ended),
                    }
                }
                Effect::Snippets(wish) => {
                    let scope = self.app_scope(wish.site.clone());
                    let snippets = self.find(&scope, |find| {
                        let snippet = |(id, _)| (id, find.snippet(id, &wish.matcher, 160));
                        wish.posts.into_iter().map(snippet).collect()
                    });
                    Message::Snippets(wish.number, snippets)
                }
                Effect::Alarm(_, alarm @ Alarm::KeyHints(_)) if self.waits => Message::Alarm(alarm),
                Effect::Alarm(_, alarm @ Alarm::CountViews) => Message::Alarm(alarm),
                Effect::Count(CountRequest { scope, mut queries }) => {
                    let Some((query, matcher)) = queries.pop() else { continue };
                    let asked = Request { matcher: &matcher, sort: None };
                    let run = |find: Finder<'_>| find.run(asked, &|| false, &mut |_| true);
                    let ended = self.find(&scope, run);
                    Message::Counted(query, ended.hits)
                }
                _ => continue,
            };
            let more = self.app.update(message, now());
            self.answer(more);
        }
    }

    fn app_scope(&self, site: Arc<Site>) -> Scope {
        let (archive, marks) =
            (Arc::clone(self.app.library().archive()), self.app.library().marks().clone());
        Scope { archive, version: 0, site, marks }
    }

    fn find<T>(&self, scope: &Scope, run: impl FnOnce(Finder<'_>) -> T) -> T {
        let bodies = Bodies { reader: &self.files, site: &scope.site, now: NOW.clock.now() };
        let (titles, lookup) = (Titles::new(&scope.archive), Lookup::none());
        let (archive, marks) = (&*scope.archive, &scope.marks);
        run(Finder { archive, titles: &titles, lookup: &lookup, bodies, marks })
    }

    pub fn draw(&self) -> Buffer {
        draw(&self.app, &Look::default())
    }
}
