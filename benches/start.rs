//! Measures a start of the reader from its store: the time to the first frame, the time until
//! everything is current, response times to keys meanwhile, and memory; then response times while
//! ten new posts arrive.
//!
//! `KANBAO_BENCH_POSTS=1000000 KANBAO_BENCH_BYTES=600 cargo bench --bench start` measures a million
//! short posts. In an archive of your own (`KANBAO_BENCH_ARCHIVE`) it creates no posts.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod realistic;
mod terminal;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use terminal::{Reader, spread};

/// Number of measured starts.
const ROUNDS: usize = 5;
/// Keys pressed at rest, and again while new posts arrive.
const KEYS: usize = 300;
/// Number of new posts, and the pause between them.
const NEW: usize = 10;
const PAUSE: Duration = Duration::from_millis(700);
/// Interval of the checks for rest, and the processor time, in hundredths of a second, that a
/// reader at rest may use in one interval.
const LOOK: Duration = Duration::from_millis(50);
const REST: u64 = 0;

fn main() {
    let archive = realistic::folder();
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-start");
    let mut command = Command::new(env!("CARGO_BIN_EXE_kanbao"));
    command.args(["index", "--archive"]).arg(&archive);
    command.env("XDG_CACHE_HOME", home.join("XDG_CACHE_HOME"));
    assert!(command.stdout(Stdio::null()).status().unwrap().success());

    let mut rounds: Vec<Start> = (0..ROUNDS).map(|_| start(&archive, &home)).collect();
    let mut median = |of: fn(&Start) -> f64| {
        rounds.sort_by(|a, b| of(a).total_cmp(&of(b)));
        rounds.get(ROUNDS / 2).map_or(0.0, of)
    };
    println!("first frame: {:.1} ms", median(|start| start.first.as_secs_f64() * 1000.0));
    println!("all is current: {:.2} s", median(|start| start.current.as_secs_f64()));
    println!("  relative to `find -printf`: {:.2}", median(|start| start.relative));
    println!("memory of its own: {:.0} MB", median(|start| start.private as f64));
    let mut keys: Vec<Duration> = rounds.iter().flat_map(|start| start.keys.clone()).collect();
    keys.sort();
    println!("keys meanwhile: {}", spread(&keys));
    if std::env::var_os("KANBAO_BENCH_ARCHIVE").is_none() {
        new_posts(&archive, &home);
    }
}

struct Start {
    first: Duration,
    current: Duration,
    /// Ratio of `current` to the time that listing all files with their timestamps takes.
    relative: f64,
    private: u64,
    keys: Vec<Duration>,
}

/// Starts the reader, waits until it rests, and quits it; then starts it again and presses keys for
/// the same time.
fn start(archive: &Path, home: &Path) -> Start {
    let find = Instant::now();
    let mut command = Command::new("find");
    command.arg(archive).args(["-type", "f", "-printf", "%T@\n"]).stdout(Stdio::null());
    let has_find = command.status().is_ok_and(|status| status.success());
    let find = find.elapsed();
    let begun = Instant::now();
    let mut reader = Reader::start(archive, home);
    let first = first_frame(&mut reader, begun);
    let current = until_rest(&reader, begun);
    let (private, relative) = (reader.private(), current.as_secs_f64() / find.as_secs_f64());
    reader.quit();
    let begun = Instant::now();
    let mut reader = Reader::start(archive, home);
    first_frame(&mut reader, begun);
    let mut keys = Vec::new();
    while begun.elapsed() < current {
        keys.extend(reader.press(1));
    }
    reader.quit();
    Start { first, current, relative: if has_find { relative } else { f64::NAN }, private, keys }
}

/// Returns the time until the first frame was drawn.
fn first_frame(reader: &mut Reader, begun: Instant) -> Duration {
    let (mut output, mut is_answered) = (Vec::new(), false);
    loop {
        output.extend(reader.output.recv_timeout(Duration::from_secs(30)).unwrap());
        // The program sends this query last, just before the first frame.
        if !is_answered && output.windows(3).any(|bytes| bytes == b"\x1b[c") {
            reader.type_key("\x1b[?62c");
            is_answered = true;
            output.clear();
        }
        if is_answered && output.len() > 1500 {
            return begun.elapsed();
        }
    }
}

/// Returns when the reader last used the processor, once it has been at rest for a second.
fn until_rest(reader: &Reader, begun: Instant) -> Duration {
    let (mut ticks, mut busy) = (reader.ticks(), begun.elapsed());
    while begun.elapsed() < busy + Duration::from_secs(1) {
        thread::sleep(LOOK);
        let now = reader.ticks();
        if now > ticks + REST {
            busy = begun.elapsed();
        }
        ticks = now;
    }
    busy
}

/// Writes posts while the reader is open; prints how soon they are listed and how fast keys
/// respond.
fn new_posts(archive: &Path, home: &Path) {
    let mut reader = Reader::start(archive, home);
    until_rest(&reader, Instant::now());
    let before = reader.press(KEYS);
    println!("keys at rest: {}", spread(&before));
    let folder = archive.join("_posts");
    let paths: Vec<PathBuf> =
        (1..=NEW).map(|n| folder.join(format!("2031-01-{n:02}-new.md"))).collect();
    let written = paths.clone();
    let writer = thread::spawn(move || {
        for (n, path) in written.iter().enumerate() {
            thread::sleep(PAUSE);
            fs::write(path, format!("---\ntitle: New {n}\n---\ntext\n")).unwrap();
        }
    });
    println!("keys while posts come: {}", spread(&reader.press(KEYS)));
    writer.join().unwrap();
    // Go to the top, where a new post moves every visible row.
    reader.rest(Duration::from_secs(2));
    reader.type_key("g");
    reader.type_key("g");
    reader.rest(Duration::from_secs(1));
    let (path, begun) = (folder.join("2031-02-01-new.md"), Instant::now());
    fs::write(&path, "---\ntitle: Seen\n---\ntext\n").unwrap();
    let mut seen = Vec::new();
    while !String::from_utf8_lossy(&seen).contains("Seen") {
        seen.extend(reader.output.recv_timeout(Duration::from_secs(30)).unwrap());
    }
    println!("a new post is listed after {:.0?}", begun.elapsed());
    println!("memory of its own: {} MB", reader.private());
    reader.quit();
    for path in paths.iter().chain([&path]) {
        fs::remove_file(path).unwrap();
    }
}
