//! The user's own tags in the reader.

use kanbao::app::Message;
use kanbao::app::listing::facets::Row;
use kanbao::search::facets::Facet;
use kanbao::state::writer::News;
use kanbao::state::{Change, State};

use crate::support::reader::{Reader, posts};

const SIZE: (u16, u16) = (120, 40);

/// The rows of own tags with their counts.
fn rows(reader: &Reader) -> String {
    let rows = reader.app.listing().facets().rows().iter().filter_map(|row| match row {
        Row::Facet(row) if matches!(row.facet, Facet::OwnTag(_)) => {
            Some(format!("{} {}", row.label, row.count))
        }
        _ => None,
    });
    rows.collect::<Vec<_>>().join(", ")
}

/// The own tags of the posts in the list.
fn tags(reader: &Reader) -> String {
    let marks = reader.app.library().marks();
    let posts = reader.app.listing().posts().iter().map(|&id| {
        let tags = marks.tags_of(id).map(|tag| format!("+{tag}"));
        std::iter::once(reader.title_of(id)).chain(tags).collect::<Vec<_>>().concat()
    });
    posts.collect::<Vec<_>>().join(" ")
}

fn facts(reader: &Reader) -> String {
    let page = &reader.app.article().article().unwrap().page;
    (0..page.len()).take(3).map(|line| page.plain(line).to_string()).collect()
}

#[test]
fn posts_are_tagged_in_bulk_and_the_change_is_undone() {
    let mut reader = Reader::new(posts(3), SIZE);
    reader.press("t + 甲 Space 乙 Enter");
    assert_eq!(reader.notice(), "+甲 +乙 on 1 post · U undoes it");
    assert_eq!((tags(&reader), rows(&reader)), ("p2+乙+甲 p1 p0".into(), "+乙 1, +甲 1".into()));
    assert!(facts(&reader).contains("+乙 · +甲"), "{}", facts(&reader));
    reader.press("v v t 甲 ， - 乙 Enter");
    assert_eq!(reader.notice(), "+甲 -乙 on 2 posts · U undoes it");
    assert_eq!((tags(&reader), rows(&reader)), ("p2+甲 p1+甲 p0".into(), "+甲 2".into()));
    // The selection is gone.
    reader.press("t 甲 Enter");
    assert_eq!((tags(&reader), rows(&reader)), ("p2+甲 p1+甲 p0+甲".into(), "+甲 3".into()));
    reader.press("t 甲 Enter");
    assert_eq!(reader.notice(), "no tag changed");
    reader.press("U U");
    assert_eq!(reader.notice(), "undone: +甲 -乙 on 2 posts");
    assert_eq!((tags(&reader), rows(&reader)), ("p2+乙+甲 p1 p0".into(), "+乙 1, +甲 1".into()));
    reader.press("U U");
    assert_eq!((tags(&reader), rows(&reader)), ("p2 p1 p0".into(), String::new()));
    reader.press("k k");
    assert!(!facts(&reader).contains('+'), "{}", facts(&reader));
}

#[test]
fn known_tags_complete_a_line() {
    let mut reader = Reader::new(posts(3), SIZE);
    reader.press("t 降 准 、 货 币 Enter j t 降 息 Enter k");
    let offered = |reader: &Reader| {
        let prompt = reader.app.input().prompt().unwrap();
        let labels = prompt.offers().iter().map(|offer| offer.label.to_string());
        labels.collect::<Vec<_>>().join(" ")
    };
    for (keys, expected) in [
        ("t", "-货币 -降准 +降息"),
        ("Esc t 降", "-降准 +降息"),
        ("Esc t - 降", "-降准"),
        ("Esc t + 降", "+降息"),
        ("Esc t x , 降 息", "+降息"),
    ] {
        reader.press(keys);
        assert_eq!(offered(&reader), expected, "{keys}");
    }
    reader.press("Tab Enter");
    assert_eq!(tags(&reader), "p2+x+货币+降准+降息 p1+降息 p0");
    // An invalid tag keeps the prompt open.
    reader.press("t - - a Enter");
    assert_eq!(reader.notice(), "--a cannot be a tag");
    assert!(reader.app.input().prompt().is_some());
    reader.press("Esc t + y Space - y Enter");
    assert_eq!(reader.notice(), "y cannot be added and removed at once");
    assert!(reader.app.input().prompt().is_some());
    reader.press("Esc : t a g Space - x Enter");
    assert_eq!(tags(&reader), "p2+货币+降准+降息 p1+降息 p0");
}

#[test]
fn a_tag_is_a_facet_that_keeps_its_exact_name() {
    let mut reader = Reader::new(posts(4), SIZE);
    reader.press("t A I Enter j t a i Enter j t A I Enter g 1");
    assert_eq!(rows(&reader), "+AI 2, +ai 1");
    reader.press("g g ] ] j Enter");
    assert_eq!(
        (tags(&reader), reader.app.conditions().as_str().to_owned()),
        ("p3+AI p1+AI".into(), "+AI".into())
    );
    // A post that leaves the facet stays listed until the facet is chosen again.
    reader.press("t - A I Enter");
    assert_eq!((tags(&reader), rows(&reader)), ("p3 p1+AI".into(), "+AI 1".into()));
    let state = reader.end();
    let reader = Reader::of(state, posts(4), SIZE);
    assert_eq!(
        (tags(&reader), reader.app.conditions().as_str().to_owned()),
        ("p1+AI".into(), "+AI".into())
    );
}

#[test]
fn tags_of_another_instance_are_shown_at_once() {
    let mut reader = Reader::new(posts(2), SIZE);
    let mut other = State::new("there");
    let records = other.change(&[Change::tag(b"_posts/p1.md", "甲", true)], 1).records;
    let records = records.into_iter().map(|record| (record, "there".into())).collect();
    let effects = reader.update(Message::State(News::Records(records)));
    reader.answer(effects);
    assert_eq!((tags(&reader), rows(&reader)), ("p1+甲 p0".into(), "+甲 1".into()));
    assert!(facts(&reader).contains("+甲"), "{}", facts(&reader));
}
