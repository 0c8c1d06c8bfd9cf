//! The fast way from a body to its text, for looking through thousands of them.
//!
//! Nearly all posts of an archive are plain paragraphs and simple HTML, of which a tree, marks and
//! links need not be made to know their text. This goes over the bytes once, accepts only what it
//! is sure of and declines everything else, good or bad; then the body is parsed. A property test
//! holds the two ways equal. What both need to know, how lines join, what hides an element, which
//! words stand for an image, is written once and used by both.

mod blocks;
mod entity;
mod flow;
mod kind;
mod line;
mod replaced;
mod spans;
mod tag;
#[cfg(test)]
mod tests;
mod walk;

use super::kramdown::{self, Marks};
use super::{Context, Syntax, liquid, parse};
use crate::clean::{CleanStr, CleanText};
use blocks::Blocks;
use flow::Flow;
use walk::Walk;

/// The longest body that is extracted, in bytes; longer ones may reach a limit of the parser.
const LONGEST: usize = 1024 * 1024;

/// The text of a body: always that of [`parse`], mostly in a small part of its time.
pub fn plain_text(body: &str, syntax: Syntax, context: &dyn Context) -> CleanText {
    quick_text(body, syntax, context.reads_liquid())
        .unwrap_or_else(|| parse(body, syntax, context).plain_text())
}

/// The text of a body that is simple enough for it to be told quickly; `None` if it is not.
///
/// Only whether the body's Liquid means anything (J23) is asked of its context, so that callers
/// need not make one before it is needed.
pub fn quick_text(body: &str, syntax: Syntax, reads_liquid: bool) -> Option<CleanText> {
    if body.len() > LONGEST {
        return None;
    }
    let clean = CleanStr::unchanged(body)?;
    if syntax == Syntax::Plain {
        let mut flow = Flow::new(body.len());
        flow.lines(clean);
        return Some(flow.finish());
    }
    if reads_liquid && liquid::is_in(body) {
        return None;
    }
    let mut walk = Walk::new(body);
    if syntax == Syntax::Html {
        walk.html(clean)?;
    } else {
        if kramdown::marks(body) == Marks::Any || body.contains("]:") {
            return None;
        }
        Blocks::new(&mut walk).read(clean)?;
    }
    walk.finish()
}
