//! Scenarios: keys in, facts out. No terminal, no disk: the model alone, with posts made here.

use std::collections::HashMap;

use kanbao::app::facets::Row;
use kanbao::app::layout::Pane;
use kanbao::app::text::Text;
use kanbao::app::{Effect, Message, Preferences};
use kanbao::archive::load::Event;
use kanbao::clean::CleanText;
use kanbao::config::locale::Locale;
use kanbao::search::facets::Facet;
use kanbao::width::Widths;

use crate::support::reader::{Reader, posts, posts_of};

#[test]
fn moving_in_the_list() {
    for (keys, expected) in [
        ("", "p49"),
        ("j", "p48"),
        ("j j k", "p48"),
        ("k", "p49"),
        ("5 j", "p44"),
        ("Down Down Up", "p48"),
        ("^N ^N ^P", "p48"),
        ("G", "p00"),
        ("G g g", "p49"),
        ("1 2 G", "p38"),
        ("5 0 %", "p25"),
        ("End Home", "p49"),
        ("9 9 9 j", "p00"),
        ("j 3 Esc j", "p47"),
        ("ｊ", "p48"),
    ] {
        let mut reader = Reader::new(posts(50), (80, 24));
        reader.press(keys);
        assert_eq!(reader.selected(), expected, "{keys:?}");
    }
}

#[test]
fn pages_follow_the_height_of_the_pane() {
    let mut reader = Reader::new(posts(200), (50, 24));
    // One pane of 22 rows: half is 11, a page 20.
    reader.press("^D");
    assert_eq!(reader.selected(), "p188");
    reader.press("^U ^F");
    assert_eq!(reader.selected(), "p179");
    reader.press("PgUp PgDn");
    assert_eq!(reader.selected(), "p179");
}

#[test]
fn a_sequence_waits_and_an_unknown_key_says_so() {
    let mut reader = Reader::new(posts(5), (80, 24));
    reader.press("g");
    assert_eq!(reader.app.pending.len(), 1);
    reader.press("Esc");
    assert!(reader.app.pending.is_empty());
    assert_eq!(reader.selected(), "p4");
    reader.press("g v");
    assert!(reader.notice().contains("gv does nothing here"), "{}", reader.notice());
    reader.press("j");
    assert_eq!(reader.notice(), "");
}

#[test]
fn enter_reads_and_back_comes_back() {
    let mut reader = Reader::new(posts(5), (50, 15));
    assert_eq!(reader.app.focus, Pane::List);
    assert_eq!(reader.reading(), None);
    reader.press("j Enter");
    assert_eq!((reader.app.focus, reader.reading().as_deref()), (Pane::Article, Some("p3")));
    reader.press("J");
    assert_eq!((reader.selected().as_str(), reader.reading().as_deref()), ("p2", Some("p2")));
    reader.press("K K");
    assert_eq!(reader.reading().as_deref(), Some("p4"));
    reader.press("K");
    assert!(reader.notice().contains("newest"), "{}", reader.notice());
    reader.press("Esc");
    assert_eq!((reader.app.focus, reader.selected().as_str()), (Pane::List, "p4"));
    reader.press("l h h h h");
    assert_eq!(reader.app.focus, Pane::Facets);
}

#[test]
fn the_preview_follows_the_cursor_where_there_is_room() {
    let mut reader = Reader::new(posts(5), (120, 40));
    assert_eq!(reader.reading().as_deref(), Some("p4"));
    reader.press("j j");
    assert_eq!(reader.reading().as_deref(), Some("p2"));
    // A post that was read too late is not shown.
    let late = reader.press_without_answers("j");
    reader.press("j");
    reader.answer(late);
    assert_eq!(reader.reading().as_deref(), Some("p0"));
}

#[test]
fn panes_change_in_a_circle() {
    let mut reader = Reader::new(posts(5), (120, 40));
    for (keys, pane) in [
        ("Tab", Pane::Article),
        ("Tab", Pane::Facets),
        ("S-Tab", Pane::Article),
        ("g 1", Pane::Facets),
        ("g 2", Pane::List),
        ("Alt-3", Pane::Article),
    ] {
        reader.press(keys);
        assert_eq!(reader.app.focus, pane, "{keys}");
    }
}

#[test]
fn a_category_alone_and_then_intersected() {
    let mut reader = Reader::new(posts(12), (120, 40));
    // The posts are in category a or b by turns, every third has the tag x.
    reader.press("g 1 4 j Enter");
    assert_eq!((reader.listed(), reader.app.focus), (6, Pane::List));
    assert_eq!(reader.app.breadcrumb().as_str(), "a");
    reader.press("g 1 j j Space");
    assert_eq!((reader.listed(), reader.app.focus), (2, Pane::Facets));
    assert_eq!(reader.app.breadcrumb().as_str(), "a  #x");
    reader.press("Space");
    assert_eq!(reader.listed(), 6);
    reader.press("F");
    assert_eq!(reader.listed(), 12);
    reader.press("g 1 g g Enter");
    assert_eq!((reader.listed(), reader.app.focus), (12, Pane::List));
}

#[test]
fn years_unfold_into_months() {
    let mut reader = Reader::new(posts(40), (120, 40));
    let rows = reader.app.facets.rows.len();
    reader.press("g 1 G l");
    assert_eq!(reader.app.facets.rows.len(), rows + 2);
    reader.press("j Enter");
    assert_eq!(reader.app.breadcrumb().as_str(), "2024-02");
    assert_eq!(reader.listed(), 9);
    reader.press("g 1 h");
    reader.press("h");
    assert_eq!(reader.app.facets.rows.len(), rows);
    // Folding what is folded stays in the pane.
    reader.press("h");
    assert_eq!(reader.app.focus, Pane::Facets);
}

#[test]
fn hidden_posts_are_shown_on_request() {
    let mut reader = Reader::new(posts(4), (120, 40));
    reader.add_draft("secret");
    assert_eq!(reader.listed(), 4);
    reader.press("g h");
    assert_eq!(reader.listed(), 5);
    assert!(reader.notice().contains("1 draft,"), "{}", reader.notice());
    reader.press("g h");
    assert_eq!(reader.listed(), 4);
}

#[test]
fn scrolling_the_article() {
    let mut reader = Reader::new(posts(3), (80, 24));
    reader.press("Enter");
    let last = reader.app.article.last_top(14);
    assert!(last > 20, "the test's article is too short");
    for (keys, top) in [
        ("j j", 2),
        ("k", 1),
        ("g g", 0),
        ("d", 7),
        ("u", 0),
        ("Space", 12),
        ("b", 0),
        ("5 j", 5),
        ("G", last),
        ("0", last),
        ("Home", 0),
    ] {
        reader.press(keys);
        assert_eq!(reader.app.article.top, top, "{keys}");
    }
    // From the list too.
    reader.press("Esc ^E ^E ^Y");
    assert_eq!((reader.app.focus, reader.app.article.top), (Pane::List, 1));
}

#[test]
fn headings_are_stepped_through() {
    let mut reader = Reader::new(posts(1), (80, 24));
    reader.press("Enter ] ]");
    let first = reader.app.article.top;
    reader.press("] ]");
    let second = reader.app.article.top;
    assert!(0 < first && first < second, "{first} {second}");
    reader.press("[ [");
    assert_eq!(reader.app.article.top, first);
}

#[test]
fn a_resize_keeps_the_place_in_the_article() {
    let mut reader = Reader::new(posts(1), (120, 40));
    reader.press("Enter 1 0 j");
    let before = reader.top_text();
    reader.resize(60, 24);
    let within = reader.top_text();
    assert!(within.contains(&before[..3]) || before.contains(&within[..3]), "{before} / {within}");
    // However often.
    for _ in 0..6 {
        reader.resize(50, 15);
        reader.resize(120, 40);
    }
    assert_eq!(reader.top_text(), before);
}

#[test]
fn measure_zoom_and_widths() {
    let mut reader = Reader::new(posts(1), (120, 40));
    assert_eq!(reader.app.measure().cells, 76);
    reader.press("+ = -");
    assert_eq!(reader.app.measure().cells, 80);
    assert!(reader.notice().contains("measure 80"), "{}", reader.notice());
    reader.press("-");
    assert!(reader.notice().contains("usual"), "{}", reader.notice());
    reader.press("9 9 -");
    assert_eq!(reader.app.measure().cells, 20);
    reader.press("z");
    let layout = reader.app.layout().unwrap();
    assert!(layout.list.is_some() && layout.article.is_none());
    reader.press("q");
    assert!(reader.app.layout().unwrap().article.is_some());
    reader.press("g w");
    assert!(reader.app.widths.ambiguous_wide);
    assert!(reader.app.article.article.as_ref().unwrap().page.measure().widths.ambiguous_wide);
}

#[test]
fn what_is_measured_is_typeset_for_at_once() {
    let mut reader = Reader::new(posts(5), (120, 40));
    let widths = Widths { ambiguous_wide: true, joined: true, emoji_selector: true };
    let effects = reader.app.update(Message::Measured(widths));
    assert_eq!(effects, [Effect::Redraw]);
    assert_eq!(reader.app.article.article.as_ref().unwrap().page.measure().widths, widths);
    // The key changes what the user can see to be wrong, and nothing else.
    reader.press("g w");
    assert_eq!(reader.app.widths, Widths { ambiguous_wide: false, ..widths });
}

#[test]
fn another_language_is_spoken_at_once() {
    let mut reader = Reader::new(posts(3), (120, 40)).with_body("江边 ![晨](a.png)");
    let facts = |reader: &Reader| {
        let page = &reader.app.article.article.as_ref().unwrap().page;
        (page.plain(1).to_string(), page.plain(page.len() - 1).to_string())
    };
    assert!(facts(&reader).0.starts_with("2024-01-03 Wed"), "{:?}", facts(&reader));
    assert_eq!(facts(&reader).1, "江边 [image: 晨]");
    reader.press("K g v");
    assert!(reader.notice().starts_with("gv does nothing"), "{}", reader.notice());
    // An article that was wished for in the old language comes too late.
    let late = reader.press_without_answers("j");
    let effects = reader.app.update(Message::Speak(Locale::Traditional));
    reader.answer(effects);
    reader.answer(late);
    assert!(facts(&reader).0.starts_with("2024年1月2日 星期二"), "{:?}", facts(&reader));
    assert_eq!(facts(&reader).1, "江边 [圖 晨]");
    reader.press("g v");
    assert_eq!(reader.notice(), "gv 在這裡沒有作用 · 按 ? 查看按鍵");
    // What was said already is said anew.
    reader.app.update(Message::Speak(Locale::Simplified));
    assert_eq!(reader.notice(), "gv 在这里不起作用 · 按 ? 查看按键");
}

#[test]
fn help_lists_every_command_and_runs_it() {
    let mut reader = Reader::new(posts(3), (80, 24));
    reader.press("?");
    let rows = reader.app.overlay.as_ref().unwrap().rows.len();
    assert!(rows > kanbao::command::Command::ALL.len());
    // The first row is `down`; Enter on it closes the help and moves.
    reader.press("Enter");
    assert!(reader.app.overlay.is_none());
    assert_eq!(reader.selected(), "p1");
    reader.press("F1 G Esc");
    assert!(reader.app.overlay.is_none());
    reader.press("? q");
    assert!(reader.app.overlay.is_none(), "q closes the help before it quits");
}

#[test]
fn problems_lead_to_their_posts() {
    let mut reader = Reader::new(posts(9), (80, 24));
    reader.add_problem("odd");
    reader.press("g p");
    assert_eq!(reader.app.overlay.as_ref().unwrap().rows.len(), 1);
    reader.press("Enter");
    assert!(reader.app.overlay.is_none());
    assert_eq!((reader.app.focus, reader.reading().as_deref()), (Pane::Article, Some("odd")));
}

#[test]
fn quitting() {
    let quits = |keys: &str| {
        let mut reader = Reader::new(posts(3), (80, 24));
        reader.press(keys).contains(&Effect::Quit(None))
    };
    assert!(quits("q"));
    assert!(quits("Q"));
    assert!(quits("^C"));
    assert!(quits("Enter Q"));
    assert!(!quits("Enter q"));
    assert!(quits("Enter q q"));
    assert!(!quits("Esc"));
    assert!(!quits("z q"));
    assert!(!quits("h q"), "q closes the facets first");
    assert!(quits("h q q"));
}

#[test]
fn posts_that_arrive_move_nothing() {
    let mut reader = Reader::new(posts(30), (80, 24));
    reader.press("5 j");
    let (selected, at) = (reader.selected(), reader.app.list.cursor);
    reader.add(posts_of("n", 10, 400));
    assert_eq!(reader.selected(), selected);
    assert_eq!(reader.app.list.cursor.at, at.at + 10);
    assert_eq!(reader.app.list.cursor.at - reader.app.list.cursor.top, at.at - at.top);
    // Until it was moved, the cursor is on the newest.
    let mut reader = Reader::new(posts(30), (80, 24));
    reader.add(posts_of("n", 10, 400));
    assert_eq!(reader.selected(), "n9");
}

#[test]
fn reading_the_archive_again_keeps_the_place() {
    let mut reader = Reader::new(posts(30), (80, 24));
    reader.press("7 j 3 ^E");
    let before = (reader.app.list.cursor, reader.app.article.top);
    assert_eq!(before.1, 3);
    let effects = reader.press("^R");
    assert!(matches!(effects.as_slice(), [Effect::Load(1)]), "{effects:?}");
    // What was there stays until all of it has come.
    reader.add_to(1, posts(30).split_off(25));
    assert_eq!((reader.listed(), reader.reading_key()), (30, "_posts/p22.md".to_owned()));
    let reads = reader.reads;
    reader.load(1, posts(25));
    // The file may have changed.
    assert_eq!((reader.reads, reader.reading().as_deref()), (reads + 1, Some("p22")));
    assert_eq!(reader.selected(), "p22");
    assert_eq!((reader.app.list.cursor, reader.app.article.top), before);
    assert!(reader.notice().starts_with("read again: "), "{}", reader.notice());
    // What the first load still sends is stale.
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
    assert!(reader.notice().contains("29 posts, 1 less"), "{}", reader.notice());
}

#[test]
fn an_archive_that_cannot_be_read_again_stays() {
    let mut reader = Reader::new(posts(3), (80, 24));
    reader.press("j ^R");
    let failed = Event::Failed(CleanText::line("it does not exist"));
    assert!(reader.app.update(Message::Loaded(1, failed)).is_empty());
    assert_eq!((reader.listed(), reader.selected()), (3, "p1".to_owned()));
    assert!(reader.notice().contains("it does not exist"), "{}", reader.notice());
    assert!(reader.app.progress.is_done());
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
    assert!(!reader.app.progress.is_done());
    reader.load(1, posts(1));
    assert!(reader.app.progress.is_done());
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
    reader.press("g a");
    assert!(reader.notice().contains("no other folder"), "{}", reader.notice());
}

#[test]
fn an_unreadable_post_says_why() {
    let mut reader = Reader::new(posts(2), (80, 24));
    reader.fail("permission denied");
    reader.press("j");
    assert_eq!(
        reader.app.article.failure.as_ref().map(CleanText::as_str),
        Some("permission denied")
    );
    assert_eq!(reader.reading(), None);
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
fn a_tag_stays_chosen_when_the_archive_is_read_again() {
    let mut reader = Reader::new(posts(12), (120, 40));
    reader.press("g 1 6 j Enter");
    assert_eq!((reader.app.breadcrumb().as_str(), reader.listed()), ("#x", 4));
    reader.press("^R");
    reader.load(1, posts(12));
    assert_eq!((reader.app.breadcrumb().as_str(), reader.listed()), ("#x", 4));
}

#[test]
fn the_list_keeps_its_place_while_it_is_not_seen() {
    let mut reader = Reader::new(posts(50), (50, 30));
    reader.press("1 5 j");
    let before = reader.app.list.cursor;
    reader.press("Enter Esc");
    assert_eq!(reader.app.list.cursor, before);
}

#[test]
fn a_problem_outside_the_filter_takes_the_filter_away() {
    let mut reader = Reader::new(posts(9), (120, 40));
    reader.add_problem("odd");
    reader.press("g 1 4 j Enter");
    assert_eq!(reader.app.breadcrumb().as_str(), "a");
    reader.press("g p Enter");
    assert_eq!((reader.reading().as_deref(), reader.selected().as_str()), (Some("odd"), "odd"));
    // It stays when the screen changes.
    reader.resize(100, 30);
    assert_eq!(reader.reading().as_deref(), Some("odd"));
}

#[test]
fn a_wider_measure_than_the_pane_is_not_taken() {
    let mut reader = Reader::new(posts(3), (50, 24));
    reader.press("Enter +");
    assert!(reader.notice().contains("as wide as"), "{}", reader.notice());
    reader.resize(120, 40);
    assert_eq!(reader.app.measure().cells, 76);
    reader.resize(50, 24);
    reader.press("-");
    assert_eq!(reader.app.measure().cells, 44);
}

#[test]
fn folders_beside_the_posts_end_one_after_another() {
    let mut reader = Reader::empty((100, 24));
    reader.offer("a", 1);
    reader.offer("b", 1);
    reader.add(posts(2));
    reader.finish();
    assert!(reader.app.progress.is_done());
    reader.press("g a");
    assert!(!reader.app.progress.is_done());
    reader.finish();
    assert!(!reader.app.progress.is_done());
    reader.finish();
    assert!(reader.app.progress.is_done());
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

#[test]
fn the_facets_are_left_as_they_were_entered() {
    let mut reader = Reader::new(posts(3), (80, 24));
    reader.press("h");
    assert_eq!(reader.app.focus, Pane::Facets);
    reader.press("Esc");
    assert_eq!(reader.app.focus, Pane::List);
}

#[test]
fn the_end_of_the_help_can_be_reached() {
    let mut reader = Reader::new(posts(3), (80, 24));
    reader.press("? G");
    let overlay = reader.app.overlay.as_ref().unwrap();
    assert_eq!(overlay.cursor.at, overlay.rows.len() - 1);
}

#[test]
fn links_are_listed_and_followed_and_one_comes_back() {
    let body = format!(
        "[甲](https://example.org/a) {}\n\n[乙](https://example.org/b) 又是[甲](https://example.org/a)\n\n# 标题\n\n## 小节\n\n{}",
        "字".repeat(3000),
        "字".repeat(3000)
    );
    let mut reader = Reader::new(posts(5), (80, 24)).with_body(&body);
    reader.press("Enter g l");
    let rows: Vec<String> = reader
        .app
        .overlay
        .as_ref()
        .unwrap()
        .rows
        .iter()
        .map(|row| match row {
            kanbao::app::overlay::Row::Link { text, .. } => text.to_string(),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(rows, ["  1  甲 — https://example.org/a", "  2  乙 — https://example.org/b"]);
    let opened = |effects: Vec<Effect>| {
        effects
            .into_iter()
            .find_map(|effect| match effect {
                Effect::Open(address) => Some(address.to_string()),
                _ => None,
            })
            .unwrap_or_default()
    };
    assert_eq!(opened(reader.press("j Enter")), "https://example.org/b");
    assert_eq!(opened(reader.press("1 Enter")), "https://example.org/a");
    reader.press("9 Enter");
    assert!(reader.notice().contains("no link 9"), "{}", reader.notice());
    // The outline, and the way back.
    reader.press("4 ^E g O j Enter");
    let there = reader.app.article.top;
    assert!(there > 40, "{there}");
    reader.press("^O");
    assert_eq!(reader.app.article.top, 4);
    reader.press("Alt-Right");
    assert_eq!(reader.app.article.top, there);
    reader.press("Alt-Right");
    assert!(reader.notice().contains("nothing to go forward"), "{}", reader.notice());
    reader.press("o");
    assert!(reader.notice().contains("does not say"), "{}", reader.notice());
}

#[test]
fn links_lead_to_places_in_articles() {
    let far = "字".repeat(3000);
    let body = format!(
        "甲[^注] [见](#第二-节) [他处](post:_posts/p1#fn:1) [无](#x) [尾](#end)\n\n{far}\n\n## 第二 节\n\n{far}\n\n<p id=\"end\">尾</p>\n\n{far}\n\n[^注]: 乙\n"
    );
    let mut reader = Reader::new(posts(5), (80, 24)).with_body(&body);
    let at_top = |reader: &Reader| {
        let article = &reader.app.article;
        article.article.as_ref().unwrap().page.plain(article.top).to_string()
    };
    reader.press("Enter 2 Enter");
    assert_eq!(at_top(&reader), "第二 节");
    reader.press("^O 5 Enter");
    assert_eq!(at_top(&reader), "尾");
    // A note is at the end of the page; the way back leads to the line that refers to it.
    reader.press("g g 1 Enter");
    let end = reader.app.article.top;
    assert!(end > 100, "{end}");
    reader.press("6 Enter");
    assert!(at_top(&reader).starts_with("甲[1]"), "{}", at_top(&reader));
    reader.press("4 Enter");
    assert!(reader.notice().contains("no place of this name"), "{}", reader.notice());
    // Into another article, at the place named.
    reader.press("3 Enter");
    assert_eq!((reader.reading_key().as_str(), reader.app.article.top), ("_posts/p1.md", end));
}

#[test]
fn a_link_to_a_post_opens_it_here_and_one_comes_back_to_the_place() {
    let linked = format!("[前](post:_posts/p1) [无](post:_posts/none) {}", "字".repeat(4000));
    let mut reader = Reader::new(posts(5), (80, 24)).with_body(&linked);
    reader.press("Enter 6 ^E 1 Enter");
    assert_eq!((reader.reading_key().as_str(), reader.selected().as_str()), ("_posts/p1.md", "p1"));
    assert_eq!(reader.app.article.top, 0);
    reader.press("^O");
    assert_eq!((reader.reading_key().as_str(), reader.app.article.top), ("_posts/p4.md", 6));
    reader.press("2 Enter");
    assert!(reader.notice().contains("not in the archive"), "{}", reader.notice());
    // One that is gone meanwhile is told of.
    reader.press("Alt-Right ^R");
    reader.load(
        1,
        posts(5).into_iter().filter(|post| post.key.as_bytes() != b"_posts/p4.md").collect(),
    );
    reader.press("^O");
    assert!(reader.notice().contains("p4.md is not there any more"), "{}", reader.notice());
}

#[test]
fn an_address_that_stands_by_itself_is_the_source() {
    let body = "[甲](https://example.org/a)\n\n<https://example.org/source>\n\n[返回](https://example.org/)";
    let mut reader = Reader::new(posts(2), (80, 24)).with_body(body);
    let effects = reader.press("Enter o");
    assert_eq!(effects, [Effect::Open(CleanText::line("https://example.org/source"))]);
}

#[test]
fn pictures_of_the_archive_are_shown_and_others_opened() {
    use kanbao::app::picture::{NoPicture, Picture, PictureWish};
    let body = "![图](/a/%E5%9B%BE.png) 和 ![b](https://example.org/b.png) [c](/a/c.png)";
    let mut reader = Reader::new(posts(2), (80, 24)).with_body(body);
    let wished = |effects: Vec<Effect>| match effects.as_slice() {
        [Effect::ReadPicture(wish)] => wish.clone(),
        other => panic!("{other:?}"),
    };
    let shown = |reader: &Reader| {
        let viewer = reader.app.overlay.as_ref().and_then(|overlay| overlay.viewer.as_ref());
        viewer.and_then(|viewer| viewer.picture.clone())
    };
    let dot = Picture { width: 1, cells: vec![[Some([1, 2, 3]); 2]] };
    let answer = |reader: &mut Reader, wish: &PictureWish, result| {
        reader.app.update(Message::Picture(wish.clone(), result))
    };
    let wish = wished(reader.press("Enter 1 Enter"));
    assert_eq!((wish.path.to_clean().as_str(), wish.room), ("a/图.png", (80, 22)));
    assert_eq!(shown(&reader), None);
    // What was wished for the size before is not shown.
    let wider = wished(reader.app.update(Message::Resized(90, 24)));
    assert_eq!(answer(&mut reader, &wish, Ok(Picture::default())), []);
    assert_eq!(shown(&reader), None);
    assert_eq!(answer(&mut reader, &wider, Ok(dot.clone())), []);
    assert_eq!(shown(&reader), Some(dot.clone()));
    reader.press("Esc");
    assert!(reader.app.overlay.is_none());
    assert_eq!(answer(&mut reader, &wider, Ok(dot)), []);
    assert!(reader.app.overlay.is_none());
    // One that cannot be shown says why, and one that is not there is opened like any link.
    let wish = wished(reader.press("g l Enter"));
    let reason = CleanText::line("no picture at all");
    assert_eq!(answer(&mut reader, &wish, Err(NoPicture::Unshown(reason))), []);
    assert_eq!(reader.notice(), "a/图.png: no picture at all");
    let wish = wished(reader.press("1 Enter"));
    assert_eq!(answer(&mut reader, &wish, Err(NoPicture::Missing)), []);
    assert!(reader.notice().contains("no place that can be opened"), "{}", reader.notice());
    // What lies elsewhere or is no picture never comes to be read.
    let elsewhere = CleanText::line("https://example.org/b.png");
    assert_eq!(reader.press("2 Enter"), [Effect::Open(elsewhere)]);
    assert_eq!(reader.press("3 Enter"), []);
    reader.app.pictures = false;
    assert_eq!(reader.press("1 Enter"), []);
    assert!(reader.app.overlay.is_none());
}

#[test]
fn the_archive_has_its_own_words() {
    let label = |slug: &str, label: &str| (slug.to_owned(), CleanText::line(label));
    let preferences = Preferences {
        title: Some(CleanText::line("看报")),
        labels: HashMap::from([label("a", "国际"), label("c", "无")]),
        ..Preferences::default()
    };
    let mut reader = Reader::set((120, 40), preferences);
    reader.load(0, posts(4));
    assert_eq!(reader.app.name().as_str(), "看报");
    let labels: Vec<&str> = (reader.app.facets.rows.iter())
        .filter_map(|row| match row {
            Row::Facet(row) if matches!(row.facet, Facet::Category(_)) => Some(row.label.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(labels, ["国际", "b"]);
    reader.press("h 4 j Enter");
    assert_eq!(reader.listed(), 2);
    assert_eq!(reader.app.breadcrumb().as_str(), "国际");
    // Found by it too, by its sound, and by its path.
    for text in ["国 际", "g u o j i", "a"] {
        reader.press(&format!("F g c {text} Enter"));
        assert_eq!(reader.app.breadcrumb().as_str(), "国际", "{text}");
    }
}

#[test]
fn the_reader_begins_as_it_is_set() {
    let preferences = Preferences { measure: 50, show_hidden: true, ..Preferences::default() };
    let mut reader = Reader::set((160, 40), preferences);
    reader.load(0, posts(2));
    reader.add_draft("draft");
    assert_eq!(reader.listed(), 3);
    reader.press("g h");
    assert_eq!(reader.listed(), 2);
    assert_eq!(reader.app.measure().cells, 50);
    reader.press("+");
    assert_eq!(reader.notice(), "measure 54");
    reader.press("-");
    assert_eq!(reader.notice(), "measure 50 (the usual)");
}
