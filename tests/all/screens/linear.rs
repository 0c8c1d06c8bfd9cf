//! Screens that are read aloud: where the cursor is, and words for what others see.

use kanbao::app::{Options, Preferences};
use kanbao::config::locale::Locale;
use kanbao::view::{self, Look};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::lines::rows;
use super::sample::Sample;
use crate::support::reader::{Reader, options, posts};

fn reader(body: &str) -> Reader {
    let preferences = Preferences { linear: true, ..Preferences::default() };
    let mut reader = Reader::start(Options { preferences, size: (80, 24), ..options() });
    reader.load(0, posts(3));
    reader.with_body(body)
}

/// The row with the cursor, and what stands there.
fn at_cursor(reader: &Reader) -> (u16, String) {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
    let cursor = view::draw(&reader.app, &Look::default(), &mut buffer).unwrap();
    (cursor.y, buffer[cursor].symbol().to_owned())
}

#[test]
fn the_cursor_goes_from_hit_to_hit() {
    let mut reader = reader("甲乙。\n\n丙丁，乙。");
    reader.press("/ 乙 Enter Enter");
    let (first, text) = at_cursor(&reader);
    assert_eq!(text, "乙");
    reader.press("n");
    assert_eq!(at_cursor(&reader), (first + 2, "乙".to_owned()));
    reader.press("N");
    assert_eq!(at_cursor(&reader).0, first);
}

#[test]
fn each_quotation_is_announced_once() {
    let mut reader = reader("> 引一\n>\n> 引二\n\n正文\n\n> 引三\n");
    reader.press("Enter");
    let shown: Vec<String> = rows(&reader.app).into_iter().map(|row| row.trim().into()).collect();
    let quoted = |text: &str| shown.iter().position(|row| row == text);
    assert_eq!(shown.iter().filter(|row| *row == "quotation:").count(), 2, "{shown:?}");
    assert_eq!(quoted("引一").map(|at| shown[at - 1].as_str()), Some("quotation:"), "{shown:?}");
    // Others see bars.
    reader.press(": s e t Space s c r e e n . l i n e a r = f a l s e Enter");
    assert!(rows(&reader.app).iter().all(|row| !row.contains("quotation")));
}

#[test]
fn a_search_says_that_it_runs_and_labels_its_excerpts() {
    let mut sample = Sample::linear(Locale::English, (80, 24));
    sample.press("/");
    sample.press_without_answers("船");
    sample.press_without_answers("Enter");
    assert!(rows(&sample.app)[23].contains("searching…"), "{:?}", rows(&sample.app));
    let mut sample = Sample::linear(Locale::English, (80, 24));
    sample.press("/ 船 Enter");
    assert!(
        rows(&sample.app)
            .iter()
            .any(|row| row.starts_with(" excerpt: ") || row.starts_with("excerpt: ")),
        "{:?}",
        rows(&sample.app)
    );
}
