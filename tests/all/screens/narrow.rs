//! Narrow and small screens: whole parts are left out, and what is cut says so.

use kanbao::archive::post::{Post, Problem, ProblemKind};
use kanbao::archive::remedy::Remedy;
use kanbao::archive::wrong::Wrong;
use kanbao::clean::CleanText;
use kanbao::config::locale::Locale;
use kanbao::width::Widths;

use super::lines::rows;
use super::sample::Sample;
use crate::support::reader::{Reader, posts};

fn at(size: (u16, u16), keys: &str) -> Vec<String> {
    rows(&Sample::open(size, Widths::default()).after(keys).app)
}

#[test]
fn a_line_that_scrolls_is_marked_where_it_is_cut() {
    let typed = (0..60).map(|at| (at % 10).to_string()).collect::<Vec<_>>().join(" ");
    let end = at((50, 15), &format!(": {typed}")).pop().unwrap();
    assert!(end.starts_with(" command: …") && end.ends_with('9'), "{end}");
    let start = at((50, 15), &format!(": {typed} Home")).pop().unwrap();
    assert!(start.starts_with(" command: 0") && start.ends_with('…'), "{start}");
}

#[test]
fn numbers_without_room_are_left_out() {
    assert!(at((80, 24), "")[0].contains(" · "));
    let row = at((20, 5), "").remove(0);
    assert!(row.ends_with(" 31 posts") && !row.contains('·'), "{row}");
}

#[test]
fn problems_stay_in_one_line() {
    let wrong = Wrong::NotDate { key: CleanText::line("published") };
    let problem = Problem::new(3, ProblemKind::InvalidDate, wrong, Remedy::NotUsed);
    for (locale, size) in [Locale::English, Locale::Simplified, Locale::Traditional]
        .into_iter()
        .flat_map(|locale| [(24, 6), (28, 8), (30, 8), (50, 15)].map(|size| (locale, size)))
    {
        let mut all = posts(1);
        all[0] = Post { problems: vec![problem.clone(), problem.clone()], ..all[0].clone() };
        let mut reader = Reader::new(all, size);
        reader.app.update(kanbao::app::Message::Speak(locale), reader.now);
        // Also beside the sign of a script.
        for keys in ["Enter", "g z"] {
            reader.press(keys);
            let page = &reader.app.article().article().unwrap().page;
            let lines: Vec<String> = (0..page.len()).map(|at| page.plain(at).to_string()).collect();
            let at = lines.iter().position(|line| line.starts_with("! ")).unwrap();
            assert!(lines[at].contains(":problems"), "{size:?} {lines:?}");
            assert!(!lines[at].starts_with("! …"), "{size:?} {lines:?}");
            assert_eq!(lines[at + 1], "", "{size:?} {keys} {lines:?}");
        }
    }
}

#[test]
fn a_long_title_leaves_room_for_the_date_of_a_highlight() {
    let mut all = posts(1);
    all[0] = Post { title: CleanText::line(&"长题".repeat(30)), ..all[0].clone() };
    let mut reader = Reader::new(all, (50, 15)).with_body("甲。\n");
    reader.press("Enter V s h g H");
    let row = rows(&reader.app).into_iter().find(|row| row.contains("长题")).unwrap();
    assert!(row.contains("… · 2024-01-01 · yellow"), "{row}");
}
