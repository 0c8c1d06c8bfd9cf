//! Labels for images: in the article's language, and in the reader's.

use std::borrow::Cow;

use super::escape::percent_decoded;
use super::reading::for_each_text;
use super::tree::NodeRef;
use super::{Document, Mark, Style, Text};
use crate::clean::{CleanStr, CleanText};

/// How a label begins: in Chinese, and in other languages.
const LABEL_PREFIXES: [&str; 2] = ["[图 ", "[image: "];
/// The most nodes of a `noscript` that are searched for the image it repeats.
const MOST_NODES: usize = 16;
/// The attributes that hold the address of a lazily loaded image.
pub(super) const LAZY_SOURCES: [&str; 3] = ["data-src", "data-original", "data-lazy-src"];
/// Alternative texts that say nothing.
const GENERIC: [&str; 9] =
    ["image", "images", "img", "picture", "photo", "图片", "图", "配图", "untitled"];

/// An image's name and address; at most one of them is empty.
pub(super) struct Image<'a> {
    /// Its `alt`, or its file name if `alt` says nothing.
    pub name: String,
    /// The address as written.
    pub source: &'a str,
}

/// Describes an `img` by its attributes; `None` if it has neither name nor address.
pub(super) fn describe<'a>(attribute: &dyn Fn(&str) -> Option<&'a str>) -> Option<Image<'a>> {
    let source = source(attribute);
    // Cleaning may leave nothing of it.
    let alt = CleanText::line(attribute("alt").unwrap_or_default());
    let alt = alt.as_str().trim();
    let name = if is_generic(alt) {
        let file = file_name(source);
        if file.is_empty() { alt.to_owned() } else { file }
    } else {
        one_line(alt)
    };
    // Of a `data:` address only the media type is kept.
    let source = match source.split_once([';', ',']) {
        Some((kind, _)) if kind.starts_with("data:") => kind,
        _ => source,
    };
    (!name.is_empty() || !source.is_empty()).then_some(Image { name, source })
}

/// The label of an image in a text.
pub(super) fn label(name: &str, chinese: bool) -> String {
    let [in_chinese, in_others] = LABEL_PREFIXES;
    format!("{}{name}]", if chinese { in_chinese } else { in_others })
}

/// The image's name in a label; `None` if the text is not a label.
pub(super) fn name_in_label(words: CleanStr<'_>) -> Option<CleanStr<'_>> {
    let text = words.as_str();
    let start = LABEL_PREFIXES.into_iter().find(|start| text.starts_with(start))?.len();
    text.ends_with(']').then(|| words.slice(start..text.len() - 1))
}

impl Document {
    /// A text without the labels of images that have no words of their own, only a file name.
    pub(super) fn words<'a>(&self, text: &'a Text) -> Cow<'a, CleanText> {
        let is_bare = |mark: &&Mark| {
            let Style::Image(index) = mark.style else { return false };
            let name = name_in_label(text.text.as_clean().slice(mark.range.clone()));
            name.zip(self.links.get(index)).is_some_and(|(name, link)| {
                name.as_str() == CleanText::line(&file_name(link.target.as_str())).as_str()
            })
        };
        let mut bare = text.marks.iter().filter(is_bare).peekable();
        if bare.peek().is_none() {
            return Cow::Borrowed(&text.text);
        }
        let (all, mut end, mut words) = (text.text.as_clean(), 0, CleanText::default());
        for mark in bare {
            words.push(all.slice(end..mark.range.start.max(end)));
            end = mark.range.end.max(end);
        }
        words.push(all.slice(end..all.len()));
        Cow::Owned(words.as_clean().trim().to_clean())
    }

    /// Replaces the labels of images; `words` makes a label from an image's name. For display only:
    /// exports keep the language of the article.
    pub fn name_images(&mut self, words: &dyn Fn(CleanStr<'_>) -> CleanText) {
        for_each_text(&mut self.blocks, &mut |text| text.name_images(words));
    }
}

impl Text {
    fn name_images(&mut self, words: &dyn Fn(CleanStr<'_>) -> CleanText) {
        let old = std::mem::take(&mut self.text);
        let old = old.as_clean();
        // For each renamed image, its end in the old text and in the new.
        let mut ends: Vec<(usize, usize)> = Vec::new();
        for mark in self.marks.iter().filter(|mark| matches!(mark.style, Style::Image(_))) {
            let from = ends.last().map_or(0, |&(end, _)| end);
            let name = name_in_label(old.slice(mark.range.clone()));
            if let Some(name) = name.filter(|_| mark.range.start >= from) {
                self.text.push(old.slice(from..mark.range.start));
                self.text.push(words(name).as_clean());
                ends.push((mark.range.end, self.text.len()));
            }
        }
        let rest = ends.last().map_or(0, |&(end, _)| end);
        self.text.push(old.slice(rest..old.len()));
        // A position moves with the last image that ends at or before it; no mark begins or ends
        // inside a label.
        let moved = |place: usize| {
            let after = ends.partition_point(|&(end, _)| end <= place).checked_sub(1);
            let end = after.and_then(|at| ends.get(at));
            end.map_or(place, |&(old, new)| new + (place - old))
        };
        for mark in &mut self.marks {
            mark.range = moved(mark.range.start)..moved(mark.range.end);
        }
    }
}

/// The address of an image, which may be lazily loaded.
fn source<'a>(attribute: &dyn Fn(&str) -> Option<&'a str>) -> &'a str {
    let written = attribute("src").unwrap_or_default().trim();
    let lazy = LAZY_SOURCES.iter().find_map(|name| attribute(name)).map(str::trim);
    match lazy {
        Some(lazy) if !lazy.is_empty() && (written.is_empty() || written.starts_with("data:")) => {
            lazy
        }
        _ => written,
    }
}

fn is_generic(alt: &str) -> bool {
    // `K图 002752_0` is the name that a charting program gives to a stock chart.
    alt.is_empty()
        || alt.starts_with("K图 ")
        || GENERIC.iter().any(|word| alt.eq_ignore_ascii_case(word))
}

/// The last segment of an address's path, decoded; the host if there is no path.
fn file_name(address: &str) -> String {
    if let Some(data) = address.strip_prefix("data:") {
        return data.split([';', ',']).next().unwrap_or_default().to_owned();
    }
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let mut names = path.rsplit('/').map(|part| one_line(&percent_decoded(part)));
    names.find(|name| !name.is_empty()).unwrap_or_default()
}

/// A text with single spaces between its words, without what is not shown.
fn one_line(text: &str) -> String {
    let text = CleanText::line(text);
    text.as_str().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a `noscript` repeats the image directly before or after it.
pub(super) fn repeats_sibling(noscript: NodeRef<'_>) -> bool {
    let mut inside = noscript.descendants().take(MOST_NODES).filter_map(image_source);
    let Some(inside) = inside.next() else { return false };
    let beside = |siblings: &mut dyn Iterator<Item = NodeRef<'_>>| {
        siblings.take(2).filter_map(image_source).any(|source| source == inside)
    };
    beside(&mut noscript.prev_siblings()) || beside(&mut noscript.next_siblings())
}

fn image_source(node: NodeRef<'_>) -> Option<&str> {
    let element = node.value().as_element().filter(|element| element.name() == "img")?;
    Some(source(&|name| element.attr(name))).filter(|source| !source.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::{NoContext, Syntax, parse};
    use super::*;

    #[test]
    fn labels_are_replaced() {
        let check = |markdown: &str, expected: &[&str]| {
            let mut document = parse(markdown, Syntax::Markdown, &NoContext);
            document.name_images(&|name| CleanText::line(&format!("<{name}>")));
            let marked = document.leaves().flat_map(|block| match block {
                super::super::Block::Paragraph(text) => {
                    let all = text.text.as_clean();
                    let marked = text.marks.iter().map(|mark| all.slice(mark.range.clone()));
                    std::iter::once(all).chain(marked).map(|piece| piece.to_string()).collect()
                }
                _ => Vec::new(),
            });
            assert_eq!(marked.collect::<Vec<_>>(), expected, "{markdown}");
        };
        check(
            "**重**中 ![江](a.png) 文 *斜* ![b](c.png)尾",
            &["重中 <江> 文 斜 <b>尾", "重", "<江>", "斜", "<b>"],
        );
        check("a [![x](a.png) b](c) **d**", &["a <x> b d", "<x> b", "<x>", "d"]);
        check("- ![x](a.png)", &["<x>", "<x>"]);
        check("[图 无] **d**", &["[图 无] d", "d"]);
    }

    #[test]
    fn a_single_pixel_is_no_image() {
        let images = |attributes: &str| {
            let html = format!("<p>甲<img src=\"a.png\" {attributes}>乙</p>");
            let document = parse(&html, Syntax::Html, &NoContext);
            (document.plain_text().to_string(), document.links.len())
        };
        for pixel in ["width=1 height=1", "height=\"1px\" width=\"1\""] {
            assert_eq!(images(pixel), ("甲乙".to_owned(), 0), "{pixel}");
        }
        for image in ["", "width=1", "width=1 height=10", "width=\"100%\" height=1"] {
            assert_eq!(images(image).1, 1, "{image}");
        }
    }

    #[test]
    fn file_names() {
        for (address, expected) in [
            ("https://x.y/a/b.png?c=d/e", "b.png"),
            ("/a/b/", "b"),
            ("https://x.y", "x.y"),
            ("%E5%9B%BE.jpg", "图.jpg"),
            ("a/b%20%E3%80%80 c.png", "b c.png"),
            ("a!\u{b}\u{7}", "a!"),
            ("a/\u{16}", "a"),
            ("100%.png", "100%.png"),
            ("%FF.png", "%FF.png"),
            ("data:image/png;base64,AAAA", "image/png"),
            ("", ""),
        ] {
            assert_eq!(file_name(address), expected, "{address:?}");
        }
    }
}
