//! Searches, filters, views, and undo of what is listed.

use kanbao::app::effect::Effect;
use kanbao::app::listing::facets::Row;
use kanbao::app::screen::layout::Pane;
use kanbao::app::{Message, Preferences};
use kanbao::search::views::View;

use crate::support::reader::{Reader, posts};

const SIZE: (u16, u16) = (120, 40);

#[test]
fn hits_replace_the_list_while_typing_and_it_comes_back() {
    let mut reader = Reader::new(posts(12), SIZE);
    reader.press("g 1 3 j Enter 2 j");
    let (selected, listed) = (reader.selected(), reader.listed());
    assert_eq!(listed, 6, "a category");
    reader.press("/ p 1");
    assert_eq!(reader.listed(), 1, "within the category: p10");
    reader.press("^T");
    assert_eq!(reader.listed(), 2, "the whole archive: p11 and p10");
    reader.press("0");
    assert_eq!((reader.listed(), reader.selected().as_str()), (1, "p10"));
    reader.press("Backspace");
    assert_eq!(reader.listed(), 2);
    reader.press("Esc");
    assert_eq!((reader.selected(), reader.listed()), (selected.clone(), listed));
    // The list comes back after reading hits, too.
    reader.press("/ p 0 ^T Enter j Enter");
    assert_eq!(
        (reader.reading().as_deref(), reader.app.screen().focus()),
        (Some("p08"), Pane::Article)
    );
    reader.press("h n n N");
    assert_eq!(reader.selected(), "p07");
    reader.press("N Backspace");
    assert_eq!((reader.selected().as_str(), reader.listed()), ("p08", listed));
    assert!(reader.app.listing().search().is_none());
}

#[test]
fn a_query_error_shows_its_column_and_keeps_the_hits() {
    let mut reader = Reader::new(posts(12), SIZE);
    reader.press("/ p 1");
    assert_eq!(reader.listed(), 2);
    reader.press("Space \"");
    assert!(reader.notice().starts_with("column 4: "), "{}", reader.notice());
    assert_eq!(reader.listed(), 2);
    // The nearest field is suggested.
    reader.press("^U t i t e l : x");
    assert!(reader.notice().contains("title"), "{}", reader.notice());
    reader.press("^U z z");
    assert_eq!(reader.listed(), 0);
    reader.press("Enter");
    assert!(
        reader.app.listing().search().is_some(),
        "says that there is nothing, until one leaves"
    );
    reader.press("Backspace");
    assert_eq!(reader.listed(), 12);
    // What can be completed is not finished.
    reader.press("f c a t :");
    assert_eq!(reader.notice(), "");
    assert!(!reader.app.input().prompt().unwrap().offers().is_empty());
    reader.press("Enter");
    assert!(reader.notice().starts_with("column 5"), "{}", reader.notice());
    reader.press("Esc");
    // An invalid query stays in the prompt until it is corrected.
    reader.press("/ ( p Enter");
    assert!(reader.app.input().prompt().is_some() && reader.notice().starts_with("column"));
}

#[test]
fn answers_to_superseded_queries_are_stale() {
    let mut reader = Reader::new(posts(12), SIZE);
    reader.press("/ p 1 Enter");
    let before = reader.app.listing().posts().to_vec();
    let stray = reader.app.library().archive().newest_first().to_vec();
    for number in [0, 1] {
        reader.update(Message::Found { number, hits: stray.clone(), ended: None });
    }
    assert_eq!(reader.app.listing().posts(), before);
}

#[test]
fn a_query_filters_the_list_beside_the_facets() {
    let mut reader = Reader::new(posts(12), SIZE);
    reader.press("f p 0 Enter");
    assert_eq!((reader.listed(), reader.app.conditions().as_str()), (10, "p0"));
    reader.press("g 1 3 j Space");
    assert_eq!((reader.listed(), reader.app.conditions().as_str()), (5, "p0 · a"));
    reader.press("r g 1 G");
    reader.press("F");
    assert_eq!((reader.listed(), reader.app.conditions().as_str()), (12, ""));
    reader.press("f ( p 0 Enter");
    assert!(reader.app.input().prompt().is_some() && reader.notice().starts_with("column"));
    reader.press("Esc f i s : r e a d Enter");
    assert_eq!(reader.listed(), 1);
}

#[test]
fn rows_have_a_second_line_once_hits_are_listed() {
    let mut reader = Reader::new(posts(12), SIZE);
    reader.press("/");
    let effects = reader.press_without_answers("p");
    assert_eq!((reader.listed(), reader.app.listing().row_height()), (12, 1));
    reader.answer(effects);
    assert_eq!((reader.listed(), reader.app.listing().row_height()), (12, 2));
    // A narrower search shows the hits of the wider one until its own come.
    let effects = reader.press_without_answers("1");
    assert_eq!(reader.app.listing().row_height(), 2);
    reader.answer(effects);
    reader.press("Esc");
    assert_eq!((reader.listed(), reader.app.listing().row_height()), (12, 1));
}

#[test]
fn a_filter_is_saved_as_a_view() {
    let mut reader = Reader::new(posts(12), SIZE);
    reader.press("g s");
    assert_eq!(reader.notice(), "there are no conditions to save");
    reader.press("g 1 3 j Enter f p 0 Enter g s m i n e Enter");
    assert_eq!(reader.notice(), "view mine is saved");
    let views = reader.app.listing().views(reader.app.library());
    assert_eq!(views[0].query.as_str(), "category:a p0");
    reader.press("F");
    assert_eq!(reader.listed(), 12);
    // With nothing to save, a name chooses a view.
    reader.press(": v i e w Space m i n Enter");
    let notice = "there are no conditions to save, and no view min; did you mean mine?";
    assert_eq!(reader.notice(), notice);
    reader.press(": v i e w Space m i n e Enter");
    assert_eq!(reader.listed(), 5);
    reader.press("U");
    assert_eq!(reader.listed(), 12);
    // All, unread, the title, then the view.
    reader.press("g 1 g g 3 j Enter");
    assert_eq!((reader.listed(), reader.app.screen().focus()), (5, Pane::List));
    // Undoes the view, the whole list, and saving the view.
    reader.press("U U U");
    assert_eq!(reader.app.listing().views(reader.app.library()), []);
}

/// Alternatives beside a facet are bracketed.
#[test]
fn a_view_of_a_facet_and_alternatives_finds_what_was_listed() {
    let mut reader = Reader::new(posts(12), SIZE);
    reader.press("g c a Enter f p 0 2 Space O R Space p 0 1 Enter");
    assert_eq!((reader.listed(), reader.selected().as_str()), (1, "p02"));
    reader.press("g s m i n e Enter F");
    assert_eq!(reader.listed(), 12);
    reader.press("g 1 g g 3 j Enter");
    assert_eq!((reader.listed(), reader.selected().as_str()), (1, "p02"));
}

#[test]
fn a_users_view_replaces_the_archives_of_the_same_name() {
    let view = View::new;
    let views = vec![view("x", "p0"), view("y", "p1")];
    let mut reader = Reader::set(SIZE, Preferences { views, ..Preferences::default() });
    reader.load(0, posts(12));
    reader.press("f p 0 3 Enter g s x Enter F");
    let views = reader.app.listing().views(reader.app.library());
    assert_eq!(views, [view("y", "p1"), view("x", "p03")]);
    let rows = reader.app.listing().facets().rows().iter();
    assert_eq!(rows.filter(|row| matches!(row, Row::View { .. })).count(), 2);
    // All, unread, the title, then the views.
    reader.press("g 1 g g 4 j Enter");
    assert_eq!((reader.listed(), reader.selected().as_str()), (1, "p03"));
}

#[test]
fn the_zoom_is_left_before_a_search() {
    let mut reader = Reader::new(posts(12), SIZE);
    reader.press("/ p 1 Enter Enter h z");
    assert!(reader.app.screen().zoom());
    reader.press("Esc");
    assert_eq!((reader.app.screen().zoom(), reader.listed()), (false, 2));
    reader.press("Esc");
    assert_eq!((reader.app.listing().search().is_none(), reader.listed()), (true, 12));
}

#[test]
fn posts_can_be_gone_to_by_title() {
    let mut reader = Reader::new(posts(12), SIZE);
    reader.press("^T p 0 3 Enter");
    assert_eq!(
        (reader.reading().as_deref(), reader.app.screen().focus()),
        (Some("p03"), Pane::Article)
    );
    reader.press("^T z z Enter");
    assert_eq!(reader.notice(), "no title contains zz");
}

#[test]
fn fields_and_names_are_completed() {
    let mut reader = Reader::new(posts(12), SIZE);
    reader.press("f c : Tab Enter");
    assert_eq!((reader.app.conditions().as_str(), reader.listed()), ("c:a", 6));
}

#[test]
fn related_posts_replace_the_list() {
    // Every third has the tag x; the years 2024 and 2025 share their days.
    let mut reader = Reader::new(posts(400), (120, 40));
    let before = (reader.selected(), reader.listed());
    reader.press("g D");
    assert_eq!((reader.selected().as_str(), reader.listed()), ("p033", 1));
    assert_eq!(reader.reading().as_deref(), Some("p033"));
    reader.press("Esc");
    assert_eq!((reader.selected(), reader.listed()), before);
    // From an article and back.
    reader.press("Enter g m");
    assert_eq!((reader.selected().as_str(), reader.listed()), ("p396", 50));
    assert_eq!(reader.app.screen().focus(), Pane::List);
    reader.press("j Enter");
    assert_eq!(reader.reading().as_deref(), Some("p393"));
    reader.press("Esc Esc");
    assert_eq!((reader.selected(), reader.listed()), before);
    // An empty result does not replace the list.
    reader.press("J g m");
    assert_eq!(reader.notice(), "no other post is like this one");
    assert_eq!((reader.selected().as_str(), reader.listed()), ("p398", 400));
    assert!(reader.app.listing().search().is_none());
}

#[test]
fn undo_restores_what_was_listed() {
    let mut reader = Reader::new(posts(12), SIZE);
    let is_listed = |reader: &Reader, crumbs: &str, posts: usize, selected: &str| {
        assert_eq!(reader.app.conditions().as_str(), crumbs);
        assert_eq!((reader.listed(), reader.selected().as_str()), (posts, selected));
    };
    reader.press("3 j");
    // A category, a query, reverse order, another category, everything.
    reader.press("g 1 3 j Enter j");
    is_listed(&reader, "a", 6, "p08");
    reader.press("f p 0 Enter");
    is_listed(&reader, "a · p0", 5, "p08");
    reader.press("O g c b Enter");
    is_listed(&reader, "p0 · b", 5, "p01");
    reader.press("F G");
    reader.press("U");
    is_listed(&reader, "p0 · b", 5, "p01");
    assert_eq!(reader.notice(), "listed again: p0 · b");
    reader.press("U");
    is_listed(&reader, "a · p0", 5, "p08");
    reader.press("U U");
    is_listed(&reader, "a", 6, "p08");
    // A search is a condition too.
    reader.press("/ p 1 0 Enter F U");
    is_listed(&reader, "a · p10", 1, "p10");
    reader.press("U");
    is_listed(&reader, "a", 6, "p08");
    reader.press("U");
    is_listed(&reader, "", 12, "p08");
    assert_eq!(reader.notice(), "listed again: All");
    reader.press("U");
    assert_eq!(reader.notice(), "there is nothing to undo");
}

#[test]
fn a_facet_that_is_chosen_narrows_a_search() {
    let mut reader = Reader::new(posts(12), SIZE);
    reader.press("/ p 0 Enter g c a Enter");
    assert_eq!((reader.listed(), reader.app.conditions().as_str()), (5, "p0 · a"));
    // Another category replaces the first.
    reader.press("g c b Enter");
    assert_eq!((reader.listed(), reader.app.conditions().as_str()), (5, "p0 · b"));
    assert!(reader.app.listing().search().is_some());
}

#[test]
fn an_empty_list_says_what_emptied_it() {
    let mut reader = Reader::new(posts(12), SIZE);
    let why = |reader: &Reader| {
        let text = reader.app.emptied();
        text.map(|text| text.to_clean(reader.app.screen().locale()).to_string())
    };
    assert_eq!(why(&reader), None);
    reader.press("g c a Enter f - p 0 Enter");
    assert_eq!((reader.listed(), why(&reader)), (1, None));
    reader.press("/ i s : s t a r r e d Enter");
    assert_eq!(why(&reader).as_deref(), Some("a · -p0: 1 post, none matches is:starred"));
    reader.press("U f ^U z z Enter");
    assert_eq!(why(&reader).as_deref(), Some("a: 6 posts, none matches zz"));
    reader.press("F / i s : s t a r r e d Enter");
    assert_eq!(why(&reader).as_deref(), Some("no post matches is:starred (of 12)"));
    reader.press("F");
    assert_eq!((reader.listed(), why(&reader)), (12, None));
}

#[test]
fn undo_of_a_query_restores_the_cursor() {
    let mut reader = Reader::new(posts(100), SIZE);
    reader.press("f p 1 Enter 5 j F G U");
    assert_eq!((reader.listed(), reader.selected().as_str()), (10, "p14"));
}

#[test]
fn hits_are_sorted_as_the_list_is() {
    let mut reader = Reader::new(posts(100), SIZE);
    reader.press("4 j / p 1 Enter O g g");
    assert_eq!((reader.listed(), reader.selected().as_str()), (10, "p10"));
    // The order is the list's: it stays.
    reader.press("Backspace");
    assert_eq!((reader.selected().as_str(), reader.app.listing().cursor().at), ("p10", 10));
    assert_eq!(reader.app.listing().sort().name(), "-date");
    // Related posts have an order of their own, and can be sorted too.
    reader.press("G g m");
    assert_eq!(reader.app.listing().sort().name(), "relevance");
    reader.press("g s Esc Backspace");
    assert_eq!((reader.selected().as_str(), reader.app.listing().sort().name()), ("p99", "-date"));
    reader.press("g m : s o r t Space - d a t e Enter g g");
    assert_eq!(reader.app.listing().sort().name(), "-date");
    let first = reader.selected();
    reader.press("G");
    assert!(first < reader.selected());
}

#[test]
fn leaving_related_posts_restores_the_hits() {
    let mut reader = Reader::new(posts(100), SIZE);
    reader.press("/ p 9 Enter 3 j");
    assert_eq!((reader.listed(), reader.selected().as_str()), (10, "p96"));
    reader.press("g m");
    assert_eq!(reader.listed(), 33);
    reader.press("2 j g m Esc");
    assert_eq!((reader.listed(), reader.app.listing().cursor().at), (33, 2));
    reader.press("Esc");
    assert_eq!((reader.listed(), reader.selected().as_str()), (10, "p96"));
    // No post of that day: the hits stay.
    reader.press("g D");
    assert_eq!((reader.listed(), reader.selected().as_str()), (10, "p96"));
    reader.press("Esc");
    assert_eq!((reader.listed(), reader.app.listing().search().is_none()), (100, true));
}

#[test]
fn a_search_that_was_left_before_its_end_runs_again() {
    let mut reader = Reader::new(posts(100), SIZE);
    reader.press("/ p");
    let late = reader.press_without_answers("9");
    reader.press("Enter g m");
    reader.answer(late);
    assert_eq!(reader.listed(), 33);
    reader.press("Esc");
    assert_eq!((reader.listed(), reader.selected().as_str()), (10, "p99"));
}

#[test]
fn going_to_a_post_lists_it() {
    for before in ["f p 1 Enter", "/ p 1 Enter", "/ p 1 Enter g m", "g c a Enter f p 2 Enter"] {
        let mut reader = Reader::new(posts(100), SIZE);
        reader.press(before);
        reader.press("^T p 3 5 Enter");
        assert_eq!(reader.reading().as_deref(), Some("p35"), "{before}");
        assert_eq!((reader.selected().as_str(), reader.listed()), ("p35", 100), "{before}");
    }
}

#[test]
fn jumps_by_name_or_date_lead_back() {
    let mut reader = Reader::new(posts(100), SIZE);
    reader.press("4 0 G ^T p 0 3 Enter ^O");
    assert_eq!((reader.selected().as_str(), reader.app.screen().focus()), ("p60", Pane::List));
    reader.press("g d 2 0 2 4 - 0 1 - 0 5 Enter");
    assert_eq!(reader.selected(), "p04");
    reader.press("^O");
    assert_eq!((reader.selected().as_str(), reader.app.screen().focus()), ("p60", Pane::List));
    reader.press("Alt-Right");
    assert_eq!(reader.selected(), "p04");
}

#[test]
fn the_order_of_a_query_ends_with_it() {
    let mut reader = Reader::new(posts(12), SIZE);
    reader.press("f s o r t : - d a t e Space p 0 Enter");
    assert_eq!(reader.selected(), "p00");
    reader.press("F g g");
    assert_eq!((reader.selected().as_str(), reader.app.listing().sort().name()), ("p11", "date"));
    // An order that the user chose since then stays.
    reader.press("f s o r t : - d a t e Space p 0 Enter O O F g g");
    assert_eq!(reader.app.listing().sort().name(), "-date");
}

#[test]
fn a_search_is_saved_as_a_view() {
    let mut reader = Reader::new(posts(12), SIZE);
    reader.press("g c a Enter / p 0 Enter g s m i n e Enter");
    assert_eq!(reader.app.listing().views(reader.app.library())[0].query.as_str(), "category:a p0");
}

#[test]
fn an_undone_change_is_named_in_full() {
    let mut reader = Reader::new(posts(12), (120, 40));
    reader.press("g c a Enter g s m Space · Space n Enter");
    assert_eq!(reader.notice(), "view m · n is saved");
    reader.press("U");
    assert_eq!(reader.notice(), "undone: view m · n is saved");
    reader.press("R");
    assert_eq!(reader.notice(), "6 posts marked read · U undoes it");
    reader.press("U");
    assert_eq!(reader.notice(), "undone: 6 posts marked read");
}

#[test]
fn dead_ends_say_so() {
    let mut reader = Reader::new(posts(12), SIZE);
    reader.press("F");
    assert_eq!(reader.notice(), "nothing is filtered");
    reader.press("/ p 0 Enter G n");
    assert_eq!(reader.notice(), "there is no further hit");
    reader.press("g g N");
    assert_eq!(reader.notice(), "there is no further hit");
    reader.press("^U / z z Enter n");
    assert_eq!(reader.notice(), "there is no further hit");
}

#[test]
fn filters_are_removed_one_by_one() {
    let mut reader = Reader::new(posts(12), SIZE);
    reader.press("g c a Enter g 1 g g j Space f p 0 Enter");
    assert_eq!(reader.app.conditions().as_str(), "a · Unread · p0");
    for (crumbs, listed) in [("a · Unread", 6), ("a", 6), ("", 12)] {
        reader.press("Backspace");
        assert_eq!((reader.app.conditions().as_str(), reader.listed()), (crumbs, listed));
    }
    reader.press("Backspace");
    assert_eq!(reader.notice(), "nothing is filtered");
    reader.press("U U U");
    assert_eq!(reader.app.conditions().as_str(), "a · Unread · p0");
}

#[test]
fn the_condition_shows_what_means_the_same() {
    let synonyms = vec![vec!["p01".to_owned(), "p02".to_owned()]];
    let mut reader = Reader::set(SIZE, Preferences { synonyms, ..Preferences::default() });
    reader.load(0, posts(12));
    reader.press("/ p 0 1 Enter");
    assert_eq!(reader.listed(), 2);
    let shown = reader.app.conditions().to_string();
    assert!(shown.contains("p01 (= p02)"), "{shown}");
    reader.press("Backspace / \" p 0 1 \" Enter");
    assert_eq!(reader.listed(), 1);
}

#[test]
fn a_long_search_says_how_far_it_is() {
    let mut reader = Reader::new(posts(12), SIZE);
    reader.press("/");
    let effects = reader.press_without_answers("p");
    let number = effects.iter().find_map(|effect| match effect {
        Effect::Search(request) => Some(request.number),
        _ => None,
    });
    reader.update(Message::Looked(number.unwrap(), 12));
    assert_eq!(reader.app.listing().percent_looked(), Some(12));
    reader.update(Message::Looked(number.unwrap() + 1, 50));
    assert_eq!(reader.app.listing().percent_looked(), Some(12), "of another query");
    reader.answer(effects);
    assert_eq!(reader.app.listing().percent_looked(), None);
}
