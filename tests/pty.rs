//! The program in a terminal: starts, draws, resizes, quits, and gives the terminal back on every
//! way out. A pty and a VT emulator stand for the terminal; nothing sleeps, all waits have a limit.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::print_stderr
)]

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};

/// The longest any wait takes.
const LIMIT: Duration = Duration::from_secs(20);

/// How the terminal answers when it is asked for widths.
#[derive(Clone, Copy)]
enum Answers {
    /// The cells of each probe, after so many milliseconds.
    Cells([u16; 6], u64),
    /// The cells of narrow glyphs, and the background's colour in hexadecimal digits.
    On(&'static str),
    /// Bytes instead of each answer.
    Bytes(&'static str),
    /// Not at all.
    None,
}

/// As xterm draws: ambiguous is narrow, emoji stand side by side.
const NARROW: Answers = Answers::Cells([1, 1, 1, 4, 4, 1], 0);

type Keyboard = Arc<Mutex<Box<dyn Write + Send>>>;

impl Answers {
    /// Answers the questions that are in what was written, of which `asked` were answered before.
    fn give(self, written: &[u8], asked: &mut usize, keyboard: &Keyboard) {
        let count = |question: &[u8]| {
            written.windows(question.len()).filter(|window| *window == question).count()
        };
        let total = count(b"\x1b[6n") + count(b"\x1b[c");
        let mut answers = String::new();
        let mut wait = 0;
        while *asked < total {
            let fence = *asked % 7 == 6;
            match self {
                Self::Cells(_, after) if fence => {
                    answers.push_str("\x1b[?62;22c");
                    wait = after;
                }
                Self::On(colour) if fence => {
                    answers.extend(["\x1b]11;rgb:", colour, "\x1b\\\x1b[?62;22c"]);
                }
                Self::On(_) => {
                    answers.extend(["\x1b[1;", ["2", "2", "2", "5", "5", "2"][*asked % 7], "R"]);
                }
                Self::Cells(cells, after) => {
                    let column = (cells[*asked % 7] + 1).to_string();
                    answers.extend(["\x1b[1;", &column, "R"]);
                    wait = after;
                }
                Self::Bytes(bytes) => answers.push_str(bytes),
                Self::None => {}
            }
            *asked += 1;
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

struct Terminal {
    master: Box<dyn MasterPty + Send>,
    keyboard: Keyboard,
    child: Box<dyn portable_pty::Child + Send + Sync>,
    screen: Arc<Mutex<vt100::Parser>>,
    raw: Arc<Mutex<Vec<u8>>>,
    /// The terminal's settings before the program started.
    found: String,
}

/// A folder for the reading state, of this test alone.
fn state_home() -> std::path::PathBuf {
    static TESTS: std::sync::LazyLock<tempfile::TempDir> =
        std::sync::LazyLock::new(|| tempfile::tempdir().unwrap());
    static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let own = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    TESTS.path().join(own.to_string())
}

impl Terminal {
    fn start(arguments: &[&str], columns: u16, rows: u16) -> Self {
        Self::start_with(arguments, columns, rows, |_| {})
    }

    fn start_with(
        arguments: &[&str],
        columns: u16,
        rows: u16,
        with: impl FnOnce(&mut CommandBuilder),
    ) -> Self {
        Self::spawn(Self::command(arguments, with), columns, rows)
    }

    fn command(arguments: &[&str], with: impl FnOnce(&mut CommandBuilder)) -> CommandBuilder {
        let mut command = CommandBuilder::new(assert_cmd::cargo::cargo_bin!("kanbao"));
        command.args(arguments);
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "C.UTF-8");
        command.env_remove("NO_COLOR");
        command.env_remove("KANBAO_ARCHIVE");
        // Nobody's own settings, and a state that ends with the test.
        command.env("XDG_CONFIG_HOME", "/nowhere");
        command.env("XDG_STATE_HOME", state_home());
        with(&mut command);
        command
    }

    fn spawn(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        Self::spawn_answering(command, columns, rows, NARROW, "")
    }

    /// Starts in a terminal that answers as told, with keys typed before the program reads any.
    fn spawn_answering(
        command: CommandBuilder,
        columns: u16,
        rows: u16,
        answers: Answers,
        typed_ahead: &str,
    ) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
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
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            let mut asked = 0;
            while let Ok(n) = reader.read(&mut bytes) {
                if n == 0 {
                    break;
                }
                let written = {
                    let mut raw = to_raw.lock().unwrap();
                    raw.extend_from_slice(&bytes[..n]);
                    raw.clone()
                };
                to_screen.lock().unwrap().process(&bytes[..n]);
                // Only one kind of terminal is asked again.
                if asked < 7 || matches!(answers, Answers::On(_)) && asked < 14 {
                    if asked == 0 && written.windows(4).any(|window| window == b"\x1b[6n") {
                        answering.lock().unwrap().write_all(typed_ahead.as_bytes()).unwrap();
                    }
                    answers.give(&written, &mut asked, &answering);
                }
            }
        });
        Self { master: pair.master, keyboard, child, screen, raw, found }
    }

    fn text(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    fn raw(&self) -> Vec<u8> {
        self.raw.lock().unwrap().clone()
    }

    fn type_keys(&mut self, keys: &str) {
        let mut keyboard = self.keyboard.lock().unwrap();
        keyboard.write_all(keys.as_bytes()).unwrap();
        keyboard.flush().unwrap();
    }

    fn resize(&self, columns: u16, rows: u16) {
        self.screen.lock().unwrap().screen_mut().set_size(cells(rows), cells(columns));
        self.master
            .resize(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 })
            .unwrap();
    }

    /// Waits until the screen is as wished.
    fn wait(&self, what: &str, done: impl Fn(&str) -> bool) {
        let start = Instant::now();
        while !done(&self.text()) {
            assert!(start.elapsed() < LIMIT, "{what} never came; the screen:\n{}", self.text());
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn wait_for(&self, text: &str) {
        self.wait(text, |screen| screen.contains(text));
    }

    fn exit_code(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(start.elapsed() < LIMIT, "it never ended; the screen:\n{}", self.text());
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn signal(&self, name: &str) {
        let pid = self.child.process_id().unwrap().to_string();
        assert!(Command::new("kill").args([&format!("-{name}"), &pid]).status().unwrap().success());
    }

    /// Every mode that was set is unset (S40).
    fn assert_given_back(&self) {
        let start = Instant::now();
        let last = |raw: &[u8], sequence: &str| {
            raw.windows(sequence.len()).rposition(|window| window == sequence.as_bytes())
        };
        loop {
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
            let unset = unset && last(&raw, "\x1b[?1049l").is_some();
            if unset {
                break;
            }
            assert!(
                start.elapsed() < LIMIT,
                "modes are still set: {}",
                String::from_utf8_lossy(&raw)
            );
            thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(
            settings(&*self.master),
            self.found,
            "the terminal's settings are not as they were"
        );
    }
}

/// The emulator panics below two rows or columns.
fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n.max(2)).unwrap()
}

fn settings(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios())
}

fn samples() -> &'static str {
    concat!(env!("CARGO_MANIFEST_DIR"), "/sample-posts")
}

#[test]
fn opens_reads_resizes_and_quits() {
    let mut terminal = Terminal::start(&[samples()], 80, 24);
    terminal.wait_for("样报");
    terminal.wait_for("欢迎使用看报");
    terminal.type_keys("jj\r");
    terminal.wait_for("2024-12-30 Mon");
    terminal.resize(50, 15);
    terminal
        .wait("one pane", |screen| screen.lines().count() <= 15 && screen.contains("一座老船厂"));
    terminal.resize(120, 40);
    terminal.wait_for("CATEGORIES");
    terminal.type_keys("?");
    terminal.wait_for("Choosing what is listed");
    terminal.type_keys("\u{1b}");
    terminal.wait("the panes again", |screen| screen.contains("CATEGORIES"));
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
    terminal.assert_given_back();
}

/// Starts the reader at 120x40 in a terminal that answers as told and waits for its first frame.
fn read_in(answers: Answers, typed_ahead: &str, arguments: &[&str]) -> Terminal {
    let command = Terminal::command(arguments, |_| {});
    let terminal = Terminal::spawn_answering(command, 120, 40, answers, typed_ahead);
    terminal.wait_for(" post");
    terminal
}

impl Terminal {
    /// Waits until the status line tells of no load.
    fn wait_for_the_load(&self) {
        self.wait("the end of the load", |screen| {
            screen.lines().last().is_some_and(|status| !status.contains("reading"))
        });
    }

    /// Ends the reader, to which nothing came that it took for a key it does not know.
    fn quit_without_stray_keys(mut self) {
        self.wait_for_the_load();
        assert!(!self.text().contains("does nothing here"), "{}", self.text());
        self.type_keys("Q");
        assert_eq!(self.exit_code(), 0);
        self.assert_given_back();
    }
}

#[test]
fn what_the_terminal_answers_is_how_it_is_drawn_for() {
    let wide = Answers::Cells([1, 2, 2, 4, 4, 1], 0);
    // The rule between the panes is ASCII where box glyphs would take two cells.
    for (answers, arguments, rule) in [
        (NARROW, [samples()].as_slice(), '│'),
        (wide, &[samples()], '|'),
        (wide, &[samples(), "--ambiguous-width", "1"], '│'),
        (wide, &[samples(), "--ambiguous-width", "auto"], '|'),
        (NARROW, &[samples(), "--ambiguous-width", "2"], '|'),
        (Answers::None, &[samples()], '│'),
        (Answers::Bytes("\x1b[;R\x1b[0;0R\x1b[1;99999R"), &[samples()], '│'),
        (Answers::Bytes("\x1b[1;1R"), &[samples()], '│'),
        // No emulator can be wider than it says of one cell.
        (Answers::Cells([2, 2, 2, 2, 2, 2], 0), &[samples()], '│'),
    ] {
        let terminal = read_in(answers, "", arguments);
        let other = if rule == '│' { '|' } else { '│' };
        terminal.wait("a rule", |screen| screen.matches(rule).count() > 30);
        let text = terminal.text();
        assert!(!text.contains(other), "{arguments:?}:\n{text}");
        terminal.quit_without_stray_keys();
    }
}

#[test]
fn the_key_for_ambiguous_widths_wins_over_the_answer() {
    let mut terminal = read_in(Answers::Cells([1, 2, 2, 4, 4, 1], 0), "", &[samples()]);
    terminal.type_keys("gw");
    terminal.wait_for("are taken for one cell each");
    terminal.wait("other rules", |screen| screen.contains('│') && !screen.contains('|'));
    terminal.quit_without_stray_keys();
}

#[test]
fn joined_emoji_are_shown_where_the_terminal_joins_them() {
    let folder = tempfile::tempdir().unwrap();
    let title = "农民🧑\u{200d}🌾和❤\u{fe0f}";
    std::fs::write(folder.path().join("a.md"), format!("---\ntitle: {title}\n---\n正文")).unwrap();
    let path = folder.path().to_str().unwrap();
    for (answers, whole) in [(Answers::Cells([1, 1, 1, 2, 2, 2], 0), true), (NARROW, false)] {
        let terminal = read_in(answers, "", &[path]);
        terminal.wait_for("正文");
        let raw = terminal.raw();
        let raw = String::from_utf8_lossy(&raw);
        let (_, drawn) = raw.split_once("\x1b[c").unwrap();
        assert_eq!(drawn.contains("🧑\u{200d}🌾"), whole, "{drawn}");
        assert_eq!(drawn.contains("❤\u{fe0f}"), whole, "{drawn}");
        terminal.quit_without_stray_keys();
    }
}

/// Numbers of colours of the terminal's sixteen.
const CYAN: u8 = 6;
const BLUE: u8 = 4;

#[test]
fn the_default_theme_can_be_read_on_what_is_behind_it() {
    // The name of the program is in the accent colour of the terminal's sixteen.
    let check = |answers, arguments: &[&str], colour: u8| {
        let arguments = [arguments, &[samples()]].concat();
        let terminal = read_in(answers, "", &arguments);
        let accent = terminal.screen.lock().unwrap().screen().cell(0, 1).unwrap().fgcolor();
        assert_eq!(accent, vt100::Color::Idx(colour));
        terminal.quit_without_stray_keys();
    };
    check(NARROW, &[], CYAN);
    check(Answers::On("1c1c/1f1f/2424"), &[], CYAN);
    check(Answers::On("ffff/fdfd/f0f0"), &[], BLUE);
    check(Answers::On("ffff/fdfd/f0f0"), &["--set", "screen.background=dark"], CYAN);
    check(NARROW, &["--set", "screen.background=light"], BLUE);
}

#[test]
fn the_terminal_is_asked_again_on_request() {
    let mut terminal = read_in(Answers::On("ffff/ffff/ffff"), "", &[samples()]);
    terminal.type_keys(":probe\r");
    terminal.wait_for("take one cell; the background is light");
    // Keys are read as before.
    terminal.type_keys("?");
    terminal.wait_for("Help");
    terminal.type_keys("q");
    terminal.quit_without_stray_keys();
    let mut terminal = read_in(Answers::None, "", &[samples()]);
    terminal.type_keys(":probe\r");
    terminal.wait_for("the terminal does not say how it draws");
    terminal.quit_without_stray_keys();
}

/// S3.
#[test]
fn late_answers_are_no_keys() {
    let mut terminal = read_in(Answers::None, "", &[samples()]);
    terminal.wait_for("它大约三分钟");
    terminal.wait_for_the_load();
    // A key that changes nothing but the message, to be sure that the frames before it are out.
    terminal.type_keys("gv");
    terminal.wait_for("gv does nothing here");
    let before = terminal.raw().len();
    terminal.type_keys("\x1b[1;2R\x1b[1;3R\x1b[1;3R\x1b[1;3R\x1b[1;5R\x1b[1;3R");
    terminal.type_keys("\x1b]11;rgb:1e1e/2e2e/3b3b\x1b\\\x1b[?62;22c");
    terminal.type_keys("\x1b]11;rgb:ffff/ffff/ffff\x07");
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(400) {
        thread::sleep(Duration::from_millis(20));
        assert_eq!(terminal.raw().len(), before, "an answer was taken for a key");
    }
    // Nor is there a count left that would take this elsewhere.
    terminal.type_keys("G");
    terminal.wait_for("31 / 31");
    terminal.quit_without_stray_keys();
}

#[test]
fn keys_typed_ahead_are_not_lost() {
    for answers in [NARROW, Answers::None, Answers::Cells([1, 1, 1, 4, 4, 1], 100)] {
        let terminal = read_in(answers, "jj\x1b[Bk", &[samples()]);
        terminal.wait_for("3 / 31");
        terminal.quit_without_stray_keys();
    }
}

#[test]
fn the_doctor_measures() {
    let command = Terminal::command(&["doctor", "-a", samples()], |_| {});
    let answers = Answers::Cells([1, 2, 1, 2, 4, 2], 0);
    let mut terminal = Terminal::spawn_answering(command, 160, 40, answers, "");
    assert_eq!(terminal.exit_code(), 0);
    terminal.assert_given_back();
    for line in [
        "widths      measured in ",
        "  quotes    2 cells",
        "  Greek     1 cell",
        "  joined    2 cells, with a skin tone 4 cells: the first emoji is shown",
        "  VS16      2 cells: honoured",
        "size        160 columns, 40 rows",
        "colours     256",
    ] {
        terminal.wait_for(line);
    }
    let command = Terminal::command(&["doctor", "-a", samples()], |_| {});
    let mut terminal = Terminal::spawn_answering(command, 160, 40, Answers::None, "");
    assert_eq!(terminal.exit_code(), 0);
    terminal.wait_for("widths      not measured: the terminal does not answer");
}

/// S40.
#[test]
fn signals_end_it_and_the_terminal_is_given_back() {
    for (signal, code) in [("TERM", 143), ("INT", 130), ("HUP", 129)] {
        let mut terminal = Terminal::start(&[samples()], 80, 24);
        terminal.wait_for("样报");
        terminal.signal(signal);
        assert_eq!(terminal.exit_code(), code, "{signal}");
        terminal.assert_given_back();
    }
}

/// S41.
#[test]
fn a_terminal_that_goes_away_ends_it() {
    // The session's leader, one that is told to ignore hang-ups, and one without a controlling
    // terminal, which no signal tells.
    let program = assert_cmd::cargo::cargo_bin!("kanbao").to_str().unwrap().to_owned();
    let scripts = [
        format!("echo pid $$; exec '{program}' '{}'", samples()),
        format!("trap '' HUP; echo pid $$; exec '{program}' '{}'", samples()),
        format!("exec setsid -w sh -c \"echo pid \\$\\$; exec '{program}' '{}'\"", samples()),
    ];
    for script in scripts {
        let pair = native_pty_system()
            .openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 })
            .unwrap();
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", &script]);
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "C.UTF-8");
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let mut seen = String::new();
        let mut bytes = [0; 4096];
        while !seen.contains("kanbao ·") && !seen.contains("posts") {
            let n = reader.read(&mut bytes).unwrap();
            seen.push_str(&String::from_utf8_lossy(&bytes[..n]));
        }
        let pid: String =
            seen.split("pid ").nth(1).unwrap().chars().take_while(char::is_ascii_digit).collect();
        drop(reader);
        drop(pair.master);
        let gone = Instant::now();
        while is_running(&pid) {
            assert!(
                gone.elapsed() < Duration::from_secs(10),
                "still there after the terminal went: {script}"
            );
            let _ = child.try_wait();
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Whether a process exists and is no zombie.
fn is_running(pid: &str) -> bool {
    let stat =
        std::fs::read_to_string(Path::new("/proc").join(pid).join("stat")).unwrap_or_default();
    let state = stat.rsplit(") ").next().unwrap_or_default().chars().next();
    state.is_some_and(|state| state != 'Z')
}

#[test]
fn a_signal_ends_it_though_the_terminal_takes_nothing_more() {
    // S40: nobody reads the other end, and the terminal's buffer is full.
    let pair = native_pty_system()
        .openpty(PtySize { rows: 60, cols: 200, pixel_width: 0, pixel_height: 0 })
        .unwrap();
    let mut command = CommandBuilder::new(assert_cmd::cargo::cargo_bin!("kanbao"));
    command.arg(samples());
    command.env("TERM", "xterm-256color");
    let mut child = pair.slave.spawn_command(command).unwrap();
    let mut keyboard = pair.master.take_writer().unwrap();
    let pid = child.process_id().unwrap().to_string();
    // Draw until the process waits for the terminal.
    let start = Instant::now();
    let waits = || {
        std::fs::read_to_string(format!("/proc/{pid}/wchan"))
            .unwrap_or_default()
            .contains("tty_write")
    };
    while start.elapsed() < Duration::from_secs(3) && !waits() {
        keyboard.write_all(b"jjjj\x0c").unwrap();
        thread::sleep(Duration::from_millis(5));
    }
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        assert!(start.elapsed() < LIMIT, "it still waits for the terminal");
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn without_a_shell_it_does_not_suspend() {
    // S42: the shell that started it has no job control, so nothing would ever continue it.
    let program = assert_cmd::cargo::cargo_bin!("kanbao").to_str().unwrap().to_owned();
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", &format!("'{program}' '{}'; true", samples())]);
    command.env("TERM", "xterm-256color");
    command.env("LC_ALL", "C.UTF-8");
    let mut terminal = Terminal::spawn(command, 80, 24);
    terminal.wait_for("样报");
    terminal.type_keys("\u{1a}");
    terminal.wait_for("no shell to suspend to");
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
}

/// Not a test of its own: what [`a_panic_gives_the_terminal_back`] runs in a terminal. The reader
/// runs, and another thread of the process panics.
#[test]
fn panics_when_told_to() {
    let Some(folder) = std::env::var_os("KANBAO_TEST_PANIC") else { return };
    let source = kanbao::archive::source::Source::open(folder.as_ref()).unwrap();
    kanbao::terminal::catch_panics(std::env::var_os("KANBAO_TEST_LOG").map(Into::into));
    thread::spawn(|| {
        thread::sleep(Duration::from_millis(300));
        panic!("told \x1b[31mto");
    });
    let options = kanbao::app::Options { name: source.name(), ..kanbao::app::Options::default() };
    let look = kanbao::view::Look::default();
    let start = kanbao::terminal::Start {
        source,
        options,
        ambiguous_wide: None,
        is_light: None,
        store: None,
        look,
        index: None,
        watch: None,
        mouse: true,
        theme_named: |_, _| kanbao::config::theme::Theme::default(),
    };
    let outcome = kanbao::terminal::run(start);
    panic!("the reader ended before the panic: {outcome:?}");
}

#[test]
fn a_panic_gives_the_terminal_back() {
    // S43
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("state/crash.log");
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--exact", "panics_when_told_to", "--nocapture"]);
    command.env("TERM", "xterm-256color");
    command.env("KANBAO_TEST_PANIC", samples());
    command.env("KANBAO_TEST_LOG", &log);
    let mut terminal = Terminal::spawn(command, 80, 24);
    assert_eq!(terminal.exit_code(), 101);
    terminal.assert_given_back();
    let raw = String::from_utf8_lossy(&terminal.raw()).into_owned();
    let (_, after) = raw.rsplit_once("\x1b[?1049l").unwrap();
    assert!(
        after.contains("kanbao: a fault in the program:") && after.contains("crash.log"),
        "{after}"
    );
    assert!(!after.contains("\x1b[31m"), "{after}");
    assert!(std::fs::read_to_string(log).unwrap().contains("told"));
}

#[test]
fn an_empty_folder_ends_with_a_line_and_no_screen() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(&[folder.path().to_str().unwrap()], 80, 24);
    assert_eq!(terminal.exit_code(), 2);
    terminal.wait_for("there are no posts in it");
    assert!(!String::from_utf8_lossy(&terminal.raw()).contains("\x1b[?1049h"));
}

/// S46.
#[test]
fn a_dumb_terminal_is_refused_politely() {
    let mut terminal =
        Terminal::start_with(&[samples()], 80, 24, |command| command.env("TERM", "dumb"));
    assert_eq!(terminal.exit_code(), 2);
    terminal.wait_for("kanbao list");
}

/// S48.
#[test]
fn nothing_is_written_when_nothing_happens() {
    // An article in view counts as read after a while, which shows.
    let arguments = [samples(), "--set", "reading.mark-read-after=0"];
    let mut terminal = Terminal::start(&arguments, 80, 24);
    terminal.wait_for("样报");
    terminal.wait("the end of the load", |screen| !screen.contains("reading"));
    // The article is read by another thread, which may be late.
    terminal.wait_for("您好。");
    // A key that changes nothing but the message, to be sure that the frames before it are out.
    terminal.type_keys("gv");
    terminal.wait_for("gv does nothing here");
    let before = terminal.raw().len();
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(1500) {
        thread::sleep(Duration::from_millis(50));
        assert_eq!(terminal.raw().len(), before, "something was written");
    }
    terminal.type_keys("q");
    assert_eq!(terminal.exit_code(), 0);
}

/// M20, S1-S3, S5.
#[test]
fn hostile_posts_send_no_sequence_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = "\x1b]0;PWN\x07\x1b]52;c;UFdO\x07\x1b[2J\x1bP1;1|\x1b\\\u{9b}31m\u{202e}X";
    let post = format!(
        "---\ntitle: \"{hostile}\"\ntags: \"\\e]0;PWN\\a\"\n---\n{hostile} &#27;]0;PWN&#7; &#x9b;2J\n\n    {hostile}\n"
    );
    std::fs::write(folder.path().join("a.md"), post).unwrap();
    std::fs::write(folder.path().join("\x1b]0;PWN\x07.md"), "body").unwrap();
    let mut terminal = Terminal::start(&[folder.path().to_str().unwrap()], 100, 30);
    terminal.wait_for("2 posts");
    for keys in ["\r", "h", "j", "\r", "z", "z", "gp", "q", "g1", "j", "\r", "?", "q"] {
        terminal.type_keys(keys);
    }
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
    terminal.assert_given_back();
    let raw = terminal.raw();
    let mut sequences = Sequences::default();
    vte::Parser::new().advance(&mut sequences, &raw);
    assert_eq!(sequences.unknown, Vec::<String>::new());
    assert!(sequences.known > 20, "the sequences were not seen");
    // The oracle can fail: the same bytes unfiltered are full of what must not come.
    let mut sequences = Sequences::default();
    vte::Parser::new().advance(&mut sequences, hostile.as_bytes());
    assert!(sequences.unknown.len() >= 3, "{:?}", sequences.unknown);
}

/// Sorts what a terminal is sent into what kanbao itself sends and everything else.
#[derive(Default)]
struct Sequences {
    known: usize,
    unknown: Vec<String>,
}

impl vte::Perform for Sequences {
    fn execute(&mut self, byte: u8) {
        if !matches!(byte, b'\r' | b'\n') {
            self.unknown.push(format!("control {byte:#x}"));
        }
    }

    fn csi_dispatch(
        &mut self,
        params: &vte::Params,
        intermediates: &[u8],
        _ignore: bool,
        action: char,
    ) {
        let first = params.iter().next().and_then(|param| param.first()).copied().unwrap_or(0);
        let known = match (intermediates, action) {
            (b"?", 'h' | 'l') => {
                matches!(first, 25 | 1000 | 1002 | 1006 | 1049 | 2004 | 2026)
            }
            // Cursor moves and colours. The screen is cleared on entering and after the questions
            // for widths, which are asked once.
            (b"", 'H' | 'm') => true,
            (b"", 'J') => first == 2 && self.known < 30,
            (b"", 'n') => first == 6 && self.known < 30,
            (b"", 'c') => first == 0 && self.known < 30,
            _ => false,
        };
        if known {
            self.known += 1;
        } else {
            self.unknown.push(format!("CSI {intermediates:?} {first} {action}"));
        }
    }

    fn osc_dispatch(&mut self, params: &[&[u8]], _bell: bool) {
        // Only the question for the background, among the first.
        if params == [&b"11"[..], b"?"] && self.known < 30 {
            self.known += 1;
        } else {
            self.unknown.push(format!("OSC {params:?}"));
        }
    }

    fn hook(&mut self, _params: &vte::Params, _intermediates: &[u8], _ignore: bool, action: char) {
        self.unknown.push(format!("DCS {action}"));
    }

    fn esc_dispatch(&mut self, intermediates: &[u8], _ignore: bool, byte: u8) {
        // ST ends an OSC or DCS, which is counted there.
        if byte != b'\\' {
            self.unknown.push(format!("ESC {intermediates:?} {byte:#x}"));
        }
    }
}

/// S8, S44.
#[test]
fn a_storm_of_sizes_ends_in_the_same_screen() {
    let mut terminal = Terminal::start(&[samples()], 80, 24);
    terminal.wait_for("样报");
    for i in 0..60u16 {
        terminal.resize(2 + i * 7 % 90, 2 + i * 5 % 40);
        terminal.type_keys("j");
    }
    terminal.resize(80, 24);
    terminal.type_keys("gg");
    let mut fresh = Terminal::start(&[samples()], 80, 24);
    fresh.wait_for("1 / 31");
    fresh.type_keys("gg");
    fresh.wait("the end of the load", |screen| !screen.contains("reading"));
    // ^L repaints, so that what a smaller emulator cut off in between comes back.
    terminal.type_keys("\u{c}");
    // A blank that was drawn looks like a cell that never was.
    let seen = |terminal: &Terminal| -> Vec<String> {
        terminal.text().lines().map(|line| line.trim_end().to_owned()).collect()
    };
    let start = Instant::now();
    while seen(&terminal) != seen(&fresh) {
        assert!(start.elapsed() < LIMIT, "{}\n--- fresh ---\n{}", terminal.text(), fresh.text());
        thread::sleep(Duration::from_millis(5));
    }
    for mut each in [terminal, fresh] {
        each.type_keys("Q");
        assert_eq!(each.exit_code(), 0);
    }
}

/// S42. In tmux: a shell with job control, without which nothing can be suspended.
#[test]
fn suspends_and_comes_back() {
    if Command::new("tmux").arg("-V").output().is_err() {
        eprintln!("skipped: there is no tmux here");
        return;
    }
    let socket = format!("kanbao-test-{}", std::process::id());
    let tmux = |arguments: &[&str]| -> String {
        let output = Command::new("tmux").args(["-L", &socket]).args(arguments).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let wait = |what: &str, done: &dyn Fn(&str) -> bool| {
        let start = Instant::now();
        loop {
            let screen = tmux(&["capture-pane", "-p"]);
            if done(&screen) {
                break;
            }
            assert!(start.elapsed() < LIMIT, "{what} never came:\n{screen}");
            thread::sleep(Duration::from_millis(20));
        }
    };
    tmux(&[
        "-f",
        "/dev/null",
        "new-session",
        "-d",
        "-x",
        "80",
        "-y",
        "24",
        "env LC_ALL=C.UTF-8 PS1=ready: sh -im",
    ]);
    wait("the shell", &|screen| screen.contains("ready:"));
    let program = assert_cmd::cargo::cargo_bin!("kanbao").to_str().unwrap().to_owned();
    tmux(&["send-keys", &format!("{program} {}", samples()), "Enter"]);
    wait("the reader", &|screen| screen.contains("1 / 31"));
    tmux(&["send-keys", "C-z"]);
    wait("the shell again", &|screen| screen.contains("Stopped") && !screen.contains("1 / 31"));
    tmux(&["send-keys", "echo in between", "Enter"]);
    wait("the shell's answer", &|screen| screen.matches("in between").count() >= 2);
    tmux(&["send-keys", "fg", "Enter"]);
    wait("the reader again", &|screen| screen.contains("1 / 31") && !screen.contains("in between"));
    tmux(&["send-keys", "Q"]);
    wait("the end", &|screen| screen.contains("in between") && !screen.contains("1 / 31"));
    tmux(&["kill-server"]);
}

#[test]
fn no_line_runs_over_the_edge_of_the_terminal() {
    // What is laid out for a width is printed in a terminal of just that width: none of its rows
    // goes on in the next.
    let stress = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stress.md");
    for columns in [20, 21, 33, 40, 57, 76, 80] {
        let width = columns.to_string();
        for typography in [&[][..], &["--typography", "hanging,indent,spacing"]] {
            let arguments = ["show", stress, "--no-header", "--width", &width];
            let mut terminal =
                Terminal::start(&[&arguments[..], typography].concat(), columns, 400);
            assert_eq!(terminal.exit_code(), 0);
            terminal.wait_for("停航。");
            let screen = terminal.screen.lock().unwrap();
            let over = (0..400).find(|&row| screen.screen().row_wrapped(row));
            assert_eq!(over, None, "at {columns}: {}", screen.screen().contents());
        }
    }
}

/// S11, S17.
#[test]
fn a_link_is_opened_by_the_browser_that_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let post = folder.path().join("2024-01-01-a.md");
    std::fs::write(&post, "---\ntitle: 甲\n---\n[乙](https://example.org/?a=1&b='$(x)')\n")
        .unwrap();
    let browser = folder.path().join("browser");
    let seen = folder.path().join("seen");
    std::fs::write(
        &browser,
        format!(
            "#!/bin/sh\necho noise; echo \"$1\" > '{}.new'; mv '{0}.new' '{0}'\n",
            seen.display()
        ),
    )
    .unwrap();
    assert!(Command::new("chmod").arg("+x").arg(&browser).status().unwrap().success());
    let mut terminal = Terminal::start_with(&[post.to_str().unwrap()], 80, 24, |command| {
        command.env("BROWSER", &browser);
    });
    terminal.wait_for("乙");
    terminal.type_keys("1\r");
    terminal.wait_for("opened https://example.org/");
    let start = Instant::now();
    while !seen.exists() {
        assert!(start.elapsed() < LIMIT, "the browser was not started");
        thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(std::fs::read_to_string(&seen).unwrap(), "https://example.org/?a=1&b='$(x)'\n");
    assert!(!terminal.text().contains("noise"));
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
}

/// S18: the address is copied through the terminal; nobody is asked to open it.
#[test]
fn a_restricted_reader_starts_no_browser() {
    let folder = archive_of("[乙](https://example.org/)");
    let (browser, seen) = (folder.path().join("browser"), folder.path().join("seen"));
    std::fs::write(&browser, format!("#!/bin/sh\n: > '{}'\n", seen.display())).unwrap();
    assert!(Command::new("chmod").arg("+x").arg(&browser).status().unwrap().success());
    let mut told = Vec::new();
    for arguments in [&["--restricted"][..], &[]] {
        let post = folder.path().join("2024-01-01-a.md");
        let arguments = [arguments, &[post.to_str().unwrap()]].concat();
        let mut terminal = Terminal::start_with(&arguments, 80, 24, |command| {
            command.env("BROWSER", &browser);
        });
        terminal.wait_for("乙");
        terminal.type_keys("1\r");
        terminal.wait_for("https://example.org/");
        told.push(terminal.text().contains("copied https://example.org/"));
        terminal.type_keys("Q");
        assert_eq!(terminal.exit_code(), 0);
        assert!(!told[0] || told.len() > 1 || !seen.exists(), "the browser was started");
    }
    assert_eq!(told, [true, false]);
}

#[test]
fn subcommands_have_colours_on_a_terminal_only_where_they_are_wanted() {
    let printed = |arguments: &[&str], name: &str, value: &str| {
        let arguments = [arguments, &["-a", samples()]].concat();
        let mut terminal = Terminal::start_with(&arguments, 120, 60, |command| {
            command.env(name, value);
        });
        assert_eq!(terminal.exit_code(), 0);
        terminal.wait_for("kanbao");
        terminal.raw().contains(&b'\x1b')
    };
    for arguments in [&["list"][..], &["show", "welcome-to-kanbao"]] {
        assert!(printed(arguments, "TERM", "xterm"));
        assert!(!printed(arguments, "NO_COLOR", "1"));
        assert!(!printed(arguments, "CLICOLOR", "0"));
        assert!(!printed(arguments, "TERM", "dumb"));
    }
}

/// A folder with one post of this body.
fn archive_of(body: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("---\ntitle: 只此一篇\n---\n{body}\n");
    std::fs::write(folder.path().join("2024-01-01-a.md"), text).unwrap();
    folder
}

/// The lines of strace in which something is asked of the network or a program is started.
fn calls(log: &Path, call: &str) -> Vec<String> {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    text.lines().filter(|line| line.contains(&format!("{call}("))).map(str::to_owned).collect()
}

/// S16: no connection and no child process, whatever a post refers to.
#[test]
fn reading_asks_nothing_of_the_network() {
    let folder = archive_of(
        "看 ![图](https://example.org/a.png) ![](//127.0.0.1:9/b.png) [链接](http://127.0.0.1:9/c)\n\n\
         <img src=\"http://127.0.0.1:9/d.png\" srcset=\"http://127.0.0.1:9/e.png 2x\">\
         <iframe src=\"http://127.0.0.1:9/f\"></iframe>\
         <script src=\"http://127.0.0.1:9/g.js\"></script>\
         <link rel=\"stylesheet\" href=\"http://127.0.0.1:9/h.css\">\
         <video src=\"http://127.0.0.1:9/i.mp4\" poster=\"http://127.0.0.1:9/j.png\"></video>\n\n\
         ```sh\ncurl http://127.0.0.1:9/k\n```\n\n全文完",
    );
    let log = folder.path().join("strace.log");
    let options = ["-f", "-e", "trace=network,execve", "-o", log.to_str().unwrap()];
    // What is looked for can be seen here at all.
    let control = ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9"];
    let ran = Command::new("strace").args(options).args(control).output();
    if ran.is_err() || calls(&log, "execve").is_empty() {
        eprintln!("skipped: there is no strace here, or it may not trace");
        return;
    }
    assert!(!calls(&log, "connect").is_empty(), "a connection is not seen");
    let start = || {
        let mut command = CommandBuilder::new("strace");
        command.args(options);
        command.arg(assert_cmd::cargo::cargo_bin!("kanbao"));
        command.arg(folder.path());
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "C.UTF-8");
        command.env("BROWSER", "true");
        let mut terminal = Terminal::spawn(command, 80, 24);
        terminal.wait_for("只此一篇");
        terminal.type_keys("\r");
        terminal.wait_for("全文完");
        terminal
    };
    let mut terminal = start();
    // The links too are only looked at.
    terminal.type_keys("gl");
    terminal.wait_for("Esc close");
    terminal.type_keys("\x1b");
    terminal.wait("the article again", |screen| !screen.contains("Esc close"));
    terminal.type_keys("q");
    terminal.wait("the list", |screen| screen.contains("q quit"));
    terminal.type_keys("q");
    assert_eq!(terminal.exit_code(), 0);
    assert_eq!(calls(&log, "execve").len(), 1, "{:?}", calls(&log, "execve"));
    for call in ["socket", "connect", "bind"] {
        assert_eq!(calls(&log, call), [""; 0], "{call}");
    }
    // A link that is followed does start the browser.
    let mut terminal = start();
    terminal.type_keys("1\r");
    terminal.wait_for("opened https://example.org/a.png");
    terminal.type_keys("qq");
    assert_eq!(terminal.exit_code(), 0);
    assert!(calls(&log, "execve").len() > 1);
}

#[test]
#[cfg(feature = "images")]
fn a_picture_of_the_archive_is_drawn() {
    let folder = archive_of("看 ![图](a.png) 全文完");
    image::RgbImage::from_pixel(8, 8, image::Rgb([255, 0, 0]))
        .save(folder.path().join("a.png"))
        .unwrap();
    let start = |when: &'static str, variable: &str, value: &str| {
        let path = folder.path().to_str().unwrap();
        let mut terminal = Terminal::start_with(&["--images", when, path], 80, 24, |command| {
            command.env_remove("SSH_CONNECTION");
            command.env_remove("SSH_TTY");
            command.env("COLORTERM", "truecolor");
            command.env(variable, value);
        });
        terminal.wait_for("只此一篇");
        terminal.type_keys("\r");
        terminal.wait_for("全文完");
        terminal.type_keys("1\r");
        terminal
    };
    let mut terminal = start("auto", "X", "");
    terminal.wait("the picture", |screen| screen.matches('▀').count() == 8 * 4);
    let red = {
        let screen = terminal.screen.lock().unwrap();
        let cells = (0..24).flat_map(|row| (0..80).map(move |column| (row, column)));
        let colours = cells.filter_map(|(row, column)| screen.screen().cell(row, column));
        let red = vt100::Color::Rgb(255, 0, 0);
        colours.filter(|cell| cell.fgcolor() == red && cell.bgcolor() == red).count()
    };
    assert_eq!(red, 32);
    // No cell of it is left.
    terminal.type_keys("\x1b");
    terminal.wait("the article", |screen| screen.contains("全文完") && !screen.contains('▀'));
    terminal.type_keys("qq");
    assert_eq!(terminal.exit_code(), 0);
    terminal.assert_given_back();
    // Over SSH it is not drawn unless it is asked for.
    let terminal = start("auto", "SSH_TTY", "/dev/pts/1");
    terminal.wait_for("no place that can be opened");
    let terminal = start("on", "SSH_TTY", "/dev/pts/1");
    terminal.wait_for("▀▀▀▀");
}

#[test]
fn the_reader_begins_as_it_is_set() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("kanbao");
    std::fs::create_dir_all(config.join("themes")).unwrap();
    let set =
        "[reading]\nmesure = 60\n[screen]\nlayout = 'single'\ntheme = 'mine'\nborders = 'ascii'\n";
    std::fs::write(config.join("config.toml"), set).unwrap();
    std::fs::write(config.join("keys.toml"), "[global]\n'x' = 'quit'\n'y' = 'qiut'\n").unwrap();
    let theme = "text = { fg = '#0a0b0c', bg = '#fafbfc' }\n";
    std::fs::write(config.join("themes/mine.toml"), theme).unwrap();
    let mut terminal = Terminal::start_with(&[samples()], 140, 30, |command| {
        command.env("XDG_CONFIG_HOME", folder.path());
        command.env("COLORTERM", "truecolor");
    });
    terminal.wait_for("config.toml:2: unknown key `mesure`; did you mean `measure`?");
    assert!(terminal.text().contains("· 1 more: kanbao config show"), "{}", terminal.text());
    // One pane, so no rule between panes; and the theme's background in every corner.
    assert!(!terminal.text().contains(['|', '│']), "{}", terminal.text());
    let screen = Arc::clone(&terminal.screen);
    let corner = |row, column| {
        let screen = screen.lock().unwrap();
        screen.screen().cell(row, column).map(vt100::Cell::bgcolor)
    };
    for (row, column) in [(0, 0), (0, 139), (29, 139), (15, 2)] {
        let background = vt100::Color::Rgb(0xfa, 0xfb, 0xfc);
        assert_eq!(corner(row, column), Some(background), "{row} {column}");
    }
    terminal.type_keys("x");
    assert_eq!(terminal.exit_code(), 0);
    terminal.assert_given_back();
}

/// A folder of posts, the newest of today's long ago.
fn folder_of_posts(titles: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (day, title) in titles.iter().enumerate() {
        write_post(folder.path(), day + 1, title, "正文。");
    }
    folder
}

fn write_post(folder: &Path, day: usize, title: &str, text: &str) {
    let post = format!("---\ntitle: {title}\n---\n{text}\n");
    std::fs::write(folder.join(format!("2024-01-{day:02}-x.md")), post).unwrap();
}

/// What happens in the folder is seen while one reads.
#[test]
fn new_changed_and_deleted_posts_appear() {
    let folder = folder_of_posts(&["第一篇", "第二篇"]);
    let mut terminal = Terminal::start(&[folder.path().to_str().unwrap()], 120, 40);
    terminal.wait_for("第二篇");
    terminal.wait_for_the_load();
    write_post(folder.path(), 3, "第三篇", "刚写的。");
    terminal.wait_for("第三篇");
    terminal.wait_for("1 new");
    terminal.type_keys("gg");
    terminal.wait_for("刚写的。");
    terminal.wait("no more news", |screen| !screen.contains("1 new"));
    write_post(folder.path(), 3, "又一篇", "改写了。");
    terminal.wait_for("改写了。");
    terminal.wait("the new title", |screen| !screen.contains("第三篇"));
    std::fs::remove_file(folder.path().join("2024-01-03-x.md")).unwrap();
    terminal.wait_for("the file of this article is gone");
    terminal.wait("its text", |screen| screen.contains("改写了。") && screen.contains("2 posts"));
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
    terminal.assert_given_back();
}

#[test]
fn what_is_not_watched_is_read_again_by_a_key() {
    let folder = folder_of_posts(&["第一篇"]);
    let mut terminal =
        Terminal::start(&["--set", "posts.watch=off", folder.path().to_str().unwrap()], 120, 40);
    terminal.wait_for("第一篇");
    terminal.wait_for_the_load();
    write_post(folder.path(), 2, "第二篇", "正文。");
    terminal.type_keys("\x12");
    terminal.wait_for("read again: 2 posts, 1 more");
    assert!(!terminal.text().contains("1 new"));
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
}

/// S36.
#[test]
fn watches_that_are_short_are_told_of_by_their_name() {
    let folder = folder_of_posts(&["第一篇"]);
    let inject = ["-f", "-qq", "-o", "/dev/null", "-e", "inject=inotify_add_watch:error=ENOSPC"];
    let can = Command::new("strace").args(inject).arg("true").status();
    if !can.is_ok_and(|status| status.success()) {
        eprintln!("skipped: there is no strace here, or it may not trace");
        return;
    }
    let mut command = CommandBuilder::new("strace");
    command.args(inject);
    command.arg(assert_cmd::cargo::cargo_bin!("kanbao"));
    command.arg(folder.path());
    command.env("TERM", "xterm-256color");
    command.env("LC_ALL", "C.UTF-8");
    command.env("XDG_CONFIG_HOME", "/nowhere");
    command.env("XDG_STATE_HOME", state_home());
    let mut terminal = Terminal::spawn(command, 120, 40);
    terminal.wait_for("第一篇");
    terminal.wait_for("fs.inotify.max_user_watches is too low");
    // Once: all is read again, and nothing is said.
    write_post(folder.path(), 2, "第二篇", "正文。");
    terminal.type_keys("\x12");
    terminal.wait_for("read again: 2 posts, 1 more");
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
}

/// A script for `sh` in a folder that stays as long as the test.
fn script(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    format!("sh {}", path.to_str().unwrap())
}

#[test]
fn editor_and_pager_have_screen_and_keyboard_while_they_run() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let log = log.to_str().unwrap();
    let editor =
        script(folder.path(), "e", &format!("echo EDITING; read x; echo \"$1 $x\" > {log}"));
    let pager = script(folder.path(), "p", "cat; echo PAGED; read x < /dev/tty");
    let mut terminal = Terminal::start_with(&[samples()], 80, 24, |command| {
        command.env("EDITOR", &editor);
        command.env("PAGER", &pager);
        command.env_remove("VISUAL");
    });
    terminal.wait_for("第一分钟");
    terminal.type_keys("E");
    terminal.wait_for("EDITING");
    // Keys that would quit the reader.
    terminal.type_keys("QQ\r");
    terminal.wait_for("31 posts");
    let edited = std::fs::read_to_string(log).unwrap();
    assert!(edited.starts_with('/') && edited.ends_with(".md QQ\n"), "{edited}");
    terminal.type_keys("|");
    terminal.wait_for("PAGED");
    terminal.type_keys("\r");
    terminal
        .wait("the panes again", |screen| screen.contains("31 posts") && !screen.contains("PAGED"));
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
    terminal.assert_given_back();
}

#[test]
fn a_restricted_reader_starts_no_program() {
    let mut terminal = Terminal::start_with(&[samples(), "--restricted"], 80, 24, |command| {
        command.env("EDITOR", "/nowhere/editor");
    });
    terminal.wait_for("第一分钟");
    terminal.type_keys("E");
    terminal.wait_for("starts no other programs");
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn what_is_marked_is_there_the_next_time_and_after_a_signal() {
    let home = tempfile::tempdir().unwrap();
    let start = || {
        let terminal = Terminal::start_with(&[samples()], 80, 24, |command| {
            command.env("XDG_STATE_HOME", home.path());
        });
        terminal.wait_for("第一分钟");
        terminal
    };
    let mut terminal = start();
    terminal.type_keys("s");
    terminal.wait_for("1 post starred");
    terminal.signal("TERM");
    assert_eq!(terminal.exit_code(), 143);
    let mut terminal = start();
    terminal.wait_for("★");
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
}

/// S50: it runs, and the status line says that nothing is kept, and why.
#[test]
fn without_a_place_for_its_state_it_says_so_and_runs() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let mut terminal = Terminal::start_with(&[samples()], 120, 24, |command| {
        command.env("XDG_STATE_HOME", &file);
    });
    terminal.wait_for("您好。");
    terminal.type_keys("s");
    terminal.wait("why", |screen| {
        let status = screen.lines().last().unwrap_or_default();
        status.contains("not saved") || status.contains("reading state:")
    });
    terminal.type_keys("j");
    terminal.wait_for("2 / 31");
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
    terminal.assert_given_back();
}

#[test]
fn texts_are_searched_as_one_types() {
    let mut terminal = Terminal::start(&[samples()], 100, 30);
    terminal.wait_for("第一分钟");
    terminal.type_keys("/白鹭");
    terminal.wait("a hit with its text", |screen| {
        screen.contains("search: 白鹭") && screen.contains("一窝白鹭")
    });
    terminal.type_keys("\r\r");
    terminal.wait_for("2024-12-30 Mon");
    terminal.type_keys("qq");
    terminal.wait("the list again", |screen| !screen.contains("search:"));
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
}

/// Many posts are indexed by another process, one that ends with the reader or before it.
#[test]
fn the_index_is_built_behind_the_reader() {
    let folder = tempfile::tempdir().unwrap();
    for n in 0..1100 {
        let text = format!("---\ntitle: 第{n}篇\n---\n江城第{n}号码头今天开港。\n");
        let mut file =
            std::fs::File::create(folder.path().join(format!("2024-01-01-{n:04}.md"))).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        // What is young may change without being seen to.
        file.set_modified(std::time::SystemTime::now() - Duration::from_secs(100)).unwrap();
    }
    let cache = state_home();
    let path = folder.path().to_str().unwrap();
    let mut terminal = Terminal::start_with(&[path], 100, 30, |command| {
        command.env("XDG_CACHE_HOME", &cache);
    });
    terminal.wait_for("1,100 posts");
    let is_indexed = || {
        let mut status = Command::new(assert_cmd::cargo::cargo_bin!("kanbao"));
        status.args(["index", "--status", "-a", path]).env("XDG_CACHE_HOME", &cache);
        status.output().unwrap().status.success()
    };
    let start = Instant::now();
    while !is_indexed() {
        assert!(start.elapsed() < LIMIT, "there is no index; {}", terminal.text());
        thread::sleep(Duration::from_millis(50));
    }
    terminal.type_keys("/第1099号");
    terminal.wait("the hit", |screen| screen.contains("江城第1099号码头"));
    terminal.type_keys("\rQ");
    assert_eq!(terminal.exit_code(), 0);
}
