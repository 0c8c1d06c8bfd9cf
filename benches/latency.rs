//! Measures the reader in a terminal on a large archive: response times to keys during and after
//! the index build, lost keys, and memory.
//!
//! `KANBAO_BENCH_ARCHIVE=DIR cargo bench --bench latency` measures another archive.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod archive;
mod terminal;

use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use terminal::{Reader, spread};

/// Keys per round.
const KEYS: usize = 400;

/// Whether the index is complete.
fn is_indexed(archive: &Path, home: &Path) -> bool {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kanbao"));
    command.args(["index", "--status", "--archive"]).arg(archive);
    command.env("XDG_CACHE_HOME", home.join("XDG_CACHE_HOME"));
    command.stdout(Stdio::null()).status().unwrap().success()
}

fn main() {
    let archive = archive::folder();
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-latency");
    let _ = std::fs::remove_dir_all(&home);
    let mut reader = Reader::start(&archive, &home);
    let start = Instant::now();
    let first = reader.output.recv_timeout(Duration::from_secs(30));
    println!("first output after {:.0?}", start.elapsed());
    drop(first);
    // Wait for the unanswered terminal probes and the end of the load.
    thread::sleep(Duration::from_secs(3));
    let while_built = reader.press(KEYS);
    let was_built = is_indexed(&archive, &home);
    println!(
        "while the index is built{}: {}",
        if was_built { " (it ended before)" } else { "" },
        spread(&while_built)
    );
    println!("  {} MB private", reader.private());
    while !is_indexed(&archive, &home) {
        // Each check loads the archive.
        thread::sleep(Duration::from_secs(5));
    }
    println!("built {:.0?} after the start", start.elapsed());
    reader.rest(Duration::from_secs(2));
    println!("  {} MB private and idle", reader.private());
    let idle = reader.press(KEYS);
    println!("afterwards: {}", spread(&idle));
    let p99 =
        |times: &[Duration]| times.get(times.len() * 99 / 100).map_or(0.0, Duration::as_secs_f64);
    println!("p99: {:.2} times", p99(&while_built) / p99(&idle));
    // A search opens the index and folds the titles.
    for key in ["/", "储", "能", "\r"] {
        reader.type_key(key);
        thread::sleep(Duration::from_millis(300));
    }
    reader.rest(Duration::from_secs(1));
    println!("  {} MB private after a search", reader.private());
    reader.quit();
}
