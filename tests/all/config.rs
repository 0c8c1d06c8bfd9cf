//! Settings end to end: files, variables and arguments in layers, and the problems that are
//! reported.

use std::fs;
use std::path::Path;
use std::process::Command;

use kanbao::clean::CleanText;
use kanbao::config::archive::ArchiveConfig;
use kanbao::config::keymap::Keymap;
use kanbao::config::layers::Layer;
use kanbao::config::locale::Locale;
use kanbao::config::problem::MOST;
use kanbao::config::settings::{By, Settings, printed};
use kanbao::config::theme::Theme;
use proptest::prelude::*;

use crate::support::program::{Home, outcome};
use crate::support::skip::skip;

/// A home with these files and an archive of one post.
fn home(files: &[(&str, &str)]) -> Home {
    let post = ("archive/2024-03-28-a.md", "---\ntitle: 甲\n---\n正文。\n");
    Home::new(&[&[post], files].concat())
}

/// A home with this `config.toml`.
fn home_with(config: &str) -> Home {
    home(&[(CONFIG, config)])
}

/// The printed value of a setting and its origin.
fn shown(home: &Home, command: &mut Command, key: &str) -> (String, String) {
    let (out, _, code) = outcome(command.args(["config", "show", "--origin"]));
    assert_eq!(code, 0, "{out}");
    let line = out.lines().find(|line| line.starts_with(&format!("{key} = "))).unwrap();
    let (value, origin) = line.split_once("  # ").unwrap();
    let folder = home.folder().to_str().unwrap();
    (value.split_once(" = ").unwrap().1.trim().to_owned(), origin.replace(folder, "~"))
}

const CONFIG: &str = ".config/kanbao/config.toml";

#[test]
fn each_layer_overrides_those_below() {
    let home = home(&[
        (CONFIG, "archive = '~/archive'\n[reading]\nmeasure = 50\n[screen]\nlayout = 'stacked'\n"),
        ("archive/.kanbao.toml", "[reading]\nmeasure = 60\nline-break = 'basic'\n"),
        ("other.toml", "[reading]\nmeasure = 70\n"),
    ]);
    let check = |variable: Option<&str>, arguments: &[&str], key: &str, expected: (&str, &str)| {
        let mut command = home.kanbao(arguments);
        if let Some(value) = variable {
            command.env("KANBAO_LAYOUT", value);
        }
        let (value, origin) = shown(&home, &mut command, key);
        assert_eq!((value.as_str(), origin.as_str()), expected, "{variable:?} {arguments:?} {key}");
    };
    let file = "~/.config/kanbao/config.toml";
    let own = "~/archive/.kanbao.toml";
    check(None, &[], "borders", ("\"auto\"", "default"));
    check(None, &[], "layout", ("\"stacked\"", &format!("{file}:5")));
    check(None, &[], "measure", ("60", &format!("{own}:2")));
    check(None, &["-a", "."], "measure", ("50", &format!("{file}:3")));
    check(Some("single"), &[], "layout", ("\"single\"", "KANBAO_LAYOUT"));
    check(Some(""), &[], "layout", ("\"stacked\"", &format!("{file}:5")));
    let set = ["--set", "screen.layout=columns", "--set", "reading.measure=80"];
    check(Some("single"), &set, "layout", ("\"columns\"", "--set"));
    check(None, &set, "measure", ("80", "--set"));
    check(None, &["--config", "other.toml", "-a", "."], "measure", ("70", "other.toml:2"));
    check(None, &["--config", "other.toml"], "archive", ("\"\"", "default"));
    let flag = ["--set", "reading.line-break=none", "--line-break", "strict"];
    check(None, &flag, "line-break", ("\"strict\"", "--line-break"));
    check(None, &[], "line-break", ("\"basic\"", &format!("{own}:3")));
    check(None, &["--config", "/dev/null"], "measure", ("76", "default"));
}

#[test]
fn settings_change_what_is_done() {
    let long = "字".repeat(60);
    let home = home(&[("archive/2024-03-28-a.md", &format!("---\ntitle: 甲\n---\n{long}\n"))]);
    let longest = |arguments: &[&str]| -> usize {
        let (out, err, code) = home.run(&[arguments, &["show", "--no-header", "2024"]].concat());
        assert_eq!((err.as_str(), code), ("", 0));
        out.lines().map(|line| line.chars().count()).max().unwrap()
    };
    assert_eq!(longest(&["-a", "archive"]), 38);
    assert_eq!(longest(&["-a", "archive", "--set", "reading.measure=40"]), 20);
    fs::write(home.path("archive/.kanbao.toml"), "reading.measure = 60").unwrap();
    assert_eq!(longest(&["--set", "archive=archive"]), 30);
    fs::write(home.path("archive/2024-03-29-b.md"), "---\ndate: 2999-01-01\n---\nb").unwrap();
    let listed = |arguments: &[&str]| {
        home.run(&[&["list", "-a", "archive"], arguments].concat()).0.lines().count()
    };
    assert_eq!((listed(&[]), listed(&["--set", "posts.hide-future=true"])), (2, 1));
}

#[test]
fn printed_settings_are_read_back() {
    let home = home(&[]);
    let (defaults, err, code) = home.run(&["config", "show"]);
    assert_eq!((err.as_str(), code), ("", 0));
    let (text, _, code) = home.run(&["config", "default"]);
    assert_eq!(code, 0);
    let uncommented: Vec<&str> = text
        .lines()
        .map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line))
        .collect();
    for config in [&text, &uncommented.join("\n"), &defaults] {
        let home = home_with(config);
        let (shown, err, code) = home.run(&["config", "show"]);
        assert_eq!((shown.as_str(), err.as_str(), code), (defaults.as_str(), "", 0));
    }
    let changed = "--set reading.measure=44 --set reading.typography=indent,spacing --set screen.ambiguous-width=2";
    let arguments: Vec<&str> = changed.split(' ').chain(["config", "show"]).collect();
    let (changed, ..) = home.run(&arguments);
    assert_ne!(changed, defaults);
    assert_eq!(home_with(&changed).run(&["config", "show"]).0, changed);
}

#[test]
fn problems_are_reported_and_skipped() {
    let check = |config: &str, expected: &[&str]| {
        let home = home_with(config);
        let (out, err, code) = home.run(&["config", "show"]);
        assert_eq!(code, 0, "{config}");
        assert!(out.contains("measure = 76"), "{config}: {out}");
        let home = format!("kanbao: {}/{CONFIG}:", home.folder().display());
        let reported: Vec<String> = err.lines().map(|line| line.replace(&home, "")).collect();
        assert_eq!(reported, expected, "{config}");
    };
    check("", &[]);
    check("[reading]\n\nmesure = 60", &["3:1: unknown key `mesure`; did you mean `measure`?"]);
    check(
        "[reading]\nmeasure = 'wide'\nline-break = 'none'",
        &["2:1: `reading.measure` must be a whole number from 20 to 200, not `wide`"],
    );
    check("[reading\nmeasure = 60", &["1:9: not valid TOML: unclosed table, expected `]`"]);
    // S53: no control character of a file reaches the terminal.
    check(
        "'\u{202e}x' = 1\n\"\\u001b]0;x\\u0007y\" = 2",
        &["1:1: unknown key `x`", "2:1: unknown key `y`"],
    );
}

#[test]
fn unreadable_settings_files_are_reported() {
    let check = |home: &Home, expected: &str| {
        let (out, err, code) = home.run(&["config", "show"]);
        assert_eq!(code, 0);
        assert!(out.contains("measure = 76") && err.contains(expected), "{expected}: {err}");
        // Scripts learn it too.
        let (_, err, code) = home.run(&["list", "-n", "1"]);
        assert_eq!(code, 0);
        assert!(err.contains(expected), "{expected}: {err}");
    };
    let folder = home(&[]);
    fs::create_dir_all(folder.path(CONFIG)).unwrap();
    check(&folder, "not read: it is a folder");
    check(&home_with(&"#".repeat(1024 * 1024 + 1)), "not read: it is larger than 1 MiB");
    // Below a file there can be none.
    let file = home(&[]);
    fs::write(file.path(".config"), "").unwrap();
    let (_, err, code) = file.run(&["list", "-n", "1"]);
    assert_eq!((err.as_str(), code), ("", 0));
    let home = home(&[]);
    fs::create_dir_all(home.path(".config/kanbao")).unwrap();
    let made = Command::new("mkfifo").arg(home.path(CONFIG)).status();
    if made.is_ok_and(|status| status.success()) {
        check(&home, "not read: it is not a regular file");
    } else {
        skip("no FIFO can be made here");
    }
}

#[test]
fn bad_arguments_are_refused() {
    let home = home(&[]);
    let check = |arguments: &[&str], expected: &str| {
        let (out, err, code) = home.run(&[arguments, &["config", "show"]].concat());
        assert_eq!((out.as_str(), code), ("", 2), "{arguments:?}");
        assert_eq!(err.lines().next(), Some(expected), "{arguments:?}");
    };
    check(
        &["--set", "reading.mesure=60"],
        "kanbao: --set: unknown key `reading.mesure`; did you mean `reading.measure`?",
    );
    check(&["--set", "reading"], "kanbao: --set: `reading` is not name=value");
    check(
        &["--set", "screen.borders=asci"],
        "kanbao: --set: `screen.borders` must be \"auto\", \"unicode\" or \"ascii\", not `asci`; did you mean `ascii`?",
    );
    check(&["--config", "no.toml"], "kanbao: no.toml: there is no such file");
    check(&["--config", "archive"], "kanbao: archive: not read: it is a folder");
}

#[test]
fn config_path_lists_every_file() {
    let home = home_with("archive = 'nowhere'");
    let (out, err, code) = home.run(&["config", "path"]);
    assert_eq!((err.as_str(), code), ("", 0));
    let folder = home.folder().display();
    assert!(out.contains(&format!("{folder}/{CONFIG}\n")), "{out}");
    let mut command = home.kanbao(&["config", "path", "-a", "archive"]);
    let (out, err, code) = outcome(command.env("XDG_CONFIG_HOME", "relative"));
    assert_eq!(code, 0);
    assert!(out.contains("archive/.kanbao.toml  (missing)\n"), "{out}");
    assert!(out.contains(&format!("{folder}/{CONFIG}\n")), "{out}");
    assert_eq!(err, "kanbao: XDG_CONFIG_HOME: not used: the path is not absolute\n");
    let mut command = home.kanbao(&["config", "path", "-a", "archive"]);
    let (_, err, _) = outcome(command.env("XDG_CONFIG_HOME", ""));
    assert_eq!(err, "");
}

#[test]
fn an_archive_that_is_set_is_looked_for_beside_the_file() {
    let home = home_with("archive = 'posts'");
    let (_, err, code) = home.run(&["list"]);
    let file = home.path(CONFIG);
    assert_eq!(code, 2);
    assert!(err.contains("it does not exist"), "{err}");
    assert!(err.contains(&format!("It is the archive set by {}:1.", file.display())), "{err}");
    let posts = file.parent().unwrap().join("posts");
    fs::create_dir(&posts).unwrap();
    fs::copy(home.path("archive/2024-03-28-a.md"), posts.join("a.md")).unwrap();
    let (out, err, code) = home.run(&["list"]);
    assert_eq!((err.as_str(), code), ("", 0));
    assert!(out.contains("甲"), "{out}");
}

#[test]
fn problems_of_an_archives_settings_are_reported_by_check() {
    let config = "id = 1\narchive = '/etc'\n[views]\ngood = 'tag:x after:7d'\nbad = 'titel:x'\n[screen]\nlayout = 'single'\n";
    let home = home(&[("archive/.kanbao.toml", config)]);
    let (out, _, code) = home.run(&["check", "-a", "archive"]);
    assert_eq!(code, 0);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(
        lines[..4],
        [
            ".kanbao.toml:1: `id` must be a string, not `1`; not used",
            ".kanbao.toml:2: `archive` cannot be set by an archive; not used",
            ".kanbao.toml:5: the query of view `bad`: column 1: there is no field titel:; did you mean title:?; not used",
            ".kanbao.toml:7: `screen.layout` cannot be set by an archive; not used",
        ]
    );
    assert_eq!(home.run(&["check", "--strict", "-a", "archive"]).2, 1);
    let (out, ..) = home.run(&["check", "--format", "jsonl", "-a", "archive"]);
    assert!(out.contains("\"kind\":\"archive-config\""), "{out}");
    let (out, ..) = home.run(&["doctor", "-a", "archive"]);
    assert!(
        out.contains("problem         archive/.kanbao.toml:1:1: `id` must be a string"),
        "{out}"
    );
}

#[test]
fn problems_of_keys_and_themes_are_reported() {
    let check = |files: &[(&str, &str)], arguments: &[&str], expected: &str| {
        let home = home(files);
        let (_, err, code) = home.run(&[arguments, &["config", "show"]].concat());
        let reported = err.replace(home.folder().to_str().unwrap(), "~");
        assert_eq!((reported.as_str(), code), (expected, 0));
    };
    check(&[], &["--set", "screen.theme=dark"], "");
    check(
        &[],
        &["--set", "screen.theme=drak"],
        "kanbao: --set: unknown theme `drak`; did you mean `dark`?\n",
    );
    check(
        &[
            (CONFIG, "screen.theme = 'x'"),
            (".config/kanbao/themes/x.toml", "lnik = { fg = 'red' }"),
        ],
        &[],
        "kanbao: ~/.config/kanbao/themes/x.toml:1:1: unknown role `lnik`; did you mean `link`?\n",
    );
    check(
        &[(".config/kanbao/keys.toml", "[list]\n'j j' = 'help'")],
        &["--set", "keys.preset=less"],
        "kanbao: ~/.config/kanbao/keys.toml:2:1: `j j` is hidden by `j` (command down)\n",
    );
    check(
        &[(".config/kanbao/keys.toml", "[list]\n'j j' = 'help'")],
        &["--set", "keys.preset=arrows"],
        "",
    );
}

/// Text close to TOML, to these settings, and to terminal sequences.
fn scribble() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        r"(\[reading\]|\[screen|\[\[views\]\]|\[list\]|\[categories\]|link = \{)",
        r"(measure|theme|archive|layout|id|name|'g g'|j|fg|bold)( = |\.|=)",
        r#"('wide'|60|-1|1e9|true|\[\]|\{ *\}|"\\u202e"|"\\u001b\[2J"|2020-01-01|'''|'#abcdef')"#,
        "(\n|\n|\n|,|\\}|\\]|#|\r| |\"|\u{202e}|中|\u{feff}|\\\\)",
        r"\PC{0,4}",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// S53: no settings file stops the program, and neither problems nor printed settings contain
    /// control characters.
    #[test]
    fn anything_can_be_written(text in scribble()) {
        let mut settings = Settings::default();
        let path = Path::new("f");
        let (layer, mut problems) = Layer::of_file(path, &text, By::User);
        problems.extend(layer.lay_over(&mut settings));
        problems.extend(ArchiveConfig::parse(path, &text).1);
        problems.extend(Keymap::default().lay(&CleanText::line("f"), &text));
        problems.extend(Theme::default().with(&CleanText::line("f"), &text).1);
        prop_assert!(problems.len() <= 5 * MOST);
        for problem in problems {
            for locale in Locale::ALL {
                let reported = problem.to_clean(locale).to_string();
                prop_assert_eq!(CleanText::line(&reported).to_string(), reported);
            }
        }
        // Printed settings are read back unchanged.
        let shown = printed(&settings, true).to_string();
        let mut again = Settings::default();
        let (layer, problems) = Layer::of_file(path, &shown, By::User);
        prop_assert_eq!((problems, layer.lay_over(&mut again)), (Vec::new(), Vec::new()));
        prop_assert_eq!(printed(&again, false), printed(&settings, false));
    }
}
