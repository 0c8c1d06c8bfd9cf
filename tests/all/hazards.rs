//! The archive of hazards on the command line: each is listed, found, shown and exported.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::hostile::{Archive, Hazard, is_control};
use crate::support::bounds::{self, Bounds};
use crate::support::program::{Outcome, kanbao};

/// The limits for the whole archive: a step that is not linear takes minutes.
const ALL: Bounds = Bounds { seconds: 60, mebibytes: 600 };
/// The limits for one post.
const ONE: Bounds = Bounds { seconds: 10, mebibytes: 300 };

/// The most terms and characters of a query here; more are refused.
const MOST: (usize, usize) = (200, 3500);

/// Runs a subcommand on the whole archive, hidden posts included.
fn run(archive: &Archive, subcommand: &str, arguments: &[&str]) -> Outcome {
    let words = [&[subcommand, "-a", archive.path(), "--all"], arguments].concat();
    bounds::run(&mut kanbao(&words), ALL)
}

/// The exact path of a record, as bytes below the root.
fn path_of(record: &Value) -> Vec<u8> {
    match record["path_bytes"].as_str() {
        Some(bytes) => STANDARD.decode(bytes).unwrap(),
        None => record["path"].as_str().unwrap().as_bytes().to_vec(),
    }
}

/// The records in lines of JSON, by path.
fn records(lines: &str) -> BTreeMap<Vec<u8>, Value> {
    let records = lines.lines().map(|line| serde_json::from_str(line).unwrap());
    records.map(|record: Value| (path_of(&record), record)).collect()
}

/// Everything in a value that a terminal would obey.
fn unclean(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) if !is_clean(text) => vec![text],
        Value::Array(values) => values.iter().flat_map(unclean).collect(),
        Value::Object(values) => values.values().flat_map(unclean).collect(),
        _ => Vec::new(),
    }
}

/// Whether a text has no control character but LF and TAB, and no bidirectional one.
fn is_clean(text: &str) -> bool {
    !text.chars().any(|c| is_control(c) && !matches!(c, '\n' | '\t'))
}

/// How the list differs from what is expected.
fn faults(hazards: &[Hazard], records: &BTreeMap<Vec<u8>, Value>) -> Vec<String> {
    let mut faults = Vec::new();
    for hazard in hazards {
        let Some(record) = records.get(&hazard.path) else {
            faults.push(format!("{}: not listed", hazard.name()));
            continue;
        };
        let problems = record["problems"].as_array().unwrap().iter();
        let mut kinds: Vec<&str> = problems
            .map(|problem| problem["kind"].as_str().unwrap())
            // Depends on the machine.
            .filter(|kind| *kind != "time-limit")
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        let found = (record["title"].as_str(), record["status"].as_str(), kinds);
        let expected = (Some(hazard.title.as_str()), Some(hazard.status), hazard.problems.clone());
        if found != expected {
            faults.push(format!("{}: {found:?}, not {expected:?}", hazard.name()));
        }
        faults.extend(unclean(record).iter().map(|text| format!("{}: {text:?}", hazard.name())));
    }
    if records.len() != hazards.len() {
        faults.push(format!("{} records, not {}", records.len(), hazards.len()));
    }
    faults
}

/// R3, M20, S19, S20, S21, S22, S30, S31, S32.
#[test]
fn every_hazard_is_listed_with_its_outcome() {
    let archive = Archive::write();
    assert!(archive.hazards.len() >= 400, "{}", archive.hazards.len());
    let (out, err, code) = run(&archive, "list", &["--format", "jsonl"]);
    assert_eq!((err.as_str(), code), ("", 0));
    let mut records = records(&out);
    assert_eq!(faults(&archive.hazards, &records), [""; 0]);
    // The negative control: every difference is a fault.
    let mut change = |name: &str, field: &str, value: Value| {
        let record = records.get_mut(name.as_bytes()).unwrap();
        let before = std::mem::replace(&mut record[field], value);
        let found = faults(&archive.hazards, &records);
        assert_eq!(found.len(), 1, "{field}: {found:?}");
        assert!(found[0].contains(name), "{found:?}");
        records.get_mut(name.as_bytes()).unwrap()[field] = before;
    };
    change("csi-colour.md", "title", "x".into());
    change("csi-colour.md", "status", "unreadable".into());
    change("csi-colour.md", "problems", Value::Array(Vec::new()));
    change("csi-colour.md", "excerpt", "\u{1b}[31m".into());
    change("csi-colour.md", "excerpt", "\u{202e}".into());
    records.remove(&b"csi-colour.md"[..]);
    assert_eq!(faults(&archive.hazards, &records).len(), 2);
}

/// What was done about a problem is said in the user's language, without a word of English.
#[test]
fn every_outcome_is_translated() {
    let archive = Archive::write();
    let check = |language: &str| -> Vec<String> {
        let mut command = kanbao(&["check", "-a", archive.path()]);
        let (out, ..) = bounds::run(command.env("LC_ALL", language), ALL);
        out.lines().map(str::to_owned).collect()
    };
    let english = check("C.UTF-8");
    assert!(english.len() > 100, "{}", english.len());
    for language in ["zh_CN.UTF-8", "zh_TW.UTF-8"] {
        let outcomes = english.iter().zip(check(language)).filter_map(|(english, translated)| {
            let (_, done) = english.rsplit_once("; ")?;
            let has_words = done.chars().any(|c| c.is_ascii_lowercase());
            (has_words && translated.contains(done)).then_some(done)
        });
        assert_eq!(outcomes.collect::<BTreeSet<_>>(), BTreeSet::new(), "{language}");
    }
}

/// S1, S27: a search finds the text around what was removed, and only there.
#[test]
fn every_hazard_is_found() {
    let archive = Archive::write();
    let pieces: BTreeSet<&str> =
        archive.hazards.iter().filter_map(|hazard| hazard.piece.as_deref()).collect();
    let mut queries: Vec<BTreeSet<&str>> = vec![BTreeSet::new()];
    let mut length = 0;
    for piece in pieces {
        length += piece.chars().count() + 6;
        if length > MOST.1 || queries.last().is_some_and(|query| query.len() >= MOST.0) {
            queries.push(BTreeSet::new());
            length = piece.chars().count() + 6;
        }
        queries.last_mut().unwrap().insert(piece);
    }
    for query in queries {
        let quoted: Vec<String> = query.iter().map(|piece| format!("\"{piece}\"")).collect();
        let arguments = ["--format", "jsonl", &quoted.join(" OR ")];
        let (out, err, code) = run(&archive, "search", &arguments);
        assert_eq!((err.as_str(), code), ("", 0));
        let found: BTreeSet<Vec<u8>> = records(&out).into_keys().collect();
        let holds =
            |hazard: &&Hazard| hazard.piece.as_deref().is_some_and(|piece| query.contains(piece));
        let expected: BTreeSet<Vec<u8>> =
            archive.hazards.iter().filter(holds).map(|hazard| hazard.path.clone()).collect();
        let shown = |paths: BTreeSet<&Vec<u8>>| -> Vec<String> {
            paths.iter().map(|path| String::from_utf8_lossy(path).into_owned()).collect()
        };
        assert_eq!(shown(expected.difference(&found).collect()), [""; 0], "not found");
        assert_eq!(shown(found.difference(&expected).collect()), [""; 0], "found beside them");
    }
}

/// S1, S2, S25.
#[test]
fn every_hazard_is_shown() {
    let archive = Archive::write();
    let mut faults = Vec::new();
    for (n, hazard) in archive.hazards.iter().filter(|hazard| hazard.is_file()).enumerate() {
        let path = Path::new(archive.path()).join(OsStr::from_bytes(&hazard.path));
        let format = ["text", "ansi"][n % 2];
        let mut command = kanbao(&["show", "--width", "400", "--format", format]);
        let (out, err, code) = bounds::run(command.arg("--").arg(path), ONE);
        let expected = i32::from(hazard.status == "unreadable");
        if code != expected || err.is_empty() != (code == 0) || !is_clean(&err) {
            faults.push(format!("{}: {code} {err}", hazard.name()));
        }
        if !is_clean(&without_styles(&out)) {
            faults.push(format!("{}: controls in {format}", hazard.name()));
        }
        // A word may be broken over two lines.
        let text: String = without_styles(&out).split_whitespace().collect();
        let word = hazard.word.iter().map(|word| word.split_whitespace().collect::<String>());
        faults.extend(
            word.filter(|word| !text.contains(word))
                .map(|word| format!("{}: no {word} in {format}", hazard.name())),
        );
    }
    assert_eq!(faults, [""; 0]);
}

/// The text without kanbao's own styles: `ESC [ digits m`.
fn without_styles(text: &str) -> String {
    let mut parts = text.split("\x1b[");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('m') {
            Some((codes, rest)) if codes.chars().all(|c| c.is_ascii_digit() || c == ';') => {
                out.push_str(rest);
            }
            _ => out.extend(["\x1b[", part]),
        }
    }
    out
}

/// S1, S10, S25, S35.
#[test]
fn every_hazard_is_exported() {
    let archive = Archive::write();
    let folder = tempfile::tempdir().unwrap();
    for format in ["jsonl", "markdown", "html"] {
        let target = folder.path().join(format);
        let (out, err, _) =
            run(&archive, "export", &["--format", format, target.to_str().unwrap()]);
        assert_eq!(out, "");
        assert!(is_clean(&err), "{err:?}");
        let mut paths = vec![target];
        let mut texts = Vec::new();
        while let Some(path) = paths.pop() {
            let name = path.file_name().unwrap().to_str().expect("a name is not UTF-8");
            assert!(is_clean(name), "{name:?}");
            if path.is_dir() {
                paths.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            } else {
                texts.push((path.clone(), fs::read_to_string(path).unwrap()));
            }
        }
        check_export(&archive, format, &texts);
    }
}

fn check_export(archive: &Archive, format: &str, texts: &[(PathBuf, String)]) {
    let all: String = texts.iter().map(|(_, text)| text.as_str()).collect();
    let words = archive.hazards.iter().filter_map(|hazard| hazard.word.as_ref());
    let lost: Vec<&String> = words.filter(|word| !all.contains(word.as_str())).collect();
    assert_eq!(lost, [""; 0], "not in {format}");
    for (path, text) in texts {
        assert!(is_clean(text), "{} holds controls", path.display());
    }
    if format != "jsonl" {
        return;
    }
    let records = records(&all);
    assert_eq!(records.len(), archive.hazards.len());
    let mut faults = Vec::new();
    for hazard in &archive.hazards {
        let Some(piece) = &hazard.piece else { continue };
        let record = &records[&hazard.path];
        let holds = |field: &str| record[field].as_str().is_some_and(|text| text.contains(piece));
        if !holds("title") && !holds("text") {
            faults.push(format!("{}: no {piece} in {:.200}", hazard.name(), record["text"]));
        }
        faults.extend(unclean(record).iter().map(|text| format!("{}: {text:?}", hazard.name())));
    }
    assert_eq!(faults, [""; 0]);
}
