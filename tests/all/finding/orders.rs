//! The order of what is found.

use kanbao::archive::post::PostId;
use kanbao::search::fulltext::lookup::Lookup;
use kanbao::search::query::field::{Mark, SortKey};
use kanbao::search::titles::Titles;

use super::{World, write};

/// Posts from title, author and text, each a day newer than the one before.
fn world(posts: &[(&str, &str, &str)]) -> World {
    let file = |(at, (title, author, text)): (usize, &(&str, &str, &str))| {
        let name = format!("2024-01-{:02}-{at}.md", at + 1);
        let author = if author.is_empty() { String::new() } else { format!("author: {author}\n") };
        (name, format!("---\ntitle: \"{title}\"\n{author}---\n{text}\n"))
    };
    World::new(&posts.iter().enumerate().map(file).collect::<Vec<_>>())
}

fn title(world: &World, id: PostId) -> String {
    world.loaded.archive.post(id).unwrap().title().to_string()
}

/// The titles of all posts in an order, with a store and without.
fn sorted(world: &World, key: SortKey) -> String {
    let (archive, titles) = (&world.loaded.archive, Titles::new(&world.loaded.archive));
    let in_order = |titles: &Titles, lookup: &Lookup| {
        let all = archive.newest_first().to_vec();
        let posts = world.find(titles, lookup).sorted(key, all, &|| false).unwrap();
        posts.into_iter().map(|id| title(world, id)).collect::<Vec<_>>().join(" | ")
    };
    let found = in_order(&titles, &world.lookup());
    assert_eq!(in_order(&Titles::default(), &Lookup::none()), found, "{key:?}");
    found
}

#[test]
fn posts_are_put_in_an_order() {
    let mut world = world(&[
        ("第十期", "乙", "短"),
        ("第2期", "", "这一篇比别的都长一些"),
        ("第 九 期", "甲", "中等的一篇"),
        ("第九期", "乙", "中等的一篇"),
        ("abc", "第10组", ""),
        ("《B》", "第9组", "短"),
    ]);
    world.build();
    for (key, expected) in [
        (SortKey::Date, "《B》 | abc | 第九期 | 第 九 期 | 第2期 | 第十期"),
        // Signs, letters, then Han.
        (SortKey::Title, "abc | 《B》 | 第 九 期 | 第2期 | 第九期 | 第十期"),
        // Posts without an author come last; of one author, the newest comes first.
        (SortKey::Author, "《B》 | abc | 第 九 期 | 第九期 | 第十期 | 第2期"),
        (SortKey::Length, "第2期 | 第九期 | 第 九 期 | 《B》 | 第十期 | abc"),
        (SortKey::Unread, "《B》 | abc | 第九期 | 第 九 期 | 第2期 | 第十期"),
    ] {
        assert_eq!(sorted(&world, key), expected, "{key:?}");
    }
    let [newest, next] = [0, 1].map(|at| world.loaded.archive.newest_first()[at]);
    world.marks.set(newest, Mark::Read, true);
    world.marks.set(next, Mark::Starred, true);
    let unread = sorted(&world, SortKey::Unread);
    assert_eq!(unread, "abc | 第九期 | 第 九 期 | 第2期 | 第十期 | 《B》");
    let starred = sorted(&world, SortKey::Starred);
    assert_eq!(starred, "abc | 《B》 | 第九期 | 第 九 期 | 第2期 | 第十期");
}

#[test]
fn lengths_compare_whether_a_post_is_in_the_store_or_not() {
    let mut world = world(&[("在库", "", "abcdefgh"), ("也在库", "", "新闻")]);
    world.build();
    for (name, text) in [("2024-02-01-a.md", "新闻新"), ("2024-02-02-b.md", "abcde")] {
        write(world.root.path(), name, &format!("---\ntitle: {text}\n---\n{text}\n"), 50);
    }
    world.reload();
    assert_eq!(world.lookup().known(), 2);
    assert_eq!(sorted(&world, SortKey::Length), "在库 | 新闻新 | abcde | 也在库");
}

#[test]
fn an_order_by_length_can_be_cancelled() {
    let world = world(&[("甲", "", "x"); 20]);
    let (titles, lookup) = (Titles::default(), Lookup::none());
    let all = world.loaded.archive.newest_first().to_vec();
    assert_eq!(world.find(&titles, &lookup).sorted(SortKey::Length, all, &|| true), None);
}

#[test]
fn the_best_hits_come_first() {
    let long = "别的事情".repeat(40);
    let world = world(&[
        ("大桥通车", "", "江上的大桥通车了"),
        ("通车", "", "大桥大桥大桥"),
        ("旧闻", "", &format!("{long}大桥{long}")),
        ("新闻", "", "大桥"),
        ("天气", "", "晴，风很大"),
        ("大桥", "", "大桥 大桥 大桥 通车"),
    ]);
    let titles = |lookup: &Lookup, query: &str| -> Vec<String> {
        let found = world.found(lookup, &format!("{query} sort:relevance"));
        let find = |path: String| world.loaded.archive.find(path.as_bytes()).unwrap();
        found.into_iter().map(|path| title(&world, find(path))).collect()
    };
    let check = |query: &str, expected: &[&str]| {
        assert_eq!(titles(&Lookup::none(), query), expected, "{query} without a store");
        assert_eq!(titles(&world.lookup(), query), expected, "{query}");
    };
    let all = |world: &World| world.build();
    all(&world);
    // In the title and often; then in the title; a long text that has it once comes last.
    check("大桥", &["大桥", "大桥通车", "通车", "新闻", "旧闻"]);
    check("daqiao", &["大桥", "大桥通车"]);
    check("body:大桥 -title:大桥", &["通车", "新闻", "旧闻"]);
    // Negated words do not count.
    check("-大桥 OR 新闻", &["新闻", "天气"]);
    // Without words, the newest come first.
    check("date:2024", &["大桥", "天气", "新闻", "旧闻", "通车", "大桥通车"]);
    let backwards = world.found(&world.lookup(), "大桥 sort:-relevance");
    assert_eq!(backwards.first().map(String::as_str), Some("2024-01-03-2.md"));
}

#[test]
fn hits_that_are_as_good_come_newest_first() {
    let posts: Vec<(String, String)> = (0..40)
        .map(|at| (format!("2024-02-{:02}-{at}.md", at % 28 + 1), "大桥通车".to_owned()))
        .collect();
    let world = World::new(&posts);
    world.build();
    let by_date = world.found(&world.lookup(), "大桥");
    assert_eq!(world.found(&world.lookup(), "大桥 sort:relevance"), by_date);
    assert_eq!(by_date.len(), 40);
}
