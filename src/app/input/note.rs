//! The editor for the note on a post or on a highlight: a few lines of text.

use tui_input::{Input, InputRequest};

use crate::app::input::prompt::request;
use crate::archive::post::PostKey;
use crate::clean::CleanText;
use crate::config::keymap::{Code, Key};

/// A note in the editor.
#[derive(Clone, Debug)]
pub struct Note {
    key: PostKey,
    /// The id of the highlight that it is on; `None` if it is on the whole post.
    highlight: Option<Box<str>>,
    title: CleanText,
    /// The text that is saved.
    saved: CleanText,
    /// The lines, at least one.
    lines: Vec<Input>,
    /// The line with the cursor.
    at: usize,
}

impl Note {
    /// Opens the editor with the current text, the cursor at its end.
    pub(in crate::app) fn new(key: PostKey, title: CleanText, text: &str) -> Self {
        let lines: Vec<Input> = text.split('\n').map(Input::from).collect();
        let saved = CleanText::body(text.trim());
        Self { key, highlight: None, title, saved, at: lines.len() - 1, lines }
    }

    /// The same on a highlight of the post.
    pub(in crate::app) fn on_highlight(self, id: &str) -> Self {
        Self { highlight: Some(id.into()), ..self }
    }

    /// The id of the highlight that it is on.
    pub(in crate::app) fn highlight(&self) -> Option<&str> {
        self.highlight.as_deref()
    }

    /// The path of the post.
    pub(in crate::app) fn key_of_post(&self) -> &PostKey {
        &self.key
    }

    /// The title of the post, or the highlight.
    pub fn title(&self) -> &CleanText {
        &self.title
    }

    /// The lines, at least one.
    pub fn lines(&self) -> &[Input] {
        &self.lines
    }

    /// The line with the cursor.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The text, without blank lines at its ends.
    pub(in crate::app) fn text(&self) -> CleanText {
        let lines: Vec<&str> = self.lines.iter().map(Input::value).collect();
        CleanText::body(lines.join("\n").trim())
    }

    /// Whether the text differs from the one that is saved.
    pub fn is_changed(&self) -> bool {
        self.text() != self.saved
    }

    /// Whether both are notes on the same.
    pub(super) fn is_on_same(&self, other: &Self) -> bool {
        (&self.key, &self.highlight) == (&other.key, &other.highlight)
    }

    /// Inserts pasted text at the cursor.
    pub(in crate::app) fn paste(&mut self, text: &CleanText) {
        for (number, line) in text.as_str().split('\n').enumerate() {
            if number > 0 {
                self.split();
            }
            let Some(input) = self.lines.get_mut(self.at) else { return };
            let at = input.cursor();
            let mut chars = input.value().chars();
            let before: String = chars.by_ref().take(at).collect();
            let whole = format!("{before}{line}{}", chars.as_str());
            *input = Input::new(whole).with_cursor(at + line.chars().count());
        }
    }

    /// Ends the line at the cursor.
    fn split(&mut self) {
        let Some(line) = self.lines.get_mut(self.at) else { return };
        let mut chars = line.value().chars();
        let before: String = chars.by_ref().take(line.cursor()).collect();
        let after = Input::from(chars.as_str()).with_cursor(0);
        *line = Input::new(before);
        self.at += 1;
        self.lines.insert(self.at, after);
    }

    /// Joins a line with the one above.
    fn join(&mut self, below: usize) {
        let Some(above) = below.checked_sub(1) else { return };
        let [Some(first), Some(second)] = [self.lines.get(above), self.lines.get(below)] else {
            return;
        };
        let cursor = first.value().chars().count();
        let whole = format!("{}{}", first.value(), second.value());
        self.lines.remove(below);
        if let Some(line) = self.lines.get_mut(above) {
            *line = Input::new(whole).with_cursor(cursor);
        }
        self.at = above;
    }

    fn go_to_line(&mut self, at: usize) {
        let column = self.lines.get(self.at).map_or(0, Input::cursor);
        if let Some(line) = self.lines.get_mut(at) {
            line.handle(InputRequest::SetCursor(column));
            self.at = at;
        }
    }

    /// Applies a key to the text; ignores keys without a meaning.
    pub(in crate::app) fn press(&mut self, key: Key) {
        let Some(line) = self.lines.get(self.at) else { return };
        let (cursor, end) = (line.cursor(), line.value().chars().count());
        let last = self.lines.len() - 1;
        match key.code {
            Code::Enter => self.split(),
            Code::Char('j') if key.control => self.split(),
            Code::Up => self.go_to_line(self.at.saturating_sub(1)),
            Code::Down => self.go_to_line((self.at + 1).min(last)),
            Code::Left if cursor == 0 && self.at > 0 => {
                self.at -= 1;
                self.move_cursor(InputRequest::GoToEnd);
            }
            Code::Right if cursor == end && self.at < last => {
                self.at += 1;
                self.move_cursor(InputRequest::GoToStart);
            }
            Code::Backspace if cursor == 0 => self.join(self.at),
            Code::Delete if cursor == end => self.join(self.at + 1),
            _ => {
                if let Some(request) = request(key) {
                    self.move_cursor(request);
                }
            }
        }
    }

    fn move_cursor(&mut self, request: InputRequest) {
        if let Some(line) = self.lines.get_mut(self.at) {
            line.handle(request);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_split_and_joined() {
        let check = |text: &str, keys: &str, expected: &str| {
            let mut note = Note::new(PostKey::new(*b"a"), CleanText::default(), text);
            for key in keys.split(' ') {
                note.press(Key::parse(key).expect(key));
            }
            let lines: Vec<String> = note
                .lines
                .iter()
                .enumerate()
                .map(|(at, line)| {
                    let mut text = line.value().to_owned();
                    if at == note.at {
                        let cursor = text.char_indices().nth(line.cursor());
                        text.insert(cursor.map_or(text.len(), |(at, _)| at), '|');
                    }
                    text
                })
                .collect();
            assert_eq!(lines.join("/"), expected, "{text:?} {keys}");
        };
        check("", "甲 Enter 乙", "甲/乙|");
        check("", "甲 ^J 乙", "甲/乙|");
        check("甲乙", "Left Enter", "甲/|乙");
        check("甲\n乙", "Left Left Left", "|甲/乙");
        check("甲\n乙", "Home Backspace", "甲|乙");
        check("甲\n乙", "Up Del", "甲|乙");
        check("甲乙丙\n丁", "Up", "甲|乙丙/丁");
        check("甲\n乙", "Up Right x", "甲/x|乙");
        check("", "Backspace Del Up Down", "|");
    }

    #[test]
    fn pasted_lines_stay_lines() {
        let mut note = Note::new(PostKey::new(*b"a"), CleanText::default(), "甲乙");
        note.press(Key::plain(Code::Left));
        note.paste(&CleanText::body("1\n2"));
        assert_eq!(note.text().as_str(), "甲1\n2乙");
    }
}
