//! Reads a finished document: its texts, its length, its headings.

use std::borrow::Cow;

use super::{Block, Document, Item, Table, Text};
use crate::clean::{CleanStr, CleanText};

/// The blocks or items left to visit on one level.
enum Level<'a> {
    Blocks(std::slice::Iter<'a, Block>),
    Items(std::slice::Iter<'a, Item>),
}

impl Document {
    /// The blocks that hold text themselves, in reading order, also those inside quotations and
    /// lists.
    pub fn leaves(&self) -> impl Iterator<Item = &Block> {
        let mut levels = vec![Level::Blocks(self.blocks.iter())];
        std::iter::from_fn(move || {
            loop {
                let deeper = match levels.last_mut()? {
                    Level::Blocks(blocks) => match blocks.next() {
                        Some(Block::Quote(blocks)) => Some(Level::Blocks(blocks.iter())),
                        Some(Block::List { items, .. }) => Some(Level::Items(items.iter())),
                        Some(leaf) => return Some(leaf),
                        None => None,
                    },
                    Level::Items(items) => {
                        items.next().map(|item| Level::Blocks(item.blocks.iter()))
                    }
                };
                match deeper {
                    Some(level) => levels.push(level),
                    None => drop(levels.pop()),
                }
            }
        })
    }

    /// The headings with their levels, 1 to 6, in reading order.
    pub fn headings(&self) -> impl Iterator<Item = (u8, &Text)> {
        self.leaves().filter_map(|block| match block {
            Block::Heading { level, text } => Some((*level, text)),
            _ => None,
        })
    }

    /// Returns the plain text: an empty line between blocks, a line for each table row, and only
    /// the `alt` text of images.
    pub fn plain_text(&self) -> CleanText {
        let mut plain = CleanText::default();
        for block in self.leaves() {
            let text = self.plain_text_of(block);
            if text.is_empty() {
                continue;
            }
            if !plain.is_empty() {
                plain.push(CleanStr::literal("\n\n"));
            }
            plain.push(text.as_clean());
        }
        plain
    }

    /// The text of a block without inner blocks; each row of a table is a line.
    fn plain_text_of(&self, block: &Block) -> CleanText {
        match block {
            Block::Paragraph(text) | Block::Heading { text, .. } | Block::Footer(text) => {
                self.words(text).into_owned()
            }
            Block::Code { text, .. } => text.clone(),
            Block::Table(table) => table.plain_text(&|text| self.words(text)),
            Block::Quote(_) | Block::List { .. } | Block::Rule => CleanText::default(),
        }
    }
}

/// The name that kramdown and GitHub give to a heading without one: its text in lower case, reduced
/// to letters, digits, `-` and `_`, with `-` for spaces.
pub fn heading_name(words: &str) -> String {
    let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Calls `each` with every text, in reading order; code blocks have none. Recursion is bounded by
/// [`super::DEEPEST`].
pub(super) fn for_each_text(blocks: &mut [Block], each: &mut dyn FnMut(&mut Text)) {
    for block in blocks {
        match block {
            Block::Paragraph(text) | Block::Footer(text) | Block::Heading { text, .. } => {
                each(text);
            }
            Block::Quote(blocks) => for_each_text(blocks, each),
            Block::List { items, .. } => {
                for item in items {
                    for_each_text(&mut item.blocks, each);
                }
            }
            Block::Table(table) => {
                each(&mut table.caption);
                table.header.iter_mut().chain(table.rows.iter_mut().flatten()).for_each(&mut *each);
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

impl Table {
    /// The caption and every cell.
    pub(super) fn texts(&self) -> impl Iterator<Item = &Text> {
        let cells = self.header.iter().chain(self.rows.iter().flatten());
        std::iter::once(&self.caption).chain(cells)
    }
    /// The caption and each row on a line of its own.
    pub(super) fn plain_text<'a>(
        &'a self,
        words: &dyn Fn(&'a Text) -> Cow<'a, CleanText>,
    ) -> CleanText {
        let row = |row: &'a Vec<Text>| {
            let cells: Vec<_> =
                row.iter().map(|cell| CleanText::line(words(cell).as_str())).collect();
            CleanText::join(cells.iter().map(CleanText::as_clean), "  ")
        };
        let caption = (!self.caption.is_empty()).then(|| self.caption.text.clone());
        let header = (!self.header.is_empty()).then(|| row(&self.header));
        let lines: Vec<_> =
            caption.into_iter().chain(header).chain(self.rows.iter().map(row)).collect();
        CleanText::join(lines.iter().map(CleanText::as_clean), "\n")
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{NoContext, Syntax, parse};

    #[test]
    fn reading() {
        let document = parse(
            "# 题\n\n> a b\n\n- c\n- d\n\n| e | f |\n|---|---|\n| g | h |\n\n---\n\n    i\n    j",
            Syntax::Markdown,
            &NoContext,
        );
        assert_eq!(document.plain_text().as_str(), "题\n\na b\n\nc\n\nd\n\ne  f\ng  h\n\ni\nj");
        assert_eq!(document.plain_text().visible_chars(), 11);
        let headings: Vec<_> =
            document.headings().map(|(level, text)| (level, text.text.as_str())).collect();
        assert_eq!(headings, [(1, "题")]);
    }

    #[test]
    fn file_names_of_images_are_no_text() {
        let check = |html: &str, expected: &str| {
            let document = parse(html, Syntax::Html, &NoContext);
            assert_eq!(document.plain_text().as_str(), expected, "{html}");
        };
        check("<p>甲<img src=/a/港口.png>乙</p><p><img src=b.jpg></p><p>丙</p>", "甲乙\n\n丙");
        check("<p><img src=b.jpg alt=图片> 甲 <img src='c%20d.png?e'></p>", "甲");
        check("<p><img src=b.jpg alt='清晨的港口'>甲</p>", "[图 清晨的港口]甲");
        check("<p>甲<img src='data:image/png;base64,AA'></p>", "甲");
        check("<table><tr><td>甲<td><img src=b.jpg></table>", "甲  ");
        // A link to an image has words of its own.
        check("<p><a href=b.jpg>b.jpg</a></p>", "b.jpg");
    }
}
