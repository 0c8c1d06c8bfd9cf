//! Changes of the reading state, and the marks of posts that follow from them.

use crate::app::effect::Effect;
use crate::app::library::Library;
use crate::app::outbox::Outbox;
use crate::archive::post::{PostId, PostKey};
use crate::clean::CleanText;
use crate::reason::FileError;
use crate::search::query::field::Mark;
use crate::state::record::{Kind, Record};
use crate::state::{Change, Step};
use crate::typeset::Anchor;

/// A mark or a tag that a post got or lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::app) struct MarkChange {
    pub post: PostId,
    pub of: Marking,
    pub on: bool,
}

/// What a post got or lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::app) enum Marking {
    Mark(Mark),
    /// One of the user's own tags.
    OwnTag(CleanText),
}

impl Library {
    /// Changes the state and orders it to be saved; the changes that undo it.
    pub(in crate::app) fn change(&mut self, changes: &[Change], out: &mut Outbox) -> Vec<Change> {
        let Step { records, undo } = self.state.change(changes, self.now);
        if !records.is_empty() {
            out.order(Effect::Save(records));
        }
        undo
    }

    /// Takes records of other instances; the keys whose state changed.
    pub(in crate::app) fn apply_records(&mut self, records: &[(Record, Box<str>)]) -> Vec<Vec<u8>> {
        let changed = records.iter().filter(|(record, host)| self.state.apply(record, host));
        changed.map(|(record, _)| record.post().to_vec()).collect()
    }

    /// The posts of some keys.
    pub(in crate::app) fn posts_of(&self, keys: &[&[u8]]) -> Vec<PostId> {
        keys.iter().filter_map(|key| self.archive.find(key)).collect()
    }

    /// Copies the state of posts to their marks. Returns the marks that changed.
    pub(in crate::app) fn refresh_marks(&mut self, posts: &[PostId]) -> Vec<MarkChange> {
        let mut changes = Vec::new();
        for &post in posts {
            let had = Mark::ALL.map(|mark| self.marks.has(post, mark));
            let had_tags: Vec<CleanText> = self.marks.tags_of(post).collect();
            self.marks.refresh(&self.archive, &[post], &self.state);
            for (mark, had) in Mark::ALL.into_iter().zip(had) {
                let on = self.marks.has(post, mark);
                if on != had {
                    changes.push(MarkChange { post, of: Marking::Mark(mark), on });
                }
            }
            let tags: Vec<CleanText> = self.marks.tags_of(post).collect();
            for (some, others, on) in [(&had_tags, &tags, false), (&tags, &had_tags, true)] {
                let missing = some.iter().filter(|tag| !others.contains(tag)).cloned();
                let of = missing.map(Marking::OwnTag);
                changes.extend(of.map(|of| MarkChange { post, of, on }));
            }
        }
        changes
    }

    pub(in crate::app) fn set_unsaved(&mut self, reason: Option<FileError>) {
        self.unsaved = reason;
    }

    /// The user's note on a post.
    pub(in crate::app) fn note(&self, key: &PostKey) -> Option<CleanText> {
        self.state.note(key.as_bytes()).map(CleanText::body)
    }

    /// The user's own tags on a post.
    pub(in crate::app) fn own_tags(&self, key: &PostKey) -> Vec<CleanText> {
        self.state.tags(key.as_bytes()).map(CleanText::line).collect()
    }

    /// The place where the user left a post.
    pub(in crate::app) fn position(&self, key: &PostKey) -> Option<Anchor> {
        self.state.position(key.as_bytes())?.parse().ok()
    }

    /// Remembers the place in a post to come back to (S54); forgets it if `None`.
    pub(in crate::app) fn set_position(
        &mut self,
        key: &PostKey,
        place: Option<Anchor>,
        out: &mut Outbox,
    ) {
        let value = place.map(|place| place.to_string());
        if let Ok(change) = Change::new(Kind::Position, key.as_bytes(), value.as_deref()) {
            self.change(&[change], out);
        }
    }

    /// The newest post date that the user can have seen, in seconds since 1970: later posts are new
    /// in the next session.
    pub(in crate::app) fn newest(&self) -> Option<i64> {
        let dated = |id: &PostId| self.archive.post(*id)?.date().map(|date| date.seconds);
        let mut all = self.archive.newest_first().iter().filter_map(dated);
        all.find(|seconds| *seconds <= self.now()).max(self.new_since)
    }
}
