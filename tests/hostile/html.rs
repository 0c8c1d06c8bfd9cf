//! HTML that is deep, open, huge or foreign (S23, S24, B2, B3, M15-M19).

use super::{Hazard, numbered, page, post};

const NESTING: &[&str] = &["nesting-limit"];

pub(super) fn all() -> Vec<Hazard> {
    [depths(), floods(), foreign(), links()].into_iter().flatten().collect()
}

fn depths() -> Vec<Hazard> {
    let deep = |name: &str, open: &str| {
        page(name, format!("{}深§", open.repeat(2000))).reads("深§").problems(NESTING)
    };
    vec![
        deep("deep-div", "<div>"),
        deep("deep-div-and-bold", "<b><div></b>"),
        deep("deep-div-in-table", "<div><table></div>").problems(&[]),
        deep("deep-svg", "<svg><tr>").problems(&[]),
        deep("deep-quote", "<blockquote>"),
        deep("deep-list", "<ul><li>"),
        deep("deep-definitions", "<dl><dd>"),
        deep("deep-table", "<table><tr><td>"),
        deep("deep-span", "<span>"),
        deep("deep-font", "<font>"),
        deep("deep-details", "<details><summary>"),
        deep("deep-unknown", "<甲><x-y>").problems(&[]),
        page("closers", format!("{}深§", "</div></p></table>".repeat(3000))).reads("深§"),
        page("unclosed", "<p><b><i><a href=x><table><tr><td>深§").reads("深§"),
        page("wrongly-closed", "<b><i>深</b>深§</i></u></table>").reads("深深§"),
    ]
}

fn floods() -> Vec<Hazard> {
    let many = |n: usize, piece: &str| piece.repeat(n);
    vec![
        page("attributes", format!("<p {}>前§</p>", numbered(3000, |n| format!("a{n}=b ")))),
        page("long-attribute", format!("<p title=\"{}\">前§</p>", many(50_000, "长"))),
        page("long-tag", format!("<{}>前§", many(50_000, "x"))),
        page("entities", format!("{}§", many(4000, "&lt;&amp;&nosuch;"))).reads("§"),
        page("angle-brackets", format!("{}§", many(10_000, "<"))).reads("§"),
        page(
            "huge-table",
            format!("<table>{}</table>§", many(100, &format!("<tr>{}", many(50, "<td>甲")))),
        ),
        page("huge-spans", "<table><tr><td colspan=99999999 rowspan=99999999>甲<td>乙§</table>"),
        page("negative-spans", "<table><tr><td colspan=-1 rowspan=0>甲<td>乙§</table>"),
        page("ragged-table", "<table><tr><td>甲<tr><td>乙<td>丙<td>丁<tr></table>§"),
        page("wide-cell", format!("<table><tr><td>{}<td>乙§</table>", many(20_000, "甲"))),
        page(
            "list-start",
            "<ol start=99999999999999999999><li>甲§<li value=-9223372036854775808>乙</ol>",
        ),
        page("breaks", format!("前{}§", many(5000, "<br>"))).reads("§"),
        page("html-rules", format!("前{}§", many(2000, "<hr>"))).reads("§"),
        page("empty-paragraphs", format!("{}§", many(5000, "<p></p>"))).reads("§"),
        page("formatting", format!("{}§", many(300, "<b><i><p>甲"))).reads("§"),
        page("headings", format!("{}§", many(1000, "<h1>甲</h1>"))).reads("§"),
        page("images", format!("{}§", many(1000, "<img src=a.png>"))).reads("§"),
    ]
}

fn foreign() -> Vec<Hazard> {
    vec![
        page("script", "前<script>alert('\x1b[31m</p>')</script>后§").reads("前后§"),
        page("script-open", "前§<script>if (a<b) alert(1)"). reads("前§"),
        page("style", "前<style>p { content: '\\1b' }</style>后§").reads("前后§"),
        page("style-open", "前§<style>p {"),
        page("iframe", "前§<iframe src=\"javascript:alert(1)\" srcdoc=\"<p>x\"></iframe>"),
        page("object", "前<object data=x><embed src=y>后§</object>").reads("后§"),
        page("svg", "前<svg><title>图</title><script>x</script><text>字</text></svg>后§").reads("后§"),
        page("html-math", "前<math><mi>x</mi><annotation-xml encoding='text/html'><p>y</annotation-xml></math>后§").reads("后§"),
        page("template", "前<template><p>x</template>后§").reads("后§"),
        page("textarea", "前§<textarea><b>后</textarea>"),
        page("plaintext", "前<plaintext>后§</plaintext>").reads("后§"),
        page("frameset", "<frameset><frame src=x></frameset>前§"),
        page("select", "<select><option>甲<option>乙</select>前§"),
        page("comment", "前<!-- \x1b]0;PWN\x07 -->后§").reads("前后§"),
        page("comment-open", "前§<!-- 后"),
        page("comment-odd", "前<!--><!---><!-- -- --!>后§").reads("后§"),
        page("cdata", "前<![CDATA[x]]>后§").reads("后§"),
        page("doctype", "<!DOCTYPE html [<!ENTITY x \"y\">]>前&x;后§").reads("后§"),
        page("processing", "<?xml version=\"1.0\"?>前<?php echo 1 ?>后§").reads("后§"),
        page("hidden", "前<p hidden>x<p style=\"display:none\">y</p>后§").reads("后§"),
        page("attribute-controls", "<p title=\"\x1b]0;PWN\x07\" id=\"&#27;[31m\">前§</p>"),
        page("base", "<base href=\"javascript:\"><a href=x>前§</a>"),
        page("refresh", "<meta http-equiv=refresh content=\"0;url=http://evil.example/\">前§"),
        page("form", "<form action=http://evil.example/><input value=\"前§\"><button>按</button></form>后§").reads("后§"),
        page("ruby", "<ruby>漢<rp>(</rp><rt>\x1b[31mかん</rt><rp>)</rp></ruby>§").problems(&["control-characters"]),
    ]
}

fn links() -> Vec<Hazard> {
    let to = |name: &str, target: &str| post(name, format!("[前§]({target})")).reads("前§");
    vec![
        to("link-script", "javascript:alert(1)"),
        to("link-data", "data:text/html,<script>alert(1)</script>"),
        to("link-file", "file:///etc/passwd"),
        to("link-option", "-oProxyCommand=id"),
        to("link-ssh", "ssh://-oProxyCommand=id/"),
        to("link-up", "../../../../../../etc/passwd"),
        to("link-itself", "#"),
        to("link-spaces", "<http://evil.example/ a\tb>"),
        to("link-entities", "http://a.example/&#27;[31m&#10;x"),
        to("link-percent", "http://a.example/%1b%5b31m%00%ff"),
        to("link-userinfo", "http://bank.example@evil.example:99999/"),
        to("link-homograph", "http://xn--80ak6aa92e.com/"),
        to("link-brackets", "http://[::1]:80/"),
        to("link-long", &format!("http://a.example/{}", "长".repeat(20_000))),
        to("link-title", "http://a.example/ \"\x1b]0;PWN\x07\u{202e}\""),
        post("image-data", "![图](data:image/png;base64,AAAA)前§"),
        post("image-long-data", format!("![图](data:image/png;base64,{})前§", "A".repeat(50_000))),
        post("image-device", "![图](/dev/zero)![图](../../../dev/tty)前§"),
        post("image-alt", "![\x1b[31m图\u{202e}](a.png)前§")
            .problems(&["bidi-controls", "control-characters"]),
        post("bare-address", "http://a.example/\u{202e}gnp.exe 前§").problems(&["bidi-controls"]),
        page("anchor-controls", "<a href=\"http://a.example/\x1b[31m&#x1b;]8;;&#7;\">前§</a>"),
        page("anchors", format!("{}§", "<a href=http://a.example/>甲</a>".repeat(2000))).reads("§"),
    ]
}
