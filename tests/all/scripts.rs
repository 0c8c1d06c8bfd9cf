//! The command line in scripts: exit codes of every subcommand, formats, closed pipes (S47),
//! signals, colours, and restricted mode.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use serde_json::Value;

use crate::support::program::{Home, only, outcome, outcome_of};
use crate::support::wait::{LIMIT, wait_until};

/// The job of a child process, in its environment.
const JOB: &str = "KANBAO_TEST_JOB";

/// A home with an archive of a good post, an odd one, and a draft.
fn home() -> Home {
    let files = [
        ("archive/2024-03-28-a.md", "---\ntitle: 甲\ntags: [一, 二]\n---\n正文 [链](/x)\n"),
        ("archive/2024-03-27-b.md", "---\ntitle: 乙: 丙\n---\n## 标题\n\n字\n"),
        ("archive/2024-03-26-c.md", "---\ntitle: 丁\ndraft: true\n---\n字\n"),
    ];
    Home::new(&files).with_archive("archive")
}

/// A home with an archive whose list does not fit in a pipe.
fn home_of_many(posts: usize) -> Home {
    let home = Home::new(&[]).with_archive("archive");
    let title = "长".repeat(200);
    for n in 0..posts {
        home.write(&format!("archive/2024-03-28-{n:05}.md"), &format!("# {title}\n\n{title}\n"));
    }
    home
}

/// Every subcommand with arguments and its exit code.
const CODES: &[(&str, i32)] = &[
    ("list", 0),
    ("list --all", 0),
    ("list -q 甲", 0),
    ("list -q 无", 1),
    ("list -q (", 2),
    ("list -a missing", 2),
    ("list --sort size", 2),
    ("search 甲", 0),
    ("search 无", 1),
    ("search (", 2),
    ("search", 2),
    ("search 甲 -a missing", 2),
    ("facets years", 0),
    ("facets tags -q 无", 1),
    ("facets", 2),
    #[cfg(feature = "fetch")]
    ("fetch", 2),
    #[cfg(feature = "fetch")]
    ("fetch --dry", 2),
    #[cfg(feature = "fetch")]
    ("feeds list", 1),
    #[cfg(feature = "fetch")]
    ("feeds path", 0),
    #[cfg(feature = "fetch")]
    ("feeds import missing", 2),
    #[cfg(feature = "fetch")]
    ("feeds", 2),
    ("pull", 2),
    ("index --status", 1),
    ("index", 0),
    ("index --clear", 0),
    ("index --status --clear", 2),
    ("index -a missing", 2),
    ("show 28-a", 0),
    ("show 2024", 1),
    ("show nothing", 1),
    ("show", 2),
    ("show x -a missing", 2),
    ("check", 0),
    ("check --strict", 1),
    ("check -a missing", 2),
    ("export --format html out", 0),
    ("export --format jsonl out2 -q 无", 1),
    ("export --format html archive", 2),
    ("export out3", 2),
    ("config path", 0),
    ("config show --origin", 0),
    ("config default", 0),
    ("config", 2),
    ("config show --set reading.mesure=60", 2),
    ("config show --config missing.toml", 2),
    ("highlights", 1),
    ("highlights --format x", 2),
    ("tag", 1),
    ("tag --dry-run -q is:unread +a", 0),
    ("tag +a", 2),
    ("state path", 0),
    ("state export", 0),
    ("state import empty", 0),
    ("state import bad", 1),
    ("state import missing", 2),
    ("doctor", 0),
    ("doctor --x", 2),
    ("completions zsh", 0),
    ("completions tcsh", 2),
    ("man", 0),
    ("man settings", 0),
    ("man nonsense", 2),
];

#[test]
fn every_subcommand_ends_with_its_code() {
    let home = home();
    home.write("empty", "");
    home.write("bad", "{\n");
    for &(arguments, expected) in CODES {
        let words: Vec<&str> = arguments.split(' ').collect();
        let (out, err, code) = home.run(&words);
        assert_eq!(code, expected, "{arguments}: {err}");
        if code == 2 {
            assert!(err.starts_with("kanbao: "), "{err}");
            assert_eq!(out, "", "{arguments}");
        }
        assert!(!err.contains("error:") && !err.contains("panicked"), "{arguments}: {err}");
    }
    let (help, ..) = home.run(&["--help"]);
    let commands = help.split("\nCommands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = commands.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next());
    let tested: BTreeSet<&str> =
        CODES.iter().filter_map(|(arguments, _)| arguments.split(' ').next()).collect();
    for name in names.filter(|name| *name != "help") {
        assert!(tested.contains(name), "the exit codes of {name} are not tested");
        for help in ["-h", "--help"] {
            let (out, err, code) = home.run(&[name, help]);
            assert!(code == 0 && err.is_empty() && out.contains("Examples:"), "{name} {help}");
        }
    }
}

#[test]
fn lists_have_four_formats() {
    let home = home();
    let lines = |arguments: &[&str]| {
        let (out, err, code) = home.run(arguments);
        assert_eq!((err.as_str(), code), ("", 0), "{arguments:?}");
        out
    };
    for (subcommand, header, count) in [
        ("list", "path\tdate\ttitle\tcategories\ttags\tstatus", 2),
        ("check", "path\tline\tkind\tmessage", 1),
    ] {
        let tsv = lines(&[subcommand, "--format", "tsv"]);
        assert_eq!(tsv.lines().next(), Some(header));
        assert_eq!(tsv.lines().count(), count + 1, "{tsv}");
        let fields = header.matches('\t').count();
        assert!(tsv.lines().all(|line| line.matches('\t').count() == fields), "{tsv}");
        let array: Vec<Value> =
            serde_json::from_str(&lines(&[subcommand, "--format", "json"])).unwrap();
        let jsonl = lines(&[subcommand, "--format", "jsonl"]);
        let objects: Vec<Value> =
            jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!((array.len(), &array), (count, &objects));
        // The objects have every field of the lines, under the same name.
        for name in header.split('\t') {
            assert!(objects[0].get(name).is_some(), "{name}");
        }
        let plain = lines(&[subcommand]);
        assert_eq!(plain.lines().count(), count + usize::from(subcommand == "check"), "{plain}");
    }
    assert_eq!(lines(&["list", "--all", "--format", "tsv"]).lines().count(), 4);
    let shown: Value = serde_json::from_str(&lines(&["show", "28-a", "--format", "json"])).unwrap();
    assert_eq!((&shown["title"], &shown["text"]), (&"甲".into(), &"正文 链".into()));
    assert_eq!(shown["tags"], serde_json::json!(["一", "二"]));
}

/// Not a test: a child process that ignores errors when it prints.
#[test]
fn job() {
    if std::env::var_os(JOB).is_some() {
        for _ in 0..10_000 {
            println!("{}", "a line that is long enough to fill a pipe".repeat(8));
        }
    }
}

/// S47.
#[test]
fn a_pipe_that_is_closed_ends_it_quietly() {
    let home = home_of_many(400);
    let check = |script: &str| {
        // In a loop, because the pipe is closed at a different point each time.
        let script = format!("set -o pipefail; for i in {{1..40}}; do {script} || exit 9; done");
        let (out, err, code) = home.shell(&script);
        assert_eq!((err.as_str(), code), ("", 0), "{script}");
        assert_eq!(out.lines().count(), 40, "{script}");
    };
    check("\"$0\" list | head -1");
    check("\"$0\" list --format tsv | head -1");
    check("\"$0\" list --format jsonl | head -1");
    check("\"$0\" check --format json | head -1");
    // The negative control: a program that ignores errors when it prints.
    let this = std::env::current_exe().unwrap();
    let script = "set -o pipefail; \"$0\" --quiet \"$@\" | head -1";
    let mut command = home.command("bash", &["-c", script, this.to_str().unwrap()]);
    command.args(only(module_path!(), "job"));
    let (_, err, code) = outcome(command.env(JOB, "print"));
    assert!(code != 0 && err.contains("Broken pipe"), "{code} {err}");
}

#[test]
fn no_output_fails_on_a_closed_pipe() {
    let home = home();
    let help = [("--help", 0), ("list --help", 0), ("--version", 0)];
    for (arguments, code) in CODES.iter().chain(&help).filter(|(_, code)| *code == 0) {
        let words: Vec<&str> = arguments.split(' ').filter(|word| *word != "empty").collect();
        if words.starts_with(&["export"]) || words.starts_with(&["state", "import"]) {
            continue;
        }
        let mut child =
            home.kanbao(&words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let (_, err, found) = outcome_of(child.wait_with_output().unwrap());
        assert_eq!((err.as_str(), found), ("", *code), "{arguments}");
    }
}

#[test]
fn output_that_cannot_be_written_is_an_error() {
    let home = home();
    for arguments in ["list", "check", "show 28-a", "man", "completions bash", "config default"] {
        let (_, err, code) = home.shell(&format!("\"$0\" {arguments} > /dev/full"));
        assert_eq!(code, 2, "{arguments}: {err}");
        assert!(err.starts_with("kanbao: standard output: the disk is full"), "{arguments}: {err}");
    }
}

/// A limit of the size of files stands for a full disk.
#[test]
fn a_book_that_cannot_be_written_has_one_error() {
    let home = home();
    let script = "trap '' XFSZ; ulimit -f 1; \"$0\" export --format epub book.epub";
    let (_, err, code) = home.shell(script);
    assert_eq!((code, err.lines().count()), (2, 2), "{err}");
    assert!(err.starts_with("kanbao: ") && err.contains("book.epub"), "{err}");
    assert_eq!(home.shell("ls -A book.epub .*.new 2> /dev/null").0, "");
}

fn signal(child: &Child, name: &str) {
    let pid = child.id().to_string();
    assert!(Command::new("kill").args([name, &pid]).status().unwrap().success());
}

#[test]
fn signals_end_a_waiting_program() {
    let home = home();
    for (name, number) in [("-TERM", 15), ("-INT", 2), ("-HUP", 1)] {
        let mut child =
            home.kanbao(&["state", "import", "-"]).stdin(Stdio::piped()).spawn().unwrap();
        signal(&child, name);
        // A shell reports 128 plus the signal.
        assert_eq!(child.wait().unwrap().signal(), Some(number));
    }
}

#[test]
fn an_export_that_is_interrupted_leaves_nothing() {
    let home = home_of_many(3000);
    let start = Instant::now();
    let mut interrupted = 0;
    while interrupted < 2 {
        assert!(start.elapsed() < LIMIT, "no export was interrupted");
        let mut child = home.kanbao(&["export", "--format", "html", "out"]);
        let mut child = child.stderr(Stdio::piped()).spawn().unwrap();
        let begun = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().contains(".part-");
        let has_begun =
            || fs::read_dir(home.folder()).unwrap().flatten().any(|entry| begun(&entry));
        let mut has_ended = false;
        let has_moved_on = || {
            has_ended = child.try_wait().unwrap().is_some();
            has_ended || has_begun()
        };
        wait_until(has_moved_on, || "the export does not begin".to_owned());
        // The pid of a process that has ended may belong to another.
        if !has_ended {
            signal(&child, "-TERM");
        }
        let (_, err, code) = outcome_of(child.wait_with_output().unwrap());
        let out = home.path("out");
        match code {
            // It ended before the signal.
            0 => fs::remove_dir_all(&out).unwrap(),
            code => {
                assert_eq!(code, 143, "{err}");
                assert!(err.starts_with("kanbao: out: ") && !out.exists(), "{err}");
                assert!(!has_begun(), "an unfinished folder is left");
                interrupted += 1;
            }
        }
    }
}

#[test]
fn colours_are_for_terminals_or_on_request() {
    let home = home();
    let printed = |arguments: &str, variables: &[(&str, &str)]| {
        let words: Vec<&str> = arguments.split(' ').collect();
        outcome(home.kanbao(&words).envs(variables.iter().copied())).0
    };
    for arguments in ["list", "check", "show 27-b"] {
        let plain = printed(arguments, &[]);
        assert!(!plain.contains('\x1b'), "{arguments}");
        let forced = printed(arguments, &[("CLICOLOR_FORCE", "1")]);
        assert!(forced.contains("\x1b["), "{arguments}");
        // Colours do not change the text.
        let mut bare = String::new();
        for (n, part) in forced.split("\x1b[").enumerate() {
            bare.push_str(if n == 0 { part } else { part.split_once('m').unwrap().1 });
        }
        assert_eq!(bare, plain, "{arguments}");
        for variables in [
            &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")][..],
            &[("CLICOLOR_FORCE", "0")],
            &[("CLICOLOR_FORCE", "")],
            &[("CLICOLOR", "1")],
        ] {
            assert_eq!(printed(arguments, variables), plain, "{arguments} {variables:?}");
        }
        assert_eq!(printed(arguments, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "")]), forced);
    }
    for format in ["tsv", "json", "jsonl"] {
        let printed = printed(&format!("list --format {format}"), &[("CLICOLOR_FORCE", "1")]);
        assert!(!printed.contains('\x1b'), "{format}");
    }
    assert!(!printed("show 27-b --format text", &[("CLICOLOR_FORCE", "1")]).contains('\x1b'));
    assert!(printed("show 27-b --format ansi", &[("NO_COLOR", "1")]).contains('\x1b'));
}

/// S18.
#[test]
fn a_restricted_program_exports_nothing() {
    let home = home();
    let check = |arguments: &[&str], variable: &str| {
        let mut command = home.kanbao(&["export", "--format", "html", "out"]);
        command.args(arguments).env("KANBAO_RESTRICTED", variable);
        let (_, err, code) = outcome(&mut command);
        if code == 2 {
            assert!(err.contains("kanbao: export: not allowed in restricted mode\n"), "{err}");
            assert_eq!(
                fs::read_dir(home.folder()).unwrap().count(),
                usize::from(home.path(".config").exists()) + 1
            );
        } else {
            fs::remove_dir_all(home.path("out")).unwrap();
        }
        code
    };
    // An archive cannot set it.
    home.write("archive/.kanbao.toml", "restricted = true\n");
    assert_eq!(check(&[], ""), 0);
    assert_eq!(check(&["--restricted"], ""), 2);
    assert_eq!(check(&["--restricted", "--set", "restricted=false"], ""), 2);
    assert_eq!(check(&["--set", "restricted=false"], "true"), 2);
    home.write(".config/kanbao/config.toml", "restricted = true\n");
    assert_eq!(check(&[], "false"), 2);
    assert_eq!(home.run(&["list", "-n", "1"]).2, 0, "reading is not restricted");
    for arguments in [&["index"][..], &["index", "--rebuild"], &["index", "--clear"]] {
        let (_, err, code) = home.run(arguments);
        assert_eq!(code, 2, "{arguments:?}");
        assert!(err.contains("kanbao: index: not allowed in restricted mode\n"), "{err}");
    }
    assert!(!home.path(".cache").exists());
    let (shown, ..) = home.run(&["config", "show", "--origin"]);
    assert!(shown.contains("restricted = true  ") && shown.contains("config.toml:1\n"), "{shown}");
}

#[test]
fn a_mistyped_subcommand_is_reported_unless_it_is_a_folder() {
    let home = home();
    let (out, err, code) = home.run(&["lst"]);
    assert_eq!((out.as_str(), code), ("", 2));
    assert_eq!(
        err,
        "kanbao: lst: neither a subcommand nor an existing folder or file\n  \
         Did you mean kanbao list? kanbao --help lists all subcommands.\n"
    );
    // An unlike word and a path are archives.
    assert!(home.run(&["nowhere"]).1.starts_with("kanbao: nowhere: it does not exist\n"));
    assert!(home.run(&["./lst"]).1.starts_with("kanbao: ./lst: it does not exist\n"));
    home.write("lst/a.md", "# 甲\n");
    let (out, err, code) = home.run(&["lst"]);
    assert_eq!((err.as_str(), code), ("", 0));
    assert!(out.contains("a.md"), "{out}");
}

#[test]
fn usage_errors_are_cleaned_and_bounded() {
    let home = home();
    let mut long = String::from("--");
    for n in 0..2000 {
        let _ = write!(long, "字\u{1b}[{n}m\u{202e}");
    }
    for arguments in [&["list", &long][..], &["list", "--format", &long], &[&long]] {
        let (_, err, code) = home.run(arguments);
        assert_eq!(code, 2);
        assert!(err.starts_with("kanbao: ") && !err.contains(['\u{1b}', '\u{202e}']));
        assert!(err.lines().count() < 6);
        assert!(err.lines().all(|line| line.chars().count() < 160), "{err}");
    }
}
