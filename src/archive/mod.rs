//! Posts in memory.

pub mod date;
pub mod post;
