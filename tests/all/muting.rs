//! Muted views: their posts are left out of lists and counts.

use kanbao::app::listing::facets::Row;
use kanbao::app::{Message, Options, Preferences};
use kanbao::archive::post::{Post, Status};
use kanbao::archive::watch::{Changes, Report};
use kanbao::search::views::View;
use kanbao::state::{Change, State};

use crate::support::program::{Home, folder};
use crate::support::reader::{Reader, options, posts};
use crate::support::texts::post;

/// Returns a reader of twelve posts, with those of the category b muted.
fn reader() -> Reader {
    with(&[View::new("乙类", "category:b").muted(true)])
}

fn with(views: &[View]) -> Reader {
    let preferences = Preferences { views: views.to_vec(), ..Preferences::default() };
    let mut reader = Reader::set((120, 40), preferences);
    reader.load(0, posts(12));
    reader
}

/// Returns the names of the facets and views with their counts; `-` marks muted views.
fn rows(reader: &Reader) -> Vec<String> {
    let rows = reader.app.listing().facets().rows().iter();
    rows.filter_map(|row| match row {
        Row::View { name, count, is_muted, .. } => {
            let sign = if *is_muted { "-" } else { "" };
            Some(format!("{sign}{name} {}", count.unwrap_or(999)))
        }
        Row::All { listed, all } => Some(format!("{listed}/{all}")),
        Row::Facet(row) => Some(format!("{} {}", row.label, row.count)),
        _ => None,
    })
    .collect()
}

fn has(reader: &Reader, row: &str) -> bool {
    rows(reader).iter().any(|one| one == row)
}

#[test]
fn posts_of_muted_views_are_left_out_and_counted() {
    let mut reader = reader();
    assert_eq!((reader.listed(), reader.app.listing().muted()), (6, 6));
    for row in ["6/6", "-乙类 6", "a 6", "#x 2"] {
        assert!(has(&reader, row), "{row}: {:?}", rows(&reader));
    }
    assert!(!has(&reader, "b 6"));
    // They are no hits of a search, and going to a title does not reach them.
    reader.press("/ p Enter");
    assert_eq!((reader.listed(), reader.app.listing().muted()), (6, 6));
    reader.press("Esc / p 0 1 Enter");
    assert_eq!((reader.listed(), reader.app.listing().muted()), (0, 1));
    reader.press("Esc ^T p 0 1 Enter");
    assert!(reader.notice().contains("p01"), "{}", reader.notice());
    // One key shows them, and the same key leaves them out again.
    reader.press("Esc Esc M");
    assert!(reader.notice().contains("6 posts of muted views are shown"), "{}", reader.notice());
    assert_eq!((reader.listed(), reader.app.listing().is_muting()), (12, false));
    assert!(has(&reader, "b 6") && has(&reader, "12/12"), "{:?}", rows(&reader));
    reader.press("M");
    assert_eq!(reader.listed(), 6);
    assert!(reader.notice().contains("left out"), "{}", reader.notice());
}

/// The first line counts the muted posts also while they are shown.
#[test]
fn another_muted_view_is_counted_while_muted_posts_are_shown() {
    let mut reader = with(&[View::new("乙类", "category:b").muted(true), View::new("x", "tag:x")]);
    reader.press("M");
    assert_eq!((reader.listed(), reader.app.listing().muted()), (12, 6));
    reader.press("g 1 ] ] j j m");
    // Posts 0, 3, 6 and 9 have the tag, two of them are of the category b.
    assert_eq!((reader.listed(), reader.app.listing().muted()), (12, 8), "{:?}", rows(&reader));
}

#[test]
fn a_key_on_a_view_mutes_it_and_undo_takes_it_back() {
    let mut reader = with(&[View::new("x", "tag:x")]);
    reader.press("M");
    assert!(reader.notice().contains("no view is muted · m "), "{}", reader.notice());
    reader.press("g 1 ] ] j m");
    assert!(reader.notice().contains("M shows them"), "{}", reader.notice());
    assert_eq!((reader.listed(), reader.app.listing().muted()), (8, 4));
    assert!(has(&reader, "-x 4"), "{:?}", rows(&reader));
    reader.press("U");
    assert_eq!((reader.listed(), reader.app.listing().muted()), (12, 0));
    reader.press("g 1 m m");
    assert!(reader.notice().contains("no longer muted"), "{}", reader.notice());
    assert_eq!(reader.listed(), 12);
    // The user's choice about a view of the archive is saved.
    reader.press("m");
    let state = reader.end();
    assert_eq!(state.mutes("x"), Some(true));
}

#[test]
fn a_renamed_view_stays_muted_and_a_deleted_one_is_forgotten() {
    let mut reader = with(&[]);
    reader.press("f t a g : x Enter g s 子 Enter F g 1 ] ] j m");
    assert_eq!(reader.listed(), 8);
    reader.press("e Backspace 丑 Enter");
    assert!(has(&reader, "-丑 4"), "{:?}", rows(&reader));
    assert_eq!(reader.listed(), 8);
    reader.press("U");
    assert!(has(&reader, "-子 4"), "{:?}", rows(&reader));
    reader.press("x");
    assert_eq!(reader.listed(), 12);
    reader.press("U");
    assert_eq!(reader.listed(), 8);
    reader.press("g 1 g g ] ] j x");
    let state = reader.end();
    assert_eq!((state.view("子"), state.mutes("子")), (None, None));
}

#[test]
fn who_chooses_a_muted_view_sees_its_posts() {
    let mut reader = reader();
    reader.press("g 1 ] ] j Enter");
    assert_eq!(reader.listed(), 6);
    assert!(has(&reader, "b 6"), "{:?}", rows(&reader));
    reader.press("F");
    assert_eq!((reader.listed(), reader.app.listing().muted()), (6, 6));
    assert!(!has(&reader, "b 6"));
    // A jump to a mark reaches a muted post.
    reader.press("M G Enter");
    let read = reader.reading().unwrap();
    reader.press("m a g 2 g g M");
    assert_eq!((reader.listed(), read.as_str()), (6, "p00"));
    reader.press("f p 0 1 Enter F ' a");
    assert_eq!(reader.reading().unwrap(), "p00");
}

#[test]
fn posts_that_come_later_and_marks_count() {
    let view = View::new("读过", "is:read").muted(true);
    let mut reader = with(&[view]);
    assert_eq!(reader.listed(), 12);
    // The open post stays listed until the next change of marks.
    reader.press("Enter");
    assert_eq!((reader.listed(), reader.reading().unwrap().as_str()), (12, "p11"));
    reader.press("J");
    assert_eq!((reader.listed(), reader.reading().unwrap().as_str()), (11, "p10"));
    reader.press("r");
    assert_eq!(reader.listed(), 11);
    let mut reader = self::reader();
    let posts = vec![post("new", 1, 40), post("other", 2, 41)];
    reader.update(Message::Changed(0, Report::Changes(Changes { posts, ..Changes::default() })));
    assert_eq!((reader.listed(), reader.app.listing().muted()), (7, 7));
}

#[test]
fn the_news_counts_no_muted_post() {
    let mut reader = reader();
    let posts = vec![post("new", 1, 40), post("other", 2, 41)];
    let report = Report::Changes(Changes { posts, ..Changes::default() });
    let effects = reader.update(Message::Changed(0, report));
    reader.answer(effects);
    assert_eq!((reader.listed(), reader.app.library().news()), (7, 1));
}

#[test]
fn a_text_is_found_by_the_worker_and_a_reload_keeps_it_out() {
    let preferences = Preferences {
        views: vec![View::new("广告", "body:优惠").muted(true)],
        ..Preferences::default()
    };
    let mut reader = Reader::start(Options { preferences, ..options() }).now_with("今天优惠");
    reader.load(0, posts(5));
    assert_eq!((reader.listed(), reader.app.listing().muted()), (0, 5));
    reader.press("^R");
    reader.load(1, posts(6));
    assert_eq!((reader.listed(), reader.app.listing().muted()), (0, 6));
    // A view with an invalid query mutes nothing.
    let mut reader = with(&[View::new("坏", "(p").muted(true)]);
    assert_eq!(reader.listed(), 12);
    reader.press("M");
    assert_eq!(reader.listed(), 12);
}

#[test]
fn hidden_posts_of_muted_views_stay_out_too() {
    let mut reader = reader();
    reader.add(vec![Post { status: Status::Draft, ..post("draft", 1, 50) }]);
    reader.press("g h");
    assert_eq!((reader.listed(), reader.app.listing().muted()), (6, 7));
    reader.press("M");
    assert_eq!(reader.listed(), 13);
}

#[test]
fn another_instance_mutes_a_view() {
    let mut state = State::new("other");
    let mut reader = with(&[View::new("x", "tag:x")]);
    let step = state.change(&[Change::mute("x", Some(true))], 1);
    let host: Box<str> = "other".into();
    let records = step.records.into_iter().map(|record| (record, host.clone())).collect();
    let effects = reader.update(Message::State(kanbao::state::writer::News::Records(records)));
    reader.answer(effects);
    assert_eq!(reader.listed(), 8);
}

#[test]
fn the_command_line_leaves_them_out_too() {
    let home = Home::new(&[]);
    let archive = folder(&[
        (".kanbao.toml", "[views]\n'广告' = { query = '优惠', mute = true }\n'新的' = 'tag:新'\n"),
        ("a.md", "---\ntags: [新]\n---\n# 甲\n\n正文"),
        ("b.md", "---\ntags: [新]\n---\n# 乙\n\n今天优惠"),
    ]);
    let root = archive.path().to_str().unwrap();
    let lines = |arguments: &[&str]| {
        let (out, err, code) = home.run(&[arguments, &["-a", root]].concat());
        // There is no message about muted posts without a terminal.
        assert_eq!(err, "", "{arguments:?}");
        (out.lines().count(), code)
    };
    assert_eq!(lines(&["list"]), (1, 0));
    assert_eq!(lines(&["list", "--muted"]), (2, 0));
    assert_eq!(lines(&["list", "-q", "优惠"]), (0, 1));
    assert_eq!(lines(&["list", "-q", "优惠", "--muted"]), (1, 0));
    assert_eq!(lines(&["search", "优惠"]), (0, 1));
    assert_eq!(lines(&["search", "优惠", "--muted"]), (2, 0));
    // A limit counts listed posts only.
    assert_eq!(lines(&["list", "-n", "1"]), (1, 0));
    let tags = |more: &[&str]| {
        home.run(&[&["facets", "tags", "--format", "tsv", "-a", root], more].concat()).0
    };
    assert!(tags(&[]).ends_with("新\t1\n"), "{}", tags(&[]));
    assert!(tags(&["--muted"]).ends_with("新\t2\n"));
    // Commands that write posts leave out none.
    let out = home.folder().join("out");
    let (_, err, code) =
        home.run(&["export", "--format", "html", "-a", root, out.to_str().unwrap()]);
    assert!(code == 0 && err.contains("2 posts"), "{code} {err}");
}

#[test]
fn undoing_says_nothing_that_is_no_longer_so() {
    let mut reader = with(&[View::new("乙类", "category:b")]);
    reader.press("g 1 ] ] j m");
    assert!(reader.notice().ends_with("M shows them"), "{}", reader.notice());
    reader.press("U");
    assert_eq!(reader.notice(), "undone: view 乙类 is muted");
}
