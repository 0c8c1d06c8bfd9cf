//! Tracks the depth of the tree from the tags alone.
//!
//! html5ever's tree builder takes time quadratic in its open elements (S23) and does not expose
//! them. So this module follows the HTML standard's rules for which elements a start or end tag
//! closes, as far as they affect the depth, and rejects start tags past the cap. To stay simple it
//! also rejects elements that would need more rules and show a reader nothing: foreign elements,
//! forms, frames, end tags of row groups.
//!
//! Knows nothing of nodes or of the meaning of elements.

use std::hash::{DefaultHasher, Hash, Hasher};

use html5ever::tokenizer::{EndTag, StartTag, Tag, TagToken, Token};
use html5ever::{LocalName, local_name};

use super::DEEPEST;
use super::elements::{Class, class};

/// The most pending formatting elements with the same name and attributes; the standard's "Noah's
/// Ark clause".
const MOST_PENDING: usize = 3;

struct Element {
    name: LocalName,
    class: Class,
    /// A hash of the attributes of a formatting element.
    attributes: u64,
}

/// The elements that the tree builder has open, estimated from the tags.
///
/// Where the estimate differs from the tree builder's own stack it is higher, so the real stack
/// cannot grow past the cap: an end tag pops only its own name, and never leaves a table cell.
#[derive(Default)]
pub(super) struct OpenElements {
    elements: Vec<Element>,
    /// Formatting that was closed with its block; the next text reopens it.
    pending: Vec<Element>,
    /// The name of the element being skipped, whose end tag ends the skipping.
    skipping: Option<LocalName>,
    /// Whether a start tag was rejected because too many elements were open.
    pub flattened: bool,
    /// Whether elements are no longer admitted; text still is.
    pub full: bool,
    /// The number of tokens so far.
    pub tokens: usize,
}

impl OpenElements {
    /// Whether a token goes on to the tree builder; if so, tracks what it opens and closes.
    pub(super) fn admits(&mut self, token: &Token) -> bool {
        self.tokens += 1;
        match token {
            TagToken(tag) => self.admits_tag(tag),
            Token::CharacterTokens(_) => {
                self.reopen();
                self.skipping.is_none()
            }
            Token::CommentToken(_) | Token::DoctypeToken(_) => false,
            _ => true,
        }
    }

    fn admits_tag(&mut self, tag: &Tag) -> bool {
        if let Some(skipping) = &self.skipping {
            if tag.kind == EndTag && tag.name == *skipping {
                self.skipping = None;
            }
            return false;
        }
        let Some(class) = class(&tag.name) else { return false };
        match (tag.kind, class) {
            (_, Class::Transparent) | (EndTag, Class::Hidden) => false,
            (StartTag, Class::Hidden) => {
                self.skipping = (!tag.self_closing).then(|| tag.name.clone());
                false
            }
            (_, Class::Raw) => {
                self.pass(&tag.name);
                true
            }
            _ if self.full => false,
            (_, Class::Void) => {
                self.pass(&tag.name);
                true
            }
            (StartTag, _) => self.start(tag, class),
            // Without these the next start tag ends the group; with them the open groups would have
            // to be tracked.
            (EndTag, Class::Row) if tag.name != local_name!("tr") => false,
            (EndTag, _) => {
                self.end(&tag.name, class);
                true
            }
        }
    }

    /// Tracks the effects of an element that is closed at once.
    fn pass(&mut self, name: &LocalName) {
        if matches!(*name, local_name!("hr") | local_name!("xmp")) {
            self.close_from(self.paragraph().unwrap_or(self.elements.len()));
        } else {
            self.reopen();
        }
    }

    /// Opens an element and closes those that its start tag ends; `false` if it is rejected.
    fn start(&mut self, tag: &Tag, class: Class) -> bool {
        let name = &tag.name;
        let Some(kept) = self.kept_by(name, class) else { return false };
        if class == Class::Row {
            self.close_from(kept);
            return true;
        }
        if kept + self.pending.len() >= DEEPEST {
            self.flattened = true;
            return false;
        }
        match class {
            Class::Formatting | Class::Inline => {
                // Links do not nest: a start tag closes an open link.
                if *name == local_name!("a") {
                    self.end_formatting(name);
                }
                self.reopen();
            }
            Class::Cell => {
                self.close_from(kept);
                // Formatting pending outside a cell cannot be reached from inside.
                self.reopen();
            }
            _ => self.close_from(kept),
        }
        self.elements.push(Element { name: name.clone(), class, attributes: hash(tag, class) });
        true
    }

    /// The number of open elements that stay open when this one starts; `None` if the tree builder
    /// ignores it.
    fn kept_by(&self, name: &LocalName, class: Class) -> Option<usize> {
        let all = self.elements.len();
        let paragraph = || self.paragraph().unwrap_or(all);
        Some(match class {
            Class::Table => match self.table_part() {
                // A table directly inside a table, and not in a cell, closes the outer one.
                Some((at, Class::Table)) => at,
                _ => paragraph(),
            },
            Class::Block | Class::Paragraph => paragraph(),
            Class::Heading => {
                let kept = paragraph();
                let last = kept.checked_sub(1).and_then(|at| self.elements.get(at));
                kept - usize::from(last.is_some_and(|open| open.class == Class::Heading))
            }
            Class::Item => self.like_item(name).unwrap_or_else(paragraph),
            Class::Cell | Class::Row => self.last(|open| open.class == Class::Table)? + 1,
            Class::Ruby if self.elements.iter().any(|open| open.name == local_name!("ruby")) => {
                let implied = |open: &&Element| {
                    matches!(open.class, Class::Ruby | Class::Item | Class::Paragraph)
                };
                all - self.elements.iter().rev().take_while(implied).count()
            }
            _ => all,
        })
    }

    fn end(&mut self, name: &LocalName, class: Class) {
        let closed = match class {
            Class::Formatting => return self.end_formatting(name),
            Class::Heading => self.last_in_cell(|_, class| class == Class::Heading),
            Class::Table => self.last(|open| open.class == Class::Table),
            Class::Cell | Class::Row => self.table_part().map(|(at, _)| at).filter(|&at| {
                let part = self.elements.get(at).map(|open| &open.name);
                let cell = matches!(part, Some(&(local_name!("td") | local_name!("th"))));
                part == Some(name) || class == Class::Row && cell
            }),
            Class::Inline | Class::Ruby => self
                .last(|open| open.name == *name || !is_inline(open.class))
                .filter(|&at| self.elements.get(at).is_some_and(|open| open.name == *name)),
            _ if *name == local_name!("li") => {
                let list = |open: &LocalName| {
                    matches!(*open, local_name!("li") | local_name!("ul") | local_name!("ol"))
                };
                self.last_in_cell(|open, _| list(open))
                    .filter(|&at| self.elements.get(at).is_some_and(|open| open.name == *name))
            }
            _ => self.last_in_cell(|open, _| open == name),
        };
        if let Some(closed) = closed {
            self.close_from(closed);
        }
    }

    /// Ends a formatting element: with the inline elements inside it if it contains no block, else
    /// only itself.
    fn end_formatting(&mut self, name: &LocalName) {
        if let Some(at) = self.pending.iter().rposition(|pending| pending.name == *name) {
            self.pending.remove(at);
            return;
        }
        let Some(at) = self.last_in_cell(|open, _| open == name) else { return };
        let inner = self.elements.get(at + 1..).unwrap_or_default();
        if inner.iter().all(|open| is_inline(open.class)) {
            self.close_from(at + 1);
        }
        self.elements.remove(at);
    }

    fn last(&self, wanted: impl Fn(&Element) -> bool) -> Option<usize> {
        self.elements.iter().rposition(wanted)
    }

    /// The open paragraph, which the start of a block closes.
    fn paragraph(&self) -> Option<usize> {
        self.last_in_cell(|_, class| class == Class::Paragraph)
    }

    /// The innermost open table, cell or caption.
    fn table_part(&self) -> Option<(usize, Class)> {
        let at = self.last(|open| matches!(open.class, Class::Table | Class::Cell))?;
        Some((at, self.elements.get(at)?.class))
    }

    /// The last open element that matches, within the innermost table or cell.
    fn last_in_cell(&self, wanted: impl Fn(&LocalName, Class) -> bool) -> Option<usize> {
        let is_end = |class| matches!(class, Class::Table | Class::Cell);
        let at = self.last(|open| wanted(&open.name, open.class) || is_end(open.class))?;
        self.elements.get(at).filter(|open| wanted(&open.name, open.class)).map(|_| at)
    }

    /// The open list item, term or description, which the start of another one closes.
    fn like_item(&self, name: &LocalName) -> Option<usize> {
        let list = *name == local_name!("li");
        for (at, Element { name: open, class, .. }) in self.elements.iter().enumerate().rev() {
            match class {
                Class::Item if list == (*open == local_name!("li")) => return Some(at),
                Class::Paragraph => {}
                _ if is_inline(*class) => {}
                _ if matches!(*open, local_name!("address") | local_name!("div")) => {}
                _ => break,
            }
        }
        None
    }

    /// Closes the elements from an index on; formatting becomes pending.
    fn close_from(&mut self, from: usize) {
        for element in self.elements.split_off(from.min(self.elements.len())) {
            let is_like = |other: &&Element| {
                other.name == element.name && other.attributes == element.attributes
            };
            if element.class == Class::Formatting
                && self.pending.iter().filter(is_like).count() < MOST_PENDING
            {
                self.pending.push(element);
            }
        }
    }

    fn reopen(&mut self) {
        self.elements.append(&mut self.pending);
    }
}

fn is_inline(class: Class) -> bool {
    matches!(class, Class::Inline | Class::Ruby | Class::Formatting)
}

fn hash(tag: &Tag, class: Class) -> u64 {
    // At most one link is open.
    if class != Class::Formatting || tag.attrs.is_empty() || tag.name == local_name!("a") {
        return 0;
    }
    let mut hasher = DefaultHasher::new();
    for attribute in &tag.attrs {
        attribute.name.local.hash(&mut hasher);
        attribute.value.as_bytes().hash(&mut hasher);
    }
    hasher.finish()
}
