//! An article: a post that was read and typeset.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::app::address::Address;
use crate::app::article::highlights::{self, Placed};
use crate::app::effect::{Fact, Subject};
use crate::app::screen::overlay::{Kind, Overlay, Row};
use crate::app::text::Text;
use crate::app::title;
use crate::archive::PostRef;
use crate::archive::date::PostDate;
use crate::archive::post::{PostId, PostKey, Problem, Status};
use crate::clean::{CleanStr, CleanText};
use crate::config::locale::Locale;
use crate::document::{self, Block, Document, Link, Mark, Style, heading_name};
use crate::forms::composed_text;
use crate::script;
use crate::state::highlights::{Colour, Highlight};
use crate::typeset::{Anchor, BodyText, Header, Measure, Page, Remark};

/// The longest address that is given to the terminal, in bytes: some take no longer ones.
const LONGEST_ADDRESS: usize = 2_000;
/// How many lines from a place on are searched for one with words.
const LINES: usize = 4;
/// The characters for each Chinese one from which a text is counted in words.
const MOST_LETTERS: usize = 10;
/// The most notes on highlights that are shown below a text.
const MOST_NOTES: usize = 200;
/// The characters of a highlight above the note on it.
const LONGEST_PREVIEW: usize = 40;

/// The last lines of an article, in which an address that stands as it is names the source.
const LAST_LINES: usize = 5;

/// The places of links that lead to the web, and their checked addresses.
fn web_links(page: &Page, links: &[Link]) -> (Vec<Range<Anchor>>, Vec<CleanText>) {
    let (mut places, mut addresses): (Vec<Range<Anchor>>, Vec<CleanText>) = Default::default();
    for (index, place) in page.links() {
        let address = links.get(index).and_then(|link| Address::parse(link.target.as_str(), false));
        if let Some(address) = address
            // The terminal would not warn of it (S14).
            && address.misleading_host().is_none()
            && address.text().len() <= LONGEST_ADDRESS
            && places.last().is_none_or(|last| last.end <= place.start)
        {
            places.push(place);
            addresses.push(address.text().clone());
        }
    }
    (places, addresses)
}

/// A post that was read and typeset.
#[derive(Debug)]
pub struct Article {
    /// The post's id.
    pub post: PostId,
    /// The post's path.
    pub key: PostKey,
    /// The lines.
    pub page: Page,
    /// The targets of its links.
    pub links: Vec<Link>,
    /// The places of links to the web in reading order, none within another.
    web_places: Vec<Range<Anchor>>,
    /// Where each of them leads.
    web_addresses: Vec<CleanText>,
    /// The user's own tags among the facts.
    pub own_tags: Vec<CleanText>,
    /// The user's note below the text.
    pub note: Option<CleanText>,
    /// The author's text, in which passages are found.
    pub body: BodyText,
    /// The user's highlights, in the order of their passages.
    pub highlights: Vec<Placed>,
    /// The places of highlights with their colours, in order and without overlaps.
    coloured: (Vec<Range<Anchor>>, Vec<Colour>),
    /// The name by which links in the article know its title.
    title_name: String,
    /// The names of its anchors.
    pub anchors: Vec<CleanText>,
    /// Its source, if the author names one.
    pub named_source: Option<CleanText>,
    /// The files of its pictures, by the index of their address.
    pub pictures: BTreeMap<usize, PostKey>,
    /// Problems that were found while reading the body.
    pub problems: Vec<Problem>,
    /// The language of the line of facts and of the placeholders of pictures.
    pub locale: Locale,
    /// Whether the article must be read again.
    pub stale: bool,
    /// Whether a line below the title describes problems of the post.
    has_remark: bool,
    /// Whether quotations and the ends of highlights are said in words.
    in_words: bool,
}

impl Article {
    /// Typesets a document under its title and facts, in a language.
    pub fn new(subject: Subject, mut document: Document, measure: Measure, locale: Locale) -> Self {
        let Subject {
            post,
            key,
            title,
            title_derived,
            mut facts,
            remark,
            own_tags,
            note,
            highlights,
        } = subject;
        let title_name = heading_name(&composed_text(title.as_str()));
        // The length matters more than names, and so goes before them.
        let names = facts.split_off(facts.len().min(1));
        facts.extend(length(&document, locale).into_iter().map(Fact::own));
        facts.extend(names);
        let own = own_tags.iter().map(|tag| CleanText::line(&format!("+{tag}")));
        facts.extend(own.map(|text| Fact { text, is_of_post: true }));
        let title = title::above(&mut document, title, title_derived);
        name_images(&mut document, locale);
        let added = add_notes(&mut document, note.as_ref(), &highlights);
        let has_remark = remark.is_some();
        let meta = meta(&facts, remark);
        let page = Page::new(Some(&Header { title, meta }), &document, measure);
        let body = page.body_text(added);
        let highlights = highlights::place(highlights, &body);
        let coloured = highlights::coloured(&highlights);
        let (web_places, web_addresses) = web_links(&page, &document.links);
        Self {
            web_places,
            web_addresses,
            post,
            key,
            page,
            links: document.links,
            own_tags,
            note,
            body,
            highlights,
            coloured,
            title_name,
            anchors: document.anchors,
            named_source: None,
            pictures: BTreeMap::new(),
            problems: Vec::new(),
            locale,
            stale: false,
            has_remark,
            in_words: false,
        }
    }

    /// Fits the lines to a measure, with the ends of highlights in words or not. Returns whether
    /// anything is different now.
    pub(super) fn refit(&mut self, measure: Measure, in_words: bool) -> bool {
        let is_new_measure = self.page.measure() != measure;
        if is_new_measure {
            self.page.refit(measure);
            // The remark was cut for the old measure.
            self.stale |= self.has_remark;
        }
        let is_other = std::mem::replace(&mut self.in_words, in_words) != in_words;
        let has_remarks = !self.coloured.0.is_empty() || self.page.quotations().next().is_some();
        // Without anything to say the lines stay.
        if is_other && has_remarks {
            let remarks = if in_words { self.in_words() } else { Vec::new() };
            self.page.set_remarks(remarks);
            return true;
        }
        is_new_measure
    }

    /// Words for what colours and bars show: where quotations and highlights begin.
    fn in_words(&self) -> Vec<Remark> {
        let text = Text::Quotation.to_clean(self.locale);
        let quotation = |leaf| Remark { leaf, is_below: false, text: text.clone() };
        let mut remarks: Vec<Remark> = self.page.quotations().map(quotation).collect();
        remarks.extend(highlights::in_words(&self.highlights, self.locale));
        remarks
    }

    /// The address that the article was taken from: the one its author names, else the last link
    /// whose text is its address, as copied news cites its source.
    pub fn source(&self) -> Option<CleanText> {
        let bare = || {
            let links = self.page.links().filter_map(|(index, place)| {
                let target = &self.links.get(index)?.target;
                // An address in the middle of an article is something else.
                let is_last = self.page.line_of(place.start) + LAST_LINES >= self.page.len();
                let is_bare = self.page.text_of(&place) == *target;
                (is_last && is_bare).then(|| target.clone())
            });
            links.last()
        };
        self.named_source.clone().or_else(bare)
    }

    /// The place of a name: an anchor's, else a heading's.
    pub fn place_named(&self, name: &str) -> Option<Anchor> {
        let is_it = |index: usize| self.anchors.get(index).is_some_and(|own| own.as_str() == name);
        let place = self.page.anchors().find(|&(index, _)| is_it(index)).map(|(_, place)| place);
        place.or_else(|| {
            let mut headings = self.page.headings();
            // Wiki links call a heading by its words.
            let named = |words: &str| heading_name(&composed_text(words));
            let wanted = named(name);
            let heading = headings.find(|(.., words)| named(words.as_str()) == wanted);
            let place = heading.map(|(line, ..)| self.page.anchor(line));
            // The heading that is the title was left out.
            place.or_else(|| (self.title_name == wanted).then(Anchor::default))
        })
    }

    /// The links to the web on a line: the columns, the address, and a number that is the same for
    /// all parts of a link.
    pub fn web_links(&self, line: usize) -> Vec<(Range<usize>, &CleanText, u32)> {
        let parts = self.page.columns_of(line, &self.web_places).into_iter();
        let part = |(at, columns)| Some((columns, self.web_addresses.get(at)?, at as u32));
        parts.filter_map(part).collect()
    }

    /// The highlighted columns on a line, with their colours.
    pub fn highlighted(&self, line: usize) -> Vec<(Range<usize>, Colour)> {
        let (places, colours) = &self.coloured;
        let parts = self.page.columns_of(line, places).into_iter();
        parts.filter_map(|(at, columns)| Some((columns, *colours.get(at)?))).collect()
    }

    /// The links in reading order with their texts, each target once; without those that only lead
    /// back from a footnote.
    pub fn unique_links(&self) -> Vec<(CleanText, &Link)> {
        let mut links: Vec<(CleanText, &Link)> = Vec::new();
        let mut known = std::collections::HashSet::new();
        for (index, place) in self.page.links() {
            let Some(link) = self.links.get(index) else { continue };
            let words = CleanText::line(self.page.shown_of(&place).as_str());
            let leads_back = link.is_within() && !words.as_str().contains(char::is_alphanumeric);
            if !leads_back && known.insert(&link.target) {
                links.push((words, link));
            }
        }
        links
    }

    /// What a link leads to, as it is listed: the words at a place of this article, the path of a
    /// post, else the address.
    fn target_of(&self, link: &Link) -> CleanText {
        let place = link.fragment().filter(|_| link.is_within());
        let place = place.and_then(|name| self.place_named(&name));
        let words = place.map(|place| {
            let end = Anchor { byte: u32::MAX, ..place };
            CleanText::line(self.page.shown_of(&(place..end)).as_str().trim_matches([' ', '↩']))
        });
        words
            .filter(|words| !words.is_empty())
            .or_else(|| link.post().map(|path| CleanText::lossy(&path)))
            .unwrap_or_else(|| link.target.clone())
    }

    /// Returns the line at a place of a post, or the next line with words. At the start of a post
    /// this is the first line of its text.
    pub fn line_at(
        subject: Subject,
        mut document: Document,
        anchor: Anchor,
        measure: Measure,
        locale: Locale,
    ) -> CleanText {
        let page = if anchor == Anchor::default() {
            title::above(&mut document, subject.title, subject.title_derived);
            Page::new(None, &document, measure)
        } else {
            Self::new(subject, document, measure, locale).page
        };
        let lines = (page.line_of(anchor)..page.len()).take(LINES);
        let mut lines = lines.map(|line| CleanText::line(page.plain(line).as_str().trim()));
        lines.find(|line| !line.is_empty()).unwrap_or_default()
    }

    /// The overlay that lists the links.
    pub(in crate::app) fn links_overlay(&self) -> Overlay {
        let row = |(at, (words, link)): (usize, (CleanText, &Link))| {
            let number = at + 1;
            let shown = self.target_of(link);
            let text = if words == shown {
                format!("{number:>3}  {shown}")
            } else {
                format!("{number:>3}  {words} — {shown}")
            };
            Row::Link { text: CleanText::line(&text), target: link.clone() }
        };
        let rows = self.unique_links().into_iter().enumerate().map(row);
        Overlay::new(Kind::Links, rows_or(rows, Text::NoLinks))
    }

    /// The overlay that lists the headings.
    pub(in crate::app) fn outline_overlay(&self) -> Overlay {
        let rows = self.page.headings().map(|(line, level, words)| {
            let indent = "  ".repeat(usize::from(level.saturating_sub(1)));
            let words = self.page.measure().script.shown(words);
            let text = CleanText::line(&format!("{indent}{words}"));
            Row::Section { text, anchor: self.page.anchor(line) }
        });
        Overlay::new(Kind::Outline, rows_or(rows, Text::NoHeadings))
    }

    /// The lines as plain text.
    pub(in crate::app) fn plain(&self) -> CleanText {
        let is_text =
            |line: &usize| self.page.picture_row(*line).is_none() && !self.page.is_remark(*line);
        let lines = (0..self.page.len()).filter(is_text);
        let lines: Vec<CleanText> = lines.map(|line| self.page.plain(line)).collect();
        CleanText::join(lines.iter().map(CleanText::as_clean), "\n")
    }

    /// The text as its author wrote it, without the title.
    pub(in crate::app) fn text(&self) -> CleanText {
        let end = Anchor { leaf: u32::MAX, byte: u32::MAX };
        self.page.text_of(&(Anchor::default()..end))
    }
}

/// Rows, or a row that says that there are none.
fn rows_or(rows: impl Iterator<Item = Row>, none: Text) -> Vec<Row> {
    let rows: Vec<Row> = rows.collect();
    if rows.is_empty() { vec![Row::Note(none)] } else { rows }
}

impl Subject {
    /// A post without a note and tags of the user's own.
    pub fn of(post: PostRef<'_>, locale: Locale) -> Self {
        let facts = facts(post, locale);
        let title = post.title().to_clean();
        let (post, key, title_derived) = (post.id(), post.key(), post.title_derived());
        let (remark, own_tags, note, highlights) = (None, Vec::new(), None, Vec::new());
        Self { post, key, title, title_derived, facts, remark, own_tags, note, highlights }
    }

    /// A post of which only the path and the title are known.
    pub fn bare(key: PostKey, title: CleanText, title_derived: bool) -> Self {
        let (post, facts, own_tags, highlights) = (PostId(0), Vec::new(), Vec::new(), Vec::new());
        let (remark, note) = (None, None);
        Self { post, key, title, title_derived, facts, remark, own_tags, note, highlights }
    }
}

/// Adds the user's notes below a text, where they do not shift any place in it. Returns the number
/// of leaves added.
fn add_notes(document: &mut Document, note: Option<&CleanText>, highlights: &[Highlight]) -> usize {
    let mut notes: Vec<CleanText> = Vec::new();
    let mut add = |quote: &str, note: &CleanText| {
        let mut text = CleanText::line(quote);
        text.push(CleanStr::literal("¶ "));
        text.push(note.as_clean());
        notes.push(text);
    };
    if let Some(note) = note {
        add("", note);
    }
    for (highlight, note) in
        highlights.iter().filter_map(|one| Some((one, one.note.as_deref()?))).take(MOST_NOTES)
    {
        let quote = highlights::preview(&highlight.passage.exact, LONGEST_PREVIEW);
        add(&format!("“{quote}” "), &CleanText::body(note));
    }
    if notes.is_empty() {
        return 0;
    }
    document.blocks.push(Block::Rule);
    let leaves = notes.len() + 1;
    document.blocks.extend(notes.into_iter().map(|text| {
        let marks = vec![Mark { range: 0..text.len(), style: Style::Verbatim }];
        Block::Paragraph(document::Text { text, marks })
    }));
    leaves
}

/// Translates the placeholders of pictures.
pub fn name_images(document: &mut Document, locale: Locale) {
    document.name_images(&|name| Text::Image { name: name.to_clean() }.to_clean(locale));
}

/// The length of a text, and minutes to read it: in characters, or in words if few characters are
/// Chinese. A text without words has neither.
fn length(document: &Document, locale: Locale) -> Vec<CleanText> {
    let text = document.plain_text();
    let chars = text.visible_chars();
    if chars == 0 {
        return Vec::new();
    }
    let wide = text.as_str().chars().filter(|&c| script::is_east_asian(c)).count();
    // Some 350 Han characters or 220 words of six letters a minute.
    let minutes = (wide / 350 + (chars - wide.min(chars)) / 1300).max(1);
    let length = if wide * MOST_LETTERS < chars {
        Text::Words { count: text.as_str().split_whitespace().count() }
    } else {
        Text::Characters { count: chars }
    };
    [length, Text::Minutes { count: minutes }].iter().map(|text| text.to_clean(locale)).collect()
}

/// The facts below a title, and a remark on a line of its own. The reader's own words are the same
/// in every script.
fn meta(facts: &[Fact], remark: Option<CleanText>) -> document::Text {
    let mut meta = document::Text::default();
    let mut push = |separator: &'static str, text: &CleanText, is_of_post: bool| {
        let start = meta.text.len();
        meta.text.push(CleanStr::literal(separator));
        meta.text.push(text.as_clean());
        let range = start..meta.text.len();
        if !is_of_post && !range.is_empty() {
            meta.marks.push(Mark { range, style: Style::Verbatim });
        }
    };
    for (at, Fact { text, is_of_post }) in facts.iter().enumerate() {
        push(if at == 0 { "" } else { " · " }, text, *is_of_post);
    }
    if let Some(remark) = remark {
        push("\n", &remark, false);
    }
    meta
}

/// The facts under a title: date with weekday, unusual status, categories, tags, authors.
fn facts(post: PostRef<'_>, locale: Locale) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(date) = post.date() {
        facts.push(Fact::own(long_date(date, locale)));
    }
    if post.status() != Status::Shown {
        facts.push(Fact::own(Text::Status(post.status()).to_clean(locale)));
    }
    // A name that is category, tag and author at once is said once.
    let mut names: Vec<CleanText> = Vec::new();
    let mut take = |name: CleanStr<'_>| {
        let is_new = names.iter().all(|known| known.as_str() != name.as_str());
        is_new.then(|| names.push(name.to_clean())).is_some()
    };
    let of_post = |text| Fact { text, is_of_post: true };
    let categories = post.categories().filter(|name| take(*name)).map(CleanStr::to_clean);
    facts.extend(categories.map(of_post));
    let tags = post.tags().filter(|name| take(*name)).map(|tag| format!("#{tag}"));
    let tags: Vec<String> = tags.collect();
    if !tags.is_empty() {
        facts.push(of_post(CleanText::line(&tags.join(" "))));
    }
    let authors = post.authors().filter(|name| take(*name)).map(CleanStr::to_clean);
    facts.extend(authors.map(of_post));
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
