//! Search hits in articles: what is highlighted, and where `n` goes.

use std::ops::Range;

use kanbao::app::screen::layout::Pane;
use kanbao::app::{Effect, Message, Options};
use kanbao::archive::site::Dates;
use kanbao::typeset::Anchor;

use crate::support::program::folder;
use crate::support::reader::{Reader, posts};
use crate::support::texts::FolderPosts;

const SIZE: (u16, u16) = (120, 40);

#[test]
fn a_hit_is_opened_where_the_words_stand() {
    let mut reader = Reader::new(posts(3), SIZE).with_body("甲乙。\n\n丙丁，乙。");
    reader.press("/ 乙 Enter Enter");
    let found = reader.app.article().found().unwrap();
    assert_eq!((found.words(), found.hits().len()), ("乙", 2));
    assert_eq!(reader.notice(), "hit 1 of 2 · post 1 of 3 · n next");
    reader.press("n");
    assert_eq!(reader.notice(), "hit 2 of 2 · post 1 of 3 · n next");
    reader.press("Esc");
    assert!(reader.app.article().found().is_none());
}

#[test]
fn a_search_that_runs_counts_no_posts() {
    let mut reader = Reader::new(posts(3), SIZE).with_body("甲乙。");
    reader.press("/");
    let effects = reader.press_without_answers("乙");
    let number = effects.iter().find_map(|effect| match effect {
        Effect::Search(request) => Some(request.number),
        _ => None,
    });
    let hits = reader.app.library().archive().newest_first()[..2].to_vec();
    let effects = reader.update(Message::Found { number: number.unwrap(), hits, ended: None });
    reader.answer(effects);
    reader.press_without_answers("Enter");
    let effects = reader.press_without_answers("Enter");
    reader.answer(effects);
    assert!(reader.app.listing().is_searching());
    assert_eq!(reader.notice(), "hit 1 of 1 · n next");
}

#[test]
fn words_of_a_filter_and_of_a_view_are_hits_too() {
    let mut reader = Reader::new(posts(3), SIZE).with_body("甲乙。\n\n丙丁，乙。");
    for keys in ["f 乙 Enter", "g s m i n e Enter"] {
        reader.press(keys);
        assert!(reader.app.listing().search().is_some(), "{keys}");
        reader.press("Enter");
        let found = reader.app.article().found().unwrap();
        assert_eq!((found.words(), found.hits().len()), ("乙", 2), "{keys}");
        assert!(reader.notice().starts_with("hit 1 of 2 · post 1 of 3"), "{}", reader.notice());
        reader.press("h");
    }
    // A search counts more.
    reader.press("/ 丁 Enter Enter");
    assert_eq!(reader.app.article().found().unwrap().words(), "丁");
    // Fields have no words.
    reader.press("h F f c : a Enter");
    assert!(reader.app.listing().search().is_none());
}

#[test]
fn what_a_title_matches_by_pinyin_is_lit_in_the_article() {
    let lit = |reader: &Reader<FolderPosts>| {
        let pane = reader.app.article();
        let texts = pane.article().unwrap().page.texts();
        let texts: Vec<String> = texts.map(|(_, text, _)| text.to_string()).collect();
        let hits = pane.found().unwrap().hits().iter();
        let of = |hit: &Range<Anchor>| {
            let text = &texts[hit.start.leaf as usize];
            text[hit.start.byte as usize..hit.end.byte as usize].to_owned()
        };
        hits.map(of).collect::<Vec<String>>()
    };
    let root = folder(&[
        ("3.md", "---\ntitle: 工信部：通知\n---\n据工信部称，工行与工信部。\n"),
        ("2.md", "---\ntitle: 行长讲话\n---\n银行的行长。\n"),
        ("1.md", "---\ntitle: 工兴报\n---\n没有别的。\n"),
    ]);
    let texts = FolderPosts::open(root.path(), Dates::at(1_718_409_600));
    let mut reader = Reader::of_folder(texts, Options { size: SIZE, ..Options::default() });
    reader.press("/ g x b Enter Enter");
    // The hit is in the title, which is above the text.
    assert_eq!(lit(&reader), ["工兴报"]);
    assert_eq!(reader.notice(), "hit 1 of 1 · post 1 of 2 · n next");
    reader.press("n");
    assert_eq!(lit(&reader), ["工信部", "工信部", "工信部"]);
    assert_eq!(reader.notice(), "hit 1 of 3 · post 2 of 2 · n next");
    reader.press("2 n");
    assert_eq!(reader.notice(), "hit 3 of 3 · post 2 of 2 · n next");
    reader.press("N N N");
    assert_eq!(lit(&reader), ["工兴报"]);
}

/// In the list, too, `n` goes through the hits of the article beside it, and then to the next.
#[test]
fn hits_are_walked_from_the_list() {
    let mut reader = Reader::new(posts(3), SIZE).with_body("甲乙。\n\n丙丁，乙。");
    reader.press("/ 乙 Enter n");
    assert_eq!(reader.app.screen().focus(), Pane::List);
    assert_eq!(reader.notice(), "hit 2 of 2 · post 1 of 3 · n next");
    reader.press("n");
    assert_eq!((reader.selected().as_str(), reader.app.screen().focus()), ("p1", Pane::List));
    assert_eq!(reader.notice(), "hit 1 of 2 · post 2 of 3 · n next");
    reader.press("n");
    assert_eq!(reader.notice(), "hit 2 of 2 · post 2 of 3 · n next");
    // Opened, the article stays at that hit.
    reader.press("Enter");
    assert_eq!(reader.notice(), "hit 2 of 2 · post 2 of 3 · n next");
    reader.press("h");
    // Without the article on the screen, to the next post.
    reader.press("z n");
    assert_eq!(reader.selected(), "p0");
}

/// Patterns and texts near each other are hits where they match.
#[test]
fn patterns_and_near_texts_are_hits() {
    let root = folder(&[("1.md", "---\ntitle: 戊\n---\n甲1乙。甲22乙。丙甲。\n\n丁乙甲。\n")]);
    let texts = FolderPosts::open(root.path(), Dates::at(1_718_409_600));
    let mut reader = Reader::of_folder(texts, Options { size: SIZE, ..Options::default() });
    let hits = |reader: &mut Reader<FolderPosts>, query: &str| {
        reader.press(query);
        assert_eq!(reader.listed(), 1, "{query}: {}", reader.notice());
        let hits = reader.app.article().found().unwrap().hits();
        let hits: Vec<(u32, u32, u32)> =
            hits.iter().map(|hit| (hit.start.leaf, hit.start.byte, hit.end.byte)).collect();
        reader.press("F");
        hits
    };
    assert_eq!(hits(&mut reader, "/ b o d y : / 甲 [ 0 - 9 ] { 2 } 乙 / Enter"), [(2, 10, 18)]);
    assert_eq!(hits(&mut reader, "/ 甲 Space N E A R / 0 Space 乙 Enter"), [(3, 3, 6), (3, 6, 9)]);
}
