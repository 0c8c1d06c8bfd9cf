//! The user's own commands, as the model knows them; `tests/pty/own.rs` starts them.

use std::path::Path;

use kanbao::app::run::{Ran, RunEnd, RunRequest};
use kanbao::app::screen::overlay::{Overlay, Row};
use kanbao::app::{Effect, Message, Options, Preferences};
use kanbao::clean::CleanText;
use kanbao::config::commands::of_file;
use kanbao::reason::Reason;

use crate::support::program::{SAMPLES, run};
use crate::support::reader::{Reader, options, posts};

const COMMANDS: &str = "[commands.look]\nrun = ['look']\nkey = 'g k'\ninput = 'selection'\nhelp = '查词'\n\
    [commands.send]\nrun = ['send']\ninput = 'posts'\noutput = 'notice'\n\
    [commands.copied]\nrun = ['x']\noutput = 'copy'\nseconds = 7\n\
    [commands.log]\nrun = ['x']\ninput = 'text'\noutput = 'ignore'\n";

fn reader(restricted: bool) -> Reader {
    let (own_commands, problems) = of_file(Path::new("config.toml"), COMMANDS);
    assert_eq!(problems, []);
    let preferences = Preferences { own_commands, restricted, ..Preferences::default() };
    let mut options = Options { preferences, size: (120, 40), ..options() };
    let own = &options.preferences.own_commands;
    assert_eq!(options.keymap.lay_own(&CleanText::default(), own), []);
    let mut reader = Reader::start(options);
    reader.load(0, posts(4));
    reader
}

/// The command that keys start.
fn started(reader: &mut Reader, keys: &str) -> RunRequest {
    let effects = reader.press(keys);
    match effects.into_iter().find(|effect| matches!(effect, Effect::Run(_))) {
        Some(Effect::Run(request)) => *request,
        _ => panic!("{keys}: {}", reader.notice()),
    }
}

fn end(reader: &mut Reader, number: u64, output: &str, end: RunEnd) -> Vec<Effect> {
    reader.update(Message::Ran(Ran { number, output: CleanText::body(output), end }))
}

fn lines(reader: &Reader) -> Vec<String> {
    let overlay = reader.app.screen().overlay();
    let rows = overlay.map(Overlay::rows).unwrap_or_default();
    let line = |row: &Row| match row {
        Row::Line { text, .. } => Some(text.to_string()),
        _ => None,
    };
    rows.iter().filter_map(line).collect()
}

#[test]
fn a_command_is_given_what_it_asks_for() {
    let mut reader = reader(false);
    let words = |request: &RunRequest| request.words.as_ref().map(CleanText::to_string);
    let request = started(&mut reader, "j g k");
    assert_eq!((words(&request).as_deref(), request.posts.len()), (Some("p2"), 0));
    assert_eq!(reader.notice(), "look is running · Esc stops it");
    // Only one command runs at a time.
    assert!(!reader.press("g k").iter().any(|effect| matches!(effect, Effect::Run(_))));
    assert_eq!(reader.notice(), "look is still running · Esc stops it");
    end(&mut reader, request.number, "", RunEnd::Well);
    assert_eq!(reader.notice(), "look: done");
    let request = started(&mut reader, ": l o o k Space 降 准 Enter");
    assert_eq!(words(&request).as_deref(), Some("降准"));
    end(&mut reader, request.number, "", RunEnd::Well);
    reader.press("g g s t 甲 Enter v v");
    let request = started(&mut reader, ": s e n d Enter");
    let posts = request.posts.iter().map(|post| {
        let own: String = post.own_tags.iter().map(CleanText::to_string).collect();
        format!("{}{}{own}", post.key.to_clean(), if post.is_starred { "*" } else { "" })
    });
    assert_eq!(posts.collect::<Vec<_>>(), ["_posts/p3.md*甲", "_posts/p2.md"]);
    end(&mut reader, request.number, "\n ok \nmore", RunEnd::Well);
    assert_eq!(reader.notice(), "send: ok");
    // The selected text of the article.
    let mut reading = reader.with_body("今天天气很好。");
    reading.press("Enter V");
    let request = started(&mut reading, "g k");
    assert_eq!(words(&request).as_deref(), Some("今天"));
    end(&mut reading, request.number, "", RunEnd::Well);
    let mut reader = reading;
    reader.press("Esc Esc");
    // The name of an unknown command.
    reader.press(": l o k Enter");
    assert_eq!(reader.notice(), "there is no command lok; did you mean look?");
}

#[test]
fn output_is_shown_copied_or_left() {
    let mut reader = reader(false);
    let long = format!("\u{1b}[31m红\u{1b}[0m\n{}\n", "很长的一行。".repeat(40));
    let request = started(&mut reader, "g k");
    end(&mut reader, request.number, &long, RunEnd::Well);
    let shown = lines(&reader);
    assert_eq!(shown[0], "红");
    assert!(shown.len() > 3 && shown.concat().contains("很长的一行"), "{shown:?}");
    assert_eq!(reader.notice(), "", "the hints can be seen");
    let effects = reader.press("j j y a");
    assert!(
        matches!(effects.as_slice(), [Effect::Copy(text)] if text.as_str().starts_with("红\n"))
    );
    reader.press("Esc");
    assert!(reader.app.screen().overlay().is_none());
    // Columns stay in place.
    let request = started(&mut reader, "g k");
    end(&mut reader, request.number, "甲    1\n乙乙  2", RunEnd::Well);
    assert_eq!(lines(&reader), ["甲\u{a0}\u{a0}\u{a0} 1", "乙乙\u{a0} 2"]);
    reader.press("Esc");
    let request = started(&mut reader, ": c o p i e d Enter");
    let effects = end(&mut reader, request.number, "抄下", RunEnd::Well);
    assert_eq!(effects, [Effect::Copy(CleanText::line("抄下"))]);
    let request = started(&mut reader, ": l o g Enter");
    end(&mut reader, request.number, "x", RunEnd::Well);
    assert_eq!(reader.notice(), "log: done");
}

#[test]
fn what_goes_wrong_is_said() {
    let mut reader = reader(false);
    for (how, notice, shown) in [
        (RunEnd::Flooded, "look wrote more than 1 MiB and was stopped", 1),
        (RunEnd::TimedOut, "look took longer than 30 s and was stopped", 1),
        (RunEnd::Cancelled, "look was stopped", 0),
        (RunEnd::Failed(Reason::other(&"no such file")), "look: no such file", 1),
    ] {
        let request = started(&mut reader, "g k");
        end(&mut reader, request.number, "甲", how);
        assert_eq!((reader.notice(), lines(&reader).len()), (notice.to_owned(), shown));
        reader.press("Esc");
    }
    let request = started(&mut reader, "g k");
    assert_eq!(reader.press("Esc"), [Effect::CancelRun]);
    end(&mut reader, request.number, "", RunEnd::Cancelled);
    // A repeated or late answer.
    end(&mut reader, request.number, "甲", RunEnd::Well);
    assert!(reader.app.screen().overlay().is_none());
    assert!(reader.press("Esc").is_empty());
}

#[test]
fn commands_are_listed() {
    let mut reader = reader(false);
    reader.press("?");
    let rows = reader.app.screen().overlay().unwrap().rows();
    let own = rows.iter().filter_map(|row| match row {
        Row::Own { keys, help, .. } => Some(format!("{keys} {help}")),
        _ => None,
    });
    assert_eq!(own.collect::<Vec<_>>(), ["gk 查词 · :look", " :send", " :copied", " :log"]);
    reader.press("/ 查 词 Enter");
    started(&mut reader, "Enter");
    let mut reader = self::reader(false);
    reader.press(": 查");
    let offered = reader.app.input().prompt().unwrap().offers()[0].label.to_string();
    assert_eq!(offered, "look");
    started(&mut reader, "Tab Enter");
}

#[test]
fn commands_do_not_run_on_what_an_overlay_covers() {
    for opener in ["?", "`", "g p", "g H", "g S"] {
        for keys in ["g k", ": l o o k Enter", ": l o g Space 甲 Enter"] {
            let mut reader = reader(false);
            reader.press(opener);
            assert!(reader.app.screen().overlay().is_some(), "{opener}");
            assert_eq!(reader.press(keys), [], "{opener} {keys}");
            assert_eq!(reader.notice(), "this does nothing here · Esc closes", "{opener} {keys}");
            assert!(reader.app.screen().overlay().is_some(), "{opener} {keys}");
            reader.press("Esc");
            started(&mut reader, "g k");
        }
    }
    // In the menu of a selected text, the command gets that text.
    let mut reader = reader(false).with_body("今天天气很好。");
    reader.press("Enter V Enter");
    assert!(reader.app.screen().overlay().is_some());
    let request = started(&mut reader, "g k");
    assert_eq!(request.words.as_ref().map(CleanText::as_str), Some("今天"));
    assert!(reader.app.screen().overlay().is_none());
}

#[test]
fn a_restricted_reader_refuses() {
    let mut reader = reader(true);
    for keys in ["g k", ": s e n d Enter"] {
        assert_eq!(reader.press(keys), []);
        assert_eq!(reader.notice(), "restricted mode starts no other programs");
    }
}

/// S11, S18: only the user's own file names commands.
#[test]
fn mistakes_in_commands_are_reported_and_an_archive_names_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    std::fs::write(&path, "[commands.look]\nrun = 'sh -c x'\n").unwrap();
    let config = path.to_str().unwrap();
    let (_, err, _) = run(&["--config", config, "-a", SAMPLES, "config", "show"]);
    assert!(err.contains("`run` must be a list of strings"), "{err}");
    let archive = folder.path().join("news");
    std::fs::create_dir(&archive).unwrap();
    std::fs::write(archive.join(".kanbao.toml"), "[commands.look]\nrun = ['x']\n").unwrap();
    std::fs::write(&path, "").unwrap();
    let arguments = ["--config", config, "-a", archive.to_str().unwrap(), "config", "show"];
    let (_, err, _) = run(&arguments);
    assert!(err.contains("`commands` cannot be set by an archive"), "{err}");
}

#[test]
fn an_e_book_is_written_of_what_is_selected_or_listed() {
    let start = |restricted| {
        let preferences = Preferences { restricted, ..Preferences::default() };
        let root = Some(CleanText::line("/news"));
        let mut reader = Reader::start(Options { preferences, root, size: (120, 40), ..options() });
        reader.load(0, posts(4));
        reader
    };
    let ordered = |reader: &mut Reader, keys: &str| {
        let effects = reader.press(keys);
        let book = effects.into_iter().find_map(|effect| match effect {
            Effect::WriteBook(request) => Some(*request),
            _ => None,
        });
        let book = book.unwrap_or_else(|| panic!("{keys}: {}", reader.notice()));
        let posts: Vec<String> =
            book.posts.iter().map(|post| post.key.to_clean().to_string()).collect();
        (book.number, book.command.run.join(" "), posts.join(" "))
    };
    let mut reader = start(false);
    reader.press("g e");
    assert_eq!(reader.notice(), "4 posts · Enter writes them as an e-book");
    let (number, file, posts) = ordered(&mut reader, "Enter");
    assert_eq!(file, "archive.epub");
    assert_eq!(posts, "_posts/p3.md _posts/p2.md _posts/p1.md _posts/p0.md");
    assert_eq!(reader.notice(), "e-book is running · Esc stops it");
    end(&mut reader, number, "", RunEnd::Well);
    assert_eq!(reader.notice(), "e-book: done");
    let (number, file, posts) = ordered(&mut reader, "j v v g e 好 Enter");
    assert_eq!((file.as_str(), posts.as_str()), ("好.epub", "_posts/p2.md _posts/p1.md"));
    let failed = RunEnd::Failed(Reason::other(&"there is such a file"));
    end(&mut reader, number, "", failed);
    assert_eq!(reader.notice(), "e-book: there is such a file");
    let mut reader = start(true);
    for keys in ["g e", ": e x p o r t Enter", ": e x p o r t Space x Enter"] {
        assert_eq!(reader.press(keys), []);
        assert_eq!(reader.notice(), "restricted mode writes no files", "{keys}");
    }
}

#[test]
fn a_random_post_is_another_and_there_is_a_way_back() {
    let mut reader = Reader::new(posts(30), (120, 40));
    let mut met = std::collections::BTreeSet::new();
    for step in 0..40 {
        let before = reader.selected();
        reader.now += 7 * step + 1;
        reader.press("g r");
        assert_ne!(reader.selected(), before);
        met.insert(reader.selected());
    }
    assert!(met.len() > 10, "{met:?}");
    let last = reader.selected();
    reader.press("g r ^O");
    assert_eq!(reader.selected(), last);
    let mut reader = Reader::new(posts(1), (120, 40));
    reader.press("g r");
    assert_eq!(reader.notice(), "there is no other post in the list");
}
