//! The undo log: changes of marks and of what is listed.

use crate::app::listing::Choice;
use crate::app::text::Text;
use crate::archive::post::PostKey;
use crate::state::Change;

/// The most changes that can be undone.
const MOST: usize = 1000;

/// A step that can be undone: a change of the reading state, of what is listed, or of both.
#[derive(Clone, Debug)]
pub(in crate::app) struct Undo {
    /// The changes that revert a change of the reading state, and its notice.
    pub(super) marks: Option<(Vec<Change>, Text)>,
    /// What was listed before, and the post under the cursor.
    pub(super) listed: Option<(Choice, Option<PostKey>)>,
}

/// The changes, the last at the end.
#[derive(Debug, Default)]
pub(in crate::app) struct UndoLog {
    changes: Vec<Undo>,
}

impl UndoLog {
    pub(super) fn len(&self) -> usize {
        self.changes.len()
    }

    /// Adds a change of the reading state: the changes that revert it, and its notice.
    pub(super) fn push_marks(&mut self, changes: Vec<Change>, what: Text) {
        self.push(Undo { marks: Some((changes, what)), listed: None });
    }

    /// Adds what was listed before: to the last step if it `belongs` there, otherwise as a new step.
    pub(super) fn push_listed(&mut self, choice: Choice, post: Option<PostKey>, belongs: bool) {
        let listed = Some((choice, post));
        match self.changes.last_mut().filter(|_| belongs) {
            Some(last) => last.listed = listed,
            None => self.push(Undo { marks: None, listed }),
        }
    }

    fn push(&mut self, change: Undo) {
        if self.changes.len() == MOST {
            self.changes.remove(0);
        }
        self.changes.push(change);
    }

    pub(super) fn pop(&mut self) -> Option<Undo> {
        self.changes.pop()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_changes_are_forgotten() {
        let mut log = UndoLog::default();
        for posts in 0..=MOST {
            log.push_marks(Vec::new(), Text::StarredPosts { posts });
        }
        assert_eq!(log.len(), MOST);
        let posts = |undo: Undo| match undo.marks {
            Some((_, Text::StarredPosts { posts })) => posts,
            other => panic!("{other:?}"),
        };
        let undone: Vec<usize> = std::iter::from_fn(|| log.pop()).map(posts).collect();
        assert_eq!((undone.first(), undone.last()), (Some(&MOST), Some(&1)));
    }
}
