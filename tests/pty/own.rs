//! The user's own commands as processes: what they are given, and that they end.

use std::path::Path;

use crate::emulator::Terminal;
use crate::posts::folder_of_posts;
use crate::wait::wait_until;

/// A reader with commands whose programs are lines for `sh`: name, settings and line.
fn start(archive: &Path, commands: &[(&str, &str, &str)]) -> (tempfile::TempDir, Terminal) {
    let folder = tempfile::tempdir().unwrap();
    let table = |(name, settings, line): &(&str, &str, &str)| {
        let line = line.replace('@', folder.path().to_str().unwrap());
        format!("[commands.{name}]\nrun = ['sh', '-c', '''{line}''']\n{settings}\n")
    };
    let config = folder.path().join("config.toml");
    std::fs::write(&config, commands.iter().map(table).collect::<String>()).unwrap();
    let arguments = ["--config", config.to_str().unwrap(), "-a", archive.to_str().unwrap()];
    let terminal = Terminal::start(&arguments, 100, 30);
    terminal.wait_for("丙");
    (folder, terminal)
}

/// Whether a process runs.
pub(crate) fn is_alive(pid: &str) -> bool {
    let state = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    state.rsplit(") ").next().is_some_and(|rest| !rest.is_empty() && !rest.starts_with('Z'))
}

/// The process whose number a command wrote into a file.
pub(crate) fn pid_in(path: &Path) -> String {
    wait_until(
        || std::fs::read_to_string(path).is_ok_and(|text| text.ends_with('\n')),
        || "the command did not start".to_owned(),
    );
    std::fs::read_to_string(path).unwrap().trim().to_owned()
}

pub(crate) fn is_gone(pid: &str) {
    wait_until(|| !is_alive(pid), || format!("{pid} still runs"));
}

#[test]
fn a_command_is_given_posts_and_its_output_is_shown() {
    let archive = folder_of_posts(&["甲", "乙", "丙"]);
    let (folder, mut terminal) = start(
        archive.path(),
        &[
            ("shown", "key = 'g k'\ninput = 'text'", "cat; printf '\\033[2J终了\\n'"),
            ("lines", "input = 'posts'\noutput = 'ignore'", "cat > @/lines; mv @/lines @/posts"),
            ("paths", "input = 'path'\noutput = 'notice'", "read p; test -f \"$p\" && echo there"),
            ("word", "input = 'selection'\noutput = 'notice'", "cat"),
            ("fails", "output = 'notice'", "echo not this way >&2; exit 3"),
        ],
    );
    terminal.type_keys("gk");
    terminal.wait_for("终了");
    assert!(terminal.text().contains("正文。"), "{}", terminal.text());
    terminal.type_keys("q");
    terminal.wait_for("3 posts");
    terminal.type_keys("vv:lines\r");
    let posts = folder.path().join("posts");
    wait_until(|| posts.exists(), || terminal.text());
    let posts = std::fs::read_to_string(posts).unwrap();
    assert_eq!(posts.lines().count(), 2);
    assert!(posts.starts_with('{') && posts.contains("\"title\":\"丙\""), "{posts}");
    terminal.wait_for("lines: done");
    terminal.type_keys(":paths\r");
    terminal.wait_for("paths: there");
    terminal.type_keys(":word 降准\r");
    terminal.wait_for("word: 降准");
    terminal.type_keys(":fails\r");
    terminal.wait_for("fails: not this way");
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
    terminal.assert_given_back();
}

/// A command that hangs, with a child of its own, ends by the user, by its limit, and with the reader.
#[test]
fn a_command_that_hangs_is_ended() {
    let hangs = "sleep 600 & echo $! > @/pid; wait";
    let archive = folder_of_posts(&["甲", "乙", "丙"]);
    let commands = [("hangs", "", hangs), ("limited", "seconds = 1", hangs)];
    let (folder, mut terminal) = start(archive.path(), &commands);
    let pid = folder.path().join("pid");
    terminal.type_keys(":hangs\r");
    let first = pid_in(&pid);
    // The reader goes on meanwhile.
    terminal.type_keys("jj");
    terminal.wait_for("hangs…");
    terminal.type_keys("\x1b");
    terminal.wait_for("hangs was stopped");
    is_gone(&first);
    std::fs::remove_file(&pid).unwrap();
    terminal.type_keys(":limited\r");
    let second = pid_in(&pid);
    terminal.wait_for("took longer than 1 s");
    is_gone(&second);
    for ends in [
        |terminal: &mut Terminal| terminal.type_keys("Q"),
        |terminal: &mut Terminal| {
            terminal.signal("TERM");
        },
    ] {
        let (folder, mut terminal) = start(archive.path(), &commands);
        terminal.type_keys(":hangs\r");
        let pid = pid_in(&folder.path().join("pid"));
        ends(&mut terminal);
        terminal.exit_code();
        is_gone(&pid);
        terminal.assert_given_back();
    }
}

#[test]
fn a_command_that_floods_or_dies_is_ended() {
    let archive = folder_of_posts(&["甲", "乙", "丙"]);
    let (folder, mut terminal) = start(
        archive.path(),
        &[
            ("floods", "", "echo $$ > @/pid; yes 一行"),
            ("dies", "input = 'text'", "kill -9 $$"),
            ("missing", "input = 'text'", "exec /nowhere/at/all"),
        ],
    );
    terminal.type_keys(":floods\r");
    let pid = pid_in(&folder.path().join("pid"));
    terminal.wait_for("wrote more than 1 MiB");
    assert!(terminal.text().contains("一行"), "{}", terminal.text());
    is_gone(&pid);
    terminal.type_keys("q:dies\r");
    terminal.wait_for("dies: signal: 9");
    terminal.type_keys(":missing\r");
    terminal.wait_for("/nowhere/at/all");
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
}

/// A program that asks the terminal gets no keys: it is in the background.
#[test]
fn a_command_takes_no_keys() {
    let archive = folder_of_posts(&["甲", "乙", "丙"]);
    // It is stopped when it reads, or gets an error where its parent ignores SIGTTIN.
    let line = "read x < /dev/tty && echo \"$x\" > @/stolen; sleep 9";
    let (folder, mut terminal) = start(archive.path(), &[("steals", "seconds = 1", line)]);
    terminal.type_keys(":steals\r");
    terminal.wait_for("steals…");
    terminal.type_keys("jjk");
    terminal.wait_for("took longer than 1 s");
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
    assert!(!folder.path().join("stolen").exists());
}

#[test]
fn an_e_book_is_written_from_the_reader() {
    let archive = folder_of_posts(&["甲", "乙", "丙"]);
    let (folder, mut terminal) = start(archive.path(), &[]);
    let path = folder.path().join("b");
    terminal.type_keys(&format!("vvge{}\r", path.to_str().unwrap()));
    wait_until(|| path.with_extension("epub").exists(), || terminal.text());
    terminal.wait_for("done");
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
}
