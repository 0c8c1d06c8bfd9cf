//! Writes a document as Markdown that parses to the same document.
//!
//! Each block is written the simple way and parsed again. A block that differs then, or that
//! Markdown cannot express, is written as HTML. So a rule that is missing here loses nothing. Knows
//! nothing of files and front matter.

mod inline;

use super::escape::push_reference;
use super::reading::for_each_text;
use super::{Alignment, Block, Document, Item, NoContext, Style, Syntax, Table, parse};
use inline::Place;

/// Separates two consecutive lists.
const LIST_SEPARATOR: &str = "<!-- -->";
/// A block with more texts, or more bytes of text, is written as HTML, which is not parsed again: that
/// would take as much memory as the first time.
const MOST_TEXTS: usize = 10_000;
const MOST_BYTES: usize = 1024 * 1024;
/// Lists and quotes nested more deeply are written as HTML: each level prefixes every line again.
const DEEPEST_PREFIX: usize = 16;

impl Document {
    /// The body as Markdown, with a line end at its end.
    pub fn to_markdown(&self) -> String {
        let is_large = |block: &&Block| {
            let (texts, bytes) = size_of(block);
            texts > MOST_TEXTS || bytes > MOST_BYTES
        };
        let mut blocks: Vec<String> = Vec::with_capacity(self.blocks.len());
        blocks.extend(self.blocks.iter().map(|block| {
            if is_large(&block) {
                self.block_to_one_line(block)
            } else {
                block_to_markdown(self, block, 0)
            }
        }));
        if !self.blocks.iter().any(|block| is_large(&block)) {
            let whole = join(&self.blocks, &blocks);
            if self.is_same(&read(&whole)) {
                return whole;
            }
        }
        for (block, written) in self.blocks.iter().zip(&mut blocks) {
            if !is_large(&block) && !self.excerpt(block).is_same(&read(written)) {
                *written = self.block_to_one_line(block);
            }
        }
        join(&self.blocks, &blocks)
    }

    /// A block as HTML on one line, so that no empty line ends it; marks of Markdown are marks in HTML
    /// too.
    fn block_to_one_line(&self, block: &Block) -> String {
        let mut line = String::new();
        for c in self.block_to_html(block).chars() {
            match c {
                '\n' | '$' | '*' | '\\' | '{' => push_reference(c, &mut line),
                c => line.push(c),
            }
        }
        line
    }

    /// Whether two documents are equal but for the order of their links and anchors.
    pub fn is_same(&self, other: &Self) -> bool {
        let [mine, others] = [self, other].map(|it| it.numbered_anew(it.blocks.clone()));
        (mine.blocks, mine.links, mine.anchors) == (others.blocks, others.links, others.anchors)
    }

    /// A document with only this block.
    fn excerpt(&self, block: &Block) -> Self {
        // A footer needs a block above it.
        let block = match block {
            Block::Footer(text) => Block::Paragraph(text.clone()),
            block => block.clone(),
        };
        self.numbered_anew(vec![block])
    }

    /// Some of the blocks, with links and anchors numbered in reading order, and without marks that
    /// have no Markdown: of placeholders, which only Liquid produces, and of verbatim text.
    fn numbered_anew(&self, blocks: Vec<Block>) -> Self {
        let mut document = Self { blocks, ..Self::default() };
        let (links, anchors) = (&mut document.links, &mut document.anchors);
        for_each_text(&mut document.blocks, &mut |text| {
            text.marks.retain(|mark| !matches!(mark.style, Style::Placeholder | Style::Verbatim));
            for mark in &mut text.marks {
                match &mut mark.style {
                    Style::Link(index) | Style::Image(index) => {
                        links.extend(self.links.get(*index).cloned());
                        *index = links.len().saturating_sub(1);
                    }
                    Style::Anchor(index) => {
                        anchors.extend(self.anchors.get(*index).cloned());
                        *index = anchors.len().saturating_sub(1);
                    }
                    _ => {}
                }
            }
        });
        document
    }
}

fn read(markdown: &str) -> Document {
    parse(markdown, Syntax::Markdown, &NoContext)
}

/// Joins written blocks, with empty lines between them.
fn join(blocks: &[Block], written: &[String]) -> String {
    let mut out = String::new();
    let mut above: Option<&Block> = None;
    for (block, text) in blocks.iter().zip(written) {
        if let Some(above) = above {
            out.push_str("\n\n");
            if matches!((above, block), (Block::List { .. }, Block::List { .. })) {
                out.push_str(LIST_SEPARATOR);
                out.push_str("\n\n");
            }
        }
        out.push_str(text);
        above = Some(block);
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// How many texts a block has, and their length in bytes.
fn size_of(block: &Block) -> (usize, usize) {
    fn sum(sizes: impl Iterator<Item = (usize, usize)>) -> (usize, usize) {
        sizes.fold((0, 0), |sum, size| (sum.0 + size.0, sum.1 + size.1))
    }
    match block {
        Block::Quote(blocks) => sum(blocks.iter().map(size_of)),
        Block::List { items, .. } => sum(items.iter().flat_map(|item| &item.blocks).map(size_of)),
        Block::Table(table) => sum(table.texts().map(|text| (1, text.text.len()))),
        Block::Paragraph(text) | Block::Footer(text) | Block::Heading { text, .. } => {
            (1, text.text.len())
        }
        Block::Code { text, .. } => (1, text.len()),
        Block::Rule => (1, 0),
    }
}

/// `depth` counts the lists and quotes around the block.
fn block_to_markdown(document: &Document, block: &Block, depth: usize) -> String {
    match block {
        Block::Quote(_) | Block::List { .. } if depth >= DEEPEST_PREFIX => {
            document.block_to_one_line(block)
        }
        Block::Paragraph(text) | Block::Footer(text) => {
            inline::write(document, text, Place::Paragraph)
        }
        Block::Heading { level, text } => {
            let marks = "#".repeat(usize::from(*level));
            format!("{marks} {}", inline::write(document, text, Place::Line))
        }
        Block::Quote(blocks) => prefixed(&inner(document, blocks, depth + 1), "> ", "> "),
        Block::List { start, items } => list(document, block, (*start, items), depth + 1),
        Block::Code { language, text } => {
            let fence = inline::fence(text.as_str(), 3);
            let language = language.as_ref().map(crate::clean::CleanText::as_str);
            format!("{fence}{}\n{text}\n{fence}", language.unwrap_or_default())
        }
        Block::Rule => "***".to_owned(),
        Block::Table(table) => {
            if table.header.is_empty() || !table.caption.is_empty() {
                document.block_to_html(block)
            } else {
                pipe_table(document, table)
            }
        }
    }
}

fn inner(document: &Document, blocks: &[Block], depth: usize) -> String {
    let written: Vec<String> =
        blocks.iter().map(|block| block_to_markdown(document, block, depth)).collect();
    let mut whole = join(blocks, &written);
    whole.truncate(whole.trim_end_matches('\n').len());
    whole
}

fn list(
    document: &Document,
    block: &Block,
    (start, items): (Option<i64>, &[Item]),
    depth: usize,
) -> String {
    let is_task = |item: &Item| {
        item.checked.is_none() || matches!(item.blocks.first(), Some(Block::Paragraph(_)))
    };
    let last = start.unwrap_or(0).saturating_add(items.len() as i64);
    if !(0..1_000_000_000).contains(&last)
        || start.is_some_and(|n| n < 0)
        || !items.iter().all(is_task)
        || items.iter().any(|item| item.number.is_some())
    {
        return document.block_to_html(block);
    }
    let is_tight = |item: &Item| {
        matches!(
            item.blocks.as_slice(),
            [] | [Block::Paragraph(_)] | [Block::Paragraph(_), Block::List { .. }]
        )
    };
    let between = if items.iter().all(is_tight) { "\n" } else { "\n\n" };
    let items = items.iter().zip(start.unwrap_or(0)..).map(|(item, number)| {
        let marker = if start.is_some() { format!("{number}. ") } else { "- ".to_owned() };
        let mut text = match item.checked {
            None => String::new(),
            Some(true) => "[x] ".to_owned(),
            Some(false) => "[ ] ".to_owned(),
        };
        text.push_str(&if is_tight(item) {
            let parts = item.blocks.iter().map(|block| block_to_markdown(document, block, depth));
            parts.collect::<Vec<_>>().join("\n")
        } else {
            inner(document, &item.blocks, depth)
        });
        prefixed(&text, &marker, &" ".repeat(marker.len()))
    });
    items.collect::<Vec<_>>().join(between)
}

/// Prefixes the first line with one text and all others with another.
fn prefixed(text: &str, first: &str, rest: &str) -> String {
    let lines = text.split('\n').enumerate().map(|(number, line)| {
        let prefix = if number == 0 { first } else { rest };
        format!("{prefix}{line}").trim_end_matches(' ').to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn pipe_table(document: &Document, table: &Table) -> String {
    let row = |cells: &Vec<super::Text>| {
        let cells = cells.iter().map(|cell| inline::write(document, cell, Place::Cell));
        format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
    };
    let sides = table.alignments.iter().map(|alignment| match alignment {
        Alignment::None => "---",
        Alignment::Left => ":--",
        Alignment::Center => ":-:",
        Alignment::Right => "--:",
    });
    let rule = format!("| {} |", sides.collect::<Vec<_>>().join(" | "));
    let lines = std::iter::once(row(&table.header)).chain([rule]).chain(table.rows.iter().map(row));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
