//! What comes of a line that is typed: offers while it is, and what is done when it is done.

use crate::app::layout::Pane;
use crate::app::prompt::{Asked, Offer, Pick, Prompt, Typed};
use crate::app::text::Text;
use crate::app::{App, Effect};
use crate::clean::{CleanStr, CleanText};
use crate::command::{Command, Takes};
use crate::config::choice::{Arrangement, Choice};
use crate::config::keymap::Key;
use crate::config::locale::Locale;
use crate::document::{self, NoContext, Syntax};
use crate::nearest;
use crate::search::facets::Facet;
use crate::search::query::dates::Dates;
use crate::search::query::field::{SORTS, Sort, SortKey as By};
use crate::search::rank;
use crate::typeset::{Measure, Page};

/// Cells that are left free between what is typed and what is told beside it.
const BESIDE: usize = 8;
/// The most offers that are made.
const MOST_OFFERS: usize = 50;

impl App {
    /// Asks for a line.
    pub(super) fn ask(&mut self, asked: Asked, text: &str) -> Vec<Effect> {
        self.prompt = Some(Prompt::new(asked, text, self.article.place()));
        self.make_offers();
        Vec::new()
    }

    /// Takes a key while a line is typed.
    pub(super) fn key_in_prompt(&mut self, key: Key) -> Vec<Effect> {
        let Some(prompt) = &mut self.prompt else { return Vec::new() };
        self.notice = None;
        match prompt.key(key, &self.history) {
            Typed::Changed => self.line_changed(),
            Typed::Chosen => self.try_choice(),
            Typed::Moved => Vec::new(),
            Typed::Done => self.end_line(),
            Typed::Left => self.leave_line(),
        }
    }

    /// Text was pasted: into the line, if one is typed.
    pub(super) fn pasted(&mut self, text: &CleanText) -> Vec<Effect> {
        if let Some(note) = &mut self.note {
            note.paste(text);
            return Vec::new();
        }
        let Some(prompt) = &mut self.prompt else {
            self.notice = Some(Text::Pasted);
            return Vec::new();
        };
        prompt.paste(text);
        self.line_changed()
    }

    fn line_changed(&mut self) -> Vec<Effect> {
        self.make_offers();
        let Some(prompt) = &self.prompt else { return Vec::new() };
        let (words, origin) = (prompt.text().to_owned(), prompt.origin.clone());
        match prompt.asked {
            Asked::Rows => self.narrow(&words),
            Asked::Find => self.find(&words, origin.as_ref()),
            Asked::Search => return self.search(&words),
            _ => {}
        }
        self.try_choice()
    }

    /// What is to be told while a line is typed, as lines to stand above it, where it has no room
    /// beside it.
    pub fn told_above(&self) -> Option<Page> {
        let prompt = self.prompt.as_ref()?;
        let told = self.notice.as_ref()?.to_clean(self.locale);
        let label = prompt.asked.label().to_clean(self.locale);
        let cells = |text: &str| self.widths.cells(text);
        let beside = cells(label.as_str()) + cells(prompt.text()) + BESIDE;
        let room = usize::from(self.size.0.saturating_sub(2)).max(1);
        let measure = Measure { cells: room, ..self.measure() };
        let page = || {
            let document = document::parse(told.as_str(), Syntax::Plain, &NoContext);
            Page::new(None, &document, measure)
        };
        (cells(told.as_str()) + beside > room).then(page)
    }

    /// Shows only those rows over the panes that have some words.
    fn narrow(&mut self, words: &str) {
        let Some(overlay) = &mut self.overlay else { return };
        if !overlay.narrow(words, self.locale) {
            self.notice = Some(Text::NoSuchRow { text: CleanText::line(words) });
        }
    }

    /// Shows what a choice would bring, where that can be seen at once.
    fn try_choice(&mut self) -> Vec<Effect> {
        let Some(prompt) = &mut self.prompt else { return Vec::new() };
        match prompt.offer().map(|offer| offer.pick.clone()) {
            Some(Pick::Line(line)) => {
                prompt.set(&line);
                if prompt.asked == Asked::Search { self.search(&line) } else { Vec::new() }
            }
            Some(Pick::Command(command)) => {
                prompt.set(command.name());
                Vec::new()
            }
            Some(Pick::Word(command, word)) => {
                prompt.set(&format!("{command} {word}"));
                Vec::new()
            }
            Some(Pick::Named(command, name)) => {
                prompt.set(&format!("{command} {name}"));
                let is_theme = command == Command::Theme;
                if is_theme { vec![Effect::Theme(name)] } else { Vec::new() }
            }
            _ => Vec::new(),
        }
    }

    /// Forgets the line; all is as it was before.
    fn leave_line(&mut self) -> Vec<Effect> {
        let Some(prompt) = self.prompt.take() else { return Vec::new() };
        match prompt.asked {
            Asked::Find => self.leave_find(prompt.origin.as_ref()),
            Asked::Rows => self.narrow(""),
            Asked::Search => return self.leave_search(),
            _ => {}
        }
        let has_tried = prompt.text().trim_start().starts_with(Command::Theme.name());
        if has_tried { vec![Effect::Theme(self.theme.clone())] } else { Vec::new() }
    }

    fn end_line(&mut self) -> Vec<Effect> {
        let Some(prompt) = self.prompt.take() else { return Vec::new() };
        let text = prompt.text().trim().to_owned();
        self.history.add(prompt.asked, &text);
        let offer = prompt.offer().or_else(|| first_if_sure(&prompt)).cloned();
        match prompt.asked {
            Asked::Search => self.end_search(&text),
            Asked::Filter => {
                if let Ok(effects) = self.filter_by(&text) {
                    effects
                } else {
                    self.prompt = Some(prompt);
                    Vec::new()
                }
            }
            Asked::View => self.save_view(&text),
            Asked::Find => {
                self.end_find(&text);
                Vec::new()
            }
            Asked::Rows => Vec::new(),
            Asked::Command => match offer {
                Some(offer) => self.take(offer.pick),
                None => self.run_line(&text),
            },
            Asked::Category | Asked::Tag | Asked::Title => match offer {
                Some(offer) => self.take(offer.pick),
                None if text.is_empty() => Vec::new(),
                None => self.refuse(prompt, Text::NoSuchName { text: CleanText::line(&text) }),
            },
            Asked::Date => self.go_to_date(prompt, &text),
        }
    }

    /// Leaves the line as it was typed, to be put right.
    fn refuse(&mut self, prompt: Prompt, fault: Text) -> Vec<Effect> {
        self.notice = Some(fault);
        self.prompt = Some(prompt);
        Vec::new()
    }

    fn take(&mut self, pick: Pick) -> Vec<Effect> {
        match pick {
            Pick::Command(command) => self.run(command, None),
            Pick::Word(command, word) => self.run_with(command, word),
            Pick::Named(command, name) => self.run_with(command, name.as_str()),
            Pick::Facet(facet) => {
                self.focus = Pane::List;
                self.list_only(vec![facet], None)
            }
            Pick::Line(_) => Vec::new(),
            Pick::Post(id) => {
                match self.archive.post(id).map(super::super::archive::PostRef::key) {
                    Some(key) => {
                        self.remember_jump();
                        self.go_to_post(&key)
                    }
                    None => Vec::new(),
                }
            }
        }
    }

    /// Runs what was typed: a number of a row, a part in percent, or a command and what it takes.
    fn run_line(&mut self, text: &str) -> Vec<Effect> {
        let (name, word) = text.split_once(' ').unwrap_or((text, ""));
        if let Ok(row) = name.parse::<usize>() {
            return self.run(Command::Top, Some(row));
        }
        if let Some(Ok(percent)) = name.strip_suffix('%').map(str::parse::<usize>) {
            return self.run(Command::Percent, Some(percent));
        }
        if name.is_empty() {
            return Vec::new();
        }
        if let Some(command) = command_named(name) {
            return self.run_with(command, word.trim());
        }
        let known = Command::ALL.iter().map(|command| command.name());
        let name = CleanText::line(name);
        self.notice = Some(match nearest::nearest(name.as_str(), known) {
            Some(nearest) => Text::NoSuchCommandNear { name, nearest: CleanText::line(nearest) },
            None => Text::NoSuchCommand { name },
        });
        Vec::new()
    }

    /// Runs a command with what it takes; without, it asks.
    fn run_with(&mut self, command: Command, word: &str) -> Vec<Effect> {
        let Some(takes) = command.takes().filter(|_| !word.is_empty()) else {
            return self.run(command, None);
        };
        let done = match takes {
            Takes::Theme => self.themes.iter().any(|name| name.as_str() == word).then(|| {
                self.theme = CleanText::line(word);
                vec![Effect::Theme(self.theme.clone())]
            }),
            Takes::Layout => Arrangement::named(word).map(|layout| {
                self.preferences.layout = layout;
                self.preview()
            }),
            Takes::Language => {
                Locale::ALL.into_iter().find(|locale| locale.tag() == word).map(|l| self.speak(l))
            }
            Takes::Sort => Sort::named(word)
                .filter(|sort| sort.key != By::Relevance)
                .map(|sort| self.sort(sort)),
        };
        done.unwrap_or_else(|| {
            let (name, word) = (CleanText::line(command.name()), CleanText::line(word));
            self.notice = Some(Text::NoSuchWord { name, word });
            Vec::new()
        })
    }

    /// Goes to the newest listed post that is not after a date.
    fn go_to_date(&mut self, prompt: Prompt, text: &str) -> Vec<Effect> {
        if text.is_empty() {
            return Vec::new();
        }
        let Some(dates) = Dates::read(text) else {
            return self.refuse(prompt, Text::NoSuchDate { text: CleanText::line(text) });
        };
        let (_, last) = dates.days(self.today);
        let is_then = |&id: &_| {
            let date = self.archive.post(id).and_then(crate::archive::PostRef::date);
            date.is_some_and(|date| last.is_none_or(|last| date.civil().date() <= last))
        };
        if let Some(at) = self.list.posts.iter().position(is_then) {
            self.remember_jump();
            self.go_to_row(at)
        } else {
            self.notice = Some(Text::NoPostThen);
            Vec::new()
        }
    }

    /// Makes the offers for what was typed.
    pub(super) fn make_offers(&mut self) {
        let Some(prompt) = &self.prompt else { return };
        let text = prompt.text().trim_start().to_owned();
        let offers = match prompt.asked {
            Asked::Find | Asked::Rows | Asked::Date | Asked::View => Vec::new(),
            Asked::Search | Asked::Filter => self.offered_terms(prompt.text()),
            Asked::Title => self.offered_titles(&text),
            Asked::Command => self.offered_commands(&text),
            Asked::Category => {
                let tree = self.counts.listed.tree(&self.archive);
                let paths = self.counts.all.tree(&self.archive).into_keys();
                let called = |path: &CleanText| match self.facets.category_label(path.as_str()) {
                    Some(label) => format!("{label} {path}"),
                    None => path.to_string(),
                };
                ranked(&text, paths, called, |path| {
                    let label = self.facets.category_label(path.as_str());
                    let count = tree.get(&path).copied().unwrap_or(0);
                    Offer {
                        label: label.map_or_else(|| path.clone(), CleanStr::to_clean),
                        detail: Text::PostsIn { count },
                        pick: Pick::Facet(Facet::Category(path)),
                    }
                })
            }
            Asked::Tag => {
                let tags = self.archive.tags().map(|(id, name)| (id, name.to_clean()));
                let counts: std::collections::HashMap<_, _> =
                    tags.map(|(id, name)| (name, self.counts.all.tag(id))).collect();
                ranked(&text, counts.keys().cloned(), CleanText::to_string, |name| Offer {
                    label: CleanText::line(&format!("#{name}")),
                    detail: Text::PostsIn { count: counts.get(&name).copied().unwrap_or(0) },
                    pick: Pick::Facet(Facet::Tag(name)),
                })
            }
        };
        if let Some(prompt) = &mut self.prompt {
            prompt.offers = offers;
            prompt.chosen = None;
        }
    }

    fn offered_commands(&self, text: &str) -> Vec<Offer> {
        if let Some((name, word)) = text.split_once(' ') {
            let Some(command) = command_named(name) else { return Vec::new() };
            let word = word.trim();
            return command.takes().map_or_else(Vec::new, |takes| self.words(command, takes, word));
        }
        let all = || Command::ALL.iter().copied().filter(|one| *one != Command::CommandLine);
        let mut found: Vec<(u32, Command)> =
            rank::ranked(all().collect(), Command::to_string, text);
        // By what they do, in the reader's language, less surely.
        let help = |command: &Command| Text::Command(*command).to_clean(self.locale).to_string();
        let is_new = |command: &Command| found.iter().all(|(_, known)| known != command);
        let others: Vec<Command> = all().filter(is_new).collect();
        found.extend(rank::ranked(others, help, text));
        let offer = |(_, command): (u32, Command)| Offer {
            label: CleanText::line(command.name()),
            detail: Text::Command(command),
            pick: Pick::Command(command),
        };
        found.into_iter().map(offer).collect()
    }

    /// What a command could take, as far as it begins like `word`.
    fn words(&self, command: Command, takes: Takes, word: &str) -> Vec<Offer> {
        let plain = |label: &str, detail: Text, pick: Pick| Offer {
            label: CleanText::line(label),
            detail,
            pick,
        };
        let none = || Text::Plain(CleanText::default());
        let all: Vec<Offer> = match takes {
            Takes::Theme => {
                let pick = |name: &CleanText| Pick::Named(command, name.clone());
                let themes = self.themes.iter();
                themes.map(|name| plain(name.as_str(), none(), pick(name))).collect()
            }
            Takes::Layout => {
                let all = Arrangement::ALL.iter();
                all.map(|(_, word, _)| (word, Text::Layout(word)))
                    .map(|(word, help)| plain(word, help, Pick::Word(command, word)))
                    .collect()
            }
            Takes::Language => {
                let all = Locale::ALL.into_iter().map(Locale::tag);
                all.map(|tag| plain(tag, none(), Pick::Word(command, tag))).collect()
            }
            Takes::Sort => SORTS
                .iter()
                .filter(|word| word.means.key != By::Relevance)
                .map(|word| plain(word.name, Text::Sort(word.name), Pick::Word(command, word.name)))
                .collect(),
        };
        all.into_iter().filter(|offer| offer.label.as_str().starts_with(word)).collect()
    }
}

/// The command of a name, or of a beginning that no other has.
fn command_named(name: &str) -> Option<Command> {
    let mut beginning = Command::ALL.iter().filter(|command| command.name().starts_with(name));
    let only = beginning.next().filter(|_| !name.is_empty() && beginning.next().is_none());
    name.parse().ok().or(only.copied())
}

/// The offer that is meant though none was chosen: the first, where a name was typed in part.
fn first_if_sure(prompt: &Prompt) -> Option<&Offer> {
    let first = prompt.offers.first().filter(|_| !prompt.text().trim().is_empty())?;
    let is_exact = |command: &Command| command.name() == prompt.text().trim();
    match (&first.pick, prompt.asked) {
        // A command is run by its whole name, or by a beginning that no other has.
        (Pick::Command(command), Asked::Command) => {
            let begins = |offer: &&Offer| offer.label.as_str().starts_with(prompt.text().trim());
            let is_sure = is_exact(command) || prompt.offers.iter().filter(begins).count() == 1;
            (is_sure && begins(&first)).then_some(first)
        }
        _ => Some(first),
    }
}

/// The names that a text could mean, the likeliest first; `called` says what a name is found by.
fn ranked(
    text: &str,
    names: impl Iterator<Item = CleanText>,
    called: impl Fn(&CleanText) -> String,
    offer: impl Fn(CleanText) -> Offer,
) -> Vec<Offer> {
    let mut names: Vec<CleanText> = names.collect();
    names.sort();
    let mut found = rank::ranked(names, called, text);
    found.truncate(MOST_OFFERS);
    found.into_iter().map(|(_, name)| offer(name)).collect()
}
