//! Which characters are removed, and which are kept.

use super::*;

fn body(text: &str) -> String {
    CleanText::body(text).0
}

fn line(text: &str) -> String {
    CleanText::line(text).0
}

#[test]
fn plain_text_is_unchanged() {
    // S6
    for text in [
        "",
        "今天天气很好，“我们”出去走走吧——好……",
        "naïve café, Ελληνικά, Русский",
        "مرحبا שלום",
        "👨\u{200d}👩\u{200d}👧 ❤\u{fe0f} 🇨🇳 👍🏽",
        "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
        "かな ゝ が 한국어",
    ] {
        assert_eq!(body(text), text);
        assert_eq!(line(text), text);
    }
}

#[test]
fn c1_controls_go_one_by_one() {
    // S2: mojibake quotes contain U+009C and U+009D, which must not delete the text between them.
    assert_eq!(body("\u{e2}\u{80}\u{9c}text\u{e2}\u{80}\u{9d}"), "âtextâ");
    assert_eq!(body("\u{9d}0;x\u{9c}y"), "0;xy");
    assert_eq!(body("\u{9b}31m"), "31m");
}

#[test]
fn line_ends_and_blanks() {
    // S9
    assert_eq!(
        body("a\r\nb\rc\x0bd\x0ce\u{85}f\u{2028}g\u{2029}h\ti"),
        "a\nb\nc\nd\ne\nf\ng\nh\ti"
    );
    assert_eq!(line("a\r\nb\n\tc\u{2028} d \n e"), "a b c d e");
    assert_eq!(body("\u{feff}a\u{200b}b"), "a\u{200b}b");
    assert_eq!(line("a\u{200b}b"), "ab");
}

#[test]
fn removals_are_reported() {
    let report = |text: &str| CleanText::body_reporting(text).1;
    assert_eq!(report("中文\n"), Removed::default());
    assert!(report("a\u{202e}b").bidi);
    assert!(report("a\0b").nul);
    assert!(report("a\x08b").controls);
    assert!(!report("a\u{202e}b").controls);
}

#[test]
fn every_bidi_control_is_removed() {
    // S6: the list of UAX #9, by name.
    for c in [
        '\u{61c}',  // ARABIC LETTER MARK
        '\u{200e}', // LEFT-TO-RIGHT MARK
        '\u{200f}', // RIGHT-TO-LEFT MARK
        '\u{202a}', // LEFT-TO-RIGHT EMBEDDING
        '\u{202b}', // RIGHT-TO-LEFT EMBEDDING
        '\u{202c}', // POP DIRECTIONAL FORMATTING
        '\u{202d}', // LEFT-TO-RIGHT OVERRIDE
        '\u{202e}', // RIGHT-TO-LEFT OVERRIDE
        '\u{2066}', // LEFT-TO-RIGHT ISOLATE
        '\u{2067}', // RIGHT-TO-LEFT ISOLATE
        '\u{2068}', // FIRST STRONG ISOLATE
        '\u{2069}', // POP DIRECTIONAL ISOLATE
    ] {
        let text = format!("甲{c}b");
        let expected = Removed { bidi: true, ..Removed::default() };
        assert_eq!(CleanText::body_reporting(&text), (CleanText("甲b".into()), expected), "{c:?}");
        assert_eq!(CleanText::line_reporting(&text), (CleanText("甲b".into()), expected), "{c:?}");
    }
}

#[test]
fn invisible_format_characters_are_removed() {
    let ranges = [
        0x34f..=0x34f,
        0x180e..=0x180e,
        0x2061..=0x2064,
        0x206a..=0x206f,
        0xfff9..=0xfffb,
        0x1_bca0..=0x1_bca3,
        0x1_d173..=0x1_d17a,
    ];
    for c in ranges.into_iter().flatten().filter_map(char::from_u32) {
        let text = format!("甲{c}乙");
        assert_eq!((body(&text).as_str(), line(&text).as_str()), ("甲乙", "甲乙"), "{c:?}");
    }
}

#[test]
fn floods_are_cut() {
    // S7
    let flood = format!("e{}x", "\u{301}".repeat(1000));
    assert_eq!(body(&flood).chars().count(), 2 + MOST_ZERO_WIDTH);
    let joiners = format!("a{}", "\u{200d}".repeat(1000));
    assert_eq!(body(&joiners).chars().count(), 1 + MOST_ZERO_WIDTH);
    assert_eq!(body("a\u{e0041}b"), "ab");
}

#[test]
fn arena_gives_back_what_was_added() {
    let mut arena = CleanArena::default();
    let first = arena.add(CleanText::line("标题").as_clean());
    let second = arena.add(CleanText::line("b").as_clean());
    assert_eq!(arena.get(first).as_str(), "标题");
    assert_eq!(arena.get(second).as_str(), "b");
}

#[test]
fn a_text_is_shortened_to_cells() {
    let narrow = Widths::default();
    let wide = Widths { ambiguous_wide: true, ..narrow };
    let check = |text: &str, most, widths, expected: &str| {
        let found = CleanText::line(text).as_clean().shortened(most, widths);
        assert_eq!(found.as_str(), expected, "{text} {most}");
    };
    check("中文字", 6, narrow, "中文字");
    check("中文字", 5, narrow, "中文…");
    check("中文字", 4, narrow, "中…");
    check("中文字", 4, wide, "中…");
    check("中文字", 5, wide, "中…");
    check("中文字", 0, narrow, "…");
}
