//! Every construct of a body (B1-B27) as a page at 40, 76 and 120 cells.
//!
//! Each line of a snapshot is a line of the page with its bars, followed by the roles of its runs and
//! their text.

use std::fmt::Write;

use kanbao::document::{Context, Data, Syntax, parse};
use kanbao::typeset::{Measure, Page, Roles};

const WIDTHS: [usize; 3] = [40, 76, 120];

/// A site with an address, a title and one post.
struct Site;

impl Context for Site {
    fn resolve(&self, target: &str) -> Option<String> {
        url::Url::parse("https://bao.example/2024/").ok()?.join(target).ok().map(String::from)
    }

    fn data<'k>(&self, keys: &'k [&'k str]) -> Option<(Data, &'k [&'k str])> {
        let ["site", "title", rest @ ..] = keys else { return None };
        Some((Data::text("样报"), rest))
    }

    fn post(&self, name: &str) -> Option<String> {
        (!name.contains("..")).then(|| format!("_posts/{name}"))
    }
}

#[track_caller]
fn check(name: &str, body: &str) {
    let document = parse(body, Syntax::Markdown, &Site);
    let mut out = String::new();
    for cells in WIDTHS {
        let _ = writeln!(out, "== {cells}");
        let page = Page::new(None, &document, Measure::new(cells));
        for line in 0..page.len() {
            let _ = writeln!(out, "{}", shown(&page, line));
        }
    }
    let links = document.links.iter().map(|link| link.target.as_str());
    let links: Vec<&str> = links.collect();
    if !links.is_empty() {
        let _ = write!(out, "== links\n{}\n", links.join("\n"));
    }
    insta::with_settings!({
        description => body,
        omit_expression => true,
        prepend_module_to_snapshot => false,
    }, {
        insta::assert_snapshot!(name, out);
    });
}

fn shown(page: &Page, line: usize) -> String {
    let mut text: Vec<char> = page.plain(line).as_str().chars().collect();
    for &bar in page.bars(line) {
        if text.len() <= bar {
            text.resize(bar + 1, ' ');
        }
        text[bar] = '│';
    }
    let mut out: String = text.into_iter().collect();
    for run in page.runs(line).iter().filter(|run| run.roles != Roles::default()) {
        let roles: Vec<String> = run.roles.iter().map(|role| format!("{role:?}")).collect();
        let _ = write!(out, "   ‹{} {}›", roles.join(" "), run.text);
    }
    out
}

#[test]
fn summary_and_html() {
    check(
        "summary_and_html",
        "> 江城晶圆厂二期当天投产，年内爬坡至月产四万片。\n\n<p style=\"display:none\">隐藏</p><p>负责人说，<strong>产线</strong>“从第一天起就满足量产条件”，良率<1%的日子<T>已经过去。</p><!-- 图 --><p>股价见<span id=\"stock_1\"><a href=\"//q.example/1\">江城微电</a></span><span id=\"quote_1\"></span>，随后又提到<span href=\"x\">江城微电</span>。</p><script>x</script>\n\n[返回科技](../keji/)｜[返回首页](/)\n",
    );
}

#[test]
fn lists() {
    check(
        "lists",
        "- 第一项很长很长，长到在四十格的版心里一定要折成两行才放得下它\n- 第二项\n  1. 其一\n  2. 其二，也足够长，足够让人看清它的悬挂缩进是不是与数字后的文字对齐\n- [x] 已办\n- [ ] 待办\n\n98. 九十八\n99. 九十九\n100. 一百\n\n术语\n: 它的解释，说清楚它是什么，从哪里来，到哪里去，为什么值得在这里写上一句\n\n- 松的\n\n  两段\n\n- 列表\n",
    );
}

#[test]
fn quotes() {
    check(
        "quotes",
        "> 引文一，长得需要在窄的版心里折行，以便看清竖线是不是每一行都有\n>\n> > 引文中的引文，也要折一折行才好看出两条竖线来\n>\n> - 引文里的列表\n\n正文。\n",
    );
}

#[test]
fn tables() {
    check(
        "tables",
        "| 品种 | 收盘价 | 涨跌 | 说明 |\n|:--|--:|--:|---|\n| 江城微电 | 1,234.50 | +3.2% | 二期投产后第一个交易日，成交量是前一日的两倍有余 |\n| 海岛渔业 | 9.80 | -0.5% | 休渔期 |\n\n<table><caption>两列相并</caption><tr><th colspan=2>上下</th></tr><tr><td rowspan=2>左</td><td>右上</td></tr><tr><td>右下<br>两行</td></tr></table>\n\n<table><tr><td><p>只有一列的表格</p><p>是版面，不是表格。</p></td></tr></table>\n",
    );
}

#[test]
fn code() {
    check(
        "code",
        "行内 `let x = 1;` 代码。\n\n```rust\nfn main() {\n\tprintln!(\"这一行代码很长，长过四十格的版心，所以要在边上截断续到下一行\");\n}\n```\n\n{% highlight sh %}\necho {{ site.title }} | wc -c\n{% endhighlight %}\n\n    缩进的代码 {:b=>2}\n",
    );
}

#[test]
fn links_and_images() {
    check(
        "links_and_images",
        "见[上一篇]({% post_url 2024-01-01-a %})、[没有的]({% post_url ../x %})、[相对](../b.html)、<https://example.org/a?b=c>，裸址 https://example.org/path/很长 也是；[[维基页]]。\n\n![江边的晶圆厂，摄于清晨](/img/fab.jpg)\n\n<figure><img src=\"chart.png\" alt=\"image\"><figcaption>图一：月产量</figcaption></figure>\n\n[![封面](c.png)](https://example.org/cover)\n\n<iframe src=\"https://video.example/1\" title=\"视频：投产仪式\"></iframe>\n",
    );
}

#[test]
fn footnotes_and_abbreviations() {
    check(
        "footnotes_and_abbreviations",
        "产线“从第一天起就满足量产条件”[^甲]，RISC 架构[^2]。\n\n*[RISC]: 精简指令集\n\n[^甲]: 据江城市经信局二十八日的通报，全文两千余字，这里只取了其中的一句。\n[^2]: 又见[说明](#说明)。\n\n## 说明\n\n文。\n",
    );
}

#[test]
fn inline_styles() {
    check(
        "inline_styles",
        "**加粗**、*着重*、~~删去~~、<mark>标出</mark>、<u>下划</u>、<kbd>Ctrl</kbd>+<kbd>C</kbd>、H<sub>2</sub>O、x<sup>2</sup>、<ruby>漢<rt>かん</rt></ruby>、<q>引</q>、$$a_b*c*$$、:smile:、==两等号==、5~10%、<progress value=42 max=100></progress>、&copy;&#xFF0C;&unknown;。\n",
    );
}

#[test]
fn headings_and_rules() {
    check(
        "headings_and_rules",
        "* TOC\n{:toc}\n\n# 一级标题 {#one}\n\n二级标题，长到需要在窄的版心里折行的那一种二级标题\n---\n\n### 三级\n{: .no_toc}\n\n文。<!-- more -->\n\n---\n\n<details><summary>点开看</summary>里面的<b>话</b>，折起来也一样看得见。</details>\n",
    );
}

#[test]
fn liquid() {
    check(
        "liquid",
        "{% raw %}{{ 原样 }}{% endraw %}{% comment %}不见{% endcomment %}，{{ site.title }}，{{ page.none }}，{% include note.html a=\"b\" %}，{% if x %}支{% else %}枝{% endif %}。\n\n{% youtube abc %}\n\n{{< figure src=\"a.png\" >}}\n\n{% note %}块标记里的字留着。{% endnote %}\n",
    );
}

#[test]
fn html_with_markdown_in_it() {
    check(
        "html_with_markdown_in_it",
        "<div markdown=\"1\">\n\n- *甲*\n- 乙\n\n</div>\n\n<div>\n*不是标记*\n</div>\n\n甲乙\\\n丙丁\n{: .c}\n",
    );
}
