//! The page of reading statistics.

use kanbao::app::screen::overlay::{Overlay, Row};
use kanbao::app::text::Text;
use kanbao::app::{Effect, Message};
use kanbao::archive::post::Post;
use kanbao::clean::CleanText;
use kanbao::state::{Change, State};

use crate::support::reader::{Reader, posts};
use crate::support::texts::post;

/// A day in milliseconds.
const DAY: u64 = 24 * 60 * 60 * 1000;

/// Returns the rows that count posts: name, number, and the number for comparison.
fn counts(reader: &Reader) -> Vec<(String, usize, Option<usize>)> {
    let locale = reader.app.screen().locale();
    let rows = reader.app.screen().overlay().map(Overlay::rows).unwrap_or_default();
    let count = |row: &Row| match row {
        Row::Count { name, posts, of, .. } => {
            Some((name.to_clean(locale).to_string(), *posts, *of))
        }
        _ => None,
    };
    rows.iter().filter_map(count).collect()
}

/// Posts of two categories, of which some were read one, forty and four hundred days ago.
fn reader() -> Reader {
    let mut all: Vec<Post> = posts(30);
    for (at, post) in all.iter_mut().enumerate() {
        let names: &[&str] = if at % 3 == 0 { &["甲/a b", "乙"] } else { &["乙"] };
        post.categories = names.iter().map(|name| CleanText::line(name)).collect();
    }
    let mut state = State::new("h");
    let now = Reader::empty((80, 24)).now;
    for (at, ago) in [(0, 400), (1, 40), (2, 40), (3, 40), (4, 1), (6, 0)] {
        let key = all[at].key.as_bytes().to_vec();
        state.change(&[Change::read(&key, true)], now - ago * DAY);
    }
    // A post that no longer exists.
    state.change(&[Change::read(b"gone.md", true)], now);
    Reader::of(state, all, (120, 40))
}

#[test]
fn each_row_lists_the_posts_that_it_counts() {
    let mut reader = reader();
    reader.press("g S");
    let rows = counts(&reader);
    let in_all = rows.iter().find(|(name, ..)| name == "in all").unwrap();
    assert_eq!(in_all, &("in all".into(), 6, None));
    assert_eq!(rows.len(), 3 + 2 + 3, "{rows:?}");
    let of_category = |name: &str| rows.iter().find(|row| row.0 == name).unwrap().1;
    assert_eq!((of_category("乙"), of_category("甲"), of_category("甲/a b")), (6, 3, 3));
    for (at, (name, posts, _)) in rows.iter().enumerate() {
        // The current conditions and order do not matter.
        reader.press("Esc F g c 甲 Enter o t i t l e Enter g S g g");
        for _ in 0..at {
            reader.press("j");
        }
        reader.press("Enter");
        // A row without posts leads nowhere.
        assert_eq!(reader.app.screen().overlay().is_some(), *posts == 0, "{name}");
        if *posts == 0 {
            continue;
        }
        assert_eq!(reader.listed(), *posts, "{name}: {}", reader.app.conditions());
        assert_eq!(reader.app.listing().sort().name(), "read", "{name}");
    }
    // One undo restores the list.
    reader.press("F g S G Enter");
    assert_eq!(reader.listed(), 3);
    reader.press("U");
    assert_eq!(reader.listed(), 30);
}

#[test]
fn months_without_reading_are_left_out_or_folded() {
    let all = posts(5);
    let mut state = State::new("h");
    let now = Reader::empty((80, 24)).now;
    for (post, ago) in all.iter().zip([400, 250, 130, 70, 40]) {
        state.change(&[Change::read(post.key.as_bytes(), true)], now - ago * DAY);
    }
    let mut reader = Reader::of(state, all, (120, 40));
    reader.press("g S");
    let locale = reader.app.screen().locale();
    let rows = reader.app.screen().overlay().unwrap().rows().iter();
    let rows = rows.skip_while(|row| !matches!(row, Row::Heading(Text::ReadByMonth)));
    let shown = rows.skip(1).take_while(|row| !matches!(row, Row::Blank)).map(|row| match row {
        Row::Count { name, posts, .. } => format!("{}: {posts}", name.to_clean(locale)),
        Row::Note(text) => text.to_clean(locale).to_string(),
        other => panic!("{other:?}"),
    });
    let expected = [
        "2033-04: 1",
        "2033-03: 1",
        "2033-02: 0",
        "2033-01: 1",
        "3 months without any",
        "2032-09: 1",
    ];
    assert_eq!(shown.collect::<Vec<_>>(), expected);
}

#[test]
fn the_page_says_that_it_is_counted_and_drops_stale_numbers() {
    let mut reader = reader();
    reader.press("g");
    let first = reader.press_without_answers("S");
    let note = reader.app.screen().overlay().unwrap().rows().last().cloned();
    assert!(matches!(note, Some(Row::Note(Text::StillCounting))), "{note:?}");
    assert_eq!(counts(&reader), []);
    reader.press("Esc g");
    let second = reader.press_without_answers("S");
    let stale = Message::Statistics(1, Box::default());
    assert_eq!(reader.update(stale), []);
    assert_eq!(counts(&reader), []);
    reader.answer(second);
    assert_eq!(counts(&reader).len(), 8);
    // The answer to the first request arrives late.
    reader.answer(first);
    assert_eq!(counts(&reader).len(), 8);
    reader.update(Message::Statistics(1, Box::default()));
    assert_eq!(counts(&reader).len(), 8);
    // While the page is closed, nothing is counted.
    let mut reader = self::reader();
    let effects = reader.press_without_answers("r");
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Statistics(_))));
}

#[test]
fn it_can_be_asked_for_by_name_and_follows_what_is_read() {
    let mut reader = Reader::of(State::new("h"), vec![post("a", 1, 1), post("b", 2, 2)], (80, 24));
    reader.press(": s t a t s Enter");
    assert_eq!(counts(&reader).len(), 3);
    let rows = reader.app.screen().overlay().unwrap().rows();
    assert!(matches!(rows.last(), Some(Row::Note(_))), "what counts as read is said");
    reader.press("Esc r : s t a t i s t i c s Enter");
    let rows = counts(&reader);
    assert_eq!(rows.len(), 3 + 1 + 1, "{rows:?}");
    assert_eq!(rows[..4].iter().map(|row| row.1).collect::<Vec<_>>(), [1, 1, 1, 1]);
    // The rows can be searched.
    reader.press("/ i n Space a l l Enter");
    assert_eq!(counts(&reader).len(), 1);
}
