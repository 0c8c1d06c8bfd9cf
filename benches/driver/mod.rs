//! Drives the reader's model and view without a terminal.
#![allow(dead_code)]

use std::path::Path;
use std::sync::Arc;

use kanbao::app::article::Article;
use kanbao::app::{App, Effect, Message, Options};
use kanbao::archive::body;
use kanbao::archive::date::PostDate;
use kanbao::archive::load::{self, Event};
use kanbao::archive::post::{Post, PostId, PostKey, Status};
use kanbao::archive::site::{Dates, Site};
use kanbao::archive::source::{Reader, Source};
use kanbao::clean::CleanText;
use kanbao::config::keymap::Key;
use kanbao::view::{self, Look};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::archive;

/// The reader without a terminal.
pub(crate) struct Bench {
    pub(crate) app: App,
    files: Reader,
    pub(crate) buffer: Buffer,
    /// The number of the last search.
    searches: u64,
}

impl Bench {
    pub(crate) fn new(size: (u16, u16)) -> Self {
        Self::of(&archive::folder(), size)
    }

    /// The reader of another archive.
    pub(crate) fn of(folder: &Path, size: (u16, u16)) -> Self {
        let source = Source::open(folder).unwrap();
        let options = Options { name: source.name(), size, ..Options::default() };
        let (app, _) = App::new(options);
        let files = source.reader().unwrap();
        let buffer = Buffer::empty(Rect::new(0, 0, size.0, size.1));
        let mut bench = Self { app, files, buffer, searches: 0 };
        let events = std::sync::Mutex::new(Vec::new());
        load::load(&source, Dates::at(0), &|event| {
            events.lock().unwrap().push(event);
            true
        });
        for event in events.into_inner().unwrap() {
            let effects = bench.app.update(Message::Loaded(0, event), 0);
            bench.answer(effects);
        }
        bench
    }

    /// The reader of posts without files, in 40 categories, newest last.
    pub(crate) fn made_up(posts: i64, size: (u16, u16)) -> Self {
        let mut bench = Self::new(size);
        let post = |n: i64| Post {
            key: PostKey::new(format!("made-up/{n}.md").as_bytes()),
            title: CleanText::line("数据中心"),
            title_derived: false,
            date: Some(PostDate {
                seconds: 1_400_000_000 + n * 3200,
                offset_minutes: 480,
                has_time: true,
                has_zone: true,
            }),
            categories: vec![CleanText::line(&format!("类{}/目{}", n * 7 % 8, n * 13 % 5))],
            tags: vec![CleanText::line(&format!("标签{}", n * 31 % 500))],
            authors: vec![CleanText::line(&format!("记者{}", n * 11 % 50))],
            url: None,
            status: Status::Shown,
            problems: Vec::new(),
            version: None,
        };
        let (app, _) = App::new(Options { size, ..Options::default() });
        bench.app = app;
        let begin = Event::Site(Arc::new(Site::plain()));
        for event in [begin, Event::Batch((0..posts).map(post).collect()), Event::Done] {
            bench.app.update(Message::Loaded(0, event), 0);
        }
        bench
    }

    /// Hits of the search that was requested last, of which more will come.
    pub(crate) fn found(&mut self, hits: Vec<PostId>) {
        let number = self.searches;
        self.app.update(Message::Found { number, hits, ended: None }, 0);
    }

    fn answer(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Effect::Search(request) = &effect {
                self.searches = request.number;
            }
            let Effect::Read(wish) = effect else { continue };
            // A post that was made up has no file.
            let Ok(body) = body::read(&self.files, &wish.subject.key, &wish.site, 0) else {
                continue;
            };
            let article = Article::new(wish.subject, body.document, wish.measure, wish.locale);
            self.app.update(Message::Read(Box::new(article)), 0);
        }
    }

    /// A key press: updates the model, reads the post, draws a frame.
    pub(crate) fn press(&mut self, key: &str) {
        let effects = self.app.update(Message::Key(Key::parse(key).unwrap()), 0);
        self.answer(effects);
        self.buffer.reset();
        view::draw(&self.app, &Look::default(), &mut self.buffer);
    }
}
