//! The facet pane: its rows with their counts, and choosing from it.

use kanbao::app::Preferences;
use kanbao::app::listing::facets::{Row, Section};
use kanbao::app::screen::layout::Pane;
use kanbao::archive::post::Post;
use kanbao::clean::CleanText;
use kanbao::config::locale::Locale;
use kanbao::search::views::View;

use crate::support::reader::{Reader, posts};

const SIZE: (u16, u16) = (120, 40);

/// The facets with their counts, as they are shown.
fn counts(reader: &Reader) -> Vec<String> {
    let rows = reader.app.listing().facets().rows().iter();
    rows.filter_map(|row| match row {
        Row::Facet(row) => Some(format!("{} {}", row.label, row.count)),
        _ => None,
    })
    .collect()
}

#[test]
fn counts_follow_a_search_while_it_is_typed() {
    let mut reader = Reader::new(posts(40), SIZE);
    assert_eq!(counts(&reader), ["unread 40", "a 20", "b 20", "#x 14", "2024 40"]);
    reader.press("/ p 1");
    assert_eq!(counts(&reader), ["unread 10", "a 5", "b 5", "#x 3", "2024 10"]);
    reader.press("2");
    // Rows without posts are left out.
    assert_eq!(counts(&reader), ["unread 1", "a 1", "#x 1", "2024 1"]);
    reader.press("Esc");
    assert_eq!(counts(&reader), ["unread 40", "a 20", "b 20", "#x 14", "2024 40"]);
}

/// Posts of these categories and authors.
fn written_by(all: &[(&str, &str)]) -> Vec<Post> {
    let names = |name: &str| name.split('+').map(CleanText::line).collect::<Vec<_>>();
    let mut posts = posts(all.len());
    for (post, (categories, author)) in posts.iter_mut().zip(all) {
        (post.categories, post.tags, post.authors) = (names(categories), Vec::new(), names(author));
    }
    posts
}

#[test]
fn another_category_is_chosen_instead() {
    let posts = || written_by(&[("a", "甲"), ("a", "乙"), ("b", "甲"), ("a+b", "甲"), ("c", "丙")]);
    let mut reader = Reader::new(posts(), SIZE);
    let all = ["unread 5", "a 3", "b 2", "c 1", "2024 5", "甲 3", "丙 1", "乙 1"];
    assert_eq!(counts(&reader), all);
    reader.press("g 1 ] ] j Enter");
    // The other categories have the posts that would be listed instead, the other facets those that
    // are left.
    let of_a = ["unread 3", "a 3", "b 2", "c 1", "2024 3", "甲 2", "乙 1"];
    assert_eq!((reader.listed(), counts(&reader)), (3, of_a.map(str::to_owned).to_vec()));
    reader.press("g 1 j Enter");
    assert_eq!((reader.app.conditions().as_str(), reader.listed()), ("b", 2));
    // `Space` adds it: posts of both.
    reader.press("g 1 k Space");
    assert_eq!((reader.app.conditions().as_str(), reader.listed()), ("b · a", 4));
    reader.press("F g c a Enter g 1 G k Enter");
    assert_eq!((reader.app.conditions().as_str(), reader.listed()), ("a · 甲", 2));
    let of_both = ["unread 2", "a 2", "b 2", "2024 2", "甲 2", "乙 1"];
    assert_eq!(counts(&reader), of_both);
    // New posts and posts that change are counted, too.
    reader.press("^R");
    reader.load(1, [posts(), written_by(&[("b", "甲"); 7]).split_off(5)].concat());
    let more = ["unread 2", "b 4", "a 2", "2024 2", "甲 2", "乙 1"];
    assert_eq!(counts(&reader), more);
}

#[test]
fn names_are_offered_with_the_posts_that_would_be_listed() {
    let offers = |reader: &Reader| -> Vec<String> {
        let offers = reader.app.input().prompt().unwrap().offers().iter();
        let text = |detail: &kanbao::app::text::Text| detail.to_clean(Locale::English);
        offers.map(|offer| format!("{}: {}", offer.label, text(&offer.detail))).collect()
    };
    let mut posts = written_by(&[("c", "甲"), ("b", "甲"), ("b", "甲"), ("a", "甲")]);
    for (post, tag) in posts.iter_mut().zip(["x", "y", "y", "x"]) {
        post.tags = vec![CleanText::line(tag)];
    }
    let mut reader = Reader::new(posts, SIZE);
    reader.press("g c");
    assert_eq!(offers(&reader), ["b: 2 posts", "a: 1 post", "c: 1 post"]);
    reader.press("c Enter g c");
    assert_eq!(offers(&reader), ["b: 2 posts", "a: 1 post", "c: 1 post"]);
    reader.press("Esc g t");
    assert_eq!(offers(&reader), ["#x: 1 post", "#y: 0 posts"]);
}

#[test]
fn sections_fold_and_are_jumped_between() {
    let mut reader = Reader::new(posts(40), SIZE);
    let row = |reader: &Reader| {
        let facets = reader.app.listing().facets();
        facets.rows()[facets.cursor().at].clone()
    };
    reader.press("g 1 ] ]");
    assert_eq!(row(&reader), Row::Section(Section::Categories, true));
    reader.press("] ]");
    assert_eq!(row(&reader), Row::Section(Section::Tags, true));
    reader.press("[ [ Space");
    assert_eq!(row(&reader), Row::Section(Section::Categories, false));
    assert_eq!(counts(&reader), ["unread 40", "#x 14", "2024 40"]);
    reader.press("Enter j h");
    assert_eq!(row(&reader), Row::Section(Section::Categories, true));
    reader.press("9 ] ]");
    assert_eq!(reader.notice(), "there is no further section");
}

#[test]
fn names_with_as_many_posts_are_in_the_order_of_their_numbers() {
    let mut many = posts(3);
    for (post, number) in many.iter_mut().zip([10, 2, 1]) {
        post.categories = vec![CleanText::line(&format!("第 {number} 期"))];
        post.tags = vec![CleanText::line(&format!("卷{number}"))];
    }
    let reader = Reader::new(many, SIZE);
    let rows = counts(&reader).join(" ");
    assert!(rows.contains("第 1 期 1 第 2 期 1 第 10 期 1"), "{rows}");
    assert!(rows.contains("#卷1 1 #卷2 1 #卷10 1"), "{rows}");
}

#[test]
fn a_section_shows_ten_rows_until_it_is_expanded() {
    let mut many = posts(30);
    for (i, post) in many.iter_mut().enumerate() {
        post.tags = vec![CleanText::line(&format!("t{i:02}"))];
    }
    let mut reader = Reader::new(many, SIZE);
    let tags = |reader: &Reader| counts(reader).iter().filter(|row| row.starts_with('#')).count();
    assert_eq!(tags(&reader), 10);
    let more = |reader: &Reader| {
        let rows = reader.app.listing().facets().rows();
        rows.iter().position(|row| matches!(row, Row::More(Section::Tags, _)))
    };
    let at = more(&reader).unwrap();
    assert_eq!(reader.app.listing().facets().rows()[at], Row::More(Section::Tags, 20));
    reader.press("g 1 g g ] ] ] ] ] ] [ [ 1 1 j Enter");
    assert_eq!((tags(&reader), reader.app.screen().focus()), (30, Pane::Facets));
    // The cursor is on the first new row; closed again, on the one that opens it.
    let cursor = |reader: &Reader| reader.app.listing().facets().cursor().at;
    assert_eq!(cursor(&reader), at);
    assert!(matches!(reader.app.listing().facets().rows()[at], Row::Facet(_)));
    reader.press("2 0 j Enter");
    assert_eq!((tags(&reader), cursor(&reader)), (10, at));
    reader.press("Enter");
    // A chosen tag is shown even if it is not among the first.
    reader.press("g t t 2 9 Enter F g t t 0 0 Enter");
    assert_eq!(tags(&reader), 1);
}

#[test]
fn views_show_how_many_posts_they_find() {
    let view = View::new;
    let views = vec![view("早", "p0"), view("要读", "is:unread c:a"), view("坏", "(")];
    let preferences = Preferences { views, ..Preferences::default() };
    let mut reader = Reader::set(SIZE, preferences);
    reader.load(0, posts(12));
    let counts = |reader: &Reader| -> Vec<(String, Option<usize>)> {
        let rows = reader.app.listing().facets().rows().iter();
        rows.filter_map(|row| match row {
            Row::View { name, count, .. } => Some((name.to_string(), *count)),
            _ => None,
        })
        .collect()
    };
    let expected = |early, unread| {
        let row = |name: &str, count| (name.to_owned(), count);
        vec![row("早", Some(early)), row("要读", Some(unread)), row("坏", None)]
    };
    assert_eq!(counts(&reader), expected(10, 6));
    // They are counted among the listed posts, and anew as posts are read.
    reader.press("g c b Enter");
    assert_eq!(counts(&reader), expected(5, 0));
    reader.press("F j r");
    assert_eq!(counts(&reader), expected(10, 5));
    reader.press("U");
    assert_eq!(counts(&reader), expected(10, 6));
    // A view that is chosen filters no other: it would take its place.
    reader.press("g 1 ] ] j Enter");
    assert_eq!((reader.listed(), counts(&reader)), (10, expected(10, 6)));
    reader.press("g t x Enter");
    assert_eq!((reader.listed(), counts(&reader)), (4, expected(4, 2)));
    // New posts are counted too.
    reader.press("F ^R");
    reader.load(1, posts(14));
    assert_eq!(counts(&reader), expected(10, 7));
}
