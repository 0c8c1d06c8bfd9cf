//! Selecting and highlighting text, and the list of all highlights.

use crate::app::App;
use crate::app::article::preview;
use crate::app::input::note::Note;
use crate::app::screen::layout::Pane;
use crate::app::screen::overlay::{Kind, Overlay, Row};
use crate::app::text::Text;
use crate::archive::PostRef;
use crate::archive::post::PostKey;
use crate::clean::CleanText;
use crate::command::{Command, Context};
use crate::state::Change;
use crate::state::highlights::{Colour, Highlight};
use crate::state::passage::{LONGEST_QUOTE, Passage};

/// The most highlights that are listed; `kanbao highlights` prints more.
const MOST_LISTED: usize = 1000;
/// The most characters of a highlight, and of a note, in the list.
const LONGEST_IN_LIST: usize = 160;
/// The most characters of a highlight in the title of the note on it.
const LONGEST_TITLE: usize = 40;

/// Selecting.
impl App {
    /// Puts a caret into the article.
    pub(super) fn select_text(&mut self) {
        self.screen.set_focus(Pane::Article);
        if !self.article.begin_selection(self.screen.height(Pane::Article)) {
            self.outbox.say(Text::NothingToSelect);
        }
    }

    /// Runs a command that applies to selected text. Returns whether it is one.
    pub(super) fn run_in_selection(&mut self, command: Command, count: Option<usize>) -> bool {
        let height = self.screen.height(Pane::Article);
        if self.article.moves_caret(command, count, height) {
            return true;
        }
        match command {
            Command::Clear | Command::Back | Command::BackOrQuit => {
                if !self.article.drop_start() {
                    self.article.end_selection();
                }
            }
            Command::Highlight => self.highlight(count.and_then(colour_of)),
            Command::Unhighlight => self.unhighlight(),
            Command::Note => self.note_on_selection(),
            Command::CopyText => self.copy_selection(),
            Command::Enter => self.show_text_menu(),
            _ => return false,
        }
        true
    }

    fn copy_selection(&mut self) {
        if let Some(text) = self.selected_text() {
            self.copy_text(text);
        }
        self.article.end_selection();
    }

    /// The text that is selected in the article, as its author wrote it.
    pub(super) fn selected_text(&self) -> Option<CleanText> {
        let (article, bytes) = self.article.article().zip(self.article.selected_bytes())?;
        Some(article.body.text().slice(bytes).to_clean())
    }

    /// Shows what can be done with the selected text.
    pub(super) fn show_text_menu(&mut self) {
        let first = |command| {
            let keys = self.input.keymap().keys_in(Context::Selection, command);
            keys.split(' ').next().unwrap_or_default().to_owned()
        };
        let highlight = first(Command::Highlight);
        let colours = Colour::ALL.into_iter().zip(1..);
        let mut rows: Vec<Row> = colours
            .map(|(colour, number)| {
                let keys = CleanText::line(&format!("{number}{highlight}"));
                Row::Colour { keys, colour }
            })
            .collect();
        let mut commands = vec![Command::Note, Command::CopyText];
        if !self.article.highlights_at_selection().is_empty() {
            commands.push(Command::Unhighlight);
        }
        rows.push(Row::Blank);
        rows.extend(commands.into_iter().map(|command| {
            let keys = CleanText::line(&first(command));
            Row::Command { keys, command }
        }));
        self.screen.show_overlay(Overlay::new(Kind::TextMenu, rows));
    }
}

/// The colour of a number, counted from 1.
fn colour_of(number: usize) -> Option<Colour> {
    Colour::ALL.get(number.checked_sub(1)?).copied()
}

/// Highlighting.
impl App {
    /// Returns the selected highlight: the one under the caret, or the one over exactly this text.
    fn selected_highlight(&self) -> Option<Highlight> {
        let found = self.article.highlights_at_selection();
        if !self.article.has_start() {
            return found.into_iter().next();
        }
        let (article, bytes) = (self.article.article()?, self.article.selected_bytes()?);
        let id = Passage::of(article.body.text().as_str(), bytes)?.id();
        found.into_iter().find(|highlight| *highlight.id == *id)
    }

    /// Highlights the selected text. An existing highlight gets `colour`, or the next colour if
    /// `None`.
    pub(super) fn highlight(&mut self, colour: Option<Colour>) {
        let Some(key) = self.article.key().cloned() else { return };
        if let Some(known) = self.selected_highlight() {
            self.colour_highlight(&key, &known, colour.unwrap_or_else(|| known.colour.next()));
            self.article.end_selection();
            return;
        }
        if self.make_highlight(&key, colour).is_some() {
            self.article.end_selection();
        }
    }

    fn colour_highlight(&mut self, key: &PostKey, known: &Highlight, colour: Colour) {
        self.article.set_colour(colour);
        let change = Change::highlight_colour(key.as_bytes(), &known.id, colour);
        let name = Text::Colour(colour.name()).to_clean(self.screen.locale());
        let what = Text::HighlightColoured { name };
        // The highlight may have this colour already.
        if !self.change_state(&[change], Some(what.clone())) {
            self.outbox.say(what);
        }
    }

    /// Highlights the selected text and returns the id. If that is not possible, shows a notice and
    /// returns `None`.
    fn make_highlight(&mut self, key: &PostKey, colour: Option<Colour>) -> Option<String> {
        let colour = colour.unwrap_or_else(|| self.article.colour());
        let selected = self.article.article().zip(self.article.selected_bytes());
        let (article, bytes) = selected?;
        let len = bytes.len();
        let too_long = Text::HighlightTooLong { kib: LONGEST_QUOTE / 1024 };
        let Some(passage) = Passage::of(article.body.text().as_str(), bytes) else {
            self.outbox.say(if len > LONGEST_QUOTE { too_long } else { Text::NothingToHighlight });
            return None;
        };
        // Characters that are escaped take more room than the quote.
        let made = Change::highlight(key.as_bytes(), &passage, self.library.milliseconds());
        let Ok(made) = made else {
            self.outbox.say(too_long);
            return None;
        };
        self.article.set_colour(colour);
        let id = passage.id();
        let coloured = Change::highlight_colour(key.as_bytes(), &id, colour);
        self.change_state(&[made, coloured], Some(Text::HighlightMade));
        self.refresh_keys(std::iter::once(key.as_bytes()));
        Some(id)
    }

    /// Removes the highlight under the selection.
    fn unhighlight(&mut self) {
        let Some(key) = self.article.key().cloned() else { return };
        match self.article.highlights_at_selection().into_iter().next() {
            Some(highlight) => {
                self.remove_highlight(&key, &highlight.id);
                self.article.end_selection();
            }
            None => self.outbox.say(Text::NoHighlightHere),
        }
    }

    fn remove_highlight(&mut self, key: &PostKey, id: &str) {
        let changes = Change::remove_highlight(key.as_bytes(), id);
        self.change_state(&changes, Some(Text::HighlightRemoved));
        self.refresh_keys(std::iter::once(key.as_bytes()));
    }

    /// Opens the note on the selected highlight; if there is none, it is made.
    fn note_on_selection(&mut self) {
        let Some(key) = self.article.key().cloned() else { return };
        let known = self.selected_highlight().map(|highlight| highlight.id.to_string());
        let id = known.or_else(|| self.make_highlight(&key, None));
        if let Some(id) = id {
            self.article.end_selection();
            self.open_note_on(&key, &id);
        }
    }

    fn open_note_on(&mut self, key: &PostKey, id: &str) {
        let Some(highlight) = self.library.state().highlight(key.as_bytes(), id) else { return };
        let title = preview(&highlight.passage.exact, LONGEST_TITLE);
        let text = highlight.note.as_deref().map(CleanText::body).unwrap_or_default();
        let note = Note::new(key.clone(), title, text.as_str());
        self.input.open_note(note.on_highlight(id));
    }
}

/// The list of highlights.
impl App {
    /// Lists all highlights, the latest first.
    pub(super) fn show_highlights(&mut self) {
        let rows = self.highlight_rows();
        self.screen.show_overlay(Overlay::new(Kind::Highlights, rows));
    }

    pub(super) fn highlight_rows(&self) -> Vec<Row> {
        let state = self.library.state();
        let of_post = |key| state.highlights(key).into_iter().map(move |one| (key, one));
        let mut all: Vec<(&[u8], Highlight)> = state.highlighted().flat_map(of_post).collect();
        if all.is_empty() {
            let keys = self.input.first_key_of(Command::SelectText);
            return vec![Row::Note(Text::NoHighlights { keys })];
        }
        all.sort_by(|(key, a), (other, b)| (b.made, *other, &a.id).cmp(&(a.made, *key, &b.id)));
        let left_out = all.len().saturating_sub(MOST_LISTED);
        all.truncate(MOST_LISTED);
        let row = |(key, one): &(&[u8], Highlight)| self.highlight_row(key, one);
        let mut rows: Vec<Row> = all.iter().map(row).collect();
        if left_out > 0 {
            rows.push(Row::Note(Text::MoreHighlights { count: left_out }));
        }
        rows
    }

    fn highlight_row(&self, key: &[u8], highlight: &Highlight) -> Row {
        let (locale, archive) = (self.screen.locale(), self.library.archive());
        let post = archive.find(key).and_then(|id| archive.post(id));
        let key = PostKey::new(key);
        let title = post.map(|post| self.screen.script().shown(post.title()));
        let title = title.unwrap_or_else(|| key.to_clean());
        let mut facts = Vec::new();
        if let Some(date) = post.and_then(PostRef::date) {
            facts.push(CleanText::line(&date.civil().strftime("%Y-%m-%d").to_string()));
        }
        facts.push(Text::Colour(highlight.colour.name()).to_clean(locale));
        // Until the load is complete, the post may still arrive.
        if post.is_none() && self.library.progress().is_done() {
            facts.push(Text::PostOfHighlightGone.to_clean(locale));
        } else if self.article.has_lost(&key, &highlight.id) {
            facts.push(Text::HighlightLost.to_clean(locale));
        }
        let text = preview(&highlight.passage.exact, LONGEST_IN_LIST);
        let mut text = self.screen.script().shown(text.as_clean());
        if let Some(note) = &highlight.note {
            let note = preview(note, LONGEST_IN_LIST);
            text = CleanText::body(&format!("{text}\n¶ {note}"));
        }
        let facts = CleanText::join(facts.iter().map(CleanText::as_clean), " · ");
        let (id, colour) = (highlight.id.clone(), highlight.colour);
        Row::Highlight { key, id, colour, title, facts, text }
    }

    /// Runs a command on the highlight in a row of the list.
    pub(super) fn change_highlight(
        &mut self,
        row: Option<Row>,
        command: Command,
        count: Option<usize>,
    ) {
        let Some(Row::Highlight { key, id, .. }) = row else { return self.say_useless() };
        let Some(known) = self.library.state().highlight(key.as_bytes(), &id) else { return };
        match command {
            Command::Highlight => {
                let colour = count.and_then(colour_of).unwrap_or_else(|| known.colour.next());
                self.colour_highlight(&key, &known, colour);
            }
            Command::Unhighlight => self.remove_highlight(&key, &id),
            Command::Note => self.open_note_on(&key, &id),
            _ => self.copy_text(CleanText::body(&known.passage.exact)),
        }
    }
}
