//! Keys in, facts out: the list, panes, facets, overlays and settings of the model.

use std::collections::HashMap;

use kanbao::app::listing::facets::Row;
use kanbao::app::screen::layout::Pane;
use kanbao::app::screen::overlay;
use kanbao::app::{Effect, Message, Preferences};
use kanbao::clean::CleanText;
use kanbao::config::locale::Locale;
use kanbao::search::facets::Facet;
use kanbao::width::Widths;

use crate::support::reader::{Reader, posts};

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
        // A count does not survive an unbound key sequence.
        ("3 g v j", "p48"),
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
    // One pane of 22 rows: half a page is 11, a page 20.
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
    assert_eq!(reader.app.input().pending().len(), 1);
    reader.press("Esc");
    assert!(reader.app.input().pending().is_empty());
    assert_eq!(reader.selected(), "p4");
    reader.press("g v");
    assert!(reader.notice().contains("gv does nothing here"), "{}", reader.notice());
    reader.press("j");
    assert_eq!(reader.notice(), "");
}

#[test]
fn enter_reads_and_back_comes_back() {
    let mut reader = Reader::new(posts(5), (50, 15));
    assert_eq!(reader.app.screen().focus(), Pane::List);
    assert_eq!(reader.reading(), None);
    reader.press("j Enter");
    assert_eq!(
        (reader.app.screen().focus(), reader.reading().as_deref()),
        (Pane::Article, Some("p3"))
    );
    reader.press("J");
    assert_eq!((reader.selected().as_str(), reader.reading().as_deref()), ("p2", Some("p2")));
    reader.press("K K");
    assert_eq!(reader.reading().as_deref(), Some("p4"));
    reader.press("K");
    assert!(reader.notice().contains("newest"), "{}", reader.notice());
    reader.press("Esc");
    assert_eq!(reader.app.screen().focus(), Pane::Article, "Esc does not move the focus");
    reader.press("h");
    assert_eq!((reader.app.screen().focus(), reader.selected().as_str()), (Pane::List, "p4"));
    reader.press("l h h h h");
    assert_eq!(reader.app.screen().focus(), Pane::Facets);
}

#[test]
fn the_preview_follows_the_cursor_where_there_is_room() {
    let mut reader = Reader::new(posts(5), (120, 40));
    assert_eq!(reader.reading().as_deref(), Some("p4"));
    reader.press("j j");
    assert_eq!(reader.reading().as_deref(), Some("p2"));
    // A late answer is not shown.
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
        assert_eq!(reader.app.screen().focus(), pane, "{keys}");
    }
}

#[test]
fn a_category_alone_and_then_intersected() {
    let mut reader = Reader::new(posts(12), (120, 40));
    // Posts alternate between the categories a and b; every third has the tag x.
    reader.press("g 1 3 j Enter");
    assert_eq!((reader.listed(), reader.app.screen().focus()), (6, Pane::List));
    assert_eq!(reader.app.conditions().as_str(), "a");
    reader.press("g 1 j j j Space");
    assert_eq!((reader.listed(), reader.app.screen().focus()), (2, Pane::Facets));
    assert_eq!(reader.app.conditions().as_str(), "a · #x");
    reader.press("Space");
    assert_eq!(reader.listed(), 6);
    reader.press("F");
    assert_eq!(reader.listed(), 12);
    reader.press("g 1 g g Enter");
    assert_eq!((reader.listed(), reader.app.screen().focus()), (12, Pane::List));
}

#[test]
fn years_unfold_into_months() {
    let mut reader = Reader::new(posts(40), (120, 40));
    let rows = reader.app.listing().facets().rows().len();
    reader.press("g 1 G l");
    assert_eq!(reader.app.listing().facets().rows().len(), rows + 2);
    reader.press("j Enter");
    assert_eq!(reader.app.conditions().as_str(), "2024-02");
    assert_eq!(reader.listed(), 9);
    reader.press("g 1 h");
    reader.press("h");
    assert_eq!(reader.app.listing().facets().rows().len(), rows);
    // Folding a folded row keeps the focus.
    reader.press("h");
    assert_eq!(reader.app.screen().focus(), Pane::Facets);
}

#[test]
fn hidden_posts_are_shown_on_request() {
    let mut reader = Reader::new(posts(4), (120, 40));
    reader.add_draft("secret");
    assert_eq!(reader.listed(), 4);
    reader.press("g h");
    assert_eq!(reader.listed(), 5);
    assert!(reader.notice().contains("1 hidden post is shown"), "{}", reader.notice());
    reader.press("g h");
    assert_eq!(reader.listed(), 4);
}

#[test]
fn measure_zoom_and_widths() {
    let mut reader = Reader::new(posts(1), (120, 40));
    assert_eq!(reader.app.screen().measure().cells, 76);
    reader.press("+ = -");
    assert_eq!(reader.app.screen().measure().cells, 80);
    assert!(reader.notice().contains("line width 80"), "{}", reader.notice());
    reader.press("-");
    assert!(reader.notice().contains("default"), "{}", reader.notice());
    reader.press("9 9 -");
    assert_eq!(reader.app.screen().measure().cells, 20);
    reader.press("z");
    let layout = reader.app.screen().layout().unwrap();
    assert!(layout.list.is_some() && layout.article.is_none());
    reader.press("q");
    assert!(reader.app.screen().layout().unwrap().article.is_some());
    reader.press("g w");
    assert!(reader.app.screen().widths().ambiguous_wide);
    assert!(reader.app.article().article().unwrap().page.measure().widths.ambiguous_wide);
}

#[test]
fn a_measurement_of_widths_is_applied_at_once() {
    let mut reader = Reader::new(posts(5), (120, 40));
    let widths = Widths { ambiguous_wide: true, joined: true, emoji_selector: true };
    let effects = reader.update(Message::Measured(widths));
    assert_eq!(effects, [Effect::Redraw]);
    assert_eq!(reader.app.article().article().unwrap().page.measure().widths, widths);
    // The key changes the width of ambiguous characters only.
    reader.press("g w");
    assert_eq!(reader.app.screen().widths(), Widths { ambiguous_wide: false, ..widths });
}

#[test]
fn a_change_of_language_applies_at_once() {
    let mut reader = Reader::new(posts(3), (120, 40)).with_body("江边 ![晨](a.png)");
    let facts = |reader: &Reader| {
        let page = &reader.app.article().article().unwrap().page;
        (page.plain(1).to_string(), page.plain(page.len() - 1).to_string())
    };
    assert!(facts(&reader).0.starts_with("2024-01-03 Wed"), "{:?}", facts(&reader));
    assert_eq!(facts(&reader).1, "江边 [image: 晨]");
    reader.press("K g v");
    assert!(reader.notice().starts_with("gv does nothing"), "{}", reader.notice());
    // An article requested in the old language is stale.
    let late = reader.press_without_answers("j");
    let effects = reader.update(Message::Speak(Locale::Traditional));
    reader.answer(effects);
    reader.answer(late);
    assert!(facts(&reader).0.starts_with("2024年1月2日 星期二"), "{:?}", facts(&reader));
    assert_eq!(facts(&reader).1, "江边 [圖 晨]");
    reader.press("g v");
    assert_eq!(reader.notice(), "gv 在這裡沒有作用 · 按 ? 查看按鍵");
    // The notice on the screen is translated too.
    reader.update(Message::Speak(Locale::Simplified));
    assert_eq!(reader.notice(), "gv 在这里不起作用 · 按 ? 查看按键");
}

#[test]
fn help_lists_every_command_and_runs_it() {
    let mut reader = Reader::new(posts(3), (80, 24));
    reader.press("?");
    let rows = reader.app.screen().overlay().unwrap().rows().len();
    assert!(rows > kanbao::command::Command::ALL.len());
    // The first row is `enter`; Enter on it closes the help and opens the post.
    reader.press("Enter");
    assert!(reader.app.screen().overlay().is_none());
    assert_eq!(reader.app.screen().focus(), Pane::Article);
    reader.press("F1 G Esc");
    assert!(reader.app.screen().overlay().is_none());
    reader.press("? q");
    assert!(reader.app.screen().overlay().is_none(), "q closes the help before it quits");
}

#[test]
fn filtered_help_starts_at_its_first_row() {
    let mut reader = Reader::new(posts(3), (80, 24));
    let selected = |reader: &Reader| {
        let overlay = reader.app.screen().overlay().unwrap();
        format!("{:?}", overlay.rows()[overlay.cursor().at])
    };
    reader.press("? 1 4 j / s t a r");
    let overlay = reader.app.screen().overlay().unwrap();
    let first = overlay.rows().iter().find(|row| row.is_choice()).unwrap();
    assert!(overlay.rows().len() < 20, "{:?}", overlay.rows());
    assert_eq!((selected(&reader), overlay.cursor().top), (format!("{first:?}"), 0));
    // The cursor stays on this row when all rows are back.
    let before = selected(&reader);
    reader.press("^U");
    assert!(reader.app.screen().overlay().unwrap().rows().len() > 20);
    assert_eq!(selected(&reader), before);
}

#[test]
fn problems_lead_to_their_posts() {
    let mut reader = Reader::new(posts(9), (80, 24));
    reader.add_problem("odd");
    reader.press("g p");
    // Where it is, and what.
    assert_eq!(reader.app.screen().overlay().unwrap().rows().len(), 2);
    reader.press("Enter");
    assert!(reader.app.screen().overlay().is_none());
    assert_eq!(
        (reader.app.screen().focus(), reader.reading().as_deref()),
        (Pane::Article, Some("odd"))
    );
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
fn the_list_keeps_its_place_while_it_is_not_seen() {
    let mut reader = Reader::new(posts(50), (50, 30));
    reader.press("1 5 j");
    let before = reader.app.listing().cursor();
    reader.press("Enter Esc");
    assert_eq!(reader.app.listing().cursor(), before);
}

#[test]
fn going_to_a_problem_outside_the_filter_clears_it() {
    let mut reader = Reader::new(posts(9), (120, 40));
    reader.add_problem("odd");
    reader.press("g 1 3 j Enter");
    assert_eq!(reader.app.conditions().as_str(), "a");
    reader.press("g p Enter");
    assert_eq!((reader.reading().as_deref(), reader.selected().as_str()), (Some("odd"), "odd"));
    // The article stays after a resize.
    reader.resize(100, 30);
    assert_eq!(reader.reading().as_deref(), Some("odd"));
}

#[test]
fn a_wider_measure_than_the_pane_is_not_taken() {
    let mut reader = Reader::new(posts(3), (50, 24));
    reader.press("Enter +");
    assert!(reader.notice().contains("as wide as"), "{}", reader.notice());
    reader.resize(120, 40);
    assert_eq!(reader.app.screen().measure().cells, 76);
    reader.resize(50, 24);
    reader.press("-");
    assert_eq!(reader.app.screen().measure().cells, 44);
}

#[test]
fn back_leaves_the_facets_for_the_list() {
    let mut reader = Reader::new(posts(3), (80, 24));
    reader.press("h");
    assert_eq!(reader.app.screen().focus(), Pane::Facets);
    reader.press("Esc");
    assert_eq!(reader.app.screen().focus(), Pane::List);
}

#[test]
fn the_end_of_the_help_can_be_reached() {
    let mut reader = Reader::new(posts(3), (80, 24));
    reader.press("? G");
    let overlay = reader.app.screen().overlay().unwrap();
    assert_eq!(overlay.cursor().at, overlay.rows().len() - 1);
}

#[test]
fn labels_and_title_of_an_archive_are_shown() {
    let label = |slug: &str, label: &str| (slug.to_owned(), CleanText::line(label));
    let preferences = Preferences {
        title: Some(CleanText::line("看报")),
        labels: HashMap::from([label("a", "国际"), label("c", "无")]),
        ..Preferences::default()
    };
    let mut reader = Reader::set((120, 40), preferences);
    reader.load(0, posts(4));
    assert_eq!(reader.app.name().as_str(), "看报");
    let labels: Vec<&str> = (reader.app.listing().facets().rows().iter())
        .filter_map(|row| match row {
            Row::Facet(row) if matches!(row.facet, Facet::Category(_)) => Some(row.label.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(labels, ["国际", "b"]);
    reader.press("h 3 j Enter");
    assert_eq!(reader.listed(), 2);
    assert_eq!(reader.app.conditions().as_str(), "国际");
    // Found by the label, by its pinyin, and by the path.
    for text in ["国 际", "g u o j i", "a"] {
        reader.press(&format!("F g c {text} Enter"));
        assert_eq!(reader.app.conditions().as_str(), "国际", "{text}");
    }
    // Statistics count and filter categories by label.
    reader.press("r g S / 国 际 Enter");
    let rows = reader.app.screen().overlay().unwrap().rows().iter();
    let counts = rows.filter(|row| matches!(row, overlay::Row::Count { .. })).count();
    assert_eq!(counts, 1);
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
    assert_eq!(reader.app.screen().measure().cells, 50);
    reader.press("+");
    assert_eq!(reader.notice(), "line width 54");
    reader.press("-");
    assert_eq!(reader.notice(), "line width 50 (default)");
}

#[test]
fn keys_at_an_end_say_so() {
    let mut reader = Reader::new(posts(3), (80, 24));
    reader.press("K");
    assert_eq!(reader.notice(), "this is the newest post of the list");
    reader.press("J J");
    assert_eq!(reader.notice(), "");
    reader.press("J");
    assert_eq!(reader.notice(), "this is the oldest post of the list");
    reader.press("Enter G Space");
    assert_eq!(reader.notice(), "this is the end of the article · J next post");
    // Without posts there is none to open.
    reader.press("h f z q z q Enter g l");
    assert_eq!(reader.notice(), "there is no post here");
}
