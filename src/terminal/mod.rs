//! The edge: the only part that writes to the terminal.
//!
//! [`run`] owns the loop; everything it knows of the reader is a model that takes messages and
//! gives wishes.

mod keys;
mod panic;
mod probe;
mod runtime;
mod screen;
mod signals;
mod work;

pub use panic::catch_panics;
pub use runtime::{Outcome, Start, run};
