//! The result of each of kramdown's constructs: a table for each construct (B15-B20).

#[cfg(test)]
mod floods;
#[cfg(test)]
mod sites;

use proptest::prelude::*;

use super::super::tests::{assert_valid, sketch};
use super::super::{Context, NoContext, Syntax, parse};
use super::*;

struct Kramdown;

impl Context for Kramdown {
    fn resolve(&self, _: &str) -> Option<String> {
        None
    }

    fn dialect(&self) -> Dialect {
        Dialect::Kramdown
    }
}

/// In a Jekyll site.
#[track_caller]
fn check(text: &str, expected: &str) {
    check_in(&Kramdown, text, expected);
}

/// In any other site.
#[track_caller]
fn check_other(text: &str, expected: &str) {
    check_in(&NoContext, text, expected);
}

#[track_caller]
fn check_in(context: &dyn Context, text: &str, expected: &str) {
    let document = parse(text, Syntax::Markdown, context);
    assert_eq!(sketch(&document), expected, "{text:?}");
    assert_valid(&document);
}

#[track_caller]
fn check_both(text: &str, expected: &str) {
    check(text, expected);
    check_other(text, expected);
}

#[test]
fn attribute_lists_are_hidden() {
    // B15: `{: .class #id}`, `{:.x}` at the end of a span
    check("a\n{: .b #c d=\"e f\"}\n\ng", "p(@a) p(g)");
    check("> a\n> {: .b}", "q(p(a))");
    check("*a*{:.b} `c`{:.d}[e](f){:target=\"_blank\"}", "p(e{a} c{c}0{e})");
    check("a {:b2} {:.c}\n\n`{:.d}`\n\n    {: .e}", "p(a {:b2} {:.c}) p(c{{:.d}}) pre({: .e})");
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
    assert!(matches!(plain("# a {b}\n\n- c: d\n\n*e*", Dialect::Kramdown), Cow::Borrowed(_)));
}

proptest! {
    #[test]
    fn any_text_is_parsed(
        text in "(\\{:|\\{#|\\{\\.a |::: tabs\n|\n:::\n|\n@tab a\n|@\\[code\\]\\(a\\.b\\)|<<< a\\.b\n|\\{::|\\{:/|comment|options|\\.a|#b|c=\"d\"|\\}|\\*\\[中\\]: x\n|中|\\\\|\\$\\$|</?div( markdown=1)?>|`|```|\n|\n\n|    |- |> |# ){0,40}",
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

#[test]
fn a_definition_has_a_blank_after_its_colon() {
    check_both("甲\n: 乙", "ul(li(p(s{甲}) p(乙)))");
    check_both("甲\n:smile: 真的", "p(甲 :smile: 真的)");
    check_both(":) 哈哈", "p(:) 哈哈)");
    check_both("会议\n:30 开始", "p(会议 :30 开始)");
    check_both("- :camel: 甲\n- 乙\n  :b: 丙", "ul(li(p(:camel: 甲)) li(p(乙 :b: 丙)))");
    check_both("> 甲\n> :smile:", "q(p(甲 :smile:))");
    check_both("```\n:a\n```", "pre(:a)");
    check_both("甲\n乙\n: 丙", "ul(li(p(s{甲})) li(p(s{乙}) p(丙)))");
}

#[test]
fn containers_show_title_and_content() {
    // B30
    check_both(
        "::: tip 小心*甲*\n内容\n\n- 乙\n:::\n丙",
        "q(p(s{TIP 小心e{甲}}) p(内容) ul(li(p(乙)))) p(丙)",
    );
    check_both(":::warning\n甲\n:::", "q(p(s{WARNING}) p(甲))");
    check_both(":::note[题]\n甲\n:::", "q(p(s{NOTE 题}) p(甲))");
    check_both("::: center\n甲\n:::\n乙", "p(甲) p(乙)");
    check_both("::: {.box title=\"题\"}\n甲\n:::", "p(s{题}) p(甲)");
    check_both(
        ":::: tip\n::: details 更多\n甲\n:::\n乙\n::::",
        "q(p(s{TIP}) p(s{更多}) p(甲) p(乙))",
    );
    check_both("甲\n\n:::\n\n:::::::", "p(甲) p(:::) p(:::::::)");
}

#[test]
fn callouts_keep_kind_title_and_content_apart() {
    // B30
    check_both("> [!WARNING] 标题\n> 内容", "q(p(s{WARNING 标题}) p(内容))");
    check_both("> [!NOTE]\n> 甲\n> 乙", "q(p(s{NOTE}) p(甲乙))");
    check_both("> [!tip]- 可以**折叠**\n> - 甲", "q(p(s{TIP 可以s{折叠}}) ul(li(p(甲))))");
    check_both("> 甲\n> [!NOTE] 乙", "q(p(甲 [!NOTE] 乙))");
    check_both("[!NOTE] 甲", "p([!NOTE] 甲)");
    check_both("> > [!NOTE]\n> > 甲", "q(q(p(s{NOTE}) p(甲)))");
}

#[test]
fn preformatted_text_is_kept_to_its_end() {
    // B10
    check_both(
        "<div>\n<pre>if x:\n    a\n\n    # c_d_ [e]\n\n\nf</pre>\n</div>\n\n*g*",
        "pre(if x:⏎    a⏎⏎    # c_d_ [e]⏎⏎⏎f) p(e{g})",
    );
    check_both(
        "<table><tr><td><pre>1\n\n2</pre></td><td class=code><pre><code>a\n\n<b>*b*</b>\n</code></pre></td></tr></table>",
        "pre(a⏎⏎*b*)",
    );
    check_both("<div>\n<PRE>a\n\n   # b</PRE>\n</div>", "pre(a⏎⏎   # b)");
    check_both(
        "> <div>\n> <pre>a\n>\n>     # b\n> *c*</pre>\n> </div>\n>\n> 乙",
        "q(pre(a⏎⏎    # b⏎*c*) p(乙))",
    );
    check_both("- 甲\n\n  <div>\n  <pre>a\n\n  b</pre>\n  </div>", "ul(li(p(甲) pre(a⏎⏎b)))");
    check_both("<pre>a\n\n**b**</pre>", "pre(a⏎⏎**b**)");
    check_both("甲 <pre>a\n\n# *b*</pre>", "p(甲) pre(a⏎⏎# *b*)");
    check_both("<pre>a\n\n&lt;b&gt; &amp;</pre>", "pre(a⏎⏎<b> &)");
}

#[test]
fn tables_lose_no_cell() {
    // B29
    check_both("|a|b|\n|-|-|\n| `[d| … |]` | `Q [Dec]` |", "table(--|a,b|c{[d| … |]},c{Q [Dec]})");
    check_both("|a|b|\n|-|-|\n|c|d|e|\n|f|", "table(---|a,b,|c,d,e|f,,)");
    check_both("a|b\n-|-:\nc|d|e", "table(-r-|a,b,|c,d,e)");
    check_both("| a \\\\| b | c |\n|---|---|\n| x | d |", "table(--|a | b,c|x,d)");
    check_both("| 甲 |\n|---|\n| 乙 |", "table(-|甲|乙)");
    check_other("| - | - |\n| :- | :- |\n| a | b |", "table(ll|-,-|a,b)");
    check_both("> |a|b|\n> |-|-|\n> |c|d|e|", "q(table(---|a,b,|c,d,e))");
    check_both("|a `\\|` b|\n|-|\n|c \\| d|", "table(-|a c{|} b|c | d)");
    check_both("```\n|a|\n|-|\n|b|c|\n```", "pre(|a|⏎|-|⏎|b|c|)");
}

#[test]
fn tables_of_kramdown() {
    // B28
    check("|甲|乙|\n|丙|丁|", "table(--||甲,乙|丙,丁)");
    check_other("|甲|乙|\n|丙|丁|", "p(|甲|乙| |丙|丁|)");
    check("|a|b|\n|---\n|c|d|", "table(--|a,b|c,d)");
    check("|a|b|\n|---+---|\n|c|d|", "table(--|a,b|c,d)");
    check("|a|b|\n|:-|-:|\n|c|d|\n|---\n|e|f|\n|===|\n|g|h|", "table(lr|a,b|c,d|e,f|g,h)");
    check("|:-:|-|\n|a|b|\n|-|-|\n|c|d|", "table(--|a,b|c,d)");
    check("|---|---|\n|a|b|\n|c|d|\n|---|---|", "table(--||a,b|c,d)");
    check("甲|乙", "p(甲|乙)");
    check("|-|-|-|", "p(|-|-|-|)");
}

#[test]
fn a_circumflex_ends_a_block() {
    // B15
    check("- 甲\n- 乙\n^\n- 丙", "ul(li(p(甲)) li(p(乙))) ul(li(p(丙)))");
    check("    a\n^\n    b", "pre(a) pre(b)");
    check("^\n\n甲\n^\n乙", "p(甲) p(乙)");
    check_other("甲\n\n^", "p(甲) p(^)");
    check("a ^ b\n\n```\n^\n```", "p(a ^ b) pre(^)");
}

#[test]
fn attribute_lists_never_show() {
    // B15
    check("![a](b.png){: width=\"50%\" .c}{:.d}", "p(!0{[image: a]})");
    check("![a](b.png){:height=50 width=60%}", "p(!0{[image: a]})");
    check("* {:.a} 甲\n* 乙{:.b}", "ul(li(p(甲)) li(p(乙{:.b})))");
    check("{:.a} 甲\n: {:.b} 乙", "ul(li(p(s{甲}) p(乙)))");
    check("`a`{:.b #c}{: .d}", "p(c{@a})");
    check("<div>甲</div>\n{: .a}\n\n乙", "p(甲) p(乙)");
    check("1. 甲\n2. 脚注\n{:footnotes}", "ol1(li(p(甲)))");
    check("`{:.a} b`", "p(c{{:.a} b})");
    // After a blank it is text.
    check("* 甲 {: .a}\n* 乙", "ul(li(p(甲 {: .a})) li(p(乙)))");
    check(
        "# 甲 {: .a}\n\n乙 {: .b}\n\n丙\n: 丁 {: .c}",
        "h1(甲 {: .a}) p(乙 {: .b}) ul(li(p(s{丙}) p(丁 {: .c})))",
    );
}

#[test]
fn extensions_nest_and_keep_html() {
    check("甲{::nomarkdown}*乙*{:/}丙", "p(甲*乙*丙)");
    check("{::nomarkdown}\n<i>_甲_</i>\n\n# 乙\n{:/nomarkdown}", "p(e{_甲_} # 乙)");
    check("{::nomarkdown type=\"latex\"}\\x{:/}甲", "p(甲)");
    check("{::comment}\n甲\n{::comment}\n乙\n{:/comment}\n丙\n{:/comment}\n\n丁", "p(丁)");
    check("{::comment}\n甲 {:/} 乙\n{:/comment}\n丙", "p(丙)");
    check("{::comment}\n甲", "p({::comment} 甲)");
}

#[test]
fn formulas_over_line_ends() {
    check_both("甲 $$1\n+ 1$$ 乙", "p(甲 c{$$1 + 1$$} 乙)");
    check_both("甲\n\n$$\na\n$$\n\n乙", "p(甲) pre:latex($$⏎a⏎$$) p(乙)");
}

#[test]
fn formulas_between_single_dollars() {
    // B20
    check_other("$a_1*b_2*c$ 和$E=mc^2$。", "p(c{$a_1*b_2*c$} 和c{$E=mc^2$}。)");
    check("$a_1*b_2*c$", "p($a_1e{b_2}c$)");
    check_other("花$5，*又*花$6。US$5 *a* US$", "p(花$5，e{又}花$6。US$5 e{a} US$)");
    check_other("`$a_b$` \\$a*b*c\\$", "p(c{$a_b$} $ae{b}c$)");
}

#[test]
fn backslashes_at_the_end() {
    // B28
    check_both("C:\\\\", "p(C:\\)");
    check_both("甲\n\n\\\\\n\n乙", "p(甲) p(\\) p(乙)");
    check("甲\\\\\n乙", "p(甲⏎乙)");
    check_other("C:\\\\\n乙", "p(C:\\ 乙)");
}

#[test]
fn targets_with_blanks() {
    // B31
    let check = |text: &str, expected: &[&str]| {
        let document = parse(text, Syntax::Markdown, &NoContext);
        let targets: Vec<_> = document.links.iter().map(|link| link.target.as_str()).collect();
        assert_eq!(targets, expected, "{text:?}");
    };
    check("![图](images/未命名 图 19.png)", &["images/未命名 图 19.png"]);
    check("[文](files/使用 说明.pdf) [甲](a b.md \"题\")", &["files/使用 说明.pdf", "a b.md"]);
    check("![徽章](badge.png =300x200) ![b](c.png =50%x)", &["badge.png", "c.png"]);
    check("![图](a (1).png) [b](<c d> 't') [e](f (g))", &["a (1).png", "c d", "f"]);
    check("[注](见 下 文) [x](a b) (c d/e.f)", &[]);
    check("<http://x.y/?a=1&amp;b=2>", &["http://x.y/?a=1&b=2"]);
    // Not in HTML, whose text is not Markdown.
    check_both("<p>[x](a b.md)</p>", "p([x](a b.md))");
}

#[test]
fn a_reference_may_follow_a_blank() {
    check("[t] [r]、[t]\n[R]\n\n[r]: u", "p(0{t}、1{t})");
    check_other("[t] [r]\n\n[r]: u", "p([t] 0{r})");
    check("[t] [s]\n- [ ] [r]\n\n[r]: u", "p([t] [s]) ul(li-(p(0{r})))");
}

#[test]
fn hand_indented_html_is_html() {
    // B28
    check(
        "<ul>\n  <li>\n    <p>甲</p>\n\n    <p>乙</p>\n  </li>\n</ul>\n\n    a",
        "ul(li(p(甲) p(乙))) pre(a)",
    );
    check_other(
        "<ul>\n  <li>\n    <p>甲</p>\n\n    <p>乙</p>\n  </li>\n</ul>",
        "ul(li(p(甲) pre(<p>乙</p>)))",
    );
    check("<div>\n\n    甲\n\n</div>", "p(甲)");
    check("<div>\n\n    a", "pre(a)");
}

#[test]
fn extensions_end_each_by_itself() {
    // B28
    check("{::nomarkdown}甲 {::comment}乙{:/comment}丙", "p({::nomarkdown}甲 丙)");
}

#[test]
fn a_colon_in_a_tag_is_no_text() {
    check_both("甲<span\n:class=\"z\">乙</span>", "p(甲乙)");
}

#[test]
fn dollars_of_a_shell_are_no_formula() {
    check_other("$MY_VAR:$OTHER", "p($MY_VAR:$OTHER)");
    check_other("$a_1*b$ 甲", "p(c{$a_1*b$} 甲)");
}

#[test]
fn a_table_of_too_many_columns_loses_no_cell() {
    let row = format!("{}|c299", "|c".repeat(299));
    let document = parse(&format!("|a|b|\n|-|-|\n{row}|\n"), Syntax::Markdown, &NoContext);
    assert!(document.plain_text().as_str().contains("c299"));
}

// B28
#[test]
fn markdown_begins_after_an_end_tag() {
    check("<p>甲</p>\n**乙**\n\n丙", "p(甲) p(s{乙}) p(丙)");
    check_other("<p>甲</p>\n**乙**", "p(甲) p(**乙**)");
    check("<div>a</div> *b*", "p(a) p(e{b})");
    check("<div>\n甲\n<div>乙</div>\n*丙*\n</div>\n# 题\n文", "p(甲) p(乙) p(*丙*) h1(题) p(文)");
    check("<center>甲</center>\n- 一\n- 二", "p(甲) ul(li(p(一)) li(p(二)))");
    check("<table><tr><td>a</td><td>b</td></tr></table>\n**后**", "table(--||a,b) p(s{后})");
    check("<hr>\n*x*", "hr p(e{x})");
    check("<iframe src=\"/v\"></iframe>\n*甲*", "p(0{/v}) p(e{甲})");
    check("<h2>题</h2>\n```\n<b>\n```\n", "h2(题) pre(<b>)");
    check("- 甲\n\n  <p>乙</p>\n  *丙*", "ul(li(p(甲) p(乙) p(e{丙})))");
    // Without an end tag, or with Markdown inside, it is read as everywhere.
    check("<div>a\n*b*\n\n*c*", "p(a *b*) p(e{c})");
    check("<div>\n<p markdown=\"1\">*a*</p>\n</div>\n*b*", "p(e{a}) p(*b*)");
}

// B28
#[test]
fn a_tag_of_running_text_begins_no_html() {
    check("<br>\n**乙** [l](u)", "p(s{乙} 0{l})");
    check("<img src=\"a.png\">\n**图注** 文", "p(!0{[图 a.png]} s{图注} 文)");
    check("<span>\n*甲*\n</span>", "p(e{甲})");
    check("<br>\n# 题", "h1(题)");
    check("甲\n<br>\n*乙*", "p(甲⏎e{乙})");
    check("<https://a.cn>\n*甲*", "p(0{https://a.cn} e{甲})");
}

// B28
#[test]
fn hand_indented_html_is_html_at_every_depth() {
    check("<div>\n    <div>\n\n        <p>深</p>\n    </div>\n</div>\n\n*a*", "p(深) p(e{a})");
    check(
        "<ul>\n    <li>甲\n        <ul>\n\n            <li>子</li>\n        </ul></li>\n</ul>",
        "ul(li(p(甲) ul(li(p(子)))))",
    );
    check("<p>\n    行一\n\n    行二\n</p>", "p(行一) p(行二)");
}

#[test]
fn attribute_lists_keep_spans_apart() {
    check("*强*{: .x}*二*", "p(e{强}e{二})");
    check("`a`{:.x}`b`", "p(c{a}c{b})");
    check("**甲**{:.x}**乙**", "p(s{甲}s{乙})");
    check("~~删~~{:.x} 后", "p(d{删} 后)");
}

#[test]
fn a_backslash_before_a_block_stays_a_backslash() {
    for block in ["# 题", "> 引", "```\na\n```", "<div>a</div>", "* * *", "- b", "{: .x}"] {
        let document = parse(&format!("C:\\\\\n{block}"), Syntax::Markdown, &Kramdown);
        assert!(sketch(&document).contains("C:\\"), "{block}: {}", sketch(&document));
    }
}

#[test]
fn a_callout_may_begin_an_item() {
    check_both("- > [!TIP]\n  > 内容", "ul(li(q(p(s{TIP}) p(内容))))");
    check_both("1. > [!NOTE] 题\n   > 内容\n2. b", "ol1(li(q(p(s{NOTE 题}) p(内容))) li(p(b)))");
}

#[test]
fn brackets_within_a_reference_are_its_text() {
    check("[[1]][1]\n\n[1]: http://x.y/1", "p(0{[1]})");
    check("a [[1]][1], [[甲]][2]\n\n[1]: http://x.y/1\n[2]: http://x.y/2", "p(a 0{[1]}, 1{[甲]})");
}
