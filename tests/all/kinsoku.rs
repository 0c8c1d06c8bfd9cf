//! Real posts laid out at every width and scored by an independent program: no faults, no orphans,
//! few lines that are shorter than necessary.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kanbao::archive::site::Dates;
use kanbao::archive::{body, load, source::Source};
use kanbao::document::{Block, Document, NoContext, Syntax, Text, parse};
use kanbao::parallel;
use kanbao::typeset::{Measure, Page};
use kanbao::width::Widths;

use crate::support::skip::skip;

/// A text full of line breaking problems, written for this test.
const STRESS: &str = include_str!("../stress.md");

/// Shorter posts are notices of one paragraph.
const FULL_TEXT: usize = 700;

fn shared() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared")
}

/// The paragraphs of a document in the scorer's format: one per line.
fn paragraphs(document: &Document) -> Vec<String> {
    let page = Page::new(None, document, Measure::new(1_000_000));
    (0..page.len())
        .map(|line| page.plain(line).to_string())
        .filter(|line| !line.is_empty())
        .collect()
}

/// The paragraphs of all real full-text posts, and of the stress text.
fn texts() -> Option<Vec<(String, Vec<String>)>> {
    let source = Source::open(&shared().join("real-posts")).ok()?;
    let loaded = load::load_all(&source, Dates::at(0)).ok()?;
    let reader = source.reader().ok()?;
    let mut real = Vec::new();
    for &id in loaded.archive.newest_first() {
        let key = loaded.archive.post(id)?.key();
        let body = body::read(&reader, &key, &loaded.site, 0).ok()?;
        if body.text().visible_chars() >= FULL_TEXT {
            real.extend(paragraphs(&body.document));
        }
    }
    let stress = paragraphs(&parse(STRESS, Syntax::Markdown, &NoContext));
    Some(vec![("real posts".to_owned(), real), ("stress text".to_owned(), stress)])
}

#[test]
fn no_faults_at_any_width() {
    let scorer = shared().join("tools/kinsoku_score.py");
    let (Some(texts), true) = (texts(), scorer.exists()) else {
        skip("there are no real posts or no scorer beside the checkout");
        return;
    };
    if Command::new("python3").arg("--version").output().is_err() {
        skip("there is no Python here");
        return;
    }
    let mut all = (0, 0);
    for (name, paragraphs) in texts {
        assert!(paragraphs.len() >= 10, "{name}: {} paragraphs", paragraphs.len());
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("source.txt");
        std::fs::write(&source, paragraphs.join("\n")).unwrap();
        let blocks = paragraphs
            .iter()
            .map(|text| Block::Paragraph(Text::plain(kanbao::clean::CleanText::line(text))));
        let document = Document { blocks: blocks.collect(), ..Document::default() };
        let measures: Vec<(usize, bool)> =
            (20..=200).flat_map(|cells| [(cells, false), (cells, true)]).collect();
        let results = parallel::map_by(
            &measures,
            4,
            |&(cells, ambiguous_wide)| {
                let score = score(&scorer, &source, &document, cells, ambiguous_wide);
                let count = |key: &str| usize::try_from(score[key].as_u64().unwrap()).unwrap();
                assert_eq!(
                    (count("hard"), count("orphan"), count("unmatched_lines")),
                    (0, 0, 0),
                    "{name} at {cells}: {score}"
                );
                (count("lines"), count("needless_short"))
            },
            |_| true,
        );
        let (lines, short) = results.iter().fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
        eprintln!("{name}: {short} of {lines} lines needlessly short");
        all = (all.0 + short, all.1 + lines);
    }
    let (short, lines) = all;
    assert!(short * 50 <= lines, "{short} of {lines} lines are needlessly short, over 2 %");
}

fn score(
    scorer: &Path,
    source: &Path,
    document: &Document,
    cells: usize,
    ambiguous_wide: bool,
) -> serde_json::Value {
    let page = Page::new(
        None,
        document,
        Measure { widths: Widths { ambiguous_wide, ..Widths::default() }, ..Measure::new(cells) },
    );
    let lines: Vec<String> = (0..page.len()).map(|line| page.plain(line).to_string()).collect();
    let text = lines.join("\n");
    let mut child = Command::new("python3")
        .arg(scorer)
        .arg(cells.to_string())
        .args(["--ambiguous", if ambiguous_wide { "2" } else { "1" }, "--source"])
        .arg(source)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}
