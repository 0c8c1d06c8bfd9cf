//! The way back from jumps, and forward again.

use crate::app::article::ArticlePlace;
use crate::app::screen::layout::Pane;

/// The most places that are kept.
const MOST: usize = 100;

/// A place in an article, and the pane that had the focus.
pub(in crate::app) type Jump = (ArticlePlace, Pane);

/// The places where jumps started, and those where the user came back from.
#[derive(Debug, Default)]
pub(in crate::app) struct Jumps {
    back: Vec<Jump>,
    forward: Vec<Jump>,
}

impl Jumps {
    /// Keeps the place where a jump starts.
    pub(crate) fn start(&mut self, here: Option<Jump>) {
        self.back.extend(here);
        self.forward.clear();
        if self.back.len() > MOST {
            self.back.remove(0);
        }
    }

    /// The places to go back to, the last first.
    pub(crate) fn places(&self) -> impl Iterator<Item = &ArticlePlace> {
        self.back.iter().rev().map(|(place, _)| place)
    }

    /// Takes the place to go back to, or forward.
    pub(crate) fn take(&mut self, forward: bool) -> Option<Jump> {
        if forward { self.forward.pop() } else { self.back.pop() }
    }

    /// Keeps the place where a step back, or forward, starts: the other way leads there.
    pub(crate) fn leave(&mut self, here: Option<Jump>, forward: bool) {
        if forward { self.back.extend(here) } else { self.forward.extend(here) }
    }
}
