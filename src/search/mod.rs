//! Finding posts: the facets of an archive and how they narrow the list.

pub mod facets;
