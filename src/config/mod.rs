//! User configuration: settings, keys, colours, language, and the folders kanbao uses.
//!
//! [`settings`] is the table of settings; [`layers`] applies values from files, the environment and
//! the command line over its defaults, and each value records its origin. A bad value is a
//! [`problem::ConfigProblem`] and never stops the program (S53). Knows no archive, query or screen.

pub mod archive;
pub mod choice;
pub mod commands;
pub(crate) mod edit;
pub mod fault;
pub mod file;
pub mod groups;
pub mod key;
pub mod keymap;
pub mod keys;
pub mod layers;
pub mod locale;
pub mod messages;
pub mod paths;
pub mod problem;
pub mod settings;
pub mod theme;
pub mod tree;
pub mod value;
