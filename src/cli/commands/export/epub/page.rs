//! A post as a page of a book, in XHTML.

use std::fmt::Write;

use super::super::page::facts;
use crate::archive::body::Body;
use crate::clean::CleanText;
use crate::document::escape_html;

/// The page of a post, in the language of its text.
pub(in super::super) fn page(body: &Body) -> String {
    let title = xml(&escape_html(shown_title(&body.post.title).as_clean()));
    let text = body.document.to_xhtml();
    let language = language(&text);
    let mut out = head(&title, language);
    // Writing to a string cannot fail.
    let _ = writeln!(out, "<body>\n<h1>{title}</h1>");
    let facts = facts(body);
    if !facts.is_empty() {
        let _ = writeln!(out, "<p class=\"facts\">{}</p>", xml(&facts));
    }
    let _ = write!(out, "{}</body>\n</html>\n", xml(&text));
    out
}

/// The beginning of a page up to its body.
pub(super) fn head(title: &str, language: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" \
         xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"{language}\" xml:lang=\"{language}\">\n\
         <head><title>{title}</title>\
         <link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/></head>\n"
    )
}

/// A title that a list of contents can show.
pub(super) fn shown_title(title: &CleanText) -> CleanText {
    if title.as_str().trim().is_empty() { CleanText::line("—") } else { title.clone() }
}

/// The language of a text: Chinese if it has Han characters.
pub(super) fn language(text: &str) -> &'static str {
    if text.chars().any(crate::script::is_han) { "zh" } else { "en" }
}

/// Removes the characters that XML has not: the few that clean text may hold.
pub(super) fn xml(text: &str) -> String {
    let is_xml = |c: &char| {
        matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}')
            || *c >= '\u{10000}'
    };
    text.chars().filter(is_xml).collect()
}
