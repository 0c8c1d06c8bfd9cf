//! Finding posts: the facets of an archive, the queries that people type, and their answers.

mod absence;
pub mod body;
pub mod facets;
pub mod find;
pub mod fold;
pub mod fulltext;
pub mod marks;
pub mod pinyin;
pub mod query;
pub mod rank;
pub mod related;
pub mod snippet;
pub mod titles;
