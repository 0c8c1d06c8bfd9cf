//! The output to the terminal.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use portable_pty::CommandBuilder;

use crate::emulator::{NARROW, NOTICE, PROGRAM, Terminal, samples};
use crate::sequences::Sequences;
use crate::wait::wait_until;

/// S48.
#[test]
fn nothing_is_written_when_nothing_happens() {
    // An article is marked as read after a delay, which is visible; switch that off.
    let arguments = [samples(), "--set", "reading.mark-read-after=0"];
    let mut terminal = Terminal::start(&arguments, 80, 24);
    terminal.wait_for("样报");
    terminal.wait_for_the_load();
    // The article may come after the list.
    terminal.wait_for("您好。");
    let before = terminal.bytes_until('&');
    // There is no condition to wait for: a timer would draw within a second.
    thread::sleep(Duration::from_millis(1200));
    assert!(terminal.bytes_until('@') < before + NOTICE, "something was drawn");
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
    let sequences = Sequences::of(&terminal.raw());
    assert_eq!(sequences.faults, [""; 0]);
    assert!(sequences.known > 20, "the sequences were not seen");
    // The negative control: the unfiltered bytes contain forbidden sequences.
    let sequences = Sequences::of(hostile.as_bytes());
    assert!(sequences.faults.len() >= 3, "{:?}", sequences.faults);
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
    fresh.wait_for("样报");
    // The load ends with a notice, which the next key removes.
    fresh.wait_for("old_post");
    fresh.type_keys("gg");
    // ^L repaints what the smaller screens cut off in between.
    terminal.type_keys("\u{c}");
    // A drawn space looks like an empty cell.
    let seen = |terminal: &Terminal| -> Vec<String> {
        terminal.text().lines().map(|line| line.trim_end().to_owned()).collect()
    };
    let wrong = || format!("{}\n--- fresh ---\n{}", terminal.text(), fresh.text());
    wait_until(|| seen(&terminal) == seen(&fresh), wrong);
    for mut each in [terminal, fresh] {
        each.type_keys("Q");
        assert_eq!(each.exit_code(), 0);
    }
}

#[test]
fn an_absurd_size_takes_no_absurd_memory() {
    let mut terminal = Terminal::start(&[samples()], 80, 24);
    terminal.wait_for_post(1);
    for (columns, rows) in [(u16::MAX, u16::MAX), (20_000, 20_000), (u16::MAX, 1), (1, u16::MAX)] {
        terminal.claim_size(columns, rows);
        terminal.type_keys("j");
    }
    terminal.claim_size(80, 24);
    terminal.type_keys("\x0c");
    terminal.wait("the place", |screen| screen.contains(" / 31") || screen.contains(" of 31"));
    if let Some(memory) = terminal.memory() {
        assert!(memory < 500_000, "{memory} KiB");
    }
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
}

/// The bytes sent while the cursor goes down the whole list, on a line of this speed.
fn bytes_of_moves(bytes_per_second: usize) -> usize {
    let speed = Arc::default();
    let command = Terminal::command(&[samples(), "--set", "reading.mark-read-after=0"], |_| {});
    let mut terminal = Terminal::spawn_on_a_line(command, 100, 30, NARROW, "", &speed);
    terminal.wait_for("您好");
    terminal.wait_for_the_load();
    speed.store(bytes_per_second, Ordering::Relaxed);
    // Measures the line.
    for _ in 0..2 {
        terminal.type_keys("?");
        terminal.wait_for("Help");
        terminal.type_keys("q");
        terminal.wait_for("您好");
    }
    let before = terminal.bytes_until('&');
    for n in 2..=31 {
        terminal.type_keys("j");
        // On the slow line, as a held key is repeated.
        if bytes_per_second == 0 {
            terminal.wait_for_post(n);
        }
    }
    terminal.wait_for_post(31);
    let sent = terminal.raw().len() - before;
    terminal.wait_for("三楼靠窗");
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
    sent
}

/// A held key draws fewer frames on a slow line, and previews wait until the list rests.
#[test]
fn a_slow_line_is_not_flooded() {
    let (slow, fast) = (bytes_of_moves(960), bytes_of_moves(0));
    assert!(slow * 3 < fast, "{slow} bytes, {fast} on a fast line");
}

/// What the terminal answers late, over a slow line, is not left for the shell to take for keys.
#[test]
fn no_answer_reaches_the_shell() {
    let speed = Arc::default();
    let reader = Terminal::command(&[], |_| {});
    let mut command = CommandBuilder::new("sh");
    for (name, value) in reader.iter_extra_env_as_str() {
        command.env(name, value);
    }
    let script = "\"$0\" \"$1\"; echo THE END; IFS= read -r line; echo \"<$line>\" | cat -v";
    command.args(["-c", script, PROGRAM, samples()]);
    let mut terminal = Terminal::spawn_on_a_line(command, 100, 30, NARROW, "", &speed);
    terminal.wait_for("您好");
    terminal.wait_for_the_load();
    speed.store(960, Ordering::Relaxed);
    terminal.type_keys("?");
    terminal.wait_for("Help");
    // A whole screen is under way when it quits.
    let before = terminal.raw().len();
    terminal.type_keys("q");
    wait_until(|| terminal.raw().len() > before, || "nothing is drawn".to_owned());
    terminal.type_keys("Q");
    terminal.wait_for("THE END");
    // The answers to all that came before are typed now.
    terminal.type_keys("typed\r");
    terminal.wait_for("typed>");
    assert!(terminal.text().contains("<typed>"), "{}", terminal.text());
    assert_eq!(terminal.exit_code(), 0);
}

/// In a locale without UTF-8 the program's own marks are ASCII.
#[test]
fn an_ascii_locale_gets_ascii_marks() {
    let folder = tempfile::tempdir().unwrap();
    let title = "A long title ".repeat(20);
    let text = format!(
        "---\ntitle: {title}\ndate: 2024-01-01\ntags: [a, b]\n---\n> quote\n\n- one\n\n\
         ![pic](a.png) [link](http://a.b/)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    );
    std::fs::write(folder.path().join("a.md"), text).unwrap();
    let mut terminal = Terminal::start_with(&[folder.path().to_str().unwrap()], 100, 30, |own| {
        own.env("LC_ALL", "C");
    });
    terminal.wait_for("quote");
    for (keys, shown) in [("s", "starred"), ("gl", "http://a.b/"), ("q?", "Help"), ("q", "quote")] {
        terminal.type_keys(keys);
        terminal.wait_for(shown);
    }
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
    // The probe asks about other characters.
    let raw = String::from_utf8(terminal.raw()).unwrap();
    let (_, drawn) = raw.split_once("\x1b[c").unwrap();
    let others: String = drawn.chars().filter(|c| !c.is_ascii()).collect();
    assert_eq!(others, "");
}

#[test]
fn no_line_runs_over_the_edge_of_the_terminal() {
    // Text for a width is printed in a terminal of that width: no row wraps.
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

#[test]
fn subcommands_have_colours_on_a_terminal_unless_switched_off() {
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

/// `tests/all/muting.rs` checks that there is no message in a pipe.
#[test]
fn a_list_says_on_a_terminal_how_many_posts_are_muted() {
    let archive = tempfile::tempdir().unwrap();
    let views = "[views]\n'甲' = { query = '优惠', mute = true }\n";
    for (name, text) in [(".kanbao.toml", views), ("a.md", "# 一\n\n今天优惠"), ("b.md", "# 二")]
    {
        std::fs::write(archive.path().join(name), text).unwrap();
    }
    let mut terminal = Terminal::start(&["list", "-a", archive.path().to_str().unwrap()], 100, 24);
    assert_eq!(terminal.exit_code(), 0);
    terminal.wait_for("left out 1 post of muted views; --muted includes them");
}
