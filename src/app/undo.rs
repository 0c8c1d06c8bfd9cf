//! The undo log: changes of marks and of what is listed.

use crate::app::listing::Choice;
use crate::app::text::Text;
use crate::archive::post::PostKey;
use crate::state::Change;

/// The most changes that can be undone.
const MOST: usize = 1000;

/// A change that can be undone.
#[derive(Clone, Debug)]
pub(in crate::app) enum Undo {
    /// Of the reading state.
    Marks {
        /// The changes that undo it.
        changes: Vec<Change>,
        /// The notice of the change.
        what: Text,
    },
    /// Of what is listed: what was chosen before, and the post under the cursor.
    Listed(Choice, Option<PostKey>),
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

    pub(super) fn push(&mut self, change: Undo) {
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
            log.push(Undo::Marks { changes: Vec::new(), what: Text::StarredPosts { posts } });
        }
        assert_eq!(log.len(), MOST);
        let posts = |undo| match undo {
            Undo::Marks { what: Text::StarredPosts { posts }, .. } => posts,
            other => panic!("{other:?}"),
        };
        let undone: Vec<usize> = std::iter::from_fn(|| log.pop()).map(posts).collect();
        assert_eq!((undone.first(), undone.last()), (Some(&MOST), Some(&1)));
    }
}
