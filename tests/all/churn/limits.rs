//! The system refuses watches: polling and one message instead (S36).

use std::fs;
use std::process::Command;
use std::time::Duration;

use kanbao::archive::watch::{Limit, Mode, Pace};

use super::{LIMIT, Mirror, QUICK, folder, post, reports_changes};
use crate::support::program::{only, write};
use crate::support::skip::can_trace;

/// Set in the child process: the limit that is reached, and whether polling is on.
const CHILD: &str = "KANBAO_TEST_CHILD";

/// Runs a test of this file in a child process in which a system call fails; returns whether it
/// passed. `None` if strace does not work.
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
    let out = String::from_utf8_lossy(&output.stdout);
    assert!(out.contains("running 1 test"), "{out}");
    if !output.status.success() {
        println!("{out}{}", String::from_utf8_lossy(&output.stderr));
    }
    Some(output.status.success())
}

/// S36.
#[test]
fn short_watches_lead_to_polling_and_one_message() {
    match std::env::var(CHILD).as_deref().unwrap_or_default().split_once(' ') {
        Some(("watches", poll)) => return without_system(Limit::Watches, poll),
        Some(("instances", poll)) => return without_system(Limit::Instances, poll),
        _ => {}
    }
    if !reports_changes(folder(&["a.md"]).path()) {
        return;
    }
    let test = "short_watches_lead_to_polling_and_one_message";
    for (call, limit) in [
        ("inotify_add_watch:error=ENOSPC", "watches"),
        // Fails for the second folder only.
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
    let mut mirror = Mirror::at(folder.path(), Mode::Auto, pace);
    mirror.wait_for("polling");
    assert_eq!(mirror.notices, [format!("polling: {limit:?}")]);
    assert!(limit.sysctl().starts_with("fs.inotify.max_user_"));
    for round in 0..3 {
        write(folder.path(), &format!("_posts/2024-01-02-{round}.md"), &post("new"));
        fs::rename(
            folder.path().join("zh/_posts/2024-01-01-b.md"),
            folder.path().join("zh/_posts/2024-01-01-c.md"),
        )
        .unwrap_or_default();
        assert!(mirror.settles_within(patience));
    }
    // A second load does not repeat the message.
    mirror.generation += 1;
    mirror.load(None);
    write(folder.path(), "_posts/2024-01-03.md", &post("newer"));
    assert!(mirror.settles_within(patience));
    assert_eq!(mirror.notices.len(), 1);
}
