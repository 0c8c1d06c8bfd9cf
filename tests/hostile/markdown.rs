//! Markdown, kramdown and Liquid that nest, repeat and never end (S25, B26).

use super::{Hazard, numbered, post};

const NESTING: &[&str] = &["nesting-limit"];

pub(super) fn all() -> Vec<Hazard> {
    [depths(), floods(), open(), liquid()].into_iter().flatten().collect()
}

fn depths() -> Vec<Hazard> {
    let deep =
        |name: &str, open: &str| post(name, format!("{}深§", open.repeat(3000))).reads("深§");
    vec![
        deep("deep-quotes", "> ").problems(NESTING),
        deep("deep-dash-items", "- ").problems(NESTING),
        deep("deep-numbered-items", "1. ").problems(NESTING),
        deep("deep-stars", "*a "),
        deep("deep-underscores", "_a __b "),
        deep("deep-brackets", "["),
        deep("deep-images", "!["),
        deep("deep-links", "[a]("),
        deep("deep-backticks", "`a``b```"),
        deep("deep-tildes", "~~a ~"),
        deep("deep-parentheses", "[a](("),
        deep("deep-angles", "<a "),
        post("deep-list-by-lines", {
            numbered(150, |n| format!("{}- 项\n", "  ".repeat(n))) + "\n深§"
        })
        .reads("深§")
        .problems(NESTING),
        post("deep-emphasis", format!("{}深§{}", "*".repeat(3000), "*".repeat(3000)))
            .reads("深§")
            .problems(NESTING),
    ]
}

fn floods() -> Vec<Hazard> {
    vec![
        post(
            "references",
            numbered(2000, |n| format!("[r{n}]: http://a.example/{n}\n")) + "\n[r7] §",
        ),
        post("reference-uses", format!("{}§\n\n[a]: http://a.example/", "[a] ".repeat(3000))),
        post(
            "reference-bomb",
            format!("{}§\n\n[a]: http://a.example/{}", "[a] ".repeat(500), "x".repeat(2000)),
        ),
        post(
            "footnotes",
            "§\n\n".to_owned() + &numbered(1000, |n| format!("甲[^{n}]\n\n[^{n}]: 注{n}\n\n")),
        ),
        post("footnote-round", "甲[^a]§\n\n[^a]: 乙[^b]\n\n[^b]: 丙[^a]\n"),
        post(
            "footnotes-unused",
            "§\n\n".to_owned() + &numbered(1000, |n| format!("[^{n}]: 注{n}\n\n")),
        ),
        post("abbreviations", numbered(500, |n| format!("*[A{n}]: 甲{n}\n")) + "\nA1 A2 A1 §"),
        post("wide-table", {
            let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(50));
            row("甲") + &row("---") + &row("乙").repeat(300) + "\n§"
        }),
        post("uneven-table", "|甲|乙|\n|---|\n|丙|丁|戊|己|\n|||\n\n§"),
        post("pipes", format!("|{}\n§", "|".repeat(20_000))).reads("§"),
        post("setext", numbered(1500, |_| "甲\n===\n\n".to_owned()) + "§"),
        post("rules", "***\n\n---\n\n___\n\n".repeat(500) + "§"),
        post("hard-breaks", "甲\\\n乙  \n".repeat(2000) + "§"),
        post("blank-lines", format!("前{}后§", "\n".repeat(20_000))).reads("后§"),
        post("emoji-names", ":smile:".repeat(3000) + "§"),
        post("backslashes", "\\".repeat(20_001) + "§").reads("§"),
        post("addresses", "http://a.example/甲 www.a.example a@b.example ".repeat(500) + "§"),
        post("attribute-lists", "甲{: .a #b c=\"d\"}\n{: .e}\n\n".repeat(500) + "§"),
    ]
}

/// Constructs without their end.
fn open() -> Vec<Hazard> {
    vec![
        post("fence-open", "```rust\nfn 前§() {"),
        post("fence-tildes", "~~~~ 甲\n前§\n~~~"),
        post("fence-language", format!("```{}\n前§\n```", "语".repeat(5000))),
        post("fence-language-controls", "```\x1b]0;PWN\x07sh\n前§\n```"),
        post("code-of-all-languages", "```html\n<script>前§</script>\n```\n\n```sh\nrm -rf /\n```"),
        post("html-block-open", "<div markdown=\"1\">\n**前§**"),
        post("html-comment-open", "前§\n\n<!-- 后"),
        post("link-open", "[前§](http://a.example/"),
        post("reference-open", "[前§]: <http://a.example/"),
        post("image-open", "![前§"),
        post("footnote-open", "前§[^a]"),
        post("table-open", "|甲|乙|\n|---|---|\n|前§"),
        post("math", "$$\n\\frac{前§}{\\sqrt{x}}\n$$\n\n$a$"),
        post("math-open", "前§ $$ \\frac{"),
        post("kramdown-options", "{::options parse_block_html=\"true\" /}\n前§"),
        post("kramdown-open", "{::comment}\n前§"),
        post("kramdown-nomarkdown", "{::nomarkdown}\n<b>前§</b>\n{:/}"),
        post("toc", "* 目录\n{:toc}\n\n# 前§"),
    ]
}

fn liquid() -> Vec<Hazard> {
    vec![
        post("liquid-open-tag", "前§ {% if 甲"),
        post("liquid-open-value", "前§ {{ site.title"),
        post("liquid-open-block", "{% if 甲 %}前§"),
        post("liquid-open-raw", "{% raw %}前§ {{ x }}"),
        post("liquid-open-comment", "前§\n\n{% comment %}\n后"),
        post("liquid-open-highlight", "{% highlight sh %}\n前§"),
        post("liquid-deep", format!("{}深§", "{% if x %}{% for a in b %}".repeat(2000)))
            .reads("深§"),
        post("liquid-closers", format!("{}深§", "{% endif %}{% endraw %}".repeat(2000)))
            .reads("深§"),
        post("liquid-values", format!("{}§", "{{ '\x1b[31m' }}".repeat(500)))
            .problems(&["control-characters"]),
        post("liquid-braces", format!("{}§", "{".repeat(10_000))).reads("§"),
        post("liquid-include", "{% include ../../../../etc/passwd %}前§"),
        post("liquid-post-url", "[甲]({% post_url ../../x %})前§"),
        post("liquid-filters", format!("{{{{ 'a'{} }}}}§", " | upcase".repeat(2000))).reads("§"),
    ]
}
