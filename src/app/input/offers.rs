//! Completions for the prompt: commands and their arguments, names, titles, terms of a query.

use std::collections::HashMap;

use crate::app::input::prompt::{Offer, Pick, Prompt, PromptKind};
use crate::app::library::Library;
use crate::app::listing::Listing;
use crate::app::screen::Screen;
use crate::app::text::Text;
use crate::archive::post::PostId;
use crate::clean::{CleanStr, CleanText};
use crate::command::{Command, Takes};
use crate::config::choice::{Arrangement, Choice};
use crate::config::locale::Locale;
use crate::conversion::Script;
use crate::search::facets::Facet;
use crate::search::fold::fold;
use crate::search::query::Text as Needle;
use crate::search::query::complete::{Completion, Help, Vocabulary, complete};
use crate::search::query::field::{SORTS, SortKey};
use crate::search::rank;
use crate::search::titles::Titles;

/// The most offers.
const MOST_OFFERS: usize = 50;

/// The folded titles of the archive, made when they are first needed.
#[derive(Debug, Default)]
pub(super) struct KnownTitles {
    /// The version of the archive.
    version: u64,
    titles: Titles,
}

impl KnownTitles {
    /// The newest posts whose titles contain a text, or start so by pinyin.
    fn find(&mut self, library: &Library, text: &str) -> Vec<PostId> {
        if text.is_empty() {
            return Vec::new();
        }
        if self.version != library.version() {
            *self = Self { version: library.version(), ..Self::default() };
        }
        self.titles.update(library.archive());
        let found = self.titles.find(&Needle { text: fold(text), exact: false });
        let posts = library.archive().newest_first().iter().copied();
        posts.filter(|id| found.contains(id.0 as usize)).take(MOST_OFFERS).collect()
    }
}

/// The offers for what is typed in a prompt.
pub(super) fn offers(
    prompt: &Prompt,
    titles: &mut KnownTitles,
    library: &Library,
    listing: &Listing,
    screen: &Screen,
) -> Vec<Offer> {
    let text = prompt.text().trim_start();
    match prompt.kind() {
        PromptKind::Find
        | PromptKind::Rows
        | PromptKind::Date
        | PromptKind::View
        | PromptKind::RenameView => Vec::new(),
        PromptKind::Search | PromptKind::Filter => terms(prompt.text(), library, listing),
        PromptKind::Title => {
            let found = titles.find(library, text);
            let posts = found.into_iter().filter_map(|id| library.archive().post(id));
            posts
                .map(|post| offer(post.title().as_str(), nothing(), Pick::Post(post.id())))
                .collect()
        }
        PromptKind::Command => match text.split_once(' ') {
            None => commands(text, screen.locale()),
            Some((name, word)) => {
                let command = command_named(name);
                command.map_or_else(Vec::new, |command| arguments(command, word.trim(), screen))
            }
        },
        PromptKind::Category => categories(text, library, listing),
        PromptKind::Tag => tags(text, library, listing),
    }
}

fn offer(label: &str, detail: Text, pick: Pick) -> Offer {
    Offer { label: CleanText::line(label), detail, pick }
}

fn nothing() -> Text {
    Text::Plain(CleanText::default())
}

/// Completions of the last term of a query, where its field is typed.
fn terms(text: &str, library: &Library, listing: &Listing) -> Vec<Offer> {
    let last = text.rsplit([' ', '(', '-']).next().unwrap_or_default();
    if !last.contains([':', '：', '#']) {
        return Vec::new();
    }
    let (archive, counts) = (library.archive(), listing.all_counts());
    let tree = counts.tree(archive).into_iter().collect();
    let tags = archive.tags().map(|(id, name)| (name.to_clean(), counts.tag(id)));
    let names = Vocabulary::new(tree, tags.collect(), library.marks().tags().collect());
    let offer = |completion: Completion| {
        let (before, _) = text.split_at_checked(completion.range.start)?;
        Some(Offer {
            label: completion.text.clone(),
            detail: match completion.help {
                Help::Field(name) => Text::Field(name),
                Help::Word(field, word) => Text::Word(field, word),
                Help::Posts(count) => Text::PostsIn { count },
            },
            pick: Pick::Line(format!("{before}{}", completion.text)),
        })
    };
    complete(text, text.len(), &names, fold).into_iter().filter_map(offer).collect()
}

/// Commands by their names, then by their descriptions in the user's language.
fn commands(text: &str, locale: Locale) -> Vec<Offer> {
    let all = || Command::ALL.iter().copied().filter(|one| *one != Command::CommandLine);
    let mut found: Vec<(u32, Command)> = rank::ranked(all().collect(), Command::to_string, text);
    let help = |command: &Command| Text::Command(*command).to_clean(locale).to_string();
    let is_new = |command: &Command| found.iter().all(|(_, known)| known != command);
    let others: Vec<Command> = all().filter(is_new).collect();
    found.extend(rank::ranked(others, help, text));
    let offer_of = |(_, command): (u32, Command)| {
        offer(command.name(), Text::Command(command), Pick::Command(command))
    };
    found.into_iter().map(offer_of).collect()
}

/// The arguments of a command that start with `word`.
fn arguments(command: Command, word: &str, screen: &Screen) -> Vec<Offer> {
    let Some(takes) = command.takes() else { return Vec::new() };
    let all: Vec<Offer> = match takes {
        Takes::Theme => {
            let pick = |name: &CleanText| Pick::Named(command, name.clone());
            let themes = screen.themes().iter();
            themes.map(|name| offer(name.as_str(), nothing(), pick(name))).collect()
        }
        Takes::Layout => {
            let words = Arrangement::ALL.iter().map(|(_, word, _)| *word);
            words.map(|word| offer(word, Text::Layout(word), Pick::Word(command, word))).collect()
        }
        Takes::Language => {
            let tags = Locale::ALL.into_iter().map(Locale::tag);
            tags.map(|tag| offer(tag, nothing(), Pick::Word(command, tag))).collect()
        }
        Takes::Script => {
            let words = Script::ALL.iter().map(|(_, word, _)| *word);
            words.map(|word| offer(word, Text::Script(word), Pick::Word(command, word))).collect()
        }
        Takes::Sort => SORTS
            .iter()
            .filter(|word| word.means.key != SortKey::Relevance)
            .map(|word| offer(word.name, Text::Sort(word.name), Pick::Word(command, word.name)))
            .collect(),
    };
    all.into_iter().filter(|offer| offer.label.as_str().starts_with(word)).collect()
}

fn categories(text: &str, library: &Library, listing: &Listing) -> Vec<Offer> {
    let (archive, facets) = (library.archive(), listing.facets());
    let listed = listing.listed_counts().tree(archive);
    let paths = listing.all_counts().tree(archive).into_keys();
    let searched = |path: &CleanText| match facets.category_label(path.as_str()) {
        Some(label) => format!("{label} {path}"),
        None => path.to_string(),
    };
    ranked(text, paths, searched, |path| {
        let label = facets.category_label(path.as_str());
        let count = listed.get(&path).copied().unwrap_or(0);
        Offer {
            label: label.map_or_else(|| path.clone(), CleanStr::to_clean),
            detail: Text::PostsIn { count },
            pick: Pick::Facet(Facet::Category(path)),
        }
    })
}

fn tags(text: &str, library: &Library, listing: &Listing) -> Vec<Offer> {
    let tags = library.archive().tags().map(|(id, name)| (id, name.to_clean()));
    let counts: HashMap<_, _> =
        tags.map(|(id, name)| (name, listing.all_counts().tag(id))).collect();
    ranked(text, counts.keys().cloned(), CleanText::to_string, |name| Offer {
        label: CleanText::line(&format!("#{name}")),
        detail: Text::PostsIn { count: counts.get(&name).copied().unwrap_or(0) },
        pick: Pick::Facet(Facet::Tag(name)),
    })
}

/// The names that match a text, the most likely first; `searched` gives the text to match.
fn ranked(
    text: &str,
    names: impl Iterator<Item = CleanText>,
    searched: impl Fn(&CleanText) -> String,
    offer: impl Fn(CleanText) -> Offer,
) -> Vec<Offer> {
    let mut names: Vec<CleanText> = names.collect();
    names.sort();
    let mut found = rank::ranked(names, searched, text);
    found.truncate(MOST_OFFERS);
    found.into_iter().map(|(_, name)| offer(name)).collect()
}

/// The command with a name, or with a beginning that no other has.
pub(super) fn command_named(name: &str) -> Option<Command> {
    let mut beginning = Command::ALL.iter().filter(|command| command.name().starts_with(name));
    let only = beginning.next().filter(|_| !name.is_empty() && beginning.next().is_none());
    name.parse().ok().or(only.copied())
}

/// The offer that is meant when none was chosen: the first, if a name was typed in part.
pub(super) fn likely(prompt: &Prompt) -> Option<&Offer> {
    let typed = prompt.text().trim();
    let first = prompt.offers().first().filter(|_| !typed.is_empty())?;
    match (&first.pick, prompt.kind()) {
        // A command runs by its whole name, or by a beginning that no other has.
        (Pick::Command(command), PromptKind::Command) => {
            let begins = |offer: &&Offer| offer.label.as_str().starts_with(typed);
            let is_only = prompt.offers().iter().filter(begins).count() == 1;
            ((command.name() == typed || is_only) && begins(&first)).then_some(first)
        }
        _ => Some(first),
    }
}
