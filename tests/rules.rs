//! Keeps `docs/rules.md` complete: every rule that is cited has a row, and every row names tests
//! that exist and cite it. Keeps ARCHITECTURE.md short, and what it names in existence.
#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The letters of rules, in the order of the page.
const LETTERS: &str = "JRMBTS";

/// A rule: the place of its letter in [`LETTERS`], and its number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rule(usize, u32);

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let letter = LETTERS.chars().nth(self.0).unwrap();
        write!(f, "{letter}{}", self.1)
    }
}

/// A row of the page, with its tests as file and function.
struct Row {
    rule: Rule,
    tests: Vec<(String, String)>,
}

/// The rules that one file cites.
struct Cited {
    /// Relative to the repository.
    path: String,
    text: String,
    in_code: BTreeSet<Rule>,
    in_tests: BTreeSet<Rule>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A number from 1 to 99 at the start of a text, and the text after it.
fn number(text: &str) -> Option<(u32, &str)> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.strip_suffix(rest)?;
    let is_word = rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    let is_number = (1..=2).contains(&digits.len()) && !digits.starts_with('0') && !is_word;
    Some((digits.parse().ok().filter(|_| is_number)?, rest))
}

/// The rules that a line cites: a letter with a number, a range of them, or the end of the name of
/// a test function.
fn cited(line: &str, found: &mut BTreeSet<Rule>) {
    for (letter, c) in LETTERS.chars().enumerate() {
        for (at, _) in line.match_indices(c) {
            let (before, rest) = line.split_at(at);
            let is_word = before.ends_with(|c: char| c.is_ascii_alphanumeric() || "_+".contains(c));
            let Some((first, rest)) = rest.strip_prefix(c).and_then(number).filter(|_| !is_word)
            else {
                continue;
            };
            let last = rest.strip_prefix('-').and_then(|rest| number(rest.strip_prefix(c)?));
            found.extend((first..=last.map_or(first, |(last, _)| last)).map(|n| Rule(letter, n)));
        }
    }
    if let Some((_, name)) = line.split_once("fn ") {
        let name = name.split('(').next().unwrap_or_default();
        for word in name.split('_') {
            let mut chars = word.chars();
            let letter = chars.next().and_then(|c| LETTERS.find(c.to_ascii_uppercase()));
            let is_lower = word.starts_with(|c: char| c.is_ascii_lowercase());
            if let (Some(letter), true, Some((n, ""))) = (letter, is_lower, number(chars.as_str()))
            {
                found.insert(Rule(letter, n));
            }
        }
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The file of a module that another file declares.
fn module(parent: &Path, name: &str) -> PathBuf {
    let folder = if parent.ends_with("mod.rs") {
        parent.parent().unwrap().to_owned()
    } else {
        parent.with_extension("")
    };
    folder.join(name).with_extension("rs")
}

/// What every file below `src` and `tests` cites, this one left out.
fn all_cited() -> Vec<Cited> {
    let mut paths = Vec::new();
    for folder in ["src", "tests"] {
        files(&root().join(folder), &mut paths);
    }
    let mut all = Vec::new();
    let mut test_files = BTreeSet::new();
    for path in paths.into_iter().filter(|path| !path.ends_with(file!())) {
        let text = fs::read_to_string(&path).unwrap();
        let mut cites = Cited {
            path: path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned(),
            in_code: BTreeSet::new(),
            in_tests: BTreeSet::new(),
            text: text.clone(),
        };
        let mut is_test = cites.path.starts_with("tests/");
        let mut after_attribute = false;
        for line in text.lines() {
            if let Some((_, name)) = line.split_once("mod ").filter(|_| after_attribute) {
                match name.strip_suffix(';') {
                    Some(name) => drop(test_files.insert(module(&path, name))),
                    None => is_test = true,
                }
            }
            after_attribute = line == "#[cfg(test)]";
            cited(line, if is_test { &mut cites.in_tests } else { &mut cites.in_code });
        }
        all.push(cites);
    }
    for cites in &mut all {
        if test_files.contains(&root().join(&cites.path)) {
            cites.in_tests.append(&mut cites.in_code);
        }
    }
    assert!(all.len() > 100 && test_files.len() > 5, "the sources were not found");
    all
}

/// The texts between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

fn rows() -> Vec<Row> {
    let page = fs::read_to_string(root().join("docs/rules.md")).unwrap();
    let mut rows = Vec::new();
    for line in page.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.trim_matches(['|', ' ']).split(" | ").collect();
        let [name, requirement, tests] = cells[..] else { continue };
        let letter = name.chars().next().and_then(|c| LETTERS.find(c));
        let number = name.get(1..).and_then(number);
        let (Some(letter), Some((n, ""))) = (letter, number) else { continue };
        let mut row = Row { rule: Rule(letter, n), tests: Vec::new() };
        let mut file = "";
        for word in quoted(tests) {
            if word.contains('/') {
                file = word;
            } else {
                row.tests.push((file.to_owned(), word.to_owned()));
            }
        }
        assert!(!row.tests.is_empty() && !requirement.is_empty(), "{name} has no test");
        rows.push(row);
    }
    rows
}

#[test]
fn every_rule_that_is_cited_has_a_row() {
    let known: BTreeSet<Rule> = rows().iter().map(|row| row.rule).collect();
    let mut faults = Vec::new();
    for cites in all_cited() {
        let unknown = cites.in_code.union(&cites.in_tests).filter(|rule| !known.contains(rule));
        faults.extend(unknown.map(|rule| format!("{} cites {rule}", cites.path)));
    }
    assert_eq!(faults, [""; 0], "rules without a row");
}

#[test]
fn every_row_names_tests_that_cite_its_rule() {
    let all = all_cited();
    let files: BTreeMap<&str, &Cited> =
        all.iter().map(|cites| (cites.path.as_str(), cites)).collect();
    let mut faults = Vec::new();
    for (rule, path, function) in rows()
        .iter()
        .flat_map(|row| row.tests.iter().map(|(path, function)| (row.rule, path, function)))
    {
        let declared = format!("fn {function}(");
        let is_in = |cites: &&Cited| cites.text.contains(&declared);
        match files.get(path.as_str()).copied().filter(is_in) {
            None => {
                let others: Vec<&str> =
                    all.iter().filter(is_in).map(|cites| cites.path.as_str()).collect();
                faults.push(format!("{rule}: no {function} in {path}; it is in {others:?}"));
            }
            Some(cites) if !cites.in_tests.contains(&rule) => {
                faults.push(format!("{rule}: no test in {path} cites it"));
            }
            Some(_) => {}
        }
    }
    assert_eq!(faults, [""; 0]);
}

#[test]
fn rows_are_sorted_and_unique() {
    let rows = rows();
    assert!(rows.len() > 100, "the rows were not found");
    for pair in rows.windows(2) {
        let [one, next] = pair else { continue };
        assert!(one.rule < next.rule, "{} stands before {}", one.rule, next.rule);
    }
}

/// The most lines of the map, and the most characters of one.
const LONGEST_MAP: (usize, usize) = (150, 100);

/// Each row of the tables of hazards names a test in its last cell.
#[test]
fn every_hazard_has_a_test() {
    let read = |name: &str| fs::read_to_string(root().join(name)).unwrap();
    let page = read("docs/robustness.md") + &read("docs/feeds.md");
    let (mut count, mut faults) = (0, Vec::new());
    for line in page.lines().filter(|line| line.starts_with("| ") && !line.contains("**")) {
        let tests = line.trim_end_matches(['|', ' ']).rsplit(" | ").next().unwrap_or_default();
        let mut text = String::new();
        for word in quoted(tests) {
            if word.contains('/') {
                text = fs::read_to_string(root().join(word)).unwrap_or_default();
            } else if text.contains(&format!("fn {word}(")) {
                count += 1;
            } else {
                faults.push(line.to_owned());
            }
        }
    }
    assert_eq!(faults, [""; 0]);
    assert!(count > 60, "{count}");
}

#[test]
fn the_map_is_short_and_names_what_exists() {
    let map = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    assert!(map.lines().count() <= LONGEST_MAP.0, "{} lines", map.lines().count());
    let mut faults = Vec::new();
    let is_long = |line: &&str| line.chars().count() > LONGEST_MAP.1;
    faults.extend(map.lines().filter(is_long).map(|line| format!("too long: {line}")));
    let find = |path: &str| {
        let places = [root().join(path), root().join("src").join(path)];
        places.into_iter().find(|place| place.exists())
    };
    // Blocks of code hold pictures.
    let text: String = map.split("```").step_by(2).collect();
    let mut last = None;
    let mut tests = 0;
    for word in quoted(&text) {
        let is_path = word.contains('/') || Path::new(word).extension() == Some("rs".as_ref());
        if is_path {
            last = find(word);
            if last.is_none() {
                faults.push(format!("there is no {word}"));
            }
        } else if let Some(path) = last.take().filter(|path| path.is_file() && !is_path) {
            // The word after a file is a test in it, if it looks like one.
            let looks_like_one =
                word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            if looks_like_one && word.contains('_') {
                tests += 1;
                if !fs::read_to_string(path).unwrap().contains(&format!("fn {word}(")) {
                    faults.push(format!("there is no test {word}"));
                }
            }
        }
    }
    assert!(tests > 10, "the tests were not found");
    assert_eq!(faults, [""; 0]);
}

#[test]
fn citations_are_found() {
    let check = |line: &str, expected: &str| {
        let mut found = BTreeSet::new();
        cited(line, &mut found);
        let found: Vec<String> = found.iter().map(Rule::to_string).collect();
        assert_eq!(found.join(" "), expected, "{line}");
    };
    check("// (M1-M4, T7): as in J18.", "J18 M1 M2 M3 M4 T7");
    check("fn no_text_m16() {", "M16");
    check("let utf_s3 = 1; \"{date}T00:00:00Z\" U+B4 AT1 T1x T100 T01", "");
}
