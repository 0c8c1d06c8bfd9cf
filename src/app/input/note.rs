//! Writing a note on a post: a few lines of text, edited in place.

use tui_input::{Input, InputRequest};

use crate::app::input::prompt::request;
use crate::app::text::Text;
use crate::app::{App, Effect};
use crate::archive::post::PostKey;
use crate::clean::CleanText;
use crate::config::keymap::{Code, Key};
use crate::state::Change;
use crate::state::record::{Kind, LONGEST_VALUE};

/// A note that is being written.
#[derive(Clone, Debug)]
pub struct Note {
    /// The post that it is on.
    key: PostKey,
    /// The post's title.
    pub title: CleanText,
    /// The lines, at least one.
    pub lines: Vec<Input>,
    /// The line with the cursor.
    pub at: usize,
}

impl Note {
    fn new(key: PostKey, title: CleanText, text: &str) -> Self {
        let lines: Vec<Input> = text.split('\n').map(Input::from).collect();
        Self { key, title, at: lines.len() - 1, lines }
    }

    /// The note as it stands, without blank lines at its ends.
    fn text(&self) -> CleanText {
        let lines: Vec<&str> = self.lines.iter().map(Input::value).collect();
        CleanText::body(lines.join("\n").trim())
    }

    /// Adds pasted text at the cursor.
    pub fn paste(&mut self, text: &CleanText) {
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

    fn key(&mut self, key: Key) {
        let Some(line) = self.lines.get(self.at) else { return };
        let (cursor, end) = (line.cursor(), line.value().chars().count());
        let last = self.lines.len() - 1;
        match key.code {
            Code::Enter => self.split(),
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

impl App {
    /// Begins a note on the post at hand, or goes on with it.
    pub(in crate::app) fn write_note(&mut self) -> Vec<Effect> {
        let Some(post) = self.subject().and_then(|id| self.archive.post(id)) else {
            self.notice = Some(Text::NoPost);
            return Vec::new();
        };
        let text = self.state.note(post.key_bytes()).unwrap_or_default();
        let text = CleanText::body(text);
        self.note = Some(Note::new(post.key(), post.title().to_clean(), text.as_str()));
        Vec::new()
    }

    /// Takes a key while a note is written: `Esc` keeps it, `^C` leaves it as it was.
    pub(in crate::app) fn key_in_note(&mut self, key: Key) -> Vec<Effect> {
        self.notice = None;
        let Some(note) = &mut self.note else { return Vec::new() };
        match key {
            Key { code: Code::Escape, .. } | Key { code: Code::Char('s'), control: true, .. } => {
                self.keep_note()
            }
            Key { code: Code::Char('c' | 'g'), control: true, .. } => {
                self.note = None;
                self.notice = Some(Text::NoteLeft);
                Vec::new()
            }
            key => {
                note.key(key);
                Vec::new()
            }
        }
    }

    fn keep_note(&mut self) -> Vec<Effect> {
        let Some(note) = self.note.take() else { return Vec::new() };
        let text = note.text();
        if text.len() > LONGEST_VALUE {
            self.notice = Some(Text::NoteTooLong);
            self.note = Some(note);
            return Vec::new();
        }
        let value = Some(text.as_str()).filter(|text| !text.is_empty());
        let Ok(change) = Change::new(Kind::Note, note.key.as_bytes(), value) else {
            return Vec::new();
        };
        let what = if value.is_some() { Text::NoteKept } else { Text::NoteRemoved };
        let mut effects = self.change_state(&[change], Some(what));
        if effects.is_empty() {
            self.notice = Some(Text::NoteLeft);
        }
        if let Some(id) = self.archive.find(note.key.as_bytes()) {
            self.refresh_marks(&[id]);
        }
        effects.extend(self.preview());
        effects
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
                note.key(Key::parse(key).expect(key));
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
        note.key(Key::plain(Code::Left));
        note.paste(&CleanText::body("1\n2"));
        assert_eq!(note.text().as_str(), "甲1\n2乙");
    }
}
