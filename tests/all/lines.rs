//! Archives that are one file with a post on each line, or a folder of such files.

use std::fs;
use std::path::Path;

use kanbao::archive::PostRef;
use kanbao::archive::body;
use kanbao::archive::load;
use kanbao::archive::post::PostKey;
use kanbao::archive::site::Dates;
use kanbao::archive::source::Source;
use serde_json::Value;

use crate::support::program::{SAMPLES, folder, run};

/// The objects of an archive's export as lines of JSON, without what depends on the original files.
fn exported(archive: &str) -> Vec<Value> {
    let out = tempfile::tempdir().unwrap();
    let target = out.path().join("out");
    let arguments =
        ["export", "-a", archive, "--all", "--format", "jsonl", target.to_str().unwrap()];
    let (_, err, code) = run(&arguments);
    assert_eq!(code, 0, "{err}");
    objects(&fs::read_to_string(target.join("posts.jsonl")).unwrap())
}

fn objects(text: &str) -> Vec<Value> {
    let object = |line: &str| {
        let mut object: Value = serde_json::from_str(line).unwrap();
        object["problems"].take();
        object
    };
    text.lines().map(object).collect()
}

#[track_caller]
fn assert_same(again: &[Value], first: &[Value]) {
    for (again, first) in again.iter().zip(first) {
        assert_eq!(again, first);
    }
    assert_eq!(again.len(), first.len());
}

fn text_of(objects: &[Value]) -> String {
    let lines: Vec<String> = objects.iter().map(ToString::to_string).collect();
    lines.join("\n") + "\n"
}

#[test]
fn an_export_opens_and_exports_back_unchanged() {
    let first = exported(SAMPLES);
    assert!(first.len() > 5);
    let text = text_of(&first);
    let archive = folder(&[("news.jsonl", &text)]);
    let file = archive.path().join("news.jsonl");
    assert_same(&exported(file.to_str().unwrap()), &first);
    // In several files of a folder, too, and beside other posts.
    let (a, b) = first.split_at(first.len() / 2);
    let archive = folder(&[
        ("a.jsonl", text_of(a).as_str()),
        ("sub/b.ndjson", text_of(b).as_str()),
        ("c.md", "---\ntitle: 丙\n---\n正文。\n"),
    ]);
    let mut second = exported(archive.path().to_str().unwrap());
    second.retain(|object| object["path"] != "c.md");
    assert_same(&second, &first);
}

#[test]
fn what_was_resolved_once_is_not_resolved_again() {
    let odd = "---\ntitle: 'a &amp;lt;b&amp;gt; &amp;amp;  c'\ntags: ['a, b', '##c', '&amp;lt;']\n\
               categories: [' d e ']\nauthors: ['x, y']\nexcerpt: \"\\u3000<i>e</i> &amp; \\u00a0\"\n---\n";
    let archive = folder(&[
        ("_config.yml", "title: 甲\npermalink: /:title.html\n"),
        ("_posts/2024-01-02-a.md", &format!("{odd}正文。\n\n\u{200b}\n\n乙。\n")),
        ("_posts/2024-01-03-b.md", "# 只有标题\n"),
        ("_posts/2024-01-04-c.md", "---\ntitle: 丙\nexcerpt: ''\n---\n`https://a.org`\n"),
        ("_posts/2024-01-05-d.md", "第一段\u{a0}\n\n[第二段](https://b.org)\n"),
        ("_posts/news/2024-01-06-e.md", "---\ndate: nonsense\npublished: false\n---\n"),
        ("_drafts/f.md", "---\ntitle: '#  己'\n---\n- 一\n- 二\n"),
        ("_posts/not-dated.md", "---\ntags: t\n---\n\u{200b}\n"),
    ]);
    let first = exported(archive.path().to_str().unwrap());
    assert_eq!(first.len(), 7);
    let lines = folder(&[("posts.jsonl", &text_of(&first))]);
    let file = lines.path().join("posts.jsonl");
    assert_same(&exported(file.to_str().unwrap()), &first);
}

#[test]
fn any_lines_with_a_title_or_a_text_are_posts() {
    let text = "{\"title\": \"甲\", \"date\": \"2024-05-06\", \"body\": \"<p>一</p>\", \"tags\": [\"丁\"]}\n\
                {\"title\": \"乙\", \"date\": \"2024-05-0\n\
                {\"id\": 3, \"content\": \"二\"}\n\
                {\"x\": 1}\n";
    let archive = folder(&[("a.jsonl", text)]);
    let root = archive.path().to_str().unwrap();
    let list = run(&["list", "-a", root, "--format", "tsv"]).0;
    assert_eq!(list.lines().count(), 5, "{list}");
    for (name, shown) in [
        ("a.jsonl:2", "{\"title\": \"乙\", \"date\": \"2024-05-0\n"),
        ("a.jsonl:4", "{\"x\": 1}\n"),
    ] {
        assert!(list.contains(name), "{list}");
        let row = list.lines().find(|row| row.contains(name)).unwrap();
        let path = row.split('\t').find(|field| field.starts_with("a/")).unwrap();
        assert_eq!(run(&["show", "-a", root, "--no-header", path]).0, shown);
    }
    assert_eq!(run(&["show", "-a", root, "--no-header", "a/3"]).0, "二\n");
    let problems = run(&["check", "-a", root]).0;
    assert!(problems.contains("a.jsonl:2: line 2 is not a JSON object"), "{problems}");
    assert!(problems.contains("a.jsonl:4: line 4 has neither a title nor a text"), "{problems}");
    let found = run(&["search", "-a", root, "一"]).0;
    assert!(found.contains('甲'), "{found}");
}

#[test]
fn a_line_is_found_where_it_has_moved() {
    let archive = folder(&[("a.jsonl", "{\"path\": \"a.md\", \"text\": \"一\"}\n")]);
    let path = archive.path().join("a.jsonl");
    let source = Source::open(&path).unwrap();
    let loaded = load::load_all(&source, Dates::at(0)).unwrap();
    let reader = source.reader().unwrap();
    let read = |key: &str| {
        let key = PostKey::new(key.as_bytes());
        body::read(&reader, &key, &loaded.site, 0).map(|body| body.text().to_string())
    };
    assert_eq!(read("a.md").unwrap(), "一");
    let before = "{\"path\": \"b.md\", \"text\": \"三\"}\n{\"path\": \"a.md\", \"text\": \"二\"}\n";
    fs::write(&path, before).unwrap();
    assert_eq!(read("a.md").unwrap(), "二");
    fs::write(&path, "").unwrap();
    assert!(read("a.md").is_err());
}

#[test]
fn lines_of_a_site_are_its_data() {
    let archive = folder(&[
        ("_posts/2024-01-02-a.md", "正文。\n"),
        ("_data/a.jsonl", "{\"title\": \"甲\"}\n"),
        ("b.jsonl", "{\"title\": \"甲\"}\n"),
    ]);
    assert_eq!(paths(archive.path()), ["_posts/2024-01-02-a.md"]);
    let plain = folder(&[("x/.b.jsonl", "{\"title\": \"甲\"}\n"), ("c.jsonl", "\n\n")]);
    assert_eq!(paths(plain.path()), [""; 0]);
}

fn paths(root: &Path) -> Vec<String> {
    let loaded = load::load_all(&Source::open(root).unwrap(), Dates::at(0)).unwrap();
    let posts = loaded.archive.newest_first().iter();
    let path = |post: PostRef<'_>| post.key().to_clean().to_string();
    posts.map(|&id| path(loaded.archive.post(id).unwrap())).collect()
}
