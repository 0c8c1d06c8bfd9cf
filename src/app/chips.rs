//! The line of conditions as it is laid out.

use ratatui::layout::Rect;

use crate::clean::CleanText;

/// What a piece of the line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A condition, by its position among those that count.
    Condition(usize),
    /// The words of a search.
    Search(usize),
    /// How many conditions have no room.
    More,
    /// The order of the list.
    Order,
    /// What is going on.
    Status,
}

/// A piece of the line with its place on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// What it is.
    pub piece: Piece,
    /// Its cells, in one row.
    pub area: Rect,
    /// Its text, which fits.
    pub text: CleanText,
}
