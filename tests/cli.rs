//! The command line as scripts use it: formats, names, exit codes, closed pipes.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::print_stderr
)]

use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

fn kanbao() -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("kanbao"));
    for name in ["KANBAO_ARCHIVE", "NO_COLOR", "LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    command.env("TERM", "xterm-256color").env("TZ", "UTC").stdin(Stdio::null());
    // Nobody's own settings.
    command.env("XDG_CONFIG_HOME", "/nowhere");
    command
}

fn run(arguments: &[&str]) -> (String, String, i32) {
    told(kanbao().args(arguments).output().unwrap())
}

fn told(output: Output) -> (String, String, i32) {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap_or(-1))
}

fn samples() -> String {
    concat!(env!("CARGO_MANIFEST_DIR"), "/sample-posts").to_owned()
}

/// A folder with the given files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn path(folder: &TempDir) -> &str {
    folder.path().to_str().unwrap()
}

const POST: &str = "---\ntitle: 标题\ndate: 2024-03-28 09:35:00 +0800\ncategories: 科技\ntags: 甲, 乙\n---\n今天天气很好，我们出去走走吧。[链接](https://example.org/)\n";

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
    assert_eq!(titles(&["--sort", "title"]), "乙旧标题");
    assert_eq!(titles(&["--sort", "-title"]), "标题旧乙");
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
            "links": ["https://example.org/"], "status": "shown", "read": false, "starred": false, "problems": []
        })
    );
    let (out, _, _) = run(&["list", "-a", path(&folder), "--format", "json"]);
    let records: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(records, serde_json::Value::Array(vec![record]));
}

#[test]
fn all_lists_what_is_hidden() {
    let (some, _, _) = run(&["list", "-a", &samples()]);
    let (all, _, _) = run(&["list", "-a", &samples(), "--all"]);
    assert!(!some.contains("_drafts/") && all.contains("_drafts/"));
    assert!(all.lines().count() > some.lines().count());
}

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
    assert!(err.contains("2 file names"), "{err}");
    let (_, err, code) = show("nowhere");
    assert_eq!(code, 1);
    assert!(err.starts_with("kanbao: nowhere: no post"), "{err}");
    // The site that a file lies in is not lost where it is the one that would be opened.
    let from_inside = kanbao()
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
            "标题\n2024-03-28 Thu 09:35 · 科技 · #甲 #乙 · 17\u{a0}chars · 1\u{a0}min\n\n今天"
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
fn check_tells_everything_and_its_exit_code_says_how_bad() {
    let fine = folder(&[("a.md", POST)]);
    let (out, _, code) = run(&["check", "-a", path(&fine), "--strict"]);
    assert_eq!((out.as_str(), code), ("1 file, 1 shown, 0 messages\n", 0));
    let odd = folder(&[("a.md", "---\ntitle: a: b\ndate: soon\n---\nx\u{202e}y")]);
    let (out, _, code) = run(&["check", "-a", path(&odd)]);
    assert_eq!(code, 0);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 4, "{out}");
    assert!(lines[0].starts_with("a.md:2: title is not valid YAML"), "{out}");
    assert!(lines[1].starts_with("a.md:3: date `soon`"), "{out}");
    assert!(lines[2].starts_with("a.md:5: the body holds bidirectional"), "{out}");
    assert_eq!(lines[3], "1 file, 1 shown, 1 of them with warnings, 3 messages");
    assert_eq!(run(&["check", "-a", path(&odd), "--strict"]).2, 1);
    let (out, _, _) = run(&["check", "-a", path(&odd), "--format", "jsonl"]);
    let first: serde_json::Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    assert_eq!((&first["path"], &first["line"]), (&"a.md".into(), &2.into()));
    assert_eq!(first["kind"], "invalid-front-matter");
    assert!(first["message"].as_str().unwrap().contains("; "));
    let binary = folder(&[("a.md", "x")]);
    fs::write(binary.path().join("b.md"), [0, 159, 146, 150, 0, 255]).unwrap();
    let (out, _, code) = run(&["check", "-a", path(&binary)]);
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("1 unreadable"), "{out}");
}

#[test]
fn archives_that_cannot_be_used() {
    let empty = folder(&[]);
    let other = folder(&[("picture.png", "x"), ("README.md", "about")]);
    let old = folder(&[("_config.yml", "title: x"), ("old_post/2024-01-01-a.md", "x")]);
    for (archive, expected) in [
        ("/no/such/folder", "/no/such/folder: it does not exist"),
        (path(&empty), "there are no posts in it"),
        (path(&old), "1 files named like posts in old_post"),
        ("/dev/null", "neither a folder nor a file"),
    ] {
        for subcommand in [&["list"][..], &["check"], &["show", "x"]] {
            let (out, err, code) = run(&[subcommand, &["-a", archive]].concat());
            assert_eq!((out.as_str(), code), ("", 2), "{archive}");
            assert!(err.starts_with("kanbao: ") && err.contains(expected), "{err}");
        }
        // Without a terminal the reader prints the list, and fails as that does.
        assert_eq!(run(&[archive]).2, 2);
    }
    // A lone README is an entry, but one that is left out.
    let (out, _, code) = run(&["list", "-a", path(&other)]);
    assert_eq!((out.as_str(), code), ("", 0));
}

/// The program for a user who may not read everything: run by root, it gives up being root.
fn kanbao_of_nobody(place: &TempDir) -> Command {
    let program = assert_cmd::cargo::cargo_bin!("kanbao");
    let is_root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    if !is_root {
        return Command::new(program);
    }
    // Where it was built nobody else may come. Not copied by this process: a child of another test
    // could hold the copy open for writing, and it could not be run.
    let own = place.path().join("kanbao");
    assert!(Command::new("cp").arg(program).arg(&own).status().unwrap().success());
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--clear-groups"]).arg(own);
    command
}

#[test]
fn a_folder_that_may_not_be_read() {
    let folder = folder(&[("in/a.md", POST), ("b.md", "x")]);
    let closed = folder.path().join("in");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let place = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        told(kanbao_of_nobody(&place).args(arguments).env("TERM", "xterm").output().unwrap())
    };
    let (out, err, code) = run(&["list", "-a", closed.to_str().unwrap()]);
    assert_eq!((out.as_str(), code), ("", 2), "{err}");
    assert!(err.contains("in: permission denied"), "{err}");
    let (out, _, _) = run(&["check", "-a", path(&folder)]);
    assert!(
        out.contains("in:1: the folder cannot be read: permission denied; not entered"),
        "{out}"
    );
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn odd_files_end_in_a_state_and_block_nothing() {
    let folder = folder(&[("a.md", POST), ("with space #1.md", "x"), ("d.md/inner.md", "内")]);
    let root = folder.path();
    let fifo = root.join("pipe.md");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    std::os::unix::fs::symlink("/etc/passwd", root.join("out.md")).unwrap();
    std::os::unix::fs::symlink("a.md", root.join("in.md")).unwrap();
    std::os::unix::fs::symlink("gone.md", root.join("broken.md")).unwrap();
    std::os::unix::fs::symlink("loop.md", root.join("loop.md")).unwrap();
    std::os::unix::fs::symlink(".", root.join("round")).unwrap();
    let name = std::ffi::OsString::from_vec(b"not-utf8-\xff.md".to_vec());
    fs::write(root.join(Path::new(&name)), "字").unwrap();
    let escape = PathBuf::from("esc\u{1b}[31m.md");
    fs::write(root.join(&escape), "红").unwrap();
    let (out, _, code) = run(&["check", "-a", path(&folder)]);
    assert_eq!(code, 1);
    for expected in [
        "pipe.md:1: not a regular file but a pipe; listed without its text",
        "out.md:1: a link that leads out of the archive; listed without its text",
        "broken.md:1: it does not exist; listed without its text",
        "loop.md:1: ",
        "10 files, 6 shown",
        "4 unreadable",
    ] {
        assert!(out.contains(expected), "{expected} in {out}");
    }
    assert!(!out.contains('\x1b'));
    let (out, _, _) = run(&["list", "-a", path(&folder), "--format", "jsonl"]);
    let odd = out.lines().find(|line| line.contains("not-utf8-")).unwrap();
    let record: serde_json::Value = serde_json::from_str(odd).unwrap();
    assert_eq!(record["path_bytes"], "bm90LXV0Zjgt/y5tZA==");
    assert_eq!(record["path"], "not-utf8-\u{fffd}.md");
    assert!(!out.contains("\\u001b"), "{out}");
}

#[test]
fn without_a_terminal_the_list_is_printed() {
    let folder = folder(&[("a.md", POST)]);
    assert_eq!(run(&[path(&folder)]), ("2024-03-28  标题  a.md\n".to_owned(), String::new(), 0));
}

#[test]
fn the_archive_is_found_where_none_is_named() {
    let from_environment = folder(&[("a.md", POST)]);
    let (out, _, _) =
        told(kanbao().arg("list").env("KANBAO_ARCHIVE", from_environment.path()).output().unwrap());
    assert!(out.contains("a.md"));
    let (out, _, _) =
        told(kanbao().arg("list").current_dir(from_environment.path()).output().unwrap());
    assert!(out.contains("a.md"));
    // Neither: the samples in the program.
    let elsewhere = folder(&[("notes.md", "no front matter")]);
    let (out, _, _) = told(kanbao().arg("list").current_dir(elsewhere.path()).output().unwrap());
    assert!(out.contains("欢迎使用看报"), "{out}");
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let archive = samples();
    for arguments in [&["list", "--format", "jsonl"][..], &["check"], &["list"]] {
        let mut child = kanbao()
            .args(arguments)
            .args(["-a", &archive])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        assert_eq!(output.status.code(), Some(0));
    }
}

#[test]
fn usage() {
    let (out, _, code) = run(&["--help"]);
    assert_eq!(code, 0);
    assert!(out.contains("kanbao list -a ~/news"));
    assert!(run(&["--version"]).0.starts_with("kanbao 0."));
    assert_eq!(run(&["--no-such-flag"]).2, 2);
    assert_eq!(run(&["list", "--format", "xml"]).2, 2);
    assert_eq!(run(&["show"]).2, 2);
}

#[test]
fn the_archive_may_be_named_before_the_subcommand() {
    let folder = folder(&[("a.md", POST)]);
    let expected = run(&["check", "-a", path(&folder)]);
    assert_eq!(run(&["-a", path(&folder), "check"]), expected);
    assert_eq!(run(&[path(&folder), "check"]), expected);
    assert_eq!(run(&["--ambiguous-width", "2", "-a", path(&folder), "list", "-n", "1"]).2, 0);
    assert_eq!(run(&["-a", path(&folder), "elsewhere"]).2, 2);
}

#[test]
fn arguments_are_cleaned_before_they_are_told_of() {
    let (_, err, code) = run(&["list", "a\u{1b}]0;PWN\u{7}.md\u{202e}"]);
    assert_eq!(code, 2);
    assert!(!err.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{err:?}");
    let (_, err, _) = run(&["list", "-a", "no\u{1b}[31msuch"]);
    assert!(!err.contains('\u{1b}'), "{err:?}");
}

#[test]
fn dates_as_the_user_wishes() {
    // R11, R12, J11
    let folder = tempfile::tempdir().unwrap();
    let posts = folder.path().join("_posts");
    fs::create_dir(&posts).unwrap();
    fs::write(folder.path().join("_config.yml"), "timezone: Asia/Shanghai\n").unwrap();
    fs::write(posts.join("2020-01-01-a.md"), "---\ndate: 2020-01-01 20:00:00\n---\nx").unwrap();
    fs::write(posts.join("9000-01-01-b.md"), "x").unwrap();
    let listed = |options: &[&str]| {
        let output = kanbao()
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
fn the_doctor_tells_what_it_finds() {
    let folder = folder(&[("a.md", POST)]);
    let home = tempfile::tempdir().unwrap();
    let doctor = |with: &dyn Fn(&mut Command)| {
        let mut command = kanbao();
        command.arg("doctor").current_dir(home.path()).env("HOME", home.path());
        for name in ["COLORTERM", "TMUX", "STY", "SSH_CONNECTION", "LC_ALL", "LC_CTYPE"] {
            command.env_remove(name);
        }
        for name in ["XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
            command.env_remove(name);
        }
        command.env("LANG", "zh_CN.UTF-8");
        with(&mut command);
        let (out, err, code) = told(command.output().unwrap());
        assert_eq!((err.as_str(), code), ("", 0));
        out
    };
    let out = doctor(&|_| {});
    for line in [
        concat!("kanbao      ", env!("CARGO_PKG_VERSION")),
        "TERM=xterm-256color, COLORTERM is not set",
        "inside      neither tmux, screen nor SSH",
        "output      not a terminal",
        "LANG=zh_CN.UTF-8: UTF-8",
        "colours     256",
        "widths      not measured: standard output is not a terminal",
        ".config/kanbao (missing)",
        "archive     the sample posts (none is named",
        "watcher     none: there is nothing to watch",
    ] {
        assert!(out.contains(line), "{line}:\n{out}");
    }
    let out = doctor(&|command| {
        command.args(["-a", path(&folder)]).env("TMUX", "x").env("NO_COLOR", "1").env("LANG", "C");
    });
    for line in
        ["(named as an argument): 1 post\n", "inside      tmux", "none (NO_COLOR", "not UTF-8"]
    {
        assert!(out.contains(line), "{line}:\n{out}");
    }
    assert!(
        out.contains("watcher     the system reports changes in 1 folder\n")
            || out.contains("polls every 30 s (the folder is on "),
        "{out}"
    );
    for (mode, line) in [("poll", "polls every 30 s (set)"), ("off", "off (set)")] {
        let set = format!("posts.watch={mode}");
        let out = doctor(&|command| {
            command.args(["-a", path(&folder), "--set", &set]);
        });
        assert!(out.contains(&format!("watcher     {line}\n")), "{out}");
    }
    let out = doctor(&|command| {
        command.env("KANBAO_ARCHIVE", "/nowhere").env("TERM", "x\x1b[31m").env_remove("LANG");
    });
    assert!(out.contains("/nowhere (set by KANBAO_ARCHIVE): ") && !out.contains('\x1b'), "{out}");
    let out = doctor(&|command| {
        command.current_dir(folder.path()).env("COLORTERM", "truecolor");
    });
    assert!(out.contains("(the current folder") && out.contains("colours     true"), "{out}");
}

#[test]
fn list_finds_what_a_query_asks_for() {
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
        ("/^..$/ sort:title", "e.md sub/c.md a.md"),
        ("is:draft", "d.md"),
        ("天气 is:hidden", "d.md"),
    ] {
        assert_eq!(found(query, &[]), expected, "{query}");
    }
    assert_eq!(found("天气", &["--all"]), "a.md sub/c.md d.md");
    assert_eq!(found("天气", &["-n", "1"]), "a.md");
    assert_eq!(found("天气 sort:title", &["--sort", "-date"]), "sub/c.md a.md");
    assert_eq!(found("天气 OR 旧闻 sort:relevance", &[]), "sub/c.md a.md");
    let (out, _, code) = run(&["list", "-a", path(&folder), "-q", "无", "--format", "json"]);
    assert_eq!((out.as_str(), code), ("[\n]\n", 1));
}

#[test]
fn a_faulty_query_is_shown_with_its_place() {
    let told = |query: &str| {
        let (out, err, code) = run(&["list", "-a", &samples(), "-q", query]);
        assert_eq!((out.as_str(), code), ("", 2));
        err
    };
    assert_eq!(
        told("标题 titel:甲\u{1b}[31m"),
        "kanbao: query: column 4: there is no field titel:\n  标题 titel:甲\n       ^\n  did you mean title:\n"
    );
    assert_eq!(told("(甲"), "kanbao: query: column 1: this ( is never closed\n  (甲\n  ^\n");
    // A text that was pasted by mistake (S27): its line is cut around the place.
    let pasted = told(&"字".repeat(10_000));
    assert!(pasted.starts_with("kanbao: query: column 4097: the query is longer than 4096"));
    assert!(pasted.lines().all(|line| line.chars().count() < 120), "{pasted}");
}

#[test]
fn show_speaks_the_language_of_the_user() {
    let folder = folder(&[("2024-03-28-a.md", "---\ntitle: 晨\n---\n江边 ![风](a.png)\n")]);
    let shown = |variables: &[(&str, &str)]| {
        let mut command = kanbao();
        command.args(["show", "-a", path(&folder), "a"]).envs(variables.iter().copied());
        told(command.output().unwrap()).0
    };
    // The words that stand for a picture are counted as its author's language has them.
    let english = "晨\n2024-03-28 Thu · 6\u{a0}chars · 1\u{a0}min\n\n江边 [image: 风]\n";
    assert_eq!(shown(&[]), english);
    assert_eq!(shown(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C")]), english);
    let chinese = "晨\n2024年3月28日 星期四 · 6\u{a0}字 · 约\u{a0}1\u{a0}分钟\n\n江边 [图 风]\n";
    assert_eq!(shown(&[("LANG", "zh_CN.UTF-8")]), chinese);
    let taiwan = shown(&[("LANG", "zh_CN.UTF-8"), ("LC_MESSAGES", "zh_TW.UTF-8")]);
    assert!(taiwan.ends_with("[圖 风]\n"), "{taiwan}");
    // What other programs read does not depend on it.
    let json = |variables: &[(&str, &str)]| {
        let mut command = kanbao();
        command.args(["show", "-a", path(&folder), "a", "--format", "json"]);
        told(command.envs(variables.iter().copied()).output().unwrap()).0
    };
    assert_eq!(json(&[]), json(&[("LANG", "zh_TW.UTF-8")]));
}
