//! Completions for the prompt: commands and their arguments, names, titles, terms of a query.

use std::cmp::Reverse;
use std::ops::Range;

use crate::app::input::prompt::{Offer, Pick, Prompt, PromptKind};
use crate::app::library::Library;
use crate::app::listing::Listing;
use crate::app::screen::Screen;
use crate::app::text::Text;
use crate::archive::post::PostId;
use crate::clean::CleanText;
use crate::command::{Command, Takes};
use crate::config::choice::{Arrangement, Choice};
use crate::config::commands::OwnCommand;
use crate::config::locale::Locale;
use crate::config::settings::{Row, Settings};
use crate::config::theme::BUILT_IN;
use crate::conversion::Script;
use crate::search::facets::{Facet, Kind};
use crate::search::fold::{Folded, fold};
use crate::search::fuzzy::Fuzzy;
use crate::search::query::Text as Needle;
use crate::search::query::complete::{Completion, Help, Vocabulary, complete};
use crate::search::query::field::SORTS;
use crate::search::rank;
use crate::search::titles::Titles;
use crate::state::tags;

/// The most offers.
const MOST_OFFERS: usize = 50;
/// The most fuzzy matches whose matching characters are located.
const MOST_TRIED: usize = 200;

/// The commands and settings that can be completed.
#[derive(Clone, Copy)]
pub(in crate::app) struct Known<'a> {
    pub settings: &'a Settings,
    /// The user's own commands.
    pub own: &'a [OwnCommand],
}

/// The folded titles of the archive, computed when they are first needed.
#[derive(Debug, Default)]
pub(super) struct KnownTitles {
    /// The version of the archive.
    version: u64,
    titles: Titles,
}

/// A post with the matching byte ranges of its title.
type Found = (PostId, Vec<Range<usize>>);

impl KnownTitles {
    /// Finds posts by title among those that `is_listed` accepts, at most [`MOST_OFFERS`]. The
    /// newest posts whose titles contain the text or match it by pinyin come first, then fuzzy
    /// matches, best first.
    fn find(
        &mut self,
        library: &Library,
        text: &str,
        is_listed: &dyn Fn(PostId) -> bool,
    ) -> Vec<Found> {
        if text.is_empty() {
            return Vec::new();
        }
        if self.version != library.version() {
            *self = Self { version: library.version(), ..Self::default() };
        }
        self.titles.update(library.archive());
        let text = fold(text);
        let whole = self.titles.find(&Needle { text: text.clone(), exact: false });
        let all = || library.archive().newest_first().iter().copied();
        let posts = || all().filter(|id| is_listed(*id));
        let title = |id| library.archive().post(id).map(|post| Folded::new(post.title().as_str()));
        let found = posts().filter(|id| whole.contains(id.0 as usize)).take(MOST_OFFERS);
        let marks = |id| title(id).map(|title| title.find(&text)).unwrap_or_default();
        let mut found: Vec<Found> = found.map(|id| (id, marks(id))).collect();
        let Some(mut fuzzy) = Fuzzy::new(&text).filter(|_| found.len() < MOST_OFFERS) else {
            return found;
        };
        let rest = posts().filter(|id| !whole.contains(id.0 as usize));
        let mut scored: Vec<(u32, PostId)> =
            rest.filter_map(|id| Some((fuzzy.score(self.titles.folded(id))?, id))).collect();
        // The sort is stable: of equal scores, the newest comes first.
        scored.sort_by_key(|(score, _)| Reverse(*score));
        let likely = scored.into_iter().take(MOST_TRIED).filter_map(|(_, id)| {
            let title = title(id)?;
            let marks = fuzzy.marks(title.as_str())?;
            Some((id, marks.iter().map(|mark| title.original(mark)).collect()))
        });
        let room = MOST_OFFERS - found.len();
        found.extend(likely.take(room));
        found
    }
}

/// The offers for what is typed in a prompt.
pub(super) fn offers(
    prompt: &Prompt,
    titles: &mut KnownTitles,
    library: &Library,
    listing: &Listing,
    screen: &Screen,
    known: Known<'_>,
) -> Vec<Offer> {
    let text = prompt.text().trim_start();
    match prompt.kind() {
        PromptKind::Find
        | PromptKind::Rows
        | PromptKind::Date
        | PromptKind::View
        | PromptKind::Book
        | PromptKind::RenameView => Vec::new(),
        PromptKind::Search | PromptKind::Filter => terms(prompt.text(), library, listing),
        PromptKind::Title => {
            let found = titles.find(library, text, &|id| !listing.leaves_out(id));
            let offer = |(id, marks)| {
                let post = library.archive().post(id)?;
                let offer = offer(post.title().as_str(), nothing(), Pick::Post(post.key()));
                Some(Offer { marks, ..offer })
            };
            found.into_iter().filter_map(offer).collect()
        }
        PromptKind::Command => match text.split_once(' ') {
            None => commands(text, known.own, screen.locale()),
            Some((name, word)) => {
                let command = Command::called(name.trim_end_matches('!'));
                let word = word.trim_start();
                match command.map(|command| (command, command.takes())) {
                    Some((_, Takes::Setting)) => settings(name, word, known.settings, screen),
                    Some((command, takes)) => arguments(command, takes, word, screen),
                    None => Vec::new(),
                }
            }
        },
        PromptKind::Category => categories(text, library, listing),
        PromptKind::Tag => tags(text, library, listing),
        PromptKind::OwnTags => own_tags(prompt.text(), library, listing),
    }
}

fn offer(label: &str, detail: Text, pick: Pick) -> Offer {
    Offer { label: CleanText::line(label), marks: Vec::new(), detail, pick }
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
            marks: Vec::new(),
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

/// The command that the text runs, the user's own, then others by their names and by their
/// descriptions in the user's language.
fn commands(text: &str, own: &[OwnCommand], locale: Locale) -> Vec<Offer> {
    let called = Command::called(text);
    let all = || Command::ALL.iter().copied().filter(|one| *one != Command::CommandLine);
    let mut found: Vec<(u32, Command)> = rank::ranked(all().collect(), Command::to_string, text);
    let help = |command: &Command| Text::Command(*command).to_clean(locale).to_string();
    let is_new = |command: &Command| found.iter().all(|(_, known)| known != command);
    let others: Vec<Command> = all().filter(is_new).collect();
    found.extend(rank::ranked(others, help, text));
    let others = found.into_iter().map(|(_, command)| command).filter(|one| Some(*one) != called);
    let offer_of =
        |command: Command| offer(command.name(), Text::Command(command), Pick::Command(command));
    let searched = |own: &&OwnCommand| format!("{} {}", own.name, own.help);
    let own = rank::ranked(own.iter().collect(), searched, text).into_iter().map(|(_, own)| {
        offer(own.name.as_str(), Text::Plain(own.help.clone()), Pick::Own(own.name.clone()))
    });
    // Of commands that match as well the user's own come first: the others are in the help.
    called.map(offer_of).into_iter().chain(own).chain(others.map(offer_of)).collect()
}

/// Returns the arguments of a command, named in the user's language, whose word starts with the
/// typed text or whose name matches it.
fn arguments(command: Command, takes: Takes, word: &str, screen: &Screen) -> Vec<Offer> {
    let locale = screen.locale();
    let plain = |word: &str| Text::Plain(CleanText::line(word));
    let named = |word: &'static str, label: CleanText| {
        offer(label.as_str(), plain(word), Pick::Word(command, word))
    };
    let all: Vec<Offer> = match takes {
        Takes::Theme => {
            let theme = |name: &CleanText| {
                let label = theme_label(name.as_str(), locale);
                let detail = if label == *name { nothing() } else { plain(name.as_str()) };
                offer(label.as_str(), detail, Pick::Named(command, name.clone()))
            };
            screen.themes().iter().map(theme).collect()
        }
        Takes::Layout => {
            let words = Arrangement::ALL.iter().map(|(_, word, _)| *word);
            let label = |word| Text::LayoutName(word).to_clean(locale).to_string();
            words
                .map(|word| offer(&label(word), Text::Layout(word), Pick::Word(command, word)))
                .collect()
        }
        Takes::Language => {
            let all = Locale::ALL.into_iter();
            all.map(|one| named(one.tag(), CleanText::line(one.own_name()))).collect()
        }
        Takes::Script => {
            let words = Script::ALL.iter().map(|(_, word, _)| *word);
            words.map(|word| offer(word, Text::Script(word), Pick::Word(command, word))).collect()
        }
        Takes::Sort => SORTS
            .iter()
            .map(|word| named(word.name, Text::Sort(word.name).to_clean(locale)))
            .collect(),
        _ => Vec::new(),
    };
    let begins = |offer: &Offer| match &offer.pick {
        Pick::Word(_, own) => own.starts_with(word),
        Pick::Named(_, own) => own.as_str().starts_with(word),
        _ => false,
    };
    if word.is_empty() || all.iter().any(begins) {
        return all.into_iter().filter(|offer| word.is_empty() || begins(offer)).collect();
    }
    let found = rank::ranked(all, |offer| offer.label.to_string(), word);
    found.into_iter().map(|(_, offer)| offer).collect()
}

/// Returns the words that a command accepts; none if it has no fixed list of words.
pub(super) fn words_of(command: Command, screen: &Screen) -> Vec<String> {
    let words = arguments(command, command.takes(), "", screen).into_iter();
    let words = words.filter_map(|offer| match offer.pick {
        Pick::Word(_, word) => Some(word.to_owned()),
        Pick::Named(_, name) => Some(name.to_string()),
        _ => None,
    });
    words.collect()
}

/// The settings with their values, or the values of a setting; `name` is that of the command.
fn settings(name: &str, word: &str, known: &Settings, screen: &Screen) -> Vec<Offer> {
    let line = |text: &str| Pick::Line(format!("{name} {text}"));
    let Some((setting, value)) = word.split_once(['=', ' ']) else {
        let entries = known.entries().into_iter();
        let all = entries.map(|(row, value, _)| (row.name, value)).collect();
        let found = rank::ranked(all, |(name, _): &(&str, String)| (*name).to_owned(), word);
        let offer = |(_, (setting, value)): (u32, (&str, String))| {
            let detail = Text::Plain(CleanText::line(&value));
            offer(setting, detail, line(&format!("{setting}=")))
        };
        return found.into_iter().map(offer).collect();
    };
    let Some(row) = Row::called(setting.trim()) else { return Vec::new() };
    let words: Vec<String> = match row.name {
        "screen.theme" => screen.themes().iter().map(CleanText::to_string).collect(),
        _ => (row.words)().into_iter().map(str::to_owned).collect(),
    };
    let value = value.trim().trim_start_matches('=');
    words
        .iter()
        .filter(|word| word.starts_with(value))
        .map(|word| offer(word, nothing(), line(&format!("{}={word}", setting.trim()))))
        .collect()
}

/// The name of a theme in the user's language; that of the user's own themes is their file's.
pub(super) fn theme_label(name: &str, locale: Locale) -> CleanText {
    match BUILT_IN.iter().find(|(known, _)| *known == name) {
        Some((known, _)) => Text::Theme(known).to_clean(locale),
        None => CleanText::line(name),
    }
}

/// The categories with the posts that would be listed.
fn categories(text: &str, library: &Library, listing: &Listing) -> Vec<Offer> {
    let facets = listing.facets();
    let counts = listing.counts_with(Kind::Category).tree(library.archive());
    let searched = |path: &CleanText| match facets.category_label(path.as_str()) {
        Some(label) => format!("{label} {path}"),
        None => path.to_string(),
    };
    ranked(text, counts, searched, |path, detail| {
        let label = facets.category_label(path.as_str());
        let label = label.map_or_else(|| path.to_string(), |label| label.to_string());
        offer(&label, detail, Pick::Facet(Facet::Category(path)))
    })
}

/// The tags with the posts that would be listed.
fn tags(text: &str, library: &Library, listing: &Listing) -> Vec<Offer> {
    let counts = listing.counts_with(Kind::Tag);
    let tags = library.archive().tags().map(|(id, name)| (name.to_clean(), counts.tag(id)));
    ranked(text, tags, CleanText::to_string, |name, detail| {
        offer(&format!("#{name}"), detail, Pick::Facet(Facet::Tag(name)))
    })
}

/// Completions of the last tag in a line: with `-` if the posts have it and with `+` otherwise,
/// unless the sign is typed.
fn own_tags(text: &str, library: &Library, listing: &Listing) -> Vec<Offer> {
    let marks = library.marks();
    let (sign, typed, before) = tags::last_word(text);
    let posts = listing.chosen_or_present(MOST_TRIED);
    let is_on = |tag: &CleanText| posts.iter().any(|post| marks.has_tag(*post, tag.as_str()));
    let named = |is_wanted: bool, shown: char| {
        let names = marks.tags().filter(|(tag, _)| is_on(tag) == is_wanted);
        ranked(typed, names, CleanText::to_string, |name, detail| {
            let edit = format!("{shown}{name}");
            offer(&edit, detail, Pick::Line(format!("{before}{edit}")))
        })
    };
    match sign {
        Some(true) => named(false, '+'),
        Some(false) => named(true, '-'),
        None => [named(true, '-'), named(false, '+')].concat(),
    }
}

/// The names that match a text, the most likely first, else those with the most posts; `searched`
/// gives the text to match.
fn ranked(
    text: &str,
    names: impl IntoIterator<Item = (CleanText, usize)>,
    searched: impl Fn(&CleanText) -> String,
    offer: impl Fn(CleanText, Text) -> Offer,
) -> Vec<Offer> {
    let mut names: Vec<(CleanText, usize)> = names.into_iter().collect();
    names.sort_unstable_by(|(a, of_a), (b, of_b)| of_b.cmp(of_a).then_with(|| a.cmp(b)));
    let mut found = rank::ranked(names, |(name, _)| searched(name), text);
    found.truncate(MOST_OFFERS);
    let offer = |(_, (name, count))| offer(name, Text::PostsIn { count });
    found.into_iter().map(offer).collect()
}

/// The offer to take when none was chosen: the first, if anything was typed. Commands
/// run only when their names are typed.
pub(super) fn likely(prompt: &Prompt) -> Option<&Offer> {
    let is_typed = !prompt.text().trim().is_empty();
    let first = prompt.offers().first().filter(|_| is_typed)?;
    (!matches!(first.pick, Pick::Command(_) | Pick::Own(_))).then_some(first)
}
