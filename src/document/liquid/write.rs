//! Writes the result of Liquid as HTML on one line, which passes through Markdown unchanged.
//!
//! Text is written as character references, so that no `*`, `|` or line end means anything to
//! Markdown or HTML. Where HTML has no element there is one of our own, with its text in an
//! attribute; [`Marker::of`] reads it from the tree. If an author writes such an element, it works
//! too.

use scraper::node::Element;

use super::super::elements::{CODE, PLACEHOLDER};
use super::super::ends_address;
use super::super::escape::{push_percent_encoded, push_reference};

/// Content that HTML has no element for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Marker<'a> {
    /// A placeholder for content that is not shown.
    Placeholder {
        /// The text to show.
        text: &'a str,
        /// Whether it is a paragraph of its own.
        is_block: bool,
    },
    /// Preformatted text.
    Code {
        /// The language, if one is given.
        language: Option<&'a str>,
        /// The code.
        text: &'a str,
    },
}

impl<'a> Marker<'a> {
    /// The marker that an element stands for, if any.
    pub(crate) fn of(element: &'a Element) -> Option<Self> {
        let text = element.attr("text").unwrap_or_default();
        match element.name() {
            PLACEHOLDER => {
                Some(Self::Placeholder { text, is_block: element.attr("block").is_some() })
            }
            CODE => {
                let language = element.attr("language").filter(|language| !language.is_empty());
                Some(Self::Code { language, text })
            }
            _ => None,
        }
    }

    /// The marker as HTML.
    pub(crate) fn html(self) -> String {
        let mut html = String::new();
        let (name, text) = match self {
            Self::Placeholder { text, is_block } => {
                html.push('<');
                html.push_str(PLACEHOLDER);
                html.push_str(if is_block { " block=\"\"" } else { "" });
                (PLACEHOLDER, text)
            }
            Self::Code { language, text } => {
                html.push('<');
                html.push_str(CODE);
                if let Some(language) = language {
                    html.push_str(" language=\"");
                    push_text(language, &mut html);
                    html.push('"');
                }
                (CODE, text)
            }
        };
        html.push_str(" text=\"");
        push_text(text, &mut html);
        html.push_str("\"></");
        html.push_str(name);
        html.push('>');
        html
    }
}

/// Writes text so that it is only text in any context.
pub(crate) fn push_text(text: &str, html: &mut String) {
    for c in text.chars() {
        if c.is_ascii_punctuation() || c == '\n' {
            push_reference(c, html);
        } else {
            html.push(c);
        }
    }
}

/// A link.
pub(crate) fn link(target: &str, text: &str) -> String {
    let mut html = String::from("<a href=\"");
    push_text(target, &mut html);
    html.push_str("\">");
    push_text(text, &mut html);
    html.push_str("</a>");
    html
}

/// An image, with a caption unless it is empty.
pub(super) fn image(source: &str, alt: &str, caption: &str) -> String {
    let mut html =
        String::from(if caption.is_empty() { "<img src=\"" } else { "<figure><img src=\"" });
    push_text(source, &mut html);
    html.push_str("\" alt=\"");
    push_text(alt, &mut html);
    html.push_str("\">");
    if !caption.is_empty() {
        html.push_str("<figcaption>");
        push_text(caption, &mut html);
        html.push_str("</figcaption></figure>");
    }
    html
}

/// Struck text.
pub(super) fn struck(text: &str) -> String {
    let mut html = String::from("<del>");
    push_text(text, &mut html);
    html.push_str("</del>");
    html
}

/// Encodes text for an address: every character that would end one.
pub(super) fn in_address(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    push_percent_encoded(text.as_bytes(), |c| !ends_address(c), &mut encoded);
    encoded
}
