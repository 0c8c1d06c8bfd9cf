//! Interned names of categories, tags and authors.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::clean::{CleanArena, CleanStr, Span};

/// The number of a name within its kind (category, tag or author).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameId(pub u32);

/// Distinct names, numbered in order of arrival.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    all: Vec<Span>,
    texts: CleanArena,
    ids: HashTable<NameId>,
    hasher: DefaultHashBuilder,
}

impl Names {
    /// The id of a name; adds the name if it is new.
    pub(super) fn id_of(&mut self, name: CleanStr<'_>) -> NameId {
        let (names, texts, hasher) = (&self.all, &self.texts, &self.hasher);
        let known =
            |id: &NameId| names.get(id.0 as usize).map_or("", |&name| texts.get(name).as_str());
        let hash = hasher.hash_one(name.as_str());
        if let Some(&id) = self.ids.find(hash, |id| known(id) == name.as_str()) {
            return id;
        }
        let id = NameId(names.len() as u32);
        self.ids.insert_unique(hash, id, |id| hasher.hash_one(known(id)));
        self.all.push(self.texts.add(name));
        id
    }

    /// The name of an id; empty for an id of another kind.
    pub(super) fn name(&self, id: NameId) -> CleanStr<'_> {
        self.all.get(id.0 as usize).map(|&name| self.texts.get(name)).unwrap_or_default()
    }

    /// All names.
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = (NameId, CleanStr<'_>)> {
        let names = self.all.iter().enumerate();
        names.map(|(id, &name)| (NameId(id as u32), self.texts.get(name)))
    }
}
