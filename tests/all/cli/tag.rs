//! `kanbao tag`: the user's own tags.

use std::fs;
use std::path::Path;

use crate::support::program::{Outcome, kanbao, outcome};

/// An archive of three posts and the folder of its reading state.
struct Tagged(tempfile::TempDir);

impl Tagged {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("posts")).unwrap();
        for (day, title) in [(1, "降准"), (2, "利率"), (3, "天气")] {
            let name = format!("posts/2024-01-0{day}-{day}.md");
            fs::write(folder.path().join(name), format!("---\ntitle: {title}\n---\n正文\n"))
                .unwrap();
        }
        Self(folder)
    }

    fn run_in(&self, state: &str, arguments: &[&str]) -> Outcome {
        let path = |name: &str| -> String { self.0.path().join(name).to_str().unwrap().to_owned() };
        let mut command = kanbao(&["-a", &path("posts")]);
        command.args(arguments).env("HOME", self.0.path());
        outcome(command.env("XDG_STATE_HOME", path(state)))
    }

    fn run(&self, arguments: &[&str]) -> Outcome {
        self.run_in("state", arguments)
    }

    #[track_caller]
    fn check(&self, arguments: &[&str], expected: &str, code: i32) {
        assert_eq!(
            self.run(arguments),
            (expected.to_owned(), String::new(), code),
            "{arguments:?}"
        );
    }

    /// The titles that a query finds.
    fn found(&self, state: &str, query: &str) -> Vec<String> {
        let (out, err, _) = self.run_in(state, &["list", "--format", "tsv", "-q", query]);
        assert_eq!(err, "", "{query}");
        out.lines().skip(1).filter_map(|line| line.split('\t').nth(2)).map(str::to_owned).collect()
    }
}

#[test]
fn posts_are_tagged_by_query_and_found_by_tag() {
    let tagged = Tagged::new();
    tagged.check(&["tag"], "", 1);
    tagged.check(
        &["tag", "--dry-run", "-q", "降准 OR 利率", "+货币", "-无"],
        "2024-01-02-2.md  +货币\n2024-01-01-1.md  +货币\n2 of 2 posts would change\n",
        0,
    );
    tagged.check(&["tag"], "", 1);
    tagged.check(&["tag", "-q", "降准 OR 利率", "+货币"], "2 of 2 posts changed\n", 0);
    tagged.check(&["tag", "-q", "", "+全部", "+货币"], "3 of 3 posts changed\n", 0);
    tagged.check(&["tag", "-q", "title:天气", "-货币"], "1 of 1 post changed\n", 0);
    tagged.check(&["tag", "-q", "没有这样的", "+甲"], "0 of 0 posts changed\n", 1);
    tagged.check(&["tag"], "      3  全部\n      2  货币\n", 0);
    assert_eq!(tagged.found("state", "mine:货币"), ["利率", "降准"]);
    assert_eq!(tagged.found("state", "-mine:货币 mine:全部"), ["天气"]);
    let (json, ..) = tagged.run(&["list", "--format", "jsonl", "-q", "降准"]);
    assert!(json.contains(r#""mine":["全部","货币"]"#), "{json}");
    // Renamed.
    tagged.check(&["tag", "-q", "mine:货币", "--", "+央行", "-货币"], "2 of 2 posts changed\n", 0);
    tagged.check(&["tag"], "      3  全部\n      2  央行\n", 0);
}

#[test]
fn what_is_no_tag_changes_nothing() {
    let tagged = Tagged::new();
    for (arguments, wrong) in [
        (&["tag", "+甲"][..], "no posts are named"),
        (&["tag", "-q", "降准"], "no tags are named"),
        (&["tag", "-q", "", "甲"], "needs + or -"),
        (&["tag", "-q", "", "+"], "there is no tag"),
        (&["tag", "-q", "", "+甲 乙"], "cannot contain spaces"),
        (&["tag", "-q", "", "+甲", "+乙", "-甲"], "甲: a tag cannot be added and removed at once"),
        (&["tag", "-q", "", "+甲", "--dry-run"], "Options come before the tags"),
        (&["tag", "-q", "", "+甲", "-a", "folder"], "Options come before the tags"),
        (&["tag", "-q", "nofield:(", "+甲"], "query"),
    ] {
        let (out, err, code) = tagged.run(arguments);
        assert_eq!((out.as_str(), code), ("", 2), "{arguments:?}");
        assert!(err.contains(wrong), "{arguments:?}: {err}");
    }
    tagged.check(&["tag"], "", 1);
}

/// Two machines that tag offline: an exchange of their exports gives both the same tags.
#[test]
fn tags_of_two_machines_are_exchanged() {
    let tagged = Tagged::new();
    for (state, query, tag) in
        [("one", "降准", "+甲"), ("two", "降准", "+乙"), ("two", "利率", "+甲")]
    {
        assert_eq!(tagged.run_in(state, &["tag", "-q", query, tag]).2, 0);
    }
    for (from, to) in [("one", "two"), ("two", "one")] {
        let (export, _, code) = tagged.run_in(from, &["state", "export"]);
        assert_eq!(code, 0);
        assert!(export.contains(r#""path":"2024-01-01-1.md","name":"#), "{export}");
        let file = tagged.0.path().join("export.jsonl");
        fs::write(&file, export).unwrap();
        let (_, err, code) = tagged.run_in(to, &["state", "import", text(&file)]);
        assert_eq!((err.as_str(), code), ("", 0));
    }
    for state in ["one", "two"] {
        assert_eq!(tagged.run_in(state, &["tag"]).0, "      2  甲\n      1  乙\n");
        assert_eq!(tagged.found(state, "mine:甲 mine:乙"), ["降准"]);
    }
    let bogus = r#"{"kind":"tag","path":"a.md","value":true,"ms":1}"#;
    let file = tagged.0.path().join("bogus.jsonl");
    fs::write(&file, bogus).unwrap();
    let (_, err, code) = tagged.run(&["state", "import", text(&file)]);
    assert!(err.contains("it names no tag") && code == 1, "{err}");
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
