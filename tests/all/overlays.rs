//! What all overlays have in common: keys open and close them, every command applies to them or
//! says that it does nothing, and nothing behind them changes.

use std::path::Path;

use kanbao::app::input::prompt::PromptKind;
use kanbao::app::run::{Ran, RunEnd};
use kanbao::app::screen::overlay::{Overlay, Row};
use kanbao::app::{Effect, Message, Options, Pictures, Preferences};
use kanbao::archive::watch::{Changes, Report};
use kanbao::clean::CleanText;
use kanbao::command::Command::{self, self as C};
use kanbao::config::commands::of_file;
use kanbao::state::passage::Passage;
use kanbao::state::writer::News;
use kanbao::state::{Change, State};

use crate::support::reader::{Reader, options, posts};
use crate::support::texts::post;

/// A command that opens an overlay, its keys and the title.
const OPENED: [(Command, &str, &str); 7] = [
    (C::Help, "?", "Help"),
    (C::Problems, "g p", "Problems"),
    (C::Links, "g l", "Links"),
    (C::Outline, "g O", "Outline"),
    (C::Places, "`", "Places"),
    (C::Highlights, "g H", "Highlights"),
    (C::Statistics, "g S", "Your reading"),
];
/// The other overlays: keys and the title.
const OTHERS: [(&str, &str); 3] =
    [("V Enter", "Selected text"), ("g k", "look"), ("2 Enter", "[image: b.png]")];

const TEXT: &str = "甲乙丙丁。\n\n## 小标题\n\n[链接](https://example.com) ![图](/a/b.png)";

/// The keys and titles of all overlays.
fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    OPENED.into_iter().map(|(_, keys, title)| (keys, title)).chain(OTHERS)
}

/// A reader of an article with a highlight and a mark. `g k` runs a command of the user's.
fn reader() -> Reader {
    reader_with("")
}

/// The same with additional keys.
fn reader_with(keys: &str) -> Reader {
    let (own_commands, problems) = of_file(
        Path::new("config.toml"),
        "[commands.look]\nrun = ['look']\nkey = 'g k'\ninput = 'selection'\n",
    );
    assert_eq!(problems, []);
    let preferences = Preferences { own_commands, ..Preferences::default() };
    let pictures = Pictures::Set(true);
    let mut options = Options { preferences, pictures, size: (100, 30), ..options() };
    assert_eq!(options.keymap.lay(&CleanText::default(), keys), []);
    let own = &options.preferences.own_commands;
    assert_eq!(options.keymap.lay_own(&CleanText::default(), own), []);
    let mut reader = Reader::start(options);
    reader.load(0, posts(3));
    reader.add_problem("odd");
    let mut reader = reader.with_body(TEXT);
    reader.press("j Enter V h m b");
    reader
}

/// Opens an overlay by its keys.
fn open(reader: &mut Reader, keys: &str) {
    for effect in reader.press(keys) {
        if let Effect::Run(request) = effect {
            let output = CleanText::body(&"一行字。\n\n".repeat(50));
            let ran = Ran { number: request.number, output, end: RunEnd::Well };
            reader.update(Message::Ran(ran));
        }
    }
}

fn overlay(reader: &Reader) -> &Overlay {
    reader.app.screen().overlay().unwrap()
}

fn title(reader: &Reader) -> String {
    let locale = reader.app.screen().locale();
    let overlay = reader.app.screen().overlay();
    overlay.map(|overlay| overlay.title().to_clean(locale).to_string()).unwrap_or_default()
}

/// Keys for every command, in the order of the table: F5 and its number.
fn keys_of_all() -> String {
    let row =
        |(number, command): (usize, &Command)| format!("\"{}\" = \"{command}\"\n", keys_of(number));
    let rows: String = Command::ALL.iter().enumerate().map(row).collect();
    format!("[global]\n{rows}")
}

fn keys_of(number: usize) -> String {
    let digits: Vec<String> = format!("{number:03}").chars().map(String::from).collect();
    format!("F5 {}", digits.join(" "))
}

#[test]
fn what_opens_an_overlay_closes_it() {
    for (keys, name) in all() {
        let own = OPENED.iter().find(|(_, own, _)| *own == keys).map(|(_, own, _)| *own);
        for closing in ["Esc", "q", "Left"].into_iter().chain(own) {
            let mut reader = reader();
            open(&mut reader, keys);
            assert_eq!(title(&reader), name, "{keys}");
            reader.press(closing);
            assert_eq!(title(&reader), "", "{name}: {closing}");
            assert_eq!(reader.reading().as_deref(), Some("p1"), "{name}: {closing}");
        }
    }
}

#[test]
fn another_overlay_takes_the_place_of_one() {
    for (keys, name) in all() {
        for (_, other_keys, other) in OPENED {
            let mut reader = reader();
            open(&mut reader, keys);
            reader.press(other_keys);
            let expected = if name == other { "" } else { other };
            assert_eq!(title(&reader), expected, "{other} over {name}");
        }
    }
}

/// What commands of the panes change.
fn behind(reader: &Reader) -> String {
    let app = &reader.app;
    let (screen, listing, article) = (app.screen(), app.listing(), app.article());
    let chosen = (0..4).filter(|&row| listing.is_chosen(row)).count();
    format!(
        "{:?} {} {:?} {} {chosen} {} {:?} {} {:?} {} {:?} {} {}",
        screen.focus(),
        screen.zoom(),
        screen.arrangement(),
        screen.measure().cells,
        app.conditions(),
        listing.cursor().at,
        listing.shows_hidden(),
        listing.sort(),
        listing.unread(),
        (article.top(), article.is_selecting(), article.hints().is_some()),
        screen.has_pictures(),
        listing.posts().len(),
    )
}

/// What an overlay's commands change.
fn seen(reader: &Reader) -> String {
    let app = &reader.app;
    let screen = app.screen();
    let rows = screen.overlay().map(|overlay| (overlay.cursor(), overlay.rows().to_vec()));
    format!(
        "{} {rows:?} {:?} {:?} {:?} {:?} {:?} {}",
        title(reader),
        app.input().prompt().map(|prompt| (prompt.kind(), prompt.text().to_owned())),
        app.input().note().is_some(),
        app.input().awaited(),
        screen.script(),
        screen.widths(),
        reader.notice(),
    )
}

/// Moves look alike at the ends of the rows, and a chosen row may affect the panes.
fn moves_or_chooses(command: Command) -> bool {
    matches!(
        command,
        C::Up
            | C::HalfPageUp
            | C::PageUp
            | C::ScrollUp
            | C::Top
            | C::LineStart
            | C::Percent
            | C::PreviousHeading
            | C::Down
            | C::HalfPageDown
            | C::PageDown
            | C::ScrollDown
            | C::Bottom
            | C::LineEnd
            | C::NextHeading
            | C::Enter
            | C::CharRight
    )
}

#[test]
fn every_command_is_about_the_overlay_or_says_that_it_does_nothing() {
    let table = keys_of_all();
    for (keys, name) in all() {
        let mut reader = reader_with(&table);
        open(&mut reader, keys);
        for (number, &command) in Command::ALL.iter().enumerate() {
            let input = reader.app.input();
            let is_asked = input.prompt().is_some() || input.note().is_some();
            if title(&reader) != name || is_asked || input.awaited().is_some() {
                reader = reader_with(&table);
                open(&mut reader, keys);
            }
            // No notice is left.
            reader.press("1 Esc");
            let (before, over) = (behind(&reader), seen(&reader));
            let effects = reader.press(&keys_of(number));
            let does = !effects.is_empty() || seen(&reader) != over;
            assert!(does || moves_or_chooses(command), "{command} in {name}");
            let ends_selection = name == "Selected text"
                && matches!(command, C::Highlight | C::Unhighlight | C::Note | C::CopyText);
            if !moves_or_chooses(command) && !ends_selection {
                assert_eq!(behind(&reader), before, "{command} in {name}");
            }
        }
    }
    let useless = "this does nothing here · Esc closes";
    for (keys, pressed) in [
        ("g H", "Space"),
        ("g H", "v"),
        ("g H", "V"),
        ("?", "s"),
        ("g k", "Enter"),
        ("2 Enter", "j"),
        ("g l", "o"),
        ("` G", "x"),
        ("V Enter", "Space"),
    ] {
        let mut reader = reader();
        open(&mut reader, keys.split(' ').next().unwrap_or_default());
        open(&mut reader, keys.split_once(' ').map_or("", |(_, rest)| rest));
        reader.press(pressed);
        assert_eq!(reader.notice(), useless, "{pressed} after {keys}");
    }
}

/// Arguments are no way around it.
#[test]
fn typed_arguments_do_not_reach_behind_an_overlay() {
    let check = |line: &str, expected: &str| {
        let mut reader = reader();
        reader.press("m a `");
        let before = behind(&reader);
        let keys: Vec<String> = line.replace(' ', "␣").chars().map(String::from).collect();
        reader.press(&format!(": {} Enter", keys.join(" ").replace('␣', "Space")));
        assert_eq!(behind(&reader), before, "{line}");
        assert_eq!((title(&reader).as_str(), reader.notice().as_str()), ("Places", expected));
    };
    let useless = "this does nothing here · Esc closes";
    check("sort title", useless);
    check("layout beside", useless);
    check("title p0", useless);
    check("mark c", useless);
    // Not the one under the cursor.
    check("delmarks b", "mark b is deleted");
    check("2", "");
    let mut reader = reader();
    reader.press("? : h e l p Space s t a r Enter");
    assert_eq!((title(&reader).as_str(), overlay(&reader).filter().as_str()), ("Help", "star"));
}

#[test]
fn keys_of_pages_and_groups_work() {
    let mut reader = reader();
    let at = |reader: &Reader| overlay(reader).position().0;
    reader.press("?");
    reader.press("Space");
    assert!(at(&reader) > 20, "{}", at(&reader));
    reader.press("g g ] ]");
    assert_eq!(at(&reader), 6, "the first row below the second heading");
    reader.press("] ] [ [");
    assert_eq!(at(&reader), 6);
    reader.press("[ [ [ [");
    assert_eq!(at(&reader), 1);
    reader.press("1 7 G");
    assert_eq!(at(&reader), 17);
}

/// The outline starts at the heading of the visible text.
#[test]
fn the_outline_starts_where_the_reader_is() {
    let section = format!("{}\n## 节\n\n", "一段话。\n\n".repeat(9));
    let text = format!("## 头\n\n{}", section.repeat(9));
    let mut reader = Reader::new(posts(2), (100, 30)).with_body(&text);
    let heading = |reader: &Reader| match &overlay(reader).rows()[overlay(reader).cursor().at] {
        Row::Section { text, .. } => text.as_str().trim().to_owned(),
        other => panic!("{other:?}"),
    };
    reader.press("Enter g O");
    assert_eq!((heading(&reader).as_str(), overlay(&reader).position()), ("头", (1, 10)));
    reader.press("Esc ] ] ] ] ] ] j g O");
    assert_eq!((heading(&reader).as_str(), overlay(&reader).position()), ("节", (3, 10)));
}

#[test]
fn rows_can_be_copied_and_edited() {
    let mut reader = reader();
    let copied = |effects: Vec<Effect>| match effects.as_slice() {
        [Effect::Copy(text)] => text.to_string(),
        other => panic!("{other:?}"),
    };
    assert_eq!(copied(reader.press("g l y l")), "https://example.com");
    assert_eq!(copied(reader.press("Esc g p y p")), "_posts/odd.md");
    let effects = reader.press("E");
    assert!(
        matches!(effects.as_slice(), [Effect::Edit(key)] if key.as_bytes() == b"_posts/odd.md"),
        "{effects:?}"
    );
    assert_eq!(title(&reader), "Problems");
}

/// Esc shows all rows again before it closes; the cursor stays on its row.
#[test]
fn a_filter_can_be_seen_changed_and_left() {
    let mut reader = reader();
    reader.press("? / s t a r Enter j");
    assert_eq!(overlay(&reader).filter().as_str(), "star");
    let row = |reader: &Reader| overlay(reader).rows()[overlay(reader).cursor().at].clone();
    let chosen = row(&reader);
    reader.press("/");
    let prompt = reader.app.input().prompt().unwrap();
    assert_eq!((prompt.kind(), prompt.text()), (PromptKind::Rows, "star"));
    reader.press("Enter Esc");
    assert_eq!((title(&reader).as_str(), row(&reader)), ("Help", chosen));
    assert!(overlay(&reader).filter().is_empty() && overlay(&reader).rows().len() > 100);
    // If no row has the words, the overlay says so.
    reader.press("/ x y z Enter");
    let shown = crate::highlighting::screen(&reader);
    assert!(shown.contains("no row contains xyz"), "{shown}");
    reader.press("s");
    assert_eq!(reader.notice(), "this does nothing here · q closes");
    reader.press("Esc Esc");
    assert_eq!(title(&reader), "");
    // A resize does not change the filter.
    let mut reader = self::reader();
    open(&mut reader, "g k");
    reader.press("/ 字 Enter");
    let rows = overlay(&reader).rows().len();
    reader.resize(60, 20);
    assert_eq!((overlay(&reader).filter().as_str(), overlay(&reader).rows().len()), ("字", rows));
}

/// Returns the quotes of the listed highlights, with the one under the cursor in brackets.
fn quotes(reader: &Reader) -> String {
    let overlay = overlay(reader);
    let rows = overlay.rows().iter().enumerate();
    let quotes = rows.filter_map(|(at, row)| match row {
        Row::Highlight { text, .. } if at == overlay.cursor().at => Some(format!("[{text}]")),
        Row::Highlight { text, .. } => Some(text.to_string()),
        _ => None,
    });
    quotes.collect::<Vec<_>>().join(" ")
}

#[test]
fn highlights_that_change_keep_the_filter_and_the_cursor() {
    let mut reader =
        Reader::new(posts(3), (100, 30)).with_body("甲一。\n\n乙二。\n\n丙二。\n\n丁二。");
    for keys in ["Enter V s h", "V j s h", "V j s h", "V j s h"] {
        reader.now += 1000;
        reader.press(keys);
    }
    reader.press("g H");
    assert_eq!(quotes(&reader), "[丁二。] 丙二。 乙二。 甲一。");
    reader.press("/ 二 Enter j 3 h");
    assert_eq!(quotes(&reader), "丁二。 [丙二。] 乙二。");
    // After a removal, the cursor is on the next one, or at the end on the one before.
    reader.press("x");
    assert_eq!(quotes(&reader), "丁二。 [乙二。]");
    reader.press("U");
    assert_eq!(quotes(&reader), "丁二。 [丙二。] 乙二。", "on what came back");
    reader.press("j x");
    assert_eq!(quotes(&reader), "丁二。 [丙二。]");
    // What another instance highlights.
    let passage = Passage::of("戊二。", 0.."戊二。".len()).unwrap();
    let made = Change::highlight(b"_posts/p1.md", &passage, reader.now + 1).unwrap();
    let records = State::new("there").change(&[made], reader.now + 1).records;
    let records = records.into_iter().map(|record| (record, "there".into())).collect();
    reader.update(Message::State(News::Records(records)));
    assert_eq!(quotes(&reader), "戊二。 丁二。 [丙二。]");
    reader.press("Esc");
    assert_eq!(quotes(&reader), "戊二。 丁二。 [丙二。] 甲一。");
}

#[test]
fn marks_that_change_keep_the_filter_and_the_cursor() {
    let mut reader = Reader::new(posts(4), (100, 30)).with_body("甲。\n\n乙。");
    let letters = |reader: &Reader| -> String {
        let overlay = overlay(reader);
        let rows = overlay.rows().iter().enumerate();
        let letters = rows.filter_map(|(at, row)| match row {
            Row::Place { letter, read: Some(_), .. } if at == overlay.cursor().at => {
                Some(format!("[{}]", letter.unwrap_or('-')))
            }
            Row::Place { letter, read: Some(_), .. } => Some(letter.unwrap_or('-').to_string()),
            _ => None,
        });
        letters.collect()
    };
    reader.press("m a j m b j m c j m d ` j j");
    assert_eq!(letters(&reader), "ab[c]d");
    reader.press("x");
    assert_eq!(letters(&reader), "ab[d]");
    reader.press("U");
    assert_eq!(letters(&reader), "ab[c]d", "with the lines that were read");
    reader.press("/ p 2 Enter");
    assert_eq!(letters(&reader), "[b]");
    // What another instance marks.
    let mut other = State::new("there");
    let changes = [Change::mark('e', b"_posts/p2.md", "1:0").unwrap()];
    let records = other.change(&changes, reader.now + 1).records;
    let records = records.into_iter().map(|record| (record, "there".into())).collect();
    let effects = reader.update(Message::State(News::Records(records)));
    assert!(matches!(effects.as_slice(), [Effect::Lines(request)] if request.places.len() == 1));
    reader.answer(effects);
    reader.press("Esc");
    assert_eq!(letters(&reader), "a[b]cde");
    // A letter goes there.
    reader.press("' c");
    assert_eq!((title(&reader), reader.reading()), (String::new(), Some("p1".into())));
}

/// A problem that is mended is no longer listed, and the cursor stays on its row.
#[test]
fn problems_are_listed_as_they_are() {
    let mut reader = Reader::new(posts(2), (100, 30));
    for name in ["a", "b", "c"] {
        reader.add_problem(name);
    }
    reader.finish();
    let places = |reader: &Reader| -> String {
        let overlay = overlay(reader);
        let rows = overlay.rows().iter().enumerate();
        let places = rows.filter_map(|(at, row)| match row {
            Row::Problem { place, .. } if at == overlay.cursor().at => Some(format!("[{place}]")),
            Row::Problem { place, .. } => Some(place.to_string()),
            _ => None,
        });
        places.collect::<Vec<_>>().join(" ")
    };
    reader.press("g p j");
    assert_eq!(places(&reader), "_posts/a.md:3 [_posts/b.md:3] _posts/c.md:3");
    let generation = reader.app.library().progress().generation();
    let changes = Changes { posts: vec![post("a", 1, 1)], ..Changes::default() };
    reader.update(Message::Changed(generation, Report::Changes(changes)));
    assert_eq!(places(&reader), "[_posts/b.md:3] _posts/c.md:3");
}

/// Nothing is laid out again while nothing changes.
#[test]
fn rows_are_laid_out_once() {
    for (keys, name) in all() {
        let mut reader = reader();
        open(&mut reader, keys);
        let rows = overlay(&reader).rows().as_ptr();
        reader.press("j k");
        if name == "Highlights" {
            assert!(!reader.press("y").is_empty());
            reader.press("a Esc");
        }
        assert_eq!(overlay(&reader).rows().as_ptr(), rows, "{name}");
    }
}

#[test]
fn the_cursor_stays_in_the_text_when_the_width_changes() {
    let mut reader = reader();
    let paragraphs: Vec<String> =
        (0..40).map(|n| format!("第{n}段，{}", "一二三四五六七八九十".repeat(8))).collect();
    let output = CleanText::body(&paragraphs.join("\n\n"));
    for effect in reader.press("g k") {
        if let Effect::Run(request) = effect {
            let (number, output) = (request.number, output.clone());
            reader.update(Message::Ran(Ran { number, output, end: RunEnd::Well }));
        }
    }
    let line = |reader: &Reader| match &overlay(reader).rows()[overlay(reader).cursor().at] {
        Row::Line { text, .. } => text.to_string(),
        other => panic!("{other:?}"),
    };
    reader.press("5 0 %");
    while !line(&reader).contains("段") {
        reader.press("k");
    }
    let before: String = line(&reader).chars().take(4).collect();
    for size in [(60, 20), (50, 15), (120, 40)] {
        reader.resize(size.0, size.1);
        assert!(line(&reader).starts_with(&before), "{size:?}: {}", line(&reader));
    }
}
