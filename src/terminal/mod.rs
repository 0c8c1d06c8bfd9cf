//! The only module that takes over the terminal: its modes, its keys and its screen.
//!
//! [`run()`] owns the loop. It sends messages to the model and performs the effects that the model
//! returns; it must not know the model's fields.

#[doc(hidden)]
pub mod backend;
pub mod fuzzing;
mod indexing;
mod input;
mod keyboard;
mod lending;
mod line;
mod opener;
mod panic;
#[cfg(feature = "images")]
mod picture;
mod probe;
mod programs;
mod run;
mod runtime;
mod screen;
mod searching;
mod signals;
mod tmux;
mod work;

pub use backend::{Abilities, Backend, Frame, Graphics};
pub use panic::catch_panics;
pub use probe::{Measurement, Obstacle};
pub use run::Written;
pub use runtime::{Outcome, Overrides, Start, run};
pub use tmux::Route;

/// Enters the alternate screen, probes the terminal's widths, background and pictures, and leaves
/// it. The inner error is the reason for a missing measurement. Discards keys typed meanwhile. A
/// `restricted` reader does not ask tmux.
pub fn measure(restricted: bool) -> std::io::Result<Result<Measurement, Obstacle>> {
    if let Some(reason) = probe::obstacle() {
        return Ok(Err(reason));
    }
    // A fatal signal must restore the terminal.
    let (inputs, _received) = crossbeam_channel::unbounded();
    signals::watch(&inputs)?;
    screen::enter()?;
    let route = probe::route_of_pictures(probe::variable, restricted);
    let probed = probe::ask(&mut input::Parser::default(), route);
    screen::leave();
    Ok(probed?.measured)
}
