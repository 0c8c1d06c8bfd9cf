//! Images and links, in HTML and in Markdown.

use super::super::image;
use super::entity;
use super::kind::Kind;
use super::walk::Walk;
use crate::clean::CleanStr;
use crate::script::is_han;

impl<'a> Walk<'a> {
    /// Writes the label of an image.
    pub(super) fn image(&mut self) -> Option<()> {
        let alt = entity::resolved(self.attribute("alt").unwrap_or_default())?;
        for name in std::iter::once("src").chain(image::LAZY_SOURCES) {
            if let Some((_, value)) = self.attributes.iter_mut().find(|(known, _)| *known == name)
                && value.contains('&')
            {
                *value = named_part(value)?;
            }
        }
        let attributes = &self.attributes;
        let find = |name: &str| match name {
            "alt" => Some(&*alt),
            _ => attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| *value),
        };
        let Some(image) = image::describe(&find) else { return Some(()) };
        let body = self.body;
        let chinese = *self.chinese.get_or_insert_with(|| body.chars().any(is_han))
            || image.name.chars().any(is_han);
        let words = image::label(&image.name, chinese);
        self.text(CleanStr::unchanged(&words)?)
    }

    /// Writes an image in Markdown's syntax.
    pub(super) fn implied_image(&mut self, source: &'a str, alt: &'a str) -> Option<()> {
        self.attributes.clear();
        self.attributes.push(("src", source));
        self.attributes.push(("alt", alt));
        self.open("img", Kind::Image)
    }

    /// Writes a link in Markdown's syntax; its text contains no markup.
    pub(super) fn implied_link(&mut self, target: &'a str, text: CleanStr<'_>) -> Option<()> {
        self.attributes.clear();
        self.attributes.push(("href", target));
        self.open("a", Kind::Anchor)?;
        self.text(text)?;
        self.end("a")
    }
}

/// The part of an image's address that can name the image, if it is written plainly: the part
/// before the query, where a bare `&` is common.
fn named_part(address: &str) -> Option<&str> {
    let end = address.find(['?', '#'])?;
    let part = address.get(..end)?;
    let name = part.trim();
    let is_plain = !name.is_empty() && !name.contains('&') && !name.starts_with("data:");
    is_plain.then_some(part)
}
