//! Drives the reader's model and view without a terminal.
#![allow(dead_code)]

use std::path::Path;

use kanbao::app::article::Article;
use kanbao::app::{App, Effect, Message, Options};
use kanbao::archive::body;
use kanbao::archive::load;
use kanbao::archive::site::Dates;
use kanbao::archive::source::{Reader, Source};
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
        let mut bench = Self { app, files, buffer };
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

    fn answer(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let Effect::Read(wish) = effect else { continue };
            let body = body::read(&self.files, &wish.subject.key, &wish.site, 0).unwrap();
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
