//! Where things are drawn, and what lies over the panes.

mod focus;
pub mod layout;
pub mod overlay;
mod overlay_keys;
pub mod picture;
