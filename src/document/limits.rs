//! Hostile bodies: floods and arbitrary text give a valid document on a small stack. A quadratic
//! step would take minutes.

use std::fmt::Write;
use std::time::Duration;

use proptest::prelude::*;

use super::tests::assert_valid;
use super::*;

/// Runs in a thread with a small stack, so that recursion shows (S25).
fn parsed_on_a_small_stack(body: String, syntax: Syntax) -> Document {
    let parse_it = move || {
        let document = parse(&body, syntax, &NoContext);
        // Dropping, cloning and reading walk the tree too.
        drop(document.clone());
        drop(document.plain_text());
        document
    };
    let thread = std::thread::Builder::new().stack_size(1024 * 1024).spawn(parse_it);
    thread.expect("a thread").join().expect("no overflow")
}

#[test]
fn floods_are_flattened_and_keep_their_text() {
    // M19, S23, S25: repeats each piece; linear time is far below the limit.
    for (piece, times) in [
        ("<div>", 20_000),
        ("<div></x>", 20_000),
        ("<b><div></b>", 20_000),
        ("<div><table></div>", 20_000),
        ("<svg><tr>", 20_000),
        ("<svg><foreignObject><p>", 20_000),
        ("<li><ul></li>", 20_000),
        ("<li><dd>", 20_000),
        ("<span><div></span>", 20_000),
        ("<table><td></thead>", 20_000),
        ("<table><td></colgroup>", 20_000),
        ("<table><table></table><div><td>", 20_000),
        ("<b><table><td></b></table>", 20_000),
        ("<a><table><a>", 20_000),
        ("<p><font color=#><p>x", 20_000),
        ("<ruby><rt><rt><rp>", 20_000),
        ("<h1><b><h2>", 20_000),
        ("<blockquote>", 20_000),
        ("<ul><li>", 20_000),
        ("<i><b><u>", 20_000),
        ("</p>", 20_000),
        ("<table><tr><td colspan=1000 rowspan=1000>a", 2_000),
    ] {
        let mut body = String::new();
        for i in 0..times {
            body.push_str(&piece.replace('#', &i.to_string()));
        }
        body.push_str("末文");
        let document = parsed_on_a_small_stack(body, Syntax::Html);
        assert!(document.plain_text().as_str().contains("末文"), "{piece:?}");
        // A quadratic step would reach the time limit.
        assert!(!document.flaws.contains(&Flaw::Time), "{piece:?}");
        assert_valid(&document);
    }
}

/// What is too large to be parsed is read as text, in linear time too.
#[test]
fn floods_past_the_limit_of_nodes() {
    // S24
    for piece in ["&", "<", "&#", "<a ", "&a;"] {
        let body = "<i>a</i>".repeat(300_000) + &piece.repeat(2_000_000 / piece.len());
        let document = parsed_on_a_small_stack(body, Syntax::Html);
        assert!(document.flaws.contains(&Flaw::Time), "{piece}");
    }
}

#[test]
fn markdown_floods() {
    // S25
    for piece in [
        ">",
        "- ",
        "[a](",
        "`",
        "*a_",
        "![",
        "<div>\n\n",
        "1. ",
        "|a",
        "<T>",
        "\\",
        "&",
        "~a",
        "{%",
        "{{",
        "{:",
        "{%a%}",
        "{{a}}\n",
        "{% highlight a %}{% endhighlight %}",
        "*a*{:.b}",
    ] {
        let body = format!("{}\n\n末文", piece.repeat(20_000));
        let document = parsed_on_a_small_stack(body, Syntax::Markdown);
        assert!(document.plain_text().as_str().contains("末文"), "{piece:?}");
        assert_valid(&document);
    }
}

/// A run whose every character depends on those before it.
#[test]
fn backslashes_take_linear_time() {
    // S25
    for (backslashes, shown) in [(1_000_000, 500_001), (1_000_001, 500_003)] {
        let body = format!("{}*a*", "\\".repeat(backslashes));
        let document = parsed_on_a_small_stack(body, Syntax::Markdown);
        assert_eq!(document.plain_text().visible_chars(), shown);
    }
}

#[test]
fn nesting_is_a_flaw_only_past_the_cap() {
    let nested = |times: usize| {
        parse(&format!("{}a", "<div>".repeat(times)), Syntax::Html, &NoContext).flaws
    };
    assert_eq!(nested(DEEPEST - 2), []);
    assert_eq!(nested(DEEPEST + 1), [Flaw::Nesting]);
    let unclosed = "<p><b>a</p><p><i><span>b</i></p><ul><li><div>c<li>d</ul>".repeat(1000);
    assert_eq!(parse(&unclosed, Syntax::Html, &NoContext).flaws, [], "merely sloppy");
}

#[test]
fn a_long_line_is_no_stall() {
    // M24
    let body = format!("<p>{}</p>", "一二三<b>四</b>".repeat(20_000));
    let document = parsed_on_a_small_stack(body, Syntax::Markdown);
    assert_eq!(document.plain_text().visible_chars(), 80_000);
    assert_eq!(document.flaws, []);
}

/// S24: a table of half a million cells. The first ones are a table, and no text is lost.
#[test]
fn nodes_are_limited() {
    let body = format!("<table>{}</table>末文", "<tr><td>甲<td>乙</tr>".repeat(100_000));
    let document = html::parse_within(Duration::from_secs(60), &body, true, &NoContext);
    assert_eq!(document.flaws, [Flaw::Time]);
    let text = document.plain_text();
    assert_eq!(text.as_str().matches('乙').count(), 100_000);
    assert!(text.as_str().ends_with("末文"));
}

#[test]
fn time_is_limited() {
    // S24: after the time limit the rest is plain text.
    let attributes: String = (0..200_000).fold(String::from("<p>甲</p><p"), |mut body, i| {
        let _ = write!(body, " a{i}");
        body
    });
    let budget = Duration::from_millis(20);
    let body = attributes + ">乙末文";
    let document = html::parse_within(budget, &body, true, &NoContext);
    assert_eq!(document.flaws, [Flaw::Time]);
    let text = document.plain_text();
    assert!(text.as_str().starts_with("甲\n\n") && text.as_str().ends_with("乙末文"));
}

proptest! {
    #[test]
    fn any_text_gives_a_valid_document(
        body in "(<(/?)(p|div|b|a href=x|table|td|tr|li|ul|T|pre|h2|svg|rt|script|img src=a)>|</|[<>&\"'#*_`|\\-\n :\\[\\]()]|中|a|\u{202e}|\x1b\\[1m|&#27;|\u{3000}|http://x.y){0,60}",
    ) {
        for syntax in [Syntax::Html, Syntax::Markdown, Syntax::Plain] {
            assert_valid(&parse(&body, syntax, &NoContext));
            lead(&body, syntax);
        }
        inline_text(&body);
    }

    #[test]
    fn arbitrary_text_gives_a_valid_document(body in "\\PC{0,80}") {
        for syntax in [Syntax::Html, Syntax::Markdown, Syntax::Plain] {
            assert_valid(&parse(&body, syntax, &NoContext));
        }
    }

    #[test]
    fn plain_words_are_never_lost(words in proptest::collection::vec("[a-z\u{4e00}-\u{4eff}]{1,5}", 1..20),
        tags in proptest::collection::vec("</?(p|div|b|i|table|tr|td|th|li|ul|ol|h1|a|span|blockquote|caption|dl|dt|dd|ruby|rt|pre|center|foo)>", 20)) {
        let body: String =
            words.iter().zip(&tags).flat_map(|(word, tag)| [word.as_str(), tag]).collect();
        let document = parse(&body, Syntax::Html, &NoContext);
        let mut shown: Vec<char> = document.plain_text().as_str().chars().collect();
        shown.sort_unstable();
        let mut needed: Vec<char> = words.concat().chars().collect();
        needed.sort_unstable();
        let mut shown = shown.into_iter().peekable();
        for c in needed {
            prop_assert!(shown.by_ref().any(|s| s == c), "{c} of {body:?}");
        }
    }
}
