//! The conditions of the list: a search, facets, a query and a view narrow the same list, and a key
//! or the mouse takes each one back.

use kanbao::app::chips::Piece;
use kanbao::app::input::mouse::Mouse;
use kanbao::app::screen::layout::Pane;
use kanbao::app::{Message, Preferences};
use kanbao::archive::post::Post;
use kanbao::clean::CleanText;
use kanbao::search::facets::Facet;
use kanbao::search::views::View;

use crate::support::reader::{Reader, posts, posts_of};
use crate::support::texts::post;

const SIZE: (u16, u16) = (120, 40);

fn facts(reader: &Reader) -> (String, usize) {
    (reader.app.conditions().to_string(), reader.listed())
}

fn are(reader: &Reader, conditions: &str, listed: usize) {
    assert_eq!(facts(reader), (conditions.to_owned(), listed));
}

/// Sends a click in a cell.
fn click(reader: &mut Reader, x: u16, y: u16) {
    for mouse in [Mouse::Press, Mouse::Release] {
        let effects = reader.update(Message::Mouse(mouse, x, y));
        reader.answer(effects);
    }
}

fn line(reader: &Reader) -> String {
    let chips = reader.app.chips();
    let texts: Vec<String> = chips.iter().map(|chip| chip.text.to_string()).collect();
    texts.join(" · ")
}

#[test]
fn all_conditions_narrow_one_list() {
    let view = View::new("后来", "after:2024-01-05");
    let mut reader = Reader::set(SIZE, Preferences { views: vec![view], ..Preferences::default() });
    reader.load(0, posts(40));
    reader.press("/ p 1 Enter");
    are(&reader, "p1", 10);
    reader.press("g 1 ] ] j Enter");
    are(&reader, "p1 · 后来", 10);
    reader.press("g c a Enter");
    are(&reader, "p1 · 后来 · a", 5);
    reader.press("f - p 1 8 Enter");
    are(&reader, "p1 · 后来 · a · -p18", 4);
    reader.press("g t x Enter");
    are(&reader, "p1 · 后来 · a · -p18 · #x", 1);
    assert_eq!(reader.selected(), "p12");
    // A time replaces another.
    reader.press("g t x Enter Backspace g 1 G l j Space");
    assert_eq!(reader.app.conditions().as_str(), "p1 · 后来 · a · -p18 · 2024-01");
    reader.press("k Space");
    are(&reader, "p1 · 后来 · a · -p18 · 2024", 4);
    reader.press("F");
    are(&reader, "", 40);
    reader.press("U");
    are(&reader, "p1 · 后来 · a · -p18 · 2024", 4);
}

#[test]
fn a_search_looks_within_the_conditions_or_everywhere() {
    let mut reader = Reader::new(posts(40), SIZE);
    let label = |reader: &Reader| reader.app.prompt_label().unwrap().to_string();
    reader.press("/");
    assert_eq!(label(&reader), "search: ");
    reader.press("Esc g c a Enter / p 1");
    assert_eq!((label(&reader).as_str(), reader.listed()), ("search in a: ", 5));
    reader.press("^T");
    assert_eq!((label(&reader).as_str(), reader.listed()), ("search everything: ", 10));
    reader.press("Enter");
    are(&reader, "p1", 10);
    // Removing it restores the conditions before it.
    reader.press("Backspace");
    are(&reader, "a", 20);
    // It is narrowed by what is chosen after it, and opens as it was.
    reader.press("/ p 1 ^T Enter g t x Enter");
    are(&reader, "p1 · #x", 3);
    reader.press("/");
    assert_eq!(label(&reader), "search everything: ");
    reader.press("^T");
    assert_eq!(label(&reader), "search in a · #x: ");
    reader.press("Enter");
    are(&reader, "a · #x · p1", 2);
}

/// A search that is typed faster than it is answered leaves nothing of what was typed before.
#[test]
fn a_wide_search_is_one_condition_before_its_hits_come() {
    let mut reader = Reader::new(posts(40), SIZE);
    reader.press("g c a Enter / ^T");
    let mut effects = Vec::new();
    for key in ["p", "1", "Enter"] {
        effects.extend(reader.press_without_answers(key));
    }
    reader.answer(effects);
    are(&reader, "p1", 10);
    reader.press("Backspace");
    are(&reader, "a", 20);
}

#[test]
fn the_last_search_opens_selected() {
    let mut reader = Reader::new(posts(40), SIZE);
    reader.press("/ p 1 Enter /");
    let prompt = reader.app.input().prompt().unwrap();
    assert!(prompt.is_selected() && prompt.text() == "p1");
    reader.press("p 3 Enter");
    are(&reader, "p3", 10);
    reader.press("/ End 1 Enter");
    are(&reader, "p31", 1);
    reader.press("/ Enter");
    are(&reader, "p31", 1);
    reader.press("/ Backspace Enter");
    are(&reader, "", 40);
}

#[test]
fn chips_are_removed_by_a_click() {
    let mut reader = Reader::new(posts(40), SIZE);
    assert_eq!(line(&reader), "");
    reader.press("/ p 1 Enter g c a Enter O");
    assert_eq!(line(&reader), "p1 × · a × · oldest first ↑");
    let chip = reader.app.chips()[0].clone();
    assert_eq!(chip.piece, Piece::Search(0));
    click(&mut reader, chip.area.right() - 1, chip.area.y);
    are(&reader, "a", 20);
    reader.press("U");
    are(&reader, "p1 · a", 5);
    let order = reader.app.chips().pop().unwrap();
    click(&mut reader, order.area.x, order.area.y);
    assert!(reader.app.input().prompt().is_some());
    // A click on the name lists everything.
    reader.press("Esc");
    click(&mut reader, 3, 0);
    are(&reader, "", 40);
    // A click outside everything does nothing.
    let before = (reader.selected(), reader.app.screen().focus());
    for (x, y) in [(119, 1), (60, 0), (119, 39), (500, 500)] {
        click(&mut reader, x, y);
        assert_eq!((reader.selected(), reader.app.screen().focus()), before, "{x} {y}");
    }
}

#[test]
fn conditions_without_room_are_counted() {
    let mut reader = Reader::new(posts(40), (20, 12));
    reader.press("g c a Enter g t x Enter f p Enter / p 1 Enter");
    assert_eq!(line(&reader), "+2 · p × · p1 ×");
    reader.resize(16, 12);
    assert_eq!(line(&reader), "+3 · p1 ×");
    // On the smallest screen, the conditions are in the top line.
    reader.resize(16, 4);
    assert_eq!(line(&reader), "");
    reader.resize(12, 4);
    assert!(reader.app.screen().layout().is_none() && reader.app.chips().is_empty());
    // Keys change nothing that cannot be seen.
    assert_eq!(reader.press("Backspace s R"), []);
    reader.resize(60, 20);
    assert_eq!(line(&reader), "a × · #x × · p × · p1 ×");
    reader.press("Backspace Backspace");
    assert_eq!(line(&reader), "a × · #x ×");
}

/// A query without hits leaves no cursor; without it the cursor is where it was.
#[test]
fn the_place_survives_a_query_without_hits() {
    for keys in ["/ z z Enter", "f # z z Enter"] {
        let mut reader = Reader::new(posts(40), SIZE);
        reader.press("G");
        let last = reader.selected();
        reader.press(keys);
        assert!(reader.app.listing().posts().is_empty(), "{keys}");
        reader.press("F");
        assert_eq!(reader.selected(), last, "{keys}");
    }
    // With hits it stays on the hit.
    let mut reader = Reader::new(posts(40), SIZE);
    reader.press("G / p 1 2 Enter F");
    assert_eq!(reader.selected(), "p12");
}

#[test]
fn esc_clears_and_moves_no_focus() {
    let mut reader = Reader::new(posts(40), SIZE);
    reader.press("g c a Enter / p 1 Enter v Enter");
    assert_eq!(reader.app.screen().focus(), Pane::Article);
    for (conditions, listed) in [("a · p1", 5), ("a", 20), ("", 40), ("", 40)] {
        reader.press("Esc");
        are(&reader, conditions, listed);
        assert_eq!(reader.app.screen().focus(), Pane::Article);
    }
    reader.press("h");
    assert_eq!(reader.app.screen().focus(), Pane::List);
    reader.press("Left");
    assert_eq!(reader.app.screen().focus(), Pane::Facets);
    reader.press("Esc");
    assert_eq!(reader.app.screen().focus(), Pane::Facets);
}

/// The place in the article, without scrolling there by hand.
fn hit(reader: &Reader) -> (String, usize) {
    let at = reader.app.article().found().map_or(0, |found| found.at() + 1);
    (reader.reading().unwrap_or_default(), at)
}

#[test]
fn hits_lead_to_the_hits_of_the_next_post() {
    let filler = "甲。\n\n".repeat(60);
    let body = format!("{filler}乙一。\n\n{filler}乙二。\n\n{filler}");
    let mut reader = Reader::new(posts(3), SIZE).with_body(&body);
    reader.press("/ 乙 Enter");
    // The preview shows the first hit too.
    assert!(reader.app.article().top() > 0);
    reader.press("Enter");
    assert_eq!(reader.notice(), "hit 1 of 2 · post 1 of 3 · n next");
    let mut seen = vec![hit(&reader)];
    for _ in 0..5 {
        reader.press("n");
        seen.push(hit(&reader));
    }
    let expected = [("p2", 1), ("p2", 2), ("p1", 1), ("p1", 2), ("p0", 1), ("p0", 2)];
    assert_eq!(seen, expected.map(|(post, at)| (post.to_owned(), at)));
    assert_eq!(reader.notice(), "hit 2 of 2 · post 3 of 3 · n next");
    reader.press("n");
    assert_eq!(reader.notice(), "there is no further hit");
    reader.press("N N");
    assert_eq!(hit(&reader), ("p1".to_owned(), 2));
    // Words searched for in the article stay in it.
    reader.press("/ 甲 Enter N");
    assert!(reader.notice().starts_with("hit "), "{}", reader.notice());
    assert_eq!(reader.reading().as_deref(), Some("p1"));
}

#[test]
fn a_post_without_a_hit_in_its_words_says_so() {
    let mut named = posts(3);
    named[1].title = CleanText::line("工信部");
    let mut reader = Reader::new(named, SIZE).with_body("甲。");
    reader.press("/ 工 信 Enter Enter");
    assert_eq!(reader.notice(), "hit 1 of 1 · post 1 of 1 · n next");
    reader.press("h / i s : u n r e a d Enter Enter");
    assert_eq!(reader.app.article().found(), None);
}

#[test]
fn months_are_chosen_on_the_axis_of_time() {
    // From January to December 2024, one a day.
    let mut reader = Reader::new(posts(366), SIZE);
    let columns = reader.app.listing().axis_columns(reader.app.library(), 118);
    assert_eq!((columns.len(), columns[0].posts, columns[1].posts), (12, 31, 29));
    reader.press("g 1 2 j");
    assert!(reader.app.listing().facets().is_on_axis());
    reader.press("h h Space");
    are(&reader, "2024-10", 31);
    // The other months keep their bars; another month replaces the chosen one.
    let columns = reader.app.listing().axis_columns(reader.app.library(), 118);
    assert_eq!((columns[0].posts, columns[9].is_chosen, columns[8].is_chosen), (31, true, false));
    reader.press("l Space");
    are(&reader, "2024-11", 30);
    reader.press("Space");
    are(&reader, "", 366);
    // The bars follow the other conditions.
    reader.press("g c a Enter");
    let columns = reader.app.listing().axis_columns(reader.app.library(), 118);
    assert_eq!(columns[0].posts, 16);
}

#[test]
fn the_axis_stays_at_no_month_without_posts() {
    let late = Post { categories: vec![CleanText::line("c")], ..post("late", 0, 340) };
    let mut reader = Reader::new(posts(31).into_iter().chain([late]).collect(), SIZE);
    let month = |reader: &Reader| reader.app.listing().axis_facet().unwrap();
    assert_eq!(month(&reader), (Facet::Month(2024, 12), 1));
    reader.press("g c a Enter");
    assert_eq!(month(&reader), (Facet::Month(2024, 1), 16));
    // Where the user is, it stays; where the user was, it does not.
    reader.press("F g 1 2 j h l");
    assert!(reader.app.listing().facets().is_on_axis());
    assert_eq!(month(&reader), (Facet::Month(2024, 12), 1));
    reader.press("g c a Enter g 1 g g");
    assert_eq!(month(&reader), (Facet::Month(2024, 1), 16));
}

#[test]
fn months_are_chosen_with_the_mouse() {
    let mut reader = Reader::new(posts(366), SIZE);
    let area = reader.app.axis_area().unwrap();
    let cells = 3;
    click(&mut reader, area.x + cells, area.y);
    are(&reader, "2024-02", 29);
    click(&mut reader, area.x + cells, area.y);
    are(&reader, "", 366);
    for (mouse, column) in
        [(Mouse::Press, 1), (Mouse::Drag, 3), (Mouse::Drag, 2), (Mouse::Release, 2)]
    {
        let message = Message::Mouse(mouse, area.x + column * cells, area.y);
        let effects = reader.update(message);
        reader.answer(effects);
    }
    are(&reader, "2024-02–2024-03", 60);
    reader.press("U");
    are(&reader, "", 366);
    // The months light up under the pointer, also if it leaves the row and the axis.
    let shown = |reader: &Reader| {
        let columns = reader.app.listing().axis_columns(reader.app.library(), 118);
        columns.iter().filter(|column| column.is_at_cursor).count()
    };
    assert_eq!(shown(&reader), 0);
    for (mouse, x, y, months) in [
        (Mouse::Press, area.x + cells, area.y, 1),
        (Mouse::Drag, area.x + 3 * cells, area.y, 3),
        (Mouse::Drag, area.x + 4 * cells, area.y + 9, 4),
        (Mouse::Drag, 0, 30, 2),
    ] {
        reader.update(Message::Mouse(mouse, x, y));
        assert_eq!(shown(&reader), months, "{mouse:?} {x} {y}");
    }
    let effects = reader.update(Message::Mouse(Mouse::Release, 0, 30));
    reader.answer(effects);
    are(&reader, "2024-01–2024-02", 60);
    reader.press("F");
    // On a low screen the axis is among the facets.
    reader.resize(120, 24);
    let area = reader.app.axis_area().unwrap();
    assert_eq!(area.height, 2);
    click(&mut reader, area.x, area.y);
    assert_eq!(reader.app.conditions().as_str(), "2024-01");
}

#[test]
fn a_condition_that_has_vanished_is_told_and_taken_back() {
    let mut reader = Reader::new(posts(6), SIZE);
    reader.press("g c b Enter ^R");
    let mut others = posts(6);
    others.retain(|post| post.categories[0].as_str() == "a");
    reader.load(1, others);
    are(&reader, "b", 0);
    let why = reader.app.emptied().unwrap().to_clean(reader.app.screen().locale());
    assert_eq!(why.as_str(), "no post in this archive has b");
    assert_eq!(line(&reader), "b ×");
    let chip = reader.app.chips()[0].clone();
    click(&mut reader, chip.area.x, chip.area.y);
    are(&reader, "", 3);
}

#[test]
fn selected_posts_that_are_not_listed_are_left_alone() {
    let mut reader = Reader::new(posts(6), SIZE);
    reader.press("v j v / p 0 Enter");
    assert_eq!((reader.listed(), reader.selected().as_str()), (1, "p0"));
    reader.press("s");
    assert_eq!(reader.notice(), "1 post starred");
    // They are selected again where they are listed.
    reader.press("F s");
    assert_eq!(reader.notice(), "2 posts starred");
}

#[test]
fn equal_names_are_told_apart() {
    let view = View::new("a", "p1");
    let mut reader = Reader::set(SIZE, Preferences { views: vec![view], ..Preferences::default() });
    reader.load(0, posts(12));
    reader.press("g c a Enter");
    assert_eq!(line(&reader), "a ×");
    reader.press("g 1 g g ] ] j Enter");
    assert_eq!(line(&reader), "category:a × · a ×");
}

#[test]
fn a_view_that_is_no_query_is_told_and_changes_nothing() {
    let view = View::new("坏", "(p");
    let mut reader = Reader::set(SIZE, Preferences { views: vec![view], ..Preferences::default() });
    reader.load(0, posts(12));
    reader.press("g c a Enter g 1 g g ] ] j Enter");
    assert!(reader.notice().starts_with("view 坏: column "), "{}", reader.notice());
    are(&reader, "a", 6);
}

#[test]
fn the_next_session_has_the_same_conditions() {
    let mut reader = Reader::of(kanbao::state::State::new("here"), posts(40), SIZE);
    reader.press("g c a Enter / p 1 Enter f - p 1 8 Enter j");
    let selected = reader.selected();
    are(&reader, "a · p1 · -p18", 4);
    let reader = Reader::of(reader.end(), posts(40), SIZE);
    are(&reader, "a · p1 · -p18", 4);
    assert_eq!(reader.selected(), selected);
}

#[test]
fn a_view_is_updated_renamed_and_deleted_on_its_row() {
    let mut reader = Reader::new(posts(12), SIZE);
    let views = |reader: &Reader| {
        let views = reader.app.listing().views(reader.app.library());
        let texts = views.iter().map(|one| format!("{}={}", one.name, one.query));
        texts.collect::<Vec<_>>().join(" ")
    };
    // The view takes the place of what it was made of, and the list stays as it is.
    reader.press("g c a Enter 2 j g s m i n e");
    let cursor = reader.selected();
    let effects = reader.press_without_answers("Enter");
    assert!(line(&reader).starts_with("mine ×"));
    assert_eq!(reader.listed(), 6);
    assert_eq!(reader.selected(), cursor);
    reader.answer(effects);
    assert_eq!((reader.selected(), reader.listed()), (cursor, 6));
    reader.press("U");
    assert_eq!((views(&reader).as_str(), line(&reader).as_str()), ("", "a ×"));
    reader.press("g s m i n e Enter F g 1 g g ] ] j Enter");
    are(&reader, "mine", 6);
    reader.press("g t x Enter g 1 g g ] ] j w");
    let both = |reader: &Reader| [views(reader), line(reader)];
    assert_eq!(both(&reader), ["mine=category:a tag:x", "mine ×"]);
    reader.press("e o u r s Enter");
    assert_eq!(both(&reader), ["ours=category:a tag:x", "ours ×"]);
    reader.press("U");
    assert_eq!(line(&reader), "mine ×");
    reader.press(": r e n a m e - v i e w Space o u r s Enter");
    assert_eq!(line(&reader), "ours ×");
    reader.press("x");
    assert_eq!(views(&reader), "");
    reader.press("U");
    assert_eq!(views(&reader), "ours=category:a tag:x");
    reader.press("U U");
    assert_eq!(both(&reader), ["mine=category:a", "mine × · #x ×"]);
    reader.press("g g x");
    assert_eq!(reader.notice(), "this row is not a saved view");
}

#[test]
fn a_view_of_the_archive_stays() {
    let view = View::new("x", "p1");
    let mut reader = Reader::set(SIZE, Preferences { views: vec![view], ..Preferences::default() });
    reader.load(0, posts(12));
    reader.press("g 1 g g ] ] j x");
    assert_eq!(reader.notice(), "view x is the archive’s own");
}

#[test]
fn a_range_of_posts_is_selected() {
    let mut reader = Reader::new(posts(12), SIZE);
    // In another pane, no range of the list begins.
    reader.press("g 1 V");
    assert_eq!(reader.notice(), "V selects posts in the list, and months on the time axis");
    reader.press("Tab");
    let chosen = |reader: &Reader| {
        (0..reader.listed()).filter(|&row| reader.app.listing().is_chosen(row)).count()
    };
    reader.press("j V 3 j");
    assert_eq!(chosen(&reader), 4);
    reader.press("2 k");
    assert_eq!(chosen(&reader), 2);
    // It ends, and stays selected.
    reader.press("V 5 j");
    assert_eq!(chosen(&reader), 2);
    reader.press("s");
    assert_eq!((chosen(&reader), reader.notice().as_str()), (0, "2 posts starred"));
    reader.press("V G Esc");
    assert_eq!(chosen(&reader), 0);
    // A range adds to the posts selected before, and stays on its posts when others arrive.
    reader.press("g g v 2 j V 2 j");
    assert_eq!(chosen(&reader), 4);
    reader.add(posts_of("n", 3, 400));
    assert_eq!(chosen(&reader), 4);
    reader.press("k");
    assert_eq!(chosen(&reader), 3);
    reader.press("O k");
    assert_eq!(chosen(&reader), 4);
    reader.press("V");
    assert_eq!((chosen(&reader), reader.notice().as_str()), (4, "4 selected"));
    reader.press("s");
    assert_eq!((chosen(&reader), reader.notice().as_str()), (0, "4 posts starred"));
}

#[test]
fn a_relation_that_no_post_has_takes_no_other_condition_with_it() {
    let mut reader = Reader::new(posts(400), SIZE);
    reader.press("g c a Enter g");
    let effects = reader.press_without_answers("m");
    reader.press("g t x Enter");
    reader.answer(effects);
    assert_eq!(reader.notice(), "no other post is like this one");
    assert_eq!(reader.app.conditions().as_str(), "a · #x");
}
