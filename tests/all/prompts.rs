//! Prompts: commands, words to find, names, dates, notes; and copying.

use kanbao::app::screen::layout::Pane;
use kanbao::app::{Alarm, Effect, Message};
use kanbao::clean::CleanText;
use kanbao::config::locale::Locale;
use kanbao::state::State;

use crate::support::reader::{Reader, posts};

const SIZE: (u16, u16) = (120, 40);

/// The offered names.
fn offers(reader: &Reader) -> Vec<String> {
    let prompt = reader.app.input().prompt().unwrap();
    prompt.offers().iter().map(|offer| offer.label.to_string()).collect()
}

#[test]
fn commands_are_run_by_name() {
    let mut reader = Reader::new(posts(30), SIZE);
    for (keys, selected) in [
        (": d o w n Enter", "p28"),
        (": 9 Enter", "p21"),
        (": 5 0 % Enter", "p15"),
        // An unambiguous prefix.
        (": b o t Enter", "p00"),
    ] {
        reader.press(keys);
        assert_eq!(reader.selected(), selected, "{keys}");
    }
    reader.press(": t o g g l e - s t Enter");
    assert_eq!(reader.notice(), "1 post starred");
    reader.press(": t o p p Enter");
    assert_eq!(reader.notice(), "there is no command topp; did you mean top?");
    reader.press(": l a y o u t Space x Enter");
    assert_eq!(
        reader.notice(),
        "layout does not take x; it takes automatic, columns, stacked, single"
    );
    reader.press(": Esc");
    assert!(reader.app.input().prompt().is_none());
    assert_eq!(reader.press(": q u i t Enter"), [Effect::Quit(None)]);
}

#[test]
fn commands_are_found_by_what_they_do() {
    let mut reader = Reader::new(posts(3), SIZE);
    reader.press(": s t a r");
    assert_eq!(offers(&reader)[0], "toggle-star");
    reader.press("Esc : c o l o u r");
    assert_eq!(offers(&reader), ["highlight", "theme"]);
    reader.update(Message::Speak(Locale::Simplified));
    reader.press("Esc : 星 标");
    assert_eq!(offers(&reader)[0], "toggle-star");
    reader.press("Down Enter");
    assert_eq!(reader.notice(), "已给 1 篇加星标");
    reader.press(": x i n g b i a o");
    assert_eq!(offers(&reader), ["toggle-star"]);
}

#[test]
fn a_theme_is_previewed_before_it_is_chosen() {
    let mut reader = Reader::themed(&["default", "dark"]);
    let dark = || Effect::Theme(CleanText::line("dark"));
    let default = || Effect::Theme(CleanText::line("default"));
    assert_eq!(reader.press(": t h e m e Enter"), []);
    assert_eq!(offers(&reader), ["The terminal’s colours", "Dark"]);
    assert_eq!(reader.press("j j"), [dark(), default()]);
    assert_eq!(reader.press("Esc"), []);
    assert_eq!(reader.press(": t h e m e Space d a r Down Enter")[..2], [dark(), dark()]);
    assert_eq!(reader.app.screen().theme().as_str(), "dark");
    // However the prompt ends, the colours are those of the theme that is set.
    reader.press(": t h e m e Space d e f a u l t Enter");
    assert_eq!(reader.press(": t h e m e Space d a r Down"), [dark()]);
    assert_eq!(reader.press("Up"), [default()]);
    assert_eq!(reader.press("Down x"), [dark(), default()]);
    assert_eq!(reader.press("Enter"), []);
    assert_eq!(reader.press(": t h e m e Enter j ^U"), [dark(), default()]);
    assert_eq!(reader.press("Esc"), []);
    reader.press(": l a n g u a g e Space z h - C N Enter");
    assert_eq!(reader.app.screen().locale(), Locale::Simplified);
}

#[test]
fn words_are_found_in_the_article() {
    let mut reader =
        Reader::new(posts(9), (80, 24)).with_body("江边的风。\n\n风从早吹到晚，晚风。");
    reader.press("Enter / 风");
    assert_eq!(reader.notice(), "hit 1 of 3");
    reader.press("Enter");
    let at = |reader: &Reader| reader.app.article().found().map(|found| found.at() + 1);
    for (keys, hit, notice) in [
        ("n", 2, "hit 2 of 3"),
        ("n", 3, "hit 3 of 3"),
        ("n", 1, "hit 1 of 3 (wrapped)"),
        ("N", 3, "hit 3 of 3 (wrapped)"),
        ("2 N", 1, "hit 1 of 3"),
    ] {
        reader.press(keys);
        assert_eq!((at(&reader), reader.notice().as_str()), (Some(hit), notice), "{keys}");
    }
    // The same words are found in the next article.
    reader.press("J");
    assert_eq!(at(&reader), Some(1));
    reader.press("/ 无 此 Enter");
    assert_eq!((at(&reader), reader.notice().as_str()), (None, "无此 is not in the article"));
    for keys in ["n", "N", "3 n", "J", "n"] {
        reader.press(keys);
        let notice = if keys == "J" { "" } else { "无此 is not in the article" };
        assert_eq!((at(&reader), reader.notice().as_str()), (None, notice), "{keys}");
    }
    // Words that were found in one article and are missing in the next.
    reader.press("/ 风 Enter");
    let mut reader = reader.now_with("雨");
    reader.press("J n");
    assert_eq!(reader.notice(), "风 is not in the article");
    // Words that were missing and are found in the next article.
    reader.press("/ 无 此 Enter");
    let mut reader = reader.now_with("江上无此船。");
    reader.press("J n");
    assert_eq!((at(&reader), reader.notice().as_str()), (Some(1), "hit 1 of 1"));
    let mut reader = Reader::new(posts(3), (80, 24));
    reader.press("Enter n");
    assert_eq!(reader.notice(), "nothing searched for yet");
}

#[test]
fn leaving_a_find_restores_the_place() {
    let mut reader = Reader::new(posts(3), (50, 12));
    reader.press("Enter 4 j");
    let place = reader.top_text();
    reader.press("/ 第 二 节");
    assert_ne!(reader.top_text(), place);
    reader.press("Esc");
    assert_eq!(reader.top_text(), place);
    assert!(reader.app.article().found().is_none());
}

#[test]
fn categories_and_tags_are_listed_by_part_of_their_name() {
    let mut reader = Reader::new(posts(12), SIZE);
    reader.press("g c");
    assert_eq!(offers(&reader), ["a", "b"]);
    reader.press("b Enter");
    assert_eq!((reader.app.conditions().as_str(), reader.listed()), ("b", 6));
    reader.press("g t x Enter");
    assert_eq!((reader.app.conditions().as_str(), reader.listed()), ("b · #x", 2));
    reader.press("g c z Enter");
    assert_eq!(reader.notice(), "no name contains z");
    assert!(reader.app.input().prompt().is_some(), "to be put right");
    reader.press("Esc");
    assert_eq!(reader.app.conditions().as_str(), "b · #x");
}

#[test]
fn dates_and_months_can_be_gone_to() {
    // From 2024-01-01, one a day.
    let mut reader = Reader::new(posts(70), SIZE);
    for (keys, selected) in [
        ("g d 2 0 2 4 - 0 1 Enter", "p30"),
        ("g d 2 0 2 4 - 0 2 - 0 3 Enter", "p33"),
        ("g g ] m", "p59"),
        ("] m", "p30"),
        ("[ m", "p59"),
        ("2 [ m", "p69"),
    ] {
        reader.press(keys);
        assert_eq!(reader.selected(), selected, "{keys}");
    }
    reader.press("g d s o o n Enter");
    assert_eq!(reader.notice(), "soon is not a date; try 2022, 2022-03, 7d, yesterday, last week");
    reader.press("^U 2 0 2 3 Enter");
    assert_eq!(reader.notice(), "nothing in the list is that old");
}

#[test]
fn the_list_is_sorted() {
    let mut reader = Reader::new(posts(12), SIZE);
    reader.press("j o t i t l e Enter");
    assert_eq!(reader.selected(), "p10", "the cursor stays on its post");
    reader.press("g g");
    assert_eq!(reader.selected(), "p00");
    reader.press("O g g");
    assert_eq!(reader.selected(), "p11");
    reader.press("G o - d a t e Enter g g");
    assert_eq!(reader.selected(), "p00");
    reader.press("o d a t e Enter g g");
    assert_eq!(reader.selected(), "p11");
}

#[test]
fn notes_are_kept_shown_and_undone() {
    let mut reader = Reader::of(State::new("here"), posts(3), SIZE);
    reader.press("a 好 Enter 文 Esc");
    assert_eq!(reader.notice(), "note saved");
    let shown = |reader: &Reader| {
        let page = &reader.app.article().article().unwrap().page;
        (0..page.len()).any(|line| page.plain(line).as_str() == "¶ 好")
    };
    assert!(shown(&reader));
    assert_eq!(reader.app.library().state().note(b"_posts/p2.md"), Some("好\n文"));
    reader.press("f h a s : n o t e Enter");
    assert_eq!((reader.listed(), reader.selected().as_str()), (1, "p2"));
    reader.press("F");
    // What is left without saving is there again, and is no change once it is taken back.
    reader.press("a x ^C");
    assert_eq!(reader.notice(), "the note is put aside, not saved · a goes on with it");
    assert_eq!(reader.app.library().state().note(b"_posts/p2.md"), Some("好\n文"));
    reader.press("j a ^C k a");
    let line = reader.app.input().note().unwrap().lines()[1].value().to_owned();
    assert_eq!(line, "文x");
    reader.press("Backspace ^C");
    assert_eq!(reader.notice(), "note unchanged");
    // Next, what was listed before.
    reader.press("U U");
    assert_eq!((reader.listed(), shown(&reader)), (3, true));
    reader.press("U");
    assert_eq!((reader.app.library().state().note(b"_posts/p2.md"), shown(&reader)), (None, false));
    reader.press("a 长 Esc a ^U Esc");
    assert_eq!((reader.notice().as_str(), shown(&reader)), ("note removed", false));
}

#[test]
fn links_are_followed_by_letters() {
    let mut reader =
        Reader::new(posts(3), SIZE).with_body("[甲](http://a.b/) 与 [乙](http://c.d/)");
    let opened = |effects: Vec<Effect>| match effects.as_slice() {
        [Effect::Open(address)] => address.to_string(),
        other => panic!("{other:?}"),
    };
    assert_eq!(opened(reader.press("Enter L s")), "http://c.d/");
    assert_eq!(opened(reader.press("L a")), "http://a.b/");
    assert_eq!(reader.press("L Esc L z"), []);
    let mut reader = Reader::new(posts(3), SIZE);
    reader.press("L");
    assert_eq!(reader.notice(), "there is no link in view");
}

/// S4.
#[test]
fn parts_of_a_post_are_copied() {
    let mut reader =
        Reader::new(posts(3), SIZE).with_body("甲 http://example.org/ 乙 [丙](http://c.d/)");
    let mut copied = |keys: &str| match reader.press(keys).as_slice() {
        [Effect::Copy(text)] => text.to_string(),
        other => panic!("{keys}: {other:?} {}", reader.notice()),
    };
    assert_eq!(copied("y t"), "p2");
    assert_eq!(copied("y p"), "_posts/p2.md");
    assert_eq!(copied("y u"), "http://example.org/");
    assert_eq!(copied("2 y l"), "http://c.d/");
    assert!(copied("y a").contains("甲 http://example.org/ 乙 丙"));
    assert_eq!(reader.press("y l"), []);
    assert!(reader.notice().starts_with("which link?"));
    let mut long = Reader::new(posts(1), SIZE).with_body(&"长".repeat(25_000));
    assert_eq!(long.press("y a"), []);
    assert!(long.notice().starts_with("too long to copy"));
}

#[test]
fn key_hints_are_shown_after_a_pause() {
    let mut reader = Reader::new(posts(3), SIZE);
    reader.press("g");
    assert_eq!(reader.app.following_keys(), []);
    assert!(matches!(reader.alarm, Some((_, Alarm::KeyHints(_)))));
    reader.ring();
    let following = reader.app.following_keys();
    assert!(following.iter().any(|(keys, _)| keys.as_str() == "g"));
    reader.press("g");
    assert_eq!(reader.app.following_keys(), []);
}

/// S10.
#[test]
fn han_typed_in_the_panes_is_explained_and_pastes_are_no_keys() {
    let mut reader = Reader::new(posts(3), SIZE);
    reader.press("新");
    assert!(reader.notice().starts_with("press "), "{}", reader.notice());
    reader.update(Message::Pasted(CleanText::body("Q")));
    assert_eq!(reader.app.screen().focus(), Pane::List);
    reader.press(":");
    reader.update(Message::Pasted(CleanText::body("to\np")));
    assert_eq!(reader.app.input().prompt().unwrap().text(), "to p");
}

#[test]
fn the_present_choice_is_in_the_prompt() {
    let mut reader = Reader::themed(&["default", "dark", "light"]);
    reader.press(": t h e Tab");
    assert_eq!(reader.app.input().prompt().unwrap().text(), "theme");
    reader.press("Space d a Tab Enter");
    assert_eq!(reader.app.screen().theme().as_str(), "dark");
    // An unambiguous prefix is a name too.
    reader.press(": l a n g Space z h - T W Enter");
    assert_eq!(reader.app.screen().locale(), Locale::Traditional);
    reader.press(": g o Enter");
    assert!(reader.app.input().prompt().is_none());
    assert!(reader.notice().contains("go"), "{}", reader.notice());
}
