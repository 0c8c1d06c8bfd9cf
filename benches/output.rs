//! Measures the bytes that a key press sends to the terminal: compared with ratatui's own backend
//! and the text that changed, then as a whole process compared with `less` and `w3m`, where they
//! are installed.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod archive;
mod driver;

use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use driver::Bench;
use kanbao::terminal::{Abilities, Backend, Frame};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use ratatui::backend::{Backend as _, CrosstermBackend};
use ratatui::buffer::Buffer;

/// The sizes: those of most SSH sessions, and a large one.
const SIZES: [(u16, u16); 2] = [(80, 24), (200, 60)];

fn main() {
    // `cargo test --benches` only checks that it builds.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let posts = home.path().join("posts");
    std::fs::create_dir(&posts).unwrap();
    // Longer than the largest screen.
    let article = archive::article().repeat(4);
    for day in 1..=28 {
        let name = format!("2024-01-{day:02}-post.html");
        let title = format!("---\ntitle: 新闻第{day}篇\n---\n");
        std::fs::write(posts.join(name), title + &article).unwrap();
    }
    println!(
        "one frame, bytes: kanbao / with margins / text of the changed rows / ratatui's backend"
    );
    for size in SIZES {
        for (what, before, key) in [
            ("scroll a line, zoomed", &["Enter", "z", "j", "j"][..], "j"),
            ("scroll a line, side by side or stacked", &["Enter", "j", "j"], "j"),
            ("a page, zoomed", &["Enter", "z"], "Space"),
            ("the next post in the list", &["j", "j"], "j"),
            ("the next post in the list alone", &["z", "j", "j"], "j"),
        ] {
            in_process(&posts, size, what, before, key);
        }
    }
    println!("\nwhole processes, bytes of a line down (median of 8) and of a page");
    let post = home.path().join("post.html");
    std::fs::write(&post, &article).unwrap();
    let text = home.path().join("post.txt");
    let shown = Command::new(env!("CARGO_BIN_EXE_kanbao"))
        .args(["show", "--format", "text", "--no-header"])
        .arg(&post)
        .output()
        .unwrap();
    std::fs::write(&text, shown.stdout).unwrap();
    for size in SIZES {
        let kanbao = [env!("CARGO_BIN_EXE_kanbao"), post.to_str().unwrap()];
        whole_process(size, &kanbao, "z", home.path());
        whole_process(size, &["less", text.to_str().unwrap()], "", home.path());
        whole_process(size, &["w3m", text.to_str().unwrap()], "", home.path());
    }
}

/// Presses the keys in `before`, then counts the bytes that one more key sends.
fn in_process(posts: &Path, size: (u16, u16), what: &str, before: &[&str], key: &str) {
    let mut bench = Bench::of(posts, size);
    for key in before {
        bench.press(key);
    }
    let old = bench.buffer.clone();
    bench.press(key);
    let new = bench.buffer.clone();
    let abilities =
        Abilities { confirms_ambiguous: true, ..Abilities::of_terminal("xterm-256color", false) };
    let bytes_with = |abilities| {
        let mut backend = Backend::new(abilities);
        backend.frame(frame(&mut old.clone()));
        backend.frame(frame(&mut new.clone())).len()
    };
    let with_margins = Abilities { margins: true, ..abilities };
    let (own, own_with_margins) = (bytes_with(abilities), bytes_with(with_margins));
    let rows = |buffer: &Buffer| -> Vec<Vec<ratatui::buffer::Cell>> {
        buffer.content.chunks(size.0.into()).map(<[_]>::to_vec).collect()
    };
    let changed = rows(&old).into_iter().zip(rows(&new)).filter(|(old, new)| old != new);
    let text: usize = changed
        .map(|(_, new)| new.iter().map(|cell| cell.symbol().trim().len()).sum::<usize>())
        .sum();
    let stock = |old: &Buffer, new: &Buffer| {
        let mut bytes = Vec::new();
        let mut backend = CrosstermBackend::new(&mut bytes);
        backend.draw(old.diff(new).into_iter()).unwrap();
        ratatui::backend::Backend::flush(&mut backend).unwrap();
        bytes.len()
    };
    println!("{size:?} {what}: {own} / {own_with_margins} / {text} / {}", stock(&old, &new));
    let (mut first, mut second) = (old.clone(), new.clone());
    for (name, abilities) in [("time", abilities), ("time with margins", with_margins)] {
        let mut backend = Backend::new(abilities);
        archive::ratio(
            &format!("    {name} / that of ratatui's backend"),
            || {
                for _ in 0..50 {
                    backend.frame(frame(&mut second));
                    backend.frame(frame(&mut first));
                }
            },
            || {
                for _ in 0..50 {
                    stock(&old, &new);
                    stock(&new, &old);
                }
            },
        );
    }
}

/// A frame without links and pictures.
fn frame(buffer: &mut Buffer) -> Frame<'_> {
    Frame { buffer, links: &[], files: &[], cursor: None }
}

/// Runs a program in a terminal and counts what it sends for a line and for a page.
fn whole_process(size: (u16, u16), command: &[&str], first: &str, home: &Path) {
    let (program, arguments) = command.split_first().unwrap();
    let name = Path::new(program).file_name().unwrap().to_string_lossy().into_owned();
    let pty = PtySize { rows: size.1, cols: size.0, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(pty).unwrap();
    let mut command = CommandBuilder::new(program);
    command.args(arguments);
    command.env("TERM", "xterm-256color");
    command.env("LC_ALL", "C.UTF-8");
    for variable in ["XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
        command.env(variable, home.join(variable));
    }
    let Ok(mut child) = pair.slave.spawn_command(command) else {
        println!("{size:?} {name}: not installed");
        return;
    };
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut keyboard = pair.master.take_writer().unwrap();
    let (send, output) = channel();
    thread::spawn(move || {
        let mut bytes = [0; 1 << 14];
        while let Ok(n) = reader.read(&mut bytes) {
            if n == 0 || send.send(bytes.get(..n).unwrap_or_default().to_vec()).is_err() {
                return;
            }
        }
    });
    // The probe: ambiguous characters are narrow, emoji are not joined.
    let cells = [1, 1, 1, 4, 4, 1];
    let mut answered = 0;
    let mut rest = |keyboard: &mut dyn Write, pause| -> usize {
        let bytes = rest(&output, pause);
        for _ in memchr::memmem::find_iter(&bytes, "\x1b[6n") {
            let column = cells.get(answered % 6).map_or(2, |cells| cells + 1);
            let _ = write!(keyboard, "\x1b[1;{column}R");
            answered += 1;
        }
        if memchr::memmem::find(&bytes, b"\x1b[c").is_some() {
            let _ = write!(keyboard, "\x1b[?62;22c");
        }
        for _ in memchr::memmem::find_iter(&bytes, "\x1b[5n") {
            let _ = write!(keyboard, "\x1b[0n");
        }
        bytes.len()
    };
    rest(&mut keyboard, Duration::from_millis(100));
    rest(&mut keyboard, Duration::from_secs(1));
    let mut press = |key: &str| {
        let _ = keyboard.write_all(key.as_bytes());
        rest(&mut keyboard, Duration::from_millis(200))
    };
    press(first);
    press("j");
    let mut lines: Vec<usize> = (0..8).map(|_| press("j")).collect();
    lines.sort_unstable();
    let page = press(" ");
    println!("{size:?} {name}: {} {page}", lines.get(4).copied().unwrap_or_default());
    let _ = child.kill();
    let _ = child.wait();
}

/// Returns the output until none arrives for `pause`, or for about 10 s at most.
fn rest(output: &Receiver<Vec<u8>>, pause: Duration) -> Vec<u8> {
    let mut all = Vec::new();
    let start = Instant::now();
    while let Ok(bytes) = output.recv_timeout(pause) {
        all.extend(bytes);
        if start.elapsed() > Duration::from_secs(10) {
            break;
        }
    }
    all
}
