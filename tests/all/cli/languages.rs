//! What the command line prints is in the user's language; what other programs read is the same in
//! every language.

use std::path::Path;

use crate::support::program::{SAMPLES, folder, kanbao, outcome};

/// ASCII words of Chinese output: names of programs, options, variables, formats and protocols.
const NAMES: &[&str] = &[
    "images",
    "kanbao",
    "list",
    "show",
    "check",
    "config",
    "default",
    "fetch",
    "feeds",
    "add",
    "import",
    "help",
    "format",
    "tsv",
    "set",
    "since-last",
    "name",
    "git",
    "pull",
    "export",
    "index",
    "tag",
    "daily",
    "front",
    "matter",
    "utf",
    "gbk",
    "liquid",
    "jekyll",
    "url",
    "http",
    "https",
    "true",
    "false",
    "toml",
    "home",
    "xdg",
    "linux",
    "tmux",
    "screen",
    "ssh",
    "term",
    "colorterm",
    "program",
    "lang",
    "no",
    "color",
    "yaml",
    "gb",
    "html",
    "markdown",
    "doctor",
    "cst",
    "top",
    "kb",
    "mb",
    "opml",
    // Keys of front matter.
    "date",
    "published",
    "tags",
    "title",
    // Of this test.
    "out",
    "nowhere",
    "nothing",
    "empty",
    "lst",
    "urls",
    "news",
];

/// The words of a line that are neither names nor quoted nor parts of paths and variables.
fn english(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let quoted =
        |at: usize| line.get(..at).is_some_and(|before| before.matches('`').count() % 2 == 1);
    let is_letter = |c: char| c.is_ascii_alphabetic();
    let mut rest = line;
    while let Some(start) = rest.find(is_letter) {
        let (before, tail) = rest.split_at(start);
        let end = tail.find(|c| !is_letter(c)).unwrap_or(tail.len());
        let (word, after) = tail.split_at(end);
        let at = line.len() - tail.len();
        let touches = |c: char| c.is_ascii_digit() || "/._-=+$:[".contains(c);
        let is_part = before.ends_with(touches) || after.starts_with(touches);
        let is_name = NAMES.contains(&word.to_ascii_lowercase().as_str());
        if word.len() > 1 && !is_part && !is_name && !quoted(at) {
            words.push(word);
        }
        rest = after;
    }
    words
}

/// Runs the program as a Chinese user in a folder that is home and working directory.
fn run(locale: &str, home: &Path, arguments: &[&str]) -> (String, String, i32) {
    let mut command = kanbao(arguments);
    command.env("LC_ALL", locale).env("HOME", home).current_dir(home);
    outcome(&mut command)
}

const POST: &str = "---\ntitle: 标题\ndate: 2024-13-01\ncategories: 科技\n---\n今天天气很好。\n";

#[test]
fn no_message_is_english_where_the_user_is_chinese() {
    let home = folder(&[
        ("news/甲.md", POST),
        ("news/.kanbao.toml", "nmae = '报'\n[views]\n'坏' = 'titel:甲'\n"),
        (".config/kanbao/config.toml", "[reading]\nmesure = 60\nmeasure = 5\n[screen\n"),
        (".config/kanbao/keys.toml", "[list]\n'5 x' = 'help'\nx = 'hepl'\n[global]\ng = 'top'\n"),
        ("feeds/feeds.toml", "interval = 5\n"),
        ("empty/说明", ""),
        ("states.jsonl", "{\"kind\":\"甲\"}\n"),
        ("urls", "exec:x\n"),
    ]);
    let commands: &[&[&str]] = &[
        &["check", "-a", "news"],
        &["check", "-a", SAMPLES],
        &["check", "-a", "nowhere"],
        &["check", "-a", "empty"],
        &["doctor", "-a", "news"],
        &["doctor"],
        &["index", "-a", "news"],
        &["index", "-a", "news", "--status"],
        &["index", "-a", "news/甲.md"],
        &["index", "-a", "news", "--restricted"],
        &["list", "-a", "news", "-q", "titel:甲"],
        &["list", "-a", "news", "-q", "(甲"],
        &["list", "-a", "news", "--since-last", "a/b"],
        &["search", "-a", "news", ""],
        &["facets", "-a", "news", "years"],
        &["show", "-a", "news", "乙"],
        &["export", "-a", "news", "--format", "html", "news"],
        &["export", "-a", "news", "--format", "html", "out"],
        &["export", "-a", "news", "--format", "html", "-q", "丙", "none"],
        &["export", "-a", "news", "--format", "html", "x", "--restricted"],
        &["state", "-a", "news", "import", "states.jsonl"],
        &["state", "-a", "news", "import", "nothing"],
        &["tag", "-a", "news", "+甲"],
        &["tag", "-a", "news", "-q", ""],
        &["tag", "-a", "news", "-q", "", "甲"],
        &["tag", "-a", "news", "-q", "", "+甲"],
        &["config", "path"],
        &["list", "-a", "news", "--set", "mesure=1"],
        &["list", "-a", "news", "--set", "measure"],
        &["list", "--config", "nowhere"],
        &["lst"],
        #[cfg(feature = "fetch")]
        &["feeds", "-a", "feeds", "list"],
        #[cfg(feature = "fetch")]
        &["feeds", "-a", "feeds", "add", "ftp://example.org"],
        #[cfg(feature = "fetch")]
        &["feeds", "-a", "feeds", "import", "urls"],
        #[cfg(feature = "fetch")]
        &["fetch", "-a", "feeds"],
        &["pull", "-a", "news"],
    ];
    let mut faults = Vec::new();
    for locale in ["zh_CN.UTF-8", "zh_TW.UTF-8"] {
        for arguments in commands {
            let (out, err, _) = run(locale, home.path(), arguments);
            let text = out + &err;
            assert!(!text.trim().is_empty(), "{arguments:?} says nothing");
            // Messages of library parsers are not translated.
            let parsers = ["不是有效的记录：", "不是有效的紀錄："];
            let own = text.lines().filter(|line| !parsers.iter().any(|known| line.contains(known)));
            for line in own {
                let words = english(line);
                if !words.is_empty() {
                    faults.push(format!("{arguments:?}: {line}: {words:?}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_programs_read_has_no_language() {
    let home = folder(&[("news/甲.md", POST), ("news/.kanbao.toml", "nmae = '报'\n")]);
    for arguments in [
        &["check", "-a", "news", "--format", "jsonl"][..],
        &["check", "-a", "news", "--format", "tsv"],
        &["list", "-a", "news", "--format", "json"],
        &["list", "-a", "news", "--format", "tsv"],
        &["facets", "-a", "news", "years", "--format", "tsv"],
        &["state", "-a", "news", "export"],
        &["man"],
        &["completions", "bash"],
    ] {
        let (out, _, code) = run("C.UTF-8", home.path(), arguments);
        let (chinese, _, same) = run("zh_CN.UTF-8", home.path(), arguments);
        assert_eq!((chinese, same), (out, code), "{arguments:?}");
    }
}

#[test]
fn help_is_in_the_users_language() {
    let home = folder(&[]);
    for (locale, first) in [
        ("C.UTF-8", "Print one post as the reader would show it"),
        ("de_DE.UTF-8", "Print one post as the reader would show it"),
        ("zh_CN.UTF-8", "显示一篇文章，和阅读器里一样"),
        ("zh_TW.UTF-8", "顯示一篇文章，和閱讀器裡一樣"),
    ] {
        for arguments in [["show", "-h"], ["show", "--help"], ["help", "show"]] {
            let (out, err, code) = run(locale, home.path(), &arguments);
            assert_eq!((out.lines().next(), err.as_str(), code), (Some(first), "", 0), "{locale}");
        }
    }
    // An argument that needs a value of another kind does not get in the way.
    let (out, ..) = run("zh_CN.UTF-8", home.path(), &["list", "--sort", "title", "-n", "3", "-h"]);
    assert!(out.starts_with("列出文章"), "{out}");
}
