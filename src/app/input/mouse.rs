//! Mouse events.

/// What the mouse does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mouse {
    /// The left button goes down.
    Press,
    /// The mouse moves with the left button down.
    Drag,
    /// The left button comes up.
    Release,
    /// The wheel turns by a step.
    Wheel {
        /// Towards the end of what is shown.
        down: bool,
    },
}
