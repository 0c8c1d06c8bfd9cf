//! Interned names of categories, tags and authors.

use std::collections::HashMap;

use crate::clean::{CleanStr, CleanText};

/// The number of a name within its kind (category, tag or author).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameId(pub u32);

/// Distinct names, numbered in order of arrival.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    names: Vec<CleanText>,
    ids: HashMap<CleanText, NameId>,
}

impl Names {
    /// The id of a name; adds the name if it is new.
    pub(super) fn id_of(&mut self, name: CleanStr<'_>) -> NameId {
        let name = name.to_clean();
        if let Some(&id) = self.ids.get(&name) {
            return id;
        }
        let id = NameId(self.names.len() as u32);
        self.names.push(name.clone());
        self.ids.insert(name, id);
        id
    }

    /// The name of an id; empty for an id of another kind.
    pub(super) fn name(&self, id: NameId) -> CleanStr<'_> {
        self.names.get(id.0 as usize).map(CleanText::as_clean).unwrap_or_default()
    }

    /// All names.
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = (NameId, CleanStr<'_>)> {
        self.names.iter().enumerate().map(|(id, name)| (NameId(id as u32), name.as_clean()))
    }
}
