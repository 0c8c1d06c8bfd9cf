//! Programs that the reader starts, and those that it must not start.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use portable_pty::CommandBuilder;

use crate::emulator::{PROGRAM, Terminal, samples};
use crate::posts::archive_of;
use crate::skip::can_trace;
use crate::wait::wait_until;

/// S11, S17.
#[test]
fn a_link_is_opened_by_the_configured_browser() {
    let folder = tempfile::tempdir().unwrap();
    let post = folder.path().join("2024-01-01-a.md");
    std::fs::write(&post, "---\ntitle: 甲\n---\n[乙](https://example.org/?a=1&b='$(x)')\n")
        .unwrap();
    let browser = folder.path().join("browser");
    let seen = folder.path().join("seen");
    std::fs::write(
        &browser,
        format!(
            "#!/bin/sh\necho noise; cat /proc/$$/stat > '{}.stat'\n\
             echo \"$1\" > '{0}.new'; mv '{0}.new' '{0}'\n",
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
    wait_until(|| seen.exists(), || "the browser was not started".to_owned());
    assert_eq!(std::fs::read_to_string(&seen).unwrap(), "https://example.org/?a=1&b=%27$(x)%27\n");
    assert!(!terminal.text().contains("noise"));
    // It leads a process group, so that it neither stops nor ends with the reader.
    let stat = std::fs::read_to_string(folder.path().join("seen.stat")).unwrap();
    let (pid, fields) = (stat.split(' ').next().unwrap(), stat.rsplit(") ").next().unwrap());
    assert_eq!(fields.split(' ').nth(2), Some(pid), "{stat}");
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
}

/// S18: the address is copied through the terminal, and no program is started.
#[test]
fn a_restricted_reader_starts_no_browser() {
    let folder = archive_of("[乙](https://example.org/)");
    let (browser, seen) = (folder.path().join("browser"), folder.path().join("seen"));
    std::fs::write(&browser, format!("#!/bin/sh\n: > '{}'\n", seen.display())).unwrap();
    assert!(Command::new("chmod").arg("+x").arg(&browser).status().unwrap().success());
    let mut copied = Vec::new();
    for arguments in [&["--restricted"][..], &[]] {
        let post = folder.path().join("2024-01-01-a.md");
        let arguments = [arguments, &[post.to_str().unwrap()]].concat();
        let mut terminal = Terminal::start_with(&arguments, 80, 24, |command| {
            command.env("BROWSER", &browser);
        });
        terminal.wait_for("乙");
        terminal.type_keys("1\r");
        terminal.wait_for("https://example.org/");
        copied.push(terminal.text().contains("copied https://example.org/"));
        terminal.type_keys("Q");
        assert_eq!(terminal.exit_code(), 0);
        assert!(!copied[0] || copied.len() > 1 || !seen.exists(), "the browser was started");
    }
    assert_eq!(copied, [true, false]);
}

/// Writes a script; returns the command that runs it.
fn script(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    format!("sh {}", path.to_str().unwrap())
}

#[test]
fn editor_and_pager_get_screen_and_keyboard() {
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
    // In the reader these keys would quit.
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

/// A post in a file of lines is edited there, at its line.
#[test]
fn a_line_is_edited_in_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("archive");
    std::fs::create_dir(&archive).unwrap();
    std::fs::write(archive.join("a.jsonl"), "{\"title\": \"甲\", \"text\": \"乙\"}\nno JSON\n")
        .unwrap();
    let (log, editor) = (folder.path().join("log"), folder.path().join("vi"));
    std::fs::write(&editor, format!("#!/bin/sh\necho \"$@\" > {}\n", log.display())).unwrap();
    std::fs::set_permissions(&editor, Permissions::from_mode(0o755)).unwrap();
    let mut terminal = Terminal::start_with(&[archive.to_str().unwrap()], 80, 24, |command| {
        command.env("EDITOR", &editor);
        command.env_remove("VISUAL");
    });
    terminal.wait_for("a.jsonl:2");
    terminal.type_keys("gp");
    terminal.wait_for("line 2 is not a JSON object");
    terminal.type_keys("E");
    let edited = || std::fs::read_to_string(&log).unwrap_or_default();
    wait_until(|| edited().ends_with("a.jsonl\n"), edited);
    terminal.type_keys("QQ");
    assert_eq!(terminal.exit_code(), 0);
    assert!(edited().starts_with("+2 /"), "{}", edited());
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

/// The lines of a log of strace with a system call.
fn calls(log: &Path, call: &str) -> Vec<String> {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    text.lines().filter(|line| line.contains(&format!("{call}("))).map(str::to_owned).collect()
}

/// S16: no connection and no child process, whatever a post links to.
#[test]
fn reading_uses_no_network() {
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
    if !can_trace() {
        return;
    }
    let options = ["-f", "-e", "trace=network,execve", "-o", log.to_str().unwrap()];
    // The negative control: a connection shows up in the log.
    let control = ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9"];
    Command::new("strace").args(options).args(control).output().unwrap();
    assert!(!calls(&log, "connect").is_empty(), "a connection is not seen");
    let start = || {
        let mut command = CommandBuilder::new("strace");
        command.args(options);
        command.arg(PROGRAM);
        command.arg(folder.path());
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "C.UTF-8");
        command.env("BROWSER", "true");
        command.env_remove("TMUX");
        let mut terminal = Terminal::spawn(command, 80, 24);
        terminal.wait_for("只此一篇");
        terminal.type_keys("\r");
        terminal.wait_for("全文完");
        terminal
    };
    let mut terminal = start();
    // The list of links.
    terminal.type_keys("gl");
    terminal.wait_for("Esc close");
    terminal.type_keys("\x1b");
    terminal.wait("the article again", |screen| !screen.contains("Esc close"));
    terminal.type_keys("q");
    terminal.wait("the list", |screen| screen.contains("/ search"));
    terminal.type_keys("q");
    assert_eq!(terminal.exit_code(), 0);
    assert_eq!(calls(&log, "execve").len(), 1, "{:?}", calls(&log, "execve"));
    for call in ["socket", "connect", "bind"] {
        assert_eq!(calls(&log, call), [""; 0], "{call}");
    }
    // Following a link does start the browser.
    let mut terminal = start();
    terminal.type_keys("1\r");
    terminal.wait_for("opened https://example.org/a.png");
    terminal.type_keys("qq");
    assert_eq!(terminal.exit_code(), 0);
    assert!(calls(&log, "execve").len() > 1);
}
