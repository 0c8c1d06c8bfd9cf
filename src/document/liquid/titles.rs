//! The titles of notes and tabs and the sources of quotations, from the arguments of paired tags. Hexo's themes
//! separate a tag's arguments by commas and name styles first; Hugo's shortcodes quote them.

use super::construct::Word;
use super::write::{self, push_text};

/// Arguments of notes that are styles and no words.
const STYLES: [&str; 12] = [
    "no-icon", "true", "false", "open", "close", "simple", "modern", "flat", "disabled", "icon",
    "default", "primary",
];
/// Colours that a theme's labels name last.
const COLOURS: [&str; 7] = ["default", "blue", "pink", "red", "purple", "orange", "green"];

/// The title of a pair of tags; empty if it has none.
pub(super) fn title<'a>(name: &str, rest: &'a str, words: &[Word<'a>]) -> &'a str {
    let named = ["title", "label", "header", "summary", "tabName"];
    if let Some(word) = words.iter().find(|word| named.contains(&word.name)) {
        return word.text;
    }
    let mut unnamed = words.iter().filter(|word| word.name.is_empty()).map(|word| word.text);
    let is_quoted = rest.starts_with(['"', '\'']);
    match name {
        "folding" => rest.rsplit(',').next().unwrap_or_default().trim(),
        "details" | "spoiler" | "fold" | "collapse" | "expand" | "tab" | "toggle" | "accordion"
            if is_quoted =>
        {
            unnamed.next().unwrap_or_default()
        }
        "details" | "spoiler" | "fold" | "collapse" | "expand" | "tab" | "toggle" | "accordion"
        | "hideToggle" | "timeline" => rest.split(',').next().unwrap_or_default().trim(),
        "note" | "admonition" | "callout" | "alert" | "notice" => {
            let is_style = |word: &&str| STYLES.contains(word) || word.starts_with("fa");
            let Some(first) = unnamed.nth(1).filter(|word| !is_style(word)) else { return "" };
            let quoted =
                rest.contains(&format!("\"{first}\"")) || rest.contains(&format!("'{first}'"));
            let at = rest.find(char::is_whitespace).unwrap_or(rest.len());
            if quoted { first } else { rest.get(at..).unwrap_or_default().trim() }
        }
        _ => "",
    }
}

/// A title as a line of its own.
pub(super) fn html(title: &str) -> String {
    format!("<strong>{title}</strong> ")
}

/// The title in the comment that a line begins with, and the comment's length: `<!-- tab Title -->`.
pub(super) fn part(line: &str) -> Option<(&str, usize)> {
    let (comment, _) = line.strip_prefix("<!--")?.split_once("-->")?;
    let words = comment.trim();
    let title = ["tab ", "timeline ", "node "].iter().find_map(|name| words.strip_prefix(name))?;
    // `Title@icon`
    let title = title.split('@').next().unwrap_or_default().trim();
    (!title.is_empty()).then_some((title, comment.len() + "<!---->".len()))
}

/// The words of a tag that only gives them a style.
pub(super) fn words<'a>(name: &str, rest: &'a str) -> &'a str {
    let words = match (name, rest.split_once('@'), rest.split_once(',')) {
        ("label", Some((_, words)), _) | (_, _, Some((_, words))) => words,
        ("label", ..) => match rest.rsplit_once(' ') {
            Some((words, colour)) if COLOURS.contains(&colour) => words,
            _ => rest,
        },
        _ => rest,
    };
    words.trim()
}

/// The source of a quotation as a last line; empty if none is named.
///
/// Hexo: `author[, source] [address] [title]`.
pub(super) fn source(rest: &str, words: &[Word<'_>]) -> String {
    let named =
        words.iter().filter(|word| matches!(word.name, "author" | "source" | "cite" | "title"));
    let named: Vec<&str> = named.map(|word| word.text).collect();
    let is_address = |word: &&str| word.starts_with("http://") || word.starts_with("https://");
    let address = rest.split_whitespace().find(is_address).filter(|_| named.is_empty());
    let (before, after) =
        address.and_then(|address| rest.split_once(address)).unwrap_or((rest, ""));
    let joined = named.join(", ");
    let before =
        if words.iter().any(|word| !word.name.is_empty()) { &joined } else { before.trim() };
    let mut html = String::new();
    push_text(before.trim_matches(['"', '\'']), &mut html);
    if let Some(address) = address {
        let title = Some(after.trim()).filter(|title| !title.is_empty()).unwrap_or(address);
        let blank = if html.is_empty() { "" } else { " " };
        html = format!("{html}{blank}{}", write::link(address, title));
    }
    if html.is_empty() { html } else { format!("<p>— {html}</p>") }
}
