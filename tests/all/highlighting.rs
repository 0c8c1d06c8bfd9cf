//! Highlights of selected text, the notes on them, and their list.

use kanbao::app::article::Colour;
use kanbao::app::input::mouse::Mouse;
use kanbao::app::options::Preferences;
use kanbao::app::screen::layout::Pane;
use kanbao::app::screen::overlay::Row;
use kanbao::app::{Effect, Message};
use kanbao::clean::CleanText;
use kanbao::config::locale::Locale;
use kanbao::state::State;
use kanbao::state::highlights::Highlight;

use crate::selecting::{TEXT, click, drag, reading, selected};
use crate::support::reader::{Reader, posts};

/// The highlights of the article: quote, colour and note.
fn highlights(reader: &Reader) -> Vec<String> {
    let show = |one: &Highlight| {
        let note = one.note.as_deref().unwrap_or_default();
        format!("{} {} {note}", one.passage.exact, one.colour.name()).trim_end().to_owned()
    };
    let article = reader.app.article().article().unwrap();
    article.highlights.iter().map(|placed| show(&placed.highlight)).collect()
}

/// The highlighted texts of the article as they are on the screen.
fn shown(reader: &Reader) -> String {
    let article = reader.app.article().article().unwrap();
    let cells = |line| article.highlighted(line).into_iter().map(|(columns, _)| columns.len());
    let cells: Vec<String> =
        (0..article.page.len()).flat_map(cells).map(|n| n.to_string()).collect();
    cells.join(" ")
}

#[test]
fn highlights_have_colours_and_notes_and_can_be_undone() {
    let mut reader = reading(TEXT);
    reader.press("V h");
    assert_eq!(highlights(&reader), ["今天 yellow"]);
    assert_eq!((reader.notice().as_str(), shown(&reader).as_str()), ("highlighted", "4"));
    assert_eq!(selected(&reader), None);
    // Another colour, and the next one.
    reader.press("V 3 h");
    assert_eq!(
        (highlights(&reader), reader.notice()),
        (vec!["今天 blue".into()], "highlighted in blue".into())
    );
    reader.press("V h");
    assert_eq!(highlights(&reader), ["今天 red"]);
    // The colour used last is that of the next highlight.
    reader.press("V 3 w s a 想 一 想 Esc");
    assert_eq!(highlights(&reader), ["今天 red", "今天天气很好，我们出去走走。 red 想一想"]);
    reader.press("U");
    assert_eq!(highlights(&reader), ["今天 red", "今天天气很好，我们出去走走。 red"]);
    reader.press("U U");
    assert_eq!(highlights(&reader), ["今天 blue"]);
    reader.press("V g g x");
    assert_eq!(
        (highlights(&reader).len(), reader.notice()),
        (0, "highlight removed · U undoes it".into())
    );
    reader.press("V x");
    assert_eq!(reader.notice(), "there is no highlight here");
    reader.press("Esc U");
    assert_eq!(highlights(&reader), ["今天 blue"]);
    // A note on what is highlighted; an empty one is removed.
    reader.press("V a 好 ^S");
    assert_eq!(
        (highlights(&reader), reader.notice()),
        (vec!["今天 blue 好".into()], "note saved".into())
    );
    let last = |reader: &Reader| {
        let page = &reader.app.article().article().unwrap().page;
        page.plain(page.len() - 1).to_string()
    };
    assert_eq!(last(&reader), "“今天” ¶ 好");
    reader.press("V a Backspace Esc");
    assert_eq!(
        (highlights(&reader), reader.notice()),
        (vec!["今天 blue".into()], "note removed".into())
    );
}

#[test]
fn a_note_that_is_too_long_stays_in_the_editor() {
    let long = CleanText::line(&"长".repeat(30_000));
    for keys in ["a", "V a"] {
        let mut reader = reading(TEXT);
        reader.press(keys);
        reader.update(Message::Pasted(long.clone()));
        reader.press("Esc");
        assert_eq!(reader.notice(), "the note is longer than 64 KiB: not saved", "{keys}");
        let lines = reader.app.input().note().unwrap().lines();
        assert_eq!(lines[0].value(), long.as_str(), "{keys}");
        reader.press("^U 短 Esc");
        assert_eq!(
            (reader.notice().as_str(), reader.app.input().note().is_some()),
            ("note saved", false)
        );
    }
}

#[test]
fn copying_gives_the_text_of_the_author() {
    let mut reader = reading(&format!("发展的头发。{TEXT}"));
    reader.press("g z V s y");
    // Shown in another script.
    reader.press("V s");
    let effects = reader.press_without_answers("y");
    let copied =
        |effect: &Effect| matches!(effect, Effect::Copy(text) if text.as_str() == "发展的头发。");
    assert!(effects.iter().any(copied), "{effects:?}");
    reader.press("V s h");
    assert_eq!(highlights(&reader), ["发展的头发。 yellow"]);
    reader.press("g z g z > > -");
    assert_eq!(shown(&reader), "12", "at any measure and in any script");
}

#[test]
fn all_highlights_are_listed_and_changed_there() {
    let mut reader = reading(TEXT);
    for keys in ["V h", "J V 2 h", "J V w 1 h g H"] {
        reader.now += 1000;
        reader.press(keys);
    }
    let listed = |reader: &Reader| -> Vec<(String, Colour)> {
        let rows = reader.app.screen().overlay().unwrap().rows().iter();
        let of = |row: &Row| match row {
            Row::Highlight { title, facts, text, colour, .. } => {
                Some((format!("{title} · {facts}: {text}"), *colour))
            }
            _ => None,
        };
        rows.filter_map(of).collect()
    };
    let titles = |reader: &Reader| -> Vec<String> {
        listed(reader).into_iter().map(|(text, _)| text.replace('\n', " ")).collect()
    };
    // The latest first.
    let all = titles(&reader);
    assert!(all.len() == 3 && all[0].starts_with("p0") && all[0].ends_with(": 天气"), "{all:?}");
    assert!(all[1].contains("green: 今天"), "{all:?}");
    // Colour, note and removal of the one under the cursor; undo.
    reader.press("j 4 h");
    assert_eq!(listed(&reader)[1].1, Colour::Red);
    reader.press("a 记 Esc");
    assert!(titles(&reader)[1].ends_with("今天 ¶ 记"), "{:?}", titles(&reader));
    reader.press("x");
    assert_eq!(titles(&reader).len(), 2);
    reader.press("U");
    assert!(titles(&reader)[1].ends_with("今天 ¶ 记"), "{:?}", titles(&reader));
    let effects = reader.press("y");
    assert!(
        matches!(effects.as_slice(), [Effect::Copy(text)] if text.as_str() == "今天"),
        "{effects:?}"
    );
    let all_again = titles(&reader);
    reader.press("k x U");
    assert_eq!(titles(&reader), all_again, "the cursor is on the one that came back");
    let effects = reader.press("y");
    let copies = |effect: &Effect| matches!(effect, Effect::Copy(text) if text.as_str() == "天气");
    assert!(effects.iter().any(copies), "{effects:?}");
    // Rows by words; Enter goes there, and a jump leads back.
    reader.press("/ 记 Enter");
    assert_eq!(titles(&reader).len(), 1);
    reader.press("Enter");
    assert_eq!((reader.reading(), reader.app.screen().focus()), (Some("p1".into()), Pane::Article));
    reader.press("^O");
    assert_eq!(reader.reading(), Some("p0".into()));
    // None is left.
    reader.press("g H x x x");
    assert!(listed(&reader).is_empty());
    assert!(matches!(reader.app.screen().overlay().unwrap().rows(), [Row::Note(_)]));
    reader.press("U U U");
    assert_eq!(titles(&reader).len(), 3);
}

#[test]
fn what_is_gone_is_listed_as_such() {
    let mut reader = reading(TEXT);
    reader.press("V G s h");
    let facts = |reader: &Reader| match &reader.app.screen().overlay().unwrap().rows()[0] {
        Row::Highlight { facts, .. } => facts.to_string(),
        row => panic!("{row:?}"),
    };
    let mut reader = reader.with_body("这一篇全都改写过了。");
    assert_eq!((highlights(&reader).len(), shown(&reader).as_str()), (1, ""));
    reader.press("g H");
    assert!(facts(&reader).ends_with("no longer in the text"), "{}", facts(&reader));
    reader.press("Enter");
    assert_eq!(reader.notice(), "no longer in the text");
    // In an archive without the post.
    let mut reader = Reader::of(reader.end(), posts(1), (100, 30));
    reader.press("g H");
    assert!(facts(&reader).ends_with("the post is gone"), "{}", facts(&reader));
    reader.press("Enter");
    assert!(reader.notice().contains("no longer exists"), "{}", reader.notice());
}

#[test]
fn an_edited_text_keeps_its_highlights() {
    let mut reader = reading(TEXT);
    reader.press("V w v e e h V j s h");
    assert_eq!(shown(&reader), "8 18");
    let edited = TEXT.replace("今天", "新的开头。\n\n今天").replace("第二段只有", "第二段也只有");
    let reader = reader.with_body(&edited);
    assert_eq!(shown(&reader), "8 20");
}

#[test]
fn posts_with_highlights_are_found() {
    let mut reader = reading(TEXT);
    reader.press("V h");
    for (query, expected) in
        [("has:highlight", 1), ("highlight:今天", 1), ("highlight:彩虹", 0), ("-has:highlight", 2)]
    {
        let keys: Vec<String> = query.chars().map(String::from).collect();
        reader.press(&format!("g 2 f {} Enter", keys.join(" ")));
        assert_eq!(reader.listed(), expected, "{query}");
        reader.press("F");
    }
    let state = reader.end();
    let reader = Reader::of(state, posts(3), (100, 30));
    let marks = reader.app.library().marks();
    let count = reader.app.listing().posts().iter();
    let marked = count.filter(|id| marks.has(**id, kanbao::search::query::field::Mark::Highlight));
    assert_eq!(marked.count(), 1);
}

#[test]
fn a_click_opens_the_menu() {
    let mut reader = reading(TEXT);
    drag(&mut reader, "甲", "第二");
    // A click on what is selected; a colour is the first row.
    click(&mut reader, "二段");
    assert!(matches!(
        reader.app.screen().overlay().unwrap().rows()[0],
        Row::Colour { colour: Colour::Yellow, .. }
    ));
    reader.press("j Enter");
    assert_eq!(highlights(&reader), ["第二段只有一句话。\n甲 green"]);
    // A click on a highlight selects it, with its menu.
    click(&mut reader, "二段");
    assert_eq!(selected(&reader).as_deref(), Some("第二段只有一句话。\n甲"));
    reader.press("G Enter");
    assert_eq!(highlights(&reader).len(), 0, "the last row removes it");
    // A second click right after it chooses nothing there.
    reader.press("U");
    for y in 1..9 {
        click(&mut reader, "二段");
        reader.update(Message::Mouse(Mouse::Press, 2, y));
        assert!(reader.app.screen().overlay().is_some(), "{y}");
        reader.press("Esc Esc Esc");
    }
    assert_eq!(highlights(&reader), ["第二段只有一句话。\n甲 green"]);
    click(&mut reader, "二段");
    reader.now += 1000;
    reader.update(Message::Mouse(Mouse::Press, 2, 1));
    assert_eq!(highlights(&reader).len(), 1);
    assert!(reader.app.screen().overlay().is_none());
    // A highlight is no obstacle to a drag.
    drag(&mut reader, "二段", "一句");
    assert_eq!(selected(&reader).as_deref(), Some("二段只有一"));
    assert!(reader.app.screen().overlay().is_none());
}

#[test]
fn what_is_seen_is_what_is_changed() {
    // A short highlight within a long one, in another colour.
    let both = || {
        let mut reader = reading(TEXT);
        reader.press("V s 1 h V g g w v e 2 h");
        assert_eq!(highlights(&reader), ["今天天气很好，我们出去走走。 yellow", "天气 green"]);
        reader
    };
    let check = |keys: &str, expected: &[&str]| {
        let mut reader = both();
        reader.press(keys);
        assert_eq!(highlights(&reader), expected, "{keys}");
    };
    check("V g g x", &["天气 green"]);
    check("V g g w x", &["今天天气很好，我们出去走走。 yellow"]);
    check("V g g 3 h", &["今天天气很好，我们出去走走。 blue", "天气 green"]);
    check("V g g w 3 h", &["今天天气很好，我们出去走走。 yellow", "天气 blue"]);
    // Selected as a whole, each is meant itself.
    check("V g g s x", &["天气 green"]);
    check("V g g w v e x", &["今天天气很好，我们出去走走。 yellow"]);
    for (text, left) in [("今天", "天气 green"), ("天气", "今天天气很好，我们出去走走。 yellow")]
    {
        let mut reader = both();
        click(&mut reader, text);
        reader.press("G Enter");
        assert_eq!(highlights(&reader), [left], "a click on {text}");
    }
}

#[test]
fn too_much_cannot_be_highlighted() {
    let mut reader = reading(&"一段很长的话。".repeat(1000));
    reader.press("V p h");
    assert_eq!(reader.notice(), "too long to highlight: at most 16 KiB");
    assert!(highlights(&reader).is_empty() && reader.app.article().is_selecting());
}

/// The keys that the menu shows do what its rows do, as do those for colours.
#[test]
fn the_keys_of_the_menu_work_in_it() {
    let menu = |before: &str| {
        let mut reader = reading(TEXT);
        reader.press(before);
        let rows = reader.app.screen().overlay().unwrap().rows().iter();
        let keys = rows.filter_map(|row| match row {
            Row::Command { keys, command } => Some((command.to_string(), keys.to_string())),
            Row::Colour { keys, colour } => Some((colour.name().to_owned(), keys.to_string())),
            _ => None,
        });
        (keys.collect::<Vec<_>>(), reader)
    };
    for before in ["V Enter", "V h V Enter"] {
        let (keys, _) = menu(before);
        assert_eq!(keys.len(), if before == "V Enter" { 6 } else { 7 });
        for (at, (command, key)) in keys.into_iter().enumerate() {
            let (_, mut by_key) = menu(before);
            let key: Vec<String> = key.chars().map(String::from).collect();
            let by_key_effects = by_key.press(&key.join(" "));
            let (_, mut by_row) = menu(before);
            let by_row_effects = by_row.press(&format!("{}Enter", "j ".repeat(at)));
            assert_eq!(by_key_effects, by_row_effects, "{command}");
            assert_eq!(
                (highlights(&by_key), by_key.app.input().note().is_some(), by_key.notice()),
                (highlights(&by_row), by_row.app.input().note().is_some(), by_row.notice()),
                "{command}"
            );
            assert!(by_key.app.screen().overlay().is_none(), "{command}");
        }
    }
    let (_, mut reader) = menu("V Enter");
    reader.press("3 h");
    assert_eq!(highlights(&reader), ["今天 blue"]);
    assert!(screen(&menu("V Enter").1).contains("a   write a note on it"), "not on the post");
    // Esc leaves the menu; the text stays selected.
    let (_, mut reader) = menu("V Enter");
    reader.press("Esc");
    assert_eq!(selected(&reader).as_deref(), Some("今天"));
}

/// The reading state is the user's own: a restricted reader writes it too (S18).
#[test]
fn a_restricted_reader_highlights() {
    let preferences = Preferences { restricted: true, ..Preferences::default() };
    let mut reader = Reader::set((100, 30), preferences);
    reader.load(0, posts(1));
    reader.press("Enter V h");
    assert_eq!(highlights(&reader).len(), 1);
}

/// The cells of the whole screen as text.
pub(super) fn screen(reader: &Reader) -> String {
    let (width, height) = reader.app.screen().size();
    let mut buffer =
        ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, width, height));
    kanbao::view::draw(&reader.app, &kanbao::view::Look::default(), &mut buffer);
    buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect()
}

/// The lines of the article, and the last line of the screen without its blanks.
fn spoken(reader: &Reader) -> (Vec<String>, String) {
    let page = &reader.app.article().article().unwrap().page;
    let lines = (0..page.len()).map(|line| page.plain(line).to_string());
    let (width, height) = reader.app.screen().size();
    let cells: String = screen(reader).chars().collect();
    let last: String = cells.chars().skip(usize::from(width) * usize::from(height - 1)).collect();
    (lines.filter(|line| !line.is_empty()).collect(), last.replace(' ', ""))
}

#[test]
fn a_screen_that_is_read_aloud_says_where_highlights_begin_and_end() {
    let preferences = Preferences { linear: true, ..Preferences::default() };
    let mut reader = Reader::set((100, 30), preferences);
    reader.load(0, posts(1));
    let mut reader = reader.with_body(TEXT);
    reader.press("Enter V h V w v G 2 h");
    let (lines, _) = spoken(&reader);
    assert_eq!(
        lines[2..],
        [
            "highlight, yellow: “今天”",
            "highlight, green: “天气很好，我们出去走走。江边的风从早吹到晚。 第二段只有一",
            "句话。 甲乙 丙丁”",
            "今天天气很好，我们出去走走。江边的风从早吹到晚。",
            "第二段只有一句话。",
            "- 甲乙",
            "- 丙丁",
            "  end of the highlight, green",
        ]
    );
    // The words are no text: they are neither found nor copied.
    reader.press("/ h i g h l i g h t Enter");
    assert!(reader.app.article().found().is_none());
    // Under the caret, too, with the note.
    reader.press("V g g");
    assert!(spoken(&reader).1.starts_with("highlight,yellow100%"), "{}", spoken(&reader).1);
    reader.press("a 想 Enter 念 Esc V g g");
    assert!(
        spoken(&reader).1.starts_with("highlight,yellow,note:想念100%"),
        "{}",
        spoken(&reader).1
    );
    reader.press("Esc g H");
    assert!(!spoken(&reader).1.contains("note:"));
    reader.press("Esc : s e t Space s c r e e n . l i n e a r = f a l s e Enter");
    assert!(spoken(&reader).0.iter().all(|line| !line.contains("highlight")));
    // Who sees the colours reads the notes there.
    reader.press("V g g");
    assert!(spoken(&reader).1.contains("note:想念"), "{}", spoken(&reader).1);
    reader.press("G");
    assert!(!spoken(&reader).1.contains("highlight,green"), "{}", spoken(&reader).1);
}

#[test]
fn hostile_notes_of_another_machine_are_cleaned() {
    use kanbao::state::Change;
    use kanbao::state::passage::Passage;
    let mut state = State::new("there");
    let passage = Passage::of("今天天气很好", 0..6).unwrap();
    let hostile = "\u{1b}]0;x\u{7}\u{202e}甲\n\n\u{9b}乙";
    let changes = [
        Change::highlight(b"_posts/p0.md", &passage, 1).unwrap(),
        Change::highlight_note(b"_posts/p0.md", &passage.id(), Some(hostile)).unwrap(),
    ];
    state.change(&changes, 1);
    let mut reader = Reader::of(state, posts(1), (100, 30)).with_body(TEXT);
    reader.press("Enter g H");
    let drawn = screen(&reader);
    assert!(drawn.contains("甲") && !drawn.contains(['\u{1b}', '\u{7}', '\u{202e}', '\u{9b}']));
    reader.press("a");
    assert!(!screen(&reader).contains(['\u{1b}', '\u{202e}']));
}

#[test]
fn it_is_told_in_three_languages() {
    for (locale, made, none, facts) in [
        (Locale::English, "highlighted", "there is no highlight here", "yellow"),
        (Locale::Simplified, "已划线", "此处没有划线", "黄"),
        (Locale::Traditional, "已劃線", "此處沒有劃線", "黃"),
    ] {
        let mut reader = reading(TEXT);
        let effects = reader.update(Message::Speak(locale));
        reader.answer(effects);
        reader.press("V x");
        assert_eq!(reader.notice(), none);
        reader.press("V h");
        assert_eq!(reader.notice(), made);
        reader.press("g H");
        match &reader.app.screen().overlay().unwrap().rows()[0] {
            Row::Highlight { facts: shown, .. } => assert!(shown.as_str().ends_with(facts)),
            row => panic!("{row:?}"),
        }
    }
}
