//! Related posts.

use kanbao::archive::post::PostKey;
use kanbao::search::fulltext::lookup::Lookup;
use kanbao::search::related::{Relation, more_like, on_this_day, related};

use super::World;

fn world() -> World {
    let post = |name: &str, date: &str, tags: &str, body: &str| {
        let text = format!("---\ntitle: {name}\ndate: {date}\ntags: [{tags}]\n---\n{body}\n");
        (format!("{name}.md"), text)
    };
    let filler = "今天天气很好，我们出去走走吧。";
    let mut files = vec![
        post("a", "2022-03-01", "新闻, 光伏", "硅料价格连续上涨，组件厂商减产。"),
        post("b", "2021-03-01", "新闻, 光伏", filler),
        post("c", "2020-03-01", "新闻", "硅料价格连续上涨之后回落。"),
        post("d", "2020-03-02", "新闻", filler),
    ];
    files.extend((0..40).map(|n| post(&format!("x{n:02}"), "2019-07-07", "新闻", filler)));
    let draft = "---\ntitle: 草\ndraft: true\ndate: 2019-03-01\ntags: [光伏]\n---\n硅料价格";
    files.push(("z.md".to_owned(), draft.to_owned()));
    World::new(&files)
}

#[test]
fn rare_tags_and_rare_words_relate_posts() {
    let world = world();
    world.build();
    let archive = &world.loaded.archive;
    let id = archive.find(b"a.md").unwrap();
    let alike = Relation::Alike(PostKey::new(*b"a.md"));
    let paths = |lookup: &Lookup| -> Vec<String> {
        let found = related(archive, lookup, world.bodies(), &alike, &|| false);
        found.iter().map(|&id| world.path(id)).collect()
    };
    // A tag of all posts has no weight, and drafts are not listed.
    assert_eq!(paths(&world.lookup()), ["c.md", "b.md"]);
    // Few posts are read without a store.
    assert_eq!(paths(&Lookup::none()), ["c.md", "b.md"]);
    // By tags alone, and no more than the limit.
    let by_tags = more_like(archive, id, &[], 50);
    assert_eq!(by_tags.iter().map(|&id| world.path(id)).collect::<Vec<_>>(), ["b.md"]);
    assert!(more_like(archive, id, &[], 0).is_empty());
}

#[test]
fn the_same_day_of_other_years() {
    let world = world();
    let found = on_this_day(&world.loaded.archive, jiff::civil::date(2022, 3, 1));
    let paths: Vec<String> = found.iter().map(|&id| world.path(id)).collect();
    assert_eq!(paths, ["b.md", "c.md"]);
    assert!(on_this_day(&world.loaded.archive, jiff::civil::date(2022, 3, 3)).is_empty());
}
