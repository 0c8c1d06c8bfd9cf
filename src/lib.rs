//! kanbao (看报, "read the paper"): a reader for news archives in the terminal.
//!
//! The map of the house; ARCHITECTURE.md says more, and `tests/architecture.rs` holds it. Imports
//! go downwards only.
//!
//! - [`cli`]: arguments to a command, results to standard output.
//! - [`terminal`]: the edge; the loop, the screen's modes, signals, worker threads.
//! - [`view`]: draws the model; reads it, changes nothing.
//! - [`app`]: the model and its one way to change, `App::update`.
//! - [`search`]: facets, queries and the full-text index; how posts are found.
//! - [`state`]: what is read, starred and noted, in logs that merge.
//! - [`typeset`]: documents into pages of lines, by the rules of Chinese typesetting.
//! - [`archive`]: posts in memory, and how they get there.
//! - [`document`]: a post's body as blocks and styled text.
//! - [`config`]: settings, keys, colours, folders.
//! - [`clean`], [`clock`], [`command`], [`nearest`], [`parallel`], [`script`], [`width`]: the ground
//!   floor.
//!
//! Invariants: text from a post is drawn, printed, copied or logged only as [`clean::CleanText`];
//! the width of text is counted by [`width`] alone; the ground floor, `archive`, `document`,
//! `typeset`, `search` and `state` know no screen; `update` cannot fail and touches nothing outside.

pub mod app;
pub mod archive;
pub mod clean;
pub mod cli;
pub mod clock;
pub mod command;
pub mod config;
pub mod document;
pub mod nearest;
pub mod parallel;
pub mod script;
pub mod search;
pub mod state;
pub mod terminal;
pub mod typeset;
pub mod view;
pub mod width;
