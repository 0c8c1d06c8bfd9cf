//! The manual, the completions and the documented key tables are up to date and complete.
//!
//! They describe a build with all features, like that of packages; `UPDATE_DOCS=1` rewrites them.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kanbao::app::text::Text;
use kanbao::command::{Command as Key, Context, Purpose};
use kanbao::config::keymap::Keymap;
use kanbao::config::locale::Locale;

use crate::support::program::run;
use crate::support::skip::skip;

/// What the program prints; it must not fail.
fn printed(arguments: &str) -> String {
    let words: Vec<&str> = arguments.split(' ').collect();
    let (out, err, code) = run(&words);
    assert_eq!((err.as_str(), code), ("", 0), "{arguments}");
    out
}

#[cfg(feature = "images")]
const FILES: &[(&str, &str)] = &[
    ("man/kanbao.1", "man"),
    ("man/kanbao.5", "man settings"),
    ("man/kanbao-query.7", "man query"),
    ("man/kanbao-archive.5", "man archive"),
    ("man/config.toml", "config default"),
    ("completions/kanbao.bash", "completions bash"),
    ("completions/_kanbao", "completions zsh"),
    ("completions/kanbao.fish", "completions fish"),
    ("completions/kanbao.elv", "completions elvish"),
    ("completions/_kanbao.ps1", "completions powershell"),
];

#[cfg(feature = "images")]
#[test]
fn the_files_in_the_repository_are_up_to_date() {
    for (name, arguments) in FILES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let text = printed(arguments);
        if std::env::var_os("UPDATE_DOCS").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, text).unwrap();
        } else {
            let how = "UPDATE_DOCS=1 cargo test --all-features --test all manual::";
            assert!(fs::read_to_string(&path).unwrap() == text, "{name} is stale: {how}");
        }
    }
}

/// The files of a package exist, and every generated file is in it.
#[cfg(feature = "images")]
#[test]
fn the_package_holds_every_file() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest: toml::Table =
        fs::read_to_string(root.join("Cargo.toml")).unwrap().parse().unwrap();
    let assets = manifest["package"]["metadata"]["deb"]["assets"].as_array().unwrap();
    let sources: Vec<&str> = assets.iter().map(|asset| asset[0].as_str().unwrap()).collect();
    for source in sources.iter().filter(|source| !source.starts_with("target/")) {
        // All files with an ending are named by a star.
        let path = source.replace("*.md", "keys.md").replace("*.svg", "screen.svg");
        assert!(root.join(path).is_file(), "{source} is not there");
    }
    // PowerShell's completions are not for Debian.
    for (name, _) in FILES.iter().filter(|(_, made)| !made.ends_with("powershell")) {
        assert!(sources.contains(name), "{name} is in no package");
    }
    assert_eq!(manifest["profile"]["release"].get("panic"), None, "a panic must unwind (S43)");
}

/// Capitalized literals in the code that are not names of variables.
const NO_VARIABLES: &[&str] = &[
    "ARCHIVE",
    "ASCII",
    "CELLS",
    "DESCRIPTION",
    "DIR",
    "LIST",
    "MANIFEST",
    "NEXT",
    "DATE",
    "ENVIRONMENT",
    "EXAMPLES",
    "FILE",
    "FILES",
    "KEY",
    "KEYS",
    "LEVEL",
    "NAME",
    "OBJECTS",
    "POST",
    "QUERY",
    "SECTION",
    "SETTINGS",
    "SHELL",
    "SSH",
    "SUBCOMMANDS",
    "SYNOPSIS",
    "TAG",
    "TASTE",
    "TEXT",
    "THEMES",
    "WHEN",
    "ARCHIVES",
    "EXIT",
    "SEE",
    "CARGO_PKG_VERSION",
    "RGB",
];

#[test]
fn the_manual_knows_every_variable() {
    let page = printed("man");
    let (mut seen, mut folders) = (0, Vec::new());
    folders.extend(
        ["cli", "config", "terminal"]
            .map(|name| [env!("CARGO_MANIFEST_DIR"), "src", name].iter().collect::<PathBuf>()),
    );
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("\n#[cfg(test)]\n").next().unwrap();
            for word in code.split('"').skip(1).step_by(2) {
                let is_name = |c: char| c.is_ascii_uppercase() || c == '_';
                if word.len() < 3 || !word.chars().all(is_name) || NO_VARIABLES.contains(&word) {
                    continue;
                }
                seen += 1;
                assert!(page.contains(word), "{}: {word} is not in the manual", path.display());
            }
        }
    }
    assert!(seen > 15, "the variables were not found");
}

#[test]
fn the_manual_names_every_subcommand_that_the_help_names() {
    let help = printed("--help");
    let commands = help.split("\nCommands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = commands.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names: Vec<&str> = names.map(|line| line.split_whitespace().next().unwrap()).collect();
    assert!(names.len() > 8, "{names:?}");
    let page = printed("man");
    for name in names.iter().filter(|name| **name != "help") {
        assert!(page.contains(&format!(".SS \"kanbao {name}\"\n")), "{name}");
        assert!(printed("completions fish").contains(&format!("-a \"{name}\"")), "{name}");
    }
}

/// The completions of bash after these words, the last of them unfinished.
fn proposed(words: &[&str]) -> Vec<String> {
    let script = format!(
        "{}\nCOMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1))\n\
         _kanbao \"$1\" \"${{@: -1}}\" \"${{@: -2:1}}\"\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"",
        printed("completions bash")
    );
    let output = Command::new("bash").args(["-c", &script, "bash"]).args(words).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{words:?}");
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn bash_completes_subcommands_options_and_values() {
    if !Command::new("bash").arg("--version").output().is_ok_and(|output| output.status.success()) {
        skip("there is no bash");
        return;
    }
    assert_eq!(proposed(&["kanbao", "chec"]), ["check"]);
    assert_eq!(proposed(&["kanbao", "list", "--form"]), ["--format"]);
    assert_eq!(proposed(&["kanbao", "list", "--format", "js"]), ["json", "jsonl"]);
    assert_eq!(proposed(&["kanbao", "config", "p"]), ["path"]);
}

/// groff reports no problem in a page.
#[test]
fn the_manual_is_well_formed() {
    for name in ["program", "settings", "query", "archive"] {
        let page = printed(&format!("man {name}"));
        let mut groff = Command::new("groff");
        groff.args(["-man", "-Tutf8", "-k", "-ww"]).stdin(Stdio::piped());
        let child = groff.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let Ok(mut child) = child else {
            skip("there is no groff");
            return;
        };
        let mut input = child.stdin.take().unwrap();
        let writer = std::thread::spawn(move || {
            let _ = std::io::Write::write_all(&mut input, page.as_bytes());
        });
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{name}");
        assert!(output.stdout.len() > 2000);
    }
}

/// The key tables are generated from the commands, the default keymap and the messages.
#[test]
fn the_key_tables_are_up_to_date() {
    let pages = [("docs/keys.md", Locale::English), ("docs/keys.zh.md", Locale::Simplified)];
    for (name, locale) in pages {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let text = fs::read_to_string(&path).unwrap();
        let (head, rest) = text.split_once(BEGIN).unwrap();
        let (found, tail) = rest.split_once(END).unwrap();
        let table = key_table(locale);
        if std::env::var_os("UPDATE_DOCS").is_some() {
            fs::write(&path, format!("{head}{BEGIN}{table}{END}{tail}")).unwrap();
        } else {
            let how = "UPDATE_DOCS=1 cargo test --all-features --test all manual::";
            assert!(found == table, "the key table in {name} is stale: {how}");
        }
    }
}

const BEGIN: &str = "<!-- keys: written by a test -->\n";
const END: &str = "<!-- end of keys -->";

fn key_table(locale: Locale) -> String {
    let keymap = Keymap::default();
    let place = if locale == Locale::English { "where" } else { "何处" };
    let mut table = String::from("\n");
    for purpose in Purpose::ALL {
        let heading = Text::Purpose(purpose).to_clean(locale);
        let _ = writeln!(table, "| {heading} | | {place} |\n|---|---|---|");
        for command in Key::ALL.iter().filter(|command| command.purpose() == purpose) {
            // A command without a key is run by name.
            let by_name = format!(":{command}");
            let keys = Some(keymap.keys_of(*command)).filter(|keys| !keys.is_empty());
            let keys = keys.unwrap_or(by_name).replace('|', "\\|");
            let help = Text::Command(*command).to_clean(locale);
            // Keys of one command that work in other panes have a row of their own.
            let mut rows: Vec<(String, Vec<String>)> = Vec::new();
            for key in keys.split(' ') {
                let code = if key == "`" { "`` ` ``".to_owned() } else { format!("`{key}`") };
                let panes = panes_of(&keymap, *command, key, locale);
                match rows.iter_mut().find(|(known, _)| *known == panes) {
                    Some((_, codes)) => codes.push(code),
                    None => rows.push((panes, vec![code])),
                }
            }
            for (panes, codes) in rows {
                let _ = writeln!(table, "| {} | {help} | {panes} |", codes.join(" "));
            }
        }
        table.push('\n');
    }
    table
}

/// The panes where a key runs a command; nothing if it does so everywhere.
fn panes_of(keymap: &Keymap, command: Key, key: &str, locale: Locale) -> String {
    let names = [
        (Context::Facets, "facets", "分类栏"),
        (Context::List, "list", "列表"),
        (Context::Article, "article", "正文"),
        (Context::Selection, "selected text", "选中的文字"),
    ];
    let is_in = |context: Context| {
        keymap.bindings().iter().any(|binding| {
            let shown: String = binding.keys.iter().map(ToString::to_string).collect();
            binding.command == command && binding.context == context && shown == key
        })
    };
    if is_in(Context::Global) {
        return String::new();
    }
    let is_english = locale == Locale::English;
    let panes = names.iter().filter(|(context, ..)| is_in(*context));
    let panes = panes.map(|(_, english, chinese)| if is_english { *english } else { *chinese });
    panes.collect::<Vec<_>>().join(if is_english { ", " } else { "、" })
}
