//! Random keys, mouse events, pastes and sizes, on the sample posts and on the archive of hazards.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Mutex;

use kanbao::app::effect::{ReadRequest, Scope, SnippetRequest};
use kanbao::app::{App, Effect, Message, Options, Pictures};
use kanbao::archive::load::{self, Event as LoadEvent};
use kanbao::archive::post::{Post, PostId, PostKey};
use kanbao::archive::site::Dates;
use kanbao::clean::CleanText;
use kanbao::config::choice::{Choice, Preset};
use kanbao::config::keymap::{Key, Keymap};
use kanbao::document::Document;
use kanbao::reason::Reason;
use kanbao::search::query::field::Sort;
use kanbao::search::query::matcher::Matcher;
use kanbao::search::snippet::Snippet;
use kanbao::view::{self, Look};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::hostile::{Archive, is_control};
use crate::support::events::{Event, Events};
use crate::support::program::SAMPLES;
use crate::support::reader::Reader;
use crate::support::texts::{FolderPosts, Texts};

/// 2024-06-15.
const NOW: Dates = Dates::at(1_718_409_600);
/// The events for each preset and archive.
const EVENTS: usize = 2500;
/// A frame is drawn after so many events, as after a burst of keys.
const PER_FRAME: usize = 8;

/// Posts whose documents are parsed once.
struct Parsed {
    posts: FolderPosts,
    documents: RefCell<HashMap<PostKey, Result<Document, Reason>>>,
    /// Whether searches read the texts; else they find every third post.
    searches: bool,
}

impl Texts for Parsed {
    fn read(&self, request: &ReadRequest) -> Result<Document, Reason> {
        let mut documents = self.documents.borrow_mut();
        let key = request.subject.key.clone();
        documents.entry(key).or_insert_with(|| self.posts.read(request)).clone()
    }

    fn find(&self, scope: &Scope, matcher: &Matcher, sort: Option<Sort>) -> Vec<PostId> {
        if self.searches {
            return self.posts.find(scope, matcher, sort);
        }
        scope.archive.newest_first().iter().step_by(3).copied().collect()
    }

    fn snippets(&self, app: &App, request: &SnippetRequest) -> Vec<(PostId, Snippet)> {
        if self.searches { self.posts.snippets(app, request) } else { Vec::new() }
    }
}

/// The reader at the start, and the posts that it loaded.
fn open(folder: &Path, keymap: Keymap, searches: bool) -> (Reader<Parsed>, Vec<Post>) {
    let posts = FolderPosts::open(folder, NOW);
    let source = posts.source.clone();
    let now = NOW.clock.milliseconds();
    let (app, _) = App::new(Options {
        name: source.name(),
        now,
        keymap,
        pictures: Pictures::Set(true),
        ..Options::default()
    });
    let texts = Parsed { posts, documents: RefCell::default(), searches };
    let mut reader = Reader::with_texts(app, now, texts);
    let events = Mutex::new(Vec::new());
    load::load(&source, NOW, &|event| {
        events.lock().unwrap().push(event);
        true
    });
    let mut loaded = Vec::new();
    for event in events.into_inner().unwrap() {
        if let LoadEvent::Batch(posts) = &event {
            loaded.extend(posts.iter().cloned());
        }
        let effects = reader.update(Message::Loaded(0, event));
        reader.answer(effects);
    }
    (reader, loaded)
}

/// Sends a message and performs what follows, but nothing outside the reader; returns whether it
/// quits.
fn send(reader: &mut Reader<Parsed>, posts: &[Post], message: Message) -> bool {
    let effects = reader.update(message);
    let mut quits = false;
    for effect in reader.answer(effects) {
        match effect {
            Effect::Load(generation) => reader.load(generation, posts.to_vec()),
            Effect::Quit(why) => {
                assert_eq!(why, None);
                quits = true;
            }
            // What leaves the program is clean (S1), and only addresses of the web are opened.
            Effect::Copy(text) | Effect::Page(text) => {
                let is_clean = |c: char| !is_control(c) || matches!(c, '\n' | '\t');
                assert!(text.as_str().chars().all(is_clean), "{text:?}");
            }
            Effect::Open(address) => {
                let is_web =
                    ["http://", "https://"].map(|scheme| address.as_str().starts_with(scheme));
                assert!(is_web.contains(&true), "{address} is opened");
                assert!(address.as_str().chars().all(|c| c.is_ascii_graphic()), "{address:?}");
            }
            _ => {}
        }
    }
    quits
}

/// Draws a frame; no glyph leaves the screen or controls it.
fn draw(reader: &Reader<Parsed>) {
    let (width, height) = reader.app.screen().size();
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::empty(area);
    let cursor = view::draw(&reader.app, &Look::default(), &mut buffer);
    assert_eq!(
        (buffer.area, buffer.content.len()),
        (area, usize::from(width) * usize::from(height))
    );
    assert!(cursor.is_none_or(|place| area.contains(place)), "{cursor:?} is outside of {area:?}");
    let widths = reader.app.screen().widths();
    for (at, cell) in buffer.content.iter().enumerate() {
        let symbol = cell.symbol();
        if symbol.is_ascii() && symbol.len() == 1 && symbol >= " " {
            continue;
        }
        assert!(!symbol.contains(is_control), "{symbol:?} is drawn");
        let column = at % usize::from(width);
        assert!(column + widths.cells(symbol) <= usize::from(width), "{symbol:?} at {column}");
    }
}

fn check(preset: Preset, folder: &Path, seed: u64, searches: bool) {
    let keymap = Keymap::preset(preset);
    let mut random = Events::new(seed, &keymap);
    let (mut reader, posts) = open(folder, keymap, searches);
    for n in 0..EVENTS {
        let message = match random.next() {
            Event::Key(key) => Message::Key(key),
            Event::Mouse(mouse, x, y) => Message::Mouse(mouse, x, y),
            Event::Paste(text) => Message::Pasted(CleanText::body(text)),
            Event::Size(width, height) => Message::Resized(width, height),
        };
        send(&mut reader, &posts, message);
        if n % PER_FRAME == 0 {
            draw(&reader);
        }
        if n % 50 == 0 {
            reader.ring();
        }
    }
    // Whatever is open is closed, and `^C` quits.
    for _ in 0..9 {
        send(&mut reader, &posts, Message::Key(Key::plain(kanbao::config::keymap::Code::Escape)));
    }
    assert!(send(&mut reader, &posts, Message::Key(Key::control('c'))), "{preset:?} does not quit");
    draw(&reader);
    reader.end();
}

/// S4, S10, S44.
#[test]
fn any_events_in_any_preset_draw_the_sample_posts() {
    for (n, &(preset, ..)) in Preset::ALL.iter().enumerate() {
        check(preset, Path::new(SAMPLES), 100 + n as u64, true);
    }
}

/// S1, S10, S44.
#[test]
fn any_events_in_any_preset_draw_the_hazards() {
    let archive = Archive::write();
    for (n, &(preset, ..)) in Preset::ALL.iter().enumerate() {
        check(preset, Path::new(archive.path()), 200 + n as u64, false);
    }
}
