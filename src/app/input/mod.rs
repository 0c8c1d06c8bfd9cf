//! What the user types: keys and counts, the prompt, notes.

mod answer;
mod keys;
pub mod mouse;
pub mod note;
mod offers;
pub mod prompt;

use crate::app::article::ArticlePlace;
use crate::app::input::note::Note;
use crate::app::input::offers::{Known, KnownTitles};
use crate::app::input::prompt::{History, Prompt, PromptKind};
use crate::app::library::Library;
use crate::app::listing::Listing;
use crate::app::screen::Screen;
use crate::clean::CleanText;
use crate::command::Command;
use crate::config::keymap::{Key, Keymap};

pub(in crate::app) use keys::{Pressed, plain_char};

/// What the next key is for, if it is not a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaited {
    /// The letter of a mark to set.
    SetMark,
    /// The letter of a mark to go to.
    GoToMark,
    /// The letter of a mark to delete.
    DeleteMark,
    /// The answer to the offer to fetch the feeds.
    Fetch,
}

/// The state of what is typed.
#[derive(Debug)]
pub struct Input {
    keymap: Keymap,
    /// The keys of a sequence that is not complete.
    pending: Vec<Key>,
    /// The count before a command.
    count: Option<usize>,
    awaited: Option<Awaited>,
    /// The number of the current key sequence, to drop late alarms.
    sequence: u64,
    /// Whether the keys that may follow are shown.
    shows_hints: bool,
    prompt: Option<Prompt>,
    history: History,
    note: Option<Note>,
    /// Changed notes that were closed without being saved.
    drafts: Vec<Note>,
    titles: KnownTitles,
}

impl Input {
    pub(in crate::app) fn new(keymap: Keymap) -> Self {
        Self {
            keymap,
            pending: Vec::new(),
            count: None,
            awaited: None,
            sequence: 0,
            shows_hints: false,
            prompt: None,
            history: History::default(),
            note: None,
            drafts: Vec::new(),
            titles: KnownTitles::default(),
        }
    }

    /// The keys.
    pub fn keymap(&self) -> &Keymap {
        &self.keymap
    }

    /// The first key of a command.
    pub fn first_key_of(&self, command: Command) -> CleanText {
        let keys = self.keymap.keys_of(command);
        CleanText::line(keys.split(' ').next().unwrap_or_default())
    }

    /// The keys of a sequence that is not complete.
    pub fn pending(&self) -> &[Key] {
        &self.pending
    }

    /// The count before a command.
    pub fn count(&self) -> Option<usize> {
        self.count
    }

    /// The line that the user is typing.
    pub fn prompt(&self) -> Option<&Prompt> {
        self.prompt.as_ref()
    }

    /// Whether the user is typing a line or a note.
    pub(in crate::app) fn is_typing(&self) -> bool {
        self.note.is_some() || self.prompt.is_some()
    }

    /// The note that the user is writing.
    pub fn note(&self) -> Option<&Note> {
        self.note.as_ref()
    }

    /// Opens a prompt with some text; `origin` is the place to go back to.
    pub(in crate::app) fn open_prompt(
        &mut self,
        kind: PromptKind,
        text: &str,
        origin: Option<ArticlePlace>,
    ) {
        self.prompt = Some(Prompt::new(kind, text, origin));
    }

    /// Makes the offers for what is typed.
    pub(in crate::app) fn make_offers(
        &mut self,
        library: &Library,
        listing: &Listing,
        screen: &Screen,
        known: Known<'_>,
    ) {
        let Some(prompt) = &mut self.prompt else { return };
        let offers = offers::offers(prompt, &mut self.titles, library, listing, screen, known);
        prompt.set_offers(offers);
    }

    /// What the next key is for, if it is not a command.
    pub fn awaited(&self) -> Option<Awaited> {
        self.awaited
    }

    pub(in crate::app) fn await_letter(&mut self, awaited: Awaited) {
        self.awaited = Some(awaited);
    }

    pub(in crate::app) fn take_awaited(&mut self) -> Option<Awaited> {
        self.awaited.take()
    }

    /// Opens a note, or the draft of it that was put aside.
    pub(in crate::app) fn open_note(&mut self, note: Note) {
        let draft = self.drafts.iter().position(|draft| draft.is_on_same(&note));
        self.note = Some(draft.map_or(note, |at| self.drafts.remove(at)));
    }

    /// Closes the note. A changed one is put aside. Returns whether it was.
    pub(in crate::app) fn put_note_aside(&mut self) -> bool {
        let draft = self.note.take().filter(Note::is_changed);
        let is_draft = draft.is_some();
        self.drafts.extend(draft);
        is_draft
    }

    pub(in crate::app) fn note_mut(&mut self) -> Option<&mut Note> {
        self.note.as_mut()
    }

    pub(in crate::app) fn take_note(&mut self) -> Option<Note> {
        self.note.take()
    }
}
