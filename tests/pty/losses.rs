//! Whatever ends the reader, marks that were shown are saved (S40, S41, S49), and so is the session.

use std::fs;
use std::path::Path;
use std::process::Command;

use kanbao::state::State;
use kanbao::state::log::{Location, Store};

use crate::emulator::{Terminal, samples, state_home};
use crate::skip::skip;
use crate::wait::wait_until;

/// How the reader ends.
#[derive(Clone, Copy, Debug)]
enum End {
    Quit,
    Signal(&'static str),
    HangUp,
}

/// The ends that the reader can react to, with their exit codes.
const ENDS: [(End, u32); 11] = [
    (End::Quit, 0),
    (End::HangUp, 129),
    (End::Signal("HUP"), 129),
    (End::Signal("INT"), 130),
    (End::Signal("QUIT"), 131),
    (End::Signal("ABRT"), 134),
    (End::Signal("USR1"), 138),
    (End::Signal("USR2"), 140),
    (End::Signal("ALRM"), 142),
    (End::Signal("TERM"), 143),
    (End::Signal("XCPU"), 152),
];

/// The state in the logs below a state home.
pub(crate) fn state(home: &Path) -> State {
    let folder = fs::read_dir(home.join("kanbao")).unwrap().flatten().next().unwrap().path();
    let (host, archive) = ("reader".to_owned(), "x".to_owned());
    Store::open(Location { folder, host, archive }).1
}

/// Stars three posts; returns when the last star is on the screen.
fn star_three(terminal: &mut Terminal) {
    terminal.wait_for("您好");
    terminal.wait_for_the_load();
    for n in 1..=3 {
        terminal.type_keys("sj");
        terminal.wait(&format!("star {n}"), |screen| screen.matches('★').count() == n);
        terminal.wait_for_post(n + 1);
    }
}

/// Starts the reader, run by the program and arguments in `words`, if any.
fn start(home: &Path, words: &[&str]) -> Terminal {
    let mut command = Terminal::command(&[samples()], |own| own.env("XDG_STATE_HOME", home));
    command.get_argv_mut().splice(0..0, words.iter().map(Into::into));
    Terminal::spawn(command, 60, 20)
}

fn end(terminal: &mut Terminal, end: End) {
    match end {
        End::Quit => terminal.type_keys("Q"),
        End::Signal(name) => terminal.signal(name),
        End::HangUp => terminal.hang_up(),
    }
}

#[test]
fn every_end_saves_the_marks_and_the_session() {
    for (how, code) in ENDS {
        let home = state_home();
        let mut terminal = start(&home, &[]);
        star_three(&mut terminal);
        end(&mut terminal, how);
        assert_eq!(terminal.exit_code(), code, "{how:?}");
        if !matches!(how, End::HangUp) {
            terminal.assert_given_back();
        }
        let state = state(&home);
        assert_eq!(state.all(kanbao::state::record::Kind::Star).len(), 3, "{how:?}");
        assert!(state.session().is_some(), "{how:?}");
    }
}

/// Nothing can be done after `kill -9`; the marks are safe before they are drawn.
#[test]
fn a_kill_loses_no_mark_that_was_drawn() {
    for _ in 0..10 {
        let home = state_home();
        let mut terminal = start(&home, &[]);
        star_three(&mut terminal);
        terminal.signal("KILL");
        terminal.exit_code();
        assert_eq!(state(&home).all(kanbao::state::record::Kind::Star).len(), 3);
    }
}

/// A disk that takes four seconds for each sync: marks are written all the same, and the user who
/// quits learns what takes so long.
#[test]
fn a_slow_disk_delays_no_mark() {
    let words =
        ["strace", "-f", "-o", "/dev/null", "-e", "inject=fdatasync,fsync:delay_enter=4000000"];
    if !Command::new("strace").args(["-o", "/dev/null", "true"]).status().is_ok_and(|s| s.success())
    {
        skip("strace does not work here");
        return;
    }
    for how in [End::Quit, End::Signal("TERM"), End::Signal("KILL"), End::HangUp] {
        let home = state_home();
        let mut terminal = start(&home, &words);
        star_three(&mut terminal);
        match how {
            // strace passes no signal on.
            End::Signal(name) => {
                let child = terminal.children().into_iter().next().unwrap();
                assert!(
                    Command::new("kill")
                        .args([&format!("-{name}"), &child])
                        .status()
                        .unwrap()
                        .success()
                );
            }
            _ => end(&mut terminal, how),
        }
        if matches!(how, End::Quit) {
            terminal.wait_for("waiting for the disk");
        }
        let children = terminal.children();
        let has_ended = || terminal.children().is_empty();
        wait_until(has_ended, || format!("{how:?}: {children:?} still run"));
        let state = state(&home);
        assert_eq!(state.all(kanbao::state::record::Kind::Star).len(), 3, "{how:?}");
        assert_eq!(state.session().is_some(), !matches!(how, End::Signal("KILL")), "{how:?}");
    }
}
