//! Text in the attributes of `VuePress`, Docusaurus and Starlight components: the title of a tab or a
//! card, the word on a badge.

use super::super::liquid::{link, push_text};
use super::tags::Tag;

/// Suffixes of the names of components that have a title.
const TITLED: [&str; 8] =
    ["Tab", "TabItem", "GroupItem", "Card", "Accordion", "Admonition", "Step", "Collapse"];

/// The text of a component, as Markdown; empty if it has none.
///
/// `between` separates a title from what follows.
pub(super) fn words(tag: &Tag<'_>, between: &str) -> String {
    let mut out = String::new();
    let ends = |ends: &[&str]| ends.iter().any(|end| tag.name.ends_with(end));
    if tag.ends || !tag.is_component {
        return out;
    }
    if ends(&["Badge"]) {
        push_text(tag.attribute(&["text"]).unwrap_or_default(), &mut out);
    }
    if !ends(&TITLED) {
        return out;
    }
    if let Some(title) = tag.attribute(&["label", "title", "value", "name"]) {
        out.push_str("<strong>");
        match tag.attribute(&["href", "link", "to"]) {
            Some(target) => out.push_str(&link(target, title)),
            None => push_text(title, &mut out),
        }
        out.push_str("</strong>");
        out.push_str(between);
    }
    if let Some(words) = tag.attribute(&["description", "desc"]) {
        push_text(words, &mut out);
        out.push_str(between);
    }
    out
}
