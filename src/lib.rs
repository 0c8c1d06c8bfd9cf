//! kanbao (看报, "read the paper"): a reader for news archives in the terminal.

pub mod archive;
pub mod clean;
pub mod document;
pub mod typeset;
pub mod width;
