//! Reading: panes, pictures, settings, marks and searches.

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use crate::emulator::{PROGRAM, Terminal, samples, state_home};
#[cfg(feature = "images")]
use crate::posts::archive_of;
use crate::wait::wait_until;

#[test]
fn opens_reads_resizes_and_quits() {
    let mut terminal = Terminal::start(&[samples()], 80, 24);
    terminal.wait_for("样报");
    terminal.wait_for("欢迎使用看报");
    terminal.type_keys("jj\r");
    terminal.wait_for("2024-12-30 Mon");
    terminal.resize(50, 15);
    terminal
        .wait("one pane", |screen| screen.lines().count() <= 15 && screen.contains("一座老船厂"));
    terminal.resize(120, 40);
    terminal.wait_for("CATEGORIES");
    terminal.type_keys("?");
    terminal.wait_for("Start here");
    terminal.type_keys("\u{1b}");
    terminal.wait("the panes again", |screen| screen.contains("CATEGORIES"));
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
    terminal.assert_given_back();
}

/// Without an archive, the first post is a tour in the reader's language.
#[test]
fn the_samples_welcome_in_three_languages() {
    for (locale, expected) in [
        ("en_US.UTF-8", "This little paper comes with kanbao"),
        ("zh_CN.UTF-8", "照着做一遍大约三分钟"),
        ("zh_TW.UTF-8", "照著做一遍大約三分鐘"),
    ] {
        let command = Terminal::command(&[], |own| {
            own.env_remove("LC_ALL");
            own.env("LANG", locale);
        });
        let terminal = Terminal::spawn(command, 120, 40);
        terminal.wait_for(expected);
        terminal.quit_without_stray_keys();
    }
}

#[test]
#[cfg(feature = "images")]
fn a_picture_of_the_archive_is_drawn() {
    let folder = archive_of("看 ![图](a.png) 全文完");
    image::RgbImage::from_pixel(8, 8, image::Rgb([255, 0, 0]))
        .save(folder.path().join("a.png"))
        .unwrap();
    let start = |when: &'static str, variable: &str, value: &str| {
        let path = folder.path().to_str().unwrap();
        let mut terminal = Terminal::start_with(&["--images", when, path], 80, 24, |command| {
            command.env_remove("SSH_CONNECTION");
            command.env_remove("SSH_TTY");
            command.env("COLORTERM", "truecolor");
            command.env(variable, value);
        });
        terminal.wait_for("只此一篇");
        terminal.type_keys("\r");
        terminal.wait_for("全文完");
        terminal.type_keys("1\r");
        terminal
    };
    let mut terminal = start("auto", "X", "");
    terminal.wait("the picture", |screen| screen.matches('▀').count() == 8 * 4);
    let red = {
        let screen = terminal.screen.lock().unwrap();
        let cells = (0..24).flat_map(|row| (0..80).map(move |column| (row, column)));
        let colours = cells.filter_map(|(row, column)| screen.screen().cell(row, column));
        let red = vt100::Color::Rgb(255, 0, 0);
        colours.filter(|cell| cell.fgcolor() == red && cell.bgcolor() == red).count()
    };
    assert_eq!(red, 32);
    // The picture is erased.
    terminal.type_keys("\x1b");
    terminal.wait("the article", |screen| screen.contains("全文完") && !screen.contains('▀'));
    terminal.type_keys("qq");
    assert_eq!(terminal.exit_code(), 0);
    terminal.assert_given_back();
    // Over SSH only on request.
    let terminal = start("auto", "SSH_TTY", "/dev/pts/1");
    terminal.wait_for("pictures are hidden");
    let terminal = start("on", "SSH_TTY", "/dev/pts/1");
    terminal.wait_for("▀▀▀▀");
}

/// Pictures stand in the text, scroll with it and can be hidden. Over SSH they are shown once the
/// user wants them, from then on.
#[test]
#[cfg(feature = "images")]
fn pictures_stand_in_the_text() {
    let rest = "又一段\n\n".repeat(20);
    let folder = archive_of(&format!("首段\n\n![甲](a.png)\n\n> ![乙](b/none.png)\n\n{rest}"));
    image::RgbImage::from_pixel(48, 48, image::Rgb([255, 0, 0]))
        .save(folder.path().join("a.png"))
        .unwrap();
    let state = tempfile::tempdir().unwrap();
    let start = || {
        let path = folder.path().to_str().unwrap();
        let mut terminal = Terminal::start_with(&[path], 80, 24, |command| {
            command.env("SSH_TTY", "/dev/pts/1");
            command.env("COLORTERM", "truecolor");
            command.env("XDG_STATE_HOME", state.path());
        });
        // The text, which comes after the list, begins where it was left.
        terminal.wait_for("又一段");
        terminal.type_keys("\rzgg");
        terminal.wait_for("首段");
        terminal
    };
    let blocks = |screen: &str| screen.matches('▀').count();
    let mut terminal = start();
    terminal.wait("labels", |screen| screen.contains("甲]") && blocks(screen) == 0);
    terminal.type_keys("gi");
    // Two thirds of 23 rows.
    terminal.wait("the picture", |screen| blocks(screen) == 30 * 15);
    terminal.type_keys("8j");
    terminal.wait("a part of it, and its label", |screen| {
        (1..30 * 15).contains(&blocks(screen)) && screen.contains("甲]") && screen.contains("乙]")
    });
    terminal.type_keys("qQ");
    assert_eq!(terminal.exit_code(), 0);
    let mut terminal = start();
    terminal.wait("the picture again", |screen| blocks(screen) > 30);
    terminal.type_keys("gi");
    terminal.wait("no picture", |screen| screen.contains("甲]") && blocks(screen) == 0);
    terminal.type_keys("qQ");
    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn the_reader_begins_as_it_is_set() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("kanbao");
    std::fs::create_dir_all(config.join("themes")).unwrap();
    let set =
        "[reading]\nmesure = 60\n[screen]\nlayout = 'single'\ntheme = 'mine'\nborders = 'ascii'\n";
    std::fs::write(config.join("config.toml"), set).unwrap();
    std::fs::write(config.join("keys.toml"), "[global]\n'x' = 'quit'\n'y' = 'qiut'\n").unwrap();
    let theme = "text = { fg = '#0a0b0c', bg = '#fafbfc' }\n";
    std::fs::write(config.join("themes/mine.toml"), theme).unwrap();
    let mut terminal = Terminal::start_with(&[samples()], 140, 30, |command| {
        command.env("XDG_CONFIG_HOME", folder.path());
        command.env("COLORTERM", "truecolor");
    });
    terminal.wait_for("config.toml:2: unknown key `mesure`; did you mean `measure`?");
    assert!(terminal.text().contains("· 1 more: kanbao config show"), "{}", terminal.text());
    // A single pane has no rule, and the theme's background fills every corner.
    assert!(!terminal.text().contains(['|', '│']), "{}", terminal.text());
    let screen = Arc::clone(&terminal.screen);
    let corner = |row, column| {
        let screen = screen.lock().unwrap();
        screen.screen().cell(row, column).map(vt100::Cell::bgcolor)
    };
    for (row, column) in [(0, 0), (0, 139), (29, 139), (15, 2)] {
        let background = vt100::Color::Rgb(0xfa, 0xfb, 0xfc);
        assert_eq!(corner(row, column), Some(background), "{row} {column}");
    }
    terminal.type_keys("x");
    assert_eq!(terminal.exit_code(), 0);
    terminal.assert_given_back();
}

#[test]
fn marks_are_kept_for_the_next_session_and_after_a_signal() {
    let home = tempfile::tempdir().unwrap();
    let start = || {
        let terminal = Terminal::start_with(&[samples()], 80, 24, |command| {
            command.env("XDG_STATE_HOME", home.path());
        });
        terminal.wait_for("第一分钟");
        terminal
    };
    let mut terminal = start();
    terminal.type_keys("s");
    terminal.wait_for("1 post starred");
    terminal.signal("TERM");
    assert_eq!(terminal.exit_code(), 143);
    let mut terminal = start();
    terminal.wait_for("★");
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn a_choice_from_a_list_holds_for_every_archive() {
    let folder = tempfile::tempdir().unwrap();
    let [home, other] = ["home", "other"].map(|name| folder.path().join(name));
    std::fs::create_dir_all(&other).unwrap();
    std::fs::write(other.join("a.md"), "---\ntitle: 别处\n---\n别处的正文\n").unwrap();
    let start = |archive: &Path| {
        Terminal::start_with(&[archive.to_str().unwrap()], 80, 24, |command| {
            command.env("XDG_STATE_HOME", &home);
        })
    };
    let mut terminal = start(Path::new(samples()));
    terminal.wait_for("第一分钟");
    terminal.type_keys(":language zh-TW\r");
    terminal.wait_for("下次也用");
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
    let mut terminal = start(&other);
    terminal.wait_for("未讀");
    // It is said where it cannot be stored.
    let choices = home.join("kanbao/choices.json");
    std::fs::remove_file(&choices).unwrap();
    std::fs::create_dir(&choices).unwrap();
    terminal.type_keys(":language en\r");
    terminal.wait_for("could not be saved for next time: ");
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
}

/// S50: the reader runs, and says from the first frame to the end that it does not save the state,
/// and why.
#[test]
fn without_a_state_folder_it_says_so_and_runs() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let mut terminal = Terminal::start_with(&[samples()], 120, 24, |command| {
        command.env("XDG_STATE_HOME", &file);
    });
    terminal.wait_for("您好。");
    let is_said = |screen: &str| {
        let status = screen.lines().last().unwrap_or_default();
        status.contains("not saved: ") || status.contains("not on disk · ")
    };
    terminal.wait("the warning", is_said);
    for (key, notice) in [("s", "starred"), ("&", "does nothing here")] {
        terminal.type_keys(key);
        terminal.wait_for(notice);
        assert!(is_said(&terminal.text()), "{}", terminal.text());
    }
    terminal.type_keys("j");
    terminal.wait_for_post(2);
    assert!(is_said(&terminal.text()), "{}", terminal.text());
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 1);
    terminal.assert_given_back();
    terminal.wait("why", |screen| screen.contains("not saved: ") && screen.contains("/file/"));
}

#[test]
fn texts_are_searched_while_typing() {
    let mut terminal = Terminal::start(&[samples()], 100, 30);
    terminal.wait_for("第一分钟");
    terminal.type_keys("/白鹭");
    terminal.wait("a hit with its text", |screen| {
        screen.contains("search: 白鹭") && screen.contains("一窝白鹭")
    });
    terminal.type_keys("\r\r");
    terminal.wait_for("2024-12-30 Mon");
    terminal.type_keys("qq");
    terminal.wait("the list again", |screen| !screen.contains("search:"));
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
}

/// A thread of the reader indexes the posts.
#[test]
fn the_index_is_built_behind_the_reader() {
    let folder = tempfile::tempdir().unwrap();
    for n in 0..1100 {
        let text = format!("---\ntitle: 第{n}篇\n---\n江城第{n}号码头今天开港。\n");
        let mut file =
            std::fs::File::create(folder.path().join(format!("2024-01-01-{n:04}.md"))).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        // Recent files are not trusted by their time stamps.
        file.set_modified(std::time::SystemTime::now() - Duration::from_secs(100)).unwrap();
    }
    let cache = state_home();
    let path = folder.path().to_str().unwrap();
    // S18: a restricted reader builds none.
    let mut terminal = Terminal::start_with(&[path, "--restricted"], 100, 30, |command| {
        command.env("XDG_CACHE_HOME", &cache);
    });
    terminal.wait_for("1,100 posts");
    terminal.type_keys("/第1099号");
    terminal.wait("the hit", |screen| screen.contains("江城第1099号码头"));
    terminal.type_keys("\rQ");
    assert_eq!(terminal.exit_code(), 0);
    assert!(!cache.exists());
    let mut terminal = Terminal::start_with(&[path], 100, 30, |command| {
        command.env("XDG_CACHE_HOME", &cache);
    });
    terminal.wait_for("1,100 posts");
    let is_indexed = || {
        let mut status = Command::new(PROGRAM);
        status.args(["index", "--status", "-a", path]).env("XDG_CACHE_HOME", &cache);
        status.output().unwrap().status.success()
    };
    wait_until(is_indexed, || format!("there is no index; {}", terminal.text()));
    terminal.type_keys("/第1099号");
    terminal.wait("the hit", |screen| screen.contains("江城第1099号码头"));
    terminal.type_keys("\rQ");
    assert_eq!(terminal.exit_code(), 0);
    // The next start uses the index, and finds what has changed since.
    std::fs::remove_file(folder.path().join("2024-01-01-1099.md")).unwrap();
    std::fs::write(folder.path().join("2024-01-01-1098.md"), "---\ntitle: 换了\n---\n").unwrap();
    std::fs::write(folder.path().join("2024-01-02-new.md"), "---\ntitle: 新来\n---\n").unwrap();
    let mut terminal = Terminal::start_with(&[path], 100, 30, |command| {
        command.env("XDG_CACHE_HOME", &cache);
    });
    terminal.wait("what is there now", |screen| {
        let all = screen.contains("新来") && screen.contains("换了") && screen.contains("第1097篇");
        all && !screen.contains("第1099篇") && !screen.contains("第1098篇")
    });
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
}
