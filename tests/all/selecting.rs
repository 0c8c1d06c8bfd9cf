//! Selecting text of the article, by keys and by the mouse.

use kanbao::app::input::mouse::Mouse;
use kanbao::app::screen::layout::Pane;
use kanbao::app::{Effect, Message};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};

use crate::support::reader::{Reader, posts};

pub(crate) const TEXT: &str =
    "今天天气很好，我们出去走走。江边的风从早吹到晚。\n\n第二段只有一句话。\n\n- 甲乙\n- 丙丁";

/// A reader in an article with a text.
pub(crate) fn reading(text: &str) -> Reader {
    let mut reader = Reader::new(posts(3), (100, 30)).with_body(text);
    reader.press("Enter");
    reader
}

pub(crate) fn selected(reader: &Reader) -> Option<String> {
    let pane = reader.app.article();
    let place = pane.selected().filter(|_| pane.is_selecting())?;
    Some(pane.article()?.page.text_of(&place).to_string())
}

#[test]
fn text_is_selected_by_characters_words_and_lines() {
    let check = |keys: &str, expected: Option<&str>| {
        let mut reader = reading(TEXT);
        reader.press(keys);
        assert_eq!(selected(&reader).as_deref(), expected, "{keys}");
    };
    // The word under the caret until there is a start.
    check("V", Some("今天"));
    check("v w", Some("天气"));
    check("V 3 w", Some("我们"));
    check("V w w b", Some("天气"));
    check("V Right", Some("今天"));
    check("V v", Some("今"));
    check("V v Right Right", Some("今天天"));
    check("V v 4 l", Some("今天天气很"));
    check("V w v e", Some("天气"));
    check("V w v e e", Some("天气很好"));
    check("V w v w", Some("天气很"));
    check("V w w v Left", Some("气很"));
    check("V w w v b o l", Some("天气很好"));
    check("V s", Some("今天天气很好，我们出去走走。"));
    check("V s s", Some("今天天气很好，我们出去走走。江边的风从早吹到晚。"));
    check("V p p", Some("今天天气很好，我们出去走走。江边的风从早吹到晚。\n第二段只有一句话。"));
    check("V j v j", Some("第二段只有一句话。\n甲"));
    check("V G v k", Some("乙\n丙丁"));
    check("V $ v 0", Some("今天天气很好，我们出去走走。江边的风从早吹到晚。"));
    check("V G Right l", Some("丙丁"));
    check(
        "V G v g g",
        Some("今天天气很好，我们出去走走。江边的风从早吹到晚。\n第二段只有一句话。\n甲乙\n丙丁"),
    );
    // Esc takes back the start, then the caret.
    check("V v l Esc", Some("今天"));
    check("V v l Esc Esc", None);
    check("V J", None);
    check("V q", None);
    check("V g 2", None);
}

#[test]
fn a_grapheme_is_selected_whole() {
    let check = |text: &str, keys: &str, expected: &str| {
        let mut reader = reading(text);
        reader.press(keys);
        assert_eq!(selected(&reader).as_deref(), Some(expected), "{text} {keys}");
    };
    let text = "甲👨‍👩‍👧乙e\u{301}e\u{301}。丙🇨🇳\n\n丁❤\u{fe0f}";
    check(text, "V v l", "甲👨‍👩‍👧");
    check(text, "V v l l Left", "甲👨‍👩‍👧");
    check(text, "V s", "甲👨‍👩‍👧乙e\u{301}e\u{301}。");
    check(text, "V p", "甲👨‍👩‍👧乙e\u{301}e\u{301}。丙🇨🇳");
    check(text, "V $ v", "🇨🇳");
    check(text, "V G v", "❤\u{fe0f}");
    check(text, "V G Left v $", "丁❤\u{fe0f}");
    check(text, "V l l v e", "乙e\u{301}e\u{301}");
    // A style may begin within one.
    check("甲e**\u{301}乙**丙", "V v l l", "甲e\u{301}乙");
}

/// The lines and columns where the caret is while a key is pressed until it stays.
fn path(reader: &mut Reader, key: &str) -> Vec<(usize, usize)> {
    let at = |reader: &Reader| {
        let pane = reader.app.article();
        let (line, columns) = pane.article().unwrap().page.cells_of(&pane.caret().unwrap());
        (line, columns.start)
    };
    let mut path = vec![at(reader)];
    loop {
        reader.press(key);
        let here = at(reader);
        if path.last() == Some(&here) {
            return path;
        }
        path.push(here);
        assert!(path.len() < 1000, "{key} never ends: {path:?}");
    }
}

#[test]
fn the_caret_goes_through_tables() {
    let long = "一二三四五六七八九十".repeat(4);
    let text = format!(
        "前\n\n| 名 | 说明 | 值 |\n|--|--|--|\n| {long} | {long}{long} | 1 |\n| 乙 | | 2 |\n\n后"
    );
    for size in [(120, 40), (80, 24), (50, 15), (24, 12)] {
        let mut reader = reading(&text);
        reader.resize(size.0, size.1);
        reader.press("V g g");
        let body = || reader.app.article().article().unwrap().body.text().as_str().len();
        assert!(body() > 300);
        let down = path(&mut reader, "j");
        assert!(down.windows(2).all(|pair| pair[0].0 < pair[1].0), "{size:?} {down:?}");
        assert_eq!(selected(&reader).as_deref(), Some("后"), "{size:?}");
        let up = path(&mut reader, "k");
        assert!(up.windows(2).all(|pair| pair[0].0 > pair[1].0), "{size:?} {up:?}");
        assert_eq!(selected(&reader).as_deref(), Some("前"), "{size:?}");
        // Every character is reached by characters, and seen.
        reader.press("g g");
        let steps = path(&mut reader, "l").len();
        let chars = text.chars().filter(|c| !"\n| -".contains(*c)).count();
        assert_eq!(steps, chars, "{size:?}");
        assert_eq!(path(&mut reader, "Left").len(), chars, "{size:?}");
        // The ends of a line are on it.
        reader.press("j j j");
        let line = |reader: &Reader| {
            let pane = reader.app.article();
            pane.article().unwrap().page.line_of(pane.caret().unwrap().start)
        };
        let own = line(&reader);
        reader.press("$");
        assert_eq!(line(&reader), own, "{size:?}");
        reader.press("0");
        assert_eq!(line(&reader), own, "{size:?}");
    }
}

/// The cell of the caret on the screen, and the last line.
fn draw(reader: &Reader) -> (Option<Position>, String) {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 100, 30));
    let caret = kanbao::view::draw(&reader.app, &kanbao::view::Look::default(), &mut buffer);
    let last = buffer.content.iter().skip(29 * 100).map(Cell::symbol).collect();
    (caret, last)
}

#[test]
fn the_caret_is_seen_on_blanks_at_the_ends_of_lines() {
    let mut reader = reading(&"word and another ".repeat(20));
    reader.press("V 6 0 l");
    for _ in 0..100 {
        assert!(draw(&reader).0.is_some(), "{:?}", reader.app.article().caret());
        reader.press("l");
    }
}

#[test]
fn the_hints_follow_the_selection() {
    let mut reader = reading(TEXT);
    let mut check = |key: &str, start: bool, copy: bool| {
        reader.press(key);
        let hints = draw(&reader).1;
        let has = (hints.contains(" start ·"), hints.contains("y copy ·"));
        assert_eq!(has, (start, copy), "{key}: {hints}");
    };
    check("V", true, true);
    check("v", false, true);
    check("Esc", true, true);
    check("Esc", false, false);
}

#[test]
fn pictures_are_no_text() {
    let mut reader = reading("甲乙 ![图](a.png)\n\n丙丁");
    reader.press("V $ v");
    assert_eq!(selected(&reader).as_deref(), Some(" "));
    reader.press("g g");
    assert_eq!(selected(&reader).as_deref(), Some("甲乙 "));
}

#[test]
fn there_may_be_nothing_to_select() {
    let mut reader = reading("![图](a.png)");
    reader.press("V");
    assert_eq!((selected(&reader), reader.notice()), (None, "there is no text to select".into()));
    reader.press(": h i g h l i g h t Enter");
    assert_eq!(reader.notice(), "V selects text in the article");
    // In the list it is a range of posts.
    let mut reader = Reader::new(posts(3), (100, 30));
    reader.press("V j");
    assert!(!reader.app.article().is_selecting());
}

#[test]
fn a_long_text_scrolls_with_the_caret() {
    let text = "这一段文字没有别的意思。\n\n".repeat(200);
    let mut reader = reading(&text);
    reader.press("V v 9 0 j");
    let top = reader.app.article().top();
    assert!(top > 60, "{top}");
    reader.press("Esc Esc");
    assert_eq!(reader.app.article().top(), top, "the text stays");
    // The caret was in view: it is there again.
    reader.press("V v g g");
    assert_eq!(reader.app.article().top(), 1, "above the first line of the text");
    assert!(selected(&reader).unwrap().lines().count() > 40);
}

/// The cell of a character in the article pane.
pub(crate) fn cell(reader: &Reader, text: &str) -> (u16, u16) {
    let app = &reader.app;
    let area = app.screen().layout().unwrap().pane(Pane::Article).unwrap();
    let page = &app.article().article().unwrap().page;
    let line = (0..page.len()).find(|line| page.plain(*line).as_str().contains(text)).unwrap();
    let plain = page.plain(line);
    let before = &plain.as_str()[..plain.as_str().find(text).unwrap()];
    let column = app.screen().widths().cells(before) as u16;
    (app.page_left(area) + column, area.y + (line - app.article().top()) as u16)
}

/// Sends mouse events in cells of characters, without a pause.
fn point(reader: &mut Reader, events: &[(Mouse, &str)]) -> Vec<Effect> {
    let mut left = Vec::new();
    for &(mouse, text) in events {
        let (x, y) = cell(reader, text);
        let effects = reader.update(Message::Mouse(mouse, x, y));
        left.extend(reader.answer(effects));
    }
    left
}

/// Drags from a character to another.
pub(crate) fn drag(reader: &mut Reader, from: &str, to: &str) {
    reader.now += 1000;
    point(reader, &[(Mouse::Press, from), (Mouse::Drag, to), (Mouse::Release, to)]);
}

/// Clicks on a character; returns the effects that were not performed.
pub(crate) fn click(reader: &mut Reader, text: &str) -> Vec<Effect> {
    reader.now += 1000;
    point(reader, &[(Mouse::Press, text), (Mouse::Release, text)])
}

#[test]
fn the_mouse_drags_over_text() {
    let mut reader = reading(TEXT);
    drag(&mut reader, "天气", "好，");
    assert_eq!(selected(&reader).as_deref(), Some("天气很好"));
    drag(&mut reader, "甲", "第二");
    assert_eq!(selected(&reader).as_deref(), Some("第二段只有一句话。\n甲"));
    // Back to where it began.
    point(&mut reader, &[(Mouse::Press, "甲"), (Mouse::Drag, "乙"), (Mouse::Drag, "甲")]);
    assert_eq!(selected(&reader).as_deref(), Some("甲"));
    // A click elsewhere ends a selection.
    click(&mut reader, "丙");
    assert_eq!(selected(&reader), None);
}

#[test]
fn a_drag_may_begin_and_end_beside_the_text() {
    let mut reader = reading(TEXT);
    let area = reader.app.screen().layout().unwrap().pane(Pane::Article).unwrap();
    let (first, second) = (cell(&reader, "天天"), cell(&reader, "第二"));
    let mut check = |from: (u16, u16), to: (u16, u16), expected: &str| {
        for (mouse, (x, y)) in [(Mouse::Press, from), (Mouse::Drag, to), (Mouse::Release, to)] {
            reader.update(Message::Mouse(mouse, x, y));
        }
        assert_eq!(selected(&reader).as_deref(), Some(expected), "{from:?} {to:?}");
    };
    let whole = "第二段只有一句话。";
    // In the margins, on a blank line, below the end.
    check((area.x, second.1), (area.right() - 1, second.1), whole);
    check((area.x + 3, second.1 - 1), (area.right() - 1, second.1), whole);
    check((area.x, second.1), (area.x + 3, second.1 + 1), whole);
    check(second, (area.x, area.bottom() - 1), "第二段只有一句话。\n甲乙\n丙丁");
    check((area.x, area.bottom() - 1), (area.x, second.1 + 2), "甲乙\n丙丁");
    // From the title and the facts.
    check((area.x, area.y), first, "今天");
}

#[test]
fn several_clicks_select_a_word_and_a_sentence() {
    let mut reader = reading(TEXT);
    let clicks = |reader: &mut Reader, count: usize| {
        reader.now += 1000;
        for _ in 0..count {
            reader.now += 100;
            point(reader, &[(Mouse::Press, "气"), (Mouse::Release, "气")]);
        }
        selected(reader)
    };
    assert_eq!(clicks(&mut reader, 1), None);
    assert_eq!(clicks(&mut reader, 2).as_deref(), Some("天气"));
    assert!(reader.app.screen().overlay().is_none());
    reader.press("Esc Esc");
    assert_eq!(clicks(&mut reader, 3).as_deref(), Some("今天天气很好，我们出去走走。"));
    // A late one is a click on what is selected.
    reader.now += 1000;
    point(&mut reader, &[(Mouse::Press, "气"), (Mouse::Release, "气")]);
    assert!(reader.app.screen().overlay().is_some());
}

#[test]
fn text_is_selected_from_a_link_and_a_click_follows_it() {
    let mut reader = reading("甲乙[丙丁](https://example.org/)戊己");
    drag(&mut reader, "丁", "己");
    assert_eq!(selected(&reader).as_deref(), Some("丁戊己"));
    let effects = click(&mut reader, "丙");
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Open(_))), "{effects:?}");
    assert_eq!(selected(&reader), None);
}

#[test]
fn a_click_on_a_picture_follows_it_where_there_is_no_text() {
    for text in ["![图](https://example.org/a.png)", "甲\n\n![图](https://example.org/a.png)"] {
        let mut reader = reading(text);
        let effects = click(&mut reader, "a.png");
        assert!(effects.iter().any(|effect| matches!(effect, Effect::Open(_))), "{effects:?}");
    }
}

/// The terminal may not report that the button came up: no drag goes on then.
#[test]
fn a_lost_release_ends_a_drag() {
    for keys in ["?", "Enter", "/", "a", "q", "Esc", "y"] {
        let mut reader = reading(TEXT);
        reader.press("V");
        point(&mut reader, &[(Mouse::Press, "天气"), (Mouse::Drag, "好，")]);
        assert_eq!(selected(&reader).as_deref(), Some("天气很好"));
        reader.press(keys);
        let before = selected(&reader);
        point(&mut reader, &[(Mouse::Drag, "甲")]);
        assert_eq!(selected(&reader), before, "{keys}");
        point(&mut reader, &[(Mouse::Release, "甲")]);
        assert_eq!(selected(&reader), before, "{keys}");
    }
    // The next press starts anew.
    let mut reader = reading(TEXT);
    point(&mut reader, &[(Mouse::Press, "天气"), (Mouse::Drag, "好，")]);
    point(&mut reader, &[(Mouse::Press, "甲"), (Mouse::Drag, "乙")]);
    assert_eq!(selected(&reader).as_deref(), Some("甲乙"));
    // A divider lets go, too.
    let mut reader = Reader::new(posts(12), (120, 40));
    let divider = reader.app.screen().layout().unwrap().divider.unwrap();
    let height = |reader: &Reader| reader.app.screen().layout().unwrap().list.unwrap().height;
    let before = height(&reader);
    reader.update(Message::Mouse(Mouse::Press, divider.x + 9, divider.y));
    reader.press("? Esc");
    reader.update(Message::Mouse(Mouse::Drag, divider.x + 9, divider.y + 6));
    assert_eq!(height(&reader), before);
}

#[test]
fn a_notice_stays_when_the_button_comes_up() {
    let mut reader = reading(TEXT);
    reader.press("V x");
    let (x, y) = cell(&reader, "丙");
    reader.update(Message::Mouse(Mouse::Release, x, y));
    assert_eq!(reader.notice(), "there is no highlight here");
    reader.update(Message::Mouse(Mouse::Press, x, y));
    assert_eq!(reader.notice(), "");
}

#[test]
fn dragging_beyond_the_edge_scrolls() {
    let mut reader = reading(&"这一段文字没有别的意思。\n\n".repeat(100));
    let area = reader.app.screen().layout().unwrap().pane(Pane::Article).unwrap();
    let (x, y) = cell(&reader, "一段");
    reader.update(Message::Mouse(Mouse::Press, x, y));
    for _ in 0..9 {
        reader.update(Message::Mouse(Mouse::Drag, x, area.bottom() + 1));
    }
    assert_eq!(reader.app.article().top(), 9);
    assert!(selected(&reader).unwrap().lines().count() > 9);
}
