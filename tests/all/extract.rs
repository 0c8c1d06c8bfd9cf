//! Text extracted for search equals the text of the parsed body, for the samples and real posts; and
//! nearly all of it takes the fast path.

use std::fs;
use std::path::{Path, PathBuf};

use kanbao::archive::body;
use kanbao::archive::load;
use kanbao::archive::post::PostKey;
use kanbao::archive::resolve::PostFile;
use kanbao::archive::site::Dates;
use kanbao::archive::source::Source;
use kanbao::document;

use crate::support;

const NOW: i64 = 1_735_700_000;

/// All text files below a folder.
fn files(root: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(['d', 'l', '#']) {
                files.push(path);
            }
        }
    }
    files
}

/// Compares the texts of all files of an archive; returns the number of files and of those on the fast
/// path.
fn compare(root: &Path) -> (usize, usize) {
    let source = Source::open(root).unwrap();
    let site = load::load_all(&source, Dates::at(NOW)).unwrap().site;
    let reader = source.reader().unwrap();
    let (mut all, mut quick) = (0, 0);
    for file in files(root) {
        let key = PostKey::new(file.strip_prefix(root).unwrap().as_os_str().as_encoded_bytes());
        let full = body::read(&reader, &key, &site, NOW).unwrap();
        let text = body::text(&reader, &key, &site, NOW).unwrap();
        assert_eq!(text, full.document.plain_text(), "{}", file.display());
        let opened = PostFile::new(&key, &fs::read(&file).unwrap(), &site).opened().unwrap();
        let extracted = document::quick_text(&opened.body, opened.syntax, opened.reads_liquid);
        all += 1;
        if extracted.is_some() {
            quick += 1;
        } else {
            eprintln!("parsed: {}", file.display());
        }
    }
    (all, quick)
}

#[test]
fn sample_posts() {
    let (all, quick) = compare(concat!(env!("CARGO_MANIFEST_DIR"), "/sample-posts").as_ref());
    eprintln!("{quick} of {all}");
    assert!(all > 30 && quick * 100 >= all * 60, "{quick} of {all}");
}

#[test]
fn real_posts() {
    let Some(root) = support::real_posts() else { return };
    let (all, quick) = compare(&root);
    eprintln!("{quick} of {all}");
    assert!(all > 55 && quick * 100 >= all * 90, "{quick} of {all}");
}
