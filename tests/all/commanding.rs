//! The command line: what it runs, what it refuses, and settings that it changes.

use kanbao::app::{App, Effect, Options, Preferences};
use kanbao::clean::CleanText;
use kanbao::config::choice::Arrangement;
use kanbao::config::locale::Locale;
use kanbao::conversion::Script;
use kanbao::state::State;

use crate::support::reader::{Reader, options, posts};

/// Types a line after `:` and ends it; returns the effects that were not performed.
fn run(reader: &mut Reader, line: &str) -> Vec<Effect> {
    let keys = line.chars().map(|c| if c == ' ' { "Space".to_owned() } else { c.to_string() });
    let keys: Vec<String> = keys.collect();
    reader.press(&format!(": {} Enter", keys.join(" ")))
}

fn theme(name: &str) -> Effect {
    Effect::Theme(CleanText::line(name))
}

#[test]
fn a_wrong_line_runs_nothing_and_says_what_is_near() {
    let mut reader = Reader::new(posts(30), (120, 40));
    for (line, notice) in [
        ("topp", "there is no command topp; did you mean top?"),
        (
            "toggle",
            "several commands begin with toggle: toggle-read, toggle-star, toggle-facet, \
             toggle-hidden, toggle-muted and 2 more",
        ),
        ("staar", "there is no command staar; did you mean star?"),
        ("colour", "there is no command colour; did you mean highlight?"),
        ("xyzzy", "there is no command xyzzy"),
        ("quit now", "quit does not take now"),
        ("down x", "down does not take x"),
        ("mark ab", "set-mark does not take ab"),
        ("mark 中", "中 is not a letter: a to z or A to Z"),
        ("mark 1", "1 is not a letter: a to z or A to Z"),
        ("layout x", "layout does not take x; it takes automatic, columns, stacked, single"),
        ("layout colums", "layout does not take colums; did you mean columns?"),
        ("language klingon", "language does not take klingon; it takes en, zh-CN, zh-TW"),
        ("language zh-Cn", "language does not take zh-Cn; did you mean zh-CN?"),
        ("sort relevance", "only the hits of a search have a relevance"),
        (
            "sort size",
            "sort does not take size; it takes date, relevance, title, length, unread, starred, read, author",
        ),
        ("sort titel", "sort does not take titel; did you mean title?"),
        ("sort -titel", "sort does not take -titel; did you mean -title?"),
        ("theme nosuch", "theme does not take nosuch"),
    ] {
        let before = reader.app.listing().cursor();
        assert_eq!(run(&mut reader, line), [], "{line}");
        assert_eq!(reader.notice(), notice, "{line}");
        assert_eq!(reader.app.listing().cursor(), before, "{line}");
        assert!(reader.app.input().prompt().is_none() && reader.app.input().awaited().is_none());
        reader.press("Esc");
    }
}

#[test]
fn a_wrong_theme_names_the_near_one_or_all() {
    let mut reader = Reader::themed(&["default", "light", "dark"]);
    for (line, notice) in [
        ("theme lihgt", "theme does not take lihgt; did you mean light?"),
        ("theme nosuch", "theme does not take nosuch; it takes default, light, dark"),
        ("set theme=drak", "screen.theme does not take drak; did you mean dark?"),
        ("set theme=nosuch", "screen.theme does not take nosuch; it takes default, light, dark"),
    ] {
        assert_eq!(run(&mut reader, line), [], "{line}");
        assert_eq!(reader.notice(), notice, "{line}");
    }
}

#[test]
fn aliases_and_arguments() {
    let mut reader = Reader::new(posts(30), (120, 40));
    run(&mut reader, "star");
    assert_eq!(reader.notice(), "1 post starred");
    run(&mut reader, "mark q");
    assert_eq!(reader.notice(), "mark q is set");
    run(&mut reader, "down 5");
    assert_eq!(reader.selected(), "p24");
    run(&mut reader, "goto 2024-01-10");
    assert_eq!(reader.selected(), "p09");
    run(&mut reader, "date soon");
    assert!(reader.notice().starts_with("soon is not a date"), "{}", reader.notice());
    reader.press("Esc");
    run(&mut reader, "cat b");
    assert_eq!(reader.app.conditions().as_str(), "b");
    run(&mut reader, "help mark");
    let overlay = reader.app.screen().overlay().unwrap();
    assert!(overlay.rows().len() < 20, "the help shows what has the word");
    reader.press("Esc");
    assert_eq!(run(&mut reader, "q"), [Effect::Quit(None)]);
}

#[test]
fn settings_are_shown_and_changed() {
    let mut reader = Reader::themed(&["default", "dark"]);
    let check = |reader: &mut Reader, line: &str, notice: &str, effects: &[Effect]| {
        assert_eq!(run(reader, line), effects, "{line}");
        assert_eq!(reader.notice(), notice, "{line}");
        reader.press("Esc");
    };
    check(&mut reader, "set measure", "reading.measure = 76", &[]);
    check(&mut reader, "set measure=60", "reading.measure = 60", &[]);
    assert_eq!(reader.app.screen().measure().cells, 60);
    check(&mut reader, "set theme=dark", "screen.theme = \"dark\"", &[theme("dark")]);
    check(&mut reader, "set screen.layout single", "screen.layout = \"single\"", &[]);
    assert_eq!(reader.app.screen().arrangement(), Arrangement::Single);
    check(&mut reader, "set two-lines=on", "screen.two-lines = true", &[]);
    assert_eq!(reader.app.listing().row_height(), 2);
    let out_of_range = "`reading.measure` must be a whole number from 20 to 200, not `9`";
    check(&mut reader, "set measure=9", out_of_range, &[]);
    check(
        &mut reader,
        "set theme=drak",
        "screen.theme does not take drak; did you mean dark?",
        &[],
    );
    check(&mut reader, "set mesure=60", "there is no setting mesure; did you mean measure?", &[]);
    let at_start = "posts.watch takes effect at the next start; :set! writes it into config.toml";
    check(&mut reader, "set watch=off", at_start, &[]);
    check(&mut reader, "set watch", "posts.watch = \"auto\"", &[]);
    let keep = |name, value: &str| Effect::KeepSetting(name, CleanText::line(value));
    let kept = [keep("posts.watch", "\"off\"")];
    check(&mut reader, "set! watch=off", at_start, &kept);
    check(
        &mut reader,
        "set! theme=default",
        "screen.theme = \"default\"",
        &[theme("default"), keep("screen.theme", "\"default\"")],
    );
}

#[test]
fn a_restricted_reader_writes_no_settings() {
    let preferences = Preferences { restricted: true, ..Preferences::default() };
    let mut reader = Reader::set((80, 24), preferences);
    reader.load(0, posts(3));
    assert_eq!(run(&mut reader, "set! measure=60"), []);
    assert_eq!(reader.notice(), "settings cannot be saved in restricted mode");
    assert_eq!(reader.app.screen().measure().cells, 76);
}

#[test]
fn a_setting_is_no_choice_of_the_next_session() {
    let mut reader = Reader::of(State::new("here"), posts(3), (80, 24));
    run(&mut reader, "set script=simplified");
    assert_eq!(reader.app.screen().script(), Script::Simplified);
    let mut reader = Reader::of(reader.end(), posts(3), (80, 24));
    assert_eq!(reader.app.screen().script(), Script::Original);
    run(&mut reader, "script simplified");
    let reader = Reader::of(reader.end(), posts(3), (80, 24));
    assert_eq!(reader.app.screen().script(), Script::Simplified);
}

/// Starts a reader with choices and settings with this theme; returns its first effects.
fn restarted(choices: &str, configured: &str) -> (App, Vec<Effect>) {
    let themes = ["default", "dark", "light"].map(CleanText::line).to_vec();
    let theme = CleanText::line(configured);
    App::new(Options { choices: choices.to_owned(), theme, themes, ..options() })
}

/// The choices that effects store.
fn stored(effects: &[Effect]) -> &str {
    let choices = effects.iter().find_map(|effect| match effect {
        Effect::KeepChoices(choices) => Some(choices.as_str()),
        _ => None,
    });
    choices.unwrap()
}

#[test]
fn what_is_chosen_from_a_list_is_kept_until_the_setting_changes() {
    let mut reader = Reader::themed(&["default", "dark", "light"]);
    run(&mut reader, "theme");
    reader.press("j Enter");
    assert_eq!(reader.notice(), "Dark · next time too");
    run(&mut reader, "layout stacked");
    run(&mut reader, "language");
    let effects = reader.press("j Enter");
    assert_eq!(reader.notice(), "简体中文 · 下次也用");
    let choices = stored(&effects);
    // Only for this session.
    assert_eq!(run(&mut reader, "set theme=light"), [theme("light")]);
    let (app, effects) = restarted(choices, "default");
    assert!(effects.contains(&theme("dark")), "{effects:?}");
    assert_eq!(app.screen().theme().as_str(), "dark");
    assert_eq!(app.screen().arrangement(), Arrangement::Stacked);
    assert_eq!(app.screen().locale(), Locale::Simplified);
    let (app, effects) = restarted(choices, "light");
    assert_eq!((app.screen().theme().as_str(), effects.len()), ("light", 1));
}

#[test]
fn lists_show_the_current_value_in_the_users_language() {
    let mut reader = Reader::themed(&["default", "dark", "light"]);
    reader.press(": l a n g u a g e Enter j Enter : t h e m e Enter");
    let chosen = |reader: &Reader| {
        let prompt = reader.app.input().prompt().unwrap();
        let offer = prompt.offer().unwrap();
        format!("{} {}", offer.label, offer.detail.to_clean(Locale::English))
    };
    assert_eq!(chosen(&reader), "终端的颜色 default");
    for (key, expected) in
        [("j", "深色 dark"), ("ｊ", "浅色 light"), ("j", "终端的颜色 default"), ("k", "浅色 light")]
    {
        reader.press(key);
        assert_eq!(chosen(&reader), expected, "{key}");
    }
    // Typed text filters, also by the name in the user's language.
    reader.press("深");
    let prompt = reader.app.input().prompt().unwrap();
    assert_eq!((prompt.text(), prompt.offers().len()), ("theme 深", 1));
    assert!(reader.press("Enter").contains(&theme("dark")));
    reader.press(": l a y o u t Enter");
    assert_eq!(
        chosen(&reader),
        "自动 视屏幕宽度而定".replace("视屏幕宽度而定", "As the width of the screen suggests")
    );
}

#[test]
fn titles_are_found_by_pieces_that_are_marked() {
    let titles = ["排查 Java 打印日志吞掉堆栈", "日誌的寫法", "江边的风"];
    let posts = (1..).zip(titles).map(|(day, title)| crate::support::texts::post(title, 1, day));
    let mut reader = Reader::new(posts.collect(), (80, 24));
    for (typed, expected) in [
        ("Java吞", &["排查 [Java] 打印日志[吞]掉堆栈"][..]),
        ("日志 Java", &["排查 [Java] 打印[日志]吞掉堆栈"]),
        ("日志", &["[日誌]的寫法", "排查 Java 打印[日志]吞掉堆栈"]),
        ("江风", &["[江]边的[风]"]),
        ("jbdf", &["江边的风"]),
        ("风江", &[]),
    ] {
        let keys = typed.chars().map(|c| if c == ' ' { "Space".into() } else { c.to_string() });
        reader.press(&format!("^T {}", keys.collect::<Vec<String>>().join(" ")));
        let offers = reader.app.input().prompt().unwrap().offers();
        let found: Vec<String> = offers
            .iter()
            .map(|offer| {
                let mut label = offer.label.to_string();
                for mark in offer.marks.iter().rev() {
                    label.insert(mark.end, ']');
                    label.insert(mark.start, '[');
                }
                label
            })
            .collect();
        assert_eq!(found, expected, "{typed}");
        reader.press("Esc");
    }
}

#[test]
fn a_beginning_of_several_commands_names_them() {
    let mut reader = Reader::themed(&["default"]);
    run(&mut reader, "sta");
    assert_eq!(reader.notice(), "several commands begin with sta: statistics, star, stats");
    run(&mut reader, "go");
    let notice = reader.notice();
    assert!(notice.contains("go-to-") && notice.contains(" more"), "{notice}");
    // One that none begins with is near another.
    run(&mut reader, "stra");
    assert_eq!(reader.notice(), "there is no command stra; did you mean star?");
}

#[test]
fn no_colour_goes_before_a_theme() {
    let themes = ["default", "light", "mono"].map(CleanText::line).to_vec();
    let preferences = Preferences { is_colourless: true, ..Preferences::default() };
    let theme = themes[0].clone();
    let mut reader = Reader::start(Options { preferences, theme, themes, ..options() });
    reader.load(0, posts(3));
    reader.press(": t h e m e Enter");
    let offer = reader.app.input().prompt().unwrap().offer().unwrap();
    assert_eq!(offer.detail.to_clean(Locale::English).as_str(), "mono");
    reader.press("Esc");
    run(&mut reader, "theme light");
    assert_eq!(reader.notice(), "kept for later · NO_COLOR is set, so the theme is mono");
}
