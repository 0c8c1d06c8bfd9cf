//! Checks the invariants of ARCHITECTURE.md in the source text: the direction of imports, which
//! module may use which crate, the disk and the terminal, and the size of files.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::print_stderr
)]

use std::fs;
use std::path::{Path, PathBuf};

/// The modules that each module may import, besides the ground floor.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("main", &["cli"]),
    (
        "cli",
        &[
            "terminal", "view", "app", "feeds", "config", "search", "state", "archive", "typeset",
            "document",
        ],
    ),
    // Only the command line fetches: the reader cannot.
    ("feeds", &["config", "archive"]),
    ("terminal", &["view", "app", "config", "search", "state", "archive", "typeset", "document"]),
    ("view", &["app", "config", "search", "archive", "typeset"]),
    ("app", &["config", "search", "state", "archive", "typeset", "document"]),
    ("search", &["state", "archive", "document"]),
    ("state", &[]),
    ("archive", &["document"]),
    ("typeset", &["document"]),
    ("document", &[]),
    ("config", &[]),
    ("clean", &[]),
    ("width", &[]),
    ("command", &[]),
    ("conversion", &[]),
    ("natural", &[]),
    ("nearest", &[]),
    ("parallel", &[]),
    ("reason", &[]),
    ("replace", &[]),
    ("clock", &[]),
    ("ascii", &[]),
    ("forms", &[]),
    ("hash", &[]),
    ("lock", &[]),
    ("script", &[]),
    ("store", &[]),
];

const GROUND_FLOOR: [&str; 16] = [
    "ascii",
    "clean",
    "clock",
    "command",
    "conversion",
    "forms",
    "hash",
    "lock",
    "natural",
    "nearest",
    "parallel",
    "reason",
    "replace",
    "script",
    "store",
    "width",
];

/// The files that may touch the disk, besides those of `cli/`.
const DISK: &[&str] = &[
    "archive/walk.rs",
    "archive/source.rs",
    "archive/stamp.rs",
    "archive/watch/disk.rs",
    "config/file.rs",
    "config/paths.rs",
    "feeds/folder.rs",
    "feeds/sqlite.rs",
    "lock.rs",
    "replace.rs",
    "state/compact.rs",
    "state/identity.rs",
    "state/log.rs",
    "state/own.rs",
    "state/tail.rs",
    "store/folder.rs",
    "store/segment.rs",
    "store/update.rs",
    "terminal/keyboard.rs",
    "terminal/panic.rs",
    "terminal/picture.rs",
    "terminal/signals.rs",
];

/// Maximum number of lines in a file, tests included.
const LONGEST: usize = 500;

struct Source {
    /// The path below `src`, with `/`.
    path: String,
    /// Its top-level module.
    module: String,
    /// The text without its test module.
    code: String,
}

/// The Rust files in a folder of the repository: path relative to the folder, with `/`, and text.
fn files(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let below = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                files.push((below, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(files.len() > 3, "the files of {folder}/ were not found");
    files
}

fn sources() -> Vec<Source> {
    let source = |(path, text): (String, String)| {
        let module = path.split(['/', '.']).next().unwrap().to_owned();
        let is_tests = path.ends_with("tests.rs");
        let code = if is_tests { String::new() } else { without_tests_and_comments(&text) };
        Source { path, module, code }
    };
    files("src").into_iter().map(source).collect()
}

fn without_tests_and_comments(text: &str) -> String {
    let code = text.split("\n#[cfg(test)]\n").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The modules that a text names as `crate::module`.
fn imports(code: &str) -> Vec<String> {
    names_after(code, "crate::")
}

/// Returns the names that follow a word.
fn names_after(code: &str, word: &str) -> Vec<String> {
    code.match_indices(word)
        .filter_map(|(at, found)| {
            let name: String = code[at + found.len()..]
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            (!name.is_empty()).then_some(name)
        })
        .collect()
}

#[test]
fn imports_go_downwards() {
    for source in sources().iter().filter(|source| source.module != "lib") {
        let (_, allowed) =
            MAY_IMPORT.iter().find(|(module, _)| *module == source.module).unwrap_or_else(|| {
                panic!("{}: a module that ARCHITECTURE.md does not know", source.path)
            });
        for import in imports(&source.code) {
            let own = import == source.module;
            let ground = GROUND_FLOOR.contains(&import.as_str());
            assert!(
                own || ground || allowed.contains(&import.as_str()),
                "{}: {} may not import {import}",
                source.path,
                source.module
            );
        }
        assert!(!source.code.contains("use crate::{"), "{}: name modules one by one", source.path);
    }
}

/// The rooms of the model from bottom to top, and the rooms that each may read.
const ROOMS: &[(&str, &[&str])] = &[
    ("screen", &[]),
    ("library", &[]),
    ("listing", &["library", "screen"]),
    ("article", &["library", "screen"]),
    ("input", &["article", "library", "listing", "screen"]),
];

/// The files of the model beside its rooms, from bottom to top: each may import the files before it
/// and, from `session` on, the rooms.
const BESIDE_ROOMS: [&str; 12] = [
    "address", "title", "text", "cursor", "pane", "run", "effect", "options", "outbox", "session",
    "undo", "message",
];

/// Where the whole model is seen.
const SEES_ALL: [&str; 3] = ["app/mod.rs", "app/update/", "app/input/answer.rs"];

#[test]
fn rooms_of_the_model_import_downwards() {
    for source in sources().iter().filter(|source| source.module == "app") {
        let sees_all = SEES_ALL.iter().any(|path| source.path.starts_with(path));
        if sees_all {
            continue;
        }
        assert!(
            !source.code.contains("impl App {"),
            "{}: only update/ sees all rooms",
            source.path
        );
        let own = source.path.split(['/', '.']).nth(1).unwrap();
        let rank = BESIDE_ROOMS.iter().position(|name| *name == own);
        for import in names_after(&source.code, "crate::app::") {
            let beside = BESIDE_ROOMS.iter().position(|name| *name == import);
            let may = match (rank, ROOMS.iter().find(|(room, _)| *room == own)) {
                (_, Some((_, rooms))) => rooms.contains(&&*import) || beside.is_some(),
                (Some(rank), _) => beside.map_or(rank >= 8 || own == "options", |at| at < rank),
                _ => false,
            };
            assert!(may || import == own, "{}: {own} may not import {import}", source.path);
        }
    }
}

/// The struct of a name with its fields, as written.
fn fields_of<'a>(code: &'a str, name: &str) -> Vec<&'a str> {
    let (_, rest) = code.split_once(&format!("pub struct {name} {{\n")).unwrap();
    let (fields, _) = rest.split_once("\n}").unwrap();
    fields.lines().filter(|line| !line.trim_start().starts_with("//")).collect()
}

#[test]
fn the_model_changes_by_messages_only() {
    let sources = sources();
    let code = |path: &str| &sources.iter().find(|source| source.path == path).unwrap().code;
    for (path, name, most) in [
        ("app/mod.rs", "App", 15),
        ("app/input/mod.rs", "Input", 20),
        ("app/library/mod.rs", "Library", 20),
        ("app/listing/mod.rs", "Listing", 20),
        ("app/article/mod.rs", "ArticlePane", 20),
        ("app/screen/mod.rs", "Screen", 20),
    ] {
        let fields = fields_of(code(path), name);
        assert!((1..=most).contains(&fields.len()), "{name}: {} fields", fields.len());
        let public = fields.iter().find(|field| field.trim_start().starts_with("pub"));
        assert_eq!(public, None, "{name}");
    }
    for source in sources.iter().filter(|source| source.module == "app") {
        let sees_all = SEES_ALL.iter().any(|path| source.path.starts_with(path));
        for (at, _) in source.code.match_indices("\n    pub fn ") {
            let (head, _) = source.code[at + 12..].split_once('{').unwrap();
            let changes = head.contains("&mut self") || head.contains("-> &mut");
            let is_update = head.starts_with("update(");
            assert!(!sees_all || !changes || is_update, "{}: {head}", source.path);
        }
        for word in ["Cell<", "Mutex", "RwLock", "Atomic"] {
            assert!(!source.code.contains(word), "{}: {word} changes unseen", source.path);
        }
    }
    for source in sources.iter().filter(|source| source.path.starts_with("app/")) {
        let returns = source.code.matches("-> Vec<Effect>").count();
        let may = matches!(&*source.path, "app/update/mod.rs" | "app/outbox.rs");
        assert!(returns == usize::from(may), "{}: only update returns effects", source.path);
    }
}

#[test]
fn only_the_edge_knows_a_screen() {
    for source in sources() {
        let names = |word: &str| source.code.contains(word);
        match source.module.as_str() {
            "terminal" | "view" => {}
            "config" => {
                assert!(!names("ratatui::") || source.path == "config/theme.rs", "{}", source.path);
            }
            "app" => {
                let layout = source.code.matches("ratatui::layout").count();
                assert_eq!(
                    source.code.matches("ratatui::").count(),
                    layout,
                    "{}: only layout types",
                    source.path
                );
                assert!(!names("crossterm::"), "{}", source.path);
            }
            "cli" => assert!(!names("ratatui::"), "{}", source.path),
            _ => assert!(!names("ratatui::") && !names("crossterm::"), "{}", source.path),
        }
    }
}

#[test]
fn only_named_files_touch_the_disk_and_the_terminal() {
    for source in sources() {
        let disk = ["std::fs", "rustix::fs", "File::open", "File::options"]
            .iter()
            .any(|word| source.code.contains(word));
        let may = source.module == "cli" || DISK.contains(&source.path.as_str());
        assert!(!disk || may, "{} touches the disk", source.path);
        let writes = ["io::stdout", "io::stderr"].iter().any(|word| source.code.contains(word));
        assert!(
            !writes || matches!(source.module.as_str(), "cli" | "terminal"),
            "{} writes out",
            source.path
        );
    }
}

#[test]
fn one_job_one_module() {
    // Wrapped crates, and the only places that may name them.
    let wrapped = [
        ("unicode_width::", "width.rs"),
        ("serde_yaml", "archive/front_matter/yaml"),
        ("directories::", "config/paths.rs"),
        ("textwrap::", "typeset/fit.rs"),
        ("icu_segmenter::", "typeset/breaks.rs or typeset/words.rs"),
        ("zune_jpeg::", "terminal/picture/decode.rs"),
        ("gif::", "terminal/picture/decode.rs"),
        ("image_webp::", "terminal/picture/decode.rs"),
        ("syntect::", "document/code/syntax.rs"),
        ("regex::", "search/query/pattern.rs"),
        ("regex_syntax::", "search/query/pattern.rs"),
        ("strsim::", "nearest.rs"),
        ("unicode_normalization::", "search/fold.rs or forms.rs"),
        ("fast2s::", "search/fold.rs"),
        ("zhhz::", "conversion/tables.rs"),
        ("zip::", "cli/commands/export/epub.rs"),
        ("pinyin::ToPinyin", "search/pinyin.rs"),
        ("fluent_bundle::", "config/locale.rs"),
        ("sys_locale::", "config/locale.rs"),
        ("notify::", "archive/watch/system.rs"),
        ("ureq::", "feeds/http.rs"),
        ("rustls::", "feeds/http.rs"),
        ("rustls_native_certs::", "feeds/http.rs"),
        ("std::net", "feeds/http.rs"),
        ("feed_rs::", "feeds/item.rs"),
        ("ammonia::", "feeds/body.rs"),
        ("quick_xml::", "feeds/import.rs"),
        ("nucleo_matcher::", "search/fuzzy.rs"),
        ("toml_edit::", "config/edit.rs"),
    ];
    for source in sources() {
        for (word, place) in wrapped {
            assert!(
                !source.code.contains(word)
                    || place.split(" or ").any(|place| source.path.starts_with(place)),
                "{} names {word}",
                source.path
            );
        }
        // ratatui's own text types bypass CleanText and our widths.
        for word in ["Paragraph", "Span::", "Line::from", "set_string", "set_line"] {
            assert!(
                source.module != "view" || !source.code.contains(word),
                "{} names {word}",
                source.path
            );
        }
    }
}

#[test]
fn files_can_be_read_in_one_sitting() {
    for folder in ["src", "tests", "benches"] {
        for (path, text) in files(folder) {
            let lines = text.lines().count();
            assert!(lines <= LONGEST, "{folder}/{path}: {lines} lines");
        }
    }
}

/// A test file that is not a module of a crate is silently not compiled.
#[test]
fn every_file_of_tests_is_a_module() {
    let files = files("tests");
    for (path, _) in &files {
        let folder_module = path.strip_suffix("/mod.rs").unwrap_or(path).trim_end_matches(".rs");
        let Some((folder, module)) = folder_module.rsplit_once('/') else { continue };
        let is_named = |(other, text): &(String, String)| {
            other.starts_with(folder) && text.contains(&format!("mod {module};\n"))
        };
        assert!(module == "main" || files.iter().any(is_named), "tests/{path} is in no crate");
    }
}

/// Literals that the model and the view may use without a message: names, formats, and patterns.
const NO_MESSAGES: &[&str] = &[
    "kanbao",
    "Esc",
    "Space",
    "%Y-%m-%d",
    "%y-%m-%d",
    "%m-%d",
    "%H:%M",
    "http",
    "mailto",
    "xn--",
    // Names of settings and commands, and endings of files.
    "screen.",
    "reading.",
    "posts.",
    "set",
    ".md",
    ".markdown",
    ".htm",
    "/index.html",
];

/// The string literals in code, without placeholders in braces.
fn literals(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    // Attributes are not shown to users.
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("#["));
    let code = lines.collect::<Vec<_>>().join("\n").replace("'\"'", "");
    for literal in code.replace("\\\"", "").split('"').skip(1).step_by(2) {
        let mut depth = 0;
        let outside = literal.chars().filter(|c| {
            depth += i32::from(*c == '{') - i32::from(*c == '}');
            depth == 0
        });
        found.push(outside.collect());
    }
    found
}

#[test]
fn the_model_and_the_view_speak_in_messages_only() {
    let mut seen = 0;
    for source in sources() {
        let speaks = matches!(source.module.as_str(), "app" | "view");
        if !speaks || source.path.starts_with("app/text") {
            continue;
        }
        for literal in literals(&source.code) {
            seen += 1;
            let is_known = NO_MESSAGES.iter().any(|known| literal.starts_with(known));
            let letters = literal.chars().filter(|c| c.is_alphabetic()).count();
            assert!(letters < 2 || is_known, "{}: {literal:?} is no message", source.path);
        }
    }
    assert!(seen > 20, "the literals were not found");
    assert_eq!(literals(r#"a("b {c} d", '"', "e\"f")"#), ["b } d", "ef"]);
}

/// The layers of the room of feeds from bottom to top: each file may import the files before it.
const FEEDS: [&str; 15] = [
    "workers", "charset", "sqlite", "item", "body", "post", "page", "proxy", "http", "folder",
    "memory", "config", "import", "newsboat", "run",
];

#[test]
fn files_of_feeds_import_downwards() {
    let sources = sources();
    let own = sources.iter().filter(|source| source.path.starts_with("feeds/"));
    let mut seen = 0;
    for source in own.filter(|source| source.path != "feeds/mod.rs") {
        let name = source.path.split(['/', '.']).nth(1).unwrap();
        let rank = FEEDS.iter().position(|known| *known == name);
        assert!(rank.is_some(), "{}: a layer that is not listed", source.path);
        for import in names_after(&source.code, "crate::feeds::") {
            let below = FEEDS.iter().position(|known| *known == import);
            // The hash belongs to the room.
            assert!(below < rank || import == "hash", "{name} may not import {import}");
        }
        seen += 1;
    }
    assert_eq!(seen, FEEDS.len());
}
