//! Recall and precision are 1 with a store, with half a store and without one.

use std::path::{Path, PathBuf};

use kanbao::search::find::{Request, Watch};
use kanbao::search::fold::fold;
use kanbao::search::fulltext::lookup::Lookup;
use kanbao::search::titles::Titles;

use super::words::{Numbers, posts};
use super::{World, resolve, write};

use crate::support::real_posts;

/// The folded titles and texts of all posts, newest first.
fn texts(world: &World) -> Vec<(String, String, String)> {
    let archive = &world.loaded.archive;
    let posts = archive.newest_first().iter().filter_map(|&id| archive.post(id));
    posts
        .filter(|post| !post.status().is_hidden())
        .map(|post| {
            let body = world.bodies().text(&post.key());
            let path = post.key().to_clean().to_string();
            (path, fold(post.title().as_str()), fold(body.as_str()))
        })
        .collect()
}

/// A quoted phrase.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Substrings of 1 to 8 characters, some of them changed so that they occur nowhere.
fn needles(texts: &[(String, String, String)], count: usize, seed: u64) -> Vec<String> {
    let mut numbers = Numbers(seed);
    let mut needles = Vec::new();
    while needles.len() < count {
        let (_, title, body) = &texts[numbers.next() % texts.len()];
        let text = if numbers.next().is_multiple_of(5) { title } else { body };
        let chars: Vec<char> = text.chars().collect();
        let len = 1 + numbers.next() % 8;
        if chars.len() < len {
            needles.push(format!("无{len}"));
            continue;
        }
        let start = numbers.next() % (chars.len() - len + 1);
        let mut needle: Vec<char> = chars[start..start + len].to_vec();
        if numbers.next().is_multiple_of(6) {
            needle[len / 2] = chars[numbers.next() % chars.len()];
        }
        let needle: String = needle.into_iter().collect();
        // Spaces alone are no phrase, and a query has one line.
        if !needle.trim().is_empty() && !needle.contains('\n') {
            needles.push(needle);
        }
    }
    needles
}

/// Compares the hits of queries with a search of all texts; returns the number of hits.
fn check(world: &World, lookup: &Lookup, queries: usize, seed: u64) -> usize {
    let texts = texts(world);
    let mut hits = 0;
    for needle in needles(&texts, queries, seed) {
        let folded = fold(&needle);
        for (field, in_title, in_body) in
            [("", true, true), ("title:", true, false), ("body:", false, true)]
        {
            // Quotes exclude pinyin.
            let query = format!("{field}{}", quoted(&needle));
            let expected: Vec<&String> = texts
                .iter()
                .filter(|(_, title, body)| {
                    in_title && title.contains(&folded) || in_body && body.contains(&folded)
                })
                .map(|(path, _, _)| path)
                .collect();
            let found = world.found(lookup, &query);
            assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{query}");
            hits += found.len();
        }
    }
    hits
}

#[test]
fn exactly_the_matches_are_found() {
    let world = World::new(&posts(600));
    assert_eq!(world.build().added, 600);
    let lookup = world.lookup();
    assert_eq!(lookup.known(), 600);
    assert!(check(&world, &lookup, 1000, 1) > 10_000);
}

#[test]
fn without_a_store_the_same_is_found() {
    let world = World::new(&posts(60));
    assert!(check(&world, &Lookup::none(), 60, 2) > 300);
}

#[test]
fn with_half_a_store_the_same_is_found() {
    let mut world = World::new(&posts(120));
    world.build();
    for n in 0..40 {
        let (name, text) = super::words::post(1000 + n);
        write(world.root.path(), &name, &text, 50);
    }
    // A post that changed after it was stored.
    let (name, text) = super::words::post(2000);
    let old = world.path(world.loaded.archive.newest_first()[3]);
    assert_ne!(name, old);
    write(world.root.path(), &old, &text, 50);
    world.reload();
    let lookup = world.lookup();
    assert_eq!((lookup.known(), world.loaded.archive.len()), (119, 160));
    assert!(check(&world, &lookup, 80, 3) > 500);
}

#[test]
fn sample_and_real_posts_are_found_exactly() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-posts");
    for folder in [Some(samples), real_posts()].into_iter().flatten() {
        let copy = tempfile::tempdir().unwrap();
        copy_files(&folder, &folder, copy.path());
        let world = World::of(copy);
        world.build();
        let lookup = world.lookup();
        assert!(lookup.known() > 10);
        assert!(check(&world, &lookup, 150, 4) > 300);
    }
}

fn copy_files(root: &Path, folder: &Path, to: &Path) {
    for entry in folder.read_dir().unwrap() {
        let path: PathBuf = entry.unwrap().path();
        if path.is_dir() {
            copy_files(root, &path, to);
        } else if let Ok(text) = std::fs::read(&path) {
            let below = path.strip_prefix(root).unwrap();
            std::fs::create_dir_all(to.join(below).parent().unwrap()).unwrap();
            std::fs::write(to.join(below), text).unwrap();
            let file = std::fs::File::options().write(true).open(to.join(below)).unwrap();
            let old = std::time::SystemTime::now() - std::time::Duration::from_secs(100);
            file.set_modified(old).unwrap();
        }
    }
}

#[test]
fn whole_queries_find_what_a_search_of_every_text_finds() {
    let world = World::new(&posts(300));
    world.build();
    let lookup = world.lookup();
    for query in [
        "工业 信息",
        "工业 OR \"12.7%\"",
        "数据中心 -title:数据中心",
        "-数据中心",
        "-(数据中心 OR 建设) 重庆",
        "body:平台 -body:\"平台建\" after:2020-03",
        "has:link 工业",
        "工业 NEAR/20 信息",
        "-(数据 NEAR/3 建设) 重庆",
        "body:/工业.{0,30}信息/",
        "-body:/数据中心.*建设/ has:link",
        "body:/^ai|[0-9]%/ -has:image",
        "-has:link has:image",
        "#标签3 (银行 OR 重庆) -is:draft",
        "c:无 工业",
        "yinhang",
        "\"yinhang\"",
        "cq OR body:的",
        "/^工业/ 建设",
        "/重.银/ OR 数据中心同比增长",
        "ai sort:-date",
        "工业 sort:title",
        "工业 数据 sort:relevance",
        "path:0001",
        "",
    ] {
        let [mut indexed, mut read] =
            [&lookup, &Lookup::none()].map(|lookup| world.found(lookup, query));
        if query.contains("relevance") {
            // The store knows better how rare a word is.
            indexed.sort();
            read.sort();
        }
        assert_eq!(indexed, read, "{query}");
    }
    assert!(world.found(&lookup, "yinhang").len() > world.found(&lookup, "\"yinhang\"").len());
    assert_eq!(world.found(&lookup, "").len(), 300);
}

/// The hits of a pattern are those of the same pattern in the texts as they were written.
#[test]
fn patterns_find_what_a_scan_finds() {
    let world = World::new(&posts(300));
    world.build();
    let lookup = world.lookup();
    let mut hits = 0;
    for source in [
        "数据.{0,8}建设",
        "(工业|重庆)[^，。]{0,6}(信息|银行)",
        "[0-9]+\\.[0-9]%",
        "\\bA?I\\b",
        "平台建.",
        "銀行|数据\\n",
        "^.{2}的",
        "无此词{3}",
    ] {
        let pattern = regex::RegexBuilder::new(source).case_insensitive(true).build().unwrap();
        let archive = &world.loaded.archive;
        let shown = archive.newest_first().iter().filter_map(|&id| archive.post(id));
        let expected: Vec<String> = shown
            .filter(|post| !post.status().is_hidden())
            .filter(|post| pattern.is_match(world.bodies().text(&post.key()).as_str()))
            .map(|post| post.key().to_clean().to_string())
            .collect();
        assert_eq!(world.found(&lookup, &format!("body:/{source}/")), expected, "{source}");
        hits += expected.len();
    }
    assert!(hits > 200, "{hits}");
}

/// What bodies have is asked of the store, not of the files.
#[test]
fn links_and_images_are_known_to_the_store() {
    let world = World::new(&[
        ("a.md".to_owned(), "[甲](https://example.org)".to_owned()),
        ("b.md".to_owned(), "![乙](b.png)".to_owned()),
        ("c.md".to_owned(), "丙".to_owned()),
    ]);
    world.build();
    let lookup = world.lookup();
    for name in ["a.md", "b.md", "c.md"] {
        std::fs::remove_file(world.root.path().join(name)).unwrap();
    }
    for (query, expected) in [
        ("has:link", &["a.md"][..]),
        ("has:image", &["b.md"]),
        ("-has:image -has:link", &["c.md"]),
        ("has:link OR body:/丙/", &["a.md", "c.md"]),
    ] {
        let mut found = world.found(&lookup, query);
        found.sort();
        assert_eq!(found, expected, "{query}");
    }
}

#[test]
fn snippets_show_what_a_pattern_matches() {
    let text = format!("{}江城的數據中心今日投产。", "前面。".repeat(300));
    let world = World::new(&[("a.md".to_owned(), text)]);
    world.build();
    let titles = Titles::new(&world.loaded.archive);
    let id = world.loaded.archive.find(b"a.md").unwrap();
    for lookup in [world.lookup(), Lookup::none()] {
        let matcher = resolve("body:/數.中心/ 今日");
        let snippet = world.find(&titles, &lookup).snippet(id, &matcher, 40);
        let shown: Vec<&str> =
            snippet.matches.iter().map(|range| &snippet.text.as_str()[range.clone()]).collect();
        assert_eq!(shown, ["數據中心", "今日"], "{snippet:?}");
    }
}

#[test]
fn a_search_tells_how_far_it_is() {
    let world = World::new(&posts(300));
    let (lookup, titles) = (Lookup::none(), Titles::new(&world.loaded.archive));
    let matcher = resolve("body:/无此词/");
    let seen = std::cell::RefCell::new(Vec::new());
    let looked = |done, all| seen.borrow_mut().push((done, all));
    let watch = Watch { cancelled: &|| false, looked: &looked };
    let request = Request { matcher: &matcher, sort: None };
    let ended = world.find(&titles, &lookup).run_watched(request, &watch, &mut |_| true);
    assert!(ended.all);
    let seen = seen.into_inner();
    assert!(seen.len() > 2 && seen.is_sorted() && seen.last() == Some(&(300, 300)), "{seen:?}");
}

#[test]
fn a_search_can_be_cancelled() {
    let world = World::new(&posts(300));
    world.build();
    let (lookup, titles) = (world.lookup(), Titles::new(&world.loaded.archive));
    let matcher = resolve("的");
    let request = Request { matcher: &matcher, sort: None };
    for lookup in [&lookup, &Lookup::none()] {
        let find = world.find(&titles, lookup);
        let mut hits = 0;
        let ended = find.run(request, &|| false, &mut |ids| {
            hits += ids.len();
            false
        });
        assert!(hits > 0 && hits < 100 && !ended.all, "{hits}");
        let ended = find.run(request, &|| true, &mut |_| panic!("it was cancelled"));
        assert!(!ended.all && ended.hits == 0);
    }
}

#[test]
fn snippets_show_what_was_found() {
    let world = World::new(&[(
        "a.md".to_owned(),
        "---\ntitle: 甲\n---\n<p>前面。</p><p>江城的數據中心今日投产。</p>".to_owned(),
    )]);
    let (lookup, titles) = (Lookup::none(), Titles::new(&world.loaded.archive));
    let id = world.loaded.archive.find(b"a.md").unwrap();
    let snippet = world.find(&titles, &lookup).snippet(id, &resolve("数据 今日"), 40);
    assert_eq!(snippet.text.as_str(), "…江城的數據中心今日投产。");
    let shown: Vec<&str> =
        snippet.matches.iter().map(|range| &snippet.text.as_str()[range.clone()]).collect();
    assert_eq!(shown, ["數據", "今日"]);
}

/// What the title matches by pinyin is lit in the text; a heading that is the title is left out.
#[test]
fn snippets_light_what_a_title_matches_by_pinyin() {
    let world = World::new(&[("a.md".to_owned(), "# 江城天气\n\n前面。江城今日无雨。".to_owned())]);
    world.build();
    let titles = Titles::new(&world.loaded.archive);
    let id = world.loaded.archive.find(b"a.md").unwrap();
    for (query, expected) in [("jc", &["江城"][..]), ("jiangcheng", &["江城"]), ("yh", &[])] {
        for lookup in [world.lookup(), Lookup::none()] {
            let snippet = world.find(&titles, &lookup).snippet(id, &resolve(query), 40);
            assert_eq!(snippet.text.as_str(), "前面。江城今日无雨。", "{query}");
            let shown: Vec<&str> =
                snippet.matches.iter().map(|range| &snippet.text.as_str()[range.clone()]).collect();
            assert_eq!(shown, expected, "{query}");
        }
    }
}

/// The store's text is the post's own, whose snippets are the same as without it.
#[test]
fn stored_posts_are_read_as_their_files() {
    let world = World::new(&posts(120));
    world.build();
    let (lookup, titles) = (world.lookup(), Titles::new(&world.loaded.archive));
    let (none, matcher) = (Lookup::none(), resolve("数据 建设"));
    for &id in world.loaded.archive.newest_first() {
        let key = world.loaded.archive.post(id).unwrap().key();
        assert_eq!(lookup.text(id).unwrap(), world.bodies().text(&key));
        let snippet = |lookup| world.find(&titles, lookup).snippet(id, &matcher, 40);
        assert_eq!(snippet(&lookup), snippet(&none));
    }
}

#[test]
fn bad_queries_are_errors() {
    use kanbao::search::query::Query;
    for (query, what) in [
        ("/工(业/", "this ( is never closed"),
        ("/工业", "never closed"),
        ("\"工业", "never closed"),
        (&"工".repeat(10_000), "longer than"),
        (&"(".repeat(100), "deeper"),
    ] {
        let error = Query::parse(query).unwrap_err().to_string();
        assert!(error.contains(what), "{error}");
    }
    // The longest phrase allowed.
    let world = World::new(&posts(30));
    world.build();
    let longest = "工业".repeat(2000);
    assert!(world.found(&world.lookup(), &longest).is_empty());
}
