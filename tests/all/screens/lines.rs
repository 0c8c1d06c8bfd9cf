//! The lines at the bottom of the screen, and labels of links: nothing is hidden where there is room.

use kanbao::app::{App, Options};
use kanbao::clean::CleanText;
use kanbao::config::locale::Locale;
use kanbao::view::Look;
use kanbao::width::Widths;

use super::print::{draw, print};
use super::sample::Sample;
use crate::support::reader::{Reader, posts};

/// The rows of a screen, without styles and the blanks at their ends.
pub(super) fn rows(app: &App) -> Vec<String> {
    let text = print(&draw(app, &Look::default()));
    let shown = text.split("--- styles").next().unwrap_or_default();
    shown.lines().map(|row| row.trim_end().to_owned()).collect()
}

fn at(size: (u16, u16), keys: &str) -> Vec<String> {
    rows(&Sample::open(size, Widths::default()).after(keys).app)
}

#[test]
fn a_notice_that_does_not_fit_takes_more_lines() {
    let themes: Vec<CleanText> = ["default", "solarized-light", "high-contrast", "mono"]
        .iter()
        .map(|name| CleanText::line(name))
        .collect();
    let options = Options { size: (50, 15), themes, ..Options::default() };
    let rows = rows(&Sample::begun(options).after(": t h e m e Space x Enter").app);
    let [.., rule, first, second, last] = rows.as_slice() else { panic!("{rows:?}") };
    assert!(rule.starts_with("───"), "{rows:?}");
    assert_eq!(first, " theme does not take x; it takes default,");
    assert_eq!(second, " solarized-light, high-contrast, mono");
    assert!(last.ends_with("post 1 of 31") && last.contains("? help"), "{last}");
    // One that fits has no panel.
    let rows = at((50, 15), ": t h e m e Space x Enter s");
    assert!(rows[14].starts_with(" 1 post starred"), "{rows:?}");
    assert!(!rows[13].starts_with('─') && !rows[12].starts_with('─'), "{rows:?}");
}

#[test]
fn numbers_have_words_where_they_fit() {
    let last = |size, locale, keys| {
        let sample = Sample::speaking(locale, size, Widths::default()).after(keys);
        rows(&sample.app).pop().unwrap()
    };
    for (width, locale, keys, expected) in [
        (50, Locale::English, "", "post 1 of 31"),
        (50, Locale::Simplified, "Enter", "读到 0%    第 1 / 31 篇"),
        (30, Locale::English, "Enter", "0%    1 / 31"),
    ] {
        let last = last((width, 15), locale, keys);
        assert!(last.ends_with(expected), "{width} {last:?}");
        assert!(last.contains('?'), "{width} {last:?}");
    }
}

#[test]
fn the_conditions_go_before_the_name_and_the_other_numbers() {
    for (size, expected) in [((30, 8), " kanbao-reader"), ((50, 9), " 样报   kanbao-reader")] {
        let rows = at(size, "/ k a n b a o - r e a d e r Enter");
        assert!(rows[0].starts_with(expected), "{rows:?}");
        assert!(rows[0].contains(" of 31"), "{rows:?}");
    }
}

#[test]
fn offers_that_do_not_fit_are_counted() {
    let rows = at((80, 24), "o");
    let mut rules = rows.iter().filter(|row| row.starts_with("───"));
    let rule = rules.next().unwrap();
    assert_eq!(rules.next(), None, "that between the panes is not drawn beside it");
    assert!(rule.ends_with(" … 4 more ─"), "{rows:?}");
    // The number stays that of the rows that are not shown.
    assert!(
        at((80, 24), &format!("o{}", " j".repeat(14)))
            .iter()
            .any(|row| row.ends_with(" … 4 more ─"))
    );
    assert!(at((80, 40), "o").iter().all(|row| !row.contains(" more ")));
}

#[test]
fn names_of_offers_leave_room_for_what_they_do_on_a_narrow_screen() {
    let rows = at((50, 15), ": s t a r");
    let row = " toggle-star        add or remove a star        s";
    assert!(rows.iter().any(|shown| shown == row), "{rows:?}");
}

#[test]
fn a_name_that_nothing_has_is_said_while_it_is_typed() {
    for (keys, expected) in [
        ("^T z q z q", " no title contains zqzq"),
        ("g c z q z q", " no name contains zqzq"),
        ("g t z q z q", " no name contains zqzq"),
    ] {
        let rows = at((80, 24), keys);
        assert_eq!(rows[22], expected, "{keys}");
        assert!(rows[21].starts_with("───"), "{keys}");
    }
    assert!(!at((80, 24), "^T")[22].contains("contains"));
}

#[test]
fn labels_of_links_hide_no_character() {
    let shown = |width, body: &str, keys: &str| {
        let mut reader = Reader::new(posts(1), (width, 24)).with_body(body);
        reader.press(keys);
        rows(&reader.app).into_iter().find(|row| row.contains("见")).unwrap()
    };
    let body = "见[公告](https://a.example)和[年报](https://b.example)。";
    assert_eq!(shown(80, body, "Enter z").trim(), "见公告和年报。");
    assert_eq!(shown(80, body, "Enter z L").trim(), "见a公告和s年报。");
    // One that is wrapped has one label, where it starts.
    let body = format!("{}[{}](https://a.example)", "见".repeat(30), "公告".repeat(10));
    let mut reader = Reader::new(posts(1), (80, 24)).with_body(&body);
    reader.press("Enter L");
    assert_eq!(reader.app.article().hints().unwrap().left().count(), 1);
    // But its second line has one if the first is above the screen.
    let body = format!("{body}{}", "\n\n下".repeat(40));
    let mut reader = Reader::new(posts(1), (80, 24)).with_body(&body);
    reader.press("Enter z");
    while !reader.top_text().starts_with("公告") {
        reader.press("^E");
    }
    reader.press("L");
    assert_eq!(reader.app.article().hints().unwrap().left().count(), 1);
}

#[test]
fn an_overlay_that_has_nothing_has_no_place_in_it() {
    let rows = at((80, 24), "g l");
    assert_eq!(rows[0].trim_end(), " Links");
    assert!(rows[1].starts_with(" This article has no links."), "{rows:?}");
    assert!(at((80, 24), "?")[0].ends_with("1 / 134"));
}

#[test]
fn a_narrow_screen_takes_more_rows_for_the_keys_that_may_follow() {
    let mut sample = Sample::speaking(Locale::Simplified, (50, 15), Widths::default()).after("g");
    sample.ring();
    let rows = rows(&sample.app);
    assert!(rows.iter().any(|row| row.contains("p  文库里的全部问题")), "{rows:?}");
    assert!(rows[1].starts_with("───"), "{rows:?}");
}
