//! Runs the prompt: completions and previews while the user types, the action on Enter.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::input::Awaited;
use crate::app::input::keys::LARGEST_COUNT;
use crate::app::input::offers::{Known, likely, theme_label, words_of};
use crate::app::input::prompt::{Offer, Pick, Prompt, PromptKind, Typed};
use crate::app::screen::layout::Pane;
use crate::app::text::Text;
use crate::archive::PostRef;
use crate::clean::CleanText;
use crate::command::{Command, Takes};
use crate::config::choice::{Arrangement, Choice};
use crate::config::keymap::Key;
use crate::config::locale::Locale;
use crate::config::theme::MONO;
use crate::conversion::Script;
use crate::document::{self, NoContext, Syntax};
use crate::nearest;
use crate::search::query::dates::Dates;
use crate::search::query::field::Sort;
use crate::typeset::{Measure, Page};

/// Cells that stay free between the line and the notice beside it.
const BESIDE: usize = 8;
/// The most commands that a message names.
const MOST_NAMED: usize = 5;

impl App {
    /// Opens a prompt.
    pub(in crate::app) fn ask(&mut self, kind: PromptKind, text: &str) {
        self.input.open_prompt(kind, text, self.article.place());
        self.make_offers();
    }

    fn make_offers(&mut self) {
        let known = Known { settings: &self.settings, own: &self.preferences.own_commands };
        self.input.make_offers(&self.library, &self.listing, &self.screen, known);
    }

    /// Opens a list of a command's arguments, with the current one chosen.
    pub(in crate::app) fn ask_choice(&mut self, command: Command) {
        self.ask(PromptKind::Command, &format!("{command} "));
        let is_overruled = self.preferences.is_colourless;
        let current = match command.takes() {
            Takes::Theme if is_overruled => MONO.to_owned(),
            Takes::Theme => self.screen.theme().to_string(),
            Takes::Layout => self.screen.arrangement().word().to_owned(),
            Takes::Language => self.screen.locale().tag().to_owned(),
            _ => self.listing.sort().name().to_owned(),
        };
        let Some(prompt) = &mut self.input.prompt else { return };
        let at = prompt.offers().iter().position(|offer| match &offer.pick {
            Pick::Word(_, word) => *word == current,
            Pick::Named(_, name) => name.as_str() == current,
            _ => false,
        });
        prompt.choose_from(at.unwrap_or(0));
        // The list matters more than its hint.
        for hint in [Text::ChooseHint, Text::ChooseHintShort] {
            self.outbox.say(hint);
            if self.notice_above().is_none() {
                return;
            }
        }
        self.outbox.hush();
    }

    /// Takes a key while the prompt is open.
    pub(in crate::app) fn key_in_prompt(&mut self, key: Key) {
        self.outbox.hush();
        let Some(prompt) = &mut self.input.prompt else { return };
        match prompt.key(key, &self.input.history) {
            Typed::Changed => self.line_changed(),
            Typed::Widened => {
                self.listing.toggle_wide();
                self.line_changed();
            }
            Typed::Chosen => self.preview_offer(),
            Typed::Moved => {}
            Typed::Done => self.end_prompt(),
            Typed::Left => self.leave_prompt(),
        }
    }

    /// Takes pasted text: into the note or the prompt, if one is open.
    pub(in crate::app) fn pasted(&mut self, text: &CleanText) {
        if let Some(note) = self.input.note_mut() {
            note.paste(text);
        } else if let Some(prompt) = &mut self.input.prompt {
            prompt.paste(text);
            self.line_changed();
        } else {
            self.outbox.say(Text::Pasted);
        }
    }

    fn line_changed(&mut self) {
        self.make_offers();
        let Some(prompt) = &self.input.prompt else { return };
        let (words, origin) = (prompt.text().to_owned(), prompt.origin().cloned());
        match prompt.kind() {
            PromptKind::Rows => self.screen.filter_overlay(&words),
            PromptKind::Find => {
                let height = self.screen.height(Pane::Article);
                let notice = self.article.find_from(&words, origin.as_ref(), height);
                self.say_if(notice);
            }
            PromptKind::Search | PromptKind::Filter => return self.type_query(&words),
            _ => {}
        }
        self.preview_offer();
    }

    /// The label of the prompt. That of a search says where it looks, and which key changes it.
    pub fn prompt_label(&self) -> Option<CleanText> {
        let prompt = self.input.prompt.as_ref()?;
        let locale = self.screen.locale();
        let label = match self.listing.is_typed_wide() {
            None => prompt.kind().label(),
            Some(true) => Text::AskSearchAll,
            Some(false) => Text::AskSearchIn { names: self.listing.narrowing_names(locale) },
        };
        Some(Text::PromptLabel { label: label.to_clean(locale) }.to_clean(locale))
    }

    /// What the key does that changes where a search looks.
    pub fn prompt_hint(&self) -> Option<Text> {
        self.input.prompt.as_ref()?;
        let names = || self.listing.narrowing_names(self.screen.locale());
        let is_wide = self.listing.is_typed_wide()?;
        Some(if is_wide { Text::SearchNarrower { names: names() } } else { Text::SearchWider })
    }

    /// The notice as lines above the bottom line, if that, or what the prompt leaves of it, has no
    /// room for it.
    pub fn notice_above(&self) -> Option<Page> {
        let widths = self.screen.widths();
        let cells = |text: &str| widths.cells(text);
        let (notice, line) = match &self.input.prompt {
            Some(prompt) => {
                let label = self.prompt_label()?;
                let line = cells(label.as_str()) + cells(prompt.text()) + BESIDE;
                (self.outbox.notice()?.to_clean(self.screen.locale()), line)
            }
            // Key hints stand beside it.
            None if matches!(self.outbox.notice(), Some(Text::Samples)) => return None,
            None => (self.status_notice()?, 0),
        };
        let room = usize::from(self.screen.size().0.saturating_sub(2)).max(1);
        let page = || {
            let document = document::parse(notice.as_str(), Syntax::Plain, &NoContext);
            Page::new(None, &document, Measure { cells: room, ..self.screen.measure() })
        };
        (cells(notice.as_str()) + line > room).then(page)
    }

    /// Returns the notice that nothing matches, for a prompt that accepts only existing names.
    pub fn nothing_offered(&self) -> Option<Text> {
        let prompt = self.input.prompt.as_ref().filter(|prompt| prompt.offers().is_empty())?;
        nothing_like(prompt.kind(), prompt.text())
    }

    fn type_query(&mut self, text: &str) {
        let is_completed = self.input.prompt.as_ref().is_some_and(|one| !one.offers().is_empty());
        // A line that can be completed is not finished; Enter says what is wrong with it.
        if let Err(error) = self.listing.type_query(&self.library, text)
            && !is_completed
        {
            self.outbox.say(Text::Fault(error));
        }
    }

    /// Writes the offer that is chosen into the line, and shows its effect if that is possible.
    fn preview_offer(&mut self) {
        let Some(prompt) = &mut self.input.prompt else { return };
        let pick = prompt.offer().map(|offer| offer.pick.clone());
        let theme = match &pick {
            Some(Pick::Named(Command::Theme, name)) => Some(name.clone()),
            _ => None,
        };
        let before = std::mem::replace(&mut prompt.previewed, theme.clone());
        if theme != before {
            let own = || self.screen.theme().clone();
            self.outbox.order(Effect::Theme(theme.unwrap_or_else(own)));
        }
        let Some(pick) = pick else { return };
        match pick {
            Pick::Line(line) => {
                prompt.set(&line);
                if matches!(prompt.kind(), PromptKind::Search | PromptKind::Filter) {
                    self.type_query(&line);
                }
            }
            Pick::Command(command) => prompt.set(command.name()),
            Pick::Own(name) => prompt.set(name.as_str()),
            Pick::Word(command, word) => prompt.set(&format!("{command} {word}")),
            Pick::Named(command, name) => prompt.set(&format!("{command} {name}")),
            Pick::Facet(_) | Pick::Post(_) => {}
        }
    }

    /// Leaves the prompt; everything is as it was before.
    fn leave_prompt(&mut self) {
        let Some(prompt) = self.input.prompt.take() else { return };
        match prompt.kind() {
            PromptKind::Find => {
                let height = self.screen.height(Pane::Article);
                self.article.leave_find(prompt.origin(), height);
            }
            PromptKind::Rows => self.screen.filter_overlay(""),
            PromptKind::Search | PromptKind::Filter => return self.leave_query(),
            _ => {}
        }
        self.end_preview(prompt.previewed.as_ref());
    }

    /// Shows the theme of the screen again, unless it is the one that was previewed.
    fn end_preview(&mut self, previewed: Option<&CleanText>) {
        if previewed.is_some_and(|previewed| previewed != self.screen.theme()) {
            self.outbox.order(Effect::Theme(self.screen.theme().clone()));
        }
    }

    fn end_prompt(&mut self) {
        let Some(mut prompt) = self.input.prompt.take() else { return };
        let previewed = prompt.previewed.take();
        self.answer_prompt(prompt);
        self.end_preview(previewed.as_ref());
    }

    fn answer_prompt(&mut self, prompt: Prompt) {
        let text = prompt.text().trim().to_owned();
        self.input.history.add(prompt.kind(), &text);
        let offer = prompt.offer().or_else(|| likely(&prompt)).cloned();
        match prompt.kind() {
            PromptKind::Search | PromptKind::Filter => {
                match self.listing.type_query(&self.library, &text) {
                    Ok(()) => self.listing.end_query(),
                    Err(error) => self.refuse(prompt, Text::Fault(error)),
                }
            }
            PromptKind::View => self.save_view(&text),
            PromptKind::RenameView => self.rename_view(&text),
            PromptKind::OwnTags => self.tag_posts(prompt, &text),
            PromptKind::Book => self.write_book(&text),
            PromptKind::Find => {
                let notice = self.article.end_find(&text);
                self.say_if(notice);
            }
            PromptKind::Rows => {}
            PromptKind::Command => match offer {
                Some(Offer { pick: Pick::Line(_), .. }) | None => {
                    let likely = prompt.offers().first().map(|offer| offer.label.clone());
                    self.run_line(&text, likely);
                }
                Some(offer) => self.take(offer.pick),
            },
            PromptKind::Category | PromptKind::Tag | PromptKind::Title => {
                match (offer, nothing_like(prompt.kind(), &text)) {
                    (Some(offer), _) => self.take(offer.pick),
                    (None, Some(none)) => self.refuse(prompt, none),
                    (None, None) => {}
                }
            }
            PromptKind::Date => self.go_to_date(prompt, &text),
        }
    }

    /// Keeps the prompt open, so that the user can correct the line.
    pub(in crate::app) fn refuse(&mut self, prompt: Prompt, fault: Text) {
        self.outbox.say(fault);
        self.input.prompt = Some(prompt);
    }

    fn take(&mut self, pick: Pick) {
        match pick {
            Pick::Command(command) => self.run(command, None),
            Pick::Own(name) => self.run_line(name.as_str(), None),
            Pick::Word(command, word) => self.run_with(command, word),
            Pick::Named(command, name) => self.run_with(command, name.as_str()),
            Pick::Facet(facet) => {
                self.screen.set_focus(Pane::List);
                self.listing.choose_facet(&self.library, &facet);
            }
            Pick::Line(_) => {}
            Pick::Post(key) => {
                if self.has_post(&key) {
                    self.start_jump();
                    self.go_to_post(&key);
                }
            }
        }
    }

    /// Runs a line: the number of a row, a part in percent, or a command and its argument. `likely`
    /// is the command that was offered.
    fn run_line(&mut self, text: &str, likely: Option<CleanText>) {
        let (name, word) = text.split_once(' ').unwrap_or((text, ""));
        let word = word.trim();
        if let Ok(row) = name.parse::<usize>() {
            self.run(Command::Top, Some(row));
        } else if let Some(Ok(percent)) = name.strip_suffix('%').map(str::parse::<usize>) {
            self.run(Command::Percent, Some(percent));
        } else if let Some(Command::Set) = name.strip_suffix('!').and_then(Command::called) {
            self.set(word, true);
        } else if let Some(own) = self.own_command(name) {
            self.run_own(own, word);
        } else if let Some(command) = Command::called(name) {
            self.run_with(command, word);
        } else if !name.is_empty() {
            self.outbox.say(self.no_command(name, likely));
        }
    }

    /// Explains why a name calls no command: several begin with it, or another is close to it.
    fn no_command(&self, typed: &str, likely: Option<CleanText>) -> Text {
        let name = CleanText::line(typed);
        let known: Vec<&str> = Command::starting_with(typed).map(|(name, _)| name).collect();
        if known.len() > 1 {
            let first = known.get(..MOST_NAMED).unwrap_or(&known);
            let (names, more) = (CleanText::line(&first.join(", ")), known.len() - first.len());
            return Text::CommandsBegin { name, names, more };
        }
        match self.nearest_command(typed).or(likely) {
            Some(nearest) => Text::NoSuchCommandNear { name, nearest },
            None => Text::NoSuchCommand { name },
        }
    }

    /// The name of the command that a mistyped name probably means.
    fn nearest_command(&self, name: &str) -> Option<CleanText> {
        let own = self.own_commands().iter().map(|own| own.name.as_str());
        let names = own.chain(Command::all_names().map(|name| -> &str { name }));
        nearest::nearest(name, names).map(CleanText::line)
    }

    /// Checks the argument of a command and runs it; without one, the command asks for it.
    fn run_with(&mut self, command: Command, word: &str) {
        if word.is_empty() {
            return self.run(command, None);
        }
        let is_known = match command.takes() {
            Takes::Sort | Takes::Layout if self.screen.overlay().is_some() => {
                return self.say_useless();
            }
            Takes::Count if command == Command::Help => {
                self.screen.close_overlay();
                self.run(command, None);
                return self.screen.filter_overlay(word);
            }
            Takes::Count => match word.parse::<usize>() {
                Ok(count) => {
                    self.run(command, Some(count.min(LARGEST_COUNT)));
                    true
                }
                Err(_) => false,
            },
            Takes::Letter => self.run_with_letter(command, word),
            Takes::Line => return self.run_with_line(command, word),
            Takes::Setting => return self.set(word, false),
            Takes::Script => Script::named(word).map(|script| self.show_in(script)).is_some(),
            Takes::Sort => Sort::named(word).map(|sort| self.sort_by(sort)).is_some(),
            Takes::Theme | Takes::Layout | Takes::Language => self.choose(command, word),
        };
        if !is_known {
            self.refuse_word(command.name(), word, &words_of(command, &self.screen));
        }
    }

    /// Shows that a command or a setting does not accept a word. The notice suggests the nearest
    /// `known` word, else lists them all.
    pub(in crate::app) fn refuse_word(&mut self, name: &str, word: &str, known: &[String]) {
        let nearest = nearest::nearest(word, known.iter().map(String::as_str));
        let nearest = nearest.map(CleanText::line);
        // Reversed orders, such as `-date`, would only make the list longer.
        let words: Vec<&str> =
            known.iter().map(String::as_str).filter(|word| !word.starts_with('-')).collect();
        let words = CleanText::line(&words.join(", "));
        let (name, word) = (CleanText::line(name), CleanText::line(word));
        self.outbox.say(match nearest {
            Some(nearest) => Text::NoSuchWordNear { name, word, nearest },
            None if words.is_empty() => Text::NoSuchWord { name, word },
            None => Text::NoSuchWordOf { name, word, words },
        });
    }

    /// Applies a theme, a layout or a language and keeps it for the next session. Returns whether
    /// one has that name.
    fn choose(&mut self, command: Command, word: &str) -> bool {
        let label = match command.takes() {
            Takes::Theme if self.screen.set_theme(word) => {
                self.outbox.order(Effect::Theme(self.screen.theme().clone()));
                theme_label(word, self.screen.locale())
            }
            Takes::Layout => {
                let Some(layout) = Arrangement::named(word) else { return false };
                self.screen.set_arrangement(layout);
                Text::LayoutName(layout.word()).to_clean(self.screen.locale())
            }
            Takes::Language => {
                let Some(locale) = Locale::of_tag(word) else { return false };
                self.speak(locale);
                CleanText::line(locale.own_name())
            }
            _ => return false,
        };
        self.keep_choice(command, word, label);
        if command == Command::Theme && self.preferences.is_colourless {
            self.outbox.say(Text::NoColourFirst);
        }
        true
    }

    /// Runs a command that waits for a letter. Returns whether the word is one.
    fn run_with_letter(&mut self, command: Command, word: &str) -> bool {
        let Some(key) = Key::parse(word).filter(|_| word.chars().count() == 1) else {
            return false;
        };
        if command == Command::DeleteMark && self.screen.overlay().is_some() {
            // Not the mark in the row that is selected.
            self.letter(Awaited::DeleteMark, key);
            return true;
        }
        self.run(command, None);
        if let Some(awaited) = self.input.take_awaited() {
            self.outbox.hush();
            self.letter(awaited, key);
        }
        true
    }

    /// Runs a command that asks for a line, and answers with this one.
    fn run_with_line(&mut self, command: Command, line: &str) {
        if command == Command::SaveView && self.listing.conditions_as_query().is_empty() {
            return self.choose_view(line);
        }
        self.run(command, None);
        if let Some(prompt) = &mut self.input.prompt {
            prompt.set(line);
            self.line_changed();
            self.end_prompt();
        }
    }

    /// Goes to the newest listed post that is not after a date.
    fn go_to_date(&mut self, prompt: Prompt, text: &str) {
        if text.is_empty() {
            return;
        }
        let Some(dates) = Dates::read(text) else {
            return self.refuse(prompt, Text::NoSuchDate { text: CleanText::line(text) });
        };
        let (first, last) = dates.days(self.library.today());
        match self.listing.row_of_day(self.library.archive(), last) {
            Some(row) => {
                self.start_jump();
                self.listing.go_to_row(row);
                let post = self.listing.selected().and_then(|id| self.library.archive().post(id));
                let day = post.and_then(PostRef::date).map(|date| date.civil().date());
                if first.zip(day).is_some_and(|(first, day)| day < first) {
                    self.outbox.say(Text::LastBefore);
                }
            }
            None => self.outbox.say(Text::NoPostThen),
        }
    }
}

/// Returns the notice that no title, category or tag contains a text.
fn nothing_like(kind: PromptKind, text: &str) -> Option<Text> {
    let text = Some(CleanText::line(text.trim())).filter(|text| !text.is_empty())?;
    match kind {
        PromptKind::Title => Some(Text::NoSuchTitle { text }),
        PromptKind::Category | PromptKind::Tag => Some(Text::NoSuchName { text }),
        _ => None,
    }
}
