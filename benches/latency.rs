//! The reader in a terminal on a large archive: response times to keys during and after the index
//! build, lost keys, and memory.
//!
//! `KANBAO_BENCH_ARCHIVE=DIR cargo bench --bench latency` measures another archive.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod archive;

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};

/// Keys per round.
const KEYS: usize = 400;
/// The pause between keys, as with a key held down.
const PAUSE: Duration = Duration::from_millis(30);

struct Reader {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    _terminal: Box<dyn portable_pty::MasterPty + Send>,
}

impl Reader {
    fn start(archive: &Path, home: &Path) -> Self {
        let size = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_kanbao"));
        command.arg(archive);
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "C.UTF-8");
        for name in ["XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
            command.env(name, home.join(name));
        }
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keyboard = pair.master.take_writer().unwrap();
        let (send, output) = channel();
        thread::spawn(move || {
            let mut bytes = [0; 1 << 13];
            while let Ok(n) = reader.read(&mut bytes) {
                if n == 0 || send.send(bytes.get(..n).unwrap_or_default().to_vec()).is_err() {
                    return;
                }
            }
        });
        Self { child, keyboard, output, _terminal: pair.master }
    }

    /// Reads the output until there is none for `pause`.
    fn rest(&self, pause: Duration) -> Vec<u8> {
        let mut all = Vec::new();
        while let Ok(bytes) = self.output.recv_timeout(pause) {
            all.extend(bytes);
        }
        all
    }

    /// Presses each key after the response to the last; returns the response times, sorted.
    fn press(&mut self) -> Vec<Duration> {
        let mut times = Vec::with_capacity(KEYS);
        for at in 0..KEYS {
            while self.output.try_recv().is_ok() {}
            let start = Instant::now();
            self.keyboard.write_all(if at % 8 == 7 { b"k" } else { b"j" }).unwrap();
            self.keyboard.flush().unwrap();
            // A lost key gets no response.
            self.output.recv_timeout(Duration::from_secs(5)).expect("a key was lost");
            times.push(start.elapsed());
            thread::sleep(PAUSE);
        }
        times.sort();
        times
    }

    fn private(&self) -> u64 {
        let pid = self.child.process_id().unwrap_or_default();
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
        let number = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        number.unwrap_or_default() / 1000
    }
}

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
    let while_built = reader.press();
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
    let idle = reader.press();
    println!("afterwards: {}", spread(&idle));
    let p99 =
        |times: &[Duration]| times.get(times.len() * 99 / 100).map_or(0.0, Duration::as_secs_f64);
    println!("p99: {:.2} times", p99(&while_built) / p99(&idle));
    // A search opens the index and folds the titles.
    for key in ["/", "储", "能", "\r"] {
        reader.keyboard.write_all(key.as_bytes()).unwrap();
        reader.keyboard.flush().unwrap();
        thread::sleep(Duration::from_millis(300));
    }
    reader.rest(Duration::from_secs(1));
    println!("  {} MB private after a search", reader.private());
    reader.keyboard.write_all(b"Q").unwrap();
    let _ = reader.child.wait();
}

fn spread(sorted: &[Duration]) -> String {
    let at = |share: usize| {
        let time = sorted.get((sorted.len() * share / 100).min(sorted.len().saturating_sub(1)));
        time.copied().unwrap_or_default().as_secs_f64() * 1000.0
    };
    format!("p50 {:.2} p90 {:.2} p99 {:.2} ms", at(50), at(90), at(99))
}
