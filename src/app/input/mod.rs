//! Keys, the mouse, and the lines that a person types.

mod answer;
mod keys;
pub mod mouse;
pub mod note;
pub mod prompt;
