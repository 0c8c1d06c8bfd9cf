//! The result of each construct of MDX: a table for each (B33).

use proptest::prelude::*;

use super::super::tests::{assert_valid, sketch};
use super::super::{NoContext, Syntax, parse};
use super::plain;

#[track_caller]
fn check(text: &str, expected: &str) {
    let document = parse(text, Syntax::Markdown, &NoContext);
    assert_eq!(sketch(&document), expected, "{text:?}");
    assert_valid(&document);
}

#[test]
fn comments_are_hidden() {
    check("甲\n\n{/* truncate */}\n\n乙 {/* *丙* */}丁", "p(甲) p(乙 丁)");
    check("甲\n\n{/*\n乙\n\n# 丙\n*/}\n\n丁", "p(甲) p(丁)");
    check("`{/* 甲 */}` {/* 乙", "p(c{{/* 甲 */}} {/* 乙)");
    check("```\n{/* 甲 */}\n```", "pre({/* 甲 */})");
}

/// S25: a quadratic step would take minutes.
#[test]
fn floods_take_linear_time_and_little_memory() {
    let long = |piece: &str| piece.repeat(500_000 / piece.len());
    for text in [
        " ".repeat(30_000) + &long("<summary>*a*</summary>"),
        " ".repeat(60) + &long("<summary>*a*</summary>"),
        "<summary>*a\n".to_owned() + &long("a\n"),
        long("    123456789. a\n") + "\n    " + &long("<Tab title=\"a\">"),
        long("import a from \"b\"\n"),
        long(&format!("import {}from \"b\"\n", "a,".repeat(8000))),
        long("export const a = 1\n"),
        long("<a>{"),
    ] {
        let text = format!("x\n\n{text}");
        let plain = plain(&text);
        assert!(plain.len() < 5 * text.len(), "{:?}", text.get(..40));
    }
}

#[test]
fn modules_are_hidden() {
    check("import A from \"a\";\nimport { B, C } from 'b'\nimport './c.css'\n\n甲", "p(甲)");
    check("import {\n  A,\n} from \"a\";\n\n甲", "p(甲)");
    check("import A from '@a/A'; import B from '@a/B'; import c from '@a/c';\n\n甲", "p(甲)");
    check("import A from 'a'; and more\n\n甲", "p(import A from 'a'; and more) p(甲)");
    check("甲\n\nimport Aa from \"a\";\n\n<Aa>乙</Aa>", "p(甲) p(乙)");
    check("甲\n\nexport const Aa = () => {\n  b;\n\n  c;\n};\n\n<Aa />\n\n乙", "p(甲) p(乙)");
    check("甲\n\nexport const a = 1;\n\n{a}", "p(甲) p({a})");
    check("甲\n\nimport A from '@theme/A'\n\n乙", "p(甲) p(乙)");
    // Code without a fence is text.
    check("甲\n\nimport Aa from \"a\";\n\n乙", "p(甲) p(import Aa from \"a\";) p(乙)");
    check("import is hard", "p(import is hard)");
    check("import A from \"a\"\n甲", "p(import A from \"a\" 甲)");
    check("export const a = 1 (\n\n甲", "p(export const a = 1 () p(甲)");
}

#[test]
fn a_tag_with_expressions_is_a_tag() {
    check("<Aa bb={[{c: \"d>e\", f: \"}\"}]}>\n\n甲\n\n</Aa>", "p(甲)");
    check("甲 <Aa list={[\"x\", \"y\"]} /> 乙", "p(甲 乙)");
    check("<div style={{color: \"red\"}} hidden={false}>\n\n甲\n\n</div>", "p(甲)");
    check("<Aa\n  b={() => {\n    c;\n  }}\n  {...d}\n/>\n\n甲", "p(甲)");
    check("<img src={require(\"./a.png\").default} alt=\"b\" />", "p(!0{[image: b]})");
    check("<img src={useBaseUrl('/a.png')} alt={\"b\"} />", "p(!0{[image: b]})");
    check("<a href={`/b`}>甲</a> <a href={`/${c}`}>乙</a>", "p(0{甲} 乙)");
    // Liquid is not an expression.
    check("<a href={% post_url 2020-01-01-a %}>甲</a> <b c={{ d.e }}>乙</b>", "p(d{甲} s{乙})");
    check("a <b c={d\n\n甲 `<Aa b={c}>`", "p(a <b c={d) p(甲 c{<Aa b={c}>})");
}

#[test]
fn the_text_between_components_is_markdown() {
    check("<Aa>\n**甲**\n</Aa>\n乙", "p(s{甲}) p(乙)");
    check("<Tabs>\n<TabItem value=\"a\">\n```sh\nb\n```\n</TabItem>\n</Tabs>", "p(s{a}) pre:sh(b)");
    check(
        "<Tabs>\n  <TabItem value=\"a\" label=\"甲\">\n\n    ```sh\n    b\n      c\n    ```\n\n    乙\n\n  </TabItem>\n</Tabs>\n\n    d",
        "p(s{甲}) pre:sh(b⏎  c) p(乙) pre(d)",
    );
    check(
        "- 甲\n\n  <Aa>\n  - 乙\n  </Aa>\n\n  丙\n- 丁",
        "ul(li(p(甲) ul(li(p(乙))) p(丙)) li(p(丁)))",
    );
    check("<div>\n    <Aa />\n    <p>甲</p>\n</div>", "p(甲)");
    check(
        "甲\n\n    <!-- b -->\n    <Aa c=\"d\">\n\n      <B>e</B>\n    </Aa>",
        "p(甲) pre(<!-- b -->⏎<Aa c=\"d\">⏎⏎  <B>e</B>⏎</Aa>)",
    );
    check("甲\n<Aa bb, cc>\n乙", "p(甲 <Aa bb, cc> 乙)");
    check("Vec<Aa> 甲", "p(Vec<Aa> 甲)");
}

#[test]
fn components_show_their_words() {
    check("<TabItem value=\"a\" label=\"甲\">乙</TabItem>", "p(s{甲} 乙)");
    check("<CodeGroupItem title=\"npm\">\n```sh\na\n```\n</CodeGroupItem>", "p(s{npm}) pre:sh(a)");
    check("## 甲 <Badge text=\"新\" />\n\n乙", "h2(甲 新) p(乙)");
    check(
        "<LinkCard title=\"甲\" href=\"/x\" description=\"乙\" />\n\n丙",
        "p(s{0{甲}}) p(乙) p(丙)",
    );
    check(
        "<VPCard title=\"甲\" desc=\"乙\" link=\"/a\">\n\n丙\n\n</VPCard>",
        "p(s{0{甲}}) p(乙) p(丙)",
    );
    check("<Other title=\"甲\">乙</Other>", "p(乙)");
}

#[test]
fn captions_are_markdown() {
    check(
        "<details>\n<summary>**甲** `b`</summary>\n\n乙\n\n</details>",
        "ul(li(p(s{s{甲} c{b}}) p(乙)))",
    );
    check(
        "<figure>\n  <img src=\"a.png\" alt=\"b\">\n  <figcaption>\n    来源：[甲](https://a.cn)\n  </figcaption>\n</figure>",
        "p(!0{[图 b]}) p(来源：1{甲})",
    );
    check("<summary>a_b</summary>", "p(s{a_b})");
}

#[test]
fn floods_take_linear_time() {
    for piece in [
        "{/*",
        "<A b={",
        "<A b={\"",
        "<A b={}>",
        "<A>\n",
        "</A>\n",
        "import a from 'b'\n",
        "import a from 'b'\n\n",
        "export const a = {\n\n",
        "<summary>",
        "<summary>*",
        "<A {",
        "  <A>\n",
    ] {
        let flood = piece.repeat(300_000 / piece.len());
        assert!(plain(&flood).len() < 8 * flood.len(), "{piece:?}");
    }
}

proptest! {
    #[test]
    fn words_stay(
        words in proptest::collection::vec("[a-z\u{4e00}-\u{4eff}]{2,5}", 1..12),
        marks in proptest::collection::vec("(\n<Aa>\n|\n\n    |</Aa>|<Aa b=\\{1\\}>|<summary>\\*|</summary>|`|\n```\n| |\n\n|\\{)", 12),
    ) {
        let text: String = words.iter().zip(&marks).flat_map(|(word, mark)| [word.as_str(), mark]).collect();
        let document = parse(&text, Syntax::Markdown, &NoContext);
        assert_valid(&document);
        let shown = document.plain_text();
        for word in &words {
            prop_assert!(shown.as_str().contains(word.as_str()), "{word} of {text:?}");
        }
    }
}
