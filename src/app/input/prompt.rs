//! The prompt: an input line, its completions and its history.
//!
//! tui-input edits by graphemes. Nothing is folded here, because an input method may be composing.

use std::ops::Range;

use tui_input::{Input, InputRequest};

use crate::app::article::ArticlePlace;
use crate::app::text::Text;
use crate::archive::post::PostKey;
use crate::clean::CleanText;
use crate::command::Command;
use crate::config::keymap::{Code, Key};
use crate::search::facets::Facet;

/// The most characters of a line.
pub const LONGEST: usize = 10_000;
/// How many lines of a kind can be recalled.
const MOST_RECALLED: usize = 100;

/// What the prompt is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PromptKind {
    /// A command by its name, with its argument.
    Command,
    /// Words to find in the article.
    Find,
    /// Words to filter the rows of an overlay by.
    Rows,
    /// A query to search the archive for.
    Search,
    /// A query to filter the list by.
    Filter,
    /// A post's title.
    Title,
    /// The name of a view.
    View,
    /// Another name for a view.
    RenameView,
    /// A category to list.
    Category,
    /// A tag to list.
    Tag,
    /// Tags of the user's own to add and remove.
    OwnTags,
    /// The file of an e-book.
    Book,
    /// A date to go to.
    Date,
}

impl PromptKind {
    /// Whether it opens with the last text, for which another may be meant.
    const fn replaces(self) -> bool {
        matches!(self, Self::Search | Self::Filter | Self::Find | Self::RenameView | Self::Book)
    }

    /// The label before the line.
    pub const fn label(self) -> Text {
        match self {
            Self::Command => Text::AskCommand,
            Self::Find => Text::AskFind,
            Self::Rows => Text::AskRows,
            Self::Search => Text::AskSearch,
            Self::Filter => Text::AskFilter,
            Self::Title => Text::AskTitle,
            Self::View | Self::RenameView => Text::AskView,
            Self::Category => Text::AskCategory,
            Self::Tag => Text::AskTag,
            Self::OwnTags => Text::AskOwnTags,
            Self::Book => Text::AskBook,
            Self::Date => Text::AskDate,
        }
    }
}

/// A completion of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The text shown.
    pub label: CleanText,
    /// The bytes of the label that what was typed matched.
    pub marks: Vec<Range<usize>>,
    /// A description.
    pub detail: Text,
    /// Its action.
    pub pick: Pick,
}

/// The action of an offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    /// A command to run.
    Command(Command),
    /// The user's own command with a name, to run.
    Own(CleanText),
    /// A command with a word as its argument.
    Word(Command, &'static str),
    /// A command with a name as its argument.
    Named(Command, CleanText),
    /// A facet to filter by, instead of those of its kind.
    Facet(Facet),
    /// A post to go to.
    Post(PostKey),
    /// The completed line.
    Line(String),
}

/// An open prompt.
#[derive(Clone, Debug)]
pub struct Prompt {
    kind: PromptKind,
    input: Input,
    /// Completions, the most likely first.
    offers: Vec<Offer>,
    /// The index of the chosen offer.
    chosen: Option<usize>,
    /// Whether the whole text is selected: what is typed takes its place.
    is_selected: bool,
    /// The article's position when the prompt was opened.
    origin: Option<ArticlePlace>,
    /// The recalled line's index in the history, the last line first.
    recalled: Option<usize>,
    /// The input before a line was recalled.
    typed: String,
    /// While the user only chooses among the offers: the text before the choice.
    choosing: Option<String>,
    /// The theme that is shown while its offer is chosen.
    pub(super) previewed: Option<CleanText>,
}

/// Earlier lines with their kind of prompt, the last at the end.
#[derive(Clone, Debug, Default)]
pub struct History {
    lines: Vec<(PromptKind, String)>,
}

impl History {
    /// Adds a line.
    pub(super) fn add(&mut self, kind: PromptKind, line: &str) {
        if line.trim().is_empty() {
            return;
        }
        self.lines.retain(|(other, known)| (*other, known.as_str()) != (kind, line));
        self.lines.push((kind, line.to_owned()));
        if self.of(kind).count() > MOST_RECALLED
            && let Some(first) = self.lines.iter().position(|(other, _)| *other == kind)
        {
            self.lines.remove(first);
        }
    }

    /// The lines of a kind, the last first.
    fn of(&self, kind: PromptKind) -> impl Iterator<Item = &str> {
        let lines = self.lines.iter().rev().filter(move |(other, _)| *other == kind);
        lines.map(|(_, line)| line.as_str())
    }

    /// The last line of a kind.
    pub fn last(&self, kind: PromptKind) -> Option<&str> {
        self.of(kind).next()
    }
}

/// The effect of a key on the prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The text changed.
    Changed,
    /// The search is to look elsewhere: in the whole archive, or within the other conditions again.
    Widened,
    /// Another offer was chosen.
    Chosen,
    /// The cursor moved, or nothing happened.
    Moved,
    /// The line is complete.
    Done,
    /// The prompt was left.
    Left,
}

impl Prompt {
    /// A prompt with some text, selected.
    pub(super) fn new(kind: PromptKind, text: &str, origin: Option<ArticlePlace>) -> Self {
        Self {
            kind,
            input: Input::new(text.to_owned()),
            offers: Vec::new(),
            chosen: None,
            is_selected: !text.is_empty() && kind.replaces(),
            origin,
            recalled: None,
            typed: String::new(),
            choosing: None,
            previewed: None,
        }
    }

    /// Lets the user choose among the offers with single keys, beginning with this one, until something
    /// else is typed.
    pub(super) fn choose_from(&mut self, at: usize) {
        self.choosing = Some(self.text().to_owned());
        self.chosen = Some(at).filter(|&at| at < self.offers.len());
    }

    /// What the prompt is for.
    pub fn kind(&self) -> PromptKind {
        self.kind
    }

    /// Whether the whole text is selected.
    pub fn is_selected(&self) -> bool {
        self.is_selected
    }

    /// The input and its cursor.
    pub fn input(&self) -> &Input {
        &self.input
    }

    /// The offers, the most likely first.
    pub fn offers(&self) -> &[Offer] {
        &self.offers
    }

    /// The index of the chosen offer.
    pub fn chosen(&self) -> Option<usize> {
        self.chosen
    }

    pub(super) fn origin(&self) -> Option<&ArticlePlace> {
        self.origin.as_ref()
    }

    pub(super) fn set_offers(&mut self, offers: Vec<Offer>) {
        self.offers = offers;
        self.chosen = None;
    }

    /// The text of the input.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// The chosen offer.
    pub fn offer(&self) -> Option<&Offer> {
        self.offers.get(self.chosen?)
    }

    /// Replaces the text; the cursor goes to its end.
    pub(super) fn set(&mut self, text: &str) {
        self.input = Input::new(text.to_owned());
    }

    /// Inserts pasted text at the cursor as one line, truncated at [`LONGEST`].
    pub(super) fn paste(&mut self, text: &CleanText) {
        if std::mem::take(&mut self.is_selected) {
            self.set("");
        }
        let at = self.input.cursor();
        let room = LONGEST.saturating_sub(self.text().chars().count());
        let line = CleanText::line(text.as_str());
        let pasted: String = line.as_str().chars().take(room).collect();
        let mut chars = self.text().chars();
        let before: String = chars.by_ref().take(at).collect();
        let cursor = at + pasted.chars().count();
        let whole = before + &pasted + chars.as_str();
        self.input = Input::new(whole).with_cursor(cursor);
    }

    /// Applies a key.
    pub(super) fn key(&mut self, key: Key, history: &History) -> Typed {
        let Key { code, control, .. } = key;
        let was_selected = std::mem::take(&mut self.is_selected);
        if let Some(before) = self.choosing.clone() {
            match key.folded() {
                Key { code: Code::Char('j') | Code::Down | Code::Tab, control: false, .. } => {
                    return self.choose_around(true);
                }
                Key {
                    code: Code::Char('k') | Code::Up | Code::BackTab, control: false, ..
                } => {
                    return self.choose_around(false);
                }
                // What is typed filters anew.
                Key { code: Code::Char(_), control: false, .. } => {
                    self.input = Input::new(before);
                    self.choosing = None;
                }
                _ => {}
            }
        }
        match code {
            Code::Char('t') if control && self.kind == PromptKind::Search => {
                self.is_selected = was_selected;
                return Typed::Widened;
            }
            Code::Enter => return Typed::Done,
            // A line feed, which some terminals and multiplexers send for Enter.
            Code::Char('j') if control => return Typed::Done,
            Code::Escape => return Typed::Left,
            Code::Char('c' | 'g') if control => return Typed::Left,
            Code::Backspace if self.text().is_empty() => return Typed::Left,
            Code::Down | Code::Tab => return self.choose(true, history),
            Code::Up | Code::BackTab => return self.choose(false, history),
            Code::Char('n') if control => return self.choose(true, history),
            Code::Char('p') if control => return self.choose(false, history),
            _ => {}
        }
        let Some(request) = request(key) else { return Typed::Moved };
        if was_selected && is_replaced_by(request) {
            self.set("");
            if !matches!(request, InputRequest::InsertChar(_)) {
                return Typed::Changed;
            }
        }
        let is_full = matches!(request, InputRequest::InsertChar(_))
            && self.text().chars().count() >= LONGEST;
        if is_full {
            return Typed::Moved;
        }
        match self.input.handle(request) {
            Some(change) if change.value => {
                self.recalled = None;
                Typed::Changed
            }
            _ => Typed::Moved,
        }
    }

    /// Chooses the next or previous offer, in a circle.
    fn choose_around(&mut self, forward: bool) -> Typed {
        let count = self.offers.len().max(1);
        let step = if forward { 1 } else { count - 1 };
        self.chosen = Some(self.chosen.map_or(0, |at| (at + step) % count));
        Typed::Chosen
    }

    /// Chooses the next or previous offer; without offers, recalls an earlier or later line.
    fn choose(&mut self, forward: bool, history: &History) -> Typed {
        let count = self.offers.len();
        if count > 0 && self.recalled.is_none() && (forward || self.chosen.is_some()) {
            self.chosen = match (self.chosen, forward) {
                (None, _) => Some(0),
                (Some(at), true) => Some((at + 1) % count),
                (Some(0), false) => None,
                (Some(at), false) => Some(at - 1),
            };
            return Typed::Chosen;
        }
        let next = match (self.recalled, forward) {
            (None, true) => return Typed::Moved,
            (None, false) => Some(0),
            (Some(0), true) => None,
            (Some(at), true) => Some(at - 1),
            (Some(at), false) => Some(at + 1),
        };
        match next {
            None => self.input = Input::new(std::mem::take(&mut self.typed)),
            Some(at) => {
                let Some(line) = history.of(self.kind).nth(at) else { return Typed::Moved };
                if self.recalled.is_none() {
                    self.typed = self.text().to_owned();
                }
                self.input = Input::new(line.to_owned());
            }
        }
        self.recalled = next;
        Typed::Changed
    }
}

/// Whether a selected text is replaced or removed by an edit.
fn is_replaced_by(request: InputRequest) -> bool {
    use InputRequest as R;
    matches!(
        request,
        R::InsertChar(_)
            | R::DeletePrevChar
            | R::DeleteNextChar
            | R::DeletePrevWord
            | R::DeleteNextWord
    )
}

/// The edit for a key, as in shells and Emacs.
pub fn request(key: Key) -> Option<InputRequest> {
    let Key { code, control, alt } = key;
    Some(match (code, control, alt) {
        (Code::Char(c), false, false) => InputRequest::InsertChar(c),
        (Code::Backspace, _, true) | (Code::Char('w'), true, _) => InputRequest::DeletePrevWord,
        (Code::Backspace, ..) | (Code::Char('h'), true, _) => InputRequest::DeletePrevChar,
        (Code::Delete, ..) | (Code::Char('d'), true, _) => InputRequest::DeleteNextChar,
        (Code::Left, true, _) | (Code::Left | Code::Char('b'), _, true) => {
            InputRequest::GoToPrevWord
        }
        (Code::Right, true, _) | (Code::Right | Code::Char('f'), _, true) => {
            InputRequest::GoToNextWord
        }
        (Code::Left, ..) | (Code::Char('b'), true, _) => InputRequest::GoToPrevChar,
        (Code::Right, ..) | (Code::Char('f'), true, _) => InputRequest::GoToNextChar,
        (Code::Home, ..) | (Code::Char('a'), true, _) => InputRequest::GoToStart,
        (Code::End, ..) | (Code::Char('e'), true, _) => InputRequest::GoToEnd,
        (Code::Char('d'), _, true) => InputRequest::DeleteNextWord,
        (Code::Char('u'), true, _) => InputRequest::DeleteFromStart,
        (Code::Char('k'), true, _) => InputRequest::DeleteTillEnd,
        (Code::Char('y'), true, _) => InputRequest::Yank,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(prompt: &mut Prompt, history: &History, keys: &str) -> Vec<Typed> {
        keys.split(' ')
            .map(|key| prompt.key(Key::parse(key).expect(key), history))
            .filter(|typed| !matches!(typed, Typed::Changed | Typed::Moved))
            .collect()
    }

    #[test]
    fn lines_are_edited_by_graphemes() {
        let check = |keys: &str, expected: &str| {
            let mut prompt = Prompt::new(PromptKind::Find, "", None);
            typed(&mut prompt, &History::default(), keys);
            assert_eq!(prompt.text(), expected, "{keys}");
        };
        check("新 闻 Backspace", "新");
        check("a b ^A c ^E d", "cabd");
        check("a Space b ^W c", "a c");
        check("ｊ ： “", "ｊ：“");
        check("a b c Left Left Del", "ac");
        let check_selected = |keys: &str, expected: &str| {
            let mut prompt = Prompt::new(PromptKind::Search, "旧", None);
            assert!(prompt.is_selected());
            typed(&mut prompt, &History::default(), keys);
            assert!(!prompt.is_selected());
            assert_eq!(prompt.text(), expected, "{keys}");
        };
        check_selected("新 闻", "新闻");
        check_selected("Right 闻", "旧闻");
        check_selected("Home 古", "古旧");
        check_selected("Backspace", "");
        check_selected("Backspace 新", "新");
        check_selected("^W", "");
        check("a b ^U c", "c");
        let mut prompt = Prompt::new(PromptKind::Find, "e\u{301}👩\u{1f3fd}", None);
        typed(&mut prompt, &History::default(), "Backspace Backspace");
        assert_eq!(prompt.text(), "");
    }

    #[test]
    fn enter_and_escape_end_the_prompt() {
        let check = |text: &str, key: &str, expected: Typed| {
            let mut prompt = Prompt::new(PromptKind::Find, text, None);
            assert_eq!(typed(&mut prompt, &History::default(), key), [expected]);
        };
        check("a", "Enter", Typed::Done);
        check("a", "^J", Typed::Done);
        check("a", "Esc", Typed::Left);
        check("a", "^C", Typed::Left);
        check("", "Backspace", Typed::Left);
    }

    #[test]
    fn earlier_lines_are_recalled() {
        let mut history = History::default();
        for line in ["one", "two", "one", " "] {
            history.add(PromptKind::Find, line);
        }
        history.add(PromptKind::Date, "2024");
        let mut prompt = Prompt::new(PromptKind::Find, "x", None);
        let mut seen = |keys: &str| {
            typed(&mut prompt, &history, keys);
            prompt.text().to_owned()
        };
        assert_eq!(seen("Up"), "one");
        assert_eq!(seen("Up"), "two");
        assert_eq!(seen("Up"), "two");
        assert_eq!(seen("Down"), "one");
        assert_eq!(seen("Down"), "x");
        assert_eq!(history.last(PromptKind::Date), Some("2024"));
    }

    #[test]
    fn pasted_text_is_one_line_of_bounded_length() {
        let mut prompt = Prompt::new(PromptKind::Find, "x", None);
        prompt.paste(&CleanText::body("y"));
        assert_eq!(prompt.text(), "y", "the selected text is replaced");
        let mut prompt = Prompt::new(PromptKind::Find, "ac", None);
        typed(&mut prompt, &History::default(), "Left");
        prompt.paste(&CleanText::body("b\nb"));
        assert_eq!((prompt.text(), prompt.input.cursor()), ("ab bc", 4));
        prompt.paste(&CleanText::body(&"长".repeat(30_000)));
        assert_eq!(prompt.text().chars().count(), LONGEST);
    }
}
