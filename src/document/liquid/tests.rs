//! The result of Liquid in a body: a table for each construct (B21-B26).

#[cfg(test)]
mod deciding;

use proptest::prelude::*;

use super::super::tests::{assert_valid, sketch};
use super::super::{Data, Document, NoContext, Syntax, parse};
use super::*;

struct Site;

impl Context for Site {
    fn resolve(&self, _target: &str) -> Option<String> {
        None
    }

    fn data<'k>(&self, keys: &'k [&'k str]) -> Option<(Data, &'k [&'k str])> {
        let values = [
            ("site", "baseurl", "/blog"),
            ("site", "url", "https://a.org"),
            ("site", "title", "样报"),
            ("page", "title", "题 \"一\""),
            ("page", "date", "2020-01-01 08:00:00 +0800"),
        ];
        let [root, name, rest @ ..] = keys else { return None };
        let found = values.iter().find(|value| (value.0, value.1) == (*root, *name))?;
        Some((Data::text(found.2), rest))
    }

    fn post(&self, name: &str) -> Option<String> {
        let file = name.rsplit('/').next()?;
        Some(format!("_posts/{file}")).filter(|_| !name.contains("none"))
    }
}

fn understood(text: &str, syntax: Syntax) -> Document {
    let document = parse(text, syntax, &Site);
    assert_valid(&document);
    document
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(sketch(&understood(text, Syntax::Markdown)), expected, "{text:?}");
}

#[track_caller]
fn html(text: &str, expected: &str) {
    assert_eq!(sketch(&understood(text, Syntax::Html)), expected, "{text:?}");
}

#[track_caller]
fn targets(text: &str, expected: &[&str]) {
    for syntax in [Syntax::Markdown, Syntax::Html] {
        let document = understood(text, syntax);
        let found: Vec<_> = document.links.iter().map(|link| link.target.as_str()).collect();
        if syntax == Syntax::Markdown || text.starts_with('<') {
            assert_eq!(found, expected, "{text:?} as {syntax:?}");
        }
    }
}

#[test]
fn code_blocks() {
    // `{% highlight x %}..{% endhighlight %}`, `{% codeblock %}`
    check(
        "a\n\n{% highlight ruby linenos %}\n{:b=>2}\n\n  *c* {{ d }} <e>\n{% endhighlight %}\n\nf",
        "p(a) pre:ruby({:b=>2}⏎⏎  *c* {{ d }} <e>) p(f)",
    );
    check("a\n{%- highlight c -%}\n```\n{%- endhighlight -%}\nb", "p(a) pre:c(```) p(b)");
    check(
        "{% codeblock 例一 lang:js http://x.y %}\na`b\n{% endcodeblock %}",
        "p(例一) pre:js(a`b)",
    );
    check("> {% highlight c %}\n> a\n>\n> b\n> {% endhighlight %}", "q(pre:c(a⏎⏎b))");
    check(
        "- a\n\n    {% highlight c %}\n    b\n      c\n    {% endhighlight %}\n- d",
        "ul(li(p(a) pre:c(b⏎  c)) li(p(d)))",
    );
    check("{% highlight c %}{% raw %}{{ a }}{% endraw %}{% endhighlight %}", "pre:c({{ a }})");
    check("{{< highlight go \"linenos=table\" >}}\na := 1\n{{< /highlight >}}", "pre:go(a := 1)");
    html("<div>\n{% highlight c %}\na\n\nb\n{% endhighlight %}\n</div>", "pre:c(a⏎⏎b)");
    check(
        "<div>\n    {% highlight c %}\na\n\n      b\n{% endhighlight %}\n</div>",
        "pre:c(a⏎⏎  b)",
    );
}

#[test]
fn code_stays_as_typed() {
    check("```\n{{ a }} {% if b %}\n```", "pre({{ a }} {% if b %})");
    check("`{{ a }}` {% if b %}c{% endif %}", "p(c{{{ a }}} c)");
    check("a\n\n    {% if b %}", "p(a) pre({% if b %})");
    check("<pre>{% include a %}</pre><code>{{ b }}</code>", "pre({% include a %}) p(c{{{ b }}})");
    // Tags that only protect code from Liquid are removed.
    check("```\n{% raw %}\n{{ a }}\n{% endraw %}\n```", "pre({{ a }})");
    check("`{% raw %}{{ a }}{% endraw %}`", "p(c{{{ a }}})");
    check("{% raw %}\n```\n{{ a }}\n```\n{% endraw %}", "pre({{ a }})");
}

#[test]
fn raw_and_comments() {
    // `{% raw %}..{% endraw %}` / `{% comment %}`
    check("{% raw %}{{ a }} *b*{% endraw %}", "p({{ a }} e{b})");
    check("a{% comment %} b {% if c %}\n\nd {% endcomment %}e{% # f %}g", "p(aeg)");
    check("a\n\n{% comment %}\nb\n{% endcomment %}\n\nc", "p(a) p(c)");
    check("甲 `{% raw %}{{ a_b }}{% endraw %}` 乙", "p(甲 c{{{ a_b }}} 乙)");
    check("`a {% raw %}{% if b %}{% endraw %} c`、`{{ d }}`", "p(c{a {% if b %} c}、c{{{ d }}})");
    check("{% raw %}`{{ a }}`{% endraw %} `{% raw %}`", "p(c{{{ a }}} c{{% raw %}})");
    check("`{% raw %}{% raw %}{% endraw %}`", "p(c{{% raw %}})");
}

#[test]
fn posts_are_linked() {
    // `{% post_url x %}`, `{% link x %}`; missing -> struck name
    targets(
        "[a]({% post_url 2020-01-01-中 %}) [b]({{ site.baseurl }}{% link _posts/2020-01-01-b.md %}#c)",
        &["post:_posts/2020-01-01-中", "post:_posts/2020-01-01-b.md#c"],
    );
    targets(
        "<a href=\"{{ site.url }}{{ site.baseurl }}{% post_url 2020-01-01-a %}\">x</a>",
        &["post:_posts/2020-01-01-a"],
    );
    targets("<a href={% post_url 2020-01-01-a %}>x</a>", &["post:_posts/2020-01-01-a"]);
    targets(
        "[a]({% link about.md %}) [b][c]\n\n[c]: {% post_url 2020-01-01-a %}",
        &["/blog/about.html", "post:_posts/2020-01-01-a"],
    );
    targets(
        "[a]({{< ref \"post/b.md#c\" >}}) {% post_link d 丁 %}",
        &["post:_posts/b.md#c", "post:_posts/d"],
    );
    check("见 {% post_url 2020-01-01-a_b_c %}", "p(见 0{2020-01-01-a_b_c})");
    check("[甲]({% post_url 2020-01-01-none %}) {% post_url a %}", "p(d{甲} d{a})");
    let document = understood("[a]({% post_url 2020-01-01-50%25 %})", Syntax::Markdown);
    assert_eq!(document.links[0].post().as_deref(), Some(&b"_posts/2020-01-01-50%25"[..]));
}

#[test]
fn values() {
    // `{{ site.baseurl }}`, `page.title`, `x | relative_url`, `absolute_url`
    check(
        "{{ site.title }}：{{ page.date }} {{- site.title -}} b",
        "p(样报：2020-01-01 08:00:00 +0800样报b)",
    );
    check("{{ 'a b' }} {{ \"{{\" }} {{ \"{% raw %}\" }}", "p(a b {{ {% raw %})");
    targets(
        "![]({{ \"/a.png\" | relative_url }}) ![]({{ '/a.png' | absolute_url }}) [x]({{ site.baseurl }}/b)",
        &["/blog/a.png", "https://a.org/blog/a.png", "/blog/b"],
    );
    targets(
        "<img src=\"{{ 'a.png' | relative_url }}\" alt=\"{{ page.title }}\">",
        &["/blog/a.png"],
    );
    assert_eq!(
        sketch(&understood("<img src=a.png alt=\"{{ page.title }}\">", Syntax::Html)),
        "p(!0{[image: 题 \"一\"]})".replace("image:", "图").as_str()
    );
    check(
        "甲 {{ x }} {{ site.title | upcase }} {{ page.none }}{{}}",
        "p(甲 x{{{ x }}} 样报 x{{{ page.none }}}{{}})",
    );
    check("a\n{{ content }}\nb", "p(a) p(x{{{ content }}}) p(b)");
    targets(
        "[a]({{ page.previous.url }}) [b](c{{ d | e: \"f\" }}g)",
        &["{{page.previous.url}}", "c{{d|e:%22f%22}}g"],
    );
    let document = parse("[a]({{ site.baseurl }}/b)", Syntax::Markdown, &NoContext);
    assert_eq!(document.links[0].target.as_str(), "/b");
}

#[test]
fn tags_are_hidden_and_branches_kept() {
    // `{% assign/if/for/case/capture %}`
    check("{% if a == 1 %}甲{% elsif b %}乙{% else %}丙{% endif %}", "p(甲乙丙)");
    check("a\n{% for b in c %}\nd\n{% endfor %}\ne", "p(a) p(d) p(e)");
    check("a\n{%- if b -%}\nc\n{%- endif -%}\nd", "p(a c d)");
    check("{% case a %}{% when 1 %}甲{% endcase %}{% capture b %}乙{% endcapture %}", "p(甲乙)");
    html("<ul>\n{% for a in b %}\n<li>甲</li>\n{% endfor %}\n</ul>", "ul(li(p(甲)))");
    check(
        "<ul>\n  {% for a in b %}\n    <li>甲</li>\n  {% endfor %}\n</ul>\n\n*b*",
        "ul(li(p(甲))) p(e{b})",
    );
    check("<div {% if a %}class=\"b\"{% endif %}>*c*</div>", "p(*c*)");
}

#[test]
fn placeholders_and_embeds() {
    // `{% include f p="v" %}`, `{% image %}`, `{% youtube id %}`, `{{< x >}}`, `{% note %}..`
    check("a\n{% include f.html p=\"v *w*\" %}\nb", "p(a) p(x{[include: f.html]}) p(b)");
    check("a {% include_relative b_c_d.md %}|", "p(a x{[include_relative: b_c_d.md]}|)");
    check("- a\n\n        {% include b %}", "ul(li(p(a) pre(  {% include b %})))");
    check("- a\n  {% include b %}\n- c", "ul(li(p(a) p(x{[include: b]})) li(p(c)))");
    check("# {% image a.png %}", "h1(x{[image: a.png]})");
    check("{% note info %}\n甲 *乙*\n{% endnote %}", "p(甲 e{乙})");
    check(
        "{{< notice tip >}}\n甲\n{{< /notice >}}\n\n{{% b %}}乙{{% /b %}}{{< c >}}",
        "p(甲) p(乙x{[c]})",
    );
    check("{% figure %}", "p(x{[figure]})");
    check("{% btn https://a.org/b, 甲 乙, download fa-lg %}", "p(0{甲 乙})");
    check("{% button /c,丙 %} {% btn %}", "p(0{丙} x{[btn]})");
    check("{% youtube a_B %}", "p(0{youtube: a_B})");
    targets(
        "{% youtube a-b %}{% vimeo 1 %}{% gist u/1 f.rb %}{% tweet https://t.co/1 %}{{< gist u 2 >}}{{< tweet user=\"v\" id=\"3\" >}}{{< youtube id=\"w\" >}}",
        &[
            "https://www.youtube.com/watch?v=a-b",
            "https://vimeo.com/1",
            "https://gist.github.com/u/1",
            "https://t.co/1",
            "https://gist.github.com/u/2",
            "https://twitter.com/v/status/3",
            "https://www.youtube.com/watch?v=w",
        ],
    );
    check("{{< figure src=\"a.png\" alt=\"b\" caption=\"题\" >}}", "p(!0{[图 b]}) p(题)");
    check("{% asset_img left a.png 10 20 \"题\" %}", "p(!0{[图 题]})");
    html("<p>{% include a %}</p><!-- {% include b %} -->", "p(x{[include: a]})");
}

#[test]
fn titles_and_labels_stay() {
    // B25
    check("{% folding open, 甲 %}\n乙\n{% endfolding %}", "p(s{甲}) p(乙)");
    check("{% note danger **甲** 乙 %}\n丙\n{% endnote %}", "p(s{s{甲} 乙}) p(丙)");
    check("{% note blue 'fas fa-bug' simple %}\n丙\n{% endnote %}", "p(丙)");
    check(
        "{% tabs a, 1 %}\n<!-- tab 甲@icon -->\n一 *b*\n<!-- endtab -->\n<!-- tab 乙 -->\n二\n<!-- endtab -->\n{% endtabs %}",
        "p(s{甲}) p(一 e{b}) p(s{乙}) p(二)",
    );
    check("<!-- tab 甲 -->\n\n乙", "p(乙)");
    check("{{< tabs >}}{{< tab \"甲\" >}}乙{{< /tab >}}{{< /tabs >}}", "p(s{甲} 乙)");
    check("{{< admonition tip \"甲 乙\" open >}}\n丙\n{{< /admonition >}}", "p(s{甲 乙}) p(丙)");
    check("{{% details title=\"甲\" %}}\n丙\n{{% /details %}}", "p(s{甲}) p(丙)");
    check(
        "{% label primary @甲 乙 %} {% label 丙 blue %} {% checkbox red checked, 丁 %} {% u 戊 %}",
        "p(甲 乙 丙 丁 戊)",
    );
}

#[test]
fn quotations_name_their_source() {
    // B25
    check(
        "{% blockquote 甲, 书 https://a.cn 第一章 %}\n乙 *丙*\n{% endblockquote %}\n\n丁",
        "q(p(乙 e{丙}) p(— 甲, 书 0{第一章})) p(丁)",
    );
    check("{% quote 甲, 书 %}\n乙\n\n丙\n{% endquote %}", "q(p(乙) p(丙) p(— 甲, 书))");
    check("{% pullquote right %}乙{% endpullquote %}", "q(p(乙))");
    check("{% cq %}乙{% endcq %}", "q(p(乙))");
    check(
        "- 甲\n\n  {% blockquote 乙 %}\n  丙\n  {% endblockquote %}\n\n- 丁",
        "ul(li(p(甲) q(p(丙) p(— 乙))) li(p(丁)))",
    );
    check("{{< quote author=\"甲\" source=\"书\" >}}\n乙\n{{< /quote >}}", "q(p(乙) p(— 甲, 书))");
}

#[test]
fn shortcodes_of_zola() {
    // B25
    check("甲 {{ note(t=\"x\") }} 乙", "p(甲 x{[note: x]} 乙)");
    check("{{ youtube(id=\"ab\") }}", "p(0{youtube: ab})");
    check(
        "{% quote(author=\"甲\") %}\n乙\n{% end %}\n\n{% aside() %}\n丙\n{% end %}",
        "q(p(乙) p(— 甲)) p(丙)",
    );
    check("{% end %} {{ a(b) }}", "p({% end %} x{{{ a(b) }}})");
}

#[test]
fn shortcodes_that_are_written_about() {
    check(
        "{{</* figure src=\"a_b_c\" */>}} {{%/* note */%}}",
        "p({{< figure src=\"a_b_c\" >}} {{% note %}})",
    );
    check("`{{</* x */>}}` {{/* a() */}} {%/* b() */%}", "p(c{{{< x >}}} {{ a() }} {% b() %})");
    check("```\n{{</* x */>}}\n{{/* y */}}\n```", "pre({{< x >}}⏎{{/* y */}})");
}

#[test]
fn incomplete_constructs_are_shown_as_typed() {
    check("a {% if b\n\nc {{ d\n\n{%", "p(a {% if b) p(c {{ d) p({%)");
    check("a {% endif %} {% else %} {% if b %} c", "p(a {% endif %} {% else %} {% if b %} c)");
    check(
        "{% highlight c %} a {% raw %} b {% comment %} c",
        "p({% highlight c %} a {% raw %} b {% comment %} c)",
    );
    check("{{< /a >}} {{}} {% %} {% 5 %}", "p({{< /a >}} {{}} {% %} {% 5 %})");
    check("{% if a %}{% endfor %}{% endif %}b", "p({% endfor %}b)");
}

#[test]
fn ordinary_text_is_borrowed() {
    for text in ["a {b} {:c} }} %}", ""] {
        assert!(matches!(expand(text, true, &NoContext).body, Cow::Borrowed(_)));
    }
}

#[test]
fn floods_take_linear_time() {
    for piece in [
        "{%",
        "{{",
        "{{<",
        "{%a%}",
        "{{a}}",
        "{% raw %}",
        "{% if a %}",
        "{% endif %}",
        "{% note %}",
        "{{ \"",
        "{{ 'a\" ",
        "{{ page.title }}",
        "{% highlight c %}",
        "{% comment %}",
        "`",
        "`a``",
        "```\n",
        "{% {{",
        "[a]({{ b }}",
        "]:{{a}}",
        "<a b={{c}}",
        "{% raw %}`{% endraw %}",
        "<pre>{%a%}",
        "{{a}}\n",
        "> {%a%}\n",
        "{% post_url a %}",
        "{% endnote %}{% note %}",
        "{%-",
        "\n{%\n",
        "[]({% post_url 2020-01-01-a %}",
        "{% quote a %}",
        "{% quote a %}{% endquote %}",
        "{% a() %}{% end %}",
        "{% tabs %}<!-- tab a -->",
        "{{/* a */}}",
    ] {
        let flood = format!("{}{{{{ end }}}}", piece.repeat(1_000_000 / piece.len()));
        for markdown in [true, false] {
            let text = expand(&flood, markdown, &Site).body;
            assert!(text.len() < 24 * flood.len() + 2 * MOST_VALUES, "{piece:?}: {}", text.len());
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_parsed(
        text in "(\\{%-?|-?%\\}|\\{\\{|\\}\\}|\\{\\{<|>\\}\\}| if a| endif| raw | endraw | highlight c | endhighlight | comment | endcomment | note | endnote | post_url 2020-01-01-中 | include f | page.title | 'x' | relative_url |\\||\"|'|中|`|```|\n|\n\n|    |- |> |\\]\\(|\\)|\\[|<a href=\"|\">|<pre>|</pre>|<code>|</code>){0,50}",
    ) {
        for syntax in [Syntax::Markdown, Syntax::Html] {
            understood(&text, syntax);
        }
    }

    #[test]
    fn words_outside_of_tags_stay(
        words in proptest::collection::vec("[a-z\u{4e00}-\u{4eff}]{1,5}", 1..12),
        tags in proptest::collection::vec("(\\{% (if a|endif|for b in c|endfor|else|note|endnote|raw|endraw|include x|image y|unless) -?%\\}|\\{\\{ (x|page\\.title) \\}\\}|\\{%|\\{\\{| |\n|\n\n)", 12),
    ) {
        let text: String = words.iter().zip(&tags).flat_map(|(word, tag)| [word.as_str(), tag]).collect();
        // Of two `else` in one `if` the second is never shown, as in Liquid.
        prop_assume!(text.matches("{% else").count() < 2);
        for syntax in [Syntax::Markdown, Syntax::Html] {
            let shown = understood(&text, syntax).plain_text();
            for word in &words {
                prop_assert!(shown.as_str().contains(word.as_str()), "{word} of {text:?}: {shown}");
            }
        }
    }
}
