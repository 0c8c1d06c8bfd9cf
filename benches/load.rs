//! Loading, compared with the bare disk reads it needs.
//!
//! `KANBAO_BENCH_ARCHIVE=DIR cargo bench --bench load` measures another archive.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod archive;

use std::ffi::OsString;
use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use criterion::{Criterion, criterion_group, criterion_main};
use kanbao::archive::load::{self, Event};
use kanbao::archive::site::Dates;
use kanbao::archive::source::Source;

/// The names of the posts, newest first, by the standard library alone.
fn walk(folder: &Path) -> Vec<OsString> {
    let entries = std::fs::read_dir(folder.join("_posts")).unwrap();
    let mut names: Vec<OsString> = entries.map(|entry| entry.unwrap().file_name()).collect();
    names.sort_unstable_by(|a, b| b.cmp(a));
    names
}

fn read(folder: &Path, names: &[OsString]) -> usize {
    let folder = folder.join("_posts");
    let mut bytes = Vec::new();
    let mut total = 0;
    for name in names {
        bytes.clear();
        File::open(folder.join(name)).unwrap().read_to_end(&mut bytes).unwrap();
        total += bytes.len();
    }
    total
}

/// Walks, sorts, and reads the newest sixty: the minimum for the first frame.
fn first_sixty(folder: &Path) {
    let names = walk(folder);
    read(folder, names.get(..60).unwrap_or(&names));
}

/// Reads all bytes with two threads: the minimum for a full load.
fn read_all(folder: &Path) -> usize {
    let names = walk(folder);
    let next = AtomicUsize::new(0);
    let total = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let start = next.fetch_add(256, Ordering::Relaxed);
                    let Some(names) = names.get(start..names.len().min(start + 256)) else { break };
                    if names.is_empty() {
                        break;
                    }
                    total.fetch_add(read(folder, names), Ordering::Relaxed);
                }
            });
        }
    });
    total.into_inner()
}

/// Loads the batch that the first frame shows.
fn first_batch(source: &Source) {
    let came = AtomicBool::new(false);
    load::load(source, Dates::at(0), &|event| {
        let flow = match event {
            Event::Batch(_) => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        };
        came.store(flow.is_break(), Ordering::Relaxed);
        flow.is_continue()
    });
    assert!(came.into_inner());
}

fn loading(criterion: &mut Criterion) {
    let folder = archive::folder();
    let source = Source::open(&folder).unwrap();
    let mut group = criterion.benchmark_group("load");
    group.sample_size(10);
    group.bench_function("first batch", |bencher| bencher.iter(|| first_batch(&source)));
    group.bench_function("first sixty, read only", |bencher| bencher.iter(|| first_sixty(&folder)));
    group.bench_function("all posts", |bencher| {
        bencher.iter(|| load::load_all(&source, Dates::at(0)).unwrap());
    });
    group.bench_function("all bytes, read only", |bencher| bencher.iter(|| read_all(&folder)));
    group.finish();
    archive::ratio(
        "first batch / walk, sort and read sixty",
        || first_batch(&source),
        || first_sixty(&folder),
    );
    archive::ratio(
        "all posts / reading all bytes with two threads",
        || drop(load::load_all(&source, Dates::at(0)).unwrap()),
        || assert!(read_all(&folder) > 0),
    );
}

criterion_group!(benches, loading);
criterion_main!(benches);
