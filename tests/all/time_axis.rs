//! The time axis with several months per column: keys and mouse choose the same months.

use kanbao::app::Message;
use kanbao::app::input::mouse::Mouse;

use crate::highlighting::screen;
use crate::support::reader::{Reader, posts};
use crate::support::texts::post;

/// Returns a reader with the cursor on the axis, a row of cells among the facets with two months
/// each. It has one post a day from January to May 2024, and one in June 2026.
fn reader() -> Reader {
    let late = post("late", 0, 900);
    let mut reader = Reader::new(posts(150).into_iter().chain([late]).collect(), (120, 24));
    reader.press("g 1 2 j");
    assert!(reader.app.listing().facets().is_on_axis());
    reader
}

/// Returns the months that `Enter` would choose, and the number of their posts.
fn choice(reader: &Reader) -> (String, usize) {
    let (facet, posts) = reader.app.listing().axis_facet().unwrap();
    (facet.label().to_string(), posts)
}

#[test]
fn keys_go_from_column_to_column_that_has_posts() {
    let check = |keys: &str, months: &str, posts: usize| {
        let mut reader = reader();
        reader.press(keys);
        assert_eq!(choice(&reader), (months.to_owned(), posts), "{keys}");
        let named = format!("time: {months} · {posts} post");
        assert!(screen(&reader).contains(&named), "{keys}: {}", screen(&reader));
        reader.press("Enter");
        let listed = (reader.app.conditions().to_string(), reader.listed());
        assert_eq!(listed, (months.to_owned(), posts), "{keys}");
    };
    check("", "2026-05–2026-06", 1);
    check("h", "2024-05–2024-06", 29);
    check("h h", "2024-03–2024-04", 61);
    check("2 h", "2024-03–2024-04", 61);
    check("9 h", "2024-01–2024-02", 60);
    check("9 h h", "2024-01–2024-02", 60);
    check("9 h l l", "2024-05–2024-06", 29);
    check("9 h 9 l l", "2026-05–2026-06", 1);
    check("9 h V l l", "2024-01–2024-06", 150);
}

#[test]
fn a_click_chooses_what_the_keys_choose() {
    for (column, back) in [(0, "9 h"), (1, "2 h"), (2, "h"), (14, "l")] {
        let mut keys = reader();
        keys.press(&format!("{back} Enter"));
        let mut mouse = reader();
        let area = mouse.app.axis_area().unwrap();
        for event in [Mouse::Press, Mouse::Release] {
            let effects = mouse.update(Message::Mouse(event, area.x + column, area.y));
            mouse.answer(effects);
        }
        assert_eq!(mouse.app.conditions(), keys.app.conditions(), "{column}");
        assert_eq!(mouse.listed(), keys.listed(), "{column}");
    }
}

#[test]
fn months_without_posts_are_not_listed() {
    let mut reader = reader();
    let area = reader.app.axis_area().unwrap();
    let effects = reader.update(Message::Mouse(Mouse::Press, area.x + 5, area.y));
    reader.answer(effects);
    assert!(screen(&reader).contains("time: 2024-11–2024-12 · 0 posts"), "{}", screen(&reader));
    let effects = reader.update(Message::Mouse(Mouse::Release, area.x + 5, area.y));
    reader.answer(effects);
    assert_eq!((reader.app.conditions().as_str(), reader.listed()), ("", 151));
    assert_eq!(reader.notice(), "there is no post of 2024-11–2024-12 here");
    reader.press("Enter");
    assert_eq!(reader.notice(), "there is no post of 2024-11–2024-12 here");
    // Keys lead back to months with posts.
    reader.press("h");
    assert_eq!(choice(&reader).0, "2024-05–2024-06");
}

#[test]
fn years_below_the_axis_are_chosen_with_the_mouse() {
    for size in [(80, 24), (120, 24), (120, 40)] {
        let mut reader = reader();
        reader.resize(size.0, size.1);
        let area = reader.app.axis_area().unwrap();
        let labels = reader.app.listing().axis_years(area.width.into());
        let years: Vec<i16> = labels.iter().map(|&(_, year)| year).collect();
        assert_eq!(years, [2024, 2025, 2026], "{size:?}");
        let start = usize::from(size.0 * (area.y + 1) + area.x);
        let row: String = screen(&reader).chars().skip(start).take(area.width.into()).collect();
        assert!(years.iter().all(|year| row.contains(&year.to_string())), "{size:?} {row}");
        let mut click = |cell: usize, conditions: &str, posts| {
            // A condition can take the row where the axis was.
            let area = reader.app.axis_area().unwrap();
            for mouse in [Mouse::Press, Mouse::Release] {
                let message = Message::Mouse(mouse, area.x + cell as u16, area.y + 1);
                let effects = reader.update(message);
                reader.answer(effects);
            }
            let found = (reader.app.conditions().to_string(), reader.listed());
            assert_eq!(found, (conditions.to_owned(), posts), "{size:?} {cell}");
        };
        click(labels[0].0 + 3, "2024", 150);
        click(labels[2].0, "2026", 1);
        click(labels[2].0, "", 151);
        // No post is of 2025.
        click(labels[1].0, "", 151);
        assert_eq!(reader.notice(), "there is no post of 2025 here");
    }
}
