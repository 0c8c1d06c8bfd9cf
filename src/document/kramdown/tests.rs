//! The result of each of kramdown's constructs: a table for each construct (B15-B20).

use proptest::prelude::*;

use super::super::tests::{assert_valid, sketch};
use super::super::{NoContext, Syntax, parse};
use super::*;

#[track_caller]
fn check(text: &str, expected: &str) {
    let document = parse(text, Syntax::Markdown, &NoContext);
    assert_eq!(sketch(&document), expected, "{text:?}");
    assert_valid(&document);
}

#[test]
fn attribute_lists_are_hidden() {
    // B15: `{: .class #id}`, `{:.x}` at the end of a span
    check("a\n{: .b #c d=\"e f\"}\n\ng", "p(@a) p(g)");
    check("> a\n> {: .b}", "q(p(a))");
    check("*a*{:.b} `c`{:.d}[e](f){:target=\"_blank\"}", "p(e{a} c{c}0{e})");
    check("{:b=>2} {:.c}\n\n`{:.d}`\n\n    {: .e}", "p({:b=>2} {:.c}) p(c{{:.d}}) pre({: .e})");
    check("```\n{: .a}\n```", "pre({: .a})");
    check("{:}\n\n{: 甲, 乙}", "p({:}) p({: 甲, 乙})");
    check("|a|b|\n|-|-|\n|c|d|\n{: .e}", "table(--|a,b|c,d)");
}

#[test]
fn the_table_of_contents_is_hidden_with_its_item() {
    // B15: `{:toc}`, `* TOC`
    check("* TOC\n{:toc}\n\n# a", "h1(a)");
    check("1. 目录\n{: toc}\n\n# a\n{:.no_toc}", "h1(a)");
    check("* a\n{: .b}", "ul(li(p(a)))");
}

#[test]
fn extensions_are_hidden() {
    // B15: `{::options}`
    check("{::options parse_block_html=\"true\" /}\n\na", "p(a)");
    check("a {::comment}b{:/comment}c\n\n{::comment}\nd\n{:/}\n\ne", "p(a c) p(e)");
    check("{::nomarkdown}<b>a</b>{:/}", "p(s{a})");
    check("{::comment}a", "p({::comment}a)");
    check("{::b}a{:/b}", "p({::b}a{:/b})");
}

#[test]
fn ids_are_places() {
    // B16: `{#id}` on headings, `{: #id}` below a block or after a span
    check("# a {#b}\n\n## c {#d} ##\n\ne {#f}\n===", "h1(@a) h2(@c) h1(@e)");
    check("a {#b}\n\n# {#1} #{x}", "p(a {#b}) h1({#1} #{x})");
    check("# a b\n{: #c}\n\n> ## d\n> {: .e #f}", "h1(@a b) q(h2(@d))");
    check("*a*{:#b} c", "p(e{a} @c)");
    check("|a|b|\n|-|-|\n|c|d|\n{: #e}\n\n- f\n{: #g}", "table(--|a,b|c,d) ul(li(p(f)))");
}

#[test]
fn abbreviations_are_expanded_once() {
    // B17: `*[HTML]: ..`
    check("*[HTML]: Hyper *Text*\n\nXHTML, HTML, HTML", "p(XHTML, HTML (Hyper *Text*), HTML)");
    check("央行称\n\n*[央行]: 中国人民银行", "p(央行 (中国人民银行)称)");
    check("`HTML` [HTML](HTML)\n\n*[HTML]: x", "p(c{HTML} 0{HTML})");
    check("    *[a]: b", "pre(*[a]: b)");
}

#[test]
fn hard_breaks() {
    // B18: hard break by `\\\\`; `==x==` and `:smile:` as typed
    check("a\\\\\nb", "p(a⏎b)");
    check("a\\\\b `c\\\\`\n==d== :smile:", "p(a\\b c{c\\\\} ==d== :smile:)");
    check("$$\na \\\\\nb\n$$", "pre:latex($$⏎a \\\\⏎b⏎$$)");
}

#[test]
fn markdown_in_html() {
    // B19: `markdown="1"` on HTML
    check("<div markdown=\"1\">\n*a*\n</div>", "p(e{a})");
    check("<div>\n*a*\n</div>", "p(*a*)");
    check("<p markdown=1>*a*</p>", "p(e{a})");
    check(
        "<div markdown=\"1\">\n<div>\n*a*\n</div>\n\n<div markdown='1'>\n*b*\n</div>\n\n*c*\n</div>\n\n*d*",
        "p(*a*) p(e{b}) p(e{c}) p(e{d})",
    );
    check("<div markdown=\"1\">\n*a*", "p(e{a})");
    check("<div markdown=\"0\">\n*a*\n</div>", "p(*a*)");
}

#[test]
fn ordinary_text_is_borrowed() {
    assert!(matches!(plain("# a {b}\n\n- c: d\n\n*e*"), Cow::Borrowed(_)));
}

#[test]
fn floods_take_linear_time() {
    for piece in [
        "{:",
        "{: .a",
        "*a*{:",
        "{#a}",
        "# a {#b",
        "{::comment}",
        "{:/",
        "*[a]: b\n",
        "\\\\ ",
        "\\\\中",
        "$$",
        "$$\n\n",
        "**“",
        "a**“",
        "\\(",
        "<div markdown=1>",
        "<div markdown",
        "a{:.b}\n",
        "* a\n{:toc}\n",
        "{::nomarkdown}",
    ] {
        let flood = piece.repeat(1_000_000 / piece.len());
        let text = plain(&flood);
        assert!(text.len() < 8 * flood.len(), "{piece:?}");
    }
}

proptest! {
    #[test]
    fn any_text_is_parsed(
        text in "(\\{:|\\{#|\\{::|\\{:/|comment|options|\\.a|#b|c=\"d\"|\\}|\\*\\[中\\]: x\n|中|\\\\|\\$\\$|</?div( markdown=1)?>|`|```|\n|\n\n|    |- |> |# ){0,40}",
    ) {
        assert_valid(&parse(&text, Syntax::Markdown, &NoContext));
    }

    #[test]
    fn words_stay(words in proptest::collection::vec("[a-z\u{4e00}-\u{4eff}]{1,5}", 1..12),
        marks in proptest::collection::vec("(\n\\{: \\.x\\}\n|\\{:|\\{#|\\{::options /\\}|\\\\\\\\\n|<div markdown=1>|</div>| |\n\n|\\$\\$)", 12)) {
        let text: String = words.iter().zip(&marks).flat_map(|(word, mark)| [word.as_str(), mark]).collect();
        let shown = parse(&text, Syntax::Markdown, &NoContext).plain_text();
        for word in &words {
            prop_assert!(shown.as_str().contains(word.as_str()), "{word} of {text:?}");
        }
    }
}

#[test]
fn formulas_are_source() {
    // B20: `$$..$$`, `\\(..\\)`
    check("$$a_b*c*$$ *d*", "p(c{$$a_b*c*$$} e{d})");
    check("甲 \\(x_1*y*\\) \\(注\\)", "p(甲 c{\\(x_1*y*\\)} (注))");
    check("$$\na &= b \\\\\n*c*\n$$", "pre:latex($$⏎a &= b \\\\⏎*c*⏎$$)");
    check("花费$$ *a*\n\n$$", "p(花费$$ e{a}) p($$)");
    check("`$$a*b*$$` $$$$", "p(c{$$a*b*$$} $$$$)");
}
