//! Watches that the system refuses: polling instead, and one message (S36).

use std::fs;
use std::process::Command;
use std::time::Duration;

use kanbao::archive::watch::{Limit, Mode, Pace};

use super::{Kept, LIMIT, QUICK, folder, is_told, post};
use crate::support::program::{only, write};
use crate::support::skip::can_trace;

/// Set in a process in which a call fails: which limit that is, and whether polling is on.
const CHILD: &str = "KANBAO_TEST_CHILD";

/// Runs a test of this file again, in a process in which a call fails; `None` where that cannot be
/// had, with the reason.
#[track_caller]
fn with_failing(call: &str, test: &str, child: &str) -> Option<bool> {
    if !can_trace() {
        return None;
    }
    let output = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e"])
        .arg(format!("inject={call}"))
        .arg(std::env::current_exe().unwrap())
        .args(only(module_path!(), test))
        .env(CHILD, child)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(told.contains("running 1 test"), "{told}");
    if !output.status.success() {
        println!("{told}{}", String::from_utf8_lossy(&output.stderr));
    }
    Some(output.status.success())
}

/// S36.
#[test]
fn where_watches_are_short_polling_finds_changes_and_one_message_says_so() {
    match std::env::var(CHILD).as_deref().unwrap_or_default().split_once(' ') {
        Some(("watches", poll)) => return without_system(Limit::Watches, poll),
        Some(("instances", poll)) => return without_system(Limit::Instances, poll),
        _ => {}
    }
    if !is_told(folder(&["a.md"]).path()) {
        return;
    }
    let test = "where_watches_are_short_polling_finds_changes_and_one_message_says_so";
    for (call, limit) in [
        ("inotify_add_watch:error=ENOSPC", "watches"),
        // In the second folder only.
        ("inotify_add_watch:error=ENOSPC:when=2+", "watches"),
        ("inotify_init1:error=EMFILE", "instances"),
    ] {
        let Some(passed) = with_failing(call, test, &format!("{limit} soon")) else { return };
        assert!(passed, "{call}");
        // The negative control: the fallback is switched off.
        let without = with_failing(call, test, &format!("{limit} never"));
        assert_eq!(without, Some(false), "{call}");
    }
}

fn without_system(limit: Limit, poll: &str) {
    let folder = folder(&["_posts/2024-01-01-a.md", "zh/_posts/2024-01-01-b.md"]);
    let never = Pace { poll: Duration::from_secs(3600), ..QUICK };
    let (pace, patience) = match poll {
        "soon" => (QUICK, LIMIT),
        _ => (never, Duration::from_secs(2)),
    };
    let mut kept = Kept::at(folder.path(), Mode::Auto, pace);
    kept.wait_for("polling");
    assert_eq!(kept.told, [format!("polling: {} is too low", limit.sysctl())]);
    assert!(limit.sysctl().starts_with("fs.inotify.max_user_"));
    for round in 0..3 {
        write(folder.path(), &format!("_posts/2024-01-02-{round}.md"), &post("new"));
        fs::rename(
            folder.path().join("zh/_posts/2024-01-01-b.md"),
            folder.path().join("zh/_posts/2024-01-01-c.md"),
        )
        .unwrap_or_default();
        assert!(kept.settles_within(patience));
    }
    // All is loaded again: the message is not told again.
    kept.generation += 1;
    kept.load(None);
    write(folder.path(), "_posts/2024-01-03.md", &post("newer"));
    assert!(kept.settles_within(patience));
    assert_eq!(kept.told.len(), 1);
}
