//! The terminal: a pty, an emulator of the screen, and answers to queries.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::threads::Threads;
use crate::wait::wait_until;

/// The path of the built program.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_kanbao");

/// How the terminal answers the probe.
#[derive(Clone, Copy)]
pub(crate) enum Answers {
    /// The cells of each probed glyph, after a delay in milliseconds.
    Cells([u16; 6], u64),
    /// Narrow glyphs, and the background colour in hexadecimal.
    On(&'static str),
    /// Narrow glyphs, and these bytes in answer to the query for pictures.
    #[cfg_attr(not(feature = "images"), expect(dead_code, reason = "only pictures ask"))]
    Graphics(&'static str),
    /// Narrow glyphs, these bytes in answer to the last query, and cells of 8 by 16 pixels.
    #[cfg_attr(not(feature = "images"), expect(dead_code, reason = "only pictures ask"))]
    Attributes(&'static str),
    /// To tmux around the program: this name of the terminal, if any, and that it draws pictures.
    #[cfg_attr(not(feature = "images"), expect(dead_code, reason = "only pictures ask"))]
    AroundTmux(&'static str),
    /// These bytes instead of each answer.
    Bytes(&'static str),
    /// No answer.
    None,
}

/// As in xterm: ambiguous characters are narrow, joined emoji are drawn side by side.
pub(crate) const NARROW: Answers = Answers::Cells([1, 1, 1, 4, 4, 1], 0);

/// The end of the query for pictures, and the answer of a terminal that draws them.
const GRAPHICS: &str = "a=q,t=d,f=24;AAAA\x1b\\";
pub(crate) const DRAWS: &str = "\x1b_Gi=31;OK\x1b\\";

/// More bytes than the notice of another unbound key takes.
pub(crate) const NOTICE: usize = 40;

/// How many times a second a slow line carries bytes.
const TICKS: usize = 20;

type Keyboard = Arc<Mutex<Box<dyn Write + Send>>>;

impl Answers {
    /// Answers the queries in the output, of which the first `answered` have answers.
    fn give(self, written: &[u8], answered: &mut usize, keyboard: &Keyboard) {
        let count = |question: &[u8]| {
            written.windows(question.len()).filter(|window| *window == question).count()
        };
        let total = count(b"\x1b[6n") + count(b"\x1b[c");
        let mut answers = String::new();
        let mut wait = 0;
        while *answered < total {
            let fence = *answered % 7 == 6;
            match self {
                Self::Cells(_, after) if fence => {
                    answers.push_str("\x1b[?62;22c");
                    wait = after;
                }
                Self::On(colour) if fence => {
                    answers.extend(["\x1b]11;rgb:", colour, "\x1b\\\x1b[?62;22c"]);
                }
                Self::Graphics(_) if fence => answers.push_str("\x1b[?62;22c"),
                Self::Attributes(bytes) if fence => answers.push_str(bytes),
                Self::On(_) | Self::Graphics(_) | Self::Attributes(_) => {
                    answers.extend(["\x1b[1;", ["2", "2", "2", "5", "5", "2"][*answered % 7], "R"]);
                }
                Self::Cells(cells, after) => {
                    let column = (cells[*answered % 7] + 1).to_string();
                    answers.extend(["\x1b[1;", &column, "R"]);
                    wait = after;
                }
                Self::Bytes(bytes) => answers.push_str(bytes),
                Self::None | Self::AroundTmux(_) => {}
            }
            *answered += 1;
        }
        if answers.is_empty() {
            return;
        }
        let keyboard = Arc::clone(keyboard);
        let answer = move || {
            thread::sleep(Duration::from_millis(wait));
            let _ = keyboard.lock().unwrap().write_all(answers.as_bytes());
        };
        if wait == 0 {
            answer();
        } else {
            thread::spawn(answer);
        }
    }
}

pub(crate) struct Terminal {
    /// `None` after a hang-up.
    master: Option<Box<dyn MasterPty + Send>>,
    keyboard: Keyboard,
    child: Box<dyn portable_pty::Child + Send + Sync>,
    pub screen: Arc<Mutex<vt100::Parser>>,
    raw: Arc<Mutex<Vec<u8>>>,
    /// The terminal settings before the program started.
    found: String,
    /// Set by [`Terminal::hang_up`].
    is_gone: Arc<AtomicBool>,
    reader: Option<JoinHandle<()>>,
}

/// A folder for the reading state of one test.
pub(crate) fn state_home() -> std::path::PathBuf {
    static TESTS: std::sync::LazyLock<tempfile::TempDir> =
        std::sync::LazyLock::new(|| tempfile::tempdir().unwrap());
    static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let own = NEXT.fetch_add(1, Ordering::Relaxed);
    TESTS.path().join(own.to_string())
}

impl Terminal {
    pub(crate) fn start(arguments: &[&str], columns: u16, rows: u16) -> Self {
        Self::start_with(arguments, columns, rows, |_| {})
    }

    pub(crate) fn start_with(
        arguments: &[&str],
        columns: u16,
        rows: u16,
        with: impl FnOnce(&mut CommandBuilder),
    ) -> Self {
        Self::spawn(Self::command(arguments, with), columns, rows)
    }

    pub(crate) fn command(
        arguments: &[&str],
        with: impl FnOnce(&mut CommandBuilder),
    ) -> CommandBuilder {
        let mut command = CommandBuilder::new(PROGRAM);
        command.args(arguments);
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "C.UTF-8");
        // The terminal is not that of the tests, which may be one of tmux.
        command.env_remove("TMUX");
        command.env_remove("NO_COLOR");
        command.env_remove("KANBAO_ARCHIVE");
        // No user settings, and a temporary state.
        command.env("XDG_CONFIG_HOME", "/nowhere");
        command.env("XDG_STATE_HOME", state_home());
        with(&mut command);
        command
    }

    pub(crate) fn spawn(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        Self::spawn_answering(command, columns, rows, NARROW, "")
    }

    /// Starts in a terminal with these answers; types `typed_ahead` before the program reads keys.
    pub(crate) fn spawn_answering(
        command: CommandBuilder,
        columns: u16,
        rows: u16,
        answers: Answers,
        typed_ahead: &str,
    ) -> Self {
        Self::spawn_on_a_line(command, columns, rows, answers, typed_ahead, &Arc::default())
    }

    /// Starts at the end of a line that carries this many bytes per second; 0 for a fast one.
    pub(crate) fn spawn_on_a_line(
        command: CommandBuilder,
        columns: u16,
        rows: u16,
        answers: Answers,
        typed_ahead: &str,
        speed: &Arc<AtomicUsize>,
    ) -> Self {
        let speed = Arc::clone(speed);
        let cell = if matches!(answers, Answers::Attributes(_)) { (8, 16) } else { (0, 0) };
        let (pixel_width, pixel_height) = (columns * cell.0, rows * cell.1);
        let size = PtySize { rows, cols: columns, pixel_width, pixel_height };
        let pair = native_pty_system().openpty(size).unwrap();
        let found = settings(&*pair.master);
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keyboard = Arc::new(Mutex::new(pair.master.take_writer().unwrap()));
        let typed_ahead = typed_ahead.to_owned();
        let screen = Arc::new(Mutex::new(vt100::Parser::new(cells(rows), cells(columns), 0)));
        let raw = Arc::new(Mutex::new(Vec::new()));
        let (to_screen, to_raw) = (Arc::clone(&screen), Arc::clone(&raw));
        let answering = Arc::clone(&keyboard);
        let is_gone = Arc::new(AtomicBool::new(false));
        let hangs_up = Arc::clone(&is_gone);
        let reader = thread::spawn(move || {
            let mut bytes = [0; 4096];
            let (mut answered, mut ready, mut told, mut named) = (0, 0, 0, 0);
            let per_tick = |speed: usize| if speed == 0 { 4096 } else { speed.div_ceil(TICKS) };
            while let Ok(n) = reader.read(&mut bytes[..per_tick(speed.load(Ordering::Relaxed))]) {
                if n == 0 || hangs_up.load(Ordering::Relaxed) {
                    break;
                }
                let written = {
                    let mut raw = to_raw.lock().unwrap();
                    raw.extend_from_slice(&bytes[..n]);
                    raw.clone()
                };
                if speed.load(Ordering::Relaxed) > 0 {
                    thread::sleep(Duration::from_secs(1) / TICKS as u32);
                }
                to_screen.lock().unwrap().process(&bytes[..n]);
                let asked = memchr::memmem::find_iter(&written, "\x1b[5n").count();
                if !matches!(answers, Answers::None) {
                    let answers = "\x1b[0n".repeat(asked - ready);
                    answering.lock().unwrap().write_all(answers.as_bytes()).unwrap();
                }
                ready = asked;
                let repeat = |question: &str, answer: &str, told: &mut usize| {
                    let asked = memchr::memmem::find_iter(&written, question).count();
                    let answers = answer.repeat(asked - *told);
                    answering.lock().unwrap().write_all(answers.as_bytes()).unwrap();
                    *told = asked;
                };
                match answers {
                    Answers::Graphics(answer) => repeat(GRAPHICS, answer, &mut told),
                    Answers::AroundTmux(name) => {
                        repeat("\x1b[>q", name, &mut named);
                        repeat(GRAPHICS, DRAWS, &mut told);
                    }
                    _ => {}
                }
                // Only `On` answers a second probe.
                if answered < 7 || matches!(answers, Answers::On(_)) && answered < 14 {
                    if answered == 0 && written.windows(4).any(|window| window == b"\x1b[6n") {
                        answering.lock().unwrap().write_all(typed_ahead.as_bytes()).unwrap();
                    }
                    answers.give(&written, &mut answered, &answering);
                }
            }
        });
        let (master, reader) = (Some(pair.master), Some(reader));
        Self { master, keyboard, child, screen, raw, found, is_gone, reader }
    }

    pub(crate) fn text(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    pub(crate) fn raw(&self) -> Vec<u8> {
        self.raw.lock().unwrap().clone()
    }

    pub(crate) fn type_keys(&mut self, keys: &str) {
        let mut keyboard = self.keyboard.lock().unwrap();
        keyboard.write_all(keys.as_bytes()).unwrap();
        keyboard.flush().unwrap();
    }

    pub(crate) fn resize(&self, columns: u16, rows: u16) {
        self.screen.lock().unwrap().screen_mut().set_size(cells(rows), cells(columns));
        let master = self.master.as_ref().unwrap();
        master.resize(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }).unwrap();
    }

    /// Claims a size that the emulator does not have.
    pub(crate) fn claim_size(&self, columns: u16, rows: u16) {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.as_ref().unwrap().resize(size).unwrap();
    }

    /// The program's memory in KiB, as far as the system shows it.
    pub(crate) fn memory(&self) -> Option<u64> {
        let id = self.child.process_id()?;
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.split_whitespace().next()?.parse().ok()
    }

    /// Waits until a condition holds for the screen.
    pub(crate) fn wait(&self, what: &str, done: impl Fn(&str) -> bool) {
        let wrong = || format!("{what} never came; the screen:\n{}", self.text());
        wait_until(|| done(&self.text()), wrong);
    }

    pub(crate) fn wait_for(&self, text: &str) {
        self.wait(text, |screen| screen.contains(text));
    }

    /// Waits until the cursor is on a post of the samples, counted from 1.
    pub(crate) fn wait_for_post(&self, at: usize) {
        self.wait(&format!("post {at}"), |screen| is_on_post(screen, at));
    }

    pub(crate) fn exit_code(&mut self) -> u32 {
        let screen = Arc::clone(&self.screen);
        let mut code = None;
        let has_ended = || {
            code = self.child.try_wait().unwrap().map(|status| status.exit_code());
            code.is_some()
        };
        let wrong = || screen.lock().unwrap().screen().contents();
        wait_until(has_ended, || format!("it never ended; the screen:\n{}", wrong()));
        code.unwrap()
    }

    /// Waits until the program has processed all input, and types an unbound key: once its notice
    /// is on the screen, all earlier output is too. Returns the number of bytes sent so far.
    /// Between two such keys, the program sends fewer than [`NOTICE`] bytes if it draws nothing
    /// else.
    #[track_caller]
    pub(crate) fn bytes_until(&mut self, key: char) -> usize {
        if Threads::are_visible() {
            let process = self.child.process_id().unwrap();
            // After a probe without answers, the thread that reads keys starts late.
            let is_idle = || Threads::of(process).is_some_and(|threads| threads.are_idle());
            let wrong = || format!("it is never idle; the screen:\n{}", self.text());
            wait_until(is_idle, wrong);
        }
        self.type_keys(&key.to_string());
        self.wait_for(&format!("{key} does nothing here"));
        self.raw().len()
    }

    /// Waits until the program has processed all input, or has ended. Results of worker threads may
    /// arrive later. Does not wait if system calls are not visible.
    pub(crate) fn settle(&mut self) {
        if !Threads::are_visible() {
            return;
        }
        let Some(threads) = self.child.process_id().and_then(Threads::of) else { return };
        let mut ended = false;
        wait_until(
            || {
                ended = self.child.try_wait().unwrap().is_some();
                ended || threads.are_idle()
            },
            || "it is never idle".to_owned(),
        );
    }

    /// Types keys; `false` if the program has ended.
    pub(crate) fn try_keys(&mut self, keys: &str) -> bool {
        let is_running = self.child.try_wait().unwrap().is_none();
        is_running && self.keyboard.lock().unwrap().write_all(keys.as_bytes()).is_ok()
    }

    /// Closes the terminal, as when its window is closed or the connection is lost.
    pub(crate) fn hang_up(&mut self) {
        self.is_gone.store(true, Ordering::Relaxed);
        // Makes the program draw, which wakes the thread that reads.
        self.type_keys("\x0c");
        self.reader.take().unwrap().join().unwrap();
        *self.keyboard.lock().unwrap() = Box::new(std::io::sink());
        self.master = None;
    }

    /// The process ids of the program's children.
    pub(crate) fn children(&self) -> Vec<String> {
        let id = self.child.process_id().unwrap();
        let children = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children"));
        children.unwrap_or_default().split_whitespace().map(str::to_owned).collect()
    }

    pub(crate) fn signal(&self, name: &str) {
        let pid = self.child.process_id().unwrap().to_string();
        assert!(Command::new("kill").args([&format!("-{name}"), &pid]).status().unwrap().success());
    }

    /// Asserts that every mode that was set is reset (S40).
    pub(crate) fn assert_given_back(&self) {
        let last = |raw: &[u8], sequence: &str| {
            raw.windows(sequence.len()).rposition(|window| window == sequence.as_bytes())
        };
        let is_given_back = || {
            let raw = self.raw();
            let unset = [
                ("\x1b[?1049h", "\x1b[?1049l"),
                ("\x1b[?2004h", "\x1b[?2004l"),
                ("\x1b[?25l", "\x1b[?25h"),
                ("\x1b[?1000h", "\x1b[?1000l"),
                ("\x1b[?1002h", "\x1b[?1002l"),
                ("\x1b[?1006h", "\x1b[?1006l"),
            ]
            .iter()
            .all(|(set, unset)| last(&raw, set) <= last(&raw, unset));
            unset && last(&raw, "\x1b[?1049l").is_some()
        };
        wait_until(is_given_back, || {
            format!("modes are still set: {}", String::from_utf8_lossy(&self.raw()))
        });
        assert_eq!(
            self.master.as_deref().map(settings),
            Some(self.found.clone()),
            "the terminal's settings are not as they were"
        );
    }
}

/// The emulator panics below two rows or columns.
fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n.max(2)).unwrap()
}

fn settings(master: &(dyn MasterPty + Send)) -> String {
    format!("{:?}", master.get_termios())
}

/// Whether a screen says that the cursor is on a post of the samples, in words or without.
pub(crate) fn is_on_post(screen: &str, at: usize) -> bool {
    screen.contains(&format!("{at} / 31")) || screen.contains(&format!("post {at} of 31"))
}

pub(crate) fn samples() -> &'static str {
    concat!(env!("CARGO_MANIFEST_DIR"), "/sample-posts")
}

/// Starts the reader at 120x40 in a terminal with these answers and waits for its first frame.
pub(crate) fn read_in(answers: Answers, typed_ahead: &str, arguments: &[&str]) -> Terminal {
    let command = Terminal::command(arguments, |_| {});
    let terminal = Terminal::spawn_answering(command, 120, 40, answers, typed_ahead);
    terminal.wait_for(" post");
    terminal
}

impl Terminal {
    /// Waits until the status line shows no load.
    pub(crate) fn wait_for_the_load(&self) {
        self.wait("the end of the load", |screen| {
            screen.lines().last().is_some_and(|status| !status.contains("reading"))
        });
    }

    /// Ends the reader; asserts that it has received no unknown key.
    pub(crate) fn quit_without_stray_keys(mut self) {
        self.wait_for_the_load();
        assert!(!self.text().contains("does nothing here"), "{}", self.text());
        self.type_keys("Q");
        assert_eq!(self.exit_code(), 0);
        self.assert_given_back();
    }
}
