//! kanbao (看报, "read the paper"): a reader for news archives in the terminal.
//!
//! The modules from top to bottom; imports go downwards only. ARCHITECTURE.md says more, and
//! `tests/architecture.rs` enforces it.
//!
//! - [`cli`]: arguments to a command, results to standard output.
//! - [`terminal`]: the edge: the event loop, screen modes, signals, worker threads.
//! - [`view`]: draws the model and changes nothing.
//! - [`app`]: the model, changed only by `App::update`.
//! - [`search`]: facets, queries and the full-text index.
//! - [`state`]: which posts are read, starred or noted, in logs that merge.
//! - [`typeset`]: documents into pages of lines, by the rules of Chinese typesetting.
//! - [`archive`]: posts in memory, and how they get there.
//! - [`document`]: a post's body as blocks and styled text.
//! - [`config`]: settings, keys, colours, folders.
//! - `feeds`: web feeds as posts, with the feature `fetch`; only [`cli`] imports it.
//! - [`ascii`], [`clean`], [`clock`], [`command`], [`conversion`], [`forms`], [`hash`], [`lock`],
//!   [`natural`], [`nearest`], [`parallel`], [`reason`], [`replace`], [`script`], [`store`],
//!   [`width`]: the ground floor.
//!
//! Invariants: text from a post is drawn, printed, copied or logged only as [`clean::CleanText`];
//! only [`width`] counts the width of text; the ground floor, `archive`, `document`, `typeset`,
//! `search` and `state` know no screen; `update` cannot fail and touches nothing outside the model.

pub mod app;
pub mod archive;
pub mod ascii;
pub mod clean;
pub mod cli;
pub mod clock;
pub mod command;
pub mod config;
pub mod conversion;
pub mod document;
#[cfg(feature = "fetch")]
pub mod feeds;
pub mod forms;
pub mod hash;
pub mod lock;
pub mod natural;
pub mod nearest;
pub mod parallel;
pub mod reason;
pub mod replace;
pub mod script;
pub mod search;
pub mod state;
pub mod store;
pub mod terminal;
pub mod typeset;
pub mod view;
pub mod width;
