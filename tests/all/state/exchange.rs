//! `kanbao state`: exports and imports.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Child, Stdio};

use super::{ONE, marks, state};
use crate::support::program::kanbao;

const TWO: &str = r#"{"kind":"read","path":"a.md","value":false,"ms":6,"seq":0,"host":"two"}
{"kind":"note","path":"a.md","value":null,"ms":6,"seq":1,"host":"two"}
{"kind":"view","name":"晨","value":"is:unread","ms":7,"seq":0,"host":"two"}
"#;

#[test]
fn exports_of_two_machines_are_imported_in_either_order() {
    let imported = |files: &[&str]| {
        let home = tempfile::tempdir().unwrap();
        for file in files {
            let (out, err, code) = state(home.path(), &["import", "-"], file);
            assert_eq!((err.as_str(), code), ("", 0), "{out}");
        }
        state(home.path(), &["export"], "").0
    };
    let one = imported(&[ONE]);
    let fields = |text: &str| {
        let lines = text.lines().map(|line| {
            let mut object: serde_json::Value = serde_json::from_str(line).unwrap();
            object.as_object_mut().unwrap().remove("host");
            object.to_string()
        });
        lines.collect::<BTreeSet<_>>()
    };
    assert_eq!(fields(&one), fields(ONE), "what was imported is exported");
    assert!(one.contains(r"\u001b\u202e"), "nothing that a terminal obeys: {one}");
    assert_eq!(imported(&[&one, ONE, &one]), one, "a second time changes nothing");
    let both = imported(&[ONE, TWO]);
    assert_eq!(both, imported(&[TWO, ONE, TWO]));
    assert!(both.contains(r#""path":"a.md","value":false"#) && both.contains("一"), "{both}");
    assert_eq!(both.lines().count(), 7);
}

/// A record at the end of time could never be undone.
#[test]
fn impossible_times_are_skipped() {
    let now = kanbao::clock::Clock::System.milliseconds();
    let day = 24 * 60 * 60 * 1000;
    for (ms, seq, is_imported) in [
        (0, 0, true),
        (now + 360 * day, 0, true),
        (now + 370 * day, 0, false),
        ((1 << 53) - 1, 0, false),
        (u64::MAX, 0, false),
        (now, u32::MAX / 2, true),
        (now, u32::MAX / 2 + 1, false),
        (now, u32::MAX, false),
    ] {
        let home = tempfile::tempdir().unwrap();
        let star = format!(
            r#"{{"kind":"star","path":"a.md","value":true,"ms":{ms},"seq":{seq},"host":"h"}}"#
        );
        let (_, err, code) = state(home.path(), &["import", "-"], &star);
        assert_eq!((code == 0, err.contains("impossible time")), (is_imported, !is_imported));
        // What was imported can be undone now.
        let undone = format!(
            r#"{{"kind":"star","path":"a.md","value":false,"ms":{}}}"#,
            ms.max(now).saturating_add(1)
        );
        if is_imported {
            assert_eq!(state(home.path(), &["import", "-"], &undone).2, 0);
            assert!(state(home.path(), &["export"], "").0.contains("false"));
        }
    }
}

#[test]
fn bad_lines_are_reported_and_good_ones_imported() {
    let home = tempfile::tempdir().unwrap();
    let long = "x".repeat(70_000);
    let lines = [
        "{".to_owned(),
        r#"{"kind":"read","path":"a.md","value":true,"ms":1}"#.to_owned(),
        String::new(),
        r#"{"kind":"read","value":true,"ms":1}"#.to_owned(),
        r#"{"kind":"new","path":"a","value":true,"ms":1}"#.to_owned(),
        format!(r#"{{"kind":"note","path":"a","value":"{long}","ms":1}}"#),
        "y".repeat(2_000_000),
        r#"{"kind":"star","path":"a","value":true,"ms":9007199254740993}"#.to_owned(),
        r#"{"kind":"star","path":"a","path_bytes":"?","value":true,"ms":1}"#.to_owned(),
        r#"{"kind":"star","path":"a.md","value":true,"ms":1}"#.to_owned(),
    ];
    let (out, err, code) = state(home.path(), &["import", "-"], &lines.join("\n"));
    assert_eq!((out.as_str(), code), ("2 imported, 0 known or older, 7 skipped\n", 1), "{err}");
    let reported: Vec<&str> = err.lines().filter_map(|line| line.split(':').nth(2)).collect();
    assert_eq!(reported, ["1", "4", "5", "6", "7", "8", "9"], "{err}");
    let (out, err, code) = state(home.path(), &["import", "missing"], "");
    assert_eq!((out.as_str(), code), ("", 2));
    assert!(err.starts_with("kanbao: missing: "), "{err}");
}

/// S52 with the program: concurrent imports, some of them killed. Acknowledged records and older ones
/// are kept.
#[test]
fn imports_at_the_same_time_lose_nothing() {
    let (mut killed, mut finished) = (0, 0);
    for round in 0..12 {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(state(home.path(), &["import", "-"], &marks("before", 50)).2, 0);
        let start = |name: &String| {
            let file = home.path().join(name);
            fs::write(&file, marks(name, 400)).unwrap();
            let mut command = kanbao(&["state", "import"]);
            command.arg(file).current_dir(home.path()).env("HOME", home.path());
            command.env("XDG_STATE_HOME", home.path()).stdout(Stdio::piped());
            command.stderr(Stdio::null()).spawn().unwrap()
        };
        let names: Vec<String> = (0..4).map(|n| format!("p{n}")).collect();
        let mut children: Vec<Child> = names.iter().map(start).collect();
        // One of four, in three of four rounds, at an arbitrary moment.
        if round % 4 != 0 {
            children[round % 4].kill().unwrap();
        }
        let mut expected = 50;
        let exported = |expected: usize| {
            let (out, err, code) = state(home.path(), &["export"], "");
            // A torn record may be reported, but nothing else.
            assert!(code == 0 || err.contains("damaged"), "{err}");
            assert!(out.lines().count() >= expected, "{} of {expected}", out.lines().count());
            out
        };
        let mut said = Vec::new();
        for (name, child) in names.iter().zip(children) {
            let output = child.wait_with_output().unwrap();
            if output.status.success() {
                assert!(String::from_utf8_lossy(&output.stdout).starts_with("400 imported"));
                finished += 1;
                expected += 400;
                said.push(name);
            } else {
                assert_eq!(output.status.code(), None, "only who is killed fails");
                killed += 1;
            }
        }
        let all = exported(expected);
        for name in said {
            let own = all.lines().filter(|line| line.contains(&format!("\"{name}/"))).count();
            assert_eq!(own, 400, "round {round}: {name}");
        }
    }
    println!("{finished} imports finished, {killed} killed");
    assert!(finished >= 36, "nothing was tested");
}
