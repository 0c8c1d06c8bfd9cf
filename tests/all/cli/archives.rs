//! Which archive is opened, and its problems.

use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{POST, path};
use crate::support::program::{folder, kanbao, kanbao_as_nobody, outcome, run};

#[test]
fn check_reports_everything_and_its_exit_code_is_the_severity() {
    let fine = folder(&[("a.md", POST)]);
    let (out, _, code) = run(&["check", "-a", path(&fine), "--strict"]);
    assert_eq!((out.as_str(), code), ("1 file, 1 shown, 0 messages\n", 0));
    let odd = folder(&[("a.md", "---\ntitle: a: b\ndate: soon\n---\nx\u{202e}y")]);
    let (out, _, code) = run(&["check", "-a", path(&odd)]);
    assert_eq!(code, 0);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 4, "{out}");
    assert!(lines[0].starts_with("a.md:2: `title` is not valid YAML"), "{out}");
    assert!(lines[1].starts_with("a.md:3: `date: soon` is not a date"), "{out}");
    assert!(lines[2].starts_with("a.md:5: bidirectional control characters in the body"), "{out}");
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
        (path(&old), "1 file named like a post in old_post"),
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
    // A lone README is a candidate, but excluded.
    let (out, _, code) = run(&["list", "-a", path(&other)]);
    assert_eq!((out.as_str(), code), ("", 0));
}

#[test]
fn a_folder_that_may_not_be_read() {
    let folder = folder(&[("in/a.md", POST), ("b.md", "x")]);
    let closed = folder.path().join("in");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let place = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| outcome(kanbao_as_nobody(place.path()).args(arguments));
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

/// M22, S31, S32.
#[test]
fn odd_files_have_a_status_and_block_nothing() {
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
        "pipe.md:1: the file cannot be read: it is not a regular file; listed without its text",
        "out.md:1: the file cannot be read: a link that leads out of the archive; listed without its text",
        "broken.md:1: the file cannot be read: it does not exist; listed without its text",
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
fn the_default_archive_is_found() {
    let from_environment = folder(&[("a.md", POST)]);
    let (out, _, _) =
        outcome(kanbao(&[]).arg("list").env("KANBAO_ARCHIVE", from_environment.path()));
    assert!(out.contains("a.md"));
    let (out, _, _) = outcome(kanbao(&[]).arg("list").current_dir(from_environment.path()));
    assert!(out.contains("a.md"));
    // A byte order mark or blank lines may come before the front matter.
    let marked = format!("\u{feff}\n{POST}");
    let marked = folder(&[("b.md", marked.as_str())]);
    let (out, _, _) = outcome(kanbao(&[]).arg("list").current_dir(marked.path()));
    assert!(out.contains("b.md"), "{out}");
    // Neither: the samples in the program.
    let elsewhere = folder(&[("notes.md", "no front matter")]);
    let (out, _, _) = outcome(kanbao(&[]).arg("list").current_dir(elsewhere.path()));
    assert!(out.contains("欢迎使用看报"), "{out}");
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
