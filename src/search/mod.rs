//! Finding posts: the facets of an archive, and the queries that people type.

pub mod facets;
pub mod fold;
pub mod marks;
pub mod query;
pub mod rank;
