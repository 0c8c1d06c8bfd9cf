//! What tests of several subjects need.

pub mod reader;
