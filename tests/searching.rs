//! Searching as one types, and narrowing the list: keys in, facts out.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

mod reader;

use kanbao::app::Message;
use kanbao::app::layout::Pane;
use kanbao::app::searching::Purpose;
use reader::{Reader, posts};

const SIZE: (u16, u16) = (120, 40);

#[test]
fn hits_take_the_lists_place_as_one_types_and_give_it_back() {
    let mut reader = Reader::new(posts(12), SIZE);
    reader.press("g 1 4 j Enter 2 j");
    let (selected, listed) = (reader.selected(), reader.listed());
    assert_eq!(listed, 6, "a category");
    reader.press("/ p 1");
    assert_eq!(reader.listed(), 2, "the whole archive: p11 and p10");
    reader.press("0");
    assert_eq!((reader.listed(), reader.selected().as_str()), (1, "p10"));
    reader.press("Backspace");
    assert_eq!(reader.listed(), 2);
    reader.press("Esc");
    assert_eq!((reader.selected(), reader.listed()), (selected.clone(), listed));
    // Hits that one goes on with are given back too.
    reader.press("/ p 0 Enter j Enter");
    assert_eq!((reader.reading().as_deref(), reader.app.focus), (Some("p08"), Pane::Article));
    reader.press("Esc n n N");
    assert_eq!(reader.selected(), "p07");
    reader.press("Esc");
    assert_eq!((reader.selected(), reader.listed()), (selected, listed));
    assert!(reader.app.search.is_none());
}

#[test]
fn a_hit_is_opened_where_the_words_stand() {
    let mut reader = Reader::new(posts(3), SIZE).with_body("甲乙。\n\n丙丁，乙。");
    reader.press("/ 乙 Enter Enter");
    let found = reader.app.article.found.as_ref().unwrap();
    assert_eq!((found.words.as_str(), found.hits.len()), ("乙", 2));
    reader.press("n");
    assert_eq!(reader.notice(), "hit 2 of 2");
    reader.press("Esc Esc");
    assert!(reader.app.article.found.is_none());
}

#[test]
fn a_fault_is_told_with_its_column_and_the_hits_stay() {
    let mut reader = Reader::new(posts(12), SIZE);
    reader.press("/ p 1");
    assert_eq!(reader.listed(), 2);
    reader.press("Space \"");
    assert!(reader.notice().starts_with("column 4: "), "{}", reader.notice());
    assert_eq!(reader.listed(), 2);
    // The nearest field is named.
    reader.press("^U t i t e l : x");
    assert!(reader.notice().contains("title"), "{}", reader.notice());
    reader.press("^U z z");
    assert_eq!(reader.listed(), 0);
    reader.press("Enter");
    assert!(reader.app.search.is_some(), "says that there is nothing, until one leaves");
    reader.press("Esc");
    assert_eq!(reader.listed(), 12);
}

#[test]
fn answers_to_what_is_not_asked_any_more_are_void() {
    let mut reader = Reader::new(posts(12), SIZE);
    reader.press("/ p 1 Enter");
    let before = reader.app.list.posts.clone();
    let stray = reader.app.archive.newest_first().to_vec();
    reader.app.update(Message::Found(Purpose::Search, 0, stray.clone(), None));
    reader.app.update(Message::Found(Purpose::Filter, 1, stray, None));
    assert_eq!(reader.app.list.posts, before);
}

#[test]
fn a_query_narrows_the_list_beside_the_facets() {
    let mut reader = Reader::new(posts(12), SIZE);
    reader.press("f p 0 Enter");
    assert_eq!((reader.listed(), reader.app.breadcrumb().as_str()), (10, "p0"));
    reader.press("g 1 4 j Space");
    assert_eq!((reader.listed(), reader.app.breadcrumb().as_str()), (5, "a  p0"));
    reader.press("r g 1 G");
    reader.press("F");
    assert_eq!((reader.listed(), reader.app.breadcrumb().as_str()), (12, ""));
    reader.press("f ( p 0 Enter");
    assert!(reader.app.prompt.is_some() && reader.notice().starts_with("column"));
    reader.press("Esc f i s : r e a d Enter");
    assert_eq!(reader.listed(), 1);
}

#[test]
fn a_filter_is_kept_as_a_view() {
    let mut reader = Reader::new(posts(12), SIZE);
    reader.press("g s");
    assert_eq!(reader.notice(), "there is no filter to save");
    reader.press("g 1 4 j Enter f p 0 Enter g s m i n e Enter");
    assert_eq!(reader.notice(), "view mine is saved");
    let views = reader.app.views();
    assert_eq!(views[0].1.as_str(), "category:\"a\" p0");
    reader.press("F");
    assert_eq!(reader.listed(), 12);
    // All, unread, starred, new, then the view.
    reader.press("g 1 g g 4 j Enter");
    assert_eq!((reader.listed(), reader.app.focus), (5, Pane::List));
    reader.press("U");
    assert_eq!(reader.app.views(), []);
}

#[test]
fn posts_are_gone_to_by_their_titles() {
    let mut reader = Reader::new(posts(12), SIZE);
    reader.press("^T p 0 3 Enter");
    assert_eq!((reader.reading().as_deref(), reader.app.focus), (Some("p03"), Pane::Article));
    reader.press("^T z z Enter");
    assert_eq!(reader.notice(), "no name has zz in it");
}

#[test]
fn fields_and_names_are_completed() {
    let mut reader = Reader::new(posts(12), SIZE);
    reader.press("f c : Tab Enter");
    assert_eq!((reader.app.breadcrumb().as_str(), reader.listed()), ("c:a", 6));
}

#[test]
fn posts_like_one_and_of_its_day_take_the_lists_place() {
    // Every third has the tag x; the years 2024 and 2025 share their days.
    let mut reader = Reader::new(posts(400), (120, 40));
    let before = (reader.selected(), reader.listed());
    reader.press("g D");
    assert_eq!((reader.selected().as_str(), reader.listed()), ("p033", 1));
    assert_eq!(reader.reading().as_deref(), Some("p033"));
    reader.press("Esc");
    assert_eq!((reader.selected(), reader.listed()), before);
    // From an article, and back to it.
    reader.press("Enter g m");
    assert_eq!((reader.selected().as_str(), reader.listed()), ("p396", 50));
    assert_eq!(reader.app.focus, Pane::List);
    reader.press("j Enter");
    assert_eq!(reader.reading().as_deref(), Some("p393"));
    reader.press("Esc Esc");
    assert_eq!((reader.selected(), reader.listed()), before);
    assert_eq!(reader.app.focus, Pane::Article);
    // Nothing has no place in the list.
    reader.press("J g m");
    assert_eq!(reader.notice(), "no other post is like this one");
    assert_eq!((reader.selected().as_str(), reader.listed()), ("p398", 400));
    assert!(reader.app.search.is_none());
}
