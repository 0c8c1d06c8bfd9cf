//! The elements of HTML by how they open and close others.
//!
//! One table for the two modules that need it before the tree is built: [`super::markup`] takes a
//! `<` for text unless it begins an element, and [`super::tree`] tracks the depth of open elements.
//! What elements mean to a reader is in [`super::html`].

use html5ever::{LocalName, local_name};

/// Our own element for a placeholder.
pub(super) const PLACEHOLDER: &str = "kanbao-placeholder";
/// Our own element for preformatted text.
pub(super) const CODE: &str = "kanbao-code";

/// How an element behaves in the tree builder, after the HTML standard, section 13.2.6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Has no content.
    Void,
    /// Contains only text; ends only at its own end tag.
    Raw,
    /// A block: its start tag closes a paragraph, its end tag everything open inside it.
    Block,
    /// A paragraph.
    Paragraph,
    /// `h1` to `h6`.
    Heading,
    /// `li`, `dt`, `dd`: closed by the next of its kind.
    Item,
    /// A table.
    Table,
    /// A cell or caption of a table; an end tag inside it closes nothing outside.
    Cell,
    /// A row, row group or column of a table.
    Row,
    /// A parenthesis or annotation of ruby text.
    Ruby,
    /// Reopened in the next block if it was not closed (`<b>` and the like).
    Formatting,
    /// Any other inline element.
    Inline,
    /// Never shown, with all its content.
    Hidden,
    /// Known, but ignored: the tag is dropped, the content stays.
    Transparent,
}

/// The class of an element by its lower-case name; `None` if HTML has no such element.
#[allow(clippy::too_many_lines, reason = "a table: one row per element")]
pub(super) fn class(name: &LocalName) -> Option<Class> {
    Some(match *name {
        local_name!("p") => Class::Paragraph,
        local_name!("area")
        | local_name!("base")
        | local_name!("bgsound")
        | local_name!("br")
        | local_name!("embed")
        | local_name!("hr")
        | local_name!("image")
        | local_name!("img")
        | local_name!("input")
        | local_name!("keygen")
        | local_name!("link")
        | local_name!("meta")
        | local_name!("param")
        | local_name!("source")
        | local_name!("track")
        | local_name!("wbr") => Class::Void,
        local_name!("iframe")
        | local_name!("noembed")
        | local_name!("noframes")
        | local_name!("script")
        | local_name!("style")
        | local_name!("textarea")
        | local_name!("title")
        | local_name!("xmp") => Class::Raw,
        local_name!("address")
        | local_name!("article")
        | local_name!("aside")
        | local_name!("blockquote")
        | local_name!("center")
        | local_name!("details")
        | local_name!("dialog")
        | local_name!("dir")
        | local_name!("div")
        | local_name!("dl")
        | local_name!("fieldset")
        | local_name!("figcaption")
        | local_name!("figure")
        | local_name!("footer")
        | local_name!("header")
        | local_name!("hgroup")
        | local_name!("listing")
        | local_name!("main")
        | local_name!("menu")
        | local_name!("nav")
        | local_name!("ol")
        | local_name!("pre")
        | local_name!("section")
        | local_name!("summary")
        | local_name!("ul") => Class::Block,
        local_name!("h1")
        | local_name!("h2")
        | local_name!("h3")
        | local_name!("h4")
        | local_name!("h5")
        | local_name!("h6") => Class::Heading,
        local_name!("dd") | local_name!("dt") | local_name!("li") => Class::Item,
        local_name!("table") => Class::Table,
        local_name!("caption") | local_name!("td") | local_name!("th") => Class::Cell,
        local_name!("col")
        | local_name!("colgroup")
        | local_name!("tbody")
        | local_name!("tfoot")
        | local_name!("thead")
        | local_name!("tr") => Class::Row,
        local_name!("rb") | local_name!("rp") | local_name!("rt") | local_name!("rtc") => {
            Class::Ruby
        }
        local_name!("a")
        | local_name!("b")
        | local_name!("big")
        | local_name!("code")
        | local_name!("em")
        | local_name!("font")
        | local_name!("i")
        | local_name!("s")
        | local_name!("small")
        | local_name!("strike")
        | local_name!("strong")
        | local_name!("tt")
        | local_name!("u") => Class::Formatting,
        local_name!("abbr")
        | local_name!("acronym")
        | local_name!("audio")
        | local_name!("bdi")
        | local_name!("bdo")
        | local_name!("canvas")
        | local_name!("cite")
        | local_name!("data")
        | local_name!("del")
        | local_name!("dfn")
        | local_name!("ins")
        | local_name!("kbd")
        | local_name!("label")
        | local_name!("legend")
        | local_name!("map")
        | local_name!("mark")
        | local_name!("meter")
        | local_name!("noscript")
        | local_name!("output")
        | local_name!("picture")
        | local_name!("progress")
        | local_name!("q")
        | local_name!("ruby")
        | local_name!("samp")
        | local_name!("span")
        | local_name!("sub")
        | local_name!("sup")
        | local_name!("time")
        | local_name!("var")
        | local_name!("video") => Class::Inline,
        local_name!("datalist")
        | local_name!("select")
        | local_name!("svg")
        | local_name!("template") => Class::Hidden,
        local_name!("applet")
        | local_name!("basefont")
        | local_name!("body")
        | local_name!("button")
        | local_name!("form")
        | local_name!("frame")
        | local_name!("frameset")
        | local_name!("head")
        | local_name!("html")
        | local_name!("marquee")
        | local_name!("math")
        | local_name!("nobr")
        | local_name!("object")
        | local_name!("optgroup")
        | local_name!("option")
        | local_name!("plaintext")
        | local_name!("slot") => Class::Transparent,
        _ if matches!(&**name, PLACEHOLDER | CODE) => Class::Inline,
        _ => return None,
    })
}
