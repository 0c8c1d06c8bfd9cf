//! The READMEs and the pages of `docs/`: short, linked, complete, and the same in both languages.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The most lines of a README.
const LONGEST: usize = 150;
/// Pages for developers, in English only.
const ENGLISH_ONLY: [&str; 2] = ["robustness.md", "rules.md"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The names of the pages in `docs/`.
fn pages() -> Vec<String> {
    let entries = fs::read_dir(root().join("docs")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let is_page = |name: &String| Path::new(name).extension().is_some_and(|end| end == "md");
    names.filter(is_page).collect()
}

/// Pairs of the same page in English and Chinese, below the root.
fn pairs() -> Vec<(String, String)> {
    let english = pages().into_iter().filter(|name| !name.ends_with(".zh.md"));
    let both = english.filter(|name| !ENGLISH_ONLY.contains(&name.as_str()));
    let name = |name: &str| format!("docs/{name}");
    let mut pairs: Vec<_> =
        both.map(|page| (name(&page), name(&page.replace(".md", ".zh.md")))).collect();
    pairs.push(("README.md".to_owned(), "README.zh.md".to_owned()));
    pairs
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The lines outside code.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut is_code = false;
    text.lines().filter(move |line| {
        let is_fence = line.starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    })
}

/// The targets of the links and pictures of a page.
fn links(text: &str) -> Vec<String> {
    let text = prose(text).collect::<Vec<_>>().join("\n");
    let targets = text.split("](").skip(1).filter_map(|piece| piece.split_once(')'));
    targets.map(|(target, _)| target.to_owned()).collect()
}

/// A heading's anchor, as GitHub makes it.
fn anchor(heading: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || "-_ ".contains(*c);
    heading.to_lowercase().chars().filter(kept).collect::<String>().trim().replace(' ', "-")
}

/// What must be the same in both languages: the levels of headings, the columns of table rows, and
/// how many blocks of code, list items and pictures there are.
fn shape(text: &str) -> Vec<String> {
    let mut shape = Vec::new();
    for line in prose(text) {
        if line.starts_with('#') {
            shape.push(line.split(' ').next().unwrap().to_owned());
        } else if line.starts_with('|') {
            shape.push(format!("row of {}", line.replace("\\|", "").matches('|').count()));
        } else if line.starts_with("- ") || line.starts_with("![") {
            shape.push(line.get(..2).unwrap().to_owned());
        }
    }
    shape.push(format!("{} blocks of code", text.matches("\n```").count()));
    shape
}

#[test]
fn the_readmes_are_short() {
    for name in ["README.md", "README.zh.md"] {
        let lines = read(name).lines().count();
        assert!(lines <= LONGEST, "{name} has {lines} lines");
    }
}

#[test]
fn every_page_is_there_in_both_languages() {
    let pairs = pairs();
    assert!(pairs.len() > 9, "{pairs:?}");
    for (english, chinese) in &pairs {
        let (ours, theirs) = (read(english), read(chinese));
        let (mut our_shape, mut their_shape) = (shape(&ours), shape(&theirs));
        if english == "docs/feeds.md" {
            // The table of cases and tests is for developers, too.
            our_shape.retain(|part| !part.starts_with("row"));
            their_shape.retain(|part| !part.starts_with("row"));
        }
        assert_eq!(our_shape, their_shape, "{english}, {chinese}");
        let file = |name: &str| name.rsplit('/').next().unwrap().to_owned();
        assert!(links(&ours).contains(&file(chinese)), "{english} does not link to {chinese}");
        assert!(links(&theirs).contains(&file(english)), "{chinese} does not link to {english}");
    }
}

#[test]
fn every_link_leads_somewhere() {
    let mut seen = 0;
    let names = pages().into_iter().map(|name| format!("docs/{name}"));
    for name in names.chain(["README.md".to_owned(), "README.zh.md".to_owned()]) {
        let text = read(&name);
        let folder = root().join(&name).parent().unwrap().to_owned();
        for link in links(&text).iter().filter(|link| !link.contains("://")) {
            seen += 1;
            let (path, place) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { root().join(&name) } else { folder.join(path) };
            assert!(target.exists(), "{name}: {link} does not exist");
            if place.is_empty() {
                continue;
            }
            let page = fs::read_to_string(target).unwrap();
            let anchors: BTreeSet<String> =
                prose(&page).filter(|line| line.starts_with('#')).map(anchor_of).collect();
            assert!(anchors.contains(place), "{name}: {link}: {anchors:?}");
        }
    }
    assert!(seen > 60, "{seen}");
}

fn anchor_of(line: &str) -> String {
    anchor(line.trim_start_matches('#').trim())
}

/// A Chinese reader stays with Chinese pages where there are some.
#[test]
fn chinese_pages_link_to_chinese_pages() {
    for (english, chinese) in pairs() {
        let own = english.rsplit('/').next().unwrap().to_owned();
        for link in links(&read(&chinese)) {
            let path = link.split('#').next().unwrap();
            let Some(name) = path.strip_suffix(".md") else { continue };
            let folder = root().join(&chinese).parent().unwrap().to_owned();
            let has_chinese = folder.join(format!("{name}.zh.md")).exists();
            let is_named = path == own || link.contains("#what-is-done");
            assert!(!has_chinese || is_named, "{chinese}: {link}");
        }
    }
}
