//! `kanbao export`: exports can be read back, and none is left unfinished.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::program::{SAMPLES, folder, run};
use crate::support::real_posts;

/// Exports an archive to `out` in a new folder; returns the folder, standard error and exit code.
fn export(archive: &str, format: &str) -> (TempDir, String, i32) {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out");
    let arguments = ["export", "-a", archive, "--format", format, target.to_str().unwrap()];
    let (out, err, code) = run(&arguments);
    assert_eq!(out, "");
    (folder, err, code)
}

fn read(folder: &TempDir, path: &str) -> String {
    fs::read_to_string(folder.path().join("out").join(path)).unwrap()
}

/// Facts of an archive's posts, newest first.
fn listed(archive: &Path) -> Vec<Vec<Value>> {
    let arguments = ["list", "-a", archive.to_str().unwrap(), "--format", "jsonl"];
    let (out, ..) = run(&arguments);
    let facts = ["title", "categories", "tags", "authors", "chars", "excerpt"];
    let of = |line: &str| {
        let mut object: Value = serde_json::from_str(line).unwrap();
        facts.iter().map(|name| object[name].take()).collect()
    };
    out.lines().map(of).collect()
}

#[test]
fn exported_markdown_is_the_same_archive() {
    for archive in [Some(PathBuf::from(SAMPLES)), real_posts()].into_iter().flatten() {
        let (folder, err, code) = export(archive.to_str().unwrap(), "markdown");
        assert_eq!(code, 0, "{err}");
        let (mine, exported) = (listed(&archive), listed(&folder.path().join("out")));
        assert!(err.starts_with(&format!("{} posts written", mine.len())), "{err}");
        assert_eq!(mine, exported);
    }
}

const POSTS: &[(&str, &str)] = &[
    ("_config.yml", "url: https://example.org"),
    (
        "_posts/2024-01-02-b.md",
        "---\ntitle: \"乙 & \\\"引\\\"\"\ntags: [甲, 'x y']\n---\n见[前文]({% post_url 2024-01-01-a %}#c)。\n",
    ),
    (
        "_posts/2024-01-01-a.md",
        "---\ntitle: 甲\n---\n# 节 {#c}\n\n| 一 | 二 |\n|---|---|\n| 3 | 4 |\n",
    ),
    ("_posts/2024-01-01-a.html", "---\ntitle: 丙\n---\n<p>丁</p>\n"),
];

#[test]
fn exported_pages_lead_to_one_another() {
    let archive = folder(POSTS);
    let (folder, _, code) = export(archive.path().to_str().unwrap(), "html");
    assert_eq!(code, 0);
    let index = read(&folder, "index.html");
    assert!(index.contains("<a href=\"_posts/2024-01-02-b.html\">乙 &amp; &quot;引&quot;</a>"));
    let page = read(&folder, "_posts/2024-01-02-b.html");
    assert!(page.contains("见<a href=\"../_posts/2024-01-01-a"), "{page}");
    assert!(page.contains("#c\">前文</a>。</p>"), "{page}");
    assert!(page.contains("<a href=\"../index.html\">"), "{page}");
    // Two posts whose pages would have the same name.
    let pages = ["_posts/2024-01-01-a.html", "_posts/2024-01-01-a-2.html"];
    let pages = pages.map(|page| read(&folder, page)).concat();
    assert!(pages.contains("<h1>丙</h1>") && pages.contains("<th>一</th>"), "{pages}");
}

#[test]
fn links_between_posts_survive() {
    // B32
    let archive = folder(&[
        ("_config.yml", "url: https://example.org"),
        (
            "_posts/2024-01-02-b.md",
            "---\ntitle: 乙\ncategories: [要闻, 国际]\n---\n[一]({% post_url 2024-01-01-a %}#c) [二](/2024/01/01/a.html#c) [三](2024-01-01-a.md) [四](https://example.org/)\n",
        ),
        ("_posts/2024-01-01-a.md", "---\ntitle: 甲\n---\n# 节 {#c}\n"),
    ]);
    let (exported, err, code) = export(archive.path().to_str().unwrap(), "markdown");
    assert_eq!(code, 0, "{err}");
    let post = read(&exported, "_posts/2024-01-02-b.md");
    let address = "canonical_url: \"https://example.org/%E8%A6%81%E9%97%BB/%E5%9B%BD%E9%99%85/2024/01/02/b.html\"";
    assert!(post.contains(address) && post.contains("categories: [\"要闻\", \"国际\"]"), "{post}");
    let file = "../_posts/2024-01-01-a.md";
    for link in ["[一]", "[二]"] {
        assert!(post.contains(&format!("{link}({file}#c)")), "{post}");
    }
    assert!(post.contains(&format!("[三]({file}) [四](https://example.org/)")), "{post}");
    // Read again, they lead to the post.
    let root = exported.path().join("out");
    let show =
        |format| run(&["show", "-a", root.to_str().unwrap(), "--format", format, "01-02-b.md"]).0;
    assert_eq!(
        show("html").matches("href=\"../_posts/2024-01-01-a.md").count(),
        3,
        "{}",
        show("html")
    );
    assert!(show("json").contains("\"url\": \"https://example.org/"), "{}", show("json"));
}

#[test]
fn objects_are_one_file_if_its_name_says_so() {
    let archive = folder(&[("a.md", "甲。\n")]);
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out.jsonl");
    let target = target.to_str().unwrap();
    let arguments = ["export", "-a", archive.path().to_str().unwrap(), "--format", "jsonl", target];
    let (_, err, code) = run(&arguments);
    assert_eq!((err, code), (format!("1 post written to {target}\n"), 0));
    let object: Value = serde_json::from_str(&fs::read_to_string(target).unwrap()).unwrap();
    assert_eq!(object["text"], "甲。");
    // Nothing is overwritten, and nothing unfinished is left.
    let (_, err, code) = run(&arguments);
    assert!(code == 2 && err.contains("out.jsonl: there is such a file"), "{code} {err}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn exported_objects_hold_the_text() {
    let archive = folder(POSTS);
    let (folder, err, code) = export(archive.path().to_str().unwrap(), "jsonl");
    assert_eq!((err.starts_with("3 posts written"), code), (true, 0), "{err}");
    let objects = read(&folder, "posts.jsonl");
    let first: Value = serde_json::from_str(objects.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&first["path"], &first["text"]),
        (&"_posts/2024-01-02-b.md".into(), &"见前文。".into())
    );
    assert_eq!(objects.lines().count(), 3);
}

#[test]
fn one_post_is_shown_as_it_is_exported() {
    let archive = folder(POSTS);
    let root = archive.path().to_str().unwrap();
    let (folder, ..) = export(root, "markdown");
    let show = |more: &[&str]| {
        run(&[&["show", "-a", root, "--format", "markdown", "01-01-a.md"], more].concat()).0
    };
    assert_eq!(show(&[]), read(&folder, "_posts/2024-01-01-a.md"));
    assert!(show(&["--no-header"]).starts_with("# <a id=\"c\"></a>节\n\n| 一 | 二 |\n"));
    let (page, ..) = run(&["show", "-a", root, "--format", "html", "--no-header", "a.html"]);
    assert_eq!(page, "<p>丁</p>\n");
}

#[test]
fn nothing_is_overwritten_or_left_half_done() {
    let archive = folder(POSTS);
    let root = archive.path().to_str().unwrap();
    let place = tempfile::tempdir().unwrap();
    let full = place.path().join("full");
    fs::create_dir(&full).unwrap();
    fs::write(full.join("own"), "x").unwrap();
    let to =
        |target: &Path| run(&["export", "-a", root, "--format", "html", target.to_str().unwrap()]);
    for (target, why) in [
        (full.as_path(), "not empty"),
        (archive.path().join("out").as_path(), "in the archive"),
        (place.path().join("none/out").as_path(), "does not exist"),
        (full.join("own").as_path(), "full/own"),
    ] {
        let (_, err, code) = to(target);
        assert_eq!((err.contains(why), code), (true, 2), "{err}");
    }
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    assert_eq!(fs::read_dir(archive.path()).unwrap().count(), 2);
    // An empty folder is accepted.
    let empty = place.path().join("empty");
    fs::create_dir(&empty).unwrap();
    assert_eq!(to(&empty).2, 0);
    assert!(empty.join("index.html").is_file());
}

#[test]
fn a_query_chooses_what_is_exported() {
    let site = folder(&[
        ("2024-03-01-rain.md", "---\ntitle: Rain\ntags: [weather]\n---\nwet\n"),
        ("2024-03-02-match.md", "---\ntitle: Match\ntags: [sport]\n---\nplayed\n"),
    ]);
    let site = site.path().to_str().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out");
    let export = |query: &str| {
        run(&["export", "-a", site, "--format", "html", "-q", query, target.to_str().unwrap()])
    };

    let (_, err, code) = export("tag:chess");
    assert_eq!((err.trim_end(), code), ("kanbao: the query finds no post: nothing was written", 1));
    assert!(!target.exists());
    let (_, err, code) = export("tag:(");
    assert_eq!((err.contains("column"), code), (true, 2), "{err}");
    assert!(!target.exists());

    assert_eq!(export("-tag:sport").2, 0);
    assert!(target.join("2024-03-01-rain.html").exists());
    assert!(!target.join("2024-03-02-match.html").exists());
}

#[test]
fn unreadable_posts_are_reported() {
    let archive = folder(POSTS);
    fs::write(archive.path().join("_posts/2024-01-03-c.md"), b"\0\xff\xfe\0binary\0\xff").unwrap();
    let (folder, err, code) = export(archive.path().to_str().unwrap(), "markdown");
    assert_eq!(code, 1);
    assert!(err.contains("kanbao: _posts/2024-01-03-c.md: ") && err.contains("3 posts written"));
    assert!(folder.path().join("out/_posts/2024-01-02-b.md").is_file());
}
