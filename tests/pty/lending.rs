//! Signals and stops while another program has the terminal (S55).

use std::path::{Path, PathBuf};
use std::process::Command;

use kanbao::state::record::Kind;
use tempfile::TempDir;

use crate::emulator::{PROGRAM, Terminal, samples, state_home};
use crate::losses::state;
use crate::own::{is_alive, is_gone, pid_in};
use crate::posts::archive_of;
use crate::tmux::Tmux;

/// A script for `sh` in a folder of its own, for which `@` stands.
struct Script {
    folder: TempDir,
    command: String,
}

impl Script {
    fn new(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("script");
        std::fs::write(&path, text.replace('@', folder.path().to_str().unwrap())).unwrap();
        let command = format!("sh {}", path.to_str().unwrap());
        Self { folder, command }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// The reader with a script as editor and pager.
fn start(script: &Script, home: &Path) -> Terminal {
    let terminal = Terminal::start_with(&[samples()], 80, 24, |command| {
        command.env("EDITOR", &script.command);
        command.env("PAGER", &script.command);
        command.env_remove("VISUAL");
        command.env("XDG_STATE_HOME", home);
    });
    terminal.wait_for("第一分钟");
    terminal.wait_for_the_load();
    terminal
}

#[test]
fn interrupts_are_the_programs() {
    let pager = Script::new(
        "trap 'echo INTERRUPTED' INT; trap 'echo DUMPED' QUIT; cat > /dev/null; echo PAGED\n\
         until read x < /dev/tty; do :; done",
    );
    let mut terminal = start(&pager, &state_home());
    terminal.type_keys("|");
    terminal.wait_for("PAGED");
    for (key, answer) in [("\u{3}", "INTERRUPTED"), ("\u{1c}", "DUMPED")] {
        terminal.type_keys(key);
        terminal.wait_for(answer);
    }
    terminal.type_keys("\r");
    terminal.wait_for("31 posts");
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
    terminal.assert_given_back();
}

/// The signal may be reported when the program is gone and the screen is ours again.
#[test]
fn an_interrupt_that_ends_the_program_ends_nothing_else() {
    let editor = Script::new("echo EDITING; read x");
    let mut terminal = start(&editor, &state_home());
    for n in 1..=10 {
        terminal.type_keys("E");
        // What the earlier ones wrote is still there.
        terminal.wait("the editor", |screen| screen.matches("EDITING").count() == n);
        terminal.type_keys("\u{3}");
        terminal.wait("the reader", |screen| {
            screen.contains("31 posts") && !screen.contains("EDITING")
        });
    }
    // Afterwards a signal has its meaning again.
    terminal.signal("INT");
    assert_eq!(terminal.exit_code(), 130);
    terminal.assert_given_back();
}

#[test]
fn what_ends_the_reader_ends_the_program() {
    // A script that runs a program, as wrappers of pagers do.
    let script = Script::new(
        "sh -c 'echo $$ > @/inner; echo $PPID > @/outer; echo RUNNING; read x < /dev/tty'\n\
         echo AFTER",
    );
    for (signal, code) in [("TERM", 143), ("HUP", 129), ("USR1", 138)] {
        for key in ["|", "E"] {
            let home = state_home();
            let mut terminal = start(&script, &home);
            terminal.type_keys("s");
            terminal.wait_for("★");
            terminal.type_keys(key);
            terminal.wait_for("RUNNING");
            terminal.signal(signal);
            assert_eq!(terminal.exit_code(), code, "{signal} {key}");
            is_gone(&pid_in(&script.file("inner")));
            is_gone(&pid_in(&script.file("outer")));
            terminal.assert_given_back();
            let state = state(&home);
            assert_eq!(state.all(Kind::Star).len(), 1, "{signal} {key}");
            assert!(state.session().is_some(), "{signal} {key}");
        }
    }
}

/// The reader does not wait for a program that ignores the signal.
#[test]
fn a_stubborn_program_costs_nothing() {
    let script = Script::new("trap '' TERM HUP; echo $$ > @/pid; echo RUNNING; sleep 600");
    for (how, code) in [(Some("TERM"), 143), (None, 129)] {
        let home = state_home();
        let mut terminal = start(&script, &home);
        terminal.type_keys("E");
        terminal.wait_for("RUNNING");
        let pid = pid_in(&script.file("pid"));
        match how {
            Some(signal) => terminal.signal(signal),
            None => terminal.hang_up(),
        }
        let ended = terminal.exit_code();
        let was_alive = is_alive(&pid);
        let children = format!("kill -9 $(cat /proc/{pid}/task/{pid}/children) {pid}");
        Command::new("sh").args(["-c", &children]).output().unwrap();
        assert_eq!(ended, code);
        assert!(was_alive, "{how:?}");
        assert!(state(&home).session().is_some(), "{how:?}");
    }
}

/// Nothing would ever continue it.
#[test]
fn without_a_shell_a_program_goes_on() {
    let editor = Script::new("echo EDITING; kill -STOP $$; echo CONTINUED; read x");
    let mut terminal = start(&editor, &state_home());
    terminal.type_keys("E");
    terminal.wait_for("CONTINUED");
    terminal.type_keys("\r");
    terminal.wait_for("31 posts");
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
    terminal.assert_given_back();
}

/// A shell with job control whose editor and pager are a script.
fn shell(script: &Script) -> Option<Tmux> {
    let tmux = Tmux::start(
        (80, 24),
        &format!(
            "env -u VISUAL LC_ALL=C.UTF-8 PS1=ready: XDG_CONFIG_HOME=/nowhere XDG_STATE_HOME={} \
             EDITOR='{command}' PAGER='{command}' sh -im",
            state_home().display(),
            command = script.command,
        ),
    )?;
    tmux.wait("the shell", &|screen| screen.contains("ready:"));
    Some(tmux)
}

/// Stops the program in `tmux` by a key, if it does not stop itself, and continues it; its last
/// word and the reader come back.
fn stop_and_continue(tmux: &Tmux, key: Option<&str>) {
    if let Some(key) = key {
        tmux.keys(&[key]);
    }
    tmux.wait("the shell again", &|screen| screen.contains("Stopped"));
    tmux.keys(&["echo in; echo between", "Enter"]);
    tmux.wait("the shell's answer", &|screen| screen.contains("in\nbetween"));
    tmux.keys(&["fg", "Enter"]);
    // The program reads the line, although the reader's keys were another's for a while.
    tmux.keys(&["Qq", "Enter"]);
    tmux.wait("the program again", &|screen| screen.contains("read Qq"));
    tmux.keys(&["Enter"]);
    tmux.wait("the reader again", &|screen| {
        screen.contains("只此一篇") && !screen.contains("between")
    });
    tmux.keys(&["Q"]);
    tmux.wait("the end", &|screen| {
        screen.contains("between") && screen.trim_end().ends_with("ready:")
    });
    tmux.keys(&["stty -a", "Enter"]);
    tmux.wait("a sane terminal", &|screen| {
        ["icanon", "isig", "echo"]
            .iter()
            .all(|mode| screen.split_whitespace().any(|word| word == *mode))
    });
}

/// Starts the reader with a post that is larger than a pipe; presses a key of it.
fn read(tmux: &Tmux, archive: &Path, key: &str) {
    tmux.keys(&[&format!("{PROGRAM} {}", archive.display()), "Enter"]);
    tmux.wait("the reader", &|screen| screen.contains("只此一篇") && screen.contains("数一数"));
    tmux.keys(&[key]);
    tmux.wait("the program", &|screen| screen.contains("RUNNING"));
}

fn large_archive() -> TempDir {
    archive_of(&"数一数。\n\n".repeat(20_000))
}

/// S42: the terminal stops the group, as in a pager that leaves `^Z` to it.
#[test]
fn it_stops_with_the_program_and_comes_back() {
    let script = Script::new(
        "echo RUNNING; until read x < /dev/tty; do :; done; echo read $x; read x < /dev/tty",
    );
    let archive = large_archive();
    for key in ["|", "E"] {
        let Some(tmux) = shell(&script) else { return };
        read(&tmux, archive.path(), key);
        stop_and_continue(&tmux, Some("C-z"));
    }
}

/// Editors read `^Z` as a key and stop themselves or their group. Once is enough: what stopped both
/// is over when both are continued.
#[test]
fn it_stops_with_a_program_that_stops_itself() {
    let archive = large_archive();
    for stop in ["-STOP $$", "-TSTP 0", "-STOP 0"] {
        let text = format!("echo RUNNING; kill {stop}; read x; echo read $x; read x");
        let script = Script::new(&text);
        let Some(tmux) = shell(&script) else { return };
        read(&tmux, archive.path(), "E");
        stop_and_continue(&tmux, None);
    }
}
