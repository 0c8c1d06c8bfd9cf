//! Duplicates: posts with the same text share a row of the list.

use std::sync::Arc;

use kanbao::app::{Effect, Message, Options, Preferences};
use kanbao::archive::site::Dates;
use kanbao::archive::watch::{Changes, Report};
use kanbao::search::query::field::Mark;
use kanbao::search::views::View;

use crate::support::program::folder;
use crate::support::reader::{Reader, options, posts};
use crate::support::texts::{FolderPosts, post};

/// Returns a reader of twelve posts, p11 the newest; p03, p05 and p10 tell one story, p06 and p07
/// another.
fn reader() -> Reader {
    set(Preferences::default())
}

fn set(preferences: Preferences) -> Reader {
    let options = Options { preferences, size: (100, 24), ..options() };
    let mut reader = Reader::start(options).telling(&[&["p03", "p05", "p10"], &["p06", "p07"]]);
    reader.load(0, posts(12));
    reader
}

/// Returns the titles in the list, each with the number of other versions in its row.
fn rows(reader: &Reader) -> String {
    let listing = reader.app.listing();
    let row = |id: &_| match listing.versions_below(*id) {
        0 => reader.title_of(*id),
        others => format!("{}+{others}", reader.title_of(*id)),
    };
    listing.posts().iter().map(row).collect::<Vec<_>>().join(" ")
}

fn is_read(reader: &Reader, name: &str) -> bool {
    let key = format!("_posts/{name}.md");
    let id = reader.app.library().archive().find(key.as_bytes()).unwrap();
    reader.app.library().marks().has(id, Mark::Read)
}

#[test]
fn versions_of_a_story_share_the_row_of_the_first() {
    let mut reader = reader();
    assert_eq!(rows(&reader), "p11 p10+2 p09 p08 p07+1 p04 p02 p01 p00");
    // The counts include all versions.
    assert_eq!((reader.app.listing().listed(), reader.app.listing().unread()), (12, 12));
    // In another order, another version comes first.
    reader.press("O");
    assert_eq!(rows(&reader), "p00 p01 p02 p03+2 p04 p06+1 p08 p09 p11");
    // Only posts that meet the conditions are folded.
    reader.press("O F g c b Enter");
    assert_eq!(rows(&reader), "p11 p09 p07 p05+1 p01");
}

#[test]
fn a_key_lists_the_versions_and_there_is_a_way_back() {
    let mut reader = reader();
    reader.press("j D");
    assert_eq!(rows(&reader), "p10 p05 p03");
    assert!(reader.app.conditions().as_str().contains("versions of “p10”"));
    reader.press("j Enter");
    assert_eq!(reader.reading().unwrap(), "p05");
    reader.press("q Backspace");
    assert_eq!(rows(&reader), "p11 p10+2 p09 p08 p07+1 p04 p02 p01 p00");
    assert_eq!(reader.selected(), "p10");
    reader.press("k D");
    assert_eq!(reader.notice(), "no other post has this text");
    assert_eq!(reader.listed(), 9);
}

#[test]
fn folding_is_switched_by_a_key_and_a_setting() {
    let mut reader = reader();
    reader.press("4 j Alt-f");
    assert_eq!((reader.listed(), reader.selected().as_str()), (12, "p07"));
    assert_eq!(reader.notice(), "each post has its own row");
    // The cursor stays on a version that would lose its row, and the row becomes that version's.
    reader.press("j Alt-f");
    let expected = "p11 p10+2 p09 p08 p06+1 p04 p02 p01 p00";
    assert_eq!((rows(&reader).as_str(), reader.selected().as_str()), (expected, "p06"));
    assert!(reader.notice().contains("3 folded"), "{}", reader.notice());
    reader.press(": s e t Space f o l d - d u p l i c a t e s = f a l s e Enter");
    assert_eq!(reader.listed(), 12);
    let reader = set(Preferences { fold_duplicates: false, ..Preferences::default() });
    assert_eq!(reader.listed(), 12);
}

#[test]
fn reading_a_version_is_reading_all() {
    let mut reader = reader();
    reader.press("j Enter");
    assert!(["p03", "p05", "p10"].iter().all(|name| is_read(&reader, name)));
    assert_eq!(reader.app.listing().unread(), 9);
    reader.press("U");
    assert!(["p03", "p05", "p10"].iter().all(|name| !is_read(&reader, name)));
    reader.press("q r");
    assert!(reader.notice().contains("3 posts"), "{}", reader.notice());
    assert!(is_read(&reader, "p03"));
    // Marking a version as unread leaves the others read.
    reader.press("r");
    assert!(!is_read(&reader, "p10") && is_read(&reader, "p03"));
    reader.press("f p 0 6 Enter R");
    assert!(is_read(&reader, "p06") && is_read(&reader, "p07"));
    let mut reader = set(Preferences { mark_duplicates: false, ..Preferences::default() });
    reader.press("j Enter");
    assert!(is_read(&reader, "p10") && !is_read(&reader, "p03"));
    // Marking all posts as read includes those without a row.
    reader.press("q R");
    assert_eq!(reader.app.listing().unread(), 0);
}

#[test]
fn a_post_without_a_row_can_be_gone_to() {
    let mut reader = reader();
    reader.press("^T p 0 3 Enter");
    assert_eq!(reader.reading().unwrap(), "p03");
    assert_eq!(rows(&reader), "p11 p09 p08 p07+1 p04 p03+2 p02 p01 p00");
    // No condition has to be removed for this.
    let mut reader = self::reader();
    reader.press("g c b Enter ^T p 0 3 Enter");
    assert_eq!(rows(&reader), "p11 p09 p07 p03+1 p01");
    reader.press("^O");
    assert_eq!(reader.selected(), "p11");
}

#[test]
fn hits_are_folded_and_so_are_posts_that_come() {
    let mut reader = reader();
    reader.press("/ p Enter");
    assert_eq!((reader.listed(), reader.app.listing().listed()), (9, 12));
    reader.press("F 4 j");
    let changes = Changes { posts: vec![post("new", 1, 40)], ..Changes::default() };
    let effects = reader.update(Message::Changed(0, Report::Changes(changes)));
    reader.answer(effects);
    assert_eq!(rows(&reader), "new p11 p10+2 p09 p08 p07+1 p04 p02 p01 p00");
    assert_eq!(reader.selected(), "p07");
    // Another load discards the stories of the old ids.
    reader.press("^R");
    reader.load(1, posts(8));
    assert_eq!(rows(&reader), "p7 p6 p5 p4 p3 p2 p1 p0");
}

#[test]
fn muted_versions_do_not_count() {
    let views = vec![View::new("甲", "title:p05").muted(true)];
    let reader = set(Preferences { views, ..Preferences::default() });
    assert_eq!(rows(&reader), "p11 p10+1 p09 p08 p07+1 p04 p02 p01 p00");
}

#[test]
fn stale_and_unknown_answers_change_nothing() {
    let mut reader = reader();
    let before = rows(&reader);
    reader.update(Message::Duplicates(7, Some(Arc::default())));
    assert_eq!(rows(&reader), before);
    reader.update(Message::Duplicates(0, None));
    assert_eq!(rows(&reader), before);
    // Once there is an index, the model asks for duplicates again.
    let asks = |effects: &[Effect]| effects.iter().any(|one| matches!(one, Effect::Duplicates(_)));
    assert!(asks(&reader.update(Message::Indexing(None))));
    assert!(!asks(&reader.update(Message::Indexing(None))));
}

#[test]
fn texts_that_differ_little_share_a_row_until_they_are_asked_for() {
    let text: String = (0..200).filter_map(|at| char::from_u32(0x4e00 + at * 37 % 5000)).collect();
    let one = format!("---\ndate: 2024-01-02\n---\n# 甲\n\n{text}");
    let other = format!("---\ndate: 2024-01-05\n---\n# 乙\n\n{text}（完）");
    let archive = folder(&[
        ("a.md", one.as_str()),
        ("b.md", "---\ndate: 2024-01-03\n---\n# 丙\n\n别的文字"),
        ("c.md", other.as_str()),
    ]);
    let posts = FolderPosts::open(archive.path(), Dates::at(2_000_000_000));
    let mut reader = Reader::of_folder(posts, options());
    let listing = reader.app.listing();
    assert_eq!((reader.listed(), listing.versions_below(listing.posts()[0])), (2, 1));
    assert_eq!(reader.title_of(listing.posts()[0]), "乙");
    reader.press("f i s : d u p l i c a t e Enter");
    assert_eq!((reader.listed(), reader.selected().as_str()), (1, "乙"));
    reader.press("F f i s : d u p l i c a t e Space O R Space 甲 Enter");
    assert_eq!(reader.listed(), 2);
}
