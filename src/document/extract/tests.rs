//! The fast path compared with the parser.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::super::{NoContext, Syntax, parse};
use super::quick_text;

/// The text by the fast path, if accepted; checks that the parser agrees.
#[track_caller]
fn quick(body: &str, syntax: Syntax) -> Option<String> {
    let quick = quick_text(body, syntax, true)?;
    let full = parse(body, syntax, &NoContext).plain_text();
    assert_eq!(quick.as_str(), full.as_str(), "{syntax:?} {body:?}");
    Some(quick.to_string())
}

#[track_caller]
fn check(body: &str, expected: &str) {
    assert_eq!(quick(body, Syntax::Markdown).as_deref(), Some(expected), "{body:?}");
}

#[test]
fn usual_posts_are_accepted() {
    check("", "");
    check("甲乙\n丙 a\nb。\n", "甲乙丙 a b。");
    check("甲  \n乙\n\n\u{3000}\u{3000}丙 <1%", "甲\n乙\n\n\u{3000}\u{3000}丙 <1%");
    check("甲\n\n<http://a.org/b?c=d&e>\n", "甲\n\nhttp://a.org/b?c=d&e");
    check("[返回甲](../a/)\n[返回首页](../)", "返回甲 返回首页");
    check("[返回甲](//a.org/)｜[返回首页](//a.org)", "返回甲｜返回首页");
    check(
        "## 甲 **乙**\n\n说**“好”**了，5~10%，Q&A a_b [1]!",
        "甲 乙\n\n说“好”了，5~10%，Q&A a_b [1]!",
    );
    check(
        "- 甲\n- `a_b`\n\n2. 丙\n\n---\n\n![甲](a.png) ![](b/江.png)",
        "甲\n\na_b\n\n丙\n\n[图 甲] [图 江.png]",
    );
    check(
        "> 甲\n> 乙\n>\n> 丙\n\n<p>丁</p>\n <p>戊<br />己<br/><br/>庚</p>",
        "甲乙\n\n丙\n\n丁\n\n戊\n己\n\n庚",
    );
}

#[test]
fn usual_html_is_accepted() {
    check(
        "<p style=\"display:none;height:1px;overflow:hidden;\"><br /></p><!-- a --><p>甲</p>",
        "甲",
    );
    check(
        "<p style=\"text-align:center;\"><a href=\"http://a.org/b\"><img src=\"https://a.org/Get.aspx?n=1&i=k&at=1\" alt=\"K图 1_0\" width=\"578\" /></a></p>",
        "[图 Get.aspx]",
    );
    check(
        "<p>甲<span id=\"stock_0.1\"><a href=\"http://a.org\" class=\"b\">乙</a></span><span id=\"quote_0.1\"></span>丙<strong>丁？ </strong></p><center><img src='a.png' alt=\"Image\"></center>",
        "甲乙丙丁？\n\n[图 a.png]",
    );
    check("<div>甲&nbsp;&lt;T&gt; &amp; R&D&#65;\n乙<1%</div>", "甲\u{a0}<T> & R&DA 乙<1%");
    check(
        "<div>\n\n甲\n\n</div>\n<ul>\n<li>乙</li>\n<li>丙</li></ul><h3>丁</h3><hr>",
        "甲\n\n乙\n\n丙\n\n丁",
    );
    check(
        "甲\n<table border=\"1\">\n<thead><tr><th>乙</th><th>丙</th></tr></thead>\n<tbody>\n<tr><td>丁</td><td align=\"right\"><p>1</p><p>2</p></td></tr>\n<tr><td colspan=2>戊</td></tr></tbody></table>\n己",
        "甲\n\n乙  丙\n丁  1 2\n戊  \n\n己",
    );
}

#[test]
fn ambiguous_bodies_are_declined() {
    for body in [
        "a\u{301}",
        "a\r\n",
        "a\x1b[1m",
        "{{ x }}",
        "{% x %}",
        "a\n{: .b}",
        "# a {#b}",
        "$$a$$",
        "a\\",
        "*a*",
        "_a_",
        "~~a~~",
        "***a***",
        "**a",
        "a**\"甲\"**b",
        "[a][b]",
        "[a]: b",
        "[^1]",
        "[[a]]",
        "[a](b \"c\")",
        "[a *b*](c)",
        "``a``",
        "```\na\n```",
        "    a",
        "a\n===",
        "a|b\n-|-",
        "- a\n  b",
        "- a\n\n  b",
        "- [ ] a",
        "- - a",
        "-  a",
        "1. a\n2) b",
        "> a\nb",
        "> - a",
        "> <p>a</p>",
        ": a",
        "# a #",
        "<span>\na",
        "a<T>b",
        "<P>a</P>",
        "<p>a",
        "<p>a<p>b</p></p>",
        "<p>a<div>b</div></p>",
        "<b><i>a</b></i>",
        "<b><p>a</p></b>",
        "<a href=b><a href=c>d</a></a>",
        "<pre>a</pre>",
        "<script>a</script>",
        "<table><tr><td>a</td></tr></table>",
        "<table>a<tr><td>b</td><td>c</td></tr></table>",
        "<p onclick = a>b</p>",
        "<p>&copy a</p>",
        "<p>&foo;</p>",
        "<p aria-hidden=true>a</p>",
        "<!-- a",
        "<!--> a -->",
        "<ul>a</ul>",
        "<p/>a",
        "</p>a",
        "<div markdown=1>\n*a*\n</div>",
    ] {
        assert_eq!(quick_text(body, Syntax::Markdown, true), None, "{body:?}");
    }
    assert_eq!(quick("{{ x }}", Syntax::Plain).as_deref(), Some("{{ x }}"));
    assert!(quick_text("{{ x }}", Syntax::Markdown, false).is_some());
    assert_eq!(quick_text(&"a".repeat(2 * super::LONGEST), Syntax::Plain, true), None);
}

/// Bodies near the border of what is accepted.
#[allow(clippy::too_many_lines, reason = "a table: one row per construct")]
fn bodies() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "甲",
        "乙丙。",
        "“",
        "”",
        "（",
        "a",
        "b1",
        "é",
        "·",
        "①",
        "￥",
        "5%",
        " ",
        " ",
        "  ",
        "\u{3000}",
        "\u{a0}",
        "\u{200b}",
        "👍",
        "한",
        ".",
        "-",
        "|",
        ":",
        "!",
        "~",
        "_",
        "=",
        "+",
        "\\",
        "`",
        "``",
        "*",
        "**",
        "&",
        "&amp;",
        "&lt;",
        "&nbsp;",
        "&#65;",
        "&copy",
        "&x;",
        "<",
        ">",
        "<1%",
        "<>",
        "[",
        "]",
        "](",
        "(b)",
        "[甲](b)",
        "[a](c)",
        "[x]",
        "[1]",
        "[](b)",
        "![a](图.png)",
        "![](b.png)",
        "![image](c?d&e)",
        "**甲**",
        "**b**",
        "**“丙”**",
        "`c`",
        "<http://a.org/b>",
        "<https://甲>",
        "<ftp://a>",
        "http://a.org/c",
        "\n",
        "\n",
        "\n\n",
        "  \n",
        "\t",
    ]);
    let tags = prop::sample::select(vec![
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<span id=\"a\">",
        "</span>",
        "<a href=\"d\">",
        "<a href='m&e'>",
        "<a>",
        "<a href>",
        "<a href=\" \">",
        "</a>",
        "<br>",
        "<br />",
        "<hr>",
        "<img src=f alt=g>",
        "<img src=\"图.png?a&b\" alt=\"Image\">",
        "<img alt=\"R&amp;D\">",
        "<img width=0 src=a>",
        "<img>",
        "<p>",
        "<p>",
        "</p>",
        "</p>",
        "<p style=\"display:none\">",
        "<p hidden>",
        "<div>",
        "</div>",
        "<center>",
        "</center>",
        "<h2>",
        "</h2>",
        "<ul>",
        "</ul>",
        "<li>",
        "</li>",
        "<blockquote>",
        "</blockquote>",
        "<!-- a -->",
        "<!---->",
        "<!--",
        "-->",
        "<T>",
        "<u>",
        "</u>",
        "<table>",
        "</table>",
        "<thead>",
        "</thead>",
        "<tbody>",
        "</tbody>",
        "<tr>",
        "</tr>",
        "<td>",
        "</td>",
        "<td colspan=2>",
        "<th rowspan=2>",
        "</th>",
        "<section>",
        "</section>",
        "<code>",
        "</code>",
    ]);
    let heads = prop::sample::select(vec![
        "\n# ",
        "\n## ",
        "\n#",
        "\n- ",
        "\n* ",
        "\n1. ",
        "\n2) ",
        "\n> ",
        "\n>",
        "\n---\n",
        "\n===\n",
        "\n    ",
        "\n ",
        "\n<p>",
        "\n <div>",
        "\n: ",
        "\n|-|-|\n",
        "\n[x]: y\n",
        "\n~~~\n",
        "\n- [ ] ",
    ]);
    let piece = prop_oneof![6 => words, 3 => tags, 1 => heads].boxed();
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// Bodies of complete blocks and elements, which are mostly accepted.
fn complete_bodies() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "甲",
        "乙丙。",
        "“丁”",
        "a",
        "b1",
        " ",
        " ",
        "é·",
        "\u{3000}",
        "\u{a0}",
        "&amp;",
        "&nbsp;",
        "5~10%",
        "c_d",
        "<1%",
        "[1]",
        "Q&A",
        "\n",
        "\n ",
    ]);
    let words = prop::collection::vec(word, 0..6).prop_map(|words| words.concat()).boxed();
    let inline = words
        .clone()
        .prop_recursive(3, 12, 4, |inner| {
            let element = prop::sample::select(vec![
                ("<b>", "</b>"),
                ("<span>", "</span>"),
                ("<span hidden>", "</span>"),
                ("<a href=\"x\">", "</a>"),
                ("<a>", "</a>"),
                ("<i>", "</i>\n"),
                ("", "<br>"),
                ("", "<br>\n<br/>"),
                ("<img src=a alt=\"", "\">"),
                ("<!-- ", " -->"),
            ]);
            prop::collection::vec((element, inner), 1..4).prop_map(|pieces| {
                let whole = pieces
                    .into_iter()
                    .flat_map(|((start, end), inner)| [start.to_owned(), inner, end.to_owned()]);
                whole.collect::<String>()
            })
        })
        .boxed();
    let marked = prop_oneof![
        4 => words.clone(),
        1 => words.clone().prop_map(|text| format!("[{text}](x)")),
        1 => words.clone().prop_map(|text| format!("**{}**", text.trim())),
        1 => words.clone().prop_map(|text| format!("<b>{text}</b>")),
        1 => words.clone().prop_map(|text| format!("![{}](图.png)", text.trim())),
        1 => prop::sample::select(vec!["<http://a.org/>", "`a`", "  \n", "\n", "\n- 甲\n", "\n> 乙\n\n", "\n# 丙\n", "[甲](b)\n[乙](c)"]).prop_map(str::to_owned),
    ];
    let text = prop::collection::vec(marked, 1..5).prop_map(|pieces| pieces.concat());
    let block = prop_oneof![
        3 => text.clone().prop_map(|text| format!("{text}\n\n")),
        3 => inline.clone().prop_map(|text| format!("<p>{text}</p>\n")),
        1 => inline.clone().prop_map(|text| format!("<div>{text}</div>\n")),
        1 => inline.clone().prop_map(|text| format!("<p hidden>{text}</p>")),
        1 => inline.clone().prop_map(|text| format!("<h2>{text}</h2>\n\n")),
        1 => inline.clone().prop_map(|text| format!("\n\n<ul><li>{text}</li>\n<li><p>{text}</p></li></ul>")),
        1 => (inline.clone(), inline).prop_map(|(a, b)| format!("<table><tr><th>{a}</th><td>{b}</td></tr>\n<tr><td rowspan=2>{b}</td><td><p>{a}</p>{b}</td></tr><tr><td>{a}</td></tr></table>\n\n")),
        1 => text.prop_map(|text| format!("- {text}\n- 甲\n\n")),
        1 => words.prop_map(|text| format!("> {}\n\n", text.replace('\n', "\n> "))),
        1 => Just("<div>\n\n甲\n\n</div>\n\n".to_owned()),
    ];
    prop::collection::vec(block, 0..5).prop_map(|blocks| blocks.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn the_parser_agrees(body in prop_oneof![bodies(), complete_bodies()]) {
        for syntax in [Syntax::Markdown, Syntax::Html, Syntax::Plain] {
            quick(&body, syntax);
        }
    }
}

#[test]
fn is_linear() {
    for piece in [
        "a < ",
        "**a** ",
        "**，** ",
        "![](b) ",
        "<img src=b>",
        "[a](b)",
        "[a] ",
        "<b>",
        "&a ",
        "`a`",
        "<a href=\"",
        "<!-- ",
        "&",
        "<http://",
        "\n<p>",
        "- a\n",
        "<br>",
        "![",
        "a\n",
    ] {
        let flood = piece.repeat(super::LONGEST / piece.len());
        for syntax in [Syntax::Markdown, Syntax::Html, Syntax::Plain] {
            let text = quick_text(&flood, syntax, true);
            assert!(text.is_none_or(|text| text.len() < 10 * flood.len()));
        }
    }
}

#[test]
fn most_complete_bodies_are_accepted() {
    let mut runner = TestRunner::deterministic();
    let bodies = complete_bodies();
    let mut taken = |syntax: Syntax| {
        let bodies = (0..500).map(|_| bodies.new_tree(&mut runner).unwrap().current());
        bodies.filter(|body| quick_text(body, syntax, true).is_some()).count()
    };
    assert!(taken(Syntax::Markdown) > 250);
    assert!(taken(Syntax::Html) > 350);
}
