//! The list, and what decides which posts are in it.

pub mod facets;
mod filter;
pub(in crate::app) mod filter_query;
pub(in crate::app) mod list;
pub mod search;
pub(in crate::app) mod views;
