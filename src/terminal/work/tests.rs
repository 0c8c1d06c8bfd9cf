//! Drives the workers by effects and reads their answers, without a terminal.

use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use crossbeam_channel::{after, bounded, select};
use jiff::civil::Date;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

use super::*;
use crate::app::effect::{
    CountRequest, Counted, IndexRequest, Scope, SearchRequest, SnippetRequest, Subject, Technique,
};
use crate::app::listing::facets::Row;
use crate::app::{Alarm, App, Options, Preferences};
use crate::archive::Archive;
use crate::archive::post::PostId;
use crate::archive::site::Site;
use crate::archive::stored::Generation;
use crate::config::keymap::Key;
use crate::config::locale::Locale;
use crate::search::fold::fold;
use crate::search::marks::Marks;
use crate::search::query::Query;
use crate::search::query::matcher::Matcher;
use crate::search::snippet::Snippet;
use crate::search::views::View;
use crate::store::code::CodedText;
use crate::typeset::Measure;
use crate::view::{self, Look};

/// The longest wait for an answer; only a failing test takes it.
const DEADLINE: Duration = Duration::from_secs(60);
/// 2025-01-01, in seconds since 1970.
const NOW: i64 = 1_735_689_600;

/// Workers with the ends of their channels.
struct Driver {
    workers: Workers,
    inputs: Receiver<Input>,
    loads: Receiver<(u64, Event)>,
}

impl Driver {
    fn new(source: Source, folder: Option<Folder>) -> Self {
        let (inputs, received) = unbounded();
        // Without a buffer, a load waits until its event is received.
        let (loads, loaded) = bounded(0);
        let workers = Workers::new(source, Dates::at(NOW), inputs, loads, None, folder).unwrap();
        Self { workers, inputs: received, loads: loaded }
    }

    fn perform(&self, effect: Effect) {
        assert_eq!(self.workers.perform(effect), None);
    }

    fn message(&self) -> Message {
        match self.inputs.recv_timeout(DEADLINE).expect("an answer") {
            Input::Message(message) => message,
            other => panic!("{other:?}"),
        }
    }

    fn event(&self) -> (u64, Event) {
        self.loads.recv_timeout(DEADLINE).expect("an event of a load")
    }

    /// The posts of a load, and the generations of all events until its end.
    fn load(&self, generation: u64) -> (Scope, Vec<u64>) {
        self.perform(Effect::Load(generation));
        self.loaded(generation)
    }

    fn loaded(&self, generation: u64) -> (Scope, Vec<u64>) {
        let (mut archive, mut site) = (Archive::default(), Arc::new(Site::plain()));
        let mut generations = Vec::new();
        loop {
            let (of, event) = self.event();
            generations.push(of);
            match event {
                _ if of != generation => {}
                Event::Site(new) => site = new,
                Event::Batch(posts) => drop(archive.add(posts)),
                Event::Done => break,
                Event::Changes(changes) => drop(archive.change(changes.posts, &changes.gone)),
                Event::Walked(_) | Event::Stored(_) => {}
                Event::Failed(reason) => panic!("{reason}"),
            }
        }
        let (archive, marks) = (Arc::new(archive), Marks::default());
        (Scope { archive, version: generation, site, marks }, generations)
    }

    /// The hits of a query for the list.
    fn search(&self, number: u64, scope: &Scope, query: &str) -> Vec<PostId> {
        self.perform(Effect::Search(SearchRequest {
            number,
            wanted: vec![number],
            scope: scope.clone(),
            matcher: matcher(query),
            sort: None,
            relation: None,
        }));
        let mut found = Vec::new();
        loop {
            let (of, hits, ended) = match self.message() {
                Message::Found { number, hits, ended } => (number, hits, ended),
                // On a busy machine any search takes long.
                Message::Looked(..) => continue,
                message => panic!("{message:?}"),
            };
            assert_eq!(of, number);
            found.extend(hits);
            if let Some(summary) = ended {
                assert_eq!((summary.hits, summary.all), (found.len(), true));
                return found;
            }
        }
    }
}

fn matcher(query: &str) -> Arc<Matcher> {
    Arc::new(Query::parse(query).unwrap().resolve(Date::constant(2025, 1, 1), fold))
}

fn read_request(scope: &Scope, post: PostId, key: PostKey) -> ReadRequest {
    let known = scope.archive.post(post).unwrap();
    ReadRequest {
        subject: Subject { key, ..Subject::of(known, Locale::default()) },
        measure: Measure::new(40),
        locale: Locale::default(),
        site: Arc::clone(&scope.site),
    }
}

fn samples() -> (Driver, Scope) {
    let driver = Driver::new(Source::Samples, None);
    let (scope, _) = driver.load(0);
    assert!(scope.archive.len() > 20, "{}", scope.archive.len());
    (driver, scope)
}

fn key_of(scope: &Scope, post: PostId) -> PostKey {
    scope.archive.post(post).unwrap().key()
}

#[test]
fn posts_and_pictures_are_answered() {
    let (driver, scope) = samples();
    let newest = scope.archive.newest_first()[0];
    driver.perform(Effect::Read(read_request(&scope, newest, key_of(&scope, newest))));
    let Message::Read(article) = driver.message() else { panic!("not read") };
    assert_eq!(article.post, newest);
    assert!(article.page.len() > 10);
    driver.perform(Effect::Read(read_request(&scope, newest, PostKey::new(*b"no such"))));
    let Message::NotRead(post, reason) = driver.message() else { panic!("read") };
    assert_eq!((post, reason), (newest, Reason::Missing));
    let path = PostKey::new(*b"a.png");
    let (target, technique) = (CleanText::line("a.png"), Technique::HalfBlocks);
    let request = PictureRequest { path, target, room: (80, 24), technique };
    driver.perform(Effect::ReadPicture(request.clone()));
    let Message::Picture(answered, result) = driver.message() else { panic!("no picture") };
    assert_eq!((answered, result), (request, Err(NoPicture::Missing)));
}

#[test]
fn queries_counts_and_snippets_are_answered() {
    let (driver, scope) = samples();
    let hits = driver.search(1, &scope, "颠勺");
    let titles: Vec<String> =
        hits.iter().map(|&id| scope.archive.post(id).unwrap().title().to_string()).collect();
    assert_eq!(titles, ["社区食堂请来机器人颠勺，第三天学会了多给一勺"]);
    assert_eq!(driver.search(2, &scope, "body:没有这样的话"), []);

    let queries = ["颠勺", "tag:机器人"].map(|query| Counted {
        query: CleanText::line(query),
        matcher: matcher(query),
        has_muted: false,
    });
    let (queries, left_out) = (queries.to_vec(), Arc::default());
    let request = CountRequest { scope: scope.clone(), queries, left_out };
    driver.perform(Effect::Count(request));
    let mut counts = [driver.message(), driver.message()].map(|message| match message {
        Message::Counted(query, hits) => (query.to_string(), hits.count_ones(..)),
        other => panic!("{other:?}"),
    });
    counts.sort();
    assert_eq!(counts, [("tag:机器人".to_owned(), 1), ("颠勺".to_owned(), 1)]);

    let posts = hits.iter().map(|&id| (id, key_of(&scope, id), CleanText::default())).collect();
    let (site, matcher) = (Arc::clone(&scope.site), matcher("颠勺"));
    driver.perform(Effect::Snippets(SnippetRequest { number: 7, posts, site, matcher }));
    let Message::Snippets(7, snippets) = driver.message() else { panic!("no snippets") };
    let [(id, Snippet { text, matches })] = snippets.as_slice() else { panic!("{snippets:?}") };
    assert_eq!(*id, hits[0]);
    let marked = matches.first().and_then(|range| text.as_str().get(range.clone()));
    assert_eq!(marked, Some("颠勺"));
}

#[test]
fn other_effects_are_returned() {
    let driver = Driver::new(Source::Samples, None);
    for effect in [Effect::Redraw, Effect::Probe, Effect::Copy(CleanText::line("x"))] {
        assert_eq!(driver.workers.perform(effect.clone()), Some(effect));
    }
}

#[test]
fn a_newer_load_supersedes_an_older_one() {
    let driver = Driver::new(Source::Samples, None);
    driver.perform(Effect::Load(1));
    let (scope, generations) = driver.load(2);
    // The older load stops after the event that it was sending.
    assert!(generations.iter().filter(|&&of| of == 1).count() <= 1, "{generations:?}");
    assert!(scope.archive.len() > 20);
}

#[test]
fn a_folder_is_loaded_beside_the_posts() {
    let root = tempfile::tempdir().unwrap();
    for folder in ["_posts", "old"] {
        fs::create_dir(root.path().join(folder)).unwrap();
        fs::write(root.path().join(folder).join("2024-01-01-a.md"), "甲").unwrap();
    }
    let driver = Driver::new(Source::folder(root.path()), None);
    let (scope, _) = driver.load(0);
    assert_eq!(scope.archive.len(), 1);
    driver.perform(Effect::LoadFolder(0, PostKey::new(*b"old")));
    let (scope, _) = driver.loaded(0);
    assert!(scope.archive.find(b"old/2024-01-01-a.md").is_some());
}

#[test]
fn a_panic_in_a_load_is_a_failure() {
    let driver = Driver::new(Source::Samples, None);
    driver.workers.spawn(1, |_| panic!("provoked"));
    let (1, Event::Failed(reason)) = driver.event() else { panic!("no failure") };
    assert_eq!(reason, Reason::OwnFault);
    assert!(driver.load(2).0.archive.len() > 20);
}

#[test]
fn only_the_newest_request_that_waits_is_answered() {
    let (requests, waiting) = unbounded();
    let (inputs, received) = unbounded();
    for number in 1..=3 {
        requests.send(number).unwrap();
    }
    drop(requests);
    answer(&waiting, &inputs, |&number| Message::Resized(number, 0), |_, _| unreachable!());
    drop(inputs);
    let answers: Vec<Input> = received.iter().collect();
    assert!(matches!(answers.as_slice(), [Input::Message(Message::Resized(3, 0))]), "{answers:?}");
}

/// S43.
#[test]
fn a_panic_costs_one_answer_and_not_the_thread() {
    let (requests, waiting) = unbounded();
    let (inputs, received) = unbounded();
    let perform = |&number: &u32| {
        assert!(number != 1, "provoked");
        Message::NotRead(PostId(number), Reason::other(&"performed"))
    };
    let failed = |&number: &u32, reason| Message::NotRead(PostId(number), reason);
    let next = || match received.recv_timeout(DEADLINE) {
        Ok(Input::Message(Message::NotRead(id, reason))) => (id.0, reason.to_string()),
        other => panic!("{other:?}"),
    };
    thread::scope(|scope| {
        scope.spawn(|| answer(&waiting, &inputs, perform, failed));
        for (number, expected) in [(1, "a fault in kanbao itself"), (2, "performed")] {
            requests.send(number).unwrap();
            assert_eq!(next(), (number, expected.to_owned()));
        }
        drop(requests);
    });
}

/// Writes posts that are old enough for their changes to be detected.
fn write_posts(root: &Path, count: usize) {
    let posts = root.join("_posts");
    fs::create_dir(&posts).unwrap();
    let an_hour_ago = SystemTime::now() - Duration::from_secs(3600);
    for i in 0..count {
        let path = posts.join(format!("2024-01-01-post-{i}.md"));
        fs::write(&path, format!("---\ntitle: 第{i}篇\n---\n江边的风，编号{i}号。")).unwrap();
        File::options().write(true).open(&path).unwrap().set_modified(an_hour_ago).unwrap();
    }
}

#[test]
fn an_index_is_built_and_searched() {
    let (root, indexes) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write_posts(root.path(), 1000);
    let folder = Folder::new(indexes.path().join("one"));
    let driver = Driver::new(Source::folder(root.path()), Some(folder.clone()));
    let (scope, _) = driver.load(0);
    assert_eq!(scope.archive.len(), 1000);
    let query = "body:编号517号";
    let hits = driver.search(1, &scope, query);
    assert_eq!(hits.len(), 1);
    let Scope { archive, version, site, .. } = scope.clone();
    driver.perform(Effect::Index(IndexRequest { archive, site, version }));
    loop {
        match driver.message() {
            Message::Indexing(Some((done, all))) => assert!(done < all && all == 1000),
            Message::Indexing(None) => break,
            other => panic!("{other:?}"),
        }
    }
    assert!(folder.path().join("MANIFEST").is_file());
    assert_eq!(driver.search(2, &scope, query), hits);
    // The store has an older text: until the archive has a new version, its file is not read.
    fs::write(root.path().join("_posts/2024-01-01-post-3.md"), "编号517号").unwrap();
    assert_eq!(driver.search(3, &scope, query), hits);
}

#[test]
fn damage_that_a_search_finds_is_mended() {
    let (root, indexes) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write_posts(root.path(), 200);
    let folder = Folder::new(indexes.path().join("one"));
    let source = Source::folder(root.path());
    let start = || {
        let driver = Driver::new(source.clone(), Some(folder.clone()));
        let (scope, _) = driver.load(0);
        (driver, scope)
    };
    let wait_for_index = |driver: &Driver| {
        while let message = driver.message()
            && !matches!(message, Message::Indexing(None))
        {
            assert!(matches!(message, Message::Indexing(Some(_))), "{message:?}");
        }
    };
    let (driver, Scope { archive, version, site, .. }) = start();
    driver.perform(Effect::Index(IndexRequest { archive, site, version }));
    wait_for_index(&driver);
    let text = CodedText::new("编号117号");
    let files = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let mut damaged = 0;
    for path in files {
        let mut bytes = fs::read(&path).unwrap();
        if let Some(at) = memchr::memmem::find(&bytes, text.as_coded().as_bytes()) {
            bytes[at] ^= 1;
            fs::write(&path, bytes).unwrap();
            damaged += 1;
        }
    }
    assert_eq!(damaged, 1);
    let (driver, scope) = start();
    assert_eq!(driver.search(1, &scope, "body:编号117号").len(), 1);
    wait_for_index(&driver);
    let generation = Generation::of(&source.reader().unwrap(), &scope.site);
    let store = generation.open(&folder);
    assert_eq!((store.posts(), store.count_damaged(), store.is_damaged()), (200, 0, false));
}

/// The model with its workers, as the loop runs them.
struct Reader {
    app: App,
    driver: Driver,
}

impl Reader {
    fn new(preferences: Preferences) -> Self {
        let options =
            Options { size: (120, 40), now: NOW as u64 * 1000, preferences, ..Options::default() };
        let (app, effects) = App::new(options);
        let mut reader = Self { app, driver: Driver::new(Source::Samples, None) };
        reader.perform(effects);
        reader
    }

    fn update(&mut self, message: Message) {
        let effects = self.app.update(message, NOW as u64 * 1000);
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Some(Effect::Alarm(_, alarm @ Alarm::CountViews)) =
                self.driver.workers.perform(effect)
            {
                self.update(Message::Alarm(alarm));
            }
        }
    }

    fn press(&mut self, keys: &str) {
        for key in keys.split(' ') {
            self.update(Message::Key(Key::parse(key).expect(key)));
        }
    }

    /// Feeds the answers to the model until a condition holds.
    fn wait_until(&mut self, what: &str, is_met: impl Fn(&App) -> bool) {
        let deadline = after(DEADLINE);
        while !is_met(&self.app) {
            let message = select! {
                recv(self.driver.inputs) -> input => match input.unwrap() {
                    Input::Message(message) => message,
                    other => panic!("{other:?}"),
                },
                recv(self.driver.loads) -> event => {
                    let (generation, event) = event.unwrap();
                    Message::Loaded(generation, event)
                },
                recv(deadline) -> _ => panic!("still waiting: {what}"),
            };
            self.update(message);
        }
    }

    /// The text of the screen without blanks, which also fill the right half of a wide glyph.
    fn screen(&self) -> String {
        let (width, height) = self.app.screen().size();
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        view::draw(&self.app, &Look::default(), &mut buffer);
        buffer.content.iter().map(Cell::symbol).filter(|symbol| *symbol != " ").collect()
    }
}

#[test]
fn a_post_is_loaded_found_and_shown() {
    let views = vec![View::new("机器", "tag:机器人")];
    let mut reader = Reader::new(Preferences { views, ..Preferences::default() });
    reader.wait_until("the end of the load", |app| app.library().progress().is_done());
    reader.wait_until("the newest post", |app| {
        let article = app.article().article();
        article.is_some_and(|article| app.listing().selected() == Some(article.post))
    });
    let screen = reader.screen();
    assert!(screen.contains("您手里的这份《样报》是看报自带的"), "{screen}");

    reader.wait_until("the count of the view", |app| {
        let rows = app.listing().facets().rows();
        rows.iter().any(|row| matches!(row, Row::View { count: Some(1), .. }))
    });

    reader.press("/ 颠 勺 Enter");
    reader.wait_until("the hit with its snippet", |app| {
        let listing = app.listing();
        let hit = listing.posts().first();
        let found = listing.search().filter(|search| search.is_done());
        found.zip(hit).is_some_and(|(search, &hit)| search.snippet(hit).is_some())
    });
    assert_eq!(reader.app.listing().posts().len(), 1);
    reader.press("Enter");
    reader.wait_until("the article of the hit", |app| {
        let article = app.article().article();
        article.is_some_and(|article| app.listing().selected() == Some(article.post))
    });
    let screen = reader.screen();
    assert!(screen.contains("江城柳叶巷社区食堂9月起试用一台颠勺机器人"), "{screen}");
}
