//! Runs a command within limits of time and memory.

use std::fs::File;
use std::io::{Read, Seek};
use std::process::Command;
use std::time::Duration;
use std::{fs, thread};

use super::program::Outcome;

/// Limits of one process.
#[derive(Clone, Copy)]
pub(crate) struct Bounds {
    /// Seconds of processor time.
    pub seconds: u64,
    /// Peak memory in mebibytes.
    pub mebibytes: u64,
}

/// Clock ticks per second in `/proc`.
const TICKS: u64 = 100;

/// The processor time in ticks and the peak memory in KiB of a process; `None` if they are not shown.
fn used(process: u32) -> Option<(u64, u64)> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, after_name) = stat.rsplit_once(')')?;
    let times = after_name.split_whitespace().skip(11).take(2);
    let ticks = times.filter_map(|time| time.parse::<u64>().ok()).sum();
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    // A process that has just ended has no memory.
    let peak = peak.and_then(|peak| peak.trim().strip_suffix(" kB")?.parse().ok());
    Some((ticks, peak.unwrap_or(0)))
}

/// Runs a command to its end; panics and ends it if it exceeds its limits. Where `/proc` is missing,
/// the limits do not hold.
#[track_caller]
pub(crate) fn run(command: &mut Command, bounds: Bounds) -> Outcome {
    let mut streams = [tempfile::tempfile().unwrap(), tempfile::tempfile().unwrap()];
    let [out, err] = &streams;
    command.stdout(out.try_clone().unwrap()).stderr(err.try_clone().unwrap());
    let mut child = command.spawn().unwrap();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if let Some((ticks, kibibytes)) = used(child.id())
            && (ticks > bounds.seconds * TICKS || kibibytes > bounds.mebibytes * 1024)
        {
            let _ = child.kill();
            let _ = child.wait();
            panic!("{command:?} took {} s and {kibibytes} KiB", ticks / TICKS);
        }
        thread::sleep(Duration::from_millis(2));
    };
    let [out, err] = &mut streams;
    (text(out), text(err), status.code().unwrap_or(-1))
}

fn text(file: &mut File) -> String {
    let mut text = String::new();
    file.rewind().unwrap();
    file.read_to_string(&mut text).unwrap();
    text
}
