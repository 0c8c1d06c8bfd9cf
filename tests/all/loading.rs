//! Loading from disk: which posts are found, in which order, and that every file has one status.

use std::fs;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use kanbao::archive::Archive;
use kanbao::archive::body;
use kanbao::archive::load::{self, Event, Loaded, Options};
use kanbao::archive::post::{Post, PostKey, ProblemKind, Status};
use kanbao::archive::site::Dates;
use kanbao::archive::source::{LARGEST_FILE, Source};
use kanbao::archive::wrong::Wrong;
use kanbao::clean::CleanStr;
use kanbao::document::{NoContext, Syntax, parse};
use kanbao::reason::Reason;
use tempfile::TempDir;

use crate::support;
use crate::support::program::folder;
use crate::support::skip::skip;

const NOW: Dates = Dates::at(2_000_000_000);

fn loaded(files: &[(&str, &str)]) -> Loaded {
    let folder = folder(files);
    load::load_all(&Source::open(folder.path()).unwrap(), NOW).unwrap()
}

fn batches(source: &Source) -> Vec<Vec<Post>> {
    let batches = Mutex::new(Vec::new());
    load::load(source, NOW, &|event| {
        if let Event::Batch(batch) = event {
            batches.lock().unwrap().push(batch);
        }
        true
    });
    batches.into_inner().unwrap()
}

/// Paths with their status, newest first; then the excluded and the offered folders.
fn check(files: &[(&str, &str)], expected: &[&str]) {
    let loaded = loaded(files);
    let archive = &loaded.archive;
    let name = |key: &PostKey| key.to_clean().to_string();
    let posts = archive.newest_first().iter().map(|&id| archive.post(id).unwrap());
    let mut found: Vec<String> =
        posts.map(|post| format!("{} {}", name(&post.key()), post.status().name())).collect();
    found.extend(
        loaded.walked.excluded.iter().map(|(key, rule)| format!("{}/ {}", name(key), rule.name())),
    );
    found.extend(
        loaded.walked.offered.iter().map(|(key, posts)| format!("{}/ +{posts}", name(key))),
    );
    assert_eq!(found, expected);
    // R3: the statuses add up to the candidates.
    let states: usize = Status::ALL.iter().map(|&status| archive.count(status)).sum();
    assert_eq!((states, archive.len()), (loaded.walked.candidates, loaded.walked.candidates));
}

#[test]
fn a_site() {
    // J1, J2, R2
    check(
        &[
            ("_config.yml", "title: x"),
            ("index.md", "page"),
            ("_posts/2024-01-02-b.md", "b"),
            ("_posts/deep/er/2024-01-03-c.html", "c"),
            ("zh/news/_posts/2024-01-04-d.txt", "d"),
            ("_posts/no-date.md", "n"),
            ("_posts/#x.md", "x"),
            ("_posts/data.yml", "a: b"),
            ("_drafts/idea.md", "i"),
            ("_site/2024-01-01-x.md", "x"),
            (".git/2024-01-01-x.md", "x"),
            ("node_modules/a/b.md", "x"),
            ("old_post/2020-01-01-o.md", "o"),
            ("old_post/2020-01-02-o.md", "o"),
            ("other/readme.md", "o"),
        ],
        &[
            "zh/news/_posts/2024-01-04-d.txt shown",
            "_posts/deep/er/2024-01-03-c.html shown",
            "_posts/2024-01-02-b.md shown",
            "_drafts/idea.md draft",
            "_posts/#x.md excluded",
            "_posts/data.yml excluded",
            "_posts/no-date.md shown",
            ".git/ hidden",
            "_site/ templates-or-output",
            "node_modules/ third-party",
            "old_post/ +2",
        ],
    );
}

#[test]
fn a_plain_folder() {
    check(
        &[
            ("README.md", "about"),
            ("a.MD", "---\ntitle: a\ndate: 2024-05-01\n---\nx"),
            ("sub/b.text", "b"),
            ("c.png", "c"),
            ("2024-05-02/post.html", "<p>x"),
            ("vendor/d.md", "d"),
        ],
        &[
            "2024-05-02/post.html shown",
            "a.MD shown",
            "README.md excluded",
            "sub/b.text shown",
            "vendor/ third-party",
        ],
    );
}

#[test]
fn one_file_takes_the_rules_of_the_site_beside_it() {
    let folder = folder(&[("_config.yml", "title: 站"), ("a.md", "x"), ("b.md", "y")]);
    let loaded = load::load_all(&Source::open(&folder.path().join("a.md")).unwrap(), NOW).unwrap();
    assert_eq!(loaded.archive.len(), 1);
    assert_eq!(loaded.site.title().map(CleanStr::as_str), Some("站"));
}

#[test]
fn a_folder_beside_the_posts_is_added_under_its_own_paths() {
    // R2, M25
    let folder = folder(&[
        ("_config.yml", "timezone: Asia/Shanghai"),
        ("_posts/2024-01-01-a.md", "new"),
        ("old_post/2024-01-01-a.md", "---\ndate: 2023-01-01 09:00:00\n---\nold"),
    ]);
    let source = Source::open(folder.path()).unwrap();
    let posts = Mutex::new(Vec::new());
    let folder = PostKey::new(*b"old_post");
    load::load(&source, Options { folder: Some(&folder), ..NOW.into() }, &|event| {
        if let Event::Batch(batch) = event {
            posts.lock().unwrap().extend(batch);
        }
        true
    });
    let posts = posts.into_inner().unwrap();
    assert_eq!(posts.len(), 1);
    assert_eq!(posts[0].key.as_bytes(), b"old_post/2024-01-01-a.md");
    assert_eq!(posts[0].date.unwrap().rfc3339(), "2023-01-01T09:00:00+08:00");
}

#[test]
fn shared_addresses_are_reported() {
    // M25
    let loaded = loaded(&[
        ("_config.yml", "url: https://example.org"),
        ("_posts/2024-01-01-a.md", "x"),
        ("_posts/sub/2024-01-01-a.md", "y"),
    ]);
    let problems = loaded.archive.problems();
    let reported: Vec<String> =
        problems.iter().map(|(key, problem)| format!("{}: {problem}", key.to_clean())).collect();
    assert_eq!(
        reported,
        [
            "_posts/sub/2024-01-01-a.md: the post has the same address as _posts/2024-01-01-a.md; links to it open that one"
        ]
    );
}

#[test]
fn offered_folders_are_counted_and_read_once() {
    // R2, R4, J22
    let folder = folder(&[
        ("_config.yml", "collections: [films]"),
        ("_films/a-film.md", "a"),
        ("_books/a-book.md", "a"),
        ("_posts/2024-01-01-a.md", "a"),
        ("old/2023-01-01-b.md", "b"),
        ("old/2021/2021-01-01-c.md", "c"),
        ("old/_posts/2020-01-01-d.md", "d"),
        ("images/2020-01-01-x.png", "x"),
        ("images/20200102.jpg", "x"),
    ]);
    let source = Source::open(folder.path()).unwrap();
    let loaded = load::load_all(&source, NOW).unwrap();
    assert_eq!(loaded.archive.len(), 2);
    let offered: Vec<(&[u8], usize)> =
        loaded.walked.offered.iter().map(|(key, posts)| (key.as_bytes(), *posts)).collect();
    assert_eq!(offered, [(&b"_films"[..], 1), (&b"old"[..], 2)]);
    let posts = Mutex::new(Vec::new());
    let folder = Some(&loaded.walked.offered[1].0);
    load::load(&source, Options { folder, ..NOW.into() }, &|event| {
        if let Event::Batch(batch) = event {
            posts
                .lock()
                .unwrap()
                .extend(batch.into_iter().map(|post| post.key.to_clean().to_string()));
        }
        true
    });
    assert_eq!(posts.into_inner().unwrap(), ["old/2023-01-01-b.md", "old/2021/2021-01-01-c.md"]);
}

#[test]
fn a_file_named_as_an_argument_is_always_shown() {
    for (name, text) in [
        ("README.md", "about"),
        ("a.md", "---\ndraft: true\n---\nx"),
        ("b.md", "---\npublished: false\n---\nx"),
    ] {
        let folder = folder(&[(name, text)]);
        let loaded =
            load::load_all(&Source::open(&folder.path().join(name)).unwrap(), NOW).unwrap();
        assert_eq!(loaded.archive.count(Status::Shown), 1, "{name}");
    }
    let elsewhere = folder(&[("post.md", "x")]);
    let links = folder(&[]);
    let link = links.path().join("link.md");
    std::os::unix::fs::symlink(elsewhere.path().join("post.md"), &link).unwrap();
    assert_eq!(
        load::load_all(&Source::open(&link).unwrap(), NOW).unwrap().archive.count(Status::Shown),
        1
    );
}

#[test]
fn a_folder_whose_name_is_not_utf8() {
    use std::os::unix::ffi::OsStrExt;
    let parent = folder(&[]);
    let name = std::ffi::OsStr::from_bytes(b"\xce\xc4\xd5\xc2");
    let root = parent.path().join(name);
    fs::create_dir_all(root.join(name)).unwrap();
    fs::write(root.join(name).join("a.md"), "x").unwrap();
    let source = Source::open(&root).unwrap();
    assert!(source.name().as_str().contains('\u{fffd}'));
    let loaded = load::load_all(&source, NOW).unwrap();
    let key = loaded.archive.post(loaded.archive.newest_first()[0]).unwrap().key();
    assert_eq!(key.as_bytes(), b"\xce\xc4\xd5\xc2/a.md");
    assert!(source.reader().unwrap().read(key.as_bytes()).is_ok());
}

#[test]
fn excerpts_end_at_the_cut() {
    // J19
    let folder = folder(&[
        ("_config.yml", "excerpt_separator: '<!--cut-->'"),
        ("_posts/2024-01-01-a.md", "one\n\ntwo\n\n<!--cut-->\nthree"),
        ("_posts/2024-01-02-b.md", "one\n\n<!-- more -->\n\ntwo"),
    ]);
    let source = Source::open(folder.path()).unwrap();
    let loaded = load::load_all(&source, NOW).unwrap();
    let excerpt = |path: &[u8]| {
        let body = body::read(
            &source.reader().unwrap(),
            &PostKey::new(path),
            &loaded.site,
            NOW.clock.now(),
        )
        .unwrap();
        body.excerpt.map(|excerpt| excerpt.to_string())
    };
    assert_eq!(excerpt(b"_posts/2024-01-01-a.md").as_deref(), Some("one two"));
    assert_eq!(excerpt(b"_posts/2024-01-02-b.md").as_deref(), Some("one"));
}

#[test]
fn a_post_over_the_limit_is_cut_between_characters() {
    let text = "汉".repeat(LARGEST_FILE / 3 + 100);
    let folder = folder(&[("a.md", &text)]);
    let batches = batches(&Source::open(folder.path()).unwrap());
    let kinds: Vec<ProblemKind> =
        batches[0][0].problems.iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, [ProblemKind::BodyLimit]);
}

/// 700 files dated over one year by their names.
fn year() -> TempDir {
    let files: Vec<String> =
        (0..700).map(|i| format!("2024-{:02}-{:02}-p{i:03}.md", 1 + i % 12, 1 + i % 28)).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|path| (path.as_str(), "x")).collect();
    folder(&files)
}

/// J17.
#[test]
fn the_newest_come_first_and_all_end_in_order() {
    let folder = year();
    let batches = batches(&Source::open(folder.path()).unwrap());
    let first: Vec<PostKey> = batches[0].iter().map(|post| post.key.clone()).collect();
    assert_eq!(first.len(), 60);
    let mut archive = Archive::default();
    for batch in batches {
        archive.add(batch);
    }
    assert_eq!(archive.len(), 700);
    let keys = archive.newest_first().iter().map(|&id| archive.post(id).unwrap().key());
    assert_eq!(keys.take(60).collect::<Vec<_>>(), first);
    assert!(archive.newest_first().is_sorted_by(|&a, &b| archive.compare(a, b).is_lt()));
}

#[test]
fn a_load_can_be_stopped() {
    let folder = year();
    let seen = AtomicUsize::new(0);
    load::load(&Source::open(folder.path()).unwrap(), NOW, &|event| {
        assert!(!matches!(event, Event::Done));
        seen.fetch_add(1, Ordering::Relaxed) < 2
    });
    assert!(seen.into_inner() < 6);
}

#[test]
fn a_huge_file_is_read_up_to_the_limit() {
    // S35: 5 GiB of zeros; only the limit is read.
    let folder = folder(&[("a.md", "---\ntitle: 大\n---\n")]);
    let file = fs::File::options().append(true).open(folder.path().join("a.md")).unwrap();
    if file.set_len(5 << 30).is_err() {
        skip("no sparse files can be made here");
        return;
    }
    let source = Source::open(folder.path()).unwrap();
    let contents = source.reader().unwrap().read(b"a.md").unwrap();
    assert_eq!(contents.bytes.len(), LARGEST_FILE);
    assert_eq!(contents.problem.map(|problem| problem.kind), Some(ProblemKind::BodyLimit));
    let batches = batches(&source);
    assert_eq!(batches[0][0].title.as_str(), "大");
}

/// S33.
#[test]
fn a_file_that_vanishes_is_unreadable_and_the_rest_goes_on() {
    let folder = folder(&[("2024-01-02-a.md", "a"), ("2024-01-01-b.md", "b")]);
    let source = Source::open(folder.path()).unwrap();
    let gone = folder.path().join("2024-01-02-a.md");
    let posts = Mutex::new(Vec::new());
    load::load(&source, NOW, &|event| {
        match event {
            // The walk has found the file.
            Event::Walked(_) => fs::remove_file(&gone).unwrap(),
            Event::Batch(batch) => posts.lock().unwrap().extend(batch),
            _ => {}
        }
        true
    });
    let posts = posts.into_inner().unwrap();
    let found: Vec<(&str, &str)> =
        posts.iter().map(|post| (post.title.as_str(), post.status.name())).collect();
    assert_eq!(found, [("A", "unreadable"), ("b", "shown")]);
    assert_eq!(posts[0].problems[0].wrong, Wrong::Unreadable { reason: Reason::Missing });
}

/// R17.
#[test]
fn problems_of_a_body_are_found_when_it_is_read() {
    let folder =
        folder(&[("a.md", &format!("---\ntitle: x\n---\n{}x\u{202e}y", "<div>".repeat(1000)))]);
    let source = Source::open(folder.path()).unwrap();
    let loaded = load::load_all(&source, NOW).unwrap();
    assert_eq!(loaded.archive.problem_count(), 0);
    let body = body::read(
        &source.reader().unwrap(),
        &PostKey::new(*b"a.md"),
        &loaded.site,
        NOW.clock.now(),
    )
    .unwrap();
    let kinds: Vec<ProblemKind> = body.post.problems.iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, [ProblemKind::BidiControls, ProblemKind::NestingLimit]);
    assert!(body.post.problems.iter().all(|problem| problem.line == 4));
}

/// Every real post opens and is typeset.
#[test]
fn real_posts() {
    let Some(root) = support::real_posts() else { return };
    let source = Source::open(&root).unwrap();
    let loaded = load::load_all(&source, NOW).unwrap();
    let reader = source.reader().unwrap();
    assert!(loaded.archive.len() >= 52);
    for &id in loaded.archive.newest_first() {
        let post = loaded.archive.post(id).unwrap();
        let body = body::read(&reader, &post.key(), &loaded.site, NOW.clock.now()).unwrap();
        let text = body.document.plain_text();
        assert!(!body.document.blocks.is_empty(), "{}", post.key().to_clean());
        for soup in ["</", "&nbsp;", "display:none", "EM_StockImg", "---\n"] {
            assert!(!text.as_str().contains(soup), "{}: {soup}", post.key().to_clean());
        }
        // The exported Markdown reads back.
        for (written, syntax) in [
            (body.document.to_markdown(), Syntax::Markdown),
            (body.document.to_html(), Syntax::Html),
        ] {
            let again = parse(&written, syntax, &NoContext);
            assert_eq!(again.blocks, body.document.blocks, "{syntax:?}");
            assert_eq!(again.links, body.document.links, "{syntax:?}");
        }
    }
}
