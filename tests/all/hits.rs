//! Search hits in articles: what is highlighted, and where `n` goes.

use std::ops::Range;

use kanbao::app::Options;
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
