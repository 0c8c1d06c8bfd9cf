//! Documents written and parsed again.

use proptest::prelude::*;

use super::super::{Document, NoContext, Syntax, parse};
use super::{DEEPEST_PREFIX, MOST_TEXTS};

#[track_caller]
fn check(body: &str, expected: &str) {
    let document = parse(body, Syntax::Markdown, &NoContext);
    let written = document.to_markdown();
    assert_eq!(written.trim_end_matches('\n'), expected, "{body:?}");
    assert_round_trips(&document);
}

#[track_caller]
fn assert_round_trips(document: &Document) {
    let markdown = document.to_markdown();
    let again = parse(&markdown, Syntax::Markdown, &NoContext);
    assert!(document.is_same(&again), "{document:#?}\n{markdown}\n{again:#?}");
    let html = document.to_html();
    let again = parse(&html, Syntax::Html, &NoContext);
    assert!(document.is_same(&again), "{document:#?}\n{html}\n{again:#?}");
}

#[test]
fn blocks_are_written_plainly() {
    check("# 甲\n\n乙丙", "# 甲\n\n乙丙");
    check("<h3>a</h3><p>b<br>c", "### a\n\nb\\\nc");
    check("> a\n>\n> - b\n> - c", "> a\n>\n> - b\n> - c");
    check("* a\n\n  b\n* c", "- a\n\n  b\n\n- c");
    check("3) a\n4) b\n   - c", "3. a\n4. b\n   - c");
    check("- [x] a\n- [ ] b", "- [x] a\n- [ ] b");
    check("~~~rs x\n`a`\n```\n~~~", "````rs\n`a`\n```\n````");
    check("```a\u{b}b\nc\n```", "```a\nc\n```");
    check("<pre data-lang=' '>c</pre>", "```\nc\n```");
    check("a\n\n---\n\nb", "a\n\n***\n\nb");
    check(
        "|a|b|\n|-|:-:|\n|`c\\|d`|*e*|",
        "| a | b |\n| --- | :-: |\n| <code>c&#124;d</code> | *e* |",
    );
    check("- a\n\n1. b", "- a\n\n<!-- -->\n\n1. b");
}

/// Beyond the limits, blocks are HTML: their Markdown would take too long to write.
#[test]
fn large_and_deep_blocks_are_html() {
    let deep = format!("{}a", "> ".repeat(DEEPEST_PREFIX + 2));
    let large = format!("{}\n\n**b**", "- *a\\*$b\n".repeat(MOST_TEXTS + 1));
    for body in [deep, large] {
        let document = parse(&body, Syntax::Markdown, &NoContext);
        let written = document.to_markdown();
        assert!(written.contains("<blockquote>") || written.starts_with("<ul>"));
        assert!(!written.starts_with("<ul>") || written.ends_with("</ul>\n\n**b**\n"));
        assert_round_trips(&document);
    }
}

#[test]
fn marks_of_markdown_in_html_stay_text() {
    let marked = r"甲&#42;&#42;“乙”&#42;&#42;丙 \(a=b\) $$c$$";
    for body in
        [format!("<p><em>a<em>b</em>c</em>{marked}</p>"), format!("<p>{marked}<u>a</u></p>")]
    {
        let document = parse(&body, Syntax::Html, &NoContext);
        assert!(document.plain_text().as_str().contains("甲**“乙”**丙"));
        assert_round_trips(&document);
    }
}

#[test]
fn what_looks_like_other_constructs_stays_text() {
    for text in [
        "甲==乙==丙",
        "(a){.b}",
        "甲 {/* 乙 */}",
        "[toc]",
        "@[code](a.b)",
        "<u>a</u>{.b}",
        "&lt;Tab title='a'>",
    ] {
        let document = parse(&format!("<p>{text}</p>"), Syntax::Html, &NoContext);
        assert!(!document.to_markdown().starts_with("<p>"), "{text}");
        assert_round_trips(&document);
    }
    check("a == b === c {d}", "a == b === c {d}");
}

#[test]
fn ruby_stays_ruby() {
    let ruby = "<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp>字<rp>(</rp><rt>zì</rt><rp>)</rp></ruby>";
    check("<ruby>漢<rt>hàn<rt></rt>字<rt>zì</ruby>", ruby);
    check(
        "<ruby><b>漢</b><rt><i>h</i></ruby>",
        "<ruby><strong>漢</strong><rp>(</rp><rt><em>h</em></rt><rp>)</rp></ruby>",
    );
    // Nothing that only looks like it.
    check("漢(hàn) <ruby>字</ruby> <b>乙<rt>c</rt></b>", "漢(hàn) 字 <strong>乙(c)</strong>");
    check("<ruby><rt>a</rt></ruby> <ruby>甲<p>乙<rt>c<p>d</ruby>", "(a) 甲\n\n乙(c)\n\nd");
    check("<ruby>漢<rt>hàn</rt>字</ruby>", "<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>字");
    check("<ruby>a <b>乙<rt>c</rt></b></ruby>", "a <strong>乙(c)</strong>");
}

#[test]
fn styles_and_links_are_written_plainly() {
    check("a **b** *c* ~~d~~ `e`", "a **b** *c* ~~d~~ `e`");
    // Not a definition of the term above.
    check("a\n\n<p>://b</p>", "a\n\n\\:<wbr>//b");
    check("他说<b>“好”</b>了", "他说<strong>“好”</strong>了");
    check("[a](b) [甲](https://c.d/?e=f&g)", "[a](b) [甲](https://c.d/?e=f&amp;g)");
    check("见 https://example.org/c。", "见 <https://example.org/c>。");
    check("![甲](b.png) [![c](d)](e)", "![甲](b.png) [![c](d)](e)");
    check(
        "<u id=x>甲</u> <a id=y><mark>乙</mark></a>",
        "<ins>甲</ins> <a id=\"y\"></a><mark>乙</mark>",
    );
    check("# a {#b}", "# <a id=\"b\"></a>a");
}

#[test]
fn markup_characters_are_escaped() {
    check("\\$\\$甲\\$$ \\\\ 乙", "\\$\\$甲\\$$ \\\\ 乙");
    check("\\$$甲\\$$&#92;", "\\$\\$甲\\$$\\\\");
    check("1\\. a\\*b\\* \\# c\n\n\\# d \\[e\\] f\\_g", "1\\. a\\*b\\* # c\n\n\\# d \\[e\\] f\\_g");
    check("3.5 -1 +2 $4", "3.5 -1 +2 $4");
    check("a\\\n\\- b\\\n3\\) c\\\n\\-\\-\\-", "a\\\n\\- b\\\n3\\) c\\\n\\---");
    check("&lt;b&gt; &amp;amp; 5 & 6", "\\<b> &amp;amp; 5 & 6");
    check("a&#123;{b}} &#123;% c %}", "a&#123;{b}} &#123;% c %}");
}

#[test]
fn html_where_markdown_is_not_enough() {
    check("<table><tr><td>a<td>b</table>", "<table><tr><td>a</td><td>b</td></tr></table>");
    check("a<u>b</u>", "a<ins>b</ins>");
    check("<ol start=-1><li>a</ol>", "<ol start=\"-1\"><li><p>a</p></li></ol>");
}

/// Bodies with all constructs, and with text that may be taken for one.
#[allow(clippy::too_many_lines, reason = "a table: one row per construct")]
fn bodies() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "甲",
        "乙丙。",
        "“",
        "”",
        "a",
        " ",
        "\n",
        "\n\n",
        "  \n",
        "    ",
        "<ruby>",
        "</ruby>",
        "<rt>",
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```",
        "~~~",
        "#",
        "# ",
        "## ",
        "- ",
        "+ ",
        "1. ",
        "2) ",
        "> ",
        ": ",
        "|",
        "|-|-|\n",
        "---\n",
        "===\n",
        "[",
        "]",
        "](",
        "(b)",
        "![",
        "<",
        ">",
        "&",
        "&amp;",
        "&lt;",
        "\\",
        "!",
        "{",
        "}",
        "{:",
        "{#c}",
        "=",
        "$$",
        "[^1]",
        "[^1]: ",
        "[x] ",
        "[ ] ",
        "http://a.org/c",
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<u>",
        "</u>",
        "<p>",
        "</p>",
        "<br>",
        "<hr>",
        "<a href=\"d\">",
        "<a id=\"e\">",
        "</a>",
        "<ul>",
        "</ul>",
        "<ol start=5>",
        "</ol>",
        "<li>",
        "</li>",
        "<blockquote>",
        "</blockquote>",
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "<th>",
        "<td align=right>",
        "<caption>",
        "</caption>",
        "<pre>",
        "</pre>",
        "<code>",
        "</code>",
        "<h2>",
        "</h2>",
        "<img src=f alt=g>",
        "<img src=图.png>",
        "<kbd>",
        "</kbd>",
        "<mark>",
        "</mark>",
        "<del>",
        "</del>",
        "<div>",
        "</div>",
        "\u{3000}",
        "\u{a0}",
        "<details>",
        "<summary>",
        "</summary>",
        "</details>",
        "<input type=checkbox>",
        "==",
        "{.a}",
        "{/*",
        "*/}",
        "[toc]",
        "@[code](a.b)",
        "<<< a.b",
        "<Tab title=a>",
        "\t",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn documents_round_trip(body in bodies(), markdown: bool) {
        let syntax = if markdown { Syntax::Markdown } else { Syntax::Html };
        // Starts with Han, so that all image labels have one language.
        assert_round_trips(&parse(&format!("汉{body}"), syntax, &NoContext));
    }
}
