//! `kanbao list`.

use std::fs;

use super::{POST, path};
use crate::support::program::{Home, SAMPLES, folder, kanbao, run};

#[test]
fn list_prints_newest_first() {
    let folder = folder(&[
        ("a.md", POST),
        ("2024-03-29-b.md", "# 乙\n\n正文"),
        ("c.md", "---\ntitle: 旧\ndate: 2020-01-01\n---\nx"),
    ]);
    let (out, err, code) = run(&["list", "-a", path(&folder)]);
    assert_eq!((err.as_str(), code), ("", 0));
    assert_eq!(
        out,
        "2024-03-29  乙  2024-03-29-b.md\n2024-03-28  标题  a.md\n2020-01-01  旧  c.md\n"
    );
    let titles = |arguments: &[&str]| -> String {
        let (out, _, code) = run(&[&["list", "-a", path(&folder)], arguments].concat());
        assert_eq!(code, 0);
        out.lines().filter_map(|line| line.split_whitespace().nth(1)).collect()
    };
    assert_eq!(titles(&["-n", "1"]), "乙");
    assert_eq!(titles(&["--sort", "-date"]), "旧标题乙");
    // By the reading of Han.
    assert_eq!(titles(&["--sort", "title"]), "标题旧乙");
    assert_eq!(titles(&["--sort", "-title"]), "乙旧标题");
}

#[test]
fn machine_formats_have_stable_names() {
    let folder = folder(&[("a.md", POST)]);
    let (out, _, _) = run(&["list", "-a", path(&folder), "--format", "tsv"]);
    assert_eq!(
        out,
        "path\tdate\ttitle\tcategories\ttags\tstatus\na.md\t2024-03-28T09:35:00+08:00\t标题\t科技\t甲|乙\tshown\n"
    );
    let (out, _, _) = run(&["list", "-a", path(&folder), "--format", "jsonl"]);
    let record: serde_json::Value = serde_json::from_str(out.trim_end()).unwrap();
    assert_eq!(
        record,
        serde_json::json!({
            "path": "a.md", "title": "标题", "title_derived": false, "date": "2024-03-28T09:35:00+08:00",
            "categories": ["科技"], "tags": ["甲", "乙"], "authors": [],
            "excerpt": "今天天气很好，我们出去走走吧。链接", "url": null, "chars": 17,
            "links": ["https://example.org/"], "status": "shown", "read": false, "starred": false, "mine": [], "problems": []
        })
    );
    let (out, _, _) = run(&["list", "-a", path(&folder), "--format", "json"]);
    let records: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(records, serde_json::Value::Array(vec![record]));
}

#[test]
fn posts_are_listed_by_when_they_were_read() {
    let home = Home::new(&[]);
    let archive = folder(&[
        ("_config.yml", "timezone: Asia/Shanghai\n"),
        ("_posts/2024-01-01-a.md", "---\ncategories: 科技\n---\n甲"),
        ("_posts/2024-01-02-b.md", "---\ncategories: 财经\n---\n乙"),
        ("_posts/2024-01-03-c.md", "丙"),
    ]);
    let root = archive.path().to_str().unwrap();
    // 2024-05-31T16:30:00Z, which is June in Shanghai; and a day later.
    let read = |name: &str, ms: u64| {
        format!(r#"{{"kind":"read","path":"_posts/{name}.md","value":"","ms":{ms}}}"#)
    };
    let records =
        [read("2024-01-02-b", 1_717_173_000_000), read("2024-01-01-a", 1_717_259_400_000)];
    home.write("state.jsonl", &records.join("\n"));
    let (_, err, code) = home.run(&["state", "import", "-a", root, "state.jsonl"]);
    assert_eq!((err.as_str(), code), ("", 0));
    let listed = |query: &str, more: &[&str]| -> String {
        let arguments = ["list", "-a", root, "--format", "tsv", "-q", query];
        let (out, _, _) = home.run(&[&arguments, more].concat());
        let stem = |line: &str| line.split_once(".md").map(|(stem, _)| stem.chars().last());
        out.lines().skip(1).filter_map(|line| stem(line).flatten()).collect()
    };
    assert_eq!(listed("", &["--sort", "read"]), "abc");
    assert_eq!(listed("sort:-read", &[]), "cba");
    assert_eq!(listed("read:2024-06", &[]), "ba");
    assert_eq!(listed("read:2024-06-01", &[]), "b");
    assert_eq!(listed("read:2024-05 OR read:7d", &[]), "");
    assert_eq!(listed("-read:2024-06-01", &[]), "ca");
    let (out, _, _) = home.run(&["facets", "-a", root, "-q", "read:2024-06-01", "categories"]);
    assert!(out.contains("财经") && !out.contains("科技"), "{out}");
}

#[test]
fn all_lists_what_is_hidden() {
    let (some, _, _) = run(&["list", "-a", SAMPLES]);
    let (all, _, _) = run(&["list", "-a", SAMPLES, "--all"]);
    assert!(!some.contains("_drafts/") && all.contains("_drafts/"));
    assert!(all.lines().count() > some.lines().count());
}

/// S45.
#[test]
fn without_a_terminal_the_list_is_printed() {
    let folder = folder(&[("a.md", POST)]);
    assert_eq!(run(&[path(&folder)]), ("2024-03-28  标题  a.md\n".to_owned(), String::new(), 0));
}

#[test]
fn settings_for_dates() {
    // R11, R12, J11
    let folder = tempfile::tempdir().unwrap();
    let posts = folder.path().join("_posts");
    fs::create_dir(&posts).unwrap();
    fs::write(folder.path().join("_config.yml"), "timezone: Asia/Shanghai\n").unwrap();
    fs::write(posts.join("2020-01-01-a.md"), "---\ndate: 2020-01-01 20:00:00\n---\nx").unwrap();
    fs::write(posts.join("9000-01-01-b.md"), "x").unwrap();
    let listed = |options: &[&str]| {
        let output = kanbao(&[])
            .args(["list", "--format", "tsv", "-a"])
            .arg(folder.path())
            .args(options)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines()
            .skip(1)
            .map(|line| line.split('\t').nth(1).unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(listed(&[]), ["9000-01-01T00:00:00+08:00", "2020-01-01T20:00:00+08:00"]);
    assert_eq!(listed(&["--hide-future"]), ["2020-01-01T20:00:00+08:00"]);
    assert_eq!(listed(&["--naive-utc"])[1], "2020-01-02T04:00:00+08:00");
}

#[test]
fn list_takes_a_query() {
    let folder = folder(&[
        ("a.md", POST),
        (
            "b.md",
            "---\ntitle: 工信部：ＡＩ芯片\ndate: 2024-03-27\ntags: [乙, 两个 词]\n---\n没有链接 ![图](x.png)\n",
        ),
        ("sub/c.md", "---\ntitle: 旧闻\ndate: 2020-01-01\nauthor: 张三\n---\n天气\n"),
        ("d.md", "---\ntitle: 草稿\ndraft: true\n---\n天气\n"),
        ("e.md", "---\ntitle: 半篇\n---\n"),
    ]);
    let found = |query: &str, more: &[&str]| -> String {
        let arguments = [&["list", "-a", path(&folder), "-q", query], more].concat();
        let (out, err, code) = run(&arguments);
        assert_eq!((err.as_str(), code), ("", i32::from(out.is_empty())), "{query}");
        out.lines().filter_map(|line| line.rsplit(' ').next()).collect::<Vec<_>>().join(" ")
    };
    for (query, expected) in [
        ("", "a.md b.md sub/c.md e.md"),
        ("天气", "a.md sub/c.md"),
        ("天气 OR ai芯片", "a.md b.md sub/c.md"),
        ("天气 -标题", "sub/c.md"),
        ("-天气", "b.md e.md"),
        ("title:天气", ""),
        ("#乙", "a.md b.md"),
        ("＃“两个 词”", "b.md"),
        ("c:科技 has:link", "a.md"),
        ("has:image -has:link", "b.md"),
        ("author:张 path:sub", "sub/c.md"),
        ("date:2024-03-28 OR date:..2021", "a.md sub/c.md"),
        ("/^..$/ sort:title", "e.md a.md sub/c.md"),
        ("is:draft", "d.md"),
        ("天气 is:hidden", "d.md"),
    ] {
        assert_eq!(found(query, &[]), expected, "{query}");
    }
    assert_eq!(found("天气", &["--all"]), "a.md sub/c.md d.md");
    assert_eq!(found("天气", &["-n", "1"]), "a.md");
    assert_eq!(found("天气 sort:title", &["--sort", "date"]), "a.md sub/c.md");
    assert_eq!(found("天气 OR 旧闻 sort:relevance", &[]), "sub/c.md a.md");
    let (out, _, code) = run(&["list", "-a", path(&folder), "-q", "无", "--format", "json"]);
    assert_eq!((out.as_str(), code), ("[\n]\n", 1));
}

#[test]
fn a_query_error_shows_its_column() {
    let error = |query: &str| {
        let (out, err, code) = run(&["list", "-a", SAMPLES, "-q", query]);
        assert_eq!((out.as_str(), code), ("", 2));
        err
    };
    assert_eq!(
        error("标题 titel:甲\u{1b}[31m"),
        "kanbao: query: column 4: there is no field titel:\n  标题 titel:甲\n       ^\n  did you mean title:?\n"
    );
    assert_eq!(error("(甲"), "kanbao: query: column 1: this ( is never closed\n  (甲\n  ^\n");
    // A long text pasted by mistake (S27): the line is cut around the column.
    let pasted = error(&"字".repeat(10_000));
    assert!(pasted.starts_with("kanbao: query: column 4,097: the query is longer than 4096"));
    assert!(pasted.lines().all(|line| line.chars().count() < 120), "{pasted}");
}
