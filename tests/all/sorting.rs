//! The order of the list, by keys.

use kanbao::app::{Effect, Message};
use kanbao::archive::post::Post;
use kanbao::clean::CleanText;

use crate::support::reader::{Reader, posts};
use crate::support::texts::post;

const SIZE: (u16, u16) = (120, 40);

/// Posts with these titles, the last the newest.
fn titled(titles: &[&str]) -> Vec<Post> {
    let one = |(at, title): (usize, &&str)| Post {
        title: CleanText::line(title),
        authors: vec![CleanText::line(&format!("作者{}", 20 - at))],
        ..post(&format!("n{at}"), at, at)
    };
    titles.iter().enumerate().map(one).collect()
}

fn listed(reader: &Reader) -> String {
    let titles: Vec<String> =
        reader.app.listing().posts().iter().map(|id| reader.title_of(*id)).collect();
    titles.join(" ")
}

/// Returns the order and what is going on, as the line of conditions shows them.
fn line(reader: &Reader) -> String {
    let chips = reader.app.chips();
    chips.iter().map(|chip| chip.text.to_string()).collect::<Vec<_>>().join(" · ")
}

#[test]
fn numbers_in_titles_and_names_are_in_their_order() {
    let mut reader = Reader::new(titled(&["第10期", "第九期", "第 2 期", "第十一期", "1"]), SIZE);
    reader.press("o t i t l e Enter");
    assert_eq!(listed(&reader), "1 第 2 期 第九期 第10期 第十一期");
    reader.press("O");
    assert_eq!(listed(&reader), "第十一期 第10期 第九期 第 2 期 1");
    // Posts of one day, and those without a date, are sorted by the numbers in their paths.
    let mut undated = posts(12);
    for post in &mut undated {
        post.date = None;
    }
    let named = |(at, post): (usize, Post)| Post {
        key: kanbao::archive::post::PostKey::new(format!("第{at}章.md").into_bytes()),
        ..post
    };
    let reader = Reader::new(undated.into_iter().enumerate().map(named).collect(), SIZE);
    assert!(listed(&reader).ends_with("p08 p09 p10 p11"), "{}", listed(&reader));
}

#[test]
fn the_list_is_sorted_by_marks_and_authors() {
    let mut reader = Reader::new(titled(&["甲", "乙", "丙"]), SIZE);
    reader.press("j r g g s : s o r t Space u n r e a d Enter");
    assert_eq!(listed(&reader), "丙 甲 乙");
    // A post marked as read meanwhile stays in place.
    reader.press("g g r");
    assert_eq!(listed(&reader), "丙 甲 乙");
    reader.press("o s t a r Enter");
    assert_eq!(listed(&reader), "丙 乙 甲");
    reader.press("o a u t h o r Enter");
    assert_eq!(listed(&reader), "丙 乙 甲");
    reader.press("O");
    assert_eq!(
        (listed(&reader), line(&reader)),
        ("甲 乙 丙".into(), "by author, backwards ↑".into())
    );
}

#[test]
fn the_list_is_sorted_by_when_posts_were_read() {
    let mut reader = Reader::new(titled(&["甲", "乙", "丙", "丁", "戊"]), SIZE);
    reader.press("G r g g r : s o r t Space r e a d Enter");
    assert_eq!(listed(&reader), "戊 甲 丁 丙 乙", "read last first, the others by date");
    reader.press("G r o r e a d Enter");
    assert_eq!(listed(&reader), "乙 戊 甲 丁 丙");
    assert_eq!(line(&reader), "most recently read first");
    reader.press("O");
    assert_eq!(
        (listed(&reader), line(&reader)),
        ("丙 丁 甲 戊 乙".into(), "most recently read last ↑".into())
    );
    // A post marked as unread joins the others; undo gives it a new time.
    reader.press("G r o r e a d Enter");
    assert_eq!(listed(&reader), "戊 甲 丁 丙 乙");
    // Within a query, and as its order.
    reader.press("f r e a d : t o d a y Space s o r t : r e a d Enter");
    assert_eq!(listed(&reader), "戊 甲");
    reader.press("F f - r e a d : 7 d Enter");
    assert_eq!(listed(&reader), "丁 丙 乙");
}

#[test]
fn hits_are_sorted_by_relevance_while_a_search_is_there() {
    let mut reader = Reader::new(posts(30), SIZE);
    reader.press("o r e l e v Enter");
    assert_eq!(reader.notice(), "only the hits of a search have a relevance");
    reader.press("/ p 1 Enter 3 j o r e l e v Enter");
    assert_eq!(reader.app.listing().sort().name(), "relevance");
    assert_eq!(reader.app.listing().cursor().at, 0, "the best hits come first");
    // The next search, and a longer one, have the same order; without a search it ends.
    reader.press("/ p 2 Enter");
    assert_eq!((reader.listed(), reader.app.listing().sort().name()), (10, "relevance"));
    reader.press("F");
    assert_eq!((reader.listed(), reader.app.listing().sort().name()), (30, "date"));
}

#[test]
fn the_old_order_stays_until_the_new_one_comes() {
    let mut reader = Reader::new(titled(&["丙", "乙", "甲"]), SIZE);
    reader.press("o l e n g t h");
    let effects = reader.press_without_answers("Enter");
    let is_order = |effect: &Effect| matches!(effect, Effect::Order(_));
    assert_eq!(effects.iter().filter(|effect| is_order(effect)).count(), 1);
    assert_eq!(
        (listed(&reader), line(&reader)),
        ("甲 乙 丙".into(), "longest first · sorting…".into())
    );
    // Nothing is requested twice, and the list stays usable.
    let more = reader.press_without_answers("j");
    assert!(!more.iter().any(is_order));
    let posts: Vec<_> = reader.app.listing().posts().iter().rev().copied().collect();
    let Some(Effect::Order(request)) = effects.into_iter().find(is_order) else { unreachable!() };
    let (version, key) = (request.scope.version, request.key);
    reader.update(Message::Ordered { version, key, posts: posts.clone() });
    assert_eq!((listed(&reader), line(&reader)), ("丙 乙 甲".into(), "longest first".into()));
    assert_eq!(reader.selected(), "乙");
    // An answer that is no longer wanted changes nothing.
    reader.press("o d a t e Enter");
    reader.update(Message::Ordered { version: version + 9, key, posts });
    assert_eq!(listed(&reader), "甲 乙 丙");
}

#[test]
fn new_posts_are_sorted_in() {
    let mut reader = Reader::new(titled(&["b", "d"]), SIZE);
    reader.press(": s o r t Space t i t l e Enter");
    assert_eq!(listed(&reader), "b d");
    reader.press("^R");
    reader.load(1, titled(&["b", "d", "a", "c"]));
    assert_eq!(listed(&reader), "a b c d");
}

#[test]
fn a_day_is_found_in_any_order() {
    let mut reader = Reader::new(posts(40), SIZE);
    for order in ["date", "-date", "title", "-title"] {
        let keys: Vec<String> = order.chars().map(|c| c.to_string()).collect();
        reader.press(&format!("o {} Enter g d 2 0 2 4 - 0 1 - 0 5 Enter", keys.join(" ")));
        assert_eq!(reader.selected(), "p04", "{order}");
    }
}
