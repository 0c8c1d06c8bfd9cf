//! Emphasis in Chinese text: tables, and random texts that another parser reads too (B27).

use proptest::prelude::*;

use crate::document::tests::sketch;
use crate::document::{NoContext, Syntax, parse};

#[track_caller]
fn check(text: &str, expected: &str) {
    let document = parse(text, Syntax::Markdown, &NoContext);
    assert_eq!(sketch(&document), expected, "{text:?}");
}

#[test]
fn each_pair_stands_by_itself() {
    check("**甲**，乙**丙**", "p(s{甲}，乙s{丙})");
    check("**甲**：一。**乙**：二。", "p(s{甲}：一。s{乙}：二。)");
    check("(**a**) and (**b**) end", "p((s{a}) and (s{b}) end)");
    check("- **Name**: text (**b**)", "ul(li(p(s{Name}: text (s{b}))))");
    check("**重点**在于，**第一，**要快", "p(s{重点}在于，s{第一，}要快)");
    check("涨幅**13.4%**，**5%**的", "p(涨幅s{13.4%}，s{5%}的)");
    check("**（甲）**，**乙**丙", "p(s{（甲）}，s{乙}丙)");
    check("*甲*，乙*丙*；~~丁~~、~~戊~~", "p(e{甲}，乙e{丙}；d{丁}、d{戊})");
    check("|**甲**|乙**丙：**|\n|-|-|\n|**a**|b|", "table(--|s{甲},乙s{丙：}|s{a},b)");
}

#[test]
fn a_link_is_around_or_inside_emphasis() {
    check("[**a**](u)、[**b**](v)", "p(0{s{a}}、1{s{b}})");
    check("[**@a**] and [**@b**]\n\n[**@a**]: u\n[**@b**]: v", "p(0{s{@a}} and 1{s{@b}})");
    check("**[甲](u)：**乙", "p(s{0{甲}：}乙)");
    check("**甲[乙**丙](u)**", "p(s{甲0{乙**丙}})");
    check("**![花](u)**乙", "p(s{!0{[图 花]}}乙)");
}

#[test]
fn code_and_line_ends_may_stand_inside() {
    check("**用 `c`。**后", "p(s{用 c{c}。}后)");
    check("**第一行，\n第二行。**后", "p(s{第一行，第二行。}后)");
    check("> **第一行，\n> 第二行。**后", "q(p(s{第一行，第二行。}后))");
    check(">甲\n>**“乙”**丙", "q(p(甲s{“乙”}丙))");
    check("**一，  \n二。**三", "p(s{一，⏎二。}三)");
    check("`**“a”**b` **c**", "p(c{**“a”**b} s{c})");
}

#[test]
fn every_delimiter_may_stand_beside_chinese_punctuation() {
    check("匹配*“abc”*字符", "p(匹配e{“abc”}字符)");
    check("***“甲”***乙", "p(e{s{“甲”}}乙)");
    check("~~真，~~她", "p(d{真，}她)");
    check("~~原价，~~降为；~~（旧）~~新", "p(d{原价，}降为；d{（旧）}新)");
    check("，__《甲》__。_（乙）_", "p(，s{《甲》}。e{（乙）})");
    check("说**“好”**了", "p(说s{“好”}了)");
    check("**注：**见*下*。**甲**乙", "p(s{注：}见e{下}。s{甲}乙)");
    check("**“甲*乙*”**丙", "p(s{“甲e{乙}”}丙)");
    check("*甲**乙**丙*", "p(e{甲s{乙}丙})");
}

#[test]
fn what_is_no_delimiter_is_text() {
    check("甲** “乙”**丙 \\**“c”**d", "p(甲** “乙”**丙 **“c”**d)");
    check("甲_乙_丙 a_b_c 2 * 3 * 4", "p(甲_乙_丙 a_b_c 2 * 3 * 4)");
    check("\\*甲* \\\\*乙* &#42;丙*", "p(*甲* \\e{乙} *丙*)");
    check("增5~10%，降1~2% ~a~ ~~~b~~~", "p(增5~10%，降1~2% ~a~ ~~~b~~~)");
    check("a*\"b\"*c", "p(a*\"b\"*c)");
    check("```\n**甲**\n```\n\n    *乙*", "pre(**甲**) pre(*乙*)");
}

#[test]
fn highlighted_text() {
    // B18
    check("甲==乙==丙 ==a b== **==丁==。**戊", "p(甲h{乙}丙 h{a b} s{h{丁}。}戊)");
    check(
        "a==b 且 c==d，x == y == z ===甲=== `==a==`",
        "p(a==b 且 c==d，x == y == z ===甲=== c{==a==})",
    );
    check("==甲 [==](u) 乙==", "p(h{甲 0{==} 乙})");
    check("用==比equals快。只用==判断", "p(用==比equals快。只用==判断)");
    check("用==比较，==则不", "p(用==比较，==则不)");
    check("a: ==判断引用，==则不", "p(a: ==判断引用，==则不)");
    check("==甲。乙。==", "p(h{甲。乙。})");
}

#[test]
fn a_wiki_link_never_beats_a_link() {
    // B31
    check("x [[Feature #1]](http://x.y/1) z", "p(x 0{[Feature #1]} z)");
    check("[[x]][r]\n\n[r]: u", "p(0{[x]})");
    check("[[x]]\n\n[x]: u", "p([0{x}])");
    check("[[甲]]、[[乙_丙|丁]]，![[图.png]]", "p(0{甲}、1{丁}，!2{[图 图.png]})");
    // What embeds a post is a link to it.
    check("![[乙]]、![[子/乙.md#一|丁]]，![[v1.2]]!", "p(0{乙}、1{丁}，2{v1.2}!)");
    check("![[a.pdf#page=2]] \\![[乙]]", "p(!0{[图 a.pdf#page=2]} !1{乙})");
    check("[[a_b_c]] [[甲#乙]] **[[丙]]。**丁", "p(0{a_b_c} 1{甲#乙} s{2{丙}。}丁)");
    check(
        "\\[[甲]] [\\[甲]] `[[甲]]` [[]] [[ ]] [[甲] [[[甲]]]",
        "p([[甲]] [[甲]] c{[[甲]]} [[]] [[ ]] [[甲] [[[甲]]])",
    );
    check("[甲 [[乙]] 丙](u)", "p(0{甲 [[乙]] 丙})");
    check("[[甲\n乙]]", "p([[甲乙]])");
}

#[test]
fn floods_take_linear_time() {
    for piece in [
        "*",
        "**a",
        "a**",
        "*a _b ",
        "**“",
        "a**“b_",
        "~~",
        "*~",
        "![*",
        "*]",
        "甲==，",
        "==a. ",
        "***a **b *c ",
        "\\*",
    ] {
        let flood = piece.repeat(200_000 / piece.len());
        let shown = parse(&flood, Syntax::Markdown, &NoContext).plain_text();
        assert!(shown.len() <= flood.len(), "{piece:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// The oracle knows the CJK-friendly amendments.
    #[test]
    fn pairs_are_those_of_another_parser(
        text in "([甲乙丙]{1,2}|[a-c1.%()\"]|[，。：“”（）《》、]|😀|あ|\u{3000}| |\n|\\*{1,3}|\\*\\*|~~|_{1,2}|`c`|\\\\|\\[|\\]|\\(u\\)|<b>|&amp;){1,14}",
    ) {
        // Starts with a word, so that no mark begins a block.
        let text = format!("甲{}", text.replace("\n\n", "\n").replace('\n', "\n甲"));
        let mut options = comrak::Options::default();
        options.extension.strikethrough = true;
        options.extension.cjk_friendly_emphasis = true;
        options.render.r#unsafe = true;
        let oracle = comrak::markdown_to_html(&text, &options);
        let expected = sketch(&parse(&oracle, Syntax::Html, &NoContext));
        // Line breaks of kramdown, formulas, wiki links, tildes and code after an escaped backtick are ours.
        prop_assume!(!["\\\\", "\\(", "\\[", "\\~", "\\`", "[["].iter().any(|ours| text.contains(ours)));
        prop_assert_eq!(sketch(&parse(&text, Syntax::Markdown, &NoContext)), expected, "{:?}", text);
    }
}
