//! Marks on posts and places, undo, and the next session.

use std::time::Duration;

use kanbao::app::Message;
use kanbao::app::screen::layout::Pane;
use kanbao::config::locale::Locale;
use kanbao::search::query::field::Mark;
use kanbao::state::writer::News;
use kanbao::state::{Change, State};
use kanbao::view::{self, Look};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::support::reader::{Reader, posts, posts_of};

const SIZE: (u16, u16) = (120, 40);

/// How many posts are selected.
fn chosen(reader: &Reader) -> usize {
    let listing = reader.app.listing();
    (0..listing.posts().len()).filter(|&row| listing.is_chosen(row)).count()
}

/// The titles of the posts with a mark, in list order.
fn marked(reader: &Reader, mark: Mark) -> String {
    let posts = reader
        .app
        .listing()
        .posts()
        .iter()
        .filter(|&&id| reader.app.library().marks().has(id, mark));
    let titles = posts.filter_map(|&id| reader.app.library().archive().post(id));
    titles.map(|post| post.title().to_string()).collect::<Vec<_>>().join(" ")
}

#[test]
fn posts_are_marked_and_unmarked_and_the_last_change_is_undone() {
    let mut reader = Reader::new(posts(6), SIZE);
    for (keys, read, starred, notice) in [
        ("r", "p5", "", "1 post marked read · U undoes it"),
        ("j s", "p5", "p4", "1 post starred"),
        ("r", "p5 p4", "p4", "1 post marked read · U undoes it"),
        ("r", "p5", "p4", "1 post marked unread"),
        ("s", "p5", "", "star removed from 1 post"),
        ("R", "p5 p4 p3 p2 p1 p0", "", "5 posts marked read · U undoes it"),
        ("R", "p5 p4 p3 p2 p1 p0", "", "everything listed is read"),
        ("U", "p5", "", "undone: 5 posts marked read"),
        ("U", "p5", "p4", "undone: star removed from 1 post"),
        ("U U U", "p5", "", "undone: 1 post starred"),
        ("U", "", "", "undone: 1 post marked read"),
        ("U", "", "", "there is nothing to undo"),
    ] {
        reader.press(keys);
        assert_eq!(marked(&reader, Mark::Read), read, "{keys}");
        assert_eq!(marked(&reader, Mark::Starred), starred, "{keys}");
        assert_eq!(reader.notice(), notice, "{keys}");
    }
}

#[test]
fn a_range_says_what_it_holds_while_it_grows() {
    let said = |reader: &Reader| {
        let text = reader.app.selecting_range().map(|text| text.to_clean(Locale::English));
        text.map(|text| text.to_string()).unwrap_or_default()
    };
    let mut reader = Reader::new(posts(6), SIZE);
    for (keys, range) in [
        ("V", "1 selected · V end · Esc cancel"),
        ("j j", "3 selected · V end · Esc cancel"),
        ("k", "2 selected · V end · Esc cancel"),
        ("V", ""),
        ("j V j", "2 in this range · V end · Esc cancel"),
        ("Esc", ""),
    ] {
        reader.press(keys);
        assert_eq!(said(&reader), range, "{keys}");
        let (width, height) = reader.app.screen().size();
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        view::draw(&reader.app, &Look::default(), &mut buffer);
        let bottom: String = (0..width).map(|x| buffer[(x, height - 1)].symbol()).collect();
        assert!(bottom.contains(range), "{keys}: {bottom}");
    }
}

#[test]
fn several_posts_are_selected_for_one_command() {
    let mut reader = Reader::new(posts(6), SIZE);
    reader.press("v j Space");
    assert_eq!(reader.notice(), "2 selected");
    reader.press("s");
    assert_eq!(marked(&reader, Mark::Starred), "p5 p3");
    // The selection is gone: the next command applies to the post under the cursor.
    reader.press("s");
    assert_eq!(marked(&reader, Mark::Starred), "p5 p3 p2");
    reader.press("k v v");
    assert_eq!(chosen(&reader), 2);
    reader.press("Esc");
    assert!(chosen(&reader) == 0 && reader.app.screen().focus() == Pane::List);
}

#[test]
fn moving_marks_nothing_and_opening_does() {
    let mut reader = Reader::new(posts(6), SIZE);
    reader.press("j j k");
    assert_eq!(marked(&reader, Mark::Read), "");
    reader.press("Enter");
    assert_eq!(marked(&reader, Mark::Read), "p4");
    reader.press("J");
    assert_eq!(marked(&reader, Mark::Read), "p4 p3");
    // A post that the user marks as unread while reading it stays unread.
    reader.press("r j Esc");
    assert_eq!(marked(&reader, Mark::Read), "p4");
}

#[test]
fn an_article_beside_the_list_is_marked_as_read_after_a_while() {
    let mut reader = Reader::new(posts(6), SIZE);
    reader.press("j");
    assert_eq!(reader.alarm.map(|(after, _)| after), Some(Duration::from_secs(2)));
    let stale = reader.alarm.unwrap().1;
    reader.press("j");
    reader.update(Message::Alarm(stale));
    assert_eq!(marked(&reader, Mark::Read), "");
    reader.ring();
    assert_eq!(marked(&reader, Mark::Read), "p3");
}

#[test]
fn a_post_read_under_the_unread_filter_stays_listed_until_it_is_applied_again() {
    let mut reader = Reader::new(posts(6), SIZE);
    reader.press("g 1 j Enter r j r");
    assert_eq!((reader.listed(), reader.app.listing().unread()), (6, 4));
    assert_eq!(reader.app.conditions().as_str(), "Unread");
    reader.press("g 1 Enter");
    assert_eq!(reader.listed(), 4);
    reader.press("F ] u");
    assert_eq!(reader.selected(), "p2");
    reader.press("2 ] u");
    assert_eq!(reader.selected(), "p0");
    reader.press("[ u 2 [ u");
    assert_eq!(reader.selected(), "p3");
    reader.press("[ u");
    assert_eq!(reader.notice(), "nothing unread further up");
}

#[test]
fn places_are_kept_under_letters() {
    let mut reader = Reader::new(posts(6), (80, 24));
    reader.press("j Enter 9 j m b");
    let place = reader.top_text();
    assert_eq!(reader.notice(), "mark b is set");
    reader.press("h g g Enter ' b");
    assert_eq!((reader.reading().as_deref(), reader.top_text()), (Some("p4"), place.clone()));
    reader.press("Alt-Left");
    assert_eq!(reader.reading().as_deref(), Some("p5"));
    reader.press("' x");
    assert_eq!(reader.notice(), "there is no mark x");
    reader.press("m 1");
    assert_eq!(reader.notice(), "1 is not a letter: a to z or A to Z");
    // An upper-case letter is one of its own, by the key and by the name.
    reader.press("m B : m a r k Space A Enter");
    assert_eq!(reader.notice(), "mark A is set");
    reader.press("g g ' A");
    assert_eq!(reader.notice(), "");
    reader.press("m Esc j");
    assert_eq!(reader.notice(), "");
}

#[test]
fn the_next_session_begins_where_the_last_ended() {
    let mut reader = Reader::of(State::new("here"), posts(30), (80, 24));
    reader.press("+ g 1 6 j Enter 2 j Enter 7 j");
    let (selected, place) = (reader.selected(), reader.top_text());
    let state = reader.end();

    let reader = Reader::of(state.clone(), posts(30), (80, 24));
    assert_eq!((reader.selected(), reader.top_text()), (selected.clone(), place.clone()));
    assert_eq!(reader.app.screen().focus(), Pane::Article);
    assert_eq!(reader.app.conditions().as_str(), "#x");

    // Posts dated after the newest of that session are new; the place is restored.
    let more = posts(30).into_iter().chain(posts_of("q", 2, 40)).collect();
    let mut reader = Reader::of(state, more, (80, 24));
    assert_eq!((reader.selected(), reader.top_text()), (selected, place));
    reader.press("Esc F");
    assert_eq!(marked(&reader, Mark::New), "q1 q0");
    // They are not new in the next session.
    let more = posts(30).into_iter().chain(posts_of("q", 2, 40)).collect();
    let mut reader = Reader::of(reader.end(), more, (80, 24));
    reader.press("Esc F");
    assert_eq!(marked(&reader, Mark::New), "");
}

#[test]
fn a_post_that_is_away_for_a_session_is_not_new_again() {
    let with = |more: usize| posts(3).into_iter().chain(posts_of("q", more, 10)).collect();
    let mut state = State::new("here");
    // The second session shows both new posts; the third lacks the newest, the fourth both.
    for (more, expected) in [(0, ""), (2, "q1 q0"), (1, ""), (0, ""), (2, "")] {
        let reader = Reader::of(state, with(more), (80, 24));
        assert_eq!(marked(&reader, Mark::New), expected, "{more}");
        state = reader.end();
    }
}

#[test]
fn a_post_dated_in_the_future_makes_no_later_post_old() {
    // Ten years after 2024-01-01: after the reader's present.
    let with = |more: usize| {
        let future = posts_of("f", 1, 3653).into_iter();
        posts(3).into_iter().chain(posts_of("q", more, 10)).chain(future).collect()
    };
    let state = Reader::of(State::new("here"), with(0), SIZE).end();
    let reader = Reader::of(state, with(2), SIZE);
    assert_eq!(marked(&reader, Mark::New), "f0 q1 q0");
}

#[test]
fn an_article_is_opened_again_where_it_was_left() {
    let mut reader = Reader::new(posts(6), (80, 24));
    reader.press("Enter 8 j");
    let place = reader.top_text();
    reader.press("J 3 j K");
    assert_eq!(reader.top_text(), place);
    // An article read to its end starts at the top.
    reader.press("G J K");
    assert_eq!(reader.app.article().top(), 0);
}

#[test]
fn marks_of_other_instances_appear() {
    let mut reader = Reader::new(posts(6), SIZE);
    let mut other = State::new("there");
    let step = other.change(&[Change::star(b"_posts/p2.md", true)], 9);
    let records = step.records.into_iter().map(|record| (record, "there".into())).collect();
    reader.update(Message::State(News::Records(records)));
    assert_eq!(marked(&reader, Mark::Starred), "p2");
}

#[test]
fn a_post_that_was_moved_keeps_its_marks() {
    let mut state = State::new("here");
    state.change(&[Change::star(b"old_post/p2.md", true)], 9);
    let reader = Reader::of(state, posts(6), SIZE);
    assert_eq!(marked(&reader, Mark::Starred), "p2");
}

#[test]
fn marking_by_opening_is_undone_too() {
    let mut reader = Reader::new(posts(3), (80, 24));
    reader.press("Enter");
    let unread = |reader: &Reader| reader.app.listing().unread();
    assert_eq!((unread(&reader), reader.notice().as_str()), (2, ""));
    reader.press("U");
    assert_eq!((unread(&reader), reader.notice().as_str()), (3, "undone: 1 post marked read"));
}

#[test]
fn marks_set_without_a_command_are_no_undo_step() {
    let mut reader = Reader::new(posts(3), (100, 40));
    reader.press("j s");
    reader.ring();
    assert_eq!(reader.app.listing().unread(), 2);
    reader.press("U");
    assert_eq!(reader.notice(), "undone: 1 post starred");
    assert_eq!(reader.app.listing().unread(), 2);
}

#[test]
fn marks_among_hits_are_counted_in_the_list() {
    let mut reader = Reader::new(posts(100), (100, 40));
    reader.press("g c a Enter / p 9 Enter r j r");
    assert_eq!((reader.listed(), reader.app.listing().unread()), (5, 3));
    reader.press("R");
    assert_eq!(reader.app.listing().unread(), 0);
    reader.press("U");
    assert_eq!(reader.app.listing().unread(), 3);
    reader.press("Backspace");
    assert_eq!((reader.listed(), reader.app.listing().unread()), (50, 48));
}
