//! The article pane: the article that is read, the place in it, and the way to other places.

mod caret;
mod content;
mod find;
mod highlights;
mod hints;
mod jumps;
mod open;
mod pictures;
mod pointer;
mod selection;

use crate::app::effect::{PictureRequest, Technique};
use crate::app::screen::picture::{NoPicture, Picture};
use crate::app::text::Text;
use crate::archive::post::{PostId, PostKey};
use crate::clean::CleanText;
use crate::reason::Reason;
use crate::typeset::{Anchor, Measure};

pub use crate::state::highlights::Colour;
pub use content::{Article, name_images};
pub use find::Find;
pub use highlights::Placed;
pub(in crate::app) use highlights::preview;
pub use hints::{Hint, Hints};
pub(in crate::app) use jumps::{Jump, Jumps};
pub use pictures::Pictures;
pub(in crate::app) use pointer::Cell;
use selection::Marking;

/// A place in an article: the post's path, and the place in its text.
pub type ArticlePlace = (PostKey, Anchor);

/// Where to go in an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::app) enum Arrival {
    /// A place in the text.
    Place(Anchor),
    /// The name of an anchor or a heading.
    Named(String),
    /// The last hit of what is searched for, or the first.
    Hit {
        /// Whether it is the last.
        last: bool,
    },
    /// The highlight of an id.
    Highlight(Box<str>),
}

/// The pane's state.
#[derive(Debug, Default)]
pub struct ArticlePane {
    article: Option<Article>,
    /// The post that was requested and has not arrived.
    wanted: Option<PostId>,
    /// The post whose last request failed: it is not requested again until its file changes or
    /// another post is requested.
    refused: Option<PostId>,
    /// Why the post cannot be shown.
    failure: Option<Reason>,
    /// The first line in view.
    top: usize,
    /// The place at the top that is kept while the size changes, until the user scrolls.
    held: Option<Anchor>,
    found: Option<Find>,
    /// The words of the last search, if the article does not contain them.
    missed: Option<String>,
    /// Where to go in the article of this path once it arrives.
    arrival: Option<(PostKey, Arrival)>,
    /// The path of an article whose file has vanished, and the post under the list's cursor then.
    kept: Option<(PostKey, Option<PostId>)>,
    hints: Option<Hints>,
    pictures: Pictures,
    jumps: Jumps,
    marking: Marking,
    /// Whether the ends of highlights are said in words.
    in_words: bool,
    /// The host of the last warning.
    warned_of: Option<CleanText>,
    /// The link that was followed last, and the number of its article.
    followed: Option<(u64, CleanText)>,
    /// The number of articles shown so far.
    shown: u64,
    /// The number of the last article that was marked as read because it was opened.
    counted_as_read: u64,
    /// Whether the user has scrolled the article.
    was_scrolled: bool,
}

impl ArticlePane {
    /// Records a warning about a host. Returns whether the last warning was about another host.
    pub(in crate::app) fn warn_of(&mut self, host: &CleanText) -> bool {
        self.warned_of.replace(host.clone()).as_ref() != Some(host)
    }

    /// Records the address of a link that is followed.
    pub(in crate::app) fn note_followed(&mut self, address: CleanText) {
        self.followed = Some((self.shown, address));
    }

    /// The address of the link of this article that was followed last.
    pub(in crate::app) fn followed(&self) -> Option<&CleanText> {
        self.followed.as_ref().filter(|(shown, _)| *shown == self.shown).map(|(_, address)| address)
    }
}

/// What the view reads.
impl ArticlePane {
    /// The article.
    pub fn article(&self) -> Option<&Article> {
        self.article.as_ref()
    }

    /// Why the article cannot be shown.
    pub fn failure(&self) -> Option<&Reason> {
        self.failure.as_ref()
    }

    /// The first line in view.
    pub fn top(&self) -> usize {
        self.top
    }

    /// The words that are found in the article.
    pub fn found(&self) -> Option<&Find> {
        self.found.as_ref()
    }

    /// The pictures in the text.
    pub fn pictures(&self) -> &Pictures {
        &self.pictures
    }

    /// Returns the request for the next picture near the visible lines, if one is missing.
    pub(in crate::app) fn request_picture(
        &mut self,
        height: usize,
        technique: Technique,
    ) -> Option<PictureRequest> {
        self.pictures.request(self.article.as_ref()?, self.top, height, technique)
    }

    /// Drops all pictures, because the technique that draws them has changed.
    pub(in crate::app) fn forget_pictures(&mut self) {
        self.pictures = Pictures::default();
    }

    /// Stores a picture, or the reason why there is none.
    pub(in crate::app) fn take_picture(
        &mut self,
        request: &PictureRequest,
        result: &Result<Picture, NoPicture>,
    ) {
        self.pictures.take(request, result);
    }

    /// Labels beside the links in view, while the user chooses one.
    pub fn hints(&self) -> Option<&Hints> {
        self.hints.as_ref()
    }

    /// The lines of the article.
    pub fn lines(&self) -> usize {
        self.article.as_ref().map_or(0, |article| article.page.len())
    }

    /// How far the user has read, 0 to 100, in a pane of `height` lines.
    pub fn percent(&self, height: usize) -> usize {
        match self.last_top(height) {
            0 => 100,
            last => self.top * 100 / last,
        }
    }

    /// The last line that can be at the top of a pane of `height` lines.
    pub(in crate::app) fn last_top(&self, height: usize) -> usize {
        self.lines().saturating_sub(height)
    }

    /// The path of the article.
    pub(in crate::app) fn key(&self) -> Option<&PostKey> {
        self.article.as_ref().map(|article| &article.key)
    }

    /// The post of the article.
    pub(in crate::app) fn post(&self) -> Option<PostId> {
        self.article.as_ref().map(|article| article.post)
    }

    /// The article, if it is of a path.
    pub(in crate::app) fn of(&self, key: &PostKey) -> Option<&Article> {
        self.article.as_ref().filter(|article| article.key == *key)
    }

    /// The place at the top.
    pub(in crate::app) fn place(&self) -> Option<ArticlePlace> {
        let article = self.article.as_ref()?;
        Some((article.key.clone(), article.page.anchor(self.top)))
    }

    /// The same as a place to come back to: `Some(None)` at the start and the end.
    pub(in crate::app) fn place_within(&self, height: usize) -> Option<(PostKey, Option<Anchor>)> {
        let (key, place) = self.place()?;
        let is_within = self.top > 0 && height > 0 && self.top < self.last_top(height);
        Some((key, is_within.then_some(place)))
    }
}

/// Scrolling; heights are in lines.
impl ArticlePane {
    /// Scrolls by lines, not beyond the ends.
    pub(in crate::app) fn scroll(&mut self, by: isize, height: usize) {
        let before = self.top;
        self.scroll_preview(by, height);
        self.was_scrolled |= self.top != before;
    }

    /// Scrolls an article without the focus. This does not count as reading it.
    pub(in crate::app) fn scroll_preview(&mut self, by: isize, height: usize) {
        if height > 0 {
            self.go_to(self.top.saturating_add_signed(by), height);
        }
    }

    /// Whether the user has scrolled the article. The place where it opened, such as a hit, does
    /// not count.
    pub(in crate::app) fn was_scrolled(&self) -> bool {
        self.was_scrolled
    }

    /// Whether the user has opened or scrolled the article. A preview alone does not count.
    pub(in crate::app) fn was_read(&self) -> bool {
        self.was_scrolled || self.counted_as_read == self.shown
    }

    /// Puts a line at the top, or as near to it as the end allows.
    pub(in crate::app) fn go_to(&mut self, line: usize, height: usize) {
        self.held = None;
        self.top = line.min(self.last_top(height));
    }

    /// Goes to a place of the article.
    pub(in crate::app) fn go_to_place(&mut self, place: Anchor, height: usize) {
        let Some(article) = &self.article else { return };
        // The text starts below the title; the article starts at the title.
        let line = if place == Anchor::default() { 0 } else { article.page.line_of(place) };
        self.go_to(line, height);
    }

    /// Goes to the next heading or the one before, `count` times. Returns whether there is one.
    pub(in crate::app) fn go_to_heading(
        &mut self,
        count: usize,
        forward: bool,
        height: usize,
    ) -> Result<(), Text> {
        let Some(article) = &self.article else { return Ok(()) };
        let (top, skip) = (self.top, count.saturating_sub(1));
        let lines: Vec<usize> = article.page.headings().map(|(line, ..)| line).collect();
        let target = if forward {
            lines.iter().filter(|&&line| line > top).nth(skip)
        } else {
            lines.iter().rev().filter(|&&line| line < top).nth(skip)
        };
        let &line = target.ok_or(Text::NoFurtherHeading)?;
        self.go_to(line, height);
        self.was_scrolled = true;
        Ok(())
    }

    /// Sets whether the next [`Self::refit`] writes the ends of highlights out in words.
    pub(in crate::app) fn set_in_words(&mut self, in_words: bool) {
        self.in_words = in_words;
    }

    /// Fits the page to a measure and keeps the text at the top where it was.
    pub(in crate::app) fn refit(&mut self, measure: Measure, height: usize) {
        let Some(article) = &mut self.article else { return };
        let anchor = self.held.unwrap_or_else(|| article.page.anchor(self.top));
        if article.refit(measure, self.in_words) {
            self.held = Some(anchor);
            self.top = article.page.line_of(anchor);
            if anchor == Anchor::default() {
                self.top = 0;
            }
        }
        self.top = self.top.min(self.last_top(height));
    }

    pub(in crate::app) fn jumps(&self) -> &Jumps {
        &self.jumps
    }

    pub(in crate::app) fn jumps_mut(&mut self) -> &mut Jumps {
        &mut self.jumps
    }

    /// Has the article go to a place as soon as the article of a path has come.
    pub(in crate::app) fn arrive_at(&mut self, key: PostKey, arrival: Arrival) {
        self.arrival = Some((key, arrival));
    }

    /// Whether the article is to go to a hit.
    pub(in crate::app) fn arrives_at_hit(&self) -> bool {
        matches!(self.arrival, Some((_, Arrival::Hit { .. })))
    }

    /// Goes to the place of the arrival if its article has loaded. The error is the message for a
    /// place that is missing.
    pub(in crate::app) fn arrive(&mut self, height: usize) -> Result<(), Text> {
        let Some(article) = &self.article else { return Ok(()) };
        let Some((_, arrival)) = self.arrival.take_if(|(key, _)| *key == article.key) else {
            return Ok(());
        };
        let place = match arrival {
            Arrival::Place(place) => place,
            Arrival::Named(name) => article.place_named(&name).ok_or(Text::NoSuchPlace)?,
            Arrival::Hit { last } => {
                self.go_to_end_hit(last, height);
                return Ok(());
            }
            Arrival::Highlight(id) => {
                let found = article.highlights.iter().find(|placed| placed.highlight.id == id);
                let place = found.and_then(|placed| placed.place.as_ref());
                place.map(|(place, _)| place.start).ok_or(Text::HighlightLost)?
            }
        };
        self.go_to_place(place, height);
        Ok(())
    }
}
