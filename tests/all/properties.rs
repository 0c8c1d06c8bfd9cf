//! Properties of any text, width, keys and screen size.

use kanbao::app::Message;
use kanbao::clean::CleanText;
use kanbao::config::keymap::{Code, Key};
use kanbao::document::{self, Block, Document, NoContext, Syntax, Text};
use kanbao::typeset::breaks::Level;
use kanbao::typeset::{Anchor, Measure, Page, Typography};
use kanbao::view::{self, Look};
use kanbao::width::Widths;
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::support::reader;

/// Text full of line breaking problems.
fn prose() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[一-十天地人工信息]{1,6}",
        2 => "[，。、；：！？”’）》」』】…—·％℃々ーっ]{1,3}",
        2 => "[“‘（《「『【￥#+±]{1,2}",
        2 => "[A-Za-z]{1,9}",
        2 => "[0-9]{1,4}([.,:][0-9]{1,3})?%?",
        1 => "[ \u{3000}\u{a0}\u{200b}\u{ad}]{1,2}",
        1 => "(——|……|/|／|-|～|https://example.org/a/b)",
        1 => "(👨\u{200d}👩\u{200d}👧|❤\u{fe0f}|🇨🇳|e\u{301}|한국어|ไทย|العربية)",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn typography() -> impl Strategy<Value = Typography> {
    prop::array::uniform4(any::<bool>()).prop_map(|[hanging, indent, spacing, optimal]| {
        Typography { hanging, indent, spacing, optimal }
    })
}

fn paragraph(text: &str) -> Document {
    let text = Text::plain(CleanText::line(text));
    Document { blocks: vec![Block::Paragraph(text)], ..Document::default() }
}

fn lines(text: &str, cells: usize, widths: Widths) -> Vec<String> {
    let page = Page::new(None, &paragraph(text), Measure { widths, ..Measure::new(cells) });
    (0..page.len())
        .map(|line| page.runs(line).iter().map(|run| run.text.as_str()).collect())
        .collect()
}

/// Text without the spaces that a break may swallow.
fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, ' ' | '\u{3000}')).collect()
}

/// Whether a rule forbids a break between `before` and `after`. Written from the rules, not from
/// the code.
fn is_fault(before: &str, after: &str, at_blank: bool) -> bool {
    let (Some(last), Some(first)) = (before.chars().last(), after.chars().next()) else {
        return false;
    };
    let never_first = "、。，．：；！？）］｝〉》」』】〕”’…⋯々ーっゃゅょ·・～／";
    let never_last = "（［｛〈《「『【〔“‘";
    let digit = |c: char| c.is_ascii_digit();
    never_first.contains(first)
        || never_last.contains(last)
        || !at_blank && matches!(first, '—' | '％' | '℃' | '%')
        || !at_blank && last.is_ascii_alphanumeric() && first.is_ascii_alphanumeric()
        || !at_blank && "￥#+±".contains(last) && digit(first)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn lines_lose_nothing_and_keep_to_their_width(
        text in prose(), cells in 1usize..90,
        ambiguous_wide: bool, joined: bool, emoji_selector: bool,
    ) {
        let widths = Widths { ambiguous_wide, joined, emoji_selector };
        let clean = CleanText::line(&text);
        let lines = lines(&text, cells, widths);
        prop_assert_eq!(without_blanks(&lines.concat()), without_blanks(clean.as_str()));
        for line in &lines {
            let one_glyph = Widths::cells(widths, line) <= 2;
            prop_assert!(widths.cells(line) <= cells || one_glyph, "{line:?} is wider than {cells}");
        }
    }

    #[test]
    fn lines_break_by_rule(text in prose(), cells in 24usize..90, ambiguous_wide: bool) {
        let widths = Widths { ambiguous_wide, ..Widths::default() };
        let clean = CleanText::line(&text);
        let lines = lines(&text, cells, widths);
        let mut rest = clean.as_str();
        for pair in lines.windows(2) {
            let [line, next] = pair else { continue };
            rest = rest.get(rest.find(line.as_str()).unwrap() + line.len()..).unwrap();
            let at_blank = rest.starts_with([' ', '\u{3000}', '\u{200b}']) || line.ends_with('\u{200b}');
            // A run of marks or letters without a break may be wider than the line (T18).
            let forced = widths.cells(line) + longest_run(next) > cells && longest_run(&format!("{line}{next}")) >= cells / 2;
            prop_assert!(!is_fault(line.trim_end_matches('\u{200b}'), next, at_blank) || forced, "{line:?} | {next:?}");
        }
    }

    #[test]
    fn colours_of_code_change_no_text(
        code in "([a-z<>/\"'`$(){}=:;#\\ \t\n]|fn |let |[0-9]|看|“|e\u{301}|🙂){0,60}",
        language in prop::sample::select(vec!["rust", "sh", "makefile", "html", "toml"]),
        cells in 1usize..60,
    ) {
        let page = |language: Option<&str>| {
            let code = CleanText::body(&code);
            let code = Block::Code { language: language.map(CleanText::line), text: code };
            let document = Document { blocks: vec![code], ..Document::default() };
            Page::new(None, &document, Measure::new(cells))
        };
        let (plain, coloured) = (page(None), page(Some(language)));
        prop_assert_eq!(plain.len(), coloured.len());
        for line in 0..plain.len() {
            prop_assert_eq!(plain.plain(line), coloured.plain(line));
            prop_assert_eq!(plain.anchor(line), coloured.anchor(line));
            let text = |page: &Page| {
                page.runs(line).iter().map(|run| run.text.as_str()).collect::<String>()
            };
            prop_assert_eq!(text(&plain), text(&coloured));
        }
    }

    #[test]
    fn a_page_is_the_same_fresh_and_refitted(text in prose(), first in 1usize..90, then in 1usize..90) {
        let document = paragraph(&text);
        let mut page = Page::new(None, &document, Measure::new(first));
        let anchor = page.anchor(page.len() / 2);
        page.refit(Measure::new(then));
        let fresh = Page::new(None, &document, Measure::new(then));
        let plain = |page: &Page| (0..page.len()).map(|line| page.plain(line).to_string()).collect::<Vec<_>>();
        prop_assert_eq!(plain(&page), plain(&fresh));
        // The place is on the last line that starts at or before it.
        let line = page.line_of(anchor);
        prop_assert!(page.anchor(line) <= anchor);
        prop_assert!(line + 1 == page.len() || page.anchor(line + 1) > anchor);
    }

    #[test]
    fn levels_differ_in_rules_and_not_in_text(text in prose(), cells in 8usize..60) {
        for level in [Level::Strict, Level::Basic, Level::None] {
            let page = Page::new(None, &paragraph(&text), Measure { level, ..Measure::new(cells) });
            let all: String = (0..page.len()).flat_map(|line| page.runs(line)).map(|run| run.text.as_str()).collect();
            prop_assert_eq!(without_blanks(&all), without_blanks(CleanText::line(&text).as_str()));
        }
    }

    #[test]
    fn a_paragraph_is_the_same_alone_and_among_others(one in prose(), other in prose(), cells in 1usize..90) {
        let paragraphs = [paragraph(&one), paragraph(&other)];
        let together = Document {
            blocks: paragraphs.iter().flat_map(|document| document.blocks.clone()).collect(),
            ..Document::default()
        };
        let plain = |document: &Document| {
            let page = Page::new(None, document, Measure::new(cells));
            (0..page.len()).map(|line| page.plain(line).to_string()).collect::<Vec<_>>()
        };
        let [one, other] = paragraphs;
        let alone = [plain(&one), vec![String::new()], plain(&other)].concat();
        prop_assert_eq!(plain(&together), alone);
    }

    #[test]
    fn taste_moves_no_text(text in prose(), cells in 1usize..60, typography in typography(), wide: bool) {
        let widths = Widths { ambiguous_wide: wide, ..Widths::default() };
        let text = CleanText::line(&text);
        let document = paragraph(text.as_str());
        let measure = Measure { typography, widths, ..Measure::new(cells) };
        let page = Page::new(None, &document, measure);
        let own: String = (0..page.len())
            .flat_map(|line| page.runs(line))
            .filter(|run| run.source.is_some())
            .map(|run| run.text.as_str())
            .collect();
        prop_assert_eq!(without_blanks(&own), without_blanks(text.as_str()));
        for line in 0..page.len() {
            let runs = page.runs(line);
            let used: usize = runs.iter().map(|run| widths.cells(run.text.as_str())).sum();
            // A soft hyphen after a glyph that is wider than the measure takes no cell.
            let graphemes = runs.iter().flat_map(|run| run.text.graphemes());
            let glyphs = graphemes.filter(|(_, one)| widths.cells(one.as_str()) > 0).count();
            prop_assert!(page.indent(line) + used <= cells || glyphs == 1, "{:?}", page.plain(line));
            for column in 0..cells {
                let Some(spot) = page.spot(line, column) else { continue };
                let next = Anchor { byte: spot.place.byte + 1, ..spot.place };
                let (at, columns) = page.cells_of(&(spot.place..next));
                prop_assert!(at == line && columns.contains(&column), "{at} {columns:?}");
            }
        }
        let whole = Anchor::default()..Anchor { leaf: 0, byte: text.len() as u32 };
        prop_assert_eq!(page.text_of(&whole), text);
    }

    #[test]
    fn any_body_becomes_a_page(body in "\\PC{0,400}", markup in "(<[a-z]{1,6}( [a-z]+=\"[^\"]{0,9}\")?>|</[a-z]{1,6}>|[*_`>#|-]{1,3}|\\n|\\[x\\]\\(y\\)){0,60}") {
        let body = format!("{markup}{body}{markup}");
        for syntax in [Syntax::Markdown, Syntax::Html, Syntax::Plain] {
            let document = document::parse(&body, syntax, &NoContext);
            for cells in [1, 7, 76] {
                let page = Page::new(None, &document, Measure::new(cells));
                for line in 0..page.len() {
                    prop_assert!(!page.plain(line).as_str().contains(|c: char| c.is_control()));
                }
            }
        }
    }
}

/// The cells of the longest run without a Han character, the only sure place to break.
fn longest_run(text: &str) -> usize {
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    text.split(is_han)
        .map(|run| Widths { ambiguous_wide: true, ..Widths::default() }.cells(run) + 4)
        .max()
        .unwrap_or(0)
}

/// A key, a new size, or posts that arrive.
#[derive(Clone, Debug)]
enum Step {
    Key(Key),
    Size(u16, u16),
    Posts(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let codes = prop_oneof![
        6 => "[a-zA-Z0-9?%+=\\[\\]-]".prop_map(|text| Code::Char(text.chars().next().unwrap())),
        1 => Just(Code::Enter),
        1 => Just(Code::Escape),
        1 => Just(Code::Tab),
        1 => Just(Code::Left),
        1 => Just(Code::Right),
        1 => Just(Code::Char(' ')),
    ];
    let key = (codes, prop::bool::weighted(0.15))
        .prop_map(|(code, control)| Step::Key(Key { code, control, alt: false }));
    prop_oneof![
        12 => key,
        2 => (0u16..220, 0u16..70).prop_map(|(width, height)| Step::Size(width, height)),
        1 => (0usize..80).prop_map(Step::Posts),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_keys_at_any_size_draw_without_a_panic(steps in prop::collection::vec(step(), 0..60)) {
        let mut reader = reader::Reader::new(reader::posts(40), (80, 24));
        let mut batches = 0;
        for step in steps {
            match step {
                Step::Key(key) => {
                    let effects = reader.update(Message::Key(key));
                    reader.answer(effects);
                }
                Step::Size(width, height) => reader.resize(width, height),
                Step::Posts(n) => {
                    batches += 1;
                    reader.add(reader::posts_of(&format!("b{batches}-"), n, batches * 13));
                }
            }
            let (width, height) = reader.app.screen().size();
            let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
            view::draw(&reader.app, &Look::default(), &mut buffer);
        }
    }
}

/// Every size from 0x0 to a small window, with the focus on each pane (S44).
#[test]
fn every_small_size_draws() {
    for keys in ["", "Enter", "h", "?", "g p", "z"] {
        let mut reader = reader::Reader::new(reader::posts(40), (80, 24));
        reader.press(keys);
        for width in 0..=30 {
            for height in 0..=12 {
                reader.resize(width, height);
                let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
                view::draw(&reader.app, &Look::default(), &mut buffer);
                // A frame of another size than the model's is harmless too.
                let mut other = Buffer::empty(Rect::new(0, 0, height, width));
                view::draw(&reader.app, &Look::default(), &mut other);
            }
        }
    }
}

/// Very long lines, tokens, lists and links take linear time: these would take minutes if any step
/// were quadratic (S26, M24).
#[test]
fn very_long_texts_are_laid_out() {
    let code = format!("```\n{}\n```", "x".repeat(2_000_000));
    let token = "x".repeat(2_000_000);
    let marks = "，".repeat(300_000);
    let list = "- a\n".repeat(30_000);
    let links = "[甲](b) ".repeat(60_000);
    for (body, least) in
        [(code, 20_000), (token, 20_000), (marks, 5_000), (list, 30_000), (links, 1_000)]
    {
        let document = document::parse(&body, Syntax::Markdown, &NoContext);
        let page = Page::new(None, &document, Measure::new(76));
        assert!(page.len() >= least, "{} lines", page.len());
        let drawn: usize = (0..page.len()).map(|line| page.runs(line).len()).sum();
        assert!(drawn >= page.len() / 2);
    }
}

#[test]
fn a_megabyte_on_one_line_is_typeset() {
    // M24: anything quadratic would take minutes.
    for piece in ["今天天气很好，我们出去走走。", "a", "—", "，", "“", "好。』", "ab-"]
    {
        let text = piece.repeat(1_000_000 / piece.len());
        let page = Page::new(None, &paragraph(&text), Measure::new(40));
        let length: usize =
            (0..page.len()).flat_map(|line| page.runs(line)).map(|run| run.text.len()).sum();
        assert_eq!(length, text.len(), "{piece}");
    }
}
