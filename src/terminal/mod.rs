//! The edge: the only part that writes to the terminal.
//!
//! [`run`] owns the loop; everything it knows of the reader is a model that takes messages and
//! gives wishes.

mod indexing;
mod keyboard;
mod keys;
mod late;
mod opener;
mod panic;
#[cfg(feature = "images")]
mod picture;
mod probe;
mod programs;
mod runtime;
mod screen;
mod searching;
mod signals;
mod work;

pub use panic::catch_panics;
pub use probe::Measurement;
pub use runtime::{Outcome, Overrides, Start, run};

/// Takes the screen for as long as it needs to ask the terminal how wide it draws things; why it
/// was not asked or did not answer otherwise. What was typed meanwhile is lost.
pub fn measure() -> std::io::Result<Result<Measurement, &'static str>> {
    if let Some(reason) = probe::obstacle() {
        return Ok(Err(reason));
    }
    // A signal that ends the process gives the terminal back.
    let (inputs, _received) = crossbeam_channel::unbounded();
    signals::watch(&inputs)?;
    screen::enter()?;
    let probed = probe::ask();
    screen::leave();
    Ok(probed?.measured)
}
