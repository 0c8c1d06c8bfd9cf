//! Posts that arrive while the reader is open: the first load, loads after it, added folders.

use kanbao::app::run::{Ran, RunEnd};
use kanbao::app::text::Text;
use kanbao::app::{Effect, Message, Options, Preferences};
use kanbao::archive::load::Event;
use kanbao::clean::CleanText;
use kanbao::reason::Reason;

use crate::support::reader::{Reader, options, posts, posts_of};

#[test]
fn posts_that_arrive_move_nothing() {
    // In the middle of the pane, where no margin restores the row by chance, and at its edges.
    for keys in ["2 j", "5 j", "1 9 j", "G"] {
        let mut reader = Reader::new(posts(30), (80, 24));
        reader.press(keys);
        let (selected, before) = (reader.selected(), reader.app.listing().cursor());
        reader.add(posts_of("n", 10, 400));
        assert_eq!(reader.selected(), selected, "{keys}");
        let after = reader.app.listing().cursor();
        assert_eq!((after.at, after.top), (before.at + 10, before.top + 10), "{keys}");
    }
    // A cursor that was never moved stays on the newest post.
    let mut reader = Reader::new(posts(30), (80, 24));
    reader.add(posts_of("n", 10, 400));
    assert_eq!(reader.selected(), "n9");
}

#[test]
fn an_archive_with_feeds_offers_to_fetch_them() {
    let preferences = Preferences { feeds: 12, ..Preferences::default() };
    let mut reader = Reader::set((80, 24), preferences);
    let mut press = |keys: &str| {
        let effects = reader.press(keys);
        (effects, reader.notice())
    };
    let offer = "y: fetch 12 feeds · any other key: read the archive again";
    assert_eq!(press("^R"), (Vec::new(), offer.to_owned()));
    let (effects, notice) = press("y");
    assert!(matches!(effects.as_slice(), [Effect::Fetch(_)]), "{effects:?}");
    assert_eq!(notice, "fetching 12 feeds… · Esc stops it");
    // Only one fetch runs at a time.
    press("^R");
    let still = "kanbao fetch is still running · Esc stops it";
    assert_eq!(press("y"), (Vec::new(), still.to_owned()));
    press("^R");
    assert_eq!(press("Esc").0, []);
    assert_eq!(press("Esc").0, [Effect::CancelRun]);
    press("^R");
    assert!(matches!(press("x").0.as_slice(), [Effect::Load(_)]));
}

#[test]
fn what_came_of_fetching_is_told() {
    let failed = |reason: &str| RunEnd::Failed(Reason::other(&reason));
    let check = |output: &str, end: RunEnd, expected: &str| {
        let preferences = Preferences { feeds: 3, ..Preferences::default() };
        let mut reader = Reader::set((80, 24), preferences);
        let effects = reader.press("^R y");
        let [Effect::Fetch(request)] = effects.as_slice() else { panic!("{effects:?}") };
        let output = CleanText::body(output);
        reader.update(Message::Ran(Ran { number: request.number, output, end }));
        assert_eq!(reader.notice(), expected);
        assert_eq!(reader.app.running(), None);
    };
    check("3 1 0\n", RunEnd::Well, "fetched: 3 new, 1 changed");
    let one = "https://a.example/: 404: there is no such page";
    let expected = "fetched: 3 new · 1 failed: https://a.example/: 404: there is no such page";
    check("3 1 1\n", failed(one), expected);
    check("0 0 2\n", failed("x"), "fetched: 0 new · 2 failed, the first: x");
    check("", failed("another kanbao fetch"), "nothing was fetched: another kanbao fetch");
    check("", RunEnd::Cancelled, "kanbao fetch was stopped");
}

#[test]
fn reading_the_archive_again_keeps_the_place() {
    let mut reader = Reader::new(posts(30), (80, 24));
    reader.press("7 j 3 ^E");
    let before = (reader.app.listing().cursor(), reader.app.article().top());
    assert_eq!(before.1, 3);
    let effects = reader.press("^R");
    assert!(matches!(effects.as_slice(), [Effect::Load(1)]), "{effects:?}");
    // The old posts stay until the load is complete.
    reader.add_to(1, posts(30).split_off(25));
    assert_eq!((reader.listed(), reader.reading_key()), (30, "_posts/p22.md".to_owned()));
    let reads = reader.reads;
    reader.load(1, posts(25));
    // The file may have changed.
    assert_eq!((reader.reads, reader.reading().as_deref()), (reads + 1, Some("p22")));
    assert_eq!(reader.selected(), "p22");
    assert_eq!((reader.app.listing().cursor(), reader.app.article().top()), before);
    assert!(reader.notice().starts_with("read again: "), "{}", reader.notice());
    // Later events of the first load are stale.
    reader.load(0, posts(30));
    assert_eq!(reader.listed(), 30);
}

#[test]
fn a_post_that_is_gone_leaves_the_cursor_on_its_row() {
    let mut reader = Reader::new(posts(30), (80, 24));
    reader.press("7 j ^R");
    let mut left = posts(30);
    left.remove(22);
    reader.load(1, left);
    assert_eq!((reader.selected(), reader.reading().as_deref()), ("p21".to_owned(), Some("p21")));
    assert!(reader.notice().contains("29 posts, 1 fewer"), "{}", reader.notice());
}

#[test]
fn an_archive_that_cannot_be_read_again_stays() {
    let mut reader = Reader::new(posts(3), (80, 24));
    reader.press("j ^R");
    let failed = Event::Failed(Reason::Missing);
    assert!(reader.update(Message::Loaded(1, failed)).is_empty());
    assert_eq!((reader.listed(), reader.selected()), (3, "p1".to_owned()));
    assert!(reader.notice().contains("it does not exist"), "{}", reader.notice());
    assert!(reader.app.library().progress().is_done());
}

#[test]
fn folders_that_were_added_are_read_again() {
    let mut reader = Reader::new(posts(3), (80, 24));
    reader.offer("old", 1);
    reader.press("g a");
    reader.finish();
    let effects = reader.press("^R");
    assert!(
        matches!(effects.as_slice(), [Effect::Load(1), Effect::LoadFolder(1, folder)] if folder.as_bytes() == b"old")
    );
    reader.load(1, posts(3));
    assert!(!reader.app.library().progress().is_done());
    reader.load(1, posts(1));
    assert!(reader.app.library().progress().is_done());
}

#[test]
fn an_empty_archive_ends_with_a_line() {
    let mut reader = Reader::empty((80, 24));
    let effects = reader.finish();
    let name = CleanText::line("archive");
    assert_eq!(effects, [Effect::Quit(Some(Text::ArchiveEmpty { name }))]);
}

#[test]
fn folders_beside_the_posts_are_offered() {
    let mut reader = Reader::empty((100, 24));
    reader.offer("old_post", 1234);
    reader.add(posts(2));
    reader.finish();
    assert!(reader.notice().contains("old_post: 1,234 more files"), "{}", reader.notice());
    let effects = reader.press("g a");
    assert!(
        matches!(effects.as_slice(), [Effect::LoadFolder(0, folder)] if folder.as_bytes() == b"old_post")
    );
    reader.add(posts_of("old", 3, 400));
    reader.finish();
    assert_eq!(reader.listed(), 5);
    // The same key takes it back.
    assert_eq!(reader.press("g a"), [Effect::Load(1)]);
    reader.load(1, posts(2));
    assert_eq!(reader.listed(), 2);
    assert!(reader.notice().contains("3 fewer"), "{}", reader.notice());
    reader.press("g a");
    assert!(reader.notice().contains("no other folder"), "{}", reader.notice());

    // The next session does not repeat the notice, which covers the place in the list.
    let state = reader.end();
    let mut reader = Reader::start(Options { state, restore: true, ..options() });
    reader.offer("old_post", 1234);
    reader.add(posts(2));
    reader.finish();
    assert_eq!(reader.notice(), "");
    assert!(matches!(reader.press("g a").as_slice(), [Effect::LoadFolder(0, _)]));
}

#[test]
fn an_offer_of_folders_does_not_replace_the_first_notice() {
    let notice = Text::Plain(CleanText::line("a setting is unknown"));
    let mut reader = Reader::start(Options { notice: Some(notice), ..options() });
    reader.offer("old_post", 1234);
    reader.add(posts(2));
    reader.finish();
    assert_eq!(reader.notice(), "a setting is unknown");
}

#[test]
fn a_move_while_the_archive_is_read_again_wins() {
    let mut reader = Reader::new(posts(30), (80, 24));
    reader.press("7 j ^R");
    reader.add_to(1, posts(30).split_off(25));
    reader.press("j");
    assert_eq!(reader.selected(), "p21");
    reader.load(1, posts(25));
    assert_eq!(reader.selected(), "p21");
}

#[test]
fn posts_are_the_same_under_other_numbers() {
    let again = |reader: &mut Reader| {
        reader.press("^R");
        let mut posts = posts(400);
        posts.reverse();
        reader.load(1, posts);
    };
    let listed = |reader: &Reader| {
        let posts = reader.app.listing().posts();
        posts.iter().map(|&id| reader.title_of(id)).collect::<Vec<_>>()
    };
    // Related posts stay listed, and the way back leads to the same post.
    let mut reader = Reader::new(posts(400), (120, 40));
    reader.press("g m");
    let before = listed(&reader);
    again(&mut reader);
    assert_eq!(listed(&reader), before);
    reader.press("Esc");
    assert_eq!(reader.selected(), "p396");
    // Selected posts and a range.
    let mut reader = Reader::new(posts(400), (120, 40));
    reader.press("v j V j");
    again(&mut reader);
    reader.press("j s");
    assert_eq!(reader.notice(), "1 post starred");
    // An offered title, and a search that is still being typed.
    let mut reader = Reader::new(posts(400), (120, 40));
    reader.press("^T p 3 9 7");
    again(&mut reader);
    reader.press("Enter");
    assert_eq!(reader.selected(), "p397");
    let mut reader = Reader::new(posts(400), (120, 40));
    reader.press("/ p 3");
    again(&mut reader);
    reader.press("9");
    assert_eq!(reader.listed(), 10);
    reader.press("Esc");
    assert_eq!(reader.listed(), 400);
}

#[test]
fn a_tag_stays_chosen_when_the_archive_is_read_again() {
    let mut reader = Reader::new(posts(12), (120, 40));
    reader.press("g 1 6 j Enter");
    assert_eq!((reader.app.conditions().as_str(), reader.listed()), ("#x", 4));
    reader.press("^R");
    reader.load(1, posts(12));
    assert_eq!((reader.app.conditions().as_str(), reader.listed()), ("#x", 4));
}

#[test]
fn a_load_ends_when_all_its_folders_have_ended() {
    let mut reader = Reader::empty((100, 24));
    reader.offer("a", 1);
    reader.offer("b", 1);
    reader.add(posts(2));
    reader.finish();
    assert!(reader.app.library().progress().is_done());
    reader.press("g a");
    assert!(!reader.app.library().progress().is_done());
    reader.finish();
    assert!(!reader.app.library().progress().is_done());
    reader.finish();
    assert!(reader.app.library().progress().is_done());
}

#[test]
fn an_archive_that_is_empty_when_read_again_keeps_the_reader_open() {
    let mut reader = Reader::new(posts(3), (80, 24));
    reader.press("^R");
    reader.load(1, Vec::new());
    assert_eq!((reader.listed(), reader.reading()), (0, None));
    assert!(reader.notice().contains("no posts"), "{}", reader.notice());
    reader.press("^R");
    reader.load(2, posts(3));
    assert_eq!(reader.listed(), 3);
}
