//! What must hold for any bytes whatever: the body of each fuzz target.
//!
//! The targets feed them for hours, from what covers new code; `tests/all/fuzz.rs` feeds them the sample
//! posts, whole, cut and mixed, so that they are compiled and hold in every run of the tests.

use kanbao::archive::decode::decode;
use kanbao::archive::front_matter;
use kanbao::clean::{CleanStr, CleanText};
use kanbao::document::{self, Document, NoContext, Syntax};
use kanbao::search::query::Query;
use kanbao::state::record::Line;
use kanbao::typeset::{Measure, Page};

/// A file of a post: decoded, divided, parsed, typeset at any measure, written and read again.
pub fn post(bytes: &[u8]) {
    let Ok(decoded) = decode(bytes, None) else { return };
    let read = front_matter::read(&*decoded.text);
    assert!(decoded.text.ends_with(read.body()) || read.body().is_empty());
    for syntax in [Syntax::Markdown, Syntax::Html, Syntax::Plain] {
        let document = document::parse(read.body(), syntax, &NoContext);
        assert_clean(document.plain_text().as_clean());
        let alone = document::plain_text(read.body(), syntax, &NoContext);
        assert_eq!(alone, document.plain_text());
        for cells in [1, 2, 9, 40, 76, 200] {
            typeset(&document, cells);
        }
        comes_back(&document);
    }
}

/// Cleaned twice is cleaned once, and nothing in it moves a cursor.
pub fn clean(bytes: &[u8]) {
    let text = CleanText::lossy(bytes);
    assert_clean(text.as_clean());
    assert_eq!(CleanText::line(text.as_str()), text);
    let body = CleanText::body(&String::from_utf8_lossy(bytes));
    assert_eq!(CleanText::body(body.as_str()), body);
}

/// What was understood of a line of a log is written as it was read.
pub fn log(bytes: &[u8]) {
    for line in bytes.split(|&byte| byte == b'\n') {
        let Line::Record(record) = Line::parse(line) else { continue };
        let mut written = Vec::new();
        record.encode(&mut written);
        let whole: Vec<&[u8]> =
            written.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()).collect();
        assert_eq!(whole.len(), 1);
        assert_eq!(Line::parse(whole[0]), Line::Record(record));
    }
}

/// A query is printed as what it means, or its mistake is at a place in it.
pub fn query(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match Query::parse(&text) {
        Ok(query) => assert_eq!(Query::parse(&query.to_string()), Ok(query)),
        Err(error) => assert!((1..=text.chars().count() + 1).contains(&error.column), "{error}"),
    }
}

fn typeset(document: &Document, cells: usize) {
    let measure = Measure::new(cells);
    let page = Page::new(None, document, measure);
    for line in 0..page.len() {
        let plain = page.plain(line);
        assert!(!plain.as_str().contains(char::is_control), "{plain:?}");
        let place = page.anchor(line);
        assert_eq!(page.anchor(page.line_of(place)), place, "line {line} at {cells} cells");
    }
}

fn comes_back(document: &Document) {
    let again = document::parse(&document.to_markdown(), Syntax::Markdown, &NoContext);
    assert!(document.is_same(&again), "{document:#?}\n{}\n{again:#?}", document.to_markdown());
}

fn assert_clean(text: CleanStr<'_>) {
    let moves = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    assert!(!text.as_str().contains(moves), "{text:?}");
}
