//! Tests that a machine cannot run.

use std::io::{Write, stderr};
use std::panic::Location;
use std::process::Command;

/// Reports that a test, or a part of it, does not run here. The harness knows no such outcome and
/// hides what a test that passes has printed; this line it does not capture.
#[track_caller]
pub fn skip(reason: &str) {
    let _ = writeln!(stderr().lock(), "skipped: {}: {reason}", Location::caller());
}

/// Whether strace may trace here; if not, the test is reported as skipped.
#[track_caller]
pub fn can_trace() -> bool {
    let tried = Command::new("strace").args(["-f", "-o", "/dev/null", "true"]).output();
    let works = tried.is_ok_and(|output| output.status.success());
    if !works {
        skip("strace is not installed, or may not trace");
    }
    works
}
