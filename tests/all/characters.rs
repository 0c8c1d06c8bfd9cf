//! Text in simplified and in traditional characters: in the reader and on the command line.

use kanbao::app::{Effect, Message};
use kanbao::archive::post::Post;
use kanbao::clean::CleanText;
use kanbao::config::locale::Locale;
use kanbao::conversion::Script;
use kanbao::view::{self, Look};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::support::program::{folder, run};
use crate::support::reader::{Reader, posts};

const BODY: &str = "## 头发\n\n经济发展，见[发展](https://example.org/)与 `发展`。天气乾燥。\n";

fn reader() -> Reader {
    let mut all = posts(1);
    all[0] = Post {
        title: CleanText::line("经济发展"),
        categories: vec![CleanText::line("财经")],
        ..all[0].clone()
    };
    Reader::new(all, (140, 30)).with_body(BODY)
}

fn screen(reader: &Reader) -> String {
    let area = Rect::new(0, 0, 140, 30);
    let mut buffer = Buffer::empty(area);
    view::draw(&reader.app, &Look::default(), &mut buffer);
    // The second cell of a wide character is blank.
    let text: String = buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect();
    text.replace(' ', "")
}

fn copied(reader: &mut Reader, keys: &str) -> String {
    match reader.press(keys).as_slice() {
        [Effect::Copy(text)] => text.to_string(),
        other => panic!("{keys}: {other:?}"),
    }
}

#[test]
fn a_key_shows_the_other_characters_and_changes_nothing_else() {
    let mut reader = reader();
    assert!(screen(&reader).contains("经济发展，见发展与发展。"));
    reader.press("g z");
    assert_eq!(reader.notice(), "characters: simplified");
    assert!(screen(&reader).contains("天气干燥") && screen(&reader).contains("[简]"));
    reader.press("g z");
    assert_eq!(reader.notice(), "characters: traditional");
    let shown = screen(&reader);
    for part in ["經濟發展", "頭髮", "見發展與发展。天氣乾燥", "財經", "[繁]"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(!shown.contains("财经"), "{shown}");
    assert_eq!(copied(&mut reader, "y t"), "经济发展");
    let text = copied(&mut reader, "y a");
    assert!(text.contains("天气乾燥") && !text.contains("濟"), "{text}");
    reader.press("g O");
    assert!(screen(&reader).contains("頭髮"));
    reader.press("Esc g z");
    assert_eq!(reader.notice(), "characters: as written");
    assert!(screen(&reader).contains("天气乾燥") && !screen(&reader).contains("[繁]"));
}

#[test]
fn the_readers_own_words_are_not_converted() {
    let mut all = posts(1);
    all[0] = Post {
        categories: vec![CleanText::line("財經")],
        tags: vec![CleanText::line("乾燥"), CleanText::line("頭髮")],
        ..all[0].clone()
    };
    let mut reader = Reader::new(all, (140, 30)).with_body("![江](a.png) 經濟發展。\n");
    let effects = reader.update(Message::Speak(Locale::Traditional));
    reader.answer(effects);
    reader.press("g z");
    let shown = screen(&reader);
    for part in ["分鐘·财经·#干燥#头发[简]", "[圖江]", "经济发展"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    reader.press("g t");
    assert!(screen(&reader).contains("#头发"), "{}", screen(&reader));
    reader.press("Esc Enter V s h g H");
    assert!(screen(&reader).contains("经济发展"), "{}", screen(&reader));
    assert!(!screen(&reader).contains("經濟"), "{}", screen(&reader));
}

#[test]
fn words_are_found_as_written_and_as_shown() {
    let mut reader = reader();
    reader.press("Enter g z");
    for words in ["干燥", "乾燥", "天氣"] {
        reader.press("/");
        for key in words.chars() {
            reader.press(&key.to_string());
        }
        reader.press("Enter");
        assert_eq!(reader.notice(), "hit 1 of 1", "{words}");
    }
}

#[test]
fn the_next_session_shows_the_same_characters() {
    let mut reader = reader();
    reader.press(": s c r i p t Space t r a d i t i o n a l - h k Enter");
    assert_eq!(reader.app.screen().script(), Script::TraditionalHk);
    let next = Reader::of(reader.end(), posts(1), (80, 24));
    assert_eq!(next.app.screen().script(), Script::TraditionalHk);
}

#[test]
fn commands_print_in_a_script() {
    let post = "---\ntitle: 头发\ndate: 2024-03-28\ntags: [发展]\n---\n经济发展，`发展`\n";
    let folder = folder(&[("a.md", post)]);
    let root = folder.path().to_str().unwrap();
    let out = |arguments: &[&str]| {
        let (out, err, code) = run(&[arguments, &["-a", root]].concat());
        assert_eq!((err.as_str(), code), ("", 0), "{arguments:?}");
        out
    };
    let tw = ["--script", "traditional-tw"];
    assert!(out(&[&["list"], &tw[..]].concat()).contains("頭髮"));
    let tsv = out(&[&["list", "--format", "tsv"], &tw[..]].concat());
    assert!(tsv.contains("頭髮") && tsv.contains("發展"), "{tsv}");
    let found = out(&[&["search", "经济"], &tw[..]].concat());
    assert!(found.contains("經濟發展，发展") || found.contains("經濟發展"), "{found}");
    let shown = out(&[&["show", "a.md"], &tw[..]].concat());
    assert!(shown.contains("頭髮") && shown.contains("經濟發展，发展"), "{shown}");
    let markdown = out(&[&["show", "a.md", "--format", "markdown"], &tw[..]].concat());
    assert!(markdown.contains("經濟發展，`发展`") && markdown.contains("頭髮"), "{markdown}");
    // A setting is for people: other programs get what is written.
    let object = ["list", "--format", "jsonl"];
    assert!(out(&[&object[..], &tw[..]].concat()).contains("頭髮"));
    assert!(out(&object).contains("头发"));
    let target = tempfile::tempdir().unwrap();
    let pages = target.path().join("pages");
    let (_, _, code) = run(&[
        "export",
        "-a",
        root,
        "--format",
        "html",
        "--script",
        "traditional-tw",
        pages.to_str().unwrap(),
    ]);
    assert_eq!(code, 0);
    let page = std::fs::read_to_string(pages.join("a.html")).unwrap();
    assert!(page.contains("經濟發展，<code>发展</code>"), "{page}");
    let index = std::fs::read_to_string(pages.join("index.html")).unwrap();
    assert!(index.contains("頭髮"), "{index}");
}
