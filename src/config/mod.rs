//! What a person can set: keys, colours, and where kanbao keeps its files.

pub mod keymap;
pub mod paths;
pub mod theme;
