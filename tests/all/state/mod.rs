//! Reading state is never lost: several processes, kills, full disks, damage, odd homes (S49-S52).
//!
//! Child processes are this test binary with a job in the environment.

mod damage;
mod disks;
mod exchange;
mod homes;
mod model;
mod processes;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kanbao::state::log::{Location, Report, Store};
use kanbao::state::record::Kind;
use kanbao::state::{Change, State};

use self::disks::fill;
use self::processes::mark_until_killed;
use crate::support::program::{Outcome, kanbao, only, outcome_of};

/// The job of a child process, in its environment.
const JOB: &str = "KANBAO_TEST_JOB";
const FOLDER: &str = "KANBAO_TEST_FOLDER";

fn open(folder: &Path) -> (Store, State, Report) {
    let (host, archive) = ("h".to_owned(), "test".to_owned());
    Store::open(Location { folder: folder.to_owned(), host, archive })
}

/// Marks a post as read; whether the store acknowledged it.
fn mark(store: &mut Store, state: &mut State, post: &str) -> bool {
    let step = state.change(&[Change::read(post.as_bytes(), true)], 1_700_000_000_000);
    store.append(step.records).is_ok()
}

fn read_posts(folder: &Path) -> BTreeSet<String> {
    let (_, state, _) = open(folder);
    let posts = state.all(Kind::Read).into_iter();
    posts.map(|(post, _)| String::from_utf8(post.to_vec()).unwrap()).collect()
}

/// This test binary, as the last argument of `words` if there are any, with a job in a folder.
fn command(words: &[&str], job: &str, folder: &Path) -> Command {
    let this = std::env::current_exe().unwrap();
    let words = [words, &[this.to_str().unwrap(), "--quiet"]].concat();
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).args(only(module_path!(), "job")).env(JOB, job).env(FOLDER, folder);
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command
}

/// Not a test: what child processes run.
#[test]
fn job() {
    let Some(job) = std::env::var_os(JOB) else { return };
    let folder = PathBuf::from(std::env::var_os(FOLDER).unwrap());
    match job.to_str().unwrap().split_once(' ').unwrap() {
        ("mark", name) => mark_until_killed(&folder, name),
        ("fill", count) => fill(&folder, count.parse().unwrap()),
        ("compact", succeeds) => {
            let (mut store, mut state, _) = open(&folder);
            churn(&mut store, &mut state);
            store.sync().unwrap();
            assert_eq!(store.compact(0), Ok(succeeds == "true"));
        }
        ("unsynced", _) => {
            let (mut store, mut state, _) = open(&folder);
            assert!(mark(&mut store, &mut state, "a"));
            let why = store.sync().unwrap_err();
            assert!(why.to_string().ends_with("h.log: the disk is full"), "{why}");
        }
        ("refused", _) => {
            let (mut store, mut state, _) = open(&folder);
            let saved: Vec<bool> =
                (0..5).map(|n| mark(&mut store, &mut state, &format!("{n}"))).collect();
            // A failed record is written with the next one.
            assert_eq!(saved, [true, false, true, true, true]);
            assert_eq!(store.unsaved(), 0);
        }
        job => panic!("{job:?}"),
    }
}

/// Appends records of one key, most of them superseded.
fn churn(store: &mut Store, state: &mut State) {
    for n in 0..20 {
        store.append(state.change(&[Change::star(b"x", n % 2 == 0)], 1).records).unwrap();
    }
}

/// `kanbao state` on the samples with a state folder of its own.
fn state(home: &Path, arguments: &[&str], input: &str) -> Outcome {
    let mut command = kanbao(&[&["state"], arguments].concat());
    command.current_dir(home).env("HOME", home).env("XDG_STATE_HOME", home);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // The program may end before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    outcome_of(child.wait_with_output().unwrap())
}

const ONE: &str = r#"{"kind":"read","path":"a.md","value":true,"ms":5,"seq":0,"host":"one"}
{"kind":"note","path":"a.md","value":"一\u001b\u202e","ms":6,"seq":2,"host":"one"}
{"kind":"star","path":"�.md","path_bytes":"/y5tZA==","value":true,"ms":7,"seq":0,"host":"one"}
{"kind":"mark","name":"m","value":"a.md\t3","ms":8,"seq":0,"host":"one"}
{"kind":"session","value":"s","ms":8,"seq":1,"host":"one"}
{"kind":"pin","name":"a.md","value":"1","ms":9,"seq":0,"host":"one"}
"#;

/// JSON lines that mark posts as read.
fn marks(name: &str, posts: usize) -> String {
    let line =
        |n| format!("{{\"kind\":\"read\",\"path\":\"{name}/{n}.md\",\"value\":true,\"ms\":{n}}}\n");
    (1..=posts).map(line).collect()
}
