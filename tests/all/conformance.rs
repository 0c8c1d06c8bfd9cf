//! Unicode's own tests of line breaking and graphemes, and the examples of the `CommonMark`
//! specification. They ship with the `icu_segmenter` and `pulldown-cmark` packages and are read from
//! the local cargo registry, if it has them.
//!
//! Every difference must be listed here, with its reason.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use kanbao::clean::CleanText;
use kanbao::document::{self, Document, NoContext, Syntax, percent_decoded};
use kanbao::typeset::breaks::{self, Level};

use crate::support::skip::skip;

/// A file of a package that this program is built with, if its sources are installed.
#[track_caller]
fn test_file(package: &str, path: &str) -> Option<String> {
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")))?;
    let lock = include_str!("../../Cargo.lock");
    let name = format!("name = \"{package}\"\nversion = \"");
    let version = lock.split(&name).nth(1)?.split('"').next()?;
    for registry in fs::read_dir(home.join("registry/src")).ok()?.flatten() {
        let path = registry.path().join(format!("{package}-{version}/{path}"));
        if let Ok(text) = fs::read_to_string(path) {
            return Some(text);
        }
    }
    skip(&format!("the sources of {package} {version} are not here"));
    None
}

/// A test file of Unicode.
#[track_caller]
fn unicode_file(name: &str) -> Option<String> {
    test_file("icu_segmenter", &format!("tests/testdata/{name}"))
}

/// The text of a test line and the byte offsets of its breaks.
fn case(line: &str) -> Option<(String, Vec<usize>)> {
    let line = line.split('#').next()?.trim();
    let (mut text, mut breaks) = (String::new(), Vec::new());
    for word in line.split_whitespace() {
        match word {
            "÷" => breaks.push(text.len()),
            "×" => {}
            code => text.push(char::from_u32(u32::from_str_radix(code, 16).ok()?)?),
        }
    }
    breaks.retain(|&at| at > 0 && at < text.len());
    (!text.is_empty()).then_some((text, breaks))
}

/// The tailorings: rule, whether breaks are removed or added, and where.
///
/// `a` is the nearest visible character before the break, `b` the character after it; `blank` says
/// whether spaces separate the two.
type Tailoring = (&'static str, bool, fn(char, char, bool) -> bool);

const REMOVED: bool = false;
const ADDED: bool = true;

const TAILORINGS: &[Tailoring] = &[
    ("T14: blanks go with what they follow", REMOVED, |_, b, _| b.is_whitespace()),
    ("T1, T2, T7, T11: no such mark begins a line, not even after a blank", REMOVED, |_, b, _| {
        "、。，．：；！？‼⁇⁈⁉｡､）］｝〉》」』】〕〗〙〛〞〟”’｣｠)]}»›…⋯‥々〻ゝゞヽヾーぁァっッㇰ"
            .contains(b)
            || ('\u{fe50}'..='\u{fe57}').contains(&b)
            || "﹚﹜﹞⦆︶︸︺︼︾﹀﹂﹄".contains(b)
            || ('\u{ff67}'..='\u{ff70}').contains(&b)
    }),
    ("T3: no such mark ends a line, not even before a blank", REMOVED, |a, _, _| {
        "（［｛〈《「『【〔〖〘〚〝“‘｢｟([{«‹﹙﹛﹝⦅︵︷︹︻︽︿﹁﹃".contains(a)
    }),
    ("T4: interpuncts, connectors and the solidus begin no line", REMOVED, |_, b, _| {
        "·・･‧–～〜‐－／/゠-".contains(b)
    }),
    ("T7: a dash begins no line", REMOVED, |_, b, _| "—―⸺─".contains(b)),
    ("T8: a sign stays with its number", REMOVED, |a, b, _| {
        "%％‰‱°℃℉′″￠¢﹪".contains(b)
            || "$＄¥￥€£￡￦₩№±+＋−﹢#＃".contains(a)
                && (b.is_ascii_digit() || ('０'..='９').contains(&b))
    }),
    ("two dollar signs are the mark of a formula", REMOVED, |a, b, _| (a, b) == ('$', '$')),
    ("a hyphen after a letter joins words and is no sign of a number", ADDED, |a, b, _| {
        a == '-' && b.is_ascii_digit()
    }),
    ("LB19a of Unicode 16: beside a curly quote in East Asian text", ADDED, |a, b, _| {
        "“‘”’".contains(a) || "“‘”’".contains(b)
    }),
];

#[test]
fn line_breaks_are_those_of_uax_14_but_for_the_tailorings() {
    let Some(file) = unicode_file("LineBreakTest_15.1.txt") else { return };
    let mut cases = 0;
    let mut by_reason: BTreeMap<&str, usize> = BTreeMap::new();
    for (text, expected) in file.lines().filter_map(case) {
        // Paragraphs contain no line ends.
        if text.contains(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
            continue;
        }
        cases += 1;
        let found = breaks::opportunities(&text, Level::Strict);
        let differences = found.iter().filter(|at| !expected.contains(at)).map(|&at| (at, ADDED));
        let differences = differences
            .chain(expected.iter().filter(|at| !found.contains(at)).map(|&at| (at, REMOVED)));
        for (at, kind) in differences {
            let (before, after) = text.split_at(at);
            let visible = before.trim_end_matches([' ', '\t', '\u{3000}', '\u{2003}', '\u{1680}']);
            let a = visible.chars().last().unwrap_or(' ');
            let b = after.chars().next().unwrap();
            let reason = TAILORINGS
                .iter()
                .find(|(_, of, holds)| *of == kind && holds(a, b, visible != before));
            let Some((reason, ..)) = reason else {
                panic!(
                    "{text:?} at {at}: {} and no tailoring says so",
                    if kind { "added" } else { "removed" }
                );
            };
            *by_reason.entry(reason).or_default() += 1;
        }
    }
    assert!(cases > 5000, "{cases} cases");
    for (reason, count) in by_reason {
        eprintln!("{count:5} {reason}");
    }
}

#[test]
fn graphemes_are_those_of_uax_29() {
    let Some(file) = unicode_file("GraphemeBreakTest_17.txt") else { return };
    let mut cases = 0;
    let mut differ = Vec::new();
    for (text, expected) in file.lines().filter_map(case) {
        let found: Vec<usize> =
            kanbao::width::graphemes(&text).map(|(at, _)| at).filter(|&at| at > 0).collect();
        cases += 1;
        if found != expected {
            differ.push(text);
        }
    }
    assert!(cases > 500, "{cases} cases");
    assert_eq!(differ, Vec::<String>::new());
}

/// No forbidden break remains in any pair of punctuation marks between Han, digits or letters, with or
/// without a space.
#[test]
fn no_pair_of_marks_breaks_a_rule() {
    const MARKS: &str = "、。，．：；！？‼⁇（）［］｛｝〈〉《》「」『』【】〔〕“”‘’…—―·・–～〜‐－-／/々ゝーぁッ%％‰°℃′￥$€#№±+＋−﹢,.;:!?()[]{}中5A５Ａ";
    let never_first = "、。，．：；！？‼⁇）］｝〉》」』】〕”’…々ゝーぁッ";
    let never_last = "（［｛〈《「『【〔“‘([{";
    let mut pairs = 0;
    for outer in ["中", "5", "A"] {
        for a in MARKS.chars() {
            for b in MARKS.chars() {
                for space in ["", " "] {
                    let text = format!("{outer}{a}{space}{b}{outer}");
                    pairs += 1;
                    for at in breaks::opportunities(&text, Level::Strict) {
                        let (before, after) = text.split_at(at);
                        let last = before.trim_end().chars().last().unwrap();
                        let first = after.chars().next().unwrap();
                        let touching = !before.ends_with(' ');
                        assert!(!never_first.contains(first), "{before}|{after}");
                        assert!(!never_last.contains(last), "{before}|{after}");
                        let fault = touching
                            && ("—―·・–～〜‐－／%％‰°℃′".contains(first)
                                || last == first && "—―…".contains(last)
                                || last.is_ascii_alphanumeric() && first.is_ascii_alphanumeric()
                                || "￥$€#№±+＋−﹢".contains(last) && first.is_ascii_digit());
                        assert!(!fault, "{before}|{after}");
                    }
                }
            }
        }
    }
    assert!(pairs > 30_000);
}

/// Line breaking loses nothing of the test texts, line ends included.
#[test]
fn the_texts_of_the_tests_are_laid_out_whole() {
    let Some(file) = unicode_file("LineBreakTest_17.txt") else { return };
    for (text, _) in file.lines().filter_map(case) {
        let clean = CleanText::line(&text);
        let mut last = 0;
        for at in breaks::opportunities(clean.as_str(), Level::Strict) {
            assert!(at > last && clean.as_str().is_char_boundary(at));
            last = at;
        }
        assert!(last < clean.len().max(1));
    }
}

/// The examples of `CommonMark` 0.31.2 that are read differently on purpose.
const DIFFERENCES: &[(usize, &str)] = &[
    (148, "preformatted text is kept to its end, whatever HTML it stands in"),
    (163, "what is between the tags of a component of MDX is Markdown"),
    (488, "a path with blanks in a link is a path: people write it so"),
    (590, "`[[foo]]` is a wiki link where it is no other link"),
];

/// The examples of the specification: Markdown and HTML, in order from 1.
fn examples(file: &str) -> Vec<(String, String)> {
    let text = |part: Option<&str>| Some(part?.split_once("\"##;")?.0.to_owned());
    file.split("let original = r##\"")
        .skip(1)
        .filter_map(|case| {
            let (markdown, rest) = case.split_once("let expected = r##\"")?;
            Some((text(Some(markdown))?, text(Some(rest))?))
        })
        .collect()
}

/// The targets of the links; the specification writes them percent-encoded.
fn targets(document: &Document) -> Vec<String> {
    document.links.iter().map(|link| percent_decoded(link.target.as_str())).collect()
}

#[test]
fn markdown_is_that_of_commonmark_but_for_the_differences() {
    // B28
    let Some(file) = test_file("pulldown-cmark", "tests/suite/spec.rs") else { return };
    let examples = examples(&file);
    assert_eq!(examples.len(), 652);
    let mut differ = Vec::new();
    for (number, (markdown, html)) in (1..).zip(&examples) {
        let read = document::parse(markdown, Syntax::Markdown, &NoContext);
        // Both sides give a document, so that HTML that looks the same is the same.
        let expected = document::parse(html, Syntax::Html, &NoContext);
        if read.blocks != expected.blocks || targets(&read) != targets(&expected) {
            if DIFFERENCES.iter().all(|(known, _)| *known != number) {
                eprintln!("{number}: {markdown:?}\n{html}{read:?}");
            }
            differ.push(number);
        }
    }
    let known: Vec<usize> = DIFFERENCES.iter().map(|(number, _)| *number).collect();
    assert_eq!(differ, known);
}
