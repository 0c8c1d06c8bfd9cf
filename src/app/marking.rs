//! Marks on posts and places: read, starred, under a letter.

use fixedbitset::FixedBitSet;

use crate::app::article::Arrival;
use crate::app::layout::Pane;
use crate::app::text::Text;
use crate::app::undoing::Done;
use crate::app::{App, Effect};
use crate::archive::post::{PostId, PostKey};
use crate::clean::CleanText;
use crate::command::Command;
use crate::config::keymap::{Code, Key};
use crate::search::query::field::{Mark, Sort};
use crate::state::record::Kind;
use crate::state::writer::News;
use crate::state::{Change, Step};
use crate::typeset::Anchor;

/// Up to so many posts are looked up one by one when their marks may have changed.
const FEW: usize = 16;

/// What the next key, a letter, is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaited {
    /// The mark to set.
    SetMark,
    /// The mark to go to.
    GoToMark,
}

impl App {
    /// The posts that a command is about: those selected, else the one that has the focus.
    pub(super) fn subjects(&self) -> Vec<PostId> {
        if !self.list.chosen.is_empty() {
            let is_chosen = |id: &PostId| self.list.chosen.contains(id);
            return self.list.posts.iter().copied().filter(is_chosen).collect();
        }
        self.subject().into_iter().collect()
    }

    /// The one post that a command is about: in the article that which is read.
    pub(super) fn subject(&self) -> Option<PostId> {
        let article = self.article.article.as_ref().filter(|_| self.focus == Pane::Article);
        article.map(|article| article.post).or(self.selected())
    }

    fn key_of(&self, id: PostId) -> Option<PostKey> {
        Some(self.archive.post(id)?.key())
    }

    /// Changes the state of posts, as one step that can be undone.
    fn change_posts(
        &mut self,
        posts: &[PostId],
        change: impl Fn(&[u8]) -> Change,
        what: Text,
    ) -> Vec<Effect> {
        let post = |id: &PostId| self.archive.post(*id);
        let changes: Vec<Change> =
            posts.iter().filter_map(post).map(|post| change(post.key_bytes())).collect();
        let effects = self.change_state(&changes, Some(what));
        self.refresh_marks(posts);
        effects
    }

    /// Changes the state; what is said of it stands in the undo list too.
    pub(super) fn change_state(&mut self, changes: &[Change], what: Option<Text>) -> Vec<Effect> {
        let Step { records, undo } = self.state.change(changes, self.clock);
        if let Some(what) = what.filter(|_| !undo.is_empty()) {
            self.notice = Some(what.clone());
            self.remember(Done::Marks { undo, what });
        }
        if records.is_empty() { Vec::new() } else { vec![Effect::Save(records)] }
    }

    pub(super) fn toggle_read(&mut self) -> Vec<Effect> {
        let posts = self.subjects();
        let read = posts.iter().any(|&post| !self.marks.has(post, Mark::Read));
        let count = posts.len();
        let what = if read { self.marked_read(count) } else { Text::MarkedUnread { posts: count } };
        self.change_chosen(&posts, |key| Change::read(key, read), what)
    }

    pub(super) fn toggle_star(&mut self) -> Vec<Effect> {
        let posts = self.subjects();
        let starred = posts.iter().any(|&post| !self.marks.has(post, Mark::Starred));
        let count = posts.len();
        let what = if starred {
            Text::StarredPosts { posts: count }
        } else {
            Text::UnstarredPosts { posts: count }
        };
        self.change_chosen(&posts, |key| Change::star(key, starred), what)
    }

    /// Changes posts that a person chose; they are not selected any more.
    fn change_chosen(
        &mut self,
        posts: &[PostId],
        change: impl Fn(&[u8]) -> Change,
        what: Text,
    ) -> Vec<Effect> {
        self.list.chosen.clear();
        if posts.is_empty() {
            self.notice = Some(Text::NoPost);
            return Vec::new();
        }
        self.change_posts(posts, change, what)
    }

    pub(super) fn read_all(&mut self) -> Vec<Effect> {
        let unread = |id: &PostId| !self.marks.has(*id, Mark::Read);
        let posts: Vec<PostId> = self.list.posts.iter().copied().filter(unread).collect();
        if posts.is_empty() {
            self.notice = Some(Text::AllReadAlready);
            return Vec::new();
        }
        let what = self.marked_read(posts.len());
        self.change_posts(&posts, |key| Change::read(key, true), what)
    }

    fn marked_read(&self, posts: usize) -> Text {
        Text::MarkedRead { posts, keys: self.first_key_of(Command::Undo) }
    }

    /// The most usual key of a command.
    pub fn first_key_of(&self, command: Command) -> CleanText {
        let keys = self.keymap.keys_of(command);
        CleanText::line(keys.split(' ').next().unwrap_or_default())
    }

    /// Marks the article as read that a person reads, without a word. That one was opened can be
    /// undone; that one came by on the way through the list is no step of its own.
    pub(super) fn note_reading(&mut self, is_opened: bool) -> Vec<Effect> {
        let Some(article) = &self.article.article else { return Vec::new() };
        let (post, key) = (article.post, article.key.clone());
        if self.marks.has(post, Mark::Read) {
            return Vec::new();
        }
        let notice = self.notice.take();
        let what = is_opened.then(|| self.marked_read(1));
        let effects = self.change_state(&[Change::read(key.as_bytes(), true)], what);
        self.notice = notice;
        self.refresh_marks(&[post]);
        effects
    }

    /// Takes over what the state says of posts that it may have changed.
    pub(super) fn refresh_keys(&mut self, keys: Vec<&[u8]>) {
        let posts: Vec<PostId> = if keys.len() <= FEW {
            keys.into_iter().filter_map(|key| self.archive.find(key)).collect()
        } else {
            let keys: std::collections::HashSet<&[u8]> = keys.into_iter().collect();
            let all = self.archive.newest_first().iter().copied();
            let is_one = |id: &PostId| {
                self.archive.post(*id).is_some_and(|post| keys.contains(post.key_bytes()))
            };
            all.filter(is_one).collect()
        };
        self.refresh_marks(&posts);
    }

    /// Takes over what the state says of posts, into their flags and all counts.
    pub(super) fn refresh_marks(&mut self, posts: &[PostId]) {
        // Few are looked for one by one.
        let listed: Option<FixedBitSet> = (posts.len() > FEW).then(|| {
            let list = self.before.first().map_or(&self.list.posts, |list| &list.posts);
            list.iter().map(|id| id.0 as usize).collect()
        });
        for &id in posts {
            let had = Mark::ALL.map(|mark| self.marks.has(id, mark));
            self.marks.refresh(&self.archive, &[id], &self.state);
            let is_listed = match &listed {
                Some(listed) => listed.contains(id.0 as usize),
                None => self.is_listed(id),
            };
            let is_hidden = self.archive.post(id).is_none_or(|post| post.status().is_hidden());
            for (mark, had) in Mark::ALL.into_iter().zip(had) {
                let has = self.marks.has(id, mark);
                if has == had {
                    continue;
                }
                if self.filter.hidden || !is_hidden {
                    self.counts.all.adjust(mark, has);
                }
                if is_listed {
                    self.counts.listed.adjust(mark, has);
                }
            }
        }
        self.facets.recount(&self.counts.listed);
        self.counted.is_stale = true;
    }

    /// Whether a post is in the list, though that be lent to a search.
    fn is_listed(&self, id: PostId) -> bool {
        match self.before.first() {
            None => self.list.position(&self.archive, id).is_some(),
            Some(list) if list.sort == Sort::default() => {
                list.posts.binary_search_by(|&other| self.archive.compare(other, id)).is_ok()
            }
            Some(list) => list.posts.contains(&id),
        }
    }

    /// What the keeper of the state tells: marks of other instances, and whether ours are saved.
    pub(super) fn news(&mut self, news: News) -> Vec<Effect> {
        match news {
            News::Records(records) => {
                let changed = |(record, host): &&(crate::state::record::Record, Box<str>)| {
                    self.state.apply(record, host)
                };
                let changed: Vec<_> = records.iter().filter(changed).collect();
                self.refresh_keys(changed.iter().map(|(record, _)| &*record.key).collect());
                return self.preview();
            }
            News::NotSaved(not_saved) => self.unsaved = Some(not_saved.why),
            News::Saved => {
                self.unsaved = None;
                self.notice = Some(Text::Saved);
            }
            News::Problem(reason) => self.notice = Some(Text::StateProblem { reason }),
        }
        Vec::new()
    }

    /// Goes to the next unread post of the list, or the one before.
    pub(super) fn go_to_unread(&mut self, count: usize, forward: bool) -> Vec<Effect> {
        let unread = |at: &usize| {
            self.list.posts.get(*at).is_some_and(|&post| !self.marks.has(post, Mark::Read))
        };
        let at = self.list.cursor.at;
        let skip = count.saturating_sub(1);
        let found = if forward {
            (at + 1..self.list.posts.len()).filter(unread).nth(skip)
        } else {
            (0..at).rev().filter(unread).nth(skip)
        };
        let Some(at) = found else {
            self.notice = Some(if forward { Text::NoUnreadBelow } else { Text::NoUnreadAbove });
            return Vec::new();
        };
        self.list.cursor.at = at;
        self.list_was_moved();
        self.preview()
    }

    /// Selects the post under the cursor or takes it back, and goes to the next row.
    pub(super) fn select(&mut self) -> Vec<Effect> {
        let Some(id) = self.selected() else { return Vec::new() };
        if !self.list.chosen.remove(&id) {
            self.list.chosen.insert(id);
        }
        self.notice = Some(Text::SelectedPosts { posts: self.list.chosen.len() });
        self.step_list(1)
    }

    pub(super) fn await_letter(&mut self, awaited: Awaited) {
        self.awaited = Some(awaited);
        self.notice = Some(Text::WhichLetter);
    }

    /// The letter that was waited for, or another key that ends the wait.
    pub(super) fn letter(&mut self, awaited: Awaited, key: Key) -> Vec<Effect> {
        let letter = match key {
            Key { code: Code::Char(c), control: false, alt: false } => c,
            Key { code: Code::Escape, .. } => return Vec::new(),
            _ => '\0',
        };
        if !letter.is_ascii_alphabetic() {
            let key = CleanText::line(&key.to_string());
            self.notice = Some(Text::NoLetter { key });
            return Vec::new();
        }
        match awaited {
            Awaited::SetMark => self.set_mark(letter),
            Awaited::GoToMark => self.go_to_mark(letter),
        }
    }

    fn set_mark(&mut self, letter: char) -> Vec<Effect> {
        let Some(key) = self.subject().and_then(|id| self.key_of(id)) else {
            self.notice = Some(Text::NoPost);
            return Vec::new();
        };
        let place = self.article.place().filter(|(shown, _)| *shown == key);
        let anchor = place.map_or_else(Anchor::default, |(_, anchor)| anchor);
        let change = Change::mark(letter, key.as_bytes(), &anchor.to_string());
        let what = Text::MarkSet { letter: CleanText::line(&letter.to_string()) };
        change.map_or_else(|_| Vec::new(), |change| self.change_state(&[change], Some(what)))
    }

    fn go_to_mark(&mut self, letter: char) -> Vec<Effect> {
        let Some((key, anchor)) = self.state.mark(letter) else {
            let letter = CleanText::line(&letter.to_string());
            self.notice = Some(Text::NoMark { letter });
            return Vec::new();
        };
        let (key, place) = (PostKey::new(key), anchor.parse().unwrap_or_default());
        if self.archive.find(key.as_bytes()).is_none() {
            self.notice = Some(Text::Gone { path: key.to_clean() });
            return Vec::new();
        }
        self.remember_jump();
        self.article.arrival = Some((key.clone(), Arrival::Place(place)));
        let effects = self.go_to_post(&key);
        self.arrive();
        effects
    }

    /// Keeps the place in the article that is shown, to come back to (S54); none at its beginning
    /// and none at its end.
    pub(super) fn remember_place(&mut self) -> Vec<Effect> {
        let height = self.height(Pane::Article);
        let Some((key, anchor)) = self.article.place() else { return Vec::new() };
        let is_within =
            self.article.top > 0 && height > 0 && self.article.top < self.article.last_top(height);
        let value = is_within.then(|| anchor.to_string());
        let change = Change::new(Kind::Position, key.as_bytes(), value.as_deref());
        change.map_or_else(|_| Vec::new(), |change| self.change_state(&[change], None))
    }

    /// The place in a post where the reader was.
    pub(super) fn remembered_place(&self, key: &PostKey) -> Option<Anchor> {
        self.state.position(key.as_bytes())?.parse().ok()
    }
}
