//! The limits of front matter (R7, S19, S20).
//!
//! Front matter is untrusted input to parsers that are quadratic in open brackets and expand
//! aliases without bound. Over a limit it is salvaged line by line (R8), with a warning.

/// Bytes of front matter between its fences: 64 KiB including both.
pub(super) const FRONT_MATTER_BYTES: usize = 64 * 1024 - 8;
/// Levels of nesting.
pub(super) const NESTING: usize = 64;
/// Opening brackets `[` and `{` in YAML, closed or not.
pub(super) const OPENERS: usize = 256;
/// Nodes of YAML after the expansion of aliases.
pub(super) const NODES: usize = 10_000;
/// Bytes of text in YAML after the expansion of aliases.
pub(super) const TEXT_BYTES: usize = 1024 * 1024;
/// Lines within which a closing fence must follow if the opening one is missing (Hexo).
pub(super) const LINES_WITHOUT_OPENER: usize = 40;
