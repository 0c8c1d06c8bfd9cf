//! Constructs of goldmark, markdown-it, `VuePress` and `VitePress`, which kramdown does not have.

use super::super::super::{NoContext, Syntax, parse};
use super::{check, check_both, check_other};

#[test]
fn attribute_lists_without_a_colon() {
    // B15
    check_other("## 甲 {.b}\n\n## 乙 { .b .c-d }\n\n丙 {.b}\n===", "h2(甲) h2(乙) h1(丙)");
    check_other("## 甲 {: #b }\n\n## 乙 {: .c #d}", "h2(@甲) h2(@乙)");
    check_other("## 甲 {#b .c}\n\n## 乙 {.c #d e=\"f g\"} ##", "h2(@甲) h2(@乙)");
    check_other("## 甲 (b & c) { #d }", "h2(@甲 (b & c))");
    check_other(
        "![a](b.png){ .no-dark } [x](y){target=\"_blank\" rel=z}",
        "p(!0{[image: a]} 1{x})",
    );
    check_other("**甲**{.red}、`b`{.c}、==丙=={.d} *丁*{#e}", "p(s{甲}、c{b}、h{丙} e{@丁})");
    check_other("a_{i=1} ![b](c){width=50%} *d*{i=1}", "p(a_{i=1} !0{[image: b]} e{d}{i=1})");
    check_other("甲\n{ .lead }\n\n- 乙\n{.c}\n\n> 丙\n> {.d}", "p(甲) ul(li(p(乙))) q(p(丙))");
    check_other("![a](b.png)\n{.center}\n\n<div>甲</div>\n{.c}", "p(!0{[图 a]}) p(甲)");
    // What is not a list is text.
    for text in [
        "# a {b}",
        "a{.b}",
        "`a`{x, y}",
        "(a){b}",
        "**a**{ }",
        "a {.b}",
        "[a](b){c d}",
        "{x}",
        "(a){b=b+c;}",
    ] {
        let shown = parse(text, Syntax::Markdown, &NoContext).plain_text();
        assert!(shown.as_str().ends_with('}'), "{text}: {shown}");
    }
    check_other("```\n{.a}\n```\n\n`{.b}`", "pre({.a}) p(c{{.b}})");
    check("## 甲 {.b}\n\n*a*{.b}", "h2(甲 {.b}) p(e{a}{.b})");
}

#[test]
fn containers_end_after_html() {
    // B30
    check_other("::: wrap\n<!-- a -->\n*甲*\n<!-- b -->\n:::\n\n乙", "p(e{甲}) p(乙)");
    check_other(
        "::: tip\n\n<details>\n<summary>甲</summary>\n\n乙\n\n</details>\n:::\n\n# 丙",
        "q(p(s{TIP}) ul(li(p(s{甲}) p(乙)))) h1(丙)",
    );
    check_other("<div>\n:::\n</div>", "p(:::)");
    check_both("<!-- a\nb -->\n\n*甲*", "p(e{甲})");
}

#[test]
fn tabs_have_labels() {
    // B30
    check_other(
        "::: code-tabs#shell\n\n@tab pnpm\n\n```sh\na\n```\n\n@tab:active yarn\n\n```sh\nb\n```\n\n:::\n\n丙",
        "p(s{pnpm}) pre:sh(a) p(s{yarn}) pre:sh(b) p(丙)",
    );
    check_other("::: tabs\n@tab 甲#b\n一\n@tab 乙\n二\n:::", "p(s{甲}) p(一) p(s{乙}) p(二)");
    check_other("@tab 甲\n\n::: tabs\n@table\n:::", "p(@tab 甲) p(@table)");
}

#[test]
fn the_table_of_contents_shows_nothing() {
    // B15
    check_other("[[toc]]\n\n甲\n\n[TOC]\n## 乙\n\n${toc}", "p(甲) h2(乙)");
    check_other("见 [toc]\n\n甲\n[toc]\n\n`[toc]`", "p(见 [toc]) p(甲 [toc]) p(c{[toc]})");
    check_other("[toc]\n\n[toc]: u", "p(0{toc})");
}

#[test]
fn what_is_elsewhere_is_a_link() {
    // B25
    let check = |text: &str, expected: &[(&str, &str)]| {
        let document = parse(text, Syntax::Markdown, &NoContext);
        let targets = document.links.iter().map(|link| link.target.as_str());
        let shown = document.plain_text();
        let texts = shown.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
        let all: Vec<&str> = expected.iter().map(|(_, text)| *text).collect();
        assert_eq!(texts, all.join(" "), "{text:?}");
        assert!(targets.eq(expected.iter().map(|(target, _)| *target)), "{text:?}");
    };
    check("<!-- @include: ./b.md -->", &[("./b.md", "b.md")]);
    check("<<< ./a.ts{1,2}\n\n<<< @/x/b.js#part", &[("./a.ts", "a.ts"), ("/x/b.js", "b.js")]);
    check("@[code ts](./a.ts)", &[("./a.ts", "a.ts")]);
    check(
        "@[youtube](a_b)\n\n@[bilibili](BV1)",
        &[
            ("https://www.youtube.com/watch?v=a_b", "youtube: a_b"),
            ("https://www.bilibili.com/video/BV1", "bilibili: BV1"),
        ],
    );
    check_other("<!-- @include: @b.md -->", "p(x{[include: b.md]})");
    check_other("a@[b](c) <<< d", "p(a@0{b} <<< d)");
    check_other(
        "![a](b.png \"t\" =30x20) ![c](d.png =30x20 't')",
        "p(!0{[image: a]} !1{[image: c]})",
    );
}
