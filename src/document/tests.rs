//! Bodies and their documents: a table for each construct (B1-B14), in a
//! short notation: see [`sketch`].

use std::fmt::Write;

use super::*;

/// A document on one line: `p(..)`, `h1(..)`, `q(..)`, `ul(li(..))`, `ol3(..)`, `pre:lang(..)`,
/// `hr`, `footer(..)`, `table(alignments|header|row|row)`. Before braces, styles are letters (s e c
/// d i h), links are numbers and images have `!`. `@` is an anchor, `⏎` a line break.
pub(super) fn sketch(document: &Document) -> String {
    blocks(&document.blocks)
}

fn blocks(list: &[Block]) -> String {
    list.iter().map(block).collect::<Vec<_>>().join(" ")
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(text) => format!("p({})", inlines(text)),
        Block::Heading { level, text } => format!("h{level}({})", inlines(text)),
        Block::Quote(inner) => format!("q({})", blocks(inner)),
        Block::List { start, items } => {
            let item = |item: &Item| {
                let checked = item.checked.map_or("", |checked| if checked { "+" } else { "-" });
                let number = item.number.map_or(String::new(), |number| number.to_string());
                format!("li{number}{checked}({})", blocks(&item.blocks))
            };
            let items = items.iter().map(item).collect::<Vec<_>>().join(" ");
            start.map_or(format!("ul({items})"), |start| format!("ol{start}({items})"))
        }
        Block::Code { language, text } => {
            let language = language.as_ref().map_or(String::new(), |name| format!(":{name}"));
            format!("pre{language}({})", text.as_str().replace('\n', "⏎"))
        }
        Block::Rule => "hr".to_owned(),
        Block::Footer(text) => format!("footer({})", inlines(text)),
        Block::Table(table) => {
            let row = |row: &Vec<Text>| row.iter().map(inlines).collect::<Vec<_>>().join(",");
            let side = |side: &Alignment| match side {
                Alignment::None => '-',
                Alignment::Left => 'l',
                Alignment::Center => 'c',
                Alignment::Right => 'r',
            };
            let mut out = format!("table{}(", inlines(&table.caption));
            out.extend(table.alignments.iter().map(side));
            for line in std::iter::once(&table.header).chain(&table.rows) {
                let _ = write!(out, "|{}", row(line));
            }
            out + ")"
        }
    }
}

fn inlines(text: &Text) -> String {
    let mut out = String::new();
    let mut open: Vec<usize> = Vec::new();
    let mut marks = text.marks.iter().peekable();
    for (at, c) in text.text.as_str().char_indices().chain([(text.text.len(), '\0')]) {
        while open.pop_if(|end| *end == at).is_some() {
            out.push('}');
        }
        while let Some(mark) = marks.next_if(|mark| mark.range.start == at) {
            let _ = match mark.style {
                Style::Strong => write!(out, "s{{"),
                Style::Emphasis => write!(out, "e{{"),
                Style::Code => write!(out, "c{{"),
                Style::Deleted => write!(out, "d{{"),
                Style::Inserted => write!(out, "i{{"),
                Style::Highlight => write!(out, "h{{"),
                Style::Token(token) => write!(out, "{token:?}{{"),
                Style::Placeholder => write!(out, "x{{"),
                Style::Verbatim | Style::Annotation => write!(out, "v{{"),
                Style::Link(link) => write!(out, "{link}{{"),
                Style::Image(link) => write!(out, "!{link}{{"),
                Style::Anchor(_) => {
                    out.push('@');
                    continue;
                }
            };
            open.push(mark.range.end);
        }
        match c {
            '\0' => {}
            '\n' => out.push('⏎'),
            c => out.push(c),
        }
    }
    out
}

/// A site at <https://site.cn/sub/> for the tests of links.
struct Site;

impl Context for Site {
    fn resolve(&self, target: &str) -> Option<String> {
        let base = url::Url::parse("https://site.cn/sub/").ok()?;
        base.join(target).ok().map(String::from)
    }
}

#[track_caller]
fn html(body: &str, expected: &str) {
    let document = parse(body, Syntax::Html, &NoContext);
    assert_eq!(sketch(&document), expected, "HTML {body:?}");
    assert_valid(&document);
}

#[track_caller]
fn markdown(body: &str, expected: &str) {
    let document = parse(body, Syntax::Markdown, &NoContext);
    assert_eq!(sketch(&document), expected, "Markdown {body:?}");
    assert_valid(&document);
}

#[track_caller]
fn links(body: &str, expected: &[&str]) {
    let document = parse(body, Syntax::Markdown, &Site);
    let targets: Vec<_> = document.links.iter().map(|link| link.target.as_str()).collect();
    assert_eq!(targets, expected, "links of {body:?}");
}

/// Checks that marks are sorted, nested, not empty and at character boundaries, that links exist,
/// and that nesting is bounded.
#[track_caller]
pub(super) fn assert_valid(document: &Document) {
    for text in document.leaves().flat_map(texts) {
        let mut open: Vec<Range<usize>> = Vec::new();
        let mut last = 0;
        for mark in &text.marks {
            assert!(!mark.range.is_empty() && mark.range.start >= last, "{text:?}");
            assert!(text.text.as_str().get(mark.range.clone()).is_some(), "{text:?}");
            last = mark.range.start;
            while open.pop_if(|outer| outer.end <= mark.range.start).is_some() {}
            assert!(open.last().is_none_or(|outer| mark.range.end <= outer.end), "{text:?}");
            open.push(mark.range.clone());
            if let Style::Link(link) | Style::Image(link) = mark.style {
                let image = matches!(mark.style, Style::Image(_));
                assert_eq!(document.links[link].image, image);
            }
        }
        assert_eq!(CleanText::body(text.text.as_str()), text.text, "not clean");
    }
    for block in document.leaves() {
        if let Block::Table(table) = block {
            for row in &table.rows {
                assert_eq!(row.len(), table.alignments.len());
            }
        }
    }
    assert!(depth(&document.blocks) <= DEEPEST);
}

fn texts(block: &Block) -> Vec<&Text> {
    match block {
        Block::Paragraph(text) | Block::Heading { text, .. } | Block::Footer(text) => vec![text],
        Block::Table(table) => table.texts().collect(),
        _ => Vec::new(),
    }
}

fn depth(blocks: &[Block]) -> usize {
    let of = |block: &Block| match block {
        Block::Quote(inner) => depth(inner),
        Block::List { items, .. } => {
            1 + items.iter().map(|item| depth(&item.blocks)).max().unwrap_or(0)
        }
        _ => 0,
    };
    1 + blocks.iter().map(of).max().unwrap_or(0)
}

#[test]
fn a_finews_post() {
    markdown(
        "> 摘要。（来源）\n\n<p style=\"display:none;height:1px;overflow:hidden;\"><br /></p>\
         <!-- EM_StockImg_Start --><p style=\"text-align:center;\"><a href=\"http://q.cn/r\">\
         <img src=\"https://p.cn/GetPic.aspx?nid=1&imageType=k&at=1\" alt=\"K图 002752_0\" width=\"578\" />\
         </a></p><!-- EM_StockImg_End --><p><span id=\"stock_1\"><a href=\"http://q.cn/1\" class=\"keytip\">\
         某某股份</a></span><span id=\"quote_1\"></span>(002752)公告。<br /></p>\
         <p class=\"em_media\">（文章来源：<span><a href=\"http://q.cn/2\">证券</a></span><span></span>时报）</p>\n\n\
         <http://f.cn/1,2.html>\n\n[返回新闻](//h.cn/a/)｜[返回首页](//h.cn/)",
        "q(p(摘要。（来源）)) p(0{!1{[图 GetPic.aspx]}}) p(2{某某股份}(002752)公告。) \
         p((文章来源：3{证券}时报）) p(4{http://f.cn/1,2.html}) footer(5{返回新闻}｜6{返回首页})"
            .replacen("p((文章", "p(（文章", 1)
            .as_str(),
    );
    markdown(
        "正文。\n\n<http://f.cn/>\n\n[返回新闻](../a/)\n[返回首页](../)",
        "p(正文。) p(0{http://f.cn/}) footer(1{返回新闻} 2{返回首页})",
    );
    markdown("正文。\n\n<>\n\n[返回](../)", "p(正文。) p(<>) footer(0{返回})");
    html("<p>甲<span web=1 href='http://x'>苹果</span>乙</p>", "p(甲苹果乙)");
    html("<p>问？ </p>\n <p>答<strong>好？ </strong></p>", "p(问？) p(答s{好？})");
    html(
        "<center><img src='a/b.jpg' alt=Image></center><p>图片来源</p>",
        "p(!0{[图 b.jpg]}) p(图片来源)",
    );
    // Two layers of scripts wrote the digest: it ends early, and raw HTML follows.
    markdown("> 一\n二\n\n三<br>四", "q(p(一二)) p(三⏎四)");
}

#[test]
fn footers() {
    markdown("a\n\n[b](c) d", "p(a) p(0{b} d)");
    markdown("a\n\n<http://x.y>", "p(a) p(0{http://x.y})");
    markdown("[b](c)", "p(0{b})");
    markdown("a\n\n[![b](c)](d)", "p(a) p(0{!1{[image: b]}})");
    markdown("a\n\n**[b](c)** / [d](e)", "p(a) footer(s{0{b}} / 1{d})");
}

#[test]
fn unknown_elements() {
    html("精度<1%，Vec<T> 与 <> 和 a<b", "p(精度<1%，Vec<T> 与 <> 和 a<b)");
    markdown("精度<1%，Vec<T> 与 <> 和 a < b", "p(精度<1%，Vec<T> 与 <> 和 a < b)");
    html("a<svg><text>甲</text><g><text>乙</text></g></svg>b", "p(a 甲 乙 b)");
    html("<math><mfrac><mi>a</mi><mn>2</mn></mfrac></math>", "p(a/2)");
    html("<font color=red>a</font><o:p>b</o:p><foo>c</foo><x-y>d", "p(abcd)");
    html("<math><mi>x</mi></math><button>b</button><marquee>c</marquee>", "p(xbc)");
}

#[test]
fn hidden_elements_leave_nothing() {
    for hidden in [
        "<p style='display:none'>x</p>",
        "<p style='Visibility: hidden'>x</p>",
        "<div hidden><p>x</p></div>",
        "<span aria-hidden=true></span>",
        "<i aria-hidden=true><img src=x.png></i>",
        "<img src=x.gif width=0 height=0>",
        "<iframe src=http://x.y height=0></iframe>",
        "<script>x < y</script><style>x</style><template>x</template><svg><title>x</title><style>x</style></svg>",
        "<head><title>x</title></head><noframes>x</noframes><!-- x -->",
        "<input value=x><textarea>x</textarea><select><option>x</select>",
        "<p>&nbsp;</p><p>\u{200b}</p><p> <b> </b></p><ul><li></li></ul><blockquote></blockquote>",
    ] {
        html(&format!("<p>a</p>{hidden}<p>b</p>"), "p(a) p(b)");
    }
    html("a<span></span>b<b></b>c<a href=x></a>d", "p(abcd)");
    html("<p aria-hidden=true>x</p>", "p(x)");
}

#[test]
fn noscript_repeats_nothing() {
    html(
        "<img data-src=a.png src=data:x><noscript><img src=a.png></noscript>",
        "p(!0{[image: a.png]})",
    );
    html(
        "<noscript><img src=a.png></noscript><img src=b.png>",
        "p(!0{[image: a.png]}!1{[image: b.png]})",
    );
    html("<noscript>x</noscript>", "p(x)");
}

#[test]
fn entities_are_decoded_once() {
    for body in [
        "《&lt;a&gt;》 &amp;lt; &#xFF0C;&#65; &foo; & &copy;",
        "<p>《&lt;a&gt;》 &amp;lt; &#xFF0C;&#65; &foo; & &copy;",
    ] {
        html(body, "p(《<a>》 &lt; ，A &foo; & ©)");
        markdown(body, "p(《<a>》 &lt; ，A &foo; & ©)");
    }
    links(
        "[a](http://x.y/?a=1&amp;b=2&copy=3) <a href='http://x.y/?a&b'>b</a>",
        &["http://x.y/?a=1&b=2&copy=3", "http://x.y/?a&b"],
    );
}

#[test]
fn blanks() {
    html("<p>\n  a\n  b </p>\n<p>\u{3000}\u{3000}甲\n乙</p>", "p(a b) p(\u{3000}\u{3000}甲乙)");
    markdown("\u{3000}\u{3000}甲\n乙\nc\n丁", "p(\u{3000}\u{3000}甲乙 c 丁)");
    html("a<!-- x -->b <!-- y --> c", "p(ab c)");
    html("a&nbsp;&nbsp;b", "p(a\u{a0}\u{a0}b)");
    html("<div>a<div>b</div>c</div>", "p(a) p(b) p(c)");
    html("a<br>b<br><br>c<br>", "p(a⏎b) p(c)");
    markdown("a  \nb\\\nc", "p(a⏎b⏎c)");
}

#[test]
fn headings_rules_and_quotes() {
    markdown("# a\n\nb\n=\n\nc\n-\n\n###### d", "h1(a) h1(b) h2(c) h6(d)");
    html("<h2>a <div>b</div></h2><h3></h3>", "h2(a⏎b)");
    markdown("a\n\n---\n\nb<hr>c", "p(a) hr p(b) hr p(c)");
    markdown("> a\n>\n> > b\n\nc", "q(p(a) q(p(b))) p(c)");
}

#[test]
fn lists() {
    markdown("- a\n- b\n  1. c\n  2. d", "ul(li(p(a)) li(p(b) ol1(li(p(c)) li(p(d)))))");
    markdown("7. a\n\n8. b", "ol7(li(p(a)) li(p(b)))");
    markdown("- [ ] a\n- [x] b", "ul(li-(p(a)) li+(p(b)))");
    html("<ul><li>a<li>b<ul><li>c</ul></ul>", "ul(li(p(a)) li(p(b) ul(li(p(c)))))");
    html("<ul><li>a</li><ul><li>b</li></ul></ul>", "ul(li(p(a) ul(li(p(b)))))");
    html("<ol start=99999999999999999999><li>a</ol>", "ol9223372036854775807(li(p(a)))");
    html("<ol start=-3x><li>a</ol><ol start=x><li>b</ol>", "ol-3(li(p(a))) ol1(li(p(b)))");
    html("<li>a", "p(a)");
    html("<li><input type=checkbox>a", "p(a)");
    html("<dl><dt>a<dd>b<dt>c<dd>d</dl>", "ul(li(p(s{a}) p(b)) li(p(s{c}) p(d)))");
    markdown("a\n: b", "ul(li(p(s{a}) p(b)))");
    html("<details><summary>a</summary><p>b</details>", "ul(li(p(s{a}) p(b)))");
}

#[test]
fn code() {
    markdown("```rust\na <b>&amp;\n\n  c\n```", "pre:rust(a <b>&amp;⏎⏎  c)");
    markdown("~~~\na\n~~~\n\n    b\n\tc", "pre(a) pre(b⏎c)");
    html("<pre>\na\n <b>b</b><br>c\n</pre>", "pre(a⏎ b⏎c)");
    html(
        "<div class='language-rb highlighter-rouge'><div class=highlight><pre class=highlight><code>a</code></pre></div></div>",
        "pre:rb(a)",
    );
    html("<xmp><b>a</b></xmp>", "pre(<b>a</b>)");
    markdown("a `b <c>` d", "p(a c{b <c>} d)");
}

#[test]
fn inlines_and_their_marks() {
    html(
        "<b>a<i>b</i></b><del>c</del><u>d</u><mark>e</mark><code>f</code>",
        "p(s{ae{b}}d{c}i{d}h{e}c{f})",
    );
    markdown("**a** *b* ~~c~~ ~d~", "p(s{a} e{b} d{c} ~d~)");
    html("x<sup>2</sup>H<sub>2</sub>O<sup></sup>", "p(x^2H_2O)");
    html("按<kbd>Ctrl</kbd>+<kbd>C</kbd>", "p(按c{[Ctrl]}+c{[C]})");
    html("<ruby>漢<rp>(</rp><rt>han</rt><rp>)</rp>字<rt>zi</ruby>", "p(v{漢v{(han)}字v{(zi)}})");
    html(
        "<q>a</q> <progress value=42 max=100>x</progress>",
        "p(“a” 42%x)".replace('x', "").as_str(),
    );
    html("<b><p>a</p><p>b</p></b>", "p(s{a}) p(s{b})");
    html("<p><b>a<p>b</b>c", "p(s{a}) p(s{b}c)");
}

#[test]
fn link_targets() {
    let resolved = ["https://h.cn/x", "https://site.cn/c", "https://site.cn/e/"];
    links("[a](//h.cn/x) [b](/c) [d](../e/)", &resolved);
    links("[f](http://g.h/) [i](mailto:j@k.l)", &["http://g.h/", "mailto:j@k.l"]);
    let document = parse("[a](//h.cn/x) [b](../c)", Syntax::Markdown, &NoContext);
    let targets: Vec<_> = document.links.iter().map(|link| link.target.as_str()).collect();
    assert_eq!(targets, ["https://h.cn/x", "../c"]);
    // What is not shown hides neither that an address is absolute nor that there is none.
    links(
        "<a href='\u{1}//h.cn/x'>a</a><a href='\u{200b}http://h.cn/\ny'>b</a><a href=/\tz>c</a>",
        &["https://h.cn/x", "http://h.cn/y", "https://site.cn/"],
    );
    html("<a href='\u{1}'>a</a><a href=' \n'>b</a>", "p(ab)");
    html("<a>a</a><a href=''>b</a><a name=x>c</a>", "p(ab@c)");
    html("<a href=x><p>a</p><p>b</p></a><a href=y>c</a>", "p(0{a}) p(0{b}) footer(1{c})");
    html("<a href=x>&nbsp;</a><p><a href=y>b</a>", "p(0{b})");
    html(
        "<iframe src=//v.cn/1></iframe>a<video><source src=/b.mp4></video>",
        "p(0{https://v.cn/1}) p(a) p(1{/b.mp4})",
    );
}

#[test]
fn addresses_in_text() {
    markdown("见http://a.cn/b，然后。", "p(见0{http://a.cn/b}，然后。)");
    html("（https://a.cn/b?c=d&amp;e）中", "p(（0{https://a.cn/b?c=d&e}）中)");
    html("http://a.cn/中文 www.x.org。", "p(0{http://a.cn/中文} 1{www.x.org}。)");
    html(
        "<a href=x>http://a.cn</a><code>http://b.cn</code> foo://c.d",
        "p(0{http://a.cn}c{http://b.cn} foo://c.d)",
    );
    // S1: the whole of a control sequence goes.
    markdown("甲\x1b]8;;http://a.cn/\x1b\\乙\x1b]8;;\x1b\\", "p(甲乙)");
    markdown("甲\x1b]8;;http://a.cn/\x07乙", "p(甲乙)");
}

#[test]
fn images() {
    html("<img src=/b.png alt='一 图'><img src=c alt=photo>", "p(!0{[图 一 图]}!1{[图 c]})");
    html("中<img src=c.png alt='\u{17}'>", "p(中!0{[图 c.png]})");
    html("<img>", "");
    html("<img src='post:a' alt=甲>", "p(0{甲})");
    html(
        "<figure><a href=x><img src=b.png alt=c></a><figcaption>d</figcaption></figure>",
        "p(0{!1{[image: c]}}) p(d)",
    );
    markdown("[![a](b)](c)", "p(0{!1{[image: a]}})");
    html("<img src='data:image/png;base64,AAAA'>", "p(!0{[image: image/png]})");
    html("a<img src='\u{7}'><img src='\u{7}' alt=c><a href='\u{7}'>b</a>", "p(a[image: c]b)");
}

#[test]
fn tables() {
    markdown("|a|b|\n|:-|-:|\n|c|**d**|", "table(lr|a,b|c,s{d})");
    html(
        "<table><caption>t</caption><tr><th>a<th>b<tr><td>c<td align=right>d</table>",
        "tablet(-r|a,b|c,d)",
    );
    html("<table><thead><tr><td>a<td>b<tbody><tr><td colspan=2>c</table>", "table(--|a,b|c,)");
    html("<table><tfoot><tr><td>e<td>f<tbody><tr><td>c<td>d</table>", "table(--||c,d|e,f)");
    html("<table><tfoot><tr><td>c<tbody><tr><td>a<tr><td>b</table>", "p(a) p(b) p(c)");
    html(
        "<table><tfoot><tr><td>d<tfoot><tr><td>e<thead><tr><th>a<tr><td>b</table>",
        "table(-|a|b|d|e)",
    );
    html("<table><tr><th>a<tr><td>b</table>", "table(-|a|b)");
    html("<table><tr><td rowspan=2>a<td>b<tr><td>c</table>", "table(--||a,b|,c)");
    html("<table><tr><td><p>a</p><p>b</p><td><ul><li>c<li>d</ul></table>", "table(--||a⏎b,c⏎d)");
    // A table for layout becomes blocks.
    html("<table><tr><td><h2>a</h2><p>b<tr><td>c</table>", "h2(a) p(b) p(c)");
    html("<table><tr><td><table><tr><td>a<td>b</table></table>", "table(--||a,b)");
    // A table inside a cell is text of that cell.
    html(
        "<table><tr><td>a<td><table><tr><td>b<td>c<tr><td>d</table></table>",
        "table(--||a,b c⏎d)",
    );
    html("<table><tr><td> <td>&nbsp;</table>", "");
    html("<table>x<tr><td>a<td>b</table>", "p(x) table(--||a,b)");
    html("<table><tr><td>a<td><pre>b\nc</pre></table>", "table(--||a,b⏎c)");
    html("<table><tr><td>a<td><pre>b\n  c</pre></table>", "p(a) pre(b⏎  c)");
    html("<table><tr><td><pre>7<br>8</pre><td><pre>b\nc</pre></table>", "pre(b⏎c)");
    html("<table><tr><td>a<td>b", "table(--||a,b)");
}

#[test]
fn plain_text_is_taken_as_it_is() {
    let document = parse("a <b>\n  # b\n\n\n见 http://x.cn\n", Syntax::Plain, &NoContext);
    assert_eq!(sketch(&document), "p(a <b>⏎# b) p(见 0{http://x.cn})");
}

#[test]
fn malformed_html_loses_no_text() {
    // M19
    html("</p></div>a</b>", "p(a)");
    html("a<p", "p(a<p)");
    html("a<p>b<div>c<b>d", "p(a) p(b) p(cs{d})");
    html("a<a href=\"x>b</p>", "p(a<a href=\"x>b)");
    html("<div><svg>a<p>b", "p(a) p(b)");
}

#[test]
fn controls_are_reported() {
    // M20
    for (body, flaws) in [
        ("a&#27;[31mb", vec![Flaw::Controls]),
        ("a&#x202e;b", vec![Flaw::Bidi]),
        ("<pre>a\x08</pre>", vec![Flaw::Controls]),
        ("ab", vec![]),
    ] {
        assert_eq!(parse(body, Syntax::Html, &NoContext).flaws, flaws, "{body:?}");
    }
}

#[test]
fn real_posts_are_parsed() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/real-posts/_posts");
    let Ok(entries) = std::fs::read_dir(folder) else {
        eprintln!("skipped: no real posts");
        return;
    };
    for entry in entries.flatten() {
        let post = std::fs::read_to_string(entry.path()).unwrap();
        let body = post.splitn(3, "---\n").nth(2).unwrap();
        let document = parse(body, Syntax::Markdown, &NoContext);
        assert_valid(&document);
        assert!(!document.blocks.is_empty(), "{entry:?}");
        assert_eq!(document.flaws, []);
        let text = document.plain_text();
        for soup in ["</", "&nbsp;", "display:none", "EM_StockImg", "  "] {
            assert!(!text.as_str().contains(soup), "{soup} in {entry:?}");
        }
        let is_footer = |block: &Block| matches!(block, Block::Footer(_));
        assert_eq!(
            document.blocks.last().is_some_and(is_footer),
            body.contains("[返回"),
            "{entry:?}"
        );
        assert!(lead(body, Syntax::Markdown).summary.is_some());
    }
}

#[test]
fn named_places() {
    // B14: `{#id}` kept as anchor, footnotes link both ways.
    html("<h2 id=a>b <i>c</i></h2><p id=d> <a name=e></a>f", "h2(@b e{c}) p(@@f)");
    html("<p>a b<a id=c></a><p>d", "p(a @b) p(d)");
    html("<div id=a><ul id=b><li id=c>d</ul></div><a id=e></a>", "ul(li(p(@@@d)))");
    html("<p>a\x08<a id=b></a>\x08 <b>cd</b>", "p(a s{@cd})");
    html("<span id=a>b</span><p hidden id=c>d</p>", "p(b)");
    markdown("a[^1]\n\n[^1]: b", "p(a0{@[1]}) hr ol1(li(p(@b 1{↩})))");
    // A mark that leads back to a note is not shown, but what only looks like one.
    markdown("a [^](#b) c", "p(a c)");
    html("<p>a <a href='#b'>[^]</a> <a href='#b'>^ b</a>", "p(a 0{^ b})");
    html("<p>a <a href='#b' id=c>^</a> <a href='b'>^</a> [^]", "p(a 0{@^} 1{^} [^])");
    let document = parse("<p id=' a '>b<p id=c>d", Syntax::Html, &NoContext);
    assert_eq!(document.anchors.iter().map(CleanText::as_str).collect::<Vec<_>>(), ["a", "c"]);
    links("[a](#b) [c](d#e)", &["#b", "https://site.cn/sub/d#e"]);
    for (words, name) in [("概述 A-b_c", "概述-a-b_c"), ("1. “x”", "1-x")] {
        assert_eq!(heading_name(words), name);
    }
}
