//! The checks of the fuzz targets on their corpora, and on the sample posts: whole, cut, and mixed
//! with each other and with fragments of markup. `cargo fuzz run TARGET` continues from here.

#[path = "../../fuzz/checks.rs"]
mod checks;

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use crate::support::fixed_cases;

type Check = fn(&[u8]);

/// The check of each target.
const CHECKS: &[(&str, Check)] = &[
    ("clean", checks::clean),
    ("config", checks::config),
    ("date", checks::date),
    ("decode", checks::decode),
    ("document", checks::document),
    ("front_matter", checks::front_matter),
    ("input", checks::input),
    ("liquid", checks::liquid),
    ("log", checks::log),
    #[cfg(feature = "images")]
    ("picture", checks::picture),
    ("post", checks::post),
    ("query", checks::query),
    ("site", checks::site),
    ("typeset", checks::typeset),
];

/// The sample posts in name order.
fn samples() -> Vec<Vec<u8>> {
    files("sample-posts")
}

/// The files below a folder of the repository, in name order.
fn files(folder: &str) -> Vec<Vec<u8>> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Fragments of the grammars of a post.
fn mark() -> impl Strategy<Value = Vec<u8>> {
    let marks = prop_oneof![
        "(---\n|\\+\\+\\+\n|\\.\\.\\.\n|title: |date: 2024-|tags: \\[|\n|\r\n|\t| {1,5})",
        "</?(p|div|table|tr|td|ul|li|pre|code|ruby|rt|details|svg|style|b|a href=x|img src=y)( style=\"display:none\"| markdown=\"1\"|/)?>",
        "([*_~`]{1,4}|[|:-]{1,4}|#{1,7} |> |- |1\\. |\\[\\^1\\]:? ?|!?\\[|\\]\\(|\\)|\\\\|\\{:[.#]?|\\}|\\$\\$|&(lt|#x1b|amp;lt);|<!--|-->)",
        "(\\{[{%]-? ?(raw|endraw|comment|highlight a|include b|post_url c|d\\.e \\| f)? ?-?[%}]\\})",
        "[\u{0}-\u{1f}\u{7f}-\u{9f}\u{202e}\u{2066}\u{200b}\u{feff}，。“”（）看报🙂]{1,3}",
    ];
    prop_oneof![4 => marks.prop_map(String::into_bytes), 1 => prop::collection::vec(any::<u8>(), 1..4)]
}

fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let samples = samples();
    let part = (prop::sample::select(samples), any::<(prop::sample::Index, prop::sample::Index)>());
    let part = part.prop_map(|(sample, (from, to))| {
        let (from, to) = (from.index(sample.len() + 1), to.index(sample.len() + 1));
        sample[from.min(to)..from.max(to)].iter().take(400).copied().collect()
    });
    let piece = prop_oneof![1 => part, 4 => mark()];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

#[test]
fn the_corpora_pass() {
    for (target, check) in CHECKS {
        let inputs = files(&format!("fuzz/corpus/{target}"));
        assert!(inputs.len() > 10, "{target}");
        for input in inputs {
            check(&input);
        }
    }
    let targets = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets");
    for target in fs::read_dir(targets).unwrap() {
        let name = target.unwrap().file_name().into_string().unwrap();
        let name = name.trim_end_matches(".rs");
        // This build may lack pictures.
        assert!(name == "picture" || CHECKS.iter().any(|(target, _)| *target == name), "{name}");
    }
}

#[test]
fn the_sample_posts_pass() {
    let samples = samples();
    assert!(samples.len() > 10);
    for sample in &samples {
        checks::post(sample);
        checks::clean(sample);
    }
}

proptest! {
    // The same cases in every run: finding new ones is the fuzzer's task.
    #![proptest_config(fixed_cases(300))]

    #[test]
    fn a_file_of_any_bytes_is_a_post(bytes in pieces()) {
        checks::post(&bytes);
        checks::clean(&bytes);
    }

    #[test]
    fn a_query_is_parsed_or_an_error(query in "([a-z#:：（）()\"“”/ -]|标题|title:|OR |date:20[0-9.-]{1,9}|is:read|sort:date){0,24}") {
        checks::query(query.as_bytes());
    }

    #[test]
    fn a_log_of_any_bytes_is_read(key in prop::collection::vec(any::<u8>(), 0..20), value in "\\PC{0,20}", flip in any::<prop::sample::Index>()) {
        let record = kanbao::state::record::Record {
            stamp: kanbao::state::record::Stamp { ms: 7, seq: 1 },
            op: kanbao::state::record::Op::of_name("note"),
            key: key.into(),
            value: value.into(),
        };
        let mut line = Vec::new();
        record.encode(&mut line);
        checks::log(&line);
        let at = flip.index(line.len());
        line[at] ^= 1;
        checks::log(&line);
    }
}
