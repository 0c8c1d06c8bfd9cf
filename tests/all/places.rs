//! The list of marks and of the places where jumps started.

use kanbao::app::screen::layout::Pane;
use kanbao::app::screen::overlay::Row;
use kanbao::state::State;

use crate::support::reader::{Reader, posts};

const SIZE: (u16, u16) = (120, 40);
const BODY: &str = "第一段的字。\n\n第二段的字。\n\n## 小标题\n\n第三段的字。\n\n第四段的字。";

/// The rows of the list, in a line.
fn listed(reader: &Reader) -> String {
    let Some(overlay) = reader.app.screen().overlay() else { return String::new() };
    let locale = reader.app.screen().locale();
    let row = |row: &Row| match row {
        Row::Heading(text) | Row::Note(text) => Some(format!("[{}]", text.to_clean(locale))),
        Row::Place { letter, key, read, .. } => {
            let title = read.as_ref().map_or_else(|| key.to_clean(), |(title, _)| title.clone());
            Some(format!("{} {title}", letter.unwrap_or('-')))
        }
        Row::Detail(line) => Some(line.to_string()),
        _ => None,
    };
    overlay.rows().iter().filter_map(row).collect::<Vec<_>>().join(" | ")
}

/// A reader of an article whose lines do not all fit.
fn reader() -> Reader {
    Reader::new(posts(5), SIZE).with_body(&format!("{BODY}{}", "\n\n还有别的。".repeat(60)))
}

#[test]
fn marks_and_jumps_are_listed_with_the_lines_there() {
    let mut reader = reader();
    reader.press("`");
    let nothing = "[Your marks] | [none yet: m and a letter set one] | [Where you came from] | \
                   [none yet]";
    assert_eq!(listed(&reader), nothing);
    reader.press("` m b j Enter ] ] m a h g g ' a");
    assert_eq!(reader.reading().as_deref(), Some("p3"));
    reader.press("`");
    assert_eq!(
        listed(&reader),
        "[Your marks] | a p3 | 小标题 | b p4 | 第一段的字。 | [Where you came from] | - p4 | \
         第一段的字。"
    );
    // The same key closes it, and the letter's own key lists as well.
    reader.press("`");
    assert!(reader.app.screen().overlay().is_none());
    reader.press("' '");
    assert!(listed(&reader).starts_with("[Your marks] | a p3"));
    // Enter goes there, and there is a way back.
    reader.press("j Enter");
    assert_eq!(reader.reading().as_deref(), Some("p4"));
    assert_eq!(reader.app.screen().focus(), Pane::Article);
    reader.press("^O");
    assert_eq!(reader.reading().as_deref(), Some("p3"));
    assert_eq!(reader.top_text(), "小标题");
}

#[test]
fn a_mark_is_deleted_in_the_list_and_by_name() {
    let mut reader = Reader::of(State::new("here"), posts(5), SIZE).with_body("字");
    reader.press("m a j m b j m c ` j x");
    assert_eq!(reader.notice(), "mark b is deleted");
    assert!(
        listed(&reader).starts_with("[Your marks] | a p4 | 字 | c p2 | 字 | ["),
        "{}",
        listed(&reader)
    );
    reader.press("U");
    assert_eq!(reader.notice(), "undone: mark b is deleted");
    assert!(listed(&reader).contains("| b p3 |"), "{}", listed(&reader));
    reader.press("Esc : d e l m a r k s Space b Enter");
    assert_eq!(reader.notice(), "mark b is deleted");
    reader.press("x b");
    assert_eq!(reader.notice(), "there is no mark b");
    reader.press("x c : m a r k s Enter");
    assert!(
        listed(&reader).starts_with("[Your marks] | a p4 | 字 | [Where"),
        "{}",
        listed(&reader)
    );
    // Only marks are deleted.
    reader.press("Esc G ' a ` G x");
    assert!(listed(&reader).ends_with("[Where you came from] | - p0 | 字"), "{}", listed(&reader));
    let state = reader.end();
    assert!(state.mark('a').is_some() && state.mark('b').is_none() && state.mark('c').is_none());
}

#[test]
fn a_place_in_a_post_that_is_gone_says_so() {
    let mut reader = Reader::of(State::new("here"), posts(3), SIZE).with_body("字");
    reader.press("m a ^R");
    reader.load(1, posts(2));
    reader.press("`");
    assert_eq!(
        listed(&reader),
        "[Your marks] | a _posts/p2.md | [Where you came from] | [none yet]"
    );
    reader.press("Enter");
    assert!(reader.notice().contains("p2.md"), "{}", reader.notice());
    assert!(listed(&reader).starts_with("[Your marks] | a "), "the list stays");
    // The list can be searched by titles and lines.
    reader.press("Esc m b ` / p 1 Enter");
    assert_eq!(listed(&reader), "[Your marks] | b p1 | 字");
}

#[test]
fn a_late_answer_changes_nothing_else() {
    let mut reader = reader();
    reader.press("m a");
    let late = reader.press_without_answers("`");
    reader.press("Esc ?");
    let before = listed(&reader);
    reader.answer(late);
    assert_eq!(listed(&reader), before);
}
