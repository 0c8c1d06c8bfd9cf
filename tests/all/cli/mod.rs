//! `kanbao list`, `show`, `check` and `doctor`: formats, names, exit codes.

mod archives;
mod highlights;
mod languages;
mod list;
mod show;
mod tag;

use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::support::program::{SAMPLES, folder, kanbao, outcome, run};

fn path(folder: &TempDir) -> &str {
    folder.path().to_str().unwrap()
}

const POST: &str = "---\ntitle: 标题\ndate: 2024-03-28 09:35:00 +0800\ncategories: 科技\ntags: 甲, 乙\n---\n今天天气很好，我们出去走走吧。[链接](https://example.org/)\n";

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    for arguments in [&["list", "--format", "jsonl"][..], &["check"], &["list"]] {
        let mut child = kanbao(&[])
            .args(arguments)
            .args(["-a", SAMPLES])
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
    let version = run(&["--version"]).0;
    let (first, features) = version.split_once("\nfeatures: ").unwrap();
    assert!(first.starts_with("kanbao 0."), "{version}");
    assert_eq!(features.contains("fetch"), cfg!(feature = "fetch"), "{version}");
    assert_eq!(run(&["--no-such-flag"]).2, 2);
    assert_eq!(run(&["list", "--format", "xml"]).2, 2);
    assert_eq!(run(&["show"]).2, 2);
}

/// S10.
#[test]
fn arguments_are_cleaned_in_errors() {
    let (_, err, code) = run(&["list", "a\u{1b}]0;PWN\u{7}.md\u{202e}"]);
    assert_eq!(code, 2);
    assert!(!err.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{err:?}");
    let (_, err, _) = run(&["list", "-a", "no\u{1b}[31msuch"]);
    assert!(!err.contains('\u{1b}'), "{err:?}");
}

#[test]
fn the_doctor_reports_what_it_finds() {
    let folder = folder(&[("a.md", POST)]);
    let home = tempfile::tempdir().unwrap();
    let doctor = |with: &dyn Fn(&mut Command)| {
        let mut command = kanbao(&[]);
        command.arg("doctor").current_dir(home.path()).env("HOME", home.path());
        for name in ["COLORTERM", "TMUX", "STY", "SSH_CONNECTION", "LC_ALL", "LC_CTYPE"] {
            command.env_remove(name);
        }
        for name in ["XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
            command.env_remove(name);
        }
        command.env("LANG", "en_US.UTF-8");
        with(&mut command);
        let (out, err, code) = outcome(&mut command);
        assert_eq!((err.as_str(), code), ("", 0));
        out
    };
    let out = doctor(&|_| {});
    for line in [
        concat!("kanbao          ", env!("CARGO_PKG_VERSION")),
        "TERM=xterm-256color, COLORTERM is not set",
        "inside          neither tmux, screen nor SSH",
        "output          not a terminal",
        "LANG=en_US.UTF-8: UTF-8",
        "colours         256",
        "widths          not measured: standard output is not a terminal",
        ".config/kanbao (missing)",
        "archive         the sample posts (none is named",
        "watcher         none: there is nothing to watch",
    ] {
        assert!(out.contains(line), "{line}:\n{out}");
    }
    let out = doctor(&|command| {
        command.args(["-a", path(&folder)]).env("TMUX", "x").env("NO_COLOR", "1").env("LANG", "C");
    });
    for line in
        ["(named as an argument): 1 post\n", "inside          tmux", "none (NO_COLOR", "not UTF-8"]
    {
        assert!(out.contains(line), "{line}:\n{out}");
    }
    assert!(
        out.contains("watcher         the system reports changes in 1 folder\n")
            || out.contains("polls every 30 s (the folder is on "),
        "{out}"
    );
    for (mode, line) in [("poll", "polls every 30 s (set)"), ("off", "off (set)")] {
        let set = format!("posts.watch={mode}");
        let out = doctor(&|command| {
            command.args(["-a", path(&folder), "--set", &set]);
        });
        assert!(out.contains(&format!("watcher         {line}\n")), "{out}");
    }
    let out = doctor(&|command| {
        command.env("KANBAO_ARCHIVE", "/nowhere").env("TERM", "x\x1b[31m").env_remove("LANG");
    });
    assert!(out.contains("/nowhere (set by KANBAO_ARCHIVE): ") && !out.contains('\x1b'), "{out}");
    let out = doctor(&|command| {
        command.current_dir(folder.path()).env("COLORTERM", "truecolor");
    });
    assert!(
        out.contains("(the current folder") && out.contains("colours         true colour"),
        "{out}"
    );
}
