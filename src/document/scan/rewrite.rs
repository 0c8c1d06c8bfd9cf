//! Copies a text with replacements.

/// A copy may have this many times the bytes of its text, and [`ROOM`] more.
const MOST_GROWTH: usize = 4;
const ROOM: usize = 64 * 1024;

/// The copy, and how much of the text is done.
pub(crate) struct Rewrite<'a> {
    text: &'a str,
    /// The copied text with the replacements.
    pub out: String,
    /// The end of the part of the text that is copied or replaced, in bytes.
    pub copied: usize,
}

impl<'a> Rewrite<'a> {
    /// Starts an empty copy.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, out: String::with_capacity(text.len() + text.len() / 4), copied: 0 }
    }

    /// Whether the copy has grown so much that a pass should leave the rest as it is: replacements
    /// that repeat a part of the text could otherwise fill the memory.
    pub(crate) fn is_full(&self) -> bool {
        self.out.len() > self.text.len() * MOST_GROWTH + ROOM
    }

    /// Copies the text up to `end`, as far as it is not copied yet.
    pub(crate) fn copy_to(&mut self, end: usize) {
        if end > self.copied {
            self.out.push_str(self.text.get(self.copied..end).unwrap_or_default());
            self.copied = end;
        }
    }
}
