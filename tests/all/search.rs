//! `kanbao search`, `facets` and `index` in scripts.

use std::fs::{self, File};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use crate::support::program::{Outcome, kanbao, outcome};

/// An archive and a home.
struct World {
    root: TempDir,
    home: TempDir,
}

const POSTS: [(&str, &str); 4] = [
    (
        "a.md",
        "---\ntitle: 工信部：芯片快讯\ndate: 2024-03-28 09:35:00 +0800\ncategories: 科技/半导体\ntags: 甲, 乙\nauthor: 张三\n---\n江城的數據中心今日投产。[链接](https://example.org/)\n",
    ),
    (
        "b.md",
        "---\ntitle: 利率\ndate: 2023-05-01\ncategories: 财经\ntags: 甲\nauthor: 张三\n---\n央行降准，数据在后。\n",
    ),
    ("c.md", "---\ntitle: 旧闻\ndate: 2020-01-01\ncategories: 科技\n---\n没有别的。\n"),
    ("d.md", "---\ntitle: 草稿\ndraft: true\ntags: 丙\n---\n数据。\n"),
];

impl World {
    fn new() -> Self {
        let world = Self { root: tempfile::tempdir().unwrap(), home: tempfile::tempdir().unwrap() };
        for (name, text) in POSTS {
            world.write(name, text);
        }
        world
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.root.path().join(name);
        fs::write(&path, text).unwrap();
        let old = SystemTime::now() - Duration::from_secs(100);
        File::options().write(true).open(path).unwrap().set_modified(old).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = kanbao(arguments);
        command.env("HOME", self.home.path()).env("KANBAO_ARCHIVE", self.root.path());
        command
    }

    fn run(&self, arguments: &[&str]) -> Outcome {
        outcome(&mut self.command(arguments))
    }
}

#[test]
fn hits_come_with_a_snippet() {
    let world = World::new();
    let expected = "2024-03-28  工信部：芯片快讯  a.md\n    江城的數據中心今日投产。链接\n\
                    2023-05-01  利率  b.md\n    央行降准，数据在后。\n";
    for _ in 0..2 {
        assert_eq!(world.run(&["search", "数据"]), (expected.to_owned(), String::new(), 0));
        let titles = |arguments: &[&str]| -> Vec<String> {
            let (out, err, _) = world.run(&[&["search", "--format", "tsv"], arguments].concat());
            assert_eq!(err, "");
            out.lines().skip(1).map(|line| line.split('\t').nth(2).unwrap().to_owned()).collect()
        };
        assert_eq!(titles(&["gxb"]), ["工信部：芯片快讯"]);
        assert_eq!(titles(&["\"gxb\""]), [""; 0]);
        assert_eq!(titles(&["数据", "-n", "1"]), ["工信部：芯片快讯"]);
        assert_eq!(titles(&["数据", "-n", "0"]), [""; 0]);
        assert_eq!(titles(&["数据", "--sort", "-date"]), ["利率", "工信部：芯片快讯"]);
        assert_eq!(titles(&["的"]), ["工信部：芯片快讯", "旧闻"]);
        assert_eq!(titles(&["数据 -芯片"]), ["利率"]);
        assert_eq!(titles(&["has:link"]), ["工信部：芯片快讯"]);
        assert_eq!(titles(&["数据", "--all"]).len(), 3);
        assert_eq!(titles(&["is:draft 数据"]), ["草稿"]);
        // Again, with an index.
        assert_eq!(world.run(&["index"]).2, 0);
    }
}

#[test]
fn machine_formats_have_the_snippet() {
    let world = World::new();
    let (out, _, code) = world.run(&["search", "数据", "--format", "tsv"]);
    assert_eq!(code, 0);
    let header = "path\tdate\ttitle\tcategories\ttags\tstatus\tsnippet";
    assert_eq!(out.lines().next(), Some(header));
    assert_eq!(
        out.lines().nth(1),
        Some(
            "a.md\t2024-03-28T09:35:00+08:00\t工信部：芯片快讯\t科技/半导体\t甲|乙\tshown\t江城的數據中心今日投产。链接"
        )
    );
    let (out, _, _) = world.run(&["search", "数据", "--format", "jsonl"]);
    let lines: Vec<serde_json::Value> =
        out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["path"], "a.md");
    assert_eq!(lines[0]["snippet"], "江城的數據中心今日投产。链接");
    assert_eq!(lines[1]["snippet"], "央行降准，数据在后。");
    let (out, _, _) = world.run(&["search", "数据", "--format", "json"]);
    let array: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(array, serde_json::Value::Array(lines));
    let (out, _, code) = world.run(&["search", "无此词", "--format", "json"]);
    assert_eq!((out.as_str(), code), ("[\n]\n", 1));
}

#[test]
fn words_that_mean_the_same_find_each_other() {
    let world = World::new();
    let set = "posts.synonyms=央行 = 半导体 = 旧闻";
    let titles = |query: &str| {
        let (out, _, _) = world.run(&["list", "--set", set, "--format", "tsv", "-q", query]);
        out.lines()
            .skip(1)
            .map(|line| line.split('\t').nth(2).unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(titles("央行"), ["利率", "旧闻"]);
    assert_eq!(titles("旧闻 -降准"), ["旧闻"]);
    assert_eq!(titles("\"央行\""), ["利率"]);
    assert_eq!(titles("body:旧闻"), ["利率"]);
    assert_eq!(titles("-央行"), ["工信部：芯片快讯"]);
}

#[test]
fn stories_that_several_posts_tell() {
    let world = World::new();
    let story = |title: &str, date: &str, end: &str| {
        let lines: Vec<String> = (0..30).map(|n| format!("第{n}段说的是{}号楼。", n * 7)).collect();
        format!("---\ntitle: {title}\ndate: {date}\n---\n{}{end}\n", lines.join("\n\n"))
    };
    world.write("s1.md", &story("原文", "2024-05-01", ""));
    world.write("s2.md", &story("转载", "2024-05-02", "（转自原文）"));
    world.write("s3.md", &story("又转", "2024-05-03", ""));
    let expected = "2024-05-01  原文  s1.md\n    2024-05-02  转载  s2.md\n    \
                    2024-05-03  又转  s3.md\n1 story, 2 repeats of 7 posts\n";
    // From the files, then from the index.
    let check = || world.run(&["check", "--duplicates"]);
    assert_eq!(check(), (expected.to_owned(), String::new(), 1));
    assert_eq!(world.run(&["index"]).2, 0);
    assert_eq!(check(), (expected.to_owned(), String::new(), 1));
    let titles = |query: &str| {
        let (out, _, _) = world.run(&["list", "--format", "tsv", "-q", query]);
        out.lines()
            .skip(1)
            .map(|line| line.split('\t').nth(2).unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(titles("is:duplicate"), ["又转", "转载"]);
    assert_eq!(titles("号楼 -is:duplicate"), ["原文"]);
    // A post that changes tells another story.
    world.write("s3.md", "---\ntitle: 改\ndate: 2024-05-03\n---\n别的。\n");
    assert_eq!(titles("is:duplicate"), ["转载"]);
    assert_eq!(world.run(&["index"]).2, 0);
    assert_eq!(titles("is:duplicate"), ["转载"]);
    // The index does not know this one yet.
    world.write("s4.md", &story("新转", "2024-05-04", ""));
    assert_eq!(titles("is:duplicate"), ["新转", "转载"]);
}

/// The objects of posts are the same from the index as from the files.
#[test]
fn objects_are_those_of_the_files() {
    let world = World::new();
    world.write(
        "e.md",
        "---\ntitle: 附图\ndate: tuesday\n---\n> 引文 **重** [一](d.md)\n\n![图](x.png) https://example.org\n",
    );
    world.write("f.md", "第一段。\n\n<!-- more -->\n\n第二段有\u{202e}控制符。\n");
    world.write("g.html", "<p>　</p><p>甲&nbsp;乙<br>丙</p>");
    world.write("h.md", "---\ntitle: x\nexcerpt: 别处的摘要\n---\n正文。\n");
    fs::write(world.root.path().join("bad.md"), b"\xff\xfe\x00").unwrap();
    assert_eq!(world.run(&["index"]).2, 0);
    for arguments in [
        &["list", "--all", "--format", "jsonl"][..],
        &["search", "数据 OR 第二 OR 附", "--all", "--format", "jsonl"],
    ] {
        let stored = world.run(arguments);
        assert!(stored.0.lines().count() > 2, "{stored:?}");
        assert_eq!(stored, world.run(&[arguments, &["--no-store"]].concat()));
    }
    let exported = |name: &str, more: &[&str]| {
        let to = world.home.path().join(name);
        let arguments = ["export", "--all", "--format", "jsonl", to.to_str().unwrap()];
        assert_eq!(world.run(&[&arguments[..], more].concat()).2, 0);
        fs::read_to_string(to.join("posts.jsonl")).unwrap()
    };
    assert_eq!(exported("a", &[]), exported("b", &["--no-store"]));
}

#[test]
fn no_hits_and_bad_queries_have_exit_codes() {
    let world = World::new();
    assert_eq!(world.run(&["search", "无此词"]), (String::new(), String::new(), 1));
    for (query, what) in [
        ("", "nothing to look for"),
        (" ", "nothing to look for"),
        ("sort:title", "nothing to look for"),
        ("\"半", "never closed"),
        ("/工(业/", "this ( is never closed"),
        ("titel:x", "did you mean title:?"),
        (&"工".repeat(10_000), "longer than"),
    ] {
        let (out, err, code) = world.run(&["search", query]);
        assert_eq!((out.as_str(), code), ("", 2), "{query}");
        assert!(err.starts_with("kanbao: query: ") && err.contains(what), "{err}");
    }
    assert_eq!(world.run(&["search"]).2, 2);
    assert_eq!(world.run(&["facets", "colours"]).2, 2);
    assert_eq!(world.run(&["index", "--status", "--clear"]).2, 2);
}

#[test]
fn facets_are_counted() {
    let world = World::new();
    let facets = |arguments: &[&str]| {
        let (out, err, code) = world.run(&[&["facets"], arguments].concat());
        assert_eq!((err.as_str(), code), ("", 0), "{arguments:?}");
        out
    };
    assert_eq!(facets(&["tags"]), "2  甲\n1  乙\n");
    assert_eq!(facets(&["categories"]), "2  科技\n1  科技/半导体\n1  财经\n");
    assert_eq!(facets(&["authors"]), "2  张三\n");
    assert_eq!(facets(&["years"]), "1  2024\n1  2023\n1  2020\n");
    assert_eq!(facets(&["years", "--all"]), "1  2024\n1  2023\n1  2020\n1  (no date)\n");
    assert_eq!(facets(&["years", "-q", "数据"]), "1  2024\n1  2023\n");
    assert_eq!(
        facets(&["categories", "--script", "traditional"]),
        "2  科技\n1  科技/半導體\n1  財經\n"
    );
    let json = facets(&["categories", "--script", "traditional", "--format", "json"]);
    assert!(json.contains("财经"), "{json}");
    assert_eq!(facets(&["tags", "--format", "tsv"]), "name\tcount\n甲\t2\n乙\t1\n");
    let lines = "{\"name\":\"2024\",\"count\":1}\n{\"name\":null,\"count\":1}\n";
    assert_eq!(facets(&["years", "--all", "-q", "数据 -利率", "--format", "jsonl"]), lines);
    let array: serde_json::Value =
        serde_json::from_str(&facets(&["authors", "--format", "json"])).unwrap();
    assert_eq!(array, serde_json::json!([{"name": "张三", "count": 2}]));
    assert_eq!(world.run(&["facets", "tags", "-q", "无此词"]), (String::new(), String::new(), 1));
}

/// Only a query that finds nothing exits with 1.
#[test]
fn an_archive_of_drafts_has_no_facets_and_exits_with_0() {
    let world = World::new();
    for (name, _) in POSTS.iter().filter(|(_, text)| !text.contains("draft: true")) {
        fs::remove_file(world.root.path().join(name)).unwrap();
    }
    for facet in ["categories", "tags", "authors", "years"] {
        assert_eq!(world.run(&["facets", facet]), (String::new(), String::new(), 0), "{facet}");
    }
    assert_eq!(world.run(&["facets", "tags", "--all"]), ("1  丙\n".to_owned(), String::new(), 0));
    assert_eq!(world.run(&["facets", "tags", "-q", "数据"]).2, 1);
}

#[test]
fn an_index_is_built_described_and_removed() {
    let world = World::new();
    let (out, _, code) = world.run(&["index", "--status"]);
    assert!(code == 1 && out.contains("missing") && out.contains("0 of 4"), "{out}");
    let (out, err, code) = world.run(&["index"]);
    assert_eq!((err.as_str(), code), ("", 0));
    assert!(out.starts_with("4 posts added, 0 removed; "), "{out}");
    let (out, _, code) = world.run(&["index", "--status"]);
    assert!(code == 0 && out.contains("up to date") && out.contains("4 of 4"), "{out}");
    assert!(out.contains(".cache/kanbao/index/"), "{out}");
    world.write("e.md", "新文章");
    fs::remove_file(world.root.path().join("b.md")).unwrap();
    let (out, _, code) = world.run(&["index", "--status"]);
    assert!(code == 1 && out.contains("3 of 4"), "{out}");
    // A post missing from the index is found, a deleted one is not.
    assert!(world.run(&["search", "新文章"]).0.contains("e.md"));
    assert_eq!(world.run(&["search", "降准"]).2, 1);
    assert!(world.run(&["index"]).0.starts_with("1 post added, 1 removed"));
    assert!(world.run(&["index", "--rebuild"]).0.starts_with("4 posts added"));
    // A file that may change again without a trace.
    let young = world.root.path().join("f.md");
    fs::write(&young, "刚写好").unwrap();
    let later = SystemTime::now() + Duration::from_secs(2);
    File::options().write(true).open(&young).unwrap().set_modified(later).unwrap();
    let (out, err, code) = world.run(&["index"]);
    assert!(code == 0 && out.starts_with("0 posts added, 0 removed; "), "{out}");
    assert!(err.contains("one post was not added"), "{err}");
    fs::remove_file(young).unwrap();
    for word in ["size ", "1 segment", "age ", " second"] {
        assert!(world.run(&["index", "--status"]).0.contains(word), "{word}");
    }
    assert_eq!(world.run(&["index", "--clear"]), (String::new(), String::new(), 0));
    assert_eq!(world.run(&["index", "--status"]).2, 1);
    assert_eq!(world.run(&["index", "--clear"]).2, 0);
}

#[test]
fn a_damaged_index_is_reported_and_rebuilt() {
    let world = World::new();
    world.run(&["index"]);
    let indexes = world.home.path().join(".cache/kanbao/index");
    let folder = indexes.read_dir().unwrap().next().unwrap().unwrap().path();
    let entries = folder.read_dir().unwrap().map(|entry| entry.unwrap().path());
    for path in entries.filter(|path| path.extension().is_some_and(|name| name == "seg")) {
        fs::remove_file(&path).unwrap();
        fs::write(&path, "x").unwrap();
    }
    assert!(world.run(&["search", "数据"]).0.contains("a.md"));
    let (out, _, code) = world.run(&["index", "--status"]);
    assert!(code == 1 && out.contains("damaged"), "{out}");
    let (_, err, code) = world.run(&["index"]);
    assert!(code == 0 && err.starts_with("kanbao: the index was damaged"), "{err}");
    assert_eq!(world.run(&["index", "--status"]).2, 0);
}

#[test]
fn samples_and_homeless_users_have_no_index() {
    let world = World::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let mut command = world.command(&["index"]);
    let output =
        command.env_remove("KANBAO_ARCHIVE").current_dir(elsewhere.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("need no index"));
    let mut command = world.command(&["search", "看报"]);
    let output =
        command.env_remove("KANBAO_ARCHIVE").current_dir(elsewhere.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    // The cache folder cannot be created.
    let file = world.home.path().join("file");
    fs::write(&file, "").unwrap();
    let mut command = world.command(&["index"]);
    let output = command.env("XDG_CACHE_HOME", &file).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("the index cannot be written"));
    let found = world.command(&["search", "数据"]).env("XDG_CACHE_HOME", &file).output().unwrap();
    assert_eq!(found.status.code(), Some(0));
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let world = World::new();
    for arguments in [
        &["search", "数据"][..],
        &["search", "的", "--format", "jsonl"],
        &["facets", "tags"],
        &["facets", "years", "--format", "json"],
        &["index"],
        &["index", "--status"],
    ] {
        let mut child =
            world.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    }
}

#[test]
fn each_has_help_with_examples() {
    let world = World::new();
    for name in ["search", "facets", "index"] {
        let (out, _, code) = world.run(&[name, "--help"]);
        assert_eq!(code, 0);
        assert!(out.contains(&format!("kanbao {name} ")) && out.contains("Examples:"), "{out}");
    }
}

#[test]
fn list_finds_by_the_index() {
    let world = World::new();
    let before = world.run(&["list", "-q", "数据 OR gxb"]);
    assert_eq!(before.2, 0);
    world.run(&["index"]);
    assert_eq!(world.run(&["list", "-q", "数据 OR gxb"]), before);
    let status = world.run(&["list", "-q", "-n", "无此词"]);
    assert_eq!(status.2, 2);
}
