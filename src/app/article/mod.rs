//! The article pane: a post's page and the line at its top.

pub(in crate::app) mod copy;
pub mod find;
pub(in crate::app) mod links;
mod open;

use crate::app::article::find::Find;
use crate::app::text::Text;
use crate::archive::PostRef;
use crate::archive::date::PostDate;
use crate::archive::post::{PostId, PostKey, Problem};
use crate::clean::CleanText;
use crate::config::locale::Locale;
use crate::document::{self, Block, Document, Link, heading_name};
use crate::typeset::{Anchor, Header, Measure, Page};

pub use crate::config::locale::grouped;

/// The post that an article is of, and what stands around its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The post's place in the archive.
    pub post: PostId,
    /// The post's path.
    pub key: PostKey,
    /// The title to stand above the body.
    pub title: CleanText,
    /// Date, categories and tags, to which the length is added.
    pub facts: Vec<CleanText>,
    /// A person's note, to stand below the text.
    pub note: Option<CleanText>,
}

impl Subject {
    /// A post without a note.
    pub fn of(post: PostRef<'_>, locale: Locale) -> Self {
        let facts = facts(post, locale);
        let title = post.title().to_clean();
        Self { post: post.id(), key: post.key(), title, facts, note: None }
    }
}

/// A post that has been read.
#[derive(Debug)]
pub struct Article {
    /// The post's place in the archive.
    pub post: PostId,
    /// The post's path.
    pub key: PostKey,
    /// The lines.
    pub page: Page,
    /// The targets of its links.
    pub links: Vec<Link>,
    /// A person's note that stands below it.
    pub note: Option<CleanText>,
    /// The names of its places.
    pub anchors: Vec<CleanText>,
    /// Where the text comes from, if its author says so.
    pub named_source: Option<CleanText>,
    /// What was found wrong while reading the body.
    pub problems: Vec<Problem>,
    /// The language of the line of facts and of what stands in for pictures.
    pub locale: Locale,
    /// Whether the file may have changed since.
    pub stale: bool,
}

impl Article {
    /// Typesets a document under its title and facts, in a language.
    pub fn new(subject: Subject, mut document: Document, measure: Measure, locale: Locale) -> Self {
        let Subject { post, key, title, mut facts, note } = subject;
        facts.extend(length(&document, locale));
        name_images(&mut document, locale);
        if let Some(note) = &note {
            add_note(&mut document, note);
        }
        let meta = CleanText::join(facts.iter().map(CleanText::as_clean), " · ");
        let page = Page::new(Some(&Header { title, meta }), &document, measure);
        Self {
            post,
            key,
            page,
            links: document.links,
            note,
            anchors: document.anchors,
            named_source: None,
            problems: Vec::new(),
            locale,
            stale: false,
        }
    }
}

impl Article {
    /// Where the text comes from: as its author says, else the last address that stands in it as
    /// such, which is how news that is copied names its source.
    pub fn source(&self) -> Option<CleanText> {
        let bare = || {
            let links = self.page.links().filter_map(|(index, place)| {
                let target = &self.links.get(index)?.target;
                let is_bare = self.page.text_of(&place) == *target;
                is_bare.then(|| target.clone())
            });
            links.last()
        };
        self.named_source.clone().or_else(bare)
    }

    /// The place of a name: one that the author gave, else a heading's.
    pub fn place_named(&self, name: &str) -> Option<Anchor> {
        let named = |index: usize| self.anchors.get(index).is_some_and(|own| own.as_str() == name);
        let place = self.page.anchors().find(|&(index, _)| named(index)).map(|(_, place)| place);
        place.or_else(|| {
            let mut headings = self.page.headings();
            let heading = headings.find(|(.., words)| heading_name(words.as_str()) == name);
            heading.map(|(line, ..)| self.page.anchor(line))
        })
    }
}

/// Puts a person's note below a text, where it moves no place of the text.
fn add_note(document: &mut Document, note: &CleanText) {
    document.blocks.push(Block::Rule);
    let mut text = CleanText::line("¶ ");
    text.push(note.as_clean());
    document.blocks.push(Block::Paragraph(document::Text::plain(text)));
}

/// Says in a language what stands in for each picture.
pub fn name_images(document: &mut Document, locale: Locale) {
    document.name_images(&|name| Text::Image { name: name.to_clean() }.to_clean(locale));
}

/// How long a text is: characters, and minutes to read them. A text without words has neither.
fn length(document: &Document, locale: Locale) -> Vec<CleanText> {
    let chars = document.visible_chars();
    if chars == 0 {
        return Vec::new();
    }
    let text = document.plain_text();
    let wide = text.as_str().chars().filter(|&c| c >= '\u{2e80}').count();
    // Some 350 Han characters or 220 words of six letters a minute.
    let minutes = (wide / 350 + (chars - wide.min(chars)) / 1300).max(1);
    [Text::Characters { count: chars }, Text::Minutes { count: minutes }]
        .iter()
        .map(|text| text.to_clean(locale))
        .collect()
}

/// The facts under a title: date with weekday, status if it is unusual, categories, tags, authors.
fn facts(post: PostRef<'_>, locale: Locale) -> Vec<CleanText> {
    let mut facts = Vec::new();
    if let Some(date) = post.date() {
        facts.push(long_date(date, locale));
    }
    if post.status() != crate::archive::post::Status::Shown {
        facts.push(Text::Status(post.status()).to_clean(locale));
    }
    facts.extend(post.categories().map(crate::clean::CleanStr::to_clean));
    let tags: Vec<String> = post.tags().map(|tag| format!("#{tag}")).collect();
    if !tags.is_empty() {
        facts.push(CleanText::line(&tags.join(" ")));
    }
    facts.extend(post.authors().map(crate::clean::CleanStr::to_clean));
    facts
}

/// A date with its weekday, and the time if it has one.
fn long_date(date: PostDate, locale: Locale) -> CleanText {
    let civil = date.civil();
    let mut shown = Text::Date {
        year: CleanText::line(&format!("{:04}", civil.year())),
        month: civil.month().unsigned_abs().into(),
        day: civil.day().unsigned_abs().into(),
        weekday: civil.weekday().to_monday_one_offset().unsigned_abs().into(),
    }
    .to_clean(locale);
    if date.has_time {
        shown.push_space();
        shown.push(CleanText::line(&civil.strftime("%H:%M").to_string()).as_clean());
    }
    shown
}

/// A place in an article: its post's path, and where in its text.
pub type Place = (PostKey, Anchor);

/// A place to go to in an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// Where one was.
    Place(Anchor),
    /// What a link names.
    Named(String),
}

/// The pane's model.
#[derive(Debug, Default)]
pub struct ArticlePane {
    /// What is shown.
    pub article: Option<Article>,
    /// The post that is to be shown, while it is being read.
    pub wanted: Option<PostId>,
    /// Why the wanted post cannot be shown.
    pub failure: Option<CleanText>,
    /// The first line in view.
    pub top: usize,
    /// What is looked for in it.
    pub found: Option<Find>,
    /// Where to go in the article of this path once it is there.
    pub arrival: Option<(PostKey, Arrival)>,
    /// The place that changes of size keep at the top, until one scrolls.
    held: Option<Anchor>,
}

impl ArticlePane {
    /// Where one is: the article, and the text at the top.
    pub fn place(&self) -> Option<Place> {
        let article = self.article.as_ref()?;
        Some((article.key.clone(), article.page.anchor(self.top)))
    }

    /// Goes to the place of an arrival, if this is its article; `false` if the article does not
    /// have it.
    pub fn arrive(&mut self, height: usize) -> bool {
        let Some(article) = &self.article else { return true };
        let Some((_, arrival)) = self.arrival.take_if(|(key, _)| *key == article.key) else {
            return true;
        };
        let place = match arrival {
            Arrival::Place(place) => Some(place),
            Arrival::Named(name) => article.place_named(&name),
        };
        let Some(place) = place else { return false };
        let line = if place == Anchor::default() { 0 } else { article.page.line_of(place) };
        self.go_to(line, height);
        true
    }

    /// Lines of the page.
    pub fn lines(&self) -> usize {
        self.article.as_ref().map_or(0, |article| article.page.len())
    }

    /// The last line that can be at the top.
    pub fn last_top(&self, height: usize) -> usize {
        self.lines().saturating_sub(height)
    }

    /// Shows nothing.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Scrolls by lines, not beyond the ends.
    pub fn scroll(&mut self, by: isize, height: usize) {
        self.go_to(self.top.saturating_add_signed(by), height);
    }

    /// Puts a line at the top, or as near to it as the end allows.
    pub fn go_to(&mut self, line: usize, height: usize) {
        self.held = None;
        self.top = line.min(self.last_top(height));
    }

    /// How far one has read, 0 to 100: the last line in view of all lines.
    pub fn percent(&self, height: usize) -> usize {
        match self.last_top(height) {
            0 => 100,
            last => self.top * 100 / last,
        }
    }

    /// Fits the page to a measure and keeps the text at the top where it was.
    pub fn refit(&mut self, measure: Measure, height: usize) {
        let Some(article) = &mut self.article else { return };
        if article.page.measure() != measure {
            let anchor = *self.held.get_or_insert_with(|| article.page.anchor(self.top));
            article.page.refit(measure);
            self.top = article.page.line_of(anchor);
            if anchor == Anchor::default() {
                self.top = 0;
            }
        }
        self.top = self.top.min(self.last_top(height));
    }
}
