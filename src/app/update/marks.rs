//! Marks on posts, tags, notes, and undo.

use std::collections::BTreeSet;

use crate::app::App;
use crate::app::input::note::Note;
use crate::app::input::prompt::{Prompt, PromptKind};
use crate::app::listing::Choice;
use crate::app::text::Text;
use crate::app::undo::Undo;
use crate::archive::post::{PostId, PostKey};
use crate::clean::CleanText;
use crate::command::Command;
use crate::search::query::field::Mark;
use crate::state::Change;
use crate::state::record::Kind;
use crate::state::tags;

/// The notice of a change without its key hint, which is out of date when the change is undone.
fn without_keys(what: Text) -> Text {
    match what {
        Text::ViewMuted { name, .. } | Text::ViewMutedShown { name, .. } => {
            Text::ViewMutedNow { name }
        }
        what => what,
    }
}

/// The reading state.
impl App {
    /// Changes the reading state. The notice `what` describes the change, also when it is undone.
    /// Without `what`, the change cannot be undone. Returns whether anything changed.
    pub(super) fn change_state(&mut self, changes: &[Change], what: Option<Text>) -> bool {
        let undo = self.library.change(changes, &mut self.outbox);
        let is_changed = !undo.is_empty();
        if is_changed {
            self.refresh_overlay();
        }
        if let Some(what) = what.filter(|_| is_changed) {
            self.say_changed(&what);
            self.undo.push_marks(undo, without_keys(what));
        }
        is_changed
    }

    /// Says what has changed, and how to undo it if much may be lost.
    fn say_changed(&mut self, what: &Text) {
        let may_lose = matches!(
            what,
            Text::MarkedRead { .. }
                | Text::ViewDeleted { .. }
                | Text::Tagged { .. }
                | Text::HighlightRemoved
        );
        if !may_lose {
            return self.outbox.say(what.clone());
        }
        let keys = self.input.first_key_of(Command::Undo);
        let what = what.to_clean(self.screen.locale());
        self.outbox.say(Text::CanBeUndone { what, keys });
    }

    /// Changes the state of posts in one step.
    fn change_posts(&mut self, posts: &[PostId], change: impl Fn(&[u8]) -> Change, what: Text) {
        let archive = self.library.archive();
        let known = posts.iter().filter_map(|id| archive.post(*id));
        let changes: Vec<Change> = known.map(|post| change(post.key_bytes())).collect();
        self.change_state(&changes, Some(what));
        self.refresh_marks(posts);
    }

    /// Copies the state of posts to their marks and all counts.
    fn refresh_marks(&mut self, posts: &[PostId]) {
        let changes = self.library.refresh_marks(posts);
        self.listing.count_marks(&self.library, &changes);
    }

    /// The same for posts by path.
    pub(super) fn refresh_keys<'a>(&mut self, keys: impl Iterator<Item = &'a [u8]>) {
        let posts = self.library.posts_of(&keys.collect::<Vec<_>>());
        self.refresh_marks(&posts);
    }

    /// Returns the posts that a command applies to: the selected ones, else the current one. Clears
    /// the selection.
    fn take_subjects(&mut self) -> Vec<PostId> {
        self.listing.take_chosen().unwrap_or_else(|| self.subject().into_iter().collect())
    }

    pub(super) fn toggle_read(&mut self) {
        let posts = self.take_subjects();
        let read = posts.iter().any(|&post| !self.library.marks().has(post, Mark::Read));
        let posts = if read { self.with_versions(posts) } else { posts };
        let count = posts.len();
        let what = if read {
            Text::MarkedRead { posts: count }
        } else {
            Text::MarkedUnread { posts: count }
        };
        self.change_chosen(&posts, |key| Change::read(key, read), what);
    }

    pub(super) fn toggle_star(&mut self) {
        let posts = self.take_subjects();
        let starred = posts.iter().any(|&post| !self.library.marks().has(post, Mark::Starred));
        let count = posts.len();
        let what = if starred {
            Text::StarredPosts { posts: count }
        } else {
            Text::UnstarredPosts { posts: count }
        };
        self.change_chosen(&posts, |key| Change::star(key, starred), what);
    }

    fn change_chosen(&mut self, posts: &[PostId], change: impl Fn(&[u8]) -> Change, what: Text) {
        if posts.is_empty() {
            self.outbox.say(Text::NoPost);
        } else {
            self.change_posts(posts, change, what);
        }
    }

    /// Marks all posts in the list as read.
    pub(super) fn read_all(&mut self) {
        let posts = self.listing.unread_posts(self.library.marks());
        if posts.is_empty() {
            self.outbox.say(Text::AllReadAlready);
        } else {
            let posts = self.with_versions(posts);
            let what = Text::MarkedRead { posts: posts.len() };
            self.change_posts(&posts, |key| Change::read(key, true), what);
        }
    }

    /// Marks the article as read without a notice. The user can undo it for an article that was
    /// opened, but not for one that was only shown on the way through the list.
    pub(super) fn mark_article_read(&mut self, is_opened: bool) {
        let Some(article) = self.article.article() else { return };
        let post = article.post;
        if self.library.marks().has(post, Mark::Read) {
            return;
        }
        let posts = self.with_versions(vec![post]);
        let keys = posts.iter().filter_map(|&id| self.library.key_of(id));
        let changes: Vec<Change> = keys.map(|key| Change::read(key.as_bytes(), true)).collect();
        let changes = self.library.change(&changes, &mut self.outbox);
        if is_opened && !changes.is_empty() {
            let what = Text::MarkedRead { posts: posts.len() };
            self.undo.push_marks(changes, what);
        }
        self.refresh_marks(&posts);
    }

    /// Adds the unread posts with the same texts, if reading one counts as reading all.
    fn with_versions(&self, mut posts: Vec<PostId>) -> Vec<PostId> {
        if self.preferences.mark_duplicates {
            let versions = posts.iter().flat_map(|&post| self.listing.story_of(post)).copied();
            let is_unread = |post: &PostId| !self.library.marks().has(*post, Mark::Read);
            let versions: BTreeSet<PostId> = versions.filter(is_unread).collect();
            let read: BTreeSet<PostId> = posts.iter().copied().collect();
            posts.extend(versions.difference(&read));
        }
        posts
    }
}

/// The user's own tags.
impl App {
    /// Asks for tags to add to or remove from the selected posts, or the current one.
    pub(super) fn ask_for_tags(&mut self) {
        self.listing.end_range();
        if self.listing.chosen_or_present(1).is_empty() {
            return self.outbox.say(Text::NoPost);
        }
        self.ask(PromptKind::OwnTags, "");
    }

    /// Adds and removes tags as typed.
    pub(in crate::app) fn tag_posts(&mut self, prompt: Prompt, typed: &str) {
        let edits = match tags::edits(typed) {
            Ok(edits) if edits.is_empty() => return,
            Ok(edits) => edits,
            Err(word) => return self.refuse(prompt, Text::NoTag { text: CleanText::line(word) }),
        };
        if let Some(tag) = tags::contradiction(&edits) {
            return self.refuse(prompt, Text::TagBothWays { tag: CleanText::line(tag) });
        }
        let (archive, state) = (self.library.archive().clone(), self.library.state());
        let posts = self.listing.take_chosen();
        let posts = posts.unwrap_or_else(|| self.subject().into_iter().collect());
        let (mut changes, mut tagged) = (Vec::new(), Vec::new());
        for post in posts.iter().filter_map(|id| archive.post(*id)) {
            let key = post.key_bytes();
            let is_on = |tag: &str| state.tags(key).any(|own| own == tag);
            let own = edits.iter().filter(|edit| is_on(edit.tag) != edit.adds);
            let before = changes.len();
            changes.extend(own.map(|edit| Change::tag(key, edit.tag, edit.adds)));
            if changes.len() > before {
                tagged.push(post.id());
            }
        }
        if changes.is_empty() {
            return self.outbox.say(Text::TaggedAlready);
        }
        let signed = |edit: &tags::Edit<'_>| {
            CleanText::line(&format!("{}{}", if edit.adds { '+' } else { '-' }, edit.tag))
        };
        let signed: Vec<CleanText> = edits.iter().map(signed).collect();
        let tags = CleanText::join(signed.iter().map(CleanText::as_clean), " ");
        let what = Text::Tagged { tags, posts: tagged.len() };
        self.change_state(&changes, Some(what));
        self.refresh_marks(&tagged);
    }
}

/// Notes.
impl App {
    /// Opens the note on the current post.
    pub(super) fn write_note(&mut self) {
        let Some(post) = self.subject().and_then(|id| self.library.archive().post(id)) else {
            return self.outbox.say(Text::NoPost);
        };
        let text = self.library.note(&post.key()).unwrap_or_default();
        let note = Note::new(post.key(), post.title().to_clean(), text.as_str());
        self.input.open_note(note);
    }

    /// Saves the note; an empty one is removed.
    pub(super) fn keep_note(&mut self) {
        let Some(note) = self.input.take_note() else { return };
        let text = note.text();
        let key = note.key_of_post();
        let value = Some(text.as_str()).filter(|text| !text.is_empty());
        let change = match note.highlight() {
            Some(id) => Change::highlight_note(key.as_bytes(), id, value),
            None => Change::new(Kind::Note, key.as_bytes(), value),
        };
        let Ok(change) = change else {
            self.outbox.say(Text::NoteTooLong);
            return self.input.open_note(note);
        };
        let state = self.library.state();
        let is_gone = |id: &str| state.highlight(key.as_bytes(), id).is_none();
        let what = match value {
            // Another instance has removed the highlight. If it comes back, so does the note.
            Some(_) if note.highlight().is_some_and(is_gone) => Text::NoHighlightHere,
            Some(_) => Text::NoteKept,
            None => Text::NoteRemoved,
        };
        if !self.change_state(&[change], Some(what)) {
            self.outbox.say(Text::NoteLeft);
        }
        self.refresh_keys(std::iter::once(key.as_bytes()));
    }
}

/// Undo.
impl App {
    /// Undoes the last step.
    pub(super) fn undo(&mut self) {
        let Some(Undo { marks, listed }) = self.undo.pop() else {
            return self.outbox.say(Text::NothingToUndo);
        };
        if let Some((choice, post)) = listed {
            self.list_again(choice, post);
        }
        if let Some((changes, what)) = marks {
            self.undo_marks(&changes, &what);
        }
    }

    /// Lists what was listed before, and says so.
    fn list_again(&mut self, choice: Choice, post: Option<PostKey>) {
        let locale = self.screen.locale();
        let (old, old_sort) = (self.listing.conditions_line(locale), self.listing.sort());
        let post = post.and_then(|key| self.library.archive().find(key.as_bytes()));
        self.listing.choose_again(&self.library, choice, post);
        let (chosen, sort) = (self.listing.conditions_line(locale), self.listing.sort());
        if chosen == old && sort != old_sort {
            let order = Text::Sort(sort.name()).to_clean(locale);
            return self.outbox.say(Text::Sorted { order });
        }
        let all = Text::Everything.to_clean(locale);
        let chosen = if chosen.is_empty() { all } else { chosen };
        self.outbox.say(Text::ListedAgain { chosen });
    }

    fn undo_marks(&mut self, changes: &[Change], what: &Text) {
        let views = self.listing.views(&self.library);
        self.change_state(changes, None);
        self.refresh_keys(changes.iter().map(Change::post));
        self.outbox.say(Text::Undone { what: what.to_clean(self.screen.locale()) });
        if self.listing.views(&self.library) != views {
            self.listing.views_have_changed(&self.library);
        }
    }
}
