//! Finding posts: facets, queries, the full-text index and searches.

mod body;
pub mod facets;
pub mod find;
pub mod fold;
pub mod fulltext;
pub mod fuzzy;
pub mod marks;
mod order;
pub mod pinyin;
pub mod query;
pub mod rank;
mod read_times;
pub mod related;
mod relevance;
pub mod snippet;
pub mod sought;
pub mod statistics;
pub mod titles;
pub mod unfold;
pub mod views;
