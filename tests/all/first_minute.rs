//! What a newcomer meets: nothing is marked unasked, the help starts with the essentials, faults
//! are reported in the user's language, and links of any folder lead somewhere.

use kanbao::app::Message;
use kanbao::app::options::Preferences;
use kanbao::app::screen::overlay::Row;
use kanbao::command::Command;
use kanbao::config::layers::Layer;
use kanbao::config::locale::Locale;
use kanbao::config::settings::By;
use std::path::Path;

use crate::support::program::{folder, kanbao, outcome, run};
use crate::support::reader::{Reader, posts};
use crate::support::texts::post;

#[test]
fn only_what_the_reader_did_something_with_counts_as_read() {
    let unread = |reader: &Reader| reader.app.listing().unread();
    let mut reader = Reader::new(posts(5), (100, 30));
    reader.ring();
    assert_eq!(unread(&reader), 5, "nothing was done yet");
    reader.press("k g g");
    reader.ring();
    assert_eq!(unread(&reader), 5, "the keys moved nothing");
    reader.press("j");
    reader.ring();
    assert_eq!(unread(&reader), 4, "moved to it and stayed");
    let mut reader = Reader::new(posts(5), (100, 30));
    reader.press("^E");
    reader.ring();
    assert_eq!(unread(&reader), 4, "scrolled it");
    let mut reader = Reader::new(posts(5), (100, 30));
    reader.press("Enter");
    assert_eq!(unread(&reader), 4, "opened it");
}

#[test]
fn a_post_that_conditions_bring_under_the_cursor_is_not_read() {
    let check = |keys: &str, expected: usize| {
        // Long enough that the preview scrolls to a hit.
        let body = format!("{}目标\n\n{}", "一段\n\n".repeat(60), "一段\n\n".repeat(60));
        let mut reader = Reader::new(posts(6), (100, 24)).with_body(&body);
        reader.press(keys);
        reader.ring();
        assert_eq!(reader.app.listing().unread(), expected, "{keys}");
    };
    let of = |keys: &str| {
        let mut reader = Reader::new(posts(6), (100, 24));
        reader.press(keys);
        (reader.app.conditions().to_string(), reader.listed())
    };
    for keys in ["/ p Enter", "f p 4 Enter", "g c a Enter", "g t x Enter", "g 1 G Enter"] {
        let (conditions, listed) = of(keys);
        assert!(!conditions.is_empty(), "{keys}");
        check(keys, listed);
    }
    // Removing conditions or changing the order does not mark a post as read either.
    check("g c a Enter Backspace", 6);
    check("f p 4 Enter F", 6);
    check("o d", 6);
    // A post is read if the user moves to it, or had moved to it before.
    check("g c a Enter g 2 j", 2);
    check("f p Enter ^E", 5);
    check("j f p Enter", 5);
}

#[test]
fn an_article_that_is_shown_at_a_hit_is_not_scrolled() {
    let body = format!("{}目标", "一段\n\n".repeat(60));
    let mut reader = Reader::new(posts(3), (100, 24)).with_body(&body);
    let start = reader.top_text();
    reader.press("/ 目 标 Enter");
    assert_eq!(reader.listed(), 3);
    assert_ne!(reader.top_text(), start);
    reader.ring();
    assert_eq!(reader.app.listing().unread(), 3);
    reader.press("^Y");
    reader.ring();
    assert_eq!(reader.app.listing().unread(), 2);
}

#[test]
fn a_post_that_is_only_seen_at_a_hit_opens_at_its_start_later() {
    let body = format!("{}目标{}", "一段\n\n".repeat(60), "\n\n一段".repeat(60));
    let mut reader = Reader::new(posts(3), (100, 24)).with_body(&body);
    reader.press("/ 目 标 Enter j");
    assert_ne!(reader.top_text(), "p1");
    reader.press("F g g j");
    assert_eq!(reader.top_text(), "p1");
    // One that was opened at the hit keeps its place.
    reader.press("g g / 目 标 Enter Enter h F j k");
    assert_ne!(reader.top_text(), "p2");
}

#[test]
fn the_help_begins_with_what_a_newcomer_needs() {
    let mut reader = Reader::new(posts(3), (80, 24));
    reader.press("?");
    let overlay = reader.app.screen().overlay().unwrap();
    assert!(matches!(overlay.rows()[0], Row::Heading(_)));
    let first: Vec<Command> = overlay.rows()[1..6]
        .iter()
        .map(|row| match row {
            Row::Command { command, .. } => *command,
            other => panic!("{other:?}"),
        })
        .collect();
    let expected = [
        Command::Enter,
        Command::NextPost,
        Command::Search,
        Command::FocusFacets,
        Command::BackOrQuit,
    ];
    assert_eq!(first, expected);
    assert_eq!(overlay.rows()[6], Row::Blank);
}

#[test]
fn problems_are_wrapped_in_the_users_language() {
    let mut reader = Reader::new(posts(2), (40, 24));
    reader.add_problem("faulty");
    reader.press("g p");
    let rows = |reader: &Reader| -> Vec<String> {
        let rows = reader.app.screen().overlay().unwrap().rows().iter();
        rows.map(|row| match row {
            Row::Problem { place, .. } => format!("> {place}"),
            Row::Detail(text) => text.to_string(),
            other => panic!("{other:?}"),
        })
        .collect()
    };
    let english = ["> _posts/faulty.md:3", "`published` is not a date; not used"];
    assert_eq!(rows(&reader), english);
    reader.resize(26, 24);
    assert_eq!(rows(&reader).len(), 3, "{:?}", rows(&reader));
    reader.update(Message::Speak(Locale::Simplified));
    assert_eq!(rows(&reader), ["> _posts/faulty.md:3", "published 不是日期；未", "采用"]);
    // The cursor stands on the problem, not on its text.
    reader.press("j j");
    assert_eq!(reader.app.screen().overlay().unwrap().cursor().at, 0);
    reader.press("Enter");
    assert_eq!(reader.selected(), "faulty");
}

#[test]
fn an_article_with_a_problem_says_so_in_one_line() {
    let mut reader = Reader::new(posts(2), (80, 24));
    reader.add_problem("faulty");
    reader.press("g p Enter Enter");
    let page = &reader.app.article().article().unwrap().page;
    let lines: Vec<String> = (0..4).map(|line| page.plain(line).to_string()).collect();
    assert!(lines.iter().any(|line| line == "! `published` is not a date; not used"), "{lines:?}");
}

#[test]
fn a_title_is_not_said_twice() {
    let check = |body: &str, expected: &[&str]| {
        let reader = Reader::new(posts(1), (80, 24)).with_body(body);
        let page = &reader.app.article().article().unwrap().page;
        let found: Vec<String> = (0..page.len()).map(|line| page.plain(line).to_string()).collect();
        let found: Vec<&str> = found
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != 1)
            .map(|(_, line)| line.as_str())
            .collect();
        assert_eq!(found, expected, "{body}");
    };
    check("# p0\n\n江边。", &["p0", "", "江边。"]);
    check("# 另一个\n\n江边。", &["p0", "", "另一个", "", "江边。"]);
    check("# “p0”！\n\n江边。", &["p0", "", "江边。"]);
    check("江边。\n\n# p0", &["p0", "", "江边。", "", "p0"]);
}

#[test]
fn links_of_any_folder_lead_to_posts() {
    let files = || vec![post("2024-01-02-乙", 1, 2), post("甲", 2, 1)];
    for target in [
        "2024-01-02-乙.md",
        "2024-01-02-%E4%B9%99.md",
        "./2024-01-02-乙",
        "/_posts/2024-01-02-乙.md",
        "/2024/01/02/乙.html",
        "/2024/01/02/乙/",
        "2024-01-02-乙.html",
    ] {
        let mut reader =
            Reader::new(files(), (80, 24)).with_body(&format!("[一](<{target}>) [二](x.md)"));
        reader.press("G Enter 1 Enter");
        assert_eq!(reader.selected(), "2024-01-02-乙", "{target}: {}", reader.notice());
    }
    let mut reader = Reader::new(files(), (80, 24)).with_body("[一](无此.md) [二](odd:x)");
    reader.press("G Enter 1 Enter");
    assert_eq!(reader.notice(), "无此.md is not in the archive · yl copies a link");
    reader.press("2 Enter");
    assert_eq!(reader.notice(), "this link cannot be opened: odd:x · yl copies a link");
}

#[test]
fn what_cannot_be_opened_says_what_to_do_next() {
    let folder =
        folder(&[("users", "root:x:0:0:root:/root:/bin/bash\n"), ("a", "# 甲\n\n江边。\n")]);
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let check = |name: &str, language: &str, expected: &str| {
        let path = path(name);
        let mut command = kanbao(&["list", "-a", &path]);
        let (_, err, code) = outcome(command.env("LC_ALL", language));
        assert_eq!(err, expected.replace("PATH", &path), "{name} {language}");
        assert_eq!(code, 2);
    };
    let articles = "Articles are files such as .md, .html and .txt. Name a folder that holds some, or \
                    go into it; kanbao doctor shows what was looked at.\n";
    check("users", "C", &format!("kanbao: PATH: it is not an article\n  {articles}"));
    check(
        "none",
        "C",
        "kanbao: PATH: it does not exist\n  Name a folder of posts, or a post file. Without any, \
         kanbao shows sample posts.\n",
    );
    check(
        "none",
        "zh_TW.UTF-8",
        "kanbao: PATH：不存在\n  請指定文章所在的資料夾，或一篇文章的檔案；都不指定則顯示內附的範例文章。\n",
    );
    // A file that begins like an article is one, whatever its name.
    assert_eq!(run(&["list", "-a", &path("a")]).2, 0);
}

/// What is wrong with the settings stands before the problems of posts, in the user's language.
#[test]
fn problems_of_the_settings_are_listed() {
    let text = "[reading]\nmesure = 40\n";
    let (_, faults) = Layer::of_file(Path::new("/home/config.toml"), text, By::User);
    assert!(!faults.is_empty());
    let count = faults.len();
    let mut reader = Reader::set((80, 24), Preferences { faults, ..Preferences::default() });
    reader.add_problem("faulty");
    reader.finish();
    reader.update(Message::Speak(Locale::Simplified));
    reader.press("g p");
    let rows = reader.app.screen().overlay().unwrap().rows();
    let places = rows.iter().filter_map(|row| match row {
        Row::Problem { place, .. } => Some(place.to_string()),
        _ => None,
    });
    let places: Vec<String> = places.collect();
    assert_eq!(places.len(), count + 1, "{places:?}");
    assert!(places[0].starts_with("/home/config.toml:"), "{places:?}");
    assert!(
        matches!(&rows[1], Row::Detail(text) if text.as_str().contains("没有这个键")),
        "{rows:?}"
    );
    // It leads to no post.
    reader.press("Enter");
    assert!(reader.app.screen().overlay().is_some());
    assert_eq!(reader.notice(), "此操作在这里不起作用 · 按 Esc 关闭");
}
