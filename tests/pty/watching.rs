//! Posts that change while the reader is open.

use portable_pty::CommandBuilder;

use crate::emulator::{PROGRAM, Terminal, state_home};
use crate::posts::{folder_of_posts, write_post};
use crate::skip::can_trace;

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
fn an_unwatched_folder_is_reloaded_by_a_key() {
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
fn short_watches_are_reported_with_the_limits_name() {
    let folder = folder_of_posts(&["第一篇"]);
    let inject = ["-f", "-qq", "-o", "/dev/null", "-e", "inject=inotify_add_watch:error=ENOSPC"];
    if !can_trace() {
        return;
    }
    let mut command = CommandBuilder::new("strace");
    command.args(inject);
    command.arg(PROGRAM);
    command.arg(folder.path());
    command.env("TERM", "xterm-256color");
    command.env("LC_ALL", "C.UTF-8");
    command.env("XDG_CONFIG_HOME", "/nowhere");
    command.env("XDG_STATE_HOME", state_home());
    let mut terminal = Terminal::spawn(command, 120, 40);
    terminal.wait_for("第一篇");
    terminal.wait_for("fs.inotify.max_user_watches is too low");
    // Only once: a reload does not repeat it.
    write_post(folder.path(), 2, "第二篇", "正文。");
    terminal.type_keys("\x12");
    terminal.wait_for("read again: 2 posts, 1 more");
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
}
