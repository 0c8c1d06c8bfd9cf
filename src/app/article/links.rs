//! Following links, and the way back.

use crate::app::article::{Arrival, Article};
use crate::app::screen::layout::Pane;
use crate::app::screen::overlay::{Overlay, Row};
use crate::app::text::Text;
use crate::app::{App, Effect};
use crate::archive::post::PostKey;
use crate::clean::CleanText;
use crate::document::Link;
use crate::typeset::Anchor;

/// The most places that are kept.
const MOST: usize = 100;

/// A place in an article, and the pane that one was in.
type Place = (PostKey, Anchor, Pane);

/// Where one was before each jump, and where one came back from.
#[derive(Debug, Default)]
pub(in crate::app) struct Jumps {
    back: Vec<Place>,
    forward: Vec<Place>,
}

impl App {
    /// Lists the article's links, or its headings.
    pub(in crate::app) fn list_of_article(&mut self, list: fn(&Article) -> Overlay) {
        match &self.article.article {
            Some(article) => self.overlay = Some(list(article)),
            None => self.notice = Some(Text::NoArticle),
        }
    }

    /// Opens the article's link of a number, counted from 1 as the list of links counts.
    pub(in crate::app) fn follow_number(&mut self, number: usize) -> Vec<Effect> {
        let rows = self.article.article.as_ref().map(|article| Overlay::links(article).rows);
        let row = rows.unwrap_or_default().into_iter().nth(number.saturating_sub(1));
        if let Some(Row::Link { target, .. }) = row {
            return self.follow(&target);
        }
        self.notice = Some(Text::NoLink { number });
        Vec::new()
    }

    /// Opens a link: a post or a picture of the archive in the reader, anything else outside.
    pub(in crate::app) fn follow(&mut self, link: &Link) -> Vec<Effect> {
        if let Some(effects) = self.look_at(link) {
            return effects;
        }
        let target = link.target.as_str();
        if target.starts_with('#') {
            return self.go_to_name(link.fragment().as_deref());
        }
        let named = link.post();
        let post = match &named {
            Some(path) => self.archive.named(path),
            None => self.archive.at_address(target.split('#').next().unwrap_or_default()),
        };
        let key = post.and_then(|id| Some(self.archive.post(id)?.key()));
        if let Some(key) = key {
            if self.article.article.as_ref().is_some_and(|article| article.key == key) {
                return self.go_to_name(link.fragment().as_deref());
            }
            self.remember_jump();
            let arrival = link.fragment().map(|name| (key.clone(), Arrival::Named(name)));
            self.article.arrival = arrival;
            return self.go_to_post(&key);
        }
        if let Some(path) = named {
            self.notice = Some(Text::NotInArchive { path: CleanText::line(&path) });
            return Vec::new();
        }
        self.open(&link.target)
    }

    /// Goes to a named place of the article at hand; the article itself begins at its top.
    fn go_to_name(&mut self, name: Option<&str>) -> Vec<Effect> {
        let Some(article) = &self.article.article else { return Vec::new() };
        let place = match name {
            None => Some(Anchor::default()),
            Some(name) => article.place_named(name),
        };
        match place {
            Some(place) => self.go_to_place(place),
            None => self.has_no_place(),
        }
        Vec::new()
    }

    fn has_no_place(&mut self) {
        self.notice = Some(Text::NoSuchPlace);
    }

    /// Goes where one is to arrive, if its article has come.
    pub(in crate::app) fn arrive(&mut self) {
        let height = self.height(Pane::Article);
        if !self.article.arrive(height) {
            self.has_no_place();
        }
    }

    /// Opens where the article comes from.
    pub(in crate::app) fn open_source(&mut self) -> Vec<Effect> {
        let source = self.article.article.as_ref().and_then(Article::source);
        if let Some(source) = source {
            return self.open(&source);
        }
        self.notice = Some(Text::NoSource);
        Vec::new()
    }

    pub(in crate::app) fn open(&mut self, address: &CleanText) -> Vec<Effect> {
        let text = address.as_str();
        let known = ["http://", "https://", "mailto:", "gopher://", "gemini://", "ftp://"];
        let is_known = |scheme: &&str| {
            text.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme))
        };
        if !known.iter().any(is_known) {
            self.notice = Some(Text::NoOpener { address: address.clone() });
            return Vec::new();
        }
        vec![Effect::Open(address.clone())]
    }

    /// Goes to a place in the article at hand.
    pub(in crate::app) fn go_to_place(&mut self, place: Anchor) {
        self.remember_jump();
        let height = self.height(Pane::Article);
        if let Some(article) = &self.article.article {
            let line = article.page.line_of(place);
            self.focus = Pane::Article;
            self.article.go_to(line, height);
        }
    }

    /// Keeps the place at hand for the way back.
    pub(in crate::app) fn remember_jump(&mut self) {
        let here = self.here();
        self.jumps.back.extend(here);
        self.jumps.forward.clear();
        if self.jumps.back.len() > MOST {
            self.jumps.back.remove(0);
        }
    }

    /// Goes back to where one was before a jump, or forward again.
    pub(in crate::app) fn jump(&mut self, forward: bool) -> Vec<Effect> {
        let from = if forward { &mut self.jumps.forward } else { &mut self.jumps.back };
        let Some((key, place, pane)) = from.pop() else {
            self.notice = Some(if forward { Text::NothingForward } else { Text::NothingBack });
            return Vec::new();
        };
        if self.archive.find(key.as_bytes()).is_none() {
            self.notice = Some(Text::Gone { path: key.to_clean() });
            return Vec::new();
        }
        let here = self.here();
        let to = if forward { &mut self.jumps.back } else { &mut self.jumps.forward };
        to.extend(here);
        self.article.arrival = Some((key.clone(), Arrival::Place(place)));
        let effects = self.go_to_post(&key);
        self.arrive();
        self.focus = pane;
        effects
    }

    /// Where one is: the post, the place in its article as far as that is shown, and the pane.
    fn here(&self) -> Option<Place> {
        let shown = self.article.place();
        if self.focus == Pane::Article {
            return shown.map(|(key, place)| (key, place, self.focus));
        }
        let key = self.archive.post(self.selected()?)?.key();
        let place = shown.filter(|(shown, _)| *shown == key).map(|(_, place)| place);
        Some((key, place.unwrap_or_default(), self.focus))
    }
}
