//! Measures what finding duplicates costs: the sketches of all texts that the index build makes,
//! and the comparison of all posts afterwards. Together they may take at most a fifth of the time
//! of a build without sketches. Also reports how many copies are found, and how many different
//! posts are taken for copies.
//!
//! The posts are synthetic (`realistic`), and every twentieth has a copy with one more line.
//! `KANBAO_BENCH_POSTS=100000 cargo bench --bench duplicates` sets their number (default 5,000);
//! `KANBAO_BENCH_ARCHIVE=DIR` measures another archive as it is.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

#[allow(dead_code, reason = "the bench of the store uses the rest")]
mod realistic;

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::Duration;

use kanbao::archive::Archive;
use kanbao::archive::load::load_all;
use kanbao::archive::post::PostId;
use kanbao::archive::site::Dates;
use kanbao::archive::source::Source;
use kanbao::archive::stored::Generation;
use kanbao::search::fold::fold;
use kanbao::search::fulltext::build::{self, Job, Manner};
use kanbao::search::fulltext::duplicates::sketch_of;
use kanbao::search::fulltext::lookup::Lookup;
use kanbao::search::fulltext::text::Bodies;
use kanbao::store::Folder;
use rustix::time::{ClockId, clock_gettime};

/// One post in this many has a copy.
const COPIED: usize = 20;
/// Suffix of a copy's file name.
const AGAIN: &str = "-again.md";
/// Age from which the store accepts a changed file.
const SETTLED: Duration = Duration::from_secs(3);
/// Highest share of the time of a build without sketches.
const LIMIT: f64 = 0.2;

fn main() {
    let root = folder();
    let source = Source::open(&root).unwrap();
    let (loaded, reader) = (load_all(&source, Dates::at(0)).unwrap(), source.reader().unwrap());
    let (archive, site) = (&loaded.archive, &loaded.site);
    let bodies = Bodies { reader: &reader, site, now: 0 };
    println!("{} posts", archive.len());

    let folder = Folder::new(Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-duplicates"));
    folder.clear().unwrap();
    let job = Job { folder: &folder, archive, bodies, manner: Manner::default() };
    let (_, built) = timed(|| build::run(job, &|_| {}, &AtomicBool::new(false)).unwrap());
    // Read texts one by one, because those of a large archive may not fit into memory.
    let mut sketched = 0.0;
    for post in archive.newest_first().iter().filter_map(|&id| archive.post(id)) {
        let text = fold(bodies.text(&post.key()).as_str());
        sketched += timed(|| black_box(sketch_of(&text))).1;
    }
    let store = Generation::of(&reader, site).open(&folder);
    let lookup = Lookup::new(Arc::new(store), archive, &reader);
    let (found, compared) = timed(|| lookup.duplicates(archive, bodies, &|| false).cloned());
    let stories = found.as_ref().map(|found| found.stories().to_vec()).unwrap_or_default();

    let share = (sketched + compared) / (built - sketched).max(f64::MIN_POSITIVE);
    let verdict = if share <= LIMIT { "as it should be" } else { "TOO SLOW" };
    println!(
        "build {built:.2} s of processor time, of which sketches {sketched:.2} s; comparison \
         {compared:.2} s: {:.1} % of a build without, at most {:.0} %: {verdict}",
        share * 100.0,
        LIMIT * 100.0
    );
    let repeats: usize = stories.iter().map(|posts| posts.len() - 1).sum();
    println!("{} stories, {repeats} repeats", stories.len());
    if std::env::var_os("KANBAO_BENCH_ARCHIVE").is_none() {
        report_copies(archive, &stories);
    }
}

/// Prints how many copies were found, and how many posts were wrongly taken for copies.
fn report_copies(archive: &Archive, stories: &[Vec<PostId>]) {
    let name = |id: &PostId| {
        let key = archive.post(*id).map(|post| post.key().to_clean().to_string());
        key.unwrap_or_default()
    };
    let original = |id: &PostId| name(id).replace(AGAIN, ".md");
    let copies = archive.newest_first().iter().filter(|id| name(id).ends_with(AGAIN)).count();
    let (mut found, mut wrong) = (0, 0);
    for posts in stories {
        let first = posts.first().map(original).unwrap_or_default();
        let is_copy = |id: &&PostId| original(id) == first;
        let right = posts.iter().skip(1).filter(is_copy).count();
        found += right;
        wrong += posts.len() - 1 - right;
    }
    println!("{found} of {copies} copies found, {wrong} posts taken for copies that are none");
}

/// Returns the user's archive, or the synthetic one with copies.
fn folder() -> PathBuf {
    let original = realistic::folder();
    if std::env::var_os("KANBAO_BENCH_ARCHIVE").is_some() {
        return original;
    }
    let name = original.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let folder = original.with_file_name(format!("{name}-with-copies"));
    if folder.join("whole").exists() {
        return folder;
    }
    let (from, to) = (original.join("_posts"), folder.join("_posts"));
    fs::create_dir_all(&to).unwrap();
    let names = fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path());
    for (at, path) in names.enumerate() {
        let place = to.join(path.file_name().unwrap_or_default());
        if !place.exists() {
            fs::hard_link(&path, &place).unwrap();
        }
        if at.is_multiple_of(COPIED) {
            let text = fs::read_to_string(&path).unwrap() + "<p>（本文由读者提供）</p>\n";
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            fs::write(to.join(stem + AGAIN), text).unwrap();
        }
    }
    fs::write(folder.join("whole"), "").unwrap();
    // The store does not accept a file that has just changed.
    thread::sleep(SETTLED);
    folder
}

/// Runs a job; returns its result and its processor time in seconds.
fn timed<T>(job: impl FnOnce() -> T) -> (T, f64) {
    let cpu = || {
        let time = clock_gettime(ClockId::ProcessCPUTime);
        time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
    };
    let start = cpu();
    let result = job();
    (result, cpu() - start)
}
