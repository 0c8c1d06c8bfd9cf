//! The meaning of tags by name: those of Jekyll, Hexo and Hugo in one table.
//!
//! A name that is not in the table becomes a placeholder, or, if it has an end tag, a pair of tags
//! whose content is shown.

use super::construct::Word;

/// The meaning of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The content is code.
    Code,
    /// The content is not Liquid.
    Raw,
    /// The content is not shown.
    Comment,
    /// Not shown; has no end tag.
    Hidden,
    /// Separates the parts of a pair (`else`).
    Between,
    /// A pair of tags: not shown itself, but its content is.
    Pair,
    /// The address of a post.
    Post,
    /// A link to a post: its name and the text to show.
    PostLink,
    /// The address of a file of the site.
    File,
    /// The address of a file beside the post.
    Asset,
    /// Hugo's image, with named arguments.
    Figure,
    /// Hexo's image: classes, address, sizes, title.
    Image,
    /// `NexT`'s button: its address and its words, with commas between.
    Button,
    /// A quotation with its source.
    Quote,
    /// Words with a style.
    Words,
    /// A page on another site.
    Site,
    /// Anything else.
    Unknown,
}

/// The meaning of a name.
pub(super) fn meaning(name: &str) -> Meaning {
    match name {
        "highlight" | "codeblock" => Meaning::Code,
        "raw" => Meaning::Raw,
        "comment" => Meaning::Comment,
        "assign" | "increment" | "decrement" | "cycle" | "liquid" | "break" | "continue" => {
            Meaning::Hidden
        }
        name if name.starts_with('#') => Meaning::Hidden,
        "else" | "elsif" | "elseif" | "when" => Meaning::Between,
        "if" | "unless" | "for" | "case" | "capture" | "tablerow" | "ifchanged" => Meaning::Pair,
        "post_url" | "post_path" | "ref" | "relref" => Meaning::Post,
        "post_link" => Meaning::PostLink,
        "link" => Meaning::File,
        "btn" | "button" => Meaning::Button,
        "asset_path" => Meaning::Asset,
        "figure" => Meaning::Figure,
        "asset_img" | "img" => Meaning::Image,
        "blockquote" | "quote" | "pullquote" | "cq" | "centerquote" => Meaning::Quote,
        "label" | "checkbox" | "radio" | "span" | "p" | "u" | "emp" | "wavy" | "del" | "kbd"
        | "psw" => Meaning::Words,
        "youtube" | "vimeo" | "gist" | "tweet" | "twitter" | "bilibili" => Meaning::Site,
        _ => Meaning::Unknown,
    }
}

/// The address of a video or another page, given its site and identifier.
pub(in crate::document) fn embed_address(site: &str, id: &str) -> Option<String> {
    let words = [Word { name: "", text: id }];
    if meaning(site) == Meaning::Site { site_address(site, &words) } else { None }
}

/// The address of a page on another site.
pub(super) fn site_address(name: &str, words: &[Word<'_>]) -> Option<String> {
    let named = |wanted: &str| words.iter().find(|word| word.name == wanted).map(|word| word.text);
    let mut unnamed = words.iter().filter(|word| word.name.is_empty()).map(|word| word.text);
    let first = unnamed.next();
    let id = named("id").or(first).filter(|id| !id.is_empty())?;
    if id.starts_with("http://") || id.starts_with("https://") {
        return Some(id.to_owned());
    }
    let address = match name {
        "youtube" => format!("https://www.youtube.com/watch?v={id}"),
        "vimeo" => format!("https://vimeo.com/{id}"),
        "bilibili" => format!("https://www.bilibili.com/video/{id}"),
        // `user id` for Hugo, `user/id` or `id file` for Jekyll.
        "gist" => match unnamed.next() {
            Some(second) if !id.contains('/') && !second.contains('.') => {
                format!("https://gist.github.com/{id}/{second}")
            }
            _ => format!("https://gist.github.com/{id}"),
        },
        _ => {
            let user = named("user").unwrap_or("i");
            format!("https://twitter.com/{user}/status/{id}")
        }
    };
    Some(address)
}

/// Whether `post_url` could find a post by this name: a date and something after it (J20).
pub(super) fn names_dated_post(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or_default();
    let mut parts = file.splitn(4, '-');
    let mut number = |digits: std::ops::RangeInclusive<usize>| {
        parts.next().is_some_and(|part| {
            digits.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    number(2..=4)
        && number(1..=2)
        && number(1..=2)
        && parts.next().is_some_and(|slug| !slug.is_empty())
}
