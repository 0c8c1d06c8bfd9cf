//! The rows of the list: which columns they have, and what titles leave out.

use kanbao::app::Options;
use kanbao::archive::post::Post;
use kanbao::clean::CleanText;
use kanbao::view::{self, Look};
use kanbao::width::Widths;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::support::reader::{Reader, options, posts};
use crate::support::texts::post;

const WIDE: (u16, u16) = (120, 24);
const NARROW: (u16, u16) = (50, 15);
const TALL: (u16, u16) = (120, 60);

/// The rows of the list, without the facets.
fn rows(reader: &Reader) -> Vec<String> {
    let layout = reader.app.screen().layout().unwrap();
    let mut buffer = Buffer::empty(Rect::new(0, 0, layout.status.width, layout.status.y + 1));
    view::draw(&reader.app, &Look::default(), &mut buffer);
    let area = layout.list.unwrap();
    let row = |y: u16| -> String {
        let mut cells = Vec::new();
        let mut x = area.x;
        while x < area.right() {
            let symbol = buffer[(x, y)].symbol();
            cells.push(symbol.to_owned());
            x += if symbol.chars().any(|c| c > '\u{2e80}') { 2 } else { 1 };
        }
        cells.concat().trim_end().to_owned()
    };
    (area.y..area.bottom()).map(row).take(reader.listed()).collect()
}

/// Posts with these titles, a day apart, the first the newest.
fn titled(titles: &[&str]) -> Vec<Post> {
    let post = |(at, title): (usize, &&str)| Post {
        title: CleanText::line(title),
        ..post(&format!("n{at}"), 0, 20 - at)
    };
    titles.iter().enumerate().map(post).collect()
}

#[test]
fn a_star_hides_no_other_mark() {
    let mut reader = Reader::new(posts(3), WIDE);
    reader.press("s j s r j v k k");
    let expected = [" ★●  2024-01-03  p2", " ★   2024-01-02  p1", "v ●  2024-01-01  p0"];
    for (row, expected) in rows(&reader).iter().zip(expected) {
        assert!(row.starts_with(expected), "{row:?}");
    }
}

#[test]
fn a_row_says_how_many_versions_it_stands_for() {
    let options = Options { size: WIDE, ..options() };
    let mut reader = Reader::start(options).telling(&[&["p0", "p1", "p2"]]);
    reader.load(0, posts(4));
    reader.press("j s");
    assert!(rows(&reader)[0].starts_with("  ●  2024-01-04  p3  "));
    assert!(rows(&reader)[1].starts_with(" ★●  2024-01-03  p2 +2  "), "{:?}", rows(&reader));
    // A title that is too long leaves room for the number.
    let long = "很长的标题".repeat(20);
    let mut reader =
        Reader::start(Options { size: NARROW, ..self::options() }).telling(&[&["n0", "n1"]]);
    reader.load(0, titled(&[&long, &long]));
    assert!(rows(&reader)[0].ends_with("… +1"), "{:?}", rows(&reader));
}

#[test]
fn a_category_that_all_have_is_no_column() {
    let mut reader = Reader::new(posts(4), WIDE);
    assert!(rows(&reader)[0].ends_with(" b"), "{:?}", rows(&reader));
    // Once chosen, it is the same in every row, and the title gets its cells.
    reader.press("g c a Enter");
    assert_eq!(rows(&reader), ["  ●  2024-01-03  p2", "  ●  2024-01-01  p0"]);
    reader.press("F");
    assert!(rows(&reader)[0].ends_with(" b"));
    let mut without = posts(2);
    for post in &mut without {
        post.categories.clear();
    }
    let reader = Reader::new(without, WIDE);
    assert_eq!(rows(&reader), ["  ●  2024-01-02  p1", "  ●  2024-01-01  p0"]);
}

#[test]
fn a_title_takes_the_cells_that_a_short_category_leaves() {
    let mut all = posts(2);
    for (post, category) in all.iter_mut().zip(["很长很长的分类", "短"]) {
        post.title = CleanText::line(&"题".repeat(60));
        post.categories = vec![CleanText::line(category)];
    }
    let reader = Reader::new(all, WIDE);
    let [short, long] = [0, 1].map(|row| rows(&reader)[row].clone());
    let cells = |row: &str| Widths::default().cells(row);
    assert_eq!((cells(&short), cells(&long)), (87, 87), "beside the facets");
    // A wide character may leave one cell.
    assert!(short.ends_with("…   短"), "{short}");
    assert!(long.ends_with("…   很长很长的分类"), "{long}");
    // A short title leaves its cells to the category.
    let mut all = posts(2);
    all[0].categories = vec![CleanText::line(&"分类".repeat(20))];
    let row = rows(&Reader::new(all, WIDE))[1].clone();
    let expected = format!("p0        {}分…", "分类".repeat(14));
    assert!(row.ends_with(&expected), "{row}");
}

#[test]
fn undated_posts_have_no_column_of_dates() {
    let mut undated = posts(2);
    for post in &mut undated {
        (post.date, post.categories) = (None, Vec::new());
    }
    let mut reader = Reader::new(undated, WIDE);
    assert_eq!(rows(&reader), ["  ●  p0", "  ●  p1"]);
    reader.add(vec![post("dated", 0, 0)]);
    assert!(rows(&reader)[1].starts_with("  ●              p0"), "{:?}", rows(&reader));
}

#[test]
fn the_year_is_shown_unless_it_is_this_one() {
    let reader = Reader::new(posts(2), NARROW);
    assert_eq!(rows(&reader)[0], "  ●  24-01-02  p1");
    // The reader's clock is in May 2033.
    let this_year = |day: usize| post("now", 0, 3288 + day);
    let reader = Reader::new(vec![this_year(0), this_year(1)], NARROW);
    assert_eq!(rows(&reader)[0], "  ●  01-02  now");
    let mut reader = Reader::new(vec![this_year(0), post("old", 1, 0)], NARROW);
    assert_eq!(rows(&reader)[0], "  ●  33-01-01  now");
    reader.press("g c a Enter");
    assert_eq!(rows(&reader), ["  ●  01-01  now"]);
}

#[test]
fn a_suffix_that_many_titles_share_is_left_out() {
    let mut titles =
        vec!["一 - 看报社", "二 - 看报社", "三 - 看报社", "四 - 看报社", "五 - 看报社"];
    titles.extend(["六  - 看报社", "七 - 八", "九", " - 看报社", "十_甲"]);
    let reader = Reader::new(titled(&titles), TALL);
    let shown: Vec<String> =
        rows(&reader).iter().map(|row| row.chars().skip(17).collect()).collect();
    assert_eq!(shown[..8], ["一", "二", "三", "四", "五", "六", "七 - 八", "九"]);
    assert!(shown[8].ends_with("看报社"), "nothing would be left of {shown:?}");
    // The article has its whole title, and the whole title is searched.
    let mut reader = Reader::new(titled(&titles), WIDE);
    assert_eq!(reader.top_text(), "一 - 看报社");
    reader.press("/ 看 报 社 Enter");
    assert_eq!(reader.listed(), 7);
    // Two titles are too few to drop a suffix.
    let reader = Reader::new(titled(&["一 | 周刊", "二 | 周刊", "三"]), WIDE);
    assert!(rows(&reader)[0].ends_with("一 | 周刊"));
}

#[test]
fn a_suffix_of_what_is_listed_is_left_out_too() {
    let mut all = posts(60);
    for (at, post) in all.iter_mut().enumerate().filter(|(at, _)| at % 6 == 0) {
        post.title = CleanText::line(&format!("第{at}篇｜江报"));
        post.categories = vec![CleanText::line("江")];
    }
    let mut reader = Reader::new(all, WIDE);
    assert!(rows(&reader)[5].contains("第54篇｜江报"), "{:?}", rows(&reader));
    reader.press("g c 江 Enter");
    assert_eq!(rows(&reader)[0], "  ●  2024-02-24  第54篇");
}
