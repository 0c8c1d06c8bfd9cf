//! Whole screens, drawn into a buffer and compared with the stored ones; each has been read.
//!
//! The printer is our own: it leaves out the hidden cell behind a wide glyph and prints the styles
//! as a second picture, one letter a cell.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::print_stderr
)]

#[path = "../reader/mod.rs"]
mod reader;
mod svg;

use std::path::Path;
use std::sync::Arc;

use kanbao::app::article::Article;
use kanbao::app::effect::{CountWish, Scope};
use kanbao::app::text::Text;
use kanbao::app::{Alarm, App, Effect, Message, Options, Preferences};
use kanbao::archive::body;
use kanbao::archive::load::{self, Loaded};
use kanbao::archive::site::{Dates, Site};
use kanbao::archive::source::{Reader as Files, Source};
use kanbao::command::Command;
use kanbao::config::keymap::Key;
use kanbao::config::locale::Locale;
use kanbao::search::find::{Finder, Request};
use kanbao::search::fulltext::lookup::Lookup;
use kanbao::search::fulltext::text::Bodies;
use kanbao::search::titles::Titles;
use kanbao::view::{self, Look};
use kanbao::width::Widths;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

/// 2024-06-15: some of the samples are dated after it and carry the mark of the future.
const NOW: Dates = Dates::at(1_718_409_600);

/// A reader on the sample posts as they lie in the repository.
struct Sample {
    app: App,
    files: Files,
    /// Whether what may follow a sequence is waited for.
    waits: bool,
}

impl Sample {
    fn new(size: (u16, u16), widths: Widths) -> Self {
        Self::speaking(Locale::English, size, widths)
    }

    fn speaking(locale: Locale, size: (u16, u16), widths: Widths) -> Self {
        Self::begun(Options { locale, size, widths, ..Options::default() })
    }

    /// To be read aloud.
    fn linear(locale: Locale, size: (u16, u16)) -> Self {
        let preferences = Preferences { linear: true, ..Preferences::default() };
        Self::begun(Options { locale, size, preferences, ..Options::default() })
    }

    fn begun(options: Options) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-posts");
        let source = Source::open(&folder).unwrap();
        let files = source.reader().unwrap();
        let options = Options { name: source.name(), dates: NOW, ..options };
        let (app, _) = App::new(options);
        let mut sample = Self { app, files, waits: false };
        // One thread, so that batches come in order.
        let events = std::sync::Mutex::new(Vec::new());
        load::load(&source, NOW, &|event| {
            events.lock().unwrap().push(event);
            true
        });
        for event in events.into_inner().unwrap() {
            let effects = sample.app.update(Message::Loaded(0, event));
            sample.answer(effects);
        }
        sample
    }

    fn press(mut self, keys: &str) -> Self {
        for key in keys.split_whitespace() {
            let effects = self.app.update(Message::Key(Key::parse(key).unwrap()));
            self.answer(effects);
        }
        self
    }

    fn answer(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let message = match effect {
                Effect::Read(wish) => {
                    let body = body::read(&self.files, &wish.subject.key, &wish.site, NOW.now);
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
                    Message::Found(wish.purpose, wish.number, hits, Some(ended))
                }
                Effect::Snippets(wish) => {
                    let scope = self.app_scope(wish.site.clone());
                    let snippets = self.find(&scope, |find| {
                        let snippet = |(id, _)| (id, find.snippet(id, &wish.matcher, 160));
                        wish.posts.into_iter().map(snippet).collect()
                    });
                    Message::Snippets(wish.number, snippets)
                }
                Effect::Alarm(_, alarm @ Alarm::Keys(_)) if self.waits => Message::Alarm(alarm),
                Effect::Alarm(_, alarm @ Alarm::Views) => Message::Alarm(alarm),
                Effect::Count(CountWish { scope, mut queries }) => {
                    let Some((query, matcher)) = queries.pop() else { continue };
                    let asked = Request { matcher: &matcher, sort: None };
                    let run = |find: Finder<'_>| find.run(asked, &|| false, &mut |_| true);
                    let ended = self.find(&scope, run);
                    Message::Counted(query, ended.hits)
                }
                _ => continue,
            };
            let more = self.app.update(message);
            self.answer(more);
        }
    }

    fn app_scope(&self, site: Arc<Site>) -> Scope {
        let (archive, marks) = (Arc::clone(&self.app.archive), self.app.marks.clone());
        Scope { archive, version: 0, site, marks }
    }

    fn find<T>(&self, scope: &Scope, run: impl FnOnce(Finder<'_>) -> T) -> T {
        let bodies = Bodies { reader: &self.files, site: &scope.site, now: NOW.now };
        let (titles, lookup) = (Titles::new(&scope.archive), Lookup::none());
        let (archive, marks) = (&*scope.archive, &scope.marks);
        run(Finder { archive, titles: &titles, lookup: &lookup, bodies, marks })
    }

    fn draw(&self) -> Buffer {
        draw(&self.app, &Look::default())
    }
}

fn draw(app: &App, look: &Look) -> Buffer {
    let (width, height) = app.size();
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    view::draw(app, look, &mut buffer);
    buffer
}

/// The characters of a screen, and below them the styles, a letter a cell.
fn print(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        let mut hidden = 0;
        for x in 0..buffer.area.width {
            if hidden > 0 {
                hidden -= 1;
                continue;
            }
            let symbol = buffer[(x, y)].symbol();
            hidden = Widths::default().cells(symbol).saturating_sub(1);
            line.push_str(symbol);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out.push_str("--- styles ---\n");
    for y in 0..buffer.area.height {
        let line: String = (0..buffer.area.width).map(|x| letter(buffer, x, y)).collect();
        out.push_str(line.trim_end_matches('.'));
        out.push('\n');
    }
    out
}

fn letter(buffer: &Buffer, x: u16, y: u16) -> char {
    let cell = &buffer[(x, y)];
    let has = |modifier| cell.modifier.contains(modifier);
    match () {
        () if has(Modifier::REVERSED) => 'R',
        () if cell.bg != Color::Reset => 'H',
        () if cell.fg == Color::Cyan && has(Modifier::BOLD) => 'A',
        () if cell.fg == Color::Cyan => 'L',
        () if cell.fg == Color::Green && has(Modifier::DIM) => 'c',
        () if cell.fg == Color::Green => 'C',
        () if cell.fg == Color::Yellow => 'W',
        () if cell.fg == Color::Magenta => 'K',
        () if cell.fg == Color::LightBlue => 'N',
        () if has(Modifier::UNDERLINED) => 'U',
        () if has(Modifier::BOLD) => 'B',
        () if has(Modifier::ITALIC) => 'I',
        () if has(Modifier::DIM) => 'd',
        () => '.',
    }
}

#[test]
fn the_list_at_three_sizes() {
    for (width, height) in [(80, 24), (120, 40), (50, 15)] {
        let sample = Sample::new((width, height), Widths::default());
        insta::assert_snapshot!(format!("list_{width}x{height}"), print(&sample.draw()));
    }
}

#[test]
fn wide_screens_have_three_columns() {
    let sample = Sample::new((200, 50), Widths::default());
    insta::assert_snapshot!("list_200x50", print(&sample.draw()));
}

#[test]
fn an_article_at_three_sizes() {
    for (width, height) in [(80, 24), (120, 40), (50, 15)] {
        let sample = Sample::new((width, height), Widths::default()).press("j j Enter ^D");
        insta::assert_snapshot!(format!("article_{width}x{height}"), print(&sample.draw()));
    }
}

#[test]
fn an_article_alone() {
    let sample = Sample::new((100, 30), Widths::default()).press("j j Enter z");
    insta::assert_snapshot!("zoom_100x30", print(&sample.draw()));
}

#[test]
#[cfg(feature = "code-colours")]
fn code_has_colours() {
    let mut sample = Sample::new((80, 24), Widths::default());
    let is_there = |sample: &Sample| {
        let id = sample.app.selected().unwrap();
        sample.app.archive.post(id).unwrap().title().as_str().starts_with("Elevator")
    };
    while !is_there(&sample) {
        sample = sample.press("j");
    }
    let sample = sample.press("Enter z");
    insta::assert_snapshot!("code_80x24", print(&sample.draw()));
    let theme = kanbao::config::theme::Theme::built_in("mono").unwrap();
    let buffer = draw(&sample.app, &Look { theme, ..Look::default() });
    assert!(buffer.content.iter().all(|cell| cell.fg == Color::Reset));
}

#[test]
fn facets_slide_over_a_medium_screen() {
    let sample = Sample::new((80, 24), Widths::default()).press("h 5 j");
    insta::assert_snapshot!("facets_80x24", print(&sample.draw()));
}

#[test]
fn a_filter_with_nothing_left() {
    let sample = Sample::new((120, 30), Widths::default()).press("g 1 4 j Space 4 j Space G Space");
    assert!(sample.app.list.posts.is_empty());
    insta::assert_snapshot!("nothing_left_120x30", print(&sample.draw()));
}

#[test]
fn help_and_problems() {
    let sample = Sample::new((80, 24), Widths::default()).press("?");
    insta::assert_snapshot!("help_80x24", print(&sample.draw()));
    let sample = Sample::new((50, 15), Widths::default()).press("? ^D");
    insta::assert_snapshot!("help_50x15", print(&sample.draw()));
    let sample = Sample::new((120, 40), Widths::default()).press("?");
    insta::assert_snapshot!("help_120x40", print(&sample.draw()));
    let sample = Sample::new((120, 40), Widths::default()).press("g p");
    insta::assert_snapshot!("problems_120x40", print(&sample.draw()));
}

#[test]
fn in_chinese() {
    for locale in [Locale::Simplified, Locale::Traditional] {
        for size in [(80, 24), (120, 40), (50, 15)] {
            for (screen, keys) in [
                ("list", ""),
                ("article", "j j Enter"),
                ("help", "?"),
                ("empty", "g c 吃 Enter f 雨 伞 Enter"),
                ("problems", "g p"),
            ] {
                let sample = Sample::speaking(locale, size, Widths::default()).press(keys);
                let name = format!("{}_{screen}_{}x{}", locale.tag(), size.0, size.1);
                insta::assert_snapshot!(name, print(&sample.draw()));
            }
        }
    }
}

/// What is typed, and what lies over the panes, in every language; how it is coloured once.
#[test]
fn what_comes_up_at_three_sizes_in_each_language() {
    for locale in Locale::ALL {
        for size in [(80, 24), (120, 40), (50, 15)] {
            for (screen, keys) in [
                ("command", ": g o -"),
                ("search", "/ 的 Enter j"),
                ("fault", "f t i t e l : x Enter"),
                ("nothing", "/ 无 此 词 语"),
                ("find", "5 G Enter / 的 Enter n"),
                ("sort", "o"),
                ("note", "a 读 过 Enter 待 查"),
                ("keys", "g"),
                ("links", "5 G Enter g l"),
                ("hints", "5 G Enter L"),
                ("outline", "g g Enter g O"),
                ("selected", "v j v s"),
                ("views", "g t 澜 港 Enter g s 港 Enter g 1 g g"),
                ("month", "] m g 1 G"),
            ] {
                let mut sample = Sample::speaking(locale, size, Widths::default());
                sample.waits = screen == "keys";
                let text = print(&sample.press(keys).draw());
                let is_first = locale == Locale::English && size == (80, 24);
                let shown = if is_first { &text } else { text.split("--- styles").next().unwrap() };
                let name = format!("{}_{screen}_{}x{}", locale.tag(), size.0, size.1);
                insta::assert_snapshot!(name, shown);
            }
        }
    }
}

/// Whatever the size, hints are whole or not there.
#[test]
fn hints_are_never_cut() {
    for locale in Locale::ALL {
        for width in 16..130 {
            for keys in ["k", "Enter", "g 1", "?"] {
                let sample = Sample::speaking(locale, (width, 20), Widths::default()).press(keys);
                let text = print(&sample.draw());
                let bottom = text.lines().nth(19).unwrap().to_owned();
                assert!(!bottom.contains('…'), "{} {width} {keys}: {bottom}", locale.tag());
            }
        }
    }
}

/// In every language the help of every command is whole from 60 columns on.
#[test]
fn help_is_whole_from_60_columns_on() {
    for locale in Locale::ALL {
        for width in [60, 61, 80, 119, 120, 121, 160, 250] {
            let sample = Sample::speaking(locale, (width, 120), Widths::default()).press("?");
            let text = print(&sample.draw());
            let rows = text.split("--- styles").next().unwrap();
            let notes = [Text::CopyNote, Text::TmuxNote, Text::LinkNote, Text::MarkFuture];
            let commands = Command::ALL.iter().map(|&command| Text::Command(command));
            for text in commands.chain(notes) {
                let help = text.to_clean(locale);
                assert!(rows.contains(help.as_str()), "{} {width}: {help}\n{rows}", locale.tag());
            }
        }
    }
}

/// Two columns on a wide screen hold every row of the help once, and the cursor goes through them.
#[test]
fn help_in_two_columns_shows_every_row_once() {
    for height in [6, 20, 33, 34, 35, 36, 37, 38, 40, 60, 70] {
        let mut sample = Sample::new((120, height), Widths::default()).press("?");
        let rows = usize::from(height) - 2;
        for _ in 0..60 {
            let overlay = sample.app.overlay.as_ref().unwrap();
            let places: Vec<_> =
                (0..overlay.rows.len()).filter_map(|at| overlay.place(at, rows, 2)).collect();
            let distinct: std::collections::BTreeSet<_> = places.iter().collect();
            assert_eq!(distinct.len(), places.len(), "{height}");
            assert!(places.iter().all(|&(column, y)| column < 2 && y < rows), "{height}");
            assert!(overlay.place(overlay.cursor.at, rows, 2).is_some(), "{height}");
            sample = sample.press("j");
        }
    }
}

#[test]
fn a_broken_post_reads_well() {
    let sample = Sample::new((80, 24), Widths::default()).press("G k Enter");
    insta::assert_snapshot!("broken_80x24", print(&sample.draw()));
}

#[test]
fn while_loading() {
    let mut reader = reader::Reader::empty((80, 24));
    reader.offer("old_post", 0);
    insta::assert_snapshot!("loading_80x24", print(&draw(&reader.app, &Look::default())));
    reader.add(reader::posts(3));
    assert!(print(&draw(&reader.app, &Look::default())).contains("reading 3 / 0"));
}

#[test]
fn ascii_and_without_colour() {
    let sample = Sample::new((100, 30), Widths::default());
    let look = Look {
        theme: kanbao::config::theme::Theme::built_in("mono").unwrap(),
        ascii: true,
        ..Look::default()
    };
    let buffer = draw(&sample.app, &look);
    let text = print(&buffer);
    assert!(!text.contains('│') && !text.contains('─') && !text.contains('▸'), "{text}");
    let coloured =
        buffer.content.iter().any(|cell| cell.fg != Color::Reset || cell.bg != Color::Reset);
    assert!(!coloured);
}

/// The line in which the cursor stands on a screen to be read aloud.
fn line_at_cursor(sample: &Sample) -> String {
    let (width, height) = sample.app.size();
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    let cursor = view::draw(&sample.app, &Look::default(), &mut buffer).unwrap();
    assert_eq!(cursor.x, 0);
    print(&buffer).lines().nth(cursor.y.into()).unwrap().to_owned()
}

#[test]
fn a_screen_to_be_read_aloud() {
    for (locale, size) in [
        (Locale::English, (120, 40)),
        (Locale::English, (80, 24)),
        (Locale::English, (50, 15)),
        (Locale::Simplified, (80, 24)),
        (Locale::Traditional, (80, 24)),
    ] {
        for (screen, keys) in [("list", "j s j v"), ("facets", "g 1 5 j Space"), ("help", "?")] {
            let sample = Sample::linear(locale, size).press(keys);
            let text = print(&sample.draw());
            let shown = text.split("--- styles").next().unwrap();
            assert!(!shown.contains(['│', '─', '|', '●', '★', '▸', '▾', '▂']), "{shown}");
            let name = format!("linear_{}_{screen}_{}x{}", locale.tag(), size.0, size.1);
            insta::assert_snapshot!(name, shown);
        }
    }
}

#[test]
fn the_cursor_stands_on_what_is_to_be_read_aloud() {
    let mut sample = Sample::linear(Locale::English, (80, 24));
    let title = |sample: &Sample| {
        let id = sample.app.selected().unwrap();
        sample.app.archive.post(id).unwrap().title().to_string()
    };
    for keys in ["j", "j s", "G", "k", "g g"] {
        sample = sample.press(keys);
        let line = line_at_cursor(&sample);
        assert!(line.starts_with(&title(&sample)), "{line}");
        assert!(line.contains(", Unread, "), "{line}");
    }
    sample = sample.press("s");
    assert!(line_at_cursor(&sample).contains(", Unread, Starred, "));
    // The article begins with its title; scrolled, with what has come to the top.
    let mut article = sample.press("Enter");
    let title = title(&article);
    assert!(line_at_cursor(&article).starts_with(&title));
    let before = article.app.article.top;
    article = article.press("^D");
    assert!(article.app.article.top > before);
    assert!(!line_at_cursor(&article).starts_with(&title));
    // One pane at a time, whatever is asked for.
    let panes = article.app.layout().unwrap();
    assert!(panes.list.is_none() && panes.facets.is_none());
    // Rows of what lies over the panes, and typed text.
    let help = article.press("? j");
    assert!(line_at_cursor(&help).contains("previous heading"), "{}", line_at_cursor(&help));
}

#[test]
fn too_small_a_screen_says_so() {
    for (width, height) in [(1, 1), (2, 1), (15, 4), (16, 3)] {
        let reader = {
            let mut reader = reader::Reader::new(reader::posts(3), (80, 24));
            reader.resize(width, height);
            reader
        };
        let text = print(&draw(&reader.app, &Look::default()));
        assert!(
            text.starts_with(&"too small"[..usize::from(width.min(9))]),
            "{width}x{height}: {text}"
        );
    }
}

/// README's picture; set `UPDATE_DOCS=1` to write it anew.
#[test]
fn the_picture_in_the_readme_is_the_real_screen() {
    let sample = Sample::new((110, 32), Widths::default()).press("j j Enter 3 j");
    let drawn = svg::render(&sample.draw());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/screen.svg");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &drawn).unwrap();
    }
    let stored = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(stored == drawn, "docs/screen.svg is stale: UPDATE_DOCS=1 cargo test --test screens");
}

/// Loaded is what every screen here stands on: the samples themselves are as they should be.
#[test]
fn every_sample_is_accounted_for() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-posts");
    let from_folder = load::load_all(&Source::open(&folder).unwrap(), NOW).unwrap();
    let built_in = load::load_all(&Source::Samples, NOW).unwrap();
    let titles = |loaded: &Loaded| -> Vec<String> {
        let archive = &loaded.archive;
        archive
            .newest_first()
            .iter()
            .map(|&id| archive.post(id).unwrap().title().to_string())
            .collect()
    };
    assert_eq!(titles(&from_folder), titles(&built_in));
    assert!(from_folder.archive.len() > 25);
}
