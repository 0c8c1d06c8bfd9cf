//! Replaced elements: images, media and progress bars as text.

use scraper::node::Element;

use super::super::inline::Span;
use super::super::tree::NodeRef;
use super::super::{POST, image};
use super::Walk;
use crate::clean::CleanText;
use crate::script::is_han;

impl Walk<'_> {
    /// Writes the label of an image, linked to its address; what embeds a post is a link to it.
    pub(super) fn image(&mut self, element: &Element) {
        let Some(image) = image::describe(&|name| element.attr(name)) else { return };
        if self.decorative > 0 || is_pixel(element) {
            return;
        }
        let chinese = self.chinese || image.name.chars().any(is_han);
        let text = image::label(&image.name, chinese);
        match self.target(image.source) {
            Some(target) => {
                let is_post = target.as_str().starts_with(POST);
                self.builder.begin(Span::Link { target, image: !is_post });
                self.builder.text(if is_post { &image.name } else { &text });
                self.builder.end();
            }
            None if CleanText::line(&image.name).is_empty() => {}
            None => self.builder.text(&text),
        }
    }

    /// Writes a link in place of video, audio or an embedded page.
    pub(super) fn media(&mut self, node: NodeRef<'_>, element: &Element) {
        let source = element.attr("src").or_else(|| {
            let sources = node.children().filter_map(|child| child.value().as_element());
            sources.filter(|child| child.name() == "source").find_map(|child| child.attr("src"))
        });
        let Some(target) = source.and_then(|source| self.target(source)) else { return };
        if self.decorative > 0 || target.as_str().starts_with("about:") {
            return;
        }
        let title = element.attr("title").filter(|title| !title.trim().is_empty());
        let text = title.map_or_else(|| target.to_string(), str::to_owned);
        self.builder.boundary();
        self.builder.begin(Span::Link { target, image: false });
        self.builder.text(&text);
        self.builder.end();
        self.builder.boundary();
    }

    /// Writes the percentage of a progress bar.
    pub(super) fn progress(&mut self, element: &Element) {
        let number = |name| element.attr(name).and_then(|value| value.trim().parse::<f64>().ok());
        if let Some(value) = number("value") {
            let share = value / number("max").unwrap_or(1.0) * 100.0;
            self.builder.text(&format!("{:.0}%", share.clamp(0.0, 100.0)));
        }
    }
}

/// Whether an image is a single pixel, which only counts readers.
fn is_pixel(element: &Element) -> bool {
    let is_one = |name| {
        element.attr(name).is_some_and(|value| value.trim().trim_end_matches("px").trim() == "1")
    };
    is_one("width") && is_one("height")
}
