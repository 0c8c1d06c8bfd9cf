//! What is decided: variables, filters, conditions and loops (B23).

use std::sync::Arc;

use crate::document::tests::sketch;
use crate::document::{Context, Data, Flaw, Syntax, parse};

struct Site;

impl Context for Site {
    fn resolve(&self, _target: &str) -> Option<String> {
        None
    }

    fn data<'k>(&self, keys: &'k [&'k str]) -> Option<(Data, &'k [&'k str])> {
        let row = |name: &str, number, part: &str| {
            let parts = Data::Map(Arc::from([("x".into(), Data::text(part))]));
            let pairs = [("name", Data::text(name)), ("n", Data::Int(number)), ("part", parts)];
            Data::Map(pairs.into_iter().map(|(key, value)| (key.into(), value)).collect())
        };
        let rows = [row("甲", 2, "a.zip"), row("乙", 1, "b.zip"), row("甲", 3, "c.zip")];
        let rows = Data::List(Arc::from(rows));
        let large = || Data::Map((0..10_000).map(|n| (n.to_string().into(), Data::Nil)).collect());
        Some(match keys {
            ["site", "url", rest @ ..] => (Data::text("https://a.org"), rest),
            ["site", "data", "large", rest @ ..] => (large(), rest),
            ["site", "data", "rows", rest @ ..] => (rows, rest),
            ["site", "empty", rest @ ..] => (Data::List(Arc::from([])), rest),
            ["page", "math", rest @ ..] => (Data::Bool(true), rest),
            ["page", "draft", rest @ ..] => (Data::Bool(false), rest),
            ["page", "lang", rest @ ..] => (Data::text("zh"), rest),
            _ => return None,
        })
    }

    fn date(&self, date: &str, format: &str) -> Option<String> {
        Some(format!("{date} as {format}"))
    }
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(sketch(&parse(text, Syntax::Markdown, &Site)), expected, "{text:?}");
}

#[test]
fn variables_and_filters() {
    for (expression, expected) in [
        ("'甲' | append: '乙'", "甲乙"),
        ("\"a-b\" | upcase", "A-B"),
        ("'a,b,c' | split: ',' | join: '、'", "a、b、c"),
        ("'a,b,,' | split: ',' | size", "2"),
        ("'甲乙' | split: '' | last", "乙"),
        ("'a b' | split: ' ' | first", "a"),
        ("'aba' | replace: 'a', '甲'", "甲b甲"),
        ("'' | default: '无'", "无"),
        ("page.draft | default: '无'", "无"),
        ("page.lang | default: '无'", "zh"),
        ("'2020-01-02' | date: '%Y'", "2020-01-02 as %Y"),
        ("site.data.rows | where: 'name', '甲' | first", "x{{{ x }}}"),
        ("site.data.rows | where: 'name', '甲' | map: 'n' | join: '+'", "2+3"),
        ("site.data.rows | where: 'n', 1 | map: 'name'", "乙"),
        ("site.data.rows | sort: 'n' | map: 'name' | join", "乙 甲 甲"),
        ("site.data.rows | map: 'n' | sort | last", "3"),
        ("site.data.rows | size", "3"),
        ("site.data.rows[1].part['x']", "b.zip"),
        ("site.data.rows.last.name", "甲"),
        ("site.data.rows.first.none", ""),
        ("site.data.none", "x{{{ x }}}"),
        ("1.50", "1.5"),
        ("nil", ""),
        // Beyond the list nothing is applied.
        ("'a' | reverse_all", "x{{{ x }}}"),
        ("'a' | upcase: 1", "x{{{ x }}}"),
        ("other | upcase", "x{{{ x }}}"),
        ("'a' b", "x{{{ x }}}"),
    ] {
        check(
            &format!("{{% assign x = {expression} %}}\n|{{{{ x }}}}|"),
            &format!("p(|{expected}|)"),
        );
    }
    check("{{ a }}{% assign a = 1 %}{{ a }}{% assign a = b %}{{ a }}", "p(x{{{ a }}}1x{{{ a }}})");
    check("{% assign a = 1 %}{% increment a %}{{ a }}", "p(x{{{ a }}})");
}

#[test]
fn values_in_code_and_addresses() {
    // As authors list the files of a release.
    check(
        "{% assign r = site.data.rows | where: \"name\", \"乙\" | first %}\n\n* <https://a.org/{{ r.part.x }}>\n\n      n: {{ r.n }} {{ page.lang }}\n",
        "ul(li(p(0{https://a.org/b.zip}) pre(n: 1 {{ page.lang }})))",
    );
    check("{% assign r = 'a' %}`{{ r }}` `{% raw %}{{ r }}{% endraw %}`", "p(c{a} c{{{ r }}})");
    check("{% assign r = 'a' %}\n\n```\n{{ r }}{{ s }}\n```", "pre(a{{ s }})");
    check("`{{ site.data.rows.size }}`", "p(c{3})");
    check("{% highlight c %}\n{{ site.data.rows.size }}\n{% endhighlight %}", "pre:c(3)");
}

#[test]
fn captures() {
    check("{% capture a %}甲*乙*{% endcapture %}|{{ a }}{{ a | size }}|", "p(|甲e{乙}4|)");
    check("{% capture a %}{{ x }}{% endcapture %}{{ a }}", "p(x{{{ x }}})");
    // What is never printed would be lost.
    check("{% capture a %}甲{% endcapture %}{% include f t=a %}", "p(甲x{[include: f]})");
    // A text with parts that are not known can only be printed.
    for part in
        ["{{ x }}", "{% if x %}{% endif %}", "{% for i in x %}{% endfor %}", "{% cycle 1 %}"]
    {
        for (use_of, expected) in [
            ("{{ a | size }}", "x{{{ a | size }}}"),
            ("{{ a.size }}", "x{{{ a.size }}}"),
            ("{{ a | upcase }}", "x{{{ a | upcase }}}"),
            ("{% if a == '甲好' %}乙{% else %}丙{% endif %}", "乙丙"),
            ("{% if a contains '好' %}乙{% endif %}", "乙"),
            ("{% case a %}{% when '甲' %}乙{% else %}丙{% endcase %}", "乙丙"),
            ("{% if a == empty %}乙{% else %}丙{% endif %}", "乙丙"),
            ("{% capture b %}{{ a }}{% endcapture %}{{ b | size }}", "x{{{ b | size }}}"),
        ] {
            let shown = if part == "{{ x }}" { "x{{{ x }}}" } else { "" };
            let text = format!("{{% capture a %}}甲{part}{{% endcapture %}}{use_of}");
            check(&text, &format!("p(甲{shown}{expected})"));
        }
    }
    check(
        "{% capture a %} 甲{{ x }} {% endcapture %}{% assign b = a | strip | append: '。' %}{{ b }}|",
        "p(甲x{{{ x }}}。|)",
    );
    check("{% capture a %}甲{{ x }}{% endcapture %}{% if a %}乙{% else %}丙{% endif %}", "p(乙)");
    check(
        "{% capture a %}{% if page.draft %}{{ x }}{% endif %}{% raw %}甲{% endraw %}{% comment %}{{ x }}{% endcomment %}{% assign b = 1 %}{% endcapture %}{{ a | size }}",
        "p(1)",
    );
    // No captured text is lost.
    check("{% capture a %}甲{% endcapture %}{{ a | markdownify }}", "p(甲)");
    check("{% capture a %}甲{% endcapture %}{{ a | none }}", "p(甲x{{{ a | none }}})");
    check("{% if x %}{% capture a %}甲{% endcapture %}{% endif %}{{ a }}", "p(甲x{{{ a }}})");
    check(
        "{% capture a %}甲{% endcapture %}{% capture a %}乙{% endcapture %}{{ a }}",
        "p(甲乙x{{{ a }}})",
    );
    check(
        "{% capture a %}甲{% endcapture %}{% if x %}{% assign a = 1 %}{% endif %}{{ a }}",
        "p(甲x{{{ a }}})",
    );
    check(
        "{% capture a %}甲,乙{% endcapture %}{% assign b = a | split: ',' %}{% for c in b %}{{ c }}。{% endfor %}",
        "p(甲。乙。)",
    );
    check("{% capture a %}甲{% endcapture %}{% capture b %}乙{% endcapture %}{{ b }}", "p(甲乙)");
}

#[test]
fn conditions() {
    for (condition, shown) in [
        ("page.math", "甲"),
        ("page.draft", "乙"),
        ("page.lang == 'zh'", "甲"),
        ("page.lang != \"zh\"", "乙"),
        ("page.lang contains 'h'", "甲"),
        ("site.data.rows.size > 2", "甲"),
        ("site.data.rows.size <= 2", "乙"),
        ("site.data.rows.first.none == nil", "甲"),
        ("site.empty == empty", "甲"),
        ("page.lang == blank", "乙"),
        ("page.math and page.draft", "乙"),
        ("page.draft or page.math", "甲"),
        ("page.draft and other", "乙"),
        ("other or page.math", "甲"),
        ("page.math or other and page.draft", "甲"),
        ("1 == 1.0", "甲"),
        // Not known.
        ("other", "甲乙"),
        ("other and page.math", "甲乙"),
        ("other == nil", "甲乙"),
        ("1 < 'a'", "甲乙"),
        ("page.lang ==", "甲乙"),
        ("page.lang == 'zh' x", "甲乙"),
    ] {
        check(
            &format!("{{% if {condition} %}}甲{{% else %}}乙{{% endif %}}"),
            &format!("p({shown})"),
        );
        let other = match shown {
            "甲" => "乙",
            "乙" => "甲",
            both => both,
        };
        let text = format!("{{% unless {condition} %}}甲{{% else %}}乙{{% endunless %}}");
        check(&text, &format!("p({other})"));
    }
}

#[test]
fn branches() {
    // B24
    let branches = |a: &str, b: &str| {
        format!("{{% if {a} %}}甲{{% elsif {b} %}}乙{{% else %}}丙{{% endif %}}丁")
    };
    for (a, b, shown) in [
        ("true", "true", "甲丁"),
        ("false", "true", "乙丁"),
        ("false", "false", "丙丁"),
        ("x", "false", "甲丙丁"),
        ("x", "true", "甲乙丁"),
        ("false", "x", "乙丙丁"),
        ("x", "y", "甲乙丙丁"),
    ] {
        check(&branches(a, b), &format!("p({shown})"));
    }
    let case = |of: &str| {
        format!(
            "{{% case {of} %}}零{{% when 'en', 'de' %}}甲{{% when 'zh' or 1 %}}乙{{% else %}}丙{{% endcase %}}"
        )
    };
    for (of, shown) in
        [("page.lang", "乙"), ("1", "乙"), ("'de'", "甲"), ("2", "丙"), ("x", "零甲乙丙")]
    {
        check(&case(of), &format!("p({shown})"));
    }
    // Nested, in code and in blocks.
    check("a{% if false %}{% if x %}b{% else %}c{% endif %}`{% endif %}`{% endif %}d", "p(ad)");
    check(
        "{% if false %}{% raw %}{% endif %}{% endraw %}a{% comment %}{% endif %}{% endcomment %}{% endif %}b",
        "p(b)",
    );
    check(
        "a\n\n{% if page.math %}\n- b\n{% else %}\n- c\n{% endif %}\n\nd",
        "p(a) ul(li(p(b))) p(d)",
    );
    check(
        "{% if x %}{% assign a = 1 %}{% else %}{% assign b = 2 %}{% endif %}{{ a }}{{ b }}",
        "p(x{{{ a }}}x{{{ b }}})",
    );
    check("{% if true %}{% assign a = 1 %}{% endif %}{{ a }}", "p(1)");
}

#[test]
fn loops() {
    // B24
    check(
        "{% for r in site.data.rows %}{{ r.name }}{{ forloop.index }}{% unless forloop.last %}、{% endunless %}{% endfor %}{{ r }}{{ forloop.index }}",
        "p(甲1、乙2、甲3x{{{ r }}}x{{{ forloop.index }}})",
    );
    check("{% for i in (1..5) reversed limit:2 offset: 1 %}{{ i }}{% endfor %}", "p(32)");
    check("{% for i in site.empty %}甲{% else %}乙{% endfor %}", "p(乙)");
    check("{% for i in (1..2) %}甲{% else %}乙{% endfor %}", "p(甲甲)");
    check("{% for i in others %}甲{{ i }}{% else %}乙{% endfor %}", "p(甲x{{{ i }}}乙)");
    check(
        "{% for i in (1..9) %}{% if i == 2 %}{% continue %}{% endif %}{% if i > 3 %}{% break %}{% endif %}{{ i }}{% endfor %}丁",
        "p(13丁)",
    );
    check(
        "{% for i in (1..2) %}{% for j in (1..2) %}{{ i }}{{ j }} {% endfor %}{% endfor %}",
        "p(11 12 21 22)",
    );
    check(
        "{% for i in (1..2) %}{% for j in (3..4) %}{{ forloop.parentloop.index }}{{ forloop.index }}{{ forloop.parentloop.parentloop.index }} {% endfor %}{{ forloop.parentloop }}{{ forloop.index }}、{% endfor %}",
        "p(11 12 1、21 22 2、)",
    );
    check(
        "{% for i in others %}{% for j in (1..1) %}{{ forloop.parentloop.index }}{{ forloop.index }}{% endfor %}{{ forloop.index }}{% endfor %}",
        "p(x{{{ forloop.parentloop.index }}}1x{{{ forloop.index }}})",
    );
    check(
        "{% for i in (1..1) %}{% for j in others %}{{ forloop.index }}{% endfor %}{{ forloop.index }}{{ forloop.name }}{% endfor %}",
        "p(x{{{ forloop.index }}}1x{{{ forloop.name }}})",
    );
    let deep = 30_000;
    let nest = "{% for i in (1..1) %}".repeat(deep) + "甲" + &"{% endfor %}".repeat(deep);
    check(&nest, "p(甲)");
    check("{% for i in others %}{% assign a = 1 %}{% break %}{% endfor %}{{ a }}", "p(x{{{ a }}})");
    check(
        "| a | b |\n|---|---|\n{% for r in site.data.rows limit: 2 %}| {{ r.n }} | 1 |\n{% endfor %}",
        "table(--|a,b|2,1|1,1)",
    );
    check(
        "<ul>\n  {% for i in (1..2) %}\n    <li>{{ i }}</li>\n  {% endfor %}\n</ul>\n\n*b*",
        "ul(li(p(1)) li(p(2))) p(e{b})",
    );
    check(
        "{% for i in (1..2) %}{% raw %}{{ a }}{% endraw %}{{ i }}{% endfor %}",
        "p({{ a }}1{{ a }}2)",
    );
    check(
        "{% assign s = '' %}{% for i in (1..3) %}{% assign s = s | append: i %}{% endfor %}{{ s }}",
        "p(123)",
    );
}

#[test]
fn unbalanced_tags_decide_nothing() {
    check("{% if false %}甲{% for i in (1..2) %}乙{% endif %}丙{% endfor %}", "p(甲乙丙)");
    check("{% if false %}甲{% if false %}乙{% endif %}丙", "p(甲乙丙)");
    check(
        "{% for i in (1..3) %}甲{% if x %}乙{% endfor %}",
        "p(甲{% if x %}乙甲{% if x %}乙甲{% if x %}乙)",
    );
    check("{% if false %}甲{% endfor %}{% endif %}", "p(甲{% endfor %})");
}

#[test]
fn steps_are_bounded() {
    let doubling = "{% assign a = 'xxxxxxxxxxxxxxxx' %}".to_owned()
        + &"{% assign a = a | append: a %}".repeat(40)
        + "{{ a }}";
    let nested = "{% for i in (1..999) %}".repeat(9) + "甲" + &"{% endfor %}".repeat(9);
    let sorting = "{% for i in (1..99999) %}{% assign a = site.data.rows | sort: 'n' | map: 'name' | join %}{% endfor %}";
    let range = "{% for i in (1..9999999999999) %}甲{% endfor %}";
    let spread = "{% for i in (1..99999) %}{% assign a = 'x' | replace: '', 'xxxxxxxxxxxxxxxxxxxx' | append: a %}{% endfor %}{{ a }}";
    let large = "{% assign a = site.data.large.x %}".repeat(200);
    let few = parse(large.get(..340).unwrap(), Syntax::Markdown, &Site);
    assert!(!few.flaws.contains(&Flaw::Liquid));
    for text in [&doubling, &nested, sorting, range, spread, &large] {
        let document = parse(text, Syntax::Markdown, &Site);
        assert!(document.flaws.contains(&Flaw::Liquid), "{text:.50}");
        assert!(document.plain_text().len() < 4 * 1024 * 1024, "{text:.50}");
    }
    // Deep nesting needs no stack, and is linear.
    for (open, close) in [
        ("{% if true %}", "{% endif %}"),
        ("{% if x %}{% assign a = 1 %}", "{% endif %}"),
        ("{% for i in (1..1) %}", "{% endfor %}"),
        ("{% capture a %}", "{% endcapture %}"),
        ("{% if false %}", "{% endif %}"),
    ] {
        let text = format!("{}{{{{ a }}}}{}", open.repeat(20_000), close.repeat(20_000));
        parse(&text, Syntax::Markdown, &Site);
    }
}
