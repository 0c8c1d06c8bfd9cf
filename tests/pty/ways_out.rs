//! Every way out, and reasons not to start.

use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;
use std::thread;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::emulator::{PROGRAM, Terminal, is_on_post, samples, state_home};
use crate::threads::Threads;
use crate::tmux::Tmux;
use crate::wait::wait_until;

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
    // The session leader, a process that ignores hang-ups, and one without a controlling terminal,
    // which gets no signal.
    let scripts = [
        format!("echo pid $$; exec '{PROGRAM}' '{}'", samples()),
        format!("trap '' HUP; echo pid $$; exec '{PROGRAM}' '{}'", samples()),
        format!("exec setsid -w sh -c \"echo pid \\$\\$; exec '{PROGRAM}' '{}'\"", samples()),
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
        let is_gone = || {
            let _ = child.try_wait();
            !is_running(&pid)
        };
        wait_until(is_gone, || format!("still there after the terminal went: {script}"));
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
fn a_signal_ends_it_while_the_terminal_is_blocked() {
    // S40: nobody reads the other end, and the terminal's buffer is full.
    if !Threads::are_visible() {
        return;
    }
    let pair = native_pty_system()
        .openpty(PtySize { rows: 60, cols: 200, pixel_width: 0, pixel_height: 0 })
        .unwrap();
    let mut command = CommandBuilder::new(PROGRAM);
    command.arg(samples());
    command.env("TERM", "xterm-256color");
    let mut child = pair.slave.spawn_command(command).unwrap();
    let mut keyboard = pair.master.take_writer().unwrap();
    let pid = child.process_id().unwrap();
    // Draw until the process blocks: in the same write twice.
    let (mut threads, mut last) = (None, None);
    let is_stuck = || {
        keyboard.write_all(b"jjjj\x0c").unwrap();
        threads = threads.take().or_else(|| Threads::of(pid));
        let write = threads.as_ref().and_then(Threads::write);
        std::mem::replace(&mut last, write) == write && write.is_some()
    };
    wait_until(is_stuck, || "it does not wait for the terminal".to_owned());
    let pid = pid.to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    let has_ended = || child.try_wait().unwrap().is_some();
    wait_until(has_ended, || "it still waits for the terminal".to_owned());
}

#[test]
fn without_a_shell_it_does_not_suspend() {
    // S42: the shell that started it has no job control, so nothing would ever continue it.
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", &format!("'{PROGRAM}' '{}'; true", samples())]);
    command.env("TERM", "xterm-256color");
    command.env("LC_ALL", "C.UTF-8");
    let mut terminal = Terminal::spawn(command, 80, 24);
    terminal.wait_for("样报");
    terminal.type_keys("\u{1a}");
    terminal.wait_for("no shell to suspend to");
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
}

/// Not a test: what [`a_panic_gives_the_terminal_back`] runs in a terminal. Another thread panics while
/// the reader runs.
#[test]
fn panics_on_request() {
    let Some(fifo) = std::env::var_os("KANBAO_TEST_PANIC") else { return };
    let folder = Path::new(samples());
    let source = kanbao::archive::source::Source::open(folder).unwrap();
    kanbao::terminal::catch_panics(std::env::var_os("KANBAO_TEST_LOG").map(Into::into));
    thread::spawn(move || {
        // Blocks until the test writes, when the screen is drawn.
        std::fs::read(fifo).unwrap();
        panic!("requested \x1b[31mpanic");
    });
    let options = kanbao::app::Options { name: source.name(), ..kanbao::app::Options::default() };
    let look = kanbao::view::Look::default();
    let start = kanbao::terminal::Start {
        written: |_, _, _| String::new(),
        export: None,
        abilities: kanbao::terminal::Abilities::default(),
        source,
        options,
        dates: kanbao::archive::site::Dates::at(0),
        overrides: kanbao::terminal::Overrides::default(),
        store: Err(kanbao::reason::Reason::NoHome.at(Path::new(""))),
        look,
        index: None,
        settings_file: None,
        choices_file: None,
        watch: None,
        fetch: None,
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
    let fifo = folder.path().join("fifo");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--exact", "ways_out::panics_on_request", "--nocapture"]);
    command.env("TERM", "xterm-256color");
    command.env("KANBAO_TEST_PANIC", &fifo);
    command.env("KANBAO_TEST_LOG", &log);
    let mut terminal = Terminal::spawn(command, 80, 24);
    terminal.wait_for_post(1);
    std::fs::write(&fifo, "now").unwrap();
    assert_eq!(terminal.exit_code(), 101);
    terminal.assert_given_back();
    let after = || {
        let raw = String::from_utf8_lossy(&terminal.raw()).into_owned();
        raw.rsplit_once("\x1b[?1049l").map(|(_, after)| after.to_owned()).unwrap_or_default()
    };
    // The last bytes may come after the end.
    let is_told = || {
        let after = after();
        after.contains("kanbao: a fault in the program:") && after.contains("crash.log")
    };
    wait_until(is_told, after);
    assert!(!after().contains("\x1b[31m"), "{}", after());
    assert!(std::fs::read_to_string(log).unwrap().contains("requested"));
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

/// S42. In tmux: a shell with job control, without which nothing can be suspended.
#[test]
fn suspends_and_comes_back() {
    let state = state_home();
    let shell = format!(
        "env LC_ALL=C.UTF-8 PS1=ready: XDG_CONFIG_HOME=/nowhere XDG_STATE_HOME={} sh -im",
        state.display()
    );
    let Some(tmux) = Tmux::start((80, 24), &shell) else { return };
    tmux.wait("the shell", &|screen| screen.contains("ready:"));
    tmux.keys(&[&format!("{PROGRAM} {}", samples()), "Enter"]);
    // What is offered on the first visit covers the place in the list until a key is pressed.
    tmux.wait("the reader", &|screen| screen.contains("ga reads them too"));
    tmux.keys(&["k"]);
    tmux.wait("the first post", &|screen| is_on_post(screen, 1));
    tmux.keys(&["C-z"]);
    tmux.wait("the shell again", &|screen| screen.contains("Stopped") && !is_on_post(screen, 1));
    tmux.keys(&["echo in between", "Enter"]);
    tmux.wait("the shell's answer", &|screen| screen.matches("in between").count() >= 2);
    tmux.keys(&["fg", "Enter"]);
    tmux.wait("the reader again", &|screen| {
        is_on_post(screen, 1) && !screen.contains("in between")
    });
    tmux.keys(&["Q"]);
    tmux.wait("the end", &|screen| screen.contains("in between") && !is_on_post(screen, 1));
}
