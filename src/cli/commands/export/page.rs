//! A post as Markdown or as an HTML page, metadata and body, and the index page.

use std::fmt::Write;

use super::files::Files;
use crate::archive::body::Body;
use crate::archive::date::PostDate;
use crate::archive::post::PostId;
use crate::archive::{Archive, PostRef};
use crate::clean::CleanText;
use crate::conversion::Script;
use crate::document::{escape_html, uri};

/// Enough style for pleasant reading on any screen.
const STYLE: &str = "\
body{max-width:38em;margin:2em auto;padding:0 1em;line-height:1.7;font-family:sans-serif}
img{max-width:100%}pre{overflow-x:auto}.facts,footer{color:#777}
table{border-collapse:collapse}td,th{padding:.2em .8em;border-bottom:1px solid #ccc}
@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}a{color:#8bf}}
";

/// A post as Markdown with YAML front matter, whose strings are JSON strings: these are valid YAML.
pub(crate) fn markdown(body: &Body) -> String {
    let post = &body.post;
    let mut out = String::from("---\n");
    // Writing to a string cannot fail.
    let _ = writeln!(out, "title: {}", quoted(&post.title));
    if let Some(date) = post.date {
        let _ = writeln!(out, "date: {}", date.jekyll());
    }
    for (name, values) in
        [("categories", &post.categories), ("tags", &post.tags), ("authors", &post.authors)]
    {
        if !values.is_empty() {
            let values: Vec<String> = values.iter().map(quoted).collect();
            let _ = writeln!(out, "{name}: [{}]", values.join(", "));
        }
    }
    if let Some(url) = &post.url {
        let _ = writeln!(out, "canonical_url: {}", quoted(url));
    }
    if let Some(source) = &body.source {
        let _ = writeln!(out, "source: {}", quoted(source));
    }
    if let Some(excerpt) = &body.excerpt {
        let _ = writeln!(out, "excerpt: {}", quoted(excerpt));
    }
    let _ = write!(out, "---\n\n{}", body.document.to_markdown());
    out
}

fn quoted(text: &CleanText) -> String {
    serde_json::Value::from(text.as_str()).to_string()
}

/// A post as an HTML page, with a link to the index if there is one.
pub(crate) fn html(body: &Body, index: Option<&str>) -> String {
    let post = &body.post;
    let title = escape_html(post.title.as_clean());
    let mut out = head(&title);
    let _ = write!(out, "<article>\n<h1>{title}</h1>\n<p class=\"facts\">");
    let _ = write!(out, "{}</p>\n{}</article>\n", facts(body), body.document.to_html());
    if let Some(index) = index {
        let _ = writeln!(out, "<p><a href=\"{index}\">↑</a></p>");
    }
    out
}

/// The line of facts under a title.
pub(crate) fn facts(body: &Body) -> String {
    let post = &body.post;
    let mut facts: Vec<String> = post.date.map(shown).into_iter().collect();
    facts.extend(post.categories.iter().map(|name| escape_html(name.as_clean())));
    facts.extend(post.tags.iter().map(|name| format!("#{}", escape_html(name.as_clean()))));
    facts.extend(post.authors.iter().map(|name| escape_html(name.as_clean())));
    for (address, words) in [(&post.url, "address"), (&body.source, "source")] {
        if let Some(address) = address.as_ref().and_then(|address| uri(address.as_str())) {
            let address = escape_html(CleanText::line(&address).as_clean());
            facts.push(format!("<a href=\"{address}\">{words}</a>"));
        }
    }
    facts.join(" · ")
}

/// The index page with links to all posts, in the order of `ids`, their titles in a script.
pub(crate) fn index(archive: &Archive, ids: &[PostId], files: &Files, script: Script) -> String {
    let mut out = head("kanbao");
    out.push_str("<ul>\n");
    for post in ids.iter().filter_map(|&id| archive.post(id)) {
        let Some(address) = files.address(post.id(), 0) else { continue };
        let title = escape_html(script.shown(PostRef::title(post)).as_clean());
        let date = post.date().map(shown).unwrap_or_default();
        let _ = writeln!(out, "<li>{date} <a href=\"{address}\">{title}</a></li>");
    }
    out.push_str("</ul>\n");
    out
}

fn head(title: &str) -> String {
    format!(
        "<!doctype html>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n"
    )
}

fn shown(date: PostDate) -> String {
    let format = if date.has_time { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d" };
    date.civil().strftime(format).to_string()
}
