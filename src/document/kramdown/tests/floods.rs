//! Texts that repeat a construct: a quadratic step would take minutes (S25).

use super::super::super::Dialect;
use super::super::plain;

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
        "$",
        "$a",
        "\n:a",
        "::: tip\n",
        ":::\n",
        "> [!NOTE] a\n\n",
        "^\n",
        "|a|`|\n",
        "|\n\n",
        "|-\n",
        "|`",
        "|`|``|```|",
        "](a b",
        "](a b/c)",
        "[a] [b] ",
        "<div>\n\n    ",
        "<pre>\n\n",
        "<pre>\n\na</pre>",
        "{:a}",
        "{.a",
        "# {.a}",
        "@[a](",
        "@tab a\n",
        "[toc]\n\n",
        "<<< a.b\n",
        "[[a]]",
        "[[a]][a] ",
        "{::nomarkdown}\n{: ",
        "a\\\\ ",
        "## *a*{:.b} ",
        "<pre>a</pre>",
        "<Code>a</code>",
    ] {
        let flood = piece.repeat(300_000 / piece.len());
        for dialect in [Dialect::Kramdown, Dialect::CommonMark] {
            let text = plain(&flood, dialect);
            assert!(text.len() < 8 * flood.len(), "{piece:?}");
        }
    }
}
