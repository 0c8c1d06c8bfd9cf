//! The worker threads without a terminal: the model's requests in, messages out.

use std::fs;
use std::panic::panic_any;
use std::path::Path;
use std::time::{Duration, Instant};

use crossbeam_channel::{bounded, select};

use super::*;
use crate::app::listing::facets::Row;
use crate::app::{Alarm, App, Effect, Options, Preferences};
use crate::config::keymap::Key;

/// The longest that an answer is awaited.
const LIMIT: Duration = Duration::from_secs(60);

/// The loop without terminal, screen and reading state.
struct Reader {
    app: App,
    workers: Workers,
    received: Receiver<Input>,
    loaded: Receiver<(u64, Event)>,
    dates: Dates,
}

impl Reader {
    /// Starts on a folder, watched or not, with the views of an archive.
    fn start(folder: &Path, watch: Option<Mode>, views: &[(&str, &str)]) -> Self {
        let source = Source::open(folder).unwrap();
        let dates = Dates::at(1_735_700_000);
        let (inputs, received) = unbounded();
        let (loads, loaded) = bounded(4);
        let workers = Workers::new(source, dates, inputs, loads, watch, None).unwrap();
        let line = CleanText::line;
        let views = views.iter().map(|(name, query)| (line(name), line(query))).collect();
        let preferences = Preferences { views, ..Preferences::default() };
        let now = dates.clock.milliseconds();
        let size = (120, 40);
        let (app, effects) = App::new(Options { size, now, preferences, ..Options::default() });
        let mut reader = Self { app, workers, received, loaded, dates };
        reader.perform(effects);
        reader
    }

    fn update(&mut self, message: Message) {
        let effects = self.app.update(message, self.dates.clock.milliseconds());
        self.perform(effects);
    }

    /// Performs what the workers are for; views are counted at once.
    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Load(generation) => self.workers.load(generation),
                Effect::LoadFolder(generation, folder) => {
                    self.workers.load_folder(generation, folder);
                }
                Effect::Read(request) => self.workers.read(request),
                Effect::ReadPicture(request) => self.workers.read_picture(request),
                Effect::Search(request) => self.workers.searchers.search(request),
                Effect::Count(request) => self.workers.searchers.count(request),
                Effect::Snippets(request) => self.workers.searchers.snippets(request),
                Effect::Alarm(_, alarm @ Alarm::CountViews) => self.update(Message::Alarm(alarm)),
                _ => {}
            }
        }
    }

    fn press(&mut self, keys: &str) {
        for key in keys.split_whitespace() {
            self.update(Message::Key(Key::parse(key).unwrap()));
        }
    }

    /// Takes messages in until a condition holds.
    fn wait_until(&mut self, what: &str, holds: impl Fn(&App) -> bool) {
        let deadline = Instant::now() + LIMIT;
        while !holds(&self.app) {
            let message = select! {
                recv(self.received) -> input => match input.unwrap() {
                    Input::Message(message) => message,
                    other => panic!("{other:?}"),
                },
                recv(self.loaded) -> report => {
                    let (generation, event) = report.unwrap();
                    Message::Loaded(generation, event)
                },
                recv(crossbeam_channel::at(deadline)) -> _ => panic!("{what} never came"),
            };
            self.update(message);
        }
    }

    fn wait_for_posts(&mut self, titles: &[&str]) {
        self.wait_until(&format!("{titles:?}"), |app| listed(app) == titles);
        self.wait_until("the end of the load", |app| app.library().progress().is_done());
    }
}

fn listed(app: &App) -> Vec<String> {
    let archive = app.library().archive();
    let posts = app.listing().posts().iter().filter_map(|&id| archive.post(id));
    posts.map(|post| post.title().to_string()).collect()
}

/// The text of the article that is shown, and the title of its post.
fn reading(app: &App) -> Option<(String, String)> {
    let article = app.article().article()?;
    let title = app.library().archive().post(article.post)?.title().to_string();
    let lines = (0..article.page.len()).map(|line| article.page.plain(line).to_string());
    Some((title, lines.collect()))
}

fn write(folder: &Path, day: usize, title: &str, text: &str) {
    let post = format!("---\ntitle: {title}\n---\n{text}\n");
    fs::write(folder.join(format!("2024-01-0{day}-x.md")), post).unwrap();
}

fn folder(titles: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (day, title) in titles.iter().enumerate() {
        write(folder.path(), day + 1, title, &format!("{title}的正文，江边的风。"));
    }
    folder
}

#[test]
fn posts_are_loaded_read_searched_and_counted() {
    let folder = folder(&["甲", "乙", "丙"]);
    let mut reader = Reader::start(folder.path(), None, &[("风", "江边"), ("一", "title:乙")]);
    reader.wait_for_posts(&["丙", "乙", "甲"]);
    let is_read = |title: &'static str| {
        move |app: &App| {
            reading(app).is_some_and(|(of, text)| of == title && text.contains("江边的风"))
        }
    };
    reader.wait_until("the article", is_read("丙"));
    // Requests are superseded: only the last article has to come.
    reader.press("j j");
    reader.wait_until("the last article", is_read("甲"));
    reader.press("/ 乙 的 正 文");
    reader.wait_until("the hit", |app| {
        listed(app) == ["乙"] && app.listing().search().is_some_and(|search| search.is_done())
    });
    reader.wait_until("its snippet", |app| {
        let hit = app.listing().selected().zip(app.listing().search());
        hit.is_some_and(|(id, search)| search.snippet(id).is_some())
    });
    reader.press("Esc");
    assert_eq!(listed(&reader.app), ["丙", "乙", "甲"]);
    reader.wait_until("the views' posts", |app| {
        let rows = app.listing().facets().rows().iter();
        let counts = rows.filter_map(|row| match row {
            Row::View { count, .. } => Some(*count),
            _ => None,
        });
        counts.eq([Some(3), Some(1)])
    });
}

#[test]
fn a_post_whose_file_vanished_is_not_read_and_says_why() {
    let folder = folder(&["甲", "乙"]);
    let mut reader = Reader::start(folder.path(), None, &[]);
    reader.wait_for_posts(&["乙", "甲"]);
    fs::remove_file(folder.path().join("2024-01-01-x.md")).unwrap();
    reader.press("j");
    reader.wait_until("the reason", |app| app.article().failure().is_some());
    assert_eq!(reading(&reader.app), None);
}

#[test]
fn a_second_load_replaces_the_first() {
    let folder = folder(&["甲"]);
    let mut reader = Reader::start(folder.path(), None, &[]);
    reader.wait_for_posts(&["甲"]);
    write(folder.path(), 2, "乙", "正文。");
    reader.press("^R");
    reader.wait_for_posts(&["乙", "甲"]);
}

#[test]
fn changes_of_a_watched_folder_are_listed() {
    let folder = folder(&["甲"]);
    let mut reader = Reader::start(folder.path(), Some(Mode::Auto), &[]);
    reader.wait_for_posts(&["甲"]);
    write(folder.path(), 2, "乙", "正文。");
    reader.wait_until("the new post", |app| listed(app) == ["乙", "甲"]);
    fs::remove_file(folder.path().join("2024-01-01-x.md")).unwrap();
    reader.wait_until("the end of the other", |app| listed(app) == ["乙"]);
}

/// What a thread answers if these requests wait when it starts.
fn answers(requests: &[&'static str], perform: impl Fn(&&'static str) -> Message) -> Vec<Message> {
    let (sender, waiting) = unbounded();
    let (inputs, received) = unbounded();
    for request in requests {
        sender.send(*request).unwrap();
    }
    drop(sender);
    answer(&waiting, &inputs, perform, |_, reason| Message::NotIndexed(reason));
    let message = |input| match input {
        Input::Message(message) => message,
        other => panic!("{other:?}"),
    };
    received.try_iter().map(message).collect()
}

#[test]
fn only_the_newest_of_waiting_requests_is_performed() {
    let echo = |request: &&'static str| Message::Pasted(CleanText::line(request));
    let answers = answers(&["a", "b", "c"], echo);
    let is_last =
        |message: &Message| matches!(message, Message::Pasted(text) if text.as_str() == "c");
    assert!(answers.len() == 1 && answers.iter().all(is_last), "{answers:?}");
}

/// S43.
#[test]
fn a_panic_is_an_answer() {
    let answers = answers(&["a"], |_| panic_any(()));
    assert!(matches!(answers.as_slice(), [Message::NotIndexed(_)]), "{answers:?}");
}
