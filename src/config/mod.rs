//! What a person can set: keys, colours, the language, everything in `config.toml`; and where
//! kanbao keeps its files.
//!
//! [`settings`] is the one table of settings; [`layers`] lays values over its defaults, from files,
//! the environment and the command line, and each value knows where it comes from. A fault in what
//! was set is a [`problem::ConfigProblem`] and never stops anything (S53). Knows no archive, no
//! query and no screen.

pub mod archive;
pub mod choice;
pub mod file;
pub mod key;
pub mod keymap;
pub mod keys;
pub mod layers;
pub mod locale;
pub mod paths;
pub mod problem;
pub mod settings;
pub mod theme;
pub mod tree;
pub mod value;
