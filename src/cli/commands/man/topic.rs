//! kanbao-query(7) and kanbao-archive(5): pages of `docs/`, read by the program's own parser, so that
//! the manual and the documentation cannot differ.

use super::text::{self, ManText};
use crate::document::{self, Block, Item, NoContext, Style, Syntax, Table, Text};
use crate::search::query::field::FIELDS;

/// kanbao-query(7): how to search and filter.
pub(super) fn query() -> String {
    let mut text = ManText::default();
    text.title_of("kanbao-query", "7");
    text.section("NAME").name_of("kanbao-query", "the queries of kanbao(1)");
    blocks(&mut text, include_str!("../../../../docs/queries.md"));
    text.section("ALL FIELDS AND WORDS");
    for field in FIELDS {
        let written = |name: &str| format!("{name}{}", if name == "#" { "" } else { ":" });
        let names: Vec<String> = field.names().map(written).collect();
        text.term(&names.join(", "), &field.values().replace('|', ", "), &sentence(field.help));
        for (word, help) in field.words() {
            text.also(&format!("{}:{word}: {help}.", field.name));
        }
    }
    text.section("SEE ALSO").paragraph("kanbao(1), kanbao-archive(5)");
    text::page(&text.source())
}

/// kanbao-archive(5): which files are posts.
pub(super) fn archive() -> String {
    let mut text = ManText::default();
    text.title_of("kanbao-archive", "5");
    text.section("NAME").name_of("kanbao-archive", "what kanbao(1) reads in a folder");
    blocks(&mut text, include_str!("../../../../docs/archives.md"));
    text.section("SEE ALSO").paragraph("kanbao(1), kanbao(5), kanbao-query(7)");
    text::page(&text.source())
}

/// Adds a page's blocks: its text before the first section is the description.
fn blocks(text: &mut ManText, markdown: &str) {
    let document = document::parse(markdown, Syntax::Markdown, &NoContext);
    for block in &document.blocks {
        match block {
            Block::Heading { level, text: heading } => match level {
                1 => text.section("DESCRIPTION"),
                2 => text.section(&heading.text.as_str().to_uppercase()),
                _ => text.subsection(heading.text.as_str()),
            },
            Block::Paragraph(paragraph) if !is_link(paragraph) => {
                text.paragraph(paragraph.text.as_str())
            }
            Block::List { items, .. } => {
                for item in items {
                    text.bullet(&of(item));
                }
                continue;
            }
            Block::Code { text: code, .. } => text.lines(code.as_str()),
            Block::Table(table) => {
                rows(text, table);
                continue;
            }
            Block::Paragraph(_) | Block::Quote(_) | Block::Rule | Block::Footer(_) => continue,
        };
    }
}

/// Whether a paragraph is nothing but a link, such as the one to the page in another language.
fn is_link(text: &Text) -> bool {
    let whole = 0..text.text.as_str().len();
    text.marks.iter().any(|mark| mark.range == whole && matches!(mark.style, Style::Link(_)))
}

fn of(item: &Item) -> String {
    let paragraphs = item.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(text) => Some(text.text.as_str()),
        _ => None,
    });
    paragraphs.collect::<Vec<_>>().join(" ")
}

/// A term for each row; of more than two columns each has its heading.
fn rows(text: &mut ManText, table: &Table) {
    for row in &table.rows {
        let Some((first, rest)) = row.split_first() else { continue };
        let cells: Vec<String> = if rest.len() > 1 {
            let headings = table.header.iter().skip(1);
            headings
                .zip(rest)
                .filter(|(_, cell)| !cell.is_empty())
                .map(|(heading, cell)| format!("{}: {}.", capitalized(heading), cell.text))
                .collect()
        } else {
            rest.iter().map(|cell| sentence(cell.text.as_str())).collect()
        };
        let meaning = cells.first().map(String::as_str).unwrap_or_default();
        text.term(first.text.as_str(), "", meaning);
        for cell in cells.iter().skip(1) {
            text.also(cell);
        }
    }
}

fn sentence(text: &str) -> String {
    format!("{text}.")
}

fn capitalized(text: &Text) -> String {
    let mut chars = text.text.as_str().chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
