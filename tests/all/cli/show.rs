//! `kanbao show`.

use super::{POST, path};
use crate::support::program::{PROGRAM, command, folder, kanbao, outcome, run};

#[test]
fn show_finds_a_post_by_path_file_or_part_of_its_name() {
    let folder = folder(&[
        ("x/2024-01-02-first.md", POST),
        ("2024-01-03-second.md", "正文"),
        ("y/2024-01-02-first.md", "别的"),
    ]);
    let root = path(&folder);
    let show = |post: &str| run(&["show", "-a", root, "--no-header", post]);
    let text = "今天天气很好，我们出去走走吧。链接\n";
    assert_eq!(show("x/2024-01-02-first.md").0, text);
    assert_eq!(show(folder.path().join("x/2024-01-02-first.md").to_str().unwrap()).0, text);
    assert_eq!(show("second").0, "正文\n");
    let (out, err, code) = show("first");
    assert_eq!((out.as_str(), code), ("", 1));
    let named = "  x/2024-01-02-first.md\n  y/2024-01-02-first.md\n";
    assert!(err.contains("2 file names") && err.ends_with(named), "{err}");
    let (_, err, code) = show("nowhere");
    assert_eq!(code, 1);
    assert!(err.starts_with("kanbao: nowhere: no post"), "{err}");
    // A file of the default archive keeps its path in the archive.
    let from_inside = kanbao(&[])
        .args(["show", "--format", "json", "x/2024-01-02-first.md"])
        .env("KANBAO_ARCHIVE", root)
        .current_dir(folder.path())
        .output()
        .unwrap();
    let record: serde_json::Value = serde_json::from_slice(&from_inside.stdout).unwrap();
    assert_eq!(record["path"], "x/2024-01-02-first.md");
    // A file needs no archive.
    let file = folder.path().join("x/2024-01-02-first.md");
    assert_eq!(run(&["show", "--no-header", file.to_str().unwrap()]).0, text);
}

#[test]
fn show_breaks_lines_at_the_width() {
    let folder = folder(&[("a.md", "实现“十四五”行业")]);
    let show = |width: &str, ambiguous: &str| {
        run(&[
            "show",
            "-a",
            path(&folder),
            "a.md",
            "--no-header",
            "--width",
            width,
            "--ambiguous-width",
            ambiguous,
        ])
        .0
    };
    assert_eq!(show("9", "1"), "实现“十四\n五”行业\n");
    assert_eq!(show("9", "2"), "实现“十\n四五”\n行业\n");
    assert_eq!(show("500", "1").lines().count(), 1);
}

#[test]
fn show_has_a_header_colours_and_an_object() {
    let folder = folder(&[("a.md", POST)]);
    let show = |format: &str| run(&["show", "-a", path(&folder), "a.md", "--format", format]).0;
    let text = show("text");
    assert!(
        text.starts_with(
            "标题\n2024-03-28 Thu 09:35 · 17\u{a0}chars · 1\u{a0}min · 科技 · #甲 #乙\n\n今天"
        ),
        "{text}"
    );
    assert!(!text.contains('\x1b'));
    let ansi = show("ansi");
    assert!(ansi.starts_with("\x1b[1m标题\x1b[0m\n"), "{ansi:?}");
    assert!(ansi.contains("\x1b[4m链接\x1b[0m"), "{ansi:?}");
    let record: serde_json::Value = serde_json::from_str(&show("json")).unwrap();
    assert_eq!(record["text"], "今天天气很好，我们出去走走吧。链接");
    assert_eq!(record["path"], "a.md");
}

#[test]
fn show_speaks_the_language_of_the_user() {
    let folder = folder(&[("2024-03-28-a.md", "---\ntitle: 晨\n---\n江边 ![风](a.png)\n")]);
    let shown = |variables: &[(&str, &str)]| {
        let mut command = kanbao(&[]);
        command.args(["show", "-a", path(&folder), "a"]).envs(variables.iter().copied());
        outcome(&mut command).0
    };
    // The words that replace a picture are not counted.
    let english = "晨\n2024-03-28 Thu · 6\u{a0}chars · 1\u{a0}min\n\n江边 [image: 风]\n";
    assert_eq!(shown(&[]), english);
    // The marks of the program are ASCII where the output is not UTF-8.
    let ascii = english.replace('·', "-").replace('\u{a0}', " ");
    assert_eq!(shown(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C")]), ascii);
    let chinese = "晨\n2024年3月28日 星期四 · 6\u{a0}字 · 约\u{a0}1\u{a0}分钟\n\n江边 [图 风]\n";
    assert_eq!(shown(&[("LANG", "zh_CN.UTF-8")]), chinese);
    let taiwan = shown(&[("LANG", "zh_CN.UTF-8"), ("LC_MESSAGES", "zh_TW.UTF-8")]);
    assert!(taiwan.ends_with("[圖 风]\n"), "{taiwan}");
    // Machine formats do not depend on the locale.
    let json = |variables: &[(&str, &str)]| {
        let mut command = kanbao(&[]);
        command.args(["show", "-a", path(&folder), "a", "--format", "json"]);
        outcome(command.envs(variables.iter().copied())).0
    };
    assert_eq!(json(&[]), json(&[("LANG", "zh_TW.UTF-8")]));
}

#[test]
fn a_name_is_found_in_both_unicode_forms() {
    let (nfc, nfd) = ("x/caf\u{e9} 가.md", "x/cafe\u{301} \u{1100}\u{1161}.md");
    for (on_disk, given) in [(nfc, nfd), (nfd, nfc), (nfc, nfc)] {
        let folder = folder(&[(on_disk, "正文"), ("y.md", "别的")]);
        let show = |post: &str| run(&["show", "-a", path(&folder), "--no-header", post]).0;
        assert_eq!(show(given), "正文\n", "{given:?}");
        assert_eq!(show(given.trim_start_matches("x/").trim_end_matches(".md")), "正文\n");
        let whole = folder.path().join(given);
        assert_eq!(show(whole.to_str().unwrap()), "正文\n");
        assert_eq!(run(&["show", "--no-header", whole.to_str().unwrap()]).0, "正文\n");
    }
}

/// Other programs do not know the scheme of links to posts.
#[test]
fn links_to_posts_are_relative() {
    let archive = folder(&[("x/a.md", "[甲](b.md#c)、[乙](../none.md)"), ("x/b.md", "# c")]);
    for (format, expected) in [
        ("markdown", ["[甲](../x/b.md#c)", "[乙](../none.md)"]),
        ("html", ["href=\"../x/b.md#c\"", "href=\"../none.md\""]),
    ] {
        let arguments = ["show", "-a", path(&archive), "x/a.md", "--no-header", "--format", format];
        let shown = run(&arguments).0;
        assert!(expected.iter().all(|link| shown.contains(link)), "{shown}");
    }
}

#[test]
fn a_pipe_gets_emoji_sequences_whole() {
    for emoji in ["👨‍👩‍👧‍👦", "👍🏽", "❤️", "🇨🇳", "1️⃣", "🏳️‍🌈"]
    {
        let text = format!("甲{emoji}乙\n");
        let archive = folder(&[("2024-01-03-a.md", &text)]);
        let show = |more: &[&str]| {
            run(&[&["show", "-a", path(&archive), "--no-header", "01-03-a"], more].concat()).0
        };
        assert_eq!(show(&[]), text, "{emoji:?}");
        assert_eq!(show(&["--format", "ansi"]), text, "{emoji:?}");
    }
}

/// The limit on the data of the process is a quarter above what a debug build needs, so that a copy
/// of the table for each step of its way would be refused.
#[test]
fn a_table_of_half_a_million_cells_stays_in_bounds() {
    let row = |cell: &str| format!("|{}\n", format!(" {cell} |").repeat(50));
    let table = row("头") + &row("-") + &row("甲乙").repeat(10_000);
    let folder = folder(&[("a.md", &table)]);
    for (format, megabytes) in [("text", 240), ("markdown", 160), ("html", 160)] {
        let script = format!("ulimit -d {} && exec \"$@\"", megabytes * 1024);
        let show = ["-c", &script, "sh", PROGRAM, "show", "-a", path(&folder), "--format", format];
        let mut sh = command("sh", &show);
        let (out, err, code) = outcome(sh.arg("a.md").env("LC_CTYPE", "C.UTF-8"));
        assert_eq!((err.as_str(), code), ("", 0), "{format} in {megabytes} MB");
        assert_eq!(out.matches("甲乙").count(), 500_000, "{format}");
    }
}
