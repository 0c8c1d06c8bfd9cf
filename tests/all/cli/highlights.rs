//! `kanbao highlights`: what was highlighted, as Markdown and as objects.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use crate::support::program::{Outcome, kanbao, outcome};

/// An archive and the folder of its reading state.
struct Marked(tempfile::TempDir);

const SPRING: &str = "春天来了，河边的柳树发了芽。孩子们在草地上放风筝，老人坐在长椅上看书。\n\n下午下了一场小雨，路面很快就干了。";
const RAIN: &str = "下午下了一场小雨，路面很快就干了。";

impl Marked {
    fn new() -> Self {
        let marked = Self(tempfile::tempdir().unwrap());
        fs::create_dir(marked.0.path().join("posts")).unwrap();
        marked.post("2024-01-01-a.md", "春天", SPRING);
        marked.post("2024-01-02-b.md", "*天气*", "今天没有雨。");
        marked
    }

    fn post(&self, name: &str, title: &str, text: &str) {
        let path = self.0.path().join("posts").join(name);
        fs::write(path, format!("---\ntitle: \"{title}\"\n---\n{text}\n")).unwrap();
    }

    fn run(&self, arguments: &[&str], input: &str) -> Outcome {
        let path = |name: &str| self.0.path().join(name).to_str().unwrap().to_owned();
        let mut command = kanbao(&["-a", &path("posts")]);
        command.args(arguments).env("HOME", self.0.path()).env("XDG_STATE_HOME", path("state"));
        if input.is_empty() {
            return outcome(&mut command);
        }
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let child = child.as_mut().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let mut texts = [String::new(), String::new()];
        std::io::Read::read_to_string(child.stdout.as_mut().unwrap(), &mut texts[0]).unwrap();
        std::io::Read::read_to_string(child.stderr.as_mut().unwrap(), &mut texts[1]).unwrap();
        let [out, err] = texts;
        (out, err, child.wait().unwrap().code().unwrap())
    }

    /// Imports records of highlights.
    #[track_caller]
    fn import(&self, records: &[String]) {
        let (_, err, code) = self.run(&["state", "import", "-"], &records.join("\n"));
        assert_eq!((err.as_str(), code), ("", 0));
    }
}

/// Returns a record of a highlight in the format of an export.
fn record(kind: &str, path: &str, id: &str, value: &str, ms: u64) -> String {
    let value = serde_json::Value::from(value);
    format!(r#"{{"kind":"{kind}","path":"{path}","name":"{id}","value":{value},"ms":{ms}}}"#)
}

/// The value of a highlight over a part of a text, with its context.
fn passage(text: &str, quote: &str) -> String {
    let text = text.replace("\n\n", "\n");
    let at = text.find(quote).unwrap();
    let passage =
        kanbao::state::passage::Passage::of(&text, at..at + quote.len()).expect("a passage");
    let mut value = serde_json::to_value(&passage).unwrap();
    value["made"] = 1_700_000_000_000_u64.into();
    value.to_string()
}

#[test]
fn highlights_are_printed_as_markdown() {
    let marked = Marked::new();
    assert_eq!(marked.run(&["highlights"], ""), (String::new(), String::new(), 1));
    let path = "2024-01-01-a.md";
    marked.import(&[
        record("highlight", path, "1", &passage(SPRING, "老人坐在长椅上看书"), 1_700_000_000_000),
        record("highlight-colour", path, "1", "green", 1_700_000_000_001),
        record("highlight-note", path, "1", "*谁*？\n还有呢", 1_700_000_000_002),
        record(
            "highlight",
            path,
            "2",
            &passage(SPRING, &format!("看书。\n{RAIN}")),
            1_700_000_000_003,
        ),
        record("highlight", "gone.md", "3", &passage(SPRING, RAIN), 1_700_000_000_004),
    ]);
    let (out, err, code) = marked.run(&["highlights"], "");
    let expected = "\
## [春天](2024-01-01-a.md)

2024-01-01 · 2024-01-01-a.md

> 老人坐在长椅上看书

*green · 2023-11-14*

\\*谁\\*？\\
还有呢

> 看书。
>
> 下午下了一场小雨，路面很快就干了。

*yellow · 2023-11-14*

## gone.md

gone.md

> 下午下了一场小雨，路面很快就干了。

*yellow · 2023-11-14 · no longer in the text*
";
    assert_eq!((out.as_str(), err.as_str(), code), (expected, "", 0));
    for (query, lines) in [
        ("highlight:老人", 2),
        ("highlight:还有", 2),
        ("highlight:彩虹", 0),
        ("has:highlight", 2),
        ("-has:highlight", 0),
        ("title:天气", 0),
    ] {
        let (out, _, code) = marked.run(&["highlights", "--format", "jsonl", "-q", query], "");
        assert_eq!((out.lines().count(), code), (lines, i32::from(lines == 0)), "{query}");
    }
    // Highlights of a draft are printed too, unless a query leaves it out.
    marked.post("2024-01-03-c.md", "c\"\npublished: false\nlayout: \"x", RAIN);
    marked.import(&[record("highlight", "2024-01-03-c.md", "4", &passage(RAIN, "小雨"), 1)]);
    for (arguments, lines) in
        [(&["highlights"][..], 4), (&["highlights", "-q", "has:highlight"], 2)]
    {
        let (out, ..) = marked.run(&[arguments, &["--format", "jsonl"]].concat(), "");
        assert_eq!(out.lines().count(), lines, "{arguments:?}: {out}");
    }
    let (out, ..) = marked.run(&["list", "--format", "tsv", "-q", "has:highlight"], "");
    assert_eq!(out.lines().skip(1).count(), 1, "{out}");
}

#[test]
fn highlights_are_printed_as_objects_and_found_where_they_are_now() {
    let marked = Marked::new();
    let path = "2024-01-01-a.md";
    marked.import(&[
        record("highlight", path, "1", &passage(SPRING, "老人坐在长椅上看书"), 1_700_000_000_000),
        record("highlight", path, "2", &passage(SPRING, RAIN), 1_700_000_000_000),
        record("highlight", path, "3", &passage(SPRING, "孩子们在草地上放风筝"), 1_700_000_000_000),
    ]);
    let found = || {
        let (out, err, _) = marked.run(&["highlights", "--format", "jsonl"], "");
        assert_eq!(err, "");
        let found = |line: &str| {
            let object: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = |name: &str| object[name].as_str().unwrap_or("-").to_owned();
            format!("{} {}", text("id"), text("found"))
        };
        out.lines().map(found).collect::<Vec<_>>()
    };
    assert_eq!(found(), ["3 position", "1 position", "2 position"]);
    // A new first paragraph; a sentence edited; a paragraph deleted.
    let edited = SPRING.replace("放风筝", "放着风筝").replace(RAIN, "");
    marked.post(path, "春天", &format!("新写的开头。\n\n{edited}"));
    assert_eq!(found(), ["3 context", "1 quote", "2 -"]);
    fs::remove_file(marked.0.path().join("posts").join(path)).unwrap();
    assert_eq!(found(), ["3 -", "1 -", "2 -"]);
    let (out, ..) = marked.run(&["highlights", "--format", "jsonl"], "");
    let object: serde_json::Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    assert_eq!(object["exact"], "孩子们在草地上放风筝");
    assert_eq!(object["prefix"], "春天来了，河边的柳树发了芽。");
    assert_eq!((&object["start"], &object["end"]), (&14.into(), &24.into()));
    assert_eq!((&object["title"], &object["colour"]), (&serde_json::Value::Null, &"yellow".into()));
}

/// Text beyond the read limit of a file cannot be found.
#[test]
fn a_post_over_the_limit_of_size_keeps_its_highlights() {
    let marked = Marked::new();
    let filler = "这一行是用来把文件写大的文字，没有别的意思，只是一再重复。\n\n".repeat(100_000);
    let text = format!("开头的一句话在这里。\n\n{filler}结尾的一句话在那里。");
    assert!(text.len() > 8 << 20);
    let path = "2024-02-01-big.md";
    marked.post(path, "大", &text);
    marked.import(&[
        record("highlight", path, "1", &passage(&text, "开头的一句话在这里"), 1_700_000_000_000),
        record("highlight", path, "2", &passage(&text, "结尾的一句话在那里"), 1_700_000_000_000),
    ]);
    let (out, _, code) = marked.run(&["highlights"], "");
    assert_eq!(code, 0);
    let gone = out.matches("no longer in the text").count();
    assert!(gone == 1 && out.contains("> 开头的") && out.contains("> 结尾的"), "{out}");
}

#[test]
fn bad_records_are_refused_and_hostile_texts_are_harmless() {
    let marked = Marked::new();
    let path = "2024-01-01-a.md";
    for (record, why) in [
        (record("highlight", path, "1", "{", 1), "the value is not a valid highlight"),
        (record("highlight", path, "", &passage(SPRING, RAIN), 1), "it names no highlight"),
        (
            record("highlight-colour", path, "1", "pink", 1),
            "the value is not a valid highlight-colour",
        ),
    ] {
        let (out, err, code) = marked.run(&["state", "import", "-"], &record);
        assert!(err.contains(why) && code == 1 && out.starts_with("0 imported"), "{err}");
    }
    let hostile = "\u{1b}]52;c;x\u{7}\u{202e}# <script>[a](b)\n---\n> `";
    marked.import(&[
        record("highlight", path, "1", &passage(SPRING, RAIN), 1_700_000_000_000),
        record("highlight-note", path, "1", hostile, 1_700_000_000_000),
    ]);
    for format in ["markdown", "jsonl"] {
        let (out, _, code) = marked.run(&["highlights", "--format", format], "");
        assert_eq!(code, 0);
        assert!(!out.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{out}");
    }
    let (out, ..) = marked.run(&["highlights"], "");
    assert!(out.contains("\n\\# \\<script>\\[a\\](b)\\\n\\---\\\n\\> \\`\n"), "{out}");
    // A restricted program may do this, because the state is the user's.
    let (out, _, code) = marked.run(&["--set", "restricted=true", "highlights"], "");
    assert!(code == 0 && out.contains(RAIN), "{out}");
}
