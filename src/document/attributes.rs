//! Reads an element's attributes: whether it is hidden, how it is aligned, the language of its
//! code.
//!
//! Only styles on the element itself count; style sheets are not read.

use html5ever::local_name;
use scraper::node::Element;

use super::elements::{self, Class};
use super::tree::NodeRef;
use super::{Alignment, MISSING};
use crate::clean::CleanText;

/// How many ancestors of preformatted text are searched for its language.
const LANGUAGE_ANCESTORS: usize = 3;
/// The longest name of a place (`id`), in bytes.
const LONGEST_NAME: usize = 256;

/// Whether an element is hidden with all its content.
pub(super) fn is_hidden(element: &Element) -> bool {
    element.attrs.iter().any(|(name, value)| hides(element.name(), &name.local, value))
}

/// Whether this attribute hides an element of this name.
pub(super) fn hides(element: &str, attribute: &str, value: &str) -> bool {
    match attribute {
        "hidden" => !value.eq_ignore_ascii_case("false"),
        "style" => css_hides(value),
        "width" | "height" => {
            is_zero(value) && matches!(element, "img" | "iframe" | "embed" | "video")
        }
        _ => false,
    }
}

fn css_hides(css: &str) -> bool {
    let is = |property, wanted: &str| {
        value(css, property).is_some_and(|value| value.eq_ignore_ascii_case(wanted))
    };
    if is("display", "none") || is("visibility", "hidden") || is("visibility", "collapse") {
        return true;
    }
    // An element of zero size whose overflow is clipped.
    is("overflow", "hidden")
        && ["height", "width", "max-height", "max-width"]
            .iter()
            .any(|property| value(css, property).is_some_and(is_zero))
}

/// The value of the last declaration of a property.
fn value<'a>(css: &'a str, property: &str) -> Option<&'a str> {
    css.rsplit(';').find_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        let value = value.split('!').next().unwrap_or_default();
        name.trim().eq_ignore_ascii_case(property).then(|| value.trim())
    })
}

fn is_zero(length: &str) -> bool {
    let number = length.trim().trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    number.parse() == Ok(0.0_f32)
}

/// The name that an element gives to its place. Names on inline elements other than links and notes
/// are ignored: they are there for scripts, hundreds in an article.
pub(super) fn anchor(element: &Element) -> Option<CleanText> {
    let name = match element.name.local {
        local_name!("a") => element.attr("id").or_else(|| element.attr("name")),
        local_name!("sup") => element.attr("id"),
        _ => match elements::class(&element.name.local)? {
            Class::Block
            | Class::Paragraph
            | Class::Heading
            | Class::Item
            | Class::Table
            | Class::Cell
            | Class::Row => element.attr("id"),
            _ => None,
        },
    }?;
    // Cleaning may uncover blanks at the end.
    let name = CleanText::line(name);
    let name = name.as_str().trim();
    (!name.is_empty() && name.len() <= LONGEST_NAME).then(|| CleanText::line(name))
}

/// Whether a link is no more than a mark, `^` or `[^]`, that leads back to the place of a note.
pub(super) fn is_back_link(node: NodeRef<'_>, element: &Element) -> bool {
    let leads_back = element.attr("href").is_some_and(|href| href.trim().starts_with('#'));
    let mut texts = node.children().map(|child| child.value().as_text().map(|text| text.trim()));
    leads_back
        && anchor(element).is_none()
        && matches!(texts.next(), Some(Some("^" | "[^]")))
        && texts.next().is_none()
}

/// Whether an element links to a post that does not exist.
pub(super) fn is_missing_post(element: &Element) -> bool {
    element.attr("href").is_some_and(is_missing_target)
}

/// Whether an address leads to a post that does not exist.
pub(super) fn is_missing_target(address: &str) -> bool {
    address.starts_with(MISSING)
}

/// The alignment of a cell.
pub(super) fn alignment(element: &Element) -> Alignment {
    let styled = element.attr("style").and_then(|css| value(css, "text-align"));
    match styled.or_else(|| element.attr("align")).map(str::trim) {
        Some(side) if side.eq_ignore_ascii_case("left") => Alignment::Left,
        Some(side) if side.eq_ignore_ascii_case("right") => Alignment::Right,
        Some(side) if side.eq_ignore_ascii_case("center") => Alignment::Center,
        _ => Alignment::None,
    }
}

/// The language of preformatted text as Jekyll, kramdown and pulldown write it: in a class of the
/// element, of the `code` inside, or of an ancestor.
pub(super) fn language(pre: NodeRef<'_>) -> Option<String> {
    let code = pre.children().find(|child| child.value().is_element());
    let around = pre.ancestors().take(LANGUAGE_ANCESTORS);
    code.into_iter().chain(std::iter::once(pre)).chain(around).find_map(|node| {
        let element = node.value().as_element()?;
        let named = element.attr("class").unwrap_or_default().split_ascii_whitespace();
        let mut named = named.filter_map(|class| {
            class.strip_prefix("language-").or_else(|| class.strip_prefix("lang-"))
        });
        let language = named.next().or_else(|| element.attr("data-lang"))?;
        (!matches!(language, "" | "plaintext" | "text")).then(|| language.to_owned())
    })
}

/// An integer as HTML parses it: text after the digits is ignored, no digits give 1, and too large
/// a number saturates.
pub(super) fn number(text: &str) -> i64 {
    let text = text.trim_start();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut digits = digits.bytes().take_while(u8::is_ascii_digit).peekable();
    if digits.peek().is_none() {
        return 1;
    }
    let number = digits.fold(0_i64, |number, digit| {
        number.saturating_mul(10).saturating_add(i64::from(digit - b'0'))
    });
    if negative { -number } else { number }
}

#[cfg(test)]
mod tests {
    use super::css_hides;

    #[test]
    fn hidden_styles() {
        for (css, expected) in [
            ("display:none;height:1px;overflow:hidden;", true),
            ("color:red; DISPLAY : None !important", true),
            ("visibility:hidden", true),
            ("height:0;overflow:hidden", true),
            ("max-height: 0px; overflow: hidden", true),
            ("height:0", false),
            ("overflow:hidden", false),
            ("display:none;display:block", false),
            ("background:url(display:none)", false),
            ("", false),
        ] {
            assert_eq!(css_hides(css), expected, "{css:?}");
        }
    }
}
