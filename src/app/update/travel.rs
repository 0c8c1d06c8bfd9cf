//! Going to other posts and places: links, jumps and bookmarks; and what leaves the reader.

use crate::app::App;
use crate::app::address::Address;
use crate::app::article::{Arrival, Article, Jump, preview};
use crate::app::effect::{Effect, PictureRequest};
use crate::app::screen::layout::Pane;
use crate::app::screen::overlay::Overlay;
use crate::app::screen::picture::{NoPicture, Picture, Viewer};
use crate::app::text::Text;
use crate::app::update::links::is_path;
use crate::archive::post::{PostId, PostKey};
use crate::clean::CleanText;
use crate::command::Command;
use crate::document::Link;
use crate::typeset::Anchor;

/// The most text that is copied, in bytes: terminals drop longer sequences (S4).
const LONGEST_COPY: usize = 74_000;
/// The most characters of a copied text that its notice quotes.
const LONGEST_QUOTED: usize = 100;
/// The characters that it quotes of a longer one.
const QUOTED: usize = 30;

/// Going to posts and places.
impl App {
    /// Returns the post that a command applies to: the article's if that has the focus, else the
    /// one under the list's cursor.
    pub(super) fn subject(&self) -> Option<PostId> {
        let article = self.article.post().filter(|_| self.screen.focus() == Pane::Article);
        article.or(self.listing.selected())
    }

    /// Opens a post by its path. Conditions that hide it are removed, so that the list shows it.
    pub(in crate::app) fn go_to_post(&mut self, key: &PostKey) {
        let Some(id) = self.library.archive().find(key.as_bytes()) else { return };
        self.listing.give_row(&self.library, id);
        let is_listed = |app: &Self| app.listing.position(app.library.archive(), id).is_some();
        if !is_listed(self) {
            let post = self.library.archive().post(id);
            let is_hidden = post.is_some_and(|post| post.status().is_hidden());
            self.listing.clear_conditions(&self.library);
            if is_hidden && !self.listing.shows_hidden() {
                self.listing.show_hidden(&self.library, true);
            }
            if self.listing.leaves_out(id) {
                self.listing.show_muted(&self.library, true);
            }
        }
        self.listing.give_row(&self.library, id);
        self.listing.go_to_post(self.library.archive(), id);
        self.screen.set_focus(Pane::Article);
    }

    /// Goes to a place of the article.
    pub(super) fn go_to_place(&mut self, place: Anchor) {
        self.start_jump();
        self.screen.set_focus(Pane::Article);
        self.article.go_to_place(place, self.screen.height(Pane::Article));
    }

    /// Goes to a named place of the article; without a name to its top.
    fn go_to_name(&mut self, name: Option<&str>) {
        let Some(article) = self.article.article() else { return };
        let place = name.map_or(Some(Anchor::default()), |name| article.place_named(name));
        if let Some(place) = place {
            return self.go_to_place(place);
        }
        let keys = self.input.first_key_of(Command::CopyLink);
        self.outbox.say(Text::NoPlaceOfLink { keys });
    }

    /// Goes to the place of the arrival, if its article has come.
    fn arrive(&mut self) {
        if let Err(notice) = self.article.arrive(self.screen.height(Pane::Article)) {
            self.outbox.say(notice);
        }
    }

    /// Goes to a highlight of a post.
    pub(super) fn go_to_highlight(&mut self, key: &PostKey, id: &str) {
        self.start_jump();
        self.article.arrive_at(key.clone(), Arrival::Highlight(id.into()));
        self.go_to_post(key);
        self.arrive();
    }

    /// Goes to a place in a post; the caller checks that the archive has the post.
    pub(super) fn go_to_post_at(&mut self, key: &PostKey, place: Anchor) {
        self.article.arrive_at(key.clone(), Arrival::Place(place));
        self.go_to_post(key);
        self.arrive();
    }

    /// Returns whether the archive has a post, and shows a notice if not.
    pub(in crate::app) fn has_post(&mut self, key: &PostKey) -> bool {
        let has = self.library.archive().find(key.as_bytes()).is_some();
        if !has {
            self.outbox.say(Text::Gone { path: key.to_clean() });
        }
        has
    }

    /// Keeps the current place for the way back.
    pub(in crate::app) fn start_jump(&mut self) {
        let here = self.here();
        self.article.jumps_mut().start(here);
    }

    /// Goes back to where the last jump started, or forward again.
    pub(super) fn jump(&mut self, forward: bool) {
        let Some(((key, place), pane)) = self.article.jumps_mut().take(forward) else {
            self.outbox.say(if forward { Text::NothingForward } else { Text::NothingBack });
            return;
        };
        if self.has_post(&key) {
            let here = self.here();
            self.article.jumps_mut().leave(here, forward);
            self.go_to_post_at(&key, place);
            self.screen.set_focus(pane);
        }
    }

    /// The current place: the post, the place in its article if that is shown, and the pane.
    fn here(&self) -> Option<Jump> {
        let (shown, pane) = (self.article.place(), self.screen.focus());
        if pane == Pane::Article {
            return shown.map(|place| (place, pane));
        }
        let key = self.selected_key()?;
        let place = shown.filter(|(shown, _)| *shown == key).map(|(_, place)| place);
        Some(((key, place.unwrap_or_default()), pane))
    }

    /// Shows an article that has arrived.
    pub(super) fn show(&mut self, mut article: Article) {
        if !self.article.accepts(&article, &self.library, self.screen.locale()) {
            return;
        }
        self.library.add_problems(article.post, std::mem::take(&mut article.problems));
        let is_same = self.article.of(&article.key).is_some();
        if !is_same {
            self.remember_place();
        }
        let remembered = self.library.position(&article.key);
        self.article.show(article, remembered);
        if is_same {
            self.article.find_again();
        } else {
            self.find_searched();
        }
        let height = self.screen.height(Pane::Article);
        if height > 0 {
            self.article.refit(self.screen.measure(), height);
        }
        let leads_to_hit = !is_same && self.is_reading_hits();
        if leads_to_hit {
            self.article.go_to_end_hit(false, height);
        }
        let arrives_at_hit = self.article.arrives_at_hit();
        self.arrive();
        self.article.drop_arrival();
        if leads_to_hit && (arrives_at_hit || self.screen.focus() == Pane::Article) {
            self.say_hit();
        }
    }

    /// Saves the reading position in the article (S54); none at its start and end. A preview, perhaps
    /// at a hit, does not change the saved position.
    pub(super) fn remember_place(&mut self) {
        if !self.article.was_read() {
            return;
        }
        let height = self.screen.height(Pane::Article);
        if let Some((key, place)) = self.article.place_within(height) {
            self.library.set_position(&key, place, &mut self.outbox);
        }
    }

    /// Goes to where the last session ended once the post has arrived, unless the user has moved
    /// the cursor.
    pub(super) fn restore_place(&mut self, new: &[PostId]) {
        let Some((key, is_reading)) = &self.restoring else { return };
        if self.listing.is_touched() {
            self.restoring = None;
            return;
        }
        let is_reading = *is_reading;
        let archive = self.library.archive();
        let is_it =
            |id: &PostId| archive.post(*id).is_some_and(|post| post.key_bytes() == key.as_bytes());
        let id = new.iter().copied().find(is_it);
        if id.is_some_and(|id| self.listing.go_to_post(self.library.archive(), id)) {
            self.restoring = None;
            // The user has not moved the cursor in this session.
            self.listing.meet(None);
            if is_reading && self.screen.focus() == Pane::List {
                self.screen.set_focus(Pane::Article);
            }
        }
    }
}

/// Links.
impl App {
    /// Opens the article's link of a number, counted from 1 as the list of links counts.
    pub(super) fn follow_number(&mut self, number: usize) {
        let links = self.article.article().map(Article::unique_links).unwrap_or_default();
        match links.into_iter().nth(number.saturating_sub(1)).map(|(_, link)| link.clone()) {
            Some(link) => self.follow(&link),
            None => self.outbox.say(Text::NoLink { number }),
        }
    }

    /// Opens a link: a post or a picture of the archive in the reader, anything else outside.
    pub(super) fn follow(&mut self, link: &Link) {
        if self.show_viewer(link) {
            return;
        }
        self.article.note_followed(written(link));
        let target = link.target.as_str();
        let fragment = link.fragment();
        if link.is_within() {
            return self.go_to_name(fragment.as_deref());
        }
        let (post, named) = (self.post_meant(link), link.post());
        match (post.and_then(|id| self.library.key_of(id)), named) {
            (Some(key), _) if self.article.key() == Some(&key) => {
                self.go_to_name(fragment.as_deref());
            }
            (Some(key), _) => {
                self.start_jump();
                match fragment {
                    Some(name) => self.article.arrive_at(key.clone(), Arrival::Named(name)),
                    None => self.article.drop_arrival(),
                }
                self.go_to_post(&key);
            }
            (None, Some(path)) => {
                self.say_not_here(CleanText::lossy(&path).as_str());
            }
            (None, None) if is_path(target) && link.image && !self.screen.has_pictures() => {
                let keys = self.input.first_key_of(Command::TogglePictures);
                self.outbox.say(Text::PictureHidden { keys });
            }
            (None, None) if is_path(target) => self.say_not_here(target),
            (None, None) => self.open(&link.target),
        }
    }

    /// Opens the address that the article was taken from.
    pub(super) fn open_source(&mut self) {
        match self.article.article().and_then(Article::source) {
            Some(source) => self.open(&source),
            None => self.outbox.say(Text::NoSource),
        }
    }

    fn open(&mut self, address: &CleanText) {
        let Some(parsed) = Address::parse(address.as_str(), self.preferences.mail) else {
            let address = address.clone();
            let is_mail = Address::parse(address.as_str(), true).is_some();
            let keys = self.input.first_key_of(Command::CopyLink);
            let notice = if is_mail {
                Text::MailIsOff { address, keys }
            } else {
                Text::NoOpener { address, keys }
            };
            return self.outbox.say(notice);
        };
        match parsed.misleading_host() {
            Some(host) if self.article.warn_of(host) => {
                self.outbox.say(Text::LeadsTo { host: host.clone() });
            }
            _ => self.outbox.order(Effect::Open(parsed.text().clone())),
        }
    }

    pub(super) fn label_links(&mut self) {
        let height = self.screen.height(Pane::Article);
        match self.article.label_links(height) {
            Ok(notice) => {
                self.screen.set_focus(Pane::Article);
                self.outbox.say(notice);
            }
            Err(notice) => self.outbox.say(notice),
        }
    }

    /// Shows an overlay made from the article.
    pub(super) fn show_overlay_of(&mut self, overlay: fn(&Article) -> Overlay) {
        match self.article.article() {
            Some(article) => self.screen.show_overlay(overlay(article)),
            None if self.listing.posts().is_empty() => self.outbox.say(Text::NoPost),
            None => self.outbox.say(Text::NoArticle),
        }
    }

    /// Lists the headings, from the one that is read.
    pub(super) fn show_outline(&mut self) {
        self.show_overlay_of(Article::outline_overlay);
        if let Some(((_, place), overlay)) = self.article.place().zip(self.screen.overlay_mut()) {
            overlay.go_to_section(place);
        }
    }

    /// Shows the picture that a link of the article leads to; `false` if it leads out of the archive
    /// or pictures are not shown.
    fn show_viewer(&mut self, link: &Link) -> bool {
        let site = self.library.site().filter(|_| self.screen.has_pictures() && link.image);
        let Some((site, article)) = site.zip(self.article.article()) else { return false };
        // The file that was found; it may not have been looked for.
        let index = article.links.iter().position(|known| known == link);
        let known = index.and_then(|link| article.pictures.get(&link).cloned());
        let path = known.or_else(|| site.file_at(link.target.as_str(), &article.key));
        let Some(path) = path else { return false };
        let place = article.page.links().find(|(at, _)| Some(*at) == index).map(|(_, place)| place);
        let label = place.map(|place| CleanText::line(article.page.shown_of(&place).as_str()));
        let viewer = Viewer::new(path, link.target.clone(), label.unwrap_or_default());
        self.screen.show_overlay(Overlay::picture(viewer));
        true
    }

    /// Takes a picture, or why there is none: for the text, and for the overlay if it shows it.
    pub(super) fn show_picture(
        &mut self,
        request: &PictureRequest,
        result: Result<Picture, NoPicture>,
    ) {
        self.article.take_picture(request, &result);
        let viewer = self.screen.overlay_mut().and_then(Overlay::viewer_mut);
        let Some(viewer) = viewer.filter(|viewer| viewer.awaits(request)) else { return };
        match result {
            Ok(picture) => viewer.show(picture),
            Err(NoPicture::Missing) => {
                self.screen.close_overlay();
                if is_path(request.target.as_str()) {
                    let path = request.path.to_clean();
                    return self.outbox.say(Text::PictureMissing { path });
                }
                self.open(&request.target);
            }
            Err(NoPicture::Unshown(reason)) => {
                self.screen.close_overlay();
                self.outbox.say(Text::PictureFailed { path: request.path.to_clean(), reason });
            }
        }
    }
}

/// What leaves the reader.
impl App {
    /// Copies a part of the current post.
    pub(super) fn copy(&mut self, command: Command, count: Option<usize>) {
        match self.text_to_copy(command, count) {
            Ok(text) => self.copy_text(text),
            Err(notice) => self.outbox.say(notice),
        }
    }

    /// Copies a text, if the terminal can take it.
    pub(super) fn copy_text(&mut self, text: CleanText) {
        if text.len() > LONGEST_COPY {
            return self.outbox.say(Text::TooLongToCopy { bytes: text.len() });
        }
        let is_long = text.as_str().contains('\n') || text.visible_chars() > LONGEST_QUOTED;
        self.outbox.say(if is_long {
            let (start, characters) = (preview(text.as_str(), QUOTED), text.visible_chars());
            Text::SentLong { start, characters }
        } else {
            Text::Sent { text: CleanText::line(text.as_str()) }
        });
        self.outbox.order(Effect::Copy(text));
    }

    fn text_to_copy(&self, command: Command, count: Option<usize>) -> Result<CleanText, Text> {
        let archive = self.library.archive();
        let post = self.subject().and_then(|id| archive.post(id)).ok_or(Text::NoPost)?;
        let article = self.article.article().filter(|one| one.post == post.id());
        Ok(match command {
            Command::CopyTitle => post.title().to_clean(),
            Command::CopyPath => self.path_of(&post.key()),
            Command::CopyLink => self.link_to_copy(count)?,
            Command::CopyArticle => article.ok_or(Text::NoArticle)?.text(),
            _ => article.ok_or(Text::NoArticle)?.source().ok_or(Text::NoSource)?,
        })
    }

    /// The path of a post's file.
    pub(super) fn path_of(&self, key: &PostKey) -> CleanText {
        let path = self.library.archive().file_of(key).to_clean();
        match &self.root {
            Some(root) => CleanText::line(&format!("{root}/{path}")),
            None => path,
        }
    }

    /// The link of a number, or the only one.
    fn link_to_copy(&self, count: Option<usize>) -> Result<CleanText, Text> {
        let links = self.article.article().ok_or(Text::NoArticle)?.unique_links();
        let number = match (count, links.len()) {
            (_, 0) => return Err(Text::NoLinks),
            (Some(number), _) => number,
            (None, 1) => 1,
            (None, _) => {
                let keys = self.input.first_key_of(Command::Links);
                return self.article.followed().cloned().ok_or(Text::WhichLink { keys });
            }
        };
        let link = number.checked_sub(1).and_then(|at| links.get(at));
        link.map(|(_, link)| written(link)).ok_or(Text::NoLink { number })
    }

    /// Opens the file of the current post in the user's editor.
    pub(super) fn edit(&mut self) {
        let Some(key) = self.subject().and_then(|id| self.library.key_of(id)) else {
            return self.outbox.say(Text::NoPost);
        };
        self.edit_post(key);
    }

    /// Opens the file of a post in the user's editor.
    pub(super) fn edit_post(&mut self, key: PostKey) {
        if self.is_restricted() {
            return self.outbox.say(Text::Restricted);
        }
        if self.article.key() == Some(&key) {
            self.article.set_stale();
        }
        self.outbox.order(Effect::Edit(key));
    }

    /// Shows the article in the user's pager.
    pub(super) fn page(&mut self) {
        match self.article.article() {
            None => self.outbox.say(Text::NoArticle),
            Some(_) if self.is_restricted() => self.outbox.say(Text::Restricted),
            Some(article) => self.outbox.order(Effect::Page(article.plain())),
        }
    }
}

/// A link's address as it can be used elsewhere: a link to a post of the archive is a path.
pub(super) fn written(link: &Link) -> CleanText {
    link.post().map_or_else(|| link.target.clone(), |path| CleanText::lossy(&path))
}
