//! What to call an image that is not shown.

use scraper::node::Element;

use super::html::NodeRef;

/// How many nodes of a `noscript` are looked at for the image it repeats.
const LOOKED_AT: usize = 16;
/// Words that name no image.
const GENERIC: [&str; 9] =
    ["image", "images", "img", "picture", "photo", "图片", "图", "配图", "untitled"];

/// An image's name and where it is; both may be empty, but not at once.
pub struct Image<'a> {
    /// Its `alt`, or the name of its file if that says nothing.
    pub name: String,
    /// Its address as written.
    pub source: &'a str,
}

/// Describes an `img`; `None` if nothing can be said of it.
pub fn describe(element: &Element) -> Option<Image<'_>> {
    let source = source(element);
    let alt = element.attr("alt").unwrap_or_default().trim();
    let name = if is_generic(alt) {
        let file = file_name(source);
        if file.is_empty() { alt.to_owned() } else { file }
    } else {
        alt.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    // A picture written into the address is no address.
    let source = match source.split_once([';', ',']) {
        Some((kind, _)) if kind.starts_with("data:") => kind,
        _ => source,
    };
    (!name.is_empty() || !source.is_empty()).then_some(Image { name, source })
}

/// The address of an image, also of one that is loaded late by a script.
fn source(element: &Element) -> &str {
    let written = element.attr("src").unwrap_or_default().trim();
    let mut late = ["data-src", "data-original", "data-lazy-src"].iter();
    let late = late.find_map(|name| element.attr(name)).map(str::trim);
    match late {
        Some(late) if !late.is_empty() && (written.is_empty() || written.starts_with("data:")) => {
            late
        }
        _ => written,
    }
}

fn is_generic(alt: &str) -> bool {
    // `K图 002752_0` is how a stock chart is called by the program that drew it.
    alt.is_empty()
        || alt.starts_with("K图 ")
        || GENERIC.iter().any(|word| alt.eq_ignore_ascii_case(word))
}

/// The last part of an address's path, decoded; the host if there is no path.
fn file_name(address: &str) -> String {
    if let Some(data) = address.strip_prefix("data:") {
        return data.split([';', ',']).next().unwrap_or_default().to_owned();
    }
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or_default();
    percent_decoded(name)
}

/// Text with its `%XX` decoded, if that gives text.
pub fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let hex = |at: usize| after.get(at).and_then(|&digit| char::from(digit).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (byte, hex(0), hex(1)) {
            bytes.extend(u8::try_from(high * 16 + low));
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(byte);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Whether a `noscript` holds the image that stands right before or after it.
pub fn repeats_sibling(noscript: NodeRef<'_>) -> bool {
    let mut inside = noscript.descendants().take(LOOKED_AT).filter_map(image_source);
    let Some(inside) = inside.next() else { return false };
    let beside = |siblings: &mut dyn Iterator<Item = NodeRef<'_>>| {
        siblings.take(2).filter_map(image_source).any(|source| source == inside)
    };
    beside(&mut noscript.prev_siblings()) || beside(&mut noscript.next_siblings())
}

fn image_source(node: NodeRef<'_>) -> Option<&str> {
    let element = node.value().as_element().filter(|element| element.name() == "img")?;
    Some(source(element)).filter(|source| !source.is_empty())
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn file_names() {
        for (address, expected) in [
            ("https://x.y/a/b.png?c=d/e", "b.png"),
            ("/a/b/", "b"),
            ("https://x.y", "x.y"),
            ("%E5%9B%BE.jpg", "图.jpg"),
            ("100%.png", "100%.png"),
            ("%FF.png", "%FF.png"),
            ("data:image/png;base64,AAAA", "image/png"),
            ("", ""),
        ] {
            assert_eq!(file_name(address), expected, "{address:?}");
        }
    }
}
