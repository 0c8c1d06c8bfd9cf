//! `kanbao list --since-last NAME`.

use std::fs;
use std::path::PathBuf;

use crate::support::program::{Home, folder, write};

fn seen_file(home: &Home) -> PathBuf {
    let mut folders = vec![home.folder().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else if entry.path().parent().unwrap().ends_with("seen") {
                return entry.path();
            }
        }
    }
    panic!("there is no file of what was seen")
}

#[test]
fn each_run_lists_what_came_since_the_last() {
    let home = Home::new(&[]);
    let archive = folder(&[("a.md", "# 甲\n\n芯片"), ("b.md", "# 乙\n\n其他")]);
    let root = archive.path().to_str().unwrap();
    let list = |more: &[&str]| {
        let arguments =
            ["list", "-a", root, "-q", "芯片", "--since-last", "mail", "--format", "tsv"];
        home.run(&[&arguments, more].concat())
    };
    let paths = |out: &str| -> Vec<String> {
        out.lines().skip(1).map(|line| line.split('\t').next().unwrap().to_owned()).collect()
    };
    let (out, err, code) = list(&[]);
    assert_eq!((paths(&out), err.as_str(), code), (vec!["a.md".to_owned()], "", 0));
    let (out, _, code) = list(&[]);
    assert_eq!((paths(&out), code), (Vec::new(), 1));
    // An old date is no reason to miss it.
    write(archive.path(), "c.md", "---\ndate: 2001-01-01\n---\n芯片");
    write(archive.path(), "d.md", "# 丁\n\n芯片");
    let (first, _, _) = list(&["-n", "1"]);
    let (second, _, code) = list(&[]);
    let mut both = [paths(&first), paths(&second)].concat();
    both.sort();
    assert_eq!((both, code), (vec!["c.md".to_owned(), "d.md".to_owned()], 0));
    assert_eq!(list(&[]).2, 1);
    // Another name has its own.
    let arguments = ["list", "-a", root, "-q", "芯片", "--since-last", "other"];
    assert_eq!(home.run(&arguments).0.lines().count(), 3);
}

#[test]
fn a_damaged_file_is_told_and_loses_no_post() {
    let home = Home::new(&[]);
    let archive = folder(&[("a.md", "---\ndate: 2001-01-01\n---\n甲"), ("b.md", "乙")]);
    let root = archive.path().to_str().unwrap();
    let list = |query| home.run(&["list", "-a", root, "-q", query, "--since-last", "mail"]);
    assert_eq!(list("甲").2, 0);
    fs::write(seen_file(&home), "nonsense").unwrap();
    // It came before the damage, and no run has listed it.
    write(archive.path(), "c.md", "---\ndate: 2002-01-01\n---\n甲");
    let (out, err, code) = list("甲");
    assert!(out.contains("a.md") && out.contains("c.md") && !out.contains("b.md"), "{out}");
    assert!(err.contains("damaged") && code == 0, "{err}");
    assert_eq!(list("甲"), (String::new(), String::new(), 1));
    // It mends itself also if nothing is found.
    fs::write(seen_file(&home), "nonsense").unwrap();
    assert!(list("丁").1.contains("damaged"));
    assert_eq!(list("丁"), (String::new(), String::new(), 1));
}

#[test]
fn names_are_not_paths() {
    let home = Home::new(&[]);
    let archive = folder(&[("a.md", "甲")]);
    let root = archive.path().to_str().unwrap();
    for name in ["", ".", "../x", "a/b"] {
        let (_, err, code) = home.run(&["list", "-a", root, "--since-last", name]);
        assert!(code == 2 && err.contains("cannot be a name"), "{name}: {err}");
    }
}
