//! Copies a text with replacements.

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

    /// Copies the text up to `end`, as far as it is not copied yet.
    pub(crate) fn copy_to(&mut self, end: usize) {
        if end > self.copied {
            self.out.push_str(self.text.get(self.copied..end).unwrap_or_default());
            self.copied = end;
        }
    }
}
