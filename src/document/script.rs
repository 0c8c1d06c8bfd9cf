//! Shows a document in another script: everything but code, ruby, notes, labels of images and addresses.

use std::borrow::Cow;
use std::ops::Range;

use crate::clean::{CleanStr, CleanText};
use crate::conversion::Script;
use crate::document::reading::for_each_text;
use crate::document::{Document, Style, Text};

impl Document {
    /// Converts the texts; marks and links hold.
    pub fn show_in(&mut self, script: Script) {
        for_each_text(&mut self.blocks, &mut |text| {
            if let Some(shown) = text.shown_in(script) {
                text.text = shown;
            }
        });
    }
}

impl Text {
    /// The text in a script, of the same length in bytes; `None` if it stays as it is.
    pub fn shown_in(&self, script: Script) -> Option<CleanText> {
        let own = self.text.as_clean();
        if script == Script::Original {
            return None;
        }
        let conversion = script.conversion_of(&self.convertible())?;
        let (mut shown, mut from, mut is_changed) = (String::with_capacity(own.len()), 0, false);
        let end = own.len()..own.len();
        for kept in self.verbatim().chain([end]) {
            // Marks may be nested.
            let (start, end) = (kept.start.max(from), kept.end.max(from));
            let piece = own.slice(from..start).as_str();
            let converted = conversion.convert(piece);
            is_changed |= converted.is_some();
            shown.push_str(converted.as_deref().unwrap_or(piece));
            shown.push_str(own.slice(start..end).as_str());
            from = end;
        }
        // Only Han characters have changed, which cleaning keeps.
        is_changed.then(|| CleanText::body(&shown))
    }

    /// The text without what is the same in every script.
    fn convertible(&self) -> Cow<'_, str> {
        let mut kept = self.verbatim().peekable();
        if kept.peek().is_none() {
            return Cow::Borrowed(self.text.as_str());
        }
        let (own, mut from, mut rest) = (self.text.as_clean(), 0, String::new());
        for range in kept {
            rest.push_str(own.slice(from..range.start.max(from)).as_str());
            from = range.end.max(from);
        }
        rest.push_str(own.slice(from..own.len()).as_str());
        Cow::Owned(rest)
    }

    /// The ranges that are the same in every script, in order; they may be nested.
    fn verbatim(&self) -> impl Iterator<Item = Range<usize>> {
        let is_verbatim = |range: &Range<usize>, style| match style {
            // The label of an image is how it is known again.
            Style::Code | Style::Verbatim | Style::Token(_) | Style::Image(_) => true,
            Style::Link(_) => is_address(self.text.as_clean().slice(range.clone())),
            _ => false,
        };
        let marks = self.marks.iter().filter(move |mark| is_verbatim(&mark.range, mark.style));
        marks.map(|mark| mark.range.clone())
    }
}

/// Whether the text of a link is an address: changed, it would be another.
fn is_address(text: CleanStr<'_>) -> bool {
    let text = text.as_str();
    text.contains("://") && !text.contains([' ', '\n'])
}
