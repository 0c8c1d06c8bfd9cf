//! All integration tests except those in a terminal (`tests/pty`) and of the source text
//! (`tests/architecture.rs`, `tests/rules.rs`). One crate, because each test crate links the whole
//! library again.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod support;

mod arrivals;
mod articles;
mod books;
mod characters;
mod churn;
mod cli;
mod clock;
mod commanding;
mod commands;
mod conditions;
mod config;
mod conformance;
mod documented;
mod documents;
mod export;
mod facets;
#[cfg(feature = "fetch")]
mod fetching;
mod finding;
mod first_minute;
mod fuzz;
mod generators;
mod hazards;
mod highlighting;
mod hits;
mod keys;
mod kinsoku;
mod lines;
mod links;
mod loading;
mod manual;
mod marking;
mod monkey;
mod mouse;
mod muting;
mod overlays;
mod own_commands;
mod pages;
mod places;
mod prompts;
mod properties;
mod rows;
mod screens;
mod scripts;
mod search;
mod searching;
mod selecting;
mod sorting;
mod state;
mod statistics;
mod stored;
mod stories;
mod tagging;
mod time_axis;
mod watching;
mod watching_a_topic;
mod welcome;

#[path = "../hostile/mod.rs"]
#[allow(dead_code, reason = "only the tests in a terminal feed raw bytes")]
mod hostile;
