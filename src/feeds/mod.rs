//! Web feeds as posts of an archive: which feeds to fetch, how to fetch them, and how to write
//! them.
//!
//! From bottom to top: [`charset`] (bytes to text), [`item`] (text to items), [`body`] (an item's
//! HTML for a Markdown file), [`post`] (an item as a file), [`proxy`] (the proxy for a request),
//! [`http`] (one request), [`folder`] (files on the disk), [`memory`] (what is known of each feed
//! between runs), [`config`] (`feeds.toml`) and [`run`](mod@run) (all due feeds). In addition,
//! [`import`] and [`newsboat`] read the data of other programs, and [`page`] looks into web pages.
//!
//! Everything that arrives is hostile: sizes, times, depths and redirects are bounded, and names
//! are generated here. Must not depend on the terminal or on what its caller prints. The reader
//! never calls it.

pub mod body;
pub mod charset;
pub mod config;
pub mod folder;
pub mod http;
pub mod import;
pub mod item;
pub mod memory;
pub mod newsboat;
pub mod page;
pub mod post;
pub mod proxy;
pub mod run;
pub mod sqlite;
mod workers;

use crate::hash::fnv1a_of;

/// Name of the file that lists the feeds, in an archive or next to the settings.
pub const FILE: &str = "feeds.toml";

/// The hash that identifies items and texts on disk; it must never change.
pub fn hash(parts: &[&str]) -> u64 {
    // A separator that no text holds, so that moving a character from one part to another counts.
    fnv1a_of(parts.iter().flat_map(|part| part.bytes().chain([0xff])))
}
