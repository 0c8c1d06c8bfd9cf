//! A text that is copied with changes here and there.

/// The copy, and how far it has come.
pub struct Rewrite<'a> {
    text: &'a str,
    /// What is copied, and what was put in between.
    pub out: String,
    /// Up to where the text is copied or left out, in bytes.
    pub copied: usize,
}

impl<'a> Rewrite<'a> {
    /// A copy of nothing yet.
    pub fn new(text: &'a str) -> Self {
        Self { text, out: String::with_capacity(text.len() + text.len() / 4), copied: 0 }
    }

    /// Copies what lies before `end`, if it is not copied yet.
    pub fn copy_to(&mut self, end: usize) {
        if end > self.copied {
            self.out.push_str(self.text.get(self.copied..end).unwrap_or_default());
            self.copied = end;
        }
    }
}
