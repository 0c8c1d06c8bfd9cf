//! What tests of several subjects need.

pub mod program;
pub mod reader;
