//! The mouse: wheel, clicks on rows, facets and links, and dividers that are dragged.

use kanbao::app::input::mouse::Mouse;
use kanbao::app::screen::layout::Pane;
use kanbao::app::{Effect, Message};

use crate::support::reader::{Reader, posts};

const DOWN: Mouse = Mouse::Wheel { down: true };

/// Sends a mouse event in a cell of a pane.
fn point(reader: &mut Reader, mouse: Mouse, pane: Pane, column: u16, row: u16) -> Vec<Effect> {
    let area = reader.app.screen().layout().unwrap().pane(pane).unwrap();
    let message = Message::Mouse(mouse, area.x + column, area.y + row);
    let effects = reader.update(message);
    reader.answer(effects)
}

#[test]
fn the_wheel_moves_what_it_is_over() {
    let mut reader = Reader::new(posts(60), (120, 40));
    point(&mut reader, DOWN, Pane::List, 5, 5);
    // The rows move; nothing else is selected, so nothing is read.
    assert_eq!((reader.selected().as_str(), reader.app.screen().focus()), ("p59", Pane::List));
    assert_eq!(reader.app.listing().cursor().top, 3);
    point(&mut reader, DOWN, Pane::Article, 5, 5);
    assert_eq!((reader.app.article().top(), reader.app.screen().focus()), (3, Pane::List));
    reader.ring();
    assert_eq!(reader.app.listing().unread(), 60, "the wheel marks nothing");
    point(&mut reader, Mouse::Wheel { down: false }, Pane::Article, 5, 5);
    assert_eq!(reader.app.article().top(), 0);
    point(&mut reader, DOWN, Pane::Facets, 5, 5);
    assert_eq!(reader.app.listing().facets().cursor().at, 0);
    reader.press("j");
    assert_eq!((reader.selected().as_str(), reader.app.listing().cursor().top), ("p58", 0));
}

#[test]
fn the_wheel_scrolls_an_overlay_and_selects_nothing() {
    let mut reader = Reader::new(posts(3), (80, 24));
    reader.press("?");
    let cursor = |reader: &Reader| reader.app.screen().overlay().unwrap().cursor();
    let first = cursor(&reader);
    point(&mut reader, DOWN, Pane::List, 5, 5);
    assert_eq!((cursor(&reader).at, cursor(&reader).top), (first.at, first.top + 3));
    reader.press("j");
    assert!(cursor(&reader).at > first.at && cursor(&reader).top <= first.top + 3);
}

#[test]
fn a_click_goes_to_a_row_and_another_opens_it() {
    let mut reader = Reader::new(posts(60), (120, 40));
    point(&mut reader, Mouse::Press, Pane::List, 9, 4);
    assert_eq!((reader.selected().as_str(), reader.app.screen().focus()), ("p55", Pane::List));
    point(&mut reader, Mouse::Press, Pane::List, 9, 4);
    assert_eq!(reader.app.screen().focus(), Pane::Article);
    // Below the last row there is nothing.
    let mut few = Reader::new(posts(2), (120, 40));
    point(&mut few, Mouse::Press, Pane::List, 9, 7);
    assert_eq!(few.selected(), "p1");
}

#[test]
fn a_click_goes_to_a_hit_by_any_of_its_lines() {
    // A hit has a line for its title and one for its text.
    for (line, expected) in [(0, "p19"), (1, "p19"), (2, "p18"), (7, "p16"), (8, "p15")] {
        let mut reader = Reader::new(posts(60), (120, 40));
        reader.press("/ p 1 Enter j j");
        assert_eq!(reader.selected(), "p17");
        point(&mut reader, Mouse::Press, Pane::List, 9, line);
        assert_eq!(reader.selected(), expected, "{line}");
    }
    // The second line of the hit under the cursor opens it.
    let mut reader = Reader::new(posts(60), (120, 40));
    reader.press("/ p 1 Enter j j");
    point(&mut reader, Mouse::Press, Pane::List, 9, 5);
    let reading = (reader.reading(), reader.app.screen().focus());
    assert_eq!(reading, (Some("p17".to_owned()), Pane::Article));
}

#[test]
fn a_click_lists_a_facet() {
    let mut reader = Reader::new(posts(12), (120, 40));
    // All, unread, a blank row, a title, a.
    point(&mut reader, Mouse::Press, Pane::Facets, 6, 4);
    assert_eq!((reader.app.conditions().as_str(), reader.listed()), ("a", 6));
    point(&mut reader, Mouse::Press, Pane::Facets, 6, 2);
    assert_eq!(reader.listed(), 6);
    // Another click takes it back; one on the title folds the section.
    point(&mut reader, Mouse::Press, Pane::Facets, 6, 4);
    assert_eq!(reader.listed(), 12);
    let rows = reader.app.listing().facets().rows().len();
    point(&mut reader, Mouse::Press, Pane::Facets, 6, 3);
    assert_eq!((reader.listed(), reader.app.listing().facets().rows().len()), (12, rows - 2));
    point(&mut reader, Mouse::Press, Pane::Facets, 6, 0);
    assert_eq!(reader.listed(), 12);
}

#[test]
fn a_click_follows_a_link() {
    let mut reader = Reader::new(posts(2), (50, 20)).with_body("[甲乙](http://a.b/)");
    reader.press("Enter");
    // Title, facts, a blank line, the text; the measure is centred.
    let rows = (0..8).flat_map(|row| (0..8).map(move |column| (column, row)));
    let opened: Vec<(u16, u16)> = rows
        .filter(|&(column, row)| {
            reader.now += 1000;
            point(&mut reader, Mouse::Press, Pane::Article, column, row);
            let effects = point(&mut reader, Mouse::Release, Pane::Article, column, row);
            effects.iter().any(|effect| matches!(effect, Effect::Open(_)))
        })
        .collect();
    assert_eq!(opened.len(), 4, "its four cells: {opened:?}");
}

#[test]
fn lines_between_panes_are_dragged() {
    let mut reader = Reader::new(posts(12), (120, 40));
    let divider = reader.app.screen().layout().unwrap().divider.unwrap();
    let before = reader.app.screen().layout().unwrap().list.unwrap().height;
    reader.update(Message::Mouse(Mouse::Press, divider.x + 9, divider.y));
    reader.update(Message::Mouse(Mouse::Drag, divider.x + 9, divider.y + 6));
    let after = reader.app.screen().layout().unwrap().list.unwrap().height;
    assert!((before + 5..=before + 7).contains(&after), "{before} {after}");
    reader.update(Message::Mouse(Mouse::Release, 0, 0));
    reader.update(Message::Mouse(Mouse::Drag, divider.x + 9, divider.y));
    assert_eq!(reader.app.screen().layout().unwrap().list.unwrap().height, after);
    let rule = reader.app.screen().layout().unwrap().rules[0].unwrap();
    reader.update(Message::Mouse(Mouse::Press, rule.x, 9));
    reader.update(Message::Mouse(Mouse::Drag, 20, 9));
    assert_eq!(reader.app.screen().layout().unwrap().facets.unwrap().width, 20);
}

#[test]
fn a_click_runs_a_row_of_the_help() {
    let mut reader = Reader::new(posts(12), (80, 24));
    reader.press("?");
    // The heading, then what a newcomer needs: to read, and the next post.
    reader.update(Message::Mouse(Mouse::Press, 9, 1));
    assert!(reader.app.screen().overlay().is_some());
    reader.update(Message::Mouse(Mouse::Press, 9, 3));
    assert!(reader.app.screen().overlay().is_none());
    assert_eq!(reader.selected(), "p10");
}

#[test]
fn a_click_beside_the_facets_above_other_panes_only_closes_them() {
    let mut reader = Reader::new(posts(60), (80, 24));
    reader.press("j g 1");
    let layout = reader.app.screen().layout().unwrap();
    assert!(layout.facets_over);
    let article = layout.article.unwrap();
    reader.update(Message::Mouse(Mouse::Press, article.x + 60, article.y + 2));
    assert_eq!((reader.app.screen().focus(), reader.selected().as_str()), (Pane::List, "p58"));
    assert_eq!(reader.app.listing().unread(), 60);
}

#[test]
fn a_click_on_the_name_leads_back_to_the_list() {
    let mut reader = Reader::new(posts(60), (50, 15));
    reader.press("g c a Enter Enter");
    assert_eq!(reader.app.screen().focus(), Pane::Article);
    reader.update(Message::Mouse(Mouse::Press, 2, 0));
    let conditions = |reader: &Reader| reader.app.conditions().to_string();
    assert_eq!((reader.app.screen().focus(), conditions(&reader)), (Pane::List, "a".to_owned()));
    reader.update(Message::Mouse(Mouse::Press, 2, 0));
    assert_eq!(conditions(&reader), "");
}
