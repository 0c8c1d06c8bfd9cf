//! Does what the welcome posts among the samples tell the reader to do.

use kanbao::app::Options;
use kanbao::app::screen::overlay::Row;
use kanbao::archive::site::Dates;

use crate::support::reader::Reader;
use crate::support::texts::FolderPosts;

const CHINESE: &str = "欢迎使用看报：三分钟上手";
const ENGLISH: &str = "Welcome to kanbao: three minutes and you are reading";

/// Returns a reader of the samples in February 2025, at the first post.
fn reader() -> Reader<FolderPosts> {
    let texts = FolderPosts::samples(Dates::at(1_738_368_000));
    let mut reader = Reader::of_folder(texts, Options { size: (120, 40), ..Options::default() });
    reader.press("g g");
    assert_eq!(reader.selected(), CHINESE);
    reader
}

/// Opens a welcome and runs its steps: searches for `words`, which the post `found` also has, and
/// lists a category, whose first post is `of_category`.
fn check(welcome: &str, words: &str, found: &str, category: &str, of_category: &str) {
    let typed = |text: &str| text.chars().flat_map(|c| [c, ' ']).collect::<String>();
    let mut reader = reader();
    let all = reader.listed();
    if welcome == ENGLISH {
        reader.press("j");
    }
    reader.press("Enter h");
    reader.press(&format!("/ {}Enter", typed(words)));
    assert_eq!((reader.listed(), reader.selected().as_str()), (2, welcome), "{words}");
    reader.press("j Enter");
    assert_eq!(reader.reading().as_deref(), Some(found), "{words}");
    assert!(reader.notice().starts_with("hit 1 of "), "{}", reader.notice());
    reader.press("n");
    assert!(!reader.notice().starts_with("hit 1 of "), "{}", reader.notice());
    reader.press("F");
    assert_eq!(reader.listed(), all);
    reader.press(&format!("g c {}Enter", typed(category)));
    assert!(reader.listed() < all && reader.app.conditions().as_str().contains(category));
    reader.press("g g");
    assert_eq!(reader.selected(), of_category);
    reader.press("Backspace");
    assert_eq!(reader.listed(), all);
    reader.press("Enter V s h");
    reader.press("g H");
    let overlay = reader.app.screen().overlay().unwrap();
    assert!(overlay.rows().iter().any(|row| matches!(row, Row::Highlight { .. })));
    reader.press("Esc h s");
    let starred = reader.notice();
    reader.press("U");
    assert_eq!(reader.notice(), format!("undone: {}", starred.split(" · ").next().unwrap()));
    reader.press("F g g");
    assert_eq!(reader.selected(), CHINESE);
}

#[test]
fn each_step_of_the_welcome_does_what_it_says() {
    check(
        CHINESE,
        "船厂",
        "一座老船厂怎样学会造风机",
        "半导体",
        "晶圆厂二期在江城投产，年内爬坡至月产四万片",
    );
    let post =
        "The last post office on Lantern Bay delivers to a lighthouse, a whale watcher and a goat";
    check(ENGLISH, "lighthouse", post, "world", post);
    let mut reader = reader();
    reader.press("/ l c c Enter");
    assert_eq!(reader.listed(), 2);
}
