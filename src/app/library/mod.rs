//! The archive and the reading state, and how they change.

pub(in crate::app) mod loading;
pub(in crate::app) mod marking;
pub mod watching;
