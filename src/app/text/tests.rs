//! Compares the languages with the table: keys, arguments, and the width of the texts.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::archive::date::{DateError, DateWarning};
use crate::archive::wrong::Part;
use crate::config::choice::{Arrangement, Choice};
use crate::config::fault::{Allowed, Fault, FeedFault, Found};
use crate::config::messages::texts;
use crate::config::settings::Comment;
use crate::config::theme::BUILT_IN;
use crate::conversion::Script;
use crate::reason::Reason;
use crate::search::query::Query;
use crate::search::query::error::ErrorKind;
use crate::search::query::field::FIELDS;
use crate::state::highlights::Colour;
use crate::width::Widths;

/// The cells for a command's description in the help, on a screen of 60 columns.
const HELP_CELLS: usize = 42;

/// Every key that the program uses, with its arguments.
fn expected() -> BTreeMap<String, BTreeSet<String>> {
    let arguments = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let table = TABLE.iter().map(|(_, key, names)| ((*key).to_owned(), arguments(names)));
    let commands = Command::ALL.iter().map(|command| format!("command-{command}"));
    let purposes = Purpose::ALL.iter().map(|purpose| format!("purpose-{}", purpose.name()));
    let statuses = Status::ALL.iter().map(|status| format!("status-{}", status.name()));
    let fields = FIELDS.iter().map(|field| format!("field-{}", field.name));
    let words = FIELDS
        .iter()
        .flat_map(|field| field.words().map(move |(word, _)| format!("{}-{word}", field.name)));
    let layouts = Arrangement::ALL.iter().map(|(_, word, _)| format!("layout-{word}"));
    let scripts = Script::ALL.iter().map(|(_, word, _)| format!("script-{word}"));
    let layout_names = Arrangement::ALL.iter().map(|(_, word, _)| format!("layout-name-{word}"));
    let themes = BUILT_IN.iter().map(|(name, _)| format!("theme-{name}"));
    let colours = Colour::ALL.iter().map(|colour| format!("colour-{}", colour.name()));
    let layouts = layouts.chain(layout_names).chain(themes).chain(colours);
    let names = commands.chain(purposes).chain(statuses).chain(fields).chain(words).chain(layouts);
    let names = names.chain(scripts);
    let plain = names.map(|key| (key, BTreeSet::new()));
    let excluded = Exclusion::ALL
        .iter()
        .map(|rule| (format!("excluded-{}", rule.name()), arguments(&["folder"])));
    let faults = ErrorKind::ALL.iter().map(|&kind| {
        let remark = Remark { kind, detail: CleanText::line("~") };
        let detail: &[&str] = if remark.to_string().contains('~') { &["detail"] } else { &[] };
        (format!("query-{}", kind.name()), arguments(detail))
    });
    let encoding = CleanText::default;
    let with_values = [
        Remedy::FirstBytes(1),
        Remedy::Decoded { encoding: encoding(), gaps: false },
        Remedy::Decoded { encoding: encoding(), gaps: true },
    ];
    let remedies = Remedy::PLAIN.iter().cloned().chain(with_values);
    let done = remedies.map(|remedy| {
        (format!("done-{}", remedy.name()), arguments(problem::argument(&remedy).as_slice()))
    });
    let settings = [Fault::TABLE, Allowed::TABLE, Found::TABLE, Reason::TABLE, Comment::TABLE];
    let faults_of_files =
        [Wrong::TABLE, Part::TABLE, DateError::TABLE, DateWarning::TABLE, FeedFault::TABLE];
    let settings = settings.into_iter().chain(faults_of_files).flat_map(texts::of_table);
    let settings = settings.chain([
        ("settings-problems".to_owned(), arguments(&["first", "more"])),
        ("reason-at".to_owned(), arguments(&["path", "reason"])),
    ]);
    table.chain(plain).chain(faults).chain(done).chain(excluded).chain(settings).collect()
}

/// Every key of a language that is not the command line's, with the arguments in its text.
fn found(locale: Locale) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = texts::found(locale);
    found.retain(|key, _| !key.starts_with("cli-") && !key.starts_with("why-"));
    found
}

#[test]
fn every_language_has_every_message_with_its_arguments_and_no_other() {
    let expected = expected();
    for locale in Locale::ALL {
        let found = found(locale);
        for (key, arguments) in &expected {
            assert_eq!(found.get(key), Some(arguments), "{}: {key}", locale.tag());
        }
        for key in found.keys() {
            assert!(expected.contains_key(key), "{}: {key} is used by nothing", locale.tag());
        }
    }
}

#[test]
fn every_message_is_used() {
    let used = texts::names_used("src", "Text::");
    for (name, ..) in TABLE {
        assert!(used.contains(*name), "Text::{name} is never used");
    }
}

/// The command line and the reader use the same English texts.
#[test]
fn english_equals_the_tables() {
    let english = |key: &str, detail: &CleanText| {
        Locale::English.format(key, &[("detail", Argument::from(detail))]).to_string()
    };
    for &kind in ErrorKind::ALL {
        let remark = Remark { kind, detail: CleanText::line("one, two") };
        let key = format!("query-{}", kind.name());
        assert_eq!(english(&key, &remark.detail), remark.to_string());
    }
    let none = CleanText::default();
    for field in FIELDS {
        assert_eq!(english(&format!("field-{}", field.name), &none), field.help);
        for (word, help) in field.words() {
            assert_eq!(english(&format!("{}-{word}", field.name), &none), help);
        }
    }
    for (_, word, help) in Arrangement::ALL {
        assert_eq!(english(&format!("layout-{word}"), &none), *help);
    }
}

#[test]
fn help_has_room_for_every_command() {
    for locale in Locale::ALL {
        for &command in Command::ALL {
            let text = Text::Command(command).to_clean(locale);
            let cells = Widths::default().cells(text.as_str());
            assert!(cells <= HELP_CELLS, "{} {command}: {cells} cells", locale.tag());
        }
    }
}

#[test]
fn messages_in_every_language() {
    let line = CleanText::line;
    let check = |text: Text, expected: [&str; 3]| {
        let said = Locale::ALL.map(|locale| text.to_clean(locale).to_string());
        assert_eq!(said, expected);
    };
    check(Text::Everything, ["All", "全部", "全部"]);
    check(
        Text::Command(Command::Suspend),
        ["suspend; fg comes back", "挂起，用 fg 回来", "暫停程式，以 fg 返回"],
    );
    check(
        Text::Date { year: line("2024"), month: 3, day: 8, weekday: 5 },
        ["2024-03-08 Fri", "2024年3月8日 星期五", "2024年3月8日 星期五"],
    );
    check(
        Text::HiddenShown { posts: 1, folders: 0 },
        [
            "1 hidden post is shown (draft, unpublished or excluded)",
            "已显示 1 篇隐藏的文章（草稿、未发布、被排除）",
            "已顯示 1 篇隱藏的文章（草稿、未發布、排除）",
        ],
    );
    check(
        Text::HiddenHidden { posts: 1200, folders: 2 },
        [
            "1,200 posts are hidden (drafts, unpublished, excluded) · 2 folders are still left out",
            "已隐藏 1,200 篇文章（草稿、未发布、被排除） · 仍有 2 个文件夹不读",
            "已隱藏 1,200 篇文章（草稿、未發布、排除） · 仍有 2 個資料夾不讀取",
        ],
    );
    check(
        Text::AmbiguousWidth { cells: 2 },
        [
            "“ ” … — · are taken for two cells each",
            "“ ” … — · 按两格宽处理",
            "“ ” … — · 以兩格寬處理",
        ],
    );
    check(Text::Characters { count: 1204 }, ["1,204\u{a0}chars", "1,204\u{a0}字", "1,204\u{a0}字"]);
    check(Text::Image { name: line("江边") }, ["[image: 江边]", "[图 江边]", "[圖 江边]"]);
    check(
        Text::NoSuchWordOf { name: line("sort"), word: line("x"), words: line("date, title") },
        [
            "sort does not take x; it takes date, title",
            "sort 不能是 x，只能是 date、title",
            "sort 不能是 x，只能是 date、title",
        ],
    );
    // Arguments are inserted literally.
    check(
        Text::Opened { address: line("{ $x }") },
        ["opened { $x }", "已打开 { $x }", "已開啟 { $x }"],
    );
    check(
        Text::Fault(Query::parse("甲 titel:乙").unwrap_err()),
        [
            "column 3: there is no field titel:; did you mean title:?",
            "第 3 列：没有 titel: 这个字段；是不是 title:？",
            "第 3 欄：沒有 titel: 這個欄位；是不是 title:？",
        ],
    );
}
